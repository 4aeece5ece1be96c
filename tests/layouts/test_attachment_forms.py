"""`[attachments]` of a layout file."""

from __future__ import annotations

import pytest

from bulletin_desk.errors import InvalidLayoutError
from bulletin_desk.layouts.attachment_forms import AttachmentForms
from bulletin_desk.layouts.read import layout_names, load_layout
from tests.layouts.further import layout_with


@pytest.mark.parametrize("name", layout_names())
def test_the_standard_s_where_nothing_is_said(name: str) -> None:
    assert load_layout(name).attachments == AttachmentForms()


def test_all_of_them() -> None:
    forms = layout_with(
        '[attachments]\nlist_text = "附："\nnumber_text = "{han}、"\nmark_text = "附{han}"\n'
        "space_before = 0\ntitle_line = 2\nspace_after = 3\n"
    ).attachments
    assert forms == AttachmentForms("附：", "{han}、", "附{han}", 0, 2, 3)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("[attachments]\nlist_text = 1\n", "attachments.list_text 应为文字"),
        ('[attachments]\nnumber_text = "·"\n', "attachments.number_text 里要有 {number}（1）或 {han}（一）"),
        ('[attachments]\nmark_text = "附件"\n', "attachments.mark_text 里要有 {number}（1）或 {han}（一）"),
        ("[attachments]\ntitle_line = 1\n", "attachments.title_line 应在2至20之间，实为1"),
        ("[attachments]\nspace_before = -1\n", "attachments.space_before 应在0至20之间，实为-1"),
        ("[attachments]\nspace_after = 21\n", "attachments.space_after 应在0至20之间，实为21"),
        ("[attachments]\nspace = 1\n", "attachments 中有不认识的键“space”"),
    ],
)
def test_what_is_wrong_is_named_with_what_would_be_right(more: str, reason: str) -> None:
    with pytest.raises(InvalidLayoutError) as refused:
        layout_with(more)
    assert reason in str(refused.value)
