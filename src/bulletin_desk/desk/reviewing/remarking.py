"""Remarks (批注) as the clerk works with them: puts one on words, answers, settles, words otherwise, takes
away, steps through them; says when one has lost its words. Every one of these is an edit that undo takes
back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import count

from PySide6.QtCore import QObject, QPoint, QPointF
from PySide6.QtWidgets import QApplication, QMenu

from bulletin_desk.bulletin.model import Issue, Remark, Said
from bulletin_desk.desk.page.canvas import Canvas
from bulletin_desk.desk.page.cards import Draft
from bulletin_desk.desk.panels.review import ReviewPanel
from bulletin_desk.desk.parts.moments import minute
from bulletin_desk.desk.parts.notice import Notice, Until
from bulletin_desk.desk.reviewing.remarks_page import RemarksPage
from bulletin_desk.desk.reviewing.writing import Writing
from bulletin_desk.desk.session import Session
from bulletin_desk.desk.settings import WHO
from bulletin_desk.editing import remarks as edits
from bulletin_desk.editing.document import Change
from bulletin_desk.editing.history import Run
from bulletin_desk.editing.nodes import cleaned
from bulletin_desk.errors import EditError
from bulletin_desk.storage.system import user

ADD, ANSWER, REWORD, SETTLE, REOPEN, REMOVE = (
    "加批注",
    "回复批注",
    "改批注",
    "批注办好了",
    "重新打开批注",
    "删除批注",
)
"""What edits are called in the menu of undo."""
_A_DAY = 86_400.0
"""Seconds: what is written in one go is undone in one go, however long one thinks in between."""
_SHOWN = 20
"""Characters of a remark that a notice tells."""
_LOST = "remarks lost"
"""The reason for which a notice stands."""
_GONE = "这条批注已经不在了。"
_NONE_HERE = "光标这里没有批注；先点一条批注，或者把光标放进有批注的文字。"


class Remarking(QObject):
    """Shows remarks on `canvas` and on a page of `panel`."""

    def __init__(self, session: Session, canvas: Canvas, panel: ReviewPanel, notice: Notice) -> None:
        super().__init__(panel.window())
        self._session = session
        self._canvas = canvas
        self._cards = canvas.cards
        self._panel = panel
        self._notice = notice
        self.writing: Writing | None = None
        """Where something is being written, while it is."""
        self.page = RemarksPage(session, panel)
        self.page_number = panel.add_page("批注", self.page)
        self._run = Run("")
        self._runs = count()
        self._name = ""
        self._lost: tuple[Remark, ...] = ()
        """Those that the notice tells of."""
        self._own = False
        """Whether the change that comes is what is typed here."""
        cards, page = self._cards, self.page
        for source in (cards, page):
            source.chosen.connect(self.go_to)
            source.answer_wanted.connect(lambda at: self._try(lambda: self.answer(at)))
            source.settle_wanted.connect(lambda at: self._try(lambda: self.settle(at)))
            source.edit_wanted.connect(lambda at: self._try(lambda: self.edit(at)))
            source.remove_wanted.connect(lambda at: self._try(lambda: self.remove(at)))
        page.entered.connect(self._enter)
        page.shown.connect(self._choose_open)
        cards.moved.connect(self._place)
        canvas.verticalScrollBar().valueChanged.connect(self._place)
        canvas.horizontalScrollBar().valueChanged.connect(self._place)
        canvas.zoomed.connect(self._place)
        panel.page_shown.connect(lambda _: self.page.refresh())
        session.changed.connect(self._changed)
        session.replaced.connect(self._replaced)
        self._count()

    # ---- who and when

    @property
    def author(self) -> str:
        """Who signs what is written here: as they call themselves, else as the system calls them."""
        return self._session.settings[WHO] or user()

    def _said(self, text: str) -> Said:
        return Said(self.author, minute(datetime.now()), text)

    # ---- what commands do

    def remark(self) -> None:
        """A new remark on what is selected, else on the word at the caret, else on its paragraph. Raises
        EditError."""
        self._check()
        document = self._session.document
        start, end = edits.words_meant(document.issue, document.selection)
        at = len(document.issue.remarks)
        self._write(Draft(at, 0, Remark(start, end, (self._said(""),)), 0), ADD, "")

    def answer(self, at: int | None = None) -> None:
        """An answer to a remark, or to that at the caret. Raises EditError."""
        self._check()
        at = self._meant(at)
        remark = edits.remark_at(self._session.issue, at)
        draft = Draft(at, len(remark.said), Remark(remark.start, remark.end, (self._said(""),)), 0)
        self._write(draft, ANSWER, "")

    def edit(self, at: int | None = None) -> None:
        """The clerk's own words in a remark, the last of them, to be worded otherwise. Raises EditError where
        there are none."""
        self._check()
        at = self._meant(at)
        remark = edits.remark_at(self._session.issue, at)
        own = [number for number, said in enumerate(remark.said) if said.who == self.author]
        if not own:
            raise EditError(f"这条批注里没有“{self.author}”写的话，别人的话不能改；可以回复。")
        self._write(Draft(at, own[-1], remark, 0), REWORD, remark.said[own[-1]].text)

    def settle(self, at: int | None = None) -> None:
        """A remark is settled, or open again. Raises EditError."""
        at = self._meant(at)
        settled = not edits.remark_at(self._session.issue, at).settled
        self._apply(
            SETTLE if settled else REOPEN, lambda issue: edits.with_settled(issue, at, settled=settled)
        )
        if settled and not self._cards.settled_shown:
            self._cards.show(None)

    def remove(self, at: int | None = None) -> None:
        """A remark goes, with all answers to it. Raises EditError."""
        at = self._meant(at)
        self._cards.show(None)
        self._apply(REMOVE, lambda issue: edits.without_remark(issue, at))

    def step(self, by: int) -> None:
        """To the next remark after the caret, or the one before, around the end."""
        issue, selection = self._session.issue, self._session.document.selection
        here = self._cards.open
        place = selection.start
        if here is not None and here < len(issue.remarks):
            place = issue.remarks[here].start
        settled = self._cards.settled_shown
        wanted = edits.next_remark(issue, place, by, settled=settled, after=here)
        if wanted is None:
            hidden = bool(issue.remarks)
            words = "批注都办好了；在“审阅”菜单里可以把办好的也显示出来。" if hidden else "这一期没有批注。"
            self._notice.say(words, until=Until.EDITED | Until.MOVED)
        else:
            self.go_to(wanted)

    def show_on_pages(self, *, shown: bool, settled: bool) -> None:
        """Whether remarks are seen on the pages, and those that are settled."""
        self._cards.shown, self._cards.settled_shown = shown, settled
        self._cards.refresh()

    def go_to(self, at: int) -> None:
        """A remark's words in view, its card open; nothing is selected, since what is typed then would take
        their place."""
        issue = self._session.issue
        if at >= len(issue.remarks):
            return
        self._leave()
        self._cards.author = self.author
        remark = issue.remarks[at]
        document = self._session.document
        try:
            document.go_to(remark.start.path, remark.start.offset)
        except EditError:  # its text has no place on the paper in this layout
            self._notice.say("这条批注所在的文字，在这个版式里不印出来。", until=Until.MOVED)
        self._cards.show(at)
        self.page.choose(at)
        try:
            box = document.caret_box()
        except LookupError:
            return
        self._canvas.show_page_at(box.page, box.top)

    def _choose_open(self) -> None:
        """The row of the card that is open, else of the remark at the caret."""
        at = self._cards.here if self._cards.open is None else self._cards.open
        if at is not None:
            self.page.choose(at)

    def _enter(self, at: int) -> None:
        self.go_to(at)
        self._canvas.setFocus()

    def fill_menu(self, menu: QMenu, at: QPoint) -> None:
        """What can be done with the remark under the pointer (a point of the screen), or at the caret."""
        under = self._cards.at(QPointF(self._canvas.viewport().mapFromGlobal(at)))
        here = self._cards.here if under is None else under
        if here is None or here >= len(self._session.issue.remarks):
            return
        remark = self._session.issue.remarks[here]
        menu.addAction("回复批注(&R)…", lambda: self._try(lambda: self.answer(here)))
        words = "重新打开批注(&O)" if remark.settled else "批注办好了(&O)"
        menu.addAction(words, lambda: self._try(lambda: self.settle(here)))
        if any(said.who == self.author for said in remark.said):
            menu.addAction("改批注(&E)…", lambda: self._try(lambda: self.edit(here)))
        menu.addAction("删除批注(&D)", lambda: self._try(lambda: self.remove(here)))
        menu.addSeparator()

    # ---- writing

    def _write(self, draft: Draft, name: str, text: str) -> None:
        self._leave()
        self._run, self._name = Run(f"{name} {next(self._runs)}", pause=_A_DAY), name
        writing = self.writing = Writing(self._canvas.viewport())
        writing.typed.connect(self._typed)
        writing.named.connect(self._signed)
        writing.grown.connect(self._grown)
        writing.left.connect(self._leave)
        writing.begin(self.author, text)
        self._cards.write(draft._replace(room=writing.room))
        remark = draft.remark
        geometry = self._session.document.geometry
        page = geometry.page_of(remark.start.path, remark.start.offset)
        anchor = next((each for each in self._cards.anchors(page) if each.at == draft.at), None)
        if anchor is not None:
            self._canvas.show_page_at(page, anchor.top)
        self._place()
        writing.field.setFocus()

    def _place(self) -> None:
        if self._cards.draft is not None and self.writing is not None:
            self.writing.place(self._cards.writing_box())

    def _grown(self) -> None:
        draft = self._cards.draft
        if draft is not None and self.writing is not None:
            self._cards.write(draft._replace(room=self.writing.room))

    def _typed(self, text: str) -> None:
        """What stands in the field stands in the issue: nothing is lost, whatever comes between."""
        draft = self._cards.draft
        if draft is None:
            return
        text = cleaned(text).strip("\n")
        try:
            self._own = True
            issue = self._written(self._session.issue, draft, text)
            if issue.remarks != self._session.issue.remarks:  # else the run of typing would end here
                self._session.document.apply(self._name, issue, run=self._run)
        except EditError as error:
            self._notice.refuse(str(error))
            if self.writing is not None:  # what can't be kept must not look as if it were
                self.writing.set_text(self._kept(draft))
        finally:
            self._own = False

    def _written(self, issue: Issue, draft: Draft, text: str) -> Issue:
        """An issue with what has been written so far. What has no words is not there; words that were there
        before stay until there are others."""
        at, which = draft.at, draft.which
        said = draft.remark.said[-1 if self._name != REWORD else which]._replace(text=text)
        there = at < len(issue.remarks) and which < len(issue.remarks[at].said)
        if text.strip():
            if there:
                return edits.with_words(issue, at, which, said)
            if which:
                return edits.with_answer(issue, at, said)
            return edits.with_remark(issue, draft.remark.start, draft.remark.end, said)
        if not there or self._name == REWORD:
            return issue
        return edits.without_answer(issue, at, which) if which else edits.without_remark(issue, at)

    def _kept(self, draft: Draft) -> str:
        """What the issue has of what is being written."""
        remarks = self._session.issue.remarks
        there = draft.at < len(remarks) and draft.which < len(remarks[draft.at].said)
        return remarks[draft.at].said[draft.which].text if there else ""

    def _signed(self, name: str) -> None:
        """The clerk has another name: what is being written has it, and all from now on."""
        self._session.settings[WHO] = name.strip()
        draft = self._cards.draft
        if draft is None or self.writing is None or self._name == REWORD:
            return
        said = draft.remark.said[-1]._replace(who=self.author)
        kept = Remark(draft.remark.start, draft.remark.end, (said,))
        self._cards.write(draft._replace(remark=kept))
        self._typed(self.writing.text)

    def _leave(self) -> None:
        """The clerk has done with writing."""
        draft, writing = self._cards.draft, self.writing
        if draft is None or writing is None:
            return
        focus = QApplication.focusWidget()
        had = focus is not None and writing.isAncestorOf(focus)
        self._put_away()
        self._cards.author = self.author
        self._cards.write(None)
        if draft.at < len(self._session.issue.remarks):
            self._cards.show(draft.at)
        if had:
            self._canvas.setFocus()

    def _put_away(self) -> None:
        writing, self.writing = self.writing, None
        if writing is not None:
            writing.blockSignals(True)
            writing.hide()
            writing.deleteLater()

    # ---- the issue

    def _changed(self, change: Change) -> None:
        if change.issue:
            self._keep_up()
            self._count()
            self.page.look()
            if self._lost:
                self._look_after_lost()
            if change.lost:
                self._tell_lost(change.lost)

    def _keep_up(self) -> None:
        """What is being written is as the issue has it, after undo and after edits elsewhere."""
        draft, remarks = self._cards.draft, self._session.issue.remarks
        writing = self.writing
        if draft is None or writing is None or self._own:
            return
        there = draft.at < len(remarks) and draft.which < len(remarks[draft.at].said)
        mine = (
            there
            and remarks[draft.at].said[draft.which].when
            == draft.remark.said[draft.which if self._name == REWORD else -1].when
        )
        if mine:
            writing.set_text(remarks[draft.at].said[draft.which].text)
        elif there or (draft.which and draft.at >= len(remarks)):
            self._leave()  # another one has its number now
        else:
            writing.set_text("")

    def _replaced(self) -> None:
        self._put_away()
        self._forget_lost()
        self._count()
        self.page.refresh()

    def _tell_lost(self, lost: tuple[Remark, ...]) -> None:
        """Stands until the clerk has seen it: what else is said of the same edit must not hide it."""
        self._lost = (*self._lost, *lost)
        first = lost[0]
        words = first.said[0].text.replace("\n", " ")
        words = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
        many = f"等 {len(lost)} 条批注" if len(lost) > 1 else ""
        where = "留在了删去的地方" if first.start.offset else "挪到了后面的文字上"
        self._notice.stand(
            _LOST,
            f"有批注的文字删去了：批注“{words}”{many}{where}。",
            [("去看", lambda: self._look_at(first)), ("知道了", self._forget_lost)],
        )

    def _look_at(self, lost: Remark) -> None:
        self._forget_lost()
        for at, each in enumerate(self._session.issue.remarks):
            if each.said == lost.said:
                self._enter(at)
                return

    def _forget_lost(self) -> None:
        self._lost = ()
        self._notice.fall(_LOST)

    def _look_after_lost(self) -> None:
        """What has its words again, by undo, or is gone, is no longer told of."""
        stray = [each.said for each in self._session.issue.remarks if each.start == each.end]
        self._lost = tuple(each for each in self._lost if each.said in stray)
        if not self._lost:
            self._notice.fall(_LOST)

    def _count(self) -> None:
        self._panel.set_count(self.page_number, sum(not each.settled for each in self._session.issue.remarks))

    # ---- inside

    def _check(self) -> None:
        if self._session.refusal:
            raise EditError(self._session.refusal)

    def _meant(self, at: int | None) -> int:
        """The remark that is meant where none is named: the open one, else that at the caret."""
        found = at if at is not None else self._cards.open
        if found is None:
            issue = self._session.issue
            found = edits.remark_here(issue, self._session.document.selection.head.place)
        if found is None:
            raise EditError(_NONE_HERE)
        if found >= len(self._session.issue.remarks):
            raise EditError(_GONE)
        return found

    def _apply(self, name: str, edit: Callable[[Issue], Issue]) -> None:
        document = self._session.document
        document.apply(name, edit(document.issue))

    def _try(self, what: Callable[[], object]) -> None:
        try:
            what()
        except EditError as error:
            self._notice.refuse(str(error))
