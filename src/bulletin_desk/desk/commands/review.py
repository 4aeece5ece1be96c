"""The commands of the review, and the menu that they stand in."""

from __future__ import annotations

from bulletin_desk.desk.commands.command import Command

REVIEW_COMMANDS = (
    Command("show_review", "审阅窗格(&K)", ("Ctrl+F7",), "下面列出批注等，一条一条看", checkable=True),
    Command(
        "take_marked",
        "审过的 Word 拿回来(&B)…",
        (),
        "送审的 Word 稿改好了、批好了：谁改了哪里列出来，一处一处定；几个人的一次选",
    ),
    Command("send", "送审(&S)…", (), "把现在这一稿留下来，输出审稿人要的 PDF、Word 和清单"),
    Command("sign", "定稿(&Q)…", (), "领导签发以后：记下谁在什么时候签发，以后每改一处都看得出来"),
    Command("unsign", "撤回定稿(&U)…", (), "还要改：定稿时的那一稿留着"),
    Command("sheet", "审签单(&T)…", (), "审签单、发文稿纸、送审清单：填好了看一眼，存成 PDF、Word 或打印"),
)
REVIEW_TITLE = "审阅(&R)"
REVIEW_MENU = "show_review | take_marked | send sign unsign | sheet"
