"""Answers become one layout, whatever the others were."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from bulletin_desk.bulletin.model import LayoutText
from bulletin_desk.bulletin.office import Office
from bulletin_desk.layouts.line_rule import OFFICE_RULE
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import DEFAULT, carried_layout, layout_text
from bulletin_desk.learning.answering import answered, layout_text_of
from bulletin_desk.learning.learned import Answer, Learned, Question
from tests.bulletin.issues import SMALL

NAMES = ("gb9704", DEFAULT)


def learned_with(layout: Layout, text: str | None, *others: Layout) -> Learned:
    """One question for each other layout, the learned one its first answer."""
    questions = tuple(Question("", "", (Answer("", layout), Answer("", other))) for other in others)
    return Learned(layout, LayoutText("x", text), Office("x", ""), SMALL, (), questions, (), (0, 0), None, ())


@pytest.mark.parametrize("name", NAMES)
def test_each_answer_stands_whatever_the_others_are(name: str) -> None:
    text = layout_text(name)[1]
    layout = carried_layout(name, text)[0]
    block, folio = layout.text_block, layout.styles["folio"]
    narrow = replace(layout, text_block=block._replace(cells=block.cells - 1))
    fewer = replace(layout, text_block=block._replace(lines=block.lines - 1))
    red = replace(folio, colour=(0.0, 1.0, 1.0, 0.0))
    styled = replace(layout, styles={**layout.styles, "folio": red}, lines=OFFICE_RULE._replace(hanging=True))
    learned = learned_with(layout, text, narrow, fewer, styled)
    for chosen in product((0, 1), repeat=3):
        made = answered(learned, chosen)
        assert made.text_block.cells == block.cells - chosen[0]
        assert made.text_block.lines == block.lines - chosen[1]
        assert (made.styles["folio"] == red) is bool(chosen[2])
        assert made.lines.hanging is bool(chosen[2])
        back = replace(made, text_block=block, styles=layout.styles, lines=layout.lines)
        assert back == layout
        carried = layout_text_of(learned, made, "本单位")
        assert carried.name == "本单位"
        assert carried_layout(carried.name, carried.text)[0] == made
        if not any(chosen):
            assert carried.text == text


def test_rows_that_an_answer_takes_away_are_gone(layout: Layout) -> None:
    shorter = replace(layout, head=layout.head._replace(rows=layout.head.rows[:-1]))
    text = layout_text(DEFAULT)[1]
    learned = learned_with(layout, text, shorter)
    assert answered(learned, (1,)) == shorter
    assert answered(learned, (0,)) == layout
