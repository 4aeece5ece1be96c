"""Puts an issue out as PDF and Word, off the window's thread and from a snapshot. Knows no widgets."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.bulletin.model import Path as PartPath
from bulletin_desk.desk.beside import Thread
from bulletin_desk.desk.names import clean
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import Page
from bulletin_desk.paths import other_ending
from bulletin_desk.pipeline import Typeset
from bulletin_desk.storage.atomic import write_atomically
from bulletin_desk.typeset.composed import Composed
from bulletin_desk.typeset.typesetter import TypesetPages

PATTERN = "{年份}年第{期号}期 {名称}"
"""What files are called unless the office says otherwise."""
FIELDS = ("年份", "期号", "总期号", "名称", "日期")
"""What a pattern may name, in braces."""


class Form(Enum):
    """What is put out. The value is the file's extension."""

    PDF = "pdf"
    DOCX = "docx"


@dataclass(frozen=True, slots=True)
class Order:
    """A finished set of pages, and which files are to be made of them."""

    typeset: Typeset
    targets: tuple[tuple[Form, Path], ...]


def word_available() -> bool:
    """Whether this program can write Word files."""
    return find_spec("bulletin_desk.export.docx.write") is not None


def file_name(pattern: str, issue: Issue) -> str:
    """The name, without extension, that an office's pattern gives an issue. Raises ValueError with a
    sentence where the pattern has an unknown field, leaves nothing or ends as a kind of file does."""
    masthead, day = issue.masthead, issue.dated_header.date
    values = {
        "年份": day.year,
        "期号": masthead.number,
        "总期号": masthead.total_number or "",
        "名称": masthead.one_line,
        "日期": day.isoformat(),
    }
    try:
        for _, field, form, _ in string.Formatter().parse(pattern):
            if field is not None and (field not in FIELDS or form):
                known = "、".join(f"{{{name}}}" for name in FIELDS)
                raise ValueError(f"文件名里的“{{{field}}}”不认识，可以用 {known}。")
        name = pattern.format(**values)
    except (IndexError, KeyError) as error:
        raise ValueError("文件名里的大括号不成对。") from error
    except ValueError as error:
        if str(error).isascii():
            raise ValueError("文件名里的大括号不成对。") from error
        raise
    name = clean(name)
    if not name:
        raise ValueError("文件名是空的。")
    ending = other_ending(name)
    if ending:
        raise ValueError(f"文件名里不用写“{ending}”，程序会按文件的种类加上。")
    return name


class CancelledError(Exception):
    """The clerk has thought better of it."""


class _Watched(TypesetPages):
    """Pages that tell of each page taken from them, so that an export has progress and can be stopped."""

    def __init__(self, pages: TypesetPages, tell: Callable[[int], None]) -> None:
        self.__dict__.update(pages.__dict__)
        self._tell = tell

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, int):
            self._tell(index)
        return super().__getitem__(index)

    def paragraphs(self) -> Iterator[tuple[Composed, PartPath]]:
        """Word files are made of paragraphs: these can be stopped too."""
        for count, found in enumerate(super().paragraphs()):
            if count % 50 == 0:
                self._tell(0)
            yield found

    def __iter__(self) -> Iterator[Page]:
        for index in range(len(self)):
            yield self[index]


class Exporter(Thread):
    """Carries one order out. `advanced` tells how many of how many pages are done; at the end comes one of
    `done` (with the files), `failed` (with a sentence) and `cancelled`."""

    advanced = Signal(int, int)
    done = Signal(list)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, order: Order, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._order = order

    def cancel(self) -> None:
        """Stops before the next page; files written already stay."""
        self.interrupt()

    def run(self) -> None:
        """In the thread."""
        try:
            written = [self._write(number, *target) for number, target in enumerate(self._order.targets)]
        except CancelledError:
            self.cancelled.emit()
        except BulletinDeskError as error:
            self.failed.emit(str(error))
        except (
            Exception
        ) as error:  # a fault of ours must end in a sentence, not in a thread that dies silently
            self.failed.emit(f"输出时程序出了错，没有写成：{error!r}。")
        else:
            self.done.emit(written)

    def _write(self, number: int, form: Form, target: Path) -> Path:
        typeset = self._order.typeset
        count = len(typeset.pages)
        whole = count * len(self._order.targets)

        def tell(index: int) -> None:
            if self.interrupted:
                raise CancelledError
            self.advanced.emit(number * count + index + 1, whole)

        watched = _Watched(typeset.pages, tell)
        data = encode(form, typeset.issue, typeset.layout, typeset.faces, watched)
        if self.interrupted:
            raise CancelledError
        write_atomically(target, data)
        return target


def encode(form: Form, issue: Issue, layout: Layout, faces: Faces, pages: TypesetPages) -> bytes:
    """The pages as a file of that form."""
    if form is Form.PDF:
        return Typeset(issue, layout, faces, pages).pdf()
    from bulletin_desk.export.docx.write import docx_bytes

    return docx_bytes(issue, layout, pages)
