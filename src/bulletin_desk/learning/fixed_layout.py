"""What a layout says of head, closing block and page number, made of what was seen of an old issue, with the
values that its fields have there. Must not know the text between them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from bulletin_desk.bulletin.blank import NO_ISSUE
from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.bulletin.fields import DeclaredField, completed, with_field
from bulletin_desk.bulletin.model import Addressee, DatedHeader, Imprint, Issue, Masthead
from bulletin_desk.bulletin.numbering import Numbering
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.gathering.doubts import Doubt
from bulletin_desk.layouts.model import Folio, Style
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.layouts.rows import Closing, Head
from bulletin_desk.layouts.standard import STANDARD
from bulletin_desk.learning.block_fit import Block, grid_place
from bulletin_desk.learning.closing_layout import ClosingMaker
from bulletin_desk.learning.evidence import SeenLine
from bulletin_desk.learning.faces_seen import role_of
from bulletin_desk.learning.head_layout import HeadMaker
from bulletin_desk.learning.inks import cmyk_of
from bulletin_desk.learning.measured import measured
from bulletin_desk.learning.parting import Parted
from bulletin_desk.learning.row_pieces import RowPieces
from bulletin_desk.learning.row_styles import RowStyles
from bulletin_desk.learning.row_words import RowWords
from bulletin_desk.learning.sighting import Sighting

_MOST_A_DAY = 3
"""Issues a day: a number that is beyond so many since New Year runs through the years."""
_USUAL_FOLIO = "— {page} —"


class FixedLayout(NamedTuple):
    """What stands around the text. `styles` are those of its rows and of the page number, by name; `issue`
    has the values of the old issue, and no text. `open` are what one issue can't tell, though it shows on the
    next ones: numbering, even_page; `copy` is the number of the copy that was seen."""

    head: Head
    closing: Closing
    folio: Folio
    styles: Mapping[str, Style]
    declared: tuple[DeclaredField, ...]
    numbering: Numbering
    issue: Issue
    open: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    copy: str = ""


def fixed_layout(sighting: Sighting, parts: Parted, faces: Faces) -> FixedLayout:
    """Head, closing block and page number as they were seen."""
    block = sighting.block
    words, styles = RowWords(parts.told, parts.told_closing), RowStyles(block, faces)
    pieces = RowPieces(block, words, styles)
    heads = HeadMaker(block, pieces)
    head = heads.head(parts.head, parts.head_rules, parts.body)
    closings = ClosingMaker(block, pieces, parts.told_closing.distribution, told=sighting.kind == "word")
    even = _is_alone_on_even(parts)
    doubts: list[Doubt] = []
    foot = _text_foot(parts, block)
    closing = closings.closing(parts.closing, parts.closing_rules, even_page=even, text_foot=foot)
    if not closing.rows:
        closing = _usual_closing()
        doubts.append(Doubt("layout", "没有看到版记，版式里用了国标的；其中没有填的不印。", "版记"))
    folio = _folio(sighting, styles, faces, doubts)
    if words.copy:
        said = f"“{words.copy}”当作份号：一份一个，按份编号打印时才印，平时空着。"
        doubts.append(Doubt("layout", said, words.copy))
    if words.date is None:
        doubts.append(Doubt("date", "旧的一期里没有找到日期，新的一期请填上。", "日期"))
    elif words.day is None:
        said = f"旧的一期里没有几日，它的日期写作{chinese_date(words.date)}，请核对。"
        doubts.append(Doubt("date", said, chinese_date(words.date)))
    numbering, is_open = _numbering(parts, words)
    open_ = [*(["numbering"] if is_open else [])]
    if parts.closing and parts.closing[0].page % 2 == 1 and closing.place == "foot":
        open_.append("even_page")
    return FixedLayout(
        head,
        closing,
        folio,
        styles.styles,
        tuple(words.declared),
        numbering,
        _issue(parts, words, closings.distribution),
        tuple(open_),
        (*heads.doubts, *closings.doubts, *words.doubts, *styles.doubts, *doubts),
        words.copy,
    )


def _text_foot(parts: Parted, block: Block) -> Fraction | None:
    """The lower edge of the last line of the grid with text, on the page of the closing block; None where no
    text stands there."""
    page = parts.closing[0].page if parts.closing else -1
    text = [piece.line for one in parts.body for piece in one.lines if piece.page == page]
    for one in parts.body:  # of which a Word file shows but the first line
        last = one.lines[-1].line
        at, baseline = one.end
        if at == page:
            text.append(SeenLine(tuple(seen._replace(y=baseline) for seen in last.chars)))
    lines = max((grid_place(line, block) for line in text), default=None)
    return None if lines is None else block.top + Fraction(lines) * block.pitch


def _usual_closing() -> Closing:
    """The standard's closing block, all of it inside the text block, below the text on any page."""
    usual = load_layout(STANDARD).closing
    rows = tuple(row._replace(margin=False) for row in usual.rows)
    return usual._replace(rows=rows, even_page=False)


def _is_alone_on_even(parts: Parted) -> bool:
    """Whether the closing block stands on an even page by itself, behind one that had room for it."""
    if not parts.closing or not parts.body:
        return False
    page = parts.closing[0].page
    return page % 2 == 1 and parts.body[-1].lines[-1].page < page


def _folio(sighting: Sighting, styles: RowStyles, faces: Faces, doubts: list[Doubt]) -> Folio:
    """The page number as it was seen; the standard's where none was."""
    block, seen = sighting.block, sighting.folio
    if seen is None:
        doubts.append(Doubt("layout", "没有看到页码，版式里用了国标的一字线页码。", "页码"))
        return Folio(_STANDARD_GAP, _USUAL_FOLIO, "right", "left", _STANDARD_INDENT)
    face = styles.role(seen.look)
    size = measured(seen.look.size)
    figures = seen.figures
    latin = role_of(figures.face, figures.bold) if figures is not None else ""
    styles.add(
        Style(
            "folio",
            face,
            size,
            size,
            cmyk_of(seen.look.ink),
            "left",
            Fraction(0),
            Fraction(0),
            Fraction(0),
            "",
            "",
            face,
            latin or face,
        )
    )
    first = seen.text[0] if seen.text[0] != "{" else "1"
    choice = faces.choose(face if first != "1" else latin or face, first)
    rise = Fraction(choice.face.ink_top(choice.char)) if choice is not None else Fraction(7, 10)
    gap = seen.baseline - rise * size - (block.top + block.pitch * block.lines)
    if gap < 0:
        doubts.append(Doubt("layout", "页码不在版心之下，版式里的页码总在版心之下。", "页码"))
    most = sighting.height - block.top - block.pitch * block.lines
    gap, indent = min(max(measured(gap), Fraction(0)), most), styles.indent(float(seen.indent), size)
    return Folio(gap, seen.text, seen.odd, seen.even, indent)


_STANDARD_GAP = 7 * Fraction(7200, 2540)
_STANDARD_INDENT = Fraction(14)


def _numbering(parts: Parted, words: RowWords) -> tuple[Numbering, bool]:
    """How issues are counted, and whether that is open: a number with its year, or with a total number
    beside it, begins anew each year; one that is beyond what a year can have runs on."""
    told = parts.told
    numbering = Numbering(copy_digits=len(words.copy)) if words.copy else Numbering()
    if told.number is None:
        return numbering._replace(counts="none"), False
    day = words.date
    if told.year is not None or told.total is not None:
        return numbering, False
    if day is not None and told.number > _MOST_A_DAY * day.timetuple().tm_yday:
        return numbering._replace(counts="through"), False
    return numbering, True


def _issue(parts: Parted, words: RowWords, distribution: Sequence[Addressee]) -> Issue:
    """The values of head and closing block."""
    told, closing = parts.told, parts.told_closing
    day = words.date or NO_ISSUE.dated_header.date
    marking = told.marking if words.placed("marking") else ""  # it may be a line of a text in a corner
    issue = Issue(
        Masthead(words.name, told.number or 1, told.total, marking, told.supplement),
        DatedHeader(told.issuer, day),
    )
    issue = replace(
        issue,
        disclosure=closing.disclosure,
        distribution=tuple(distribution),
        imprint=Imprint(closing.office, closing.date) if closing.date else None,
        print_count=closing.print_count,
    )
    for field, value in zip(words.declared, words.values, strict=True):
        issue = with_field(issue, field.path, value.name, value.text)
    return completed(issue, words.declared)
