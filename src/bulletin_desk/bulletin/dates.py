"""How an official bulletin writes dates (GB/T 9704-2012, 7.3.5.4: Arabic figures, no leading zeros), and
which figures can be none."""

import re
from collections.abc import Iterator
from datetime import date as Date  # noqa: N812


def chinese_date(day: Date) -> str:
    """2024-01-09 as `2024年1月9日`."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_weekday(day: Date) -> str:
    """The character behind 星期: 2024-01-09 was a 二."""
    return "一二三四五六日"[day.weekday()]


_MONTH, _DAY = "(?:1[0-2]|0?[1-9])", "(?:3[01]|[12][0-9]|0?[1-9])"
_LOST = (
    # 310日, where nothing beside it speaks of a stretch of so many days
    rf"(?:\A|(?<=[\s，。；：、（(自于从])|(?<=[今去当次]年)|(?<=截[至止])|(?<=[0-9]{{4}}年))"
    rf"(?=[0-9]{{3,4}}日){_MONTH}{_DAY}日(?![内后前元]|以[内后前]|左右)"
    r"|(?<=[0-9]月)(?:3[2-9]|[4-9][0-9]|[0-9]{3,4})日(?![内后前])"
    rf"|(?<![0-9.．])(?:19|20)[0-9]{{2}}{_MONTH}月"
    r"|(?<![0-9.．])(?:19|20)[0-9]{2}(?:19|20)[0-9]{2}学?年"
)


def lost_date_marks(text: str) -> Iterator[tuple[int, int]]:
    """From where to where a text has figures that can be no date and were one with a 月, a 年 or a dash in
    them: 310日, 20263月, 19812005年."""
    for found in re.finditer(_LOST, text):  # compiled here: an export does not ask
        yield found.span()
