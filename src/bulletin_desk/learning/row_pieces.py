"""Rows that were seen as rows of a layout: cells with words and styles. Must not know where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from bulletin_desk.layouts.model import Align
from bulletin_desk.layouts.read_rows import BUILT_IN, ENTRY, about_of, is_typed, usual_style
from bulletin_desk.layouts.rows import Cell, CellSide, Piece
from bulletin_desk.layouts.wordings import parsed
from bulletin_desk.learning.block_fit import Block
from bulletin_desk.learning.row_styles import RowStyles
from bulletin_desk.learning.row_words import RowWords, Where
from bulletin_desk.learning.seen_rows import Part, SeenCell, SeenRow

_ALIGNS: dict[CellSide, Align] = {"left": "left", "centre": "centre", "right": "right", "spread": "left"}
Aligned = CellSide | Literal["justified"]


class RowPieces:
    """Makes the cells of the rows of head and closing block."""

    def __init__(self, block: Block, words: RowWords, styles: RowStyles) -> None:
        self._left = float(block.left)
        self._right = float(block.left + block.cell * block.cells)
        self.words = words
        self.styles = styles

    def cells(self, row: SeenRow, where: Where) -> tuple[Cell, ...]:
        """The cells of a row."""
        return tuple(self.cell(cell, where, row) for cell in row.cells)

    def cell(self, cell: SeenCell, where: Where, row: SeenRow, label: str = "") -> Cell:
        """A cell of a row. With a `label` what no value explains is a field of the layout's own."""
        texts = [part.text for part in cell.parts]
        if cell.side == "spread":
            patterns = [pattern for text in texts for pattern in self.words.patterns([text], where)]
        else:
            patterns = self.words.patterns(texts, where)
        if label and len(texts) == 1 and not parsed(patterns[0]).fields:
            patterns = [f"{{{self.words.own(label, where, texts[0])}}}"]
        return Cell(cell.side, tuple(self._pieces(cell, patterns, where, row)))

    def _pieces(self, cell: SeenCell, patterns: Sequence[str], where: Where, row: SeenRow) -> Iterator[Piece]:
        last = len(cell.parts) - 1
        middle = 0.0 if cell.side == "centre" else None
        for at, (part, pattern) in enumerate(zip(cell.parts, patterns, strict=True)):
            first_left = cell.side in ("left", "spread") and at == 0
            last_right = cell.side in ("right", "spread") and at == last
            yield self.piece(
                part,
                pattern,
                where,
                cell.side,
                left=part.left - self._left if first_left else middle,
                right=self._right - part.right if last_right else middle,
                spaced=row.apart is not None,
            )

    def piece(
        self,
        part: Part,
        pattern: str,
        where: Where,
        side: Aligned,
        *,
        left: float | None = None,
        right: float | None = None,
        spaced: bool = False,
    ) -> Piece:
        """A piece with these words, indented so many points from the block's edges."""
        wording = parsed(pattern)
        about = about_of(wording)
        own = next((field for field in self.words.declared if field.name == about), None)
        align: Align = "justified" if side == "justified" else _ALIGNS[side]
        usual = self._usual(about, where)
        style = self.styles.of(part, usual, align, left=left, right=right, spaced=spaced)
        typed = wording.fields == (about,) and is_typed(about, where, own)
        return Piece(wording, style, about, typed)

    def _usual(self, about: str, where: Where) -> str:
        """What a style is called that has no other name: as the field is, in the head; there the usual one of
        other words is that of who issued it."""
        if about in BUILT_IN or about in ENTRY or where == "closing":
            return usual_style(about, where)
        return about or "head_words"
