"""The list of layouts to choose from, each with a picture of a first page. Knows no open issue."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QIcon, QPixmap, QShowEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from bulletin_desk.bulletin.model import Issue, LayoutText
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.parts.plain import tip
from bulletin_desk.desk.starting.pictures import Pictures
from bulletin_desk.errors import InvalidLayoutError
from bulletin_desk.layouts.choices import LayoutChoice, choice_from

_HEIGHT = 132
"""Logical pixels of a picture."""
_PAUSE = 400
"""Milliseconds without a key after which the pictures are painted anew."""


class LayoutList(QWidget):
    """Shows `choices`, and takes further ones from files that the clerk points out."""

    def __init__(self, pictures: Pictures, choices: Sequence[LayoutChoice], parent: QWidget) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._choices: list[LayoutChoice] = []
        self._issue: Issue | None = None
        self.list = QListWidget(self)
        self.list.setAccessibleName("版式")
        self.list.setIconSize(QSize(_HEIGHT, _HEIGHT))
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumSize(330, 2 * _HEIGHT + 24)
        self.other = QPushButton("别的版式文件…", self)
        self.other.setAutoDefault(False)
        self.other.clicked.connect(self._ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        column.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.paint)
        for choice in choices:
            self._add(choice)
        self.list.setCurrentRow(0)

    def _add(self, choice: LayoutChoice) -> int:
        """The row of a choice; the one that it had if it is there."""
        for at, known in enumerate(self._choices):
            if known.carried == choice.carried:
                return at
        self._choices.append(choice)
        blank = QPixmap(round(_HEIGHT * 0.7), _HEIGHT)
        blank.fill(Qt.GlobalColor.white)
        row = QListWidgetItem(_untinted(blank), f"{choice.title}\n{choice.description}".strip())
        row.setToolTip(tip(choice.description or choice.title))
        self.list.addItem(row)
        return len(self._choices) - 1

    @property
    def chosen(self) -> LayoutChoice:
        """The layout that is chosen."""
        return self._choices[max(self.list.currentRow(), 0)]

    def choose(self, carried: LayoutText) -> None:
        """Chooses the layout that a bulletin carries, if it is there."""
        for at, choice in enumerate(self._choices):
            if choice.carried == carried:
                self.list.setCurrentRow(at)

    def show_issue(self, issue: Issue) -> None:
        """Whose first page the pictures show, after a pause."""
        if issue != self._issue:
            self._issue = issue
            if self.isVisible():
                self._timer.start(_PAUSE)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Pictures are painted when they are first seen, after the dialog is there."""
        super().showEvent(event)
        self._timer.start(0)

    def paint(self) -> None:
        """Paints the pictures now."""
        self._timer.stop()
        if self._issue is None:
            return
        for at, choice in enumerate(self._choices):
            picture = self._pictures.paint(self._issue, choice.carried, _HEIGHT, self.devicePixelRatioF())
            self.list.item(at).setIcon(_untinted(picture))

    def _ask(self) -> None:
        file = asking.ask_layout(self)
        if file is not None:
            self.take(file)

    def take(self, file: Path) -> None:
        """Chooses the layout in a file; a sentence says why it can't be used."""
        try:
            choice = choice_from(file)
        except InvalidLayoutError as error:
            asking.tell(self, str(error))
            return
        self.list.setCurrentRow(self._add(choice))
        self.list.setFocus()
        self.paint()


def _untinted(picture: QPixmap) -> QIcon:
    """An icon that shows its colours in a row that is selected too."""
    icon = QIcon(picture)
    icon.addPixmap(picture, QIcon.Mode.Selected)
    return icon
