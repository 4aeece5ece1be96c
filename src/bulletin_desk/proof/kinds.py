"""What the rules care for in a kind of text, read from the grammar. Knows no rules."""

from __future__ import annotations

from bulletin_desk.bulletin.grammar import SPEC
from bulletin_desk.bulletin.model import Kind

PARAGRAPHS = frozenset(kind for kind, spec in SPEC.items() if spec.run_in)
"""Running text in sentences: body text and the editor's note."""


def heading_name(kind: Kind) -> str:
    """What a clerk calls a heading; of a section that is its name."""
    return "栏目名称" if kind is Kind.SECTION_HEAD else SPEC[kind].name
