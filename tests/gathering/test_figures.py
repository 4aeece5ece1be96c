"""Numbers and days as old issues print them."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812

import pytest

from bulletin_desk.gathering.figures import day_ending, days_in, number_of, numbers_in

NUMBERS = {
    "第2期（总第607期）": {"number": 2, "total": 607},
    "2024年第2期（总第607期）": {"year": 2024, "number": 2, "total": 607},
    "（2024）第1期　总第606期": {"year": 2024, "number": 1, "total": 606},
    "〔2023〕12号（总第33号）": {"year": 2023, "number": 12, "total": 33},
    "二〇二四年第十二期": {"year": 2024, "number": 12},
    "２０２４年第１２期": {"year": 2024, "number": 12},
    "第 12 期": {"number": 12},
    "第（5）期": {"number": 5},
    "No.12": {"number": 12},
    "总第六〇七期": {"total": 607},
    "总期第一百二十期": {"total": 120},
    "增刊第3期": {"supplement": 0, "number": 3},
    "丁市图书工作简报第12期（总第345期）": {"number": 12, "total": 345},
    "（2025年）第7期": {"year": 2025, "number": 7},
    "2025年度": {},
    "第七中学": {},
}


@pytest.mark.parametrize("text", NUMBERS)
def test_numbers(text: str) -> None:
    found = list(numbers_in(text))
    assert {one.what: one.value for one in found} == NUMBERS[text]
    assert all(one.start < one.stop <= len(text) for one in found)


DAYS = {
    "2024年1月9日": Date(2024, 1, 9),
    "四川省地方志工作办公室　　2024年1月9日": Date(2024, 1, 9),
    "二〇二四年一月十九日": Date(2024, 1, 19),
    "二○二四年元月九日": Date(2024, 1, 9),
    "2024.1.9": Date(2024, 1, 9),
    "2024-01-09": Date(2024, 1, 9),
    "２０２４年１２月３１日": Date(2024, 12, 31),
    "2024 年 1 月 9 日 星期二": Date(2024, 1, 9),
    "综合处\t2024年1月9日印发": Date(2024, 1, 9),
}


@pytest.mark.parametrize("text", DAYS)
def test_days(text: str) -> None:
    day = day_ending(text)
    assert day is not None
    assert (day.date, day.whole) == (DAYS[text], True)


def test_what_is_no_day() -> None:
    assert day_ending("2024年2月30日") is None
    assert day_ending("2024年1月9日，全省召开会议") is None
    (month,) = days_in("2024年1月")
    assert (month.date, month.whole) == (Date(2024, 1, 1), False)


def test_what_is_no_number() -> None:
    assert [number_of(text) for text in ("十二", "六〇七", "一百", "", "零", "卅")] == [12, 607, 100, 0, 0, 0]
