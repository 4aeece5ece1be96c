"""Which texts are not in another one, by their letters and figures alone. Knows no file formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_MOST_LOOKED_BACK = 500_000_000
"""Characters that are looked through for what is told elsewhere than in its order: a second."""


def letters(text: str) -> str:
    """A text without marks and blanks."""
    return "".join(filter(str.isalnum, text))


def untold(texts: Iterable[str], said: str) -> Iterator[str]:
    """The texts whose letters do not stand in `said`, in their order. What stands there in the same order is
    found at once; where too much does not, one stops looking."""
    told = letters(said)
    at = 0
    left = _MOST_LOOKED_BACK
    for text in texts:
        bare = letters(text)
        found = told.find(bare, at)
        if found < 0:
            found = told.find(bare)
            left -= len(told)
        if left < 0:
            return
        if found < 0:
            yield text
        else:
            at = found + len(bare)
