"""Where lines end: against the slow reference of the rule, and case by case as the design words it."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bulletin_desk.bulletin.model import Body
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.hanzi.clusters import cluster_starts
from bulletin_desk.layouts.line_rule import LineRule
from bulletin_desk.resources import ROOT
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.typeset.break_lines import break_lines
from bulletin_desk.typeset.composed import Composer
from bulletin_desk.typeset.paragraph import UNITS
from tests.typeset import reference
from tests.typeset.texts import advance_of, body, dense, paragraphs, texts


def ours(text: str, measure: Fraction, indent: Fraction, composer: Composer) -> list[reference.Line]:
    """What `break_lines` makes of a text, in the reference's terms."""
    lines, _ = break_lines(body(text, measure, indent=indent), composer.widths("latin"))
    assert [line.first for line in lines] == [True] + [False] * (len(lines) - 1)
    return [
        reference.Line(line.start, line.visible, line.end, Fraction(line.squeeze, UNITS)) for line in lines
    ]


def printed(text: str, cells: Fraction | int, composer: Composer, indent: int = 0) -> list[str]:
    """The printed lines of a text."""
    lines = ours(text, Fraction(cells), Fraction(indent), composer)
    return [text[line.start : line.visible] for line in lines]


quarters = st.integers(16, 48).map(lambda count: Fraction(count, 4))
"""Measures on which lines in quarters of a cell end exactly."""


@given(texts | dense)
def test_clusters_are_those_of_the_reference(text: str) -> None:
    starts = [*cluster_starts(text), len(text)]
    assert [text[start:end] for start, end in pairwise(starts)] == reference.clusters(text)


@settings(max_examples=400)
@given(paragraphs, quarters, st.sampled_from([Fraction(0), Fraction(2), Fraction(1, 2)]))
def test_agrees_with_the_reference(
    composer: Composer, squares: Faces, text: str, measure: Fraction, indent: Fraction
) -> None:
    expected = reference.break_paragraph(text, measure, indent, advance_of(squares))
    assume(expected is not None)
    assert ours(text, measure, indent, composer) == expected


@settings(max_examples=100)
@given(texts, quarters)
def test_agrees_with_the_reference_in_the_shipped_faces(faces: Faces, text: str, measure: Fraction) -> None:
    expected = reference.break_paragraph(text, measure, Fraction(2), advance_of(faces))
    assume(expected is not None)
    assert ours(text, measure, Fraction(2), Composer(faces)) == expected


rules = st.builds(
    LineRule,
    quotes=st.sampled_from(["half", "full"]),
    figures=st.sampled_from(["half", "own"]),
    gap=st.sampled_from([Fraction(0), Fraction(1, 8), Fraction(1, 4), Fraction(1, 2)]),
    squeezed=st.booleans(),
    adjacent=st.booleans(),
    hanging=st.booleans(),
)


@settings(max_examples=400)
@given(rules, texts | dense, quarters)
def test_any_rule_agrees_with_the_reference(
    squares: Faces, rule: LineRule, text: str, measure: Fraction
) -> None:
    expected = reference.break_paragraph(text, measure, Fraction(2), advance_of(squares), rule)
    assume(expected is not None)
    assert ours(text, measure, Fraction(2), Composer(squares, rule)) == expected


def test_agrees_with_the_reference_on_the_real_issue(faces: Faces) -> None:
    issue = read_bulletin(ROOT.parent / "examples" / "2024-01-09.bulletin")
    bodies = [
        block.text
        for section in issue.sections
        for item in section.items
        for block in item.blocks
        if isinstance(block, Body)
    ]
    assert len(bodies) > 20
    composer = Composer(faces)
    for text in bodies:
        measure, indent = Fraction(28), Fraction(2)
        assert ours(text, measure, indent, composer) == reference.break_paragraph(
            text, measure, indent, advance_of(faces)
        )


# ---- the rule, case by case


@pytest.mark.parametrize(
    ("text", "cells", "lines"),
    [
        # 1. end <= W
        ("国国国国", 4, ["国国国国"]),
        ("国国国国国", 4, ["国国国国", "国"]),
        # 2. start < W and the line can give what is missing
        ("国国国，国", 4, ["国国国，", "国"]),
        ("国国国国，国", 4, ["国国国", "国，国"]),  # 国， ends a cell over and can give half a cell
        ("国，国国，国", 4, ["国，国国，", "国"]),  # the same with half a cell from each of two marks
        ("国，国国国国", 4, ["国，国国", "国国"]),  # 国 begins at W: not taken, whatever could be given
        ("国，1国国国", 4, ["国，1国国", "国"]),  # 国 begins inside, over by 0.75: a mark's half and a gap
        ("国，国1国国", 4, ["国，国1", "国国"]),  # the gap before 国 brings its start to W
        ("“国国国。国", 4, ["“国国国。", "国"]),  # over by 0.5: the stop's half
        ("“国国国。”国", 4, ["“国国", "国。”国"]),  # over by 1: the quotes give nothing
        # 3. otherwise break before it
        ("国国国1国国", 4, ["国国国1", "国国"]),
        ("国国“国”国国", 4, ["国国“国”", "国国"]),
    ],
)
def test_takes_clusters(composer: Composer, text: str, cells: int, lines: list[str]) -> None:
    assert printed(text, cells, composer) == lines


def test_ties_are_exact(composer: Composer) -> None:
    """`end - W == slack` is taken, a quarter more is not; `start == W` is not taken."""
    assert printed("国，国国，国", 4, composer)[0] == "国，国国，"
    assert printed("国1国国，国", 4, composer)[0] == "国1国国，"  # over by 1, slack two gaps and a mark: 1
    assert printed("国1国国，国", Fraction(15, 4), composer)[0] == "国1国"  # over by 1.25
    assert printed("国，国国", 3, composer)[0] == "国，国"
    assert printed("国，国国", Fraction(13, 4), composer)[0] == "国，国"  # over by 0.75, slack 0.5
    assert printed("国，国国", Fraction(7, 2), composer)[0] == "国，国国"


def test_indent_narrows_the_first_line_only(composer: Composer) -> None:
    assert printed("国" * 10, 4, composer, indent=2) == ["国国", "国国国国", "国国国国"]
