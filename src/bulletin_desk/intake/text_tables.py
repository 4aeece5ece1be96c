"""Tables in plain text: lines whose cells are parted by tabs, as spreadsheets copy them, by strokes, as
Markdown writes them, by drawn rules, or by wide gaps over figures. Knows no files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from bulletin_desk.bulletin.model import Table
from bulletin_desk.intake.grid import GridCell, is_number, table_of
from bulletin_desk.intake.manuscript import Note
from bulletin_desk.intake.sheet import STOP
from bulletin_desk.intake.tables import described

_LEAST_COLUMNS = 3
"""Cells of a line parted by tabs: two are a title and its page in a list of contents, or a label and what it
tells."""
_LONGEST_CELL = 200
_LONGEST_GAPPED = 20
"""Characters of a cell of a table without any strokes."""
_LEAST_GAPPED = 3
"""Its rows."""
_MOST_GAPPED = 200
_GAP = re.compile("\u3000[ \u3000]*+| {2}[ \u3000]*+")
_RULE = re.compile(r"\s*+[┌┏╔├┣╠└┗╚+][─━═┄┅┈┉┬┳╦┼╋╬┴┻╩+=-]{2,}+[┐┓╗┤┫╣┘┛╝]?\s*+")
_SIDE = re.compile("[│┃║|]")
_SIDED = re.compile(r"\s*+[│┃║|].*[│┃║|]\s*+")
_STROKE = re.compile(r"(?<!\\)\|")
_UNDER_HEADS = re.compile(r"\s*:?-++:?\s*")
_BREAK = re.compile(r"<br\s*/?>")
_MARKS = re.compile(r"\*\*|__|`")


def without_tables(lines: Sequence[str]) -> tuple[list[str], list[Note]]:
    """The lines that are in no table, and a note on each table, which holds it, at the line before it."""
    kept: list[str] = []
    notes: list[Note] = []
    at = 0
    while at < len(lines):
        rows, taken = _table_at(lines, at)
        block = table_of(rows, heads=int("|" in lines[at])) if taken else None
        if block is None:
            kept += lines[at : at + max(taken, 1)]
        else:
            notes.append(_note(rows, block, len(kept)))
        at += max(taken, 1)
    return kept, notes


def _note(rows: Sequence[Sequence[GridCell]], block: Table, before: int) -> Note:
    texts = [[cell.text for cell in row] for row in rows]
    words = "\n".join("\t".join(row) for row in texts)
    return Note("table", max(before - 1, 0), described(texts, ""), words, block=block, ahead=not before)


def _table_at(lines: Sequence[str], at: int) -> tuple[list[list[GridCell]], int]:
    """The rows of the table that begins with a line, and how many lines it takes; without rows, how many
    lines need not be looked at again."""
    if "\t" in lines[at]:
        return _tabbed(lines, at)
    if _RULE.fullmatch(lines[at]):
        return _drawn(lines, at)
    if "|" in lines[at] and at + 1 < len(lines):
        return _stroked(lines, at)
    return _gapped(lines, at) if _GAP.search(lines[at].strip()) else ([], 0)


def _tabbed(lines: Sequence[str], at: int) -> tuple[list[list[GridCell]], int]:
    columns = lines[at].count("\t") + 1
    if columns < _LEAST_COLUMNS or not all(cell.strip() for cell in lines[at].split("\t")[1:]):
        return [], 0
    rows: list[list[GridCell]] = []
    for number in range(at, len(lines)):
        cells = [cell.strip() for cell in lines[number].split("\t")]
        filled = sum(map(bool, cells))
        if len(cells) != columns or filled < 2 or max(map(len, cells)) > _LONGEST_CELL:
            break
        rows.append([GridCell(cell) for cell in cells])
    return (rows, len(rows)) if len(rows) > 1 else ([], 0)


def _stroked(lines: Sequence[str], at: int) -> tuple[list[list[GridCell]], int]:
    heads, under = _cells(lines[at]), _cells(lines[at + 1])
    if len(under) != len(heads) or not all(map(_UNDER_HEADS.fullmatch, under)):
        return [], 0
    below = list(takewhile(lambda line: "|" in line, lines[at + 2 :]))
    aligns = [_align(one) for one in under]
    rows = [heads, *([*_cells(line), *[""] * len(heads)][: len(heads)] for line in below)]
    made = [
        [GridCell(_plain(cell), align=align) for cell, align in zip(row, aligns, strict=True)] for row in rows
    ]
    return made, len(rows) + 1


def _drawn(lines: Sequence[str], at: int) -> tuple[list[list[GridCell]], int]:
    """A table within drawn rules. What stands between two rules is a row, if more than the first row has one
    below it; else each line is."""
    taken = list(takewhile(lambda line: _RULE.fullmatch(line) or _SIDED.fullmatch(line), lines[at:]))
    stretches: list[list[list[str]]] = []
    for line in taken:
        if _RULE.fullmatch(line):
            stretches.append([])
        else:
            stretches[-1].append([cell.strip() for cell in _SIDE.split(line.strip())[1:-1]])
    stretches = [stretch for stretch in stretches if stretch]
    lines_of = [cells for stretch in stretches for cells in stretch]
    whole = lines_of
    if len(stretches) > 2:
        whole = [
            ["\n".join(filter(None, column)) for column in zip(*stretch, strict=False)]
            for stretch in stretches
        ]
    if len(set(map(len, lines_of))) != 1 or len(whole) < 2 or not _RULE.fullmatch(taken[-1]):
        return [], len(taken)
    return [[GridCell(cell) for cell in row] for row in whole], len(taken)


def _gapped(lines: Sequence[str], at: int) -> tuple[list[list[GridCell]], int]:
    """A table whose cells are parted by wide gaps: three columns at least, one of them of figures."""
    rows: list[list[str]] = []
    further: list[str] = []
    for line in lines[at : at + _MOST_GAPPED]:
        further = _GAP.split(line.strip())
        if not _may_be_row(further) or (rows and len(further) != len(rows[0])):
            break
        rows.append(further)
        further = []
    if len(rows) < _LEAST_GAPPED or len(rows[0]) < _LEAST_COLUMNS or _may_be_row(further):
        return [], len(rows)
    figures = any(all(is_number(row[column]) for row in rows[1:]) for column in range(1, len(rows[0])))
    if not figures or any(is_number(cell) for cell in rows[0]):
        return [], len(rows)
    return [[GridCell(cell) for cell in row] for row in rows], len(rows)


def _may_be_row(cells: Sequence[str]) -> bool:
    return len(cells) > 1 and all(
        0 < len(cell) <= _LONGEST_GAPPED and not STOP.search(cell) for cell in cells
    )


def _cells(line: str) -> list[str]:
    return _STROKE.split(line.strip().removeprefix("|").removesuffix("|"))


def _align(under: str) -> str:
    under = under.strip()
    if not under.endswith(":"):
        return ""
    return "centre" if under.startswith(":") else "right"


def _plain(cell: str) -> str:
    return _MARKS.sub("", _BREAK.sub("\n", cell)).replace("\\|", "|").strip()
