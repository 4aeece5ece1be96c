"""Tables that are forms, and tables that are none."""

from __future__ import annotations

import pytest

from bulletin_desk.intake.form import form_of, names_form
from tests.intake.manuscripts import LONG

TITLE = "乐山市推进地方志工作"


def test_a_form_gives_its_title_unit_and_text() -> None:
    form = form_of(
        [
            ["信息投稿表"],
            ["稿 件 标 题：", TITLE],
            ["投稿单位", "乐山市地方志办公室", "作者", "王建平"],
            ["联系电话", "0833-2433333", "日期", "3月5日"],
            ["正文", LONG],
            ["审核意见", "同意\n李国华"],
        ]
    )
    assert form is not None
    assert form.titled
    assert [(field.name, field.value) for field in form.fields] == [
        ("稿件标题", TITLE),
        ("投稿单位", "乐山市地方志办公室"),
        ("作者", "王建平"),
        ("正文", LONG),
    ]
    assert form.fields[-1].is_text
    assert form.fields[-1][1:3] == (4, 1)
    for cell in ("信息投稿表", "联系电话：0833-2433333", "日期：3月5日", "审核意见：同意 李国华"):
        assert f"“{cell}”" in form.said


def test_labels_and_values_in_one_cell() -> None:
    form = form_of([["供稿单位：乐山市地方志办公室", "作者：王建平"], ["联系电话：", "日期：3月5日"]])
    assert form is not None
    assert not form.titled
    assert [field.line for field in form.fields] == ["供稿单位：乐山市地方志办公室", "作者：王建平"]
    assert "“日期：3月5日”" in form.said
    assert "联系电话" not in form.said  # nothing was written there
    assert "联系电话：" in form.words


def read_of(rows: list[list[str]]) -> list[tuple[str, str]]:
    form = form_of(rows)
    assert form is not None
    return [(field.name, field.value) for field in form.fields]


def test_values_under_their_labels() -> None:
    rows = [["稿件标题", "报送单位"], [TITLE, "乐山市地方志办公室"], ["稿件内容"], [LONG]]
    assert read_of(rows) == [("稿件标题", TITLE), ("报送单位", "乐山市地方志办公室"), ("稿件内容", LONG)]


def test_a_subtitle_is_read() -> None:
    assert read_of([["主标题", "甲"], ["副标题", "乙"], ["正文", LONG]])[:2] == [
        ("主标题", "甲"),
        ("副标题", "乙"),
    ]


def test_a_list_with_titles_and_texts_is_several_items() -> None:
    rows = [["序号", "标题", "正文", "单位"], ["1", TITLE, LONG, "乐山市"], ["2", "甲", LONG, "乙市"]]
    assert read_of(rows) == [
        *(("标题", TITLE), ("单位", "乐山市"), ("正文", LONG)),
        *(("标题", "甲"), ("单位", "乙市"), ("正文", LONG)),
    ]


def test_a_text_beside_a_label_that_goes_on() -> None:
    rows = [["标题", TITLE], ["正文", LONG], ["", "又一段。"], ["审核意见", "同意"]]
    assert read_of(rows) == [("标题", TITLE), ("正文", LONG), ("正文", "又一段。")]


def test_a_text_without_a_label() -> None:
    rows = [["标题：" + TITLE], ["单位：乐山市"], [LONG]]
    assert read_of(rows) == [("标题", TITLE), ("单位", "乐山市"), ("正文", LONG)]


def test_a_text_behind_its_label_keeps_its_paragraphs() -> None:
    form = form_of([["标题", TITLE], ["正文：\n　　甲。\n　　乙。"]])
    assert form is not None
    assert list(form.stands_for()) == [f"标题：{TITLE}", "正文：", "　　甲。", "　　乙。"]


@pytest.mark.parametrize("label", ["报送人", "供稿人签字", "分管领导意见", "办公室审核", "是否首次投稿"])
def test_labels_by_how_they_are_made(label: str) -> None:
    form = form_of([["标题", TITLE, label, "王建平"], ["正文", LONG]])
    assert form is not None
    assert f"{label}：王建平" in form.rest


@pytest.mark.parametrize(
    ("line", "is_name"),
    [
        ("信息投稿表", True),
        ("信息 报送 单（2024年）", True),
        ("乐山市推进地方志工作", False),
        ("请填下表。", False),
    ],
)
def test_the_name_of_a_form(line: str, *, is_name: bool) -> None:
    assert names_form(line) is is_name


@pytest.mark.parametrize(
    "rows",
    [
        [["单位", "标题", "作者"], ["乐山市", "推进工作", "王建平"]],
        [["书名", "册数"], ["乐山年鉴", "3"]],
        [["单位", "100"], ["乐山市", "20"], ["峨眉山市", "30"], ["夹江县", "50"], ["沙湾区", "9"]],
        [["乐山年鉴", "3"]],
        [["标题：推进工作\n单位：乐山市"], [LONG]],
        [[LONG]],
        [[]],
    ],
)
def test_other_tables(rows: list[list[str]]) -> None:
    assert form_of(rows) is None
