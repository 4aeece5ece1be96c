"""Rows of head and closing block that were typed into a Word copy where the bulletin had none: told by their
words, or named. Knows no XML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bulletin_desk.bulletin.grammar import SPEC, Region
from bulletin_desk.bulletin.model import Issue, Kind
from bulletin_desk.export.docx import styles as st
from bulletin_desk.export.docx.records import Record, quoted
from bulletin_desk.export.docx.row_values import applied, label_of, read_row
from bulletin_desk.export.docx.row_words import RowWords, Values
from bulletin_desk.export.docx.words import Words

_LEAST_WORDS = 2
"""Characters of a row's own words by which it is told."""
_CHECKED = frozenset(("number", "total", "date", "year", "month", "day", "print_count", "imprint_date"))
"""Fields whose values are more than any text."""
_REPEATED = (Kind.DISTRIBUTION, Kind.DISCLOSURE)
"""Kinds of the closing block of which there may be several paragraphs."""


def with_new_rows(
    found: Sequence[Record], new: Sequence[bool], original: Issue, words: Words, notes: list[str]
) -> tuple[list[Record], list[bool]]:
    """The records, and which of them are still `new`. New ones that stand in head or closing block, or beside
    it, are the rows that the bulletin had no value for, where they say what such a row says; what else has
    the style of a row that is there already is left out, and named."""
    known = [
        SPEC[record.kind].region
        for record, is_new in zip(found, new, strict=True)
        if not (is_new or record.blank)
    ]
    there = {(one.kind, one.row) for one, is_new in zip(found, new, strict=True) if not is_new}
    missing = [row for row in words.rows() if not row.text(Values(original, words))]
    made: list[Record] = []
    still: list[bool] = []
    passed = 0
    for record, is_new in zip(found, new, strict=True):
        passed += not (is_new or record.blank)
        row = None
        if is_new and not record.blank:
            row = _told(record, known[:passed], known[passed:], missing, original, words)
        if row is not None:
            text = _words_of(record)
            if row.own:
                values = read_row(text, row, original, words) or {}
                labels = "、".join(label_of(name, words) for name in values)
                missing.remove(row)
            else:
                text = words.bare(row.kind, text)
                labels = f"“{st.STYLE_NAMES[row.kind]}”"
            notes.append(f"{quoted(text)}一行是在 Word 里新写的，读作{labels}，请核对。")
            made.append(replace(record, kind=row.kind, row=row.number, text=text, run_in=0, bold=()))
            still.append(False)
        elif is_new and not record.blank and _is_beyond(record, there):
            name = st.STYLE_NAMES[record.kind]
            notes.append(
                f"{name}那里新写的{quoted(_words_of(record))}不知道是哪一栏，没有读回，请在程序里填。"
            )
        else:
            made.append(record)
            still.append(is_new)
    return made, still


def _words_of(record: Record) -> str:
    return record.found.words if record.found else record.text


def _is_beyond(record: Record, there: set[tuple[Kind, int]]) -> bool:
    """Whether a record has the style of a row of which there is one, and can be no more."""
    fixed = not SPEC[record.kind].running
    return fixed and record.kind not in _REPEATED and (record.kind, record.row) in there


def _told(
    record: Record,
    before: Sequence[Region],
    after: Sequence[Region],
    missing: Sequence[RowWords],
    original: Issue,
    words: Words,
) -> RowWords | None:
    """The one of the `missing` rows that a new record is; None if its words don't tell. `before` and `after`
    are where the known records around it stand."""
    text = _words_of(record)
    in_head = all(region is Region.HEAD for region in before)
    in_closing = all(region is Region.CLOSING for region in after)
    fits = [
        row
        for row in missing
        if row.own
        and (in_head if row.kind is Kind.HEAD_FIELD else in_closing)
        and _says(text, row, original, words, plain=not in_head and record.plain)
    ]
    if fits or not in_closing or in_head:
        return fits[0] if len(fits) == 1 else None
    kind = words.closing_kind(text)
    row = words.row(kind) if kind else None
    return row if row is not None and not _has(original, row.kind) else None


def _has(issue: Issue, kind: Kind) -> bool:
    values = {
        Kind.DISCLOSURE: issue.disclosure,
        Kind.DISTRIBUTION: issue.distribution,
        Kind.IMPRINT: issue.imprint,
        Kind.PRINT_COUNT: issue.print_count,
    }
    return bool(values.get(kind))


def _says(text: str, row: RowWords, original: Issue, words: Words, *, plain: bool) -> bool:
    """Whether a text is worded as a row, and by more than that it is one: by the row's own words or, unless
    it is `plain` text at the end of an item, by a value that is no text."""
    values = read_row(text, row, original, words)
    if not values or any(applied(name, value, original, words) is None for name, value in values.items()):
        return False
    typed = sum(len("".join(value.split())) for value in values.values())
    if len("".join(text.split())) - typed >= _LEAST_WORDS:
        return True
    if plain and "\t" not in text:
        return False
    own = {name: words.field(name) for name in values}
    return any(
        name in _CHECKED if field is None else field.kind not in ("text", "list")
        for name, field in own.items()
    )
