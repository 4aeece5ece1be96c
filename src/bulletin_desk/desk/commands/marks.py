"""The menu of the marks that the layout has for items. Gives out what is chosen; changes nothing."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from bulletin_desk.desk.parts.plain import in_menu

_NONE = "无"


class Marks(QMenu):
    """`chosen` gives out a mark, empty for none."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("稿件标记(&M)", parent)
        self._group: QActionGroup | None = None
        self.offer(())

    def offer(self, marks: tuple[str, ...]) -> None:
        """These marks; the menu is not there without any."""
        self.clear()
        if self._group is not None:
            self._group.deleteLater()
        self._group = QActionGroup(self)
        for number, mark in enumerate(("", *marks)):
            chosen = partial(self.chosen.emit, mark)
            action = self.addAction(f"&{number % 10} {in_menu(mark or _NONE)}", chosen)
            action.setCheckable(True)
            action.setData(mark)
            self._group.addAction(action)
        self.menuAction().setVisible(bool(marks))

    def show_state(self, mark: str | None) -> None:
        """The mark of the item that is spoken of; None where there is none."""
        self.menuAction().setEnabled(mark is not None)
        for action in self.actions():
            action.setChecked(action.data() == mark)
