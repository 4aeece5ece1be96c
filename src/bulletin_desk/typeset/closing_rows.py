"""版记, set: the rows of the closing block from top to bottom, with the rules that stand between them. Knows
not on which page it stands."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from bulletin_desk.bulletin.grammar import label_path, to_path
from bulletin_desk.bulletin.model import Addressee, Issue, Kind, Path
from bulletin_desk.layouts.model import Layout, Style
from bulletin_desk.layouts.rows import Cmyk, Row, Rule
from bulletin_desk.typeset.cells import CellSetter, SetCell
from bulletin_desk.typeset.composed import Composed, Composer
from bulletin_desk.typeset.fixed_part import FixedPart, Placement, Room, RulePlacement, rules_of
from bulletin_desk.typeset.paragraph import paragraph
from bulletin_desk.typeset.wording import Wordings


def closing_block(issue: Issue, layout: Layout, composer: Composer, copy: str = "") -> FixedPart | None:
    """版记 with what stands above and below its rules; None where an issue has none of it. What stands in the
    margin stands below the part's height."""
    setter = CellSetter(Wordings(issue, layout, copy), layout, composer, "closing")
    there = [_is_there(row, issue, setter) for row in layout.closing.rows]
    printed = printed_rules(layout.closing.rows, there)
    part = _Column(issue, layout, composer, setter)
    for at, row in enumerate(layout.closing.rows):
        if at in printed and row.rule is not None:
            part.rule(at, row.rule)
        elif there[at] and row.repeats:
            part.entries(at, row)
        elif there[at]:
            part.row(at, row, in_margin=row.margin and bool(printed))
    return part.done()


def _is_there(row: Row, issue: Issue, setter: CellSetter) -> bool:
    """Whether a row is printed; a rule is not asked for."""
    if row.repeats:
        return bool(issue.distribution)
    return row.rule is None and not setter.is_gone(row)


def printed_rules(rows: tuple[Row, ...], there: list[bool]) -> set[int]:
    """Which of the rules among rows are printed, if these rows are there. The first and the last one stand
    around what is printed between them, those between part what stands above from what stands below; a single
    one is printed where each of its sides that has rows has a printed one."""
    rules = [at for at, row in enumerate(rows) if row.rule is not None]

    def anything(start: int, stop: int) -> bool:
        return any(there[at] and rows[at].needs_rules for at in range(start, stop))

    if not rules:
        return set()
    first, last = rules[0], rules[-1]
    if first == last:
        sides = (range(first), range(first + 1, len(rows)))
        return {first} if all(anything(side.start, side.stop) for side in sides if side) else set()
    if not anything(first, last):
        return set()
    printed = {first, last}
    above = first
    for at in rules[1:-1]:
        if anything(above, at) and anything(at, last):
            printed.add(at)
            above = at
    return printed


class _Column:
    """Builds the block from top to bottom. `at` is the foot of what there is, from the block's top."""

    def __init__(self, issue: Issue, layout: Layout, composer: Composer, setter: CellSetter) -> None:
        self._issue = issue
        self._layout = layout
        self._composer = composer
        self._setter = setter
        self._placements: list[Placement] = []
        self._rules: list[RulePlacement] = []
        self._rooms: list[Room] = []
        self._at = Fraction(0)
        self._height = Fraction(0)
        """Without what stands in the margin."""
        self._colour: Cmyk | None = None

    def row(self, at: int, row: Row, *, in_margin: bool) -> None:
        """A row at the column's end."""
        self._at += row.space or Fraction(0)
        cells = self._setter.cells(row)
        pitch = row.pitch or self._layout.closing.line_pitch
        if in_margin:
            pitch = max((cell.size for cell in cells), default=pitch)
        count = max((cell.count for cell in cells), default=1)
        size = max((cell.size for cell in cells), default=pitch)
        for cell in cells:
            # the last lines of all cells stand beside each other
            self._place(at, cell, self._at + pitch * (count - cell.count), pitch, size)
        if row.height:
            self._rooms.append(Room(self._at, row.height, at))
        self._at += (pitch * count if row.cells else row.height) + row.space_after
        if not in_margin:
            self._height = self._at

    def rule(self, at: int, rule: Rule) -> None:
        """A rule across the block; it takes its own thickness."""
        self._at += rule.gap
        self._rules += rules_of(rule, self._at, at)
        self._at += rule.height
        self._colour = rule.colour
        self._height = self._at

    def entries(self, at: int, row: Row) -> None:
        """The entries of the distribution, each 报：… with turned lines behind its label; what stands at the
        right stands on the last line of the last one."""
        right = row._replace(cells=tuple(cell for cell in row.cells if cell.side == "right"))
        beside = self._setter.cells(right)
        taken = Fraction(0)
        if beside:
            style = self._layout.styles[next(right.pieces).style]
            taken = style.right_indent + sum(
                self._setter.width(piece.composed.paragraph.text, self._layout.styles[one.style])
                for piece, one in zip(beside[0].pieces, right.pieces, strict=False)
            )
        self._at += row.space or Fraction(0)
        pitch = row.pitch or self._layout.closing.line_pitch
        last = len(self._issue.distribution) - 1
        for number, entry in enumerate(self._issue.distribution):
            if number and row.rule_between:
                colour = self._colour or self._layout.styles["distribution"].colour
                self.rule(at, Rule(row.rule_between, colour))
            self._entry(at, number, entry, pitch, taken if number == last else Fraction(0))
        for cell in beside:
            size = self._placements[-1].composed.paragraph.size  # of the entry beside it
            self._place(at, cell, self._at - pitch * cell.count, pitch, size)
        self._at += row.space_after
        self._height = self._at

    def _entry(self, at: int, number: int, entry: Addressee, pitch: Fraction, taken: Fraction) -> None:
        left = self._layout.closing.rows[at].cell("left")
        assert left is not None
        label_piece, to_piece = left.pieces
        styles = self._layout.styles
        before, behind = label_piece.wording.around("label")
        own = styles[label_piece.style]
        label = replace(own, prefix=own.prefix + before, suffix=behind + own.suffix, align="left")
        style = styles[to_piece.style]
        style = self._setter.clear_of(style, taken) if taken else style
        hang = self._setter.width(before + entry.label + behind, label)
        room = self._layout.text_block.width - style.left_indent - style.right_indent
        beside = hang <= room / 2  # no label of an office is longer; an unreadable sliver would be worse
        labelled = self._compose(label, entry.label)
        self._add(at, labelled, label_path(number), pitch)
        if not beside:
            self._at += pitch * labelled.count
        to = self._compose(style, entry.to, hang if beside else Fraction(0))
        self._add(at, to, to_path(number), pitch)
        self._at += pitch * (max(labelled.count, to.count) if beside else to.count)

    def _compose(self, style: Style, text: str, hang: Fraction = Fraction(0)) -> Composed:
        width = self._layout.text_block.width
        return self._composer.compose(paragraph(Kind.DISTRIBUTION, style, text, width, hang=hang))

    def _add(self, at: int, composed: Composed, path: Path, pitch: Fraction) -> None:
        self._placements.append(Placement(composed, path, self._at, pitch, row=at))

    def _place(self, row: int, cell: SetCell, top: Fraction, pitch: Fraction, size: Fraction) -> None:
        """A cell's pieces, their first lines on the baseline of type of some size."""
        block = self._layout.text_block
        for piece in cell.pieces:
            own = piece.composed.paragraph.size
            at = top + pitch * piece.below + block.rise(pitch, size) - block.rise(pitch, own)
            self._placements.append(Placement(piece.composed, piece.path, at, pitch, row=row, side=cell.side))

    def done(self) -> FixedPart | None:
        """The block; None if it is empty."""
        if not self._placements and not self._rules:
            return None
        return FixedPart(tuple(self._placements), tuple(self._rules), self._height, tuple(self._rooms))
