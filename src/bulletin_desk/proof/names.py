"""Names written two ways within one issue: offices, counties, titles in 《》, persons behind their posts.

A name is only spoken of where one of its forms is the odd one: where its other form is made of words that the
word list has and this one is not, or where a person's post is the same. Knows no bulletin: texts come in,
places go out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.typeset.break_titles import tokens_of


class Variant(NamedTuple):
    """Form `odd`, at `start` to `end` of text number `text`, against `usual` elsewhere in the issue. `sure`:
    the odd form is no word, so that it may be put right at once."""

    text: int
    start: int
    end: int
    odd: str
    usual: str
    sure: bool


class _Form(NamedTuple):
    start: int
    end: int
    name: str


class Names(NamedTuple):
    """What one text holds: ends of offices' names, counties, quoted names, persons with their posts."""

    offices: tuple[_Form, ...]
    places: tuple[_Form, ...]
    quoted: tuple[_Form, ...]
    persons: tuple[tuple[str, _Form], ...]


_OFFICE = re.compile(
    r"(?:中心|集团|公司|学院|大学|党校|协会|学会|委员会|出版社|[局厅院馆部室站所])(?![长员])"
)
_HAN_END = re.compile(rf"[{HAN}]{{1,14}}\Z")
_PLACE = re.compile(rf"(?<=[{HAN}]{{2}})[市县区州](?!长|委书记是)")
_QUOTED = re.compile(r"《([^《》]{5,30})》|“([\u4e00-\u9fff]{5,16})”")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟"
    "谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安"
)
_POST = (
    "书记|县长|市长|区长|州长|镇长|乡长|主任|局长|厅长|处长|科长|部长|院长|馆长|校长|所长|站长|会长|理事长|秘书长|主席|董事长|"
    "总经理|教授|研究员|主编|总编辑|副总编|组长|队长"
)
_PERSON = re.compile(
    rf"(?P<post>[\u4e00-\u9fff]{{0,8}}(?:{_POST}))(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)"
    r"(?=主持|出席|参加|一行|率|带队|带领|作[了题专主总]|讲话|致辞|致欢|指出|强调|表示|介绍|说|在|到|为[^民]|等|同志|[，。、；）（]"
    r"|和|与|及|分别|深入|调研|陪同|宣布|要求|通报|汇报|传达|就|对|向|先后|以|受|赴|\Z)"
)


@lru_cache(maxsize=4096)
def names_in(text: str) -> Names:
    """The names in a text, as far as they can be told by their ends, quotes and posts."""
    offices = []
    for found in _OFFICE.finditer(text):
        left = _HAN_END.search(text, max(0, found.end() - 14), found.end())
        if left is not None and len(left[0]) >= 6:
            offices.append(_Form(left.start(), left.end(), left[0]))
    places = [
        _Form(found.start() - 2, found.end(), text[found.start() - 2 : found.end()])
        for found in _PLACE.finditer(text)
    ]
    quoted = [_Form(found.start(), found.end(), found[1] or found[2]) for found in _QUOTED.finditer(text)]
    persons = [(found["post"], _Form(*found.span("name"), found["name"])) for found in _PERSON.finditer(text)]
    return Names(tuple(offices), tuple(places), tuple(quoted), tuple(persons))


def variants(texts: Iterable[str]) -> list[Variant]:
    """The odd forms in some texts that belong together, in no particular order."""
    return list(_cached(tuple(names_in(text) for text in texts)))


@lru_cache(maxsize=8)
def _cached(names: tuple[Names, ...]) -> tuple[Variant, ...]:
    by_place: dict[tuple[int, int, int], Variant] = {}
    for search in (_offices, _places, _titles, _persons):
        for variant in search(names):
            by_place.setdefault((variant.text, variant.start, variant.end), variant)
    return tuple(by_place.values())


_ALTERNATIVES = frozenset(
    "一二三四五六七八九十百千两第东西南北中上下左右前后内外省市州县区镇乡村街里新老大小高初甲乙丙丁男女正副主总分本各全"
    "0123456789０１２３４５６７８９①②③④⑤"
)
"""What may well differ between two names."""
_JOINING = frozenset("和与及暨")


class _At(NamedTuple):
    text: int
    form: _Form
    at: int
    """Where in the form's name the character is; for what is left out, where it would be."""


def _offices(names: tuple[Names, ...]) -> Iterator[Variant]:
    """Offices' names that differ by one character, with three equal ones before it."""
    groups: dict[tuple[str, str], dict[str, list[_At]]] = defaultdict(lambda: defaultdict(list))
    for number, each in enumerate(names):
        for form in each.offices:
            name = form.name
            for tail in range(1, min(9, len(name) - 3)):
                cut = len(name) - tail
                if tail + cut - 4 >= 1:
                    groups[name[cut - 4 : cut - 1], name[cut:]][name[cut - 1]].append(
                        _At(number, form, cut - 1)
                    )
                if name[cut - 1] not in _JOINING:
                    groups[name[cut - 3 : cut], name[cut:]][""].append(_At(number, form, cut))
    for (before, after), forms in groups.items():
        if len(forms) > 1:
            yield from _odd(forms, before, after)


def _odd(forms: dict[str, list[_At]], head: str, tail: str) -> Iterator[Variant]:
    """Of forms with different characters between the same head and tail, those that are odd."""
    usual = max(forms, key=lambda char: (_is_word(head, char, tail), len(forms[char])))
    for char, places in forms.items():
        if char == usual or char in _ALTERNATIVES or usual in _ALTERNATIVES:
            continue
        joined = {char, usual} & _JOINING and {char, usual} <= _JOINING | {""}
        if "" in (char, usual):
            if not joined or len(tail) < 3:
                continue
        elif not joined and (_is_word(head, char, tail) or not _is_word(head, usual, tail)):
            continue
        for place in places:
            start = place.form.start + max(0, place.at - len(head))
            yield Variant(
                place.text, start, place.form.end, head + char + tail, head + usual + tail, sure=False
            )


@lru_cache(maxsize=4096)
def _is_word(head: str, char: str, tail: str) -> bool:
    """Whether the character, between these, belongs to a word of the word list."""
    if not char:
        return False
    text = head + char + tail
    at = len(head)
    return any(token.start <= at < token.end and token.end - token.start > 1 for token in tokens_of(text))


def _places(names: tuple[Names, ...]) -> Iterator[Variant]:
    """剑格县 where 剑阁县 stands elsewhere: one is a place in the word list, the other no word at all."""
    there: dict[str, list[tuple[int, _Form]]] = defaultdict(list)
    for number, each in enumerate(names):
        for form in each.places:
            there[form.name].append((number, form))
    groups: dict[tuple[int, str], list[str]] = defaultdict(list)
    for name in there:
        for at in (0, 1):
            groups[at, name[:at] + name[at + 1 :]].append(name)
    for group in groups.values():
        if len(group) < 2:
            continue
        known = [name for name in group if _one_word(name)]
        if len(known) != 1:
            continue
        for name in group:
            if name != known[0] and _no_word(name):
                for number, form in there[name]:
                    yield Variant(number, form.start, form.end, name, known[0], sure=True)


@lru_cache(maxsize=1024)
def _one_word(name: str) -> bool:
    tokens = tokens_of(name)
    return len(tokens) == 1 and tokens[0].kind == "s" and all(char not in "各全该本" for char in name)


@lru_cache(maxsize=1024)
def _no_word(name: str) -> bool:
    """Whether the name falls into single characters, none of which is a particle, a number or the like."""
    tokens = tokens_of(name)
    return len(tokens) == len(name) and all(token.kind in "nsaovi" for token in tokens[:2])


def _titles(names: tuple[Names, ...]) -> Iterator[Variant]:
    """Quoted names that differ by one character."""
    there: dict[str, list[tuple[int, _Form]]] = defaultdict(list)
    for number, each in enumerate(names):
        for form in each.quoted:
            there[form.name].append((number, form))
    groups: dict[tuple[int, str], list[str]] = defaultdict(list)
    for name in there:
        for at in range(len(name)):
            groups[at, name[:at] + name[at + 1 :]].append(name)
    for (at, _), group in groups.items():
        if len(group) != 2:
            continue
        odd, usual = sorted(
            group, key=lambda name: (_is_word(name[:at], name[at], name[at + 1 :]), len(there[name]))
        )
        pair = {odd[at], usual[at]}
        if pair & _ALTERNATIVES or not all(re.match(f"[{HAN}]", char) for char in pair):
            continue
        words = [_is_word(name[:at], name[at], name[at + 1 :]) for name in (odd, usual)]
        if not pair <= _JOINING and words != [False, True]:
            continue
        if {number for number, _ in there[odd]} & {number for number, _ in there[usual]}:
            continue  # side by side: set against one another on purpose
        for number, form in there[odd]:
            yield Variant(number, form.start + 1, form.end - 1, odd, usual, sure=False)


def _persons(names: tuple[Names, ...]) -> Iterator[Variant]:
    """Two persons in the same post whose names differ by one character."""
    there: dict[str, dict[str, list[tuple[int, _Form]]]] = defaultdict(lambda: defaultdict(list))
    for number, each in enumerate(names):
        for post, form in each.persons:
            if len(post) >= 4:
                there[post[-5:]][form.name].append((number, form))
    for people in there.values():
        listed = sorted(people, key=lambda name: (len(people[name]), -people[name][0][0]))
        for at, odd in enumerate(listed):
            for usual in listed[at + 1 :]:
                if (
                    len(odd) == len(usual)
                    and odd[0] == usual[0]
                    and _differ_by_one(odd, usual)
                    and len(odd) > 1
                ):
                    for number, form in people[odd]:
                        yield Variant(number, form.start, form.end, odd, usual, sure=False)
                    break


def _differ_by_one(one: str, other: str) -> bool:
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1
