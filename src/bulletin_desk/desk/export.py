"""Puts an issue out, off the window's thread and from a snapshot. Knows no widgets."""

from __future__ import annotations

import string
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.desk.beside import Thread
from bulletin_desk.desk.names import clean
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.forms import Form
from bulletin_desk.paths import other_ending
from bulletin_desk.pipeline import Typeset
from bulletin_desk.storage.atomic import write_atomically

PATTERN = "{年份}年第{期号}期 {名称}"
"""What files are called unless the office says otherwise."""
FIELDS = ("年份", "期号", "总期号", "名称", "日期")
"""What a pattern may name, in braces."""
Targets = tuple[tuple[Form, Path], ...]
"""The files that are to be made, each in its form."""


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


class Exporter(Thread):
    """Makes the files of `targets`. `advanced` tells how many of how many pages are done; at the end comes
    one of `done` (with the files), `failed` (with a sentence) and `cancelled`."""

    advanced = Signal(int, int)
    done = Signal(list)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, typeset: Typeset, targets: Targets, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._typeset = typeset
        self._targets = targets
        self._told = 0

    def cancel(self) -> None:
        """Stops at the next page or paragraph; files written already stay."""
        self.interrupt()

    def run(self) -> None:
        """In the thread."""
        try:
            for number, (form, target) in enumerate(self._targets):
                before = number * len(self._typeset.pages)
                data = form.encode(self._typeset, lambda done, before=before: self._tell(before + done))
                if self.interrupted:
                    raise CancelledError
                write_atomically(target, data)
        except CancelledError:
            self.cancelled.emit()
        except BulletinDeskError as error:
            self.failed.emit(str(error))
        except (
            Exception
        ) as error:  # a fault of ours must end in a sentence, not in a thread that dies silently
            self.failed.emit(f"输出时程序出了错，没有写成：{error!r}。")
        else:
            self.done.emit([target for _, target in self._targets])

    def _tell(self, done: int) -> None:
        if self.interrupted:
            raise CancelledError
        if done != self._told:
            self._told = done
            self.advanced.emit(done, len(self._typeset.pages) * len(self._targets))
