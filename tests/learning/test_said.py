"""What was learned, in the clerk's words."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bulletin_desk.bulletin.model import LayoutText
from bulletin_desk.bulletin.office import Office
from bulletin_desk.gathering.doubts import Doubt
from bulletin_desk.layouts.line_rule import OFFICE_RULE, LineRule
from bulletin_desk.layouts.model import Layout
from bulletin_desk.learning.learned import Learned, Off
from bulletin_desk.learning.line_fit import Against, Agreement, Candidate, Fitted
from bulletin_desk.learning.said import (
    NO_HEAD,
    NO_LINES,
    NO_LINES_IN_PDF,
    Told,
    agreement,
    groups_of,
    rule_words,
)
from tests.bulletin.issues import SMALL

USUAL = Candidate(Fraction(28), OFFICE_RULE)


@pytest.fixture
def nothing(layout: Layout) -> Learned:
    """Learned from a Word file without a doubt."""
    return Learned(layout, LayoutText("x", ""), Office("某某简报", ""), SMALL, (), (), (), (0, 0), None, ())


def fitted(chosen: int = 69, apart: int = 34, runner_up: Agreement | None = None) -> Fitted:
    return Fitted(Agreement(USUAL, chosen, 69), Agreement(USUAL, apart, 34), runner_up, (), ())


def test_all_lines_agree(nothing: Learned) -> None:
    first, rule, apart = agreement(nothing._replace(fitted=fitted()), printed=True)
    assert first == "印出来的103行，按这个规则排，103行都断在同一个字后面。"
    assert rule == f"规则：{rule_words(USUAL)}。"
    assert apart == "其中34行没有用来找规则，只用来核对，也都对得上。"


def test_some_lines_don_t_agree_and_another_rule_comes_near(nothing: Learned) -> None:
    other = Agreement(Candidate(Fraction(57, 2), OFFICE_RULE._replace(quotes="full")), 61, 69)
    found = fitted(68, 30, other)._replace(open=("hanging", "gap"))
    first, _, apart, runner_up, left_open, placed = agreement(
        nothing._replace(fitted=found, lines=(120, 130)), printed=True
    )
    assert first == "印出来的103行，按这个规则排，98行断在同一个字后面。"
    assert apart.endswith("对得上30行。")
    assert runner_up == "换成每行28个半字，引号占一个字，找规则用的69行里只对得上61行，这样是68行。"
    assert left_open == "标点可不可以伸到行外、汉字和数字、字母之间的空，从这一期看不出来，先按通常的。"
    assert placed == "整期130行，120行排得和旧的一样。"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (OFFICE_RULE, "引号占半个字，数字占半个字，汉字和数字、字母之间空四分之一字，放不下时挤标点"),
        (
            LineRule("full", "own", Fraction(0), squeezed=False, adjacent=True, hanging=True),
            "引号占一个字，数字按字体本来的宽度，汉字和数字、字母之间不空，不挤标点，两个标点挨着时挤掉半个字，"
            "标点可以伸到行外",
        ),
    ],
)
def test_rules_are_worded(rule: LineRule, said: str) -> None:
    assert rule_words(Candidate(Fraction(28), rule)) == f"每行28字，{said}"


def test_a_rule_that_does_less_is_told_by_that(nothing: Learned) -> None:
    strict = Candidate(Fraction(28), OFFICE_RULE._replace(adjacent=True, hanging=True))
    found = Fitted(Agreement(strict, 69, 69), Agreement(strict, 0, 0), Agreement(USUAL, 60, 69), (), ())
    said = agreement(nothing._replace(fitted=found), printed=True)
    assert said[2].startswith("换成两个标点挨着时不挤，标点不伸到行外，")
    assert len(said) == 3  # no line was set aside


def test_without_printed_lines_it_is_said_why(nothing: Learned) -> None:
    assert agreement(nothing, printed=False) == (NO_LINES,)
    assert agreement(nothing, printed=True) == (NO_LINES_IN_PDF,)
    said = "报头和版记9行，9行都排得和旧的一样。"
    assert agreement(nothing._replace(lines=(9, 9)), printed=False) == (said, NO_LINES)


def test_what_is_no_bulletin_is_doubted(nothing: Learned) -> None:
    other = Agreement(USUAL, 0, 69)
    learned = nothing._replace(office=Office("", ""), fitted=fitted(0, 0, other), lines=(0, 9))
    doubt, first, _, apart, placed = agreement(learned, printed=True)
    assert doubt == NO_HEAD
    assert first == "印出来的103行，按这个规则排，没有一行断在同一个字后面。"
    assert apart.endswith("，一行也对不上。")
    assert placed == "整期9行，没有一行排得和旧的一样。"


def test_what_wants_an_eye_is_under_its_heading(nothing: Learned) -> None:
    assert groups_of(nothing) == ()
    learned = nothing._replace(
        doubts=(Doubt("left", "有一条线没有照着画", "内部资料"),),
        off=(
            Off("第1面第2行", "一行很长很长很长很长很长很长的字", 0.42),
            Off("报头的线", "", 1.0),
            Off("版记", "抄送", 0, "旧的是黑体"),
            Off("版记", "印数", 1.25, "低了1.25 毫米"),
        ),
        fitted=fitted()._replace(against=(Against(0, 1, "今天天气很好，", "今天天气很好"),)),
    )
    doubts, off, against = groups_of(learned)
    assert doubts.lines == (Told("有一条线没有照着画", "内部资料"),)
    assert [line.said for line in off.lines] == [
        "第1面第2行“一行很长很长很长很长很长很长的字”：差 0.4 毫米",
        "报头的线：差 1.0 毫米",
        "版记“抄送”：旧的是黑体",
        "版记“印数”：低了1.25 毫米",
    ]
    assert against.lines == (Told("印的断在“…气很好，”后面，排出来断在“…天气很好”后面", "今天天气很好，"),)
