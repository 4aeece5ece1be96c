"""Where pasted paragraphs go."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.grammar import attachments_of, text_nodes
from bulletin_desk.bulletin.model import Block, Body, Issue, Item, Path, Place, Section, Subheading, Table
from bulletin_desk.bulletin.numbering import EMPTY_ITEM
from bulletin_desk.editing.fragment import Fragment, copy, from_text
from bulletin_desk.editing.movement import everything, running_text
from bulletin_desk.editing.nodes import cleaned, is_shown, may_stand
from bulletin_desk.editing.paste import paste
from bulletin_desk.editing.selection import Selection, at, between
from bulletin_desk.editing.tables import selected
from bulletin_desk.editing.wholes import whole_at
from tests.bulletin.issues import SMALL, issues
from tests.editing.texts import ITEM, SECOND, attached_text, fragment_text, selections, text_outside

TWO = "第一段。\n第二段。"
WHOLE_ITEM = copy(SMALL, between(Place((*SECOND, "title"), 0), Place((*SECOND, "source"), 5)))


def with_items(*items: Item) -> Issue:
    """The small issue with other items in its one section."""
    return replace(SMALL, sections=(Section("栏", items),))


def _pasted(issue: Issue, path: Path, offset: int, what: str | Fragment) -> tuple[tuple[Item, ...], Place]:
    fragment = from_text(what) if isinstance(what, str) else what
    after, selection = paste(issue, at(Place(path, offset)), fragment)
    assert selection.empty
    assert is_shown(after, selection.head.path)
    return after.sections[0].items, selection.head.place


BLOCK: Path = (*ITEM, "blocks", 0)


def test_one_line_joins_the_text_at_the_caret() -> None:
    items, place = _pasted(with_items(Item("题", (Body("前后"),))), BLOCK, 1, "中间")
    assert items[0].blocks == (Body("前中间后"),)
    assert place == Place(BLOCK, 3)


def test_only_the_first_line_joins_and_the_last_takes_up_what_follows() -> None:
    items, place = _pasted(with_items(Item("题", (Body("前后", 1),))), BLOCK, 1, TWO)
    assert items[0].blocks == (Body("前第一段。", 1), Body("第二段。后"))
    assert place == Place((*ITEM, "blocks", 1), 4)
    items, place = _pasted(with_items(Item("题", (Body("前后"),))), BLOCK, 1, TWO + "\n")
    assert items[0].blocks == (Body("前第一段。"), Body("第二段。"), Body("后"))
    assert place == Place((*ITEM, "blocks", 2), 0)


def test_an_empty_paragraph_takes_the_guessed_kinds() -> None:
    text = "一、小标题\n正文在这里。\n（乐山市）"
    items, place = _pasted(with_items(EMPTY_ITEM), BLOCK, 0, text)
    assert items == (Item("", (Subheading("一、小标题"), Body("正文在这里。")), "（乐山市）"),)
    assert place == Place((*ITEM, "source"), 5)


def test_a_guessed_source_is_text_where_there_is_no_room_for_it() -> None:
    for item in (Item("题", (Body(""),), "（省）"), Item("题", (Body(""), Body("后")))):
        items, _ = _pasted(with_items(item), BLOCK, 0, "正文。\n（乐山市）")
        assert items[0].source == item.source
        assert items[0].blocks == (Body("正文。"), Body("（乐山市）"), *item.blocks[1:])


def test_lines_into_a_title() -> None:
    text = "乐山市四向发力\n一、小标题\n正文在这里。\n（乐山市）"
    items, place = _pasted(with_items(EMPTY_ITEM), (*ITEM, "title"), 0, text)
    assert items == (Item("乐山市四向发力", (Subheading("一、小标题"), Body("正文在这里。")), "（乐山市）"),)
    assert place == Place((*ITEM, "source"), 5)
    items, place = _pasted(with_items(Item("前后", (Body("旧"),), "（省）")), (*ITEM, "title"), 1, TWO)
    assert items == (Item("前第一段。后", (Body("第二段。"), Body("旧")), "（省）"),)
    assert place == Place(BLOCK, 4)


def test_a_subheading_keeps_its_line_and_swallows_no_body_text() -> None:
    issue = with_items(Item("题", (Subheading("前后"),)))
    items, _ = _pasted(issue, BLOCK, 1, TWO)
    blocks: tuple[Block, ...] = (Subheading("前"), Body("第一段。"), Body("第二段。后"))
    assert items[0].blocks == blocks


def test_a_guess_counts_only_for_whole_paragraphs() -> None:
    issue = with_items(Item("题", (Body("前后"),)))
    items, _ = _pasted(issue, BLOCK, 1, "短句\n小标题\n又一句")
    assert items[0].blocks == (Body("前短句"), Subheading("小标题"), Body("又一句后"))
    items, _ = _pasted(issue, BLOCK, 2, "短句\n小标题")
    assert items[0].blocks == (Body("前后短句"), Subheading("小标题"))
    fragment = copy(SMALL, between(Place((*SECOND, "blocks", 0), 6), Place((*SECOND, "blocks", 1), 6)))
    items, _ = _pasted(issue, BLOCK, 1, fragment)
    assert items[0].blocks == (Body("前守正创新。"), Subheading("以质量为依托"), Body("后"))


def test_fixed_lines_take_all_in_one_line() -> None:
    for path in (("masthead", "name"), ("sections", 0, "name"), (*ITEM, "source"), ("distribution", 0, "to")):
        issue, _ = paste(SMALL, at(Place(path, 1)), from_text(TWO))
        old = text_at(SMALL, path)
        assert text_at(issue, path) == old[:1] + "第一段。第二段。" + old[1:]


def test_lines_into_the_editors_note() -> None:
    issue, selection = paste(SMALL, at(Place(("editors_note", 1), 1)), from_text("一行\n二行\n"))
    assert issue.editors_note[1:] == (Body("供一行"), Body("二行"), Body("参阅。"))
    assert selection == at(Place(("editors_note", 3), 0))


def test_an_item_pasted_before_another() -> None:
    issue = with_items(Item("甲", (Body("一"),), "（省）"))
    items, place = _pasted(issue, (*ITEM, "title"), 0, WHOLE_ITEM)
    assert items == (SMALL.sections[1].items[0], *issue.sections[0].items)
    assert place == Place((*ITEM, "source"), 5)


def test_an_item_pasted_behind_another() -> None:
    issue = with_items(Item("甲", (Body("一"),), "（省）"), Item("乙"))
    items, place = _pasted(issue, BLOCK, 1, WHOLE_ITEM)
    assert items == (issue.sections[0].items[0], SMALL.sections[1].items[0], Item("乙"))
    assert place == Place(("sections", 0, "items", 1, "source"), 5)


def test_an_item_pasted_inside_another_parts_it_without_loss() -> None:
    issue = with_items(Item("甲", (Body("一二"), Body("三")), "（省）"))
    items, _ = _pasted(issue, BLOCK, 1, WHOLE_ITEM)
    assert items == (
        Item("甲", (Body("一"),)),
        SMALL.sections[1].items[0],
        Item("", (Body("二"), Body("三")), "（省）"),
    )


def test_an_item_pasted_into_an_empty_title() -> None:
    items, _ = _pasted(with_items(EMPTY_ITEM), (*ITEM, "title"), 0, WHOLE_ITEM)
    assert items == (SMALL.sections[1].items[0],)


def test_sections_pasted() -> None:
    fragment = copy(
        SMALL, between(Place(("sections", 0, "name"), 0), Place(("sections", 1, "items", 1, "source"), 5))
    )
    issue = with_items(Item("甲", (Body("一"),), "（省）"), Item("乙"))
    after, selection = paste(issue, at(Place(BLOCK, 1)), fragment)
    first, second, third = after.sections
    assert first == Section("栏", issue.sections[0].items[:1])
    assert second == SMALL.sections[0]
    assert third == Section("市州动态", (*SMALL.sections[1].items[:2], Item("乙")))
    assert selection == at(Place(("sections", 2, "items", 1, "source"), 5))


def test_a_run_in_heading_survives_in_an_empty_paragraph() -> None:
    fragment = copy(SMALL, between(Place((*SECOND, "blocks", 2), 0), Place((*SECOND, "blocks", 2), 12)))
    items, _ = _pasted(with_items(EMPTY_ITEM), BLOCK, 0, fragment)
    assert items[0].blocks == (Body("编纂年鉴。坚持审查制度。", 5),)


def test_pasting_over_a_selection() -> None:
    path = (*SECOND, "blocks", 0)
    issue, _ = paste(SMALL, between(Place(path, 6), Place(path, 10)), from_text("新"))
    assert text_at(issue, path) == "2023年，新。"
    issue, _ = paste(SMALL, between(Place(path, 6), Place((*SECOND, "blocks", 2), 5)), from_text(TWO))
    assert issue.sections[1].items[0].blocks == (Body("2023年，第一段。"), Body("第二段。坚持审查制度。"))
    nothing: Selection = between(Place(path, 6), Place(path, 10))
    assert paste(SMALL, nothing, from_text("\n")) == (SMALL, nothing)


def test_an_issue_pasted_as_text() -> None:
    text = "【简讯】\n甲\n正文。\n（甲市）\n乙\n正文。\n（乙市）"
    made = (Item("甲", (Body("正文。"),), "（甲市）"), Item("乙", (Body("正文。"),), "（乙市）"))
    issue = with_items(EMPTY_ITEM)
    after, selection = paste(issue, at(Place((*ITEM, "title"), 0)), from_text(text))
    assert after.sections == (Section("栏", (EMPTY_ITEM,)), Section("简讯", made))
    assert selection == at(Place(("sections", 1, "items", 1, "source"), 4))
    # the section is named so already
    for place in (Place((*ITEM, "title"), 0), Place(BLOCK, 0)):
        issue = replace(SMALL, sections=(Section("简讯", (EMPTY_ITEM,)),))
        after, _ = paste(issue, at(place), from_text(text))
        assert len(after.sections) == 1
        assert [item for item in after.sections[0].items if item.title] == list(made)
    one = from_text("【简讯】\n")
    assert paste(issue, at(Place(BLOCK, 0)), one) == (issue, at(Place(BLOCK, 0)))


@given(issues, issues, st.data())
def test_nothing_is_lost(issue: Issue, other: Issue, data: st.DataObject) -> None:
    selection = data.draw(selections(issue))
    fragment = copy(other, data.draw(st.sampled_from([everything(other), data.draw(selections(other))])))
    # one that comes with an item and is like one that is here is the same: see `with_attachments_of`
    here = {attachment for _, attachment in attachments_of(issue)}
    assume(here.isdisjoint(each for paragraph in fragment.paragraphs for each in paragraph.attachments))
    after, caret = paste(issue, selection, fragment)
    if not fragment.paragraphs:
        assert after is issue
        return
    one_table = len(fragment.paragraphs) == 1 and isinstance(fragment.paragraphs[0].block, Table)
    if one_table and selected(issue, selection):  # cells are filled: nothing else changes
        assert _texts_around(after, caret) == _texts_around(issue, selection)
        return
    kept = text_outside(issue, selection) + issue.masthead.supplement
    # items bring their attachments; where only text goes, it is that which was selected
    come = [kept + cleaned(text(fragment)) for text in (attached_text, fragment_text)]
    now = "".join(text_at(after, path) for path in text_nodes(after))
    if any(each.block for each in fragment.paragraphs):  # cells that come as text have spaces between
        now, come = now.replace(" ", ""), [text.replace(" ", "") for text in come]
    assert _letters(now) in [_letters(text) for text in come]
    # an empty caption stands while the caret is in it
    assert is_shown(after, caret.head.path) or may_stand(after, caret.head.path)


def _letters(text: str) -> Counter[str]:
    return Counter(text.replace("\n", ""))


def _texts_around(issue: Issue, selection: Selection) -> list[str]:
    """All texts but those of the table that a selection is in."""
    table = whole_at(selection.start.path)
    return [text_at(issue, path) for path in text_nodes(issue) if whole_at(path) != table]


def test_all_text_in_place_of_itself_is_what_it_was() -> None:
    kicked = Item("标题", (Body("正文。"),), kicker="引题", signature="甲办\n1月9日")
    sections = (
        Section("", (Item("", (Body("没有标题。"),)), kicked)),
        Section("一级"),
        Section("二级", (kicked,), 2),
    )
    issue = replace(SMALL, editors_note=(), sections=sections)
    text = running_text(issue)
    assert text is not None
    after, selection = paste(issue, text, copy(issue, text))
    assert after == issue
    assert selection.head.place == text.end
