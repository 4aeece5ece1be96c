"""New, open, save: which file the open issue belongs to, and what the clerk is asked about it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QMenu, QWidget

from bulletin_desk.beginning import first_issue
from bulletin_desk.bulletin.blank import blank_issue, why_no_total
from bulletin_desk.bulletin.fields import labels_of
from bulletin_desk.bulletin.grammar import NUMBER, TOTAL_NUMBER
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.bulletin.pictures import lost_sentence
from bulletin_desk.bulletin.rounds import last_signed, with_rounds_of
from bulletin_desk.desk import beside
from bulletin_desk.desk.beside import LeftError
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.files.carets import Carets
from bulletin_desk.desk.files.keeping import Held, Keeper, RenamedError, key
from bulletin_desk.desk.files.recent import Recent
from bulletin_desk.desk.files.since_signed import may_go_on
from bulletin_desk.desk.parts.names import name_for, renamed
from bulletin_desk.desk.parts.notice import Choice, Notice, Until
from bulletin_desk.desk.parts.plain import in_menu, tip
from bulletin_desk.desk.session import Session, documents
from bulletin_desk.editing.document import Change
from bulletin_desk.errors import BulletinDeskError, InvalidLayoutError
from bulletin_desk.pipeline import in_layout
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.storage.journal import Recovered
from bulletin_desk.storage.lock import LockedError
from bulletin_desk.storage.saving import ChangedOutsideError, Stamp, stamp

if TYPE_CHECKING:
    from bulletin_desk.desk.files.next_issue import Previous

NO_FILE = "未保存的简报"
_READ_ONLY = "这一期是只读打开的，不能改；要改，请先另存一份。"
_CARET_NOTED = 1000
"""Milliseconds after which a caret that has moved is remembered."""
_JOURNAL, _LOCK, _CLOSED = "journal", "lock", "read only"
"""Reasons for which a notice stands."""
_OUTSIDE = "changed outside"
"""What a notice is about."""


class Filing(QObject):
    """Asks over `window`. `recent_menu` lists the files opened last; `field_wanted` names a field that the
    clerk wants to check, `versions_wanted` a file whose earlier versions the clerk wants to see, `new_wanted`
    says that another bulletin than the usual one is to be begun."""

    field_wanted = Signal(tuple)
    versions_wanted = Signal(Path)
    new_wanted = Signal()

    def __init__(self, session: Session, window: QWidget, notice: Notice) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._notice = notice
        self.recent_menu = QMenu("最近的文件(&R)", window)
        self._recent = Recent(session.settings)
        self._carets = Carets(session.settings)
        self._caret_timer = QTimer(self)
        self._caret_timer.setSingleShot(True)
        self._caret_timer.setInterval(_CARET_NOTED)
        self._caret_timer.timeout.connect(self._note_caret)
        self._unwanted: Issue | None = None
        """What the clerk has said need not be kept; what is written after that is kept again."""
        self._sent: tuple[Issue, Path] | None = None
        """What is or was last being saved, and where."""
        self._suggested: Path | None = None
        self._agreed: Path | None = None
        """Where the clerk has said that what has no file yet is to be saved."""
        self.elsewhere: Callable[[Path], bool] = lambda _file: False
        """Shows the other window that has a file; whether there is one."""
        self.keeper = Keeper(session.places, window)
        self.keeper.came_late.connect(self._tell_late)
        self.keeper.changed.connect(self.tell_changed)
        self.keeper.troubled.connect(self._tell_trouble)
        self.keeper.unchanged.connect(lambda: notice.done(_OUTSIDE))
        self.keeper.lost.connect(self._tell_lost)
        self.recent_menu.aboutToShow.connect(self.fill_recent)
        session.changed.connect(self._changed)

    @property
    def title(self) -> str:
        """What the window is called after."""
        file = self._session.file or self._agreed
        name = file.stem if file else NO_FILE
        signed = "（已签发）" if last_signed(self._session.issue) else ""
        return f"{name}{signed}（只读）" if self._session.refusal else f"{name}{signed}"

    @property
    def is_untouched(self) -> bool:
        """Whether nothing has been begun here: a blank issue, as the program starts with."""
        document = self._session.document
        return self._session.file is None and self._suggested is None and not document.modified

    def _changed(self, change: Change) -> None:
        if not self._caret_timer.isActive():
            self._caret_timer.start()
        if change.issue:
            document = self._session.document
            self.keeper.record(document.snapshot(), saved=not document.modified)

    def _note_caret(self) -> None:
        """Also while it is worked on: a program that dies has no time for it."""
        self._caret_timer.stop()
        self._carets.note(self._session.file, self._session.document.selection.head.place)

    def _put_caret(self, file: Path | None) -> None:
        """Where it was last in a file."""
        place = self._carets.find(file, self._session.issue)
        if place is not None:
            self._session.document.go_to(place.path, place.offset)

    def _tell_trouble(self, trouble: str) -> None:
        if trouble:
            self._notice.stand(_JOURNAL, trouble, [("保存", self.save)])
        else:
            self._notice.fall(_JOURNAL)

    def _tell_lost(self) -> None:
        if self._session.file is not None:
            self._notice.stand(
                _LOCK,
                f"这台电脑休眠的时候，别人打开了“{self._session.file.name}”。要接着改，请先另存一份。",
                [("另存为…", self.save_as)],
            )

    def _tell_late(self, file: Path, here: bool, trouble: str) -> None:
        """A save that the clerk did not wait for has ended."""
        if trouble:
            self._notice.say(
                f"没有等完的那次保存没有成。{trouble}",
                [("保存", self.save)] if here else [],
                until=Until.SAVED,
            )
            return
        if here and self._sent is not None and self._session.issue is self._sent[0]:
            self._session.document.mark_saved()
            self._session.saved.emit(file)
        said = f"“{file.name}”刚才还是存上了，里面是按保存那时候的稿子。"
        self._notice.say(said, until=Until.SAVED)

    def start_empty(self) -> None:
        """A blank issue of the office with which one was begun last, with a way to what the clerk more likely
        wants."""
        issue, trouble = self._blank()
        self._open(issue, None)
        recent = self._recent.all()
        choices = [self._following]
        if recent:
            choices.append((f"打开“{recent[0].stem}”", lambda: self.open_recent(recent[0])))
        elif not self._session.own_offices:  # perhaps somebody of another office, who has begun nothing yet
            choices.append(("别的单位的简报…", self.new_wanted.emit))
        said = f"{trouble}这是一期空白简报，可以直接写。{self._why_no_total()}"
        self._notice.say(said, choices, until=Until.EDITED)

    def begin(self, issue: Issue) -> None:
        """A new issue that has no file yet, in place of the one that the clerk has agreed to leave."""
        self._open(issue, None)
        if why := self._why_no_total():
            self._notice.say(why, [self._following], until=Until.EDITED)

    def _why_no_total(self) -> str:
        """Why a new issue has no total number, where its office counts them and its layout prints them; else
        empty."""
        printed = TOTAL_NUMBER in self._session.layout.placed.parts
        return why_no_total(self._session.issue) if printed and self._session.office.issues_before else ""

    @property
    def _following(self) -> Choice:
        return "接上一期新建…", self.new_from_last

    def _blank(self) -> tuple[Issue, str]:
        """A blank issue, and a sentence if it is not in its office's layout."""
        office, today = self._session.usual_office, self._session.today()
        try:
            return first_issue(office, today), ""
        except InvalidLayoutError as error:
            return in_layout(blank_issue(today, office)), f"{error}先用程序自带的版式。"

    def new_from_last(self) -> None:
        """The issue after the open one or the one that was open last, or after another that the clerk
        chooses: on a card with all that is proposed for it."""
        if not self.may_leave():
            return
        last = self._session.file or next(iter(self._recent.all()), None)
        if last is None or not self.new_after(last):
            file = asking.ask_open(self._window, last or self._session.folder, "接哪一期往下编")
            if file is not None:
                self.new_after(file)

    def new_after(self, file: Path) -> bool:
        """The issue after the one in a file, or after another if the clerk likes; false, with a sentence, if
        that file can't be read."""
        from bulletin_desk.desk.files.next_issue import read_previous

        try:
            previous = read_previous(self._window, file)
        except LeftError as error:
            self._notice.say(str(error), until=Until.MOVED)
            return False
        except BulletinDeskError as error:
            self._tell_unopened(file, str(error))
            return False
        self._begin_after(previous)
        return True

    def _begin_after(self, previous: Previous) -> None:
        from bulletin_desk.desk.files.next_issue import NextIssueDialog, choose_previous

        card = NextIssueDialog(
            previous, self._session.today(), choose_previous, self._window, self._session.offices
        )
        card.exec()
        issue, file = card.issue, card.file
        card.deleteLater()
        if issue is None or file is None:
            return
        self._open(issue if issue.layout else in_layout(issue), None, agreed=file)
        placed = self._session.layout.placed
        called = f"第{issue.masthead.number}期" if NUMBER in placed.parts else "新的一期"
        self._notice.say(
            f"{called}建好了，可以写稿件；保存时存成“{file.name}”。",
            [("看看期号和日期", lambda: self.field_wanted.emit(NUMBER))],
            until=Until.EDITED | Until.SAVED,
        )

    def open(self) -> None:
        """Asks for a file and opens it."""
        if self.may_leave():
            file = asking.ask_open(self._window, self._session.folder)
            if file is not None:
                self.open_file(file)

    def open_recent(self, file: Path) -> None:
        """Opens a file of the menu, in which also those stand that are not there any more."""
        if self.may_leave() and not self.open_file(file):
            self._notice.say(
                f"没有打开“{file}”。要是已经不在了，可以从“最近的文件”里去掉。",
                [("去掉", lambda: self._forget(file))],
                until=Until.MOVED,
            )

    def _forget(self, file: Path) -> None:
        self._recent.remove(file)
        self._notice.hide()

    def open_file(self, file: Path) -> bool:
        """Opens a file; false, with a sentence to the clerk, if that can't be done. One that somebody else
        has open is opened read-only or as a copy, as the clerk likes; one that another window has is shown
        there. A plain one is no file to save into."""
        if self.elsewhere(file):
            return True
        how: str | None = ""
        plain = file.suffix.lower() == asking.PLAIN
        try:
            try:
                held, issue = self.keeper.hold(file, locked=not plain)
            except LockedError as error:
                if error.owner.is_me() and self.elsewhere(self.keeper.place_of(file)):
                    return True  # there it goes by another path
                how = asking.ask_locked(self._window, file.name, error.owner.describe())
                if how is None:
                    return False
                held, issue = self.keeper.hold(file, locked=False)
        except LeftError as error:
            self._notice.say(str(error), until=Until.MOVED)
            return False
        except BulletinDeskError as error:
            self._tell_unopened(file, str(error))
            return False
        if how == "copy":
            self._open(issue, None, suggested=renamed(file, "（副本）", asking.EXTENSION))
            self._recent.add(file)
            self._tell_opened(f"这是“{file.stem}”的副本，保存时会问存成哪个文件。")
            return True
        if plain:
            suggested = file.with_suffix(asking.EXTENSION)
            self._open(issue, None, suggested=suggested)
            self._recent.add(file)
            said = f"简报是从文字文件“{file.name}”打开的，保存时会问存成哪个简报文件；“{file.name}”不会动。"
            self._tell_opened(said)
            return True
        self._open(issue, held, read_only=how == "read only")
        self._tell_opened(held.hindrance)
        return True

    def _tell_opened(self, said: str) -> None:
        """What there is to say of the issue that was opened."""
        if lost := lost_sentence(self._session.issue):
            self._notice.say(f"{lost}{said}", until=Until.CLOSED)
        elif said:
            self._notice.say(said, until=Until.SAVED)

    def _tell_unopened(self, file: Path, text: str) -> None:
        """Why a file can't be opened; with a way to its versions, if there are any."""
        try:
            versions = self.keeper.versions(file)
        except LeftError:
            versions = []
        if not versions:
            asking.tell(self._window, text)
        elif asking.ask_versions(self._window, text, len(versions)):
            # afterwards: who wanted it open does something else first
            QTimer.singleShot(0, self, lambda: self.versions_wanted.emit(file))

    def _open(
        self,
        issue: Issue,
        held: Held | None,
        *,
        read_only: bool = False,
        suggested: Path | None = None,
        agreed: Path | None = None,
    ) -> None:
        if self._caret_timer.isActive():
            self._note_caret()
        self.keeper.begin(held, keep=self._is_wanted())
        self._session.file = held.file if held else None
        self._suggested, self._agreed = suggested or agreed, agreed
        if held is not None:
            self._recent.add(held.file)
        self._session.replace(issue, _READ_ONLY if read_only else "")
        if held is not None:
            self._put_caret(held.file)
        self._notice.fall(_LOCK)
        self._show_refusal()

    def _show_refusal(self) -> None:
        if self._session.refusal:
            self._notice.stand(_CLOSED, self._session.refusal, [("另存为…", self.save_as)])
        else:
            self._notice.fall(_CLOSED)

    def save(self) -> bool:
        """Saves; asks for a name if there is none yet. False if it was not saved."""
        if self._session.refusal or (self._session.file is None and not self._is_free(self._agreed)):
            return self.save_as()
        file = self._session.file or self._agreed
        assert file is not None
        return self._write(file)

    def _is_free(self, file: Path | None) -> bool:
        """Whether a file can be made there unasked: nothing lies there."""
        if file is None:
            return False
        try:
            return not beside.run(self._window, f"看有没有“{file}”", file.exists, on=key(file))
        except (LeftError, OSError, ValueError):
            return False

    def save_as(self) -> bool:
        """Asks for a name and saves."""
        if not may_go_on(self._window, self._session.document.snapshot(), "另存"):
            return False
        name = name_for(self._session.issue, self._session.layout)
        file = self._session.file
        suggested = file or self._suggested or self._session.folder / f"{name}{asking.EXTENSION}"
        if file and self._session.refusal:
            suggested = renamed(suggested, "（副本）", asking.EXTENSION)
        return self._save_as(suggested)

    def _save_as(self, suggested: Path) -> bool:
        file = asking.ask_save(self._window, suggested, "保存简报", asking.FILTER)
        return file is not None and self._write(file)

    def _write(self, file: Path, *, overwrite: bool = False, anew: bool = False) -> bool:
        issue, now = self._session.document.snapshot(), self._session.issue
        self._sent = now, file
        try:
            trouble = self.keeper.save(file, issue, overwrite=overwrite, anew=anew)
        except ChangedOutsideError:
            return self.settle()
        except RenamedError as error:
            return self._save_renamed(file, error.path)
        except LockedError as error:
            return self._ask_locked_out(file, error)
        except BulletinDeskError as error:
            return self._ask_failed(file, str(error), overwrite=overwrite)
        self._session.file, self._suggested, self._agreed = file, None, None
        self._recent.add(file)
        self._session.refusal = ""
        self._notice.fall(_LOCK)
        self._show_refusal()
        if self._session.issue is now:  # an input method may have put in more meanwhile
            self._session.document.mark_saved()
        self._session.saved.emit(file)
        if trouble:
            self._notice.say(f"已保存，但{trouble}", until=Until.SAVED)
        return True

    def _save_renamed(self, file: Path, now: Path) -> bool:
        """The open file was renamed outside: saves where the clerk wants."""
        answer = asking.ask_renamed(self._window, file.name, now.name)
        if answer == "old":
            return self._write(file, anew=True)
        if answer == "elsewhere":
            return self._save_as(file)
        if answer != "new":
            return False
        try:
            self.keeper.follow(now)
        except LockedError as error:
            return self._ask_locked_out(now, error)
        except LeftError as error:
            self._notice.say(f"还没有保存。{error}", [("保存", self.save)], until=Until.SAVED)
            return False
        self._session.file = now
        self._recent.remove(file)
        self._recent.add(now)
        return self._write(now)

    def _ask_locked_out(self, file: Path, error: LockedError) -> bool:
        return self._ask_failed(
            file,
            f"没有保存：“{file.name}”正由{error.owner.describe()}打开，请另存到别处，或等那边关掉再试。",
        )

    def _ask_failed(self, file: Path, text: str, *, overwrite: bool = False) -> bool:
        answer = asking.ask_failed(self._window, text, recoverable=self._flush())
        if answer == "again":
            return self._write(file, overwrite=overwrite)
        return answer == "elsewhere" and self._save_as(renamed(documents() / file.name, "", asking.EXTENSION))

    def _flush(self) -> bool:
        """Whether all is in the recovery copy."""
        try:
            return beside.run(self._window, "把稿子记进恢复副本", self.keeper.flush)
        except LeftError:
            return False

    def settle(self) -> bool:
        """The file was changed outside: shows what is different and does what the clerk decides. Whether
        the clerk's text is in a file then."""
        from bulletin_desk.bulletin.compare import compare
        from bulletin_desk.desk.files.comparing import Answer, ChangedDialog

        file = self._session.file
        if file is None:
            return False
        mine = self._session.document.snapshot()
        try:
            what = f"看“{file}”里现在是什么"
            known, theirs, reason = beside.run(self._window, what, lambda: _now_in(file), on=key(file))
        except LeftError as error:
            self._notice.say(
                f"“{file.name}”和您打开时不一样了，还没有保存。{error}",
                [("看看差别…", self.settle)],
                until=Until.SAVED | Until.DONE,
                about=_OUTSIDE,
            )
            return False
        found = (
            compare(mine, theirs, labels_of(self._session.layout.declared)) if theirs is not None else None
        )
        dialog = ChangedDialog(file.name, found, reason, self._window)
        dialog.exec()
        answer = dialog.answer
        dialog.deleteLater()
        if answer is Answer.COPY:
            return self._save_as(renamed(file, "（另一份）", asking.EXTENSION))
        if answer is Answer.MINE:
            if theirs is not None:  # what has gone round has, whose text it was
                document = self._session.document
                document.set_rounds(with_rounds_of(document.issue, theirs).rounds)
            return self._write(file, overwrite=True)
        if answer is not Answer.THEIRS or theirs is None:
            return False
        trouble = ""
        try:
            self.keeper.keep_version(file, mine)
        except BulletinDeskError as error:  # undo has it all the same
            trouble = f"“以前的版本”里没有留下您那一份，按撤销还能换回来：{error}"
        self._replace("换成文件里的", theirs)
        self._session.document.mark_saved()
        self.keeper.accept(known)
        self._session.saved.emit(file)
        if trouble:
            self._notice.say(trouble, until=Until.EDITED)
        return True

    def tell_changed(self) -> None:
        """The file was changed while the clerk was elsewhere."""
        if self._session.file is not None and not self._session.refusal:
            words = "保存前请看看差别。" if self._session.document.modified else "要不要看看改了什么？"
            self._notice.say(
                f"“{self._session.file.name}”刚才被别人改过了，{words}",
                [("看看差别…", self.settle)],
                until=Until.SAVED | Until.DONE,
                about=_OUTSIDE,
            )

    def _replace(self, name: str, issue: Issue) -> None:
        """Another text of the same issue, as an edit that can be undone."""
        document = self._session.document
        refusal, document.refusal = document.refusal, ""
        consent, document.consent = document.consent, None  # the clerk has just asked for it
        try:
            document.apply(name, issue)
        finally:
            document.refusal, document.consent = refusal, consent

    def offer_recovered(self, *, ask: bool = False) -> None:
        """Offers what a program that died had not saved; if there is nothing, says so where the clerk has
        asked."""
        found = self.keeper.recovered()
        if not found:
            if ask:
                self._notice.say("没有要找回的稿子。", until=Until.MOVED)
            return
        from bulletin_desk.desk.files.recovering import RecoveryDialog

        dialog = RecoveryDialog(found, self.keeper.give_up, self._window)
        dialog.exec()
        restored = dialog.restored
        dialog.deleteLater()
        if restored is not None:
            self.restore(restored)

    def restore(self, recovered: Recovered) -> None:
        """Goes on with what was recovered: as an edit of its file, where that can be opened."""
        if not self.may_leave():
            return
        file = recovered.file
        caret = self._carets.find(file, recovered.issue)
        if file is not None:
            with contextlib.suppress(LeftError):
                what = f"看“{file}”还在不在"
                file = beside.run(self._window, what, recovered.whereabouts, on=key(file)).path or file
        said = self.go_on_with("恢复没有保存的稿子", recovered.issue, file)
        if caret is not None:
            self._session.document.go_to(caret.path, caret.offset)
        if self._flush():
            recovered.discard()
        self._notice.say(
            f"已恢复，还没有保存。{said}", [("保存", self.save)], until=Until.EDITED | Until.SAVED
        )

    def go_on_with(self, name: str, issue: Issue, file: Path | None) -> str:
        """Opens an issue that lies in no file as it is: as an edit, called `name`, of the one at `file` where
        that can be opened, else of a blank one, to be saved there. Says how it is saved, in a sentence."""
        held: Held | None = None
        base: Issue | None = None
        said = ""
        if file is not None:
            try:
                held, base = self.keeper.hold(file)
            except LockedError as error:
                said = f"“{file.name}”正由{error.owner.describe()}打开，"
            except LeftError:
                said = f"“{file.name}”那边没有回话，"
            except BulletinDeskError:
                said = f"“{file.name}”现在读不出来，"
        if base is None:
            self._open(self._blank()[0], None, suggested=file)
        else:
            self._open(base, held)
            issue = with_rounds_of(issue, base)
        self._replace(name, issue)
        return said + ("保存时会问存成哪个文件。" if base is None else "按撤销可以看保存过的那一份。")

    def may_leave(self, *, ask: bool = True) -> bool:
        """Whether the issue may be left: it is saved, or need not be, as the clerk says. Without asking it
        may, and is kept as a recovery copy."""
        document = self._session.document
        self._unwanted = None
        if not ask or not document.modified:
            return True
        file = self._session.file or self._agreed
        answer = asking.ask_unsaved(self._window, file.name if file else NO_FILE)
        if answer is False:
            self._unwanted = document.issue
        return answer is False or (answer is True and (self.save() or self._may_leave_unsaved()))

    def _may_leave_unsaved(self) -> bool:
        """Whether the clerk goes without having saved on a share that hangs: the text is kept."""
        file = self._sent[1] if self._sent else None
        if file is None or not beside.is_running(key(file)):
            return False
        return self._flush() and asking.ask_leave(self._window, file.name)

    def _is_wanted(self) -> bool:
        return self._session.issue is not self._unwanted

    def close(self) -> None:
        """The window closes, after `may_leave`. What is neither saved nor unwanted is offered at the next
        start."""
        self._note_caret()
        self.keeper.end(keep=self._is_wanted())

    def fill_recent(self) -> None:
        """Puts the files opened last into the menu."""
        self.recent_menu.clear()
        found = self._recent.all()
        for number, file in enumerate(found, 1):
            action = self.recent_menu.addAction(f"&{number % 10} {in_menu(file.stem)}")
            action.setToolTip(tip(str(file)))
            action.triggered.connect(lambda _checked=False, file=file: self.open_recent(file))
        if found:
            self.recent_menu.addSeparator()
            self.recent_menu.addAction("清空这张单子").triggered.connect(self._recent.clear)
        else:
            self.recent_menu.addAction("（还没有）").setEnabled(False)


def _now_in(file: Path) -> tuple[Stamp | None, Issue | None, str]:
    """What is in a file: by what it is known again, the issue, or why that can't be read."""
    known = stamp(file)
    try:
        return known, read_bulletin(file), ""
    except BulletinDeskError as error:
        return known, None, str(error)
