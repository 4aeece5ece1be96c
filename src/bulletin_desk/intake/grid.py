"""The cells of a manuscript's table, whatever it came from, as a table of the bulletin: its grid set right,
its header rows found, the rows that are its caption, unit and note taken off. Knows no file formats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from bulletin_desk.bulletin.bounds import MAX_PARAGRAPH
from bulletin_desk.bulletin.model import Cell, CellAlign, Table
from bulletin_desk.bulletin.tables import column_count, column_widths
from bulletin_desk.intake.sources import is_measure
from bulletin_desk.intake.untold import letters

MOST_COLUMNS = 63
"""As many as Word has."""
MOST_CELLS = 20_000
_LONGEST_HEAD = 24
"""Characters of a cell that heads a column."""
_HEADED = 3
"""Columns from which on a first row of short words heads them, whatever it looks like; a table of two may be
of labels and values."""
_MOST_HEADS = 4
_EVEN = 0.02
"""Of a width, by which columns of one width differ."""
_LONGEST_CAPTION = 60
_NUMBER = re.compile(
    r"[-+−±]?[¥￥$]?\s?\d[\d,，]*+(?:\.\d++)?\s?[%％‰万亿元人次个件吨亩户天月]{0,3}|[-—–/－]{1,2}|"
)
"""A number with its sign and its unit, or that there is none."""
_PERIOD = re.compile(
    r"(?:(?:19|20)\d\d(?:年度?)?)?(?:\d{1,2}(?:月份?|日|号|周)|第?[1-4一二三四]季度|[1-4]Q|Q[1-4])?"
)
"""A year, month, week, day or quarter, as it heads a column."""
_COUNTED = re.compile(r"[序编]\s?号|排\s?名|名\s?次|位\s?次")
"""What heads a column of numbers that count the rows."""
_UNIT = re.compile(r"[（(]?\s?(?:计量)?单\s?位\s?[：:]\s?[^，。；（()）]{1,16}(?:（[^（）]{1,8}）)?\s?[）)]?")
_FILLED_IN = re.compile(
    r"(?:(?:填[报表]|制表|编制|报送|上报|统计|汇总|计量)?单\s?位|(?:填[报表]|制表|编制|统计|复核|审核)(?:部门|人|者)?"
    r"|(?:单位|部门)?负责人|(?:填[报表]|制表|统计|截止?)?(?:时间|日期)|(?:联系)?电话)\s?[：:]\s?[^\s，。；：]{0,30}"
    r"|(?:截[至止])?[0-9]{4}年[0-9]{1,2}月(?:[0-9]{1,2}日)?"
)
"""What a line over or below a table says of how it was filled in, one thing of several: 填报单位：……"""
_BY_WHOM = re.compile("填[报表]|制表|编制|统计|复核")
_NOTE = re.compile(
    r"[（(]?(?:备?注|注释|说明|数据来源|资料来源|数据截至)\s?[0-9一二三]?\s?[：:.、]|※|\*\S|注[：:]?\s*[1１]"
    r"|[（(]?(?:数据|统计)(?:数据|时间)?截[至止][^，。]{2,20}[）)]?\Z"
)


class GridCell(NamedTuple):
    """A cell as it came: its text, how many columns and rows it covers, how it stands, whether all of it is
    bold, and whether it is marked as a heading."""

    text: str
    columns: int = 1
    rows: int = 1
    align: str = ""
    bold: bool = False
    head: bool = False


def is_unit_line(text: str) -> bool:
    """Whether a line tells in what a table counts: 单位：万元."""
    return bool(_UNIT.fullmatch(text.strip()))


def is_filled_in(text: str) -> bool:
    """Whether a line tells how a table was filled in, in what and by whom: 填报单位：……　单位：万元."""
    if len(text) > _LONGEST_FILLED_IN or "\n" in text:
        return False
    said = _LABEL_GAP.sub("：", text).split()
    return len(said) > 1 and all(map(_FILLED_IN.fullmatch, said)) and any(map(_names_what, said))


def _names_what(said: str) -> bool:
    return bool(is_unit_line(said) or _BY_WHOM.match(said))


_LONGEST_FILLED_IN = 100
_LABEL_GAP = re.compile(r"\s?[：:]\s*+")


def is_note(text: str) -> bool:
    """Whether a line below a table explains it: 注：……, 数据来源：……, 填表人：……　审核人：……"""
    return bool(_NOTE.match(text)) or is_filled_in(text)


def table_of(
    rows: Sequence[Sequence[GridCell]], heads: int = 0, widths: Sequence[float] = ()
) -> Table | None:
    """The table of data that rows of cells are, each row with the cells that begin in it. `heads` are the
    rows that are marked as repeated, `widths` those of the columns, in whatever unit. None for what is no
    table of data: fewer than two rows or columns with text, or more than a bulletin holds."""
    grid = _laid(rows)
    if grid is None:
        return None
    grid = _without_empty(grid)
    grid, caption, unit, note = _taken_off(grid)
    if len(grid) < 2 or not _columns_with_text(grid) > 1:
        return None
    width = _width(grid)
    count = min(_marked_heads(grid, heads - (1 if caption else 0) - (1 if unit else 0)), len(grid) - 1)
    made = tuple(
        tuple(_cell(cell, is_head=at < count) for cell in row if cell is not None)
        for at, row in enumerate(_begins(grid))
    )
    return Table(made, count, _widths_of(widths, width), caption, unit, note)


_Grid = list[list[tuple[int, GridCell]]]
"""For each place the number of the cell that covers it, and the cell."""


def _laid(rows: Sequence[Sequence[GridCell]]) -> _Grid | None:
    """The cells on their places, every place covered once; None where there are too many."""
    height = len(rows)
    places: list[dict[int, tuple[int, GridCell]]] = [{} for _ in rows]
    number = total = 0
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in places[at]:
                column += 1
            wide = high = 1
            while wide < min(cell.columns, MOST_COLUMNS) and column + wide not in places[at]:
                wide += 1
            over = range(column, column + wide)
            while high < min(cell.rows, height - at) and not any(one in places[at + high] for one in over):
                high += 1
            number += 1
            total += wide * high
            if column + wide > MOST_COLUMNS or total > MOST_CELLS or len(cell.text) > MAX_PARAGRAPH:
                return None
            for below in places[at : at + high]:
                below.update((one, (number, cell)) for one in over)
            column += wide
    width = max((max(row, default=-1) + 1 for row in places), default=0)
    if width * height > MOST_CELLS:
        return None
    free = GridCell("")
    return [
        [row.get(column, (-1 - at * width - column, free)) for column in range(width)]
        for at, row in enumerate(places)
    ]


def _begins(grid: _Grid) -> list[list[GridCell | None]]:
    """The rows with each cell at the place where it begins, with what it covers."""
    seen: dict[int, tuple[int, int]] = {}
    spans: dict[int, list[tuple[int, int]]] = {}
    for at, row in enumerate(grid):
        for column, (number, _) in enumerate(row):
            seen.setdefault(number, (at, column))
            spans.setdefault(number, []).append((at, column))
    made: list[list[GridCell | None]] = []
    for at, row in enumerate(grid):
        line: list[GridCell | None] = []
        for column, (number, cell) in enumerate(row):
            if seen[number] != (at, column):
                line.append(None)
                continue
            places = spans[number]
            wide = len({place[1] for place in places})
            high = len({place[0] for place in places})
            line.append(cell._replace(columns=wide, rows=high))
        made.append(line)
    return made


def _without_empty(grid: _Grid) -> _Grid:
    """The grid without empty rows at its start and end, and without empty columns."""
    first = next((at for at, row in enumerate(grid) if _has_text(row)), len(grid))
    last = next((at for at in range(len(grid), 0, -1) if _has_text(grid[at - 1])), 0)
    grid = grid[first:last]
    kept = set(range(_width(grid)))
    for column in range(_width(grid)):
        own = any(row[column][1].text.strip() and not _spans(row, column) for row in grid)
        texts = {row[column][0] for row in grid if row[column][1].text.strip()}
        others = {row[other][0] for row in grid for other in kept - {column}} if not own and texts else set()
        if not own and texts <= others:
            kept.discard(column)
    return [[row[column] for column in sorted(kept)] for row in grid]


def _spans(row: Sequence[tuple[int, GridCell]], column: int) -> bool:
    """Whether the cell at a place covers the column at its left or right too."""
    number = row[column][0]
    return (column > 0 and row[column - 1][0] == number) or (
        column + 1 < len(row) and row[column + 1][0] == number
    )


def _has_text(row: Iterable[tuple[int, GridCell]]) -> bool:
    return any(cell.text.strip() for _, cell in row)


def _width(grid: _Grid) -> int:
    return len(grid[0]) if grid else 0


def _columns_with_text(grid: _Grid) -> int:
    """How many columns have a cell of their own with text."""
    return sum(
        any(row[column][1].text.strip() and not _spans(row, column) for row in grid)
        for column in range(_width(grid))
    )


def _taken_off(grid: _Grid) -> tuple[_Grid, str, str, str]:
    """The grid without the rows over all columns that are its caption and unit, and its note."""
    caption = unit = ""
    notes: list[str] = []
    while len(grid) > 2 and (text := _over_all(grid[0]) or _caption_and_unit(grid[0])):
        over, _, last = text.rpartition("\n")
        if over and not (caption or unit) and is_unit_line(last):
            caption, unit = over, last
        elif not unit and is_unit_line(text):
            unit = text
        elif not caption and not unit and len(text) <= _LONGEST_CAPTION and not re.search("[。；]", text):
            caption = text
        else:
            break
        grid = grid[1:]
    while len(grid) > 2 and (text := _over_all(grid[-1])) and is_note(text):
        notes.insert(0, text)
        grid = grid[:-1]
    return grid, caption, unit, "\n".join(notes)


def _caption_and_unit(row: Sequence[tuple[int, GridCell]]) -> str:
    """The lines of a row that holds a caption over several columns and the unit at its right; empty for any
    other row."""
    cells = list(dict(row).values())
    if len(cells) != 2 or len(row) < 3 or any(cell.rows > 1 for cell in cells):
        return ""
    caption, unit = (cell.text.strip() for cell in cells)
    alone = "\n" not in caption and len(caption) <= _LONGEST_CAPTION and is_measure(unit)
    return f"{caption}\n{unit}" if caption and alone else ""


def _over_all(row: Sequence[tuple[int, GridCell]]) -> str:
    """The text of the one cell of a row; empty where it has several."""
    alone = len({number for number, _ in row}) == 1 and len(row) > 1
    return row[0][1].text.strip() if alone and row[0][1].rows == 1 else ""


def _marked_heads(grid: _Grid, marked: int) -> int:
    """How many rows head the table: those that are marked so, else the first (with those that its cells reach
    down to) where it looks or reads like one."""
    cells = [[cell for _, cell in row] for row in grid]
    tagged = 0
    while tagged < len(grid) - 1 and all(cell.head or not cell.text.strip() for cell in cells[tagged]):
        tagged += 1
    if marked > 0 or tagged:
        count = max(marked, tagged if tagged < len(grid) - 1 or tagged == 1 else 1)
        return _reach(grid, min(count, max(_MOST_HEADS, marked)))
    first = [cell for cell in cells[0] if cell.text.strip()]
    short = all(len(cell.text) <= _LONGEST_HEAD and not re.search("[。；]", cell.text) for cell in first)
    numbers = any(
        is_number(cell.text) and not _heads_period(grid, column) for column, (_, cell) in enumerate(grid[0])
    )
    if not short or numbers or len(first) * 3 < len(cells[0]) * 2:
        return 0
    body = [cell for row in cells[1:] for cell in row if cell.text.strip()]
    loud = all(cell.bold for cell in first) and not all(cell.bold for cell in body)
    centred = all(cell.align == "centre" for cell in first) and not all(
        cell.align == "centre" for cell in body
    )
    over_numbers = any(is_number(row[-1].text) for row in cells[1:] if row[-1].text.strip())
    distinct = len({number for number, _ in grid[0]})
    counted = bool(_COUNTED.fullmatch(first[0].text.strip()))
    if loud or centred or over_numbers or counted or distinct >= _HEADED:
        return _reach(grid, 1)
    return 0


def _heads_period(grid: _Grid, column: int) -> bool:
    """Whether the first cell of a column tells of what time the figures below are, which are no such."""
    texts = [row[column][1].text.strip() for row in grid]
    periods = [bool(text and _PERIOD.fullmatch(text)) for text in texts]
    return periods[0] and not any(periods[1:])


def _reach(grid: _Grid, count: int) -> int:
    """So many rows, and those that their cells reach down to, and those of the columns under a cell over
    several."""
    while count < len(grid) and {number for number, _ in grid[count - 1]} & {
        number for number, _ in grid[count]
    }:
        count += 1
    return count


def is_number(text: str) -> bool:
    """Whether a cell holds nothing but a number, or a stroke where there is none."""
    text = text.strip()
    return bool(text) and bool(_NUMBER.fullmatch(text))


def _cell(cell: GridCell, *, is_head: bool) -> Cell:
    """A cell of the bulletin; what stands as it would anyway is not said, nor is what heads a column bold."""
    text = "\n".join(line.strip() for line in cell.text.strip().split("\n")).replace("\t", " ")
    align: CellAlign = ""
    if not is_head and not is_number(text) and cell.align in ("centre", "right"):
        align = "centre" if cell.align == "centre" else "right"
    bold = ((0, len(text)),) if cell.bold and not is_head and text else ()
    return Cell(text, cell.columns, cell.rows, align, bold)


def _widths_of(widths: Sequence[float], columns: int) -> tuple[int, ...]:
    """The widths of the columns in thousandths of the whole; empty where they are not all known: then they go
    by content."""
    whole = sum(widths)
    if len(widths) != columns or whole <= 0 or min(widths, default=0) <= 0:
        return ()
    if max(widths) - min(widths) < min(widths) * _EVEN:  # a new table's, which nobody has set
        return ()
    return column_widths(widths, whole)


def with_caption(table: Table, caption: str, unit: str, note: str) -> Table:
    """The table with what stood above and below it, unless it has such."""
    notes = "\n".join(filter(None, (table.note, note)))
    return replace(table, caption=table.caption or caption, unit=table.unit or unit, note=notes)


def continued(table: Table, further: Table) -> Table | None:
    """The table with the rows of one right below it that goes on from it, as one that was cut where a page
    ends: it says so (续表), or its header rows are the same and its rows don't begin anew. None for a table
    of its own."""
    heads = table.header_rows
    same = heads > 0 and further.rows[:heads] == table.rows[:heads]
    said = bool(_CONTINUED.match(further.caption) or _CONTINUES.search(further.caption))
    if table.note or column_count(table) != column_count(further) or not (said or same):
        return None
    told = letters(_CONTINUES.sub("", _CONTINUED.sub("", further.caption))) in letters(table.caption)
    if not told or (further.unit and table.unit and further.unit != table.unit):
        return None
    if not said and (further.caption or _begins_anew(table.rows[heads:], further.rows[heads:])):
        return None
    if said and further.header_rows and not same:
        return None
    rows = further.rows[heads:] if same else further.rows
    return replace(table, rows=(*table.rows, *rows), unit=table.unit or further.unit, note=further.note)


def _begins_anew(rows: Sequence[Sequence[Cell]], further: Sequence[Sequence[Cell]]) -> bool:
    return bool(rows and further) and further[0][:1] == rows[0][:1]


_CONTINUED = re.compile(r"[（(]?续(?:上?表\s?[0-9一二三四五六七八九十]{0,3}[）)]?|[）)])")
_CONTINUES = re.compile(r"[（(]续\s?[一二三四五0-9]?[）)]\Z")


# ---- tab-separated values

_MOST_TSV = 4 << 20
"""Characters."""


def table_of_tsv(text: str) -> Table | None:
    """The table in the plain text that spreadsheets put on the clipboard: rows are lines, cells parted by
    tabs, those with line breaks or quotes in them in quotes ("" for one). None where it is no table: fewer
    than two columns, or rows that differ in how many they have."""
    if "\t" not in text or len(text) > _MOST_TSV:
        return None
    rows = _rows_of_tsv(text.replace("\r\n", "\n").replace("\r", "\n"))
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    width = max((len(row) for row in rows), default=0)
    if not rows or width < 2 or any(len(row) != width for row in rows):
        return None
    cells = [[GridCell(cell.strip()) for cell in row] for row in rows]
    if len(cells) == 1:  # one row is a table too, where a spreadsheet says so
        return Table((tuple(Cell(cell.text) for cell in cells[0]),))
    return table_of(cells)


def _rows_of_tsv(text: str) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    at = 0
    while True:
        if text.startswith('"', at) and (quoted := _QUOTED.match(text, at)):
            rows[-1].append(quoted[1].replace('""', '"'))
            at = quoted.end()
        else:
            stop = min((found for mark in "\t\n" if (found := text.find(mark, at)) >= 0), default=len(text))
            rows[-1].append(text[at:stop])
            at = stop
        if at >= len(text):
            return rows
        if text[at] == "\n":
            rows.append([])
        at += 1


_QUOTED = re.compile(r'"((?:[^"]|"")*+)"(?=[\t\n]|\Z)')
