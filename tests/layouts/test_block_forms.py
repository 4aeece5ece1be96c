"""`[headings]` and `[lists]` of a layout file, and the styles of headings and lists."""

from __future__ import annotations

import pytest

from bulletin_desk.errors import InvalidLayoutError
from bulletin_desk.layouts.block_forms import BlockForms, ListForms
from bulletin_desk.layouts.read import layout_names, load_layout
from tests.layouts.further import layout_with


@pytest.mark.parametrize("name", layout_names())
def test_the_standard_s_where_nothing_is_said(name: str) -> None:
    assert load_layout(name).blocks == BlockForms()


def test_all_of_them() -> None:
    forms = layout_with(
        '[headings]\nnumber_text_2 = "{number}"\nnumber_text_4 = ""\n'
        '[lists]\nmark = "●"\nnumber_text = "{han}是"\nindent = "hanging"\n'
    ).blocks
    assert forms.headings == ("{han}、", "{number}", "{number}.", "")
    assert forms.lists == ListForms("●", "{han}是", "hanging")
    assert layout_with('[lists]\nmark = ""\n').blocks.lists == ListForms(mark="")


def test_the_faces_of_the_standard() -> None:
    """GB/T 9704-2012, 7.3.3."""
    styles = load_layout("gb9704").styles
    faces = [styles[f"heading_{level}"] for level in (1, 2, 3, 4)]
    assert [(style.face, style.prefix_face) for style in faces] == [
        ("hei", "hei"),
        ("kai", "kai"),
        ("fangsong", "fangsong"),
        ("fangsong", "fangsong"),
    ]
    assert {style.first_line_indent for style in faces} == {styles["body"].first_line_indent}


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ('[headings]\nnumber_text = "第"\n', "headings.number_text 里要有 {number}（1）或 {han}（一）"),
        ('[headings]\nnumber_text_5 = "{number}"\n', "headings 中有不认识的键“number_text_5”"),
        ('[headings]\nnumber_text_3 = "{n}"\n', "headings.number_text_3 里的 {n} 不认识"),
        ("[lists]\nmark = 3\n", "lists.mark 应为文字"),
        ('[lists]\nmark = " "\n', "lists.mark 应是1至4个看得见的字，如“●”"),
        ('[lists]\nnumber_text = "·"\n', "lists.number_text 里要有 {number}（1）或 {han}（一）"),
        ('[lists]\nindent = "left"\n', "lists.indent 应为“first_line”、“hanging”之一，实为“left”"),
        ('[lists]\nmarks = "●"\n', "lists 中有不认识的键“marks”（是否要写“mark”？）"),
        ('[heading]\nnumber_text = "{han}"\n', "最外层 中有不认识的键“heading”（是否要写“headings”？）"),
    ],
)
def test_what_is_wrong_is_named_with_what_would_be_right(more: str, reason: str) -> None:
    with pytest.raises(InvalidLayoutError) as refused:
        layout_with(more)
    assert reason in str(refused.value)
