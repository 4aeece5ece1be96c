"""Marked Word files read one after another, off the window's thread. Shows nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from bulletin_desk.bulletin.model import Issue, Remark
from bulletin_desk.desk.beside import Thread
from bulletin_desk.desk.proposing.rows import Open
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.storage.proposals import Returned, with_returned


@dataclass(frozen=True, slots=True)
class Came:
    """What files have brought for `ours`: what has `returned`, with what was there before; all proposals of
    that; those of them that our issue has already; remarks; sentences for the clerk, and why files brought
    nothing."""

    ours: Issue
    returned: tuple[Returned, ...]
    found: tuple[Open, ...]
    already: frozenset[str]
    remarks: tuple[Remark, ...] = ()
    sentences: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def put_together(ours: Issue, returned: tuple[Returned, ...]) -> Came:
    """The proposals of what has returned."""
    from bulletin_desk.desk.proposing.undecided import all_of, done_already

    found = all_of(returned)
    return Came(ours, returned, found, done_already(found, ours))


class Reader(Thread):
    """`advanced` tells how many files are done; at the end comes `done` with a `Came`, unless it was
    stopped."""

    advanced = Signal(int)
    done = Signal(object)

    def __init__(
        self, files: Sequence[Path], ours: Issue, before: tuple[Returned, ...], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._files = files
        self._ours = ours
        self._before = before

    def run(self) -> None:
        """In the thread."""
        from bulletin_desk.reviewing import proposals_of_file

        come: list[Returned] = []
        remarks: list[Remark] = []
        sentences: list[str] = []
        refused: list[str] = []
        for number, file in enumerate(self._files):
            if self.interrupted:
                return
            try:
                brought = proposals_of_file(file, self._ours)
            except BulletinDeskError as error:
                refused.append(str(error))
            except Exception as error:  # a fault of ours must not keep the other files out
                refused.append(f"读“{file.name}”时程序出了错，没有拿回来：{error!r}。")
            else:
                come += (
                    Returned(file.name, each.who, each.when, brought.base, each.issue)
                    for each in brought.theirs
                )
                remarks += brought.remarks
                sentences += (f"“{file.name}”：{each}" for each in brought.sentences)
            self.advanced.emit(number + 1)
        together = put_together(self._ours, with_returned(self._before, come))
        if not self.interrupted:
            self.done.emit(
                Came(
                    self._ours,
                    together.returned,
                    together.found,
                    together.already,
                    tuple(remarks),
                    tuple(sentences),
                    tuple(refused),
                )
            )
