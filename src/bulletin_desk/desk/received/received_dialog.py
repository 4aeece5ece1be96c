"""The window of the register: what came, from whom, whether it was used; found by days and words, put right
by the clerk. Stands beside the main window; every change is an entry at the register's end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.bulletin.fields import day_of
from bulletin_desk.bulletin.received import Entry, Marked, Received, Remarked, Removed, Status
from bulletin_desk.desk import beside
from bulletin_desk.desk.files.asking import tell
from bulletin_desk.desk.parts.opening import open_path
from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.parts.still import keep_still
from bulletin_desk.desk.parts.typed_values import DayValue
from bulletin_desk.desk.received.received_rows import ReceivedModel, Wanted, file_name, issues, when
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.paths import read_plain
from bulletin_desk.storage.received import LONGEST_REMARK, Register, append, digest_of, read_register

_STATUSES: tuple[tuple[str, Status | None, bool], ...] = (
    ("全部", None, False),
    *((status.value, status, False) for status in Status),
    ("去掉的", None, True),
)
_LARGEST = 128 << 20
_SHOWN_ITEMS = 8
"""Items of one manuscript that are named below the table."""


class ReceivedDialog(QDialog):
    """The register in `folder`. `suffixes` are how files may end that are opened: those of manuscripts."""

    def __init__(
        self,
        folder: Path,
        suffixes: Sequence[str],
        parent: QWidget,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("收稿登记")
        self._folder = folder
        self._suffixes = suffixes
        self._now = now
        self._register = Register()
        self._reading = self._again = False
        """Whether it is being read, and whether it has to be read anew then."""
        self._showing = False
        self._make()
        self.resize(
            min(1080, parent.width() - 40) if parent.width() > 700 else 1000, self.fontMetrics().height() * 30
        )
        self.load()

    def load(self) -> None:
        """Reads the register, beside the window."""
        self._again = self._reading
        if not self._reading:
            self._reading = True
            beside.start(self, lambda: read_register(self._folder), self._loaded)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Who comes back to it sees what has come meanwhile."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.load()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter ends an entry in a field; it is no answer."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """Closes; a remark that is still being written is kept."""
        self._remark()
        super().done(result)

    # ---- what it is made of

    def _make(self) -> None:
        self.since, self.until = DayValue(self), DayValue(self)
        self.status = QComboBox(self)
        self.status.addItems([words for words, _, _ in _STATUSES])
        keep_still(self.status)
        self.words = QLineEdit(self)
        self.words.setClearButtonEnabled(True)
        self.words.setPlaceholderText("单位、标题、文件名、备注，几个词用空格隔开")
        top = QHBoxLayout()
        fields = (("从", self.since), ("至", self.until), ("用了没有", self.status), ("查找", self.words))
        for words, field in fields:
            label = Label(words, self)
            label.setBuddy(field)
            field.setAccessibleName(words)
            top.addWidget(label)
            top.addWidget(field, 3 if field is self.words else 1)
        for field in (self.since, self.until):
            field.setPlaceholderText("不限")
        self.rows = ReceivedModel(self)
        self.table = QTableView(self)
        self.table.setAccessibleName("收到的稿件")
        self.table.setModel(self.rows)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        wide = self.fontMetrics().horizontalAdvance("稿")
        for at, characters in enumerate((10, 14, 13, 19, 15)):
            self.table.setColumnWidth(at, wide * characters)
        header.setStretchLastSection(True)
        header.setSortIndicator(0, Qt.SortOrder.DescendingOrder)
        self.table.setSortingEnabled(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.about = Label(parent=self)
        self.about.setWordWrap(True)
        self.about.setMinimumHeight(self.fontMetrics().lineSpacing() * 3)
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.remark = QLineEdit(self)
        self.remark.setMaxLength(LONGEST_REMARK)
        self.remark.setAccessibleName("备注")
        remark = QHBoxLayout()
        label = Label("备注", self)
        label.setBuddy(self.remark)
        remark.addWidget(label)
        remark.addWidget(self.remark, 1)
        self.count = Label(parent=self)
        self.count.setWordWrap(True)
        column = QVBoxLayout(self)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addWidget(self.about)
        column.addLayout(remark)
        column.addLayout(self._buttons())
        column.addWidget(self.count)
        self._connect()

    def _buttons(self) -> QHBoxLayout:
        self.used, self.unused = QPushButton("标为用了(&U)", self), QPushButton("标为没用(&N)", self)
        self.unmark = QPushButton("不标，照实际(&M)", self)
        self.unmark.setToolTip("取消手工的标记：加进过简报的算用了")
        self.open_file = QPushButton("打开稿件(&O)", self)
        self.remove = QPushButton("去掉(&D)", self)
        self.remove.setToolTip("记错的从登记里去掉，统计不再算它；在“去掉的”里找得回来")
        self.leave = QPushButton("关闭", self)
        row = QHBoxLayout()
        for button in (self.open_file, self.used, self.unused, self.unmark, self.remove):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        self.leave.setAutoDefault(False)
        row.addWidget(self.leave)
        return row

    def _connect(self) -> None:
        for field in (self.since, self.until):
            field.changed.connect(self._show)
        self.status.currentIndexChanged.connect(lambda _: self._show())
        self.words.textChanged.connect(lambda _: self._show())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())
        self.table.doubleClicked.connect(lambda _index: self._open())
        self.remark.editingFinished.connect(self._remark)
        self.open_file.clicked.connect(self._open)
        self.used.clicked.connect(lambda: self._mark(Status.USED))
        self.unused.clicked.connect(lambda: self._mark(Status.UNUSED))
        self.unmark.clicked.connect(lambda: self._mark(None))
        self.remove.clicked.connect(self._remove)
        self.leave.clicked.connect(self.close)

    # ---- showing

    @property
    def chosen(self) -> list[Received]:
        """The manuscripts that are selected."""
        indexes: list[QModelIndex] = self.table.selectionModel().selectedRows()
        return [self.rows.rows[index.row()] for index in indexes]

    @property
    def wanted(self) -> Wanted:
        """What the fields ask for."""
        _, status, removed = _STATUSES[max(self.status.currentIndex(), 0)]
        words = tuple(self.words.text().split())
        return Wanted(day_of(self.since.value()), day_of(self.until.value()), status, removed, words)

    def _loaded(self, end: Callable[[], Register]) -> None:
        self._reading = False
        self._register = end()
        self._show()
        if self._again:
            self.load()

    def _show(self) -> None:
        chosen = {each.digest for each in self.chosen}
        self._showing = True
        self.rows.show(self._register.manuscripts, self.wanted)
        model = self.table.selectionModel()
        for row, each in enumerate(self.rows.rows):
            if each.digest in chosen:
                flags = model.SelectionFlag.Select | model.SelectionFlag.Rows
                model.select(self.rows.index(row, 0), flags)
                if not model.currentIndex().isValid():
                    model.setCurrentIndex(self.rows.index(row, 0), model.SelectionFlag.NoUpdate)
        self._showing = False
        shown = self.rows.rows
        used = sum(each.status is Status.USED for each in shown)
        said = [f"共 {len(shown)} 份，用了 {used} 份。" if shown else self._nothing()]
        self.count.setText("\n".join((*said, *self._register.troubles)))
        self._show_chosen()

    def _nothing(self) -> str:
        if self._register.manuscripts:
            return "没有符合的。"
        return "还没有收到过稿件：用“稿件—导入稿件”收进来的，都会记在这里。"

    def _show_chosen(self) -> None:
        if self._showing:
            return
        chosen = self.chosen
        one = chosen[0] if len(chosen) == 1 else None
        removed = bool(chosen) and all(each.removed for each in chosen)
        for button in (self.used, self.unused):
            button.setEnabled(bool(chosen) and not removed)
        self.unmark.setEnabled(any(each.marked is not None for each in chosen) and not removed)
        self.remove.setEnabled(bool(chosen))
        self.remove.setText("恢复(&D)" if removed else "去掉(&D)")
        self.open_file.setEnabled(one is not None and bool(one.path))
        self.remark.setEnabled(one is not None)
        self.remark.setText(one.remark if one is not None else "")
        self.about.setText("\n".join(_about(one)) if one is not None else "")

    # ---- what the clerk does

    def _mark(self, status: Status | None) -> None:
        self._note([Marked(self._now(), each.digest, status) for each in self.chosen])

    def _remove(self) -> None:
        self._note([Removed(self._now(), each.digest, not each.removed) for each in self.chosen])

    def _remark(self) -> None:
        chosen, text = self.chosen, self.remark.text()
        if len(chosen) == 1 and text != chosen[0].remark and self.remark.isModified():
            self.remark.setModified(False)
            self._note([Remarked(self._now(), chosen[0].digest, text)])

    def _note(self, entries: Sequence[Entry]) -> None:
        def write() -> Register:
            append(self._folder, entries)
            return read_register(self._folder)

        try:
            self._register = beside.run(self, "记收稿登记", write)
        except BulletinDeskError as error:
            tell(self, str(error))
        self._show()

    def _open(self) -> None:
        """The file, if it is there and still the one that was received."""
        chosen = self.chosen
        if len(chosen) != 1 or not chosen[0].path:
            return
        each, path = chosen[0], Path(chosen[0].path)
        if path.suffix.lower() not in self._suffixes:
            tell(self, f"“{path.name}”不是稿件常用的文件，没有打开；它在“{path.parent}”。")
            return
        try:
            data = beside.run(self, f"找“{path}”", lambda: read_plain(path, _LARGEST))
        except (OSError, ValueError):
            tell(self, f"“{path}”不在了，也许移走、改名或删除了。")
        except BulletinDeskError as error:
            tell(self, str(error))
        else:
            if digest_of(data) != each.digest:
                tell(self, f"“{path}”已经不是收到时的那一份，现在打开的是改过的。")
            open_path(path)


def _about(each: Received) -> list[str]:
    lines = [
        f"{file_name(each)}　{when(each)}收到" + (f"　用在：{'、'.join(issues(each))}" if each.uses else "")
    ]
    for item in each.items[:_SHOWN_ITEMS]:
        source = "　".join(filter(None, (item.source, item.persons)))
        lines.append(
            f"{item.status.value}　{item.title or '（没有标题）'}" + (f"　（{source}）" if source else "")
        )
    more = len(each.items) - _SHOWN_ITEMS
    return lines + ([f"……还有{more}篇"] if more > 0 else [])
