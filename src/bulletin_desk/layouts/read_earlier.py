"""Reads the head and the closing block of layout files from before they were rows, as bulletins carry them,
into rows that give the same pages. Failures name the keys that such files have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import takewhile
from string import Formatter
from typing import NamedTuple

from bulletin_desk.checked import Table
from bulletin_desk.layouts.lengths import IN_EM, MOST_PITCH, MOST_RULE, Measures, check_pattern, length_of
from bulletin_desk.layouts.model import Folio, Style
from bulletin_desk.layouts.read_rows import (
    LEAST_NAME,
    NAME_PITCH,
    as_side,
    margin_trouble,
    name_widths,
)
from bulletin_desk.layouts.rows import Cell, CellSide, Closing, Fit, Head, Piece, Row, Rule
from bulletin_desk.layouts.wordings import FieldSlot, Option, Part, Wording

INSIDE = "print_count_inside"
"""The style of a print count above the last rule: it keeps the imprint's distance from the sides."""


class EarlierFrame(NamedTuple):
    """Head and closing block of an earlier file, and its styles with what they took from its other tables."""

    head: Head
    closing: Closing
    styles: Mapping[str, Style]


def read_earlier(
    top: Table, measures: Measures, styles: Mapping[str, Style], folio: Folio, paper: Fraction
) -> EarlierFrame:
    """The tables `head`, `closing` and `number_text` of an earlier file, on paper of a height in points."""
    head = _head(top.table("head"), top.table("number_text"), measures, styles)
    imprint = styles["imprint"]
    indented = replace(
        styles["print_count"],
        name=INSIDE,
        left_indent=imprint.left_indent,
        right_indent=imprint.right_indent,
    )
    styles = {
        **styles,
        # their words were the tables' own
        "disclosure": replace(styles["disclosure"], prefix=""),
        INSIDE: indented,
    }
    table = top.table("closing")
    closing = _closing(table, measures, styles)
    why = margin_trouble(closing, folio, styles, measures, paper, "“below”")
    if why:
        table.wrong("print_count_at", f"为“margin”时，{why}")
    if not any(piece.style == INSIDE for row in closing.rows for piece in row.pieces):
        del styles[INSIDE]
    return EarlierFrame(head, closing, styles)


def _head(table: Table, numbers: Table, measures: Measures, styles: Mapping[str, Style]) -> Head:
    block, name = measures.block, styles["masthead"]
    lines = table.integer("lines", least=1, most=block.lines - 1)
    space_after = table.integer("space_after", least=0, most=block.lines - lines - 1)
    marking = table.integer("marking_line", least=1, most=lines)
    top = measures.length(table, "name_top", most=lines * block.line_pitch)
    fit = Fit(
        least=measures.length(table, "name_least", least=LEAST_NAME, most=name.size, default=LEAST_NAME),
        pitch=length_of(
            table, "name_pitch", least=Fraction(1), most=Fraction(3), default=NAME_PITCH, scale=IN_EM
        ),
        widths=name_widths(table, "name_widths", measures),
    )
    hangs = table.has("number_space")
    number_line = table.integer("number_line", least=1, most=lines, default=1 if hangs else None)
    number_space = measures.length(table, "number_space", most=5 * block.line_pitch) if hangs else None
    header_line = table.integer("header_line", least=1, most=lines)
    rule = Rule(
        gap=measures.length(table, "rule_gap", most=block.height),
        thickness=measures.length(table, "rule_thickness", most=MOST_RULE),
        colour=measures.colour(table, "rule_colour"),
    )
    table.done()
    with_total = _template(numbers, "with_total", {"number", "total", "supplement"})
    without_total = _template(numbers, "without_total", {"number", "supplement"})
    numbers.done()
    number = Piece(_either(with_total, without_total), "number_line", "number")

    def typed(field: str, style: str) -> Cell:
        return Cell(as_side(styles[style]), (Piece(Wording((FieldSlot(field),)), style, field, typed=True),))

    date = Piece(Wording((FieldSlot("date"),)), "header_date", "date")
    rows = (
        Row((typed("marking", "marking"),), line=marking),
        Row((typed("name", "masthead")._replace(side="centre"),), top=top, fit=fit, keeps_room=True),
        Row(
            (Cell(as_side(styles["number_line"]), (number,)),),
            line=None if hangs else number_line,
            space=number_space,
        ),
        Row(
            (
                typed("issuer", "issuer")._replace(side="left"),
                Cell("right", (date,)),
            ),
            line=header_line,
            rule=rule,
        ),
    )
    return Head(lines, space_after, rows)


def _closing(table: Table, measures: Measures, styles: Mapping[str, Style]) -> Closing:
    block = measures.block
    outer, inner = (measures.length(table, key, most=MOST_RULE) for key in ("outer_rule", "inner_rule"))
    colour = measures.colour(table, "rule_colour")
    line_pitch = measures.length(table, "line_pitch", least=Fraction(4), most=MOST_PITCH)
    between = table.flag("rule_between_entries")
    label_end = table.text("label_end", max_length=4)
    date_end = table.text("imprint_date_end", max_length=20)
    disclosure_label = table.text("disclosure_label", max_length=40)
    disclosure_gap = measures.length(table, "disclosure_gap", most=block.height)
    count_text = _template(table, "print_count_text", {"count"})
    count_gap = measures.length(table, "print_count_gap", most=block.height)
    count_at = table.choice("print_count_at", ("below", "inside", "margin"), default="below")

    def cell(side: CellSide, *pieces: Piece) -> Cell:
        return Cell(side, pieces)

    inside = count_at == "inside"
    count = Row(
        (
            cell(
                as_side(styles["print_count"]),
                Piece(count_text, INSIDE if inside else "print_count", "print_count"),
            ),
        ),
        space=Fraction(0) if inside else count_gap,
        margin=count_at == "margin",
        needs_rules=False,
    )
    disclosure = Piece(
        Wording((disclosure_label, FieldSlot("disclosure"))), "disclosure", "disclosure", typed=True
    )
    label = Piece(Wording((FieldSlot("label"), label_end)), "distribution", "label", typed=True)
    to = Piece(Wording((FieldSlot("to"),)), "distribution", "to", typed=True)
    office = Piece(Wording((FieldSlot("imprint_office"),)), "imprint", "imprint_office", typed=True)
    printed = Piece(Wording((FieldSlot("imprint_date"), date_end)), "imprint", "imprint_date")
    last = Row(rule=Rule(outer, colour))
    rows = (
        Row(
            (cell(as_side(styles["disclosure"]), disclosure),),
            pitch=block.line_pitch,
            space_after=disclosure_gap,
        ),
        Row(rule=Rule(outer, colour)),
        Row((cell("left", label, to),), repeats=True, rule_between=inner if between else Fraction(0)),
        Row(rule=Rule(inner, colour)),
        Row((cell("left", office), cell("right", printed))),
        *((count, last) if inside else (last, count)),
    )
    closing = Closing(
        line_pitch=line_pitch,
        rows=rows,
        space_before=table.integer("space_before", least=0, most=block.lines - 1, default=0),
        even_page=table.flag("even_page", default=False),
        folio_after_blank=table.flag("folio_after_blank", default=False),
    )
    table.done()
    return closing


_RENAMED = {"count": "print_count"}


def _template(table: Table, key: str, fields: set[str]) -> Wording:
    """A text with {fields}, in which brackets are no option."""
    text = check_pattern(table, key, fields)
    parts: list[Part] = []
    for words, field, _, _ in Formatter().parse(text):
        parts += [words] if words else []
        parts += [FieldSlot(_RENAMED.get(field, field))] if field is not None else []
    return Wording(tuple(parts))


def _either(whole: Wording, otherwise: Wording) -> Wording:
    """One wording that is `whole` where there is a total number, else `otherwise`: what both begin and end
    with stands before and behind the option."""
    ours, theirs = _in_characters(whole), _in_characters(otherwise)
    before = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(ours, theirs, strict=False)))
    rest = min(len(ours), len(theirs)) - before
    ends = zip(ours[::-1][:rest], theirs[::-1][:rest], strict=True)
    behind = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], ends))
    middle, instead = (parts[before : len(parts) - behind] for parts in (ours, theirs))
    # an empty supplement leaves nothing out
    inside = tuple(Option((part,)) if part == FieldSlot("supplement") else part for part in middle)
    option = (Option(_joined(inside), _joined(tuple(instead))),) if middle or instead else ()
    return Wording((*_joined(tuple(ours[:before])), *option, *_joined(tuple(ours[len(ours) - behind :]))))


def _in_characters(wording: Wording) -> list[Part]:
    return [each for part in wording.parts for each in (part if isinstance(part, str) else (part,))]


def _joined(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    joined: list[Part] = []
    for part in parts:
        last = joined[-1] if joined else None
        if isinstance(part, str) and isinstance(last, str):
            joined[-1] = last + part
        else:
            joined.append(part)
    return tuple(joined)
