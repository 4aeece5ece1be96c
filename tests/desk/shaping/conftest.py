"""A window with the panel of the layout open, one for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from PySide6.QtWidgets import QApplication

from bulletin_desk.desk.parts.zoom import FIT_AUTO
from bulletin_desk.desk.settings import Settings
from bulletin_desk.desk.shaping import shaping
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.storage.places import Places
from tests.desk.conftest import EXAMPLES, TODAY, Clock, let_go


@pytest.fixture(autouse=True)
def _no_issue_takes_long_to_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine is: a test that wants pages to wait says so."""
    monkeypatch.setattr(shaping, "_LONG", 1000.0)


@pytest.fixture(scope="module")
def shaping_window(
    qapp: QApplication, faces: Faces, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MainWindow]:
    """A window with the panel open, one for a module: to make one takes longer than they do."""
    folder = tmp_path_factory.mktemp("shaping")
    clock = Clock()
    places = Places(folder / "data", folder / "desk.ini")
    window = MainWindow(faces, Settings(folder / "desk.ini"), clock, lambda: TODAY, places)
    window.resize(1366, 768)
    window.show()
    window.actions_by_name["show_shaping"].trigger()
    with patch.object(window._cleaner, "opened"):  # collects garbage at each issue, longer than a test takes
        yield window
    window.document.mark_saved()
    window.close()
    window.deleteLater()
    let_go()


@pytest.fixture
def shaped(shaping_window: MainWindow) -> MainWindow:
    """That window with an issue in GB/T 9704's layout, as it was opened."""
    window = shaping_window
    window.session.replace(read_bulletin(EXAMPLES / "gb9704.bulletin"))
    if not window.shaping.is_open:
        window.shaping.toggle()
    window.canvas.set_fit(FIT_AUTO)
    window.notice.hide()
    QApplication.processEvents()
    window.canvas.show_page(0)
    return window
