"""Who shows earlier versions and takes back what the clerk wants of them. Knows no pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bulletin_desk.desk import beside
from bulletin_desk.desk.files.filing import Filing
from bulletin_desk.desk.files.keeping import key
from bulletin_desk.desk.parts.notice import Notice, Until
from bulletin_desk.desk.session import Session
from bulletin_desk.errors import BulletinDeskError, EditError
from bulletin_desk.storage.version_files import Version
from bulletin_desk.storage.versions import History

if TYPE_CHECKING:
    from bulletin_desk.bulletin.take_back import Comparison, Part
    from bulletin_desk.desk.history.history_dialog import Kept


class Histories(QObject):
    """Asks over `window`. `mark_wanted`: what has changed since a version is to be marked on the pages."""

    mark_wanted = Signal(object)

    def __init__(self, session: Session, window: QWidget, notice: Notice, filing: Filing) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._notice = notice
        self._filing = filing
        filing.versions_wanted.connect(self.show)

    def show(self, file: Path | None = None) -> None:
        """Shows the versions of the open file, or of the one at `file`, and those of all others."""
        from bulletin_desk.desk.history.history_dialog import HistoryDialog, Kept

        try:
            histories = self._filing.keeper.histories()
            opened = self._session.file
            own = self._filing.keeper.versions(opened) if opened is not None else []
            wanted = self._filing.keeper.versions(file) if file is not None else []
        except BulletinDeskError as error:
            self._notice.say(str(error), until=Until.MOVED)
            return
        own_history = _history_of(own, histories)
        kept = [Kept(opened.stem, tuple(own), True, own_history)] if opened is not None and own else []
        places = {version.file for version in own}
        kept += [
            Kept(each.name, each.versions, False, each)
            for each in histories
            if not places.intersection(version.file for version in each.versions)
        ]
        if not kept:
            self._notice.say("还没有以前的版本：从第一次保存起，每保存一次留一份。", until=Until.SAVED)
            return
        dialog = HistoryDialog(self._session, kept, self._filing.keeper.kept_versions, self._window)
        dialog.taken.connect(lambda comparison, parts: self._take(dialog.say, comparison, parts))
        found = _history_of(wanted, histories)
        for each in kept:
            if found is not None and each.history is found:
                dialog.choose_file(each)
        dialog.exec()
        chosen, marked = dialog.opened, dialog.marked
        dialog.deleteLater()
        if marked is not None:
            self.mark_wanted.emit(marked)
        if chosen is not None:
            self._open(*chosen)

    def _take(self, say: Callable[[str], None], comparison: Comparison, parts: Sequence[Part]) -> None:
        """As an edit that undo takes back."""
        try:
            self._session.document.take_back(comparison, parts)
        except EditError as error:
            say(str(error))
            return
        name = self._session.document.undo_name or ""
        words = f"已{name}，还没有保存，按撤销就换回来。"
        say(words)
        self._notice.say(words, [("撤销", self._session.taking_back())], until=Until.EDITED | Until.SAVED)

    def _open(self, kept: Kept, version: Version) -> None:
        """Goes on with a version of a file that is not open: as an edit of the file where that can be
        opened."""
        from bulletin_desk.desk.files.comparing import when_text

        if not self._filing.may_leave():
            return
        history = kept.history
        file = kept.last
        try:
            issue = beside.run(self._window, "打开这一份", version.read)
            if history is not None and file is not None:
                what = f"看“{file}”还在不在"
                file = beside.run(self._window, what, history.whereabouts, on=key(file)).path or file
        except BulletinDeskError as error:
            self._notice.say(str(error), until=Until.MOVED)
            return
        said = self._filing.go_on_with("取回以前的版本", issue, file)
        when = when_text(version.when, datetime.now(UTC))
        self._notice.say(
            f"这是“{kept.name}”{when}的版本，还没有保存。{said}",
            [("保存", self._filing.save)],
            until=Until.EDITED | Until.SAVED,
        )


def _history_of(versions: Sequence[Version], histories: Sequence[History]) -> History | None:
    """Which history some versions are of."""
    files = {version.file for version in versions}
    return next((each for each in histories if any(one.file in files for one in each.versions)), None)
