"""A window with a library of two years of issues, made in a folder of the test's."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from bulletin_desk.desk.library.library_dialog import LibraryDialog
from bulletin_desk.desk.library.upkeep import Upkeep
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.library.folders import add_folders
from bulletin_desk.library.index import Library
from bulletin_desk.library.update import update
from bulletin_desk.storage.places import Places
from tests.desk.conftest import there
from tests.desk.library.years import write_years

UPDATE = Upkeep.update
"""What really starts a process."""
YEARS, NUMBERS = (2022, 2023), (1, 2, 3, 5, 6)
"""Number 4 is missing in both."""


@pytest.fixture(autouse=True)
def updates(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """No process is started; how often one would have been."""
    begun: list[str] = []
    monkeypatch.setattr(Upkeep, "update", lambda _: begun.append("update"))
    return begun


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Ten issues."""
    write_years(tmp_path / "简报", YEARS, NUMBERS)
    return tmp_path / "简报"


def index(places: Places, *folders: Path) -> None:
    """Has these folders in the library, as they are now."""
    add_folders(places.library, folders)
    with Library(places.library) as library:
        update(library, lambda _: 2)


@pytest.fixture(scope="session")
def shelved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Ten issues that no test changes, and the library that is made of them."""
    folder, made = tmp_path_factory.mktemp("简报"), tmp_path_factory.mktemp("made")
    write_years(folder, YEARS, NUMBERS)
    index(Places(made, made / "desk.ini"), folder)
    return folder, made


@pytest.fixture
def shelf(window: MainWindow, shelved: tuple[Path, Path], places: Places, qtbot: QtBot) -> LibraryDialog:
    """The window of the library, opened as a hand does."""
    _, made = shelved
    shutil.copytree(Places(made, made).library, places.library)
    window.actions_by_name["library"].trigger()
    dialog = there(window.librarian.dialog)
    qtbot.waitUntil(lambda: dialog.issues.topLevelItemCount() == 10 and not dialog._questions.busy)
    return dialog
