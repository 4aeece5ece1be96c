"""Fields of the cards on which issues begin: a line to type into, and below it what is to be said of it. They
know no issue."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date as Date  # noqa: N812
from typing import Generic, TypeVar

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bulletin_desk.bulletin.fields import DeclaredField
from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.parts.typed_fields import TypedField
from bulletin_desk.desk.parts.typed_values import Value, lines_of, value_field

_WARNING = "color: #d9480f"
"""An ink that reads on light and dark alike."""

T = TypeVar("T")
Line = TypeVar("Line", bound=QLineEdit, covariant=True)


class CardField(QWidget, Generic[Line]):
    """A line to type into, and below it what is to be said of it. What the clerk has changed is not proposed
    over any more."""

    def __init__(self, name: str, line: Line, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = line
        self.line.setAccessibleName(name)
        self.line.textEdited.connect(self.touch)
        if isinstance(line, TypedField):  # a calendar and the arrows type nothing
            line.changed.connect(self.touch)
        self.said = Label(parent=self)
        self.said.setWordWrap(True)
        self.said.hide()
        self.row = QHBoxLayout()
        self.row.addWidget(self.line, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(self.row)
        column.addWidget(self.said)
        self.touched = False

    def touch(self) -> None:
        """Is the clerk's from now on."""
        self.touched = True

    def say(self, text: str, *, refused: bool = False) -> None:
        """What is to be said; nothing for an empty text."""
        self.said.setText(text)
        self.said.setStyleSheet(_WARNING if refused else "")
        self.said.setVisible(bool(text))


class ValueField(QWidget):
    """A value of a layout's own on a card, and below it why what is typed is none. What the clerk has changed
    is not proposed over any more."""

    def __init__(self, declared: DeclaredField, field: Value, parent: QWidget) -> None:
        super().__init__(parent)
        self.declared = declared
        self.field = field
        self.touched = False
        self.said = Label(parent=self)
        self.said.setWordWrap(True)
        self.said.setStyleSheet(_WARNING)
        self.said.hide()
        for line in lines_of(field):
            line.textEdited.connect(self.touch)
            line.changed.connect(self.touch)
        field.told.connect(self._say)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(field)
        column.addWidget(self.said)

    def touch(self) -> None:
        """Is the clerk's from now on."""
        self.touched = True

    def propose(self, text: str) -> None:
        """Fills in what nobody has typed."""
        if not self.touched:
            self.field.show_value(text)

    def value(self) -> str | None:
        """What it says; None where it is refused, which it says itself."""
        self._say(self.field.refused)
        return None if self.field.refused else self.field.value()

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))


def going_on(
    declared: Iterable[DeclaredField], near: Callable[[], Date], parent: QWidget
) -> list[ValueField]:
    """Fields for those values that go on from issue to issue, for the clerk to confirm."""
    made = [(field, value_field(field, near, parent)) for field in declared if field.next == "advance"]
    return [ValueField(field, value, parent) for field, value in made if value is not None]


def propose(field: CardField[QLineEdit], text: str) -> None:
    """Fills in what nobody has typed."""
    if not field.touched:
        field.line.setText(text)
        field.line.setCursorPosition(0)


def value_of(field: CardField[TypedField[T]]) -> T | None:
    """What a field says; None where it is refused, which it says itself."""
    field.say(field.line.refused, refused=True)
    return None if field.line.refused else field.line.value()
