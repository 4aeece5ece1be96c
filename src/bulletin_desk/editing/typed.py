"""Numbers and dates as people type them into fields, read or refused in a sentence. Knows no fields."""

from __future__ import annotations

import re
from datetime import date as Date  # noqa: N812

from bulletin_desk.bulletin.dates import chinese_date, chinese_weekday
from bulletin_desk.errors import EditError
from bulletin_desk.hanzi.numerals import value_of, whole

_MOST_SHOWN = 20
"""Characters of what was typed that a refusal repeats."""
_MOST_FIGURES = 12
"""Figures of a number at most: no field takes more, and Python reads thousands of them slowly."""
_WEEKDAY = r"(?:,?+\s*+[(（]?+(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])[)）]?+)?+"
_ZEROS = "〇零○◯O"
"""What stands for a zero among Han figures: the circle and the letter are typed as often as the right one."""
_FIGURES = "一二三四五六七八九"
_HAN = _ZEROS + _FIGURES
_BETWEEN = r".。/\\·、\-‐‑‒–—―−"
_DAY = re.compile(
    rf"(?:(?P<year>[0-9]{{4}}|[{_HAN}]{{4}})\s*+[年{_BETWEEN}]\s*+)?+"
    rf"(?P<month>[0-9]{{1,2}}|[{_HAN}十]{{1,3}})\s*+[月{_BETWEEN}]\s*+"
    rf"(?P<day>[0-9]{{1,2}}|[{_HAN}十]{{1,3}})\s*+[日号]?+\s*+{_WEEKDAY}"
)
_WITHOUT_MARKS = re.compile(rf"(?P<year>[0-9]{{4}})(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})\s*+{_WEEKDAY}")
_LEAP = 2000
"""A year that has all days that a year can have."""
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_HAN_DIGITS = str.maketrans(_HAN, "0" * len(_ZEROS) + "123456789")


def number_of(text: str, least: int, most: int, *, head: str = "", tail: str = "") -> int:
    """The whole number that was typed, from `least` to `most`: 12, １２, 十二, 一百二十, between the words
    that the field shows around it, too (第 12 期: head 第, tail 期). Raises EditError for all else,
    also 1e9, -1, 1.5 and 1,000: none of them is read as another number."""
    typed = _plain(text)
    digits = typed.removeprefix(_plain(head)).removesuffix(_plain(tail)).strip()
    if not digits:
        raise EditError(f"这里还没有数；请填{least}到{most}之间的整数。")
    if not digits.isascii() or not digits.isdigit():
        number = 0 if digits.isascii() else value_of(digits) or whole(digits)
        if not number:
            raise EditError(f"“{_shown(typed)}”不是整数；请填{least}到{most}之间的整数。")
    else:
        number = int(digits) if len(digits) <= _MOST_FIGURES else most + 1
    if not least <= number <= most:
        raise EditError(f"“{_shown(digits)}”不在{least}到{most}之间；请核对。")
    return number


def date_of(text: str, near: Date) -> Date:
    """The day that was typed: 2026-12-5, 2026.12.5, 2026/12/05, 2026年12月5日（星期六）, 20261205,
    二〇二六年十二月五日, and 12月5日 or 12.5, which is in the year that brings it nearest to `near`. Raises
    EditError for what is no day (2月30日, 2月29日 where that year has none) or none that is clear (5日,
    26-12-5)."""
    typed = _plain(text)
    if not typed:
        raise EditError("这里还没有日期；请填，如 2026年12月5日。")
    found = _WITHOUT_MARKS.fullmatch(typed) or _DAY.fullmatch(typed)
    if found is None:
        raise EditError(f"“{_shown(typed)}”看不出是哪一天；请写成 2026年12月5日 这样。")
    month, number = value_of(found["month"]), value_of(found["day"])
    typed_year = found["year"] or ""
    year = int(typed_year.translate(_HAN_DIGITS)) if typed_year else _nearest_year(month, number, near)
    day = _day(year, month, number)
    if day is None:
        # of a day that no year has, the year is no news
        named = typed_year or _day(_LEAP, month, number) is not None
        shown = f"{year}年{month}月{number}日" if named else f"{month}月{number}日"
        raise EditError(f"没有“{shown}”这一天；请核对。")
    weekday = (found["weekday"] or "").replace("天", "日")
    if weekday not in ("", chinese_weekday(day)):
        raise EditError(f"{chinese_date(day)}是星期{chinese_weekday(day)}，不是星期{weekday}；请核对。")
    return day


def _nearest_year(month: int, number: int, near: Date) -> int:
    """The year in which a day of such a month and number would be nearest: whether there it is one or not."""
    years = [year for year in (near.year - 1, near.year, near.year + 1) if _day(year, 1, 1)]
    return min(
        years, key=lambda year: abs((year - near.year) * 372 + (month - near.month) * 31 + number - near.day)
    )


def _day(year: int, month: int, number: int) -> Date | None:
    try:
        return Date(year, month, number)
    except ValueError:
        return None


def _plain(text: str) -> str:
    """With figures and marks of full width made plain, without blanks at the ends and what can't be seen."""
    return "".join(filter(str.isprintable, " ".join(text.split()).translate(_NARROW))).strip()


def _shown(typed: str) -> str:
    return typed if len(typed) <= _MOST_SHOWN else f"{typed[:_MOST_SHOWN]}…"
