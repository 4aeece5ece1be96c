"""Items and sections that come, go and move between two issues. Must not know who proposes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bulletin_desk.bulletin.describe import position
from bulletin_desk.bulletin.grammar import is_empty, name_of, numbers, section_path
from bulletin_desk.bulletin.matching import text_of
from bulletin_desk.bulletin.model import Issue, Item, Place
from bulletin_desk.bulletin.part_changes import Span, span_of
from bulletin_desk.bulletin.proposed_change import Change, Shape
from bulletin_desk.errors import EditError

_UNNAMED = "（没有名称的栏目）"


@dataclass(frozen=True, slots=True)
class PartChange(Change):
    """An item or a section that comes, goes or moves."""

    kind: str
    number: int

    @property
    def shape(self) -> Shape:
        return "parts"

    @property
    def moves(self) -> bool:
        return self.kind.endswith("moved")

    @property
    def wordless(self) -> bool:
        beside = self.both.beside
        if self.kind == "item out":
            old = beside.old_item(self.number)
            return old is not None and is_empty(old[1])
        section = beside.old_section(self.number) if self.kind == "section out" else None
        return section is not None and not section.name and all(map(is_empty, section.items))

    def all_words(self) -> str:
        new = self.both.beside.new_item(self.number) if self.kind == "item in" else None
        if new is None:
            return self.words()[1]
        _, item = new
        return "\n".join(filter(None, (text_of(item), item.source)))

    def words(self) -> tuple[str, str]:
        beside = self.both.beside
        if self.kind.startswith("item"):
            old, new = beside.old_item(self.number), beside.new_item(self.number)
            was, now = _called(old and old[1]), _called(new and new[1])
            if self.moves and new is not None:
                return was, f"移到{position(self.both.theirs, *numbers(new[0])[:2])}"
            return was, now
        first, second = beside.old_section(self.number), beside.new_section(self.number)
        was, now = (
            "" if each is None else f"【{each.name}】" if each.name else _UNNAMED for each in (first, second)
        )
        if self.moves:
            at = beside.sections[self.number].new
            return was, f"移到第{(at or 0) + 1}个栏目"
        return was, now

    def place(self, issue: Issue) -> Span:
        parts = self.both.parts
        third = self.both.third(issue)
        match self.kind:
            case "item in":
                return parts.item_span(third, self.number) or parts.entrance(third, self.number)
            case "item out":
                parts.item_out(issue, self.number)
                return parts.item_span(third, self.number) or parts.somewhere(third)
            case "item moved":
                span = parts.item_span(third, self.number)
                if span is None:
                    raise EditError("这篇稿件后来不在了，这处修订放不进去。")
                parts.check_home(third, self.number)
                return span[0], span[0]
            case "section in":
                at = third.sections.get(self.number)
                return (
                    parts.section_entrance(third, self.number)
                    if at is None
                    else span_of(issue, section_path(at))
                )
        at = third.sections.get(self.number)
        if at is None:
            if self.kind == "section out":
                return parts.somewhere(third)
            raise EditError("这个栏目后来不在了，这处修订放不进去。")
        if self.kind == "section out":
            parts.section_out(issue, self.number)
            return span_of(issue, section_path(at))
        place = Place(name_of(section_path(at)), 0)
        return place, place

    def taken(self, issue: Issue) -> Issue:
        parts = self.both.parts
        ways: dict[str, Callable[[Issue, int], Issue]] = {
            "item out": parts.item_out,
            "item in": parts.item_in,
            "item moved": parts.item_moved,
            "section out": parts.section_out,
            "section in": parts.section_in,
            "section moved": parts.section_moved,
        }
        return ways[self.kind](issue, self.number)


def _called(item: Item | None) -> str:
    """An item in plain words: its title, else how it begins."""
    if item is None:
        return ""
    if item.title:
        return item.title.replace("\n", "")
    return next((text.text for block in item.blocks for text in block.texts() if text.text), "（空稿件）")
