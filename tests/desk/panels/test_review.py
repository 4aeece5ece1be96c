"""The panel of the review: its pages, what its tabs say, and how it comes and goes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidget
from pytestqt.qtbot import QtBot

from bulletin_desk.desk.panels.review import ReviewPanel
from bulletin_desk.desk.window import MainWindow

Key = Qt.Key


def test_pages_stand_under_tabs_that_count(qtbot: QtBot) -> None:
    panel = ReviewPanel()
    qtbot.addWidget(panel)
    panel.show()
    first, second = QTreeWidget(panel), QTreeWidget(panel)
    shown: list[int] = []
    assert (panel.add_page("批注", first), panel.page) == (0, 0)
    panel.page_shown.connect(shown.append)
    assert panel.add_page("修订", second) == 1
    assert panel.page == 0
    panel.set_count(1, 3)
    assert [panel.tabs.tabText(at) for at in (0, 1)] == ["批注", "修订 3"]
    panel.set_count(1, 0)
    assert panel.tabs.tabText(1) == "修订"
    panel.show_page(1)
    assert second.isVisible()
    assert not first.isVisible()
    panel.tabs.setFocus()
    QTest.keyClick(panel.tabs, Key.Key_Left)
    assert first.isVisible()
    assert shown == [1, 0]
    assert panel.focusProxy() is first


def test_it_comes_by_its_key_and_goes_by_esc(real: MainWindow) -> None:
    panel = real.frame.review
    assert not panel.isVisible()
    QTest.keyClick(real.canvas, Key.Key_F7, Qt.KeyboardModifier.ControlModifier)
    assert panel.isVisible()
    assert real.actions_by_name["show_review"].isChecked()
    panel.tabs.setFocus()
    QTest.keyClick(panel.tabs, Key.Key_Escape)
    assert not panel.isVisible()
    assert not real.actions_by_name["show_review"].isChecked()
    assert real.canvas.hasFocus()
    assert real.findings.isHidden()


def test_its_cross_closes_it(real: MainWindow) -> None:
    real.actions_by_name["show_review"].trigger()
    real.frame.review._close.click()
    assert real.frame.review.isHidden()
    assert not real.actions_by_name["show_review"].isChecked()
