"""The closing block of a layout, made of the rows and rules that were seen below the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from bulletin_desk.bulletin.model import Addressee
from bulletin_desk.gathering.doubts import Doubt
from bulletin_desk.gathering.rows import bare
from bulletin_desk.hanzi.classes import COMPRESSIBLE
from bulletin_desk.layouts.rows import Cell, Closing, Row, Rule
from bulletin_desk.learning.block_fit import Block
from bulletin_desk.learning.inks import cmyk_of
from bulletin_desk.learning.measured import measured, thickness
from bulletin_desk.learning.paragraphs import SetParagraph
from bulletin_desk.learning.row_pieces import RowPieces
from bulletin_desk.learning.seen_rows import Part, SeenCell, SeenRow, rows_of
from bulletin_desk.learning.seen_rules import RowRule

_NEAR = 0.3
"""Points that are nothing."""
_LEAST_PITCH = Fraction(4)
_USUAL_PITCH = Fraction(26)
MOST_BELOW = Fraction(3, 2)
"""Lines of the grid between the closing block and the block's foot that are the block's own."""
_PLAY_EM = 0.2
"""Em by which lines may end beyond an indent at the right that is as wide as the one at the left."""
_COLONS = "：:"


class _Entries(NamedTuple):
    """Rows of the distribution, and the rules between them."""

    rows: tuple[SeenRow, ...]
    between: tuple[RowRule, ...] = ()


_Element = SeenRow | RowRule | _Entries


@dataclass(slots=True)
class _Entry:
    """An entry of the distribution, and how many of its rows' characters were met."""

    entry: Addressee
    rest: str


class ClosingMaker:
    """Makes the closing block out of what was seen."""

    def __init__(
        self, block: Block, pieces: RowPieces, distribution: Sequence[Addressee], *, told: bool
    ) -> None:
        """`told`: how many lines an entry of the `distribution` takes was not seen."""
        self._told = told
        self._block = block
        self._pieces = pieces
        self._paragraphs: Sequence[SetParagraph] = ()
        self.distribution = list(distribution)
        self.doubts: list[Doubt] = []

    def closing(
        self, paragraphs: Sequence[SetParagraph], rules: Sequence[RowRule], *, even_page: bool
    ) -> Closing:
        """The closing block."""
        self._paragraphs = paragraphs
        rows = rows_of(paragraphs, self._block)
        elements = list(self._elements(rows, rules))
        pitch = _pitch(elements, self._further)
        made = tuple(self._rows(elements, pitch))
        return Closing(pitch, made, space_before=1, even_page=even_page, folio_after_blank=False)

    # ---- what there is

    def _elements(self, rows: Sequence[SeenRow], rules: Sequence[RowRule]) -> Iterator[_Element]:
        """Rows, rules and the distribution from top to bottom."""
        entries = self._entry_rows(rows)
        every: list[SeenRow | RowRule] = sorted([*rows, *rules], key=_place)
        last = max((at for at, one in enumerate(every) if id(one) in entries), default=-1)
        begun: list[SeenRow | RowRule] = []
        for at, one in enumerate(every):
            if id(one) in entries or (begun and at < last):
                begun.append(one)
                if at == last:
                    yield _Entries(
                        tuple(each for each in begun if isinstance(each, SeenRow)),
                        tuple(each for each in begun if isinstance(each, RowRule)),
                    )
                continue
            yield one

    def _entry_rows(self, rows: Sequence[SeenRow]) -> set[int]:
        """The rows that the distribution stands in, by identity."""
        found: set[int] = set()
        waiting = list(self.distribution)
        rest = ""
        for row in rows:
            said = bare("".join(cell.text for cell in row.cells))
            begins = bool(waiting) and said.startswith(bare(waiting[0].label)) and not rest
            if begins:
                entry = waiting.pop(0)
                self._keep_label(entry, row.cells[0].text)
                rest = bare(entry.to)
                said = said[len(bare(entry.label)) :].lstrip(_COLONS)
            if not (begins or rest):
                continue
            while rest and waiting and len(said) > len(rest) and said.startswith(rest):
                after = said[len(rest) :]
                if not after.startswith(bare(waiting[0].label)):
                    break
                entry = waiting.pop(0)
                self._doubt(
                    f"“{entry.label}”和上一条排在一行里，版式里一条一行。", f"{entry.label}：{entry.to}"[:20]
                )
                rest, said = bare(entry.to), after[len(bare(entry.label)) :].lstrip(_COLONS)
            if not begins and not rest.startswith(said[: len(rest)]):
                rest = ""
                continue
            rest = rest[len(said) :]
            found.add(id(row))
        return found

    def _keep_label(self, entry: Addressee, text: str) -> None:
        """Keeps a label as it was printed, with the blanks in it."""
        label = re.split("[：:]", text, maxsplit=1)[0].strip()
        at = next(at for at, one in enumerate(self.distribution) if one is entry)
        if bare(label) == bare(entry.label):
            self.distribution[at] = Addressee(label, entry.to)

    # ---- rows

    def _rows(self, elements: Sequence[_Element], usual: Fraction) -> Iterator[Row]:
        """The rows, each as far below the one before as it was seen."""
        foot: Fraction | None = None
        block_foot = self._block.top + self._block.pitch * self._block.lines
        ruled = [at for at, one in enumerate(elements) if isinstance(one, RowRule)]
        made: list[Row] = []
        for at, one in enumerate(elements):
            if isinstance(one, RowRule):
                gap = Fraction(0) if foot is None else max(Fraction(one.top) - foot, Fraction(0))
                rule = self._rule(one)._replace(gap=measured(gap))
                made.append(Row(rule=rule))
                foot = (Fraction(one.top) if foot is None else foot + rule.gap) + rule.height
                continue
            after = elements[at + 1] if at + 1 < len(elements) else None
            seen = one.rows if isinstance(one, _Entries) else (one,)
            first, last = _middle(seen[0]), _middle(seen[-1]) + self._further(seen[-1])
            in_margin = bool(made) and not isinstance(one, _Entries) and _is_below(one, foot, block_foot)
            pitch = measured(seen[0].size) if in_margin else usual
            if len(seen) == 1 and not in_margin:
                pitch = _fitting(first, pitch, foot, after, block_foot)
            top = first - pitch / 2
            space = Fraction(0) if foot is None else measured(max(top - foot, Fraction(0)))
            row = self._entries(one, seen) if isinstance(one, _Entries) else self._row(one)
            outside = not (ruled and ruled[0] < at < ruled[-1])
            row = row._replace(
                space=space or None,
                pitch=None if pitch == usual or in_margin else pitch,
                margin=in_margin,
                needs_rules=not (outside and _is_count(row)),
            )
            made.append(row)
            foot = (top if foot is None else foot + space) + (last - first) + pitch
        yield from self._to_foot(made, foot, block_foot)

    def _further(self, row: SeenRow) -> Fraction:
        """How far below its first line, which alone was seen of it, a paragraph was told to end."""
        if not self._told:
            return Fraction(0)
        page, baseline = self._paragraphs[row.paragraph].end
        return max(Fraction(baseline - row.baseline), Fraction(0)) if page == row.page else Fraction(0)

    def _to_foot(self, made: list[Row], foot: Fraction | None, block_foot: Fraction) -> Iterator[Row]:
        """The rows, with the room that is left between the last of them and the block's foot."""
        left = Fraction(0) if foot is None else measured(block_foot - foot)
        below = _NEAR < left < self._block.pitch * MOST_BELOW
        if left >= self._block.pitch * MOST_BELOW:
            self._doubt("版记原来紧跟在正文后面，现在总排在末面的最下面。", "")
        if below and made and made[-1].rule is None and not made[-1].margin:
            made[-1] = made[-1]._replace(space_after=left)
        elif below and made and not made[-1].margin:
            made.append(Row(height=left, needs_rules=False))
        yield from made

    def _row(self, seen: SeenRow) -> Row:
        return Row(cells=self._pieces.cells(seen, "closing"))

    def _entries(self, entries: _Entries, seen: Sequence[SeenRow]) -> Row:
        """The row that stands for the entries of the distribution."""
        first, last = seen[0], seen[-1]
        label, colon, to = self._label(first.cells[0])
        right = float(self._block.left + self._block.cell * self._block.cells)
        left = label.left - float(self._block.left)
        ends = [right - _inked(row.cells[0].parts[-1]) for row in seen]
        if self._told:
            ends = self._told_ends(seen) or ends
        indented = min(ends) > left - label.look.size * _PLAY_EM
        behind = left if indented else 0.0
        loose = [row.cells[0].parts[-1] for row in seen if row.cells[0].parts[-1].look == to.look]
        to = min(loose, key=lambda part: part.advance or label.look.size * 2, default=to)  # others are spread
        if label.look == to.look:
            label = label._replace(chars=to.chars)
        styled = ((label, f"{{label}}{colon}"), (to, "{to}"))
        pieces = tuple(
            self._pieces.piece(part, pattern, "closing", "justified", left=left, right=behind)
            for part, pattern in styled
        )
        cells = [Cell("left", pieces)]
        labels = [bare(entry.label) for entry in self.distribution]
        beside = [
            cell
            for cell in last.cells[1:]
            if cell.side == "right" and not bare(cell.text).startswith(tuple(f"{one}：" for one in labels))
        ]
        cells += [self._pieces.cell(cell, "closing", last) for cell in beside]
        between = thickness(entries.between[0].thickness) if entries.between else Fraction(0)
        return Row(cells=tuple(cells), repeats=True, rule_between=between)

    def _told_ends(self, seen: Sequence[SeenRow]) -> list[float]:
        """How far from the block's right edge entries end by what was told: those of several lines say so
        themselves, others end where their text does, unless that is squeezed in."""
        there = [self._paragraphs[row.paragraph] for row in seen]
        several = [one.right for one in there if one.end != (one.page, one.lines[0].line.baseline)]
        return several or [one.right for one in there if one.right > 1]

    @staticmethod
    def _label(cell: SeenCell) -> tuple[Part, str, Part]:
        """The label of an entry, the colon behind it with its blanks, and what follows."""
        text = cell.text
        at = min((text.find(colon) for colon in _COLONS if colon in text), default=len(text) - 1)
        blanks = len(text[at + 1 :]) - len(text[at + 1 :].lstrip())
        parts = cell.parts
        to = parts[-1] if len(parts) > 1 else parts[0]
        return parts[0], text[at : at + 1 + blanks], to

    @staticmethod
    def _rule(seen: RowRule) -> Rule:
        double = None if seen.double is None else measured(seen.double)
        return Rule(thickness(seen.thickness), cmyk_of(seen.ink), double=double)

    def _doubt(self, message: str, words: str) -> None:
        self.doubts.append(Doubt("layout", message, words))


def _place(one: SeenRow | RowRule) -> tuple[int, float]:
    return one.page, one.y if isinstance(one, RowRule) else float(_middle(one))


def _inked(part: Part) -> float:
    """Where a line ends, without the blank half of a mark, which may stand outside."""
    last = next((seen for seen in reversed(part.chars) if seen.char.strip()), part.chars[-1])
    return last.x + last.look.size / 2 if last.char in COMPRESSIBLE else last.right


def _middle(row: SeenRow) -> Fraction:
    """Where the middle of its em box stands."""
    return Fraction((row.top + row.foot) / 2)


def _pitch(elements: Sequence[_Element], further: Callable[[SeenRow], Fraction]) -> Fraction:
    """How far its rows stand apart: as most do that follow one another without a rule between, else as far
    as two rules with one row between them. A row ends so much `further` below its first line."""
    steps: Counter[Fraction] = Counter()
    rows: list[SeenRow | None] = []
    for one in elements:
        if isinstance(one, RowRule):
            rows.append(None)
        else:
            rows += one.rows if isinstance(one, _Entries) else (one,)
    between = [rule for one in elements if isinstance(one, _Entries) for rule in one.between]
    for row, after in pairwise(rows):
        if row is not None and after is not None and row.page == after.page:
            ruled = [rule.foot - rule.top for rule in between if row.baseline < rule.y < after.baseline]
            steps[measured(after.baseline - row.baseline - sum(ruled) - float(further(row)))] += 1
    for above, middle, below in zip(elements, elements[1:], elements[2:], strict=False):
        alone = isinstance(middle, SeenRow) or (isinstance(middle, _Entries) and len(middle.rows) == 1)
        if alone and isinstance(above, RowRule) and isinstance(below, RowRule):
            steps[measured(below.top - above.foot)] += 0
    usable = [step for step in steps if step >= _LEAST_PITCH]
    return max(usable, key=lambda step: steps[step], default=_USUAL_PITCH)


def _fitting(
    middle: Fraction, pitch: Fraction, foot: Fraction | None, after: _Element | None, block_foot: Fraction
) -> Fraction:
    """The height of a row that stands so, no higher than what is beside it leaves: rules, rows, the block's
    foot."""
    if foot is not None:
        pitch = min(pitch, 2 * (middle - foot)) if 2 * (middle - foot) < pitch - _NEAR_PITCH else pitch
    if after is None and middle < block_foot:
        pitch = min(pitch, max(2 * (block_foot - middle), _LEAST_LAST))
    if isinstance(after, RowRule):
        room = 2 * (Fraction(after.top) - middle)
        pitch = room if room < pitch - _NEAR_PITCH else pitch
    return measured(max(pitch, _LEAST_PITCH))


_NEAR_PITCH = Fraction(1, 5)
_LEAST_LAST = Fraction(10)
"""Points that the last row takes at least, which may stand in the margin."""


def _is_below(row: SeenRow, foot: Fraction | None, block_foot: Fraction) -> bool:
    """Whether a row stands in the margin below the block."""
    return foot is not None and foot > block_foot - 2 and row.top > block_foot - 2


def _is_count(row: Row) -> bool:
    """Whether a row says the print count and nothing else that changes."""
    names = {name for piece in row.pieces for name in piece.wording.fields}
    return names == {"print_count"}
