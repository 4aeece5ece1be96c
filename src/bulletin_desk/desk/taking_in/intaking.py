"""Manuscripts on their way into the open issue: asked for or dropped, read off the window's thread, reviewed,
then added in one undoable step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from bulletin_desk.bulletin.grammar import items_of, title_of
from bulletin_desk.desk import beside
from bulletin_desk.desk.beside import LeftError, Thread
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.files.units_list import begin_units
from bulletin_desk.desk.page.clipboard import manuscript_in
from bulletin_desk.desk.parts.notice import Notice, Until
from bulletin_desk.desk.parts.opening import open_path
from bulletin_desk.desk.parts.plain import Progress
from bulletin_desk.desk.section_names import remember_sections, section_names
from bulletin_desk.desk.session import Session
from bulletin_desk.errors import BulletinDeskError, EditError

if TYPE_CHECKING:  # the rules of recognition take longer to load than the start of the desk can spare
    from bulletin_desk.desk.taking_in.intake_dialog import IntakeDialog
    from bulletin_desk.desk.taking_in.registering import Registering
    from bulletin_desk.intake.draft import Context, Contribution, Draft

SUFFIXES = (
    *(".docx", ".docm", ".dotx", ".doc", ".wps", ".rtf", ".txt", ".xml"),
    *(".html", ".htm", ".mht", ".mhtml", ".eml"),
)
_FILTER = f"稿件 ({' '.join(f'*{suffix}' for suffix in (*SUFFIXES, asking.EXTENSION))});;全部文件 (*)"
_MOST_TOLD = 12
"""Sentences in one box; in the review there is room for all."""
_PAUSE = 400
"""Milliseconds before progress is shown."""
_BATCH = "a batch of manuscripts"
"""What a notice is about."""


class Reader(Thread):
    """Reads files one after another, and notes in the register that they came. `advanced` tells how many are
    done; at the end comes `done` with what each brought or the sentence why not, unless it was cancelled:
    then `digests` has those of the files that brought something, and `trouble` says why one wasn't noted."""

    advanced = Signal(int)
    done = Signal(list)

    def __init__(
        self, paths: Sequence[Path], context: Context, register: Path, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._paths = paths
        self._context = context
        self._register = register
        self.digests: list[str] = []
        self.trouble = ""

    def run(self) -> None:
        """In the thread."""
        from bulletin_desk.pipeline import take_in_file

        results: list[Contribution | str] = []
        for number, path in enumerate(self._paths):
            if self.interrupted:
                return
            try:
                contribution = take_in_file(path, self._context)
                results.append(contribution)
                self.digests.append(self._noted(path, contribution))
            except BulletinDeskError as error:
                results.append(str(error))
            except Exception as error:  # a fault of ours must not keep the other files out
                results.append(f"读“{path.name}”时程序出了错，没有收进来：{error!r}。")
            self.advanced.emit(number + 1)
        if not self.interrupted:
            self.done.emit(results)

    def _noted(self, path: Path, contribution: Contribution) -> str:
        """Notes that a file came; its digest, empty where that could not be."""
        from bulletin_desk.receiving import read_from
        from bulletin_desk.storage.received import append

        try:
            entry = read_from(path, contribution, datetime.now())
            append(self._register, [entry])
        except BulletinDeskError as error:
            self.trouble = str(error)
            return ""
        except Exception as error:  # a fault of ours must not keep the manuscript out
            self.trouble = f"没有记下收到“{path.name}”：程序出了错（{error!r}）。"
            return ""
        return entry.digest


class Intaking(QObject):
    """One batch of manuscripts at a time, reviewed in `dialog`. `look_wanted`: the clerk goes on to what is
    still to be looked at."""

    look_wanted = Signal()

    def __init__(
        self, session: Session, window: QWidget, notice: Notice, identity: Callable[[], str]
    ) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._notice = notice
        self._register: Registering | None = None
        self._identity = identity
        self._units = session.places.units
        """The clerk's own list of units, which need not exist."""
        self._reader: Reader | None = None
        self._progress: Progress | None = None
        self._stopped = False
        self.dialog: IntakeDialog | None = None
        self._brought: Sequence[Contribution] = ()
        """What is under review."""
        self._digests: Sequence[str] = ()
        """Those of its manuscripts, empty for what isn't noted in the register."""

    @property
    def register(self) -> Registering:
        """What notes manuscripts, loaded with the first of them."""
        if self._register is None:
            from bulletin_desk.desk.taking_in.registering import Registering

            self._register = Registering(self._session, self._window, self._notice, self._identity)
        return self._register

    def ask(self) -> None:
        """Asks for manuscripts and takes them in."""
        folder = asking.answering(self._window, self._session.folder)
        names, _ = QFileDialog.getOpenFileNames(self._window, "导入稿件", str(folder), _FILTER)
        if names:
            self.take_in([Path(name) for name in names])

    def take_in(self, paths: Sequence[Path], refused: Sequence[str] = ()) -> None:
        """Reads the files, then shows what they brought, and why others (`refused`, sentences) did not come
        with them."""
        if self._reader is not None or self.dialog is not None:
            from bulletin_desk.desk.taking_in.intake_dialog import BUSY

            self._notice.say(BUSY, until=Until.DONE, about=_BATCH)
            return
        context = self._context()
        if context is None:
            return
        self._notice.done(_BATCH)
        reader = self._reader = Reader(paths, context, self._session.places.received, self)
        progress = Progress(self._window, "导入稿件", f"正在读 {len(paths)} 个文件……", len(paths))
        progress.setMinimumDuration(_PAUSE)
        self._stopped = False
        progress.canceled.connect(self._stop)
        self._progress = progress
        reader.advanced.connect(progress.setValue)
        reader.done.connect(lambda results: self._read([*refused, *results], context, reader))
        reader.finished.connect(self._ended)
        reader.start()

    def paste(self, data: QMimeData | None) -> None:
        """Takes in the text on the clipboard, as a manuscript."""
        from bulletin_desk.intake.draft import take_in

        context = self._context()
        if context is None or self.dialog is not None:
            return
        self._notice.done(_BATCH)
        try:
            manuscript = manuscript_in(data) if data is not None else None
        except BulletinDeskError as error:
            asking.tell(self._window, str(error))
            return
        if manuscript is None:
            self._notice.say("剪贴板里没有文字。请先在别的程序里复制稿件。", until=Until.COPIED)
            return
        from bulletin_desk.receiving import pasted

        contribution = take_in(manuscript, context)
        entry = pasted(contribution, datetime.now())
        self.register.note([entry])
        self._review([contribution], context, [entry.digest])

    def edit_units(self) -> None:
        """Opens the clerk's own list of units with the system's editor; the first time, with how it is
        written."""
        try:
            beside.run(self._window, f"看“{self._units}”", lambda: begin_units(self._units))
        except (OSError, BulletinDeskError) as error:
            asking.tell(self._window, f"单位名单建不起来：{error}")
            return
        open_path(self._units)
        said = f"单位名单在“{self._units}”，改完保存，下次导入稿件就用新的。"
        self._notice.say(said, until=Until.DONE, about=_BATCH)

    def wait(self) -> None:
        """Stops and waits: the window is closing."""
        if self._reader is not None:
            reader = self._reader
            reader.interrupt()
            try:
                beside.run(self._window, "停下导入", reader.wait)
            except LeftError:
                reader.leave()
        if self._register is not None:
            self._register.wait()

    def _context(self) -> Context | None:
        from bulletin_desk.pipeline import office_context

        issue, office = self._session.issue, self._session.office
        layout = self._session.layout
        names = [section.name for section in issue.sections]
        names += section_names(self._session.settings, issue, office)
        try:
            return beside.run(
                self._window, f"读“{self._units}”", lambda: office_context(names, self._units, office, layout)
            )
        except BulletinDeskError as error:
            asking.tell(self._window, str(error))
            return None

    def _stop(self) -> None:
        self._stopped = True  # the dialog forgets it when the files are through all the same
        if self._reader is not None:
            self._reader.leave()  # a file on a share that hangs never comes to its end
            self._ended()

    def _ended(self) -> None:
        reader, self._reader = self._reader, None
        progress, self._progress = self._progress, None
        if progress is not None:
            if self._stopped:
                self._notice.say("已停止导入，简报没有动。", until=Until.EDITED)
            progress.close()
            progress.deleteLater()
        if reader is not None and reader.isFinished():
            reader.deleteLater()

    def _read(self, results: list[Contribution | str], context: Context, reader: Reader) -> None:
        if not self._stopped:
            self._review(results, context, reader.digests)
            if reader.trouble:
                self.register.tell(reader.trouble)

    def _review(
        self, results: Sequence[Contribution | str], context: Context, digests: Sequence[str] = ()
    ) -> None:
        from bulletin_desk.desk.taking_in.intake_dialog import IntakeDialog
        from bulletin_desk.intake.draft import with_doubles_named

        refused = [result for result in results if isinstance(result, str)]
        brought = with_doubles_named(
            [result for result in results if not isinstance(result, str)], self._session.issue
        )
        if not any(contribution.drafts for contribution in brought):
            empty = [
                f"“{contribution.name or '剪贴板'}”：{remark.message}"
                for contribution in brought
                for remark in contribution.remarks
            ]
            said = [*refused, *empty]
            more = [f"……还有{len(said) - _MOST_TOLD}个也没有收。"] if len(said) > _MOST_TOLD else []
            asking.tell(self._window, "\n".join((*said[:_MOST_TOLD], *more)) or "没有读到稿件。")
            return
        self._brought, self._digests = brought, digests
        dialog = self.dialog = IntakeDialog(brought, refused, context, self._window, self.add)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._finished)
        dialog.open()

    def _finished(self) -> None:
        self.dialog = None
        self._notice.done(_BATCH)

    def add(self, drafts: Sequence[Draft]) -> str:
        """The drafts into the issue, in one step; the caret goes to the first of them. Returns why they can't
        be there, empty if they are."""
        from bulletin_desk.intake.draft import add_to_issue, added, reminders_of

        if not drafts:
            return ""
        document = self._session.document
        try:
            issue = add_to_issue(document.issue, drafts)
            document.apply(f"导入{len(drafts)}篇稿件", issue)
        except EditError as error:
            return str(error)
        if self.dialog is not None and self._digests:
            self.register.note_added(self._digests, self.dialog.review.entries)
        whole = {contribution.name: contribution.remarks for contribution in self._brought}
        looks = 0
        brought = sorted(added(document.issue, drafts), key=lambda pair: drafts.index(pair[0]))
        for draft, item in brought:
            said = (*draft.questions(), *whole.pop(draft.file, ()))  # of the file at its first item
            self._session.remind(item, reminders_of(said))
            looks += len(self._session.reminders.of(item))
        remember_sections(self._session.settings, issue, self._session.office)
        first = brought[0][1]
        document.go_to(title_of(next(path for path, item in items_of(document.issue) if item is first)))
        more, choices = "", [("撤销", self._session.taking_back())]
        if looks:
            more = f"，还有 {looks} 处要看一眼"
            choices.insert(0, ("看看", self.look_wanted.emit))
        self._notice.say(f"已把 {len(drafts)} 篇稿件加入简报{more}。", choices, until=Until.EDITED)
        return ""
