"""Follows places through edits that move whole parts of the bulletin about. Knows no pages."""

from __future__ import annotations

from collections.abc import Callable

from bulletin_desk.bulletin.edits import replace_range, text_at
from bulletin_desk.bulletin.grammar import walk
from bulletin_desk.bulletin.model import Issue, Place
from bulletin_desk.editing.nodes import key

_MARKS = "\ufdd0\ufdd1"
"""Noncharacters: Unicode keeps them out of any text, so they can stand for places while text moves."""


def followed(
    issue: Issue, places: tuple[Place, ...], edit: Callable[[Issue], Issue]
) -> tuple[Issue, tuple[Place | None, ...]]:
    """`issue` after `edit`, and where at most two places went; None where their text has gone.

    Nothing but their surroundings may decide what `edit` does: the texts at these places are never empty
    meanwhile.
    """
    different = sorted(set(places), key=key)
    for place, mark in reversed(list(zip(different, _MARKS, strict=False))):
        issue = replace_range(issue, place.path, place.offset, place.offset, mark)
    issue = edit(issue)
    found: dict[str, Place] = {}
    for path in [node.path for node in walk(issue)]:
        for mark in _MARKS:
            at = text_at(issue, path).find(mark)
            if at >= 0:
                issue = replace_range(issue, path, at, at + 1, "")
                found[mark] = Place(path, at)
    went = {place: found.get(mark) for place, mark in zip(different, _MARKS, strict=False)}
    return issue, tuple(went[place] for place in places)
