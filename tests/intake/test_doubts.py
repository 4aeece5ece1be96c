"""What no edited item looks like: which lines the last pass of recognition is in doubt of."""

from __future__ import annotations

import pytest

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.intake.manuscript import Listed, Paragraph
from bulletin_desk.intake.parts import OUT, Part
from bulletin_desk.intake.recognise import recognise
from bulletin_desk.intake.sources import load_units
from tests.intake.manuscripts import LONG, MORE

UNITS = load_units()
TITLE = "乐山市推进地方志工作"


def in_doubt(*texts: str | Paragraph) -> dict[str, object]:
    """The parts that could be something else, with what."""
    paragraphs = [Paragraph(text) if isinstance(text, str) else text for text in texts]
    parts: tuple[Part, ...] = recognise(paragraphs, units=UNITS)
    return {part.text: part.other for part in parts if part.other is not None}


@pytest.mark.parametrize(
    "line",
    ["乐山日报2024-01-09第三版", "政务 公开 网上 办事 互动", "Leshan Annals 2024"],
)
def test_a_title_that_reads_as_data(line: str) -> None:
    assert in_doubt(line, LONG, MORE) == {line: OUT}


@pytest.mark.parametrize(
    "title", ["巴中市：红色方志进课堂", "方志论坛：年鉴进校园", "2024—2025年方志工作要点"]
)
def test_a_title_that_does_not(title: str) -> None:
    assert in_doubt(title, LONG, MORE) == {}


def test_a_title_that_comes_twice_is_sure() -> None:
    title = "阅读：摆脱同质化的取向"
    assert in_doubt(title, title, LONG, MORE) == {}


def test_many_lines_over_plain_text() -> None:
    assert in_doubt("乐山年鉴馆建设", TITLE, "取得新的成绩", LONG, MORE) == {"乐山年鉴馆建设": OUT}
    assert in_doubt(TITLE, "取得新的成绩", LONG, MORE) == {}
    assert in_doubt("论坛", TITLE, LONG, MORE) == {"论坛": OUT}


def test_brackets_under_the_title() -> None:
    assert in_doubt(TITLE, "（征求意见稿）", LONG, MORE) == {"（征求意见稿）": OUT}


def test_short_lines_between_title_and_text() -> None:
    title = Paragraph(f"{TITLE}，取得新的成绩。")
    assert in_doubt(TITLE, "近日，会议召开。", "方志学刊总目", LONG) == {"方志学刊总目": Kind.BODY}
    assert in_doubt(title, LONG) == {}


def test_short_lines_behind_the_text() -> None:
    assert in_doubt(TITLE, LONG, MORE, "乐山年鉴馆宣") == {"乐山年鉴馆宣": OUT}
    assert in_doubt(TITLE, LONG, f"{MORE[:-1]}如下：", "乐山年鉴馆", "峨眉山年鉴馆") == {}
    entries = [Paragraph("年鉴馆", listed=Listed(0, "●", in_text=False)) for _ in range(2)]
    assert in_doubt(TITLE, LONG, *entries) == {}
    many = [f"年鉴馆藏书目录{number}卷" for number in "一二三四五六七"]
    assert in_doubt(TITLE, LONG, *many) == {}


def test_lines_that_their_author_broke() -> None:
    texts = (TITLE, LONG, MORE, "年鉴馆藏书", "目录三卷")
    parts = recognise([Paragraph(text) for text in texts], units=UNITS, broken=(3, 4))
    assert [part.other for part in parts] == [None] * 5


def test_brackets_at_the_end() -> None:
    assert in_doubt(TITLE, LONG, "（采写于乐山新城区，未完）") == {"（采写于乐山新城区，未完）": Kind.SOURCE}


def test_an_item_without_text_beside_others_with() -> None:
    short = ("【市州动态】", "峨眉山市编纂年鉴", "【乐山动态】")
    assert in_doubt(*short, TITLE, LONG, MORE) == {"峨眉山市编纂年鉴": OUT}
