"""How a row of the outline is painted. Must not know what rows there are."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from bulletin_desk.desk.panels.outline_rows import COUNT_ROLE, NOTED_ROLE, STATE_ROLE, Index

SIGN = "批"
"""Before the count of an item that has endorsements."""


class RowDelegate(QStyledItemDelegate):
    """A row with its count at the right, and before it its state and whether there are endorsements, in a
    fainter ink."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        count = index.data(COUNT_ROLE)
        if count is None:
            super().paint(painter, option, index)
            return
        whole = QRect(option.rect)
        state, noted = index.data(STATE_ROLE), SIGN if index.data(NOTED_ROLE) else ""
        words = "  ".join(filter(None, (state, noted, str(count))))
        width = option.fontMetrics.horizontalAdvance(words) + 12
        style = option.widget.style()
        # the row's background over its whole width, then the words in what is left of it
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        narrowed = QStyleOptionViewItem(option)
        narrowed.rect = whole.adjusted(0, 0, -width, 0)
        super().paint(painter, narrowed, index)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        active = bool(option.state & QStyle.StateFlag.State_Active)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        group = QPalette.ColorGroup.Active if active else QPalette.ColorGroup.Inactive
        colour = QColor(option.palette.color(group, role))
        colour.setAlphaF(0.8 if selected else 0.55)
        painter.save()
        painter.setPen(colour)
        place = QRect(whole.right() - width, whole.top(), width - 6, whole.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """A little air between rows."""
        size = super().sizeHint(option, index)
        return QSize(size.width(), option.fontMetrics.height() + 10)
