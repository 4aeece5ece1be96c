"""The names of a whole issue's sections among its rows: by brackets, by signs, by names that are known, by
looks. Knows no layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from bulletin_desk.gathering.marks import NUMBER, framed, is_attachment_mark, section_in, signed_section
from bulletin_desk.gathering.rows import Row, bare, section_name
from bulletin_desk.intake.manuscript import Look
from bulletin_desk.intake.sheet import Looks, alike

_LONGEST = 12
_STOPPED = re.compile("[，。；：！？、（）()《》“”]")
_ENDS = re.compile("[。！？；：，、][”’）)]*\\Z")
_SHORT = 45
"""Characters of a title's line."""


def section_rows(
    rows: Sequence[Row],
    looks: Looks,
    known: Collection[str],
    *,
    listed: Collection[str] = (),
    marks: Sequence[str] = (),
    numbered: bool = False,
) -> Mapping[int, str]:
    """The rows that name sections, by their places among `rows`; `known` are names without blanks, `listed`
    the entries of the contents, `marks` those that stand before items. Where the layout has its sections
    `numbered`, those behind numbers are `numbered_names`."""
    title = title_look(rows, looks)
    found: dict[int, str] = {}
    plain: dict[int, str] = {}
    for at, row in enumerate(rows):
        if row.note is not None or row.right:
            continue
        below = rows[at + 1] if at + 1 < len(rows) else None
        over_title = below is not None and title is not None and alike(below.look, title)
        if name := section_in(row.text):
            found[at] = name
        elif (name := signed_section(row.text)) and not row.text.startswith(tuple(marks) or "\0"):
            apart = over_title if title is not None else below is not None and _is_short(below)
            if "".join(name.split()) in known or (
                apart and below is not None and not signed_section(below.text)
            ):
                found[at] = name
        elif row.bare in known:
            plain[at] = section_name(row.text)
        elif (name := _unframed(row, numbered)) and (
            (bare(name) in known and (title is None or over_title)) or _listed(name, below, listed)
        ):
            plain[at] = name
    if not found:
        over = _over_titles(rows, looks, title)
        plain |= _in_frames(rows, title, over, numbered) or _by_look(rows, over, plain)
    return dict(sorted((found | plain).items()))


def _is_short(row: Row) -> bool:
    return len(row.text) <= _SHORT and not _ENDS.search(row.text)


def _unframed(row: Row, numbered: bool) -> str:
    """What a row says without the frame of a section's name, if it has one."""
    frame, name = framed(row.text)
    return section_name(row.text) if not frame or (numbered and frame == NUMBER) else name


def _listed(name: str, below: Row | None, listed: Collection[str]) -> bool:
    """Whether a row and the one below it are both in the contents: a section over its first item."""
    said = bare(name)
    return below is not None and len(said) <= _LONGEST and said in listed and below.bare in listed


def numbered_names(rows: Sequence[Row], looks: Looks, listed: Collection[str]) -> tuple[str, ...]:
    """The names of sections that stand behind numbers (一、国家动态): those that are `listed` in the
    contents, or where nothing is, those of rows right over titles or over another such row."""
    title = title_look(rows, looks)
    found = {at: name for at, row in enumerate(rows) if (name := _numbered(row.text))}
    names = []
    for at, name in found.items():
        below = rows[at + 1] if at + 1 < len(rows) else None
        over = below is not None and title is not None and alike(below.look, title)
        if "".join(name.split()) in listed if listed else over or at + 1 in found:
            names.append(name)
    return tuple(dict.fromkeys(names))


def _numbered(text: str) -> str:
    found = _NUMBER.match(text.strip())
    name = text.strip()[found.end() :].strip() if found else ""
    return name if 2 <= len(name) <= _LONGEST and not _STOPPED.search(name) else ""


_NUMBER = re.compile("[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")


def title_look(rows: Sequence[Row], looks: Looks) -> Look | None:
    """The look that titles have: larger than the text, and right over what is not; None where no look
    tells."""
    if not looks.told:
        return None
    larger: Counter[Look] = Counter()
    for row, below in zip(rows, (*rows[1:], None), strict=True):
        over = below is None or not looks.larger(below.look) or alike(row.look, below.look)
        if looks.larger(row.look) and len(row.text) <= _SHORT and over:
            larger[row.look] += 1
    return larger.most_common(1)[0][0] if larger else None


def _in_frames(
    rows: Sequence[Row], title: Look | None, over: Collection[int], numbered: bool
) -> dict[int, str]:
    """Rows that are framed and set alike, each right `over` a title, the first of them over the first title:
    a source in brackets stands over a title too, but not over the first."""
    groups: dict[tuple[str, Look], dict[int, str]] = {}
    for at in over:
        frame, name = framed(rows[at].text)
        if frame and not (numbered and frame == NUMBER):
            groups.setdefault((frame, rows[at].look), {})[at] = name
    first = next((at for at, row in enumerate(rows) if title is not None and alike(row.look, title)), 0)
    return next((group for group in groups.values() if min(group) < first), {})


def _by_look(rows: Sequence[Row], over: Collection[int], known: Collection[int]) -> dict[int, str]:
    """Short rows right `over` titles, set like those whose names are `known`, if any are: sections of an
    office that marks them by weight alone."""
    return {
        at: section_name(rows[at].text)
        for at in over
        if len(rows[at].bare) <= _LONGEST
        and not _STOPPED.search(rows[at].text)
        and (not known or any(alike(rows[at].look, rows[one].look) for one in known))
    }


def _over_titles(rows: Sequence[Row], looks: Looks, title: Look | None) -> list[int]:
    """The rows right over titles that look like neither titles nor text."""
    return [
        at
        for at, (row, below) in enumerate(pairwise(rows))
        if title is not None
        and row.note is None
        and not row.right
        and not is_attachment_mark(row.text)
        and looks.emphasis(row.look)
        and not alike(row.look, title)
        and alike(below.look, title)
    ]
