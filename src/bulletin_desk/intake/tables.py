"""What becomes of a manuscript's tables: frames are read, others named. Knows no file formats."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bulletin_desk.checked import shown

_CAPTION = re.compile(
    r"^\s*[附续]?[表图]\s*[\d一二三四五六七八九十０-９]*(?:[-—－.．]\d+)?[\s：:．.、]?.{0,40}$"
)
_NUMBERED = re.compile(r"\s*[附续]?[表图]\s*[\d一二三四五六七八九十０-９]")
_LONGEST_CAPTION = 100
_LONG_CELL = 200
_LEAST_SENTENCE = 20
_MOST_SHOWN = 4


def cells_to_read(rows: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Rows and columns of the cells whose text is running text: all where the table is but a frame (one
    column, or one cell that is filled in each row), the one that holds nearly everything, or all paragraphs,
    where it is a form or a page's columns around the text; else none."""
    cells = [(row, column) for row, columns in enumerate(rows) for column in range(len(columns))]
    if all(sum(bool(cell.strip()) for cell in columns) <= 1 for columns in rows):
        return cells
    running = {(row, column): _running(rows[row][column]) for row, column in cells}
    fullest = max(cells, key=lambda cell: sum(running[cell]))
    if len(running[fullest]) > 1 and sum(running[fullest]) * 10 >= sum(map(sum, running.values())) * 9:
        return [fullest]
    lengths = {(row, column): len(rows[row][column].strip()) for row, column in cells}
    largest = max(cells, key=lambda cell: lengths[cell])
    if lengths[largest] > _LONG_CELL and lengths[largest] * 10 > sum(lengths.values()) * 7:
        return [largest]
    return []


def _running(cell: str) -> list[int]:
    """The lengths of its paragraphs that are sentences."""
    return [len(line) for line in cell.splitlines() if len(line) >= _LEAST_SENTENCE and "。" in line]


def described(rows: Sequence[Sequence[str]], caption: str) -> str:
    """A sentence about a table that is not in the text."""
    columns = max((len(row) for row in rows), default=0)
    first = [" ".join(cell.split()) for row in rows for cell in row]
    shown_cells = "、".join(f"“{shown(cell, 12)}”" for cell in [cell for cell in first if cell][:_MOST_SHOWN])
    named = f"，表题是“{shown(caption, 30)}”（已保留）" if caption else ""
    holds = f"，开头几格是{shown_cells}" if shown_cells else "，格里没有文字"
    return f"这里有一张{len(rows)}行{columns}列的表格{named}{holds}，没有放进正文，请按需要改写成文字。"


def form_note(rows: Sequence[Sequence[str]], read: tuple[int, int]) -> str:
    """A sentence about the cells of a form that are not in the text."""
    others = [
        " ".join(cell.split())
        for at, row in enumerate(rows)
        for column, cell in enumerate(row)
        if (at, column) != read and cell.strip()
    ]
    quoted = "、".join(f"“{shown(cell, 16)}”" for cell in others[:8])
    more = f"等{len(others)}格" if len(others) > 8 else ""
    return f"正文在一张表格里，已取出成段文字的一格；其余各格没有放进正文：{quoted}{more}，请核对。"


TABLE_IN_CELL = "另有一张表格，它的各行按行放进了所在的那一格，请核对。"


def pictures_behind(count: int) -> str:
    """A sentence about pictures in the cells of a table that is taken in."""
    return f"这张表格的格里有{count}张图片，放在了表格之后，请核对。"


def is_caption(text: str) -> bool:
    """Whether a paragraph reads as the caption of a table or a picture: 表1 …, 图2 …."""
    return len(text) <= _LONGEST_CAPTION and bool(_NUMBERED.match(text) and _CAPTION.match(text))


def by_sign(bullets: Mapping[str, int]) -> str:
    """How many of which bullets, in brackets: `（“●”3段，“■”2段）`."""
    kinds = list(bullets.items())[:_MOST_SHOWN]
    more = "等" if len(bullets) > len(kinds) else ""
    return f"（{'，'.join(f'“{shown(sign, 4)}”{count}段' for sign, count in kinds)}{more}）" if kinds else ""
