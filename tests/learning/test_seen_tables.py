"""Tables and attachments of old issues: what was printed is what the bulletin has, of both kinds of file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin_desk.bulletin.model import Attachment, Body, Cell, Issue, Item, Section, Table
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.forms import FORMS
from bulletin_desk.layouts.model import Layout
from bulletin_desk.learning.body_layout import BodyLayout, body_layout
from bulletin_desk.learning.parting import parted
from bulletin_desk.learning.pdf_sighting import sight_pdf
from bulletin_desk.learning.word_sighting import sight_word
from bulletin_desk.pipeline import typeset
from tests.learning.word_copies import example

TEXT = "全市各级各部门认真贯彻落实会议精神，围绕年度目标任务，细化工作措施，压实工作责任。"
RULED = (
    ("单位", "项目数", "投资额（亿元）", "同比（%）"),
    ("清河区", "12", "3.5", "6.1"),
    ("云岭市", "8", "2.25", "-1.4"),
)
THREE = (("指标", "本月", "上月"), ("浏览量", "1200", "980"), ("评论数", "316", "401"))
Learn = Callable[[Issue, Layout], BodyLayout]


def table(rows: tuple[tuple[str, ...], ...], **more: object) -> Table:
    return replace(Table(tuple(tuple(map(Cell, row)) for row in rows), 1), **more)  # type: ignore[arg-type]


def words(block: object) -> list[list[str]]:
    assert isinstance(block, Table)
    return [[cell.text for cell in row] for row in block.rows]


@pytest.fixture(params=["pdf", "docx"])
def learn(request: pytest.FixtureRequest, faces: Faces, tmp_path: Path) -> Learn:
    """What is learned of an issue from its pages, and from its Word copy."""

    def learned(issue: Issue, layout: Layout) -> BodyLayout:
        form = next(form for form in FORMS if form.name == request.param)
        file = tmp_path / f"旧的一期.{form.name}"
        file.write_bytes(form.encode(typeset(issue, layout, faces)))
        sighting = sight_pdf(file) if form.name == "pdf" else sight_word(file)
        return body_layout(sighting, parted(sighting).body)

    return learned


def with_item(item: Item) -> tuple[Issue, Layout]:
    """An example's head and closing block around one item, and another one."""
    issue, layout = example("gb9704")
    other = Item("清河区召开政务服务工作会议", (Body(TEXT * 3),), "（清河区）")
    return replace(issue, editors_note=(), sections=(Section("工作交流", (item, other)),)), layout


def test_tables_are_tables(learn: Learn) -> None:
    first = table(RULED, caption="表1　项目进展情况", unit="单位：个", note="注：数据截至3月底。")
    item = Item(
        "云岭市推进重点项目建设",
        (Body(TEXT), first, Body(TEXT), table(THREE, rules="three"), Body(TEXT)),
        "（云岭市）",
    )
    body = learn(*with_item(item))
    before, ruled, between, three, behind = body.sections[0].items[0].blocks
    assert words(ruled) == [list(row) for row in RULED]
    assert words(three) == [list(row) for row in THREE]
    assert isinstance(ruled, Table)
    assert isinstance(three, Table)
    assert (ruled.unit, ruled.note, ruled.rules, ruled.header_rows) == (first.unit, first.note, "all", 1)
    assert (three.caption, three.rules) == ("", "three")
    assert before == between == behind == Body(TEXT)
    assert abs(body.styles["table"].size - 12) <= 1
    assert body.styles["table_head"].face == "hei"
    assert body.doubts == ()


def test_what_is_printed_at_attachments_is_made(learn: Learn) -> None:
    attached = (Attachment("重点项目清单", (Body(TEXT * 2),)), Attachment("联系方式", (Body(TEXT),)))
    item = Item("云岭市推进重点项目建设", (Body(TEXT),), "（云岭市）", attachments=attached)
    issue, layout = with_item(item)
    body = learn(issue, layout)
    assert body.sections == issue.sections
    assert body.attachments == layout.attachments
    assert body.doubts == ()
    for name in ("attachment_list", "attachment_mark", "attachment_title"):
        style, own = body.styles[name], layout.styles[name]
        assert (style.face, style.size, style.align) == (own.face, own.size, own.align)
        assert abs(style.first_line_indent - own.first_line_indent) < 1
        assert style.left_indent == 0
