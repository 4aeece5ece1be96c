"""The outline at the left: shows an issue's rows and gives out what the clerk wants done to them; changes
nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from PySide6.QtCore import (
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDrag,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygon,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QTreeView,
    QWidget,
)

from bulletin_desk.bulletin.grammar import (
    EDITORS_NOTE,
    IMPRINT,
    MASTHEAD,
    is_attachment,
    is_item,
    item_of,
    owner,
    section_of,
)
from bulletin_desk.bulletin.model import STATES, Issue, Path
from bulletin_desk.desk.panels.outline_delegate import RowDelegate
from bulletin_desk.desk.panels.outline_rows import MIME, OutlineModel
from bulletin_desk.layouts.model import Layout

STATE_KEYS = {"0": "", **{str(number): state for number, state in enumerate(STATES, 1)}}
"""The states by the keys that give them to the rows selected."""
_FEW = 6
"""Headings, tables and pictures that are shown under a part without being asked for; more are folded away."""


class Outline(QTreeView):
    """`went_to` gives out the part that the clerk has chosen, `entered` that typing should go on there,
    `state_wanted` the state that the selected items are to be in, empty for none."""

    went_to = Signal(tuple)
    entered = Signal(tuple)
    menu_wanted = Signal(QPoint)
    remove_wanted = Signal()
    state_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = OutlineModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(self))
        self.setHeaderHidden(True)
        self.setAccessibleName("目录")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        # F2 is a command of the window
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragEnabled(True)
        self.setDropIndicatorShown(False)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setUniformRowHeights(True)
        self.setIndentation(16)
        self.setExpandsOnDoubleClick(False)
        self.setAutoExpandDelay(600)
        self.setMinimumWidth(140)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(
            lambda at: self.menu_wanted.emit(self.viewport().mapToGlobal(at))
        )
        self._following = False
        self._marker: tuple[QRect, bool] | None = None
        """Where a drop would go: a line between rows, or a row as a whole, counted from the first row's top,
        since the rows scroll under the pointer."""
        self.selectionModel().currentChanged.connect(self._current_changed)
        self.clicked.connect(self._went)
        self.rows.rowsInserted.connect(self._rows_came)
        self.collapsed.connect(self._folded)

    # ---- what is shown

    def show_issue(self, issue: Issue, layout: Layout, current: Path) -> None:
        """Shows an issue in a layout, with the row of `current` (a text node or part) as the current one."""
        self._following = True
        if self.rows.same_rows(issue, layout):
            self.rows.show_issue(issue, layout)
        else:
            selected = self.selected_parts()
            above = chain(self.rows.sections(), self.rows.holders())
            known = {self.rows.node(index).path: self.isExpanded(index) for index in above}
            self.rows.show_issue(issue, layout)
            for index in chain(self.rows.sections(), self.rows.holders()):
                path = self.rows.node(index).path
                self.setExpanded(index, known[path] if path in known else self._opens(index))
            self.select_parts(selected)
        self._following = False
        self.follow(current)

    def _opens(self, index: QModelIndex) -> bool:
        """Whether what is below a row is shown before the clerk says so."""
        return sum(child.is_content for child in self.rows.node(index).children) <= _FEW

    def _rows_came(self, parent: QModelIndex, first: int, last: int) -> None:
        if self.rows.rowCount(parent) == last - first + 1:  # its first ones
            self.setExpanded(parent, self._opens(parent))

    def _folded(self) -> None:
        """A row that stands for a place in a text is current no more once it can't be seen."""
        current = self.currentIndex()
        if (seen := self._in_sight(current)) != current:
            self._make_current(seen)

    def _in_sight(self, index: QModelIndex) -> QModelIndex:
        """The row, or where it is one of a text that is folded away, the one that it is folded into."""
        seen = above = index
        if self.rows.node(index).is_content:
            while not self.rows.node(above).is_item:
                above = above.parent()
                seen = seen if self.isExpanded(above) else above
        return seen

    def _make_current(self, index: QModelIndex) -> None:
        self._following, was = True, self._following
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._following = was

    def follow(self, path: Path) -> None:
        """Makes the row of a text node the current one, without giving it out. What is folded stays so for
        headings, tables and pictures."""
        index = self._in_sight(self.rows.index_of(path))
        if self.hasFocus() and len(self.selected_parts()) > 1:
            return
        if index.isValid() and index != self.currentIndex():
            self._make_current(index)

    def selected_parts(self) -> list[Path]:
        """The sections, items or attachments that are selected, in the order of the paper: what is below a
        selected one goes with it. Where only headings, tables or pictures are, what they stand in."""
        nodes = [self.rows.node(index) for index in self.selectionModel().selectedIndexes()]
        paths = sorted(node.path for node in nodes if node.is_section or node.is_item or node.is_attachment)
        if not paths:
            paths = sorted({owner(node.path) for node in nodes if node.is_content})
        return [path for path in paths if not {section_of(path), item_of(path)} & ({*paths} - {path})]

    def only_contents(self) -> bool:
        """Whether what is selected are headings, tables or pictures, no parts."""
        indexes = self.selectionModel().selectedIndexes()
        return bool(indexes) and all(self.rows.node(index).is_content for index in indexes)

    def select_parts(self, paths: Sequence[Path]) -> None:
        """Selects rows, the first of them as the current one."""
        model = self.selectionModel()
        self._following = True
        for number, path in enumerate(paths):
            index = self.rows.index_of(path)
            if index.isValid() and self.rows.node(index).path == path:
                if number == 0:
                    model.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
                else:
                    model.select(index, QItemSelectionModel.SelectionFlag.Select)
        self._following = False

    def current_part(self) -> Path:
        """The part of the current row, () for none."""
        return self.rows.node(self.currentIndex()).path

    def rename(self, path: Path) -> bool:
        """Opens the words of a part's row for typing; false if it has no words of its own."""
        index = self.rows.index_of_part(path)
        if not (index.isValid() and self.rows.flags(index) & Qt.ItemFlag.ItemIsEditable):
            return False
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.setCurrentIndex(index)
        self.edit(index)
        return True

    # ---- what the clerk does

    def _current_changed(self, index: QModelIndex) -> None:
        if not self._following and index.isValid() and len(self.selectionModel().selectedIndexes()) <= 1:
            self.went_to.emit(self.rows.node(index).path)

    def _went(self, index: QModelIndex) -> None:
        if len(self.selectionModel().selectedIndexes()) <= 1:
            self.went_to.emit(self.rows.node(index).path)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter goes on typing on the page. What a row's field leaves of its keys is not for the rows, nor is
        a command's key with Alt that is for others: Qt would take it for an arrow."""
        if self.state() == self.State.EditingState or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
            return
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
        if enter and self.currentIndex().isValid():
            self.entered.emit(self.rows.node(self.currentIndex()).path)
            return
        if event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.remove_wanted.emit()
            return
        if event.text() in STATE_KEYS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.state_wanted.emit(STATE_KEYS[event.text()])
            return
        super().keyPressEvent(event)

    # ---- the mark at the drop place

    def startDrag(self, actions: Qt.DropAction) -> None:  # noqa: N802
        """Drags the selected rows; their picture hangs below the pointer, where it hides no drop place."""
        del actions
        indexes = [
            index
            for index in self.selectionModel().selectedIndexes()
            if self.rows.flags(index) & Qt.ItemFlag.ItemIsDragEnabled
        ]
        if not indexes:
            return
        drag = QDrag(self)
        drag.setMimeData(self.rows.mimeData(indexes))
        drag.setPixmap(self.viewport().grab(self.visualRect(indexes[0])))
        drag.setHotSpot(QPoint(-16, -16))
        drag.exec(Qt.DropAction.MoveAction)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        """Shows where the rows would go, or that they can't."""
        super().dragMoveEvent(event)
        place = self._drop_place(event.position().toPoint(), event.mimeData())
        if place is None:
            event.ignore()
        else:
            event.acceptProposedAction()
        self._mark(None if place is None else place[2])

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802
        """Takes the mark away."""
        super().dragLeaveEvent(event)
        self._mark(None)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Gives the move out."""
        place = self._drop_place(event.position().toPoint(), event.mimeData())
        self._mark(None)
        if place is not None:
            row, parent, _ = place
            self.rows.dropMimeData(event.mimeData(), Qt.DropAction.MoveAction, row, 0, parent)
        # the rows are moved by whoever takes the move up, never removed by the view
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.setState(QAbstractItemView.State.NoState)

    def _drop_place(self, at: QPoint, data: QMimeData) -> tuple[int, QModelIndex, tuple[QRect, bool]] | None:
        """The row and parent of a drop, and its mark: the nearest place that may take what is dragged."""
        index = self.indexAt(at)
        if not data.hasFormat(MIME):
            return None
        if not index.isValid():
            index = self.rows.index(self.rows.rowCount() - 1, 0)
        while self.rows.node(index).is_content:  # it belongs to its item or attachment
            index = index.parent()
        box = self.visualRect(index)
        lower = at.y() > box.center().y()
        if self.rows.node(index).path == IMPRINT:
            lower = False  # nothing goes below it
        elif self.rows.node(index).path in (MASTHEAD, EDITORS_NOTE):
            lower = True  # nothing goes above the first section either
            note = self.rows.index_of(EDITORS_NOTE)
            index = note if note.isValid() else self.rows.index_of(MASTHEAD)
            box = self.visualRect(index)
        node = self.rows.node(index)
        paths = self.rows.dragged(data)
        if all(is_attachment(path) for path in paths):
            return self._among_attachments(index, at, data)
        if node.is_attachment:  # it belongs to its item
            index = index.parent()
            node, box, lower = self.rows.node(index), self.visualRect(index), True
        items = all(is_item(path) for path in paths)
        if not items and index.parent().isValid() and self.rows.level(paths) == 1:
            # before or after all that lies under one of level 1
            while index.parent().isValid():
                index = index.parent()
            return self._beside_section(index, at, data)
        if items and node.is_section:
            # onto a section: to the top of it when it is open, else to its end
            row = 0 if self.isExpanded(index) and node.children else -1
            parent, mark = index, (box, True)
        elif not items and node.is_item:
            return self._beside_section(index.parent(), at, data)
        else:
            parent = index.parent()
            row = index.row() + lower
            y = self._foot(index) if lower else box.top()
            mark = (QRect(box.left(), y, box.width(), 0), False)
        if self.rows.target(data, row, parent) is None:
            return None
        return row, parent, mark

    def _among_attachments(
        self, index: QModelIndex, at: QPoint, data: QMimeData
    ) -> tuple[int, QModelIndex, tuple[QRect, bool]] | None:
        """The place of attachments: onto an item, at its end; or before or after another one."""
        node, box = self.rows.node(index), self.visualRect(index)
        if node.is_attachment:
            lower = at.y() > box.center().y()
            y = self._foot(index) if lower else box.top()
            mark = (QRect(box.left(), y, box.width(), 0), False)
            return index.row() + lower, index.parent(), mark
        if self.rows.target(data, -1, index) is None:
            return None
        return -1, index, (box, True)

    def _beside_section(
        self, section: QModelIndex, at: QPoint, data: QMimeData
    ) -> tuple[int, QModelIndex, tuple[QRect, bool]] | None:
        """The place of a section that is dropped on another one or on what is in it: before or after it."""
        box = self.visualRect(section)
        lower = at.y() > (box.top() + self._foot(section)) / 2
        row, parent = section.row() + lower, section.parent()
        if not self.rows.node(section).is_section or self.rows.target(data, row, parent) is None:
            return None
        y = self._foot(section) if lower else box.top()
        left = box.left() if parent.isValid() else 0
        return row, parent, (QRect(left, y, self.viewport().width() - left, 0), False)

    def _foot(self, section: QModelIndex) -> int:
        """Below the last visible row of a section."""
        last = section
        while self.isExpanded(last) and (count := self.rows.rowCount(last)):
            last = self.rows.index(count - 1, 0, last)
        return self.visualRect(last).bottom() + 1

    def _mark(self, mark: tuple[QRect, bool] | None) -> None:
        if mark is not None:
            mark = (mark[0].translated(self.horizontalOffset(), self.verticalOffset()), mark[1])
        if mark != self._marker:
            self._marker = mark
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The rows, and over them the mark of a drop."""
        super().paintEvent(event)
        if self._marker is None:
            return
        rect, whole = self._marker
        rect = rect.translated(-self.horizontalOffset(), -self.verticalOffset())
        painter = QPainter(self.viewport())
        try:
            self._paint_mark(painter, rect, whole)
        finally:
            painter.end()  # a fault holds the painter, and Qt dies of one that is left open

    def _paint_mark(self, painter: QPainter, rect: QRect, whole: bool) -> None:
        colour = self.palette().color(QPalette.ColorRole.Highlight)
        painter.setPen(QPen(colour, 2))
        if whole:
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        else:
            y = rect.top()
            painter.drawLine(rect.left() + 6, y, rect.right(), y)
            painter.setBrush(colour)
            x = rect.left()
            painter.drawPolygon(QPolygon([QPoint(x, y - 4), QPoint(x + 6, y), QPoint(x, y + 4)]))
