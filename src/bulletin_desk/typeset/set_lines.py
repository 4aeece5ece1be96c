"""Puts the characters of a broken line in their places: compression, spreading, alignment, faces. Breaks
nothing.

Works in units and turns them into points at the very end; equal shares are dealt so that they add up
exactly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bulletin_desk.hanzi.accents import ABSORBED
from bulletin_desk.hanzi.classes import (
    COMPRESSIBLE,
    COMPRESSION_ORDER,
    HAN_LATIN_EDGE,
    INK_AT_RIGHT,
    JOINING,
    LAST_COMPRESSED,
    LATIN_UNIT,
)
from bulletin_desk.pages.model import Colour, FontRef, Line, Run
from bulletin_desk.typeset.glyphs import Glyphs
from bulletin_desk.typeset.measure import Widths
from bulletin_desk.typeset.paragraph import HALF, QUARTER, UNITS, Broken, Paragraph

_UNIT = re.compile(rf"(?:{LATIN_UNIT}|[!-~])++|—{{2,}}|…{{2,}}")
"""What is not spread: a Latin run with all its marks (an address such as a.b/c?d=e is one), —— and ……."""


def set_line(paragraph: Paragraph, broken: Broken, widths: Widths, tables: Sequence[Glyphs]) -> Line:
    """The line with every glyph in its place, x from the text block's left edge. `tables` has the glyphs
    for each span of the paragraph."""
    text = paragraph.text[broken.start : broken.visible]
    own = [widths[char] for char in text]
    gaps = {match.start(): QUARTER for match in HAN_LATIN_EDGE.finditer(text)}
    taken: dict[int, int] = {}
    indent = paragraph.left + (paragraph.first_indent if broken.first else 0)
    room = paragraph.measure - (paragraph.first_indent if broken.first else 0)
    if broken.squeeze:
        taken = _compress(text, gaps, broken.squeeze)
    else:
        natural = sum(own) + sum(gaps.values())
        if paragraph.align == "justified":
            if broken.spread and natural < room:
                _spread(text, own, gaps, room - natural)
        elif paragraph.align == "right":
            indent += room - natural
        elif paragraph.align == "centre":
            indent += (room - natural) // 2
    lefts: list[int] = []
    rights: list[int] = []
    at = indent
    for index, width in enumerate(own):
        at += gaps.get(index, 0)
        lefts.append(at)
        at += width - taken.get(index, 0)
        rights.append(at)
    return Line(
        text=_printed(paragraph, text, broken.start, tables),
        start=_in_node(paragraph, broken.start),
        end=_in_node(paragraph, broken.end),
        edges=_edges(paragraph, broken, lefts, rights, indent),
        runs=_runs(paragraph, broken.start, text, own, lefts, taken, tables),
    )


def _compress(text: str, gaps: dict[int, int], squeeze: int) -> dict[int, int]:
    """Takes `squeeze` from marks and gaps in CLREQ's order (3.1.6), equally within a class: what each
    mark gives up, by offset. Narrows `gaps` in place."""
    taken: dict[int, int] = {}
    if text[-1] in COMPRESSIBLE:
        taken[len(text) - 1] = min(HALF, squeeze)
        squeeze -= taken[len(text) - 1]
    for marks in COMPRESSION_ORDER:
        squeeze -= _deal(squeeze, _marks(text, marks, taken), HALF, taken)
    narrowed: dict[int, int] = {}
    squeeze -= _deal(squeeze, sorted(gaps), QUARTER, narrowed)
    for offset, amount in narrowed.items():
        gaps[offset] -= amount
    _deal(squeeze, _marks(text, LAST_COMPRESSED, taken), HALF, taken)
    return taken


def _marks(text: str, marks: frozenset[str], taken: dict[int, int]) -> list[int]:
    return [index for index, char in enumerate(text) if char in marks and index not in taken]


def _deal(amount: int, offsets: Sequence[int], most: int, into: dict[int, int]) -> int:
    """Deals an amount equally over offsets, at most `most` each; returns what was dealt."""
    count = len(offsets)
    amount = min(amount, most * count)
    if amount > 0:
        for turn, offset in enumerate(offsets):
            into[offset] = amount * (turn + 1) // count - amount * turn // count
    return max(amount, 0)


def _spread(text: str, own: list[int], gaps: dict[int, int], room: int) -> None:
    """Spreads the room left evenly over the gaps between characters, not inside a unit. Widens `gaps` in
    place."""
    fixed = {index for match in _UNIT.finditer(text) for index in range(match.start() + 1, match.end())}
    open_gaps = [index for index in range(1, len(text)) if index not in fixed and own[index]]
    wider: dict[int, int] = {}
    _deal(room, open_gaps, room, wider)
    for index, amount in wider.items():
        gaps[index] = gaps.get(index, 0) + amount


def _in_node(paragraph: Paragraph, offset: int) -> int:
    """An offset of the paragraph's text as an offset of its text node."""
    return max(0, min(offset, len(paragraph.text) - paragraph.tail) - paragraph.lead)


def _edges(
    paragraph: Paragraph, broken: Broken, lefts: list[int], rights: list[int], indent: int
) -> tuple[float, ...]:
    """The caret's places in points: before each character of the text node in this line, and after the
    last."""
    scale = float(paragraph.advance) / UNITS
    from_ = max(broken.start, paragraph.lead)
    to = min(broken.end, len(paragraph.text) - paragraph.tail)
    right = (
        rights[-1] if rights else indent
    )  # where what is not printed, as a space at the break, has its place
    here = range(from_ - broken.start, to - broken.start)
    edges = [lefts[index] if index < len(lefts) else right for index in here]
    printed = min(
        max(from_, to) - broken.start, len(rights)
    )  # without text, behind what the layout adds before it
    edges.append(rights[printed - 1] if printed else indent)
    return tuple(edge * scale for edge in edges)


def _runs(
    paragraph: Paragraph,
    start: int,
    text: str,
    own: list[int],
    lefts: list[int],
    taken: dict[int, int],
    tables: Sequence[Glyphs],
) -> tuple[Run, ...]:
    """The glyphs, grouped by face, stretch and whether they belong to the text node."""
    size = float(paragraph.size)
    scale = float(paragraph.advance) / UNITS
    colour = Colour(*paragraph.colour)
    lead, end_of_node = paragraph.lead, len(paragraph.text) - paragraph.tail
    runs: list[Run] = []
    chars: list[str] = []
    xs: list[float] = []
    font, stretch, run_start, follows = _NO_FONT, 1.0, None, -1
    filling: dict[tuple[str, int], tuple[float, float]] = {}
    spans = zip(paragraph.spans, tables, strict=True)
    span, glyphs = next(spans)
    for index, char in enumerate(text):
        offset = start + index
        while offset >= span.end:
            span, glyphs = next(spans)
        glyph = glyphs[char]
        if glyph.face is None:
            continue  # without width, or reported as a remark: there is nothing to draw
        left, bearing, wider = lefts[index], glyph.bearing, 1.0
        if char in JOINING and (text[index - 1 : index] == char or text[index + 1 : index + 2] == char):
            if (char, span.end) not in filling:
                filling[char, span.end] = glyph.filling(own[index] * scale, size)
            bearing, wider = filling[char, span.end]
        elif char in INK_AT_RIGHT:  # the ink keeps its right edge when the cell's left is taken
            left -= taken.get(index, 0)
        if glyph.font is not font or wider != stretch or offset != follows or offset in (lead, end_of_node):
            if chars:
                runs.append(Run("".join(chars), run_start, font, size, tuple(xs), colour, stretch))
            font, stretch, chars, xs = glyph.font, wider, [], []
            run_start = offset - lead if lead <= offset < end_of_node else None
        follows = offset + 1
        chars.append(glyph.char)
        xs.append(left * scale + bearing)
    if chars:
        runs.append(Run("".join(chars), run_start, font, size, tuple(xs), colour, stretch))
    return tuple(runs)


_NO_FONT = FontRef("")


def _printed(paragraph: Paragraph, text: str, start: int, tables: Sequence[Glyphs]) -> str:
    """The text as printed: private-use characters as what they stand for, but not what no face has as 〓."""
    if text.isprintable():  # neither private-use nor control characters: nothing to look up
        return text.replace(ABSORBED, "")
    spans = zip(paragraph.spans, tables, strict=True)
    span, glyphs = next(spans)
    printed = []
    for offset, char in enumerate(text, start):
        while offset >= span.end:
            span, glyphs = next(spans)
        glyph = glyphs[char]
        printed.append(glyph.char if glyph.rule == "private_use" else char)
    return "".join(printed).replace(ABSORBED, "")
