"""Guides on the pages while the layout is shaped: each is a length of the layout, seen where it lies, dragged
with the mouse or moved by the arrow keys. Knows nothing of the panel but which part is pointed at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import count
from time import perf_counter

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.desk.page.canvas import Canvas
from bulletin_desk.desk.parts.notice import Notice, Until
from bulletin_desk.desk.session import Session
from bulletin_desk.desk.shaping.guide_paint import MARK, GuidePen
from bulletin_desk.desk.shaping.guide_parts import field_of, part_of
from bulletin_desk.desk.shaping.guide_places import (
    Field,
    Guide,
    guides_on,
    nearest,
    value_in,
    with_guide,
)
from bulletin_desk.desk.shaping.guide_words import called, value_in_words
from bulletin_desk.desk.shaping.old_marks import marks_for
from bulletin_desk.desk.shaping.shape_parts import ShapePart
from bulletin_desk.desk.shaping.shaping import Shaping
from bulletin_desk.desk.shaping.under import Under
from bulletin_desk.desk.shaping.under_bar import UnderBar
from bulletin_desk.editing.document import Change
from bulletin_desk.errors import EditError
from bulletin_desk.layouts.model import Layout

NAME = "移动参考线"
"""What a drag and arrow keys are called in undo."""
_REACH = 4
"""Pixels beside a guide in which it is taken hold of."""
_SNAP = 5
"""Pixels from a line of the grid at which a length is taken to be in lines."""
_STARTS = 2
"""Pixels from which on it is a drag and no click."""
_FRAME = 16
"""Milliseconds between two settings of the pages at the least."""
_PAUSE = 3600.0
"""Seconds for which the hand may rest in a drag that is one step of undo."""
_SHARE = 1.5
"""How much longer than it takes to set them the hand has the window to itself."""
_AROUND = 40
"""Pixels beside a guide that are painted anew when it moves: its label stands there."""
_ARROWS = {
    Qt.Key.Key_Up: (False, -1),
    Qt.Key.Key_Down: (False, 1),
    Qt.Key.Key_Left: (True, -1),
    Qt.Key.Key_Right: (True, 1),
}
"""Which guides an arrow key moves, upright ones or not, and which way."""
_FINE = Qt.KeyboardModifier.ControlModifier
"""Held for tenths of a millimetre."""
_MODIFIERS = (
    Qt.KeyboardModifier.ShiftModifier
    | Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


@dataclass(slots=True)
class _Held:
    """A guide that is held since it was taken at `grabbed` (points along its way); `issue` and `layout` are
    those of then. `again`: it was selected before, so that a mere click goes on to the next one there.
    `marks` are the places at which the old issue has what it is of; `aligned`: it stands at one."""

    guide: Guide
    grabbed: float
    value: Fraction
    issue: Issue
    layout: Layout
    run: str
    again: tuple[Field, ...]
    marks: tuple[Fraction, ...]
    moved: bool = False
    aligned: bool = False
    refused: str = ""


class Guides(QObject):
    """In hand on the pages while the panel is open."""

    def __init__(self, session: Session, canvas: Canvas, shaping: Shaping, notice: Notice) -> None:
        super().__init__(canvas)
        self._session = session
        self._canvas = canvas
        self._shaping = shaping
        self._pen = GuidePen(canvas)
        self.under = Under(session, canvas, notice)
        self._notice = notice
        self.selected: Field | None = None
        """The field whose guide is selected."""
        self._held: _Held | None = None
        self._known: dict[int, tuple[Guide, ...]] = {}
        """The guides of pages, of those shown now."""
        self._known_of: object = None
        self._runs = count(1)
        self._took = 0.0
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.timeout.connect(self._set_pages)
        self._bar: UnderBar | None = None
        shaping.selected_changed.connect(self._pointed_at)
        session.changed.connect(self._changed)
        session.replaced.connect(self._let_go)

    # ---- in hand or not

    def take(self, shown: bool) -> None:
        """Takes them in hand as the panel opens; puts them away as it closes."""
        self._let_go()
        self.selected = None
        if self._bar is None:  # who never shapes has none
            self._bar = UnderBar(self.under, self._canvas, self._shaping.panel)
            self._shaping.panel.add_foot(self._bar)
        self._canvas.set_tool(self if shown else None)

    def _changed(self, change: Change) -> None:
        """What another hand does to the bulletin meanwhile ends a drag."""
        held, issue = self._held, self._session.issue
        if change.issue and held is not None and replace(issue, layout=held.issue.layout) != held.issue:
            self._let_go()

    def _let_go(self) -> None:
        self._held = None
        self._frame.stop()

    def _pointed_at(self, part: ShapePart | None) -> None:
        """The panel points at a part: one of its guides is selected, of two the one that was."""
        if self.selected is not None and part == part_of(self.selected):
            return
        self.selected = None if part is None else field_of(self._session.layout, part)
        self._show_selected()
        self._repaint()

    def _show_selected(self) -> None:
        """Scrolls to the guide that the panel points at, where it is out of view."""
        guide = None if self.selected is None else self.guide_of(self.selected)
        if guide is None or guide.upright:
            return
        y = self._canvas.to_pixels(guide.page, 0, float(guide.at)).y()
        if not 0 <= y < self._canvas.viewport().height():
            self._canvas.show_page_at(guide.page, float(guide.at))

    def _select(self, field: Field | None) -> None:
        self.selected = field
        self._shaping.select(None if field is None else part_of(field))
        self._repaint()

    # ---- which there are

    def on_page(self, index: int) -> tuple[Guide, ...]:
        """The guides of a page, the one that is held where it is held."""
        pages = self._session.document.pages
        if self._known_of is not pages:
            self._known_of = pages
            self._known = {}
        if index >= len(pages):
            return ()
        if index not in self._known:
            self._known[index] = guides_on(pages, index)
        return self._known[index]

    def _here(self, pixels: QPointF) -> list[Guide]:
        """The guides under a point of the viewport, the nearest first."""
        index, x, y = self._canvas.to_page(pixels)
        if not self._canvas.page_rect(index).adjusted(-_REACH, 0, _REACH, 0).contains(pixels.toPoint()):
            return []
        reach = Fraction(_REACH / self._canvas.sheets.scale)
        return nearest(self.on_page(index), Fraction(x), Fraction(y), reach)

    def guide_of(self, field: Field) -> Guide | None:
        """The guide of a field on the pages in view; else where it stands first."""
        seen = self._canvas.visible_pages()
        for index in (*seen, 0, len(self._session.document.pages) - 1):
            for guide in self.on_page(index):
                if guide.field == field:
                    return guide
        return None

    def _value(self, guide: Guide) -> Fraction:
        """A guide's value as it is being made, which the pages may not have yet."""
        if self._held is not None and self._held.guide.field == guide.field:
            return self._held.value
        layout = self._shaping.layout
        return guide.value if layout is self._session.layout else value_in(layout, guide)

    def shape_at(self, pixels: QPointF) -> Qt.CursorShape | None:
        """See `PageTool`."""
        found = [self._held.guide] if self._held else self._here(pixels)
        if not found:
            return None
        return Qt.CursorShape.SplitHCursor if found[0].upright else Qt.CursorShape.SplitVCursor

    def tip_at(self, pixels: QPointF) -> str:
        """See `PageTool`."""
        found = [] if self._held else self._here(pixels)
        if not found:
            return ""
        said = self._said(found[0], found[0].value)
        return f"{said}\n按住拖动，按住 Ctrl 细调；点一下选中，用方向键移"

    def _said(self, guide: Guide, value: Fraction) -> str:
        return f"{called(self._session.layout, guide.field)} {value_in_words(guide, value)}"

    # ---- the mouse

    def press(self, event: QMouseEvent) -> bool:
        """Takes hold of a guide: of several there the one that is selected."""
        if self._held is not None:
            return True
        held = event.modifiers() & _MODIFIERS & ~_FINE
        if event.button() != Qt.MouseButton.LeftButton or held:
            return False
        found = self._here(event.position())
        if not found:
            if self.selected is not None:
                self._select(None)
            return False
        fields = [guide.field for guide in found]
        guide = found[fields.index(self.selected)] if self.selected in fields else found[0]
        again = tuple(fields) if self.selected in fields else ()
        layout, issue = self._session.layout, self._session.issue
        grabbed = self._along(guide, event.position())
        run = f"guide {next(self._runs)}"
        seen = self.under.seen(guide.page)
        marks = () if seen is None else marks_for(guide, seen, layout.text_block)
        self._held = _Held(guide, grabbed, guide.value, issue, layout, run, again, marks)
        self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        self._select(guide.field)
        return True

    def _along(self, guide: Guide, pixels: QPointF) -> float:
        """Where a point is along the way that a guide goes, in points on its page."""
        rect, scale = self._canvas.page_rect(guide.page), self._canvas.sheets.scale
        return (pixels.x() - rect.x() if guide.upright else pixels.y() - rect.y()) / scale

    def move(self, event: QMouseEvent) -> bool:
        """The guide goes along, and the pages follow."""
        held = self._held
        if held is None:
            return False
        if not event.buttons() & Qt.MouseButton.LeftButton:  # it was let go where nobody saw it
            self._let_go()
            return False
        scale = self._canvas.sheets.scale
        by = self._along(held.guide, event.position()) - held.grabbed
        if not held.moved and abs(by) * scale < _STARTS:
            return True
        held.moved = True
        fine = bool(event.modifiers() & _FINE)
        reach = Fraction(_SNAP / scale)
        value = None if fine else held.guide.aligned(Fraction(by), reach, held.marks)
        aligned = value is not None
        if value is None:
            value = held.guide.dragged(Fraction(by), reach, fine=fine)
        if value != held.value or aligned != held.aligned:
            self._repaint_held()
            held.aligned = aligned
            held.value = value
            self._repaint_held()
            if not self._frame.isActive():
                self._frame.start(max(_FRAME, round(self._took * 1000 * _SHARE)))
        return True

    def release(self, event: QMouseEvent) -> bool:
        """The pages are as the guide says; a click that moved nothing goes on to the next guide there."""
        held = self._held
        if held is None:
            return False
        if event.button() != Qt.MouseButton.LeftButton:
            return True
        if held.moved:
            self._set_pages()
            self._shaping.flush()
        elif len(held.again) > 1:
            at = held.again.index(held.guide.field)
            self._select(held.again[(at + 1) % len(held.again)])
        self._let_go()
        if held.refused:
            self._notice.say(held.refused, until=Until.EDITED)
        self._repaint()
        return True

    def _set_pages(self) -> None:
        """The issue in the layout that the guide asks for; where that can't be, it stays as it was last."""
        held = self._held
        if held is None:
            return
        self._frame.stop()
        began = perf_counter()
        try:
            if held.value == held.guide.value:
                self._shaping.take_back(NAME, held.issue, held.run, pause=_PAUSE)
            else:
                layout = with_guide(held.layout, held.guide, held.value)
                self._shaping.apply(NAME, layout, held.run, pause=_PAUSE)
            held.refused = ""
        except EditError as error:
            held.refused = str(error)
        self._took = perf_counter() - began

    def _take_back(self) -> None:
        """As it was before the drag, which is then no edit."""
        if self._held is not None:
            self._held.value = self._held.guide.value
            self._set_pages()
        self._let_go()
        self._repaint()

    # ---- keys

    def key(self, event: QKeyEvent) -> bool:
        """Esc takes a drag back, else lets go of the guide; arrow keys move the one that is selected."""
        key = Qt.Key(event.key())
        if self._held is not None:
            if key == Qt.Key.Key_Escape:
                self._take_back()
            return True  # what is typed now would be lost with the drag
        if self.selected is None:
            return False
        if key == Qt.Key.Key_Escape:
            self._select(None)
            return True
        guide = self.guide_of(self.selected)
        upright, by = _ARROWS.get(key, (False, 0))
        held = event.modifiers() & _MODIFIERS
        if guide is None or not by or held & ~_FINE:
            if event.text():
                self._select(None)  # what is typed goes into the text
            return False
        if upright == guide.upright:
            value = guide._replace(value=self._value(guide)).stepped(by, fine=bool(held))
            try:
                layout = with_guide(self._shaping.layout, guide, value)
                self._shaping.apply(NAME, layout, f"guide keys {guide.field}")
            except EditError as error:
                self._notice.say(str(error), until=Until.EDITED)
        return True

    # ---- painting

    def _repaint(self) -> None:
        self._canvas.viewport().update()

    def _repaint_held(self) -> None:
        """No more than where the guide and its label are."""
        assert self._held is not None
        guide, around = self._held.guide, _AROUND
        start, end = self._pen.ends(guide, guide.place(self._held.value))
        rect = QRectF(start, end).normalized().toAlignedRect()
        self._canvas.viewport().update(rect.adjusted(-around, -around, 12 * around, around))

    def paint_under(self, painter: QPainter, index: int, exposed: QRectF) -> None:
        """The old issue, under the page."""
        self.under.paint(painter, index, exposed)

    def paint_over(self, painter: QPainter, exposed: QRect) -> None:
        """The guides of the pages in view, the one that is selected over the others with its value."""
        picked = self._held.guide if self._held is not None else None
        painter.save()
        for index in self._canvas.visible_pages():
            if not self._canvas.page_rect(index).adjusted(-MARK, 0, MARK, 0).intersects(exposed):
                continue
            for guide in self.on_page(index):
                if guide.field != self.selected:
                    self._pen.draw(painter, guide, guide.at)
                    continue
                picked = picked or guide
                if guide.page != picked.page:
                    self._pen.draw(painter, guide, guide.place(self._value(guide)), picked=True)
        if picked is not None:
            value = self._value(picked)
            self._pen.draw(painter, picked, picked.place(value), picked=True)
            said = self._said(picked, value)
            if self._held is not None and self._held.aligned:
                said += "，和旧的一期对齐"
            self._pen.label(painter, picked, picked.place(value), said)
        painter.restore()
