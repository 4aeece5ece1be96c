"""What of the pages is in sight when a file opens: the masthead, or where the caret was left."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bulletin_desk.bulletin.grammar import NAME
from bulletin_desk.bulletin.model import Path as PartPath
from bulletin_desk.desk.parts.notice import Until
from bulletin_desk.desk.parts.zoom import FIT_AUTO, FIT_PAGE, FIT_WIDTH
from bulletin_desk.desk.window import MainWindow
from tests.desk.conftest import REAL, type_keys

BLOCK: PartPath = ("sections", 0, "items", 2, "blocks", 0)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A copy of the real issue that no window has had before."""
    copy = tmp_path / "2024-01-09.bulletin"
    shutil.copyfile(REAL, copy)
    return copy


def masthead_in_sight(window: MainWindow) -> bool:
    """Whether the bulletin's name stands whole in the view."""
    QApplication.processEvents()
    canvas = window.canvas
    names = [line for line in window.document.pages[0].lines if line.path == NAME]
    assert names
    top = min(canvas.to_pixels(0, 0, line.top).y() for line in names)
    bottom = max(canvas.to_pixels(0, 0, line.top + line.height).y() for line in names)
    return bool(0 <= top < bottom <= canvas.viewport().height())


def caret_in_sight(window: MainWindow) -> bool:
    """Whether the caret is in the view, from end to end."""
    QApplication.processEvents()
    caret = window.canvas.caret_pixels()
    return caret.top() >= 0 and caret.bottom() < window.canvas.viewport().height()


@pytest.mark.sampled
@pytest.mark.parametrize("fit", [FIT_AUTO, FIT_WIDTH, FIT_PAGE])
@pytest.mark.parametrize(
    "panels", [(), ("show_fields",), ("show_findings",), ("show_fields", "show_findings")]
)
@pytest.mark.parametrize("size", [(1366, 768), (1366, 660), (1024, 600), (2560, 1440)])
def test_the_masthead_is_in_sight_when_a_file_opens(
    window: MainWindow, file: Path, size: tuple[int, int], panels: tuple[str, ...], fit: str
) -> None:
    window.resize(*size)
    for panel in panels:
        window.viewing.show(panel)
    window.canvas.set_fit(fit)
    QApplication.processEvents()
    assert window.filing.open_file(file)
    assert masthead_in_sight(window)
    window.notice.say("一句话。", until=Until.CLOSED)
    assert masthead_in_sight(window)
    window.notice.hide()
    assert masthead_in_sight(window)


@pytest.mark.parametrize("panels", [(), ("show_fields", "show_findings")])
def test_the_first_title_is_in_sight_beside_it(
    window: MainWindow, file: Path, panels: tuple[str, ...]
) -> None:
    for panel in panels:
        window.viewing.show(panel)
    QApplication.processEvents()
    assert window.filing.open_file(file)
    assert caret_in_sight(window)
    window.filing.start_empty()
    assert masthead_in_sight(window)
    assert caret_in_sight(window)


def test_the_masthead_stays_where_the_window_gets_its_size_afterwards(
    open_window: Callable[[], MainWindow], file: Path
) -> None:
    """As the first window does, which takes all of a small screen."""
    window = open_window()
    window.resize(700, 420)
    QApplication.processEvents()
    assert window.filing.open_file(file)
    for size in ((1366, 768), (1100, 620), (2560, 1440), (1366, 768)):
        window.resize(*size)
        assert masthead_in_sight(window), size
    window.viewing.show("show_fields")
    assert masthead_in_sight(window)


def test_who_has_scrolled_or_typed_is_left_there(window: MainWindow, file: Path) -> None:
    assert window.filing.open_file(file)
    bar = window.canvas.verticalScrollBar()
    bar.setValue(bar.value() + 900)
    window.resize(1300, 700)
    assert not masthead_in_sight(window)
    window.filing.start_empty()
    assert masthead_in_sight(window)
    type_keys(window, "标题\n" + "一段文字。\n" * 12)
    assert caret_in_sight(window)
    window.resize(1366, 600)
    assert caret_in_sight(window)


def test_the_caret_is_in_sight_where_it_was_left(window: MainWindow, file: Path) -> None:
    assert window.filing.open_file(file)
    window.document.go_to(BLOCK, 20)
    window.filing.start_empty()
    assert masthead_in_sight(window)
    window.resize(1366, 500)
    assert window.filing.open_file(file)
    assert window.document.selection.head.place.path == BLOCK
    assert caret_in_sight(window)
    window.resize(1366, 420)
    assert caret_in_sight(window)
    QTest.keyClick(window.canvas, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert caret_in_sight(window)
