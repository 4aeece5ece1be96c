"""How the characters of a text are set where that depends on their neighbours: as Latin, or in half a cell.

A cell is a string: the character, and a mark behind it where it is set otherwise than by itself. Widths and
glyphs are found by cells; `classes.width_of` takes them. Knows no faces and no lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bulletin_desk.hanzi.classes import AS_LATIN, HALVED, LATIN

SHARING = "？！"
"""Marks two of which share a cell."""
LATIN_TEXT = rf"{LATIN}!-~"
"""Letters, figures and marks of Latin text, as a regular expression's set."""
_SPACE_IN_LATIN = (
    # CLREQ 3.2.2: a space between Latin words is the face's own. GB/T 15835-2011, 5.1.1: so is that between
    # groups of three figures, a quarter of a cell.
    rf"(?:(?<=[{LATIN_TEXT}])|(?<=[{LATIN_TEXT}][”’]))[ \u00a0]++(?=[“‘]?+[{LATIN_TEXT}])"
)
MARK_IN_LATIN = (
    # kW·h, 5·12, don’t: but 冯·施特劳斯 and “A”’s quotes stand between others.
    rf"(?<=[{LATIN}])[·•’](?=[{LATIN}])"
    # 104°04′, 25°C, 6″, 30°以东
    rf"|(?<=[{LATIN}])[°′″]++"
)
"""Marks that are set as Latin, as a regular expression."""
_IN_CONTEXT = re.compile(
    rf"(?P<latin>{_SPACE_IN_LATIN}|{MARK_IN_LATIN})"
    # GB/T 15834-2011, 5.1.2: two of ？ and ！ take one place, three take two.
    rf"|(?:[{SHARING}]{{2}})++"
    # CLREQ 3.1.6: 《 and 〈 together have one blank, not two; so have 〉 and 》.
    r"|(?<=《)〈|〉(?=》)"
)
_ANY = re.compile("[·•’°′″？！〈〉 \u00a0]")
"""The characters without which no text has such a cell: looked for first, since few texts have."""
_AHEAD = 2
"""How many characters behind one decide how it is set."""


def in_context(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, str]]:
    """The offsets between `start` and `end` whose characters are set otherwise than by themselves, in order,
    each with its cell. What stands before `start` is seen."""
    end = len(text) if end is None else end
    if not _ANY.search(text, start, end):
        return
    for match in _IN_CONTEXT.finditer(text, start, end + _AHEAD):
        mark = AS_LATIN if match["latin"] else HALVED
        for offset in range(match.start(), min(match.end(), end)):
            yield offset, text[offset] + mark


def cells(text: str, start: int = 0, end: int | None = None) -> Sequence[str]:
    """The cells of the characters from `start` to `end`, one each."""
    of_text = text[start:end]
    found = list(in_context(text, start, end))
    if not found:
        return of_text
    listed = list(of_text)
    for offset, cell in found:
        listed[offset - start] = cell
    return listed
