"""Values of the fields that a layout declares: what they may be, and what the following issue has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bulletin_desk.bulletin.compare import compare
from bulletin_desk.bulletin.describe import describe
from bulletin_desk.bulletin.edits import with_text
from bulletin_desk.bulletin.fields import (
    DeclaredField,
    completed,
    field_value,
    next_value,
    value_of,
    with_field,
    wrong_value,
)
from bulletin_desk.bulletin.following import proposed_numbers
from bulletin_desk.bulletin.grammar import (
    CLOSING_FIELDS,
    HEAD_FIELDS,
    field_path,
    field_text_path,
    is_text,
    node_at,
)
from bulletin_desk.bulletin.model import Field, Kind
from bulletin_desk.bulletin.numbering import Numbering, next_issue
from bulletin_desk.bulletin.take_back import Comparison
from bulletin_desk.storage.bulletin_file import from_json, to_json
from tests.bulletin.issues import SMALL

EDITOR = DeclaredField("editor", "编辑", "text", "closing")
PERIOD = DeclaredField("period", "时段", "period", "head", next="advance")
FILLED = with_field(with_field(SMALL, CLOSING_FIELDS, "editor", "王小明"), HEAD_FIELDS, "密级", "秘密")


def test_values_are_set_added_and_taken_away() -> None:
    assert FILLED.closing_fields == (Field("editor", "王小明"),)
    assert value_of(FILLED, EDITOR) == "王小明"
    assert with_field(FILLED, CLOSING_FIELDS, "editor", "王小明") is FILLED
    assert with_field(FILLED, CLOSING_FIELDS, "editor", None).closing_fields == ()
    assert with_field(SMALL, HEAD_FIELDS, "none", None) is SMALL
    assert value_of(SMALL, EDITOR._replace(default="（待填）")) == "（待填）"


def test_a_new_layouts_fields_get_their_defaults_and_others_stay() -> None:
    issue = completed(FILLED, [EDITOR._replace(default="无"), PERIOD._replace(default="")])
    assert issue.closing_fields == (Field("editor", "王小明"),)
    assert issue.head_fields == (Field("密级", "秘密"), Field("period", ""))


@pytest.mark.parametrize(
    ("kind", "good", "bad", "said"),
    [
        ("number", "12", "012", "应是1至100000之间的整数"),
        ("number", "100000", "100001", "应是1至100000之间的整数"),
        ("date", "2024-02-29", "2023-02-29", "应是 2024-01-09 这样的日期"),
        ("month", "2024-01", "2024-13", "应是 2024-01 这样的年月"),
        ("period", "2024-01-01/2024-01-07", "2024-01-07/2024-01-01", "止日不早于起日"),
        ("choice", "秘密", "绝密", "应是“秘密”、“机密”之一"),
    ],
)
def test_what_a_value_may_be(kind: str, good: str, bad: str, said: str) -> None:
    field = DeclaredField("one", "这一栏", kind, "head", choices=("秘密", "机密"))  # type: ignore[arg-type]
    assert wrong_value(field, good) == ""
    assert wrong_value(field, "") == ""
    sentence = wrong_value(field, bad)
    assert sentence.startswith("“这一栏”应是")
    assert said in sentence
    assert f"“{bad}”" in sentence
    assert wrong_value(field._replace(required=True), "") == "“这一栏”还没有填；请填上。"


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        ("number", "12", "13"),
        ("date", "2024-02-29", "2024-03-01"),
        ("date", "9999-12-31", "9999-12-31"),
        ("month", "2024-12", "2025-01"),
        ("month", "9999-12", "9999-12"),
        ("period", "2024-01-01/2024-01-07", "2024-01-08/2024-01-14"),
        ("period", "2024-01-01/2024-01-31", "2024-02-01/2024-02-29"),
        ("period", "2024-10-01/2024-12-31", "2025-01-01/2025-03-31"),
        ("period", "一月上旬", "一月上旬"),
        ("month", "", ""),
    ],
)
def test_the_following_value(kind: str, text: str, wanted: str) -> None:
    field = DeclaredField("one", "栏", kind, "head", next="advance")  # type: ignore[arg-type]
    assert next_value(field, text) == wanted
    assert next_value(field._replace(next="keep"), text) == text
    assert next_value(field._replace(next="empty"), text) == ""
    assert next_value(field._replace(next="default", default="无"), text) == "无"


def test_the_next_issue_has_the_values_that_its_fields_declare() -> None:
    issue = with_field(FILLED, HEAD_FIELDS, "period", "2024-01-01/2024-01-07")
    following = next_issue(issue, date(2024, 1, 16), declared=(EDITOR, PERIOD))
    assert field_value(following, HEAD_FIELDS, "period") == "2024-01-08/2024-01-14"
    assert field_value(following, CLOSING_FIELDS, "editor") == "王小明"
    assert field_value(following, HEAD_FIELDS, "密级") == "秘密"  # another layout's


# ---- counted as the layout says


@pytest.mark.parametrize(
    ("numbering", "day", "wanted"),
    [
        (Numbering("year"), date(2024, 1, 12), (3, 608)),
        (Numbering("year"), date(2025, 1, 3), (1, 608)),
        (Numbering("through"), date(2025, 1, 3), (3, 608)),
        (Numbering("none"), date(2025, 1, 3), (2, 607)),
    ],
)
def test_how_issues_are_counted(numbering: Numbering, day: date, wanted: tuple[int, int]) -> None:
    masthead = next_issue(SMALL, day, numbering).masthead
    assert (masthead.number, masthead.total_number) == wanted
    if numbering.counts != "year" or day.year == 2024:
        proposed = proposed_numbers(SMALL, day, numbering=numbering)
        assert (proposed.number, proposed.total) == wanted


def test_a_supplement_of_its_own_series_is_followed_by_the_next_one() -> None:
    supplement = replace(SMALL, masthead=replace(SMALL.masthead, supplement="增刊", total_number=None))
    own = Numbering(supplement="own")
    following = next_issue(supplement, date(2024, 1, 12), own)
    assert (following.masthead.supplement, following.masthead.number) == ("增刊", 3)
    assert next_issue(supplement, date(2024, 1, 12)).masthead.supplement == ""
    proposed = proposed_numbers(supplement, date(2024, 1, 12), numbering=own)
    assert proposed.number == 3
    assert proposed.reason == "接着的是“增刊”，单独编号；下一期要是正刊，请接上一期正刊。"
    new_year = proposed_numbers(supplement, date(2025, 1, 3), numbering=own)
    assert (new_year.number, new_year.total) == (1, None)


# ---- in the document


def test_a_text_is_typed_and_a_value_is_not() -> None:
    path = field_text_path(CLOSING_FIELDS, 0)
    node = node_at(FILLED, path)
    assert node is not None
    assert (node.text, node.kind) == ("王小明", Kind.CLOSING_FIELD)
    assert is_text(path)
    assert not is_text(field_path(CLOSING_FIELDS, 0))
    assert with_text(FILLED, path, "李大为").closing_fields == (Field("editor", "李大为"),)
    assert describe(FILLED, path) == "“editor”一栏"


def test_they_are_kept_in_the_newest_schema_and_only_they_need_it() -> None:
    text = to_json(FILLED)
    assert '"schema_version": 4' in text
    assert from_json(text, "这里") == FILLED
    assert '"schema_version": 2' in to_json(SMALL)
    assert "fields" not in to_json(SMALL)


def test_what_has_changed_is_told_by_name_and_taken_back() -> None:
    changed = with_field(FILLED, CLOSING_FIELDS, "editor", "李大为")
    changed = with_field(changed, HEAD_FIELDS, "密级", None)
    changed = with_field(changed, HEAD_FIELDS, "reader", "甲")
    assert [each.sentence for each in compare(FILLED, changed)] == [
        "“reader”一栏填上了“甲”。",
        "“密级”一栏原来的“秘密”删去了。",
        "“editor”一栏由“王小明”改为“李大为”。",
    ]
    comparison = Comparison(FILLED, changed)
    assert comparison.taken_back([]) is changed
    for part in comparison.parts:
        once = comparison.taken_back([part])
        assert len(compare(FILLED, once)) == 2
    back = comparison.taken_back(comparison.parts)
    assert compare(FILLED, back) == []
