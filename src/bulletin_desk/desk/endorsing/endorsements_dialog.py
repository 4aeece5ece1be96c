"""领导批示 of one item: who, when, what; several in a list. Changes no issue: what is written goes to whom it
was made with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date as Date  # noqa: N812

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.bulletin.bounds import MAX_ENDORSEMENTS, MAX_SHORT
from bulletin_desk.bulletin.endorsements import heading
from bulletin_desk.bulletin.fields import day_of
from bulletin_desk.bulletin.model import Endorsement
from bulletin_desk.desk.files.asking import ask_leave_endorsements, tell
from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.parts.typed_fields import told_below
from bulletin_desk.desk.parts.typed_values import DayValue

Endorsements = tuple[Endorsement, ...]
_NEW = Endorsement("")
_HINT = "只记在简报文件里，供统计用；不印在版面上，PDF、Word 和网页里都没有。"
_LINES = 5


class EndorsementsDialog(QDialog):
    """The list at the left, the one that is chosen at the right. `keep` takes what was written and returns
    why it can't be, empty if it is; a date that is typed without a year is the one nearest to `near`."""

    def __init__(
        self,
        title: str,
        endorsements: Sequence[Endorsement],
        parent: QWidget,
        keep: Callable[[Endorsements], str] = lambda _: "",
        near: Callable[[], Date] = Date.today,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("领导批示")
        self._keep = keep
        self._before = tuple(endorsements)
        self._rows = list(endorsements) or [_NEW]
        self._showing = False
        self._make(title)
        self.date.near = near
        self._show_rows(0)
        self.who.setFocus()

    @property
    def endorsements(self) -> Endorsements:
        """What is written; a row without a word is none."""
        return tuple(each for each in self._rows if each != _NEW)

    def accept(self) -> None:
        """Keeps what is written, unless the date is none or it can't be kept: then all stays as it stands."""
        self.date.settle()
        if self.date.refused:
            self.date.setFocus()
            return
        if refusal := self._keep(self.endorsements):
            tell(self, refusal)
            return
        super().accept()

    def reject(self) -> None:
        """Closes without what was written, once the clerk agrees to lose it."""
        if self.endorsements == self._before or ask_leave_endorsements(self):
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter goes on to the next field; it must not close the dialog in the midst of writing."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    # ---- what it is made of

    def _make(self, title: str) -> None:
        self.list = QListWidget(self)
        self.list.setAccessibleName("各条批示")
        self.list.setMinimumWidth(self.fontMetrics().horizontalAdvance("批") * 14)
        self.add, self.remove = QPushButton("再记一条(&A)", self), QPushButton("删除这一条(&D)", self)
        self.who = QLineEdit(self)
        self.who.setMaxLength(MAX_SHORT)
        self.who.setPlaceholderText("姓名或职务")
        self.date = DayValue(self)
        self.date.setPlaceholderText("不知道就不填")
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(self.fontMetrics().lineSpacing() * _LINES)
        form = QFormLayout()
        for words, field in (("批示人", self.who), ("日期", self.date), ("批示", self.text)):
            field.setAccessibleName(words)
            label = Label(words, self)
            label.setBuddy(field)
            form.addRow(label, field)
        form.addRow(told_below(self.date))
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.add)
        buttons.addWidget(self.remove)
        left.addLayout(buttons)
        both = QHBoxLayout()
        both.addLayout(left, 2)
        both.addLayout(form, 3)
        head, hint = Label(title, self), Label(_HINT, self)
        for label in (head, hint):
            label.setWordWrap(True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        column = QVBoxLayout(self)
        column.addWidget(head)
        column.addLayout(both, 1)
        column.addWidget(hint)
        column.addWidget(self.buttons)
        self.resize(self.fontMetrics().horizontalAdvance("批") * 48, self.sizeHint().height())
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        self._connect()

    def _connect(self) -> None:
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.list.currentRowChanged.connect(lambda _row: self._show_row())
        self.who.textChanged.connect(self._written)
        self.text.textChanged.connect(self._written)
        self.date.changed.connect(self._written)
        self.who.returnPressed.connect(self.date.setFocus)
        self.date.returnPressed.connect(self.text.setFocus)

    # ---- showing

    def _show_rows(self, row: int) -> None:
        self._showing = True
        self.list.clear()
        for each in self._rows:
            self.list.addItem(_said(each))
        self.list.setCurrentRow(row)
        self._showing = False
        self._show_row()

    def _show_row(self) -> None:
        row = self.list.currentRow()
        if self._showing or not 0 <= row < len(self._rows):
            return
        self._showing = True
        shown = self._rows[row]
        self.who.setText(shown.who)
        self.date.show_value(shown.date.isoformat() if shown.date else "")
        self.text.setPlainText(shown.text)
        self.add.setEnabled(len(self._rows) < MAX_ENDORSEMENTS)
        self._showing = False

    # ---- what the clerk does

    def _written(self) -> None:
        row = self.list.currentRow()
        if self._showing or not 0 <= row < len(self._rows):
            return
        day, text = day_of(self.date.value()), self.text.toPlainText()
        self._rows[row] = Endorsement(self.who.text(), day, text)
        self.list.item(row).setText(_said(self._rows[row]))

    def _add(self) -> None:
        self._rows.append(_NEW)
        self._show_rows(len(self._rows) - 1)
        self.who.setFocus()

    def _remove(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._rows):
            del self._rows[row]
            self._rows = self._rows or [_NEW]
            self._show_rows(min(row, len(self._rows) - 1))
            self.list.setFocus()


def _said(endorsement: Endorsement) -> str:
    return "（还没有写）" if endorsement == _NEW else heading(endorsement)
