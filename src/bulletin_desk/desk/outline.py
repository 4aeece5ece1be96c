"""The issue in the order of the paper as a tree: head, editor's note, sections with their items, closing
block.

Shows an issue and gives out what the clerk wants done to it; changes nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractItemModel,
    QByteArray,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QDrag,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QKeyEvent,
    QPainter,
    QPalette,
    QPen,
    QPolygon,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from bulletin_desk.bulletin.model import Issue, Item, Path
from bulletin_desk.editing.count import item_characters

HEAD: Path = ("masthead",)
NOTE: Path = ("editors_note",)
CLOSING: Path = ("imprint",)
_MIME = "application/x-bulletin-desk-parts"
COUNT_ROLE = Qt.ItemDataRole.UserRole + 1
"""字数 of an item, at the right of its row."""

_Index = QModelIndex | QPersistentModelIndex


@dataclass(slots=True, eq=False)
class Node:
    """A row of the tree. `path` names the part: HEAD, NOTE, CLOSING, a section or an item;
    `missing` stands for words that are still to come."""

    path: Path
    words: str
    count: int | None = None
    missing: str = ""
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    @property
    def is_section(self) -> bool:
        """Whether it is a section."""
        return len(self.path) == 2 and self.path[0] == "sections"

    @property
    def is_item(self) -> bool:
        """Whether it is an item."""
        return len(self.path) == 4


_NAMELESS, _UNTITLED = "（未命名的栏目）", "（还没有标题）"


def _title(item: Item) -> str:
    return item.title.replace("\n", "")


class OutlineModel(QAbstractItemModel):
    """The tree of one issue at a time. `renamed` gives out a part's path and its new words; `dropped` paths
    and where they
    are to go: the path that the first of them shall have, counted before any is taken away."""

    renamed = Signal(tuple, str)
    dropped = Signal(list, tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._root = Node((), "")
        self._issue: Issue | None = None
        self._counts: dict[int, tuple[object, int]] = {}

    def same_rows(self, issue: Issue) -> bool:
        """Whether an issue has the rows that are shown, whatever their words."""
        return self._issue is not None and _shape(self._issue) == _shape(issue)

    def show_issue(self, issue: Issue) -> None:
        """Takes an issue; the whole tree is new if rows came or went."""
        before, same = self._issue, self.same_rows(issue)
        self._issue = issue
        if before is not None and same:
            self._update(before, issue)
            return
        self.beginResetModel()
        self._root = self._tree(issue)
        self.endResetModel()

    def _tree(self, issue: Issue) -> Node:
        root = Node((), "")

        def add(parent: Node, path: Path, words: str, count: int | None = None, missing: str = "") -> Node:
            node = Node(path, words, count, missing, parent)
            parent.children.append(node)
            return node

        add(root, HEAD, "报头")
        if issue.editors_note:
            add(root, NOTE, "编者按")
        for at, section in enumerate(issue.sections):
            node = add(root, ("sections", at), section.name, missing=_NAMELESS)
            for number, item in enumerate(section.items):
                path = ("sections", at, "items", number)
                add(node, path, _title(item), self._count(item), _UNTITLED)
        add(root, CLOSING, "版记")
        return root

    def _count(self, item: Item) -> int:
        known = self._counts.get(id(item))
        if known is None:
            if len(self._counts) > 20_000:
                self._counts.clear()
            known = self._counts[id(item)] = (item, item_characters(item))
        return known[1]

    def _update(self, before: Issue, issue: Issue) -> None:
        """Words and counts that have changed, row by row; what is the same object has not."""
        first = 2 if issue.editors_note else 1
        for at, (old, new) in enumerate(zip(before.sections, issue.sections, strict=True)):
            if old is new:
                continue
            node = self._root.children[first + at]
            if node.words != new.name:
                node.words = new.name
                self._changed(node)
            for number, (was, now) in enumerate(zip(old.items, new.items, strict=True)):
                if was is now:
                    continue
                row = node.children[number]
                words, count = _title(now), self._count(now)
                if (row.words, row.count) != (words, count):
                    row.words, row.count = words, count
                    self._changed(row)

    def _changed(self, node: Node) -> None:
        index = self.index_of(node.path)
        self.dataChanged.emit(index, index)

    # ---- places

    def node(self, index: _Index) -> Node:
        """The row at an index; the root for none."""
        if not index.isValid():
            return self._root
        node = index.internalPointer()
        assert isinstance(node, Node)
        return node

    def index_of(self, path: Path) -> QModelIndex:
        """The row of a part, or of the part that a text node belongs to."""
        part = part_of(path)
        rows = self._root.children
        for row, node in enumerate(rows):
            if node.path == part:
                return self.createIndex(row, 0, node)
            if node.is_section and part[:2] == node.path and len(part) == 4:
                number = part[3]
                if isinstance(number, int) and number < len(node.children):
                    return self.createIndex(number, 0, node.children[number])
                return self.createIndex(row, 0, node)
        return QModelIndex()

    # ---- what a view asks (QAbstractItemModel)

    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """A row's index."""
        children = self.node(parent).children
        if column == 0 and 0 <= row < len(children):
            return self.createIndex(row, 0, children[row])
        return QModelIndex()

    def parent(self, index: _Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """The row above a row."""
        node = self.node(index)
        if node.parent is None or node.parent is self._root:
            return QModelIndex()
        return self.createIndex(self._root.children.index(node.parent), 0, node.parent)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Rows below a row."""
        return len(self.node(parent).children)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802
        """One."""
        return 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A row's words, look and count."""
        if not index.isValid():
            return None
        node = self.node(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return node.words or node.missing
        if role == Qt.ItemDataRole.EditRole:
            return node.words
        if role == Qt.ItemDataRole.ToolTipRole:
            words = node.words or node.missing
            return f"{words}\n{node.count} 字" if node.count is not None else words
        if role == Qt.ItemDataRole.FontRole and not node.is_item:
            font = QFont()
            font.setBold(node.is_section)
            return font
        if role == COUNT_ROLE:
            return node.count
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        """Renaming in place: given out, and shown when it comes back in the next issue."""
        node = self.node(index)
        text = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or text == self.data(index, role):
            return False
        self.renamed.emit(node.path, text)
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Sections go between sections, items into sections: nothing else can be dropped anywhere."""
        both = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        node = self.node(index)
        if node.is_section:
            both |= Qt.ItemFlag.ItemIsDropEnabled | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsEditable
        elif node.is_item:
            both |= (
                Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemNeverHasChildren
            )
        return both

    # ---- dragging

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: N802
        """Parts are moved."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:  # noqa: N802
        """Only our own rows."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802
        """The rows' paths."""
        data = QMimeData()
        paths = sorted(self.node(index).path for index in indexes)
        data.setData(_MIME, QByteArray("\n".join("/".join(map(str, path)) for path in paths).encode()))
        return data

    def dragged(self, data: QMimeData) -> list[Path]:
        """The paths in a drag."""
        text = bytes(data.data(_MIME).data()).decode()
        return [
            tuple(int(part) if part.isdigit() else part for part in line.split("/"))
            for line in text.split("\n")
            if line
        ]

    def target(self, data: QMimeData, row: int, parent: _Index) -> Path | None:
        """Where a drop would put the first of the dragged rows; None where they can't go."""
        paths = self.dragged(data)
        node = self.node(parent)
        first = next((at for at, child in enumerate(self._root.children) if child.is_section), None)
        if not paths or len({len(path) for path in paths}) != 1:
            return None
        if len(paths[0]) == 4:
            if node.is_section:
                return (*node.path, "items", len(node.children) if row < 0 else row)
            if node is self._root and first is not None and row > first:
                # between two sections: at the end of the upper one
                above = self._root.children[min(row - 1, len(self._root.children) - 2)]
                return (*above.path, "items", len(above.children)) if above.is_section else None
            return None
        count = sum(child.is_section for child in self._root.children)
        if node is self._root and row >= 0 and first is not None:
            return ("sections", min(max(row - first, 0), count))
        if node.is_section and row < 0:
            return ("sections", self._root.children.index(node) - (first or 0) + 1)
        return None

    def canDropMimeData(  # noqa: N802
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index
    ) -> bool:
        """Whether rows may go there."""
        del column
        return (
            data.hasFormat(_MIME)
            and action == Qt.DropAction.MoveAction
            and self.target(data, row, parent) is not None
        )

    def dropMimeData(  # noqa: N802
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index
    ) -> bool:
        """Gives the move out. False: the view has nothing to remove, the issue that comes back shows the
        move."""
        if self.canDropMimeData(data, action, row, column, parent):
            to = self.target(data, row, parent)
            if to is not None:
                self.dropped.emit(self.dragged(data), to)
        return False


def part_of(path: Path) -> Path:
    """The row that a text node belongs to."""
    match path:
        case ("sections", int(section), "items", int(item), *_):
            return ("sections", section, "items", item)
        case ("sections", int(section), *_):
            return ("sections", section)
        case ("editors_note", *_):
            return NOTE
        case (("masthead" | "dated_header"), *_):
            return HEAD
    return CLOSING


def _shape(issue: Issue) -> tuple[object, ...]:
    """What rows there are."""
    return bool(issue.editors_note), tuple(len(section.items) for section in issue.sections)


class _RowDelegate(QStyledItemDelegate):
    """A row with its count at the right, in a fainter ink."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        count = index.data(COUNT_ROLE)
        if count is None:
            super().paint(painter, option, index)
            return
        whole = QRect(option.rect)
        words = str(count)
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

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802
        """A little air between rows."""
        size = super().sizeHint(option, index)
        return QSize(size.width(), option.fontMetrics.height() + 10)


class Outline(QTreeView):
    """`went_to` gives out the part that the clerk has chosen, `entered` that typing should go on there."""

    went_to = Signal(tuple)
    entered = Signal(tuple)
    menu_wanted = Signal(QPoint)
    remove_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = OutlineModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(_RowDelegate(self))
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
        """Where a drop would go: a line between rows, or a row as a whole."""
        self.selectionModel().currentChanged.connect(self._current_changed)
        self.clicked.connect(self._went)

    # ---- what is shown

    def show_issue(self, issue: Issue, current: Path) -> None:
        """Shows an issue with the row of `current` (a text node or part) as the current one."""
        self._following = True
        if self.rows.same_rows(issue):
            self.rows.show_issue(issue)
        else:
            selected = self.selected_parts()
            folded = {
                self.rows.node(index).path
                for row in range(self.rows.rowCount())
                if not self.isExpanded(index := self.rows.index(row, 0)) and self.rows.node(index).is_section
            }
            first = self.rows.rowCount() == 0
            self.rows.show_issue(issue)
            for row in range(self.rows.rowCount()):
                index = self.rows.index(row, 0)
                self.setExpanded(index, first or self.rows.node(index).path not in folded)
            self.select_parts(selected)
        self._following = False
        self.follow(current)

    def follow(self, path: Path) -> None:
        """Makes the row of a text node the current one, without giving it out."""
        index = self.rows.index_of(path)
        if self.hasFocus() and len(self.selected_parts()) > 1:
            return
        if index.isValid() and index != self.currentIndex():
            self._following = True
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self._following = False

    def selected_parts(self) -> list[Path]:
        """The sections or items that are selected, in the order of the paper: items below a selected
        section go with it."""
        paths = sorted(
            node.path
            for index in self.selectionModel().selectedIndexes()
            if (node := self.rows.node(index)).is_section or node.is_item
        )
        sections = [path for path in paths if len(path) == 2]
        return [path for path in paths if len(path) == 2 or path[:2] not in sections]

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
        index = self.rows.index_of(path)
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
        """Enter goes on typing on the page."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
        if enter and self.state() != self.State.EditingState and self.currentIndex().isValid():
            self.entered.emit(self.rows.node(self.currentIndex()).path)
            return
        if event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.remove_wanted.emit()
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

    def dragLeaveEvent(self, event: object) -> None:  # noqa: N802
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
        if not data.hasFormat(_MIME):
            return None
        if not index.isValid():
            index = self.rows.index(self.rows.rowCount() - 1, 0)
        box = self.visualRect(index)
        lower = at.y() > box.center().y()
        if self.rows.node(index).path == CLOSING:
            lower = False  # nothing goes below it
        elif self.rows.node(index).path in (HEAD, NOTE):
            lower = True  # nothing goes above the first section either
            note = self.rows.index_of(NOTE)
            index = note if note.isValid() else self.rows.index_of(HEAD)
            box = self.visualRect(index)
        node = self.rows.node(index)
        items = all(len(path) == 4 for path in self.rows.dragged(data))
        if items and node.is_section:
            # onto a section: to the top of it when it is open, else to its end
            row = 0 if self.isExpanded(index) and node.children else -1
            parent, mark = index, (box, True)
        elif not items and node.is_item:
            parent = QModelIndex()
            section = index.parent()
            lower = at.y() > (self.visualRect(section).top() + self._foot(section)) / 2
            row = section.row() + lower
            y = self._foot(section) if lower else self.visualRect(section).top()
            mark = (QRect(0, y, self.viewport().width(), 0), False)
        else:
            parent = index.parent()
            row = index.row() + lower
            y = box.top() if not lower else (self._foot(index) if node.is_section else box.bottom() + 1)
            mark = (QRect(box.left(), y, box.width(), 0), False)
        if self.rows.target(data, row, parent) is None:
            return None
        return row, parent, mark

    def _foot(self, section: QModelIndex) -> int:
        """Below the last visible row of a section."""
        count = self.rows.rowCount(section)
        last = self.rows.index(count - 1, 0, section) if count and self.isExpanded(section) else section
        return self.visualRect(last).bottom() + 1

    def _mark(self, mark: tuple[QRect, bool] | None) -> None:
        if mark != self._marker:
            self._marker = mark
            self.viewport().update()

    def paintEvent(self, event: object) -> None:  # noqa: N802
        """The rows, and over them the mark of a drop."""
        super().paintEvent(event)
        if self._marker is None:
            return
        rect, whole = self._marker
        painter = QPainter(self.viewport())
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
