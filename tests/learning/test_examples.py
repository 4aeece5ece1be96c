"""Each question that an old issue leaves open can be seen in some issue."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pytest

from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.line_rule import OFFICE_RULE
from bulletin_desk.learning.examples import examples
from bulletin_desk.learning.places import first_difference
from bulletin_desk.learning.questions import questions_of
from bulletin_desk.typeset.typesetter import Typesetter
from tests.learning.test_questions import fitted
from tests.learning.word_copies import example


@pytest.mark.parametrize(
    ("keys", "is_open"),
    [
        ((), ["numbering"]),
        ((), ["even_page"]),
        ((), ["widow_control"]),
        (["quotes"], ()),
        (["adjacent"], ()),
    ],
)
def test_what_is_asked_can_be_seen(keys: Collection[str], is_open: Collection[str], faces: Faces) -> None:
    issue, layout = example("special-report")
    issue = replace(issue, masthead=replace(issue.masthead, number=7))
    layout = replace(layout, lines=OFFICE_RULE)
    (question,) = questions_of(layout, issue, fitted(*keys), is_open, 2)
    one, other = (answer.layout for answer in question.answers)
    assert any(
        first_difference(
            Typesetter(one, faces).typeset(look(one)), Typesetter(other, faces).typeset(look(other))
        )
        for look in examples(issue)
    )
