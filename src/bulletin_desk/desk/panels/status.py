"""The status line: what the last edit did, how an export gets on, page, characters, room left, zoom.
Decides nothing."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QSlider, QStatusBar, QToolButton, QWidget

from bulletin_desk.desk.parts.notice import Until
from bulletin_desk.desk.parts.plain import Label, tip
from bulletin_desk.desk.parts.zoom import LEAST_ZOOM, MOST_ZOOM

_HINT_TIME = 5000
"""Milliseconds."""


class StatusLine(QStatusBar):
    """`page_clicked` asks for another page, `zoom_set` for a zoom, `export_cancelled` to stop an export."""

    page_clicked = Signal()
    zoom_set = Signal(float)
    zoom_stepped = Signal(int)
    export_cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._until = Until(0)
        self.last_edit = Label(parent=self)
        self.last_edit.setContentsMargins(8, 0, 8, 0)
        self.addWidget(self.last_edit, 1)
        self.progress = QProgressBar(self)
        self.progress.setMaximumWidth(180)
        self.progress.setMaximumHeight(16)
        self.cancel = QPushButton("停止输出", self)
        self.cancel.clicked.connect(self.export_cancelled)
        for passing in (self.progress, self.cancel):
            self.addPermanentWidget(passing)
            passing.hide()
        self.unapproved = Label(parent=self)
        self.unapproved.setToolTip(tip("状态还不是“已审”的稿件；在目录里选中稿件，按 3 记为已审"))
        self.unapproved.hide()
        self.room = Label(parent=self)
        self.characters = Label(parent=self)
        self.page = QToolButton(self)
        self.page.setAutoRaise(True)
        self.page.setToolTip("跳到第几面（Ctrl+G）")
        self.page.clicked.connect(self.page_clicked)
        self.zoom_out = QToolButton(self)
        self.zoom_out.setText("−")
        self.zoom_in = QToolButton(self)
        self.zoom_in.setText("+")
        for button, step, hint in (
            (self.zoom_out, -1, "缩小（Ctrl+-）"),
            (self.zoom_in, 1, "放大（Ctrl++）"),
        ):
            button.setAutoRaise(True)
            button.setToolTip(tip(hint))
            button.setAccessibleName(hint)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, step=step: self.zoom_stepped.emit(step))
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, 100)
        self.slider.setFixedWidth(110)
        self.slider.setAccessibleName("缩放")
        self.slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.slider.valueChanged.connect(lambda value: self.zoom_set.emit(_zoom_at(value)))
        self.zoom = Label(parent=self)
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.zoom.setContentsMargins(0, 0, 8, 0)
        self.zoom.setMinimumWidth(self.zoom.fontMetrics().horizontalAdvance("400%") + 16)
        for label in (self.unapproved, self.room, self.characters):
            label.setContentsMargins(8, 0, 8, 0)
        everything: tuple[QWidget, ...] = (
            self.unapproved,
            self.room,
            self.characters,
            self.page,
            self.zoom_out,
            self.slider,
            self.zoom_in,
            self.zoom,
        )
        for widget in everything:
            self.addPermanentWidget(widget)

    def hint(self, text: str, until: Until = Until.CLOSED) -> None:
        """A word in passing, gone before its time when it stops being true."""
        self._until = until
        self.showMessage(text, _HINT_TIME)

    def over(self, what: Until) -> None:
        """Something has happened: a word that held only until then goes."""
        if self._until & what:
            self._until = Until(0)
            self.clearMessage()

    def show_page(self, page: int, count: int) -> None:
        """The page in view, from 0."""
        self.page.setText(f"第 {page + 1} 面，共 {count} 面")

    def show_counts(self, characters: int, selected: int, last_page: int, free_lines: int) -> None:
        """字数 of the issue and of what is selected, and the room left."""
        text = f"{characters} 字"
        self.characters.setText(f"选中 {selected} 字，共 {text}" if selected else text)
        if free_lines:
            self.room.setText(f"第 {last_page} 面还剩 {free_lines} 行")
        else:
            self.room.setText(f"第 {last_page} 面排满了")

    def show_unapproved(self, count: int) -> None:
        """How many items are not yet approved; nothing where none is left, or nobody notes states."""
        self.unapproved.setText(f"还有 {count} 篇没审")
        self.unapproved.setVisible(count > 0)

    def show_edit(self, name: str | None, pages_before: int, pages: int) -> None:
        """What the last edit did."""
        more = pages - pages_before
        moved = f"多出 {more} 面" if more > 0 else f"少了 {-more} 面" if more < 0 else ""
        self.last_edit.setText("，".join(part for part in (name, moved) if part))

    def show_zoom(self, zoom: float) -> None:
        """The zoom in per cent."""
        self.zoom.setText(f"{zoom:.0%}")
        with QSignalBlocker(self.slider):
            self.slider.setValue(_value_at(zoom))

    @property
    def busy(self) -> bool:
        """Whether something is going on that can be stopped here."""
        return not self.cancel.isHidden()

    def show_progress(self, done: int, whole: int, what: str = "输出") -> None:
        """How far an export is, or `what` else goes on."""
        self.cancel.setText(f"停止{what}")
        self.progress.setRange(0, whole)
        self.progress.setValue(done)
        self.progress.show()
        self.cancel.show()

    def end_progress(self) -> None:
        """No export is going on."""
        self.progress.hide()
        self.cancel.hide()


def _zoom_at(value: int) -> float:
    """The slider runs evenly in doublings."""
    return float(LEAST_ZOOM * (MOST_ZOOM / LEAST_ZOOM) ** (value / 100))


def _value_at(zoom: float) -> int:
    from math import log

    return round(100 * log(zoom / LEAST_ZOOM) / log(MOST_ZOOM / LEAST_ZOOM))
