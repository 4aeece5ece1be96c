"""The page of the review panel with all changes as a list: what the issue is compared with, and what can be
done with them. Changes nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.desk.changing.sources import SourceBox
from bulletin_desk.desk.panels.findings import Airy
from bulletin_desk.desk.parts.plain import Label, nothing_label, tip
from bulletin_desk.desk.parts.still import keep_still
from bulletin_desk.forms import spaced

if TYPE_CHECKING:  # what comparing takes is loaded when something is compared
    from bulletin_desk.bulletin.changes import Changed

KINDS = {"added": "加", "removed": "删", "moved": "移", "changed": "改"}
"""What happened, in the first column."""
_SHOWN = 200
"""Characters of a text in a row."""


class _List(QTreeWidget):
    """Gives out what its keys mean."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter goes there, to go on at the place."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class ChangesPage(QWidget):
    """`shown` says that it has come into view; `chosen` gives out the number of a change that was chosen,
    `entered` of one to go on at; `against` that another version was chosen, `file_wanted` that one is to be
    looked for; `stepped` one forth or back; `marked` whether changes are to be seen on the pages;
    `pdf_wanted` asks for the pages with them, `word_wanted` for a Word file."""

    shown = Signal()
    chosen = Signal(int)
    entered = Signal(int)
    against = Signal()
    file_wanted = Signal()
    stepped = Signal(int)
    marked = Signal(bool)
    pdf_wanted = Signal()
    word_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.box = SourceBox("不比较")
        self.box.setAccessibleName("和哪一稿比")
        keep_still(self.box)
        self.box.activated.connect(lambda _: self.against.emit())
        self.file = self._button("另一个文件…", "和另一个简报文件比，如别人改过的一份")
        self.file.clicked.connect(self.file_wanted)
        self.previous = self._button("上一处", "到前面一处改动")
        self.next = self._button("下一处", "到后面一处改动")
        self.previous.clicked.connect(lambda: self.stepped.emit(-1))
        self.next.clicked.connect(lambda: self.stepped.emit(1))
        self.on_pages = QCheckBox("标在版面上", self)
        self.on_pages.setToolTip(tip("加的字变红、画线，删去的地方留一道红，删了什么写在版面右边"))
        self.on_pages.clicked.connect(self.marked)
        self.put_out = self._button("输出", "标出改动的版面存成 PDF，或者存成带修订的 Word 文件")
        forms = QMenu(self.put_out)
        self.pdf = forms.addAction("标出改动的 PDF(&F)…")
        self.word = forms.addAction("带修订的 Word 文件(&W)…")
        self.pdf.triggered.connect(lambda: self.pdf_wanted.emit())
        self.word.triggered.connect(lambda: self.word_wanted.emit())
        self.put_out.setMenu(forms)
        self.summary = Label(parent=self)
        self.list = _List(self)
        self.list.setAccessibleName("改动")
        self.list.setRootIsDecorated(False)
        self.list.setAlternatingRowColors(True)
        self.list.setUniformRowHeights(True)
        self.list.setItemDelegate(Airy(self.list))
        self.list.setHeaderLabels(("", "改动", "面", "原来", "现在"))
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        for at in (3, 4):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(at, 170)
        self.list.itemClicked.connect(lambda _: self._give(entered=False))
        self.list.itemActivated.connect(lambda _: self._give(entered=False))
        self.list.entered.connect(lambda: self._give(entered=True))
        self.nothing = nothing_label(self)
        self.setFocusProxy(self.list)
        top = QHBoxLayout()
        top.setContentsMargins(12, 4, 8, 4)
        top.setSpacing(6)
        top.addWidget(Label("和这一稿比", self))
        top.addWidget(self.box)
        top.addWidget(self.file)
        top.addWidget(self.summary, 1)
        for widget in (self.on_pages, self.previous, self.next, self.put_out):
            top.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing, 1)
        self._shown: tuple[Sequence[Changed], Sequence[int], str | None] = ((), (), None)
        """What the list is made of once the page is seen."""
        self._fill()

    def _button(self, words: str, hint: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setToolTip(tip(hint))
        button.setAutoDefault(False)
        return button

    def _give(self, *, entered: bool) -> None:
        at = self.current
        if at is not None:
            (self.entered if entered else self.chosen).emit(at)

    @property
    def current(self) -> int | None:
        """The number of the change in the chosen row."""
        row = self.list.currentItem()
        return None if row is None else self.list.indexOfTopLevelItem(row)

    def choose(self, at: int) -> None:
        """Makes a change's row the chosen one, without going there."""
        row = self.list.topLevelItem(at)
        if row is not None:
            self.list.setCurrentItem(row)
            self.list.scrollToItem(row)

    def show_changes(self, changes: Sequence[Changed], pages: Sequence[int], called: str | None) -> None:
        """The changes, with the numbers of the pages on which they stand, since the version that is called
        so; None where the issue is compared with none."""
        self._shown = changes, pages, called
        if self.isVisible():
            self._fill()

    def _fill(self) -> None:
        changes, pages, called = self._shown
        before = self.current
        self.list.clear()
        rows = [self._row(each, page) for each, page in zip(changes, pages, strict=True)]
        self.list.addTopLevelItems(rows)
        if before is not None and rows:
            self.choose(min(before, len(rows) - 1))
        self.list.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        if called is None:
            self.summary.setText("")
            self.nothing.setText("选一稿来比：送审稿、定稿、以前的版本，或者另一个文件。")
        else:
            self.summary.setText(f"有 {len(rows)} 处改动" if rows else "")
            self.nothing.setText(spaced(f"和{called}相同，没有改动。"))
        for button in (self.previous, self.next):
            button.setEnabled(bool(rows))
        self.put_out.setEnabled(called is not None)

    def _row(self, change: Changed, page: int) -> QTreeWidgetItem:
        was, now = (text.replace("\n", " ")[:_SHOWN] for text in (change.was, change.now))
        row = QTreeWidgetItem((KINDS[change.kind.value], change.sentence[:_SHOWN], f"第 {page} 面", was, now))
        row.setToolTip(1, tip(change.sentence))
        row.setToolTip(3, tip(change.was[:2000]))
        row.setToolTip(4, tip(change.now[:2000]))
        if change.was and not change.now:
            row.setForeground(3, QColor(198, 60, 56))
        return row

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Comes filled."""
        super().showEvent(event)
        self._fill()
        self.shown.emit()
