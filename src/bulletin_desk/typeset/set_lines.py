"""Puts the characters of a broken line in their places: compression, spreading, alignment, faces. Breaks
nothing.

Works in units and turns them into points at the very end; equal shares are dealt so that they add up
exactly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bulletin_desk.fonts.faces import Choice, Faces
from bulletin_desk.hanzi.classes import (
    COMPRESSIBLE,
    COMPRESSION_ORDER,
    HAN_LATIN_EDGE,
    INK_AT_RIGHT,
    JOINING,
    LAST_COMPRESSED,
    LATIN_UNIT,
    Width,
    width_of,
)
from bulletin_desk.pages.model import Colour, FontRef, Line, Run
from bulletin_desk.typeset.measure import Widths
from bulletin_desk.typeset.paragraph import HALF, QUARTER, UNITS, Broken, Paragraph

_UNIT = re.compile(rf"{LATIN_UNIT}|—{{2,}}|…{{2,}}")
"""What is not spread: a Latin run, —— and ……."""


def set_line(paragraph: Paragraph, broken: Broken, widths: Widths, faces: Faces) -> Line:
    """The line with every glyph in its place, x from the text block's left edge."""
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
    runs = _runs(paragraph, broken.start, text, own, lefts, taken, faces)
    return Line(
        text=_printed(runs),
        start=_in_node(paragraph, broken.start),
        end=_in_node(paragraph, broken.end),
        edges=_edges(paragraph, broken, lefts, rights, indent),
        runs=runs,
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
    edges = []
    for offset in range(from_, to):
        index = offset - broken.start
        edges.append(lefts[index] if index < len(lefts) else rights[-1] if rights else indent)
    last = to - broken.start - 1
    if 0 <= last < len(rights):
        edges.append(rights[last])
    elif last >= len(rights) and rights:
        edges.append(rights[-1])
    else:  # no character of the node in this line: the caret stands after what the layout adds before it
        lead = min(paragraph.lead - broken.start, len(rights)) - 1
        edges.append(rights[lead] if 0 <= lead < len(rights) else indent)
    return tuple(edge * scale for edge in edges)


def _runs(
    paragraph: Paragraph,
    start: int,
    text: str,
    own: list[int],
    lefts: list[int],
    taken: dict[int, int],
    faces: Faces,
) -> tuple[Run, ...]:
    """The glyphs, grouped by face, stretch and whether they belong to the text node."""
    advance, size = float(paragraph.advance), float(paragraph.size)
    scale = advance / UNITS
    colour = Colour(*paragraph.colour)
    end_of_node = len(paragraph.text) - paragraph.tail
    runs: list[Run] = []
    chars: list[str] = []
    xs: list[float] = []
    key: tuple[FontRef, float, bool] | None = None
    run_start: int | None = None
    spans = iter(paragraph.spans)
    span = next(spans)
    for index, char in enumerate(text):
        offset = start + index
        while offset >= span.end:
            span = next(spans)
        kind = width_of(char)
        if kind is Width.NONE:
            continue
        role = span.role if kind is Width.FULL else paragraph.latin_role
        choice = faces.choose(role, char)
        if choice is None:
            continue  # reported as a remark; there is nothing to draw
        x, stretch = _origin(text, index, choice, kind, own[index], lefts[index], taken, size, scale)
        in_node = paragraph.lead <= offset < end_of_node
        new_key = (choice.face.ref, stretch, in_node)
        if new_key != key or (run_start is not None and run_start + len(chars) != offset - paragraph.lead):
            if key is not None:
                runs.append(Run("".join(chars), run_start, key[0], size, tuple(xs), colour, key[1]))
            key, chars, xs = new_key, [], []
            run_start = offset - paragraph.lead if in_node else None
        chars.append(choice.char)
        xs.append(x)
    if key is not None:
        runs.append(Run("".join(chars), run_start, key[0], size, tuple(xs), colour, key[1]))
    return tuple(runs)


def _origin(
    text: str,
    index: int,
    choice: Choice,
    kind: Width,
    own: int,
    left: int,
    taken: dict[int, int],
    size: float,
    scale: float,
) -> tuple[float, float]:
    """The glyph's origin in points and its horizontal stretch."""
    face = choice.face
    if kind is Width.PROPORTIONAL:
        return left * scale, 1.0
    char = choice.char
    if char in JOINING and (text[index - 1 : index] == char or text[index + 1 : index + 2] == char):
        ink_left, ink_right = face.ink(char)
        stretch = own * scale / ((ink_right - ink_left) * size / face.units_per_em)
        return left * scale - ink_left * size / face.units_per_em * stretch, stretch
    if char in INK_AT_RIGHT:  # the ink keeps its right edge when the cell's left is taken
        left -= taken.get(index, 0)
    return left * scale + (own * scale - face.advance(char) * size / face.units_per_em) / 2, 1.0


def _printed(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)
