"""A Word file on its pages: the text of its sections, and what headers and footers have on the first page and
the last one. Must not know what a paragraph is for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from bulletin_desk.learning.word_anchors import Area
from bulletin_desk.learning.word_flow import Flow, Numbers, Room
from bulletin_desk.learning.word_laid import Laid
from bulletin_desk.learning.word_metrics import Habits
from bulletin_desk.learning.word_model import (
    Margin,
    Section,
    WordBlock,
    WordFile,
    WordParagraph,
    paragraphs_in,
)

Blocks = Sequence[WordBlock]


def lay_out(file: WordFile, habits: Habits) -> Laid:
    """The whole file on its pages. A header that only the first page has, and a footer that only the last
    one has, are laid with the text."""
    numbers = Numbers()
    first = file.sections[0]
    flow = Flow(file, habits, Area.of(first), first, paged=True, numbers=numbers)
    if first.headers.first is not None:
        _take(flow.laid, lay_header(file, first.headers.first, first, habits, 0, numbers)[0])
    for _, blocks in groupby(file.blocks, key=lambda block: block.section):
        part = tuple(blocks)
        section = file.sections[min(part[0].section, len(file.sections) - 1)]
        flow.begin(section, _room(file, section, habits))
        flow.lay(part)
    foot = _last_footer(file, flow.page)
    if words_in(foot):
        _take(flow.laid, lay_footer(file, foot, file.sections[-1], habits, flow.page, numbers)[0])
    return flow.laid


def lay_header(
    file: WordFile, blocks: Blocks, section: Section, habits: Habits, page: int, numbers: Numbers
) -> tuple[Laid, float]:
    """A header of a page, and where it ends."""
    return _laid_from(float(section.header), file, blocks, section, habits, page, numbers)


def lay_footer(
    file: WordFile, blocks: Blocks, section: Section, habits: Habits, page: int, numbers: Numbers
) -> tuple[Laid, float]:
    """A footer of a page, and where it begins: its foot stands above the paper's as the section says."""
    height = _laid_from(0.0, file, blocks, section, habits, page, Numbers())[1]
    top = float(section.height - section.footer) - height
    return _laid_from(top, file, blocks, section, habits, page, numbers)[0], top


def running_words(file: WordFile) -> Iterator[str]:
    """What headers and footers say on many pages, besides page numbers."""
    seen = set()
    last = _last_footer(file, 0)
    for section in file.sections:
        for margin in (section.headers, section.footers):
            for blocks in _running(margin):
                words = words_in(blocks)
                if words and words not in seen and not (blocks is last and len(file.sections) > 1):
                    seen.add(words)
                    yield words


def words_in(blocks: Blocks) -> str:
    """The words of a header or footer without those beside page numbers."""
    texts = (one.text.strip() for one in paragraphs_in(tuple(blocks)) if not has_number(one))
    return " ".join(filter(None, texts))


def has_number(paragraph: WordParagraph) -> bool:
    """Whether a paragraph shows the page number."""
    return any(run.field == "page" for run in paragraph.runs)


def _running(margin: Margin) -> Iterator[Blocks]:
    yield margin.odd
    if margin.even is not None:
        yield margin.even


def _laid_from(
    top: float,
    file: WordFile,
    blocks: Blocks,
    section: Section,
    habits: Habits,
    page: int,
    numbers: Numbers,
) -> tuple[Laid, float]:
    flow = Flow(file, habits, Area.of(section), section, paged=False, numbers=numbers)
    flow.y, flow.page = top, page
    flow.lay(blocks)
    return flow.laid, flow.y


def _take(laid: Laid, margin: Laid) -> None:
    """What a header or footer has besides page numbers, into what is laid."""
    margin.lines = [line for line in margin.lines if not has_number(line.paragraph)]
    laid.take(margin, 0, 0.0)


def _last_footer(file: WordFile, page: int) -> Blocks:
    """The footer of the last page (`page`, from 0), if it is no other page's."""
    margin = file.sections[-1].footers
    if page == 0 and margin.first is not None:
        return margin.first
    even = file.settings.even_and_odd and page % 2 == 1 and margin.even is not None
    blocks = margin.even if even and margin.even is not None else margin.odd
    alone = page == 0 or (len(file.sections) > 1 and file.sections[0].footers != margin)
    return blocks if alone else ()


def _room(file: WordFile, section: Section, habits: Habits) -> Room:
    area = Area.of(section)

    def top(blocks: Blocks) -> float:
        if section.top < 0 or not blocks:
            return area.top
        return max(area.top, lay_header(file, blocks, section, habits, 0, Numbers())[1])

    headers, foot = section.headers, section.footers.odd
    bottom = area.bottom
    if foot and section.bottom > 0:
        bottom = min(bottom, lay_footer(file, foot, section, habits, 0, Numbers())[1])
    return Room(top(headers.odd if headers.first is None else headers.first), top(headers.odd), bottom)
