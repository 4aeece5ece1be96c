"""The fields of one row of the head or the closing block: where it stands, what stands in it, its rule."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from bulletin_desk.desk.parts.plain import in_menu
from bulletin_desk.desk.parts.typed_fields import TypedField
from bulletin_desk.desk.shaping.changes import (
    SIDES,
    Where,
    may_fit,
    own_style,
    rows_of,
    with_piece,
    with_row,
)
from bulletin_desk.desk.shaping.form import Entry, Form, Get, Set, Shaper, in_block
from bulletin_desk.desk.shaping.measures import (
    LINE_NAME,
    MM_NAME,
    PT_NAME,
    field_names,
    in_words,
    wording_typed,
)
from bulletin_desk.desk.shaping.shape_parts import PartKind, ShapePart
from bulletin_desk.errors import EditError
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read_rows import ENTRY
from bulletin_desk.layouts.rows import CellSide, Cmyk, Fit, Row, Rule
from bulletin_desk.layouts.wordings import Wording
from bulletin_desk.units import mm

SIDE_NAMES: dict[CellSide, str] = {"left": "左边", "centre": "中间", "right": "右边", "spread": "匀开"}
_RED: Cmyk = (0.0, 1.0, 1.0, 0.0)
_BLACK: Cmyk = (0.0, 0.0, 0.0, 1.0)
_PLACES = (("line", "在版心第几行"), ("top", "离版心上边"), ("space", "离上一行"))
_MOST_PIECES = 6
"""In a cell; more are not told apart in a narrow panel."""
_DOUBLE = Fraction(2)
_LEAST = Fraction(30)

Shape = tuple[tuple[CellSide, int], ...]


def shape_of(row: Row) -> Shape:
    """How many pieces stand at each side: what the fields of a row are made for."""
    found = tuple((cell.side, len(cell.pieces)) for cell in row.cells)
    if row.repeats or any(side == "spread" for side, _ in found):
        return found
    if not row.cells and (row.rule is not None or row.height):
        return ()
    given = dict(found)
    return tuple((side, given.get(side, 1)) for side in SIDES if side != "spread")


def new_rule(where: Where) -> Rule:
    """A rule that is added."""
    return Rule(Fraction(3, 2), _RED, mm(1)) if where == "head" else Rule(mm("0.25"), _BLACK)


class RowForm(Form):
    """Made for the row `at` as it is; another one is made when it has other cells."""

    def __init__(self, shaper: Shaper, where: Where, at: int, parent: QWidget) -> None:
        super().__init__(shaper, f"{where} {at}", parent)
        self.where, self.at = where, at
        head = where == "head"
        self.part = ShapePart(PartKind.HEAD_ROW if head else PartKind.CLOSING_ROW, at)
        self.rule_part = ShapePart(PartKind.HEAD_RULE if head else PartKind.CLOSING_RULE, at)
        row = self.row(shaper.layout)
        self.shape = shape_of(row)
        self._picked = next(((cell.side, 0) for cell in row.cells), None)
        self._cells: dict[QObject, tuple[CellSide, int]] = {}
        """The fields of the pieces."""
        if head:
            self._fill_place()
        self._fill_cells(row)
        if not head:
            self._fill_spaces()
        self._fill_more(row)
        self._fill_rule(row)
        self.show_layout(shaper.layout)

    def row(self, layout: Layout) -> Row:
        """The row; an empty one where it has just gone."""
        rows = rows_of(layout, self.where)
        return rows[self.at] if self.at < len(rows) else Row()

    def _get(self, get: Callable[[Row], Any]) -> Get:
        return lambda layout: get(self.row(layout))

    def _put(self, **given: Callable[[Row, Any], Any]) -> Set:
        def put(layout: Layout, value: Any) -> Layout:
            row = self.row(layout)
            values = {key: make(row, value) for key, make in given.items()}
            return with_row(layout, self.where, self.at, row._replace(**values))

        return put

    def _key(self, key: str) -> tuple[Get, Set]:
        return self._get(lambda row: getattr(row, key)), self._put(**{key: lambda _row, value: value})

    # ---- where it stands

    def _fill_place(self) -> None:
        self.add("排在", self.choice("排在", _PLACES, self._get(place_of), self._with_place, self.part))
        line = self.count(
            "第几行",
            1,
            60,
            self._get(lambda row: row.line or 1),
            self._key("line")[1],
            head="第 ",
            tail=" 行",
            part=self.part,
        )
        top = self.length(
            "离版心上边",
            self._get(lambda row: row.top or Fraction(0)),
            self._key("top")[1],
            MM_NAME,
            PT_NAME,
            units=in_block,
            part=self.part,
        )
        space = self.length(
            "离上一行",
            self._get(lambda row: row.space or Fraction(0)),
            self._key("space")[1],
            LINE_NAME,
            MM_NAME,
            PT_NAME,
            units=in_block,
            part=self.part,
        )
        for entry, place in ((line, "line"), (top, "top"), (space, "space")):
            self.add("", entry)
            self.only_if(entry.label, self._stands(place), hide=True)

    def _stands(self, place: str) -> Callable[[Layout], bool]:
        return lambda layout: place_of(self.row(layout)) == place

    def _with_place(self, layout: Layout, place: str) -> Layout:
        return with_row(layout, self.where, self.at, placed(layout, self.at, place))

    # ---- what stands in it

    def _fill_cells(self, row: Row) -> None:
        for side, count in self.shape:
            for number in range(count):
                label = SIDE_NAMES[side] + (f"第{number + 1}段" if count > 1 else "")
                entry = self.words(
                    label, self._words(side, number), self._with_words(side, number), self.part
                )
                self._cells[entry.widget] = (side, number)
                self.add_beside(SIDE_NAMES[side] if not number else "", entry, self._inserter(entry))
        if not self.shape:
            return
        if not row.repeats and "spread" not in dict(self.shape):
            self.note("{栏} 印这一期填的内容；[ ] 里的，有栏空着就不印。")
        pieces = [
            ((side, number), self._piece_name(side, number))
            for side, count in self.shape
            for number in range(count)
        ]
        if len(pieces) > 1:
            self.add("哪一段", self.choice("哪一段", pieces, lambda _layout: self._picked, self._pick))
        self.type_of(self._style, "", align=False, first=self._with_own_style)
        for label in ("字体", "字号", "颜色"):
            self.only_if(label, self._has_picked)

    def _piece_name(self, side: CellSide, number: int) -> str:
        count = dict(self.shape)[side]
        return SIDE_NAMES[side] + (f"第 {number + 1} 段" if count > 1 else "")

    def _words(self, side: CellSide, number: int) -> Get:
        def get(layout: Layout) -> str:
            cell = self.row(layout).cell(side)
            if cell is None or number >= len(cell.pieces):
                return ""
            return in_words(cell.pieces[number].wording, field_names(layout.declared))

        return get

    def _with_words(self, side: CellSide, number: int) -> Set:
        def put(layout: Layout, text: str) -> Layout:
            wording = wording_typed(text, field_names(layout.declared)) if text else None
            if wording is not None and len(text) > 200:
                raise EditError("太长了；一段最多 200 个字。")
            changed = with_piece(layout, self.where, self.at, side, number, wording)
            row = rows_of(changed, self.where)[self.at]
            if not (row.cells or row.rule or row.height):
                raise EditError("这一行总要有点什么；不要这一行，就点“删除”。")
            return changed

        return put

    def _inserter(self, entry: Entry) -> QToolButton:
        """A button that puts a field in at the caret."""
        button = QToolButton(self)
        button.setText("栏")
        button.setAutoRaise(True)
        button.setAccessibleName(f"在{entry.label}插入栏")
        button.setToolTip("插入一栏")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(button)
        menu.aboutToShow.connect(partial(self._fill_menu, menu, entry))
        button.setMenu(menu)
        return button

    def _fill_menu(self, menu: QMenu, entry: Entry) -> None:
        menu.clear()
        layout = self._shaper.layout
        entries = self.row(layout).repeats
        for name, words in field_names(layout.declared).items():
            if entries or name not in ENTRY:
                menu.addAction(in_menu(words)).triggered.connect(partial(self._insert, entry, words))
        side, _ = self._cells[entry.widget]
        if not entries and self._count(layout, side) and self._count(layout, side) < _MOST_PIECES:
            menu.addSeparator()
            menu.addAction("再加一段，另用字体").triggered.connect(partial(self._add_piece, side))

    def _count(self, layout: Layout, side: CellSide) -> int:
        cell = self.row(layout).cell(side)
        return 0 if cell is None else len(cell.pieces)

    def _add_piece(self, side: CellSide, *_checked: object) -> None:
        layout = self._shaper.layout
        added = with_piece(layout, self.where, self.at, side, self._count(layout, side), Wording(("文字",)))
        self._shaper.apply("版式：加一段", added)

    @staticmethod
    def _insert(entry: Entry, words: str, *_checked: object) -> None:
        assert isinstance(entry.widget, TypedField)
        entry.widget.insert(f"{{{words}}}")
        entry.widget.setFocus()

    def _pick(self, layout: Layout, picked: tuple[CellSide, int]) -> Layout:
        self._picked = picked
        self.show_layout(layout)
        return layout

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Who types into a cell has its type below."""
        if event.type() == QEvent.Type.FocusIn and watched in self._cells:
            picked = self._cells[watched]
            if picked != self._picked:
                self._pick(self._shaper.layout, picked)
        return super().eventFilter(watched, event)

    def _piece(self, layout: Layout) -> Any:
        if self._picked is None:
            return None
        side, number = self._picked
        cell = self.row(layout).cell(side)
        return cell.pieces[number] if cell is not None and number < len(cell.pieces) else None

    def _has_picked(self, layout: Layout) -> bool:
        return self._piece(layout) is not None

    def _style(self, layout: Layout) -> str:
        piece = self._piece(layout)
        return "body" if piece is None else piece.style

    def _with_own_style(self, layout: Layout) -> Layout:
        if self._picked is None or self._piece(layout) is None:
            raise EditError("这一边还没有字。")
        return own_style(layout, self.where, self.at, *self._picked)[0]

    # ---- spaces and what it does where it is empty

    def _fill_spaces(self) -> None:
        space = self.length(
            "之上空",
            self._get(lambda row: row.space or Fraction(0)),
            self._put(space=lambda _row, value: value or None),
            MM_NAME,
            PT_NAME,
            LINE_NAME,
            units=in_block,
            part=self.part,
        )
        after = self.length(
            "之下空", *self._key("space_after"), MM_NAME, PT_NAME, LINE_NAME, units=in_block, part=self.part
        )
        self.add("之上多空", space)
        self.add("之下多空", after)

    def _fill_more(self, row: Row) -> None:
        if not row.cells:
            if row.height:
                self.add(
                    "空多高",
                    self.length(
                        "空多高",
                        *self._key("height"),
                        MM_NAME,
                        LINE_NAME,
                        PT_NAME,
                        units=in_block,
                        part=self.part,
                    ),
                )
            return
        if row.repeats:
            self.add(
                "条间的线",
                self.length("条间的线", *self._key("rule_between"), MM_NAME, PT_NAME, part=self.part),
            )
            self.note("报、送、发各条之间画细线，0 就不画。")
            return
        pitch = self.length(
            "行高",
            self._pitch,
            self._key("pitch")[1],
            PT_NAME,
            MM_NAME,
            LINE_NAME,
            units=in_block,
            part=self.part,
        )
        self.add("一行多高", pitch)
        self.add("", self.flag("留地方", "各栏空着也留地方", *self._key("keeps_room"), self.part))
        if self.where == "head":
            self.add(
                "",
                self.flag(
                    "排满版心",
                    "名称排到与版心同宽",
                    self._get(lambda row: row.fit is not None),
                    self._with_fit,
                    self.part,
                ),
            )
            least = self.type_size(
                "最小字号",
                self._get(lambda row: row.fit.least if row.fit else _LEAST),
                self._with_least,
                self.part,
            )
            self.add("小于它两行", least)
            self.only_if("排满版心", lambda layout: may_fit(self.row(layout)))
            self.only_if("最小字号", lambda layout: self.row(layout).fit is not None, hide=True)
        else:
            self.add("", self.flag("版心之外", "排在版心下边之外", *self._key("margin"), self.part))
            alone = self.flag(
                "单独不画线",
                "只有这一行时不画线",
                self._get(lambda row: not row.needs_rules),
                self._put(needs_rules=lambda _row, value: not value),
                self.part,
            )
            self.add("", alone)

    def _pitch(self, layout: Layout) -> Fraction:
        row = self.row(layout)
        usual = layout.text_block.line_pitch if self.where == "head" else layout.closing.line_pitch
        return usual if row.pitch is None else row.pitch

    def _with_fit(self, layout: Layout, fits: bool) -> Layout:
        row = self.row(layout)
        most = min((layout.styles[piece.style].size for piece in row.pieces), default=_LEAST)
        fit = Fit(min(_LEAST, most), Fraction(6, 5), {}) if fits else None
        return with_row(layout, self.where, self.at, row._replace(fit=fit))

    def _with_least(self, layout: Layout, least: Fraction) -> Layout:
        row = self.row(layout)
        assert row.fit is not None
        most = min(layout.styles[piece.style].size for piece in row.pieces)
        if least > most:
            raise EditError("最小的不能比名称的字号还大。")
        return with_row(layout, self.where, self.at, row._replace(fit=row.fit._replace(least=least)))

    # ---- its rule

    def _fill_rule(self, row: Row) -> None:
        if self.where == "closing" and row.rule is None:
            return
        if row.cells:
            self.add(
                "",
                self.flag(
                    "画线",
                    "之下画一条线",
                    self._get(lambda row: row.rule is not None),
                    self._with_rule,
                    self.rule_part,
                ),
            )
        fields = [
            (
                "线粗细",
                self.length(
                    "线粗细",
                    self._rule("thickness"),
                    self._with_in_rule("thickness"),
                    PT_NAME,
                    MM_NAME,
                    part=self.rule_part,
                ),
            ),
            (
                "线的颜色",
                self.colour("线的颜色", self._rule("colour"), self._with_in_rule("colour"), self.rule_part),
            ),
        ]
        if row.cells:
            fields.insert(
                1,
                (
                    "离上面的字",
                    self.length(
                        "线离字",
                        self._rule("gap"),
                        self._with_in_rule("gap"),
                        MM_NAME,
                        PT_NAME,
                        units=in_block,
                        part=self.rule_part,
                    ),
                ),
            )
        fields.append(
            (
                "",
                self.flag(
                    "双线",
                    "双线",
                    self._get(lambda row: row.rule is not None and row.rule.double is not None),
                    self._with_double,
                    self.rule_part,
                ),
            )
        )
        fields.append(
            (
                "两线相距",
                self.length(
                    "两线相距",
                    self._double,
                    self._with_in_rule("double"),
                    PT_NAME,
                    MM_NAME,
                    part=self.rule_part,
                ),
            )
        )
        for label, entry in fields:
            self.add(label, entry)
            there = self._is_double if entry.label == "两线相距" else self._is_ruled
            self.only_if(entry.label, there, hide=True)

    def _is_ruled(self, layout: Layout) -> bool:
        return self.row(layout).rule is not None

    def _is_double(self, layout: Layout) -> bool:
        rule = self.row(layout).rule
        return rule is not None and rule.double is not None

    def _rule(self, key: str) -> Get:
        return self._get(lambda row: getattr(row.rule or new_rule(self.where), key))

    def _double(self, layout: Layout) -> Fraction:
        rule = self.row(layout).rule
        return _DOUBLE if rule is None or rule.double is None else rule.double

    def _with_rule(self, layout: Layout, has: bool) -> Layout:
        rule = new_rule(self.where) if has else None
        return with_row(layout, self.where, self.at, self.row(layout)._replace(rule=rule))

    def _with_in_rule(self, key: str) -> Set:
        def put(layout: Layout, value: Any) -> Layout:
            row = self.row(layout)
            rule = (row.rule or new_rule(self.where))._replace(**{key: value})
            return with_row(layout, self.where, self.at, row._replace(rule=rule))

        return put

    def _with_double(self, layout: Layout, double: bool) -> Layout:
        return self._with_in_rule("double")(layout, _DOUBLE if double else None)


def place_of(row: Row) -> str:
    """Which of its three places a row of the head has."""
    return "line" if row.line is not None else "top" if row.top is not None else "space"


def placed(layout: Layout, at: int, place: str) -> Row:
    """A row of the head in about the same place, said otherwise."""
    row, block = layout.head.rows[at], layout.text_block
    pitch = block.line_pitch
    size = max((layout.styles[piece.style].size for piece in row.pieces), default=pitch)
    rise = (pitch - size) / 2 if size < pitch else Fraction(0)
    bare = row._replace(line=None, top=None, space=None)
    if place == "top":
        top = row.top if row.top is not None else (_line_of(layout, at) - 1) * pitch + rise
        return bare._replace(top=top)
    if place == "line":
        return bare._replace(line=_line_of(layout, at))
    above = _line_of(layout, at - 1) if at else 0
    lines = max(_line_of(layout, at) - above - 1, 0)
    return bare._replace(space=lines * pitch)


def _line_of(layout: Layout, at: int) -> int:
    """About which line of the grid a row of the head stands on."""
    row, pitch = layout.head.rows[at], layout.text_block.line_pitch
    most = layout.text_block.lines - 2
    if row.line is not None:
        return row.line
    if row.top is not None:
        return min(max(round(row.top / pitch) + 1, 1), most)
    above = _line_of(layout, at - 1) if at else 0
    return min(max(above + 1 + round((row.space or Fraction(0)) / pitch), 1), most)
