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
FURTHER_STYLES = ("section_head_2", "kicker", "subtitle", "byline", "salutation", "signature", "bold")
"""What a layout may leave out of `[styles]`."""


def further_styles(styles: Mapping[str, Style]) -> dict[str, Style]:
    """`styles` with those that are lacking: a section's name of level 2 looks as one of level 1, the lines
    over and under a title as body text in the middle, in the face of run-in headings, a salutation as body
    text without an indent (GB/T 9704-2012, 7.3.2), a signature as a source."""
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
    kai = styles["run_in_heading"].face
    made = {
        "section_head_2": styles["section_head"],
        "kicker": replace(beside, face=kai),
        "subtitle": replace(beside, face=kai),
        "byline": beside,
        "salutation": replace(plain, align="left"),
        "signature": replace(source, prefix="", suffix="", align="right"),
        "bold": replace(body, face="hei", latin_face="latin_bold"),
    }
    return {**{name: replace(style, name=name) for name, style in made.items()}, **styles}
