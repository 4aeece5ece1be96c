"""What stands in the list of proposals, by values alone: which there are, how they stand together, what their
line shows."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_desk.bulletin.edits import replace_range, text_at
from bulletin_desk.bulletin.grammar import block_of, item_path, title_of
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.bulletin.proposals import proposals
from bulletin_desk.desk.proposing.inline import Fate, in_full, inline
from bulletin_desk.desk.proposing.rows import NOBODY, Together
from bulletin_desk.desk.proposing.undecided import against, all_of, done_already, grouped, take_all
from bulletin_desk.storage.proposals import Returned
from tests.bulletin.issues import SMALL
from tests.bulletin.rich import RICH
from tests.desk.proposing.brought import LI, WANG, edited

TITLE, BODY = title_of(item_path(0, 0)), block_of(item_path(0, 0), 0)


def returned(who: str, theirs: Issue, file: str = "") -> Returned:
    return Returned(file or f"{who}.docx", who, "2024-01-10T09:30", SMALL, theirs)


def test_a_key_is_the_same_in_every_reading_and_another_for_all_else() -> None:
    text = text_at(SMALL, BODY)
    one = edited(SMALL, (BODY, text[:1], "改"), (TITLE, text_at(SMALL, TITLE)[-1], "改"))
    both = [returned(WANG, one), returned(LI, one)]
    first, again = all_of(both), all_of([replace_base(each) for each in both])
    assert [each.key for each in first] == [each.key for each in again]
    assert len({each.key for each in first}) == len(first) == 4
    # a later file of the same person, with one change more, brings only that
    more = replace(one, disclosure="又改了这里")
    keys = {each.key for each in all_of([returned(WANG, one), returned(WANG, more, "二.docx")])}
    assert len(keys - {each.key for each in first}) == 1


def replace_base(each: Returned) -> Returned:
    """The same, read from a file again."""
    return each._replace(base=replace(each.base))


def test_what_has_no_name_and_no_place() -> None:
    text = text_at(SMALL, TITLE)
    found = all_of([returned("", edited(SMALL, (TITLE, text[:2], "换了")))])
    (group,) = grouped(found, SMALL)
    assert (group.together, group.title) == (Together.ONE_PERSON, NOBODY)
    ours = replace_range(SMALL, TITLE, 0, len(text), "毫不相干")
    (group,) = grouped(found, ours)
    assert group.together is Together.UNPLACED
    assert group.rows[0].where.startswith("原")
    assert take_all(ours, found).left == found
    assert take_all(ours, found).issue is ours


def test_what_we_have_already_is_known() -> None:
    text = text_at(SMALL, BODY)
    found = all_of([returned(WANG, edited(SMALL, (BODY, text[:1], "改"), (BODY, text[-2:], "完。")))])
    ours = take_all(SMALL, found[:1]).issue
    assert done_already(found, SMALL) == frozenset()
    assert done_already(found, ours) == {found[0].key}
    assert take_all(ours, found).issue == take_all(SMALL, found).issue


def test_against_a_choice_stands_only_what_touches_it() -> None:
    text = text_at(SMALL, BODY)
    wang = edited(SMALL, (BODY, text[1:6], "一"))
    li = edited(SMALL, (BODY, text[1:3], "二"), (BODY, text[4:7], "三"))
    found = all_of([returned(WANG, wang), returned(LI, li)])
    (group,) = [each for each in grouped(found, SMALL) if each.together is Together.COLLIDING]
    assert {each.open.who for each in group.rows} == {WANG, LI}
    ours = [each for each in found if each.who == LI]
    assert {each.who for each in against(ours[:1], found)} == {WANG}
    theirs = [each for each in found if each.who == WANG]
    assert {each.who for each in against(theirs, found)} == {LI}


@settings(max_examples=30)
@given(st.text("甲乙丙丁，", max_size=12), st.integers(0, 8), st.integers(0, 8))
def test_the_pieces_are_what_goes_and_comes(new: str, start: int, length: int) -> None:
    text = text_at(SMALL, BODY)
    start = min(start, len(text))
    theirs = replace_range(SMALL, BODY, start, min(start + length, len(text)), new)
    for each in proposals(SMALL, theirs, WANG, ""):
        pieces = inline(each, SMALL)
        whole = "".join(piece.text for piece in pieces if piece.fate is not Fate.COMES).strip("…")
        assert "".join(piece.text for piece in pieces if piece.fate is Fate.GOES) in each.was
        assert whole in text
        made = "".join(piece.text for piece in pieces if piece.fate is not Fate.GOES).strip("…")
        assert made in text_at(theirs, BODY)


def test_of_an_item_that_comes_all_words_are_read() -> None:
    section = RICH.sections[0]
    item = replace(section.items[0], title="新来的一篇")
    theirs = replace(RICH, sections=(replace(section, items=(*section.items, item)), *RICH.sections[1:]))
    (proposal,) = proposals(RICH, theirs, WANG, "")
    (piece,) = in_full(proposal, RICH)
    assert piece.fate is Fate.COMES
    assert piece.text.startswith("新来的一篇")
    assert text_at(RICH, block_of(item_path(0, 0), 0)) in piece.text
    moved = replace(section, items=(*section.items[1:], section.items[0]))
    for each in proposals(RICH, replace(RICH, sections=(moved, *RICH.sections[1:])), WANG, ""):
        (piece,) = in_full(each, RICH)
        assert piece.fate is Fate.STAYS
