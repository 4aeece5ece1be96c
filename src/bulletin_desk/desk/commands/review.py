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
)
REVIEW_TITLE = "审阅(&R)"
REVIEW_MENU = "show_review | take_marked"
