"""What the library knows of issues."""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Date  # noqa: N812

from bulletin_desk.bulletin.model import (
    Attachment,
    Body,
    Cell,
    DatedHeader,
    Endorsement,
    Issue,
    Item,
    Masthead,
    Section,
    Table,
)
from bulletin_desk.library.entries import ItemEntry, entry_of

ITEM = Item(
    "成都市召开\n修志会议",
    (
        Body("11月3日，成都市召开会议。"),
        Table(((Cell("区县"), Cell("部数")),), caption="进度表"),
    ),
    source="成都市地方志办公室",
    kicker="全省动态",
    signature="张三",
    attachments=(Attachment("名单", (Body("李四"),)),),
    endorsements=(Endorsement("王五", Date(2026, 11, 9), "请推广。"),),
)
ISSUE = Issue(
    masthead=Masthead("四川省\n工作简报", 12, 840, supplement="增刊"),
    dated_header=DatedHeader("省办公室", Date(2026, 11, 5)),
    sections=(Section("动态", (Item("一"),)), Section("市州", (ITEM,), level=2)),
)


def test_an_item_with_all_of_its_texts() -> None:
    entry = entry_of(ISSUE, pages=3)
    assert entry[:7] == ("四川省工作简报", "省办公室", Date(2026, 11, 5), 12, 840, "增刊", 3)
    assert entry.items[1] == ItemEntry(
        section=1,
        item=0,
        heading="市州",
        above="动态",
        title="成都市召开修志会议",
        text="全省动态\n11月3日，成都市召开会议。\n进度表\n区县\n部数\n张三\n名单\n李四",
        source="成都市地方志办公室",
        characters=48,
        endorsements=ITEM.endorsements,
    )
    assert entry.items[0].above == ""


def test_a_text_that_is_like_the_title_stays() -> None:
    item = replace(ITEM, blocks=(Body(ITEM.source),), attachments=(), kicker="", signature="")
    issue = replace(ISSUE, sections=(Section("动态", (item,)),))
    assert entry_of(issue, None).items[0].text == ITEM.source
