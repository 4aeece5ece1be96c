"""The rules across the text block as they were drawn: parts of one line joined, two close to each other as a
double one. Must not know what they part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bulletin_desk.learning.block_fit import Block
from bulletin_desk.learning.evidence import Ink, SeenRule
from bulletin_desk.learning.paragraphs import SetParagraph
from bulletin_desk.learning.sighting import PageRule, Sighting

_LEAST_WIDTH = 0.55
"""Part of the block's width that a rule across it takes at least."""
_SAME_HEIGHT = 0.8
"""Points by which the parts of one rule may stand apart in height."""
_JOINED = 1.5
"""Points between the parts of a rule that is drawn cell by cell."""
_WIDEST_GAP = 80.0
"""Points of a gap in the middle of a rule, in which a star stands."""
_MOST_APART = 6.0
"""Points between the two of a double rule."""
_THICK = 0.15
"""Points within which two rules are of one thickness."""


class RowRule(NamedTuple):
    """A rule across the block: its page, from 0, its centre in points below the paper's top; the second of
    a `double` stands so far below its lower edge, and is as thick. `left` and `right` are where it begins and
    ends; `parted`: it has a gap in its middle."""

    page: int
    y: float
    thickness: float
    ink: Ink
    left: float
    right: float
    parted: bool = False
    double: float | None = None

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.y - self.thickness / 2

    @property
    def foot(self) -> float:
        """Its lower edge, that of the second one of a double."""
        below = 0.0 if self.double is None else self.double + self.thickness
        return self.y + self.thickness / 2 + below


def rules_across(sighting: Sighting) -> tuple[RowRule, ...]:
    """The rules across the block, from top to bottom."""
    width = float(sighting.block.cell * sighting.block.cells)
    joined = [rule for rule in _joined(sighting.rules) if rule.right - rule.left >= _LEAST_WIDTH * width]
    return tuple(_doubled(joined))


def rule_of_dashes(paragraph: SetParagraph, block: Block) -> RowRule | None:
    """A row of dashes or of underlined blanks that is drawn for a rule; None for any other."""
    line = paragraph.lines[0].line
    text = "".join(line.text.split())
    width = float(block.cell * block.cells)
    if not text or set(text) - set(_DASHES) or line.right - line.left < _LEAST_WIDTH * width:
        return None
    size = line.look.size
    below = size * (_LOW if text[0] in _LOW_DASHES else -_MIDDLE)
    return RowRule(paragraph.page, line.baseline + below, size * _DASH, line.look.ink, line.left, line.right)


_DASHES, _LOW_DASHES = "—─━－―＿_═=-", "＿_"
_LOW, _MIDDLE, _DASH = 0.1, 0.36, 0.05
"""Em: where underscores stand below the baseline and dashes above it, and how thick they are."""


def _joined(rules: Iterable[PageRule]) -> Iterator[RowRule]:
    """The parts of each rule as one."""
    lines: list[list[PageRule]] = []
    for one in sorted(rules, key=lambda one: (one.page, one.rule.y)):
        before = lines[-1][-1] if lines else None
        near = before is not None and before.page == one.page
        if near and before is not None and abs(before.rule.y - one.rule.y) < _SAME_HEIGHT:
            lines[-1].append(one)
        else:
            lines.append([one])
    for line in lines:
        yield from _parts(line[0].page, [one.rule for one in line])


def _parts(page: int, rules: Sequence[SeenRule]) -> Iterator[RowRule]:
    made: list[RowRule] = []
    for rule in sorted(rules, key=lambda rule: rule.x):
        left, right = rule.x, rule.x + rule.length
        before = made[-1] if made else None
        alike = before is not None and before.ink == rule.ink
        if before is None or left - before.right > (_WIDEST_GAP if alike else _JOINED):
            made.append(RowRule(page, rule.y, rule.thickness, rule.ink, left, right))
            continue
        gap = left - before.right > _JOINED
        thickness = max(before.thickness, rule.thickness)
        made[-1] = before._replace(
            right=max(right, before.right), thickness=thickness, parted=before.parted or gap
        )
    yield from made


def _doubled(rules: Sequence[RowRule]) -> Iterator[RowRule]:
    at = 0
    while at < len(rules):
        rule = rules[at]
        if at + 1 < len(rules) and _is_second(rule, rules[at + 1]):
            rule = rule._replace(double=rules[at + 1].top - rule.foot)
            at += 1
        yield rule
        at += 1


def _is_second(rule: RowRule, after: RowRule) -> bool:
    """Whether a rule is the second of a double one: as thick, of the same ink."""
    apart = after.top - rule.foot
    alike = rule.ink == after.ink and abs(rule.thickness - after.thickness) < _THICK
    return after.page == rule.page and alike and 0 < apart < _MOST_APART
