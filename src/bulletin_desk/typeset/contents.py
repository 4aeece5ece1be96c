"""本期要目: the list of contents, made from the names of sections and the titles of items. How high it is
does not depend on the pages' numbers, which are filled in when a page of it is looked at.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import ceil
from operator import attrgetter
from typing import NamedTuple

from bulletin_desk.bulletin.grammar import CONTENTS, is_section, item_at, numbers
from bulletin_desk.bulletin.model import Issue, Kind, Path, Section
from bulletin_desk.layouts.contents_form import ContentsForm
from bulletin_desk.layouts.model import Layout, Style, TextBlock
from bulletin_desk.pages.model import PlacedLine
from bulletin_desk.typeset.composed import Composed, Composer
from bulletin_desk.typeset.hanging import hung
from bulletin_desk.typeset.measure import measure
from bulletin_desk.typeset.numbered import prefixes
from bulletin_desk.typeset.paragraph import HALF, QUARTER, UNITS, Paragraph, paragraph
from bulletin_desk.typeset.thing import Group, PageOf, Slot, Text, Thing

_WIDEST_PAGE = 999
"""What room is kept for; a number with more digits takes some of the leader's."""
_LEAST = 4 * UNITS
"""The narrowest measure of a title."""
_MOST_TAILS = 2_000
"""Leaders and numbers that are remembered."""

_RowKey = tuple[str, str, str, bool]
"""What the lines of a row depend on: style, lead, text, and whether room is kept for a page."""


class ContentsRow(NamedTuple):
    """What a row of the list says, the part that it leads to, and its style. One that is `over` the rows
    below it is their heading: it is kept with them. `paged`: it tells its page."""

    text: str
    lead: str
    path: Path
    style: str
    over: bool = False
    paged: bool = True


def contents_rows(issue: Issue, layout: Layout, form: ContentsForm) -> Iterator[ContentsRow]:
    """The rows of the list in the order of the paper: the names of sections where it is by section, and all
    titles. What has neither has no row; a section of items without titles is a row like theirs."""
    over = _over(issue.sections)
    for path, prefix in prefixes(issue, layout):
        if not is_section(path):
            title = item_at(issue, path).title
            if title:
                yield ContentsRow(title.replace("\n", ""), form.mark + prefix, path, "contents")
        elif form.by == "section":
            (at,) = numbers(path)
            name = issue.sections[at].name
            if name:
                yield ContentsRow(name, prefix, path, "contents_section", over[at], not over[at])


def _over(sections: Sequence[Section]) -> list[bool]:
    """Whether rows stand under the name of each section: titles, or sections of level 2 that have any."""
    over: list[bool] = []
    below = False
    for section in reversed(sections):
        titled = any(item.title for item in section.items)
        if section.level > 1:
            over.append(titled)
            below = below or titled or bool(section.name)
        else:
            over.append(titled or below)
            below = False
    return over[::-1]


class ContentsList(Thing):
    """The list, which may be cut between its rows, but not between a heading and what it is over."""

    __slots__ = ("_cuts", "_maker", "_paged", "_starts", "count", "made", "rows")
    keeps = False
    texts = ()

    def __init__(
        self, rows: Sequence[tuple[Composed, ContentsRow]], maker: ContentsMaker, space: int = 0
    ) -> None:
        made, at = [], 0
        for composed, row in rows:
            made.append(Text(composed, row.path, None, at))
            at += composed.count + (space if row.path == CONTENTS else 0)
        self.made = tuple(made)
        over = frozenset(row.path for _, row in rows if row.over)
        self._paged = frozenset(row.path for _, row in rows if row.paged)
        self.rows = self.count = at
        self._starts = [text.row for text in made]
        self._cuts = [0, *(text.row for before, text in pairwise(made) if before.path not in over)]
        self._maker = maker

    def fitting(self, first: int, room: int, *, widows: bool) -> int:
        """See `Thing`. No row is cut."""
        if self.rows - first <= room:
            return self.rows - first
        end = self._cuts[max(bisect_right(self._cuts, first + max(room, 0)) - 1, 0)]
        return max(end - first, 0)

    def numbered(self, slot: Slot, block: TextBlock, page_of: PageOf) -> Iterator[PlacedLine]:
        """See `Thing`. With leaders."""
        begin = max(bisect_right(self._starts, slot.first) - 1, 0)
        for text in self.made[begin : bisect_right(self._starts, slot.last - 1)]:
            here = text.lines(slot.first, slot.last)
            row = slot.row + text.row + here.start - slot.first
            yield from text.composed.placed(text.path, here, block, row * block.line_pitch)
            if here and here.stop == text.composed.count and text.path in self._paged:
                top = (row + len(here) - 1) * block.line_pitch
                for tail in self._maker.tails(text, page_of):
                    yield from tail.placed(text.path, range(1), block, top)


@dataclass(frozen=True, slots=True)
class _Measures:
    """In units of the em: the right edge, how wide a leader's character is, and the room kept at the
    right."""

    right: int
    leader: int
    reserve: int


class ContentsMaker:
    """Makes the list of an issue in one layout, and remembers it with its rows, whose paths change only with
    what is compared."""

    def __init__(self, form: ContentsForm, layout: Layout, composer: Composer) -> None:
        self._form = form
        self._layout = layout
        self._composer = composer
        self._made_of: object = None
        self._groups: list[Group] = []
        self._rows: dict[_RowKey, Composed] = {}
        self._tails: dict[tuple[str, int], Composed] = {}
        self._style = replace(layout.styles["contents"], prefix="", suffix="", align="left")
        self._measures = self._measured()

    def groups(self, issue: Issue) -> list[Group]:
        """The list as a group of the flow; none where nothing has a row."""
        made_of = [
            (section.name, section.level, [*map(_TITLED, section.items)]) for section in issue.sections
        ]
        if made_of != self._made_of:
            self._made_of = made_of
            self._groups = self._made(issue)
        return self._groups

    def _made(self, issue: Issue) -> list[Group]:
        return self.listed(self._form.title, contents_rows(issue, self._layout, self._form))

    def listed(self, title: str, listed: Iterable[ContentsRow], space: int = 0) -> list[Group]:
        """A list of these rows, whose paths all differ, under its title, if it has one, and so many empty
        rows; none without rows."""
        rows: dict[_RowKey, Composed] = {}
        found: list[tuple[Composed, ContentsRow]] = []
        for row in listed:
            key = (row.style, row.lead, row.text, row.paged)
            composed = rows[key] = rows.get(key) or self._rows.get(key) or self._row(row)
            found.append((composed, row))
        self._rows = rows
        if not found:
            return []
        if title:
            whole = self._paragraph(self._layout.styles["contents_title"], title)
            heading = ContentsRow(title, "", CONTENTS, "contents_title", over=True, paged=False)
            found.insert(0, (self._composer.compose(whole), heading))
        return [Group((), 0, (ContentsList(found, self, space),))]

    def _row(self, row: ContentsRow) -> Composed:
        style = self._layout.styles[row.style]
        style = replace(style, prefix=style.prefix + row.lead)
        whole = self._paragraph(style, row.text)
        if self._form.page and row.paged:
            room = int((self._measures.right - self._measures.reserve) * self._ems(whole)) - whole.left
            whole = replace(whole, measure=max(min(room, whole.measure), _LEAST))
        return self._composer.compose(hung(whole, len(style.prefix), self._composer.widths_of(whole)))

    def tails(self, text: Text, page_of: PageOf) -> Iterator[Composed]:
        """What stands behind a row's last line: the leader and the page."""
        if not self._form.page:
            return
        right, leader = self._measures.right, self._measures.leader
        page = self._form.page_text.format(page=page_of(text.path))
        page_left = right - self._width(page)
        if leader:
            # the characters of all leaders stand on one grid from the right edge on
            before = -(-(right - page_left + QUARTER) // leader)
            count = (right - self._end(text.composed) - HALF) // leader - before
            if count > 0:
                yield self._tail(self._form.leader * count, right - (before + count) * leader)
        yield self._tail(page, page_left)

    def _end(self, composed: Composed) -> int:
        """Where the type of a row's last line ends."""
        whole, last = composed.paragraph, composed.breaks[-1]
        printed = whole.text[last.start : last.visible]
        left = whole.left + (whole.first_indent if last.first else 0)
        width = measure(printed, self._composer.widths(whole.latin_role)).rights[-1] if printed else 0
        return ceil((left + width - last.squeeze) / self._ems(whole))

    def _ems(self, whole: Paragraph) -> Fraction:
        """How many of a row's ems one of the list's titles is, in which leaders and pages are set."""
        return self._style.advance / whole.advance

    def _tail(self, text: str, left: int) -> Composed:
        found = self._tails.get((text, left))
        if found is None:
            if len(self._tails) > _MOST_TAILS:
                self._tails.clear()
            whole = self._paragraph(self._style, text)
            whole = replace(whole, left=left, first_indent=0, measure=self._width(text))
            found = self._tails[text, left] = self._composer.compose(whole)
        return found

    def _paragraph(self, style: Style, text: str) -> Paragraph:
        return paragraph(Kind.CONTENTS, style, text, self._layout.text_block.width, literal=True)

    def _width(self, text: str) -> int:
        return measure(text, self._composer.widths(self._style.latin_face)).rights[-1]

    def _measured(self) -> _Measures:
        whole = self._paragraph(self._style, "")
        leader = self._width(self._form.leader) if self._form.leader else 0
        page = self._width(self._form.page_text.format(page=_WIDEST_PAGE)) + QUARTER
        reserve = -(-page // leader) * leader + leader + HALF if leader else page + HALF
        return _Measures(whole.left + whole.measure, leader, reserve)


_TITLED = attrgetter("title", "mark")
"""What of an item its row is made of, beside its place."""
