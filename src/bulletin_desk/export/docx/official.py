"""What the Word copy asks of a layout's head and closing block, found in their rows: the heights, rules and
words of the official form. What another form has besides them, the copy has as plain paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.layouts.model import Layout, Style
from bulletin_desk.layouts.rows import Cmyk, Piece, Row, Rule
from bulletin_desk.typeset.fixed_part import FixedPart, Placement

PrintCountAt = Literal["below", "inside", "margin"]
"""Where the print count stands: below the last rule and within the text block; above the last rule; or below
the last rule, which is the text block's foot, in the margin."""
_COUNTED = ("number", "total", "supplement")
_NO_RULE = Rule(Fraction(0), (0, 0, 0, 1))


@dataclass(frozen=True, slots=True)
class Official:
    """The official form as a layout has it. Lengths in points; what a layout lacks is empty."""

    head_rule: Rule
    outer_rule: Fraction
    inner_rule: Fraction
    between_entries: Fraction
    rule_colour: Cmyk
    disclosure_gap: Fraction
    print_count_at: PrintCountAt
    print_count_gap: Fraction
    print_count_style: Style
    with_total: str
    without_total: str
    label_end: str
    imprint_date_end: str
    disclosure_label: str
    print_count_text: str
    own_in_head: bool
    """Whether the head has words that the official one has not."""
    own_in_closing: bool

    @classmethod
    def of(cls, layout: Layout) -> Official:
        """The official form in a layout's rows."""
        closing = layout.closing.rows
        rules = [row.rule for row in closing if row.rule]
        last = max((at for at, row in enumerate(closing) if row.rule), default=-1)
        entries = next((row for row in closing if row.repeats), Row())
        disclosed, counted = (layout.row_of(name) or Row() for name in ("disclosure", "print_count"))
        counted_at: PrintCountAt = "margin" if counted.margin else "below"
        if not counted.margin and counted in closing and closing.index(counted) < last:
            counted_at = "inside"
        number = [piece for row in layout.head.rows for piece in row.pieces if piece.about in _COUNTED]
        count = next(_about(closing, "print_count"), None)
        return cls(
            head_rule=next((row.rule for row in layout.head.rows if row.rule), _NO_RULE),
            outer_rule=rules[0].thickness if rules else Fraction(0),
            inner_rule=rules[len(rules) // 2].thickness if rules else Fraction(0),
            between_entries=entries.rule_between,
            rule_colour=rules[0].colour if rules else layout.styles["body"].colour,
            disclosure_gap=disclosed.space_after,
            print_count_at=counted_at,
            print_count_gap=counted.space or Fraction(0),
            print_count_style=layout.styles[count.style if count else "print_count"],
            with_total="".join(piece.wording.text() for piece in number),
            without_total="".join(piece.wording.text(whole=False) for piece in number),
            label_end=_around(closing, "label")[1],
            imprint_date_end=_around(closing, "imprint_date")[1],
            disclosure_label=_around(closing, "disclosure")[0],
            print_count_text=count.wording.text().replace("{print_count}", "{count}") if count else "",
            own_in_head=not _all_about(layout.head.rows, _HEAD),
            own_in_closing=not _all_about(closing, _CLOSING),
        )


_HEAD = frozenset(
    {"name", "number", "total", "supplement", "marking", "issuer", "date", "year", "month", "day"}
)
_CLOSING = frozenset({"label", "to", "disclosure", "imprint_office", "imprint_date", "print_count"})


def _all_about(rows: tuple[Row, ...], fields: frozenset[str]) -> bool:
    return all(piece.about in fields for row in rows for piece in row.pieces)


def _about(rows: tuple[Row, ...], field: str) -> Iterator[Piece]:
    return (piece for row in rows for piece in row.pieces if piece.about == field)


def _around(rows: tuple[Row, ...], field: str) -> tuple[str, str]:
    """The words around a field."""
    piece = next(_about(rows, field), None)
    return piece.wording.around(field) if piece else ("", "")


# ---- what an issue has of it


def is_official_head(part: FixedPart) -> bool:
    """Whether a head is a name, a number, and issuer and date over the rule, with a marking or none."""
    kinds = [placed.composed.paragraph.kind for placed in part.placements]
    official = [Kind.MASTHEAD, Kind.NUMBER_LINE, Kind.DATED_HEADER, Kind.DATED_HEADER]
    return kinds in (official, [Kind.MARKING, *official])


def is_official_closing(part: FixedPart) -> bool:
    """Whether a closing block is made of a disclosure line, entries of the distribution, an imprint and a
    print count, each of them or none."""
    kinds = [placed.composed.paragraph.kind for placed in part.placements]
    order = (Kind.DISCLOSURE, Kind.DISTRIBUTION, Kind.IMPRINT, Kind.PRINT_COUNT)
    if not set(kinds) <= set(order) or kinds != sorted(kinds, key=order.index):
        return False
    return (
        kinds.count(Kind.DISCLOSURE) <= 1
        and kinds.count(Kind.DISTRIBUTION) % 2 == 0
        and kinds.count(Kind.IMPRINT) in (0, 2)
        and kinds.count(Kind.PRINT_COUNT) <= 1
    )


def side_by_side(part: FixedPart) -> list[list[Placement]]:
    """The paragraphs of a part, those together that have a line beside each other."""
    rows: list[list[Placement]] = []
    for placed in part.placements:
        middles = {top + placed.pitch / 2 for top in placed.tops()}
        before = rows[-1][-1] if rows else None
        if before is not None and any(
            top < middle < top + before.pitch for top in before.tops() for middle in middles
        ):
            rows[-1].append(placed)
        else:
            rows.append([placed])
    return rows
