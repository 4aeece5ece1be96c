"""Pages with their lines twice as far apart, for corrections between them: the same lines, on as many more
pages as they need. Head, closing block and pictures stay as they are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from operator import itemgetter

from bulletin_desk.bulletin.grammar import RUNNING, is_in, region_of
from bulletin_desk.bulletin.model import Path
from bulletin_desk.pages.model import (
    HorizontalRule,
    ImageMark,
    MadePages,
    Page,
    PageMark,
    PlacedBand,
    PlacedLine,
    PlacedTable,
    VerticalRule,
)
from bulletin_desk.pages.scaled import Frame, Placing

_APART = 2.0
"""Times as far apart."""
_TALLEST = 0.45
"""The share of a page's height of the tallest row of a table that is spread: a taller one would not stand on
any page."""
_NEAR = 0.01
"""Points within which two heights are one."""

_Band = tuple[float, float]
"""Where something begins and ends, from the top down."""


class SpreadPages(MadePages):
    """The pages made of those whose text block stands in a frame. Each keeps the number of the one that it
    was part of."""

    def __init__(self, pages: Placing, frame: Frame) -> None:
        self._pages = pages
        self._made: list[Page] = []
        self._firsts: list[int] = []
        """How many pages there are before those that each page became."""
        for index in range(len(pages)):
            self._firsts.append(len(self._made))
            self._made += _spread(pages[index], frame)

    def __len__(self) -> int:
        return len(self._made)

    def page(self, index: int) -> Page:
        """See `MadePages`."""
        return self._made[index]

    def number_at(self, path: Path, offset: int) -> int:
        """See `Placing`."""
        number = self._pages.number_at(path, offset)
        first = self._firsts[number - 1]
        last = self._firsts[number] if number < len(self._firsts) else len(self._made)
        found = first
        for index in range(first, last):
            for placed in self._made[index].lines:
                if placed.path == path and placed.line.start <= offset:
                    found = index
        return found + 1

    def places(self, path: Path) -> bool:
        """See `Placing`."""
        return self._pages.places(path)


def _spread(page: Page, frame: Frame) -> Iterator[Page]:
    """The pages that one becomes."""
    stretch = _Stretch(frame, _rigid(page, frame))
    lines = [_moved_line(placed, stretch) for placed in page.lines]
    marks = [_moved_mark(mark, stretch) for mark in page.marks]
    tables = [
        table._replace(bands=tuple(_moved_band(band, stretch) for band in table.bands))
        for table in page.tables
    ]
    whole = _wholes(lines, marks, tables)
    end = max((foot for _, foot in whole), default=0.0)
    # half of the lines have to stand on a page where their number is odd, too
    longer = frame.lines % 2 * frame.pitch
    starts = _cuts(whole, frame.height + longer)
    for start, stop in zip(starts, [*starts[1:], max(end, starts[-1]) + frame.height], strict=True):
        down = frame.top - start
        yield replace(
            page,
            lines=tuple(
                placed._replace(y=placed.y + down, top=placed.top + down)
                for placed in lines
                if start - _NEAR <= placed.top < stop - _NEAR
            ),
            marks=tuple(_marks_between(marks, tables, start, stop, down)),
            tables=tuple(_tables_between(tables, start, stop, down)),
            folio=page.folio and page.folio._replace(y=page.folio.y + longer, top=page.folio.top + longer),
        )


class _Stretch:
    """Where a height of the page stands below the text block's top once all but the rigid bands, which are
    sorted and apart, is twice as high."""

    def __init__(self, frame: Frame, rigid: Sequence[_Band]) -> None:
        self._points: list[tuple[float, float, float]] = []
        """From which height on, where that stands, and how many times as far what follows."""
        at, there = frame.top, 0.0
        for top, foot in rigid:
            if top > at:
                self._points.append((at, there, _APART))
                there += (top - at) * _APART
                at = top
            if foot > at:
                self._points.append((at, there, 1.0))
                there += foot - at
                at = foot
        self._points.append((at, there, _APART))

    def __call__(self, y: float) -> float:
        at = max(bisect_right(self._points, y, key=itemgetter(0)) - 1, 0)
        start, there, times = self._points[at]
        return there + (y - start) * times


def _rigid(page: Page, frame: Frame) -> list[_Band]:
    """The bands that stay as high as they are: head, closing block, pictures, very tall rows of tables."""
    found: list[_Band] = []
    fixed = [placed for placed in page.lines if not _is_running(placed)]
    running = [placed for placed in page.lines if _is_running(placed)]
    first = min((placed.top for placed in running), default=frame.top + frame.height)
    above = [placed for placed in fixed if placed.top < first]
    if above:
        found.append((frame.top, first))
    below = [placed.top for placed in fixed if placed.top >= first]
    if below:
        found.append((min(below) - _rules_above(page, min(below)), frame.top + frame.height))
    found += [(mark.y, mark.y + mark.height) for mark in page.marks if isinstance(mark, ImageMark)]
    for table in page.tables:
        found += [
            (band.top, band.top + band.height)
            for band in table.bands
            if band.height > frame.height * _TALLEST
        ]
    return _united(found)


def _is_running(placed: PlacedLine) -> bool:
    return bool(placed.path) and region_of(placed.path) in RUNNING


def _rules_above(page: Page, top: float) -> float:
    """How far over the closing block's first line its first rule stands, where that is near it."""
    apart = [top - mark.y for mark in page.marks if isinstance(mark, HorizontalRule)]
    return max((each for each in apart if 0 < each < _RULE_NEAR), default=0.0)


_RULE_NEAR = 12.0


def _moved_line(placed: PlacedLine, stretch: _Stretch) -> PlacedLine:
    """A line in the middle of the band that its own became."""
    top = stretch(placed.top)
    height = stretch(placed.top + placed.height) - top
    y = top + (height - placed.height) / 2 + placed.y - placed.top
    return placed._replace(y=y, top=top, height=height)


def _moved_mark(mark: PageMark, stretch: _Stretch) -> PageMark:
    y = stretch(mark.y)
    if isinstance(mark, VerticalRule):
        return mark._replace(y=y, height=stretch(mark.y + mark.height) - y)
    return mark._replace(y=y)


def _moved_band(band: PlacedBand, stretch: _Stretch) -> PlacedBand:
    top = stretch(band.top)
    return band._replace(top=top, height=stretch(band.top + band.height) - top)


def _wholes(
    lines: Sequence[PlacedLine], marks: Iterable[PageMark], tables: Sequence[PlacedTable]
) -> list[_Band]:
    """The bands that no page may cut, sorted and apart: lines, pictures, rows of tables, the first one with
    what stands over the table."""
    bands = [(placed.top, placed.top + placed.height) for placed in lines]
    for table in tables:
        first = table.bands[0]
        over = [placed.top for placed in lines if is_in(placed.path, table.path) and placed.top < first.top]
        bands.append((min(over, default=first.top), first.top + first.height))
    bands += [(mark.y, mark.y + mark.height) for mark in marks if isinstance(mark, ImageMark)]
    bands += [(band.top, band.top + band.height) for table in tables for band in table.bands]
    return _united(bands)


def _united(bands: Iterable[_Band]) -> list[_Band]:
    """Bands with those that overlap as one."""
    found: list[_Band] = []
    for top, foot in sorted(bands):
        if found and top < found[-1][1] - _NEAR:
            found[-1] = found[-1][0], max(found[-1][1], foot)
        else:
            found.append((top, foot))
    return found


def _cuts(whole: Sequence[_Band], height: float) -> list[float]:
    """Where each of the pages begins: the first at the top, the others before a band that does not fit on the
    page before."""
    starts = [0.0]
    for top, foot in whole:
        if foot > starts[-1] + height + _NEAR and top > starts[-1] + _NEAR:
            starts.append(top)
    return starts


def _marks_between(
    marks: Iterable[PageMark], tables: Iterable[PlacedTable], start: float, stop: float, down: float
) -> Iterator[PageMark]:
    """The marks of a page: rules between two rows of a table on both, where it is cut there."""
    tops = {round(band.top, 1) for table in tables for band in table.bands}
    feet = {round(band.top + band.height, 1) for table in tables for band in table.bands}
    for mark in marks:
        if isinstance(mark, VerticalRule):
            top, foot = max(mark.y, start), min(mark.y + mark.height, stop)
            if top < foot - _NEAR:
                yield mark._replace(y=top + down, height=foot - top)
            continue
        at_start, at_stop = abs(mark.y - start) <= _NEAR, abs(mark.y - stop) <= _NEAR
        if (at_start or at_stop) and isinstance(mark, HorizontalRule):
            here = round(mark.y, 1) in (tops if at_start else feet)
        else:
            here = start <= mark.y < stop
        if here or (start == 0.0 and mark.y < 0):
            yield mark._replace(y=mark.y + down)


def _tables_between(
    tables: Iterable[PlacedTable], start: float, stop: float, down: float
) -> Iterator[PlacedTable]:
    for table in tables:
        bands = [band for band in table.bands if start - _NEAR <= band.top < stop - _NEAR]
        if bands:
            repeated = sum(1 for band in table.bands[: table.repeated] if band in bands)
            moved = tuple(band._replace(top=band.top + down) for band in bands)
            yield table._replace(bands=moved, repeated=repeated)
