"""The card on which an issue begins: which bulletin, its numbers and date, or what another bulletin is like.
Makes no file."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date as Date  # noqa: N812

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.beginning import first_issue, layout_of_office
from bulletin_desk.bulletin.blank import blank_issue, why_no_total
from bulletin_desk.bulletin.bounds import MAX_NUMBER, MAX_TOTAL_NUMBER, refusal
from bulletin_desk.bulletin.fields import Placed, with_field
from bulletin_desk.bulletin.grammar import NUMBER, TOTAL_NUMBER
from bulletin_desk.bulletin.model import Issue, LayoutText
from bulletin_desk.bulletin.office import Office, file_stem, shipped_offices
from bulletin_desk.desk.parts.card_fields import CardField, ValueField, going_on, value_of
from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.parts.typed_fields import DateField, NumberField
from bulletin_desk.desk.parts.typed_values import lines_of
from bulletin_desk.desk.session import Session
from bulletin_desk.desk.starting.layout_list import LayoutList
from bulletin_desk.desk.starting.office_form import OfficeForm
from bulletin_desk.desk.starting.pictures import Pictures, with_sample
from bulletin_desk.errors import InvalidLayoutError
from bulletin_desk.layouts.choices import LayoutChoice
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pipeline import layout_in

OTHER = "别的简报"
_PICTURE = 380
"""Logical pixels of the picture's height."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What the clerk has agreed to: the issue, its office, the layout that it carries, and whether the office
    is to be remembered."""

    issue: Issue
    office: Office
    layout: LayoutText
    remember: bool


class BeginCard(QDialog):
    """`begun` is what the clerk has agreed to, None if to nothing; `like_old` says that an old issue is to be
    the model instead. `choices` are the layouts for another bulletin, `troubles` sentences on files that
    can't be used."""

    def __init__(
        self,
        session: Session,
        choices: Sequence[LayoutChoice],
        troubles: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("新建")
        self.begun: Begun | None = None
        self.like_old = False
        self._today = session.today()
        self._offices = session.offices
        self._pictures = Pictures(session.faces)
        self._looking = False
        self._layout: Layout | None = None
        """That of the office that is chosen; None where it can't be had, or for another bulletin."""
        self._placed: Placed | None = None
        """For what there are fields."""
        self._fields = QFormLayout()
        self._own: list[ValueField] = []
        self.bulletins = QListWidget(self)
        self.bulletins.setAccessibleName("哪一种简报")
        self.bulletins.setWordWrap(True)
        self.bulletins.setSpacing(2)
        self.bulletins.setFixedWidth(210)
        for office in self._offices:
            self.bulletins.addItem(called(office))
        self.bulletins.addItem(OTHER)
        self.picture = Label(parent=self)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setWordWrap(True)
        self.layouts = LayoutList(self._pictures, choices, self)
        self.form = OfficeForm(self.layouts, self)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.picture)
        self.pages.addWidget(self.form)
        self.number = CardField("期号", NumberField(1, MAX_NUMBER, head="第 ", tail=" 期"), self)
        total = NumberField(0, MAX_TOTAL_NUMBER, head="总第 ", tail=" 期", none="没有")
        self.total = CardField("总期号", total, self)
        self.date = CardField("日期", DateField(self._today), self)
        self.old = QPushButton("照着旧的一期(&L)…", self)
        self.old.setToolTip("本单位的简报这里没有：选上一期的 Word 或者 PDF，样子从里面认")
        self.old.setAutoDefault(False)
        self.old.clicked.connect(self._like_old)
        self.troubles = Label("\n".join(troubles), self)
        self.troubles.setWordWrap(True)
        self.troubles.setVisible(bool(troubles))
        self._put_together()
        self.bulletins.currentRowChanged.connect(self._chosen)
        self.bulletins.itemDoubleClicked.connect(self._double_clicked)
        self.form.changed.connect(self._look)
        self.layouts.list.currentRowChanged.connect(self._look)
        for field in (self.number, self.total, self.date):
            field.line.textChanged.connect(self._look)
        usual = session.office if session.office in self._offices else session.usual_office
        self.bulletins.setCurrentRow(self._offices.index(usual))
        self.bulletins.setFocus()

    def _put_together(self) -> None:
        fields = self._fields
        fields.addRow("期号", self.number)
        fields.addRow("总期号", self.total)
        fields.addRow("日期", self.date)
        buttons = QDialogButtonBox(self)
        self.make = buttons.addButton("新建这一期", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.make.setDefault(True)
        buttons.accepted.connect(self._make)
        buttons.rejected.connect(self.reject)
        right = QVBoxLayout()
        right.addWidget(self.pages, 1)
        right.addLayout(fields)
        both = QHBoxLayout()
        left = QVBoxLayout()
        left.addWidget(self.bulletins, 1)
        left.addWidget(self.old)
        both.addLayout(left)
        both.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.addLayout(both, 1)
        column.addWidget(self.troubles)
        column.addWidget(buttons)
        self.resize(980, 620)

    @property
    def _known(self) -> Office | None:
        """The bulletin that is chosen; None for another."""
        row = self.bulletins.currentRow()
        return self._offices[row] if 0 <= row < len(self._offices) else None

    def _like_old(self) -> None:
        self.like_old = True
        self.reject()

    def _double_clicked(self) -> None:
        if self._known is not None:
            self._make()

    def _chosen(self) -> None:
        office = self._known
        self.pages.setCurrentWidget(self.form if office is None else self.picture)
        self._layout = None
        if office is not None:
            with contextlib.suppress(InvalidLayoutError):
                self._layout = layout_in(layout_of_office(office))
        self._look()
        if office is not None:
            self._paint(office)

    def _paint(self, office: Office) -> None:
        try:
            layout = layout_of_office(office)
        except InvalidLayoutError as error:
            self.picture.setText(str(error))
            return
        issue = with_sample(blank_issue(self._today, office))
        self.picture.setPixmap(self._pictures.paint(issue, layout, _PICTURE, self.devicePixelRatioF()))

    # ---- what the fields say

    def _look(self) -> None:
        """Proposes what follows from what is there by now, and says what is wrong with it."""
        if self._looking:
            return
        self._looking = True
        try:
            office = self._known
            layout = self._layout if office is not None else self.layouts.chosen.layout
            if layout is not None:
                self._arrange(layout)
            day, number = value_of(self.date), value_of(self.number)
            if office is None:
                self._show_sample()
            elif day is not None:
                if layout is not None and layout.numbering.counts == "through" and not self.number.touched:
                    number = (office.issues_before.get(day.year) or 0) + 1
                    self.number.line.show_value(number)
                self._propose_total(office, day, number, layout)
        finally:
            self._looking = False

    def _arrange(self, layout: Layout) -> None:
        """Fields for what the layout places and counts: its numbers, and values of its own that go on from
        issue to issue; of these a month is proposed."""
        placed = layout.placed
        if placed != self._placed:
            self._placed = placed
            self._fields.setRowVisible(self.number, NUMBER in placed.parts and placed.counted)
            self._fields.setRowVisible(self.total, TOTAL_NUMBER in placed.parts and placed.counted)
            for field in self._own:
                self._fields.removeRow(field)
            self._own = going_on(placed.declared, self.date.line.value, self)
            before: QWidget = self.date.line
            for field in self._own:
                self._fields.addRow(field.declared.label, field)
                for line in lines_of(field.field):
                    QWidget.setTabOrder(before, line)
                    before = line
        for field in self._own:
            if field.declared.kind == "month":
                field.propose(self.date.line.value().isoformat()[:7])

    def _propose_total(
        self, office: Office, day: Date, number: int | None, layout: Layout | None = None
    ) -> None:
        """The total number that the office's count gives, until the clerk writes one."""
        before = office.issues_before.get(day.year)
        if before is not None and layout is not None and layout.numbering.counts == "through":
            before = 0  # the number is the total number
        if not self.total.touched:
            self.total.line.show_value(0 if before is None or number is None else before + number)
        unknown = office.issues_before and before is None and not self.total.touched
        self.total.say(why_no_total(blank_issue(day, office)) if unknown else "")

    def _show_sample(self) -> None:
        """The layouts show the bulletin as far as it is known."""
        self.total.say("")
        if not self.total.touched:
            self.total.line.show_value(0)
        name = self.form.name.line.text().strip() or "简报名称"
        issuer = self.form.issuer.line.text().strip() or "编发单位"
        office = Office(name, issuer, sections=self.form.sections_typed()[:2], imprint_office=issuer)
        self.layouts.show_issue(with_sample(blank_issue(self.date.line.value(), office)))

    def _read(self) -> Begun | None:
        """What the card says; None where something is refused, which is said there."""
        known = self._known
        office = self.form.office() if known is None else known
        day, number, total = value_of(self.date), value_of(self.number), value_of(self.total)
        if office is None or day is None or number is None or total is None:
            return None
        try:
            layout = self.layouts.chosen.carried if known is None else layout_of_office(office)
        except InvalidLayoutError as error:
            self.number.say(str(error), refused=True)
            return None
        issue = first_issue(office, day, layout)
        for field in self._own:
            text = field.value()
            if text is None:
                return None
            issue = with_field(issue, field.declared.path, field.declared.name, text)
        masthead = replace(issue.masthead, number=number, total_number=total or None)
        issue = replace(issue, masthead=masthead)
        beyond = refusal(issue)
        if beyond:
            (self.form.name if known is None else self.number).say(beyond, refused=True)
            return None
        return Begun(issue, office, layout, known is None and self.form.remember.isChecked())

    def _make(self) -> None:
        """Agreed, unless a field is refused: there the caret goes."""
        self.begun = self._read()
        if self.begun is not None:
            self.accept()
            return
        for field in (*self.form.card_fields, self.number, self.total, self.date):
            if field.said.text() and field.said.styleSheet() and field.isVisible():
                field.line.setFocus()
                field.line.selectAll()
                return
        for own in self._own:
            if own.field.refused:
                own.field.setFocus()


def called(office: Office) -> str:
    """What an office is called in the list: the clerk's own by their files' names."""
    name = file_stem(office)
    if any(office is each for each in shipped_offices()):
        return f"{office.one_line}\n程序自带"
    return name if name == office.one_line else f"{name}\n{office.one_line}"
