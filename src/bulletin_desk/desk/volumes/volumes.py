"""Volumes and packages as the clerk sees them: asks, starts, tells how it went. One at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from bulletin_desk.desk import beside
from bulletin_desk.desk.beside import LeftError
from bulletin_desk.desk.files.asking import ask_folder, ask_save
from bulletin_desk.desk.panels.status import StatusLine
from bulletin_desk.desk.parts.notice import Notice, Until
from bulletin_desk.desk.parts.opening import open_path
from bulletin_desk.desk.parts.plain import Box
from bulletin_desk.desk.session import Session, documents
from bulletin_desk.desk.settings import (
    ARCHIVE_FOLDER,
    ARCHIVE_FONDS,
    ARCHIVE_KIND,
    ARCHIVE_PATTERN,
    ARCHIVE_TERM,
    ARCHIVE_UNIT,
    ARCHIVE_ZIP,
)

if TYPE_CHECKING:  # what is only needed when something is made is loaded then
    from bulletin_desk.archiving.checking import Checked
    from bulletin_desk.archiving.codes import CodeChoice
    from bulletin_desk.archiving.package import Archived
    from bulletin_desk.desk.volumes.making import Made, Work
    from bulletin_desk.volumes.members import Member, Members, Tell

_ABOUT = "volumes"
"""What a notice is about."""
_MOST_NAMED = 6
"""Files or differences that are named at once."""
_Role = Box.ButtonRole


class Volumes(QObject):
    """合订本 and 归档."""

    def __init__(self, session: Session, status: StatusLine, notice: Notice) -> None:
        super().__init__(status.window())
        self._window = status.window()
        self._session = session
        self._status = status
        self._notice = notice
        self._work: Work | None = None
        self._word = ""
        status.export_cancelled.connect(self.stop)

    @property
    def running(self) -> bool:
        """Whether something is being made now."""
        return self._work is not None

    # ---- asking

    def make_volume(self) -> None:
        """Asks which issues, then for the file, and binds them."""
        from bulletin_desk.desk.volumes.making import binding
        from bulletin_desk.desk.volumes.volume_dialog import VolumeDialog

        if self._is_busy():
            return
        session = self._session
        dialog = VolumeDialog(session.places.library, session.folder, self._window)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        suggested = session.folder / f"{dialog.suggested}.pdf"
        file = ask_save(self._window, suggested, "合订本存到哪里", "PDF 文件 (*.pdf)")
        if file is None:
            return
        choice, faces, units = dialog.choice, session.faces, session.places.units
        self._read(
            dialog.issues.files,
            "合订本",
            lambda members: self._begin(
                binding(members, file, choice, faces, units), "编合订本", self._bound
            ),
        )

    def make_packages(self) -> None:
        """Asks which issues, where to and under which codes, and packs them."""
        from bulletin_desk.archiving.codes import CodeChoice
        from bulletin_desk.desk.volumes.making import checking, packing
        from bulletin_desk.desk.volumes.package_dialog import PackageDialog

        if self._is_busy():
            return
        session, settings = self._session, self._session.settings
        kept = CodeChoice(
            fonds=settings[ARCHIVE_FONDS],
            kind=settings[ARCHIVE_KIND],
            term=settings[ARCHIVE_TERM],
            unit=settings[ARCHIVE_UNIT],
            pattern=settings[ARCHIVE_PATTERN],
        )
        target = Path(settings[ARCHIVE_FOLDER] or documents())
        dialog = PackageDialog(
            session.places.library,
            session.folder,
            target,
            kept,
            zipped=settings[ARCHIVE_ZIP],
            parent=self._window,
        )
        check: list[Path] = []
        dialog.check.clicked.connect(lambda: self._ask_check(dialog, check))
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        if check:
            self._begin(checking(check), "核对", self._checked)
        elif accepted:
            self._remember(dialog.folder, dialog.choice, zipped=dialog.zipped.isChecked())
            folder, choice, zipped = dialog.folder, dialog.choice, dialog.zipped.isChecked()
            self._read(
                dialog.issues.files,
                "归档",
                lambda members: self._begin(
                    packing(members, folder, choice, session.faces, zipped=zipped), "归档", self._packed
                ),
            )

    def _ask_check(self, dialog: QDialog, check: list[Path]) -> None:
        """Asks for a package, or the folder of several, to be checked in place of making others."""
        folder = ask_folder(dialog, Path(self._session.settings[ARCHIVE_FOLDER] or documents()))
        if folder is not None:
            check.append(folder)
            dialog.reject()

    def _remember(self, folder: Path, choice: CodeChoice, *, zipped: bool) -> None:
        settings = self._session.settings
        settings[ARCHIVE_FOLDER] = str(folder)
        settings[ARCHIVE_FONDS] = choice.fonds
        settings[ARCHIVE_KIND] = choice.kind
        settings[ARCHIVE_TERM] = choice.term
        settings[ARCHIVE_UNIT] = choice.unit
        settings[ARCHIVE_PATTERN] = choice.pattern
        settings[ARCHIVE_ZIP] = zipped

    # ---- work

    def _is_busy(self) -> bool:
        busy = self._status.busy
        if busy:
            self._notice.say("正在输出，请等它完了再来一次。", until=Until.DONE, about=_ABOUT)
        return busy

    def _read(self, files: tuple[Path, ...], word: str, then: Callable[[tuple[Member, ...]], None]) -> None:
        from bulletin_desk.desk.volumes.making import reading

        self._begin(reading(files), word, lambda members: self._look(members, word, then))

    def _look(self, members: Members, word: str, then: Callable[[tuple[Member, ...]], None]) -> None:
        """Files that can't be used are left out when the clerk says so."""
        lacking = members.lacking
        if lacking:
            named = "\n".join(left.said for left in lacking[:_MOST_NAMED])
            more = f"\n……还有{len(lacking) - _MOST_NAMED}个" if len(lacking) > _MOST_NAMED else ""
            text = f"有{len(lacking)}个文件用不了，要不要它们、照样做{word}？"
            box = Box(self._window, Box.Icon.Warning, word, text, named + more)
            offered = [("不要它们，照样做", _Role.AcceptRole, True), ("先不做", _Role.RejectRole, False)]
            if not members.taken:
                offered = offered[1:]
            if not box.answer(offered, False):
                self._say(f"没有做{word}。")
                return
        if not self._may_go_on(members.taken, word):
            self._say(f"没有做{word}。")
            return
        then(members.taken)

    def _may_go_on(self, members: Sequence[Member], word: str) -> bool:
        """Whether to go on, where signed issues have changed since: the clerk sees how."""
        from bulletin_desk.desk.files.since_signed import SinceSignedDialog

        changed = [(member.file.name, member.since) for member in members if member.since]
        if not changed:
            return True
        said = tuple(f"“{name}”{since.head}：{change}" for name, since in changed for change in since.changes)
        dialog = SinceSignedDialog(f"有{len(changed)}期在定稿以后改过", said, self._window, f"做{word}")
        going_on = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        return going_on

    def _begin(self, what: Callable[[Tell], object], word: str, then: Callable[..., None]) -> None:
        from bulletin_desk.desk.volumes.making import Work

        self._notice.done(_ABOUT)
        work = self._work = Work(what, self)
        self._word = word
        work.advanced.connect(lambda done, whole: self._status.show_progress(done, whole, word))
        work.done.connect(lambda result: self._ended(work, lambda: then(result)))
        work.failed.connect(lambda said: self._ended(work, lambda: self._say(said)))
        work.stopped.connect(lambda: self._ended(work, lambda: self._say(f"已停止{word}。")))
        self._status.show_progress(0, 1, word)
        work.start()

    def _ended(self, work: Work, then: Callable[[], None]) -> None:
        if self._work is work:
            self._work = None
            self._status.end_progress()
            work.finished.connect(work.deleteLater)
            then()

    def stop(self) -> None:
        """Stops before the next page or package; what is made of packages stays."""
        if self._work is not None:
            self._work.interrupt()

    def wait(self) -> None:
        """Stops and waits: the window is closing."""
        work, self._work = self._work, None
        if work is not None:
            work.interrupt()
            try:
                beside.run(self._window, f"停下{self._word}", work.wait)
            except LeftError:
                work.leave()

    # ---- how it went

    def _say(self, said: str, *choices: tuple[str, Callable[[], object]]) -> None:
        self._notice.say(said, choices, until=Until.DONE, about=_ABOUT)

    def _bound(self, made: Made) -> None:
        self._say(
            f"合订本“{made.file.name}”编好了：{made.issues}期，共{made.pages}面。{_some(made.odd)}",
            ("打开", partial(open_path, made.file)),
            ("打开文件夹", partial(open_path, made.file.parent)),
        )

    def _packed(self, made: Archived) -> None:
        from bulletin_desk.volumes.members import remarks

        done = [packed for packed in made.packed if packed.record]
        parts = [f"归档{len(done)}期"]
        if kept := sum(packed.kept for packed in done):
            parts.append(f"其中{kept}期原来就有，内容相同")
        if made.refused:
            parts.append(f"{len(made.refused)}期没有做成：{made.refused[0].why.removesuffix('。')}")
        if made.why:
            parts.append(made.why.removesuffix("。"))
        choices = [("打开目录", partial(open_path, made.catalogue[0]))] if made.catalogue else []
        if made.packed:
            choices.append(("打开文件夹", partial(open_path, made.packed[0].folder.parent)))
        odd = remarks(packed.member for packed in done)
        self._say(f"{'，'.join(parts)}。{_some(odd)}", *choices)

    def _checked(self, checked: list[Checked]) -> None:
        wrong = [each for each in checked if each.differences]
        if not wrong:
            files = sum(each.right for each in checked)
            self._say(f"核对了{len(checked)}个归档包、{files}个文件，都和归档时一样。")
            return
        lines = [f"{each.package.name}：{difference}" for each in wrong for difference in each.differences]
        more = f"……还有{len(lines) - _MOST_NAMED}处" if len(lines) > _MOST_NAMED else ""
        self._say(
            "\n".join(filter(None, (f"{len(wrong)}个归档包和归档时不一样：", *lines[:_MOST_NAMED], more))),
            ("打开文件夹", partial(open_path, wrong[0].package.parent)),
        )


def _some(sentences: Sequence[str]) -> str:
    """The first sentences, and how many more there are."""
    more = len(sentences) - _MOST_NAMED
    return "".join(sentences[:_MOST_NAMED]) + (f"……还有{more}处" if more > 0 else "")
