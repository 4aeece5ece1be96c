"""Deviations from GB/T 9704-2012: none in its own layout, and each of a layout that has it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from bulletin_desk.layouts.gb9704_check import deviations, said_size
from bulletin_desk.layouts.model import Layout, Style
from bulletin_desk.layouts.read import layout_names, load_layout
from bulletin_desk.layouts.rows import Row
from bulletin_desk.units import mm

STANDARD = load_layout("gb9704")


def test_the_standards_own_layout_has_none() -> None:
    assert deviations(STANDARD) == ()


def test_the_first_offices_layout_has_those_that_were_measured() -> None:
    told = [(each.clause, each.what) for each in deviations(load_layout())]
    assert told == [
        ("5.2.1", "版心"),
        ("5.2.3", "每面行数"),
        ("7.2.4", "名称上边缘到版心上边缘"),
        ("7.2.7", "报头的线"),
        ("7.4.1", "版记末条线"),
    ]


@pytest.mark.parametrize("name", layout_names())
def test_each_says_what_where_and_by_which_clause(name: str) -> None:
    layout = load_layout(name)
    for each in deviations(layout):
        assert each.clause in each.words
        assert each.own in each.words
        assert each.place.split(".")[0] in {
            "paper",
            "text_block",
            "styles",
            "head",
            "headings",
            "closing",
            "folio",
        }


def in_block(**values: Any) -> Callable[[Layout], Layout]:
    """The standard's layout with other values of its text block."""
    return lambda layout: replace(layout, text_block=layout.text_block._replace(**values))


def in_style(name: str, **values: Any) -> Callable[[Layout], Layout]:
    """The same of a style."""

    def change(layout: Layout) -> Layout:
        style: Style = replace(layout.styles[name], **values)
        return replace(layout, styles={**layout.styles, name: style})

    return change


def in_folio(**values: Any) -> Callable[[Layout], Layout]:
    """The same of the page numbers."""
    return lambda layout: replace(layout, folio=layout.folio._replace(**values))


def under_text(layout: Layout) -> Layout:
    """The same, with its closing block under the text."""
    return replace(layout, closing=layout.closing._replace(place="text", even_page=False))


def in_rows(where: str, change: Callable[[Row], Row]) -> Callable[[Layout], Layout]:
    """The same of all rows of the head or the closing block."""

    def changed(layout: Layout) -> Layout:
        part = getattr(layout, where)
        return replace(layout, **{where: part._replace(rows=tuple(map(change, part.rows)))})

    return changed


def black_rule(row: Row) -> Row:
    """A row whose rule, if it has one, is black and thick."""
    rule = row.rule
    return row if rule is None else row._replace(rule=rule._replace(colour=(0, 0, 0, 1), thickness=mm(1)))


@pytest.mark.parametrize(
    ("change", "clause", "what", "own"),
    [
        (lambda layout: replace(layout, paper_width=mm(184)), "5.1", "纸", "184 × 297 毫米"),
        (in_block(top=mm("35.5")), "5.2.1", "天头", "35.5 毫米"),
        (in_block(left=mm(26)), "5.2.1", "订口", "26 毫米"),
        (in_block(cell=Fraction(16)), "5.2.1", "版心", "158.04 × 225 毫米"),
        (in_block(lines=21, line_pitch=mm(225) / 21), "5.2.3", "每面行数", "21 行"),
        (in_style("title", size=Fraction(18), advance=Fraction(18)), "7.3.1", "标题", "小二（18 磅）小标宋"),
        (in_style("title", align="left"), "7.3.1", "标题", "居左"),
        (in_style("body", face="song"), "7.3.3", "正文", "三号（16 磅）宋体"),
        (in_style("body", first_line_indent=Fraction(0)), "7.3.3", "正文", "每段左空 0 字"),
        (in_style("body", colour=(0.0, 1.0, 1.0, 0.0)), "5.2.4", "正文", "不是黑色"),
        (in_style("masthead", colour=(0.0, 0.0, 0.0, 1.0)), "7.2.4", "名称", "不是红色"),
        (in_style("masthead", face="hei"), "7.2.4", "名称", "黑体"),
        (in_rows("head", black_rule), "7.2.7", "报头的线", "不是红色"),
        (in_rows("head", lambda row: row._replace(rule=None)), "7.2.7", "报头的线", "没有"),
        (under_text, "7.4.1", "版记", "紧跟正文"),
        (in_rows("closing", black_rule), "7.4.1", "版记首末条线", "粗 1 毫米"),
        (in_rows("closing", lambda row: row._replace(margin=False)), "7.4.1", "版记末条线", "之下还有字"),
        (in_style("distribution", left_indent=Fraction(0)), "7.4.2", "报送单位", "左空 0 字、右空 1 字"),
        (in_style("imprint", size=Fraction(16)), "7.4.3", "印发机关和日期", "三号（16 磅）仿宋"),
        (in_folio(text="{page}"), "7.5", "页码", "写成“1”"),
        (in_folio(gap=mm(10)), "7.5", "页码", "离版心下边 10 毫米"),
        (in_folio(odd="centre", even="centre"), "7.5", "页码", "单面居中、双面居中"),
        (in_folio(indent=Fraction(0)), "7.5", "页码", "空 0 字"),
    ],
)  # fmt: skip
def test_what_is_otherwise_is_told_by_its_clause(
    change: Callable[[Layout], Layout], clause: str, what: str, own: str
) -> None:
    told = [(each.clause, each.what, each.own) for each in deviations(change(STANDARD))]
    assert (clause, what, own) in told


def test_what_has_no_place_is_not_told_of() -> None:
    head = STANDARD.head
    bare = replace(
        STANDARD, head=head._replace(rows=head.rows[-1:]), closing=STANDARD.closing._replace(rows=())
    )
    assert deviations(bare) == ()


def test_sizes_have_their_names() -> None:
    assert said_size(Fraction("10.5")) == "五号（10.5 磅）"
    assert said_size(Fraction(17)) == "17 磅"
