"""Writes a layout as the text of its file, so that reading it gives the same layout: with its lengths as an
office would say them and a word on each key, and without what a file may leave out. Knows no issue.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from bulletin_desk.bulletin.fields import DeclaredField
from bulletin_desk.bulletin.grammar import ITEM_TEXTS
from bulletin_desk.bulletin.numbering import BY_YEAR, Numbering
from bulletin_desk.layouts.attachment_forms import AttachmentForms
from bulletin_desk.layouts.block_forms import BlockForms
from bulletin_desk.layouts.further_styles import CHARACTER_STYLES, FURTHER_STYLES, further_styles
from bulletin_desk.layouts.line_rule import OFFICE_RULE
from bulletin_desk.layouts.model import STYLES, Layout, Style
from bulletin_desk.layouts.offers import HeadingForms, Offers
from bulletin_desk.layouts.read_fields import usual_next
from bulletin_desk.layouts.read_rows import LEAST_NAME, NAME_PITCH, usual_style
from bulletin_desk.layouts.read_table_forms import usual_picture_form, usual_table_form
from bulletin_desk.layouts.rows import Cell, Cmyk, Fit, Piece, Row, Rule
from bulletin_desk.units import MM

_TEXT = "text"
_NAMED: Mapping[Cmyk, str] = {
    (0.0, 1.0, 1.0, 0.0): "red",
    (0.0, 0.8, 0.8, 0.0): "red",
    (0.0, 0.0, 0.0, 1.0): "black",
    (0.0, 0.0, 0.0, 0.0): "white",
}
"""What colours are called where they have no other name."""
_SHORT = 100
"""Lengths are written as decimals where they are whole hundredths of a unit."""
_COMMENTED = 30
"""Columns before a comment."""


class _Key(NamedTuple):
    """A line of a table."""

    name: str
    value: str
    comment: str = ""


def layout_file(layout: Layout, about: str = "") -> str:
    """The text of a layout's file, beginning with `about`, what the clerk reads where layouts are chosen."""
    return _Writer(layout).text(about)


class _Writer:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._block = layout.text_block
        self._colours = _named_colours(layout)

    def text(self, about: str) -> str:
        layout = self._layout
        parts = [
            "\n".join(f"# {line}" for line in about.split("\n") if line),
            _HOW,
            f"name = {_quoted(layout.name)}",
            _table("paper", self._paper()),
            _table("text_block", self._text_block()),
            _table("lines", self._lines()),
            _table("colours", self._named(), "CMYK，百分数；text 是没有另写颜色的"),
            *(_table("fields", _field(field), many=True) for field in layout.declared),
            _table("numbering", _numbering(layout.numbering)),
            _table("offers", _offers(layout.offers)),
            *self._heading_forms(),
            *self._block_forms(),
            _table("attachments", _attachments(layout.attachments)),
            _table("contents", self._contents()),
            _table("tables", self._tables()),
            _table("pictures", self._pictures()),
            _table("head", self._head(), "报头，一行一行从上到下写"),
            *(_table("head.rows", self._row(row, "head"), many=True) for row in layout.head.rows),
            _table("flow", self._flow()),
            _table("folio", self._folio()),
            _table("closing", self._closing(), "版记，一行一行从上到下写"),
            *(_table("closing.rows", self._row(row, "closing"), many=True) for row in layout.closing.rows),
            *(_table(_style_table(style.name), self._style(style)) for style in self._styles()),
        ]
        return "\n\n".join(filter(None, parts)) + "\n"

    # ---- paper, block, what stands everywhere

    def _paper(self) -> Iterator[_Key]:
        yield _Key("width", _length(self._layout.paper_width))
        yield _Key("height", _length(self._layout.paper_height))

    def _text_block(self) -> Iterator[_Key]:
        block = self._block
        yield _Key("top", _length(block.top), "天头")
        yield _Key("left", _length(block.left), "订口")
        yield _Key("cell", _length(block.cell, prefer="pt"), "版心一格的宽")
        yield _Key("cells", str(block.cells), f"每行 {block.cells} 字")
        yield _Key("line_pitch", _length(block.line_pitch, prefer="pt"), "行距")
        yield _Key("lines", str(block.lines), f"每面 {block.lines} 行")
        yield _Key("baseline", _in(block.baseline, Fraction(1), "em"), "字面框顶到基线")
        yield _Key("widow_control", _flag(block.widow_control), "不让一段的末行独自在面首")

    def _lines(self) -> Iterator[_Key]:
        rule, plain = self._layout.lines, OFFICE_RULE
        if rule.quotes != plain.quotes:
            yield _Key("quotes", _quoted(rule.quotes), "引号占一格")
        if rule.figures != plain.figures:
            yield _Key("figures", _quoted(rule.figures), "数字照字体自己的宽")
        if rule.gap != plain.gap:
            yield _Key("gap", _in(rule.gap, Fraction(1), "em"), "汉字与数字、字母之间")
        if rule.squeezed != plain.squeezed:
            yield _Key("squeezed", _flag(rule.squeezed), "挤一挤标点，把差一点的字收进这一行")
        if rule.adjacent != plain.adjacent:
            yield _Key("adjacent", _flag(rule.adjacent), "两个标点相连，少占半格")
        if rule.hanging != plain.hanging:
            yield _Key("hanging", _flag(rule.hanging), "句号、逗号可以悬在版心之外")

    def _named(self) -> Iterator[_Key]:
        for colour, name in self._colours.items():
            yield _Key(name, f"[{', '.join(_percent(ink) for ink in colour)}]")

    def _flow(self) -> Iterator[_Key]:
        flow = self._layout.flow
        yield _Key("space_between_items", str(flow.space_between_items), "稿件之间空几行")
        yield _Key("keep_lines", str(flow.keep_lines), "标题、小标题、栏目后面至少跟几行")

    def _folio(self) -> Iterator[_Key]:
        folio = self._layout.folio
        yield _Key("gap", self._grid(folio.gap), "版心底到页码")
        yield _Key("text", _quoted(folio.text), "{page} 第几面，{pages} 共几面")
        yield _Key("odd", _quoted(folio.odd), "单面排在哪边")
        yield _Key("even", _quoted(folio.even), "双面")
        advance = self._layout.styles["folio"].advance
        yield _Key("indent", self._indent(folio.indent, advance), "离版心边")

    # ---- what only some bulletins have

    def _heading_forms(self) -> Iterator[str]:
        forms, plain = self._layout.headings, HeadingForms()
        keys = [
            _Key("numbers", _quoted(forms.items), "稿件编号：栏内（section）、全期（through）、不编（none）"),
            _Key("number_text", _quoted(forms.item_text)),
            _Key("mark_text", _quoted(forms.mark_text), "标题前的记号"),
            _Key("signature_lines", _quoted(forms.signature_lines), "落款各行"),
        ]
        usual = (plain.items, plain.item_text, plain.mark_text, plain.signature_lines)
        own = (forms.items, forms.item_text, forms.mark_text, forms.signature_lines)
        yield _table("items", _unlike(keys, own, usual))
        keys = [_Key(key, _quoted(text)) for key, text in zip(_NUMBER_TEXTS, forms.sections, strict=False)]
        yield _table("sections", _unlike(keys, forms.sections, plain.sections))

    def _block_forms(self) -> Iterator[str]:
        forms, plain = self._layout.blocks, BlockForms()
        keys = [_Key(key, _quoted(text)) for key, text in zip(_NUMBER_TEXTS, forms.headings, strict=False)]
        yield _table("headings", _unlike(keys, forms.headings, plain.headings))
        lists = forms.lists
        keys = [_Key(key, _quoted(text)) for key, text in lists._asdict().items()]
        yield _table("lists", _unlike(keys, lists, plain.lists))

    def _contents(self) -> Iterator[_Key]:
        form = self._layout.contents
        if form is not None:
            for key, value in form._asdict().items():
                yield _Key(key, _flag(value) if isinstance(value, bool) else _quoted(value))

    def _tables(self) -> Iterator[_Key]:
        form, usual = self._layout.tables, usual_table_form(self._layout.styles)
        beside, above = form.padding
        yield from _unlike(
            [
                _Key("pitch", self._grid(form.pitch)),
                _Key("padding_beside", self._grid(beside)),
                _Key("padding_above", self._grid(above)),
                _Key("rule", self._grid(form.rule)),
                _Key("outer_rule", self._grid(form.outer_rule)),
                _Key("colour", self._colour(form.colour)),
                _Key("number", _quoted(form.number)),
            ],
            (form.pitch, beside, above, form.rule, form.outer_rule, form.colour, form.number),
            (usual.pitch, *usual.padding, usual.rule, usual.outer_rule, usual.colour, usual.number),
        )

    def _pictures(self) -> Iterator[_Key]:
        form, usual = self._layout.pictures, usual_picture_form(self._layout.styles)
        keys = [
            _Key("pitch", self._grid(form.pitch)),
            _Key("gap", self._grid(form.gap)),
            _Key("caption", _quoted(form.caption)),
            _Key("number", _quoted(form.number)),
        ]
        yield from _unlike(keys, form, usual)

    # ---- rows

    def _head(self) -> Iterator[_Key]:
        head = self._layout.head
        yield _Key("lines", str(head.lines), "共占几行")
        yield _Key("space_after", str(head.space_after), "之后空几行")

    def _closing(self) -> Iterator[_Key]:
        closing = self._layout.closing
        yield _Key("line_pitch", self._grid(closing.line_pitch))
        yield _Key("space_before", str(closing.space_before), "正文与版记之间至少空几行")
        if closing.place != "foot":
            yield _Key("place", _quoted(closing.place), "紧跟正文；版心的末尾写 foot")
        yield _Key("even_page", _flag(closing.even_page), "版记排在双面")
        yield _Key("folio_after_blank", _flag(closing.folio_after_blank))

    def _row(self, row: Row, where: str) -> Iterator[_Key]:
        if row.line is not None:
            yield _Key("line", str(row.line), "版心第几行")
        if row.top is not None:
            yield _Key("top", self._grid(row.top), "上边缘到版心上边缘")
        if row.space is not None:
            yield _Key("space", self._grid(row.space), "与上一行之间")
        if row.repeats:
            yield _Key("repeat", '"distribution"', "报、送、发，一条一行")
        for cell in row.cells:
            yield _Key(cell.side, self._cell(cell, where))
        if row.pitch is not None:
            yield _Key("pitch", self._grid(row.pitch), "一行多高")
        if row.height:
            yield _Key("height", self._grid(row.height), "只留空")
        if row.keeps_room:
            yield _Key("empty", '"room"', "空着也留地方")
        if row.space_after:
            yield _Key("space_after", self._grid(row.space_after), "之下多空")
        if row.rule is not None:
            yield _Key("rule", self._rule(row.rule))
        if row.fit is not None:
            yield _Key("fit", self._fit(row.fit), "排到与版心同宽")
        if row.rule_between:
            yield _Key("rule_between", self._grid(row.rule_between), "条与条之间的线")
        if row.margin:
            yield _Key("at", '"margin"', "在版心之外")
        if not row.needs_rules:
            yield _Key("needs_rules", "false", "只有它的，不画线")

    def _cell(self, cell: Cell, where: str) -> str:
        pieces = [self._piece(piece, where) for piece in cell.pieces]
        return pieces[0] if len(pieces) == 1 else f"[{', '.join(pieces)}]"

    @staticmethod
    def _piece(piece: Piece, where: str) -> str:
        text = _quoted(piece.wording.pattern)
        if piece.style == usual_style(piece.about, where):
            return text
        return _inline(_Key("text", text), _Key("style", _quoted(piece.style)))

    def _rule(self, rule: Rule) -> str:
        keys = [_Key("thickness", self._grid(rule.thickness))]
        if self._colours[rule.colour] != _TEXT:
            keys.append(_Key("colour", self._colour(rule.colour)))
        if rule.gap:
            keys.append(_Key("gap", self._grid(rule.gap)))
        if rule.double is not None:
            keys.append(_Key("double", self._grid(rule.double)))
        return _inline(*keys)

    def _fit(self, fit: Fit) -> str:
        keys = []
        if fit.least != LEAST_NAME:
            keys.append(_Key("least", self._grid(fit.least)))
        if fit.pitch != NAME_PITCH:
            keys.append(_Key("pitch", _in(fit.pitch, Fraction(1), "em")))
        if fit.widths:
            widths = (_Key(str(count), self._grid(width)) for count, width in sorted(fit.widths.items()))
            keys.append(_Key("widths", _inline(*widths)))
        return _inline(*keys)

    # ---- styles

    def _styles(self) -> Iterator[Style]:
        """Those that a file has to have, then those that are otherwise than it would have them."""
        styles = self._layout.styles
        own = {name: style for name, style in styles.items() if name not in FURTHER_STYLES}
        usual = further_styles({name: own[name] for name in STYLES if name in own})
        yield from (style for name, style in own.items() if name in STYLES)
        yield from (styles[name] for name in FURTHER_STYLES if styles[name] != usual[name])
        yield from (style for name, style in own.items() if name not in STYLES)

    def _style(self, style: Style) -> Iterator[_Key]:
        yield _Key("face", _quoted(style.face))
        if style.name in CHARACTER_STYLES:
            if style.name == "bold":
                yield _Key("latin_face", _quoted(style.latin_face))
            return
        if style.latin_face != "latin":
            yield _Key("latin_face", _quoted(style.latin_face), "数字、字母、引号")
        yield _Key("size", _length(style.size, prefer="pt"))
        if style.advance != style.size:
            yield _Key("advance", _length(style.advance, prefer="pt"), "一个字占多宽")
        if self._colours[style.colour] != _TEXT:
            yield _Key("colour", self._colour(style.colour))
        yield _Key("align", _quoted(style.align))
        for key in ("first_line_indent", "left_indent", "right_indent"):
            indent: Fraction = getattr(style, key)
            if indent:
                yield _Key(key, self._indent(indent, style.advance))
        for key in ("prefix", "suffix"):
            if getattr(style, key):
                yield _Key(key, _quoted(getattr(style, key)))
        if style.prefix_face != style.face:
            yield _Key("prefix_face", _quoted(style.prefix_face))

    # ---- values

    def _colour(self, colour: Cmyk) -> str:
        return _quoted(self._colours[colour])

    def _grid(self, length: Fraction) -> str:
        """A length where cells and lines may be written."""
        for unit, name in ((self._block.line_pitch, "line"), (self._block.cell, "cell")):
            if length and (length / unit).denominator <= 2:
                return _in(length, unit, name)
        return _length(length)

    def _indent(self, length: Fraction, advance: Fraction) -> str:
        for unit, name in ((advance, "em"), (self._block.cell, "cell")):
            if (length / unit).denominator <= 4:
                return _in(length, unit, name)
        return _length(length)


_HOW = (
    "# 长度写成“数 单位”：mm 毫米，pt 磅，em 本样式一个字，cell 版心一格，line 一行；数可以是分数。\n"
    "# {栏} 是这一期填的内容；[ ] 里的，其中有栏空着时不印。"
)
_NUMBER_TEXTS = ("number_text", "number_text_2", "number_text_3", "number_text_4")


def _field(field: DeclaredField) -> Iterator[_Key]:
    yield _Key("name", _quoted(field.name))
    if field.label != field.name:
        yield _Key("label", _quoted(field.label))
    if field.kind != "text":
        yield _Key("kind", _quoted(field.kind))
    yield _Key("where", _quoted(field.where), "报头（head）或版记（closing）")
    if field.default:
        yield _Key("default", _quoted(field.default))
    if field.choices:
        yield _Key("choices", f"[{', '.join(map(_quoted, field.choices))}]")
    if field.form:
        yield _Key("form", _quoted(field.form))
    if field.required:
        yield _Key("required", "true", "不能空着")
    if field.next != usual_next(field.kind):
        yield _Key("next", _quoted(field.next), "下一期：照旧、空着、默认、加一")


def _numbering(numbering: Numbering) -> Iterator[_Key]:
    keys = [
        _Key("counts", _quoted(numbering.counts), "期号按年从头数（year）、一直数（through）、不编（none）"),
        _Key("supplement", _quoted(numbering.supplement), "增刊一起数（with）、单独数（own）"),
        _Key("copy_digits", str(numbering.copy_digits), "份号几位"),
    ]
    return _unlike(keys, numbering, BY_YEAR)


def _offers(offers: Offers) -> Iterator[_Key]:
    plain = Offers()
    keys = [
        _Key(
            "sections",
            _quoted(offers.sections),
            "栏目：都有名称（named）、可以没有（optional）、不分栏（none）",
        ),
        _Key("levels", str(offers.levels), "栏目几层"),
        _Key("titles", _quoted(offers.titles), "标题：要有（required）、可以没有（optional）"),
        *(_Key(name, _flag(getattr(offers, name))) for name in (*ITEM_TEXTS.values(), "bold")),
        _Key("marks", f"[{', '.join(map(_quoted, offers.marks))}]", "标题前的记号"),
    ]
    return _unlike(
        keys, [getattr(offers, key.name) for key in keys], [getattr(plain, key.name) for key in keys]
    )


def _attachments(forms: AttachmentForms) -> Iterator[_Key]:
    keys = [
        _Key(key, str(value) if isinstance(value, int) else _quoted(value))
        for key, value in forms._asdict().items()
    ]
    return _unlike(keys, forms, AttachmentForms())


def _unlike(keys: Iterable[_Key], own: Iterable[object], usual: Iterable[object]) -> Iterator[_Key]:
    """The keys whose values are not the usual ones."""
    return (key for key, one, other in zip(keys, own, usual, strict=False) if one != other)


def _named_colours(layout: Layout) -> dict[Cmyk, str]:
    """The colours of a layout, that of body text first."""
    names = {layout.styles["body"].colour: _TEXT}
    used = [style.colour for style in layout.styles.values()]
    used += [row.rule.colour for row in layout.rows if row.rule]
    for colour in (*used, layout.tables.colour):
        if colour not in names:
            name = _NAMED.get(colour, "colour")
            names[colour] = (
                name if name not in names.values() and name != "colour" else f"colour_{len(names)}"
            )
    return names


# ---- TOML


def _table(name: str, keys: Iterable[_Key], about: str = "", *, many: bool = False) -> str:
    """A table with its lines; nothing where it has none."""
    lines = []
    for key in keys:
        line = f"{_key(key.name)} = {key.value}"
        lines.append(f"{line:<{_COMMENTED - 1}} # {key.comment}" if key.comment else line)
    if not lines:
        return ""
    head = f"[[{name}]]" if many else f"[{name}]"
    return "\n".join((f"{head:<{_COMMENTED}}# {about}" if about else head, *lines))


def _inline(*keys: _Key) -> str:
    inside = ", ".join(f"{_key(key.name)} = {key.value}" for key in keys)
    return f"{{ {inside} }}" if inside else "{}"


def _style_table(name: str) -> str:
    return f"styles.{_key(name)}"


def _key(name: str) -> str:
    """A key, in quotes where TOML wants them."""
    return name if name.replace("_", "").isascii() and name.replace("_", "").isalnum() else _quoted(name)


def _quoted(text: str) -> str:
    """A text as a TOML string: JSON's are, but for the one character that TOML bars."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _percent(ink: float) -> str:
    return f"{round(ink * 100, 9):g}"


def _length(length: Fraction, prefer: str = "mm") -> str:
    """A length in millimetres or points, whichever says it exactly and shorter; in the one that is preferred
    if both do."""
    units = {"mm": MM, "pt": Fraction(1)}
    first, second = (prefer, "pt" if prefer == "mm" else "mm")
    for name in (first, second):
        if _SHORT % (length / units[name]).denominator == 0:
            return _in(length, units[name], name)
    best = min((first, second), key=lambda name: (length / units[name]).denominator)
    return _in(length, units[best], best)


def _in(length: Fraction, unit: Fraction, name: str) -> str:
    """A length in a unit, exactly: as a decimal or as a fraction."""
    value = length / unit
    if _SHORT % value.denominator == 0:
        return _quoted(f"{float(value):g} {name}")
    return _quoted(f"{value.numerator}/{value.denominator} {name}")
