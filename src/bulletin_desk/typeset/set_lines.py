"""Puts the characters of a broken line in their places: compression, spreading, alignment, faces. Breaks
nothing.

Works in units and turns them into points at the very end; equal shares are dealt so that they add up
exactly.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.accents import ABSORBED
from bulletin_desk.hanzi.cells import cells
from bulletin_desk.hanzi.classes import (
    COMPRESSIBLE,
    COMPRESSION_ORDER,
    INK_AT_RIGHT,
    JOINING,
    LAST_COMPRESSED,
)
from bulletin_desk.pages.model import Colour, FontRef, Line, Run
from bulletin_desk.typeset.glyphs import Glyphs
from bulletin_desk.typeset.measure import Widths, open_gaps
from bulletin_desk.typeset.paragraph import HALF, UNITS, Broken, Paragraph, Span


def set_line(paragraph: Paragraph, broken: Broken, widths: Widths, tables: Sequence[Glyphs]) -> Line:
    """The line with every glyph in its place, x from the text block's left edge. `tables` has the glyphs
    for each span of the paragraph."""
    text = paragraph.text[broken.start : broken.visible]
    set_as = cells(paragraph.text, broken.start, broken.visible)
    own = widths.of(set_as, broken.start)
    gaps = widths.gaps(text, set_as)
    taken: dict[int, int] = {}
    indent = paragraph.left + (paragraph.first_indent if broken.first else 0)
    room = paragraph.measure - (paragraph.first_indent if broken.first else 0)
    fixed = paragraph.fixed if broken.first else 0
    if broken.squeeze:
        taken = _compress(set_as, gaps, broken.squeeze, fixed, widths)
    else:
        taken = _blanks(paragraph, set_as)
        natural = sum(own) + sum(gaps.values()) - sum(taken.values())
        if natural > room and widths.hangs(set_as[-1]):
            natural -= own[-1]  # it stands outside
        if paragraph.align == "justified":
            if broken.spread and natural < room:
                _spread(text, own, gaps, room - natural, fixed)
        elif paragraph.align == "distributed":
            _spread(text, own, gaps, max(room - natural, 0))
        elif paragraph.align == "right":
            indent += room - natural
        elif paragraph.align == "centre":
            indent += (room - natural) // 2
    lefts, rights = _edges_of(own, gaps, taken, indent)
    scale = float(paragraph.advance) / UNITS
    return Line(
        text=_printed(paragraph, text, broken.start, tables),
        start=paragraph.in_node(broken.start),
        end=paragraph.in_node(broken.end),
        edges=tuple([edge * scale for edge in _caret_edges(paragraph, broken, lefts, rights, indent)]),
        runs=_runs(paragraph, broken.start, text, set_as, own, lefts, taken, tables, widths.opening),
        dropped=paragraph.text[broken.visible : broken.end],
    )


class BareLine(NamedTuple):
    """A line of `natural` width, wherever it begins: the same text stands elsewhere as soon as a column
    becomes wider. `lefts` (of the characters that are printed) and `edges` are units of `scale` points from
    there, the glyph origins in `line` are points from these characters' left edges."""

    natural: int
    scale: float
    lefts: list[int]
    edges: list[int]
    line: Line

    def at(self, indent: int) -> Line:
        """The line where it begins so many units from the text block's left edge."""
        scale, lefts = self.scale, self.lefts
        text, start, end, _, bare, dropped = self.line
        runs = []
        for run in bare:
            first = (run.start or 0) - start
            xs = [
                (indent + left) * scale + bearing
                for left, bearing in zip(lefts[first : first + len(run.xs)], run.xs, strict=True)
            ]
            runs.append(run._replace(xs=tuple(xs)))
        edges = tuple([(indent + edge) * scale for edge in self.edges])
        return Line(text, start, end, edges, tuple(runs), dropped)


def bare_line(paragraph: Paragraph, broken: Broken, widths: Widths, tables: Sequence[Glyphs]) -> BareLine:
    """A line that is neither compressed nor spread, of a paragraph without indents, to which the layout adds
    nothing. `tables` as for `set_line`."""
    text = paragraph.text[broken.start : broken.visible]
    set_as = cells(paragraph.text, broken.start, broken.visible)
    own = widths.of(set_as, broken.start)
    gaps = widths.gaps(text, set_as)
    lefts, rights = _edges_of(own, gaps, {}, 0)
    nowhere = [0] * len(own)
    line = Line(
        text=_printed(paragraph, text, broken.start, tables),
        start=broken.start,
        end=broken.end,
        edges=(),
        runs=_runs(paragraph, broken.start, text, set_as, own, nowhere, {}, tables, widths.opening),
        dropped=paragraph.text[broken.visible : broken.end],
    )
    scale = float(paragraph.advance) / UNITS
    natural = rights[-1] if rights else 0
    return BareLine(natural, scale, lefts, _caret_edges(paragraph, broken, lefts, rights, 0), line)


_BY_INK = frozenset({Kind.TITLE, Kind.SECTION_HEAD, Kind.SECTION_HEAD_2})
"""Parts that stand by themselves: the eye takes a line's ink for its edge, not the blank half of 《 or 】."""
_BLANK_AT_RIGHT = COMPRESSIBLE - INK_AT_RIGHT


def _blanks(paragraph: Paragraph, set_as: Sequence[str]) -> dict[int, int]:
    """What marks of such a part's line give up, by offset: the blank half at its left edge, at its right edge
    where it is centred, and one of two that meet (】《). CLREQ 3.1.6."""
    blanks: dict[int, int] = {}
    if paragraph.kind in _BY_INK and len(set_as) > 1:
        if set_as[0] in INK_AT_RIGHT:
            blanks[0] = HALF
        for index, (cell, following) in enumerate(pairwise(set_as)):
            if following in INK_AT_RIGHT and cell in _BLANK_AT_RIGHT:
                blanks[index] = HALF
        if paragraph.align == "centre" and set_as[-1] in _BLANK_AT_RIGHT:
            blanks[len(set_as) - 1] = HALF
    return blanks


def _compress(
    set_as: Sequence[str], gaps: dict[int, int], squeeze: int, fixed: int, widths: Widths
) -> dict[int, int]:
    """Takes `squeeze` from marks and gaps behind the first `fixed` characters in CLREQ's order (3.1.6),
    equally within a class: what each mark gives up, by offset. Narrows `gaps` in place."""
    taken: dict[int, int] = {}
    given = widths.given(set_as, gaps) if widths.rule.adjacent else set()
    last = len(set_as) - 1
    if set_as[-1] in widths.with_blank and last not in given:
        taken[last] = min(HALF, squeeze)
        squeeze -= taken[last]
    brackets, *others = COMPRESSION_ORDER
    for marks in (brackets | (widths.with_blank - COMPRESSIBLE), *others):
        squeeze -= _deal(squeeze, _marks(set_as, marks, taken, fixed, given), HALF, taken)
    narrowed: dict[int, int] = {}
    open_to = sorted(at for at, gap in gaps.items() if at > fixed and gap > 0)
    squeeze -= _deal(squeeze, open_to, widths.gap, narrowed)
    for offset, amount in narrowed.items():
        gaps[offset] -= amount
    _deal(squeeze, _marks(set_as, LAST_COMPRESSED, taken, fixed, given), HALF, taken)
    return taken


def _marks(
    set_as: Sequence[str], marks: frozenset[str], taken: dict[int, int], fixed: int, given: set[int]
) -> list[int]:
    return [
        index
        for index, cell in enumerate(set_as)
        if cell in marks and index not in taken and index >= fixed and index not in given
    ]


def _deal(amount: int, offsets: Sequence[int], most: int, into: dict[int, int]) -> int:
    """Deals an amount equally over offsets, at most `most` each; returns what was dealt."""
    count = len(offsets)
    amount = min(amount, most * count)
    if amount > 0:
        for turn, offset in enumerate(offsets):
            into[offset] = amount * (turn + 1) // count - amount * turn // count
    return max(amount, 0)


def _spread(text: str, own: list[int], gaps: dict[int, int], room: int, fixed: int = 0) -> None:
    """Spreads the room left evenly over the gaps between characters behind the first `fixed`, not inside a
    unit. Widens `gaps` in place."""
    wider: dict[int, int] = {}
    places = open_gaps(text, own)
    _deal(room, [place for place in places if place > fixed] if fixed else places, room, wider)
    for index, amount in wider.items():
        gaps[index] = gaps.get(index, 0) + amount


def _edges_of(
    own: Sequence[int], gaps: dict[int, int], taken: dict[int, int], at: int
) -> tuple[list[int], list[int]]:
    """The left and right edges of characters of these widths, with gaps before them, where some of them give
    something up. The first one's is `at`."""
    lefts: list[int] = []
    rights: list[int] = []
    for index, width in enumerate(own):
        at += gaps.get(index, 0)
        lefts.append(at)
        at += width - taken.get(index, 0)
        rights.append(at)
    return lefts, rights


def _caret_edges(
    paragraph: Paragraph, broken: Broken, lefts: list[int], rights: list[int], indent: int
) -> list[int]:
    """The caret's places: before each character of the text node in this line, and after the
    last."""
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
    return edges


def _runs(
    paragraph: Paragraph,
    start: int,
    text: str,
    set_as: Sequence[str],
    own: list[int],
    lefts: list[int],
    taken: dict[int, int],
    tables: Sequence[Glyphs],
    opening: frozenset[str],
) -> tuple[Run, ...]:
    """The glyphs, grouped by face, stretch and whether they belong to the text node."""
    size = float(paragraph.size)
    scale = float(paragraph.advance) / UNITS
    colour = Colour(*paragraph.colour)
    lead, end_of_node = paragraph.lead, len(paragraph.text) - paragraph.tail
    runs: list[Run] = []
    chars: list[str] = []
    meant: list[str] = []
    xs: list[float] = []
    font, stretch, run_start, follows, strong = _NO_FONT, 1.0, None, -1, False
    filling: dict[tuple[str, int], tuple[float, float]] = {}
    spans = _spans_from(paragraph, start, tables)
    span, glyphs = next(spans)
    for index, (char, cell) in enumerate(zip(text, set_as, strict=True)):
        offset = start + index
        while offset >= span.end:
            span, glyphs = next(spans)
        glyph = glyphs[cell]
        if glyph.face is None:
            continue  # without width, or reported as a remark: there is nothing to draw
        left, bearing, wider = lefts[index], glyph.bearing, glyph.stretch
        if char in JOINING and (text[index - 1 : index] == char or text[index + 1 : index + 2] == char):
            if (char, span.end) not in filling:
                filling[char, span.end] = glyph.filling(own[index] * scale, size)
            bearing, wider = filling[char, span.end]
        elif cell in opening:  # the ink keeps its right edge when the cell's left is taken
            left -= taken.get(index, 0)
        apart = glyph.font is not font or wider != stretch or span.strong != strong
        if apart or offset != follows or offset in (lead, end_of_node):
            if chars:
                original = "" if meant == chars else "".join(meant)
                runs.append(
                    Run("".join(chars), run_start, font, size, tuple(xs), colour, stretch, original, strong)
                )
            strong = span.strong
            font, stretch, chars, meant, xs = glyph.font, wider, [], [], []
            run_start = offset - lead if lead <= offset < end_of_node else None
        follows = offset + 1
        chars.append(glyph.char)
        meant.append(char if glyph.rule == "missing" else glyph.char)
        xs.append(left * scale + bearing)
    if chars:
        original = "" if meant == chars else "".join(meant)
        runs.append(Run("".join(chars), run_start, font, size, tuple(xs), colour, stretch, original, strong))
    return tuple(runs)


_NO_FONT = FontRef("")


def _spans_from(paragraph: Paragraph, start: int, tables: Sequence[Glyphs]) -> Iterator[tuple[Span, Glyphs]]:
    """The spans from the one with character `start` on, and the glyphs for each."""
    spans = paragraph.spans
    for at in range(min(bisect_right(spans, start, key=_END), len(spans) - 1), len(spans)):
        yield spans[at], tables[at]


_END = itemgetter(0)
"""Of a span: where it ends."""


def _printed(paragraph: Paragraph, text: str, start: int, tables: Sequence[Glyphs]) -> str:
    """The text as printed: private-use characters as what they stand for, but not what no face has as 〓."""
    if text.isprintable():  # neither private-use nor control characters: nothing to look up
        return text.replace(ABSORBED, "")
    spans = _spans_from(paragraph, start, tables)
    span, glyphs = next(spans)
    printed = []
    for offset, char in enumerate(text, start):
        while offset >= span.end:
            span, glyphs = next(spans)
        glyph = glyphs[char]
        printed.append(glyph.char if glyph.rule == "private_use" else char)
    return "".join(printed).replace(ABSORBED, "")
