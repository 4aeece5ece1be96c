"""Every field of the window and of its dialogs is typed into, key by key, found by walking the widgets: a new
field is typed into by itself, and a new dialog has to say here how it is opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields as fields_of
from dataclasses import is_dataclass
from datetime import date as Date  # noqa: N812
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QGroupBox,
    QInputDialog,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from bulletin_desk.archiving.codes import CodeChoice
from bulletin_desk.bulletin.received import Read, ReceivedItem
from bulletin_desk.desk.changing.proof_dialog import ProofDialog
from bulletin_desk.desk.endorsing.endorsements_dialog import EndorsementsDialog
from bulletin_desk.desk.files.next_issue import NextIssueDialog, Previous
from bulletin_desk.desk.gathering.gathering_dialog import GatheringDialog
from bulletin_desk.desk.history.history_dialog import HistoryDialog
from bulletin_desk.desk.learning.learn_dialog import Agreed, LearnDialog
from bulletin_desk.desk.library.library_dialog import LibraryDialog
from bulletin_desk.desk.library.upkeep import Upkeep
from bulletin_desk.desk.parts.plain import ask_words
from bulletin_desk.desk.parts.typed_fields import DateField, NumberDialog, NumberField
from bulletin_desk.desk.parts.typed_values import DayValue, MonthValue, NumberValue, PeriodValue
from bulletin_desk.desk.picturing.picture_dialog import PictureDialog
from bulletin_desk.desk.putting_out.copies_dialog import CopiesDialog
from bulletin_desk.desk.putting_out.export_dialog import Choice, ExportDialog
from bulletin_desk.desk.received.received_dialog import ReceivedDialog
from bulletin_desk.desk.sending.send_dialog import Offered, SendDialog
from bulletin_desk.desk.starting.begin_card import BeginCard
from bulletin_desk.desk.tabling.table_dialog import TableDialog
from bulletin_desk.desk.taking_in.intake_dialog import IntakeDialog
from bulletin_desk.desk.volumes.package_dialog import PackageDialog
from bulletin_desk.desk.volumes.volume_dialog import VolumeDialog
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.forms import FORMS
from bulletin_desk.intake.draft import Context, take_in
from bulletin_desk.intake.sources import load_units
from bulletin_desk.layouts.choices import shipped_choices
from bulletin_desk.sending import Outgoing
from bulletin_desk.storage.received import append, received
from bulletin_desk.typeset.proof_print import ProofPrint
from tests.bulletin.rich import PAIR
from tests.desk.conftest import every_dialog, there, type_into
from tests.desk.learning.made import learned_of, made_pdf
from tests.desk.statistics.filled import filled
from tests.intake.manuscripts import CASES
from tests.many_fields import in_many

Field = QLineEdit | QPlainTextEdit | QTextEdit

WITHOUT_FIELDS = {
    "Box",
    "ChangedDialog",
    "FoldersDialog",
    "LayoutDialog",
    "LeftDialog",
    "RecoveryDialog",
    "SinceSignedDialog",
    "TextDialog",
}
"""Dialogs that only show and offer buttons."""
TYPED_INTO = {
    "BeginCard",
    "CopiesDialog",
    "EndorsementsDialog",
    "ExportDialog",
    "GatheringDialog",
    "HistoryDialog",
    "IntakeDialog",
    "LearnDialog",
    "LibraryDialog",
    "NextIssueDialog",
    "NumberDialog",
    "PackageDialog",
    "PictureDialog",
    "ProofDialog",
    "ReceivedDialog",
    "SendDialog",
    "SheetsDialog",
    "StatisticsDialog",
    "TableDialog",
    "VolumeDialog",
}
"""Those that have a test below."""


def fields_in(container: QWidget) -> list[Field]:
    """Whatever takes text, also inside of boxes; none of it may be out of reach while the test types."""
    found: list[Field] = [
        *container.findChildren(QLineEdit),
        *container.findChildren(QPlainTextEdit),
        *container.findChildren(QTextEdit),
    ]
    writable = [
        field
        for field in found
        if not field.isReadOnly()
        and not (
            isinstance(field, QPlainTextEdit | QTextEdit)
            and not field.textInteractionFlags() & Qt.TextInteractionFlag.TextEditable
        )
    ]
    for field in writable:
        name = field.accessibleName() or there(field.parentWidget()).accessibleName()
        assert field.isVisible(), name
        assert field.isEnabled(), name
        assert name, f"a field without a name: {field}"
    return writable


def text_of(field: Field) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def leaves(value: object) -> Iterator[object]:
    """All that a value of the issue, or of a dialog's answer, holds."""
    if is_dataclass(value) and not isinstance(value, type):
        for each in fields_of(value):
            yield from leaves(getattr(value, each.name))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from leaves(part)
    else:
        yield value


def press(field: QWidget, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(field, key)


def type_over(field: Field, keys: str) -> None:
    """All of it is selected and typed over."""
    receiver = there(field.parentWidget()) if field.focusProxy() is not None else field
    receiver.setFocus()
    field.selectAll()
    type_into(field, keys)


def type_all_keys(field: Field, number: int) -> str:
    """Characters of all sorts and the keys of editing; what must stand there then."""
    type_over(field, "改Ab 9，&<")
    assert text_of(field) == "改Ab 9，&<"
    keys = Qt.Key
    press(field, keys.Key_Home)
    type_into(field, "头")
    press(field, keys.Key_Delete, keys.Key_End, keys.Key_Left, keys.Key_Backspace)
    type_into(field, "e")
    press(field, keys.Key_Right)
    type_into(field, f"-{number}")
    return f"头Ab 9，e<-{number}"


def typed(field: Field, number: int) -> object:
    """Types what the field is for; the value that comes of it."""
    if isinstance(field, NumberField):
        value = 70 + number
        type_over(field, str(value))
        press(field, Qt.Key.Key_Return)
        return value
    if isinstance(field, DateField):
        day = Date(2031, 1, number + 1)
        type_over(field, f"{day.year}.{day.month}.{day.day}")
        press(field, Qt.Key.Key_Return)
        return day
    if isinstance(field, NumberValue):
        type_over(field, str(70 + number))
        press(field, Qt.Key.Key_Return)
        return str(70 + number)
    if isinstance(field, DayValue | MonthValue):
        day = Date(2031, 1 + number % 12, number + 1)
        is_day = isinstance(field, DayValue)
        type_over(field, f"{day.year}.{day.month}.{day.day}" if is_day else f"{day.year}.{day.month}")
        press(field, Qt.Key.Key_Return)
        return day.isoformat() if is_day else day.isoformat()[:7]
    expected = type_all_keys(field, number)
    assert text_of(field) == expected
    return expected


def test_every_dialog_is_typed_into_or_has_no_field() -> None:
    assert every_dialog() - {"Progress"} == WITHOUT_FIELDS | TYPED_INTO


def test_every_field_of_the_window(real: MainWindow) -> None:
    """What is typed into the panel stands in the issue; what is typed to be found is found and replaced."""
    for command in ("show_fields", "show_findings", "show_review", "replace"):
        real.actions_by_name[command].trigger()
    QApplication.processEvents()
    panels = fields_in(real.inspector)
    assert len(panels) >= 15
    find, replacement = real.find_bar.wanted, real.find_bar.replacement
    assert {id(field) for field in fields_in(real)} == {id(each) for each in (*panels, find, replacement)}
    assert not [spin for spin in real.findChildren(QAbstractSpinBox) if spin.isVisible()]
    before = real.document.issue
    for number, field in enumerate(panels):
        value = typed(field, number)
        assert value in set(leaves(real.document.issue)), field.accessibleName()
        assert value not in set(leaves(before)), field.accessibleName()
        shown = text_of(field)
        real.session.undo()
        assert value not in set(leaves(real.document.issue)), field.accessibleName()
        assert text_of(field) != shown
        real.session.redo()
        assert value in set(leaves(real.document.issue)), field.accessibleName()
        assert text_of(field) == shown
    while real.document.undo_name is not None:
        real.session.undo()
    assert real.document.issue == before

    typed(find, 0)
    assert real.find_bar.count.text() == "没有找到"
    type_over(find, "史志")
    assert real.find_bar.count.text().endswith("处")
    value = typed(replacement, 0)
    press(replacement, Qt.Key.Key_Return)
    assert any(str(value) in str(leaf) for leaf in leaves(real.document.issue))


def test_every_field_of_a_layouts_own(real: MainWindow) -> None:
    real.session.replace(in_many(real.document.issue))
    real.actions_by_name["show_fields"].trigger()
    QApplication.processEvents()
    # what has no place in this layout stands in no group
    panels = [field for group in real.inspector.findChildren(QGroupBox) for field in fields_in(group)]
    assert len(panels) >= 20
    before = real.document.issue
    for number, field in enumerate(panels):
        value = typed(field, number)
        said = set(leaves(real.document.issue))
        period = field.parentWidget()
        if isinstance(period, PeriodValue):
            value = f"{value}/{value}"  # its other day
            (other,) = [day for day in period.days if day is not field]
            typed(other, number)
            said = set(leaves(real.document.issue))
        assert value in said, field.accessibleName()
        assert value not in set(leaves(before)), field.accessibleName()
        while real.document.undo_name is not None:
            real.session.undo()
        assert real.document.issue == before


def test_every_box_of_the_window_is_moved_by_its_keys(real: MainWindow) -> None:
    for command in ("show_fields", "show_findings", "show_review", "replace"):
        real.actions_by_name[command].trigger()
    boxes = [box for box in real.findChildren(QComboBox) if not box.isEditable()]
    assert len(boxes) >= 2
    real.document.go_to(("sections", 0, "items", 0, "blocks", 0))
    for box in boxes:
        before = real.document.issue
        box.setFocus()
        press(box, Qt.Key.Key_End, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_Down)
        while real.document.undo_name is not None:
            real.session.undo()
        assert real.document.issue == before


def test_a_name_in_the_outline(real: MainWindow) -> None:
    real.actions_by_name["show_outline"].setChecked(True)
    real.document.go_to(("sections", 0, "items", 0, "title"))
    real.actions_by_name["rename"].trigger()
    (field,) = real.outline.findChildren(QLineEdit)
    value = typed(field, 0)
    press(field, Qt.Key.Key_Return)
    QApplication.processEvents()  # the row takes it when the key is through
    assert real.document.issue.sections[0].items[0].title == value


def test_every_field_of_putting_out(real: MainWindow, tmp_path: Path) -> None:
    dialog = ExportDialog(real.document.issue, Choice(tmp_path, "甲", FORMS), real)
    dialog.show()
    fields = fields_in(dialog)
    assert len(fields) == 2
    for field in fields:
        value = typed(field, 0)
        choice = dialog.choice()
        assert value in (choice.pattern, str(choice.folder))
    dialog.reject()


def test_every_field_of_signing(real: MainWindow, tmp_path: Path) -> None:
    offered = Offered("", Date(2024, 1, 9), Outgoing(), tmp_path, ("审签单",), lambda choice: (choice.name,))
    dialog = SendDialog(real.document.issue, offered, real, signed=True)
    dialog.show()
    values = {typed(field, 3) for field in fields_in(dialog)}
    choice = dialog.choice()
    assert values == {choice.name, choice.who, choice.day.isoformat(), str(choice.folder)}
    dialog.reject()


def test_every_field_of_a_proof(real: MainWindow) -> None:
    dialog = ProofDialog(ProofPrint(), [], real)
    dialog.show()
    (number,) = fields_in(dialog)
    type_over(number, "0")
    assert not dialog.to_file.isEnabled()
    assert not dialog.to_printer.isEnabled()
    value = typed(number, 2)
    assert dialog.choice().number == value
    dialog.reject()


def test_every_field_of_gathering_old_issues(real: MainWindow) -> None:
    dialog = GatheringDialog(("", ""), (), real)
    dialog.show()
    source, target = fields_in(dialog)
    assert not dialog.go.isEnabled()
    chosen: list[tuple[str, str]] = []
    dialog.chosen.connect(lambda *folders: chosen.append(folders))
    values = [typed(field, 0) for field in (source, target)]
    assert [field.text() for field in (dialog.source, dialog.target)] == values
    assert dialog.go.isEnabled()
    dialog.running.start = lambda arguments: None  # type: ignore[method-assign]
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert [Path(folder).name for folder in chosen[0]] == [Path(str(value).strip()).name for value in values]
    dialog.reject()


def test_every_field_of_copy_numbers(real: MainWindow) -> None:
    dialog = CopiesDialog(real, 16, 8)
    dialog.show()
    first, last = fields_in(dialog)
    assert text_of(last) == "16"
    values = [typed(last, 9), typed(first, 3)]
    assert dialog.result() == QDialog.DialogCode.Accepted  # Enter is an answer
    assert values == [79, 73]
    assert dialog.copies == range(73, 80)


def test_every_field_of_a_picture(real: MainWindow) -> None:
    dialog = PictureDialog(PAIR, 0, 1560, real)
    dialog.show()
    width, caption, credit = fields_in(dialog)
    assert [text_of(field) for field in (width, caption, credit)] == ["70 毫米", "会场", "（综合处摄）"]
    assert typed(width, 0) == 70
    assert typed(width, 5) == 75
    assert (dialog.picture.width, dialog.picture.data) == (750, PAIR.pictures[0].data)
    for field in (caption, credit):
        field.setFocus()
        type_into(field, "一")
    assert dialog.picture.caption == text_of(caption)
    assert dialog.credit(PAIR.credit) == text_of(credit)
    assert "一" in dialog.picture.caption
    assert "一" in dialog.credit(PAIR.credit)


def test_every_field_of_endorsements(real: MainWindow) -> None:
    dialog = EndorsementsDialog("第1篇", (), real)
    dialog.show()
    who, date, text = fields_in(dialog)
    values = [typed(field, number) for number, field in enumerate((who, date, text))]
    (written,) = dialog.endorsements
    assert [written.who, written.date.isoformat() if written.date else "", written.text] == values
    assert dialog.isVisible()  # Enter is no answer here


def test_every_field_of_the_register(real: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "received"
    append(folder, [Read(datetime(2031, 1, 1), "0" * 64, "稿.txt", 9, "", (ReceivedItem("甲"),))])
    dialog = ReceivedDialog(folder, (".txt",), real)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.rows.rowCount() == 1)
    dialog.table.selectRow(0)
    since, until, words, remark = fields_in(dialog)
    assert typed(remark, 3) == text_of(remark)
    press(remark, Qt.Key.Key_Return)
    assert [each.remark for each in received(folder)] == [text_of(remark)]
    assert typed(words, 2) == text_of(words)
    values = [typed(since, 0), typed(until, 1)]
    assert [dialog.since.value(), dialog.until.value()] == values
    assert dialog.isVisible()


def test_every_field_of_a_table(real: MainWindow) -> None:
    dialog = TableDialog(real)
    dialog.show()
    rows, columns = fields_in(dialog)
    assert (text_of(rows), text_of(columns)) == ("4", "4")
    type_over(columns, "12")
    assert typed(rows, 9) == 79
    assert dialog.result() == QDialog.DialogCode.Accepted  # Enter is an answer
    assert dialog.size_chosen == (79, 12, True)


def test_every_field_of_the_statistics(real: MainWindow, tmp_path: Path) -> None:
    dialog = filled(real, tmp_path)
    dialog.show()
    since, until = fields_in(dialog.span)
    for number, field in enumerate((until, since), 3):
        value = typed(field, number)
        assert isinstance(field, DateField)
        assert field.value() == value
    assert dialog.refusal.text() == "止日比起日早；请核对。"
    dialog.tabs.setCurrentIndex(1)
    (full,) = fields_in(dialog.names)
    said: list[str] = []
    dialog.accepted_name.connect(lambda _name, words: said.append(words))
    value = typed(full, 0)
    press(full, Qt.Key.Key_Return)
    assert said == [value]


def test_every_field_of_a_volume(real: MainWindow, tmp_path: Path) -> None:
    dialog = VolumeDialog(tmp_path, tmp_path, real)
    dialog.show()
    (field,) = fields_in(dialog)
    assert typed(field, 0) == dialog.choice.title
    dialog.reject()


def test_every_field_of_a_sheet(real: MainWindow) -> None:
    real.actions_by_name["sheet"].trigger()
    dialog = there(real.sheets.dialog)
    fields = fields_in(dialog)
    assert [field.accessibleName() for field in fields] == list(dialog.chosen.sheet.free)
    for number, field in enumerate(fields):
        value = typed(field, number)
        press(field, Qt.Key.Key_Return)
        assert dialog.typed[field.accessibleName()] == value
    assert dialog.isVisible()  # Enter is no answer here


def test_every_field_of_packages(real: MainWindow, tmp_path: Path) -> None:
    dialog = PackageDialog(tmp_path, tmp_path, tmp_path, CodeChoice(), parent=real)
    dialog.show()
    fields = fields_in(dialog)
    assert len(fields) == 6
    for number, field in enumerate(fields):
        value = typed(field, number)
        assert value in (str(dialog.folder), *dialog.choice), field.accessibleName()
    dialog.reject()


def test_every_field_of_the_next_issues_card(real: MainWindow) -> None:
    previous = Previous(real.document.issue, there(real.session.file))
    card = NextIssueDialog(previous, Date(2024, 1, 12), lambda _card, _file: None, real)
    card.show()
    fields = fields_in(card)
    assert len(fields) == 5
    for field in fields:
        value = typed(field, 5)
        assert (field.value() if isinstance(field, NumberField | DateField) else text_of(field)) == value
    card.reject()


def test_every_field_of_the_card_of_a_new_issue(real: MainWindow) -> None:
    card = BeginCard(real.session, shipped_choices(), parent=real)
    card.show()
    press(card.bulletins, Qt.Key.Key_End)
    fields = fields_in(card)
    assert len(fields) == 8
    values = [typed(field, number) for number, field in enumerate(fields)]
    card.make.click()  # Enter in a field has been an answer already
    said = set(leaves(there(card.begun).issue))
    assert set(values) <= said


def test_every_field_of_an_old_issue_that_is_learned_from(
    real: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    agreed: list[Agreed] = []
    file = made_pdf(tmp_path / "一期.pdf", real.session.faces)
    dialog = LearnDialog(
        real.session.faces,
        lambda what, _parent: not agreed.append(what),  # type: ignore[func-returns-value]
        work=lambda _files, _tell: learned_of(file),
        folder=tmp_path,
        files=(file,),
        parent=real,
    )
    dialog.show()
    assert fields_in(dialog) == []
    dialog.read.click()
    qtbot.waitUntil(lambda: dialog.looking is not None, timeout=20_000)
    (field,) = fields_in(dialog)
    value = typed(field, 0)
    dialog.next.click()
    assert agreed[0].name == value
    dialog.deleteLater()


def test_every_field_of_the_versions(real: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    assert real.filing.save()

    def write(dialog: HistoryDialog) -> int:
        dialog.show()
        (field,) = fields_in(dialog)
        value = typed(field, 0)
        press(field, Qt.Key.Key_Return)
        assert f"（{value}）" in there(dialog.list.item(0)).text()
        return dialog.result()

    monkeypatch.setattr(HistoryDialog, "exec", write)
    real.actions_by_name["versions"].trigger()


def test_every_field_of_the_library(real: MainWindow, qtbot: QtBot) -> None:
    dialog = LibraryDialog(real.session, Upkeep(real.session.places.library, real), real)
    qtbot.addWidget(dialog)
    dialog.show_folders([there(real.session.file).parent], None)
    dialog.show()
    fields = fields_in(dialog)
    assert len(fields) == 4
    for number, field in enumerate(fields):
        value = typed(field, number)
        query = dialog.search.query("")
        said = (" ".join(query.words), query.office, str(query.since), str(query.until))
        assert value in said, field.accessibleName()
    qtbot.waitUntil(lambda: not dialog._questions.busy and not dialog.search._timer.isActive())


def test_every_field_of_the_review(qtbot: QtBot) -> None:
    context = Context(("特别关注", "市州动态"), load_units())
    dialog = IntakeDialog([take_in(next(iter(CASES.values())).manuscript, context)], [], context)
    qtbot.addWidget(dialog, before_close_func=lambda review: review.done(0))
    dialog.show()
    dialog.parts.write(1)
    fields = fields_in(dialog)
    assert len(fields) == 3
    for field in fields:
        if isinstance(field, QPlainTextEdit) and not field.isVisible():
            continue
        value = typed(field, 0)
        press(field, Qt.Key.Key_Return)
        assert any(str(value) in str(leaf) for leaf in leaves(dialog.drafts())), field.accessibleName()


def test_every_field_of_the_small_dialogs(real: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = NumberDialog(real, "跳到第几面", "第几面", 1, 1, 100)
    asked.show()
    (field,) = fields_in(asked)
    assert typed(field, 5) == asked.field.value() == 75
    assert not asked.isVisible()

    seen: list[str] = []

    def answer(
        _parent: QWidget, title: str, text: str, offered: list[str], *_: object, **__: object
    ) -> object:
        dialog = QInputDialog(real)  # as Qt makes it
        dialog.setComboBoxItems(offered)
        dialog.setComboBoxEditable(True)
        dialog.setLabelText(text)
        dialog.setWindowTitle(title)
        dialog.show()
        (line,) = dialog.findChildren(QLineEdit)
        seen.append(str(typed(line, 0)))
        return dialog.textValue(), True

    monkeypatch.setattr(QInputDialog, "getItem", answer)
    assert ask_words(real, "新栏目", "栏目名称", ["甲", "乙"]) == (seen[0], True)
