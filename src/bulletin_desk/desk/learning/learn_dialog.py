"""照着旧的一期新建: the dialog in which the files are chosen, read, and what came of them is looked at. Opens
and writes nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.desk.learning.choosing import Choosing
from bulletin_desk.desk.learning.looking import Looking
from bulletin_desk.desk.learning.reading import Came, Learn, Reader
from bulletin_desk.desk.parts.dropping import Dropping
from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout

_SMALL, _LARGE = (620, 330), (1560, 940)
_MARGIN = 24
"""Logical pixels that a screen keeps around the dialog."""


class Agreed(NamedTuple):
    """What the clerk wants: the office under a `name` (empty: it is not to be remembered), in a layout, and
    the old issue itself, or an empty one that follows it."""

    came: Came
    layout: Layout
    name: str
    follows: bool


class LearnDialog(QDialog):
    """`take` does what the clerk has agreed to, over this dialog; what it does not do, the dialog stays for.
    `work` learns; `named` and `fit` as in `Looking`; `files` are chosen to begin with."""

    def __init__(
        self,
        faces: Faces,
        take: Callable[[Agreed, QWidget], bool],
        *,
        work: Learn,
        folder: Path,
        files: Sequence[Path] = (),
        named: Callable[[], Sequence[str]] = tuple,
        fit: Callable[[str], str] = str.strip,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("照着旧的一期新建")
        self._faces = faces
        self._take = take
        self._named = named
        self._fit = fit
        self._learn = work
        self._reader: Reader | None = None
        self.looking: Looking | None = None
        self.choosing = Choosing(self)
        self.choosing.folder = folder
        self.doing = Label(parent=self)
        self.doing.setWordWrap(True)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("进度")
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.choosing)
        self.reading = self._reading_page()
        self.pages.addWidget(self.reading)
        self._make_buttons()
        column = QVBoxLayout(self)
        column.addWidget(self.pages, 1)
        column.addWidget(self.buttons)
        self.dropping = Dropping(self)
        self.setAcceptDrops(True)
        self.dropping.came.connect(self._dropped)
        self.choosing.changed.connect(self._show_state)
        self.choosing.take(files)
        self._show_state()
        self.resize(*_SMALL)
        (self.read if files else self.choosing.choose).setFocus()

    def _reading_page(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addStretch(1)
        column.addWidget(self.doing)
        column.addWidget(self.bar)
        column.addStretch(2)
        return page

    def _make_buttons(self) -> None:
        role = QDialogButtonBox.ButtonRole
        self.buttons = QDialogButtonBox(self)
        self.read = self.buttons.addButton("开始(&R)", role.AcceptRole)
        self.stop = self.buttons.addButton("停下", role.ActionRole)
        self.others = self.buttons.addButton("换文件(&F)…", role.ResetRole)
        self.old = self.buttons.addButton("打开这一期(&O)", role.ActionRole)
        self.next = self.buttons.addButton("空的下一期(&N)", role.AcceptRole)
        self.cancel = self.buttons.addButton("取消", role.RejectRole)
        self.old.setToolTip("旧的一期的稿子都在里面，按认出来的版式排")
        self.next.setToolTip("期号接着往下数，稿件空着，报头、栏目和版记照旧")
        self.stop.setAutoDefault(False)  # who holds Enter down has begun, and stops nothing
        self.read.clicked.connect(self.begin)
        self.stop.clicked.connect(self.halt)
        self.others.clicked.connect(self._choose_again)
        self.old.clicked.connect(self._open_it)
        self.next.clicked.connect(self._begin_next)
        self.cancel.clicked.connect(self.reject)

    # ---- what is there to be done

    def _show_state(self) -> None:
        """The buttons that are for what is seen; Enter is for the likeliest."""
        at = self.pages.currentWidget()
        choosing, reading = at is self.choosing, at is self.reading
        shown: tuple[QPushButton, ...] = (self.old, self.next, self.others)
        if choosing:
            shown = (self.read,)
        elif reading:
            shown = (self.stop,)
        for button in (self.read, self.stop, self.old, self.next, self.others):
            button.setVisible(button in shown)
        self.read.setEnabled(bool(self.choosing.files))
        if choosing and self.choosing.files:
            self.read.setFocus()
        self.read.setDefault(choosing)
        self.next.setDefault(not choosing and not reading)

    def begin(self) -> None:
        """Reads the files that are chosen."""
        if not self.choosing.files or self._reader is not None:
            return
        self.choosing.say("")
        self.doing.setText("正在打开……")
        self.bar.setRange(0, 0)
        self.pages.setCurrentWidget(self.reading)
        self._show_state()
        self.stop.setFocus()
        reader = self._reader = Reader(self.choosing.files, self._faces, self._learn, self)
        reader.advanced.connect(self._advanced)
        reader.done.connect(self._came)
        reader.failed.connect(self._failed)
        reader.start()

    def halt(self) -> None:
        """Reads no further."""
        self._leave_reader()
        self.pages.setCurrentWidget(self.choosing)
        self._show_state()
        self.read.setFocus()

    def _leave_reader(self) -> None:
        if self._reader is not None:
            self._reader.leave()
            self._reader = None

    def _advanced(self, what: str, done: int, of: int) -> None:
        self.doing.setText(f"正在{what}……")
        self.bar.setRange(0, of)
        self.bar.setValue(done)

    def _failed(self, sentence: str) -> None:
        self.halt()
        self.choosing.say(sentence)

    def _came(self, came: Came) -> None:
        self._leave_reader()
        self.looking = Looking(came, self._faces, self._named(), self._fit, self)
        self.pages.addWidget(self.looking)
        self.pages.setCurrentWidget(self.looking)
        self._show_state()
        self._grow()
        self.next.setFocus()

    def _grow(self) -> None:
        """Takes the room that pages need, as far as the screen has it."""
        there = self.screen().availableGeometry()
        width = min(_LARGE[0], there.width() - _MARGIN)
        height = min(_LARGE[1], there.height() - 2 * _MARGIN)
        before = self.geometry()
        self.resize(max(width, self.width()), max(height, self.height()))
        middle = before.center() - self.rect().center()
        left = min(max(middle.x(), there.left()), max(there.right() - self.width(), there.left()))
        top = min(max(middle.y(), there.top() + _MARGIN), max(there.bottom() - self.height(), there.top()))
        self.move(left, top)

    def _choose_again(self) -> None:
        """Back to the files; what came of them before is forgotten."""
        self._forget()
        self.pages.setCurrentWidget(self.choosing)
        self._show_state()
        self.choosing.choose.setFocus()

    def _forget(self) -> None:
        if self.looking is not None:
            self.pages.removeWidget(self.looking)
            self.looking.deleteLater()
            self.looking = None

    # ---- what the clerk agrees to

    def _open_it(self) -> None:
        self._agree(follows=False)

    def _begin_next(self) -> None:
        self._agree(follows=True)

    def _agree(self, *, follows: bool) -> None:
        looking = self.looking
        if looking is None:
            return
        name = looking.name_to_keep
        if name is not None and self._take(Agreed(looking.came, looking.layout_chosen, name, follows), self):
            self.accept()

    # ---- files from outside, and the end

    def _dropped(self, files: list[Path]) -> None:
        """Files take the place of those that were chosen; while others are read, they wait for nothing."""
        if self._reader is not None:
            return
        if self.looking is not None:
            self._choose_again()
        self.choosing.take(files)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """From now on files that are dragged here are the dialog's, not its fields'."""
        super().showEvent(event)
        self.dropping.watch()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Files may be dropped anywhere."""
        self.dropping.answer(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        """Files may be dropped anywhere."""
        self.dropping.answer(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """They are answered first, then taken."""
        self.dropping.answer(event)

    def done(self, result: int) -> None:
        """What is being read is left."""
        self._leave_reader()
        super().done(result)
