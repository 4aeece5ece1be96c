"""Pictures that a page sets side by side are read as those of a row; all else stays as it was."""

from __future__ import annotations

from base64 import b64encode

import pytest

from bulletin_desk.bulletin.model import Pictures
from bulletin_desk.intake.html import read_html
from bulletin_desk.intake.manuscript import Manuscript
from tests.bulletin.issues import picture_data
from tests.intake.conftest import fail


def image(number: int) -> str:
    content = picture_data(number, size=(400, 300)).content
    return f'<img src="data:image/png;base64,{b64encode(content).decode()}" width="265">'


def read(page: str) -> Manuscript:
    return read_html(f"<p>前文说明会议情况。</p>{page}<p>后文说明工作安排。</p>", "", fail)


def shown(page: str) -> list[tuple[str, ...]]:
    """The captions of each row of pictures."""
    blocks = (note.block for note in read(page).notes)
    return [tuple(one.caption for one in block.pictures) for block in blocks if isinstance(block, Pictures)]


def texts(page: str) -> list[str]:
    return [paragraph.text for paragraph in read(page).paragraphs if paragraph.text]


def figure(number: int, style: str, caption: str) -> str:
    return f'<figure style="{style}"><p>{image(number)}</p><figcaption>{caption}</figcaption></figure>'


def pair(style: str, row: str = "", between: str = "") -> str:
    return f'<div style="{row}">{figure(1, style, "会场")}{between}{figure(2, style, "展板")}</div>'


@pytest.mark.parametrize(
    ("style", "row"),
    [
        ("display:inline-block;width:49%", ""),
        ("width:50%; DISPLAY : inline-block !important", ""),
        ("display:table-cell", "display:table-row"),
        ("float:left;width:48%", ""),
        ("width:50%", "display:flex;justify-content:center"),
        ("", "display:grid;grid-template-columns:1fr 1fr"),
    ],
)
def test_they_are_a_row(style: str, row: str) -> None:
    assert shown(pair(style, row)) == [("会场", "展板")]
    assert shown(pair(style, row, "\n  ")) == [("会场", "展板")]
    assert texts(pair(style, row)) == ["前文说明会议情况。", "后文说明工作安排。"]


@pytest.mark.parametrize(
    "page",
    [
        pair("display:block"),
        pair("", "display:flex;flex-direction:column"),
        pair("display:inline-block", between="和"),
        pair("display:inline-block", between="<p>其间的一段。</p>"),
        pair("display:inline-block").replace("会场", "会场" * 40),
    ],
    ids=["none", "column", "words between", "paragraph between", "more than captions"],
)
def test_others_are_read_one_after_another(page: str) -> None:
    """As ever: their texts are paragraphs, which who recognises them may find to be captions."""
    assert shown(page) == [("",), ("",)]
    assert texts(page)[-2] == "展板"


def test_three_are_a_row_and_one_below() -> None:
    row = "".join(figure(at, "display:inline-block", f"图{at}") for at in (1, 2, 3))
    assert shown(f"<div>{row}</div>") == [("图1", "图2"), ("图3",)]


def test_where_their_files_are_not_to_be_had_nothing_changes() -> None:
    beside = pair("display:inline-block").replace("data:", "http:")
    page = beside.replace("display:inline-block", "display:block")
    assert texts(beside) == texts(page) == ["前文说明会议情况。", "会场", "展板", "后文说明工作安排。"]
    assert [note.message for note in read(beside).notes] == [note.message for note in read(page).notes]


def test_in_a_table_they_stay_in_their_cell() -> None:
    cells = f"<td>情况</td><td>{pair('display:inline-block')}</td><td>说明</td>"
    page = f"<table><tr><td>甲</td><td>乙</td><td>丙</td></tr><tr>{cells}</tr></table>"
    assert {"会场", "展板"} == {caption for row in shown(page) for caption in row}
