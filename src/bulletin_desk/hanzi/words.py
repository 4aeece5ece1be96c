"""The words, numbers and marks of a text, divided as the word list has it. Knows no lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from bulletin_desk.hanzi.classes import CLOSED_BY, LATIN, LATIN_UNIT, SPACES
from bulletin_desk.resources import resource


class Token(NamedTuple):
    """A word, number or mark of a text. Its kind is its class in the word list (bulletin.txt there says
    which) or, of a mark, `(` opening, `)` closing, `，` pause or stop, ` ` space, `-` any other."""

    start: int
    end: int
    kind: str


class Words:
    """A word list as resources/words/build.py writes it. Its bytes are searched, not unpacked."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._lines: dict[str, tuple[int, int]] = {}

    def starting(self, text: str, start: int, stop: int) -> Iterator[tuple[int, str, int]]:
        """The words in a text that start at `start` and end at `stop` at most: end, class, cost (quarters of
        a bit). A character that the list has not is a word as well."""
        data = self._data
        at, line_end = self._line(text[start])
        if at == line_end:
            yield start + 1, "n", _COST_OF_UNKNOWN
            return
        yield start + 1, chr(data[at]), int(data[at + 1 : at + 3])
        for end in range(start + 2, stop + 1):
            rest = b" " + text[start + 1 : end].encode("utf-8")
            at = data.find(rest, at, line_end)  # sorted: a word comes before all others that begin with it
            if at < 0:
                return
            kind = at + len(rest) + 1
            if data[kind - 1] == _SPACE:
                yield end, chr(data[kind]), int(data[kind + 1 : kind + 3])

    def idioms(self) -> Iterator[str]:
        """The set phrases of four characters."""
        head = ""
        *pieces, _ = self._data.decode("utf-8").split(_OF_IDIOM)  # what ends in a word of that class
        for piece in pieces:
            at = piece.rfind("\n")
            if at >= 0 or not head:
                head = piece[at + 1]
            if piece[-4:-3] == " " and " " not in piece[-3:]:
                yield head + piece[-3:]

    def _line(self, char: str) -> tuple[int, int]:
        """Where in the data the words are that start with this character; empty if there are none."""
        found = self._lines.get(char)
        if found is None:
            found = self._lines[char] = self._find(char.encode("utf-8") + b" ")
        return found

    def _find(self, head: bytes) -> tuple[int, int]:
        data = self._data
        low, high = 0, len(data)
        while low < high:
            start = data.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = data.find(b"\n", start, high)
            line_head = data[start : start + len(head)]
            if line_head == head:
                return start + len(head), end
            if line_head < head:
                low = end + 1
            else:
                high = start
        return 0, 0


_SPACE = 0x20
_OF_IDIOM = " i"
_COST_OF_UNKNOWN = 120


@cache
def shipped_words() -> Words:
    """The word list that comes with the program, read when first asked for."""
    return Words(resource("words", "words.txt").read_bytes())


def class_of(word: str) -> str:
    """The class of a word of the shipped list, empty for what is none; a single character is one."""
    found = shipped_words().starting(word, 0, len(word)) if word else ()
    return next((kind for end, kind, _ in found if end == len(word)), "")


def is_word(text: str) -> bool:
    """Whether a text is a word of several characters."""
    return len(text) > 1 and bool(class_of(text))


def tokens_of(text: str) -> list[Token]:
    """The text's words and marks, one after the other; a number and its measure word are one."""
    tokens: list[Token] = []
    for match in _piece().finditer(text):
        start, end = match.span()
        first = text[start]
        if match["han"]:
            for token in divided(text, start, end):
                _add(tokens, token, text)
        elif match["latin"]:
            kind = "f" if text[end - 1] == "%" else "m" if first.isdecimal() else "n"
            _add(tokens, Token(start, end, kind), text)
        else:
            tokens.append(Token(start, end, _MARKS.get(first, "-")))
    return tokens


def _add(tokens: list[Token], token: Token, text: str) -> None:
    """Appends a token, joined to the last one if both are parts of a number, quantity, date or name."""
    if tokens:
        start, end, kind = tokens[-1]
        last, first = text[end - 1], text[token.start]
        if kind == "m" and token.kind == "t" and first == "年":  # 2025 年度
            tokens[-1] = Token(start, token.end, "t")
            return
        counted = token.kind in "mq" or text[token.start : token.end] == "起"  # 3起; but 7月1日|起
        if kind == "m" and counted:
            tail = text[token.end - 2 : token.end]
            kind = "e" if tail == "周年" else "t" if tail[-1] in "年月日" else token.kind.replace("f", "q")
            tokens[-1] = Token(start, token.end, kind)
            return
        if kind == "t" and text[token.start : token.end] in _SINCE:  # 一年来, 7月1日起
            tokens[-1] = Token(start, token.end, "t")
            return
        if kind == "t" and token.kind == "m" and last in "年月" and first.isdecimal():
            tokens[-1] = Token(start, token.end, "m")
            return
        named = end - start == 1 and last in SURNAMES and len(tokens) > 1 and tokens[-2].kind == "h"
        if named and token.end - token.start <= 2 and token.kind not in "puc":  # 部长 张 潇潇
            tokens[-1] = Token(start, token.end, "n")
            return
        named = kind in "sn" or (end - start == 1 and len(tokens) > 1 and _leans(tokens[-2]))
        if named and token.end - token.start == 1 and first in TOWNS:
            while len(tokens) > 1 and _leans(tokens[-2]):  # 诺 水河 镇
                tokens.pop()
            tokens[-1] = Token(tokens[-1].start, token.end, "s")
            return
    tokens.append(token)


def _leans(token: Token) -> bool:
    """Whether this is a single character that is likely a part of a name."""
    return token.end - token.start == 1 and token.kind in "namq"


def divided(text: str, start: int, stop: int, most: int | None = None) -> list[Token]:
    """The most probable division of Han characters into words, each taken as independent of the others and
    none longer than `most`."""
    words = shipped_words()
    # Of the best division up to each place: cost, where its last word starts, that word's class.
    best: list[tuple[int, int, str]] = [(0, start, ""), *[(_FAR, start, "")] * (stop - start)]
    for at in range(start, stop):
        so_far = best[at - start][0]
        for end, kind, cost in words.starting(text, at, min(stop, at + most) if most else stop):
            if so_far + cost < best[end - start][0]:
                best[end - start] = (so_far + cost, at, kind)
    tokens = []
    end = stop
    while end > start:
        _, at, kind = best[end - start]
        tokens.append(Token(at, end, kind))
        end = at
    return tokens[::-1]


_FAR = 1 << 40
_SINCE = frozenset({"来", "以来", "起"})
TOWNS = "省市州县区镇乡村"


@cache
def _piece() -> re.Pattern[str]:  # not compiled on import: most bulletins have no title to be broken
    return re.compile(rf"(?P<latin>{LATIN_UNIT}|[０-９]++)|(?P<han>[^\W{LATIN}０-９_]++)|.", re.DOTALL)


_MARKS = (
    dict.fromkeys(SPACES, " ")
    | dict.fromkeys(CLOSED_BY, "(")
    | dict.fromkeys(CLOSED_BY.values(), ")")
    | dict.fromkeys("，、；：。！？,;:!?…—", "，")
)
SURNAMES_IN_ONE = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴"
    "夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
SURNAMES = frozenset(SURNAMES_IN_ONE)
