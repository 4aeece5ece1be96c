"""Puts an issue out, off the window's thread and from a snapshot. Knows no widgets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from bulletin_desk.bulletin.copies import written
from bulletin_desk.desk.beside import Thread
from bulletin_desk.desk.session import Snapshot
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.forms import Form, make

Targets = tuple[tuple[Form, Path], ...]
"""The files that are to be made, each in its form."""


class How(NamedTuple):
    """How files are made: those with pages of ours for all `copies`, if there are any; `options` are those of
    forms, by their names."""

    copies: range = range(0)
    options: Mapping[str, Mapping[str, str]] = MappingProxyType({})


_USUAL = How()


class CancelledError(Exception):
    """The clerk has thought better of it."""


class Exporter(Thread):
    """Makes the files of `targets`. `advanced` tells how many of how many pages are done; at the end comes
    one of `done` (with the files), `failed` (with a sentence) and `cancelled`."""

    advanced = Signal(int, int)
    done = Signal(list)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(
        self,
        snapshot: Snapshot,
        targets: Targets,
        parent: QObject | None = None,
        how: How = _USUAL,
    ) -> None:
        super().__init__(parent)
        self._copies = how.copies
        self._options = how.options
        self._snapshot = snapshot
        self._targets = targets
        self._told = 0
        self.written: list[Path] = []
        """Those of the files that are there by now."""

    def cancel(self) -> None:
        """Stops at the next page or paragraph; files written already stay."""
        self.interrupt()

    def run(self) -> None:
        """In the thread."""
        try:
            typeset = self._snapshot.typeset()
            count = len(typeset.pages)
            counts = [count * max(1, len(self._copies) * form.paged) for form, _ in self._targets]
            for number, (form, target) in enumerate(self._targets):
                before = sum(counts[:number])

                def tell(done: int, before: int = before) -> None:
                    self._tell(before + done, sum(counts))

                options = dict(self._options.get(form.name, {}))
                if form.paged and self._copies:
                    options["copies"] = written(self._copies)
                made = make(form, typeset, target, tell, **options)
                if self.interrupted:
                    raise CancelledError
                made.write()
                self.written.append(target)
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

    def _tell(self, done: int, whole: int) -> None:
        if self.interrupted:
            raise CancelledError
        if done != self._told:
            self._told = done
            self.advanced.emit(done, whole)
