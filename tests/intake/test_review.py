"""Corrections in a review, and how they are taken back."""

from __future__ import annotations

from bulletin_desk.bulletin.model import Item
from bulletin_desk.intake.draft import Context, from_issue, items_of, take_in
from bulletin_desk.intake.parts import Role
from bulletin_desk.intake.review import Review
from bulletin_desk.intake.sources import load_units
from tests.bulletin.issues import SMALL
from tests.intake.manuscripts import CASES, LONG, MORE, plain

CONTEXT = Context(("市州动态",), load_units())
DIRTY = plain("脏稿", "乐山市开会\n会议指出,要抓好落实.\n30余人参加\n" + LONG + "\n（德阳市办）")


def review(*names: str) -> Review:
    """A review of cases."""
    return Review([take_in(CASES[name].manuscript, CONTEXT) for name in names], CONTEXT)


def test_a_correction_is_made_and_taken_back() -> None:
    made = review("OFFICIAL")
    before = made.drafts()
    made.set_role(0, [2, 4], Role.BODY)
    assert [part.role for part in made.entries[0].draft.parts[2:5]] == [Role.BODY] * 3
    assert made.can_undo
    made.undo()
    assert made.drafts() == before
    assert not made.can_undo
    made.set_role(0, [1], Role.BODY)
    assert not made.can_undo


def test_items_are_split_merged_left_out() -> None:
    made = review("BY_LOOK", "OFFICIAL")
    assert len(made.entries) == 4
    made.merge(3)  # of another file
    assert len(made.entries) == 4
    made.merge(1)
    assert len(made.entries) == 3
    made.split(0, 2)
    assert len(made.entries) == 4
    assert items_of(made.drafts())[1].title == "甘孜州推进\n藏汉双语年鉴编纂"
    made.take(0, False)
    assert len(made.drafts()) == 3
    made.set_section(1, " 特别关注 ")
    made.set_source(1, "甲办")
    assert made.entries[1].draft.section == "特别关注"
    assert items_of(made.drafts())[0].source == "（甲办）"
    assert [entry.file for entry in made.entries] == [0, 0, 0, 1]
    made.join(3, 2)
    assert len(made.entries[3].draft.parts) == len(CASES["OFFICIAL"].manuscript.paragraphs) - 1


def test_a_rule_off_reads_the_file_again_and_keeps_corrections() -> None:
    made = Review([take_in(CASES["OFFICIAL"].manuscript, CONTEXT), take_in(DIRTY, CONTEXT)], CONTEXT)
    made.set_role(1, [2], Role.OUT)
    made.set_section(1, "特别关注")
    made.set_source(1, "（乐山市委党史和地方志研究室）")
    made.clean(1, "marks", False)
    draft = made.entries[1].draft
    assert [part.role for part in draft.parts] == [Role.TITLE, Role.BODY, Role.OUT, Role.BODY, Role.SOURCE]
    assert draft.parts[1].text == "会议指出,要抓好落实."
    assert (draft.section, draft.source.text) == ("特别关注", "（乐山市委党史和地方志研究室）")
    assert not made.cleaning(1).marks
    assert made.contribution(1).counts == {}
    assert made.entries[0].file == 0
    made.undo()
    assert made.entries[1].draft.parts[1].text == "会议指出，要抓好落实。"
    assert made.cleaning(1).marks


def test_a_bulletin_of_ours_is_not_cleaned() -> None:
    made = Review([from_issue("旧", SMALL)], CONTEXT)
    made.clean(0, "marks", False)
    assert not made.can_undo
    assert isinstance(items_of(made.drafts())[0], Item)
    assert MORE not in str(made.drafts())


def test_a_run_in_heading_is_set_and_dissolved() -> None:
    made = review("NUMBERED_RUN_INS")
    before = [part.run_in for part in made.entries[0].draft.parts]
    made.toggle_run_in(0, [0, 2, 3])
    assert [part.run_in for part in made.entries[0].draft.parts] == [*before[:2], 0, 0, *before[4:]]
    made.toggle_run_in(0, [2])
    assert made.entries[0].draft.parts[2].run_in == before[2] > 0
