"""An issue set in a learned layout and laid on what was seen of it. Must not know how the layout was come by."""

from __future__ import annotations

from typing import NamedTuple

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.learning.as_seen import as_seen
from bulletin_desk.learning.corrections import corrected
from bulletin_desk.learning.laid_on import NEAR, LaidOn, laid_on
from bulletin_desk.learning.learned import Off
from bulletin_desk.learning.sighting import Sighting
from bulletin_desk.typeset.typesetter import TypesetPages, Typesetter


class Laid(NamedTuple):
    """Pages beside what was seen."""

    pages: TypesetPages
    laid: LaidOn

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
        return corrected(layout, self.pages, self.laid)


def lay(sighting: Sighting, issue: Issue, layout: Layout, faces: Faces) -> Laid:
    """The issue in this layout beside what was seen of it."""
    pages = Typesetter(layout, faces).typeset(issue)
    return Laid(pages, laid_on(as_seen(pages, faces), sighting.pages))
