"""报头 and 版记 of a web copy: each row of the layout as a paragraph, or as several side by side where there
is room. Knows no running text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from bulletin_desk.bulletin.grammar import entry_path, is_entry, numbers
from bulletin_desk.bulletin.heading_levels import HeadingLevels
from bulletin_desk.export.html.looks import Looks
from bulletin_desk.export.html.texts import Texts, nodes_of, shown_whole
from bulletin_desk.export.html.tree import BREAK, Css, Element, Node, css
from bulletin_desk.layouts.rows import CellSide, Row, Rule
from bulletin_desk.typeset.fixed_part import FixedPart, Placement

_SIDES: dict[CellSide, str] = {"left": "left", "centre": "center", "right": "right", "spread": "left"}
_MARGIN = ("margin", "0 0 6px")
_BESIDE = css(display="flex", flex_wrap="wrap", justify_content="space-between")
"""Of what holds a row's cells: where an editor takes it off they stand below each other, each at its side."""


class Frame:
    """Makes head and closing block of one issue."""

    def __init__(self, texts: Texts, looks: Looks, levels: HeadingLevels) -> None:
        self._texts = texts
        self._looks = looks
        self._levels = levels

    def rows(self, part: FixedPart, rows: Sequence[Row]) -> tuple[Node, ...]:
        """The part's rows from top to bottom, with the rules that stand between them."""
        said = [placed for placed in part.placements if placed.composed.paragraph.text]
        placed = {row: list(those) for row, those in groupby(said, key=attrgetter("row"))}
        ruled = {rule.row for rule in part.rules}
        found: list[Element] = []
        above: Rule | None = None
        for at, row in enumerate(rows):
            made = list(self._row(row, placed.get(at, [])))
            if row.repeats and row.rule_between:
                between = Rule(row.rule_between, self._colour(rows))
                made[1:] = [self._ruled(one, between, "top") for one in made[1:]]
            if above is not None and made:
                made[0] = self._ruled(made[0], above, "top")
                above = None
            found += made
            if row.rule is not None and at in ruled:
                if found and not _has_rule(found[-1]):
                    found[-1] = self._ruled(found[-1], row.rule, "bottom")
                else:
                    above = row.rule
        if found:  # what follows stands off from a rule, where an editor takes the header off too
            style = tuple(one for one in found[-1].style if one[0] != "margin")
            found[-1] = found[-1]._replace(style=(*style, ("margin", "0 0 16px")))
        return tuple(found)

    def _ruled(self, element: Element, rule: Rule, side: str) -> Element:
        return element._replace(style=(*element.style, *self._looks.rule(rule, side)))

    def _colour(self, rows: Sequence[Row]) -> tuple[float, float, float, float]:
        return next((row.rule.colour for row in rows if row.rule is not None), (0.0, 0.0, 0.0, 1.0))

    def _row(self, row: Row, placed: list[Placement]) -> Iterator[Element]:
        """A row's paragraphs: one for each entry of the distribution, else one."""
        entries = [one for one in placed if is_entry(one.path)]
        for _, those in groupby(entries, key=lambda one: entry_path(*numbers(one.path))):
            yield self._entry(list(those))
        cells = self._cells([one for one in placed if not is_entry(one.path)])
        if len(cells) > 1:
            yield Element("div", tuple(cell._replace(style=_without_margin(cell)) for cell in cells), _BESIDE)
        else:
            yield from cells

    def _entry(self, placed: list[Placement]) -> Element:
        """An entry of the distribution, its further lines under its addressees."""
        label, *_ = placed
        wide = len(label.composed.paragraph.text) if len(placed) > 1 else 0
        style = self._looks.cell(placed[-1].composed, "left")
        hung = css(text_indent=f"-{wide}em", padding_left=f"{wide}em") if wide else css(text_indent="0")
        style = (*(one for one in style if one[0] != "text-indent"), *hung, _MARGIN)
        return self._paragraph("p", placed, style)

    def _cells(self, placed: list[Placement]) -> list[Element]:
        """The cells of a row; pieces that are spread over it are a cell each."""
        found = []
        for side, those in groupby(placed, key=attrgetter("side")):
            pieces = list(those)
            for cell in [[one] for one in pieces] if side == "spread" else [pieces]:
                found.append(self._cell(side, cell))
        return found

    def _cell(self, side: CellSide, pieces: list[Placement]) -> Element:
        level = max(self._levels.next(one.composed.kind) for one in pieces)
        style = self._looks.cell(pieces[0].composed, _SIDES[side], heading=bool(level))
        return self._paragraph(f"h{level}" if level else "p", pieces, (*style, _MARGIN))

    def _paragraph(self, tag: str, pieces: list[Placement], style: Css) -> Element:
        """Pieces one after another; those that stand below each other are lines."""
        words = [_Words(one, self._texts.of(one.composed, one.path)) for one in pieces]
        first = self._looks.type(words[0].placed.composed.paragraph, heading=tag != "p")
        inside: list[Node] = []
        for at, (placed, text) in enumerate(words):
            if at and placed.top - placed.pitch >= words[at - 1].placed.top:
                inside.append(BREAK)
            own = self._looks.type(placed.composed.paragraph, heading=tag != "p")
            nodes = nodes_of(placed.composed, text)
            differs = tuple(one for one in own if one not in first)
            inside += (Element("span", nodes, differs),) if differs else nodes
        blanks = shown_whole("".join(text for _, text in words))
        return Element(tag, tuple(inside), (*style, *blanks))


class _Words(NamedTuple):
    placed: Placement
    text: str


def _without_margin(cell: Element) -> Css:
    """The style of a cell beside others."""
    return (*(one for one in cell.style if one != _MARGIN), ("margin", "0"))


def _has_rule(element: Element) -> bool:
    return any(name == "border-bottom" for name, _ in element.style)
