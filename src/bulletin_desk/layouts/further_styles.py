"""The styles of what only some bulletins have, where a layout says nothing of them: made of those that every
layout has. Reads no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from bulletin_desk.layouts.model import Style

CHARACTER_STYLES = ("run_in_heading", "bold")
"""Styles of characters within a body paragraph: of such only the faces are their own."""
FURTHER_STYLES = (
    *("section_head_2", "kicker", "subtitle", "byline", "salutation", "signature", "bold"),
    *("heading_1", "heading_2", "heading_3", "heading_4", "list_item", "numbered_item"),
    *(
        "table_caption",
        "table_unit",
        "table_head",
        "table",
        "table_note",
        "picture_caption",
        "picture_credit",
    ),
    *("attachment_list", "attachment_mark", "attachment_title"),
    *("contents", "contents_title", "contents_section"),
)
"""What a layout may leave out of `[styles]`."""
SMALLER = Fraction(3, 4)
"""Type in tables and at pictures, by that of body text."""
_CAPTION = Fraction(7, 8)
"""Captions of tables, by body text."""


def further_styles(styles: Mapping[str, Style]) -> dict[str, Style]:
    """`styles` with those that are lacking: a section's name of level 2 looks as one of level 1, the lines
    over and under a title as body text in the middle, in the face of run-in headings, a salutation as body
    text without an indent (GB/T 9704-2012, 7.3.2), a signature as a source. Headings inside
    a text are indented as it is and have the faces of GB/T 9704-2012, 7.3.3; an attachment's mark stands
    flush left in 黑体 (7.3.4). What belongs to tables and pictures is smaller: 小四 beside body text in 三号.
    """
    body, title, source = styles["body"], styles["title"], styles["source"]
    plain = replace(
        body,
        left_indent=Fraction(0),
        right_indent=Fraction(0),
        first_line_indent=Fraction(0),
        prefix="",
        suffix="",
    )
    beside = replace(plain, align=title.align)
    heading = replace(body, align="left", prefix="", suffix="")
    kai = styles["run_in_heading"].face
    size = body.size * SMALLER
    small = replace(plain, size=size, advance=size)
    size = body.size * _CAPTION
    made = {
        "section_head_2": styles["section_head"],
        "kicker": replace(beside, face=kai),
        "subtitle": replace(beside, face=kai),
        "byline": beside,
        "salutation": replace(plain, align="left"),
        "signature": replace(source, prefix="", suffix="", align="right"),
        "heading_1": replace(heading, face="hei", prefix_face="hei"),
        "heading_2": replace(heading, face="kai", prefix_face="kai"),
        "heading_3": heading,
        "heading_4": heading,
        "list_item": replace(body, prefix="", suffix=""),
        "numbered_item": replace(body, prefix="", suffix=""),
        "table_caption": replace(plain, size=size, advance=size, face="hei", align="centre"),
        "table_unit": replace(small, align="right"),
        "table_head": replace(small, face="hei", align="centre"),
        "table": replace(small, align="left"),
        "table_note": replace(small, align="left"),
        "picture_caption": replace(small, face=kai, align="centre"),
        "picture_credit": replace(small, face=kai, align="right"),
        "attachment_list": replace(body, align="left", prefix="", suffix=""),
        "attachment_mark": replace(plain, face="hei", align="left"),
        "attachment_title": title,
        "contents": replace(plain, align="left"),
        "contents_title": replace(beside, face="hei", align="centre"),
        "contents_section": replace(plain, face="hei", prefix_face="hei", align="left"),
        "bold": replace(body, face="hei", latin_face="latin_bold"),
    }
    return {**{name: replace(style, name=name) for name, style in made.items()}, **styles}
