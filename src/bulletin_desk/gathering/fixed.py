"""The head and the closing block of an old issue against what was read of them: rows of a layout's own words,
and which words no value explains. Knows no files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date as Date  # noqa: N812
from typing import Literal

from bulletin_desk.bulletin.fields import value_of, with_field
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.export.docx.row_values import applied, read_row
from bulletin_desk.export.docx.row_words import RowWords, Values
from bulletin_desk.export.docx.words import Words
from bulletin_desk.gathering.figures import days_in, number_of, numbers_in
from bulletin_desk.gathering.rows import Row, bare
from bulletin_desk.layouts.wordings import Option, Part
from bulletin_desk.typeset.wording import Wordings

_SIGNS = re.compile(r"[\s（）()〔〕［］\[\]【】〖〗〈〉|｜·•—\-─－_、：:，,。.．;；★☆*＊]+")
"""What is no word of a head."""
_CONSTANT = re.compile(
    "信息公开(?:选项|类别|属性|方式|形式)?|公开(?:方式|属性|类别|选项|形式)|共?印(?:数|发|制|刷)?|编印?|出版|份|年|月|日|第|总|期|号|刊|星期[一二三四五六日天]"
)
_MOST_ROWS = 60
_MOST_OWN = 20
_LONGEST_ROW = 400


_GAPS = re.compile("\0+")
_AROUND = " \t\u3000（）()〔〕［］[]【】〖〗|｜·•—-─－_、：:，,。.．;；★☆*＊"


# ---- rows in a layout's own words


def with_own_rows(
    issue: Issue, rows: Sequence[Row], words: Words, where: Literal["head", "closing"]
) -> tuple[Issue, frozenset[Row]]:
    """The issue with the values of its layout's own fields that stand in these rows, and the rows that say
    just what a row of the layout says."""
    told: set[Row] = set()
    own = [row for row in (words.head if where == "head" else words.closing) if _is_own(row, words)]
    for wording in own[:_MOST_OWN]:
        if told_by_default := _default_lines(issue, wording, rows, words):
            told |= told_by_default
            continue
        for row in rows[:_MOST_ROWS]:
            if row in told or len(row.text) > _LONGEST_ROW:
                continue
            made = _read(issue, "\t".join(row.chunks), wording, words)
            if made is not None:
                issue = made
                told.add(row)
                break
    return issue, frozenset(told)


def _default_lines(issue: Issue, wording: RowWords, rows: Sequence[Row], words: Words) -> set[Row]:
    """The rows that say a list of several lines as the issue has it."""
    for name in wording.fields:
        field = words.field(name)
        lines = value_of(issue, field).split("\n") if field is not None and field.kind == "list" else []
        found = [next((row for row in rows if bare(line) in row.bare), None) for line in lines if line]
        if len(found) > 1 and None not in found:
            return {row for row in found if row is not None}
    return set()


def _is_own(row: RowWords, words: Words) -> bool:
    return any(words.field(name) is not None for name in row.fields)


def _read(issue: Issue, text: str, wording: RowWords, words: Words) -> Issue | None:
    """The issue as the row says it; None where it says something else, or nothing but of its fields."""
    found = read_row(text, wording, issue, words)
    if found is None or not _fits(text, wording, Values(issue, words)):
        return None
    for name, printed in found.items():
        made = applied(name, printed, issue, words)
        if made is None:
            return None
        issue = made
    return issue


def _fits(text: str, wording: RowWords, values: Values) -> bool:
    """Whether words of the layout's stand in the text, or where a row has none, what an issue has for one of
    its fields: a row of fields alone could be read from any text."""
    constants = [
        bare(part)
        for cell in wording.cells
        for piece in cell.pieces
        for part in (piece.before, *_constants(piece.wording.parts), piece.behind)
        if len(bare(part)) > 1
    ]
    if not constants:
        constants = [value for name in wording.fields if len(value := bare(values(name))) > 1]
    return any(part in bare(text) for part in constants)


def _constants(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        match part:
            case str():
                yield part
            case Option(inside, otherwise):
                yield from _constants(inside)
                yield from _constants(otherwise)


def without_untold(issue: Issue, rows: Sequence[Row], words: Words) -> Issue:
    """The issue without values of its layout's own fields that the file says nowhere: defaults."""
    said = "".join(row.bare for row in rows)
    for field in words.declared:
        value = value_of(issue, field)
        if value and field.kind in ("text", "list", "choice") and bare(value) not in said:
            issue = with_field(issue, field.path, field.name, "")
    return issue


# ---- what no value explains


def unexplained(
    issue: Issue, rows: Sequence[Row], words: Words, where: Literal["head", "closing"]
) -> tuple[list[tuple[Row, str]], list[str]]:
    """The words of rows of the head or the closing block that are no value of the issue, by row; and values
    that no row says. Each value explains its words once."""
    texts, figures, days = _values(issue, words, where)
    left = {row: bare(row.text) for row in rows}
    missing = []
    for text in sorted(texts, key=len, reverse=True):
        if not _take(left, rows, text):
            missing.append(text)
    found = []
    for row in rows:
        rest = _without_figures(left[row], figures, days, issue.dated_header.date.year)
        rest = _without_constants(rest, words, where)
        if _SIGNS.sub("", _CONSTANT.sub("", rest.replace("\0", ""))):
            found.append((row, _GAPS.sub(" ", rest).strip(_AROUND)))
    missing += [str(figure) for figure in figures]
    missing += [day.isoformat() for day in days]
    return found, missing


def _take(left: dict[Row, str], rows: Sequence[Row], text: str) -> bool:
    """Takes a value's words out of the first row that has them, or of rows one below the other."""
    text = bare(text)
    for row in rows:
        if text in left[row]:
            left[row] = left[row].replace(text, "\0", 1)
            return True
    for at in range(len(rows)):
        for stop in range(at + 2, min(at + _MOST_LINES, len(rows)) + 1):
            here = rows[at:stop]
            start = "".join(left[row] for row in here).find(text)
            if start >= 0:
                _take_span(left, here, start, start + len(text))
                return True
    return False


_MOST_LINES = 12
"""Rows that one value may go on over."""


def _take_span(left: dict[Row, str], rows: Sequence[Row], start: int, stop: int) -> None:
    """Takes characters out of rows, counted from the first one's start."""
    at = 0
    for row in rows:
        text = left[row]
        first, last = max(start - at, 0), min(max(stop - at, 0), len(text))
        if first < last:
            left[row] = text[:first] + "\0" + text[last:]
        at += len(text)


def _without_figures(text: str, figures: list[int], days: list[Date], year: int) -> str:
    for day in reversed(list(days_in(text))):
        if day.date in days:
            days.remove(day.date)
            text = text[: day.start] + "\0" + text[day.stop :]
    for one in reversed(list(numbers_in(text))):
        if one.what == "year" and one.value == year:
            text = text[: one.start] + "\0" + text[one.stop :]
        elif one.value in figures:
            figures.remove(one.value)
            text = text[: one.start] + "\0" + text[one.stop :]
    for figure in re.findall(r"[0-9０-９]+|[一二三四五六七八九十百千]+", text):
        if (value := number_of(figure)) in figures:
            figures.remove(value)
            text = text.replace(figure, "\0", 1)
    return text


def _values(
    issue: Issue, words: Words, where: Literal["head", "closing"]
) -> tuple[list[str], list[int], list[Date]]:
    """Texts, numbers and days of the head or of the closing block."""
    masthead, header = issue.masthead, issue.dated_header
    if where == "head":
        texts = [*masthead.name.split("\n"), masthead.marking, masthead.supplement, header.issuer]
        figures = [masthead.number, masthead.total_number or 0]
        days = [header.date]
    else:
        texts = [issue.disclosure]
        for entry in issue.distribution:
            texts += [entry.label, entry.to]
        figures = [issue.print_count or 0]
        days = []
        if issue.imprint is not None:
            texts.append(issue.imprint.office)
            days.append(issue.imprint.date)
    worded = Wordings(issue, words)
    for field in words.declared:
        if field.where == where and value_of(issue, field):
            texts += worded.value(field.name).split("\n")
    return [text for text in texts if bare(text)], [one for one in figures if one], days


def _without_constants(text: str, words: Words, where: Literal["head", "closing"]) -> str:
    constants = {
        bare(part)
        for row in (words.head if where == "head" else words.closing)
        for cell in row.cells
        for piece in cell.pieces
        for part in (piece.before, *_constants(piece.wording.parts), piece.behind)
    }
    for constant in sorted(filter(None, constants), key=len, reverse=True):
        text = text.replace(constant, "\0")
    return text
