"""What input methods say, in UTF-16 units, and what becomes of the text around the caret."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.desk.window import MainWindow

BLOCK = ("sections", 0, "items", 0, "blocks", 0)


@pytest.mark.parametrize(
    ("offset", "start", "length", "left"),
    [
        (0, -3, 3, "新一二𠮷四五"),  # as from a method that still sees the paragraph before
        (1, -3, 3, "新二𠮷四五"),
        (0, -3, 1, "新一二𠮷四五"),
        (0, -9, 9, "新一二𠮷四五"),
        (3, -2, 2, "一二新四五"),  # two units, one character
        (5, -1, 9, "一二𠮷四新"),
        (5, 0, 9, "一二𠮷四五新"),
    ],
)
def test_what_is_replaced_is_near_the_caret(
    window: MainWindow, offset: int, start: int, length: int, left: str
) -> None:
    window.document.go_to(BLOCK)
    window.document.type_text("一二𠮷四五")
    window.document.go_to(BLOCK, offset)
    event = QInputMethodEvent("", [])
    event.setCommitString("新", start, length)
    QApplication.sendEvent(window.canvas, event)
    assert text_at(window.document.issue, BLOCK) == left
