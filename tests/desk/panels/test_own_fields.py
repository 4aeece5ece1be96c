"""The panel of a layout that places other fields and declares its own: which there are, each typed into as a
hand does, what is refused, and what is undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path as FilePath

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from bulletin_desk.bulletin.fields import field_value, path_of
from bulletin_desk.bulletin.grammar import (
    CLOSING_FIELDS,
    DISCLOSURE,
    HEAD_FIELDS,
    MARKING,
    NUMBER,
    TOTAL_NUMBER,
    field_path,
    field_text_path,
)
from bulletin_desk.bulletin.model import Issue, Path
from bulletin_desk.desk.panels.inspector import Inspector
from bulletin_desk.desk.parts.typed_values import PeriodValue
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.layouts.model import Layout
from bulletin_desk.proof.findings import Level
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin
from tests.desk.conftest import Clock, there, type_into, type_keys
from tests.many_fields import in_many

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEYS = Qt.Key


@pytest.fixture
def many(real: MainWindow) -> MainWindow:
    """The window with the real issue in the layout of many fields, its panel open."""
    real.session.replace(in_many(real.document.issue))
    real.actions_by_name["show_fields"].trigger()
    QApplication.processEvents()
    return real


def value(window: MainWindow, name: str) -> str | None:
    issue = window.document.issue
    fields = CLOSING_FIELDS if name in ("staff", "unplaced") else HEAD_FIELDS
    return field_value(issue, fields, name)


def path(window: MainWindow, name: str) -> Path:
    declared = there(window.session.layout.field(name))
    return path_of(window.document.issue, declared)


def widget(window: MainWindow, name: str) -> QWidget:
    """The field, with the focus, as a click on its line leads there."""
    window.inspector.go_to(path(window, name))
    return there(window.inspector.focusWidget())


def warning(window: MainWindow, name: str) -> str:
    return window.inspector.warning(path(window, name)[:2])


def retype(field: QWidget, text: str, *keys: Qt.Key) -> None:
    assert isinstance(field, QLineEdit | QPlainTextEdit)
    field.setFocus()
    field.selectAll()
    if text:
        type_into(field, text)
    else:
        QTest.keyClick(field, KEYS.Key_Backspace)
    for key in keys:
        QTest.keyClick(field, key)


def labels(inspector: Inspector) -> list[str]:
    """The names of the fields that are seen, from top to bottom."""
    fields = [
        each
        for each in inspector.findChildren(QWidget)
        if isinstance(each, QLineEdit | QComboBox | QPlainTextEdit) and each.isVisible()
    ]
    fields = [each for each in fields if not isinstance(each.parentWidget(), QComboBox)]
    fields.sort(
        key=lambda each: (each.mapTo(inspector, QPoint(0, 0)).y(), each.mapTo(inspector, QPoint()).x())
    )
    return [each.accessibleName() for each in fields if "行的" not in each.accessibleName()]


def test_the_panel_has_what_the_layout_places(many: MainWindow) -> None:
    assert labels(many.inspector) == [
        "报头名称",
        "期号",
        "增刊名",
        "卷号",
        "紧急程度",
        "签发人",
        "办理期限",
        "报告月份",
        "起止（起日）",
        "起止（止日）",
        "编发单位",
        "编发日期",
        "印发机关",
        "印发日期",
        "印数",
        "编辑人员名单",
    ]
    fields = many.inspector.fields
    assert not {MARKING, TOTAL_NUMBER, DISCLOSURE}.intersection(fields)


def test_the_first_offices_panel_is_as_it_was(real: MainWindow) -> None:
    real.actions_by_name["show_fields"].trigger()
    QApplication.processEvents()
    usual = labels(real.inspector)
    assert usual == [
        "报头名称",
        "期号",
        "总期号",
        "增刊名",
        "报头标注",
        "编发单位",
        "编发日期",
        "信息公开",
        "印发机关",
        "印发日期",
        "印数",
    ]
    before = real.document.issue
    real.document.apply("换版式", in_many(before))
    QApplication.processEvents()
    assert "签发人" in labels(real.inspector)
    real.session.undo()
    QApplication.processEvents()
    assert labels(real.inspector) == usual
    retype(real.inspector.total_number, "700", KEYS.Key_Return)
    assert real.document.issue.masthead.total_number == 700


@pytest.mark.parametrize(
    ("name", "keys", "expected"),
    [
        ("signer", "李大为", "李大为"),
        ("volume", "十二", "12"),
        ("volume", "", ""),
        ("deadline", "1.20", "2024-01-20"),
        ("deadline", "2024年2月3日", "2024-02-03"),
        ("reported", "2023年12月", "2023-12"),
        ("reported", "202312", "2023-12"),
        ("reported", "3月", "2024-03"),
        ("staff", "王小明", "王小明"),
    ],
)
def test_each_kind_is_typed(many: MainWindow, name: str, keys: str, expected: str) -> None:
    retype(widget(many, name), keys, KEYS.Key_Tab)
    assert value(many, name) == expected
    assert many.document.undo_name == (
        f"修改{there(many.session.layout.field(name)).label}" if keys else None
    )


def test_a_list_is_typed_in_lines_and_left_by_tab(many: MainWindow) -> None:
    field = widget(many, "staff")
    retype(field, "王小明", KEYS.Key_Return)
    type_into(field, "李大为")
    QTest.keyClick(field, KEYS.Key_Tab)
    assert value(many, "staff") == "王小明\n李大为"
    assert not field.hasFocus()
    many.session.undo()
    assert value(many, "staff") == ""
    assert isinstance(field, QPlainTextEdit)
    assert field.toPlainText() == ""


def test_a_choice_is_chosen_by_its_keys(many: MainWindow) -> None:
    box = widget(many, "urgency")
    assert isinstance(box, QComboBox)
    QTest.keyClick(box, KEYS.Key_Down)
    QTest.keyClick(box, KEYS.Key_Down)
    assert value(many, "urgency") == "加急"
    QTest.keyClick(box, KEYS.Key_Home)
    assert value(many, "urgency") == ""
    many.session.undo()
    assert box.currentText() == value(many, "urgency") == ""


def test_a_period_is_two_days(many: MainWindow) -> None:
    period = there(many.inspector.findChild(PeriodValue))
    retype(period.first, "2024.1.1", KEYS.Key_Tab)
    assert value(many, "period") == ""
    assert period.last.hasFocus()
    assert warning(many, "period") == ""  # who goes on to the last day is still typing
    type_into(period.last, "2024.1.7")
    assert value(many, "period") == "2024-01-01/2024-01-07"
    QTest.keyClick(period.last, KEYS.Key_Tab)
    assert period.last.text() == "2024年1月7日"
    retype(period.last, "2023.12.31", KEYS.Key_Tab)
    assert value(many, "period") == "2024-01-01/2024-01-07"
    assert warning(many, "period") == "止日比起日早；请核对。"
    many.session.undo()
    assert value(many, "period") == ""
    assert period.first.text() == period.last.text() == ""
    assert warning(many, "period") == ""


def test_one_day_alone_is_told_when_the_field_is_left(many: MainWindow) -> None:
    period = there(many.inspector.findChild(PeriodValue))
    retype(period.first, "2024.1.1", KEYS.Key_Tab, KEYS.Key_Tab)
    QTest.keyClick(period.last, KEYS.Key_Tab)
    assert warning(many, "period") == "起日和止日要都填上，或者都空着。"
    retype(period.first, "", KEYS.Key_Tab)
    assert warning(many, "period") == ""


@pytest.mark.parametrize(
    ("name", "keys", "said"),
    [
        ("volume", "1.5", "不是整数"),
        ("volume", "0", "不在1到"),
        ("deadline", "2月30日", "没有“2月30日”"),
        ("deadline", "昨天", "看不出是哪一天"),
        ("reported", "13月", "没有“13月”"),
        ("reported", "上月", "看不出是哪一月"),
        ("reported", "1024-1", "太早了"),
    ],
)
def test_what_is_no_value_is_refused(many: MainWindow, name: str, keys: str, said: str) -> None:
    before = value(many, name)
    field = widget(many, name)
    retype(field, keys, KEYS.Key_Tab)
    assert value(many, name) == before
    assert said in warning(many, name)
    assert isinstance(field, QLineEdit)
    assert field.text() == keys
    QTest.keyClick(field, KEYS.Key_Escape)
    assert many.inspector.isHidden()
    label = there(many.session.layout.field(name)).label
    assert f"里的{label}没有改" in many.notice.text
    assert many.canvas.hasFocus()


@pytest.mark.parametrize(
    ("name", "shown"), [("volume", "1"), ("deadline", "2024年1月10日"), ("reported", "2024年2月")]
)
def test_arrows_count(many: MainWindow, name: str, shown: str) -> None:
    field = widget(many, name)
    assert isinstance(field, QLineEdit)
    QTest.keyClick(field, KEYS.Key_Up)
    assert field.text() == shown
    QTest.keyClick(field, KEYS.Key_Down)
    QTest.keyClick(field, KEYS.Key_PageDown)
    assert value(many, name)


def test_typing_in_one_field_is_one_step(many: MainWindow, clock: Clock) -> None:
    retype(widget(many, "signer"), "李大为")
    retype(widget(many, "volume"), "12")
    many.session.undo()
    assert (value(many, "signer"), value(many, "volume")) == ("李大为", "")
    clock.now += 5
    many.session.undo()
    assert value(many, "signer") == ""
    assert many.document.undo_name is None
    many.session.redo()
    field = widget(many, "signer")
    assert isinstance(field, QLineEdit)
    assert field.text() == "李大为"
    clock.now += 5
    type_into(field, "等")
    many.session.undo()
    assert field.text() == "李大为"


def test_a_required_field_is_asked_for_while_it_is_empty(many: MainWindow) -> None:
    assert warning(many, "signer") == "“签发人”还没有填；请填上。"
    found = many.session.typeset().findings()
    (finding,) = [each for each in found if each.path[:1] == HEAD_FIELDS]
    assert (finding.rule, finding.place) == ("empty_part", "“签发人”一栏")
    retype(widget(many, "signer"), "李大为")
    assert warning(many, "signer") == ""
    assert not [each for each in many.session.typeset().findings() if each.path[:1] == HEAD_FIELDS]


def test_f8_leads_to_a_field_that_is_not_typed_on_the_page(many: MainWindow) -> None:
    issue = many.document.issue
    wrong = tuple(
        replace(each, text="二月") if each.name == "reported" else each for each in issue.head_fields
    )
    many.session.replace(replace(issue, head_fields=wrong))
    (finding,) = [each for each in many.session.typeset().findings() if each.rule == "field_value"]
    assert finding.level is Level.DOUBTFUL
    assert finding.message.startswith("“报告月份”应是 2024-01")
    many.proofing.go_to(finding)
    assert there(many.inspector.focusWidget()).accessibleName() == "报告月份"
    assert warning(many, "reported").startswith("“报告月份”应是")


def test_a_click_on_what_the_layout_words_leads_to_its_field(many: MainWindow) -> None:
    retype(widget(many, "volume"), "12", KEYS.Key_Return)
    many.actions_by_name["show_fields"].trigger()
    at = path(many, "volume")
    placed = next(line for line in many.document.pages[0].lines if line.path == at)
    many.canvas.show_page(0)
    x = placed.x + placed.line.runs[0].xs[0] + 4
    spot = many.canvas.to_pixels(0, x, placed.top + placed.height / 2).toPoint()
    QTest.mouseClick(many.canvas.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert there(many.inspector.focusWidget()).accessibleName() == "卷号"


def test_a_line_of_nothing_that_has_a_field_leads_to_the_first_field_beside_it(many: MainWindow) -> None:
    many.inspector.go_to(MARKING)
    assert there(many.inspector.focusWidget()).accessibleName() == "报头名称"
    many.inspector.go_to(DISCLOSURE)
    assert there(many.inspector.focusWidget()).accessibleName() == "印发机关"
    many.inspector.go_to(NUMBER)
    assert many.inspector.number.hasFocus()


# ---- on the page


def test_own_texts_are_typed_at_their_places_with_a_prompt(many: MainWindow) -> None:
    at = path(many, "signer")
    assert at == field_text_path(HEAD_FIELDS, int(at[1]))
    many.document.go_to(at)
    placed = next(line for line in many.document.pages[0].lines if line.path == at)
    prompt = there(many.canvas.overlays.prompts.find(many.document.issue, placed))
    assert "".join(run.text for run in prompt.runs) == "签发人"
    many.canvas.setFocus()
    type_keys(many, "李大为")
    assert value(many, "signer") == "李大为"
    field = widget(many, "signer")
    assert isinstance(field, QLineEdit)
    assert field.text() == "李大为"


def test_opening_leaves_an_old_file_unchanged(real: MainWindow, tmp_path: FilePath) -> None:
    old = replace(in_many(real.document.issue), head_fields=(), closing_fields=())
    file = tmp_path / "旧.bulletin"
    write_bulletin(file, old)
    data = file.read_bytes()
    assert real.filing.open_file(file)
    assert not real.isWindowModified()
    assert value(real, "signer") == ""
    assert file.read_bytes() == data
    real.document.go_to(path(real, "signer"))
    real.canvas.setFocus()
    type_keys(real, "甲")
    assert real.isWindowModified()
    assert real.filing.save()
    assert field_value(read_bulletin(file), HEAD_FIELDS, "signer") == "甲"


def unplaced(issue: Issue) -> Issue:
    """With texts that the layout places nowhere."""
    masthead = replace(issue.masthead, marking="不排的标注")
    return in_many(replace(issue, masthead=masthead, disclosure="不排的公开"))


def test_a_selection_of_all_takes_nothing_that_has_no_place(
    real: MainWindow, make_selection: Callable[[MainWindow], None]
) -> None:
    real.session.replace(unplaced(real.document.issue))
    make_selection(real)
    copied = "".join(each.text for each in real.document.copy().paragraphs)
    assert "不排的" not in copied
    assert real.document.issue.masthead.name in copied
    real.document.delete()
    issue = real.document.issue
    assert (issue.masthead.name, issue.masthead.marking, issue.disclosure) == ("", "不排的标注", "不排的公开")


@pytest.fixture
def make_selection() -> Callable[[MainWindow], None]:
    """Selects all text on the pages, as Ctrl+A twice does."""

    def select(window: MainWindow) -> None:
        window.document.select_all()
        window.document.select_all()

    return select


def test_what_has_no_place_is_neither_found_nor_reached(real: MainWindow) -> None:
    real.session.replace(unplaced(real.document.issue))
    real.actions_by_name["replace"].trigger()
    retype(real.find_bar.wanted, "不排的")
    assert real.find_bar.count.text() == "没有找到"
    before = real.document.selection
    real.document.go_to(MARKING)
    assert real.document.selection == before
    real.document.go_to(("masthead", "name"), 0)
    real.document.enter()
    assert real.document.pages.places(real.document.selection.head.path)


def test_the_layouts_own_declarations_are_checked(many: MainWindow) -> None:
    layout: Layout = many.session.layout
    assert [field.name for field in layout.placed.declared][:2] == ["volume", "urgency"]
    assert field_path(HEAD_FIELDS, 0) in many.inspector.fields
