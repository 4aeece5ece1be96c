"""The rows of a table with all that is known of their cells before the columns have widths. What an edit
leaves alone is kept from before: a key is typed into one of hundreds of cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from bulletin_desk.bulletin.model import Cell, Kind, Table
from bulletin_desk.bulletin.tables import Spot, row_spots
from bulletin_desk.typeset.block_texts import BlockTexts, in_parts
from bulletin_desk.typeset.table_align import Look
from bulletin_desk.typeset.table_columns import Content

_SHORT = 4
"""Characters that had better stand on one line: a column is as wide where it can be."""
_BESIDE = 2
"""Characters of a head that stand beside each other at least, where there is room."""
_UNIT = re.compile(r"[（(][^（()）\n]{1,4}[)）]\Z")
_LETTER = re.compile(r"[^\W\d_\u3000-\uffff]")
"""Of words and addresses, which are torn apart before figures are."""
_MOST_LOOKS = 50_000
_MOST_ROWS = 10_000
"""What is remembered."""

_Key = tuple[int, int, bool, tuple[tuple[int, int], ...]]


class TableRow(NamedTuple):
    """A row: its cells with what they look like, how wide they want to be, and the kind of their text."""

    cells: tuple[Cell, ...]
    kind: Kind
    spots: tuple[Spot, ...]
    looks: tuple[Look, ...]
    contents: tuple[Content, ...]
    reaching: dict[int, int]
    """See `row_spots`: below this row."""
    shape: tuple[tuple[int, int, int], ...]
    """Where its cells stand: column, and how many columns and rows each reaches over."""


class TableRows:
    """Makes the rows of tables in one layout."""

    def __init__(self, texts: BlockTexts) -> None:
        self._texts = texts
        self._looks: dict[tuple[str, Kind], Look] = {}
        self._rows: dict[_Key, TableRow] = {}
        """By identity of their cells, which are held so that it stays their own."""
        self._advances = {kind: in_parts(texts.style(kind).advance) for kind in (Kind.TABLE, Kind.TABLE_HEAD)}

    def of(self, table: Table) -> list[TableRow]:
        """Those of a table."""
        if len(self._rows) > _MOST_ROWS:
            self._rows.clear()
        found = []
        reaching: dict[int, int] = {}
        for row, cells in enumerate(table.rows):
            reaching = {column: end for column, end in reaching.items() if end > row} if reaching else {}
            key = (id(cells), row, row < table.header_rows, tuple(sorted(reaching.items())))
            known = self._rows.get(key)
            if known is None:
                known = self._rows[key] = self._row(row, cells, row < table.header_rows, dict(reaching))
            found.append(known)
            reaching.update(known.reaching)
        return found

    def _row(self, row: int, cells: tuple[Cell, ...], head: bool, reaching: dict[int, int]) -> TableRow:
        kind = Kind.TABLE_HEAD if head else Kind.TABLE
        spots = tuple(row_spots(row, cells, reaching))
        looks = tuple(self._look(cell.text, kind) for cell in cells)
        contents = tuple(self._contents(kind, looks))
        shape = tuple((spot.column, spot.cell.columns, spot.cell.rows) for spot in spots)
        return TableRow(cells, kind, spots, looks, contents, reaching, shape)

    def _look(self, text: str, kind: Kind) -> Look:
        look = self._looks.get((text, kind))
        if look is None:
            if len(self._looks) >= _MOST_LOOKS:
                self._looks.clear()
            look = self._looks[text, kind] = Look.of(text, lambda part: self._texts.widths(part, kind))
        return look

    def _contents(self, kind: Kind, looks: Iterable[Look]) -> Iterable[Content]:
        advance = self._advances[kind]
        for look in looks:
            least = max(look.least, advance)
            figures = advance if _LETTER.search(look.text) else least
            liked = max(least, min(look.width, _SHORT * advance))
            words = max(least, self._of_head(look, advance)) if kind is Kind.TABLE_HEAD else liked
            yield Content(figures, least, words, liked, max(look.width, advance))

    def _of_head(self, look: Look, advance: int) -> int:
        """How wide a head has to be for few characters on a line, and for the unit at its end."""
        unit = _UNIT.search(look.text)
        width = self._texts.widths(unit[0], Kind.TABLE_HEAD)[1] if unit else 0
        return max(width, min(look.width, _BESIDE * advance))
