"""The fields of an issue that aren't typed on the page: numbers, dates, distribution, imprint, print count.

Gives each change out as a new issue with a name for the undo menu; knows neither pages nor files.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date as Date  # noqa: N812

from PySide6.QtCore import QDate, QEvent, QObject, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFormLayout,
    QFrame,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.bulletin.edits import add, move, remove
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
    entry_path,
    is_entry,
    numbers,
)
from bulletin_desk.bulletin.model import Addressee, Imprint, Issue, Path
from bulletin_desk.desk.parts.icons import icon
from bulletin_desk.desk.parts.plain import Label, tip
from bulletin_desk.desk.parts.still import keep_still
from bulletin_desk.proof.earlier import EarlierIssue
from bulletin_desk.proof.fields import empty_fields, field_marks
from bulletin_desk.storage.bulletin_file import MAX_NUMBER, MAX_PRINT_COUNT, MAX_TOTAL_NUMBER

DATE_FORMAT = "yyyy年M月d日"
DISCLOSURES = ("主动公开", "依申请公开", "不予公开")
LABELS = ("报", "送", "发", "抄送")
_LABELS = ("信息公开", "印发机关")
"""The longest labels of fields."""


class Inspector(QWidget):
    """`edited` gives a new issue out, with the words for the undo menu and a key: changes with the same key
    follow one another in one field and are undone together."""

    edited = Signal(str, object, str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._issue: Issue | None = None
        self._rows: list[_Entry] = []
        self.setMinimumWidth(250)
        self._inner = QWidget(self)
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(12, 0, 12, 12)
        self._column.setSpacing(10)
        self._earlier: Sequence[EarlierIssue] = ()
        self._fields: dict[Path, QWidget] = {}
        self._warnings: dict[Path, Label] = {}
        # one width for all, so that the fields of all groups stand in one column
        self._label_width = max(self.fontMetrics().horizontalAdvance(label) for label in _LABELS)
        self._make_masthead()
        self._make_header()
        self._make_closing()
        self._column.addStretch(1)
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

    def show_issue(self, issue: Issue) -> None:
        """Fills the fields, without giving anything out; a field that is right already keeps its caret."""
        if issue is self._issue:
            return
        self._issue = issue
        masthead, header, imprint = issue.masthead, issue.dated_header, issue.imprint
        _set_text(self.name, masthead.name)
        _set_number(self.number, masthead.number)
        _set_number(self.total_number, masthead.total_number or 0)
        _set_text(self.supplement, masthead.supplement)
        _set_text(self.marking, masthead.marking)
        _set_text(self.issuer, header.issuer)
        _set_date(self.date, header.date)
        with QSignalBlocker(self.disclosure):
            if self.disclosure.currentText() != issue.disclosure:
                self.disclosure.setCurrentText(issue.disclosure)
        self._show_distribution(issue.distribution)
        with QSignalBlocker(self.has_imprint):
            self.has_imprint.setChecked(imprint is not None)
        for widget in (self.office, self.printed):
            widget.setEnabled(imprint is not None)
        _set_text(self.office, imprint.office if imprint else "")
        if imprint:
            _set_date(self.printed, imprint.date)
        _set_number(self.print_count, issue.print_count or 0)
        self._show_checks(issue)

    def go_to(self, path: Path) -> None:
        """Puts the caret into the field for a part of the issue."""
        widget = self._field(path)
        if widget is not None:
            self._area.ensureWidgetVisible(widget)
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(widget, QLineEdit | QSpinBox):
                widget.selectAll()

    def compare(self, earlier: Sequence[EarlierIssue]) -> None:
        """Shows the fields against these issues, which appeared before."""
        self._earlier = earlier
        if self._issue is not None:
            self._show_checks(self._issue)

    def warning(self, field: Path) -> str:
        """The sentences under the field for a part of the issue, empty if all is well."""
        label = self._warnings.get(field)
        return label.text() if label is not None and not label.isHidden() else ""

    @property
    def fields(self) -> tuple[Path, ...]:
        """The parts of the issue that have a field."""
        return tuple(self._warnings)

    @property
    def entries(self) -> tuple[_Entry, ...]:
        """The rows of the distribution list."""
        return tuple(self._rows)

    def _field(self, path: Path) -> QWidget | None:
        if is_entry(path):
            at, *_ = numbers(path)
            return self._rows[at].to if at < len(self._rows) else None
        return self._fields.get(path)

    # ---- the fields

    def _make_top(self) -> QHBoxLayout:
        title = Label("报头、日期和版记", self)
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        self._close = _small("关闭（Esc）")
        self._close.setIcon(icon("close", self.palette().color(QPalette.ColorRole.WindowText)))
        self._close.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.setContentsMargins(12, 5, 6, 5)
        top.addWidget(title, 1)
        top.addWidget(self._close)
        return top

    def _make_masthead(self) -> None:
        form = self._group("报头")
        self.name = self._line(lambda text: self._masthead("修改报头名称", "name", name=text))
        self._row(form, "名称", self.name, NAME)
        self.number = _spin(1, MAX_NUMBER, "第 ", " 期")
        self.number.valueChanged.connect(lambda value: self._masthead("修改期号", "number", number=value))
        self._row(form, "期号", self.number, NUMBER)
        self.total_number = _spin(0, MAX_TOTAL_NUMBER, "总第 ", " 期", "没有")
        self.total_number.valueChanged.connect(
            lambda value: self._masthead("修改总期号", "total_number", total_number=value or None)
        )
        self._row(form, "总期号", self.total_number, TOTAL_NUMBER)
        self.supplement = self._line(lambda text: self._masthead("修改增刊名", "supplement", supplement=text))
        self.supplement.setPlaceholderText("一般不填")
        self._row(form, "增刊", self.supplement, SUPPLEMENT)
        self.marking = self._line(lambda text: self._masthead("修改标注", "marking", marking=text))
        self.marking.setPlaceholderText("如：内部资料")
        self._row(form, "标注", self.marking, MARKING)

    def _make_header(self) -> None:
        form = self._group("编发")
        self.issuer = self._line(lambda text: self._header("修改编发单位", "issuer", issuer=text))
        self._row(form, "单位", self.issuer, ISSUER)
        self.date = _date_edit()
        self.date.dateChanged.connect(self._date_changed)
        self._row(form, "日期", self.date, DATE)

    def _make_closing(self) -> None:
        form = self._group("版记")
        self.disclosure = QComboBox()
        self.disclosure.setEditable(True)
        self.disclosure.addItems(DISCLOSURES)
        self.disclosure.setMinimumContentsLength(6)
        self.disclosure.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        keep_still(self.disclosure)
        self._watch(self.disclosure.lineEdit())
        self.disclosure.currentTextChanged.connect(
            lambda text: self._give(
                "修改信息公开选项", "disclosure", lambda issue: replace(issue, disclosure=text)
            )
        )
        self.disclosure.setAccessibleName("信息公开")
        self._row(form, "信息公开", self.disclosure, DISCLOSURE)
        self._entries = QVBoxLayout()
        self._entries.setSpacing(6)
        holder = QWidget()
        holder.setLayout(self._entries)
        self._entries.setContentsMargins(0, 0, 0, 0)
        form.addRow(holder)
        self.add_entry = QToolButton()
        self.add_entry.setText("添加报送单位")
        self.add_entry.clicked.connect(self._add_entry)
        form.addRow(self.add_entry)
        self.has_imprint = QCheckBox("有印发栏")
        self.has_imprint.toggled.connect(self._imprint_toggled)
        form.addRow(self.has_imprint)
        self.office = self._line(lambda text: self._imprint("修改印发机关", "office", office=text))
        self._row(form, "印发机关", self.office, OFFICE)
        self.printed = _date_edit()
        self.printed.dateChanged.connect(
            lambda day: self._imprint("修改印发日期", "printed", date=_python_date(day))
        )
        self._row(form, "印发日期", self.printed, PRINTED)
        self.print_count = _spin(0, MAX_PRINT_COUNT, "共印 ", " 份", "不印")
        self.print_count.valueChanged.connect(
            lambda value: self._give(
                "修改印数", "print_count", lambda issue: replace(issue, print_count=value or None)
            )
        )
        self._row(form, "印数", self.print_count, PRINT_COUNT)

    def _group(self, title: str) -> QFormLayout:
        box = QGroupBox(title, self._inner)
        form = QFormLayout(box)
        form.setContentsMargins(8, 8, 8, 8)
        form.setVerticalSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._column.addWidget(box)
        return form

    def _row(self, form: QFormLayout, label: str, widget: QWidget, path: Path) -> None:
        if not widget.accessibleName():
            widget.setAccessibleName(FIELDS[path].name)
        self._fields[path] = widget
        words = Label(label)
        words.setMinimumWidth(self._label_width)
        words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        words.setBuddy(widget)
        form.addRow(words, widget)
        self._warnings[path] = warning = _warning_label()
        form.addRow(warning)

    def _line(self, edited: Callable[[str], None]) -> QLineEdit:
        line = QLineEdit()
        line.textChanged.connect(edited)
        self._watch(line)
        return line

    def _watch(self, widget: QWidget | None) -> None:
        """Undo belongs to the whole issue, not to one field."""
        if widget is not None:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Lets the window have the keys of undo and redo."""
        if event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) and isinstance(
            event, QKeyEvent
        ):
            undoing = event.matches(QKeySequence.StandardKey.Undo) or event.matches(
                QKeySequence.StandardKey.Redo
            )
            again = event.key() == Qt.Key.Key_Y and event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if undoing or again:
                event.ignore()
                return True
        return super().eventFilter(watched, event)

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
            for row in self._rows:
                row.colour()
        super().changeEvent(event)

    # ---- giving out

    def _give(self, name: str, key: str, change: Callable[[Issue], Issue]) -> None:
        if self._issue is None:
            return
        issue = change(self._issue)
        if issue == self._issue:
            return
        self._issue = issue
        self._show_checks(issue)
        self.edited.emit(name, issue, key)

    def _masthead(self, name: str, key: str, /, **values: object) -> None:
        self._give(name, key, lambda issue: replace(issue, masthead=replace(issue.masthead, **values)))

    def _header(self, name: str, key: str, /, **values: object) -> None:
        self._give(
            name, key, lambda issue: replace(issue, dated_header=replace(issue.dated_header, **values))
        )

    def _imprint(self, name: str, key: str, /, **values: object) -> None:
        def change(issue: Issue) -> Issue:
            return (
                issue if issue.imprint is None else replace(issue, imprint=replace(issue.imprint, **values))
            )

        self._give(name, key, change)

    def _date_changed(self, day: QDate) -> None:
        """The imprint's date goes along if it was the same day."""
        new = _python_date(day)

        def change(issue: Issue) -> Issue:
            imprint = issue.imprint
            if imprint is not None and imprint.date == issue.dated_header.date:
                imprint = replace(imprint, date=new)
            return replace(issue, dated_header=replace(issue.dated_header, date=new), imprint=imprint)

        self._give("修改日期", "date", change)
        if self._issue is not None and self._issue.imprint is not None:
            _set_date(self.printed, self._issue.imprint.date)

    def _imprint_toggled(self, there: bool) -> None:
        def change(issue: Issue) -> Issue:
            imprint = Imprint(issue.dated_header.issuer, issue.dated_header.date) if there else None
            return replace(issue, imprint=imprint)

        self._give("添加印发栏" if there else "删除印发栏", "", change)
        self._refill()

    def _refill(self) -> None:
        issue, self._issue = self._issue, None
        if issue is not None:
            self.show_issue(issue)

    # ---- the distribution list

    def _show_distribution(self, entries: tuple[Addressee, ...]) -> None:
        while len(self._rows) > len(entries):
            row = self._rows.pop()
            self._warnings.pop(entry_path(len(self._rows)))
            self._entries.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self._rows) < len(entries):
            at = len(self._rows)
            row = _Entry(at, self._inner)
            row.label.currentTextChanged.connect(lambda text, at=at: self._entry_edited(at, label=text))
            row.to.textChanged.connect(lambda at=at, row=row: self._entry_edited(at, to=row.text()))
            row.removed.connect(self._remove_entry)
            row.moved.connect(self._move_entry)
            for widget in (row.label.lineEdit(), row.to):
                self._watch(widget)
            self._warnings[entry_path(at)] = row.warning
            self._rows.append(row)
            self._entries.addWidget(row)
        for at, (row, entry) in enumerate(zip(self._rows, entries, strict=True)):
            row.fill(entry, last=at == len(entries) - 1)

    def _entry_edited(self, at: int, **values: str) -> None:
        def change(issue: Issue) -> Issue:
            entries = list(issue.distribution)
            entries[at] = replace(entries[at], **values)
            return replace(issue, distribution=tuple(entries))

        self._give("修改报送单位", f"distribution{at}{','.join(values)}", change)

    def _add_entry(self) -> None:
        used = {entry.label for entry in self._issue.distribution} if self._issue else set()
        label = next((label for label in LABELS[:3] if label not in used), "发")
        end = len(self._rows)
        self._give("添加报送单位", "", lambda issue: add(issue, entry_path(end), Addressee(label, "")))
        self._refill()
        self._rows[-1].to.setFocus()

    def _remove_entry(self, at: int) -> None:
        self._give("删除报送单位", "", lambda issue: remove(issue, entry_path(at)))
        self._refill()

    def _move_entry(self, at: int, by: int) -> None:
        if 0 <= at + by < len(self._rows):
            self._give("移动报送单位", "", lambda issue: move(issue, entry_path(at), entry_path(at + by)))
            self._refill()

    def _show_checks(self, issue: Issue) -> None:
        said = [(path, mark.message) for path, mark in field_marks(issue, earlier=self._earlier)]
        said += empty_fields(issue)
        for field, label in self._warnings.items():
            # an entry of the distribution is one field for its label and its text
            text = "\n".join(dict.fromkeys(words for path, words in said if path[: len(field)] == field))
            label.setText(text)
            label.setVisible(bool(text))


class _GrowingEdit(QPlainTextEdit):
    """As high as its text, two lines at least, so that nothing of it is hidden."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().contentsChanged.connect(self._fit)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """A narrower field has more lines."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics, margin = self.fontMetrics(), self.document().documentMargin()
        room = QRect(0, 0, max(1, int(self.viewport().width() - 2 * margin)), 10_000)
        # between Chinese characters any place is a line's end, as in the field itself
        needed = metrics.boundingRect(room, Qt.TextFlag.TextWrapAnywhere, self.toPlainText()).height()
        height = max(needed, 2 * metrics.lineSpacing()) + int(2 * margin) + 2 * self.frameWidth() + 2
        if height != self.height():
            self.setFixedHeight(height)


class _Entry(QFrame):
    """One row of the distribution: 报／送／发, to whom, and three small buttons."""

    removed = Signal(int)
    moved = Signal(int, int)

    def __init__(self, at: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.label = QComboBox(self)
        self.label.setEditable(True)
        self.label.addItems(LABELS)
        self.label.setAccessibleName(f"第 {at + 1} 行的报、送、发")
        self.label.setMinimumContentsLength(2)
        self.label.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.to = _GrowingEdit(self)
        self.to.setTabChangesFocus(True)
        self.to.setAccessibleName(f"第 {at + 1} 行的单位")
        self.to.setPlaceholderText("单位名称，以句号结尾")
        self.to.setUndoRedoEnabled(False)
        keep_still(self.label)
        self.warning = _warning_label()
        self._up = _small("上移这一行")
        self._up.clicked.connect(lambda: self.moved.emit(at, -1))
        self._up.setEnabled(at > 0)
        self._down = _small("下移这一行")
        self._down.clicked.connect(lambda: self.moved.emit(at, 1))
        self._delete = _small("删除这一行")
        self._delete.clicked.connect(lambda: self.removed.emit(at))
        self.colour()
        top = QHBoxLayout()
        top.setSpacing(2)
        top.addWidget(self.label)
        top.addStretch(1)
        for button in (self._up, self._down, self._delete):
            top.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self.to)
        column.addWidget(self.warning)

    def colour(self) -> None:
        """The buttons in the colour of the text around them."""
        ink = self.palette().color(QPalette.ColorRole.WindowText)
        for button, name in ((self._up, "up"), (self._down, "down"), (self._delete, "remove")):
            button.setIcon(icon(name, ink))

    def text(self) -> str:
        """To whom, on one line: the layout turns lines by itself."""
        return self.to.toPlainText().replace("\n", "")

    def fill(self, entry: Addressee, *, last: bool) -> None:
        """Shows an entry."""
        self._down.setEnabled(not last)
        with QSignalBlocker(self.label):
            if self.label.currentText() != entry.label:
                self.label.setCurrentText(entry.label)
        if self.text() != entry.to:
            with QSignalBlocker(self.to):
                self.to.setPlainText(entry.to)


def _small(hint: str) -> QToolButton:
    button = QToolButton()
    button.setIconSize(QSize(16, 16))
    button.setToolTip(tip(hint))
    button.setAccessibleName(hint)
    button.setAutoRaise(True)
    return button


def _warning_label() -> Label:
    label = Label()
    label.setObjectName("warning")
    label.setWordWrap(True)
    # an ink that reads on light and dark alike
    label.setStyleSheet("color: #d9480f")
    label.hide()
    return label


def _spin(least: int, most: int, before: str, after: str, none: str = "") -> QSpinBox:
    spin = QSpinBox()
    spin.setRange(least, most)
    spin.setPrefix(before)
    spin.setSuffix(after)
    spin.setSpecialValueText(none)
    spin.setKeyboardTracking(True)
    keep_still(spin)
    return spin


def _date_edit() -> QDateEdit:
    edit = QDateEdit()
    edit.setCalendarPopup(True)
    edit.setDisplayFormat(DATE_FORMAT)
    edit.setDateRange(QDate(1900, 1, 1), QDate(9999, 12, 31))
    keep_still(edit)
    calendar = QCalendarWidget(edit)
    # as the popup that Qt would make: no numbers of weeks
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    _year_first(calendar)
    edit.setCalendarWidget(calendar)
    return edit


def _year_first(calendar: QCalendarWidget) -> None:
    """Qt names the month before the year in every language; in Chinese the year comes first."""
    month = calendar.findChild(QToolButton, "qt_calendar_monthbutton")
    year = calendar.findChild(QToolButton, "qt_calendar_yearbutton")
    if month is None or year is None:
        return
    bar = month.parentWidget()
    row = bar.layout()
    if isinstance(row, QBoxLayout):
        row.removeWidget(year)
        row.insertWidget(row.indexOf(month), year)


def _set_text(line: QLineEdit, text: str) -> None:
    if line.text() != text:
        with QSignalBlocker(line):
            line.setText(text)
            line.setCursorPosition(0)  # its beginning says more than its end


def _set_number(spin: QSpinBox, value: int) -> None:
    if spin.value() != value:
        with QSignalBlocker(spin):
            spin.setValue(value)


def _set_date(edit: QDateEdit, day: Date) -> None:
    new = QDate(day.year, day.month, day.day)
    if edit.date() != new:
        with QSignalBlocker(edit):
            edit.setDate(new)


def _python_date(day: QDate) -> Date:
    return Date(day.year(), day.month(), day.day())
