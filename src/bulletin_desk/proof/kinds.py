"""What the rules care for in a kind of text, read from the grammar. Knows no rules."""

from __future__ import annotations

from bulletin_desk.bulletin.grammar import HEADINGS, SPEC
from bulletin_desk.bulletin.model import Kind

PARAGRAPHS = frozenset(kind for kind, spec in SPEC.items() if spec.run_in)
"""Running text in sentences: body text and the editor's note."""

TITLES = frozenset((*HEADINGS, Kind.KICKER, Kind.SUBTITLE))
"""What is written as titles are: headings, and the lines over and under a title."""
LINES = frozenset((Kind.BYLINE, Kind.SIGNATURE))
"""Several short lines or entries side by side, which are no sentences."""


def heading_name(kind: Kind) -> str:
    """What a clerk calls a heading; of a section that is its name."""
    return {Kind.SECTION_HEAD: "栏目名称", Kind.SECTION_HEAD_2: "二级栏目名称"}.get(kind, SPEC[kind].name)
