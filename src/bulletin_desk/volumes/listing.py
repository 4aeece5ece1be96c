"""The rows of a volume's contents and indexes, with where they lead. Sets nothing, and knows no sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.bulletin.grammar import contents_row, is_section, item_path, walk_item
from bulletin_desk.bulletin.model import Item, Path
from bulletin_desk.hanzi.index_order import index_key, initial
from bulletin_desk.layouts.contents_form import ContentsForm
from bulletin_desk.pages.parts import Aim
from bulletin_desk.typeset.contents import ContentsRow, contents_rows
from bulletin_desk.typeset.lists import ENTRY, HEADING, PART
from bulletin_desk.volumes.members import Member

OfficesOf = Callable[[str], Sequence[str]]
"""The offices that a source, as it is printed, names."""
NO_OFFICE = "未注明供稿单位"
_LONGEST_OPENING = 24
"""Characters of its text by which an item without a title is listed."""
_FORM = ContentsForm(mark="")


class Bound(NamedTuple):
    """A member with its place in the volume: the number of its part of the file, the page (from 1) on which
    it begins, and on which of its own pages its parts do."""

    member: Member
    part: int
    first: int
    begins: Mapping[Path, int]

    def page(self, path: Path) -> int:
        """The page of the volume on which a part of the issue begins."""
        return self.first + self.begins.get(path, 1) - 1


class Listing:
    """The rows of one list, as they are added: each with a path of its own, where it leads and its page."""

    def __init__(self) -> None:
        self.rows: list[ContentsRow] = []
        self.aims: dict[Path, Aim] = {}
        self._pages: dict[Path, int] = {}

    def page_of(self, row: Path) -> int:
        """The page that a row tells."""
        return self._pages.get(row, 1)

    def heading(self, text: str) -> None:
        """A row over those that follow, which leads nowhere."""
        path = contents_row(len(self.rows))
        self.rows.append(ContentsRow(text, "", path, HEADING, over=True, paged=False))

    def add(
        self,
        text: str,
        style: str,
        aim: Aim,
        page: int,
        *,
        lead: str = "",
        over: bool = False,
        paged: bool = True,
    ) -> None:
        """A row that leads to a place on some page."""
        path = contents_row(len(self.rows))
        self.rows.append(ContentsRow(text, lead, path, style, over, paged))
        self.aims[path] = aim
        self._pages[path] = page


def issue_title(member: Member, *, named: bool) -> str:
    """第2期（总第607期）　2024年1月9日; `named`: with the bulletin's name."""
    day = chinese_date(member.issue.dated_header.date)
    name = member.issue.masthead.one_line if named else ""
    return "　".join(filter(None, (name, member.number, day)))


def contents(bound: Iterable[Bound], *, named: bool) -> Listing:
    """Each issue with its date, and under it what its own 本期要目 would have."""
    listing = Listing()
    for each in bound:
        member = each.member
        rows = list(contents_rows(member.issue, member.layout, _FORM))
        aim = Aim(each.part, ())
        listing.add(issue_title(member, named=named), HEADING, aim, each.first, over=bool(rows))
        for row in rows:
            listing.add(
                row.text,
                PART if is_section(row.path) else ENTRY,
                Aim(each.part, row.path),
                each.page(row.path),
                lead=row.lead,
                over=row.over,
                paged=row.paged,
            )
    return listing


class _Entry(NamedTuple):
    text: str
    source: str
    aim: Aim
    page: int


def office_index(bound: Iterable[Bound], offices_of: OfficesOf) -> Listing:
    """Each office with its items in the order of the pages; an item of several offices stands under each."""
    offices: dict[str, list[_Entry]] = {}
    nobody: list[_Entry] = []
    for entry in _entries(bound):
        names = dict.fromkeys(filter(None, offices_of(entry.source)))
        for name in names:
            offices.setdefault(name, []).append(entry)
        if not names:
            nobody.append(entry)
    listing = Listing()
    for name in sorted(offices, key=lambda name: (index_key(name), name)):
        _add(listing, name, offices[name])
    if nobody:
        _add(listing, NO_OFFICE, nobody)
    return listing


def title_index(bound: Iterable[Bound]) -> Listing:
    """All items by title in the order of their sounds, under their first letters."""
    listing = Listing()
    keyed = sorted((index_key(entry.text), entry.text, entry.page, entry) for entry in _entries(bound))
    letters: dict[str, list[_Entry]] = {}
    for key, _, _, entry in keyed:
        letters.setdefault(initial(key), []).append(entry)
    for letter, entries in letters.items():
        _add(listing, letter, entries)
    return listing


def _add(listing: Listing, heading: str, entries: Iterable[_Entry]) -> None:
    listing.heading(heading)
    for entry in entries:
        listing.add(entry.text, ENTRY, entry.aim, entry.page)


def _entries(bound: Iterable[Bound]) -> Iterable[_Entry]:
    """All items, in the order of the pages."""
    for each in bound:
        for at, section in enumerate(each.member.issue.sections):
            for item_at, item in enumerate(section.items):
                path = item_path(at, item_at)
                text = item.title.replace("\n", "") or _opening(item)
                if text:
                    yield _Entry(text, item.source, Aim(each.part, path), each.page(path))


def _opening(item: Item) -> str:
    """The first words of an item without a title; empty where it has none at all."""
    text = next((node.text for node in walk_item(item) if node.text.strip()), "")
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_OPENING else f"{text[:_LONGEST_OPENING]}……"
