"""How the rows of head and closing block stand on our pages, for the Word copy to set them alike. Lengths are
points. Holds no XML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from typing import Literal

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.export.docx.row_words import RowWords, stops
from bulletin_desk.layouts.model import Align, Layout, Style
from bulletin_desk.layouts.rows import Row, Rule
from bulletin_desk.typeset.cells import aligned
from bulletin_desk.typeset.fixed_part import FixedPart, Placement, RulePlacement
from bulletin_desk.typeset.paragraph import UNITS

_LIFTED = 2
"""Points above the text area's top by which characters are raised instead."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A tab stop: `at` points from the block's left; in the block's middle or at its right edge where that is
    None."""

    align: Literal["left", "centre", "right"]
    at: Fraction | None = None


@dataclass(frozen=True, slots=True)
class RuleForm:
    """A row's rule, its upper edge `top` below the part's top; without a rule, what keeps a head's place that
    has no rows."""

    rule: Rule | None
    top: Fraction
    lifted: bool = False

    @property
    def apart(self) -> bool:
        """See `is_apart`."""
        return self.rule is not None and is_apart(self.rule)

    @property
    def foot(self) -> Fraction:
        """Where it ends."""
        return self.top + (self.rule.height if self.rule else 0)


@dataclass(frozen=True, slots=True)
class RowForm:
    """A row's paragraph: `style` is that of its first piece, `right` that of its last one; its type is set in
    `size`, the largest of it in `largest`. Below the part's top, `top` is where its first line begins,
    `first` where that one's baseline stands, and `last` the last one's. `characters` are those of a name that
    is `fitted` to the block."""

    kind: Kind
    number: int
    style: Style
    right: Style
    align: Align
    stops: tuple[Stop, ...]
    top: Fraction
    size: Fraction
    largest: Fraction
    first: Fraction
    last: Fraction
    pitch: Fraction
    fitted: bool = False
    characters: int = 0
    rule: RuleForm | None = None
    lifted: bool = False

    @property
    def foot(self) -> Fraction:
        """Where it ends, its rule included."""
        return self.rule.foot if self.rule else self.last + self.largest * 3 / 10

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return 1 + round((self.last - self.first) / self.pitch) if self.pitch else 1


def lifted(forms: Sequence[RowForm | RuleForm]) -> list[RowForm | RuleForm]:
    """The head's rows; `lifted` are those that begin above the text area, where no text can stand, and those
    that begin beside them."""
    made: list[RowForm | RuleForm] = []
    foot = Fraction(-_LIFTED)
    for form in forms:
        begins = form.first - form.largest if isinstance(form, RowForm) else form.top
        if begins < foot:
            form, foot = replace(form, lifted=True), max(foot, form.foot)
        made.append(form)
    return made


def is_apart(rule: Rule) -> bool:
    """Whether a rule's two lines need a border each: a double border's are as far apart as they are thick."""
    return rule.double not in (None, rule.thickness)


def by_row(part: FixedPart) -> dict[int, list[Placement]]:
    """The lines of each row that has some."""
    return {at: list(placed) for at, placed in groupby(part.placements, key=lambda one: one.row)}


def rules_by_row(part: FixedPart) -> dict[int, list[RulePlacement]]:
    """The rules of each row that has some, a double one's upper line first."""
    return {at: list(rules) for at, rules in groupby(part.rules, key=lambda one: one.row)}


def words_by_row(words: Sequence[RowWords], rows: Sequence[Row]) -> dict[int, RowWords]:
    """The words of each row that has some."""
    return dict(zip((at for at, row in enumerate(rows) if row.cells), words, strict=True))


def row_form(
    row: Row, words: RowWords, placed: Sequence[Placement], layout: Layout, rule: RuleForm | None = None
) -> RowForm:
    """The form of a row, from its lines where it has some."""
    styles = [layout.styles[piece.style] for piece in row.pieces]
    sides = [cell.side for cell in row.cells]
    only = sides[0] if len(sides) == 1 else "left"
    stands = [at for one in placed for at in baselines(one, layout)] or [Fraction(0)]
    sizes = [one.composed.paragraph.size for one in placed] or [style.size for style in styles]
    fitted = row.fit is not None and bool(placed) and placed[0].composed.count == 1
    return RowForm(
        kind=words.kind,
        number=words.number,
        style=styles[0],
        right=styles[-1],
        align=aligned(styles[0], "left" if only == "spread" else only).align,
        stops=tuple(_stops(sides, placed)),
        top=min((one.tops()[0] for one in placed), default=Fraction(0)),
        size=sizes[0],
        largest=max(sizes),
        first=min(stands),
        last=max(stands),
        pitch=placed[0].pitch if placed else row.pitch or layout.closing.line_pitch,
        fitted=fitted and sizes[0] < styles[0].size,
        characters=len(placed[0].composed.paragraph.text) if placed else 0,
        rule=rule,
    )


def _stops(sides: Sequence[str], placed: Sequence[Placement]) -> Iterator[Stop]:
    for side in stops(sides):  # type: ignore[arg-type]
        moved = next((one for one in placed if one.side == side == "centre"), None)
        if moved is not None and moved.composed.paragraph.align == "left":  # it makes way for its neighbours
            yield Stop("left", left_of(moved))
        else:
            yield Stop("right" if side == "right" else "centre")
    if list(sides) == ["spread"] and len(placed) > 1 and not is_turned(placed):
        for one in placed[1:-1]:
            yield Stop("left", left_of(one))
        yield Stop("right") if placed[-1].composed.count == 1 else Stop("left", left_of(placed[-1]))


def baselines(placed: Placement, layout: Layout) -> list[Fraction]:
    """Where the lines of a paragraph stand below the part's top."""
    rise = layout.text_block.rise(placed.pitch, placed.composed.paragraph.size)
    return [top + rise for top in placed.tops()]


def left_of(placed: Placement) -> Fraction:
    """Where a paragraph's left edge stands in the block."""
    paragraph = placed.composed.paragraph
    return Fraction(paragraph.left, UNITS) * paragraph.advance


def is_turned(placed: Sequence[Placement]) -> bool:
    """Whether pieces that should stand side by side stand one below the other."""
    return placed[-1].top >= placed[0].top + placed[0].pitch
