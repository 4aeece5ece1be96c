"""`[offers]`, `[items]` and `[sections]` of a layout file, and the styles that may be left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.errors import InvalidLayoutError
from bulletin_desk.layouts.offers import HeadingForms, Offers
from bulletin_desk.layouts.read import load_layout
from tests.layouts.further import layout_with


@pytest.mark.parametrize("name", ["gb9704", "sichuan-gazetteer"])
def test_without_them_all_is_as_it_was(name: str) -> None:
    layout = load_layout(name)
    assert (layout.offers, layout.headings) == (Offers(), HeadingForms())
    assert not any(layout.offers.has(kind) for kind in (Kind.KICKER, Kind.SIGNATURE, Kind.SECTION_HEAD_2))
    assert layout.offers.has(Kind.SECTION_HEAD)
    assert layout.offers.prints_empty(Kind.TITLE)


def test_all_of_them() -> None:
    layout = layout_with()
    assert layout.offers == Offers(
        "optional", 2, "optional", True, True, True, True, True, True, marks=("★", "■")
    )
    assert layout.headings == HeadingForms("section", "{number}.", sections=("{han}、", "（{han}）"))
    assert all(map(layout.offers.has, Kind))
    assert not layout.offers.prints_empty(Kind.TITLE)


def test_no_sections_at_all() -> None:
    offers = layout_with('[offers]\nsections = "none"\n').offers
    assert not offers.has(Kind.SECTION_HEAD)
    assert not offers.prints_empty(Kind.SECTION_HEAD)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ('[offers]\nsections = "some"\n', "offers.sections 应为“named”、“optional”、“none”之一，实为“some”"),
        ("[offers]\nlevels = 3\n", "offers.levels 应在1至2之间，实为3"),
        ('[offers]\nkicker = "yes"\n', "offers.kicker 应为 true 或 false，实为文字"),
        ("[offers]\nkiker = true\n", "offers 中有不认识的键“kiker”（是否要写“kicker”？）"),
        ('[offers]\nmarks = ["★", "★"]\n', "offers.marks 里“★”写了两次"),
        ('[offers]\nmarks = [" "]\n', "offers.marks 第1个应是1至4个看得见的字，如“★”"),
        (
            '[offers]\nsections = "none"\nlevels = 2\n',
            "offers.levels 为 2 时要有栏目：请把 sections 改为“named”或“optional”",
        ),
        ('[items]\nnumbers = "all"\n', "items.numbers 应为“none”、“section”、“through”之一，实为“all”"),
        (
            '[items]\nnumber_text = "第"\n',
            "items.number_text 里要有 {number}（1）或 {han}（一），如“{han}、”",
        ),
        ('[items]\nnumber_text = "{n}"\n', "items.number_text 里的 {n} 不认识，可用 {han}、{number}"),
        ('[items]\nmark_text = "★"\n', "items.mark_text 里要有 {mark}，如“{mark} ”"),
        ('[items]\nsignature_lines = "left"\n', "items.signature_lines 应为“centre”、“right”之一"),
        ('[sections]\nnumber_text_2 = "节"\n', "sections.number_text_2 里要有 {number}（1）或 {han}（一）"),
        ('[styles.bold]\nface = "black"\n', "styles.bold.face 应为"),
        ('[styles."小字"]\nface = "kai"\n', "缺少 styles.小字.size"),
    ],
)
def test_what_is_wrong_is_named_with_what_would_be_right(more: str, reason: str) -> None:
    with pytest.raises(InvalidLayoutError) as refused:
        layout_with(more)
    assert reason in str(refused.value)


def test_styles_that_are_left_out_are_made_of_others() -> None:
    styles = layout_with().styles
    assert styles["section_head_2"] == replace(styles["section_head"], name="section_head_2")
    assert (styles["kicker"].align, styles["kicker"].size) == (styles["title"].align, styles["body"].size)
    assert styles["salutation"].first_line_indent == 0
    assert styles["signature"].right_indent == styles["source"].right_indent
    assert (styles["bold"].face, styles["bold"].latin_face) == ("hei", "latin_bold")
    own = layout_with('[styles.bold]\nface = "song"\n').styles["bold"]
    assert (own.face, own.latin_face) == ("song", "latin_bold")
