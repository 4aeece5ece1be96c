"""The text of a paragraph under review: as it was read, and while the clerk corrects it in its place."""

from __future__ import annotations

from html import escape
from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPalette, QTextOption
from PySide6.QtWidgets import (
    QFrame,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from bulletin_desk.bulletin.grammar import HEADINGS, SPEC
from bulletin_desk.desk.parts.plain import PageText
from bulletin_desk.intake.parts import OUT, Part

_MARGIN = 5
Index = QModelIndex | QPersistentModelIndex
_WITH_LINES = frozenset(kind for kind, spec in SPEC.items() if spec.line_breaks)
"""Kinds of paragraph in which the clerk breaks lines."""


def paler(palette: QPalette) -> QColor:
    """The ink of what is left out: paler than the rest, and still read with ease."""
    ink = palette.color(QPalette.ColorGroup.Normal, QPalette.ColorRole.Text)
    base = palette.color(QPalette.ColorGroup.Normal, QPalette.ColorRole.Base)
    pairs = ((ink.red(), base.red()), (ink.green(), base.green()), (ink.blue(), base.blue()))
    return QColor(*((one * 2 + other) // 3 for one, other in pairs))


class Ink(QStyledItemDelegate):
    """A paragraph's text, in the second column of `table`: headings bold, what is left out struck through."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table

    def _document(self, option: QStyleOptionViewItem, index: Index) -> PageText:
        part: Part = index.data(Qt.ItemDataRole.UserRole)
        head, rest = escape(part.text[: part.run_in]), escape(part.text[part.run_in :])
        text = f"<b>{head}</b>{rest}" if head else rest
        if part.kind in HEADINGS:
            text = f"<b>{text}</b>"
        elif part.kind is OUT:
            text = f"<s>{text}</s>"
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        colour = option.palette.color(QPalette.ColorGroup.Normal, role).name()
        if part.kind is OUT and not selected:
            colour = paler(option.palette).name()
        document = PageText()
        wrap = QTextOption()
        wrap.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(wrap)
        document.setDefaultFont(option.font)
        document.setDocumentMargin(_MARGIN)
        lines = text.replace("\n", "<br>")
        document.setHtml(f'<span style="color:{colour}">{lines}</span>')
        # its column follows later
        document.setTextWidth(self._table.viewport().width() - self._table.columnWidth(0))
        return document

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The row's background, then the text."""
        self.initStyleOption(option, index)
        option.text = ""
        option.widget.style().drawControl(
            QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget
        )
        document = self._document(option, index)
        painter.save()
        painter.translate(option.rect.topLeft())
        painter.translate(0, max(option.rect.height() - document.size().height(), 0) / 2)
        document.drawContents(painter)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """As high as the text needs in the column's width."""
        size = self._document(option, index).size()
        return QSize(ceil(size.width()), ceil(size.height()))


class Field(QPlainTextEdit):
    """A paragraph's text while the clerk corrects it in its place. `left` tells whether what was typed is to
    be kept."""

    left = Signal(bool)

    def __init__(self, part: Part, parent: QWidget) -> None:
        super().__init__(parent)
        self._with_lines = part.kind in _WITH_LINES
        self.setAccessibleName("这一段的文字")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().setDocumentMargin(_MARGIN)
        self.setPlainText(part.text)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter and Tab end, Esc gives up, Shift+Enter breaks a line in a heading; keys that an input method
        composes with don't come here."""
        key, shift = event.key(), event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        event.accept()  # and in no case is it the table's or the dialog's
        if key == Qt.Key.Key_Escape:
            self.left.emit(False)
        elif enter and shift:
            if self._with_lines:
                self.insertPlainText("\n")
        elif enter or key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.left.emit(True)
        else:
            super().keyPressEvent(event)
            event.accept()

    def text_height(self) -> float:
        """Pixels that the text takes at the field's width, with the space around it."""
        blocks, at = self.document().documentLayout(), self.document().begin()
        height = 2.0 * _MARGIN
        while at.isValid():
            height += blocks.blockBoundingRect(at).height()
            at = at.next()
        return height

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """What was typed is kept, wherever the clerk goes; another window or a menu is not leaving."""
        super().focusOutEvent(event)
        staying = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() not in staying:
            self.left.emit(True)
