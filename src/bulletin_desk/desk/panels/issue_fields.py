"""The fields that every bulletin has: made, filled, and each change given out as a new issue with a name for
the undo menu. Where they stand, and which of them are shown, is the inspector's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date as Date  # noqa: N812
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QWidget,
)

from bulletin_desk.bulletin.bounds import MAX_NUMBER, MAX_PRINT_COUNT, MAX_TOTAL_NUMBER
from bulletin_desk.bulletin.grammar import (
    DATE,
    DISCLOSURE,
    FIELDS,
    ISSUER,
    MARKING,
    NAME,
    NUMBER,
    OFFICE,
    PRINT_COUNT,
    PRINTED,
    SUPPLEMENT,
    TOTAL_NUMBER,
)
from bulletin_desk.bulletin.model import Imprint, Issue, Masthead, Path
from bulletin_desk.desk.panels.addressees import Distribution
from bulletin_desk.desk.panels.inputs import leave_undo, set_text
from bulletin_desk.desk.panels.own_fields import OwnField
from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.parts.still import keep_still
from bulletin_desk.desk.parts.typed_fields import DateField, NumberField, TypedField, warning_label
from bulletin_desk.desk.parts.typed_values import PeriodValue

DISCLOSURES = ("主动公开", "依申请公开", "不予公开")
NO_DAY = Date(2000, 1, 1)
"""Stands in the fields until there is an issue."""


@dataclass(frozen=True, slots=True)
class Row:
    """A field with what stands before it, what it is called in sentences, and the line below it that says
    what is wrong; `own` if it is the layout's."""

    label: str
    name: str
    widget: QWidget
    warning: Label
    own: OwnField | None = None

    @property
    def typed(self) -> tuple[TypedField[Any] | PeriodValue, ...]:
        """The field, if it is one that refuses."""
        if self.own is not None:
            return self.own.typed
        return (self.widget,) if isinstance(self.widget, TypedField) else ()


class IssueFields(QWidget):
    """`edited` gives a new issue out, with the words for the undo menu and a key: changes with the same key
    follow one another in one field and are undone together."""

    edited = Signal(str, object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._issue: Issue | None = None
        self._inner = QWidget(self)
        self._rows: dict[Path, Row] = {}
        """By the part of the issue; those in use are in a group."""
        self._along = False
        """Whether the imprint's date follows the issue's."""
        self._make_masthead()
        self._make_header()
        self._make_closing()

    def check(self) -> None:
        """Says what is wrong with what stands in the fields."""
        raise NotImplementedError

    def show_values(self, issue: Issue) -> None:
        """Fills the fields, without giving anything out."""
        masthead, header, imprint = issue.masthead, issue.dated_header, issue.imprint
        set_text(self.name, masthead.name)
        self.number.show_value(masthead.number)
        self.total_number.show_value(masthead.total_number or 0)
        set_text(self.supplement, masthead.supplement)
        set_text(self.marking, masthead.marking)
        set_text(self.issuer, header.issuer)
        self.date.show_value(header.date)
        with QSignalBlocker(self.disclosure):
            if self.disclosure.currentText() != issue.disclosure:
                self.disclosure.setCurrentText(issue.disclosure)
        self.distribution.show_entries(issue.distribution)
        with QSignalBlocker(self.has_imprint):
            self.has_imprint.setChecked(imprint is not None)
        for widget in (self.office, self.printed):
            widget.setEnabled(imprint is not None)
        set_text(self.office, imprint.office if imprint else "")
        if imprint:
            self.printed.show_value(imprint.date)
        else:
            self.printed.drop()
        self.print_count.show_value(issue.print_count or 0)

    # ---- the fields

    def _make_masthead(self) -> None:
        self.name = self._line(
            lambda text: self._masthead("修改报头名称", "name", lambda head: replace(head, name=text))
        )
        self._row("名称", self.name, NAME)
        self.number = NumberField(1, MAX_NUMBER, head="第 ", tail=" 期")
        self.number.changed.connect(
            lambda value: self._masthead("修改期号", "number", lambda head: replace(head, number=value))
        )
        self._row("期号", self.number, NUMBER)
        self.total_number = NumberField(0, MAX_TOTAL_NUMBER, head="总第 ", tail=" 期", none="没有")
        self.total_number.changed.connect(
            lambda value: self._masthead(
                "修改总期号", "total_number", lambda head: replace(head, total_number=value or None)
            )
        )
        self._row("总期号", self.total_number, TOTAL_NUMBER)
        self.supplement = self._line(
            lambda text: self._masthead(
                "修改增刊名", "supplement", lambda head: replace(head, supplement=text)
            )
        )
        self.supplement.setPlaceholderText("一般不填")
        self._row("增刊", self.supplement, SUPPLEMENT)
        self.marking = self._line(
            lambda text: self._masthead("修改标注", "marking", lambda head: replace(head, marking=text))
        )
        self.marking.setPlaceholderText("如：内部资料")
        self._row("标注", self.marking, MARKING)

    def _make_header(self) -> None:
        self.issuer = self._line(
            lambda text: self._give(
                "修改编发单位",
                "issuer",
                lambda issue: replace(issue, dated_header=replace(issue.dated_header, issuer=text)),
            )
        )
        self._row("单位", self.issuer, ISSUER)
        self.date = DateField(NO_DAY)
        self.date.changed.connect(self._date_changed)
        self._row("日期", self.date, DATE)

    def _make_closing(self) -> None:
        self.disclosure = QComboBox()
        self.disclosure.setEditable(True)
        self.disclosure.addItems(DISCLOSURES)
        self.disclosure.setMinimumContentsLength(6)
        self.disclosure.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        keep_still(self.disclosure)
        leave_undo(self.disclosure)
        self.disclosure.currentTextChanged.connect(
            lambda text: self._give(
                "修改信息公开选项", "disclosure", lambda issue: replace(issue, disclosure=text)
            )
        )
        self.disclosure.setAccessibleName("信息公开")
        self._row("信息公开", self.disclosure, DISCLOSURE)
        self.distribution = Distribution(self._inner)
        self.distribution.changed.connect(self._distribution_changed)
        self.add_entry = self.distribution.add_entry
        self.has_imprint = QCheckBox("有印发栏")
        self.has_imprint.toggled.connect(self._imprint_toggled)
        self.office = self._line(
            lambda text: self._imprint(
                "修改印发机关", "office", lambda imprint: replace(imprint, office=text)
            )
        )
        self._row("印发机关", self.office, OFFICE)
        self.printed = DateField(NO_DAY)
        self.printed.changed.connect(
            lambda day: self._imprint("修改印发日期", "printed", lambda imprint: replace(imprint, date=day))
        )
        self._row("印发日期", self.printed, PRINTED)
        self.print_count = NumberField(0, MAX_PRINT_COUNT, head="共印 ", tail=" 份", none="不印")
        self.print_count.changed.connect(
            lambda value: self._give(
                "修改印数", "print_count", lambda issue: replace(issue, print_count=value or None)
            )
        )
        self._row("印数", self.print_count, PRINT_COUNT)

    def _row(self, label: str, widget: QWidget, path: Path) -> None:
        """A field of every bulletin."""
        name = FIELDS[path].name
        if not widget.accessibleName():
            widget.setAccessibleName(name)
        self._rows[path] = Row(label, name, widget, warning_label())
        if isinstance(widget, TypedField):
            leave_undo(widget)
            widget.told.connect(lambda _sentence: self.check())

    def _line(self, edited: Callable[[str], None]) -> QLineEdit:
        line = QLineEdit()
        line.textChanged.connect(edited)
        leave_undo(line)
        return line

    # ---- giving out

    def _give(self, name: str, key: str, change: Callable[[Issue], Issue]) -> None:
        if self._issue is None:
            return
        issue = change(self._issue)
        if issue == self._issue:
            return
        self._issue = issue
        self.check()
        self.edited.emit(name, issue, key)

    def _masthead(self, name: str, key: str, change: Callable[[Masthead], Masthead]) -> None:
        self._give(name, key, lambda issue: replace(issue, masthead=change(issue.masthead)))

    def _imprint(self, name: str, key: str, change: Callable[[Imprint], Imprint]) -> None:
        def changed(issue: Issue) -> Issue:
            return issue if issue.imprint is None else replace(issue, imprint=change(issue.imprint))

        self._give(name, key, changed)

    def _date_changed(self, new: Date) -> None:
        """The imprint's date goes along if it was the same day when the typing began: on the way from
        12月1 to 12月15 the two may meet by chance."""

        def change(issue: Issue) -> Issue:
            imprint, before = issue.imprint, issue.dated_header.date
            if before == self.date.settled():
                self._along = imprint is not None and imprint.date == before
            if imprint is not None and self._along:
                imprint = replace(imprint, date=new)
            return replace(issue, dated_header=replace(issue.dated_header, date=new), imprint=imprint)

        self._give("修改日期", "date", change)
        if self._issue is not None and self._issue.imprint is not None:
            self.printed.show_value(self._issue.imprint.date)

    def _imprint_toggled(self, there: bool) -> None:
        def change(issue: Issue) -> Issue:
            imprint = Imprint(issue.dated_header.issuer, issue.dated_header.date) if there else None
            return replace(issue, imprint=imprint)

        self._give("添加印发栏" if there else "删除印发栏", "", change)
        self._refill()

    def _distribution_changed(self, name: str, change: Callable[[Issue], Issue], key: str) -> None:
        self._give(name, key, change)
        if not key:  # rows have come, gone or moved
            self._refill()

    def _refill(self) -> None:
        if self._issue is not None:
            self.show_values(self._issue)
            self.check()
