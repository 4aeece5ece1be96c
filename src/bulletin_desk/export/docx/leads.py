"""What the Word copy has before titles and names of sections that is no text of theirs: the numbers, which
are made, and an item's mark. Tells them from what was typed. Knows no styles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from string import Formatter
from typing import NamedTuple

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.layouts.offers import HeadingForms

_HAN = "〇零一二三四五六七八九十百千"
_FIELDS = {"number": re.compile(r"\d{1,6}"), "han": re.compile(f"[{_HAN}]{{1,12}}")}
_BLANKS = re.compile(r"\s*")
_FIGURES = re.compile(rf"[\d{_HAN}\s、，.．()（）第]{{0,30}}\Z")
"""What is left of a number that was changed by hand."""
_POINTS = ".．"
_ANY_MARK = re.compile(r"\s*([^\w\s、，.．()（）【】]{1,4})\s*")


class Lead(NamedTuple):
    """A mark, and how many characters it takes with the number behind it."""

    mark: str = ""
    length: int = 0


class Leads:
    """Reads what stands before texts; `marks` are those that items may have, None if nobody knows."""

    def __init__(self, forms: HeadingForms, marks: Iterable[str] | None) -> None:
        self._any_mark = marks is None
        known = dict.fromkeys(mark for mark in marks or () if mark)
        self._marks = [
            (list("".join(forms.mark_text.format(mark=mark).split())), mark)
            for mark in sorted(known, key=len, reverse=True)  # the longest first
        ]
        self._item = _tokens(forms.item_text) if forms.items != "none" else []
        heads = (Kind.SECTION_HEAD, Kind.SECTION_HEAD_2)
        self._sections = dict(zip(heads, map(_tokens, forms.sections), strict=True))
        self.any = bool(self._marks or self._item or any(forms.sections))
        """Whether there are marks or numbers at all."""

    def read(self, kind: Kind, text: str, *, whole: bool = True) -> Lead:
        """The mark and number that a text of a kind begins with, if any. `whole`: “1.” before a figure is no
        number, but a fraction's."""
        mark, end = "", 0
        number = self._sections.get(kind)
        if number is None:
            number = self._item
            found = ((one, taken) for form, one in self._marks if (taken := _taken(form, text, 0)))
            mark, end = next(found, ("", 0))
        taken = _taken(number, text, end)
        if taken and not (whole and text[taken - 1] in _POINTS and text[taken : taken + 1].isdecimal()):
            end = taken
        return Lead(mark, len(text) - len(text[end:].lstrip()) if end else 0)

    def of_made(self, kind: Kind, text: str) -> Lead:
        """The same of a text that the copy had no words of its own in: what is left of a number is one."""
        lead = self.read(kind, text, whole=False)
        if self._any_mark and not lead.length and (found := _ANY_MARK.match(text)):
            lead = Lead(found[1], found.end())
        return lead._replace(length=len(text)) if _FIGURES.match(text, lead.length) else lead


def _tokens(form: str) -> list[str]:
    """A form like “{number}.” as characters and names of fields, blanks left out."""
    tokens: list[str] = []
    for literal, name, *_ in Formatter().parse(form):
        tokens += "".join(literal.split())
        tokens += [name] if name in _FIELDS else []
    return tokens


def _taken(tokens: Sequence[str], text: str, at: int) -> int:
    """Where these end that stand in a text from `at` on, with blanks between them or not; 0 if they don't."""
    if not tokens:
        return 0
    for token in tokens:
        blanks = _BLANKS.match(text, at)
        at = blanks.end() if blanks else at
        if token in _FIELDS:
            found = _FIELDS[token].match(text, at)
            if found is None:
                return 0
            at = found.end()
        elif text[at : at + 1] == token:
            at += 1
        else:
            return 0
    return at
