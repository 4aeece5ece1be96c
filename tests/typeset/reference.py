"""The breaking rule once more, slowly: from the design's wording, in fractions of a cell, one cluster at
a time.

Shares with the product only the lists of characters. `break_lines` must agree with it on every text.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from bulletin_desk.hanzi.classes import NO_LINE_END, NO_LINE_START
from bulletin_desk.layouts.line_rule import OFFICE_RULE, LineRule

MARKS = "，。、；：！？（）《》〈〉【】〔〕"
INNER = ".,:'’@&+_=#°′″·∶×÷−±-"
"""What stands inside a run of letters and digits without ending it."""
HYPHENS = "-–"
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


def natural_width(text: str, at: int, advance: Advance, rule: LineRule = OFFICE_RULE) -> Fraction:
    """Of character `at` of a text, in cells."""
    char = text[at]
    if char in ZERO:
        return Fraction(0)
    if _set_as_latin(text, at):
        return advance(char)
    if set_in_half_a_cell(text, at):
        return HALF
    if char in "“”‘’" and rule.quotes == "full":
        return CELL
    if char in "0123456789" and rule.figures == "own":
        return advance(char)
    if char in "0123456789 \u00a0“”‘’":
        return HALF
    return advance(char) if is_latin(char) or char.isascii() else CELL


def _set_as_latin(text: str, at: int) -> bool:
    """Whether this is a space between Latin words or a mark of Latin text."""
    char, before, after = text[at], text[:at], text[at + 1 :]
    if char in " \u00a0":
        before, after = before.rstrip(" \u00a0"), after.lstrip(" \u00a0")
        if before[-1:] in ("”", "’"):
            before = before[:-1]
        if after[:1] in ("“", "‘"):
            after = after[1:]
        return _visible_ascii(before[-1:]) and _visible_ascii(after[:1])
    if char in "·•’":
        return is_latin(before[-1:]) and is_latin(after[:1])
    return char in "°′″" and is_latin(before.rstrip("°′″")[-1:])


def _connects(char: str) -> bool:
    """Whether a hyphen behind this connects it with a figure."""
    return is_latin(char) or char in tuple("%％‰℃°′″")


def _visible_ascii(char: str) -> bool:
    return char.isascii() and char.isprintable() and char not in (" ", "")


def set_in_half_a_cell(text: str, at: int) -> bool:
    """Whether this is one of two ？ or ！ that share a cell, or 〈 behind 《, 〉 before 》."""
    char = text[at]
    if char in "？！":
        before = at - len(text[:at].rstrip("？！"))
        run = before + len(text[at:]) - len(text[at:].lstrip("？！"))
        return before < run - run % 2
    return (char == "〈" and text[at - 1 : at] == "《") or (char == "〉" and text[at + 1 : at + 2] == "》")


def is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or char == "〇"


def gap_before(text: str, at: int, rule: LineRule = OFFICE_RULE) -> Fraction:
    """Between a Han character and a Latin letter or digit; less than nothing between marks that meet."""
    if at == 0:
        return Fraction(0)
    before, char = text[at - 1], text[at]
    edge = (is_han(before) and is_latin(char)) or (is_latin(before) and is_han(char))
    if rule.adjacent and _meet(text, at, rule):
        return -HALF
    return rule.gap if edge else Fraction(0)


def _with_blank(text: str, at: int, rule: LineRule) -> bool:
    full = rule.quotes == "full" and not _set_as_latin(text, at)
    return text[at] in MARKS + ("“”‘’" if full else "") and not set_in_half_a_cell(text, at)


def _opens(char: str) -> bool:
    return char in "（《〈【〔“‘"


def _meet(text: str, at: int, rule: LineRule) -> bool:
    """Whether characters `at - 1` and `at` have a blank between them that one of them gives up."""
    if not (_with_blank(text, at - 1, rule) and _with_blank(text, at, rule)):
        return False
    return not _opens(text[at - 1]) or _opens(text[at])


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
    inside = in_address(text, at)
    if inside is not None:
        return not inside
    if (char in NO_LINE_START and not _is_sign(text, at)) or char in ZERO or before in NO_LINE_END:
        return True
    if char in SPACES and _next_solid(text, at) in NO_LINE_START and not _is_sign(text, _solid_at(text, at)):
        # a mark that may not start a line does not start one behind typed spaces either
        return _last_solid(text, at) != "\n"
    if before in SPACES and _last_solid(text, at) in NO_LINE_END:
        return True
    if _in_latin_run(text, at) or _in_number(text, at):
        return True
    if char == "…":
        run = at
        while run and text[run - 1] == "…":
            run -= 1
        return (at - run) % 2 == 1  # …… is one unit; a third dot group is the next one's first
    return False


def begins_with_sign(text: str) -> bool:
    """Whether a text begins with a figure's sign, which is typed as a hyphen or dash and may start a line."""
    return text[:1] in tuple("-–－﹣") and text[1:2].isdigit()


def _is_sign(text: str, at: int) -> bool:
    """Whether a hyphen is the sign of a figure that a line may start with."""
    return (
        text[at] in HYPHENS
        and text[at + 1 : at + 2].isdigit()
        and text[at - 1] in SPACES + "，、；：。！？．,;:～—–"
    )


def _in_number(text: str, at: int) -> bool:
    """Whether character `at` belongs to a figure begun before it: its sign, a group of three, a unit."""
    before, char = text[at - 1], text[at]
    if char.isdigit():
        if before in "#×÷" or (before == "+" and not _ends_latin_run(text, at - 1)):
            return True
        if before == "：" and at > 1 and text[at - 2].isdigit():
            return True
        if before in HYPHENS:
            return at < 2 or not _connects(text[at - 2])
    if char in " \u00a0" and before.isdigit():
        return _goes_on(text, at)
    return before in " \u00a0" and at > 1 and text[at - 2].isdigit() and _goes_on(text, at - 1)


def _goes_on(text: str, at: int) -> bool:
    """Whether a figure goes on behind the space at `at`."""
    word = ""
    for char in text[at + 1 :]:
        if not is_latin(char):
            break
        word += char
    four = at >= 4 and text[at - 4 : at].isdigit()
    return (
        word[:3].isdigit() and len(word[:3]) == 3 and not word[3:4].isdigit() and not four
    ) or word in UNITS


UNITS = {"a", "W", "kg", "h", "m"}


def _ends_latin_run(text: str, at: int) -> bool:
    """Whether a + ends a run of letters and digits (C++)."""
    run = text[: at + 1].rstrip("+")
    return bool(run) and is_latin(run[-1]) and not is_latin(text[at + 1 : at + 2] if run == text[:at] else "")


def in_address(text: str, at: int) -> bool | None:
    """Whether a line may end before character `at` of an address; None outside of one."""
    for address in ADDRESSES:
        start = text.find(address)
        while start >= 0:
            if start < at < start + len(address):
                parted = text[at - 1] in "/.?&=_:@-" and is_latin(text[at])
                return parted and not (
                    text[at - 1] in ".:-" and text[at - 2].isdigit() and text[at].isdigit()
                )
            start = text.find(address, start + 1)
    return None


ADDRESSES = ("http://a.cn/b_c-1.2?d=e3", "f.g@h-i.cn")
"""The addresses of the generated texts. What is none, `hanzi.clusters` decides."""


def _solid_at(text: str, at: int) -> int:
    return len(text) - len(text[at:].lstrip(SPACES))


def _next_solid(text: str, at: int) -> str:
    return text[at:].lstrip(SPACES)[:1] or "\n"


def _last_solid(text: str, at: int) -> str:
    return text[:at].rstrip(SPACES)[-1:] or "\n"


def _in_latin_run(text: str, at: int) -> bool:
    """Whether characters `at - 1` and `at` stand in one run of letters and digits with its inner marks."""
    before, char = text[at - 1], text[at]
    if char == "+" and _ends_latin_run(text, at):
        return True
    if char == "#" and is_latin(before):
        return True
    if is_latin(before):
        return is_latin(char) or (char in INNER and at + 1 < len(text) and is_latin(text[at + 1]))
    return before in INNER and is_latin(char) and at > 1 and is_latin(text[at - 2])


def break_paragraph(
    text: str, measure: Fraction, indent: Fraction, advance: Advance, rule: LineRule = OFFICE_RULE
) -> list[Line] | None:
    """All lines of a text; the clerk's own line breaks end lines. None if a cluster is wider than its
    line: how such a run is torn is not the rule's business."""
    lines: list[Line] = []
    start = 0
    for segment in text.split("\n"):
        found = _break_segment(segment, measure, Fraction(0) if start else indent, advance, rule)
        if found is None:
            return None
        lines += [Line(start + first, start + seen, start + end, took) for first, seen, end, took in found]
        start += len(segment) + 1
        if start <= len(text):
            lines[-1] = lines[-1]._replace(end=start)
    return lines


def _break_segment(
    text: str, measure: Fraction, indent: Fraction, advance: Advance, rule: LineRule
) -> list[Line] | None:
    if not text:
        return [Line(0, 0, 0, Fraction(0))]
    lines: list[Line] = []
    waiting = clusters(text)
    at = 0
    while waiting:
        begin = at
        edge, slack, squeeze, hung = indent, Fraction(0), Fraction(0), False
        while waiting:
            cluster = waiting[0]
            start = edge + (gap_before(text, at, rule) if at > begin else 0)
            end = start + _width(text, at, at + len(cluster), advance, rule)
            last = at + len(cluster) - 1
            could_give = slack
            if rule.squeezed:
                gaps = [gap_before(text, each, rule) for each in range(at, last + 1) if each > begin]
                could_give += sum(gap for gap in gaps if gap > 0) + HALF * _marks(text, at, last + 1, rule)
            if end > measure and cluster in SPACES:
                break  # a space at a break is not printed, and so needs no room
            if end <= measure:
                edge, slack = end, could_give
            elif (
                rule.hanging
                and text[last] in "，、；：。！？．"
                and not set_in_half_a_cell(text, last)
                and end - natural_width(text, last, advance, rule) <= measure
            ):
                hung = True
            elif start < measure and end - measure <= could_give:
                squeeze = end - measure
            elif at == begin or end - start > measure:
                return None
            else:
                break
            waiting.pop(0)
            at += len(cluster)
            if squeeze or hung:
                break
        visible = at
        while waiting and waiting[0] in SPACES:
            at += len(waiting.pop(0))
        if waiting:
            visible = begin + len(text[begin:visible].rstrip(SPACES))
        lines.append(Line(begin, visible, at, squeeze))
        indent = Fraction(0)
    return lines


def _width(text: str, start: int, end: int, advance: Advance, rule: LineRule) -> Fraction:
    """Natural width of a cluster with the gaps inside it."""
    return sum(
        (
            natural_width(text, at, advance, rule) + (gap_before(text, at, rule) if at > start else 0)
            for at in range(start, end)
        ),
        Fraction(0),
    )


def _marks(text: str, start: int, end: int, rule: LineRule) -> int:
    """How many marks of a cluster can give half a cell: those that have not given it to the mark beside."""
    given = set()
    if rule.adjacent:
        meeting = [at for at in range(1, len(text)) if _meet(text, at, rule)]
        given = {at if _opens(text[at - 1]) else at - 1 for at in meeting}
    return sum(_with_blank(text, at, rule) and at not in given for at in range(start, end))
