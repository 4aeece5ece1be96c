"""Words of rows as a layout has them: number forms, dates, periods, labels, counts; what can't be said."""

from __future__ import annotations

from datetime import date

import pytest

from bulletin_desk.bulletin.model import Addressee
from bulletin_desk.gathering.closing import Closing
from bulletin_desk.gathering.head import Head
from bulletin_desk.layouts.wordings import parsed
from bulletin_desk.learning.periods import periods_in
from bulletin_desk.learning.row_words import RowWords

DAY = date(2024, 1, 9)


def words(**head: object) -> RowWords:
    """Words of an issue with these values of its head."""
    told = {"name": "工作简报", "number": 2, "total": 607, "issuer": "某某办公室", "date": DAY, "year": 2024}
    closing = Closing("主动公开", [Addressee("报", "市委。")], "某某办公室综合处", date(2024, 1, 10), 16)
    return RowWords(Head(**{**told, **head}), closing)  # type: ignore[arg-type]


HEADS = {
    "第2期": "{supplement}第{number}期",
    "第 2 期": "{supplement}第 {number} 期",
    "第2期（总第607期）": "{supplement}第{number}期[（总第{total}期）]",
    "（总第607期）": "[（总第{total}期）]",
    "总第607期": "[总第{total}期]",
    "2024年第2期": "{year}年{supplement}第{number}期",
    "（2024）第2期": "（{year}）{supplement}第{number}期",
    "〔2024〕2号": "〔{year}〕{number}号",
    "（第2期）": "（{supplement}第{number}期）",
    "工作简报": "{name}",
    "工 作 简 报": "{name}",
    "某某办公室": "{issuer}",
    "某某办公室编": "{issuer}编",
    "2024年1月9日": "{date}",
    "2024.1.9": "{year}.{month}.{day}",
    "2024-1-9": "{year}-{month}-{day}",
    "2024年1月": "{year}年{month}月",
    "某某办公室　　2024年1月9日": "{issuer}　　{date}",
    "№ 000012": "[№ {copy}]",
    "编号：000012": "[编号：{copy}]",
    "000012": "[{copy}]",
    "主办：某局": "[主办：{主办}]",
    "统计时段：2024年1月1日至7日": "统计时段：{统计时段}",
    "内部刊物{注意}[保存]": "内部刊物{{注意}}[[保存]]",
    "2024年1月9日星期二": "{date}{星期}",
}


@pytest.mark.parametrize(("text", "pattern"), HEADS.items(), ids=HEADS)
def test_words_of_a_head(text: str, pattern: str) -> None:
    made = words()
    assert made.patterns([text], "head") == [pattern]
    assert made.doubts == []
    assert parsed(pattern).pattern == pattern


CLOSINGS = {
    "信息公开选项：主动公开": "信息公开选项：{disclosure}",
    "某某办公室综合处": "{imprint_office}",
    "2024年1月10日印发": "{imprint_date}印发",
    "（共印16份）": "（共印{print_count}份）",
    "印数：16份": "印数：{print_count}份",
    "责任编辑：张三": "[责任编辑：{责任编辑}]",
    "编辑：张三　电话：1234567": "[编辑：{编辑}]　[电话：{电话}]",
}


@pytest.mark.parametrize(("text", "pattern"), CLOSINGS.items(), ids=CLOSINGS)
def test_words_of_a_closing_block(text: str, pattern: str) -> None:
    made = words()
    assert made.patterns([text], "closing") == [pattern]
    assert made.doubts == []


def test_a_total_without_a_place_of_its_own_is_left_out_with_its_words() -> None:
    (pattern,) = words().patterns(["第2期　总第607期"], "head")
    wording = parsed(pattern)
    assert wording.fill(lambda name: {"number": "2"}.get(name, "")).strip() == "第2期"


@pytest.mark.parametrize(
    ("text", "head", "said"),
    [
        ("第02期", {}, "第02期"),
        ("第2-3期", {}, "第2-3"),
        ("第二期", {}, "第二期"),
        ("二〇二四年一月九日", {}, "二〇二四年一月九日"),
        ("2024年01月09日", {}, "2024年01月09日"),
    ],
)
def test_what_a_layout_words_otherwise_is_told(text: str, head: dict[str, object], said: str) -> None:
    made = words(**head)
    made.patterns([text], "head")
    (doubt,) = made.doubts
    assert doubt.words == said


def test_the_brackets_of_a_supplement_go_with_it() -> None:
    (pattern,) = words(supplement="增刊").patterns(["第2期（增刊）"], "head")
    assert pattern == "第{number}期[（{supplement}）]"


def test_each_text_has_one_place() -> None:
    made = words()
    assert made.patterns(["某某办公室"], "head") == ["{issuer}"]
    assert made.patterns(["某某办公室"], "head") == ["某某办公室"]


def test_a_name_of_two_pieces_is_a_name_and_a_field() -> None:
    made = words(name="网络舆情专报")
    assert made.patterns(["网络舆情", "专报"], "head") == ["{name}", "{名称的另一截}"]
    assert made.name == "网络舆情"
    assert [(field.label, value.text) for field, value in zip(made.declared, made.values, strict=True)] == [
        ("名称的另一截", "专报")
    ]


def test_fields_are_called_apart() -> None:
    made = words()
    assert made.patterns(["电话：1"], "closing") == ["[电话：{电话}]"]
    assert made.patterns(["电话：2"], "closing") == ["[电话：{电话2}]"]
    assert [field.label for field in made.declared] == ["电话", "电话2"]


def test_another_day_is_a_field_of_its_own() -> None:
    made = words()
    assert made.patterns(["报送日期：2024年1月12日"], "head") == ["报送日期：{报送日期}"]
    (field,) = made.declared
    assert (field.kind, made.values[0].text) == ("date", "2024-01-12")


def test_without_a_day_the_period_ends_on_the_issues() -> None:
    made = words(date=None, year=None)
    made._closing.date = None
    made.patterns(["2024年1月1日至7日"], "head")
    assert made.date == date(2024, 1, 7)


@pytest.mark.parametrize(
    ("text", "value", "form"),
    [
        ("2024年1月1日至7日", "2024-01-01/2024-01-07", "{year}年{month}月{day}日至{to_day}日"),
        ("1月1日—1月7日", "2024-01-01/2024-01-07", "{month}月{day}日—{to_month}月{to_day}日"),
        ("12月30日至1月5日", "2023-12-30/2024-01-05", "{month}月{day}日至{to_month}月{to_day}日"),
        ("2024.1.1-2024.1.7", "2024-01-01/2024-01-07", "{year}.{month}.{day}-{to_year}.{to_month}.{to_day}"),
    ],
)
def test_periods(text: str, value: str, form: str) -> None:
    (period,) = periods_in(text, 2024)
    assert (period.value, period.form) == (value, form)


@pytest.mark.parametrize("text", ["2024年1月9日", "1.2-3", "电话：0000-1234567", "2024年2月30日至31日"])
def test_what_is_no_period(text: str) -> None:
    assert list(periods_in(text, 2024)) == []
