"""Where words start and end in a text, for Ctrl+arrows and double click. Knows no pages.

Han characters are divided into words by the word list that titles are broken with.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from bulletin_desk.editing.nodes import snap
from bulletin_desk.hanzi.classes import HAN, LATIN_UNIT
from bulletin_desk.hanzi.words import tokens_of

_STRETCH = re.compile(rf"(?P<han>[{HAN}]+)|{LATIN_UNIT}|[ \u00a0\u3000]+|\n|—+|…+|.", re.DOTALL)
_SPACES = " \u00a0\u3000"
_NEAR = 8
"""A stretch of Han characters is divided into words if it is at most so far from the place in question."""


def _starts(text: str, offset: int) -> list[int]:
    """Where words, marks and stretches of spaces start, and the text's end; exact only around `offset`."""
    found: list[int] = []
    for match in _STRETCH.finditer(text):
        start, end = match.span()
        if match["han"] and start - _NEAR <= offset <= end + _NEAR:
            found += [start + token.start for token in tokens_of(match["han"])]
        else:
            found.append(start)
    starts: list[int] = []
    for start in found:
        if start > (starts[-1] if starts else -1):  # else the word before reaches over it, with its marks
            starts.append(snap(text, start))
    return [*dict.fromkeys(starts), len(text)]


def next_start(text: str, offset: int) -> int:
    """The start of the next word: over the word and the spaces behind it, as in a word processor."""
    starts = _starts(text, offset)
    at = min(bisect_right(starts, offset), len(starts) - 1)
    if starts[at] < len(text) and text[starts[at]] in _SPACES:
        at += 1
    return starts[at]


def previous_start(text: str, offset: int) -> int:
    """The start of the word before, or of the one that `offset` is inside of."""
    starts = _starts(text, offset)
    at = max(bisect_left(starts, offset) - 1, 0)
    if at and starts[at] < len(text) and text[starts[at]] in _SPACES:
        at -= 1
    return starts[at]


def word_at(text: str, offset: int) -> tuple[int, int]:
    """Start and end of the word at an offset; at the text's end, of the last word."""
    if not text:
        return 0, 0
    offset = min(offset, len(text) - 1)
    starts = _starts(text, offset)
    at = min(bisect_right(starts, offset) - 1, len(starts) - 2)
    return starts[at], starts[at + 1]
