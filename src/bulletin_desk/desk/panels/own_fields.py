"""The field for a value of a layout's own, made as its kind is typed. Knows no issue: what is typed is given
out as text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date as Date  # noqa: N812

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from bulletin_desk.bulletin.fields import DeclaredField
from bulletin_desk.desk.panels.inputs import GrowingEdit, leave_undo, set_text
from bulletin_desk.desk.parts.still import keep_still
from bulletin_desk.desk.parts.typed_fields import CalendarField
from bulletin_desk.desk.parts.typed_values import VALUES, Value, lines_of, value_field

Input = QLineEdit | QComboBox | GrowingEdit | Value


class OwnField(QObject):
    """`changed` gives out each text that is typed and is not refused; `told` why one is. A day that is typed
    without its year is near the one that `near` gives."""

    changed = Signal(str)
    told = Signal(str)

    def __init__(self, declared: DeclaredField, near: Callable[[], Date], parent: QWidget) -> None:
        super().__init__(parent)
        self.declared = declared
        self.widget = self._made(near, parent)
        self.widget.setAccessibleName(declared.label)
        for field in self.typed:
            field.changed.connect(self.changed.emit)
            field.told.connect(self.told)

    def _made(self, near: Callable[[], Date], parent: QWidget) -> Input:
        match self.declared.kind:
            case "text":
                line = QLineEdit(parent)
                line.textChanged.connect(self.changed)
                leave_undo(line)
                return line
            case "choice":
                return self._choice(parent)
            case "list":
                return self._list(parent)
        made = value_field(self.declared, near, parent)
        assert made is not None
        for line in lines_of(made):
            leave_undo(line)
        return made

    def _choice(self, parent: QWidget) -> QComboBox:
        box = QComboBox(parent)
        box.addItems(["", *(choice for choice in self.declared.choices if choice)])
        box.setMinimumContentsLength(6)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.currentTextChanged.connect(self.changed)
        keep_still(box)
        return box

    def _list(self, parent: QWidget) -> GrowingEdit:
        lines = GrowingEdit(parent)
        lines.setTabChangesFocus(True)
        lines.setPlaceholderText("一行一个")
        lines.setUndoRedoEnabled(False)
        lines.textChanged.connect(lambda: self.changed.emit(lines.toPlainText()))
        leave_undo(lines)
        return lines

    @property
    def typed(self) -> tuple[Value, ...]:
        """The field itself, if it is one that refuses."""
        return (self.widget,) if isinstance(self.widget, VALUES) else ()

    def show_value(self, text: str) -> None:
        """Shows a value without giving it out."""
        widget = self.widget
        if isinstance(widget, VALUES):
            widget.show_value(text)
        elif isinstance(widget, QLineEdit):
            set_text(widget, text)
        elif isinstance(widget, QComboBox):
            with QSignalBlocker(widget):
                if widget.findText(text) < 0:  # another layout's, or typed on the page
                    widget.addItem(text)
                widget.setCurrentIndex(widget.findText(text))
        elif widget.toPlainText() != text:
            with QSignalBlocker(widget):
                widget.setPlainText(text)

    def recolour(self) -> None:
        """Its button follows light and dark."""
        for field in (self.widget, *self.widget.findChildren(CalendarField)):
            if isinstance(field, CalendarField):
                field.recolour()
