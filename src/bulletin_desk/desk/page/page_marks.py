"""Marks of changes on the pages as they are worked on: lines in other colours with what is ruled over them,
and notes beside the sheets. What is typed keeps the marks of all other lines; those of its own come back when
the changes have been looked for anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QObject, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette, QPen

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.desk.page.cards import LEAST_WIDTH, MOST_WIDTH, Cards
from bulletin_desk.desk.page.margin import Standing, Wanted, arranged
from bulletin_desk.desk.page.view import PageView
from bulletin_desk.desk.session import Session
from bulletin_desk.pages.marks import NO_MARKS, Marks, Note, Span, Tone
from bulletin_desk.pages.model import (
    Aside,
    Colour,
    HorizontalRule,
    Line,
    Page,
    PlacedLine,
    VerticalRule,
)
from bulletin_desk.typeset.margin_notes import line_at
from bulletin_desk.typeset.marked import BAR, bar_x, frame_of, page_of
from bulletin_desk.typeset.marked_lines import TONES, ByPath, LineMarks

_WHAT = "changes"
"""What stands beside the sheets."""
_MOST_LINES = 4000
"""Lines whose marks are remembered."""
_MOST_WORDS = 4
"""Lines of a note beside a sheet."""
_APART, _EDGE, _PADDING, _GAP = 14, 8, 5, 6
"""Pixels between sheet and note, note and view, around a note's words, and between notes."""
_LOWER = 18.0
"""Pixels by which a line's foot stands lower than the top of its note."""
_HERE = Colour(0.0, 0.02, 0.3, 0.0)
"""Under the change that the clerk is at."""
_COLOURS: dict[Tone, QColor] = {
    "in": QColor(206, 44, 40),
    "out": QColor(206, 44, 40),
    "moved": QColor(46, 140, 62),
    "changed": QColor(30, 112, 196),
    "remark": QColor(217, 146, 32),
}

Rules = tuple[HorizontalRule | VerticalRule, ...]


class _Kept(NamedTuple):
    """A line, itself with its marks, what is ruled over it as if it stood at the page's corner, and the bars
    beside it."""

    line: Line
    marked: Line
    rules: Rules
    bars: tuple[Tone | None, ...]


class BesideNote(NamedTuple):
    """A note as it stands beside a sheet, in pixels of the viewport; the line that it belongs to ends at
    `line`."""

    note: Note
    box: QRect
    line: QPointF
    folded: bool


class PageMarks(QObject):
    """`chosen` gives out the place of a note that was clicked."""

    chosen = Signal(object)

    def __init__(self, session: Session, view: PageView, cards: Cards) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._cards = cards
        self._marks = NO_MARKS
        self._issue: Issue | None = None
        """The issue that the marks are of."""
        self._lines = LineMarks(NO_MARKS)
        self._bars: ByPath[Tone | None] = ByPath(())
        self._here: ByPath[None] = ByPath(())
        self._kept: dict[int, _Kept] = {}
        self._notes: dict[int, list[Note]] = {}
        """By the number of the page that each stands on."""
        self._heights: dict[tuple[Note, int, str], int] = {}
        session.replaced.connect(self.clear)

    @property
    def shown(self) -> bool:
        """Whether there are any."""
        return self._marks is not NO_MARKS

    def clear(self) -> None:
        """None any more."""
        self.set(NO_MARKS, None)
        self.set_here(None)

    def set(self, marks: Marks, issue: Issue | None) -> None:
        """Other marks, which are of this issue."""
        if marks is NO_MARKS and not self.shown:
            return
        self._marks, self._issue = marks, issue
        self._lines, self._bars = LineMarks(marks), ByPath(marks.bars)
        self._kept.clear()
        self._notes.clear()
        self._heights.clear()
        pages = self._session.document.pages
        for note in marks.notes:
            self._notes.setdefault(page_of(pages, note.place), []).append(note)
        self._view.set_beside(_WHAT, bool(marks.notes))
        self._view.viewport().update()

    def set_here(self, span: Span | None) -> None:
        """The change that the clerk is at, None for none."""
        self._here = ByPath([] if span is None else [(span, None)])
        self._view.viewport().update()

    # ---- on the pages

    def page(self, page: Page) -> Page:
        """A page with its marks."""
        if not self.shown:
            return page
        document = self._session.document
        fresh = self._issue is document.issue and document.preedit is None
        x = bar_x(frame_of(self._session.layout))
        lines: list[PlacedLine] = []
        rules: list[HorizontalRule | VerticalRule] = []
        under: list[HorizontalRule] = []
        for placed in page.lines:
            kept = self._kept.get(id(placed.line))
            if kept is None and fresh:
                kept = self._keep(placed)
            if kept is None:
                lines.append(placed)
                continue
            lines.append(placed if kept.marked is placed.line else placed._replace(line=kept.marked))
            rules += (rule._replace(x=rule.x + placed.x, y=rule.y + placed.y) for rule in kept.rules)
            for at, tone in enumerate(kept.bars):
                colour = TONES[tone] if tone else Colour(0.0, 0.0, 0.0, 1.0)
                rules.append(VerticalRule(x - 2.5 * at, placed.top, placed.height, BAR, colour))
            under += self._under(placed) if fresh else ()
        return replace(page, lines=tuple(lines), aside=Aside(marks=tuple(rules), under=tuple(under)))

    def _keep(self, placed: PlacedLine) -> _Kept:
        if len(self._kept) >= _MOST_LINES:
            self._kept.clear()
        marked, rules = self._lines.of(placed._replace(x=0.0, y=0.0))
        tones = tuple(dict.fromkeys(tone for _, _, tone in self._bars.on(placed)))
        kept = self._kept[id(placed.line)] = _Kept(placed.line, marked, rules, tones)
        return kept

    def _under(self, placed: PlacedLine) -> Iterator[HorizontalRule]:
        """What lies under the words of the change that the clerk is at."""
        edges = placed.line.edges
        for start, end, _ in self._here.on(placed):
            left = edges[min(start - placed.line.start, len(edges) - 1)]
            right = edges[min(end - placed.line.start, len(edges) - 1)]
            if not placed.line.runs:
                continue
            if right <= left:
                left, right = placed.line.runs[0].xs[0], edges[-1]
            middle = placed.top + placed.height / 2
            yield HorizontalRule(placed.x + left, middle, right - left, placed.height, _HERE)

    # ---- beside them

    def notes(self, index: int) -> list[BesideNote]:
        """The notes beside a page, as they stand; those for which there is no room are not shown."""
        notes, pages = self._notes.get(index + 1, ()), self._session.document.pages
        sheet = self._view.page_rect(index)
        width = min(self._view.viewport().width() - sheet.right() - _APART - _EDGE, MOST_WIDTH)
        if not notes or index >= len(pages) or self._view.two_pages or width < LEAST_WIDTH:
            return []
        scale, left = self._view.sheets.scale, sheet.right() + 1 + _APART
        found: list[tuple[float, float, Note]] = []
        for note in notes:
            placed = line_at(pages[index], note.place.path, note.place.offset)
            if placed is None:
                placed = pages[index].lines[0] if pages[index].lines else None
            if placed is not None:
                right = placed.x + placed.line.edges[-1]
                found.append((placed.top + placed.height, right, note))
        found.sort(key=lambda each: each[:2])
        wanted = [
            Wanted((y * scale) - 18.0, self._height(note, width), self._line(), False) for y, _, note in found
        ]
        taken = [
            (card.box.top() - sheet.top(), card.box.bottom() - sheet.top())
            for card in self._cards.cards(index)
        ]
        standing = _between(arranged(wanted, 0, sheet.height()), taken, sheet.height())
        return [
            BesideNote(
                note,
                QRect(left, sheet.top() + stand.top, width, stand.height),
                QPointF(sheet.left() + right * scale, sheet.top() + y * scale - 1.5),
                stand.folded,
            )
            for (y, right, note), stand in zip(found, standing, strict=False)
        ]

    def _line(self) -> int:
        return QFontMetrics(self._view.font()).lineSpacing() + 2 * _PADDING

    def _words(self, note: Note) -> str:
        return f"{note.label}　{note.text}" if note.text else note.label

    def _height(self, note: Note, width: int) -> int:
        asked = note, width, self._view.font().key()
        if asked not in self._heights:
            metrics = QFontMetrics(self._view.font())
            room = QRect(0, 0, width - 2 * _PADDING - 4, 100_000)
            wrap = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
            height = metrics.boundingRect(room, wrap, self._words(note)[:400]).height()
            lines = min(max(height // metrics.lineSpacing(), 1), _MOST_WORDS)
            self._heights[asked] = lines * metrics.lineSpacing() + 2 * _PADDING
        return self._heights[asked]

    def note_at(self, pixels: QPointF) -> Note | None:
        """The note under a point of the viewport."""
        for index in self._view.visible_pages() if self._notes else ():
            for beside in self.notes(index):
                if beside.box.contains(pixels.toPoint()):
                    return beside.note
        return None

    def press(self, pixels: QPointF) -> bool:
        """Goes to the place of a note; false where there is none."""
        note = self.note_at(pixels)
        if note is not None:
            self.chosen.emit(note.place)
        return note is not None

    def tip_at(self, pixels: QPointF) -> str:
        """All of a note's words."""
        note = self.note_at(pixels)
        return "" if note is None else self._words(note)[:600]

    def paint(self, painter: QPainter, exposed: QRect) -> None:
        """The notes, the painter's origin at the viewport's."""
        if not self._notes:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in self._view.visible_pages():
            sheet = self._view.page_rect(index)
            if exposed.right() <= sheet.right():  # a line of the page, or the caret
                continue
            for beside in self.notes(index):
                if beside.box.adjusted(-20, -60, 4, 60).intersects(exposed):
                    self._paint_note(painter, beside, sheet)
        painter.restore()

    def _paint_note(self, painter: QPainter, beside: BesideNote, sheet: QRect) -> None:
        box, palette = beside.box, self._view.palette()
        colour = _COLOURS[beside.note.tone]
        pale = QColor(colour)
        pale.setAlpha(110)
        painter.setPen(QPen(pale, 1.0))
        y = beside.line.y()
        painter.drawLine(QPointF(sheet.right() + 1.0, y), QPointF(box.left(), box.top() + 10.0))
        painter.fillRect(box, palette.color(QPalette.ColorRole.Base))
        painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), colour)
        words = box.adjusted(_PADDING + 4, _PADDING, -_PADDING, -_PADDING)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        painter.setFont(self._view.font())
        painter.setClipRect(words)
        metrics = QFontMetrics(self._view.font())
        text = self._words(beside.note).replace("\n", " ")
        if beside.folded:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, words.width())
        wrap = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
        painter.drawText(words, wrap, text[:400])
        painter.setClipping(False)


def _between(
    standing: Sequence[Standing], taken: Sequence[tuple[int, int]], height: int
) -> Iterator[Standing]:
    """Notes where no card stands, in their order; those that would stand below the sheet are left out."""
    free = 0
    for stand in standing:
        top = max(stand.top, free)
        for first, last in sorted(taken):
            if top < last + _GAP and first - _GAP < top + stand.height:
                top = last + _GAP
        if top + stand.height > height:
            return
        free = top + stand.height + _GAP
        yield stand._replace(top=top)
