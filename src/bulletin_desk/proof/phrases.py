"""Set phrases with one character lost, added, changed or out of order. What is a set phrase is said in
`resources/words/phrases.txt`; must not know a word of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.alike import alike
from bulletin_desk.hanzi.words import is_word, shipped_words, tokens_of
from bulletin_desk.proof.expressions import Expression
from bulletin_desk.proof.findings import Mark, doubtful
from bulletin_desk.proof.places import is_han
from bulletin_desk.remembering import remembered
from bulletin_desk.resources import resource

_KEY = 3
"""Characters at either end of a phrase by which it is looked for; of a short one, half of it."""
_LONG = 12
"""Characters of a phrase whose last one may be the wrong one; of a shorter one another phrase is made so."""
_AROUND = 6
"""Characters on either side of a place that tell how it is divided into words."""


class _Phrase(NamedTuple):
    text: str
    fixed: bool
    """Whether any text one character away from it is wrong."""
    length: int


class _Phrases(NamedTuple):
    """Phrases by what they begin with and by what they end with, and all that is right as it stands."""

    begin: dict[str, tuple[_Phrase, ...]]
    end: dict[str, tuple[_Phrase, ...]]
    crossed: dict[str, tuple[tuple[str, str], ...]]
    """Phrases with the characters on either side of their middle changed over, by the first two."""
    right: frozenset[str]
    heads: frozenset[str]
    """The first two characters of all that is looked for."""


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
    crossed: dict[str, list[tuple[str, str]]] = {}
    right: set[str] = set()
    for line in resource("words", "phrases.txt").read_text(encoding="utf-8").splitlines():
        if not line or line[0] == "#":
            continue
        sign, *texts = line.split()
        right.update(texts)
        if sign == "=":
            continue
        for text in texts:
            phrase = _Phrase(text, sign == "!", len(text))
            half = len(text) // 2
            if is_han(text[half - 1]) and is_han(text[half]):
                other = text[: half - 1] + text[half] + text[half - 1] + text[half + 1 :]
                crossed.setdefault(other[:2], []).append((other, text))
            begin.setdefault(text[: min(half, _KEY)], []).append(phrase)
            end.setdefault(text[-min(len(text) - half, _KEY) :], []).append(phrase)
    return _Phrases(
        {key: tuple(dict.fromkeys(value)) for key, value in begin.items()},
        {key: tuple(dict.fromkeys(value)) for key, value in end.items()},
        {key: tuple(dict.fromkeys(value)) for key, value in crossed.items()},
        frozenset(right),
        frozenset(key[:2] for keys in (begin, end, crossed) for key in keys),
    )


def phrases(text: str, kind: Kind) -> Iterator[Mark]:
    """深入贯落实, 社会主思想, 四个意思, 统一想思."""
    for found in _SENTENCES.finditer(text):
        shift = found.start()
        for start, end, right in _phrases_in(found[0]):
            message = f"“{found[0][start:end]}”像是“{right}”打错了一个字；请核对。"
            yield doubtful("phrase", (shift + start, shift + end), message, right)


_SENTENCES = Expression(r"[^。！？\n]+")


@remembered
def _phrases_in(text: str) -> tuple[tuple[int, int, str], ...]:
    """From where to where a sentence has what is meant by a phrase, and the phrase."""
    known = _phrases()
    told: dict[tuple[int, int], str] = {}
    heads = known.heads
    for at in range(len(text) - 1):
        two = text[at : at + 2]
        if two not in heads:
            continue
        for crossed, right in known.crossed.get(two, ()):
            if text.startswith(crossed, at) and not _is_divided(text, at + len(right) // 2):
                told.setdefault((at, at + len(right)), right)
        for key in (two, text[at : at + _KEY]):
            for phrase in known.begin.get(key, ()):
                length = phrase.length
                near = text[at + length - 2 : at + length + 1]
                if (phrase.text[-1] not in near and length < _LONG) or text.startswith(phrase.text, at):
                    continue
                edit = _edit(phrase.text, text[at : at + length + 1])
                if edit and _is_fault(known, phrase, text, at, at + edit.length, at + edit.at, edit.kind):
                    told.setdefault((at, at + edit.length), phrase.text)
            for phrase in known.end.get(key, ()):
                end = at + len(key)
                first = max(0, end - phrase.length - 1)
                if phrase.text[0] not in text[first : first + 3] or text.endswith(phrase.text, first, end):
                    continue
                edit = _edit(phrase.text[::-1], text[first:end][::-1])
                if edit is None:
                    continue
                start = end - edit.length
                place = end - edit.at - (edit.kind != "lost") - (edit.kind == "swapped")
                if _is_fault(known, phrase, text, start, end, place, edit.kind):
                    told.setdefault((start, end), phrase.text)
    return tuple((start, end, right) for (start, end), right in told.items())


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
    if len(rest) == 1 and length >= _LONG:
        return _Edit("changed", at, length)
    if text[at : at + 2] == rest[1::-1] and text[at + 2 : length] == rest[2:] and len(rest) > 1:
        return _Edit("swapped", at, length)
    if len(rest) > 1 and text[at + 1 : length] == rest[1:]:
        return _Edit("changed", at, length)
    if text[at + 1 : length + 1] == rest:
        return _Edit("added", at, length + 1)
    if len(rest) > 1 and text[at : length - 1] == rest[1:]:
        return _Edit("lost", at, length - 1)
    return None


_ALIKE = (frozenset("和与及同暨"), frozenset("零一二三四五六七八九十两"), frozenset("省市县区州"))
"""Characters that may well stand for one another."""
_MAY_BE_ADDED = frozenset(
    "的了和与及地得着过之其我们并在对为以将向从由于有等各每新再更很最大小全总不性级型化式"
    "、，；。：“”‘’『』《》（）\n 　"
)


def _is_fault(known: _Phrases, phrase: _Phrase, text: str, start: int, end: int, at: int, kind: str) -> bool:
    if text[start:end] in known.right:
        return False
    char = text[at]
    if kind == "added" and char in _MAY_BE_ADDED:
        return False
    if kind == "changed":
        pair = {char, phrase.text[at - start]}
        if not is_han(char) or any(pair <= group for group in _ALIKE):
            return False
        if phrase.length <= _BRIEF and char not in alike(phrase.text[at - start]).either:
            return False  # 履职担责 beside 履职尽责
    if not ((phrase.fixed and phrase.length > _KEY + 1) or _is_odd(text, at, kind, phrase.length)):
        return False
    return _begins_word(text, start) and (_begins_word(text, end) or _parts_word(text, end))


def _is_odd(text: str, at: int, kind: str, length: int) -> bool:
    """Whether the edit leaves what is no word."""
    match kind:
        case "swapped":
            tokens = _tokens(text, at)
            return (at, at + 2) not in tokens and not _is_divided(text, at + 1)
        case "changed":
            return _is_rare(text[at]) and _is_alone(text, at)
        case "lost":
            return length > _SHORT and any(
                _is_rare(text[place]) and _is_alone(text, place) for place in (at, at - 1)
            )
    return text[at] in (text[at - 1], text[at + 1])


def _tokens(text: str, at: int) -> list[tuple[int, int]]:
    """The words around a place, from where to where."""
    first = max(0, at - _AROUND)
    return [(first + token.start, first + token.end) for token in tokens_of(text[first : at + _AROUND])]


def _begins_word(text: str, at: int) -> bool:
    """Whether a word or mark begins here, or the text ends."""
    return at >= len(text) or any(start == at for start, _ in _tokens(text, at))


_BRIEF = 5
"""Characters of a phrase that, with another one that sounds and looks otherwise, is mostly another phrase."""
_SHORT = 4
"""Characters of a phrase that, with one lost, is too often something else: 年鉴纂稿 is no 年鉴编纂."""
_RARE = 58
"""Cost, in quarters of a bit, from which on a character is hardly a word by itself."""


@lru_cache(maxsize=4096)
def _is_rare(char: str) -> bool:
    return next(shipped_words().starting(char, 0, 1))[2] >= _RARE


def _parts_word(text: str, at: int) -> bool:
    """Whether a longer word is made of two words here: 工作|会议."""
    return is_word(text[at - 2 : at]) and is_word(text[at : at + 2])


def _is_alone(text: str, at: int) -> bool:
    """Whether the character is no part of a word of several."""
    return any(start == at and end == at + 1 for start, end in _tokens(text, at))


def _is_divided(text: str, at: int) -> bool:
    """Whether two longer words meet here."""
    tokens = _tokens(text, at)
    return any(end == at and end - start > 1 for start, end in tokens) and any(
        start == at and end - start > 1 for start, end in tokens
    )
