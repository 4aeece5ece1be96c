"""What the old issue leaves open, asked by examples: each answer with what it makes of the place where they
differ. Knows no files."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.desk.learning.reading import Asked
from bulletin_desk.desk.page.images import DecodedImages
from bulletin_desk.desk.page.ink import Brush, Inks
from bulletin_desk.desk.parts.plain import Label, in_menu
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.learning.places import Spot
from bulletin_desk.pages.model import Page

_HEIGHT = 56
"""Logical pixels of an example."""
_SCALE = 0.9
"""Pixels per point at most."""
_SHEET = 300
"""Points from which on a place is no line, but the sheet."""
_BESIDE = 8
"""Points beside the text."""
_ABOVE = 14
"""Points of a page that are seen above the line that differs."""
_EDGE = QColor("#9aa0a6")
_NOTHING = "这里空着"
"""Stands in an example in which nothing is seen."""


class Picture(QWidget):
    """A stretch of a page that an answer makes; `clicked` chooses that answer."""

    clicked = Signal()

    def __init__(self, page: Page, spot: Spot, brush: Brush, parent: QWidget) -> None:
        super().__init__(parent)
        self._page = page
        self._spot = spot
        self._brush = brush
        self.setFixedHeight(_HEIGHT)
        self.setMinimumWidth(160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click chooses."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The line that differs, with what stands around it."""
        ratio = self.devicePixelRatioF()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        painter.save()
        painter.setClipRect(self.rect())
        scale, corner = self._seen()
        self._brush.set_scale(scale, ratio)
        painter.translate(-corner * scale)
        part = QRectF(corner.x(), corner.y(), self.width() / scale, self.height() / scale)
        self._brush.page(painter, self._page, part)
        painter.restore()
        if not any(part.top() < line.y < part.bottom() for line in self._page.lines):
            painter.setPen(_EDGE)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _NOTHING)
        painter.setPen(QPen(_EDGE, 1 / ratio))
        painter.drawRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1))
        painter.end()

    def _seen(self) -> tuple[float, QPointF]:
        """The scale, and the page's point that is at the top left."""
        spot, page = self._spot, self._page
        if spot.height > _SHEET:  # the whole sheet: its shape is what differs
            scale = (self.height() - 8) / max(spot.height, page.height)
            return scale, QPointF(-(self.width() / scale - page.width) / 2, -4 / scale)
        begin = min((line.x + line.line.runs[0].xs[0] for line in page.lines if line.line.runs), default=0.0)
        begin = min(begin, spot.left) - _BESIDE  # nearly as much to the right
        scale = min(self.width() / max(page.width - 2 * begin, 1.0), _SCALE)
        return scale, QPointF((page.width - self.width() / scale) / 2, max(spot.top - _ABOVE, 0))


class QuestionsArea(QScrollArea):
    """Room for the questions, no higher than they are."""

    def __init__(self, questions: Questions, parent: QWidget) -> None:
        super().__init__(parent)
        self._questions = questions
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(questions)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """How high they are depends on the width."""
        super().resizeEvent(event)
        self.setMaximumHeight(self._questions.heightForWidth(self.viewport().width()))


class Questions(QWidget):
    """`answered` comes when another answer has been chosen."""

    answered = Signal()

    def __init__(self, asked: Sequence[Asked], faces: Faces, parent: QWidget) -> None:
        super().__init__(parent)
        brush = Brush(faces, Inks(), decoded=DecodedImages())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.groups: list[QButtonGroup] = []
        self.pictures: list[Picture] = []
        for number, one in enumerate(asked):
            if number:
                column.addSpacing(10)
            self._add(column, one, brush, f"{number + 1}. " if len(asked) > 1 else "")
        column.addStretch(1)

    def _add(self, column: QVBoxLayout, one: Asked, brush: Brush, number: str) -> None:
        words = Label(f"{number}{one.question.words}", self)
        words.setWordWrap(True)
        font = words.font()
        font.setBold(True)
        words.setFont(font)
        column.addWidget(words)
        if one.question.why:
            why = Label(one.question.why, self)
            why.setWordWrap(True)
            column.addWidget(why)
        group = QButtonGroup(self)
        for at, answer in enumerate(one.question.answers):
            choice = QRadioButton(in_menu(answer.words), self)
            choice.setAccessibleDescription(one.question.words)
            choice.setChecked(at == 0)
            group.addButton(choice, at)
            column.addWidget(choice)
            page = one.examples[at]
            if one.spot is not None and page is not None:
                picture = Picture(page, one.spot, brush, self)
                picture.clicked.connect(choice.click)
                self.pictures.append(picture)
                column.addWidget(picture)
        group.idToggled.connect(self._toggled)
        self.groups.append(group)

    @property
    def chosen(self) -> tuple[int, ...]:
        """The answer to each question, from 0."""
        return tuple(group.checkedId() for group in self.groups)

    def _toggled(self, _at: int, on: bool) -> None:
        if on:
            self.answered.emit()
