"""The open issue is set in another layout, as an edit that can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bulletin_desk.bulletin.grammar import walk
from bulletin_desk.bulletin.model import Kind, LayoutText
from bulletin_desk.desk.starting.layout_dialog import LayoutDialog
from bulletin_desk.desk.starting.unplaced import unplaced
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.layouts.read import DEFAULT, layout_text
from bulletin_desk.pipeline import in_layout
from bulletin_desk.storage.bulletin_file import from_json
from tests.desk.conftest import EXAMPLES, answering, there

Hand = Callable[[LayoutDialog], object]


def choose(window: MainWindow, monkeypatch: pytest.MonkeyPatch, hand: Hand) -> None:
    answering(monkeypatch, LayoutDialog, hand)
    window.actions_by_name["set_layout"].trigger()


def press(*keys: Qt.Key) -> Hand:
    def pressed(dialog: LayoutDialog) -> None:
        for key in keys:
            QTest.keyClick(there(dialog.focusWidget()), key)

    return pressed


def test_by_keys_and_back_by_undo(real: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    before, layout = real.document.issue, real.session.layout
    choose(real, monkeypatch, press(Qt.Key.Key_Down, Qt.Key.Key_Return))
    assert real.document.issue == replace(before, layout=LayoutText(*layout_text("gb9704")))
    assert real.session.layout.name != layout.name
    assert real.document.undo_name == "换版式"
    assert real.notice.isHidden()
    real.session.undo()
    assert real.document.issue == before
    assert real.session.layout == layout


def test_esc_and_the_same_one_change_nothing(real: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    before = real.document.issue
    for keys in ((Qt.Key.Key_Down, Qt.Key.Key_Escape), (Qt.Key.Key_Return,)):
        choose(real, monkeypatch, press(*keys))
        assert real.document.issue is before


def test_a_double_click_takes(real: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    def click(dialog: LayoutDialog) -> None:
        layouts = dialog.layouts.list
        row = layouts.visualItemRect(there(layouts.item(1))).center()
        QTest.mouseClick(layouts.viewport(), Qt.MouseButton.LeftButton, pos=row)
        QTest.mouseDClick(layouts.viewport(), Qt.MouseButton.LeftButton, pos=row)

    choose(real, monkeypatch, click)
    assert there(real.document.issue.layout).name == "gb9704"


def test_what_has_no_place_is_said(real: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bulletin_desk.desk.starting.starting.unplaced", lambda *_: ("报头标注", "印数"))
    choose(real, monkeypatch, press(Qt.Key.Key_Down, Qt.Key.Key_Return))
    assert "这个版式里没有地方排报头标注、印数：文字还在这一期里" in real.notice.text


@pytest.mark.parametrize("layout", ["gb9704", DEFAULT])
def test_what_the_shipped_layouts_place_is_not_missing(layout: str, real: MainWindow) -> None:
    full = from_json((EXAMPLES / "full.json").read_text(encoding="utf-8"), "full.json")
    for issue in (full, real.document.issue):
        real.session.replace(in_layout(issue, layout))
        assert unplaced(real.document.issue, real.document.pages) == ()


def test_a_text_that_stands_on_no_page_is_missing(real: MainWindow) -> None:
    pages = real.document.pages
    issue = real.document.issue
    with_more = replace(issue, masthead=replace(issue.masthead, marking="内部资料"), print_count=None)
    assert unplaced(with_more, pages) == ("报头标注",)


def test_the_caret_leaves_a_text_that_has_no_place_any_more(window: MainWindow) -> None:
    assert window.filing.open_file(EXAMPLES / "duty-flash.bulletin")
    document = window.document
    (signer,) = [
        node.path
        for node in walk(document.issue)
        if node.kind is Kind.CLOSING_FIELD and document.pages.places(node.path)
    ][-1:]
    document.go_to(signer)
    before, there = document.issue, document.selection
    assert there.head.path == signer
    document.apply("换版式", in_layout(document.issue, DEFAULT))
    assert document.pages.places(document.selection.head.path)
    assert document.caret_box()
    QTest.keyClicks(window.canvas, "X")
    window.session.undo()
    window.session.undo()
    assert (document.issue, document.selection) == (before, there)
    window.session.redo()
    assert document.caret_box()
