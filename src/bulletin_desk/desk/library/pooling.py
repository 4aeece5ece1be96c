"""Items go out of the open issue into the pool (备用稿库), as one edit. Shows no pool."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bulletin_desk.bulletin.grammar import is_empty, is_item, item_at, title_of
from bulletin_desk.bulletin.model import Path as PartPath
from bulletin_desk.desk import beside
from bulletin_desk.desk.parts.notice import Notice, Until
from bulletin_desk.desk.session import Session
from bulletin_desk.desk.settings import WHO
from bulletin_desk.errors import BulletinDeskError, EditError
from bulletin_desk.storage.system import user


class Pooling(QObject):
    """`parts` gives the parts that a command is about, as the outline's commands have them. `changed` says
    that the pool has more in it."""

    changed = Signal()

    def __init__(
        self,
        session: Session,
        window: QWidget,
        notice: Notice,
        parts: Callable[[], Sequence[PartPath]],
    ) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._notice = notice
        self._parts = parts

    def put_in(self) -> None:
        """The items selected, or that of the caret, go into the pool and out of the issue. Undo has them back
        in the issue; in the pool they stay. Raises EditError where there are none."""
        session = self._session
        if session.refusal:
            raise EditError(session.refusal)
        document = session.document
        issue = document.issue
        paths = [part for part in self._parts() if is_item(part)]
        paths = [path for path in paths if not is_empty(item_at(issue, title_of(path)))]
        if not paths:
            raise EditError("备用的是整篇稿件：请先在目录里选中，或把光标放进一篇有文字的稿件。")
        from bulletin_desk.library.pool import put_in

        document.check_removable(paths)  # before there is a copy in the pool
        folder, by = session.places.pool, session.settings[WHO] or user()
        when = f"{datetime.now():%Y-%m-%dT%H:%M}"
        try:
            beside.run(
                self._window, "放进备用稿库", lambda: put_in(folder, issue, paths, when, by), on=str(folder)
            )
        except BulletinDeskError as error:
            self._notice.refuse(str(error))
            return
        if session.document is not document or document.issue is not issue:
            return  # nothing goes out of an issue that is another by now; the pool has a copy more
        document.set_aside(paths)
        title = item_at(issue, title_of(paths[0])).title.replace("\n", "")
        what = f"“{title}”" if len(paths) == 1 and title else f" {len(paths)} 篇稿件"
        said = f"已把{what}放进备用，在“资料库”的“备用稿”里。"
        self._notice.say(said, [("撤销", session.taking_back())], until=Until.EDITED)
        self.changed.emit()
