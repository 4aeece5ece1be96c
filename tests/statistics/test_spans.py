"""Spans of days: read as a clerk writes them, worded as an office does."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.statistics.spans import Span, half_span, month_span, quarter_span, span_of, year_span


@pytest.mark.parametrize(
    ("written", "since", "until", "words"),
    [
        ("2026", (2026, 1, 1), (2026, 12, 31), "2026年"),
        ("2026年", (2026, 1, 1), (2026, 12, 31), "2026年"),
        ("2026H1", (2026, 1, 1), (2026, 6, 30), "2026年上半年"),
        ("2026年下半年", (2026, 7, 1), (2026, 12, 31), "2026年下半年"),
        ("2026-q3", (2026, 7, 1), (2026, 9, 30), "2026年第三季度"),
        ("2026年第四季度", (2026, 10, 1), (2026, 12, 31), "2026年第四季度"),
        ("2024-2", (2024, 2, 1), (2024, 2, 29), "2024年2月"),
        ("2026年10月", (2026, 10, 1), (2026, 10, 31), "2026年10月"),
        ("2026-10-05", (2026, 10, 5), (2026, 10, 5), "2026年10月5日"),
        ("2026-01-01/2026-02-15", (2026, 1, 1), (2026, 2, 15), "2026年1月1日至2月15日"),
        ("2025-12-26至2026-01-25", (2025, 12, 26), (2026, 1, 25), "2025年12月26日至2026年1月25日"),
        ("2026年1月..2026年3月", (2026, 1, 1), (2026, 3, 31), "2026年第一季度"),
        ("2024/2026", (2024, 1, 1), (2026, 12, 31), "2024年至2026年"),
        ("9999-12", (9999, 12, 1), (9999, 12, 31), "9999年12月"),
    ],
)
def test_a_span_as_it_is_written(
    written: str, since: tuple[int, int, int], until: tuple[int, int, int], words: str
) -> None:
    span = span_of(written)
    assert span == Span(date(*since), date(*until))
    assert span.words == words


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("去年", "看不出是哪一段时间"),
        ("", "看不出是哪一段时间"),
        ("2026Q5", "看不出是哪一段时间"),
        ("20261", "看不出是哪一段时间"),
        ("2026101", "看不出是哪一段时间"),
        ("2026-02-30", "没有“2026-02-30”这个日期"),
        ("2026-13", "没有“2026-13”这个日期"),
        ("0000", "没有“0000”这个日期"),
        ("2026-05/2026-04", "结束日期早于开始日期"),
        ("2026/2027/2028", "看不出是哪一段时间"),
        ("2026/", "看不出是哪一段时间"),
    ],
)
def test_what_is_no_span_is_told(written: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        span_of(written)


@given(st.integers(1000, 9999), st.integers(1, 12))
def test_a_year_is_made_of_its_parts(year: int, month: int) -> None:
    days = month_span(year, month)
    quarter = quarter_span(year, (month + 2) // 3)
    half = half_span(year, 1 if month < 7 else 2)
    for inner, outer in ((days, quarter), (quarter, half), (half, year_span(year))):
        assert inner.since in outer
        assert inner.until in outer
    assert span_of(days.words) == days
    assert (year, month) in set(quarter.months())
    assert len(list(half.months())) == 6
