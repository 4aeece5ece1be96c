"""A word of a source cut into what it is made of: offices, persons, and what was done. Knows nothing of the
words beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bulletin_desk.intake.sources import is_unit, without_post
from bulletin_desk.statistics.names import PLACE_END, Names, plain
from bulletin_desk.statistics.words import (
    CLOSE,
    JOINTS,
    OPEN,
    PLACED,
    ROLES,
    SHORT_OFFICE,
    WORDED_BEFORE,
    Part,
    Word,
    brackets,
    ends_as_body,
    is_certain_person,
    is_of_above,
    is_office,
    is_place,
    is_wording,
    reads_as_office,
    wording_end,
    words_of,
)


class Piece(NamedTuple):
    """A piece of a source as it is printed. Of an office `name` is the name that it is read as: without
    breaks, and with the tail that it shares with the next one (成都、德阳市地方志办公室)."""

    text: str
    part: Part
    name: str = ""


def pieces_of_word(text: str, name: str, names: Names) -> Iterator[Piece]:
    """The pieces of a word between marks; `name` is the word without what tears it apart."""
    if names.full_name(name):
        yield Piece(text, Part.OFFICE, name)
        return
    if is_wording(name):
        yield Piece(text, Part.WORDING, name)
        return
    if is_certain_person(name, names):
        yield Piece(text, Part.PERSON, name)
        return
    for cut in (_cut_before, _cut_behind, _cut_brackets, _cut_between, _cut_persons):
        if (parts := cut(text, names)) and "".join(each.text for each in parts) == text:
            for each in parts:
                if each.part is None:
                    yield from pieces_of_word(each.text, plain(each.text), names)
                else:
                    yield Piece(each.text, each.part, each.name)
            return
    yield Piece(text, Part.OFFICE, name)


def _cut_before(text: str, names: Names) -> list[Word] | None:
    """综合成都市志办, ①成都市志办, and 和成都市志办 behind a mark"""
    if len(text) > 1 and "①" <= text[0] <= "⒛":
        return [Word(text[0], Part.BETWEEN), Word(text[1:], None)]
    for word in (*WORDED_BEFORE, *JOINTS):
        rest = text.removeprefix(word)
        bare = plain(rest)
        if rest != text and bare and _stands_alone(bare, word, names):
            return [Word(word, Part.BETWEEN if word in JOINTS else Part.WORDING), Word(rest, None)]
    return None


def _stands_alone(name: str, before: str, names: Names) -> bool:
    """Whether a name behind a word is an office's without it."""
    if names.place_of(name) or names.full_name(name):
        return True
    if before in JOINTS:
        return False
    if before.endswith("由"):  # 由张三供稿
        return is_certain_person(_done_off(name), names) or is_office(_done_off(name), names)
    if SHORT_OFFICE.match(name):
        return True
    of_some = is_of_above(name, names) or name[0] in PLACE_END or bool(PLACED.fullmatch(name))
    if before == "综合" and not of_some:  # 综合执法局 is a name
        return _begins_with_office(name, names)
    return reads_as_office(name, names) or _begins_with_office(name, names)


def _cut_behind(text: str, names: Names) -> list[Word] | None:
    """成都市志办报送整理"""
    end = len(text)
    while length := wording_end(text, end):
        listed = end <= _LONGEST_RUN and names.full_name(text[:end])
        rest = plain(text[: end - length])
        if listed or (len(rest) < 2 and not names.full_name(rest)):
            break
        end -= length
    return [Word(text[:end], None), Word(text[end:], Part.WORDING)] if end < len(text) else None


def _done_off(name: str) -> str:
    """A name without what was done behind it."""
    end = len(name)
    while length := wording_end(name, end):
        end -= length
    return name[:end]


def _cut_brackets(text: str, names: Names) -> list[Word] | None:
    """Offices, persons or wording inside brackets; two names of one office stay one."""
    opened = next((at for at, char in enumerate(text) if char in OPEN), -1)
    closed = brackets(text).get(opened)
    if closed is None:
        return None
    before, inner, behind = text[:opened], words_of(text[opened + 1 : closed]), text[closed + 1 :]
    if not _is_apart(plain(before), inner, behind, names):
        return None
    return [
        *([Word(before, None)] if before else []),
        *(Word(text[opened], Part.BETWEEN), *inner, Word(text[closed], Part.BETWEEN)),
        *([Word(behind, None)] if behind else []),
    ]


def _is_apart(before: str, inner: Iterable[Word], behind: str, names: Names) -> bool:
    """Whether what stands in brackets is none of the name before and behind them."""
    words = [plain(word.text) for word in inner if word.part is None]
    if all(_is_nameless(word, names) for word in words):
        return bool(before or words)  # 成都市志办（记者 张三）, 泽仁旺姆（藏族）
    left = [word for word in words if not _is_nameless(word, names)]
    if not behind and is_certain_person(before, names):  # 张三（成都市志办、德阳市志办）
        return all(len(word) > 2 or ends_as_body(word) or names.full_name(word) for word in left)
    if not all(reads_as_office(word, names) or _begins_with_office(word, names) for word in left):
        return False
    if not before:  # （成都市志办）（德阳市志办）, but （四川省）图书馆
        return not behind or behind[0] in OPEN
    if behind:
        return False
    apart = any(names.place_of(word) != names.place_of(before) for word in left)
    return apart and is_office(before, names) and not is_place(before, names)  # 成都市志办（武侯区志办）


def _is_nameless(word: str, names: Names) -> bool:
    """Whether a word names no office: 整理, 张三, 记者张三."""
    role = next((role for role in ROLES if word.startswith(role)), "")
    return is_wording(word) or is_certain_person(word.removeprefix(role), names)


_LONGEST_RUN = 80
"""Characters of offices without a mark between them: what is longer is one name."""


def _cut_between(text: str, names: Names) -> list[Word] | None:
    """成都市志办武侯区志办, 成都市志办和德阳市志办: where one name ends and another begins."""
    if len(text) > _LONGEST_RUN:
        return None
    depth = 0
    for at in range(1, len(text)):
        depth += (text[at - 1] in OPEN) - (text[at - 1] in CLOSE)
        if depth or text[at] in OPEN + CLOSE:
            continue
        joint = _joint_at(text, at)
        first, second = text[:at], text[at + len(joint) :]
        if _ends_there(plain(first), plain(second), joint, names):
            between = [Word(joint, Part.BETWEEN)] if joint else []
            return [Word(first, None), *between, Word(second, None)]
    return None


def _joint_at(text: str, at: int) -> str:
    return max((word for word in (*JOINTS, "、") if text.startswith(word, at)), key=len, default="")


def _ends_there(first: str, second: str, joint: str, names: Names) -> bool:
    if not (first and second) or (len(first) < 2 and not names.full_name(first)):
        return False
    if joint and names.full_name(first) and names.full_name(second):
        return True
    if joint and is_certain_person(first, names) and is_certain_person(second, names):
        return True
    if joint and _is_further(first, second, joint, names):
        return True
    if not (is_office(first, names) or (joint and reads_as_office(first, names))):
        return False
    if not (names.place_of(second) or names.full_name(second)):
        return False
    if not (is_office(second, names) or _begins_with_office(second, names)):
        return False
    behind = names.behind_place(second)
    if behind.startswith(("分", "支")):  # a branch of the same: 某公司成都分公司
        return False
    if is_place(first, names):
        one, other = names.place_of(first), names.place_of(second)
        return (
            one is not None and other is not None and (bool(joint) or other.city != one.name) and one != other
        )
    return True


_SAME_OFFICE = ("地方志", "方志", "史志", "党史", "地志", "档案")
"""With what the second half of one office's name may begin: 党史研究室和地方志编纂中心."""


def _is_further(first: str, second: str, joint: str, names: Names) -> bool:
    """Whether what stands behind a joint is a further office, though no list and no place tells of it: behind
    an office that a list knows, or where both end as names of offices do (教育局和文旅局)."""
    if second.startswith(_SAME_OFFICE):
        return False
    if joint == "同" and first[-1] == "会" and not ends_as_body(first):  # 县一中会同红光镇
        return False
    if is_place(first, names) or first[-1] == "省":  # 成都市和平小学, 四川省联合开发公司
        of_above = is_of_above(second, names) or (joint in _PLAIN_JOINTS and len(second) > _SHORTEST_FURTHER)
        return of_above and reads_as_office(second, names)
    if _NO_JOINT.match(f"{joint}{second}"):
        return False
    if names.full_name(first):
        return len(second) > 2 or ends_as_body(second)
    if not (ends_as_body(first) or reads_as_office(first, names)):
        return False
    # 有关单位 is cut off here, and left out as wording
    return ends_as_body(second) or reads_as_office(second, names) or is_wording(second)


_NO_JOINT = re.compile(
    "和(?:平|谐|睦|田地?区|政县|静县|硕县|林格尔)|及时|同(?:济|仁|心|德|乐|方)|与会|暨(?:南(?![京通充昌宁阳平海])|阳)|并州"
    "|联合(?:国(?![家网])|会|社(?!科|会)|总(?!工会)|体(?!育)|大学|公司|银行|征信|调查组)"
)
"""With what words begin that a joint is a part of."""
_PLAIN_JOINTS = frozenset(("与", "暨", "以及", "会同"))
_SHORTEST_FURTHER = 5


def _begins_with_office(name: str, names: Names) -> bool:
    """Whether an office's name stands before a further one."""
    for end in range(1, len(name) - 1):
        joint = _joint_at(name, end)
        rest = name[end + len(joint) :]
        if (names.place_of(rest) or (joint and names.full_name(rest))) and is_office(name[:end], names):
            return True
    return False


def _is_body(name: str, names: Names) -> bool:
    return len(name) > 2 and (reads_as_office(name, names) or ends_as_body(name))


def _cut_persons(text: str, names: Names) -> list[Word] | None:
    """成都市地方志办公室主任张三: a person, with or without a post, behind an office."""
    for length in (3, 2, 4):
        before, person = text[:-length], text[-length:]
        bare = plain(before)
        if not bare or not is_certain_person(plain(person), names):
            continue
        unit = without_post(_done_off(bare))
        if not unit:  # 记者张三
            return [Word(before, Part.WORDING), Word(person, Part.PERSON, plain(person))]
        whole = is_unit(text, names.units) or is_place(unit, names)
        if not whole and (names.full_name(unit) or _is_body(unit, names)):
            end = before.rindex(unit[-1]) + 1 if unit else 0
            end = len(before) if unit == bare else end
            if plain(before[:end]) == unit:
                post = [Word(before[end:], Part.WORDING)] if before[end:] else []
                return [Word(before[:end], None), *post, Word(person, Part.PERSON, plain(person))]
    return None
