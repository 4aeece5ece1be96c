"""Forms that contributors fill in: tables whose cells are labels (稿件标题, 投稿单位, 正文) and what belongs
to them. Knows no file formats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bulletin_desk.intake.phrases import Label, label, phrases

_READ = ("title", "subtitle", "unit", "sender", "author", "text")
"""Classes of labels whose cells are read, in the order in which a manuscript has them."""
_NOT_READ = ("aside", "section", "checker")
_LEAST = 0.6
"""Of a form's cells, labels and what belongs to them."""
_LONGEST = 16
"""Characters of a cell that is a label."""


class Cell(NamedTuple):
    """A cell by its place, and its text."""

    row: int
    column: int
    text: str


class Field(NamedTuple):
    """A label and the cell with its value by row and column; `value` is the text of that cell, its own label
    aside. `is_text`: the value is the manuscript's text."""

    name: str
    row: int
    column: int
    value: str
    is_text: bool
    whole: bool = True
    """The cell holds nothing but the value."""

    @property
    def line(self) -> str:
        """The field on one line: 投稿单位：丁市图书馆."""
        return f"{self.name}：{' '.join(self.value.split())}"


@dataclass(frozen=True, slots=True)
class Form:
    """What is read of a form: for each item its fields, title first and text last; and its further cells as
    they stood, those that were filled in apart from labels alone."""

    fields: tuple[Field, ...]
    rest: tuple[str, ...]
    blank: tuple[str, ...] = ()
    """Labels to which nothing was written."""

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

    @property
    def words(self) -> str:
        """All that is not read."""
        texts = [one for one in self.fields if one.is_text and not self.titled]
        labels = (f"{one.name}：" if one.whole else one.line for one in texts)
        return "\n".join((*self.rest, *self.blank, *labels))

    def stands_for(self) -> Iterator[str | Field]:
        """What a manuscript has instead of the form: labelled lines, lines of a text, and fields whose cells
        are its text as they stand."""
        before: Field | None = None
        for one in self.fields:
            if not one.is_text:
                yield one.line
            elif self.titled and (before is None or not before.is_text):
                yield f"{one.name}："
            if one.is_text and one.whole:
                yield one
            elif one.is_text:
                yield from one.value.splitlines()
            before = one


def form_of(rows: Sequence[Sequence[str]]) -> Form | None:
    """The form that a table is; None where it is another table. A row of labels alone over rows without
    texts heads a list, no form."""
    if len(rows) > _MOST_ROWS:
        return None
    filled = [
        [Cell(row, column, cell.strip()) for column, cell in enumerate(columns) if cell.strip()]
        for row, columns in enumerate(rows)
    ]
    found = _Found()
    at = 0
    while at < len(rows):
        below = _columns(rows, filled, at)
        values = filled[at + 1 : at + 1 + below]
        if (below > 1 or below == len(rows) - 1 > 0) and not _has_texts(filled[at], values):
            return None
        for one in values:
            found.under(filled[at], one)
        if not below:
            found.across(filled[at], len(rows[at]))
        at += 1 + below
    return found.form()


_MOST_ROWS = 400
_LEAST_TEXT = 20
"""Characters of what is a text: a sentence."""


def _columns(rows: Sequence[Sequence[str]], filled: Sequence[Sequence[Cell]], at: int) -> int:
    """How many rows stand under a row that holds nothing but labels; 0 where it is no such row."""
    labels = filled[at]
    if len(labels) < len(rows[at]) or not labels or not all(_name(cell.text) for cell in labels):
        return 0
    places = {cell.column for cell in labels}
    count = 0
    for values in filled[at + 1 :]:
        known = any(_name(cell.text) or _labelled(cell.text) for cell in values)
        if known or not values or len(rows[at + 1 + count]) != len(labels):
            break
        if not {cell.column for cell in values} <= places:
            break
        count += 1
    return count


def _has_texts(labels: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether under a row of labels each row holds a title and a text."""
    text = next((cell.column for cell in labels if _name(cell.text) in phrases("text")), None)
    title = next((cell.column for cell in labels if _name(cell.text) in phrases("title")), None)
    for values in rows:
        said = {cell.column: cell.text for cell in values}
        if text not in said or title not in said or not _is_text(said[text]):
            return False
    return True


def _is_text(cell: str) -> bool:
    return len(cell) >= _LEAST_TEXT and "。" in cell


class _Found:
    """What is known of a form so far."""

    def __init__(self) -> None:
        self._groups: list[list[Field]] = [[]]
        self._rest: list[Cell] = []
        self._blank: list[str] = []
        self._cells = 0
        self._known = 0
        self._text_above: Field | None = None
        self._of_data = False
        """Some cell heads numbers of rows or a person's data, as none of a form for contributors does."""

    def under(self, labels: Sequence[Cell], values: Sequence[Cell]) -> None:
        """A row of labels and one of values under it."""
        self._look_at(labels)
        fields = {cell.column: _name(cell.text) for cell in labels}
        if any(name in phrases("title") for name in fields.values()) and any(
            one.name in phrases("title") for one in self._groups[-1]
        ):
            self._groups.append([])
        self._add(_field(fields[cell.column], cell) for cell in values)
        known = {cell.column for cell in values}
        self._blank += (cell.text for cell in labels if cell.column not in known)
        self._cells += len(labels) + len(values)
        self._known += len(labels) + len(values)

    def across(self, cells: Sequence[Cell], columns: int) -> None:
        """A row of labels each with its value behind it."""
        self._look_at(cells)
        above, self._text_above = self._text_above, None
        self._cells += len(cells)
        at = 0
        while at < len(cells):
            cell = cells[at]
            name, one = _name(cell.text), _labelled(cell.text)
            following = cells[at + 1] if at + 1 < len(cells) else None
            if name and following is not None and not _name(following.text) and not _labelled(following.text):
                self._add([_field(name, following)])
                self._known += 2
                at += 2
                continue
            at += 1
            if name:
                self._blank.append(cell.text)
                self._known += 1
            elif one is not None:
                value = cell.text[one.stop :]
                self._add([_field(one.word, cell, value.strip("\n"))])
                self._known += 1
            elif above is not None and len(cells) == 1 and columns > 1 and cell.column == above.column:
                # The label's cell goes on beside a further row of the text.
                self._add([_field(above.name, cell)])
                self._known += 1
            else:
                self._rest.append(cell)

    def _look_at(self, cells: Iterable[Cell]) -> None:
        self._of_data = self._of_data or any(_OF_DATA.fullmatch(cell.text) for cell in cells)

    def _add(self, fields: Iterable[Field]) -> None:
        for field in fields:
            self._groups[-1].append(field)
            self._text_above = field if field.is_text else None

    def form(self) -> Form | None:
        """The form; None where too little is known of the table."""
        fields = [one for group in self._groups for one in group]
        read = [one for one in fields if one.name in phrases(*_READ)]
        if read and not any(one.is_text for one in read) and read[0].name in phrases("title"):
            text = max(self._rest, key=lambda cell: len(cell.text), default=None)
            if text is not None and _is_text(text.text):
                self._rest.remove(text)
                self._known += 1
                self._groups[-1].append(_field("正文", text))
                read.append(self._groups[-1][-1])
        if not read or self._known < 2 or self._known < self._cells * _LEAST:
            return None
        if self._of_data and read[0].name not in phrases("title"):
            return None
        ordered = []
        for group in self._groups:
            ordered += sorted((one for one in group if one in read), key=_place)
        rest = [" ".join(cell.text.split()) for cell in self._rest]
        rest += (one.line for one in fields if one not in read)
        return Form(tuple(ordered), tuple(rest), tuple(self._blank))


def _place(field: Field) -> int:
    return next(at for at, name in enumerate(_READ) if field.name in phrases(name))


def _labelled(cell: str) -> Label | None:
    """The label at the start of a cell that holds its value too, on its line unless that is the text."""
    found = label(cell, *_READ, *_NOT_READ)
    if found is None or not cell[found.stop :].strip():
        return None
    return found if found.word in phrases("text") or "\n" not in cell.strip() else None


def _name(cell: str) -> str:
    """The label that a cell is, without blanks and colon; empty for another cell."""
    word = re.sub(r"[\s：:*（()）]", "", cell) if len(cell) <= _LONGEST else ""
    known = word in phrases(*_READ, *_NOT_READ) or _OTHER_LABEL.fullmatch(word)
    return word if known else ""


_OTHER_LABEL = re.compile(
    r"(?:供稿|撰稿|报送|投稿|填报|填表|拟稿|上报|编写|信息|联络|作者|呈报|经办|校对|核稿|报告|推送|责任)"
    r"(?:人|员|者)(?:姓名|签字|签名|电话)?"
    r"|(?:[^，。；：]{0,6}(?:领导|单位|部门|科室|主任|编辑|审核|审批|负责人|办公室))(?:意见|审核|签字|签名|盖章|审批|批示)"
    r"|是否.{1,6}"
)
"""Labels of what is not printed, by how they are made."""
_OF_DATA = re.compile(r"序\s?号|性\s?别|民\s?族|年\s?龄|学\s?历|出生(?:年月|日期)|籍\s?贯|政治面貌")
_FORM_NAME = re.compile(r"[^，。；：！？]{2,30}(?:表|单|签|卡|笺)(?:（[^（）]{1,12}）)?")


def names_form(text: str) -> bool:
    """Whether a line over a form is its name: 信息投稿表."""
    return bool(_FORM_NAME.fullmatch("".join(text.split())))


def _field(name: str, cell: Cell, value: str | None = None) -> Field:
    text = cell.text if value is None else value
    return Field(name, cell.row, cell.column, text, name in phrases("text"), whole=value is None)
