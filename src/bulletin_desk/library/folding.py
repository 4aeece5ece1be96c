"""What counts as the same when texts are looked for in the library: as in the desk's own find, and besides,
spaces and characters without a width never hide a hit. Must not know where texts are kept."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from bulletin_desk.editing.find import folded

_PASSED_OVER = re.compile(
    "[\x00-\x09\x0b-\x20\x7f-\xa0\xad\u0300-\u036f\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufe00-\ufe0f"
    "\ufeff\ud800-\udfff\U000e0000-\U000e01ef]"
)
"""Controls, spaces, combining marks, joiners, variation selectors, halves of characters. A line's end parts
texts, and stays."""


def fold(text: str) -> str:
    """A text as it is looked through: no longer than it was, lines as they are."""
    return _PASSED_OVER.sub("", folded(text))


def fold_word(word: str) -> str:
    """A word as it is looked for, on one line; empty if there is nothing in it to look for."""
    return fold(word).replace("\n", "")


def places_in(text: str) -> Callable[[int], int]:
    """Gives the place in a text of the character at a place of the folded text."""
    # how many characters stand before each one that is passed over, themselves not passed over
    kept_before = [found.start() - number for number, found in enumerate(_PASSED_OVER.finditer(text))]
    return lambda place: place + bisect_right(kept_before, place)
