"""New, open, save: which file the open issue belongs to, and what the clerk is asked about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date as Date  # noqa: N812
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from bulletin_desk.bulletin.blank import blank_issue
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.bulletin.numbering import next_issue
from bulletin_desk.desk import files
from bulletin_desk.desk.export import PATTERN, file_name
from bulletin_desk.desk.notice import Notice
from bulletin_desk.editing.document import Document
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin

NO_FILE = "未保存的简报"


class Filing(QObject):
    """`document` gives the document that is open now, `take` puts another issue in its place,
    `check_numbers` shows
    the clerk the numbers of a new issue."""

    saved = Signal(Path)

    def __init__(
        self,
        window: QWidget,
        settings: QSettings,
        document: Callable[[], Document],
        take: Callable[[Issue], None],
        notice: Notice,
        menu: QMenu,
        check_numbers: Callable[[], object],
        today: Callable[[], Date],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._document = document
        self._take = take
        self._notice = notice
        self._menu = menu
        self._check_numbers = check_numbers
        self._today = today
        self._recent = files.Recent(settings)
        self.file: Path | None = None
        menu.aboutToShow.connect(self.fill_recent)

    @property
    def title(self) -> str:
        """What the window is called after."""
        return self.file.stem if self.file else NO_FILE

    def start_empty(self) -> None:
        """A blank issue, with a way to what the clerk more likely wants."""
        self._open(blank_issue(self._today()), None)
        recent = self._recent.all()
        choices: list[tuple[str, Callable[[], object]]] = [("接上一期新建…", self.new_from_last)]
        if recent:
            choices.append((f"打开“{recent[0].stem}”", lambda: self.open_file(recent[0])))
        self._notice.say("这是一期空白简报，可以直接写。", choices)

    def new(self) -> None:
        """A blank issue."""
        if self.may_leave():
            self._open(blank_issue(self._today()), None)

    def new_from_last(self) -> None:
        """The issue after one that the clerk chooses: the open one or the last one is proposed."""
        if not self.may_leave():
            return
        proposed = self.file or next(iter(self._recent.all()), self.folder())
        file = files.ask_open(self._window, proposed, "接哪一期往下编")
        if file is not None:
            self.new_after(file)

    def new_after(self, file: Path) -> None:
        """The issue after the one in a file."""
        try:
            issue = next_issue(read_bulletin(file), self._today())
        except BulletinDeskError as error:
            files.tell(self._window, str(error))
            return
        self._open(issue, None)
        masthead = issue.masthead
        self._notice.say(
            f"接“{file.stem}”新建：第{masthead.number}期，日期是今天。请核对期号和日期，再写稿件。",
            [("看看期号和日期", self._check_numbers)],
        )

    def open(self) -> None:
        """Asks for a file and opens it."""
        if self.may_leave():
            file = files.ask_open(self._window, self.folder())
            if file is not None:
                self.open_file(file)

    def open_file(self, file: Path) -> bool:
        """Opens a file; false, with a sentence to the clerk, if that can't be done."""
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self._open(read_bulletin(file), file)
        except BulletinDeskError as error:
            QApplication.restoreOverrideCursor()
            files.tell(self._window, str(error))
            return False
        except BaseException:
            QApplication.restoreOverrideCursor()
            raise
        QApplication.restoreOverrideCursor()
        return True

    def _open(self, issue: Issue, file: Path | None) -> None:
        self.file = file
        if file is not None:
            self._recent.add(file)
        self._take(issue)

    def save(self) -> bool:
        """Saves; asks for a name if there is none yet. False if it was not saved."""
        return self.save_as() if self.file is None else self._write(self.file)

    def save_as(self) -> bool:
        """Asks for a name and saves."""
        try:
            name = file_name(PATTERN, self._document().issue)
        except ValueError:
            name = "简报"
        suggested = self.file or self.folder() / f"{name}{files.EXTENSION}"
        file = files.ask_save(self._window, suggested, "保存简报", files.FILTER)
        return file is not None and self._write(file)

    def _write(self, file: Path) -> bool:
        issue = self._document().snapshot()
        try:
            write_bulletin(file, issue)
        except BulletinDeskError as error:
            files.tell(self._window, str(error))
            return False
        self.file = file
        self._recent.add(file)
        self._document().mark_saved()
        self.saved.emit(file)
        return True

    def may_leave(self) -> bool:
        """Whether the issue may be left: it is saved, or need not be."""
        if not self._document().modified:
            return True
        answer = files.ask_unsaved(self._window, self.file.name if self.file else NO_FILE)
        return answer is False or (answer is True and self.save())

    def folder(self) -> Path:
        """Where the open file is, or files are kept."""
        return self.file.parent if self.file else self._recent.folder()

    def fill_recent(self) -> None:
        """Puts the files opened last into the menu."""
        self._menu.clear()
        found = self._recent.all()
        for number, file in enumerate(found, 1):
            action = self._menu.addAction(f"&{number % 10} {file.stem}".replace("&&", "&"))
            action.setToolTip(str(file))
            action.triggered.connect(
                lambda _checked=False, file=file: self.may_leave() and self.open_file(file)
            )
        if found:
            self._menu.addSeparator()
            self._menu.addAction("清空这张单子").triggered.connect(self._recent.clear)
        else:
            self._menu.addAction("（还没有）").setEnabled(False)
