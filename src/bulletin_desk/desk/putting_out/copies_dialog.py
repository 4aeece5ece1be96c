"""Asks for the numbers of the copies that are put out or printed. Puts nothing out itself."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from bulletin_desk.bulletin.copies import MOST_COPIES, too_many
from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.parts.typed_fields import NumberField, warning_label


class CopiesDialog(QDialog):
    """From which number to which; `copies` is empty where the copies have none. `length` is the number of
    pages of one copy; `note` is said below."""

    def __init__(self, parent: QWidget, print_count: int | None, length: int, note: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle("份号")
        self._length = length
        self.copies = range(0)
        self.numbered = QCheckBox("印上份号，一份接一份")
        self.numbered.setChecked(True)
        self.first = NumberField(1, MOST_COPIES)
        self.first.setAccessibleName("从第几号")
        self.last = NumberField(1, MOST_COPIES)
        self.last.setAccessibleName("到第几号")
        self.last.show_value(print_count or 1)
        self.said = Label()
        self.said.setWordWrap(True)
        self.warning = warning_label()
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        self.go = buttons.button(QDialogButtonBox.StandardButton.Ok)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow("从", self.first)
        form.addRow("到", self.last)
        column = QVBoxLayout(self)
        column.addWidget(self.numbered)
        column.addLayout(form)
        column.addWidget(self.said)
        column.addWidget(self.warning)
        if note:
            column.addWidget(Label(note, self))
        column.addWidget(buttons)
        self.numbered.toggled.connect(self._look)
        for field in (self.first, self.last):
            field.textChanged.connect(self._look)
        self._look()
        self.first.setFocus()
        self.first.selectAll()

    def _look(self) -> None:
        """Says how much it will be, or why it can't be."""
        numbered = self.numbered.isChecked()
        for field in (self.first, self.last):
            field.setEnabled(numbered)
        first, last = self.first.value(), self.last.value()
        copies = range(first, last + 1) if numbered else range(0)
        wrong = (self.first.refused or self.last.refused) if numbered else ""
        pages = len(copies) * self._length
        if not wrong and numbered and not copies:
            wrong = f"止号{last}比起号{first}小；请改正。"
        wrong = wrong or too_many(pages)
        self.copies = range(0) if wrong else copies
        self.said.setText(f"共{len(copies)}份、{pages}面。" if copies and not wrong else "")
        self.warning.setText(wrong)
        self.warning.setVisible(bool(wrong))
        self.go.setEnabled(not wrong)


def ask_copies(window: QWidget, print_count: int | None, length: int, note: str = "") -> range | None:
    """The numbers of the copies, none of them where they are to have none; None where the clerk thinks better
    of it."""
    dialog = CopiesDialog(window, print_count, length, note)
    given = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.copies if given else None
