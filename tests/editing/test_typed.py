"""Numbers and dates as people type them."""

from __future__ import annotations

import contextlib
from datetime import date as Date  # noqa: N812

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.editing.typed import date_of, number_of
from bulletin_desk.errors import EditError

NEAR = Date(2026, 11, 29)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        (" 12 ", 12),
        ("１２", 12),
        ("012", 12),
        ("第 12 期", 12),
        ("第12期", 12),
        ("十二", 12),
        ("一百二十", 120),
        ("两百零五", 205),
        ("12期", 12),
    ],
)
def test_a_number_is_read(text: str, number: int) -> None:
    assert number_of(text, 1, 999, head="第 ", tail=" 期") == number


@pytest.mark.parametrize(
    "text",
    ["1e9", "-1", "+1", "1.5", "1,000", "1 000", "12a", "0x1f", "二二", "壹", "²", "第期期", "12—13", "①"],
)
def test_what_is_no_number_is_refused_as_typed(text: str) -> None:
    with pytest.raises(EditError, match="”不是整数；请填1到999之间的整数。"):
        number_of(text, 1, 999, head="第 ", tail=" 期")


@pytest.mark.parametrize("text", ["0", "1000", "9" * 5_000])
def test_a_number_out_of_bounds_is_refused(text: str) -> None:
    with pytest.raises(EditError, match="不在1到999之间") as refused:
        number_of(text, 1, 999)
    assert len(str(refused.value)) < 60


@pytest.mark.parametrize("text", ["", "  ", "第  期"])
def test_no_number_is_asked_for(text: str) -> None:
    with pytest.raises(EditError, match="还没有数"):
        number_of(text, 1, 999, head="第 ", tail=" 期")


@given(st.integers(0, 10**6))
def test_every_number_is_read_back(number: int) -> None:
    assert number_of(f"共印 {number} 份", 0, 10**6, head="共印 ", tail=" 份") == number


@pytest.mark.parametrize(
    "text",
    [
        *("2026-12-5", "2026.12.5", "2026/12/05", "2026年12月5日", "20261205", "2026－12－05", "2026。12。5"),
        *("12月5日", "12.5", "12-5", "12/5", "12月5号", " 12 月 5 日 ", "２０２６年１２月５日"),
        *("二〇二六年十二月五日", "2026年12月5日（星期六）", "2026年12月5日 周六", "十二月五日"),
        *("二○二六年十二月五日", "二O二六年12月5日", "二Ｏ二六年十二月五日", "2026年12月5日，星期六"),
        *("20261205 周六", "12月5日礼拜六"),
        *(
            "2026·12·5",
            "2026、12、5",
            "2026−12−5",
            "2026\\12\\5",
            "\u200b2026-12-5\ufeff",
            "2026年\u00a012月5日",
        ),
    ],
)
def test_a_date_is_read_as_people_write_it(text: str) -> None:
    assert date_of(text, NEAR) == Date(2026, 12, 5)


@pytest.mark.parametrize(
    ("text", "near", "day"),
    [
        ("1月5日", Date(2026, 12, 28), Date(2027, 1, 5)),
        ("12月28日", Date(2027, 1, 5), Date(2026, 12, 28)),
        ("2月29日", Date(2027, 12, 1), Date(2028, 2, 29)),
        ("2月29日", Date(2028, 8, 1), Date(2028, 2, 29)),
        ("12月31日", Date(9999, 12, 31), Date(9999, 12, 31)),
        ("1月1日", Date(1, 1, 1), Date(1, 1, 1)),
    ],
)
def test_a_day_without_a_year_is_the_nearest(text: str, near: Date, day: Date) -> None:
    assert date_of(text, near) == day


@pytest.mark.parametrize(
    ("near", "year"), [(Date(2027, 2, 1), 2027), (Date(2026, 11, 29), 2027), (Date(2027, 7, 1), 2027)]
)
def test_a_day_that_the_year_meant_lacks_is_not_looked_for_in_another(near: Date, year: int) -> None:
    """Who types 2月29日 in February 2027 has slipped, and means no day of 2028."""
    with pytest.raises(EditError) as refused:
        date_of("2月29日", near)
    assert str(refused.value) == f"没有“{year}年2月29日”这一天；请核对。"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2月30日", "没有“2月30日”这一天；请核对。"),
        ("2026-2-29", "没有“2026年2月29日”这一天；请核对。"),
        ("20261305", "没有“2026年13月5日”这一天；请核对。"),
        ("0000-1-1", "没有“0年1月1日”这一天；请核对。"),
        ("5日", "“5日”看不出是哪一天；请写成 2026年12月5日 这样。"),
        ("26-12-5", "“26-12-5”看不出是哪一天；请写成 2026年12月5日 这样。"),
        ("明天", "“明天”看不出是哪一天；请写成 2026年12月5日 这样。"),
        ("1e9", "“1e9”看不出是哪一天；请写成 2026年12月5日 这样。"),
        ("", "这里还没有日期；请填，如 2026年12月5日。"),
        ("2026年12月5日星期五", "2026年12月5日是星期六，不是星期五；请核对。"),
        ("2026年12月6日（周六）", "2026年12月6日是星期日，不是星期六；请核对。"),
    ],
)
def test_what_is_no_day_is_told(text: str, why: str) -> None:
    with pytest.raises(EditError) as refused:
        date_of(text, NEAR)
    assert str(refused.value) == why


@given(st.dates(), st.dates())
def test_every_day_is_read_back(day: Date, near: Date) -> None:
    assert date_of(f"{day.year:04}-{day.month}-{day.day}", near) == day
    assert date_of(f"{day.month}月{day.day}日", day) == day


@given(st.dates(Date(1000, 1, 1)), st.dates())
def test_a_date_as_the_bulletin_writes_it_is_read_back(day: Date, near: Date) -> None:
    assert date_of(chinese_date(day), near) == day


@given(st.text(max_size=30))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(EditError):
        assert 1 <= number_of(text, 1, 999) <= 999
    with contextlib.suppress(EditError):
        assert date_of(text, NEAR)
