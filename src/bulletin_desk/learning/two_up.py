"""Sheets on which two pages stand side by side, as single pages in the order in which they are read. Must not
know what stands on them."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_desk.learning.evidence import Seen, SeenPage, in_lines
from bulletin_desk.learning.folios import set_apart

_WIDE = 1.2
"""Times its height that such a sheet is wide at least."""
_FOLD = 0.02
"""Part of the sheet's width to either side of its middle in which nothing is printed."""


def single_pages(sheets: Sequence[SeenPage]) -> tuple[SeenPage, ...]:
    """The pages of a file: its sheets, or the halves of them all where each has two pages."""
    if not _are_double(sheets):
        return tuple(sheets)
    halves = [half for sheet in sheets for half in _halves(sheet)]
    folded = [halves[at] for at in _as_folded(len(halves))]
    numbered, as_booklet = (_numbers(pages) for pages in (halves, folded))
    pages = folded if as_booklet > numbered else halves
    printed = [at for at, page in enumerate(pages) if page.lines]
    return tuple(pages[printed[0] : printed[-1] + 1])


def _are_double(sheets: Sequence[SeenPage]) -> bool:
    printed = [sheet for sheet in sheets if sheet.lines]
    sides = {at for sheet in printed for at in _sides(sheet)}
    return len(sides) > 1 and all(map(_is_parted, printed))


def _is_parted(sheet: SeenPage) -> bool:
    """Whether nothing is printed in the middle of a wide sheet."""
    middle, fold = sheet.width / 2, sheet.width * _FOLD
    chars = (seen for line in sheet.lines for seen in line.chars)
    free = all(seen.right < middle - fold or seen.x > middle + fold for seen in chars)
    return sheet.width > _WIDE * sheet.height and free


def _sides(sheet: SeenPage) -> set[bool]:
    """On which sides of its middle something is printed."""
    return {seen.x < sheet.width / 2 for line in sheet.lines for seen in line.chars if seen.char.strip()}


def _halves(sheet: SeenPage) -> tuple[SeenPage, SeenPage]:
    middle = sheet.width / 2
    return _part(sheet, 0.0, middle), _part(sheet, middle, middle)


def _part(sheet: SeenPage, start: float, width: float) -> SeenPage:
    def inside(x: float) -> bool:
        return start <= x < start + width

    chars = (_moved(seen, start) for line in sheet.lines for seen in line.chars if inside(seen.x))
    rules = (rule for rule in sheet.rules if inside(rule.x + (0 if rule.upright else rule.length / 2)))
    pictures = (one for one in sheet.pictures if inside(one.x + one.width / 2))
    return SeenPage(
        width,
        sheet.height,
        in_lines(chars),
        tuple(rule._replace(x=rule.x - start) for rule in rules),
        tuple(one._replace(x=one.x - start) for one in pictures),
    )


def _moved(seen: Seen, start: float) -> Seen:
    return seen._replace(x=seen.x - start, right=seen.right - start)


def _as_folded(count: int) -> list[int]:
    """Where the pages of a booklet stand whose sheets are folded into each other: the first sheet has the
    last page and the first, the second the second one and the last but one."""
    places = [0] * count
    for side in range(count // 2):
        low, high = side, count - 1 - side
        left, right = (high, low) if side % 2 == 0 else (low, high)
        places[left], places[right] = 2 * side, 2 * side + 1
    return places


def _numbers(pages: Sequence[SeenPage]) -> int:
    """How many pages have the numbers that they have in this order."""
    return sum(folio is not None for folio in set_apart(pages).folios)
