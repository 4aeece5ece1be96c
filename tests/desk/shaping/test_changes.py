"""Changes of layouts: what hangs on a value goes with it, and every one of them can be written and read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from bulletin_desk.desk.shaping.changes import (
    own_style,
    with_cell,
    with_cells,
    with_lines,
    with_margin_bottom,
    with_margin_right,
    with_paper,
    with_pitch,
    with_row_moved,
    with_size,
    with_style,
)
from bulletin_desk.desk.shaping.measures import (
    field_names,
    in_words,
    length_typed,
    lengths,
    size_typed,
    wording_typed,
)
from bulletin_desk.desk.shaping.number_groups import with_field_added, without_field
from bulletin_desk.errors import EditError
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import carried_layout, layout_names, load_layout
from bulletin_desk.layouts.wordings import parsed
from bulletin_desk.layouts.write import layout_file
from bulletin_desk.units import mm

STANDARD, FIRST = load_layout("gb9704"), load_layout()


@pytest.mark.parametrize("name", layout_names())
@pytest.mark.parametrize(
    "change",
    [
        lambda layout: with_paper(layout, mm(184), mm(260)),
        lambda layout: with_margin_right(layout, mm(30)),
        lambda layout: with_margin_bottom(layout, mm(30)),
        lambda layout: with_cells(layout, 26),
        lambda layout: with_lines(layout, 20),
        lambda layout: with_size(layout, "body", Fraction(15)),
        lambda layout: with_size(layout, "masthead", Fraction(20)),
        lambda layout: with_row_moved(layout, "head", 0, 1),
        lambda layout: without_field(with_field_added(layout), len(layout.declared)),
    ],
)
def test_every_change_of_every_layout_can_be_written_and_read(
    name: str, change: Callable[[Layout], Layout]
) -> None:
    changed = change(load_layout(name))
    read, trouble = carried_layout("made", layout_file(changed))
    assert (read, trouble) == (changed, "")


def test_other_paper_keeps_the_margins_and_fills_the_rest() -> None:
    changed = with_paper(STANDARD, mm(184), mm(260))
    block, old = changed.text_block, STANDARD.text_block
    assert (block.left, block.top) == (old.left, old.top)
    assert changed.paper_width - block.left - block.width == STANDARD.paper_width - old.left - old.width
    assert (block.cells, block.lines) == (23, 18)
    assert {changed.styles[name].advance for name in ("body", "issuer")} == {block.cell}


def test_paper_without_room_is_refused() -> None:
    with pytest.raises(EditError, match="排不下几个字"):
        with_paper(STANDARD, mm(60), mm(297))


@pytest.mark.parametrize(
    "change",
    [
        lambda layout: with_cell(layout, Fraction(0)),
        lambda layout: with_pitch(layout, Fraction(-1)),
        lambda layout: with_size(layout, "title", Fraction(0)),
        lambda layout: with_style(layout, "folio", advance=Fraction(0)),
        lambda layout: with_margin_right(layout, mm(300)),
        lambda layout: with_margin_bottom(layout, mm(300)),
    ],
)
def test_nothing_is_measured_by_nothing(change: Callable[[Layout], Layout]) -> None:
    with pytest.raises(EditError):
        change(STANDARD)


def test_what_stands_on_lines_stays_there() -> None:
    changed = with_pitch(STANDARD, Fraction(20))
    assert changed.head.rows[2].space == 40
    assert changed.head.rows[1].top == STANDARD.head.rows[1].top
    assert changed.closing.line_pitch == 26


def test_as_many_lines_and_cells_fill_the_same_block() -> None:
    changed = with_cells(with_lines(FIRST, 22), 29)
    assert changed.text_block.width == FIRST.text_block.width
    assert changed.text_block.height == FIRST.text_block.height
    body = changed.styles["body"]
    assert body.advance == changed.text_block.cell
    assert body.first_line_indent == 2 * body.advance


def test_body_type_that_goes_and_comes_back_is_as_before() -> None:
    assert with_size(with_size(FIRST, "body", Fraction(15)), "body", Fraction(16)) == FIRST


def test_a_shared_style_is_left_to_the_others() -> None:
    rows = FIRST.closing.rows
    at = next(
        at for at, row in enumerate(rows) if any(piece.about == "imprint_office" for piece in row.pieces)
    )
    changed, name = own_style(FIRST, "closing", at, "right", 0)
    assert name not in FIRST.styles
    assert changed.closing.rows[at].cells[0].pieces[0].style == "imprint"
    assert own_style(changed, "closing", at, "right", 0) == (changed, name)


@pytest.mark.parametrize(
    ("text", "points", "unit"),
    [
        ("35毫米", mm(35), "毫米"),
        ("３５ mm", mm(35), "毫米"),
        ("3.5厘米", mm(35), "毫米"),
        ("12", Fraction(12), "磅"),
        ("12pt", Fraction(12), "磅"),
        ("2 字", Fraction(32), "字"),
        ("1.5行", Fraction(45), "行"),
        ("225/22 毫米", mm("225/22"), "毫米"),
        ("－2 毫米", mm(-2), "毫米"),
    ],
)
def test_lengths_are_read_as_people_write_them(text: str, points: Fraction, unit: str) -> None:
    units = lengths(em=Fraction(16), line=Fraction(30))
    assert length_typed(text, units, "磅") == (points, unit)


@pytest.mark.parametrize("text", ["", "一行", "2 格", "1/0", "12 12", "1e3", "1,000", "毫米"])
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(EditError):
        length_typed(text, lengths(), "毫米")


@pytest.mark.parametrize(
    ("text", "points"),
    [("三号", 16), ("小四", 12), ("小四号", 12), ("三号（16 磅）", 16), ("15.5", Fraction("15.5"))],
)
def test_sizes_are_read_by_their_names(text: str, points: Fraction) -> None:
    assert size_typed(text) == points


@pytest.mark.parametrize("name", layout_names())
def test_wordings_are_typed_as_they_are_shown(name: str) -> None:
    layout = load_layout(name)
    names = field_names(layout.declared)
    for row in layout.rows:
        for piece in row.pieces:
            assert wording_typed(in_words(piece.wording, names), names) == piece.wording


@pytest.mark.parametrize(
    ("text", "why"), [("{期}", "没有“期”这一栏"), ("{期号", "花括号"), ("[第{期号}期", "方括号")]
)
def test_wordings_that_say_nothing_are_refused(text: str, why: str) -> None:
    with pytest.raises(EditError, match=why):
        wording_typed(text, field_names(()))


def test_full_width_braces_are_braces() -> None:
    assert wording_typed("第｛期号｝期", field_names(())) == parsed("第{number}期")


def test_fields_that_are_called_alike_are_told_apart() -> None:
    layout = with_field_added(with_field_added(STANDARD))
    one, two = layout.declared
    alike = replace(layout, declared=(one._replace(label="名称"), two._replace(label="名称")))
    assert len(set(field_names(alike.declared).values())) == len(field_names(alike.declared))
