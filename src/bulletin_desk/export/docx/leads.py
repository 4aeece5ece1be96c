"""What the Word copy has before titles, names of sections, headings and list items that is no text of
theirs: the numbers and the marks of lists, which are made, and an item's mark. Tells them from what was
typed. Knows no styles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from string import Formatter
from typing import NamedTuple

from bulletin_desk.bulletin.grammar import PARAGRAPHS
from bulletin_desk.bulletin.model import HEADING_KINDS, Kind
from bulletin_desk.layouts.block_forms import BlockForms
from bulletin_desk.layouts.offers import HeadingForms

_HAN = "〇零一二三四五六七八九十百千"
_FIELDS = {"number": re.compile(r"\d{1,6}"), "han": re.compile(f"[{_HAN}]{{1,12}}")}
_BLANKS = re.compile(r"\s*")
_FIGURES = re.compile(rf"[\d{_HAN}\s、，.．()（）第]{{0,30}}\Z")
"""What is left of a number that was changed by hand."""
_POINTS = ".．"
_ANY_MARK = re.compile(r"\s*([^\w\s、，.．()（）【】]{1,4})\s*")


class Lead(NamedTuple):
    """An item's mark, how many characters it takes with the number behind it, and whether that is a number of
    a heading inside a text."""

    mark: str = ""
    length: int = 0
    numbered: bool = False


class Leads:
    """Reads what stands before texts; `marks` are those that items may have, None if nobody knows."""

    def __init__(
        self,
        forms: HeadingForms,
        blocks: BlockForms,
        marks: Iterable[str] | None,
        captions: Sequence[str] = ("", ""),
    ) -> None:
        self._any_mark = marks is None
        known = dict.fromkeys(mark for mark in marks or () if mark)
        self._marks = [
            (list("".join(forms.mark_text.format(mark=mark).split())), mark)
            for mark in sorted(known, key=len, reverse=True)  # the longest first
        ]
        self._item = _tokens(forms.item_text) if forms.items != "none" else []
        heads = (Kind.SECTION_HEAD, Kind.SECTION_HEAD_2)
        self._sections = dict(zip(heads, map(_tokens, forms.sections), strict=True))
        lists = (list("".join(blocks.lists.mark.split())), _tokens(blocks.lists.number_text))
        self._blocks = dict(zip(HEADING_KINDS, map(_tokens, blocks.headings), strict=True))
        self._blocks |= dict(zip((Kind.LIST_ITEM, Kind.NUMBERED_ITEM), lists, strict=True))
        self._captions = dict(zip(NUMBERED_CAPTIONS, map(_tokens, captions), strict=True))

    def read(self, kind: Kind, text: str, *, whole: bool = True, opens: bool = False) -> Lead:
        """The mark and number that a text of a kind begins with, if any. `whole`: “1.” before a figure is no
        number, but a fraction's. `opens`: an item that has no title begins with it."""
        mark, end = "", 0
        form = self._sections.get(kind)
        if form is None:
            found = ((one, taken) for form, one in self._marks if (taken := _taken(form, text, 0)))
            mark, end = next(found, ("", 0))
            form = [] if kind in _TEXTS and not opens else self._item
        end = _number_end(form, text, end, whole=whole) if form else end
        made = self._blocks.get(kind)
        own = _number_end(made, text, end, whole=whole) if made else end
        numbered = own > end and kind in HEADING_KINDS
        return Lead(mark, len(text) - len(text[own:].lstrip()) if own else 0, numbered)

    def caption(self, kind: Kind, text: str) -> tuple[int, bool]:
        """How many characters of a caption are a number such as the layout makes, and whether something parts
        that from the words behind it."""
        end = _taken(self._captions.get(kind, []), text, 0)
        if not end:
            return 0, False
        behind = len(text) - len(text[end:].lstrip())
        return behind, behind > end or not (text[end - 1] + text[end : end + 1]).isalnum()

    def caption_made(self, kind: Kind, text: str) -> int:
        """The same of what the copy had made before a caption: what is left of a number is one."""
        length, _ = self.caption(kind, text)
        return len(text) if not self._captions[kind] or _FIGURES.match(text, length) else length

    def of_made(self, kind: Kind, text: str, *, opens: bool = False) -> Lead:
        """The same of a text that the copy had no words of its own in: what is left of a number is one."""
        lead = self.read(kind, text, whole=False, opens=opens)
        if self._any_mark and not lead.length and (found := _ANY_MARK.match(text)):
            behind = self.read(kind, text[found.end() :], whole=False, opens=opens)
            mark = "" if kind in _TEXTS and not opens else found[1]
            lead = Lead(mark, found.end() + behind.length, behind.numbered)
        if not _FIGURES.match(text, lead.length):
            return lead
        left = len(text) > lead.length and kind in HEADING_KINDS
        return lead._replace(length=len(text), numbered=lead.numbered or left)


NUMBERED_CAPTIONS = (Kind.TABLE_CAPTION, Kind.PICTURE_CAPTION)
"""Captions, before which the layout may put numbers."""
_TEXTS = frozenset(PARAGRAPHS) - {Kind.BODY, Kind.SUBHEADING}
"""Kinds of block that have numbers or marks of their own."""


def _number_end(form: Sequence[str], text: str, at: int, *, whole: bool) -> int:
    """Where a number or mark of such a form ends that stands in a text from `at` on; `at` if none does."""
    end = _taken(form, text, at)
    if end and not (whole and text[end - 1] in _POINTS and text[end : end + 1].isdecimal()):
        return end
    return at


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
