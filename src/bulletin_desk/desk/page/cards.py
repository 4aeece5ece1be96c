"""The remarks beside the pages: a card for each at its line, joined to it by a thin line; where there is no
room beside the sheet, a small sign at the line, which shows the card when it is clicked. Gives out what the
clerk wants done; changes nothing but the caret."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt, Signal, SignalInstance
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPalette, QPen

from bulletin_desk.bulletin.grammar import node_at
from bulletin_desk.bulletin.model import Issue, Path, Remark
from bulletin_desk.bulletin.remarks import key, ranges_of
from bulletin_desk.desk.page.card_texts import PADDING, CardText, Colours
from bulletin_desk.desk.page.margin import Standing, Wanted, arranged
from bulletin_desk.desk.page.overlays import Overlays
from bulletin_desk.desk.page.view import PageView
from bulletin_desk.desk.session import Session
from bulletin_desk.editing.document import Change
from bulletin_desk.editing.remarks import is_at, remark_here
from bulletin_desk.pages.model import Page, PlacedLine

LEAST_WIDTH, MOST_WIDTH = 150, 260
"""Pixels of a card: where there is less room beside the sheet, signs stand at the lines."""
_APART = 14
"""Pixels between sheet and card."""
_EDGE = 8
"""Pixels between the card and the view's edge."""
_SIGN = QRectF(0, 0, 15, 13)
_FLOATING = 240
"""Pixels of the width of a card that lies over the sheet."""
_AMBER = QColor(217, 146, 32)
_LINK = QColor(40, 112, 214)
_PALE = QColor(176, 181, 188)
_RADIUS = 4.0
_MOST_PAGES = 50


class Draft(NamedTuple):
    """What is being written: the number `which` of what is said in remark `at`, either of which may not be
    there yet; the `remark` as it is while it isn't; `room` in pixels for the field."""

    at: int
    which: int
    remark: Remark
    room: int


class Anchor(NamedTuple):
    """Where a remark stands on a page, in points: the line's top and height, and its right end."""

    at: int
    top: float
    height: float
    right: float


class Card(NamedTuple):
    """A card as it stands, in pixels of the viewport."""

    at: int
    box: QRect
    standing: Standing
    text: CardText
    anchor: Anchor
    page: int


class Cards(QObject):
    """`chosen` gives out the number of a remark that was clicked; the other signals what is to be done with
    the one that is open."""

    chosen = Signal(int)
    answer_wanted = Signal(int)
    settle_wanted = Signal(int)
    edit_wanted = Signal(int)
    remove_wanted = Signal(int)
    moved = Signal()
    """The cards may stand elsewhere."""

    def __init__(self, session: Session, view: PageView, overlays: Overlays) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._overlays = overlays
        self.shown = True
        """Whether remarks are seen on the pages at all."""
        self.settled_shown = True
        self.open: int | None = None
        """The number of the remark whose card is open."""
        self.here: int | None = None
        """The number of the one that the caret stands in."""
        self._hovered: int | None = None
        self.draft: Draft | None = None
        self.author = ""
        """Whose words may be worded otherwise."""
        self._texts: dict[tuple[object, ...], CardText] = {}
        self._anchored: dict[int, tuple[Page, dict[Path, list[tuple[int, int]]], list[Anchor]]] = {}
        """Where remarks stand on pages, by their indices, as they were looked for last."""
        self._arranged: dict[int, tuple[list[Wanted], list[Standing], int]] = {}
        self._seen: object = None
        """What the cards were painted of last."""
        session.changed.connect(self._changed)
        session.replaced.connect(self._replaced)
        self._tint()

    # ---- what there is

    def remarks(self) -> tuple[Remark, ...]:
        """Those of the issue, with what is being written and not there yet."""
        remarks, draft = self._session.issue.remarks, self.draft
        if draft is None:
            return remarks
        if draft.at >= len(remarks):
            return (*remarks, draft.remark)
        remark = remarks[draft.at]
        if draft.which < len(remark.said):
            return remarks
        remark = replace(remark, said=(*remark.said, draft.remark.said[-1]))
        return (*remarks[: draft.at], remark, *remarks[draft.at + 1 :])

    def visible(self) -> Iterator[tuple[int, Remark]]:
        """Those that are seen, by their numbers: the one that is open or being written always is."""
        for at, remark in enumerate(self.remarks()):
            if self._is_special(at) or (self.shown and (self.settled_shown or not remark.settled)):
                yield at, remark

    def _is_special(self, at: int) -> bool:
        return at == self.open or (self.draft is not None and self.draft.at == at)

    def _replaced(self) -> None:
        self.open = self.here = self._hovered = self.draft = None
        self._texts.clear()
        self._anchored.clear()
        self._arranged.clear()
        self.refresh()

    def _changed(self, change: Change) -> None:
        remarks = self._session.issue.remarks
        if not remarks and self.draft is None and self._seen is None:
            return
        if self.open is not None and self.draft is None:
            gone = self.open >= len(remarks)
            if gone or (change.selection and not self._caret_in(remarks[self.open])):
                self.open = None
        self.refresh()

    def _caret_in(self, remark: Remark) -> bool:
        return is_at(remark, self._session.document.selection.head.place)

    def show(self, at: int | None) -> None:
        """Opens the card of a remark; None closes it."""
        if at != self.open:
            self.open = at
            self.refresh()

    def write(self, draft: Draft | None) -> None:
        """Keeps room for what is being written; None for nothing more."""
        self.draft = draft
        self.open = None if draft is None else draft.at
        self.refresh()

    def cancel(self) -> bool:
        """Closes the card that is open; false where none is."""
        held = self.open is not None
        self.show(None)
        return held

    def refresh(self) -> None:
        """Everything as it is now; repaints what differs."""
        there = next(self.visible(), None) is not None
        place = self._session.document.selection.head.place
        self.here = remark_here(self._session.issue, place) if there else None
        self._view.set_beside("remarks", there)
        tinted = self._tint()
        seen = self._state() if there else None
        if tinted or seen != self._seen:
            self._seen = seen
            self._view.viewport().update()
        self.moved.emit()

    def _state(self) -> object:
        """What the cards in view are made of."""
        anchors = [(index, self.anchors(index)) for index in self._view.visible_pages()]
        return anchors, self.remarks(), self.open, self.here, self.draft, self._session.today()

    def _tint(self) -> bool:
        """Marks the words on the pages; whether anything looks otherwise now."""
        open_spans: dict[Path, list[tuple[int, int]]] = {}
        settled: dict[Path, list[tuple[int, int]]] = {}
        active: dict[Path, list[tuple[int, int]]] = {}
        issue, preedit = self._session.issue, self._session.document.preedit
        for at, remark in self.visible():
            spans = active if at in (self.open, self.here) else settled if remark.settled else open_spans
            for path, start, end in ranges_of(issue, remark):
                if preedit is not None and preedit.path == path:
                    start += len(preedit.text) if start > preedit.start else 0
                    end += len(preedit.text) if end > preedit.start else 0
                if start < end:
                    spans.setdefault(path, []).append((start, end))
        return self._overlays.set_remarks(open_spans, settled, active)

    # ---- where they are

    def anchors(self, index: int) -> list[Anchor]:
        """Those on a page, from top to bottom."""
        wanted: dict[Path, list[tuple[int, int]]] = {}
        for at, remark in self.visible():
            wanted.setdefault(remark.start.path, []).append((at, remark.start.offset))
        pages = self._session.document.pages
        if not wanted or index >= len(pages):
            return []
        issue, page = self._session.issue, pages[index]
        known = self._anchored.get(index)
        if known is not None and known[0] is page and known[1] == wanted:
            return known[2]
        found: dict[int, Anchor] = {}
        for placed in page.lines:
            for at, offset in wanted.get(placed.path, ()):
                if at not in found and _holds(issue, placed, offset):
                    right = placed.x + placed.line.edges[-1]
                    found[at] = Anchor(at, placed.top, placed.height, right)
        remarks = self.remarks()
        anchors = sorted(found.values(), key=lambda each: (each.top, key(remarks[each.at].start), each.at))
        if len(self._anchored) > _MOST_PAGES:
            self._anchored.clear()
        self._anchored[index] = page, wanted, anchors
        return anchors

    @property
    def beside(self) -> bool:
        """Whether the cards stand beside the sheets; else signs stand at the lines."""
        return not self._view.two_pages and self._room() >= LEAST_WIDTH

    def _room(self) -> int:
        """Pixels for a card at the right of the sheets."""
        right = self._view.page_rect(0).right()
        return self._view.viewport().width() - right - _APART - _EDGE

    def cards(self, index: int) -> list[Card]:
        """The cards beside a page, as they stand; of signs, the card that is open."""
        anchors = self.anchors(index)
        sheet, scale = self._view.page_rect(index), self._view.sheets.scale
        remarks = self.remarks()
        if not self.beside:
            return [
                self._floating(anchor, remarks[anchor.at], index)
                for anchor in anchors
                if anchor.at == self.open
            ]
        width = min(self._room(), MOST_WIDTH)
        texts = [self._text(remarks[each.at], each.at, width) for each in anchors]
        wanted = [
            Wanted(
                anchor.top * scale,
                text.height + (self._bar_height() if self._has_bar(anchor.at) else 0),
                text.folded,
                anchor.at == self.open,
            )
            for anchor, text in zip(anchors, texts, strict=True)
        ]
        left = sheet.right() + 1 + _APART
        known = self._arranged.get(index)
        if known is None or known[0] != wanted or known[2] != sheet.height():
            known = self._arranged[index] = wanted, arranged(wanted, 0, sheet.height()), sheet.height()
        return [
            Card(
                each.at,
                QRect(left, sheet.top() + stand.top, width, stand.height),
                stand,
                text,
                each,
                index,
            )
            for each, text, stand in zip(anchors, texts, known[1], strict=True)
        ]

    def _floating(self, anchor: Anchor, remark: Remark, index: int) -> Card:
        """A card over the sheet, under its line; over it where there is no room below."""
        view = self._view.viewport()
        width = min(_FLOATING, view.width() - 2 * _EDGE)
        text = self._text(remark, anchor.at, width)
        height = text.height + (self._bar_height() if self._has_bar(anchor.at) else 0)
        sign = self._sign_box(anchor, index)
        left = min(round(sign.right()) - width, view.width() - width - _EDGE)
        top = round(sign.bottom()) + 4
        if top + height > view.height() and round(sign.top()) - 4 - height >= 0:
            top = round(sign.top()) - 4 - height
        standing = Standing(top, height, folded=False)
        return Card(anchor.at, QRect(max(left, _EDGE), top, width, height), standing, text, anchor, index)

    def _has_bar(self, at: int) -> bool:
        return at == self.open and self.draft is None

    def _bar_height(self) -> int:
        return QFontMetrics(self._font()).lineSpacing() + PADDING

    def _font(self) -> QFont:
        return self._view.font()

    def _text(self, remark: Remark, at: int, width: int) -> CardText:
        draft = self.draft if self.draft is not None and self.draft.at == at else None
        writing, room = (-1, 0) if draft is None else (draft.which, draft.room)
        today = self._session.today()
        ask = (remark.said, remark.settled, width, at == self.open, writing, room, today, self._font().key())
        if ask not in self._texts:
            if len(self._texts) > 500:
                self._texts.clear()
            self._texts[ask] = CardText(
                remark, width, self._font(), today, open_=at == self.open, writing=writing, room=room
            )
        return self._texts[ask]

    def _sign_box(self, anchor: Anchor, index: int) -> QRectF:
        """The sign at a line, in pixels of the viewport: in the sheet's right margin."""
        sheet = self._view.page_rect(index)
        at = self._view.to_pixels(index, 0, anchor.top + anchor.height / 2)
        right = min(sheet.right(), self._view.viewport().width())
        return _SIGN.translated(right - _SIGN.width() - 6, at.y() - _SIGN.height() / 2)

    def all_cards(self) -> Iterator[Card]:
        """Those of all pages in view."""
        for index in self._view.visible_pages():
            yield from self.cards(index)

    def _signs(self) -> Iterator[tuple[int, QRectF]]:
        if self.beside:
            return
        for index in self._view.visible_pages():
            for anchor in self.anchors(index):
                yield anchor.at, self._sign_box(anchor, index)

    def writing_box(self) -> QRect | None:
        """Where the field of what is being written stands, in pixels of the viewport; None where its card is
        not in view."""
        draft = self.draft
        for card in self.all_cards() if draft is not None else ():
            if draft is not None and card.at == draft.at and card.text.room_top >= 0:
                top = card.box.top() + card.text.room_top
                return QRect(card.box.left() + PADDING, top, card.box.width() - 2 * PADDING, draft.room)
        return None

    # ---- the mouse

    def card_at(self, pixels: QPointF) -> Card | None:
        """The card under a point of the viewport."""
        if self._seen is None:
            return None
        return next((card for card in self.all_cards() if card.box.contains(pixels.toPoint())), None)

    def at(self, pixels: QPointF) -> int | None:
        """The number of the remark whose card or sign is under a point of the viewport."""
        card = self.card_at(pixels)
        if card is not None:
            return card.at
        return next(iter(self._signs_at(pixels)), None) if self._seen is not None else None

    def _signs_at(self, pixels: QPointF) -> list[int]:
        return [at for at, box in self._signs() if box.adjusted(-3, -3, 3, 3).contains(pixels)]

    def press(self, pixels: QPointF, *, open_: bool = False) -> bool:
        """Opens a card, or does what its words say, unless it is only to be opened; false where there is
        none."""
        if self._seen is None:
            return False
        card = self.card_at(pixels)
        if card is not None:
            for wanted, box, _ in self._actions(card) if self._has_bar(card.at) and not open_ else ():
                if box.contains(pixels):
                    wanted.emit(card.at)
                    return True
            self.chosen.emit(card.at)
            return True
        here = self._signs_at(pixels)
        if not here:
            return False
        after = here[(here.index(self.open) + 1) % len(here)] if self.open in here else here[0]
        self.chosen.emit(after)
        return True

    def press_twice(self, pixels: QPointF) -> bool:
        """As a press: no word of the page lies under a card."""
        return self.at(pixels) is not None

    def point(self, pixels: QPointF) -> bool:
        """The pointer is over a card or a sign, or no more: what is pointed at shows where it belongs."""
        at = self.at(pixels)
        if at != self._hovered:
            self._hovered = at
            self._view.viewport().update()
        return at is not None

    def tip_at(self, pixels: QPointF) -> str:
        """What a sign, or a card that is folded, has to say."""
        card, at = self.card_at(pixels), self.at(pixels)
        if at is None or (card is not None and not card.standing.folded):
            return ""
        said = self.remarks()[at].said
        return "\n".join(f"{each.who}：{each.text}" if each.who else each.text for each in said)[:600]

    # ---- painting

    def paint(self, painter: QPainter, exposed: QRect) -> None:
        """Cards, lines and signs, the painter's origin at the viewport's."""
        if self._seen is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, box in self._signs():
            if box.toAlignedRect().adjusted(-2, -2, 2, 2).intersects(exposed):
                self._paint_sign(painter, box, at)
        cards = list(self.all_cards())
        if self.beside:
            for card in sorted(cards, key=lambda each: each.at in (self.open, self.here, self._hovered)):
                self._paint_line(painter, card)
        for card in cards:
            if card.box.adjusted(-3, -3, 3, 4).intersects(exposed):
                self._paint_card(painter, card)
        painter.restore()

    def _strong(self, at: int) -> bool:
        return at in (self.open, self.here, self._hovered)

    def _paint_sign(self, painter: QPainter, box: QRectF, at: int) -> None:
        remark = self.remarks()[at]
        colour = _PALE if remark.settled else _AMBER
        path = QPainterPath()
        bubble = box.adjusted(0.5, 0.5, -0.5, -3.5)
        path.addRoundedRect(bubble, 2.5, 2.5)
        tail = QPainterPath(QPointF(bubble.left() + 3, bubble.bottom()))
        tail.lineTo(bubble.left() + 3, bubble.bottom() + 3)
        tail.lineTo(bubble.left() + 7, bubble.bottom())
        tail.closeSubpath()
        painter.setPen(QPen(colour, 1.2))
        painter.setBrush(colour if self._strong(at) else QColor(255, 255, 255))
        painter.drawPath(path.united(tail))

    def _paint_line(self, painter: QPainter, card: Card) -> None:
        """From the words' line to the card."""
        strong = self._strong(card.at)
        settled = card.text.remark.settled
        pen = QPen(_PALE if settled or not strong else _AMBER, 1.2 if strong else 1.0)
        painter.setPen(pen)
        sheet, scale = self._view.page_rect(card.page), self._view.sheets.scale
        y = sheet.top() + (card.anchor.top + card.anchor.height) * scale - 1.5
        start = sheet.left() + card.anchor.right * scale + 2 if strong else sheet.right() - 10.0
        edge = QPointF(sheet.right() + 1, y)
        to = QPointF(card.box.left(), card.box.top() + min(card.box.height() / 2, 12.0))
        painter.drawPolyline([QPointF(min(start, edge.x()), y), edge, to])

    def _paint_card(self, painter: QPainter, card: Card) -> None:
        palette, settled = self._view.palette(), card.text.remark.settled
        base = palette.color(QPalette.ColorRole.Base)
        ink = palette.color(QPalette.ColorRole.Text)
        faint = _mixed(ink, base, 0.42)
        strong = self._strong(card.at)
        box = QRectF(card.box).adjusted(0.5, 0.5, -0.5, -0.5)
        if not self.beside:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(0, 0, 0, 28))
            painter.drawRoundedRect(box.adjusted(-1, 0, 2, 3), _RADIUS + 1, _RADIUS + 1)
        border = _AMBER if strong and not settled else _mixed(ink, base, 0.8)
        painter.setPen(QPen(border, 1.0))
        painter.setBrush(_mixed(base, palette.color(QPalette.ColorRole.Window), 0.4) if settled else base)
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        if not settled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_AMBER if strong else _mixed(_AMBER, base, 0.55))
            painter.drawRoundedRect(QRectF(box.left(), box.top() + 4, 2.5, box.height() - 8), 1.2, 1.2)
        colours = Colours(ink, faint)
        if card.standing.folded:
            card.text.paint_folded(painter, box, colours)
            return
        card.text.paint(painter, QPointF(card.box.topLeft()), colours)
        if self._has_bar(card.at):
            painter.setFont(self._font())
            painter.setPen(_mixed(_LINK, ink, 0.15))
            for _, where, words in self._actions(card):
                painter.drawText(where, Qt.AlignmentFlag.AlignCenter, words)

    def _actions(self, card: Card) -> Iterator[tuple[SignalInstance, QRectF, str]]:
        """What can be done with a card that is open: what says so, where its words stand, and these."""
        metrics = QFontMetrics(self._font())
        settled = card.text.remark.settled
        own = any(said.who == self.author for said in card.text.remark.said)
        words = ("回复", "重新打开" if settled else "办好了", "改" if own else "", "删除")
        x = card.box.left() + PADDING - 4.0
        top = card.box.bottom() - self._bar_height() - 2.0
        wanted = (self.answer_wanted, self.settle_wanted, self.edit_wanted, self.remove_wanted)
        for signal, said in zip(wanted, words, strict=True):
            if not said:
                continue
            width = metrics.horizontalAdvance(said) + 12.0
            yield signal, QRectF(x, top, width, self._bar_height()), said
            x += width


def _holds(issue: Issue, placed: PlacedLine, offset: int) -> bool:
    """Whether a place stands in this line, and not in the next one of its text."""
    line = placed.line
    if len(line.edges) <= 1 and line.start == line.end and line.start:
        return False
    if line.start <= offset < line.end:
        return True
    if offset != line.end:
        return False
    node = node_at(issue, placed.path)
    return node is None or offset >= len(node.text)


def _mixed(one: QColor, other: QColor, share: float) -> QColor:
    """A colour, with a share of another."""
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
    )
