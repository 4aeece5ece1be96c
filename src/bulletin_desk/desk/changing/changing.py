"""What changed since another version, as the clerk goes through it: chooses the version, marks the pages,
lists and steps. Looks anew when nobody types, off the window's thread."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from bulletin_desk.bulletin.fields import labels_of
from bulletin_desk.bulletin.grammar import is_in, is_literal, order
from bulletin_desk.bulletin.model import Issue, Place
from bulletin_desk.desk import beside
from bulletin_desk.desk.beside import LeftError
from bulletin_desk.desk.changing.changes_page import ChangesPage
from bulletin_desk.desk.changing.sources import Source, of_file, of_version, sources
from bulletin_desk.desk.files.asking import ask_open, ask_save
from bulletin_desk.desk.files.filing import Filing
from bulletin_desk.desk.page.canvas import Canvas
from bulletin_desk.desk.panels.review import ReviewPanel
from bulletin_desk.desk.parts.names import name_for
from bulletin_desk.desk.session import Session
from bulletin_desk.desk.settings import CHANGES, WHO
from bulletin_desk.editing.document import Change
from bulletin_desk.errors import BulletinDeskError, EditError
from bulletin_desk.forms import DOCX, PDF, Form, spaced
from bulletin_desk.pages.marks import NO_MARKS, Span
from bulletin_desk.storage.system import user
from bulletin_desk.storage.version_files import Version
from bulletin_desk.typeset.marked import page_of

if TYPE_CHECKING:  # what comparing takes is loaded when something is compared
    from bulletin_desk.bulletin.changes import Changed
    from bulletin_desk.marking import Compared

_PAUSE = 350
"""Milliseconds without a change after which it is looked what has changed."""


class Changing(QObject):
    """Shows changes on `canvas` and on a page of `panel`; `panel_wanted` asks for that page, `refused` says
    why something can't be, `put_out` gives files that are to be written."""

    panel_wanted = Signal()
    refused = Signal(str)
    put_out = Signal(object)

    def __init__(self, session: Session, canvas: Canvas, panel: ReviewPanel, filing: Filing) -> None:
        super().__init__(panel.window())
        self._session = session
        self._canvas = canvas
        self._panel = panel
        self._filing = filing
        self.page = ChangesPage(panel)
        self.page_number = panel.add_page("改动", self.page)
        self._source: Source | None = None
        self._against: Compared | None = None
        """The version that the issue is compared with, as it was read."""
        self.changes: tuple[Changed, ...] = ()
        self._of: Issue | None = None
        """The issue that the changes are of."""
        self._at: int | None = None
        """The number of the change that the clerk is at."""
        self._looking = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._look)
        page = self.page
        page.shown.connect(self._offer)
        page.against.connect(lambda: self._choose(page.box.source))
        page.file_wanted.connect(self._ask_file)
        page.chosen.connect(self.go_to)
        page.entered.connect(self._enter)
        page.stepped.connect(self._step)
        page.marked.connect(self.show_on_pages)
        page.pdf_wanted.connect(lambda: self._try(self.write_pdf))
        page.word_wanted.connect(lambda: self._try(self.write_word))
        page.on_pages.setChecked(session.settings[CHANGES])
        canvas.marks.chosen.connect(self._go_to_place)
        session.changed.connect(self._changed)
        session.replaced.connect(self._replaced)

    # ---- with what

    @property
    def against(self) -> Compared | None:
        """The version that the issue is compared with."""
        return self._against

    def _offer(self) -> None:
        self.page.box.offer(sources(self._session, self._filing), self._source)

    def show(self) -> None:
        """Brings the page; where nothing has been chosen, compares with what went round last."""
        self.panel_wanted.emit()
        self._offer()
        if self._source is None:
            found = sources(self._session, self._filing)
            if found:
                self._choose(found[0])

    def compare_with(self, version: Version) -> None:
        """Compares with a version that is kept, and marks the pages."""
        self.show_on_pages(True)
        self.panel_wanted.emit()
        self._choose(of_version(version))

    def _ask_file(self) -> None:
        file = ask_open(self._panel.window(), self._session.folder, "和哪个简报文件比")
        if file is not None:
            self._choose(of_file(file))

    def _choose(self, source: Source | None) -> None:
        """Compares with another version, or with none any more."""
        against = None
        if source is not None:
            try:
                against = beside.run(self._panel.window(), f"打开{source.called}", source.read)
            except LeftError:
                self._offer()
                return
            except BulletinDeskError as error:
                self.refused.emit(f"{source.called}读不出来，没有比：{error}")
                self._offer()
                return
        self._source, self._against, self._at = source, against, None
        self._offer()
        self.look_now()

    def _replaced(self) -> None:
        self._source = self._against = self._at = None
        self._timer.stop()
        self._take((), None)
        if self.page.isVisible():
            self._offer()

    # ---- looking

    def look_now(self) -> None:
        """What has changed, at once."""
        self._timer.stop()
        against = self._against
        if against is None:
            self._take((), None)
            return
        issue = self._session.issue
        self._take(self._compared(against, issue), issue)

    def _compared(self, against: Compared, issue: Issue) -> tuple[Changed, ...]:
        from bulletin_desk.bulletin.changes import changes_between

        return changes_between(against.issue, issue, labels_of(self._session.layout.declared))

    def _changed(self, change: Change) -> None:
        if change.issue and self._against is not None:
            self._timer.start()

    def _look(self) -> None:
        """Looks beside the window."""
        against = self._against
        if against is None or self._looking:
            return
        self._looking = True
        issue = self._session.issue
        beside.start(
            self._panel.window(),
            lambda: self._compared(against, issue),
            lambda get: self._found(get, against, issue),
        )

    def _found(self, get: Callable[[], tuple[Changed, ...]], against: Compared, issue: Issue) -> None:
        self._looking = False
        found = get()
        if self._against is not against:
            return
        if self._session.issue is issue:
            self._take(found, issue)
        else:
            self._timer.start()

    def _take(self, changes: tuple[Changed, ...], issue: Issue | None) -> None:
        self.changes, self._of = changes, issue
        if self._at is not None and self._at >= len(changes):
            self._at = None
        pages = self._session.document.pages
        numbers = [page_of(pages, each.start) for each in changes]
        self.page.show_changes(changes, numbers, self._against and self._against.called)
        self._panel.set_count(self.page_number, len(changes))
        self._mark()

    # ---- on the pages

    def show_on_pages(self, shown: bool) -> None:
        """Whether changes are seen on the pages."""
        self._session.settings[CHANGES] = shown
        self.page.on_pages.setChecked(shown)
        self._mark()

    def _mark(self) -> None:
        shown = self._session.settings[CHANGES] and self._of is not None
        marks = self._canvas.marks
        if shown and self._of is not None:
            from bulletin_desk.pages.change_marks import change_marks

            marks.set(change_marks(self.changes, self._of), self._of)
        else:
            marks.set(NO_MARKS, None)
        marks.set_here(self._here() if shown else None)

    def _here(self) -> Span | None:
        if self._at is None or self._at >= len(self.changes):
            return None
        change = self.changes[self._at]
        if change.part is not None:
            return Span(change.part)
        end = max(change.end.offset, change.start.offset + 1)
        return Span(change.start.path, change.start.offset, end)

    # ---- stepping

    def step(self, by: int) -> None:
        """To the next change after the caret, or the one before, around the end. Raises EditError where there
        is none."""
        if self._against is None:
            self.show()
        if self._against is None:
            raise EditError("还没有选和哪一稿比：请在“改动”里选送审稿、以前的版本或另一个文件。")
        if self._of is not self._session.issue:
            self.look_now()
        if not self.changes:
            raise EditError(spaced(f"和{self._against.called}相同，没有改动。"))
        self.go_to(self._next(by))

    def _step(self, by: int) -> None:
        self._try(lambda: self.step(by))

    def _next(self, by: int) -> int:
        """The number of the change to go to: after the one that the clerk is at, else after the caret."""
        count = len(self.changes)
        caret = self._session.document.selection.head.place
        if self._at is not None and (
            self.changes[self._at].start == caret or is_literal(self.changes[self._at].start.path)
        ):
            return (self._at + by) % count
        here = order(caret.path), caret.offset
        places = [(order(each.start.path), each.start.offset) for each in self.changes]
        if by > 0:
            return next((at for at, place in enumerate(places) if place > here), 0)
        return next((at for at in range(count - 1, -1, -1) if places[at] < here), count - 1)

    def go_to(self, at: int) -> None:
        """A change in view, the caret before it; nothing is selected, since what is typed then would take its
        place."""
        if self._of is not self._session.issue:  # places have moved since
            self.look_now()
        if at >= len(self.changes):
            return
        self._at = at
        change = self.changes[at]
        self._show_place(change.start)
        self.page.choose(at)
        if self._session.settings[CHANGES]:
            self._canvas.marks.set_here(self._here())

    def _enter(self, at: int) -> None:
        self.go_to(at)
        self._canvas.setFocus()

    def _go_to_place(self, place: Place) -> None:
        at = next((at for at, each in enumerate(self.changes) if each.start == place), None)
        if at is not None:
            self.go_to(at)

    def _show_place(self, place: Place) -> None:
        document, canvas = self._session.document, self._canvas
        if not is_literal(place.path):
            with contextlib.suppress(LookupError, EditError):  # the layout gives it no line
                document.go_to(place.path, place.offset)
                box = document.caret_box()
                canvas.show_page_at(box.page, box.top)
                return
        index = page_of(document.pages, place) - 1
        for placed in document.pages[index].lines:
            if placed.path and (is_in(placed.path, place.path) or is_in(place.path, placed.path)):
                canvas.show_page_at(index, placed.top)
                return
        canvas.show_page(index)

    # ---- as files

    def write_pdf(self) -> None:
        """Asks for a file and puts the pages with all changes out. Raises EditError where nothing is
        compared."""
        from bulletin_desk.desk.changing.written import Redline

        against = self._against_what()
        self._write(PDF._replace(encode=Redline(against)), "输出标出改动的 PDF", "改动.pdf")

    def write_word(self) -> None:
        """Asks for a file and puts a Word file out that has the changes as tracked ones. Raises EditError
        where nothing is compared."""
        from bulletin_desk.desk.changing.written import RedlineWord

        encode = RedlineWord(self._against_what(), self._session.settings[WHO] or user())
        form = DOCX._replace(encode=encode, findings=PDF.findings, options=(), beside=None)
        self._write(form, "输出带修订的 Word 文件", "修订.docx")

    def _against_what(self) -> Compared:
        if self._against is None:
            self.show()
        if self._against is None:
            raise EditError("还没有选和哪一稿比：请在“改动”里选送审稿、以前的版本或另一个文件。")
        return self._against

    def _write(self, form: Form, title: str, name: str) -> None:
        session = self._session
        name = f"{name_for(session.snapshot().issue, session.layout)} {name}"
        kind = f"{form.file} (*{form.suffix})"
        target = ask_save(self._panel.window(), session.folder / name, title, kind)
        if target is not None:
            self.put_out.emit(((form, target),))

    def _try(self, what: Callable[[], object]) -> None:
        try:
            what()
        except EditError as error:
            self.refused.emit(str(error))
