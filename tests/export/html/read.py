"""The words of a web copy as a browser has them, and those of the pages, for comparison."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser

from bulletin_desk.bulletin.grammar import MADE, cells_table, is_cell, is_entry
from bulletin_desk.bulletin.model import Kind, Path
from bulletin_desk.export.html.tree import NOT_IN_HTML
from bulletin_desk.hanzi.accents import ABSORBED
from bulletin_desk.pages.model import PlacedLine
from bulletin_desk.pipeline import Typeset


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.body = False
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.body = self.body or tag == "body"

    def handle_data(self, data: str) -> None:
        if self.body:
            self.pieces.append(data)


def words(page: str) -> str:
    """What stands in the body of a page, tags dropped. Line feeds stand between blocks only."""
    reader = _Words()
    reader.feed(page)
    reader.close()
    return "".join(reader.pieces).replace("\n", "")


def page_texts(typeset: Typeset, *, head: bool, contents: bool, closing: bool) -> str:
    """What is printed, in the order of reading, page numbers and repeated headers left out: each text once,
    however its lines are dealt out."""
    found: dict[tuple[Kind | None, Path, str], str] = {}
    head_ends = len([*typeset.pages.head.lines(typeset.layout.text_block, 0)])  # type: ignore[arg-type]
    count = sum(len(page.lines) for page in typeset.pages)
    closes = 0
    last: PlacedLine | None = None
    last_key: tuple[Kind | None, Path, str] = (None, (), "")
    if typeset.pages.closing is not None:
        closes = sum(len(placed.numbers) for placed in typeset.pages.closing.placements)
    for at, (placed, part) in enumerate(_lines(typeset)):
        where = "head" if at < head_ends else "closing" if at >= count - closes else ""
        if (where == "head" and not head) or (where == "closing" and not closing):
            continue
        if placed.kind is Kind.CONTENTS and (not contents or _is_tail(placed, typeset)):
            continue
        if part == "repeated":
            continue
        # lines of a row of head or closing block are in the order of the paper
        key = (placed.kind if placed.kind in MADE else None, placed.path, f"{where}{at}" if where else "")
        if where and last is not None and last.path == placed.path and is_entry(placed.path):
            key = last_key
        found[key] = found.get(key, "") + printed(placed)
        last, last_key = placed, key
    return "".join(found.values())


def _lines(typeset: Typeset) -> Iterator[tuple[PlacedLine, str]]:
    for page in typeset.pages:
        repeated = {table.path for table in page.tables if table.repeated}
        for placed in page.lines:
            head = placed.kind is Kind.TABLE_HEAD and is_cell(placed.path)
            yield placed, "repeated" if head and cells_table(placed.path) in repeated else ""


def printed(placed: PlacedLine) -> str:
    """A line with what its end drops."""
    return placed.line.text + placed.line.dropped


def _is_tail(placed: PlacedLine, typeset: Typeset) -> bool:
    form = typeset.layout.contents
    assert form is not None
    text = placed.line.text
    page = form.page_text.format(page=typeset.pages.page_of(placed.path))
    return text == page or (bool(form.leader) and not text.strip(form.leader))


def as_read(text: str) -> str:
    """A text without line ends and what no page has a place for; letters with their marks in one."""
    return unicodedata.normalize("NFC", NOT_IN_HTML.sub("", text.replace(ABSORBED, "").replace("\n", "")))
