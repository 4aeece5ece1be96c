"""The library is kept up by itself: by one process beside the window, an issue that is saved at once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bulletin_desk import programs
from bulletin_desk.bulletin.grammar import item_path, title_of
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.library.upkeep import Upkeep
from bulletin_desk.desk.settings import Settings
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.desk.windows import Windows
from bulletin_desk.library import background
from bulletin_desk.library.background import UpdateFailedError
from bulletin_desk.library.folders import add_folders
from bulletin_desk.library.index import Library, StoredIssue
from bulletin_desk.library.update import Progress, Updated
from bulletin_desk.storage.bulletin_file import write_bulletin
from bulletin_desk.storage.instance import Instance
from bulletin_desk.storage.places import Places
from bulletin_desk.storage.places import places as users_places
from tests.desk.conftest import there, type_keys
from tests.desk.hanging import Share
from tests.desk.library.conftest import UPDATE, index
from tests.desk.library.test_window import previewed, rows
from tests.desk.library.years import issue_of, write_years

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Child:
    """Stands for the process: tells how far it is, and ends when it is told to."""

    def __init__(self, *told: Progress, error: str = "", said: str = "", goes_on: bool = False) -> None:
        self.stopped = threading.Event()
        self._told = told
        self._error = error
        self._said = said
        self._goes_on = goes_on

    def wait(self, tell: Callable[[Progress], object]) -> Updated:
        for each in self._told:
            tell(each)
        if self._goes_on:
            self.stopped.wait(20)
        if self._error:
            raise UpdateFailedError(self._error)
        return Updated(said=self._said)

    def stop(self) -> None:
        self.stopped.set()


@pytest.fixture
def upkeep(places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Upkeep]:
    """One that would really start a process, of a library with a folder."""
    monkeypatch.setattr(Upkeep, "update", UPDATE)
    add_folders(places.library, (tmp_path,))
    made = Upkeep(places.library)
    yield made
    made.stop()
    made.deleteLater()


def children(monkeypatch: pytest.MonkeyPatch, *made: Child) -> list[Child]:
    """These are started, one after the other; those that are left."""
    left = list(made)
    monkeypatch.setattr(background, "BackgroundUpdate", lambda: left.pop(0))
    return left


def test_it_tells_how_far_it_is_and_when_it_has_ended(
    upkeep: Upkeep, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    children(monkeypatch, Child(Progress(1, 2, Path("甲")), Progress(2, 2, Path("乙"))))
    told: list[tuple[int, int]] = []
    upkeep.advanced.connect(lambda at, total: told.append((at, total)))
    with qtbot.waitSignal(upkeep.ended) as ended:
        upkeep.update()
        assert upkeep.running
    assert (ended.args, told) == ([""], [(1, 2), (2, 2)])
    assert not upkeep.running
    left = children(monkeypatch, Child())
    upkeep.look()  # that was done just now
    assert not upkeep.running
    assert left


@pytest.mark.parametrize("child", [Child(error="没有更新完。"), Child(said="已经重新建。")])
def test_it_says_what_there_is_to_say(
    upkeep: Upkeep, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, child: Child
) -> None:
    children(monkeypatch, child)
    with qtbot.waitSignal(upkeep.ended) as ended:
        upkeep.update()
    assert ended.args == [child._error or child._said]
    assert not upkeep.running


def test_there_is_one_at_a_time(upkeep: Upkeep, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    first = Child(goes_on=True)
    left = children(monkeypatch, first, Child())
    upkeep.update()
    qtbot.waitUntil(lambda: len(left) == 1)
    upkeep.update()
    upkeep.update()
    assert len(left) == 1
    first.stop()
    with qtbot.waitSignals([upkeep.ended, upkeep.ended]):
        pass
    assert left == []


def test_the_end_of_the_program_ends_it_and_waits_for_nothing(
    upkeep: Upkeep, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    child = Child(goes_on=True)
    left = children(monkeypatch, child)
    told: list[str] = []
    upkeep.ended.connect(told.append)
    upkeep.update()
    qtbot.waitUntil(lambda: not left)
    upkeep.stop()
    assert child.stopped.is_set()
    assert not upkeep.running
    qtbot.wait(0)
    assert told == []


def test_without_folders_no_process_is_started(
    places: Places, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(Upkeep, "update", UPDATE)
    monkeypatch.setattr(background, "BackgroundUpdate", lambda: pytest.fail("started"))
    upkeep = Upkeep(places.library)
    with qtbot.waitSignal(upkeep.ended) as ended:
        upkeep.update()
    assert ended.args == [""]
    assert not places.library.exists()


def test_it_begins_when_nobody_has_typed_for_a_while(window: MainWindow, updates: list[str]) -> None:
    upkeep = window.librarian.upkeep
    assert not upkeep._timer.isActive()
    type_keys(window, "字")
    assert not upkeep._timer.isActive()
    upkeep.begin()
    upkeep._timer.start(100_000)
    type_keys(window, "字")
    assert upkeep._timer.remainingTime() > 100_000 - 10_000 or upkeep._timer.isActive()
    assert updates == []
    upkeep._timer.timeout.emit()
    assert updates == ["update"]


def test_all_windows_of_a_program_share_it(
    settings: Settings, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    stopped: list[Upkeep] = []
    monkeypatch.setattr(Upkeep, "stop", lambda each: stopped.append(each))
    files = write_years(tmp_path, (2023,), (1, 2))
    instance = Instance(tmp_path / "desk")
    assert instance.claim()
    windows = Windows(settings, places, None, instance)
    windows._timer.stop()
    first, second = windows.open_window(files[:1]), windows.open_window(files[1:])
    shared = first.librarian.upkeep
    assert second.librarian.upkeep is shared
    assert shared._timer.isActive()
    shared._timer.stop()
    first.close()
    assert stopped == []
    second.close()
    assert stopped == [shared]
    second.deleteLater()
    instance.release()


def test_a_hit_is_opened_in_a_window_of_its_own_or_where_it_is_open(
    settings: Settings, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    files = write_years(tmp_path / "简报", (2023,), (1, 2, 3))
    index(places, tmp_path / "简报")
    instance = Instance(tmp_path / "desk")
    assert instance.claim()
    windows = Windows(settings, places, None, instance)
    windows._timer.stop()
    first, second = windows.open_window(files[:1]), windows.open_window(files[1:2])
    first.actions_by_name["library"].trigger()
    dialog = there(first.librarian.dialog)
    qtbot.waitUntil(lambda: dialog.issues.topLevelItemCount() == 3)
    for row, count in ((1, 2), (0, 3), (0, 3)):
        dialog.issues.setCurrentItem(there(dialog.issues.topLevelItem(row)))
        QTest.mouseClick(dialog.open_it, Qt.MouseButton.LeftButton)
        assert len(windows.all) == count
        shown = windows.all[-1]
        assert shown.session.file == files[2 - row]
        assert shown.document.selection.head.path == title_of(item_path(0, 0))
    assert first.session.file == files[0]
    monkeypatch.setattr(asking, "ask_unsaved", lambda *_: False)
    for window in (*windows.all,):
        window.close()
        window.deleteLater()
    del second
    instance.release()


# ---- saved


def saved(places: Places, qtbot: QtBot, so: Callable[[Library], bool]) -> None:
    """Waits until the library has what was saved."""

    def is_so() -> bool:
        with Library(places.library) as library:
            return so(library)

    qtbot.waitUntil(is_so)


def test_an_issue_that_is_saved_is_in_the_library_at_once(
    window: MainWindow, folder: Path, places: Places, qtbot: QtBot
) -> None:
    index(places, folder)
    file = folder / "2023年" / "2023年第6期.bulletin"
    assert window.filing.open_file(file)
    window.actions_by_name["library"].trigger()
    dialog = there(window.librarian.dialog)
    qtbot.waitUntil(lambda: dialog.issues.topLevelItemCount() == 10)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.canvas.setFocus()
    type_keys(window, "新写的")
    QTest.keyClick(window.canvas, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    saved(places, qtbot, lambda library: library.issues()[-1].entry.items[0].title.startswith("新写的"))
    (stored,) = [each for each in _issues(places) if each.file == file]
    assert stored.entry.pages == len(window.document.pages)
    qtbot.waitUntil(lambda: rows(dialog)[0][4] == str(stored.entry.characters))


def _issues(places: Places) -> list[StoredIssue]:
    with Library(places.library) as library:
        return list(library.issues())


def test_what_is_saved_elsewhere_is_not_in_the_library(
    window: MainWindow, folder: Path, places: Places, tmp_path: Path, qtbot: QtBot
) -> None:
    index(places, folder)
    other = tmp_path / "别处.bulletin"
    write_bulletin(other, issue_of(2024, 1))
    assert window.filing.open_file(other)
    type_keys(window, "字")
    told: list[bool] = []
    window.session.saved.connect(lambda _: told.append(True))
    assert window.filing.save()
    assert told == [True]
    assert len(_issues(places)) == 10


def test_without_a_library_saving_makes_none(real: MainWindow, places: Places, qtbot: QtBot) -> None:
    type_keys(real, "字")
    assert real.filing.save()
    qtbot.wait(50)
    assert not places.library.exists()


def test_nobody_waits_for_a_share_that_hangs(
    window: MainWindow,
    folder: Path,
    places: Places,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    share = Share(tmp_path / "共享", monkeypatch)
    write_years(share.folder, (2021,), (1,))
    index(places, folder, share.folder)
    window.actions_by_name["library"].trigger()
    dialog = there(window.librarian.dialog)
    qtbot.waitUntil(lambda: dialog.issues.topLevelItemCount() == 11)
    share.hang()
    try:
        dialog.issues.setCurrentItem(there(dialog.issues.topLevelItem(10)))
        qtbot.waitUntil(lambda: bool(share.waiting))
        assert dialog.preview.said.text() == "正在打开……"
        dialog.issues.setCurrentItem(there(dialog.issues.topLevelItem(0)))
        qtbot.waitUntil(lambda: dialog.preview.page.isVisible())
        dialog.refresh()
        qtbot.waitUntil(lambda: not dialog._questions.busy)
        assert share.asked_by_the_window == []
    finally:
        share.answer()
    qtbot.waitUntil(lambda: not dialog.preview._reading)
    assert previewed(dialog)


# ---- the process itself


@pytest.mark.not_under_wine("Python is another program there")
def test_the_process_brings_the_library_up_to_date(
    folder: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(Upkeep, "update", UPDATE)
    places = users_places()  # as the process finds them, in the test's own home
    add_folders(places.library, (folder,))
    upkeep = Upkeep(places.library)
    with qtbot.waitSignal(upkeep.ended, timeout=60_000) as ended:
        upkeep.update()
    assert ended.args == [""]
    assert len(_issues(places)) == 10


def test_the_start_of_a_window_loads_no_database() -> None:
    """Who has no library is not to wait for it."""
    rooms = ", ".join(f"bulletin_desk.desk.{name}" for name in ("app", "windows", "window"))
    code = f"import sys, {rooms}\nprint(*sys.modules)"
    path = str(Path(programs.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": path},
        check=True,
    )
    loaded = set(done.stdout.split())
    assert "bulletin_desk.desk.library.librarian" in loaded
    assert not loaded & {"sqlite3", "xlsxwriter", "subprocess", "bulletin_desk.desk.library.library_dialog"}
    assert not [name for name in loaded if name.startswith("bulletin_desk.library")]
