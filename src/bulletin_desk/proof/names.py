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

from bulletin_desk.hanzi.alike import alike
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.hanzi.words import class_of, shipped_words, tokens_of
from bulletin_desk.proof.expressions import Expression
from bulletin_desk.proof.places import is_han
from bulletin_desk.remembering import remembered


class Variant(NamedTuple):
    """Form `odd`, at `start` to `end` of text number `text`, against `usual` elsewhere in the issue. `sure`:
    the odd form is no word, so that it may be put right at once."""

    text: int
    start: int
    end: int
    odd: str
    usual: str
    sure: bool


class Names(NamedTuple):
    """What one text holds: the last characters of offices' names, counties, quoted names, and persons with
    their posts. Without places, so that an edit beside a name leaves all as it was."""

    offices: tuple[str, ...]
    places: tuple[str, ...]
    quoted: tuple[str, ...]
    persons: tuple[tuple[str, str], ...]


class _Odd(NamedTuple):
    """An odd form in text number `text`; `before` is what it must stand behind there."""

    text: int
    before: str
    odd: str
    usual: str
    sure: bool = False


_OFFICE = Expression(
    r"(?:中心|集团|公司|学院|大学|党校|协会|学会|委员会|出版社|(?:(?<![格布结全大当定政战时])局(?![面部限势])|厅|院(?![落校士线内外])|(?<!场)馆(?![藏内])"
    r"|(?<![全内外上下中局细])部(?![门分署队位件属落级委])|(?<!地下)室(?![内外友])|(?<![出进])站(?![点在位])"
    r"|(?<!场)所(?![有在以得需属谓示称列述指处涉作取提获附])))(?![长员])"
)
_NAME_END = Expression(
    rf"(?:(?!应(?![急用])|对(?!外)|[或其向请须被将由为是的该此每并也都已])[{HAN}]){{1,14}}\Z"
)
"""Of what stands before an office's end, what may be its name: 国家外汇管理局或其分支局 is two."""
_PLACE = Expression(rf"(?<=[{HAN}]{{2}})(?<![团该各全本我外每某原辖])[市县区州](?!长|委书记是)")
_QUOTED = Expression(r"《([^《》]{5,30})》|“([\u4e00-\u9fff]{5,16})”")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟"
    "谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安"
)
_POST = (
    "书记|省长|县长|市长|区长|州长|镇长|乡长|主任|局长|厅长|处长|科长|部长|院长|馆长|校长|所长|站长|会长|理事长|秘书长|主席|董事长|"
    "总经理|教授|研究员|主编|总编辑|副总编|组长|队长"
)
_PERSON = Expression(
    rf"(?P<post>[\u4e00-\u9fff]{{0,8}}(?:{_POST}))(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)"
    r"(?=主持|出席|参加|一行|率|带队|带领|作[了题专主总]|讲话|致辞|致欢|指出|强调|表示|介绍|说|在|到|为[^民]|等|同志|[，。、；）（]"
    r"|和|与|及|分别|深入|调研|陪同|宣布|要求|通报|汇报|传达|就|对|向|先后|以|受|赴|\Z)"
)


@remembered
def names_in(text: str) -> Names:
    """The names in a text, as far as they can be told by their ends, quotes and posts."""
    offices = []
    for found in _OFFICE.finditer(text):
        left = _NAME_END.search(text, max(0, found.end() - 14), found.end())
        if left is not None and len(left[0]) >= 6:
            offices.append(left[0])
    places = tuple(
        text[found.end() - 3 : found.end()] for found in _places_in(text) if not _is_longer(text, found.end())
    )
    quoted = tuple(found[1] or found[2] for found in _QUOTED.finditer(text))
    persons = tuple((found["post"], found["name"]) for found in _PERSON.finditer(text))
    return Names(tuple(offices), places, quoted, persons)


_LONGEST_PLACE = 6
_NO_PLACE = frozenset("受由经对报与为在到被让给把按以及或就除各该是等的之定中市县区省")
"""What no county's name has before its last character, so that 业务上受市档案局指导 speaks of none."""


def place_ends(text: str) -> tuple[str, ...]:
    """The last three characters of all that may be a place's name."""
    return tuple(text[found.end() - 3 : found.end()] for found in _places_in(text))


def _places_in(text: str) -> Iterator[re.Match[str]]:
    return (found for found in _PLACE.finditer(text) if text[found.start() - 1] not in _NO_PLACE)


def _is_longer(text: str, end: int) -> bool:
    """Whether a longer name ends here than one of three characters: 葫芦岛市, not 青岛市."""
    return any(_one_word(text[start:end]) for start in range(max(0, end - _LONGEST_PLACE), end - 3))


def variants(texts: Iterable[str]) -> list[Variant]:
    """The odd forms in some texts that belong together, in no particular order."""
    listed = list(texts)
    found: dict[tuple[int, int, int], Variant] = {}
    wanted: dict[int, dict[str, list[_Odd]]] = {}
    for odd in _odd_forms(tuple(names_in(text) for text in listed)):
        wanted.setdefault(odd.text, {}).setdefault(odd.before + odd.odd, []).append(odd)
    for number, forms in wanted.items():
        for at, form in _found(listed[number], forms):
            for odd in forms[form]:
                start = at + len(odd.before)
                place = (number, start, start + len(odd.odd))
                found.setdefault(place, Variant(*place, odd.odd, odd.usual, odd.sure))
    return list(found.values())


_FEW = 8
"""So many forms are looked for one by one; of more, all those of one length at once."""


def _found(text: str, forms: Iterable[str]) -> Iterator[tuple[int, str]]:
    """All places of some forms in a text, form by form where they are few."""
    listed = list(forms)
    if len(listed) > _FEW:
        for length in sorted({len(form) for form in listed}):
            for at in range(len(text) - length + 1):
                if text[at : at + length] in forms:
                    yield at, text[at : at + length]
        return
    for form in listed:
        at = text.find(form)
        while at >= 0:
            yield at, form
            at = text.find(form, at + 1)


@lru_cache(maxsize=8)
def _odd_forms(names: tuple[Names, ...]) -> tuple[_Odd, ...]:
    searches = (_offices, _places, _titles, _persons)
    return tuple(dict.fromkeys(odd for search in searches for odd in search(names)))


_ALTERNATIVES = frozenset(
    "一二三四五六七八九十百千两第东西南北中上下左右前后内外省市州县区镇乡村街里新老大小高初甲乙丙丁男女正副主总分本各全"
    "部司局厅委处室科院所站馆社会较很更最极特严轻其"
    "0123456789０１２３４５６７８９①②③④⑤"
)
"""What may well differ between two names."""
_JOINING = frozenset("和与及暨")


def _offices(names: tuple[Names, ...]) -> Iterator[_Odd]:
    """Offices' names that differ by one character, with three equal ones before it."""
    there: dict[str, set[int]] = defaultdict(set)
    for number, each in enumerate(names):
        for name in each.offices:
            there[name].add(number)
    groups: dict[tuple[str, str], dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for name, numbers in there.items():
        for cut in range(max(3, len(name) - 8), len(name)):
            if cut >= 4:
                groups[name[cut - 4 : cut - 1], name[cut:]][name[cut - 1]] |= numbers
            if name[cut - 1] not in _JOINING:
                groups[name[cut - 3 : cut], name[cut:]][""] |= numbers
    for (before, after), forms in groups.items():
        if len(forms) > 1:
            yield from _odd(forms, before, after)


def _odd(forms: dict[str, set[int]], head: str, tail: str) -> Iterator[_Odd]:
    """Of forms with different characters between the same head and tail, those that are odd."""
    usual = max(forms, key=lambda char: (_is_word(head, char, tail), len(forms[char])))
    for char, numbers in forms.items():
        if char == usual or char in _ALTERNATIVES or usual in _ALTERNATIVES:
            continue
        joined = {char, usual} & _JOINING and {char, usual} <= _JOINING | {""}
        if "" in (char, usual):
            if not joined or len(tail) < 3 or tail.startswith("常务"):
                continue  # 代表大会和常务委员会
        elif joined or _is_word(head, char, tail) or not _is_word(head, usual, tail):
            continue  # 甲委员会和乙委员会, 甲委员会及乙委员会
        elif not _is_alike(char, usual):
            continue
        for number in sorted(numbers):
            yield _Odd(number, "", head + char + tail, head + usual + tail)


@lru_cache(maxsize=4096)
def _is_word(head: str, char: str, tail: str) -> bool:
    """Whether the character, between these, belongs to a word of the word list."""
    if not char:
        return False
    at = len(head)
    tokens = tokens_of(head + char + tail)
    return any(token.start <= at < token.end and token.end - token.start > 1 for token in tokens)


def _places(names: tuple[Names, ...]) -> Iterator[_Odd]:
    """剑格县 where 剑阁县 stands elsewhere: one is a place in the word list, the other no word at all."""
    there: dict[str, list[int]] = defaultdict(list)
    for number, each in enumerate(names):
        for name in dict.fromkeys(each.places):
            there[name].append(number)
    for group in _near(there, (0, 1)):
        known = [name for name in group if _one_word(name)]
        if len(known) != 1:
            continue
        for name in group:
            if name != known[0] and _no_word(name) and any(map(_is_alike, name, known[0])):
                for number in there[name]:
                    yield _Odd(number, "", name, known[0], sure=True)


def _is_alike(one: str, other: str) -> bool:
    """Whether two characters sound or look alike, so that one may have been typed for the other: 阁 and 格,
    but 郫都区 is no 新都区, nor 《隋书》 the 《汉书》."""
    return one in alike(other).either or other in alike(one).either


def _near(names: Iterable[str], places: tuple[int, ...] | None = None) -> Iterator[list[str]]:
    """Groups of names that differ at one of these places only; at any, if none are given."""
    groups: dict[tuple[int, str], list[str]] = defaultdict(list)
    for name in names:
        for at in range(len(name)) if places is None else places:
            groups[at, name[:at] + name[at + 1 :]].append(name)
    return (group for group in groups.values() if len(group) > 1)


def is_known_place(name: str) -> bool:
    """Whether the word list has a place of this name."""
    return _one_word(name)


@lru_cache(maxsize=4096)
def _one_word(name: str) -> bool:
    """Whether the word list has this very word, as a name of a place."""
    return class_of(name) == "s"


def _no_word(name: str) -> bool:
    """Whether no part of a county's name is a word: 剑格县, not 临江区."""
    return not any(
        end > 1 for at in (0, 1) for end, _, _ in shipped_words().starting(name[at:], 0, len(name) - at)
    )


def _titles(names: tuple[Names, ...]) -> Iterator[_Odd]:
    """Quoted names that differ by one character."""
    there: dict[str, list[int]] = defaultdict(list)
    for number, each in enumerate(names):
        for name in each.quoted:
            there[name].append(number)
    for group in _near(there):
        if len(group) != 2 or set(there[group[0]]) & set(there[group[1]]):
            continue  # side by side: set against one another on purpose
        at = next(at for at, (one, other) in enumerate(zip(*group, strict=True)) if one != other)
        parts = {name: (name[:at], name[at], name[at + 1 :]) for name in group}
        odd, usual = sorted(group, key=lambda name: (_is_word(*parts[name]), len(there[name])))
        pair = {odd[at], usual[at]}
        if pair & _ALTERNATIVES or not all(map(is_han, pair)):
            continue
        if not pair <= _JOINING and (
            _is_word(*parts[odd]) or not _is_word(*parts[usual]) or not _is_alike(odd[at], usual[at])
        ):
            continue
        for number in dict.fromkeys(there[odd]):
            yield _Odd(number, "", odd, usual)


def _persons(names: tuple[Names, ...]) -> Iterator[_Odd]:
    """Two persons in the same post whose names differ by one character."""
    there: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, each in enumerate(names):
        for post, name in each.persons:
            if len(post) >= 4:
                there[post[-5:]][name].append(number)
    for post, people in there.items():
        listed = sorted(people, key=lambda name: (len(people[name]), -people[name][0]))
        # of the names alike but for one place, the surname never, the next one after each
        after: dict[tuple[int, str], int] = {}
        usual: list[int | None] = []
        for at in range(len(listed) - 1, -1, -1):
            name = listed[at]
            alike = [(place, name[:place] + name[place + 1 :]) for place in range(1, len(name))]
            usual.append(min((after[key] for key in alike if key in after), default=None))
            after.update(dict.fromkeys(alike, at))
        for name, found in zip(listed, reversed(usual), strict=True):
            if found is not None:
                for number in dict.fromkeys(people[name]):
                    yield _Odd(number, post, name, listed[found])
