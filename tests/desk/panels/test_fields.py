"""The inspector: fields, checks as one types, one undo with the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date as Date  # noqa: N812
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.model import Addressee, Imprint, Issue, Path
from bulletin_desk.desk.panels.inspector import Inspector
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.proof.earlier import remembered
from bulletin_desk.proof.fields import empty_fields, field_marks
from bulletin_desk.proof.issue import Known
from bulletin_desk.proof.proofread import Proofreader
from bulletin_desk.resources import ROOT
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin
from bulletin_desk.typeset.typesetter import Typesetter
from tests.desk.conftest import Clock, there, type_into, type_keys

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

TOTAL_NUMBER = ("masthead", "total_number")
CTRL = Qt.KeyboardModifier.ControlModifier


def show(window: MainWindow) -> None:
    window.actions_by_name["show_fields"].trigger()


def test_a_click_on_a_number_or_date_opens_its_field(real: MainWindow) -> None:
    for path, field in (
        (("masthead", "number"), real.inspector.number),
        (("dated_header", "date"), real.inspector.date),
        (("imprint", "date"), real.inspector.printed),
        (("print_count",), real.inspector.print_count),
    ):
        page = 0 if path[0] in ("masthead", "dated_header") else len(real.document.pages) - 1
        real.canvas.show_page(page)
        placed = next(line for line in real.document.pages[page].lines if line.path == path)
        x = placed.x + placed.line.runs[0].xs[0] + 4
        at = real.canvas.to_pixels(page, x, placed.top + placed.height / 2).toPoint()
        if not real.canvas.viewport().rect().contains(at):
            real.canvas.verticalScrollBar().setValue(real.canvas.verticalScrollBar().maximum())
            at = real.canvas.to_pixels(page, x, placed.top + placed.height / 2).toPoint()
        before = real.document.selection
        QTest.mouseClick(
            real.canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(at)
        )
        assert not real.inspector.isHidden()
        assert field.hasFocus()
        assert real.document.selection == before


def test_numbers_are_checked_as_one_types(real: MainWindow) -> None:
    show(real)
    assert real.inspector.warning(TOTAL_NUMBER) == ""
    real.inspector.number.setValue(3)
    assert real.document.issue.masthead.number == 3
    assert "这一期应为总第608期" in real.inspector.warning(TOTAL_NUMBER)
    assert "第3期" in real.document.pages[0].lines[1].line.text.replace(" ", "")
    real.inspector.total_number.setValue(608)
    assert real.inspector.warning(TOTAL_NUMBER) == ""


def retype(field: QLineEdit, text: str) -> None:
    """Typed over all that stands in a field."""
    field.setFocus()
    field.selectAll()
    type_into(field, text)


def test_what_is_no_number_is_refused_below_its_field_and_the_issue_stays(real: MainWindow) -> None:
    show(real)
    before = real.document.issue
    field = real.inspector.number
    for typed in ("1e9", "-1"):
        retype(field, typed)
        real.inspector.name.setFocus()
        assert "不是整数" in real.inspector.warning(("masthead", "number"))
        assert field.text() == typed
    assert real.document.issue == before
    retype(real.inspector.name, "别的简报")  # other edits leave it as it is
    real.session.undo()
    assert field.text() == "-1"
    retype(field, "7")
    assert real.document.issue.masthead.number == 7
    assert "不是整数" not in real.inspector.warning(("masthead", "number"))


def test_what_is_refused_is_not_hidden_without_a_word_and_not_taken_to_another_issue(
    real: MainWindow,
) -> None:
    show(real)
    retype(real.inspector.date, "2024-2-30")
    QTest.keyClick(real.inspector.date, Qt.Key.Key_Escape)
    assert real.inspector.isHidden()
    assert "编发日期没有改：没有“2024年2月30日”这一天" in real.notice.text
    show(real)
    assert real.inspector.date.text() == "2024-2-30"
    assert real.session.file is not None
    assert real.filing.open_file(real.session.file)
    assert real.inspector.date.text() == "2024年1月9日"
    assert real.inspector.warning(("dated_header", "date")) == ""


def test_the_imprints_date_is_not_taken_along_by_chance(real: MainWindow) -> None:
    """On the way to the 15th the date is that of the imprint for one key."""
    show(real)
    real.inspector.printed.setValue(Date(2024, 1, 1))
    retype(real.inspector.date, "2024-1-15")
    imprint = there(real.document.issue.imprint)
    assert (real.document.issue.dated_header.date, imprint.date) == (Date(2024, 1, 15), Date(2024, 1, 1))
    retype(real.inspector.date, "2024-1-16")
    real.inspector.name.setFocus()
    real.inspector.printed.setValue(Date(2024, 1, 16))
    retype(real.inspector.date, "2024-1-17")
    assert there(real.document.issue.imprint).date == Date(2024, 1, 17)
    assert real.inspector.printed.text() == "2024年1月17日"


def test_the_imprints_date_goes_along_with_the_issues(real: MainWindow) -> None:
    show(real)
    real.inspector.date.setValue(Date(2024, 1, 15))
    assert real.document.issue.dated_header.date == Date(2024, 1, 15)
    assert real.document.issue.imprint is not None
    assert real.document.issue.imprint.date == Date(2024, 1, 15)
    real.inspector.printed.setValue(Date(2024, 1, 14))
    assert "早于编发日期" in real.inspector.warning(("imprint", "date"))


def test_fields_and_text_are_undone_together(window: MainWindow) -> None:
    type_keys(window, "标题")
    show(window)
    count = window.document.issue.print_count
    window.inspector.print_count.setValue(50)
    window.canvas.setFocus()
    type_keys(window, "再")
    for expected in ("撤销 输入", "撤销 修改印数", "撤销 输入"):
        assert window.actions_by_name["undo"].text().startswith(expected)
        QTest.keyClick(window.canvas, Qt.Key.Key_Z, CTRL)
    assert window.document.issue.print_count == count
    assert window.inspector.print_count.value() == count
    assert not window.document.modified


def test_a_fields_keys_are_undone_together_until_a_pause(window: MainWindow, clock: Clock) -> None:
    show(window)
    before = window.document.issue.dated_header.issuer
    window.inspector.issuer.setFocus()
    window.inspector.issuer.clear()
    QTest.keyClicks(window.inspector.issuer, "abc")
    clock.now += 10
    QTest.keyClicks(window.inspector.issuer, "de")
    assert window.document.issue.dated_header.issuer == "abcde"
    assert window.inspector.issuer.cursorPosition() == 5
    QTest.keyClick(window.inspector.issuer, Qt.Key.Key_Z, CTRL)
    assert window.document.issue.dated_header.issuer == window.inspector.issuer.text() == "abc"
    QTest.keyClick(window.inspector.issuer, Qt.Key.Key_Z, CTRL)
    assert window.document.issue.dated_header.issuer == window.inspector.issuer.text() == before
    assert not window.document.modified


def test_a_word_typed_in_a_field_is_one_step_and_nothing_is_undone_on_the_way(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(window)
    field = window.inspector.issuer
    field.setFocus()
    field.setCursorPosition(0)
    before = window.document.issue.dated_header.issuer
    seen: dict[str, list[str]] = {}

    def watch(owner: object, name: str) -> None:
        real = getattr(owner, name)

        def watched(issue: Issue, *more: object, **named: object) -> object:
            seen.setdefault(name, []).append(issue.dated_header.issuer)
            return real(issue, *more, **named)

        monkeypatch.setattr(owner, name, watched)

    watch(window.document._typesetter, "typeset")
    watch(window.filing.keeper, "record")
    watch(window.outline, "show_issue")
    names: list[str | None] = []
    window.document.subscribe(lambda change: names.append(change.name))
    QTest.keyClicks(field, "abc")
    states = [f"{typed}{before}" for typed in ("a", "ab", "abc")]
    assert seen == {"typeset": states, "record": states, "show_issue": states}
    assert names == ["修改编发单位"] * 3
    window.session.undo()
    assert window.document.issue.dated_header.issuer == before
    assert window.document.undo_name is None
    assert window.document.redo_name == "修改编发单位"
    window.session.redo()
    assert window.document.issue.dated_header.issuer == field.text() == states[-1]


def test_another_field_the_caret_or_undo_ends_a_fields_run(window: MainWindow) -> None:
    show(window)
    issuer, name = window.inspector.issuer, window.inspector.name
    before = window.document.issue

    def steps() -> int:
        count = 0
        while window.document.undo_name is not None:
            window.session.undo()
            count += 1
        assert window.document.issue == before
        return count

    QTest.keyClicks(issuer, "a")
    QTest.keyClicks(name, "b")
    QTest.keyClicks(issuer, "c")
    assert steps() == 3
    QTest.keyClicks(issuer, "a")
    window.document.go_to(("masthead", "name"), 1)
    caret = window.document.selection
    QTest.keyClicks(issuer, "b")
    assert window.document.selection == caret
    assert steps() == 2
    QTest.keyClicks(issuer, "a")
    type_keys(window, "字")
    QTest.keyClicks(issuer, "b")
    assert steps() == 3
    QTest.keyClicks(issuer, "a")
    window.session.undo()
    window.session.redo()
    QTest.keyClicks(issuer, "b")
    assert steps() == 2
    # saving is no edit: the word goes on
    QTest.keyClicks(issuer, "a")
    window.document.mark_saved()
    QTest.keyClicks(issuer, "b")
    assert steps() == 1
    assert window.document.modified


def test_what_is_typed_in_a_field_and_deleted_again_was_no_edit(window: MainWindow, clock: Clock) -> None:
    show(window)
    field = window.inspector.issuer
    QTest.keyClicks(field, "a")
    clock.now += 10
    QTest.keyClicks(field, "b")
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert window.document.undo_name == "修改编发单位"
    assert window.document.redo_name is None
    QTest.keyClicks(field, "c")  # the run of the first one is long over
    window.session.undo()
    assert window.document.undo_name == "修改编发单位"
    window.session.undo()
    assert not window.document.modified
    QTest.keyClicks(field, "a")
    assert window.document.modified
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert not window.document.modified
    assert window.document.undo_name is None


def test_every_field_takes_what_is_typed(real: MainWindow) -> None:
    show(real)
    panel = real.inspector
    lines = {"name": panel.name, "supplement": panel.supplement, "marking": panel.marking}
    for part, line in lines.items():
        line.setText("改")
        assert getattr(real.document.issue.masthead, part) == "改"
    panel.issuer.setText("改")
    assert real.document.issue.dated_header.issuer == "改"
    panel.office.setText("改")
    assert real.document.issue.imprint is not None
    assert real.document.issue.imprint.office == "改"
    panel.disclosure.setCurrentText("改")
    assert real.document.issue.disclosure == "改"
    panel.entries[0].label.setCurrentText("改")
    panel.entries[0].to.setPlainText("改。")
    assert real.document.issue.distribution[0] == Addressee("改", "改。")


def test_undo_in_a_field_is_the_issues_undo(window: MainWindow) -> None:
    type_keys(window, "标题")
    show(window)
    window.inspector.issuer.setFocus()
    QTest.keyClick(window.inspector.issuer, Qt.Key.Key_Z, CTRL)
    assert window.document.issue.sections[0].items[0].title == ""


def test_distribution_is_added_moved_and_removed(real: MainWindow) -> None:
    show(real)
    count = len(real.document.issue.distribution)
    real.inspector.add_entry.click()
    assert len(real.document.issue.distribution) == count + 1
    assert "没有写全" in real.inspector.warning(("distribution", count))
    real.inspector.entries[-1].to.setPlainText("本办各处室")
    assert real.document.issue.distribution[-1].to == "本办各处室"
    assert "末尾一般要有句号" in real.inspector.warning(("distribution", count))
    real.inspector.entries[-1].moved.emit(count, -1)
    assert real.document.issue.distribution[count - 1].to == "本办各处室"
    real.inspector.entries[count - 1].removed.emit(count - 1)
    assert len(real.document.issue.distribution) == count
    assert all(entry.to != "本办各处室" for entry in real.document.issue.distribution)


def test_the_imprint_can_be_left_out(real: MainWindow) -> None:
    show(real)
    real.inspector.has_imprint.click()
    assert real.document.issue.imprint is None
    assert not real.inspector.office.isEnabled()
    real.inspector.has_imprint.click()
    assert real.document.issue.imprint is not None


def test_escape_goes_back_to_the_page(real: MainWindow) -> None:
    show(real)
    real.inspector.go_to(("masthead", "name"))
    QTest.keyClick(real.inspector.name, Qt.Key.Key_Escape)
    assert real.inspector.isHidden()
    assert real.canvas.hasFocus()


def test_a_long_line_shows_its_beginning(real: MainWindow) -> None:
    show(real)
    assert len(real.inspector.office.text()) > 12
    assert real.inspector.office.cursorPosition() == 0


def turn_wheel(widget: QWidget) -> None:
    """A notch down, over the middle of a widget."""
    at = QPointF(widget.rect().center())
    event = QWheelEvent(
        at,
        QPointF(widget.mapToGlobal(at)),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_the_wheel_scrolls_past_fields_and_changes_none(real: MainWindow) -> None:
    show(real)
    before = real.document.issue
    inspector = real.inspector
    entry = inspector.entries[0]
    for field in (
        inspector.number,
        inspector.total_number,
        inspector.date,
        inspector.disclosure,
        entry.label,
        inspector.printed,
        inspector.print_count,
        real.bars.kinds,
    ):
        field.setFocus()
        turn_wheel(field)
    assert real.document.issue == before
    assert not real.document.modified


def test_a_fields_lines_are_all_seen(real: MainWindow) -> None:
    show(real)
    entry = real.inspector.entries[-1]
    low = entry.to.height()
    entry.to.setPlainText("各市（州）地方志办公室，" * 12)
    assert entry.to.height() > low
    shown = entry.to.viewport().height()
    entry.to.moveCursor(entry.to.textCursor().MoveOperation.End)
    last = entry.to.cursorRect()
    assert last.bottom() <= shown


def test_the_calendar_names_the_year_first(real: MainWindow) -> None:
    show(real)
    real.inspector.date.open_calendar()
    calendar = there(real.inspector.date.calendar)
    year = calendar.findChild(QToolButton, "qt_calendar_yearbutton")
    month = calendar.findChild(QToolButton, "qt_calendar_monthbutton")
    bar = there(there(month).parentWidget())  # PySide has its layout only while it has it
    row = there(bar.layout())
    assert row.indexOf(there(year)) < row.indexOf(there(month))


def test_fields_of_all_groups_stand_in_one_column(real: MainWindow) -> None:
    show(real)
    QApplication.processEvents()
    inspector = real.inspector
    fields = (inspector.name, inspector.number, inspector.issuer, inspector.date, inspector.office)
    lefts = {field.mapTo(inspector, QPoint(0, 0)).x() for field in fields}
    assert len(lefts) == 1


# ---- what the panel says and what a check says

RULES_OF_FIELDS = {
    "issue_date",
    "imprint_date",
    "number_used",
    "total_number",
    "addressee_stop",
    "empty_part",
}


def masthead(issue: Issue, **values: Any) -> Issue:
    return replace(issue, masthead=replace(issue.masthead, **values))


def printed(issue: Issue, day: Date) -> Issue:
    return replace(issue, imprint=Imprint("综合处", day))


def dated(issue: Issue, day: Date) -> Issue:
    return replace(issue, dated_header=replace(issue.dated_header, date=day))


CHANGES: dict[str, Callable[[Issue], Issue]] = {
    "nothing": lambda issue: issue,
    "name": lambda issue: masthead(issue, name=" "),
    "name of another": lambda issue: masthead(issue, name="别的简报"),
    "name on two lines": lambda issue: masthead(issue, name="四川省地方志\n工作简报", total_number=8),
    "number": lambda issue: masthead(issue, number=3),
    "number that was used": lambda issue: dated(issue, Date(2024, 1, 16)),
    "total number": lambda issue: masthead(issue, total_number=608),
    "total number too small": lambda issue: masthead(issue, total_number=1),
    "no total number": lambda issue: masthead(issue, total_number=None),
    "marking": lambda issue: masthead(issue, marking="内部资料"),
    "issuer": lambda issue: replace(issue, dated_header=replace(issue.dated_header, issuer="")),
    "a Saturday": lambda issue: dated(issue, Date(2024, 1, 13)),
    "another year": lambda issue: dated(issue, Date(2031, 1, 9)),
    "no disclosure": lambda issue: replace(issue, disclosure=""),
    "no label": lambda issue: replace(issue, distribution=(Addressee("", "甲。"), Addressee("发", "乙。"))),
    "nobody": lambda issue: replace(issue, distribution=(Addressee("报", "甲。"), Addressee("", " "))),
    "no stop": lambda issue: replace(issue, distribution=(Addressee("报", "甲"), Addressee("发", "乙。"))),
    "no distribution": lambda issue: replace(issue, distribution=()),
    "no imprint": lambda issue: replace(issue, imprint=None),
    "no office": lambda issue: replace(issue, imprint=Imprint("", issue.dated_header.date)),
    "printed before": lambda issue: printed(issue, Date(2024, 1, 8)),
    "printed after": lambda issue: printed(issue, Date(2024, 1, 11)),
    "printed long after": lambda issue: printed(issue, Date(2024, 3, 11)),
    "no print count": lambda issue: replace(issue, print_count=None),
}


def said_by_check(issue: Issue, layout: Layout, faces: Faces, known: Known) -> set[tuple[Path, str]]:
    pages = Typesetter(layout, faces).typeset(issue)
    return {
        (finding.path[:2], finding.message)
        for finding in Proofreader().proof(issue, pages, known)
        if finding.rule in RULES_OF_FIELDS and finding.path[0] != "sections"
    }


def said_by_panel(inspector: Inspector) -> set[tuple[Path, str]]:
    return {
        (path, words) for path in inspector.fields for words in inspector.warning(path).split("\n") if words
    }


@pytest.mark.sampled
@pytest.mark.parametrize("supplement", ["", "增刊"])
@pytest.mark.parametrize("compared", [False, True])
@pytest.mark.parametrize("change", CHANGES)
def test_the_panel_says_of_each_field_what_a_check_says(
    qtbot: QtBot, layout: Layout, faces: Faces, change: str, compared: bool, supplement: str
) -> None:
    """Whether it stands alone or beside issues that were numbered otherwise."""
    real = masthead(read_bulletin(ROOT.parent / "examples" / "2024-01-09.bulletin"), supplement=supplement)
    issue = CHANGES[change](real)
    before = masthead(dated(real, Date(2024, 1, 2)), number=1, total_number=700)
    earlier = (remembered(before, "第1期.bulletin"), remembered(real, "第2期.bulletin")) if compared else ()
    inspector = Inspector()
    qtbot.addWidget(inspector)
    inspector.show_issue(real)
    inspector.compare(earlier)
    inspector.show_issue(issue)
    assert said_by_panel(inspector) == said_by_check(issue, layout, faces, Known(earlier=earlier))


def test_the_values_of_the_table_are_told_of() -> None:
    """Each rule is met by one of them, so that the panel and a check do not agree in silence."""
    real = read_bulletin(ROOT.parent / "examples" / "2024-01-09.bulletin")
    earlier = (remembered(real, "第2期.bulletin"),)
    issues = [change(real) for change in CHANGES.values()]
    met = {mark.rule for issue in issues for _, mark in field_marks(issue, earlier=earlier)}
    assert met == RULES_OF_FIELDS - {"empty_part"}
    assert {path for issue in issues for path, _ in empty_fields(issue)} == {
        ("masthead", "name"),
        ("dated_header", "issuer"),
        ("distribution", 0, "label"),
        ("distribution", 1, "label"),
        ("distribution", 1, "to"),
        ("imprint", "office"),
    }


def test_the_panel_knows_the_issues_in_the_folder(real: MainWindow, qtbot: QtBot) -> None:
    show(real)
    issue = real.document.issue
    assert real.session.file is not None
    other = replace(dated(issue, Date(2024, 1, 4)), sections=())  # with the same items it were a version
    write_bulletin(real.session.file.with_name("另一期.bulletin"), other)
    real.proofing.look(now=True)
    qtbot.waitUntil(lambda: "另一期" in real.inspector.warning(("masthead", "number")), timeout=20_000)
    real.filing.start_empty()
    assert real.inspector.warning(("masthead", "number")) == ""
