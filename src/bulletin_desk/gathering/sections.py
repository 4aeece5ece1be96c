"""The names of a whole issue's sections among its rows: by brackets, by signs, by names that are known, by
looks. Knows no layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from bulletin_desk.gathering.marks import section_in, signed_section
from bulletin_desk.gathering.rows import Row, unspaced
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
) -> Mapping[int, str]:
    """The rows that name sections, by their places among `rows`; `known` are names without blanks, `listed`
    the entries of the contents, `marks` those that stand before items."""
    title = title_look(rows, looks)
    found: dict[int, str] = {}
    plain: dict[int, str] = {}
    for at, row in enumerate(rows):
        if row.note is not None:
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
        elif row.bare in known or _listed(row, below, listed):
            plain[at] = unspaced(row.text)
    if not found:
        for at in _by_look(rows, looks, title, [rows[at].look for at in plain]):
            plain[at] = unspaced(rows[at].text)
    return dict(sorted((found | plain).items()))


def _is_short(row: Row) -> bool:
    return len(row.text) <= _SHORT and not _ENDS.search(row.text)


def _listed(row: Row, below: Row | None, listed: Collection[str]) -> bool:
    """Whether a row and the one below it are both in the contents: a section over its first item."""
    return below is not None and len(row.bare) <= _LONGEST and row.bare in listed and below.bare in listed


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
    """The look that titles have: larger than the text, or centred in another face; None where no look
    tells."""
    if not looks.told:
        return None
    larger: Counter[Look] = Counter()
    for row in rows:
        if looks.larger(row.look) and len(row.text) <= _SHORT:
            larger[row.look] += 1
    return larger.most_common(1)[0][0] if larger else None


def _by_look(rows: Sequence[Row], looks: Looks, title: Look | None, known: Sequence[Look]) -> Sequence[int]:
    """Short rows right over titles, that look like neither titles nor text, and like those whose names are
    `known`, if any are: sections of an office that marks them by weight alone."""
    if title is None:
        return ()
    return [
        at
        for at, row in enumerate(rows[:-1])
        if row.note is None
        and len(row.bare) <= _LONGEST
        and not _STOPPED.search(row.text)
        and looks.emphasis(row.look)
        and not alike(row.look, title)
        and row.look.align != "right"
        and alike(rows[at + 1].look, title)
        and (not known or any(alike(row.look, look) for look in known))
    ]
