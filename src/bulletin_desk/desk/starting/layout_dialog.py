"""Asks in which layout the open issue is to be set. Changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from bulletin_desk.bulletin.model import LayoutText
from bulletin_desk.desk.session import Session
from bulletin_desk.desk.starting.layout_list import LayoutList
from bulletin_desk.desk.starting.pictures import Pictures, beginning
from bulletin_desk.layouts.choices import LayoutChoice


class LayoutDialog(QDialog):
    """`chosen` is the layout that the clerk has agreed to, None if to none. The pictures show the issue."""

    def __init__(
        self,
        session: Session,
        choices: Sequence[LayoutChoice],
        current: LayoutText,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("换版式")
        self.chosen: LayoutText | None = None
        self.layouts = LayoutList(Pictures(session.faces), choices, self)
        self.layouts.show_issue(beginning(session.document.snapshot()))
        self.layouts.choose(current)
        self.layouts.list.itemDoubleClicked.connect(self._take)
        buttons = QDialogButtonBox(self)
        self.take = buttons.addButton("换成这个版式", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.take.setDefault(True)
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.layouts, 1)
        column.addWidget(buttons)
        self.resize(560, 560)
        self.layouts.list.setFocus()

    def _take(self) -> None:
        self.chosen = self.layouts.chosen.carried
        self.accept()
