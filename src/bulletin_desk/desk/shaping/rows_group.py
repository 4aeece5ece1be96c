"""The rows of the head or of the closing block: all of them as a list, and the fields of the one that is
chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.desk.panels.inputs import small_button
from bulletin_desk.desk.parts.icons import icon
from bulletin_desk.desk.shaping.changes import (
    Where,
    rows_of,
    with_row_added,
    with_row_moved,
    without_row,
)
from bulletin_desk.desk.shaping.form import Form, Shaper, in_block
from bulletin_desk.desk.shaping.measures import (
    LINE_NAME,
    MM_NAME,
    PT_NAME,
    field_names,
    in_words,
    length_said,
    unit_for,
)
from bulletin_desk.desk.shaping.row_form import RowForm, new_rule, shape_of
from bulletin_desk.desk.shaping.shape_parts import PartKind, ShapePart
from bulletin_desk.errors import EditError
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read_rows import usual_style
from bulletin_desk.layouts.rows import Cell, Piece, Row
from bulletin_desk.layouts.wordings import Wording
from bulletin_desk.units import mm

_ROWS_SHOWN = 6
_MOST_ROWS = 40


def row_words(layout: Layout, row: Row, where: Where, value: Callable[[str], str]) -> str:
    """A row in the list: where it stands, and what stands in it with the values of an issue; a field that is
    empty by its name."""
    names = field_names(layout.declared)

    def said_of(piece: Piece) -> str:
        if row.repeats or not any(map(value, piece.wording.fields)):
            return in_words(piece.wording, names)
        return piece.wording.fill(value).replace("\n", "")

    cells = [(" … " if cell.side == "spread" else "").join(map(said_of, cell.pieces)) for cell in row.cells]
    said = [_stands(layout, row)] if where == "head" else []
    said += [" … ".join(cells)] if cells else []
    if not cells and row.height:
        said.append("留空")
    if row.rule is not None:
        double = "双线" if row.rule.double is not None else "线"
        thick, units = row.rule.thickness, in_block(layout)
        unit = unit_for(thick, units, (PT_NAME, MM_NAME))
        said.append(f"{'＋' if cells else ''}{double} {length_said(thick, units, unit)}")
    return "　".join(said)


def _stands(layout: Layout, row: Row) -> str:
    if row.line is not None:
        return f"第 {row.line} 行"
    units = in_block(layout)
    if row.top is not None:
        return length_said(row.top, units, unit_for(row.top, units, (MM_NAME, PT_NAME)))
    space = row.space or Fraction(0)
    return f"隔 {length_said(space, units, unit_for(space, units, (LINE_NAME, MM_NAME, PT_NAME)))}"


class RowsGroup(QWidget):
    """`where` says which rows."""

    def __init__(self, shaper: Shaper, where: Where, parent: QWidget) -> None:
        super().__init__(parent)
        self._shaper = shaper
        self._where = where
        self.list = QListWidget(self)
        self.list.setAccessibleName("报头的各行" if where == "head" else "版记的各行")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setUniformItemSizes(True)
        self.list.currentRowChanged.connect(self._turned)
        self.add_button = QToolButton(self)
        self.add_button.setText("加一行")
        self.add_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.add_menu = QMenu(self.add_button)
        for words, make in (
            ("一行字", self._text_row),
            ("一条线", self._rule_row),
            ("空一段", self._room_row),
        ):
            self.add_menu.addAction(words).triggered.connect(partial(self._add, words, make))
        self.add_button.setMenu(self.add_menu)
        self.up, self.down, self.remove = (small_button(hint) for hint in ("往上移", "往下移", "删除这一行"))
        self.up.clicked.connect(partial(self._move, -1))
        self.down.clicked.connect(partial(self._move, 1))
        self.remove.clicked.connect(self._remove)
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        buttons.addWidget(self.add_button)
        buttons.addStretch(1)
        for button in (self.up, self.down, self.remove):
            buttons.addWidget(button)
        self.whole = Form(shaper, f"{where} block", self)
        fill_head(self.whole) if where == "head" else fill_closing(self.whole)
        self.form: RowForm | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4, 4, 0, 8)
        self._column.setSpacing(4)
        self._column.addWidget(self.whole)
        self._column.addWidget(self.list)
        self._column.addLayout(buttons)
        self.refusal = self.whole.refusal_label()
        self._column.addWidget(self.refusal)
        self._recolour()

    def recolour(self) -> None:
        """The small buttons follow light and dark."""
        self._recolour()

    def _recolour(self) -> None:
        ink = self.palette().color(QPalette.ColorRole.WindowText)
        for button, name in ((self.up, "up"), (self.down, "down"), (self.remove, "remove")):
            button.setIcon(icon(name, ink))

    # ---- what is shown

    @property
    def at(self) -> int:
        """Which row is chosen, -1 for none."""
        return self.list.currentRow()

    def show_layout(self, layout: Layout) -> None:
        """Shows the rows of a layout; the chosen one stays so."""
        self.whole.show_layout(layout)
        rows = rows_of(layout, self._where)
        at = min(max(self.list.currentRow(), 0), len(rows) - 1)
        with QSignalBlocker(self.list):
            words = [row_words(layout, row, self._where, self._shaper.value) for row in rows]
            if words != [self.list.item(each).text() for each in range(self.list.count())]:
                self.list.clear()
                self.list.addItems(words)
            self.list.setCurrentRow(at)
        self._fit()
        self._show_buttons()
        if self.form is None or self.form.at != at or self.form.shape != self._shape(layout):
            self._make_form()
        else:
            self.form.show_layout(layout)

    def _shape(self, layout: Layout) -> object:
        assert self.form is not None
        return shape_of(self.form.row(layout))

    def _fit(self) -> None:
        count = min(max(self.list.count(), 2), _ROWS_SHOWN)
        height = max(self.list.sizeHintForRow(0), self.fontMetrics().height() + 4)
        self.list.setFixedHeight(count * height + 2 * self.list.frameWidth())

    def _show_buttons(self) -> None:
        count, at = self.list.count(), self.at
        self.up.setEnabled(at > 0)
        self.down.setEnabled(0 <= at < count - 1)
        self.remove.setEnabled(at >= 0)
        self.add_button.setEnabled(count < _MOST_ROWS)

    def _make_form(self) -> None:
        if self.form is not None:
            self._column.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        if self.at >= 0:
            self.form = RowForm(self._shaper, self._where, self.at, self)
            self._column.addWidget(self.form)
            self.form.show()

    def drop(self) -> None:
        """What was typed and refused belonged to another issue."""
        self.whole.drop()
        self.refusal.hide()
        if self.form is not None:
            self.form.drop()

    def field_for(self, part: ShapePart) -> QWidget | None:
        """The field of a part, None where it has none here."""
        mine = (
            (PartKind.HEAD_ROW, PartKind.HEAD_RULE)
            if self._where == "head"
            else (
                PartKind.CLOSING_ROW,
                PartKind.CLOSING_RULE,
            )
        )
        if part.kind not in mine:
            return self.whole.field_for(part)
        if not 0 <= part.at < self.list.count():
            return None
        self.list.setCurrentRow(part.at)
        field = None if self.form is None else self.form.field_for(part)
        return field or self.list

    # ---- what is done

    def _turned(self, at: int) -> None:
        self._make_form()
        self._show_buttons()
        kind = PartKind.HEAD_ROW if self._where == "head" else PartKind.CLOSING_ROW
        if at >= 0:
            self._shaper.select(ShapePart(kind, at))

    def _apply(self, name: str, layout: Layout, at: int) -> None:
        with QSignalBlocker(self.list):
            self.list.setCurrentRow(at)
        self._shaper.apply(name, layout)

    def _do(self, name: str, at: int, change: Any) -> None:
        before = self.at
        try:
            layout = change(self._shaper.layout)
            with QSignalBlocker(self.list):
                self.list.setCurrentRow(-1)
            self._shaper.apply(name, layout)
        except EditError as error:
            self.refusal.setText(str(error))
            self.refusal.show()
            at = before
        else:
            self.refusal.hide()
        self.list.setCurrentRow(at)

    def _add(self, words: str, make: Any, *_checked: object) -> None:
        at = self.at + 1
        self._do(f"版式：加{words}", at, lambda layout: with_row_added(layout, self._where, at, make(layout)))

    def _move(self, by: int, *_checked: object) -> None:
        at, to = self.at, self.at + by
        if 0 <= to < self.list.count():
            self._do("版式：移动一行", to, lambda layout: with_row_moved(layout, self._where, at, to))

    def _remove(self, *_checked: object) -> None:
        at = self.at
        if at >= 0:
            to = min(at, self.list.count() - 2)
            self._do("版式：删除一行", to, lambda layout: without_row(layout, self._where, at))

    def _text_row(self, _layout: Layout) -> Row:
        piece = Piece(Wording(("文字",)), usual_style("", self._where))
        row = Row(cells=(Cell("centre" if self._where == "head" else "left", (piece,)),))
        return row._replace(space=Fraction(0)) if self._where == "head" else row

    def _rule_row(self, _layout: Layout) -> Row:
        row = Row(rule=new_rule(self._where))
        return row._replace(space=mm(2)) if self._where == "head" else row

    def _room_row(self, layout: Layout) -> Row:
        height = layout.text_block.line_pitch
        row = Row(height=height)
        return row._replace(space=Fraction(0)) if self._where == "head" else row

    def sizeHint(self) -> QSize:  # noqa: N802
        """As high as its parts."""
        return self._column.sizeHint()


def head_summary(layout: Layout) -> str:
    """What stands beside the group's title."""
    return f"{len(layout.head.rows)} 行字，占 {layout.head.lines} 行"


def fill_head(form: Form) -> None:
    """Of the head as a whole."""
    end = ShapePart(PartKind.HEAD_END)

    def put(key: str) -> Any:
        return lambda layout, value: replace(layout, head=layout.head._replace(**{key: value}))

    form.add(
        "报头",
        form.count(
            "报头占", 1, 60, lambda layout: layout.head.lines, put("lines"), head="占 ", tail=" 行", part=end
        ),
        form.count(
            "报头之后",
            0,
            60,
            lambda layout: layout.head.space_after,
            put("space_after"),
            head="下空 ",
            tail=" 行",
            part=end,
        ),
    )


def closing_summary(layout: Layout) -> str:
    """What stands beside the group's title."""
    if layout.closing.place == "text":
        return "紧跟正文"
    return "排在双面" if layout.closing.even_page else ""


def fill_closing(form: Form) -> None:
    """Of the closing block as a whole."""

    def get(key: str) -> Any:
        return lambda layout: getattr(layout.closing, key)

    def put(key: str) -> Any:
        return lambda layout, value: replace(layout, closing=layout.closing._replace(**{key: value}))

    form.add(
        "行距",
        form.length(
            "版记行距", get("line_pitch"), put("line_pitch"), PT_NAME, MM_NAME, LINE_NAME, units=in_block
        ),
    )

    def placed(layout: Layout, place: Any) -> Layout:
        closing = layout.closing._replace(place=place)
        if place == "text":  # neither goes with it
            rows = tuple(row._replace(margin=False) for row in closing.rows)
            closing = closing._replace(even_page=False, rows=rows)
        return replace(layout, closing=closing)

    places = (("foot", "版心的末尾"), ("text", "紧跟正文"))
    form.add("排在", form.choice("版记排在", places, get("place"), placed))
    form.add(
        "离正文",
        form.count("版记之前", 0, 60, get("space_before"), put("space_before"), head="至少空 ", tail=" 行"),
    )
    form.add("", form.flag("双面", "版记要排在双面", get("even_page"), put("even_page")))
    form.add(
        "",
        form.flag(
            "空白面页码", "版记前有空白面，也印页码", get("folio_after_blank"), put("folio_after_blank")
        ),
    )
    form.only_if("双面", lambda layout: layout.closing.place == "foot")
    form.only_if("空白面页码", get("even_page"))
