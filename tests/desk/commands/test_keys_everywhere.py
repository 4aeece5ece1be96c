"""The keys of all commands, pressed wherever the keys can be: none reaches the page unless its command speaks
to whoever has them."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from datetime import date as Date  # noqa: N812
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QInputDialog,
    QMessageBox,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from bulletin_desk.archiving.codes import CodeChoice
from bulletin_desk.bulletin.grammar import item_path, title_of
from bulletin_desk.bulletin.model import Endorsement, LayoutText
from bulletin_desk.desk.changing.proof_dialog import ProofDialog
from bulletin_desk.desk.commands.actions import COMMANDS
from bulletin_desk.desk.commands.focus import Holder, field_of
from bulletin_desk.desk.commands.help import TextDialog
from bulletin_desk.desk.endorsing.endorsements_dialog import EndorsementsDialog
from bulletin_desk.desk.files.comparing import ChangedDialog
from bulletin_desk.desk.files.next_issue import NextIssueDialog, Previous
from bulletin_desk.desk.files.recovering import RecoveryDialog
from bulletin_desk.desk.files.since_signed import SinceSignedDialog
from bulletin_desk.desk.gathering.gathering_dialog import GatheringDialog
from bulletin_desk.desk.history.history_dialog import HistoryDialog, Kept
from bulletin_desk.desk.learning.learn_dialog import LearnDialog
from bulletin_desk.desk.library.folders_dialog import FoldersDialog
from bulletin_desk.desk.library.library_dialog import LibraryDialog
from bulletin_desk.desk.parts.plain import Box
from bulletin_desk.desk.parts.typed_fields import DateField, NumberDialog, NumberField
from bulletin_desk.desk.picturing.picture_dialog import PictureDialog
from bulletin_desk.desk.putting_out.copies_dialog import CopiesDialog
from bulletin_desk.desk.putting_out.export_dialog import Choice, ExportDialog
from bulletin_desk.desk.received.received_dialog import ReceivedDialog
from bulletin_desk.desk.sending.send_dialog import Offered, SendDialog
from bulletin_desk.desk.sheets.sheets_dialog import SheetsDialog, Shown
from bulletin_desk.desk.starting.begin_card import BeginCard
from bulletin_desk.desk.starting.layout_dialog import LayoutDialog
from bulletin_desk.desk.tabling.table_dialog import TableDialog
from bulletin_desk.desk.taking_in.intake_dialog import IntakeDialog
from bulletin_desk.desk.taking_in.said import LeftDialog
from bulletin_desk.desk.volumes.package_dialog import PackageDialog
from bulletin_desk.desk.volumes.volume_dialog import VolumeDialog
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.forms import FORMS
from bulletin_desk.intake.draft import Context, Remark, take_in
from bulletin_desk.intake.sources import load_units
from bulletin_desk.layouts.choices import shipped_choices
from bulletin_desk.library.folders import add_folders
from bulletin_desk.library.index import Library
from bulletin_desk.library.update import update
from bulletin_desk.sending import Outgoing
from bulletin_desk.sheets.shelf import sheets
from bulletin_desk.storage.journal import Recovered
from bulletin_desk.storage.version_files import Version
from bulletin_desk.typeset.proof_print import ProofPrint
from tests.bulletin.rich import PAIR
from tests.desk.commands.test_focus import give, holders, opened, takers, text_of
from tests.desk.conftest import OFFERING, REAL, every_dialog, noting, there
from tests.desk.learning.made import learned_of, made_pdf
from tests.desk.statistics.filled import filled
from tests.intake.manuscripts import CASES

pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)  # offscreen, of what is opened

KEYS = [(command, key) for command in COMMANDS for key in command.keys]
PLACE = (title_of(item_path(0, 1)), 2)


def checked(window: MainWindow, qtbot: QtBot) -> None:
    """Waits until the findings are those of the issue as it is."""
    window.proofing.look(now=True)
    issue = window.document.issue
    qtbot.waitUntil(lambda: window.proofing._issue is issue, timeout=20_000)


def press(key: str) -> None:
    """A key where the keys are; what it opens over that is closed again."""
    before = QApplication.activePopupWidget()
    QTest.keySequence(there(before or QApplication.focusWidget()), QKeySequence(key))
    popup = QApplication.activePopupWidget()
    if popup is not None and popup is not before:
        popup.close()


@pytest.mark.parametrize("layout", [None, OFFERING], ids=["first", "everything"])
def test_in_the_window_the_whole_issue_and_each_field_stay_as_they_are(
    real: MainWindow, qtbot: QtBot, layout: LayoutText | None
) -> None:
    """By the keys of all commands that don't speak to whoever has the keys: no field takes one for an edit,
    no list for an arrow that moves the page's caret."""
    if layout:
        real.document.apply("换版式", replace(real.document.issue, layout=layout))
    window = opened(real)
    checked(window, qtbot)
    assert window.findings.list.topLevelItemCount() > 1
    window.findings.list.setCurrentItem(there(window.findings.list.topLevelItem(0)))
    document = window.document
    document.go_to(*PLACE)
    before, selection = document.issue, document.selection
    kinds: set[str] = set()
    for holder, widget in holders(window):
        kinds.add(type(widget).__name__)
        field = field_of(widget)
        for command, key in KEYS:
            if holder in command.to:
                continue
            give(window, widget)
            shown = None if field is None else text_of(field)
            press(key)
            assert document.issue == before, (key, widget)
            assert document.selection == selection, (key, widget)
            assert shown == (None if field is None else text_of(field)), (key, widget)
    assert kinds >= {
        "Canvas",
        "Outline",
        "QTreeWidget",
        "NumberField",
        "DateField",
        "GrowingEdit",
        "QLineEdit",
        "QComboBox",
        "QCheckBox",
        "QPushButton",
        "QToolButton",
    }


def test_the_commands_of_fields_leave_the_page_alone(real: MainWindow) -> None:
    """Cut, paste, select all, undo by key in every field: all that is outside of it stays."""
    window = opened(real)
    document = window.document
    document.go_to(*PLACE)
    sections, selection = document.issue.sections, document.selection
    own = [pair for pair in KEYS if Holder.FIELD in pair[0].to and pair[0].to != Holder.ANY]
    assert {"cut", "copy", "paste", "select_all"} <= {command.name for command, _ in own}
    fields = [widget for holder, widget in holders(window) if holder is Holder.FIELD]
    assert {type(field) for field in fields} >= {NumberField, DateField}
    for widget in fields:
        for _, key in own:
            give(window, widget)
            field = field_of(widget)
            assert field is not None
            field.selectAll()
            QApplication.clipboard().setText("贴")
            press(key)
            assert document.issue.sections == sections, (key, widget)
            assert document.selection == selection, (key, widget)


def popups(window: MainWindow) -> Iterator[tuple[str, Callable[[], object]]]:
    """All that opens over the window and takes the keys: choices, calendars, the panel of symbols."""
    for combo in window.findChildren(QComboBox):
        if combo.isVisible() and combo.isEnabled():
            yield f"choice {combo.accessibleName()}", partial(_by_mouse, combo)
    for date in window.findChildren(DateField):
        if date.isVisible() and date.isEnabled():
            yield f"calendar {date.accessibleName()}", partial(_by_key, date)
    yield "symbols", partial(_for_the_page, window)


def _for_the_page(window: MainWindow) -> None:
    window.canvas.setFocus()
    window.symbols.open()


def _by_mouse(combo: QComboBox) -> None:
    arrow = QPoint(combo.width() - 8, combo.height() // 2)
    QTest.mouseClick(combo, Qt.MouseButton.LeftButton, pos=arrow)


def _by_key(widget: QWidget) -> None:
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)


def test_no_key_of_a_command_does_anything_out_of_what_is_open_over_the_window(real: MainWindow) -> None:
    window = opened(real)
    document = window.document
    document.go_to(*PLACE)
    before, selection = document.issue, document.selection
    found = list(popups(window))
    assert sum(name.startswith("choice") for name, _ in found) >= 3
    assert sum(name.startswith("calendar") for name, _ in found) == 2
    for name, open_ in found:
        for _, key in KEYS:
            if QApplication.activePopupWidget() is None:
                open_()
            popup = QApplication.activePopupWidget()
            assert popup is not None, (name, key)
            receiver = popup.focusWidget() or popup
            QTest.keySequence(receiver, QKeySequence(key))
            assert document.issue == before, (name, key)
            assert document.selection == selection, (name, key)
            assert window.isVisible(), (name, key)
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()


# ---- dialogs


def _recovery(window: MainWindow, _folder: Path) -> QDialog:
    issue = window.document.issue
    return RecoveryDialog(
        [Recovered(issue, None, datetime(2024, 1, 9, tzinfo=UTC), ())], lambda _: "", window
    )


def _history(window: MainWindow, folder: Path) -> QDialog:
    kept = folder / "v.bulletin"
    shutil.copyfile(REAL, kept)
    version = Version(datetime(2024, 1, 9, tzinfo=UTC), kept, 1, name="送审稿")
    versions = window.filing.keeper.kept_versions
    return HistoryDialog(window.session, [Kept("甲", (version,), True, None)], versions, window)


def _library(window: MainWindow, folder: Path) -> QDialog:
    """With an issue that is chosen."""
    shutil.copyfile(REAL, folder / "一期.bulletin")
    add_folders(window.session.places.library, (folder,))
    with Library(window.session.places.library) as library:
        update(library, lambda _: 4)
    dialog = LibraryDialog(window.session, window.librarian.upkeep, window)
    dialog.show_folders((folder,), None)
    until = time.monotonic() + 20
    while not dialog.issues.topLevelItemCount() and time.monotonic() < until:
        QApplication.processEvents()
    dialog.issues.choose_first()
    return dialog


def _folders(window: MainWindow, folder: Path) -> QDialog:
    dialog = FoldersDialog(window)
    dialog.show_folders((folder,))
    dialog.show_troubles(("“坏的.bulletin”打不开。",))
    return dialog


def _next_issue(window: MainWindow, _folder: Path) -> QDialog:
    previous = Previous(window.document.issue, there(window.session.file))
    return NextIssueDialog(previous, Date(2024, 1, 12), lambda _card, _file: None, window)


def _begin(window: MainWindow, _folder: Path) -> QDialog:
    card = BeginCard(window.session, shipped_choices(), parent=window)
    card.bulletins.setCurrentRow(card.bulletins.count() - 1)
    return card


def _learn(window: MainWindow, folder: Path) -> QDialog:
    """With what came of an old issue."""
    file = made_pdf(folder / "一期.pdf", window.session.faces)
    dialog = LearnDialog(
        window.session.faces,
        lambda _agreed, _parent: False,
        work=lambda _files, _tell: learned_of(file),
        folder=folder,
        files=(file,),
        parent=window,
    )
    dialog.begin()
    until = time.monotonic() + 20
    while dialog.looking is None and time.monotonic() < until:
        QApplication.processEvents()
    return dialog


def _intake(window: MainWindow, _folder: Path) -> QDialog:
    context = Context(("特别关注", "市州动态"), load_units())
    manuscript = next(iter(CASES.values())).manuscript
    dialog = IntakeDialog([take_in(manuscript, context)], [], context, window)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    return dialog


def _box(window: MainWindow, _folder: Path) -> QDialog:
    box = Box(window, QMessageBox.Icon.Question, "问", "要保存吗？", "多说一句")
    box.setStandardButtons(QMessageBox.StandardButton.Save | QMessageBox.StandardButton.Cancel)
    return box


def _words(window: MainWindow, _folder: Path) -> QDialog:
    dialog = QInputDialog(window)  # as Qt makes it
    dialog.setComboBoxItems(["甲", "乙"])
    dialog.setComboBoxEditable(True)
    return dialog


DIALOGS: dict[str, Callable[[MainWindow, Path], QDialog]] = {
    "BeginCard": _begin,
    "Box": _box,
    "ChangedDialog": lambda window, _: ChangedDialog("甲", [], "", window),
    "EndorsementsDialog": lambda window, _: EndorsementsDialog("第1篇", (Endorsement("张三"),), window),
    "ExportDialog": lambda window, folder: ExportDialog(
        window.document.issue, Choice(folder, "甲", FORMS), window
    ),
    "FoldersDialog": _folders,
    "GatheringDialog": lambda window, folder: GatheringDialog(
        (str(folder), str(folder / "简报")), [("甲", "甲")], window
    ),
    "HistoryDialog": _history,
    "IntakeDialog": _intake,
    "LayoutDialog": lambda window, _: LayoutDialog(
        window.session, shipped_choices(), shipped_choices()[1].carried, window
    ),
    "LearnDialog": _learn,
    "LeftDialog": lambda window, _: LeftDialog(
        [Remark("一张表没有收进来。", look=True, words="甲县\n3")], window
    ),
    "LibraryDialog": _library,
    "NextIssueDialog": _next_issue,
    "CopiesDialog": lambda window, _: CopiesDialog(window, 16, 8),
    "PictureDialog": lambda window, _: PictureDialog(PAIR, 0, 1560, window),
    "ProofDialog": lambda window, _: ProofDialog(ProofPrint(), [], window),
    "NumberDialog": lambda window, _: NumberDialog(window, "跳到第几面", "第几面", 1, 1, 9),
    "QInputDialog": _words,
    "ReceivedDialog": lambda window, folder: ReceivedDialog(folder / "received", (), window),
    "RecoveryDialog": _recovery,
    "SendDialog": lambda window, folder: SendDialog(
        window.document.issue,
        Offered("张三", Date(2024, 1, 9), Outgoing(), folder, ("审签单",), lambda choice: (choice.name,)),
        window,
        signed=True,
    ),
    "SinceSignedDialog": lambda window, _: SinceSignedDialog("甲", ("乙", "丙"), window, "输出"),
    "StatisticsDialog": filled,
    "TableDialog": lambda window, _: TableDialog(window),
    "PackageDialog": lambda window, folder: PackageDialog(
        folder, folder, folder, CodeChoice("Z1"), parent=window
    ),
    "SheetsDialog": lambda window, _: SheetsDialog(
        sheets, lambda _sheet, _typed: Shown((), ""), window.session.faces, window
    ),
    "VolumeDialog": lambda window, folder: VolumeDialog(folder, folder, window),
    "TextDialog": lambda window, _: TextDialog("使用说明", "<p>甲</p>", window),
}


def test_every_dialog_is_tried() -> None:
    assert every_dialog() - {"Progress"} == set(DIALOGS) - {
        "QInputDialog"
    }  # what is waited for takes no key but Esc


@pytest.mark.parametrize("name", DIALOGS)
def test_no_key_of_a_command_reaches_the_page_out_of(
    name: str, real: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever in the dialog the keys are."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: "")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: ("", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_, **__: ([], ""))
    document = real.document
    document.go_to(*PLACE)
    document.select_all()
    before, selection = document.issue, document.selection
    QApplication.clipboard().setText("贴")
    asked: list[str] = []
    monkeypatch.setattr(Box, "exec", lambda box: noting(asked, box.text(), 0))
    dialog = DIALOGS[name](real, tmp_path)
    dialog.open()
    QApplication.processEvents()
    dialog.activateWindow()
    choices = [combo.currentText() for combo in dialog.findChildren(QComboBox)]
    parts = [
        *takers(dialog),
        *(view for view in dialog.findChildren(QAbstractItemView) if view.isVisible()),
        *(page for page in dialog.findChildren(QTextEdit) if page.isVisible()),
    ]
    assert parts
    tried = 0
    for part in parts:
        for command, key in KEYS:
            if key == "Ctrl+Return" and isinstance(part, QAbstractButton):
                continue  # to Qt it is the button's Enter
            if not part.isVisible() or not part.isEnabled():
                break  # hidden or greyed by another part
            part.setFocus(Qt.FocusReason.TabFocusReason)
            QTest.keySequence(there(dialog.focusWidget()), QKeySequence(key))
            while (popup := QApplication.activePopupWidget()) is not None:
                popup.close()
            tried += 1
            assert document.issue == before, (key, part)
            assert document.selection == selection, (key, part)
            assert real.isVisible(), (key, part)
            assert isValid(dialog), (key, part)
            assert dialog.isVisible(), (key, part)
            own = field_of(part) is not None and Holder.FIELD in command.to
            if not own and name != "QInputDialog":  # which is Qt's
                assert [combo.currentText() for combo in dialog.findChildren(QComboBox)] == choices, key
                continue
            for combo, text in zip(dialog.findChildren(QComboBox), choices, strict=True):
                combo.setCurrentText(text)
    assert tried >= len(KEYS) - 1
    dialog.done(0)
