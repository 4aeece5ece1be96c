"""The fixed parts of the official layout: the head of page 1, the closing block, the page numbers.

Knows where the layout puts them, not which page they fall on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.bulletin.grammar import (
    DATE,
    DISCLOSURE,
    ISSUER,
    MARKING,
    NAME,
    NUMBER,
    OFFICE,
    PRINT_COUNT,
    PRINTED,
    label_path,
    to_path,
)
from bulletin_desk.bulletin.model import Addressee, Imprint, Issue, Kind, Path
from bulletin_desk.hanzi.classes import HAN, LATIN
from bulletin_desk.layouts.model import Cmyk, Layout, Style, TextBlock
from bulletin_desk.pages.model import Colour, HorizontalRule, PlacedLine, Remark
from bulletin_desk.typeset.composed import Composed, Composer
from bulletin_desk.typeset.measure import measure
from bulletin_desk.typeset.paragraph import UNITS, paragraph


@dataclass(frozen=True, slots=True)
class Placement:
    """Lines of one paragraph, from its line `first` on up to `last` (None: to its end): `top` of its line 0
    and `pitch` in points, from the part's top."""

    composed: Composed
    path: Path
    top: Fraction
    pitch: Fraction
    first: int = 0
    last: int | None = None

    @property
    def numbers(self) -> range:
        """The numbers of its lines."""
        return range(self.first, self.composed.count if self.last is None else self.last)

    def tops(self) -> list[Fraction]:
        """The tops of its lines."""
        return [self.top + self.pitch * number for number in self.numbers]


@dataclass(frozen=True, slots=True)
class RulePlacement:
    """A block-wide rule: its centre, in points from the text block's top."""

    centre: Fraction
    thickness: Fraction
    colour: Cmyk


@dataclass(frozen=True, slots=True)
class FixedPart:
    """A fixed part: its lines in reading order and its rules, within `height` points."""

    placements: tuple[Placement, ...]
    rules: tuple[RulePlacement, ...]
    height: Fraction

    def of(self, kind: Kind) -> list[Placement]:
        """The placements of a kind."""
        return [part for part in self.placements if part.composed.paragraph.kind is kind]

    def lines(self, block: TextBlock, top: Fraction) -> Iterator[PlacedLine]:
        """The lines on the page; `top` is the part's own top from the text block's top."""
        for each in self.placements:
            at = top + each.top + each.pitch * each.first
            yield from each.composed.placed(each.path, each.numbers, block, at, each.pitch)

    def marks(self, block: TextBlock, top: Fraction) -> Iterator[HorizontalRule]:
        """The rules on the page."""
        x, width = float(block.left), float(block.width)
        for rule in self.rules:
            y = float(block.top + top + rule.centre)
            yield HorizontalRule(x, y, width, float(rule.thickness), Colour(*rule.colour))

    def remarks(self) -> Iterator[Remark]:
        """What is to be said about its texts."""
        for placement in self.placements:
            yield from placement.composed.remarks(placement.path)

    def parted(self, room: Fraction) -> list[FixedPart]:
        """The part cut between its lines into parts of at most `room` points (itself if it fits): each has as
        many lines as will go in, one at least, and the rules that stand above the next line."""
        if self.height <= room:
            return [self]
        tops = sorted({top for placement in self.placements for top in placement.tops()})
        cuts = [Fraction(0)]
        while self.height - cuts[-1] > room:
            first = bisect_right(tops, cuts[-1])
            if first == len(tops):
                break
            cuts.append(tops[max(first, bisect_right(tops, cuts[-1] + room) - 1)])
        return self._cut(cuts)

    def _cut(self, cuts: list[Fraction]) -> list[FixedPart]:
        """The parts that begin at some heights, the first of them 0: each has the lines and rules whose tops
        and centres stand from its beginning up to the next one's."""
        placements: list[list[Placement]] = [[] for _ in cuts]
        rules: list[list[RulePlacement]] = [[] for _ in cuts]
        for placement in self.placements:
            numbers: dict[int, list[int]] = {}
            for number, top in zip(placement.numbers, placement.tops(), strict=True):
                numbers.setdefault(max(bisect_right(cuts, top) - 1, 0), []).append(number)
            for at, here in numbers.items():
                moved = replace(placement, top=placement.top - cuts[at], first=here[0], last=here[-1] + 1)
                placements[at].append(moved)
        for rule in self.rules:
            at = max(bisect_right(cuts, rule.centre) - 1, 0)
            rules[at].append(replace(rule, centre=rule.centre - cuts[at]))
        ends = [*cuts[1:], self.height]
        return [
            FixedPart(tuple(placements[at]), tuple(rules[at]), ends[at] - start)
            for at, start in enumerate(cuts)
        ]


def head(issue: Issue, layout: Layout, composer: Composer) -> FixedPart:
    """报头, at the top of page 1: marking, name, number line, issuer and date over the red rule. It takes as
    many lines of the grid as the layout says, or more where a name of two lines pushes the number down."""
    block, where, styles = layout.text_block, layout.head, layout.styles
    pitch, width = block.line_pitch, block.width
    masthead, header = issue.masthead, issue.dated_header
    placements: list[Placement] = []

    def add(kind: Kind, style: Style, text: str, path: Path, row: int, *, literal: bool = False) -> Placement:
        """A paragraph whose last line stands on a row of the grid: further ones go above, not into what
        stands below."""
        composed = composer.compose(paragraph(kind, style, text, width, literal=literal))
        placements.append(Placement(composed, path, pitch * max(row - composed.count, 0), pitch))
        return placements[-1]

    ceiling = Fraction(0)
    if pitch * where.marking_line <= where.name_top:
        ceiling = pitch * where.marking_line
    if masthead.marking:
        marking = add(Kind.MARKING, styles["marking"], masthead.marking, MARKING, where.marking_line)
        ceiling = max(ceiling, marking.top + pitch * marking.composed.count)
    ceiling += pitch / 4
    name = _name(masthead.name, layout, composer, ceiling)
    placements.append(name)
    number, text = styles["number_line"], number_text(issue, layout)
    numbers = add(Kind.NUMBER_LINE, number, text, NUMBER, where.number_line, literal=True)
    date = styles["header_date"]
    date_text = chinese_date(header.date)
    issuer = styles["issuer"]
    clear = _clear_of(issuer, date, date_text, layout, composer)
    row = where.header_line
    issued = add(Kind.DATED_HEADER, clear, header.issuer, ISSUER, row)
    if where.number_space is not None:
        placements[-2] = replace(numbers, top=_foot(name) + where.number_space)
        row = ceil(placements[-2].tops()[-1] / pitch) + 1 + issued.composed.count
        row = min(max(row, where.header_line), where.header_line + _lines_to_spare(layout))
        placements[-1] = replace(issued, top=pitch * max(row - issued.composed.count, 0))
    add(Kind.DATED_HEADER, date, date_text, DATE, row, literal=True)
    foot = pitch * (row - 1) + (pitch + issuer.size) / 2
    rule = RulePlacement(
        foot + where.rule_gap + where.rule_thickness / 2, where.rule_thickness, where.rule_colour
    )
    return FixedPart(tuple(placements), (rule,), pitch * (where.lines + row - where.header_line))


def _lines_to_spare(layout: Layout) -> int:
    """By how many lines the head may grow so that page 1 keeps a line of text."""
    return layout.text_block.lines - 1 - layout.head.space_after - layout.head.lines


def _foot(name: Placement) -> Fraction:
    """Where the em box of a paragraph's last line ends."""
    return name.tops()[-1] + (name.pitch + name.composed.paragraph.size) / 2


def _name(text: str, layout: Layout, composer: Composer, ceiling: Fraction) -> Placement:
    """The name, below `ceiling`: on one line, as wide as the block allows; in two, divided by sense, where
    it would be smaller on one than the layout allows, or as the clerk has divided it."""
    where, style, width = layout.head, layout.styles["masthead"], layout.text_block.width
    size, count = _name_size(text, layout, composer)
    pitch = where.name_pitch
    if count > 1:
        size = min(size, max(_room(layout, ceiling), style.size / 4) / (1 + (count - 1) * pitch))
        size = floor(size * 2) / Fraction(2) or size  # as a word processor has it: in half points
    fitted = replace(style, size=size, advance=size)
    spaced = where.name_widths.get(_spaceable(text), Fraction(0))
    bare = not (style.prefix or style.suffix)
    if count == 1 and bare and spaced > _natural_width(text, style, composer) * size:
        side = (width - spaced) / 2
        fitted = replace(fitted, align="distributed", left_indent=side, right_indent=side)
    composed = composer.compose(paragraph(Kind.MASTHEAD, fitted, text, width))
    apart = size * pitch if composed.count > 1 else size
    top = where.name_top
    if where.number_space is None:  # what is higher than the largest line rises, and so keeps off the number
        top = min(top, top + style.size - size - apart * (composed.count - 1))
    return Placement(composed, NAME, top - (apart - size) / 2, apart)


def _name_size(text: str, layout: Layout, composer: Composer) -> tuple[Fraction, int]:
    """The size at which the block is wide enough for the name, and in how many lines it then stands."""
    style, width = layout.styles["masthead"], layout.text_block.width
    natural = _natural_width(text, style, composer)
    size = layout.head.name_least
    if "\n" in text or natural * size <= width:
        return min(style.size, width / natural) if natural else style.size, text.count("\n") + 1
    size = min(size, floor(4 * width / natural) / Fraction(2))
    while True:
        fitted = replace(style, size=max(size, _LEAST), advance=max(size, _LEAST))
        divided = composer.compose(paragraph(Kind.MASTHEAD, fitted, text, width))
        if divided.count <= _MOST_LINES or size <= _LEAST:
            break
        size -= Fraction(1, 2)
    lines = [text[line.start : line.visible] for line in divided.breaks]
    widest = max(_natural_width(line, style, composer) for line in lines)
    return min(style.size, width / widest) if widest else style.size, divided.count


_MOST_LINES = 2
"""Of a name that its author has not divided."""
_LEAST = Fraction(4)
"""Points: below that nothing is looked for that would make two lines of a name."""


def _room(layout: Layout, ceiling: Fraction) -> Fraction:
    """How high the lines of a name may be together: down to where the largest single line ends; where the
    number goes down with them, as much as two lines of the largest take, if the page has it."""
    block, where, largest = layout.text_block, layout.head, layout.styles["masthead"].size
    if where.number_space is None:
        return where.name_top + largest - ceiling
    last = where.header_line + _lines_to_spare(layout) - 1  # the rows above the dated header
    foot = block.line_pitch * (last - 1) - where.number_space
    return min(largest * (1 + where.name_pitch), foot - where.name_top)


def _spaceable(text: str) -> int:
    """How many characters a name has that is spaced: words of letters and digits count as one, names with
    anything else are not spaced."""
    return len(_SPACED.findall(text)) if not _SPACED.sub("", text) else 0


_SPACED = re.compile(rf"[{LATIN}]+|[{HAN}]")


def _natural_width(text: str, style: Style, composer: Composer) -> Fraction:
    """The natural width of a text's widest line, in em."""
    widths = composer.widths(style.latin_face)
    return Fraction(max(measure(line, widths).rights[-1] if line else 0 for line in text.split("\n")), UNITS)


def _clear_of(left: Style, right: Style, text: str, layout: Layout, composer: Composer) -> Style:
    """The style of what stands at the left of a line, kept one character clear of `text` at its right."""
    taken = right.right_indent + _natural_width(text, right, composer) * right.advance + left.advance
    room = layout.text_block.width - left.left_indent - taken
    if room < 4 * left.advance:  # a block so narrow that nothing helps
        return left
    return replace(left, right_indent=max(left.right_indent, taken))


def number_text(issue: Issue, layout: Layout) -> str:
    """第2期（总第607期）, as the layout words it."""
    masthead = issue.masthead
    if masthead.total_number is None:
        return layout.number_without_total.format(number=masthead.number, supplement=masthead.supplement)
    return layout.number_with_total.format(
        number=masthead.number, total=masthead.total_number, supplement=masthead.supplement
    )


def closing_block(issue: Issue, layout: Layout, composer: Composer) -> FixedPart | None:
    """The disclosure line, 版记 between its rules, the print count; None where an issue has none of them. A
    print count in the margin stands below the part's height."""
    part = _Column(layout, composer)
    closing = layout.closing
    ruled = bool(issue.distribution or issue.imprint)
    count_at = closing.print_count_at if ruled else "below"
    if issue.disclosure:
        style = replace(layout.styles["disclosure"], prefix=closing.disclosure_label)
        part.add(Kind.DISCLOSURE, style, issue.disclosure, DISCLOSURE, layout.text_block.line_pitch)
        part.skip(closing.disclosure_gap)
    if ruled:
        part.rule(closing.outer_rule)
        for number, entry in enumerate(issue.distribution):
            if number and closing.rule_between_entries:
                part.rule(closing.inner_rule)
            _distribution_entry(part, number, entry)
        if issue.distribution and issue.imprint:
            part.rule(closing.inner_rule)
        if issue.imprint:
            _imprint(part, issue.imprint)
        if count_at == "inside":
            _print_count(part, issue.print_count, closing.line_pitch)
        part.rule(closing.outer_rule)
    foot = part.at
    if count_at != "inside" and issue.print_count is not None:
        part.skip(closing.print_count_gap)
        low = count_at == "margin"
        pitch = layout.styles["print_count"].size if low else closing.line_pitch
        _print_count(part, issue.print_count, pitch)
        if not low:
            foot = part.at
    return part.done(foot)


def _print_count(part: _Column, count: int | None, pitch: Fraction) -> None:
    if count is not None:
        text = part.layout.closing.print_count_text.format(count=count)
        style = print_count_style(part.layout)
        part.add(Kind.PRINT_COUNT, style, text, PRINT_COUNT, pitch, literal=True)


def print_count_style(layout: Layout) -> Style:
    """The print count's style: between the rules it keeps the imprint's distance from the sides."""
    style, imprint = layout.styles["print_count"], layout.styles["imprint"]
    if layout.closing.print_count_at != "inside":
        return style
    return replace(style, left_indent=imprint.left_indent, right_indent=imprint.right_indent)


def _distribution_entry(part: _Column, number: int, entry: Addressee) -> None:
    """报：… with turned lines behind the label."""
    layout, composer = part.layout, part.composer
    style = layout.styles["distribution"]
    pitch = layout.closing.line_pitch
    label = replace(style, suffix=layout.closing.label_end, align="left")
    behind = _natural_width(entry.label + label.suffix, style, composer) * style.advance
    room = layout.text_block.width - style.left_indent - style.right_indent
    beside = behind <= room / 2  # no label of an office is longer; an unreadable sliver would be worse
    path = label_path(number)
    part.add(Kind.DISTRIBUTION, label, entry.label, path, pitch, advance=not beside)
    if not beside:
        behind = Fraction(0)
    part.add(Kind.DISTRIBUTION, style, entry.to, to_path(number), pitch, hang=behind)


def _imprint(part: _Column, imprint: Imprint) -> None:
    """The office at the left and the date at the right of one line, the last one if the office takes more."""
    style = part.layout.styles["imprint"]
    pitch = part.layout.closing.line_pitch
    text = chinese_date(imprint.date) + part.layout.closing.imprint_date_end
    right = replace(style, align="right")
    clear = _clear_of(style, right, text, part.layout, part.composer)
    part.add(Kind.IMPRINT, clear, imprint.office, OFFICE, pitch, advance=False)
    part.add(Kind.IMPRINT, right, text, PRINTED, pitch, literal=True, below_previous=True)


class _Column:
    """Builds a part from top to bottom. `at` is the foot of what there is, from the part's top."""

    def __init__(self, layout: Layout, composer: Composer) -> None:
        self.layout = layout
        self.composer = composer
        self._placements: list[Placement] = []
        self._rules: list[RulePlacement] = []
        self.at = Fraction(0)
        self._waiting = 0  # lines of the paragraph that did not advance

    def add(
        self,
        kind: Kind,
        style: Style,
        text: str,
        path: Path,
        pitch: Fraction,
        *,
        hang: Fraction = Fraction(0),
        literal: bool = False,
        advance: bool = True,
        below_previous: bool = False,
    ) -> None:
        """A paragraph at the column's end. Without `advance`, what comes next stands on its first line;
        `below_previous` puts a line on the last line of the paragraph before it, which did not
        advance."""
        composed = self.composer.compose(
            paragraph(kind, style, text, self.layout.text_block.width, hang=hang, literal=literal)
        )
        if below_previous:
            self.at += pitch * (self._waiting - 1)
            self._waiting = 0
        self._placements.append(Placement(composed, path, self.at, pitch))
        if advance:
            self.at += pitch * max(composed.count, self._waiting)
        self._waiting = 0 if advance else composed.count

    def skip(self, space: Fraction) -> None:
        """Leaves space."""
        self.at += space

    def rule(self, thickness: Fraction) -> None:
        """A rule across the block; it takes its own thickness."""
        colour = self.layout.closing.rule_colour
        self._rules.append(RulePlacement(self.at + thickness / 2, thickness, colour))
        self.at += thickness

    def done(self, height: Fraction) -> FixedPart | None:
        """The part, of a height that what stands in the margin does not count for; None if it is empty."""
        if not self._placements and not self._rules:
            return None
        return FixedPart(tuple(self._placements), tuple(self._rules), height)


def folio(number: int, layout: Layout, composer: Composer) -> PlacedLine | None:
    """The page number: the top of its first mark (the dash) stands `gap` below the text block."""
    block, where = layout.text_block, layout.folio
    style = layout.styles["folio"]
    side = where.odd if number % 2 else where.even
    aligned = replace(
        style,
        align=side,
        left_indent=style.left_indent + where.indent,
        right_indent=style.right_indent + where.indent,
    )
    text = where.text.format(page=number)
    composed = composer.compose(paragraph(Kind.FOLIO, aligned, text, block.width, literal=True))
    line = composed.line(0)
    if not line.runs:
        return None
    first = line.runs[0]
    top = composer.faces.face(first.font).ink_top(first.text[0]) * first.size
    band = block.top + block.height + where.gap
    return PlacedLine(
        line, Kind.FOLIO, (), float(block.left), float(band) + top, float(band), float(style.size)
    )
