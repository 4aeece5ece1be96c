"""Words that are right by themselves and wrong among their neighbours (截止/截至, 反映/反应, 权利/权力). What is
confused with what is said in `resources/words/confused.txt`; must not know a word of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.hanzi.words import SURNAMES
from bulletin_desk.proof.findings import Mark, advice, doubtful, error
from bulletin_desk.proof.places import is_inside
from bulletin_desk.resources import resource

_SURE = {"!": error, "?": doubtful, "~": advice}
_FAR = 30
"""Characters that are looked at on either side of a word."""
_CLAUSE_ENDS = "，。；：！？\n"
_SENTENCE_ENDS = "。；！？\n"
_SPECIAL = {
    "^": r"(?:\A|(?<=[，。；：！？、“《（\n]))",
    "$": r"(?=[，。；：！？、”》）\n]|\Z)",
    "#": "[0-9]",
    "%": rf"[{SURNAMES}][{HAN}]{{1,2}}(?=[，。、；（]|表示|说|介绍|参加|出席|告诉|签|在|向|对|与|和|作|发言|同志|先生|女士|接受|带领|到|负责|兼|主持|陪|亲自|被|因|任|当场|称)",
}


class _Condition(NamedTuple):
    """That `pattern` is found in the characters before or after a word, or is not."""

    sign: str
    """`<` directly before, `<<` in the clause before, `<<<` in the sentence, `>` and `>>` after."""
    pattern: re.Pattern[str]
    wanted: bool


class _Row(NamedTuple):
    sign: str
    rule: str
    reason: str
    right: str
    """`-`: there is no one right word."""
    conditions: tuple[_Condition, ...]


def _condition(field: str) -> _Condition:
    wanted = not field.startswith("!")
    bare = field.removeprefix("!")
    words = bare.lstrip("<>")
    sign = bare[: len(bare) - len(words)]
    listed = "|".join(
        "".join(_SPECIAL.get(char) or re.escape(char) for char in word) for word in words.split("|")
    )
    return _Condition(sign, re.compile(rf"(?:{listed})\Z" if sign == "<" else f"(?:{listed})"), wanted)


@cache
def _rows() -> dict[str, tuple[_Row, ...]]:
    """The rows of each wrong form, in the order of the list."""
    found: dict[str, tuple[_Row, ...]] = {}
    rule, reason = "", ""
    for line in resource("words", "confused.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            _, rule, reason = line.split(" ", 2)
        elif line and not line.startswith("#"):
            sign, wrong, right, *fields = line.split()
            row = _Row(sign, rule, reason, right, tuple(map(_condition, fields)))
            found[wrong] = (*found.get(wrong, ()), row)
    return found


@cache
def _wrong() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_rows(), key=lambda word: (-len(word), word))))


def confused(text: str, kind: Kind) -> Iterator[Mark]:
    """截止6月底 (截至), 合法权力 (权利), 征集启示 (启事): what the neighbours tell of a word."""
    rows = _rows()
    for found in _wrong().finditer(text):
        start, end = found.span()
        row = next((row for row in rows[found[0]] if _applies(row, text, start, end)), None)
        if row is None or is_inside(text, start, "《》"):
            continue
        if text[start - 1 : start] == "“" and text[end : end + 1] == "”":
            continue  # the word is what is spoken of
        mark = _SURE[row.sign]
        if row.right == "-":
            yield mark(row.rule, (start, end), f"“{found[0]}”：{row.reason}；请改。")
            continue
        should = "宜为" if mark is advice else "应为"
        message = f"“{found[0]}”在这里{should}“{row.right}”：{row.reason}。"
        yield mark(row.rule, (start, end), message, row.right)


def _applies(row: _Row, text: str, start: int, end: int) -> bool:
    return all(_holds(condition, text, start, end) for condition in row.conditions)


def _holds(condition: _Condition, text: str, start: int, end: int) -> bool:
    sign, pattern, wanted = condition
    if sign == ">":
        return (pattern.match(text, end) is not None) is wanted
    if sign == ">>":
        last = _nearest(text, end, min(len(text), end + _FAR), _CLAUSE_ENDS)
        return (pattern.search(text, end, last) is not None) is wanted
    first = max(0, start - _FAR)
    if sign != "<":
        ends = _CLAUSE_ENDS if sign == "<<" else _SENTENCE_ENDS
        first = max((text.rfind(char, first, start) + 1 for char in ends), default=first) or first
    return (pattern.search(text, first, start) is not None) is wanted


def _nearest(text: str, start: int, stop: int, chars: str) -> int:
    """The first place of one of the characters between two places, or the second place."""
    return min((at for char in chars if (at := text.find(char, start, stop)) >= 0), default=stop)
