"""Finding and replacing: between the bar, the document and the marks on the pages."""

from __future__ import annotations

from PySide6.QtCore import QObject

from bulletin_desk.bulletin.model import Path as PartPath
from bulletin_desk.desk.page.canvas import Canvas
from bulletin_desk.desk.panels.find import FindBar
from bulletin_desk.desk.parts.notice import Notice, Until
from bulletin_desk.desk.session import Session
from bulletin_desk.editing.document import Change
from bulletin_desk.editing.find import Match, Scope, find_all, next_match, previous_match, within
from bulletin_desk.editing.fragment import as_text
from bulletin_desk.errors import EditError


class Searching(QObject):
    """What is looked for stays marked while the issue changes, as long as the bar is there."""

    def __init__(self, session: Session, bar: FindBar, canvas: Canvas, notice: Notice) -> None:
        super().__init__(bar.window())
        self._session = session
        self._bar = bar
        self._canvas = canvas
        self._notice = notice
        self._found: list[Match] = []
        self.matches: list[Match] = []
        """What has been found within the bar's scope."""
        bar.scoped.connect(lambda: self.search(go=True))
        bar.searched.connect(lambda _text: self.search(go=True))
        bar.stepped.connect(self.step)
        bar.replaced.connect(self.replace)
        bar.all_replaced.connect(self.replace_all)
        bar.closed.connect(self._closed)
        session.replaced.connect(self._search_again)
        session.changed.connect(self._changed)

    def open(self, *, replacing: bool) -> None:
        """Opens the bar with what is selected."""
        text = "" if self._session.document.selection.empty else as_text(self._session.document.copy())
        self._bar.open_bar(text, replacing=replacing)

    def search(self, *, go: bool) -> None:
        """Marks all hits; `go` also goes to the first one at or after the caret."""
        document = self._session.document
        found = find_all(document.issue, self._bar.wanted.text())
        self._found = [match for match in found if document.pages.places(match.path)]
        self.matches = within(self._found, self._bar.scope_chosen)
        if go and self.matches:
            at = next_match(self.matches, self._session.document.selection.start)
            if at is not None:
                self._session.document.select(self.matches[at].selection)
        self._show_hits()

    def _show_hits(self) -> None:
        hits: dict[PartPath, list[tuple[int, int]]] = {}
        for match in self.matches:
            hits.setdefault(match.path, []).append((match.start, match.end))
        at = self._current_match()
        current = None if at is None else self.matches[at]
        self._canvas.show_hits(hits, (current.path, current.start, current.end) if current else None)
        self._bar.show_count(
            None if at is None else at + 1, {scope: len(within(self._found, scope)) for scope in Scope}
        )

    def _current_match(self) -> int | None:
        """The hit that is selected."""
        at = next_match(self.matches, self._session.document.selection.start)
        if at is None:
            return None
        match = self.matches[at]
        selection = self._session.document.selection
        there = (selection.start.path, selection.start.offset, selection.end.offset)
        return at if there == (match.path, match.start, match.end) else None

    def step(self, by: int) -> None:
        """Goes to the next hit (1) or the one before (-1)."""
        if self._bar.isHidden():
            self.open(replacing=False)
            return
        self.search(go=False)
        place = self._session.document.selection.end if by > 0 else self._session.document.selection.start
        at = (next_match if by > 0 else previous_match)(self.matches, place)
        if at is not None:
            self._session.document.select(self.matches[at].selection)
        self._show_hits()

    def replace(self, text: str) -> None:
        """Replaces the hit that is selected, then goes to the next."""
        self.search(go=False)
        at = self._current_match()
        if at is not None:
            try:
                self._session.document.replace_match(self.matches[at], text)
            except EditError as error:
                self._notice.refuse(str(error))
                return
            self._bar.leave_undo()
        self.step(1)

    def replace_all(self, text: str) -> None:
        """Replaces every hit in one step."""
        self.search(go=False)
        count = len(self.matches)
        others = len(self._found) - count  # before the change has it searched for again
        if count:
            before = self._session.issue
            try:
                self._session.document.replace_all(self.matches, text)
            except EditError as error:
                self._notice.refuse(str(error))
                return
            self._bar.leave_undo()
            if self._session.issue == before:  # as where only case or width tells what was looked for apart
                self._notice.say(f"这 {count} 处本来就是这样写的，没有要换的。", until=Until.EDITED)
                return
            left = f"报头、版记里的 {others} 处没有动。" if others else ""
            take_back = self._session.taking_back()
            self._notice.say(f"替换了 {count} 处。{left}", [("撤销", take_back)], until=Until.EDITED)
        self.search(go=False)

    def _changed(self, change: Change) -> None:
        if change.issue:
            self._search_again()

    def _search_again(self) -> None:
        if not self._bar.isHidden():
            self.search(go=False)

    def _closed(self) -> None:
        self._found, self.matches = [], []
        self._canvas.show_hits({}, None)
        self._canvas.setFocus()
