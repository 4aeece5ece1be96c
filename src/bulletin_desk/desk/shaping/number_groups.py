"""The groups of how issues are numbered, and of the fields that a layout has besides those of every
bulletin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, cast, get_args

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QPushButton, QVBoxLayout, QWidget

from bulletin_desk.bulletin.fields import DeclaredField, FieldKind
from bulletin_desk.desk.shaping.changes import Where, with_piece, with_rows
from bulletin_desk.desk.shaping.form import Form, Get, Set, Shaper
from bulletin_desk.desk.shaping.measures import field_names
from bulletin_desk.desk.shaping.shape_parts import ShapePart
from bulletin_desk.desk.shaping.text_groups import part_of
from bulletin_desk.errors import EditError
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read_fields import FORMS, usual_next
from bulletin_desk.layouts.rows import Cell, CellSide, Row
from bulletin_desk.layouts.wordings import FieldSlot, Option, Part, Wording, parsed

NUMBER_FORMS = (
    "{supplement}第{number}期[（总第{total}期）]",
    "{supplement}第{number}期",
    "{year}年第{number}期[（总第{total}期）]",
    "（{year}）第{number}期",
    "〔{year}〕第{number}期",
    "〔{year}〕{number}号",
    "第{number}号",
    "[总第{total}期|第{number}期]",
    "第{number}期　总第{total}期",
    "编号：{year}-{number}",
)
"""Forms of an issue's number to choose from."""
_EXAMPLE = {"number": "12", "total": "607"}
"""Of an issue that lacks them."""


def number_example(pattern: str, value: Callable[[str], str]) -> str:
    """A form as it looks with the values of an issue; empty for none."""
    return parsed(pattern).fill(lambda name: value(name) or _EXAMPLE.get(name, ""))


def _number_piece(layout: Layout) -> tuple[Where, int, CellSide, int] | None:
    """Where the number stands, or the total one where only that does."""
    for name in ("number", "total"):
        for where in get_args(Where):
            for at, row in enumerate(layout.head.rows if where == "head" else layout.closing.rows):
                for cell in row.cells:
                    for number, piece in enumerate(cell.pieces):
                        if name in piece.wording.fields:
                            return where, at, cell.side, number
    return None


def _number_form(layout: Layout) -> str:
    found = _number_piece(layout)
    if found is None:
        return ""
    where, at, side, number = found
    row = layout.head.rows[at] if where == "head" else layout.closing.rows[at]
    cell = row.cell(side)
    assert cell is not None
    return cell.pieces[number].wording.pattern


def _with_number_form(layout: Layout, pattern: str) -> Layout:
    found = _number_piece(layout)
    if found is None:
        raise EditError("报头里还没有期号；先在报头的一行里插入“期号”。")
    return with_piece(layout, *found, parsed(pattern)) if pattern else layout


def number_summary(value: Callable[[str], str], layout: Layout) -> str:
    """What stands beside the group's title, with the values of an issue."""
    return number_example(_number_form(layout), value) or "没有期号"


def fill_number(form: Form) -> None:
    """期号."""
    offered = [(pattern, number_example(pattern, form.value)) for pattern in NUMBER_FORMS]

    def said(pattern: str) -> str:
        return number_example(pattern, form.value) or "没有期号"

    form.add("写成", form.choice("期号写法", offered, _number_form, _with_number_form, None, said))
    counts = (("year", "每年从 1 起"), ("through", "一直往下数"), ("none", "不数，下一期照旧"))
    form.add("怎么数", form.choice("期号怎么数", counts, *part_of("numbering.counts")))
    series = (("with", "和正刊一起数"), ("own", "自成一列"))
    form.add("增刊", form.choice("增刊怎么数", series, *part_of("numbering.supplement")))
    form.add("份号", form.count("份号几位", 1, 8, *part_of("numbering.copy_digits"), tail=" 位数"))
    form.note("印在哪一行、用什么字体，在“报头”里改。")


# ---- fields of the layout's own

KINDS = {
    "text": "文字",
    "number": "数",
    "date": "日期",
    "month": "年月",
    "period": "起止日期",
    "choice": "几样里选一样",
    "list": "几行文字",
}
_WHERE = (("head", "报头"), ("closing", "版记"))
_NEXT = {"keep": "照旧", "empty": "空着", "default": "照先填的", "advance": "往下数一个"}
_SLOTS = {
    "{年}": "{year}",
    "{月}": "{month}",
    "{日}": "{day}",
    "{止年}": "{to_year}",
    "{止月}": "{to_month}",
    "{止日}": "{to_day}",
}


def fields_summary(layout: Layout) -> str:
    """What stands beside the group's title."""
    return "、".join(field.label for field in layout.declared)


def with_field_changed(layout: Layout, at: int, **values: Any) -> Layout:
    """Other values of a field."""
    fields = list(layout.declared)
    fields[at] = fields[at]._replace(**values)
    return replace(layout, declared=tuple(fields))


def with_field_added(layout: Layout) -> Layout:
    """A further field of the head, with a name of its own."""
    taken = {*field_names(layout.declared).values(), *(field.name for field in layout.declared)}
    number = next(number for number in range(1, 100) if f"新栏{number}" not in taken)
    name = f"新栏{number}"
    return replace(layout, declared=(*layout.declared, DeclaredField(name, name, "text", "head")))


def without_field(layout: Layout, at: int) -> Layout:
    """A field less, and where it stood in the rows nothing. What issues have in it stays in them."""
    name = layout.declared[at].name
    layout = replace(layout, declared=(*layout.declared[:at], *layout.declared[at + 1 :]))
    for where in get_args(Where):
        rows = layout.head.rows if where == "head" else layout.closing.rows
        kept = tuple(row for row in (_without(row, name) for row in rows) if row is not None)
        if kept != rows:
            if where == "head" and not kept:
                raise EditError("报头只有这一栏；先在报头里加别的行。")
            layout = with_rows(layout, where, kept)
    return layout


def _without(row: Row, name: str) -> Row | None:
    """A row without a field; None where nothing is left of it."""
    if all(name not in piece.wording.fields for piece in row.pieces):
        return row
    cells = []
    for cell in row.cells:
        pieces = [
            piece._replace(wording=Wording(tuple(_bare(piece.wording.parts, name)))) for piece in cell.pieces
        ]
        pieces = [piece for piece in pieces if piece.wording.text().strip()]
        if pieces:
            cells.append(Cell(cell.side, tuple(pieces)))
    if not cells and row.rule is None:
        return None
    return row._replace(cells=tuple(cells), fit=row.fit if cells == list(row.cells) else None)


def _bare(parts: tuple[Part, ...], name: str) -> list[Part]:
    """A wording's parts without a field; an option that hung on it goes, or what stands in its place is
    there."""
    kept: list[Part] = []
    for part in parts:
        match part:
            case FieldSlot(called) if called == name:
                continue
            case Option(inside, otherwise):
                if FieldSlot(name) in inside:
                    kept += _bare(otherwise, name)
                else:
                    kept.append(Option(tuple(_bare(inside, name)), tuple(_bare(otherwise, name))))
            case _:
                kept.append(part)
    return kept


class FieldsGroup(QWidget):
    """The layout's own fields: all of them as a list, and what the one that is chosen is."""

    def __init__(self, shaper: Shaper, parent: QWidget) -> None:
        super().__init__(parent)
        self._shaper = shaper
        self.list = QListWidget(self)
        self.list.setAccessibleName("自己的栏")
        self.list.setFixedHeight(4 * (self.fontMetrics().height() + 6))
        self.list.currentRowChanged.connect(self._turned)
        self.add_button = QPushButton("加一栏", self)
        self.add_button.clicked.connect(self._add)
        self.remove = QPushButton("删除", self)
        self.remove.clicked.connect(self._remove)
        buttons = QHBoxLayout()
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        self.form = Form(shaper, "field", self)
        self._fill()
        self.refusal = self.form.refusal_label()
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 0, 8)
        column.setSpacing(4)
        column.addWidget(self.list)
        column.addLayout(buttons)
        column.addWidget(self.refusal)
        column.addWidget(self.form)

    def _fill(self) -> None:
        form = self.form
        form.add("叫什么", form.words("栏的叫法", self._get("label"), self._with_label))
        form.add("填的是", form.choice("栏的种类", KINDS.items(), self._get("kind"), self._with_kind))
        form.add("印在", form.choice("栏印在", _WHERE, self._get("where"), self._put("where")))
        form.add("可选的", form.words("可选的", self._choices, self._with_choices))
        form.add("先填", form.words("先填", self._default, self._with_default))
        form.add("印成", form.words("栏印成", self._form_words, self._with_form))
        form.add("下一期", form.choice("栏的下一期", _NEXT.items(), self._get("next"), self._with_next))
        form.add("", form.flag("不能空着", "空着时提醒", self._get("required"), self._put("required")))
        form.only_if("可选的", lambda layout: self._field(layout).kind == "choice", hide=True)
        form.only_if("栏印成", lambda layout: self._field(layout).kind in FORMS, hide=True)
        form.note("加好的栏，到报头或版记的一行里点“栏”插进去，才印出来。")

    # ---- what is shown

    @property
    def at(self) -> int:
        """Which field is chosen, -1 for none."""
        return self.list.currentRow()

    def _field(self, layout: Layout) -> DeclaredField:
        if 0 <= self.at < len(layout.declared):
            return layout.declared[self.at]
        return DeclaredField("", "", "text", "head")

    def show_layout(self, layout: Layout) -> None:
        """Shows the fields of a layout."""
        labels = [field.label for field in layout.declared]
        at = min(max(self.at, 0), len(labels) - 1)
        with QSignalBlocker(self.list):
            if labels != [self.list.item(each).text() for each in range(self.list.count())]:
                self.list.clear()
                self.list.addItems(labels)
            self.list.setCurrentRow(at)
        self.list.setVisible(bool(labels))
        self.form.setVisible(bool(labels))
        self.remove.setEnabled(bool(labels))
        self.form.show_layout(layout)

    def drop(self) -> None:
        """What was typed and refused belonged to another issue."""
        self.refusal.hide()
        self.form.drop()

    def field_for(self, _part: ShapePart) -> QWidget | None:
        """No part is pointed at here."""
        return None

    def _turned(self, _at: int) -> None:
        self.form.drop()
        self.form.show_layout(self._shaper.layout)

    # ---- values

    def _get(self, key: str) -> Get:
        return lambda layout: getattr(self._field(layout), key)

    def _put(self, key: str) -> Set:
        return lambda layout, value: with_field_changed(layout, self.at, **{key: value})

    def _with_label(self, layout: Layout, text: str) -> Layout:
        text = text.strip()
        if not text:
            raise EditError("栏要有个叫法。")
        if len(text) > 30:
            raise EditError("太长了；最多 30 个字。")
        others = (field for field in layout.declared if field is not self._field(layout))
        if text in field_names(tuple(others)).values():
            raise EditError(f"已经有一栏叫“{text}”。")
        return with_field_changed(layout, self.at, label=text)

    def _with_kind(self, layout: Layout, kind: str) -> Layout:
        known = cast(FieldKind, kind)
        choices = ("普通",) if kind == "choice" else ()
        return with_field_changed(
            layout, self.at, kind=known, choices=choices, default="", form="", next=usual_next(known)
        )

    def _with_next(self, layout: Layout, following: str) -> Layout:
        if following == "advance" and self._field(layout).kind not in ("number", "date", "month", "period"):
            raise EditError("只有数和日期能往下数。")
        return with_field_changed(layout, self.at, next=following)

    def _choices(self, layout: Layout) -> str:
        return " ".join(self._field(layout).choices)

    def _with_choices(self, layout: Layout, text: str) -> Layout:
        choices = tuple(dict.fromkeys(text.split()))
        if not choices:
            raise EditError("至少写一样；几样用空格隔开，如“普通 秘密 机密”。")
        field = self._field(layout)
        default = field.default if field.default in choices else ""
        return with_field_changed(layout, self.at, choices=choices, default=default)

    def _default(self, layout: Layout) -> str:
        return self._field(layout).default.replace("\n", " ")

    def _with_default(self, layout: Layout, text: str) -> Layout:
        field = self._field(layout)
        if field.kind == "list":
            text = "\n".join(text.split())
        return with_field_changed(layout, self.at, default=text)

    def _form_words(self, layout: Layout) -> str:
        return _swapped(self._field(layout).form, {slot: words for words, slot in _SLOTS.items()})

    def _with_form(self, layout: Layout, text: str) -> Layout:
        form = _swapped(text.replace("｛", "{").replace("｝", "}"), _SLOTS)
        return with_field_changed(layout, self.at, form=form)

    # ---- what is done

    def _add(self) -> None:
        self._do("版式：加一栏", len(self._shaper.layout.declared), with_field_added)

    def _remove(self) -> None:
        at = self.at
        if at >= 0:
            self._do("版式：删除一栏", at, partial(_without_field_at, at))

    def _do(self, name: str, at: int, change: Callable[[Layout], Layout]) -> None:
        try:
            self._shaper.apply(name, change(self._shaper.layout))
        except EditError as error:
            self.refusal.setText(str(error))
            self.refusal.show()
        else:
            self.refusal.hide()
            self.list.setCurrentRow(min(at, self.list.count() - 1))


def _without_field_at(at: int, layout: Layout) -> Layout:
    return without_field(layout, at)


def _swapped(text: str, words: dict[str, str]) -> str:
    for old, new in words.items():
        text = text.replace(old, new)
    return text
