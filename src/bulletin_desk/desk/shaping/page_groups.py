"""The groups of what every page has: paper and block, page numbers, how lines are broken."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from bulletin_desk.desk.shaping.changes import (
    with_block,
    with_cell,
    with_cells,
    with_height,
    with_lines,
    with_margin_bottom,
    with_margin_right,
    with_paper,
    with_pitch,
    with_width,
)
from bulletin_desk.desk.shaping.form import Form
from bulletin_desk.desk.shaping.measures import EM_NAME, MM_NAME, PT_NAME, Units, lengths, number_said
from bulletin_desk.desk.shaping.shape_parts import PartKind, ShapePart
from bulletin_desk.errors import EditError
from bulletin_desk.layouts.model import Layout
from bulletin_desk.units import MM, mm

PAPERS = (
    ((210, 297), "A4"),
    ((184, 260), "16 开"),
    ((185, 260), "大 16 开（B5）"),
    ((297, 420), "A3"),
    ((148, 210), "A5"),
)
"""Paper to choose from, in millimetres."""
_MOST = 200
_FURTHEST = mm(2000)


# ---- paper and block


def paper_summary(layout: Layout) -> str:
    """What stands beside the group's title."""
    block = layout.text_block
    return f"每面 {block.lines} 行，每行 {block.cells} 字"


def fill_paper(form: Form) -> None:
    """纸和版心."""
    paper = ShapePart(PartKind.PAPER)
    form.add("纸", form.choice("纸", (*_papers(), (None, "别的大小")), _paper, _with_paper, paper))
    form.add(
        "宽 × 高",
        form.length("纸宽", lambda layout: layout.paper_width, _with_paper_width, MM_NAME, part=paper),
        form.length("纸高", lambda layout: layout.paper_height, _with_paper_height, MM_NAME, part=paper),
        between="×",
    )
    top, bottom = ShapePart(PartKind.BLOCK_TOP), ShapePart(PartKind.BLOCK_BOTTOM)
    left, right = ShapePart(PartKind.BLOCK_LEFT), ShapePart(PartKind.BLOCK_RIGHT)
    form.add(
        "上、下边",
        form.length("天头", lambda layout: layout.text_block.top, _with_top, MM_NAME, part=top),
        form.length("地脚", _bottom, _with_bottom, MM_NAME, part=bottom),
    )
    form.add(
        "左、右边",
        form.length("订口", lambda layout: layout.text_block.left, _with_left, MM_NAME, part=left),
        form.length("切口", _right, _with_right, MM_NAME, part=right),
    )
    form.add(
        "版心",
        form.length("版心宽", lambda layout: layout.text_block.width, with_width, MM_NAME, part=right),
        form.length("版心高", lambda layout: layout.text_block.height, with_height, MM_NAME, part=bottom),
        between="×",
    )
    form.add(
        "每行、每面",
        form.count(
            "每行字数", 4, _MOST, lambda layout: layout.text_block.cells, with_cells, tail=" 字", part=right
        ),
        form.count(
            "每面行数", 3, _MOST, lambda layout: layout.text_block.lines, with_lines, tail=" 行", part=bottom
        ),
    )
    form.add(
        "字宽、行距",
        form.length(
            "一个字的宽", lambda layout: layout.text_block.cell, _with_cell, PT_NAME, MM_NAME, part=right
        ),
        form.length(
            "行距", lambda layout: layout.text_block.line_pitch, _with_pitch, PT_NAME, MM_NAME, part=bottom
        ),
    )
    form.note("改每行字数、每面行数，版心不动；改行距、字宽，版心跟着变。")


def _papers() -> list[tuple[object, str]]:
    return [((mm(width), mm(height)), f"{name}　{width} × {height} 毫米") for (width, height), name in PAPERS]


def _paper(layout: Layout) -> object:
    own = (layout.paper_width, layout.paper_height)
    return own if any(own == size for size, _ in _papers()) else None


def _with_paper(layout: Layout, size: tuple[Fraction, Fraction] | None) -> Layout:
    return layout if size is None else with_paper(layout, *size)


def _with_paper_width(layout: Layout, width: Fraction) -> Layout:
    return with_paper(layout, _within(width, mm(50), _FURTHEST), layout.paper_height)


def _with_paper_height(layout: Layout, height: Fraction) -> Layout:
    return with_paper(layout, layout.paper_width, _within(height, mm(50), _FURTHEST))


def _within(length: Fraction, least: Fraction, most: Fraction) -> Fraction:
    """A length within bounds. Raises EditError for one beyond them, in millimetres."""
    if not least <= length <= most:
        raise EditError(f"这里要在 {number_said(least / MM)} 到 {number_said(most / MM)} 毫米之间。")
    return length


def _with_top(layout: Layout, top: Fraction) -> Layout:
    most = layout.paper_height - layout.text_block.height
    return with_block(layout, top=_within(top, Fraction(0), most))


def _with_left(layout: Layout, left: Fraction) -> Layout:
    most = layout.paper_width - layout.text_block.width
    return with_block(layout, left=_within(left, Fraction(0), most))


def _bottom(layout: Layout) -> Fraction:
    return layout.paper_height - layout.text_block.top - layout.text_block.height


def _right(layout: Layout) -> Fraction:
    return layout.paper_width - layout.text_block.left - layout.text_block.width


def _with_bottom(layout: Layout, bottom: Fraction) -> Layout:
    block = layout.text_block
    most = layout.paper_height - block.top - 4 * block.lines
    return with_margin_bottom(layout, _within(bottom, Fraction(0), most))


def _with_right(layout: Layout, right: Fraction) -> Layout:
    block = layout.text_block
    most = layout.paper_width - block.left - 4 * block.cells
    return with_margin_right(layout, _within(right, Fraction(0), most))


def _with_pitch(layout: Layout, pitch: Fraction) -> Layout:
    block = layout.text_block
    return with_pitch(layout, _within(pitch, Fraction(4), (layout.paper_height - block.top) / block.lines))


def _with_cell(layout: Layout, cell: Fraction) -> Layout:
    block = layout.text_block
    return with_cell(layout, _within(cell, Fraction(4), (layout.paper_width - block.left) / block.cells))


# ---- page numbers

FOLIO_TEXTS = (
    "— {page} —",
    "{page}",
    "－{page}－",
    "- {page} -",
    "第{page}页",
    "第 {page} 页 共 {pages} 页",
    "— {page} / {pages} —",
    "·{page}·",
)
"""Forms of page numbers to choose from."""
_SIDES = (("left", "左边"), ("centre", "中间"), ("right", "右边"))


def folio_summary(layout: Layout) -> str:
    """What stands beside the group's title."""
    return _folio_example(layout.folio.text)


def _folio_example(text: str) -> str:
    return text.replace("{page}", "1").replace("{pages}", "4")


def fill_folio(form: Form) -> None:
    """页码."""
    part = ShapePart(PartKind.FOLIO)

    def get(name: str) -> Any:
        return lambda layout: getattr(layout.folio, name)

    def put(name: str) -> Any:
        return lambda layout, value: replace(layout, folio=layout.folio._replace(**{name: value}))

    texts = [(text, _folio_example(text)) for text in FOLIO_TEXTS]
    form.add("写成", form.choice("页码样式", texts, get("text"), put("text"), part, _folio_example))
    form.add("自己写", form.words("页码写法", _folio_words, _with_folio_words, part))
    form.note("{页码} 是第几面，{总面数} 是共几面。")
    form.add("离版心下边", form.length("页码高低", get("gap"), put("gap"), MM_NAME, PT_NAME, part=part))
    form.add("单面在", form.choice("单面页码", _SIDES, get("odd"), put("odd"), part))
    form.add("双面在", form.choice("双面页码", _SIDES, get("even"), put("even"), part))
    form.add(
        "离版心边",
        form.length(
            "页码缩进", get("indent"), put("indent"), EM_NAME, MM_NAME, PT_NAME, units=_in_folio, part=part
        ),
    )
    form.type_of(lambda _layout: "folio", "页码", align=False)


def _folio_words(layout: Layout) -> str:
    return layout.folio.text.replace("{pages}", "{总面数}").replace("{page}", "{页码}")


def _with_folio_words(layout: Layout, text: str) -> Layout:
    text = (
        text.replace("｛", "{").replace("｝", "}").replace("{总面数}", "{pages}").replace("{页码}", "{page}")
    )
    bare = text.replace("{pages}", "").replace("{page}", "")
    if "{" in bare or "}" in bare:
        raise EditError("花括号里只能写 {页码} 或 {总面数}。")
    if "{page}" not in text:
        raise EditError("要有 {页码}，页码印在那里，如“— {页码} —”。")
    return replace(layout, folio=layout.folio._replace(text=text))


def _in_folio(layout: Layout) -> Units:
    return lengths(em=layout.styles["folio"].advance, cell=layout.text_block.cell)


# ---- lines


def lines_summary(layout: Layout) -> str:
    """What stands beside the group's title."""
    rule = layout.lines
    said = ["引号半格" if rule.quotes == "half" else "引号一格"]
    said += ["挤标点"] if rule.squeezed else []
    said += ["标点悬出"] if rule.hanging else []
    return "，".join(said)


def fill_lines(form: Form) -> None:
    """断行规则."""

    def get(name: str) -> Any:
        return lambda layout: getattr(layout.lines, name)

    def put(name: str) -> Any:
        return lambda layout, value: replace(layout, lines=layout.lines._replace(**{name: value}))

    form.add(
        "引号", form.choice("引号", (("half", "占半格"), ("full", "占一格")), get("quotes"), put("quotes"))
    )
    form.add(
        "数字",
        form.choice("数字", (("half", "占半格"), ("own", "照字体自己的宽")), get("figures"), put("figures")),
    )
    gaps = [(Fraction(0), "不空"), (Fraction(1, 8), "空八分之一字"), (Fraction(1, 4), "空四分之一字")]
    gap = form.choice(
        "汉字与数字之间", gaps, get("gap"), put("gap"), None, lambda gap: f"空 {number_said(gap)} 字"
    )
    form.add("汉字、数字间", gap)
    form.add("", form.flag("挤标点", "差一点排得下的字，挤一挤标点收进来", get("squeezed"), put("squeezed")))
    form.add("", form.flag("相连标点", "两个标点相连，少占半格", get("adjacent"), put("adjacent")))
    form.add("", form.flag("标点悬出", "行末的句号、逗号可以悬在版心外", get("hanging"), put("hanging")))
    form.add(
        "",
        form.flag(
            "孤行",
            "一段的末行不独自排在面首",
            lambda layout: layout.text_block.widow_control,
            lambda layout, value: with_block(layout, widow_control=value),
        ),
    )
