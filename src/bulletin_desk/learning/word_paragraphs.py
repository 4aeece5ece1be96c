"""The laid lines of a Word file as set paragraphs in the order of the paper: what stands beside each other is
a row, whichever of tables, boxes, tabs and spaces put it there. Must not know what a paragraph is for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from bulletin_desk.learning.block_fit import Block
from bulletin_desk.learning.evidence import Seen, SeenLine, SeenRule
from bulletin_desk.learning.paragraphs import Piece, SeenAlign, SetParagraph
from bulletin_desk.learning.sighting import PageRule
from bulletin_desk.learning.word_laid import PlacedLine

_LEVEL = 2.0
"""Points within which pieces beside each other stand on one baseline."""
_APART = 1.6
"""Em of blank between two characters that stand in pieces of their own."""
_INDENT = 2.5
"""Em by which text may stand in that only has an indent."""
_SPREAD = 4.0
"""Em of blank that two single characters may have between them and still be one name."""
_NEAR = 1.5
"""Points within which edges are one."""
_SIGN_RULE = re.compile(r"[—–―─━_＿﹍═－-]{8,}")
"""Signs that make a line across."""
_SIGN_MIDDLE = {"_": -0.12, "＿": -0.08, "﹍": -0.05}
"""How far above the baseline their ink lies, in em; that of dashes at `_DASH_MIDDLE`."""
_DASH_MIDDLE = 0.36
_SIGN_THICKNESS = 0.05


class _Hard(NamedTuple):
    """What stands between two breaks of a paragraph: the lines that it takes."""

    lines: tuple[PlacedLine, ...]

    @property
    def is_whole(self) -> bool:
        """Whether it takes one line."""
        return len(self.lines) == 1

    @property
    def chars(self) -> tuple[Seen, ...]:
        """All its characters on its first line; what further lines have stands at the line's end."""
        first = self.lines[0]
        end = max((seen.right for seen in first.chars), default=first.right)
        rest = [seen for line in self.lines[1:] for seen in line.chars]
        return _bare((*first.chars, *(seen._replace(x=end, right=end, y=first.baseline) for seen in rest)))


class _Unit(NamedTuple):
    """A paragraph, or one line of it that stands beside something: its lines between breaks, those that have
    words."""

    hard: tuple[_Hard, ...]
    words: tuple[tuple[Seen, ...], ...]

    @property
    def first(self) -> PlacedLine:
        """Its first line."""
        return self.hard[0].lines[0]

    @property
    def stands(self) -> tuple[int, float, float]:
        """Its page, baseline and left edge."""
        return self.first.page, self.first.baseline, self.words[0][0].x

    @property
    def is_line(self) -> bool:
        """Whether it has one line between breaks."""
        return len(self.hard) == 1


def set_paragraphs(lines: Sequence[PlacedLine], block: Block) -> tuple[SetParagraph, ...]:
    """The paragraphs that have words."""
    middle = float(block.top + block.pitch * block.lines / 2)

    def order(unit: _Unit) -> tuple[int, bool, float, float]:
        page, baseline, left = unit.stands
        behind = unit.first.afloat and (
            page > 0 or baseline > middle
        )  # a closing block: the text is above it
        return page, behind, baseline, left

    units = sorted(_units(lines), key=order)
    return tuple(
        made
        for row in _rows(units)
        for made in ([_row(row, block)] if len(row) > 1 else [_paragraph(row[0], block)])
    )


def sign_rules(lines: Iterable[PlacedLine]) -> tuple[PageRule, ...]:
    """Lines across that are made of dashes."""
    found = []
    for line in lines:
        chars = _bare(line.chars)
        if chars and _is_sign_rule(chars):
            look = chars[0].look
            y = chars[0].y - _SIGN_MIDDLE.get(chars[0].char, _DASH_MIDDLE) * look.size
            length = chars[-1].right - chars[0].x
            rule = SeenRule(chars[0].x, y, length, _SIGN_THICKNESS * look.size, look.ink)
            found.append(PageRule(line.page, rule))
    return tuple(found)


def _is_sign_rule(chars: Sequence[Seen]) -> bool:
    return _SIGN_RULE.fullmatch("".join(seen.char for seen in chars)) is not None


def _units(lines: Sequence[PlacedLine]) -> Iterator[_Unit]:
    for _, group in groupby(sorted(lines, key=attrgetter("owner")), key=attrgetter("owner")):
        hard: list[_Hard] = []
        part: list[PlacedLine] = []
        for line in group:
            part.append(line)
            if not line.gone_on:
                hard.append(_Hard(tuple(part)))
                part = []
        if part:
            hard.append(_Hard(tuple(part)))
        hard = [one for one in hard if one.chars and not _is_sign_rule(one.chars)]
        if not hard:
            continue
        apart = hard[0].lines[0].boxed or any(len(_pieces(one.chars)) > 1 for one in hard if one.is_whole)
        if apart and len(hard) > 1:  # cells stand line beside line
            yield from (_Unit((one,), (one.chars,)) for one in hard)
        else:
            yield _Unit(tuple(hard), tuple(one.chars for one in hard))


def _rows(units: Sequence[_Unit]) -> Iterator[list[_Unit]]:
    """Those that stand beside each other on one baseline together."""
    row: list[_Unit] = []
    for unit in units:
        if row and not _stands_beside(row, unit):
            yield sorted(row, key=lambda one: one.words[0][0].x)
            row = []
        row.append(unit)
    if row:
        yield sorted(row, key=lambda one: one.words[0][0].x)


def _stands_beside(row: Sequence[_Unit], unit: _Unit) -> bool:
    first = row[0].first
    level = unit.first.page == first.page and abs(unit.first.baseline - first.baseline) < _LEVEL
    if not level or not unit.is_line or not all(one.is_line for one in row):
        return False
    return all(
        one.words[0][-1].right <= unit.words[0][0].x + _NEAR
        or unit.words[0][-1].right <= one.words[0][0].x + _NEAR
        for one in row
    )


def _pieces(chars: Sequence[Seen]) -> list[tuple[Seen, ...]]:
    """The characters parted where a wide blank stands; single characters that are spread out are one."""
    pieces: list[list[Seen]] = []
    last: Seen | None = None
    for seen in chars:
        blank = not seen.char.strip()
        if not pieces or (not blank and last and seen.x - last.right > _APART * seen.look.size):
            pieces.append([])
        pieces[-1].append(seen)
        if not blank:
            last = seen
    bare = [_bare(piece) for piece in pieces]
    if len(bare) > 1 and all(len(piece) == 1 for piece in bare):
        gaps = [after[0].x - piece[0].right for piece, after in pairwise(bare)]
        if len(bare) > 2 or gaps[0] < _SPREAD * bare[0][0].look.size:
            return [_bare(chars)]
    return [piece for piece in bare if piece]


def _row(units: Sequence[_Unit], block: Block) -> SetParagraph:
    """What stands beside each other. Pieces that stand close are one."""
    chars = tuple(seen for unit in units for seen in unit.words[0])
    return _of_pieces(_pieces(chars), units[0], block)


def _of_pieces(pieces: Sequence[tuple[Seen, ...]], unit: _Unit, block: Block) -> SetParagraph:
    page = unit.first.page
    lines = tuple(Piece(SeenLine(piece), page) for piece in pieces)
    left, right = _edges(block)
    if len(lines) == 1:
        line = lines[0].line
        align = _placed(line, block)
        before = line.left - left
        return SetParagraph(line.text, lines, (0,), align, line.look, 0.0, right - line.right, before)
    return SetParagraph(
        text="\t".join(piece.text for piece in lines),
        lines=lines,
        starts=(0,),
        align="row",
        look=max(lines, key=lambda piece: len(piece.line.chars)).line.look,
        left=lines[0].line.left - left,
        right=right - lines[-1].line.right,
        indent=0.0,
    )


def _paragraph(unit: _Unit, block: Block) -> SetParagraph:
    first = unit.first
    whole = unit.is_line and unit.hard[0].is_whole
    if whole and len(pieces := _pieces(unit.words[0])) > 1:
        return _of_pieces(pieces, unit, block)
    left, right = _edges(block)
    lines = tuple(
        Piece(SeenLine(words), one.lines[0].page) for words, one in zip(unit.words, unit.hard, strict=True)
    )
    texts = [piece.text for piece in lines]
    starts = [sum(len(text) + 1 for text in texts[:at]) for at in range(len(texts))]
    format_ = first.paragraph.format
    align: SeenAlign = "justified" if format_.align == "distributed" else format_.align
    indents = format_.indents
    begins = first.left + float(indents.left)
    blanks = _is_put(unit.words[0], begins + float(indents.first))
    if whole and align in ("left", "justified") and (first.boxed or format_.align == "distributed" or blanks):
        placed = _placed(lines[0].line, block, by_blanks=blanks)
        align = placed if placed != "justified" else align
    if whole and format_.align == "distributed" and align == "justified":
        align = "centre"
    if align in ("centre", "right"):
        begins = min(piece.line.left for piece in lines)
        ends = max(piece.line.right for piece in lines)
        indent = lines[0].line.left - begins
    else:
        ends = max(piece.line.right for piece in lines) if whole else first.right - float(indents.right)
        indent = lines[0].line.left - begins
    look = max(lines, key=lambda piece: len(piece.line.chars)).line.look
    last = unit.hard[-1].lines[-1]
    return SetParagraph(
        text="\n".join(texts),
        lines=lines,
        starts=tuple(starts),
        align=align,
        look=look,
        left=begins - left,
        right=right - ends,
        indent=indent,
        ends=(last.page, SeenLine(last.chars).baseline),
    )


def _edges(block: Block) -> tuple[float, float]:
    return float(block.left), float(block.left + block.cell * block.cells)


def _placed(line: SeenLine, block: Block, *, by_blanks: bool = False) -> SeenAlign:
    """How a line stands in the block by its place; one that blanks put there may miss it by a blank."""
    left, right = _edges(block)
    before, behind = line.left - left, right - line.right
    size = line.look.size
    if before > size and abs(before - behind) < max(_NEAR, size if by_blanks else size / 3):
        return "centre"
    if before > (right - left) / 4 and behind < 5 * size and behind < before:
        return "right"
    return "justified"


def _is_put(chars: Sequence[Seen], begins: float) -> bool:
    """Whether tabs or blanks put a line where it stands: farther in than an indent of two characters."""
    return chars[0].x - begins > _INDENT * chars[0].look.size


def _bare(chars: Sequence[Seen]) -> tuple[Seen, ...]:
    """Without the blanks at both ends."""
    inked = [at for at, seen in enumerate(chars) if seen.char.strip()]
    return tuple(chars[inked[0] : inked[-1] + 1]) if inked else ()
