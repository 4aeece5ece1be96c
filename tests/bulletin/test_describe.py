"""Places in words."""

from __future__ import annotations

import pytest

from bulletin_desk.bulletin import edits
from bulletin_desk.bulletin.describe import describe
from bulletin_desk.bulletin.grammar import text_nodes
from bulletin_desk.bulletin.model import Path
from tests.bulletin.issues import SMALL
from tests.bulletin.rich import RICH, RICH_PATH


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("masthead", "name"), "报头名称"),
        (("dated_header", "date"), "编发日期"),
        (("editors_note",), "编者按"),
        (("editors_note", 1), "编者按第2段"),
        (("sections", 1), "第2个栏目“市州动态”"),
        (("sections", 1, "name"), "第2个栏目“市州动态”的名称"),
        (("sections", 1, "items", 0), "“市州动态”第1篇《乐山市四向发力推进事业发…》"),
        (("sections", 1, "items", 0, "title"), "“市州动态”第1篇《乐山市四向发力推进事业发…》的标题"),
        (("sections", 1, "items", 0, "blocks", 0), "“市州动态”第1篇《乐山市四向发力推进事业发…》第1段"),
        (
            ("sections", 1, "items", 0, "blocks", 1),
            "“市州动态”第1篇《乐山市四向发力推进事业发…》第2段（小标题）",
        ),
        (("sections", 1, "items", 1, "source"), "“市州动态”第2篇《〈达州年鉴（2023）〉…》的来源"),
        (("sections", 1, "items", 2, "title"), "“市州动态”第3篇的标题"),
        (("distribution", 1, "to"), "分送单位第2条"),
        (("imprint", "office"), "印发机关"),
        # Stale: what the path leads to is gone.
        (("sections", 7, "name"), "第8个栏目的名称"),
        (("sections", 7, "items", 0, "blocks", 3), "第8个栏目第1篇第4段"),
        (("sections", 0, "items", 4, "source"), "“特别关注”第5篇的来源"),
        (("sections", 0, "items", 0, "blocks", 8), "“特别关注”第1篇《座谈会召开》第9段"),
    ],
)
def test_place_in_words(path: Path, words: str) -> None:
    assert describe(SMALL, path) == words


def test_no_text_node_is_described_by_its_field_name() -> None:
    for path in text_nodes(SMALL):
        words = describe(SMALL, path)
        assert not any(str(part) in words for part in path if isinstance(part, str))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("blocks", 3, 0), "第4段（表格）的表题"),
        (("blocks", 3, 1), "第4段（表格）的表的单位"),
        (("blocks", 3, 2, 1, 0), "第4段（表格）第2行第1格"),
        (("blocks", 3, 3), "第4段（表格）的表注"),
        (("blocks", 6, 0, 1), "第7段（图片）第2张的图题"),
        (("blocks", 6, 1), "第7段（图片）的图片来源"),
        (("blocks", 0), "第1段（一级标题）"),
        (("blocks", 5), "第6段（编号列项）"),
        (("attachments", 5, "title"), "第6个附件"),
    ],
)
def test_places_in_blocks(path: Path, words: str) -> None:
    assert describe(RICH, (*RICH_PATH, *path)) == f"“专题”第2篇《全省工作推进会召开》{words}"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ((0,), "附件1《进度一览表》"),
        ((0, "title"), "附件1《进度一览表》的标题"),
        ((0, "blocks", 0), "附件1《进度一览表》第1段"),
        ((0, "blocks", 1, 2, 3, 2), "附件1《进度一览表》第2段（表格）第4行第3格"),
        ((1, "blocks", 0, 0, 0), "附件2《会议照片》第1段（图片）的图题"),
        ((1, "blocks", 9), "附件2《会议照片》第10段"),
    ],
)
def test_places_in_attachments(path: Path, words: str) -> None:
    assert describe(RICH, (*RICH_PATH, "attachments", *path)) == words


def test_the_only_attachment_has_no_number() -> None:
    one = edits.remove(RICH, (*RICH_PATH, "attachments", 1))
    assert describe(one, (*RICH_PATH, "attachments", 0)) == "附件《进度一览表》"
