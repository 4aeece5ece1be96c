"""A whole issue as rows of text from top to bottom, those of tables and of lists of contents too, and the
manuscript without some of them. Knows not what a row is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.intake.manuscript import PLAIN, Look, Manuscript, Note, Paragraph

_CHUNKS = re.compile(r"\t\s*|\s{2,}|\u3000\s*")
_SPACED = re.compile(r"(?:\S\s+)+\S")
_ALMOST = 3
"""Characters of a spaced word at least: 四 川 省."""


class Row(NamedTuple):
    """A line: its text, cells of a table parted by tabs; its look; the paragraph that it is of the
    manuscript, or the note of the table or the list that it stands in."""

    text: str
    look: Look = PLAIN
    at: int = -1
    note: Note | None = None

    @property
    def chunks(self) -> list[str]:
        """What stands apart in it, by tabs or several blanks."""
        return [chunk for chunk in _CHUNKS.split(self.text.strip()) if chunk]

    @property
    def bare(self) -> str:
        """Without blanks."""
        return bare(self.text)


def bare(text: str) -> str:
    """A text without blanks."""
    return "".join(text.split())


def unspaced(text: str) -> str:
    """四 川 省 as 四川省; any other text without the blanks around it."""
    text = text.strip()
    if len(bare(text)) >= _ALMOST and _SPACED.fullmatch(text) and re.search(f"[{HAN}]", text):
        return bare(text)
    return text


def rows_of(manuscript: Manuscript) -> tuple[Row, ...]:
    """The lines of a manuscript that are not empty, those of tables at their places."""
    return tuple(_rows(manuscript))


def _rows(manuscript: Manuscript) -> Iterator[Row]:
    apart: dict[int, list[Note]] = {}
    for note in manuscript.notes:
        if note.rule in ("table", "contents") and note.words:
            apart.setdefault(-1 if note.ahead else note.paragraph, []).append(note)
    for at, paragraph in enumerate((None, *manuscript.paragraphs), -1):
        if paragraph is not None:
            for line in paragraph.text.split("\n"):
                if line.strip():
                    yield Row(line.strip(), paragraph.look, at)
        for note in apart.get(at, ()):
            for line in note.words.split("\n"):
                if line.strip():
                    yield Row(line.strip("\n "), PLAIN, -1, note)


def without(manuscript: Manuscript, rows: Collection[Row], written: Mapping[int, Paragraph]) -> Manuscript:
    """The manuscript without these rows, with other paragraphs for those in `written`. A paragraph goes with
    each of its rows."""
    gone = {row.at for row in rows if row.note is None}
    notes_gone = {id(row.note) for row in rows if row.note is not None}
    kept = [at for at in range(len(manuscript.paragraphs)) if at not in gone]
    paragraphs = tuple(written.get(at, manuscript.paragraphs[at]) for at in kept)
    notes = [
        _moved(note, kept)
        for note in manuscript.notes
        if id(note) not in notes_gone
        and note.rule not in _OF_HEAD
        and not (note.rule == "table" and not note.words and note.paragraph in gone)
    ]
    return Manuscript("", paragraphs, tuple(notes))


_OF_HEAD = frozenset(("text-box", "converted", "header", "footer", "field", "numbering"))
"""What is said of the file, not of an item; and what is in the text as it was printed."""


def _moved(note: Note, kept: Sequence[int]) -> Note:
    at = bisect_left(kept, note.paragraph)
    there = at < len(kept) and kept[at] == note.paragraph
    if there or note.ahead:
        return replace(note, paragraph=min(at, max(len(kept) - 1, 0)))
    return replace(note, paragraph=max(at - 1, 0), ahead=at == 0)
