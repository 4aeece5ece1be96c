"""Typing, Backspace, Delete, Enter and run-in headings, case by case, as a word processor's user expects
them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.model import Addressee, Body, Issue, Item, Path, Place, Section, Subheading
from bulletin_desk.bulletin.numbering import EMPTY_ITEM
from bulletin_desk.editing import commands
from bulletin_desk.editing.selection import Edited, Selection, at, between
from tests.bulletin.issues import SMALL
from tests.editing.texts import ITEM, SECOND

THIRD: Path = ("sections", 1, "items", 1)


def do(
    command: Callable[[Issue, Selection], Edited], issue: Issue, path: Path, offset: int
) -> tuple[Issue, Place]:
    """A command at a bare caret, and where the caret is then."""
    after, selection = command(issue, at(Place(path, offset)))
    assert selection.empty
    return after, selection.head.place


def with_item(*blocks: Body | Subheading, title: str = "题", source: str = "") -> Issue:
    """The small issue with another first item."""
    item = Item(title, blocks, source)
    return replace(SMALL, sections=(Section("特别关注", (item,)), *SMALL.sections[1:]))


def first(issue: Issue) -> Item:
    """The first item."""
    return issue.sections[0].items[0]


# ---- typing


def test_typing_at_the_caret_and_over_a_selection() -> None:
    path = (*ITEM, "blocks", 0)  # 会议召开。
    issue, selection = commands.type_text(SMALL, at(Place(path, 2)), "昨日")
    assert text_at(issue, path) == "会议昨日召开。"
    assert selection == at(Place(path, 4))
    issue, selection = commands.type_text(SMALL, between(Place(path, 4), Place(path, 2)), "\u0000举行\n")
    assert text_at(issue, path) == "会议举行。"
    assert selection == at(Place(path, 4))


def test_typing_over_paragraphs() -> None:
    selection = between(Place((*SECOND, "blocks", 0), 6), Place((*SECOND, "blocks", 2), 5))
    issue, caret = commands.type_text(SMALL, selection, "新")
    assert issue.sections[1].items[0].blocks == (Body("2023年，新坚持审查制度。"),)
    assert caret == at(Place((*SECOND, "blocks", 0), 7))


def test_typing_over_all_of_a_line_that_would_vanish() -> None:
    issue, caret = commands.type_text(
        SMALL, between(Place(("disclosure",), 0), Place(("disclosure",), 4)), "不予公开"
    )
    assert issue.disclosure == "不予公开"
    assert caret == at(Place(("disclosure",), 4))


def test_typing_in_and_after_a_run_in_heading() -> None:
    path = (*SECOND, "blocks", 2)  # 编纂年鉴。|坚持审查制度。
    for offset, run_in in ((0, 6), (4, 6), (5, 5), (6, 5)):
        issue, _ = do(
            lambda issue, selection: commands.type_text(issue, selection, "新"), SMALL, path, offset
        )
        block = issue.sections[1].items[0].blocks[2]
        assert isinstance(block, Body)
        assert block.run_in == run_in


def test_a_mark_typed_joins_the_character_before_it() -> None:
    path = (*ITEM, "blocks", 0)
    issue, place = do(lambda issue, selection: commands.type_text(issue, selection, "e"), SMALL, path, 0)
    issue, place = do(
        lambda issue, selection: commands.type_text(issue, selection, "\u0301"), issue, *_of(place)
    )
    assert place == Place(path, 2)
    issue, place = do(commands.backspace, issue, *_of(place))
    assert (text_at(issue, path), place.offset) == ("会议召开。", 0)


def _of(place: Place) -> tuple[Path, int]:
    return place.path, place.offset


def test_line_breaks_only_in_titles_subheadings_and_the_masthead() -> None:
    issue, place = do(commands.line_break, SMALL, (*ITEM, "title"), 3)
    assert (first(issue).title, place.offset) == ("座谈会\n召开", 4)
    issue, place = do(commands.line_break, SMALL, (*SECOND, "blocks", 1), 3)
    assert issue.sections[1].items[0].blocks[1] == Subheading("以质量\n为依托")
    issue, place = do(commands.line_break, SMALL, ("masthead", "name"), 1)
    name = SMALL.masthead.name
    assert (issue.masthead.name, place.offset) == (f"{name[:1]}\n{name[1:]}", 2)
    for path in (
        (*ITEM, "blocks", 0),
        (*ITEM, "source"),
        ("sections", 0, "name"),
        ("dated_header", "issuer"),
    ):
        issue, place = do(commands.line_break, SMALL, path, 1)
        assert (issue, place) == (SMALL, Place(path, 1))


# ---- Backspace


def test_backspace_takes_a_whole_character() -> None:
    for text, left in (("国𠮷", "国"), ("国e\u0301", "国"), ("国一\ufe00", "国"), ("国\u200b", "")):
        issue, place = do(commands.backspace, with_item(Body(text)), (*ITEM, "blocks", 0), len(text))
        assert first(issue).blocks == (Body(left),)
        assert place.offset == len(left)


def test_backspace_by_words() -> None:
    issue, place = do(commands.backspace_word, with_item(Body("坚持守正创新")), (*ITEM, "blocks", 0), 6)
    assert (first(issue).blocks, place.offset) == ((Body("坚持"),), 2)


def test_backspace_joins_bodies() -> None:
    issue, place = do(
        commands.backspace, with_item(Body("一。", 2), Body("二。三", 2)), (*ITEM, "blocks", 1), 0
    )
    assert first(issue).blocks == (Body("一。二。三", 4),)
    assert place == Place((*ITEM, "blocks", 0), 2)


def test_backspace_joins_a_subheading_to_what_is_before() -> None:
    for before, joined in ((Body("一"), Body("一二")), (Subheading("一"), Subheading("一二"))):
        issue, place = do(commands.backspace, with_item(before, Subheading("二")), (*ITEM, "blocks", 1), 0)
        assert first(issue).blocks == (joined,)
        assert place == Place((*ITEM, "blocks", 0), 1)


def test_a_subheading_joined_to_body_text_loses_its_line_breaks() -> None:
    issue, place = do(
        commands.backspace, with_item(Body("一"), Subheading("二\n三")), (*ITEM, "blocks", 1), 0
    )
    assert first(issue).blocks == (Body("一二三"),)
    assert place == Place((*ITEM, "blocks", 0), 1)


def test_backspace_lets_no_subheading_swallow_body_text() -> None:
    issue = with_item(Subheading("一"), Body("二"))
    after, place = do(commands.backspace, issue, (*ITEM, "blocks", 1), 0)
    assert after is issue
    assert place == Place((*ITEM, "blocks", 0), 1)
    after, place = do(commands.backspace, with_item(Subheading("一"), Body("")), (*ITEM, "blocks", 1), 0)
    assert first(after).blocks == (Subheading("一"),)


def test_backspace_after_an_empty_paragraph_removes_that() -> None:
    issue, place = do(commands.backspace, with_item(Body(""), Subheading("二")), (*ITEM, "blocks", 1), 0)
    assert first(issue).blocks == (Subheading("二"),)
    assert place == Place((*ITEM, "blocks", 0), 0)


def test_backspace_under_a_title() -> None:
    issue, place = do(commands.backspace, with_item(Body(""), Body("二")), (*ITEM, "blocks", 0), 0)
    assert first(issue) == Item("题", (Body("二"),))
    assert place == Place((*ITEM, "title"), 1)
    issue = with_item(Body("二"))
    after, place = do(commands.backspace, issue, (*ITEM, "blocks", 0), 0)
    assert after is issue  # a title swallows no body text
    assert place == Place((*ITEM, "title"), 1)


def test_backspace_before_a_source() -> None:
    issue, place = do(
        commands.backspace, with_item(Body("一"), Body(""), source="（省）"), (*ITEM, "source"), 0
    )
    assert first(issue) == Item("题", (Body("一"),), "（省）")
    assert place == Place((*ITEM, "source"), 0)
    after, place = do(commands.backspace, issue, (*ITEM, "source"), 0)
    assert after is issue
    assert place == Place((*ITEM, "blocks", 0), 1)


def test_backspace_and_delete_in_an_empty_source_take_it_away() -> None:
    for command in (commands.backspace, commands.delete):
        for offset in (0, 1, 2):
            issue, place = do(command, with_item(Body("一"), source="（）"), (*ITEM, "source"), offset)
            assert first(issue).source == ""
            assert place == Place((*ITEM, "blocks", 0), 1)


def test_backspace_at_a_title() -> None:
    issue, place = do(commands.backspace, SMALL, (*THIRD, "title"), 0)
    assert issue is SMALL  # the items stay apart
    assert place == Place((*SECOND, "source"), 5)
    empty = ("sections", 1, "items", 2, "title")
    issue, place = do(commands.backspace, SMALL, empty, 0)
    assert len(issue.sections[1].items) == 2
    assert place == Place((*THIRD, "source"), 5)


def test_backspace_at_an_empty_title_joins_items_that_no_source_parts() -> None:
    items = (Item("甲", (Body("一"),)), Item("", (Body("二"),), "（省）"))
    issue = replace(SMALL, sections=(Section("栏", items),))
    after, place = do(commands.backspace, issue, ("sections", 0, "items", 1, "title"), 0)
    assert after.sections[0].items == (Item("甲", (Body("一"), Body("二")), "（省）"),)
    assert place == Place((*ITEM, "blocks", 0), 1)
    parted = replace(SMALL, sections=(Section("栏", (replace(items[0], source="（市）"), items[1])),))
    after, place = do(commands.backspace, parted, ("sections", 0, "items", 1, "title"), 0)
    assert after is parted
    assert place == Place((*ITEM, "source"), 3)


def test_backspace_at_a_sections_name() -> None:
    after, place = do(commands.backspace, SMALL, ("sections", 1, "name"), 0)
    assert after is SMALL
    assert place == Place((*ITEM, "source"), 5)
    unnamed = replace(SMALL, sections=(SMALL.sections[0], replace(SMALL.sections[1], name="")))
    after, place = do(commands.backspace, unnamed, ("sections", 1, "name"), 0)
    assert after.sections == (Section("特别关注", SMALL.sections[0].items + SMALL.sections[1].items),)
    blank = replace(SMALL, sections=(SMALL.sections[0], Section("", (EMPTY_ITEM,))))
    after, place = do(commands.backspace, blank, ("sections", 1, "name"), 0)
    assert after.sections == SMALL.sections[:1]
    assert place == Place((*ITEM, "source"), 5)


def test_backspace_in_the_editors_note() -> None:
    issue, place = do(commands.backspace, SMALL, ("editors_note", 1), 0)
    assert issue.editors_note == (Body("编者按：现予刊发。供参阅。", 4),)
    assert place == Place(("editors_note", 0), 9)
    issue, place = do(commands.backspace, SMALL, ("editors_note", 0), 0)
    assert issue is SMALL
    assert place == Place(("dated_header", "issuer"), 6)
    issue, place = do(commands.backspace, replace(SMALL, editors_note=(Body(""),)), ("editors_note", 0), 0)
    assert issue.editors_note == ()


def test_backspace_in_the_distribution() -> None:
    to: Path = ("distribution", 1, "to")
    issue, place = do(commands.backspace, SMALL, to, 0)
    assert issue is SMALL
    assert place == Place(("distribution", 1, "label"), 1)
    unlabelled = replace(SMALL, distribution=(Addressee("报", "上级。"), Addressee("", "下级。")))
    issue, place = do(commands.backspace, unlabelled, ("distribution", 1, "label"), 0)
    assert issue.distribution == (Addressee("报", "上级。下级。"),)
    assert place == Place(("distribution", 0, "to"), 3)
    blank = replace(SMALL, distribution=(Addressee("报", "上级。"), Addressee("", "")))
    issue, place = do(commands.backspace, blank, ("distribution", 1, "label"), 0)
    assert issue.distribution == (Addressee("报", "上级。"),)


def test_backspace_at_the_very_start_does_nothing() -> None:
    assert do(commands.backspace, SMALL, ("masthead", "name"), 0) == (SMALL, Place(("masthead", "name"), 0))


# ---- Delete


def test_delete_takes_a_whole_character_and_a_word() -> None:
    issue, place = do(commands.delete, with_item(Body("e\u0301国")), (*ITEM, "blocks", 0), 0)
    assert (first(issue).blocks, place.offset) == ((Body("国"),), 0)
    issue, place = do(commands.delete_word, with_item(Body("坚持守正创新")), (*ITEM, "blocks", 0), 0)
    assert (first(issue).blocks, place.offset) == ((Body("守正创新"),), 0)


@pytest.mark.parametrize(
    ("issue", "path", "blocks"),
    [
        (with_item(Body("一"), Body("二")), (*ITEM, "blocks", 0), (Body("一二"),)),
        (with_item(Body("一"), Subheading("二")), (*ITEM, "blocks", 0), (Body("一二"),)),
        (with_item(Body("一"), Body("")), (*ITEM, "blocks", 0), (Body("一"),)),
        (with_item(Body(""), Subheading("二")), (*ITEM, "blocks", 0), (Subheading("二"),)),
        (with_item(Body(""), Body("二")), (*ITEM, "title"), (Body("二"),)),
        (with_item(Body("一"), source="（省）"), (*ITEM, "blocks", 0), (Body("一"),)),
        (with_item(Subheading("一"), Body("二")), (*ITEM, "blocks", 0), (Subheading("一"), Body("二"))),
        (with_item(Body("二")), (*ITEM, "title"), (Body("二"),)),
    ],
)
def test_delete_at_a_paragraphs_end(issue: Issue, path: Path, blocks: tuple[Body | Subheading, ...]) -> None:
    end = len(text_at(issue, path))
    after, place = do(commands.delete, issue, path, end)
    assert first(after).blocks == blocks
    assert place == Place(path, end)


def test_delete_takes_an_empty_paragraph_before_what_it_cannot_join() -> None:
    issue = with_item(Body("一"), Body(""))
    after, place = do(commands.delete, issue, (*ITEM, "blocks", 1), 0)
    assert first(after).blocks == (Body("一"),)
    assert place == Place(("sections", 1, "name"), 0)
    issue = with_item(Body("一"), Body(""), source="（省）")
    after, place = do(commands.delete, issue, (*ITEM, "blocks", 1), 0)
    assert first(after) == Item("题", (Body("一"),), "（省）")
    assert place == Place((*ITEM, "source"), 0)


def test_delete_in_an_empty_item_takes_it_away() -> None:
    items = (EMPTY_ITEM, Item("甲", (Body("一"),)))
    issue = replace(SMALL, sections=(Section("栏", items),))
    after, place = do(commands.delete, issue, (*ITEM, "blocks", 0), 0)
    assert after.sections[0].items == items[1:]
    assert place == Place((*ITEM, "title"), 0)


def test_delete_at_the_very_end_does_nothing() -> None:
    assert do(commands.delete, SMALL, ("imprint", "office"), 3) == (SMALL, Place(("imprint", "office"), 3))


# ---- Enter


def test_enter_splits_a_body() -> None:
    path = (*SECOND, "blocks", 2)
    issue, place = do(commands.enter, SMALL, path, 3)
    assert issue.sections[1].items[0].blocks[2:] == (Body("编纂年", 3), Body("鉴。坚持审查制度。", 2))
    assert place == Place((*SECOND, "blocks", 3), 0)
    issue, place = do(commands.enter, SMALL, path, 0)
    assert issue.sections[1].items[0].blocks[2] == Body("")
    assert issue.sections[1].items[0].blocks[3] == SMALL.sections[1].items[0].blocks[2]
    assert place == Place((*SECOND, "blocks", 3), 0)


def test_enter_after_a_title_gives_body_text() -> None:
    issue, place = do(commands.enter, SMALL, (*ITEM, "title"), 5)
    assert first(issue).blocks == (Body(""), Body("会议召开。"))
    assert place == Place((*ITEM, "blocks", 0), 0)
    issue, place = do(commands.enter, with_item(Body(""), Body("一")), (*ITEM, "title"), 1)
    assert first(issue).blocks == (Body(""), Body("一"))  # the empty one that is there serves


def test_enter_inside_a_title_takes_its_tail_down() -> None:
    issue, place = do(commands.enter, SMALL, (*SECOND, "title"), 3)
    item = issue.sections[1].items[0]
    assert (item.title, item.blocks[0]) == ("乐山市", Body("四向发力推进事业发展"))
    assert place == Place((*SECOND, "blocks", 0), 0)


def test_enter_before_a_title_gives_an_empty_item_before_it() -> None:
    issue, place = do(commands.enter, SMALL, (*ITEM, "title"), 0)
    assert issue.sections[0].items == (EMPTY_ITEM, *SMALL.sections[0].items)
    assert place == Place(("sections", 0, "items", 1, "title"), 0)


def test_enter_and_subheadings() -> None:
    path = (*SECOND, "blocks", 1)
    issue, place = do(commands.enter, SMALL, path, 6)
    assert issue.sections[1].items[0].blocks[1:3] == (Subheading("以质量为依托"), Body(""))
    assert place == Place((*SECOND, "blocks", 2), 0)
    issue, place = do(commands.enter, SMALL, path, 3)
    assert issue.sections[1].items[0].blocks[1:3] == (Subheading("以质量"), Subheading("为依托"))
    issue, place = do(commands.enter, SMALL, path, 0)
    assert issue.sections[1].items[0].blocks[1:3] == (Body(""), Subheading("以质量为依托"))
    assert place == Place((*SECOND, "blocks", 2), 0)
    issue, place = do(commands.enter, with_item(Subheading(""), Body("一")), (*ITEM, "blocks", 0), 0)
    assert first(issue).blocks == (Body(""), Body("一"))


def test_enter_in_an_items_empty_last_paragraph_goes_on_to_the_source() -> None:
    issue, place = do(commands.enter, with_item(Body("一"), Body("")), (*ITEM, "blocks", 1), 0)
    assert first(issue) == Item("题", (Body("一"),), "（）")
    assert place == Place((*ITEM, "source"), 1)
    issue, place = do(
        commands.enter, with_item(Body("一"), Body(""), source="（省）"), (*ITEM, "blocks", 1), 0
    )
    assert first(issue) == Item("题", (Body("一"),), "（省）")
    assert place == Place((*ITEM, "source"), 2)
    issue, place = do(commands.enter, with_item(Body(""), Body("一")), (*ITEM, "blocks", 0), 0)
    assert first(issue).blocks == (Body(""), Body(""), Body("一"))


def test_enter_in_a_source_gives_the_next_item() -> None:
    for offset in (1, 3, 5):
        issue, place = do(commands.enter, SMALL, (*ITEM, "source"), offset)
        assert issue.sections[0].items == (*SMALL.sections[0].items, EMPTY_ITEM)
        assert place == Place(("sections", 0, "items", 1, "title"), 0)
    issue, place = do(commands.enter, SMALL, (*ITEM, "source"), 0)
    assert first(issue).blocks == (Body("会议召开。"), Body(""))
    assert place == Place((*ITEM, "source"), 0)
    issue, place = do(commands.enter, with_item(Body("一"), source="（）"), (*ITEM, "source"), 1)
    assert first(issue).source == ""
    assert issue.sections[0].items[1:] == (EMPTY_ITEM,)
    issue, place = do(commands.enter, SMALL, (*THIRD, "source"), 5)
    assert issue.sections == SMALL.sections  # an item without a title waits there already
    assert place == Place(("sections", 1, "items", 2, "title"), 0)


def test_enter_after_a_sections_name_gives_its_first_item() -> None:
    issue, place = do(commands.enter, SMALL, ("sections", 0, "name"), 2)
    assert issue.sections[0] == Section("特别关注", (EMPTY_ITEM, *SMALL.sections[0].items))
    assert place == Place((*ITEM, "title"), 0)


def test_enter_in_the_editors_note() -> None:
    issue, place = do(commands.enter, SMALL, ("editors_note", 0), 6)
    assert issue.editors_note == (Body("编者按：现予", 4), Body("刊发。"), Body("供参阅。"))
    assert place == Place(("editors_note", 1), 0)
    issue = replace(SMALL, editors_note=(Body("按"), Body("")))
    issue, place = do(commands.enter, issue, ("editors_note", 1), 0)
    assert issue.editors_note == (Body("按"),)
    assert place == Place(("sections", 0, "name"), 0)


def test_enter_in_the_distribution() -> None:
    issue, place = do(commands.enter, SMALL, ("distribution", 0, "label"), 1)
    assert (issue, place) == (SMALL, Place(("distribution", 0, "to"), 0))
    issue, place = do(commands.enter, SMALL, ("distribution", 0, "to"), 2)
    assert issue.distribution == (Addressee("报", "上级"), Addressee("", "。"), Addressee("发", "下级。"))
    assert place == Place(("distribution", 1, "label"), 0)
    blank = replace(
        SMALL, distribution=(Addressee("报", "上级。"), Addressee("", ""), Addressee("发", "下级。"))
    )
    issue, place = do(commands.enter, blank, ("distribution", 1, "label"), 0)
    assert issue == SMALL
    assert place == Place(("distribution", 1, "label"), 0)


def test_enter_in_fixed_lines_goes_on() -> None:
    for path, following in (
        (("masthead", "name"), ("dated_header", "issuer")),
        (("dated_header", "issuer"), ("editors_note", 0)),
        (("disclosure",), ("distribution", 0, "label")),
    ):
        assert do(commands.enter, SMALL, path, 1) == (SMALL, Place(following, 0))
    assert do(commands.enter, SMALL, ("imprint", "office"), 1) == (SMALL, Place(("imprint", "office"), 3))


def test_enter_over_a_selection() -> None:
    path = (*ITEM, "blocks", 0)
    issue, caret = commands.enter(SMALL, between(Place(path, 2), Place(path, 4)))
    assert first(issue).blocks == (Body("会议"), Body("。"))
    assert caret == at(Place((*ITEM, "blocks", 1), 0))


# ---- run-in headings


def _run_in(issue: Issue) -> int:
    block = first(issue).blocks[0]
    assert isinstance(block, Body)
    return block.run_in


def test_a_run_in_heading_up_to_the_caret_and_away_again() -> None:
    issue = with_item(Body("编纂年鉴。坚持审查。"))
    path: Path = (*ITEM, "blocks", 0)
    marked, selection = commands.toggle_run_in(issue, at(Place(path, 5)))
    assert _run_in(marked) == 5
    assert selection == at(Place(path, 5))
    assert commands.toggle_run_in(marked, selection)[0] == issue
    assert commands.toggle_run_in(marked, at(Place(path, 0)))[0] == issue
    assert _run_in(commands.toggle_run_in(marked, at(Place(path, 3)))[0]) == 3
    assert _run_in(commands.toggle_run_in(issue, at(Place(path, 0)))[0]) == 5  # its first sentence
    assert _run_in(commands.toggle_run_in(issue, between(Place(path, 1), Place(path, 4)))[0]) == 4


def test_only_body_text_has_run_in_headings() -> None:
    for path in ((*ITEM, "title"), (*SECOND, "blocks", 1), ("disclosure",)):
        assert commands.toggle_run_in(SMALL, at(Place(path, 1))) == (SMALL, at(Place(path, 1)))
    noted, _ = commands.clear_run_in(SMALL, at(Place(("editors_note", 0), 1)))
    assert noted.editors_note[0] == Body("编者按：现予刊发。")
