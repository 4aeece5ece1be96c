"""Volumes and packages as a hand makes them: from the menu, through the dialogs, to what is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from bulletin_desk.archiving.codes import PATTERN
from bulletin_desk.archiving.package import SUMS
from bulletin_desk.desk.parts.plain import Box
from bulletin_desk.desk.settings import (
    ARCHIVE_FOLDER,
    ARCHIVE_FONDS,
    ARCHIVE_PATTERN,
    ARCHIVE_TERM,
    ARCHIVE_UNIT,
    ARCHIVE_ZIP,
)
from bulletin_desk.desk.volumes import volumes
from bulletin_desk.desk.volumes.choosing import IssueList, library_shelves
from bulletin_desk.desk.volumes.package_dialog import PackageDialog
from bulletin_desk.desk.volumes.volume_dialog import VolumeDialog
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.library.folders import add_folders
from bulletin_desk.library.index import Library
from bulletin_desk.library.update import update
from bulletin_desk.storage.bulletin_file import write_bulletin
from tests.desk.conftest import answering, noting, there, type_into
from tests.volumes.made import issue

CODE = "Z109-WS·2024-D30-BGS-0001"
Key = Qt.Key


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three issues in a folder."""
    folder = tmp_path / "简报"
    folder.mkdir()
    made = [folder / f"{at + 1}.bulletin" for at in range(3)]
    for at, file in enumerate(made):
        write_bulletin(file, issue(at, paragraphs=1))
    return made


@pytest.fixture
def library(window: MainWindow, files: list[Path]) -> Path:
    """The window's library has them."""
    folder = window.session.places.library
    add_folders(folder, (files[0].parent,))
    with Library(folder) as library:
        update(library, lambda _: None)
    return folder


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def accept(dialog: VolumeDialog | PackageDialog) -> None:
    button = next(
        button
        for button in dialog.buttons.buttons()
        if dialog.buttons.buttonRole(button) is QDialogButtonBox.ButtonRole.AcceptRole
    )
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def write(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    type_into(field, text)


def add(issues: IssueList, files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Chooses files with the button."""
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(file) for file in files], ""))
    press(issues.add)


def ended(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.volumes.running, timeout=60_000)


def choose(window: MainWindow, text: str) -> None:
    """A command by its menu."""
    menu = next(menu for menu in window.menuBar().findChildren(QMenu) if menu.title() == "资料(&D)")
    action = next(action for action in menu.actions() if action.text() == text)
    action.trigger()


def test_a_year_of_the_library_becomes_a_volume(
    window: MainWindow, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    target = tmp_path / "本.pdf"
    asked: list[Path] = []
    monkeypatch.setattr(volumes, "ask_save", lambda _, suggested, *__: noting(asked, suggested, target))
    opened: list[Path] = []
    monkeypatch.setattr(volumes, "open_path", opened.append)

    def hand(dialog: VolumeDialog) -> None:
        qtbot.waitUntil(lambda: bool(dialog.issues.files))
        assert dialog.issues.shelves.currentText() == "2024年　工作简报"
        assert dialog.issues.said.text() == "选中 3 期，共 3 期"
        assert dialog.title.placeholderText() == "工作简报"
        dialog.issues.list.setFocus()
        dialog.issues.list.setCurrentItem(there(dialog.issues.list.topLevelItem(1)))
        QTest.keyClick(dialog.issues.list, Key.Key_Space)
        assert dialog.issues.said.text() == "选中 2 期，共 3 期"
        write(dialog.title, "某某简报")
        dialog.titles.setFocus()
        QTest.keyClick(dialog.titles, Key.Key_Space)
        accept(dialog)

    answering(monkeypatch, VolumeDialog, hand)
    choose(window, "合订本(&V)…")
    ended(window, qtbot)
    assert [file.name for file in asked] == ["某某简报 2024年合订本.pdf"]
    assert "编好了：2期，共" in window.notice.text
    with pikepdf.open(target) as document:
        assert str(document.docinfo["/Title"]) == "某某简报 2024年合订本"
        with document.open_outline() as outline:
            titles = [str(entry.title) for entry in outline.root]
    assert titles[-1] == "供稿单位索引"
    assert len(titles) == 4
    for button in window.notice.choices:
        press(button)
    assert opened == [target, target.parent]
    assert not window.status.busy


def test_files_are_added_and_taken_off(
    window: MainWindow, files: list[Path], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    broken = files[0].with_name("坏.bulletin")
    broken.write_bytes(b"PK\x03\x04")
    told: list[str] = []
    monkeypatch.setattr(Box, "exec", lambda box: told.append(box.text()))

    def hand(dialog: VolumeDialog) -> None:
        issues = dialog.issues
        assert issues.said.text() == "还没有选简报。"
        assert not issues.remove.isEnabled()
        add(issues, [files[2], files[0], broken], monkeypatch)
        assert [row.file for row in issues.chosen] == [files[0], files[2]]
        assert "坏.bulletin" in told[0]
        add(issues, files, monkeypatch)
        assert list(issues.files) == files
        issues.list.setCurrentItem(there(issues.list.topLevelItem(0)))
        press(issues.remove)
        assert list(issues.files) == files[1:]
        dialog.reject()

    seen = answering(monkeypatch, VolumeDialog, hand)
    choose(window, "合订本(&V)…")
    assert len(seen) == 1
    assert not window.volumes.running


def test_the_bulletin_with_most_issues_of_the_latest_year_comes_first(library: Path, tmp_path: Path) -> None:
    made = issue(3, paragraphs=1)
    other = tmp_path / "别种"
    other.mkdir()
    write_bulletin(other / "1.bulletin", replace(made, masthead=replace(made.masthead, name="半月谈")))
    add_folders(library, (other,))
    with Library(library) as index:
        update(index, lambda issue: None)
    assert [shelf.name for shelf in library_shelves(library)] == ["工作简报", "半月谈"]


def test_files_stay_when_another_year_is_taken(
    window: MainWindow, library: Path, files: list[Path], tmp_path: Path, qtbot: QtBot
) -> None:
    other = tmp_path / "另.bulletin"
    write_bulletin(other, issue(9, paragraphs=1))
    issues = IssueList(library, tmp_path)
    qtbot.addWidget(issues)
    issues.show()
    qtbot.waitUntil(lambda: len(issues.files) == 3)
    issues.add_files([other])
    assert list(issues.files) == [*files, other]
    issues.shelves.setFocus()
    QTest.keyClick(issues.shelves, Key.Key_Up)
    assert list(issues.files) == [other]
    QTest.keyClick(issues.shelves, Key.Key_Down)
    assert list(issues.files) == [*files, other]


def test_rows_are_told_apart_and_stand_in_order(
    window: MainWindow, files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """Issues of one day go by number; of files of one name it is said where they are; so of copies."""
    day = issue(0).dated_header
    other = tmp_path / "另"
    other.mkdir()
    for at in (9, 1):
        made = replace(issue(at, paragraphs=1), dated_header=day)
        write_bulletin(other / f"{at + 1}.bulletin", made)
    copy = tmp_path / "副本.bulletin"
    copy.write_bytes(files[0].read_bytes())
    told: list[str] = []
    monkeypatch.setattr(Box, "exec", lambda box: told.append(box.text()))
    issues = IssueList(tmp_path / "无", tmp_path)
    qtbot.addWidget(issues)
    add(issues, [files[0], files[1], copy, *sorted(other.iterdir())], monkeypatch)
    rows = [there(issues.list.topLevelItem(at)) for at in range(4)]
    assert [row.text(0) for row in rows] == [
        f"第{number}期（总第{number + 100}期）" for number in (1, 2, 10, 2)
    ]
    assert [row.text(3) for row in rows] == [
        "1.bulletin",
        str(Path("另", "2.bulletin")),
        "10.bulletin",
        str(Path("简报", "2.bulletin")),
    ]
    assert [("副本.bulletin" in said, "同一期" in said) for said in told] == [(True, True)]


def test_a_file_that_broke_is_left_out_when_the_clerk_says_so(
    window: MainWindow, files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    target = tmp_path / "本.pdf"
    monkeypatch.setattr(volumes, "ask_save", lambda *_: target)

    def hand(dialog: VolumeDialog) -> None:
        add(dialog.issues, files, monkeypatch)
        accept(dialog)
        files[1].write_bytes(b"PK\x03\x04")

    asked: list[str] = []

    def say(answer: bool) -> Callable[[Box, object, object], bool]:
        return lambda box, *_: noting(asked, box.informativeText(), answer)

    answering(monkeypatch, VolumeDialog, hand)
    monkeypatch.setattr(Box, "answer", say(False))
    choose(window, "合订本(&V)…")
    ended(window, qtbot)
    assert "2.bulletin" in asked[0]
    assert window.notice.text == "没有做合订本。"
    assert not target.exists()
    write_bulletin(files[1], issue(1, paragraphs=1))
    monkeypatch.setattr(Box, "answer", say(True))
    choose(window, "合订本(&V)…")
    qtbot.waitUntil(lambda: "编好了" in window.notice.text, timeout=60_000)
    assert "2期，共" in window.notice.text


def test_issues_are_packed_and_checked(
    window: MainWindow, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    target = tmp_path / "档案"
    target.mkdir()
    settings = window.session.settings
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(target))

    def hand(dialog: PackageDialog) -> None:
        qtbot.waitUntil(lambda: len(dialog.issues.files) == 3)
        assert dialog.warning.text() == "档号里要用全宗号，请填上。"
        write(dialog.fonds, "Z109")
        write(dialog.unit, "B/S")
        assert "不能有“/”" in dialog.warning.text()
        write(dialog.unit, "BGS")
        dialog.term.setFocus()
        QTest.keyClick(dialog.term, Key.Key_Down)
        write(dialog.target, "档案")
        assert dialog.warning.text() == "请写全放到哪个文件夹，或按“选择…”选一个。"
        press(next(button for button in dialog.findChildren(QPushButton) if button.text() == "选择…"))
        assert dialog.said.text() == f"{CODE}　至　{CODE[:-1]}3"
        dialog.zipped.setFocus()
        QTest.keyClick(dialog.zipped, Key.Key_Space)
        accept(dialog)

    answering(monkeypatch, PackageDialog, hand)
    choose(window, "归档(&A)…")
    qtbot.waitUntil(lambda: "归档3期" in window.notice.text, timeout=60_000)
    assert [button.text() for button in window.notice.choices] == ["打开目录", "打开文件夹"]
    assert (target / CODE / SUMS).is_file()
    assert (target / f"{CODE}.zip").is_file()
    assert settings[ARCHIVE_FONDS] == "Z109"
    assert settings[ARCHIVE_UNIT] == "BGS"
    assert settings[ARCHIVE_TERM] == "D30"
    assert settings[ARCHIVE_FOLDER] == str(target)
    assert settings[ARCHIVE_ZIP]
    assert settings[ARCHIVE_PATTERN] == PATTERN

    def check(dialog: PackageDialog) -> None:
        assert dialog.fonds.text() == "Z109"
        assert dialog.zipped.isChecked()
        press(there(dialog.check))

    answering(monkeypatch, PackageDialog, check)
    choose(window, "归档(&A)…")
    qtbot.waitUntil(lambda: "核对了6个归档包、24个文件" in window.notice.text, timeout=60_000)
    (target / CODE / f"{CODE}.pdf").write_bytes(b"")
    choose(window, "归档(&A)…")
    qtbot.waitUntil(lambda: f"“{CODE}.pdf”和归档时不一样" in window.notice.text, timeout=60_000)


def test_what_could_not_be_packed_is_told(
    window: MainWindow, files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    target = tmp_path / "档案"
    (target / "Z109-1").mkdir(parents=True)

    def hand(dialog: PackageDialog) -> None:
        add(dialog.issues, files[:2], monkeypatch)
        write(dialog.target, str(target))
        write(dialog.fonds, "Z109")
        write(dialog.pattern, "{全宗号}-{件号:1}")
        accept(dialog)

    answering(monkeypatch, PackageDialog, hand)
    choose(window, "归档(&A)…")
    qtbot.waitUntil(lambda: "归档1期，1期没有做成" in window.notice.text, timeout=60_000)
    assert list((target / "Z109-1").iterdir()) == []


def test_it_is_stopped_by_the_button(window: MainWindow, qtbot: QtBot) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(tell: Callable[[int, int], None]) -> None:
        tell(1, 2)
        begun.set()
        go_on.wait(60)
        tell(2, 2)

    window.volumes._begin(slow, "编合订本", lambda _: pytest.fail("it was stopped"))
    qtbot.waitUntil(begun.is_set)
    QApplication.processEvents()
    assert window.status.cancel.text() == "停止编合订本"
    window.actions_by_name["volume"].trigger()
    assert window.notice.text == "正在输出，请等它完了再来一次。"
    press(window.status.cancel)
    go_on.set()
    ended(window, qtbot)
    assert window.notice.text == "已停止编合订本。"
    assert not window.status.busy


@pytest.mark.parametrize("error", [OSError("x"), KeyError("y")])
def test_a_fault_ends_in_a_sentence(window: MainWindow, qtbot: QtBot, error: Exception) -> None:
    def fail(_tell: object) -> None:
        raise error

    window.volumes._begin(fail, "归档", lambda _: None)
    ended(window, qtbot)
    assert "没有做成" in window.notice.text


def test_closing_the_window_stops_it(window: MainWindow) -> None:
    go_on = threading.Event()
    stopped = threading.Event()

    def slow(tell: Callable[[int, int], None]) -> None:
        go_on.wait(60)
        try:
            tell(1, 2)
        finally:
            stopped.set()

    window.volumes._begin(slow, "归档", lambda _: None)
    threading.Timer(0.1, go_on.set).start()
    window.volumes.wait()
    assert stopped.wait(60)
    assert not window.volumes.running


def test_the_pattern_is_the_standards() -> None:
    assert ARCHIVE_PATTERN.default == PATTERN
