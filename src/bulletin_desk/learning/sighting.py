"""An old issue as it was seen, in the same words whichever kind of file it was seen in: paper, text block,
paragraphs and rules at their places, page number. Must not know what a paragraph is for.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Literal, NamedTuple

from bulletin_desk.gathering.doubts import Doubt
from bulletin_desk.layouts.line_rule import LineRule
from bulletin_desk.layouts.model import Side
from bulletin_desk.learning.block_fit import Block
from bulletin_desk.learning.evidence import Look, SeenPage, SeenRule
from bulletin_desk.learning.line_fit import Witness
from bulletin_desk.learning.paragraphs import SetParagraph


class PageRule(NamedTuple):
    """A rule, and the page that it stands on, from 0."""

    page: int
    rule: SeenRule


class SeenFolio(NamedTuple):
    """页码: its words with {page} and {pages}, how it is set, where its characters stand (points below the
    paper's top edge), the sides of odd and even pages, and how far it stands in from the block's side."""

    text: str
    look: Look
    baseline: Fraction
    odd: Side
    even: Side
    indent: Fraction
    figures: Look | None = None
    """How its figures are set, where that was seen."""


class Sighting(NamedTuple):
    """What was seen. `paragraphs` are in the order of the paper, without page numbers; of a Word file each
    is as many lines as its author ended, and text that goes on stands at the end of the first, since no file
    tells where its lines end. `pages` are those of a PDF; of a Word file they are as many as it is thought to
    have, with the head on the first one and the closing block on the last, nothing else. `witnesses` are
    printed lines, `page_starts` the paragraph and the offset in it with which each page begins: none from
    Word. `rule` is how lines are broken by what a Word file is set to, None where nothing tells.
    `widow_control` is None where nothing tells. `doubts` are what was not understood."""

    file: Path
    width: Fraction
    height: Fraction
    block: Block
    paragraphs: tuple[SetParagraph, ...]
    rules: tuple[PageRule, ...]
    pages: tuple[SeenPage, ...]
    folio: SeenFolio | None = None
    witnesses: tuple[Witness, ...] = ()
    page_starts: tuple[tuple[int, int], ...] = ()
    rule: LineRule | None = None
    widow_control: bool | None = None
    kind: Literal["pdf", "word"] = "pdf"
    doubts: tuple[Doubt, ...] = ()
