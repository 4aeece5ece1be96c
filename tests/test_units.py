"""Lengths are exact: a millimetre is 72/25.4 points, and fractions of the standard's grid stay fractions."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bulletin_desk.units import MM, mm, pt


def test_an_inch_is_72_points() -> None:
    assert mm("25.4") == 72
    assert 25 * MM + Fraction(4, 10) * MM == 72


@pytest.mark.parametrize(
    ("value", "points"),
    [
        (0, Fraction(0)),
        (127, Fraction(360)),
        ("210", Fraction(75600, 127)),
        (Fraction(225, 22), Fraction(225, 22) * Fraction(360, 127)),
        ("225/22", Fraction(81000, 2794)),
        ("0.35", Fraction(126, 127)),
    ],
)
def test_millimetres(value: Fraction | int | str, points: Fraction) -> None:
    assert mm(value) == points
    assert isinstance(mm(value), Fraction)


def test_a_grid_of_fractions_adds_up() -> None:
    assert 28 * mm("156/28") == mm(156)
    assert 22 * mm("225/22") == mm(225)


def test_points() -> None:
    assert pt("10.5") == Fraction(21, 2)
    assert isinstance(pt(16), Fraction)
