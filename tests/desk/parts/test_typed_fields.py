"""Fields for a number and a date: read as people write, refused as typed."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812

import pytest
from PySide6.QtCore import QDate, QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTableView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from bulletin_desk.desk.parts.typed_fields import DateField, NumberDialog, NumberField, TypedField, told_below
from tests.desk.conftest import there, type_into

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def dialog(qtbot: QtBot) -> QWidget:
    """Where the fields lie."""
    made = QWidget()
    qtbot.addWidget(made)
    QVBoxLayout(made)
    return made


def shown(dialog: QWidget, field: TypedField[int] | TypedField[Date]) -> QLabel:
    """A field in the dialog, with the keys; the line below it."""
    column = there(dialog.layout())
    column.addWidget(field)
    label = told_below(field)
    column.addWidget(label)
    dialog.show()
    dialog.activateWindow()
    field.setFocus()
    return label


def retype(field: TypedField[int] | TypedField[Date], text: str) -> None:
    """As a hand does: all selected, typed over, ended with Enter."""
    field.setFocus()
    field.selectAll()
    type_into(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def number() -> NumberField:
    field = NumberField(1, 1000, head="第 ", tail=" 期")
    field.show_value(6)
    return field


def day() -> DateField:
    return DateField(Date(2026, 11, 30))


@pytest.mark.parametrize(
    ("typed", "value"), [("19", 19), ("第 12 期", 12), ("１２", 12), ("十二", 12), (" 7 ", 7)]
)
def test_a_number_is_read_as_people_write_it(dialog: QWidget, typed: str, value: int) -> None:
    field = number()
    label = shown(dialog, field)
    given: list[int] = []
    field.changed.connect(given.append)
    retype(field, typed)
    assert field.value() == given[-1] == value
    assert field.text() == f"第 {value} 期"
    assert label.isHidden()


@pytest.mark.parametrize("typed", ["1e9", "-1", "1.5", "1,000", "0", "1001", "", "abc", "9" * 5000])
def test_what_is_no_number_stays_as_it_was_typed_until_it_is_put_right(dialog: QWidget, typed: str) -> None:
    field = number()
    label = shown(dialog, field)
    field.selectAll()
    field.insert(typed) if typed else QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == typed
    assert field.refused
    assert label.text() == field.refused == field.accessibleDescription()
    assert label.isVisible()
    field.show_value(field.value())  # the issue has changed elsewhere
    assert field.text() == typed
    retype(field, "8")
    assert (field.value(), field.text()) == (8, "第 8 期")
    assert label.isHidden()


def test_typed_key_by_key_no_other_number_comes_of_it(dialog: QWidget) -> None:
    """1e9 became 19, and -1 became 1."""
    for typed, allowed in (("1e9", [1, 6]), ("-1", [])):
        field = number()
        shown(dialog, field)
        given: list[int] = []
        field.changed.connect(given.append)
        field.selectAll()
        QTest.keyClicks(field, typed)
        assert given == allowed
        assert (field.text(), field.value()) == (typed, 6)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2026-12-5", Date(2026, 12, 5)),
        ("2026.12.5", Date(2026, 12, 5)),
        ("12月5日", Date(2026, 12, 5)),
        ("20261205", Date(2026, 12, 5)),
        ("1.5", Date(2027, 1, 5)),
        ("2026年12月5日（星期六）", Date(2026, 12, 5)),
    ],
)
def test_a_date_is_read_as_people_write_it(dialog: QWidget, typed: str, value: Date) -> None:
    field = day()
    label = shown(dialog, field)
    retype(field, typed)
    assert field.value() == value
    assert field.text() == f"{value.year}年{value.month}月{value.day}日"
    assert label.isHidden()


def test_a_day_that_there_is_not_is_told(dialog: QWidget) -> None:
    field = day()
    label = shown(dialog, field)
    for typed, said in (
        ("2月30日", "没有“2月30日”这一天；请核对。"),
        ("2026-2-29", "没有“2026年2月29日”这一天；请核对。"),
        ("1026-12-5", "“1026年12月5日”太早了；请核对年份。"),
        ("Friday", "“Friday”看不出是哪一天；请写成 2026年12月5日 这样。"),
    ):
        retype(field, typed)
        assert (field.text(), label.text(), label.isVisible()) == (typed, said, True)
        assert field.value() == Date(2026, 11, 30)


def test_who_is_still_typing_is_told_nothing_yet_and_who_stops_is(dialog: QWidget) -> None:
    field = day()
    label = shown(dialog, field)
    field.selectAll()
    QTest.keyClicks(field, "2026-1")
    assert field.refused
    assert label.isHidden()
    field._pause.timeout.emit()  # as after the pause
    assert label.isVisible()
    QTest.keyClicks(field, "2")
    QTest.keyClicks(field, "-5")
    assert label.isHidden()  # right at once
    assert field.value() == Date(2026, 12, 5)


def test_leaving_the_field_tells_and_another_window_does_not(dialog: QWidget) -> None:
    field = number()
    label = shown(dialog, field)
    field.selectAll()
    QTest.keyClicks(field, "1e")
    for reason, told in (
        (Qt.FocusReason.ActiveWindowFocusReason, False),
        (Qt.FocusReason.PopupFocusReason, False),
        (Qt.FocusReason.TabFocusReason, True),
    ):
        QApplication.sendEvent(field, QFocusEvent(QEvent.Type.FocusOut, reason))
        assert label.isVisible() is told


def test_arrows_count_within_the_bounds(dialog: QWidget) -> None:
    field = number()
    shown(dialog, field)
    for key, value in ((Qt.Key.Key_Up, 7), (Qt.Key.Key_PageUp, 17), (Qt.Key.Key_Down, 16)):
        QTest.keyClick(field, key)
        assert field.value() == value
    for _ in range(3):
        QTest.keyClick(field, Qt.Key.Key_PageDown)
    assert (field.value(), field.text()) == (1, "第 1 期")
    date = DateField(Date(2026, 12, 31))
    shown(dialog, date)
    QTest.keyClick(date, Qt.Key.Key_Up)
    assert date.value() == Date(2027, 1, 1)
    last = DateField(Date.max)
    shown(dialog, last)
    QTest.keyClick(last, Qt.Key.Key_Up)
    assert last.value() == Date.max


def test_none_may_be_typed_or_left_out(dialog: QWidget) -> None:
    field = NumberField(0, 100, head="总第 ", tail=" 期", none="没有")
    field.show_value(60)
    shown(dialog, field)
    for typed in ("没有", "0", " "):
        retype(field, typed)
        assert (field.value(), field.text()) == (0, "没有")
        retype(field, "61")
        assert (field.value(), field.text()) == (61, "总第 61 期")


def test_a_day_is_chosen_in_the_calendar(dialog: QWidget) -> None:
    field = day()
    shown(dialog, field)
    given: list[Date] = []
    field.changed.connect(given.append)
    for _ in range(2):
        QTest.keyClick(field, Qt.Key.Key_Down, ALT)
        calendar = there(field.calendar)
        assert calendar.isVisible()
        assert calendar.selectedDate().toPython() == field.value()
        days = there(calendar.findChild(QTableView))
        QTest.keyClick(days, Qt.Key.Key_Right)
        QTest.keyClick(days, Qt.Key.Key_Return)
        assert not calendar.isVisible()
    assert given == [Date(2026, 12, 1), Date(2026, 12, 2)]
    assert field.text() == "2026年12月2日"
    field._open.trigger()
    there(field.calendar).clicked.emit(QDate(2027, 1, 8))
    assert field.value() == Date(2027, 1, 8)


def test_a_dialog_stays_open_until_there_is_a_number(dialog: QWidget) -> None:
    asked = NumberDialog(dialog, "跳到第几面", "第几面", 1, 1, 8)
    asked.show()
    retype(asked.field, "9")
    asked.accept()
    assert asked.isVisible()
    retype(asked.field, "8")
    asked.accept()
    assert not asked.isVisible()
    assert asked.field.value() == 8
