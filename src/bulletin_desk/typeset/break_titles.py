"""Where the lines of a title end: by sense, in a pleasing shape. Sets nothing, knows no pages.

GB/T 9704-2012, 7.3.1: 回行时，要做到词意完整，排列对称，长短适宜，间距恰当，标题排列应当使用梯形或菱形.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import NamedTuple

from bulletin_desk.hanzi.classes import CLOSED_BY, CONNECTORS, LATIN, SPACES
from bulletin_desk.hanzi.clusters import cluster_starts
from bulletin_desk.hanzi.words import SURNAMES, TOWNS, Token, tokens_of
from bulletin_desk.remembering import remembered
from bulletin_desk.typeset.break_lines import break_lines
from bulletin_desk.typeset.measure import Measured, Widths, measure
from bulletin_desk.typeset.paragraph import UNITS, Broken, Paragraph


def break_by_sense(paragraph: Paragraph, widths: Widths) -> tuple[list[Broken], list[int]]:
    """The paragraph's lines (at least one), and the offsets at which an unbreakable run had to be torn apart.

    The author's own line breaks win. A line wider than the measure is divided into as few lines as will
    do, where sense and shape suffer least; if there is no such way, or it is as long as no title is, by the
    rule for body text.
    """
    lines: list[Broken] = []
    torn: list[int] = []
    start = 0
    for segment in paragraph.text.split("\n"):
        indent = 0 if start else paragraph.first_indent
        for begin, visible, end, squeeze in _divide(segment, widths, paragraph, indent, torn, start):
            lines.append(
                Broken(start + begin, start + visible, start + end, squeeze, spread=False, first=not lines)
            )
        start += len(segment) + 1
        if start <= len(paragraph.text):  # the line break itself belongs to the line that it ends
            lines[-1] = lines[-1]._replace(end=start)
    return lines, torn


def _divide(
    text: str, widths: Widths, paragraph: Paragraph, indent: int, torn: list[int], offset: int
) -> list[tuple[int, int, int, int]]:
    """Start, visible end, end and squeeze of the lines of a text without line breaks, offsets within it."""
    if not text:
        return [(0, 0, 0, 0)]
    measured = measure(text, widths, offset)
    limit = paragraph.measure - indent
    if measured.rights[-1] <= limit:
        return [(0, len(text), len(text), 0)]
    visible = printed_end(text, len(text))
    if not visible or measured.rights[visible - 1] <= limit:
        return [(0, visible, len(text), 0)]
    places = places_of(text) if len(text) <= LONGEST else []
    for need in range(INSIDE_ONLY + 1):
        usable = [place for place in places if place.need <= need]
        ends = _best(text, measured, usable, paragraph.measure, indent)
        if ends:
            return [(begin, printed_end(text, end), end, 0) for begin, end in pairwise([0, *ends])]
    lines, tears = break_lines(replace(paragraph, text=text, first_indent=indent), widths)
    torn.extend(offset + tear for tear in tears)
    return [line[:4] for line in lines]


LONGEST = 2_000
"""Characters of the longest text that sense is looked for in: no title is longer, but a layout may centre
anything."""


def printed_end(text: str, end: int) -> int:
    """Where the spaces begin that a line ending at `end` ends with: they are not printed."""
    while end and text[end - 1] in SPACES:
        end -= 1
    return end


# ---- Places ----


class Place(NamedTuple):
    """Where a line may end: before character `at`, at a cost. A place of a higher `need` is used only if
    there is no way without: 1 where sense suffers (和 at a line's end), 2 inside brackets, quotes or 《》."""

    at: int
    cost: int
    need: int


INSIDE_ONLY = 2


# Costs are squares of the em by which a line is off the mean: 50 is as bad as a line 5 em too long and one as
# much too short. Weighed until the titles of tests/typeset/titles.txt broke as an editor would break them.

# To begin a line with a word of a class, and to end one with it: a line end costs both, but for some pairs.
_BEGIN = {
    "V": 0, "v": 26, "d": 2, "p": 4, "c": 20, "i": 8, "n": 54, "e": 84, "o": 70, "s": 34, "t": 14, "m": 44,
    "q": 44, "h": 60, "a": 32, "u": 120, "f": 120, "(": 26, "-": 40,
}  # fmt: skip
_END = {
    "V": 24, "v": 12, "d": 60, "p": 120, "c": 120, "i": 8, "n": 0, "e": 0, "o": 0, "s": 6, "t": 6, "m": 30,
    "q": 4, "h": 24, "a": 40, "u": 20, "f": 0, ")": 0, "-": 40,
}  # fmt: skip
_PAIR = {
    "V": {"n": 48, "(": 30, "s": 46, "m": 38, "t": 44, "q": 38, "a": 38, "d": 40, "V": 36},
    "v": {"v": 64, "n": 54, "s": 56, "a": 54, "q": 80, "m": 80, "V": 70},
    "d": {"V": 70, "v": 70},
    "e": {"n": 56},
    "s": {"n": 54, "s": 36},
    "t": {"d": 30, "i": 56, "n": 56, "a": 56, "v": 56, "t": 80, "q": 60},
    "q": {"n": 66, "e": 66, "a": 66, "(": 66, "v": 40, "q": 90, "h": 120, "o": 90},
    "h": {"v": 10, "V": 4, "d": 6, "p": 8},
    "a": {"V": 28, "d": 28, "p": 80, "a": 90, "n": 104},
    "o": {"v": 10, "s": 6},
    "n": {"v": 34, "a": 44},
    "u": {"e": 120, "n": 28, "(": 20, "s": 28, "q": 28, "t": 28, "a": 28, "v": 40},
    "f": {"n": 12, "V": -10},
    ")": {"t": 50, "n": 58, "a": 58, "e": 60, "v": 36},
}
_AFTER_MARK = {"，": -20, "；": -20, "。": -20, "！": -20, "？": -20, "：": -100, "、": 24, "—": 70}
_BEFORE_SUBTITLE = -100
_BEFORE_ABOUT = -40
"""An office and its 关于 are the commonest place of all: 国务院办公厅|关于…."""
_BEFORE_AND_SO_ON = 20
_BEHIND_BOOK = 80
_BEHIND_LAW = 4
"""《…条例》|7月1日起施行."""
_BETWEEN_QUOTES = 60
_BEFORE_QUOTE = 44
_OF_OBJECT = 40
_BEHIND_SAID = 0
_IN_DATES = 60
_BEHIND_AND_SO_ON = 90
_AFTER_SPACE = -40
_INSIDE_LATIN = 90
_AFTER_CONNECTOR = 60
_BEFORE_PARENTHESIS = 70
INSIDE = 60
BANNED = 120
"""What costs this much is done only if there is no other way: to begin with 的, to end with 和."""
_SINGLE = 40
_IN_PHRASE = 8


@remembered
def places_of(text: str) -> list[Place]:
    """The places where a line of this text may end, in order; not its end."""
    depths = depths_of(text)
    tokens = _in_context(text, tokens_of(text))
    starts = {token.start: number for number, token in enumerate(tokens)}
    ties = _ties(text, tokens, depths)
    blank = len(text) - len(text.lstrip("".join(SPACES)))
    places = []
    for at in cluster_starts(text):
        number = starts.get(at)
        if number is None or at <= blank or text[at] in SPACES:
            continue
        cost = _cost(text, tokens, number) + ties[number]
        inside = depths[at] > 0
        need = INSIDE_ONLY if inside else int(cost >= BANNED)
        places.append(Place(at, cost + INSIDE * inside, need))
    dashes = [match.start() for match in _DASH.finditer(text)]
    if len(dashes) == 1 and not depths[dashes[0]] and blank < dashes[0]:
        insort(places, Place(dashes[0], _BEFORE_SUBTITLE, 0))
    return places


_DASH = re.compile(r"(?<=[\w”’》〉）！？])——(?=[^—\s])")
"""A single one stands before a subtitle (GB/T 15834-2011, 4.13.3.9), and goes to the next line with it; two
enclose a remark."""


def depths_of(text: str) -> list[int]:
    """How many pairs of brackets, quotes or title marks each place of a text is inside of."""
    change = [0] * (len(text) + 1)
    opened: list[int] = []
    for at, char in enumerate(text):
        if char in CLOSED_BY:
            opened.append(at)
        elif char in _CLOSING:
            while opened:
                start = opened.pop()
                if CLOSED_BY[text[start]] == char:
                    change[start + 1] += 1
                    change[at + 1] -= 1
                    break
    return [*accumulate(change)]


_CLOSING = frozenset(CLOSED_BY.values())


def _in_context(text: str, tokens: list[Token]) -> list[Token]:
    """The tokens with the kind that their neighbours give them: a verb in a noun phrase is a noun (编纂工作,
    推进暨培训会), an adverb before a noun an adjective (专题讲座), 召开 behind what is held (座谈会召开,
    “…论坛”召开) ends a clause."""
    found: list[Token] = []
    about = False  # behind 关于, up to 的: a noun phrase
    before = "，"
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        kind, after = token.kind, following.kind if following else "，"
        word = text[token.start : token.end]
        previous, next_char = text[token.start - 1 : token.start], text[token.end : token.end + 1]
        held = before == "e" and previous in _EVENT_ENDS
        if before == ")" and after in "p，":  # “…论坛”召开, but “…讲坛”|举行讲座
            held = text[token.start - 2 : token.start - 1] in _EVENT_ENDS
        if kind == "v":
            phrase = (
                (about and before != "p" and after not in "as")
                or after in "e，) ucf"
                or (after in "Vpd" and before in "neo)")
            )
            kind = "n" if phrase or (before == "n" and next_char == "“") else kind
        elif kind == "V" and (next_char == "暨" or (next_char == "的" and before in "nav")):
            kind = "n"
        elif kind == "d" and (
            after in "ne" or (following and text[following.end : following.end + 1] == "暨")
        ):
            kind = "a"
        elif held and word in _HAPPENING:
            kind = "f"
        elif kind == "t" and word.endswith("周年"):
            kind = "e"
        elif word == "建议" and before in "ho":  # 委员建议加快…
            kind = "V"
        elif kind == "p" and previous == "为":
            kind = "n"
        about = word == "关于" or (about and kind not in "Vu，")
        found.append(token._replace(kind=kind))
        before = kind
    return found


def _ties(text: str, tokens: list[Token], depths: list[int]) -> list[int]:
    """What it costs more to end a line before each token, because that would part a preposition from what it
    leads to (a little; inside 以…为… much) or a single character from the word that it leans on."""
    ties = [0] * len(tokens)
    since: int | None = None  # the last preposition, if no verb has followed
    alone = True  # nothing stands before that a single character could lean on
    for number, token in enumerate(tokens):
        if not depths[token.start]:
            if token.kind == "，":
                since = None
            elif since is None:
                since = number if token.kind == "p" else None
            elif _closes_frame(text, tokens, since, number):
                for inner in range(since + 1, number + 1):
                    ties[inner] += BANNED
                since = None
            else:
                ties[number] += _IN_PHRASE
                if token.kind == "V" and text[tokens[since].start : token.start][:2] != "关于":
                    since = None
        if token.kind not in _CONTENT:
            alone = True
        elif token.end - token.start > 1:
            alone = False
        else:  # 乡镇|志 leans back; 李|建国 and 获|《…》 lean forward
            if not alone and token.kind != "V":
                ties[number] += _SINGLE
            if number + 1 < len(tokens) and (alone or token.kind == "V" or text[token.start] in SURNAMES):
                ties[number + 1] += _SINGLE
            alone = False
    for first, last in _held_together(text, tokens):
        for inner in range(first + 1, last + 1):
            ties[inner] += _HELD
    return ties


def _held_together(text: str, tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """The first and the last of tokens that make one name or phrase: 第3次安全生产委员会全体会议, 乐山至西昌,
    调研时强调, 中共四川省委."""
    counted = None  # the last 第…次, 第…届, if nothing has ended its noun phrase
    for number, token in enumerate(tokens):
        word = text[token.start : token.end]
        if token.kind == "q" and word[0] == "第" and word[-1] in _COUNTED:
            counted = number
        elif counted is not None and token.kind == "e":
            yield counted, number
            counted = None
        elif counted is not None and (
            token.kind not in "neoavq()" or word in "（(" or number - counted > _LONGEST_NAME
        ):
            counted = None
        if word == "中共" and number + 1 < len(tokens):
            yield number, number + 1
        if 0 < number < len(tokens) - 1:
            before, after = tokens[number - 1], tokens[number + 1]
            if word in _REACHING and before.kind == after.kind and before.kind in "st":
                yield number - 1, number + 1
            elif word in _SAID and text[before.start : before.end] == "时":
                yield number - 1, number


_HELD = 60
_COUNTED = frozenset("次届轮")
_LONGEST_NAME = 8
_REACHING = frozenset({"至", "到"})
_SAID = frozenset({"强调", "指出", "要求", "提出"})


def _closes_frame(text: str, tokens: list[Token], first: int, number: int) -> bool:
    """Whether token `number` is the 为 of 以…为抓手, its 以 at `first`: a word follows, no second noun."""
    if text[tokens[first].start] != "以" or text[tokens[number].start] != "为":
        return False
    return len(tokens) <= number + 2 or tokens[number + 2].kind not in "neosva("


_HAPPENING = frozenset({"召开", "举行", "举办", "开幕", "闭幕", "落幕"})
_EVENT_ENDS = frozenset("会议动式坛赛班展")
_CONTENT = frozenset("naVvmqosei")


def _cost(text: str, tokens: list[Token], number: int) -> int:
    """What it costs to end a line before token `number` (not 0)."""
    left, right = tokens[number - 1], tokens[number]
    first = text[right.start]
    if left.kind == " ":
        seen = printed_end(text, left.end)
        # Beside a letter or digit a space only sets it off (2022 卷, WPS Office): no sign of sense.
        beside = bool(_LATIN.match(text[seen - 1])) + bool(_LATIN.match(first))
        if not beside:
            return _AFTER_SPACE
        if beside == 2:  # both sides: inside a name
            return _INSIDE_LATIN
        left = next(token for token in reversed(tokens[:number]) if token.kind != " ")
    last = text[left.end - 1]
    if last in CONNECTORS and text[left.end - 2 : left.end] != "——":
        number_goes_on = first.isdecimal() and text[left.end - 2 : left.end - 1].isdecimal()
        return BANNED if number_goes_on else _AFTER_CONNECTOR
    if left.kind == "，":
        listed = last == "、" and tokens[number - 2].kind == right.kind == "t"  # 中秋节、国庆节
        return _IN_DATES if listed else _AFTER_MARK.get(last, -10)
    if left.kind == "m" and text[left.start] == "第":
        return BANNED
    if left.kind == "m" and last.isdecimal() and right.kind.isalpha():  # 300毫升, but R1在 parts
        return BANNED
    if (
        left.kind == ")"
        and right.end - right.start == 1
        and text[left.end - 3 : left.end - 2] in tuple("（(")
    ):
        return BANNED  # 党（工）委
    if first == "委" and last in TOWNS:  # 四川省委宣传部
        return BANNED
    if first in "（(":
        return _BEFORE_PARENTHESIS
    if first == "等" and left.kind == ")" and number + 1 < len(tokens) and tokens[number + 1].kind in "mq":
        return _BEFORE_AND_SO_ON
    if last == "》" and first == "的":  # behind a long 《》, which fills a line
        return _BEHIND_BOOK
    if last == "》" and right.kind == "t":
        return _BEHIND_LAW
    if first == "“" and (last == "”" or left.kind == "n"):
        return _BETWEEN_QUOTES if last == "”" else _BEFORE_QUOTE
    if last == "等" and right.kind in "mq":  # 张某某等3名同志
        return _BEHIND_AND_SO_ON
    if text.startswith("关于", right.start) and left.kind in "onq":
        return _OF_OBJECT if any(token.kind == "V" for token in tokens[:number]) else _BEFORE_ABOUT
    if text[left.start : left.end] in _SAID and right.kind in "Vd":
        return _BEHIND_SAID
    together = _END.get(left.kind, 0) + _BEGIN.get(right.kind, 0)
    return _PAIR.get(left.kind, {}).get(right.kind, together)


_LATIN = re.compile(f"[{LATIN}]")


# ---- Shape ----


class _Way(NamedTuple):
    """A way to divide a text up to the end of some line: cost, that end, the way up to the line before."""

    cost: int
    end: int
    before: _Way | None


def _best(text: str, measured: Measured, places: list[Place], full: int, indent: int) -> list[int]:
    """The ends of the lines of the cheapest division into as few lines as possible; empty if none fits.

    Each line costs the square of what it differs from the mean, and more if it is shorter than both its
    neighbours (an hourglass; a trapezium or a rhombus is asked for) or has but one or two characters.
    """
    lefts, rights = measured.lefts, measured.rights
    starts = [0, *(place.at for place in places), len(text)]
    costs = [0, *(place.cost for place in places), 0]
    edges = [0, *(rights[printed_end(text, at) - 1] for at in starts[1:])]
    last = len(starts) - 1
    lines: list[
        list[tuple[int, int]]
    ] = []  # from each place: where a line can end that starts there, its width
    for first in range(last):
        limit = lefts[starts[first]] + full - (0 if first else indent)
        over = bisect_right(edges, limit, first + 1)
        lines.append([(second, edges[second] - lefts[starts[first]]) for second in range(first + 1, over)])
    before = [0] + [_FAR] * last  # the fewest lines up to each place
    for first in range(last):
        for second, _ in lines[first]:
            before[second] = min(before[second], before[first] + 1)
    after = [_FAR] * last + [0]  # and from there to the end
    for first in reversed(range(last)):
        after[first] = min((after[second] + 1 for second, _ in lines[first]), default=_FAR)
    count = after[0]
    if count >= _FAR:
        return []
    mean = edges[last] // count
    # The ways up to each place, the cheapest for each width of the last line and whether that is a step down.
    ways: list[dict[tuple[int, bool], _Way]] = [{} for _ in starts]
    ways[0][0, False] = _Way(0, 0, None)
    for first in range(last):
        for second, width in lines[first]:
            if before[first] + 1 + after[second] != count:
                continue
            own = costs[second] + _shape(width, mean)
            for (previous, falling), way in ways[first].items():
                key = width, bool(first) and width < previous
                cost = way.cost + own + (_HOURGLASS if falling and width > previous else 0)
                if key not in ways[second] or cost < ways[second][key].cost:
                    ways[second][key] = _Way(cost, starts[second], way)
    best = min(ways[last].values(), key=lambda way: way.cost)
    ends = []
    while best.before is not None:
        ends.append(best.end)
        best = best.before
    return ends[::-1]


def _shape(width: int, mean: int) -> int:
    """What a line of this width costs in a text whose lines are `mean` wide on average."""
    sixteenths = abs(width - mean) * 16 // UNITS
    return sixteenths * sixteenths // 256 + (_SHORT if 2 * width < 5 * UNITS else 0)


_FAR = 1 << 40
_HOURGLASS = 1000
_SHORT = 400
