"""The find bar as a clerk uses it: what undo takes back there, what Esc closes, how far replacing reaches."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from bulletin_desk.bulletin.grammar import block_of, item_path
from bulletin_desk.bulletin.matching import text_of
from bulletin_desk.bulletin.model import Section
from bulletin_desk.bulletin.numbering import EMPTY_ITEM
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.editing.find import Match, Scope, find_all
from tests.desk.conftest import there, type_keys

CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key
FIRST = block_of(item_path(0, 0), 0)


def text(window: MainWindow) -> str:
    """The first paragraph."""
    return text_of(window.document.issue.sections[0].items[0].blocks[0])


def press(key: Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key for whoever has the keys."""
    QTest.keyClick(there(QApplication.focusWidget()), key, held)


def type_into(field: QLineEdit, text: str) -> None:
    """Each character as a key."""
    for char in text:
        event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, char)
        QApplication.sendEvent(field, event)


def replacing(window: MainWindow, wanted: str, by: str) -> None:
    """The bar open with both fields typed."""
    press(Key.Key_H, CTRL)
    type_into(window.find_bar.wanted, wanted)
    press(Key.Key_Tab)
    assert window.find_bar.replacement.hasFocus()
    type_into(window.find_bar.replacement, by)


def test_undo_after_replacing_takes_the_replacement_back(window: MainWindow) -> None:
    type_keys(window, "标题\na1a2a3")
    window.document.go_to(FIRST)
    replacing(window, "a", "b")
    press(Key.Key_Return)
    assert text(window) == "b1a2a3"
    assert window.find_bar.replacement.hasFocus()
    press(Key.Key_Z, CTRL)
    assert text(window) == "a1a2a3"
    assert window.find_bar.replacement.text() == "b"
    press(Key.Key_Y, CTRL)
    assert text(window) == "b1a2a3"
    window.find_bar.replace_all.click()
    assert text(window) == "b1b2b3"
    window.find_bar.wanted.setFocus()
    window.actions_by_name["undo"].trigger()
    assert text(window) == "b1a2a3"
    assert window.find_bar.wanted.text() == "a"


def test_undo_in_the_bar_takes_back_what_is_typed_there(window: MainWindow) -> None:
    """Before anything has been replaced, and when typing has gone on since."""
    type_keys(window, "标题\na1a2a3")
    window.document.go_to(FIRST)
    replacing(window, "a", "b")
    press(Key.Key_Z, CTRL)
    assert window.find_bar.replacement.text() == ""
    press(Key.Key_Y, CTRL)
    assert window.find_bar.replacement.text() == "b"
    press(Key.Key_Return)
    assert text(window) == "b1a2a3"
    QTest.keyClicks(window.find_bar.replacement, "c")
    assert window.actions_by_name["undo"].text() == "撤销(&U)"
    window.actions_by_name["undo"].trigger()
    assert window.find_bar.replacement.text() != "bc"
    assert text(window) == "b1a2a3"


def test_escape_closes_the_bar_from_all_its_parts_and_from_the_page(window: MainWindow) -> None:
    type_keys(window, "标题\na1a2a3")
    bar = window.find_bar
    parts = (bar.wanted, bar.replacement, bar.replace_one, bar.replace_all, bar.scope, window.canvas)
    for part in parts:
        window.actions_by_name["replace"].trigger()
        bar.wanted.setText("a")
        part.setFocus(Qt.FocusReason.TabFocusReason)
        press(Key.Key_Escape)
        assert bar.isHidden(), part
        assert window.canvas.hasFocus()


def test_replacing_reaches_the_text_and_beyond_it_only_when_told(real: MainWindow) -> None:
    """地方志 stands in the issuer's name, the distribution and the imprint too."""
    before = real.document.issue
    replacing(real, "地方志", "史志")
    bar, count = real.find_bar, len(real.searching.matches)
    assert bar.scope_chosen is Scope.TEXT
    frame = len(find_all(before, "地方志")) - count
    assert frame > 1
    assert [bar.scope.itemText(row) for row in (0, 1)] == [f"正文 {count} 处", f"全部 {count + frame} 处"]
    bar.replace_all.click()
    after = real.document.issue
    assert find_all(after, "地方志") == [match for match in find_all(before, "地方志") if in_frame(match)]
    assert (after.masthead, after.dated_header, after.distribution, after.imprint) == (
        before.masthead,
        before.dated_header,
        before.distribution,
        before.imprint,
    )
    assert real.notice.text == f"替换了 {count} 处。报头、版记里的 {frame} 处没有动。"
    assert bar.count.text() == f"正文里没有，报头、版记里有 {frame} 处"
    assert not bar.replace_all.isEnabled()
    bar.scope.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(bar.scope, Key.Key_Down)
    assert bar.scope.currentData() is Scope.ALL
    assert bar.count.text().endswith(f"，共 {frame} 处")
    assert len(real.searching.matches) == frame
    bar.replace_all.click()
    assert not find_all(real.document.issue, "地方志")
    assert real.notice.text == f"替换了 {frame} 处。"


def test_what_is_found_is_stepped_through_within_the_scope(real: MainWindow) -> None:
    press(Key.Key_F, CTRL)
    QTest.keyClicks(real.find_bar.wanted, "2024")
    seen = set()
    for _ in range(len(real.searching.matches) + 2):
        press(Key.Key_F3)
        seen.add(real.document.selection.start.path)
    assert seen
    assert all(path[0] == "sections" for path in seen)


def test_ctrl_a_selects_the_text_first_and_everything_the_second_time(real: MainWindow) -> None:
    issue = real.document.issue
    real.document.go_to(FIRST, 3)
    press(Key.Key_A, CTRL)
    selection = real.document.selection
    assert (selection.start.path, selection.start.offset) == (("sections", 0, "name"), 0)
    assert selection.end.path[0] == "sections"
    assert "再按一次 Ctrl+A" in real.status.currentMessage()
    press(Key.Key_A, CTRL)
    selection = real.document.selection
    assert (selection.start.path, selection.end.path) == (("masthead", "name"), ("imprint", "office"))
    assert real.status.currentMessage().startswith("选中了全期")
    press(Key.Key_A, CTRL)
    press(Key.Key_Delete)
    emptied = real.document.issue
    assert (emptied.masthead, emptied.dated_header, emptied.imprint) == (
        issue.masthead,
        issue.dated_header,
        issue.imprint,
    )
    assert emptied.sections == (Section("", (EMPTY_ITEM,)),)


def in_frame(match: Match) -> bool:
    """Whether a match stands around the text."""
    return match.path[0] not in ("sections", "editors_note")


def test_a_replacement_that_changes_nothing_says_so_and_takes_nothing_back(window: MainWindow) -> None:
    """What is looked for is found in either case: what stands there may be what it is replaced by."""
    type_keys(window, "标题\nGDP")
    window.document.go_to(FIRST)
    before = window.document.issue
    replacing(window, "gdp", "GDP")
    window.find_bar.replace_all.click()
    assert window.document.issue == before
    assert window.notice.text == "这 1 处本来就是这样写的，没有要换的。"
    assert not window.notice.choices
