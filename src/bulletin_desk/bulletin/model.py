"""The bulletin as frozen values, as an office speaks of it. Knows nothing of files, faces or pages.

Text nodes are plain strings. `"\\n"` inside a title, a subheading or any other text is the clerk's own
line break.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date  # noqa: N812  (fields are called `date`, as the paper calls them)
from enum import Enum
from typing import ClassVar, NamedTuple

from bulletin_desk.bulletin.ranges import Ranges, are_ranges

Path = tuple[str | int, ...]
"""Names a text node from the issue down, as in `("sections", 0, "items", 2, "blocks", 4)`; a title or source
ends with its field's name. A block that is one text has no further steps; one of several goes on with indices
of its own. `grammar` makes and reads paths."""


@dataclass(frozen=True, slots=True)
class Place:
    """A position in the bulletin: before character `offset` of the text node at `path`."""

    path: Path
    offset: int


class Kind(Enum):
    """The kinds of text in the official layout. What each implies stands in `grammar`."""

    MARKING = "marking"
    MASTHEAD = "masthead"
    NUMBER_LINE = "number_line"
    DATED_HEADER = "dated_header"
    EDITORS_NOTE = "editors_note"
    SECTION_HEAD = "section_head"
    SECTION_HEAD_2 = "section_head_2"
    KICKER = "kicker"
    TITLE = "title"
    SUBTITLE = "subtitle"
    BYLINE = "byline"
    SALUTATION = "salutation"
    SUBHEADING = "subheading"
    BODY = "body"
    SIGNATURE = "signature"
    SOURCE = "source"
    DISCLOSURE = "disclosure"
    DISTRIBUTION = "distribution"
    IMPRINT = "imprint"
    PRINT_COUNT = "print_count"
    HEAD_FIELD = "head_field"
    CLOSING_FIELD = "closing_field"
    FOLIO = "folio"


@dataclass(frozen=True, slots=True)
class Masthead:
    """报头: the publication's name with its numbers.

    `number` runs within the year (第2期), `total_number` over all years (总第607期; None where the office
    keeps none). `marking` is printed above the name at the left (内部资料); `supplement` before the number
    (增刊).
    """

    name: str
    number: int
    total_number: int | None = None
    marking: str = ""
    supplement: str = ""

    @property
    def one_line(self) -> str:
        """The name without its author's line breaks, for sentences and comparisons."""
        return self.name.replace("\n", "")


@dataclass(frozen=True, slots=True)
class DatedHeader:
    """The line under the masthead: issuing office at the left, date at the right."""

    issuer: str
    date: Date


class BlockText(NamedTuple):
    """A text of a block: its path below the block, the text, how many of its first characters are a run-in
    heading, and which are bold."""

    path: Path
    text: str
    run_in: int = 0
    bold: Ranges = ()


@dataclass(frozen=True, slots=True)
class Body:
    """正文: a paragraph. Its first `run_in` characters are its run-in heading (段首标题); 0 means none.
    `bold` are the ranges of characters that are emphasised (加粗): sorted, apart from each other, none empty.
    """

    kind: ClassVar = Kind.BODY
    text: str
    run_in: int = 0
    bold: Ranges = ()

    def __post_init__(self) -> None:
        if not 0 <= self.run_in <= len(self.text):
            raise ValueError(f"run_in {self.run_in} outside a text of {len(self.text)} characters")
        if self.bold and not are_ranges(self.bold, len(self.text)):
            raise ValueError(f"bold {self.bold} are no ranges of a text of {len(self.text)} characters")

    def texts(self) -> tuple[BlockText, ...]:
        """The paragraph's text."""
        return (BlockText((), self.text, self.run_in, self.bold),)

    def with_text(self, path: Path, text: str, run_in: int, bold: Ranges = ()) -> Body:
        """The block with its text at `path` below it replaced."""
        assert not path
        return Body(text, run_in, bold)


@dataclass(frozen=True, slots=True)
class Subheading:
    """小标题: one to three lines inside an item."""

    kind: ClassVar = Kind.SUBHEADING
    text: str

    def texts(self) -> tuple[BlockText, ...]:
        """The heading's text."""
        return (BlockText((), self.text),)

    def with_text(self, path: Path, text: str, run_in: int, bold: Ranges = ()) -> Subheading:
        """The block with its text at `path` below it replaced."""
        assert not path
        assert not run_in
        assert not bold
        return Subheading(text)


Block = Body | Subheading
"""What an item is made of. Further kinds (pictures, tables) join this union: what asks for their texts works
for them at once, and mypy names what doesn't."""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Item:
    """稿件: a title, blocks, and the contributing office in brackets (来源), which may be empty.

    The other texts are empty where the item has none: the lines over and under the title (`kicker` 引题,
    `subtitle` 副题, `byline` 题下行), the `salutation` (称谓) before its text and the `signature` (落款)
    after it. `mark` (★, ■) stands before its title, or before its text where it has none.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    source: str = ""
    kicker: str = ""
    subtitle: str = ""
    byline: str = ""
    salutation: str = ""
    signature: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """栏目: a name, printed in the layout's brackets, over items. One of `level` 2 belongs under the last one
    of level 1 before it. A name that is empty heads no items, where the layout allows it."""

    name: str
    items: tuple[Item, ...] = ()
    level: int = 1

    @property
    def kind(self) -> Kind:
        """The kind of its name."""
        return Kind.SECTION_HEAD if self.level == 1 else Kind.SECTION_HEAD_2


@dataclass(frozen=True, slots=True)
class Addressee:
    """One entry of the distribution: 报 (superiors), 送 (peers) or 发 (subordinates), and to whom."""

    label: str
    to: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """印发机关和印发日期: who printed it, and when."""

    office: str
    date: Date


@dataclass(frozen=True, slots=True)
class Field:
    """The value of a field that the issue's layout declares, in its canonical form (see `fields`). One whose
    name the layout doesn't know, being another layout's, is kept and not printed."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class LayoutText:
    """The layout that an issue is set in, as its file carries it: the layout's name, and its text, which this
    room does not read. None: it is only named; empty: what was carried can't be read."""

    name: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue of a bulletin (一期简报), complete. `disclosure` is empty and `print_count` None where not
    printed; without a `layout` it is set in the default one. `head_fields` and `closing_fields` are the
    values of the layout's own fields."""

    masthead: Masthead
    dated_header: DatedHeader
    editors_note: tuple[Body, ...] = ()
    sections: tuple[Section, ...] = ()
    disclosure: str = ""
    distribution: tuple[Addressee, ...] = ()
    imprint: Imprint | None = None
    print_count: int | None = None
    layout: LayoutText | None = None
    head_fields: tuple[Field, ...] = ()
    closing_fields: tuple[Field, ...] = ()
