"""Where on a page of an old issue a guide may be laid: the lines, rules and edges of text there that are of
the guide's own kind. Knows no widgets."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from bulletin_desk.desk.shaping.guide_places import TOP, Guide
from bulletin_desk.layouts.model import TextBlock
from bulletin_desk.learning.evidence import SeenLine, SeenPage


def marks_for(guide: Guide, page: SeenPage, block: TextBlock) -> tuple[Fraction, ...]:
    """Places (x if the guide is upright, else y) at which what it is of may stand on an old page: the ends of
    lines; rules for a rule; for rows the tops of their em boxes, for rows of a closing block that stands on
    its foot their feet; for the text block the tops of lines of the grid."""
    return tuple(dict.fromkeys(_marks(guide, page, block)))


def _marks(guide: Guide, page: SeenPage, block: TextBlock) -> Iterator[Fraction]:
    where, last = guide.field[0], guide.field[-1]
    level = [rule for rule in page.rules if not rule.upright]
    if guide.upright:
        yield from (_exact(x) for line in page.lines for x in (line.left, line.right))
    elif where == "closing" and guide.per < 0:
        yield from (_foot(line, block) for line in page.lines)
        yield from (_exact(rule.y + rule.thickness / 2) for rule in level)
    elif last == "gap" and where in ("head", "closing"):
        yield from (_exact(rule.y) for rule in level)
    elif guide.field == TOP:
        for line in page.lines:
            yield _exact(line.baseline) - block.rise(block.line_pitch, _exact(line.look.size))
    elif where in ("head", "closing"):
        yield from (_foot(line, block) - _exact(line.look.size) for line in page.lines)


def _foot(line: SeenLine, block: TextBlock) -> Fraction:
    """Where a line's em box ends."""
    return _exact(line.baseline) + (1 - block.baseline) * _exact(line.look.size)


def _exact(length: float) -> Fraction:
    """Hundredths of a point: no file tells more."""
    return Fraction(round(length * 100), 100)
