"""A window as a clerk has it, offscreen, with settings and files of its own. Without Qt these tests are
left out."""

from __future__ import annotations

import gc
import importlib
import itertools
import os
import pkgutil
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date as Date  # noqa: N812
from pathlib import Path
from typing import TypeVar

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)
pytest.importorskip("pytestqt")

from PySide6.QtCore import QEvent, QStandardPaths, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget

from bulletin_desk import desk
from bulletin_desk.bulletin.model import LayoutText
from bulletin_desk.desk.app import make_application
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.files.next_issue import NextIssueDialog
from bulletin_desk.desk.parts.idle import IdleCleaner
from bulletin_desk.desk.settings import Settings
from bulletin_desk.desk.starting.begin_card import BeginCard
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.read import layout_text
from bulletin_desk.storage.places import Places
from tests.bulletin.further import FURTHER
from tests.layouts.further import OFFERS

QStandardPaths.setTestModeEnabled(True)

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
REAL = EXAMPLES / "2024-01-09.bulletin"
TODAY = Date(2024, 1, 12)


@pytest.fixture(scope="session")
def qapp_cls() -> Callable[[list[str]], QApplication]:
    """pytest-qt's application is the desk's own: its style, language and faces."""
    return lambda _arguments: make_application()


@pytest.fixture(scope="session", autouse=True)
def _nothing_stays_on_the_clipboard(qapp: QApplication) -> Iterator[None]:
    """Tests put data there that Python has made, of which PySide dies at its end; the desk itself puts none
    there (test_ending)."""
    yield
    qapp.clipboard().clear()


class Clock:
    """Seconds that go by only when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """The window's clock: all typing is one run unless it is moved."""
    return Clock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """What the window remembers, in an empty file."""
    return Settings(tmp_path / "desk.ini")


def every_dialog() -> set[str]:
    """The names of all dialogs of the desk: other tests load modules anew, so that there may be several of a
    name."""
    for module in pkgutil.walk_packages(desk.__path__, "bulletin_desk.desk."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)

    def below(kind: type[QDialog]) -> Iterator[type[QDialog]]:
        for each in kind.__subclasses__():
            yield each
            yield from below(each)

    return {kind.__name__ for kind in below(QDialog) if kind.__module__.startswith("bulletin_desk.desk")}


RUN = QDialog.exec
"""What really waits, for a test that answers while it does."""


@pytest.fixture(autouse=True)
def _no_dialog_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dialog that a test does not expect fails it; it would wait for an answer without end."""

    def unexpected(dialog: QDialog) -> None:
        words = dialog.text() if isinstance(dialog, QMessageBox) else ""
        pytest.fail(f"a dialog nobody answers: {dialog.windowTitle()} {words}")

    monkeypatch.setattr(QDialog, "exec", unexpected)
    monkeypatch.setattr(QMessageBox, "exec", unexpected)


class CountingCleaner(IdleCleaner):
    """Counts the issues opened instead of going over all memory, which here is the whole suite's and would
    take most of these tests' time. The cleaner itself is tried in parts/test_idle."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.count = 0

    def opened(self) -> None:
        self.count += 1


@pytest.fixture(autouse=True)
def _opening_does_not_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bulletin_desk.desk.window.IdleCleaner", CountingCleaner)


_CLOSED_BETWEEN_CLEANINGS = 20
_closed = itertools.count(1)


def let_go() -> None:
    """Ends the windows that were closed, now and in this thread: hundreds would lie about until some thread
    collects them."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if next(_closed) % _CLOSED_BETWEEN_CLEANINGS == 0:
        gc.collect()


@pytest.fixture
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Where the window keeps copies."""
    folder = tmp_path_factory.mktemp("user")
    return Places(folder / "data", folder / "desk.ini")


@pytest.fixture
def open_window(
    qtbot: object,
    faces: Faces,
    settings: Settings,
    clock: Clock,
    places: Places,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[], MainWindow]]:
    """Opens windows; at the end they are closed without a question."""
    windows: list[MainWindow] = []

    def opened() -> MainWindow:
        window = MainWindow(faces, settings, clock, lambda: TODAY, places)
        windows.append(window)
        window.resize(1366, 768)
        window.show()
        return window

    yield opened
    monkeypatch.setattr(asking, "ask_unsaved", lambda *_: False)
    for window in windows:
        window.close()
        window.deleteLater()
    windows.clear()
    let_go()


@pytest.fixture
def window(open_window: Callable[[], MainWindow]) -> MainWindow:
    """A window with a blank issue, the caret in the first title."""
    window = open_window()
    window.filing.start_empty()
    window.notice.hide()
    window.activateWindow()
    window.canvas.setFocus()
    return window


@pytest.fixture
def real(window: MainWindow, tmp_path_factory: pytest.TempPathFactory) -> MainWindow:
    """A window with a copy of the real issue."""
    file = tmp_path_factory.mktemp("office") / REAL.name
    shutil.copyfile(REAL, file)
    assert window.filing.open_file(file)
    return window


@pytest.fixture
def card_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cards of the next issue and of a new one are taken as they are proposed."""

    def take(card: NextIssueDialog) -> int:
        QTest.mouseClick(card.make, Qt.MouseButton.LeftButton)
        assert card.issue is not None, [field.said.text() for field in (card.folder, card.name)]
        return card.result()

    def begin(card: BeginCard) -> int:
        QTest.mouseClick(card.make, Qt.MouseButton.LeftButton)
        assert card.begun is not None, card.number.said.text()
        return card.result()

    monkeypatch.setattr(NextIssueDialog, "exec", take)
    monkeypatch.setattr(BeginCard, "exec", begin)


T = TypeVar("T")
S = TypeVar("S")
D = TypeVar("D", bound=QDialog)


def answering(monkeypatch: pytest.MonkeyPatch, kind: type[D], hand: Callable[[D], object]) -> list[D]:
    """Has a hand answer the dialogs of a kind; those that it has answered."""
    seen: list[D] = []

    def run(dialog: D) -> int:
        seen.append(dialog)
        dialog.show()
        dialog.activateWindow()
        QApplication.processEvents()
        hand(dialog)
        return dialog.result()

    monkeypatch.setattr(kind, "exec", run)
    return seen


def there(thing: T | None) -> T:
    """What must be there."""
    assert thing is not None
    return thing


def noting(said: list[S], what: S, answer: T) -> T:
    """Writes down what was asked, and answers."""
    said.append(what)
    return answer


def type_keys(window: MainWindow, text: str) -> None:
    """Each character as a key on the page; a line end as Enter."""
    type_into(window.canvas, text)


def type_into(widget: QWidget, text: str) -> None:
    """Each character as a key; a line end as Enter."""
    for char in text:
        if char == "\n":
            QTest.keyClick(widget, Qt.Key.Key_Return)
        elif char.isascii():
            QTest.keyClick(widget, char)  # type: ignore[call-overload]  # Qt takes characters too
        else:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, char)
                QApplication.sendEvent(widget, event)


OFFERING = LayoutText("made", layout_text("gb9704")[1] + OFFERS)
"""A layout that offers everything."""
WITHOUT_SECTIONS = LayoutText(
    "alone",
    OFFERING.text.replace('sections = "optional"', 'sections = "none"').replace("levels = 2", "levels = 1")
    if OFFERING.text
    else "",
)
"""One that offers all but sections."""


@pytest.fixture
def offering(window: MainWindow) -> MainWindow:
    """A window with an issue that has everything, in a layout that offers everything."""
    window.session.replace(replace(FURTHER, layout=OFFERING))
    assert window.session.layout_trouble == ""
    window.activateWindow()
    window.canvas.setFocus()
    return window
