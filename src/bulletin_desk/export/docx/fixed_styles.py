"""The styles of head and closing block in the Word copy: each row's, from how it stands on our pages.

Lengths are twips, font sizes half-points. Holds no XML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from math import ceil, floor
from typing import NamedTuple

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.export.docx.row_forms import RowForm, RuleForm
from bulletin_desk.export.docx.styles import (
    ANCHOR,
    ANCHOR_LINE,
    ANCHOR_NEXT_PAGE,
    ANCHOR_SECTION,
    ANCHOR_TEXT,
    BASELINE,
    FOLIO_EVEN,
    FOLIO_ODD,
    HEAD_RULE,
    ROOM,
    STYLE_NAMES,
    Border,
    Font,
    PageSetup,
    ParagraphStyle,
    Tab,
    em,
    font,
    indent,
    lowering,
    named_style,
    raising,
    twips,
)
from bulletin_desk.layouts.colours import rgb
from bulletin_desk.layouts.model import Align, Layout
from bulletin_desk.layouts.rows import Row, Rule


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
            high, above, border = ANCHOR_LINE, None, _border(row.rule, 0) if row.rule else None
            if row.apart and row.rule is not None and row.rule.double is not None:
                high = max(twips(row.rule.double), 1)
                above = border = _border(row.rule._replace(double=None), 0)
            top = twips(row.top) + setup.shift - (0 if above else high)
            style = ParagraphStyle(
                rule_name(len(made)),
                Font(half_points=2),
                line=high,
                align="left",
                before=0 if row.lifted else max(top - done, 0),
                top_border=above,
                bottom_border=border,
                technical=True,
                frame=_frame(top, setup) if row.lifted else None,
            )
            ruled = twips(row.rule.height) if row.rule else 0
            made.append(style)
            if not row.lifted:
                done = max(top, done) + (ruled if above else high + ruled)
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
        bearing = None if row.rule and row.rule.apart else row.rule
        top = twips(row.first) + setup.shift - round(BASELINE * line)
        made.append(
            named_style(
                row.kind,
                row.style,
                line,
                name=row_name(row.kind, row.number),
                align=row.align,
                first_line=indent(row.style, row.style.first_line_indent),
                right=indent(row.right, row.right.right_indent),
                before=0 if row.lifted else max(top - done, 0),
                # What it would have to stand in the line above, its characters are raised.
                raised=0 if row.lifted else raising(max(done - top, 0)),
                frame=_frame(top, setup) if row.lifted else None,
                font=replace(font(row.style), half_points=half_points, spacing=spacing or None),
                tabs=_tabs(row, layout, setup),
                bottom_border=_border(bearing.rule, space) if bearing and bearing.rule else None,
            )
        )
        if row.lifted:
            continue
        done = max(top, done) + line * row.lines
        if bearing and bearing.rule:
            done += twips(space + bearing.rule.height)
    foot = twips(layout.text_block.line_pitch) * (
        int(height / layout.text_block.line_pitch) + layout.head.space_after
    )
    if made:
        made[-1] = replace(made[-1], after=max(foot - done, 0))
    return made


def _frame(top: int, setup: PageSetup) -> tuple[int, int, int]:
    """Left, top and width on the page of what begins above the text area's top."""
    return setup.left, max(setup.top + top, 0), setup.measure


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


class Hang(NamedTuple):
    """How an entry of the distribution stands: its turned lines so many `em` behind the label's start, and
    whether something stands `beside` it."""

    em: Fraction
    beside: bool

    @property
    def style(self) -> str:
        """The name of the style for such entries."""
        beside = "、右边有字" if self.beside else ""
        return f"{STYLE_NAMES[Kind.DISTRIBUTION]}（悬挂{float(self.em):g}字{beside}）"


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
    hangs: Sequence[Hang],
    rooms: Sequence[Fraction],
    *,
    parted: bool,
    gap: Fraction,
) -> list[ParagraphStyle]:
    """The styles of the closing block, one for each of its rows, its anchor among them, and of the page
    numbers; `rooms` as of `room_name`. `parted`: the block is taller than
    a page, and its lines need not keep together; `gap`: so much is free above its first rule."""
    folio = layout.styles["folio"]
    whole = {"keep_next": not parted, "keep_lines": not parted}

    def plain(form: RowForm, row: Row) -> ParagraphStyle:
        line = row.pitch or layout.closing.line_pitch
        if row.margin:
            line = form.largest * _ROOM_IN_MARGIN
        return named_style(
            form.kind,
            form.style,
            twips(line),
            name=row_name(form.kind, form.number),
            align=form.align,
            first_line=indent(form.style, form.style.first_line_indent),
            right=indent(form.right, form.right.right_indent),
            before=0 if row.margin else twips(row.space or Fraction(0)),
            after=twips(row.space_after),
            raised=0 if row.margin else raising(lowering(layout, line, form.largest)),
            font=replace(font(form.style), half_points=max(floor(form.size * 2), 1)),
            tabs=_tabs(form, layout, setup),
            **({} if row.margin else whole),
        )

    def hanging(form: RowForm, row: Row, place: Hang) -> ParagraphStyle:
        label, style = (layout.styles[piece.style] for piece in islice(row.pieces, 2))
        hang = place.em * style.advance
        left = twips(em(style, label.left_indent + hang))
        room = layout.text_block.width - label.left_indent - hang - style.right_indent
        base = plain(replace(form, style=style, size=style.size), row)
        right = setup.measure - left - twips(em(style, room))
        return replace(
            base,
            name=place.style,
            align=style.align,
            before=0,
            after=0,
            left=left,
            first_line=-twips(em(style, hang)),
            # no tab stop is beyond the indent; lines beside something end at line breaks
            right=min(right, base.right) if place.beside else right,
        )

    made: list[ParagraphStyle] = []
    for form, row in rows:
        if row.repeats:
            made += (hanging(form, row, hang) for hang in hangs)
        else:
            made.append(plain(form, row))
    anchor = ParagraphStyle(ANCHOR, Font(half_points=2), line=ANCHOR_LINE, align="left", technical=True)
    next_page, under = replace(anchor, name=ANCHOR_NEXT_PAGE, page_break_before=True), []
    if layout.closing.place == "text":  # lines of the text stand higher by so much than ours
        own = setup.shift + twips(gap)
        next_page = replace(next_page, line=max(own, ANCHOR_LINE))
        between = max(own + setup.pitch * layout.closing.space_before, ANCHOR_LINE)
        under = [replace(anchor, name=ANCHOR_TEXT, line=between, keep_next=not parted)]
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
        next_page,
        *under,
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
