"""Nothing is lost: what the window does when disk, colleague, machine or the program itself fails."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from bulletin_desk import paths
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.desk.files import asking, recovering
from bulletin_desk.desk.files.comparing import Answer, ChangedDialog, when_text
from bulletin_desk.desk.files.recovering import RecoveryDialog
from bulletin_desk.desk.history.history_dialog import HistoryDialog
from bulletin_desk.desk.parts.faults import Faults
from bulletin_desk.desk.parts.notice import Until
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.storage import log
from bulletin_desk.storage.atomic import backup_of
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin
from bulletin_desk.storage.journal import Journal, Recovered, recover
from bulletin_desk.storage.lock import holder, lock_of
from bulletin_desk.storage.places import Places
from tests.desk.conftest import REAL, noting, there, type_keys
from tests.storage.test_lock import THEM, lay

ROOT = Path(__file__).resolve().parents[3]


def dialogs(monkeypatch: pytest.MonkeyPatch, answer: Callable[[Any], object]) -> list[Any]:
    """Answers each dialog; which there were."""
    seen: list[Any] = []

    def run(dialog: QDialog) -> int:
        seen.append(dialog)
        answer(dialog)
        return dialog.result()

    monkeypatch.setattr(QDialog, "exec", run)
    return seen


def changed_by_a_colleague(file: Path) -> Issue:
    issue = replace(read_bulletin(file), disclosure="依申请公开")
    write_bulletin(file, issue)
    return issue


@pytest.fixture
def file(real: MainWindow) -> Path:
    """The file of the real issue in the window."""
    assert real.session.file is not None
    return real.session.file


# ---- saving


def test_each_save_leaves_the_previous_text_and_a_version(real: MainWindow, file: Path) -> None:
    before = read_bulletin(file)
    for text in ("一", "二"):
        type_keys(real, text)
        assert real.filing.save()
    assert read_bulletin(file) == real.document.issue
    versions = [version.read() for version in real.filing.keeper.versions(file)]
    assert versions[0] == real.document.issue
    assert len(versions) == 2
    assert read_bulletin(backup_of(file)) == versions[1] != before


def test_what_can_not_be_saved_goes_elsewhere(
    real: MainWindow, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = tmp_path / "share"
    share.mkdir()
    real.filing.keeper.end(keep=False)
    shutil.copyfile(file, share / "期.bulletin")
    assert real.filing.open_file(share / "期.bulletin")
    type_keys(real, "字")
    shutil.rmtree(share)  # the share drops out
    asked: list[str] = []
    answers = iter(["again", "elsewhere"])
    monkeypatch.setattr(asking, "ask_failed", lambda _, text, **__: noting(asked, text, next(answers)))
    elsewhere = tmp_path / "别处.bulletin"
    monkeypatch.setattr(asking, "ask_save", lambda *_: elsewhere)
    assert real.filing.save()
    assert len(asked) == 2
    assert "文件夹不存在" in asked[0]
    assert real.session.file == elsewhere
    assert read_bulletin(elsewhere) == real.document.issue
    assert not real.isWindowModified()
    assert holder(elsewhere) is not None


def test_what_could_not_be_saved_is_in_the_recovery_copy(
    real: MainWindow, file: Path, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_keys(real, "字")
    file.chmod(0o444)
    monkeypatch.setattr(asking, "ask_failed", lambda *_, **__: None)
    assert not real.filing.save()
    assert real.isWindowModified()
    assert file.read_bytes() == REAL.read_bytes()
    assert newest(places) == real.document.issue


def newest(places: Places) -> Issue | None:
    """What would be recovered if the program died now."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bulletin_desk.storage.journal._lives", lambda *_: False)
        patch.setattr("bulletin_desk.storage.journal.is_held", lambda _descriptor: False)
        patch.setattr("bulletin_desk.storage.journal._remove", lambda _segments: [])
        found = recover(places.journal)
    return found[0].issue if found else None


# ---- changed outside


def test_a_colleague_s_text_is_shown_before_it_is_overwritten(
    real: MainWindow, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = changed_by_a_colleague(file)
    type_keys(real, "字")
    seen = dialogs(monkeypatch, lambda dialog: dialog.by_answer[Answer.LATER].click())
    assert not real.filing.save()
    (dialog,) = seen
    assert isinstance(dialog, ChangedDialog)
    assert any("信息公开选项" in sentence for sentence in dialog.differences.sentences)
    assert any("标题" in sentence for sentence in dialog.differences.sentences)
    assert read_bulletin(file) == theirs
    assert real.isWindowModified()


def test_mine_over_theirs_keeps_theirs(real: MainWindow, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = changed_by_a_colleague(file)
    type_keys(real, "字")
    dialogs(monkeypatch, lambda dialog: dialog.by_answer[Answer.MINE].click())
    assert real.filing.save()
    assert read_bulletin(file) == real.document.issue
    assert read_bulletin(backup_of(file)) == theirs
    assert [version.read() for version in real.filing.keeper.versions(file)] == [real.document.issue, theirs]


def test_theirs_over_mine_keeps_mine(real: MainWindow, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = changed_by_a_colleague(file)
    type_keys(real, "字")
    mine = real.document.issue
    dialogs(monkeypatch, lambda dialog: dialog.by_answer[Answer.THEIRS].click())
    assert real.filing.save()
    assert real.document.issue == theirs
    assert not real.isWindowModified()
    assert real.filing.keeper.versions(file)[0].read() == mine
    real.session.undo()
    assert real.document.issue == mine
    assert real.isWindowModified()
    assert real.filing.save()
    assert read_bulletin(file) == mine


def test_another_copy_leaves_theirs(
    real: MainWindow, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = changed_by_a_colleague(file)
    type_keys(real, "字")
    suggested: list[Path] = []
    monkeypatch.setattr(asking, "ask_save", lambda _, path, *__: noting(suggested, path, path))
    dialogs(monkeypatch, lambda dialog: dialog.by_answer[Answer.COPY].click())
    assert real.filing.save()
    assert suggested[0].name == f"{file.stem}（另一份）.bulletin"
    assert read_bulletin(file) == theirs
    assert read_bulletin(suggested[0]) == real.document.issue


def test_a_file_that_was_damaged_outside_can_be_overwritten(
    real: MainWindow, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_bytes(b"PK damaged")
    type_keys(real, "字")

    def answer(dialog: ChangedDialog) -> None:
        assert not dialog.by_answer[Answer.THEIRS].isEnabled()
        assert "读不出来" in dialog.differences.sentences[0]
        dialog.by_answer[Answer.MINE].click()

    dialogs(monkeypatch, answer)
    assert real.filing.save()
    assert read_bulletin(file) == real.document.issue
    assert backup_of(file).read_bytes() == b"PK damaged"


def test_a_file_that_was_closed_to_us_is_not_overwritten_unseen(
    real: MainWindow, file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed_by_a_colleague(file)
    data = file.read_bytes()
    opened = paths.open_plain

    def closed(path: Path) -> int:
        if path.name == file.name:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path)

    for module in ("paths", "storage.atomic"):
        monkeypatch.setattr(f"bulletin_desk.{module}.open_plain", closed)
    type_keys(real, "字")
    seen: list[tuple[str, bool]] = []

    def mine(dialog: Any) -> None:
        # now: while the file is written, the dialog goes
        seen.append((dialog.windowTitle(), dialog.by_answer[Answer.THEIRS].isEnabled()))
        dialog.by_answer[Answer.MINE].click()

    dialogs(monkeypatch, mine)
    asked: list[str] = []
    monkeypatch.setattr(asking, "ask_failed", lambda _, text, **__: asked.append(text))
    QTest.keyClick(real.canvas, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    # on a slow machine the window goes on while the file is looked at
    qtbot.waitUntil(lambda: bool(seen) and bool(asked), timeout=60_000)
    assert seen[0] == ("文件读不出来", False)
    assert "读不出来" in asked[0]
    assert real.isWindowModified()
    assert file.read_bytes() == data


def test_a_change_outside_is_noticed_when_the_window_comes_back(
    real: MainWindow, file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = changed_by_a_colleague(file)
    monkeypatch.setattr(real, "isActiveWindow", lambda: True)
    QApplication.sendEvent(real, QEvent(QEvent.Type.ActivationChange))
    qtbot.waitUntil(lambda: "被别人改过" in real.notice.text)
    dialogs(monkeypatch, lambda dialog: dialog.by_answer[Answer.THEIRS].click())
    real.notice.choices[0].click()
    assert real.document.issue == theirs


# ---- recovery


def test_each_change_reaches_the_recovery_copy(real: MainWindow, places: Places) -> None:
    assert newest(places) is None
    type_keys(real, "改了")
    assert real.filing.keeper.flush()
    assert newest(places) == real.document.issue
    real.session.undo()
    assert real.filing.keeper.flush()
    assert newest(places) is None


def test_closing_and_saving_end_it(real: MainWindow, places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    type_keys(real, "改了")
    assert real.filing.save()
    assert real.filing.keeper.flush()
    assert newest(places) is None
    type_keys(real, "又改")
    monkeypatch.setattr(asking, "ask_unsaved", lambda *_: False)
    assert real.close()
    assert list(places.journal.iterdir()) == []


def test_a_shutdown_asks_nothing_and_loses_nothing(
    real: MainWindow, file: Path, places: Places, open_window: Callable[[], MainWindow]
) -> None:
    type_keys(real, "改了")
    issue = real.document.issue
    real._session_ends(None)
    assert real.close()
    (found,) = recover(places.journal)
    assert (found.issue, found.file) == (issue, file)
    assert holder(file) is None


def test_a_shutdown_that_was_called_off(real: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    real._session_ends(None)
    type_keys(real, "改了")
    monkeypatch.setattr(asking, "ask_unsaved", lambda *_: None)
    assert not real.close()


def kept(places: Places) -> list[tuple[Issue, Path | None]]:
    """What the next start will offer, apart from what a living window holds."""
    return [(found.issue, found.file) for found in recover(places.journal)]


@pytest.fixture
def another(tmp_path: Path) -> Path:
    """Another bulletin."""
    other = tmp_path / "另一期.bulletin"
    shutil.copyfile(REAL, other)
    return other


def test_after_a_shutdown_that_was_called_off_everything_is_asked_about(
    real: MainWindow, another: Path, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody has typed since: going on to another issue is itself a sign of life."""
    type_keys(real, "改了")
    issue = real.document.issue
    asked: list[str] = []
    monkeypatch.setattr(asking, "ask_unsaved", lambda _, what: asked.append(what))
    monkeypatch.setattr(asking, "ask_open", lambda *_: another)
    real._session_ends(None)
    QTest.keyClick(real.canvas, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert len(asked) == 1
    real._session_ends(None)
    real.starting.new()
    real.filing.open()
    real.filing.open_recent(another)
    real.filing.new_from_last()
    assert len(asked) == 5
    assert real.document.issue is issue
    QTest.keyClick(real.canvas, Qt.Key.Key_Right)
    assert not real.close()
    assert len(asked) == 6
    assert newest(places) == issue


@pytest.mark.parametrize("hand", ["key", "mouse", "time"])
def test_who_resets_a_shutdown(real: MainWindow, monkeypatch: pytest.MonkeyPatch, hand: str) -> None:
    type_keys(real, "改了")
    asked: list[str] = []
    monkeypatch.setattr(asking, "ask_unsaved", lambda _, what: asked.append(what))
    real._session_ends(None)
    QApplication.processEvents()
    assert real._shutdown.ending
    if hand == "key":
        QTest.keyClick(real.canvas, Qt.Key.Key_Right)
    elif hand == "mouse":
        QTest.mouseClick(real.canvas.viewport(), Qt.MouseButton.LeftButton)
    else:
        real._shutdown._timer.timeout.emit()
    assert not real._shutdown.ending
    assert not real.close()
    assert len(asked) == 1


@pytest.mark.usefixtures("card_taken")
@pytest.mark.parametrize("way", ["new", "open", "restore", "next", "close"])
def test_no_way_out_drops_what_is_neither_saved_nor_given_up(
    real: MainWindow,
    file: Path,
    another: Path,
    places: Places,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
) -> None:
    """Even where nobody was asked, it is offered at the next start."""
    type_keys(real, "改了")
    issue = real.document.issue
    monkeypatch.setattr(real.filing, "may_leave", lambda **_: True)
    if way == "new":
        real.starting.new()
    elif way == "open":
        assert real.filing.open_file(another)
    elif way == "next":
        real.filing.new_after(another)
    elif way == "close":
        assert real.close()
    else:
        left_behind(places, replace(read_bulletin(another), disclosure="不予公开"), another)
        dialogs(monkeypatch, lambda dialog: dialog.restore.click())
        real.filing.offer_recovered()
        assert real.session.file == another
    assert kept(places) == [(issue, file)]


def test_what_the_clerk_gives_up_is_given_up_only_when_it_is_left(
    real: MainWindow, file: Path, another: Path, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_keys(real, "改了")
    monkeypatch.setattr(asking, "ask_unsaved", lambda *_: False)
    monkeypatch.setattr(asking, "ask_open", lambda *_: None)
    real.filing.open()  # not saved, but then no other file either
    assert real.filing.keeper.flush()
    assert newest(places) == real.document.issue
    # what is written after that was not given up
    type_keys(real, "又改")
    issue = real.document.issue
    assert real.filing.open_file(another)
    assert kept(places) == [(issue, file)]
    shutil.rmtree(places.journal, ignore_errors=True)
    type_keys(real, "改了")
    monkeypatch.setattr(asking, "ask_open", lambda *_: file)
    real.filing.open()
    assert real.session.file == file
    assert kept(places) == []


def test_a_shutdown_after_something_was_given_up_but_not_left(
    real: MainWindow, file: Path, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_keys(real, "改了")
    monkeypatch.setattr(asking, "ask_unsaved", lambda *_: False)
    monkeypatch.setattr(asking, "ask_open", lambda *_: None)
    real.filing.open()
    real._session_ends(None)
    assert real.close()
    assert kept(places) == [(real.document.issue, file)]


def test_what_comes_in_while_it_is_saved_is_not_called_saved(
    real: MainWindow, file: Path, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An input method's words may come while the window waits for the disk."""
    from bulletin_desk.desk.files import keeping

    type_keys(real, "字")
    saved = real.document.issue
    go = threading.Event()
    from bulletin_desk.storage.saving import save

    def slow(*given: Any, **named: Any) -> object:
        go.wait(20)
        return save(*given, **named)

    def commit() -> None:
        event = QInputMethodEvent()
        event.setCommitString("词")
        QApplication.sendEvent(real.canvas, event)
        go.set()

    monkeypatch.setattr(keeping, "save", slow)
    QTimer.singleShot(60, commit)
    assert real.filing.save()
    assert read_bulletin(file) == saved != real.document.issue
    assert real.isWindowModified()
    assert real.filing.keeper.flush()
    assert newest(places) == real.document.issue


# ---- what lasts


@pytest.mark.usefixtures("card_taken")
def test_what_lasts_stands_until_it_ends(window: MainWindow) -> None:
    notice, done = window.notice, list[str]()
    notice.say("马上过去的。", until=Until.CLOSED)
    notice.stand("disk", "磁盘有毛病。", [("保存", lambda: done.append("saved"))])
    assert notice.text == "磁盘有毛病。"
    notice.stand("lock", "锁没了。")
    notice.say("已输出。", [("打开", lambda: done.append("opened"))], until=Until.EDITED)
    assert notice.text.split("\n") == ["磁盘有毛病。", "锁没了。", "已输出。"]
    for button in notice.choices:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == ["saved", "opened"]
    QTest.mouseClick(notice._close, Qt.MouseButton.LeftButton)
    assert notice.text.split("\n") == ["磁盘有毛病。", "锁没了。"]
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    type_keys(window, "字")
    window.filing.new_after(REAL)
    assert "磁盘有毛病。" in notice.text
    notice.stand("disk", "磁盘满了。")
    notice.fall("lock")
    notice.fall("lock")
    notice.hide()
    assert notice.text == "磁盘满了。"
    assert notice.isVisible()
    notice.fall("disk")
    assert notice.isHidden()


@pytest.mark.skipif(sys.platform == "win32", reason="a journal that is being written can't be taken away")
def test_the_trouble_of_recovery_copies_outlasts_other_messages(
    real: MainWindow, places: Places, another: Path, qtbot: QtBot
) -> None:
    shutil.rmtree(places.journal)
    places.journal.write_bytes(b"")
    real.filing.start_empty()
    type_keys(real, "字")
    qtbot.waitUntil(lambda: "恢复副本暂时存不了" in real.notice.text, timeout=10_000)
    real.notice.say("已输出。", until=Until.CLOSED)
    assert real.filing.open_file(another)
    real.filing.offer_recovered(ask=True)
    real.notice.hide()
    type_keys(real, "又")
    assert "恢复副本暂时存不了" in real.notice.text
    places.journal.unlink()
    type_keys(real, "字")
    qtbot.waitUntil(real.notice.isHidden, timeout=10_000)


def test_a_lock_that_was_lost_and_a_file_that_is_read_only_are_said_as_long_as_they_are(
    real: MainWindow,
    file: Path,
    another: Path,
    tmp_path: Path,
    places: Places,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lay(file, THEM)
    there(there(real.filing.keeper._held).lock).renew()
    real.filing.keeper._look()
    real.notice.say("已输出。", until=Until.CLOSED)
    real.notice.hide()
    assert "别人打开了" in real.notice.text
    elsewhere = tmp_path / "我的.bulletin"
    monkeypatch.setattr(asking, "ask_save", lambda *_: elsewhere)
    assert real.filing.save_as()
    assert real.notice.isHidden()
    lay(another, THEM)
    monkeypatch.setattr(asking, "ask_locked", lambda *_: "read only")
    assert real.filing.open_file(another)
    real.notice.say("已输出。", until=Until.CLOSED)
    real.notice.hide()
    assert "只读" in real.notice.text
    assert real.filing.save_as()
    assert real.notice.isHidden()


def left_behind(places: Places, issue: Issue, file: Path | None) -> None:
    """What a program that died leaves."""
    journal = Journal(places.journal, file)
    journal.record(issue)
    journal.close(saved=False)


def test_what_was_recovered_goes_on_as_an_edit(
    real: MainWindow, file: Path, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = read_bulletin(file)
    lost = replace(saved, disclosure="不予公开")
    left_behind(places, lost, file)
    seen = dialogs(monkeypatch, lambda dialog: dialog.restore.click())
    real.filing.offer_recovered()
    (dialog,) = seen
    assert isinstance(dialog, RecoveryDialog)
    assert any("信息公开选项" in sentence for sentence in dialog.differences.sentences)
    assert real.document.issue == lost
    assert real.isWindowModified()
    assert real.session.file == file
    assert newest(places) == lost  # now in this window's own copy
    real.session.undo()
    assert real.document.issue == saved
    real.session.redo()
    assert real.filing.save()
    assert read_bulletin(file) == lost
    real.filing.offer_recovered(ask=True)
    assert "没有要找回" in real.notice.text


def test_later_keeps_both(
    real: MainWindow, file: Path, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = replace(read_bulletin(file), disclosure="不予公开")
    left_behind(places, lost, file)
    seen = dialogs(monkeypatch, lambda dialog: dialog.later.click())
    for _ in range(2):
        real.filing.offer_recovered()
    assert len(seen) == 2
    assert file.read_bytes() == REAL.read_bytes()


def test_what_is_given_up_is_still_a_version(
    real: MainWindow, file: Path, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = replace(read_bulletin(file), disclosure="不予公开")
    left_behind(places, lost, file)
    dialogs(monkeypatch, lambda dialog: dialog.use_saved.click())
    real.filing.offer_recovered()
    assert real.filing.keeper.recovered() == []
    assert [version.read() for version in real.filing.keeper.versions(file)] == [lost]
    assert not real.isWindowModified()


def test_what_never_had_a_file_and_what_has_lost_it(
    window: MainWindow, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = read_bulletin(REAL)
    for file in (None, tmp_path / "没有了" / "期.bulletin"):
        left_behind(places, issue, file)
        dialogs(monkeypatch, lambda dialog: dialog.restore.click())
        window.filing.offer_recovered()
        assert window.document.issue == issue
        assert window.isWindowModified()
        assert window.session.file is None
        window.document.mark_saved()


def test_what_is_nowhere_else_is_asked_about_before_it_is_given_up(
    window: MainWindow, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_behind(places, read_bulletin(REAL), None)
    for answer in (False, True):
        monkeypatch.setattr(recovering, "ask_give_up", lambda *_, answer=answer: answer)
        dialogs(monkeypatch, lambda dialog: dialog.use_saved.click())
        window.filing.offer_recovered()
        assert len(window.filing.keeper.recovered()) == (not answer)


def test_what_was_saved_after_all_is_not_offered(real: MainWindow, file: Path, places: Places) -> None:
    left_behind(places, read_bulletin(file), file)
    real.filing.offer_recovered()  # a dialog would fail
    assert recover(places.journal) == []


@pytest.mark.skipif(sys.platform == "win32", reason="a journal that is being written can't be taken away")
def test_a_recovery_copy_that_can_not_be_written_is_told(
    real: MainWindow, places: Places, qtbot: QtBot
) -> None:
    shutil.rmtree(places.journal)
    places.journal.write_bytes(b"")
    real.filing.start_empty()
    type_keys(real, "字")
    qtbot.waitUntil(lambda: "恢复副本暂时存不了" in real.notice.text, timeout=10_000)
    places.journal.unlink()
    type_keys(real, "字")
    qtbot.waitUntil(real.notice.isHidden, timeout=10_000)
    assert real.filing.keeper.flush()
    assert newest(places) == real.document.issue


_CLERK = """
import os, sys
from pathlib import Path
from bulletin_desk.desk.app import make_application
from bulletin_desk.desk.settings import Settings
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.storage.places import Places
from bulletin_desk.desk.parts.notice import Until
application = make_application()
file, data = map(Path, sys.argv[1:])
places = Places(data, data / "desk.ini")
settings = Settings(places.settings)
window = MainWindow(load_faces(use_installed=False), settings, places=places)
window.show()
assert window.filing.open_file(file)
window.document.type_text("死前写的")
assert window.filing.keeper.flush()
print("typed", flush=True)
application.exec()
"""


def test_a_window_that_is_killed(
    window: MainWindow, tmp_path: Path, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "期.bulletin"
    shutil.copyfile(REAL, file)
    clerk = subprocess.Popen(
        [sys.executable, "-c", _CLERK, str(file), str(places.data)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "QT_QPA_PLATFORM": "offscreen"},
    )
    assert clerk.stdout is not None
    with clerk.stdout as output:
        assert output.readline().strip() == b"typed"
        assert files_of(places) == 2  # the clerk's and this window's
        # A second program on this machine is told who has it.
        asked: list[str] = []
        monkeypatch.setattr(asking, "ask_locked", lambda _, name, owner: asked.append(owner))
        assert not window.filing.open_file(file)
        assert "在这台电脑上" in asked[0]
        clerk.kill()
    clerk.wait()
    dialogs(monkeypatch, lambda dialog: dialog.restore.click())
    window.filing.offer_recovered()
    assert window.session.file == file
    assert window.document.issue.sections[0].items[0].title.startswith("死前写的")
    assert read_bulletin(file) == read_bulletin(REAL)
    owner = holder(file)
    assert owner is not None
    assert owner.is_me()


def files_of(places: Places) -> int:
    return len({entry.name.partition(".")[0] for entry in places.journal.iterdir()})


# ---- versions


def test_a_version_is_compared_and_taken_back(
    real: MainWindow, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved: list[Issue] = []
    for _ in range(3):
        type_keys(real, "字")
        assert real.filing.save()
        saved.append(real.document.issue)
    real.document.remove_parts([("sections", 0)])
    now = real.document.issue

    def answer(dialog: HistoryDialog) -> None:
        assert dialog.list.count() == 3
        sentences = [there(dialog.parts.item(row)).text() for row in range(dialog.parts.count())]
        assert any(sentence.startswith("删去原") for sentence in sentences)
        dialog.list.setCurrentRow(2)
        dialog.take.click()

    dialogs(monkeypatch, answer)
    real.actions_by_name["versions"].trigger()
    assert real.document.issue == saved[0]
    assert real.document.undo_name == "取回以前的版本"
    assert read_bulletin(file) == saved[-1]
    real.session.undo()
    assert real.document.issue == now


def test_a_damaged_version_is_told(real: MainWindow, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    type_keys(real, "字")
    assert real.filing.save()
    real.filing.keeper.versions(file)[0].file.write_bytes(b"PK")

    def answer(dialog: HistoryDialog) -> None:
        assert not dialog.take.isEnabled()
        assert "打不开" in dialog.heading.text()

    dialogs(monkeypatch, answer)
    real.histories.show()


def test_no_versions_yet(window: MainWindow) -> None:
    window.histories.show()
    assert "还没有以前的版本" in window.notice.text


def test_times_are_said_as_one_says_them() -> None:
    now = datetime(2024, 1, 12, 12, 0).astimezone()
    assert when_text(now, now) == "今天 12:00"
    assert when_text((now - timedelta(days=1)).astimezone(UTC), now) == "昨天 12:00"
    assert when_text(now - timedelta(days=3), now) == "1月9日 12:00"
    assert when_text(now - timedelta(days=30), now) == "2023年12月13日 12:00"


# ---- two at once


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A file that a colleague on another machine has open."""
    file = tmp_path / "share" / "期.bulletin"
    file.parent.mkdir()
    shutil.copyfile(REAL, file)
    lay(file, THEM)
    return file


def test_a_colleague_s_file_is_read_only(
    window: MainWindow, theirs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(asking, "ask_locked", lambda _, __, owner: noting(asked, owner, "read only"))
    assert window.filing.open_file(theirs)
    assert "王芳在电脑“BGS-03”上" in asked[0]
    assert "（只读）" in window.windowTitle()
    before = window.document.issue
    for act in (
        lambda: type_keys(window, "字"),
        lambda: QApplication.sendEvent(window.canvas, QInputMethodEvent("pin", [])),
        lambda: window.actions_by_name["add_item"].trigger(),
        lambda: window.fields.edit("改", replace(before, disclosure="x"), "disclosure"),
        lambda: window.searching.replace_all("x"),
        lambda: window.session.undo(),
    ):
        window.notice.hide()
        window.find_bar.wanted.setText("的")
        act()
        assert window.document.issue is before
    QTest.keyClick(window.canvas, Qt.Key.Key_Backspace)
    assert "只读" in window.notice.text
    copy = theirs.with_name("我的.bulletin")
    monkeypatch.setattr(asking, "ask_save", lambda *_: copy)
    QTest.keyClick(window.canvas, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert window.session.file == copy
    assert "只读" not in window.windowTitle()
    type_keys(window, "字")
    assert window.isWindowModified()
    assert holder(theirs) == THEM


def test_a_copy_of_a_colleague_s_file(
    window: MainWindow, theirs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "ask_locked", lambda *_: "copy")
    assert window.filing.open_file(theirs)
    assert window.session.file is None
    suggested: list[Path] = []
    monkeypatch.setattr(asking, "ask_save", lambda _, path, *__: suggested.append(path))
    type_keys(window, "字")
    assert not window.filing.save()
    assert suggested == [theirs.with_name("期（副本）.bulletin")]


def test_saving_over_a_file_that_a_colleague_has_open_is_refused(
    real: MainWindow, theirs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "ask_save", lambda *_: theirs)
    asked: list[str] = []
    monkeypatch.setattr(asking, "ask_failed", lambda _, text, **__: asked.append(text))
    assert not real.filing.save_as()
    assert "王芳" in asked[0]
    assert theirs.read_bytes() == REAL.read_bytes()
    assert there(holder(there(real.session.file))).is_me()


@pytest.mark.usefixtures("card_taken")
def test_two_windows(
    real: MainWindow, file: Path, open_window: Callable[[], MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = open_window()
    monkeypatch.setattr(asking, "ask_locked", lambda *_: None)
    assert not other.filing.open_file(file)
    real.starting.new()
    assert holder(file) is None  # given back with the next issue
    assert other.filing.open_file(file)
    other.close()
    assert holder(file) is None


def test_opening_again_what_is_open(real: MainWindow, file: Path) -> None:
    assert real.filing.open_file(file)
    assert there(holder(file)).is_me()


@pytest.mark.parametrize("content", [b"", b"garbage \xff", b"{}"])
def test_a_lock_of_garbage_goes_stale(
    window: MainWindow, theirs: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    lock_of(theirs).write_bytes(content)
    monkeypatch.setattr(asking, "ask_locked", lambda *_: None)
    assert not window.filing.open_file(theirs)
    os.utime(lock_of(theirs), (1, 1))
    assert window.filing.open_file(theirs)


def test_a_folder_where_no_lock_can_be_laid(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "期.bulletin"
    shutil.copyfile(REAL, file)
    monkeypatch.setattr("bulletin_desk.desk.files.keeping.take", lambda _file: None)
    assert window.filing.open_file(file)
    assert "写不了东西" in window.notice.text


def test_a_lock_that_another_has_taken_over_is_told(real: MainWindow, file: Path) -> None:
    lay(file, THEM)
    there(there(real.filing.keeper._held).lock).renew()
    real.filing.keeper._look()
    assert "别人打开了" in real.notice.text


# ---- faults of the program


@pytest.fixture
def faults(real: MainWindow, tmp_path: Path) -> Iterator[Faults]:
    file = log.start(tmp_path / "log")
    yield Faults(real, file, real.filing.keeper.flush, real.filing.save_as)
    log.stop()


def test_a_fault_saves_the_work_and_logs_no_text(
    real: MainWindow, places: Places, faults: Faults, tmp_path: Path, qtbot: QtBot, capsys: object
) -> None:
    type_keys(real, "机密")
    try:
        raise ValueError(real.document.issue.sections[0].items[0].title)
    except ValueError as error:
        faults.take(type(error), error, error.__traceback__)
    assert newest(places) == real.document.issue
    qtbot.waitUntil(lambda: faults.box is not None)
    assert "已存进恢复副本" in there(faults.box).text()
    logged = (tmp_path / "log" / log.NAME).read_text(encoding="utf-8")
    assert str(tmp_path / "log" / log.NAME) in there(faults.box).informativeText()
    assert "ValueError" in logged
    assert "机密" not in logged
    there(faults.box).reject()
    assert faults.box is None


def test_a_fault_in_a_thread_is_said_too(
    real: MainWindow, faults: Faults, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, capsys: object
) -> None:
    monkeypatch.setattr(threading, "excepthook", faults._take_in_thread)
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: faults.box is not None)
    there(faults.box).reject()


def test_many_faults_are_one_dialog(real: MainWindow, faults: Faults, qtbot: QtBot, capsys: object) -> None:
    for _ in range(5):
        faults.take(RuntimeError, RuntimeError("x"), None)
    qtbot.waitUntil(lambda: faults.box is not None)
    first = faults.box
    QApplication.processEvents()
    assert faults.box is first
    there(first).reject()


def test_a_recovery_copy_of_which_a_newer_state_can_not_be_read_says_so(
    window: MainWindow, tmp_path: Path
) -> None:
    issue = window.document.issue
    for complete in (True, False):
        dialog = RecoveryDialog(
            [Recovered(issue, None, datetime(2024, 1, 9, tzinfo=UTC), (), complete)], lambda _: "", window
        )
        assert ("这是读得出的最后一份" in dialog.note.text()) is not complete
        dialog.deleteLater()
