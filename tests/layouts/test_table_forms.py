"""Tests of how a layout file says that tables and pictures are set."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from bulletin_desk.errors import InvalidLayoutError
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import read_layout

HEAD = 'name = "自己的"\n[head]\n[[head.rows]]\nline = 1\ncentre = "{name}"\n'


def read(tmp_path: Path, text: str) -> Layout:
    file = tmp_path / "own.toml"
    file.write_text(HEAD + text, encoding="utf-8")
    return read_layout(file)


def test_all_goes_by_the_size_of_type_where_nothing_is_said(tmp_path: Path) -> None:
    layout = read(tmp_path, '[styles.table]\nsize = "9 pt"\n')
    assert layout.tables.pitch == 12
    assert layout.tables.padding == (Fraction(3), Fraction(9, 4))
    assert (layout.tables.rule, layout.tables.number) == (Fraction(1, 2), "")
    assert (layout.pictures.pitch, layout.pictures.caption) == (Fraction(16), "below")


def test_type_in_tables_is_smaller_than_body_text(layout: Layout) -> None:
    body = layout.styles["body"].size
    assert layout.styles["table"].size == layout.styles["table_head"].size == body * 3 / 4
    assert layout.styles["table_caption"].size == body * 7 / 8


def test_what_is_said_holds(tmp_path: Path) -> None:
    layout = read(
        tmp_path,
        '[tables]\npitch = "20 pt"\npadding_above = "1 mm"\nrule = "0.75 pt"\nouter_rule = "1.5 pt"\n'
        'number = "表{number} "\ncolour = "red"\n[pictures]\ngap = "1 cell"\ncaption = "above"\n',
    )
    assert layout.tables.pitch == 20
    assert layout.tables.padding[1] == Fraction(7200, 2540)
    assert (layout.tables.rule, layout.tables.outer_rule) == (Fraction(3, 4), Fraction(3, 2))
    assert layout.tables.number == "表{number} "
    assert layout.tables.colour == layout.styles["masthead"].colour
    assert (layout.pictures.gap, layout.pictures.caption) == (layout.text_block.cell, "above")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[tables]\nnumber = "表"\n', "{number}"),
        ('[tables]\npitch = "5 pt"\n', "pitch"),
        ('[tables]\nborder = "1 pt"\n', "border"),
        ('[pictures]\ncaption = "left"\n', "caption"),
        ('[pictures]\nnumber = "图{n}"\n', "n"),
    ],
)
def test_what_is_wrong_is_told(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidLayoutError, match=told):
        read(tmp_path, text)
