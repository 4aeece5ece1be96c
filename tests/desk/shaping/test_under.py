"""The old issue under the pages: chosen, switched on and off, put under other pages, seen in grey."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from bulletin_desk.desk.shaping import under as laying
from bulletin_desk.desk.shaping.under import Laid, Under
from bulletin_desk.desk.shaping.under_bar import UnderBar
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.export.pdf.info import DocumentInfo, moment
from bulletin_desk.export.pdf.write import pdf_bytes
from bulletin_desk.learning.evidence import Ink, Look, Seen, SeenLine, SeenPage, SeenRule
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.units import mm
from tests.desk.conftest import EXAMPLES, there, type_into

pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)  # offscreen, of what is shown
LEFT = Qt.MouseButton.LeftButton
RED = Ink(238, 29, 35)


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Iterator[None]:
    yield
    laying._laid.clear()


@pytest.fixture(scope="module")
def old(shaping_window: MainWindow, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An old issue as a PDF of two pages."""
    session = shaping_window.session
    session.replace(read_bulletin(EXAMPLES / "duty-flash.bulletin"))
    file = tmp_path_factory.mktemp("old") / "第 11 期.pdf"
    info = DocumentInfo("旧", "", "", moment(session.issue.dated_header.date))
    file.write_bytes(pdf_bytes(session.document.pages, info, session.faces))
    return file


def bar(window: MainWindow) -> UnderBar:
    return there(window.shaping.panel.findChild(UnderBar))


def under(window: MainWindow) -> Under:
    return window.guides.under


def laid(window: MainWindow) -> Laid:
    return there(under(window).laid)


def chosen(window: MainWindow, file: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    """The button is clicked and the file chosen."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    QTest.mouseClick(bar(window).choose, LEFT)
    qtbot.waitUntil(lambda: not under(window).reading)


def pink(window: MainWindow, page: int, top: float, bottom: float) -> bool:
    """Whether a stretch of a page, from its left to its right, has red at half strength in it."""
    image = window.canvas.viewport().grab().toImage()
    start = window.canvas.to_pixels(page, 100, top).toPoint()
    end = window.canvas.to_pixels(page, 480, bottom).toPoint()
    places = ((x, y) for y in range(start.y(), end.y()) for x in range(start.x(), end.x(), 2))
    colours = map(QColor, {image.pixel(QPoint(x, y)) for x, y in places})
    return any(each.red() > 200 and 100 < each.green() < 190 and each.blue() < 200 for each in colours)


def test_a_pdf_is_laid_under_the_pages_and_taken_away(
    shaped: MainWindow, old: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    there_is = bar(shaped)
    assert not there_is.switch.isEnabled()
    assert there_is.said.text() == "还没有选旧的一期"
    name_of_the_old_one = (0, 165.0, 205.0)  # where nothing of the new one stands
    assert not pink(shaped, *name_of_the_old_one)
    chosen(shaped, old, monkeypatch, qtbot)
    assert there_is.switch.isChecked()
    assert there_is.said.toolTip() == old.name
    assert there_is.page.text() == "旧的第 1 面"
    qtbot.waitUntil(lambda: pink(shaped, *name_of_the_old_one))
    QTest.mouseClick(there_is.switch, LEFT, pos=QPoint(8, there_is.switch.height() // 2))
    assert not laid(shaped).shown
    assert not pink(shaped, *name_of_the_old_one)
    QTest.mouseClick(there_is.switch, LEFT, pos=QPoint(8, there_is.switch.height() // 2))
    assert pink(shaped, *name_of_the_old_one)
    shaped.shaping.close()
    assert not pink(shaped, *name_of_the_old_one)


def test_its_pages_are_put_under_ours_one_by_one(shaped: MainWindow, old: Path, qtbot: QtBot) -> None:
    under(shaped).read(old)
    qtbot.waitUntil(lambda: not under(shaped).reading)
    page = bar(shaped).page
    assert [under(shaped).below(index) for index in range(4)] == [0, 1, None, 1]  # the last under the last
    shaped.canvas.show_page(2)
    assert page.text() == "不垫"
    page.selectAll()
    type_into(page, "2\n")
    assert [under(shaped).below(index) for index in range(4)] == [0, 1, 1, 1]
    shaped.canvas.show_page(0)
    assert page.text() == "旧的第 1 面"
    page.selectAll()
    QTest.keyClick(page, Qt.Key.Key_Down)
    assert under(shaped).below(0) is None
    page.selectAll()
    type_into(page, "9\n")
    assert under(shaped).below(0) is None  # it has no ninth page
    page.clearFocus()
    shaped.canvas.setFocus()


def test_each_office_has_its_own_while_the_program_runs(shaped: MainWindow, old: Path, qtbot: QtBot) -> None:
    under(shaped).read(old)
    qtbot.waitUntil(lambda: not under(shaped).reading)
    under(shaped).put(0, 1)
    issue = shaped.session.issue
    shaped.session.replace(read_bulletin(EXAMPLES / "2024-01-09.bulletin"))
    assert under(shaped).laid is None
    assert not bar(shaped).switch.isEnabled()
    shaped.session.replace(issue)
    assert under(shaped).below(0) == 1
    assert laid(shaped).files == (old,)


def test_what_can_t_be_read_is_said_and_what_lay_there_stays(
    shaped: MainWindow, old: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, tmp_path: Path
) -> None:
    chosen(shaped, old, monkeypatch, qtbot)
    for name, content in (("坏.pdf", b"%PDF-1.4 nothing"), ("坏.docx", b"PK nothing")):
        file = tmp_path / name
        file.write_bytes(content)
        chosen(shaped, file, monkeypatch, qtbot)
        assert name in shaped.notice.text
    chosen(shaped, tmp_path / "没有.pdf", monkeypatch, qtbot)
    assert "没有.pdf" in shaped.notice.text
    assert laid(shaped).files == (old,)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    QTest.mouseClick(bar(shaped).choose, LEFT)
    assert laid(shaped).files == (old,)


def test_of_a_word_file_what_was_seen_is_drawn_in_our_faces(shaped: MainWindow, old: Path) -> None:
    look = Look("方正小标宋简体", 60.0, RED, False)
    chars = tuple(Seen(char, 120.0 + 60 * at, 200.0, 180.0 + 60 * at, look) for at, char in enumerate("旧报"))
    odd = SeenLine((Seen("\U0010fffd", 100.0, 240.0, 110.0, look),))
    page = SeenPage(595.0, 842.0, (SeenLine(chars), odd), (SeenRule(90.0, 170.0, 400.0, 2.0, RED),))
    assert not pink(shaped, 0, 165.0, 205.0)
    under(shaped).lay((old.with_suffix(".docx"),), (page,))
    assert pink(shaped, 0, 165.0, 205.0)
    assert pink(shaped, 0, 168.0, 172.0)


def test_what_a_layout_was_learned_from_lies_under_its_pages(shaped: MainWindow, old: Path) -> None:
    shaped.learning.begun.emit((old.with_suffix(".docx"), old), (SeenPage(595.0, 842.0, ()),))
    assert laid(shaped).shown
    assert laid(shaped).files == (old.with_suffix(".docx"), old)
    assert bar(shaped).page.text() == "旧的第 1 面"


def test_a_guide_comes_to_where_the_old_issue_has_its_like(shaped: MainWindow) -> None:
    """A drag that ends a little beside the old name's top ends at it."""
    look = Look("方正小标宋简体", 50.0, RED, False)
    line = SeenLine((Seen("报", 120.0, 199.0, 170.0, look),))  # its em box begins at 155
    block = shaped.session.layout.text_block
    under(shaped).lay((Path("旧.docx"),), (SeenPage(595.0, 842.0, (line,)),))
    field = ("head", "rows", 1, "top")
    guide = next(each for each in shaped.guides.on_page(0) if each.field == field)
    scale = shaped.canvas.sheets.scale
    start = shaped.canvas.to_pixels(0, 30, float(guide.at)).toPoint()
    end = shaped.canvas.to_pixels(0, 30, 155.0 + 3 / scale).toPoint()
    QTest.mousePress(shaped.canvas.viewport(), LEFT, pos=start)
    for at in (end + QPoint(0, 30), end):
        where = QPointF(at)
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            where,
            shaped.canvas.viewport().mapToGlobal(where),
            Qt.MouseButton.NoButton,
            LEFT,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(shaped.canvas.viewport(), event)
    QTest.mouseRelease(shaped.canvas.viewport(), LEFT, pos=end)
    shaped.shaping.flush()
    top = there(shaped.session.layout.head.rows[1].top)
    assert abs(block.top + top - 155) <= mm("0.05")
    assert (top / mm("0.1")).denominator == 1
