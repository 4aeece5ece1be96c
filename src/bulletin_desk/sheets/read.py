"""Reads and validates a sheet's file: every failure names file, key and reason. Sets nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple, NoReturn, cast

from bulletin_desk.checked import Fail, Table, nearest, shown
from bulletin_desk.errors import InvalidSheetError
from bulletin_desk.layouts.lengths import Scale, length_of
from bulletin_desk.layouts.model import EMBOLDENED, ROLES
from bulletin_desk.layouts.rows import Cmyk
from bulletin_desk.layouts.wordings import Wording, parsed
from bulletin_desk.paths import bytes_of
from bulletin_desk.sheets.facts import FIELDS, ITEM_FIELDS, OWN
from bulletin_desk.sheets.model import (
    Box,
    BoxAlign,
    BoxRow,
    Column,
    Lettering,
    ListRows,
    Margins,
    Sheet,
    SheetRow,
    Title,
)
from bulletin_desk.toml_trees import toml_tree
from bulletin_desk.units import mm, pt

_LARGEST = 64 << 10
"""Bytes: more than ten times what a sheet takes."""
_MOST_ROWS = 60
_MOST_BOXES = 12
_MOST_SHARE = 100
_LONGEST_LABEL = 40
_LONGEST_TEXT = 200
_ALIGNS = ("left", "centre", "right")
_FACES = (*ROLES, *EMBOLDENED)
_SCALE = Scale()
_SIZES = (pt(6), pt(60))
_PAPER = (mm(80), mm(1000))
_LEAST_WIDTH = mm(60)
"""Of all boxes together."""
_LEAST_BOX = mm(6)
_LEAST_HEIGHT = mm(4)
_MOST_HEIGHT = mm(900)
_LABEL_WIDTH = mm(22)
_MEANT = {
    "font": "face",
    "align_text": "align",
    "name": "label",
    "title": "label",
    "field": "text",
    "value": "text",
    "line": "height",
    "lines": "height",
    "columns": "list",
}
"""What keys are meant for that are like none."""
_MEANT_IN_A_BOX = _MEANT | {"height": "这一行的 height", "most": "这一行的 most", "ruled": "这一行的 ruled"}


class _Measures(NamedTuple):
    """What boxes are read by: the width of a label's cell that doesn't say its own, and of all boxes
    together."""

    label_width: Fraction
    width: Fraction


def read_sheet(file: Path) -> Sheet:
    """The sheet in a TOML file. Raises InvalidSheetError naming file, key and reason."""

    def fail(reason: str) -> NoReturn:
        raise InvalidSheetError(f"单子文件“{shown(file.name, 80)}”有误：{reason}。")

    data = bytes_of(file, _LARGEST, fail, "请写明其中的 .toml 文件")
    if len(data) > _LARGEST:
        fail("文件大得不像单子文件")
    tree = toml_tree(data, fail)
    if "rows" in tree and not isinstance(tree["rows"], list):
        fail("rows 应写成 [[rows]]，用两层方括号，一行写一次")
    return _read(Table(tree, "", fail), fail)


def _read(top: Table, fail: Fail) -> Sheet:
    top.only("name", "paper", "margins", "title", "labels", "texts", "rules", "rows")
    name = top.text("name", max_length=_LONGEST_LABEL).strip()
    if not name:
        top.wrong("name", "不能空着，请写这张单子叫什么，如“审签单”")
    width, height = _paper(top)
    margins = _margins(top, width, height)
    room = width - margins.left - margins.right
    title = _title(top, name)
    labels, label_width = _labels(top)
    texts = _texts(top)
    colour, outer, inner = _rules(top)
    rows = _rows(top, _Measures(label_width, room))
    sheet = Sheet(name, width, height, margins, title, labels, texts, colour, outer, inner, rows)
    _check_height(sheet, fail)
    return sheet


def _length(table: Table, key: str, least: Fraction, most: Fraction, default: Fraction) -> Fraction:
    return length_of(table, key, least=least, most=most, default=default, scale=_SCALE)


def _paper(top: Table) -> tuple[Fraction, Fraction]:
    if not top.has("paper"):
        return mm(210), mm(297)
    table = top.table("paper", '{ width = "210 mm", height = "297 mm" }')
    sides = _length(table, "width", *_PAPER, mm(210)), _length(table, "height", *_PAPER, mm(297))
    table.done()
    return sides


def _margins(top: Table, width: Fraction, height: Fraction) -> Margins:
    usual = (mm(22), mm(20), mm(18), mm(25))
    if not top.has("margins"):
        return Margins(*usual)
    table = top.table("margins", '{ top = "22 mm", left = "25 mm" }')
    limits = (height / 2, width / 2, height / 2, width / 2)
    made = Margins(
        *(
            _length(table, side, Fraction(0), limit, default)
            for side, limit, default in zip(Margins._fields, limits, usual, strict=True)
        )
    )
    table.done()
    if width - made.left - made.right < _LEAST_WIDTH:
        table.wrong("left", "左右空得太多，剩下的不到 60 毫米宽")
    return made


def _lettering(table: Table, face: str, size: Fraction, least: Fraction) -> Lettering:
    role = table.choice("face", _FACES, face)
    large = _length(table, "size", *_SIZES, size)
    small = _length(table, "least", _SIZES[0], large, min(least, large))
    return Lettering(role, large, small)


def _title(top: Table, name: str) -> Title:
    if not top.has("title"):
        return Title(Wording((name,)), Lettering("xiaobiaosong", pt(22), pt(16)), mm(6))
    table = top.table("title", '{ text = "{name}审签单" }')
    text = _wording(table, "text", FIELDS) if table.has("text") else Wording((name,))
    made = Title(
        text,
        _lettering(table, "xiaobiaosong", pt(22), pt(16)),
        _length(table, "below", Fraction(0), mm(60), mm(6)),
    )
    table.done(_MEANT)
    return made


def _labels(top: Table) -> tuple[Lettering, Fraction]:
    if not top.has("labels"):
        return Lettering("song", pt(12), pt(9)), _LABEL_WIDTH
    table = top.table("labels", '{ face = "song", size = "12 pt", width = "22 mm" }')
    made = _lettering(table, "song", pt(12), pt(9))
    width = _length(table, "width", _LEAST_BOX, mm(100), _LABEL_WIDTH)
    table.done(_MEANT)
    return made, width


def _texts(top: Table) -> Lettering:
    if not top.has("texts"):
        return Lettering("fangsong", pt(12), pt(9))
    table = top.table("texts", '{ face = "fangsong", size = "12 pt" }')
    made = _lettering(table, "fangsong", pt(12), pt(9))
    table.done(_MEANT)
    return made


def _rules(top: Table) -> tuple[Cmyk, Fraction, Fraction]:
    colour: Cmyk = (0.0, 0.0, 0.0, 1.0)
    usual = mm("0.5"), mm("0.2")
    if not top.has("rules"):
        return colour, *usual
    table = top.table("rules", '{ outer = "0.5 mm", inner = "0.2 mm" }')
    if table.has("colour"):
        values = table.raw("colour")
        if (
            not isinstance(values, list)
            or len(values) != 4
            or not all(type(value) in (int, float) and 0 <= value <= 100 for value in values)
        ):
            table.wrong("colour", "应为四个 0 到 100 的数：青、品红、黄、黑，如 [0, 100, 100, 0]")
        cyan, magenta, yellow, black = (value / 100 for value in values)
        colour = (cyan, magenta, yellow, black)
    outer = _length(table, "outer", Fraction(0), mm(3), usual[0])
    inner = _length(table, "inner", Fraction(0), mm(3), usual[1])
    table.done()
    return colour, outer, inner


def _rows(top: Table, measures: _Measures) -> tuple[SheetRow, ...]:
    if not top.has("rows"):
        top.wrong("rows", "缺少：一行写一个 [[rows]]，里面用 boxes 或 list 写这一行的格")
    tables = top.tables("rows", _MOST_ROWS)
    if not tables:
        top.wrong("rows", "一行也没有：一行写一个 [[rows]]")
    return tuple(_row(table, measures) for table in tables)


def _row(table: Table, measures: _Measures) -> SheetRow:
    if table.has("list") and table.has("boxes"):
        table.wrong("list", "与 boxes 只能写一样：一行不是几个格，就是一篇一行的表")
    if not table.has("list") and not table.has("boxes"):
        kinds = [key for key in ("box", "items", "columns", "cells") if table.has(key)]
        hint = f"（写的是“{kinds[0]}”）" if kinds else ""
        table.wrong("boxes", f"缺少{hint}：写 boxes = [ …… ]，一篇一行的表写 list = [ …… ]")
    height = _length(table, "height", _LEAST_HEIGHT, _MOST_HEIGHT, mm(9))
    most = _length(table, "most", height, _MOST_HEIGHT, height)
    made: SheetRow
    if table.has("list"):
        columns = tuple(map(_column, table.tables("list", _MOST_BOXES)))
        _check_widths(table, "list", [(one.width, Fraction(0)) for one in columns], measures)
        made = ListRows(columns, height, most)
    else:
        boxes = tuple(_box(one, measures) for one in table.tables("boxes", _MOST_BOXES))
        _check_widths(table, "boxes", [(one.width, one.label_width) for one in boxes], measures)
        made = BoxRow(boxes, height, most, table.flag("ruled", True))
    table.done(_MEANT, listing=True)
    return made


def _box(table: Table, measures: _Measures) -> Box:
    label = table.text("label", "", _LONGEST_LABEL)
    inside = table.choice("label_at", ("beside", "inside"), "beside") == "inside"
    width = Fraction(0)
    if label and not inside:
        width = _length(table, "label_width", _LEAST_BOX, mm(200), measures.label_width)
    made = Box(
        label=label,
        text=_wording(table, "text", FIELDS) if table.has("text") else Wording(),
        foot=table.text("foot", "", _LONGEST_LABEL),
        label_width=width,
        width=_width(table),
        share=table.integer("share", 1, _MOST_SHARE, 1),
        align=cast(BoxAlign, table.choice("align", _ALIGNS, "left")),
        pen=table.flag("pen", False),
    )
    table.done(_MEANT_IN_A_BOX, listing=True)
    return made


def _column(table: Table) -> Column:
    made = Column(
        label=table.text("label", "", _LONGEST_LABEL),
        text=_wording(table, "text", ITEM_FIELDS) if table.has("text") else Wording(),
        width=_width(table),
        share=table.integer("share", 1, _MOST_SHARE, 1),
        align=cast(BoxAlign, table.choice("align", _ALIGNS, "left")),
    )
    table.done(_MEANT_IN_A_BOX, listing=True)
    return made


def _width(table: Table) -> Fraction:
    return _length(table, "width", _LEAST_BOX, mm(1000), Fraction(0)) if table.has("width") else Fraction(0)


def _wording(table: Table, key: str, fields: Sequence[str]) -> Wording:
    """A text with {fields}; an unknown field or a lone brace is wrong."""
    try:
        wording = parsed(table.text(key, max_length=_LONGEST_TEXT))
    except ValueError as error:
        table.wrong(key, str(error))
    own = fields is FIELDS
    for field in wording.fields:
        if field in fields or (own and field.startswith(OWN) and field != OWN):
            continue
        likely = nearest(field, fields)
        hint = f"（是否要写 {{{likely}}}？）" if likely else ""
        known = "、".join(f"{{{one}}}" for one in fields)
        further = "；版式自己的栏写成 {own.栏名}" if own else ""
        table.wrong(key, f"里的 {{{shown(field)}}} 不认识{hint or f'，可用 {known}{further}'}")
    return wording


def _check_widths(
    table: Table, key: str, widths: Sequence[tuple[Fraction, Fraction]], measures: _Measures
) -> None:
    """Fails where boxes don't fit beside each other, or leave none of the width over for those that say
    nothing."""
    if not widths:
        table.wrong(key, "一格也没有")
    fixed = sum((width + label for width, label in widths), Fraction(0))
    open_ = sum(not width for width, _ in widths)
    if fixed + open_ * _LEAST_BOX > measures.width:
        room = f"{float(measures.width / mm(1)):g}"
        table.wrong(key, f"的格太宽：并排要占 {float(fixed / mm(1)):g} 毫米以上，纸上只有 {room} 毫米")


def _check_height(sheet: Sheet, fail: Fail) -> None:
    """Fails where the rows alone are higher than the paper."""
    title = sheet.title.lettering.size + sheet.title.below
    room = sheet.paper_height - sheet.margins.top - sheet.margins.bottom - title
    needed = sum((row.height for row in sheet.rows), Fraction(0))
    if needed > room:
        over = f"{float((needed - room) / mm(1)):.0f}"
        fail(f"rows 的各行加起来比纸高出 {over} 毫米，请把 height 写小些")
