"""The fields beside the pages: what is typed into them becomes edits of the issue, and what the issue says
stands in them."""

from __future__ import annotations

from PySide6.QtCore import QObject

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.desk.panels.inspector import Inspector
from bulletin_desk.desk.parts.notice import Notice, Until
from bulletin_desk.desk.session import Session
from bulletin_desk.editing.document import Change
from bulletin_desk.editing.history import Run
from bulletin_desk.errors import EditError

_PAUSE = 3.0
"""Seconds without a key in a field after which a new undo step begins."""


class Fields(QObject):
    """While the fields are hidden they are left as they are; whoever shows them fills them first."""

    def __init__(self, session: Session, inspector: Inspector, notice: Notice) -> None:
        super().__init__(inspector.window())
        self._session = session
        self._inspector = inspector
        self._notice = notice
        self._typing = False
        inspector.edited.connect(self.edit)
        inspector.left_wrong.connect(lambda why: notice.say(why, until=Until.EDITED))
        session.replaced.connect(self._replaced)
        session.changed.connect(self._changed)
        self.fill()

    def edit(self, name: str, issue: Issue, key: str) -> None:
        """One field's keys, without a pause between them, are undone together."""
        self._typing = True  # the field has what is typed into it already
        try:
            self._session.document.apply(name, issue, run=Run(key, _PAUSE) if key else None)
        except EditError as error:
            self._notice.refuse(str(error))
            self.fill()
        finally:
            self._typing = False

    def fill(self) -> None:
        """Shows the issue as it is."""
        self._inspector.show_issue(self._session.issue, self._session.layout.placed)

    def _replaced(self) -> None:
        self._inspector.compare(())
        self._inspector.start_over(self._session.issue, self._session.layout.placed)

    def _changed(self, change: Change) -> None:
        if change.issue and not self._inspector.isHidden() and not self._typing:
            self.fill()
