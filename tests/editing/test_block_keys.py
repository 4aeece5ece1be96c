"""Keys in and beside tables, pictures, headings, lists and attachments, as a hand strikes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bulletin_desk.bulletin.model import (
    Attachment,
    Block,
    Body,
    Cell,
    Heading,
    Issue,
    Item,
    ListItem,
    Path,
    Picture,
    Pictures,
    Place,
    Section,
    Table,
)
from bulletin_desk.editing import tables
from bulletin_desk.editing.document import Document, Motion
from tests.bulletin.issues import SMALL, picture_data
from tests.editing.texts import ITEM

Open = Callable[[Issue], Document]
BLOCKS: Path = (*ITEM, "blocks")
HERE: Path = (*BLOCKS, 1)
TABLE = Table(((Cell("县"), Cell("数")), (Cell("甲"), Cell("1"))), 1)
PICTURES = Pictures((Picture(picture_data(), 300),))


def issue_with(*blocks: Block, attachments: tuple[Attachment, ...] = ()) -> Issue:
    item = Item("题", (Body("前"), *blocks, Body("后")), attachments=attachments)
    return replace(SMALL, sections=(Section("栏", (item,)),))


def cell(row: int, at: int) -> Path:
    return (*HERE, 2, row, at)


def blocks_of(document: Document) -> tuple[Block, ...]:
    return document.issue.sections[0].items[0].blocks


def test_tab_through_cells_and_a_row_undone(open_document: Open) -> None:
    document = open_document(issue_with(TABLE))
    document.go_to(cell(1, 0))
    assert document.tab()
    assert document.selection.start == Place(cell(1, 1), 0)
    assert document.selection.end == Place(cell(1, 1), 1)
    assert document.undo_name is None
    document.type_text("2")
    assert document.tab()
    assert document.undo_name == "插入行"
    assert document.caret.place == Place(cell(2, 0), 0)
    assert document.tab(back=True)
    assert document.selection.end == Place(cell(1, 1), 1)
    document.undo()
    document.undo()
    assert blocks_of(document)[1] == TABLE
    document.go_to(cell(0, 0))
    assert document.tab(back=True)
    assert document.caret.path == cell(0, 0)
    document.go_to((*BLOCKS, 0))
    assert not document.tab()


def test_enter_in_the_last_row_is_named(open_document: Open) -> None:
    document = open_document(issue_with(TABLE))
    document.go_to(cell(0, 1))
    document.enter()
    assert document.caret.place == Place(cell(1, 1), 1)
    assert document.undo_name is None
    document.enter()
    assert document.undo_name == "插入行"
    assert document.caret.place == Place(cell(2, 1), 0)
    document.line_break()
    document.type_text("乙")
    assert blocks_of(document)[1].texts()[-2].text == "\n乙"


def test_an_edit_under_a_name(open_document: Open) -> None:
    document = open_document(issue_with(TABLE))
    document.go_to(cell(1, 1))
    document.do("插入列", lambda issue, selection: tables.insert_columns(issue, selection, right=True))
    assert document.undo_name == "插入列"
    assert document.caret.path == cell(1, 2)
    document.undo()
    assert blocks_of(document)[1] == TABLE
    assert document.caret.path == cell(1, 1)


def test_a_caption_stands_while_the_caret_is_in_it(open_document: Open) -> None:
    document = open_document(issue_with(TABLE))
    lines = len(document.pages[0].lines)
    document.go_to(cell(0, 0))
    document.select(tables.go_to_text(document.issue, document.selection, "caption")[1])
    assert document.standing == (*HERE, 0)
    assert len(document.pages[0].lines) == lines + 1
    document.move(Motion.RIGHT)
    assert document.caret.path == cell(0, 0)
    assert (document.standing, len(document.pages[0].lines)) == ((), lines)
    document.select(tables.go_to_text(document.issue, document.selection, "note")[1])
    document.type_text("注")
    assert document.standing == ()
    document.backspace()
    assert document.standing == (*HERE, 3)
    assert blocks_of(document)[1] == TABLE
    document.move(Motion.LEFT)
    assert document.caret.place == Place(cell(1, 1), 1)


def test_keys_at_the_edges_of_a_table_take_nothing(open_document: Open) -> None:
    document = open_document(issue_with(TABLE))
    before = document.issue
    for path, offset, key in (
        ((*BLOCKS, 2), 0, Document.backspace),
        ((*BLOCKS, 0), 1, Document.delete),
        (cell(0, 0), 0, Document.backspace),
        (cell(0, 1), 1, Document.delete),
        (cell(1, 0), 0, Document.backspace),
        (cell(1, 1), 1, Document.delete),
    ):
        document.go_to(path, offset)
        key(document)
        assert document.issue == before
        assert document.undo_name is None


def test_keys_at_the_edges_of_a_picture(open_document: Open) -> None:
    for path, offset, key in (
        ((*BLOCKS, 2), 0, Document.backspace),
        ((*BLOCKS, 0), 1, Document.delete),
        ((*HERE, 0, 0), 0, Document.backspace),
        ((*HERE, 0, 0), 0, Document.delete),
    ):
        document = open_document(issue_with(PICTURES))
        document.go_to(path, offset)
        assert document.caret.path == path
        key(document)
        assert blocks_of(document) == (Body("前"), Body("后"))
        document.undo()
        assert blocks_of(document) == (Body("前"), PICTURES, Body("后"))
    document = open_document(issue_with(PICTURES))
    document.go_to((*HERE, 0, 0))
    document.enter()
    assert document.caret.place == Place((*BLOCKS, 2), 0)
    assert document.undo_name is None


def test_headings_and_list_items_are_left_by_enter(open_document: Open) -> None:
    document = open_document(issue_with(Heading("标题", 1, True), ListItem("条")))
    document.go_to(HERE, 2)
    document.enter()
    document.type_text("文")
    assert blocks_of(document)[1:3] == (Heading("标题", 1, True), Body("文"))
    document.go_to((*BLOCKS, 3), 1)
    document.enter()
    assert blocks_of(document)[4] == ListItem("")
    document.enter()
    assert blocks_of(document)[4] == Body("")
    document.backspace()
    assert blocks_of(document)[3:] == (ListItem("条"), Body("后"))
    assert document.caret.place == Place((*BLOCKS, 3), 1)


def test_keys_at_the_edges_of_attachments_join_nothing(open_document: Open) -> None:
    added = (Attachment("附", (Body("件"),)), Attachment("二", (Body("文"),)))
    document = open_document(issue_with(attachments=added))
    before = document.issue
    first: Path = (*ITEM, "attachments", 0)
    second: Path = (*ITEM, "attachments", 1)
    for path, offset, key in (
        ((*first, "title"), 0, Document.backspace),
        ((*BLOCKS, 1), 1, Document.delete),
        ((*second, "title"), 0, Document.backspace),
        ((*first, "blocks", 0), 1, Document.delete),
        ((*second, "blocks", 0), 1, Document.delete),
    ):
        document.go_to(path, offset)
        key(document)
        assert document.issue == before
    document.go_to((*first, "title"), 1)
    document.enter()
    assert document.caret.path == (*first, "blocks", 0)
    document.go_to((*first, "blocks", 0), 1)
    document.enter()
    document.type_text("段")
    assert document.issue.sections[0].items[0].attachments[0].blocks == (Body("件"), Body("段"))
