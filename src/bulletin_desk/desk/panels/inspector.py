"""The panel with the fields of an issue: those of every bulletin that the layout places, and those that it
declares itself, with what is wrong below each. Knows neither pages nor files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Date  # noqa: N812
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.bulletin.fields import EVERYWHERE, DeclaredField, Placed, path_of, value_of, with_field
from bulletin_desk.bulletin.grammar import (
    DATE,
    DISCLOSURE,
    DISTRIBUTION,
    ISSUER,
    MARKING,
    NAME,
    NUMBER,
    OFFICE,
    PRINT_COUNT,
    PRINTED,
    SUPPLEMENT,
    TOTAL_NUMBER,
    is_entry,
    is_imprint,
    numbers,
    region_of,
    whole_field,
)
from bulletin_desk.bulletin.model import Issue, Path
from bulletin_desk.desk.panels.addressees import AddresseeRow
from bulletin_desk.desk.panels.inputs import small_button
from bulletin_desk.desk.panels.issue_fields import NO_DAY, IssueFields, Row
from bulletin_desk.desk.panels.own_fields import OwnField
from bulletin_desk.desk.parts.icons import icon
from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.parts.typed_fields import warning_label
from bulletin_desk.proof.earlier import EarlierIssue, is_version
from bulletin_desk.proof.fields import empty_fields, field_marks

_LABELS = ("信息公开", "印发机关")
"""The longest labels of fields."""
_GROUPS: tuple[tuple[str, tuple[Path, ...], str], ...] = (
    ("报头", (NAME, NUMBER, TOTAL_NUMBER, SUPPLEMENT, MARKING), "head"),
    ("编发", (ISSUER, DATE), ""),
    ("版记", (DISCLOSURE, DISTRIBUTION, OFFICE, PRINTED, PRINT_COUNT), "closing"),
)
"""The groups of fields: title, parts, and which of the layout's own stand there."""
_WIDEST = 6
"""Characters of a label on one line."""


class Inspector(IssueFields):
    """`left_wrong` tells of what was typed, is refused and goes out of sight with the panel."""

    closed = Signal()
    left_wrong = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(250)
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(12, 0, 12, 12)
        self._column.setSpacing(10)
        self._earlier: Sequence[EarlierIssue] = ()
        self._own: dict[DeclaredField, Row] = {}
        self._groups: list[QGroupBox] = []
        self._column.addStretch(1)
        self._placed: Placed | None = None
        self.arrange(EVERYWHERE)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._make_top())
        column.addWidget(self._area, 1)

    # ---- what is shown

    def arrange(self, placed: Placed) -> None:
        """Has the fields of what a layout places: those of every bulletin in their usual order, under them
        the layout's own in the order of its rows."""
        if placed == self._placed:
            return
        self._placed = placed
        self._issue = None
        for widget in (*self._kept, *(row.warning for row in self._rows.values())):
            widget.hide()
            widget.setParent(self._inner)
        for group in self._groups:
            self._column.removeWidget(group)
            group.hide()
            group.deleteLater()
        self._groups = []
        self._own = {}
        # one width for all, so that the fields of all groups stand in one column
        metrics = self.fontMetrics()
        labels = (*_LABELS, *(field.label for field in placed.declared))
        widest = metrics.horizontalAdvance("字" * _WIDEST)
        self._label_width = min(max(map(metrics.horizontalAdvance, labels)), widest)
        for title, parts, where in _GROUPS:
            here = [path for path in parts if path in placed.parts]
            own = [field for field in placed.declared if field.where == where]
            if here or own:
                self._fill_group(self._group(title), here, own)

    def _fill_group(self, form: QFormLayout, parts: Sequence[Path], own: Sequence[DeclaredField]) -> None:
        for path in parts:
            if path == DISTRIBUTION:
                for widget in (self.distribution, self.add_entry):
                    form.addRow(widget)
                    widget.show()
                continue
            if is_imprint(path) and self.has_imprint.parent() is self._inner:
                form.addRow(self.has_imprint)
                self.has_imprint.show()
            self._add_row(form, self._rows[path])
        for field in own:
            made = OwnField(field, self._near, self._inner)
            made.changed.connect(partial(self._own_changed, field))
            made.told.connect(lambda _sentence: self.check())
            self._own[field] = row = Row(field.label, field.label, made.widget, warning_label(), made)
            self._add_row(form, row)

    def _add_row(self, form: QFormLayout, row: Row) -> None:
        words = Label(row.label)
        words.setFixedWidth(self._label_width)
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        words.setBuddy(row.widget)
        form.addRow(words, row.widget)
        row.widget.show()
        form.addRow(row.warning)

    @property
    def _kept(self) -> tuple[QWidget, ...]:
        """The widgets that stay when the fields are arranged anew."""
        fields = (row.widget for row in self._rows.values())
        return (*fields, self.distribution, self.add_entry, self.has_imprint)

    def _near(self) -> Date:
        return NO_DAY if self._issue is None else self._issue.dated_header.date

    def show_issue(self, issue: Issue, placed: Placed | None = None) -> None:
        """Fills the fields, without giving anything out; a field that is right already keeps its caret.
        `placed` as in `arrange`; without it the fields are those that there are."""
        if placed is not None:
            self.arrange(placed)
        if issue is self._issue:
            return
        self._issue = issue
        self.show_values(issue)
        for field, row in self._own.items():
            if row.own is not None:
                row.own.show_value(value_of(issue, field))
        self._show_checks(issue)

    def start_over(self, issue: Issue, placed: Placed | None = None) -> None:
        """Shows another issue: what was typed and refused belonged to the one before."""
        for row in (*self._rows.values(), *self._own.values()):
            for field in row.typed:
                field.drop()
        self._issue = None
        self.show_issue(issue, placed)

    def go_to(self, path: Path) -> None:
        """Puts the caret into the field for a part of the issue; where that has none, as a line of several
        fields, into the first field beside it."""
        widget = self._field(path) or self._first(path)
        if widget is not None:
            self._area.ensureWidgetVisible(widget)
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(widget, QLineEdit):
                widget.selectAll()

    def compare(self, earlier: Sequence[EarlierIssue]) -> None:
        """Shows the fields against these issues, which appeared before."""
        self._earlier = earlier
        self.check()

    def warning(self, field: Path) -> str:
        """The sentences under the field for a part of the issue, empty if all is well."""
        label = self._all_warnings().get(field)
        return label.text() if label is not None and not label.isHidden() else ""

    @property
    def fields(self) -> tuple[Path, ...]:
        """The parts of the issue that have a field."""
        return tuple(self._all_warnings())

    def _in_use(self) -> dict[Path, Row]:
        """The rows that are shown, by the parts of the issue."""
        placed, issue = self._placed, self._issue
        rows = {path: row for path, row in self._rows.items() if placed and path in placed.parts}
        if issue is not None:
            rows |= {whole_field(path_of(issue, field)): row for field, row in self._own.items()}
        return rows

    def _all_warnings(self) -> dict[Path, Label]:
        warnings = {path: row.warning for path, row in self._in_use().items()}
        if self._placed and DISTRIBUTION in self._placed.parts:
            warnings |= self.distribution.warnings
        return warnings

    @property
    def entries(self) -> tuple[AddresseeRow, ...]:
        """The rows of the distribution list."""
        return tuple(self.distribution.rows)

    def _field(self, path: Path) -> QWidget | None:
        if is_entry(path):
            at, *_ = numbers(path)
            rows = self.distribution.rows
            return rows[at].to if at < len(rows) else None
        row = self._in_use().get(whole_field(path))
        return row.widget if row is not None else None

    def _first(self, path: Path) -> QWidget | None:
        """The first field of the head or of the closing block, wherever a part belongs; else of all."""
        rows = self._in_use()
        near = (row.widget for there, row in rows.items() if region_of(there) is region_of(path))
        return next(near, next((row.widget for row in rows.values()), None))

    # ---- the fields

    def _make_top(self) -> QHBoxLayout:
        title = Label("报头、日期和版记", self)
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        self._close = small_button("关闭（Esc）")
        self._close.setIcon(icon("close", self.palette().color(QPalette.ColorRole.WindowText)))
        self._close.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.setContentsMargins(12, 5, 6, 5)
        top.addWidget(title, 1)
        top.addWidget(self._close)
        return top

    def _group(self, title: str) -> QFormLayout:
        box = QGroupBox(title, self._inner)
        form = QFormLayout(box)
        form.setContentsMargins(8, 8, 8, 8)
        form.setVerticalSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._column.insertWidget(len(self._groups), box)
        self._groups.append(box)
        return form

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc goes back to the page."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """The small buttons follow light and dark."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_close"):
            self._close.setIcon(icon("close", self.palette().color(QPalette.ColorRole.WindowText)))
            self.distribution.colour()
            self.date.recolour()
            self.printed.recolour()
            for row in self._own.values():
                if row.own is not None:
                    row.own.recolour()
        super().changeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """What is refused is not hidden without a word."""
        if not event.spontaneous():
            for row in self._in_use().values():
                for field in row.typed:
                    field.settle()
                    if field.said:
                        self.left_wrong.emit(f"“报头版记”里的{row.name}没有改：{field.said}")
        super().hideEvent(event)

    # ---- the layout's own, and checks

    def _own_changed(self, field: DeclaredField, text: str) -> None:
        self._give(
            f"修改{field.label}",
            f"own {field.where} {field.name}",
            lambda issue: with_field(issue, field.path, field.name, text),
        )

    def check(self) -> None:
        """Says below each field what is wrong with it."""
        if self._issue is not None:
            self._show_checks(self._issue)

    def _show_checks(self, issue: Issue) -> None:
        earlier = [other for other in self._earlier if not is_version(issue, other)]
        placed = self._placed or EVERYWHERE
        said = [(path, mark.message) for path, mark in field_marks(issue, earlier=earlier, placed=placed)]
        said += empty_fields(issue, placed)
        refused = {path: field.said for path, row in self._in_use().items() for field in row.typed}
        for field, label in self._all_warnings().items():
            # an entry of the distribution is one field for its label and its text
            text = "\n".join(dict.fromkeys(words for path, words in said if path[: len(field)] == field))
            # what a check says of the value would not be about what stands in the field
            text = refused.get(field) or text
            label.setText(text)
            label.setVisible(bool(text))
