"""Words that one wrong character spoils: what stands there is hardly ever written, and with a character that
sounds or looks alike it often is. Knows no bulletin and no pages."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from bulletin_desk.bulletin.model import Kind, Path
from bulletin_desk.hanzi.alike import alike
from bulletin_desk.hanzi.ngrams import LATIN, MARK, NGrams, codes_of, shipped_ngrams
from bulletin_desk.hanzi.words import SURNAMES, class_of, divided, shipped_words
from bulletin_desk.proof.expressions import Expression
from bulletin_desk.proof.findings import Mark, Replacement, doubtful
from bulletin_desk.remembering import remembered

ENOUGH = 36.0
"""Bits by which a text must be likelier with other characters: by the table and by the word list together."""
ENOUGH_AT_END = 33.0
"""The same before a mark, where fewer neighbours tell."""
_SURER = 46.0
"""And by which where a word stands that is spoilt by nothing but its neighbours (试行 for 实行), or
behind a numeral."""
_SELDOM = 6.0
"""Times that three characters may have been seen and still be suspicious."""
_UNLIKELY = 2.0**-32
"""How probable a character's three places may be and still be looked at: nothing gains ENOUGH otherwise."""
_WORTH = 18.0
"""Bits that must be gained by the table alone."""
_BEST = 4
"""So many of the likeliest are looked at with the word list."""
_SECOND, _SWAPPED = 12.0, -4.0
"""Bits more for a second wrong character, since there are so many pairs of characters; less for two that have
changed places, since there is but one way to put them right."""
_ANY = "_"
_IDIOM, _IDIOM_BITS = 4, 10.0
"""Characters of an idiom, and bits less for a character that makes one, since three others stand there."""
_WORD = 100.0
"""Times that two characters must have been seen side by side to stand for two others."""
_AROUND = 6
"""Characters on either side that are divided into words."""
_ODD, _KNOWN = 20.0, 200.0
"""Times that a suspicious character may have been seen beside one neighbour, and beside the other."""


class Suspect(NamedTuple):
    """Characters `start` to `end` would be likelier as `right`, by `gain` bits."""

    gain: float
    start: int
    end: int
    right: str


def wrong_characters(text: str, kind: Kind) -> Iterator[Mark]:
    """审批 for 审披. Meant is the word that would stand there."""
    if kind not in _PROSE:
        return
    for suspect in suspects(text):
        if suspect.gain < ENOUGH_AT_END or suspect.gain < _needed(text, suspect):
            continue
        start, end = _word(text, suspect)
        right = text[start : suspect.start] + suspect.right + text[suspect.end : end]
        message = f"“{text[start:end]}”疑为“{right}”；请核对。"
        fix = (Replacement(suspect.start, suspect.end, suspect.right),)
        yield doubtful("wrong_character", (start, end), message, fix)


_PROSE = (
    Kind.EDITORS_NOTE,
    Kind.KICKER,
    Kind.TITLE,
    Kind.SUBTITLE,
    Kind.SUBHEADING,
    Kind.BODY,
)


def _needed(text: str, suspect: Suspect) -> float:
    """The bits that are needed where a suspect stands. Behind a numeral is what the table need not have seen
    (十四冬, 一企一策)."""
    first, last = _around(text, suspect)
    in_word = any(
        token.end - token.start > 1 and token.start < suspect.end and token.end > suspect.start
        for token in divided(text, first, last)
    )
    if in_word or text[suspect.start - 1 : suspect.start] in tuple(_NUMERALS):
        return _SURER
    return ENOUGH_AT_END if last == suspect.end and last - first > _NAME else ENOUGH


def _around(text: str, suspect: Suspect) -> tuple[int, int]:
    """From where to where the Chinese characters go around a doubted one."""
    first, last = suspect.start, suspect.end
    while first > max(0, suspect.start - _AROUND) and _is_han(text[first - 1]):
        first -= 1
    while last < min(len(text), suspect.end + _AROUND) and _is_han(text[last]):
        last += 1
    return first, last


def _word(text: str, suspect: Suspect) -> tuple[int, int]:
    """From where to where the word goes that would stand there; of a single character, with its neighbour."""
    first, last = _around(text, suspect)
    right = text[first : suspect.start] + suspect.right + text[suspect.end : last]
    start, end = suspect.start, suspect.end
    for token in divided(right, 0, len(right)):
        if first + token.start < end and first + token.end > start:
            start, end = min(start, first + token.start), max(end, first + token.end)
    if end - start == 1:
        table = shipped_ngrams()
        code = ord(suspect.right)
        before = table.pair(ord(text[start - 1]), code) if start > first else 0.0
        behind = table.pair(code, ord(text[end])) if end < last else 0.0
        if before > behind:
            start -= 1
        elif end < last:
            end += 1
    return start, end


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def unsettled(
    found: list[tuple[Path, Mark]], text_at: Callable[[Path], str], titles: Iterable[str]
) -> list[tuple[Path, Mark]]:
    """What is found in an issue, without what need not be doubted: a suspicion that stands there twice, which
    is how a name or a term looks, or whose characters stand in one of the titles of earlier issues."""
    doubted = {
        number: text_at(path)[mark.start : mark.end]
        for number, (path, mark) in enumerate(found)
        if mark.rule == "wrong_character"
    }
    if not doubted:
        return found
    times = Counter(doubted.values())
    printed = "\n".join(titles)
    terms = {words for words in times if times[words] > 1 or words in printed}
    return [pair for number, pair in enumerate(found) if doubted.get(number) not in terms]


def suspects(text: str) -> list[Suspect]:
    """The places of a text where other characters are likelier, in order; of those that meet, the surest."""
    found = []
    for run in _RUN.finditer(text):
        start, end = run.span()
        ends = (_end(text[start - 1 : start]), _end(text[end : end + 1]))
        for suspect in _suspects_of(f"{ends[0]}{run[0]}{ends[1]}"):
            found.append(suspect._replace(start=start + suspect.start, end=start + suspect.end))
    return found


_RUN = Expression(r"[\u4e00-\u9fff〇]{2,}")


def _end(beside: str) -> str:
    """What stands for the character beside a run: all marks are one, but for quotes."""
    if beside in _QUOTES:
        return beside or "，"
    return "0" if codes_of(beside)[0] == LATIN else "，"


_QUOTES = "“”‘’『』·"
"""· parts foreign names, which look like anything."""


@remembered
def _suspects_of(run: str) -> tuple[Suspect, ...]:
    """Those of a run of Chinese characters with what stands for its neighbours: a keystroke costs its run."""
    codes = [MARK, *codes_of(run), MARK]
    table = shipped_ngrams()
    text = run[1:-1]
    if "·" in (run[0], run[-1]) or (run[0] in _QUOTES and run[-1] in _QUOTES and len(text) <= _NAME):
        return ()
    places = list(_seldom(codes, table))
    if len(text) >= _LONG and len(places) > _STRANGE * len(text):
        return ()
    found: list[Suspect] = []
    last = -1
    for at in places:
        found += _one(text, codes, at, table)
        if last == at - 1:
            found += _two(text, codes, last, table)
            found += _swapped(text, codes, last, table)
        last = at
    found = [suspect for suspect in found if not _excused(text, suspect)]
    found.sort(reverse=True)
    kept: list[Suspect] = []
    taken: set[int] = set()
    for suspect in found:
        if taken.isdisjoint(range(suspect.start - 1, suspect.end + 1)):
            kept.append(suspect)
            taken.update(range(suspect.start, suspect.end))
    return tuple(sorted(kept, key=lambda suspect: suspect.start))


def _excused(run: str, suspect: Suspect) -> bool:
    """Whether it is a numeral, a province or doubled, or part of a person's name: in a short run, behind an
    office or 记者, before 同志."""
    char = run[suspect.start]
    beside = (run[suspect.start - 1 : suspect.start], run[suspect.end : suspect.end + 1])
    if char in _NUMERALS or char in _PROVINCES or char in beside:
        return True
    if any(run.startswith(_CALLED, at) for at in (suspect.end, suspect.end + 1)):
        return True
    if any(run.endswith(_REPORTS, 0, at) for at in range(max(0, suspect.start - 2), suspect.start + 1)):
        return True
    for at in range(max(0, suspect.start - 2), suspect.start + 1):
        if run[at] in SURNAMES and (
            len(run) <= _NAME
            if at == 0
            else any(class_of(run[start:at]) == "h" for start in (at - 2, at - 3) if start >= 0)
        ):
            return True
    return False


_LONG, _STRANGE = 16, 0.6
"""From so many characters on, a run more than this share of which is seldom written is not today's prose."""
_NUMERALS = "一二三四五六七八九十百千万亿两"
_PROVINCES = "晋冀鲁豫皖浙赣鄂湘粤桂琼渝黔滇陕闽沪蒙"
"""Provinces for short, which stand beside anything: 驻晋部队."""
_CALLED, _REPORTS = ("同志", "先生", "女士", "老师"), ("记者", "通讯员")
"""What stands behind a name, and before one."""
_NAME = 4
"""Characters of a short run, which may be a person's name, or in quotes an abbreviation."""


def _seldom(codes: list[int], table: NGrams) -> Iterator[int]:
    """The places of characters all of whose triples are seldom seen. Triples with two marks say nothing."""
    triple = table.triple
    last = len(codes) - 2
    known: dict[int, bool] = {}

    def seen(at: int) -> bool:
        result = known.get(at)
        if result is None:
            first, second, third = codes[at : at + 3]
            if (first > LATIN) + (second > LATIN) + (third > LATIN) < 2:
                result = False
            else:
                result = triple(first, second, third) > _SELDOM
            known[at] = result
        return result

    at = 2
    while at < last:
        if codes[at] <= LATIN:
            at += 1
        elif seen(at):  # of the three of each of these characters
            at += 3
        elif seen(at - 1):
            at += 2
        elif seen(at - 2):
            at += 1
        else:
            if codes[at - 1] > LATIN or codes[at + 1] > LATIN:
                yield at
            at += 1


def _one(text: str, codes: list[int], at: int, table: NGrams) -> Iterator[Suspect]:
    """What one character at a place should be."""
    two_before, before, code, behind, two_behind = codes[at - 2 : at + 3]
    left = table.pair(before, code) if before > LATIN else None
    right = table.pair(code, behind) if behind > LATIN else None
    pairs = [each for each in (left, right) if each is not None]
    known = min(pairs) > _ODD or max(pairs) > _KNOWN
    idiomatic = _idiomatic(text, at - 2)
    if known and not idiomatic:
        return
    now = table.likelihood((two_before, before, code, behind, two_behind))
    if now > _UNLIKELY:
        return
    like = alike(chr(code)).either
    meant = "".join(other for other in idiomatic if other in like)
    if known:
        like = meant
    least = now * 2**_WORTH
    after, ahead = table.usual_behind(before), table.usual_before(behind)
    others = []
    for other in like:
        if other in meant or other in after or other in ahead:
            changed = (two_before, before, ord(other), behind, two_behind)
            others.append((table.likelihood(changed, 0.0 if other in meant else least), other))
    yield from _judged(text, codes, (at - 2, at - 1), now, others)


def _idiomatic(text: str, at: int) -> str:
    """The characters that make an idiom with those around a place: 赴 for the last of 全力以复."""
    found = ""
    idioms = _idioms()
    for start in range(max(0, at - _IDIOM + 1), min(at, len(text) - _IDIOM) + 1):
        place = at - start
        half = text[start : start + 2] if place > 1 else _ANY + text[start + 2 : start + _IDIOM]
        for idiom in idioms.get(half, ()):
            if text.startswith(idiom[:place], start) and text.startswith(idiom[place + 1 :], at + 1):
                found += idiom[place]
    return found


@cache
def _idioms() -> dict[str, list[str]]:
    """Idioms by their first halves, and by their second ones with a mark before them: one wrong character
    leaves one of them whole."""
    found: dict[str, list[str]] = {}
    for idiom in shipped_words().idioms():
        found.setdefault(idiom[:2], []).append(idiom)
        found.setdefault(_ANY + idiom[2:], []).append(idiom)
    return found


def _two(text: str, codes: list[int], at: int, table: NGrams) -> Iterator[Suspect]:
    """What two characters from a place on should be, which sound alike: a word taken for another."""
    two_before, before, one, two, behind, two_behind = codes[at - 2 : at + 4]
    if before > LATIN and table.pair(before, one) > _ODD:
        return
    if behind > LATIN and table.pair(two, behind) > _ODD:
        return
    if not class_of(text[at - 2 : at]):
        return
    now = table.likelihood((two_before, before, one, two, behind, two_behind))
    if now > _UNLIKELY * 2**-_SECOND:
        return
    least = now * 2**_WORTH
    ones, twos = alike(chr(one)).sounds, alike(chr(two)).sounds
    if before > LATIN:
        after = table.usual_behind(before)
        ones = "".join(first for first in ones if first in after)
    if behind > LATIN:
        ahead = table.usual_before(behind)
        twos = "".join(second for second in twos if second in ahead)
    others = []
    for first in ones:
        after = table.usual_behind(ord(first))
        for second in twos:
            if second in after and table.pair(ord(first), ord(second)) > _WORD:
                changed = (two_before, before, ord(first), ord(second), behind, two_behind)
                others.append((table.likelihood(changed, least), first + second))
    yield from _judged(text, codes, (at - 2, at), now, others, _SECOND)


def _swapped(text: str, codes: list[int], at: int, table: NGrams) -> Iterator[Suspect]:
    """Two characters from a place on that should stand the other way round."""
    two_before, before, one, two, behind, two_behind = codes[at - 2 : at + 4]
    if table.pair(one, two) > _WORD / 2 or table.pair(two, one) <= _WORD or class_of(text[at - 2 : at]):
        return
    now = table.likelihood((two_before, before, one, two, behind, two_behind))
    if now > _UNLIKELY:
        return
    then = table.likelihood((two_before, before, two, one, behind, two_behind), now * 2**_WORTH)
    yield from _judged(text, codes, (at - 2, at), now, [(then, chr(two) + chr(one))], _SWAPPED)


def _judged(
    text: str,
    codes: list[int],
    span: tuple[int, int],
    now: float,
    others: list[tuple[float, str]],
    more: float = 0.0,
) -> Iterator[Suspect]:
    """The best of what might stand in a span of the text: how probable each is, and it itself. The word list
    judges the likeliest of them; `more` bits are asked for."""
    others = sorted((each for each in others if each[0]), reverse=True)[:_BEST]
    if not others:
        return
    start, end = span
    first, last = start, end
    while first > start - _AROUND and codes[first + 1] > LATIN:
        first -= 1
    while last < end + _AROUND and codes[last + 2] > LATIN:
        last += 1
    cost = _cost(text[first:last])
    gain, right = max(
        (math.log2(then / now) + (cost - _cost(text[first:start] + right + text[end:last])) / 4, right)
        for then, right in others
    )
    if end - start == 1 and right in _idiomatic(text, start):
        more -= _IDIOM_BITS
    yield Suspect(gain - more, start, end, right)


def _cost(text: str) -> int:
    """What the likeliest division of Han characters into words costs, in quarters of a bit."""
    words = shipped_words()
    least = [0] + [1 << 40] * len(text)
    for at in range(len(text)):
        so_far = least[at]
        for end, _, cost in words.starting(text, at, len(text)):
            least[end] = min(least[end], so_far + cost)
    return least[-1]
