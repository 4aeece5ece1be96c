"""A word of a source cut into what it is made of: offices, persons, and what was done. Knows nothing of the
words beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bulletin_desk.intake.sources import is_unit, without_post
from bulletin_desk.statistics.names import Names, plain
from bulletin_desk.statistics.words import (
    SHORT_OFFICE,
    WORDED_BEFORE,
    Part,
    Word,
    is_certain_person,
    is_office,
    is_place,
    is_wording,
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
    """综合成都市志办"""
    for word in WORDED_BEFORE:
        rest = text.removeprefix(word)
        bare = plain(rest)
        named = bare and (names.place_of(bare) or names.full_name(bare) or SHORT_OFFICE.match(bare))
        if rest != text and named:
            return [Word(word, Part.WORDING), Word(rest, None)]
    return None


def _cut_behind(text: str, names: Names) -> list[Word] | None:
    """成都市志办报送整理"""
    end = len(text)
    while length := wording_end(text, end):
        listed = end <= _LONGEST_RUN and names.full_name(text[:end])
        if listed or len(plain(text[: end - length])) < 2:
            break
        end -= length
    return [Word(text[:end], None), Word(text[end:], Part.WORDING)] if end < len(text) else None


_ONE_BRACKET = re.compile(r"([^（()）]*)([（(])([^（()）]*)([）)])([^（()）]*)")


def _cut_brackets(text: str, names: Names) -> list[Word] | None:
    """Offices, persons or wording inside brackets; two names of one office stay one."""
    found = _ONE_BRACKET.fullmatch(text)
    if found is None:
        return None
    before, opening, inner, closing, behind = found.groups()
    words = words_of(inner)
    of_persons = all(word.part or is_certain_person(plain(word.text), names) for word in words)
    offices = not behind and is_office(plain(before), names) and is_office(plain(inner), names)
    apart = names.place_of(plain(before)) != names.place_of(plain(inner))
    by_whom = is_certain_person(plain(before), names) and is_office(plain(inner), names)
    worded = all(word.part or is_wording(plain(word.text)) for word in words)
    if not (by_whom or worded or ((of_persons or (offices and apart)) and before)):
        return None
    around = [Word(before, None)] if before else []
    after = [Word(behind, None)] if behind else []
    return [*around, Word(opening, Part.BETWEEN), *words, Word(closing, Part.BETWEEN), *after]


_LONGEST_RUN = 80
"""Characters of offices without a mark between them: what is longer is one name."""
_AND = ("和", "与", "及", "暨", "同", "、", "以及", "联合", "会同")


def _cut_between(text: str, names: Names) -> list[Word] | None:
    """成都市志办武侯区志办, 成都市志办和德阳市志办: where one name ends and a place begins another."""
    if len(text) > _LONGEST_RUN or re.search("[（(]", text):
        return None
    for at in range(2, len(text) - 1):
        first, joint, second = text[:at], "", text[at:]
        if found := max((word for word in _AND if second.startswith(word)), key=len, default=""):
            joint, second = found, second[len(found) :]
        if _ends_there(plain(first), plain(second), bool(joint), names):
            between = [Word(joint, Part.BETWEEN)] if joint else []
            return [Word(first, None), *between, Word(second, None)]
    return None


def _ends_there(first: str, second: str, joint: bool, names: Names) -> bool:
    if not is_office(first, names) or not (names.place_of(second) or names.full_name(second)):
        return False
    if not (is_office(second, names) or _begins_with_office(second, names)):
        return False
    behind = names.behind_place(second)
    if behind.startswith(("分", "支")):  # a branch of the same: 某公司成都分公司
        return False
    if is_place(first, names):
        one, other = names.place_of(first), names.place_of(second)
        return one is not None and other is not None and (joint or other.city != one.name) and one != other
    return True


def _begins_with_office(name: str, names: Names) -> bool:
    """Whether an office's name stands before a further place's."""
    ends = range(3, len(name) - 1)
    return any(names.place_of(name[end:]) and is_office(name[:end], names) for end in ends)


def _cut_persons(text: str, names: Names) -> list[Word] | None:
    """成都市地方志办公室主任张三: a person, with or without a post, behind an office."""
    for length in (3, 2, 4):
        before, person = text[:-length], text[-length:]
        bare = plain(before)
        if len(bare) < 3 or not is_certain_person(plain(person), names):
            continue
        unit = without_post(bare)
        if is_office(unit, names) and not is_place(unit, names) and not is_unit(text, names.units):
            end = before.rindex(unit[-1]) + 1 if unit else 0
            end = len(before) if unit == bare else end
            if plain(before[:end]) == unit:
                post = [Word(before[end:], Part.WORDING)] if before[end:] else []
                return [Word(before[:end], None), *post, Word(person, Part.PERSON, plain(person))]
    return None
