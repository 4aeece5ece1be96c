"""An issue with headings, lists, tables, pictures and attachments, by hand."""

from __future__ import annotations

from dataclasses import replace

from bulletin_desk.bulletin.model import (
    Attachment,
    Body,
    Cell,
    Heading,
    Item,
    ListItem,
    Picture,
    Pictures,
    Section,
    Subheading,
    Table,
)
from tests.bulletin.issues import PICTURES_OF, SMALL

TABLE = Table(
    rows=(
        (Cell("市州", rows=2), Cell("编纂进度", columns=2)),
        (Cell("完成"), Cell("比例")),
        (Cell("第一批", columns=3, align="centre", bold=((0, 3),)),),
        (Cell("乐山"), Cell("12.5"), Cell("50%")),
    ),
    header_rows=2,
    columns=(400, 300, 300),
    caption="各市州编纂进度",
    unit="单位：卷",
    note="注：截至2023年底。",
    rules="three",
)
PAIR = Pictures((Picture(PICTURES_OF[0], 700, "会场"), Picture(PICTURES_OF[1], 700, "展板")), "（综合处摄）")
SINGLE = Pictures((Picture(PICTURES_OF[0], 900),))
RICH_ITEM = Item(
    "全省工作推进会召开",
    (
        Heading("总体情况", 1, numbered=True),
        Heading("编纂", 2, numbered=True),
        Body("各市州进度见表。"),
        TABLE,
        ListItem("及时报送", bold=((0, 2),)),
        ListItem("逐级审核", numbered=True),
        PAIR,
        Heading("3.存在问题", 3),
        Subheading("小标题"),
    ),
    "（综合处）",
    attachments=(
        Attachment("进度一览表", (Body("说明。"), TABLE)),
        Attachment("会议照片", (SINGLE, Heading("一、说明", 1))),
    ),
)
PLAIN_ITEM = Item("简讯", (Body("正文。"),))
RICH = replace(SMALL, sections=(SMALL.sections[0], Section("专题", (PLAIN_ITEM, RICH_ITEM))))
RICH_PATH = ("sections", 1, "items", 1)
