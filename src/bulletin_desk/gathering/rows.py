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


class Row(NamedTuple):
    """A line: its text, cells of a table parted by tabs; its look; the paragraph that it is of the
    manuscript, or the note of the table or the list that it stands in; whether it stands at the right, set so
    or pushed there by blanks."""

    text: str
    look: Look = PLAIN
    at: int = -1
    note: Note | None = None
    right: bool = False

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


def unspaced(text: str, least: int = 3) -> str:
    """四 川 省 as 四川省, if it has so many characters at `least`; any other text without the blanks around
    it."""
    text = text.strip()
    if len(bare(text)) >= least and _SPACED.fullmatch(text) and re.search(f"[{HAN}]", text):
        return bare(text)
    return text


def section_name(text: str) -> str:
    """要 闻 as 要闻."""
    return unspaced(text, 2)


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
                    right = paragraph.look.align == "right" or _is_pushed(line)
                    yield Row(line.strip(), paragraph.look, at, None, right)
        for note in apart.get(at, ()):
            for line in note.words.split("\n"):
                if line.strip():
                    yield Row(line.strip("\n "), PLAIN, -1, note)


def _is_pushed(line: str) -> bool:
    """Whether blanks push a line beyond where the same line would be centred."""
    text = line.strip()
    before = line[: len(line) - len(line.lstrip())]
    return _width(before) > _INDENT and 2 * _width(before) + _width(text) > _MEASURE


def _width(text: str) -> int:
    """In halves of a Han character."""
    return sum(_TAB if char == "\t" else 1 if "\x20" <= char < "\x7f" else 2 for char in text)


_TAB = 4
_INDENT = 12
_MEASURE = 66
"""Of a page in halves of a character, and some more: a line has 28 characters on most."""


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
