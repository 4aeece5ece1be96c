"""The grammar of a bulletin: one row for each kind of text, in the order of the paper, with all that the kind
implies. Makes and reads paths and walks an issue's texts; must not know how anything looks or is edited.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from enum import IntEnum
from itertools import takewhile
from typing import Any, NamedTuple

from bulletin_desk.bulletin.model import (
    HEADING_KINDS,
    Attachment,
    Block,
    Body,
    Heading,
    Issue,
    Item,
    Kind,
    ListItem,
    Paragraph,
    Path,
    Pictures,
    Section,
    Subheading,
    Table,
)


class Region(IntEnum):
    """Where on the paper a text may stand; compares in the order of the paper."""

    HEAD = 0
    NOTE = 1
    SECTIONS = 2
    ATTACHMENTS = 3
    CLOSING = 4


class Spec(NamedTuple):
    """What a kind of text implies.

    `pattern` is its path, None for an index. `kind` is that of its lines, `style` the layout's style that it
    is set in, `name` what a clerk calls it. `literal`: a date or number that the layout words, in which no
    caret stands; the others are texts. `inside`: it has no line of its own, but stands in that of a literal.
    `optional`: it has no line while it is empty. `with_next`: it is no heading, but stays with what follows.
    `choosable`: a paragraph can be made one.
    """

    pattern: tuple[str | None, ...]
    kind: Kind
    style: str
    name: str
    literal: bool = False
    inside: bool = False
    optional: bool = False
    heading: bool = False
    line_breaks: bool = False
    run_in: bool = False
    with_next: bool = False
    choosable: bool = False

    @property
    def region(self) -> Region:
        """Where on the paper it stands."""
        return Region.ATTACHMENTS if "attachments" in self.pattern else _REGIONS[self.pattern[0]]

    @property
    def running(self) -> bool:
        """Whether it is running text, and not a field of the head or the closing block."""
        return self.region in RUNNING


RUNNING = (Region.NOTE, Region.SECTIONS, Region.ATTACHMENTS)
"""Where running text stands."""


_REGIONS: Mapping[str | int | None, Region] = {
    "masthead": Region.HEAD,
    "dated_header": Region.HEAD,
    "head_fields": Region.HEAD,
    "contents": Region.HEAD,
    "editors_note": Region.NOTE,
    "sections": Region.SECTIONS,
    "disclosure": Region.CLOSING,
    "distribution": Region.CLOSING,
    "imprint": Region.CLOSING,
    "print_count": Region.CLOSING,
    "closing_fields": Region.CLOSING,
}

# ---- paths

MASTHEAD: Path = ("masthead",)
MARKING: Path = ("masthead", "marking")
NAME: Path = ("masthead", "name")
SUPPLEMENT: Path = ("masthead", "supplement")
NUMBER: Path = ("masthead", "number")
TOTAL_NUMBER: Path = ("masthead", "total_number")
ISSUER: Path = ("dated_header", "issuer")
DATE: Path = ("dated_header", "date")
EDITORS_NOTE: Path = ("editors_note",)
SECTIONS: Path = ("sections",)
DISCLOSURE: Path = ("disclosure",)
DISTRIBUTION: Path = ("distribution",)
IMPRINT: Path = ("imprint",)
OFFICE: Path = ("imprint", "office")
PRINTED: Path = ("imprint", "date")
PRINT_COUNT: Path = ("print_count",)
HEAD_FIELDS: Path = ("head_fields",)
CLOSING_FIELDS: Path = ("closing_fields",)
CONTENTS: Path = ("contents",)
"""The path of the heading of the list of contents, which no document has: the layout makes it."""


def contents_row(at: int) -> Path:
    """The path of a row of a list that leads out of its own pages, as a bound volume's do; no document has
    it."""
    return (*CONTENTS, at)


def note_path(at: int) -> Path:
    """The path of a paragraph of the editor's note."""
    return ("editors_note", at)


def section_path(section: int) -> Path:
    """The path of a section."""
    return ("sections", section)


def item_path(section: int, item: int) -> Path:
    """The path of an item."""
    return ("sections", section, "items", item)


def entry_path(at: int) -> Path:
    """The path of an entry of the distribution."""
    return ("distribution", at)


def label_path(at: int) -> Path:
    """The path of the label of an entry of the distribution."""
    return ("distribution", at, "label")


def to_path(at: int) -> Path:
    """The path of the addressees of an entry of the distribution."""
    return ("distribution", at, "to")


def field_path(fields: Path, at: int) -> Path:
    """The path of a value of the layout's own fields, in HEAD_FIELDS or CLOSING_FIELDS: that of its line
    where the layout words it."""
    return (*fields, at)


def field_text_path(fields: Path, at: int) -> Path:
    """The path of the text of such a value: that of its line where it is typed on the page."""
    return (*fields, at, "text")


def name_of(section: Path) -> Path:
    """The path of a section's name, by that of the section."""
    return (*section, "name")


def title_of(item: Path) -> Path:
    """The path of an item's title, by that of the item."""
    return (*item, "title")


def heading_of(part: Path) -> Path:
    """The path of a section's name or of the title of an item or attachment, by that of the part."""
    return name_of(part) if is_section(part) else title_of(part)


def block_of(part: Path, at: int) -> Path:
    """The path of a block, by that of its item or attachment."""
    return (*part, "blocks", at)


def attachment_of(item: Path, at: int) -> Path:
    """The path of an attachment, by that of its item."""
    return (*item, "attachments", at)


def attachments_row(item: Path) -> Path:
    """The path of the row of attachments, by that of the item."""
    return (*item, "attachments")


def source_of(item: Path) -> Path:
    """The path of an item's source, by that of the item."""
    return (*item, "source")


def item_text(item: Path, kind: Kind) -> Path:
    """The path of one of `ITEM_TEXTS`, by that of the item."""
    return (*item, ITEM_TEXTS[kind])


def beside(path: Path, by: int) -> Path:
    """The path of what stands so many places further on in the row that a path ends in."""
    return (*path[:-1], int(path[-1]) + by)


def numbers(path: Path) -> tuple[int, ...]:
    """The indices in a path: section, item and block, or that of an entry or of a paragraph of the note."""
    return tuple(step for step in path if isinstance(step, int))


def block_path(path: Path) -> Path:
    """The path of the block that a path is that of or leads into; empty if it leads into none."""
    if path[4:5] == ("blocks",):
        return path[:6] if len(path) >= 6 else ()
    return path[:8] if len(path) >= 8 and path[6] == "blocks" else ()


def steps_below(path: Path, part: Path) -> Path:
    """The steps of a path below a part; empty if it leads elsewhere."""
    return path[len(part) :] if path[: len(part)] == part else ()


def inside_block(path: Path) -> Path:
    """The steps of a path below the block that it leads into."""
    return path[len(block_path(path)) :] if is_block(path) else ()


def is_cell(path: Path) -> bool:
    """Whether a path is that of a cell of a table: (…, 2, row, at)."""
    return len(inside_block(path)) == 3


def cell_of(table: Path, row: int, at: int) -> Path:
    """The path of a cell, the one `at` of those that begin in a row, by that of its table."""
    return (*table, 2, row, at)


def caption_of(pictures: Path, at: int) -> Path:
    """The path of the caption of picture `at` of a block."""
    return (*pictures, 0, at)


def cells_table(path: Path) -> Path:
    """The path of the table, by that of a cell."""
    return path[:-3]


def picture_path(block: Path, at: int) -> Path:
    """The path of the picture `at` of those in a block, which is that of its caption, by that of the
    block."""
    return (*block, 0, at)


def is_picture(path: Path) -> bool:
    """Whether a path inside pictures is that of one of them: (…, 0, at)."""
    return len(inside_block(path)) == 2


def is_attachment(path: Path) -> bool:
    """Whether a path is that of an attachment."""
    return len(path) == 6 and path[4] == "attachments"


def in_attachment(path: Path) -> bool:
    """Whether a path is that of an attachment or leads into one."""
    return len(path) >= 6 and path[4] == "attachments"


def owner(path: Path) -> Path:
    """The part of the bulletin that a text belongs to, as an outline has them: the head (MASTHEAD), the
    editor's note, a section (its name), an item, an attachment, the closing block (IMPRINT)."""
    match path:
        case ("sections", int(), "items", int(), "attachments", int(), *_):
            return path[:6]
        case ("sections", int(), "items", int(), *_):
            return path[:4]
        case ("sections", int(), *_):
            return path[:2]
        case ("editors_note", *_):
            return EDITORS_NOTE
        case (("masthead" | "dated_header" | "head_fields" | "contents"), *_):
            return MASTHEAD
    return IMPRINT


def item_of(path: Path) -> Path:
    """The path of the item that a path is that of or leads into, its attachments included."""
    return path[:4]


def paths_over(path: Path) -> tuple[Path, ...]:
    """What a path lies in, from the outermost part inwards: all its beginnings."""
    return tuple(path[:length] for length in range(1, len(path)))


def is_in(path: Path, part: Path) -> bool:
    """Whether a path is that of a part, or of something in it."""
    return path[: len(part)] == part


def section_of(path: Path) -> Path:
    """The path of the section that a text belongs to."""
    return path[:2]


def is_section(path: Path) -> bool:
    """Whether a path is that of a section."""
    return len(path) == 2 and path[0] == "sections"


def is_item(path: Path) -> bool:
    """Whether a path is that of an item."""
    return len(path) == 4 and path[0] == "sections"


def is_note(path: Path) -> bool:
    """Whether a path is that of a paragraph of the editor's note."""
    return len(path) == 2 and path[0] == "editors_note"


def is_entry(path: Path) -> bool:
    """Whether a path is that of an entry of the distribution or leads into one."""
    return len(path) >= 2 and path[0] == "distribution"


def is_label(path: Path) -> bool:
    """Whether a path is that of the label of an entry of the distribution."""
    return is_entry(path) and path[-1] == "label"


def is_field(path: Path) -> bool:
    """Whether a path is that of a value of the layout's own fields or leads into one."""
    return len(path) >= 2 and path[0] in ("head_fields", "closing_fields")


def fields_of_path(path: Path) -> Path:
    """HEAD_FIELDS or CLOSING_FIELDS, whichever a path of a layout's own field leads into."""
    return path[:1]


def whole_field(path: Path) -> Path:
    """The path of the value, by that of its text; any other path as it is."""
    return path[:2] if is_field(path) else path


def is_imprint(path: Path) -> bool:
    """Whether a path leads into the imprint."""
    return path[:1] == IMPRINT


def is_block(path: Path) -> bool:
    """Whether a path is that of a block of an item or attachment or leads into one."""
    return bool(block_path(path))


def is_source(path: Path) -> bool:
    """Whether a path is that of an item's source."""
    return in_item(path) and path[-1] == "source"


def in_item(path: Path) -> bool:
    """Whether a path leads into an item, its attachments included."""
    return len(path) > 4


def region_of(path: Path) -> Region:
    """Where on the paper a path leads. Raises KeyError if it names no part of an issue."""
    return Region.ATTACHMENTS if in_attachment(path) else _REGIONS[path[0]]


# ---- the table

_ITEM = ("sections", None, "items", None)
_BLOCK = (*_ITEM, "blocks", None)
_ATTACHMENT = (*_ITEM, "attachments", None)

SPECS = (
    Spec(("masthead", "marking"), Kind.MARKING, "marking", "报头标注", optional=True),
    Spec(("masthead", "name"), Kind.MASTHEAD, "masthead", "报头名称", line_breaks=True),
    Spec(("masthead", "supplement"), Kind.NUMBER_LINE, "number_line", "增刊名", inside=True),
    Spec(("masthead", "number"), Kind.NUMBER_LINE, "number_line", "期号", literal=True),
    Spec(("masthead", "total_number"), Kind.NUMBER_LINE, "number_line", "总期号", literal=True),
    Spec(("dated_header", "issuer"), Kind.DATED_HEADER, "issuer", "编发单位"),
    Spec(("dated_header", "date"), Kind.DATED_HEADER, "header_date", "编发日期", literal=True),
    Spec(("head_fields", None, "text"), Kind.HEAD_FIELD, "issuer", "报头其他栏"),
    Spec(("editors_note", None), Kind.EDITORS_NOTE, "editors_note", "编者按", run_in=True),
    Spec(("sections", None, "name"), Kind.SECTION_HEAD, "section_head", "栏目", heading=True, choosable=True),
    Spec(
        ("sections", None, "name"),
        Kind.SECTION_HEAD_2,
        "section_head_2",
        "二级栏目",
        heading=True,
        choosable=True,
    ),
    Spec(
        (*_ITEM, "kicker"),
        Kind.KICKER,
        "kicker",
        "引题",
        optional=True,
        line_breaks=True,
        with_next=True,
        choosable=True,
    ),
    Spec((*_ITEM, "title"), Kind.TITLE, "title", "标题", heading=True, line_breaks=True, choosable=True),
    Spec(
        (*_ITEM, "subtitle"),
        Kind.SUBTITLE,
        "subtitle",
        "副题",
        optional=True,
        line_breaks=True,
        with_next=True,
        choosable=True,
    ),
    Spec(
        (*_ITEM, "byline"),
        Kind.BYLINE,
        "byline",
        "题下行",
        optional=True,
        line_breaks=True,
        with_next=True,
        choosable=True,
    ),
    Spec(
        (*_ITEM, "salutation"),
        Kind.SALUTATION,
        "salutation",
        "称谓",
        optional=True,
        with_next=True,
        choosable=True,
    ),
    Spec(
        _BLOCK,
        Kind.SUBHEADING,
        "subheading",
        "小标题",
        heading=True,
        line_breaks=True,
        choosable=True,
    ),
    *(
        Spec(
            _BLOCK,
            kind,
            kind.value,
            f"{level}级标题",
            heading=True,
            line_breaks=True,
            choosable=True,
        )
        for kind, level in zip(HEADING_KINDS, "一二三四", strict=True)
    ),
    Spec(_BLOCK, Kind.BODY, "body", "正文", run_in=True, choosable=True),
    Spec(_BLOCK, Kind.LIST_ITEM, "list_item", "列项", choosable=True),
    Spec(_BLOCK, Kind.NUMBERED_ITEM, "numbered_item", "编号列项", choosable=True),
    Spec(_BLOCK, Kind.TABLE_CAPTION, "table_caption", "表题", optional=True, line_breaks=True),
    Spec(_BLOCK, Kind.TABLE_UNIT, "table_unit", "表的单位", optional=True),
    Spec(_BLOCK, Kind.TABLE_HEAD, "table_head", "表头", line_breaks=True),
    Spec(_BLOCK, Kind.TABLE, "table", "表格", line_breaks=True),
    Spec(_BLOCK, Kind.TABLE_NOTE, "table_note", "表注", optional=True, line_breaks=True),
    Spec(_BLOCK, Kind.PICTURES, "picture_caption", "图片", optional=True),
    Spec(_BLOCK, Kind.PICTURE_CAPTION, "picture_caption", "图题", optional=True, line_breaks=True),
    Spec(_BLOCK, Kind.PICTURE_CREDIT, "picture_credit", "图片来源", optional=True),
    Spec(
        (*_ITEM, "signature"),
        Kind.SIGNATURE,
        "signature",
        "落款",
        optional=True,
        line_breaks=True,
        choosable=True,
    ),
    Spec((*_ITEM, "source"), Kind.SOURCE, "source", "来源", optional=True, choosable=True),
    Spec(
        (*_ATTACHMENT, "title"),
        Kind.ATTACHMENT_TITLE,
        "attachment_title",
        "附件标题",
        heading=True,
        line_breaks=True,
    ),
    Spec(("disclosure",), Kind.DISCLOSURE, "disclosure", "信息公开选项", optional=True),
    Spec(("distribution", None, "label"), Kind.DISTRIBUTION, "distribution", "分送单位"),
    Spec(("distribution", None, "to"), Kind.DISTRIBUTION, "distribution", "分送单位"),
    Spec(("imprint", "office"), Kind.IMPRINT, "imprint", "印发机关"),
    Spec(("imprint", "date"), Kind.IMPRINT, "imprint", "印发日期", literal=True),
    Spec(("print_count",), Kind.PRINT_COUNT, "print_count", "印数", literal=True),
    Spec(("closing_fields", None, "text"), Kind.CLOSING_FIELD, "imprint", "版记其他栏"),
)
"""The grammar, in the order of the paper; attachments stand behind all items. Where several rows have one
pattern, the kind of the text in the block, or of the section, decides. The blocks of an attachment are as
those of an item."""

MADE = {
    Kind.ATTACHMENT_LIST: "附件说明",
    Kind.ATTACHMENT_MARK: "附件序号",
    Kind.CONTENTS: "目录",
}
"""Kinds of lines that the layout makes, of which the document has no text: their style is their name in the
model, their path that of the part that they lead to."""

SPEC: Mapping[Kind, Spec] = {spec.kind: spec for spec in reversed(SPECS)}
"""The (first) row of each kind."""

HEADINGS = tuple(spec.kind for spec in SPECS if spec.heading)
"""The kinds of heading, the outermost first."""

HEADING_LEVEL: Mapping[Kind, int] = {
    Kind.SECTION_HEAD: 1,
    Kind.SECTION_HEAD_2: 2,
    Kind.TITLE: 2,
    Kind.ATTACHMENT_TITLE: 2,
    Kind.SUBHEADING: 3,
    Kind.HEADING_1: 3,
    Kind.HEADING_2: 4,
    Kind.HEADING_3: 5,
    Kind.HEADING_4: 6,
}
"""How deep each kind of heading lies; what belongs to a section of level 2 lies one deeper."""

ITEM_TEXTS: Mapping[Kind, str] = {
    spec.kind: str(spec.pattern[-1])
    for spec in SPECS
    if spec.pattern[:-1] == _ITEM and spec.kind not in (Kind.TITLE, Kind.SOURCE)
}
"""The texts around an item's title and blocks that only some bulletins have, by their names in the model."""

ITEM_PARTS = tuple(
    dict.fromkeys(
        str(spec.pattern[4]) for spec in SPECS if spec.pattern[:4] == _ITEM and spec.region is Region.SECTIONS
    )
)
"""What an item is made of in the order of the paper, by the names in the model; its attachments stand
elsewhere."""

FIELDS: Mapping[tuple[str | int | None, ...], Spec] = {
    spec.pattern: spec for spec in SPECS if None not in spec.pattern
}
"""The rows of the single fields of the head and the closing block, by path."""

_PARAGRAPHS: tuple[Paragraph, ...] = (
    Subheading(""),
    *(Heading("", level) for level in range(1, len(HEADING_KINDS) + 1)),
    Body(""),
    ListItem(""),
    ListItem("", numbered=True),
)
PARAGRAPHS: Mapping[Kind, Paragraph] = {paragraph.kind: paragraph for paragraph in _PARAGRAPHS}
"""The kinds of block that are one text, with an empty one of each."""

_Level = dict[str | None, tuple[int, Any]]
"""Steps with their ranks on the paper and what comes below: a further level or a row."""


def _tree() -> _Level:
    root: _Level = {}
    for spec in SPECS:
        *steps, last = spec.pattern
        level = root
        for step in steps:
            level = level.setdefault(step, (len(level), {}))[1]
        level.setdefault(last, (len(level), spec))
    items = root["sections"][1][None][1]["items"][1][None][1]
    items["attachments"][1][None][1]["blocks"] = items["blocks"]
    return root


_TREE = _tree()
_BY_VALUE = (_BLOCK, ("sections", None, "name"))
"""The patterns of which there are several rows."""
_ITEM_LEVEL: _Level = _TREE["sections"][1][None][1]["items"][1][None][1]
_ATTACHMENTS_LEVEL: _Level = _ITEM_LEVEL["attachments"][1]
_ATTACHMENT_LEVEL: _Level = _ATTACHMENTS_LEVEL[None][1]
_WRITTEN_LEVEL: _Level = {step: row for step, row in _ITEM_LEVEL.items() if step != "attachments"}
_PLAIN_ITEM_LEVEL: _Level = {
    step: row for step, row in _WRITTEN_LEVEL.items() if step not in ITEM_TEXTS.values()
}
_AFTER_ITEMS: _Level = {step: row for step, row in _TREE.items() if _REGIONS[step] is Region.CLOSING}
_SECTIONS: _Level = _TREE["sections"][1]
_UP_TO_ITEMS: _Level = {step: row for step, row in _TREE.items() if step not in _AFTER_ITEMS}
_UP_TO_ITEMS["sections"] = (
    0,
    {None: (0, {"name": _SECTIONS[None][1]["name"], "items": (1, {None: (0, _WRITTEN_LEVEL)})})},
)
"""The levels that a walk goes over before and behind the attachments."""


def order(path: Path) -> tuple[int, ...]:
    """Compares paths in the order of the paper. Raises KeyError if the path names no part of an issue."""
    if in_attachment(path):
        below: Any = _ATTACHMENT_LEVEL
        section, item, attachment = (int(path[at]) for at in (1, 3, 5))
        ranks = [_TREE["sections"][0], 1, section, item, attachment]
        path = path[6:]
    else:
        below = _TREE
        ranks = []
    for step in path:
        if isinstance(below, Spec):  # inside a block, whose own order is that of its steps
            ranks.append(int(step))
        elif isinstance(step, int):
            below = below[None][1]
            ranks.append(step)
        else:
            rank, below = below[step]
            ranks.append(rank)
            if below is _SECTIONS:
                ranks.append(0)  # before all attachments
    return tuple(ranks)


# ---- the walk


class Node(NamedTuple):
    """A text of an issue. `source` is the frozen value that it stands in: a block, or the text itself."""

    path: Path
    spec: Spec
    text: str
    run_in: int
    source: object

    @property
    def kind(self) -> Kind:
        """The kind of its lines."""
        return self.spec.kind

    @property
    def shown(self) -> bool:
        """Whether it has a line of its own on the page."""
        return not self.spec.inside and not (self.spec.optional and not self.text)


def walk(issue: Issue, start: Path = (), *, backwards: bool = False) -> Iterator[Node]:
    """The texts of an issue in the order of the paper, empty ones included; or the other way round. Begins at
    `start`, or where that would be, without looking at what lies before."""
    first = region_of(start) if start else None
    passes = (Region.SECTIONS, Region.ATTACHMENTS, Region.CLOSING)
    for last in reversed(passes) if backwards else passes:
        # up to the sections, the attachments, the closing block
        if first is not None and (last > max(first, Region.SECTIONS) if backwards else last < first):
            continue
        begins = start if first is not None and max(first, Region.SECTIONS) is last else ()
        if last is Region.ATTACHMENTS:
            yield from _walk_attachments(issue, begins, backwards=backwards)
        else:
            level = _UP_TO_ITEMS if last is Region.SECTIONS else _AFTER_ITEMS
            yield from _walk(issue, level, (), begins, backwards=backwards)


def _walk_attachments(issue: Issue, start: Path, *, backwards: bool) -> Iterator[Node]:
    places = [path for path, _ in attached_items(issue)]
    if start:
        here = item_of(start)
        places = [path for path in places if (path <= here if backwards else path >= here)]
    for path in reversed(places) if backwards else places:
        inside = start[5:] if start and path == item_of(start) else ()
        attachments = item_at(issue, path).attachments
        yield from _walk(attachments, _ATTACHMENTS_LEVEL, (*path, "attachments"), inside, backwards=backwards)


def nodes_of(issue: Issue, part: Path) -> Iterator[Node]:
    """The texts of a part: the one at this path, or those below it, an item's attachments included; none of
    what has no place on the paper, as a layout."""
    with contextlib.suppress(KeyError):
        yield from takewhile(lambda node: node.path[: len(part)] == part, walk(issue, part))
    if part[:1] == SECTIONS and len(part) <= len(_ITEM):
        nodes = _walk_attachments(issue, part, backwards=False)
        yield from takewhile(lambda node: node.path[: len(part)] == part, nodes)


def text_nodes(issue: Issue) -> Iterator[Path]:
    """The paths of all texts, empty ones included."""
    return (node.path for node in walk(issue))


def walk_item(item: Item) -> Iterator[Node]:
    """The texts of an item, those of its attachments last, by their paths below it."""
    return _walk(item, _ITEM_LEVEL, (), (), backwards=False)


def walk_written(item: Item, *, around: bool = False, whole: bool = False) -> Iterator[Node]:
    """As `walk_item`, without the attachments, and unless they are asked for, without the texts `around`
    title and blocks where the item has none of them: most have none, and an item is walked at each key typed
    into it. `whole`: a block of several texts is one node, with its own path and no text."""
    around = around or has_around(item) or bool(item.signature)
    level = _WRITTEN_LEVEL if around else _PLAIN_ITEM_LEVEL
    return _walk(item, level, (), (), backwards=False, whole=whole)


def walk_attachment(attachment: Attachment, *, whole: bool = False) -> Iterator[Node]:
    """The texts of an attachment, by their paths below it; `whole` as in `walk_written`."""
    return _walk(attachment, _ATTACHMENT_LEVEL, (), (), backwards=False, whole=whole)


def _walk(
    value: Any, level: _Level, path: Path, start: Path, *, backwards: bool, whole: bool = False
) -> Iterator[Node]:
    """`whole`: blocks of several texts are one node each."""
    for step, child, below in _children(value, level, start, backwards=backwards):
        here = start[1:] if start and step == start[0] else ()
        if not isinstance(below, Spec):
            yield from _walk(child, below, (*path, step), here, backwards=backwards, whole=whole)
        elif isinstance(child, str):
            yield Node((*path, step), _row(below, value, ()), child, 0, child)
        elif whole and isinstance(child, Table | Pictures):
            yield Node((*path, step), SPEC[child.kind], "", 0, child)
        elif not below.literal:
            texts = child.texts()
            for text in reversed(texts) if backwards else texts:
                if not here or (text.path <= here if backwards else text.path >= here):
                    row = _row(below, child, text.path)
                    yield Node((*path, step, *text.path), row, text.text, text.run_in, child)


def _children(
    value: Any, level: _Level, start: Path, *, backwards: bool
) -> Iterator[tuple[str | int, Any, Any]]:
    """What a part is made of, from `start` on or back: step, part, and what may stand below it."""
    row = level.get(None)
    if start and ((row is None) == isinstance(start[0], int) or (row is None and start[0] not in level)):
        raise KeyError(start[0])
    if row is not None:
        first = int(start[0]) if start else len(value) if backwards else 0
        indices = range(min(first, len(value) - 1), -1, -1) if backwards else range(first, len(value))
        return ((at, value[at], row[1]) for at in indices)
    steps: list[Any] = list(level)
    if backwards:
        steps.reverse()
    if start:
        del steps[: steps.index(start[0])]
    parts = ((step, getattr(value, step), level[step][1]) for step in steps)
    return (part for part in parts if part[1] is not None)


def node_at(issue: Issue, path: Path) -> Node | None:
    """The text at `path`, None if there is none."""
    try:
        node = next(walk(issue, path), None)
    except KeyError:
        return None
    return node if node is not None and node.path == path else None


def spec_at(issue: Issue, path: Path) -> Spec:
    """The row of the text or literal at `path`. Raises KeyError if the path names no part of an issue,
    IndexError if that isn't there."""
    below: Any = _TREE
    value: Any = issue
    within: Any = issue
    inside: Path = ()
    for at, step in enumerate(path):
        if isinstance(below, Spec):
            inside = path[at:]
            break
        within = value
        if isinstance(step, int):
            below, value = below[None][1], value[step]
        else:
            below, value = below[step][1], getattr(value, step, None)
    if not isinstance(below, Spec):
        raise KeyError(path)
    return _row(below, within if isinstance(within, Section) else value, inside)


def _row(spec: Spec, value: Block | Section | Any, inside: Path) -> Spec:
    """The row of what stands there: of the text `inside` a block and of a section's name, by its kind."""
    if spec.pattern not in _BY_VALUE:
        return spec
    return SPEC[value.kind if isinstance(value, Section) else value.kind_at(inside)]


def kind_of(issue: Issue, path: Path) -> Kind:
    """The kind of the text at `path`. Raises KeyError, IndexError as `spec_at`."""
    return spec_at(issue, path).kind


def items_of(issue: Issue) -> Iterator[tuple[Path, Item]]:
    """All items with their paths."""
    for section_at, section in enumerate(issue.sections):
        for item_at, item in enumerate(section.items):
            yield item_path(section_at, item_at), item


def item_at(issue: Issue, path: Path) -> Item:
    """The item that the text at `path` belongs to, or whose attachment it is in."""
    return issue.sections[int(path[1])].items[int(path[3])]


def attachment_at(issue: Issue, path: Path) -> Attachment:
    """The attachment that `path` is that of or leads into."""
    return item_at(issue, path).attachments[int(path[5])]


def part_blocks(issue: Issue, path: Path) -> tuple[Block, ...]:
    """The blocks of the item or attachment that `path` is that of or leads into."""
    return attachment_at(issue, path).blocks if in_attachment(path) else item_at(issue, path).blocks


def attached_items(issue: Issue) -> Iterator[tuple[Path, Item]]:
    """The items that have attachments, with their paths. Asked at each key: others cost a look."""
    for section_at, section in enumerate(issue.sections):
        for item_at, item in enumerate(section.items):
            if item.attachments:
                yield item_path(section_at, item_at), item


def attachments_of(issue: Issue) -> Iterator[tuple[Path, Attachment]]:
    """All attachments with their paths, in the order of the paper, which their numbers follow."""
    for path, item in attached_items(issue):
        for at, attachment in enumerate(item.attachments):
            yield attachment_of(path, at), attachment


def has_sections_below(issue: Issue, section: int) -> bool:
    """Whether sections of level 2 stand under this one."""
    levels = [each.level for each in issue.sections[section : section + 2]]
    return levels == [1, 2]


def has_around(item: Item) -> bool:
    """Whether an item has any text between its title and its blocks, or over its title."""
    return bool(item.kicker or item.subtitle or item.byline or item.salutation)


def is_empty(item: Item) -> bool:
    """Whether an item has no text at all, and nothing else that could get lost: no table, no picture, no
    attachment, no endorsement."""
    if (
        item.attachments
        or item.endorsements
        or not all(isinstance(block, Paragraph) for block in item.blocks)
    ):
        return False
    return not any(node.text for node in walk_item(item))


def is_blank(block: Block) -> bool:
    """Whether a block is a paragraph without a text."""
    return isinstance(block, Paragraph) and not block.text


def block_at(issue: Issue, path: Path) -> Block | None:
    """The block or paragraph of the editor's note that `path` leads to or into, None if that is something
    else."""
    if is_note(path):
        return issue.editors_note[int(path[1])]
    block = block_path(path)
    return part_blocks(issue, path)[int(block[-1])] if block else None


LITERALS = frozenset(spec.pattern for spec in SPECS if spec.literal)
"""The paths of what the layout words: dates and numbers."""


_WHOLES = frozenset((MASTHEAD, ("dated_header",), IMPRINT, HEAD_FIELDS, CLOSING_FIELDS, CONTENTS))
"""The parts that a line leads to which several of their texts, or none, stand in."""


def is_literal(path: Path) -> bool:
    """Whether a placed line's path names what the layout words: a date or number, a whole value of its own
    fields, a part of which several texts stand in one line, or one that a list leads to."""
    if path in LITERALS or path in _WHOLES or (is_field(path) and len(path) == 2):
        return True
    return is_made(path)


def is_made(path: Path) -> bool:
    """Whether a placed line's path is that of a part that a list on the page leads to, or of the list."""
    return path == CONTENTS or is_section(path) or is_item(path) or is_attachment(path)


def is_text(path: Path) -> bool:
    """Whether a placed line's path names a text (and not a literal, or nothing)."""
    return bool(path) and not is_literal(path)
