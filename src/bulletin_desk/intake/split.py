"""One manuscript's parts into those of its items. Knows no looks: kinds alone decide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.intake.parts import OUT, SECTION_KINDS, TEXT_KINDS, Part

_TEXT = TEXT_KINDS


def split(parts: Sequence[Part]) -> tuple[tuple[str, tuple[Part, ...]], ...]:
    """For each item the name of the section over it, empty where none is, and its parts in order.

    An item begins with a title, with a section's name, with a text that is said to begin one, and with
    sentences after a source or a signature. What is left out
    before an item belongs to it, as does a source under its title. No part is lost.
    """
    made = list(_groups(parts))
    # what comes without any text of its own (a masthead, a lone section name) goes to its neighbour
    whole: list[tuple[str, list[Part]]] = []
    waiting: list[Part] = []
    for section, group in made:
        if any(part.kind in (*_TEXT, Kind.TITLE) for part in group):
            whole.append((section, [*waiting, *group]))
            waiting = []
        elif whole and not any(part.kind in (*SECTION_KINDS, Kind.EDITORS_NOTE) for part in group):
            whole[-1][1].extend(group)
        else:
            waiting += group
    if waiting and whole:
        whole[-1][1].extend(_unused(waiting))
    elif waiting:
        whole.append(("", waiting))
    return tuple((section, tuple(group)) for section, group in whole)


def _unused(parts: Sequence[Part]) -> Iterator[Part]:
    for part in parts:
        yield replace(part, kind=OUT, why="没有稿件的栏目") if part.kind in SECTION_KINDS else part


_STOPPED = re.compile("[。！？；，]|.{40}")


def _before_sentences(parts: Sequence[Part]) -> list[bool]:
    """For each part whether it or the text after it, up to the next title or section, has a sentence; else it
    is a caption or the like, left behind the item's source."""
    found: list[bool] = []
    sentence = False
    for part in reversed(parts):
        if part.kind in (Kind.TITLE, *SECTION_KINDS):
            sentence = False
        sentence = sentence or (part.kind in _TEXT and bool(_STOPPED.search(part.text)))
        found.append(sentence)
    return found[::-1]


def _goes_with(mark: Part, part: Part) -> bool:
    """Whether what is left out was a mark over the item that begins, or a source was named before its title
    (【丁市图书馆】), or a line stands over it."""
    if mark.kind is Kind.KICKER:
        return part.kind in (Kind.KICKER, Kind.TITLE)
    if mark.kind is Kind.SOURCE:
        return mark.at == part.at > 0
    return mark.kind is OUT and (mark.at == part.at or mark.why == "序号")


def _goes_on(group: Sequence[Part], part: Part) -> bool:
    """Whether a title stands under a line that may not belong to it: until that is known they are one."""
    return bool(group) and group[-1].kind is Kind.TITLE and OUT in (group[-1].other, part.other)


def _groups(parts: Sequence[Part]) -> Iterator[tuple[str, list[Part]]]:
    section = ""
    group: list[Part] = []
    titled = texted = signed = attached = False
    for part, sentence in zip(parts, _before_sentences(parts), strict=True):
        begins = (
            part.kind in SECTION_KINDS
            or (part.begins and (texted or titled))
            or (part.kind is Kind.TITLE and (texted or titled) and not _goes_on(group, part))
            or (part.kind in _TEXT and signed and sentence and not attached)
        )
        if begins and group:
            # a mark that was taken off the title goes with it
            kept = len(group)
            while kept and _goes_with(group[kept - 1], part):
                kept -= 1
            yield section, group[:kept]
            group = group[kept:]
            titled = texted = signed = attached = False
        if part.kind in SECTION_KINDS:
            section = part.text
        titled = titled or part.kind is Kind.TITLE
        attached = attached or part.kind is Kind.ATTACHMENT_TITLE
        texted = texted or part.kind in _TEXT
        signed = signed or (texted and part.kind in (Kind.SOURCE, Kind.SIGNATURE))  # not one under the title
        group.append(part)
    if group:
        yield section, group
