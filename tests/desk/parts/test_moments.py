"""Moments as the clerk reads them."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812
from datetime import datetime

import pytest

from bulletin_desk.desk.parts.moments import minute, said_when

TODAY = Date(2024, 1, 12)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2024-01-12T09:05", "9:05"),
        ("2024-01-09T15:30", "1月9日 15:30"),
        ("2023-12-31T00:00", "2023年12月31日 0:00"),
        ("", ""),
        ("昨天", "昨天"),
        ("2024-13-01T00:00", "2024-13-01T00:00"),
    ],
)
def test_the_nearer_the_shorter(when: str, expected: str) -> None:
    assert said_when(when, TODAY) == expected


def test_to_the_minute() -> None:
    assert minute(datetime(2024, 1, 9, 15, 30, 59)) == "2024-01-09T15:30"
