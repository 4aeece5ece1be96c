"""Who has an old issue learned from, and begins what the clerk wants of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bulletin_desk.beginning import layout_of_office
from bulletin_desk.bulletin.following import proposed_day
from bulletin_desk.bulletin.grammar import NUMBER
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.bulletin.numbering import next_issue
from bulletin_desk.bulletin.office import file_stem
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.files.filing import Filing
from bulletin_desk.desk.parts.names import NAMELESS
from bulletin_desk.desk.parts.notice import Notice, Until
from bulletin_desk.desk.session import Session
from bulletin_desk.desk.starting.starting import Starting, as_file_stem
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.pipeline import carrying, series_of

if TYPE_CHECKING:
    from bulletin_desk.desk.learning.learn_dialog import Agreed


class Learning(QObject):
    """`begun` comes with the old issue's files and what was seen of its pages, once one in its layout is
    open. `field_wanted` names a field to be looked at."""

    begun = Signal(tuple, tuple)
    field_wanted = Signal(tuple)

    def __init__(self, session: Session, notice: Notice, starting: Starting, filing: Filing) -> None:
        super().__init__(notice.window())
        self._session = session
        self._notice = notice
        self._starting = starting
        self._filing = filing
        self._files: tuple[Path, ...] = ()
        """Those chosen last, so that a dialog that was closed by mistake has them again."""

    def ask(self) -> None:
        """Has files chosen, once the open issue may be left, and begins what comes of them."""
        if self._filing.may_leave():
            self.begin()

    def begin(self) -> None:
        """The same, where the open issue may be left already."""
        # the program's start needs none of these
        from bulletin_desk.desk.learning.learn_dialog import LearnDialog
        from bulletin_desk.learning.learn import learn

        session, window = self._session, self._notice.window()
        session.look_at_offices()
        dialog = LearnDialog(
            session.faces,
            self._take,
            work=partial(learn, faces=session.faces),
            folder=session.folder,
            files=self._files,
            named=self._names,
            fit=as_file_stem,
            parent=window,
        )
        dialog.exec()
        self._files = dialog.choosing.files
        dialog.deleteLater()

    def _names(self) -> tuple[str, ...]:
        return tuple(file_stem(office) for office in self._session.own_offices)

    def _take(self, agreed: Agreed, parent: QWidget) -> bool:
        """Keeps the office, if it is to be kept, and opens the issue. Whether that was done; else it is said
        why not."""
        from bulletin_desk.learning.answering import layout_text_of

        learned = agreed.came.learned
        office = learned.office
        name = agreed.name or as_file_stem(office.one_line) or NAMELESS
        carried = layout_text_of(learned, agreed.layout, name)
        try:
            issue, why = carrying(learned.issue, carried), ""
            if agreed.follows:
                issue, why = self._following(issue)
        except BulletinDeskError as error:
            asking.tell(parent, str(error))
            return False
        if agreed.name:
            saved = self._starting.keep(agreed.name, office, carried, parent)
            if saved is None:
                return False
            self._session.remember_office(saved)
            issue = replace(issue, layout=layout_of_office(saved))
        self._filing.begin(issue)
        self._tell(agreed, why)
        self.begun.emit(agreed.came.files, learned.pages)
        return True

    def _following(self, issue: Issue) -> tuple[Issue, str]:
        """The empty issue after it, and why it is not of today, if it isn't."""
        numbering, declared = series_of(issue)
        day, why = proposed_day(issue, self._session.today())
        return next_issue(issue, day, numbering, declared), why

    def _tell(self, agreed: Agreed, why: str) -> None:
        kept = f"下次新建选“{agreed.name}”就是这个样子。" if agreed.name else ""
        if not agreed.follows:
            self._notice.say(
                f"这是照着认出来的旧的一期，还没有保存。{kept}", until=Until.EDITED | Until.SAVED
            )
            return
        counted = NUMBER in self._session.layout.placed.parts
        number = f"第{self._session.issue.masthead.number}期" if counted else "下一期"
        self._notice.say(
            f"{number}建好了，期号接着旧的一期，日期{'' if why else '是今天，'}请看一眼。{why}{kept}",
            [("看看期号和日期", self._show_number)],
            until=Until.EDITED | Until.SAVED,
        )

    def _show_number(self) -> None:
        self.field_wanted.emit(NUMBER)
