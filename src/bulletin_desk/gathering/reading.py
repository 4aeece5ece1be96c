"""An old issue on its way: what is known before it is read, what is said of it meanwhile, what comes of it.
Reads nothing itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.bulletin.office import Office
from bulletin_desk.gathering.check import Difference
from bulletin_desk.gathering.doubts import Doubt
from bulletin_desk.intake.read import Whole


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before a file is read: the offices, the one that is asked for, names of sections that
    issues beside it have, the clerk's own list of units."""

    offices: tuple[Office, ...] = ()
    office: Office | None = None
    sections: tuple[str, ...] = ()
    units: Path | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """An issue that was read, and what of it wants an eye."""

    issue: Issue
    doubts: tuple[Doubt, ...] = ()
    differences: tuple[Difference, ...] = ()
    numbered: bool = True
    """Whether its number was found."""
    dated: int = 10
    """How many characters of its day (YYYY-MM-DD) were found: 7 where only the month was,
    4 the year, 0 nothing."""
    own: bool = False
    """It came out of a Word copy that this program had written."""


@dataclass(slots=True)
class Reading:
    """An issue on its way."""

    whole: Whole
    name: str
    known: Known
    doubts: list[Doubt] = field(default_factory=list)

    def doubt(self, reason: str, message: str, words: str = "") -> None:
        """Says what wants an eye."""
        self.doubts.append(Doubt(reason, message, words))


def short(text: str) -> str:
    """A text as a sentence quotes it."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


_LONGEST_SHOWN = 60
