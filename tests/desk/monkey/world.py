"""The desk that the monkey sits at: a window with an office's files, everything that leads out of the program
cut off, and what must hold after each event."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import sys
import threading
import traceback
from collections.abc import Iterator
from dataclasses import replace
from datetime import date as Date  # noqa: N812
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMessageLogContext,
    QStandardPaths,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QDesktopServices, QKeySequence
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QDialog

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.model import Body, Issue
from bulletin_desk.bulletin.pictures import lost_picture
from bulletin_desk.desk.commands.focus import Holder
from bulletin_desk.desk.library.upkeep import Upkeep
from bulletin_desk.desk.settings import Settings
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.editing.document import Change, Document
from bulletin_desk.editing.nodes import is_shown, may_stand, snap
from bulletin_desk.fonts.faces import Faces, load_faces
from bulletin_desk.library.folders import add_folders
from bulletin_desk.library.index import Library
from bulletin_desk.library.update import update
from bulletin_desk.storage.bulletin_file import read_bulletin, to_bytes, write_bulletin
from bulletin_desk.storage.places import Places
from bulletin_desk.typeset.typesetter import Typesetter
from tests.bulletin.further import FURTHER
from tests.bulletin.issues import SMALL
from tests.bulletin.rich import RICH
from tests.desk.conftest import OFFERING
from tests.desk.monkey.ledger import endorsements_of, letters_of, wrong
from tests.typeset.tables import THREE_LINES, eight_columns, issue_with

TODAY = Date(2024, 1, 12)
EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
MANUSCRIPTS = Path(__file__).resolve().parents[2] / "intake" / "data" / "arriving"
EMPTY, OFFERING_ALL, BLOCKS, TABLES = "", "offering", "blocks", "tables"
NEWER = ("daily", "monthly", "duty-flash", "special-report")
KINDS = (EMPTY, OFFERING_ALL, *NEWER, BLOCKS, TABLES)
"""What a seed is spent on: an empty issue of the first layout, one whose layout offers everything, the
examples of the newer layouts, one with tables, pictures, lists and attachments, one
with tables over several pages."""


def _issue_of(kind: str) -> Issue | None:
    if kind == OFFERING_ALL:
        return replace(FURTHER, layout=OFFERING)
    if kind == BLOCKS:
        return RICH
    if kind == TABLES:
        return issue_with(Body("一段。"), eight_columns(6, 8), Body("又一段。"), THREE_LINES)
    return read_bulletin(EXAMPLES / f"{kind}.bulletin") if kind in NEWER else None


HEARD = (
    ("does not support propagateSizeHints", "the offscreen screen has no window manager"),
    ("does not support raise()", "the offscreen screen has no window manager"),
    ("does not support grabbing", "of what a field opens; the offscreen screen has no grabs"),
    ("Could not register app ID", "the session of the test has no portal"),
    ("Mouse event", "the hand has hit the edge of a widget: QTest says so, the desk does nothing"),
    ("The mouse event", "as above"),
)
"""Words of Qt's that say nothing about the desk, each with the reason."""
FULL = 6_000
"""Characters of an issue from which on the monkey begins another one: nobody pastes a bulletin into itself
for ever, and the time goes with the length."""
LEADER = "领导"
"""Begins the names of those whose notes on items are each another."""
_SOME = 10
"""So many events lie between two of the checks that take long."""
_HOME = (
    "HOME",
    "USERPROFILE",
    "LOCALAPPDATA",
    "APPDATA",
    "XDG_CACHE_HOME",
    "XDG_DATA_HOME",
    "XDG_CONFIG_HOME",
)


class WrongError(AssertionError):
    """What does not hold."""


@contextlib.contextmanager
def cut_off(folder: Path) -> Iterator[None]:
    """Nothing leads out of `folder`: it is the home folder and the current one, no program is started, no
    paper printed on, no installed face looked at."""
    with pytest.MonkeyPatch.context() as patch:
        for name in _HOME:
            patch.setenv(name, str(folder))
        patch.chdir(folder)
        patch.setattr("bulletin_desk.fonts.faces.font_folders", lambda: ())
        patch.setattr("bulletin_desk.fonts.faces.registered_files", tuple)
        patch.setattr(QDesktopServices, "openUrl", lambda _url: True)
        patch.setattr(Upkeep, "update", lambda _upkeep: None)
        # a dialog of the system's own on Windows, where no hand of ours reaches it
        patch.setattr(QPrintDialog, "exec", lambda _dialog: QPrintDialog.DialogCode.Rejected)
        QStandardPaths.setTestModeEnabled(True)
        yield


def bare(issue: Issue) -> Issue:
    """An issue without what it has gone round as."""
    return replace(issue, rounds=())


class World:
    """One window at a time. `faults` collects what went wrong since it was looked at last. `kind`: one of
    `KINDS`, on which the time is spent."""

    def __init__(self, folder: Path, faces: Faces | None = None, *, kind: str = EMPTY) -> None:
        self.folder = folder
        self.begins_with = _issue_of(kind)
        self.office = folder / "office"
        self.files = self._lay_out()
        self.faces = faces or load_faces(use_installed=False)
        self.settings = Settings(folder / "desk.ini")
        self.places = Places(folder / "data", folder / "desk.ini")
        self._make_library()
        self.now = 0.0
        self.faults: list[str] = []
        self.replaced = 0
        """Characters that the event may replace around the caret, as an input method does."""
        self.edits = self.documents = self.saves = self.recoveries = self.windows = 0
        self.notes = self.hits = 0
        self._left: list[tuple[Document, Issue]] = []
        self._closed = False
        self._events = 0
        self.window: MainWindow
        self.open_window()

    def _make_library(self) -> None:
        """Of what the office has at the start."""
        add_folders(self.places.library, (self.office,))
        with Library(self.places.library) as library:
            update(library, lambda _issue: 4)

    # ---- windows

    def open_window(self) -> None:
        """As the program starts."""
        self.windows += 1
        self._closed = False
        window = self.window = MainWindow(
            self.faces, self.settings, lambda: self.now, lambda: TODAY, self.places
        )
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        window.closed.connect(self._has_closed)
        window.session.replaced.connect(self._opened)
        window.session.saved.connect(self._saved)
        self._watch()
        window.filing.start_empty()
        if self.begins_with is not None:
            window.session.replace(self.begins_with)
        window.canvas.setFocus()

    def _has_closed(self) -> None:
        self._closed = True

    @property
    def document(self) -> Document:
        """What is open."""
        return self.window.document

    def die(self) -> Issue | None:
        """The window goes without a word, as when the power fails. What of it must be found again; None if
        all is saved."""
        window = self.window
        unsaved = self.document.snapshot() if self.document.modified else None
        if self.document.preedit is None and unsaved is not None and not window.filing.keeper.flush():
            self.faults.append("the recovery copy is not written")
        window.filing.keeper.end()
        window.output.wait()
        window.intaking.wait()
        window.proposing.wait()
        window.proofing.wait()
        window.librarian.close()
        self._forget(window)
        return unsaved

    def _forget(self, window: MainWindow) -> None:
        self._left.append((window.document, self.first))
        window.hide()
        window.deleteLater()
        settle()

    # ---- what is seen of the document

    def _opened(self) -> None:
        self._left.append((self._document, self.first))
        self._watch()

    def _watch(self) -> None:
        self.documents += 1
        document = self._document = self.document
        self.first = document.issue
        self._issue, self._selection = document.issue, document.selection
        self._seen = {id(document.issue): document.issue}
        document.subscribe(self._changed)

    def _changed(self, change: Change) -> None:
        document = self._document
        before, selected = self._issue, self._selection
        self._issue, self._selection = document.issue, document.selection
        if not change.issue or document.issue is before:
            return
        if change.name is None:
            if bare(document.issue) != bare(before):
                self.faults.append("an edit without a name")
            # what it has gone round as is no edit, and stays through undo
            self.first = replace(self.first, rounds=document.issue.rounds)
            self._seen[id(document.issue)] = document.issue
            return
        self.edits += 1
        known = id(document.issue) in self._seen  # undo and redo bring back the very issue
        if document.issue.rounds and not known:
            known = any(bare(each) == bare(document.issue) for each in self._seen.values())
        self._seen[id(document.issue)] = document.issue
        if not known and (fault := wrong(change.name, before, selected, document.issue, self.replaced)):
            self.faults.append(fault)

    def _saved(self, file: Path) -> None:
        self.saves += 1
        if not self.document.modified and read_bulletin(file) != self.document.snapshot():
            self.faults.append(f"{file.name} does not hold what was saved")

    # ---- what must hold

    def check(self) -> None:
        """After an event. Raises WrongError."""
        self._events += 1
        if self._closed:
            self._forget(self.window)
            self.open_window()
        if self.document is not self._document or self.document.issue is not self._issue:
            self.faults.append("a change that nobody was told of")
        self._check_places()
        self._check_window()
        noted = endorsements_of(self.document.issue)
        twice = [each.who for each, count in noted.items() if count > 1 and each.who.startswith(LEADER)]
        if twice:
            self.faults.append(f"noted at two items: {twice}")
        if self._events % _SOME == 0:
            self._check_whole()
        for document, first in self._left:
            self._check_undo(document, first)
        self._left.clear()
        if self.faults:
            raise WrongError("\n".join(self.faults))

    def _check_places(self) -> None:
        document = self.document
        for caret in (document.selection.anchor, document.selection.head):
            if not is_shown(document.issue, caret.path) and not may_stand(document.issue, caret.path):
                self.faults.append(f"the caret is in no text: {caret.path}")
                return
            text = text_at(document.issue, caret.path)
            if not 0 <= caret.offset <= len(text) or snap(text, caret.offset) != caret.offset:
                self.faults.append(f"the caret is at no place: {caret}")
        if not 0 <= document.caret_box().page < len(document.pages):
            self.faults.append("the caret is on no page")

    def _check_window(self) -> None:
        window, document = self.window, self.document
        if window.isWindowModified() != document.modified:
            self.faults.append("the title says otherwise whether it is saved")
        if not window.outline.rows.same_rows(document.issue, window.session.layout):
            self.faults.append("the outline has other rows")
        inspector = window.inspector
        if not inspector.isHidden() and inspector.name.text() != document.issue.masthead.name:
            self.faults.append("the field has another name")
        if not inspector.isHidden() and len(inspector.entries) != len(document.issue.distribution):
            self.faults.append("the fields have other addressees")
        if window.focus.undoes is window.session:
            for name, can in (("undo", document.undo_name), ("redo", document.redo_name)):
                if window.actions_by_name[name].isEnabled() != (can is not None):
                    self.faults.append(f"{name} is offered otherwise")

    def _check_whole(self) -> None:
        document = self.document
        issue = document.snapshot()
        file = self.folder / "round.bulletin"
        write_bulletin(file, issue)
        if read_bulletin(file) != issue:
            self.faults.append("the file does not hold the issue")
        if document.preedit is None:
            setter = Typesetter(self.window.session.layout, self.faces)
            fresh = setter.typeset(document.issue, document.standing)
            if list(fresh) != list(document.pages):
                self.faults.append("the pages are not those of a fresh typesetting")

    def _check_undo(self, document: Document, first: Issue) -> None:
        document._listeners.clear()  # the window that listened may be gone
        while document.redo_name is not None:
            document.redo()
        last = document.issue
        while document.undo_name is not None:
            document.undo()
        if document.issue != first:
            self.faults.append("undo does not lead back to the start")
        while document.redo_name is not None:
            document.redo()
        if document.issue != last:
            self.faults.append("redo does not lead to the end")

    def finish(self) -> None:
        """At the end: back to the start and forth again by the keys on the page. Raises WrongError."""
        window = self.window
        window.canvas.setFocus()
        if window.focus.holder is not Holder.PAGE:
            self.faults.append("the page does not take the keys")
        last = self._by_key("Ctrl+Y", "redo")
        if self._by_key("Ctrl+Z", "undo") != self.first:
            self.faults.append("Ctrl+Z does not lead back to the start")
        if self._by_key("Ctrl+Y", "redo") != last:
            self.faults.append("Ctrl+Y does not lead to the end")
        self.check()

    def _by_key(self, keys: str, name: str) -> Issue:
        action = self.window.actions_by_name[name]
        for _ in range(100_000):
            if not action.isEnabled():
                break
            QTest.keySequence(self.window.canvas, QKeySequence(keys))
            QApplication.processEvents()
        return self.document.issue

    def leave(self) -> None:
        """The last window goes, whatever is wrong with it."""
        for window in (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QDialog)):
            window.done(0)
        self.die()
        self._left.clear()

    @property
    def full(self) -> bool:
        """Whether another issue is to be begun."""
        return letters_of(self.document.issue).total() > FULL

    # ---- what others do

    def colleague(self, hand: random.Random) -> None:
        """Somebody else does something to the file that is open, or to another one."""
        file = self.window.session.file or hand.choice(self.files)
        what = hand.choice(("other", "renamed", "damaged", "gone", "touched"))
        with contextlib.suppress(OSError):  # Windows lets nobody rename what is open
            if what == "other":
                file.write_bytes(to_bytes(replace(SMALL, print_count=hand.randint(1, 90)), file, ""))
            elif what == "renamed":
                file.rename(file.with_name(f"改名{hand.randint(1, 4)}.bulletin"))
            elif what == "damaged":
                file.write_bytes(file.read_bytes()[: hand.randint(0, 400)])
            elif what == "gone":
                file.unlink()
            else:
                os.utime(file)

    def restore_files(self) -> None:
        """The office has its files again."""
        self._lay_out()

    def _lay_out(self) -> list[Path]:
        files = _lay_out(self.office, self.folder / "manuscripts")
        if self.begins_with is not None:
            for name in ("小的.bulletin", "2024年第1期.bulletin"):
                write_bulletin(self.office / name, self.begins_with)
        return files

    def wait_for_findings(self) -> None:
        """Until the findings of the issue as it is are there."""
        spy = QSignalSpy(self.window.proofing._checker.found)
        self.window.proofing.look(now=True)
        spy.wait(20_000)


def settle() -> None:
    """Lets what has been put off happen."""
    for _ in range(3):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _lay_out(office: Path, manuscripts: Path) -> list[Path]:
    """An office's files, some of which are none."""
    office.mkdir(exist_ok=True)
    manuscripts.mkdir(exist_ok=True)
    shutil.copyfile(EXAMPLES / "2024-01-09.bulletin", office / "2024年第1期.bulletin")
    write_bulletin(office / "小的.bulletin", SMALL)
    shutil.copyfile(EXAMPLES / "full.json", office / "全.json")
    (office / "坏的.bulletin").write_bytes(b"PK\x03\x04 nothing")
    (office / "别的.json").write_text(json.dumps({"a": [1]}), encoding="utf-8")
    (office / "文件.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    (office / "图.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (office / "照片.png").write_bytes(lost_picture("0" * 64, 400, 300).content)
    (office / "稿件.txt").write_text(
        "乐山市召开年鉴编纂推进会\n  3月5日，会议召开。\n  一、总结工作\n  会议要守正创新。\n（乐山市）",
        encoding="utf-8",
    )
    (office / "稿件.html").write_text(
        "<h1>达州市开展培训</h1><p>培训开展。</p><table><tr><td>甲<td>乙</table>", encoding="utf-8"
    )
    (office / "空.txt").write_bytes(b"")
    (office / "乱.docx").write_bytes(bytes(range(256)) * 4)
    for name in ("13-byline/correspondent.docx", "09-header-footer/phone-in-footer.docx"):
        shutil.copyfile(MANUSCRIPTS / name, office / Path(name).name)
    return sorted(office.iterdir())


# ---- what nobody has caught, and what Qt says


@contextlib.contextmanager
def listening(faults: list[str]) -> Iterator[None]:
    """Collects what nobody has caught, in whichever thread, and what Qt warns of."""

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        faults.append("nobody caught " + "".join(traceback.format_exception(kind, error, trace)))

    def in_thread(arguments: Any) -> None:
        caught(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def said(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        known = any(words in message for words, _ in HEARD)
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and not known:
            faults.append(f"Qt says: {message}")

    hooks = sys.excepthook, threading.excepthook
    sys.excepthook, threading.excepthook = caught, in_thread
    before = qInstallMessageHandler(said)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
        sys.excepthook, threading.excepthook = hooks


def alive(thing: object) -> bool:
    """Whether a widget is still there."""
    return shiboken6.isValid(thing)
