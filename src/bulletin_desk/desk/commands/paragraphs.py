"""The commands for the kinds of paragraph that are counted: headings of four levels and lists."""

from __future__ import annotations

from bulletin_desk.bulletin.grammar import SPEC
from bulletin_desk.desk.commands.command import Command
from bulletin_desk.desk.commands.focus import Holder
from bulletin_desk.editing.kinds import HEADINGS_AND_LISTS

_ACCESS_KEYS = "1234LN"
"""In the menu of headings and lists."""
_LOOKS = ("一、", "（一）", "1.", "（1）")
_TIPS = (*(f"文中的标题，如“{look}”" for look in _LOOKS), "前面带记号的一项", "前面带序号的一项")
HEADINGS_AND_LISTS_KINDS = tuple(
    Command(
        f"kind_{kind.value}",
        f"{SPEC[kind].name}(&{access})",
        (f"Ctrl+Shift+{number}",),
        tip,
        checkable=True,
        to=Holder.PAGE,
    )
    for number, (kind, access, tip) in enumerate(zip(HEADINGS_AND_LISTS, _ACCESS_KEYS, _TIPS, strict=True), 1)
)
"""A paragraph becomes one of these."""
NUMBERED = Command(
    "numbered",
    "自动编号(&A)",
    ("Ctrl+Shift+7",),
    "各级标题和列项的序号由程序来编，前后移动、增删都不会错；再按一次改为自己打",
    checkable=True,
    to=Holder.PAGE,
)
