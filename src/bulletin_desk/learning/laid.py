"""An issue set in a learned layout and laid on what was seen. Must not know how the layout was come by."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.learning.as_seen import as_seen
from bulletin_desk.learning.corrections import corrected
from bulletin_desk.learning.laid_on import NEAR, LaidOn, Same, laid_on, words_of
from bulletin_desk.learning.learned import Off
from bulletin_desk.learning.sighting import Sighting
from bulletin_desk.pages.model import Page
from bulletin_desk.typeset.typesetter import TypesetPages, Typesetter


class Laid(NamedTuple):
    """Pages beside what was seen; `without_text`: only their head and closing block."""

    pages: TypesetPages
    laid: LaidOn
    without_text: bool = False

    @property
    def off(self) -> tuple[Off, ...]:
        """What is otherwise."""
        return self.laid.off()

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
        return corrected(layout, self.pages, self.laid, on_one_page=self.without_text)


def lay(sighting: Sighting, issue: Issue, layout: Layout, faces: Faces) -> Laid:
    """The issue in this layout beside what was seen of it. No Word file tells where its pages end: of one,
    head and closing block are compared."""
    pages = Typesetter(layout, faces).typeset(issue)
    if sighting.kind == "pdf":
        return Laid(pages, laid_on(as_seen(pages, faces), sighting.pages))
    laid = laid_on(as_seen([_fixed_parts(pages, layout)], faces), sighting.pages[:1])
    return Laid(pages, _whole_lines(laid), without_text=True)


def _fixed_parts(pages: TypesetPages, layout: Layout) -> Page:
    """Head and closing block as if they stood on one page."""
    block, closing = layout.text_block, pages.closing
    lines, marks = [*pages.head.lines(block, Fraction(0))], [*pages.head.marks(block, Fraction(0))]
    if closing is not None:
        top = block.height - closing.height
        lines += closing.lines(block, top)
        marks += closing.marks(block, top)
    width, height = float(layout.paper_width), float(layout.paper_height)
    return Page(1, width, height, tuple(lines), tuple(marks), None)


def _whole_lines(laid: LaidOn) -> LaidOn:
    """Without the lines of texts that take several: where these end, no Word file tells."""
    printed = "".join(words_of(pair.printed) for pair in laid.pairs)
    ours = "".join(words_of(pair.ours) for pair in laid.pairs)
    kept = [
        pair
        for pair in laid.pairs
        if isinstance(pair, Same)
        or (pair.printed and words_of(pair.printed) not in ours)
        or (pair.ours and words_of(pair.ours) not in printed)
    ]
    return laid._replace(pairs=tuple(kept))
