"""A list of items that were printed, each opened by a double click or Enter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.statistics.figures import NO_FIGURES
from bulletin_desk.desk.statistics.shown import item_figures
from bulletin_desk.desk.statistics.table import Table
from bulletin_desk.statistics.adoption import Adoption, Counted, Printed


class ItemPlace(NamedTuple):
    """Where an item is: in which file, its place in the issue there, and its title by which it is known."""

    file: Path
    section: int
    item: int
    title: str


def place_of(printed: Printed) -> ItemPlace | None:
    """None where it is not known which file it was in."""
    entry = printed.item
    return None if printed.file is None else ItemPlace(printed.file, entry.section, entry.item, entry.title)


class ItemsList(QWidget):
    """Items below a line that says whose they are. `item_wanted` gives the place of one."""

    item_wanted = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: Sequence[Counted] = ()
        self.head = Label(name, self)
        self.table = Table(name, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.head)
        column.addWidget(self.table, 1)
        self.table.opened.connect(self._open)

    def show_items(self, adoption: Adoption | None, items: Sequence[Counted], head: str = "") -> None:
        """Other items; `head` says whose, if that is another than before."""
        self._items = items
        if head:
            self.head.setText(head)
        self.table.show_figures(NO_FIGURES if adoption is None else item_figures(adoption, items))

    def _open(self, row: int) -> None:
        place = place_of(self._items[row].printed)
        if place is not None:
            self.item_wanted.emit(place)
