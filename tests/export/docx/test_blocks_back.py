"""Tables and pictures of a Word copy that comes back: as they were, and as a clerk changed them in Word."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx as library
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table as WordTable
from PIL import Image

from bulletin_desk.bulletin.model import (
    Body,
    Cell,
    Issue,
    Item,
    Picture,
    Pictures,
    Section,
    Table,
)
from bulletin_desk.export.docx.read import read_docx
from bulletin_desk.pictures.reading import picture_data
from tests.bulletin.issues import SMALL
from tests.bulletin.rich import PAIR, RICH, TABLE
from tests.export.docx import word
from tests.export.docx.conftest import LAYOUTS, Edited, Make
from tests.export.docx.hostile import CUSTOM, changed, parts_of

BEFORE, AFTER = Body("表前的正文说明各市州的进度。"), Body("表后的正文又说了几句话。")


def _png(colour: str, size: tuple[int, int] = (40, 30)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "PNG")
    return buffer.getvalue()


RED, BLUE = (picture_data(_png(colour)).data for colour in ("red", "blue"))
SHOWN = Pictures((Picture(RED, 900, "会场"),), "（综合处摄）")
TWO = Pictures((Picture(RED, 700, "会场"), Picture(BLUE, 700, "展板")))
PLAIN = Table(
    ((Cell("单位"), Cell("数量")), (Cell("成都"), Cell("12")), (Cell("乐山"), Cell("7"))),
    1,
    caption="完成情况",
    unit="单位：卷",
    note="注：截至年底。",
)


def issue_with(*blocks: object) -> Issue:
    item = Item("全省推进会召开", (BEFORE, *blocks, AFTER), "（综合处）")  # type: ignore[arg-type]
    return replace(SMALL, sections=(Section("专题", (item,)),))


def blocks_of(issue: Issue) -> tuple[object, ...]:
    return issue.sections[0].items[0].blocks


def table_in(document: Document) -> WordTable:
    return next(
        table for table in document.tables if table.style is None or "版记" not in (table.style.name or "")
    )


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ["plain", "rich", "shown", "two", "three"])
def test_a_copy_that_nobody_touched_is_the_bulletin(
    make: Make, tmp_path: Path, layout: str, name: str
) -> None:
    issue = {
        "plain": issue_with(PLAIN),
        "rich": RICH,
        "shown": issue_with(SHOWN, PAIR),
        "two": issue_with(TWO, replace(PLAIN, caption="", unit="", note=""), PLAIN),
        "three": issue_with(TABLE, replace(TABLE, header_rows=4), replace(TABLE, columns=(200, 300, 200))),
    }[name]
    file = tmp_path / "copy.docx"
    file.write_bytes(make(issue, layout).docx)
    assert read_docx(file) == (issue, ())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_styles_alone_tell_tables_and_pictures(make: Make, tmp_path: Path, layout: str) -> None:
    table = replace(
        TABLE, rows=(*TABLE.rows[:2], (Cell("第一批", columns=3, align="centre"),), TABLE.rows[3])
    )
    issue = issue_with(PLAIN, table, SHOWN, TWO, replace(PLAIN, header_rows=3))
    file = tmp_path / "copy.docx"
    file.write_bytes(changed(make(issue, layout).docx, {CUSTOM: b"<nothing/>"}))
    read, notes = read_docx(file)
    assert blocks_of(read) == blocks_of(issue)
    assert notes == ("Word 版里没有（或认不出）随附的简报，已按样式读回。",)


Change = Callable[[Document], object]


def _retyped(document: Document) -> None:
    table_in(document).cell(1, 1).paragraphs[0].runs[0].text = "13"


def _row_added(document: Document) -> None:
    row = table_in(document).add_row()  # type: ignore[no-untyped-call]
    row.cells[0].text, row.cells[1].text = "德阳", "9"


def _row_removed(document: Document) -> None:
    row = table_in(document).rows[1]._tr
    row.getparent().remove(row)


def _column_added(document: Document) -> None:
    table = table_in(document)
    table.add_column(Mm(30))
    for cell, text in zip(table.columns[2].cells, ("备注", "甲", "乙"), strict=True):
        cell.text = text


def _merged(document: Document) -> None:
    table = table_in(document)
    table.cell(1, 0).merge(table.cell(2, 0))


def _merged_across(document: Document) -> None:
    table = table_in(document)
    table.cell(2, 0).merge(table.cell(2, 1))


def _header_off(document: Document) -> None:
    for element in list(table_in(document)._tbl.iter(qn("w:tblHeader"))):
        element.getparent().remove(element)


def _centred(document: Document) -> None:
    table_in(document).cell(1, 0).paragraphs[0].alignment = 2


def _caption(document: Document) -> None:
    word.replace_text(word.containing(document, "完成情况"), "完成情况", "完成情况表")


def _unit_deleted(document: Document) -> None:
    word.delete([word.containing(document, "单位：卷")])


def _note(document: Document) -> None:
    word.replace_text(word.containing(document, "截至年底"), "年底", "十一月")


def _with(**more: object) -> Table:
    return replace(PLAIN, **more)  # type: ignore[arg-type]


HEAD, FIRST, SECOND = PLAIN.rows


@pytest.mark.parametrize(
    ("change", "table"),
    [
        (_retyped, _with(rows=(HEAD, (Cell("成都"), Cell("13")), SECOND))),
        (_row_added, _with(rows=(*PLAIN.rows, (Cell("德阳"), Cell("9"))))),
        (_row_removed, _with(rows=(HEAD, SECOND))),
        (_merged, _with(rows=(HEAD, (Cell("成都\n乐山", rows=2), Cell("12")), (Cell("7"),)))),
        (_merged_across, _with(rows=(HEAD, FIRST, (Cell("乐山\n7", columns=2),)))),
        (_header_off, _with(header_rows=0)),
        (_centred, _with(rows=(HEAD, (Cell("成都", align="right"), Cell("12")), SECOND))),
        (_caption, _with(caption="完成情况表")),
        (_unit_deleted, _with(unit="")),
        (_note, _with(note="注：截至十一月。")),
    ],
)
def test_what_is_changed_in_a_table_is_read(edited: Edited, change: Change, table: Table) -> None:
    issue, notes = edited(issue_with(PLAIN), change)
    assert blocks_of(issue) == (BEFORE, table, AFTER)
    assert notes == ("Word 版在导出后改动过，已按样式读回改动后的文字。",)


def test_a_column_that_is_added_is_read(edited: Edited) -> None:
    issue, _ = edited(issue_with(PLAIN), _column_added)
    _, table, _ = blocks_of(issue)
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["单位", "数量", "备注"],
        ["成都", "12", "甲"],
        ["乐山", "7", "乙"],
    ]


def test_columns_that_are_dragged_are_read(edited: Edited) -> None:
    def drag(document: Document) -> None:
        columns = list(table_in(document)._tbl.tblGrid)
        whole = sum(int(column.get(qn("w:w"))) for column in columns)
        columns[0].set(qn("w:w"), str(whole // 4))
        columns[1].set(qn("w:w"), str(whole - whole // 4))

    issue, _ = edited(issue_with(PLAIN), drag)
    _, table, _ = blocks_of(issue)
    assert table == replace(PLAIN, columns=(250, 750))


def test_a_table_that_is_added_deleted_or_moved_is_read(edited: Edited) -> None:
    def add(document: Document) -> None:
        table = document.add_table(2, 2, style="Normal Table")
        for at, text in enumerate(("甲", "乙", "丙", "丁")):
            table.cell(at // 2, at % 2).text = text
        word.containing(document, "表前的正文")._p.addnext(table._tbl)

    issue, notes = edited(issue_with(), add)
    new = Table(((Cell("甲"), Cell("乙")), (Cell("丙"), Cell("丁"))))
    _, table, _ = blocks_of(issue)
    assert isinstance(table, Table)
    assert table.rows == new.rows
    assert not any("没有读回" in note for note in notes)

    def delete(document: Document) -> None:
        table = table_in(document)._tbl
        table.getparent().remove(table)
        word.delete(word.with_style(document, "表题") + word.with_style(document, "表的单位"))
        word.delete(word.with_style(document, "表注"))

    issue, notes = edited(issue_with(PLAIN), delete)
    assert blocks_of(issue) == (BEFORE, AFTER)
    assert any("导出后删去了1段" in note for note in notes)

    def move(document: Document) -> None:
        table = table_in(document)._tbl
        word.containing(document, "表后的正文")._p.addnext(table)
        table.addprevious(word.containing(document, "完成情况")._p)
        table.addprevious(word.containing(document, "单位：卷")._p)
        table.addnext(word.containing(document, "截至年底")._p)

    issue, notes = edited(issue_with(PLAIN), move)
    assert blocks_of(issue) == (BEFORE, AFTER, PLAIN)


def test_text_that_lost_its_table_is_said(edited: Edited) -> None:
    def delete(document: Document) -> None:
        table = table_in(document)._tbl
        table.getparent().remove(table)

    issue, notes = edited(issue_with(PLAIN), delete)
    assert [block for block in blocks_of(issue) if isinstance(block, Table)] == []
    assert "表题“完成情况”旁边没有表格，按正文读回。" in notes


def test_an_edit_in_a_table_keeps_what_the_layout_does_not_show(edited: Edited) -> None:
    """Emphasis, in a layout that has none."""

    def edit(document: Document) -> None:
        word.replace_text(word.containing(document, "乐山"), "乐山", "乐山市")

    issue, _ = edited(issue_with(TABLE), edit)
    *rows, last = TABLE.rows
    assert blocks_of(issue)[1] == replace(TABLE, rows=(*rows, (replace(last[0], text="乐山市"), *last[1:])))


# ---- pictures


def test_a_picture_that_is_deleted_or_resized_is_read(edited: Edited) -> None:
    def delete(document: Document) -> None:
        word.delete([one for one in word.everywhere(document) if one._p.findall(".//" + qn("w:drawing"))])
        word.delete(word.with_style(document, "图题") + word.with_style(document, "图片来源"))

    issue, notes = edited(issue_with(SHOWN), delete)
    assert blocks_of(issue) == (BEFORE, AFTER)
    assert any("删去了1段：“图片 会场" in note for note in notes)

    def resize(document: Document) -> None:
        shape = document.inline_shapes[0]
        shape.width = Mm(60)

    issue, _ = edited(issue_with(SHOWN), resize)
    assert blocks_of(issue) == (BEFORE, replace(SHOWN, pictures=(Picture(RED, 600, "会场"),)), AFTER)


def test_a_picture_that_is_exchanged_or_added_is_read(edited: Edited) -> None:
    def exchange(document: Document) -> None:
        part = next(rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/image"))
        part._blob = BLUE.content

    issue, _ = edited(issue_with(SHOWN), exchange)
    assert blocks_of(issue) == (BEFORE, replace(SHOWN, pictures=(Picture(BLUE, 900, "会场"),)), AFTER)

    def add(document: Document) -> None:
        before = word.containing(document, "表后的正文")
        paragraph = before.insert_paragraph_before("")
        paragraph.add_run().add_picture(io.BytesIO(_png("green")), width=Mm(80))

    issue, notes = edited(issue_with(), add)
    _, made, _ = blocks_of(issue)
    assert made == Pictures((Picture(picture_data(_png("green")).data, 800),))
    assert not any("没有读回" in note for note in notes)


@pytest.mark.parametrize("block", [SHOWN, TWO])
def test_a_caption_that_is_edited_is_read(edited: Edited, block: Pictures) -> None:
    def edit(document: Document) -> None:
        word.replace_text(word.containing(document, "会场"), "会场", "主会场")

    issue, _ = edited(issue_with(block), edit)
    first, *others = block.pictures
    assert blocks_of(issue)[1] == replace(block, pictures=(replace(first, caption="主会场"), *others))


def test_a_picture_that_another_program_compressed_is_used_and_said(edited: Edited) -> None:
    def compress(document: Document) -> None:
        part = next(rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/image"))
        buffer = io.BytesIO()
        Image.open(io.BytesIO(part.blob)).resize((20, 15)).save(buffer, "PNG")
        part._blob = buffer.getvalue()

    issue, notes = edited(issue_with(SHOWN), compress)
    _, made, _ = blocks_of(issue)
    assert isinstance(made, Pictures)
    assert (made.pictures[0].data.width, made.pictures[0].caption) == (20, "会场")
    assert any("少了1张原来的图片文件" in note for note in notes)


def test_a_picture_that_can_not_be_read_is_said(edited: Edited) -> None:
    def damage(document: Document) -> None:
        part = next(rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/image"))
        part._blob = part.blob[:60]

    issue, notes = edited(issue_with(SHOWN), damage)
    assert not any(isinstance(block, Pictures) for block in blocks_of(issue))
    assert any("已损坏" in note for note in notes)


def test_files_of_pictures_are_in_the_copy_once(make: Make) -> None:
    docx = make(issue_with(SHOWN, TWO, SHOWN)).docx
    media = [name for name in parts_of(docx) if name.startswith("word/media/")]
    assert len(media) == 2
    assert RED.content not in parts_of(docx)[CUSTOM]


def test_a_copy_with_tables_and_pictures_opens_in_other_libraries(make: Make) -> None:
    document = library.Document(io.BytesIO(make(RICH).docx))
    assert len(document.inline_shapes) == 3
    assert {len(table.columns) for table in document.tables} >= {1, 2, 3}


# ---- hostile


def _hostile(make: Make, old: bytes, new: bytes, count: int = -1) -> bytes:
    docx = make(issue_with(PLAIN, SHOWN)).docx
    document = parts_of(docx)["word/document.xml"]
    assert old in document
    return changed(docx, {"word/document.xml": document.replace(old, new, count)})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="99999"/>'),
        (b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="-1"/>'),
        (b"<w:tcPr>", b"<w:tcPr><w:vMerge/>"),
        (b"<w:trPr>", b'<w:trPr><w:gridBefore w:val="9999999"/>'),
        (b'<w:gridCol w:w="', b'<w:gridCol w:w="9'),
        (b"<w:gridCol", b"<w:gridCol/><w:gridCol"),
        (b'r:embed="', b'r:embed="x'),
        (b'<wp:extent cx="', b'<wp:extent cx="99999999999'),
        (b'<wp:extent cx="', b'<wp:extent cx="-'),
        (b"</w:tr>", b"</w:tr><w:tr/>"),
        (b"<w:tr>", b"<w:tr><w:tc/>"),
    ],
)
def test_hostile_tables_and_pictures_are_read_or_said(
    make: Make, tmp_path: Path, old: bytes, new: bytes
) -> None:
    file = tmp_path / "copy.docx"
    file.write_bytes(_hostile(make, old, new))
    issue, _ = read_docx(file)
    texts = [text.text for block in blocks_of(issue) for text in block.texts()]  # type: ignore[attr-defined]
    assert "表前的正文说明各市州的进度。" in texts
    assert any("成都" in text for text in texts)


def test_a_bomb_in_place_of_a_picture_is_said(make: Make, tmp_path: Path) -> None:
    docx = make(issue_with(SHOWN)).docx
    (name,) = [name for name in parts_of(docx) if name.startswith("word/media/")]
    buffer = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(buffer, "PNG")
    file = tmp_path / "copy.docx"
    file.write_bytes(changed(docx, {name: buffer.getvalue()}))
    issue, notes = read_docx(file)
    assert not any(isinstance(block, Pictures) for block in blocks_of(issue))
    assert len(notes) > 1


def test_tables_in_tables_keep_their_words(edited: Edited) -> None:
    def nest(document: Document) -> None:
        table = table_in(document)
        inner = copy.deepcopy(table._tbl)
        table.cell(1, 1)._tc.insert(1, inner)

    issue, _ = edited(issue_with(PLAIN), nest)
    words = "".join(text.text for block in blocks_of(issue) for text in block.texts())  # type: ignore[attr-defined]
    assert words.count("乐山") == 2


def test_a_note_longer_than_a_page_is_written_and_read(make: Make, tmp_path: Path) -> None:
    cells = tuple((Cell("甲"), Cell(str(number))) for number in range(11))
    issue = issue_with(Table(cells, 1, note="注" * 3_000))
    file = tmp_path / "copy.docx"
    file.write_bytes(make(issue).docx)
    assert read_docx(file)[0].sections == issue.sections
