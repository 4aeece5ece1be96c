"""How large a bulletin may be: the one set of sizes for all doors by which text comes in. What is within them
can be shown, saved and opened again. Must not know who asks.

They lie far beyond what an office writes, and far below what would make a program stand still.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date as Date  # noqa: N812
from datetime import datetime
from itertools import zip_longest
from operator import is_
from typing import Any, NamedTuple

from bulletin_desk.bulletin.describe import describe
from bulletin_desk.bulletin.grammar import ITEM_TEXTS, is_item
from bulletin_desk.bulletin.model import (
    STATES,
    Addressee,
    Attachment,
    Block,
    Body,
    Cell,
    DatedHeader,
    Endorsement,
    Field,
    Heading,
    Imprint,
    Issue,
    Item,
    LayoutText,
    ListItem,
    Masthead,
    Paragraph,
    Path,
    PictureData,
    Pictures,
    Remark,
    Round,
    Section,
    Subheading,
    Table,
)
from bulletin_desk.bulletin.tables import column_count, is_grid
from bulletin_desk.checked import half_character

MAX_PARAGRAPH = 200_000
"""Characters of a paragraph, in an item or in the editor's note."""
MAX_SHORT = 2_000
"""Characters of any other text: title, subheading, name, source, label, disclosure, marking…"""
MAX_LINES = 50
"""Lines that such a text is broken into by the clerk."""
MAX_FIELDS = 100
"""Values of layouts' own fields, in the head or in the closing block."""
MAX_ADDRESSEES = 500
"""Rows of the distribution."""
MAX_DISTRIBUTION = 20_000
"""Characters of all addressees with their labels together, however they are dealt out to rows: they stand in
one closing block."""
MAX_SECTIONS = 1_000
MAX_ITEMS = 10_000
"""Items of an issue, in all its sections."""
MAX_PARAGRAPHS = 100_000
"""Texts of an issue, each line of the clerk's own counted as one."""
MAX_CELL = 20_000
"""Characters of a cell of a table, or of the note below one."""
MAX_CELL_LINES = 500
MAX_ROWS = 2_000
"""Rows of a table."""
MAX_COLUMNS = 63
"""Columns of a table, as Word has them."""
MAX_PICTURES = 200
"""Pictures of an issue, one that is used several times counted each time."""
MAX_PICTURE_BYTES = 16 << 20
MAX_PICTURES_BYTES = 128 << 20
"""Bytes of all pictures together, each counted once."""
MAX_PIXELS_WIDE = 20_000
"""Pixels of either side of a picture."""
MAX_PIXELS = 120_000_000
"""Pixels of a picture, which take up to four bytes each while it is printed."""
MAX_PICTURE_WIDTH = 10_000
"""Tenths of a millimetre that a picture may ask to be wide; the measure is less."""
MAX_ENDORSEMENTS = 100
"""What leaders wrote on one item."""
MAX_REMARKS = 2_000
"""Remarks on an issue."""
MAX_SAID = 100
"""What is said in one remark: itself, and the answers to it."""
MAX_ROUNDS = 50
"""What is kept of an issue as it was sent and signed."""
MAX_ROUND_BYTES = 24 << 20
"""Bytes of such a text: as many as of the issue's own."""
MAX_ISSUE = 2_000_000
"""Characters of an issue, in all its texts."""
MAX_NUMBER = 100_000
MAX_TOTAL_NUMBER = 1_000_000
MAX_PRINT_COUNT = 10_000_000

_FURTHER = (*ITEM_TEXTS.values(), "mark", "state")
"""Texts of an item that only some bulletins have: while they are empty, they are not there."""
_BRANCHES = (Issue, Masthead, DatedHeader, Section, Item, Attachment, Addressee, Imprint, Field)
_TABLE_TEXTS = ("caption", "unit", "rows", "note")
"""By the steps of their paths."""


def refusal(issue: Issue) -> str:
    """Why `issue` is beyond the bounds: one Chinese sentence that says which text, how much it has, how much
    it may have, and what to do. Empty if it is within them."""
    return Measure().refusal(issue)


class Measure:
    """Asks `refusal` of one issue after another, each made of the one before by an edit: what they share is
    not looked at again."""

    def __init__(self) -> None:
        self._issue: Issue | None = None
        self._characters = self._paragraphs = self._items = self._pictures = 0
        self._contents: Counter[PictureData] = Counter()

    def refusal(self, issue: Issue) -> str:
        """As the function `refusal`. An issue within the bounds is what the next one is compared with."""
        characters, paragraphs, items = self._characters, self._paragraphs, self._items
        pictures, contents = self._pictures, self._contents
        for path, old, new in _differences(self._issue, issue, ()):
            sentence = _grid_refusal(issue, path, old, new) or _leaf_refusal(issue, path, new)
            if sentence:
                return sentence
            for sign, leaf in ((-1, old), (1, new)):
                for text in _texts(leaf):
                    characters += sign * len(text)
                    if text or path[-1] not in _FURTHER:
                        paragraphs += sign * (1 + text.count("\n"))
                    items += sign * (path[-1] == "title" and is_item(path[:-1]))
                if isinstance(leaf, Pictures):
                    contents = contents.copy() if contents is self._contents else contents
                    for picture in leaf.pictures:
                        pictures += sign
                        contents[picture.data] += sign
        sentence = _whole_refusal(issue, characters, paragraphs, items) or _pictures_refusal(
            pictures, contents
        )
        if not sentence:
            self._issue = issue
            self._characters, self._paragraphs, self._items = characters, paragraphs, items
            self._pictures, self._contents = pictures, +contents
        return sentence


# ---- one text, one number


def _texts(leaf: object) -> tuple[str, ...]:
    """The texts of a leaf. A table is one for its grid only: its texts are leaves of their own."""
    if isinstance(leaf, Cell):
        return (leaf.text,)
    if isinstance(leaf, Endorsement):
        return leaf.who, leaf.text
    if isinstance(leaf, Block) and not isinstance(leaf, Table):
        return tuple(text.text for text in leaf.texts())
    return (leaf,) if isinstance(leaf, str) else ()


def _leaf_refusal(issue: Issue, path: Path, leaf: object) -> str:
    """Why a text, number, date or picture may not be as it is."""
    match leaf:
        case None | LayoutText() | Table():
            return ""
        case str() if path[-1] == "state":
            return (
                "" if leaf in ("", *STATES) else f"{describe(issue, path[:-1])}的状态不是认得的，请重新选定。"
            )
        case Remark():
            return _remark_refusal(path, leaf)
        case Round():
            return _round_refusal(path, leaf)
        case str() | Cell():
            return _text_refusal(
                issue, path, leaf if isinstance(leaf, str) else leaf.text, _room_at(path, leaf)
            )
        case Endorsement():
            return _endorsement_refusal(issue, path, leaf)
        case Pictures():
            return _widths_refusal(issue, path, leaf) or next(
                filter(None, _text_refusals(issue, path, leaf)), ""
            )
        case Body() | Subheading() | Heading() | ListItem():
            return next(filter(None, _text_refusals(issue, path, leaf)), "")
    if path[-1] == "level":
        return "" if leaf in (1, 2) else f"{describe(issue, path[:-1])}的级别应是1或2，请改正。"
    if isinstance(leaf, Date):
        return f"{describe(issue, path)}应是一个日期，请重新选定。" if isinstance(leaf, datetime) else ""
    most = {"number": MAX_NUMBER, "total_number": MAX_TOTAL_NUMBER, "print_count": MAX_PRINT_COUNT}[
        str(path[-1])
    ]
    if isinstance(leaf, bool) or not isinstance(leaf, int) or not 1 <= leaf <= most:
        return f"{describe(issue, path)}应是1至{most}之间的整数，请改正。"
    return ""


def _endorsement_refusal(issue: Issue, path: Path, endorsement: Endorsement) -> str:
    if int(path[-1]) >= MAX_ENDORSEMENTS:
        return f"{describe(issue, path[:-1])}超过{MAX_ENDORSEMENTS}条，请合并几条。"
    if isinstance(endorsement.date, datetime):
        return f"{describe(issue, path)}应有一个日期，请重新选定。"
    rooms = ((endorsement.who, _Room(MAX_SHORT, 1)), (endorsement.text, _Room(MAX_CELL, MAX_CELL_LINES)))
    found = (_text_refusal(issue, path, text, room) for text, room in rooms)
    return next(filter(None, found), "")


def _remark_refusal(path: Path, remark: Remark) -> str:
    called = f"第{int(path[-1]) + 1}条批注"
    if int(path[-1]) >= MAX_REMARKS:
        return f"批注超过{MAX_REMARKS}条，请先删去已经处理的。"
    if not 1 <= len(remark.said) <= MAX_SAID:
        return f"{called}共{len(remark.said)}条，应是1至{MAX_SAID}条，请改正。"
    for said in remark.said:
        for text, most in ((said.who, MAX_SHORT), (said.when, MAX_SHORT), (said.text, MAX_CELL)):
            if len(text) > most:
                return f"{called}共{len(text)}字，最多{most}字，请改短。"
            if half_character(text) is not None:
                return f"{called}里有残缺的半个字符，请删去或重新输入。"
    return ""


def _round_refusal(path: Path, kept: Round) -> str:
    if int(path[-1]) >= MAX_ROUNDS:
        return f"送审稿超过{MAX_ROUNDS}稿，请先删去不用的。"
    if len(kept.text) > MAX_ROUND_BYTES or len(kept.text.encode("utf-8", "replace")) > MAX_ROUND_BYTES:
        return f"“{kept.name}”超过{MAX_ROUND_BYTES >> 20} MiB，请删去它。"
    if any(half_character(text) is not None for text in (kept.name, kept.when, kept.who, kept.text)):
        return f"“{kept.name}”里有残缺的半个字符，请删去它。"
    return ""


class _Room(NamedTuple):
    """How many characters and lines a text may have; None: no bound. A text without one of lines is a
    paragraph, to be parted."""

    characters: int
    lines: int | None = MAX_LINES


def _room_at(path: Path, leaf: object) -> _Room:
    if isinstance(leaf, Body | ListItem):
        return _Room(MAX_PARAGRAPH, None)
    if isinstance(leaf, Cell) or path[-1] == _TABLE_TEXTS.index("note"):
        return _Room(MAX_CELL, MAX_CELL_LINES)
    return _Room(MAX_DISTRIBUTION if path[-1] == "to" else MAX_SHORT)


def _text_refusals(issue: Issue, path: Path, block: Paragraph | Pictures) -> Iterator[str]:
    room = _room_at(path, block) if isinstance(block, Paragraph) else _Room(MAX_SHORT)
    for text in block.texts():
        yield _text_refusal(issue, (*path, *text.path), text.text, room)


def _text_refusal(issue: Issue, path: Path, text: str, room: _Room) -> str:
    length, lines = len(text), 1 + text.count("\n")
    if room.lines is None and length > room.characters:
        return f"{describe(issue, path)}共{length}字，一段最多{room.characters}字，请分成几段。"
    if length > room.characters:
        return f"{describe(issue, path)}共{length}字，最多{room.characters}字，请改短。"
    if room.lines is not None and lines > room.lines:
        return f"{describe(issue, path)}共{lines}行，最多{room.lines}行，请减少换行。"
    half = half_character(text)
    if half is not None:
        which = f"{describe(issue, path)}的第{half + 1}个字"
        return f"{which}是残缺的半个字符，请删去或重新输入（U+{ord(text[half]):04X}）。"
    return ""


def _grid_refusal(issue: Issue, path: Path, old: object, leaf: object) -> str:
    """Why a table's cells may not stand as they do."""
    if not isinstance(leaf, Table) or (isinstance(old, Table) and _same_grid(old, leaf)):
        return ""
    return _table_refusal(issue, path, leaf)


def _same_grid(one: Table, other: Table) -> bool:
    """Whether the cells of two tables stand alike."""
    if (len(one.rows), one.columns, one.header_rows) != (len(other.rows), other.columns, other.header_rows):
        return False
    return all(
        row is like
        or [(cell.columns, cell.rows) for cell in row] == [(cell.columns, cell.rows) for cell in like]
        for row, like in zip(one.rows, other.rows, strict=True)
    )


def _table_refusal(issue: Issue, path: Path, table: Table) -> str:
    rows = len(table.rows)
    if rows > MAX_ROWS:
        return f"{describe(issue, path)}共{rows}行，最多{MAX_ROWS}行，请分成几张表。"
    if not is_grid(table):  # before its columns are counted, of which other cells may make billions
        return f"{describe(issue, path)}各行的单元格合不成一张完整的表，请重新插入这张表。"
    columns = column_count(table)
    if columns > MAX_COLUMNS:
        return f"{describe(issue, path)}共{columns}列，最多{MAX_COLUMNS}列，请分成几张表。"
    if table.columns and len(table.columns) != columns:
        return f"{describe(issue, path)}共{columns}列，却有{len(table.columns)}个列宽，请改正。"
    if not 0 <= table.header_rows <= rows:
        return f"{describe(issue, path)}共{rows}行，表头不能有{table.header_rows}行，请改正。"
    return ""


def _widths_refusal(issue: Issue, path: Path, pictures: Pictures) -> str:
    for at, picture in enumerate(pictures.pictures):
        if not 1 <= picture.width <= MAX_PICTURE_WIDTH:
            place = describe(issue, (*path, 0, at))
            return f"{place}应有0.1至{MAX_PICTURE_WIDTH // 10}毫米宽，请改正。"
        if len(picture.data.content) > MAX_PICTURE_BYTES:
            return f"{describe(issue, (*path, 0, at))}超过{MAX_PICTURE_BYTES >> 20} MiB，请换一张小些的图片。"
    return ""


# ---- all together


def _pictures_refusal(pictures: int, contents: Counter[PictureData]) -> str:
    if pictures > MAX_PICTURES:
        return f"全期共{pictures}张图片，最多{MAX_PICTURES}张，请分成几期。"
    together = sum(len(data.content) for data, count in contents.items() if count > 0)
    if together > MAX_PICTURES_BYTES:
        return f"全期图片合计{together >> 20} MiB，最多{MAX_PICTURES_BYTES >> 20} MiB，请减少图片或分成几期。"
    return ""


def _whole_refusal(issue: Issue, characters: int, paragraphs: int, items: int) -> str:
    addressees = len(issue.distribution)
    for count, most, unit in (
        (len(issue.sections), MAX_SECTIONS, "个栏目"),
        (items, MAX_ITEMS, "篇稿件"),
        (characters, MAX_ISSUE, "字"),
    ):
        if count > most:
            return f"全期共{count}{unit}，最多{most}{unit}，请分成几期。"
    if paragraphs > MAX_PARAGRAPHS:
        return f"全期共{paragraphs}段（换行也算一段），最多{MAX_PARAGRAPHS}段，请分成几期。"
    if addressees > MAX_ADDRESSEES:
        return f"分送单位共{addressees}条，最多{MAX_ADDRESSEES}条，请合并几条。"
    for fields in (issue.head_fields, issue.closing_fields):
        if len(fields) > MAX_FIELDS:
            return f"版式自己的栏共{len(fields)}个，最多{MAX_FIELDS}个，请删去不用的。"
    together = sum(len(row.label) + len(row.to) for row in issue.distribution)
    if together > MAX_DISTRIBUTION:
        return f"分送单位各条合计{together}字，最多{MAX_DISTRIBUTION}字，请改短。"
    return ""


# ---- what is new


def _differences(old: Any, new: Any, path: Path) -> Iterator[tuple[Path, Any, Any]]:
    """The texts, numbers and dates in which two parts differ, with the path of the new one: the old, the new;
    None where one has none. What is the same object in both is not looked into."""
    if old is new:
        return
    some = old if new is None else new
    if isinstance(some, tuple) and not isinstance(some, Endorsement):
        yield from _differences_of_rows(old or (), new or (), path)
    elif isinstance(some, _BRANCHES):
        for name in some.__dataclass_fields__:
            yield from _differences(getattr(old, name, None), getattr(new, name, None), (*path, name))
    else:
        yield path, old, new
        if isinstance(old, Table) or isinstance(new, Table):
            yield from _differences_of_tables(old, new, path)


def _differences_of_tables(old: Any, new: Any, path: Path) -> Iterator[tuple[Path, Any, Any]]:
    """Those of the texts of two blocks of which one at least is a table."""
    tables = [block if isinstance(block, Table) else None for block in (old, new)]
    for at, name in enumerate(_TABLE_TEXTS):
        before, after = (getattr(table, name, None) for table in tables)
        yield from _differences(before, after, (*path, at))


def _differences_of_rows(
    old: tuple[Any, ...], new: tuple[Any, ...], path: Path
) -> Iterator[tuple[Path, Any, Any]]:
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    changed = zip_longest(old[head : len(old) - tail], new[head : len(new) - tail])
    for at, (before, after) in enumerate(changed, head):
        yield from _differences(before, after, (*path, at))


def _alike(old: tuple[Any, ...], new: tuple[Any, ...]) -> int:
    """How many parts two rows begin with that are the same objects."""
    same = list(map(is_, old, new))
    return same.index(False) if False in same else len(same)
