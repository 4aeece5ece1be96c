"""A layout whose lengths are off is moved to where the pages were printed."""

from __future__ import annotations

import os
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import carried_layout, load_layout
from bulletin_desk.layouts.rows import Row
from bulletin_desk.learning.as_seen import as_seen
from bulletin_desk.learning.corrections import corrected
from bulletin_desk.learning.laid_on import laid_on
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.typeset.typesetter import Typesetter
from tests.learning.test_pdf_evidence import NAMES
from tests.typeset.test_real_issue import EXAMPLES

SOME = ("duty-flash", "special-report")
TRIED = NAMES if "BULLETIN_DESK_ROUND_TRIPS" in os.environ else SOME
ONE_TENTH = 0.1 * 72 / 25.4


def off_by_chance(layout: Layout, chance: Random) -> Layout:
    """The layout with its lengths some points off."""

    def off(length: Fraction, most: int = 6) -> Fraction:
        return max(length + Fraction(chance.randint(-10 * most, 10 * most), 10), Fraction(0))

    def row(row: Row) -> Row:
        top = None if row.top is None else off(row.top)
        space = None if row.space is None else off(row.space)
        rule = row.rule and row.rule._replace(gap=off(row.rule.gap, 3))
        return row._replace(top=top, space=space, rule=rule)

    block, folio = layout.text_block, layout.folio
    return replace(
        layout,
        text_block=block._replace(top=off(block.top, 3), left=off(block.left, 3)),
        head=layout.head._replace(rows=tuple(map(row, layout.head.rows))),
        closing=layout.closing._replace(rows=tuple(map(row, layout.closing.rows))),
        folio=folio._replace(gap=off(folio.gap, 3), indent=off(folio.indent, 3)),
    )


@pytest.mark.parametrize("name", TRIED)
def test_lengths_that_are_off_are_found(name: str, faces: Faces) -> None:
    issue = read_bulletin(EXAMPLES / f"{name}.bulletin")
    layout = carried_layout(issue.layout.name, issue.layout.text)[0] if issue.layout else load_layout()
    printed = as_seen(Typesetter(layout, faces).typeset(issue), faces)
    learned = off_by_chance(layout, Random(len(name)))
    pages = Typesetter(learned, faces).typeset(issue)
    laid = laid_on(as_seen(pages, faces), printed)
    assert laid.lines[0] < laid.lines[1]
    for _ in range(2):
        learned = corrected(learned, pages, laid)
        pages = Typesetter(learned, faces).typeset(issue)
        laid = laid_on(as_seen(pages, faces), printed)
    assert laid.off() == ()
    assert laid.lines[0] == laid.lines[1]
    assert max(abs(by) for pair in laid.same for by in pair.by) < ONE_TENTH


def test_a_layout_that_is_right_is_left_as_it_is(faces: Faces) -> None:
    issue = read_bulletin(EXAMPLES / f"{SOME[0]}.bulletin")
    assert issue.layout
    layout = carried_layout(issue.layout.name, issue.layout.text)[0]
    pages = Typesetter(layout, faces).typeset(issue)
    seen = as_seen(pages, faces)
    assert corrected(layout, pages, laid_on(seen, seen)) == layout
