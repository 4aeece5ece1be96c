"""An issue set in a learned layout and laid on what was seen. Must not know how the layout was come by."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.learning.as_seen import as_seen
from bulletin_desk.learning.corrections import corrected
from bulletin_desk.learning.evidence import SeenLine, SeenPage, in_lines
from bulletin_desk.learning.laid_on import NEAR, LaidOn, Same, laid_on, words_of
from bulletin_desk.learning.learned import Off
from bulletin_desk.learning.paragraphs import SetParagraph
from bulletin_desk.learning.parting import Parted
from bulletin_desk.learning.sighting import Sighting
from bulletin_desk.pages.model import Page
from bulletin_desk.typeset.fixed_part import FixedPart
from bulletin_desk.typeset.typesetter import TypesetPages, Typesetter

_ROUGH = 0.5
"""Millimetres by which a Word file's margins are rounded: what is off by less is not told of it."""
_ABOUT_RULE = 6.0
"""Points below the last rule of a head within which another one is its second line."""


class Laid(NamedTuple):
    """Pages beside what was seen; `alone`: only their head and closing block, which was set so far below the
    block's top."""

    pages: TypesetPages
    laid: LaidOn
    alone: Fraction | None = None

    @property
    def off(self) -> tuple[Off, ...]:
        """What is otherwise."""
        off = self.laid.off()
        return tuple(each for each in off if not 0 < each.by < _ROUGH) if self.alone is not None else off

    @property
    def lines(self) -> tuple[int, int]:
        """How many printed lines are alike, and of how many."""
        return self.laid.lines

    @property
    def worth(self) -> tuple[int, float]:
        """The more and the nearer lines and rules are where they were printed, the more."""
        far = sum(min(max(map(abs, pair.by)), NEAR * 100) for pair in self.laid.same)
        far += sum(
            abs(pair.ours.y - pair.printed.y) for pair in self.laid.rules if pair.ours and pair.printed
        )
        return self.lines[0], -round(far, 1)

    def corrected(self, layout: Layout) -> Layout:
        """The layout nearer to what was seen."""
        return corrected(layout, self.pages, self.laid, alone=self.alone)


def lay(
    sighting: Sighting, parts: Parted, issue: Issue, layout: Layout, faces: Faces, copy: str = ""
) -> Laid:
    """The issue in this layout, as this copy of it, beside what was seen of it. No Word file
    tells where its pages end: of one, head and closing block are compared, each as if it had a page of its
    own."""
    pages = Typesetter(layout, faces).typeset(issue, copy=copy)
    if sighting.kind == "pdf":
        return Laid(pages, laid_on(as_seen(pages, faces), sighting.pages))
    top = _closing_top(pages, layout, parts)
    ours = as_seen(_set_parts(pages, layout, top), faces)
    texts = "".join("".join(one.text.split()) for one in (*parts.head, *parts.closing))
    laid = _whole_lines(laid_on(ours, _seen_parts(sighting, parts)), texts)
    return Laid(pages, laid, top)


def _closing_top(pages: TypesetPages, layout: Layout, parts: Parted) -> Fraction:
    """How far below the block's top the closing block is set: on its foot; one under the text, of which no
    Word file tells how many lines it takes, where its first line was seen."""
    block, closing = layout.text_block, pages.closing
    top = block.height - closing.height if closing else Fraction(0)
    if closing and layout.closing.place == "text" and parts.closing:
        seen = parts.closing[0].lines[0].line.baseline
        first = min(line.y for line in closing.lines(block, Fraction(0)))
        return Fraction(seen - first)
    return top


def _set_parts(pages: TypesetPages, layout: Layout, top: Fraction) -> list[Page]:
    """Head and closing block, each on a page of its own."""
    width, height = float(layout.paper_width), float(layout.paper_height)
    block = layout.text_block

    def page(number: int, part: FixedPart | None, top: Fraction) -> Page:
        lines = tuple(part.lines(block, top)) if part else ()
        marks = tuple(part.marks(block, top)) if part else ()
        return Page(number, width, height, lines, marks, None)

    return [page(1, pages.head, Fraction(0)), page(2, pages.closing, top)]


def _seen_parts(sighting: Sighting, parts: Parted) -> list[SeenPage]:
    width, height = float(sighting.width), float(sighting.height)
    last = parts.closing[0].page if parts.closing else 0
    lowest = max((rule.y for rule in parts.head_rules), default=0.0)
    highest = min((rule.y for rule in parts.closing_rules), default=height)
    above = [each.rule for each in sighting.rules if not each.page and each.rule.y < lowest + _ABOUT_RULE]
    below = [each.rule for each in sighting.rules if each.page == last and each.rule.y > highest - 1]
    return [
        SeenPage(width, height, _lines_of(parts.head), tuple(above) if lowest else ()),
        SeenPage(width, height, _lines_of(parts.closing), tuple(below)),
    ]


def _lines_of(paragraphs: Sequence[SetParagraph]) -> tuple[SeenLine, ...]:
    """Their lines, without those of texts that take several: where these end, no Word file tells."""
    return in_lines(
        seen
        for one in paragraphs
        if not _takes_several(one)
        for piece in one.lines
        for seen in piece.line.chars
    )


def _takes_several(paragraph: SetParagraph) -> bool:
    """Whether it goes on in lines that nothing but their measure ends."""
    first = paragraph.lines[0]
    if paragraph.ends is not None and len(paragraph.lines) == 1:
        return paragraph.ends != (first.page, first.line.baseline)
    return len(paragraph.lines) > 1 and paragraph.align == "justified"


def _whole_lines(laid: LaidOn, texts: str) -> LaidOn:
    """Without the lines of ours that are in `texts`, and those printed ones that are parts of ours."""
    ours = "".join(words_of(pair.ours) for pair in laid.pairs)
    kept = [
        pair
        for pair in laid.pairs
        if isinstance(pair, Same)
        or (pair.printed and words_of(pair.printed) not in ours)
        or (pair.ours and words_of(pair.ours) not in texts)
    ]
    return laid._replace(pairs=tuple(kept))
