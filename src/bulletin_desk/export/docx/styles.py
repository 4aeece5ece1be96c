"""The styles of the Word copy as values, computed from a layout: what an expert in Word would set up by hand.

Lengths are twips (1/20 pt), font sizes half-points. Holds no XML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from bulletin_desk.bulletin.grammar import HEADINGS, SPEC, SPECS
from bulletin_desk.bulletin.model import Kind
from bulletin_desk.layouts.model import Align, Cmyk, Layout, Style
from bulletin_desk.typeset.furniture import print_count_style

SLACK = 20
"""Added to the measure and to the text's height against a word processor's rounding."""

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

RUN_IN = "段首标题"
LABEL = "字头"
"""Character style of what a layout puts before a text in a face of its own (编者按：)."""
AUTOMATIC_BREAK = "自动换行"
"""Character style of a line break that typesetting chose, and that reading back drops."""
BREAK = "断行处"
"""Character style of a zero-width space at the end of a locked line, which reading back drops."""
BOLD_LATIN = "西文粗体"
"""Character style of letters, digits and quotes beside 小标宋, which is as dark as bold type."""
CHINESE_LATIN = "西文随中文断行"
"""Character style of letters and digits that a line's end parts from a bracket or quote."""
LAST = "（篇末）"
"""Ends the name of a style's variant that leaves the empty line after an item. Space after a paragraph
vanishes at the foot of a page in every word processor; space before one does not vanish at a page's head in
all of them."""
DIVIDED = "（分行）"
"""Ends the name of the variant for subheadings whose lines all have the first one's indent."""
ANCHOR = "版记定位"
ANCHOR_NEXT_PAGE = "版记定位（另面）"
ANCHOR_SECTION = "版记定位（分节）"
"""Of the empty paragraph that ends the section with page numbers, and of the one that keeps a page blank."""
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
class Indent:
    """An indent in twips; `chars` in hundredths of a character where it is whole characters, else None."""

    twips: int
    chars: int | None


@dataclass(frozen=True, slots=True)
class Border:
    """A paragraph's or a cell's rule: eighths of a point thick, `space` points from the text."""

    eighths: int
    colour: str
    space: int = 0


@dataclass(frozen=True, slots=True)
class Font:
    """Character properties: faces by name, half-points, RGB, character spacing in twips, width in per cent.
    None: not set here. `chinese`: Latin text, too, is in Chinese, and is broken into lines like it. `bold` is
    for Latin text alone: the official Chinese faces have no bold ones, and would be smeared."""

    east_asian: str | None = None
    latin: str | None = None
    half_points: int | None = None
    colour: str | None = None
    spacing: int | None = None
    chinese: bool = False
    scale: int | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A named paragraph style. It is complete, unless it is a variant: that differs from `based_on` in its
    spaces only. `technical`: nobody chooses it by hand. `by_ink`: a mark at a line's start loses its blank
    half."""

    name: str
    font: Font
    line: int
    align: Align
    before: int = 0
    after: int = 0
    first_line: Indent | None = None
    left: Indent | None = None
    right: Indent | None = None
    right_tab: int | None = None
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
        return self.name not in (RUN_IN, LABEL)


@dataclass(frozen=True, slots=True)
class PageSetup:
    """The section: paper, margins and the distance of the page number from the paper's foot, in twips."""

    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int
    footer: int
    measure: int
    pitch: int


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
    left, top = twips(block.left), twips(block.top)
    return PageSetup(
        width=width,
        height=height,
        top=top,
        bottom=height - top - pitch * block.lines - SLACK,
        left=left,
        right=width - left - measure - SLACK,
        footer=height - twips(folio_foot),
        measure=measure,
        pitch=pitch,
    )


def indent(style: Style, length: Fraction) -> Indent | None:
    """A layout's indent, None for none."""
    if not length:
        return None
    hundredths = length * 100 / style.advance
    return Indent(twips(em(style, length)), int(hundredths) if hundredths.denominator == 1 else None)


def font(style: Style, face: str | None = None) -> Font:
    """The character properties of a style."""
    colour = rgb(style.colour)
    return Font(
        east_asian=TYPEFACES[face or style.face].name,
        latin=TYPEFACES[style.latin_face].name,
        half_points=floor(style.size * 2),
        colour=None if colour == "000000" else colour,
    )


"""By their outline levels."""
_NEXT = {
    Kind.MARKING: Kind.MASTHEAD,
    Kind.MASTHEAD: Kind.NUMBER_LINE,
    Kind.NUMBER_LINE: Kind.DATED_HEADER,
    Kind.DATED_HEADER: Kind.SECTION_HEAD,
    Kind.SECTION_HEAD: Kind.TITLE,
    Kind.TITLE: Kind.BODY,
    Kind.SUBHEADING: Kind.BODY,
    Kind.SOURCE: Kind.TITLE,
}
"""What follows a paragraph of a kind, unless more of the same does."""


def _named(kind: Kind, style: Style, line: int, **more: object) -> ParagraphStyle:
    """The paragraph style of a kind; `more` are properties that the layout's style doesn't give."""
    defaults = {
        "font": font(style),
        "left": indent(style, style.left_indent),
        "right": indent(style, style.right_indent),
        "next_name": STYLE_NAMES[_NEXT[kind]] if kind in _NEXT else None,
    }
    return ParagraphStyle(STYLE_NAMES[kind], line=line, align=style.align, **defaults | more)  # type: ignore[arg-type]


def flow_styles(layout: Layout, setup: PageSetup, *, divided: bool) -> list[ParagraphStyle]:
    """The styles of all text between the head and the closing block, body first; `divided`: that of
    subheadings with their author's own lines among them."""

    def named(kind: Kind) -> ParagraphStyle:
        style = layout.styles[SPEC[kind].style]
        heading = kind in HEADINGS
        return _named(
            kind,
            style,
            setup.pitch,
            first_line=indent(style, style.first_line_indent),
            outline=HEADINGS.index(kind) if heading else None,
            keep_next=heading,
            keep_lines=heading,
            by_ink=kind in (Kind.SECTION_HEAD, Kind.TITLE),
        )

    kinds = [Kind.BODY, *(spec.kind for spec in SPECS if spec.running and spec.kind is not Kind.BODY)]
    made = [named(kind) for kind in kinds]
    if divided:
        style = layout.styles["subheading"]
        heading = made[kinds.index(Kind.SUBHEADING)]
        left = indent(style, style.left_indent + style.first_line_indent)
        made.append(replace(heading, name=heading.name + DIVIDED, first_line=None, left=left))
    return made


def last(style: ParagraphStyle, space: int) -> ParagraphStyle:
    """The variant of a flow style that ends an item: `space` twips stay empty below it."""
    kind = Kind.SECTION_HEAD if style.name == STYLE_NAMES[Kind.EDITORS_NOTE] else Kind.TITLE
    return replace(
        style, name=style.name + LAST, after=space, based_on=style.name, next_name=STYLE_NAMES[kind]
    )


@dataclass(frozen=True, slots=True)
class HeadFacts:
    """What of an issue the head's styles depend on: whether there is a marking, how the name is set, and
    where number and issuer stand. Lengths are points, tops are below the block's top: the name's em box, the
    number's first line. `header_line` is the issuer's last line, `lines` what the head takes of the grid."""

    marking: bool = False
    name_top: Fraction = Fraction(0)
    name_size: Fraction = Fraction(0)
    name_pitch: Fraction = Fraction(0)
    name_lines: int = 1
    name_characters: int = 0
    number_top: Fraction = Fraction(0)
    number_lines: int = 1
    header_line: int = 1
    issuer_lines: int = 1
    lines: int = 1


def head_styles(layout: Layout, setup: PageSetup, facts: HeadFacts) -> list[ParagraphStyle]:
    """The styles of the head of page 1. Their spaces put each part on the layout's own height below the
    block's top."""
    where, styles, pitch = layout.head, layout.styles, setup.pitch
    done = 0  # the foot of what stands above, in twips from the block's top
    made: list[ParagraphStyle] = []

    def add(kind: Kind, top: int, line: int, lines: int = 1, **more: object) -> None:
        nonlocal done
        made.append(_named(kind, styles[SPEC[kind].style], line, before=max(top - done, 0), **more))
        done = max(top, done) + line * lines

    if facts.marking:
        add(Kind.MARKING, pitch * (where.marking_line - 1), pitch)
    name = styles["masthead"]
    size, spacing = facts.name_size, 0
    if facts.name_lines == 1 and size < name.size:  # as wide as the block
        size = min(name.size, size * Fraction(setup.measure, 20) / layout.text_block.width)
        # Half a point is a coarse step for a name of ten characters: spacing fills the block up.
        rest = (size - Fraction(floor(size * 2), 2)) * setup.measure / size
        spacing = floor(rest / max(facts.name_characters, 1))
    half_points = max(floor(size * 2), 1)
    line = twips(facts.name_pitch)
    if facts.name_lines == 1:
        # taller than the type, which an exact line height else may clip
        line = ceil(half_points * 10 * Fraction(13, 10))
    rise = (line - half_points * 10) // 2
    name_font = replace(font(name), half_points=half_points, spacing=spacing or None)
    add(Kind.MASTHEAD, twips(facts.name_top) - rise, line, facts.name_lines, font=name_font)
    add(Kind.NUMBER_LINE, twips(facts.number_top), pitch, facts.number_lines)
    # The rule hangs under the issuer's line, which is made lower so that rule and type have their distance.
    issuer = styles["issuer"]
    size_twips = twips(issuer.size)
    space = max(floor(where.rule_gap - Fraction(5, 2)), 0)
    apart = max(twips(where.rule_gap) - space * 20, 0)
    line = size_twips + 2 * apart
    foot = pitch * (facts.header_line - 1) + (pitch + size_twips) // 2
    border = Border(max(round(where.rule_thickness * 8), 2), rgb(where.rule_colour), space)
    rule_foot = foot + twips(where.rule_gap + where.rule_thickness)
    add(
        Kind.DATED_HEADER,
        foot - size_twips - apart - line * (facts.issuer_lines - 1),
        line,
        facts.issuer_lines,
        bottom_border=border,
        right_tab=setup.measure - twips(styles["header_date"].right_indent),
        after=max(pitch * (facts.lines + where.space_after) - rule_foot, 0),
    )
    return made


def distribution_name(hang: Fraction) -> str:
    """The name of the style for entries whose turned lines stand `hang` em behind the label's start."""
    return f"{STYLE_NAMES[Kind.DISTRIBUTION]}（悬挂{float(hang):g}字）"


_ROOM_IN_MARGIN = Fraction(5, 4)
"""Em of the line in the margin: taller than the type, which an exact line height else may clip."""


def in_margin(layout: Layout, setup: PageSetup) -> tuple[int, int, int]:
    """Left, top and width of the print count in the margin, on the page, in twips."""
    foot = layout.text_block.top + layout.text_block.height + layout.closing.print_count_gap
    rise = layout.styles["print_count"].size * (_ROOM_IN_MARGIN - 1) / 2
    return setup.left, twips(foot - rise), setup.measure


def closing_styles(layout: Layout, setup: PageSetup, hangs: Sequence[Fraction]) -> list[ParagraphStyle]:
    """The styles of the closing block, its anchor among them, and of the page numbers; `hangs` as of
    `distribution_name`."""
    styles, closing, folio = layout.styles, layout.closing, layout.styles["folio"]
    entry_line = twips(closing.line_pitch)

    def plain(kind: Kind, line: int, **more: object) -> ParagraphStyle:
        style = print_count_style(layout) if kind is Kind.PRINT_COUNT else styles[SPEC[kind].style]
        return _named(kind, style, line, keep_next=True, keep_lines=True, **more)

    counted = plain(Kind.PRINT_COUNT, entry_line)
    if closing.print_count_at == "below":
        counted = replace(counted, before=twips(closing.print_count_gap))
    elif closing.print_count_at == "margin":
        line = twips(styles["print_count"].size * _ROOM_IN_MARGIN)
        counted = replace(counted, line=line, keep_next=False, keep_lines=False)
    imprint = styles["imprint"]
    imprint_tab = setup.measure - twips(em(imprint, imprint.right_indent))
    anchor = ParagraphStyle(ANCHOR, Font(half_points=2), line=20, align="left", technical=True)
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

    def hanging(hang: Fraction) -> ParagraphStyle:
        # In twips alone: Word counts a hanging indent in characters on top of the left one, others within it.
        style = styles["distribution"]
        hang *= style.advance
        left = twips(em(style, style.left_indent + hang))
        room = layout.text_block.width - style.left_indent - hang - style.right_indent
        return replace(
            plain(Kind.DISTRIBUTION, entry_line),
            name=distribution_name(hang / style.advance),
            left=Indent(left, None),
            first_line=Indent(-twips(em(style, hang)), None) if hang else None,
            right=Indent(setup.measure - left - twips(em(style, room)), None),
        )

    return [
        plain(Kind.DISCLOSURE, setup.pitch, after=twips(closing.disclosure_gap)),
        *(hanging(hang) for hang in hangs),
        plain(Kind.IMPRINT, entry_line, right_tab=imprint_tab),
        counted,
        anchor,
        replace(anchor, name=ANCHOR_NEXT_PAGE, page_break_before=True),
        replace(anchor, name=ANCHOR_SECTION),
        page_number(FOLIO_ODD, layout.folio.odd),
        page_number(FOLIO_EVEN, layout.folio.even),
    ]
