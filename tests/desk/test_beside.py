"""A share that hangs: the window lives on, says what it waits for, can be left, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from bulletin_desk.desk import beside
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.files.comparing import Answer
from bulletin_desk.desk.files.keeping import key
from bulletin_desk.desk.files.recovering import RecoveryDialog
from bulletin_desk.desk.putting_out.export_dialog import Choice, ExportDialog, remember
from bulletin_desk.desk.settings import RECENT, Settings
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.forms import PDF
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.storage.journal import recover
from bulletin_desk.storage.lock import holder
from bulletin_desk.storage.places import Places
from tests.desk.conftest import REAL, noting, there, type_keys
from tests.desk.files.test_safety import changed_by_a_colleague, dialogs, left_behind, newest
from tests.desk.hanging import Share

CTRL = Qt.KeyboardModifier.ControlModifier
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Share]:
    """A share with a bulletin; it answers until it is told not to. At the end nothing of it may have been
    asked on the window's thread."""
    folder = tmp_path / "share"
    folder.mkdir()
    shutil.copyfile(REAL, folder / "期.bulletin")
    made = Share(folder, monkeypatch)
    yield made
    made.answer()
    assert made.asked_by_the_window == []


@pytest.fixture
def file(share: Share) -> Path:
    return share.folder / "期.bulletin"


@pytest.fixture
def shared(window: MainWindow, file: Path) -> MainWindow:
    """A window with the share's bulletin."""
    assert window.filing.open_file(file)
    window.activateWindow()
    window.canvas.setFocus()
    return window


class Clerk:
    """Leaves each box that says that something is waited for, when the window has lived on for a while
    under it."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.turns = 0
        """How often the window's loop has turned; a window that is frozen does not."""
        self.patience = 5
        self._timer = QTimer()
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self._seen = 0

    def _look(self) -> None:
        self.turns += 1
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox) or box.windowTitle() != "请稍等":
            self._seen = 0
            return
        self._seen += 1
        if self._seen > self.patience:
            self._seen = 0
            self.read.append(box.text())
            (leave,) = (button for button in box.buttons() if button.text() == "不等了")
            QTest.mouseClick(leave, Qt.MouseButton.LeftButton)


@pytest.fixture
def clerk(qapp: QApplication) -> Iterator[Clerk]:
    made = Clerk()
    yield made
    made._timer.stop()


def press(
    window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """A key, with the window in front: the offscreen platform does not bring it back after a box."""
    window.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(window.canvas, key, modifier)


# ---- the way of working


def test_what_is_done_at_once_turns_no_loop(window: MainWindow, clerk: Clerk) -> None:
    turns = clerk.turns
    here = threading.get_ident()
    assert beside.run(window, "看", threading.get_ident) != here
    with pytest.raises(ZeroDivisionError):
        beside.run(window, "看", lambda: 1 // 0)
    assert clerk.turns == turns


def test_what_takes_a_moment_is_waited_for_without_a_box(window: MainWindow, clerk: Clerk) -> None:
    turns = clerk.turns
    go = threading.Event()
    QTimer.singleShot(100, go.set)
    assert beside.run(window, "看", lambda: go.wait(20))
    assert clerk.turns > turns
    assert clerk.read == []


def test_what_ends_while_the_box_is_there(window: MainWindow, clerk: Clerk) -> None:
    clerk.patience = 10**9
    go = threading.Event()

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            assert "正在看“甲”" in box.text()
            for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):  # who is typing does not leave by that
                QTest.keyClick(box, key)
            assert box.isVisible()
            go.set()

    timer = QTimer()
    timer.timeout.connect(answer)
    timer.start(20)
    assert beside.run(window, "看“甲”", lambda: go.wait(20))
    timer.stop()
    assert not beside.waiting()
    assert QApplication.activeModalWidget() is None


def test_it_is_left_by_escape_too(window: MainWindow, qapp: QApplication) -> None:
    go = threading.Event()

    def leave() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            QTest.keyClick(box, Qt.Key.Key_Escape)

    timer = QTimer()
    timer.timeout.connect(leave)
    timer.start(20)
    with pytest.raises(beside.LeftError):
        beside.run(window, "看", lambda: go.wait(20))
    timer.stop()
    go.set()


def test_keys_from_before_the_box_come_afterwards(window: MainWindow) -> None:
    """What the platform has kept back is collected and given to the window when the box has gone."""
    typed = beside._Typed()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        key = QKeyEvent(kind, Qt.Key.Key_X, Qt.KeyboardModifier.NoModifier, "x")
        QApplication.postEvent(window.windowHandle(), key)
    before = window.document.issue
    typed.collect()
    assert window.document.issue is before
    typed.give_back()
    QApplication.processEvents()
    assert window.document.issue.sections[0].items[0].title == "x"


def test_what_was_left_tells_how_it_ended(window: MainWindow, clerk: Clerk, qtbot: QtBot) -> None:
    go = threading.Event()
    ended: list[int] = []
    with pytest.raises(beside.LeftError):
        beside.run(window, "看", lambda: go.wait(20) and 7, on="甲", late=lambda get: ended.append(get()))
    with pytest.raises(beside.BusyError):
        beside.run(window, "看", lambda: 8, on="甲")
    assert beside.run(window, "看", lambda: 9, on="乙") == 9
    go.set()
    qtbot.waitUntil(lambda: ended == [7])
    assert beside.run(window, "看", lambda: 8, on="甲") == 8
    qtbot.wait(20)
    assert ended == [7]


def test_words_from_outside_are_plain(window: MainWindow, clerk: Clerk) -> None:
    go = threading.Event()
    with pytest.raises(beside.LeftError):
        beside.run(window, "打开“<img src=x>&b.bulletin”", lambda: go.wait(20))
    go.set()
    assert "<img src=x>&b" in clerk.read[0]


def test_nothing_begins_while_something_is_waited_for(
    shared: MainWindow, file: Path, share: Share, clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not by keys that come through all the same, nor by the system's closing."""
    asked: list[str] = []
    monkeypatch.setattr(asking, "ask_failed", lambda _, text, **__: asked.append(text))
    monkeypatch.setattr(asking, "ask_unsaved", lambda *_: pytest.fail("asked"))
    type_keys(shared, "字")
    seen: list[bool] = []

    def hurry() -> None:
        if beside.waiting():
            shared.actions_by_name["new"].trigger()
            shared.actions_by_name["save"].trigger()
            seen.append(shared.close())

    timer = QTimer()
    timer.timeout.connect(hurry)
    timer.start(50)
    share.hang()
    press(shared, Qt.Key.Key_S, CTRL)
    timer.stop()
    assert seen
    assert not any(seen)
    assert len(asked) == 1
    assert shared.session.file == file


def test_the_program_ends_while_a_share_hangs(tmp_path: Path) -> None:
    code = f"""
import os, sys, threading
from pathlib import Path
from PySide6.QtCore import QTimer
from bulletin_desk.desk import beside
from bulletin_desk.desk.app import make_application
from bulletin_desk.desk.beside import Thread
from bulletin_desk.desk.settings import Settings
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.storage.places import Places
application = make_application()
data = Path({str(tmp_path)!r})
window = MainWindow(load_faces(use_installed=False), Settings(data / "desk.ini"),
                    places=Places(data, data / "desk.ini"))
window.show()
window.filing.start_empty()
class Hung(Thread):
    def run(self): threading.Event().wait()
hung = Hung(window)
hung.start()
try:
    beside.soon(window, threading.Event().wait, late=print)
except beside.LeftError:
    print("left", flush=True)
hung.leave()
QTimer.singleShot(0, window.close)
print("ended", application.exec(), flush=True)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.stdout.split() == [b"left", b"ended", b"0"]
    assert done.returncode == 0


# ---- saving


def test_a_save_that_hangs_is_said_and_left_and_ends_late(
    shared: MainWindow,
    file: Path,
    share: Share,
    clerk: Clerk,
    places: Places,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, bool]] = []
    monkeypatch.setattr(asking, "ask_failed", lambda _, text, recoverable: asked.append((text, recoverable)))
    type_keys(shared, "字")
    issue = shared.document.issue
    share.hang()
    turns = clerk.turns
    press(shared, Qt.Key.Key_S, CTRL)
    assert clerk.turns > turns + clerk.patience
    assert clerk.read == [f"正在保存“{file}”……"]
    ((text, recoverable),) = asked
    assert "没有等到保存" in text
    assert recoverable
    assert newest(places) == issue
    assert shared.isWindowModified()
    # a second one is not begun: the first may still write
    press(shared, Qt.Key.Key_S, CTRL)
    assert "上一次还没有做完" in asked[1][0]
    assert len(clerk.read) == 1
    share.answer()
    qtbot.waitUntil(lambda: "还是存上了" in shared.notice.text)
    assert read_bulletin(file) == issue
    assert not shared.isWindowModified()
    assert shared.filing.keeper.flush()
    assert newest(places) is None
    # and the next one finds what the late one has left
    type_keys(shared, "又")
    assert shared.filing.save()
    assert read_bulletin(file) == shared.document.issue


def test_what_was_written_after_a_save_that_ended_late_is_not_saved(
    shared: MainWindow,
    file: Path,
    share: Share,
    clerk: Clerk,
    places: Places,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asking, "ask_failed", lambda *_, **__: None)
    type_keys(shared, "字")
    issue = shared.document.issue
    share.hang()
    assert not shared.filing.save()
    type_keys(shared, "又")
    shared.filing.keeper.look_outside()  # its own late save is no colleague
    share.answer()
    qtbot.waitUntil(lambda: "还是存上了" in shared.notice.text)
    assert read_bulletin(file) == issue
    assert shared.isWindowModified()
    assert shared.filing.keeper.flush()
    assert newest(places) == shared.document.issue
    assert shared.filing.save()


def test_a_save_that_fails_late_is_said(
    shared: MainWindow,
    file: Path,
    share: Share,
    clerk: Clerk,
    places: Places,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asking, "ask_failed", lambda *_, **__: None)
    type_keys(shared, "字")
    share.hang()
    assert not shared.filing.save()
    monkeypatch.setattr("bulletin_desk.storage.saving.write_atomically", _refuse)  # gone for good
    share.answer()
    qtbot.waitUntil(lambda: "没有等完的那次保存没有成" in shared.notice.text)
    assert shared.isWindowModified()
    assert newest(places) == shared.document.issue


def _refuse(*_: object, **__: object) -> None:
    from bulletin_desk.errors import TargetError

    raise TargetError("写不了。")


def test_a_late_save_elsewhere_takes_nothing_along(
    shared: MainWindow,
    file: Path,
    tmp_path: Path,
    share: Share,
    clerk: Clerk,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not waited for, then saved to the local disk: the window stays with that."""
    local = tmp_path / "本机.bulletin"
    monkeypatch.setattr(asking, "ask_failed", lambda *_, **__: "elsewhere")
    monkeypatch.setattr(asking, "ask_save", lambda *_: local)
    type_keys(shared, "字")
    share.hang()
    press(shared, Qt.Key.Key_S, CTRL)
    assert shared.session.file == local
    assert read_bulletin(local) == shared.document.issue
    share.answer()
    qtbot.waitUntil(lambda: "还是存上了" in shared.notice.text)
    assert shared.session.file == local
    qtbot.waitUntil(lambda: holder(file) is None)
    assert there(holder(local)).is_me()
    type_keys(shared, "又")
    assert shared.filing.save()
    assert read_bulletin(local) == shared.document.issue != read_bulletin(file)


def test_saving_as_onto_a_hung_share(
    window: MainWindow, share: Share, clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is typed without its extension, so that the desk looks whether there is such a file."""
    type_keys(window, "标题")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(share.folder / "新"), ""))
    share.hang()
    press(window, Qt.Key.Key_S, CTRL)
    assert len(clerk.read) == 1
    assert "新.bulletin" in clerk.read[0]
    assert window.isWindowModified()
    assert window.session.file is None


# ---- opening


def drop(window: MainWindow, file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    at, no = QPointF(10, 10), Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(at, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, no))
    QApplication.processEvents()


def by_key(window: MainWindow, _file: Path) -> None:
    press(window, Qt.Key.Key_O, CTRL)


def by_menu(window: MainWindow, file: Path) -> None:
    window.filing._recent.add(file)
    window.filing.recent_menu.aboutToShow.emit()
    window.filing.recent_menu.actions()[0].trigger()


def by_next(window: MainWindow, _file: Path) -> None:
    window.actions_by_name["next"].trigger()


@pytest.mark.parametrize("way", [drop, by_key, by_menu, by_next])
def test_opening_from_a_share_that_hangs(
    window: MainWindow,
    file: Path,
    share: Share,
    clerk: Clerk,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    way: Callable[[MainWindow, Path], None],
) -> None:
    monkeypatch.setattr(asking, "ask_open", lambda *_: file)
    before = window.document.issue
    share.hang()
    turns = clerk.turns
    way(window, file)
    qtbot.waitUntil(lambda: len(clerk.read) == 1)
    qtbot.waitUntil(lambda: not beside.waiting())
    assert clerk.turns > turns + clerk.patience
    assert clerk.read == [f"正在打开“{file}”……"]
    assert ("没有打开" if way is by_menu else "没有等到打开") in window.notice.text
    assert window.document.issue is before
    share.answer()
    qtbot.waitUntil(lambda: not beside.is_running(key(file)))
    qtbot.waitUntil(lambda: holder(file) is None)  # the lock that came late is given back
    assert window.filing.open_file(file)
    assert window.document.issue == read_bulletin(file)


def test_the_menu_of_files_asks_no_disk(window: MainWindow, file: Path, share: Share) -> None:
    window.filing._recent.add(file)
    share.hang()
    window.filing.recent_menu.aboutToShow.emit()
    assert "期" in window.filing.recent_menu.actions()[0].text()
    window.filing.start_empty()
    assert "打开“期”" in [button.text() for button in window.notice.choices]


def test_a_file_that_has_gone_is_taken_off_the_menu(
    window: MainWindow, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, other = tmp_path / "没了.bulletin", tmp_path / "还在.bulletin"
    shutil.copyfile(REAL, other)
    for each in (other, gone):
        window.filing._recent.add(each)
    told: list[str] = []
    monkeypatch.setattr(asking, "tell", lambda _, text: told.append(text))
    window.filing.recent_menu.aboutToShow.emit()
    window.filing.recent_menu.actions()[0].trigger()
    assert "没有这个文件" in told[0]
    assert settings[RECENT] == (str(gone), str(other))
    (off,) = (button for button in window.notice.choices if button.text() == "去掉")
    QTest.mouseClick(off, Qt.MouseButton.LeftButton)
    assert settings[RECENT] == (str(other),)
    assert window.notice.isHidden()


def test_a_dialog_for_files_does_not_begin_on_a_share_that_hangs(
    shared: MainWindow, share: Share, clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *given: noting(begun, given[2], ("", "")))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *given: begun.append(given[2]))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *given: noting(begun, given[2], ([], "")))
    acts: list[Callable[[], object]] = [
        lambda: press(shared, Qt.Key.Key_O, CTRL),
        shared.actions_by_name["save_as"].trigger,
        shared.actions_by_name["import_manuscripts"].trigger,
        lambda: asking.ask_folder(shared, share.folder),
    ]
    for act in acts:
        act()
    assert all(place.startswith(str(share.folder)) for place in begun)
    share.hang()
    begun.clear()
    for act in acts:
        act()
    assert len(begun) == len(acts)
    assert not any(place.startswith(str(share.folder)) for place in begun)


# ---- starting


def test_starting_with_a_file_on_a_share_that_hangs(
    file: Path, share: Share, clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bulletin_desk.desk import app

    opened: list[MainWindow] = []

    def exec_() -> int:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, MainWindow) and widget.isVisible():
                opened.append(widget)
                assert widget.session.file is None
                widget.close()
        return 0

    monkeypatch.setattr(QApplication, "exec", staticmethod(exec_))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    share.hang()
    assert app.run([str(file)]) == 0
    assert len(opened) == 1
    assert clerk.read == [f"正在打开“{file}”……"]


def test_what_is_to_be_recovered_on_a_share_that_hangs(
    window: MainWindow,
    file: Path,
    share: Share,
    clerk: Clerk,
    places: Places,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    issue = read_bulletin(REAL)
    for name in ("期.bulletin", "二.bulletin"):
        left_behind(places, issue, share.folder / name)
    share.hang()
    words: list[str] = []

    def answer(dialog: RecoveryDialog) -> None:
        words.append(dialog.heading.text())
        dialog.restore.click()

    seen = dialogs(monkeypatch, answer)
    turns = clerk.turns
    window.filing.offer_recovered()
    assert clerk.turns > turns + clerk.patience
    assert len(seen) == 1
    assert "没有回话" in words[0]
    assert "上次没保存" in clerk.read[0]
    # the folder that is silent is not asked again for the second
    assert sum("上次没保存" in text for text in clerk.read) == 1
    assert window.document.issue == issue
    assert window.session.file is None
    assert window.isWindowModified()
    assert window.filing.keeper.flush()
    assert newest(places) == issue
    share.answer()
    qtbot.waitUntil(lambda: not beside._running)


# ---- the rest of the window


def test_versions_and_differences(
    shared: MainWindow, file: Path, share: Share, clerk: Clerk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_keys(shared, "字")
    assert shared.filing.save()
    share.hang()
    shared.actions_by_name["versions"].trigger()
    assert len(clerk.read) == 1
    assert "没有等到" in shared.notice.text
    share.answer()
    changed_by_a_colleague(file)
    type_keys(shared, "又")
    share.hang()
    assert not shared.filing.settle()
    assert len(clerk.read) == 2
    assert shared.isWindowModified()
    share.answer()
    qtbot.waitUntil(lambda: not beside._running)
    seen = dialogs(monkeypatch, lambda dialog: dialog.by_answer[Answer.LATER].click())
    (button,) = (button for button in shared.notice.choices if button.text() == "看看差别…")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(seen) == 1


def test_a_window_on_a_share_that_hangs_can_be_closed(
    shared: MainWindow,
    file: Path,
    share: Share,
    clerk: Clerk,
    places: Places,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also while the folder's issues are being compared and an earlier save has been left."""
    monkeypatch.setattr(asking, "ask_failed", lambda *_, **__: None)
    type_keys(shared, "字")
    issue = shared.document.issue
    share.hang()
    shared.proofing.look(now=True)
    monkeypatch.setattr(asking, "ask_unsaved", lambda *_: True)
    asked: list[str] = []
    answers = iter([False, True])
    monkeypatch.setattr(asking, "ask_leave", lambda _, what: noting(asked, what, next(answers)))
    assert not shared.close()
    assert shared.close()
    assert asked == [file.name, file.name]
    (found,) = recover(places.journal)
    assert (found.issue, found.file) == (issue, file)


def test_what_never_had_a_file_may_be_left_too(
    window: MainWindow, share: Share, clerk: Clerk, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "ask_failed", lambda *_, **__: None)
    monkeypatch.setattr(asking, "ask_save", lambda *_: share.folder / "新.bulletin")
    monkeypatch.setattr(asking, "ask_unsaved", lambda *_: True)
    monkeypatch.setattr(asking, "ask_leave", lambda *_: True)
    type_keys(window, "标题")
    issue = window.document.issue
    share.hang()
    assert window.close()
    (found,) = recover(places.journal)
    assert (found.issue, found.file) == (issue, None)


def test_what_is_given_up_on_a_share_that_hangs_is_gone(
    shared: MainWindow, share: Share, clerk: Clerk, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_keys(shared, "字")
    share.hang()
    monkeypatch.setattr(asking, "ask_unsaved", lambda *_: False)
    assert shared.close()
    assert recover(places.journal) == []


def test_what_was_not_saved_on_a_share_that_hangs_is_offered_again(
    shared: MainWindow, file: Path, share: Share, clerk: Clerk, places: Places
) -> None:
    type_keys(shared, "字")
    issue = shared.document.issue
    share.hang()
    shared._session_ends(None)
    assert shared.close()
    (found,) = recover(places.journal)
    assert (found.issue, found.file) == (issue, file)


def test_findings_come_without_the_folder_that_hangs(
    shared: MainWindow, share: Share, clerk: Clerk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bulletin_desk.desk.proofing.checking._PATIENCE", 0.05)
    qtbot.waitUntil(lambda: bool(shared.proofing.findings), timeout=20_000)
    share.hang()
    looks: list[object] = []
    shared.proofing._checker.found.connect(lambda issue, *_: looks.append(issue))
    for _ in range(2):
        type_keys(shared, "字")
        shared.proofing.look(now=True)
        qtbot.waitUntil(lambda: shared.document.issue in looks, timeout=20_000)
    looks.clear()
    share.answer()
    qtbot.waitUntil(lambda: bool(looks), timeout=20_000)  # it looks again with what the folder has


def test_the_export_dialog(
    shared: MainWindow, share: Share, tmp_path: Path, clerk: Clerk, qtbot: QtBot
) -> None:
    dialog = ExportDialog(shared.document.issue, Choice(tmp_path, "甲", (PDF,)), shared)
    dialog.show()
    share.hang()
    turns = clerk.turns
    dialog.folder.setText(str(share.folder))
    assert clerk.turns > turns
    QTest.keyClicks(dialog.pattern, "x")
    assert "还没有回话" in dialog.preview.text()
    assert dialog._go.isEnabled()
    assert clerk.read == []
    share.answer()
    qtbot.waitUntil(lambda: dialog.preview.text() == "甲x.pdf")
    dialog.deleteLater()


def test_exporting_onto_a_share_that_hangs(
    shared: MainWindow,
    share: Share,
    clerk: Clerk,
    tmp_path: Path,
    settings: Settings,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shared.proofing, "may_put_out", lambda _snapshot, _how: True)
    monkeypatch.setattr("bulletin_desk.desk.putting_out.output._PATIENCE", 50)
    remember(settings, Choice(share.folder, "甲", (PDF,)))
    share.hang()
    seen = dialogs(monkeypatch, lambda dialog: dialog.reject())
    press(shared, Qt.Key.Key_F9)
    assert len(clerk.read) == 1  # whether the folder is there; then it is asked for
    assert isinstance(seen[0], ExportDialog)
    share.answer()
    qtbot.waitUntil(lambda: not beside._running)
    share.hang()
    shared.output.start(((PDF, share.folder / "甲.pdf"),))
    type_keys(shared, "字")
    qtbot.waitUntil(lambda: any("甲.pdf" in what for what in share.waiting), timeout=60_000)
    QTest.mouseClick(shared.status.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not shared.output.running)
    assert "没有等到那边回话" in shared.notice.text
    target = tmp_path / "乙.pdf"
    shared.output.start(((PDF, target),))
    qtbot.waitUntil(lambda: not shared.output.running, timeout=60_000)
    assert target.read_bytes().startswith(b"%PDF")
    shared.output.start(((PDF, share.folder / "丙.pdf"),))
    monkeypatch.setattr(asking, "ask_unsaved", lambda *_: False)
    assert shared.close()


def test_manuscripts_on_a_share_that_hangs(
    shared: MainWindow, share: Share, tmp_path: Path, qtbot: QtBot, clerk: Clerk
) -> None:
    (share.folder / "稿.txt").write_text("标题\n正文。", encoding="utf-8")
    local = tmp_path / "稿.txt"
    local.write_text("标题\n正文。", encoding="utf-8")
    share.hang()
    drop(shared, share.folder / "稿.txt")
    qtbot.waitUntil(lambda: shared.intaking._progress is not None)
    stop = there(there(shared.intaking._progress).findChild(QPushButton))
    qtbot.waitUntil(stop.isVisible)
    QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
    assert shared.notice.text == "已停止导入，简报没有动。"
    drop(shared, local)
    qtbot.waitUntil(lambda: shared.intaking.dialog is not None, timeout=20_000)
    there(shared.intaking.dialog).reject()
