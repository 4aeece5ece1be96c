"""What a layout's own line rule changes in lines and glyphs, in a font of exact squares."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.line_rule import OFFICE_RULE
from bulletin_desk.pages.model import Line
from bulletin_desk.typeset.composed import Composer
from tests.typeset.texts import EM, body


def lines_of(faces: Faces, text: str, cells: int, **changed: Any) -> list[Line]:
    """A paragraph's lines, justified in so many cells, by the usual rule but for what is changed."""
    rule = OFFICE_RULE._replace(**changed)
    composed = Composer(faces, rule).compose(body(text, cells))
    return [composed.line(number) for number in range(composed.count)]


def places(line: Line) -> list[float]:
    """Where the glyphs stand, in cells."""
    return [round(x / EM, 9) for run in line.runs for x in run.xs]


def widths(line: Line) -> list[float]:
    """What each character takes, in cells."""
    return [round((right - left) / EM, 9) for left, right in pairwise(line.edges)]


def test_full_quotes_take_a_cell_of_the_text_s_own_face(squares: Faces) -> None:
    (half,) = lines_of(squares, "国“国”", 28)
    (full,) = lines_of(squares, "国“国”", 28, quotes="full")
    assert widths(half) == [1, 0.5, 1, 0.5]
    assert widths(full) == [1, 1, 1, 1]
    assert len(half.runs) > len(full.runs) == 1  # the quotes come from the face of the text
    # of 0.3 em in a whole cell: each stands at its word
    assert places(full) == [0, 1 + 0.7, 2, 3]


def test_full_quotes_give_up_their_blank_as_brackets_do(squares: Faces) -> None:
    assert [line.text for line in lines_of(squares, "“国国”国国", 4)] == ["“国国”国", "国"]
    taken = lines_of(squares, "“国国”国国", 4, quotes="full")
    assert [line.text for line in taken] == ["“国国”", "国国"]
    squeezed = lines_of(squares, "国国国”国国", 3, quotes="full")
    assert [line.text for line in squeezed] == ["国国", "国”国", "国"]
    squeezed = lines_of(squares, "“国国国”国国", 4, quotes="full")
    assert squeezed[0].text == "“国国国”"
    assert widths(squeezed[0]) == [0.5, 1, 1, 1, 0.5]


def test_figures_of_their_own_width(squares: Faces) -> None:
    assert widths(lines_of(squares, "国11", 9)[0])[1:] == [0.5, 0.5]  # the squares' own, too
    (line,) = lines_of(squares, "1i", 9, figures="own")
    assert widths(line) == [0.5, 0.2]


@pytest.mark.parametrize("gap", [Fraction(0), Fraction(1, 8), Fraction(1, 4)])
def test_the_gap_between_han_and_latin(squares: Faces, gap: Fraction) -> None:
    (line,) = lines_of(squares, "国a国", 9, gap=gap)
    assert sum(widths(line)) == 2.5 + 2 * float(gap)


def test_without_squeezing_a_line_only_takes_what_fits(squares: Faces) -> None:
    assert [line.text for line in lines_of(squares, "国国国，国", 4)] == ["国国国，", "国"]
    assert [line.text for line in lines_of(squares, "国，国国，国", 4)] == ["国，国国，", "国"]
    assert [line.text for line in lines_of(squares, "国，国国，国", 4, squeezed=False)] == [
        "国，国",
        "国，国",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("国。）国", [1, 0.5, 1, 1]),  # the first gives up what is behind it
        ("国，（国", [1, 0.5, 1, 1]),
        ("国（《国", [1, 0.5, 1, 1]),  # both open: the second moves into its blank
        ("国（）国", [1, 1, 1, 1]),  # no blank between the two
        ("。）》国", [0.5, 0.5, 1, 1]),
    ],
)
def test_marks_that_meet(squares: Faces, text: str, expected: list[float]) -> None:
    (line,) = lines_of(squares, text, 28, adjacent=True)
    assert widths(line) == expected
    (usual,) = lines_of(squares, text, 28)
    assert widths(usual) == [1] * len(text)


def test_of_marks_that_meet_the_other_can_still_give(squares: Faces) -> None:
    lines = lines_of(squares, "国。）国国国", 4, adjacent=True)
    assert [line.text for line in lines] == ["国。）国国", "国"]
    assert widths(lines[0]) == [1, 0.5, 0.5, 1, 1]


def test_a_mark_hangs_at_the_end_of_a_line(squares: Faces) -> None:
    lines = lines_of(squares, "国国国国，国国国国国", 4, hanging=True)
    assert [line.text for line in lines] == ["国国国国，", "国国国国", "国"]
    assert places(lines[0]) == [0, 1, 2, 3, 4]
    # what stands inside is spread to the measure, the mark outside of it
    lines = lines_of(squares, "国a国a国，国国国", 5, hanging=True, squeezed=False)
    assert lines[0].text == "国a国a国，"
    assert lines[0].edges[-2] / EM == pytest.approx(5)
    assert lines[0].edges[-1] / EM == pytest.approx(6)


def test_brackets_and_quotes_do_not_hang(squares: Faces) -> None:
    assert [line.text for line in lines_of(squares, "国国国国）国", 4, hanging=True, squeezed=False)] == [
        "国国国",
        "国）国",
    ]
