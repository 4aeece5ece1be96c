"""Corrections in a review, and how they are taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bulletin_desk.bulletin.model import Item, Kind
from bulletin_desk.errors import EditError
from bulletin_desk.intake.draft import Context, from_issue, items_of, take_in
from bulletin_desk.intake.parts import OUT, Reading
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
    made.set_kind(0, [2, 4], Kind.BODY)
    assert [part.kind for part in made.entries[0].draft.parts[2:5]] == [Kind.BODY] * 3
    assert made.can_undo
    made.undo()
    assert made.drafts() == before
    assert not made.can_undo
    made.set_kind(0, [1], Kind.BODY)
    assert not made.can_undo


def test_reading_again_keeps_the_kinds_of_what_stood_in_one_paragraph() -> None:
    made = Review([take_in(CASES["NUMBERED_ITEMS"].manuscript, CONTEXT)], CONTEXT)
    made.set_kind(0, [2], Kind.SUBHEADING)
    kinds = [part.kind for part in made.entries[0].draft.parts]
    assert kinds == [OUT, Kind.TITLE, Kind.SUBHEADING, Kind.SOURCE]
    made.clean(0, "spaces", on=False)
    assert [part.kind for part in made.entries[0].draft.parts] == kinds


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
    made.set_kind(1, [2], OUT)
    made.set_section(1, "特别关注")
    made.set_source(1, "（乐山市委党史和地方志研究室）")
    made.clean(1, "marks", False)
    draft = made.entries[1].draft
    assert [part.kind for part in draft.parts] == [Kind.TITLE, Kind.BODY, OUT, Kind.BODY, Kind.SOURCE]
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


def texts(made: Review, number: int = 0) -> list[str]:
    return [part.text for part in made.entries[number].draft.parts]


def test_a_text_is_corrected_and_taken_back() -> None:
    made = review("OFFICIAL")
    before = made.drafts()
    made.set_text(0, 0, " 　德阳市推进\n\n数字史志建设 \n")
    made.set_text(0, 2, "第一行\n 第二行")
    (item,) = items_of(made.drafts())
    assert item.title.startswith("德阳市推进\n数字史志建设")
    kinds = [part.kind for part in made.entries[0].draft.parts]
    assert kinds == [part.kind for part in before[0].parts]
    joined = "第一行\n第二行" if kinds[2] is Kind.SUBHEADING else "第一行第二行"
    assert texts(made)[2] == joined
    made.undo()
    made.undo()
    assert made.drafts() == before
    made.set_text(0, 0, texts(made)[0])
    assert not made.can_undo


def test_a_text_taken_away_leaves_the_paragraph_out_and_comes_back() -> None:
    made = review("OFFICIAL")
    text = texts(made)[2]
    part = made.entries[0].draft.parts[2]
    made.set_text(0, 2, " \n ")
    assert made.entries[0].draft.parts[2] == replace(
        part, kind=OUT, why="手工去掉", run_in=0, back=Reading(part.kind, part.run_in)
    )
    made.set_kind(0, [2], Kind.BODY)
    assert texts(made)[2] == text


def test_a_corrected_source_or_section_tells_anew() -> None:
    made = Review([take_in(DIRTY, CONTEXT)], CONTEXT)
    assert made.entries[0].draft.source.text == "（德阳市地方志办公室）"
    last = len(texts(made)) - 1
    made.set_text(0, last, "（乐山市委党史和地方志研究室）")
    assert made.entries[0].draft.source.text == "（乐山市委党史和地方志研究室）"
    made.set_source(0, "甲办")
    made.set_text(0, last, "（德阳市办）")
    assert made.entries[0].draft.source.text == "（甲办）"
    made.set_kind(0, [1], Kind.SECTION_HEAD)
    made.set_text(0, 1, "【工作 交流】")
    assert made.entries[0].draft.section == "工作 交流"
    made.set_text(0, 0, "")
    assert "没有找到标题，请补上。" in [remark.message for remark in made.entries[0].draft.questions()]


@pytest.mark.parametrize(
    ("new", "heading"),
    [
        ("一是抓紧统筹。要落实。", "一是抓紧统筹。"),
        ("一是抓统筹。要狠抓落实。", "一是抓统筹。"),
        ("一是抓统筹要落实。又要检查。", "一是抓统筹要落实。"),
        ("要落实。", ""),
        ("一是统筹。要落实。", "一是统筹。"),
    ],
)
def test_a_run_in_heading_keeps_its_end(new: str, heading: str) -> None:
    manuscript = plain("稿", f"标题\n一是抓统筹。要落实。\n{LONG}")
    made = Review([take_in(manuscript, CONTEXT)], CONTEXT)
    made.set_kind(0, [1], Kind.BODY)
    if not made.entries[0].draft.parts[1].run_in:
        made.toggle_run_in(0, [1])
    assert made.entries[0].draft.parts[1].run_in == len("一是抓统筹。")
    made.set_text(0, 1, new)
    part = made.entries[0].draft.parts[1]
    assert part.text[: part.run_in] == heading


def test_a_text_beyond_the_bounds_is_refused_and_one_made_shorter_is_not() -> None:
    made = review("OFFICIAL")
    before = made.drafts()
    with pytest.raises(EditError, match=r"^没有改成：.*的标题共2001字，最多2000字，请改短。$"):
        made.set_text(0, 0, "长" * 2001)
    with pytest.raises(EditError, match="最多50行"):
        made.set_text(0, 0, "长\n" * 51)
    with pytest.raises(EditError, match="残缺的半个字符"):
        made.set_text(0, 2, "半\ud800个")
    assert made.drafts() == before
    assert not made.can_undo
    made = Review([take_in(plain("稿", f"{'长' * 3000}\n{LONG}"), CONTEXT)], CONTEXT)
    made.set_kind(0, [0], Kind.TITLE)
    made.set_text(0, 0, "长" * 2500)
    assert len(texts(made)[0]) == 2500


def test_a_rule_off_keeps_the_texts_that_were_written() -> None:
    made = Review([take_in(CASES["OFFICIAL"].manuscript, CONTEXT), take_in(DIRTY, CONTEXT)], CONTEXT)
    made.set_text(1, 0, "乐山市召开会议")
    made.set_text(1, 4, "（乐山市委党史和地方志研究室）")
    made.set_kind(1, [2], Kind.BODY)
    made.set_text(1, 2, "40余人参加")
    made.join(1, 3)
    assert texts(made, 1)[2] == f"40余人参加{LONG}"
    made.clean(1, "marks", False)
    assert texts(made, 1) == [
        "乐山市召开会议",
        "会议指出,要抓好落实.",
        f"40余人参加{LONG}",
        "（乐山市委党史和地方志研究室）",
    ]
    assert made.entries[1].draft.source.text == "（乐山市委党史和地方志研究室）"
    made.clean(1, "marks", True)
    assert texts(made, 1)[1:3] == ["会议指出，要抓好落实。", f"40余人参加{LONG}"]
    made.split(1, 2)  # other items than were read
    made.clean(1, "marks", False)
    assert texts(made, 1)[0] == "乐山市召开会议"
    assert f"40余人参加{LONG}" in texts(made, 1)


def test_a_run_in_heading_is_set_and_dissolved() -> None:
    made = review("NUMBERED_RUN_INS")
    before = [part.run_in for part in made.entries[0].draft.parts]
    made.toggle_run_in(0, [0, 2, 3])
    assert [part.run_in for part in made.entries[0].draft.parts] == [*before[:2], 0, 0, *before[4:]]
    made.toggle_run_in(0, [2])
    assert made.entries[0].draft.parts[2].run_in == before[2] > 0
