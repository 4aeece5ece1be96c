"""Attachments behind an item in one manuscript: where each begins (附件1 over its title) and ends. Knows no
file formats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from bulletin_desk.bulletin.model import Kind, Table
from bulletin_desk.intake.around_blocks import as_text
from bulletin_desk.intake.grid import is_filled_in, is_unit_line
from bulletin_desk.intake.manuscript import Paragraph
from bulletin_desk.intake.parts import OUT, TEXT_KINDS, Part
from bulletin_desk.intake.sheet import END, STOP, looks_of
from bulletin_desk.intake.untold import letters

_NAMED = r"附(?=\s?[件0-9一二三四五六七八九十])\s?件?\s?"
"""附件 or, before a number, 附 alone."""
_NUMBER = r"(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,3})?(?:[-－—][0-9]{1,2})?"
_MARK = re.compile(rf"{_NAMED}{_NUMBER}\s?(?P<colon>[：:])?")
_MARK_AND_TITLE = re.compile(rf"{_NAMED}{_NUMBER}\s?[：:\s]\s?(?P<title>[^。；]{{2,60}})")
_LIST_BEGINS = re.compile(r"附\s?件?\s?[：:]\s?(?P<title>\S.*)", re.DOTALL)
_LISTED = re.compile(r"\s?[0-9]{1,2}\s?[.．、]")
_IN_LIST = re.compile(
    r"(?:附\s?件?\s?[：:])?\s?(?:(?P<number>[0-9]{1,2})\s?[.．、])?\s?(?P<title>\S.*)", re.DOTALL
)
_MOST_TITLE_LINES = 3
_LONGEST_TITLE = 60
_LIST = "附件说明"
"""Why the list of attachments is left out: it is made anew."""
_MARK_WHY = "附件的字样"
_PRINTED_LIST = "附件"
"""Why recognition leaves it out."""
_HAN = "一二三四五六七八九十"


class Attached(NamedTuple):
    """An attachment among paragraphs: its mark at `start`, its title's lines behind it up to `text`, its text
    up to `end`. `title` where it stands on the mark's line."""

    start: int
    text: int
    end: int
    number: int
    title: str = ""


def attachments_in(paragraphs: Sequence[Paragraph], before_blocks: Iterable[int] = ()) -> list[Attached]:
    """The attachments among clean paragraphs, each up to the next one or the end. `before_blocks` are the
    places before which a table or picture stands. A mark is one that stands behind sentences, alone in its
    line over what reads as a title or at the top of a page; a list of attachments (附件：1.……) is none."""
    over = frozenset(before_blocks)
    first = next((at for at, one in enumerate(paragraphs) if STOP.search(one.text)), len(paragraphs))
    looks = looks_of(paragraphs)
    found: list[Attached] = []
    listed_titles: set[str] = set()
    for at in range(first + 1, len(paragraphs)):
        one = paragraphs[at]
        if not one.text.startswith("附"):
            continue
        mark = _MARK.fullmatch(one.text)
        with_title = None if mark else _MARK_AND_TITLE.fullmatch(one.text)
        named = with_title is not None and letters(with_title["title"]) in listed_titles
        if with_title and (one.new_page or named) and not _LISTED.match(with_title["title"]):
            found.append(Attached(at, at + 1, 0, _number(with_title["number"]), with_title["title"]))
            continue
        if mark is None:
            listed_titles.update(_titles_from(paragraphs, at))
            continue
        stop = at + 1
        while stop < min(at + 1 + _MOST_TITLE_LINES, len(paragraphs)) and stop not in over:
            line = paragraphs[stop]
            stands_out = line.look.align == "centre" or looks.emphasis(line.look) > 0
            if not _is_title(line.text) or line.new_page or not (stop == at + 1 or stands_out):
                break
            if is_unit_line(line.text) or is_filled_in(line.text):
                break
            stop += 1
        titled = stop > at + 1
        listed = bool(mark["colon"]) and not mark["number"] and not one.new_page
        if listed or not (titled or one.new_page or at + 1 in over):
            continue
        found.append(Attached(at, stop, 0, _number(mark["number"])))
    ends = [one.start for one in found[1:]] + [len(paragraphs)] * bool(found)
    return [one._replace(end=end) for one, end in zip(found, ends, strict=True)]


def _titles_from(paragraphs: Sequence[Paragraph], at: int) -> Iterator[str]:
    """The letters of the titles in a list of attachments that begins at that place; none where none does."""
    found = _LIST_BEGINS.fullmatch(paragraphs[at].text)
    if found is None:
        return
    yield letters(_LISTED.sub("", found["title"], count=1))
    for one in paragraphs[at + 1 :]:
        if not _LISTED.match(one.text):
            return
        yield letters(_LISTED.sub("", one.text, count=1))


def _is_title(text: str) -> bool:
    short = len(text) <= _LONGEST_TITLE and not END.search(text) and not STOP.search(text)
    return short and not _LISTED.match(text) and not _MARK.fullmatch(text)


def _number(text: str | None) -> int:
    if not text:
        return 0
    return int(text) if text.isdigit() else _HAN.find(text) + 1


def ended(found: Sequence[Attached], others: Iterable[int]) -> list[Attached]:
    """The attachments, each up to the first place behind it at which something else begins: a section, the
    closing block of an old issue."""
    stops = sorted(others)
    return [one._replace(end=min([one.end, *(stop for stop in stops if stop >= one.text)])) for one in found]


def parts_of(one: Attached, paragraphs: Sequence[Paragraph], text: Sequence[Part]) -> list[Part]:
    """An attachment's parts: its mark, its title, and its text as recognised, all of which is printed."""
    mark = paragraphs[one.start]
    said = mark.text.removesuffix(one.title) if one.title else mark.text
    lines = [paragraph.text for paragraph in paragraphs[one.start + 1 : one.text]]
    title = "\n".join([one.title] if one.title else lines)
    where = one.start if one.title or not lines else one.start + 1
    made = [
        Part(OUT, said.strip(), why=_MARK_WHY, at=one.start),
        Part(Kind.ATTACHMENT_TITLE, title, at=where),
    ]
    for part in text:
        if part.kind in TEXT_KINDS:
            made.append(part)
        else:
            kept = [line for line in part.text.split("\n") if line]
            made += (replace(part, kind=Kind.BODY, text=line, other=None) for line in kept)
    return made


def with_list_told(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts with the lists of attachments left out for good where the attachments follow: the layout
    makes them. An attachment without a title takes it from the list, or from the table that it begins with,
    over which it is not said again."""
    made = list(parts)
    if not any(part.kind is Kind.ATTACHMENT_TITLE for part in parts):
        return tuple(made)
    titles: dict[int, str] = {}
    count = 0
    for at, part in enumerate(made):
        if part.kind is OUT and part.why == _PRINTED_LIST:
            made[at] = replace(part, why=_LIST, other=None)
            found = _IN_LIST.fullmatch(part.text)
            if found and not _MARK.fullmatch(part.text):
                titles[int(found["number"] or len(titles) + 1)] = found["title"].strip()
        elif part.kind is Kind.ATTACHMENT_TITLE:
            count += 1
            if not part.text:
                below = made[at + 1].block if at + 1 < len(made) else None
                caption = below.caption if isinstance(below, Table) else ""
                title = titles.get(count, "") or caption
                made[at] = replace(part, text=title)
                if isinstance(below, Table) and letters(caption) == letters(title):
                    bare = replace(below, caption="")
                    made[at + 1] = replace(made[at + 1], text=as_text(bare), block=bare)
    return tuple(made)
