"""Where a layout is otherwise than GB/T 9704-2012 has it, by clauses. What it says is told, never asked for:
a bulletin need not be an official document. Must not know how anything is set.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from bulletin_desk.layouts.lengths import TYPE_SIZES
from bulletin_desk.layouts.model import Layout, Style
from bulletin_desk.layouts.rows import Cmyk, Row
from bulletin_desk.units import MM, mm

FACE_NAMES = {
    "xiaobiaosong": "小标宋",
    "fangsong": "仿宋",
    "hei": "黑体",
    "kai": "楷体",
    "song": "宋体",
    "latin": "西文",
    "latin_bold": "西文粗体",
    "fangsong_bold": "仿宋加粗",
    "hei_bold": "黑体加粗",
    "kai_bold": "楷体加粗",
    "song_bold": "宋体加粗",
}
"""What the roles of faces are called."""
_NEAR = mm("0.05")
"""Lengths that differ by no more are equal: files round them."""
_NEAR_SIZE = Fraction(1, 4)
"""Points of type, alike."""
_RED_INK = 0.8
"""Of magenta and yellow in a red (6.2)."""
_BODY, _SMALL, _TITLE = Fraction(16), Fraction(14), Fraction(22)
"""三号、四号、二号."""


class Deviation(NamedTuple):
    """What is otherwise: `what` as the clerk calls it, `own` as the layout has it, `standard` as the clause
    does; `place` is the table of a layout's file where it is said, and its key where it has one of its own.
    """

    clause: str
    what: str
    own: str
    standard: str
    place: str

    @property
    def words(self) -> str:
        """One line for a list."""
        return f"{self.what}：{self.own}；标准是{self.standard}（{self.clause}）"


def deviations(layout: Layout) -> tuple[Deviation, ...]:
    """All of a layout, in the order of the standard. Where something has no place in a layout, as a name
    that is printed on the paper already, nothing is said of it."""
    return (*_paper(layout), *_texts(layout), *_head(layout), *_closing(layout), *_folio(layout))


def said_size(size: Fraction) -> str:
    """A size of type as an office calls it: 三号（16 磅）."""
    name = next((name for name, points in TYPE_SIZES.items() if Fraction(points) == size), "")
    points = f"{float(size):.4g} 磅"
    return f"{name}（{points}）" if name else points


def said_mm(length: Fraction) -> str:
    """A length in millimetres."""
    return f"{round(float(length / MM), 2):g} 毫米"


# ---- paper and block


def _paper(layout: Layout) -> Iterator[Deviation]:
    width, height, block = layout.paper_width, layout.paper_height, layout.text_block
    if not (_near(width, mm(210)) and _near(height, mm(297))):
        own = f"{_number(width)} × {_number(height)} 毫米"
        yield Deviation("5.1", "纸", own, "A4，210 × 297 毫米", "paper")
    for what, key, own_length, right in (
        ("天头", "top", block.top, 37),
        ("订口", "left", block.left, 28),
    ):
        if abs(own_length - mm(right)) > mm(1) + _NEAR:
            own = said_mm(own_length)
            yield Deviation("5.2.1", what, own, f" {right} ± 1 毫米", f"text_block.{key}")
    if not (_near(block.width, mm(156), mm("0.5")) and _near(block.height, mm(225), mm("0.5"))):
        own = f"{_number(block.width)} × {_number(block.height)} 毫米"
        yield Deviation("5.2.1", "版心", own, " 156 × 225 毫米", "text_block")
    if block.lines != 22:
        yield Deviation("5.2.3", "每面行数", f"{block.lines} 行", " 22 行", "text_block.lines")
    if block.cells != 28:
        yield Deviation("5.2.3", "每行字数", f"{block.cells} 字", " 28 字", "text_block.cells")


# ---- texts

_KINDS = (
    ("title", "标题", "7.3.1", "xiaobiaosong", _TITLE),
    ("body", "正文", "7.3.3", "fangsong", _BODY),
    ("heading_1", "一级标题", "7.3.3", "hei", _BODY),
    ("heading_2", "二级标题", "7.3.3", "kai", _BODY),
    ("heading_3", "三级标题", "7.3.3", "fangsong", _BODY),
    ("heading_4", "四级标题", "7.3.3", "fangsong", _BODY),
)


def _texts(layout: Layout) -> Iterator[Deviation]:
    styles = layout.styles
    for name, what, clause, face, size in _KINDS:
        yield from _type(styles[name], what, clause, face, size)
    if styles["title"].align != "centre":
        yield Deviation("7.3.1", "标题", _ALIGNS[styles["title"].align], "居中", "styles.title")
    body = styles["body"]
    if body.first_line_indent != 2 * body.advance:
        own = f"每段左空 {_number(body.first_line_indent, body.advance)} 字"
        yield Deviation("7.3.3", "正文", own, "左空二字", "styles.body")
    if not _is_black(body.colour):
        yield Deviation("5.2.4", "正文", "不是黑色", "黑色", "styles.body")
    numbers = ("{han}、", "（{han}）", "{number}.", "（{number}）")
    own_numbers = layout.blocks.headings
    if any(one and one != right for one, right in zip(own_numbers, numbers, strict=False)):
        said = " ".join(each.format(han="一", number="1") for each in own_numbers if each)
        yield Deviation("7.3.3", "层次标题的编号", said, "一、（一）1.（1）", "headings")


_ALIGNS = {"justified": "两端齐", "left": "居左", "right": "居右", "centre": "居中", "distributed": "匀开"}


def _type(style: Style, what: str, clause: str, face: str, size: Fraction) -> Iterator[Deviation]:
    if style.face == face and abs(style.size - size) <= _NEAR_SIZE:
        return
    own, right = (f"{said_size(points)}{FACE_NAMES[role]}" for points, role in _types(style, face, size))
    yield Deviation(clause, what, own, right, f"styles.{style.name}")


def _types(style: Style, face: str, size: Fraction) -> tuple[tuple[Fraction, str], tuple[Fraction, str]]:
    return (style.size, style.face), (size, face)


# ---- head


def _head(layout: Layout) -> Iterator[Deviation]:
    rows = layout.head.rows
    name, number = layout.row_of("name"), layout.row_of("number")
    if name is not None and name in rows:
        yield from _name(layout, name)
    if number is not None and number in rows and not _is_in_middle(number, "number"):
        yield Deviation("7.2.5", "期号", "不居中", "居中", "head.rows")
    if number is not None and number in rows and number.space is not None and name is not None:
        lines = number.space / layout.text_block.line_pitch
        if number is rows[min(rows.index(name) + 1, len(rows) - 1)] and abs(lines - 2) > Fraction(1, 20):
            own = f"名称下空 {_number(lines, Fraction(1))} 行"
            yield Deviation("7.2.5", "期号", own, "空二行", "head.rows")
    ruled = [row for row in rows if row.rule is not None]
    for row in ruled[:1]:
        assert row.rule is not None
        if not _is_red(row.rule.colour):
            yield Deviation("7.2.7", "报头的线", "不是红色", "红色", "head.rows")
        if row.cells and abs(row.rule.gap - mm(4)) > mm("0.25"):
            own = f"在上一行字下 {said_mm(row.rule.gap)}"
            yield Deviation("7.2.7", "报头的线", own, " 4 毫米", "head.rows")
    if not ruled:
        yield Deviation("7.2.7", "报头的线", "没有", "与版心等宽的红线", "head.rows")


def _name(layout: Layout, row: Row) -> Iterator[Deviation]:
    style = next(layout.styles[piece.style] for piece in row.pieces if "name" in piece.wording.fields)
    place = f"styles.{style.name}"
    if row.top is not None and abs(row.top - mm(35)) > mm(1):
        yield Deviation("7.2.4", "名称上边缘到版心上边缘", said_mm(row.top), " 35 毫米", "head.rows")
    if style.face != "xiaobiaosong":
        yield Deviation("7.2.4", "名称", FACE_NAMES[style.face], "小标宋（推荐）", place)
    if not _is_red(style.colour):
        yield Deviation("7.2.4", "名称", "不是红色", "红色", place)
    if not _is_in_middle(row, "name"):
        yield Deviation("7.2.4", "名称", "不居中", "居中", "head.rows")


def _is_in_middle(row: Row, name: str) -> bool:
    sides = (cell.side for cell in row.cells for piece in cell.pieces if name in piece.wording.fields)
    return next(sides, "centre") == "centre"


# ---- closing block and page numbers


_IMPRINTED = {"to": ("报送单位", "7.4.2"), "imprint_office": ("印发机关和日期", "7.4.3")}
"""Fields of the closing block, what they are called, and their clauses."""


def _closing(layout: Layout) -> Iterator[Deviation]:
    rows = layout.closing.rows
    if rows and layout.closing.place == "text":
        yield Deviation("7.4.1", "版记", "紧跟正文", "在版心的末尾，末条线与版心下边缘重合", "closing")
    rules = [row.rule for row in rows if row.rule is not None]
    if rules:
        ends = {id(rules[0]), id(rules[-1])}
        outer = [rule for rule in rules if id(rule) in ends]
        inner = [rule for rule in rules if id(rule) not in ends]
        for what, some, right in (("首末条线", outer, "0.35"), ("中间的线", inner, "0.25")):
            wrong = [rule for rule in some if not _near(rule.thickness, mm(right), mm("0.03"))]
            if wrong:
                own = f"粗 {said_mm(wrong[0].thickness)}"
                yield Deviation("7.4.1", f"版记{what}", own, f" {right} 毫米（推荐）", "closing.rows")
        last = max(at for at, row in enumerate(rows) if row.rule is not None)
        if any(row.cells and not row.margin for row in rows[last + 1 :]):
            yield Deviation("7.4.1", "版记末条线", "之下还有字", "与版心下边缘重合", "closing.rows")
    elif rows:
        yield Deviation("7.4.1", "版记的线", "没有", "首末两条粗线", "closing.rows")
    for field, (what, clause) in _IMPRINTED.items():
        row = layout.row_of(field)
        if row is None:
            continue
        style = layout.styles[next(p.style for p in row.pieces if field in p.wording.fields)]
        yield from _type(style, what, clause, "fangsong", _SMALL)
        if field == "to" and (style.left_indent, style.right_indent) != (style.advance,) * 2:
            own = (
                f"左空 {_number(style.left_indent, style.advance)} 字、"
                f"右空 {_number(style.right_indent, style.advance)} 字"
            )
            yield Deviation(clause, what, own, "左右各空一字", f"styles.{style.name}")


def _folio(layout: Layout) -> Iterator[Deviation]:
    folio, style = layout.folio, layout.styles["folio"]
    yield from _type(style, "页码", "7.5", "song", _SMALL)
    if folio.text.replace(" ", "") != "—{page}—":
        own = folio.text.replace("{page}", "1").replace("{pages}", "4")
        yield Deviation("7.5", "页码", f"写成“{own}”", "“— 1 —”", "folio.text")
    if abs(folio.gap - mm(7)) > mm("0.25"):
        own = f"离版心下边 {said_mm(folio.gap)}"
        yield Deviation("7.5", "页码", own, " 7 毫米", "folio.gap")
    if (folio.odd, folio.even) != ("right", "left"):
        own = f"单面{_SIDES[folio.odd]}、双面{_SIDES[folio.even]}"
        yield Deviation("7.5", "页码", own, "单面居右、双面居左", "folio")
    elif folio.indent != style.advance:
        own = f"空 {_number(folio.indent, style.advance)} 字"
        yield Deviation("7.5", "页码", own, "空一字", "folio.indent")


_SIDES = {"left": "居左", "right": "居右", "centre": "居中"}


# ---- values


def _near(length: Fraction, right: Fraction, within: Fraction = _NEAR) -> bool:
    return abs(length - right) <= within


def _number(length: Fraction, unit: Fraction = MM) -> str:
    return f"{round(float(length / unit), 2):g}"


def _is_red(colour: Cmyk) -> bool:
    cyan, magenta, yellow, black = colour
    return magenta >= _RED_INK and yellow >= _RED_INK and cyan <= 1 - _RED_INK and black <= 1 - _RED_INK


def _is_black(colour: Cmyk) -> bool:
    return colour[3] == 1
