"""Asks how a proof is printed. Prints nothing itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.desk.changing.sources import Source, SourceBox
from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.parts.still import keep_still
from bulletin_desk.desk.parts.typed_fields import NumberField, warning_label
from bulletin_desk.pages.marks import LineNumbers
from bulletin_desk.typeset.proof_print import MOST_PROOFS, ProofPrint

NUMBERS: tuple[tuple[LineNumbers, str], ...] = (
    ("page", "每面从 1 起"),
    ("through", "全期一直编下去"),
    ("", "不要行号"),
)
_SAID = "版面缩到八成印在原来的纸上，右边留出写字的地方；断行和付印时一样。"


class ProofDialog(QDialog):
    """The proof's number, its line numbers, its spacing, and since which version lines that changed are
    marked. `printing`: it is to go to the printer, and not into a file."""

    def __init__(self, start: ProofPrint, found: Sequence[Source], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("清样")
        self.printing = False
        self._note = start.note
        self.number = NumberField(1, MOST_PROOFS, head="第 ", tail=" 校", parent=self)
        self.number.show_value(start.number)
        self.number.setAccessibleName("第几校")
        self.warning = warning_label()
        self.numbers = QComboBox(self)
        self.numbers.setAccessibleName("行号")
        for _, words in NUMBERS:
            self.numbers.addItem(words)
        self.numbers.setCurrentIndex([value for value, _ in NUMBERS].index(start.line_numbers))
        self.double = QCheckBox("行距加倍，好在行间改（一面排成两面，行号、面号不变）", self)
        self.double.setChecked(start.double)
        self.since = SourceBox("不画")
        self.since.setAccessibleName("改动的行画竖线")
        for box in (self.numbers, self.since):
            keep_still(box)
        self.since.offer(found, None)
        said = Label(_SAID, self)
        said.setWordWrap(True)
        said.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        form = QFormLayout()
        form.addRow("校次", self.number)
        form.addRow("行号", self.numbers)
        form.addRow("", self.double)
        form.addRow("改动的行画竖线，和这一稿比", self.since)
        self.buttons = QDialogButtonBox(Qt.Orientation.Horizontal, self)
        accept = QDialogButtonBox.ButtonRole.AcceptRole
        self.to_file = self.buttons.addButton("存成 PDF…", accept)
        self.to_printer = self.buttons.addButton("打印…", accept)
        self.buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.to_printer.clicked.connect(self._print)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.warning)
        column.addWidget(said)
        column.addWidget(self.buttons)
        self.number.textChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        """Says why there is no such proof."""
        wrong = self.number.refused
        self.warning.setText(wrong)
        self.warning.setVisible(bool(wrong))
        for button in (self.to_file, self.to_printer):
            button.setEnabled(not wrong)

    def _print(self) -> None:
        self.printing = True

    def choice(self) -> ProofPrint:
        """How it is to be printed."""
        numbers = NUMBERS[self.numbers.currentIndex()][0]
        return ProofPrint(self.number.value(), numbers, self.double.isChecked(), note=self._note)
