"""The card on which the next issue begins: which one it follows, its numbers, date, folder and file name, all
proposed and all to be changed. Refuses beside the field; makes no file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812
from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.bulletin.bounds import MAX_NUMBER, MAX_TOTAL_NUMBER
from bulletin_desk.bulletin.dates import chinese_date, chinese_weekday
from bulletin_desk.bulletin.fields import value_of as value_in
from bulletin_desk.bulletin.fields import with_field
from bulletin_desk.bulletin.following import proposed_day, proposed_numbers
from bulletin_desk.bulletin.grammar import NUMBER, TOTAL_NUMBER
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.bulletin.numbering import issue_after
from bulletin_desk.bulletin.office import Office
from bulletin_desk.desk import beside
from bulletin_desk.desk.beside import LeftError
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.parts.card_fields import CardField, ValueField, going_on, propose, value_of
from bulletin_desk.desk.parts.names import MOST_BYTES, NAMELESS, PATTERN, clean, file_name
from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.parts.typed_fields import DateField, NumberField
from bulletin_desk.desk.parts.typed_values import lines_of
from bulletin_desk.errors import BulletinDeskError, EditError
from bulletin_desk.paths import other_ending
from bulletin_desk.pipeline import series_of, usable_layout

_BEFORE_DATE = 3
"""Row of the card: behind the issue that is followed and the numbers."""


@dataclass(frozen=True, slots=True)
class Previous:
    """The issue that is followed, and its file."""

    issue: Issue
    file: Path


class NextIssueDialog(QDialog):
    """`issue` and `file` are what the clerk has agreed to, None if to nothing. `choose` asks for another
    issue to follow, None if the clerk has stayed with this one; `offices` are those known (None: those
    shipped)."""

    def __init__(
        self,
        previous: Previous,
        today: Date,
        choose: Callable[[QWidget, Path], Previous | None],
        parent: QWidget | None = None,
        offices: Sequence[Office] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("下一期")
        self._offices = offices
        self.issue: Issue | None = None
        self.file: Path | None = None
        self._today = today
        self._choose = choose
        self.follows = Label(parent=self)
        self.follows.setWordWrap(True)
        self.other = QPushButton("换一期…", self)
        self.other.clicked.connect(self._ask_other)
        top = QHBoxLayout()
        top.addWidget(self.follows, 1)
        top.addWidget(self.other)
        self.number = CardField("期号", NumberField(1, MAX_NUMBER, head="第 ", tail=" 期"), self)
        self.total = CardField(
            "总期号", NumberField(0, MAX_TOTAL_NUMBER, head="总第 ", tail=" 期", none="没有"), self
        )
        self.date = CardField("日期", DateField(today), self)
        self.folder = CardField("文件夹", QLineEdit(), self)
        self.browse = QPushButton("浏览…", self)
        self.browse.clicked.connect(self._ask_folder)
        self.folder.row.addWidget(self.browse)
        self.name = CardField("文件名", QLineEdit(), self)
        self.name.row.addWidget(Label(asking.EXTENSION, self))
        self._own: list[ValueField] = []
        self._form = form = QFormLayout()
        form.addRow("接着", top)
        for words, field in (
            ("期号", self.number),
            ("总期号", self.total),
            ("日期", self.date),
            ("文件夹", self.folder),
            ("文件名", self.name),
        ):
            form.addRow(words, field)
            field.line.textChanged.connect(self._look)
        buttons = QDialogButtonBox(self)
        self.make = buttons.addButton("新建这一期", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.make.setDefault(True)
        buttons.accepted.connect(self._make)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addStretch(1)
        column.addWidget(buttons)
        self.resize(560, 360)
        self._looking = False
        self._follow(previous)
        first = self.number.line if self._form.isRowVisible(self.number) else self.date.line
        first.setFocus()
        first.selectAll()

    def _follow(self, previous: Previous) -> None:
        self._previous = previous
        self._numbering, self._declared = series_of(previous.issue)
        self._layout = usable_layout(previous.issue)
        self._arrange()
        masthead, parts = previous.issue.masthead, self._layout.placed.parts
        number = (
            f"{self._numbering.goes_on_as(previous.issue)}第{masthead.number}期，" if NUMBER in parts else ""
        )
        if TOTAL_NUMBER in parts and masthead.total_number is not None:
            number = f"{number.removesuffix('，')}（总第{masthead.total_number}期），"
        day = chinese_date(previous.issue.dated_header.date)
        self.follows.setText(f"{number}{day}\n{previous.file.name}")
        self._day, self._why_day = proposed_day(previous.issue, self._today)
        if not self.date.touched:
            self.date.line.show_value(self._day)
        propose(self.folder, str(previous.file.parent))
        self._look()

    def _arrange(self) -> None:
        """Fields for what the layout places and counts: its numbers, and values of its own that go on."""
        placed = self._layout.placed
        self._form.setRowVisible(self.number, NUMBER in placed.parts and placed.counted)
        self._form.setRowVisible(self.total, TOTAL_NUMBER in placed.parts and placed.counted)
        for field in self._own:
            self._form.removeRow(field)
        self._own = going_on(placed.declared, self.date.line.value, self)
        before: QWidget = self.total.line
        for at, field in enumerate(self._own):
            self._form.insertRow(_BEFORE_DATE + at, field.declared.label, field)
            for line in lines_of(field.field):
                line.textChanged.connect(self._look)
                QWidget.setTabOrder(before, line)
                before = line
        QWidget.setTabOrder(before, self.date.line)

    def _ask_other(self) -> None:
        previous = self._choose(self, self._previous.file)
        if previous is not None:
            self._follow(previous)

    def _ask_folder(self) -> None:
        folder = asking.ask_folder(self, Path(self.folder.line.text()))
        if folder is not None:
            self.folder.line.setText(str(folder))
            self.folder.touch()

    # ---- what the fields say

    def _look(self) -> None:
        """Proposes what follows from what is there by now, and says what is wrong with it."""
        if self._looking:
            return
        self._looking = True
        try:
            self._read()
        finally:
            self._looking = False

    def _read(self) -> Issue | None:
        """The issue of what the fields say; None where one of them is refused."""
        day = self._read_day()
        number = value_of(self.number) if self.number.touched else None
        proposed = proposed_numbers(
            self._previous.issue, day or self._day, number, self._numbering, self._offices
        )
        if not self.number.touched:
            self.number.line.show_value(proposed.number)
            number = value_of(self.number)
        if not self.total.touched:
            self.total.line.show_value(proposed.total or 0)
        total = value_of(self.total)
        if total is not None:
            self.total.say(proposed.reason)
        if number is not None and not self._form.isRowVisible(self.total):
            self.number.say(proposed.number_reason)
        if day is None or number is None or total is None:
            return None
        try:
            issue = issue_after(
                self._previous.issue, day, number, total or None, self._numbering, self._declared
            )
        except EditError as error:
            self.number.say(str(error), refused=True)
            return None
        for field in self._own:
            field.propose(value_in(issue, field.declared))
            text = field.value()
            if text is None:
                return None
            issue = with_field(issue, field.declared.path, field.declared.name, text)
        try:
            propose(self.name, file_name(PATTERN, issue, self._layout))
        except ValueError:
            propose(self.name, NAMELESS)
        return issue if self._read_name() else None

    def _read_day(self) -> Date | None:
        day = value_of(self.date)
        if day is None:
            return None
        before = self._previous.issue.dated_header.date
        said = f"星期{chinese_weekday(day)}。"
        if day < before:
            said += f"早于上一期的{chinese_date(before)}；请核对。"
        elif day == self._day:
            said += self._why_day
        self.date.say(said)
        return day

    def _read_name(self) -> str:
        """The file's name without its extension; empty if it can be none."""
        typed = self.name.line.text().strip()
        name = typed.removesuffix(asking.EXTENSION)
        if not name:
            refusal = "这里还没有文件名。"
        elif clean(name) != name:
            fit = clean(name)
            why = "文件名太长" if len(name.encode()) > MOST_BYTES else "这个文件名电脑上不能用"
            refusal = f"{why}，可以写成“{fit}”。" if fit else f"{why}，请换一个。"
        elif ending := other_ending(name):
            refusal = f"文件名不用写“{ending}”，程序会加上 {asking.EXTENSION}。"
        else:
            refusal = ""
        self.name.say(refusal, refused=True)
        return "" if refusal else name

    def _make(self) -> None:
        """Agreed, unless a field is refused: there the caret goes."""
        issue = self._read()
        if issue is None:
            self._show_refused()
            return
        folder = Path(self.folder.line.text().strip())
        file = folder / f"{self._read_name()}{asking.EXTENSION}"
        try:
            is_folder, is_there = beside.run(
                self, f"看“{folder}”", lambda: (folder.is_dir(), file.exists()), on=str(folder)
            )
        except LeftError as error:
            self.folder.say(f"“{folder}”那边没有回话：{error}", refused=True)
            return
        except (OSError, ValueError):
            is_folder = is_there = False
        relative = not folder.is_absolute()
        self.folder.say("" if is_folder and not relative else "没有这个文件夹，请换一个。", refused=True)
        if is_there:
            self.name.say(f"文件夹里已有“{file.name}”，请换一个名字。", refused=True)
        if relative or not is_folder or is_there:
            self._show_refused()
            return
        self.issue, self.file = issue, file
        self.accept()

    def _show_refused(self) -> None:
        for field in (self.number, self.total, self.date, self.folder, self.name):
            if field.said.text() and field.said.styleSheet():
                field.line.setFocus()
                field.line.selectAll()
                return
        for own in self._own:
            if own.field.refused:
                own.field.setFocus()


def read_previous(window: QWidget, file: Path) -> Previous:
    """The issue in a file, to be followed. Raises LeftError and what `read_bulletin` does."""
    from bulletin_desk.desk.files.keeping import key
    from bulletin_desk.storage.bulletin_file import read_bulletin

    return Previous(beside.run(window, f"打开“{file}”", lambda: read_bulletin(file), on=key(file)), file)


def choose_previous(window: QWidget, proposed: Path) -> Previous | None:
    """The issue to follow that the clerk chooses; None, perhaps with a sentence, if there is none."""
    file = asking.ask_open(window, proposed, "接哪一期往下编")
    if file is None:
        return None
    try:
        return read_previous(window, file)
    except BulletinDeskError as error:
        asking.tell(window, str(error))
        return None
