"""The kinds of paragraph that recognition tells apart, and a paragraph with its kind. Knows no rules."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bulletin_desk.bulletin.grammar import ITEM_TEXTS, SPEC
from bulletin_desk.bulletin.model import HEADING_KINDS, Kind, Pictures, Table
from bulletin_desk.bulletin.ranges import Ranges


class Out(Enum):
    """A paragraph that a bulletin does not print. The value is its name before the clerk."""

    OUT = "不收"


OUT = Out.OUT
PartKind = Kind | Out
"""The kind that a paragraph of a manuscript has in the bulletin."""
SECTION_KINDS = (Kind.SECTION_HEAD, Kind.SECTION_HEAD_2)
FURTHER_KINDS = (Kind.SECTION_HEAD_2, *ITEM_TEXTS)
"""The kinds that a bulletin has only where its layout offers them."""
LAYERED_KINDS = (*HEADING_KINDS, Kind.LIST_ITEM, Kind.NUMBERED_ITEM, Kind.ATTACHMENT_TITLE)
"""The kinds of headings, lists and attachments, which every bulletin has."""
PART_KINDS: tuple[PartKind, ...] = (
    *(Kind.SECTION_HEAD, Kind.SECTION_HEAD_2, Kind.KICKER, Kind.TITLE, Kind.SUBTITLE, Kind.BYLINE),
    *(Kind.SALUTATION, Kind.SUBHEADING, *HEADING_KINDS, Kind.BODY, Kind.LIST_ITEM, Kind.NUMBERED_ITEM),
    *(Kind.TABLE, Kind.PICTURES, Kind.SIGNATURE, Kind.SOURCE, Kind.ATTACHMENT_TITLE, Kind.EDITORS_NOTE),
    OUT,
)


TEXT_KINDS = frozenset((Kind.SUBHEADING, *HEADING_KINDS, Kind.BODY, Kind.LIST_ITEM, Kind.NUMBERED_ITEM))
"""What an item's text is made of, paragraph by paragraph."""


def kind_name(kind: PartKind) -> str:
    """What a clerk calls it."""
    return kind.value if isinstance(kind, Out) else SPEC[kind].name


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a paragraph: its kind, the length of its run-in heading, why it is left out. `mark`: so
    many characters at its start are a mark that comes off (`一、` over an item). `whole`: whether there is
    one item or several hangs on it, not the paragraph alone."""

    kind: PartKind
    run_in: int = 0
    why: str = ""
    mark: int = 0
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph with its kind. `run_in` is the length of its run-in heading, `why` says of one left out
    what it is, `at` is its place among the manuscript's paragraphs. `"\\n"` parts the lines of a title or a
    subheading. `typed`: the clerk has written the text anew; `joined` parts after it are in it, -1 says that
    it is a piece of the one after it. `other` is the kind that it could have too, where recognition chose
    between two; `back` is how it was read before the clerk said what it is. `ahead`: it was taken off the
    start of the paragraph after it, as a number or a label is. `begins`: an item without a title begins with
    it. `bold` are the characters of body text that are emphasised. `block` is the table or the
    pictures that it is, `text` then what a review shows of it."""

    kind: PartKind
    text: str
    run_in: int = 0
    why: str = ""
    at: int = 0
    typed: bool = False
    joined: int = 0
    other: PartKind | None = None
    back: Reading | None = None
    ahead: bool = False
    begins: bool = False
    bold: Ranges = ()
    block: Table | Pictures | None = None
