"""What is looked for: words, an office, a section, a span of days. Knows no library."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Date  # noqa: N812

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPalette
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from bulletin_desk.bulletin.fields import day_of
from bulletin_desk.desk.parts.icons import icon
from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.parts.still import keep_still
from bulletin_desk.desk.parts.typed_values import DayValue
from bulletin_desk.library.search import Query

_SOON = 150
"""Milliseconds after the last key before it is looked for."""
_EVERYWHERE = "所有栏目"


class SearchFields(QWidget):
    """`changed` says that something else is looked for, a moment after the last key; `left` that the keys go
    on to what was found."""

    changed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLineEdit(self)
        self.words.setPlaceholderText("在标题和正文里找，几个词用空格隔开")
        self.words.setAccessibleName("找哪些词")
        self.words.setClearButtonEnabled(True)
        self._glass = self.words.addAction(self._icon(), QLineEdit.ActionPosition.LeadingPosition)
        self.office = QLineEdit(self)
        self.office.setPlaceholderText("不限")
        self.office.setAccessibleName("来源单位")
        self.section = QComboBox(self)
        self.section.setAccessibleName("栏目")
        self.section.addItem(_EVERYWHERE)
        self.section.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.section.setMinimumContentsLength(12)
        keep_still(self.section)
        self.since, self.until = DayValue(self), DayValue(self)
        for day, name, empty in ((self.since, "从哪天起", "最早"), (self.until, "到哪天止", "今天")):
            day.setAccessibleName(name)
            day.setPlaceholderText(empty)
        self.clear_all = QPushButton("清除条件", self)
        self.clear_all.setAutoDefault(False)
        self.clear_all.clicked.connect(self.clear)
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(Label("单位", self))
        below.addWidget(self.office, 3)
        below.addSpacing(8)
        below.addWidget(Label("栏目", self))
        below.addWidget(self.section, 2)
        below.addSpacing(8)
        below.addWidget(Label("日期", self))
        below.addWidget(self.since, 2)
        below.addWidget(Label("至", self))
        below.addWidget(self.until, 2)
        below.addWidget(self.clear_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.words)
        column.addLayout(below)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SOON)
        self._timer.timeout.connect(self.changed)
        for field in (self.words, self.office):
            field.textChanged.connect(lambda _text: self._touch())
        self.section.currentIndexChanged.connect(lambda _at: self._touch())
        for day in (self.since, self.until):
            day.changed.connect(lambda _value: self._touch())
        self.clear_all.setEnabled(False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is looked for."""
        return self.query() == Query()

    def query(self, name: str | None = None, since: Date | None = None, until: Date | None = None) -> Query:
        """What is looked for in the bulletins called so (None: all) between these days."""
        own = day_of(self.since.value()), day_of(self.until.value())
        return Query(
            words=tuple(dict.fromkeys(self.words.text().split())),
            office=self.office.text().strip(),
            section=self.section.currentData() or "",
            since=max(filter(None, (since, own[0])), default=None),
            until=min(filter(None, (until, own[1])), default=None),
            name=name,
        )

    def offer_sections(self, names: Sequence[str]) -> None:
        """The sections that there are; the one that was chosen stays."""
        chosen = self.section.currentData()
        with QSignalBlocker(self.section):
            self.section.clear()
            self.section.addItem(_EVERYWHERE)
            for name in names:
                self.section.addItem(name, name)
            if chosen and chosen not in names:
                self.section.addItem(chosen, chosen)
            self.section.setCurrentIndex(max(self.section.findData(chosen), 0) if chosen else 0)

    def clear(self) -> None:
        """Nothing is looked for any more."""
        self.words.clear()
        self.office.clear()
        self.section.setCurrentIndex(0)
        for day in (self.since, self.until):
            day.setValue("")
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        self.look_now()

    def look_now(self) -> None:
        """Does not wait for a further key."""
        self._timer.stop()
        self.changed.emit()

    def _touch(self) -> None:
        self.clear_all.setEnabled(not self.is_empty)
        self._timer.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter looks at once, and goes on to what was found, as ↓ does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            if self._timer.isActive():
                self.look_now()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def recolour(self) -> None:
        """The glass and the calendars follow light and dark."""
        self._glass.setIcon(self._icon())
        for day in (self.since, self.until):
            day.recolour()

    def _icon(self) -> QIcon:
        return icon("find", self.palette().color(QPalette.ColorRole.PlaceholderText))
