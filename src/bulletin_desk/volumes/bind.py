"""Binds issues into one volume (合订本): title page, contents, all issues page for page as they were printed,
indexes, with page numbers that run through. Reads no files and asks nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, NamedTuple

from bulletin_desk.bulletin.model import LayoutText
from bulletin_desk.bulletin.pictures import contents_of
from bulletin_desk.errors import TargetError
from bulletin_desk.export.pdf.images import DamagedPictureError
from bulletin_desk.export.pdf.info import DocumentInfo, moment
from bulletin_desk.export.pdf.write import pdf_bytes
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.parts import Aim, FilePart, PageNumbers, PartRole
from bulletin_desk.typeset.bound import BoundPages, BoundPart, is_double_sided
from bulletin_desk.typeset.lists import HEADING, ListPages, ListSetter, list_layout
from bulletin_desk.typeset.typesetter import TypesetPages, Typesetter
from bulletin_desk.volumes.listing import (
    Bound,
    Listing,
    OfficesOf,
    contents,
    issue_title,
    office_index,
    title_index,
)
from bulletin_desk.volumes.members import Member, Tell, silent
from bulletin_desk.volumes.title_page import TitleWords, title_issue, title_layout, title_words

CONTENTS_TITLE = "目录"
OFFICES_TITLE, TITLES_TITLE = "供稿单位索引", "篇名索引"
LONGEST_TITLE = 60
"""Characters of a name for the title page."""
_LOOKED_AT = 0.25
"""The share of the work that is done when all issues have been set once."""
_WHOLE = 1000
_OPENING, _CLOSING = tuple("（(【["), tuple("）)】]")


class VolumeChoice(NamedTuple):
    """What the clerk can choose: a name in place of the bulletin's, and which indexes there are."""

    title: str = ""
    offices: bool = True
    titles: bool = True


class Volume(NamedTuple):
    """A bound volume: its pages, what they are of, where each issue stands, and what its title page says."""

    pages: BoundPages
    parts: tuple[FilePart, ...]
    bound: tuple[Bound, ...]
    words: TitleWords
    info: DocumentInfo


def one_source(source: str) -> Sequence[str]:
    """A source as it is printed, taken for one office, without brackets around it."""
    plain = source.strip()
    while plain[:1] in _OPENING and plain[-1:] in _CLOSING and len(plain) > 1:
        plain = plain[1:-1].strip()
    return (plain,)


def bind(
    members: Sequence[Member],
    faces: Faces,
    choice: VolumeChoice | None = None,
    offices_of: OfficesOf = one_source,
    tell: Tell = silent,
) -> Volume:
    """The volume of these issues, at least one, in their order. Raises FontError."""
    return _Binder(members, faces, choice or VolumeChoice(), offices_of).volume(tell)


def volume_bytes(volume: Volume, faces: Faces, tell: Tell = silent) -> bytes:
    """The volume as one PDF/A-2a and PDF/UA-1 file. Raises TargetError where a picture is damaged, which
    says in which issue."""
    before, whole = int(_WHOLE * _LOOKED_AT), len(volume.pages)

    def painted(done: int) -> None:
        tell(before + (_WHOLE - before) * done // whole, _WHOLE)

    try:
        return pdf_bytes(volume.pages, volume.info, faces, painted, volume.parts)
    except DamagedPictureError as error:
        members = (each.member for each in volume.bound)
        damaged = next(each.file for each in members if error.digest in contents_of(each.issue))
        raise TargetError(f"没有编成：“{damaged}”里{error}") from error


class _Binder:
    """Puts one volume together. Each issue is set twice: once to learn its pages, and again when they are
    looked at; so none is kept."""

    def __init__(
        self, members: Sequence[Member], faces: Faces, choice: VolumeChoice, offices_of: OfficesOf
    ) -> None:
        self._members = members
        self._faces = faces
        self._choice = choice
        self._offices_of = offices_of
        self._typesetters: dict[LayoutText | None, Typesetter] = {}
        self._named = len({member.issue.masthead.one_line for member in members}) > 1
        self._layout = self._main_layout()
        self._lists = ListSetter(list_layout(self._layout), faces)
        self._two_sides = any(is_double_sided(member.layout) for member in members)

    def _main_layout(self) -> Layout:
        """That of most of the issues, in which all else is set."""
        counted = Counter(member.issue.layout for member in self._members)
        most = counted.most_common(1)[0][0]
        return next(member.layout for member in self._members if member.issue.layout == most)

    def volume(self, tell: Tell) -> Volume:
        """See `bind`."""
        words = title_words(self._members, self._choice.title)
        bodies, bound = self._issues(tell)
        listing = contents(bound, named=self._named)
        indexes = self._indexes(bound, bodies, listing)
        front = [self._title_page(words), self._contents(listing)]
        parts = [*front, *bodies, *indexes]
        last = self._members[-1].issue.dated_header.date
        info = DocumentInfo(f"{words.one_line} {words.heading}", words.issuer, words.span, moment(last))
        pages = BoundPages(part.pages for part in parts)
        return Volume(pages, tuple(part.told for part in parts), tuple(bound), words, info)

    # ---- issues

    def _issues(self, tell: Tell) -> tuple[list[_Part], list[Bound]]:
        """The issues as parts of the volume, and where everything in them stands."""
        parts: list[_Part] = []
        bound: list[Bound] = []
        first = 1
        for at, member in enumerate(self._members):
            tell(int(_WHOLE * _LOOKED_AT * at / len(self._members)), _WHOLE)
            pages = self._set(member)
            if is_double_sided(member.layout):
                first = _begin_on_the_right(parts, first)
            make = partial(self._set, member)
            title = issue_title(member, named=self._named)
            parts.append(_Part(BoundPart(make, len(pages), first=first), title))
            bound.append(Bound(member, at + _FRONT, first, pages.begins))
            first += len(pages)
        return parts, bound

    def _set(self, member: Member) -> TypesetPages:
        typesetter = self._typesetters.get(member.issue.layout)
        if typesetter is None:
            typesetter = self._typesetters[member.issue.layout] = Typesetter(member.layout, self._faces)
        return typesetter.typeset(member.issue)

    # ---- what stands around them

    def _title_page(self, words: TitleWords) -> _Part:
        issue = title_issue(words, self._members[-1])
        typesetter = Typesetter(title_layout(self._layout), self._faces)
        blank = 1 if self._two_sides else 0
        return _Part(BoundPart(lambda: typesetter.typeset(issue), 1, blank, folios="none"), numbers=None)

    def _contents(self, listing: Listing) -> _Part:
        def make() -> ListPages:
            return self._lists.pages(CONTENTS_TITLE, listing.rows, listing.page_of, roman=True)

        count = len(make())
        blank = count % 2 if self._two_sides else 0
        pages = BoundPart(make, count, blank, folios="own")
        return _Part(pages, CONTENTS_TITLE, listing, "contents", "roman")

    def _indexes(self, bound: list[Bound], bodies: list[_Part], listing: Listing) -> list[_Part]:
        """The indexes behind the issues; the contents are told of them."""
        chosen = []
        if self._choice.offices:
            chosen.append((OFFICES_TITLE, office_index(bound, self._offices_of)))
        if self._choice.titles:
            chosen.append((TITLES_TITLE, title_index(bound)))
        parts: list[_Part] = []
        before = bodies
        first = bodies[-1].pages.first + bodies[-1].pages.length
        for title, index in chosen:
            if not index.rows:
                continue
            if self._two_sides:
                first = _begin_on_the_right(before, first)
            make = partial(self._lists.pages, title, index.rows, index.page_of)
            listing.add(title, HEADING, Aim(_FRONT + len(bodies) + len(parts), ()), first)
            count = len(make())
            parts.append(_Part(BoundPart(make, count, first=first), title, index, "index"))
            before, first = parts, first + count
        return parts


_FRONT = 2
"""The parts before the issues: title page and contents."""


@dataclass(slots=True)
class _Part:
    """A part of the volume, and what is told of it. It may get a blank page yet."""

    pages: BoundPart
    title: str = ""
    listing: Listing | None = None
    role: PartRole = "pages"
    numbers: Literal["decimal", "roman"] | None = "decimal"

    def add_blank(self) -> None:
        """An empty page more behind it."""
        self.pages = self.pages._replace(blank=self.pages.blank + 1)

    @property
    def told(self) -> FilePart:
        """What the file tells of it."""
        numbers = PageNumbers(self.numbers, self.pages.first) if self.numbers else None
        aims = self.listing.aims if self.listing else None
        return FilePart(self.title, self.pages.length, self.role, aims, numbers)


def _begin_on_the_right(before: Sequence[_Part], first: int) -> int:
    """The number from which on the next part begins on an odd page."""
    if first % 2:
        return first
    before[-1].add_blank()
    return first + 1
