"""Issues for volumes, in the layouts that are shipped."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from bulletin_desk.bulletin.model import (
    Body,
    DatedHeader,
    Issue,
    Item,
    Masthead,
    Picture,
    PictureData,
    Pictures,
    Section,
)
from bulletin_desk.pipeline import in_layout, layout_of
from bulletin_desk.volumes.members import Member

OFFICES = ("成都市", "重庆市", "泸州市", "阿坝州", "")
_WORDS = "推进全市地方志事业高质量发展年鉴编纂工作会议召开调研督导部署安排情况"


def issue(seed: int, layout: str = "sichuan-gazetteer", paragraphs: int = 4) -> Issue:
    """An issue of some sections and items, one without a title at times."""
    chance = random.Random(seed)

    def text(least: int, most: int) -> str:
        return "".join(chance.choices(_WORDS, k=chance.randint(least, most)))

    def item() -> Item:
        title = text(6, 40) if chance.random() < 0.9 else ""
        blocks = tuple(Body(f"{text(20, 160)}。") for _ in range(chance.randint(1, paragraphs)))
        return Item(title, blocks, chance.choice(OFFICES))

    sections = tuple(
        Section(text(2, 6), tuple(item() for _ in range(chance.randint(1, 4))))
        for _ in range(chance.randint(1, 3))
    )
    day = date(2024, 1, 5) + timedelta(days=7 * seed)
    made = Issue(
        Masthead("工作简报", seed + 1, seed + 101), DatedHeader("某某办公室", day), sections=sections
    )
    return in_layout(made, layout)


def member(made: Issue, name: str = "一期.bulletin") -> Member:
    return Member(Path(name), made, *layout_of(made))


def members(*layouts: str, paragraphs: int = 4) -> list[Member]:
    """An issue in each of these layouts, a week apart."""
    return [member(issue(at, layout, paragraphs), f"{at}.bulletin") for at, layout in enumerate(layouts)]


def endorsed(made: Issue) -> Issue:
    """The issue with a word of a leader's on its first item."""
    from bulletin_desk.bulletin.model import Endorsement

    first, *others = made.sections
    item, *rest = first.items
    noted = replace(item, endorsements=(Endorsement("某领导", date(2024, 2, 1), "绝密批示请阅"),))
    return replace(made, sections=(replace(first, items=(noted, *rest)), *others))


def pictured(made: Issue, data: PictureData) -> Issue:
    """The issue with a picture at the end of its first item."""
    first, *others = made.sections
    item, *rest = first.items
    shown = replace(item, blocks=(*item.blocks, Pictures((Picture(data, 60),))))
    return replace(made, sections=(replace(first, items=(shown, *rest)), *others))
