"""The paragraphs of one item under review, each with what it is. Tells what the clerk wants corrected;
corrects nothing itself but a text in its place."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.desk.parts.plain import tip
from bulletin_desk.desk.taking_in.corrections import DOUBT, JOIN, KEYS, OTHER, RUN_IN, SPLIT, named
from bulletin_desk.desk.taking_in.paragraph_text import Field, Ink
from bulletin_desk.editing.nodes import cleaned
from bulletin_desk.intake.parts import OUT, Part, kind_name

COLOURS = {
    Kind.TITLE: "#f4c7c3",
    Kind.SUBHEADING: "#fce0a6",
    Kind.BODY: "#e4e6ea",
    Kind.SOURCE: "#c6e5cc",
    Kind.SECTION_HEAD: "#cfd9f7",
    Kind.EDITORS_NOTE: "#e6d3f2",
    Kind.SECTION_HEAD_2: "#dfe5f9",
    Kind.KICKER: "#f9dedb",
    Kind.SUBTITLE: "#f9dedb",
    Kind.BYLINE: "#d5ecec",
    Kind.SALUTATION: "#efe8d2",
    Kind.SIGNATURE: "#dcefd9",
    Kind.HEADING_1: "#fce8bd",
    Kind.HEADING_2: "#fdeecd",
    Kind.HEADING_3: "#fdf3dc",
    Kind.HEADING_4: "#fef7e8",
    Kind.LIST_ITEM: "#eef0f3",
    Kind.NUMBERED_ITEM: "#eef0f3",
    Kind.TABLE: "#cfe6ee",
    Kind.PICTURES: "#cfe6ee",
    Kind.ATTACHMENT_TITLE: "#f6d5c9",
    OUT: "#c9c9c9",
}


class Paragraphs(QTableWidget):
    """The paragraphs of one item; tells of the keys that correct them, of the texts that the clerk writes
    (`written`: which item, which row, the text), and where a menu is asked for."""

    corrected = Signal(str)
    written = Signal(int, int, str)
    undone = Signal()
    asked = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 2, parent)
        self.setAccessibleName("段落")
        self.setHorizontalHeaderLabels(["这是", "文字"])
        self.verticalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setHighlightSections(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setItemDelegateForColumn(1, Ink(self))
        self._number = -1
        self._parts: tuple[Part, ...] = ()
        self._field: tuple[Field, int] | None = None
        self.horizontalHeader().sectionResized.connect(lambda: self._fit_rows())
        self.cellDoubleClicked.connect(lambda row, _column: self.write(row))

    def show_parts(self, number: int, parts: Sequence[Part]) -> None:
        """The paragraphs of an item; the selection stays at its rows."""
        self.finish()
        self._number = number
        self._parts = tuple(parts)
        rows = self.rows()
        self.setRowCount(len(parts))
        widest = self._width_of(f"{DOUBT} 段首标题")
        for row, part in enumerate(parts):
            name = QTableWidgetItem(named(part))
            name.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            name.setBackground(QColor(COLOURS[part.kind]))
            name.setForeground(QColor("#222222"))
            if part.other is not None:
                name.setText(f"{DOUBT} {named(part)}\n或 {kind_name(part.other)}")
                name.setFont(_bold(self.font()))
                name.setToolTip(tip(f"拿不准：按 {OTHER} 换成另一种；认得对，按它自己的数字键"))
            elif part.kind is OUT:
                name.setToolTip(tip(f"没有收进简报：按 {OTHER} 就收"))
            text = QTableWidgetItem(part.text)
            text.setData(Qt.ItemDataRole.UserRole, part)
            widest = max(widest, *map(self._width_of, name.text().split("\n")))
            self.setItem(row, 0, name)
            self.setItem(row, 1, text)
        self.setColumnWidth(0, widest)
        self.resizeRowsToContents()
        self.clearSelection()
        if len(parts):
            self.go_to(min(rows[0], len(parts) - 1) if rows else 0)

    def _width_of(self, name: str) -> int:
        return QFontMetrics(_bold(self.font())).horizontalAdvance(name) + 16

    def go_to(self, row: int) -> None:
        """This row alone is selected, whatever keys are held."""
        only = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.setCurrentCell(row, 1, only)

    def write(self, row: int, text: str | None = None) -> None:
        """Lets the clerk correct a paragraph's text in its place; `text` if that is not what it has."""
        if not 0 <= row < self.rowCount() or not self.finish():
            return
        self.go_to(row)
        field = Field(self._parts[row], self.viewport())
        if text is not None:
            field.setPlainText(text)
            field.document().setModified(True)
        self._field = field, row
        self.setIndexWidget(self.model().index(row, 1), field)
        field.left.connect(lambda keep: self.finish(keep=keep, back=True))
        field.document().contentsChanged.connect(self._fit)
        field.moveCursor(QTextCursor.MoveOperation.End)
        field.setFocus()
        self._fit()

    def finish(self, *, keep: bool = True, back: bool = False) -> bool:
        """Ends the correction of a text, if there is one; whether it has ended. `back`: the clerk goes on
        with the rows."""
        if self._field is None:
            return True
        QGuiApplication.inputMethod().commit()  # what is being composed belongs to it
        (field, row), self._field = self._field, None
        text = cleaned(field.toPlainText()) if field.document().isModified() and keep else None
        had_focus = field.hasFocus()
        field.blockSignals(True)  # it is deleted later, and loses the focus before
        field.hide()
        # no widget takes its place, which Qt has and its types have not
        self.setIndexWidget(self.model().index(row, 1), None)  # type: ignore[arg-type]
        self.resizeRowToContents(row)
        if back and had_focus:
            self.setFocus()
        if text is not None:
            self.written.emit(self._number, row, text)
        return self._field is None

    def _fit(self) -> None:
        """The row is as high as the text that is being written, and in sight."""
        if self._field is None:
            return
        field, row = self._field
        height = ceil(field.text_height()) + 1
        least = self.verticalHeader().minimumSectionSize()
        self.setRowHeight(row, max(least, min(height, self.viewport().height())))
        self.updateEditorGeometries()  # else it follows the row a moment later
        self.scrollTo(self.model().index(row, 1))

    def rows(self) -> list[int]:
        """The rows selected."""
        return sorted({index.row() for index in self.selectedIndexes()})

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """One key corrects; all others move about."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undone.emit()
            return
        if event.key() == Qt.Key.Key_F2:
            self.write(self.currentRow())
            return
        key = "0" if event.key() == Qt.Key.Key_Delete else event.text().replace("=", JOIN)
        harmless = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        plain = not event.modifiers() & ~harmless
        if plain and key and (key in KEYS or key in (RUN_IN, OTHER, JOIN, SPLIT)):
            self.corrected.emit(key)
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """A menu for the rows selected, or for the row under the mouse."""
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            row = self.rowAt(event.pos().y())
            if row < 0:
                return
            if row not in self.rows():
                self.go_to(row)
        else:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        self.asked.emit(place)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Rows fit their text again, as they do when a column's width changes."""
        super().resizeEvent(event)
        self._fit_rows()

    def _fit_rows(self) -> None:
        self.resizeRowsToContents()
        self._fit()


def _bold(font: QFont) -> QFont:
    made = QFont(font)
    made.setBold(True)
    return made
