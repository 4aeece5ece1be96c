"""Set phrases with one character lost, added, changed or out of order. What is a set phrase is said in
`resources/words/phrases.txt`; must not know a word of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.words import shipped_words, tokens_of
from bulletin_desk.proof.findings import Mark, doubtful
from bulletin_desk.proof.places import is_han
from bulletin_desk.resources import resource

_KEY = 3
"""Characters at either end of a phrase by which it is looked for; of a short one, half of it."""
_AROUND = 6
"""Characters on either side of a place that tell how it is divided into words."""


class _Phrase(NamedTuple):
    text: str
    fixed: bool
    """Whether any text one character away from it is wrong."""


class _Phrases(NamedTuple):
    """Phrases by what they begin with and by what they end with, and all that is right as it stands."""

    begin: dict[str, tuple[_Phrase, ...]]
    end: dict[str, tuple[_Phrase, ...]]
    crossed: dict[str, tuple[_Phrase, ...]]
    """Phrases by their beginning with the characters on either side of their middle changed over."""
    right: frozenset[str]


class _Edit(NamedTuple):
    """One edit that makes a phrase of the text before one: `length` characters of the text were meant by the
    phrase, and differ at `at`."""

    kind: str
    at: int
    length: int


@cache
def _phrases() -> _Phrases:
    begin: dict[str, list[_Phrase]] = {}
    end: dict[str, list[_Phrase]] = {}
    crossed: dict[str, list[_Phrase]] = {}
    right: set[str] = set()
    for line in resource("words", "phrases.txt").read_text(encoding="utf-8").splitlines():
        if not line or line[0] == "#":
            continue
        sign, *texts = line.split()
        right.update(texts)
        if sign == "=":
            continue
        for text in texts:
            phrase = _Phrase(text, sign == "!")
            half = len(text) // 2
            if is_han(text[half - 1]) and is_han(text[half]):
                crossed.setdefault(_crossed(text)[:2], []).append(phrase)
            begin.setdefault(text[: min(half, _KEY)], []).append(phrase)
            end.setdefault(text[-min(len(text) - half, _KEY) :], []).append(phrase)
    return _Phrases(
        {key: tuple(dict.fromkeys(value)) for key, value in begin.items()},
        {key: tuple(dict.fromkeys(value)) for key, value in end.items()},
        {key: tuple(dict.fromkeys(value)) for key, value in crossed.items()},
        frozenset(right),
    )


def _crossed(phrase: str) -> str:
    half = len(phrase) // 2
    return phrase[: half - 1] + phrase[half] + phrase[half - 1] + phrase[half + 1 :]


def phrases(text: str, kind: Kind) -> Iterator[Mark]:
    """深入贯落实, 社会主思想, 四个意思, 统一想思."""
    known = _phrases()
    told: dict[tuple[int, int], str] = {}
    for at in range(len(text) - 1):
        for phrase in known.crossed.get(text[at : at + 2], ()):
            end = at + len(phrase.text)
            if text[at:end] == _crossed(phrase.text) and not _is_divided(text, at + len(phrase.text) // 2):
                told.setdefault((at, end), phrase.text)
        for size in (2, _KEY):
            key = text[at : at + size]
            for phrase in known.begin.get(key, ()):
                if edit := _edit(phrase.text, text[at : at + len(phrase.text) + 1]):
                    start, end = at, at + edit.length
                    if _is_fault(known, phrase, text, start, end, at + edit.at, edit.kind):
                        told.setdefault((start, end), phrase.text)
            for phrase in known.end.get(key, ()):
                end = at + size
                before = text[max(0, end - len(phrase.text) - 1) : end]
                if edit := _edit(phrase.text[::-1], before[::-1]):
                    start = end - edit.length
                    place = end - 1 - edit.at if edit.kind != "lost" else end - edit.at
                    if edit.kind == "swapped":
                        place -= 1
                    if _is_fault(known, phrase, text, start, end, place, edit.kind):
                        told.setdefault((start, end), phrase.text)
    for (start, end), right in told.items():
        message = f"“{text[start:end]}”像是“{right}”打错了一个字；请核对。"
        yield doubtful("phrase", (start, end), message, right)


def _edit(phrase: str, text: str) -> _Edit | None:
    """The one edit in the phrase's later half by which it differs from what the text begins with; its first
    half and its last character stand there as they are."""
    half, length = len(phrase) // 2, len(phrase)
    if not text.startswith(phrase[:half]) or text.startswith(phrase):
        return None
    at = half
    while at < len(text) and at < length and text[at] == phrase[at]:
        at += 1
    if at >= length or at >= len(text):
        return None
    rest = phrase[at:]
    if text[at : at + 2] == rest[1::-1] and text[at + 2 : length] == rest[2:] and len(rest) > 1:
        return _Edit("swapped", at, length)
    if len(rest) > 1 and text[at + 1 : length] == rest[1:]:
        return _Edit("changed", at, length)
    if text[at + 1 : length + 1] == rest:
        return _Edit("added", at, length + 1)
    if len(rest) > 1 and text[at : length - 1] == rest[1:]:
        return _Edit("lost", at, length - 1)
    return None


_MAY_BE_ADDED = frozenset("的了和与及、，；。：“”‘’《》（）地得着过之其我我们并在\n 　")


def _is_fault(known: _Phrases, phrase: _Phrase, text: str, start: int, end: int, at: int, kind: str) -> bool:
    if text[start:end] in known.right:
        return False
    char = text[at]
    if kind == "added" and char in _MAY_BE_ADDED:
        return False
    if kind == "changed" and not is_han(char):
        return False
    if not _begins_word(text, start) or not _begins_word(text, end):
        return False
    if phrase.fixed and len(phrase.text) > _KEY + 1:
        return True
    match kind:
        case "swapped":
            return not _is_divided(text, at + 1) and (at, at + 2) not in _tokens(text, at)
        case "changed":
            return _is_alone(text, at) and _is_rare(char)
        case "lost":
            return any(_is_alone(text, place) and _is_rare(text[place]) for place in (at, at - 1))
    return char in (text[at - 1], text[at + 1])


def _tokens(text: str, at: int) -> list[tuple[int, int]]:
    first = max(0, at - _AROUND)
    return [(first + token.start, first + token.end) for token in tokens_of(text[first : at + _AROUND])]


def _begins_word(text: str, at: int) -> bool:
    """Whether a word or mark begins here, or the text ends."""
    return at >= len(text) or any(start == at for start, _ in _tokens(text, at))


_RARE = 58
"""Cost, in quarters of a bit, from which on a character is hardly a word by itself."""


def _is_rare(char: str) -> bool:
    return next(shipped_words().starting(char, 0, 1))[2] >= _RARE


def _is_alone(text: str, at: int) -> bool:
    """Whether the character is no part of a word of several."""
    return any(start == at and end == at + 1 for start, end in _tokens(text, at))


def _is_divided(text: str, at: int) -> bool:
    """Whether two longer words meet here."""
    tokens = _tokens(text, at)
    return any(end == at and end - start > 1 for start, end in tokens) and any(
        start == at and end - start > 1 for start, end in tokens
    )
