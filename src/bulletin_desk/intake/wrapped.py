"""Lines of printed pages, as a PDF gives them, made paragraphs again. Knows no files and no kinds of text.

A page's measure tells which lines were broken by it: where the next character would still have fitted, the
author ended the line. What that leaves open (a last line that happens to be full) the lines' ends, their
starts and the first line's indent decide together, as the cheapest of all divisions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Literal

from bulletin_desk.checked import shown
from bulletin_desk.hanzi.classes import (
    CLOSING_BRACKETS,
    CLOSING_QUOTES,
    COMPRESSIBLE,
    HAN,
    LATIN,
    NO_LINE_START,
    OPENING_BRACKETS,
    OPENING_QUOTES,
    QUOTES,
    Width,
    width_of,
)
from bulletin_desk.hanzi.clusters import CLUSTER
from bulletin_desk.intake.manuscript import Look, Manuscript, Note, Paragraph

LINE_END = re.compile("\r\n|[\n\r\x85\u2029]")
PAGE_END = "\f"

_CLOSING = re.escape(CLOSING_QUOTES + CLOSING_BRACKETS + ")]")
_SENTENCE_END = re.compile(rf"[。！？!?…．][{_CLOSING}]*$")
_CLAUSE_END = re.compile(rf"[；：;:][{_CLOSING}]*$")
_OPEN_END = re.compile("[，、,－—–-]$")
_BRACKETS = re.compile(f"[{OPENING_BRACKETS}{OPENING_QUOTES}{CLOSING_BRACKETS}{CLOSING_QUOTES}]")
_INNER_MARK = re.compile("[，。；]")
_SIGNED = re.compile("^（[^（）]*(?:（[^（）]*）[^（）]*)*）$|^【.*】$")
_NUMBERED = re.compile(
    "^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、．.]|第[一二三四五六七八九十]{1,3}[章节条]|【|[1-9]\\d?[．.、][^\\d])"
)
_PAGE_NUMBER = re.compile(
    r"(?:[—–―‐\-－─·•~～]+\s*)(\d{1,4})(?:\s*[—–―‐\-－─·•~～]+)"
    r"|(?:第\s*)(\d{1,4})\s*页(?:\s*+(?:[（(/／，,]\s*+)?共\s*\d{1,4}\s*页\s*+[）)]?)?"
    r"|(?i:page\s+)(\d{1,4})(?:\s+of\s+\d{1,4})?"
    r"|(\d{1,4})\s*[/／]\s*\d{1,4}"
)
_BARE_NUMBER = re.compile(r"\d{1,3}")
_FULL_MARK = "，。、；：！？（）《》〈〉【】〔〕“”‘’—…"
_GAP = re.compile(rf"(?<=[{HAN}]) +(?=[{LATIN}])|(?<=[{LATIN}%％]) +(?=[{HAN}])")
_BESIDE_MARK = re.compile(r"(?<! ) ++(?=[，。、；：！？）》〉】〕])|(?<=[，。、；：！？（《〈【〔]) ++")
_BESIDE_QUOTE = re.compile("(?<! ) ++(?=[”’])|(?<=[“‘]) ++")
_LATIN_BESIDE_MARK = re.compile(r"(?<=[{LATIN}%％]) +(?=[{_FULL_MARK}])|(?<=[{_FULL_MARK}]) +(?=[{LATIN}])")
_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}{_FULL_MARK}])[ \u3000\u00a0]+(?=[{HAN}{_FULL_MARK}])")
_SPACED_OUT = re.compile(rf"(?<![{HAN}])[{HAN}](?:[ \u3000\u00a0]+[{HAN}](?![{HAN}])){{2,}}")
_LONGEST_HEAD = 40
_SAMPLE = 1_500
"""Lines that the measure is found from."""
_LONGEST_LINE = 200
"""Characters; what is longer was not broken by a page, and is not measured further."""
_MOST_LINES = 20_000
_LEAST_MEASURE = 14.0
_FITS = 0.6
"""Cells by which a line has to be shorter than it could be, to count as ended by its author."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A printed line. `bare` is its text without the spaces that extraction makes up, to be measured;
    `indent` is its leading space in cells; `gap` what stands before it: nothing, a blank
    line, or the seam of two pages. The rest is how it begins and ends."""

    text: str
    bare: str
    indent: float
    gap: str
    end: Literal["sentence", "clause", "open", ""]
    signed: bool
    numbered: bool
    has_marks: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Of a line, in cells: its width with its indent, the least that compressed marks leave of it, and the
    width of what can't be parted from its beginning."""

    width: float
    least: float
    start: float


@dataclass(frozen=True, slots=True)
class _Measure:
    """How pages are set: cells in a line, cells of a first line's indent (where the text does not show it),
    and the width of a curly quote."""

    cells: float
    indent: float
    quote: float


def rejoined(text: str) -> Manuscript | None:
    """The paragraphs of printed lines, without page numbers, running heads and the spaces that extraction
    makes up; None where `text` is not made of such lines."""
    pages = [[line.rstrip() for line in LINE_END.split(page)] for page in text.split(PAGE_END)]
    if sum(map(len, pages)) > _MOST_LINES:
        return None
    pages = _dedented(pages)
    numbers: list[str] = []
    heads: list[str] = []
    cleared = _without_heads(_without_numbers(pages, numbers), heads)
    noisy = _is_noisy(cleared)
    lines = _lines(cleared, noisy=noisy)
    if len(lines) < 3 or sum(len(line.text) > _LONGEST_LINE for line in lines) * 7 > len(lines):
        return None
    measure = _measure(lines)
    if measure is None:
        return None
    sizes = [_sizes(line, measure.quote) for line in lines]
    starts = _starts(lines, sizes, measure)[0]
    if not _is_wrapped(lines, sizes, starts, measure):
        return None
    return _manuscript(lines, starts, numbers, heads, noisy=noisy)


# ---- what stands between the lines


def _is_noisy(pages: list[list[str]]) -> bool:
    """Whether extraction made up spaces between Han all over: authors part the halves of a title or a slogan
    with one now and then."""
    long = [line.strip() for page in pages for line in page if len(line) > _LEAST_MEASURE]
    spaces = sum(len(_BETWEEN_HAN.findall(line)) for line in long)
    return spaces > 4 and spaces * 60 > sum(len(re.findall(f"[{HAN}]", line)) for line in long)


def _dedented(pages: list[list[str]]) -> list[list[str]]:
    """Lines without the page's margin, which some extractions write as spaces."""
    least = min((len(line) - len(line.lstrip(" ")) for page in pages for line in page if line), default=0)
    return [[line[least:] for line in page] for page in pages]


def _without_numbers(pages: list[list[str]], found: list[str]) -> list[list[str]]:
    """Pages parted at their page numbers, too, with the numbers in `found`."""
    bare = [line.strip() for page in pages for line in page if _BARE_NUMBER.fullmatch(line.strip())]
    # Numbers without dashes are page numbers if each is one more than the last.
    counted = len(bare) > 1 and all(int(after) == int(before) + 1 for before, after in pairwise(bare))
    parted: list[list[str]] = []
    for page in pages:
        parted.append([])
        foot = _edge(page, last=True) if len(pages) > 1 else None
        for at, line in enumerate(page):
            number = line.strip()
            if _PAGE_NUMBER.fullmatch(number) or (
                _BARE_NUMBER.fullmatch(number) and (counted or at == foot or _inside_sentence(page, at))
            ):
                found.append(number)
                parted.append([])
            else:
                parted[-1].append(line)
    return [page for page in parted if any(line.strip() for line in page)]


def _inside_sentence(page: list[str], at: int) -> bool:
    """Whether the line at `at` stands between two parts of a sentence."""
    before = next((line.strip() for line in reversed(page[max(0, at - 4) : at]) if line.strip()), "")
    after = next((line.strip() for line in page[at + 1 : at + 5] if line.strip()), "")
    return bool(before and after) and not _SENTENCE_END.search(before) and len(before) > _LEAST_MEASURE


def _without_heads(pages: list[list[str]], found: list[str]) -> list[list[str]]:
    """Pages without the line that comes again at the top or the foot of at least half of them (of every
    second: heads of left and right pages differ)."""
    if len(pages) < 2:
        return pages
    cleared = [list(page) for page in pages]
    for last in (False, True):
        edges = [_edge(page, last) for page in cleared]
        counts = Counter(
            _head_key(page[at]) for page, at in zip(cleared, edges, strict=True) if at is not None
        )
        heads = {
            key
            for key, count in counts.items()
            if (count > 2 and count * 5 >= len(pages) * 2) or count == len(pages)
        }
        for page, at in zip(cleared, edges, strict=True):
            if at is None or _head_key(page[at]) not in heads:
                continue
            if len(page[at].strip()) <= _LONGEST_HEAD and not _SENTENCE_END.search(page[at].strip()):
                found.append(page.pop(at).strip())
    return [page for page in cleared if any(line.strip() for line in page)]


def _edge(page: list[str], last: bool) -> int | None:
    order = range(len(page) - 1, -1, -1) if last else range(len(page))
    return next((at for at in order if page[at].strip()), None)


def _head_key(line: str) -> str:
    return re.sub(r"\d+", "0", "".join(line.split()))


def _lines(pages: list[list[str]], *, noisy: bool) -> list[_Line]:
    lines: list[_Line] = []
    for page in pages:
        gap = "seam" if lines else ""
        for line in page:
            text = line.strip()
            if not text:
                gap = gap or "blank"
                continue
            lead = line[: len(line) - len(line.lstrip())]
            indent = sum(2.0 if char == "\t" else _cells(char, 0.5) for char in lead)
            lines.append(_line(text, indent, gap if lines else "", noisy=noisy))
            gap = ""
    blanks = sum(line.gap == "blank" for line in lines)
    if blanks * 5 > len(lines) * 3:  # some programs copy each line with a blank one after it
        lines = [replace(line, gap="") if line.gap == "blank" else line for line in lines]
    return lines


def _line(text: str, indent: float, gap: str, *, noisy: bool) -> _Line:
    brackets = _BRACKETS.findall(text)
    end: Literal["sentence", "clause", "open", ""] = ""
    if _SENTENCE_END.search(text, max(0, len(text) - 10)):
        end = "sentence"
    elif _CLAUSE_END.search(text, max(0, len(text) - 10)):
        end = "clause"
    elif _OPEN_END.search(text, len(text) - 1):
        end = "open"
    return _Line(
        text,
        _without_made_up_spaces(text[:_LONGEST_LINE], noisy=noisy),
        indent,
        gap,
        end,
        signed=bool(_SIGNED.search(text)),
        numbered=bool(_NUMBERED.search(text)),
        has_marks=bool(_INNER_MARK.search(text)),
        is_open=bool(brackets) and brackets[-1] in OPENING_BRACKETS + OPENING_QUOTES,
    )


# ---- widths


@cache
def _cells(char: str, quote: float) -> float:
    if char in QUOTES:
        return quote
    match width_of(char):
        case Width.FULL:
            return 1.0
        case Width.NONE:
            return 0.0
        case _:
            return 0.65 if char.isupper() else 0.5


def _sizes(line: _Line, quote: float) -> _Sizes:
    text = line.bare
    width = sum(_cells(char, quote) for char in text) + line.indent
    squeezed = sum(0.5 for char in text if char in COMPRESSIBLE)
    first = CLUSTER.match(text)
    start = sum(_cells(char, quote) for char in (first[0] if first else text[:1]))
    return _Sizes(width, width - squeezed, start)


def _measure(lines: Sequence[_Line]) -> _Measure | None:
    """The measure under which the lines are divided at the least cost."""
    sample = lines[:_SAMPLE]
    best: tuple[float, _Measure] | None = None
    for quote in (0.5, 1.0):
        sizes = [_sizes(line, quote) for line in sample]
        widths = Counter(
            round(size.width * 2) / 2
            for line, size in zip(sample, sizes, strict=True)
            if line.end != "sentence"
        )
        common = [width for width, _ in widths.most_common(5) if width >= _LEAST_MEASURE - 2]
        for cells in sorted({width + more for width in common for more in (0.0, 0.5, 1.0, 2.0)}):
            for indent in (2.0, 0.0):
                found = _Measure(cells, indent, quote)
                _, cost = _starts(sample, sizes, found)
                if cells >= _LEAST_MEASURE and (best is None or cost < best[0]):
                    best = (cost, found)
    return None if best is None else best[1]


# ---- the division


def _starts(lines: Sequence[_Line], sizes: Sequence[_Sizes], measure: _Measure) -> tuple[list[bool], float]:
    """Which lines begin a paragraph, and what the division costs: the cheapest way through all lines, each
    of which begins a paragraph or continues one."""
    indented = _shows_indents(lines)
    costs = (0.0, float("inf"))  # of the first line beginning a paragraph, and continuing one
    came_from: list[tuple[int, int]] = []
    for at in range(1, len(lines)):
        before, line = lines[at - 1], lines[at]
        ends = []
        for begins in (True, False):
            cells = measure.cells - (measure.indent if begins and not before.indent and not indented else 0.0)
            slack = cells - sizes[at - 1].width
            end = _end_cost(before, line, slack, sizes[at].start, begins, measure)
            join = _join_cost(before, line, slack, sizes[at - 1].least - cells, sizes[at].start)
            if indented:
                end += 0.0 if line.indent else 1.5
                join += 6.0 if line.indent else 0.0
            ends.append((end, join))
        to_start = [costs[state] + ends[state][0] for state in (0, 1)]
        to_join = [costs[state] + ends[state][1] for state in (0, 1)]
        came_from.append((to_start.index(min(to_start)), to_join.index(min(to_join))))
        costs = (min(to_start), min(to_join))
    state = costs.index(min(costs))
    starts = [state == 0]
    for from_start, from_join in reversed(came_from):
        state = from_start if state == 0 else from_join
        starts.append(state == 0)
    return starts[::-1], min(costs)


def _shows_indents(lines: Sequence[_Line]) -> bool:
    indented = sum(1.0 <= line.indent <= 4.0 for line in lines)
    return indented >= 2 and indented * 20 >= len(lines)


def _end_cost(
    line: _Line, following: _Line, slack: float, start: float, begins: bool, measure: _Measure
) -> float:
    """What it costs that a paragraph ends with `line`, which has `slack` cells left."""
    cost = 0.0
    full = slack <= start + _FITS
    if line.end != "sentence":
        if line.end == "clause":
            cost += 2.0
        elif line.end == "open":
            cost += 8.0
        elif line.signed:
            cost += 0.0
        elif begins:  # perhaps a title or a subheading
            cost += 1.0 if slack > 0.12 * measure.cells else 3.0
            cost += 2.0 if line.has_marks else 0.0
        else:
            cost += 6.5
        if line.is_open:
            cost += 4.0
    if full:
        cost += 1.8
    if slack < -0.5:
        cost += 0.8 * -slack
    if following.text[0] in NO_LINE_START:
        cost += 10.0
    if following.gap == "blank":
        cost -= 2.0
    return cost


def _join_cost(line: _Line, following: _Line, slack: float, excess: float, start: float) -> float:
    """What it costs that `following` continues `line`, which has `slack` cells left and, with all its marks
    compressed, is `excess` cells too long."""
    cost = 0.0
    if slack > start + _FITS:
        cost += min(5.0 + slack - start, 16.0)
    elif slack < -0.5:
        cost += 0.8 * -slack
    else:
        cost += 0.3 * abs(slack)
    if excess > 0.25:
        cost += min(3.0 * excess, 12.0)
    if line.end == "sentence":
        cost += 1.2
    if following.numbered:
        cost += 3.0
    if following.signed or line.signed:
        cost += 4.0
    if following.gap == "blank":
        cost += 2.0
    return cost


def _is_wrapped(
    lines: Sequence[_Line], sizes: Sequence[_Sizes], starts: Sequence[bool], measure: _Measure
) -> bool:
    """Whether a measure really did break these lines: most of those that end inside a sentence are full, and
    hardly any is longer."""
    full = other = wide = marks = 0
    for at, line in enumerate(lines):
        wide += sizes[at].least > measure.cells + 1
        marks += bool(re.search("[，。；、]", line.text))
        if at + 1 == len(lines) or line.end == "sentence" or sizes[at].width < measure.cells / 2:
            continue
        if not starts[at + 1]:
            full += 1
        else:
            other += 1
    return full >= 2 and full >= other and wide * 7 <= len(lines) and marks * 3 >= len(lines)


# ---- paragraphs


_LATIN_EDGE = re.compile("[A-Za-z]")


def _manuscript(
    lines: Sequence[_Line], starts: Sequence[bool], numbers: list[str], heads: list[str], *, noisy: bool
) -> Manuscript:
    texts: list[list[str]] = []
    indents: list[float] = []
    counts: list[int] = []
    for line, begins in zip(lines, starts, strict=True):
        if begins or not texts:
            texts.append([line.text])
            indents.append(line.indent)
            counts.append(1)
        else:
            both_latin = _LATIN_EDGE.match(texts[-1][-1][-1]) and _LATIN_EDGE.match(line.text)
            texts[-1].append((" " if both_latin else "") + line.text)
            counts[-1] += 1
    paragraphs = []
    spaces = 0
    where = 0
    for at, (pieces, indent, count) in enumerate(zip(texts, indents, counts, strict=True)):
        text = "".join(pieces)
        cleaned = _without_made_up_spaces(text, noisy=noisy and count > 1)
        if len(cleaned) < len(text) and not spaces:
            where = at
        spaces += len(text) - len(cleaned)
        paragraphs.append(Paragraph(cleaned, Look(indent=indent) if indent else Look()))
    notes = [
        Note(
            "printed-lines",
            0,
            f"这是从版面上复制的文字（每行在版心边上断开）：{len(lines)}行接成了{len(paragraphs)}段，请核对分段。",
        )
    ]
    if numbers:
        notes.append(Note("page-number", 0, f"去掉了{len(numbers)}个页码（{_some(numbers)}）。"))
    if heads:
        notes.append(Note("running-head", 0, f"去掉了{len(heads)}处页眉页脚（{_some(heads)}）。"))
    if spaces:
        notes.append(
            Note(
                "made-up-space", where, f"去掉了{spaces}个复制时多出来的空格（汉字与数字之间、标点旁边等）。"
            )
        )
    return Manuscript("", tuple(paragraphs), tuple(notes))


def _without_made_up_spaces(text: str, *, noisy: bool) -> str:
    if not re.search(r"\s", text):
        return text
    text = _SPACED_OUT.sub(lambda found: re.sub(r"\s+", "", found[0]), text)
    for pattern in (_GAP, _BESIDE_MARK, _BESIDE_QUOTE, _LATIN_BESIDE_MARK):
        text = pattern.sub("", text)
    return _BETWEEN_HAN.sub("", text) if noisy else text


def _some(texts: list[str]) -> str:
    different = list(dict.fromkeys(texts))
    quoted = "、".join(f"“{shown(text, 20)}”" for text in different[:3])
    return quoted + ("等" if len(different) > 3 else "")
