"""The lines that some word processors may end elsewhere are named, each with its page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bulletin_desk.bulletin.model import Body, Issue, Item, Section
from bulletin_desk.export.docx.doubts import Doubt, doubts, doubts_text
from bulletin_desk.fonts.faces import Faces
from tests.export.docx.conftest import LAYOUTS, Copy, Make
from tests.export.docx.family import WORD, lines, settings
from tests.export.docx.generated import generated_issue

_NO_GAP = "汉字与数字间不留空的软件"


def _doubts(copy: Copy) -> list[Doubt]:
    return doubts(copy.issue, copy.layout, copy.pages)


def _of_text(issue: Issue, text: str) -> Issue:
    return replace(issue, sections=(Section("动态", (Item("题目", (Body(text),)),)),))


def test_a_line_of_many_figures_is_named_with_its_page(make: Make, real_issue: Issue) -> None:
    text = "全市去年1月至今年2月共编纂出版志书年鉴各类地情书籍多种，各地认真总结经验教训，再接再厉。"
    copy = make(_of_text(real_issue, text))
    (doubt,) = _doubts(copy)
    assert doubt.page == 1
    assert doubt.line in [placed.line.text for placed in copy.pages[0].lines]
    assert text.startswith(doubt.line)
    assert doubt.readings == (_NO_GAP,)
    assert doubts_text([doubt]).endswith(f"  第 1 面（{_NO_GAP}）：{doubt.line}\n")


def test_a_text_without_figures_has_none(make: Make, real_issue: Issue) -> None:
    copy = make(_of_text(real_issue, "全市认真总结经验，再接再厉，“存史、育人、资政”。" * 20))
    assert _doubts(copy) == []
    assert doubts_text([]) == "按各种软件量字的方法推算，Word 文件的每一行都断在同一处。\n"


@pytest.mark.parametrize("seed", range(8))
def test_what_is_not_named_holds_without_any_gap(make: Make, faces: Faces, seed: int) -> None:
    """A paragraph's first line that a word processor without gaps ends elsewhere is always named."""
    copy = make(generated_issue(seed), LAYOUTS[seed % 2])
    named = [doubt.line.replace(" ", "") for doubt in _doubts(copy)]
    moved = 0
    for setting in settings(copy.docx, faces):
        ours, theirs = lines(setting, WORD), lines(setting, replace(WORD, gap=0))
        first = next((line for line, other in zip(ours, theirs, strict=False) if line != other), None)
        if first:
            assert first in named
            moved += 1
    assert moved == 0 or named
