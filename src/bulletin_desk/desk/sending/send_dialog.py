"""Asks as what an issue goes round or is signed, and what its reader is given. Sends nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date as Date  # noqa: N812
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.bulletin.bounds import MAX_SHORT
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.bulletin.rounds import LONGEST_NAME, next_name, why_no_name
from bulletin_desk.bulletin.states import pending_said
from bulletin_desk.desk import beside
from bulletin_desk.desk.beside import LeftError
from bulletin_desk.desk.files.asking import ask_folder
from bulletin_desk.desk.parts.plain import Label, in_title
from bulletin_desk.desk.parts.still import keep_still
from bulletin_desk.desk.parts.typed_fields import told_below, warning_label
from bulletin_desk.desk.parts.typed_values import DayValue
from bulletin_desk.forms import DOCX, LINE_NUMBERS, PDF
from bulletin_desk.sending import ITEM_LIST, Outgoing

_NO_SHEET = "不放"
_NUMBERS = dict(zip(LINE_NUMBERS, ("不编行号", "每面从 1 编起", "全期连着编"), strict=True))
_INDENT = 22
"""Pixels: about what a box takes before its words."""
_NO_FOLDER = "没有这个文件夹，请另选一个。"


class SendChoice(NamedTuple):
    """What the clerk chose: the round's name, who sends or has signed and on which day, what goes out, and
    the folder for it."""

    name: str
    who: str
    day: Date
    outgoing: Outgoing
    folder: Path


class Offered(NamedTuple):
    """What is chosen beforehand, the sheets that there are, and the names (without folder) of the files that
    come of a choice."""

    who: str
    day: Date
    outgoing: Outgoing
    folder: Path
    sheets: tuple[str, ...]
    names: Callable[[SendChoice], Iterable[str]]


class SendDialog(QDialog):
    """送审, or 定稿 where it is `signed`."""

    def __init__(self, issue: Issue, offered: Offered, parent: QWidget, *, signed: bool = False) -> None:
        super().__init__(parent)
        self._issue = issue
        self._offered = offered
        self._signed = signed
        self._word = "定稿" if signed else "送审"
        self.setWindowTitle(in_title(self._word))
        self._make()
        self._fill(offered)
        self._connect()
        self.resize(560, self.sizeHint().height())
        (self.who if signed else self.name).setFocus()
        self._check()

    # ---- what it is made of

    def _make(self) -> None:
        self.name = QLineEdit(next_name(self._issue, signed=self._signed))
        self.name.setMaxLength(LONGEST_NAME)
        self.who = QLineEdit()
        self.who.setMaxLength(MAX_SHORT)
        self.day = DayValue()
        self.boxes = {form: QCheckBox(f"{form.short}（{use}）") for form, use in _USES}
        self.numbers = QComboBox()
        self.numbers.addItems(list(_NUMBERS.values()))
        self.remarks = QCheckBox()
        self.items = QCheckBox(f"带上{ITEM_LIST}（各篇的来源和字数）")
        self.sheet = QComboBox()
        self.folder = QLineEdit()
        self.choose = QPushButton("选择…")
        self.preview = Label()
        self.preview.setWordWrap(True)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.preview.setContentsMargins(0, 5, 0, 0)  # beside the label of its row
        self.preview.setMinimumHeight(self.preview.fontMetrics().lineSpacing() * 5)
        self.buttons = QDialogButtonBox()
        self.go = self.buttons.addButton(self._word, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        folder = QHBoxLayout()
        folder.addWidget(self.folder, 1)
        folder.addWidget(self.choose)
        form = QFormLayout()
        for words, field in (
            ("名称", self.name),
            ("签发人" if self._signed else "送审人", self.who),
            *((("签发日期", self.day),) if self._signed else ()),
        ):
            field.setAccessibleName(words)
            form.addRow(words, field)
        if self._signed:
            form.addRow(told_below(self.day))
        else:
            self.day.setParent(self)
            self.day.hide()
        for number, box in enumerate(self.boxes.values()):
            form.addRow("" if number else "输出" if self._signed else "给审稿人", box)
        for words, widget in (("行号", self.numbers), ("前面放", self.sheet)):
            widget.setAccessibleName(words)
            keep_still(widget)
            form.addRow(words, widget)
        form.addRow("", self.items)
        form.addRow("", self.remarks)
        self.folder.setAccessibleName("文件夹")
        form.addRow("文件夹", folder)
        form.addRow("得到", self.preview)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addStretch(1)
        self.pending = warning_label()
        self.pending.setText(pending_said(self._issue))
        self.pending.setVisible(bool(self.pending.text()))
        column.addWidget(self.pending)
        column.addWidget(self.buttons)

    def _fill(self, offered: Offered) -> None:
        outgoing = offered.outgoing
        self.who.setText(offered.who)
        self.day.near = lambda: offered.day
        self.day.show_value(offered.day.isoformat())
        for form, box in self.boxes.items():
            box.setChecked(outgoing.pdf if form is PDF else outgoing.docx)
        self.numbers.setCurrentText(_NUMBERS[outgoing.numbers])
        self.sheet.addItems([_NO_SHEET, *offered.sheets])
        self.sheet.setCurrentText(outgoing.sheet or _NO_SHEET)
        self.items.setChecked(outgoing.items)
        open_ones = sum(not remark.settled for remark in self._issue.remarks)
        self.remarks.setText(f"带上批注（{open_ones}条没有解决）" if open_ones else "带上批注")
        self.remarks.setEnabled(bool(self._issue.remarks))
        self.remarks.setChecked(outgoing.remarks and bool(self._issue.remarks))
        self.folder.setText(str(offered.folder))

    def _connect(self) -> None:
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.choose.clicked.connect(self._choose)
        self.day.changed.connect(self._check)
        for field in (self.name, self.who, self.day, self.folder):
            field.textChanged.connect(self._check)
        for box in (*self.boxes.values(), self.items, self.remarks):
            box.toggled.connect(self._check)
        for combo in (self.numbers, self.sheet):
            combo.currentIndexChanged.connect(self._check)

    # ---- what is chosen

    def choice(self) -> SendChoice:
        """What is chosen now."""
        sheet = self.sheet.currentText()
        outgoing = Outgoing(
            pdf=self.boxes[PDF].isChecked(),
            docx=self.boxes[DOCX].isChecked(),
            numbers=LINE_NUMBERS[self.numbers.currentIndex()],
            remarks=self.remarks.isChecked() if self.remarks.isEnabled() else self._offered.outgoing.remarks,
            items=self.items.isChecked(),
            sheet="" if sheet == _NO_SHEET else sheet,
        )
        day = Date.fromisoformat(self.day.value()) if self.day.value() else self._offered.day
        name = " ".join(self.name.text().split())
        return SendChoice(name, self.who.text().strip(), day, outgoing, Path(self.folder.text()))

    def accept(self) -> None:
        """Unless the day is none: then all stays as it stands."""
        self.day.settle()
        if self._signed and self.day.refused:
            self.day.setFocus()
            return
        super().accept()

    def _choose(self) -> None:
        folder = ask_folder(self, Path(self.folder.text()))
        if folder is not None:
            self.folder.setText(str(folder))

    def _check(self) -> None:
        """Shows the names of the files, or why it can't be done so."""
        choice = self.choice()
        any_file = choice.outgoing.pdf or choice.outgoing.docx
        for widget in (self.numbers, self.sheet, self.items, self.folder, self.choose):
            widget.setEnabled(any_file)
        self.remarks.setEnabled(any_file and bool(self._issue.remarks))
        wrong = why_no_name(self._issue, choice.name)
        if not wrong and self._signed and not choice.who:
            wrong = "请写上签发人。"
        if wrong:
            self._show(wrong, right=False)
        elif not any_file:
            self._show("不输出文件，只把这一稿留下来。", right=True)
        elif not self.folder.text() or not _is_there(self, choice.folder):
            self._show(_NO_FOLDER, right=False)
        else:
            self._show("\n".join(self._offered.names(choice)), right=True)

    def _show(self, said: str, *, right: bool) -> None:
        self.preview.setText(said)
        self.go.setEnabled(right)


_USES = ((PDF, "看、打印"), (DOCX, "在上面改、批"))
"""What a reader does with each form."""


def _is_there(window: QWidget, folder: Path) -> bool:
    """Whether there is such a folder; one that keeps us waiting is taken to be."""
    try:
        return beside.soon(window, folder.is_dir, within=beside.AT_ONCE)
    except LeftError:
        return True
    except (OSError, ValueError):
        return False
