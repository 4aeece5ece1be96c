"""审过的 Word 拿回来: marked copies are read, listed on the page 修订 and decided on one by one, each
decision one step of undo; what is not decided yet waits with the file. Edits by `Document` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog

from bulletin_desk.bulletin.anchors import Following
from bulletin_desk.bulletin.fields import labels_of
from bulletin_desk.bulletin.model import Issue, Remark
from bulletin_desk.desk import beside
from bulletin_desk.desk.beside import LeftError
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.files.keeping import Keeper
from bulletin_desk.desk.parts.notice import Notice, Until
from bulletin_desk.desk.parts.plain import Progress
from bulletin_desk.desk.proposing.arriving import Arrival, arrival, ask_what
from bulletin_desk.desk.proposing.keeping import Keeping
from bulletin_desk.desk.proposing.proposals_page import ProposalsPage
from bulletin_desk.desk.proposing.reading import Came, Reader, put_together
from bulletin_desk.desk.proposing.rows import Group, Open, without
from bulletin_desk.desk.session import Session
from bulletin_desk.editing.document import Change
from bulletin_desk.editing.selection import Selection, at, between
from bulletin_desk.errors import EditError
from bulletin_desk.storage.proposals import Decided, KeptProposals, Returned, with_returned

FILTER = "Word 文件 (*.docx *.docm);;全部文件 (*)"
_PAUSE = 700
"""Milliseconds without a change after which it is looked where proposals stand now."""
_PROGRESS = 400
"""Milliseconds before progress is shown."""
_MOST_TOLD = 6
"""Sentences in one notice."""
_MARKED = "marked copies"
"""What a notice is about."""


@dataclass(frozen=True, eq=False, slots=True)
class Decision:
    """What was taken and what was refused in one step, by their keys. Undo finds it by itself."""

    taken: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


class Proposing(QObject):
    """`panel_wanted`: the page 修订 is to be in view, and to have the keys if so told; `went`: the caret is
    at a proposal's place now, and whether the keys are to be there, too."""

    panel_wanted = Signal(bool)
    went = Signal(bool)

    def __init__(self, session: Session, page: ProposalsPage, notice: Notice, keeper: Keeper) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self._notice = notice
        self._keeper = keeper
        self._keeping = Keeping(session.places.proposals, page.window())
        self._reader: Reader | None = None
        self._progress: Progress | None = None
        self._returned: tuple[Returned, ...] = ()
        self._found: tuple[Open, ...] = ()
        self._settled: dict[str, Decided] = {}
        """What was decided before, and can't be taken back by undo."""
        self._saved: frozenset[str] = frozenset()
        """What the file has as it was saved last."""
        self._placing = False
        self._behind = False
        """Whether the issue has changed since it was looked where they stand."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._place)
        page.decided.connect(self._decide)
        page.shown.connect(self._go)
        page.fetch_wanted.connect(self.ask)
        page.seen.connect(self._seen)
        self._keeping.came.connect(self._kept_came)
        self._keeping.failed.connect(lambda why: notice.say(why, until=Until.CLOSED))
        session.replaced.connect(self._replaced)
        session.changed.connect(self._changed)
        session.saved.connect(self._has_saved)
        session.taken_back.connect(self._taken_back)  # by a lambda it would outlive its window

    @property
    def open(self) -> tuple[Open, ...]:
        """What nobody has decided on."""
        return without(self._found, self._decided())

    def _decided(self) -> dict[str, Decided]:
        decided = dict(self._settled)
        for each in self._session.document.about:
            if isinstance(each, Decision):
                decided |= {key: Decided(key, True, key in self._saved) for key in each.taken}
                decided |= {key: Decided(key, False) for key in each.refused}
        return decided

    # ---- files that come back

    def ask(self) -> None:
        """Asks for marked files and takes them back."""
        window = self._page.window()
        folder = asking.answering(window, self._session.folder)
        names, _ = QFileDialog.getOpenFileNames(window, "审过的 Word 拿回来", str(folder), FILTER)
        if names:
            self.take_back([Path(name) for name in names])

    def take_back(self, files: Sequence[Path]) -> None:
        """Reads marked files and lists what they propose."""
        if self._session.refusal:
            self._notice.refuse(self._session.refusal)
            return
        if self._reader is not None:
            self._notice.say("上一批审过的稿子还在读，请等它读完。", until=Until.DONE, about=_MARKED)
            return
        document = self._session.document
        reader = self._reader = Reader(files, document.issue, self._returned, self)
        progress = Progress(
            self._page.window(), "审过的 Word 拿回来", f"正在读 {len(files)} 个文件……", len(files)
        )
        progress.setMinimumDuration(_PROGRESS)
        progress.canceled.connect(self._stop)
        self._progress = progress
        reader.advanced.connect(progress.setValue)
        reader.done.connect(lambda came: self._came(came) if self._session.document is document else None)
        reader.finished.connect(lambda: self._ended(reader))
        reader.start()

    def sort_out(self, files: Sequence[Path]) -> list[Path]:
        """Takes back what is a marked copy of the open issue among files that were dropped; those that are
        manuscripts. Where it isn't plain the clerk is asked."""
        window, ours = self._page.window(), self._session.issue
        named = f"“{files[0].name}”" + (f"等 {len(files)} 个文件" if len(files) > 1 else "")
        try:
            found = beside.run(window, f"看{named}", lambda: [(file, arrival(file, ours)) for file in files])
        except LeftError:
            return list(files)
        unsure = [each for each in found if each[1] in (Arrival.UNMARKED, Arrival.ELSEWHERE)]
        answer = ask_what(window, unsure) if unsure else None
        taken_for = {file: answer for file, _ in unsure}
        kinds = [(file, taken_for.get(file, what)) for file, what in found]
        marked = [file for file, what in kinds if what is Arrival.MARKED]
        if marked:
            self.take_back(marked)
        return [file for file, what in kinds if what is Arrival.MANUSCRIPT]

    def _stop(self) -> None:
        reader = self._reader
        if reader is not None and not reader.isFinished():
            reader.leave()
            self._ended(reader)
            self._notice.say("没有读完，什么都没有拿回来。", until=Until.EDITED)

    def _ended(self, reader: Reader) -> None:
        if reader is not self._reader:
            return
        self._reader = None
        self._notice.done(_MARKED)
        progress, self._progress = self._progress, None
        if progress is not None:
            progress.blockSignals(True)
            progress.close()
            progress.deleteLater()
        if reader.isFinished():
            reader.deleteLater()

    def wait(self) -> None:
        """The window is closing: nothing is read any more, and what was decided is written."""
        if self._reader is not None:
            self._reader.leave()
            self._ended(self._reader)
        self._keeping.flush()

    def _came(self, came: Came) -> None:
        self._notice.done(_MARKED)
        known, before = self._decided(), {each.key for each in self._found}
        self._returned, self._found = came.returned, came.found
        self._settled |= {key: Decided(key, True, True) for key in came.already if key not in known}
        remarks, trouble = self._bring_remarks(came)
        open_now = self.open
        new = sum(each.key not in before for each in open_now)
        sentences = _told(came, new, remarks, len([key for key in came.already if key not in known]))
        self._again()
        self._write()
        if open_now:
            self.panel_wanted.emit(True)
        said = "".join((*came.refused[:_MOST_TOLD], *sentences[:_MOST_TOLD], trouble))
        lasting = came.refused or came.sentences or trouble
        self._notice.say(said, until=Until.CLOSED if lasting else Until.EDITED)

    def _bring_remarks(self, came: Came) -> tuple[str, str]:
        """Colleagues' remarks and answers into the issue, in one step; how many, as part of a sentence, and
        why not if they can't be there."""
        from bulletin_desk.bulletin.returned_remarks import with_returned_remarks
        from bulletin_desk.desk.proposing.undecided import key_of_remark

        document, known = self._session.document, self._decided()
        theirs = {key: each for each in came.remarks if (key := key_of_remark(each)) not in known}
        ours = document.issue.remarks
        remarks = with_returned_remarks(ours, _followed(came.ours, document.issue, theirs.values()))
        new = len(remarks) - len(ours)
        answered = sum(was is not now for was, now in zip(ours, remarks, strict=False))
        if not new and not answered:
            return "", ""
        name = f"收进{new + answered}条批注"
        try:
            document.apply(name, replace(document.issue, remarks=remarks), about=Decision(tuple(theirs)))
        except EditError as error:
            return "", str(error)
        said = [f"收进 {new} 条批注"] if new else []
        return "，".join((*said, *([f"{answered} 条批注有回复"] if answered else []))), ""

    # ---- decisions

    def _decide(self, chosen: Sequence[Open], taken: bool) -> None:
        try:
            self._take(chosen) if taken else self._refuse(chosen)
        except (EditError, LeftError) as error:
            self._notice.refuse(str(error))

    def _take(self, chosen: Sequence[Open]) -> None:
        """Raises EditError where nothing of it can be taken."""
        from bulletin_desk.desk.proposing.undecided import against, take_all

        document = self._session.document
        ours = document.issue
        take = beside.run(self._page.window(), "采纳修订", lambda: take_all(ours, chosen))
        if document.issue is not ours:
            raise EditError("稿子刚才又改了，这一步没有做，请再做一次。")
        left = {each.key for each in take.left}
        done = tuple(each.key for each in chosen if each.key not in left)
        if not done:
            first = chosen[0]
            raise EditError(f"{first.who}的这一处放不进去了：原文后来改过，请照着手工改。")
        given_up = against([each for each in chosen if each.key in done], self.open)
        decision = Decision(done, tuple(each.key for each in given_up))
        name = "采纳修订" if len(done) == 1 else f"采纳{len(done)}处修订"
        selection = self._selection_after(chosen[0], take.issue) if len(chosen) == 1 else None
        document.apply(name, take.issue, selection, about=decision)
        if decision not in document.about:
            document.note(name, decision)
        self._has_decided(decision)
        if left:
            said = f"采纳了 {len(done)} 处；有 {len(left)} 处放不进去，列在最后，请照着手工改。"
            self._notice.say(said, until=Until.EDITED)

    def _selection_after(self, each: Open, issue: Issue) -> Selection | None:
        """What has come is selected, where it is words in a text."""
        from bulletin_desk.desk.proposing.undecided import place_of

        there = place_of(each, self._session.issue)
        if there is None or each.proposal.shape != "words":
            return None
        start = there[0]
        return between(replace(start, offset=start.offset + len(each.proposal.now)), start)

    def _refuse(self, chosen: Sequence[Open]) -> None:
        decision = Decision(refused=tuple(each.key for each in chosen))
        name = "不采纳修订" if len(chosen) == 1 else f"不采纳{len(chosen)}处修订"
        self._session.document.note(name, decision)
        self._has_decided(decision)

    def _has_decided(self, decision: Decision) -> None:
        self._page.go_on(frozenset((*decision.taken, *decision.refused)))
        self._again()
        self._write()

    # ---- where they stand

    def _changed(self, change: Change) -> None:
        if change.issue and self._found:
            self._behind = True
            if self._page.isVisible():
                self._timer.start(_PAUSE)

    def _seen(self) -> None:
        """The page has come into view."""
        if self._behind:
            self._timer.start(0)

    def _taken_back(self, *_: object) -> None:
        self._again()

    def _again(self) -> None:
        """Other proposals are open than were: the list is made anew, at once."""
        if self._found:
            self._write()
            self._timer.start(0)

    def _place(self) -> None:
        if self._placing:
            return
        document, open_now, ours = self._session.document, self.open, self._session.issue
        labels = labels_of(self._session.layout.declared)
        if not open_now:
            self._page.show_groups(())
            self._notice.done(_MARKED)
            return
        from bulletin_desk.desk.proposing.undecided import grouped

        self._placing, self._behind = True, False

        def then(get: Callable[[], tuple[Group, ...]]) -> None:
            self._placing = False
            groups = get()
            if self._session.document is document and self.open == open_now:
                self._page.show_groups(groups)
            if self._session.issue is not ours or self.open != open_now:
                self._timer.start(0)

        beside.start(self._page.window(), lambda: grouped(open_now, ours, labels), then)

    def _go(self, each: Open, keys: bool) -> None:
        """The place of a proposal in view, its words selected."""
        from bulletin_desk.desk.proposing.undecided import place_of

        document = self._session.document
        there = place_of(each, document.issue)
        if there is None:
            if keys:
                self._notice.refuse("原文后来改过，找不到这一处了：请照着手工改，改完划掉。")
            return
        start, end = there
        document.select(at(start) if start == end else between(end, start))
        self.went.emit(keys)

    # ---- from day to day

    def _replaced(self) -> None:
        self._timer.stop()
        self._returned, self._found, self._settled, self._saved = (), (), {}, frozenset()
        self._page.show_groups(())
        identity = self._keeper.identity
        if identity:
            self._keeping.read(identity, self._session.issue)
        else:
            self._keeping.flush()

    def _kept_came(self, identity: str, came: Came, decided: Sequence[Decided], trouble: str) -> None:
        if identity != self._keeper.identity:
            return
        # What was taken and never saved is to be taken again, unless the text has it.
        if self._session.issue is not came.ours:  # it was recovered, or written on, meanwhile
            came = put_together(self._session.issue, came.returned)
        holds = {each.key: each for each in decided if each.saved or not each.taken}
        self._settled = holds | {key: Decided(key, True, True) for key in came.already} | self._settled
        if self._returned:  # others have come meanwhile
            came = replace(came, returned=with_returned(came.returned, self._returned))
            came = replace(
                came, found=(*self._found, *without(came.found, {each.key for each in self._found}))
            )
        self._returned, self._found = came.returned, came.found
        self._timer.start(0)
        count = len(self.open)
        if trouble:
            self._notice.say(trouble, until=Until.CLOSED)
        elif count and not self._notice.text:
            self._notice.say(
                f"审过的稿子拿回来以后，还有 {count} 处修订没有定。",
                [("接着定", lambda: self.panel_wanted.emit(True))],
                until=Until.EDITED | Until.DONE,
                about=_MARKED,
            )

    def _has_saved(self, _file: Path) -> None:
        self._saved = frozenset(key for key, each in self._decided().items() if each.taken)
        self._write()

    def _write(self) -> None:
        identity = self._keeper.identity
        decided = self._decided()
        if not identity or not (self._found or decided):
            return
        returned = self._returned if without(self._found, decided) else ()
        file = self._session.file
        kept = KeptProposals(returned, tuple(decided.values()), str(file) if file else "")
        self._keeping.write(identity, kept)


def _followed(then: Issue, now: Issue, remarks: Iterable[Remark]) -> list[Remark]:
    """Remarks for the issue as it was, at the same words in the one of now."""
    following = Following(then, now)
    found = []
    for each in remarks:
        there = following.follow(each.start, each.end)
        found.append(replace(each, start=there.start, end=there.end))
    return found


def _told(came: Came, new: int, remarks: str, already: int) -> list[str]:
    """What has come, in sentences."""
    if len(came.refused) and not (new or remarks or already or came.sentences):
        return []
    said = [f"拿回来 {new} 处修订" if new else "没有要定的修订"]
    if remarks:
        said.append(remarks)
    if already:
        said.append(f"{already} 处稿子里已经是这样")
    return ["，".join(said) + "。", *came.sentences]
