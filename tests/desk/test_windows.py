"""Several windows of one program: a file that is open already is shown, another gets a window of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bulletin_desk.desk.files import asking
from bulletin_desk.desk.settings import Settings
from bulletin_desk.desk.windows import Windows
from bulletin_desk.storage.instance import Instance, seat
from bulletin_desk.storage.places import Places
from bulletin_desk.storage.places import places as places_in
from tests.desk.conftest import REAL, type_keys

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
"""Offscreen there are no real windows."""


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three issues."""
    found = [tmp_path / f"第{number}期.bulletin" for number in range(1, 4)]
    for file in found:
        shutil.copyfile(REAL, file)
    return found


@pytest.fixture
def windows(
    qapp: QApplication,
    settings: Settings,
    places: Places,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Windows]:
    """The first program's."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    instance = Instance(tmp_path / "desk")
    assert instance.claim()
    made = Windows(settings, places, None, instance)
    made._timer.stop()  # the tests look by hand
    yield made
    for window in made.all:
        window.document.mark_saved()
        window.close()
        window.deleteLater()
    instance.release()


def hand_over(windows: Windows, tmp_path: Path, *given: Path) -> bool:
    """A double click in another program, while this one looks now and then."""
    now = [0.0]

    def pass_by(seconds: float) -> None:
        now[0] += seconds
        windows.look()

    return Instance(tmp_path / "desk").hand_over(given, clock=lambda: now[0], sleep=pass_by)


def test_a_second_double_click_shows_the_window_that_has_the_file(
    windows: Windows, files: list[Path], tmp_path: Path
) -> None:
    first = windows.open_window(files[:1])
    assert hand_over(windows, tmp_path, files[1])
    second = windows.all[-1]
    assert [window.session.file for window in windows.all] == files[:2]
    assert second is not first
    first.showMinimized()
    assert hand_over(windows, tmp_path, files[0])
    assert len(windows.all) == 2
    assert windows.all[-1] is first
    assert not first.isMinimized()


def test_a_file_that_another_window_has_is_shown_there(windows: Windows, files: list[Path]) -> None:
    first, second = windows.open_window(files[:1]), windows.open_window(files[1:2])
    assert second.filing.open_file(files[0])
    assert second.session.file == files[1]
    assert windows.all[-1] is first


def test_a_file_that_another_window_has_by_another_path_is_shown_there(
    windows: Windows, files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A share's two names, a link: the window has the lock."""
    other = tmp_path / "另一条路"
    try:
        other.symlink_to(files[0].parent, target_is_directory=True)
    except OSError:
        pytest.skip("no links here")
    if not (other / files[0].name).exists():
        pytest.skip("links lead nowhere here")
    first, second = windows.open_window(files[:1]), windows.open_window(files[1:2])
    assert second.filing.open_file(other / files[0].name)
    assert second.session.file == files[1]
    assert windows.all[-1] is first
    said: list[str] = []
    monkeypatch.setattr(asking, "ask_failed", lambda _, text, **__: said.append(text))
    monkeypatch.setattr(asking, "ask_save", lambda *_: files[0])
    assert not second.filing.save_as()
    assert said == [f"没有保存：“{files[0].name}”正由另一个窗口打开，请另存到别处，或等那边关掉再试。"]


def test_what_is_told_of_a_file_that_can_t_be_opened_is_seen(
    windows: Windows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = windows.open_window([])
    window.showMinimized()
    seen: list[bool] = []
    monkeypatch.setattr(asking, "tell", lambda *_: seen.append(window.isMinimized()))
    assert hand_over(windows, tmp_path, tmp_path / "没有.bulletin")
    assert seen == [False]


def test_each_file_at_the_start_has_a_window(windows: Windows, files: list[Path]) -> None:
    first = windows.open_window([*files, files[1]])
    assert first.session.file == files[0]
    assert {window.session.file for window in windows.all} == set(files)
    assert len(windows.all) == 3


def test_an_untouched_window_takes_the_file_a_written_one_does_not(
    windows: Windows, files: list[Path], tmp_path: Path
) -> None:
    window = windows.open_window([])
    assert hand_over(windows, tmp_path, files[0])
    assert window.session.file == files[0]
    type_keys(window, "字")
    assert hand_over(windows, tmp_path, files[1])
    assert len(windows.all) == 2
    assert window.isWindowModified()


def test_bulletins_that_are_dropped_together_have_a_window_each(windows: Windows, files: list[Path]) -> None:
    window = windows.open_window(files[:1])
    window._files_came(files)
    assert [each.session.file for each in windows.all] == [files[0], files[1], files[2]]
    assert window.session.file == files[0]


def test_a_window_that_closes_leaves_the_others(windows: Windows, files: list[Path], tmp_path: Path) -> None:
    first, second = windows.open_window(files[:1]), windows.open_window(files[1:2])
    assert first.close()
    assert windows.all == (second,)
    assert hand_over(windows, tmp_path, files[0])
    assert len(windows.all) == 2


def test_while_something_is_waited_for_the_file_comes_back(
    windows: Windows, files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows.open_window(files[:1])
    monkeypatch.setattr("bulletin_desk.desk.beside.waiting", lambda: True)
    assert not hand_over(windows, tmp_path, files[1])
    assert hand_over(windows, tmp_path, files[0])  # showing it needs nothing


def test_a_second_program_hands_its_file_over_and_ends(
    windows: Windows, files: list[Path], tmp_path: Path, qtbot: QtBot
) -> None:
    environ = {
        **os.environ,
        **dict.fromkeys(("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_DATA_HOME"), str(tmp_path)),
        "PYTHONPATH": str(ROOT / "src"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    windows.open_window([files[0]])
    windows._instance = Instance(places_in(environ=environ).data / "desk" / seat(environ))
    assert windows._instance.claim()
    windows._timer.start()
    second = subprocess.Popen([sys.executable, "-m", "bulletin_desk.desk", str(files[1])], env=environ)
    try:
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=60_000)
    finally:
        second.kill()
        windows._timer.stop()
        windows._instance.release()
    assert second.wait() == 0
    assert [window.session.file for window in windows.all] == files[:2]


def test_a_bulletin_that_the_program_has_written_gets_a_window(windows: Windows, files: list[Path]) -> None:
    first = windows.open_window(files[:1])
    written = first.document.issue
    first.issue_written.emit("写成通报", written)
    _, second = windows.all
    assert second.session.file is None
    assert second.document.issue.sections == written.sections
    assert second.document.undo_name == "写成通报"
    assert second.document.modified
    assert first.session.file == files[0]
