"""The list of what a search has found: each hit with its title, where it stands and the words around it,
those that were looked for marked. Knows neither files nor the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QApplication,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from bulletin_desk.desk.parts.row_ground import is_selected, paint_ground

Spans = tuple[tuple[int, int], ...]
_MARKED = QColor(255, 228, 110)
_MARKED_INK = QColor(30, 30, 30)
"""As on the pages, whatever the window's colours are."""
_SHOWN = Qt.ItemDataRole.UserRole
_SIDE, _ABOVE, _BETWEEN = 10, 7, 3
"""Pixels."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit as the list shows it: `title`, `context` and `where` it stands, with the places of the words in
    them."""

    title: str
    title_spans: Spans
    context: str
    context_spans: Spans
    where: str
    where_spans: Spans = ()

    @property
    def words(self) -> str:
        """All of it, for who can't see the list."""
        return "；".join(filter(None, (self.title, self.where, self.context)))


class HitsList(QListWidget):
    """One hit a row, of three lines; of two where the title is all that there is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("找到的稿件")
        self.setItemDelegate(_Painter(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def show_hits(self, hits: Sequence[Shown]) -> None:
        """These and no others; none is chosen."""
        self.clear()
        for hit in hits:
            row = QListWidgetItem(hit.words)
            row.setData(_SHOWN, hit)
            self.addItem(row)
        self.scrollToTop()


class _Painter(QStyledItemDelegate):
    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Three lines with air around them."""
        del index
        return QSize(100, 3 * option.fontMetrics.height() + 2 * _BETWEEN + 2 * _ABOVE)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        shown = index.data(_SHOWN)
        if not isinstance(shown, Shown):
            super().paint(painter, option, index)
            return
        ink, selected = paint_ground(painter, option), is_selected(option)
        faint = QColor(ink)
        faint.setAlphaF(0.8 if selected else 0.6)
        bold = QFont(option.font)
        bold.setBold(True)
        inside = QRect(option.rect).adjusted(_SIDE, _ABOVE, -_SIDE, -_ABOVE)
        height = option.fontMetrics.height() + _BETWEEN
        lines = [
            (shown.title, shown.title_spans, bold, ink),
            (shown.context, shown.context_spans, option.font, ink),
            (shown.where, shown.where_spans, option.font, faint),
        ]
        painter.save()
        left = sum(not text for text, *_ in lines)
        top = inside.top() + left * height // 2
        for text, spans, font, colour in lines:
            if text:
                _line(painter, QRect(inside.left(), top, inside.width(), height), font, colour, text, spans)
                top += height
        painter.restore()
        if option.state & QStyle.StateFlag.State_HasFocus and not selected:
            style = option.widget.style() if option.widget is not None else QApplication.style()
            style.drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, option.widget)


def _line(painter: QPainter, box: QRect, font: QFont, ink: QColor, text: str, spans: Spans) -> None:
    """One line, cut at its end where there is no room, its spans marked."""
    elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    kept = len(elided) if elided == text else max(len(elided) - 1, 0)
    layout = QTextLayout(elided, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    marked = QTextCharFormat()
    marked.setBackground(_MARKED)
    marked.setForeground(_MARKED_INK)
    formats = []
    for start, end in spans:
        if start < kept:
            piece = QTextLayout.FormatRange()
            piece.start = _units(text[:start])
            piece.length = _units(text[start : min(end, kept)])
            piece.format = marked
            formats.append(piece)
    layout.setFormats(formats)
    layout.beginLayout()
    layout.createLine().setLineWidth(box.width())
    layout.endLayout()
    painter.setPen(ink)
    layout.draw(painter, QPointF(box.left(), box.top()))


def _units(text: str) -> int:
    """The length of a text as Qt counts it: in units of UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
