"""The rows of the outline: the issue in the order of the paper as a tree that Qt's views can show. Gives out
what is renamed and dropped; changes nothing itself and knows no view.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractItemModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont

from bulletin_desk.bulletin.grammar import (
    EDITORS_NOTE,
    IMPRINT,
    MASTHEAD,
    SPEC,
    is_item,
    is_section,
    item_path,
    numbers,
    owner,
    section_of,
    section_path,
)
from bulletin_desk.bulletin.model import Issue, Item, Kind, Path
from bulletin_desk.desk.parts.mime import mime_data
from bulletin_desk.desk.parts.plain import tip
from bulletin_desk.editing.count import item_characters

MIME = "application/x-bulletin-desk-parts"
COUNT_ROLE = Qt.ItemDataRole.UserRole + 1
"""字数 of an item, at the right of its row."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(slots=True, eq=False)
class Node:
    """A row of the tree. `path` names the part, as `grammar.owner` does; `missing` stands for words that are
    still to come."""

    path: Path
    words: str
    count: int | None = None
    missing: str = ""
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    @property
    def is_section(self) -> bool:
        """Whether it is a section."""
        return is_section(self.path)

    @property
    def is_item(self) -> bool:
        """Whether it is an item."""
        return is_item(self.path)


_NAMELESS, _UNTITLED = "（未命名的栏目）", "（还没有标题）"


def _title(item: Item) -> str:
    return item.title.replace("\n", "")


class OutlineModel(QAbstractItemModel):
    """The tree of one issue at a time. `renamed` gives out a part's path and its new words; `dropped` paths
    and where they are to go: the path that the first of them shall have, counted before any is taken away."""

    renamed = Signal(tuple, str)
    dropped = Signal(list, tuple)

    def __init__(self, parent: QObject | None = None) -> None:
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

        add(root, MASTHEAD, "报头")
        if issue.editors_note:
            add(root, EDITORS_NOTE, SPEC[Kind.EDITORS_NOTE].name)
        for at, section in enumerate(issue.sections):
            node = add(root, section_path(at), section.name, missing=_NAMELESS)
            for number, item in enumerate(section.items):
                add(node, item_path(at, number), _title(item), self._count(item), _UNTITLED)
        add(root, IMPRINT, "版记")
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

    def node(self, index: Index) -> Node:
        """The row at an index; the root for none."""
        if not index.isValid():
            return self._root
        node = index.internalPointer()
        assert isinstance(node, Node)
        return node

    def index_of(self, path: Path) -> QModelIndex:
        """The row of a part, or of the part that a text node belongs to."""
        part = owner(path)
        if is_item(part):
            above = self.index_of(section_of(part))
            below = self.index(numbers(part)[1], 0, above)
            return below if above.isValid() and below.isValid() else above
        for row, node in enumerate(self._root.children):
            if node.path == part:
                return self.createIndex(row, 0, node)
        return QModelIndex()

    # ---- what a view asks (QAbstractItemModel)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """A row's index."""
        children = self.node(parent).children
        if column == 0 and 0 <= row < len(children):
            return self.createIndex(row, 0, children[row])
        return QModelIndex()

    def parent(  # type: ignore[override]  # Qt has this and QObject.parent() as overloads, Python one name
        self,
        index: Index = QModelIndex(),  # noqa: B008
    ) -> QModelIndex:
        """The row above a row."""
        node = self.node(index)
        if node.parent is None or node.parent is self._root:
            return QModelIndex()
        return self.createIndex(self._root.children.index(node.parent), 0, node.parent)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Rows below a row."""
        return len(self.node(parent).children)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """One."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
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
            return tip(f"{words}\n{node.count} 字" if node.count is not None else words)
        if role == Qt.ItemDataRole.FontRole and not node.is_item:
            font = QFont()
            font.setBold(node.is_section)
            return font
        if role == COUNT_ROLE:
            return node.count
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        """Renaming in place: given out, and shown when it comes back in the next issue."""
        node = self.node(index)
        text = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or text == self.data(index, role):
            return False
        self.renamed.emit(node.path, text)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
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
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802
        """The rows' paths."""
        data = mime_data()
        paths = sorted(self.node(index).path for index in indexes)
        data.setData(MIME, QByteArray("\n".join("/".join(map(str, path)) for path in paths).encode()))
        return data

    def dragged(self, data: QMimeData) -> list[Path]:
        """The paths in a drag."""
        text = bytes(data.data(MIME).data()).decode()
        return [
            tuple(int(part) if part.isdigit() else part for part in line.split("/"))
            for line in text.split("\n")
            if line
        ]

    def target(self, data: QMimeData, row: int, parent: Index) -> Path | None:
        """Where a drop would put the first of the dragged rows; None where they can't go."""
        paths = self.dragged(data)
        node = self.node(parent)
        first = next((at for at, child in enumerate(self._root.children) if child.is_section), None)
        if not paths or len({is_item(path) for path in paths}) != 1:
            return None
        if is_item(paths[0]):
            if node.is_section:
                return item_path(numbers(node.path)[0], len(node.children) if row < 0 else row)
            if node is self._root and first is not None and row > first:
                # between two sections: at the end of the upper one
                above = self._root.children[min(row - 1, len(self._root.children) - 2)]
                return item_path(numbers(above.path)[0], len(above.children)) if above.is_section else None
            return None
        count = sum(child.is_section for child in self._root.children)
        if node is self._root and row >= 0 and first is not None:
            return section_path(min(max(row - first, 0), count))
        if node.is_section and row < 0:
            return section_path(self._root.children.index(node) - (first or 0) + 1)
        return None

    def canDropMimeData(  # noqa: N802
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Whether rows may go there."""
        del column
        return (
            data.hasFormat(MIME)
            and action == Qt.DropAction.MoveAction
            and self.target(data, row, parent) is not None
        )

    def dropMimeData(  # noqa: N802
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Gives the move out. False: the view has nothing to remove, the issue that comes back shows the
        move."""
        if self.canDropMimeData(data, action, row, column, parent):
            to = self.target(data, row, parent)
            if to is not None:
                self.dropped.emit(self.dragged(data), to)
        return False


def _shape(issue: Issue) -> tuple[object, ...]:
    """What rows there are."""
    return bool(issue.editors_note), tuple(len(section.items) for section in issue.sections)
