"""What happened to blocks and attachments is told in words, and taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from bulletin_desk.bulletin import table_edits
from bulletin_desk.bulletin.compare import compare
from bulletin_desk.bulletin.model import (
    Attachment,
    Block,
    Body,
    Heading,
    Issue,
    Item,
    ListItem,
    Picture,
    Pictures,
)
from bulletin_desk.bulletin.take_back import Comparison
from tests.bulletin.issues import PICTURES_OF, issues
from tests.bulletin.rich import PAIR, PLAIN_ITEM, RICH, RICH_ITEM, TABLE

PLACE = "“专题”第2篇《全省工作推进会召开》"


def with_item(item: Item) -> Issue:
    return replace(RICH, sections=(RICH.sections[0], replace(RICH.sections[1], items=(PLAIN_ITEM, item))))


def with_block(at: int, block: Block) -> Issue:
    blocks = RICH_ITEM.blocks
    return with_item(replace(RICH_ITEM, blocks=(*blocks[:at], block, *blocks[at + 1 :])))


def cell_changed(row: int, at: int, text: str) -> Issue:
    return with_block(3, TABLE.with_text((2, row, at), text, 0, TABLE.rows[row][at].bold))


def first_pictures(*pictures: Picture) -> Issue:
    return with_block(6, replace(PAIR, pictures=pictures))


ONE, OTHER = PAIR.pictures


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (cell_changed(3, 1, "13"), "第4段：第4行第2格由“12.5”改为“13”"),
        (cell_changed(3, 1, ""), "第4段：第4行第2格原来的“12.5”删去了"),
        (with_block(3, replace(TABLE, caption="进度")), "第4段：表题由“各市州编纂进度”改为“进度”"),
        (with_block(3, replace(TABLE, unit="", note="注")), "第4段：表的单位原来的“单位：卷”删去了，表注由“"),
        (with_block(3, replace(TABLE, rules="all")), "第4段：改为全框线"),
        (with_block(3, replace(TABLE, columns=())), "第4段：列宽有改动"),
        (with_block(3, replace(TABLE, header_rows=1)), "第4段：表头由2行改为1行"),
        (with_block(3, table_edits.insert_rows(TABLE, 3)), "第4段：新增第4行"),
        (with_block(3, table_edits.remove_rows(TABLE, 2, 2)), "第4段：删去原第3行"),
        (with_block(3, table_edits.split(TABLE, 2, 0)), "第4段：第3行的单元格合并有改动"),
        (
            with_block(3, replace(table_edits.insert_columns(TABLE, 3), columns=TABLE.columns)),
            "第4段：由3列改为4列",
        ),
        (
            with_block(3, table_edits.align_cells(TABLE, table_edits.Area(3, 1, 3, 1), "right")),
            "第4段：第4行第2格的对齐有改动",
        ),
        (with_block(6, replace(PAIR, credit="")), "第7段：图片来源原来的“（综合处摄）”删去了"),
        (first_pictures(OTHER, ONE), "第7段：两张换了位置"),
        (first_pictures(ONE), "第7段：由2张改为1张"),
        (
            first_pictures(ONE, replace(OTHER, data=PICTURES_OF[2], width=655)),
            "第7段：第2张换了图片，第2张宽度由70毫米改为65.5毫米",
        ),
        (first_pictures(replace(ONE, caption="主会场"), OTHER), "第7段：第1张图题由“会场”改为“主会场”"),
        (with_block(0, Heading("总体情况", 2, numbered=True)), "第1段改成了二级标题"),
        (with_block(0, Heading("总体情况", 1)), "第1段改为不自动编号"),
        (with_block(5, ListItem("逐级审核")), "第6段改成了列项"),
        (with_block(4, ListItem("及时报送")), "第5段的加粗有改动"),
        (with_item(replace(RICH_ITEM, attachments=RICH_ITEM.attachments[:1])), "删去原第2个附件"),
        (
            with_item(replace(RICH_ITEM, attachments=(*RICH_ITEM.attachments, Attachment("新的")))),
            "新增第3个附件",
        ),
        (
            with_item(
                replace(
                    RICH_ITEM,
                    attachments=(
                        Attachment("进度表", (Body("说明文字。"), TABLE)),
                        RICH_ITEM.attachments[1],
                    ),
                )
            ),
            "第1个附件：标题由“进度一览表”改为“进度表”，第1段加上“文字”",
        ),
    ],
)
def test_a_change_is_told_and_taken_back(new: Issue, said: str) -> None:
    (found,) = compare(RICH, new)
    assert found.sentence.startswith(f"{PLACE}：{said}")
    comparison = Comparison(RICH, new)
    assert len(comparison.parts) == 1
    assert comparison.parts[0].sentence.endswith("。")
    assert comparison.taken_back(comparison.parts) == RICH


def test_where_an_attachment_was_changed_is_said_when_it_is_taken_back() -> None:
    attachment = Attachment("进度一览表", (Body("说明。"),))
    new = with_item(replace(RICH_ITEM, attachments=(attachment, RICH_ITEM.attachments[1])))
    comparison = Comparison(RICH, new)
    assert [part.sentence for part in comparison.parts] == ["附件1《进度一览表》：删去原第2段。"]
    assert comparison.name_of(comparison.parts) == "取回以前的版本"


def test_one_kind_of_block_in_place_of_another() -> None:
    new = with_block(2, Pictures((ONE,)))
    assert [each.sentence for each in compare(RICH, new)] == [f"{PLACE}：第3段改成了图片。"]


@given(issues, issues)
def test_each_part_can_be_taken_back_alone(old: Issue, new: Issue) -> None:
    comparison = Comparison(old, new)
    for part in comparison.parts[:3]:
        comparison.taken_back([part])
        assert part.sentence.endswith("。")
    assert comparison.taken_back(comparison.parts) == old
