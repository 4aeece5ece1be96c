"""Remarks that come back in a copy: ours are known again, answers come to them, others come anew, once."""

from __future__ import annotations

from dataclasses import replace

from bulletin_desk.bulletin.grammar import item_path, title_of
from bulletin_desk.bulletin.model import Place, Remark, Said
from bulletin_desk.bulletin.remarks_back import Together, with_theirs

TITLE = title_of(item_path(0, 0))


def remark(at: int, *said: tuple[str, str], when: str = "2024-01-10T09:30", settled: bool = False) -> Remark:
    there = Place(TITLE, at)
    return Remark(there, there, tuple(Said(who, when, text) for who, text in said), settled)


OURS = (
    remark(0, ("我", "核对一下")),
    remark(2, ("我", "同意")),
    remark(4, ("我", "同意"), when="2024-01-11T08:00"),
)


def test_what_went_out_and_comes_back_as_it_was_is_nothing() -> None:
    moved = tuple(replace(each, start=Place(TITLE, 1), end=Place(TITLE, 1)) for each in OURS)
    assert with_theirs(OURS, moved) == Together(OURS, 0, 0, ())
    assert with_theirs((), ()) == Together((), 0, 0, ())


def test_answers_come_to_the_remark_that_they_are_to() -> None:
    answered = remark(4, ("我", "同意"), ("王处长", "好"), when="2024-01-11T08:00", settled=True)
    together = with_theirs(OURS, (OURS[1], answered))
    assert (together.new, together.answered) == (0, 1)
    assert together.remarks[:2] == OURS[:2]
    assert [said.text for said in together.remarks[2].said] == ["同意", "好"]
    assert together.remarks[2].settled
    again = with_theirs(together.remarks, (OURS[1], answered), together.keys)
    assert again.remarks == together.remarks
    assert not again.keys
    # what was taken away here stays away
    assert with_theirs(OURS, (OURS[1], answered), together.keys).remarks == OURS
    assert with_theirs(OURS[:2], (OURS[1],), together.keys).remarks == OURS[:2]


def test_others_come_once() -> None:
    theirs = (remark(1, ("王处长", "这里不对"), ("李主任", "是")), remark(1, ("王处长", "这里不对")))
    together = with_theirs(OURS, theirs)
    assert together.new == 2
    assert together.remarks == (*OURS, *theirs)
    assert with_theirs(together.remarks, theirs).new == 0
    assert with_theirs(OURS, theirs, together.keys).remarks == OURS
