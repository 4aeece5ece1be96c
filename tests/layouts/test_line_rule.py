"""`[lines]` of a layout file."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from bulletin_desk.errors import InvalidLayoutError
from bulletin_desk.layouts.line_rule import OFFICE_RULE, LineRule
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import layout_names, layout_text, load_layout, read_layout


def with_lines(folder: Path, text: str) -> Layout:
    file = folder / "layout.toml"
    file.write_text(f"{layout_text('daily')[1]}\n[lines]\n{text}", encoding="utf-8")
    return read_layout(file)


def test_a_layout_that_says_nothing_has_the_usual_rule(tmp_path: Path) -> None:
    assert {load_layout(name).lines for name in layout_names()} == {OFFICE_RULE}
    assert with_lines(tmp_path, "").lines == OFFICE_RULE


def test_every_key(tmp_path: Path) -> None:
    text = 'quotes = "full"\nfigures = "own"\ngap = "1/8 em"\n'
    text += "squeezed = false\nadjacent = true\nhanging = true\n"
    assert with_lines(tmp_path, text).lines == LineRule("full", "own", Fraction(1, 8), False, True, True)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('quotes = "wide"', "lines.quotes"),
        ('figures = "half "', "lines.figures"),
        ('gap = "2 pt"', "lines.gap"),
        ('gap = "0.6 em"', "lines.gap"),
        ("hanging = 1", "lines.hanging 应为 true 或 false"),
        ("hang = true", "lines 中有不认识的键“hang”（是否要写“hanging”？）"),
    ],
)
def test_reasons(text: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidLayoutError, match=reason):
        with_lines(tmp_path, text)
