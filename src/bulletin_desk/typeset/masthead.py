"""A name as large as the text block is wide: on one line, or on two where it would be too small on one."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from math import floor

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.classes import HAN, LATIN
from bulletin_desk.layouts.model import Style
from bulletin_desk.layouts.rows import Fit
from bulletin_desk.typeset.composed import Composed, Composer
from bulletin_desk.typeset.measure import natural_width
from bulletin_desk.typeset.paragraph import paragraph

_MOST_LINES = 2
"""Of a name that its author has not divided."""
_LEAST = Fraction(4)
"""Points: below that nothing is looked for that would make two lines of a name."""


def fitted_name(
    text: str, kind: Kind, style: Style, fit: Fit, width: Fraction, room: Fraction, composer: Composer
) -> tuple[Composed, Fraction]:
    """A name in a block of some width, and how far apart its lines are: on one line; in two, divided by
    sense, where it would be smaller on one than the layout allows, or as the clerk has divided it, and then
    no higher than `room`. In points."""
    size, count = _size(text, kind, style, fit, width, composer)
    if count > 1:
        size = min(size, max(room, style.size / 4) / (1 + (count - 1) * fit.pitch))
        size = floor(size * 2) / Fraction(2) or size  # as a word processor has it: in half points
    fitted = replace(style, size=size, advance=size)
    spaced = fit.widths.get(_spaceable(text), Fraction(0))
    bare = not (style.prefix or style.suffix)
    if count == 1 and bare and spaced > natural_width(text, composer.widths(style.latin_face)) * size:
        side = (width - spaced) / 2
        fitted = replace(fitted, align="distributed", left_indent=side, right_indent=side)
    composed = composer.compose(paragraph(kind, fitted, text, width))
    return composed, size * fit.pitch if composed.count > 1 else size


def _size(
    text: str, kind: Kind, style: Style, fit: Fit, width: Fraction, composer: Composer
) -> tuple[Fraction, int]:
    """The size at which the block is wide enough for the name, and in how many lines it then stands."""
    widths = composer.widths(style.latin_face)
    natural = natural_width(text, widths)
    size = fit.least
    if "\n" in text or natural * size <= width:
        return min(style.size, width / natural) if natural else style.size, text.count("\n") + 1
    size = min(size, floor(4 * width / natural) / Fraction(2))
    while True:
        tried = replace(style, size=max(size, _LEAST), advance=max(size, _LEAST))
        divided = composer.compose(paragraph(kind, tried, text, width))
        if divided.count <= _MOST_LINES or size <= _LEAST:
            break
        size -= Fraction(1, 2)
    lines = [text[line.start : line.visible] for line in divided.breaks]
    widest = max(natural_width(line, widths) for line in lines)
    return min(style.size, width / widest) if widest else style.size, divided.count


def _spaceable(text: str) -> int:
    """How many characters a name has that is spaced: words of letters and digits count as one, names with
    anything else are not spaced."""
    if all("\u4e00" <= char <= "\u9fff" for char in text):  # most: nothing is compiled for these
        return len(text)
    return len(re.findall(_SPACED, text)) if not re.sub(_SPACED, "", text) else 0


_SPACED = rf"[{LATIN}]+|[{HAN}]"
