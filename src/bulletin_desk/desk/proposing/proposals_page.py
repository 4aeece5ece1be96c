"""The page 修订 of the review: who has changed what in their copies, and what the clerk wants done about it.
Decides nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPalette, QShowEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.checked import shown
from bulletin_desk.desk.commands.focus import UNDO_LEFT
from bulletin_desk.desk.parts.mime import mime_data
from bulletin_desk.desk.parts.plain import Label, tip
from bulletin_desk.desk.proposing.inline import in_full
from bulletin_desk.desk.proposing.proposals_list import ProposalsList, formats, when_in_words
from bulletin_desk.desk.proposing.rows import Group, Open, Standing, Together

_TAKE, _LEAVE = "采纳（A）", "不采纳（R）"
_NOTHING = "审过的 Word 稿子拿回来以后，谁改了哪里都列在这里，一处一处定。也可以把文件直接拖进窗口。"

_OF_GROUP = {
    Together.COLLIDING: "这几处改的是同样的字：采纳一个人的，别人的就不采纳了。",
    Together.ONE_PERSON: "在这一行按 A，这人的全部采纳；按 R，全部不采纳。都可以撤销。",
    Together.UNPLACED: "原文后来改过，找不到原来的字了：到下面一条一条看，复制出来照着手工改，改完划掉。",
}


class ProposalsPage(QWidget):
    """`decided` gives what is to be taken (True) or left; `shown` the proposal whose place is to be in view,
    and whether the page is to have the keys; `counted` how many are open; `fetch_wanted` says that files are
    to be asked for, `seen` that the page has come into view."""

    decided = Signal(tuple, bool)
    shown = Signal(object, bool)
    fetch_wanted = Signal()
    counted = Signal(int)
    seen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: tuple[Group, ...] = ()
        self._begins = False
        """Whether the first that comes is to be in view."""
        self.summary = Label(parent=self)
        self.summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.take = self._button(_TAKE, "选中的这一处改过来，可以撤销；选中一个人，就是他的全部（A）")
        self.leave = self._button(_LEAVE, "选中的这一处不改，可以撤销；选中一个人，就是他的全部（R）")
        self.take_all = self._button("全部采纳", "所有人的都改过来，一次可以撤销；改到一起的要一处一处选")
        self.leave_all = self._button("全部不采纳", "一处都不改，一次可以撤销")
        self.copy = self._button("复制", "复制选中的这一处的文字（C）")
        self.fetch = self._button("拿回来…", "选审过的 Word 稿子，几个人的可以一次选")
        self.list = ProposalsList(self)
        self.details = _Words(self)
        self.nothing = Label(_NOTHING, self)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.take.clicked.connect(self._take)
        self.leave.clicked.connect(self._leave)
        self.take_all.clicked.connect(self._take_all)
        self.leave_all.clicked.connect(lambda: self.decided.emit(self._all(), False))
        self.copy.clicked.connect(self._copy)
        self.fetch.clicked.connect(self.fetch_wanted)
        self.list.take_wanted.connect(self._take)
        self.list.leave_wanted.connect(self._leave)
        self.list.copy_wanted.connect(self._copy)
        self.list.page_wanted.connect(lambda: self._show(keys=True))
        self.list.went.connect(lambda: self._show(keys=False))
        self.list.currentItemChanged.connect(lambda *_: self._show_current())
        top = QHBoxLayout()
        top.setContentsMargins(12, 4, 8, 4)
        top.setSpacing(6)
        top.addWidget(self.summary, 1)
        for button in (self.take, self.leave, self.copy, self.take_all, self.leave_all, self.fetch):
            top.addWidget(button)
        self.columns = QSplitter(Qt.Orientation.Horizontal, self)
        self.columns.addWidget(self.list)
        self.columns.addWidget(self.details)
        self.columns.setStretchFactor(0, 1)
        self.columns.setChildrenCollapsible(False)
        self.columns.setSizes([700, 300])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.columns, 1)
        column.addWidget(self.nothing, 1)
        self.setFocusProxy(self.list)
        self.show_groups(())

    def _button(self, words: str, hint: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setToolTip(tip(hint))
        button.setAutoDefault(False)
        # a click leaves the keys with the list, which goes on by letters
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    # ---- what is shown

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """It may have been long ago that it was seen last."""
        super().showEvent(event)
        self.seen.emit()

    def show_groups(self, groups: Sequence[Group]) -> None:
        """What is open now; the chosen row stays the chosen one where it is still there."""
        if tuple(groups) == self._groups and groups:
            return
        self._groups = tuple(groups)
        self.list.show_groups(groups)
        if self.list.current is None:
            self.list.choose_first()
        self.list.setColumnHidden(2, not any(each.open.proposal.when for each in self._rows()))
        self.columns.setVisible(bool(groups))
        self.nothing.setVisible(not groups)
        self.summary.setText(_summary(groups))
        self.counted.emit(len(self._rows()))
        self._show_current()
        if self._begins and groups:
            self._begins = False
            self._show(keys=False)

    def go_on(self, gone: frozenset[str]) -> None:
        """Some are decided on: the next one is the chosen one, and its place comes into view."""
        following = self.list.following(gone)
        left = [
            group._replace(rows=tuple(each for each in group.rows if each.open.key not in gone))
            for group in self._groups
        ]
        self.show_groups([_still(group) for group in left if group.rows])
        if following is not None and self.list.choose(following):
            self._show(keys=False)

    def begin(self) -> None:
        """The keys are here, and the place of the chosen proposal comes into view, once there is one."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._begins = self.list.current is None
        self._show(keys=False)

    @property
    def chosen(self) -> tuple[Open, ...]:
        """The proposals of the chosen row: all of its group if it is one's head."""
        match self.list.current:
            case Standing(open=each):
                return (each,)
            case Group(rows=rows):
                return tuple(row.open for row in rows)
            case _:
                return ()

    def _rows(self) -> list[Standing]:
        return [each for group in self._groups for each in group.rows]

    def _all(self, *but: Together) -> tuple[Open, ...]:
        return tuple(each.open for group in self._groups if group.together not in but for each in group.rows)

    def _group_of(self, row: Group | Standing | None) -> Group | None:
        if isinstance(row, Group):
            return row
        return next((group for group in self._groups if row in group.rows), None)

    def _show_current(self) -> None:
        """Buttons and words are those of the chosen row."""
        current = self.list.current
        group = self._group_of(current)
        together = None if group is None else group.together
        many = isinstance(current, Group)
        count = len(self.chosen)
        said = f"这人的 {count} 处" if many and together is Together.ONE_PERSON else ""
        self.take.setText(f"采纳{said}（A）")
        all_of = "都" if many and not said else ""
        self.leave.setText(
            f"{all_of}划掉（R）" if together is Together.UNPLACED else f"{all_of}不采纳{said}（R）"
        )
        self.take.setEnabled(self._can_take())
        self.leave.setEnabled(bool(count))
        self.copy.setEnabled(isinstance(current, Standing))
        self.take_all.setEnabled(bool(self._all(Together.UNPLACED, Together.COLLIDING)))
        self.leave_all.setEnabled(bool(self._groups))
        for button in (self.take, self.leave, self.copy, self.take_all, self.leave_all):
            button.setVisible(bool(self._groups))
        self.details.show_of(current)

    def _can_take(self) -> bool:
        group = self._group_of(self.list.current)
        if group is None or group.together is Together.UNPLACED:
            return False
        return group.together is Together.ONE_PERSON or isinstance(self.list.current, Standing)

    # ---- what the clerk wants

    def _take(self) -> None:
        if self._can_take():
            self.decided.emit(self.chosen, True)

    def _leave(self) -> None:
        if self.chosen:
            self.decided.emit(self.chosen, False)

    def _take_all(self) -> None:
        self.decided.emit(self._all(Together.UNPLACED, Together.COLLIDING), True)

    def _copy(self) -> None:
        from bulletin_desk.bulletin.proposals import all_words

        current = self.list.current
        if isinstance(current, Standing):
            proposal = current.open.proposal
            QGuiApplication.clipboard().setMimeData(mime_data(all_words(proposal) or proposal.was))

    def _show(self, *, keys: bool) -> None:
        current = self.list.current
        if isinstance(current, Standing):
            self.shown.emit(current.open, keys)


def _still(group: Group) -> Group:
    """A group of which some are gone: what is left of two that collided collides no more."""
    alone = group.together is Together.COLLIDING and len(group.rows) == 1
    return group._replace(together=Together.ONE_PERSON, title=group.rows[0].open.who) if alone else group


def _summary(groups: Sequence[Group]) -> str:
    people: dict[str, int] = {}
    for group in groups:
        if group.together is not Together.UNPLACED:
            for each in group.rows:
                people[each.open.who] = people.get(each.open.who, 0) + 1
    said = ["，".join(f"{shown(who)} {count} 处" for who, count in people.items())] if people else []
    colliding = sum(group.together is Together.COLLIDING for group in groups)
    lost = sum(len(group.rows) for group in groups if group.together is Together.UNPLACED)
    if colliding:
        said.append(f"有 {colliding} 处改到了一起")
    if lost:
        said.append(f"有 {lost} 处放不进去")
    return "；".join(said) + "。" if said else ""


class _Words(QPlainTextEdit):
    """All words of the chosen proposal, to read and to copy, as the characters that they are."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("这一处修订")
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setProperty(UNDO_LEFT, True)  # nothing is typed here
        self.setMinimumWidth(200)
        self.document().setDocumentMargin(8)

    def show_of(self, current: Group | Standing | None) -> None:
        """Who, when, where, and the change; of a group what can be done with it."""
        self.clear()
        ink = self.palette().color(QPalette.ColorRole.Text)
        faint = QTextCharFormat()
        faint.setForeground(self.palette().color(QPalette.ColorRole.PlaceholderText))
        cursor = QTextCursor(self.document())
        if not isinstance(current, Standing):
            if current is not None:
                cursor.insertText(_OF_GROUP[current.together], faint)
            return
        proposal = current.open.proposal
        head = "　".join(filter(None, (shown(current.open.who), when_in_words(proposal.when), current.where)))
        cursor.insertText(f"{head}\n", faint)
        looks = formats(ink, selected=False)
        for piece in in_full(proposal, current.open.base):
            cursor.insertText(piece.text, looks[piece.fate])
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802
        """No look goes with what is copied."""
        return mime_data(self.textCursor().selection().toPlainText())
