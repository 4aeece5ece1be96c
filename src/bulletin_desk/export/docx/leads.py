"""What the Word copy has before titles and names of sections that is no text of theirs: the numbers, which
are made, and an item's mark. Tells them from what was typed. Knows no styles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from string import Formatter
from typing import NamedTuple

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.layouts.offers import HeadingForms

_HAN = "〇零一二三四五六七八九十百千"
_FIELDS = {"number": r"\d{1,6}", "han": f"[{_HAN}]{{1,12}}"}
_FIGURES = re.compile(rf"[\d{_HAN}\s、，.．()（）第]{{0,30}}\Z")
"""What is left of a number that was changed by hand."""
_ANY_MARK = re.compile(r"\s*([^\w\s、，.．()（）【】]{1,4})\s*")


class Lead(NamedTuple):
    """A mark, and how many characters it takes with the number behind it."""

    mark: str = ""
    length: int = 0


class Leads:
    """Reads what stands before texts; `marks` are those that items may have, None if nobody knows."""

    def __init__(self, forms: HeadingForms, marks: Iterable[str] | None) -> None:
        self._any_mark = marks is None
        self.marks = tuple(dict.fromkeys(mark for mark in marks or () if mark))
        self._marks = {
            re.sub(r"\s+", "", forms.mark_text.format(mark=mark)): mark
            for mark in sorted(self.marks, key=len, reverse=True)
        }
        item = forms.item_text if forms.items != "none" else ""
        self._any = bool(self.marks or item or any(forms.sections))
        self._item = re.compile(
            rf"\s*(?:({'|'.join(map(_spaced, self._marks)) or '(?!)'})\s*)?{_pattern(item)}"
        )
        self._sections = {
            kind: re.compile(rf"(\s*){_pattern(text)}")
            for kind, text in zip((Kind.SECTION_HEAD, Kind.SECTION_HEAD_2), forms.sections, strict=True)
        }

    @property
    def reads_any(self) -> bool:
        """Whether there are marks or numbers at all."""
        return self._any

    def read(self, kind: Kind, text: str) -> Lead:
        """The mark and number that a text of a kind begins with, as far as they are there."""
        found = (self._sections.get(kind) or self._item).match(text)
        if found is None:
            return Lead()
        mark = self._marks.get(re.sub(r"\s+", "", found[1] or ""), "")
        return Lead(mark, found.end() if found[0].strip() else 0)

    def of_made(self, kind: Kind, text: str) -> Lead:
        """The same of a text that the copy had no words of its own in: what is left of a number is one."""
        lead = self.read(kind, text)
        if self._any_mark and not lead.length and (found := _ANY_MARK.match(text)):
            lead = Lead(found[1], found.end())
        return lead._replace(length=len(text)) if _FIGURES.match(text, lead.length) else lead


def _spaced(text: str) -> str:
    """A pattern for a text with white space in it or not."""
    return r"\s*".join(map(re.escape, text))


def _pattern(form: str) -> str:
    """A pattern for a number in a form like “{number}.”, or none; “1.” before a figure is a fraction's."""
    if not form:
        return ""
    parts: list[str] = []
    for literal, name, *_ in Formatter().parse(form):
        parts += map(re.escape, "".join(literal.split()))
        parts += [_FIELDS[name]] if name in _FIELDS else []
    point = r"(?!\d)" if form.rstrip().endswith((".", "．")) else ""
    number = r"\s*".join(parts)
    return rf"(?:{number}{point}\s*)?"
