"""Reads the styles of a layout: those of the kinds of text, and further ones that its rows name."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import cast

from bulletin_desk.checked import Table, shown
from bulletin_desk.layouts.further_styles import CHARACTER_STYLES, FURTHER_STYLES, further_styles
from bulletin_desk.layouts.lengths import Measures, Scale, length_of
from bulletin_desk.layouts.model import EMBOLDENED, ROLES, STYLES, Align, Style

_ALIGNS = ("justified", "left", "centre", "right")
_NAME = re.compile(r"[^\W\d]\w{0,29}")
_MOST_FURTHER = 40
"""Styles of a layout's own."""
_ROLES = (*ROLES, *EMBOLDENED)
_MEANT = {
    "font": "face",
    "bold": 'face = "hei_bold"',
    "indent": "first_line_indent",
    "line_pitch": "[text_block] 的 line_pitch",
    "pitch": "[text_block] 的 line_pitch",
}
"""What keys of a style are meant for that are like none."""
_FACES = {"小标宋": "xiaobiaosong", "仿宋": "fangsong", "黑": "hei", "楷": "kai", "宋": "song"}
"""What a face's Chinese name holds, the longer before the shorter."""


def read_styles(table: Table, measures: Measures) -> dict[str, Style]:
    """The table `styles`: all of `STYLES`, in their order, then the layout's own."""
    made = {
        name: _style(name, table.table(name), measures)
        for name in STYLES
        if name not in CHARACTER_STYLES and name not in FURTHER_STYLES
    }
    face, _ = _faces(table.table("run_in_heading"), "")
    made["run_in_heading"] = replace(made["body"], name="run_in_heading", face=face)
    made = further_styles(made)
    for name in FURTHER_STYLES:
        if name not in CHARACTER_STYLES and table.has(name):
            made[name] = _style(name, table.table(name), measures, like=made[name])
    if table.has("bold"):
        face, latin_face = _faces(table.table("bold"), made["bold"].latin_face)
        made["bold"] = replace(made["bold"], face=face, latin_face=latin_face)
    styles = {name: made[name] for name in STYLES}
    further = [name for name in table.keys() if name not in STYLES]  # noqa: SIM118 (a Table is no dict)
    if len(further) > _MOST_FURTHER:
        table.wrong(further[-1], f"太多：自己的样式最多{_MOST_FURTHER}个")
    for name in further:
        if not _NAME.fullmatch(name):
            table.wrong(name, "样式的名字应为汉字或字母开头，只含汉字、字母、数字和下划线")
        styles[name] = _style(name, table.table(name), measures, align="left")
    table.done()
    return styles


def _face_hint(name: str) -> str:
    """What is written for a face that is called by its Chinese name."""
    role = next((role for part, role in _FACES.items() if part in name), "")
    return f"；{shown(name)}写成 {role}" if role else ""


def _faces(table: Table, latin_face: str) -> tuple[str, str]:
    """The faces of a character style, which changes nothing else: `latin_face` where it may name one and
    doesn't (empty: it may not)."""
    face = table.choice("face", _ROLES, hint=_face_hint)
    if latin_face:
        latin_face = table.choice("latin_face", _ROLES, latin_face, _face_hint)
    table.done(_MEANT)
    return face, latin_face


def _style(
    name: str, table: Table, measures: Measures, align: str | None = None, like: Style | None = None
) -> Style:
    """A style; `align` is for one that may leave it out, since its cell tells. One that is `like` another may
    leave out face, size and alignment."""
    block = measures.block
    size = measures.length(
        table, "size", least=Fraction(4), most=Fraction(200), default=like.size if like else None
    )
    face = table.choice("face", _ROLES, like.face if like else None, _face_hint)
    align = like.align if like else align
    advance = measures.length(table, "advance", least=size / 2, most=size * 2, default=size)
    scale = Scale(em=advance, cell=block.cell)

    def indent(key: str) -> Fraction:
        return length_of(table, key, default=Fraction(0), scale=scale)

    style = Style(
        name=name,
        face=face,
        size=size,
        advance=advance,
        colour=measures.colour(table, "colour", "text"),
        align=cast(Align, table.choice("align", _ALIGNS, default=align)),
        first_line_indent=indent("first_line_indent"),
        left_indent=indent("left_indent"),
        right_indent=indent("right_indent"),
        prefix=table.text("prefix", default="", max_length=20),
        suffix=table.text("suffix", default="", max_length=20),
        prefix_face=table.choice("prefix_face", _ROLES, face, _face_hint),
        latin_face=table.choice("latin_face", _ROLES, "latin", _face_hint),
    )
    table.done(_MEANT)
    indents = {"first_line_indent": style.first_line_indent, "left_indent": style.left_indent}
    indents["right_indent"] = style.right_indent
    if block.width - sum(indents.values()) < 2 * advance:
        table.wrong(max(indents, key=indents.__getitem__), "缩进太多：一行连两个字都排不下")
    return style
