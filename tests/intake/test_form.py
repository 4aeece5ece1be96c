"""Tables that are forms, and tables that are none."""

from __future__ import annotations

import pytest

from bulletin_desk.intake.form import form_of
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
    assert "“联系电话：”、“日期：3月5日”" in form.said


@pytest.mark.parametrize(
    "rows",
    [
        [["单位", "标题", "作者"], ["乐山市", "推进工作", "王建平"]],
        [["书名", "册数"], ["乐山年鉴", "3"]],
        [["单位", "100"], ["乐山市", "20"], ["峨眉山市", "30"], ["夹江县", "50"], ["沙湾区", "9"]],
        [["乐山年鉴", "3"]],
        [[LONG]],
        [[]],
    ],
)
def test_other_tables(rows: list[list[str]]) -> None:
    assert form_of(rows) is None
