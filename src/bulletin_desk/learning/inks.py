"""Colours that were seen as inks of a layout. Knows no files."""

from __future__ import annotations

from functools import lru_cache
from itertools import product

from bulletin_desk.layouts.colours import rgb
from bulletin_desk.layouts.rows import Cmyk
from bulletin_desk.learning.evidence import Ink

BLACK: Cmyk = (0.0, 0.0, 0.0, 1.0)
RED: Cmyk = (0.0, 1.0, 1.0, 0.0)
"""GB/T 9704-2012, 6.2."""
_BLACK = 70
"""What is as dark as this in all three is black: 100 % of black ink is (35, 31, 32) in PDF viewers."""
_PRINTED_BLACK = 33
_COLOURLESS = 16
"""How far the three may differ in what has no colour."""
_FULL_RED, _NO_OTHER = 205, 75
"""The least of red and the most of green and blue that the standard's red is seen as, on whatever screen."""
_STEP = 20
"""Inks are told by twentieths."""


@lru_cache(maxsize=64)
def cmyk_of(ink: Ink) -> Cmyk:
    """The inks that a colour of a screen stands for: black where it is dark, the standard's red where it is
    one, else those that come nearest to it."""
    low, high = min(ink), max(ink)
    if high <= _BLACK and high - low <= 2 * _COLOURLESS:
        return BLACK
    if ink.red >= _FULL_RED and max(ink.green, ink.blue) <= _NO_OTHER:
        return RED
    if high - low <= _COLOURLESS:
        darkest = 0 if high == low else _PRINTED_BLACK  # as a screen's grey, or as ink is shown
        return 0.0, 0.0, 0.0, _step((255 - sum(ink) / 3) / (255 - darkest))
    if ink.red == high and max(ink.green, ink.blue) <= _NO_OTHER:
        return 0.0, 1.0, 1.0, _step(1 - ink.red / 255)
    return _nearest(ink)


def is_red(ink: Ink) -> bool:
    """Whether a colour is a red, however dark."""
    return ink.red > 2 * max(ink.green, ink.blue)


def _step(part: float) -> float:
    return min(max(round(part * _STEP), 0), _STEP) / _STEP


def _nearest(ink: Ink) -> Cmyk:
    """Two or three coloured inks and some black, first by tenths, then by twentieths around the best."""
    tenths = [step / 10 for step in range(11)]
    cyan, magenta, yellow, black = min(
        product(tenths, tenths, tenths, tenths[:8:2]), key=lambda inks: _off(inks, ink)
    )
    return min(
        product(_around(cyan), _around(magenta), _around(yellow), _around(black)),
        key=lambda inks: _off(inks, ink),
    )


def _around(part: float) -> list[float]:
    return sorted({_step(part + by / _STEP) for by in (-1, 0, 1)})


def _off(inks: Cmyk, ink: Ink) -> float:
    told = rgb(inks)
    shown = (int(told[at : at + 2], 16) for at in (0, 2, 4))
    return sum((one - other) ** 2 for one, other in zip(shown, ink, strict=True)) + sum(inks)
