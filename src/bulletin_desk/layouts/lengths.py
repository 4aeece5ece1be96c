"""Reads lengths, colours and simple templates of a layout file, each failure with its
key and what would be right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from string import Formatter
from typing import NamedTuple

from bulletin_desk.checked import Table, kind_of, shown
from bulletin_desk.layouts.model import TextBlock
from bulletin_desk.layouts.rows import Cmyk
from bulletin_desk.units import MM, mm

LONGEST = mm(2000)
LENGTH = re.compile(r"(-?\d{1,6}(?:\.\d{1,6})?)(?:/(\d{1,6}))?\s*(mm|pt|em|cell|line)")
_EXAMPLES = {"mm": "27 mm", "pt": "16 pt", "em": "2 em", "cell": "2 cell", "line": "2 line"}
"""A length in each unit."""
TYPE_SIZES = {
    "初号": "42",
    "小初": "36",
    "一号": "26",
    "小一": "24",
    "二号": "22",
    "小二": "18",
    "三号": "16",
    "小三": "15",
    "四号": "14",
    "小四": "12",
    "五号": "10.5",
}
"""Points of the sizes of type that have names."""
MOST_PITCH = Fraction(200)
"""Points between lines."""
MOST_RULE = Fraction(30)
"""Points of a rule's thickness."""


class Scale(NamedTuple):
    """What the units mean at one place, in points; None where one has no meaning."""

    mm: Fraction | None = MM
    pt: Fraction | None = Fraction(1)
    em: Fraction | None = None
    cell: Fraction | None = None
    line: Fraction | None = None


IN_EM = Scale(mm=None, pt=None, em=Fraction(1))
"""Where a length is measured in characters of its own type only."""


class Measures(NamedTuple):
    """What the values of a layout's tables are measured by: its grid and its colours."""

    block: TextBlock
    colours: Mapping[str, Cmyk]

    @property
    def grid(self) -> Scale:
        """Lengths in cells and lines of the text block."""
        return Scale(cell=self.block.cell, line=self.block.line_pitch)

    def length(
        self,
        table: Table,
        key: str,
        *,
        least: Fraction = Fraction(0),
        most: Fraction = LONGEST,
        default: Fraction | None = None,
    ) -> Fraction:
        """A length in points, which may be in lines and cells of the grid."""
        return length_of(table, key, least=least, most=most, default=default, scale=self.grid)

    def colour(self, table: Table, key: str, default: str | None = None) -> Cmyk:
        """One of the layout's colours by its name."""

        def hint(_: str) -> str:
            return "；别的颜色要先写在 [colours] 里"

        return self.colours[table.choice(key, tuple(self.colours), default, hint)]


def length_of(
    table: Table,
    key: str,
    *,
    least: Fraction = Fraction(0),
    most: Fraction = LONGEST,
    default: Fraction | None = None,
    scale: Scale,
) -> Fraction:
    """A length in points from a text such as "27 mm", "225/22 mm" or "2 em"."""
    if default is not None and not table.has(key):
        return default
    units: dict[str, Fraction | None] = scale._asdict()
    right = "、".join(example for unit, example in _EXAMPLES.items() if units[unit] is not None)
    if not isinstance(table.raw(key), str):
        table.wrong(key, f"应为长度，连单位写在引号里，如 {right}，实为{kind_of(table.raw(key))}")
    text = table.text(key, max_length=40)
    match = LENGTH.fullmatch(text.strip())
    if not match or (match[2] and not int(match[2])):
        size = TYPE_SIZES.get(text.strip())
        named = f"；{text.strip()}字写成 {size} pt" if size else ""
        named = "；1 厘米是 10 mm" if text.strip().endswith(("cm", "厘米")) else named
        table.wrong(key, f"应为长度，如 {right}，实为“{shown(text)}”{named}")
    unit = units[match[3]]
    if unit is None:
        usable = " 或 ".join(name for name, points in units.items() if points is not None)
        table.wrong(key, f"这里不能用单位 {match[3]}，请用 {usable}")
    length = Fraction(match[1]) / int(match[2] or 1) * unit
    if not least <= length <= most:
        span = f"{float(least / unit):g} 到 {float(most / unit):g} {match[3]}"
        table.wrong(key, f"应在 {span} 之间，实为“{text.strip()}”")
    return length


def in_mm(length: Fraction) -> str:
    """A length in a sentence."""
    return f"{float(length / MM):.1f} 毫米"


def read_colours(table: Table) -> dict[str, Cmyk]:
    """The colours of a layout by their names."""
    colours = {}
    for name in table.keys():  # noqa: SIM118 (a Table is no dict)
        values = table.raw(name)
        if (
            not isinstance(values, list)
            or len(values) != 4
            or not all(type(value) in (int, float) and 0 <= value <= 100 for value in values)
        ):
            table.wrong(name, "应为四个 0 到 100 的数：青、品红、黄、黑，如 [0, 100, 100, 0]")
        cyan, magenta, yellow, black = (value / 100 for value in values)
        colours[name] = (cyan, magenta, yellow, black)
    if "text" not in colours:
        table.wrong("text", "缺少：正文的颜色")
    return colours


def check_pattern(table: Table, key: str, fields: set[str]) -> str:
    """A text with {fields}; an unknown field or a lone brace is wrong."""
    text = table.text(key, max_length=80)
    try:
        for _, field, form, conversion in Formatter().parse(text):
            if field is not None and (field not in fields or form or conversion):
                known = "、".join(f"{{{each}}}" for each in sorted(fields))
                table.wrong(key, f"里的 {{{field}}} 不认识，可用 {known}")
    except ValueError:
        table.wrong(key, "里的花括号 { } 不成对")
    return text
