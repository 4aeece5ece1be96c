"""Pages of layouts made at random give back their rows, rules, values and page numbers, each at its place.
More of them, where BULLETIN_DESK_LAYOUTS says how many."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import read_layout
from bulletin_desk.layouts.write import layout_file
from bulletin_desk.learning.as_seen import as_seen
from bulletin_desk.learning.evidence import SeenPage
from bulletin_desk.learning.fixed_layout import FixedLayout, fixed_layout
from bulletin_desk.learning.parting import parted
from bulletin_desk.learning.pdf_sighting import sighting_of
from bulletin_desk.learning.sighting import Sighting
from bulletin_desk.typeset.typesetter import Typesetter
from tests.learning.random_layouts import random_issue

HOW_MANY = int(os.environ.get("BULLETIN_DESK_LAYOUTS", "4"))
NEAR = 0.85
"""Points: 0.3 mm."""


def fixed_again(sighting: Sighting, fixed: FixedLayout, layout: Layout, folder: Path) -> Layout:
    """The layout with what was learned of its head, closing block and page number, read from its file."""
    block = sighting.block
    learned = replace(
        layout,
        text_block=layout.text_block._replace(
            top=block.top,
            left=block.left,
            cell=block.cell,
            cells=block.cells,
            line_pitch=block.pitch,
            lines=block.lines,
        ),
        head=fixed.head,
        closing=fixed.closing,
        folio=fixed.folio,
        styles={**layout.styles, **fixed.styles},
        declared=fixed.declared,
        numbering=fixed.numbering,
    )
    file = folder / "学来的.toml"
    file.write_text(layout_file(learned), encoding="utf-8")
    return read_layout(file)


def places(page: SeenPage, texts: set[str]) -> list[tuple[str, float, float]]:
    """The lines of head, closing block and page number: what they say, and where they begin."""
    lines = (("".join(line.text.split()), line) for line in page.lines)
    return sorted((text, line.baseline, line.left) for text, line in lines if text not in texts)


def values(issue: Issue) -> list[object]:
    fields = sorted(one.text for one in (*issue.head_fields, *issue.closing_fields))
    masthead = issue.masthead
    numbers = masthead.number, masthead.total_number, issue.print_count
    return [masthead.name, masthead.marking, *numbers, issue.dated_header.issuer, issue.imprint, fields]


@pytest.mark.parametrize("seed", range(HOW_MANY))
def test_what_was_set_is_learned(seed: int, faces: Faces, tmp_path: Path) -> None:
    layout, issue = random_issue(seed, tmp_path)
    printed = as_seen(list(Typesetter(layout, faces).typeset(issue)), faces)
    sighting = sighting_of(Path("一期.pdf"), printed)
    parts = parted(sighting)
    fixed = fixed_layout(sighting, parts, faces)
    assert values(fixed.issue) == values(issue)
    assert fixed.issue.distribution == issue.distribution
    assert (fixed.folio.text, fixed.folio.odd, fixed.folio.even) == (
        layout.folio.text,
        layout.folio.odd,
        layout.folio.even,
    )
    learned = fixed_again(sighting, fixed, layout, tmp_path)
    again = as_seen(
        list(Typesetter(learned, faces).typeset(replace(fixed.issue, sections=issue.sections))), faces
    )
    body = {"".join(piece.text.split()) for one in parts.body for piece in one.lines}
    for was, now in ((printed[0], again[0]), (printed[-1], again[-1])):
        old = places(was, body)
        new = [each for each in places(now, body) if each[0] in {said for said, _, _ in old}]
        assert [each[0] for each in new] == [each[0] for each in old]
        for one, other in zip(old, new, strict=True):
            assert other[1:] == pytest.approx(one[1:], abs=NEAR)
        old_rules, new_rules = (sorted(rule[1:4:2] for rule in page.rules) for page in (was, now))
        assert len(new_rules) == len(old_rules)
        for one_rule, other_rule in zip(old_rules, new_rules, strict=True):
            assert other_rule == pytest.approx(one_rule, abs=NEAR)
