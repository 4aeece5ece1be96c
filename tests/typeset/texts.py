"""Texts for typesetting tests, made to fall on the edges of the breaking rule, and paragraphs of them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Align, Style
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.typeset.paragraph import Paragraph, paragraph
from tests.typeset.reference import Advance

EM = 16
"""The body size in points; in the squares a cell is exactly that wide."""

pieces = st.sampled_from(
    [
        *"的一是在人中国四川志〇",
        *"，。、；：！？（）《》〈〉【】〔〕「」“”‘’·～％%℃‰",
        *"0123456789aWiZ",
        *("  ", " ", "　", "\u00a0"),
        *(
            "——",
            "—",
            "……",
            "…",
            "2024",
            "3.14",
            "97%",
            "FM102.8",
            "COVID-19",
            "25°C",
            "R&D",
            "3 000",
            "-3.2%",
            "第",
            "kg",
            "·",
            "104°04′",
            "？！",
            "！！！",
            "《〈",
            "〉》",
            "a b",
            "国http://a.cn/b_c-1.2?d=e3国",
            "，f.g@h-i.cn国",
            "。”",
            "》（",
        ),
        *("-", "/", ".", "+", "#"),
        *("e\u0332", "一\ufe00", "\u200b"),
    ]
)
texts = st.lists(pieces, max_size=30).map("".join)
"""Han, marks of every class, quotes, figures, Latin, spaces, dashes, in any order."""
dense = st.lists(st.sampled_from([*"国国国，。（）“”1a "]), max_size=40).map("".join)
"""Few kinds of width, so that lines end exactly at the measure or at the last of their slack."""
paragraphs = st.one_of(texts, dense, st.lists(dense, min_size=2, max_size=3).map("\n".join))

BODY: Style = load_layout().styles["body"]


def body(
    text: str,
    cells: Fraction | int = 28,
    *,
    indent: Fraction | int = 0,
    align: Align = "justified",
    run_in: int = 0,
    prefix: str = "",
    suffix: str = "",
) -> Paragraph:
    """A paragraph in the body's face, `cells` wide."""
    style = replace(
        BODY,
        first_line_indent=Fraction(indent) * EM,
        align=align,
        prefix=prefix,
        suffix=suffix,
        prefix_face="hei",
    )
    return paragraph(Kind.BODY, style, text, Fraction(cells) * EM, head=(run_in, "kai"))


def advance_of(faces: Faces) -> Advance:
    """The Latin face's own advances, exact."""

    def advance(char: str) -> Fraction:
        choice = faces.choose("latin", char)
        assert choice is not None
        return Fraction(choice.face.advance(char), choice.face.units_per_em)

    return advance
