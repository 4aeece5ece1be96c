"""What differs between two pages, so that no more is painted than must be."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_desk.pages.model import HorizontalRule, ImageMark, Page


def changed_bands(before: Page, now: Page) -> Iterator[tuple[float, float]]:
    """The stretches of a page's height (points) whose marks differ."""
    old, new = _marks_of(before), _marks_of(now)
    for key in old.keys() | new.keys():
        if old.get(key) != new.get(key):
            yield key[0], key[1]


def _marks_of(page: Page) -> dict[tuple[float, float, str], object]:
    marks: dict[tuple[float, float, str], object] = {}
    for placed in (*page.lines, *([page.folio] if page.folio else ())):
        over = placed.height / 2 if placed.height > 40 else 4.0
        key = (placed.top - over, placed.top + placed.height + over, "/".join(map(str, placed.path)))
        # an empty line shows a prompt, which depends on its kind alone
        marks[key] = (placed.x, placed.y, placed.kind, placed.line.runs)
    for number, mark in enumerate(page.marks):
        height = 0.0 if isinstance(mark, HorizontalRule) else mark.height
        over = 1 if isinstance(mark, ImageMark) else mark.thickness + 1
        marks[mark.y - over, mark.y + height + over, f"mark{number}"] = mark
    return marks
