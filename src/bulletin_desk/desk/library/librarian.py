"""Who does what the clerk wants of the library: shows its window, opens and takes over what is chosen there,
keeps it up. Knows no pages, and loads the library when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from bulletin_desk.desk import beside
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.files.filing import Filing
from bulletin_desk.desk.files.keeping import key
from bulletin_desk.desk.library.upkeep import Upkeep
from bulletin_desk.desk.parts.notice import Notice, Until
from bulletin_desk.desk.parts.plain import Box
from bulletin_desk.desk.session import Session
from bulletin_desk.desk.settings import LIBRARY_FOLDER
from bulletin_desk.editing.document import Change
from bulletin_desk.errors import BulletinDeskError, EditError

if TYPE_CHECKING:
    from bulletin_desk.bulletin.model import Issue
    from bulletin_desk.desk.library.folders_dialog import FoldersDialog
    from bulletin_desk.desk.library.known import Chosen
    from bulletin_desk.desk.library.library_dialog import LibraryDialog
    from bulletin_desk.library.pool import Pooled

_MOST_WORDS = 40
"""Characters: so much of what is selected is looked for."""


class Librarian(QObject):
    """For one main window, `window`. `went` says that the caret is where the clerk wanted to be, in this
    window."""

    went = Signal()

    def __init__(self, session: Session, window: QWidget, notice: Notice, filing: Filing) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._notice = notice
        self._filing = filing
        self._folder = session.places.library
        self.upkeep = Upkeep(self._folder, self)
        self.opens: Callable[[Path], Librarian | None] = self._open_here
        """Opens a file as the desk does, in this window or another; whose it is then."""
        self.dialog: LibraryDialog | None = None
        self._folders_dialog: FoldersDialog | None = None
        session.saved.connect(self._saved)
        session.changed.connect(self._changed)

    def share(self, upkeep: Upkeep) -> None:
        """All windows of a program have one process between them."""
        self.upkeep.deleteLater()
        self.upkeep = upkeep

    def close(self) -> None:
        """The main window closes."""
        if self.upkeep.parent() is self:
            self.upkeep.stop()
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.close()
            dialog.deleteLater()

    # ---- its window

    def show(self, words: str = "") -> None:
        """Shows the library; `words` are looked for in it."""
        dialog = self.dialog or self._make()
        if dialog.isMinimized():
            dialog.showNormal()
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        one_line = words if "\n" not in words and len(words) <= _MOST_WORDS else ""
        dialog.look_for(one_line)
        self._look_again()

    def _look_again(self) -> None:
        """At what other programs may have changed."""
        self.upkeep.look()
        self._show_folders()
        self.look_at_pool()

    def look_at_pool(self) -> None:
        """Has a thread read the pool, and shows it, where its window is there."""
        dialog, folder = self.dialog, self._session.places.pool
        if dialog is None:
            return
        from bulletin_desk.library.pool import read_pool

        beside.start(dialog, lambda: read_pool(folder), lambda get: dialog.show_pool(get()))

    def _make(self) -> LibraryDialog:
        from bulletin_desk.desk.library.library_dialog import LibraryDialog

        dialog = self.dialog = LibraryDialog(self._session, self.upkeep)
        dialog.open_wanted.connect(self._open)
        dialog.take_wanted.connect(self._take)
        dialog.drop_wanted.connect(self._drop)
        dialog.folder_wanted.connect(self._add)
        dialog.folders_wanted.connect(self._ask_folders)
        dialog.looked.connect(self._show_troubles)
        dialog.returned.connect(self._look_again)
        return dialog

    # ---- what is chosen in it

    def _open(self, chosen: Chosen) -> None:
        """Opened as any file is; the caret where the clerk wants to be, what is meant there selected."""
        if not self._is_free() or not self._is_there(chosen.file):
            return
        other = self.opens(chosen.file)
        if other is not None:
            other.go_to(chosen)

    def _is_free(self) -> bool:
        """Whether the main window can be worked in: what is open over it leaves the library's alone."""
        if beside.waiting():
            return False
        if QApplication.activeModalWidget() is not None and self.dialog is not None:
            self.dialog.say("编辑窗口里还有一个对话框开着，请先关上它。")
            return False
        return True

    def _is_there(self, file: Path) -> bool:
        """Looks first: a window that is opened for nothing would stand there blank."""
        assert self.dialog is not None
        try:
            if beside.run(self.dialog, f"打开“{file}”", file.is_file, on=key(file)):
                return True
            self.dialog.say(f"“{file}”已经不在了，下次更新以后就不再列出来。")
        except (BulletinDeskError, OSError, ValueError) as error:
            self.dialog.say(str(error))
        return False

    def _open_here(self, file: Path) -> Librarian | None:
        own = self._session.file
        if own is not None and key(own) == key(file):
            return self
        return self if self._filing.may_leave() and self._filing.open_file(file) else None

    def go_to(self, chosen: Chosen) -> None:
        """Goes to what is meant in the open issue."""
        from bulletin_desk.editing.find import Match

        document = self._session.document
        meant = chosen.where(document.issue)
        if self._window.isMinimized():
            self._window.showNormal()
        self._window.activateWindow()
        self._window.raise_()
        if isinstance(meant, Match):
            document.select(meant.selection)
        elif meant is not None:
            document.go_to_part(meant)
        self.went.emit()

    def _take(self, chosen: Chosen) -> None:
        """Its item goes into the open issue, as one edit."""
        from bulletin_desk.storage.bulletin_file import read_bulletin

        assert self.dialog is not None
        if not self._is_free():
            return
        file = chosen.file
        try:
            issue = beside.run(self.dialog, f"读“{file}”", lambda: read_bulletin(file), on=key(file))
            said = self._take_over(chosen, issue)
            self._note_used(file)
            self.dialog.say(said)
        except BulletinDeskError as error:
            self.dialog.say(str(error))

    def _take_over(self, chosen: Chosen, issue: Issue) -> str:
        """What is said of it. Raises EditError."""
        from bulletin_desk.bulletin.edits import set_endorsements
        from bulletin_desk.bulletin.grammar import item_at, items_of, title_of
        from bulletin_desk.desk.library.said import UNTITLED, item_in, section_name
        from bulletin_desk.editing.arrange import take_over

        assert chosen.item is not None
        there = item_in(issue, *chosen.item)
        if there is None:
            raise EditError(f"“{chosen.file.name}”里已经没有这一篇了，更新以后再找一找。")
        document = self._session.document
        item = item_at(issue, title_of(there))
        noted = item.endorsements if self._comes_first(chosen.file) else ()
        if any({*noted}.intersection(other.endorsements) for _, other in items_of(document.issue)):
            noted = ()  # undo has brought it back
        name = "" if document.offers.sections == "none" else section_name(issue, there)
        taken, (path,) = take_over(document.issue, item, name, document.selection.head.path)
        document.apply("收进稿件", set_endorsements(taken, path, noted) if noted else taken)
        document.go_to_part(path)
        within = section_name(document.issue, path)
        where = f"【{within}】" if within else "本期"
        said = f"已把“{chosen.item[2] or UNTITLED}”收进{where}。"
        self._notice.say(said, [("撤销", self._session.taking_back())], until=Until.EDITED)
        return said

    def _comes_first(self, file: Path) -> bool:
        """Whether it is of the pool and no issue has it yet: what was noted with it comes along then, as
        it is noted nowhere else."""
        assert self.dialog is not None
        return any(each.file == file and not each.uses for each in self.dialog.pool.pool.items)

    def _note_used(self, file: Path) -> None:
        """Of an item of the pool it is noted where it has gone. Raises TargetError."""
        from bulletin_desk.library.pool import Use, is_in, issue_name, mark_used

        if is_in(file, self._session.places.pool):
            assert self.dialog is not None
            use = Use(f"{datetime.now():%Y-%m-%dT%H:%M}", issue_name(self._session.issue))
            beside.run(self.dialog, "记下备用稿用了", lambda: mark_used(file, use), on=str(file))
            self.look_at_pool()

    def _drop(self, pooled: Pooled) -> None:
        """Deletes an item of the pool, once the clerk has said so."""
        from bulletin_desk.library.pool import remove

        assert self.dialog is not None
        if not ask_drop(self.dialog, pooled.title):
            return
        try:
            beside.run(self.dialog, "删除备用稿", lambda: remove(pooled.file), on=str(pooled.file))
        except BulletinDeskError as error:
            self.dialog.say(str(error))
        self.look_at_pool()

    # ---- folders

    def _show_folders(self) -> None:
        """Has a thread read which folders there are, and shows them."""
        from bulletin_desk.library.folders import read_folders

        dialog = self.dialog
        assert dialog is not None

        def told(get: Callable[[], tuple[Path, ...]]) -> None:
            try:
                folders = get()
            except BulletinDeskError as error:
                dialog.say(str(error))
                return
            offered = self._offered(folders)
            dialog.show_folders(folders, offered)
            if self._folders_dialog is not None:
                self._folders_dialog.show_folders(folders)
                self._folders_dialog.offer(offered)

        beside.start(dialog, lambda: read_folders(self._folder), told)

    def _offered(self, folders: Sequence[Path]) -> Path | None:
        """The open file's folder, if it is not in the library."""
        from bulletin_desk.library.folders import is_within

        own = self._session.file
        if own is None or any(is_within(own, folder) for folder in folders):
            return None
        return own.parent

    def _ask_folders(self) -> None:
        from bulletin_desk.desk.library.folders_dialog import FoldersDialog

        assert self.dialog is not None
        asked = self._folders_dialog = FoldersDialog(self.dialog)
        asked.show_folders(self.dialog.folders or ())
        asked.offer(self._offered(self.dialog.folders or ()))
        asked.show_troubles(self.dialog.known.troubles)
        asked.add_wanted.connect(self._add)
        asked.remove_wanted.connect(self._remove)
        asked.exec()
        self._folders_dialog = None
        asked.deleteLater()

    def _show_troubles(self) -> None:
        if self._folders_dialog is not None and self.dialog is not None:
            self._folders_dialog.show_troubles(self.dialog.known.troubles)

    def _add(self, folder: Path) -> None:
        """A further folder, an empty path for one that the clerk is asked for."""
        from bulletin_desk.library.folders import add_folders

        parent = self._folders_dialog or self.dialog
        assert parent is not None
        if folder == Path():
            kept = self._session.settings[LIBRARY_FOLDER]
            begin = asking.answering(parent, Path(kept) if kept else self._session.folder)
            name = QFileDialog.getExistingDirectory(parent, "添加放简报的文件夹", str(begin))
            if not name:
                return
            folder = Path(name)
        if self._change_folders(f"看“{folder}”", lambda: add_folders(self._folder, (folder,))):
            self._session.settings[LIBRARY_FOLDER] = str(folder)

    def _remove(self, folder: Path) -> None:
        from bulletin_desk.library.folders import remove_folders

        self._change_folders("去掉这个文件夹", lambda: remove_folders(self._folder, (folder,)))

    def _change_folders(self, what: str, work: Callable[[], tuple[Path, ...]]) -> bool:
        assert self.dialog is not None
        parent = self._folders_dialog or self.dialog
        try:
            beside.run(parent, what, work)
        except BulletinDeskError as error:
            parent.say(str(error))
            return False
        if self._folders_dialog is not None:
            self._folders_dialog.say("")
        self.upkeep.update()
        self._show_folders()
        return True

    # ---- kept up

    def _changed(self, change: Change) -> None:
        if change.issue:
            self.upkeep.touch()

    def _saved(self, file: Path) -> None:
        """The row of an issue that was saved is put in anew, in a thread, if its file is in the library. The
        library lies on this machine's own disk: most clerks have none, and no thread is begun for them."""
        try:
            if not self._folder.is_dir():
                return
        except OSError:
            return
        issue, pages = self._session.document.snapshot(), len(self._session.document.pages)
        folder = self._folder

        def work() -> bool:
            from bulletin_desk.library.folders import read_folders

            if not read_folders(folder):
                return False  # nothing is loaded for what was given up
            from bulletin_desk.library.index import Library
            from bulletin_desk.library.update import put

            with Library(folder) as library:
                return put(library, file, issue, pages)

        def told(get: Callable[[], bool]) -> None:
            try:
                changed = get()
            except BulletinDeskError:
                return  # the next update reads the file
            if changed and self.dialog is not None:
                self.dialog.refresh()

        beside.start(self._window, work, told)


def ask_drop(parent: QWidget, title: str) -> bool:
    """Whether an item of the pool is to be deleted."""
    said = f"要删除备用稿“{title}”吗？" if title else "要删除这篇备用稿吗？"
    box = Box(parent, Box.Icon.Question, "删除备用稿", said, "删了就找不回来。")
    answers = [("删除", Box.ButtonRole.AcceptRole, True), ("不删", Box.ButtonRole.RejectRole, False)]
    return box.answer(answers, False)
