"""What the Word copy asks of a layout's head and closing block, found in their rows: the heights, rules and
words of the official form. What another form has besides them, the copy has as plain paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from bulletin_desk.layouts.model import Layout, Style
from bulletin_desk.layouts.rows import Cmyk, Piece, Row, Rule

PrintCountAt = Literal["below", "inside", "margin"]
"""Where the print count stands: below the last rule and within the text block; above the last rule; or below
the last rule, which is the text block's foot, in the margin."""
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
        number = list(_about(layout.head.rows, "number"))
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
        )


def _about(rows: tuple[Row, ...], field: str) -> Iterator[Piece]:
    return (piece for row in rows for piece in row.pieces if piece.about == field)


def _around(rows: tuple[Row, ...], field: str) -> tuple[str, str]:
    """The words around a field."""
    piece = next(_about(rows, field), None)
    return piece.wording.around(field) if piece else ("", "")
