"""What no edited item looks like, as the last pass of recognition: titles that read as data or have no text,
short lines between title and text or behind it. It changes no kind and says what such a line may be too."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from functools import partial

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.intake.parts import OUT, PartKind
from bulletin_desk.intake.phrases import label
from bulletin_desk.intake.sheet import LONGEST_TITLE, PART, Line, Sheet
from bulletin_desk.intake.sources import brackets_off

_DATA = re.compile(
    r"(?:19|20)[0-9]{2}[-/.][0-9]{1,2}(?![0-9])|[0-9]{1,2}:[0-9]{2}|[0-9]{7}|[|｜>＞»@]|www\.|[：:]\s*+\Z"
)
"""Dates, times, numbers, parts of a page's path, addresses, labels without a value."""
_LABELS = ("data", "datum", "origin", "writer", "unit", "title", "section", "aside", "imprint", "checker")
_MOST_PIECES = 4
"""Parted by spaces, of a title's line."""
_MOST_TITLE_LINES = 2
"""Where nothing is known of looks; the first of more may be what stands over a title."""
_MUCH_LONGER = 3
"""Times that a title's second line is longer than the first, which may be a column's name."""
_MOST_ROW = 6
"""Short lines in a row that may not belong to a text; more are a list."""


def doubts(sheet: Sheet) -> None:
    """Assumes that everything is known."""
    items = _items(sheet.lines)
    texts = [[line for line in item if line.kind in (Kind.BODY, Kind.SUBHEADING)] for item in items]
    whole = [any(line.is_sentence for line in text) for text in texts]
    for item, text, is_whole in zip(items, texts, whole, strict=True):
        title = [line for line in item if line.kind is Kind.TITLE]
        _titles(sheet, title, textless=any(whole) and not is_whole)
        if is_whole:
            _doubt(itertools.takewhile(partial(_is_scrap, sheet), text), OUT)
            _doubt((line for line in text[:1] if title and _in_brackets(line)), OUT)
            signed = any(line.kind is Kind.SOURCE or line.extra for line in item)
            last = [line for line in text[-1:] if line.kind is Kind.BODY and _in_brackets(line)]
            _doubt(last, OUT if signed else Kind.SOURCE)
            _doubt(_tail(sheet, text), OUT)


def _items(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines that are printed, by the items that they make."""
    made: list[list[Line]] = [[]]
    last: Line | None = None
    for line in lines:
        if line.kind is OUT:
            continue
        opens = line.kind is Kind.TITLE and (last is None or last.kind is not Kind.TITLE)
        if opens or line.kind is Kind.SECTION_HEAD:
            made.append([])
        made[-1].append(line)
        last = line
    return made


def _titles(sheet: Sheet, title: Sequence[Line], *, textless: bool) -> None:
    """`textless`: other items of the manuscript have sentences, this one has none."""
    _doubt((line for line in title if not line.starts and (_is_data(line.text) or textless)), OUT)
    column = len(title) > 1 and len(title[1].text) > _MUCH_LONGER * len(title[0].text)
    if (column or len(title) > _MOST_TITLE_LINES) and not sheet.looks.told:
        _doubt(title[:1], OUT)


def _is_data(text: str) -> bool:
    odd = _DATA.search(text) or label(text, *_LABELS) or len(text.split()) > _MOST_PIECES
    return bool(odd) or not re.search(f"[{HAN}]", text)


def _in_brackets(line: Line) -> bool:
    return len(line.text) <= LONGEST_TITLE and brackets_off(line.text) != line.text


def _is_scrap(sheet: Sheet, line: Line) -> bool:
    """Whether a line is text by default only: short, with nothing that tells of a list or of an author's line
    breaks."""
    plain = line.kind is Kind.BODY and line.short and not line.numbered and not PART.search(line.text)
    return plain and line.paragraph.listed is None and line.at not in sheet.broken


def _tail(sheet: Sheet, text: Sequence[Line]) -> list[Line]:
    """The scraps behind the last sentence, where nothing announces them."""
    found = list(itertools.takewhile(partial(_is_scrap, sheet), reversed(text)))
    before = text[-len(found) - 1] if len(found) < len(text) else None
    announced = before is not None and (before.kind is Kind.SUBHEADING or before.text[-1:] in tuple("：:；;"))
    return [] if announced or len(found) > _MOST_ROW else found


def _doubt(lines: Iterable[Line], other: PartKind) -> None:
    for line in lines:
        line.other = line.other or other
