"""All raw WordprocessingML of the Word copy, as ECMA-376 (transitional) orders its elements. Decides nothing.

Writes parts as text, since a bulletin has thousands of runs; reads them with lxml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import itemgetter
from typing import NamedTuple

from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.export.docx.styles import (
    BODY_ALIAS,
    BUILT_IN,
    CONTENTS_STYLES,
    SLACK,
    Border,
    CharacterStyle,
    Font,
    PageSetup,
    ParagraphStyle,
    Typeface,
)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.microsoft.com/office/word"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\r")
"""Characters that XML 1.0 has no place for (2.2), and the carriage return, which it would turn into a line
feed."""

_CHINESE = '<w:lang w:val="zh-CN"/>'
_JC = {"justified": "both", "left": "left", "centre": "center", "right": "right"}


class Inline(NamedTuple):
    """A picture in a line of text: the digest of its file, its size in points, what is said instead of it,
    and its number among the pictures of the copy. `relation`: the id by which the text knows its file."""

    digest: str
    width: float
    height: float
    alt: str
    number: int
    relation: str = ""


class CommentMark(NamedTuple):
    """Comments, by their numbers, that begin or end between two characters."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]


class Run(NamedTuple):
    """Text in one character style; `spacing` (twips) where the style's own does not do. `chinese`: Latin
    text is broken into lines as Chinese is. A line feed is a line break. `instruction`: the field whose
    result the text is. `picture` and `comments`: what stands instead of text."""

    text: str
    style: str | None = None
    spacing: int | None = None
    chinese: bool = False
    instruction: str = ""
    picture: Inline | None = None
    comments: CommentMark | None = None


NO_LINE_NUMBERS = "<w:suppressLineNumbers/>"
"""Of a paragraph whose lines are not counted."""


class Paragraph(NamedTuple):
    """Runs in a paragraph style, by the style's id; None is the default style. `after`: the space below in
    twips where it is not the style's own. `raised`: all runs, in half-points. `keep`: its end stays with what
    follows. `bookmark`: the number of one that stands around its runs; `link`: that of one to which its runs
    lead. `opens`: the instruction of a field that begins before its runs, `closes`: one ends behind them.
    `line`: the height of its lines in twips, or what they have `at_least`, where it is not its style's own.
    `indents`: left, right and first line, `before`: the space above in twips, likewise. `counted`: its lines
    are, where lines are numbered."""

    style: str | None
    runs: tuple[Run, ...]
    after: int | None = None
    raised: int = 0
    keep: bool = False
    bookmark: int = 0
    link: int = 0
    opens: str = ""
    closes: bool = False
    line: int = 0
    at_least: bool = False
    indents: tuple[int, int, int] | None = None
    before: int = 0
    counted: bool = True


class Cell(NamedTuple):
    """A row of the closing table: one cell with its rules."""

    paragraph: Paragraph
    rule_above: Border | None = None
    rule_below: Border | None = None


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The same runs, equal neighbours made one."""
    made = []
    for _, same in groupby(runs, key=itemgetter(slice(1, None))):
        first, *others = same
        made.append(
            first._replace(text="".join((first.text, *(run.text for run in others)))) if others else first
        )
    return tuple(made)


# ---- running text


def _run(run: Run, raised: int = 0) -> str:
    if run.comments:
        return _comment_mark(run.comments)
    properties = ""
    if run.style:
        properties = f'<w:rStyle w:val="{run.style}"/>'
    if run.spacing is not None:
        properties += f'<w:spacing w:val="{run.spacing}"/>'
    if raised:
        properties += f'<w:position w:val="{raised}"/>'
    if run.chinese:
        properties += _CHINESE
    if properties:
        properties = f"<w:rPr>{properties}</w:rPr>"
    if run.picture:
        return f"<w:r>{properties}{_drawing(run.picture)}</w:r>"
    return f"<w:r>{properties}{runs_of_text(run.text)}</w:r>"


def _comment_mark(mark: CommentMark) -> str:
    """w:commentRangeStart, w:commentRangeEnd, and behind each of these a run that refers to the comment."""
    starts = (f'<w:commentRangeStart w:id="{number}"/>' for number in mark.starts)
    ends = (
        f'<w:commentRangeEnd w:id="{number}"/><w:r><w:rPr><w:rStyle w:val="{COMMENT_REFERENCE}"/></w:rPr>'
        f'<w:commentReference w:id="{number}"/></w:r>'
        for number in mark.ends
    )
    return "".join((*starts, *ends))


COMMENT_REFERENCE = "CommentReference"
"""The id of the style of what refers to a comment."""


def _drawing(picture: Inline) -> str:
    """w:drawing: a picture in the line."""
    size = f'cx="{emu(picture.width)}" cy="{emu(picture.height)}"'
    name = f'id="{picture.number}" name="图片 {picture.number}"'
    described = f"{name} descr={quoteattr(FORBIDDEN.sub('', picture.alt))}"
    return (
        '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0" '
        f'xmlns:wp="{_PLACED_DRAWING}"><wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f"<wp:docPr {described}/>"
        f'<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{_DRAWING}" noChangeAspect="1"/>'
        f'</wp:cNvGraphicFramePr><a:graphic xmlns:a="{_DRAWING}"><a:graphicData uri="{_PICTURE}">'
        f'<pic:pic xmlns:pic="{_PICTURE}"><pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{picture.relation}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )


def emu(points: float) -> int:
    """Points in the units in which drawings are measured."""
    return round(points * 12_700)


_PLACED_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


def runs_of_text(text: str) -> str:
    """What a run holds of a text: w:t, w:br for line feeds, w:tab."""
    if "\n" not in text and "\t" not in text:
        return _t(text)
    parts = []
    for part in re.split("([\n\t])", text):
        if part == "\n":
            parts.append("<w:br/>")
        elif part == "\t":
            parts.append("<w:tab/>")
        elif part:
            parts.append(_t(part))
    return "".join(parts)


def escape(text: str) -> str:
    """Text as XML's character data. (The standard library's module for it loads all of urllib.)"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoteattr(text: str) -> str:
    """Text as an attribute's value in quotes."""
    return '"' + escape(text).replace('"', "&quot;") + '"'


def _t(text: str) -> str:
    edge = ' xml:space="preserve"' if text.strip() != text or "  " in text else ""
    return f"<w:t{edge}>{escape(text)}</w:t>"


def paragraph(value: Paragraph, more: str = "") -> str:
    """w:p; `more` is a property beside its style: a `frame`, or the `section` that ends with it."""
    style = f'<w:pStyle w:val="{value.style}"/>' if value.style else ""
    after = f' w:after="{value.after}"' if value.after is not None else ""
    if value.before:
        after = f' w:before="{value.before}"{after}'
    if value.line:
        after += f' w:line="{value.line}" w:lineRule="{"atLeast" if value.at_least else "exact"}"'
    after = f"<w:spacing{after}/>" if after else ""
    if value.indents:
        left, right, first = value.indents
        by = f'w:hanging="{-first}"' if first < 0 else f'w:firstLine="{first}"'
        after += f'<w:ind w:left="{left}" w:right="{right}" {by}/>'
    keep = "<w:keepNext/>" if value.keep else ""
    keep += "" if value.counted else NO_LINE_NUMBERS
    style = f"<w:pPr>{style}{keep}{after}{more}</w:pPr>" if style or keep or after or more else ""
    runs = "".join(
        f"{_field_code(run.instruction)}{_run(run, value.raised)}{_field_char('end')}"
        if run.instruction
        else _run(run, value.raised)
        for run in value.runs
    )
    if value.link:
        runs = f'<w:hyperlink w:anchor="{_BOOKMARK}{value.link}" w:history="1">{runs}</w:hyperlink>'
    if value.bookmark:
        begins = f'<w:bookmarkStart w:id="{value.bookmark}" w:name="{_BOOKMARK}{value.bookmark}"/>'
        runs = f'{begins}{runs}<w:bookmarkEnd w:id="{value.bookmark}"/>'
    if value.opens:
        runs = f"{_field_code(value.opens)}{runs}"
    if value.closes:
        runs += _field_char("end")
    return f"<w:p>{style}{runs}</w:p>"


_BOOKMARK = "_Toc10000"
"""How the names of bookmarks begin that a list of contents leads to, as Word's own do, which it hides."""


def page_reference(bookmark: int) -> str:
    """The instruction of a field that shows the page on which a bookmark stands."""
    return f"PAGEREF {_BOOKMARK}{bookmark} \\h"


def _field_char(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _field_code(instruction: str) -> str:
    """A field up to its result."""
    code = f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
    return f"{_field_char('begin')}{code}{_field_char('separate')}"


def frame(left: int, top: int, width: int) -> str:
    """w:framePr: a place on the page on which the paragraph after the framed one stands, in twips."""
    place = f'w:w="{width}" w:wrap="around" w:vAnchor="page" w:hAnchor="page" w:x="{left}" w:y="{top}"'
    return f"<w:framePr {place}/>"


def closing_table(rows: Sequence[Cell], style: str, setup: PageSetup, *, floats: bool, whole: bool) -> str:
    """A table that `floats` at the foot of the text area of the page on which the paragraph after it stands,
    or stands in the text. One that is not kept `whole` goes on over pages, where LibreOffice cuts a floating
    one."""
    width = setup.measure + SLACK  # else the last character of a full line falls to a rounding
    floating = (
        '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:topFromText="0" w:bottomFromText="0" '
        # From the page's edge: else LibreOffice lets no table float that is as wide as the text.
        f'w:vertAnchor="margin" w:horzAnchor="page" w:tblpX="{setup.left}" w:tblpYSpec="bottom"/>'
        '<w:tblOverlap w:val="never"/>'
    )
    if not floats:
        floating = ""
    kept = "<w:trPr><w:cantSplit/></w:trPr>" if whole else ""
    parts = [
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>{floating}<w:tblW w:w="{width}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>'
    ]
    for row in rows:
        rules = "".join(
            _border(side, rule)
            for side, rule in (("top", row.rule_above), ("bottom", row.rule_below))
            if rule
        )
        borders = f"<w:tcBorders>{rules}</w:tcBorders>" if rules else ""
        parts.append(
            f'<w:tr>{kept}<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
            f"{borders}</w:tcPr>{paragraph(row.paragraph)}</w:tc></w:tr>"
        )
    parts.append("</w:tbl>")
    return "".join(parts)


_RESTARTS = {"page": "newPage", "through": "continuous"}


def section(setup: PageSetup, odd: str, even: str, numbers: str = "none") -> str:
    """w:sectPr, on a new page; `odd` and `even` are the relationship ids of the pages' footers. Its lines are
    numbered on each `page`, or `through` all pages."""
    restart = _RESTARTS.get(numbers)
    numbered = f'<w:lnNumType w:countBy="1" w:restart="{restart}"/>' if restart else ""
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{odd}"/>'
        f'<w:footerReference w:type="even" r:id="{even}"/>'
        f'<w:pgSz w:w="{setup.width}" w:h="{setup.height}"/>'
        f'<w:pgMar w:top="{setup.top}" w:right="{setup.right}" w:bottom="{setup.bottom}" '
        f'w:left="{setup.left}" '
        f'w:header="{min(setup.top // 2, 851)}" w:footer="{setup.footer}" w:gutter="0"/>'
        f"{numbered}</w:sectPr>"
    )


def document(body: Iterable[str], section: str) -> str:
    """word/document.xml; `section` is the last one."""
    return (
        f'{_DECLARATION}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>'
        f"{''.join(body)}{section}</w:body></w:document>"
    )


def footer(style: str, runs: Iterable[Run], more: str = "") -> str:
    """word/footer*.xml: the page number between its dashes, if there is one. The runs name their styles by
    id; `more` as of a `paragraph`."""
    return (
        f'{_DECLARATION}<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>'
        f"{''.join(_field(run) if run.instruction else _run(run) for run in runs)}</w:p></w:ftr>"
    )


def _field(run: Run) -> str:
    return f'<w:fldSimple w:instr=" {run.instruction} "><w:r>{_t(run.text)}</w:r></w:fldSimple>'


# ---- styles


def _auto_space(on: bool) -> str:
    """The gaps between Han and Latin text, which are there unless they are taken away."""
    value = "" if on else ' w:val="0"'
    return f"<w:autoSpaceDE{value}/><w:autoSpaceDN{value}/>"


def styles(
    paragraph_styles: Sequence[ParagraphStyle],
    character_styles: Sequence[CharacterStyle],
    table_style: str,
    ids: dict[str, str],
    *,
    widow_control: bool,
    auto_space: bool,
    further: str = "",
) -> str:
    """word/styles.xml. `ids` gives each name's style id, `further` are styles of tables in the text."""
    body = paragraph_styles[0]
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        f"{_font_elements(body.font)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        # Marks may hang, as Word itself has it: LibreOffice (7.4, 25.2) reads this the wrong way round, and
        # 7.4 loses marks that it hangs.
        f'<w:widowControl w:val="{int(widow_control)}"/><w:kinsoku/><w:overflowPunct/>'
        f'{_auto_space(auto_space)}<w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{body.line}" w:lineRule="exact"/>'
        "</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    hidden = '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>'
    built_in = (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        f'<w:name w:val="Default Paragraph Font"/>{hidden}</w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        f"{hidden}{_table_properties(108)}</w:style>"
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList">'
        f'<w:name w:val="No List"/>{hidden}</w:style>'
        # Not left to Normal Table, whose margins Word may take to be its own 108 twips.
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{ids[table_style]}">'
        f'<w:name w:val="{table_style}"/><w:basedOn w:val="TableNormal"/>{_listed(99, technical=True)}'
        f"{_table_properties(0)}</w:style>"
    )
    # Word's own styles stay out of its list of styles until somebody uses one.
    latent = (
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" '
        'w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>'
    )
    parts = [f'{_DECLARATION}<w:styles xmlns:w="{W}">', defaults, latent, built_in, further]
    parts += [
        _paragraph_style(style, ids, order, default=not order) for order, style in enumerate(paragraph_styles)
    ]
    parts += [_character_style(style, ids) for style in character_styles]
    parts.append("</w:styles>")
    return "".join(parts)


def _table_properties(side: int) -> str:
    """w:tblPr of a table style with `side` twips left and right of the cells' text."""
    margins = "".join(
        f'<w:{name} w:w="{twips}" w:type="dxa"/>'
        for name, twips in (("top", 0), ("left", side), ("bottom", 0), ("right", side))
    )
    return f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'


def _paragraph_style(style: ParagraphStyle, ids: dict[str, str], order: int, *, default: bool) -> str:
    built_in = BUILT_IN.get(style.name) or CONTENTS_STYLES.get(style.name)
    alias = BODY_ALIAS if default else style.name if built_in else ""
    kind = ' w:default="1"' if default else "" if built_in else ' w:customStyle="1"'
    parent = f'<w:basedOn w:val="{ids[style.based_on]}"/>' if style.based_on else ""
    following = f'<w:next w:val="{ids[style.next_name]}"/>' if style.next_name in ids else ""
    return (
        f'<w:style w:type="paragraph"{kind} w:styleId="{ids[style.name]}">'
        f"<w:name w:val={quoteattr(built_in or style.name)}/>"
        + (f"<w:aliases w:val={quoteattr(alias)}/>" if alias else "")
        + f"{parent}{following}{_listed(order, style.technical)}"
        f"<w:pPr>{_paragraph_elements(style)}</w:pPr><w:rPr>{_font_elements(style.font)}</w:rPr></w:style>"
    )


def _character_style(style: CharacterStyle, ids: dict[str, str]) -> str:
    return (
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{ids[style.name]}">'
        f'<w:name w:val={quoteattr(style.name)}/><w:basedOn w:val="DefaultParagraphFont"/>'
        f"{_listed(8, style.technical)}<w:rPr>{_font_elements(style.font)}</w:rPr></w:style>"
    )


def _listed(order: int, technical: bool) -> str:
    """Where a style stands in Word's lists; what nobody chooses by hand is not in them."""
    if technical:
        return '<w:uiPriority w:val="99"/><w:semiHidden/>'
    return f'<w:uiPriority w:val="{order}"/><w:qFormat/>'


def _paragraph_elements(style: ParagraphStyle) -> str:
    parts = []
    if style.keep_next:
        parts.append("<w:keepNext/>")
    if style.keep_lines:
        parts.append("<w:keepLines/>")
    if style.page_break_before:
        parts.append("<w:pageBreakBefore/>")
    borders = (("top", style.top_border), ("bottom", style.bottom_border))
    if drawn := "".join(_border(side, border) for side, border in borders if border):
        parts.append(f"<w:pBdr>{drawn}</w:pBdr>")
    if style.tabs:
        tabs = (
            f'<w:tab w:val="{_JC[tab.align]}"{_leader(tab.leader)} w:pos="{tab.at}"/>' for tab in style.tabs
        )
        parts.append(f"<w:tabs>{''.join(tabs)}</w:tabs>")
    if style.by_ink:
        parts.append("<w:topLinePunct/>")
    around = f'w:before="{style.before}" w:after="{style.after}"'
    parts.append(f'<w:spacing {around} w:line="{style.line}" w:lineRule="{style.rule}"/>')
    # Zeros are written out: programs have defaults of their own for what bears the name of a built-in style.
    first = "hanging" if style.first_line < 0 else "firstLine"
    parts.append(
        f'<w:ind w:left="{style.left}" w:right="{style.right}" w:{first}="{abs(style.first_line)}"/>'
    )
    if style.contextual:
        parts.append("<w:contextualSpacing/>")
    parts.append(f'<w:jc w:val="{_JC[style.align]}"/>')
    if style.outline is not None:
        parts.append(f'<w:outlineLvl w:val="{style.outline}"/>')
    return "".join(parts)


def _leader(leader: str) -> str:
    return f' w:leader="{leader}"' if leader else ""


def _border(side: str, border: Border) -> str:
    size = f'w:sz="{border.eighths}" w:space="{border.space}"'
    kind = "double" if border.double else "single"
    return f'<w:{side} w:val="{kind}" {size} w:color="{border.colour}"/>'


def _font_elements(font: Font) -> str:
    parts = []
    if font.east_asian or font.latin:
        names = []
        if font.latin:
            names.append(f"w:ascii={quoteattr(font.latin)} w:hAnsi={quoteattr(font.latin)}")
        if font.east_asian:
            names.append(f"w:eastAsia={quoteattr(font.east_asian)}")
        if font.latin:
            names.append(f"w:cs={quoteattr(font.latin)}")
        # The hint gives — … · and curly quotes to the East Asian side ([MS-OI29500] 2.1.88), whose line
        # breaking they follow. Without it ² ó ü and Greek keep the Latin face that they are measured in.
        hint = 'w:hint="eastAsia" ' if font.hinted else ""
        parts.append(f"<w:rFonts {hint}{' '.join(names)}/>")
    if font.bold:
        parts.append("<w:b/>")
    if font.colour:
        parts.append(f'<w:color w:val="{font.colour}"/>')
    if font.spacing is not None:
        parts.append(f'<w:spacing w:val="{font.spacing}"/>')
    if font.scale is not None:
        parts.append(f'<w:w w:val="{font.scale}"/>')
    if font.half_points:
        parts.append(
            f'<w:kern w:val="0"/><w:sz w:val="{font.half_points}"/><w:szCs w:val="{font.half_points}"/>'
        )
    return "".join(parts)


# ---- the rest of the package


def settings(no_line_end: str, no_line_start: str, *, compress: bool) -> str:
    """word/settings.xml: line breaking as this program's own rule has it."""
    control = "compressPunctuation" if compress else "doNotCompress"
    return (
        f'{_DECLARATION}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="640"/><w:evenAndOddHeaders/>'
        f'<w:characterSpacingControl w:val="{control}"/>'
        f'<w:noLineBreaksAfter w:lang="zh-CN" w:val={quoteattr(no_line_end)}/>'
        f'<w:noLineBreaksBefore w:lang="zh-CN" w:val={quoteattr(no_line_start)}/>'
        "<w:compat><w:doNotExpandShiftReturn/><w:useFELayout/>"
        + "".join(
            f'<w:compatSetting w:name="{name}" w:uri="{_WORD}" w:val="{value}"/>'
            for name, value in (
                ("compatibilityMode", 15),
                ("overrideTableStyleFontSizeAndJustification", 1),
                ("enableOpenTypeFeatures", 1),
                ("doNotFlipMirrorIndents", 1),
                ("differentiateMultirowTableHeaders", 1),
            )
        )
        + '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def font_table(faces: Iterable[Typeface]) -> str:
    """word/fontTable.xml: the faces with the names under which a system may have them instead."""
    parts = [f'{_DECLARATION}<w:fonts xmlns:w="{W}">']
    for face in faces:
        charset = "86" if face.east_asian else "00"
        parts.append(
            f"<w:font w:name={quoteattr(face.name)}><w:altName w:val={quoteattr(face.alternative)}/>"
            f'<w:charset w:val="{charset}"/><w:family w:val="{face.family}"/>'
            '<w:pitch w:val="variable"/></w:font>'
        )
    parts.append("</w:fonts>")
    return "".join(parts)


CUSTOM_NAMESPACE = "urn:bulletin-desk:bulletin:1"
_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
STORE_ID = "{5B0A6C1E-4F0D-4F43-9C55-6B2D8D2C7A10}"
"""Names the custom XML part in the package: any one GUID will do."""


def custom_part(issue: str, words: str, sizes: str = "") -> str:
    """customXml/item1.xml: the bulletin itself, the layout's words that were added to its texts, and how
    large its tables and pictures are, if it has some, all as JSON."""
    sizes = f"<sizes>{escape(sizes)}</sizes>" if sizes else ""
    return (
        f'{_DECLARATION}<bulletin xmlns="{CUSTOM_NAMESPACE}"><words>{escape(_json(words))}</words>'
        f"<issue>{escape(_json(issue))}</issue>{sizes}</bulletin>"
    )


def _json(text: str) -> str:
    """JSON with characters that XML has no place for written as JSON's own escapes."""
    return FORBIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def read_custom_part(data: bytes) -> tuple[str, str, str] | None:
    """The JSON texts of a custom part, issue first, the last one empty where it has none; None if the part is
    another one."""
    if CUSTOM_NAMESPACE.encode() not in data:
        return None
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None
    issue, words, sizes = (root.find(f"{{{CUSTOM_NAMESPACE}}}{name}") for name in ("issue", "words", "sizes"))
    if root.tag != f"{{{CUSTOM_NAMESPACE}}}bulletin" or issue is None or words is None:
        return None
    return issue.text or "", words.text or "", (sizes.text or "") if sizes is not None else ""


def custom_properties() -> str:
    """customXml/itemProps1.xml."""
    return (
        f'{_DECLARATION}<ds:datastoreItem ds:itemID="{STORE_ID}" xmlns:ds="{_STORE}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{CUSTOM_NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )


def content_types(parts: Iterable[tuple[str, str]]) -> bytes:
    """[Content_Types].xml of parts, each given by its name and its type."""
    base = "application/vnd.openxmlformats-package.relationships+xml"
    entries = [
        f'<Default Extension="rels" ContentType="{base}"/>',
        '<Default Extension="xml" ContentType="application/xml"/>',
    ]
    entries += [
        f'<Override PartName="{name}" ContentType="{kind}"/>'
        for name, kind in parts
        if kind != "application/xml"
    ]
    namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
    types = f'{_DECLARATION}<Types xmlns="{namespace}">{"".join(entries)}</Types>'
    return types.encode("utf-8")


def core_properties(title: str, subject: str, creator: str) -> str:
    """docProps/core.xml."""
    package = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    return (
        f'{_DECLARATION}<cp:coreProperties xmlns:cp="{package}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:subject>{escape(subject)}</dc:subject>"
        f"<dc:creator>{escape(creator)}</dc:creator><dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def theme(headings: Font, body: Font) -> str:
    """word/theme/theme1.xml: the least that a theme is (ECMA-376, part 1, 20.1.6), with the faces of headings
    and of body text for what a user makes anew. No style here asks for it."""
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>' for name, colour in _THEME_COLOURS.items()
    )
    fonts = "".join(
        f"<a:{part}Font><a:latin typeface={quoteattr(font.latin or '')}/>"
        f'<a:ea typeface={quoteattr(font.east_asian or "")}/><a:cs typeface=""/></a:{part}Font>'
        for part, font in (("major", headings), ("minor", body))
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lists = (
        ("fillStyleLst", fill),
        ("lnStyleLst", f'<a:ln w="6350">{fill}</a:ln>'),
        ("effectStyleLst", "<a:effectStyle><a:effectLst/></a:effectStyle>"),
        ("bgFillStyleLst", fill),
    )
    formats = "".join(f"<a:{name}>{3 * one}</a:{name}>" for name, one in lists)
    return (
        f'{_DECLARATION}<a:theme xmlns:a="{_DRAWING}" name="简报"><a:themeElements>'
        f'<a:clrScheme name="简报">{colours}</a:clrScheme><a:fontScheme name="简报">{fonts}</a:fontScheme>'
        f'<a:fmtScheme name="简报">{formats}</a:fmtScheme></a:themeElements></a:theme>'
    )


_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_THEME_COLOURS = {
    "dk1": "000000",
    "lt1": "FFFFFF",
    "dk2": "404040",
    "lt2": "E7E6E6",
    "accent1": "C00000",
    "accent2": "1F4E79",
    "accent3": "385723",
    "accent4": "7F6000",
    "accent5": "833C0B",
    "accent6": "3B3838",
    "hlink": "0563C1",
    "folHlink": "954F72",
}
"""In the order of the schema: red as of a bulletin's name, then dark ones that print well."""


def app_properties() -> str:
    """docProps/app.xml."""
    return (
        f'{_DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>Bulletin Desk</Application></Properties>"
    )


# ---- reading


class ReadFont(NamedTuple):
    """What one place says of characters' looks; None or empty where it says nothing. `size` in points."""

    hidden: bool | None = None
    struck: bool | None = None
    bold: bool | None = None
    size: float | None = None
    face: str = ""


NO_FONT = ReadFont()


class ReadRun(NamedTuple):
    """Text of a run, the id of its character style, and what is set directly."""

    text: str
    style: str | None
    font: ReadFont = NO_FONT


class ReadPicture(NamedTuple):
    """A picture in a line, as found: the id of its file's relationship, its width in EMU (0 where that is not
    told), and what is said instead of it."""

    relation: str
    width: int
    alt: str


class ReadTable:
    """A table as found: the id of its style, the widths of its columns and its indent in twips."""

    __slots__ = ("columns", "indent", "style")

    def __init__(self, style: str | None, columns: tuple[int, ...], indent: int) -> None:
        self.style = style
        self.columns = columns
        self.indent = indent


class ReadCell(NamedTuple):
    """Where a paragraph stands in a table: the cell's row and first column, how many columns it covers,
    whether it goes on with the cell above, whether its row is repeated on each page, and whether a tracked
    change took it away."""

    table: ReadTable
    row: int
    column: int
    columns: int
    goes_on: bool
    header: bool
    deleted: bool = False


class ReadMark(NamedTuple):
    """A mark of a comment, by its id, before a character of the paragraph's text: where it begins or ends
    (as the names of the elements have it), or what refers to it."""

    kind: str
    identifier: str
    offset: int


class ReadParagraph(NamedTuple):
    """A paragraph as found: the id of its style, its runs, names for what in it is neither text nor style,
    whether it is in a table, and the first with text there, the paragraphs of the text boxes in it, and its
    alignment (as `w:jc` has it) and outline level where they are set directly, what tracked changes took
    out of it, its place in the outermost table that it stands in, its pictures, and the marks of comments."""

    style: str | None
    runs: tuple[ReadRun, ...]
    beyond: tuple[str, ...]
    in_table: bool = False
    starts_table: bool = False
    boxes: tuple[tuple[ReadParagraph, ...], ...] = ()
    align: str = ""
    outline: int | None = None
    deleted: str = ""
    cell: ReadCell | None = None
    pictures: tuple[ReadPicture, ...] = ()
    marks: tuple[ReadMark, ...] = ()

    @property
    def text(self) -> str:
        """All its characters."""
        return "".join(run.text for run in self.runs)


class ReadStyle(NamedTuple):
    """A style as found. `names` are its own and its aliases, `parent` the id of what it is based on."""

    names: tuple[str, ...]
    parent: str = ""
    font: ReadFont = NO_FONT
    align: str = ""
    outline: int | None = None


_BEYOND = {
    "drawing": "图片",
    "pict": "图片",
    "object": "嵌入的对象",
    "footnoteReference": "脚注",
    "endnoteReference": "尾注",
    "sym": "特殊符号",
    "ruby": "拼音指南",
    "oMath": "公式",
    "oMathPara": "公式",
    "altChunk": "嵌入的文档",
    "del": "修订中删去的文字",
    "moveFrom": "修订中移走的文字",
    "numPr": "自动编号",
}
_COMMENT_MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference")
RUN_FORMAT = "直接设置的字体格式"
BOLD_FORMAT = "直接设置的加粗"
"""Where nothing else is set: whether that can be read back is for others to say."""
PARAGRAPH_FORMAT = "直接设置的段落格式"
SECTION_BREAK = "分节符"
DELETED_MARK = "修订中删去的段落标记"
DELETED_ROW = "修订中删去的表格行里的"
DELETED = {_BEYOND["del"]: "修订中删去的", _BEYOND["moveFrom"]: "修订中移走的"}
"""What tracked changes took out of a paragraph, and how it is called before its words."""
HIDDEN_MARK = "隐藏的段落标记"
_PARAGRAPH_FORMATS = ("jc", "ind", "pBdr", "shd")
_WRAPPERS = {"hyperlink", "ins", "moveTo", "smartTag", "fldSimple", "sdtContent", "customXml", "dir", "bdo"}
_LONGEST_NAME = 100
"""Of a face."""


def read_body(body: etree._Element) -> Iterator[ReadParagraph]:
    """The paragraphs of a w:body in the order of the text, those in tables among them."""
    for element in body:
        name = _local(element)
        if name == "p":
            yield _read_paragraph(element)
        elif name == "tbl":
            first = True
            for paragraph in _read_table(element, _table_of(element), [-1]):
                starts = first and any(run.text.strip() for run in paragraph.runs)
                first = first and not starts
                yield paragraph._replace(starts_table=starts, in_table=True)
        elif name == "sdt":
            for content in element.iterchildren(_w("sdtContent")):
                yield from read_body(content)
        elif name in _WRAPPERS:
            yield from read_body(element)
        elif name == "AlternateContent":
            yield from read_body(_chosen(element))
        elif name in _BEYOND:
            yield ReadParagraph(None, (), (_BEYOND[name],))


def _table_of(element: etree._Element) -> ReadTable:
    properties, grid = element.find(_w("tblPr")), element.find(_w("tblGrid"))
    own = _named(properties) if properties is not None else {}
    widths = () if grid is None else grid.iterchildren(_w("gridCol"))
    columns = tuple(
        min(_whole(column.get(_w("w"))) or 0, _WIDEST) for column in islice(widths, _MOST_COLUMNS)
    )
    indent = own.get("tblInd")
    left = 0 if indent is None else min(_whole(indent.get(_w("w"))) or 0, _WIDEST)
    return ReadTable(_value(own, "tblStyle"), columns, left)


_WIDEST = 30_000
"""Twips of a column, more of which no page has."""
_MOST_COLUMNS = 200


def _read_table(element: etree._Element, table: ReadTable, row: list[int]) -> Iterator[ReadParagraph]:
    """The paragraphs of a table's cells, each cell once: a table inside a cell is `read_body`'s again. `row`
    is the number of the last row."""
    for child in element:
        name = _local(child)
        if name == "tr":
            row[0] += 1
            yield from _read_row(child, table, row[0])
        elif name in ("sdt", "sdtContent") or name in _WRAPPERS:
            yield from _read_table(child, table, row)


def _read_row(element: etree._Element, table: ReadTable, row: int) -> Iterator[ReadParagraph]:
    properties = element.find(_w("trPr"))
    own = _named(properties) if properties is not None else {}
    header = _is_on(own.get("tblHeader"))
    column = min(_whole(_value(own, "gridBefore")) or 0, _MOST_COLUMNS)
    for cell in _cells_of(element):
        found = cell.find(_w("tcPr"))
        said = _named(found) if found is not None else {}
        columns = max(min(_whole(_value(said, "gridSpan")) or 1, _MOST_COLUMNS), 1)
        merged = said.get("vMerge")
        goes_on = merged is not None and merged.get(_VAL) != "restart"
        place = ReadCell(table, row, column, columns, goes_on, header, "del" in own or "cellDel" in said)
        column = min(column + columns, _MOST_COLUMNS)
        for paragraph in read_body(cell):
            yield paragraph._replace(cell=place)


def _cells_of(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        name = _local(child)
        if name == "tc":
            yield child
        elif name in ("sdt", "sdtContent") or name in _WRAPPERS:
            yield from _cells_of(child)


class _Field:
    """A field whose end has not been read: its instruction, and whether its result has begun and shows
    something."""

    __slots__ = ("in_result", "instruction", "shows")

    def __init__(self, instruction: str = "", *, in_result: bool = False) -> None:
        self.instruction = [instruction]
        self.in_result = in_result
        self.shows = False


class _Open(NamedTuple):
    """What a paragraph holds, as far as it has been read."""

    runs: list[ReadRun]
    beyond: list[str]
    boxes: list[tuple[ReadParagraph, ...]]
    fields: list[_Field]
    deleted: list[str]
    pictures: list[ReadPicture]
    marks: list[ReadMark]

    def mark(self, element: etree._Element, before: Iterable[str] = ()) -> None:
        """A mark of a comment, behind the runs and so much of the one that is being read."""
        offset = sum(len(run.text) for run in self.runs) + sum(map(len, before))
        self.marks.append(ReadMark(_local(element), element.get(_w("id")) or "", offset))


def _read_paragraph(element: etree._Element) -> ReadParagraph:
    opened = _Open([], [], [], [], [], [], [])
    style, align, outline = None, "", None
    properties = element.find(_w("pPr"))
    if properties is not None:
        own = _named(properties)
        style = _value(own, "pStyle")
        align, outline = _value(own, "jc") or "", _whole(_value(own, "outlineLvl"))
        opened.beyond.extend(_beyond_paragraph(own))
    _read_runs(element, opened)
    return ReadParagraph(
        style,
        tuple(opened.runs),
        tuple(dict.fromkeys(opened.beyond)),
        boxes=tuple(opened.boxes),
        align=align,
        outline=outline,
        deleted="".join(opened.deleted),
        pictures=tuple(opened.pictures),
        marks=tuple(opened.marks),
    )


def _beyond_paragraph(own: dict[str, etree._Element]) -> Iterator[str]:
    if "numPr" in own:
        yield _BEYOND["numPr"]
    if "sectPr" in own:
        yield SECTION_BREAK
    if "rPr" in own:
        mark = _named(own["rPr"])
        if "del" in mark:
            yield DELETED_MARK
        if _is_on(mark.get("vanish")) or _is_on(mark.get("specVanish")):
            yield HIDDEN_MARK
    # LibreOffice writes borders without any, too
    formatted = any(name in own and (name != "pBdr" or len(own[name])) for name in _PARAGRAPH_FORMATS)
    spacing = own.get("spacing")
    if formatted or (spacing is not None and spacing.get(_w("line"))) or _is_on(own.get("pageBreakBefore")):
        yield PARAGRAPH_FORMAT


def _read_runs(element: etree._Element, opened: _Open) -> None:
    for child in element:
        name = _local(child)
        if name == "r":
            _read_run(child, opened)
        elif name == "fldSimple":
            opened.fields.append(_Field(child.get(_w("instr")) or "", in_result=True))
            _read_runs(child, opened)
            if text := _read_field(opened):
                opened.runs.append(ReadRun(text, None))
        elif name in _WRAPPERS:
            _read_runs(child, opened)
        elif name == "sdt":
            for content in child.iterchildren(_w("sdtContent")):
                _read_runs(content, opened)
        elif name == "AlternateContent":
            _read_runs(_chosen(child), opened)
        elif name in _COMMENT_MARKS:
            opened.mark(child)
        elif name in _BEYOND:
            opened.beyond.append(_BEYOND[name])
            for mark in child.iter(*map(_w, _COMMENT_MARKS)):
                opened.mark(mark)
            if name in ("del", "moveFrom"):
                opened.deleted.extend(text.text or "" for text in child.iter(_w("t"), _w("delText")))


def _read_run(element: etree._Element, opened: _Open) -> None:
    text: list[str] = []
    style, font, formatted = None, NO_FONT, ""
    for child in element:
        name = _local(child)
        if name == "rPr":
            style, font, formatted = _read_font(child)
        elif name == "t" and not opened.fields:
            text.append(child.text or "")
        else:
            before = len(text), len(opened.beyond), len(opened.boxes)
            _read_piece(child, name, text, opened)
            if opened.fields and (
                any(text[before[0] :]) or before[1:] != (len(opened.beyond), len(opened.boxes))
            ):
                opened.fields[-1].shows |= opened.fields[-1].in_result
    if not text and (font.hidden or font.struck):
        formatted = RUN_FORMAT
    if formatted:
        opened.beyond.append(formatted)
    if text:
        opened.runs.append(ReadRun("".join(text), style, font))


def _read_piece(element: etree._Element, name: str, text: list[str], opened: _Open) -> None:
    """What a run holds besides its properties."""
    if name == "t":
        text.append(element.text or "")
    elif name == "fldChar":
        if (kind := element.get(_w("fldCharType"))) == "begin":
            opened.fields.append(_Field())
        elif opened.fields and kind == "separate":
            opened.fields[-1].in_result = True
        elif opened.fields and kind == "end" and (said := _read_field(opened)):
            text.append(said)
    elif name == "instrText":
        if opened.fields:
            opened.fields[-1].instruction.append(element.text or "")
    elif name == "ruby":
        text.extend(t.text or "" for base in element.iterchildren(_w("rubyBase")) for t in base.iter(_w("t")))
        aid = "".join(t.text or "" for rt in element.iterchildren(_w("rt")) for t in rt.iter(_w("t")))
        opened.beyond.append(f"{_BEYOND[name]}“{_cut(aid)}”" if aid.strip() else _BEYOND[name])
    elif name in ("tab", "ptab"):
        text.append("\t")
    elif name == "noBreakHyphen":
        text.append("-")
    elif name == "cr" or (name == "br" and element.get(_w("type")) in (None, "textWrapping")):
        text.append("\n")
    elif name == "br":
        opened.beyond.append("分页符或分栏符")
    elif name == "AlternateContent":
        before = len(text), len(opened.beyond), len(opened.boxes)
        for child in _chosen(element):
            _read_piece(child, _local(child), text, opened)
        if before == (len(text), len(opened.beyond), len(opened.boxes)):
            opened.beyond.append(_BEYOND["drawing"])  # as most of what nobody here knows is
    elif name in ("drawing", "pict", "object"):
        boxes = list(_text_boxes(element))
        opened.boxes.extend(tuple(read_body(box)) for box in boxes)
        picture = None if boxes or name == "object" else _picture_of(element)
        if picture is not None:
            opened.pictures.append(picture)
        elif not boxes or name == "object" or _has_picture(element):
            opened.beyond.append(_BEYOND[name])
    elif name in _COMMENT_MARKS:
        opened.mark(element, text)
    elif name in _BEYOND:
        opened.beyond.append(_BEYOND[name])


def _read_field(opened: _Open) -> str:
    """The text of the field that ends here, as far as its instruction alone holds it; names what is lost of a
    field that shows nothing."""
    field = opened.fields.pop()
    if opened.fields:  # the one that it stands in shows it, or it has been named
        opened.fields[-1].shows |= opened.fields[-1].in_result
    if field.shows:
        return ""
    instruction = "".join(field.instruction).strip()
    found = re.match(_OVERSTRIKE, instruction[:_LONGEST_EQUATION])
    leaves = [leaf for one in re.split(_LEAF, found[1]) if (leaf := one.strip())] if found else []
    if not leaves or found is None:
        opened.beyond.append(f"域“{_cut(instruction)}”" if instruction else "域")
        return ""
    if "\\s" in found[1] and not found[1].endswith("))"):  # what is raised stands over what is not
        opened.beyond.append(f"{_BEYOND['ruby']}“{_cut(''.join(leaves[:-1]))}”")
        return leaves[-1]
    text = "".join(leaf for leaf in leaves if leaf not in _RINGS)
    ringed = any(leaf in _RINGS for leaf in leaves)
    opened.beyond.append(f"{'带圈字符' if ringed else '合并字符'}“{_cut(text)}”的排法")
    return text


_OVERSTRIKE = r"(?is)eq\b(?:\s|\\\*\s*+(?:\"[^\"]*+\"|[^\s\\]++))*+\\o(?:\\a[clrd])?\s*+(\(.*\))\s*\Z"
"""An equation that sets characters over one another: all that Word makes of 带圈字符, 合并字符, and, in old
files, 拼音指南."""
_LEAF = r"\\s(?:\\[a-z]+\s*\d*)*|[(),;]"
"""What parts the characters of such an equation."""
_RINGS = "○◯〇□△◇"
_LONGEST_EQUATION = 500


def _cut(text: str) -> str:
    """Foreign text to name something by: short, on one line, nothing invisible in it."""
    line = " ".join(text.split())
    line = line if len(line) <= _LONGEST_NAMED else f"{line[:_LONGEST_NAMED]}…"
    return "".join(char for char in line if char.isprintable())


_LONGEST_NAMED = 40


def _chosen(element: etree._Element) -> etree._Element:
    """One of the alternatives, which all say the same: the first with a text box, else with text, else the
    last, which every program can read."""
    choices = [child for child in element if _local(child) in ("Choice", "Fallback")]
    for wanted in ("txbxContent", "t"):
        for choice in choices:
            if next(choice.iter(_w(wanted)), None) is not None:
                return choice
    return choices[-1] if choices else element


def _text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The text boxes of a drawing that are in no other one, each once."""
    for child in element:
        name = _local(child)
        if name == "txbxContent":
            yield child
        elif name == "AlternateContent":
            yield from _text_boxes(_chosen(child))
        else:
            yield from _text_boxes(child)


def _picture_of(element: etree._Element) -> ReadPicture | None:
    """The picture that a drawing is; None if it is none, or is not alone."""
    files = list(islice(element.iter(f"{{{_DRAWING}}}blip"), 2))
    files = files or list(islice(element.iter("{*}imagedata"), 2))
    if len(files) != 1:
        return None
    relation = files[0].get(f"{{{R}}}embed") or files[0].get(f"{{{R}}}id")
    if not relation or len(relation) > _LONGEST_NAME:
        return None
    extent = next(element.iter("{*}extent"), None)
    width = extent.get("cx") or "" if extent is not None else ""
    described = next(element.iter("{*}docPr"), None)
    alt = described.get("descr") or "" if described is not None else ""
    number = int(width) if len(width) < _LONGEST_WIDTH and width.isascii() and width.isdigit() else 0
    return ReadPicture(relation, number, alt[:_LONGEST_ALT])


_LONGEST_WIDTH = 10
_LONGEST_ALT = 2_000


def _has_picture(element: etree._Element) -> bool:
    """Whether a drawing with a text box holds a picture beside it."""
    return next(element.iter("{*}pic", "{*}imagedata"), None) is not None


_LOOKS = {"b", "i", "u", "em", "vertAlign", "color", "highlight", "shd", "sz"}
_FACES = ("ascii", "hAnsi", "eastAsia")


def _read_font(properties: etree._Element) -> tuple[str | None, ReadFont, str]:
    """A run's character style by its id, what else is set directly, and how it is called if that changes its
    look without taking text away."""
    style = None
    font = NO_FONT
    formatted = bold = False
    for child in properties:
        name = _local(child)
        if name == "rStyle":
            style = child.get(_VAL)
        elif name == "vanish":
            font = font._replace(hidden=_is_on(child))
        elif name in ("strike", "dstrike"):
            font = font._replace(struck=bool(font.struck) or _is_on(child))
        elif name == "rFonts":
            formatted = formatted or any(child.get(_w(face)) for face in _FACES)
            font = font._replace(face=(child.get(_w("eastAsia")) or "")[:_LONGEST_NAME])
        elif name in _LOOKS:
            if name == "b":
                bold = _is_on(child)
                font = font._replace(bold=bold)
                continue
            formatted = formatted or _is_on(child)
            if name == "sz":
                size = _whole(child.get(_VAL))
                font = font._replace(size=None if size is None else size / 2)
    return style, font, RUN_FORMAT if formatted else BOLD_FORMAT if bold else ""


def read_margin_text(data: bytes) -> str:
    """The text of a header's or footer's part; empty if it can't be read."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return ""
    return "".join(text.text or "" for text in root.iter(_w("t")))


def read_styles(styles: etree._Element) -> dict[str, ReadStyle]:
    """The styles by their ids; the default style of paragraphs is also that of the empty id."""
    found: dict[str, ReadStyle] = {}
    for style in styles.iterchildren(_w("style")):
        identifier = style.get(_w("styleId"))
        own = _named(style)
        name = _value(own, "name")
        if identifier is None or name is None:
            continue
        aliases = (alias.strip() for alias in (_value(own, "aliases") or "").split(","))
        paragraph = _named(own["pPr"]) if "pPr" in own else {}
        found[identifier] = ReadStyle(
            (name, *filter(None, aliases)),
            _value(own, "basedOn") or "",
            _read_font(own["rPr"])[1] if "rPr" in own else NO_FONT,
            _value(paragraph, "jc") or "",
            _whole(_value(paragraph, "outlineLvl")),
        )
        if style.get(_w("type")) == "paragraph" and style.get(_w("default")) in ("1", "true", "on"):
            found[""] = found[identifier]
    return found


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and element.get(_VAL) not in ("0", "false", "none", "off", "auto")


def _named(parent: etree._Element) -> dict[str, etree._Element]:
    """Children by their names."""
    return {_local(child): child for child in parent}


def _value(elements: dict[str, etree._Element], name: str) -> str | None:
    element = elements.get(name)
    return None if element is None else element.get(_VAL)


def _whole(text: str | None) -> int | None:
    return int(text) if text and len(text) < 6 and text.isascii() and text.isdigit() else None


def _w(name: str) -> str:
    return f"{{{W}}}{name}"


_VAL = _w("val")


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
