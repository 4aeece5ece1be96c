"""Where lines of names end (source, issuer, addressees, imprint): full lines, but no word is parted, and a
name only where its line would be much too short. Sets nothing, knows no pages.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.classes import SPACES
from bulletin_desk.hanzi.clusters import cluster_starts
from bulletin_desk.hanzi.words import divided, tokens_of
from bulletin_desk.typeset.break_lines import break_lines
from bulletin_desk.typeset.break_titles import (
    BANNED,
    INSIDE,
    INSIDE_ONLY,
    LONGEST,
    Place,
    depths_of,
    places_of,
    printed_end,
)
from bulletin_desk.typeset.measure import Measured, Widths, measure
from bulletin_desk.typeset.paragraph import UNITS, Broken, Paragraph


def break_in_names(paragraph: Paragraph, widths: Widths) -> tuple[list[Broken], list[int]]:
    """The paragraph's lines (at least one), and the offsets at which an unbreakable run had to be torn apart.

    What the office's rule sets in one line stays there. More are broken behind 、 and ， or between words,
    near the measure where the paragraph is justified or its kind has full lines; a line that falls short by
    more than a twelfth is not spread. If there is no such way, lines end by the office's rule.
    """
    lines, torn = break_lines(paragraph, widths)
    if len(lines) == 1 or len(paragraph.text) > LONGEST:
        return lines, torn
    found: list[Broken] = []
    start = 0
    for segment in paragraph.text.split("\n"):
        indent, fixed = (0, 0) if start else (paragraph.first_indent, paragraph.fixed)
        end = start + len(segment) + (start + len(segment) < len(paragraph.text))
        own = _divide(widths, replace(paragraph, text=segment, first_indent=indent, fixed=fixed))
        if not own:
            return lines, torn
        found += [
            line._replace(start=start + line.start, visible=start + line.visible, end=start + line.end)
            for line in own
        ]
        found[-1] = found[-1]._replace(end=end)
        start = end
    return [line._replace(first=not number) for number, line in enumerate(found)], []


def _divide(widths: Widths, paragraph: Paragraph) -> list[Broken]:
    """The lines of a paragraph without line breaks; empty if there is no way."""
    text = paragraph.text
    lines, _ = break_lines(paragraph, widths)
    if len(lines) == 1:
        return lines
    ways: list[_Way] = []
    way = _cheapest(measure(text, widths), paragraph)
    while way is not None and way.before is not None:
        ways.append(way)
        way = way.before
    justified = paragraph.align == "justified"
    found = []
    begin = 0
    for way in reversed(ways):
        last = way.end == len(text)
        spread = justified and not last and way.short * _SHORT_BY <= paragraph.measure
        shown = way.end if last else printed_end(text, way.end)
        found.append(Broken(begin, shown, way.end, max(0, -way.short), spread=spread, first=False))
        begin = way.end
    return found


_SHORT_BY = 12
"""Part of the measure that a line may fall short by and still be spread: two cells of 28."""
_EACH_LINE = 200
"""What one line more costs: as much as to break inside a phrase and to leave the line short."""
_LAST_RESORT = 500
"""What it costs more to break where a title only does if there is no other way (省|委宣传部)."""
_JUSTIFIED = 24
_RAGGED = 1
"""What four squares of an em cost that a line falls short by, if it is to be full and if not."""
_FULL = frozenset((Kind.ATTACHMENT_LIST,))
"""What has full lines though they are not spread: titles that stand in a running sentence (附件：…)."""
_FEW = 4
_LEFT_OVER = 60
"""What a last line of less than so many em costs."""


def _places(text: str) -> list[Place]:
    """Where a line may end: where a title's may, and between the words that a long name is made of."""
    depths = depths_of(text)
    found = [_of_list(text, place) for place in places_of(text)]
    for token in tokens_of(text):
        if token.kind == "o" and token.end - token.start > _LONGEST_WORD:
            inside = depths[token.start] > 0
            parts = divided(text, token.start, token.end, _LONGEST_WORD)
            found += [
                Place(part.start, _IN_NAME + INSIDE * inside, INSIDE_ONLY * inside)
                for before, part in pairwise(parts)
                if part.start - before.start > 1 and part.end - part.start > 1
            ]
    return sorted(found)


def _of_list(text: str, place: Place) -> Place:
    """A title's place in a list: there labels (执笔：张三) and what spaces set off (张三 李四) stay whole."""
    before = text[printed_end(text, place.at) - 1]
    label = before == "：" or text[place.at - 1] in SPACES
    return place._replace(cost=_BEHIND_LABEL) if label else place


_BEHIND_LABEL = 60
_LONGEST_WORD = 5
"""编纂委员会; longer ones are made of several: 地方志 编纂委员会 办公室."""
_IN_NAME = 80


class _Way(NamedTuple):
    """A way to divide a text up to the end of some line: cost, that end, by how much that line falls short
    (less than nothing: is compressed), the way up to the line before."""

    cost: int
    end: int
    short: int
    before: _Way | None


def _cheapest(measured: Measured, paragraph: Paragraph) -> _Way | None:
    """The cheapest division; None if nothing fits. Each place is looked at from those that one line reaches
    back to."""
    lefts, rights, slack, gaps = measured.lefts, measured.rights, measured.slack, measured.gaps
    text, indent, fixed = paragraph.text, paragraph.first_indent, paragraph.fixed
    full = paragraph.align == "justified" or paragraph.kind in _FULL
    weight = _JUSTIFIED if full else _RAGGED
    starts = cluster_starts(text)
    reached = [_Way(0, 0, 0, None)]
    for place in (*_places(text), Place(len(text), 0, 0)):
        last = place.at == len(text)
        sense = place.cost - (INSIDE if place.need == INSIDE_ONLY else 0)
        own = place.cost + (_LAST_RESORT if sense >= BANNED else 0)
        shown = printed_end(text, place.at)
        cluster = lefts[starts[bisect_left(starts, shown) - 1]]
        best: _Way | None = None
        for way in reversed(reached):
            begin = way.end
            short = paragraph.measure - (0 if begin else indent) - rights[shown - 1] + lefts[begin]
            if short < -paragraph.measure:
                break
            if short < 0 and (
                rights[shown - 1] + short <= cluster  # as the office's rule has it: it starts inside
                or short < gaps.get(begin or fixed, 0) + slack[begin or fixed] - slack[shown]
            ):
                continue
            sixteenths = short * 16 // UNITS
            cost = way.cost + _EACH_LINE + own
            if not last or short < 0:
                cost += sixteenths * sixteenths * weight // 1024
            elif begin and rights[shown - 1] - lefts[begin] < _FEW * UNITS:
                cost += _LEFT_OVER
            if best is None or cost < best.cost:
                best = _Way(cost, place.at, short, way)
        if best is not None:
            reached.append(best)
    return reached[-1] if reached[-1].end == len(text) else None
