"""The head of a whole issue, read from its rows: name, numbers, who issued it and when. Knows no layout."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812

from bulletin_desk.gathering.figures import Day, Figure, day_ending, days_in, numbers_in
from bulletin_desk.gathering.marks import is_contents_title, is_note, section_in
from bulletin_desk.gathering.rows import Row, bare, unspaced
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.intake.masthead import is_letterhead, is_periodical, is_sentence
from bulletin_desk.intake.phrases import starts

MOST_ROWS = 30
"""Rows in which a head ends."""
_EARLY = 8
"""Rows in which a day alone tells of a head."""
_LONGEST_ROW = 70
_LONGEST_ISSUER = 60
_LONGEST_MARKING = 30
_STOPPED = re.compile("[，。；！？]")
_MARKED = re.compile("内部|密|资料|保存|注意|参阅|传阅|特急|加急|平急")
_AROUND = "　 \t()（）〔〕［］[]【】〖〗|｜·—-─、：:"
"""What stands around values and is no word."""


@dataclass(slots=True)
class Head:
    """What a head says; empty or None where it says nothing. `year` stands with the number, `month` is the
    first day of a month where no day is told. `rows` are all of it."""

    name: str = ""
    number: int | None = None
    total: int | None = None
    supplement: str = ""
    marking: str = ""
    issuer: str = ""
    date: Date | None = None
    month: Date | None = None
    year: int | None = None
    rows: tuple[Row, ...] = ()

    @property
    def found(self) -> bool:
        """Whether there is a head at all."""
        return self.number is not None or self.total is not None or self.date is not None


def read_head(rows: Sequence[Row], names: Collection[str] = ()) -> Head:
    """The head of an issue of which these are the rows; `names` are those of bulletins that are known."""
    known = {bare(name) for name in names}
    stop = _stop(rows, known)
    head = Head(rows=tuple(rows[:stop]))
    told = [at for at, row in enumerate(head.rows) if _figures(row.text)]
    told += [at for at, row in enumerate(head.rows) if _dated(row.text)]
    numbered = told[0] if told else stop
    named = _named(head.rows, numbered, known)
    if named:
        head.name = "\n".join(unspaced(head.rows[at].text) for at in named)
    for at, row in enumerate(head.rows):
        if at in named:
            continue
        if at < numbered and is_letterhead(row.text) and not head.marking:
            head.marking = row.text.split("\t")[0].strip()
            continue
        rest = _take_values(head, row.text)
        if not _WORD.search(rest):
            continue
        chunks = [part for one in rest.split("\0") for part in Row(one.strip(_SPACES)).chunks]
        dated = bool(rest.count("\1"))
        chunks = [chunk.replace("\1", "").strip(_SPACES) for chunk in chunks]
        chunks = [chunk for chunk in chunks if _WORD.search(chunk)]
        for chunk in chunks:
            _take_words(head, chunk, above=at < numbered, dated=dated, at_number=at == numbered)
    return head


_SPACES = " \t\u3000\u00a0"


def _stop(rows: Sequence[Row], known: Collection[str]) -> int:
    """How many rows the head has."""
    stop, numbered, dated = 0, False, False
    for at, row in enumerate(rows[:MOST_ROWS]):
        text = row.text
        if section_in(text) or is_contents_title(text) or is_note(text):
            break
        if len(text) > _LONGEST_ROW or (_STOPPED.search(text) and len(text) > _LONGEST_MARKING):
            break
        figures = _figures(text)
        if figures and _is_head(text, figures):
            stop, numbered = at + 1, True
        elif _dated(text) and not dated and (numbered or at < _EARLY):
            stop, dated = at + 1, day_ending(text) is not None
        elif row.bare in known and not numbered:
            stop = at + 1
        elif numbered and dated:
            break
    return stop


def _figures(text: str) -> list[Figure]:
    return [one for one in numbers_in(text) if one.what != "year"]


def _is_head(text: str, figures: Sequence[Figure]) -> bool:
    """Whether a row with a number says nothing that a sentence or a title says."""
    rest = text
    for one in figures:
        rest = rest.replace(text[one.start : one.stop], " ")
    for day in days_in(text):
        rest = rest.replace(text[day.start : day.stop], " ")
    return not _STOPPED.search(rest) and (not is_sentence(bare(rest)) or _is_name(rest))


def _is_name(text: str) -> bool:
    """Whether a text with a verb in it is a bulletin's name all the same: 组织工作简报."""
    return unspaced(text.strip(_AROUND)).endswith(starts("periodical"))


def _dated(text: str) -> Day | None:
    """The day or month of a row that says who issued something, and when."""
    days = list(days_in(text))
    if not days or _STOPPED.search(text):
        return None
    last = days[-1]
    before, behind = text[: last.start], text[last.stop :]
    apart = bool(re.match(r"\s{2,}|\t|\u3000|\Z", behind)) or day_ending(text) is not None
    if not apart or is_sentence(bare(before)) or len(before) > _LONGEST_ISSUER:
        return None
    return last


def _named(rows: Sequence[Row], numbered: int, known: Collection[str]) -> range:
    """The rows of the bulletin's name."""
    above = range(min(numbered, len(rows)))
    for at in above:
        for count in (1, 2, 3):
            if at + count <= len(rows) and "".join(row.bare for row in rows[at : at + count]) in known:
                return range(at, at + count)
    plain = [
        at
        for at in above
        if _WORD.search(rows[at].text) and not is_letterhead(rows[at].text) and _dated(rows[at].text) is None
    ]
    if not plain:
        return range(0)
    largest = max(rows[at].look.size or 0 for at in plain)
    sizes = {rows[at].look.size or 0 for at in plain}
    if largest and (len(sizes) > 1 or len(plain) == 1):
        first = next(at for at in plain if rows[at].look.size == largest)
        last = first
        while last + 1 in plain and rows[last + 1].look.size == largest:
            last += 1
        return range(first, last + 1)
    periodical = [at for at in plain if is_periodical(unspaced(rows[at].text))]
    at = periodical[0] if periodical else plain[-1]
    return range(at, at + 1)


_WORD = re.compile(f"[{HAN}A-Za-z]")
"""★ is no name."""


def _take_values(head: Head, text: str) -> str:
    """Takes numbers and days out of a row; what is left, `"\\0"` for each number, `"\\1"` for each day. A
    second value of a kind stays."""
    spans: list[tuple[int, int, str]] = []
    for one in numbers_in(text):
        if _take_figure(head, one):
            spans.append((one.start, one.stop, "\0"))
    for day in days_in(text):
        if any(start < day.stop and day.start < stop for start, stop, _ in spans):
            continue
        if _UNTIL.match(text, day.stop) or _SINCE.search(text, 0, day.start):
            continue
        if day.whole and head.date is None:
            head.date = day.date
        elif not day.whole and head.month is None and head.date is None:
            head.month = day.date
        else:
            continue
        spans.append((day.start, day.stop, "\1"))
    for start, stop, mark in sorted(spans, reverse=True):
        text = text[:start] + mark + text[stop:]
    return text


_UNTIL = re.compile(r"\s*+(?:至|到|[-—–－~～]{1,2})\s*+[0-9]")
_SINCE = re.compile(r"(?:[日月]\s*+(?:至|到|[-—–－~～]{1,2}))\s*+\Z")
"""A day that a period begins or ends with is no date of an issue."""


def _take_figure(head: Head, one: Figure) -> bool:
    match one.what:
        case "number" if head.number is None:
            head.number = one.value
        case "total" if head.total is None:
            head.total = one.value
        case "year" if head.year is None:
            head.year = one.value
        case "supplement" if not head.supplement:
            head.supplement = one.text
        case _:
            return False
    return True


def _take_words(head: Head, chunk: str, *, above: bool, dated: bool, at_number: bool) -> None:
    """Takes words of a row for what they are, if they are anything."""
    if above:
        told = is_letterhead(chunk) or _MARKED.search(chunk)
        if told and not head.marking and len(chunk) <= _LONGEST_MARKING:
            head.marking = chunk
    elif at_number and not head.name and is_periodical(bare(chunk)):
        head.name = unspaced(chunk)
    elif (
        not head.issuer and _WORD.match(chunk) and len(chunk) <= _LONGEST_ISSUER and (dated or not at_number)
    ):
        head.issuer = chunk.rstrip("：:")
