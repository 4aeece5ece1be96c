"""Years of issues of one office, made with a known truth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date as Date  # noqa: N812
from datetime import timedelta
from pathlib import Path

from bulletin_desk.bulletin.blank import blank_issue
from bulletin_desk.bulletin.model import Body, Endorsement, Issue, Item, Section
from bulletin_desk.storage.bulletin_file import write_bulletin

CITIES = ("成都市", "绵阳市", "乐山市", "达州市", "凉山州")
MATTERS = (
    ("特别关注", "全省地方志工作会议召开"),
    ("市州动态", "{}推进年鉴编纂"),
    ("市州动态", "{}启动方志馆建设"),
    ("县区动态", "{}开展旧志整理"),
)
BODY = (
    "{day}，{city}召开{matter}座谈会，研究部署下一步工作。",
    "会议要求，要坚持质量第一，压实责任，按期完成任务。",
)
RARE = "生僻的蚕丛鱼凫"
"""Stands in the second item of each year's fifth issue, and nowhere else."""


def issue_of(year: int, number: int) -> Issue:
    """One issue, of four items in three sections."""
    day = Date(year, 1, 4) + timedelta(days=3 * number)
    sections: dict[str, list[Item]] = {}
    for at, (name, matter) in enumerate(MATTERS):
        city = CITIES[(number + at) % len(CITIES)]
        title = matter.format(city)
        blocks = [
            Body(text.format(day=f"{day.month}月{day.day}日", city=city, matter=title)) for text in BODY
        ]
        if number == 5 and at == 1:
            blocks.append(Body(f"据考，{RARE}之说见于旧志。"))
        endorsed = (Endorsement("某副省长", day, "阅。"),) if number % 4 == 0 and at == 0 else ()
        item = Item(title, tuple(blocks), f"（{city}地方志办公室）", endorsements=endorsed)
        sections.setdefault(name, []).append(item)
    blank = blank_issue(day)
    masthead = replace(blank.masthead, number=number, total_number=100 * (year - 2020) + number)
    return replace(
        blank,
        masthead=masthead,
        dated_header=replace(blank.dated_header, date=day),
        sections=tuple(Section(name, tuple(items)) for name, items in sections.items()),
    )


def write_years(folder: Path, years: Iterable[int], numbers: Iterable[int]) -> list[Path]:
    """Issues of these numbers in each of these years, a folder for each year."""
    files = []
    numbers = tuple(numbers)
    for year in years:
        (folder / f"{year}年").mkdir(parents=True, exist_ok=True)
        for number in numbers:
            file = folder / f"{year}年" / f"{year}年第{number}期.bulletin"
            write_bulletin(file, issue_of(year, number))
            files.append(file)
    return files
