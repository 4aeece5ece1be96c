"""What the places of characters show of an office's line rule, where lines were neither spread nor squeezed.
Where lines end tells more of it; this stands where they leave it open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from statistics import median

from bulletin_desk.hanzi.classes import COMPRESSIBLE, QUOTES
from bulletin_desk.layouts.line_rule import OFFICE_RULE, LineRule
from bulletin_desk.learning.evidence import Seen
from bulletin_desk.learning.line_fit import GAPS
from bulletin_desk.learning.paragraphs import SetParagraph
from bulletin_desk.learning.spaced import is_han

_SPREAD = 0.01
"""Em by which characters of a line stand farther apart that was spread."""
_PLAY = 0.03
"""Em by which characters of a line that is not spread may begin apart otherwise than they are wide."""
_LEAST = 2
"""Places that tell."""
_HALF = 0.75
"""Em below which a quote takes half a cell."""


def seen_rule(paragraphs: Iterable[SetParagraph], cell: Fraction) -> LineRule:
    """The usual rule, but with the quotes that are seen, and the gap that lines show which were not squeezed:
    the last ones of paragraphs, and those that were spread."""
    gaps: list[float] = []
    quotes: list[float] = []
    for line, is_last in _lines(paragraphs):
        step = _step(line)
        if step is None:
            continue
        size = line[0].look.size
        natural = min((float(cell), size), key=lambda wide: abs(wide - step))
        if (is_last and abs(step - natural) < _PLAY * size) or step > max(float(cell), size) + _SPREAD * size:
            gaps += (each - (step - size) / size for each in _gaps(line))
        quotes += (each - (step - size) / size for each in _quotes(line))
    rule = OFFICE_RULE
    if len(gaps) >= _LEAST:
        seen = median(gaps)
        rule = rule._replace(gap=min(GAPS, key=lambda gap: abs(float(gap) - seen)))
    if sum(wide > _HALF for wide in quotes) >= _LEAST:  # half ones are so wide in no line
        rule = rule._replace(quotes="full")
    return rule


def _lines(paragraphs: Iterable[SetParagraph]) -> Iterator[tuple[Sequence[Seen], bool]]:
    """The lines of running text, and whether they are their paragraph's last."""
    for one in paragraphs:
        if one.align == "justified" and len(one.lines) > 1:
            for piece in one.lines:
                yield piece.line.chars, piece is one.lines[-1]


def _step(line: Sequence[Seen]) -> float | None:
    """How far Chinese characters stand apart."""
    steps = [after.x - seen.x for seen, after in pairwise(line) if is_han(seen.char) and is_han(after.char)]
    return median(steps) if steps else None


def _gaps(line: Sequence[Seen]) -> Iterator[float]:
    """Em between Chinese characters and figures."""
    for seen, after in pairwise(line):
        if is_han(seen.char) and _is_figure(after.char):
            yield (after.x - seen.x - seen.look.size) / seen.look.size
        elif _is_figure(seen.char) and is_han(after.char):
            yield (after.x - seen.right) / after.look.size


def _is_figure(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _quotes(line: Sequence[Seen]) -> Iterator[float]:
    """Em that quotes take before Chinese characters."""
    for seen, after in pairwise(line):
        if seen.char in QUOTES and is_han(after.char) and seen.char not in COMPRESSIBLE:
            yield (after.x - seen.x) / after.look.size
