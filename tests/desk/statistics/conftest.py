"""A window with a library of a few issues whose adoption is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.model import Body, Endorsement, Issue, Item, Section
from bulletin_desk.desk.library.upkeep import Upkeep
from bulletin_desk.desk.statistics.statistics_dialog import StatisticsDialog
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.library.folders import add_folders
from bulletin_desk.library.index import Library
from bulletin_desk.library.update import update
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin
from bulletin_desk.storage.places import Places
from tests.desk.conftest import REAL, there

DEYANG, MIANYANG = "德阳市地方志办公室", "绵阳市地方志办公室"
UNKNOWN = "某某新区党群部"
Told = tuple[str, str, str, int]


def issue_of(day: date, number: int, *items: Told) -> Issue:
    """Items by section, title, source and endorsements."""
    real = read_bulletin(REAL)
    sections: dict[str, list[Item]] = {}
    for section, title, source, endorsed in items:
        text = f"{title}，参加的有{number * 7}人。"
        by = tuple(Endorsement(f"副省长{at}", day, "好。") for at in range(endorsed))
        made = Item(title, (Body(text),), source and f"（{source}）", endorsements=by)
        sections.setdefault(section, []).append(made)
    return replace(
        real,
        masthead=replace(real.masthead, number=number),
        dated_header=replace(real.dated_header, date=day),
        sections=tuple(Section(name, tuple(made)) for name, made in sections.items()),
    )


ISSUES = {
    "2023年第9期": issue_of(date(2023, 11, 7), 9, ("市州动态", "去年的事", DEYANG, 0)),
    "2024年第1期": issue_of(
        date(2024, 1, 3),
        1,
        ("特别关注", "德阳召开会议", DEYANG, 1),
        ("市州动态", "两地同修一志", f"{DEYANG}、{MIANYANG}", 0),
        ("市州动态", "谁也没署名", "", 0),
    ),
    "2024年第2期": issue_of(
        date(2024, 1, 9),
        2,
        ("市州动态", "德阳开馆", DEYANG, 0),
        ("市州动态", "新区的事", UNKNOWN, 0),
        ("市州动态", "新区又一事", UNKNOWN, 0),
    ),
}


@pytest.fixture(autouse=True)
def _no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """None is started."""
    monkeypatch.setattr(Upkeep, "update", lambda _: None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The issues' folder."""
    folder = tmp_path / "历年"
    folder.mkdir()
    for name, issue in ISSUES.items():
        write_bulletin(folder / f"{name}.bulletin", issue)
    return folder


def index(places: Places, folder: Path) -> None:
    """Has the folder in the library, as it is now."""
    add_folders(places.library, (folder,))
    with Library(places.library) as library:
        update(library, lambda _: 4)


def opened(window: MainWindow, qtbot: QtBot) -> StatisticsDialog:
    """The window 采用情况, opened by its command, when it has counted."""
    window.actions_by_name["statistics"].trigger()
    dialog = there(window.statistics.dialog)
    settled(window, qtbot)
    return dialog


def settled(window: MainWindow, qtbot: QtBot) -> None:
    """Waits until nothing is counted any more."""
    dialog, counter = there(window.statistics.dialog), there(window.statistics._counter)
    qtbot.waitUntil(lambda: not counter.is_busy and not dialog._pause.isActive(), timeout=20_000)


@pytest.fixture
def dialog(window: MainWindow, places: Places, folder: Path, qtbot: QtBot) -> StatisticsDialog:
    """The window 采用情况 over the year of the issues."""
    index(places, folder)
    return opened(window, qtbot)
