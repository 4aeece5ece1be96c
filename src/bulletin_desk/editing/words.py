"""Where words start and end in a text, for Ctrl+arrows and double click. Knows no pages."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from bulletin_desk.editing.nodes import snap
from bulletin_desk.hanzi.classes import HAN, LATIN_UNIT

_WORD = re.compile(rf"[{HAN}]+|{LATIN_UNIT}|[ \u00a0\u3000]+|\n|—+|…+|.", re.DOTALL)
_SPACES = " \u00a0\u3000"


def _starts(text: str) -> list[int]:
    """Where words, marks and stretches of spaces start, and the text's end."""
    found = [match.start() for match in _WORD.finditer(text)]
    return [*dict.fromkeys(snap(text, offset) for offset in found), len(text)]


def next_start(text: str, offset: int) -> int:
    """The start of the next word: over the word and the spaces behind it, as in a word processor."""
    starts = _starts(text)
    at = min(bisect_right(starts, offset), len(starts) - 1)
    if starts[at] < len(text) and text[starts[at]] in _SPACES:
        at += 1
    return starts[at]


def previous_start(text: str, offset: int) -> int:
    """The start of the word before, or of the one that `offset` is inside of."""
    starts = _starts(text)
    at = max(bisect_left(starts, offset) - 1, 0)
    if at and starts[at] < len(text) and text[starts[at]] in _SPACES:
        at -= 1
    return starts[at]


def word_at(text: str, offset: int) -> tuple[int, int]:
    """Start and end of the word at an offset; at the text's end, of the last word."""
    if not text:
        return 0, 0
    starts = _starts(text)
    at = min(bisect_right(starts, min(offset, len(text) - 1)) - 1, len(starts) - 2)
    return starts[at], starts[at + 1]
