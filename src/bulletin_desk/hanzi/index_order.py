"""The order of entries in an index: by sound (音序), after GB/T 13418-92. Knows readings, and no index.

Entries are compared character by character: numbers by their value, then letters and Han characters by
syllable and tone, those of one sound in the order of 通用规范汉字表. A word that is read otherwise than its
characters (重庆, 成都) is known by the shipped list; marks, case and width don't count.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple
from unicodedata import normalize

from bulletin_desk.resources import resource

_DIGITS, _SOUNDS, _OTHERS = 0, 1, 2
_NUMBER = re.compile("[0-9]+")
_MOST_DIGITS = 18
"""Of a number that is taken for one; of a longer one so many at a time."""

Key = tuple[tuple[int, str, int], ...]
"""What entries are sorted by."""


class _Readings(NamedTuple):
    """The sound of each character with its rank, and of words the sounds of all their characters; by its
    first character how long the longest of them is."""

    characters: dict[str, tuple[str, int]]
    words: dict[str, list[str]]
    longest: dict[str, int]


def index_key(text: str) -> Key:
    """The key of an entry. Entries of marks alone, and characters whose sound isn't known, come last."""
    readings = _readings()
    text = normalize("NFKC", text)
    key: list[tuple[int, str, int]] = []
    at = 0
    while at < len(text):
        number = _NUMBER.match(text, at, at + _MOST_DIGITS)
        if number:
            key.append((_DIGITS, "", int(number[0])))
            at = number.end()
            continue
        word = _word_at(text, at, readings)
        for char, sound in zip(word, readings.words.get(word, ("",)), strict=True):
            part = _part(char, sound, readings)
            if part is not None:
                key.append(part)
        at += len(word)
    return tuple(key) or ((_OTHERS, text, 0),)


def initial(key: Key) -> str:
    """Under what an entry stands: a capital letter, 0—9, or 其他."""
    kind, sound, _ = key[0]
    if kind == _SOUNDS:
        return sound[0].upper()
    return "0—9" if kind == _DIGITS else "其他"


def _word_at(text: str, at: int, readings: _Readings) -> str:
    """The longest word there that is read otherwise than its characters, else the character."""
    for length in range(readings.longest.get(text[at], 1), 1, -1):
        if text[at : at + length] in readings.words:
            return text[at : at + length]
    return text[at]


def _part(char: str, sound: str, readings: _Readings) -> tuple[int, str, int] | None:
    found = readings.characters.get(char)
    if found is not None:
        return _SOUNDS, sound or found[0], found[1]
    if char.isascii() and char.isalpha():
        return _SOUNDS, char.lower(), 0
    return (_OTHERS, char, 0) if char.isalnum() else None


@cache
def _readings() -> _Readings:
    text = resource("words", "readings.txt").read_text(encoding="utf-8")
    sounds, _, words = text.partition("\n\n")
    characters: dict[str, tuple[str, int]] = {}
    for line in sounds.splitlines():
        if not line.startswith("#"):
            sound, chars = line.split(" ")
            characters.update((char, (sound, rank)) for rank, char in enumerate(chars, 1))
    read: dict[str, list[str]] = {}
    longest: dict[str, int] = {}
    for line in words.splitlines():
        word, *its = line.split(" ")
        read[word] = its
        longest[word[0]] = max(longest.get(word[0], 1), len(word))
    return _Readings(characters, read, longest)
