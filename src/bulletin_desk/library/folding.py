"""What counts as the same when texts are looked for in the library: as in the desk's own find, and besides,
spaces and characters without a width never hide a hit. Must not know where texts are kept."""

from __future__ import annotations

import re

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


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """`fold(text)`, and the place in the text of each of its characters."""
    alike = folded(text)
    places = [at for at, char in enumerate(alike) if not _PASSED_OVER.match(char)]
    return "".join(alike[at] for at in places), places
