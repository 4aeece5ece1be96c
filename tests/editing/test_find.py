"""Finding, stepping through and replacing."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.model import Body, Issue, Item, Place, Section
from bulletin_desk.editing.find import (
    Match,
    find_all,
    next_match,
    previous_match,
    replace_all,
    replace_match,
)
from bulletin_desk.editing.selection import between
from tests.bulletin.issues import SMALL, issues
from tests.editing.texts import ITEM, SECOND, all_text


def _issue(*texts: str) -> Issue:
    return replace(SMALL, sections=(Section("栏", (Item("题", tuple(Body(text) for text in texts)),)),))


BLOCK = (*ITEM, "blocks", 0)


def test_all_places_in_the_order_of_the_paper() -> None:
    found = find_all(SMALL, "乐山市")
    assert found == [Match((*SECOND, "title"), 0, 3), Match((*SECOND, "source"), 1, 4)]
    assert found[0].selection == between(Place((*SECOND, "title"), 0), Place((*SECOND, "title"), 3))
    assert find_all(SMALL, "") == find_all(SMALL, "没有") == []


def test_widths_and_cases_count_as_the_same_unless_asked() -> None:
    issue = _issue("ＡＢＣ（2024）abc(２０２４)")
    assert [match.start for match in find_all(issue, "abc(2024)")] == [0, 9]
    assert [match.start for match in find_all(issue, "ＡＢＣ（２０２４）")] == [0, 9]
    assert [match.start for match in find_all(issue, "abc", match_width=True)] == [9]
    assert [match.start for match in find_all(issue, "ABC", match_case=True)] == [0]
    assert find_all(_issue("甲　乙"), "甲 乙") == [Match(BLOCK, 0, 3)]
    assert find_all(_issue("İX"), "x") == [Match(BLOCK, 1, 2)]


def test_a_titles_own_line_break_is_no_obstacle() -> None:
    assert find_all(SMALL, "发力推进") == [Match((*SECOND, "title"), 5, 10)]
    assert find_all(SMALL, "发力\n推进") == [Match((*SECOND, "title"), 5, 10)]
    issue, selection = replace_match(SMALL, Match((*SECOND, "title"), 5, 10), "前进\n")
    assert text_at(issue, (*SECOND, "title")) == "乐山市四向前进事业发展"
    assert selection == between(Place((*SECOND, "title"), 5), Place((*SECOND, "title"), 7))


def test_matches_do_not_overlap() -> None:
    assert [match.start for match in find_all(_issue("年年年年年"), "年年")] == [0, 2]


def test_stepping_goes_round() -> None:
    matches = find_all(_issue("年一年", "年"), "年")
    starts = [Place(match.path, match.start) for match in matches]
    assert [next_match(matches, place) for place in starts] == [0, 1, 2]
    assert next_match(matches, Place(BLOCK, 1)) == 1
    assert next_match(matches, Place(("disclosure",), 0)) == 0
    assert [previous_match(matches, place) for place in starts] == [2, 0, 1]
    assert previous_match(matches, Place(("disclosure",), 0)) == 2
    assert previous_match(matches, Place(("masthead", "name"), 0)) == 2
    assert next_match([], starts[0]) is previous_match([], starts[0]) is None


@given(issues, st.sampled_from(["0", "一", "（", "\x00", "质量"]), st.sampled_from(["", "新", "新新新"]))
def test_replacing_all(issue: Issue, wanted: str, text: str) -> None:
    matches = find_all(issue, wanted, match_width=True)
    after = replace_all(issue, matches, text)
    assert all_text(after) == all_text(issue).replace(wanted, text) or wanted == "\x00"
    if not matches:
        assert after is issue


def test_replacing_in_a_run_in_heading() -> None:
    issue = replace(SMALL, sections=(Section("栏", (Item("题", (Body("年鉴。年鉴", 3),)),)),))
    after = replace_all(issue, find_all(issue, "年鉴"), "综合年鉴")
    assert after.sections[0].items[0].blocks == (Body("综合年鉴。综合年鉴", 5),)
