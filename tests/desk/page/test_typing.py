"""Typing on the page with keys, input method and mouse, as a clerk does it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import astuple
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QInputMethodEvent,
    QInputMethodQueryEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bulletin_desk.bulletin import bounds
from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.grammar import NAME, block_of, item_path, source_of, title_of, to_path
from bulletin_desk.bulletin.model import Body, Kind, Path, Place, Subheading
from bulletin_desk.desk.parts.notice import Until
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.editing.document import Motion
from bulletin_desk.editing.selection import Caret
from bulletin_desk.typeset.typesetter import Typesetter
from tests.desk.conftest import Clock, type_keys

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
Key = Qt.Key
TITLE = ("sections", 0, "items", 0, "title")
FIRST = ("sections", 0, "items", 0, "blocks", 0)


def press(window: MainWindow, key: Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key in the page, or of the window."""
    QTest.keyClick(window.canvas, key, held)


def compose(
    window: MainWindow,
    preedit: str,
    cursor: int | None = None,
    commit: str = "",
    replacing: tuple[int, int] = (0, 0),
) -> None:
    """What an input method sends."""
    attributes = []
    if cursor is not None:
        kind = QInputMethodEvent.AttributeType.Cursor
        attributes.append(QInputMethodEvent.Attribute(kind, cursor, 1, None))
    event = QInputMethodEvent(preedit, attributes)
    if commit or replacing != (0, 0):
        event.setCommitString(commit, *replacing)
    QApplication.sendEvent(window.canvas, event)


def ask(window: MainWindow, query: Qt.InputMethodQuery) -> object:
    """What an input method asks."""
    event = QInputMethodQueryEvent(query)
    QApplication.sendEvent(window.canvas, event)
    return event.value(query)


def pixel_of(window: MainWindow, path: tuple[str | int, ...], offset: int) -> QPoint:
    """Where on the viewport a place is, after scrolling there."""
    window.document.go_to(path, offset)
    box = window.document.caret_box()
    at = window.canvas.to_pixels(box.page, box.x, box.top + box.height / 2)
    return at.toPoint()


def click(window: MainWindow, at: QPoint, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A click into the page."""
    QTest.mouseClick(window.canvas.viewport(), Qt.MouseButton.LeftButton, held, at)


def shown_agrees(window: MainWindow) -> bool:
    """Whether the pages shown are those of the bulletin, set from nothing."""
    fresh = Typesetter(window.document.pages.layout, window.session.faces).typeset(window.document.issue)
    return list(fresh) == list(window.document.pages)


def on_screen_and_anew(window: MainWindow) -> tuple[QImage, QImage]:
    """The pages as the screen has them, and as painting everything anew gives them."""
    window.canvas._caret_shown = True
    window.canvas.viewport().update(window.canvas.caret_pixels())
    QApplication.processEvents()
    on_screen = window.screen().grabWindow(window.winId()).toImage()
    assert not on_screen.isNull()
    anew = window.grab().toImage().convertToFormat(on_screen.format())
    at = window.canvas.viewport().mapTo(window, QPoint(0, 0))
    part = QRect(at, window.canvas.viewport().size())
    return on_screen.copy(part), anew.copy(part)


def test_an_item_is_written_with_keys_alone(window: MainWindow) -> None:
    type_keys(window, "乐山简讯\n第一段。\n第二段。\n\n乐山市\n又一篇")
    first, second = window.document.issue.sections[0].items
    assert first.title == "乐山简讯"
    assert first.blocks == (Body("第一段。"), Body("第二段。"))
    assert first.source == "（乐山市）"
    assert second.title == "又一篇"
    assert shown_agrees(window)


def test_a_click_sets_the_caret_at_the_character(real: MainWindow) -> None:
    at = pixel_of(real, FIRST, 7)
    real.document.go_to(TITLE, 0)
    click(real, at)
    assert real.document.selection.head.place.path == FIRST
    assert real.document.selection.head.place.offset == 7


def test_a_click_below_the_last_line_sets_the_caret_there(window: MainWindow) -> None:
    type_keys(window, "标题\n正文")
    at = pixel_of(window, FIRST, 0) + QPoint(200, 60)
    click(window, at)
    assert window.document.selection.head.place == window.document.selection.head.place.__class__(FIRST, 2)


def test_shift_click_double_click_and_triple_click_select(real: MainWindow) -> None:
    start, end = pixel_of(real, FIRST, 0), pixel_of(real, FIRST, 10)
    click(real, start)
    click(real, end, SHIFT)
    assert (real.document.selection.start.offset, real.document.selection.end.offset) == (0, 10)
    viewport = real.canvas.viewport()
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
    word = real.document.selection
    assert word.start.offset <= 10 <= word.end.offset
    assert "，" not in text_at(real.document.issue, FIRST)[word.start.offset : word.end.offset]
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
    text = text_at(real.document.issue, FIRST)
    assert (real.document.selection.start.offset, real.document.selection.end.offset) == (0, len(text))


def test_dragging_selects_across_paragraphs(real: MainWindow) -> None:
    start = pixel_of(real, FIRST, 3)
    end = pixel_of(real, (*FIRST[:-1], 2), 5)
    box = real.document.caret_box()
    real.document.go_to(FIRST, 3)
    end = real.canvas.to_pixels(box.page, box.x, box.top + box.height / 2).toPoint()
    start = pixel_of(real, FIRST, 3)
    end = real.canvas.to_pixels(box.page, box.x, box.top + box.height / 2).toPoint()
    viewport = real.canvas.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(viewport, end)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
    selection = real.document.selection
    assert (selection.start.path, selection.start.offset) == (FIRST, 3)
    assert (selection.end.path, selection.end.offset) == ((*FIRST[:-1], 2), 5)


def test_home_and_end_go_by_printed_line(real: MainWindow) -> None:
    real.document.go_to(FIRST, 40)
    press(real, Key.Key_Home)
    line = real.document.geometry.line_of(real.document.caret).line
    assert real.document.selection.head.place.offset == line.start > 0
    press(real, Key.Key_End)
    assert real.document.selection.head.place.offset == line.end


def test_page_down_keeps_the_column_and_brings_the_page(real: MainWindow) -> None:
    real.document.go_to(FIRST, 20)
    x = real.document.caret_box().x
    press(real, Key.Key_PageDown)
    box = real.document.caret_box()
    assert box.page == 1
    assert abs(box.x - x) < 40
    assert 1 in real.canvas.visible_pages()


def test_ctrl_end_selects_to_the_end(real: MainWindow) -> None:
    press(real, Key.Key_Home, CTRL)
    press(real, Key.Key_End, CTRL | SHIFT)
    assert real.document.selection_boxes(len(real.document.pages) - 1)
    assert len(real.document.pages) - 1 in real.canvas.visible_pages()


def test_preedit_stands_in_its_place_and_is_not_in_the_bulletin(window: MainWindow) -> None:
    type_keys(window, "标题\n正文")
    press(window, Key.Key_Left)
    before = window.document.issue
    compose(window, "le shan", cursor=2)
    assert window.document.issue is before
    lines = [placed.line.text for placed in window.document.pages[0].lines if placed.path == FIRST]
    assert lines == ["正le shan文"]
    assert window.document.preedit is not None
    assert window.document.preedit.cursor == 2
    assert window.document.preedit_boxes(0)
    compose(window, "", commit="乐山")
    assert text_at(window.document.issue, FIRST) == "正乐山文"
    assert window.document.preedit is None
    press(window, Key.Key_Z, CTRL)
    assert text_at(window.document.issue, FIRST) == "正文"


def test_a_preedit_given_up_leaves_nothing(window: MainWindow) -> None:
    type_keys(window, "标题")
    pages = list(window.document.pages)
    compose(window, "xian")
    compose(window, "")
    assert list(window.document.pages) == pages
    assert window.document.issue.sections[0].items[0].title == "标题"


def test_a_commit_may_replace_text_before_the_caret(window: MainWindow) -> None:
    type_keys(window, "工做会")
    press(window, Key.Key_Left)
    compose(window, "", commit="作", replacing=(-1, 1))
    assert window.document.issue.sections[0].items[0].title == "工作会"


def test_the_input_method_is_told_of_caret_and_text(window: MainWindow) -> None:
    type_keys(window, "𠮷祥文字")
    press(window, Key.Key_Left)
    assert ask(window, Qt.InputMethodQuery.ImEnabled) is True
    assert ask(window, Qt.InputMethodQuery.ImSurroundingText) == "𠮷祥文字"
    # Qt counts in UTF-16: 𠮷 is two
    assert ask(window, Qt.InputMethodQuery.ImCursorPosition) == 4
    press(window, Key.Key_Left, SHIFT)
    assert ask(window, Qt.InputMethodQuery.ImCurrentSelection) == "文"
    assert ask(window, Qt.InputMethodQuery.ImAnchorPosition) == 4
    rect = ask(window, Qt.InputMethodQuery.ImCursorRectangle)
    assert isinstance(rect, QRect)
    box = window.document.caret_box()
    assert abs(rect.center().x() - window.canvas.to_pixels(box.page, box.x, box.top).x()) <= 2


def test_the_input_methods_caret_goes_along_with_its_text(window: MainWindow) -> None:
    before = ask(window, Qt.InputMethodQuery.ImCursorRectangle)
    compose(window, "lesh")
    after = ask(window, Qt.InputMethodQuery.ImCursorRectangle)
    assert isinstance(before, QRect)
    assert isinstance(after, QRect)
    assert after.x() > before.x()


def test_typing_is_undone_by_runs_and_pauses(window: MainWindow, clock: Clock) -> None:
    type_keys(window, "标题")
    clock.now += 5
    type_keys(window, "再加")
    press(window, Key.Key_Z, CTRL)
    assert window.document.issue.sections[0].items[0].title == "标题"
    assert window.actions_by_name["undo"].text().startswith("撤销 输入")
    press(window, Key.Key_Z, CTRL)
    assert window.document.issue.sections[0].items[0].title == ""
    assert not window.document.modified
    press(window, Key.Key_Y, CTRL)
    assert window.document.issue.sections[0].items[0].title == "标题"


def test_kinds_are_changed_by_key_and_shown_in_the_toolbar(window: MainWindow) -> None:
    type_keys(window, "标题\n一个小标题")
    assert window.bars.kinds.currentText() == "正文"
    press(window, Key.Key_3, CTRL)
    assert window.bars.kinds.currentText() == "小标题"
    assert window.document.issue.sections[0].items[0].blocks == (Subheading("一个小标题"),)
    assert window.actions_by_name["kind_subheading"].isChecked()
    press(window, Key.Key_Return, SHIFT)
    type_keys(window, "下半")
    assert window.document.issue.sections[0].items[0].blocks == (Subheading("一个小标题\n下半"),)


def test_a_kind_that_has_no_room_is_refused_in_words(real: MainWindow) -> None:
    real.document.go_to(FIRST, 0)
    before = real.document.issue
    press(real, Key.Key_5, CTRL)
    assert real.document.issue is before
    assert "来源" in real.notice.text
    assert real.notice.isVisible()


def test_one_key_marks_the_run_in_heading(window: MainWindow) -> None:
    type_keys(window, "标题\n一是加强领导。各级重视")
    for _ in range(4):
        press(window, Key.Key_Left)
    press(window, Key.Key_B, CTRL)
    assert window.document.issue.sections[0].items[0].blocks == (Body("一是加强领导。各级重视", 7),)
    assert window.actions_by_name["run_in"].isChecked()
    press(window, Key.Key_B, CTRL)
    assert window.document.issue.sections[0].items[0].blocks == (Body("一是加强领导。各级重视"),)


def test_what_a_part_takes_is_what_its_menu_offers(real: MainWindow) -> None:
    takes: dict[Path, set[str]] = {
        NAME: {"line_break"},
        title_of(item_path(0, 0)): {"line_break"},
        block_of(item_path(0, 0), 0): {"run_in"},
        source_of(item_path(0, 0)): set(),
        to_path(0): set(),
    }
    for path, names in takes.items():
        real.document.go_to(path)
        enabled = {name for name in ("run_in", "line_break") if real.actions_by_name[name].isEnabled()}
        assert enabled == names, path


def test_pasted_text_gets_its_kinds_and_copied_text_keeps_them(window: MainWindow) -> None:
    type_keys(window, "标题\n")
    QGuiApplication.clipboard().setText("一、工作情况\n今年以来，工作有新进展。\n（乐山市地方志办公室）")
    press(window, Key.Key_V, CTRL)
    item = window.document.issue.sections[0].items[0]
    assert item.blocks == (Subheading("一、工作情况"), Body("今年以来，工作有新进展。"))
    assert item.source == "（乐山市地方志办公室）"
    window.document.select_all()
    press(window, Key.Key_C, CTRL)
    data = QGuiApplication.clipboard().mimeData()
    assert "今年以来" in data.text()
    assert "仿宋" in data.html()


def test_cut_and_paste_move_text(window: MainWindow) -> None:
    type_keys(window, "标题\n甲乙丙")
    press(window, Key.Key_Left, SHIFT)
    press(window, Key.Key_X, CTRL)
    assert text_at(window.document.issue, FIRST) == "甲乙"
    press(window, Key.Key_Home)
    press(window, Key.Key_V, CTRL)
    assert text_at(window.document.issue, FIRST) == "丙甲乙"


def test_empty_parts_show_grey_prompts_that_are_in_no_page(window: MainWindow) -> None:
    pages = window.document.pages
    assert all("在此" not in placed.line.text for placed in pages[0].lines)
    empty = next(placed for placed in pages[0].lines if placed.path == TITLE)
    prompt = window.canvas.overlays.prompts.find(window.document.issue, empty)
    assert prompt is not None
    assert "".join(run.text for run in prompt.runs) == "在此输入标题"
    box = window.document.caret_box()
    at = window.canvas.to_pixels(0, box.x - 40, box.top)
    with_prompt = _dark(window, at, 80)
    type_keys(window, "　")
    assert with_prompt > 50 > _dark(window, at, 80)


def _dark(window: MainWindow, at: QPointF, width: int) -> int:
    """How many pixels are not paper right of a point."""
    image = window.canvas.viewport().grab().toImage()
    ratio = image.devicePixelRatio()
    x, y = round(at.x() * ratio), round(at.y() * ratio)
    return sum(
        image.pixelColor(x + dx, y + dy).lightness() < 200
        for dx in range(round(width * ratio))
        for dy in range(30)
    )


def test_the_status_line_says_what_happened(window: MainWindow) -> None:
    type_keys(window, "标题\n")
    assert window.status.room.text() == "第 1 面排满了"
    QGuiApplication.clipboard().setText("今年以来，全市地方志工作有了新的进展。" * 10)
    press(window, Key.Key_V, CTRL)
    assert window.status.last_edit.text() == "粘贴，多出 1 面"
    press(window, Key.Key_Z, CTRL)
    assert window.status.last_edit.text() == "撤销 粘贴，少了 1 面"


def test_what_is_repainted_is_enough(real: MainWindow) -> None:
    """After single keys the screen shows what painting everything anew gives."""
    real.document.go_to(FIRST, 12)
    QApplication.processEvents()
    for key in (
        "字",
        "字",
        "，",
        Key.Key_Backspace,
        Key.Key_Return,
        Key.Key_Backspace,
        Key.Key_Down,
        Key.Key_Delete,
    ):
        if isinstance(key, str):
            type_keys(real, key)
        else:
            press(real, key)
        on_screen, anew = on_screen_and_anew(real)
        assert on_screen == anew


def wheel(
    window: MainWindow, notches: int, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """The wheel over the pages; positive scrolls up."""
    at = QPointF(window.canvas.viewport().rect().center())
    turned = QPoint(0, 120 * notches)
    event = QWheelEvent(
        at,
        window.canvas.viewport().mapToGlobal(at),
        turned,
        turned,
        Qt.MouseButton.NoButton,
        held,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(window.canvas.viewport(), event)


@pytest.mark.parametrize("between", ["down", "up and down", "zoom", "two pages", "notice", "narrower"])
def test_no_ghost_of_a_selection_stays_after_a_scroll(real: MainWindow, between: str) -> None:
    """Selected with the mouse, the pages moved, a click elsewhere: what was selected looks so no more."""
    viewport = real.canvas.viewport()
    start = pixel_of(real, FIRST, 3)
    QApplication.processEvents()
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(viewport, left, pos=start)
    end = start + QPoint(120, 90)
    moved = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(end),
        viewport.mapToGlobal(QPointF(end)),
        left,
        left,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(viewport, moved)
    QTest.mouseRelease(viewport, left, pos=end)
    assert not real.document.selection.empty
    QApplication.processEvents()
    if between == "zoom":
        wheel(real, -1, CTRL)
    elif between == "two pages":
        real.actions_by_name["two_pages"].trigger()
    elif between == "notice":
        real.notice.say("一句话。", until=Until.CLOSED)
    elif between == "narrower":
        real.resize(real.width() - 120, real.height() - 90)
    else:
        for notches in (-1,) if between == "down" else (-3, 2):
            wheel(real, notches)
    QApplication.processEvents()
    real.canvas._restart_blinking()
    index = real.document.caret_box().page
    box = real.document.selection_boxes(index)[0]
    at = real.canvas.to_pixels(index, box.x + 40, box.top + 4 * box.height)
    click(real, at.toPoint())
    assert real.document.selection.empty
    on_screen, anew = on_screen_and_anew(real)
    assert on_screen == anew


def test_no_ghost_of_the_caret_stays_after_a_scroll(real: MainWindow) -> None:
    pixel_of(real, FIRST, 3)
    QApplication.processEvents()
    wheel(real, -1)
    QApplication.processEvents()
    press(real, Key.Key_Right)
    on_screen, anew = on_screen_and_anew(real)
    assert on_screen == anew


def test_a_walk_of_keys_leaves_everything_in_agreement(real: MainWindow) -> None:
    """A hundred and fifty keys at random, then undo to the start."""
    chance = random.Random(20240109)
    start = real.document.issue
    keys = (
        [(Key.Key_Return, Qt.KeyboardModifier.NoModifier)] * 2
        + [(Key.Key_Backspace, Qt.KeyboardModifier.NoModifier)] * 3
        + [(Key.Key_Delete, Qt.KeyboardModifier.NoModifier)] * 2
        + [(Key.Key_Delete, CTRL), (Key.Key_Backspace, CTRL), (Key.Key_Return, SHIFT)]
        + [
            (key, held)
            for key in (Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right)
            for held in (SHIFT, CTRL)
        ]
        + [
            (key, Qt.KeyboardModifier.NoModifier)
            for key in (Key.Key_Up, Key.Key_Down, Key.Key_Home, Key.Key_End)
        ]
        + [(Key.Key_PageDown, SHIFT), (Key.Key_PageUp, CTRL), (Key.Key_Z, CTRL), (Key.Key_Y, CTRL)]
        + [(Key.Key_3, CTRL), (Key.Key_4, CTRL), (Key.Key_B, CTRL), (Key.Key_Up, ALT), (Key.Key_Down, ALT)]
    )
    for step in range(150):
        if chance.random() < 0.3:
            type_keys(real, chance.choice("字，。“a1"))
        else:
            press(real, *chance.choice(keys))
        if step % 25 == 0:
            assert shown_agrees(real)
    assert shown_agrees(real)
    while real.document.undo_name is not None:
        press(real, Key.Key_Z, CTRL)
    assert real.document.issue == start


def test_a_drag_begins_inside_the_selection_only(real: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[bool] = []
    monkeypatch.setattr(real.canvas.pointer, "_drag", lambda: begun.append(True))
    viewport, button, none = real.canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    inside = pixel_of(real, FIRST, 3)
    real.document.go_to(FIRST, 0)
    for _ in range(8):
        press(real, Key.Key_Right, SHIFT)
    selected = real.document.selection
    QTest.mousePress(viewport, button, none, inside)
    QTest.mouseMove(viewport, inside + QPoint(80, 0))
    QTest.mouseRelease(viewport, button, none, inside + QPoint(80, 0))
    assert begun == [True]
    assert real.document.selection == selected
    QTest.mouseClick(viewport, button, none, inside, 1000)
    assert real.document.selection.empty


@pytest.mark.parametrize("held", [Qt.KeyboardModifier.NoModifier, CTRL], ids=["move", "copy"])
def test_selected_text_is_dragged_to_another_place(window: MainWindow, held: Qt.KeyboardModifier) -> None:
    from bulletin_desk.desk.page.clipboard import mime_of

    type_keys(window, "标题\n甲乙丙丁")
    end = pixel_of(window, FIRST, 4)
    window.document.go_to(FIRST, 0)
    press(window, Key.Key_Right, SHIFT)
    data = mime_of(window.document.copy())
    action = Qt.DropAction.CopyAction if held == CTRL else Qt.DropAction.MoveAction
    event = QDropEvent(
        QPointF(end),
        Qt.DropAction.CopyAction | Qt.DropAction.MoveAction,
        data,
        Qt.MouseButton.LeftButton,
        held,
        QEvent.Type.Drop,
    )
    event.setDropAction(action)
    window.canvas.pointer._dragging = True
    window.canvas.dropEvent(event)
    assert text_at(window.document.issue, FIRST) == ("甲乙丙丁甲" if held == CTRL else "乙丙丁甲")


def test_foreign_text_is_copied_in_and_stays_where_it_comes_from(window: MainWindow) -> None:
    type_keys(window, "标题\n甲乙")
    end = pixel_of(window, FIRST, 2)
    data = QMimeData()
    data.setText("（稿件里的字）")
    both = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    drops: tuple[tuple[QDropEvent, Callable[[Any], None]], ...] = (
        (QDragEnterEvent(end, both, data, left, none), window.canvas.dragEnterEvent),
        (QDragMoveEvent(end, both, data, left, none), window.canvas.dragMoveEvent),
        (QDropEvent(QPointF(end), both, data, left, none), window.canvas.dropEvent),
    )
    for event, handler in drops:
        event.setDropAction(Qt.DropAction.MoveAction)
        handler(event)
        assert event.isAccepted()
        assert event.dropAction() == Qt.DropAction.CopyAction
    assert text_at(window.document.issue, FIRST) == "甲乙（稿件里的字）"


def test_a_right_click_offers_the_kinds_where_it_is(
    real: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(real, "_popup", lambda names, *_: shown.append(names))
    heading = next(placed for placed in real.document.pages[0].lines if placed.kind is Kind.SUBHEADING)
    real.document.go_to(FIRST)
    real.canvas.show_page_at(0, heading.top)
    box = real.document.geometry.caret_box(Caret(Place(heading.path, 2)))
    at = real.canvas.to_pixels(box.page, box.x, box.top + box.height / 2).toPoint()
    QTest.mouseClick(real.canvas.viewport(), Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, at)
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(
        real.canvas.viewport(), QContextMenuEvent(reason, at, real.canvas.viewport().mapToGlobal(at))
    )
    assert real.document.selection.head.path == heading.path
    assert "kind_body" in shown[0]
    real.actions_by_name["kind_body"].trigger()
    assert real.document.kind is Kind.BODY


@pytest.mark.parametrize(
    "text",
    [
        "𠮷",
        "😀",
        "👨\u200d👩\u200d👧",
        "e\u0301",
        "\u202eabc",
        "\ufeff",
        "\u200b",
        "\ud83d",
        "\uffff",
        "\u2028",
        "\U0010ffff",
    ],
    ids=ascii,
)
def test_odd_characters_are_typed_composed_and_deleted_anywhere(window: MainWindow, text: str) -> None:
    type_keys(window, "标题\n正文")
    for path in (("masthead", "name"), ("sections", 0, "name"), TITLE, FIRST, ("distribution", 0, "to")):
        window.document.go_to(path, 1)
        before = window.document.issue
        QApplication.sendEvent(
            window.canvas, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, text)
        )
        compose(window, text)
        ask(window, Qt.InputMethodQuery.ImSurroundingText)
        assert ask(window, Qt.InputMethodQuery.ImCursorPosition) is not None
        compose(window, "", commit=text)
        QApplication.processEvents()
        assert shown_agrees(window)
        while window.document.issue is not before:
            assert window.document.undo_name is not None
            window.session.undo()


def test_a_manuscript_pasted_into_the_distribution_can_be_seen_and_taken_back(real: MainWindow) -> None:
    before = real.document.issue
    real.document.go_to(("distribution", 1, "to"), 3)
    QGuiApplication.clipboard().setText("各市（州）要认真学习，抓好落实。" * 200)
    real.actions_by_name["paste"].trigger()
    for key, held in (
        (Key.Key_Home, SHIFT),
        (Key.Key_PageUp, SHIFT),
        (Key.Key_Up, SHIFT),
        (Key.Key_End, CTRL),
    ):
        press(real, key, held)
        QApplication.processEvents()
    assert shown_agrees(real)
    real.session.undo()
    QApplication.processEvents()
    assert real.document.issue is before


def test_kind_of_every_line_has_a_caret(real: MainWindow) -> None:
    """Down from the top to the end, the caret is always in view and on a line."""
    press(real, Key.Key_Home, CTRL)
    seen = set()
    last = None
    while last != astuple(real.document.selection.head):
        last = astuple(real.document.selection.head)
        seen.add(real.document.kind)
        box = real.document.caret_box()
        at = real.canvas.to_pixels(box.page, box.x, box.top)
        assert real.canvas.viewport().rect().contains(at.toPoint())
        press(real, Key.Key_Down)
    assert {Kind.MASTHEAD, Kind.TITLE, Kind.SUBHEADING, Kind.BODY, Kind.SOURCE, Kind.DISTRIBUTION} <= seen


def test_the_prompt_for_a_section_stands_clear_of_its_brackets(window: MainWindow) -> None:
    window.document.rename_section(0, "")
    head = next(placed for placed in window.document.pages[0].lines if placed.kind is Kind.SECTION_HEAD)
    prompt = window.canvas.overlays.prompts.find(window.document.issue, head)
    assert prompt is not None
    last = head.line.runs[-1]
    assert last.text.endswith("】")
    assert prompt.x >= last.xs[-1] + last.size


def test_tab_neither_indents_nor_leaves_the_page(window: MainWindow) -> None:
    type_keys(window, "标题\n正文")
    before = window.document.issue
    for key in (Key.Key_Tab, Key.Key_Backtab):
        press(window, key)
        assert window.canvas.hasFocus()
        assert "F6" in window.status.currentMessage()
    assert window.document.issue == before


def test_a_kind_that_it_is_already_stays_checked(window: MainWindow) -> None:
    type_keys(window, "标题\n正文")
    for kind in (Kind.BODY, Kind.BODY, Kind.SUBHEADING, Kind.SUBHEADING):
        window.actions_by_name[f"kind_{kind.value}"].trigger()
        checked = [other for other, action in window.bars.kind_actions.items() if action.isChecked()]
        assert checked == [kind]
    window.document.go_to(TITLE)
    window.actions_by_name["kind_source"].trigger()  # refused or done: the mark tells the truth
    checked = [other for other, action in window.bars.kind_actions.items() if action.isChecked()]
    assert checked == [window.document.kind]


def test_what_would_be_more_than_a_bulletin_holds_is_refused_in_a_sentence(
    real: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = real.document.issue
    real.document.go_to(("sections", 0, "items", 0, "title"))
    QGuiApplication.clipboard().setText("长" * 2_001)
    real.actions_by_name["paste"].trigger()
    assert "最多2000字" in real.notice.text
    assert real.document.issue is before
    real.notice.hide()
    monkeypatch.setattr(bounds, "MAX_ISSUE", 1)
    QTest.keyClicks(real.canvas, "a")
    assert "全期共" in real.notice.text
    assert real.document.issue is before


def test_no_command_on_what_is_read_only_ends_in_a_fault(real: MainWindow) -> None:
    before = real.document.issue
    real.document.refusal = "这一期是只读打开的。"
    real.document.go_to(("sections", 0, "items", 0, "blocks", 0), 3)
    QGuiApplication.clipboard().setText("新的字")
    for name in ("paste", "delete", "cut", "add_item", "run_in", "finding_fix", "kind_title", "undo", "redo"):
        real.document.move(Motion.RIGHT, extend=True)
        real.actions_by_name[name].trigger()
    assert real.document.issue is before
    real.document.refusal = ""
