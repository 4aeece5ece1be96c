"""The document as the desk drives it: pages, caret, undo, input methods, mouse and outline together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bulletin_desk.bulletin.edits import replace_range, text_at
from bulletin_desk.bulletin.matching import text_of
from bulletin_desk.bulletin.model import Body, Issue, Item, Kind, Place, Section
from bulletin_desk.bulletin.numbering import EMPTY_ITEM
from bulletin_desk.bulletin.take_back import Comparison
from bulletin_desk.editing.document import Change, Document, Motion, Unit
from bulletin_desk.editing.find import Scope, find_all
from bulletin_desk.editing.fragment import from_text
from bulletin_desk.editing.geometry import Literal
from bulletin_desk.editing.selection import Caret, Selection, at, between
from bulletin_desk.errors import EditError
from bulletin_desk.pages.model import Page
from bulletin_desk.typeset.typesetter import TypesetPages
from tests.bulletin.issues import SMALL
from tests.editing.conftest import Clock
from tests.editing.texts import ITEM, SECOND

Open = Callable[[Issue], Document]
BLOCK = (*ITEM, "blocks", 0)
LONG = Body("全省地方志系统守正创新，" * 12)


@pytest.fixture
def document(open_document: Open) -> Document:
    return open_document(SMALL)


def _one(*blocks: Body, source: str = "") -> Issue:
    return replace(SMALL, sections=(Section("栏", (Item("题", blocks, source),)),))


def _point(document: Document, place: Place) -> tuple[int, float, float]:
    box = document.geometry.caret_box(Caret(place))
    return box.page, box.x + 0.1, box.top + box.height / 2


# ---- edits, undo, listeners


def test_it_opens_at_the_start_and_unmodified(document: Document) -> None:
    assert document.issue is SMALL
    assert document.caret == Caret(Place(("masthead", "name"), 0))
    assert document.kind is Kind.MASTHEAD
    assert not document.modified
    assert document.undo_name is document.redo_name is None


def test_typing_shows_on_the_page_and_goes_again(document: Document, clock: Clock) -> None:
    document.go_to(BLOCK, 2)
    for char in "昨日":
        document.type_text(char)
        clock.now += 0.2
    assert document.modified
    assert text_at(document.issue, BLOCK) == "会议昨日召开。"
    shown = [line.line.text for page in document.pages for line in page.lines if line.path == BLOCK]
    assert "".join(shown) == "会议昨日召开。"
    assert (document.undo_name, document.redo_name) == ("输入", None)
    document.undo()
    assert document.issue is SMALL
    assert document.selection == at(Place(BLOCK, 2))
    assert not document.modified
    document.redo()
    assert text_at(document.issue, BLOCK) == "会议昨日召开。"
    document.mark_saved()
    assert not document.modified
    document.undo()
    assert document.modified


def test_moving_the_caret_ends_a_run_of_typing(document: Document) -> None:
    document.go_to(BLOCK, 2)
    document.type_text("昨")
    document.move(Motion.LEFT)
    document.move(Motion.RIGHT)
    document.type_text("日")
    document.undo()
    assert text_at(document.issue, BLOCK) == "会议昨召开。"


def test_deleting_a_selection_is_undone_by_itself(document: Document) -> None:
    document.select(between(Place(BLOCK, 2), Place(BLOCK, 4)))
    document.backspace()
    document.backspace()
    assert text_at(document.issue, BLOCK) == "会。"
    document.undo()
    assert text_at(document.issue, BLOCK) == "会议。"
    document.undo()
    assert document.selection == between(Place(BLOCK, 2), Place(BLOCK, 4))


def test_each_command_has_its_name(document: Document) -> None:
    document.go_to((*SECOND, "blocks", 0), 4)
    names: list[str] = []
    edits: tuple[Callable[[], None], ...] = (
        lambda: document.type_text("新"),
        document.enter,
        document.backspace,
        lambda: document.delete(word=True),
        lambda: document.change_kind(Kind.SUBHEADING),
        document.line_break,
        lambda: document.change_kind(Kind.BODY),
        document.toggle_run_in,
        lambda: document.paste(from_text("一\n二")),
        lambda: document.apply("改期号", replace(document.issue, print_count=9)),
        lambda: document.replace_all(find_all(document.issue, "地方志"), "方志"),
    )
    for command in edits:
        command()
        names.append(document.undo_name or "")
    assert " ".join(names) == "输入 分段 删除 删除 改为小标题 换行 改为正文 段首标题 粘贴 改期号 全部替换"
    while document.undo_name:
        document.undo()
    assert document.issue is SMALL


def test_listeners_hear_what_changed(document: Document) -> None:
    heard: list[Change] = []
    stop = document.subscribe(heard.append)
    pages = len(document.pages)
    document.go_to(BLOCK, 2)
    document.type_text("新")
    document.go_to(BLOCK, 3)
    document.enter()
    document.undo()
    assert heard == [
        Change(False, True, False, None, pages),
        Change(True, True, True, "输入", pages),
        Change(True, True, True, "分段", pages),
        Change(True, True, True, "分段", pages),
    ]
    stop()
    document.redo()
    assert len(heard) == 4


def test_an_edit_that_cannot_be_leaves_everything(document: Document) -> None:
    document.go_to((*SECOND, "blocks", 0), 1)
    with pytest.raises(EditError):
        document.change_kind(Kind.SOURCE)
    assert document.issue is SMALL
    assert document.undo_name is None


def test_an_edit_without_effect_is_no_edit(document: Document) -> None:
    document.go_to(BLOCK, 2)
    document.line_break()
    document.apply("改期号", replace(SMALL, print_count=SMALL.print_count))
    assert document.undo_name is None
    assert not document.modified


def test_editing_a_volume_sets_no_more_than_the_pages_that_are_looked_at(
    open_document: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = tuple(Item(f"题{number}", (LONG, LONG, LONG)) for number in range(30))
    document = open_document(replace(SMALL, sections=(Section("栏", items),)))
    made: list[int] = []
    make = TypesetPages._make

    def counted(pages: TypesetPages, index: int) -> Page:
        made.append(index)
        return make(pages, index)

    monkeypatch.setattr(TypesetPages, "_make", counted)
    assert len(document.pages) > 20
    document.go_to(("sections", 0, "items", 15, "blocks", 1), 50)
    page = document.caret_box().page
    assert 8 < page < len(document.pages) - 8
    document.type_text("新")
    document.set_preedit("zhi")
    document.caret_box()
    document.commit("志")
    for motion in (
        Motion.UP,
        Motion.DOWN,
        Motion.LINE_END,
        Motion.WORD_LEFT,
        Motion.PAGE_DOWN,
        Motion.PAGE_UP,
    ):
        document.move(motion, extend=True)
    document.enter()
    document.undo()
    document.caret_box()
    assert set(made) <= {page - 1, page, page + 1}
    assert len(made) < 20


# ---- the source that waits


def test_a_source_left_empty_vanishes_with_its_brackets(open_document: Open) -> None:
    document = open_document(_one(Body("一"), Body("")))
    document.go_to((*ITEM, "blocks", 1))
    document.enter()
    assert document.issue.sections[0].items[0] == Item("题", (Body("一"),), "（）")
    assert document.caret == Caret(Place((*ITEM, "source"), 1))
    assert document.snapshot().sections[0].items[0].source == ""
    document.move(Motion.START)
    assert document.issue.sections[0].items[0] == Item("题", (Body("一"),))
    document.undo()
    assert document.issue.sections[0].items[0] == Item("题", (Body("一"), Body("")))
    document.redo()
    assert document.issue.sections[0].items[0] == Item("题", (Body("一"),))
    assert document.redo_name is None


def test_a_source_written_stays(open_document: Open) -> None:
    document = open_document(_one(Body("一"), Body("")))
    document.go_to((*ITEM, "blocks", 1))
    document.enter()
    document.type_text("省")
    document.move(Motion.START)
    assert document.issue.sections[0].items[0].source == "（省）"
    document.undo()
    document.move(Motion.START)  # something can be done again: the brackets wait
    assert document.redo_name == "输入"
    document.redo()
    assert document.issue.sections[0].items[0].source == "（省）"


# ---- moving


def test_up_and_down_keep_their_column(open_document: Open) -> None:
    document = open_document(_one(LONG, Body("短"), LONG))
    document.go_to(BLOCK, 20)
    x = document.caret_box().x
    places = []
    for _ in range(8):
        document.move(Motion.DOWN)
        places.append(document.caret.place)
    assert Place((*ITEM, "blocks", 1), 1) in places
    assert document.caret.path == (*ITEM, "blocks", 2)
    assert abs(document.caret_box().x - x) <= 8
    document.move(Motion.LINE_END)
    assert document.caret.at_line_end
    document.move(Motion.LINE_START)
    document.move(Motion.DOWN)
    assert document.caret_box().x < x


def test_left_and_right_collapse_a_selection(document: Document) -> None:
    for motion, offset in ((Motion.LEFT, 1), (Motion.RIGHT, 3)):
        for ends in ((1, 3), (3, 1)):
            document.select(between(Place(BLOCK, ends[0]), Place(BLOCK, ends[1])))
            document.move(motion)
            assert document.selection == at(Place(BLOCK, offset))


def test_extending(document: Document) -> None:
    document.go_to(BLOCK, 1)
    document.move(Motion.RIGHT, extend=True)
    document.move(Motion.LINE_END, extend=True)
    assert document.selection == between(Place(BLOCK, 1), Place(BLOCK, 5))
    document.move(Motion.PARAGRAPH_DOWN, extend=True)
    document.move(Motion.START, extend=True)
    assert document.selection == between(Place(BLOCK, 1), Place(("masthead", "name"), 0))
    assert document.select_all() is Scope.TEXT
    assert document.selection.start.path[0] == "editors_note"
    assert document.selection.end.path[0] == "sections"
    assert document.select_all() is Scope.ALL
    assert document.selection.end == Place(("imprint", "office"), 3)


# ---- the mouse


def test_click_and_drag(document: Document) -> None:
    assert document.press(*_point(document, Place(BLOCK, 1))) is None
    document.drag(*_point(document, Place((*ITEM, "source"), 2)))
    assert document.selection == between(Place(BLOCK, 1), Place((*ITEM, "source"), 2))
    document.press(*_point(document, Place(BLOCK, 3)), extend=True)
    assert document.selection == between(Place(BLOCK, 1), Place(BLOCK, 3))


def test_double_and_triple_click(open_document: Open) -> None:
    document = open_document(_one(Body("守正创新，完成工作。")))
    document.press(*_point(document, Place(BLOCK, 6)), unit=Unit.WORD)
    assert document.selection == between(Place(BLOCK, 5), Place(BLOCK, 7))
    document.drag(*_point(document, Place(BLOCK, 8)))
    assert document.selection == between(Place(BLOCK, 5), Place(BLOCK, 9))
    document.drag(*_point(document, Place(BLOCK, 1)))
    assert document.selection == between(Place(BLOCK, 7), Place(BLOCK, 0))
    document.press(*_point(document, Place(BLOCK, 6)), unit=Unit.PARAGRAPH)
    assert document.selection == between(Place(BLOCK, 0), Place(BLOCK, 10))
    document.drag(*_point(document, Place((*ITEM, "title"), 0)))
    assert document.selection == between(Place(BLOCK, 10), Place((*ITEM, "title"), 0))


def test_a_value_that_is_clicked_is_told(document: Document) -> None:
    number = next(placed for placed in document.pages[0].lines if placed.kind is Kind.NUMBER_LINE)
    before = document.selection
    x = number.x + number.line.runs[0].xs[0] + 5
    assert document.press(0, x, number.y - 4) == Literal(("masthead", "number"))
    assert document.selection == before
    document.press(0, x, number.y - 4, extend=True)
    assert not document.selection.empty


# ---- input methods


def test_what_is_composed_shows_in_its_place_and_is_not_typed(document: Document) -> None:
    document.go_to(BLOCK, 2)
    before = document.caret_box()
    document.set_preedit("zuo'ri", 3)
    assert document.issue is SMALL
    assert document.undo_name is None
    assert document.caret == Caret(Place(BLOCK, 5))
    assert document.caret_box().x > before.x
    (box,) = document.preedit_boxes(before.page)
    assert box.x == pytest.approx(before.x, abs=5)  # a gap between Han and Latin at most
    assert any(line.line.text == "会议zuo'ri召开。" for line in document.pages[before.page].lines)
    document.set_preedit("")
    assert document.preedit is None
    assert document.caret_box() == before


def test_committing_is_one_entry(document: Document) -> None:
    document.go_to(BLOCK, 2)
    document.set_preedit("zuo")
    document.commit("昨日")
    assert document.preedit is None
    assert text_at(document.issue, BLOCK) == "会议昨日召开。"
    assert document.caret == Caret(Place(BLOCK, 4))
    document.undo()
    assert document.issue is SMALL


def test_committing_may_replace_text_around_the_caret(document: Document) -> None:
    document.go_to(BLOCK, 4)
    document.commit("举行", -2, 2)
    assert text_at(document.issue, BLOCK) == "会议举行。"
    document.commit("。", -100, 1)
    assert text_at(document.issue, BLOCK) == "。议举行。"


def test_composing_over_a_selection_and_giving_it_up(document: Document) -> None:
    selection = between(Place(BLOCK, 1), Place((*SECOND, "blocks", 0), 4))
    document.select(selection)
    document.set_preedit("zhi")
    assert document.selection_boxes(0) == []
    assert document.caret == Caret(Place(BLOCK, 4))
    document.end_preedit()
    assert (document.issue, document.selection) == (SMALL, selection)


def test_moving_gives_up_what_is_composed(document: Document) -> None:
    heard: list[Change] = []
    document.go_to(BLOCK, 2)
    document.set_preedit("zuo")
    document.subscribe(heard.append)
    document.select(at(Place(BLOCK, 0)))
    assert document.preedit is None
    assert heard[-1].pages
    assert not any("zuo" in line.line.text for page in document.pages for line in page.lines)


def test_surrounding_text(document: Document) -> None:
    document.select(between(Place(BLOCK, 1), Place(BLOCK, 3)))
    assert document.surrounding() == ("会议召开。", 3, 1)
    document.select(between(Place(("masthead", "name"), 1), Place(BLOCK, 3)))
    assert document.surrounding() == ("会议召开。", 3, 0)
    document.select(between(Place((*SECOND, "title"), 1), Place(BLOCK, 3)))
    assert document.surrounding() == ("会议召开。", 3, 5)


def test_several_lines_committed_are_pasted_and_one_line_end_is_enter(document: Document) -> None:
    document.go_to(BLOCK, 2)
    document.type_text("\r\n")
    assert document.undo_name == "分段"
    document.undo()
    document.type_text("一\n二")
    assert document.issue.sections[0].items[0].blocks == (Body("会议一"), Body("二召开。"))


def test_undo_says_what_enter_did(document: Document) -> None:
    document.go_to(BLOCK, 2)
    for words, kind in (("分段", Kind.BODY), ("分段", Kind.BODY)):
        document.enter()
        assert (document.undo_name, document.kind) == (words, kind)
    document.add_item(0, 0)
    document.type_text("题")
    document.enter()
    document.type_text("文")
    for words, kind in (("分段", Kind.BODY), ("写来源", Kind.SOURCE)):
        document.enter()
        assert (document.undo_name, document.kind) == (words, kind)
    document.type_text("某处")
    document.enter()
    assert (document.undo_name, document.kind) == ("新建稿件", Kind.TITLE)
    count = len(document.issue.distribution)
    document.go_to(("distribution", 0, "to"), 0)
    document.enter()
    assert document.undo_name == "添加报送单位"
    assert len(document.issue.distribution) == count + 1


# ---- clipboard and drag and drop


def test_cut_and_paste(document: Document) -> None:
    document.select(between(Place(BLOCK, 0), Place(BLOCK, 2)))
    taken = document.cut()
    assert document.undo_name == "剪切"
    document.go_to(BLOCK, 2)
    document.paste(taken)
    assert text_at(document.issue, BLOCK) == "召开会议。"
    document.go_to(BLOCK, 2)
    assert document.cut().paragraphs[0].text == ""
    assert text_at(document.issue, BLOCK) == "召开会议。"


@pytest.mark.parametrize(("to", "text", "selected"), [(4, "召开会议。", (2, 4)), (5, "召开。会议", (3, 5))])
def test_dragging_text_forwards(document: Document, to: int, text: str, selected: tuple[int, int]) -> None:
    document.select(between(Place(BLOCK, 0), Place(BLOCK, 2)))
    document.drop(document.copy(), Caret(Place(BLOCK, to)), move=True)
    assert text_at(document.issue, BLOCK) == text
    assert document.selection == between(Place(BLOCK, selected[0]), Place(BLOCK, selected[1]))
    document.undo()
    assert document.issue is SMALL


def test_dragging_text_backwards_over_paragraphs(document: Document) -> None:
    document.select(between(Place((*SECOND, "blocks", 0), 6), Place((*SECOND, "blocks", 2), 5)))
    document.drop(document.copy(), Caret(Place(BLOCK, 2)), move=True)
    item = document.issue.sections[0].items[0]
    assert [text_of(block) for block in item.blocks] == ["会议守正创新。", "以质量为依托", "编纂年鉴。召开。"]
    assert document.issue.sections[1].items[0].blocks == (Body("2023年，坚持审查制度。"),)


def test_dropping_on_itself_or_a_copy(document: Document) -> None:
    document.select(between(Place(BLOCK, 0), Place(BLOCK, 2)))
    document.drop(document.copy(), Caret(Place(BLOCK, 1)), move=True)
    assert document.issue is SMALL
    document.drop(from_text("新"), Caret(Place(BLOCK, 1)), move=False)
    assert text_at(document.issue, BLOCK) == "会新议召开。"


def test_replacing_one(document: Document) -> None:
    match = find_all(SMALL, "会议")[0]
    document.replace_match(match, "大会")
    assert text_at(document.issue, BLOCK) == "大会召开。"
    assert document.selection == between(Place(BLOCK, 0), Place(BLOCK, 2))


def test_no_caret_stands_between_a_letter_and_an_accent_put_behind_it(document: Document) -> None:
    document.drop(from_text("\u0301"), Caret(Place(BLOCK, 1)), move=False)
    assert text_at(document.issue, BLOCK) == "会\u0301议召开。"
    assert document.selection == at(Place(BLOCK, 2))
    document.undo()
    document.replace_match(find_all(SMALL, "议召")[0], "\u0301")
    assert text_at(document.issue, BLOCK) == "会\u0301开。"
    assert document.selection == at(Place(BLOCK, 2))


# ---- the outline


def test_the_caret_goes_with_its_item(document: Document) -> None:
    document.select(between(Place(BLOCK, 1), Place((*ITEM, "source"), 2)))
    moved = document.move_parts([ITEM], ("sections", 1, "items", 3))
    assert moved == (("sections", 1, "items", 3),)
    there = ("sections", 1, "items", 3)
    assert document.selection == between(Place((*there, "blocks", 0), 1), Place((*there, "source"), 2))
    assert document.undo_name == "移动稿件"
    document.undo()
    assert document.selection == between(Place(BLOCK, 1), Place((*ITEM, "source"), 2))
    assert document.shift_parts([("sections", 0)], 1) == (("sections", 1),)
    assert document.undo_name == "移动栏目"
    assert document.selection.start == Place(("sections", 1, "items", 0, "blocks", 0), 1)


def test_removing_what_the_caret_is_in(document: Document) -> None:
    document.go_to((*SECOND, "blocks", 2), 3)
    document.remove_parts([SECOND])
    assert document.selection == at(Place((*SECOND, "title"), 0))
    assert text_at(document.issue, (*SECOND, "title")).startswith("《达州")
    document.remove_parts([("sections", 1)])
    assert document.undo_name == "删除栏目"
    assert document.selection == at(Place((*ITEM, "source"), 5))


def test_removing_elsewhere_keeps_the_caret(document: Document) -> None:
    document.go_to((*SECOND, "blocks", 2), 3)
    document.remove_parts([("sections", 0)])
    assert document.selection == at(Place(("sections", 0, "items", 0, "blocks", 2), 3))


def test_adding_duplicating_renaming(document: Document) -> None:
    document.add_section(1, "新栏")
    assert document.issue.sections[1] == Section("新栏", (EMPTY_ITEM,))
    assert document.caret == Caret(Place(("sections", 1, "items", 0, "title"), 0))
    document.add_section(0)
    assert document.caret == Caret(Place(("sections", 0, "name"), 0))
    document.rename_section(0, "综\n合")
    assert document.issue.sections[0].name == "综合"
    document.add_item(0, 1)
    assert document.caret == Caret(Place(("sections", 0, "items", 1, "title"), 0))
    assert document.duplicate_parts([("sections", 1)]) == (("sections", 2),)
    assert document.undo_name == "复制栏目"
    while document.undo_name:
        document.undo()
    assert document.issue is SMALL


def test_an_outside_edit_keeps_the_selection_where_it_can(document: Document) -> None:
    document.go_to(("disclosure",), 3)
    document.apply("改信息公开选项", replace(SMALL, disclosure="公开"))
    assert document.selection == at(Place(("disclosure",), 2))
    document.apply(
        "改信息公开选项",
        replace(SMALL, disclosure=""),
        Selection(Caret(Place(BLOCK, 1)), Caret(Place(BLOCK, 1))),
    )
    assert document.selection == at(Place(BLOCK, 1))


def test_parts_of_an_older_issue_are_taken_back(open_document: Open) -> None:
    """As an edit with a name, undone like any other."""
    item = ("sections", 1, "items", 0)
    now = replace_range(SMALL, (*item, "title"), 0, 2, "眉山")
    now = replace_range(now, (*item, "blocks", 0), 6, 8, "继往")
    document = open_document(now)
    document.mark_saved()
    comparison = Comparison(SMALL, document.issue)
    title, paragraph = comparison.parts
    document.take_back(comparison, [paragraph])
    assert text_at(document.issue, (*item, "blocks", 0)) == "2023年，守正创新。"
    assert text_at(document.issue, (*item, "title")).startswith("眉山")
    assert document.undo_name == "取回一段"
    with pytest.raises(EditError, match="重新比一比"):
        document.take_back(comparison, [title])
    document.undo()
    assert document.issue is now
    assert not document.modified
    document.take_back(comparison, comparison.of_item(item))
    assert document.issue == SMALL
    assert document.undo_name == "取回以前的版本"
