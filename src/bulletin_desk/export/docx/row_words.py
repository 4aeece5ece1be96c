"""The words of a row of head or closing block, as a Word copy carries them: enough to say what its paragraph
says, and nothing of how that looks. Holds no XML."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from bulletin_desk.bulletin.bounds import MAX_FIELDS, MAX_SHORT
from bulletin_desk.bulletin.fields import DeclaredField, FieldKind, place_of
from bulletin_desk.bulletin.model import Issue, Kind
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read_rows import BUILT_IN, ENTRY
from bulletin_desk.layouts.rows import Cell, CellSide, Row
from bulletin_desk.layouts.wordings import FieldSlot, Wording, parsed
from bulletin_desk.typeset.wording import Declares, Wordings

_MOST_ROWS = 100
_MOST_PIECES = 40
_MOST_NAMED = 40
"""Fields in a row."""
_LONGEST = 200
_TAB_SIDES: tuple[CellSide, ...] = ("centre", "right")


@dataclass(frozen=True, slots=True)
class Values:
    """What is printed for the fields of an issue, some of which may be `changed`."""

    issue: Issue
    declares: Declares
    changed: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, name: str) -> str:
        """A field as it is printed."""
        value = self.changed.get(name)
        return Wordings(self.issue, self.declares).value(name) if value is None else value

    def has(self, name: str) -> bool:
        """Whether the issue has a value that can be typed, be it empty."""
        own = self.declares.field(name)
        return own is None or place_of(self.issue, own.path, own.name) is not None


@dataclass(frozen=True, slots=True)
class PieceWords:
    """A piece's wording, and what its style puts around it. `typed`: there is a line of it even while its
    field, which it is about, is empty."""

    wording: Wording
    before: str = ""
    behind: str = ""
    typed: str = ""

    def text(self, value: Values) -> str | None:
        """What is printed of it; None if nothing is."""
        text = self.wording.fill(value)
        typed = self.typed and FieldSlot(self.typed) in self.wording.parts
        if not text and not (typed and value.has(self.typed)):
            return None
        return self.before + text + self.behind


@dataclass(frozen=True, slots=True)
class CellWords:
    """The pieces of a cell."""

    side: CellSide
    pieces: tuple[PieceWords, ...]


@dataclass(frozen=True, slots=True)
class RowWords:
    """A row's paragraph. Of a `kind` that every bulletin has, worded in the usual way, it needs no `cells`
    (of the distribution's entries: they stand for the words of each). A row of a layout's own is a
    HEAD_FIELD or CLOSING_FIELD, `number` telling which."""

    kind: Kind
    cells: tuple[CellWords, ...] = ()
    keeps_room: bool = False
    number: int = 0

    @property
    def own(self) -> bool:
        """Whether it is worded in the layout's own way."""
        return self.kind in OWN

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of its fields, each once."""
        pieces = (piece for cell in self.cells for piece in cell.pieces)
        return tuple(dict.fromkeys(name for piece in pieces for name in piece.wording.fields))

    def text(self, value: Values) -> str | None:
        """What its paragraph says, cells and spread pieces parted by tabs; None if there is none. A copy's
        number is empty but in print."""
        names = self.fields
        if names and not self.keeps_room and "copy" not in names and not any(map(value, names)):
            return None
        return _joined(self.cells, value)

    @property
    def right(self) -> RowWords | None:
        """Of the distribution's entries: what stands beside the last one, after a tab."""
        cells = tuple(cell for cell in self.cells if cell.side == "right")
        return RowWords(Kind.CLOSING_FIELD, cells, keeps_room=True) if cells else None

    @property
    def label_start(self) -> str:
        """Of the distribution's entries: what stands before a label."""
        piece = self.cells[0].pieces[0]
        return piece.before + piece.wording.around("label")[0]


OWN = (Kind.HEAD_FIELD, Kind.CLOSING_FIELD)
"""Kinds of rows that are worded in a layout's own way."""
USUAL_HEAD = tuple(map(RowWords, (Kind.MARKING, Kind.MASTHEAD, Kind.NUMBER_LINE, Kind.DATED_HEADER)))
USUAL_CLOSING = tuple(map(RowWords, (Kind.DISCLOSURE, Kind.DISTRIBUTION, Kind.IMPRINT, Kind.PRINT_COUNT)))
"""The rows of a copy that says nothing else."""


_USUAL = {row.kind.value: row for row in (*USUAL_HEAD, *USUAL_CLOSING)}


def stops(sides: Sequence[CellSide]) -> tuple[CellSide, ...]:
    """Those of a row's cells that stand at tab stops, if these are all its cells."""
    return tuple(side for side in _TAB_SIDES if side in sides) if len(sides) > 1 else ()


def _joined(cells: tuple[CellWords, ...], value: Values) -> str | None:
    at_stops = stops([cell.side for cell in cells])
    made, tabs, printed = "", 0, False
    for cell in cells:
        texts = [text for piece in cell.pieces if (text := piece.text(value)) is not None]
        if not texts:
            continue
        printed = True
        if cell.side in at_stops:
            wanted = at_stops.index(cell.side) + 1
            made += "\t" * (wanted - tabs)
            tabs = wanted
        made += ("\t" if cell.side == "spread" else "").join(texts)
    return made if printed else None


# ---- from a layout


def rows_of(
    layout: Layout, where: Literal["head", "closing"], usual: Callable[[Row], bool]
) -> list[RowWords]:
    """The words of a layout's rows, for each row that has any, from top to bottom; `usual` says of a row
    whether it is worded as `Words` words its kind."""
    found: list[RowWords] = []
    for number, row in enumerate(layout.head.rows if where == "head" else layout.closing.rows, 1):
        if not row.cells:
            continue
        kind = kind_of(row)
        if row.repeats:
            cells = () if usual(row) else _cells(row.cells, layout, where)
            found.append(RowWords(Kind.DISTRIBUTION, cells))
        elif kind and usual(row) and all(kind is not other.kind for other in found):
            found.append(RowWords(kind))
        else:
            kind = Kind.HEAD_FIELD if where == "head" else Kind.CLOSING_FIELD
            found.append(RowWords(kind, _cells(row.cells, layout, where), row.keeps_room, number))
    return found


def kind_of(row: Row) -> Kind | None:
    """The kind of a row that holds just what a kind of every bulletin's has, at the sides where that has
    it."""
    pieces = [(cell.side, piece) for cell in row.cells for piece in cell.pieces]
    abouts = " ".join(piece.about for _, piece in pieces)
    beside = [side for side, _ in pieces] == ["left", "right"]
    match abouts:
        case "marking" if pieces[0][1].style == "marking" and not row.keeps_room:
            return Kind.MARKING
        case "name" if pieces[0][1].style == "masthead" and row.keeps_room:
            return Kind.MASTHEAD
        case "number" | "total" | "supplement":
            return Kind.NUMBER_LINE
        case "issuer date" if beside:
            return Kind.DATED_HEADER
        case "label to" if row.repeats:
            return Kind.DISTRIBUTION
        case "disclosure" if not row.keeps_room:
            return Kind.DISCLOSURE
        case "imprint_office imprint_date" if beside and not row.keeps_room:
            return Kind.IMPRINT
        case "print_count" if not row.keeps_room:
            return Kind.PRINT_COUNT
    return None


def _cells(cells: tuple[Cell, ...], layout: Layout, where: str) -> tuple[CellWords, ...]:
    made = []
    for cell in cells:
        pieces = []
        for piece in cell.pieces:
            style = layout.styles[piece.style]
            typed = piece.about if piece.typed and piece.about not in ENTRY else ""
            pieces.append(PieceWords(piece.wording, style.prefix, style.suffix, typed))
        made.append(CellWords(cell.side, tuple(pieces)))
    return tuple(made)


# ---- as JSON


def row_tree(row: RowWords) -> object:
    """A row as JSON: its kind alone, or a table."""
    if not row.cells:
        return row.kind.value
    cells = [
        [cell.side, [[one.wording.pattern, one.before, one.behind, one.typed] for one in cell.pieces]]
        for cell in row.cells
    ]
    return {"kind": row.kind.value, "number": row.number, "room": row.keeps_room, "cells": cells}


def row_from(tree: object) -> RowWords:
    """A row from what `row_tree` gives. Raises ValueError, TypeError or KeyError if it is anything else."""
    if isinstance(tree, str):
        return _USUAL[tree]
    if not isinstance(tree, dict):
        raise TypeError(tree)
    kind, number, room, cells = (tree[key] for key in ("kind", "number", "room", "cells"))
    if not isinstance(number, int) or not 0 <= number <= _MOST_ROWS or not isinstance(room, bool):
        raise ValueError(tree)
    if not isinstance(cells, list) or not cells:
        raise ValueError(tree)
    if Kind(kind) not in (*OWN, Kind.DISTRIBUTION):
        raise ValueError(tree)
    row = RowWords(Kind(kind), tuple(_cell_from(cell) for cell in cells), room, number)
    if sum(len(cell.pieces) for cell in row.cells) > _MOST_PIECES or len(row.fields) > _MOST_NAMED:
        raise ValueError(tree)
    if row.kind is Kind.DISTRIBUTION and (row.cells[0].side != "left" or len(row.cells[0].pieces) != 2):
        raise ValueError(tree)
    return row


def _cell_from(tree: Sequence[object]) -> CellWords:
    side, pieces = tree
    if side not in get_args(CellSide) or not isinstance(pieces, list) or not pieces:
        raise ValueError(tree)
    made = []
    for pattern, before, behind, typed in pieces:
        texts = (pattern, before, behind, typed)
        if not all(isinstance(text, str) and len(text) <= _LONGEST for text in texts):
            raise ValueError(tree)
        made.append(PieceWords(parsed(pattern), before, behind, typed))
    return CellWords(side, tuple(made))  # type: ignore[arg-type]


def rows_from(trees: object) -> tuple[RowWords, ...]:
    """Rows from JSON. Raises ValueError, TypeError or KeyError if they are none."""
    if not isinstance(trees, list) or len(trees) > _MOST_ROWS:
        raise ValueError(trees)
    return tuple(map(row_from, trees))


_FIELD_KEYS = ("name", "label", "kind", "where", "default", "form", "required")


def field_tree(field: DeclaredField) -> object:
    """A field of a layout's own as JSON, so far as reading back asks for it."""
    return {key: getattr(field, key) for key in _FIELD_KEYS} | {"choices": list(field.choices)}


def fields_from(trees: object) -> tuple[DeclaredField, ...]:
    """Fields from JSON. Raises ValueError, TypeError or KeyError if they are none."""
    if not isinstance(trees, list) or len(trees) > MAX_FIELDS:
        raise ValueError(trees)
    return tuple(map(_field_from, trees))


def _field_from(tree: dict[str, object]) -> DeclaredField:
    choices, required = tree["choices"], tree["required"]
    texts = [tree[key] for key in _FIELD_KEYS if key != "required"]
    if not isinstance(choices, list) or not isinstance(required, bool):
        raise TypeError(tree)
    if not all(isinstance(text, str) and len(text) <= MAX_SHORT for text in (*texts, *choices)):
        raise ValueError(tree)
    if tree["kind"] not in get_args(FieldKind) or tree["where"] not in ("head", "closing"):
        raise ValueError(tree)
    parsed(str(tree["form"]))
    if tree["name"] in BUILT_IN or tree["name"] in ENTRY:
        raise ValueError(tree)
    return DeclaredField(choices=tuple(choices), **{key: tree[key] for key in _FIELD_KEYS})  # type: ignore[arg-type]
