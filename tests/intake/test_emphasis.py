"""Bold characters within body text are told once for a manuscript."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_desk.intake.draft import Context, Contribution, take_in
from bulletin_desk.intake.html import read_html
from bulletin_desk.intake.read import read_manuscript
from bulletin_desk.intake.sources import load_units
from tests.intake.conftest import fail
from tests.intake.manuscripts import LONG, MORE
from tests.intake.word import p, r, saved, word

CONTEXT = Context((), load_units())
BOLD = "<w:b/>"


def told(contribution: Contribution) -> list[str]:
    return [remark.message for remark in contribution.remarks if "加粗" in remark.message]


def of_word(folder: Path, *paragraphs: str) -> Contribution:
    body = p("德阳市推进数字史志建设", '<w:jc w:val="center"/>', BOLD) + "".join(paragraphs)
    return take_in(read_manuscript(saved(folder, word(body + p("（德阳市办）")))), CONTEXT)


def test_bold_words_in_body_text_are_counted_once(tmp_path: Path) -> None:
    taken = of_word(
        tmp_path,
        p(r(LONG) + r("十二项任务", BOLD) + r("。") + r("三部志书", BOLD) + r("已经出版。")),
        p(r(MORE) + r("百余场", BOLD) + r("活动，") + r("七成", BOLD) + r("在农村。")),
    )
    assert told(taken) == ["正文里有4处加粗没有保留（“十二项任务”、“三部志书”、“百余场”等），文字没有动。"]
    assert not taken.look


@pytest.mark.parametrize(
    "paragraph",
    [
        p(r("一是加强领导。", BOLD) + r(LONG)),  # the run-in heading is kept
        p(r(LONG) + r("，", BOLD) + r(MORE)),  # a mark alone says nothing
        p(r(LONG, BOLD)),  # nothing in it stands out
        p(r("一、", BOLD) + r("抓统筹")) + p(LONG),  # a heading is bold as such
    ],
)
def test_nothing_is_said_where_nothing_is_lost(tmp_path: Path, paragraph: str) -> None:
    assert told(of_word(tmp_path, paragraph, p(MORE))) == []


def test_bold_words_of_a_web_page() -> None:
    page = f"<html><body><h1>德阳市开会</h1><p>{LONG}<b>十二项任务</b>已完成。</p><p>{MORE}</p></body></html>"
    taken = take_in(read_html(page.encode(), "页", fail), CONTEXT)
    assert told(taken) == ["正文里有1处加粗没有保留（“十二项任务”），文字没有动。"]
