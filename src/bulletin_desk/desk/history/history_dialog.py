"""The window of all histories: which file, which of its versions, what differs from the present one. It shows
and asks; who opens it takes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.bulletin.fields import labels_of
from bulletin_desk.bulletin.take_back import Comparison, Part
from bulletin_desk.desk import beside
from bulletin_desk.desk.files.comparing import when_text
from bulletin_desk.desk.history.pages import TwoPages
from bulletin_desk.desk.parts.plain import Label, tip
from bulletin_desk.desk.parts.still import keep_still
from bulletin_desk.desk.session import Session
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.pipeline import series_of
from bulletin_desk.storage.identity import State, Whereabouts
from bulletin_desk.storage.version_files import LONGEST_NAME, Version, mark
from bulletin_desk.storage.versions import History, Versions

NAMES = ("", "送审稿", "定稿")
"""What versions are called most often."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The versions of one file, newest first, one at least: what it is called, whether it is the open one,
    and its history, None where that is not known apart from the file."""

    name: str
    versions: tuple[Version, ...]
    is_open: bool
    history: History | None

    @property
    def last(self) -> Path | None:
        """Where it was saved last."""
        return self.history.last if self.history is not None else None


class HistoryDialog(QDialog):
    """`taken` asks for parts of the open issue to be taken back. `opened` is the version, of a file that is
    not open, which the clerk wants to go on with, None if none; with where its file is, as far as that was
    told."""

    taken = Signal(object, list)

    def __init__(
        self,
        session: Session,
        kept: Sequence[Kept],
        versions: Versions,
        parent: QWidget | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("以前的版本")
        self.opened: tuple[Kept, Version] | None = None
        self.marked: Version | None = None
        """The version, of the open file, since which changes are to be marked on the pages, None if none."""
        self.comparison: Comparison | None = None
        self._session = session
        self._kept = list(kept)
        self._versions = versions
        self._now = now
        self._places: dict[int, Whereabouts] = {}
        self._make_lists()
        self._make_pages()
        self._make_buttons()
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (Label("文件", self), self.files, self.where, Label("版本", self), self.list):
            column.addWidget(widget, 2 if widget is self.list else 1 if widget is self.files else 0)
        row = QHBoxLayout()
        row.addWidget(Label("叫作", self))
        row.addWidget(self.name, 1)
        row.addWidget(self.locked)
        column.addLayout(row)
        column.addWidget(self.crowding)
        right = QSplitter(Qt.Orientation.Vertical, self)
        right.addWidget(self.pages)
        below = QWidget(self)
        rows = QVBoxLayout(below)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.heading)
        rows.addWidget(self.parts, 1)
        right.addWidget(below)
        right.setSizes([430, 190])
        right.setChildrenCollapsible(False)
        columns = QSplitter(Qt.Orientation.Horizontal, self)
        columns.addWidget(left)
        columns.addWidget(right)
        columns.setSizes([250, 850])
        columns.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.addWidget(columns, 1)
        column.addWidget(self.note)
        column.addWidget(self.buttons)
        self.resize(1120, 700)
        for each in self._kept:
            self.files.addItem(self._file_row(each))
        self.files.currentRowChanged.connect(self._show_file)
        self.list.currentRowChanged.connect(self._show_version)
        self.files.setCurrentRow(0)

    # ---- made

    def _make_lists(self) -> None:
        self.files = QListWidget(self)
        self.files.setAccessibleName("有以前的版本的文件")
        self.where = Label(parent=self)
        self.where.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName("以前的版本")
        self.name = QComboBox(self)
        self.name.setAccessibleName("这一份叫作")
        keep_still(self.name)
        self.name.setEditable(True)
        self.name.addItems(NAMES)
        line = self.name.lineEdit()
        assert line is not None
        line.setMaxLength(LONGEST_NAME)
        line.setPlaceholderText("没有名称")
        line.editingFinished.connect(self._rename)
        self.name.activated.connect(lambda _at: self._rename())
        self.locked = QCheckBox("锁定", self)
        self.locked.setToolTip("锁定的一份不会因为旧版太多而被清掉")
        self.locked.clicked.connect(lambda on: self._mark(locked=on))
        self.crowding = Label(parent=self)
        self.crowding.setWordWrap(True)
        self.crowding.hide()

    def _make_pages(self) -> None:
        self.pages = TwoPages(self._session, self)
        self.heading = Label(parent=self)
        self.heading.setWordWrap(True)
        self.parts = QListWidget(self)
        self.parts.setAccessibleName("差别")
        self.parts.setWordWrap(True)
        self.parts.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.parts.itemSelectionChanged.connect(self._choose)
        self.note = Label("取回之后现在这一份也没有丢：按撤销就换回来。", self)

    def _make_buttons(self) -> None:
        self.buttons = QDialogButtonBox(self)
        action = QDialogButtonBox.ButtonRole.ActionRole
        self.take_part = self.buttons.addButton("取回选中的几处", action)
        self.take_item = self.buttons.addButton("取回这一篇", action)
        self.take = self.buttons.addButton("取回这一份", action)
        self.mark_it = self.buttons.addButton("标在版面上", action)
        self.mark_it.setToolTip("关上这里，把从这一份到现在的改动标在版面上")
        self.open_it = self.buttons.addButton("打开这一份", action)
        self.buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        for button in self.buttons.buttons():
            if isinstance(button, QPushButton):  # Enter ends a name, and takes nothing back
                button.setAutoDefault(False)
        self.buttons.rejected.connect(self.reject)
        self.take_part.clicked.connect(lambda: self._take(self._chosen()))
        self.take_item.clicked.connect(lambda: self._take(self._of_item()))
        self.take.clicked.connect(lambda: self._take(self.comparison.parts if self.comparison else ()))
        self.mark_it.clicked.connect(self._mark_on_pages)
        self.open_it.clicked.connect(self._open)

    def _file_row(self, kept: Kept) -> QListWidgetItem:
        name = kept.name or "不知道名称的文件"
        more = "正在编" if kept.is_open else f"最后保存于{when_text(kept.versions[0].when, self._now())}"
        row = QListWidgetItem(f"{name}\n{more}")
        row.setToolTip(tip(str(kept.last)) if kept.last else "不知道原来在哪里")
        return row

    # ---- one file

    def choose_file(self, kept: Kept) -> None:
        """Shows the versions of this one."""
        self.files.setCurrentRow(self._kept.index(kept))

    def _file(self) -> Kept | None:
        row = self.files.currentRow()
        return self._kept[row] if 0 <= row < len(self._kept) else None

    def _show_file(self, row: int) -> None:
        kept = self._file()
        if kept is None:
            return
        with QSignalBlocker(self.list):
            self.list.clear()
            for version in kept.versions:
                self.list.addItem(self._version_row(version))
        self.open_it.setVisible(not kept.is_open)
        for button in (self.take_part, self.take_item, self.take):
            button.setVisible(kept.is_open)
        self.note.setText(
            "取回之后现在这一份也没有丢：按撤销就换回来。"
            if kept.is_open
            else "这个文件没有打开：打开的这一份还没有保存，原来的文件不动。"
        )
        self._show_where(row)
        self.list.setCurrentRow(-1)
        self.list.setCurrentRow(0)
        self._show_crowding()

    def _version_row(self, version: Version) -> str:
        marks = [*([version.name] if version.name else []), *(["锁定"] if version.locked else [])]
        when = when_text(version.when, self._now(), seconds=True)
        return f"{when}（{'，'.join(marks)}）" if marks else when

    def _show_where(self, row: int) -> None:
        """Says what has become of the file, once its disk has answered."""
        kept = self._kept[row]
        if kept.is_open or kept.history is None:
            self.where.setText("")
            return
        known = self._places.get(row)
        if known is not None:
            self.where.setText(_said(known, kept.last))
            return
        self.where.setText("正在看文件还在不在……")

        def found(get: Callable[[], Whereabouts]) -> None:
            self._places[row] = get()
            if self.files.currentRow() == row:
                self._show_where(row)

        beside.start(self, kept.history.whereabouts, found)

    # ---- one version

    def _version(self) -> Version | None:
        kept, row = self._file(), self.list.currentRow()
        return kept.versions[row] if kept is not None and 0 <= row < len(kept.versions) else None

    def _show_version(self, _row: int = 0) -> None:
        kept, version = self._file(), self._version()
        self.comparison = None
        with QSignalBlocker(self.parts):
            self.parts.clear()
        if kept is not None and version is not None:
            self._set_marks(version)
            try:
                self._compare(kept, version)
            except BulletinDeskError as error:
                self.heading.setText(f"这一份读不出来：{error}")
        self.pages.setVisible(self.comparison is not None)
        self.open_it.setEnabled(self.comparison is not None)
        self._choose()

    def _compare(self, kept: Kept, version: Version) -> None:
        """Raises what reading does."""
        old = beside.run(self, "打开这一份", version.read)
        newest = kept.versions[0]
        if kept.is_open:
            new, beside_it = self._session.document.snapshot(), "现在的稿子"
        else:
            new, beside_it = old, ""
            if version is not newest:
                new = beside.run(self, "打开最新的一份", newest.read)
                beside_it = f"最新的一份：{self._version_row(newest)}"
        comparison = self.comparison = Comparison(old, new, labels_of(series_of(new)[1]))
        self.pages.compare(comparison, self._version_row(version), beside_it)
        self.pages.new.setVisible(bool(beside_it))
        with QSignalBlocker(self.parts):
            self.parts.addItems([part.sentence for part in comparison.parts])
        same = "和现在一样，没有改动。" if kept.is_open else "" if version is newest else "和最新的一份一样。"
        since = "从这一份到现在：" if kept.is_open else "从这一份到最新的一份："
        self.heading.setText(since if comparison.parts else same)

    def _choose(self) -> None:
        """What can be taken back of what is chosen; and that is shown on the pages."""
        chosen, kept = self._chosen(), self._file()
        may = kept is not None and kept.is_open and not self._session.refusal
        self.take_part.setEnabled(may and bool(chosen))
        self.take_item.setEnabled(may and bool(self._of_item()))
        self.take.setEnabled(may and self.comparison is not None and bool(self.comparison.parts))
        self.mark_it.setEnabled(kept is not None and kept.is_open and self.comparison is not None)
        self._show_first()

    def _show_first(self) -> None:
        """What is chosen, or differs first, in view."""
        if self.comparison is not None and self.comparison.parts:
            self.pages.show_part((self._chosen() or self.comparison.parts)[0])

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """The pages have their size."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._show_first)

    def _chosen(self) -> list[Part]:
        if self.comparison is None:
            return []
        rows = sorted(self.parts.row(row) for row in self.parts.selectedItems())
        return [self.comparison.parts[row] for row in rows]

    def _of_item(self) -> list[Part]:
        """All that differs in the items of what is chosen."""
        items = {part.item: None for part in self._chosen() if part.item is not None}
        return [part for item in items for part in self.comparison.of_item(item)] if self.comparison else []

    def _take(self, parts: Sequence[Part]) -> None:
        if self.comparison is not None and parts:
            self.taken.emit(self.comparison, list(parts))
            self._show_version()

    def say(self, text: str) -> None:
        """Why something could not be done."""
        self.note.setText(text)

    def _open(self) -> None:
        kept, version = self._file(), self._version()
        if kept is not None and version is not None:
            self.opened = kept, version
            self.accept()

    def _mark_on_pages(self) -> None:
        self.marked = self._version()
        self.accept()

    # ---- names and locks

    def _set_marks(self, version: Version) -> None:
        with QSignalBlocker(self.name), QSignalBlocker(self.locked):
            self.name.setEditText(version.name)
            self.locked.setChecked(version.locked)

    def _rename(self) -> None:
        version = self._version()
        if version is not None and self.name.currentText() != version.name:
            self._mark(name=self.name.currentText())

    def _mark(self, *, name: str | None = None, locked: bool | None = None) -> None:
        at, row, version = self.files.currentRow(), self.list.currentRow(), self._version()
        if version is None:
            return
        try:
            now = beside.run(self, "记下名称", lambda: mark(version, name=name, locked=locked))
        except BulletinDeskError as error:
            self.say(str(error))
            self._set_marks(version)
            return
        kept = self._kept[at]
        versions = tuple(now if each is version else each for each in kept.versions)
        self._kept[at] = replace(kept, versions=versions)
        item = self.list.item(row)
        if item is not None:
            item.setText(self._version_row(now))
        self._set_marks(now)
        if self.comparison is not None:
            self.pages.old.heading.setText(self._version_row(now))
        self._show_crowding()

    def _show_crowding(self) -> None:
        version = self._version()
        said = ""
        if version is not None:
            said = beside.run(self, "看旧版占多少地方", lambda: self._versions.crowding(version))
        self.crowding.setText(said)
        self.crowding.setVisible(bool(said))


def _said(place: Whereabouts, last: Path | None) -> str:
    match place.state:
        case State.HERE:
            return f"文件在“{place.path}”。"
        case State.RENAMED:
            return f"文件已改名，现在是“{place.path}”。"
        case State.REPLACED:
            return f"原来的位置“{last}”现在放着另一期。"
        case State.GONE:
            return f"文件已经不在“{last}”了。"
    return f"现在看不到“{last}”那边。" if last is not None else "不知道文件原来在哪里。"
