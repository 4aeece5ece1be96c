"""The commands that put pictures and attachments in, and those about a picture that is there."""

from __future__ import annotations

from bulletin_desk.desk.commands.command import Command
from bulletin_desk.desk.commands.focus import Holder

THINGS = (
    Command(
        "insert_picture",
        "图片(&G)…",
        ("Ctrl+Shift+P",),
        "从文件插入，选两张就并排；也可以把图片文件拖到版面上，或者复制了来粘贴",
        to=Holder.PAGE,
    ),
    Command(
        "add_attachment",
        "附件(&A)",
        ("Ctrl+Shift+J",),
        "给光标所在的稿件加一个附件：另起一面，序号和“附件”说明由程序排",
        to=Holder.PAGE | Holder.OUTLINE,
    ),
)
PICTURE_COMMANDS = (
    Command("picture_edit", "图片大小、图题和来源(&E)…", (), "按毫米定宽；双击图片也行", to=Holder.PAGE),
    Command("picture_together", "和紧挨着的一张并排(&T)", to=Holder.PAGE),
    Command("picture_apart", "拆开，上下各一张(&P)", to=Holder.PAGE),
    Command("picture_exchange", "换一张图片(&X)…", (), "大小和图题不变", to=Holder.PAGE),
    Command("picture_save", "图片另存为(&V)…", to=Holder.PAGE),
    Command("picture_remove", "删除图片(&D)", (), "选中图片后按 Delete 也行", to=Holder.PAGE),
)
"""What can be done with the picture of the caret."""
