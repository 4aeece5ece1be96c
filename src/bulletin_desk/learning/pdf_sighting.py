"""An old issue as its PDF shows it: text block, paragraphs, page numbers, and where lines and pages begin.
Must not know what a paragraph is for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil
from pathlib import Path
from statistics import median

from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.gathering.doubts import Doubt
from bulletin_desk.learning.block_fit import Block, fit_block, grid_place
from bulletin_desk.learning.evidence import SeenPage
from bulletin_desk.learning.folios import Apart, set_apart, sides_of
from bulletin_desk.learning.paragraphs import SetParagraph, paragraphs_of, witnesses_of
from bulletin_desk.learning.pdf_evidence import read_pdf
from bulletin_desk.learning.sighting import PageRule, SeenFolio, Sighting
from bulletin_desk.learning.two_up import single_pages

_AT_FOOT = 0.25
"""Lines by which what stands at the foot of the block may miss it."""
_NEAR_FOOT = 0.3
"""Points by which a rule may miss the foot of the block."""
_NEAR = Fraction(3)
"""Points within which sheets are of one size."""


def sight_pdf(path: Path) -> Sighting:
    """What the PDF of an issue shows. Raises UnreadableFileError: for what is no PDF, is locked, has no text
    or too little to tell a text block by."""
    sheets = read_pdf(path)
    pages = single_pages(sheets)
    sighting = sighting_of(path, pages)
    if pages == sheets:
        return sighting
    said = "一张纸上排了两面，是一面一面读的，版式的纸是一面的大小。"
    return sighting._replace(doubts=(*sighting.doubts, Doubt("layout", said)))


def sighting_of(path: Path, pages: Sequence[SeenPage]) -> Sighting:
    """What these pages of a file show. Raises UnreadableFileError where they have too little text."""
    apart = set_apart(pages)
    block = fit_block(apart.pages)
    if block is None:
        raise UnreadableFileError(f"不能读取“{path}”：里面的正文太少，认不出版心，请换文字多一些的一期。")
    block = _down_to_foot(block, apart.pages[-1])
    paragraphs = paragraphs_of(apart.pages, block)
    return Sighting(
        file=path,
        width=Fraction(pages[0].width),
        height=Fraction(pages[0].height),
        block=block,
        paragraphs=paragraphs,
        rules=tuple(
            PageRule(at, rule)
            for at, page in enumerate(apart.pages)
            for rule in page.rules
            if not rule.upright
        ),
        pages=tuple(pages),
        folio=_folio(apart, block),
        witnesses=witnesses_of(paragraphs, block),
        page_starts=tuple(_page_starts(paragraphs)),
        widow_control=_widow_control(paragraphs, block),
        doubts=tuple(_doubts(pages, apart)),
    )


def _down_to_foot(block: Block, last: SeenPage) -> Block:
    """The block with as many lines as its last page takes: a closing block stands at its foot, where no line
    of text may have come to. What stands below a rule at the foot stands in the margin."""
    rules = [rule.y + rule.thickness / 2 for rule in last.rules if not rule.upright]
    lines = [line.baseline for line in last.lines]

    def place(y: float) -> float:
        return (y - float(block.top)) / float(block.pitch)

    foot = place(max(rules, default=0.0))
    if foot > block.lines - _AT_FOOT and abs(foot - round(foot)) * float(block.pitch) < _NEAR_FOOT:
        return block._replace(lines=round(foot))
    lowest = ceil(place(max((*rules, *lines))) - _AT_FOOT)
    fits = block.top + block.pitch * lowest < last.height
    return block._replace(lines=lowest) if lowest > block.lines and fits else block


def _folio(apart: Apart, block: Block) -> SeenFolio | None:
    there = [folio for folio in apart.folios if folio is not None]
    sides = sides_of(apart.folios, float(block.left), float(block.left + block.cell * block.cells))
    if sides is None:
        return None
    text = Counter(folio.text for folio in there).most_common(1)[0][0]
    baseline = Fraction(median(folio.line.baseline for folio in there))
    first = there[0].line
    latin = [seen for seen in first.chars if seen.char.isascii() and seen.char.strip()]
    signs = [seen for seen in latin if not seen.char.isalnum()]  # figures may have a face of their own
    figures = next((seen.look for seen in (*signs, *latin)), None)
    return SeenFolio(text, first.chars[0].look, baseline, sides.odd, sides.even, sides.indent, figures)


def _page_starts(paragraphs: Sequence[SetParagraph]) -> Iterator[tuple[int, int]]:
    page = 0
    for number, paragraph in enumerate(paragraphs):
        starts = paragraph.starts if paragraph.align != "row" else (0,)
        for piece, start in zip(paragraph.lines, starts, strict=False):
            if piece.page > page:
                yield number, start
                page = piece.page


def _widow_control(paragraphs: Sequence[SetParagraph], block: Block) -> bool | None:
    """Whether a paragraph's last line may stand alone at a page's head, and its first alone at a page's foot.
    Where one does, there is no control. Where a page ends a line early and the next begins with two lines of
    a paragraph, or with a whole one, there is."""
    told: bool | None = True if any(_is_moved_on(*pair, block) for pair in pairwise(paragraphs)) else None
    for paragraph in paragraphs:
        if paragraph.align != "justified" or len(paragraph.lines) < 2:
            continue
        pages = Counter(piece.page for piece in paragraph.lines)
        for page, after in pairwise(sorted(pages)):
            widow = pages[after] == 1 and after == max(pages)
            orphan = pages[page] == 1 and page == min(pages)
            if widow or orphan:
                return False
            last = max(grid_place(piece.line, block) for piece in paragraph.lines if piece.page == page)
            if pages[after] == 2 and block.full and round(last) == block.lines - 1:
                told = True
    return told


def _is_moved_on(above: SetParagraph, paragraph: SetParagraph, block: Block) -> bool:
    """Whether a paragraph of running text begins a page though its first line had room on the page before:
    lest that stood alone there."""
    (page, baseline), first = above.end, paragraph.lines[0]
    if not block.full or first.page != page + 1 or above.look != block.look or len(paragraph.lines) < 2:
        return False
    if paragraph.align != "justified" or paragraph.look != block.look:
        return False
    last = above.lines[-1].line
    room = block.lines - round(grid_place(last, block)) if last.baseline == baseline else 0
    together = sum(piece.page == first.page for piece in paragraph.lines)
    return room == 1 or (room == 2 and together == len(paragraph.lines) == 3)


def _doubts(pages: Sequence[SeenPage], apart: Apart) -> Iterator[Doubt]:
    for text in apart.running:
        yield Doubt("layout", f"每一面都有的“{text}”（页眉、页脚或水印）没有放进版式：版式里没有这些。", text)
    others = [
        at
        for at, page in enumerate(pages, 1)
        if abs(page.width - pages[0].width) > _NEAR or abs(page.height - pages[0].height) > _NEAR
    ]
    if others:
        said = "、".join(map(str, others))
        yield Doubt(
            "layout", f"第{said}面的纸和第1面大小不同，版式里只有一种纸，按第1面的。", f"第{others[0]}面"
        )
    wide = [at for at, page in enumerate(pages, 1) if any(rule.upright for rule in page.rules)]
    if wide and 1 in wide and not any(page.rules for page in pages[1:]):
        yield Doubt("layout", "第1面有竖线，报头的版式里没有竖线，没有放进去。", "第1面")
