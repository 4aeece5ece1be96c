"""Rules about an item as a whole: ordinals from paragraph to paragraph, what is announced and what follows,
paragraphs that stand twice, the title against the text, attachments, weekdays of days without a year. Knows
no pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Date  # noqa: N812
from functools import lru_cache
from typing import NamedTuple

from bulletin_desk.bulletin.dates import chinese_date, chinese_weekday
from bulletin_desk.bulletin.grammar import (
    Node,
    attachment_of,
    block_of,
    items_of,
    walk_attachment,
    walk_written,
)
from bulletin_desk.bulletin.model import HEADING_KINDS, Block, Issue, Item, Kind, Path, Table
from bulletin_desk.bulletin.pictures import lost_in
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.hanzi.numerals import chinese, value_of
from bulletin_desk.proof.expressions import Expression
from bulletin_desk.proof.figures import year_of
from bulletin_desk.proof.findings import Mark, Replacement, advice, doubtful
from bulletin_desk.proof.kinds import PARAGRAPHS
from bulletin_desk.proof.levels import level_marks
from bulletin_desk.proof.names import is_known_place, names_in, place_ends
from bulletin_desk.proof.places import quoted
from bulletin_desk.proof.tables import table_marks
from bulletin_desk.remembering import Same

Found = tuple[Path, Mark]

_PARAGRAPH = "\n"


class _Whole(NamedTuple):
    """The paragraphs of an item, one after another, and where each begins."""

    nodes: tuple[Node, ...]
    starts: tuple[int, ...]
    text: str

    def place(self, start: int, end: int) -> tuple[Node, int, int]:
        """The paragraph that holds these characters, and where in it they are."""
        number = max(number for number, first in enumerate(self.starts) if first <= start)
        first = self.starts[number]
        return self.nodes[number], start - first, end - first


def item_marks(issue: Issue) -> Iterator[Found]:
    """What is to be said about each item as a whole."""
    date = issue.dated_header.date
    for path, item in items_of(issue):
        for below, mark in _marks_of(Same(item), date):
            yield (*path, *below), mark


@lru_cache(maxsize=256)
def _marks_of(same: Same[Item], date: Date) -> tuple[Found, ...]:
    """The marks of an item by their paths below it."""
    item = same.value
    nodes = tuple(node for node in walk_written(item) if node.text)
    whole, found = _text_marks(nodes, date)
    for node in nodes:
        if node.kind in (Kind.KICKER, Kind.TITLE, Kind.SUBTITLE) and node.text.strip():
            found += [(node.path, mark) for mark in _title(node.text, whole.text, whole.nodes)]
        elif node.kind is Kind.SIGNATURE:
            found += [(node.path, mark) for mark in signed_days(node.text, date)]
    found += _block_marks(item.blocks)
    for at, attachment in enumerate(item.attachments):
        inside = tuple(node for node in walk_attachment(attachment) if node.text)
        marks = [*_text_marks(inside, date)[1], *_block_marks(attachment.blocks)]
        found += [(attachment_of((), at) + path, mark) for path, mark in marks]
    return tuple(found)


_LOST = "这张图片的文件丢失或损坏了，印出来是灰框；请换一张。"


def _block_marks(blocks: tuple[Block, ...]) -> Iterator[Found]:
    yield from level_marks(blocks)
    yield from ((path, doubtful("lost_picture", (0, 0), _LOST)) for path in lost_in(blocks))
    for at, block in enumerate(blocks):
        if isinstance(block, Table):
            yield from ((block_of((), at) + path, mark) for path, mark in table_marks(block))


def _text_marks(nodes: tuple[Node, ...], date: Date) -> tuple[_Whole, list[Found]]:
    """The running text of an item or attachment, and its marks by paths below that."""
    body = tuple(node for node in nodes if node.kind in PARAGRAPHS or node.kind in _IN_TEXT)
    starts, at = [], 0
    for node in body:
        starts.append(at)
        at += len(node.text) + 1
    whole = _Whole(body, tuple(starts), _PARAGRAPH.join(node.text for node in body))
    found = [
        *_ordinals(body),
        *_found(whole, announced(whole.text)),
        *_found(whole, attachments(whole.text)),
        *_paragraphs_twice(body),
        *_weekdays(body, date),
    ]
    return whole, [(node.path, mark) for node, mark in found]


_IN_TEXT = (Kind.SUBHEADING, *HEADING_KINDS, Kind.LIST_ITEM, Kind.NUMBERED_ITEM)
"""What stands among the paragraphs of a running text."""


def _found(whole: _Whole, marks: tuple[Mark, ...]) -> Iterator[tuple[Node, Mark]]:
    for mark in marks:
        node, start, end = whole.place(mark.start, mark.end)
        shift = start - mark.start
        fix = tuple(Replacement(part.start + shift, part.end + shift, part.text) for part in mark.fix)
        yield node, Mark(mark.level, mark.rule, start, end, mark.message, fix)


# ---- ordinals from paragraph to paragraph

_TENS = "一二三四五六七八九十"
_ORDINAL = Expression(
    rf"(?:(?P<han>[{_TENS}]{{1,3}})、|（(?P<round>[{_TENS}]{{1,3}})）|(?P<is>[{_TENS}]{{1,3}})是|(?P<point>\d{{1,2}})[.．](?!\d))"
)
_ARTICLE = Expression("第[〇零一二三四五六七八九十百千0-9]{1,9}[条章节]")


def _ordinals(body: tuple[Node, ...]) -> Iterator[tuple[Node, Mark]]:
    last: dict[str, int] = {}
    for node in body:
        if _ARTICLE.match(node.text) or node.text.endswith("："):
            last.pop("round", None)
            last.pop("point", None)
        found = _ORDINAL.match(node.text)
        if found is None or found.lastgroup is None:
            continue
        key, number = found.lastgroup, value_of(found[found.lastgroup])
        for inner in {"han": ("round", "point"), "round": ("point",)}.get(key, ()):
            last.pop(inner, None)
        before = last.get(key)
        again = number == before and key in ("han", "round")
        if before is not None and (number not in (1, before + 1) or again):
            here = "又是" if again else "是"
            words = f"前一个序号是{before}，这里{here}{number}；请核对序号。"
            yield node, doubtful("ordinal_gap", (0, found.end()), words)
        if number == 1 or before is not None:
            last[key] = number


# ---- what is announced, and what follows

_NOUNS = (
    "方面工作|方面|工作要求|要求|意见|建议|措施|举措|重点任务|主要任务|任务|重点工作|重点|希望|问题|原则|环节|步骤|抓手|体会|特点|经验|做法|启示|"
    "工作|内容|层面|维度|坚持|强化|关系|想法|打算|部分|阶段|转变|结合|确保|到位|聚焦|突出|优势|目标|条件|理由|原因|变化|亮点|成效|统一|必须|不能"
)
_ANNOUNCED = Expression(
    rf"(?<!改为)(?<![第\d.零〇{_TENS}百千])(?P<count>[{_TENS}两]|1?\d)(?P<unit>[个点条项大]|(?=方面))(?:(?:具体|主要|重点|明确|工作|重要|突出|基本|大)?(?P<noun>{_NOUNS}))?"
    rf"(?![{_TENS}])[^。；：\n]{{0,20}}\Z"
)
_ANNOUNCEMENT = 40
"""Characters before the first item in which it is announced."""
_FIRST_ITEM = Expression(r"[：:。，]\n?(?=一[是要]|第一[，,是]|（一）|一、|1[.．](?!\d)|首先)")
_FORMS = (("{}是",), ("{}要",), ("第{}",), ("（{}）",), ("{}、",), ("{}.", "{}．"))
"""How the items of an enumeration are marked; the last with figures."""
_MOST_ITEMS = 30
_FURTHEST = 2000
"""Characters within which the next item follows."""
_BEFORE_MARKER = frozenset("，。；：:、\n ”）　")


def announced(text: str) -> tuple[Mark, ...]:
    """提出三点要求：一要…；二要…；三要…；四要…: as many follow as are announced."""
    told = []
    for first in _FIRST_ITEM.finditer(text):
        found = _ANNOUNCED.search(text, max(0, first.start() - _ANNOUNCEMENT), first.start())
        if found is None:
            continue
        if (
            found["unit"] in ("个", "项", "大", "")
            and not found["noun"]
            and text[found.start() - 1 : found.start()] != "“"
        ):
            continue
        count = value_of(found["count"])
        if count < 2:
            continue  # 一个工作日
        follow = _follow(text, first.end())
        if follow < 2 or follow == count:
            continue
        span = (found.start("count"), found.end("noun") if found["noun"] else found.end("unit"))
        message = f"这里说“{text[span[0] : span[1]]}”，后面列了{follow}项；请核对。"
        told.append(doubtful("enumerated", span, message))
    return tuple(told)


def _follow(text: str, at: int) -> int:
    """How many items of the enumeration that begins here follow; 0 where that can't be told."""
    forms = next((forms for forms in _FORMS if text.startswith(_markers(forms, 1), at)), None)
    if forms is None:
        return 0
    count, place = 1, at + 1
    while count < _MOST_ITEMS:
        following = _at_marker(text, _markers(forms, count + 1), place)
        if following < 0:
            break
        if 0 <= _at_marker(text, _markers(forms, 1), place) < following:
            return 0  # an enumeration inside this one
        count, place = count + 1, following + 1
    return count


def _markers(forms: tuple[str, ...], number: int) -> tuple[str, ...]:
    """How item `number` of an enumeration is marked."""
    shown = str(number) if "{}." in forms else chinese(number)
    return tuple(form.format(shown) for form in forms)


def _at_marker(text: str, markers: tuple[str, ...], start: int) -> int:
    """The first place of a marker from `start` on that begins an item; -1 for none."""
    places = []
    for marker in markers:
        stop = start + _FURTHEST
        at = text.find(marker, start, stop)
        while at > 0 and (text[at - 1] not in _BEFORE_MARKER or _goes_on(text, at + len(marker), marker)):
            at = text.find(marker, at + 1, stop)
        if at > 0:
            places.append(at)
    return min(places, default=-1)


def _goes_on(text: str, end: int, marker: str) -> bool:
    """Whether 1. is the beginning of 1.5."""
    return marker[0].isascii() and text[end : end + 1].isdecimal()


# ---- paragraphs that stand twice

_LEAST_PARAGRAPH = 12
_CLAUSED = Expression("[，。；：]")
_HAN = Expression(f"[{HAN}]")


def _paragraphs_twice(body: tuple[Node, ...]) -> Iterator[tuple[Node, Mark]]:
    seen: set[str] = set()
    for node in body:
        text = node.text.strip()
        if (
            text in seen
            and node.kind in PARAGRAPHS
            and _CLAUSED.search(text)
            and len(_HAN.findall(text)) >= _LEAST_PARAGRAPH
        ):
            message = f"“{quoted(text)}”这一段前面已经有了；请核对，多余的删去。"
            yield node, doubtful("said_twice", (0, len(node.text)), message)
        seen.add(text)


# ---- the title against the text

_COUNTED = Expression(
    r"(?<![\d.第—～\-])(?P<about>[近逾超约达上]?)(?P<number>\d{1,6}(?:\.\d{1,3})?)(?P<scale>[万亿]?)(?P<more>[余多]?)"
    r"(?P<unit>[场部篇册卷人名位件项个家户本种幅张次期处座所]|亿元|万元|元|公里|亩|吨|%)(?!月)"
)
_AFTER_NAME = Expression(
    r"赴|到|在|一行|调研|出席|主持|率|会见|督|带|检查|走访|看望|参加|作|讲|宣|深入|强调|指出|慰问|来"
    r"|、|，|\Z|\n| "
)


def _title(title: str, text: str, body: tuple[Node, ...]) -> Iterator[Mark]:
    """A place, a number and a person of the title are those of the text."""
    yield from _title_places(title, text, body)
    yield from _title_numbers(title, text)
    yield from _title_persons(title, body)


def _title_places(title: str, text: str, body: tuple[Node, ...]) -> Iterator[Mark]:
    missing = [name for name in dict.fromkeys(place_ends(title)) if name not in text]
    there = sorted({name for node in body for name in place_ends(node.text)}) if missing else []
    for name in missing:
        for other in there:
            alike = [one == same for one, same in zip(name, other, strict=True)]
            if alike[2] and alike.count(False) == 1 and is_known_place(name) == is_known_place(other):
                at = title.index(name)
                message = f"标题里写作“{name}”，正文里写作“{other}”；请核对。"
                yield doubtful("title_text", (at, at + len(name)), message)
                break


def amounts_in(text: str) -> tuple[tuple[str, str], ...]:
    """The amounts of a text: number and unit."""
    return tuple((found["number"], found["scale"] + found["unit"]) for found in _COUNTED.finditer(text))


def _title_numbers(title: str, text: str) -> Iterator[Mark]:
    for found in _COUNTED.finditer(title):
        number, unit = found["number"], found["scale"] + found["unit"]
        if found["about"] or found["more"] or number in text:
            continue
        others = {other for other, same in amounts_in(text) if same == unit}
        if len(others) == 1 and "." not in (other := others.pop()) + number and _near(number, other):
            message = f"标题里是{number}{unit}，正文里是{other}{unit}；请核对。"
            yield doubtful("title_text", (found.start("number"), found.end("unit")), message)


def _near(one: str, other: str) -> bool:
    """Whether one number may be the other mistyped: as long, and not far off."""
    return len(one) == len(other) and (sorted(one) == sorted(other) or sum(map(str.__ne__, one, other)) == 1)


def _title_persons(title: str, body: tuple[Node, ...]) -> Iterator[Mark]:
    known = {name for node in body for _, name in names_in(node.text).persons if len(name) > 1}
    for name in sorted(known):
        if name in title:
            continue
        at = title.find(name[0])
        while at >= 0:
            other = title[at : at + len(name)]
            wrong = sum(map(str.__ne__, name, other))
            end = at + len(name)
            if len(other) == len(name) and wrong == 1 and len(name) > 2 and _AFTER_NAME.match(title, end):
                message = f"标题里写作“{other}”，正文里写作“{name}”；请核对。"
                yield doubtful("title_text", (at, end), message)
            at = title.find(name[0], at + 1)


# ---- the day in a signature

_SIGNED = Expression(
    r"(?P<year>[12]\d{3}|[二一][〇○零一二三四五六七八九]{3})\s{0,4}(?P<sep>年|[-./．])\s{0,4}(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})\s{0,4}"
    r"(?:月|[-./．])\s{0,4}(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})\s{0,4}日?"
)


def signed_days(text: str, date: Date) -> Iterator[Mark]:
    """The day of a signature is written as the issue's is, and no later."""
    for found in _SIGNED.finditer(text):
        try:
            day = Date(_year(found["year"]), value_of(found["month"]), value_of(found["day"]))
        except ValueError:
            continue  # no such day, of which figures tells
        right = chinese_date(day)
        if found[0] != right:
            yield advice("signature_date", found.span(), f"落款日期一般写作“{right}”；请核对。", right)
        elif day > date:
            message = f"落款日期{right}晚于编发日期{chinese_date(date)}；请核对。"
            yield advice("signature_date", found.span(), message)


def _year(text: str) -> int:
    return int(text) if text.isdecimal() else int("".join(_YEAR_DIGITS[digit] for digit in text))


_YEAR_DIGITS = dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True))


# ---- attachments

_LIST = Expression(
    r"(?:\A|(?<=\n))附件(?P<number>\d{0,2})[：:](?P<rest>[^\n]*)(?P<more>(?:\n\s*\d{1,2}[.．、][^\n]*)*)"
)
_LISTED = Expression(r"(?:\A|[\s；，。])(?P<number>\d{1,2})[.．、]")
_REFERRED = Expression(
    r"(?:见|按|按照|参见|填写|填报|依据|根据|和|、)附件(?P<number>\d{1,2}|[一二三四五六七八九])(?![\d.．、：:号])"
)


def attachments(text: str) -> tuple[Mark, ...]:
    """见附件2, where there is one: as many attachments as are spoken of."""
    if "附件" not in text:
        return ()
    count = 0
    for found in _LIST.finditer(text):
        listed = [int(each["number"]) for each in _LISTED.finditer(found["rest"] + found["more"])]
        count = max(count, *listed, int(found["number"] or 1), 1)
    told = []
    for found in _REFERRED.finditer(text) if count else ():
        if value_of(found["number"]) > count:
            message = f"这里说附件{found['number']}，后面列的附件只有{count}个；请核对。"
            told.append(doubtful("attachment", (found.start("number") - 2, found.end("number")), message))
    return tuple(told)


# ---- weekdays of days without a year

_DAY = Expression(
    r"(?<![\d.年])(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:[上下]午|晚|晚上)?[（(]?(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])(?![至到—～、])"
)
_WEEKDAY = Expression("星期|周|礼拜")
_YEAR = Expression(r"(?<!\d)((?:19|20)\d{2})年")


def _weekdays(body: tuple[Node, ...], date: Date) -> Iterator[tuple[Node, Mark]]:
    """A day without a year is one of the issue's year, of the one before or after, or of a year that its
    paragraph names."""
    for node in body:
        if not _WEEKDAY.search(node.text) or year_of(node.text) is not None:
            continue  # figures tells of a text that names its year
        years = {date.year - 1, date.year, date.year + 1, *map(int, _YEAR.findall(node.text))}
        for found in _DAY.finditer(node.text):
            month, day = int(found["month"]), int(found["day"])
            given = "日" if found["weekday"] == "天" else found["weekday"]
            right = {year: weekday for year in sorted(years) if (weekday := _weekday(year, month, day))}
            if right and given not in right.values():
                here = right.get(date.year)
                words = f"{date.year}年{month}月{day}日是星期{here}" if here else "哪一年都对不上"
                yield node, doubtful("weekday", found.span("weekday"), f"{words}；请核对日期或星期。")


def _weekday(year: int, month: int, day: int) -> str:
    try:
        return chinese_weekday(Date(year, month, day))
    except ValueError:
        return ""
