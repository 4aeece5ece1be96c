"""Rules about words and characters: repeated words, misspelt ones, odd and invisible characters, spaces."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.hanzi.words import SURNAMES, Token, is_word, shipped_words, tokens_of
from bulletin_desk.proof.expressions import Expression
from bulletin_desk.proof.findings import Mark, Replacement, advice, doubtful, error
from bulletin_desk.proof.kinds import LINES, PARAGRAPHS, TITLES
from bulletin_desk.proof.places import is_inside, quoted
from bulletin_desk.resources import resource

# ---- repeated words

_PARTICLES = "的了在是和与及为对将于以由从被把之并向着有而就也都还或到至按该使让给等所要们"
_TWICE = Expression(rf"([{_PARTICLES}])\1(?!\1)")
_ROW = Expression(r"(?=((?P<unit>[\u4e00-\u9fff，、“”《》\d]{2,14}?)(?P=unit)))")
_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两几半")


def _rows(name: str) -> Iterator[list[str]]:
    """The lines of a list in `resources/words`, each parted at its spaces; # begins a remark."""
    for line in resource("words", name).read_text(encoding="utf-8").splitlines():
        if fields := line.partition("#")[0].split():
            yield fields


@cache
def _may_stand_twice() -> dict[str, tuple[str, ...]]:
    """The words of `repeated.txt` by their class."""
    found: dict[str, tuple[str, ...]] = {}
    for kind, *words in _rows("repeated.txt"):
        found[kind] = (*found.get(kind, ()), *words)
    return found


def repeated(text: str, kind: Kind) -> Iterator[Mark]:
    """的的 and 的地方的地方: what was typed twice. Words that are doubled in usage (常常, 研究研究) and words
    that only meet (为了|了解, 目的|的) are not."""
    for found in _TWICE.finditer(text):
        at = found.start()
        if _meets_as_one_word(text, at) or _SETTLED.match(text, at) or _HAVE.match(text, at):
            continue
        message = f"“{found[0]}”重复了；请删去一个。"
        yield error("repeated", (at, at + 2), message, (Replacement(at + 1, at + 2, ""),))
    end = -1
    for found in _ROW.finditer(text):
        start = found.start()
        unit = found["unit"]
        if start < end or not _counts(unit):
            continue
        stop = start + 2 * len(unit)
        if not _PART_MARKS.isdisjoint(unit) and not _parts_of_list(text, start, stop):
            continue
        if _said_twice(text, start, stop, unit) or not _whole_words(text, start, start + len(unit), stop):
            continue
        end = stop
        while text.startswith(unit, end):
            end += len(unit)
        mark = error if len(unit) > 2 else doubtful
        message = f"“{unit}”重复了；请核对，多余的删去。"
        yield mark("repeated", (start, end), message, (Replacement(start + len(unit), end, ""),))


def _goes_on(text: str, start: int, stop: int) -> bool:
    """Whether a noun or verb follows that the unit makes a name with: 集体组织的土地的土地承包经营权."""
    last = _stretch(text, stop - 1)[1]
    tokens = tokens_of(text[start:last])
    return any(token.start <= stop - start < token.end and token.kind in "nvVos" for token in tokens)


_PART_MARKS = frozenset("、“”《》")
_AROUND_PARTS = frozenset("、，。；：！？“”《》（）\n")


def _parts_of_list(text: str, start: int, stop: int) -> bool:
    """Whether what stands twice are whole parts of a list: 河、穿 in 跨河、穿河、穿堤 are not, nor 重大、 in
    特别重大、重大、 or 连长、 in 副连长、连长、."""
    return (start == 0 or text[start - 1] in _AROUND_PARTS) and (
        stop == len(text) or text[stop] in _AROUND_PARTS or text[stop - 1] in _AROUND_PARTS
    )


_SETTLED = Expression("(?<=[时甚])了了|了了(?=无|.{0,6}(?:愿|桩|心事|念想|缘|账))")
"""The verb 了 with the particle (了了一桩心愿), and the adjective (小时了了)."""

_HAVE = Expression(
    "有有(?=组织|表决|关|效|利|机|色|益|限|偿|毒|害|形|无)|对对(?=[账外内方策])|和和(?=[谐平解])|为为(?=[难人])"
)
"""A verb or preposition before a word that begins with it: 他人有有组织犯罪行为, 客户对对账单."""
_ASKS = Expression("多少|什么|哪里|怎么|[谁几]")
_MEASURES = frozenset(
    "个项件条家户村页段步次点处年天代批场栋幢块座张门台辆篇册首幅份片层环线桩课厂店组间届句株棵针"
)
"""Of what is done one after another: 一个节点一个节点扎实推进. With 地 it may be any: 一味药一味药地查."""
_VERY = "很最极老太好"
"""What may be said twice with an adjective behind it, for emphasis: 很远很远."""


def _said_twice(text: str, start: int, stop: int, unit: str) -> bool:
    """Whether what stands twice may: a clause of its own (干部干部，干是当头的), a call in quotes
    (“快了，快了，”), a doer and the deed (党组织组织活动), an exhortation
    (落实落实再落实), what asks and answers (能写多少写多少), one after another (一个节点一个节点)."""
    last, before = unit[-1], text[start - 1 : start]
    if unit in _may_stand_twice()["d"]:
        return bool(_HAN.match(before)) and before not in _PARTICLES
    if text.startswith(f"再{unit}", stop) or _ASKS.search(unit):
        return True
    if unit[0] == "一" and (unit[1] in _MEASURES or text[stop : stop + 1] == "地"):
        return True
    if unit[0] in _VERY and len(unit) == 2:
        return True
    if is_word(unit[:-1]) and is_word(text[stop - 1 : stop + 1]):
        return True  # 负责人负责人事工作
    if unit[0] == "的" and _goes_on(text, start, stop):
        return True
    if last == "，":  # 有了观众，便有了市场，有了市场，便有了底气
        return bool(_HAN.match(before)) or (len(unit) <= 5 and is_inside(text, start, "“”"))
    return len(unit) <= 3 and not _HAN.match(before) and not _HAN.match(text[stop : stop + 1])


_LONG_WORD = 4
"""Characters of a word that is not the beginning of another one: 贯彻落实实."""
_DOUBLED = Expression(r"([\u4e00-\u9fff])\1(?!\1)")
_MAY_MEET = frozenset(
    "一二三四五六七八九十百千万两多大小上下中高年月日时分秒会人家个省市州县区镇乡村校院部局处所室站社团厅委馆班组群的地得了着过路水车库同当用军反法国"
)
"""Characters that end one word and begin the next, or are a word themselves, too often."""


def doubled_character(text: str, kind: Kind) -> Iterator[Mark]:
    """共有有 and 地方志志: a word whose last character was typed once more, before another word."""
    for found in _DOUBLED.finditer(text):
        at = found.start()
        if found[1] in _MAY_MEET or (found[1] in _PARTICLES and found[1] != "有"):
            continue
        if is_inside(text, at, "《》") or _is_name(text, at) or _HAVE.match(text, at):
            continue  # 《四川省志·地方志志》
        if text[at + 2 : at + 3] in ("的", "地") or found[1] in _may_stand_twice()["c"]:
            continue  # 水灵灵的白萝卜
        start, end = _stretch(text, at)
        tokens = tokens_of(text[start:end])
        number = next((n for n, token in enumerate(tokens) if start + token.start == at + 1), 0)
        if number == 0 or tokens[number].end - tokens[number].start != 1:
            continue
        before = tokens[number - 1]
        word = text[start + before.start : start + before.end]
        after = tokens[number + 1] if number + 1 < len(tokens) else None
        if after is not None and after.kind == "h" and found[1] in SURNAMES:
            continue  # 班主任任老师
        if after is None and text[end : end + 1] in _OPENS_WORD:
            continue  # 扩建建（构）筑物: the word goes on behind the bracket
        if len(word) < 2 or before.kind == "s" or word in ("所有", "没有") or word[-2] in f"一每几{word[-1]}":
            continue
        if (
            after is not None
            and after.end - after.start < 2
            and text[start + after.start] not in "了的在和与"
            and len(word) < _LONG_WORD
        ):
            continue  # part of a word that the list has not
        message = f"“{found[0]}”像是多打了一个字；请核对。"
        yield doubtful("repeated", (at, at + 2), message, (Replacement(at + 1, at + 2, ""),))


_OPENS_WORD = ("（", "(", "“", "、")
_TWO_DOUBLED = Expression(r"(.)\1(.)\2")


def _is_name(text: str, at: int) -> bool:
    """Whether two equal characters are a given name (杜灿灿), the law 立法法, a part of 团团伙伙, or the head
    of the party's name in 习习近平, of which another rule speaks."""
    before = text[at - 1 : at]
    if before in SURNAMES and any(token.start == at - 1 for token in _tokens_before(text, at)):
        return True
    if text.startswith("立法法", at - 1) or text.startswith("习习", at):
        return True
    return any(_TWO_DOUBLED.match(text, start) for start in (at - 2, at) if start >= 0)


def _tokens_before(text: str, at: int) -> list[Token]:
    start = max(0, at - _NEAR)
    return [Token(start + one, start + end, kind) for one, end, kind in tokens_of(text[start:at])]


_HAN = Expression(r"[\u4e00-\u9fff]")


def _counts(unit: str) -> bool:
    """Whether what stands twice is more than a usage: a year's figures, a doubled verb, one character."""
    han = _HAN.findall(unit)
    if len(han) < 2 or len(set(unit)) == 1 or set(han) <= _NUMERALS or unit in _may_stand_twice()["v"]:
        return False
    if len(unit) == 2 and (unit[0] in "一每逐半几" or unit[1] in "一着"):
        return False
    if any(unit.count(opening) != unit.count(closing) for opening, closing in ("“”", "《》")):
        return False
    return unit[0] not in "，、”》"


def _meets_as_one_word(text: str, at: int) -> bool:
    """Whether the two characters from `at` belong to words on either side: 目的|的, 为了|了解, 以及|及时."""
    start, end = _stretch(text, at)
    return not {at - start, at + 1 - start, at + 2 - start} <= _word_bounds(text[start:end])


@lru_cache(maxsize=4096)
def _word_bounds(stretch: str) -> frozenset[int]:
    """Where words begin and end in a few characters."""
    return frozenset((*(token.start for token in tokens_of(stretch)), len(stretch)))


def _whole_words(text: str, start: int, middle: int, stop: int) -> bool:
    """Whether words begin and end at all three places, so that two words stand twice."""
    first, last = _stretch(text, start)[0], _stretch(text, max(stop - 1, start))[1]
    bounds = _word_bounds(text[first:last])
    unit = text[start:middle]
    if middle - first not in bounds:
        return False
    if stop - first not in bounds:  # 申请人|申请|人民法院, but 进一步|进一步提高
        after = _stretch(text, stop - 1)[1]
        if len(unit) < 3 or not is_word(unit):
            return False
        if any(
            end > 1 for end, _, _ in shipped_words().starting(text[stop - 1 : after], 0, after - stop + 1)
        ):
            return False
    if start - first in bounds:
        return True
    # 干部职工|职工: it ends a longer word of several and is one itself, but 集装箱|装箱
    before = max(bound for bound in bounds if bound < start - first)
    return start - first - before > 1 and is_word(unit)


_NEAR = 7


def _stretch(text: str, at: int) -> tuple[int, int]:
    """The Han characters around `at`, not too far."""
    start, end = at, at + 1
    while start > 0 and at - start < _NEAR and _HAN.match(text[start - 1]):
        start -= 1
    while end < len(text) and end - at < _NEAR and _HAN.match(text[end]):
        end += 1
    return start, end


# ---- misspelt words


class _Wrong(NamedTuple):
    sign: str
    right: str
    not_after: tuple[str, ...]
    not_before: tuple[str, ...]


@cache
def _misspelt() -> Expression:
    """One pattern for all wrong forms. The neighbours that a form must not have are looked at afterwards:
    without them the pattern is searched for by first characters, quickly."""
    return Expression("|".join(sorted(_wrong_forms(), key=_longest_first)))


def _longest_first(wrong: str) -> tuple[int, str]:
    return -len(wrong), wrong


@cache
def _wrong_forms() -> dict[str, _Wrong]:
    """What the list says of each wrong form."""
    known: dict[str, _Wrong] = {}
    for sign, wrong, right, *around in _rows("misspelt.txt"):
        not_after = tuple(char for field in around if field.endswith("-") for char in field[:-1])
        not_before = tuple(char for field in around if field.startswith("-") for char in field[1:])
        known[wrong] = _Wrong(sign, right, not_after, not_before)
    return known


_SURE = {"!": error, "?": doubtful, "~": advice}


def misspelt(text: str, kind: Kind) -> Iterator[Mark]:
    """Words of `resources/words/misspelt.txt`, whose wrong form is no word and can't come about by two words
    that meet."""
    known = _wrong_forms()
    for found in _misspelt().finditer(text):
        start, end = found.span()
        wrong = known[found[0]]
        before, after = text[start - 1 : start], text[end : end + 1]
        if before in wrong.not_after or after in wrong.not_before:
            continue
        if before == "“" and after == "”":
            continue  # the spelling is what is spoken of
        mark = _SURE[wrong.sign]
        sure = ("misspelt", "应为", "")
        rule, words, ask = sure if mark is error else ("preferred", "一般写作", "；请核对")
        message = f"“{found[0]}”{words}“{wrong.right}”{ask}。"
        yield mark(rule, (start, end), message, wrong.right)


_TWO = Expression(r"(?<![第十百千万零〇一二三四五六七八九\d、初老])二(?=个(?!五年|维|百|一|二))")


def two(text: str, kind: Kind) -> Iterator[Mark]:
    """两个, not 二个."""
    for found in _TWO.finditer(text):
        start, end = found.span()
        message = "“二个”一般说“两个”；请核对。"
        yield advice("preferred", (start, end + 1), message, (Replacement(start, end, "两"),))


_UNTIL = Expression(
    r"截止(?=\d{4}年|\d{1,2}[月日时点]|[一二三四五六七八九十〇]{1,4}[年月]|目前|现在|当前|发稿|记者发稿|今[年天日晨]|去年|前年|上[年月周个]|本[月年周季期]|昨[天日]|当[天日年月时]|年[底末初]|月[底末]"
    r"|第[一二三四]季度|[一二三四]季度|报告期|统计|清|民国|解放|中午|上午|下午|晚|零时|《|日前|此时|那时|事发|本世纪|上世纪|新中国)"
)


def until(text: str, kind: Kind) -> Iterator[Mark]:
    """截至2023年底: 截止 takes no time after it."""
    for found in _UNTIL.finditer(text):
        message = "“截止”后面不直接跟时间；应为“截至”，或“截止到”。"
        yield doubtful("preferred", found.span(), message, "截至")


# ---- characters

FULL_WIDTH = "０１２３４５６７８９％" + "".join(
    chr(code) for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
)
_FULL_WIDTH = Expression(
    # signs between figures and letters, and before the first; the look-behind keeps a row of signs from being
    # searched again from each of them
    "(?<![＋－＝／＆＠＃])(?:[＋－＝／＆＠＃]*+[０-９Ａ-Ｚａ-ｚ％])++[０-９Ａ-Ｚａ-ｚ％．，：]*(?<![．，：])"
)


def full_width(text: str, kind: Kind) -> Iterator[Mark]:
    """Figures and letters in full width."""
    for found in _FULL_WIDTH.finditer(text):
        right = unicodedata.normalize("NFKC", found[0])
        message = f"“{quoted(found[0])}”是全角字符；应为“{quoted(right)}”。"
        yield doubtful("full_width", found.span(), message, right)


_ODD = Expression("[\u2e80-\u2fd5\uf900-\ufad9\ufe10-\ufe19\ufe30-\ufe6b\uff61-\uff64]")
_RIGHT = dict(
    zip(
        # vertical marks, small brackets, radicals that Unicode gives no character for
        "︐︑︒︓︔︕︖﹁﹂﹃﹄﹝﹞⺠⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻤⻥⻦⻨⻩⻬⻮⻰⻳⺟⻄⻫",
        "，、。：；！？“”‘’〔〕民见角贝车长门青韦页风飞食马鬼鱼鸟麦黄齐齿龙龟母西齐",
        strict=True,
    )
)
_HALF_TO_FULL = dict(zip(",.;:?!()", "，。；：？！（）", strict=True))


def odd_characters(text: str, kind: Kind) -> Iterator[Mark]:
    """Radicals that stand for characters (as text copied out of a PDF has them), compatibility characters,
    vertical and small marks."""
    for found in _ODD.finditer(text):
        char = found[0]
        plain = unicodedata.normalize("NFKC", char)
        right = _RIGHT.get(char) or _HALF_TO_FULL.get(plain, plain)
        if right != char:
            message = f"“{char}”只是样子像“{right}”；请换成“{right}”（U+{ord(char):04X}）。"
            yield error("odd_character", found.span(), message, right)


_INVISIBLE = Expression(
    "[\u00ad\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffc]+"
)


def invisible(text: str, kind: Kind) -> Iterator[Mark]:
    """Characters without a shape, which web pages and PDF leave behind."""
    for found in _INVISIBLE.finditer(text):
        message = f"这里有看不见的字符；请删去（U+{ord(found[0][0]):04X}）。"
        yield error("invisible", found.span(), message, "")


# ---- spaces

SPACES = " \u00a0\u3000\t\u2002\u2003\u2009\u202f"
_MARKS = "，。、；：！？（）《》“”‘’【】〔〕…—"
# The look-behinds keep a long row of spaces from being searched again from each of its spaces.
_EDGE = Expression(rf"(?:\A|(?<=\n))[{SPACES}]++|(?<![{SPACES}])[{SPACES}]++(?=\n|\Z)")
_AT_MARK = Expression(
    rf"(?<![{SPACES}])[{SPACES}]++(?=[，。、；：！？）》”】〕…])|(?<=[，。、；：！？（《“【〔])[{SPACES}]++"
)
_BETWEEN = Expression(
    rf"(?<=[{HAN}])[{SPACES}]++(?=[{HAN}])|(?<=[》”）】〕])[{SPACES}]++(?=[《“（【〔])"
    rf"|(?<=[{HAN}])[{SPACES}]++(?=[《“（])|(?<=[》”）])[{SPACES}]++(?=[{HAN}])"
)
_LATIN = Expression(rf"(?<=[{HAN}])[{SPACES}]++(?=\d)|(?<=[\d%])[{SPACES}]++(?=[{HAN}])")
_HEADED = Expression(
    r"(?:第[〇零一二三四五六七八九十百千\d]{1,12}[章节条编篇部课讲期回届次](?:之[一二三四五六七八九])?|[一二三四五六七八九十]、|附件\d{0,6})\Z"
)
_LISTED = Expression(r"\d{1,2}[.．、](?!\d)")
_HEAD = 16
"""Characters that such a head has at most."""


def spaces(text: str, kind: Kind) -> Iterator[Mark]:
    """Spaces at a paragraph's edges, beside marks, between Han characters. In titles, quotes and brackets a
    space parts what belongs apart."""
    for found in _EDGE.finditer(text):
        start, end = found.span()
        if end - start == len(text):
            return
        yield advice("space", (start, end), "段首、段末不用打空格，程序自己会排；请删去。", "")
    spans = [found.span() for found in _INSIDE.finditer(text)]
    starts = [start for start, _ in spans]

    def is_quoted(at: int) -> bool:
        number = bisect_left(starts, at) - 1
        return number >= 0 and at < spans[number][1]

    length = len(text.rstrip(SPACES))
    for found in _AT_MARK.finditer(text):
        start, end = found.span()
        if (
            not start
            or end >= length
            or kind in LINES
            or (kind in TITLES and text[end] not in "，。、；：！？")
        ):
            continue
        if text[start - 1] in "。！？…”" and is_quoted(start):
            continue
        yield doubtful("space", (start, end), "标点旁边多了空格；请删去。", "")
    if kind not in PARAGRAPHS:
        return
    wide = text.strip(SPACES).count("\u3000")
    last_mark = max(map(text.rfind, "，。；"))
    for found in _BETWEEN.finditer(text):
        start, end = found.span()
        if (
            is_quoted(start)
            or _HEADED.search(text, max(0, start - _HEAD), start)
            or (
                found[0] == "\u3000" and (wide > 1 or text[start - 1] in "电讯")
            )  # an address, a list, a dateline
            or end > last_mark
            or not _in_prose(text, start, end)
        ):
            continue
        yield doubtful("space", (start, end), "句子中间多了空格；请删去。", "")
    for found in _LATIN.finditer(text):
        start, end = found.span()
        if is_quoted(start) or _LISTED.match(text, end):
            continue
        yield advice("space", (start, end), "数字和汉字之间不用打空格，程序自己会留空；请删去。", "")


_INSIDE = Expression(r"“[^“”]*”|《[^《》]*》|（[^（）]*）|【[^【】]*】")
_ENDS_CLAUSE = Expression("[，。；：、！？]")


def _in_prose(text: str, start: int, end: int) -> bool:
    """Whether the space stands inside a clause that goes on on both sides, not in a list of names."""
    left = _ENDS_CLAUSE.split(text[max(0, start - 5) : start])[-1]
    right = _ENDS_CLAUSE.split(text[end : end + 5])[0]
    if any(char in left + right for char in SPACES):
        return False  # several of them: a table or a list of names
    return len(left) >= 3 and len(right) >= 3


_PLACEHOLDER = Expression(
    r"(?<![A-Za-z×])(?:[Xx]{2,}|×{2,})(?![A-Za-z×])|(?<!\*)\*{2,}(?!\*)|_{2,}|＿{2,}|□{2,}|[？?]{4,}"
    r"|[（【\[](?:此处|这里)?待[补核定填][^）】\]]{0,6}[）】\]]"
)


def placeholders(text: str, kind: Kind) -> Iterator[Mark]:
    """What was to be filled in later."""
    for found in _PLACEHOLDER.finditer(text):
        yield doubtful("placeholder", found.span(), f"“{found[0][:8]}”像是还没有填写；请核对。")
