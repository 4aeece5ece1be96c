"""The long work of volumes and packages, off the window's thread. Knows no widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from bulletin_desk.archiving.checking import Checked, check_packages
from bulletin_desk.archiving.codes import CodeChoice
from bulletin_desk.archiving.package import Archived, archive
from bulletin_desk.desk.beside import Thread
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.storage.atomic import write_atomically
from bulletin_desk.volumes.bind import VolumeChoice, bind, volume_bytes
from bulletin_desk.volumes.members import Member, Members, Tell, read_members, remarks
from bulletin_desk.volumes.numbering import odd_numbers
from bulletin_desk.volumes.offices import listed_offices, office_of_members


class StoppedError(Exception):
    """The clerk has thought better of it."""


class Made(NamedTuple):
    """A volume that is written: its file, issues and pages, and what is odd about them and their numbers."""

    file: Path
    issues: int
    pages: int
    odd: tuple[str, ...] = ()


class Work(Thread):
    """Does one thing, which is told how to tell of its progress. `advanced` tells how much of how much is
    done; at the end comes one of `done` (with what came of it), `failed` (with a sentence) and `stopped`."""

    advanced = Signal(int, int)
    done = Signal(object)
    failed = Signal(str)
    stopped = Signal()

    def __init__(self, what: Callable[[Tell], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._what = what
        self._told = -1

    def run(self) -> None:
        """In the thread."""
        try:
            result = self._what(self._tell)
        except StoppedError:
            self.stopped.emit()
        except BulletinDeskError as error:
            self.failed.emit(str(error))
        except (
            Exception
        ) as error:  # a fault of ours must end in a sentence, not in a thread that dies silently
            self.failed.emit(f"程序出了错，没有做成：{error!r}。")
        else:
            self.done.emit(result)

    def _tell(self, done: int, whole: int) -> None:
        if self.interrupted:
            raise StoppedError
        hundredth = 100 * done // max(whole, 1)
        if hundredth != self._told:
            self._told = hundredth
            self.advanced.emit(done, whole)


def reading(files: Sequence[Path]) -> Callable[[Tell], Members]:
    """Reads the issues."""
    return lambda tell: read_members(files, tell)


def binding(
    members: Sequence[Member], file: Path, choice: VolumeChoice, faces: Faces, units: Path
) -> Callable[[Tell], Made]:
    """Binds issues into a file; `units` is the clerk's own list."""

    def bound(tell: Tell) -> Made:
        offices_of = listed_offices(office_of_members(members), units)
        volume = bind(members, faces, choice, offices_of, tell)
        data = volume_bytes(volume, faces, tell)
        tell(1, 1)  # the last moment to stop
        write_atomically(file, data)
        odd = (*remarks(members), *odd_numbers(members))
        return Made(file, len(members), len(volume.pages), odd)

    return bound


def packing(
    members: Sequence[Member], folder: Path, choice: CodeChoice, faces: Faces, *, zipped: bool
) -> Callable[[Tell], Archived]:
    """Packs issues into a folder."""
    return lambda tell: archive(members, folder, choice, faces, zipped=zipped, tell=tell)


def checking(paths: Sequence[Path]) -> Callable[[Tell], list[Checked]]:
    """Holds packages against their lists."""
    return lambda tell: check_packages(list(paths), tell)
