"""The list of issues that are to be bound or packed: of a year of the library, and files of one's own. Reads
beside the window; makes nothing of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date as Date  # noqa: N812
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.desk import beside
from bulletin_desk.desk.beside import LeftError
from bulletin_desk.desk.files.asking import answering, tell
from bulletin_desk.desk.parts.plain import Label, tip
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.hanzi.index_order import index_key

_HEADS = ("期号", "日期", "简报", "文件")
_ROW = Qt.ItemDataRole.UserRole
_NONE = "不从资料库里选"
_LONGEST = ("　　　　第888期（总第8888期）", "2088年12月28日　", "某某市某某某某工作简报　")
"""What the first columns have room for."""
_MOST_NAMED = 8
"""Files that can't be used and are named at once."""


class IssueRow(NamedTuple):
    """An issue that may be chosen."""

    file: Path
    number: str
    day: Date
    name: str


class Shelf(NamedTuple):
    """A year of a bulletin in the library."""

    name: str
    year: int

    @property
    def words(self) -> str:
        """As it is offered."""
        return f"{self.year}年　{self.name}"


Look = Callable[[], tuple[Shelf, ...]]
Rows = Callable[[Shelf], tuple[IssueRow, ...]]


def library_shelves(folder: Path) -> tuple[Shelf, ...]:
    """The years that the library in `folder` has, the latest first, of each the bulletin with most issues
    first. Raises as the library does."""
    from bulletin_desk.library.index import Library

    with Library(folder) as library:
        issues = [each.entry for each in library.issues() if each.copy_of is None]
    counts = Counter(Shelf(entry.name, entry.date.year) for entry in issues)
    return tuple(sorted(counts, key=lambda shelf: (-shelf.year, -counts[shelf], shelf.name)))


def library_rows(folder: Path, shelf: Shelf) -> tuple[IssueRow, ...]:
    """The issues of such a year. Raises as the library does."""
    from bulletin_desk.library.index import Library

    with Library(folder) as library:
        stored = library.issues(name=shelf.name, year=shelf.year)
    return tuple(
        IssueRow(
            each.file,
            f"{each.entry.supplement}第{each.entry.number}期",
            each.entry.date,
            each.entry.name,
        )
        for each in stored
        if each.copy_of is None
    )


def file_rows(files: Iterable[Path]) -> tuple[tuple[IssueRow, ...], tuple[str, ...]]:
    """The issues in files, and a sentence for each that can't be used."""
    from bulletin_desk.volumes.members import read_members

    members = read_members(files)
    rows = tuple(
        IssueRow(member.file, member.number, member.issue.dated_header.date, member.issue.masthead.one_line)
        for member in members.taken
    )
    return rows, tuple(left.said for left in members.left)


class IssueList(QWidget):
    """`changed` says that others are chosen. `library` is the folder of the library, `folder` where the
    dialog for files begins."""

    changed = Signal()

    def __init__(self, library: Path, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._folder = folder
        self.shelves = QComboBox()
        self.shelves.setAccessibleName("资料库里的哪一年")
        self.shelves.addItem(_NONE)
        self.shelves.activated.connect(self._take_shelf)
        self.add = QPushButton("添加文件…")
        self.add.clicked.connect(self._ask_files)
        self.remove = QPushButton("去掉选中的行")
        self.remove.clicked.connect(self._remove)
        self.list = QTreeWidget()
        self.list.setAccessibleName("各期简报")
        self.list.setHeaderLabels(_HEADS)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAlternatingRowColors(True)
        self.list.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header, room = self.list.header(), self.list.fontMetrics()
        for at, longest in enumerate(_LONGEST):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(at, room.horizontalAdvance(longest) + 18)
        self.list.itemChanged.connect(self._count)
        self.list.itemSelectionChanged.connect(self._can_remove)
        self.said = Label()
        top = QHBoxLayout()
        top.addWidget(self.shelves, 1)
        top.addWidget(self.add)
        top.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addWidget(self.said)
        self._shelves: tuple[Shelf, ...] = ()
        self._count()
        self._can_remove()
        beside.start(self, lambda: library_shelves(library), lambda get: self._offer(get))

    @property
    def files(self) -> tuple[Path, ...]:
        """Those with a check mark, in their order."""
        return tuple(row.file for row in self.chosen)

    @property
    def chosen(self) -> tuple[IssueRow, ...]:
        """The issues with a check mark."""
        return tuple(
            item.data(0, _ROW) for item in self._items() if item.checkState(0) is Qt.CheckState.Checked
        )

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.list.topLevelItem(at) for at in range(self.list.topLevelItemCount()))
        return [item for item in found if item is not None]

    def _offer(self, get: Callable[[], tuple[Shelf, ...]]) -> None:
        """The library has been looked at."""
        try:
            self._shelves = get()
        except (BulletinDeskError, OSError) as error:
            self.said.setText(str(error))
            return
        for shelf in self._shelves:
            self.shelves.addItem(shelf.words)
        self.shelves.setEnabled(bool(self._shelves))
        if self._shelves and not self._items():
            self.shelves.setCurrentIndex(1)
            self._take_shelf(1)
        elif not self._shelves:
            self.shelves.setItemText(0, "资料库里还没有简报")
        self._count()

    def _take_shelf(self, at: int) -> None:
        """A year in place of the one before; files of one's own stay."""
        if at < 1:
            self._show([row for row in self._rows() if row not in self._of_shelf])
            self._of_shelf = ()
            return
        shelf = self._shelves[at - 1]
        try:
            rows = beside.run(
                self.window(), f"看资料库里{shelf.words}的各期", lambda: library_rows(self._library, shelf)
            )
        except (BulletinDeskError, OSError) as error:
            self.said.setText(str(error))
            return
        own = [row for row in self._rows() if row not in self._of_shelf]
        self._of_shelf = rows
        self._show([*rows, *own])

    _of_shelf: tuple[IssueRow, ...] = ()

    def _rows(self) -> list[IssueRow]:
        return [item.data(0, _ROW) for item in self._items()]

    def _ask_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self, "添加简报", str(answering(self, self._folder)), "简报文件 (*.bulletin);;全部文件 (*)"
        )
        if names:
            self.add_files([Path(name) for name in names])

    def add_files(self, files: list[Path]) -> None:
        """Files of one's own; those that can't be used are told."""
        self._folder = files[0].parent
        try:
            rows, left = beside.run(self.window(), "读这些简报", lambda: file_rows(files))
        except LeftError:
            return
        here = self._rows()
        self._show([*here, *(row for row in rows if row.file not in {each.file for each in here})])
        if left:
            more = f"\n……还有{len(left) - _MOST_NAMED}个" if len(left) > _MOST_NAMED else ""
            tell(self, "\n".join(left[:_MOST_NAMED]) + more)

    def _show(self, rows: Iterable[IssueRow]) -> None:
        """These and no others, by date; what was taken off stays so."""
        off = {item.data(0, _ROW) for item in self._items() if item.checkState(0) is Qt.CheckState.Unchecked}
        self.list.blockSignals(True)
        self.list.clear()
        ordered = sorted(rows, key=lambda row: (row.day, index_key(row.number), row.file.name))
        names = Counter(row.file.name for row in ordered)
        for row in ordered:
            # of files of one name it is told where they are
            file = row.file.name if names[row.file.name] == 1 else str(Path(*row.file.parts[-2:]))
            item = QTreeWidgetItem([row.number, chinese_date(row.day), row.name, file])
            item.setData(0, _ROW, row)
            item.setCheckState(0, Qt.CheckState.Unchecked if row in off else Qt.CheckState.Checked)
            item.setToolTip(3, tip(str(row.file)))
            self.list.addTopLevelItem(item)
        self.list.blockSignals(False)
        self._count()
        self._can_remove()

    def _remove(self) -> None:
        gone = [item.data(0, _ROW) for item in self.list.selectedItems()]
        self._show([row for row in self._rows() if row not in gone])

    def _can_remove(self) -> None:
        self.remove.setEnabled(bool(self.list.selectedItems()))

    def _count(self) -> None:
        whole, chosen = len(self._items()), len(self.chosen)
        self.said.setText(f"选中 {chosen} 期，共 {whole} 期" if whole else "还没有选简报。")
        self.changed.emit()
