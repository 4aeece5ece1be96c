"""Paragraphs of head and closing block as rows of cells: which pieces stand beside each other, on which side,
and how each is set. Must not know what they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from bulletin_desk.layouts.rows import CellSide
from bulletin_desk.learning.block_fit import Block
from bulletin_desk.learning.evidence import Look, Seen, SeenLine
from bulletin_desk.learning.paragraphs import SetParagraph
from bulletin_desk.learning.spaced import is_han, letter_spacing, spaced

EM_FOOT = 0.12
"""Em of the em box that is below the baseline, as our layouts have it."""
_NEAR = 4.0
"""Points by which a piece may miss the edge or the middle that it stands at."""
_TOGETHER = 4.5
"""Em of blank between pieces that are centred together."""
_INSIDE = 1.5
"""Em by which pieces that are centred together stand in from the block's edges at least."""
_BLANK, _FAR, _MOST_HALVES = 0.06, 4, 4
"""Em by which a blank at the end of a centred piece may be off, how far such a piece stands from both edges,
and the most half blanks."""
_EQUAL = 0.75
"""Em by which the blanks between pieces that are dealt out over a row may be unlike."""
_SAME_STEP = 0.12
"""Em by which characters of one spacing may stand unequally apart."""
_SIZE = 0.3


class Part(NamedTuple):
    """Characters of one look: what they say, how its Chinese characters are set, and its letters and figures
    (None: it has none)."""

    text: str
    look: Look
    latin: Look | None
    chars: tuple[Seen, ...]

    @property
    def left(self) -> float:
        """Where its first character begins."""
        return self.chars[0].x

    @property
    def right(self) -> float:
        """Where its last character that is no blank ends."""
        return next((seen.right for seen in reversed(self.chars) if seen.char.strip()), self.chars[-1].right)

    @property
    def advance(self) -> float | None:
        """How far apart its Chinese characters begin; None where no two stand beside each other."""
        steps = [
            after.x - seen.x
            for seen, after in pairwise(self.chars)
            if is_han(seen.char) and is_han(after.char)
        ]
        size = self.look.size
        steps = [step for step in steps if step > size / 2]  # none from one line to the next
        tight = min(steps, default=0.0) + _SAME_STEP * self.look.size  # others have a blank between them
        return median(step for step in steps if step <= tight) if steps else None


class SeenCell(NamedTuple):
    """The parts on a side, from left to right."""

    side: CellSide
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(part.text for part in self.parts)


class SeenRow(NamedTuple):
    """A row: its cells from left to right, its page, from 0, and where its characters stand, in points below
    the paper's top. `paragraph` is the number of the one it is of, `apart` the width between its edges if its
    characters are spaced."""

    cells: tuple[SeenCell, ...]
    page: int
    baseline: float
    paragraph: int = 0
    apart: float | None = None

    @property
    def size(self) -> float:
        """That of its largest type, in points."""
        return max(part.look.size for cell in self.cells for part in cell.parts)

    @property
    def foot(self) -> float:
        """Where its em box ends."""
        return self.baseline + EM_FOOT * self.size

    @property
    def top(self) -> float:
        """Where its em box begins."""
        return self.foot - self.size

    @property
    def text(self) -> str:
        """What it says, cells parted by tabs."""
        return "\t".join(cell.text for cell in self.cells)


def rows_of(paragraphs: Sequence[SetParagraph], block: Block) -> tuple[SeenRow, ...]:
    """The rows of these paragraphs, from top to bottom."""
    rows = [row for at, one in enumerate(paragraphs) for row in _rows(at, one, block)]
    return tuple(sorted(rows, key=lambda row: (row.page, row.baseline)))


def _rows(number: int, paragraph: SetParagraph, block: Block) -> Iterator[SeenRow]:
    if paragraph.align == "row":
        lines = [piece.line for piece in paragraph.lines]
        yield _row(number, lines, paragraph.page, block)
        return
    for piece in paragraph.lines:
        yield _row(number, [piece.line], piece.page, block)


def _row(number: int, lines: Sequence[SeenLine], page: int, block: Block) -> SeenRow:
    pieces = [tuple(_parts(line)) for line in lines]
    baseline = max(lines, key=lambda line: line.look.size).baseline
    spacing = letter_spacing(lines[0]) if len(lines) == 1 else None
    apart = pieces[0][-1].right - pieces[0][0].left if spacing is not None else None
    return SeenRow(tuple(_cells(pieces, block)), page, baseline, number, apart)


def _parts(line: SeenLine) -> Iterator[Part]:
    """A line parted where Chinese characters are set otherwise; letters and figures stand with those before
    them, unless they are of another size or ink."""
    part: list[Seen] = []
    look: Look | None = None
    for seen in line.chars:
        own = seen.look if is_han(seen.char) else None
        sized = seen.char.strip() and look is not None and _is_other_size(look, seen.look)
        if part and ((own is not None and look is not None and _is_other(look, own)) or sized):
            yield _made(part)
            part, look = [], None
        if own is not None:
            look = own
        part.append(seen)
    if part:
        yield _made(part)


def _is_other(look: Look, own: Look) -> bool:
    return _is_other_size(look, own) or look.face != own.face or look.bold != own.bold


def _is_other_size(look: Look, own: Look) -> bool:
    return abs(look.size - own.size) > _SIZE or look.ink != own.ink


def _made(chars: Sequence[Seen]) -> Part:
    han = [seen.look for seen in chars if is_han(seen.char)]
    latin = [seen.look for seen in chars if seen.char.isascii() and seen.char.isalnum()]
    solid = [seen.look for seen in chars if seen.char.strip()] or [chars[0].look]
    look = han[0] if han else solid[0]
    return Part(spaced(SeenLine(tuple(chars)), strip=False), look, latin[0] if latin else None, tuple(chars))


# ---- sides


def _cells(pieces: Sequence[tuple[Part, ...]], block: Block) -> Iterator[SeenCell]:
    left, right = float(block.left), float(block.left + block.cell * block.cells)
    if len(pieces) == 1:
        yield _alone(_stripped(pieces[0]), left, right)
        return
    em = min(part.look.size for piece in pieces for part in piece)
    before, behind = pieces[0][0].left - left, right - pieces[-1][-1].right
    gaps = [after[0].left - piece[-1].right for piece, after in pairwise(pieces)]
    if max(gaps) <= _TOGETHER * em and min(before, behind) > _INSIDE * em:
        together: CellSide = "left" if before < behind else "right"
        if abs(before - behind) < max(_NEAR, em / 2):
            together = "centre"
        yield SeenCell(together, _joined(pieces))
        return
    if len(pieces) > 2 and max(gaps) - min(gaps) < _EQUAL * em and abs(before - behind) < 2 * em:
        yield SeenCell("spread", tuple(part for piece in pieces for part in _stripped(piece)))
        return
    yield from _by_sides(pieces, left, right)


def _alone(piece: tuple[Part, ...], left: float, right: float) -> SeenCell:
    """The cell of a piece that is alone in its row. One that a blank at its end or its beginning moves out of
    the middle has that blank."""
    size = max(part.look.size for part in piece)
    before, behind = piece[0].left - left, right - piece[-1].right
    halves = round(2 * abs(before - behind) / size)
    exact = abs(abs(before - behind) - halves * size / 2) < _BLANK * size
    far = min(before, behind) > _FAR * size and halves <= _MOST_HALVES
    if not far or not halves or not exact:
        return SeenCell(side_of(piece, left, right), piece)
    blanks = "\u3000" * (halves // 2) + " " * (halves % 2)
    if behind > before:
        return SeenCell("centre", (*piece[:-1], piece[-1]._replace(text=piece[-1].text + blanks)))
    return SeenCell("centre", (piece[0]._replace(text=blanks + piece[0].text), *piece[1:]))


def side_of(piece: Sequence[Part], left: float, right: float) -> CellSide:
    """On which side of a block a piece stands that is alone in its row. What fills the row stands at the
    left, if it is no larger than text."""
    size = max(part.look.size for part in piece)
    before, behind = piece[0].left - left, right - piece[-1].right
    if abs(before - behind) < max(_NEAR, size / 2):
        return "centre" if before > _NEAR or size > _LARGE else "left"
    return "left" if before < behind else "right"


_LARGE = 24.0


def _by_sides(pieces: Sequence[tuple[Part, ...]], left: float, right: float) -> Iterator[SeenCell]:
    """Pieces at the left, in the middle and at the right: each goes to what it stands nearest to."""
    middle, third = (left + right) / 2, (right - left) / 6
    groups: dict[CellSide, list[tuple[Part, ...]]] = {}
    for at, piece in enumerate(pieces):
        its_middle = (piece[0].left + piece[-1].right) / 2
        side: CellSide = "left" if its_middle < middle else "right"
        inner = 0 < at < len(pieces) - 1
        if inner and abs(its_middle - middle) < third and "centre" not in groups:
            side = "centre"
        elif at == 0:
            side = "left" if right - piece[-1].right > third or len(pieces) > 1 else "right"
        elif at == len(pieces) - 1 and right - piece[-1].right < third:
            side = "right"
        groups.setdefault(side, []).append(piece)
    for side in ("left", "centre", "right"):
        if side in groups:
            yield SeenCell(side, _joined(groups[side]))


def _joined(pieces: Sequence[tuple[Part, ...]]) -> tuple[Part, ...]:
    """Pieces as one, with the blanks between them."""
    made: list[Part] = list(pieces[0])
    for piece in pieces[1:]:
        first = piece[0]
        gap = (first.left - made[-1].right) / first.look.size
        made[-1] = made[-1]._replace(text=made[-1].text.rstrip())  # blanks that are characters
        made += (first._replace(text=_blanks(gap) + first.text.lstrip()), *piece[1:])
    return _stripped(made)


def _blanks(em: float) -> str:
    halves = max(round(2 * em), 1)
    return "\u3000" * (halves // 2) + " " * (halves % 2)


def _stripped(parts: Iterable[Part]) -> tuple[Part, ...]:
    made = list(parts)
    made[0] = made[0]._replace(text=made[0].text.lstrip())
    made[-1] = made[-1]._replace(text=made[-1].text.rstrip())
    return tuple(part for part in made if part.text) or tuple(made)


def line_place(row: SeenRow, block: Block) -> Fraction:
    """On which line of the grid a row's type stands, counted from 1; a fraction where it stands between."""
    middle = Fraction((row.top + row.foot) / 2)
    return (middle - block.top) / block.pitch + Fraction(1, 2)
