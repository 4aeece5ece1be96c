"""Fields of a Word file (ECMA-376 part 1, 17.16): which of the characters are codes, and what kind of field
shows the others."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.learning.word_model import FieldKind

_KINDS: dict[str, FieldKind] = {
    "PAGE": "page",
    "NUMPAGES": "pages",
    "SECTIONPAGES": "section_pages",
    "DATE": "date",
    "TIME": "date",
    "SAVEDATE": "date",
    "PRINTDATE": "date",
    "CREATEDATE": "date",
    "TOC": "contents",
    "HYPERLINK": "",
    "PAGEREF": "",
    "REF": "",
}
"""Kinds by the first word of a code; those that show plain text have none of their own."""
_PAGES = ("page", "pages", "section_pages")
_NUMBERS = {
    "arabic": "decimal",
    "arabicdash": "numberInDash",
    "roman": "lowerRoman",
    "alphabetic": "lowerLetter",
    "chinesenum1": "chineseCounting",
    "chinesenum2": "chineseLegalSimplified",
    "chinesenum3": "chineseCountingThousand",
    "dbnum1": "chineseCounting",
    "dbnum2": "chineseLegalSimplified",
    "dbchar": "decimalFullWidth",
    "circlenum": "decimalEnclosedCircle",
}
"""How a page number is shown by its switch (17.16.4.3.1), as a format of numbering."""
_CAPITALS = {"lowerRoman": "upperRoman", "lowerLetter": "upperLetter"}
_MOST = 40
"""Fields in each other that are told apart."""
_LONGEST = 1_000
_SWITCH = re.compile(r"\\\*\s*+([A-Za-z0-9]++)")

Shown = tuple[FieldKind, str]
"""The kind of a field, and the format of the number that it shows."""


@dataclass
class _Field:
    code: str
    shows: bool
    holds: FieldKind = ""
    """The kind of the field that its code makes use of."""
    is_filled: bool = False


class Fields:
    """The fields that are open. `unclosed` are begins that have no end: as if they were not there."""

    def __init__(self, unclosed: Collection[etree._Element] = ()) -> None:
        self._unclosed = unclosed
        self._open: list[_Field] = []
        self._formula = ""

    @property
    def shows(self) -> bool:
        """Whether what is read now is shown, and no code."""
        return all(one.shows for one in self._open)

    def mark(self, kind: str, element: etree._Element) -> Shown | None:
        """Takes the begin, the separator or the end of a field; what it is at the end of a page number that
        nothing was shown of."""
        if kind == "begin" and element not in self._unclosed and len(self._open) < _MOST:
            self.begin("", shows=False)
        elif kind == "separate" and self._open:
            self._open[-1].shows = True
        elif kind == "end" and self._open:
            return self.end()
        return None

    def begin(self, code: str, *, shows: bool) -> None:
        """Opens a field."""
        self._open.append(_Field(code[:_LONGEST], shows))

    def end(self) -> Shown | None:
        """Closes the field that was opened last; as `mark`."""
        ended = self._open.pop()
        found = _kind(ended)
        if ended.code.split(None, 1)[:1] == ["EQ"] and not ended.is_filled:
            self._formula = ended.code
        if self._open and not self._open[-1].shows:
            self._open[-1].holds = found[0] or self._open[-1].holds
            return None
        return found if found[0] in _PAGES and not ended.is_filled else None

    def taken_formula(self) -> str:
        """The code of a formula (`EQ`) that ended and showed nothing; told once."""
        formula, self._formula = self._formula, ""
        return formula

    def code(self, text: str) -> None:
        """Takes characters of a field's code."""
        if self._open and not self._open[-1].shows and len(self._open[-1].code) < _LONGEST:
            self._open[-1].code += text

    def fill(self) -> Shown:
        """What kind of field shows the characters that are read now."""
        for one in self._open:
            one.is_filled = True
        return next((found for one in reversed(self._open) if (found := _kind(one))[0]), ("", ""))


def _kind(field: _Field) -> Shown:
    words = field.code.split(None, 1)
    found = _KINDS.get(words[0].upper(), "other") if words else "other"
    if found == "other" and field.holds:
        found = field.holds
    if found not in _PAGES:
        return found, ""
    for switch in _SWITCH.findall(field.code):
        if numbers := _NUMBERS.get(switch.lower()):
            return found, _CAPITALS.get(numbers, numbers) if switch.isupper() else numbers
    return found, ""
