"""The rows of head and closing block as paragraphs of the Word copy. Holds no XML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import NamedTuple

from bulletin_desk.export.docx import fixed_styles as fixed
from bulletin_desk.export.docx import styles as st
from bulletin_desk.export.docx.oxml import Paragraph, Run
from bulletin_desk.export.docx.row_forms import (
    RowForm,
    RuleForm,
    baselines,
    by_row,
    is_apart,
    is_turned,
    left_of,
    lifted,
    row_form,
    rules_by_row,
    words_by_row,
)
from bulletin_desk.export.docx.row_lines import NEXT_CELL, CellLine, side_by_side
from bulletin_desk.export.docx.row_words import stops
from bulletin_desk.export.docx.words import Words
from bulletin_desk.layouts.colours import rgb
from bulletin_desk.layouts.model import EMBOLDENED, Layout
from bulletin_desk.layouts.rows import Row as LayoutRow
from bulletin_desk.layouts.rows import Rule
from bulletin_desk.typeset.composed import Composed
from bulletin_desk.typeset.fixed_part import FixedPart, Placement

_PIECE = "字样"
"""Begins the names of the styles of pieces that have none but their faces and sizes."""
_MOST_UNDER = Fraction(36)
"""Points from a row's baseline down to a rule that a paragraph's border can be."""
FACE_NAMES = {
    "xiaobiaosong": "小标宋",
    "fangsong": "仿宋",
    "hei": "黑体",
    "kai": "楷体",
    "song": "宋体",
    "latin": "西文",
    "latin_bold": "西文粗体",
}
FACE_NAMES |= {role: f"{FACE_NAMES[role.removesuffix('_bold')]}，粗" for role in EMBOLDENED}


class Row(NamedTuple):
    """A row of the closing block with the rules around it."""

    paragraph: Paragraph
    rule_above: Rule | None
    rule_below: Rule | None


@dataclass(slots=True)
class HeadRows:
    """The head's paragraphs, and how each stands on our page."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    forms: list[RowForm | RuleForm] = field(default_factory=list)

    def add_rule(self, rule: RuleForm) -> None:
        """An empty paragraph with a rule under it."""
        self.paragraphs.append(Paragraph(fixed.rule_name(len(self.forms)), ()))
        self.forms.append(rule)


@dataclass(slots=True)
class ClosingRows:
    """The closing block's rows; what stands in the margin below it, and where below its foot; the layout's
    rows that have words, be they printed or not; how far behind their labels the entries' turned lines stand,
    in em; the heights of its empty rows; how much is free above its first rule."""

    rows: list[Row] = field(default_factory=list)
    margin: list[tuple[Paragraph, RowForm]] = field(default_factory=list)
    forms: list[fixed.ClosingForm] = field(default_factory=list)
    hangs: list[fixed.Hang] = field(default_factory=list)
    rooms: list[Fraction] = field(default_factory=list)
    gap: Fraction = Fraction(0)

    def add(self, paragraphs: Iterable[Paragraph], above: Rule | None, between: Rule | None) -> None:
        """Rows at the end, with a rule above the first one and between them."""
        for number, paragraph in enumerate(paragraphs):
            if number and between:
                self.rows[-1] = self.rows[-1]._replace(rule_below=between)
            self.rows.append(Row(paragraph, between if number else above, None))

    def rule_below(self, rule: Rule) -> None:
        """A rule under the last row."""
        self.rows[-1] = self.rows[-1]._replace(rule_below=rule)

    def space_below(self, space: Fraction) -> None:
        """So much room under the last row."""
        last = self.rows[-1]
        self.rows[-1] = last._replace(paragraph=last.paragraph._replace(after=st.twips(space)))

    def room(self, height: Fraction) -> Paragraph:
        """An empty row's paragraph."""
        if height not in self.rooms:
            self.rooms.append(height)
        return Paragraph(fixed.room_name(height), ())


class SetLine(NamedTuple):
    """The runs of a line of a typeset paragraph, and the one that ends it before the next one, if any;
    `own_end`: its author ended it."""

    runs: tuple[Run, ...]
    end: Run | None
    own_end: bool


class RunMaker(NamedTuple):
    """What makes the runs of a typeset paragraph, or its lines (`breaks`: which end at line breaks), and the
    character styles that there are."""

    runs: Callable[[Composed], tuple[Run, ...]]
    lines: Callable[..., Iterator[SetLine]]
    characters: dict[str, st.Font]


def technical(characters: dict[str, st.Font], name: str) -> str:
    """A character style that marks what typesetting added, which the copy then has."""
    characters.setdefault(name, st.Font())
    return name


def head_rows(part: FixedPart, layout: Layout, words: Words, runs: RunMaker) -> HeadRows:
    """The head's rows, a paragraph each; a rule far from any row's line has one of its own."""
    made, rows = HeadRows(), layout.head.rows
    lines, rules = by_row(part), rules_by_row(part)
    its_words = words_by_row(words.head, rows)
    for at, row in enumerate(rows):
        rule = None
        if row.rule is not None and at in rules:
            first = rules[at][0]
            rule = RuleForm(row.rule, first.centre - first.thickness / 2)
        if at in lines:
            form = row_form(row, its_words[at], lines[at], layout, rule)
            if rule is not None and rule.top - form.last > _MOST_UNDER:
                form = replace(form, rule=None)
            elif rule is not None and not rule.apart:
                rule = None
            made.paragraphs.append(_paragraph(form, row, lines[at], layout, runs))
            made.forms.append(form)
        if rule is not None:
            made.add_rule(rule)
    made.forms = lifted(made.forms)
    if all(form.lifted for form in made.forms):
        made.add_rule(RuleForm(None, part.height if made.forms else Fraction(0)))
    return made


def closing_rows(part: FixedPart | None, layout: Layout, words: Words, runs: RunMaker) -> ClosingRows:
    """The closing block's rows and rules. The first rule and the last belong to the rows between them, the
    others to those on either side."""
    made, rows = ClosingRows(), layout.closing.rows
    its_words = words_by_row(words.closing, rows)
    lines = by_row(part) if part else {}
    rules = rules_by_row(part) if part else {}
    ruled = [at for at, row in enumerate(rows) if row.rule and at in rules]
    above: Rule | None = None
    own = Fraction(0)  # the room that the last row has below it
    for at, row in enumerate(rows):
        placed = lines.get(at, [])
        if row.cells:
            form = row_form(row, its_words[at], placed, layout)
            made.forms.append(fixed.ClosingForm(form, row))
        if part is None:
            continue
        if row.rule is not None:
            if at not in ruled:
                continue
            first, last = at == ruled[0], at == ruled[-1]
            rule, closes = row.rule, not first or not _is_any(rows, at, lines)
            if is_apart(rule):
                rule = rule._replace(double=None)
            if made.rows and closes:
                made.rule_below(rule)
            if made.rows and rule.gap:
                made.space_below(own + rule.gap)
            elif not made.rows:
                made.gap = rule.gap
            above = None if last and not first else rule
            if is_apart(row.rule) and row.rule.double is not None:
                made.add([made.room(row.rule.double)], rule, None)
                made.rule_below(rule)
            continue
        if row.margin and ruled and placed:
            form = replace(form, first=form.first - part.height)
            made.margin.append((_paragraph(form, row, placed, layout, runs), form))
            continue
        between = None
        own = row.space_after
        if row.repeats and placed:
            paragraphs = _entries(row, placed, made, layout, runs)
            between = Rule(row.rule_between, rules[at][0].colour) if at in rules else None
            if row.space:
                made.add([made.room(row.space)], above, None)
                above = None
        elif placed:
            paragraphs = [_paragraph(form, row, placed, layout, runs)]
        elif not row.cells or row.keeps_room:
            height = row.height or row.pitch or layout.closing.line_pitch
            paragraphs = [made.room(height + (row.space or Fraction(0)) + row.space_after)]
            own = Fraction(0)
        else:
            continue
        made.add(paragraphs, above, between)
        above = None
        if row.repeats and row.space_after:
            made.space_below(row.space_after)
    return made


def _is_any(rows: Sequence[LayoutRow], at: int, lines: Mapping[int, object]) -> bool:
    """Whether rows are printed below one."""
    return any(below in lines and not rows[below].margin for below in range(at + 1, len(rows)))


def _paragraph(
    form: RowForm, row: LayoutRow, placed: Sequence[Placement], layout: Layout, runs: RunMaker
) -> Paragraph:
    return Paragraph(fixed.row_name(form.kind, form.number), _row(form, row, placed, layout, runs))


def _row(
    form: RowForm, row: LayoutRow, placed: Sequence[Placement], layout: Layout, runs: RunMaker
) -> tuple[Run, ...]:
    """The pieces of a row as runs of one paragraph, tabs between its cells."""
    if len(placed) == 1 and len(row.cells) == 1:
        return runs.runs(placed[0].composed)
    if row.cells[0].side == "spread" and is_turned(placed):
        return tuple(_one_below_the_other(placed, runs))
    at_stops = stops([cell.side for cell in row.cells])
    lines: list[CellLine] = []
    for number, one in enumerate(placed):
        tabs = number if one.side == "spread" else 0
        if one.side in at_stops:
            tabs = at_stops.index(one.side) + 1
        lines += _cell_lines(one, form.first, tabs, placed[0].composed, layout, runs)
    return _side_by_side(lines, runs)


def _one_below_the_other(placed: Sequence[Placement], runs: RunMaker) -> Iterator[Run]:
    for number, one in enumerate(placed):
        if number:
            yield Run(NEXT_CELL, technical(runs.characters, st.AUTOMATIC_BREAK))
        yield from _dressed(runs, runs.runs(one.composed), one.composed, placed[0].composed)


def _cell_lines(
    one: Placement, baseline: Fraction, tabs: int, first: Composed, layout: Layout, runs: RunMaker
) -> Iterator[CellLine]:
    """A piece's lines behind so many tabs, in a row whose first line stands on `baseline` and which has the
    style of its `first` piece."""
    for at, line in zip(baselines(one, layout), runs.lines(one.composed, breaks=True), strict=True):
        dressed = tuple(_dressed(runs, line.runs, one.composed, first))
        yield CellLine(round((at - baseline) / one.pitch), tabs, dressed, line.own_end)


def _side_by_side(lines: Sequence[CellLine], runs: RunMaker) -> tuple[Run, ...]:
    made = tuple(side_by_side(lines, st.AUTOMATIC_BREAK, st.OWN_BREAK))
    for run in made:
        if run.style in (st.AUTOMATIC_BREAK, st.OWN_BREAK):
            technical(runs.characters, run.style)
    return made


def _dressed(runs: RunMaker, made: tuple[Run, ...], piece: Composed, first: Composed) -> Iterator[Run]:
    """Runs of a piece in a paragraph that has the style of its `first` one."""
    own, main = _font(piece), _font(first)
    if own == main:
        yield from made
        return
    if own.colour == main.colour:
        own = replace(own, colour=None)
    size = f"{(own.half_points or 0) / 2:g}磅"
    name = f"（{FACE_NAMES[piece.paragraph.spans[-1].role]}{size}{own.colour or ''}）"
    for run in made:
        if run.comments:
            yield run
            continue
        styled = runs.characters.get(run.style or "", st.Font())
        named = (run.style or _PIECE) + name
        font = replace(
            own,
            east_asian=styled.east_asian or own.east_asian,
            latin=styled.latin or own.latin,
            spacing=styled.spacing,
            hinted=styled.hinted,
            scale=styled.scale,
            bold=styled.bold,
        )
        runs.characters.setdefault(named, font)
        yield run._replace(style=named)


def _entries(
    row: LayoutRow, placed: Sequence[Placement], made: ClosingRows, layout: Layout, runs: RunMaker
) -> list[Paragraph]:
    """The entries of the distribution, each 报：… with turned lines behind its label; what stands beside
    the last one stands at its tab stop."""
    entries = [one for one in placed if one.side == "left"]
    beside = [one for one in placed if one.side == "right"]
    paragraphs = []
    for label, to in zip(entries[::2], entries[1::2], strict=True):
        distance = (left_of(to) - left_of(label)) / to.composed.paragraph.advance
        hang = fixed.Hang(distance, bool(beside) and to is entries[-1])
        if hang not in made.hangs:
            made.hangs.append(hang)
        if hang.beside:
            at = baselines(label, layout)[0]
            lines = list(_cell_lines(label, at, 0, to.composed, layout, runs))
            lines += _cell_lines(to, at, 0, to.composed, layout, runs)
            for one in beside:
                lines += _cell_lines(one, at, 1, to.composed, layout, runs)
            said = _side_by_side(lines, runs)
        else:
            turn = () if distance else (Run("\n", technical(runs.characters, st.AUTOMATIC_BREAK)),)
            dressed = _dressed(runs, runs.runs(label.composed), label.composed, to.composed)
            said = (*dressed, *turn, *runs.runs(to.composed))
        paragraphs.append(Paragraph(hang.style, said))
    return paragraphs


def _font(composed: Composed) -> st.Font:
    """The character properties of a paragraph."""
    paragraph = composed.paragraph
    return st.Font(
        st.TYPEFACES[paragraph.spans[-1].role].name,
        st.TYPEFACES[paragraph.latin_role].name,
        int(paragraph.size * 2),
        rgb(paragraph.colour),
    )
