"""The commands of the review, and the menu that they stand in."""

from __future__ import annotations

from bulletin_desk.desk.commands.command import Command

REMARK_COMMANDS = (
    Command(
        "remark",
        "批注(&M)",
        ("Ctrl+Alt+M",),
        "给选中的文字，或者光标所在的词加批注；批注随文字走，不印出来",
    ),
    Command("next_remark", "下一条批注(&N)", ("F11",)),
    Command("previous_remark", "上一条批注(&P)", ("Shift+F11",)),
    Command("answer_remark", "回复批注(&A)", ("Ctrl+Alt+R",), "点开的，或者光标所在的一条"),
    Command(
        "settle_remark",
        "批注办好了(&O)",
        ("Ctrl+Alt+K",),
        "办好的变淡；再按一次重新打开",
    ),
    Command("edit_remark", "改批注(&E)", (), "改自己写的话"),
    Command("remove_remark", "删除批注(&D)", (), "连回复一起删除，可以撤销"),
    Command("show_remarks", "版面上显示批注(&B)", (), "在版面右边；不显示时，窗格里照样列出", checkable=True),
    Command("show_settled", "也显示办好的批注(&L)", (), "办好的变淡，或者不显示", checkable=True),
)
CHANGE_COMMANDS = (
    Command("changes", "改动(&C)", (), "和送审稿、定稿、以前的版本或另一个文件比，改了哪里"),
    Command("next_change", "下一处改动(&X)", ("Ctrl+F11",), "到后面一处改动"),
    Command("previous_change", "上一处改动(&Z)", ("Ctrl+Shift+F11",), "到前面一处改动"),
    Command("show_changes", "版面上标出改动(&H)", (), "加的变红、画线，删去的写在右边", checkable=True),
    Command("redline", "输出标出改动的 PDF(&F)…", (), "给领导看改了哪里"),
    Command(
        "redline_word", "输出带修订的 Word 文件(&R)…", (), "在 Word 里逐条接受或拒绝；全部接受就是现在这一稿"
    ),
    Command("proof_print", "清样(&J)…", (), "第几校、行号、宽边、改动的行画线；存成 PDF 或打印"),
)
REVIEW_COMMANDS = (
    *REMARK_COMMANDS,
    *CHANGE_COMMANDS,
    Command("show_review", "审阅窗格(&K)", ("Ctrl+F7",), "下面列出批注等，一条一条看", checkable=True),
    Command(
        "take_marked",
        "审过的 Word 拿回来(&G)…",
        (),
        "送审的 Word 稿改好了、批好了：谁改了哪里列出来，一处一处定；几个人的一次选",
    ),
    Command("send", "送审(&S)…", (), "把现在这一稿留下来，输出审稿人要的 PDF、Word 和清单"),
    Command("sign", "定稿(&Q)…", (), "领导签发以后：记下谁在什么时候签发，以后每改一处都看得出来"),
    Command("unsign", "撤回定稿(&U)…", (), "还要改：定稿时的那一稿留着"),
    Command("sheet", "审签单(&T)…", (), "审签单、发文稿纸、送审清单：填好了看一眼，存成 PDF、Word 或打印"),
)
REMARKS = "remarks"
"""Where what can be done with a remark stands."""
REMARKS_TITLE = "这条批注(&I)"
REMARKS_MENU = "answer_remark settle_remark edit_remark remove_remark | show_remarks show_settled"
REVIEW_TITLE = "审阅(&R)"
REVIEW_MENU = (
    "remark next_remark previous_remark remarks | show_review"
    " | changes next_change previous_change show_changes | take_marked"
    " | send sign unsign | sheet proof_print redline redline_word"
)
