"""The form on which a clerk of another office says what the own bulletin is like. It makes no issue."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.bulletin.bounds import MAX_PRINT_COUNT
from bulletin_desk.bulletin.model import Addressee
from bulletin_desk.bulletin.office import Office, OfficeSection
from bulletin_desk.desk.parts.card_fields import CardField, value_of
from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.parts.typed_fields import NumberField
from bulletin_desk.desk.starting.layout_list import LayoutList

_LINES = 3
"""Of a field for several lines, so many are seen at once."""


class OfficeForm(QWidget):
    """`changed` comes with each key. `layouts` stands at its right."""

    changed = Signal()

    def __init__(self, layouts: LayoutList, parent: QWidget) -> None:
        super().__init__(parent)
        self.layouts = layouts
        self.name = CardField("简报名称", QLineEdit(), self)
        self.name.line.setPlaceholderText("如：某某市政务信息")
        self.issuer = CardField("编发单位", QLineEdit(), self)
        self.issuer.line.setPlaceholderText("如：某某市人民政府办公室")
        self.distribution = _lines("报送单位", "一行一条，如：\n报：省政府办公厅。\n送：市委办公室。", self)
        self.sections = _lines("栏目", "一行一个；没有栏目就空着", self)
        self.print_count = CardField("印数", NumberField(0, MAX_PRINT_COUNT, tail=" 份", none="不印"), self)
        self.remember = QCheckBox("记住为本单位的样子，下次新建直接选(&J)", self)
        self.remember.setChecked(True)
        form = QFormLayout()
        form.addRow("简报名称", self.name)
        form.addRow("编发单位", self.issuer)
        form.addRow("报送单位", self.distribution)
        form.addRow("栏目", self.sections)
        form.addRow("印数", self.print_count)
        left = QVBoxLayout()
        left.addLayout(form)
        left.addWidget(self.remember)
        left.addStretch(1)
        right = QVBoxLayout()
        right.addWidget(Label("版式", self))
        right.addWidget(layouts, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(left, 1)
        row.addLayout(right, 1)
        for line in (self.name.line, self.issuer.line, self.print_count.line):
            line.textChanged.connect(self.changed)
        for text in (self.distribution, self.sections):
            text.textChanged.connect(self.changed)
        before: QWidget = self.name.line
        for widget in (
            self.issuer.line,
            self.distribution,
            self.sections,
            self.print_count.line,
            layouts.list,
            layouts.other,
            self.remember,
        ):
            QWidget.setTabOrder(before, widget)
            before = widget

    def office(self) -> Office | None:
        """What the fields say; None where one is refused, which it says itself."""
        name = self.name.line.text().strip()
        issuer = self.issuer.line.text().strip()
        count = value_of(self.print_count)
        self.name.say("" if name else "请写简报的名称。", refused=True)
        if not name or count is None:
            return None
        return Office(
            name=name,
            issuer=issuer,
            sections=self.sections_typed(),
            distribution=addressees(self.distribution.toPlainText()),
            imprint_office=issuer,
            print_count=count or None,
        )

    def sections_typed(self) -> tuple[OfficeSection, ...]:
        """The sections as they are typed, one a line."""
        names = dict.fromkeys(filter(None, map(str.strip, self.sections.toPlainText().splitlines())))
        return tuple(map(OfficeSection, names))

    @property
    def card_fields(self) -> tuple[CardField[QLineEdit], ...]:
        """Those that can be refused."""
        return (self.name, self.issuer, self.print_count)


def addressees(text: str) -> tuple[Addressee, ...]:
    """An entry for each line; what stands before its first colon is the label."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        label, colon, to = line.replace(":", "：", 1).partition("：")
        found.append(Addressee(label.strip(), to.strip()) if colon else Addressee("", line))
    return tuple(found)


def _lines(name: str, hint: str, parent: QWidget) -> QPlainTextEdit:
    field = QPlainTextEdit(parent)
    field.setAccessibleName(name)
    field.setPlaceholderText(hint)
    field.setTabChangesFocus(True)
    field.setFixedHeight(field.fontMetrics().lineSpacing() * _LINES + 14)
    return field
