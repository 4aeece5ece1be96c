"""A printed source parted into the offices that it names. Every character of it is in one of the pieces; what
is not understood is a name. Knows no items, and of offices only what `names` tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.intake.phrases import phrases
from bulletin_desk.intake.sources import (
    COMPOUND_SURNAMES,
    brackets_off,
    is_person,
    is_unit,
    label_end,
    without_post,
)
from bulletin_desk.statistics.names import Names, plain


class Part(Enum):
    """What a piece of a source is."""

    OFFICE = "office"
    PERSON = "person"
    WORDING = "wording"
    """供稿：, 整理, 综合…报送: what was done, and no name."""
    BETWEEN = "between"
    """Blanks, marks and brackets."""


class Piece(NamedTuple):
    """A piece of a source as it is printed. Of an office `name` is the name that it is read as: without
    breaks, and with the tail that it shares with the next one (成都、德阳市地方志办公室)."""

    text: str
    part: Part
    name: str = ""


def offices_in(pieces: Iterable[Piece]) -> tuple[str, ...]:
    """The names of offices, each once."""
    return tuple(dict.fromkeys(piece.name for piece in pieces if piece.part is Part.OFFICE))


def persons_in(pieces: Iterable[Piece]) -> tuple[str, ...]:
    """The persons named, each once."""
    return tuple(dict.fromkeys(piece.name for piece in pieces if piece.part is Part.PERSON))


def part(source: str, names: Names) -> tuple[Piece, ...]:
    """The pieces of a source, which together are the source. A source that names no office but persons has
    these for names, as no item may be left without."""
    bare = _bare(source)
    start = source.index(bare) if bare else 0
    pieces = [
        Piece(source[:start], Part.BETWEEN),
        *_pieces(bare, names),
        Piece(source[start + len(bare) :], Part.BETWEEN),
    ]
    pieces = [piece for piece in pieces if piece.text]
    if not any(piece.part is Part.OFFICE for piece in pieces):
        pieces = [
            piece._replace(part=Part.OFFICE) if piece.part is Part.PERSON else piece for piece in pieces
        ]
    if not any(piece.part is Part.OFFICE for piece in pieces):
        pieces = [
            piece._replace(part=Part.OFFICE, name=plain(piece.text)) if piece.part is Part.WORDING else piece
            for piece in pieces
        ]
    return tuple(_with_cities(_with_tails(pieces, names), names))


def _bare(source: str) -> str:
    """A source without the brackets of any kind that hold all of it."""
    bare = brackets_off(source)
    if bare[:1] == "【" and bare.find("】") == len(bare) - 1 > 0:
        return _bare(bare[1:-1])
    return bare


# ---- words and what stands between them

_MARKS = "、，,;；·•・|｜/／+＋&＆\\-—–：:。."
_BETWEEN = re.compile(rf"[\s{_MARKS}]+")
_OPEN, _CLOSE = "（([［【", "）)]］】"


class _Word(NamedTuple):
    text: str
    part: Part | None  # None: not yet known
    name: str = ""


def _pieces(bare: str, names: Names) -> Iterator[Piece]:
    words = _joined(_words(bare), names)
    for word in words:
        if word.part is None:
            yield from _of_word(word.text, word.name or plain(word.text), names)
        else:
            yield Piece(word.text, word.part, word.name)


def _words(text: str) -> list[_Word]:
    """Parted at blanks and marks, but not inside brackets; labels by themselves."""
    closed_at = _brackets(text)
    words: list[_Word] = []
    at = 0
    while at < len(text):
        if between := _BETWEEN.match(text, at):
            words.append(_Word(between[0], Part.BETWEEN))
            at = between.end()
            continue
        if text[at] in _OPEN + _CLOSE and at not in closed_at:
            words.append(_Word(text[at], Part.BETWEEN))
            at += 1
            continue
        if stop := label_end(text[at : at + _LONGEST_LABEL]):
            words.append(_Word(text[at : at + stop], Part.WORDING))
            at += stop
            continue
        start = at
        while at < len(text) and not _BETWEEN.match(text, at):
            if text[at] in _OPEN + _CLOSE and at not in closed_at:
                break
            at = closed_at.get(at, at) + 1
        words.append(_Word(text[start:at], None))
    return words


_LONGEST_LABEL = 40


def _brackets(text: str) -> dict[int, int]:
    """Where brackets that are closed open, and where they close."""
    opened: list[int] = []
    closed: dict[int, int] = {}
    for at, char in enumerate(text):
        if char in _OPEN:
            opened.append(at)
        elif char in _CLOSE and opened:
            closed[opened.pop()] = at
    return closed


def _joined(words: Sequence[_Word], names: Names) -> list[_Word]:
    """Words that blanks or a line break have torn apart, in one again."""
    found = list(words)
    at = 0
    while at < len(found):
        if (run := _spaced(found, at)) and (whole := _whole(found[at:run], names)):
            found[at:run] = whole
            at += len(whole)
            continue
        at += 1
    at = 0
    while at + 2 < len(found):
        first, blank, second = found[at : at + 3]
        if first.part is second.part is None and blank.part is Part.BETWEEN and blank.text.isspace():
            name = plain(first.text + second.text)
            if _torn(plain(first.text), plain(second.text), name, names):
                found[at : at + 3] = [_Word(first.text + blank.text + second.text, None, name)]
                continue
        at += 1
    return found


def _spaced(words: Sequence[_Word], at: int) -> int:
    """Where a run of single characters with blanks between them (张 三, 成 都 市 志 办) ends; 0 for none."""
    stop = at
    while stop < len(words) and words[stop].part is None and len(words[stop].text) == 1:
        if stop + 2 >= len(words) or not words[stop + 1].text.isspace():
            stop += 1
            break
        stop += 2
    return stop if stop - at >= 3 and words[stop - 1].part is None else 0


def _whole(run: Sequence[_Word], names: Names) -> list[_Word]:
    """A run of single characters as one name, or as persons of two characters each; empty for neither."""
    text = "".join(word.text for word in run)
    name = plain(text)
    if names.full_name(name) or is_unit(name, names.units):
        return [_Word(text, None, name)]
    if len(name) % 2 or not all(is_person(name[at : at + 2]) for at in range(0, len(name), 2)):
        return [_Word(text, None, name)] if is_person(name) else []
    found: list[_Word] = []
    for at in range(0, len(run), 4):
        person = "".join(word.text for word in run[at : at + 3])
        found.append(_Word(person, Part.PERSON, plain(person)))
        found += run[at + 3 : at + 4]
    return found


def _torn(first: str, second: str, name: str, names: Names) -> bool:
    """Whether two words are one name with a blank in it."""
    if names.full_name(name) and not (names.full_name(first) and names.full_name(second)):
        return not _is_person(second, names)
    if not is_unit(name, names.units) or _is_person(second, names) or names.place_of(second):
        return False
    if _wording(first) or _wording(second) or _is_person(first, names):
        return False
    whole = is_unit(first, names.units) and not _is_place(first, names)
    return not whole or not is_unit(second, names.units)


# ---- one word

_BEFORE = ("本刊综合", "综合", "根据", "转自", "摘自", "源自", "来自", "据", "由")
_BEHIND = (
    *("供稿", "投稿", "来稿", "报送", "上报", "选送", "提供", "整理", "编辑", "综合", "汇总", "汇编", "编写"),
    *("撰写", "撰稿", "撰文", "采写", "执笔", "摄影", "供图", "报道", "信息", "材料", "稿件", "消息", "来信"),
    *("联合", "共同", "分别", "等地", "等单位", "等部门", "等市", "等县", "等区", "等市州", "等市（州）"),
    *("等县（市、区）", "等", "的"),
)
_SOLE = frozenset(("文", "图", "文图", "图文", "摄", "记者", "通讯员", "作者", "特约", "编者", "本刊"))


def _wording(word: str) -> bool:
    """Whether a word says what was done and no more: 整理, 供稿, 文/图."""
    while word and (ending := next((each for each in _BEHIND if word.endswith(each)), "")):
        word = word[: -len(ending)]
    return not word or word in _SOLE or word in phrases("author") or word in _BEFORE


def _is_place(word: str, names: Names) -> bool:
    return word in names.units.places


def _is_person(word: str, names: Names) -> bool:
    """Whether a word reads as a person and as nothing else."""
    compound = word[:2] in COMPOUND_SURNAMES
    if not is_person(word) or len(word) > (4 if compound else 3) or _wording(word):
        return False
    return word[-1] not in _NO_PERSON_END and not names.place_of(word) and not names.full_name(word)


_NO_PERSON_END = frozenset("科股部委会社协校院团厅署署系班组队办志刊库园司企")
"""Further ends of words that begin with a surname's character and name no person: 史志科."""


def _of_word(text: str, name: str, names: Names) -> Iterator[Piece]:
    """The pieces of a word between marks; `name` is the word without what tears it apart."""
    if names.full_name(name):
        yield Piece(text, Part.OFFICE, name)
        return
    if _wording(name):
        yield Piece(text, Part.WORDING, name)
        return
    if _is_person(name, names):
        yield Piece(text, Part.PERSON, name)
        return
    for cut in (_cut_before, _cut_behind, _cut_brackets, _cut_between, _cut_persons):
        if (parts := cut(text, names)) and "".join(each.text for each in parts) == text:
            for each in parts:
                if each.part is None:
                    yield from _of_word(each.text, plain(each.text), names)
                else:
                    yield Piece(each.text, each.part, each.name)
            return
    yield Piece(text, Part.OFFICE, name)


def _cut_before(text: str, names: Names) -> list[_Word] | None:
    """综合成都市志办"""
    for word in _BEFORE:
        rest = text.removeprefix(word)
        bare = plain(rest)
        if rest != text and bare and (names.place_of(bare) or names.full_name(bare) or _SHORT.match(bare)):
            return [_Word(word, Part.WORDING), _Word(rest, None)]
    return None


_SHORT = re.compile("[省市州县区旗](?:地方志|方志|史志|地志|志)办")


def _cut_behind(text: str, names: Names) -> list[_Word] | None:
    """成都市志办报送整理"""
    end = len(text)
    while ending := next((word for word in _BEHIND if text.endswith(word, 0, end)), ""):
        if len(plain(text[: end - len(ending)])) < 2 or names.full_name(text[:end]):
            break
        end -= len(ending)
    return [_Word(text[:end], None), _Word(text[end:], Part.WORDING)] if end < len(text) else None


_ONE_BRACKET = re.compile(r"([^（()）]*)([（(])([^（()）]*)([）)])([^（()）]*)")


def _cut_brackets(text: str, names: Names) -> list[_Word] | None:
    """Offices, persons or wording inside brackets; two names of one office stay one."""
    found = _ONE_BRACKET.fullmatch(text)
    if found is None:
        return None
    before, opening, inner, closing, behind = found.groups()
    if not plain(inner):
        return [
            _Word(before, None if before else Part.BETWEEN),
            _Word(opening + inner + closing, Part.BETWEEN),
            _Word(behind, None if behind else Part.BETWEEN),
        ]
    words = [word for word in _words(inner) if word.part is not Part.BETWEEN]
    of_persons = all(word.part or _is_person(plain(word.text), names) for word in words)
    offices = not behind and _is_office(plain(before), names) and _is_office(plain(inner), names)
    apart = names.place_of(plain(before)) != names.place_of(plain(inner))
    by_whom = _is_person(plain(before), names) and _is_office(plain(inner), names)
    worded = all(word.part or _wording(plain(word.text)) for word in words)
    if not (by_whom or worded or ((of_persons or (offices and apart)) and before)):
        return None
    return [
        _Word(before, None if before else Part.BETWEEN),
        _Word(opening, Part.BETWEEN),
        *(word if word.part else _Word(word.text, None) for word in _words(inner)),
        _Word(closing, Part.BETWEEN),
        *([_Word(behind, None)] if behind else []),
    ]


def _is_office(name: str, names: Names) -> bool:
    return bool(names.full_name(name)) or is_unit(name, names.units)


_LONGEST_RUN = 80
"""Characters of offices without a mark between them: what is longer is one name."""
_AND = "和与及暨同、"


def _cut_between(text: str, names: Names) -> list[_Word] | None:
    """成都市志办武侯区志办, 成都市志办和德阳市志办: where one name ends and a place begins another."""
    if len(text) > _LONGEST_RUN or re.search("[（(]", text):
        return None
    for at in range(2, len(text) - 1):
        first, joint, second = text[:at], "", text[at:]
        if second[0] in _AND and len(second) > 2:
            joint, second = second[0], second[1:]
        if _ends_there(plain(first), plain(second), bool(joint), names):
            between = [_Word(joint, Part.BETWEEN)] if joint else []
            return [_Word(first, None), *between, _Word(second, None)]
    return None


def _ends_there(first: str, second: str, joint: bool, names: Names) -> bool:
    if not _is_office(first, names) or not (names.place_of(second) or names.full_name(second)):
        return False
    if not (_is_office(second, names) or _begins_with_office(second, names)):
        return False
    behind = _behind_place(second, names)
    if behind.startswith(("分", "支")):  # a branch of the same: 某公司成都分公司
        return False
    if _is_place(first, names):
        one, other = names.place_of(first), names.place_of(second)
        return one is not None and other is not None and (joint or other.city != one.name) and one != other
    return True


def _begins_with_office(name: str, names: Names) -> bool:
    """Whether an office's name stands before a further place's."""
    ends = range(3, len(name) - 1)
    return any(names.place_of(name[end:]) and _is_office(name[:end], names) for end in ends)


def _behind_place(name: str, names: Names) -> str:
    for length in range(min(len(name), 12), 1, -1):
        if name[:length] in names.units.places:
            return name[length:]
    return name


def _cut_persons(text: str, names: Names) -> list[_Word] | None:
    """成都市地方志办公室主任张三: a person, with or without a post, behind an office."""
    for length in (3, 2, 4):
        before, person = text[:-length], text[-length:]
        bare = plain(before)
        if len(bare) < 3 or not _is_person(plain(person), names):
            continue
        unit = without_post(bare)
        if _is_office(unit, names) and not _is_place(unit, names) and not is_unit(text, names.units):
            end = before.rindex(unit[-1]) + 1 if unit else 0
            end = len(before) if unit == bare else end
            if plain(before[:end]) == unit:
                post = [_Word(before[end:], Part.WORDING)] if before[end:] else []
                return [_Word(before[:end], None), *post, _Word(person, Part.PERSON, plain(person))]
    return None


# ---- what one name has from another

_SUFFIXED = re.compile(rf"([{HAN}]{{1,8}}?[市州县区旗盟])([{HAN}（）]{{2,}})")


def _with_tails(pieces: Sequence[Piece], names: Names) -> list[Piece]:
    """A place alone before another's office has its tail: 成都、德阳市地方志办公室."""
    found = list(pieces)
    tail = ""
    for at in range(len(found) - 1, -1, -1):
        piece = found[at]
        if piece.part in (Part.BETWEEN, Part.PERSON):
            tail = "" if piece.part is Part.PERSON else tail
            continue
        if piece.part is Part.WORDING:
            tail = ""
            continue
        place = names.units.places.get(piece.name)
        bare = place is not None or bool(re.fullmatch(f"[{HAN}]{{1,7}}[市州县区旗盟]", piece.name))
        if bare and tail and names.full_name(piece.name) is None:
            name = f"{_as_named(piece.name, place.name if place else piece.name)}{tail}"
            found[at] = piece._replace(name=name)
        elif not bare:
            tail = _tail_of(piece.name, names)
    return found


def _as_named(short: str, name: str) -> str:
    """A place by its full name, but 凉山州 as it is."""
    return short if short[-1] in "市州县区旗盟" and len(short) > 2 else name


def _tail_of(name: str, names: Names) -> str:
    """What stands behind the place in an office's name; empty where no place is told."""
    behind = _behind_place(name.removeprefix("中共"), names)
    if behind and names.place_of(name):
        return behind
    found = _SUFFIXED.fullmatch(name)
    return found[2] if found else ""


def _with_cities(pieces: Sequence[Piece], names: Names) -> list[Piece]:
    """市志办 beside offices of counties is that of their city, if they have one city."""
    offices = [piece.name for piece in pieces if piece.part is Part.OFFICE]
    cities = {city for name in offices if (city := names.city_of(name))}
    if len(cities) != 1:
        return list(pieces)
    city = next(iter(cities))

    def named(piece: Piece) -> Piece:
        of_city = piece.part is Part.OFFICE and piece.name[:1] in "市州" and _SHORT.match(piece.name)
        if not of_city or names.full_name(piece.name):
            return piece
        return piece._replace(name=f"{city}{piece.name[1:]}")

    return [named(piece) for piece in pieces]
