"""The page number (页码) of a Word file: in which footer or header it stands, its words, sides and place.
Knows nothing of the text."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from bulletin_desk.layouts.model import Side
from bulletin_desk.learning.block_fit import Block
from bulletin_desk.learning.evidence import Look, Seen
from bulletin_desk.learning.measured import measured
from bulletin_desk.learning.sighting import SeenFolio
from bulletin_desk.learning.word_flow import Numbers
from bulletin_desk.learning.word_laid import PlacedLine
from bulletin_desk.learning.word_metrics import Habits
from bulletin_desk.learning.word_model import (
    Run,
    Section,
    WordBlock,
    WordFile,
    paragraphs_in,
)
from bulletin_desk.learning.word_pages import has_number, lay_footer, lay_header

_DASHED = "numberInDash"
"""The number format that has the dashes in it: - 1 -."""
_FIELDS = {"page": "{page}", "pages": "{pages}", "section_pages": "{pages}"}


class _Found(NamedTuple):
    text: str
    look: Look
    baseline: float
    side: Side
    indent: float


def folio_in(file: WordFile, block: Block, habits: Habits) -> tuple[SeenFolio, bool] | None:
    """The page number of the first section that has one, and whether its first page is without; None where
    there is none."""
    for section in file.sections:
        for margin, is_footer in ((section.footers, True), (section.headers, False)):
            odd = _find(file, margin.odd, section, block, habits, 0, is_footer=is_footer)
            evens = margin.even if file.settings.even_and_odd and margin.even is not None else margin.odd
            even = _find(file, evens, section, block, habits, 1, is_footer=is_footer)
            found = odd or even
            if found is None:
                continue
            bare = margin.first is not None and not any(map(has_number, paragraphs_in(margin.first)))
            folio = SeenFolio(
                found.text,
                found.look,
                measured(found.baseline),
                found.side,
                even.side if even else found.side,
                measured(found.indent) if found.side != "centre" else Fraction(0),
            )
            return folio, bare
    return None


def _find(
    file: WordFile,
    blocks: Sequence[WordBlock],
    section: Section,
    block: Block,
    habits: Habits,
    page: int,
    *,
    is_footer: bool,
) -> _Found | None:
    if not any(map(has_number, paragraphs_in(tuple(blocks)))):
        return None
    lay = lay_footer if is_footer else lay_header
    laid = lay(file, blocks, section, habits, page, Numbers())[0]
    for line in laid.lines:
        if line.number == 0 and has_number(line.paragraph):
            return _seen(line, section, block)
    return None


def _seen(line: PlacedLine, section: Section, block: Block) -> _Found | None:
    """What a line with a page number says, and where: the part between tabs that has the number."""
    parts: list[list[tuple[str, int]]] = [[]]  # words, and how many characters are shown for them
    for run in line.paragraph.runs:
        if run.field in _FIELDS:
            parts[-1].append((_worded(run, section), len(run.shown)))
            continue
        for at, part in enumerate(run.text.split("\t")):
            if at:
                parts.append([])
            parts[-1].append((part, len(part)))
    start = 0
    for part_ in parts:
        shown = sum(count for _, count in part_)
        words = "".join(word for word, _ in part_)
        if "{page}" in words:
            chars = [seen for seen in line.chars[start : start + shown] if seen.char.strip()]
            return _placed(words.strip(), chars or list(line.chars), block, line)
        start += shown
    return None


def _worded(run: Run, section: Section) -> str:
    word = _FIELDS[run.field]
    numbers = run.numbers or section.numbers
    return f"- {word} -" if numbers == _DASHED and run.field == "page" else word


def _placed(text: str, chars: Sequence[Seen], block: Block, line: PlacedLine) -> _Found | None:
    if not chars:
        return None
    left, right = float(block.left), float(block.left + block.cell * block.cells)
    before, behind = chars[0].x - left, right - chars[-1].right
    number = next((seen for seen in chars if seen.char.isdigit()), chars[0])
    side: Side = "left" if before < behind else "right"
    narrow = line.boxed and line.right - line.left < (right - left) / 2  # one that is only for the number
    edges = (line.left - left, right - line.right) if narrow else (before, behind)
    if min(abs(before - behind), abs(edges[0] - edges[1])) < 2 * number.look.size:
        side = "centre"
    return _Found(
        text, number.look, line.baseline - _raised(number, line), side, max(0.0, min(before, behind))
    )


def _raised(seen: Seen, line: PlacedLine) -> float:
    return line.baseline - seen.y
