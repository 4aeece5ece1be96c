"""The styles of the Word copy as values, computed from a layout: what an expert in Word would set up by hand.

Lengths are twips (1/20 pt), font sizes half-points. Holds no XML.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from typing import Literal, NamedTuple

from bulletin_desk.bulletin.grammar import HEADING_LEVEL, HEADINGS, ITEM_TEXTS, SPEC, SPECS
from bulletin_desk.bulletin.grammar import MADE as MADE_LINES
from bulletin_desk.bulletin.model import HEADING_KINDS, CellAlign, Kind, Table
from bulletin_desk.export.docx.starts import NO_START, Start
from bulletin_desk.hanzi.classes import INK_AT_RIGHT
from bulletin_desk.layouts.colours import rgb
from bulletin_desk.layouts.model import EMBOLDENED, Align, Layout, Style

SLACK = 20
"""Added to the measure against a word processor's rounding."""
ANCHOR_LINE = 20
"""The line of an empty paragraph that anchors what floats, in twips. The text area has room for it beside its
lines."""
BASELINE = Fraction(4, 5)
"""How far down a line of exact height its baseline stands, whatever its face and size. Both LibreOffices set
it so, and Word was measured by others to do the same, with Chinese faces as with Latin ones and with type
higher than the line. Our pages have the em box in the middle of the line instead, so every line would stand
lower in the Word copy. What all running text shares is taken off the page's top margin, the head's parts are
placed by their spaces, and type of another size, and the closing block, by raised or lowered characters:
these change neither lines nor pages, while room above a paragraph is dropped or kept at a page's head as the
program likes."""

STYLE_NAMES = {**{kind: spec.name for kind, spec in SPEC.items()}, **MADE_LINES} | {
    Kind.MARKING: "标识",
    Kind.MASTHEAD: "报头",
    Kind.NUMBER_LINE: "期号",
    Kind.DATED_HEADER: "编发单位和日期",
    Kind.TITLE: "稿件标题",
    Kind.BODY: "Normal",
    Kind.DISTRIBUTION: "版记",
    Kind.IMPRINT: "印发机关和日期",
}
"""The name of each kind's paragraph style, which is part of the file's format. Word shows its built-in style
"Normal" as 正文 in Chinese and lets no other style have that name, so body text is that style, with 正文 as
its alias for a Word in another language."""
BODY_ALIAS = "正文"
FURTHER = (Kind.SECTION_HEAD_2, *ITEM_TEXTS)
"""Kinds of text that only some bulletins have."""
OCCASIONAL = (
    *HEADING_KINDS,
    *(Kind.LIST_ITEM, Kind.NUMBERED_ITEM),
    *(Kind.TABLE_CAPTION, Kind.TABLE_UNIT, Kind.TABLE_HEAD, Kind.TABLE, Kind.TABLE_NOTE),
    *(Kind.PICTURES, Kind.PICTURE_CAPTION, Kind.PICTURE_CREDIT),
    Kind.ATTACHMENT_TITLE,
)
"""Kinds of text that every bulletin may have and few have: a copy has their styles where it has such."""
BUILT_IN = {
    STYLE_NAMES[kind]: f"heading {HEADING_LEVEL[kind]}"
    for kind in HEADINGS
    if kind not in (*FURTHER, *OCCASIONAL)
}
"""Styles that are Word's own in the file, with our names as their aliases: by them the navigation pane,
tables of contents and converters know headings. (The bulletin's name is not its "Title": pandoc would take
that out of the text.) Earlier copies have them under our names."""

CONTENTS_SECTION = "栏目"
CONTENTS_TITLE = "标题"
"""Variants of the style of a list of contents: of rows with names of sections, and of what stands over it."""
CONTENTS_STYLES = {
    STYLE_NAMES[Kind.CONTENTS]: "toc 2",
    f"{STYLE_NAMES[Kind.CONTENTS]}（{CONTENTS_SECTION}）": "toc 1",
    f"{STYLE_NAMES[Kind.CONTENTS]}（{CONTENTS_TITLE}）": "TOC Heading",
}
"""Styles that are Word's own, too: it gives them to the rows of a list that it makes anew."""

RUN_IN = "段首标题"
BOLD = "加粗"
"""Character style of emphasis in running text; `RUN_IN` with it, of emphasis in a run-in heading."""
MADE = "编号"
"""Character style of an item's mark and of numbers that are made, before titles and names of sections."""
LABEL = "字头"
"""Character style of what a layout puts before a text in a face of its own (编者按：)."""
AUTOMATIC_BREAK = "自动换行"
"""Character style of a line break that typesetting chose, and that reading back drops. In a row of several
cells, of what stands before text with which a cell goes on, too."""
OWN_BREAK = "首栏换行"
"""Character style of a line break of the author's in the first of several cells, where nobody could tell it
from one in the last of them."""
BREAK = "断行处"
"""Character style of a zero-width space that lets a line end beside a quote, and that reading back drops."""
ZERO_WIDTH_SPACE = "\u200b"
BOLD_LATIN = "西文粗体"
"""Character style of letters, digits and quotes beside 小标宋, which is as dark as bold type."""
DIVIDED = "分行"
"""Variant for subheadings whose lines all have the first one's indent."""
CONTINUED = "接上行"
"""Variant for the last lines of a paragraph that our pages keep with a signature: they go on with what stands
before them."""
CONTINUED_CELL = "接上格"
"""Variant for the lines of a cell that goes on in its next row, where that begins a page."""
OPENS_ITEM = "篇首"
"""Variant for the first paragraph of an item without a title."""
OPENS_SECTION = {1: "无栏目", 2: "无二级栏目"}
"""Variants for the first paragraph of a section without a name, by its level."""
ANCHOR = "版记定位"
ANCHOR_NEXT_PAGE = "版记定位（另面）"
ANCHOR_SECTION = "版记定位（分节）"
ANCHOR_TEXT = "版记定位（正文下）"
"""Of the empty paragraph that ends the section with page numbers, and of the one that keeps a page blank; of
what stands between the text and a closing block under it."""
HEAD_RULE = "报头线"
"""Of an empty paragraph with a rule of the head under it."""
ROOM = "版记空行"
"""Of an empty row of the closing block."""
FOLIO_ODD = "页码（单页）"
FOLIO_EVEN = "页码（双页）"
CLOSING_TABLE = "版记表"
BLOCK_ROOM = "表图间距"
BLOCK_ROOM_NEXT_PAGE = "表图间距（另面）"
"""Of the empty paragraphs above and below tables and pictures, each as high as it has to be; of one that
begins a page."""
TABLE_STYLES = {"all": "简报表格", "three": "简报三线表"}
"""Styles of tables by their rules; a variant of them, of tables whose columns are as wide as content asks."""
BY_CONTENT = "自动列宽"
NOT_REPEATED = "表头不重复"
"""Of tables whose header rows no page repeats, with the number of these."""
PICTURE_TABLE = "并排图片"
"""Of the table without rules in which pictures stand side by side."""
PICTURE_SLACK = 20
"""Twips that the line of a picture is higher than this, so that it is never clipped."""
IN_TABLES = (Kind.TABLE_UNIT, Kind.TABLE_HEAD, Kind.TABLE, Kind.TABLE_NOTE)
IN_PICTURES = (Kind.PICTURES, Kind.PICTURE_CAPTION, Kind.PICTURE_CREDIT)
CELL_ALIGNS = {"left": "左齐", "centre": "居中", "right": "右齐", "decimal": "小数点对齐"}
"""Variants of the styles of cells, by how their lines are said to stand; `ALIGNED` of those that stand so by
themselves."""
ALIGNED = {"left": "自动左齐", "centre": "自动居中", "right": "自动右齐", "justified": "自动两端"}


def table_style(table: Table, *, repeated: bool) -> str:
    """The name of a table's style."""
    words = [] if table.columns else [BY_CONTENT]
    if table.header_rows and not repeated:
        words.append(f"{NOT_REPEATED}{table.header_rows}")
    return variant(TABLE_STYLES[table.rules], *words)


def cell_style(kind: Kind, align: Align, asked: CellAlign) -> str:
    """The name of a cell's style, whose lines stand in a way, as they are `asked` to."""
    return variant(STYLE_NAMES[kind], CELL_ALIGNS[asked] if asked else ALIGNED[align])


class Typeface(NamedTuple):
    """An official face: its name, and the name under which systems may have it instead. `bold`: the family's
    bold face, which a word processor takes for bold text, or the family stroked, if it has none."""

    name: str
    alternative: str
    family: str
    east_asian: bool
    bold: bool = False


TYPEFACES = {
    "xiaobiaosong": Typeface("方正小标宋简体", "方正小标宋_GBK", "auto", True),
    "fangsong": Typeface("仿宋_GB2312", "仿宋", "modern", True),
    "hei": Typeface("黑体", "SimHei", "modern", True),
    "kai": Typeface("楷体_GB2312", "楷体", "modern", True),
    "song": Typeface("宋体", "SimSun", "auto", True),
    "latin": Typeface("Times New Roman", "Liberation Serif", "roman", False),
    "latin_bold": Typeface("Times New Roman", "Liberation Serif", "roman", False, bold=True),
}
TYPEFACES |= {role: TYPEFACES[role.removesuffix("_bold")]._replace(bold=True) for role in EMBOLDENED}


@dataclass(frozen=True, slots=True)
class Border:
    """A paragraph's or a cell's rule: eighths of a point thick, each line of a `double` one, `space` points
    from the text."""

    eighths: int
    colour: str
    space: int = 0
    double: bool = False


class Tab(NamedTuple):
    """A tab stop, in twips from the paragraph's left, and by its name in ECMA-376 what leads to it."""

    align: Literal["left", "centre", "right"]
    at: int
    leader: str = ""


@dataclass(frozen=True, slots=True)
class Font:
    """Character properties: faces by name, half-points, RGB, character spacing in twips, width in per cent.
    None: not set here. `hinted`: what may be East Asian or Latin is East Asian. `bold` is for Latin text,
    since the official Chinese faces have no bold ones, and would be smeared; and for emphasis, which is bold
    to a word processor whatever its face."""

    east_asian: str | None = None
    latin: str | None = None
    half_points: int | None = None
    colour: str | None = None
    spacing: int | None = None
    hinted: bool = False
    scale: int | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A named paragraph style. It is complete, a variant too, which names the style that it is `based_on`.
    Indents are twips, `first_line` is negative for a hanging one. `contextual`: the space below is for what
    has another style. `raised`: by how many half-points its characters stand above the baseline, below it if
    negative; that is written into the runs, since LibreOffice takes it in a style for small type above or
    below the line. `technical`: nobody chooses it by hand. `by_ink`: a mark at a line's start loses its
    blank half. `frame`: left, top and width on the page of paragraphs that stand in the margin. `rule`: how
    the height of its lines is meant."""

    name: str
    font: Font
    line: int
    align: Align
    before: int = 0
    after: int = 0
    contextual: bool = False
    raised: int = 0
    first_line: int = 0
    left: int = 0
    right: int = 0
    tabs: tuple[Tab, ...] = ()
    outline: int | None = None
    keep_next: bool = False
    keep_lines: bool = False
    page_break_before: bool = False
    top_border: Border | None = None
    bottom_border: Border | None = None
    next_name: str | None = None
    based_on: str | None = None
    technical: bool = False
    by_ink: bool = False
    frame: tuple[int, int, int] | None = None
    rule: Literal["exact", "atLeast", "auto"] = "exact"


@dataclass(frozen=True, slots=True)
class CharacterStyle:
    """A named character style."""

    name: str
    font: Font

    @property
    def technical(self) -> bool:
        """Whether nobody chooses it by hand."""
        return self.name not in (RUN_IN, LABEL, BOLD)


@dataclass(frozen=True, slots=True)
class PageSetup:
    """The section: paper, margins and the distance of the page number from the paper's foot, in twips.
    `shift`: how much higher than ours its lines start, see `BASELINE`."""

    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int
    footer: int
    measure: int
    pitch: int
    shift: int


def twips(points: Fraction | float) -> int:
    """Points to the nearest twip."""
    return round(points * 20)


def em(style: Style, length: Fraction) -> Fraction:
    """A length of the layout in the Word copy: there a character is as wide as its size, so a length that
    was measured in wider or narrower characters scales with them."""
    return length * style.size / style.advance


def lowering(layout: Layout, line: Fraction, size: Fraction) -> int:
    """How much lower than our pages a word processor sets such a line, in twips."""
    return twips(BASELINE * line - layout.text_block.rise(line, size))


def raising(by: int) -> int:
    """The half-points by which characters are raised so that they stand so many twips higher: by less than
    that, since LibreOffice takes them for a share of each face's own height, which is 1.1 to 1.5 em."""
    return round(Fraction(by, 10) / _RAISED_HEIGHT)


_RAISED_HEIGHT = Fraction(6, 5)
"""Em: between Word's and LibreOffice's reading of how far a character is raised."""


def page_setup(layout: Layout, folio_foot: float) -> PageSetup:
    """The section of a layout; `folio_foot` is where the page number's line ends, in points from the
    paper's top.

    The measure is as many characters as the layout has cells, each as wide as the body's type is large (a
    word processor sets full-width characters solid), at most `SLACK` more. Where cells are narrower than
    the type (156 mm for 28 characters of 16 pt) the block is that much wider, at its right: the lines stay
    the same.
    """
    block = layout.text_block
    measure = twips(em(layout.styles["body"], block.width))
    pitch = twips(block.line_pitch)
    width, height = twips(layout.paper_width), twips(layout.paper_height)
    left = twips(block.left)
    shift = lowering(layout, block.line_pitch, layout.styles["body"].size)
    top = twips(block.top) - shift
    # The closing block stands on our text block's foot. Below full lines there is room for what anchors it.
    anchors = ANCHOR_LINE * (2 if any(row.margin for row in layout.closing.rows) else 1)
    foot = max(twips(block.top + block.height), top + pitch * block.lines + anchors)
    if layout.closing.place == "text":  # which may end there, and something has to stand behind a table
        foot += 2 * ANCHOR_LINE
    return PageSetup(
        width=width,
        height=height,
        top=top,
        bottom=height - foot,
        left=left,
        right=width - left - measure - SLACK,
        footer=height - twips(folio_foot),
        measure=measure,
        pitch=pitch,
        shift=shift,
    )


def indent(style: Style, length: Fraction) -> int:
    """A layout's indent in twips. Not in characters, which are as wide as the paragraph's first ones, spacing
    included, in some programs."""
    return twips(em(style, length))


def font(style: Style, face: str | None = None) -> Font:
    """The character properties of a style."""
    colour = rgb(style.colour)
    return Font(
        east_asian=TYPEFACES[face or style.face].name,
        latin=TYPEFACES[style.latin_face].name,
        half_points=floor(style.size * 2),
        colour=None if colour == "000000" else colour,
    )


def variant(name: str, *words: str) -> str:
    """The name of a style's variant, which the words tell apart from others."""
    if not words:
        return name
    base = BODY_ALIAS if name == STYLE_NAMES[Kind.BODY] else name
    base = f"{base[:-1]}、" if base.endswith("）") else f"{base}（"
    return f"{base}{'、'.join(words)}）"


def opening(name: str, start: Start) -> str:
    """The name of the style for a paragraph that begins something that no heading shows."""
    words = [OPENS_ITEM] if start.item else []
    return variant(name, *words, *([OPENS_SECTION[start.section]] if start.section else []))


def opened(name: str) -> Start:
    """What begins with a paragraph whose style has this name."""
    _, bracket, words = name.partition("（")
    if not bracket or not name.endswith("）"):
        return NO_START
    said = words[:-1].split("、")
    level = next((level for level, word in OPENS_SECTION.items() if word in said), 0)
    return Start(OPENS_ITEM in said, level)


def is_continued(name: str) -> bool:
    """Whether a paragraph whose style has this name goes on with the one before it."""
    return name.endswith((f"（{CONTINUED}）", f"、{CONTINUED}）"))


_NEXT = {
    Kind.MARKING: Kind.MASTHEAD,
    Kind.MASTHEAD: Kind.NUMBER_LINE,
    Kind.NUMBER_LINE: Kind.DATED_HEADER,
    Kind.DATED_HEADER: Kind.SECTION_HEAD,
    Kind.SECTION_HEAD: Kind.TITLE,
    Kind.TITLE: Kind.BODY,
    Kind.SUBHEADING: Kind.BODY,
    **dict.fromkeys(HEADING_KINDS, Kind.BODY),
    Kind.SOURCE: Kind.TITLE,
    Kind.SECTION_HEAD_2: Kind.TITLE,
    Kind.KICKER: Kind.TITLE,
    Kind.SUBTITLE: Kind.BODY,
    Kind.BYLINE: Kind.BODY,
    Kind.SALUTATION: Kind.BODY,
    Kind.SIGNATURE: Kind.TITLE,
}
"""What follows a paragraph of a kind, unless more of the same does."""


def named_style(kind: Kind, style: Style, line: int, **more: object) -> ParagraphStyle:
    """The paragraph style of a kind; `more` are properties that the layout's style doesn't give."""
    defaults = {
        "font": font(style),
        "left": indent(style, style.left_indent),
        "right": indent(style, style.right_indent),
        "next_name": STYLE_NAMES[_NEXT[kind]] if kind in _NEXT else None,
        "name": STYLE_NAMES[kind],
        "align": style.align,
    }
    return ParagraphStyle(line=line, **defaults | more)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Variant:
    """A variant of a style: its name, that of the style, and where it differs. `divided`: lines of the
    author's own begin alike. `flush`: its first line begins as the others do. `box`: left indent and width,
    `indents`: those of left and first line, in points. `style`: the layout's, where it is another.
    `align`: how its lines stand, where they do so in another way."""

    name: str
    of: str
    divided: bool = False
    flush: bool = False
    box: tuple[Fraction, Fraction] | None = None
    indents: tuple[Fraction, Fraction] | None = None
    style: str = ""
    align: Align | None = None


def flow_styles(
    layout: Layout, setup: PageSetup, *, kinds: Collection[Kind], variants: Mapping[str, Variant]
) -> list[ParagraphStyle]:
    """The styles of all text between the head and the closing block, body first: those of every bulletin, of
    what this one offers, and of the `kinds` that an issue has; and its `variants` by their names.

    The empty line between items is space below what ends one, and the source, which always does, has it in
    its style: so has an item that is copied, typed anew or given its source by hand. Space after a paragraph
    vanishes at the foot of a page in every word processor, space before one at a page's head in Word alone.
    Where another text ends an item, its paragraph has the space (`content`).
    """
    space = space_below(layout)

    def named(kind: Kind, own: str = "") -> ParagraphStyle:
        style = layout.styles[own or style_name(kind)]
        heading = kind in HEADINGS
        mark = kind is Kind.ATTACHMENT_MARK
        with_next = heading or mark or (kind not in MADE_LINES and SPEC[kind].with_next)
        lower = lowering(layout, layout.text_block.line_pitch, style.size) - setup.shift
        # A section's head begins with its ink: the mark's blank half stands outside the block.
        number = layout.headings.sections[_SECTIONS.index(kind)] if kind in _SECTIONS else ""
        begins = kind in _SECTIONS and (style.prefix + number)[:1] in INK_AT_RIGHT
        blank = style.advance / 2 if begins else Fraction(0)
        return named_style(
            kind,
            style,
            setup.pitch,
            raised=raising(lower),
            after=space if kind in ENDING else 0,
            contextual=kind is Kind.EDITORS_NOTE,
            first_line=indent(style, style.first_line_indent - blank),
            outline=HEADING_LEVEL[kind] - 1 if heading else None,
            keep_next=with_next,
            keep_lines=with_next or kind in (Kind.SIGNATURE, Kind.CONTENTS),
            page_break_before=mark,
            tabs=_contents_tabs(layout, setup, style) if kind is Kind.CONTENTS else (),
            by_ink=kind in (*_SECTIONS, Kind.TITLE) and not begins,
        )

    def of_block(kind: Kind) -> ParagraphStyle:
        style = layout.styles[style_name(kind)]
        picture = kind is Kind.PICTURES
        pitch = layout.tables.pitch if kind in IN_TABLES else layout.pictures.pitch
        pitch = layout.text_block.line_pitch if kind is Kind.TABLE_CAPTION else pitch
        cell = kind in (Kind.TABLE, Kind.TABLE_HEAD)
        beside = setup.measure - twips(layout.text_block.width)  # of the measure that we have
        lower = lowering(layout, pitch, style.size) - (setup.shift if kind is Kind.TABLE_CAPTION else 0)
        return named_style(
            kind,
            replace(style, latin_face=style.latin_face),
            240 if picture else twips(pitch),
            rule="auto" if picture else "exact",
            font=Font(half_points=2) if picture else font(style),
            raised=0 if picture else raising(lower),
            align="centre" if picture else style.align,
            right=0 if cell else indent(style, style.right_indent) + beside,
            keep_lines=not cell,
            next_name=STYLE_NAMES[Kind.BODY] if kind in (Kind.TABLE_NOTE, Kind.PICTURE_CREDIT) else None,
        )

    def has(kind: Kind) -> bool:
        if kind in OCCASIONAL or kind in MADE_LINES:
            return kind in kinds
        return kind not in FURTHER or layout.offers.has(kind) or kind in kinds

    running: list[Kind] = [spec.kind for spec in SPECS if spec.running and spec.kind is not Kind.BODY]
    running.extend(MADE_LINES)
    of_blocks = (Kind.TABLE_CAPTION, *IN_TABLES, *IN_PICTURES)
    made = {
        STYLE_NAMES[kind]: of_block(kind) if kind in of_blocks else named(kind)
        for kind in (Kind.BODY, *running)
        if has(kind)
    }
    if any(kind in of_blocks for kind in kinds):
        room = ParagraphStyle(BLOCK_ROOM, Font(half_points=2), ANCHOR_LINE, "left", technical=True)
        made[BLOCK_ROOM] = room
        next_page = replace(room, name=BLOCK_ROOM_NEXT_PAGE, page_break_before=True, based_on=BLOCK_ROOM)
        made[BLOCK_ROOM_NEXT_PAGE] = next_page
    kind_of = {STYLE_NAMES[kind]: kind for kind in (Kind.BODY, *running)}
    for one in variants.values():
        if one.of not in kind_of:
            made[one.name] = replace(made[one.of], name=one.name, based_on=one.of)
            continue
        kind = kind_of[one.of]
        own = layout.styles[one.style or style_name(kind)]
        base = named(kind, one.style) if one.style else made[one.of]
        apart = replace(base, name=one.name, based_on=one.of, next_name=base.next_name or one.of)
        made[one.name] = _indented(apart, own, setup, one)
    return list(made.values())


def style_name(kind: Kind) -> str:
    """The layout's style of a kind of running text."""
    return kind.value if kind in MADE_LINES else SPEC[kind].style


_LEADERS = {
    "·": "middleDot",
    "・": "middleDot",
    "_": "underscore",
    "-": "hyphen",
    "—": "hyphen",
    "─": "hyphen",
}


def _contents_tabs(layout: Layout, setup: PageSetup, style: Style) -> tuple[Tab, ...]:
    """Where the page numbers of a list of contents end, and what leads to them."""
    form = layout.contents
    if form is None or not form.page:
        return ()
    leader = _LEADERS.get(form.leader, "dot") if form.leader else ""
    return (Tab("right", setup.measure - indent(style, style.right_indent), leader),)


_SECTIONS = (Kind.SECTION_HEAD, Kind.SECTION_HEAD_2)


def _indented(made: ParagraphStyle, style: Style, setup: PageSetup, one: Variant) -> ParagraphStyle:
    """A variant's style with its own indents, if it has some."""
    if one.align:
        return replace(made, align=one.align)
    if one.divided:
        return replace(made, first_line=0, left=indent(style, style.left_indent + style.first_line_indent))
    if one.flush:
        return replace(made, first_line=0)
    if one.indents:
        left, first = (twips(em(style, length)) for length in one.indents)
        return replace(made, left=left, first_line=first)
    if one.box:
        left, width = (twips(em(style, length)) for length in one.box)
        # as much room on either side: else the widest line falls to a rounding
        right = setup.measure - left - width - SLACK
        return replace(made, align="centre", first_line=0, left=left - SLACK, right=right)
    return made


ENDING = (Kind.EDITORS_NOTE, Kind.SOURCE)
"""Kinds whose styles have the space below a part of the text: nothing but the next part follows them."""


def space_below(layout: Layout) -> int:
    """The empty lines between items, in twips."""
    return twips(layout.text_block.line_pitch) * layout.flow.space_between_items
