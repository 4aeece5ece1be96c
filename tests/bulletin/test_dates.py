"""Dates as printed."""

from datetime import date

from bulletin_desk.bulletin.dates import chinese_date


def test_arabic_figures_without_leading_zeros() -> None:
    assert chinese_date(date(2024, 1, 9)) == "2024年1月9日"
    assert chinese_date(date(2025, 12, 31)) == "2025年12月31日"
