"""How an official bulletin writes dates (GB/T 9704-2012, 7.3.5.4: Arabic figures, no leading zeros)."""

from datetime import date as Date  # noqa: N812


def chinese_date(day: Date) -> str:
    """2024-01-09 as `2024年1月9日`."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_weekday(day: Date) -> str:
    """The character behind 星期: 2024-01-09 was a 二."""
    return "一二三四五六日"[day.weekday()]
