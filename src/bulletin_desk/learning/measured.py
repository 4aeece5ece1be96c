"""Lengths that were measured as an office would say them. Knows of nothing what it is."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from bulletin_desk.units import MM

HALF_POINTS, HALF_MM = Fraction(1, 2), MM / 2
_PLAY = Fraction(1, 25)
"""Points within which a measured length is a round one."""
_STEP = Fraction(1, 100)
_THICKNESSES = (MM / 20, Fraction(1, 4))
"""By what rules are chosen: 0.35 mm, 0.75 pt."""
_PLAY_OF_RULE = Fraction(1, 50)


def measured(length: float | Fraction, units: Iterable[Fraction] = (HALF_POINTS, HALF_MM)) -> Fraction:
    """A measured length in points: the whole multiple of a unit that it is nearly, else in hundredths."""
    return _near(Fraction(length), units, _PLAY)


def thickness(length: float) -> Fraction:
    """That of a rule."""
    found = _near(Fraction(length), _THICKNESSES, _PLAY_OF_RULE)
    return max(found, Fraction(1, 10))


def _near(length: Fraction, units: Iterable[Fraction], play: Fraction) -> Fraction:
    near = min((round(length / unit) * unit for unit in units), key=lambda each: abs(each - length))
    return near if abs(near - length) <= play else round(length / _STEP) * _STEP
