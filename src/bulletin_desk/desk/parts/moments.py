"""Moments as the clerk reads them: the nearer, the shorter. Knows no widgets."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812
from datetime import datetime


def minute(now: datetime) -> str:
    """A moment to the minute, as remarks keep it: 2024-01-09T15:30."""
    return now.strftime("%Y-%m-%dT%H:%M")


def said_when(when: str, today: Date) -> str:
    """A moment as `minute` writes it: the time alone if it is today's, no year if it is this one's; what is
    no moment stays as it is."""
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        return when
    time = f"{moment.hour}:{moment.minute:02}"
    if moment.date() == today:
        return time
    day = f"{moment.month}月{moment.day}日 {time}"
    return day if moment.year == today.year else f"{moment.year}年{day}"
