"""The pages of an old issue, to be looked at beside the list: read off the window's thread, the words that
were looked for marked. Knows no library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QStackedLayout, QWidget

from bulletin_desk.bulletin.grammar import item_of, item_path
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.bulletin.model import Path as PartPath
from bulletin_desk.desk import beside
from bulletin_desk.desk.history.pages import OnePage
from bulletin_desk.desk.library.known import WhereIn
from bulletin_desk.desk.page.overlays import Spans
from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.session import Session
from bulletin_desk.editing.find import Match, find_all
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.storage.bulletin_file import read_bulletin

_SOON = 120
"""Milliseconds that a row is chosen before its pages are read: who goes along the list need not wait."""
_NOTHING = "选一期或一篇，这里就是它印出来的样子。"


class Preview(QWidget):
    """`shown` gives out a file whose pages have come, with the issue in it."""

    shown = Signal(Path, object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = OnePage(session, self)
        self.page.canvas.setAccessibleName("选中的一期，只能看")
        self.said = Label(_NOTHING, self)
        self.said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.said.setWordWrap(True)
        self.said.setMargin(24)
        self.said.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.said)
        self._stack.addWidget(self.page)
        self._wanted: tuple[Path, str, Sequence[str], WhereIn] | None = None
        self._reading: set[Path] = set()
        """Files that have not come yet: of one on a share that hangs nobody waits for the next."""
        self._read: tuple[Path, Issue] | None = None
        self._shown: tuple[object, ...] = ()
        """The file, and what the pages show of it."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SOON)
        self._timer.timeout.connect(self._look)

    def show_issue(self, file: Path, heading: str, words: Sequence[str], where: WhereIn) -> None:
        """The issue in a file, under a heading, these words marked in the part that is meant."""
        self._wanted = (file, heading, words, where)
        if self._read is not None and self._read[0] == file:
            self._timer.stop()
            self._put(self._read[1])
        else:
            self._timer.start()

    def show_nothing(self) -> None:
        """None is chosen."""
        self._timer.stop()
        self._wanted = self._read = None
        self._say(_NOTHING)

    def turn(self, by: int) -> None:
        """On by a view's height (1), or back (-1)."""
        bar = self.page.canvas.verticalScrollBar()
        bar.setValue(bar.value() + by * bar.pageStep())

    def forget(self) -> None:
        """Files may be others by now: they are read anew when they are chosen again."""
        self._read = None

    def _look(self) -> None:
        if self._wanted is None or self._wanted[0] in self._reading:
            return
        file = self._wanted[0]
        self._reading.add(file)
        if self._stack.currentWidget() is not self.page or self._shown[0] != file:
            self._say("正在打开……")
        beside.start(self, lambda: read_bulletin(file), lambda get: self._came(file, get))

    def _came(self, file: Path, get: Callable[[], Issue]) -> None:
        self._reading.discard(file)
        if self._wanted is None or self._wanted[0] != file:
            return
        try:
            issue = get()
        except BulletinDeskError as error:
            self._read = None
            self._say(str(error))
            return
        self._read = (file, issue)
        self._put(issue)
        self.shown.emit(file, issue)

    def _put(self, issue: Issue) -> None:
        assert self._wanted is not None
        file, heading, words, where = self._wanted
        meant = where(issue)
        shown = (file, issue, heading, tuple(words), meant)
        if self._stack.currentWidget() is self.page and self._shown == shown:
            return  # nothing new: who reads on is left where they are
        self._shown = shown
        self._stack.setCurrentWidget(self.page)
        within = item_of(meant.path) if isinstance(meant, Match) else meant
        self.page.show_issue(heading, issue, marks_of(issue, words, within))
        if isinstance(meant, Match):
            self.page.show_place(meant.path, meant.start, meant.end)
        else:
            self.page.show_part(meant if meant is not None else item_path(0, 0))

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self._stack.setCurrentWidget(self.said)


def marks_of(issue: Issue, words: Sequence[str], within: PartPath | None) -> Spans:
    """Where these words stand in a part of an issue; in all of it for None."""
    found: dict[PartPath, list[tuple[int, int]]] = {}
    for word in words:
        for match in find_all(issue, word):
            if within is None or item_of(match.path) == within:
                found.setdefault(match.path, []).append((match.start, match.end))
    return {path: sorted(spans) for path, spans in found.items()}
