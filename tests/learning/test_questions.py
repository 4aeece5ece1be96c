"""What one issue leaves open is asked, three things at most, each answer a layout."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from bulletin_desk.bulletin.blank import NO_ISSUE
from bulletin_desk.layouts.line_rule import OFFICE_RULE
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.learning.learned import MOST_QUESTIONS
from bulletin_desk.learning.line_fit import Agreement, Candidate, Fitted
from bulletin_desk.learning.questions import questions_of

LAYOUT = load_layout("gb9704")


def fitted(*open_keys: str) -> Fitted:
    agreement = Agreement(Candidate(Fraction(28), OFFICE_RULE), 9, 9)
    return Fitted(agreement, agreement, None, (), open_keys)


def test_what_is_told_is_not_asked() -> None:
    assert questions_of(LAYOUT, NO_ISSUE, fitted(), (), 4) == ()


@pytest.mark.parametrize("open_key", ["numbering", "even_page", "widow_control"])
def test_the_first_answer_is_what_stands_and_the_other_is_another(open_key: str) -> None:
    (question,) = questions_of(LAYOUT, NO_ISSUE, fitted(), [open_key], 4)
    first, other = question.answers
    assert first.layout == LAYOUT != other.layout
    assert first.words != other.words
    assert question.why.endswith("。")


@pytest.mark.parametrize("key", ["quotes", "squeezed", "adjacent"])
def test_the_line_rule_is_asked_where_no_line_tells(key: str) -> None:
    (question,) = questions_of(LAYOUT, NO_ISSUE, fitted(key, "hanging"), (), 4)
    first, other = question.answers
    assert first.layout == LAYOUT
    assert getattr(other.layout.lines, key) != getattr(LAYOUT.lines, key)


def test_what_runs_through_the_years_stays_first() -> None:
    numbering = LAYOUT.numbering._replace(counts="through")
    layout = replace(LAYOUT, numbering=numbering)
    (question,) = questions_of(layout, NO_ISSUE, fitted(), ["numbering"], 0)
    assert [answer.layout.numbering.counts for answer in question.answers] == ["through", "year"]


def test_a_word_file_tells_nothing_of_lines_and_at_most_three_things_are_asked() -> None:
    asked = questions_of(LAYOUT, NO_ISSUE, None, ["numbering", "even_page", "widow_control"], 0)
    assert len(asked) == MOST_QUESTIONS
    assert any("Word 文件里看不出" in question.why for question in asked)
