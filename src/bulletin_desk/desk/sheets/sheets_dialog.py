"""Which sheet goes round with the issue, what is typed into its free boxes, and how it will look. Writes and
prints nothing: it says what is wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.parts.still import keep_still
from bulletin_desk.desk.parts.typed_fields import warning_label
from bulletin_desk.desk.sheets.sheet_view import SheetView
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.pages.model import Page
from bulletin_desk.sheets.shelf import Shelf, ShelvedSheet

_PAUSE = 150
"""Milliseconds after a key until the sheet is set anew."""
_LONGEST = 200
_HINT = "空着不填的，印出来留给笔写。"


class Shown(NamedTuple):
    """A sheet as it will be printed, and what is to be said about it."""

    pages: Sequence[Page]
    said: str


class SheetsDialog(QDialog):
    """`set_sheet` gives the pages of a sheet with what is typed, `shelf` all sheets as they are now.
    `pdf_wanted` and the others say which button was pressed."""

    pdf_wanted = Signal()
    word_wanted = Signal()
    print_wanted = Signal()
    own_wanted = Signal()

    def __init__(
        self,
        shelf: Callable[[], Shelf],
        set_sheet: Callable[[ShelvedSheet, Mapping[str, str]], Shown],
        faces: Faces,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("审签单")
        self._shelf = shelf
        self._set_sheet = set_sheet
        self._sheets: tuple[ShelvedSheet, ...] = ()
        self._typed: dict[str, str] = {}
        """Also what was typed into boxes that only another sheet has."""
        self.fields: dict[str, QLineEdit] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._show)
        self._make(faces)
        self.load()

    @property
    def chosen(self) -> ShelvedSheet:
        """The sheet that is chosen."""
        return self._sheets[max(self.which.currentIndex(), 0)]

    @property
    def typed(self) -> dict[str, str]:
        """What is typed into the boxes of the sheet, by their keys."""
        return {key: field.text().strip() for key, field in self.fields.items() if field.text().strip()}

    @property
    def all_typed(self) -> dict[str, str]:
        """What is typed into boxes of any sheet."""
        return {key: words for key, words in (self._typed | self._here()).items() if words}

    def begin(self, name: str, typed: Mapping[str, str]) -> None:
        """As it was last time: this sheet, with these texts."""
        self._typed, self.fields = dict(typed), {}
        at = next((at for at, each in enumerate(self._sheets) if each.key == name), 0)
        self.which.setCurrentIndex(at)
        self._lay_out()

    def load(self) -> None:
        """The sheets as their files are now; the one that was chosen stays so."""
        shelf = self._shelf()
        was = self.chosen.key if self._sheets else ""
        self._sheets = shelf.sheets
        self.which.blockSignals(True)
        self.which.clear()
        for each in self._sheets:
            self.which.addItem(f"{each.sheet.name}（自己的）" if each.own else each.sheet.name)
        self.which.setCurrentIndex(next((at for at, one in enumerate(self._sheets) if one.key == was), 0))
        self.which.blockSignals(False)
        self.troubles.setText("\n".join(shelf.troubles))
        self.troubles.setVisible(bool(shelf.troubles))
        self._lay_out()

    # ---- what it is made of

    def _make(self, faces: Faces) -> None:
        self.which = QComboBox(self)
        keep_still(self.which)
        self.which.setAccessibleName("哪一张")
        self.troubles = warning_label()
        self.said = Label(parent=self)
        self.said.setWordWrap(True)
        self.hint = Label(_HINT, self)
        self.hint.setWordWrap(True)
        self.view = SheetView(faces, self)
        self.pdf, self.word = QPushButton("存成 &PDF…", self), QPushButton("存成 &Word…", self)
        self.print, self.own = QPushButton("打印(&R)…", self), QPushButton("做一张自己的(&M)", self)
        self.close_button = QPushButton("关闭", self)
        self.own.setToolTip("把这一张的文件复制到自己的文件夹里打开，照着改")
        top = QFormLayout()
        label = Label("哪一张", self)
        label.setBuddy(self.which)
        top.addRow(label, self.which)
        self._boxes = QFormLayout()
        holder = QWidget(self)
        holder.setLayout(self._boxes)
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(holder)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        left = QVBoxLayout()
        left.addLayout(top)
        left.addWidget(self._scroll, 1)
        for widget in (self.hint, self.said, self.troubles, self.own):
            left.addWidget(widget)
        both = QHBoxLayout()
        both.addLayout(left, 2)
        both.addWidget(self.view, 3)
        buttons = QHBoxLayout()
        for button in (self.pdf, self.word, self.print):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.addLayout(both, 1)
        column.addLayout(buttons)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        em = self.fontMetrics().horizontalAdvance("审")
        self.resize(em * 66, em * 44)
        self.which.currentIndexChanged.connect(lambda _row: self._lay_out())
        for button, wanted in (
            (self.pdf, self.pdf_wanted),
            (self.word, self.word_wanted),
            (self.print, self.print_wanted),
            (self.own, self.own_wanted),
        ):
            button.clicked.connect(wanted)
        self.close_button.clicked.connect(self.accept)

    def _here(self) -> dict[str, str]:
        return {key: field.text().strip() for key, field in self.fields.items()}

    def _lay_out(self) -> None:
        """A field for each box that may be typed into."""
        self._typed = self.all_typed
        while self._boxes.rowCount():
            self._boxes.removeRow(0)
        self.fields = {}
        for key in self.chosen.sheet.free:
            field = self.fields[key] = QLineEdit(self._typed.get(key, ""))
            field.setMaxLength(_LONGEST)
            field.setAccessibleName(key)
            field.textChanged.connect(lambda _text: self._timer.start())
            label = Label(key)
            label.setBuddy(field)
            self._boxes.addRow(label, field)
        self.hint.setVisible(bool(self.fields))
        self._show()

    def _show(self) -> None:
        self._timer.stop()
        shown = self._set_sheet(self.chosen, self.typed)
        self.view.show_pages(shown.pages)
        self.said.setText(shown.said)
        self.said.setVisible(bool(shown.said))

    # ---- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter goes on to the next field; it must not close the dialog in the midst of writing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Who comes back from the editor sees the sheet as its file is now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self._sheets:
            self.load()
