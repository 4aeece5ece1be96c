"""Reads and validates a layout file: every failure names file, key and reason. Sets no type itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import NoReturn, cast

from bulletin_desk.bulletin.fields import DeclaredField
from bulletin_desk.bulletin.numbering import BY_YEAR
from bulletin_desk.checked import Fail, Table, nearest, shown
from bulletin_desk.errors import InvalidLayoutError
from bulletin_desk.layouts.attachment_forms import read_attachment_forms
from bulletin_desk.layouts.block_forms import read_block_forms
from bulletin_desk.layouts.contents_form import read_contents_form
from bulletin_desk.layouts.lengths import (
    IN_EM,
    LONGEST,
    Measures,
    Scale,
    check_pattern,
    in_mm,
    length_of,
    read_colours,
)
from bulletin_desk.layouts.line_rule import OFFICE_RULE, FigureWidth, LineRule, QuoteWidth
from bulletin_desk.layouts.model import STYLES, Flow, Folio, Layout, Side, Style, TextBlock
from bulletin_desk.layouts.offers import read_heading_forms, read_offers
from bulletin_desk.layouts.read_fields import read_fields, read_numbering
from bulletin_desk.layouts.read_rows import RowReader
from bulletin_desk.layouts.read_styles import read_styles
from bulletin_desk.layouts.read_table_forms import read_picture_form, read_table_form
from bulletin_desk.layouts.rows import Row
from bulletin_desk.layouts.standard import completed_by_standard
from bulletin_desk.paths import bytes_of
from bulletin_desk.resources import resource
from bulletin_desk.toml_trees import toml_tree
from bulletin_desk.units import mm

DEFAULT = "sichuan-gazetteer"
_ASK = "请向编这一期的人要一份好的版式文件"
_LARGEST = 64 << 10
"""Bytes: more than ten times what a layout takes."""
_SIDES = ("left", "right", "centre")
_QUOTES = ("half", "full")
_FIGURES = ("half", "own")
_WIDEST_GAP = Fraction(1, 2)
"""Em between a Han character and a letter or digit."""
_TABLES = (
    *("name", "paper", "colours", "text_block", "styles", "flow", "folio", "head", "closing"),
    *("offers", "items", "sections", "headings", "lists", "attachments", "contents"),
    *("tables", "pictures", "lines"),
)
"""What stands outermost in a layout file, tables and the name; more in one whose head is rows, and in one
from before."""
_TABLES_OF_ROWS = ("fields", "numbering")
_TABLES_BEFORE = ("number_text",)
_MEANT_IN_FLOW = {"space": "space_between_items"}
_MEANT_IN_PAPER = {"size": "width”和“height"}
_MEANT_IN_BLOCK = {"right": "cell”和“cells", "bottom": "line_pitch”和“lines"}
"""What keys are meant for that the text block doesn't have, since it is counted in cells and lines."""
_MEANT_IN_FOLIO = dict.fromkeys(("side", "align", "position"), "odd”和“even")


def layout_names() -> tuple[str, ...]:
    """The names of the shipped layouts."""
    return tuple(sorted(file.stem for file in resource("layouts").glob("*.toml")))


def load_layout(name: str = DEFAULT) -> Layout:
    """A shipped layout by its name, or any layout file by its path. Raises InvalidLayoutError."""
    return read_layout(_file_of(name))


def layout_text(name: str = DEFAULT) -> tuple[str, str]:
    """What a bulletin carries of the layout that `load_layout` gives: its name and its file's text. Raises
    InvalidLayoutError."""
    file = _file_of(name)
    if name not in layout_names():
        read_layout(file)
    return file.stem, _bytes_of(file, _failing(file)).decode("utf-8-sig")


def carried_layout(name: str, text: str | None) -> tuple[Layout, str]:
    """The layout that a bulletin names and carries (None: only names), and a sentence if it is not that one.
    The text holds before the shipped layout of that name, which serves where the text can't be used. Raises
    InvalidLayoutError where there is none."""
    shipped = name in layout_names()
    if text is None:
        if shipped:
            return load_layout(name), ""
        raise InvalidLayoutError(f"这一期的版式“{shown(name)}”没有带在文件里，本程序也没有：{_ASK}。")

    try:
        return _carried(text), ""
    except InvalidLayoutError as fault:
        error = f"这一期带的版式“{shown(name)}”有误：{fault}"
        if shipped:
            return load_layout(name), f"{error}；现在按本程序自带的同名版式排，请核对版面。"
        raise InvalidLayoutError(f"{error}，{_ASK}。") from fault


@lru_cache(maxsize=4)  # while a layout is changed, the same text is read several times
def _carried(text: str) -> Layout:
    """The layout that a text says. Raises InvalidLayoutError with the reason alone."""

    def fail(reason: str) -> NoReturn:
        raise InvalidLayoutError(reason)

    if not text:
        fail("它是空的，或已损坏，或大得不像版式文件")
    return _layout(text.encode("utf-8"), fail)


def _file_of(name: str) -> Path:
    if name in layout_names():
        return resource("layouts", f"{name}.toml")
    if name.endswith(".toml") or _is_there(Path(name)):
        return Path(name)
    raise InvalidLayoutError(
        f"没有名为“{name}”的版式：可用 {'、'.join(layout_names())}，或写版式文件（.toml）的路径。"
    )


def read_layout(file: Path) -> Layout:
    """The layout in a TOML file. Raises InvalidLayoutError naming file, key and reason."""
    fail = _failing(file)
    return _layout(_bytes_of(file, fail), fail)


def _failing(file: Path) -> Fail:
    def fail(reason: str) -> NoReturn:
        raise InvalidLayoutError(f"版式文件“{file}”有误：{reason}。")

    return fail


def _layout(data: bytes, fail: Fail) -> Layout:
    if len(data) > _LARGEST:
        fail("文件大得不像版式文件")
    tree = toml_tree(data, fail)
    if "name" not in tree:
        fail("缺少 name，应写在最前面，在各 [表] 之前")
    earlier = _is_earlier(tree)
    if not earlier:
        _check_brackets(tree, fail)
    return _read(Table(tree if earlier else completed_by_standard(tree), "", fail), earlier=earlier)


def _check_brackets(tree: Mapping[str, object], fail: Fail) -> None:
    """Fails for tables that are written with one pair of brackets instead of two, or the other way round,
    and for rows under a wrong name: what is told of them names what would be right."""
    if isinstance(tree.get("fields"), dict):
        fail("fields 应写成 [[fields]]，用两层方括号，一栏写一次；现在写的是 [fields]")
    if _are_tables(tree.get("rows")):
        fail("最外层 中有不认识的键“rows”：报头的行写成 [[head.rows]]，版记的行写成 [[closing.rows]]")
    for part in ("head", "closing"):
        inside = tree.get(part)
        if _are_tables(inside):
            fail(f"{part} 应写成 [{part}]，用一层方括号；一行一行的写成 [[{part}.rows]]")
        if not isinstance(inside, dict):
            continue
        if isinstance(inside.get("rows"), dict):
            fail(f"{part}.rows 应写成 [[{part}.rows]]，用两层方括号，一行写一次；现在写的是 [{part}.rows]")
        if part == "head" and "rows" not in inside:
            continue  # which is told where they are read
        for key, value in inside.items():
            if key != "rows" and _are_tables(value):
                fail(f"{part} 中有不认识的键“{shown(key)}”（是否要写“rows”？一行写成 [[{part}.rows]]）")


def _are_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)


def _is_earlier(tree: Mapping[str, object]) -> bool:
    """Whether the tree of a layout file is from before heads were rows."""
    head = tree.get("head")
    return "number_text" in tree and not (isinstance(head, dict) and "rows" in head)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name longer than a name can be
        return False


def _bytes_of(file: Path, fail: Fail) -> bytes:
    return bytes_of(file, _LARGEST, fail, "请写明其中的 .toml 文件")


def _read(top: Table, *, earlier: bool) -> Layout:
    top.only(*_TABLES, *(_TABLES_BEFORE if earlier else _TABLES_OF_ROWS))
    name = top.text("name", max_length=100)
    paper = top.table("paper")
    width, height = (
        length_of(paper, key, least=mm(50), most=LONGEST, scale=Scale()) for key in ("width", "height")
    )
    paper.done(_MEANT_IN_PAPER)
    colours = read_colours(top.table("colours"))
    block = _text_block(top.table("text_block"), width, height)
    measures = Measures(block, colours)
    styles: Mapping[str, Style] = read_styles(top.table("styles"), measures)
    flow = _flow(top.table("flow"), block)
    folio = _folio(top.table("folio"), styles["folio"], block, height)
    declared: tuple[DeclaredField, ...] = ()
    numbering = BY_YEAR
    if earlier:
        from bulletin_desk.layouts.read_earlier import read_earlier  # few files are

        frame = read_earlier(top, measures, styles, folio, height)
        head, closing, styles = frame.head, frame.closing, frame.styles
    else:
        declared, numbering = read_fields(top), read_numbering(top)
        rows = RowReader.of(measures, styles, declared)
        head = rows.head(top.table("head"))
        closing = rows.closing(top.table("closing"), folio, height)
        _check_style_names(top, styles, (*head.rows, *closing.rows))
    offers, headings = read_offers(top), read_heading_forms(top, check_pattern)
    return Layout(
        name=name,
        paper_width=width,
        paper_height=height,
        text_block=block,
        head=head,
        flow=flow,
        folio=folio,
        closing=closing,
        styles=styles,
        offers=offers,
        headings=headings,
        blocks=read_block_forms(top, check_pattern),
        attachments=read_attachment_forms(top, check_pattern),
        contents=read_contents_form(top, check_pattern),
        declared=declared,
        numbering=numbering,
        tables=read_table_form(top, measures, styles),
        pictures=read_picture_form(top, measures, styles),
        lines=_line_rule(top),
    )


def _check_style_names(top: Table, styles: Mapping[str, Style], rows: Iterable[Row]) -> None:
    """Fails for a style that no row names and that is called nearly like one of the text's."""
    used = {piece.style for row in rows for piece in row.pieces}
    for name in styles.keys() - used - set(STYLES):
        likely = nearest(name, STYLES)
        if likely:
            top.table("styles").wrong(name, f"没有哪一行用它（是否要写“{likely}”？）")


def _text_block(table: Table, width: Fraction, height: Fraction) -> TextBlock:
    block = TextBlock(
        top=length_of(table, "top", most=height, scale=Scale()),
        left=length_of(table, "left", most=width, scale=Scale()),
        cell=length_of(table, "cell", least=Fraction(4), most=Fraction(100), scale=Scale()),
        cells=table.integer("cells", least=4, most=200),
        line_pitch=length_of(table, "line_pitch", least=Fraction(4), most=Fraction(200), scale=Scale()),
        lines=table.integer("lines", least=3, most=200),
        baseline=length_of(table, "baseline", most=Fraction(2), scale=IN_EM),
        widow_control=table.flag("widow_control"),
    )
    table.done(_MEANT_IN_BLOCK)
    if block.left + block.width > width:
        table.wrong("cells", f"太多：版心加左边宽 {in_mm(block.left + block.width)}，纸只宽 {in_mm(width)}")
    if block.top + block.height > height:
        table.wrong("lines", f"太多：版心加上边高 {in_mm(block.top + block.height)}，纸只高 {in_mm(height)}")
    return block


def _line_rule(top: Table) -> LineRule:
    """`[lines]`; where it or a key is left out, the rule is the usual one."""
    plain = OFFICE_RULE
    if not top.has("lines"):
        return plain
    table = top.table("lines")
    rule = LineRule(
        quotes=cast(QuoteWidth, table.choice("quotes", _QUOTES, default=plain.quotes)),
        figures=cast(FigureWidth, table.choice("figures", _FIGURES, default=plain.figures)),
        gap=length_of(table, "gap", most=_WIDEST_GAP, scale=IN_EM) if table.has("gap") else plain.gap,
        squeezed=table.flag("squeezed", default=plain.squeezed),
        adjacent=table.flag("adjacent", default=plain.adjacent),
        hanging=table.flag("hanging", default=plain.hanging),
    )
    table.done()
    return rule


def _flow(table: Table, block: TextBlock) -> Flow:
    flow = Flow(
        space_between_items=table.integer("space_between_items", least=0, most=block.lines - 1),
        keep_lines=table.integer("keep_lines", least=0, most=block.lines - 1),
    )
    table.done(_MEANT_IN_FLOW)
    return flow


def _folio(table: Table, style: Style, block: TextBlock, height: Fraction) -> Folio:
    scale = Scale(cell=block.cell, line=block.line_pitch)
    folio = Folio(
        gap=length_of(table, "gap", most=height - block.top - block.height, scale=scale),
        text=check_pattern(table, "text", {"page", "pages"}),
        odd=cast(Side, table.choice("odd", _SIDES)),
        even=cast(Side, table.choice("even", _SIDES)),
        indent=length_of(
            table, "indent", most=block.width / 2, scale=Scale(em=style.advance, cell=block.cell)
        ),
    )
    table.done(_MEANT_IN_FOLIO)
    return folio
