"""The list of items that are kept for a later issue (备用稿): where each came from and where it was used.
Knows no disk."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from bulletin_desk.desk.library.airy import Airy
from bulletin_desk.desk.library.said import UNTITLED
from bulletin_desk.desk.parts.plain import tip
from bulletin_desk.library.folding import fold, fold_word
from bulletin_desk.library.pool import Pool, Pooled, said_of

_HEADS = ("标题", "来源", "放进来", "用过")
_POOLED = Qt.ItemDataRole.UserRole
_WIDTHS = (0, 10, 7, 7)
"""Characters, of those that have theirs."""


class PoolList(QTreeWidget):
    """`chosen` says that another row has been chosen."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pool = Pool()
        self._words: tuple[str, ...] = ()
        self._used = True
        self.setAccessibleName("备用稿")
        self.setHeaderLabels(_HEADS)
        self.setItemDelegate(Airy(self, QSize(8, 6)))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        em = self.fontMetrics().horizontalAdvance("稿")
        for at, width in enumerate(_WIDTHS):
            if width:
                header.resizeSection(at, width * em)
        self.currentItemChanged.connect(lambda *_: self.chosen.emit())

    @property
    def pooled(self) -> Pooled | None:
        """The item that is chosen."""
        row = self.currentItem()
        found = None if row is None else row.data(0, _POOLED)
        return found if isinstance(found, Pooled) else None

    @property
    def pool(self) -> Pool:
        """All that there is."""
        return self._pool

    @property
    def unused(self) -> int:
        """How many have not been used yet."""
        return sum(not each.uses for each in self._pool.items)

    def show_pool(self, pool: Pool) -> None:
        """These and no others, as far as they have the words that are looked for."""
        if pool != self._pool:
            self._pool = pool
            self._fill()

    def look_for(self, words: Sequence[str]) -> None:
        """Only those that have all these words."""
        folded = tuple(filter(None, map(fold_word, words)))
        if folded != self._words:
            self._words = folded
            self._fill()

    def show_used(self, used: bool) -> None:
        """Those that have been used are listed too, or are not."""
        if used != self._used:
            self._used = used
            self._fill()

    def choose_first(self) -> None:
        """Chooses the first row, if none is chosen."""
        first = self.topLevelItem(0)
        if first is not None and self.currentItem() is None:
            self.setCurrentItem(first)

    def _fill(self) -> None:
        """Those not yet used first. What was chosen still is, as far as it is there."""
        before = self.pooled
        listed = (each for each in self._pool.items if self._used or not each.uses)
        items = sorted(filter(self._has_words, listed), key=lambda each: bool(each.uses))
        self.blockSignals(True)
        self.clear()
        self.addTopLevelItems([self._row(each) for each in items])
        self.blockSignals(False)
        if before is not None:
            rows = (self.topLevelItem(at) for at in range(self.topLevelItemCount()))
            again = [row for row in rows if row and row.data(0, _POOLED).file == before.file]
            if again:
                self.setCurrentItem(again[0])
        self.chosen.emit()

    def _has_words(self, pooled: Pooled) -> bool:
        if not self._words:
            return True
        texts = (text.text for block in pooled.item.blocks for text in block.texts())
        whole = fold("\n".join((pooled.item.title, pooled.item.source, *texts)))
        return all(word in whole for word in self._words)

    def _row(self, pooled: Pooled) -> QTreeWidgetItem:
        day = pooled.when.partition("T")[0]
        used = "、".join(use.where for use in pooled.uses)
        cells = (pooled.title or UNTITLED, pooled.item.source, day, used)
        row = QTreeWidgetItem(cells)
        row.setData(0, _POOLED, pooled)
        for at in range(len(cells)):
            row.setToolTip(at, tip(f"{pooled.title or UNTITLED}\n{said_of(pooled)}"))
            if pooled.uses:
                row.setForeground(at, self.palette().brush(QPalette.ColorRole.PlaceholderText))
        return row


def pool_said(pool: Pool) -> str:
    """How many there are, and what of them can't be read."""
    used = sum(bool(each.uses) for each in pool.items)
    count = f"{len(pool.items)} 篇备用稿" + (f"，{used} 篇用过" if used else "") + "。"
    if not pool.items:
        count = "还没有备用稿：在目录里选中稿件，用“放进备用”。"
    return count + "".join(pool.troubles)
