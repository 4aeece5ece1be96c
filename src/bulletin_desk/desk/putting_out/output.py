"""Putting out and printing as the clerk sees it: asks, starts, tells how it went. One export at a time."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QDialog

from bulletin_desk.desk import beside
from bulletin_desk.desk.beside import LeftError
from bulletin_desk.desk.files.asking import ask_save
from bulletin_desk.desk.files.since_signed import may_go_on
from bulletin_desk.desk.panels.status import StatusLine
from bulletin_desk.desk.parts.names import PATTERN, name_for
from bulletin_desk.desk.parts.notice import Choice as Answer
from bulletin_desk.desk.parts.notice import Notice, Until
from bulletin_desk.desk.parts.opening import open_path
from bulletin_desk.desk.parts.plain import Progress
from bulletin_desk.desk.proofing.proofing import Proofing
from bulletin_desk.desk.putting_out.chosen import all_chosen
from bulletin_desk.desk.putting_out.export import Exporter, How, Targets
from bulletin_desk.desk.session import Session, Snapshot
from bulletin_desk.desk.settings import PRINT_SIDES
from bulletin_desk.forms import FORMS, Form, spaced
from bulletin_desk.pages.model import Page
from bulletin_desk.paths import reachable

if TYPE_CHECKING:  # what only a dialog needs is loaded with it
    from bulletin_desk.desk.putting_out.export_dialog import Choice
    from bulletin_desk.pipeline import Typeset

_EXPORT = "export"
"""What a notice is about."""
BUSY = "正在输出，请等它完了再来一次。"
_PATIENCE = 1500
"""Milliseconds that an export has for stopping of itself."""


_Seen = tuple[Path, int, int]
"""A file, its size and when it was written."""


class Output(QObject):
    """Proofing is asked first whether something should be put right before, for files and paper alike."""

    def __init__(self, session: Session, status: StatusLine, notice: Notice, proofing: Proofing) -> None:
        super().__init__(status.window())
        self._window = status.window()
        self._session = session
        self._status = status
        self._notice = notice
        self._proofing = proofing
        self._exporter: Exporter | None = None
        self._last: Targets = ()
        self._now: Targets = ()
        """What is being written, or was last."""
        self._kept = ""
        """What of that is kept however it ends, in a sentence; empty where it does not go round."""
        self._snapshot: Snapshot | None = None
        """The issue as it is being written, or was last."""
        self._written: tuple[_Seen, ...] = ()
        """The files that the notice tells of, as they were written."""
        status.export_cancelled.connect(self.cancel)

    @property
    def running(self) -> bool:
        """Whether files are being written now."""
        return self._exporter is not None

    @property
    def busy(self) -> bool:
        """Whether nothing can be put out now, as something is."""
        return self._exporter is not None or self._status.busy

    def export(self) -> None:
        """Asks for folder, name and kinds of file, then puts out."""
        from bulletin_desk.desk.putting_out.export_dialog import Choice, ExportDialog, remember

        if not self._may_put_out():
            return
        issue = self._session.typeset().issue
        usual = tuple(form for form in FORMS if form.usual)
        start = self._remembered() or Choice(self._session.folder, PATTERN, usual)
        dialog = ExportDialog(issue, start, self._window, self._session.layout)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            choice = dialog.choice()
            remember(self._session.settings, choice)
            self._start_numbered(choice.targets(issue, self._session.layout))

    def export_one(self, form: Form) -> None:
        """Asks for one file, then puts out."""
        if not self._may_put_out():
            return
        suggested = self._session.folder / f"{self._name()}{form.suffix}"
        title, filter_ = spaced(f"输出{form.called}"), f"{form.file} (*{form.suffix})"
        target = ask_save(self._window, suggested, title, filter_)
        if target is not None:
            self._start_numbered(((form, target),))

    def export_again(self) -> None:
        """As last time, without asking; with the issue's own numbers if it was by the office's pattern."""
        choice = self._remembered()
        if (self._last or choice is not None) and not self._may_put_out():
            return
        if self._last and (choice is None or len(self._last) == 1):
            self._start_numbered(self._last)
        elif choice is not None:
            try:
                targets = choice.targets(self._session.snapshot().issue, self._session.layout)
            except ValueError:  # the remembered pattern gives this issue no name: the dialog says why
                self.export()
            else:
                self._start_numbered(targets)
        else:
            self.export()

    def _may_put_out(self, how: str = "输出") -> bool:
        """Whether to go on, with errors in the text, and with what was changed since it was signed."""
        return self._proofing.may_put_out(self._session.typeset(), how) and may_go_on(
            self._window, self._session.snapshot().issue, how
        )

    def _remembered(self) -> Choice | None:
        """The choice made last, None if there is none, or its folder has gone or does not answer."""
        from bulletin_desk.desk.putting_out.export_dialog import remembered

        choice = remembered(self._session.settings)
        if choice is None:
            return None
        folder = choice.folder
        try:
            there = beside.run(self._window, f"看“{folder}”", folder.is_dir, on=str(folder))
        except (LeftError, OSError, ValueError):
            there = False
        return choice if there else None

    def _start_numbered(self, targets: Targets) -> None:
        """Puts out; where the layout has a place for copy numbers, asks which first."""
        copies: range | None = range(0)
        if any(form.paged for form, _ in targets):
            others = "、".join(form.file for form, _ in targets if not form.paged)
            copies = self._ask_copies(f"{others}里不印份号。" if others else "")
        if copies is not None:
            self.start(targets, copies)

    def _ask_copies(self, note: str = "") -> range | None:
        """The copies that are numbered; none where the layout has no place for their numbers, None where the
        clerk thinks better of it."""
        session = self._session
        if not session.layout.places("copy"):
            return range(0)
        from bulletin_desk.desk.putting_out.copies_dialog import ask_copies

        return ask_copies(self._window, session.issue.print_count, len(session.document.pages), note)

    def start(self, targets: Targets, copies: range = range(0)) -> None:
        """Puts out what there is now, as numbered copies if there are any; the clerk goes on typing."""
        if self._is_busy():
            return
        self._last = targets
        self._begin(self._session.snapshot(), targets, How(copies, all_chosen(self._session.settings)))

    def send(self, targets: Targets, kept: str) -> None:
        """Puts out what goes round; `kept` is a sentence on what is kept however that ends."""
        self._send(self._session.snapshot(), targets, kept)

    def _send(self, snapshot: Snapshot, targets: Targets, kept: str) -> None:
        if not self._is_busy():
            self._begin(snapshot, targets, How(), kept)

    def _is_busy(self) -> bool:
        if self.busy:
            self._notice.say(BUSY, until=Until.DONE, about=_EXPORT)
        return self.busy

    def _begin(self, snapshot: Snapshot, targets: Targets, how: How, kept: str = "") -> None:
        self._now, self._kept, self._snapshot = targets, kept, snapshot
        self._written = ()
        self._notice.done(_EXPORT)
        exporter = self._exporter = Exporter(snapshot, targets, self, how)
        exporter.advanced.connect(self._status.show_progress)
        exporter.done.connect(self._tell_done)
        exporter.failed.connect(self._tell_unfinished)
        exporter.cancelled.connect(lambda: self._tell_unfinished("已停止输出。"))
        exporter.finished.connect(self._ended)
        self._status.show_progress(0, len(self._session.document.pages) * len(targets))
        exporter.start()

    def cancel(self) -> None:
        """Stops: before the next page or, where a file's place does not answer, by waiting no longer."""
        exporter = self._exporter
        if exporter is not None:
            exporter.cancel()
            QTimer.singleShot(_PATIENCE, exporter, lambda: self._leave(exporter))

    def _leave(self, exporter: Exporter) -> None:
        if self._exporter is exporter and not exporter.isFinished():
            exporter.leave()
            self._ended()
            places = "、".join(f"“{target}”" for _, target in self._now)
            self._tell_end(f"{self._kept}已停止输出，没有等到那边回话；要是后来还是写成了，文件在{places}。")

    def wait(self) -> None:
        """Stops and waits: the window is closing."""
        if self._exporter is not None:
            exporter = self._exporter
            exporter.cancel()
            try:
                beside.run(self._window, "停下输出", exporter.wait)
            except LeftError:
                exporter.leave()

    def print_out(self) -> None:
        """Asks as for an export, then for the printer, pages and copies, and prints."""
        if not self._may_put_out("打印"):
            return
        typeset = self._session.typeset()
        copies = self._ask_copies()
        if copies is None:
            return
        pages: Sequence[Page] = typeset.copies(copies) if copies else typeset.pages
        self._print(pages, 1 if copies else typeset.issue.print_count, len(typeset.pages))

    def print_proof(self, make: Callable[[Typeset], Sequence[Page]]) -> None:
        """Asks for the printer and prints pages made of the issue, once. Whether something is to be put right
        is not asked: that is what they are for."""
        pages = make(self._session.typeset())
        self._print(pages, 1, len(pages))

    def _print(self, pages: Sequence[Page], count_of_each: int | None, length: int) -> None:
        """Asks for the printer, pages and copies, and prints; `length`: the pages of a copy."""
        from PySide6.QtPrintSupport import QPrintDialog

        from bulletin_desk.desk.page.ink import Brush, Inks
        from bulletin_desk.desk.putting_out.printing import (
            chosen_pages,
            chosen_sides,
            print_pages,
            printer_for,
        )

        settings = self._session.settings
        printer = printer_for(pages, count_of_each, self._name(), settings[PRINT_SIDES], length)
        dialog = QPrintDialog(printer, self._window)
        dialog.setWindowTitle("打印")
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, len(pages))
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()  # it must not outlive this printer
        if not accepted:
            return
        if length > 1 and chosen_sides(printer):
            settings[PRINT_SIDES] = chosen_sides(printer)
        count = len(chosen_pages(printer, len(pages)))
        progress = Progress(self._window, "打印", "正在打印……", count)

        def advanced(done: int) -> bool:
            progress.setValue(done)
            return not progress.wasCanceled()

        brush = Brush(self._session.faces, Inks(), on_paper=True)
        whole = print_pages(printer, pages, brush, advanced, length)
        progress.close()
        said = f"已把 {count} 面送到打印机。" if whole else "没有打完。"
        self._notice.say(said, until=Until.EDITED)

    def _name(self) -> str:
        return name_for(self._session.snapshot().issue, self._session.layout)

    def _tell_unfinished(self, said: str) -> None:
        """Of what goes round is told which files are lacking, and they can be made again: of the issue as it
        went round, whatever has been done to it since."""
        snapshot = self._snapshot
        if not self._kept or self._exporter is None or snapshot is None:
            self._tell_end(said)
            return
        kept, targets, written = self._kept, self._now, self._exporter.written
        lacking = tuple(each for each in targets if each[1] not in written)
        names = "、".join(f"“{target.name}”" for _, target in lacking)
        again: Answer = ("再输出一遍", lambda: self._send(snapshot, lacking, kept))
        self._notice.say(f"{kept}{said}还没有{names}。", [again], until=Until.DONE, about=_EXPORT)

    def _tell_end(self, said: str) -> None:
        self._notice.say(said, until=Until.DONE, about=_EXPORT)

    def _tell_done(self, files: list[Path]) -> None:
        names = "、".join(f"“{file.name}”" for file in files)
        words = {form.suffix: spaced(f"打开{form.called}") for form in FORMS}
        firsts = {file.suffix: file for file in reversed(files)}  # of what goes round there are several
        choices: list[Answer] = [
            (words.get(file.suffix, "打开"), partial(self._open, file))
            for file in files
            if firsts[file.suffix] is file
        ]
        choices.append(("打开文件夹", partial(open_path, files[0].parent)))
        self._notice.say(f"{self._kept}已输出 {names}。", choices, until=Until.DONE, about=_EXPORT)
        beside.start(self._window, lambda: _seen(files), lambda get: self._note_written(get()))

    def _note_written(self, seen: tuple[_Seen, ...]) -> None:
        self._written = seen

    def _open(self, file: Path) -> None:
        """Opens what was written, if it is there still."""
        with contextlib.suppress(LeftError):
            if not beside.run(self._window, f"打开“{file}”", lambda: _seen([file]), on=str(file)):
                self._tell_end(f"“{file.name}”已经不在原来的地方了，要看请再输出一次。")
                return
        open_path(file)

    def look_outside(self) -> None:
        """Has a thread look whether what was written is there still, as it was: else it is not told any
        more."""
        written, self._written = self._written, ()
        if written:
            files = [file for file, _, _ in written]
            beside.start(self._window, lambda: _seen(files), lambda get: self._looked(written, get()))

    def _looked(self, written: tuple[_Seen, ...], now: tuple[_Seen, ...]) -> None:
        if self._exporter is not None or self._written:
            return  # another export is told of by now
        if now == written:
            self._written = written
        else:
            self._notice.done(_EXPORT)

    def _ended(self) -> None:
        exporter, self._exporter = self._exporter, None
        self._status.end_progress()
        if exporter is not None and exporter.isFinished():
            exporter.deleteLater()


def _seen(files: Iterable[Path]) -> tuple[_Seen, ...]:
    """Those that are there, as they are. Asks the disk."""
    seen: list[_Seen] = []
    for file in files:
        with contextlib.suppress(OSError, ValueError):
            status = reachable(file).stat()
            seen.append((file, status.st_size, status.st_mtime_ns))
    return tuple(seen)
