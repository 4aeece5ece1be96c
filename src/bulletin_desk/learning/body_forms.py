"""How an office numbers and marks what stands in its texts, as forms of a layout, made of what is printed
around the texts. Must not know how anything looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from bulletin_desk.bulletin.model import Issue, Kind
from bulletin_desk.gathering.contents import Contents
from bulletin_desk.gathering.figures import number_of
from bulletin_desk.gathering.rows import bare
from bulletin_desk.layouts.block_forms import BlockForms
from bulletin_desk.layouts.contents_form import ContentsForm
from bulletin_desk.layouts.offers import HeadingForms, Numbers
from bulletin_desk.learning.as_manuscript import most

_NUMBER = re.compile("(?P<han>[一二三四五六七八九十百]{1,5})|(?P<number>[0-9]{1,3})")
_LONGEST_AROUND = 4
"""Characters of a pattern before or behind its number."""
_LEADERS = ".…·・．‥—-─_"
_ENTRY = re.compile(
    rf"(?P<title>.*?)(?P<led>\s*(?P<leader>[{re.escape(_LEADERS)}]{{2,}})\s*|\s*\t\s*|\s{{2,}})"
    r"(?P<page>[（(\[【]?\s*(?:第)?\s*(?P<number>[0-9]{1,3})\s*(?:页|面)?\s*[）)\]】]?)"
)
_SPACE_HALF, _SPACE_WHOLE = 0.3, 0.8
"""Em of blank behind a mark from which on it is half a character's, or a whole one's."""


class Numbering(NamedTuple):
    """A pattern with {han} or {number}, and the numbers that it had."""

    pattern: str
    numbers: tuple[int, ...]


def numbering_of(prefixes: Sequence[str]) -> Numbering | None:
    """The pattern that all of these are; None where they are of several, or no numbers."""
    found = [_NUMBER.search(prefix) for prefix in prefixes]
    patterns, numbers = set(), []
    for prefix, number in zip(prefixes, found, strict=True):
        if number is None:
            return None
        before, behind = prefix[: number.start()], prefix[number.end() :]
        value = number_of(number[0])
        if not value or len(before) > _LONGEST_AROUND or len(behind) > _LONGEST_AROUND:
            return None
        patterns.add(f"{_said(before)}{{{number.lastgroup}}}{_said(behind)}")
        numbers.append(value)
    if len(patterns) != 1:
        return None
    return Numbering(patterns.pop(), tuple(numbers))


def _said(words: str) -> str:
    """Constant words as a pattern has them."""
    return words.replace("{", "{{").replace("}", "}}")


def counted(groups: Sequence[Sequence[int]]) -> Numbers:
    """How numbers run that stand in these groups: through all, or in each anew; `none` where they don't."""
    through = [number for group in groups for number in group]
    if through and through == list(range(1, len(through) + 1)):
        several = sum(len(group) > 0 for group in groups) > 1
        return "through" if several or len(groups) == 1 else "section"
    if through and all(list(group) == list(range(1, len(group) + 1)) for group in groups):
        return "section"
    return "none"


def mark_text(blanks: Iterable[float]) -> str:
    """How a mark stands before a title, by the blank behind it in em."""
    blank = sorted(blanks)
    middle = blank[len(blank) // 2] if blank else 0.0
    return "{mark}　" if middle >= _SPACE_WHOLE else "{mark} " if middle >= _SPACE_HALF else "{mark}"


def block_forms(texts: Mapping[Kind, Sequence[str]], kinds: Sequence[Kind]) -> BlockForms:
    """The patterns of headings' numbers, as the headings of each level that were typed with numbers have
    them."""
    plain = BlockForms()
    headings = tuple(
        _typed_pattern(texts.get(kind, ()), pattern)
        for kind, pattern in zip(kinds, plain.headings, strict=True)
    )
    return plain._replace(headings=headings)


_TYPED = re.compile(
    r"\s*(?:第[一二三四五六七八九十]{1,3}[部章][分]?|[（(]\s*(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*[）)]"
    r"|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*[、.．])"
)


def _typed_pattern(texts: Sequence[str], otherwise: str) -> str:
    typed = [found[0].strip() for text in texts if (found := _TYPED.match(text))]
    numbering = numbering_of(typed) if typed else None
    return numbering.pattern if numbering else otherwise


def sections_numbering(prefixes: Sequence[Sequence[str]]) -> tuple[str, str]:
    """The patterns of the numbers before the names of sections, by level; empty for none."""
    found = [numbering_of(level) if level else None for level in prefixes]
    first, second = (numbering.pattern if numbering else "" for numbering in found)
    return first, second


def heading_forms(
    items: Sequence[Sequence[str]], sections: tuple[str, str], marks: Iterable[float]
) -> HeadingForms:
    """How items are numbered, by what stands before the titles of each section, and sections."""
    plain = HeadingForms(sections=sections, mark_text=mark_text(marks))
    prefixes = [prefix for section in items for prefix in section]
    numbering = numbering_of(prefixes) if prefixes else None
    if numbering is None:
        return plain
    numbers = iter(numbering.numbers)
    groups = [[next(numbers) for _ in section] for section in items]
    how = counted(groups)
    return plain if how == "none" else plain._replace(items=how, item_text=numbering.pattern)


class EntryRead(NamedTuple):
    """A row of the list of contents: what stands before the name, the name, its page's number in its
    brackets, the leader to it; empty where there is none."""

    mark: str
    name: str
    page_text: str
    leader: str


def entry_read(text: str, name: str) -> EntryRead:
    """A row that says this name, which is without blanks."""
    found = _ENTRY.fullmatch(text.strip())
    said = found["title"] if found else text.strip()
    page = found["page"].replace(found["number"], "{page}") if found else ""
    leader = (found["leader"] or "")[:1] if found else ""
    at = bare(said).find(name)
    mark = bare(said)[:at] if at > 0 else ""
    return EntryRead(mark, name, page, leader)


def _leader(paged: Sequence[EntryRead], *, led: bool) -> str:
    leader = most([entry.leader for entry in paged]) or ""
    return leader or (ContentsForm().leader if led or not paged else "")


def contents_form(contents: Contents, issue: Issue, title: str, *, led: bool) -> ContentsForm | None:
    """The form of the list of contents under this title; None where there is none.
    `led`: where no leader was seen, tabs may lead to the pages all the same."""
    if not contents.entries:
        return None
    names = {bare(section.name) for section in issue.sections if section.name}
    listed = contents.rows[1 : len(contents.entries) + 1]
    entries = [entry_read(row.text, name) for row, name in zip(listed, contents.entries, strict=True)]
    titles = [entry for entry in entries if entry.name not in names] or entries
    paged = [entry for entry in entries if entry.page_text]
    mark = most([entry.mark for entry in titles]) or ""
    made = {item.mark for section in issue.sections for item in section.items}
    plain = ContentsForm()
    return ContentsForm(
        title=title,
        by="section" if any(entry.name in names for entry in entries) else "flat",
        mark="" if _NUMBER.search(mark) or mark in made else mark[:_LONGEST_AROUND],
        page=bool(paged),
        page_text=(most([entry.page_text for entry in paged]) if paged else None) or plain.page_text,
        leader=_leader(paged, led=led),
    )
