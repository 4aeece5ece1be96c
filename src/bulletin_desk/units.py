"""Lengths as exact fractions of a typographic point. Knows nothing of layouts or pages."""

from fractions import Fraction

MM = Fraction(7200, 2540)
"""One millimetre in points (1 in = 25.4 mm = 72 pt)."""


def mm(value: Fraction | int | str) -> Fraction:
    """Millimetres (as an exact number, `"225/22"` included) to points."""
    return Fraction(value) * MM


def pt(value: Fraction | int | str) -> Fraction:
    """Points to points: names the unit where a figure is written down."""
    return Fraction(value)
