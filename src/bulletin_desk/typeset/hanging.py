"""Paragraphs whose further lines begin under the text of the first one, beside what the layout puts before
it. Breaks nothing."""

from __future__ import annotations

from dataclasses import replace

from bulletin_desk.typeset.measure import Widths, measure
from bulletin_desk.typeset.paragraph import UNITS, Paragraph

_LEAST = 4 * UNITS
"""The narrowest measure of the further lines."""


def hung(paragraph: Paragraph, lead: int, widths: Widths) -> Paragraph:
    """The paragraph with all lines after its first one under that line's character `lead`; as it is where
    that would leave too little room."""
    if not lead:
        return paragraph
    text = paragraph.text.partition("\n")[0]
    measured = measure(text, widths)
    room = measured.lefts[lead] if lead < len(text) else measured.rights[-1]
    by = paragraph.first_indent + room
    if paragraph.measure - by < _LEAST:
        return paragraph
    left, measure_left = paragraph.left + by, paragraph.measure - by
    return replace(paragraph, left=left, measure=measure_left, first_indent=-room, fixed=lead)
