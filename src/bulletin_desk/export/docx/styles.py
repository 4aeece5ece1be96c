"""The styles of the Word copy as values, computed from a layout: what an expert in Word would set up by hand.

Lengths are twips (1/20 pt), font sizes half-points. Holds no XML.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from math import ceil, floor
from typing import Literal, NamedTuple

from bulletin_desk.bulletin.grammar import HEADING_LEVEL, HEADINGS, ITEM_TEXTS, SPEC, SPECS
from bulletin_desk.bulletin.model import Kind
from bulletin_desk.export.docx.row_forms import RowForm, RuleForm
from bulletin_desk.export.docx.starts import NO_START, Start
from bulletin_desk.hanzi.classes import INK_AT_RIGHT
from bulletin_desk.layouts.model import Align, Layout, Style
from bulletin_desk.layouts.rows import Cmyk, Row, Rule

SLACK = 20
"""Added to the measure against a word processor's rounding."""
_ANCHOR = 20
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

STYLE_NAMES = {kind: spec.name for kind, spec in SPEC.items()} | {
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
BUILT_IN = {STYLE_NAMES[kind]: f"heading {HEADING_LEVEL[kind]}" for kind in HEADINGS if kind not in FURTHER}
"""Styles that are Word's own in the file, with our names as their aliases: by them the navigation pane,
tables of contents and converters know headings. (The bulletin's name is not its "Title": pandoc would take
that out of the text.) Earlier copies have them under our names."""

RUN_IN = "段首标题"
BOLD = "加粗"
"""Character style of emphasis in running text; `RUN_IN` with it, of emphasis in a run-in heading."""
MADE = "编号"
"""Character style of an item's mark and of numbers that are made, before titles and names of sections."""
LABEL = "字头"
"""Character style of what a layout puts before a text in a face of its own (编者按：)."""
AUTOMATIC_BREAK = "自动换行"
"""Character style of a line break that typesetting chose, and that reading back drops."""
BREAK = "断行处"
"""Character style of a zero-width space that lets a line end beside a quote, and that reading back drops."""
ZERO_WIDTH_SPACE = "\u200b"
BOLD_LATIN = "西文粗体"
"""Character style of letters, digits and quotes beside 小标宋, which is as dark as bold type."""
DIVIDED = "分行"
"""Variant for subheadings whose lines all have the first one's indent."""
OPENS_ITEM = "篇首"
"""Variant for the first paragraph of an item without a title."""
OPENS_SECTION = {1: "无栏目", 2: "无二级栏目"}
"""Variants for the first paragraph of a section without a name, by its level."""
ANCHOR = "版记定位"
ANCHOR_NEXT_PAGE = "版记定位（另面）"
ANCHOR_SECTION = "版记定位（分节）"
"""Of the empty paragraph that ends the section with page numbers, and of the one that keeps a page blank."""
HEAD_RULE = "报头线"
"""Of an empty paragraph with a rule of the head under it."""
ROOM = "版记空行"
"""Of an empty row of the closing block."""
FOLIO_ODD = "页码（单页）"
FOLIO_EVEN = "页码（双页）"
CLOSING_TABLE = "版记表"


class Typeface(NamedTuple):
    """An official face: its name, and the name under which systems may have it instead. `bold`: the family's
    bold face, which a word processor takes for bold text."""

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


@dataclass(frozen=True, slots=True)
class Border:
    """A paragraph's or a cell's rule: eighths of a point thick, each line of a `double` one, `space` points
    from the text."""

    eighths: int
    colour: str
    space: int = 0
    double: bool = False


class Tab(NamedTuple):
    """A tab stop, in twips from the paragraph's left."""

    align: Literal["left", "centre", "right"]
    at: int


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
    blank half."""

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
    bottom_border: Border | None = None
    next_name: str | None = None
    based_on: str | None = None
    technical: bool = False
    by_ink: bool = False


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


def rgb(colour: Cmyk) -> str:
    """A process colour as a word processor's RRGGBB, which knows no other."""
    cyan, magenta, yellow, black = colour
    return "".join(f"{round(255 * (1 - ink) * (1 - black)):02X}" for ink in (cyan, magenta, yellow))


def em(style: Style, length: Fraction) -> Fraction:
    """A length of the layout in the Word copy: there a character is as wide as its size, so a length that
    was measured in wider or narrower characters scales with them."""
    return length * style.size / style.advance


def _lower(layout: Layout, line: Fraction, size: Fraction) -> int:
    """How much lower than our pages a word processor sets such a line, in twips."""
    return twips(BASELINE * line - layout.text_block.rise(line, size))


def _raised(by: int) -> int:
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
    shift = _lower(layout, block.line_pitch, layout.styles["body"].size)
    top = twips(block.top) - shift
    # The closing block stands on our text block's foot. Below full lines there is room for what anchors it.
    anchors = _ANCHOR * (2 if any(row.margin for row in layout.closing.rows) else 1)
    foot = max(twips(block.top + block.height), top + pitch * block.lines + anchors)
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


_NEXT = {
    Kind.MARKING: Kind.MASTHEAD,
    Kind.MASTHEAD: Kind.NUMBER_LINE,
    Kind.NUMBER_LINE: Kind.DATED_HEADER,
    Kind.DATED_HEADER: Kind.SECTION_HEAD,
    Kind.SECTION_HEAD: Kind.TITLE,
    Kind.TITLE: Kind.BODY,
    Kind.SUBHEADING: Kind.BODY,
    Kind.SOURCE: Kind.TITLE,
    Kind.SECTION_HEAD_2: Kind.TITLE,
    Kind.KICKER: Kind.TITLE,
    Kind.SUBTITLE: Kind.BODY,
    Kind.BYLINE: Kind.BODY,
    Kind.SALUTATION: Kind.BODY,
    Kind.SIGNATURE: Kind.TITLE,
}
"""What follows a paragraph of a kind, unless more of the same does."""


def _named(kind: Kind, style: Style, line: int, **more: object) -> ParagraphStyle:
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
    author's own begin alike. `box`: left indent and width, in points."""

    name: str
    of: str
    divided: bool = False
    box: tuple[Fraction, Fraction] | None = None


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

    def named(kind: Kind) -> ParagraphStyle:
        style = layout.styles[SPEC[kind].style]
        heading = kind in HEADINGS
        lower = _lower(layout, layout.text_block.line_pitch, style.size) - setup.shift
        # A section's head begins with its ink: the mark's blank half stands outside the block.
        begins = kind in _SECTIONS and style.prefix[:1] in INK_AT_RIGHT
        blank = style.advance / 2 if begins else Fraction(0)
        return _named(
            kind,
            style,
            setup.pitch,
            raised=_raised(lower),
            after=space if kind in ENDING else 0,
            contextual=kind is Kind.EDITORS_NOTE,
            first_line=indent(style, style.first_line_indent - blank),
            outline=HEADING_LEVEL[kind] - 1 if heading else None,
            keep_next=heading or SPEC[kind].with_next,
            keep_lines=heading or SPEC[kind].with_next or kind is Kind.SIGNATURE,
            by_ink=kind in (*_SECTIONS, Kind.TITLE) and not begins,
        )

    def has(kind: Kind) -> bool:
        return kind not in FURTHER or layout.offers.has(kind) or kind in kinds

    running = [spec.kind for spec in SPECS if spec.running and spec.kind is not Kind.BODY]
    made = {STYLE_NAMES[kind]: named(kind) for kind in (Kind.BODY, *running) if has(kind)}
    for one in variants.values():
        base = made[one.of]
        apart = replace(base, name=one.name, based_on=one.of, next_name=base.next_name or one.of)
        made[one.name] = _indented(apart, layout, setup, one)
    return list(made.values())


_SECTIONS = (Kind.SECTION_HEAD, Kind.SECTION_HEAD_2)


def _indented(made: ParagraphStyle, layout: Layout, setup: PageSetup, one: Variant) -> ParagraphStyle:
    """A variant's style with its own indents, if it has some."""
    if one.divided:
        style = layout.styles["subheading"]
        return replace(made, first_line=0, left=indent(style, style.left_indent + style.first_line_indent))
    if one.box:
        style = layout.styles["signature"]
        left, width = (twips(em(style, length)) for length in one.box)
        # as much room on either side: else the widest line falls to a rounding
        return replace(made, first_line=0, left=left - SLACK, right=setup.measure - left - width - SLACK)
    return made


ENDING = (Kind.EDITORS_NOTE, Kind.SOURCE)
"""Kinds whose styles have the space below a part of the text: nothing but the next part follows them."""


def space_below(layout: Layout) -> int:
    """The empty lines between items, in twips."""
    return twips(layout.text_block.line_pitch) * layout.flow.space_between_items


def row_name(kind: Kind, number: int) -> str:
    """The name of the style of a row; of one in a layout's own words, `number` tells which it is."""
    return f"{STYLE_NAMES[kind]}（{number}）" if number else STYLE_NAMES[kind]


def rule_name(number: int) -> str:
    """The name of the style of an empty paragraph with a rule of the head under it."""
    return f"{HEAD_RULE}（{number}）"


def head_styles(
    layout: Layout, setup: PageSetup, rows: Sequence[RowForm | RuleForm], height: Fraction
) -> list[ParagraphStyle]:
    """The styles of the head of page 1, `height` high: one for each of its rows, and for each rule that no
    row's line bears. Their spaces put each part on the layout's own height below the block's top."""
    done = 0  # the foot of what stands above, in twips from the text area's top
    made: list[ParagraphStyle] = []
    for row in rows:
        if isinstance(row, RuleForm):
            top = twips(row.top) + setup.shift - _ANCHOR
            style = ParagraphStyle(
                rule_name(len(made)),
                Font(half_points=2),
                line=_ANCHOR,
                align="left",
                before=max(top - done, 0),
                bottom_border=_border(row.rule, 0) if row.rule else None,
                technical=True,
            )
            done = max(top, done) + _ANCHOR + (twips(row.rule.height) if row.rule else 0)
            made.append(style)
            continue
        size, spacing = _fitted(row, layout, setup)
        half_points = max(floor(size * 2), 1)
        line = twips(row.pitch)
        if row.lines == 1:  # taller than the type, which an exact line height else may clip
            line = max(line, ceil(max(half_points, floor(row.largest * 2)) * 10 * Fraction(13, 10)))
        space = 0
        if row.rule is not None:
            # The rule hangs under the row's last line, in whole points. A single line is as high as it then
            # must be.
            under, part = row.rule.top - row.last, 1 - BASELINE
            least = _LEAST_LINE * row.largest
            assert row.rule.rule is not None
            if row.lines == 1:
                space = min(max(floor(under - least * part), 0), _MOST_SPACE)
                line = twips(max((under - space) / part, least))
            else:
                space = min(max(round(under - row.pitch * part), 0), _MOST_SPACE)
        top = twips(row.first) + setup.shift - round(BASELINE * line)
        made.append(
            _named(
                row.kind,
                row.style,
                line,
                name=row_name(row.kind, row.number),
                align=row.align,
                first_line=indent(row.style, row.style.first_line_indent),
                right=indent(row.right, row.right.right_indent),
                before=max(top - done, 0),
                # What it would have to stand in the line above, its characters are raised.
                raised=_raised(max(done - top, 0)),
                font=replace(font(row.style), half_points=half_points, spacing=spacing or None),
                tabs=_tabs(row, layout, setup),
                bottom_border=_border(row.rule.rule, space) if row.rule and row.rule.rule else None,
            )
        )
        done = max(top, done) + line * row.lines
        if row.rule is not None and row.rule.rule is not None:
            done += twips(space + row.rule.rule.height)
    foot = twips(layout.text_block.line_pitch) * (
        int(height / layout.text_block.line_pitch) + layout.head.space_after
    )
    if made:
        made[-1] = replace(made[-1], after=max(foot - done, 0))
    return made


def _fitted(row: RowForm, layout: Layout, setup: PageSetup) -> tuple[Fraction, int]:
    """The size of a row's type, and the spacing that fills the block up, in twips: a name that is as wide as
    our block is as wide as the Word copy's."""
    if not row.fitted:
        return row.size, 0
    size = min(row.style.size, row.size * Fraction(setup.measure, 20) / layout.text_block.width)
    # Half a point is a coarse step for a name of ten characters: spacing fills the block up.
    rest = (size - Fraction(floor(size * 2), 2)) * setup.measure / size
    return size, floor(rest / max(row.characters, 1))


def _tabs(row: RowForm, layout: Layout, setup: PageSetup) -> tuple[Tab, ...]:
    """The tab stops of a row, in twips."""
    made = []
    for stop in row.stops:
        if stop.at is not None:
            at = round(stop.at * setup.measure / layout.text_block.width)
        elif stop.align == "centre":
            at = setup.measure // 2
        else:
            at = setup.measure - twips(em(row.right, row.right.right_indent))
        made.append(Tab(stop.align, at))
    return tuple(made)


def _border(rule: Rule, space: int) -> Border:
    """A row's rule as a paragraph's border; of a double one the lines are as far apart as they are thick."""
    thickness = rule.thickness if rule.double is None else rule.height / 3
    return Border(max(round(thickness * 8), 2), rgb(rule.colour), space, double=rule.double is not None)


_LEAST_LINE = Fraction(6, 5)
"""Em of a line that clips no type of its size."""
_MOST_SPACE = 31
"""Points between a paragraph and its border."""


def distribution_name(hang: Fraction) -> str:
    """The name of the style for entries whose turned lines stand `hang` em behind the label's start."""
    return f"{STYLE_NAMES[Kind.DISTRIBUTION]}（悬挂{float(hang):g}字）"


class ClosingForm(NamedTuple):
    """A row of the closing block that has words: how it stands on our pages, and the layout's row."""

    form: RowForm
    row: Row


_ROOM_IN_MARGIN = Fraction(5, 4)
"""Em of the line in the margin: taller than the type, which an exact line height else may clip."""


def in_margin(row: RowForm, layout: Layout, setup: PageSetup) -> tuple[int, int, int]:
    """Left, top and width of a row in the margin, on the page, in twips. Its lines stand below the text
    block's foot, from which its baselines are measured."""
    foot = layout.text_block.top + layout.text_block.height
    baseline = foot + row.first
    return setup.left, twips(baseline - BASELINE * _ROOM_IN_MARGIN * row.largest), setup.measure


def closing_styles(
    layout: Layout,
    setup: PageSetup,
    rows: Sequence[ClosingForm],
    hangs: Sequence[Fraction],
    rooms: Sequence[Fraction],
    *,
    parted: bool,
) -> list[ParagraphStyle]:
    """The styles of the closing block, one for each of its rows, its anchor among them, and of the page
    numbers; `hangs` as of `distribution_name`, `rooms` as of `room_name`. `parted`: the block is taller than
    a page, and its lines need not keep together."""
    folio = layout.styles["folio"]
    whole = {"keep_next": not parted, "keep_lines": not parted}

    def plain(form: RowForm, row: Row) -> ParagraphStyle:
        line = row.pitch or layout.closing.line_pitch
        if row.margin:
            line = form.largest * _ROOM_IN_MARGIN
        return _named(
            form.kind,
            form.style,
            twips(line),
            name=row_name(form.kind, form.number),
            align=form.align,
            first_line=indent(form.style, form.style.first_line_indent),
            right=indent(form.right, form.right.right_indent),
            before=0 if row.margin else twips(row.space or Fraction(0)),
            after=twips(row.space_after),
            raised=0 if row.margin else _raised(_lower(layout, line, form.largest)),
            font=replace(font(form.style), half_points=max(floor(form.size * 2), 1)),
            tabs=_tabs(form, layout, setup),
            **({} if row.margin else whole),
        )

    def hanging(form: RowForm, row: Row, hang: Fraction) -> ParagraphStyle:
        label, style = (layout.styles[piece.style] for piece in islice(row.pieces, 2))
        hang *= style.advance
        left = twips(em(style, label.left_indent + hang))
        room = layout.text_block.width - label.left_indent - hang - style.right_indent
        return replace(
            plain(replace(form, style=style, size=style.size), row),
            name=distribution_name(hang / style.advance),
            align=style.align,
            before=0,
            after=0,
            left=left,
            first_line=-twips(em(style, hang)),
            right=setup.measure - left - twips(em(style, room)),
        )

    made: list[ParagraphStyle] = []
    for form, row in rows:
        if row.repeats:
            made += (hanging(form, row, hang) for hang in hangs)
        else:
            made.append(plain(form, row))
    anchor = ParagraphStyle(ANCHOR, Font(half_points=2), line=_ANCHOR, align="left", technical=True)
    side = indent(folio, layout.folio.indent)

    def page_number(name: str, align: Align) -> ParagraphStyle:
        return ParagraphStyle(
            name,
            font(folio),
            line=twips(folio.size * Fraction(5, 4)),
            align=align,
            left=side,
            right=side,
            technical=True,
        )

    return [
        *made,
        *(replace(anchor, name=room_name(room), line=max(twips(room), 1), **whole) for room in rooms),  # type: ignore[arg-type]
        anchor,
        replace(anchor, name=ANCHOR_NEXT_PAGE, page_break_before=True),
        replace(anchor, name=ANCHOR_SECTION),
        page_number(FOLIO_ODD, layout.folio.odd),
        page_number(FOLIO_EVEN, layout.folio.even),
    ]


def cell_border(rule: Rule | None) -> Border | None:
    """A rule of the closing block as a cell's border; None if it is too thin for one."""
    if rule is None:
        return None
    thickness = rule.thickness if rule.double is None else rule.height / 3
    eighths = round(float(thickness) * 8)
    return Border(eighths, rgb(rule.colour), double=rule.double is not None) if eighths else None


def room_name(height: Fraction) -> str:
    """The name of the style of an empty row of the closing block, so many points high."""
    return f"{ROOM}（{float(height):g}磅）"
