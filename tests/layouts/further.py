"""A made layout that offers everything, for tests."""

from __future__ import annotations

from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import carried_layout, layout_text

OFFERS = """
[offers]
sections = "optional"
levels = 2
titles = "optional"
kicker = true
subtitle = true
byline = true
salutation = true
signature = true
bold = true
marks = ["★", "■"]

[items]
numbers = "section"
number_text = "{number}."

[sections]
number_text = "{han}、"
number_text_2 = "（{han}）"
"""


def layout_with(more: str = OFFERS) -> Layout:
    """The standard's layout with more at its end. Raises InvalidLayoutError."""
    return carried_layout("made", layout_text("gb9704")[1] + more)[0]
