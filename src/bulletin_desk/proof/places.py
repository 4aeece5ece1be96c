"""Where characters stand in a text, looked up without going through the text each time: a rule that asks at
each of its places would else take the square of the text's length. Knows no rules."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.proof.expressions import Expression

_HAN = Expression(f"[{HAN}]")
_QUOTED = 20


class Places:
    """The places of some characters in a text, in order."""

    __slots__ = ("_places", "_text")

    def __init__(self, text: str, chars: str) -> None:
        wanted = frozenset(chars)
        self._text = text
        self._places = [at for at, char in enumerate(text) if char in wanted]

    def between(self, start: int, end: int) -> bool:
        """Whether one of them stands from `start` up to `end`."""
        number = bisect_left(self._places, start)
        return number < len(self._places) and self._places[number] < end

    def last_before(self, at: int) -> str:
        """The last of them before a place; empty if there is none."""
        number = bisect_left(self._places, at) - 1
        return self._text[self._places[number]] if number >= 0 else ""


@lru_cache(maxsize=8)
def places_of(text: str, chars: str) -> Places:
    """The places of some characters, kept for the text that is being looked at."""
    return Places(text, chars)


@lru_cache(maxsize=4)
def places_of_han(text: str) -> Places:
    """Where a text has Han characters."""
    return Places(text, "".join(_HAN.findall("".join(set(text)))))


def is_inside(text: str, at: int, pair: str) -> bool:
    """Whether the nearest of a pair's two marks before a place is the opening one: `pair` is “” or 《》."""
    return places_of(text, pair).last_before(at) == pair[0]


def is_han(text: str) -> bool:
    """Whether a text begins with a Han character."""
    return _HAN.match(text) is not None


def quoted(text: str) -> str:
    """A piece of the text for a message: of one that is longer than a clerk would read, its beginning."""
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"
