"""A layout that no file may have so is mended, and that is said."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from bulletin_desk.errors import InvalidLayoutError
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import carried_layout, load_layout
from bulletin_desk.layouts.rows import Row
from bulletin_desk.layouts.write import layout_file
from bulletin_desk.learning.repairs import repaired, within_bounds

LAYOUT = load_layout("daily")


def read(layout: Layout) -> Layout:
    return carried_layout("版式", layout_file(layout))[0]


def _row_too_low() -> Layout:
    row = LAYOUT.head.rows[0]._replace(line=99)
    return replace(LAYOUT, head=LAYOUT.head._replace(rows=(row, *LAYOUT.head.rows[1:])))


def _closing_pitch() -> Layout:
    return replace(LAYOUT, closing=LAYOUT.closing._replace(line_pitch=Fraction(1)))


def _style() -> Layout:
    body = replace(LAYOUT.styles["body"], left_indent=Fraction(900))
    return replace(LAYOUT, styles={**LAYOUT.styles, "body": body})


def _folio() -> Layout:
    return replace(LAYOUT, folio=LAYOUT.folio._replace(gap=Fraction(5000)))


@pytest.mark.parametrize("broken", [_row_too_low, _closing_pitch, _style, _folio])
def test_what_is_rejected_is_mended(broken: object) -> None:
    layout: Layout = broken()  # type: ignore[operator]
    with pytest.raises(InvalidLayoutError) as raised:
        read(layout)
    mended, said = repaired(layout, str(raised.value))
    assert read(mended).name == LAYOUT.name
    assert said.endswith("。")


def test_only_the_row_that_is_rejected_goes() -> None:
    layout = _row_too_low()
    with pytest.raises(InvalidLayoutError) as raised:
        read(layout)
    mended, said = repaired(layout, str(raised.value))
    assert mended.head.rows == LAYOUT.head.rows[1:]
    assert "报头的第1行" in said


def test_what_nobody_understands_is_as_the_standard_has_it() -> None:
    mended, _ = repaired(LAYOUT, "不知道哪里不对")
    assert mended.head == load_layout("gb9704").head


def test_lengths_that_are_a_hair_too_long_are_moved_back() -> None:
    block = LAYOUT.text_block
    at, row = next((at, row) for at, row in enumerate(LAYOUT.head.rows) if row.fit)
    assert row.fit
    wide = row._replace(fit=row.fit._replace(widths={4: block.width + Fraction(1, 2)}))
    rows = [*LAYOUT.head.rows]
    rows[at] = wide
    rows.append(Row(top=LAYOUT.head.lines * block.line_pitch + 2, height=Fraction(5)))
    layout = replace(LAYOUT, head=LAYOUT.head._replace(rows=tuple(rows)))
    with pytest.raises(InvalidLayoutError):
        read(layout)
    made = within_bounds(layout)
    assert read(made).head.lines == LAYOUT.head.lines + 1
    assert within_bounds(LAYOUT) == LAYOUT


def test_a_row_that_would_meet_the_page_number_ends_the_block() -> None:
    layout = load_layout("gb9704")
    assert any(row.margin for row in layout.closing.rows)
    reason = 'closing.rows 里 at = "margin" 的一行排不下：印数会和页码挤在一起'
    mended, said = repaired(layout, reason)
    assert [row._replace(margin=False) for row in layout.closing.rows] == list(mended.closing.rows)
    assert "版记的末尾" in said
    assert mended.head == layout.head


def test_a_row_that_is_rejected_goes_alone() -> None:
    layout = load_layout("gb9704")
    mended, said = repaired(layout, "head.rows[1].cells 不对")
    assert mended.head.rows == (layout.head.rows[0], *layout.head.rows[2:])
    assert said.startswith("报头的第2行")


def test_a_row_that_meets_the_number_of_odd_pages_is_on_even_ones() -> None:
    shipped = load_layout("gb9704")
    layout = replace(shipped, closing=shipped.closing._replace(even_page=False))
    reason = 'closing.rows 里 at = "margin" 的一行排不下：请写 even_page = true，或改为 at = "block"'
    mended, said = repaired(layout, reason)
    assert mended == shipped
    assert "双面" in said
