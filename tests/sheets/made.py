"""Issues and facts for sheets."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from bulletin_desk.bulletin.model import (
    STATES,
    Addressee,
    Body,
    DatedHeader,
    Issue,
    Item,
    Masthead,
    Round,
    Section,
)
from bulletin_desk.sheets.facts import Facts, facts_of
from bulletin_desk.sheets.fit import Fitted
from bulletin_desk.typeset.typesetter import Typesetter

TITLES = (
    "成都市全力推进城乡融合发展综合改革试点取得明显成效，十二条经验在全省推广",
    "凉山州多措并举做好冬春森林草原防灭火工作",
    "关于2026年上半年全省经济运行情况的综合分析及下一步工作建议：以“稳增长、促改革”为主线",
    "绵阳市“一窗通办”让群众少跑腿",
)
SOURCES = (
    "（成都市政府办公厅）",
    "（凉山州政府办公室、省林业和草原局、省应急管理厅）",
    "",
    "（省发展改革委）",
)
SENT = Round("送审稿 2", "2026-11-30T19:30", "王小明", signed=False, text="")


def issue_of(count: int, titles: tuple[str, ...] = TITLES) -> Issue:
    """An issue with so many items."""
    items = tuple(
        Item(
            titles[at % len(titles)],
            (Body("为深入贯彻落实决策部署，" * (at + 1)),),
            source=SOURCES[at % len(SOURCES)],
            state=STATES[at % len(STATES)],
        )
        for at in range(count)
    )
    return Issue(
        Masthead("四川省地方志工作简报", 2, 607),
        DatedHeader("四川省地方志工作办公室", date(2026, 11, 30)),
        sections=(Section("市州动态", items),),
        distribution=(Addressee("报", "中国地方志工作办公室。"), Addressee("送", "各市（州）人民政府。")),
    )


def facts_for(issue: Issue, layout: Any, faces: Any, **more: Any) -> Facts:
    """What a sheet is told of an issue, its pages and a round."""
    return facts_of(issue, layout, Typesetter(layout, faces).typeset(issue), SENT, **more)


def texts(fitted: Fitted) -> list[str]:
    """What stands in the boxes, in the order of the paper."""
    return [
        text.words for page in fitted.pages for row in page.rows for cell in row.cells for text in cell.texts
    ]


def sizes(fitted: Fitted) -> set[Fraction]:
    """How large the texts are that are filled in."""
    return {
        text.style.size
        for page in fitted.pages
        for row in page.rows
        for cell in row.cells
        for text in cell.texts
        if text.style.name == "text"
    }
