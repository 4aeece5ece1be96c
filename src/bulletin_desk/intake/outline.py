"""Headings of several levels and entries of lists among the parts of items: what the recognised subheadings
and paragraphs are by their numbers, outline levels and bullets. Changes no word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bulletin_desk.bulletin.model import HEADING_KINDS, Kind
from bulletin_desk.intake.manuscript import Paragraph
from bulletin_desk.intake.parts import SECTION_KINDS, Part

_CN = "一二三四五六七八九十"
_NUMBERS = (
    re.compile(rf"第?[{_CN}]{{1,3}}[、.．]|第[{_CN}]{{1,3}}(?:[章节篇]|部分)"),
    re.compile(rf"[（(][{_CN}]{{1,3}}[）)]"),
    re.compile(r"[0-9]{1,2}\s?[.．、](?![0-9])"),
    re.compile(r"[（(][0-9]{1,2}[）)]"),
)
"""The numbers of the four levels (GB/T 9704-2012, 7.3.3)."""
_PART_NUMBER = re.compile(rf"第[{_CN}]{{1,3}}(?:[章节篇]|部分)")
_LEAST = 2
"""Entries from which on bullets make a list."""


def number_level(text: str) -> int:
    """The level of a heading by the number that it begins with; 0 without one."""
    return next((level for level, pattern in enumerate(_NUMBERS, 1) if pattern.match(text)), 0)


def outlined(parts: Sequence[Part], paragraphs: Sequence[Paragraph]) -> tuple[Part, ...]:
    """The parts, whose `at` counts the paragraphs, with headings and lists told apart.

    The highest level of an item's headings, whatever its number, is the layout's subheading: so 一、 looks
    the same in an item with one level as in one with three, and centred subheadings stay what they are. Those
    below it, by number or outline level, are headings of their levels: one look for all would hide which
    stands under which.
    """
    made = list(parts)
    for item in _items(parts):
        levels = {at: _level(parts[at], paragraphs) for at in item if parts[at].kind is Kind.SUBHEADING}
        over = {at for at in levels if _PART_NUMBER.match(parts[at].text)}
        below = [level for at, level in levels.items() if at not in over]
        # 第一部分 over 一、 is the highest
        highest = 0 if over and 1 in below else min(filter(None, levels.values()), default=0)
        for at, level in levels.items():
            if level > highest and at not in over:
                made[at] = replace(made[at], kind=HEADING_KINDS[level - 1])
        for at in _listed(item, made, paragraphs):
            made[at] = replace(made[at], kind=Kind.LIST_ITEM, run_in=0)
    return tuple(made)


def _items(parts: Sequence[Part]) -> Iterator[range]:
    """The places of the parts of each item, or of what may be one."""
    start = 0
    for at, part in enumerate(parts):
        if part.kind in (Kind.TITLE, Kind.ATTACHMENT_TITLE, *SECTION_KINDS):
            yield range(start, at)
            start = at
    yield range(start, len(parts))


def _level(part: Part, paragraphs: Sequence[Paragraph]) -> int:
    if part.other is not None:
        return 0
    if level := number_level(part.text):
        return level
    outline = paragraphs[part.at].look.outline
    return outline if outline is not None and outline <= len(HEADING_KINDS) else 0


def _listed(item: range, parts: Sequence[Part], paragraphs: Sequence[Paragraph]) -> list[int]:
    """The places of paragraphs with bullets that stand one under the other."""
    found: list[int] = []
    run: list[int] = []
    for at in (*item, -1):
        part = parts[at] if at >= 0 else None
        if part is not None and _has_bullet(part, paragraphs):
            run.append(at)
            continue
        if len(run) >= _LEAST:
            found += run
        run = []
    return found


def _has_bullet(part: Part, paragraphs: Sequence[Paragraph]) -> bool:
    listed = paragraphs[part.at].listed
    plain = part.kind is Kind.BODY and part.block is None and part.other is None and not part.run_in
    return plain and listed is not None and not listed.in_text and not number_level(part.text)
