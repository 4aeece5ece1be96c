"""Guides as a hand has them: hovered over, clicked, dragged, taken back, moved by keys."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from bulletin_desk.desk.shaping.guide_places import (
    CELLS,
    FOLIO_GAP,
    HEAD_LINES,
    LEFT,
    LINES,
    SPACE_AFTER,
    TOP,
    Field,
    value_of,
)
from bulletin_desk.desk.shaping.guides import NAME
from bulletin_desk.desk.shaping.shape_parts import PartKind, ShapePart
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.units import MM, mm
from tests.desk.conftest import Clock, there, type_keys

pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)  # offscreen, of what is shown
Key = Qt.Key
NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
LEFT_BUTTON = Qt.MouseButton.LeftButton
RULE: Field = ("head", "rows", 3, "rule", "gap")
"""Below the head of gb9704."""


def point(window: MainWindow, field: Field, page: int = 0) -> QPoint:
    """On a guide where nothing else is: well inside the left margin, or at the page's top."""
    guide = next(each for each in window.guides.on_page(page) if each.field == field)
    if not guide.upright:
        window.canvas.show_page_at(page, float(guide.at))
    along = float(guide.start) + 30
    place = (float(guide.at), along) if guide.upright else (along, float(guide.at))
    return window.canvas.to_pixels(page, *place).toPoint()


def by(window: MainWindow, points: Fraction) -> int:
    """So many points in pixels, away from zero."""
    return ceil(abs(points) * Fraction(window.canvas.sheets.scale)) * (1 if points > 0 else -1)


def move(window: MainWindow, at: QPoint, held: Qt.KeyboardModifier = NONE, *, pressed: bool = True) -> None:
    viewport = window.canvas.viewport()
    buttons = LEFT_BUTTON if pressed else Qt.MouseButton.NoButton
    where = QPointF(at)
    event = QMouseEvent(
        QEvent.Type.MouseMove, where, viewport.mapToGlobal(where), Qt.MouseButton.NoButton, buttons, held
    )
    QApplication.sendEvent(viewport, event)


def press(window: MainWindow, at: QPoint) -> None:
    QTest.mousePress(window.canvas.viewport(), LEFT_BUTTON, NONE, at)


def let_go(window: MainWindow, at: QPoint) -> None:
    QTest.mouseRelease(window.canvas.viewport(), LEFT_BUTTON, NONE, at)


def drag(window: MainWindow, field: Field, to: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
    """By so many pixels."""
    start = point(window, field)
    press(window, start)
    move(window, start + to / 2, held)
    move(window, start + to, held)
    let_go(window, start + to)


def value(window: MainWindow, field: Field) -> object:
    """What it is on the pages."""
    return value_of(window.session.layout, field)


# ---- drags


def test_a_margin_is_dragged_and_undone_in_one_step(shaped: MainWindow) -> None:
    before = shaped.document.issue
    drag(shaped, TOP, QPoint(0, by(shaped, mm(5))))
    top = value(shaped, TOP)
    assert isinstance(top, Fraction)
    assert abs(top - mm(42)) <= MM / 2
    assert (top / (MM / 2)).denominator == 1
    assert shaped.document.undo_name == NAME
    shaped.document.undo()
    assert shaped.document.issue == before
    assert shaped.document.undo_name is None
    shaped.document.redo()
    assert value(shaped, TOP) == top


def test_the_pages_follow_while_the_hand_drags(shaped: MainWindow, qtbot: QtBot) -> None:
    start = point(shaped, LEFT)
    line = shaped.document.pages[0].lines[0].x
    press(shaped, start)
    move(shaped, start + QPoint(by(shaped, mm(10)), 0))
    qtbot.waitUntil(lambda: shaped.document.pages[0].lines[0].x > line)
    move(shaped, start + QPoint(by(shaped, mm(4)), 0))
    let_go(shaped, start + QPoint(by(shaped, mm(4)), 0))
    left = value(shaped, LEFT)
    assert isinstance(left, Fraction)
    assert abs(left - mm(32)) <= MM / 2
    shaped.document.undo()
    assert value(shaped, LEFT) == mm(28)
    assert shaped.document.undo_name is None


def test_a_hand_that_rests_in_a_drag_makes_one_step_all_the_same(shaped: MainWindow, qtbot: QtBot) -> None:
    start = point(shaped, TOP)
    press(shaped, start)
    move(shaped, start + QPoint(0, 20))
    qtbot.waitUntil(lambda: value(shaped, TOP) != mm(37))
    clock = shaped.document._clock
    assert isinstance(clock, Clock)
    clock.now += 100.0
    let_go(shaped, start + QPoint(0, 20))
    drag(shaped, TOP, QPoint(0, 20))
    shaped.document.undo()
    assert value(shaped, TOP) != mm(37)
    shaped.document.undo()
    assert value(shaped, TOP) == mm(37)


def test_rows_the_rule_and_the_end_of_the_head_are_dragged(shaped: MainWindow) -> None:
    pitch = shaped.session.layout.text_block.line_pitch
    drag(shaped, ("head", "rows", 1, "top"), QPoint(0, -by(shaped, mm(10))))
    name = value(shaped, ("head", "rows", 1, "top"))
    assert isinstance(name, Fraction)
    assert abs(name - mm(25)) <= MM / 2
    drag(shaped, RULE, QPoint(0, -by(shaped, mm(2))))
    gap = value(shaped, RULE)
    assert isinstance(gap, Fraction)
    assert abs(gap - mm(2)) <= MM / 2
    drag(shaped, HEAD_LINES, QPoint(0, by(shaped, pitch * 2)))
    assert value(shaped, HEAD_LINES) == 12
    drag(shaped, SPACE_AFTER, QPoint(0, by(shaped, pitch)))
    assert value(shaped, SPACE_AFTER) == 2
    drag(shaped, CELLS, QPoint(-by(shaped, shaped.session.layout.text_block.cell * 2), 0))
    assert value(shaped, CELLS) == 26


def test_page_number_and_closing_rows_are_dragged(shaped: MainWindow) -> None:
    last = len(shaped.document.pages) - 1
    start = point(shaped, FOLIO_GAP, last)
    press(shaped, start)
    move(shaped, start + QPoint(0, by(shaped, mm(3))))
    let_go(shaped, start + QPoint(0, by(shaped, mm(3))))
    gap = value(shaped, FOLIO_GAP)
    assert isinstance(gap, Fraction)
    assert abs(gap - mm(10)) <= MM / 2
    field: Field = ("closing", "rows", 4, "space")
    start = point(shaped, field, last)
    press(shaped, start)
    move(shaped, start - QPoint(0, by(shaped, mm(4))))
    let_go(shaped, start - QPoint(0, by(shaped, mm(4))))
    space = value(shaped, field)
    assert isinstance(space, Fraction)
    assert abs(space - mm(4)) <= MM / 2


def test_a_fine_drag_has_tenths_of_a_millimetre(shaped: MainWindow) -> None:
    shaped.canvas.set_zoom(4.0)
    drag(shaped, TOP, QPoint(0, by(shaped, mm("0.3"))), CTRL)
    top = value(shaped, TOP)
    assert isinstance(top, Fraction)
    assert 0 < top - mm(37) < MM / 2
    assert (top / (MM / 10)).denominator == 1


def test_esc_takes_a_drag_back_and_leaves_no_step(shaped: MainWindow, qtbot: QtBot) -> None:
    before = shaped.document.issue
    start = point(shaped, TOP)
    press(shaped, start)
    move(shaped, start + QPoint(0, 60))
    qtbot.waitUntil(lambda: value(shaped, TOP) != mm(37))
    QTest.keyClick(shaped.canvas, Key.Key_Escape)
    assert value(shaped, TOP) == mm(37)
    assert shaped.document.issue == before
    assert shaped.document.undo_name is None
    assert not shaped.document.modified
    move(shaped, start + QPoint(0, 90))
    let_go(shaped, start + QPoint(0, 90))
    assert shaped.document.issue == before
    assert shaped.shaping.is_open


def test_a_drag_that_comes_back_is_none(shaped: MainWindow, qtbot: QtBot) -> None:
    start = point(shaped, TOP)
    press(shaped, start)
    move(shaped, start + QPoint(0, 60))
    qtbot.waitUntil(lambda: value(shaped, TOP) != mm(37))
    move(shaped, start)
    let_go(shaped, start)
    assert value(shaped, TOP) == mm(37)
    assert shaped.document.undo_name is None


def test_what_is_typed_while_a_guide_is_held_goes_nowhere(shaped: MainWindow) -> None:
    before = shaped.document.issue
    start = point(shaped, TOP)
    press(shaped, start)
    move(shaped, start + QPoint(0, 60))
    type_keys(shaped, "字")
    move(shaped, start)
    let_go(shaped, start)
    assert shaped.document.issue == before


def test_a_tremble_moves_nothing(shaped: MainWindow) -> None:
    start = point(shaped, TOP)
    press(shaped, start)
    move(shaped, start + QPoint(0, 1))
    let_go(shaped, start + QPoint(0, 1))
    assert value(shaped, TOP) == mm(37)
    assert shaped.document.undo_name is None
    assert shaped.guides.selected == TOP


def test_another_change_ends_the_drag(shaped: MainWindow) -> None:
    start = point(shaped, TOP)
    press(shaped, start)
    move(shaped, start + QPoint(0, 30))
    shaped.document.type_text("外面改的")
    words = shaped.document.issue
    move(shaped, start + QPoint(0, 60))
    let_go(shaped, start + QPoint(0, 60))
    assert shaped.document.issue == words


def test_a_button_that_was_let_go_unseen_ends_the_drag(shaped: MainWindow) -> None:
    start = point(shaped, TOP)
    press(shaped, start)
    move(shaped, start + QPoint(0, 30), pressed=False)
    move(shaped, start + QPoint(0, 60))
    let_go(shaped, start + QPoint(0, 60))
    assert value(shaped, TOP) == mm(37)


def test_an_issue_that_may_not_be_edited_says_why(shaped: MainWindow) -> None:
    shaped.session.refusal = "别人正开着这一期。"
    drag(shaped, TOP, QPoint(0, 60))
    assert value(shaped, TOP) == mm(37)
    assert "别人正开着这一期" in shaped.notice.text


def test_the_view_stays_where_it_is(shaped: MainWindow) -> None:
    last = len(shaped.document.pages) - 1
    start = point(shaped, FOLIO_GAP, last)
    scrolled = shaped.canvas.verticalScrollBar().value()
    assert scrolled
    press(shaped, start)
    move(shaped, start + QPoint(0, 12))
    let_go(shaped, start + QPoint(0, 12))
    assert shaped.canvas.verticalScrollBar().value() == scrolled


# ---- what is under the pointer


def test_the_pointer_says_which_way_a_guide_goes(shaped: MainWindow) -> None:
    canvas = shaped.canvas
    move(shaped, point(shaped, TOP), pressed=False)
    assert canvas.viewport().cursor().shape() == Qt.CursorShape.SplitVCursor
    move(shaped, point(shaped, LEFT), pressed=False)
    assert canvas.viewport().cursor().shape() == Qt.CursorShape.SplitHCursor
    move(shaped, point(shaped, TOP) + QPoint(200, 30), pressed=False)
    assert canvas.viewport().cursor().shape() == Qt.CursorShape.IBeamCursor
    shaped.shaping.close()
    move(shaped, point(shaped, TOP), pressed=False)
    assert canvas.viewport().cursor().shape() == Qt.CursorShape.IBeamCursor


def test_a_tip_says_what_a_guide_is(shaped: MainWindow) -> None:
    at = point(shaped, RULE)
    QApplication.sendEvent(
        shaped.canvas.viewport(),
        QHelpEvent(QEvent.Type.ToolTip, at, shaped.canvas.viewport().mapToGlobal(at)),
    )
    assert "报头第 4 行（编发单位、日期）：到它下面的线 4 毫米" in QToolTip.text()
    assert "按住拖动" in QToolTip.text()


# ---- selected


def test_a_click_points_at_the_part_in_the_panel_and_back(shaped: MainWindow) -> None:
    shaping = shaped.shaping
    at = point(shaped, ("head", "rows", 1, "top"))
    QTest.mouseClick(shaped.canvas.viewport(), LEFT_BUTTON, NONE, at)
    assert shaping.selected == ShapePart(PartKind.HEAD_ROW, 1)
    shaping.select(ShapePart(PartKind.FOLIO))
    assert shaped.guides.selected == FOLIO_GAP
    shaping.select(ShapePart(PartKind.BLOCK_RIGHT))
    assert shaped.guides.selected == CELLS
    shaping.select(ShapePart(PartKind.STYLE, 0, "title"))
    assert shaped.guides.selected is None
    shaping.select(ShapePart(PartKind.HEAD_RULE, 3))
    assert shaped.guides.selected == RULE


def test_what_the_panel_points_at_comes_into_view(shaped: MainWindow) -> None:
    bar = shaped.canvas.verticalScrollBar()
    shaped.shaping.select(ShapePart(PartKind.HEAD_ROW, 1))
    assert bar.value() <= shaped.canvas.sheets.top(0)
    shaped.shaping.select(ShapePart(PartKind.CLOSING_ROW, 4))
    assert len(shaped.document.pages) - 1 in shaped.canvas.visible_pages()
    shaped.shaping.select(ShapePart(PartKind.BLOCK_LEFT))
    assert bar.value()  # an upright guide is on every page


def test_esc_lets_go_of_the_guide_then_is_the_window_s(shaped: MainWindow) -> None:
    escaped: list[int] = []
    shaped.canvas.escaped.connect(lambda: escaped.append(1))
    QTest.mouseClick(shaped.canvas.viewport(), LEFT_BUTTON, NONE, point(shaped, TOP))
    QTest.keyClick(shaped.canvas, Key.Key_Escape)
    assert shaped.guides.selected is None
    assert shaped.shaping.selected is None
    assert not escaped
    QTest.keyClick(shaped.canvas, Key.Key_Escape)
    assert escaped


def test_clicks_in_one_place_go_through_the_guides_there(shaped: MainWindow) -> None:
    drag(shaped, SPACE_AFTER, QPoint(0, -by(shaped, shaped.session.layout.text_block.line_pitch)))
    at = point(shaped, SPACE_AFTER)
    seen = []
    for _ in range(3):
        QTest.mouseClick(shaped.canvas.viewport(), LEFT_BUTTON, NONE, at)
        seen.append(shaped.guides.selected)
    assert set(seen) == {SPACE_AFTER, HEAD_LINES}
    assert seen[0] == seen[2]


def test_a_click_into_the_text_is_the_text_s(shaped: MainWindow) -> None:
    QTest.mouseClick(shaped.canvas.viewport(), LEFT_BUTTON, NONE, point(shaped, TOP))
    caret = shaped.document.caret_box()
    line = next(line for line in shaped.document.pages[0].lines if line.path[0] == "editors_note")
    shaped.canvas.show_page_at(0, line.top)
    at = shaped.canvas.to_pixels(0, line.x + 60, line.top + line.height / 2).toPoint()
    QTest.mouseClick(shaped.canvas.viewport(), LEFT_BUTTON, NONE, at)
    assert shaped.document.caret_box() != caret
    assert shaped.guides.selected is None
    type_keys(shaped, "增")
    assert "增" in shaped.document.issue.editors_note[0].text


# ---- keys


def test_arrow_keys_move_the_guide_that_is_selected(shaped: MainWindow) -> None:
    QTest.mouseClick(shaped.canvas.viewport(), LEFT_BUTTON, NONE, point(shaped, TOP))
    caret = shaped.document.selection
    QTest.keyClick(shaped.canvas, Key.Key_Down)
    QTest.keyClick(shaped.canvas, Key.Key_Down)
    assert value(shaped, TOP) == mm(38)
    QTest.keyClick(shaped.canvas, Key.Key_Up, CTRL)
    assert value(shaped, TOP) == mm("37.9")
    QTest.keyClick(shaped.canvas, Key.Key_Left)
    assert shaped.document.selection == caret
    assert shaped.guides.selected == TOP
    shaped.document.undo()
    assert value(shaped, TOP) == mm(37)


def test_arrow_keys_count_lines_and_characters(shaped: MainWindow) -> None:
    QTest.mouseClick(shaped.canvas.viewport(), LEFT_BUTTON, NONE, point(shaped, CELLS))
    QTest.keyClick(shaped.canvas, Key.Key_Left)
    assert value(shaped, CELLS) == 27
    shaped.shaping.select(ShapePart(PartKind.BLOCK_BOTTOM))
    QTest.keyClick(shaped.canvas, Key.Key_Up)
    assert value(shaped, LINES) == 21
    shaped.shaping.select(ShapePart(PartKind.HEAD_END))
    QTest.keyClick(shaped.canvas, Key.Key_Down)
    assert value(shaped, HEAD_LINES) == 12  # from the eleven that it takes


def test_typing_goes_into_the_text_and_lets_go_of_the_guide(shaped: MainWindow) -> None:
    QTest.mouseClick(shaped.canvas.viewport(), LEFT_BUTTON, NONE, point(shaped, TOP))
    type_keys(shaped, "字")
    assert shaped.guides.selected is None
    assert there(shaped.document.undo_name) != NAME


# ---- where setting the pages takes long


def test_arrow_keys_count_on_while_the_pages_wait(shaped: MainWindow) -> None:
    QTest.mouseClick(shaped.canvas.viewport(), LEFT_BUTTON, NONE, point(shaped, TOP))
    shaped.shaping._took = 2000.0
    for _ in range(4):
        QTest.keyClick(shaped.canvas, Key.Key_Down)
    assert value(shaped, TOP) == mm(37)
    assert shaped.shaping.layout.text_block.top == mm(39)
    shaped.shaping.flush()
    assert value(shaped, TOP) == mm(39)
    shaped.document.undo()
    assert value(shaped, TOP) == mm(37)


def test_a_drag_sets_the_pages_when_it_ends_or_not_at_all(shaped: MainWindow, qtbot: QtBot) -> None:
    start = point(shaped, TOP)
    for esc in (True, False):
        shaped.shaping._took = 2000.0
        press(shaped, start)
        move(shaped, start + QPoint(0, by(shaped, mm(4))))
        qtbot.waitUntil(lambda: shaped.shaping.layout.text_block.top > mm(40))
        assert value(shaped, TOP) == mm(37)
        if esc:
            QTest.keyClick(shaped.canvas, Key.Key_Escape)
        let_go(shaped, start + QPoint(0, by(shaped, mm(4))))
        shaped.shaping.flush()
        assert (value(shaped, TOP) == mm(37)) is esc
    assert shaped.document.undo_name == NAME
    shaped.document.undo()
    assert shaped.document.undo_name is None


# ---- painted, and not when the panel is closed


def blue(window: MainWindow, at: QPoint) -> bool:
    image = window.canvas.viewport().grab().toImage()
    colours = [QColor(image.pixel(at + QPoint(0, off))) for off in (-1, 0, 1)]
    return any(colour.blue() > colour.red() + 40 for colour in colours)


def test_guides_are_painted_while_the_panel_is_open(shaped: MainWindow) -> None:
    at = point(shaped, TOP)
    assert blue(shaped, at)
    shaped.shaping.close()
    assert not blue(shaped, at)
    assert shaped.canvas.pointer.tool is None
    shaped.shaping.toggle()
    assert blue(shaped, at)


def test_the_value_stands_at_the_guide_while_it_is_dragged(shaped: MainWindow) -> None:
    start = point(shaped, TOP)
    label = start + QPoint(0, -12)
    assert not blue(shaped, label)
    press(shaped, start)
    move(shaped, start + QPoint(0, 30))
    assert blue(shaped, label + QPoint(0, 30))
    QTest.keyClick(shaped.canvas, Key.Key_Escape)


def test_every_page_has_its_guides_anew_after_an_edit(shaped: MainWindow) -> None:
    before = shaped.guides.on_page(0)
    assert shaped.guides.on_page(0) is before
    shaped.document.type_text("新")
    assert shaped.guides.on_page(0) is not before
    assert shaped.guides.on_page(len(shaped.document.pages)) == ()


def test_a_signed_issue_is_asked_before_a_drag(shaped: MainWindow) -> None:
    shaped.document.consent = lambda _was, _now: "定稿后不改。"
    drag(shaped, TOP, QPoint(0, 60))
    assert value(shaped, TOP) == mm(37)
    assert "定稿后不改" in shaped.notice.text
