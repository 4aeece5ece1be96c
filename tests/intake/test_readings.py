"""The other reading of a part: what one key makes of it, and that the same key goes back."""

from __future__ import annotations

from collections import Counter

import pytest

from bulletin_desk.bulletin.matching import text_of
from bulletin_desk.bulletin.model import Kind
from bulletin_desk.intake.draft import Context, Contribution, Draft, Remark, items_of, take_in
from bulletin_desk.intake.manuscript import Look, Manuscript, Paragraph
from bulletin_desk.intake.parts import OUT, Part
from bulletin_desk.intake.readings import other_reading
from bulletin_desk.intake.review import Review
from bulletin_desk.intake.sources import Source, load_units
from tests.intake.manuscripts import CASES, LONG, MORE, plain

CONTEXT = Context(("市州动态",), load_units())
ONE = (
    f"德阳市方志工作信息\n一、德阳市推进数字史志建设\n{LONG}\n二、德阳市开放地情资料阅览室\n{MORE}\n"
    "（德阳市办）\n"
)
"""One item of two headings, or two items under a head."""
SEVERAL = f"●德阳市推进数字史志建设\n{LONG}\n●德阳市开放地情资料阅览室\n{MORE}\n"
"""Two items, or one of two headings."""
DOUBTS = {
    "one": take_in(plain("", ONE), CONTEXT),
    "several": take_in(plain("", SEVERAL), CONTEXT),
    "captions": take_in(
        Manuscript(
            "",
            (
                Paragraph("德阳市推进数字史志建设", Look(size=22, align="centre")),
                Paragraph(LONG, Look(size=16)),
                Paragraph("馆员查看胶片", Look(size=16, align="centre")),
                Paragraph(MORE, Look(size=16)),
            ),
        ),
        CONTEXT,
    ),
}


def review(*parts: Part) -> Review:
    return Review([Contribution("", (Draft("", parts),))], CONTEXT)


def kinds(made: Review, number: int = 0) -> list[object]:
    return [part.kind for part in made.entries[number].draft.parts]


def titles(made: Review) -> list[str]:
    return [draft.title for draft in made.drafts()]


def letters(made: Review) -> Counter[str]:
    texts = (part.text for entry in made.entries for part in entry.draft.parts)
    return Counter("".join("".join(text.split()) for text in texts))


@pytest.mark.parametrize("name", [*DOUBTS, *CASES])
def test_whatever_is_read_otherwise_goes_back_by_the_same_key_and_loses_no_letter(name: str) -> None:
    contribution = DOUBTS[name] if name in DOUBTS else take_in(CASES[name].manuscript, CONTEXT)
    for number, draft in enumerate(contribution.drafts):
        for at, part in enumerate(draft.parts):
            made = Review([contribution], CONTEXT)
            before, text = items_of(made.drafts()), letters(made)
            number_now, at_now = made.take_other(number, [at])
            if other_reading(part) is None:
                assert not made.can_undo
                continue
            assert made.entries != Review([contribution], CONTEXT).entries
            assert letters(made) == text
            made.take_other(number_now, [at_now])
            assert items_of(made.drafts()) == before
            assert letters(made) == text


def test_taking_the_other_reading_settles_the_doubt() -> None:
    made = review(
        Part(Kind.TITLE, "乐山市开会"),
        Part(OUT, "活动现场", why="图片说明", other=Kind.SUBHEADING),
        Part(Kind.SUBHEADING, "抓组织。", other=Kind.BODY),
    )
    assert made.doubts == 2
    assert any("活动现场" in remark.message for remark in made.entries[0].draft.questions())
    assert made.take_other(0, [1]) == (0, 1)
    assert made.doubts == 1
    assert kinds(made) == [Kind.TITLE, Kind.SUBHEADING, Kind.SUBHEADING]
    assert not any("活动现场" in remark.message for remark in made.entries[0].draft.questions())
    made.take_other(0, [1])
    assert kinds(made)[1] is OUT
    assert made.entries[0].draft.parts[1].why == "图片说明"
    assert made.doubts == 1  # looked at twice, it is no doubt any more
    made.undo()
    made.undo()
    assert made.doubts == 2


def test_several_rows_are_read_otherwise_in_one_step() -> None:
    made = review(*(Part(Kind.SUBHEADING, text, other=Kind.BODY) for text in "甲乙"))
    made.take_other(0, [0, 1])
    assert kinds(made) == [Kind.BODY, Kind.BODY]
    made.undo()
    assert kinds(made) == [Kind.SUBHEADING, Kind.SUBHEADING]


def test_one_item_or_several_is_decided_for_all_of_them() -> None:
    made = Review([DOUBTS["one"]], CONTEXT)
    assert titles(made) == ["德阳市方志工作信息"]
    assert made.doubts == 2
    assert made.take_other(0, [3]) == (1, 1)
    assert titles(made) == ["德阳市推进数字史志建设", "德阳市开放地情资料阅览室"]
    assert made.doubts == 0
    assert [(part.why, part.text) for part in made.entries[0].draft.parts[:2]] == [
        ("几篇稿件的总题", "德阳市方志工作信息"),
        ("序号", "一、"),
    ]
    assert [draft.source.text for draft in made.drafts()] == ["", "（德阳市地方志办公室）"]
    assert made.take_other(0, [0]) == (0, 0)  # by the head over them
    assert titles(made) == ["德阳市方志工作信息"]
    assert [text_of(block) for block in items_of(made.drafts())[0].blocks][::2] == [
        "一、德阳市推进数字史志建设",
        "二、德阳市开放地情资料阅览室",
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("（一）推进数字史志", "推进数字史志"),
        ("2．推进数字史志", "推进数字史志"),
        ("◆ 推进数字史志", "推进数字史志"),
        ("2024年工作要点", "2024年工作要点"),
        ("十大工程进展", "十大工程进展"),
        ("3.5万册志书送出", "3.5万册志书送出"),
    ],
)
def test_only_marks_come_off_an_item_s_title(text: str, title: str) -> None:
    made = review(
        Part(Kind.TITLE, "方志信息"),
        Part(Kind.SUBHEADING, text, other=Kind.TITLE, at=1),
        Part(Kind.BODY, LONG, at=2),
    )
    made.take_other(0, [1])
    assert titles(made) == [title]
    assert made.entries[0].draft.parts[0].why == "几篇稿件的总题"


def test_text_before_the_first_of_several_items_stays_an_item() -> None:
    made = review(
        Part(Kind.TITLE, "方志信息", at=0),
        Part(Kind.BODY, LONG, at=1),
        Part(Kind.SUBHEADING, "一、推进数字史志", other=Kind.TITLE, at=2),
        Part(Kind.SUBHEADING, "二、开放阅览室", other=Kind.TITLE, at=3),
        Part(Kind.BODY, MORE, at=4),
    )
    made.set_source(0, "甲办")
    assert made.take_other(0, [2]) == (1, 1)
    assert titles(made) == ["方志信息", "推进数字史志", "开放阅览室"]
    assert [draft.source.text for draft in made.drafts()] == ["", "", "（甲办）"]
    made.undo()
    made.set_kind(0, [1], OUT)
    made.take_other(0, [2])
    assert titles(made) == ["推进数字史志", "开放阅览室"]


def test_several_items_become_one_with_their_marks() -> None:
    made = Review([take_in(plain("", f"乐山市开会\n{LONG}\n（乐山市办）")), DOUBTS["several"]], CONTEXT)
    made.take(2, False)
    assert made.doubts == 1
    made.take(2, True)
    number, at = made.take_other(2, [1])
    assert (number, made.entries[number].draft.parts[at].text) == (1, "●德阳市开放地情资料阅览室")
    assert titles(made) == ["乐山市开会", ""]
    assert kinds(made, 1) == [Kind.SUBHEADING, Kind.BODY] * 2
    made.take_other(number, [at])
    assert titles(made) == ["乐山市开会", "德阳市推进数字史志建设", "德阳市开放地情资料阅览室"]
    made.undo()
    made.undo()
    assert made.doubts == 2


def test_an_item_of_which_nothing_is_left_is_not_taken() -> None:
    textless = Draft("", (Part(Kind.TITLE, "图片新闻", other=OUT), Part(OUT, "更多", why="网页上的文字")))
    whole = Draft("", (Part(Kind.TITLE, "乐山市开会"), Part(Kind.BODY, LONG)))
    made = Review([Contribution("", (whole, textless))], CONTEXT)
    assert made.take_other(1, [0]) == (1, 0)
    assert titles(made) == ["乐山市开会"]
    made.take_other(1, [0])
    assert titles(made) == ["乐山市开会", "图片新闻"]
    made.set_kind(1, [0], OUT)
    assert titles(made) == ["乐山市开会"]
    made.undo()
    assert titles(made) == ["乐山市开会", "图片新闻"]
    made.take(1, False)
    made.set_kind(1, [0], Kind.SUBHEADING)
    assert titles(made) == ["乐山市开会"]


def test_a_file_that_needs_a_look_marks_its_items() -> None:
    whole = Draft("", (Part(Kind.TITLE, "乐山市开会"), Part(Kind.BODY, LONG)), source=Source("（乐山市办）"))
    made = Review(
        [Contribution("", (whole,), remarks=(Remark("读不全。", look=True),)), Contribution("", (whole,))],
        CONTEXT,
    )
    assert [made.asks(number) for number in range(2)] == [True, False]


def test_whether_an_item_is_taken_stays_with_it() -> None:
    made = Review([DOUBTS["one"], DOUBTS["several"]], CONTEXT)
    made.take(0, False)
    made.take_other(0, [1])
    assert [entry.taken for entry in made.entries] == [False, False, True, True]
    made.take_other(2, [1])
    assert [entry.taken for entry in made.entries] == [False, False, True]


def test_a_title_s_first_line_alone_is_left_out() -> None:
    made = review(
        Part(Kind.TITLE, "乐山方志信息", other=OUT),
        Part(Kind.TITLE, "乐山市开会\n部署工作"),
        Part(Kind.BODY, LONG),
    )
    assert titles(made) == ["乐山方志信息\n乐山市开会\n部署工作"]
    made.take_other(0, [0])
    assert titles(made) == ["乐山市开会\n部署工作"]
    assert not any(
        remark.look and "乐山方志信息" in remark.message for remark in made.drafts()[0].questions()
    )
    made.take_other(0, [0])
    assert titles(made) == ["乐山方志信息\n乐山市开会\n部署工作"]


@pytest.mark.parametrize(
    ("why", "kind"),
    [
        ("文头", Kind.TITLE),
        ("署名", Kind.SOURCE),
        ("没有稿件的栏目", Kind.SECTION_HEAD),
        ("网页上的文字", Kind.BODY),
    ],
)
def test_what_was_left_out_is_taken_in_as_what_it_is(why: str, kind: Kind) -> None:
    made = review(Part(OUT, "乐山市地方志办公室", why=why), Part(Kind.BODY, LONG))
    made.take_other(0, [0])
    assert kinds(made) == [kind, Kind.BODY]
    made.take_other(0, [0])
    assert made.entries[0].draft.parts[0].why == why


def test_what_the_clerk_has_left_out_is_taken_in_as_it_was() -> None:
    made = review(Part(Kind.BODY, f"一是抓组织。{LONG}", run_in=6))
    made.set_kind(0, [0], OUT)
    made.take_other(0, [0])
    assert made.entries[0].draft.parts[0].run_in == 6
    assert kinds(made) == [Kind.BODY]


def test_a_mark_goes_to_the_start_of_its_paragraph_and_off_again() -> None:
    made = review(Part(OUT, "正文：", why="表格里的字样", at=3, ahead=True), Part(Kind.BODY, LONG, at=3))
    assert made.take_other(0, [0]) == (0, 0)
    assert [part.text for part in made.entries[0].draft.parts] == [f"正文：{LONG}"]
    made.take_other(0, [0])
    assert [part.text for part in made.entries[0].draft.parts] == ["正文：", LONG]
    made.take_other(0, [0])
    made.set_text(0, 0, f"全文：{LONG}")
    undone = made.entries
    made.take_other(0, [0])
    assert made.entries == undone  # another text begins it now


def test_the_next_doubt_is_found_past_what_is_not_taken() -> None:
    made = Review([DOUBTS["one"], DOUBTS["several"]], CONTEXT)
    assert made.next_doubt(0, -1) == (0, 1)
    assert made.next_doubt(0, 1) == (0, 3)
    assert made.next_doubt(0, 3) == (1, 1)
    made.take(1, False)
    assert made.next_doubt(0, 3) == (2, 1)
    assert made.next_doubt(2, 1) == (0, 1)
    assert made.without_source == 1
    made.set_source(2, "甲办")
    assert made.without_source == 0
    assert Review([], CONTEXT).next_doubt(-1, -1) is None


def test_what_the_clerk_has_said_stays_said_when_the_file_is_read_again() -> None:
    text = f"德阳市推进数字史志建设\n{LONG}截至目前,已完成。\n抓统筹\n{MORE}\n（德阳市办）"
    made = Review([take_in(plain("", text), CONTEXT)], CONTEXT)
    place = made.next_doubt(0, -1)
    assert place == (0, 2)
    number, row = place
    kind = made.entries[number].draft.parts[row].kind
    made.set_kind(number, [row], kind)
    made.clean(0, "marks", on=False)
    assert made.doubts == 0
    made.undo()
    made.undo()
    made.take_other(number, [row])
    made.clean(0, "marks", on=False)
    assert made.doubts == 0
    assert made.entries[number].draft.parts[row].kind is not kind
