"""Layouts with other rows, for tests: what a clerk would write into the file, done to the values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any, Literal

from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.rows import Fit, Row, Rule

INSIDE = "print_count_inside"
PrintCountAt = Literal["below", "inside", "margin"]


def row_of(layout: Layout, field: str) -> Row:
    """The row in which a field stands."""
    row = layout.row_of(field)
    assert row is not None
    return row


def fit_of(layout: Layout) -> Fit:
    """How the name is fitted."""
    fit = row_of(layout, "name").fit
    assert fit is not None
    return fit


def head_rule(layout: Layout) -> Rule:
    """The rule of the head."""
    (rule,) = (row.rule for row in layout.head.rows if row.rule)
    return rule


def closing_rules(layout: Layout) -> list[Rule]:
    """The rules of the closing block."""
    return [row.rule for row in layout.closing.rows if row.rule]


def hangs_at(layout: Layout) -> Fraction | None:
    """How far below the name the number hangs; None where it stands on a line of its own."""
    return row_of(layout, "number").space


def print_count_at(layout: Layout) -> PrintCountAt:
    """Where the print count stands."""
    rows = layout.closing.rows
    row = row_of(layout, "print_count")
    if row.margin:
        return "margin"
    return "below" if rows.index(row) > max(at for at, one in enumerate(rows) if one.rule) else "inside"


def with_row(layout: Layout, field: str, **values: Any) -> Layout:
    """The layout with other values of a field's row."""
    return _mapped(layout, lambda row: row._replace(**values) if row is layout.row_of(field) else row)


def with_fit(layout: Layout, **values: Any) -> Layout:
    """The layout with another fitting of the name."""
    return with_row(layout, "name", fit=fit_of(layout)._replace(**values))


def with_rules(layout: Layout, outer: Fraction, inner: Fraction) -> Layout:
    """The layout with rules of other thicknesses in its closing block: the first and the last one, others."""
    rules = [row for row in layout.closing.rows if row.rule]

    def ruled(row: Row) -> Row:
        if row.rule is None or row not in layout.closing.rows:
            return row
        at_edge = row is rules[0] or row is rules[-1]
        return row._replace(rule=row.rule._replace(thickness=outer if at_edge else inner))

    return _mapped(layout, ruled)


def with_print_count_at(layout: Layout, at: PrintCountAt) -> Layout:
    """The layout with its print count elsewhere."""
    rows = [row for row in layout.closing.rows if row is not row_of(layout, "print_count")]
    row = row_of(layout, "print_count")._replace(margin=at == "margin", space=Fraction(4))
    styles = dict(layout.styles)
    if at == "inside":
        imprint = styles["imprint"]
        styles[INSIDE] = replace(
            styles["print_count"],
            name=INSIDE,
            left_indent=imprint.left_indent,
            right_indent=imprint.right_indent,
        )
        cell = row.cells[0]
        piece = cell.pieces[0]._replace(style=INSIDE)
        row = row._replace(space=None, cells=(cell._replace(pieces=(piece,)),))
        rows.insert(len(rows) - 1, row)
    else:
        rows.append(row)
    return replace(layout, styles=styles, closing=layout.closing._replace(rows=tuple(rows)))


def _mapped(layout: Layout, change: Callable[[Row], Row]) -> Layout:
    head, closing = (tuple(map(change, part.rows)) for part in (layout.head, layout.closing))
    return replace(
        layout, head=layout.head._replace(rows=head), closing=layout.closing._replace(rows=closing)
    )
