"""What the clerk notes of 领导批示: asked for in the dialog, kept with the item as one edit that can be
undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date as Date  # noqa: N812
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from bulletin_desk.bulletin.describe import describe
from bulletin_desk.bulletin.edits import set_endorsements
from bulletin_desk.bulletin.grammar import in_item, is_item, item_at, item_of, items_of
from bulletin_desk.bulletin.model import Path
from bulletin_desk.desk.session import Session
from bulletin_desk.errors import EditError

if TYPE_CHECKING:
    from bulletin_desk.desk.endorsing.endorsements_dialog import EndorsementsDialog

NAME = "领导批示"
"""What it is called in the menu of undo."""


class Endorsing(QObject):
    """`parts` gives the parts that a command is about, as the outline's commands have them."""

    def __init__(self, session: Session, window: QWidget, parts: Callable[[], Sequence[Path]]) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._parts = parts
        self.dialog: EndorsementsDialog | None = None

    def edit(self) -> None:
        """What leaders wrote on the item at the caret, or on the first one that is selected. Raises EditError
        where there is none."""
        from bulletin_desk.desk.endorsing.endorsements_dialog import Endorsements, EndorsementsDialog

        if self._session.refusal:
            raise EditError(self._session.refusal)
        item = next((item_of(part) for part in self._parts() if is_item(part) or in_item(part)), None)
        if item is None:
            raise EditError("批示记在稿件上：请先把光标放进一篇稿件，或在目录里选中一篇。")
        document = self._session.document
        was = item_at(document.issue, item)

        def keep(endorsements: Endorsements) -> str:
            here = next((path for path, each in items_of(document.issue) if each is was), None)
            if self._session.document is not document or here is None:
                return "这一篇稿件刚才改过了，批示没有记下：请复制写好的文字，重新打开“领导批示”。"
            if endorsements == was.endorsements:
                return ""
            try:
                document.apply(NAME, set_endorsements(document.issue, here, endorsements))
            except EditError as error:
                return str(error)
            return ""

        def day() -> Date:
            return document.issue.dated_header.date

        dialog = EndorsementsDialog(describe(document.issue, item), was.endorsements, self._window, keep, day)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog = dialog
        dialog.finished.connect(self._finished)
        dialog.open()

    def _finished(self) -> None:
        self.dialog = None
