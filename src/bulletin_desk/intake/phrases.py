"""Words by which manuscripts tell what they hold, as `resources/words/manuscript.txt` lists them by class.
Knows no rules of recognition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from bulletin_desk.resources import resource

_LONGEST_LABEL = 14
"""Characters of what may stand before a colon, blanks aside."""


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in resource("words", "manuscript.txt").read_text(encoding="utf-8").splitlines():
        name, *words = line.partition("#")[0].split() or [""]
        if name:
            found[name] = (*found.get(name, ()), *words)
    return found


@cache
def phrases(*names: str) -> frozenset[str]:
    """The words of these classes."""
    return frozenset(word for name in names for word in _classes()[name])


@cache
def starts(*names: str) -> tuple[str, ...]:
    """The same in a form that `str.startswith` takes."""
    return tuple(sorted(phrases(*names)))


class Label(NamedTuple):
    """A word before a colon: where it starts, where what it labels starts."""

    word: str
    start: int
    stop: int


_COLONS = frozenset("：:丨|｜")
_COLON = re.compile("[：:丨|｜]")
_COUNT = "0123456789一二三四五"
_SEALED = re.compile(r"[（(][^（()）]{1,4}[）)]\Z")
"""报送单位（盖章）："""


def labels(text: str, *names: str) -> Iterator[Label]:
    """The words of these classes that stand before a colon, their characters spaced or not (来 源：), with or
    without a number (标题1：)."""
    words = phrases(*names)
    for found in _COLON.finditer(text):
        colon = found.start()
        word, best = "", None
        at = colon
        while at and len(word) < _LONGEST_LABEL:
            at -= 1
            if text[at] in _COLONS or text[at] in "，。；！？":
                break
            if not text[at].isspace():
                word = text[at] + word
                known = word if word in words else _SEALED.sub("", word).rstrip(_COUNT)
                if known in words:
                    best = Label(known, at, colon + 1)
        if best is not None:
            yield best


def label(text: str, *names: str) -> Label | None:
    """The word of these classes that stands before a colon, or in brackets, at the text's start."""
    if text[:1] in _OPENING:
        stop = next((at for at, char in enumerate(text[:_LONGEST_LABEL]) if char in _CLOSING), 0)
        word = "".join(text[1:stop].split()).rstrip("：:")
        if word in phrases(*names):
            return Label(word, 0, stop + (2 if text[stop + 1 : stop + 2] in tuple("：:") else 1))
    first = next(labels(text[: 2 * _LONGEST_LABEL], *names), None)
    if first is None or _NUMBER.sub("", text[: first.start], count=1).strip(" 　"):
        return None
    return first


_NUMBER = re.compile(r"\A\s{0,4}(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[.、．]")
_OPENING, _CLOSING = tuple("【［["), "】］]"
