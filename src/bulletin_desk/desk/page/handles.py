"""The picture that is selected on the pages: its frame, and its corners, by which it is made larger or
smaller. Gives out what the clerk wants; changes nothing but the caret."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.grammar import block_path, picture_path
from bulletin_desk.bulletin.model import Kind, Path
from bulletin_desk.desk.page.view import PageView
from bulletin_desk.desk.session import Session
from bulletin_desk.editing.document import Change
from bulletin_desk.editing.fragment import Fragment, Paragraph
from bulletin_desk.editing.pictures import GREATEST_WIDTH, LEAST_WIDTH, pictures_at
from bulletin_desk.pages.model import ImageMark

_TENTHS = 254 / 72
"""Tenths of a millimetre in a point."""
_CORNER = 9
"""Pixels of the side of a handle."""
_REACH = 4
"""Pixels around it in which it is taken hold of."""
_FRAME = QColor(32, 110, 220)
_PAPER = QColor(255, 255, 255)


class Shown(NamedTuple):
    """A picture on page `page` (from 0), its box in points. `at` is its path, that of its caption."""

    at: Path
    page: int
    box: QRectF


class Handles(QObject):
    """`resized` gives out a picture's path and how wide it is to be, in tenths of a millimetre;
    `remove_wanted` that the one selected is to go, `edit_wanted` that it was clicked twice; `changed` says
    that another one is selected, or none."""

    resized = Signal(tuple, int)
    changed = Signal()
    remove_wanted = Signal()
    edit_wanted = Signal()

    def __init__(self, session: Session, view: PageView) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self.picked: Path = ()
        """The path of the picture that is selected, empty for none. The caret is in its caption."""
        self._dragged: tuple[QPointF, QPointF] | None = None
        """The corner that stays where it is, and the one that is dragged, in pixels of the viewport."""
        self._picking = False
        session.changed.connect(self._changed)
        session.replaced.connect(self.drop)

    def _changed(self, change: Change) -> None:
        """Whatever else happens, the picture is no longer selected."""
        if not self._picking and (change.issue or change.selection):
            self.drop()

    def drop(self) -> None:
        """No picture is selected."""
        self._dragged = None
        if self.picked:
            self.picked = ()
            self.changed.emit()
            self._view.viewport().update()

    def pick(self, path: Path) -> None:
        """Selects the picture at a path; none, if there is none."""
        document = self._session.document
        if pictures_at(document.issue, path) is None or len(path) - len(block_path(path)) != 2:
            self.drop()
            return
        self._picking = True
        try:
            document.go_to(path, len(text_at(document.issue, path)))
        finally:
            self._picking = False
        self.picked = path
        self._view.viewport().update()
        self.changed.emit()

    def fragment(self) -> Fragment | None:
        """The picture that is selected, for the clipboard; None for none."""
        block = pictures_at(self._session.issue, self.picked) if self.picked else None
        if block is None:
            return None
        alone = replace(block, pictures=(block.pictures[int(self.picked[-1])],))
        return Fragment((Paragraph(Kind.PICTURES, "", block=alone),))

    # ---- where pictures are

    def on_page(self, index: int) -> Iterator[Shown]:
        """The pictures of a page."""
        counts: dict[Path, int] = {}
        for mark in self._session.document.pages[index].marks:
            if isinstance(mark, ImageMark):
                number = counts[mark.path] = counts.get(mark.path, -1) + 1
                box = QRectF(mark.x, mark.y, mark.width, mark.height)
                yield Shown(picture_path(mark.path, number), index, box)

    def at(self, pixels: QPointF) -> Shown | None:
        """The picture under a point of the viewport."""
        index, x, y = self._view.to_page(pixels)
        return next((shown for shown in self.on_page(index) if shown.box.contains(x, y)), None)

    def _shown(self) -> Shown | None:
        """The picture that is selected, where it is in view."""
        for index in self._view.visible_pages() if self.picked else ():
            for shown in self.on_page(index):
                if shown.at == self.picked:
                    return shown
        return None

    def _pixels(self, shown: Shown) -> QRectF:
        """Its box in pixels of the viewport."""
        box, scale = shown.box, self._view.sheets.scale
        at = self._view.to_pixels(shown.page, box.x(), box.y())
        return QRectF(at.x(), at.y(), box.width() * scale, box.height() * scale)

    def frame(self) -> QRectF | None:
        """The box of the picture that is selected in pixels of the viewport, as large as it is being made;
        None if none is in view."""
        shown = self._shown()
        if shown is None:
            return None
        box = self._pixels(shown)
        if self._dragged is not None:
            box = self._drawn(box)
        return box

    def _drawn(self, box: QRectF) -> QRectF:
        """The box that is being drawn out of another one, its shape kept, from the corner that stays."""
        assert self._dragged is not None
        still, moved = self._dragged
        scale = self._view.sheets.scale
        asked = max(abs(moved.x() - still.x()), abs(moved.y() - still.y()) * box.width() / box.height())
        least, most = (width / _TENTHS * scale for width in (LEAST_WIDTH, GREATEST_WIDTH))
        most = min(most, float(self._session.layout.text_block.width) * scale)
        width = min(max(asked, least), max(most, least))
        height = width * box.height() / box.width()
        left = still.x() - (width if still.x() > box.center().x() else 0.0)
        top = still.y() - (height if still.y() > box.center().y() else 0.0)
        return QRectF(left, top, width, height)

    def _corner_at(self, pixels: QPointF) -> tuple[QPointF, QPointF] | None:
        """The corner opposite to the one under a point, and that one; None if there is none."""
        shown = self._shown()
        box = None if shown is None else self._pixels(shown)
        for corner, still in _opposite(box) if box is not None else ():
            reach = _CORNER / 2 + _REACH
            if abs(corner.x() - pixels.x()) <= reach and abs(corner.y() - pixels.y()) <= reach:
                return still, corner
        return None

    def shape_at(self, pixels: QPointF) -> Qt.CursorShape | None:
        """What the pointer says of a corner or of a picture; None of anything else."""
        corner = self._corner_at(pixels)
        if corner is not None:
            falls = (corner[0].x() < corner[1].x()) == (corner[0].y() < corner[1].y())
            return Qt.CursorShape.SizeFDiagCursor if falls else Qt.CursorShape.SizeBDiagCursor
        return Qt.CursorShape.ArrowCursor if self.at(pixels) is not None else None

    # ---- the mouse

    def press(self, pixels: QPointF) -> bool:
        """Takes hold of a corner, or selects a picture; false where there is neither."""
        self._dragged = self._corner_at(pixels)
        if self._dragged is not None:
            return True
        shown = self.at(pixels)
        if shown is None:
            return False
        self.pick(shown.at)
        return True

    def move(self, pixels: QPointF) -> bool:
        """Draws the frame larger or smaller; false while no corner is held."""
        if self._dragged is None:
            return False
        self._dragged = (self._dragged[0], pixels)
        self._view.viewport().update()
        return True

    def release(self) -> bool:
        """Gives out the new width; false while no corner is held."""
        shown = self._shown()
        if self._dragged is None or shown is None:
            self._dragged = None
            return False
        before = self._pixels(shown)
        now = self._drawn(before)
        self._dragged = None
        self._view.viewport().update()
        if abs(now.width() - before.width()) >= 1:
            self.resized.emit(shown.at, round(now.width() / self._view.sheets.scale * _TENTHS))
        return True

    def cancel(self) -> bool:
        """Lets go of the corner, else of the picture; false while there is neither."""
        if self._dragged is not None:
            self._dragged = None
            self._view.viewport().update()
            return True
        held = bool(self.picked)
        self.drop()
        return held

    # ---- painting

    def paint(self, painter: QPainter) -> None:
        """The frame and its corners, the painter's origin at the viewport's."""
        box = self.frame()
        if box is None:
            return
        painter.save()
        painter.setPen(QPen(_FRAME, 1.5))
        painter.drawRect(box)
        painter.setBrush(_PAPER)
        half = _CORNER / 2
        for corner, _ in _opposite(box):
            painter.drawRect(QRectF(corner.x() - half, corner.y() - half, _CORNER, _CORNER))
        painter.restore()


def _opposite(box: QRectF) -> Iterator[tuple[QPointF, QPointF]]:
    """The corners of a box, each with the one that stays while it is dragged."""
    yield box.topLeft(), box.bottomRight()
    yield box.topRight(), box.bottomLeft()
    yield box.bottomLeft(), box.topRight()
    yield box.bottomRight(), box.topLeft()
