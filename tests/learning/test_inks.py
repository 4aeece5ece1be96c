"""Colours of screens as inks."""

from __future__ import annotations

import pytest

from bulletin_desk.layouts.colours import rgb
from bulletin_desk.learning.evidence import Ink
from bulletin_desk.learning.inks import BLACK, RED, cmyk_of, is_red


@pytest.mark.parametrize("ink", [Ink(0, 0, 0), Ink(35, 31, 32), Ink(51, 51, 51), Ink(30, 20, 40)])
def test_what_is_dark_is_black(ink: Ink) -> None:
    assert cmyk_of(ink) == BLACK


@pytest.mark.parametrize(
    "ink", [Ink(255, 0, 0), Ink(238, 29, 35), Ink(230, 0, 18), Ink(218, 37, 28), Ink(237, 28, 36)]
)
def test_the_reds_of_offices_are_the_standards(ink: Ink) -> None:
    assert cmyk_of(ink) == RED
    assert is_red(ink)


def test_other_colours_keep_their_looks() -> None:
    assert cmyk_of(Ink(192, 0, 0)) == (0, 1, 1, 0.25)
    assert cmyk_of(Ink(128, 128, 128)) == (0, 0, 0, 0.5)
    assert cmyk_of(Ink(147, 149, 152)) == (0, 0, 0, 0.5)
    for ink in (Ink(0, 112, 192), Ink(0, 176, 80), Ink(0, 0, 255), Ink(112, 48, 160), Ink(255, 192, 0)):
        shown = rgb(cmyk_of(ink))
        near = [int(shown[at : at + 2], 16) for at in (0, 2, 4)]
        assert max(range(3), key=lambda at: near[at]) == max(range(3), key=lambda at: ink[at])
        assert not is_red(ink) or ink.red > ink.green
