"""The versions that the open issue can be compared with, as the clerk chooses among them. Reads one only when
it has been chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from bulletin_desk.bulletin.model import Issue, Round
from bulletin_desk.bulletin.rounds import spoken
from bulletin_desk.desk.files.filing import Filing
from bulletin_desk.desk.session import Session
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.storage.version_files import Version

if TYPE_CHECKING:  # what comparing takes is loaded when something is compared
    from bulletin_desk.marking import Compared

_MOST_VERSIONS = 20
"""Kept versions among which one is chosen here: the others are in the window of all versions."""


@dataclass(frozen=True, slots=True)
class Source:
    """A version to compare with: its `key`, by which it is known again, what it is called in the list, and
    what reads it."""

    key: object
    called: str
    read: Callable[[], Compared]


def sources(session: Session, filing: Filing) -> list[Source]:
    """What there is to compare with: the rounds, the newest first, then the versions that are kept."""
    issue = session.issue
    found = [_of_round(kept, issue) for kept in reversed(issue.rounds)]
    try:
        file = session.file
        versions: Sequence[Version] = filing.keeper.versions(file) if file is not None else ()
    except BulletinDeskError:
        versions = ()
    return found + [of_version(version) for version in versions[:_MOST_VERSIONS]]


def _of_round(kept: Round, issue: Issue) -> Source:
    def read() -> Compared:
        from bulletin_desk.marking import Compared
        from bulletin_desk.storage.rounds import issue_of

        return Compared(issue_of(kept, issue), kept.name)

    when = f"（{spoken(kept.when)}）" if kept.when else ""
    return Source(kept, f"{kept.name}{when}", read)


def of_version(version: Version) -> Source:
    """A version that was kept."""
    from bulletin_desk.marking import Compared, version_called

    called = version_called(version)
    return Source(version.file, called, lambda: Compared(version.read(), called))


def of_file(file: Path) -> Source:
    """Another bulletin file."""
    from bulletin_desk.marking import Compared
    from bulletin_desk.storage.bulletin_file import read_bulletin

    called = f"“{file.name}”"
    return Source(file, called, lambda: Compared(read_bulletin(file), called))


class SourceBox(QComboBox):
    """Chooses among sources, after a first entry for none. The entries are `others` where one is from
    elsewhere, as a file."""

    def __init__(self, none: str) -> None:
        super().__init__()
        self._none = none
        self._sources: list[Source] = []
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(16)
        self.addItem(none)

    def offer(self, found: Sequence[Source], chosen: Source | None) -> None:
        """Other sources, of which one is chosen; it is there even if it is none of them."""
        if chosen is not None and all(each.key != chosen.key for each in found):
            found = [chosen, *found]
        self._sources = list(found)
        keys = [each.key for each in found]
        self.blockSignals(True)
        self.clear()
        self.addItem(self._none)
        self.addItems([each.called for each in found])
        self.setCurrentIndex(0 if chosen is None else keys.index(chosen.key) + 1)
        self.blockSignals(False)

    @property
    def source(self) -> Source | None:
        """The one chosen."""
        at = self.currentIndex() - 1
        return self._sources[at] if 0 <= at < len(self._sources) else None
