"""The pages' text as screen readers get it, asked as Qt's bridges to them ask."""

from __future__ import annotations

import gc
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleTextInterface,
    QTextCursor,
)
from PySide6.QtTest import QTest
from shiboken6 import isValid

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.grammar import block_of, item_path, name_of, section_path, title_of
from bulletin_desk.bulletin.model import Kind, Path, Place
from bulletin_desk.desk.page import reading
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.editing.nodes import shown
from bulletin_desk.editing.selection import Caret, at, between
from tests.desk.conftest import there, type_keys

Key = Qt.Key


def found(window: MainWindow) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(window.canvas)


def text_of(window: MainWindow) -> QAccessibleTextInterface:
    return found(window).textInterface()


def whole(window: MainWindow) -> str:
    text = text_of(window)
    return text.text(0, text.characterCount())


def test_the_pages_are_an_editable_text_of_many_lines(window: MainWindow) -> None:
    interface = found(window)
    assert interface.role() == QAccessible.Role.EditableText
    assert interface.text(QAccessible.Text.Name) == "版面"
    assert interface.text(QAccessible.Text.Description) == "标题，第 1 面"
    state = interface.state()
    assert (state.editable, state.multiLine, state.readOnly) == (True, True, False)
    assert interface.childCount() == 0
    assert interface.childAt(10, 10) is None


def test_qt_may_ask_for_every_interface(window: MainWindow) -> None:
    """As its bridges do; what there is none of is nothing."""
    interface = found(window)
    assert interface.actionInterface() is not None
    for nothing in (
        interface.editableTextInterface(),
        interface.valueInterface(),
        interface.tableCellInterface(),
        interface.selectionInterface(),
        interface.attributesInterface(),
    ):
        assert nothing is None


def test_all_text_in_the_order_of_the_paper(real: MainWindow) -> None:
    issue = real.document.issue
    texts = [text_at(issue, path).replace("\n", "\u2028") for path in shown(issue)]
    assert whole(real) == "\n".join(texts)
    assert len(texts) > 40


def test_caret_and_selection_are_told_where_they_are(real: MainWindow) -> None:
    path = block_of(item_path(0, 0), 0)
    real.document.go_to(path, 3)
    text = text_of(real)
    words = text_at(real.document.issue, path)
    start = text.cursorPosition() - 3
    assert text.text(start, start + len(words)) == words
    assert text.selectionCount() == 0
    QTest.keyClick(real.canvas, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert text_of(real).selectionCount() == 1
    assert text_of(real).cursorPosition() == start + 4


def test_what_is_typed_is_in_the_text_and_characters_of_two_units_are_counted_so(window: MainWindow) -> None:
    type_keys(window, "题目\n𠮷野")
    text = text_of(window)
    at_end = text.cursorPosition()
    assert text.text(at_end - 6, at_end) == "题目\n𠮷野"[-6:]
    type_keys(window, "家")
    assert text_of(window).cursorPosition() == at_end + 1
    QTest.keyClick(window.canvas, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "家" not in whole(window)


def test_what_is_composed_is_not_yet_in_the_text(real: MainWindow) -> None:
    """Input methods are read by themselves; the pages show what is selected no more meanwhile."""
    first, last = block_of(item_path(0, 0), 0), block_of(item_path(0, 0), 2)
    real.document.select(between(Place(first, 3), Place(last, 2)))
    before = whole(real)
    real.document.set_preedit("zhong")
    assert whole(real) == before
    assert text_of(real).selectionCount() == 1
    real.document.commit("中")
    assert "中" in whole(real)
    assert text_of(real).selectionCount() == 0


def test_a_screen_reader_puts_the_caret_somewhere_and_selects(real: MainWindow) -> None:
    path = title_of(item_path(0, 1))
    issue = real.document.issue
    start = whole(real).index(text_at(issue, path).replace("\n", "\u2028"))
    text_of(real).setCursorPosition(start + 2)
    assert real.document.selection == at(Place(path, 2))
    text_of(real).setSelection(0, start, start + 3)
    assert real.document.selection == between(Place(path, 0), Place(path, 3))
    assert real.document.issue is issue


def _line_at_caret(window: MainWindow) -> str:
    """What Qt's own interface gives as the caret's line."""
    cursor = window.canvas.reader.mirror().textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.StartOfLine)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfLine, QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


def test_lines_are_those_of_the_page(real: MainWindow) -> None:
    """A screen reader reads line by line as the arrows go."""
    document = real.document
    document.go_to(block_of(item_path(0, 0), 0))
    read = []
    for _ in range(12):
        placed = document.geometry.line_of(document.selection.head)
        text = text_at(document.issue, placed.path)
        printed = text[placed.line.start : placed.line.end]
        assert _line_at_caret(real) == printed
        read.append(printed)
        QTest.keyClick(real.canvas, Key.Key_Down)
    assert len(set(read)) == 12
    QTest.keyClick(real.canvas, Key.Key_End, Qt.KeyboardModifier.ControlModifier)  # another page
    assert _line_at_caret(real)


def test_characters_are_where_they_are_seen(real: MainWindow) -> None:
    """Nearly, since marks are squeezed on the page: a magnifier follows them, also after a scroll."""
    document, canvas = real.document, real.canvas
    path = block_of(item_path(0, 0), 0)
    document.go_to(path, 30)
    for scrolled in (0, 120):
        canvas.verticalScrollBar().setValue(canvas.verticalScrollBar().value() + scrolled)
        text = text_of(real)
        start = text.cursorPosition() - 30
        for offset in range(0, len(text_at(document.issue, path)), 9):
            box = document.geometry.caret_box(Caret(Place(path, offset)))
            seen = canvas.viewport().mapToGlobal(canvas.to_pixels(box.page, box.x, box.top).toPoint())
            told = text.characterRect(start + offset)
            cell = box.height * canvas.sheets.scale
            assert abs(told.x() - seen.x()) < 1.5 * cell, offset
            assert abs(told.y() - seen.y()) < cell / 2, offset
            assert told.width() <= cell


def test_another_issue_is_another_text(real: MainWindow) -> None:
    before = whole(real)
    real.filing.start_empty()
    assert whole(real) != before
    assert "\n".join(text_at(real.document.issue, p) for p in shown(real.document.issue)) == whole(real)


class Told:
    """Events as a screen reader gets them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, active: bool) -> None:
        self.events: list[QAccessibleEvent] = []
        monkeypatch.setattr(reading, "QAccessible", self)
        self._active = active

    def isActive(self) -> bool:  # noqa: N802
        return self._active

    def updateAccessibility(self, event: QAccessibleEvent) -> None:  # noqa: N802
        self.events.append(event)

    def kinds(self) -> list[str]:
        kinds = [event.type().name for event in self.events]
        self.events.clear()
        return kinds


def test_what_changes_is_told(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    text_of(window)
    told = Told(monkeypatch, active=True)
    type_keys(window, "题")
    assert told.kinds() == ["TextInserted", "TextCaretMoved"]
    QTest.keyClick(window.canvas, Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert told.kinds() == ["TextSelectionChanged", "TextCaretMoved"]
    type_keys(window, "目")
    assert told.kinds()[0] == "TextUpdated"
    QTest.keyClick(window.canvas, Key.Key_Backspace)
    assert told.kinds()[0] == "TextRemoved"


def test_without_a_screen_reader_typing_costs_nothing(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Told(monkeypatch, active=False)
    looked: list[object] = []
    monkeypatch.setattr(reading.Words, "of", looked.append)
    type_keys(window, "题目\n正文")
    assert (told.events, looked) == ([], [])
    assert there(window.canvas.reader)._mirror is None


@pytest.mark.parametrize(
    ("old", "new", "is_"),
    [
        ("", "", (0, "", "")),
        ("abc", "abXc", (2, "", "X")),
        ("aaa", "aa", (2, "a", "")),
        ("abcd", "axyd", (1, "bc", "xy")),
        ("", "ab", (0, "", "ab")),
        ("ab", "", (0, "ab", "")),
    ],
)
def test_difference(old: str, new: str, is_: tuple[int, str, str]) -> None:
    assert reading.difference(old, new) == is_


def test_an_interface_lives_as_long_as_its_window(open_window: Callable[[], MainWindow]) -> None:
    """Qt ends it with the widget: were it Python's, Qt would end it a second time when the program ends."""
    before = len([each for each in reading._made if isValid(each)])
    for _ in range(3):
        window = open_window()
        assert whole(window)
    gc.collect()
    assert len([each for each in reading._made if isValid(each)]) == before + 3
    assert whole(window)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (title_of(item_path(2, 0)), "标题“★1.”"),
        (block_of(item_path(2, 0), 0), "正文"),
        (block_of(item_path(2, 1), 0), "正文“■2.”"),
        (name_of(section_path(1)), "栏目“一、”"),
        (name_of(section_path(2)), "二级栏目“（一）”"),
    ],
)
def test_marks_and_numbers_are_told_of_where_the_caret_is(
    offering: MainWindow, path: Path, said: str
) -> None:
    offering.document.go_to(path, 0)
    page = offering.document.caret_box().page + 1
    assert found(offering).text(QAccessible.Text.Description) == f"{said}，第 {page} 面"


def test_a_line_that_waits_for_its_words_is_read_and_goes_again(offering: MainWindow) -> None:
    """Lines around the title are in the text; a title that is not printed is none."""
    item = item_path(2, 0)
    text = whole(offering)
    for words in (
        "本周要闻",
        "——八个市州参加",
        "人民网\u2028阅读10万",
        "各市人民政府：",
        "某某市办公室\u20282024年1月9日",
    ):
        assert words in text.split("\n")
    assert "" not in text.split("\n")
    before = len(text.split("\n"))
    offering.document.add_text(item_path(0, 0), Kind.KICKER)
    assert found(offering).text(QAccessible.Text.Description).startswith("引题")
    assert len(whole(offering).split("\n")) == before + 1
    type_keys(offering, "甲")
    lines = whole(offering).split("\n")
    assert lines[lines.index("无栏目的一篇") - 1] == "甲"
    offering.document.add_text(item_path(0, 0), Kind.SUBTITLE)
    offering.document.go_to(block_of(item, 0), 2)
    assert len(whole(offering).split("\n")) == before + 1
    interface = text_of(offering)
    assert interface.text(0, interface.cursorPosition()).endswith("市局")
