"""The parts of one file of pages: numbered copies, or the lists and issues of a bound volume. Must not know
what stands on a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from bulletin_desk.bulletin.model import Path, Remark

PartRole = Literal["pages", "contents", "index"]
"""Pages of a bulletin (or a title page), a list of what follows, or one of what came before."""


class Aim(NamedTuple):
    """A place in a file of several parts: the number of the part, from 0, and a path in it. The empty path is
    the part's own beginning."""

    part: int
    path: Path


class PageNumbers(NamedTuple):
    """What the first of a part's pages is numbered, as a reader's window tells it."""

    style: Literal["decimal", "roman"]
    first: int


class FilePart(NamedTuple):
    """So many pages that follow each other. `title` is what its bookmark says (empty: it has none). Paths on
    its pages are its own: no part knows another's, but for a list, whose rows lead where `aims` has their
    paths. `numbers`: None where its pages have none. `remarks` stand beside its texts."""

    title: str
    length: int
    role: PartRole = "pages"
    aims: Mapping[Path, Aim] | None = None
    numbers: PageNumbers | None = None
    remarks: tuple[Remark, ...] = ()
