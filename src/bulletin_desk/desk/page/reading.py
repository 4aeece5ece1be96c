"""The pages' text for screen readers: which text there is, where caret and selection are in it, and that
they have changed. Knows neither pointer nor keys, and does nothing until somebody asks.

A text interface written in Python can't tell a selection: Qt's function gives it through pointers, which
PySide (6.9 to 6.11) neither hands on nor fills. So the text lies a second time in a text widget that is never
shown, whose own interface Qt asks instead; offsets are in UTF-16 units, as Qt counts.
"""

from __future__ import annotations

import weakref
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QSignalBlocker
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleTextCursorEvent,
    QAccessibleTextInsertEvent,
    QAccessibleTextRemoveEvent,
    QAccessibleTextSelectionEvent,
    QAccessibleTextUpdateEvent,
    QFont,
    QFontDatabase,
    QTextCursor,
    QTextLayout,
)
from PySide6.QtWidgets import QAccessibleWidget, QFrame, QPlainTextEdit, QWidget
from shiboken6 import VoidPtr, isValid

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.grammar import SPEC, block_of, name_of, order, owner, title_of
from bulletin_desk.bulletin.model import Issue, Path, Place
from bulletin_desk.desk.page.composing import characters, units
from bulletin_desk.desk.page.view import PageView
from bulletin_desk.desk.session import Session
from bulletin_desk.editing.document import Change, Document
from bulletin_desk.editing.selection import Selection, between
from bulletin_desk.editing.table_selection import cell_words
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import PlacedLine
from bulletin_desk.typeset.numbered import prefixes

_BREAK = "\u2028"
"""The clerk's own line break inside a paragraph, as Qt's texts have it."""


class Words(NamedTuple):
    """An issue's text in the order of the paper, a paragraph to a line: the paths of its texts, and where
    each begins."""

    text: str
    paths: tuple[Path, ...]
    starts: tuple[int, ...]
    at: Mapping[Path, int]
    """Which of the texts stands at a path."""

    @classmethod
    def of(cls, document: Document) -> Words:
        """All that a caret can stand in. Dates and numbers are typed into fields and read there."""
        issue, paths = document.issue, tuple(document.texts())
        texts = [text_at(issue, path).replace("\n", _BREAK) for path in paths]
        starts, at = [], 0
        for text in texts:
            starts.append(at)
            at += units(text) + 1
        return cls("\n".join(texts), paths, tuple(starts), {path: at for at, path in enumerate(paths)})

    def offset(self, issue: Issue, place: Place) -> int:
        """Where a place is in the text."""
        if place.path not in self.at:  # it has no line: where that would be
            before = bisect_left(self.paths, order(place.path), key=order)
            return self.starts[before] if before < len(self.paths) else units(self.text)
        start = self.starts[self.at[place.path]]
        return start + units(text_at(issue, place.path)[: place.offset])

    def place(self, issue: Issue, offset: int) -> Place:
        """What place of the issue an offset is."""
        at = max(bisect_right(self.starts, offset) - 1, 0)
        path = self.paths[at]
        return Place(path, characters(text_at(issue, path), offset - self.starts[at]))


class Reader(QObject):
    """What of the open issue a screen reader is told, which finds it in `view`."""

    def __init__(self, session: Session, view: PageView) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._mirror: QPlainTextEdit | None = None
        """Made when somebody asks for the first time."""
        self._issue: Issue | None = None
        self._standing: Path = ()
        self._words = Words("", (), (), {})
        self._laid: object = None
        """What the lines were laid out for last."""
        self._selected: Selection | None = None
        session.changed.connect(self._changed)
        session.replaced.connect(self._replaced)
        install()

    @property
    def description(self) -> str:
        """What kind of text the caret is in, what is printed before it and can't be typed: marks and numbers;
        and on which page."""
        document = self._session.document
        made = _made_before(document.issue, self._session.layout, document.selection.head.path)
        before = f"“{made}”" if made else ""
        cell = cell_words(document.issue, document.selection.head.path)
        where = f"，{cell}" if cell else ""
        return f"{SPEC[document.kind].name}{before}{where}，第 {document.caret_box().page + 1} 面"

    def mirror(self) -> QPlainTextEdit:
        """The text as it is now, with caret and selection, its lines where they are on the screen."""
        if self._mirror is None:
            mirror = self._mirror = QPlainTextEdit()
            mirror.setFrameShape(QFrame.Shape.NoFrame)
            mirror.setReadOnly(True)  # what is written comes as keys
            mirror.document().setUndoRedoEnabled(False)
            mirror.cursorPositionChanged.connect(self._moved)
            mirror.selectionChanged.connect(self._moved)
        self._follow()
        self._lay_out(self._mirror)
        return self._mirror

    def _lay_out(self, mirror: QPlainTextEdit) -> None:
        """The lines in view and the caret's are those of the page: they are read by line and followed by
        magnifiers. Other paragraphs are a line each, which needs no page to be looked at."""
        document, view = self._session.document, self._view
        if document.preedit is not None:  # the pages show more than the text then
            return
        at = view.viewport().mapToGlobal(QPoint())
        bars = (view.verticalScrollBar().value(), view.horizontalScrollBar().value())
        caret = document.geometry.where(document.selection.head).page
        laid = (document.pages, view.sheets, at, bars, view.viewport().size(), caret)
        if laid == self._laid:
            return
        self._laid = laid
        mirror.setGeometry(QRect(at, view.viewport().size()))
        font = QFont(_family(self._session.faces.roles["fangsong"].face.ref.file))
        # a caret is 1.2 em high; characters of other sizes than the caret's are a little off
        font.setPixelSize(max(1, round(document.caret_box().height / 1.2 * view.sheets.scale)))
        if font != mirror.document().defaultFont():
            mirror.document().setDefaultFont(font)
        pages = document.pages
        seen = {
            placed.path: page
            for page in sorted({*view.visible_pages(), caret}, reverse=True)
            for placed in pages[page].lines
            if placed.path in self._words.at
        }
        for path, page in seen.items():
            while page and any(placed.path == path for placed in pages[page - 1].lines):
                page -= 1
            lines: list[tuple[int, PlacedLine]] = []
            while page < len(pages):
                found = [(page, placed) for placed in pages[page].lines if placed.path == path]
                if not found:
                    break
                lines += found
                page += 1
            block = mirror.document().findBlock(self._words.starts[self._words.at[path]])
            self._set_lines(block.layout(), text_at(document.issue, path), lines)

    def _set_lines(self, layout: QTextLayout, text: str, lines: list[tuple[int, PlacedLine]]) -> None:
        """Lays a paragraph out in the lines of the page, in pixels of the viewport."""
        layout.setPosition(QPointF())
        layout.beginLayout()
        for page, placed in lines:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setNumColumns(units(text[placed.line.start : placed.line.end]))
            line.setPosition(self._view.to_pixels(page, placed.x + placed.line.edges[0], placed.top))
        layout.endLayout()

    # ---- from the issue

    def _replaced(self) -> None:
        if QAccessible.isActive():
            self._tell()

    def _changed(self, change: Change) -> None:
        if (change.issue or change.selection) and QAccessible.isActive():
            self._tell()

    def _tell(self) -> None:
        """Says what is new, after it can be looked at."""
        for event in self._follow() if self._mirror is not None else ():
            QAccessible.updateAccessibility(event)

    def _follow(self) -> list[QAccessibleEvent]:
        """Takes the issue's text and selection as they are; the events that tell of it."""
        assert self._mirror is not None
        document, widget = self._session.document, self._view
        issue, selection = document.issue, document.selection
        events: list[QAccessibleEvent] = []
        with QSignalBlocker(self._mirror):
            if issue is not self._issue or document.standing != self._standing:
                self._issue, self._standing = issue, document.standing
                old, self._words = self._words.text, Words.of(document)
                start, removed, inserted = difference(old, self._words.text)
                if removed or inserted:
                    _replace(self._mirror, units(old[:start]), units(removed), inserted)
                    at = units(old[:start])
                    if removed and inserted:
                        events.append(QAccessibleTextUpdateEvent(widget, at, removed, inserted))
                    elif inserted:
                        events.append(QAccessibleTextInsertEvent(widget, at, inserted))
                    else:
                        events.append(QAccessibleTextRemoveEvent(widget, at, removed))
                self._selected = None
            if selection != self._selected:
                was, self._selected = self._selected, selection
                anchor, head = (
                    self._words.offset(issue, caret.place) for caret in (selection.anchor, selection.head)
                )
                cursor = self._mirror.textCursor()
                cursor.setPosition(anchor)
                cursor.setPosition(head, QTextCursor.MoveMode.KeepAnchor)
                self._mirror.setTextCursor(cursor)
                if not selection.empty or (was is not None and not was.empty):
                    selected = QAccessibleTextSelectionEvent(widget, min(anchor, head), max(anchor, head))
                    selected.setCursorPosition(head)
                    events.append(selected)
                events.append(QAccessibleTextCursorEvent(widget, head))
        return events

    # ---- from the screen reader

    def _moved(self) -> None:
        """A screen reader has moved the caret or selected something."""
        assert self._mirror is not None
        document, cursor = self._session.document, self._mirror.textCursor()
        if document.issue is not self._issue:
            return
        anchor, head = (self._words.place(document.issue, at) for at in (cursor.anchor(), cursor.position()))
        document.select(between(anchor, head))


class PageInterface(QAccessibleWidget):
    """What a screen reader finds in the pages: an editable text of many lines."""

    def __init__(self, widget: QWidget, reader: Reader) -> None:
        super().__init__(widget, QAccessible.Role.EditableText, widget.accessibleName())
        # the interface may outlive the widget, which it must not keep
        self._reader = weakref.ref(reader)

    def interface_cast(self, kind: QAccessible.InterfaceType) -> object:  # type: ignore[override]
        """The text is the mirror's. Qt wants an address, whatever the stubs say; PySide dies of a None."""
        reader = self._reader()
        if kind == QAccessible.InterfaceType.TextInterface and reader is not None:
            found: object = QAccessible.queryAccessibleInterface(reader.mirror()).interface_cast(kind)
        else:
            found = super().interface_cast(kind)
        return VoidPtr(0) if found is None else found

    def state(self) -> QAccessible.State:
        """Many lines can be typed and selected."""
        state = super().state()
        state.editable = state.multiLine = state.selectableText = True
        return state

    def text(self, kind: QAccessible.Text) -> str:
        """Name and what the caret is in."""
        reader = self._reader()
        if kind == QAccessible.Text.Description and reader is not None:
            return reader.description
        return super().text(kind)

    def childCount(self) -> int:  # noqa: N802
        """Viewport and scroll bars are nothing by themselves."""
        return 0

    def child(self, index: int) -> QAccessibleInterface:
        """There is none."""
        del index
        return None  # type: ignore[return-value]  # as Qt says that there is none

    def childAt(self, x: int, y: int) -> QAccessibleInterface:  # noqa: N802
        """There is none."""
        del x, y
        return None  # type: ignore[return-value]  # as Qt says that there is none


def _made_before(issue: Issue, layout: Layout, path: Path) -> str:
    """The mark and number before a text, where it is the name of a section, or the first line of an item."""
    part = owner(path)
    begins = path in (name_of(part), title_of(part)) or (
        path == block_of(part, 0) and not text_at(issue, title_of(part))
    )
    return dict(prefixes(issue, layout)).get(part, "").strip() if begins else ""


@cache
def _family(file: str) -> list[str]:
    """What Qt calls a font file, whose characters are as wide as those on the page."""
    return QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(file))


@cache
def install() -> None:
    """From now on Qt asks here for what a screen reader may see of a widget with a reader."""
    QAccessible.installFactory(_interface)


_made: list[PageInterface] = []
"""Qt owns what was made for it and ends it with its widget; Python must not do so before."""


def _interface(_kind: str, found: QObject) -> QAccessibleInterface | None:
    reader = getattr(found, "reader", None)
    if not (isinstance(found, QWidget) and isinstance(reader, Reader)):
        return None
    _made[:] = [each for each in _made if isValid(each)]
    _made.append(PageInterface(found, reader))
    return _made[-1]


def difference(old: str, new: str) -> tuple[int, str, str]:
    """Where two texts begin to differ, what of the old one is gone, and what is there in its place."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    return start, old[start : len(old) - end], new[start : len(new) - end]


def _common(old: str, new: str) -> int:
    """How many characters two texts begin with alike; found by halves, since comparing slices is quick."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _replace(mirror: QPlainTextEdit, start: int, length: int, text: str) -> None:
    cursor = QTextCursor(mirror.document())
    cursor.setPosition(start)
    cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(text)
