"""Where the caret was in the files opened last, so that it is there again. Asks no disk."""

from __future__ import annotations

import re
from pathlib import Path

from bulletin_desk.bulletin.grammar import is_text, node_at
from bulletin_desk.bulletin.model import Issue, Place
from bulletin_desk.bulletin.model import Path as PartPath
from bulletin_desk.desk.settings import CARETS, Settings

_FIGURES = re.compile("[0-9]{1,9}")
"""Of an offset or an index; Python reads thousands of figures slowly."""


class Carets:
    """Remembered in the settings, by the file as the clerk has spelt it; of those without one, the last."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def note(self, file: Path | None, place: Place) -> None:
        """The caret is there now."""
        steps = "/".join(map(str, place.path))
        tail = _tail(file)
        others = (each for each in self._settings[CARETS] if not each.endswith(tail))
        self._settings[CARETS] = (f"{place.offset} {steps}{tail}", *others)

    def find(self, file: Path | None, issue: Issue) -> Place | None:
        """Where the caret was last in a file, or as near to it as this issue has text; None if that is not
        known, or nowhere in it."""
        tail = _tail(file)
        for each in self._settings[CARETS]:
            if each.endswith(tail):
                return _place(each.removesuffix(tail), issue)
        return None


def _tail(file: Path | None) -> str:
    return f" {file.absolute() if file is not None else ''}"


def _place(text: str, issue: Issue) -> Place | None:
    offset, _, steps = text.partition(" ")
    names = steps.split("/")
    numbers = [offset, *(name for name in names if name.isdecimal())]
    if not all(_FIGURES.fullmatch(number) for number in numbers):
        return None
    path: PartPath = tuple(int(name) if name.isdecimal() else name for name in names)
    try:
        node = node_at(issue, path) if is_text(path) else None
    except (LookupError, AttributeError, TypeError, ValueError):
        return None
    return Place(path, min(int(offset), len(node.text))) if node is not None and node.shown else None
