"""The open issue: its document, its file and folder, and what it is set and remembered with. Tells who hangs
on it of each change and of another document in its place; knows no widgets and asks nothing."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal

from bulletin_desk.bulletin.blank import blank_issue
from bulletin_desk.bulletin.grammar import item_path
from bulletin_desk.bulletin.model import Issue, Item
from bulletin_desk.bulletin.office import Office, file_stem, office_of, own_offices, shipped_offices
from bulletin_desk.bulletin.reminders import Reminder, Reminders
from bulletin_desk.desk.settings import FOLDER, OFFICES, Settings
from bulletin_desk.editing.document import Change, Document
from bulletin_desk.errors import EditError
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pipeline import OwnLayouts, Typeset, typeset
from bulletin_desk.storage.places import Places
from bulletin_desk.typeset.typesetter import Typesetter


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The issue as it was at a moment, for work beside the window: it has no pages, since those on the screen
    make their lines when they are looked at, and only the window's thread may look."""

    issue: Issue
    layout: Layout
    faces: Faces

    def typeset(self) -> Typeset:
        """With pages of its own. Raises FontError."""
        return typeset(self.issue, self.layout, self.faces)


class Session(QObject):
    """One at a time is open, from the first moment on. `changed` gives each `Change` of the document;
    `replaced` says that another document has taken its place, before anybody has touched it; `saved` that the
    issue lies in its file; `taken_back` what undo or redo did, and how many pages there were before."""

    changed = Signal(object)
    replaced = Signal()
    saved = Signal(Path)
    taken_back = Signal(str, int)
    reminded = Signal()

    def __init__(
        self,
        faces: Faces,
        settings: Settings,
        places: Places,
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], Date] = Date.today,
    ) -> None:
        super().__init__()
        self.faces = faces
        self.settings = settings
        self.places = places
        self.today = today
        self.file: Path | None = None
        """Where the issue is saved; None if that has not been asked yet."""
        self._clock = clock
        self._layouts = OwnLayouts(faces)
        self.document = self._opened(blank_issue(today()))
        self.opened_layout = self.document.pages.layout
        """The layout that the issue was in when it was opened."""
        self.reminders = Reminders()
        self._own_offices: tuple[Office, ...] | None = None
        self._before = self.issue
        """The issue before the change that comes next."""
        self._going_back = False
        """Whether that is undo or redo."""
        self._listen()

    def _opened(self, issue: Issue) -> Document:
        return Document(self._layouts.complete(issue), self._layouts, self._clock)

    def _listen(self) -> None:
        self._unsubscribe = self.document.subscribe(self._told)

    def _told(self, change: Change) -> None:
        if change.issue:
            before, self._before = self._before, self.issue
            if not self._going_back:
                self.reminders.follow(before, self._before)
        self.changed.emit(change)

    def replace(self, issue: Issue, refusal: str = "") -> None:
        """Another issue in place of the one before, its caret in the first title, and why it may not be
        edited if it may not."""
        self._unsubscribe()
        document = self.document = self._opened(issue)
        self.opened_layout = document.pages.layout
        document.refusal = refusal
        if issue.sections and issue.sections[0].items:
            document.go_to_part(item_path(0, 0))
        self._before = self.issue
        self.reminders.begin(self.issue, ())
        self._listen()
        self.replaced.emit()

    @property
    def issue(self) -> Issue:
        """As it is now."""
        return self.document.issue

    @property
    def refusal(self) -> str:
        """Why the issue may not be edited, in a sentence; empty if it may."""
        return self.document.refusal

    @refusal.setter
    def refusal(self, why: str) -> None:
        self.document.refusal = why

    @property
    def layout(self) -> Layout:
        """The layout that the pages are in."""
        return self.document.pages.layout

    @property
    def layout_trouble(self) -> str:
        """Why the pages are not in the issue's own layout, in a sentence; empty if they are."""
        return self._layouts.trouble

    # ---- offices

    @property
    def offices(self) -> tuple[Office, ...]:
        """The clerk's own, as last used, then those that are shipped; as they were when last looked at."""
        return (*self.own_offices, *shipped_offices())

    @property
    def own_offices(self) -> tuple[Office, ...]:
        """Those that the clerk has saved, as last used."""
        if self._own_offices is None:
            self.look_at_offices()
        return self._own_offices or ()

    def look_at_offices(self) -> tuple[str, ...]:
        """Reads the clerk's own anew; a sentence for each file that can't be used."""
        used = self.settings[OFFICES]
        self._own_offices, troubles = own_offices(self.places.offices, used)
        return troubles

    @property
    def office(self) -> Office:
        """That of the open issue."""
        return office_of(self.issue, self.offices)

    @property
    def usual_office(self) -> Office:
        """That with which an issue was begun last; where none has been, the first of those known."""
        used = self.settings[OFFICES]
        order = {name: at for at, name in enumerate(used)}
        return min(self.offices, key=lambda office: order.get(file_stem(office), len(order)))

    def remember_office(self, office: Office) -> None:
        """An issue has been begun with it."""
        name = file_stem(office)
        if name:
            self.settings[OFFICES] = (name, *(each for each in self.settings[OFFICES] if each != name))

    @property
    def folder(self) -> Path:
        """Where the open file is, or files are kept: the last one's folder, else the user's documents."""
        if self.file is not None:
            return self.file.parent
        kept = self.settings[FOLDER]
        return Path(kept) if kept else documents()

    # ---- as it is now

    def snapshot(self) -> Snapshot:
        """As it is to be put out, for work beside the window."""
        self.document.set_pages()
        return Snapshot(self.document.snapshot(), self.layout, self.faces)

    def typeset(self) -> Typeset:
        """As it is to be put out, for the window's thread: with the pages on the screen, or, where they show
        what an input method is composing or a line that waits for its text, with pages of its own."""
        document = self.document
        document.set_pages()
        layout, issue = self.layout, document.snapshot()
        pages = document.pages
        if issue is not document.issue or document.preedit is not None or document.standing:
            pages = Typesetter(layout, self.faces).typeset(issue)
        return Typeset(issue, layout, self.faces, pages)

    # ---- what is still to be looked at

    def remind(self, item: Item, reminders: Sequence[Reminder]) -> None:
        """Something of an item in the issue is to be looked at."""
        if reminders:
            self.reminders.put(item, reminders)
            self.reminded.emit()

    def dismiss(self, reminder: Reminder) -> None:
        """It has been looked at."""
        self.reminders.dismiss(reminder)
        self.reminded.emit()

    def restore(self, reminder: Reminder) -> None:
        """It is to be looked at all the same."""
        self.reminders.restore(reminder)
        self.reminded.emit()

    # ---- undo

    def undo(self) -> None:
        """Takes the last edit back."""
        name, pages = self.document.undo_name, len(self.document.pages)
        self._go_back(self.document.undo)
        if name is not None:
            self.taken_back.emit(f"撤销 {name}", pages)

    def taking_back(self) -> Callable[[], None]:
        """What takes the last edit back, and never another: where more has been done since, it does
        nothing."""
        document, edit = self.document, self.document.last_edit

        def take_back() -> None:
            if edit is not None and self.document is document and document.last_edit is edit:
                with contextlib.suppress(EditError):  # the clerk was asked, and does not want it
                    self.undo()

        return take_back

    def redo(self) -> None:
        """Does again what was undone."""
        name, pages = self.document.redo_name, len(self.document.pages)
        self._go_back(self.document.redo)
        if name is not None:
            self.taken_back.emit(f"重做 {name}", pages)

    def _go_back(self, step: Callable[[], None]) -> None:
        self._going_back = True
        try:
            step()
        finally:
            self._going_back = False


def documents() -> Path:
    """The folder for the user's documents."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
