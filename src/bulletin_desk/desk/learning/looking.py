"""What came of an old issue, to be looked at: its pages beside ours, what is asked, what wants an eye, and
the name under which the office is remembered. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.desk.learning.compared import Compared, How
from bulletin_desk.desk.learning.old_pages import OldPages
from bulletin_desk.desk.learning.questions import Questions, QuestionsArea
from bulletin_desk.desk.learning.reading import Came, pages_of
from bulletin_desk.desk.learning.told import ToldList
from bulletin_desk.desk.parts.card_fields import CardField
from bulletin_desk.desk.parts.plain import Label, tip
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.learning.answering import answered
from bulletin_desk.learning.places import seen_at, set_at
from bulletin_desk.learning.said import Group, Told, agreement, groups_of

_RIGHT = 392
"""Logical pixels of the right column."""
_NOTHING = "没有要看一眼的地方"
_MORE = "怎么排的"
_TOLD = 130
"""Logical pixels of the list at least."""
_OURS = "照着排的"
_TIPS = {
    How.BESIDE: "旧的在左边，照着排的在右边",
    How.OVER: "旧的淡淡地垫在下面，没对上的地方看得出重影",
    How.TURNS: "只看一份，点一下版面或者按空格换另一份",
}


class Looking(QWidget):
    """`named` are the names that are taken; `fit` makes a name one that a file can have."""

    changed = Signal()

    def __init__(
        self, came: Came, faces: Faces, named: Iterable[str], fit: Callable[[str], str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.came = came
        self.layout_chosen: Layout = came.learned.layout
        """The learned layout with what the answers change of it."""
        self._faces = faces
        self._named = frozenset(named)
        self._fit = fit
        self._pages = came.pages
        old = OldPages(came.files, came.learned.pages, faces, self)
        self.compared = Compared(old, came.pages, faces, self)
        self.old_name, self.new_name = Label(parent=self), Label(_OURS, self)
        printed = old.pdf is not None or came.learned.fitted is not None
        self._old = "旧的一期" if printed else "旧的一期（Word 里只看得出报头和版记排在哪里）"
        self.ways = QButtonGroup(self)
        self.questions = Questions(came.asked, faces, self)
        first, *more = agreement(came.learned, printed=printed)
        self.agreement = Label(first, self)
        groups = groups_of(came.learned) or (Group(_NOTHING, ()),)
        details = Group(_MORE, tuple(Told(line, "") for line in more))
        self.told = ToldList((*groups, details) if more else groups, self)
        self.remember = QCheckBox("记住为本单位的样子，下次新建直接选(&J)", self)
        self.remember.setChecked(True)
        self.name = CardField("样子的名字", QLineEdit(), self)
        self.name.line.setText(fit(came.learned.office.one_line))
        columns = QSplitter(Qt.Orientation.Horizontal, self)
        columns.addWidget(self._left())
        columns.addWidget(self._right())
        columns.setStretchFactor(0, 1)
        columns.setStretchFactor(1, 0)
        columns.setChildrenCollapsible(False)
        columns.setSizes([_RIGHT * 2, _RIGHT])
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(columns)
        self._order_by_tab()
        self.questions.answered.connect(self._answered)
        self.told.wanted.connect(self.show_place)
        self.compared.turned.connect(self._show_names)
        self.remember.toggled.connect(self._look)
        self.name.line.textChanged.connect(self._look)
        self._show_names()
        self._look()

    # ---- made

    def _left(self) -> QWidget:
        left = QWidget(self)
        bar = QHBoxLayout()
        for how in How:
            button = QToolButton(left)
            button.setText(how.value)
            button.setToolTip(tip(_TIPS[how]))
            button.setCheckable(True)
            button.setChecked(how is How.BESIDE)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.ways.addButton(button, list(How).index(how))
            bar.addWidget(button)
        self.ways.idClicked.connect(self._look_so)
        bar.addStretch(1)
        names = QHBoxLayout()
        names.addWidget(self.old_name, 1)
        names.addWidget(self.new_name, 1)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(bar)
        column.addLayout(names)
        column.addWidget(self.compared, 1)
        return left

    def _right(self) -> QWidget:
        right = QWidget(self)
        right.setMinimumWidth(300)
        self.agreement.setWordWrap(True)
        self.agreement.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        bold = self.agreement.font()
        bold.setBold(True)
        self.agreement.setFont(bold)
        column = QVBoxLayout(right)
        column.setContentsMargins(8, 0, 0, 0)
        column.setSpacing(8)
        self.told.setMinimumHeight(_TOLD)
        if self.questions.groups:
            column.addWidget(QuestionsArea(self.questions, right), 3)
        column.addWidget(self.agreement)
        column.addWidget(self.told, 1)
        column.addWidget(self.remember)
        column.addWidget(self.name)
        return right

    def _order_by_tab(self) -> None:
        """As they stand: from the pages to the name."""
        answers = [button for group in self.questions.groups for button in group.buttons()]
        parts = (*self.ways.buttons(), self.compared, *answers, self.told, self.remember, self.name.line)
        for before, behind in pairwise(parts):
            QWidget.setTabOrder(before, behind)

    # ---- what the clerk does

    def _look_so(self, at: int) -> None:
        self.compared.look(list(How)[at])
        if self.compared.how is How.TURNS:
            self.compared.setFocus()
        self._show_names()

    def _show_names(self) -> None:
        """What stands on the sheets below."""
        one = self.compared.how
        old, new = self._old, _OURS
        if one is How.OVER:
            old, new = f"{new}，旧的淡淡地垫在下面", ""
        elif one is How.TURNS:
            old, new = f"{old if self.compared.old_is_up else new}（点一下换另一份）", ""
        self.old_name.setText(old)
        self.new_name.setText(new)
        self.new_name.setVisible(bool(new))

    def show_place(self, told: Told) -> None:
        """Brings the place of what was told into view, on either side."""
        old = told.at or seen_at(told.words, self.came.learned.pages)
        self.compared.show_spots(old, set_at(told.words, self._pages, old) or told.at)

    def _answered(self) -> None:
        """The pages follow the answers; where one can't be set, they stay and the answer stands."""
        self.layout_chosen = answered(self.came.learned, self.questions.chosen)
        try:
            self._pages = pages_of(self.came.learned.issue, self.layout_chosen, self._faces)
        except BulletinDeskError:
            return
        self.compared.show_pages(self._pages)

    # ---- the name

    def _look(self) -> None:
        """Says what is wrong with the name, or that it is taken."""
        self.name.setEnabled(self.remember.isChecked())
        self.name.say(self._refusal(), refused=True)
        if self.remember.isChecked() and not self._refusal() and self._typed in self._named:
            self.name.say("已经有叫这个名字的样子。用这个名字，它就换成现在这一个；两个都要，请换个名字。")
        self.changed.emit()

    @property
    def _typed(self) -> str:
        return self.name.line.text().strip()

    def _refusal(self) -> str:
        if not self.remember.isChecked():
            return ""
        if not self._typed:
            return "请给这个样子起个名字，新建时按它来选。"
        fit = self._fit(self._typed)
        if fit != self._typed:
            return (
                f"这个名字文件名里不能用，可以写成“{fit}”。" if fit else "这个名字文件名里不能用，请换一个。"
            )
        return ""

    @property
    def name_to_keep(self) -> str | None:
        """The name under which the office is remembered, empty if it is not to be; None where the name is
        refused, which is said at its field: there the caret goes."""
        if not self._refusal():
            return self._typed if self.remember.isChecked() else ""
        self.name.line.setFocus()
        self.name.line.selectAll()
        return None
