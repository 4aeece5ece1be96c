"""The commands for what only some bulletins have: bold, lines around titles, sections of two levels."""

from __future__ import annotations

from collections.abc import Callable

from bulletin_desk.bulletin.grammar import ITEM_TEXTS, SPEC
from bulletin_desk.bulletin.model import Kind
from bulletin_desk.desk.commands.command import Command
from bulletin_desk.desk.commands.focus import Holder
from bulletin_desk.layouts.offers import Offers

_PARTS = Holder.PAGE | Holder.OUTLINE


def _has(kind: Kind) -> Callable[[Offers], bool]:
    return lambda offers: offers.has(kind)


def _untitled(offers: Offers) -> bool:
    """Whether items may have no title."""
    return offers.titles == "optional"


def _two_levels(offers: Offers) -> bool:
    return offers.has(Kind.SECTION_HEAD_2)


_KIND_KEYS = {
    Kind.SECTION_HEAD_2: "2",
    Kind.KICKER: "I",
    Kind.SUBTITLE: "U",
    Kind.BYLINE: "N",
    Kind.SALUTATION: "C",
    Kind.SIGNATURE: "G",
}
"""Access keys in the menu of formats."""
FURTHER_KINDS = tuple(
    Command(
        f"kind_{kind.value}",
        f"{SPEC[kind].name}(&{key})",
        tip=f"光标所在的这一段改为{SPEC[kind].name}",
        checkable=True,
        to=Holder.PAGE,
        offered=_has(kind),
    )
    for kind, key in _KIND_KEYS.items()
)
"""A paragraph becomes one of these."""

_WHERE = {
    Kind.KICKER: "标题上面",
    Kind.SUBTITLE: "标题下面",
    Kind.BYLINE: "标题下面，写出处、阅处情况",
    Kind.SALUTATION: "正文前面",
    Kind.SIGNATURE: "正文后面",
}
_TEXT_KEYS = {
    Kind.KICKER: "K",
    Kind.SUBTITLE: "B",
    Kind.BYLINE: "L",
    Kind.SALUTATION: "C",
    Kind.SIGNATURE: "G",
}
TEXTS: dict[str, Kind] = {f"add_{kind.value}": kind for kind in (Kind.TITLE, *ITEM_TEXTS)}
"""The commands that lead into a text of the item, by the kind of it."""
FURTHER_TEXTS = (
    Command(
        "add_title",
        "标题(&T)",
        (),
        "给没有标题的稿件加标题；已有就到标题里",
        checkable=True,
        to=_PARTS,
        offered=_untitled,
    ),
    *(
        Command(
            f"add_{kind.value}",
            f"{SPEC[kind].name}(&{_TEXT_KEYS[kind]})",
            (),
            f"在光标所在的稿件里加{SPEC[kind].name}（{_WHERE[kind]}）；已有就到那里",
            checkable=True,
            to=_PARTS,
            offered=_has(kind),
        )
        for kind in ITEM_TEXTS
    ),
    Command(
        "remove_text",
        "删去这一行(&X)",
        (),
        "光标所在的引题、副题、题下行、称谓或落款",
        to=Holder.PAGE,
        offered=lambda offers: _untitled(offers) or any(offers.has(kind) for kind in ITEM_TEXTS),
    ),
)

BOLD = Command(
    "bold",
    "加粗(&D)",
    ("Ctrl+B",),
    "选中的字加粗；再按一次取消",
    "bold",
    checkable=True,
    to=Holder.PAGE,
    offered=lambda offers: offers.bold,
)
LEVELS = (
    Command(
        "promote",
        "升为一级栏目(&P)",
        ("Alt+Left",),
        "光标所在的栏目，或者左边选中的栏目",
        to=_PARTS,
        offered=_two_levels,
    ),
    Command(
        "demote",
        "降为二级栏目(&E)",
        ("Alt+Right",),
        "光标所在的栏目，或者左边选中的栏目，归到前面的一级栏目之下",
        to=_PARTS,
        offered=_two_levels,
    ),
)
