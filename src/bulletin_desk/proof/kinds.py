"""What kind of text a text node holds, as far as the rules care. Knows no rules."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from bulletin_desk.bulletin.model import Issue, Path, Subheading


class TextKind(Enum):
    """The value is only a name."""

    TITLE = "title"
    SUBHEADING = "subheading"
    BODY = "body"
    SOURCE = "source"
    SECTION = "section"
    FIELD = "field"
    """Head and closing block."""


HEADINGS = frozenset((TextKind.TITLE, TextKind.SUBHEADING, TextKind.SECTION))


def texts_of(issue: Issue) -> Iterator[tuple[Path, TextKind, str]]:
    """All text nodes with their kinds and texts, in the order of the paper, empty ones included."""
    masthead, field = issue.masthead, TextKind.FIELD
    yield ("masthead", "marking"), field, masthead.marking
    yield ("masthead", "name"), field, masthead.name
    yield ("masthead", "supplement"), field, masthead.supplement
    yield ("dated_header", "issuer"), field, issue.dated_header.issuer
    for at, note in enumerate(issue.editors_note):
        yield ("editors_note", at), TextKind.BODY, note.text
    for section_at, section in enumerate(issue.sections):
        yield ("sections", section_at, "name"), TextKind.SECTION, section.name
        for item_at, item in enumerate(section.items):
            owner: Path = ("sections", section_at, "items", item_at)
            yield (*owner, "title"), TextKind.TITLE, item.title
            for at, block in enumerate(item.blocks):
                kind = TextKind.SUBHEADING if isinstance(block, Subheading) else TextKind.BODY
                yield (*owner, "blocks", at), kind, block.text
            yield (*owner, "source"), TextKind.SOURCE, item.source
    yield ("disclosure",), field, issue.disclosure
    for at, entry in enumerate(issue.distribution):
        yield ("distribution", at, "label"), field, entry.label
        yield ("distribution", at, "to"), field, entry.to
    if issue.imprint is not None:
        yield ("imprint", "office"), field, issue.imprint.office
