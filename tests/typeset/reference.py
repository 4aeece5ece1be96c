"""The breaking rule once more, slowly: from the design's wording, in fractions of a cell, one cluster at
a time.

Shares with the product only the lists of characters. `break_lines` must agree with it on every text.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from bulletin_desk.hanzi.classes import NO_LINE_END, NO_LINE_START

MARKS = "，。、；：！？（）《》〈〉【】〔〕"
INNER = ".,:'’@&+_°-"
"""What stands inside a run of letters and digits without ending it."""
SPACES = " \u00a0\u3000"
ZERO = "\u0332\u200b\ufe00"
CELL = Fraction(1)
HALF = Fraction(1, 2)
QUARTER = Fraction(1, 4)

Advance = Callable[[str], Fraction]
"""The face's own advance of a letter, in em."""


class Line(NamedTuple):
    """Characters `start` to `visible` are printed, `end` is the next line's start; compressed by
    `squeeze` cells."""

    start: int
    visible: int
    end: int
    squeeze: Fraction


def natural_width(char: str, advance: Advance) -> Fraction:
    """In cells."""
    if char in ZERO:
        return Fraction(0)
    if char in "0123456789 \u00a0“”‘’":
        return HALF
    return advance(char) if is_latin(char) or char.isascii() else CELL


def is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or char == "〇"


def gap_before(text: str, at: int) -> Fraction:
    """Between a Han character and a Latin letter or digit."""
    if at == 0:
        return Fraction(0)
    before, char = text[at - 1], text[at]
    edge = (is_han(before) and is_latin(char)) or (is_latin(before) and is_han(char))
    return QUARTER if edge else Fraction(0)


def clusters(text: str) -> list[str]:
    """Left to right: each character begins a cluster unless it joins the one before."""
    found: list[str] = []
    for at, char in enumerate(text):
        if found and _joins(text, at):
            found[-1] += char
        else:
            found.append(char)
    return found


def _joins(text: str, at: int) -> bool:
    before, char = text[at - 1], text[at]
    if char in NO_LINE_START or char in ZERO or before in NO_LINE_END:
        return True
    if char in SPACES and _next_solid(text, at) in NO_LINE_START:
        # a mark that may not start a line does not start one behind typed spaces either
        return _last_solid(text, at) != "\n"
    if before in SPACES and _last_solid(text, at) in NO_LINE_END:
        return True
    if _in_latin_run(text, at):
        return True
    if char == "…":
        run = at
        while run and text[run - 1] == "…":
            run -= 1
        return (at - run) % 2 == 1  # …… is one unit; a third dot group is the next one's first
    return False


def _next_solid(text: str, at: int) -> str:
    return text[at:].lstrip(SPACES)[:1] or "\n"


def _last_solid(text: str, at: int) -> str:
    return text[:at].rstrip(SPACES)[-1:] or "\n"


def _in_latin_run(text: str, at: int) -> bool:
    """Whether characters `at - 1` and `at` stand in one run of letters and digits with its inner marks."""
    before, char = text[at - 1], text[at]
    if is_latin(before):
        return is_latin(char) or (char in INNER and at + 1 < len(text) and is_latin(text[at + 1]))
    return before in INNER and is_latin(char) and at > 1 and is_latin(text[at - 2])


def break_paragraph(text: str, measure: Fraction, indent: Fraction, advance: Advance) -> list[Line] | None:
    """All lines of a text; the clerk's own line breaks end lines. None if a cluster is wider than its
    line: how such a run is torn is not the rule's business."""
    lines: list[Line] = []
    start = 0
    for segment in text.split("\n"):
        found = _break_segment(segment, measure, Fraction(0) if start else indent, advance)
        if found is None:
            return None
        lines += [Line(start + first, start + seen, start + end, took) for first, seen, end, took in found]
        start += len(segment) + 1
        if start <= len(text):
            lines[-1] = lines[-1]._replace(end=start)
    return lines


def _break_segment(text: str, measure: Fraction, indent: Fraction, advance: Advance) -> list[Line] | None:
    if not text:
        return [Line(0, 0, 0, Fraction(0))]
    lines: list[Line] = []
    waiting = clusters(text)
    at = 0
    while waiting:
        begin = at
        edge, slack, squeeze = indent, Fraction(0), Fraction(0)
        while waiting:
            cluster = waiting[0]
            start = edge + (gap_before(text, at) if at > begin else 0)
            end = start + _width(cluster, advance)
            could_give = slack + (start - edge) + HALF * sum(char in MARKS for char in cluster)
            if end > measure and cluster in SPACES:
                break  # a space at a break is not printed, and so needs no room
            if end <= measure:
                edge, slack = end, could_give
            elif start < measure and end - measure <= could_give:
                squeeze = end - measure
            elif at == begin or end - start > measure:
                return None
            else:
                break
            waiting.pop(0)
            at += len(cluster)
            if squeeze:
                break
        visible = at
        while waiting and waiting[0] in SPACES:
            at += len(waiting.pop(0))
        if waiting:
            visible = begin + len(text[begin:visible].rstrip(SPACES))
        lines.append(Line(begin, visible, at, squeeze))
        indent = Fraction(0)
    return lines


def _width(cluster: str, advance: Advance) -> Fraction:
    """Natural width with the quarter gaps inside it."""
    return sum(
        (natural_width(char, advance) + gap_before(cluster, at) for at, char in enumerate(cluster)),
        Fraction(0),
    )
