"""Words that are right by themselves and wrong among their neighbours (截止/截至, 反映/反应, 权利/权力). What
is confused with what is said in `resources/words/confused.txt`; must not know a word of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.words import SURNAMES_IN_ONE
from bulletin_desk.proof.expressions import Expression
from bulletin_desk.proof.findings import Mark, advice, doubtful, error
from bulletin_desk.proof.places import is_inside
from bulletin_desk.resources import resource

_SURE = {"!": error, "?": doubtful, "~": advice}
_FAR = 30
"""Characters that are looked at on either side of a word."""
_CLAUSE_ENDS = "，。；：！？\n"
_SENTENCE_ENDS = "。；！？\n"
_AFTER_NAME = (
    "表示|说|介绍|参加|出席|告诉|签|在|向|对|与|和|作|发言|同志|先生|女士|接受|带领|到|负责|兼|"
    "主持|陪|亲自|被|因|任|当场|称"
)
_NAMED = Expression(rf"[{SURNAMES_IN_ONE}][\u4e00-\u9fff]{{1,2}}(?=[，。、；（]|{_AFTER_NAME})")
_OPENS_CLAUSE = frozenset("，。；：！？、“《（\n")
_ENDS_CLAUSE = frozenset("，。；：！？、”》）\n")


class _Condition(NamedTuple):
    """That one of some words stands beside a word, or that none does."""

    sign: str
    """`<` directly before, `<<` in the clause before, `<<<` in the sentence, `>` and `>>` after."""
    wanted: bool
    words: tuple[str, ...]
    last: tuple[str, ...]
    """Words that must end the clause as well; the empty one is the clause's end itself."""
    opening: bool
    """Whether the clause may begin here instead."""
    named: bool
    """Whether a person's name will do."""


class _Row(NamedTuple):
    sign: str
    rule: str
    reason: str
    right: str
    """`-`: there is no one right word."""
    conditions: tuple[_Condition, ...]


def _condition(field: str) -> _Condition:
    bare = field.removeprefix("!")
    listed = bare.lstrip("<>")
    words = listed.split("|")
    return _Condition(
        bare[: len(bare) - len(listed)],
        not field.startswith("!"),
        tuple(word for word in words if word not in ("^", "%") and not word.endswith("$")),
        tuple(word[:-1] for word in words if word.endswith("$")),
        "^" in words,
        "%" in words,
    )


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
def _wrong() -> Expression:
    return Expression("|".join(sorted(_rows(), key=_longest_first)))


def _longest_first(wrong: str) -> tuple[int, str]:
    return -len(wrong), wrong


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
    return all(_stands(each, text, start, end) is each.wanted for each in row.conditions)


def _stands(condition: _Condition, text: str, start: int, end: int) -> bool:
    """Whether one of the condition's words stands where it says, beside the characters from start to end."""
    match condition.sign:
        case "<":
            return text.endswith(condition.words, 0, start) or (
                condition.opening and (not start or text[start - 1] in _OPENS_CLAUSE)
            )
        case ">":
            return (
                text.startswith(condition.words, end)
                or any(_ends_clause(text, end, word) for word in condition.last)
                or (condition.named and _NAMED.match(text, end) is not None)
            )
        case ">>":
            piece = text[end : _nearest(text, end, min(len(text), end + _FAR), _CLAUSE_ENDS)]
        case sign:
            ends = _CLAUSE_ENDS if sign == "<<" else _SENTENCE_ENDS
            first = max(0, start - _FAR)
            piece = text[max(first, *(text.rfind(char, first, start) + 1 for char in ends)) : start]
    return any(word in piece for word in condition.words)


def _ends_clause(text: str, at: int, word: str) -> bool:
    end = at + len(word)
    return text.startswith(word, at) and (end >= len(text) or text[end] in _ENDS_CLAUSE)


def _nearest(text: str, start: int, stop: int, chars: str) -> int:
    """The first place of one of the characters between two places, or the second place."""
    return min((at for char in chars if (at := text.find(char, start, stop)) >= 0), default=stop)
