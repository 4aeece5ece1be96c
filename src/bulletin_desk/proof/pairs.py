"""Rules about quotes, brackets and title marks: balance, nesting, and what stands at and between them
(GB/T 15834-2011, 4.8, 4.9, 4.15, B.2)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.proof.expressions import Expression
from bulletin_desk.proof.findings import Fix, Mark, Replacement, advice, doubtful, error
from bulletin_desk.proof.places import is_han, is_inside, places_of, places_of_han

_CLOSES = {
    "”": "“",
    "’": "‘",
    "》": "《",
    "〉": "〈",
    "）": "（",
    ")": "（",
    "】": "【",
    "〕": "〔",
    "」": "「",
    "』": "『",
}
_OPENS = frozenset("“‘《〈（(【〔「『")
_FULL = str.maketrans("()", "（）")
_ANY = Expression("[“”‘’《》〈〉（）()【】〔〕「」『』]")
_YEAR = Expression(r"’\d\d(?!\d)")
"""’99昆明世界园艺博览会."""
_ORDINAL = Expression(r"(?:\A|[\s。，、；：])(?:[一二三四五六七八九十]{1,3}|[a-zA-Z])\Z|(?<!\d)[0-9]{1,2}\Z")

_NAMES = {
    "“": "引号",
    "‘": "单引号",
    "《": "书名号",
    "〈": "单书名号",
    "（": "括号",
    "【": "方头括号",
    "〔": "六角括号",
    "「": "直角引号",
    "『": "直角引号",
}


class Pair(NamedTuple):
    """An opening mark, its closing mark, and the pair around it, None for none."""

    start: int
    end: int
    parent: int | None
    """Where the pair around it opens."""


class Pairs(NamedTuple):
    """`whole` in the order of their closing marks; `loose`: marks without a partner."""

    whole: tuple[Pair, ...]
    loose: tuple[int, ...]


@lru_cache(maxsize=4)
def pairs_of(text: str) -> Pairs:
    """All pairs of a text. An apostrophe and the bracket of `1）` are no marks of a pair."""
    stack: list[int] = []
    waiting: dict[str, int] = dict.fromkeys(_NAMES, 0)
    """How many marks of each kind the stack has."""
    whole: list[Pair] = []
    loose: list[int] = []
    for found in _ANY.finditer(text):
        at, char = found.start(), found[0]
        if char in _OPENS:
            stack.append(at)
            waiting[char.translate(_FULL)] += 1
            continue
        opening = _CLOSES[char]
        if not waiting[opening]:
            if char == "’" and (
                (at and text[at - 1].isascii() and text[at - 1].isalnum()) or _YEAR.match(text, at)
            ):
                continue
            if char in "）)" and _ORDINAL.search(text, max(0, at - 4), at):
                continue
            loose.append(at)
            continue
        while True:
            last = stack.pop()
            held = text[last].translate(_FULL)
            waiting[held] -= 1
            if held == opening:
                break
            loose.append(last)
        whole.append(Pair(last, at, stack[-1] if stack else None))
    return Pairs(tuple(whole), tuple(sorted(loose + stack)))


def balance(text: str, kind: Kind) -> Iterator[Mark]:
    """Marks without a partner, straight quotes, marks that turn the wrong way."""
    straight = [at for at, char in enumerate(text) if char == '"'] if '"' in text else []
    if not straight and not _ANY.search(text):
        return
    loose = list(pairs_of(text).loose)
    if straight and places_of_han(text).between(0, len(text)):
        fix = _alternating(text, '“”"')
        known = {part.start: part for part in fix}
        safe = bool(fix) and all(text[at] == '"' for at in known)
        for at in straight:
            if not safe and text[at - 1 : at].isdigit():
                continue  # inches
            message = "直引号应改成弯引号“”。"
            yield error("straight_quote", (at, at + 1), message, (known[at],) if safe else ())
        if safe:
            loose = [at for at in loose if text[at] not in "“”"]
    doubles = [at for at in loose if text[at] in "“”"]
    if doubles and len(doubles) == len(loose) and not straight:
        fix = _alternating(text, "“”")
        if len(fix) == 1 or (len(fix) == 2 and text.count("“") + text.count("”") == 2):
            for part in fix:
                words = "前引号应为后引号" if part.text == "”" else "后引号应为前引号"
                yield error("unbalanced", (part.start, part.end), f"{words}；请改正。", (part,))
            return
    for at in loose:
        char = text[at].translate(_FULL)
        name = _NAMES[_CLOSES.get(char, char)]
        if char not in _CLOSES and at == 0 and char == "“":
            # every paragraph of a long quotation opens, only the last one closes
            message = "前引号没有后引号；分成几段引用的，每段都要有前引号，末段才有后引号。"
            yield doubtful("unbalanced", (at, at + 1), message)
        elif char in _CLOSES:
            message = f"后{name}“{text[at]}”前面没有前{name}；请补上或删去。"
            yield error("unbalanced", (at, at + 1), message)
        else:
            message = f"前{name}“{text[at]}”后面没有后{name}；请补上或删去。"
            yield error("unbalanced", (at, at + 1), message)


def _alternating(text: str, marks: str) -> Fix:
    """What has to be changed so that the double quotes open and close in turn; nothing if they are odd."""
    places = [at for at, char in enumerate(text) if char in marks]
    if len(places) % 2:
        return ()
    wanted = zip(places, "“”" * (len(places) // 2), strict=True)
    return tuple(Replacement(at, at + 1, char) for at, char in wanted if text[at] != char)


_INNER = {"“": ("‘", "’"), "《": ("〈", "〉")}
_OUTER = {"‘": ("“", "”"), "〈": ("《", "》")}


def nesting(text: str, kind: Kind) -> Iterator[Mark]:
    """Double outside, single inside, for quotes (4.8.3.4) and title marks (4.15.3)."""
    if not ("“" in text or "《" in text or "‘" in text or "〈" in text):
        return
    pairs = pairs_of(text)
    if pairs.loose:
        return  # what nests in what is not known
    inside: dict[int, str] = {}
    """The opening marks around each pair, each kind once."""
    for pair in sorted(pairs.whole):
        around = "" if pair.parent is None else inside[pair.parent] + text[pair.parent]
        inside[pair.start] = "".join(dict.fromkeys(around))
    for pair in pairs.whole:
        char = text[pair.start]
        outer = None if pair.parent is None else text[pair.parent]
        if char in _INNER and outer == char:
            inner = _INNER[char]
            name = _NAMES[char]
            message = f"{name}里面再用{name}，里面的应为“{inner[0]}{inner[1]}”。"
            yield error("nesting", (pair.start, pair.end + 1), message, _turned(pair, inner))
        elif (
            char in _OUTER
            and _OUTER[char][0] not in inside[pair.start]
            and places_of_han(text).between(pair.start, pair.end)
        ):
            double = _OUTER[char]
            message = f"单独用的{_NAMES[double[0]]}应为“{double[0]}{double[1]}”。"
            yield doubtful("nesting", (pair.start, pair.end + 1), message, _turned(pair, double))


def _turned(pair: Pair, marks: tuple[str, str]) -> Fix:
    return (
        Replacement(pair.start, pair.start + 1, marks[0]),
        Replacement(pair.end, pair.end + 1, marks[1]),
    )


_STOPS = "。！？"


def brackets(text: str, kind: Kind) -> Iterator[Mark]:
    """Half-width and half-half brackets, empty pairs, and a 。 in a bracket inside a sentence (B.2.2)."""
    for pair in pairs_of(text).whole if _ANY.search(text) else ():
        start, end = pair.start, pair.end
        opening = text[start]
        if end == start + 1:
            quoted = start > 0 and text[start - 1] in "“（" and text[end + 1 : end + 2] in ("”", "）", "、")
            if kind is not Kind.SOURCE and not quoted and pair.parent is None:
                name = _NAMES[opening.translate(_FULL)]
                yield doubtful("empty_pair", (start, end + 1), f"{name}里没有内容；请补上或删去。")
            continue
        if opening in "（(":
            yield from _bracket(text, pair)
            outer = pair.parent
            if (
                outer is not None
                and text[outer] in "（("
                and end - start > 1
                and not _AN_ORDINAL.match(text, start)
            ):
                yield from _inside_bracket(text, pair, outer)


_IN_NUMBER = Expression("[(（](?:19|20)[0-9]{2}[)）][0-9]{1,4}号")
"""The year of a document's number, which takes 〔〕: another rule."""
_AN_ORDINAL = Expression("[（(][一二三四五六七八九十0-9]{1,3}[）)]")


def _inside_bracket(text: str, pair: Pair, outer: int) -> Iterator[Mark]:
    """Brackets within brackets are of another shape: 〔市（区）〕 (4.9.3.1)."""
    closing = next((each.end for each in pairs_of(text).whole if each.start == outer), None)
    if closing is not None:
        message = "括号里面再用括号，外面的宜用六角括号“〔〕”。"
        yield advice(
            "nesting", (pair.start, pair.end + 1), message, _turned(Pair(outer, closing, None), ("〔", "〕"))
        )


def _bracket(text: str, pair: Pair) -> Iterator[Mark]:
    start, end = pair.start, pair.end
    before, after = text[start - 1 : start], text[end + 1 : end + 2]
    if (text[start] == "(" or text[end] == ")") and not _IN_NUMBER.match(text, start):
        chinese = places_of_han(text).between(start, end) or is_han(before) or before in ("》", "”")
        chinese = chinese or (is_han(after) and not (before.isascii() and before.isalnum()))
        if chinese or text[start] != "(" or text[end] != ")":
            message = "括号是半角的；应为“（）”。"
            yield error("half_width", (start, end + 1), message, _turned(pair, ("（", "）")))
    if text[end - 1] == "。" and before and before not in _STOPS + "…\n ：" and pair.parent is None:
        if before in "”’" and text[start - 2 : start - 1] in tuple(_STOPS):
            return  # the bracket stands behind the sentence
        many = places_of(text, "。").between(start, end - 1)
        last = not after
        mark = doubtful if many or last else error
        message = "句子里面的括号，末尾不用句号；请删去。"
        yield mark(
            "stop_in_bracket",
            (end - 1, end),
            message,
            () if many or last else (Replacement(end - 1, end, ""),),
        )


_AT_QUOTE = Expression(r"([。，、；])”([。，、；])|(?P<asked>[？！])”(。)")
_PHRASE = Expression("“[^“”。！？…]*。”(?=的(?![的确士])[\u4e00-\u9fff])")
_SAYS = Expression(r"(?:说|说道|指出|强调|表示|写道|问道|坦言|感叹)：\Z")


def stops_at_quotes(text: str, kind: Kind) -> Iterator[Mark]:
    """A 。 stands inside the quotes or outside, not on both sides (B.2.1)."""
    if "”" not in text:
        return
    opened = {pair.end: pair.start for pair in pairs_of(text).whole}
    for found in _AT_QUOTE.finditer(text):
        at = found.start() + 1
        start = opened.get(at)
        if start is None or start == at - 2:
            continue  # “。”， : the mark itself is quoted
        whole = text[start - 1 : start] in ("：", "")
        if found["asked"]:  # what is quoted as a part of the sentence may ask
            if text[start - 1 : start] == "：":
                message = f"引号里外都有标点“{found[0]}”；请留一个。"
                yield doubtful("stop_at_quote", (at - 1, at + 2), message, (Replacement(at + 1, at + 2, ""),))
            continue
        inner, outer = found[1], found[2]
        drop_inner: Fix = (Replacement(at - 1, at, ""),)
        drop_outer: Fix = (Replacement(at + 1, at + 2, ""),)
        mark = error
        fix = drop_inner
        if inner == "。":
            fix = drop_outer if whole and outer == "。" else drop_inner
            if outer != "。":
                mark = doubtful
                fix = () if whole else drop_inner
        yield mark("stop_at_quote", (at - 1, at + 2), f"引号里外都有标点“{found[0]}”；请留一个。", fix)
    for found in _PHRASE.finditer(text):
        at = found.end() - 2
        message = "引的话是句子的一部分，引号里不用句号；请删去。"
        yield doubtful("stop_at_quote", (at, at + 1), message, "")
    for end, start in opened.items():
        if text[end : end + 2] != "”。" or text[start] != "“":
            continue
        if (
            end - start > 10
            and text[end - 1] not in "。！？…，"
            and places_of(text, "，").between(start, end)
            and _SAYS.search(text, max(0, start - 3), start)
        ):
            yield advice("stop_at_quote", (end, end + 2), "引的是完整的话，句号宜放在引号里面。", "。”")


_STRAIGHT = Expression(rf"(?<![A-Za-z0-9])'(?=[^']*[{HAN}])[^']*'(?![A-Za-z0-9])")
_ANGLED = Expression(rf"<(?=[{HAN}])[^<>=/，。；\n]{{2,}}>")


def single_quotes(text: str, kind: Kind) -> Iterator[Mark]:
    """Straight single quotes around Han characters; apostrophes, feet and minutes are right (4.8)."""
    for found in _STRAIGHT.finditer(text):
        start, end = found.start(), found.end() - 1
        inside = is_inside(text, start, "“”")
        marks = ("‘", "’") if inside else ("“", "”")
        message = f"直引号应改成弯引号{''.join(marks)}。"
        yield error("straight_quote", (start, end + 1), message, _turned(Pair(start, end, None), marks))


def angle_brackets(text: str, kind: Kind) -> Iterator[Mark]:
    """<> around a title is 〈〉 inside 《》 and 《》 alone (4.15.2, 4.15.3)."""
    for found in _ANGLED.finditer(text):
        start, end = found.start(), found.end() - 1
        inside = is_inside(text, start, "《》")
        marks = ("〈", "〉") if inside else ("《", "》")
        message = f"书名号写成了“<>”；应为“{''.join(marks)}”。"
        yield doubtful("half_width", (start, end + 1), message, _turned(Pair(start, end, None), marks))


_UNIT = {
    "”": Expression(r"“[^“”]*+”(?:、?+“[^“”]*+”)++"),
    "》": Expression(r"《[^《》]*+》(?:、?+《[^《》]*+》)++"),
}


def pause_between(text: str, kind: Kind) -> Iterator[Mark]:
    """No 、 between quotes, nor between title marks, that stand side by side (4.5.3.5). Where something
    stands between in the same row, as in 《甲》（简本）、《乙》、《丙》, the 、 is right."""
    for closing, chain in _UNIT.items():
        pause = f"{closing}、{'“' if closing == '”' else '《'}"
        if pause not in text:
            continue
        for found in chain.finditer(text):
            start, end = found.span()
            if text[start - 1 : start] == "、" or text[end : end + 1] in ("、", "（"):
                continue
            name = _NAMES["“" if closing == "”" else "《"]
            at = text.find(pause, start, end)
            while at >= 0:
                message = f"并列的{name}之间不用顿号；请删去。"
                yield advice("pause_between", (at + 1, at + 2), message, "")
                at = text.find(pause, at + 1, end)
