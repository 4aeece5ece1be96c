"""The names that no list knows: where each stands, and for which office. Writes nothing; it says what the
clerk has decided."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.parts.still import keep_still
from bulletin_desk.desk.statistics.figures import Column, Figures, Sort
from bulletin_desk.desk.statistics.items_list import ItemsList
from bulletin_desk.desk.statistics.table import Table
from bulletin_desk.statistics.adoption import Adoption, Unresolved
from bulletin_desk.statistics.names import may_be_listed

_NONE = "所有的名称都认出来了。"
_SOME = "这些名称单位名单里没有，各算各的。选一个，写上它的全称，就并到一起；不写进名单的不合并。"


class NamesPage(QWidget):
    """`accepted` gives a name and the full name that the clerk says it stands for; `list_wanted` asks for the
    clerk's list itself; `item_wanted` an item, by file, section and number."""

    accepted = Signal(str, str)
    list_wanted = Signal()
    item_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unresolved: Sequence[Unresolved] = ()
        self._adoption: Adoption | None = None
        self.head = Label(_NONE, self)
        self.head.setWordWrap(True)
        self.table = Table("没认出来的名称", self)
        self.items = ItemsList("这个名称出现在", self)
        self.full = QComboBox(self)
        self.full.setAccessibleName("全称")
        self.full.setEditable(True)
        self.full.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.full.setMinimumContentsLength(22)
        keep_still(self.full)
        completer = QCompleter(self.full.model(), self.full)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.full.setCompleter(completer)
        self.label = Label(parent=self)
        self.label.setBuddy(self.full)
        self.accept = QPushButton("记进单位名单", self)
        self.accept.setToolTip("名单里加一行“简称 = 全称”，马上重新统计；导入稿件时也照它改")
        self.open_list = QPushButton("打开单位名单", self)
        for button in (self.accept, self.open_list):
            button.setAutoDefault(False)
        self.open_list.setToolTip("写错了的，在名单里改回来或者删掉")
        row = QHBoxLayout()
        for widget in (self.label, self.full, self.accept, self.open_list):
            row.addWidget(widget, 1 if widget is self.full else 0)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.addWidget(self.table)
        parts.addWidget(self.items)
        parts.setSizes([380, 620])
        parts.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.head)
        column.addWidget(parts, 1)
        column.addLayout(row)
        self.table.chosen.connect(self._choose)
        self.items.item_wanted.connect(self.item_wanted)
        self.full.editTextChanged.connect(lambda _: self._show_state())
        line = self.full.lineEdit()
        assert line is not None
        line.returnPressed.connect(self._accept)
        self.accept.clicked.connect(self._accept)
        self.open_list.clicked.connect(self.list_wanted)

    def show_names(self, adoption: Adoption) -> None:
        """Those of what has been counted; the one after the one that is gone is chosen."""
        at = max(self._row(), 0)
        before = self.current
        unresolved = adoption.unresolved
        with QSignalBlocker(self.full):  # until the rows are the new ones, too
            self.full.clear()
            self.full.addItems(_full_names(adoption))
        received = any(each.received for each in unresolved)
        columns = (Column("名称", Sort.WORDS), Column("出现"), *((Column("来稿"),) if received else ()))
        rows = [(each.name, len(each.items), *((each.received,) if received else ())) for each in unresolved]
        self._adoption, self._unresolved = adoption, unresolved
        self.table.show_figures(Figures(columns, tuple(rows), first=1))
        self.head.setText(_SOME if rows else _NONE)
        names = [each.name for each in unresolved]
        if before is not None and before.name in names:
            self.table.choose(names.index(before.name))
        elif rows:
            self.table.selectRow(min(at, len(rows) - 1))
        self._choose()

    @property
    def current(self) -> Unresolved | None:
        """The name that is chosen."""
        row = self.table.figures.row_at(self._row())
        return None if row is None else self._unresolved[row]

    def _row(self) -> int:
        return self.table.currentIndex().row()

    def _choose(self, _row: int = -1) -> None:
        current = self.current
        if current is None or self._adoption is None:
            self.items.show_items(self._adoption, ())
            self.full.setEditText("")
        else:
            printed = {id(each) for each in current.items}
            items = [each for each in self._adoption.items if id(each.printed) in printed]
            self.items.show_items(self._adoption, items)
            self.full.setEditText(current.likely)
        self._show_state()

    def go_on(self) -> None:
        """What was accepted could not be done."""
        self._show_state()

    def _show_state(self) -> None:
        current = self.current
        self.label.setText(f"“{current.name}”就是" if current is not None else "选一个名称")
        self.full.setEnabled(current is not None)
        self.accept.setEnabled(current is not None and may_be_listed(current.name, self._typed()))

    def _typed(self) -> str:
        return self.full.currentText().strip()

    def _accept(self) -> None:
        if self.current is not None and self.accept.isEnabled():
            self.accept.setEnabled(False)  # until it is done
            self.accepted.emit(self.current.name, self._typed())


def _full_names(adoption: Adoption) -> list[str]:
    """Those that a name may stand for: of the lists, and those that should report."""
    return sorted({*adoption.names.units.full.values(), *adoption.expected})
