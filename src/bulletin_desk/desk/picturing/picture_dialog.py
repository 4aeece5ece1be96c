"""One picture's width, caption and credit, by number and words. Changes nothing itself."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from bulletin_desk.bulletin.model import Picture, Pictures
from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.parts.typed_fields import NumberField, warning_label
from bulletin_desk.editing.pictures import GREATEST_WIDTH, LEAST_WIDTH

_DOTS_WANTED = 150
"""Pixels to the inch below which a picture looks coarse on paper."""


class PictureDialog(QDialog):
    """`picture` and `credit` are as typed."""

    def __init__(self, block: Pictures, number: int, measure: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("图片")
        self._old = block.pictures[number]
        least, most = -(-LEAST_WIDTH // 10), min(GREATEST_WIDTH, measure) // 10
        self.width_ = NumberField(least, most, tail=" 毫米")
        self.width_.setAccessibleName("宽")
        self.width_.show_value(min(max(round(self._old.width / 10), least), most))
        self._shown = self.width_.value()
        self.caption = _field("图题", self._old.caption)
        self.credit_field = _field("来源", block.credit)
        self.height_said = Label(parent=self)
        self.warning = warning_label()
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        self.go = buttons.button(QDialogButtonBox.StandardButton.Ok)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow("宽", self.width_)
        form.addRow("", self.height_said)
        form.addRow("图题", self.caption)
        form.addRow("来源", self.credit_field)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.warning)
        column.addWidget(buttons)
        self.width_.textChanged.connect(self._look)
        self._look()
        self.width_.setFocus()
        self.width_.selectAll()
        self.resize(420, self.sizeHint().height())

    @property
    def picture(self) -> Picture:
        """As it was where its words were not typed into; so is a width of broken millimetres."""
        value = self.width_.value()
        width = self._old.width if value == self._shown else value * 10
        return Picture(self._old.data, width, _typed(self.caption, self._old.caption))

    def credit(self, old: str) -> str:
        """The credit."""
        return _typed(self.credit_field, old)

    def _look(self) -> None:
        """Says how high it will be and whether it will look coarse, or why it can't be."""
        wrong = self.width_.refused
        data, width = self._old.data, self.width_.value()
        words = f"高 {round(width * data.height / data.width)} 毫米，{data.width}×{data.height} 像素"
        if data.width * 25.4 < _DOTS_WANTED * width:
            words += "；这么大印出来会发虚"
        self.height_said.setText("" if wrong else words)
        self.warning.setText(wrong)
        self.warning.setVisible(bool(wrong))
        self.go.setEnabled(not wrong)


def _field(name: str, text: str) -> QLineEdit:
    """A line, in which the clerk's own line breaks are blanks."""
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setText(text.replace("\n", " "))
    return field


def _typed(field: QLineEdit, old: str) -> str:
    """What was typed; an old text, with its line breaks, where nothing was."""
    return old if field.text() == old.replace("\n", " ") else field.text()
