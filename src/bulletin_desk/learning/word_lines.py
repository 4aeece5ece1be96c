"""A paragraph of a Word file in lines: where each character stands across, how high each line is. Lines that
no tab and no break ends are broken roughly, since every program breaks them its own way. Knows no pages.

Lengths are points; x runs from the paper's left edge, y down from the baseline of a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bulletin_desk.learning.evidence import Ink, Look, Seen
from bulletin_desk.learning.word_metrics import (
    BLANKS,
    extent_of,
    is_east_asian,
    look_of,
    size_of,
)
from bulletin_desk.learning.word_model import (
    TAB,
    Picture,
    PlacedTab,
    RunFormat,
    Shape,
    WordParagraph,
)
from bulletin_desk.learning.word_tokens import Measure, Token, between_breaks, tokens_of

EXACT_BASELINE = 0.8
"""Part of a line of exact height above its baseline, whatever faces stand in it."""
_NOT_FIRST = frozenset("，。、；：？！）》〉」』】〕”’…—,.;:?!)]}%％")
_LEAST_BLANKS = 3
"""Blanks beside each other that are there to put what follows them somewhere."""
_PUT_BY_BLANKS = 2.0
"""Em by which a line may be too long that was put together so: whoever typed it saw it on one line."""
_MOST_IN_LINE = 1000
"""Characters that a line is looked for in."""
_UNDERLINE = 0.11
"""Em from the baseline down to an underline."""
_UNDERLINE_WEIGHT = 0.05


class Underline(NamedTuple):
    """Blank that is underlined: a rule, from `x`, so far below the baseline."""

    x: float
    below: float
    length: float
    thickness: float
    ink: Ink


class Inline(NamedTuple):
    """A picture or shape that stands in a line."""

    x: float
    thing: Picture | Shape


class SetLine(NamedTuple):
    """A line. `above` and `height` are its own: from its top to the baseline, to its bottom. `ended_by` is
    the break that ends it, empty where it was only full, or the last one."""

    chars: tuple[Seen, ...]
    above: float
    height: float
    ended_by: str = ""
    underlines: tuple[Underline, ...] = ()
    things: tuple[Inline, ...] = ()


def set_lines(paragraph: WordParagraph, left: float, right: float, measure: Measure) -> tuple[SetLine, ...]:
    """The lines of a paragraph between two edges, at least one."""
    tokens = list(tokens_of(paragraph, measure))
    indents = paragraph.format.indents
    begin, end = left + float(indents.left), right - float(indents.right)
    lines: list[SetLine] = []
    for number, (part, ended_by) in enumerate(between_breaks(tokens)):
        first = float(indents.first) if number == 0 else 0.0
        pieces = _broken(part, begin, end, first, left, paragraph, measure)
        for at, piece in enumerate(pieces):
            last = at == len(pieces) - 1
            starts = begin + (first if at == 0 else 0.0)
            lines.append(
                _set(piece, starts, end, left, paragraph, measure, ended_by if last else "", whole=last)
            )
    return tuple(lines)


def _broken(
    tokens: list[Token],
    begin: float,
    end: float,
    first: float,
    edge: float,
    paragraph: WordParagraph,
    measure: Measure,
) -> list[list[Token]]:
    """What stands between two breaks in as many lines as it takes."""
    lines: list[list[Token]] = []
    start = 0
    fitting = [token._replace(width=token.fits) for token in tokens]
    if any(token.char == TAB for token in tokens):  # text may end at a stop beyond the indent
        end = max([end, *(edge + float(tab.at) for tab in paragraph.format.tabs)])
    slack = _PUT_BY_BLANKS * float(paragraph.mark.size) if _is_put_by_blanks(tokens) else 0.5
    while True:
        room_from = begin + (first if not lines else 0.0)
        part = fitting[start : start + _MOST_IN_LINE]
        places = _places(part, room_from, end, edge, paragraph, measure)
        stop = len(part)
        for at, (x, token) in enumerate(zip(places, part, strict=False)):
            if at and token.char not in BLANKS and x + token.width > end + slack + _hangs(token):
                stop = _break_before(part, at)
                break
        lines.append(tokens[start : start + stop])
        start += stop
        if start >= len(tokens):
            return lines


def _is_put_by_blanks(tokens: Sequence[Token]) -> bool:
    """Whether blanks in a line put its parts where they stand."""
    text = "".join(token.char or "x" for token in tokens).strip()
    return any(blank * _LEAST_BLANKS in text for blank in BLANKS)


def _hangs(token: Token) -> float:
    return token.width if token.char in _NOT_FIRST else 0.0


def _break_before(tokens: Sequence[Token], at: int) -> int:
    """The last place up to `at` where a line may end."""
    for place in range(at, 0, -1):
        before, char = tokens[place - 1].char, tokens[place].char
        if char in _NOT_FIRST:
            continue
        inside = before.isascii() and char.isascii() and before.isalnum() and char.isalnum()
        if not inside:
            return place
    return at


def _places(
    tokens: Sequence[Token],
    start: float,
    end: float,
    edge: float,
    paragraph: WordParagraph,
    measure: Measure,
) -> Iterator[float]:
    """Where each token begins, from the left, with all that tabs do."""
    x, at = start, 0
    while at < len(tokens):
        token = tokens[at]
        if token.char != TAB:
            x += _gap(tokens, at, paragraph, measure)
            yield x
            x += token.width
            at += 1
            continue
        yield x
        behind = _until_tab(tokens, at + 1)
        width = sum(
            tokens[one].width + (_gap(tokens, one, paragraph, measure) if one > at + 1 else 0.0)
            for one in range(at + 1, behind)
        )
        align, stop = _stop(token, x, edge, start, end, paragraph, measure)
        before = {"right": width, "centre": width / 2, "decimal": width}.get(align, 0.0)
        x = max(x, stop - before)
        at += 1


def _gap(tokens: Sequence[Token], at: int, paragraph: WordParagraph, measure: Measure) -> float:
    """The gap that stands between Han and letters or digits."""
    if at == 0 or not paragraph.format.auto_space:
        return 0.0
    one, other = tokens[at - 1].char, tokens[at].char
    if not one or not other:
        return 0.0
    han, latin = (one, other) if "\u4e00" <= one <= "\u9fff" else (other, one)
    if not ("\u4e00" <= han <= "\u9fff" and latin.isascii() and latin.isalnum()):
        return 0.0
    if latin.isdigit() and not paragraph.format.auto_space_digits:
        return 0.0
    return measure.habits.gap * size_of(tokens[at].format)


def _until_tab(tokens: Sequence[Token], start: int) -> int:
    return next((at for at in range(start, len(tokens)) if tokens[at].char == TAB), len(tokens))


def _stop(
    token: Token,
    x: float,
    edge: float,
    start: float,
    end: float,
    paragraph: WordParagraph,
    measure: Measure,
) -> tuple[str, float]:
    """The tab stop that a tab at `x` goes to."""
    if isinstance(token.thing, PlacedTab):
        places = {"left": start, "centre": (edge + end) / 2, "right": end}
        return token.thing.align, places[token.thing.align]
    stops = sorted(
        (edge + float(tab.at), tab.align)
        for tab in paragraph.format.tabs
        if tab.align != "bar" and edge + float(tab.at) > x + 0.01
    )
    hang = edge + float(paragraph.format.indents.left)
    if float(paragraph.format.indents.first) < 0 and hang > x + 0.01 and (not stops or hang < stops[0][0]):
        return "left", hang
    if stops:
        return stops[0][1], stops[0][0]
    step = max(measure.default_tab, 1.0)
    return "left", edge + (int((x - edge + 0.01) / step) + 1) * step


def _set(
    tokens: Sequence[Token],
    start: float,
    end: float,
    edge: float,
    paragraph: WordParagraph,
    measure: Measure,
    ended_by: str,
    *,
    whole: bool,
) -> SetLine:
    places = list(_places(tokens, start, end, edge, paragraph, measure))
    right = max((x + token.width for x, token in zip(places, tokens, strict=True)), default=start)
    align = paragraph.format.align
    tabs = any(token.char == TAB for token in tokens)
    trailing = 0.0
    for token in reversed(tokens):
        if token.char != " ":
            break
        trailing += token.width
    free = end - (right - trailing)
    shift = {"centre": free / 2, "right": free}.get(align, 0.0) if not tabs and tokens else 0.0
    spread = 0.0
    inked = [at for at, token in enumerate(tokens) if token.width and not token.thing]
    if align == "distributed" and len(inked) > 1 and not tabs:
        spread = free / (len(inked) - 1)
    chars, underlines, things = [], [], []
    looks: dict[tuple[int, str], Look] = {}
    passed = 0
    for at, (x, token) in enumerate(zip(places, tokens, strict=True)):
        x += shift + passed * spread
        if isinstance(token.thing, Picture | Shape):
            things.append(Inline(x, token.thing))
            continue
        width = token.width
        if token.char == TAB:
            width = (places[at + 1] if at + 1 < len(places) else end) - places[at]
        elif at in inked:
            passed += 1
        if token.format.underline not in ("", "none") and (token.char in BLANKS or token.char == TAB):
            underlines.append(_underline(x, width, token.format))
        if token.char != TAB:
            y = -float(token.format.raised)
            key = id(token.format), token.char
            if key not in looks:
                looks[key] = look_of(token.char, token.format)
            chars.append(Seen(token.char, x, y, x + width, looks[key]))
    above, height = _height(tokens, paragraph, measure)
    return SetLine(tuple(chars), above, height, ended_by, tuple(_joined(underlines)), tuple(things))


def _underline(x: float, width: float, format_: RunFormat) -> Underline:
    size = size_of(format_)
    thick = 2.0 if format_.underline in ("thick", "wavyHeavy", "dashedHeavy") else 1.0
    ink = format_.underline_ink or format_.ink
    return Underline(
        x, _UNDERLINE * size - float(format_.raised), width, _UNDERLINE_WEIGHT * size * thick, ink
    )


def _joined(underlines: Sequence[Underline]) -> Iterator[Underline]:
    """Those that go on as one."""
    last: Underline | None = None
    for one in underlines:
        if last and abs(last.x + last.length - one.x) < 1 and last[3:] == one[3:]:
            last = last._replace(length=one.x + one.length - last.x)
            continue
        if last:
            yield last
        last = one
    if last:
        yield last


def _height(tokens: Sequence[Token], paragraph: WordParagraph, measure: Measure) -> tuple[float, float]:
    """From a line's top to its baseline, and to its bottom."""
    spacing = paragraph.format.line
    value = float(spacing.value)
    if spacing.rule == "exact":
        return EXACT_BASELINE * value, value
    unlike = {
        (id(token.format), is_east_asian(token.char, token.format)): token
        for token in tokens
        if token.thing is None and token.char != TAB
    }
    sign = "中" if paragraph.mark.hint == "eastAsia" else "0"
    extents = [extent_of(one.char, one.format, measure.habits.extents) for one in unlike.values()]
    extents = extents or [extent_of(sign, paragraph.mark, measure.habits.extents)]
    extents += [
        (float(token.thing.height), 0.0) for token in tokens if isinstance(token.thing, Picture | Shape)
    ]
    above, below = max(one for one, _ in extents), max(other for _, other in extents)
    natural = above + below
    pitch = float(measure.grid.line_pitch or 0) if measure.grid.kind != "none" else 0.0
    if pitch > 0 and paragraph.format.snaps and measure.snaps:
        height = max(1.0, -(-(natural - 0.05) // pitch)) * pitch
        above += (height - natural) / 2
        if spacing.rule == "auto":
            return above, max(natural, height * value)
        return above, max(height, value)
    if spacing.rule == "at_least":
        height = max(natural, value)
        return above + height - natural, height
    return above, natural * value
