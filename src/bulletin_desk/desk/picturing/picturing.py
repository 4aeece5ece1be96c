"""Pictures put in from files, from the clipboard and by drops, and what the clerk does with one that is
there: its size and words, side by side and apart, another file in its place, a file of it, gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from bulletin_desk.bulletin.model import Issue, Pictures
from bulletin_desk.bulletin.model import Path as PartPath
from bulletin_desk.desk import beside
from bulletin_desk.desk.beside import LeftError
from bulletin_desk.desk.files.asking import answering, ask_save, tell
from bulletin_desk.desk.page.handles import Handles
from bulletin_desk.desk.parts.mime import PICTURE_ENDINGS
from bulletin_desk.desk.parts.notice import Notice, Until
from bulletin_desk.desk.picturing.picture_dialog import PictureDialog
from bulletin_desk.desk.picturing.reading import Read, Source, read
from bulletin_desk.desk.session import Session
from bulletin_desk.editing import pictures as editing
from bulletin_desk.editing.picture_sizes import in_rows, put_side_by_side
from bulletin_desk.editing.selection import Edited, Selection
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.storage.atomic import write_atomically

_MM = 72 / 254
"""Points in a tenth of a millimetre."""
_FILTER = f"图片 ({' '.join(f'*{ending}' for ending in PICTURE_ENDINGS)})"
_KEPT = {"jpeg": (".jpg", "JPEG 图片 (*.jpg)"), "png": (".png", "PNG 图片 (*.png)")}
"""The ending and the words for each format that a bulletin keeps pictures in."""


class Picturing(QObject):
    """What can't be done at a place raises EditError; what came of the files is said in the notice."""

    def __init__(self, session: Session, window: QWidget, notice: Notice, handles: Handles) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._notice = notice
        self._handles = handles

    # ---- into the issue

    def insert(self) -> None:
        """Pictures from files that the clerk chooses, at the caret."""
        editing.check_place(self._session.document.selection)
        files = self._ask("插入图片", many=True)
        if files:
            self.take_in(files)

    def take_in(self, sources: Sequence[Source]) -> None:
        """Pictures at the caret: two side by side."""
        document = self._session.document
        editing.check_place(document.selection)
        came = self._read(sources)
        if came is None:
            return
        if came.datas:
            rows = in_rows(came.datas, self.measure)
            self._apply("插入图片", lambda issue, selection: editing.insert_rows(issue, selection, rows))
            self._handles.pick(document.selection.head.path)
        self._say(came, f"插入了 {len(came.datas)} 张图片。" if came.datas else "")

    def exchange(self) -> None:
        """Another file in place of the picture of the caret."""
        path = self._path()
        files = self._ask("换一张图片", many=False)
        came = self._read(files) if files else None
        if came is None:
            return
        if came.datas:
            (data,) = came.datas
            self._apply("换图片", lambda issue, selection: editing.exchange_picture(issue, selection, data))
            self._handles.pick(path)
        self._say(came, "换成了另一张图片。" if came.datas else "")

    def _ask(self, title: str, *, many: bool) -> list[Path]:
        folder = str(answering(self._window, self._session.folder))
        if many:
            names, _ = QFileDialog.getOpenFileNames(self._window, title, folder, _FILTER)
        else:
            name, _ = QFileDialog.getOpenFileName(self._window, title, folder, _FILTER)
            names = [name] if name else []
        return [Path(name) for name in names]

    def _read(self, sources: Sequence[Source]) -> Read | None:
        """Reads them in a thread; None if the clerk didn't wait."""
        named = next((source.name for source in sources if isinstance(source, Path)), "")
        what = f"读图片“{named}”" if named else "读图片"
        try:
            return beside.run(self._window, what, lambda: read(sources))
        except LeftError as error:
            self._notice.say(str(error), until=Until.EDITED)
            return None

    def _say(self, came: Read, done: str) -> None:
        said = "".join(filter(None, (done, *came.said)))
        choices = [("撤销", self._session.taking_back())] if came.datas else []
        self._notice.say(said, choices, until=Until.EDITED)

    # ---- one that is there

    @property
    def measure(self) -> int:
        """The width of the text on paper, in tenths of a millimetre."""
        return int(self._session.layout.text_block.width / _MM)

    def _path(self) -> PartPath:
        """The picture of the caret. Raises EditError where there is none."""
        document = self._session.document
        return editing.picture_of(document.issue, document.selection)

    def _block(self) -> tuple[Pictures, int]:
        path = self._path()
        block = editing.pictures_at(self._session.issue, path)
        assert block is not None
        return block, int(path[-1])

    def _apply(self, name: str, change: Callable[[Issue, Selection], Edited]) -> None:
        document = self._session.document
        document.apply(name, *change(document.issue, document.selection))

    def edit(self) -> None:
        """Width, caption and credit, by number and words."""
        path = self._path()
        block, number = self._block()
        dialog = PictureDialog(block, number, self.measure, self._window)
        given = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        if given:
            issue = editing.with_picture(
                self._session.issue, path, dialog.picture, dialog.credit(block.credit)
            )
            if issue != self._session.issue:
                self._session.document.apply("修改图片", issue)
                self._handles.pick(path)

    def resize(self, path: PartPath, width: int) -> None:
        """The picture so many tenths of a millimetre wide."""
        issue = editing.set_width(self._session.issue, path, width)
        self._session.document.apply("图片大小", issue)
        self._handles.pick(path)

    def remove(self) -> None:
        """The picture goes; a notice offers to have it back."""
        self._apply("删除图片", editing.remove_picture)
        take_back = self._session.taking_back()
        self._notice.say("已删除 1 张图片。", [("撤销", take_back)], until=Until.EDITED)

    def put_together(self) -> None:
        """The picture side by side with its neighbour."""
        self._apply("图片并排", lambda issue, selection: put_side_by_side(issue, selection, self.measure))
        self._handles.pick(self._session.document.selection.head.path)

    def part(self) -> None:
        """The two pictures one under the other."""
        self._apply("图片拆开", editing.part)
        self._handles.pick(self._session.document.selection.head.path)

    def save(self) -> None:
        """The picture as the bulletin has it, as a file."""
        block, number = self._block()
        data = block.pictures[number].data
        ending, words = _KEPT[data.format]
        file = ask_save(self._window, self._session.folder / f"图片{ending}", "图片另存为", words)
        if file is None:
            return
        try:
            beside.run(
                self._window,
                f"保存“{file.name}”",
                lambda: write_atomically(file, data.content),
                on=str(file),
            )
        except BulletinDeskError as error:
            tell(self._window, f"图片没有存上：{error}")
            return
        self._notice.say(f"图片已存到“{file}”。", until=Until.EDITED)
