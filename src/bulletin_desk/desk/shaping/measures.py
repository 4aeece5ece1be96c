"""Lengths and wordings as an office says them: 毫米、磅、字、行, {期号}. Knows no widgets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from bulletin_desk.bulletin.fields import DeclaredField
from bulletin_desk.checked import shown
from bulletin_desk.errors import EditError
from bulletin_desk.layouts.lengths import TYPE_SIZES
from bulletin_desk.layouts.wordings import FieldSlot, Option, Part, Wording, parsed
from bulletin_desk.units import MM

MM_NAME, PT_NAME, EM_NAME, CELL_NAME, LINE_NAME = "毫米", "磅", "字", "格", "行"
_CALLED = {
    **dict.fromkeys(("毫米", "mm", "公厘"), ("毫米", Fraction(1))),
    **dict.fromkeys(("厘米", "公分", "cm"), ("毫米", Fraction(10))),
    **dict.fromkeys(("磅", "pt", "点"), ("磅", Fraction(1))),
    **dict.fromkeys(("字", "em", "字符"), ("字", Fraction(1))),
    **dict.fromkeys(("格", "cell"), ("格", Fraction(1))),
    **dict.fromkeys(("行", "line"), ("行", Fraction(1))),
}
"""What units are called, and how many of ours they are."""
_LENGTH = re.compile(r"([+-]?)\s*(\d{1,6}(?:\.\d{0,6})?|\.\d{1,6})(?:\s*/\s*(\d{1,6}))?\s*([^\d\s.]*)")
_SIZE = re.compile(r"([初一二三四五六七八小]{1,2})号?(?:\s*\(.*\))?")
_HUNDREDTHS = 100
"""Lengths are shown in hundredths of a unit."""

Units = Mapping[str, Fraction]
"""Units in which a length may be typed, each with its points."""


def lengths(
    *, em: Fraction | None = None, cell: Fraction | None = None, line: Fraction | None = None
) -> Units:
    """Millimetres and points, and those of the others that have a meaning at a place."""
    units = {MM_NAME: MM, PT_NAME: Fraction(1)}
    others = ((EM_NAME, em), (CELL_NAME, cell), (LINE_NAME, line))
    return units | {name: points for name, points in others if points is not None}


def length_typed(text: str, units: Units, unit: str) -> tuple[Fraction, str]:
    """Points of a length that was typed, and its unit: `unit` where none was. Raises EditError."""
    typed = unicodedata.normalize("NFKC", text).strip().lower()
    found = _LENGTH.fullmatch(typed.replace("−", "-"))
    known = "、".join(units)
    if found is None or (found[3] and not int(found[3])):
        raise EditError(
            f"“{shown(text.strip())}”看不出是多长；请写成 {_example(units, unit)} 这样，单位可用{known}。"
        )
    name, times = _CALLED.get(found[4], ("", Fraction(0))) if found[4] else (unit, Fraction(1))
    if name not in units:
        raise EditError(f"这里不能用“{shown(found[4])}”；单位可用{known}。")
    value = Fraction(found[2].rstrip(".") or 0) / int(found[3] or 1) * times * units[name]
    return (-value if found[1] == "-" else value), name


def _example(units: Units, unit: str) -> str:
    return {"毫米": "35 毫米", "磅": "12 磅", "字": "2 字", "格": "2 格", "行": "2 行"}[
        unit if unit in units else "毫米"
    ]


def size_typed(text: str) -> Fraction:
    """Points of a size of type that was typed: 三号, 16, 16 磅. Raises EditError."""
    typed = unicodedata.normalize("NFKC", text).strip()
    named = _SIZE.fullmatch(typed)
    if named is not None:
        name = named[1] if named[1].startswith("小") else f"{named[1]}号"
        points = TYPE_SIZES.get(name)
        if points is not None:
            return Fraction(points)
    length, _ = length_typed(typed, lengths(), PT_NAME)
    return length


def length_said(length: Fraction, units: Units, unit: str) -> str:
    """A length in a unit, to a hundredth."""
    return f"{number_said(length / units[unit])} {unit}"


def number_said(value: Fraction) -> str:
    """A number to a hundredth, without zeros at its end."""
    said = f"{float(round(value, 2)):.2f}".rstrip("0").rstrip(".")
    return "0" if said == "-0" else said


def unit_for(length: Fraction, units: Units, preferred: Sequence[str]) -> str:
    """The first of the preferred units in which a length is a number of few figures, else the first of
    them."""
    here = [unit for unit in preferred if unit in units]
    for unit in here:
        value = length / units[unit]
        few = 2 if unit in (CELL_NAME, LINE_NAME, EM_NAME) else _HUNDREDTHS
        if few % value.denominator == 0:
            return unit
    return here[0]


# ---- wordings

FIELD_NAMES: Mapping[str, str] = {
    "name": "名称",
    "number": "期号",
    "total": "总期号",
    "supplement": "增刊名",
    "marking": "标注",
    "issuer": "编发单位",
    "date": "日期",
    "year": "年",
    "month": "月",
    "day": "日",
    "copy": "份号",
    "disclosure": "公开选项",
    "label": "抬头",
    "to": "单位",
    "imprint_office": "印发机关",
    "imprint_date": "印发日期",
    "print_count": "印数",
}
"""What the clerk calls the fields that every bulletin has."""


def field_names(declared: Sequence[DeclaredField]) -> dict[str, str]:
    """What the clerk calls all fields of a layout, each otherwise: by their names in wordings."""
    names = dict(FIELD_NAMES)
    for field in declared:
        label = re.sub(r"[{}\[\]|｛｝]", "", field.label) or field.name
        names[field.name] = label if label not in names.values() else field.name
    return names


def in_words(wording: Wording, names: Mapping[str, str]) -> str:
    """A wording as the clerk reads and types it: `第{期号}期`."""
    return _renamed(wording, lambda name: names.get(name, name)).pattern


def wording_typed(text: str, names: Mapping[str, str]) -> Wording:
    """A wording that the clerk has typed. Raises EditError."""
    try:
        wording = parsed(text.replace("｛", "{").replace("｝", "}"))
    except ValueError as error:
        raise EditError(f"这一格{error}。") from error
    called = {label: name for name, label in names.items()}

    def name_of(label: str) -> str:
        found = called.get(label.strip()) or (label if label in names else None)
        if found is None:
            raise EditError(f"没有“{shown(label)}”这一栏；可用{'、'.join(list(called)[:20])}。")
        return found

    return _renamed(wording, name_of)


def _renamed(wording: Wording, name: Callable[[str], str]) -> Wording:
    def part(each: Part) -> Part:
        match each:
            case FieldSlot(called):
                return FieldSlot(name(called))
            case Option(parts, otherwise):
                return Option(tuple(map(part, parts)), tuple(map(part, otherwise)))
            case _:
                return each

    return Wording(tuple(map(part, wording.parts)))
