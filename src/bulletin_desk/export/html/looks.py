"""What a layout's styles are on a web page: sizes that are read on a telephone, and faces with those that
stand in for them there. Knows no parts of a bulletin.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.export.html.tree import Css, css
from bulletin_desk.layouts.colours import rgb
from bulletin_desk.layouts.model import Align, Layout
from bulletin_desk.layouts.rows import Cmyk, Rule
from bulletin_desk.typeset.composed import Composed
from bulletin_desk.typeset.paragraph import UNITS, Paragraph

_BODY = 17
"""Pixels of body text."""
_LEAST, _MOST = 14, 22
"""Pixels of the smallest type and of the largest but the bulletin's name."""
_NAME = (24, 38)
_NAME_WIDTH = 336
"""A name is as large as it stands on one line of a telephone, within these bounds. In pixels."""
_FAMILIES = {
    "xiaobiaosong": "方正小标宋简体,FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,宋体,SimSun,serif",
    "fangsong": "仿宋_GB2312,FangSong_GB2312,仿宋,FangSong,STFangsong,serif",
    "hei": "黑体,SimHei,Heiti SC,Microsoft YaHei,sans-serif",
    "kai": "楷体_GB2312,KaiTi_GB2312,楷体,KaiTi,STKaiti,Kaiti SC,serif",
    "song": "宋体,SimSun,STSong,Songti SC,serif",
}
"""By role: the official face first, then what the systems have of it. No Latin face stands before them, in
which quotation marks would be narrow."""
_ALIGN: dict[Align, str] = {
    "justified": "justify",
    "left": "left",
    "centre": "center",
    "right": "right",
    "distributed": "center",
}
_BLACK = "000000"


class Face(NamedTuple):
    """In what a stretch of text is set: its role, and whether that is a bold one."""

    role: str
    strong: bool

    @property
    def family(self) -> str:
        """The families to choose from; empty for a role that has none."""
        return _FAMILIES.get(self.role, "")


def face_of(role: str) -> Face:
    """That of a layout's role."""
    name = role.removesuffix("_bold")
    return Face(name, name != role)


class Looks:
    """Inline styles for the paragraphs of one layout."""

    def __init__(self, layout: Layout) -> None:
        self._body = layout.styles["body"].size
        self._width = layout.text_block.width

    def pixels(self, size: Fraction) -> int:
        """The size of type, by that of body text."""
        return min(max(round(size * _BODY / self._body), _LEAST), _MOST)

    def paragraph(self, composed: Composed, *, margin: str = "0 0 8px", heading: bool = False) -> Css:
        """That of a paragraph which stands where the pages have it."""
        made = composed.paragraph
        ems = self._width / made.advance
        left, first = Fraction(made.left, UNITS), Fraction(made.first_indent, UNITS)
        right = ems - left - Fraction(made.measure, UNITS)
        centred = made.align in ("centre", "distributed")
        return (
            *self.type(made, heading=heading),
            *css(
                line_height="1.5" if heading else "1.8",
                text_wrap="balance" if heading else "",
                text_align=_ALIGN[made.align],
                text_indent="0" if centred else em(first) or "0",
                margin=margin,
                padding_left="" if centred else em(left),
                padding_right=em(right) if made.align == "right" else "",
            ),
        )

    def cell(self, composed: Composed, side: str, *, heading: bool = False) -> Css:
        """That of a cell's pieces in the head or the closing block, at its side."""
        made = composed.paragraph
        return (
            *self.type(made, heading=heading),
            *css(line_height="1.4" if heading else "1.6", text_align=side, text_indent="0"),
        )

    def type(self, made: Paragraph, *, heading: bool = False) -> Css:
        """Face, size, weight and colour of a paragraph's type."""
        face = main_face(made)
        pixels = _name_pixels(made.text) if made.kind is Kind.MASTHEAD else self.pixels(made.size)
        return css(
            font_family=face.family,
            font_size=f"{pixels}px",
            font_weight="bold" if heading or face.strong or face.role == "xiaobiaosong" else "",
            color=colour(made.colour),
        )

    def rule(self, rule: Rule, side: str) -> Css:
        """A rule at the top or the bottom of what stands beside it."""
        width = max(round(float(rule.thickness) * 4 / 3), 1)
        kind = "solid"
        if rule.double is not None:
            width, kind = max(3 * width, 3), "double"
        return ((f"border-{side}", f"{width}px {kind} #{rgb(rule.colour)}"), (f"padding-{side}", "8px"))


def main_face(made: Paragraph) -> Face:
    """The face of most of a paragraph: that of its last stretch that isn't emphasised."""
    plain = [span for span in made.spans if not span.strong] or made.spans
    return face_of(plain[-1].role)


def colour(ink: Cmyk) -> str:
    """An ink as CSS has it; empty for black, which is left to the page."""
    made = rgb(ink)
    return "" if made == _BLACK else f"#{made}"


def _name_pixels(name: str) -> int:
    least, most = _NAME
    longest = max(map(len, name.split("\n")))
    return min(max(_NAME_WIDTH // max(longest, 1), least), most)


def em(length: Fraction) -> str:
    """A length in em, to a tenth; empty for none."""
    tenths = round(length * 10)
    if not tenths:
        return ""
    return f"{tenths // 10}em" if tenths % 10 == 0 else f"{tenths / 10:.1f}em"
