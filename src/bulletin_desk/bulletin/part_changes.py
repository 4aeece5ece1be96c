"""Changes to what an issue is made of: items and sections that come, go or move. Each is taken by itself, in
any order; one that needs another (an item moves into a section that is to come) brings that along. Must not
know who proposes them.
"""

from __future__ import annotations

from dataclasses import replace

from bulletin_desk.bulletin.edits import add, move, remove
from bulletin_desk.bulletin.grammar import (
    Region,
    item_at,
    item_path,
    name_of,
    nodes_of,
    region_of,
    section_path,
    title_of,
    walk,
)
from bulletin_desk.bulletin.matching import in_order
from bulletin_desk.bulletin.model import Issue, Item, Path, Place
from bulletin_desk.bulletin.parts_beside import Beside, Third, place_in_row
from bulletin_desk.bulletin.put_out import as_put_out, item_as_put_out
from bulletin_desk.errors import EditError

Span = tuple[Place, Place]


class PartChanges:
    """What becomes of the parts of the one issue in the other."""

    def __init__(self, beside: Beside) -> None:
        self.beside = beside
        pairs = [
            (part.old, part.new) for part in beside.sections if part.old is not None and part.new is not None
        ]
        kept = in_order(pairs)
        self._stable = frozenset(
            at for at, part in enumerate(beside.sections) if (part.old, part.new) in kept
        )
        self._home = {number: section for section, row in beside.new_rows.items.items() for number in row}
        """The section that an item stands in, in the newer issue."""
        self._stable_items: dict[int, frozenset[int]] = {}
        for section, row in beside.new_rows.items.items():
            before = beside.old_rows.items.get(section, ())
            inside = [(before.index(number), at) for at, number in enumerate(row) if number in before]
            self._stable_items[section] = frozenset(row[second] for _, second in in_order(inside))

    # ---- which there are

    def items_out(self) -> list[int]:
        """Items that have gone from sections that are still there."""
        gone = {
            number
            for section, row in self.beside.old_rows.items.items()
            if self.beside.sections[section].new is None
            for number in row
        }
        return [at for at, part in enumerate(self.beside.items) if part.new is None and at not in gone]

    def items_in(self) -> list[int]:
        """Items that have come into sections that were there."""
        return [
            at
            for at, part in enumerate(self.beside.items)
            if part.old is None and self.beside.sections[self._home[at]].old is not None
        ]

    def items_moved(self) -> list[int]:
        """Items that stand elsewhere."""
        return [
            at
            for at, part in enumerate(self.beside.items)
            if part.old is not None and part.new is not None and at not in self._stable_items[self._home[at]]
        ]

    def sections_out(self) -> list[int]:
        """Sections that have gone."""
        return [at for at, part in enumerate(self.beside.sections) if part.new is None]

    def sections_in(self) -> list[int]:
        """Sections that have come."""
        return [at for at, part in enumerate(self.beside.sections) if part.old is None]

    def sections_moved(self) -> list[int]:
        """Sections that stand elsewhere."""
        return [
            at
            for at, part in enumerate(self.beside.sections)
            if part.old is not None and part.new is not None and at not in self._stable
        ]

    # ---- taken

    def third(self, ours: Issue, item: int = -1, section: int = -1) -> Third:
        """Where the parts stand in a third issue: see `Third`."""
        return Third(self.beside, as_put_out(ours), item, section)

    def item_out(self, ours: Issue, number: int) -> Issue:
        """Without an item."""
        path = self.third(ours).items.get(number)
        if path is None:
            return ours
        found = self.beside.old_item(number)
        assert found is not None
        if item_as_put_out(item_at(ours, path)) != found[1]:
            raise _changed("这篇稿件")
        return remove(ours, path)

    def item_in(self, ours: Issue, number: int) -> Issue:
        """With an item that has come."""
        third = self.third(ours, item=number)
        if number in third.items:
            return ours
        found = self.beside.new_item(number)
        assert found is not None
        return add(ours, self._place(third, number), found[1])

    def item_moved(self, ours: Issue, number: int) -> Issue:
        """With an item where it is to stand."""
        third = self.third(ours)
        path = third.items.get(number)
        if path is None:
            raise _changed("这篇稿件", gone=True)
        home = self._home[number]
        if home not in third.sections and self.beside.sections[home].old is None:
            item = item_at(ours, path)
            return self._with_section(remove(ours, path), third, home, (item,))
        to = self._place(third, number)
        return ours if to == path else move(ours, path, to)

    def section_in(self, ours: Issue, number: int) -> Issue:
        """With a section that has come, and the items that have come with it."""
        third = self.third(ours, section=number)
        come = [
            each
            for each in self.beside.new_rows.items[number]
            if self.beside.items[each].old is None and each not in third.items
        ]
        if number not in third.sections:
            items = tuple(found[1] for each in come if (found := self.beside.new_item(each)))
            return self._with_section(ours, third, number, items)
        section = third.sections[number]
        row = list(third.row_of(section))
        for each in come:
            at = place_in_row(row, self.beside.new_rows.items[number], frozenset(), each)
            row.insert(at, each)
            found = self.beside.new_item(each)
            assert found is not None
            ours = add(ours, item_path(section, at), found[1])
        return ours

    def section_out(self, ours: Issue, number: int) -> Issue:
        """Without a section; items of it that are to stand elsewhere are moved."""
        third = self.third(ours)
        if number not in third.sections:
            return ours
        staying = []
        for each in third.row_of(third.sections[number]):
            found = self.beside.old_item(each) if each in self.beside.old_rows.items[number] else None
            if found is None:
                raise EditError("这个栏目里后来加了稿件，不能删去；请先把那些稿件移走。")
            if self.beside.items[each].new is not None:
                staying.append(each)
            elif item_as_put_out(item_at(ours, third.items[each])) != found[1]:
                raise _changed("栏目里的稿件")
        for each in staying:
            ours = self.item_moved(ours, each)
        at = self.third(ours).sections.get(number) if staying else third.sections[number]
        return ours if at is None else remove(ours, section_path(at))

    def section_moved(self, ours: Issue, number: int) -> Issue:
        """With a section where it is to stand."""
        third = self.third(ours)
        at = third.sections.get(number)
        if at is None:
            raise _changed("这个栏目", gone=True)
        row = (*third.row[:at], *third.row[at + 1 :])
        to = place_in_row(row, self.beside.new_rows.sections, self._stable, number)
        return ours if to == at else move(ours, section_path(at), section_path(to))

    def _with_section(self, ours: Issue, third: Third, number: int, items: tuple[Item, ...]) -> Issue:
        """With a section that has come, which is not there, and these items in it."""
        section = self.beside.new_section(number)
        assert section is not None
        at = place_in_row(third.row, self.beside.new_rows.sections, self._stable, number)
        return add(ours, section_path(at), replace(section, items=items))

    def check_home(self, third: Third, number: int) -> None:
        """Raises EditError where the section that an item is to stand in has gone."""
        home = self._home[number]
        if home not in third.sections and self.beside.sections[home].old is not None:
            raise _changed("这个栏目", gone=True)

    def _place(self, third: Third, number: int) -> Path:
        """Where an item has to be put, once it is taken away from where it stands."""
        home = self._home[number]
        section = third.sections.get(home)
        if section is None:
            raise _changed("这个栏目", gone=True)
        row = tuple(each for each in third.row_of(section) if each != number)
        at = place_in_row(row, self.beside.new_rows.items[home], self._stable_items[home], number)
        return item_path(section, at)

    # ---- where they stand

    def item_span(self, third: Third, number: int) -> Span | None:
        """From the beginning of an item to its end, in a third issue; None where it isn't there."""
        path = third.items.get(number)
        return None if path is None else span_of(third.issue, path)

    def entrance(self, third: Third, number: int) -> Span:
        """Where an item that is to come or move will stand: before what stands there, else behind it."""
        section, at = (int(self._place(third, number)[step]) for step in (1, 3))
        items = third.issue.sections[section].items
        if at < len(items):
            place = Place(title_of(item_path(section, at)), 0)
        elif at:
            place = span_of(third.issue, item_path(section, at - 1))[1]
        else:
            place = Place(name_of(section_path(section)), len(third.issue.sections[section].name))
        return place, place

    def section_entrance(self, third: Third, number: int) -> Span:
        """Where a section that is to come or move will stand."""
        row = tuple(each for each in third.row if each != number)
        at = place_in_row(row, self.beside.new_rows.sections, self._stable, number)
        if at < len(third.issue.sections):
            place = Place(name_of(section_path(at)), 0)
        elif at:
            place = span_of(third.issue, section_path(at - 1))[1]
        else:
            place = _before_sections(third.issue)
        return place, place

    def somewhere(self, third: Third) -> Span:
        """Where to look for what is not there any more: at the end of the sections."""
        count = len(third.issue.sections)
        place = span_of(third.issue, section_path(count - 1))[1] if count else _before_sections(third.issue)
        return place, place


def span_of(issue: Issue, part: Path) -> Span:
    """From the first text of an item or section to its last one, attachments left out."""
    nodes = [node for node in nodes_of(issue, part) if region_of(node.path) is Region.SECTIONS]
    shown = [node for node in nodes if node.shown] or nodes
    return Place(shown[0].path, 0), Place(shown[-1].path, len(shown[-1].text))


def _before_sections(issue: Issue) -> Place:
    last = None
    for node in walk(issue):
        if region_of(node.path) not in (Region.HEAD, Region.NOTE):
            break
        last = node
    assert last is not None
    return Place(last.path, len(last.text))


def _changed(what: str, *, gone: bool = False) -> EditError:
    return EditError(f"{what}后来{'不在了' if gone else '改过'}，这处修订放不进去；请照着手工改。")
