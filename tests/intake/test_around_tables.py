"""What stands around tables and in them, cut tables, groups of pictures, attachments by further marks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import bulletin_desk.intake.docx as docx_reader
from bulletin_desk.bulletin.model import Cell, Heading, Pictures, Subheading, Table
from bulletin_desk.intake.grid import continued, is_filled_in
from bulletin_desk.intake.sources import is_measure, load_units, signature
from tests.intake.pictures import decoded, inline, png, word_with
from tests.intake.test_blocks import (
    CENTRED,
    DATA,
    HEAD,
    MORE,
    RIGHT,
    TEXT,
    TITLE,
    one,
    pictures,
    said,
    taken,
    the_table,
)
from tests.intake.word import p, r, table, word

PAGE = r('<w:br w:type="page"/>')
LARGE = '<w:b/><w:sz w:val="44"/>'


@pytest.fixture(autouse=True)
def _pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_reader, "decoded", decoded)


def test_how_a_table_was_filled_in_stands_with_it(tmp_path: Path) -> None:
    over = "填报单位：丁市图书馆　　2024年10月8日　　单位：卷"
    body = (
        HEAD + p("旧报胶片清点情况表", CENTRED) + p(over) + DATA + p("填表人：张三　　审核人：李四") + p(MORE)
    )
    contribution = taken(word(body), tmp_path)
    found = the_table(one(contribution))
    assert (found.caption, found.unit) == (
        "旧报胶片清点情况表",
        "填报单位：丁市图书馆 2024年10月8日 单位：卷",
    )
    assert found.note == "填表人：张三 审核人：李四"
    assert [draft.title for draft in contribution.drafts] == [TITLE]


@pytest.mark.parametrize(
    "line", ["报送单位：丁市图书馆", "审核：李四　电话：12345", "时间：10月8日　地点：丁市图书馆"]
)
def test_other_labels_are_not_of_a_table(line: str) -> None:
    assert not is_filled_in(line)


def test_a_unit_below_a_table_goes_with_it_and_is_no_source(tmp_path: Path) -> None:
    item = one(taken(word(HEAD + DATA + p("单位：亿元", RIGHT) + p(MORE)), tmp_path))
    assert (the_table(item).unit, item.source) == ("单位：亿元", "")


@pytest.mark.parametrize("line", ["单位：亿元、%", "（计量单位：万人次）", "单位：千公顷/吨"])
def test_a_measure_is_no_signature(line: str) -> None:
    assert is_measure(line)
    assert signature(line, load_units()) is None


def test_an_office_is_no_measure() -> None:
    assert not is_measure("单位：丁市图书馆")
    assert not is_measure("单位：")


def test_a_table_that_goes_on_is_one(tmp_path: Path) -> None:
    head = ("序号", "县", "卷数")
    first, second = table(head, ("1", "甲县", "3")), table(head, ("2", "乙县", "5"))
    for between in (p("续表1"), p(), p("表1 胶片（续）")):
        contribution = taken(word(HEAD + p("表1 胶片") + first + between + second + p(MORE)), tmp_path)
        found = the_table(one(contribution))
        assert [row[0].text for row in found.rows] == ["序号", "1", "2"]
        assert found.caption == "表1 胶片"
        assert "原稿里分成2张的已接成一张" in said(contribution)


def test_tables_of_their_own_stay_apart(tmp_path: Path) -> None:
    head = ("序号", "县", "卷数")
    first, anew = table(head, ("1", "甲县", "3")), table(head, ("1", "乙县", "5"))
    text = table(head, ("2", "乙县", "5"))
    for body in (
        first + p() + anew,
        first + p(MORE) + text,
        first + p("表2 其他") + text,
        first + p() + DATA,
    ):
        item = one(taken(word(HEAD + body + p(MORE)), tmp_path))
        assert sum(isinstance(block, Table) for block in item.blocks) == 2


def test_further_rows_without_header_rows_go_on_where_they_say_so() -> None:
    row = (Cell("1"), Cell("甲"))
    whole = Table(((Cell("序号"), Cell("县")), row), 1, note="")
    more = Table(((Cell("2"), Cell("乙")),), caption="续表", note="注：甲。")
    made = continued(whole, more)
    assert made is not None
    assert (len(made.rows), made.note) == (3, "注：甲。")
    assert continued(whole, Table(((Cell("2"), Cell("乙"), Cell("丙")),), caption="续表")) is None
    assert continued(whole, replace(more, caption="续表1 农业")) is None
    assert continued(replace(whole, unit="单位：卷"), replace(more, unit="单位：册")) is None
    assert continued(whole, Table(((Cell("年"), Cell("月")), row), 1, caption="续表")) is None


def test_a_table_in_a_cell_is_lines_of_that_cell(tmp_path: Path) -> None:
    inner = table(("城区", "3"), ("乡镇", "5"))
    whole = table(("事项", "分解"), ("清点", p("其中：") + inner + p("共8卷")), ("登记", "见上"))
    contribution = taken(word(HEAD + whole + p(MORE)), tmp_path)
    assert the_table(one(contribution)).rows[1][1].text == "其中：\n城区　3\n乡镇　5\n共8卷"
    assert "另有一张表格，它的各行按行放进了所在的那一格" in said(contribution)


@pytest.mark.parametrize(
    "rows",
    [
        (("序号", "单位", "事项"), ("1", "丁市图书馆", "统筹")),
        (("姓名", "张三", "性别", "男"), ("单位", "丁市图书馆", "职务", "科员")),
    ],
)
def test_tables_of_units_are_no_forms(tmp_path: Path, rows: tuple[tuple[str, ...], ...]) -> None:
    item = one(taken(word(HEAD + table(*rows) + p(MORE)), tmp_path))
    assert [[cell.text for cell in row] for row in the_table(item).rows] == list(map(list, rows))


def size(width: float, height: float) -> str:
    return f'cx="{round(width * 36_000)}" cy="{round(height * 36_000)}"'


def in_group(identifier: str, width: float, height: float) -> str:
    return (
        f'<pic:pic><pic:blipFill><a:blip r:embed="{identifier}"/></pic:blipFill><pic:spPr><a:xfrm>'
        f"<a:ext {size(width, height)}/></a:xfrm></pic:spPr></pic:pic>"
    )


def test_pictures_of_a_group_have_their_own_sizes(tmp_path: Path) -> None:
    wpg = 'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"'
    words = p("左图为清点，右图为登记")
    box = f"<wps:wsp><wps:txbx><w:txbxContent>{words}</w:txbxContent></wps:txbx></wps:wsp>"
    drawing = r(
        f"<w:drawing><wp:inline><wp:extent {size(150, 50)}/><a:graphic><a:graphicData><wpg:wgp {wpg}>"
        f"<wpg:grpSpPr><a:xfrm><a:ext {size(300, 100)}/><a:chExt {size(300, 100)}/></a:xfrm></wpg:grpSpPr>"
        f"{in_group('rId8', 140, 100)}{in_group('rId9', 120, 100)}{box}</wpg:wgp></a:graphicData></a:graphic>"
        "</wp:inline></w:drawing>"
    )
    data = word_with(HEAD + p(drawing, CENTRED) + p(MORE), {"rId8": png(), "rId9": png(shade=9)})
    (found,) = pictures(one(taken(data, tmp_path)))
    assert [picture.width for picture in found.pictures] == [700, 600]
    assert [picture.caption for picture in found.pictures] == ["左图为清点", "右图为登记"]


def test_pictures_of_a_group_as_word_2003_writes_it(tmp_path: Path) -> None:
    shapes = "".join(
        f'<v:shape style="position:absolute;width:3600;height:2000"><v:imagedata r:id="{name}"/></v:shape>'
        for name in ("rId8", "rId9")
    )
    group = r(
        f'<w:pict><v:group style="width:400pt;height:100pt" coordsize="8000,2000">{shapes}</v:group></w:pict>'
    )
    data = word_with(
        HEAD + p(group) + p("左图：清点；右图：登记", CENTRED) + p(MORE), {"rId8": png(), "rId9": png()}
    )
    (found,) = pictures(one(taken(data, tmp_path)))
    assert isinstance(found, Pictures)
    assert [picture.width for picture in found.pictures] == [635, 635]
    assert [picture.caption for picture in found.pictures] == ["左图：清点", "右图：登记"]


def attached(body: str, folder: Path) -> list[tuple[str, int]]:
    item = one(taken(word(HEAD + p(MORE) + body), folder))
    return [(attachment.title, len(attachment.blocks)) for attachment in item.attachments]


def test_an_attachment_s_unit_is_its_table_s(tmp_path: Path) -> None:
    body = p("附件", "<w:pageBreakBefore/>") + p("胶片清单", CENTRED, LARGE) + p("单位：卷", RIGHT) + DATA
    item = one(taken(word(HEAD + body + p()), tmp_path))
    (found,) = item.attachments
    (inside,) = found.blocks
    assert isinstance(inside, Table)
    assert (found.title, inside.unit) == ("胶片清单", "单位：卷")


def test_a_section_s_end_in_an_empty_paragraph_begins_a_page(tmp_path: Path) -> None:
    ends = p("", "<w:sectPr/>")
    body = p("附件1：", "<w:pageBreakBefore/>") + p("胶片清单", CENTRED, LARGE) + DATA + ends
    assert attached(body + p("附件2：登记卡样式") + p(TEXT), tmp_path) == [("胶片清单", 1), ("登记卡样式", 1)]


def test_a_title_on_the_mark_s_line_is_known_from_the_list(tmp_path: Path) -> None:
    listed = p("附件：1. 胶片清单") + p("2. 登记卡样式")
    body = listed + p("附件1：胶片清单") + p(TEXT) + p("附件2：登记卡样式") + p(MORE)
    assert attached(body, tmp_path) == [("胶片清单", 1), ("登记卡样式", 1)]


def test_marks_of_one_character(tmp_path: Path) -> None:
    listed = p("附：1. 胶片清单") + p("2. 登记卡样式")
    body = listed + p(PAGE) + p("附1") + p("胶片清单", CENTRED, LARGE) + DATA
    body += p(PAGE) + p("附2") + p("登记卡样式", CENTRED, LARGE) + p(TEXT)
    assert attached(body, tmp_path) == [("胶片清单", 1), ("登记卡样式", 1)]
    item = one(taken(word(HEAD + p(MORE) + body), tmp_path))
    assert "清单" not in str(item.blocks)


def test_captions_and_units_in_the_first_row(tmp_path: Path) -> None:
    rows = "".join(
        f"<w:tr>{''.join(f'<w:tc>{p(text)}</w:tc>' for text in row)}</w:tr>"
        for row in (("县", "卷数", "比上年"), ("甲县", "3", "2%"), ("乙县", "5", "3%"))
    )

    def first(*cells: tuple[int, str]) -> str:
        made = "".join(
            f'<w:tc><w:tcPr><w:gridSpan w:val="{columns}"/></w:tcPr>{text}</w:tc>' for columns, text in cells
        )
        return f"<w:tbl><w:tr>{made}</w:tr>{rows}</w:tbl>"

    two = first((2, p("清点情况表")), (1, p("单位：万卷")))
    lines = first((3, p("清点情况表") + p("单位：万卷")))
    for made in (two, lines):
        found = the_table(one(taken(word(HEAD + made + p(MORE)), tmp_path)))
        assert (found.caption, found.unit, len(found.rows), found.header_rows) == (
            "清点情况表",
            "单位：万卷",
            3,
            1,
        )


def test_a_unit_over_the_caption_and_a_number_over_it(tmp_path: Path) -> None:
    over = p("单位：万元", RIGHT) + p("旧报胶片清点情况表", CENTRED)
    found = the_table(one(taken(word(HEAD + over + DATA + p(MORE)), tmp_path)))
    assert (found.caption, found.unit) == ("旧报胶片清点情况表", "单位：万元")
    over = p("表1", RIGHT) + p("旧报胶片清点情况表", CENTRED)
    found = the_table(
        one(taken(word(HEAD + over + DATA + p("（数据截至2024年9月30日）") + p(MORE)), tmp_path))
    )
    assert (found.caption, found.note) == ("表1 旧报胶片清点情况表", "（数据截至2024年9月30日）")


def test_a_column_that_counts_has_a_header(tmp_path: Path) -> None:
    cells = table(("序号", "项目"), ("1", "清点"), ("2", "登记"))
    assert the_table(one(taken(word(HEAD + cells + p(MORE)), tmp_path))).header_rows == 1


def test_captions_below_the_last_of_several_pictures(tmp_path: Path) -> None:
    names = {"rId8": png(), "rId9": png(shade=9)}
    shown = "".join(p(inline(name), CENTRED) for name in names)
    captions = p("图1 清点现场", CENTRED) + p("图2 登记现场", CENTRED)
    item = one(taken(word_with(HEAD + shown + captions + p(MORE), names), tmp_path))
    found = [picture.caption for block in pictures(item) for picture in block.pictures]
    assert found == ["图1 清点现场", "图2 登记现场"]
    item = one(taken(word_with(HEAD + shown + p("图1 清点现场", CENTRED) + p(MORE), names), tmp_path))
    assert [picture.caption for block in pictures(item) for picture in block.pictures] == ["", "图1 清点现场"]


def test_headings_over_tables_are_headings(tmp_path: Path) -> None:
    black = '<w:rFonts w:eastAsia="黑体"/>'
    body = p("一、甲县情况", "", black) + DATA + p("二、乙县情况", "", black) + DATA
    item = one(taken(word(HEAD + p(MORE) + body + p(TEXT)), tmp_path))
    assert [block.text for block in item.blocks if isinstance(block, Subheading)] == [
        "一、甲县情况",
        "二、乙县情况",
    ]


def test_parts_stand_over_headings(tmp_path: Path) -> None:
    black = '<w:rFonts w:eastAsia="黑体"/>'
    lines = ("第一部分　工作进展", "一、主要做法", "第二部分　下步打算", "一、抓好登记")
    body = "".join(p(line, CENTRED if line[0] == "第" else "", black) + p(MORE) for line in lines)
    item = one(taken(word(HEAD + body), tmp_path))
    found = [block for block in item.blocks if isinstance(block, Subheading | Heading)]
    assert [type(block) for block in found] == [Subheading, Heading, Subheading, Heading]
    assert [block.level for block in found if isinstance(block, Heading)] == [1, 1]


def test_an_old_issue_s_head_and_closing_block_in_tables(tmp_path: Path) -> None:
    head = table(("工作简报", ""), ("第12期", ""), ("丁市图书馆编", "2024年10月8日"))
    closing = table(("报：省图书馆", ""), ("送：各县图书馆", ""), ("丁市图书馆办公室", "2024年10月8日印发"))
    contribution = taken(word(head + HEAD + p(MORE) + closing + p()), tmp_path)
    item = one(contribution)
    assert not any(isinstance(block, Table) for block in item.blocks)
    assert item.source in ("", "（丁市图书馆）")
    assert "没有收入（版记）：报：省图书馆" in said(contribution)


def test_an_item_may_follow_another_s_attachment(tmp_path: Path) -> None:
    title = "丙县登记家谱"
    attachment = p("附件", "<w:pageBreakBefore/>") + p("胶片清单", CENTRED, LARGE) + DATA
    signed = p("（丁市图书馆）", RIGHT)
    last = p(title, "<w:pageBreakBefore/>" + CENTRED, LARGE) + p(TEXT) + p("（丙县图书馆）", RIGHT)
    drafts = taken(word(HEAD + p(MORE) + signed + attachment + last), tmp_path).drafts
    assert [draft.title for draft in drafts] == [TITLE, title]
    unsigned = p(title, "<w:pageBreakBefore/>" + CENTRED, LARGE) + p(TEXT)
    drafts = taken(word(HEAD + p(MORE) + signed + attachment + unsigned), tmp_path).drafts
    assert [draft.title for draft in drafts] == [TITLE]


def test_an_attachment_takes_its_title_from_its_table(tmp_path: Path) -> None:
    cells = table(("县", "卷数", "比上年"), ("甲县", "3", "2%"), ("乙县", "5", "3%"))
    titled = cells.replace(
        "<w:tbl>",
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="3"/></w:tcPr>{p("胶片清单")}</w:tc></w:tr>',
    )
    for listed in ("", p("附件：胶片清单")):
        body = listed + p("附件", "<w:pageBreakBefore/>") + titled
        item = one(taken(word(HEAD + p(MORE) + body + p()), tmp_path))
        (found,) = item.attachments
        (inside,) = found.blocks
        assert isinstance(inside, Table)
        assert (found.title, inside.caption) == ("胶片清单", "")


def test_a_shape_filled_with_a_picture_is_one(tmp_path: Path) -> None:
    drawing = r(
        f"<w:drawing><wp:anchor><wp:extent {size(100, 75)}/><a:graphic><a:graphicData><wps:wsp><wps:spPr>"
        f'<a:blipFill><a:blip r:embed="rId9"/></a:blipFill></wps:spPr></wps:wsp></a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing>"
    )
    (found,) = pictures(one(taken(word_with(HEAD + p(drawing) + p(MORE), {"rId9": png()}), tmp_path)))
    assert [picture.width for picture in found.pictures] == [1000]


def test_a_linked_picture_is_said_to_be_one(tmp_path: Path) -> None:
    drawing = r(
        f"<w:drawing><wp:inline><wp:extent {size(100, 75)}/><a:graphic><a:graphicData><pic:pic><pic:blipFill>"
        '<a:blip r:link="rId9"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    assert "原稿里只有它的链接" in said(taken(word(HEAD + p(drawing) + p(MORE)), tmp_path))
