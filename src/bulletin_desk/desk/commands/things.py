"""The commands that put pictures and attachments in, and those about a picture that is there."""

from __future__ import annotations

from bulletin_desk.desk.commands.command import Command
from bulletin_desk.desk.commands.focus import Holder

ATTACHMENT = Command(
    "add_attachment",
    "附件(&A)",
    ("Ctrl+Shift+J",),
    "给光标所在的稿件加一个附件：另起一面，序号和“附件”说明由程序排",
    to=Holder.PAGE | Holder.OUTLINE,
)
