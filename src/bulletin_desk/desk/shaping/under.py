"""The old issue under the pages at half strength while the layout is shaped: which file, whether it shows,
and which of its pages lies under which of ours. Knows nothing of what stands on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFileDialog

from bulletin_desk.bulletin.office import file_stem
from bulletin_desk.desk import beside
from bulletin_desk.desk.files.asking import answering
from bulletin_desk.desk.learning.old_pages import PDF, OldPages
from bulletin_desk.desk.page.canvas import Canvas
from bulletin_desk.desk.page.ink import Brush, Inks
from bulletin_desk.desk.parts.notice import Notice, Until
from bulletin_desk.desk.session import Session
from bulletin_desk.errors import BulletinDeskError, UnreadableFileError
from bulletin_desk.learning.evidence import SeenPage
from bulletin_desk.learning.pdf_evidence import read_pdf
from bulletin_desk.learning.pdf_file import page_sizes, read_bytes

STRENGTH = 0.5
_FILTER = "旧的一期 (*.pdf *.docx *.doc *.wps *.rtf);;全部文件 (*)"


@dataclass(slots=True)
class Laid:
    """An old issue that is laid under the pages of an office: its `files`, what was seen of its `pages` (of a
    PDF their sizes are enough), whether it is `shown`, and by our pages (from 0) those of its pages that the
    clerk has put under them; None for none."""

    files: tuple[Path, ...]
    pages: tuple[SeenPage, ...]
    shown: bool = True
    moved: dict[int, int | None] = field(default_factory=dict)

    def under(self, index: int, count: int) -> int | None:
        """The old page under our page `index` of so many; None if there is none. The last one lies under the
        last, so that their closing blocks can be compared, another under that of its number."""
        usual = len(self.pages) - 1 if 0 < index == count - 1 else index
        found = self.moved.get(index, usual)
        return found if found is not None and found < len(self.pages) else None


_laid: dict[str, Laid] = {}
"""What was laid last, by office, while the program runs."""


class Under(QObject):
    """`changed` says that another old issue is laid, that it shows or not, or lies otherwise."""

    changed = Signal()

    def __init__(self, session: Session, canvas: Canvas, notice: Notice) -> None:
        super().__init__(canvas)
        self._session = session
        self._canvas = canvas
        self._notice = notice
        self._images: tuple[Laid, OldPages, Brush] | None = None
        self.reading = False
        """Whether a file is being read."""
        session.replaced.connect(self._other)

    # ---- what there is

    @property
    def _office(self) -> str:
        """What it is remembered by."""
        office = self._session.office
        return file_stem(office) or office.name

    @property
    def laid(self) -> Laid | None:
        """The old issue of the open one's office."""
        return _laid.get(self._office)

    def lay(self, files: Sequence[Path], pages: Sequence[SeenPage]) -> None:
        """Lays an old issue under the pages: its files, and what was seen of it."""
        _laid[self._office] = Laid(tuple(files), tuple(pages))
        self._other()

    def show(self, shown: bool) -> None:
        """Whether it shows."""
        laid = self.laid
        if laid is not None and laid.shown != shown:
            laid.shown = shown
            self._tell()

    def put(self, index: int, old: int | None) -> None:
        """Puts a page of it (from 0; None for none) under one of ours."""
        laid = self.laid
        if laid is not None and self.below(index) != old:
            laid.moved[index] = old
            self._tell()

    def _other(self) -> None:
        if self._images is not None:
            self._images[1].setParent(None)  # a picture that it still waits for may come
        self._images = None
        self._tell()

    def _tell(self) -> None:
        self._canvas.viewport().update()
        self.changed.emit()

    # ---- a file that is chosen

    def choose(self) -> None:
        """Asks for the file of an old issue and lays it, once it is read."""
        window = self._canvas.window()
        laid = self.laid
        folder = laid.files[0].parent if laid is not None and laid.files else self._session.folder
        begin = str(answering(window, folder))
        name, _ = QFileDialog.getOpenFileName(window, "垫旧的一期", begin, _FILTER)
        if name:
            self.read(Path(name))

    def read(self, file: Path) -> None:
        """Lays the old issue in a file, once it is read, beside the window's thread."""
        self.reading = True
        self.changed.emit()
        beside.start(
            self._canvas,
            partial(_read, file),
            partial(self._came, file, self._session.document, self._office),
        )

    def _came(
        self, file: Path, document: object, office: str, result: Callable[[], tuple[SeenPage, ...]]
    ) -> None:
        self.reading = False
        try:
            pages = result()
        except BulletinDeskError as error:
            self._notice.say(str(error), until=Until.CLOSED)
            self.changed.emit()
            return
        _laid[office] = Laid((file,), pages)
        if document is self._session.document:
            self._other()
        self.changed.emit()

    def below(self, index: int) -> int | None:
        """The old page that lies under our page `index`, shown or not; None for none."""
        laid = self.laid
        return None if laid is None else laid.under(index, len(self._session.document.pages))

    def seen(self, index: int) -> SeenPage | None:
        """What is seen of the old page under our page `index`; None while none shows."""
        laid, old = self.laid, self.below(index)
        return None if laid is None or not laid.shown or old is None else laid.pages[old]

    # ---- painting

    def paint(self, painter: QPainter, index: int, exposed: QRectF) -> None:
        """The old page under our page `index`, the painter's origin at its corner."""
        del exposed  # the painter is clipped to it
        laid, old = self.laid, self.below(index)
        if laid is None or not laid.shown or old is None:
            return
        pages, brush = self._pages(laid)
        ratio = self._canvas.devicePixelRatioF()
        brush.set_scale(self._canvas.sheets.scale, ratio)
        painter.save()
        painter.setOpacity(STRENGTH)
        pages.paint(painter, old, brush, ratio)
        painter.restore()

    def _pages(self, laid: Laid) -> tuple[OldPages, Brush]:
        if self._images is None or self._images[0] is not laid:
            faces = self._session.faces
            pages = OldPages(laid.files, laid.pages, faces, self._canvas.window())
            pages.arrived.connect(self._canvas.viewport().update)
            self._images = laid, pages, Brush(faces, Inks())
        return self._images[1:]


def _read(file: Path) -> tuple[SeenPage, ...]:
    """The pages of an old issue; of a scanned one nothing but their sizes. Raises UnreadableFileError."""
    if file.suffix.lower() == PDF:
        with suppress(UnreadableFileError):
            return read_pdf(file)
        return tuple(SeenPage(width, height, ()) for width, height in page_sizes(read_bytes(file), file))
    from bulletin_desk.learning.word_sighting import sight_word  # few who shape a layout have one

    return sight_word(file).pages
