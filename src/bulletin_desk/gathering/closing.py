"""The closing block of a whole issue, read from its rows: disclosure, distribution, imprint, print count.
Knows no layout."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date as Date  # noqa: N812

from bulletin_desk.bulletin.model import Addressee
from bulletin_desk.gathering.figures import day_ending, number_of
from bulletin_desk.gathering.rows import Row
from bulletin_desk.hanzi.classes import HAN

_LABEL_WORDS = (  # the longer ones first
    "主送 抄送 抄报 抄呈 分送 报送 呈报 呈送 呈阅 发送 印送 印发 主报 内发 分发 报 送 发 呈"
)
_BLANKS = r"\s*+"
_LABELS = f"(?:{'|'.join(_BLANKS.join(word) for word in _LABEL_WORDS.split())})"
_ENTRY = re.compile(rf"({_LABELS})\s*+[：:]")
_FURTHER = re.compile(rf"(?<=[。；;\s])({_LABELS})\s*+[：:]")
"""A second entry in a row."""
_DISCLOSURE = re.compile(
    r"[（(【]?\s*+(?:信息公开(?:选项|类别|属性|方式|形式)?|公开(?:方式|属性|类别|选项|形式))\s*+[：:]\s*+([^）)】\t]{0,40}+)[）)】]?"
)
_COUNT = re.compile(
    r"[（(]?\s{0,4}+(?:共\s{0,4}+|本期\s{0,4}+)?印\s{0,4}+(?:数\s{0,4}+[：:]?\s{0,4}+|发\s{0,4}+)?"
    r"([0-9０-９]{1,6}+|[一二三四五六七八九十百千]{1,9}+)\s{0,4}+份\s{0,4}+[）)]?"
)
_COUNT_AT_END = re.compile(rf"(?<=\s){_COUNT.pattern}\s{{0,4}}+\Z")
_PRINTED = re.compile(r"印\s*+(?:发|制|刷)?[）)\s]*+\Z")
_STAFF = re.compile(
    r"(?:责\s*+任\s*+编\s*+辑|责\s*+编|编\s*+发|编\s*+辑|审\s*+核|审\s*+签|签\s*+发|校\s*+对|主\s*+编|总\s*+编|编\s*+审|核\s*+稿|拟\s*+稿|值\s*+班|联\s*+系\s*+人|联\s*+系\s*+电\s*+话|电\s*+话"
    r"|传\s*+真|地\s*+址|邮\s*+编|邮\s*+箱|电子邮箱|电子邮件|E-?mail|网\s*+址|投稿邮箱|主\s*+办|承\s*+办|编\s*+印|印\s*+刷)(?:单位)?\s*+[：:]",
    re.IGNORECASE,
)
_OTHER_LABEL = re.compile(rf"[{HAN}]{{2,6}}+\s*+[：:]\s*+[{HAN}0-9]{{2,20}}+(?:\s|\Z)")
"""A label of the office's own with a value: 处室：办公室; more may stand beside it."""
_LONGEST_STAFF = 120
_MOST_ROWS = 40
_MOST_CHARACTERS = 6_000


@dataclass(slots=True)
class Closing:
    """What a closing block says; `rows` are all of it."""

    disclosure: str = ""
    distribution: list[Addressee] = field(default_factory=list)
    office: str = ""
    date: Date | None = None
    print_count: int | None = None
    rows: tuple[Row, ...] = ()


def read_closing(rows: Sequence[Row]) -> Closing:
    """The closing block of an issue of which these are the rows."""
    closing = Closing(rows=tuple(rows[_start(rows) :]))
    last: Row | None = None
    for at, row in enumerate(closing.rows):
        if _is_printer(closing.rows, at) and not closing.office:
            closing.office, last = row.text.strip(), None
            continue
        rest = _take(closing, row)
        if not rest:
            last = row if _ENTRY.match(row.text) else None
            continue
        further = rest == row.text and not (_closes(rest) or _OTHER_LABEL.match(rest))
        if last is not None and further:  # an entry's further line
            entry = closing.distribution[-1]
            closing.distribution[-1] = Addressee(entry.label, entry.to + rest)
    return closing


def _start(rows: Sequence[Row]) -> int:
    """Where the block begins."""
    start, size = len(rows), 0
    for at in range(len(rows) - 1, max(len(rows) - _MOST_ROWS, 0) - 1, -1):
        row = rows[at]
        size += len(row.text)
        if size > _MOST_CHARACTERS:
            break
        if _closes(row.text) or (not row.right and _is_printer(rows, at)):
            start = at
        elif start == len(rows):
            if len(rows) - at > 2 or len(row.text) > 60:  # a line or two below the block
                break
        elif not _within(rows, at):
            break
    return start


def _is_printer(rows: Sequence[Row], at: int) -> bool:
    """Whether a row is who printed it, the day standing by itself in the row below."""
    printed = _imprint(rows[at + 1].text) if at + 1 < len(rows) else None
    text = rows[at].text
    return (
        printed is not None
        and not printed[0]
        and len(text) <= _LONGEST_PRINTER
        and not (_STOPPED.search(text) or _closes(text))
    )


def _closes(text: str) -> bool:
    if _DISCLOSURE.match(text) or _ENTRY.match(text) or _COUNT.fullmatch(text):
        return True
    if _STAFF.match(text) and len(text) <= _LONGEST_STAFF:
        return True
    return _imprint(text) is not None


def _imprint(text: str) -> tuple[str, Date] | None:
    """Who printed it, and when."""
    counted = _COUNT.search(text)
    bare = text[: counted.start()] if counted else text
    bare = bare.strip()
    day = day_ending(bare)
    if day is None or not day.whole or not _PRINTED.search(bare[day.stop :]):
        return None
    office = bare[: day.start].strip(" \t\u3000")
    if len(office) > _LONGEST_PRINTER or re.search("[。；！？]", office):
        return None
    return office, day.date


_LONGEST_PRINTER = 60
_STOPPED = re.compile("[，。；：:！？]")


def _within(rows: Sequence[Row], at: int) -> bool:
    """Whether a row stands inside the block: it goes on from an entry above it."""
    above = [row.text for row in rows[max(at - 3, 0) : at]]
    for before in range(len(above) - 1, -1, -1):
        if _ENTRY.match(above[before]):
            return True
        if _closes(above[before]):
            return False
    return False


def _take(closing: Closing, row: Row) -> str:
    """Takes what a row says; the rest of it."""
    text = row.text.strip()
    if (found := _DISCLOSURE.match(text)) and not closing.disclosure:
        closing.disclosure = found[1].strip()
        text = text[found.end() :].strip()
    if _ENTRY.match(text):
        taken = list(_entries(text))
        tail, count = _counted(taken[-1].to)
        if count is not None and closing.print_count is None:
            closing.print_count = count
            taken[-1] = Addressee(taken[-1].label, tail)
        closing.distribution += taken
        return ""
    if (found := _COUNT.search(text)) and closing.print_count is None:
        closing.print_count = number_of(found[1])
        text = f"{text[: found.start()]} {text[found.end() :]}".strip()
    printed = _imprint(text)
    if printed is not None and closing.date is None:
        closing.office, closing.date = printed[0] or closing.office, printed[1]
        text = ""
    return text


def _counted(text: str) -> tuple[str, int | None]:
    """Addressees without the print count that stands behind them, apart."""
    found = _COUNT_AT_END.search(text.rstrip())
    before = text[: found.start()] if found else ""
    if found is None or not before.endswith(("\t", "  ", "\u3000")):
        return text, None
    return before.rstrip(), number_of(found[1])


def _entries(text: str) -> Iterator[Addressee]:
    first = _ENTRY.match(text)
    assert first is not None
    starts = [0, *(found.start() for found in _FURTHER.finditer(text, first.end()))]
    for start, stop in zip(starts, (*starts[1:], len(text)), strict=True):
        label = _ENTRY.match(text, start)
        assert label is not None
        to = "".join(text[label.end() : stop].split("\t")).strip()
        yield Addressee("".join(label[1].split()), to)
