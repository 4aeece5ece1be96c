"""The distribution list among the fields: to whom the issue goes, a row for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from bulletin_desk.bulletin.edits import add, move, remove
from bulletin_desk.bulletin.grammar import entry_path
from bulletin_desk.bulletin.model import Addressee, Issue, Path
from bulletin_desk.desk.panels.inputs import GrowingEdit, leave_undo, small_button
from bulletin_desk.desk.parts.icons import icon
from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.parts.still import keep_still
from bulletin_desk.desk.parts.typed_fields import warning_label

LABELS = ("报", "送", "发", "抄送")


class Distribution(QWidget):
    """`changed` gives out what is done to the issue: the words for the undo menu, a function of the issue,
    and a key as `Inspector.edited` has it."""

    changed = Signal(str, object, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[AddresseeRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.add_entry = QToolButton(self)
        self.add_entry.setText("添加报送单位")
        self.add_entry.clicked.connect(self._add)

    @property
    def warnings(self) -> dict[Path, Label]:
        """What is said below each row, by the row's path."""
        return {entry_path(at): row.warning for at, row in enumerate(self.rows)}

    def show_entries(self, entries: tuple[Addressee, ...]) -> None:
        """Shows the list, without giving anything out."""
        while len(self.rows) > len(entries):
            row = self.rows.pop()
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self.rows) < len(entries):
            at = len(self.rows)
            row = AddresseeRow(at, self)
            row.label.currentTextChanged.connect(lambda text, at=at: self._edit(at, label=text))
            row.to.textChanged.connect(lambda at=at, row=row: self._edit(at, to=row.text()))
            row.removed.connect(self._remove)
            row.moved.connect(self._move)
            self.rows.append(row)
            self._column.addWidget(row)
        for at, (row, entry) in enumerate(zip(self.rows, entries, strict=True)):
            row.fill(entry, last=at == len(entries) - 1)

    def colour(self) -> None:
        """The buttons in the colour of the text around them."""
        for row in self.rows:
            row.colour()

    def _edit(self, at: int, **values: str) -> None:
        def change(issue: Issue) -> Issue:
            entries = list(issue.distribution)
            entries[at] = replace(entries[at], **values)
            return replace(issue, distribution=tuple(entries))

        self.changed.emit("修改报送单位", change, f"distribution{at}{','.join(values)}")

    def _add(self) -> None:
        used = {row.label.currentText() for row in self.rows}
        label = next((label for label in LABELS[:3] if label not in used), "发")
        end = len(self.rows)
        self._give("添加报送单位", lambda issue: add(issue, entry_path(end), Addressee(label, "")))
        self.rows[-1].to.setFocus()

    def _remove(self, at: int) -> None:
        self._give("删除报送单位", lambda issue: remove(issue, entry_path(at)))

    def _move(self, at: int, by: int) -> None:
        if 0 <= at + by < len(self.rows):
            self._give("移动报送单位", lambda issue: move(issue, entry_path(at), entry_path(at + by)))

    def _give(self, name: str, change: Callable[[Issue], Issue]) -> None:
        """Another list of rows: an undo step of its own."""
        self.changed.emit(name, change, "")


class AddresseeRow(QFrame):
    """One row of the distribution: 报／送／发, to whom, and three small buttons."""

    removed = Signal(int)
    moved = Signal(int, int)

    def __init__(self, at: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.label = QComboBox(self)
        self.label.setEditable(True)
        self.label.addItems(LABELS)
        self.label.setAccessibleName(f"第 {at + 1} 行的报、送、发")
        self.label.setMinimumContentsLength(2)
        self.label.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.to = GrowingEdit(self)
        self.to.setTabChangesFocus(True)
        self.to.setAccessibleName(f"第 {at + 1} 行的单位")
        self.to.setPlaceholderText("单位名称，以句号结尾")
        self.to.setUndoRedoEnabled(False)
        keep_still(self.label)
        leave_undo(self.label)
        leave_undo(self.to)
        self.warning = warning_label()
        self._up = small_button("上移这一行")
        self._up.clicked.connect(lambda: self.moved.emit(at, -1))
        self._up.setEnabled(at > 0)
        self._down = small_button("下移这一行")
        self._down.clicked.connect(lambda: self.moved.emit(at, 1))
        self._delete = small_button("删除这一行")
        self._delete.clicked.connect(lambda: self.removed.emit(at))
        self.colour()
        top = QHBoxLayout()
        top.setSpacing(2)
        top.addWidget(self.label)
        top.addStretch(1)
        for button in (self._up, self._down, self._delete):
            top.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self.to)
        column.addWidget(self.warning)

    def colour(self) -> None:
        """The buttons in the colour of the text around them."""
        ink = self.palette().color(QPalette.ColorRole.WindowText)
        for button, name in ((self._up, "up"), (self._down, "down"), (self._delete, "remove")):
            button.setIcon(icon(name, ink))

    def text(self) -> str:
        """To whom, on one line: the layout turns lines by itself."""
        return self.to.toPlainText().replace("\n", "")

    def fill(self, entry: Addressee, *, last: bool) -> None:
        """Shows an entry."""
        self._down.setEnabled(not last)
        with QSignalBlocker(self.label):
            if self.label.currentText() != entry.label:
                self.label.setCurrentText(entry.label)
        if self.text() != entry.to:
            with QSignalBlocker(self.to):
                self.to.setPlainText(entry.to)
