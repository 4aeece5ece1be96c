"""What the clerk can say of a paragraph that came in, each by one key, and how it is put before the clerk.
Knows no widgets."""

from __future__ import annotations

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.intake.parts import FURTHER_KINDS, OUT, Out, Part, kind_name
from bulletin_desk.layouts.offers import Offers

KEYS: dict[str, Kind | Out] = {
    "1": Kind.TITLE,
    "2": Kind.SUBHEADING,
    "3": Kind.BODY,
    "4": Kind.SOURCE,
    "5": Kind.SECTION_HEAD,
    "0": OUT,
}
"""Which key makes a paragraph what."""
RUN_IN, OTHER, JOIN, SPLIT = "6", "7", "+", "-"
WRITE, NEXT = "F2", "F8"
DOUBT = "▲"
LAYERED = "层次标题、列项、附件"
"""The part of the menu with the kinds that every bulletin has and no key makes."""
OTHER_KEYS = {RUN_IN: "段首标题", JOIN: "接到上一段", SPLIT: "另起一篇", WRITE: "改文字"}
"""What the keys do that make no paragraph what it is."""


def further_kinds(offers: Offers) -> tuple[Kind, ...]:
    """What else a paragraph can be in a bulletin that has it; said by the menu, without a key."""
    return tuple(kind for kind in FURTHER_KINDS if offers.has(kind))


def named(part: Part) -> str:
    """What a paragraph is called before the clerk."""
    return part.why if part.kind is OUT and part.why else kind_name(part.kind)


def about(part: Part, offer: str) -> str:
    """What a paragraph is read as, how else it could be, and the keys for it, `offer` what the one key does;
    empty where nothing is to be said."""
    own = next((key for key, kind in KEYS.items() if kind is part.kind), "")
    if part.other is not None:
        read = "没有收入" if part.kind is OUT else f"当作{kind_name(part.kind)}"
        maybe = "也可能不该收" if part.other is OUT else f"也可能是{kind_name(part.other)}"
        right = f"；认得对，按 {own}" if own else ""
        return f"{DOUBT} {read}，{maybe}：按 {OTHER} {offer}{right}。"
    if part.back is not None and offer:
        return f"再按 {OTHER} 换回去：{offer}。"
    return f"没有收进简报：按 {OTHER} {offer}。" if part.kind is OUT else ""
