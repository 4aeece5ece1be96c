"""The page of the review panel with all remarks as a list, and what can be done with the one that is chosen.
Changes nothing itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.bulletin.model import Path, Remark
from bulletin_desk.bulletin.remarks import ListedRemark, listed
from bulletin_desk.desk.panels.findings import Airy
from bulletin_desk.desk.parts.moments import said_when
from bulletin_desk.desk.parts.plain import Label, nothing_label, tip
from bulletin_desk.desk.parts.still import keep_still
from bulletin_desk.desk.session import Session

_FILTERS = (("没办的", (False,)), ("全部", (False, True)), ("办好的", (True,)))
_A_WHILE = 300
"""Milliseconds after an edit in which no other comes, before the list is made anew."""
_SHOWN = 200
"""Characters of a text in a row."""


class _List(QTreeWidget):
    """Gives out what its keys mean."""

    entered = Signal()
    removed = Signal()
    settled = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter goes there, Delete deletes, the space bar settles."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.entered.emit()
            case Qt.Key.Key_Delete:
                self.removed.emit()
            case Qt.Key.Key_Space:
                self.settled.emit()
            case _:
                super().keyPressEvent(event)


class RemarksPage(QWidget):
    """`shown` says that it has come into view; `chosen` gives out the number of a remark that was clicked,
    `entered` of one to go on at; the other signals what is to be done with one."""

    shown = Signal()
    chosen = Signal(int)
    entered = Signal(int)
    answer_wanted = Signal(int)
    settle_wanted = Signal(int)
    edit_wanted = Signal(int)
    remove_wanted = Signal(int)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._numbers: list[int] = []
        """Of the remarks in the rows, in the issue."""
        self._listed: object = None
        self.summary = Label(parent=self)
        self.summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.filter = QComboBox(self)
        self.filter.setAccessibleName("列出哪些批注")
        keep_still(self.filter)
        for words, settled in _FILTERS:
            self.filter.addItem(words, settled)
        self.filter.currentIndexChanged.connect(lambda _: self._list())
        self.answer = self._button("回复", "在这条批注下面写回复", self.answer_wanted)
        self.settle = self._button("办好了", "办好的变淡，不再算在没办的里；按空格键也行", self.settle_wanted)
        self.edit = self._button("改", "改自己写的话", self.edit_wanted)
        self.remove = self._button("删除", "连回复一起删除，可以撤销；按 Delete 也行", self.remove_wanted)
        self.list = _List(self)
        self.list.setAccessibleName("批注")
        self.list.setAlternatingRowColors(True)
        self.list.setUniformRowHeights(True)
        self.list.setItemDelegate(Airy(self.list))
        self.list.setHeaderLabels(("批注", "谁", "什么时候", "面", "在哪些字上"))
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for at in (1, 2, 3):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(4, 240)
        self.list.itemClicked.connect(lambda _: self._give(self.chosen))
        self.list.currentItemChanged.connect(lambda *_: self._show_buttons())
        self.list.entered.connect(lambda: self._give(self.entered))
        self.list.removed.connect(lambda: self._give(self.remove_wanted))
        self.list.settled.connect(lambda: self._give(self.settle_wanted))
        self.nothing = nothing_label(self)
        self.setFocusProxy(self.list)
        top = QHBoxLayout()
        top.setContentsMargins(12, 4, 8, 4)
        top.setSpacing(6)
        top.addWidget(self.summary, 1)
        for widget in (self.answer, self.settle, self.edit, self.remove, self.filter):
            top.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing, 1)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_A_WHILE)
        self._wait.timeout.connect(self.refresh)
        self._list()

    def _button(self, words: str, hint: str, signal: SignalInstance) -> QPushButton:
        button = QPushButton(words, self)
        button.setToolTip(tip(hint))
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._give(signal))
        return button

    def _give(self, signal: SignalInstance) -> None:
        at = self.current
        if at is not None:
            signal.emit(at)

    @property
    def current(self) -> int | None:
        """The number of the remark in the chosen row, or that the chosen answer is to."""
        row = self.list.currentItem()
        while row is not None and row.parent() is not None:
            row = row.parent()
        at = -1 if row is None else self.list.indexOfTopLevelItem(row)
        found = self._numbers[at] if 0 <= at < len(self._numbers) else None
        return found if found is not None and found < len(self._session.issue.remarks) else None

    def choose(self, at: int) -> None:
        """Makes a remark's row the chosen one, without going there."""
        if at in self._numbers:
            row = self.list.topLevelItem(self._numbers.index(at))
            if row is not None:
                self.list.setCurrentItem(row)
                self.list.scrollToItem(row)

    def look(self) -> None:
        """The issue has changed: what the list says of remarks is so at once, the pages after a while."""
        if self.isVisible():
            if self._listed is not None and self._remarks() != self._listed:
                self.refresh()
            else:
                self._wait.start()

    def refresh(self) -> None:
        """The list as it is now."""
        self._wait.stop()
        if self.isVisible():
            self._list()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Comes filled."""
        super().showEvent(event)
        self._list()
        self.shown.emit()

    def _remarks(self) -> object:
        return [(each.said, each.settled) for each in self._session.issue.remarks]

    def _list(self) -> None:
        before = self.current
        row_before = -1 if before is None else self._numbers.index(before)
        session = self._session
        remarks = session.issue.remarks
        self._listed = self._remarks()
        wanted = self.filter.currentData()
        rows = [
            (each, next(at for at, remark in enumerate(remarks) if remark is each.remark))
            for each in listed(session.issue, remarks, self._number_at)
            if each.remark.settled in wanted
        ]
        self._numbers = [at for _, at in rows]
        self.list.clear()
        self.list.addTopLevelItems([self._row(each) for each, _ in rows])
        self.list.expandAll()
        if before in self._numbers:
            self.choose(before)
        elif row_before >= 0 and rows:
            self.choose(self._numbers[min(row_before, len(rows) - 1)])
        self.summary.setText(_words(remarks))
        self.list.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self.nothing.setText(
            f"这里没有；选“全部”还有 {len(remarks)} 条。"
            if remarks
            else "还没有批注：选中文字按 Ctrl+Alt+M，就加一条；批注不印出来。"
        )
        self._show_buttons()

    def _number_at(self, path: Path, offset: int) -> int:
        return self._session.document.geometry.page_of(path, offset) + 1

    def _row(self, each: ListedRemark) -> QTreeWidgetItem:
        said = each.remark.said
        today = self._session.today()
        words = each.words.replace("\n", " ")[:_SHOWN]
        text = said[0].text.replace("\n", " ")[:_SHOWN]
        row = QTreeWidgetItem(
            (text, said[0].who, said_when(said[0].when, today), f"第 {each.page} 面", words)
        )
        row.setToolTip(0, tip(said[0].text[:2000]))
        row.setToolTip(4, tip(each.words[:2000]))
        for answer in said[1:]:
            below = QTreeWidgetItem(
                (answer.text.replace("\n", " ")[:_SHOWN], answer.who, said_when(answer.when, today))
            )
            below.setToolTip(0, tip(answer.text[:2000]))
            row.addChild(below)
        if each.remark.settled:
            faint = self.palette().color(QPalette.ColorRole.PlaceholderText)
            for shown in (row, *filter(None, (row.child(at) for at in range(row.childCount())))):
                for column in range(5):
                    shown.setForeground(column, faint)
        return row

    def _show_buttons(self) -> None:
        at = self.current
        for button in (self.answer, self.settle, self.edit, self.remove):
            button.setEnabled(at is not None)
        settled = at is not None and self._session.issue.remarks[at].settled
        self.settle.setText("重新打开" if settled else "办好了")


def _words(remarks: tuple[Remark, ...]) -> str:
    if not remarks:
        return "没有批注。"
    settled = sum(each.settled for each in remarks)
    done = f"，办好的 {settled} 条" if settled else ""
    return f"没办的批注 {len(remarks) - settled} 条{done}；按 Enter 到那里，Delete 删除，空格办好。"
