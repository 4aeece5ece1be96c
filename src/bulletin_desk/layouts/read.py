"""Reads and validates a layout file: every failure names file, key and reason. Sets no type itself."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from pathlib import Path
from string import Formatter
from typing import NoReturn, cast

from bulletin_desk.checked import Fail, Table, shown
from bulletin_desk.errors import InvalidLayoutError
from bulletin_desk.layouts.further_styles import CHARACTER_STYLES, FURTHER_STYLES, further_styles
from bulletin_desk.layouts.model import (
    ROLES,
    STYLES,
    Align,
    Closing,
    Cmyk,
    Flow,
    Folio,
    Head,
    Layout,
    PrintCountAt,
    Side,
    Style,
    TextBlock,
)
from bulletin_desk.layouts.offers import read_numbering, read_offers
from bulletin_desk.paths import bytes_of
from bulletin_desk.resources import resource
from bulletin_desk.units import MM, mm

DEFAULT = "sichuan-gazetteer"
_ASK = "请向编这一期的人要一份好的版式文件"
_LARGEST = 64 << 10
"""Bytes: more than ten times what a layout takes."""
_MOST_DOTS = 50
"""In a line: what Python makes of a key of a hundred thousand dots takes minutes."""
_LONGEST = mm(2000)
_LENGTH = re.compile(r"(-?\d{1,6}(?:\.\d{1,6})?)(?:/(\d{1,6}))?\s*(mm|pt|em|cell|line)")
_ALIGNS = ("justified", "left", "centre", "right")
_SIDES = ("left", "right", "centre")
_PRINT_COUNT_AT = ("below", "inside", "margin")
_SMALLEST = Fraction(4)
"""Points: of any type."""
_MOST_SPACED = 9
"""Characters of the longest name that is letter-spaced."""


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

    def fail(reason: str) -> NoReturn:
        raise InvalidLayoutError(f"这一期带的版式“{shown(name)}”有误：{reason}")

    try:
        if not text:
            fail("它是空的，或已损坏，或大得不像版式文件")
        return _layout(text.encode("utf-8"), fail), ""
    except InvalidLayoutError as error:
        if shipped:
            return load_layout(name), f"{error}；现在按本程序自带的同名版式排，请核对版面。"
        raise InvalidLayoutError(f"{error}，{_ASK}。") from error


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
    _check_size(data, fail)
    try:
        tree = tomllib.loads(data.decode("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+), column (\d+)", str(error))
        place = f"第{at[1]}行第{at[2]}字" if at else "文件末尾"
        fail(f"{place}附近不合 TOML 的写法，请看引号、括号是否成对，键是否重复")
    except UnicodeDecodeError:
        fail("不是 UTF-8 编码，请另存为 UTF-8")
    except (ValueError, RecursionError):  # a number of thousands of digits, lists thousands deep
        fail("里面有长得或深得不合理的值")
    return _Reader(Table(tree, "", fail)).layout()


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name longer than a name can be
        return False


def _bytes_of(file: Path, fail: Fail) -> bytes:
    return bytes_of(file, _LARGEST, fail, "请写明其中的 .toml 文件")


def _check_size(data: bytes, fail: Fail) -> None:
    if len(data) > _LARGEST:
        fail("文件大得不像版式文件")
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.count(b".") > _MOST_DOTS and not line.lstrip().startswith(b"#"):
            fail(f"第{number}行里的点多得不合理")


@dataclass(frozen=True, slots=True)
class _Scale:
    """What the units mean at one place, in points; None where one has no meaning."""

    mm: Fraction | None = MM
    pt: Fraction | None = Fraction(1)
    em: Fraction | None = None
    cell: Fraction | None = None
    line: Fraction | None = None


_NAME_PITCH = Fraction(6, 5)
"""Em between the lines of a masthead, where a layout says nothing else."""
_IN_EM = _Scale(mm=None, pt=None, em=Fraction(1))


class _Reader:
    def __init__(self, top: Table) -> None:
        self._top = top
        self._colours: dict[str, Cmyk] = {}
        self._scale = _Scale()

    def layout(self) -> Layout:
        top = self._top
        name = top.text("name", max_length=100)
        paper = top.table("paper")
        width, height = (self._length(paper, key, least=mm(50), most=_LONGEST) for key in ("width", "height"))
        paper.done()
        self._colours = self._read_colours(top.table("colours"))
        block = self._text_block(top.table("text_block"), width, height)
        self._scale = _Scale(cell=block.cell, line=block.line_pitch)
        styles = self._styles(top.table("styles"), block)
        head = self._head(top.table("head"), styles["masthead"], block)
        flow = self._flow(top.table("flow"), block)
        folio = self._folio(top.table("folio"), styles["folio"], block, height)
        closing = self._closing(top.table("closing"), block)
        if closing.print_count_at == "margin":
            self._check_margin(top.table("closing"), closing, folio, styles["print_count"], block, height)
        numbers = top.table("number_text")
        layout = Layout(
            name=name,
            paper_width=width,
            paper_height=height,
            text_block=block,
            head=head,
            flow=flow,
            folio=folio,
            closing=closing,
            number_with_total=self._pattern(numbers, "with_total", {"number", "total", "supplement"}),
            number_without_total=self._pattern(numbers, "without_total", {"number", "supplement"}),
            styles=styles,
            offers=read_offers(top),
            numbering=read_numbering(top, self._pattern),
        )
        numbers.done()
        top.done()
        return layout

    def _text_block(self, table: Table, width: Fraction, height: Fraction) -> TextBlock:
        block = TextBlock(
            top=self._length(table, "top", most=height),
            left=self._length(table, "left", most=width),
            cell=self._length(table, "cell", least=Fraction(4), most=Fraction(100)),
            cells=table.integer("cells", least=4, most=200),
            line_pitch=self._length(table, "line_pitch", least=Fraction(4), most=Fraction(200)),
            lines=table.integer("lines", least=3, most=200),
            baseline=self._length(table, "baseline", most=Fraction(2), scale=_IN_EM),
            widow_control=table.flag("widow_control"),
        )
        table.done()
        if block.left + block.width > width:
            table.wrong(
                "cells", f"太多：版心加左边宽 {_in_mm(block.left + block.width)}，纸只宽 {_in_mm(width)}"
            )
        if block.top + block.height > height:
            table.wrong(
                "lines", f"太多：版心加上边高 {_in_mm(block.top + block.height)}，纸只高 {_in_mm(height)}"
            )
        return block

    def _styles(self, table: Table, block: TextBlock) -> Mapping[str, Style]:
        styles: dict[str, Style] = {}
        for name in STYLES:
            if name in CHARACTER_STYLES:  # they change the face of a part of a body paragraph and no more
                continue
            if name not in FURTHER_STYLES or table.has(name):
                styles[name] = self._style(name, table.table(name), block)
        run_in = table.table("run_in_heading")
        face = run_in.choice("face", ROLES)
        run_in.done()
        styles["run_in_heading"] = replace(styles["body"], name="run_in_heading", face=face)
        styles = further_styles(styles)
        if table.has("bold"):
            bold = table.table("bold")
            styles["bold"] = replace(
                styles["bold"],
                face=bold.choice("face", ROLES),
                latin_face=bold.choice("latin_face", ROLES, default=styles["bold"].latin_face),
            )
            bold.done()
        table.done()
        return {name: styles[name] for name in STYLES}

    def _style(self, name: str, table: Table, block: TextBlock) -> Style:
        size = self._length(table, "size", least=Fraction(4), most=Fraction(200))
        face = table.choice("face", ROLES)
        advance = self._length(table, "advance", least=size / 2, most=size * 2, default=size)
        scale = _Scale(em=advance, cell=block.cell)
        style = Style(
            name=name,
            face=face,
            size=size,
            advance=advance,
            colour=self._colour(table, "colour", "text"),
            align=cast(Align, table.choice("align", _ALIGNS)),
            first_line_indent=self._length(table, "first_line_indent", default=Fraction(0), scale=scale),
            left_indent=self._length(table, "left_indent", default=Fraction(0), scale=scale),
            right_indent=self._length(table, "right_indent", default=Fraction(0), scale=scale),
            prefix=table.text("prefix", default="", max_length=20),
            suffix=table.text("suffix", default="", max_length=20),
            prefix_face=table.choice("prefix_face", ROLES, default=face),
            latin_face=table.choice("latin_face", ROLES, default="latin"),
        )
        table.done()
        indents = {"first_line_indent": style.first_line_indent, "left_indent": style.left_indent}
        indents["right_indent"] = style.right_indent
        if block.width - sum(indents.values()) < 2 * advance:
            table.wrong(max(indents, key=indents.__getitem__), "缩进太多：一行连两个字都排不下")
        return style

    def _head(self, table: Table, name: Style, block: TextBlock) -> Head:
        lines = table.integer("lines", least=1, most=block.lines - 1)
        spaced = table.has("number_space")
        head = Head(
            lines=lines,
            space_after=table.integer("space_after", least=0, most=block.lines - lines - 1),
            marking_line=table.integer("marking_line", least=1, most=lines),
            name_top=self._length(table, "name_top", most=lines * block.line_pitch),
            name_least=self._length(table, "name_least", least=_SMALLEST, most=name.size, default=_SMALLEST),
            name_pitch=self._length(
                table, "name_pitch", least=Fraction(1), most=Fraction(3), default=_NAME_PITCH, scale=_IN_EM
            ),
            name_widths=self._name_widths(table, block),
            number_line=table.integer("number_line", least=1, most=lines, default=1 if spaced else None),
            number_space=self._length(table, "number_space", most=5 * block.line_pitch) if spaced else None,
            header_line=table.integer("header_line", least=1, most=lines),
            rule_gap=self._length(table, "rule_gap", most=block.height),
            rule_thickness=self._length(table, "rule_thickness", most=Fraction(30)),
            rule_colour=self._colour(table, "rule_colour", None),
        )
        table.done()
        return head

    def _name_widths(self, table: Table, block: TextBlock) -> Mapping[int, Fraction]:
        """The widths of letter-spaced names by their numbers of characters."""
        if not table.has("name_widths"):
            return {}
        widths = table.table("name_widths")
        counts = [str(count) for count in range(2, _MOST_SPACED + 1)]
        for key in widths.keys():  # noqa: SIM118 (a Table is no dict)
            if key not in counts:
                widths.wrong(key, f"不认识：这里写名称的字数，2 至 {_MOST_SPACED}")
        found = {
            int(count): self._length(widths, count, most=block.width) for count in counts if widths.has(count)
        }
        widths.done()
        return found

    def _flow(self, table: Table, block: TextBlock) -> Flow:
        flow = Flow(
            space_between_items=table.integer("space_between_items", least=0, most=block.lines - 1),
            keep_lines=table.integer("keep_lines", least=0, most=block.lines - 1),
        )
        table.done()
        return flow

    def _folio(self, table: Table, style: Style, block: TextBlock, height: Fraction) -> Folio:
        folio = Folio(
            gap=self._length(table, "gap", most=height - block.top - block.height),
            text=self._pattern(table, "text", {"page"}),
            odd=cast(Side, table.choice("odd", _SIDES)),
            even=cast(Side, table.choice("even", _SIDES)),
            indent=self._length(
                table, "indent", most=block.width / 2, scale=_Scale(em=style.advance, cell=block.cell)
            ),
        )
        table.done()
        return folio

    def _closing(self, table: Table, block: TextBlock) -> Closing:
        closing = Closing(
            outer_rule=self._length(table, "outer_rule", most=Fraction(30)),
            inner_rule=self._length(table, "inner_rule", most=Fraction(30)),
            rule_colour=self._colour(table, "rule_colour", None),
            line_pitch=self._length(table, "line_pitch", least=Fraction(4), most=Fraction(200)),
            rule_between_entries=table.flag("rule_between_entries"),
            label_end=table.text("label_end", max_length=4),
            imprint_date_end=table.text("imprint_date_end", max_length=20),
            disclosure_label=table.text("disclosure_label", max_length=40),
            disclosure_gap=self._length(table, "disclosure_gap", most=block.height),
            print_count_text=self._pattern(table, "print_count_text", {"count"}),
            print_count_gap=self._length(table, "print_count_gap", most=block.height),
            print_count_at=cast(
                PrintCountAt, table.choice("print_count_at", _PRINT_COUNT_AT, default="below")
            ),
            space_before=table.integer("space_before", least=0, most=block.lines - 1, default=0),
            even_page=table.flag("even_page", default=False),
            folio_after_blank=table.flag("folio_after_blank", default=False),
        )
        table.done()
        return closing

    @staticmethod
    def _check_margin(
        table: Table, closing: Closing, folio: Folio, style: Style, block: TextBlock, height: Fraction
    ) -> None:
        """Below the text block a print count must find paper, and no page number on its side."""
        if block.top + block.height + closing.print_count_gap + style.size > height:
            table.wrong("print_count_at", "为“margin”时，版心下边的纸排不下印数，请把版心改小或改为“below”")
        side = "left" if style.align == "justified" else style.align
        sides = (folio.even,) if closing.even_page else (folio.odd, folio.even)
        if side in sides and folio.gap < closing.print_count_gap + 2 * style.size:
            table.wrong(
                "print_count_at", "为“margin”时，印数会和页码挤在一起，请写 even_page = true，或改为“below”"
            )

    def _read_colours(self, table: Table) -> dict[str, Cmyk]:
        colours = {}
        for name in table.keys():  # noqa: SIM118 (a Table is no dict)
            values = table.raw(name)
            if (
                not isinstance(values, list)
                or len(values) != 4
                or not all(type(value) in (int, float) and 0 <= value <= 100 for value in values)
            ):
                table.wrong(name, "应为四个 0 到 100 的数：青、品红、黄、黑，如 [0, 100, 100, 0]")
            cyan, magenta, yellow, black = (value / 100 for value in values)
            colours[name] = (cyan, magenta, yellow, black)
        if "text" not in colours:
            table.wrong("text", "缺少：正文的颜色")
        return colours

    def _colour(self, table: Table, key: str, default: str | None) -> Cmyk:
        return self._colours[table.choice(key, tuple(self._colours), default=default)]

    def _pattern(self, table: Table, key: str, fields: set[str]) -> str:
        """A text with {fields}; an unknown field or a lone brace is wrong."""
        text = table.text(key, max_length=80)
        try:
            for _, field, form, conversion in Formatter().parse(text):
                if field is not None and (field not in fields or form or conversion):
                    table.wrong(
                        key, f"里的 {{{field}}} 不认识，可用 {'、'.join(f'{{{f}}}' for f in sorted(fields))}"
                    )
        except ValueError:
            table.wrong(key, "里的花括号 { } 不成对")
        return text

    def _length(
        self,
        table: Table,
        key: str,
        *,
        least: Fraction = Fraction(0),
        most: Fraction = _LONGEST,
        default: Fraction | None = None,
        scale: _Scale | None = None,
    ) -> Fraction:
        """A length in points from a text such as "27 mm", "225/22 mm" or "2 em"."""
        if default is not None and not table.has(key):
            return default
        text = table.text(key, max_length=40)
        match = _LENGTH.fullmatch(text.strip())
        if not match or (match[2] and not int(match[2])):
            table.wrong(key, f"应为长度，如 27 mm、16 pt、2 em，实为“{shown(text)}”")
        units: dict[str, Fraction | None] = asdict(scale or self._scale)
        unit = units[match[3]]
        if unit is None:
            usable = " 或 ".join(name for name, points in units.items() if points is not None)
            table.wrong(key, f"这里不能用单位 {match[3]}，请用 {usable}")
        length = Fraction(match[1]) / int(match[2] or 1) * unit
        if not least <= length <= most:
            span = f"{float(least / unit):g} 到 {float(most / unit):g} {match[3]}"
            table.wrong(key, f"应在 {span} 之间，实为“{text.strip()}”")
        return length


def _in_mm(length: Fraction) -> str:
    return f"{float(length / MM):.1f} 毫米"
