"""Proof prints (清样): an issue's pages drawn smaller on their own paper, with room to write in, line numbers
and the proof's number. The printed lines are the issue's.
"""

from __future__ import annotations

from typing import NamedTuple

from bulletin_desk.fonts.faces import Faces
from bulletin_desk.hanzi.numerals import chinese
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.marks import Bar, LineNumbers, Marks
from bulletin_desk.pages.scaled import Frame, Placing, ScaledPages
from bulletin_desk.pages.spread import SpreadPages
from bulletin_desk.typeset.marked import MarkedPages, frame_of

FACTOR = 0.8
"""How much smaller the pages are drawn: 3号 is read as 小四, and a third of the paper is left to write on."""
_LEFT = 62.0
"""Points from the paper's edge to the text, for line numbers, bars and the holes of a binder."""
MOST_PROOFS = 99


class ProofPrint(NamedTuple):
    """How a proof is printed: its number, how its lines are numbered, whether they stand twice as far apart,
    the `bars` of what changed, and what is said behind the number at the top."""

    number: int = 1
    line_numbers: LineNumbers = "page"
    double: bool = False
    bars: tuple[Bar, ...] = ()
    note: str = ""

    @property
    def heading(self) -> str:
        """The words at the top: 第二校."""
        words = f"第{chinese(self.number)}校"
        return f"{words}　{self.note}" if self.note else words


def proof_pages(pages: Placing, how: ProofPrint, layout: Layout, faces: Faces) -> MarkedPages:
    """The pages of a proof of an issue that is set in a layout."""
    frame = frame_of(layout)
    if how.double:
        pages = SpreadPages(pages, frame)
    x = min(_LEFT, frame.left) - frame.left * FACTOR
    y = (float(layout.paper_height) * (1 - FACTOR)) / 2
    scaled = ScaledPages(pages, FACTOR, x, y)
    corner = x + frame.left * FACTOR, y + frame.top * FACTOR
    there = Frame(*corner, frame.width * FACTOR, frame.height * FACTOR, frame.pitch * FACTOR)
    marks = Marks(bars=how.bars, line_numbers=how.line_numbers, heading=how.heading)
    return MarkedPages(scaled, marks, there, faces)
