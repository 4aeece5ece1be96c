"""The bulletin as frozen values, as an office speaks of it. Knows nothing of files, faces or pages.

Text nodes are plain strings. `"\\n"` inside a title, a subheading or any other text is the clerk's own
line break.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date as Date  # noqa: N812  (fields are called `date`, as the paper calls them)
from enum import Enum
from typing import ClassVar, Literal, NamedTuple

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

    __hash__ = object.__hash__
    """Enum's own is Python code, and kinds are looked up for every paragraph."""

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
    HEADING_1 = "heading_1"
    HEADING_2 = "heading_2"
    HEADING_3 = "heading_3"
    HEADING_4 = "heading_4"
    BODY = "body"
    LIST_ITEM = "list_item"
    NUMBERED_ITEM = "numbered_item"
    TABLE_CAPTION = "table_caption"
    TABLE_UNIT = "table_unit"
    TABLE_HEAD = "table_head"
    TABLE = "table"
    TABLE_NOTE = "table_note"
    PICTURES = "pictures"
    PICTURE_CAPTION = "picture_caption"
    PICTURE_CREDIT = "picture_credit"
    SIGNATURE = "signature"
    SOURCE = "source"
    ATTACHMENT_LIST = "attachment_list"
    ATTACHMENT_MARK = "attachment_mark"
    ATTACHMENT_TITLE = "attachment_title"
    CONTENTS = "contents"
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

    def kind_at(self, path: Path) -> Kind:
        """The kind of the text at `path` below it."""
        return Kind.BODY

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

    def kind_at(self, path: Path) -> Kind:
        """The kind of the text at `path` below it."""
        return Kind.SUBHEADING

    def texts(self) -> tuple[BlockText, ...]:
        """The heading's text."""
        return (BlockText((), self.text),)

    def with_text(self, path: Path, text: str, run_in: int, bold: Ranges = ()) -> Subheading:
        """The block with its text at `path` below it replaced."""
        assert not path
        assert not run_in
        assert not bold
        return Subheading(text)


@dataclass(frozen=True, slots=True)
class Heading:
    """层次标题: a heading inside a text, of level 1 to 4 (一、（一）1.（1）; GB/T 9704-2012, 7.3.3). Of one
    that is `numbered` the layout makes the number; any other one has it, if it has one, in its text."""

    text: str
    level: int = 1
    numbered: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.level <= len(HEADING_KINDS):
            raise ValueError(f"heading of level {self.level}")

    @property
    def kind(self) -> Kind:
        """The kind of its lines, by its level."""
        return HEADING_KINDS[self.level - 1]

    def kind_at(self, path: Path) -> Kind:
        """The kind of the text at `path` below it."""
        return self.kind

    def texts(self) -> tuple[BlockText, ...]:
        """The heading's text."""
        return (BlockText((), self.text),)

    def with_text(self, path: Path, text: str, run_in: int, bold: Ranges = ()) -> Heading:
        """The block with its text at `path` below it replaced."""
        assert not path
        assert not run_in
        assert not bold
        return Heading(text, self.level, self.numbered)


HEADING_KINDS = (Kind.HEADING_1, Kind.HEADING_2, Kind.HEADING_3, Kind.HEADING_4)
"""The kinds of the headings inside a text, by level."""


@dataclass(frozen=True, slots=True)
class ListItem:
    """列项: an entry of a list. The layout makes its number where it is `numbered`, counted anew after
    anything else, and puts a mark before any other one. `bold` as in `Body`."""

    text: str
    numbered: bool = False
    bold: Ranges = ()

    def __post_init__(self) -> None:
        if self.bold and not are_ranges(self.bold, len(self.text)):
            raise ValueError(f"bold {self.bold} are no ranges of a text of {len(self.text)} characters")

    @property
    def kind(self) -> Kind:
        """The kind of its lines."""
        return Kind.NUMBERED_ITEM if self.numbered else Kind.LIST_ITEM

    def kind_at(self, path: Path) -> Kind:
        """The kind of the text at `path` below it."""
        return self.kind

    def texts(self) -> tuple[BlockText, ...]:
        """The entry's text."""
        return (BlockText((), self.text, 0, self.bold),)

    def with_text(self, path: Path, text: str, run_in: int, bold: Ranges = ()) -> ListItem:
        """The block with its text at `path` below it replaced."""
        assert not path
        assert not run_in
        return ListItem(text, self.numbered, bold)


CellAlign = Literal["", "left", "centre", "right", "decimal"]
"""How the lines of a cell stand; empty: as its content asks for (numbers at the right, by their decimal
points where a column has such)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """单元格: a text that covers `columns` columns and `rows` rows of its table."""

    text: str = ""
    columns: int = 1
    rows: int = 1
    align: CellAlign = ""
    bold: Ranges = ()


TableRules = Literal["all", "three"]
"""All rules of a table, or those of a 三线表: above, below and under its header rows."""


@dataclass(frozen=True, slots=True)
class Table:
    """表格. A row holds the cells that begin in it, from left to right: a place that a cell above or at the
    left covers has none. The first `header_rows` rows are repeated on each page. `columns` are the widths in
    thousandths of the measure; empty: by content. `caption` (表题) and `unit` (单位：万元) stand above,
    `note` below; they may be empty. What is a grid, `tables` tells.

    Its texts' paths: (0,) the caption, (1,) the unit, (2, row, at) the cell `at` of a row, (3,) the note.
    """

    kind: ClassVar = Kind.TABLE
    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 0
    columns: tuple[int, ...] = ()
    caption: str = ""
    unit: str = ""
    note: str = ""
    rules: TableRules = "all"

    def kind_at(self, path: Path) -> Kind:
        """The kind of the text at `path` below it."""
        match path:
            case (0,):
                return Kind.TABLE_CAPTION
            case (1,):
                return Kind.TABLE_UNIT
            case (3,):
                return Kind.TABLE_NOTE
            case (2, int(row), int()):
                return Kind.TABLE_HEAD if row < self.header_rows else Kind.TABLE
        return Kind.TABLE

    def texts(self) -> tuple[BlockText, ...]:
        """Caption, unit, cells row by row, note."""
        cells = (
            BlockText((2, row, at), cell.text, 0, cell.bold)
            for row, cells in enumerate(self.rows)
            for at, cell in enumerate(cells)
        )
        return (
            BlockText((0,), self.caption),
            BlockText((1,), self.unit),
            *cells,
            BlockText((3,), self.note),
        )

    def with_text(self, path: Path, text: str, run_in: int, bold: Ranges = ()) -> Table:
        """The block with its text at `path` below it replaced."""
        assert not run_in
        match path:
            case (0,):
                return replace(self, caption=text)
            case (1,):
                return replace(self, unit=text)
            case (3,):
                return replace(self, note=text)
            case (2, int(row), int(at)):
                cells = self.rows[row]
                cell = replace(cells[at], text=text, bold=bold)
                cells = (*cells[:at], cell, *cells[at + 1 :])
                return replace(self, rows=(*self.rows[:row], cells, *self.rows[row + 1 :]))
        raise AssertionError(path)


@dataclass(frozen=True, slots=True)
class PictureData:
    """The file of a picture as the bulletin keeps it: upright, of a size that can be decoded, in grey or RGB.
    Two are equal if their contents are, which `digest` (SHA-256, hexadecimal) tells. `width` and `height` in
    pixels."""

    digest: str
    format: Literal["jpeg", "png"] = field(compare=False)
    width: int = field(compare=False)
    height: int = field(compare=False)
    content: bytes = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture, `width` tenths of a millimetre wide on paper (less where the measure is less), and its
    caption (图题), which may be empty."""

    data: PictureData
    width: int
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Pictures:
    """图片: one picture, or two side by side, each with its caption, and whose work they are (`credit`),
    which may be empty. Its texts' paths: (0, at) the caption of picture `at`, (1,) the credit."""

    kind: ClassVar = Kind.PICTURES
    pictures: tuple[Picture, ...]
    credit: str = ""

    def __post_init__(self) -> None:
        if not 1 <= len(self.pictures) <= MOST_PICTURES:
            raise ValueError(f"{len(self.pictures)} pictures side by side")

    def kind_at(self, path: Path) -> Kind:
        """The kind of the text at `path` below it."""
        match path:
            case (0, int()):
                return Kind.PICTURE_CAPTION
            case (1,):
                return Kind.PICTURE_CREDIT
        return Kind.PICTURES

    def texts(self) -> tuple[BlockText, ...]:
        """The captions, then the credit."""
        captions = (BlockText((0, at), picture.caption) for at, picture in enumerate(self.pictures))
        return (*captions, BlockText((1,), self.credit))

    def with_text(self, path: Path, text: str, run_in: int, bold: Ranges = ()) -> Pictures:
        """The block with its text at `path` below it replaced."""
        assert not run_in
        assert not bold
        match path:
            case (0, int(at)):
                picture = replace(self.pictures[at], caption=text)
                return replace(self, pictures=(*self.pictures[:at], picture, *self.pictures[at + 1 :]))
            case (1,):
                return replace(self, credit=text)
        raise AssertionError(path)


MOST_PICTURES = 2
"""Pictures side by side."""

Paragraph = Body | Subheading | Heading | ListItem
"""A block that is one text: it can be cut in two, joined to another and made one of another kind."""
Block = Paragraph | Table | Pictures
"""What items and attachments are made of. What asks for a block's texts works for all of them; a `match`
makes mypy name what doesn't."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """附件: what belongs to an item and stands behind all items on pages of its own, under a number that is
    counted through the issue, and its title."""

    title: str
    blocks: tuple[Block, ...] = ()


class Endorsement(NamedTuple):
    """领导批示: what a leader wrote on an item: who, when (None where that is not known), and the text, which
    may be empty. It is never printed, and in no export."""

    who: str
    date: Date | None = None
    text: str = ""


STATES = ("received", "edited", "approved", "pending", "reserve")
"""How far an item has come: 收到, 已编, 已审, 待定, 备用."""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Item:
    """稿件: a title, blocks, and the contributing office in brackets (来源), which may be empty.

    The other texts are empty where the item has none: the lines over and under the title (`kicker` 引题,
    `subtitle` 副题, `byline` 题下行), the `salutation` (称谓) before its text and the `signature` (落款)
    after it. `mark` (★, ■) stands before its title, or before its text where it has none. Its `attachments`
    stand behind all items; a list of them, which the layout makes, after its blocks. `endorsements`
    (领导批示) are noted with it and never printed; nor is its `state` (稿件状态), one of STATES or empty.
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
    attachments: tuple[Attachment, ...] = ()
    endorsements: tuple[Endorsement, ...] = ()
    state: str = ""


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


class Said(NamedTuple):
    """What somebody said in a remark: who, when (to the minute, as 2024-01-09T15:30; empty where that is not
    known), and the words."""

    who: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """批注: what is remarked on the text from `start` to `end`, alike for a place between characters. `said`
    has the remark and then the answers to it. It is never printed."""

    start: Place
    end: Place
    said: tuple[Said, ...]
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """送审稿 or 定稿: an issue as it went to somebody: what it was called, when (as `Said.when`), who sent or
    signed it, whether it was signed, and its text as the bulletin file has it, which this room does not
    read."""

    name: str
    when: str
    who: str
    signed: bool
    text: str


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue of a bulletin (一期简报), complete. `disclosure` is empty and `print_count` None where not
    printed; without a `layout` it is set in the default one. `head_fields` and `closing_fields` are the
    values of the layout's own fields. `remarks` (批注) and `rounds` (送审稿, in order) are kept with it, and
    never printed."""

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
    remarks: tuple[Remark, ...] = ()
    rounds: tuple[Round, ...] = ()
