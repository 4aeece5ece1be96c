"""Headings and bookmarks where sections have two levels, or none."""

from __future__ import annotations

import re

from bulletin_desk.export.pdf.structure import Structure
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.forms import FORMS
from bulletin_desk.pipeline import typeset
from tests.bulletin.further import FURTHER
from tests.layouts.further import layout_with


def test_headings_lie_one_deeper_in_a_section_of_level_2(faces: Faces) -> None:
    structure = Structure()
    structure.new_page()
    tags = {}
    for page in typeset(FURTHER, layout_with(), faces).pages:
        for placed in page.lines:
            tags[placed.path] = structure.element(placed).tag
    assert tags["masthead", "name"] == "H1"
    assert tags["sections", 1, "name"] == "H2"
    assert tags["sections", 2, "name"] == "H3"
    assert tags["sections", 2, "items", 0, "title"] == "H4"
    assert tags["sections", 2, "items", 0, "kicker"] == "P"
    assert tags["sections", 4, "name"] == "H2"


def test_bookmarks_of_two_levels_and_of_an_item_without_a_section(faces: Faces) -> None:
    made = typeset(FURTHER, layout_with(), faces)
    pdf = next(form for form in FORMS if form.name == "pdf").encode(made)
    titles = re.findall(rb"/Title <FEFF([0-9A-F]*)>", pdf)
    texts = [bytes.fromhex(title.decode()).decode("utf-16-be") for title in titles]
    assert [text for text in texts if "简报" not in text] == [
        *(
            "1.无栏目的一篇",
            "【一、先锋】",
            "【（一）总体】",
            "★1.防汛会商例会召开",
            "【（二）指标】",
            "【二、案例】",
        ),
    ]
