"""What an input method composes in place of what is selected: the pages are of another issue then."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QInputMethodEvent, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.model import Place
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.editing.nodes import is_shown
from bulletin_desk.editing.selection import between
from bulletin_desk.storage.bulletin_file import read_bulletin
from tests.desk.conftest import REAL


@pytest.fixture
def composing(real: MainWindow) -> Iterator[MainWindow]:
    """Over nearly all of the issue: its last items have other paths on the pages."""
    sections = real.document.issue.sections
    last = ("sections", len(sections) - 1, "items", len(sections[-1].items) - 1, "title")
    real.document.select(between(Place(("sections", 0, "items", 0, "title"), 1), Place(last, 0)))
    QApplication.sendEvent(real.canvas, QInputMethodEvent("shi", []))
    assert real.document.preedit is not None
    assert real.document.shown != real.document.issue
    yield real
    real.document.end_preedit()
    assert real.document.issue == read_bulletin(REAL)
    assert real.document.shown is real.document.issue


def test_the_pages_are_painted(composing: MainWindow) -> None:
    """Every page, with its prompts and marks."""
    composing.proofing.findings = []
    for page in range(len(composing.document.pages)):
        composing.canvas.show_page(page)
        composing.canvas.viewport().grab()
        for line in composing.document.pages[page].lines:
            composing.canvas.overlays.prompts.find(composing.document.shown, line)


def test_the_mouse_ends_it(composing: MainWindow) -> None:
    """Also where the button was pressed before it began."""
    document = composing.document
    page = len(document.pages) - 1
    document.drag(page, 200.0, 300.0)
    assert document.preedit is None
    assert is_shown(document.issue, document.selection.head.path)


def test_a_drop_ends_it(composing: MainWindow) -> None:
    viewport, data = composing.canvas.viewport(), QMimeData()
    data.setText("放")
    at = QPointF(viewport.width() / 2, viewport.height() / 2)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    composing.canvas.dropEvent(QDropEvent(at, Qt.DropAction.CopyAction, data, left, none))
    assert composing.document.preedit is None
    composing.session.undo()


@pytest.mark.parametrize("part", ["canvas", "outline"])
def test_a_fault_while_painting_leaves_no_painter_open(
    qtbot: QtBot, real: MainWindow, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Qt dies of a painter that is still open when the next one comes, and a fault holds what was there."""
    view = real.canvas if part == "canvas" else real.outline
    held: list[QPainter] = []

    def fails(painter: QPainter, *_: object) -> None:
        held.append(painter)
        assert painter.isActive()
        raise ZeroDivisionError

    real.outline._marker = (real.outline.rect(), True)
    monkeypatch.setattr(view, "_paint" if part == "canvas" else "_paint_mark", fails)
    with qtbot.captureExceptions(), contextlib.suppress(ZeroDivisionError):  # as PySide hands it on
        view.viewport().grab()
    assert len(held) == 1
    assert not held[0].isActive()
