"""The rows of the outline: the issue in the order of the paper as a tree that Qt's views can show. Gives out
what is renamed and dropped; changes nothing itself and knows no view.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette

from bulletin_desk.bulletin.grammar import (
    EDITORS_NOTE,
    IMPRINT,
    MASTHEAD,
    SPEC,
    attachment_of,
    beside,
    block_path,
    is_attachment,
    is_item,
    item_path,
    numbers,
    owner,
    section_of,
    section_path,
)
from bulletin_desk.bulletin.model import Attachment, Block, Issue, Item, Kind, Path, Section
from bulletin_desk.bulletin.states import STATE_WORDS, state_name
from bulletin_desk.desk.panels.outline_nodes import (
    NAMELESS,
    UNNAMED,
    UNTITLED,
    Node,
    attachment_names,
    contents,
    missing_of,
    noted_with,
    same_contents,
    title_words,
)
from bulletin_desk.desk.parts.mime import mime_data
from bulletin_desk.desk.parts.plain import tip
from bulletin_desk.editing.arrange import end_of_group, place_of_sections
from bulletin_desk.editing.count import item_characters
from bulletin_desk.errors import EditError
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.offers import HeadingForms, Offers
from bulletin_desk.typeset.numbered import prefixes

MIME = "application/x-bulletin-desk-parts"
COUNT_ROLE = Qt.ItemDataRole.UserRole + 1
"""字数 of an item, at the right of its row."""
NOTED_ROLE = Qt.ItemDataRole.UserRole + 2
"""Whether an item has endorsements."""
STATE_ROLE = Qt.ItemDataRole.UserRole + 3
"""The character that stands for an item's state; empty for none."""

_MOST_SAID = 6
"""Endorsements that a tool tip names."""

Index = QModelIndex | QPersistentModelIndex


class OutlineModel(QAbstractItemModel):
    """The tree of one issue at a time. `renamed` gives out a part's path and its new words; `dropped` paths
    and where they are to go: the path that the first of them shall have, counted before any is taken away."""

    renamed = Signal(tuple, str)
    dropped = Signal(list, tuple)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = Node((), "")
        self._rows: dict[Path, Node] = {}
        """By the paths of the parts."""
        self._issue: Issue | None = None
        self._layout: Layout | None = None
        self._counts: dict[int, tuple[object, int]] = {}

    def same_rows(self, issue: Issue, layout: Layout) -> bool:
        """Whether an issue in a layout has the rows that are shown, whatever their words."""
        if self._issue is None or self._layout is None or self._layout.offers != layout.offers:
            return False
        return _shape(self._issue, layout.offers) == _shape(issue, layout.offers)

    def show_issue(self, issue: Issue, layout: Layout) -> None:
        """Takes an issue in a layout; the whole tree is new if rows came or went."""
        before, same = self._issue, self.same_rows(issue, layout)
        known, self._issue, self._layout = self._layout, issue, layout
        if before is not None and same:
            self._update(before, issue, layout, all_new=layout is not known)
            return
        self.beginResetModel()
        self._root = self._tree(issue, layout)
        self.endResetModel()

    def _tree(self, issue: Issue, layout: Layout) -> Node:
        root = Node((), "")
        offers = layout.offers
        self._rows = {}

        def add(parent: Node, path: Path, words: str, count: int | None = None, missing: str = "") -> Node:
            node = self._rows[path] = Node(path, words, count, missing, parent=parent)
            parent.children.append(node)
            return node

        add(root, MASTHEAD, "报头")
        if issue.editors_note:
            add(root, EDITORS_NOTE, SPEC[Kind.EDITORS_NOTE].name)
        first = root
        """The last section of level 1."""
        for at, section in enumerate(issue.sections):
            node = root
            if _has_row(section, offers):
                above = first if section.level > 1 else root
                missing = NAMELESS if offers.prints_empty(section.kind) else UNNAMED
                node = add(above, section_path(at), section.name, missing=missing)
                first = node if section.level == 1 else first
            for number, item in enumerate(section.items):
                path = item_path(at, number)
                row = add(node, path, title_words(item), self._count(item), missing_of(item, offers))
                row.noted, row.state = noted_with(item), item.state
                self._fill(row, item.blocks, layout)
                for attached, attachment in enumerate(item.attachments):
                    at_end = attachment_of(path, attached)
                    below = add(row, at_end, title_words(attachment), missing=UNTITLED)
                    self._fill(below, attachment.blocks, layout)
        add(root, IMPRINT, "版记")
        for path, before in (*prefixes(issue, layout), *attachment_names(issue)):
            if path in self._rows:
                self._rows[path].before = before
        return root

    def _fill(self, above: Node, blocks: Sequence[Block], layout: Layout) -> None:
        """Rows for what stands in a text, in a tree that no view has seen yet."""
        for node in contents(above, blocks, layout):
            self._rows[node.path] = node
            above.children.append(node)

    def _refill(self, above: Node, blocks: Sequence[Block], layout: Layout) -> list[Node]:
        """The rows of what stands in a text, which has changed: gives those that say something else. Rows
        come and go behind the last of them, the others take their new places."""
        found = list(contents(above, blocks, layout))
        rows = [node for node in above.children if node.is_content]
        had, has = len(rows), len(found)
        for node in rows:
            self._rows.pop(node.path, None)
        if has > had:
            self.beginInsertRows(self._index(above), had, has - 1)
            above.children[had:had] = found[had:]
            self.endInsertRows()
        elif has < had:
            self.beginRemoveRows(self._index(above), has, had - 1)
            del above.children[has:had]
            self.endRemoveRows()  # `rows` holds them until the views have let go
        changed = [node for node, now in zip(rows, found, strict=False) if node.take(now)]
        self._rows.update((node.path, node) for node in above.children[:has])
        return changed

    def _count(self, item: Item) -> int:
        known = self._counts.get(id(item))
        if known is None:
            if len(self._counts) > 20_000:
                self._counts.clear()
            known = self._counts[id(item)] = (item, item_characters(item))
        return known[1]

    def _update(self, before: Issue, issue: Issue, layout: Layout, *, all_new: bool) -> None:
        """Words and counts that have changed, row by row; what is the same object has not."""
        changed: dict[Path, Node] = {}
        relaid = all_new
        for at, (old, new) in enumerate(zip(before.sections, issue.sections, strict=True)):
            if old is new and not relaid:
                continue
            node = self._rows.get(section_path(at))
            if node is not None and node.words != new.name:
                node.words = new.name
                changed[node.path] = node
            for number, (was, now) in enumerate(zip(old.items, new.items, strict=True)):
                if was is now and not relaid:
                    continue
                row_path = item_path(at, number)
                row = self._rows[row_path]
                words = (title_words(now), self._count(now), missing_of(now, layout.offers))
                if (row.words, row.count, row.missing) != words:
                    row.words, row.count, row.missing = words
                    changed[row.path] = row
                noted = noted_with(now)
                if (row.noted, row.state) != (noted, now.state):
                    row.noted, row.state = noted, now.state
                    changed[row.path] = row
                all_new = all_new or was.mark != now.mark
                held: list[tuple[Node, Item | Attachment, Item | Attachment]] = [(row, was, now)]
                for attached, attachment in enumerate(now.attachments):
                    below = self._rows[attachment_of(row_path, attached)]
                    if below.words != title_words(attachment):
                        below.words = title_words(attachment)
                        changed[below.path] = below
                    held.append((below, was.attachments[attached], attachment))
                for above, earlier, later in held:
                    if relaid or not same_contents(earlier.blocks, later.blocks):
                        said = self._refill(above, later.blocks, layout)
                        changed.update((node.path, node) for node in said)
        if all_new or layout.headings != _PLAIN:
            for path, made in prefixes(issue, layout):
                node = self._rows.get(path)
                if node is not None and node.before != made:
                    node.before = made
                    changed[path] = node
        for node in changed.values():
            self._changed(node)

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
        """The row of a part, or of the heading, table or pictures that a text node is in, or of the part that
        it belongs to; of an item that has none, that of its section."""
        inside = self._rows.get(block_path(path))
        return self.index_of_part(path) if inside is None else self._index(inside)

    def index_of_part(self, path: Path) -> QModelIndex:
        """Likewise, never that of a heading, table or pictures."""
        part = owner(path)
        return self._index(self._rows.get(part) or self._rows.get(section_of(part)))

    def holders(self) -> Iterator[QModelIndex]:
        """The rows of all items and attachments that have rows below them."""
        return self._holders(self._root)

    def _holders(self, above: Node) -> Iterator[QModelIndex]:
        for row, node in enumerate(above.children):
            if node.children:
                if not node.is_section:
                    yield self.createIndex(row, 0, node)
                yield from self._holders(node)

    def _index(self, node: Node | None) -> QModelIndex:
        if node is None or node.parent is None:
            return QModelIndex()
        return self.createIndex(node.parent.children.index(node), 0, node)

    def sections(self) -> Iterator[QModelIndex]:
        """The rows of all sections."""
        return (self._index(node) for node in self._rows.values() if node.is_section)

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
        return self._index(self.node(index).parent)

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
            return node.shown
        if role == Qt.ItemDataRole.EditRole:
            return node.words
        if role == Qt.ItemDataRole.ToolTipRole:
            count = (f"{node.count} 字",) if node.count is not None else ()
            state = (f"状态：{state_name(node.state)}",) if node.state else ()
            return tip("\n".join((node.shown, *count, *state, *node.noted[:_MOST_SAID])))
        if role == Qt.ItemDataRole.AccessibleTextRole and (node.noted or node.state):
            said = "，".join(filter(None, (state_name(node.state), "有领导批示" if node.noted else "")))
            return f"{node.shown}（{said}）"
        if node.is_content:
            return _faint() if role == Qt.ItemDataRole.ForegroundRole else None
        if role == Qt.ItemDataRole.FontRole and not (node.is_item or node.is_attachment):
            font = QFont()
            font.setBold(node.is_section)
            return font
        if role == COUNT_ROLE:
            return node.count
        if role == NOTED_ROLE:
            return bool(node.noted)
        if role == STATE_ROLE:
            return STATE_WORDS[node.state].mark if node.state in STATE_WORDS else ""
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
        """Sections go between sections, items into sections, attachments into items: nothing else can be
        dropped anywhere."""
        both = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        node = self.node(index)
        if node.is_section:
            both |= Qt.ItemFlag.ItemIsDropEnabled | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsEditable
        elif node.is_item:
            both |= Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsEditable
            # an attachment may be dropped onto it, an item can't
            both |= Qt.ItemFlag.ItemIsDropEnabled
        elif node.is_attachment:
            both |= Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsEditable
        if node.is_content or (node.is_attachment and not node.children):
            both |= Qt.ItemFlag.ItemNeverHasChildren
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
        if not paths or len({(is_item(path), is_attachment(path)) for path in paths}) != 1:
            return None
        if is_attachment(paths[0]):
            return self._among_attachments(node, row)
        return self._among_items(node, row) if is_item(paths[0]) else self._among_sections(paths, node, row)

    def _among_items(self, node: Node, row: int) -> Path | None:
        """Where items would go that are dropped into a row before its child `row`, or (-1) onto it."""
        if node.is_section and row <= node.own:
            return item_path(numbers(node.path)[0], node.own if row < 0 else row)
        if row < 0 or not (node.is_section or node is self._root):
            return None
        row = min(row, len(node.children) - (node is self._root))  # never below the closing block
        above = node.children[row - 1]
        if above.is_section:  # between two sections: at the end of the upper one
            last = above.children[-1] if above.children and above.children[-1].is_section else above
            return item_path(numbers(last.path)[0], last.own)
        if above.is_item:
            return beside(above.path, 1)
        below = node.children[row]
        return below.path if below.is_item else None

    @staticmethod
    def _among_attachments(node: Node, row: int) -> Path | None:
        """Where attachments would go likewise."""
        if not node.is_item:
            return None
        first = sum(child.is_content for child in node.children)
        return attachment_of(node.path, (len(node.children) if row < 0 else max(row, first)) - first)

    def _among_sections(self, paths: Sequence[Path], node: Node, row: int) -> Path | None:
        """Where sections would go likewise."""
        assert self._issue is not None
        count = len(self._issue.sections)
        if node is self._root and row >= 0:
            to = next((numbers(each.path)[0] for each in node.children[row:] if each.is_section), count)
        elif node.is_section:
            to = end_of_group(self._issue, numbers(node.path)[0])
            if 0 <= row < len(node.children):
                under = (each for each in node.children[row:] if each.is_section)
                to = next((numbers(each.path)[0] for each in under), to)
        else:
            return None
        try:
            return section_path(place_of_sections(self._issue, [numbers(path)[0] for path in paths], to))
        except EditError:
            return None

    def level(self, paths: Sequence[Path]) -> int:
        """The level of the first of these sections."""
        return 1 if self._issue is None else self._issue.sections[numbers(paths[0])[0]].level

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


_PLAIN = HeadingForms()
_FAINT = 0.65
"""How much of its colour is left of what is grey; it stays easy to read on any ground."""


def _faint() -> QColor:
    colour = QColor(QGuiApplication.palette().color(QPalette.ColorRole.Text))
    colour.setAlphaF(_FAINT)
    return colour


def _has_row(section: Section, offers: Offers) -> bool:
    """Whether a section has a row: also where the bulletin has none, if it has a name all the same."""
    return offers.sections != "none" or bool(section.name)


def _shape(issue: Issue, offers: Offers) -> tuple[object, ...]:
    """What rows there are."""
    sections = issue.sections
    return bool(issue.editors_note), tuple(
        (_has_row(section, offers), section.level, [len(item.attachments) for item in section.items])
        for section in sections
    )
