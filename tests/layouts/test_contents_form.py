"""`[contents]` of a layout file."""

from __future__ import annotations

import pytest

from bulletin_desk.errors import InvalidLayoutError
from bulletin_desk.layouts.contents_form import ContentsForm
from bulletin_desk.layouts.read import load_layout
from tests.layouts.further import layout_with


@pytest.mark.parametrize("name", ["gb9704", "sichuan-gazetteer"])
def test_none_where_nothing_is_said(name: str) -> None:
    assert load_layout(name).contents is None


def test_all_of_them() -> None:
    assert layout_with("[contents]\n").contents == ContentsForm()
    assert layout_with(
        '[contents]\ntitle = "目录"\nby = "flat"\nmark = "◆"\npage = false\n'
        'page_text = "（{page}）"\nleader = "."\n'
    ).contents == ContentsForm("目录", "flat", "◆", False, "（{page}）", ".")
    spaced = layout_with('[contents]\ntitle = "目　录"\n').contents
    assert spaced is not None
    assert spaced.title == "目　录"


def test_its_styles() -> None:
    styles = layout_with('[contents]\n[styles.contents_section]\nface = "kai"\n').styles
    assert styles["contents"].face == styles["body"].face
    assert (styles["contents_title"].face, styles["contents_title"].align) == ("hei", "centre")
    assert styles["contents_section"].face == "kai"


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ('[contents]\nby = "item"\n', "contents.by 应为“section”、“flat”之一，实为“item”"),
        ('[contents]\npage = "yes"\n', "contents.page 应为 true 或 false，实为文字"),
        ('[contents]\npage_text = "页"\n', "contents.page_text 里要有 {page}，如“（{page}）”"),
        ('[contents]\nleader = "……"\n', "contents.leader"),
        ('[contents]\nleader = " "\n', 'contents.leader 应是看得见的字，不要就写空的 ""'),
        ('[contents]\nmark = "\\t"\n', "contents.mark"),
        ('[contents]\ntitel = "目录"\n', "contents 中有不认识的键“titel”（是否要写“title”？）"),
    ],
)
def test_what_is_wrong_is_named_with_what_would_be_right(more: str, reason: str) -> None:
    with pytest.raises(InvalidLayoutError) as refused:
        layout_with(more)
    assert reason in str(refused.value)
