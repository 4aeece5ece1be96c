"""Asks how large a table is to be. Makes none."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from bulletin_desk.bulletin.bounds import MAX_COLUMNS, MAX_ROWS
from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.parts.typed_fields import NumberField, told_below


class Size(NamedTuple):
    """Rows, its header among them, and columns. `header`: the first row is the header."""

    rows: int
    columns: int
    header: bool


USUAL = Size(4, 4, True)


class TableDialog(QDialog):
    """Rows, columns, and whether there is a header; what is no number keeps it open."""

    def __init__(self, parent: QWidget, size: Size = USUAL) -> None:
        super().__init__(parent)
        self.setWindowTitle("插入表格")
        self.rows = NumberField(1, MAX_ROWS)
        self.rows.setAccessibleName("几行")
        self.rows.show_value(size.rows)
        self.columns = NumberField(1, MAX_COLUMNS)
        self.columns.setAccessibleName("几列")
        self.columns.show_value(size.columns)
        self.header = QCheckBox("第一行是表头，跨面时每面都有")
        self.header.setChecked(size.header)
        hint = Label("从 Word、WPS、Excel 或网页复制的表格，直接粘贴到版面上就行，不用先插入。")
        hint.setWordWrap(True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow("行", self.rows)
        form.addRow(told_below(self.rows))
        form.addRow("列", self.columns)
        form.addRow(told_below(self.columns))
        column = QVBoxLayout(self)
        column.addLayout(form)
        for widget in (self.header, hint, buttons):
            column.addWidget(widget)
        self.rows.setFocus()
        self.rows.selectAll()

    @property
    def size_chosen(self) -> Size:
        """What stands in it."""
        return Size(self.rows.value(), self.columns.value(), self.header.isChecked())

    def accept(self) -> None:
        """Only with two numbers."""
        for field in (self.rows, self.columns):
            field.settle()
        if not (self.rows.refused or self.columns.refused):
            super().accept()


def ask_size(parent: QWidget, size: Size) -> Size | None:
    """How large a table is to be; None where the clerk thinks better of it."""
    dialog = TableDialog(parent, size)
    given = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.size_chosen if given else None
