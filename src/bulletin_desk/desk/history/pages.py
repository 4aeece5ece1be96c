"""An old issue and a newer one as pages side by side, what differs marked on both. Knows no files."""

from __future__ import annotations

import contextlib

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.grammar import (
    LITERALS,
    NUMBER,
    SUPPLEMENT,
    TOTAL_NUMBER,
    Region,
    in_item,
    is_text,
    item_of,
    node_at,
    nodes_of,
    region_of,
)
from bulletin_desk.bulletin.matching import changed_stretches
from bulletin_desk.bulletin.model import Issue, Path
from bulletin_desk.bulletin.take_back import Comparison, Part
from bulletin_desk.desk.page.canvas import Canvas
from bulletin_desk.desk.page.overlays import Spans
from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.parts.zoom import FIT_WIDTH
from bulletin_desk.desk.session import Session

_ONLY_LOOKED_AT = "这里只能看，不能改。"
_IN_NUMBER = frozenset({TOTAL_NUMBER, SUPPLEMENT})
"""What stands in the line of the number."""


def differing(comparison: Comparison) -> tuple[Spans, Spans]:
    """What differs, by character, in the old issue and in the new one."""
    old: dict[Path, list[tuple[int, int]]] = {}
    new: dict[Path, list[tuple[int, int]]] = {}
    for part in comparison.parts:
        was = _text(comparison.old, part.old)
        now = _text(comparison.new, part.new)
        if was is not None and now is not None and was != now and part.old and part.new:
            for first, last, new_first, new_last in changed_stretches(was, now):
                _mark(old, part.old, first, last)
                _mark(new, part.new, new_first, new_last)
            continue
        _mark_whole(old, comparison.old, part.old)
        _mark_whole(new, comparison.new, part.new)
    return old, new


def _text(issue: Issue, path: Path | None) -> str | None:
    """The text at a path; None where there is none, but a part of several."""
    if path is None or not is_text(path) or node_at(issue, path) is None:
        return None
    return text_at(issue, path)


def _mark(spans: dict[Path, list[tuple[int, int]]], path: Path, start: int, end: int) -> None:
    if start < end:
        spans.setdefault(path, []).append((start, end))


def _mark_whole(spans: dict[Path, list[tuple[int, int]]], issue: Issue, part: Path | None) -> None:
    if part is None:
        return
    if part in LITERALS or part in _IN_NUMBER:
        spans[NUMBER if part in _IN_NUMBER else part] = [(0, 1)]
        return
    for node in nodes_of(issue, part):
        _mark(spans, node.path, 0, len(node.text))


class OnePage(QWidget):
    """The pages of one issue under a heading; they can only be looked at."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        # of its own: faces and layouts as on the desk, another issue
        self.session = Session(session.faces, session.settings, session.places, today=session.today)
        self.heading = Label(parent=self)
        self.canvas = Canvas(self.session, self)
        self.canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.canvas.set_fit(FIT_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.heading)
        column.addWidget(self.canvas, 1)
        self.marks: Spans = {}

    def show_issue(self, heading: str, issue: Issue, marks: Spans) -> None:
        """Another issue, with what is marked in it."""
        self.heading.setText(heading)
        if issue is not self.session.issue:
            self.session.replace(issue, _ONLY_LOOKED_AT)
        self.marks = marks
        self.canvas.show_hits(marks, None)

    def show_part(self, part: Path | None) -> None:
        """Brings a part into view."""
        if part is None:
            return
        document = self.session.document
        inside = list(nodes_of(document.issue, part))
        if not inside and in_item(part):  # what is noted with an item, and has no line
            inside = list(nodes_of(document.issue, item_of(part)))
        first = next((node.path for node in inside if node.shown), None)
        if first is None:
            literal = NUMBER if part in _IN_NUMBER else part
            if literal in LITERALS:  # a layout has no place on the page
                self._show_line(literal)
            return
        with contextlib.suppress(LookupError):  # the layout gives it no line
            document.go_to(first)
            box = document.caret_box()
            self.canvas.show_page_at(box.page, box.top)

    def show_place(self, path: Path, start: int, end: int) -> None:
        """Brings some characters of a text into view, and marks them as those that are meant."""
        self.canvas.show_hits(self.marks, (path, start, end))
        document = self.session.document
        with contextlib.suppress(LookupError):  # the layout gives it no line
            document.go_to(path, start)
            box = document.caret_box()
            self.canvas.show_page_at(box.page, box.top)

    def _show_line(self, literal: Path) -> None:
        """Brings a date or number into view, in which no caret stands."""
        pages = self.session.document.pages
        order = range(len(pages))
        for index in order if region_of(literal) is Region.HEAD else reversed(order):
            for placed in pages[index].lines:
                if placed.path == literal:
                    self.canvas.show_page_at(index, placed.top)
                    return


class TwoPages(QSplitter):
    """The old issue to the left, the newer one to the right."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.old, self.new = OnePage(session, self), OnePage(session, self)
        self.addWidget(self.old)
        self.addWidget(self.new)
        self.setChildrenCollapsible(False)

    def compare(self, comparison: Comparison, old: str, new: str) -> None:
        """Shows both under these headings."""
        was, now = differing(comparison)
        self.old.show_issue(old, comparison.old, was)
        self.new.show_issue(new, comparison.new, now)

    def show_part(self, part: Part) -> None:
        """Brings a part that differs into view on both sides, as far as it is there."""
        self.old.show_part(part.old)
        self.new.show_part(part.new)
