"""Forms that contributors fill in: tables whose cells are labels (稿件标题, 投稿单位, 正文) and what belongs
to them. Knows no file formats."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bulletin_desk.intake.phrases import Label, label, phrases

_READ = ("title", "unit", "sender", "author", "text")
"""Classes of labels whose cells are read, in the order in which a manuscript has them."""
_NOT_READ = ("aside", "section", "checker")
_LEAST = 0.6
"""Of a form's cells, labels and what belongs to them."""
_LONGEST = 16
"""Characters of a cell that is a label."""


class Field(NamedTuple):
    """A label and the cell with its value by row and column; `value` is the text of that cell, its own label
    aside. `is_text`: the value is the manuscript's text."""

    name: str
    row: int
    column: int
    value: str
    is_text: bool

    @property
    def line(self) -> str:
        """The field on one line: 投稿单位：丁市图书馆."""
        return f"{self.name}：{' '.join(self.value.split())}"


@dataclass(frozen=True, slots=True)
class Form:
    """What is read of a form, title first and text last, and its further cells as they stood."""

    fields: tuple[Field, ...]
    rest: tuple[str, ...]

    @property
    def titled(self) -> bool:
        """Whether it holds a title."""
        return self.fields[0].name in phrases("title")

    @property
    def said(self) -> str:
        """What was read and what was not, a sentence for the clerk."""
        names = "、".join(dict.fromkeys(field.name for field in self.fields))
        rest = f"，其余各格没有放进正文：{'、'.join(f'“{cell}”' for cell in self.rest)}" if self.rest else ""
        return f"这里有一张填好的表格，已取出{names}{rest}，请核对。"


def form_of(rows: Sequence[Sequence[str]]) -> Form | None:
    """The form that a table is; None where it is another table. A row of labels alone heads a list, no
    form."""
    fields: list[Field] = []
    rest: list[str] = []
    cells = known = 0
    for row, columns in enumerate(rows):
        filled = [(column, cell.strip()) for column, cell in enumerate(columns) if cell.strip()]
        names = [_name(cell) for _, cell in filled]
        if len(names) >= 3 and all(names):
            return None
        cells += len(filled)
        at = 0
        while at < len(filled):
            column, cell = filled[at]
            following = filled[at + 1] if at + 1 < len(filled) else None
            one = _labelled(cell)
            answered = following is not None and not names[at + 1] and _labelled(following[1]) is None
            if names[at] and following is not None and answered:
                fields.append(_field(names[at], row, *following))
                at, known = at + 1, known + 2
            elif names[at]:
                rest.append(cell)
                known += 1
            elif one is not None:
                fields.append(_field(one.word, row, column, cell, cell[one.stop :].strip()))
                known += 1
            else:
                rest.append(" ".join(cell.split()))
            at += 1
    read = [field for field in fields if field.name in phrases(*_READ)]
    if not read or known < 2 or known < cells * _LEAST:
        return None
    rest += (field.line for field in fields if field not in read)
    read.sort(key=lambda field: next(at for at, name in enumerate(_READ) if field.name in phrases(name)))
    return Form(tuple(read), tuple(rest))


def _labelled(cell: str) -> Label | None:
    """The label at the start of a cell that holds its value too."""
    found = label(cell, *_READ, *_NOT_READ)
    return found if found is not None and cell[found.stop :].strip() else None


def _name(cell: str) -> str:
    """The label that a cell is, without blanks and colon; empty for another cell."""
    word = re.sub(r"[\s：:*（()）]", "", cell) if len(cell) <= _LONGEST else ""
    return word if word in phrases(*_READ, *_NOT_READ) else ""


def _field(name: str, row: int, column: int, cell: str, value: str | None = None) -> Field:
    return Field(name, row, column, cell if value is None else value, name in phrases("text"))
