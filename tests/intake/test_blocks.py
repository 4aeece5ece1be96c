"""Tables, pictures, headings, lists and attachments of manuscripts, from Word files and pages into items."""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path

import pytest

import bulletin_desk.intake.docx as docx_reader
import bulletin_desk.intake.html as html_reader
from bulletin_desk.bulletin.model import (
    Block,
    Body,
    Heading,
    Item,
    Kind,
    ListItem,
    PictureData,
    Pictures,
    Subheading,
    Table,
)
from bulletin_desk.errors import EditError
from bulletin_desk.intake.draft import (
    Context,
    Contribution,
    from_issue,
    item_of,
    set_kinds,
    set_text,
    take_in,
)
from bulletin_desk.intake.html_pictures import from_clipboard
from bulletin_desk.intake.manuscript import Manuscript
from bulletin_desk.intake.parts import OUT
from bulletin_desk.intake.read import read_manuscript, read_pasted_html
from bulletin_desk.intake.readings import other_reading
from bulletin_desk.intake.review import Review
from bulletin_desk.intake.sources import load_units
from tests.intake.pictures import decoded, inline, png, vml, word_with
from tests.intake.word import p, r, saved, table, word

CONTEXT = Context((), load_units())
TITLE = "丁市图书馆清点旧报缩微胶片"
TEXT = "日前，丁市图书馆完成旧报刊缩微胶片的整理登记，共清点胶片三百余卷，其中有二十余卷是本地报纸的孤本。"
MORE = "整理中，馆员逐卷查看霉变和断裂情况，把需要抢救的胶片单独装盒，并填写登记卡，方便以后查找。"
CENTRED, RIGHT = '<w:jc w:val="center"/>', '<w:jc w:val="right"/>'
HEAD = p(TITLE, CENTRED, '<w:b/><w:sz w:val="44"/>') + p(TEXT)
DATA = table(("县", "卷数"), ("剑阁", "3"), ("犍为", "5"))


@pytest.fixture(autouse=True)
def _pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_reader, "decoded", decoded)
    monkeypatch.setattr(html_reader, "decoded_picture", decoded)


def taken(data: bytes, folder: Path) -> Contribution:
    return take_in(read_manuscript(saved(folder, data)), CONTEXT)


def one(contribution: Contribution) -> Item:
    (draft,) = contribution.drafts
    return item_of(draft)


def said(contribution: Contribution) -> str:
    remarks = [*contribution.remarks, *(one for draft in contribution.drafts for one in draft.questions())]
    return "\n".join(remark.message for remark in remarks)


def the_table(item: Item) -> Table:
    (found,) = [block for block in item.blocks if isinstance(block, Table)]
    return found


def pictures(item: Item) -> list[Pictures]:
    return [block for block in item.blocks if isinstance(block, Pictures)]


def of_page(html: str) -> Contribution:
    return take_in(read_pasted_html(f"<h1>{TITLE}</h1><p>{TEXT}</p>{html}<p>{MORE}</p>"), CONTEXT)


# ---- tables


def test_a_table_stands_where_it_stood(tmp_path: Path) -> None:
    made = taken(word(HEAD + DATA + p(MORE)), tmp_path)
    item = one(made)
    assert [block.kind for block in item.blocks] == [Kind.BODY, Kind.TABLE, Kind.BODY]
    assert [[cell.text for cell in row] for row in the_table(item).rows] == [
        ["县", "卷数"],
        ["剑阁", "3"],
        ["犍为", "5"],
    ]
    assert "表格（3行2列）放进了稿件" in said(made)
    assert "没有放进正文" not in said(made)


@pytest.mark.parametrize("caption", ["表1 各县进度", "表一：各县进度", "2024年各县清点进度一览表"])
def test_caption_unit_and_notes_go_with_it(tmp_path: Path, caption: str) -> None:
    above = p(caption, CENTRED) + p("单位：卷", RIGHT)
    item = one(taken(word(HEAD + above + DATA + p("注：截至年底。") + p(MORE)), tmp_path))
    found = the_table(item)
    assert found.caption.replace(" ", "") == caption.replace(" ", "")
    assert (found.unit, found.note) == ("单位：卷", "注：截至年底。")
    assert len(item.blocks) == 3


def test_a_caption_below_a_table_goes_with_it(tmp_path: Path) -> None:
    item = one(taken(word(HEAD + DATA + p("表2 各县卷数", CENTRED) + p(MORE)), tmp_path))
    assert the_table(item).caption == "表2 各县卷数"
    assert item.blocks[-1] == Body(MORE)
    below = one(taken(word(HEAD + DATA + p("表2显示，各县进度不一。") + p(MORE)), tmp_path))
    assert the_table(below).caption == ""
    two = one(taken(word(HEAD + DATA + p("表2 各馆卷数", CENTRED) + p("单位：卷", RIGHT) + DATA), tmp_path))
    assert [block.caption for block in two.blocks if isinstance(block, Table)] == ["", "表2 各馆卷数"]


def test_what_is_no_caption_stays(tmp_path: Path) -> None:
    for line in ("一、各县进度", "各县进度如下：", "各县清点进度"):
        item = one(taken(word(HEAD + p(MORE) + p(line) + DATA + p("请各县保管好。")), tmp_path))
        assert the_table(item).caption == ""
        assert line in str(item.blocks)


def test_a_title_right_over_a_table_stays_the_title(tmp_path: Path) -> None:
    item = one(taken(word(p(TITLE, CENTRED, "<w:b/>") + DATA + p(TEXT) + p(MORE)), tmp_path))
    assert (item.title, the_table(item).caption) == (TITLE, "")


def cell(text: str, props: str = "") -> str:
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{text if text.startswith('<') else p(text)}</w:tc>"


RESTART, OVER_TWO = '<w:vMerge w:val="restart"/>', '<w:gridSpan w:val="2"/>'


def test_word_s_spans_widths_repeated_and_deleted_rows(tmp_path: Path) -> None:
    rows = (
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('县', RESTART)}"
        f"{cell('卷数', OVER_TWO)}</w:tr>"
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('', '<w:vMerge/>')}{cell('上年')}{cell('今年')}</w:tr>"
        f"<w:tr>{cell('剑阁')}{cell('3')}{cell(p('5') + p('另有残卷'))}</w:tr>"
        f"<w:tr><w:trPr><w:del w:id='1'/></w:trPr>{cell('删去的县')}{cell('9')}{cell('9')}</w:tr>"
        f"<w:tr>{cell('')}{cell('')}{cell('')}</w:tr>"
    )
    grid = "<w:tblGrid><w:gridCol w:w='4000'/><w:gridCol w:w='2000'/><w:gridCol w:w='2000'/></w:tblGrid>"
    made = taken(word(HEAD + f"<w:tbl>{grid}{rows}</w:tbl>" + p(MORE)), tmp_path)
    found = the_table(one(made))
    assert (found.header_rows, found.columns) == (2, (500, 250, 250))
    assert [[(cell.text, cell.columns, cell.rows) for cell in row] for row in found.rows] == [
        [("县", 1, 2), ("卷数", 2, 1)],
        [("上年", 1, 1), ("今年", 1, 1)],
        [("剑阁", 1, 1), ("3", 1, 1), ("5\n另有残卷", 1, 1)],
    ]
    assert "删去的县" in said(made)


def test_tables_that_lay_out_text_are_text(tmp_path: Path) -> None:
    frame = table((p(TITLE, CENTRED) + p(TEXT) + p(MORE),))
    item = one(taken(word(frame), tmp_path))
    assert [block.kind for block in item.blocks] == [Kind.BODY, Kind.BODY]
    columns = table(("目录", p(TEXT) * 3))
    assert not [
        block for block in one(taken(word(HEAD + columns), tmp_path)).blocks if isinstance(block, Table)
    ]


def test_text_does_not_go_on_across_a_table(tmp_path: Path) -> None:
    item = one(
        taken(word(HEAD + p(MORE.rstrip("。") + "，") + DATA + p("另外两县没有报数，请补报。")), tmp_path)
    )
    assert [block.kind for block in item.blocks] == [Kind.BODY, Kind.BODY, Kind.TABLE, Kind.BODY]


def test_a_table_in_the_head_of_an_old_issue_is_left_out_with_it(tmp_path: Path) -> None:
    head = p("丁市图书工作简报", CENTRED) + table(("第3期", "总第9期"), ("丁市图书馆", "2025年3月5日"))
    made = taken(word(head + p("丁市图书馆办公室编印  2025年3月5日") + HEAD + p(MORE)), tmp_path)
    assert not any(isinstance(block, Table) for draft in made.drafts for block in item_of(draft).blocks)
    assert "总第9期" in said(made)


# ---- pictures


def test_pictures_with_captions_and_credits(tmp_path: Path) -> None:
    body = HEAD + p(inline("p1"), CENTRED) + p("图1 清点现场（王平 摄）", CENTRED) + p(MORE)
    (found,) = pictures(one(taken(word_with(body, {"p1": png()}), tmp_path)))
    assert found.pictures[0].width == 1_000
    assert found.pictures[0].caption == "图1 清点现场"
    assert found.credit == "王平 摄"
    assert found.pictures[0].data.content == png()


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        ("▲清点现场", "清点现场", ""),
        ("图为清点现场。", "图为清点现场。", ""),
        ("清点现场　摄影：王平", "清点现场", "摄影：王平"),
        ("馆员清点胶片", "馆员清点胶片", ""),
        ("（李国华 供图）", "", "李国华 供图"),
    ],
)
def test_what_stands_under_pictures(tmp_path: Path, line: str, caption: str, credit: str) -> None:
    body = HEAD + p(inline("p1")) + p(line, CENTRED) + p(MORE)
    item = one(taken(word_with(body, {"p1": png()}), tmp_path))
    (found,) = pictures(item)
    assert (found.pictures[0].caption, found.credit) == (caption, credit)
    assert len(item.blocks) == 3


def test_a_credit_under_the_caption_goes_with_the_picture(tmp_path: Path) -> None:
    lines = p("图1 库房", CENTRED) + p("供图：丁市图书馆", RIGHT) + p("图2 展厅", CENTRED)
    item = one(taken(word_with(HEAD + p(inline("p1")) + lines + p(MORE), {"p1": png()}), tmp_path))
    (block,) = pictures(item)
    assert (block.pictures[0].caption, block.credit) == ("图1 库房", "供图：丁市图书馆")


@pytest.mark.parametrize("source", ["word", "page"])
def test_what_was_changed_of_a_picture_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    sentence = "这张图片是有3幅的动图，只取了第一幅。"

    def changed(content: bytes) -> tuple[PictureData, str]:
        return decoded(content)[0], sentence

    monkeypatch.setattr(docx_reader, "decoded", changed)
    monkeypatch.setattr(html_reader, "decoded_picture", changed)
    if source == "word":
        made = taken(word_with(HEAD + p(inline("p1")) + p(MORE), {"p1": png()}), tmp_path)
    else:
        address = base64.b64encode(png()).decode("ascii")
        made = of_page(f'<p><img src="data:image/png;base64,{address}" width="400" height="300"></p>')
    assert len(pictures(one(made))) == 1
    assert said(made).count(sentence) == 1


def test_two_pictures_of_a_line_stand_side_by_side(tmp_path: Path) -> None:
    two = {"p1": png(), "p2": png(shade=9)}
    body = (
        HEAD + p(inline("p1", 70, 50) + inline("p2", 70, 50)) + p("图1 登记    图2 装盒", CENTRED) + p(MORE)
    )
    (found,) = pictures(one(taken(word_with(body, two), tmp_path)))
    assert [picture.caption for picture in found.pictures] == ["图1 登记", "图2 装盒"]
    below = HEAD + p(inline("p1", 150, 100) + inline("p2", 150, 100)) + p(MORE)
    assert [len(row.pictures) for row in pictures(one(taken(word_with(below, two), tmp_path)))] == [1, 1]


def test_a_table_of_pictures_is_pictures(tmp_path: Path) -> None:
    two = {"p1": png(), "p2": png(shade=9)}
    frame = table((p(inline("p1", 90, 60)), p(vml("p2"))), ("登记", "装盒"))
    made = taken(word_with(HEAD + frame + p(MORE), two), tmp_path)
    (found,) = pictures(one(made))
    assert [(picture.caption, picture.width) for picture in found.pictures] == [("登记", 770), ("装盒", 706)]
    assert "并排的两张图片放进了稿件" in said(made)


def test_pictures_that_are_not_taken_are_said(tmp_path: Path) -> None:
    broken, emf = b"\x89PXX", b"\x01\0\0\0" + b"\0" * 36 + b" EMF"
    body = HEAD + p(inline("p1")) + p(inline("p2")) + p(inline("p3", 3, 3)) + p(inline("p9")) + p(MORE)
    made = taken(word_with(body, {"p1": broken, "p2": emf, "p3": png()}), tmp_path)
    assert pictures(one(made)) == []
    for words in ("已损坏", "EMF 矢量图", "很小的图片", "只有它的链接"):
        assert words in said(made)


def test_pictures_in_cells_and_headers(tmp_path: Path) -> None:
    cells = table(("县", "卷数"), ("剑阁", p(r("3") + inline("p1"))))
    parts = {"header": p(inline("p1"))}
    item = one(taken(word_with(HEAD + cells + p(MORE), {"p1": png()}, parts), tmp_path))
    assert [block.kind for block in item.blocks] == [Kind.BODY, Kind.TABLE, Kind.PICTURES, Kind.BODY]


# ---- pages


def test_a_page_s_table() -> None:
    made = of_page(
        "<p align=center>表1 进度</p><table><thead><tr><th rowspan=2>县<th colspan=2>卷数<tr><th>上年<th>今年"
        "</thead><tr><td>剑阁<td align=right>3<td>5<br>另有残卷</table><p>注：略"
    )
    found = the_table(one(made))
    assert (found.header_rows, found.caption, found.note) == (2, "表1 进度", "注：略")
    assert found.rows[2][2].text == "5\n另有残卷"


def test_a_page_s_layout_is_text() -> None:
    item = one(of_page(f"<table><tr><td>首页<td><p>{MORE}<p>{TEXT}</table>"))
    assert not any(isinstance(block, Table) for block in item.blocks)


def test_pictures_written_into_a_page() -> None:
    packed = base64.b64encode(png(300, 200) * 4).decode()
    made = of_page(
        f"<p><img src='data:image/png;base64,{packed}' width=378 height=252></p><p align=center>图1 现场"
    )
    (found,) = pictures(one(made))
    assert found.pictures[0].width == 1_000
    assert found.pictures[0].caption == "图1 现场"


def test_only_the_clipboard_s_own_files_are_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    own = tmp_path / "msohtmlclip1" / "01"
    own.mkdir(parents=True)
    (own / "clip_image001.png").write_bytes(png())
    (tmp_path / "picture.png").write_bytes(png())
    (own / "secret.txt").write_bytes(png())
    outside = tmp_path.parent / "other.png"
    outside.write_bytes(png())
    address = own.as_uri()
    assert from_clipboard(f"{address}/clip_image001.png") == png()
    for other in (
        f"{address}/secret.txt",
        f"{address}/../../picture.png",
        f"{address}/../../../other.png",
        outside.as_uri(),
        f"{address}/none.png",
        "http://example.com/msohtmlclip1/a.png",
        "file://server/msohtmlclip1/a.png",
        "clip_image001.png",
    ):
        assert from_clipboard(other) == b""
    (found,) = pictures(one(of_page(f"<img src='{address}/clip_image001.png' width=400 height=300>")))
    assert found.pictures[0].data.content == png()


# ---- headings and lists


def test_headings_below_the_highest_have_levels(tmp_path: Path) -> None:
    lines = (
        "一、摸清底数",
        "（一）逐卷查看",
        TEXT,
        "（二）编出目录",
        "1.旧报",
        TEXT,
        "2.旧刊",
        MORE,
        "二、妥善保管",
        TEXT,
    )
    item = one(taken(word(HEAD + "".join(map(p, lines))), tmp_path))
    made = [block for block in item.blocks if not isinstance(block, Body)]
    assert made == [
        Subheading("一、摸清底数"),
        Heading("（一）逐卷查看", 2),
        Heading("（二）编出目录", 2),
        Heading("1.旧报", 3),
        Heading("2.旧刊", 3),
        Subheading("二、妥善保管"),
    ]


def test_headings_of_one_level_are_subheadings(tmp_path: Path) -> None:
    for numbers in ("一、|二、", "（一）|（二）", "|"):
        first, second = numbers.split("|")
        body = (
            HEAD
            + p(f"{first}摸清底数", CENTRED, "<w:b/>")
            + p(MORE)
            + p(f"{second}妥善保管", CENTRED, "<w:b/>")
            + p(TEXT)
        )
        item = one(taken(word(body), tmp_path))
        assert [block.kind for block in item.blocks if not isinstance(block, Body)] == [Kind.SUBHEADING] * 2


def test_outline_levels_tell_levels_too(tmp_path: Path) -> None:
    def heading(text: str, level: int) -> str:
        return p(text, f'<w:outlineLvl w:val="{level}"/>', "<w:b/>")

    body = HEAD + heading("摸清底数", 0) + heading("逐卷查看", 1) + p(TEXT) + heading("编出目录", 1) + p(MORE)
    made = [block for block in one(taken(word(body), tmp_path)).blocks if not isinstance(block, Body)]
    assert made == [Subheading("摸清底数"), Heading("逐卷查看", 2), Heading("编出目录", 2)]


def test_bullets_make_entries_of_a_list() -> None:
    made = of_page("<ul><li>查看<b>霉变</b>情况<li>单独装盒存放</ul>")
    entries = [block for block in one(made).blocks if isinstance(block, ListItem)]
    assert [(entry.text, entry.numbered) for entry in entries] == [
        ("查看霉变情况", False),
        ("单独装盒存放", False),
    ]
    assert "2段项目符号列表放进了稿件" in said(made)
    assert "没有取用" not in said(made)


# ---- attachments

BREAK = "<w:pageBreakBefore/>"
ATTACHED = (
    p("附件：1.胶片清单")
    + p("2.胶片说明")
    + p("（丁市图书馆）", RIGHT)
    + p("附件1", BREAK)
    + p("胶片清单", CENTRED)
    + DATA
    + p("附件2", BREAK)
    + p("胶片说明", CENTRED)
    + p(TEXT)
    + p("一、保管")
    + p(MORE)
)


def test_attachments_follow_their_item(tmp_path: Path) -> None:
    made = taken(word(HEAD + p(MORE) + ATTACHED), tmp_path)
    item = one(made)
    assert item.source == "（丁市图书馆）"
    assert len(item.blocks) == 2
    assert [attachment.title for attachment in item.attachments] == ["胶片清单", "胶片说明"]
    assert [block.kind for block in item.attachments[0].blocks] == [Kind.TABLE]
    assert [block.kind for block in item.attachments[1].blocks] == [Kind.BODY, Kind.SUBHEADING, Kind.BODY]
    assert said(made).count("附件说明，2处") == 1


def test_a_list_of_attachments_alone_is_said(tmp_path: Path) -> None:
    made = taken(word(HEAD + p(MORE) + p("附件：1.胶片清单") + p("（丁市图书馆）", RIGHT)), tmp_path)
    item = one(made)
    assert item.attachments == ()
    assert "没有收入（附件）：附件：1.胶片清单" in said(made)


def test_an_attachment_without_a_page_break_or_a_title(tmp_path: Path) -> None:
    body = HEAD + p(MORE) + p("附件：胶片清单") + p("（丁市图书馆）", RIGHT) + p("附件") + DATA
    (attachment,) = one(taken(word(body), tmp_path)).attachments
    assert attachment.title == "胶片清单"
    assert [block.kind for block in attachment.blocks] == [Kind.TABLE]


def test_words_about_attachments_begin_none(tmp_path: Path) -> None:
    for line in ("附件里的清单请各县核对，有出入的及时报告。", "附件：", "附件1所列各县请补报。"):
        assert one(taken(word(HEAD + p(line) + p("1.胶片清单") + p(MORE)), tmp_path)).attachments == ()


# ---- in the review


def review_of(tmp_path: Path) -> Review:
    return Review([taken(word(HEAD + DATA + p(MORE)), tmp_path)], CONTEXT)


def blocks(review: Review) -> tuple[Block, ...]:
    return item_of(review.entries[0].draft).blocks


def test_a_table_is_left_out_or_made_text_and_back(tmp_path: Path) -> None:
    review = review_of(tmp_path)
    at = next(at for at, part in enumerate(review.entries[0].draft.parts) if part.kind is Kind.TABLE)
    before = blocks(review)
    review.set_kind(0, [at], OUT)
    assert [block.kind for block in blocks(review)] == [Kind.BODY, Kind.BODY]
    part = review.entries[0].draft.parts[at]
    reading = other_reading(part)
    assert reading is not None
    assert reading.kind is Kind.TABLE
    review.take_other(0, [at])
    assert blocks(review) == before
    review.set_kind(0, [at], Kind.SUBHEADING)  # a table is no heading: its rows become paragraphs
    assert [block.texts()[0].text for block in blocks(review)[1:4]] == ["县　卷数", "剑阁　3", "犍为　5"]
    review.take_other(0, [at])
    assert blocks(review) == before


def test_a_table_is_not_joined_nor_written_here(tmp_path: Path) -> None:
    review = review_of(tmp_path)
    draft = review.entries[0].draft
    at = next(at for at, part in enumerate(draft.parts) if part.kind is Kind.TABLE)
    with pytest.raises(EditError, match="在页面上改"):
        set_text(draft, at, "别的", CONTEXT.units)
    review.join(0, at)
    review.join(0, at + 1)
    assert review.entries[0].draft == draft


def test_cleaning_anew_keeps_what_was_said_of_a_table(tmp_path: Path) -> None:
    review = review_of(tmp_path)
    at = next(at for at, part in enumerate(review.entries[0].draft.parts) if part.kind is Kind.TABLE)
    review.set_kind(0, [at], OUT)
    review.clean(0, "spaces", on=False)
    assert [block.kind for block in blocks(review)] == [Kind.BODY, Kind.BODY]


def test_headings_and_attachments_by_hand() -> None:
    draft = take_in(Manuscript("", ()), CONTEXT)
    assert draft.drafts == ()
    (made,) = of_page("").drafts
    made = set_kinds(made, {1: Kind.HEADING_3, 2: Kind.NUMBERED_ITEM}, CONTEXT.units)
    assert item_of(made).blocks == (Heading(TEXT, 3), ListItem(MORE, numbered=True))
    made = set_kinds(made, {1: Kind.ATTACHMENT_TITLE}, CONTEXT.units)
    (attachment,) = item_of(made).attachments
    assert (attachment.title, attachment.blocks) == (TEXT, (ListItem(MORE, numbered=True),))


def test_a_bulletin_of_ours_is_taken_whole(tmp_path: Path) -> None:
    from dataclasses import replace

    from bulletin_desk.bulletin.blank import NO_ISSUE
    from bulletin_desk.bulletin.model import Section

    body = HEAD + p(inline("p1")) + p(MORE) + ATTACHED
    item = one(taken(word_with(body, {"p1": png()}), tmp_path))
    issue = replace(NO_ISSUE, sections=(Section("市州动态", (item,)),))
    (draft,) = from_issue("一期", issue).drafts
    assert item_of(draft) == item
