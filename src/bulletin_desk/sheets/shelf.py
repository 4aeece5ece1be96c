"""Which sheets there are: those shipped, and the clerk's own in a folder. A file with an error is told in a
sentence, and the others are there all the same."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bulletin_desk.errors import CommandError, InvalidSheetError
from bulletin_desk.resources import resource
from bulletin_desk.sheets.model import Sheet
from bulletin_desk.sheets.read import read_sheet

EXTENSION = ".toml"
_SHIPPED = ("sign-off", "draft-paper", "list")
"""The files of those shipped, in the order in which they are offered."""
_MOST_OWN = 100
"""Files of a clerk's folder that are looked at: more are no choice any more."""


class ShelvedSheet(NamedTuple):
    """A sheet with its file; `own`: it is the clerk's."""

    sheet: Sheet
    file: Path
    own: bool

    @property
    def key(self) -> str:
        """By what it is remembered and named on the command line: one of the clerk's own hides a shipped one
        that is called alike."""
        return self.sheet.name


class Shelf(NamedTuple):
    """All sheets, the clerk's own first, and a sentence for each file that can't be used."""

    sheets: tuple[ShelvedSheet, ...]
    troubles: tuple[str, ...]

    def find(self, name: str) -> ShelvedSheet:
        """The first sheet that is called so, or whose file is. Raises CommandError."""
        for found in self.sheets:
            if name in (found.sheet.name, found.file.stem, found.file.name):
                return found
        known = "、".join(dict.fromkeys(found.sheet.name for found in self.sheets))
        told = "".join(self.troubles)
        raise CommandError(f"没有叫“{name}”的单子，可用的是 {known}。{told}")


def sheets(folder: Path | None = None) -> Shelf:
    """The sheets shipped, and those in the clerk's folder, which need not be there."""
    found: list[ShelvedSheet] = []
    troubles: list[str] = []
    for file in _own(folder) if folder else ():
        try:
            found.append(ShelvedSheet(read_sheet(file), file, own=True))
        except InvalidSheetError as error:
            troubles.append(str(error))
    own = {each.sheet.name for each in found}
    for name in _SHIPPED:
        file = resource("sheets", f"{name}{EXTENSION}")
        shipped = ShelvedSheet(read_sheet(file), file, own=False)
        if shipped.sheet.name not in own:
            found.append(shipped)
    return Shelf(tuple(found), tuple(troubles))


def _own(folder: Path) -> Iterator[Path]:
    try:
        names = sorted(entry.name for entry in os.scandir(folder))
    except OSError:
        return
    seen = [name for name in names if name.lower().endswith(EXTENSION) and not name.startswith(".")]
    yield from (folder / name for name in seen[:_MOST_OWN])
