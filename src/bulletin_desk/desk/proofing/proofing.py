"""Proofing as the clerk has it: has findings looked for, shows them in the panel and on the pages, steps
through them, puts them right, keeps what is not to be told again, asks before an export with errors."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QPointF, Signal
from PySide6.QtWidgets import QMenu

from bulletin_desk.bulletin.grammar import is_text, owner, title_of
from bulletin_desk.bulletin.model import Issue, Place
from bulletin_desk.bulletin.model import Path as PartPath
from bulletin_desk.bulletin.reminders import Reminder
from bulletin_desk.desk import beside
from bulletin_desk.desk.beside import LeftError
from bulletin_desk.desk.page.canvas import Canvas
from bulletin_desk.desk.panels.findings import FindingsPanel
from bulletin_desk.desk.parts.notice import Choice, Notice, Until
from bulletin_desk.desk.parts.plain import Box, in_menu
from bulletin_desk.desk.proofing.checking import AT_ONCE, Checker
from bulletin_desk.desk.session import Session
from bulletin_desk.editing.document import Change
from bulletin_desk.editing.nodes import Key, key
from bulletin_desk.editing.selection import at as caret_at
from bulletin_desk.editing.selection import between
from bulletin_desk.errors import EditError, TargetError
from bulletin_desk.pipeline import Typeset
from bulletin_desk.proof.earlier import EarlierIssue
from bulletin_desk.proof.findings import LEVEL_ORDER, Finding, Level
from bulletin_desk.proof.fixing import put_right, still_there, together
from bulletin_desk.proof.ignoring import Ignored, is_word, meant, of_words, read_ignored, write_ignored
from bulletin_desk.proof.rules import EARLIER, RULES, TAKEN_IN

if TYPE_CHECKING:  # loaded when it is first needed, not when the window comes up
    from bulletin_desk.proof.proofread import Proofreader

_CHECK, _NOTHING, _FINDING, _NO_FIX = "check", "nothing found", "finding", "no fix here"
"""What a notice is about."""
_SHOWN = 8
"""How many characters of a text name an undo step."""


class Proofing(QObject):
    """`counted` tells how many findings there are; `panel_wanted` that the list should be seen;
    `field_wanted` names a value that is not typed on the page, `words_wanted` a reminder whose words are to
    be seen, `earlier_wanted` an issue's file with the title of an item there."""

    counted = Signal(int)
    panel_wanted = Signal()
    field_wanted = Signal(tuple)
    words_wanted = Signal(object)
    earlier_wanted = Signal(Path, str)

    def __init__(self, session: Session, panel: FindingsPanel, canvas: Canvas, notice: Notice) -> None:
        super().__init__(panel.window())
        self._session = session
        self._panel = panel
        self._canvas = canvas
        self._notice = notice
        self._ignored: Ignored | None = None
        self._issue: Issue | None = None
        """The issue that the findings are of."""
        self._every: list[Finding] = []
        self.findings: list[Finding] = []
        self._told: Finding | None = None
        """What the notice tells of, or told of last."""
        self.earlier: tuple[EarlierIssue, ...] = ()
        """The issues that the last look compared with."""
        self._export_reader: Proofreader | None = None
        self._checker = Checker(session, panel.window())
        self._checker.found.connect(self._found)
        panel.has_word = self._has_word
        panel.chosen.connect(self.go_to)
        panel.fix_wanted.connect(self.fix)
        panel.fix_all_wanted.connect(self.fix_all)
        panel.ignore_here_wanted.connect(self.ignore_here)
        panel.ignore_word_wanted.connect(self.ignore_word)
        panel.right_word_wanted.connect(self.right_word)
        panel.words_wanted.connect(self.show_words)
        session.reminded.connect(self._show)
        session.replaced.connect(self._replaced)
        session.changed.connect(self._changed)

    # ---- looking

    def look(self, *, now: bool = False) -> None:
        """Has findings looked for, unless that would take long and nobody asks."""
        document = self._session.document
        if len(document.pages) <= AT_ONCE or not self._panel.isHidden():
            if document.preedit is None:
                self._checker.look(now=now)
        elif self._every:
            self._found(document.issue, [], self.earlier)

    def _changed(self, change: Change) -> None:
        if change.issue:
            self.look()

    def _replaced(self) -> None:
        self._every, self.findings, self._issue, self.earlier = [], [], None, ()
        self.look()

    def show_panel(self) -> None:
        """The panel has been opened."""
        self._panel.show_findings(self.findings, checking=not self.findings)
        self.look(now=True)

    def wait(self) -> None:
        """The window is closing."""
        job = self._checker.stop()
        if job is not None:
            with contextlib.suppress(LeftError):
                beside.run(self._panel.window(), "停下检查", job.wait)

    def _found(self, issue: Issue, findings: list[Finding], earlier: tuple[EarlierIssue, ...]) -> None:
        self._issue, self._every, self.earlier = issue, findings, earlier
        self._show()

    def _show(self) -> None:
        issue = self._issue
        if issue is None:
            return
        reminders = self._reminders()
        self.findings = [
            finding
            for finding in self._kept().shown(issue, self._every)
            if finding.rule != TAKEN_IN or (finding.path, finding.message) in reminders
        ]
        self._canvas.show_findings(self.findings, issue)
        self._panel.show_findings(self.findings)
        self.counted.emit(len(self.findings))
        self._end_untrue()

    def _end_untrue(self) -> None:
        """What was said of the findings before, and is not so of these."""
        self._notice.done(_CHECK)
        if any(finding.length for finding in self.findings):
            self._notice.done(_NOTHING)
        if self._told not in self.findings:
            self._notice.done(_FINDING)
        at_caret = self.at_caret()
        if at_caret is not None and at_caret.fix:
            self._notice.done(_NO_FIX)

    # ---- going there

    def go_to(self, finding: Finding) -> None:
        """The finding's place in view, its characters selected."""
        document = self._session.document
        if not is_text(finding.path) or not document.pages.places(finding.path):
            self.field_wanted.emit(finding.path)
            return
        try:
            document.go_to(finding.path, finding.offset)
            if finding.length and self._there(finding):
                start, end = Place(finding.path, finding.end), Place(finding.path, finding.offset)
                document.select(between(start, end))
        except EditError:  # the issue has changed since
            self.look(now=True)
            return
        box = document.caret_box()
        self._canvas.show_page_at(box.page, box.top)

    def step(self, by: int) -> None:
        """To the next or the previous finding from the caret, around the end."""
        if not any(finding.length for finding in self.findings):
            if self._issue:
                self._notice.say("没有要看的地方。", until=Until.EDITED | Until.DONE, about=_NOTHING)
            else:
                self._notice.say("正在检查，请稍等。", until=Until.EDITED | Until.DONE, about=_CHECK)
            self.look(now=True)
            return
        here = key(self._session.document.selection.start)
        ordered = sorted((finding for finding in self.findings if finding.length), key=_key)
        if by > 0:
            wanted = next((finding for finding in ordered if _key(finding) > here), ordered[0])
        else:
            wanted = next((finding for finding in reversed(ordered) if _key(finding) < here), ordered[-1])
        self.go_to(wanted)
        self._panel.choose(wanted)
        if self._panel.isHidden():
            self._tell(wanted)

    def _tell(self, finding: Finding) -> None:
        choices: list[Choice] = []
        if finding.fix:
            choices.append(("改这一处", lambda: self.fix(finding)))
        if finding.rule in (TAKEN_IN, EARLIER):
            choices.append(("看看", lambda: self.show_words(finding)))
        choices.append(("这里不管", lambda: self._answered(self.ignore_here, finding)))
        if of_words(finding):
            choices.append(("这个词没错", lambda: self._answered(self.right_word, finding)))
        choices.append(("下一处", lambda: self.step(1)))
        clause = f"（{finding.clause}）" if finding.clause else ""
        self._told = finding
        self._notice.say(
            f"{finding.level.value}：{finding.message}{clause}",
            choices,
            until=Until.MOVED | Until.DONE,
            about=_FINDING,
        )

    def _answered(self, what: Callable[[Finding], None], finding: Finding) -> None:
        self._notice.hide()
        what(finding)

    # ---- putting right

    def fix(self, finding: Finding) -> None:
        """Makes one fix, as one step to undo."""
        self._put_right([finding], f"改“{self._shown(finding)}”")

    def fix_here(self) -> None:
        """Makes the fix of the finding at the caret."""
        finding = self.at_caret()
        if finding is None or not finding.fix:
            said = "光标这里没有可以照改的地方；按 F8 到下一处。"
            self._notice.say(said, until=Until.MOVED | Until.DONE, about=_NO_FIX)
        else:
            self.fix(finding)

    def fix_all(self, finding: Finding) -> None:
        """Makes all fixes that go with a finding's, as one step to undo."""
        same = together(finding, self.findings)
        self._put_right(same, f"改{len(same)}处{RULES[finding.rule].title}")

    def _put_right(self, findings: list[Finding], name: str) -> None:
        document = self._session.document
        there = [finding for finding in findings if self._there(finding)]
        if there:
            issue, _ = put_right(document.issue, there)
            first = there[0]
            try:
                document.apply(name, issue, caret_at(Place(first.path, first.offset)))
            except EditError as error:  # opened read-only, or a text as long as it may be
                self._notice.refuse(str(error))
                return
            self._canvas.setFocus()
        if len(there) < len(findings):
            self._notice.say("有的地方文字已经变了，没有动。", until=Until.EDITED)
        self.look(now=True)

    def _there(self, finding: Finding) -> bool:
        return self._issue is not None and still_there(self._session.issue, self._issue, finding)

    def _has_word(self, finding: Finding) -> bool:
        return self._issue is not None and finding.rule != TAKEN_IN and is_word(meant(self._issue, finding))

    def _shown(self, finding: Finding) -> str:
        words = meant(self._issue, finding) if self._issue else ""
        words = words.replace("\n", " ")
        return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"

    # ---- not to be told again

    def ignore_here(self, finding: Finding) -> None:
        """Never at this place."""
        reminder = self._reminder(finding)
        if reminder is not None:
            self._session.dismiss(reminder)
            again = ("还是要列", lambda: self._remind_again(reminder))
            self._notice.say("看过了，不再列出来。", [again], until=Until.EDITED)
        elif self._issue is not None:
            self._keep(self._kept().without_here(self._issue, finding))

    def _remind_again(self, reminder: Reminder) -> None:
        self._notice.hide()
        self._session.restore(reminder)

    def _reminder(self, finding: Finding) -> Reminder | None:
        """What a finding reminds of, if it does, and that is not dealt with."""
        return self._reminders().get((finding.path, finding.message)) if finding.rule == TAKEN_IN else None

    def _reminders(self) -> dict[tuple[PartPath, str], Reminder]:
        if self._issue is None:
            return {}
        told = self._session.reminders.told(self._issue)
        return {(title_of(path), each.message): each for path, each in told}

    def show_words(self, finding: Finding) -> None:
        """All the words of what came in otherwise than it was; or the issue in which an item appeared."""
        if finding.rule == EARLIER:
            self._show_earlier(finding)
            return
        reminder = self._reminder(finding)
        if reminder is not None:
            self.words_wanted.emit(reminder)

    def _show_earlier(self, finding: Finding) -> None:
        from bulletin_desk.desk.proofing.appeared import Before, where_before

        issue, session = self._issue, self._session
        if issue is None:
            return
        earlier, library, file, folder = self.earlier, session.places.library, session.file, session.folder

        def look() -> Before | None:
            return where_before(issue, owner(finding.path), earlier, library, file, folder)

        try:
            before = beside.run(self._panel.window(), "找以前登过的那一篇", look)
        except LeftError:
            return
        if before is None:
            self._notice.say("以前登过的那一期现在找不到了。", until=Until.EDITED)
        else:
            self.earlier_wanted.emit(*before)

    def ignore_word(self, finding: Finding) -> None:
        """Never for these characters."""
        if self._issue is not None:
            self._keep(self._kept().without_word(self._issue, finding))

    def right_word(self, finding: Finding) -> None:
        """What is meant is a word: the office's list has it from now on."""
        if self._issue is not None:
            said = f"“{self._shown(finding)}”已记进词表，以后不当错字。"
            self._keep(self._kept().with_right(self._issue, finding), said)

    def _kept(self) -> Ignored:
        if self._ignored is None:
            file = self._session.places.ignored
            try:
                self._ignored, fault = beside.run(
                    self._panel.window(), f"读“{file}”", lambda: read_ignored(file)
                )
            except LeftError as error:
                self._ignored, fault = Ignored(), f"{error}忽略过的地方会重新列出来。"
            if fault:
                self._notice.say(fault, until=Until.CLOSED)
        return self._ignored

    def _keep(self, ignored: Ignored, said: str = "以后不再列出来。") -> None:
        before, self._ignored = self._kept(), ignored
        try:
            self._write(ignored)
        except (TargetError, LeftError) as error:
            self._notice.say(f"{error}这次先不列出来，下次打开还会有。", until=Until.CLOSED)
        else:
            choices = [("还是要列", lambda: self._restore(before))]
            self._notice.say(said, choices, until=Until.EDITED)
        self._show()

    def _write(self, ignored: Ignored) -> None:
        file = self._session.places.ignored
        beside.run(self._panel.window(), f"写“{file}”", lambda: write_ignored(file, ignored), on=str(file))

    def _restore(self, before: Ignored) -> None:
        self._notice.hide()
        self._ignored = before
        try:
            self._write(before)
        except (TargetError, LeftError) as error:
            self._notice.say(str(error), until=Until.MOVED)
        self._show()

    # ---- the menu on the page

    def at_caret(self) -> Finding | None:
        """The finding whose characters the caret stands at."""
        place = self._session.document.selection.start
        here = [
            finding
            for finding in self.findings
            if finding.path == place.path
            and finding.offset <= place.offset <= finding.end
            and self._there(finding)
        ]
        return min(here, key=lambda finding: (LEVEL_ORDER[finding.level], finding.length), default=None)

    def fill_menu(self, menu: QMenu, at: QPoint) -> None:
        """What can be done about the finding under the pointer (a point of the screen) or at the caret."""
        under = self._canvas.finding_at(QPointF(self._canvas.viewport().mapFromGlobal(at)))
        finding = under or self.at_caret()
        if finding is None:
            return
        words = menu.addAction(in_menu(f"{finding.level.value}：{finding.message}"))
        words.setEnabled(False)
        if finding.fix:
            menu.addAction("改这一处(&G)", lambda: self.fix(finding))
            count = len(together(finding, self.findings))
            if count > 1:
                menu.addAction(f"改此类全部 {count} 处(&A)", lambda: self.fix_all(finding))
        if finding.rule in (TAKEN_IN, EARLIER):
            menu.addAction("看看(&L)", lambda: self.show_words(finding))
        menu.addAction("这里不管(&I)", lambda: self.ignore_here(finding))
        if of_words(finding):
            menu.addAction("这个词没错，记进词表(&W)", lambda: self.right_word(finding))
        elif self._has_word(finding):
            menu.addAction("这个词以后都不管(&W)", lambda: self.ignore_word(finding))
        menu.addSeparator()

    # ---- before files and paper

    def may_put_out(self, snapshot: Typeset, how: str) -> bool:
        """Whether to go on with what `how` says (输出, 打印): asks if there are certain errors."""
        from bulletin_desk.proof.proofread import Proofreader

        if self._export_reader is None:
            self._export_reader = Proofreader()
        found = self._export_reader.text_findings(snapshot.issue, snapshot.pages)
        errors = [
            finding for finding in self._kept().shown(snapshot.issue, found) if finding.level is Level.ERROR
        ]
        errors += [finding for finding in self.findings if finding.rule == "missing"]
        if not errors:
            return True
        first = "\n".join(f"第 {each.page} 面：{each.message}" for each in errors[:5])
        said = f"还有 {len(errors)} 处错误没有改。"
        box = Box(self._panel.window(), Box.Icon.Warning, f"{how}之前", said, first)
        role = Box.ButtonRole
        if box.answer([("先看看", role.RejectRole, False), (f"照样{how}", role.AcceptRole, True)], False):
            return True
        self.panel_wanted.emit()
        self._panel.choose(errors[0])
        self.go_to(errors[0])
        return False


def _key(finding: Finding) -> Key:
    """The finding's place in the order of the paper; what names no text comes last."""
    try:
        return key(Place(finding.path, finding.offset))
    except KeyError:
        return ((_LAST,), finding.offset)


_LAST = 99
