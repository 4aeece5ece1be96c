"""A contributed manuscript as values: its paragraphs, and what its source tells of their look.

What readers of Word files, web pages and plain text give, and what recognition starts from. Knows no file
formats and no rules of recognition.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bulletin_desk.bulletin.bounds import MAX_PARAGRAPH
from bulletin_desk.bulletin.model import Pictures, Table
from bulletin_desk.checked import shown

Align = Literal["", "left", "centre", "right", "justified"]
"""How a paragraph is set; empty where the source does not tell."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a source tells of a paragraph's appearance; None or empty where it does not tell.

    `style` is a Word style's name or an HTML tag; `outline` the outline level from 1; `size` (points), `face`
    (East Asian) and `bold` are those of most of its characters; `indent` is the first line's in ems.
    """

    style: str = ""
    outline: int | None = None
    align: Align = ""
    indent: float | None = None
    size: float | None = None
    face: str = ""
    bold: bool = False


PLAIN = Look()
"""The look of plain text, which has none."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A paragraph's place in a list: its level from 0, and the number or bullet that stands before it, as
    text (`（一）`, `●`). `in_text`: the paragraph's text begins with it, as it does with a number."""

    depth: int
    mark: str
    in_text: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `"\\n"` in its text is a line break that the author typed; the first `lead` characters are
    set apart from the rest by face or weight, as a run-in heading is. `listed` and `bold` (where stretches of
    bold characters begin and end in the text as it was read) are knowledge that a bulletin has no form for:
    bold is told. Cleaning keeps `lead` right, not `bold`. `new_page`: a page begins with it."""

    text: str
    look: Look = PLAIN
    lead: int = 0
    listed: Listed | None = None
    bold: tuple[tuple[int, int], ...] = ()
    new_page: bool = False


NOTE_SENTENCES = {
    "comment": "批注没有取用：{}。",
    "footnote": "脚注{}放进了正文的括号里，请确认去留。",
    "endnote": "尾注{}放进了正文的括号里，请确认去留。",
}
"""What is said of a manuscript's own notes, whichever reader meets them; between the marks what they say."""


@dataclass(frozen=True, slots=True)
class Note:
    """What was in the source and is not in the text as it stood there: a table, a picture, a tracked change.

    `rule` names the kind, `paragraph` the index of the paragraph at or after which it was, `message` is a
    sentence for the clerk. `words` are all the words that are not in the text, where the message quotes their
    beginning only; `look`: the clerk should look at it before it is printed. `block` is the table or picture
    that it tells of, for those who can take it in: it stands behind the paragraph, or where `ahead`, before
    all.
    """

    rule: str
    paragraph: int
    message: str
    words: str = ""
    look: bool = True
    block: Table | Pictures | None = None
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What one file or one paste holds. `name` is the file's name without extension, empty for a paste."""

    name: str
    paragraphs: tuple[Paragraph, ...]
    notes: tuple[Note, ...] = ()


def beyond(text: str) -> str:
    """Why no bulletin takes a paragraph with this text, a phrase for the clerk; empty where one does."""
    if len(text) <= MAX_PARAGRAPH:
        return ""
    start = shown(text.lstrip()[:20], 12)
    return f"“{start}”一段有{len(text)}字，一段最多{MAX_PARAGRAPH}字，请先在原稿里分成几段"
