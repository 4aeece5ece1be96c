"""Automatic numbers as text: the formats of Word's lists, and counters that run through a document.

Knows no XML; ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (formats).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import NamedTuple

from bulletin_desk.hanzi.numerals import chinese

BULLET = "bullet"
_LONGEST = 60
_MOST = 1_000_000
_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: `text` holds `%1` for the number of level 1, and so on; `restart` is the level (from
    1) whose number restarts this one: None is the next higher, 0 none; `face` is the one that a bullet's sign
    is a code of."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""
    face: str = ""


class Number(NamedTuple):
    """What stands before a paragraph of a list: a number as text, or a bullet's sign in its face."""

    text: str
    is_bullet: bool
    face: str = ""
    known: bool = True
    """Its format is one that is written here as Word does."""


@dataclass(frozen=True, slots=True)
class List:
    """A numbering instance: lists of the same `family` count on together."""

    family: str
    levels: Mapping[int, Level]
    restarts: Mapping[int, int] = field(default_factory=dict)
    """Numbers at which this instance begins anew, by level."""


class Counters:
    """What the next paragraph of each list is numbered with."""

    def __init__(self, lists: Mapping[str, List]) -> None:
        self._lists = lists
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def next(self, number_id: str, depth: int) -> Number | None:
        """What stands before the next paragraph at level `depth` (from 0) of a list; None where there is no
        such level."""
        found = self._lists.get(number_id)
        level = found.levels.get(depth) if found else None
        if found is None or level is None:
            return None
        counts = self._counts.setdefault(found.family, {})
        if number_id not in self._begun:
            self._begun.add(number_id)
            for at, start in found.restarts.items():
                counts[at] = start - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper, other in found.levels.items():
            after = deeper if other.restart is None else other.restart
            if deeper > depth and depth < after:
                counts.pop(deeper, None)
        if level.format == BULLET:
            return Number(level.text, is_bullet=True, face=level.face)
        return Number(self._text(found, level, counts), is_bullet=False, known=level.format in _FORMATS)

    def _text(self, found: List, level: Level, counts: dict[int, int]) -> str:
        @cache  # a level's text may name one number over and over
        def number(sign: str) -> str:
            at = int(sign) - 1
            other = found.levels.get(at) or Level()
            if level.legal and other.format != "decimalZero":
                other = replace(other, format="decimal")
            return formatted(counts.get(at, other.start), other.format)

        return re.sub("%([1-9])", lambda match: number(match[1]), level.text[:_LONGEST])


_FORMATS = frozenset(
    (
        *(
            "none",
            "decimal",
            "decimalZero",
            "upperRoman",
            "lowerRoman",
            "upperLetter",
            "lowerLetter",
            "ordinal",
        ),
        *("decimalFullWidth", "decimalFullWidth2", "decimalHalfWidth", "decimalEnclosedCircle"),
        *("decimalEnclosedCircleChinese", "decimalEnclosedParen", "decimalEnclosedFullstop"),
        *("ideographEnclosedCircle", "ideographTraditional", "ideographZodiac", "ideographZodiacTraditional"),
        *("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "chineseCounting"),
        *("taiwaneseCounting", "chineseCountingThousand", "taiwaneseCountingThousand", "japaneseCounting"),
        *("koreanCounting", "chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"),
    )
)
"""What `formatted` writes as Word does."""


def formatted(number: int, kind: str) -> str:
    """`number` in one of ECMA-376's formats; what has no sign for it, and formats of other scripts, come as
    Arabic figures."""
    if kind == "none":
        return ""
    if not 0 < number < _MOST:
        return str(number)
    match kind:
        case "decimalZero":
            return f"{number:02}"
        case "upperRoman" | "lowerRoman" if number < 4000:
            roman = _roman(number)
            return roman if kind == "upperRoman" else roman.lower()
        case "upperLetter" | "lowerLetter" if number <= 26 * 5:
            letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
            return letter if kind == "upperLetter" else letter.lower()
        case "ordinal":
            ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
            return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"
        case "decimalFullWidth" | "decimalFullWidth2":
            return str(number).translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese":
            return _enclosed(number, ((1, 20, "①"), (21, 35, "㉑"), (36, 50, "㊱")))
        case "decimalEnclosedParen":
            return _enclosed(number, ((1, 20, "⑴"),), f"({number})")
        case "decimalEnclosedFullstop":
            return _enclosed(number, ((1, 20, "⒈"),), f"{number}.")
        case "ideographEnclosedCircle":
            return _enclosed(number, ((1, 10, "㊀"),))
        case "ideographTraditional":
            return _STEMS[number - 1] if number <= 10 else str(number)
        case "ideographZodiac":
            return _BRANCHES[number - 1] if number <= 12 else str(number)
        case "ideographZodiacTraditional":
            return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12]
        case "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital":
            return str(number).translate({ord(str(at)): digit for at, digit in enumerate(_DIGITS)})
        case "chineseCounting" | "taiwaneseCounting":
            return chinese(number) if number < 100 else formatted(number, "ideographDigital")
        case "chineseCountingThousand" | "taiwaneseCountingThousand":
            return chinese(number)
        case "japaneseCounting" | "koreanCounting":
            return re.sub("^一(?=[百千])|零", "", chinese(number))
        case "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal":
            return chinese(number, _LEGAL, "拾佰仟", bare_ten=False)
    return str(number)


def _enclosed(number: int, ranges: tuple[tuple[int, int, str], ...], otherwise: str = "") -> str:
    for first, last, sign in ranges:
        if first <= number <= last:
            return chr(ord(sign) + number - first)
    return otherwise or str(number)


def _roman(number: int) -> str:
    text = ""
    for value, sign in (
        *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
        *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
    ):
        text += sign * (number // value)
        number %= value
    return text
