"""The rule by which an office's printed lines end, found from those lines: each rule that a layout can say
is tried on each of them. Must not know where the lines were read.

A line agrees with a rule if the rule, beginning where the printed line begins, ends it where it ends: so one
that doesn't costs no other. One line of three is set aside, and only counted when the rule is chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.line_rule import OFFICE_RULE, FigureWidth, LineRule, QuoteWidth
from bulletin_desk.layouts.rows import Cmyk
from bulletin_desk.typeset.break_lines import break_lines
from bulletin_desk.typeset.measure import Widths, natural_width
from bulletin_desk.typeset.paragraph import HALF, UNITS, Paragraph

GAPS = (Fraction(1, 4), Fraction(1, 5), Fraction(1, 8), Fraction(0))
"""What word processors put between Han and Latin: Word a quarter, LibreOffice a fifth, others less or
nothing."""
_QUOTES: tuple[QuoteWidth, ...] = ("half", "full")
_FIGURES: tuple[FigureWidth, ...] = ("half", "own")
RULES = tuple(
    LineRule(quotes, figures, gap, squeezed=squeezed, adjacent=adjacent, hanging=hanging)
    for quotes, figures, gap, squeezed, adjacent, hanging in product(
        _QUOTES, _FIGURES, GAPS, (True, False), (False, True), (False, True)
    )
)
"""Every rule that is tried, the usual one first."""
SET_ASIDE = 3
"""One of so many lines is not used to choose by."""
MOST_LINES = 600
"""So many lines are looked at at most, from all over the issue."""
_BLACK: Cmyk = (0, 0, 0, 1)
_AROUND = 2
"""Cells by which the measure may be off what the lines' widths tell."""
_SAMPLE = 48
"""So many lines tell which candidates are tried on all."""
_NEAR = 6
"""Lines of the sample that a candidate may end otherwise than the best one does and still be tried on all."""
_BEYOND = 2
"""Measures of text behind a line's beginning that are broken for its end."""


class Witness(NamedTuple):
    """A paragraph as it was printed: its text, where its lines begin (the first at 0), and how far the first
    is moved in, in cells."""

    text: str
    starts: tuple[int, ...]
    indent: Fraction = Fraction(2)


class Candidate(NamedTuple):
    """A measure in cells, and a rule."""

    cells: Fraction
    rule: LineRule


class Agreement(NamedTuple):
    """How many of some lines a candidate ends where they were printed to end."""

    candidate: Candidate
    agreed: int
    of: int


class Against(NamedTuple):
    """A printed line that ends elsewhere by the rule."""

    witness: int
    line: int
    printed: str
    ours: str


class Fitted(NamedTuple):
    """What was found. `chosen` counts the lines that were used to choose by, `apart` those set aside,
    `runner_up` those that were used, of the best candidate that ends any line otherwise; None where there is
    none. `open` are the keys of the rule (see `LineRule`) that no line tells for certain: the usual value
    stands.
    """

    chosen: Agreement
    apart: Agreement
    runner_up: Agreement | None
    against: tuple[Against, ...]
    open: tuple[str, ...]


_Likely = tuple[Mapping[Fraction, int], LineRule]
"""The place of each measure among those that are tried, and the usual rule."""


class _Line(NamedTuple):
    witness: int
    number: int
    text: str
    length: int
    indent: Fraction


def fit(
    witnesses: Sequence[Witness],
    faces: Faces,
    latin_role: str,
    cells: Sequence[Fraction] = (),
    tell: Callable[[int, int], None] = lambda done, of: None,
    usual: LineRule = OFFICE_RULE,
) -> Fitted | None:
    """The measure and rule that most printed lines agree with; among those that agree alike, the one that
    says least else than the `usual` rule. `cells` are the measures to try, the likeliest first; those that
    the lines' own widths tell where none are given. None where no paragraph has two lines. `tell` hears how
    many candidates were tried; what it raises ends the work."""
    lines = list(_inner_lines(witnesses))
    if not lines:
        return None
    lines = _some_of(lines)
    used = [line for at, line in enumerate(lines) if at % SET_ASIDE != SET_ASIDE - 1]
    aside = [line for at, line in enumerate(lines) if at % SET_ASIDE == SET_ASIDE - 1]
    tables = _Tables(faces, latin_role)
    rules = [rule for rule in RULES if rule.figures == "half" or tables.has_figures_of_its_own]
    measures = cells or _measures(lines, tables)
    likely: _Likely = (
        {each: at if cells else each.denominator for at, each in enumerate(measures)},
        usual,
    )
    candidates = [Candidate(each, rule) for each in measures for rule in rules]
    sample = used[:: -(-len(used) // _SAMPLE)]
    by_sample = _by_agreement(candidates, sample, tables, likely, tell)
    near = [each for each in by_sample if each.agreed >= by_sample[0].agreed - _NEAR]
    ranked = _by_agreement([each.candidate for each in near], used, tables, likely, lambda _, __: None)
    best = ranked[0].candidate
    ends = _ends(used, best, tables)
    other = next((each for each in ranked[1:] if _ends(used, each.candidate, tables) != ends), None)
    return Fitted(
        ranked[0],
        _agreement(best, aside, tables),
        other,
        tuple(_against(lines, best, tables)),
        tuple(_open([each.candidate for each in ranked], lines, tables)),
    )


def _by_agreement(
    candidates: Sequence[Candidate],
    lines: Sequence[_Line],
    tables: _Tables,
    likely: _Likely,
    tell: Callable[[int, int], None],
) -> list[Agreement]:
    """Candidates by how many lines they end as printed, the best first."""
    found = []
    for at, candidate in enumerate(candidates):
        tell(at, len(candidates))
        found.append(_agreement(candidate, lines, tables))
    return sorted(found, key=lambda each: (-each.agreed, _unlike_the_usual(each.candidate, likely)))


def _agreement(candidate: Candidate, lines: Sequence[_Line], tables: _Tables) -> Agreement:
    agreed = sum(_end(line, candidate, tables) == line.length for line in lines)
    return Agreement(candidate, agreed, len(lines))


def _inner_lines(witnesses: Sequence[Witness]) -> Iterator[_Line]:
    """The lines that others of their paragraph follow."""
    for at, witness in enumerate(witnesses):
        for number, (start, end) in enumerate(zip(witness.starts, witness.starts[1:], strict=False)):
            indent = Fraction(0) if number else witness.indent
            yield _Line(at, number, witness.text[start:], end - start, indent)


def _some_of(lines: list[_Line]) -> list[_Line]:
    """Not more than can be tried in a few seconds, from the whole of them."""
    if len(lines) <= MOST_LINES:
        return lines
    return [lines[at * len(lines) // MOST_LINES] for at in range(MOST_LINES)]


class _Tables:
    """The widths of characters by each rule, made once."""

    def __init__(self, faces: Faces, latin_role: str) -> None:
        self._faces = faces
        self._latin_role = latin_role
        self._of: dict[LineRule, Widths] = {}

    def of(self, rule: LineRule) -> Widths:
        if rule not in self._of:
            self._of[rule] = Widths(self._faces, self._latin_role, rule)
        return self._of[rule]

    @property
    def has_figures_of_its_own(self) -> bool:
        """Whether the face has figures that are not half a cell wide."""
        own = self.of(OFFICE_RULE._replace(figures="own"))
        return any(own[figure] != HALF for figure in "0123456789")


def _measures(lines: Sequence[_Line], tables: _Tables) -> list[Fraction]:
    """The measures that are tried: whole and half cells around the width that most lines have."""
    widths = sorted(
        natural_width(line.text[: line.length], tables.of(OFFICE_RULE)) + line.indent for line in lines
    )
    middle = round(widths[len(widths) // 2])
    halves = range(2 * (middle - _AROUND), 2 * (middle + _AROUND) + 1)
    return sorted((Fraction(half, 2) for half in halves if half > 0), key=lambda each: each.denominator)


def _end(line: _Line, candidate: Candidate, tables: _Tables) -> int:
    """Where the line ends by a candidate, counted from its beginning."""
    cells = int(candidate.cells * _BEYOND) * 2
    text = line.text[: max(cells, line.length + int(candidate.cells))]
    found, _ = break_lines(_body(text, candidate.cells, line.indent), tables.of(candidate.rule))
    return found[0].end


def _ends(lines: Sequence[_Line], candidate: Candidate, tables: _Tables) -> tuple[int, ...]:
    return tuple(_end(line, candidate, tables) for line in lines)


def _unlike_the_usual(candidate: Candidate, likely: _Likely) -> tuple[int, int]:
    """How many things are otherwise than usual: likely measures and fewer exceptions come first."""
    measures, usual = likely
    other = sum(one != its for one, its in zip(candidate.rule, usual, strict=True))
    return measures[candidate.cells], other


def _against(lines: Sequence[_Line], best: Candidate, tables: _Tables) -> Iterator[Against]:
    for line in lines:
        end = _end(line, best, tables)
        if end != line.length:
            yield Against(line.witness, line.number, line.text[: line.length], line.text[:end])


def _open(ranked: Sequence[Candidate], lines: Sequence[_Line], tables: _Tables) -> Iterator[str]:
    """The keys of the rule of which another rule of the same measure says something else, and agrees with as
    many lines, those set aside among them."""
    best = ranked[0]
    least = _agreement(best, lines, tables).agreed
    alike = [each.rule for each in ranked if each.cells == best.cells]
    alike = [rule for rule in alike if _agreement(Candidate(best.cells, rule), lines, tables).agreed >= least]
    for at, key in enumerate(LineRule._fields):
        if len({rule[at] for rule in alike}) > 1 or (key == "figures" and not tables.has_figures_of_its_own):
            yield key


def _body(text: str, cells: Fraction, indent: Fraction) -> Paragraph:
    """A justified paragraph, of which nothing but where its lines end is asked."""
    return Paragraph(
        kind=Kind.BODY,
        text=text,
        lead=0,
        tail=0,
        spans=(),
        latin_role="",
        size=Fraction(16),
        advance=Fraction(16),
        colour=_BLACK,
        align="justified",
        left=0,
        first_indent=int(indent * UNITS),
        measure=int(cells * UNITS),
    )
