"""改动: what the issue is compared with, the list, the marks on the pages, and the PDF of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from docx.oxml.ns import qn
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.compare import Change
from bulletin_desk.bulletin.edits import remove, replace_range
from bulletin_desk.bulletin.grammar import block_of, item_path
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.history.history_dialog import HistoryDialog
from bulletin_desk.desk.settings import CHANGES, WHO
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.pages.model import Page
from bulletin_desk.storage.bulletin_file import write_bulletin
from bulletin_desk.storage.rounds import sent
from bulletin_desk.typeset.marked_lines import TONES
from tests.desk.conftest import there, type_keys
from tests.export.docx.settled import changes as tracked

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ITEM = item_path(0, 0)
FIRST, SECOND = block_of(ITEM, 0), block_of(ITEM, 1)


@pytest.fixture
def changed(real: MainWindow) -> MainWindow:
    """An issue that has gone round, and three changes since."""
    document = real.document
    document.set_rounds(sent(document.issue, "送审稿 1", "2026-11-30T15:30", "张三").rounds)
    document.apply("改", edited(document.issue))
    return real


def edited(issue: Issue) -> Issue:
    issue = replace_range(issue, FIRST, 10, 14, "别的话")
    issue = replace_range(issue, FIRST, 40, 48, "")
    return replace_range(issue, SECOND, 3, 3, "新加的一句")


def command(window: MainWindow, name: str) -> None:
    window.actions_by_name[name].trigger()


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def key(window: MainWindow, *keys: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    for each in keys:
        QTest.keyClick(window.canvas, each, modifier)


def rows(window: MainWindow) -> list[tuple[str, str, str]]:
    tree = window.changing.page.list
    found = [there(tree.topLevelItem(at)) for at in range(tree.topLevelItemCount())]
    return [(row.text(0), row.text(3), row.text(4)) for row in found]


def red(page: Page) -> str:
    """The words of a page that are in the colour of what came in."""
    return "".join(run.text for placed in page.lines for run in placed.line.runs if run.colour == TONES["in"])


def marked(window: MainWindow) -> Iterator[Page]:
    return (window.canvas.marks.page(page) for page in window.document.pages)


def test_the_command_compares_with_what_went_round_last_and_marks_are_shown_or_not(
    changed: MainWindow,
) -> None:
    command(changed, "changes")
    assert changed.changing.page.isVisible()
    assert changed.changing.page.box.currentText().startswith("送审稿 1（")
    assert [(kind, now) for kind, _, now in rows(changed)] == [
        ("改", "别的话"),
        ("删", ""),
        ("加", "新加的一句"),
    ]
    assert changed.frame.review.tabs.tabText(changed.changing.page_number) == "改动 3"
    assert "".join(map(red, marked(changed))) == "别的话新加的一句"
    page = changed.changing.page
    QTest.mouseClick(page.on_pages, Qt.MouseButton.LeftButton, pos=QPoint(8, page.on_pages.height() // 2))
    assert not changed.actions_by_name["show_changes"].isChecked()
    assert not changed.session.settings[CHANGES]
    assert not any(map(red, marked(changed)))
    command(changed, "show_changes")
    assert page.on_pages.isChecked()
    assert any(map(red, marked(changed)))


def test_nothing_to_compare_with_is_said(real: MainWindow) -> None:
    command(real, "changes")
    assert rows(real) == []
    assert "选一稿来比" in real.changing.page.nothing.text()
    for name in ("next_change", "redline", "redline_word"):
        command(real, name)
        assert "还没有选和哪一稿比" in real.notice.text


def test_keys_and_buttons_step_around_and_a_row_goes_there(changed: MainWindow) -> None:
    command(changed, "changes")
    starts = [each.start for each in changed.changing.changes]
    changed.document.go_to(FIRST, 0)
    seen = []
    for _ in range(4):
        key(changed, Qt.Key.Key_F11, modifier=Qt.KeyboardModifier.ControlModifier)
        seen.append(changed.document.caret.place)
    assert seen == [*starts, starts[0]]
    assert changed.changing.page.current == 0
    key(changed, Qt.Key.Key_F11, modifier=CTRL | SHIFT)
    assert changed.document.caret.place == starts[-1]
    changed.document.go_to(FIRST, 20)
    key(changed, Qt.Key.Key_F11, modifier=Qt.KeyboardModifier.ControlModifier)
    assert changed.document.caret.place == starts[1]
    page = changed.changing.page
    changed.document.go_to(FIRST, 0)
    click(page.next)
    click(page.next)
    assert changed.document.caret.place == changed.changing.changes[1].start
    click(page.previous)
    assert page.current == 0
    third = there(page.list.topLevelItem(2))
    QApplication.processEvents()
    page.list.scrollToItem(third)
    where = page.list.visualItemRect(third).center()
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert changed.document.caret.place == changed.changing.changes[2].start
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Up)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert changed.document.caret.place == changed.changing.changes[1].start
    assert changed.canvas.hasFocus()


def test_what_is_typed_keeps_the_other_marks_and_gets_its_own(changed: MainWindow, qtbot: QtBot) -> None:
    command(changed, "changes")
    list(marked(changed))
    changed.document.go_to(SECOND, 30)
    type_keys(changed, "又")
    assert "别的话" in "".join(map(red, marked(changed)))
    changed.document.apply("删", remove(changed.document.issue, item_path(0, 0)))
    changed.changing.go_to(2)  # before anybody has looked anew
    changed.session.undo()
    qtbot.waitUntil(lambda: len(changed.changing.changes) == 4, timeout=5_000)
    assert "".join(map(red, marked(changed))) == "别的话新加的一句又"
    changed.session.undo()
    qtbot.waitUntil(lambda: len(changed.changing.changes) == 3, timeout=5_000)


def test_what_went_stands_beside_the_sheet_and_leads_there(changed: MainWindow) -> None:
    command(changed, "changes")
    changed.document.go_to(FIRST, 0)
    box = changed.document.caret_box()
    changed.canvas.show_page_at(box.page, box.top)
    notes = [note for index in changed.canvas.visible_pages() for note in changed.canvas.marks.notes(index)]
    assert [note.note.label for note in notes] == ["原为", "删去"]
    assert all(one.box.bottom() < other.box.top() for one, other in pairwise(notes))
    sheet = changed.canvas.page_rect(box.page)
    assert all(note.box.left() > sheet.right() for note in notes)
    middle = notes[1].box.center()
    assert changed.canvas.marks.tip_at(QPointF(middle)).startswith("删去")
    QTest.mouseClick(changed.canvas.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert changed.document.caret.place == changed.changing.changes[1].start
    assert not changed.canvas.grab().isNull()


def test_another_file_is_compared_with_if_it_can_be_read(
    changed: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "别人的.bulletin"
    write_bulletin(other, remove(changed.document.issue, SECOND))
    command(changed, "changes")
    bad = tmp_path / "坏.bulletin"
    bad.write_bytes(b"PK")
    monkeypatch.setattr("bulletin_desk.desk.changing.changing.ask_open", lambda *_: bad)
    click(changed.changing.page.file)
    assert "没有比" in changed.notice.text
    assert len(changed.changing.changes) == 3
    monkeypatch.setattr("bulletin_desk.desk.changing.changing.ask_open", lambda *_: other)
    click(changed.changing.page.file)
    assert changed.changing.page.box.currentText() == "“别人的.bulletin”"
    assert [each.kind for each in changed.changing.changes] == [Change.ADDED]
    changed.changing.page.box.setFocus()
    box = changed.changing.page.box
    box.setCurrentIndex(box.findText("不比较"))
    box.activated.emit(box.currentIndex())
    assert not changed.changing.changes
    assert not any(map(red, marked(changed)))
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert changed.canvas.marks.shown
    monkeypatch.setattr(asking, "ask_unsaved", lambda *_: False)
    changed.filing.start_empty()
    assert not changed.changing.changes
    assert not changed.canvas.marks.shown


def test_the_window_of_versions_marks_one_on_the_pages(
    real: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert real.filing.save()
    real.document.apply("改", edited(real.document.issue))

    def run(dialog: HistoryDialog) -> int:
        dialog.show()
        QTest.mouseClick(dialog.mark_it, Qt.MouseButton.LeftButton)
        return dialog.result()

    monkeypatch.setattr(HistoryDialog, "exec", run)
    real.session.settings[CHANGES] = False
    command(real, "versions")
    assert len(real.changing.changes) == 3
    assert "".join(map(red, marked(real))) == "别的话新加的一句"


@pytest.mark.parametrize(
    ("button", "name", "begin"), [("pdf", "改动.pdf", b"%PDF"), ("word", "修订.docx", b"PK")]
)
def test_the_changes_are_put_out(
    changed: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    button: str,
    name: str,
    begin: bytes,
) -> None:
    target = tmp_path / name
    asked: list[Path] = []

    def answer(_parent: object, suggested: Path, *_: object) -> Path:
        asked.append(suggested)
        return target

    monkeypatch.setattr("bulletin_desk.desk.changing.changing.ask_save", answer)
    command(changed, "changes")
    changed.session.settings[WHO] = "王科长"
    page = changed.changing.page
    assert [page.pdf, page.word] == page.put_out.menu().actions()
    getattr(page, button).trigger()
    qtbot.waitUntil(lambda: not changed.output.running, timeout=30_000)
    data = target.read_bytes()
    assert data.startswith(begin)
    assert asked[0].name.endswith(f" {name}")
    assert button == "pdf" or {one.get(qn("w:author")) for one in tracked(data)} == {"王科长"}
    assert "已输出" in changed.notice.text
