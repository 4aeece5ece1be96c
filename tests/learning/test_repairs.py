"""A layout that no file may have so is mended by what its reader says of it, and keeps the rest."""

from __future__ import annotations

from dataclasses import replace

from bulletin_desk.layouts.read import load_layout
from bulletin_desk.learning.repairs import repaired


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
