"""Pages as text, one typeset line per line in reading order. Decides nothing, knows no faces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from operator import itemgetter

from bulletin_desk.bulletin.grammar import cells_table, inside_block, is_cell
from bulletin_desk.bulletin.model import Kind
from bulletin_desk.bulletin.tables import spots
from bulletin_desk.pages.model import ImageMark, Page, PlacedLine, PlacedTable, rows


def dump(pages: Iterable[Page]) -> str:
    """Every line of running text on a line of its own; pages are separated by a line with a form feed.

    Parts that share a baseline (issuer and date, label and entry) make one line; a row of a table makes one,
    its cells parted by tabs, and a picture one of its own. Page numbers are not running text.
    """
    texts = []
    for page in pages:
        images = [mark for mark in page.marks if isinstance(mark, ImageMark)]
        if page.tables or images:
            lines = _with_blocks(page, images)
        else:
            lines = ("".join(placed.line.text for placed in row) for row in rows(page))
        texts.append("".join(f"{line}\n" for line in lines))
    return "\f\n".join(texts)


def _with_blocks(page: Page, images: list[ImageMark]) -> Iterator[str]:
    """The lines of a page with tables or pictures, from top to bottom. A caption is said with its picture."""
    tops = {mark.path: min(other.y for other in images if other.path == mark.path) for mark in images}
    found = [(tops[mark.path], f"[图：{mark.alt}]") for mark in images]
    cells = [placed for placed in page.lines if is_cell(placed.path)]
    others = [
        placed
        for placed in page.lines
        if not is_cell(placed.path) and placed.kind is not Kind.PICTURE_CAPTION
    ]
    plain = replace(page, lines=tuple(others))
    found += [(row[0].top, "".join(placed.line.text for placed in row)) for row in rows(plain)]
    for table in page.tables:
        found += _rows_of(table, [placed for placed in cells if cells_table(placed.path) == table.path])
    yield from (text for _, text in sorted(found, key=itemgetter(0)))


def _rows_of(table: PlacedTable, lines: list[PlacedLine]) -> Iterator[tuple[float, str]]:
    """The top and the text of each row of a table on a page: as many cells as it has columns, those that
    others cover empty."""
    columns = {(spot.row, spot.at): spot.column for spot in spots(table.table)}
    texts = {band.row: [""] * (len(table.edges) - 1) for band in table.bands}
    for placed in lines:
        _, row, at = map(int, inside_block(placed.path))
        # a cell over several rows goes on in a later one where the page before ended
        here = row if row in texts else min(each for each in texts if each > row)
        texts[here][columns[row, at]] += placed.line.text
    tops: dict[int, float] = {}  # a row that was cut may stand in two parts on one page
    for band in table.bands:
        tops.setdefault(band.row, band.top)
    for row, top in tops.items():
        yield top, "\t".join(texts[row])
