"""Numbers that stand typed at the beginning of headings. Knows no headings."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from bulletin_desk.hanzi.numerals import value_of

_TENS = "一二三四五六七八九十"


class TypedNumber(NamedTuple):
    """A number that stands in a text: whose level's form it has, its value, where it ends."""

    level: int
    number: int
    end: int


def typed_number(text: str) -> TypedNumber | None:
    """The number that a text begins with, as GB/T 9704-2012, 7.3.3 has it for headings of four levels, in the
    forms that are typed for it."""
    found = _pattern().match(text)
    if found is None or found.lastgroup is None:
        return None
    return TypedNumber(int(found.lastgroup[1:]), value_of(found[found.lastgroup]), found.end())


@cache
def _pattern() -> re.Pattern[str]:
    """Compiled when it is first asked for: most issues never are."""
    return re.compile(
        rf"(?:(?P<l1>[{_TENS}]{{1,3}})[、.．]|[（(](?P<l2>[{_TENS}]{{1,3}})[）)]"
        r"|(?P<l3>\d{1,2})[.．、](?!\d)|[（(](?P<l4>\d{1,2})[）)])\s*(?=\S)"
    )


def number_length(text: str) -> int:
    """How many characters at the start of a heading or list item are a number in any form that people type:
    those of the standard, with half-width brackets, other points, figures of full width or in circles too. 0
    if there is none."""
    found = _any_number().match(text)
    return found.end() if found else 0


@cache
def _any_number() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{_HAN}{_SPACE}[、，．.]|[（(]{_SPACE}(?:{_HAN}|{_FIGURES}){_SPACE}[）)]"
        rf"|{_FIGURES}{_SPACE}(?:[、．]|[.](?![0-9０-９])|[）)])"
        rf"|[①-⑳⑴-⒇⒈-⒛][、.．]?){_SPACE}"
    )


_HAN, _FIGURES, _SPACE = "[〇零一二三四五六七八九十百]{1,5}", "[0-9０-９]{1,3}", "[ \u00a0\u3000]*"
