"""What the reader of layouts refuses is told in the words of the panel."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from bulletin_desk.desk.shaping.refusals import in_panel_words
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.errors import EditError
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import load_layout

LAYOUT = load_layout()
HEAD = LAYOUT.head


def in_head(at: int, **values: object) -> Layout:
    """The layout with other values in a row of its head."""
    rows = list(HEAD.rows)
    rows[at] = rows[at]._replace(**values)  # type: ignore[arg-type]
    return replace(LAYOUT, head=HEAD._replace(rows=tuple(rows)))


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        (in_head(0, line=40), "报头第 1 条的“第几行”应在1至9之间，实为40。"),
        (in_head(1, top=Fraction(-900)), "报头第 2 条的“离版心上边”应在 -3.5 到 9 行之间，实为“-30 行”。"),
        (
            replace(LAYOUT, text_block=LAYOUT.text_block._replace(cells=60)),
            "每行字数太多：版心加左边宽 365.7 毫米，纸只宽 210.0 毫米。",
        ),
        (
            replace(LAYOUT, folio=LAYOUT.folio._replace(gap=Fraction(400))),
            "页码离版心应在 0 到 6.69 格之间，实为“25 格”。",
        ),
    ],
)
def test_keys_and_units_are_called_as_in_the_panel(shaped: MainWindow, layout: Layout, said: str) -> None:
    with pytest.raises(EditError) as refused:
        shaped.shaping.apply("修改", layout)
    assert str(refused.value) == f"这样不行：{said}"


def test_what_is_about_no_key_is_told_as_it_is() -> None:
    assert in_panel_words("缩进太多：一行连两个字都排不下") == "缩进太多：一行连两个字都排不下"
