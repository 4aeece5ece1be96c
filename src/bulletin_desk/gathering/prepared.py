"""What stands between head and closing block as recognition is to read it: where an old issue's places and
looks have told what a line is, the line is written so that its words tell it. Decides nothing itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.gathering.broken import joined
from bulletin_desk.gathering.marks import NUMBER, framed, is_attachment_mark
from bulletin_desk.gathering.reading import Reading, short
from bulletin_desk.gathering.rows import Row, without
from bulletin_desk.gathering.signed import source_rows
from bulletin_desk.intake.draft import Draft
from bulletin_desk.intake.manuscript import Look, Manuscript
from bulletin_desk.intake.sheet import alike
from bulletin_desk.intake.sources import Units
from bulletin_desk.layouts.model import Layout

_A_SOURCE = "（供稿：办公室）"
"""Recognition takes it for a source wherever it stands."""
_NUMBER = re.compile(r"[0-9]{1,2}\s*+[.．、](?![0-9])\s*+|[一二三四五六七八九十]{1,3}、\s*+")
_MOST_LINES = 4
"""Of a title."""


def prepared(
    reading: Reading,
    fixed: Collection[Row],
    rows: Sequence[Row],
    title: Look | None,
    named: Mapping[int, str],
    layout: Layout,
    units: Units,
) -> tuple[Manuscript, Manuscript]:
    """The manuscript without the `fixed` rows as recognition is to read it, and as it was printed, paragraph
    by paragraph. `named` are the sections' names by their places among `rows`."""
    paragraphs = reading.whole.manuscript.paragraphs
    written = {
        row.at: joined(paragraphs[row.at])
        for row in rows
        if row.note is None and row.look.align not in ("centre", "right") and "\n" in paragraphs[row.at].text
    }
    for at, name in named.items():
        written[rows[at].at] = replace(paragraphs[rows[at].at], text=f"【{name}】")
    numbered = [rows[at].text for at in named if framed(rows[at].text)[0] == NUMBER]
    if numbered:
        _say_of_numbers(reading, "栏目", numbered[0], layout)
    titles = _titles(rows, title, named)
    numbers = layout.headings.items == "none" and all(_NUMBER.match(group[0].text) for group in titles)
    if titles and numbers:
        _say_of_numbers(reading, "标题", titles[0][0].text, layout)
    for group in titles:
        first = group[0].at
        text = "\n".join(row.text for row in group)
        text = _NUMBER.sub("", text, count=1) if numbers else text
        if text != paragraphs[first].text.strip():
            written[first] = replace(paragraphs[first], text=text, lead=0, bold=())
    for row in source_rows(rows, title, named, units, layout.offers):
        written[row.at] = replace(paragraphs[row.at], text=_A_SOURCE, lead=0, bold=())
    fixed = (*fixed, *(row for group in titles for row in group if row.at != group[0].at))
    manuscript = reading.whole.manuscript
    return without(manuscript, fixed, written), without(manuscript, fixed, {})


def with_sources(draft: Draft, manuscript: Manuscript, printed: Manuscript) -> Draft:
    """The draft with the sources as they are `printed`."""
    parts = [
        replace(part, kind=Kind.SOURCE, text=printed.paragraphs[part.at].text.strip(), why="", other=None)
        if part.block is None and manuscript.paragraphs[part.at].text == _A_SOURCE
        else part
        for part in draft.parts
    ]
    return replace(draft, parts=tuple(parts))


def _say_of_numbers(reading: Reading, what: str, first: str, layout: Layout) -> None:
    """Says that sections' names or titles have numbers, which the layout does not give them."""
    said = f"{what}前面印有编号（“{short(first)}”），“{layout.name}”不给{what}编号，编号没有收。"
    reading.doubt("layout", said, first)


def _titles(rows: Sequence[Row], title: Look | None, named: Collection[int]) -> list[list[Row]]:
    """The rows of each title, where a look tells which they are: those in lines or paragraphs one below the
    other are one. (A line that is a unit's name would be a source by its words.)"""
    groups: list[list[Row]] = []
    for at, row in enumerate(rows):
        if title is None or row.note is not None or at in named or not alike(row.look, title):
            continue
        before = rows[at - 1] if at else None
        if before is not None and is_attachment_mark(before.text):
            continue  # an attachment's
        if groups and groups[-1][-1] is before and row.at - groups[-1][-1].at in (0, 1):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [group for group in groups if len(group) <= _MOST_LINES]
