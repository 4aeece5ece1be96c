"""Earlier versions reached, named, locked, looked at and taken back, as a hand does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QListWidget
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.grammar import NUMBER, title_of
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.history.history_dialog import HistoryDialog
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.storage.identity import identity_at
from bulletin_desk.storage.journal import recover
from bulletin_desk.storage.places import Places
from bulletin_desk.storage.versions import Versions
from tests.desk.conftest import REAL, noting, there, type_keys

LEFT = Qt.MouseButton.LeftButton
ITEM = ("sections", 0, "items", 0)
Hand = Callable[[HistoryDialog], object]


@pytest.fixture
def with_dialog(monkeypatch: pytest.MonkeyPatch) -> Callable[[Hand], list[HistoryDialog]]:
    """Has a hand do something with the window of histories whenever it opens."""

    def prepared(hand: Hand) -> list[HistoryDialog]:
        seen: list[HistoryDialog] = []

        def run(dialog: HistoryDialog) -> int:
            seen.append(dialog)
            dialog.show()
            hand(dialog)
            return dialog.result()

        monkeypatch.setattr(HistoryDialog, "exec", run)
        return seen

    return prepared


def press(button: QAbstractButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)


def click(rows: QListWidget, at: int) -> None:
    row = there(rows.item(at))
    rows.scrollToItem(row)
    QTest.mouseClick(rows.viewport(), LEFT, pos=rows.visualItemRect(row).center())
    assert rows.currentRow() == at


def texts(rows: QListWidget) -> list[str]:
    return [there(rows.item(at)).text() for at in range(rows.count())]


def saved_twice(window: MainWindow) -> tuple[Path, Issue]:
    """The open file, saved, then changed in three places and saved again: what it was at first."""
    assert window.filing.save()
    before = window.document.issue
    document = window.document
    document.go_to(title_of(ITEM))
    type_keys(window, "新题")
    document.go_to((*ITEM, "blocks", 0))
    type_keys(window, "改了")
    document.go_to(title_of(("sections", 0, "items", 1)))
    type_keys(window, "另一篇")
    assert window.filing.save()
    return there(window.session.file), before


def show(window: MainWindow) -> None:
    window.actions_by_name["versions"].trigger()


def test_one_paragraph_one_item_or_all_is_taken_back(
    real: MainWindow, with_dialog: Callable[[Hand], list[HistoryDialog]]
) -> None:
    _, before = saved_twice(real)
    now = real.document.issue
    block = (*ITEM, "blocks", 0)

    def paragraph(dialog: HistoryDialog) -> None:
        click(dialog.list, 1)
        assert dialog.parts.count() == 3
        assert not dialog.take_part.isEnabled()
        click(dialog.parts, 1)
        press(dialog.take_part)
        assert dialog.parts.count() == 2  # compared anew
        assert "已取回一段" in dialog.note.text()

    with_dialog(paragraph)
    show(real)
    assert text_at(real.document.issue, block) == text_at(before, block)
    assert text_at(real.document.issue, title_of(ITEM)).startswith("新题")
    QTest.keyClick(real.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert real.document.issue == now

    def item(dialog: HistoryDialog) -> None:
        click(dialog.list, 1)
        click(dialog.parts, 0)
        press(dialog.take_item)
        assert dialog.parts.count() == 1

    with_dialog(item)
    show(real)
    issue = real.document.issue
    assert issue.sections[0].items[0] == before.sections[0].items[0]
    assert issue.sections[0].items[1] == now.sections[0].items[1]
    assert real.document.undo_name == "取回稿件"
    real.session.undo()

    def everything(dialog: HistoryDialog) -> None:
        click(dialog.list, 1)
        press(dialog.take)
        assert dialog.parts.count() == 0
        assert "没有改动" in dialog.heading.text()
        assert not dialog.take.isEnabled()

    with_dialog(everything)
    show(real)
    assert real.document.issue == before
    real.session.undo()
    assert real.document.issue == now


def test_what_differs_is_marked_on_both_pages(
    real: MainWindow, with_dialog: Callable[[Hand], list[HistoryDialog]]
) -> None:
    saved_twice(real)

    def look(dialog: HistoryDialog) -> None:
        click(dialog.list, 1)
        old, new = dialog.pages.old, dialog.pages.new
        assert old.marks == {}  # nothing was taken away
        assert new.marks[title_of(ITEM)] == [(0, 2)]
        assert new.marks[*ITEM, "blocks", 0] == [(0, 2)]
        click(dialog.parts, 2)
        page = new.session.document.caret_box().page
        assert page in new.canvas.visible_pages()
        assert new.session.document.selection.head.path == title_of(("sections", 0, "items", 1))
        click(dialog.parts, 0)
        QApplication.processEvents()
        marked = new.canvas.grab().toImage()
        new.canvas.show_hits({}, None)
        assert new.canvas.grab().toImage() != marked
        before = new.session.issue
        QTest.keyClicks(new.canvas, "a")
        assert new.session.issue is before

    with_dialog(look)
    show(real)


def test_a_number_that_differs_is_marked(
    real: MainWindow, with_dialog: Callable[[Hand], list[HistoryDialog]]
) -> None:
    assert real.filing.save()
    real.viewing.edit_field(NUMBER)
    real.inspector.number.setValue(7)

    def look(dialog: HistoryDialog) -> None:
        assert dialog.pages.new.marks == {NUMBER: [(0, 1)]}
        QApplication.processEvents()
        marked = dialog.pages.new.canvas.grab().toImage()
        dialog.pages.new.canvas.show_hits({}, None)
        assert dialog.pages.new.canvas.grab().toImage() != marked
        click(dialog.parts, 0)

    with_dialog(look)
    show(real)


def test_versions_are_named_and_locked(
    real: MainWindow, places: Places, with_dialog: Callable[[Hand], list[HistoryDialog]]
) -> None:
    file, _ = saved_twice(real)
    now = real.document.issue

    def name(dialog: HistoryDialog) -> None:
        click(dialog.list, 1)
        dialog.name.setFocus()
        QTest.keyClick(dialog.name, Qt.Key.Key_Down)  # 送审稿
        QTest.keyClick(dialog.name, Qt.Key.Key_Return)
        assert dialog.list.item(1).text().endswith("（送审稿）")
        QTest.keyClick(dialog.locked, Qt.Key.Key_Space)
        assert dialog.list.item(1).text().endswith("（送审稿，锁定）")
        click(dialog.list, 0)
        assert (dialog.name.currentText(), dialog.locked.isChecked()) == ("", False)
        line = there(dialog.name.lineEdit())
        QTest.keyClicks(line, "to the head")
        QTest.keyClick(line, Qt.Key.Key_Return)
        assert dialog.list.item(0).text().endswith("（to the head）")
        assert dialog.isVisible()
        assert real.document.issue == now

    with_dialog(name)
    show(real)
    newest, first = real.filing.keeper.versions(file)
    assert (newest.name, newest.locked) == ("to the head", False)
    assert (first.name, first.locked) == ("送审稿", True)

    def unlock(dialog: HistoryDialog) -> None:
        click(dialog.list, 1)
        assert dialog.locked.isChecked()
        dialog.locked.click()
        line = there(dialog.name.lineEdit())
        line.selectAll()
        QTest.keyClick(line, Qt.Key.Key_Delete)
        QTest.keyClick(line, Qt.Key.Key_Return)

    with_dialog(unlock)
    show(real)
    first = real.filing.keeper.versions(file)[1]
    assert (first.name, first.locked) == ("", False)


def test_locked_versions_that_crowd_out_the_others_are_said(
    real: MainWindow, places: Places, with_dialog: Callable[[Hand], list[HistoryDialog]]
) -> None:
    saved_twice(real)
    real.filing.keeper._versions = Versions(places.versions, each=100)

    def lock(dialog: HistoryDialog) -> None:
        assert dialog.crowding.isHidden()
        dialog.locked.click()
        assert "解锁" in dialog.crowding.text()
        assert dialog.crowding.isVisible()
        dialog.locked.click()
        assert dialog.crowding.isHidden()

    with_dialog(lock)
    show(real)


@pytest.mark.parametrize("fate", ["damaged", "gone", "renamed"])
def test_a_file_that_cant_be_opened_offers_its_versions(
    real: MainWindow,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    with_dialog: Callable[[Hand], list[HistoryDialog]],
    fate: str,
) -> None:
    file, before = saved_twice(real)
    now, identity = real.document.issue, identity_at(file)
    assert real.filing.open_file(REAL)
    renamed = file.with_name("新名.bulletin")
    if fate == "damaged":
        file.write_bytes(b"PK\3\4 nothing")
    elif fate == "gone":
        file.unlink()
    else:
        file.rename(renamed)
    offered: list[tuple[str, int]] = []
    monkeypatch.setattr(asking, "ask_versions", lambda _, text, count: noting(offered, (text, count), True))
    places = {
        "damaged": f"文件在“{file}”",
        "gone": f"文件已经不在“{file}”了",
        "renamed": f"文件已改名，现在是“{renamed}”",
    }

    def look(dialog: HistoryDialog) -> None:
        qtbot.waitUntil(lambda: places[fate] in dialog.where.text())
        assert file.stem in there(dialog.files.currentItem()).text()
        click(dialog.list, 1)
        assert not dialog.take.isVisible()
        assert dialog.pages.new.isVisible()
        assert dialog.parts.count() == 3
        press(dialog.open_it)

    seen = with_dialog(look)
    assert not real.filing.open_file(file)
    assert offered[0][1] == 2
    qtbot.waitUntil(lambda: bool(seen) and real.document.issue == before)
    assert real.isWindowModified()
    real.session.undo()
    if fate == "renamed":
        assert real.document.issue == now
        assert real.session.file == renamed
    real.session.redo()
    monkeypatch.setattr(asking, "ask_save", lambda _parent, suggested, *_: suggested)
    assert real.filing.save()
    assert read_bulletin(there(real.session.file)) == before
    assert identity_at(there(real.session.file)) == identity


def test_histories_of_all_files_are_listed_the_open_one_first(
    real: MainWindow, with_dialog: Callable[[Hand], list[HistoryDialog]], qtbot: QtBot, tmp_path: Path
) -> None:
    file, _ = saved_twice(real)
    other = tmp_path / "别的.bulletin"
    other.write_bytes(REAL.read_bytes())
    assert real.filing.open_file(other)
    assert real.filing.save()

    def look(dialog: HistoryDialog) -> None:
        assert [text.split("\n")[0] for text in texts(dialog.files)] == ["别的", file.stem]
        assert "正在编" in texts(dialog.files)[0]
        assert dialog.take.isVisible()
        click(dialog.files, 1)
        assert dialog.list.count() == 2
        assert dialog.open_it.isVisible()
        qtbot.waitUntil(lambda: str(file) in dialog.where.text())
        click(dialog.files, 0)
        assert dialog.where.text() == ""

    with_dialog(look)
    show(real)


def test_a_read_only_issue_gives_nothing_back(
    real: MainWindow, with_dialog: Callable[[Hand], list[HistoryDialog]]
) -> None:
    saved_twice(real)
    real.session.refusal = "只读。"

    def look(dialog: HistoryDialog) -> None:
        click(dialog.list, 1)
        click(dialog.parts, 0)
        assert not any(button.isEnabled() for button in (dialog.take_part, dialog.take_item, dialog.take))

    with_dialog(look)
    show(real)


def test_recovery_takes_no_copy_for_a_file_that_was_renamed(real: MainWindow, places: Places) -> None:
    """Both have the identity, as long as the copy was not saved: nothing goes into either unasked."""
    file, _ = saved_twice(real)
    shutil.copyfile(file, file.with_name("另一份.bulletin"))
    type_keys(real, "没有保存")
    issue = real.document.issue
    real.filing.keeper.end()
    file.rename(file.with_name("定稿.bulletin"))
    (found,) = recover(places.journal)
    assert real.filing.open_file(REAL)
    real.filing.restore(found)
    assert real.session.file is None
    assert real.document.issue == issue
    assert "保存时会问存成哪个文件" in real.notice.text


def test_recovery_finds_a_file_that_was_renamed_meanwhile(real: MainWindow, places: Places) -> None:
    file, _ = saved_twice(real)
    type_keys(real, "没有保存")
    issue = real.document.issue
    real.filing.keeper.end()
    renamed = file.rename(file.with_name("定稿.bulletin"))
    (found,) = recover(places.journal)
    assert real.filing.open_file(REAL)
    real.filing.restore(found)
    assert real.session.file == renamed
    assert real.document.issue == issue
    assert real.filing.save()
    assert not os.path.lexists(file)
