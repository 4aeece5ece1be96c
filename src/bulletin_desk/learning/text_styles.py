"""How texts of one kind are set, as a style of a layout: what most of their characters and paragraphs have.
Must not know which kinds there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby, pairwise
from math import ceil
from statistics import median
from typing import NamedTuple

from bulletin_desk.hanzi.classes import COMPRESSIBLE as _MARKS
from bulletin_desk.layouts.model import Align, Style
from bulletin_desk.learning.as_manuscript import han_of, is_han, most
from bulletin_desk.learning.block_fit import Block
from bulletin_desk.learning.evidence import Seen
from bulletin_desk.learning.faces_seen import role_of
from bulletin_desk.learning.inks import cmyk_of
from bulletin_desk.learning.paragraphs import SetParagraph

_OPENING = "“‘（《〈「『【〔［〖("
"""Marks whose blank half may be cut off at the beginning of a line."""
_HALF = Fraction(1, 2)
_NEAR_EM = 0.12
"""Em within which an indent is told in halves of an em."""
_NEAR_SIZE = 0.13
"""Points within which a size is told in half points: Word writes 15.96 for 16."""
_LEAST_STEPS = 2
"""Pairs of characters that tell how wide one is."""
_NEAR_CELL = 0.15
_STEP = Fraction(1, 20)
_HALF_CUT = 1.1
"""Em by which the margins of a centred line may differ whose first or last mark is halved."""
_FAR = 3
"""Cells: no text is indented so far."""
_LEAST_FULL = 2
"""Paragraphs of several lines that tell that what is no running text is justified all the same."""
_RAGGED = 0.6
"""Em by which the lines of a justified paragraph end apart at most: a mark may be halved."""


class Sample(NamedTuple):
    """A text in its paragraph: its characters, those printed before and behind it there. `begins`: its first
    line is the first of the text. `in_lines`: it was seen where the paragraph's lines end."""

    paragraph: SetParagraph
    chars: tuple[Seen | None, ...]
    before: tuple[Seen | None, ...] = ()
    behind: tuple[Seen | None, ...] = ()
    begins: bool = True


def style_like(style: Style, samples: Sequence[Sample], block: Block, *, told: bool = False) -> Style:
    """A style as the samples have it; what they leave open as in `style`. `told`: their paragraphs' indents
    were told, not seen where lines begin and end."""
    chars = [seen for sample in samples for seen in sample.chars]
    han = han_of(chars)
    if not han:
        return style
    face = _role(han) or style.face
    size = size_of(han)
    advance = _advance(samples, size, block)
    align = _align(samples, style.align, block)
    first, left, right = _indents(samples, align, advance, block, told=told)
    return Style(
        name=style.name,
        face=face,
        size=size,
        advance=advance,
        colour=cmyk_of(most(seen.look.ink for seen in han) or han[0].look.ink),
        align=align,
        first_line_indent=first,
        left_indent=left,
        right_indent=right,
        prefix="",
        suffix="",
        prefix_face=face,
        latin_face=latin_face_of(chars, face, style.latin_face),
    )


def size_of(chars: Iterable[Seen]) -> Fraction:
    """The size of most characters, in half points where it is as good as that."""
    size = most([round(seen.look.size, 2) for seen in chars]) or 0.0
    near = Fraction(round(size * 2), 2)
    return near if abs(float(near) - size) <= _NEAR_SIZE else Fraction(round(size * 20), 20)


def latin_face_of(chars: Iterable[Seen | None], face: str, otherwise: str) -> str:
    """The role of letters and figures; where there are none, what goes with the face."""
    latin = [seen for seen in chars if seen is not None and seen.char.isascii() and seen.char.isalnum()]
    role = _role(latin)
    if role:
        return role
    return "latin_bold" if face == "xiaobiaosong" else otherwise


def indent_of(length: float, em: Fraction) -> Fraction:
    """A measured indent as an office would say it: in halves of an em where it is as good as that."""
    halves = Fraction(round(length / float(em) * 2), 2)
    if abs(length / float(em) - float(halves)) <= _NEAR_EM:
        return max(halves * em, Fraction(0))
    return max(round(Fraction(length) / _STEP) * _STEP, Fraction(0))


def begin_of(paragraph: SetParagraph, em: float) -> float:
    """How far the first line stands in from the block's left edge. An opening mark whose blank half is cut
    off, or a part of it, stands so much further left than the line begins: at a whole em."""
    at = paragraph.left + paragraph.indent
    if paragraph.lines[0].line.chars[0].char not in _OPENING:
        return at
    whole = ceil(at / em - _NEAR_EM) * em
    return whole if whole - at <= em * (0.5 + _NEAR_EM) else at


def _role(chars: Iterable[Seen]) -> str:
    return most([role for seen in chars if (role := role_of(seen.look.face, seen.look.bold))]) or ""


def _advance(samples: Sequence[Sample], size: Fraction, block: Block) -> Fraction:
    """How wide a full-width character is: as the grid's cell or as its type, unless it is spaced. Lines that
    are as wide as the block may be spread or squeezed: others tell, where there are any."""
    loose, full = _steps(samples, block)
    step = median(loose if len(loose) >= _LEAST_STEPS else [*loose, *full] or [0.0])
    if not step or len(loose) + len(full) < _LEAST_STEPS:
        return block.cell if size == block.size else size
    by_cell, by_size = abs(step - float(block.cell)), abs(step - float(size))
    if size == block.size and by_cell <= by_size:
        return block.cell
    if by_size <= max(_NEAR_CELL, float(size) / 50) or len(loose) < _LEAST_STEPS:
        return size
    measured = round(Fraction(step) / _STEP) * _STEP
    return min(max(measured, size / 2), size * 2)


def _steps(samples: Sequence[Sample], block: Block) -> tuple[list[float], list[float]]:
    """How far Chinese characters begin apart: in lines that are not as wide as the block, and in those that
    are."""
    right = float(block.left + block.cell * block.cells)
    loose: list[float] = []
    full: list[float] = []
    for sample in samples:
        there = [seen for seen in sample.chars if seen is not None]
        for _, line in groupby(there, key=lambda seen: seen.y):
            chars = list(line)
            reaches = chars[-1].right > right - chars[-1].look.size and sample.paragraph.align == "justified"
            (full if reaches else loose).extend(
                after.x - seen.x
                for seen, after in pairwise(chars)
                if is_han(seen.char) and is_han(after.char) and after.x > seen.x
            )
    return loose, full


def _align(samples: Sequence[Sample], otherwise: Align, block: Block) -> Align:
    """As most are set; a line that is as wide as the block may be of centred text as well."""
    counts = {"centre": 0, "right": 0, "left": 0, "justified": 0}
    for sample in samples:
        if sample.paragraph.align in counts:
            counts[sample.paragraph.align] += 1
    either = sum(_is_symmetric(sample.paragraph) for sample in samples if sample.paragraph.align != "centre")
    far = all(sample.paragraph.left + sample.paragraph.indent > _FAR * block.cell for sample in samples)
    if (counts["centre"] or far) and (counts["centre"] + either) * 2 > len(samples):
        return "centre"
    if counts["right"] * 2 > len(samples):
        return "right"
    if not any(counts.values()):
        return otherwise
    if otherwise == "justified":
        return "left" if counts["left"] > counts["justified"] or _is_ragged(samples) else "justified"
    several = [sample.paragraph for sample in samples if len(sample.paragraph.lines) > 1]
    full = [one for one in several if abs(one.right) < _RAGGED * one.look.size]
    return "justified" if len(full) >= _LEAST_FULL and len(full) == len(several) else "left"


def _is_symmetric(paragraph: SetParagraph) -> bool:
    """Whether its lines stand as if they were centred."""
    if len(paragraph.lines) > 1:
        return False
    text = paragraph.text.strip()
    marked = text[:1] in _MARKS or text[-1:] in _MARKS
    off = abs(paragraph.left + paragraph.indent - paragraph.right) / paragraph.look.size
    return off < (_HALF_CUT if marked else _HALF_CUT / 2)


def _is_ragged(samples: Sequence[Sample]) -> bool:
    """Whether lines that others follow end at places of their own."""
    ends = [
        piece.line.right
        for sample in samples
        for piece in sample.paragraph.lines[:-1]
        if sample.paragraph.align not in ("centre", "right")
    ]
    if not ends:
        return False
    usual = _usual(ends)
    size = samples[0].paragraph.look.size
    return sum(abs(usual - end) > _RAGGED * size for end in ends) * 2 > len(ends)


def _indents(
    samples: Sequence[Sample], align: Align, advance: Fraction, block: Block, *, told: bool
) -> tuple[Fraction, Fraction, Fraction]:
    """The indents of first line, left and right."""
    none = Fraction(0)
    em = float(advance)
    paragraphs = [sample.paragraph for sample in samples if sample.begins and sample.paragraph.align != "row"]
    if align == "centre" or not paragraphs:
        return none, none, none
    if align == "right":
        return none, none, indent_of(median(_right_ends(samples)), advance)
    paragraphs = [one for one in paragraphs if one.align not in ("centre", "right")] or paragraphs
    in_lines = [one for one in paragraphs if len(one.lines) > 1 or told]
    begins = indent_of(_usual(begin_of(one, em) for one in paragraphs), advance)
    if not in_lines:
        return begins, none, none
    left = indent_of(_usual(one.left for one in in_lines), advance)
    right = indent_of(_usual(one.right for one in in_lines), advance) if align == "justified" else none
    return max(begins - left, none), left, right if right >= advance * _HALF else none


def _right_ends(samples: Sequence[Sample]) -> list[float]:
    """How far each text that stands at the right stays from the edge: its widest line does."""
    ends: list[float] = []
    for sample in samples:
        if sample.paragraph.align != "right":
            continue
        if sample.begins or not ends:
            ends.append(sample.paragraph.right)
        else:
            ends[-1] = min(ends[-1], sample.paragraph.right)
    return ends


def _usual(lengths: Iterable[float]) -> float:
    """The length that occurs most, within a point."""
    there = list(lengths)
    return max(there, key=lambda one: sum(abs(one - other) < 1.0 for other in there))


def common_start(texts: Iterable[str]) -> str:
    """What all of them begin with."""
    there = list(texts)
    shortest = min(there, key=len, default="")
    return next(
        (
            shortest[:at]
            for at in range(len(shortest), 0, -1)
            if all(t.startswith(shortest[:at]) for t in there)
        ),
        "",
    )


def common_end(texts: Iterable[str]) -> str:
    """What all of them end with."""
    return common_start(text[::-1] for text in texts)[::-1]


def text_of(chars: Iterable[Seen | None]) -> str:
    """What characters say."""
    return "".join(seen.char for seen in chars if seen is not None)


def prefix_face_of(samples: Iterable[Sample], face: str) -> str:
    """The role of what is printed before the texts."""
    return _role(_words(seen for sample in samples for seen in sample.before)) or face


def _words(chars: Iterable[Seen | None]) -> Iterator[Seen]:
    return (seen for seen in chars if seen is not None and is_han(seen.char))
