"""What a signed issue shows, and the question before its first edit. Signs nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from bulletin_desk.bulletin.model import Issue, Round
from bulletin_desk.bulletin.put_out import as_put_out
from bulletin_desk.bulletin.rounds import last_signed, signed_words
from bulletin_desk.desk.files.asking import ask_edit_signed
from bulletin_desk.desk.files.since_signed import show_since_signed
from bulletin_desk.desk.parts.notice import Notice
from bulletin_desk.desk.session import Session
from bulletin_desk.editing.document import Change

_SIGNED = "signed"
"""The reason for which a notice stands."""
REFUSED = "没有改：这一期已经定稿。"


class Signing(QObject):
    """The first edit after an issue was opened or signed asks once; whoever says no is asked again."""

    def __init__(self, session: Session, notice: Notice) -> None:
        super().__init__(notice.window())
        self._session = session
        self._notice = notice
        self._window: QWidget = notice.window()
        self._agreed: Round | None = None
        """The sign-off over which the clerk has said that editing goes on."""
        self._shown: Round | None = None
        session.replaced.connect(self._replaced)
        session.changed.connect(self._changed)
        self._replaced()

    def _replaced(self) -> None:
        self._agreed = None
        self._session.document.consent = self._consent
        self._show()

    def _changed(self, change: Change) -> None:
        if change.issue:
            self._show()

    def _show(self) -> None:
        """Says above the page who has signed, as long as that holds."""
        kept = last_signed(self._session.issue)
        if kept is self._shown:
            return
        self._shown = kept
        if kept is None:
            self._notice.fall(_SIGNED)
            return
        self._notice.stand(
            _SIGNED,
            f"已签发：{signed_words(kept) or kept.name}。",
            [("定稿以后的改动…", lambda: show_since_signed(self._window, self._session.snapshot().issue))],
        )

    def _consent(self, now: Issue, issue: Issue) -> str:
        """Why an edit may not be made: the clerk does not want it. What is never printed may be changed."""
        kept = last_signed(now)
        if kept is None or kept is self._agreed or as_put_out(now) == as_put_out(issue):
            return ""
        if not ask_edit_signed(QApplication.activeWindow() or self._window, signed_words(kept)):
            return REFUSED
        self._agreed = kept
        return ""
