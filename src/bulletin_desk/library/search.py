"""Looking for words in the index: which items have all of them, and where. Must not know how the index is
kept true to the files.

Words of three characters and more are looked up by FTS5's trigrams, three characters at a time, as data: no
character means anything to FTS5. What they give is a choice, which `instr` over the folded texts decides, as
it does alone for words of one or two characters: going over 8,000 items takes some 20 ms.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date as Date  # noqa: N812
from itertools import islice, takewhile
from pathlib import Path
from typing import Literal, NamedTuple

from bulletin_desk.library.entries import IssueEntry, one_line
from bulletin_desk.library.folding import fold, fold_word, places_in
from bulletin_desk.library.rows import HEAD, HEAD_COUNT, head_in, path_of

_GRAM = 3
_MOST_GRAMS = 12
"""Of all words together: these choose well enough."""
_MOST_WORDS = 100
"""More than anybody types; of more, the longest are looked for."""
_BEFORE, _AFTER = 20, 60
"""Characters of a text that are shown with a hit."""
CUT = "…"


class Query(NamedTuple):
    """What is looked for: items that have all `words`, each anywhere in title, texts or source; and editors'
    notes that have them, which are of no office and no section. `office` is to stand in the source; `section`
    is the name of the item's section, or of that above; `since` and `until` are the first and the last day of
    issue; `name` is the bulletin's, empty for those without one. None, and else empty: any."""

    words: tuple[str, ...] = ()
    office: str = ""
    section: str = ""
    since: Date | None = None
    until: Date | None = None
    name: str | None = None


Where = Literal["title", "text", "source", "note"]
NOTE = "编者按"
"""What an editor's note is called."""
NO_ITEM = -1
"""The section and the number of what is found in an editor's note."""


class Hit(NamedTuple):
    """An item with all words, or an editor's note. `head` is its issue without items, `where` the first of
    title, text and source that has one of them, `context` what stands there, on one line, `spans` the words
    in it; `offset` is that of the first of these in the title, text, source or note as the entry has it."""

    file: Path
    head: IssueEntry
    section: int
    item: int
    heading: str
    title: str
    where: Where
    context: str
    spans: tuple[tuple[int, int], ...]
    offset: int


class Hits(NamedTuple):
    """How many there are, and the first ones: the latest issues first, in the order of the paper."""

    total: int
    hits: tuple[Hit, ...]


def search(connection: sqlite3.Connection, query: Query, limit: int) -> Hits:
    """The items that a query finds, the first `limit` of them with their words in context. One of the files
    that hold the same issue counts."""
    words = tuple(dict.fromkeys(filter(None, map(fold_word, query.words))))
    words = tuple(sorted(words, key=len, reverse=True)[:_MOST_WORDS])
    conditions, values = _conditions(query)
    source = "items t JOIN issues i ON i.id = t.issue"
    if words:
        source += " JOIN folds d ON d.id = t.id"
        grams = _grams(words)
        if grams:
            conditions.append("t.id IN (SELECT rowid FROM trigrams WHERE trigrams MATCH ?)")
            values.append(" AND ".join('"' + gram.replace('"', '""') + '"' for gram in grams))
        conditions += ["instr(d.fold, ?)"] * len(words)
        values += words
    order = "i.date DESC, i.number DESC, i.id DESC"
    found = connection.execute(
        f"SELECT i.date, i.number, i.id, t.id FROM {source} WHERE {' AND '.join(conditions)}"
        f" ORDER BY {order}, t.section, t.item",
        values,
    ).fetchall()
    if words and not query.office and not query.section:
        found = _with_notes(connection, query, words, found)
    first = found[: max(limit, 0)]
    return Hits(
        len(found),
        tuple(
            _note_hit(connection, issue, words) if item is None else _hit(connection, item, words)
            for _, _, issue, item in first
        ),
    )


_Found = tuple[str, int, int, int | None]
"""The date, number and row of an issue, and the row of the item; None for its editor's note."""


def _with_notes(
    connection: sqlite3.Connection, query: Query, words: Sequence[str], items: list[_Found]
) -> list[_Found]:
    """Items, and the editors' notes that have all words, each before the items of its issue."""
    conditions, values = _conditions(query)
    where = " AND ".join((*conditions, *["instr(n.fold, ?)"] * len(words)))
    notes = connection.execute(
        f"SELECT i.date, i.number, i.id, NULL FROM notes n JOIN issues i ON i.id = n.id WHERE {where}",
        (*values, *words),
    ).fetchall()
    # a sort keeps the order of what is alike: a note is before the items of its issue
    return sorted((*notes, *items), key=lambda found: found[:3], reverse=True) if notes else items


def _conditions(query: Query) -> tuple[list[str], list[object]]:
    conditions, values = ["i.copy_of IS NULL"], list[object]()
    if office := fold_word(query.office):
        conditions.append("instr(t.source_fold, ?)")
        values.append(office)
    if section := fold_word(query.section):
        conditions.append("? IN (t.heading_fold, t.above_fold)")
        values.append(section)
    if query.since:
        conditions.append("i.date >= ?")
        values.append(query.since.isoformat())
    if query.until:
        conditions.append("i.date <= ?")
        values.append(query.until.isoformat())
    if query.name is not None:
        conditions.append("i.name = ?")
        values.append(query.name)
    return conditions, values


def _grams(words: Sequence[str]) -> tuple[str, ...]:
    """Some of the runs of three characters in the words: those that do not overlap, and the last."""
    grams = [
        word[at : at + _GRAM]
        for word in words
        for at in (*range(0, len(word) - _GRAM + 1, _GRAM), max(len(word) - _GRAM, 0))
        if len(word) >= _GRAM
    ]
    return tuple(dict.fromkeys(grams))[:_MOST_GRAMS]


def _hit(connection: sqlite3.Connection, item: int, words: Sequence[str]) -> Hit:
    row = connection.execute(
        f"SELECT {HEAD}, f.path, t.section, t.item, t.heading, t.title, t.source, x.text, d.fold FROM items t"
        " JOIN issues i ON i.id = t.issue JOIN files f ON f.id = i.id JOIN texts x ON x.id = t.id"
        " JOIN folds d ON d.id = t.id"
        " WHERE t.id = ?",
        (item,),
    ).fetchone()
    head = head_in(row[:HEAD_COUNT])
    path, section, number, heading, title, source, text, alike = row[HEAD_COUNT:]
    source = one_line(source)
    # a text is long, and need not be folded again: it stands between title and source
    title_alike, source_alike = fold(title), fold(source)
    text_alike = alike[len(title_alike) + 1 : len(alike) - len(source_alike) - 1]
    fields: tuple[tuple[Where, str, str], ...] = (
        ("title", title, title_alike),
        ("text", text, text_alike),
        ("source", source, source_alike),
    )
    nowhere: tuple[Where, str, list[_Span]] = ("title", title, [])
    found = ((where, there, _places(there, its_fold, words)) for where, there, its_fold in fields)
    where, words_there, places = next((each for each in found if each[2]), nowhere)
    context, spans, offset = _context(words_there, places, whole=where != "text")
    return Hit(path_of(path), head, section, number, heading, title, where, context, spans, offset)


def _note_hit(connection: sqlite3.Connection, issue: int, words: Sequence[str]) -> Hit:
    row = connection.execute(
        f"SELECT {HEAD}, f.path, n.text, n.fold FROM notes n JOIN issues i ON i.id = n.id"
        " JOIN files f ON f.id = i.id WHERE n.id = ?",
        (issue,),
    ).fetchone()
    path, text, alike = row[HEAD_COUNT:]
    context, spans, offset = _context(text, _places(text, alike, words), whole=False)
    head = head_in(row[:HEAD_COUNT])
    return Hit(path_of(path), head, NO_ITEM, NO_ITEM, "", NOTE, "note", context, spans, offset)


_Span = tuple[int, int, int]
"""Start, end, and the number of the word."""


def _places(text: str, alike: str, words: Sequence[str]) -> list[_Span]:
    """Where the words stand in a text, by its fold, none overlapping; of many places of a word, the first
    ones."""
    place = places_in(text)
    found: list[_Span] = []
    for number, word in enumerate(words):
        at = alike.find(word)
        count = 0
        while at >= 0 and count < _MOST_PLACES:
            found.append((place(at), place(at + len(word) - 1) + 1, number))
            at = alike.find(word, at + len(word))
            count += 1
    apart: list[_Span] = []
    for span in sorted(found, key=lambda each: (each[0], -each[1])):
        if not apart or span[0] >= apart[-1][1]:
            apart.append(span)
    return apart


_MOST_PLACES = 200


def _context(
    text: str, places: Sequence[_Span], *, whole: bool
) -> tuple[str, tuple[tuple[int, int], ...], int]:
    """What stands around the places, with most different words in it; where they are in that, but for one
    that is cut at its beginning; and where the first of them is in the text."""
    if not places:
        return text if whole else "", (), 0
    if whole:
        start, end = 0, len(text)
    else:
        first = places[max(range(len(places)), key=lambda at: (_different(places, at), -at))]
        start = max(0, first[0] - _BEFORE)
        end = min(len(text), max(first[0] + _AFTER, first[1]))
    before, after = CUT if start else "", CUT if end < len(text) else ""
    shown = [(at, min(to, end)) for at, to, _ in places if start <= at < end]
    moved = len(before) - start
    spans = tuple((at + moved, to + moved) for at, to in shown)
    return f"{before}{text[start:end]}{after}".replace("\n", " "), spans, shown[0][0]


def _different(places: Sequence[_Span], first: int) -> int:
    """How many different words there are from the place of this number as far as is shown."""
    last = places[first][0] + _AFTER
    return len(
        {number for _, _, number in takewhile(lambda each: each[1] <= last, islice(places, first, None))}
    )
