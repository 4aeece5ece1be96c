"""What a hand does with tables, pictures and attachments in odd places: pasted into captions and cells, moved
by Tab, composed over."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bulletin_desk.bulletin.grammar import attachment_of, block_of, source_of, title_of
from bulletin_desk.bulletin.model import Attachment, Block, Body, Issue, Path, Pictures, Place, Table
from bulletin_desk.desk.parts.mime import mime_data
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.editing.selection import between
from tests.bulletin.rich import PAIR, PLAIN_ITEM, RICH, RICH_ITEM, RICH_PATH, SINGLE, TABLE
from tests.desk.conftest import OFFERING

pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)  # offscreen, of what is opened
Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
THE_TABLE, PAIRED = block_of(RICH_PATH, 3), block_of(RICH_PATH, 6)
FIRST, SECOND = attachment_of(RICH_PATH, 0), attachment_of(RICH_PATH, 1)
PLAIN: Path = (*RICH_PATH[:3], 0)
WORD_TABLE = (
    '<html xmlns:w="urn:schemas-microsoft-com:office:word"><body><!--StartFragment--><table border=1>'
    "<tr><td colspan=2><p class=MsoNormal>合计</p></td><td rowspan=2>丙</td></tr>"
    "<tr><td><b>1.5</b></td><td>2</td></tr></table><!--EndFragment--></body></html>"
)


@pytest.fixture
def rich(window: MainWindow) -> MainWindow:
    window.session.replace(replace(RICH, layout=OFFERING))
    window.canvas.setFocus()
    return window


def blocks(window: MainWindow) -> tuple[Block, ...]:
    return window.document.issue.sections[1].items[1].blocks


def attachments(window: MainWindow, item: int = 1) -> tuple[Attachment, ...]:
    return window.document.issue.sections[1].items[item].attachments


def here(window: MainWindow) -> Place:
    return window.document.selection.head.place


def do(window: MainWindow, *names: str) -> None:
    for name in names:
        window.actions_by_name[name].trigger()


def undone(window: MainWindow) -> Issue:
    while window.document.undo_name is not None:
        do(window, "undo")
    return window.document.issue


def test_a_table_of_words_comes_in_where_the_layout_has_bold(rich: MainWindow) -> None:
    QGuiApplication.clipboard().setMimeData(mime_data("合计\t丙\n1.5\t2\n", WORD_TABLE))
    rich.document.go_to(block_of(RICH_PATH, 2), 8)
    do(rich, "paste")
    table = blocks(rich)[3]
    assert isinstance(table, Table)
    assert [[cell.text for cell in cells] for cells in table.rows] == [["合计", "丙"], ["1.5", "2"]]


def test_composing_over_a_selection_that_ends_in_a_table_of_an_attachment(rich: MainWindow) -> None:
    before = rich.document.issue
    rich.document.select(between(Place((*FIRST, "blocks", 1, 1), 2), Place(title_of(PLAIN), 0)))
    for text, commit in (("zhong", ""), ("", "中")):
        event = QInputMethodEvent(text, [])
        event.setCommitString(commit)
        QApplication.sendEvent(rich.canvas, event)
    assert rich.document.undo_name == "输入"
    assert undone(rich) == before


@pytest.mark.parametrize(
    "there", [(*PAIRED, 0, 1), (*THE_TABLE, 0), (*THE_TABLE, 2, 3, 0)], ids=["picture", "caption", "cell"]
)
def test_a_picture_that_was_cut_comes_back_beside_a_table_or_pictures(rich: MainWindow, there: Path) -> None:
    before = rich.document.issue
    picture = (*SECOND, "blocks", 0, 0, 0)
    rich.document.go_to(picture)
    rich.canvas.handles.pick(picture)
    do(rich, "cut")
    assert attachments(rich)[1].blocks[0] != SINGLE
    rich.document.go_to(there)
    do(rich, "paste")
    number = int(there[5]) + 1
    assert blocks(rich)[number] == SINGLE
    assert (blocks(rich)[3], blocks(rich)[:3]) == (TABLE, RICH_ITEM.blocks[:3])
    assert here(rich) == Place((*block_of(RICH_PATH, number), 0, 0), 0)
    assert undone(rich) == before


def test_from_the_caption_into_the_cells_the_copy_is_a_table(rich: MainWindow) -> None:
    rich.document.select(between(Place((*THE_TABLE, 0), 3), Place((*THE_TABLE, 2, 2, 0), 1)))
    do(rich, "copy")
    rich.document.go_to(block_of(PLAIN, 0), 3)
    do(rich, "paste")
    rows = (*TABLE.rows[:2], (replace(TABLE.rows[2][0], text="第", bold=((0, 1),)),))
    pasted = replace(TABLE, rows=rows, caption=TABLE.caption[3:], note="")
    assert rich.document.issue.sections[1].items[0].blocks == (Body("正文。"), pasted, Body(""))


def test_a_table_with_a_caption_comes_behind_one_that_has_one(rich: MainWindow) -> None:
    """What is pasted into cells loses nothing."""
    whole = between(Place(block_of(RICH_PATH, 2), 8), Place(block_of(RICH_PATH, 4), 0))
    rich.document.select(whole)
    do(rich, "copy")
    rich.document.go_to((*THE_TABLE, 2, 0, 0))
    do(rich, "paste")
    assert blocks(rich)[3] == TABLE
    assert TABLE in blocks(rich)[4:6]


def test_a_merged_cell_takes_all_that_comes_into_it(rich: MainWindow) -> None:
    QGuiApplication.clipboard().setMimeData(mime_data("甲\t乙\t丙\n丁\t戊\t己\n", ""))
    rich.document.go_to((*THE_TABLE, 2, 2, 0))
    do(rich, "paste")
    table = blocks(rich)[3]
    assert isinstance(table, Table)
    assert [cell.text for cell in table.rows[2]] == ["甲\n乙\n丙"]
    assert [cell.text for cell in table.rows[3]] == ["丁", "戊", "己"]


@pytest.mark.parametrize("cut", [False, True])
def test_attachments_come_back_as_attachments(rich: MainWindow, cut: bool) -> None:
    before, both = rich.document.issue, attachments(rich)
    last = Place((*SECOND, "blocks", 1), len("一、说明"))
    rich.document.select(between(Place(title_of(FIRST), 0), last))
    do(rich, "cut" if cut else "copy")
    rich.document.go_to(block_of(PLAIN, 0), 2)
    do(rich, "paste")
    assert attachments(rich, 0) == both
    assert rich.document.issue.sections[1].items[0].blocks == PLAIN_ITEM.blocks
    assert here(rich) == Place((*attachment_of(PLAIN, 1), "blocks", 1), last.offset)
    assert undone(rich) == before


def test_one_attachment_fills_an_empty_one_and_goes_behind_another(rich: MainWindow) -> None:
    first, second = attachments(rich)
    rich.document.select(between(Place(title_of(FIRST), 0), Place((*FIRST, "blocks", 1, 3), 11)))
    do(rich, "copy")
    rich.document.go_to(title_of(SECOND), 2)
    do(rich, "paste")
    assert attachments(rich) == (first, second, first)
    rich.document.go_to(source_of(PLAIN))
    do(rich, "add_attachment", "paste")
    assert attachments(rich, 0) == (first,)


def test_a_table_pasted_into_the_title_of_an_attachment_stands_under_it(rich: MainWindow) -> None:
    QGuiApplication.clipboard().setMimeData(mime_data("甲\t乙\n丙\t丁\n", ""))
    rich.document.go_to(title_of(SECOND), 4)
    do(rich, "paste")
    (_, second) = attachments(rich)
    assert second.title == "会议照片"
    assert isinstance(second.blocks[0], Table)
    assert isinstance(second.blocks[1], Pictures)


def test_tab_goes_through_captions(rich: MainWindow) -> None:
    rich.document.go_to((*PAIRED, 0, 0))
    seen = []
    for _ in range(3):
        QTest.keyClick(rich.canvas, Key.Key_Tab)
        seen.append(here(rich).path)
    assert seen == [(*PAIRED, 0, 1), (*PAIRED, 1), block_of(RICH_PATH, 7)]
    assert blocks(rich)[6] == PAIR
    rich.document.go_to((*THE_TABLE, 1))
    QTest.keyClick(rich.canvas, Key.Key_Tab)
    assert rich.document.selection == between(
        Place((*THE_TABLE, 2, 0, 0), 0), Place((*THE_TABLE, 2, 0, 0), 2)
    )
    rich.document.go_to((*THE_TABLE, 3))
    QTest.keyClick(rich.canvas, Key.Key_Backtab, SHIFT)
    assert here(rich).path == (*THE_TABLE, 2, 3, 2)
    assert rich.notice.isHidden()
