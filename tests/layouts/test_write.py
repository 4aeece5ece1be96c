"""A layout written as its file is read as the same layout."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from bulletin_desk.layouts.line_rule import LineRule
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import layout_names, load_layout, read_layout
from bulletin_desk.layouts.write import layout_file
from tests.layouts.further import layout_with


def again(layout: Layout, folder: Path) -> Layout:
    file = folder / "layout.toml"
    file.write_text(layout_file(layout, "一种版式。\n第二行"), encoding="utf-8")
    return read_layout(file)


@pytest.mark.parametrize("name", layout_names())
def test_a_shipped_layout(name: str, tmp_path: Path) -> None:
    layout = load_layout(name)
    assert again(layout, tmp_path) == layout


def test_a_layout_with_everything(tmp_path: Path) -> None:
    layout = layout_with()
    assert again(layout, tmp_path) == layout


def test_an_odd_one(tmp_path: Path) -> None:
    layout = load_layout("monthly")
    grey, green = (0.0, 0.0, 0.0, 0.355), (0.7, 0.0, 0.9, 0.1)
    styles = {**layout.styles}
    styles["title"] = replace(styles["title"], colour=green, left_indent=Fraction(17, 3), prefix='“"\\')
    styles["table"] = replace(styles["table"], colour=grey)
    styles["小字"] = replace(styles["issuer"], name="小字", advance=styles["issuer"].size * Fraction(11, 10))
    layout = replace(
        layout,
        styles=styles,
        lines=LineRule("full", "own", Fraction(1, 8), squeezed=False, adjacent=True, hanging=True),
        text_block=layout.text_block._replace(cell=Fraction(1579, 100), widow_control=True),
    )
    assert again(layout, tmp_path) == layout


def test_it_reads_as_a_colleague_wrote_it() -> None:
    text = layout_file(load_layout("sichuan-gazetteer"), "照 2024 年第 2 期量得。")
    assert text.startswith("# 照 2024 年第 2 期量得。\n")
    assert 'top = "37 mm"                 # 天头\n' in text
    assert 'cell = "16 pt"                # 版心一格的宽\n' in text
    assert 'centre = "{supplement}第{number}期[（总第{total}期）]"\n' in text
    assert 'rule = { thickness = "1.5 pt", colour = "red", gap = "3.5 pt" }\n' in text
    assert "[lines]" not in text  # the usual rule is not said
