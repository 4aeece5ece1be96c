"""Remarks that come back with a copy: ours once, with what was answered outside; nothing is lost."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin.model import Place, Remark, Said
from bulletin_desk.bulletin.returned_remarks import with_returned_remarks

HERE, THERE = (Place(("sections", 0, "items", 0, "title"), at) for at in (0, 2))
ASKED = Said("科长", "2024-01-09T15:30", "请核对。\n再看一遍。")
ANSWERED = Said("编辑", "2024-01-09T16:00", "已核对。")
FURTHER = Said("王五", "2024-01-10T08:00", "还差一个数。")
OURS = Remark(HERE, THERE, (ASKED, ANSWERED))
OTHER = Remark(HERE, HERE, (Said("李四", "", "另一条"),))


def test_the_same_comes_back_as_the_same() -> None:
    assert with_returned_remarks((OURS, OTHER), (OTHER, OURS)) == (OURS, OTHER)


def test_what_was_answered_outside_stands_behind_our_answers() -> None:
    ours = replace(OURS, said=(*OURS.said, Said("编辑", "2024-01-10T09:00", "补上了。")))
    back = replace(OURS, said=(ASKED, ANSWERED, FURTHER), settled=True)
    assert with_returned_remarks((ours,), (back,)) == (
        replace(ours, said=(*ours.said, FURTHER), settled=True),
    )


def test_what_is_new_comes_last_and_once() -> None:
    new = Remark(THERE, THERE, (FURTHER,))
    assert with_returned_remarks((OURS,), (new, OURS, new)) == (OURS, new)


def test_an_answer_that_came_back_by_itself_is_none_of_its_own() -> None:
    back = tuple(Remark(HERE, THERE, (said,)) for said in OURS.said)
    assert with_returned_remarks((OURS,), back) == (OURS,)
    settled = (back[0], replace(back[1], settled=True))
    assert with_returned_remarks((OURS,), settled) == (OURS,)


def test_what_programs_change_in_words_and_times_makes_no_other_remark() -> None:
    back = replace(
        OURS, said=(Said("科长", "", "请核对。 再看一遍。"), Said("", ANSWERED.when, "已核对。\n"))
    )
    assert with_returned_remarks((OURS,), (back,)) == (OURS,)


def test_what_was_deleted_outside_stays() -> None:
    assert with_returned_remarks((OURS, OTHER), ()) == (OURS, OTHER)


def test_the_same_words_at_two_places_are_two_remarks() -> None:
    twins = Remark(HERE, HERE, (ASKED,)), Remark(THERE, THERE, (ASKED,))
    answered = replace(twins[1], said=(ASKED, FURTHER))
    assert with_returned_remarks(twins, (twins[0], answered)) == (twins[0], answered)
    moved = replace(answered, start=Place(HERE.path, 1), end=Place(HERE.path, 1))
    assert with_returned_remarks(twins, (twins[0], moved)) == (twins[0], answered)


SAID = st.builds(
    Said, st.sampled_from(("甲", "乙")), st.sampled_from(("", ASKED.when)), st.text("是否", max_size=3)
)
REMARKS = st.lists(
    st.builds(
        Remark,
        st.sampled_from((HERE, THERE)),
        st.just(THERE),
        st.lists(SAID, min_size=1, max_size=3).map(tuple),
        st.booleans(),
    ),
    max_size=4,
).map(tuple)


@given(REMARKS, REMARKS)
def test_ours_stay_and_their_words_are_there(ours: tuple[Remark, ...], back: tuple[Remark, ...]) -> None:
    made = with_returned_remarks(ours, back)
    for mine, now in zip(ours, made, strict=False):
        assert now.said[: len(mine.said)] == mine.said
        assert (now.start, now.end) == (mine.start, mine.end)
    texts = {said.text for remark in made for said in remark.said}
    assert texts >= {said.text for remark in back for said in remark.said}
    assert with_returned_remarks(ours, ours) == ours
