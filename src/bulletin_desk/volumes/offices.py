"""Which offices a printed source names, by the lists of units, for a volume's index. Counts nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from bulletin_desk.bulletin.office import Office, known_offices, office_of
from bulletin_desk.statistics.names import names_of
from bulletin_desk.statistics.parting import offices_in, part
from bulletin_desk.storage.places import places
from bulletin_desk.volumes.listing import OfficesOf
from bulletin_desk.volumes.members import Member


def office_of_members(members: Sequence[Member]) -> Office | None:
    """The office whose bulletin the latest of these issues is, as the clerk's own models have it; None where
    there is none."""
    return office_of(members[-1].issue, known_offices(places().offices)) if members else None


def listed_offices(office: Office | None = None, own: Path | None = None) -> OfficesOf:
    """The offices that a source names, each under its full name where the lists of the office or the clerk's
    `own` have it, else as it is printed. Raises UnreadableFileError where a list is wrong."""
    names = names_of(office, own)

    @cache
    def offices_of(source: str) -> Sequence[str]:
        found = offices_in(part(source, names)) if source.strip() else ()
        return tuple(dict.fromkeys(names.full_name(name) or name for name in found))

    return offices_of
