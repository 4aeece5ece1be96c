"""Paragraphs whose printed lines end in line breaks, as files have them that were to keep their lines: joined
again. Knows no looks."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from bulletin_desk.intake.manuscript import Paragraph

_ENDS = re.compile(r"[。！？…；：][”’）)】》]*\Z")
_NARROW = re.compile("[\x21-\x7e]")
_SLACK = 3
"""Characters by which a full line may be shorter than the longest: what may not begin the next line stays
on this one or goes there."""


def joined(paragraph: Paragraph) -> Paragraph:
    """A paragraph without the line breaks that end full lines, or lines in the middle of a sentence; others
    part paragraphs and stay."""
    lines = paragraph.text.split("\n")
    if len(lines) < 2:
        return paragraph
    full = max(map(_width, lines)) - _SLACK
    made, kept, at = "", list[int](), 0
    for number, line in enumerate(lines):
        start = 0
        if number:
            before = lines[number - 1]
            last = before.rstrip()
            parted = not last or not line.strip() or (_width(before) < full and bool(_ENDS.search(last)))
            if parted:
                made += "\n"
                kept.append(at - 1)
            else:
                start = len(line) - len(line.lstrip())
                blanks = len(made) - len(made.rstrip())
                spaced = bool(blanks) and _is_narrow(last[-1:]) and _is_narrow(line[start : start + 1])
                cut = len(made) - blanks + spaced
                made, kept = made[:cut], kept[:cut]
        made += line[start:]
        kept += range(at + start, at + len(line))
        at += len(line) + 1
    bold = tuple((bisect_left(kept, start), bisect_left(kept, stop)) for start, stop in paragraph.bold)
    return replace(paragraph, text=made, lead=bisect_left(kept, paragraph.lead), bold=bold)


def _is_narrow(char: str) -> bool:
    return bool(_NARROW.fullmatch(char))


def _width(line: str) -> float:
    narrow = len(_NARROW.findall(line))
    return len(line.rstrip()) - narrow / 2
