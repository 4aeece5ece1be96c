"""Proposals: what a colleague has changed, taken one by one."""

from __future__ import annotations

from bulletin_desk.bulletin.edits import replace_range, text_at
from bulletin_desk.bulletin.grammar import title_of
from bulletin_desk.bulletin.model import Place
from bulletin_desk.bulletin.proposals import collisions, placed, proposals, take
from tests.bulletin.test_anchors import BODY, ISSUE, ITEM


def test_words_are_taken_where_they_stand_by_now() -> None:
    theirs = replace_range(ISSUE, BODY, 1, 4, "档案")
    (proposal,) = proposals(ISSUE, theirs, "李主任", "2026-11-30T19:00")
    assert (proposal.shape, proposal.was, proposal.now) == ("words", "地方志", "档案")
    ours = replace_range(ISSUE, BODY, 0, 0, "近日，")
    assert placed(proposal, ISSUE, ours) == Place(BODY, 4)
    taken = take(ours, ISSUE, proposal)
    assert text_at(taken, BODY).startswith("近日，省档案办")


def test_two_people_at_the_same_words() -> None:
    one = proposals(ISSUE, replace_range(ISSUE, BODY, 1, 4, "档案"), "甲", "")
    other = proposals(ISSUE, replace_range(ISSUE, BODY, 2, 3, "某"), "乙", "")
    apart = proposals(ISSUE, replace_range(ISSUE, title_of(ITEM), 0, 1, "这"), "乙", "")
    assert collisions((*one, *other, *apart)) == ((*one, *other),)
