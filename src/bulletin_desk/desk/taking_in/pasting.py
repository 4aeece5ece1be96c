"""What of a paste or a drop did not come in: said in the notice, shown with all its words. Pastes nothing
itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from bulletin_desk.bulletin.grammar import in_item, item_at, owner
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.desk.page.clipboard import Incoming
from bulletin_desk.desk.parts.notice import Notice, Until
from bulletin_desk.desk.session import Session
from bulletin_desk.editing.document import Change

if TYPE_CHECKING:  # the rules of recognition are loaded when something is pasted
    from bulletin_desk.desk.taking_in.said import LeftDialog
    from bulletin_desk.intake.draft import Remark

_PASTE = "a paste"
"""What a notice is about."""


class Pasting(QObject):
    """Says what came in otherwise than it was; what came whole is not worth a word."""

    def __init__(self, session: Session, window: QWidget, notice: Notice) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._notice = notice
        self._before: Issue | None = None
        """The issue before the paste that the notice speaks of."""
        self.dialog: LeftDialog | None = None
        session.changed.connect(self._changed)

    def tell(self, before: Issue, came: Incoming) -> None:
        """Something was pasted or dropped into the issue `before`."""
        said = came.refusal or (self._words(came.left) if came.left else "")
        if not said:
            return
        self._before = None
        choices = [("看看", lambda: self.show(came.left))] if came.left else []
        if came.fragment is None:
            self._notice.say(said, choices, until=Until.COPIED | Until.EDITED)
            return
        self._notice.say(said, choices, until=Until.DONE, about=_PASTE)
        self._remind(came)
        self._before = before

    def _remind(self, came: Incoming) -> None:
        """What is to be looked at stays with the item that it was pasted into."""
        path = self._session.document.selection.head.path
        if came.fragment is not None and in_item(path):
            from bulletin_desk.intake.draft import reminders_of

            self._session.remind(item_at(self._session.issue, owner(path)), reminders_of(came.left))

    def show(self, left: Sequence[Remark]) -> None:
        """All of it, with all its words."""
        from bulletin_desk.desk.taking_in.said import LeftDialog

        self.dialog = LeftDialog(left, self._window)
        self.dialog.open()

    def _words(self, left: Sequence[Remark]) -> str:
        from bulletin_desk.intake.report import brief

        if len(left) == 1:
            return f"贴上了，但{brief(left[0].message)}"
        return f"贴上了，但有 {len(left)} 处没有贴进来或变了样。"

    def _changed(self, change: Change) -> None:
        """What was pasted and taken back is no news any more."""
        if change.issue and self._before is not None and self._session.issue is self._before:
            self._notice.done(_PASTE)
            self._before = None
