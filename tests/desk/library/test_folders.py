"""Folders of the library added and taken out as a hand does, the first time too; what can't be used is
named."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from bulletin_desk.desk.library.folders_dialog import FoldersDialog
from bulletin_desk.desk.library.library_dialog import LibraryDialog
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.library.folders import changed_at, read_folders
from bulletin_desk.library.index import Library
from bulletin_desk.library.update import update
from bulletin_desk.storage.places import Places
from tests.desk.conftest import answering, there
from tests.desk.library.conftest import index
from tests.desk.library.years import write_years

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LEFT = Qt.MouseButton.LeftButton


def opened(window: MainWindow, qtbot: QtBot) -> LibraryDialog:
    window.actions_by_name["library"].trigger()
    dialog = there(window.librarian.dialog)
    qtbot.waitUntil(lambda: dialog.folders is not None)
    return dialog


def chosen(monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[str]:
    """The clerk chooses this folder; where the dialogs began."""
    begun: list[str] = []

    def choose(_parent: object, _title: str, begin: str) -> str:
        begun.append(begin)
        return str(folder)

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", choose)
    return begun


def test_the_first_time_it_is_said_what_to_do(
    window: MainWindow,
    folder: Path,
    places: Places,
    updates: list[str],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    dialog = opened(window, qtbot)
    assert dialog.first.isVisible()
    assert dialog.focusWidget() is dialog.first.add
    assert not dialog.first.add_offered.isVisible()
    assert not dialog.search.isVisible()
    assert not (places.library / "index.sqlite3").exists()
    chosen(monkeypatch, folder)
    updates.clear()
    QTest.mouseClick(dialog.first.add, LEFT)
    assert read_folders(places.library) == (folder,)
    assert updates == ["update"]
    qtbot.waitUntil(lambda: dialog.search.isVisible())
    assert not dialog.first.isVisible()
    with Library(places.library) as library:
        update(library, lambda _: 2)
    window.librarian.upkeep.ended.emit("")
    qtbot.waitUntil(lambda: dialog.issues.topLevelItemCount() == 10)


def test_the_folder_of_the_open_file_is_offered(real: MainWindow, places: Places, qtbot: QtBot) -> None:
    dialog = opened(real, qtbot)
    own = there(real.session.file).parent
    assert dialog.first.add_offered.text() == f"添加“{own.name}”文件夹"
    QTest.mouseClick(dialog.first.add_offered, LEFT)
    assert read_folders(places.library) == (own,)
    qtbot.waitUntil(lambda: dialog.search.isVisible())


def test_a_further_folder_is_offered_too(
    real: MainWindow, folder: Path, places: Places, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    index(places, folder)
    dialog = opened(real, qtbot)
    own = there(real.session.file).parent

    def hand(asked: FoldersDialog) -> None:
        assert asked.add_offered.text() == f"添加“{own.name}”"
        QTest.mouseClick(asked.add_offered, LEFT)
        qtbot.waitUntil(lambda: asked.folders.count() == 2)
        assert not asked.add_offered.isVisible()

    answering(monkeypatch, FoldersDialog, hand)
    QTest.mouseClick(dialog.change_folders, LEFT)
    assert read_folders(places.library) == (folder, own)


def test_folders_are_added_and_taken_out(
    window: MainWindow,
    folder: Path,
    places: Places,
    tmp_path: Path,
    updates: list[str],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    other = tmp_path / "别的简报"
    other.mkdir()
    index(places, folder)
    dialog = opened(window, qtbot)
    begun = chosen(monkeypatch, other)
    listed: list[list[str]] = []

    def hand(asked: FoldersDialog) -> None:
        def names() -> list[str]:
            return [there(asked.folders.item(at)).text() for at in range(asked.folders.count())]

        assert names() == [str(folder)]
        assert not asked.troubles.isVisible()
        updates.clear()
        QTest.mouseClick(asked.add, LEFT)
        qtbot.waitUntil(lambda: asked.folders.count() == 2)
        listed.append(names())
        chosen(monkeypatch, tmp_path / "没有的")
        QTest.mouseClick(asked.add, LEFT)
        assert "没有" in asked.said.text()
        asked.folders.setCurrentRow(0)
        QTest.mouseClick(asked.remove, LEFT)
        qtbot.waitUntil(lambda: asked.folders.count() == 1)
        listed.append(names())
        assert not asked.said.isVisible()
        QTest.keyClick(asked, Qt.Key.Key_Escape)

    seen = answering(monkeypatch, FoldersDialog, hand)
    QTest.mouseClick(dialog.change_folders, LEFT)
    assert len(seen) == 1
    assert listed == [[str(folder), str(other)], [str(other)]]
    assert begun == [str(window.session.folder)] or Path(begun[0]).is_dir()
    assert updates == ["update", "update"]
    assert read_folders(places.library) == (other,)
    begun = chosen(monkeypatch, Path())
    answering(monkeypatch, FoldersDialog, lambda asked: QTest.mouseClick(asked.add, LEFT))
    QTest.mouseClick(dialog.change_folders, LEFT)
    assert begun == [str(other)]  # where one was added last


def test_what_can_t_be_used_is_named(
    window: MainWindow, folder: Path, places: Places, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    damaged = "坏的.bulletin" if sys.platform == "win32" else "坏的<b>.bulletin"
    (folder / damaged).write_bytes(b"PK\x03\x04 nothing")
    index(places, folder)
    (folder / "2023年" / "2023年第6期.bulletin").unlink()
    index(places, folder)
    dialog = opened(window, qtbot)
    qtbot.waitUntil(dialog.trouble.isVisible)
    assert dialog.trouble.text() == "有 2 处用不了…"
    assert dialog.issues.topLevelItemCount() == 9
    named: list[str] = []

    def hand(asked: FoldersDialog) -> None:
        assert asked.troubles.isVisible()
        named.extend(there(asked.troubles.item(at)).text() for at in range(asked.troubles.count()))

    answering(monkeypatch, FoldersDialog, hand)
    QTest.mouseClick(dialog.trouble, LEFT)
    assert len(named) == 2
    assert any(damaged in sentence for sentence in named)
    assert any("2023年第6期" in sentence for sentence in named)


def test_a_list_of_folders_that_can_t_be_read_is_said_and_left_alone(
    window: MainWindow, places: Places, qtbot: QtBot
) -> None:
    places.library.mkdir(parents=True)
    (places.library / "folders.json").write_text("{", encoding="utf-8")
    window.actions_by_name["library"].trigger()
    dialog = there(window.librarian.dialog)
    qtbot.waitUntil(lambda: "folders.json" in dialog.status.text())
    assert (places.library / "folders.json").read_text(encoding="utf-8") == "{"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody take away what is open")
def test_a_damaged_index_is_made_anew(
    window: MainWindow, folder: Path, places: Places, updates: list[str], qtbot: QtBot
) -> None:
    index(places, folder)
    dialog = opened(window, qtbot)
    qtbot.waitUntil(lambda: dialog.issues.topLevelItemCount() == 10)
    updates.clear()
    for file in places.library.glob("index.*"):
        file.unlink()
    (places.library / "index.sqlite3").write_bytes(b"nothing of the kind" * 300)
    for _ in range(2):  # once, should it stay so
        dialog.refresh()
        qtbot.waitUntil(lambda: not dialog._questions.busy)
        assert "坏了" in dialog.status.text()
    assert updates == ["update"]
    with Library(places.library) as library:
        update(library, lambda _: 2)
    window.librarian.upkeep.ended.emit("")
    qtbot.waitUntil(lambda: dialog.status.text().startswith("10 期"))


def test_how_far_an_update_is_is_said_and_what_it_has_brought_is_shown(
    window: MainWindow, folder: Path, places: Places, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    index(places, folder)
    dialog = opened(window, qtbot)
    qtbot.waitUntil(lambda: dialog.issues.topLevelItemCount() == 10)
    row = there(dialog.issues.topLevelItem(3))
    row.setExpanded(True)
    dialog.issues.setCurrentItem(there(row.child(2)))
    chosen_there = dialog.issues.part
    upkeep = window.librarian.upkeep
    monkeypatch.setattr(type(upkeep), "running", True)
    upkeep.advanced.emit(3, 1000)
    assert dialog.status.text() == "正在更新：读第 3 个文件，共 1000 个……"
    assert dialog._soon.isActive()
    (folder / "2023年" / "2023年第6期.bulletin").unlink()
    write_years(folder, (2023,), (4,))
    write_years(folder, (2021,), (1,))
    index(places, folder)
    dialog._soon.timeout.emit()
    qtbot.waitUntil(lambda: dialog.issues.topLevelItemCount() == 11)
    numbers = [there(dialog.issues.topLevelItem(at)).text(0)[:3] for at in range(11)]
    assert numbers == [f"第{number}期" for number in (5, 4, 3, 2, 1, 6, 5, 3, 2, 1, 1)]
    assert dialog.issues.part == chosen_there
    assert there(dialog.issues.topLevelItem(3)).isExpanded()
    assert "正在更新" in dialog.status.text()
    monkeypatch.setattr(type(upkeep), "running", False)
    upkeep.ended.emit("")
    qtbot.waitUntil(lambda: dialog.status.text().startswith("11 期"))


def test_a_folder_that_another_program_adds_is_there_when_the_window_is_looked_at_again(
    real: MainWindow, places: Places, folder: Path, tmp_path: Path, qtbot: QtBot, updates: list[str]
) -> None:
    upkeep = real.librarian.upkeep
    real.actions_by_name["library"].trigger()
    dialog = there(real.librarian.dialog)
    qtbot.waitUntil(lambda: dialog.folders == ())
    upkeep._folders_at, upkeep._last = changed_at(places.library), time.monotonic()
    updates.clear()
    real.activateWindow()
    qtbot.waitUntil(real.isActiveWindow)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert updates == [], "as it was a moment ago"
    real.activateWindow()
    qtbot.waitUntil(real.isActiveWindow)
    index(places, folder)
    dialog.activateWindow()
    qtbot.waitUntil(lambda: dialog.issues.topLevelItemCount() == 10)
    assert dialog.folders == (folder,)
    assert updates == ["update"]
