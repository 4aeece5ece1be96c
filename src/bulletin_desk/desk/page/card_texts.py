"""What stands on the card of a remark, line by line, as wide as the card is. Knows not where the card is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Date  # noqa: N812
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextLayout, QTextOption

from bulletin_desk.bulletin.model import Remark, Said
from bulletin_desk.desk.parts.moments import said_when

PADDING = 8
"""Pixels around what stands on a card."""
_BETWEEN = 6
"""Pixels between what one and what another said."""
_MOST_LINES = 4
"""Lines of what was said on a card that is not open."""
_MOST_SHOWN = 2000
"""Characters of a text that are laid out: an open card is no place for more."""


class Colours(NamedTuple):
    """Of a card's words, and of what is said beside them."""

    text: QColor
    faint: QColor


class _Part(NamedTuple):
    """What one said: the line with name and time, and the words; without lines where something is being
    written in their place."""

    said: Said
    lines: Sequence[str]
    top: int
    height: int


class CardText:
    """The words of a remark on a card `width` pixels wide; `writing` is the number of what is being written,
    for which so many pixels are kept, `room`."""

    def __init__(
        self, remark: Remark, width: int, font: QFont, today: Date, *, open_: bool, writing: int, room: int
    ) -> None:
        self.remark = remark
        self._today = today
        self._font = font
        self._bold = QFont(font)
        self._bold.setBold(True)
        self._metrics = QFontMetrics(font)
        self._inner = width - 2 * PADDING
        self._parts: list[_Part] = []
        self.room_top = -1
        """Where the room begins for what is being written, from the card's top; -1 where nothing is."""
        y = PADDING
        line = self._metrics.lineSpacing()
        for number, said in enumerate(remark.said):
            if number:
                y += _BETWEEN
            if number == writing:
                self.room_top = y
                self._parts.append(_Part(said, (), y, room))
                y += room
                continue
            lines = _wrapped(said.text, self._inner, font, 1000 if open_ else _MOST_LINES)
            height = line * (1 + len(lines))
            self._parts.append(_Part(said, lines, y, height))
            y += height
        self.height = y + PADDING
        self.folded = line + PADDING

    def paint(self, painter: QPainter, corner: QPointF, colours: Colours) -> None:
        """All of it, the card's corner given."""
        line = self._metrics.lineSpacing()
        left = corner.x() + PADDING
        for part in self._parts:
            if part.height and not part.lines and part.top == self.room_top:
                continue
            top = corner.y() + part.top
            when = said_when(part.said.when, self._today)
            if self.remark.settled and part is self._parts[0]:
                when = f"{when} 已办".strip()
            taken = self._metrics.horizontalAdvance(when)
            box = QRectF(left, top, self._inner, line)
            painter.setFont(self._font)
            painter.setPen(colours.faint)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, when)
            painter.setFont(self._bold)
            painter.setPen(colours.text if not self.remark.settled else colours.faint)
            name = QFontMetrics(self._bold).elidedText(
                part.said.who or "（没有名字）", Qt.TextElideMode.ElideRight, max(self._inner - taken - 8, 20)
            )
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
            painter.setFont(self._font)
            for number, words in enumerate(part.lines, 1):
                painter.drawText(
                    QRectF(left, top + line * number, self._inner + 4, line),
                    Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine,
                    words,
                )

    def paint_folded(self, painter: QPainter, box: QRectF, colours: Colours) -> None:
        """In one line: who, and how it begins."""
        said = self.remark.said
        answers = f"　{len(said) - 1} 条回复" if len(said) > 1 else ""
        text = " ".join(said[0].text.split())[:200]
        room = int(box.width()) - 2 * PADDING
        words = f"{said[0].who}：{text}" if said[0].who else text
        taken = self._metrics.horizontalAdvance(answers)
        words = self._metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(room - taken, 20))
        painter.setFont(self._font)
        painter.setPen(colours.faint if self.remark.settled else colours.text)
        inside = box.adjusted(PADDING, 0, -PADDING, 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.setPen(colours.faint)
        painter.drawText(inside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, answers)


def _wrapped(text: str, width: int, font: QFont, most: int) -> list[str]:
    """A text in lines so wide, no more than so many: the last ends in dots where there is more."""
    lines: list[str] = []
    metrics = QFontMetrics(font)
    more = len(text) > _MOST_SHOWN
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    for paragraph in text[:_MOST_SHOWN].split("\n"):
        layout = QTextLayout(paragraph, font)
        layout.setTextOption(option)
        layout.beginLayout()
        data = paragraph.encode("utf-16-le")
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            start, length = line.textStart(), line.textLength()
            lines.append(data[2 * start : 2 * (start + length)].decode("utf-16-le", "replace").rstrip())
            if len(lines) > most:
                break
        layout.endLayout()
        if len(lines) > most:
            break
    if len(lines) > most or more:
        lines = lines[:most]
        lines[-1] = metrics.elidedText(f"{lines[-1]}……", Qt.TextElideMode.ElideRight, width)
        if not lines[-1].endswith("…"):
            lines[-1] = f"{lines[-1][:-1]}…"
    return lines
