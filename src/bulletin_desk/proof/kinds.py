"""What kind of text a text node holds, as far as the rules care. Knows no rules."""

from __future__ import annotations

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


def text_kind(issue: Issue, path: Path) -> TextKind:
    """The kind of the text node at `path`, which must be there."""
    match path:
        case ("editors_note", _):
            return TextKind.BODY
        case ("sections", _, "name"):
            return TextKind.SECTION
        case ("sections", _, "items", _, "title"):
            return TextKind.TITLE
        case ("sections", _, "items", _, "source"):
            return TextKind.SOURCE
        case ("sections", int(section), "items", int(item), "blocks", int(at)):
            block = issue.sections[section].items[item].blocks[at]
            return TextKind.SUBHEADING if isinstance(block, Subheading) else TextKind.BODY
    return TextKind.FIELD
