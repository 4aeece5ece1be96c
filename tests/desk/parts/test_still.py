"""Choices that neither the wheel nor keys of commands change."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from bulletin_desk.desk.parts.still import keep_still
from tests.desk.conftest import there

Key = Qt.Key
ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)  # offscreen, of popups


@pytest.fixture(params=[False, True], ids=["closed text", "typed text"])
def choice(qtbot: QtBot, request: pytest.FixtureRequest) -> QComboBox:
    choice = QComboBox()
    qtbot.addWidget(choice)
    choice.addItems(["甲", "乙", "丙", "丁"])
    choice.setEditable(request.param)
    choice.setCurrentIndex(2)
    keep_still(choice)
    choice.show()
    choice.setFocus()
    return choice


def test_the_wheel_goes_past(choice: QComboBox) -> None:
    down = QPoint(0, -120)
    at = QPointF(3, 3)
    no = Qt.MouseButton.NoButton
    wheel = QWheelEvent(
        at, at, down, down, no, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(choice, wheel)
    assert choice.currentIndex() == 2


def test_alt_and_arrows_are_commands_and_arrows_alone_choose(choice: QComboBox) -> None:
    for modifiers in (ALT, ALT | SHIFT):
        QTest.keyClick(choice, Key.Key_Up, modifiers)
        assert choice.currentIndex() == 2
    QTest.keyClick(choice, Key.Key_Up)
    assert choice.currentIndex() == 1


def test_in_the_open_list_too(choice: QComboBox) -> None:
    QTest.keyClick(choice, Key.Key_Down, ALT)
    for key, modifiers in (
        (Key.Key_Up, ALT),
        (Key.Key_Up, ALT | SHIFT),
        (Key.Key_Down, ALT | SHIFT),
        (Key.Key_Return, CTRL),
    ):
        QTest.keyClick(choice.view(), key, modifiers)
        assert QApplication.activePopupWidget() is not None, (key, modifiers)
        assert choice.view().currentIndex().row() == 2, (key, modifiers)
    QTest.keyClick(choice.view(), Key.Key_Down, ALT)
    assert QApplication.activePopupWidget() is None
    assert (choice.currentIndex(), choice.view().currentIndex().row()) == (2, 2)


def test_keys_of_its_own_choose_in_the_open_list(choice: QComboBox) -> None:
    QTest.keyClick(choice, Key.Key_Down, ALT)
    QTest.keyClick(choice.view(), Key.Key_Up)
    QTest.keyClick(there(choice.view()), Key.Key_Return)
    assert (choice.currentIndex(), choice.currentText()) == (1, "乙")
