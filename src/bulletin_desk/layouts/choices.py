"""Layouts to choose from, each with a title and a line on what it is for. Sets no type, asks nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from bulletin_desk.bulletin.model import LayoutText
from bulletin_desk.bulletin.office import LAYOUT_EXTENSION
from bulletin_desk.errors import InvalidLayoutError
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import DEFAULT, carried_layout, layout_names, layout_text
from bulletin_desk.layouts.standard import STANDARD

_DESCRIPTION = re.compile(r"\A\ufeff?#[ \t]*(?:版式：)?([^\n\r。]{1,200}。?)")
_MOST_OWN = 100


@dataclass(frozen=True, slots=True)
class LayoutChoice:
    """A layout, what a bulletin carries of it, and a line on it: the first sentence of its file, where that
    is a remark."""

    layout: Layout
    carried: LayoutText
    description: str

    @property
    def title(self) -> str:
        """What it is called before the clerk."""
        return self.layout.name


def shipped_choices() -> tuple[LayoutChoice, ...]:
    """The shipped layouts: the default one first, then the standard's."""
    names = sorted(layout_names(), key=lambda name: (name != DEFAULT, name != STANDARD, name))
    return tuple(choice_of(LayoutText(*layout_text(name))) for name in names)


def own_choices(folder: Path) -> tuple[LayoutChoice, ...]:
    """The layout files in the clerk's folder; one that can't be used is no choice."""
    try:
        files = sorted(file for file in folder.iterdir() if file.name.lower().endswith(LAYOUT_EXTENSION))
    except (OSError, ValueError):
        return ()
    found = []
    for file in files[:_MOST_OWN]:
        try:
            found.append(choice_from(file))
        except InvalidLayoutError:
            continue
    return tuple(found)


def choice_from(file: Path) -> LayoutChoice:
    """The layout in a file. Raises InvalidLayoutError."""
    _, text = layout_text(str(file))
    name = file.name
    for ending in (LAYOUT_EXTENSION, ".toml"):
        name = name.removesuffix(ending)
    return choice_of(LayoutText(name, text))


def choice_of(carried: LayoutText) -> LayoutChoice:
    """The layout that a bulletin carries. Raises InvalidLayoutError."""
    layout, _ = carried_layout(carried.name, carried.text)
    remark = _DESCRIPTION.match(carried.text or "")
    return LayoutChoice(layout, carried, remark[1].strip() if remark else "")


def is_shipped(carried: LayoutText) -> bool:
    """Whether it is one of the shipped layouts as it stands."""
    return carried.name in layout_names() and carried.text in (None, layout_text(carried.name)[1])
