"""The parts that only some bulletins have, in the Word copy and back: untouched, and as clerks edit them."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin_desk.bulletin.model import Body, Issue, Item, Section, Subheading
from bulletin_desk.export.docx.read import read_docx
from bulletin_desk.export.docx.write import docx_bytes
from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.typeset.typesetter import Typesetter
from tests.bulletin.further import FULL_ITEM, FURTHER, UNTITLED, bold_bodies, further_issues
from tests.export.docx import word
from tests.layouts.further import OFFERS, layout_with

TOUCHED = "Word 版在导出后改动过，已按样式读回改动后的文字。"
BODY = Body("会议指出，要坚持早研判、早部署，压实县（市、区）责任。")
OTHER = Body("八个市州的同志在会上作了交流发言，提出了意见。")
ISSUE = replace(
    FURTHER,
    editors_note=(),
    sections=(
        Section("先锋", (FULL_ITEM, replace(UNTITLED, blocks=(BODY, OTHER)))),
        Section("总体", (Item("", (OTHER,)), Item("有标题的一篇", (BODY,))), level=2),
        Section("", (Item("", (Body("没有栏目的一段，没有标题。"),), mark="★"),)),
    ),
)
_NUMBERS_THROUGH = OFFERS.replace('"section"', '"through"')
_UNNUMBERED = OFFERS.partition("[items]")[0]
_TITLED = _NUMBERS_THROUGH.replace('titles = "optional"', "").replace('sections = "optional"', "")
LAYOUTS = {
    "everything": layout_with(),
    "unnumbered": layout_with(_UNNUMBERED),
    "titled": layout_with(_TITLED),
    "nothing": load_layout("gb9704"),
}
Made = Callable[..., bytes]
Edit = Callable[[Document], object]


@pytest.fixture(scope="module")
def made() -> Made:
    """Writes an issue's Word copy in a layout."""
    faces = load_faces(use_installed=False)
    typesetters = {name: Typesetter(layout, faces) for name, layout in LAYOUTS.items()}

    def make(issue: Issue, name: str = "everything", *, free: bool = False) -> bytes:
        typesetter = typesetters[name]
        return docx_bytes(issue, typesetter.layout, typesetter.typeset(issue), free=free)

    return make


@pytest.fixture
def edited(made: Made, tmp_path: Path) -> Callable[..., tuple[tuple[Section, ...], tuple[str, ...]]]:
    """Sections as they come back after an edit in Word, and what is said."""

    def read(
        edit: Edit, issue: Issue = ISSUE, name: str = "everything"
    ) -> tuple[tuple[Section, ...], tuple[str, ...]]:
        document = docx.Document(io.BytesIO(made(issue, name)))
        edit(document)
        file = tmp_path / "edited.docx"
        document.save(str(file))
        found, notes = read_docx(file)
        assert notes[0] == TOUCHED
        return found.sections, notes[1:]

    return read


def _last_of_titled(document: Document) -> Paragraph:
    start = word.containing(document, "有标题的一篇")
    return word.between(start, word.containing(document, "没有栏目"))[-1]


Edited = Callable[..., tuple[tuple[Section, ...], tuple[str, ...]]]


def _with(at: tuple[int, int], **parts: object) -> tuple[Section, ...]:
    """The issue's sections with parts of an item changed."""
    section, number = at
    items = list(ISSUE.sections[section].items)
    items[number] = replace(items[number], **parts)  # type: ignore[arg-type]
    sections = list(ISSUE.sections)
    sections[section] = replace(sections[section], items=tuple(items))
    return tuple(sections)


# ---- untouched


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("free", [False, True])
def test_an_untouched_copy_is_the_bulletin(made: Made, tmp_path: Path, name: str, free: bool) -> None:
    file = tmp_path / "copy.docx"
    for issue in (FURTHER, ISSUE):
        file.write_bytes(made(issue, name, free=free))
        assert read_docx(file) == (issue, ())


_words = st.sampled_from(["", "", "甲", "1.乙", "★丙", "（一）丁", "二、戊\n己"])
_blocks = st.lists(bold_bodies() | st.builds(Body, _words) | st.builds(Subheading, _words), max_size=2)
_around = dict.fromkeys(("source", "kicker", "subtitle", "byline", "salutation", "signature"), _words)
_items = st.builds(
    Item, title=_words, blocks=_blocks.map(tuple), mark=st.sampled_from(["", "★", "■"]), **_around
)
_sections = st.builds(Section, _words, st.lists(_items, max_size=3).map(tuple), st.integers(1, 2))
_beginnings = st.builds(replace, st.just(ISSUE), sections=st.lists(_sections, max_size=4).map(tuple))
"""Issues of which much is empty, and what is not looks like numbers and marks."""


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(issue=further_issues | _beginnings, name=st.sampled_from(sorted(LAYOUTS)))
def test_an_untouched_copy_of_any_issue_is_the_bulletin(
    made: Made, tmp_path: Path, issue: Issue, name: str
) -> None:
    file = tmp_path / "any.docx"
    file.write_bytes(made(issue, name))
    assert read_docx(file) == (issue, ())


def test_styles_alone_tell_the_parts(made: Made, tmp_path: Path) -> None:
    """As after a program that keeps nothing that it does not know."""
    document = docx.Document(io.BytesIO(made(ISSUE)))
    for key, rel in list(document.part.rels.items()):
        if rel.reltype.endswith("/customXml"):
            del document.part.rels[key]
    file = tmp_path / "copy.docx"
    document.save(str(file))
    assert read_docx(file)[0].sections == ISSUE.sections


# ---- styles


def _names(data: bytes) -> set[str]:
    styles = docx.Document(io.BytesIO(data)).styles.element
    names = [style.find(qn("w:name")).get(qn("w:val")) for style in styles.iterchildren(qn("w:style"))]
    return set(names)


def test_a_copy_has_the_styles_that_the_layout_offers(made: Made) -> None:
    plain = replace(ISSUE, sections=(Section("栏目", (Item("标题", (BODY,)),)),))
    offered = {"引题", "副题", "题下行", "称谓", "落款", "二级栏目", "加粗", "正文（篇首）"}
    assert offered <= _names(made(plain))
    assert offered.isdisjoint(_names(made(plain, "nothing")))
    assert {"引题", "二级栏目"} <= _names(made(ISSUE, "nothing"))  # what the issue has all the same
    assert "加粗" not in _names(made(ISSUE, "nothing"))


def test_emphasis_is_bold_to_word(made: Made) -> None:
    document = docx.Document(io.BytesIO(made(ISSUE)))
    assert document.styles["加粗"].font.bold
    runs = word.containing(document, "市局坚持").runs
    assert [run.text for run in runs if run.style.name == "加粗"] == ["市局", "早研判"]


# ---- texts changed, taken away, added


@pytest.mark.parametrize("part", ["kicker", "title", "subtitle", "salutation"])
def test_a_text_that_was_changed(edited: Edited, part: str) -> None:
    old = getattr(FULL_ITEM, part)
    new = old[:2] + "新" + old[2:]

    def edit(document: Document) -> None:
        word.replace_text(word.containing(document, old), old[:2], old[:2] + "新")

    assert edited(edit) == (_with((0, 0), **{part: new}), ())


def test_lines_of_a_signature_and_a_byline(edited: Edited) -> None:
    def edit(document: Document) -> None:
        word.replace_text(word.containing(document, "某某市办公室"), "某某", "另一")
        word.replace_text(word.containing(document, "阅读"), "阅读", "阅读量")

    sections, notes = edited(edit)
    assert sections == _with((0, 0), signature="另一市办公室\n2024年1月9日", byline="人民网\n阅读量10万")
    assert not notes


@pytest.mark.parametrize("part", ["kicker", "subtitle", "byline", "salutation", "signature"])
def test_a_text_that_was_taken_away_is_gone_and_named(edited: Edited, part: str) -> None:
    first = getattr(FULL_ITEM, part).partition("\n")[0]
    sections, notes = edited(lambda document: word.delete([word.containing(document, first)]))
    assert sections == _with((0, 0), **{part: ""})
    assert len(notes) == 1
    assert "删去了1段" in notes[0]
    assert first in notes[0]


@pytest.mark.parametrize(
    ("style", "part", "before"),
    [
        ("引题", "kicker", True),
        ("副题", "subtitle", False),
        ("题下行", "byline", False),
        ("称谓", "salutation", False),
    ],
)
def test_a_text_is_added_by_its_style(edited: Edited, style: str, part: str, before: bool) -> None:
    def edit(document: Document) -> None:
        title = word.containing(document, "有标题的一篇")
        new = word.typed("新的一行", word.in_style(word.with_style(document, style)[0]))
        title._p.addprevious(new) if before else title._p.addnext(new)

    assert edited(edit) == (_with((1, 1), **{part: "新的一行"}), ())


def test_a_signature_is_added_by_its_style(edited: Edited) -> None:
    def edit(document: Document) -> None:
        last = word.between(word.containing(document, "有标题的一篇"), word.containing(document, "没有栏目"))[
            -1
        ]
        style = word.in_style(word.with_style(document, "落款")[0])
        word.type_after(last, [word.typed("某某处", style), word.typed("2024年1月", style)])

    assert edited(edit) == (_with((1, 1), signature="某某处\n2024年1月"), ())


def test_a_text_that_became_body_text_is_named(edited: Edited) -> None:
    sections, notes = edited(lambda document: word.make_normal([word.containing(document, "八个市州参加")]))
    assert sections[0].items[0].subtitle == ""
    assert any("“——八个市州参加”原来是副题，现在是正文样式，按正文读回。" in note for note in notes)
    assert Body("——八个市州参加") in sections[0].items[0].blocks


def test_texts_out_of_their_order_are_named(edited: Edited) -> None:
    def edit(document: Document) -> None:
        salutation = word.containing(document, "各市人民政府")
        word.containing(document, "会议要求")._p.addnext(salutation._p)

    sections, notes = edited(edit)
    assert sections == ISSUE.sections
    assert any("“各市人民政府：”不在正文前面，读回后排到了正文之前" in note for note in notes)


# ---- sections of two levels


def test_a_section_of_level_two_changes_its_level(edited: Edited) -> None:
    def edit(document: Document) -> None:
        head = word.with_style(document, "二级栏目")[0]
        head.style = word.containing(document, "先锋").style

    sections, notes = edited(edit)
    assert [(section.name, section.level) for section in sections] == [("先锋", 1), ("总体", 1), ("", 1)]
    assert not notes


# ---- items without titles


def test_untitled_items_keep_apart_when_they_are_changed(edited: Edited) -> None:
    def edit(document: Document) -> None:
        word.replace_text(word.containing(document, "没有栏目的一段"), "一段", "这一段")
        for paragraph in word.everywhere(document):
            if OTHER.text in paragraph.text:
                word.replace_text(paragraph, "提出了意见", "提出意见")

    sections, notes = edited(edit)
    other = Body(OTHER.text.replace("提出了意见", "提出意见"))
    assert sections[0].items[1].blocks == (BODY, other)
    assert [item.blocks for item in sections[1].items] == [(other,), (BODY,)]
    assert [item.blocks[0] for item in sections[2].items] == [Body("没有栏目的这一段，没有标题。")]
    assert not notes


def test_an_untitled_item_is_added_by_its_style(edited: Edited) -> None:
    new = "新写的一篇，没有标题。"

    def edit(document: Document) -> None:
        last = word.containing(document, "没有栏目的一段")
        opening = word.with_style(document, "正文（篇首）")[0]
        word.type_after(last, [word.typed(new, word.in_style(opening)), "接着的一段。"])

    sections, notes = edited(edit)
    assert sections[2].items == (*ISSUE.sections[2].items, Item("", (Body(new), Body("接着的一段。"))))
    assert not notes


def test_enter_in_the_first_paragraph_makes_no_item(edited: Edited) -> None:
    """Both halves have its style then."""

    def edit(document: Document) -> None:
        first = word.containing(document, "会议指出，")  # of the untitled item
        run = next(run for run in first.runs if "早研判" in run.text)
        head, _, tail = run.text.partition("早研判")
        half = copy.deepcopy(first._p)
        at = [one._r for one in first.runs].index(run._r)
        for old in first._p.findall(qn("w:r"))[at + 1 :]:
            first._p.remove(old)
        run.text = head
        kept = half.findall(qn("w:r"))
        for old in kept[:at]:
            half.remove(old)
        text = kept[at].findall(qn("w:t"))
        text[0].text = "早研判" + tail
        first._p.addnext(half)

    sections, notes = edited(edit)
    first, second = sections[0].items[1].blocks[:2]
    assert len(sections[0].items) == 2
    assert first.texts()[0].text + second.texts()[0].text == BODY.text
    assert sections[1:] == ISSUE.sections[1:]
    assert not notes


def test_an_item_joined_to_the_one_before_by_its_style_is_named(edited: Edited) -> None:
    def edit(document: Document) -> None:
        word.containing(document, "没有栏目的一段").style = document.styles["Normal"]

    sections, notes = edited(edit)
    assert len(sections) == 2
    assert sections[1].items[1].blocks == (BODY, *ISSUE.sections[2].items[0].blocks)
    assert len(notes) == 1
    assert "原来是一篇的开头，现在不是篇首的样式" in notes[0]


def test_what_begins_behind_a_source_is_an_item_whatever_its_style(edited: Edited) -> None:
    def edit(document: Document) -> None:
        word.containing(document, "会议指出，").style = document.styles["Normal"]

    assert edited(edit) == (ISSUE.sections, ())


def test_an_untitled_item_that_was_moved(edited: Edited) -> None:
    def edit(document: Document) -> None:
        start = word.containing(document, "会议指出，")
        parts = word.between(start, word.containing(document, "总体"))
        last = word.between(word.containing(document, "有标题的一篇"), word.containing(document, "没有栏目"))[
            -1
        ]
        for paragraph in reversed(parts):
            last._p.addnext(paragraph._p)

    sections, notes = edited(edit)
    assert sections[0].items == (FULL_ITEM,)
    assert sections[1].items == (*ISSUE.sections[1].items, ISSUE.sections[0].items[1])
    assert len(notes) == 1
    assert "移动了" in notes[0]


@pytest.mark.parametrize("clear", [word.make_normal, word.clear_all, word.clear_character_formats])
def test_a_copy_without_styles_is_still_the_bulletin(
    edited: Edited, clear: Callable[[list[object]], None]
) -> None:
    sections, _ = edited(lambda document: clear(word.everywhere(document)))  # type: ignore[arg-type]
    assert sections == ISSUE.sections


# ---- marks and numbers


def test_a_mark_that_was_taken_away_or_changed(edited: Edited) -> None:
    def edit(document: Document) -> None:
        word.replace_text(word.containing(document, "防汛会商"), "★", "")
        word.replace_text(word.containing(document, "会议指出，"), "■", "★")

    sections, notes = edited(edit)
    assert [item.mark for item in sections[0].items] == ["", "★"]
    assert [item.title for item in sections[0].items] == [FULL_ITEM.title, ""]
    assert not notes


def test_a_mark_typed_before_a_title(edited: Edited) -> None:
    def edit(document: Document) -> None:
        title = word.containing(document, "有标题的一篇")
        title._p.insert(1, word.made("<w:r><w:t>■</w:t></w:r>"))

    assert edited(edit) == (_with((1, 1), mark="■"), ())
    assert edited(edit, name="unnumbered") == (_with((1, 1), mark="■"), ())


@pytest.mark.parametrize("number", ["", "5.", "二."])
def test_numbers_are_never_read_into_a_title(edited: Edited, number: str) -> None:
    def edit(document: Document) -> None:
        word.replace_text(word.containing(document, "防汛会商"), "1.", number)
        word.replace_text(word.containing(document, "先锋"), "一、", "")
        word.replace_text(word.containing(document, "有标题的一篇"), "有标题", "也有标题")

    sections, notes = edited(edit)
    assert sections[0].name == "先锋"
    assert sections[0].items == ISSUE.sections[0].items
    assert sections[1].items[1].title == "也有标题的一篇"
    assert not notes


def test_a_number_before_a_figure(edited: Edited) -> None:
    """Without its style it is told from a fraction by the bulletin alone."""
    issue = replace(ISSUE, sections=(Section("先锋", (Item("", (Body("7月8日，召开会议。"),)), FULL_ITEM)),))

    def edit(document: Document) -> None:
        word.clear_character_formats([word.containing(document, "召开会议")])
        title = word.containing(document, "防汛会商")
        for run in title.runs:
            title._p.remove(run._r)
        title.add_run("3.5万亩农田受灾")

    sections, notes = edited(edit, issue)
    assert sections[0].items[0] == issue.sections[0].items[0]
    assert sections[0].items[1].title == "3.5万亩农田受灾"
    assert not notes


def test_what_is_typed_behind_a_number_is_text(edited: Edited) -> None:
    """Word gives it the number's character style."""

    def edit(document: Document) -> None:
        title = word.containing(document, "有标题的一篇")
        run = title.runs[[run.text.endswith(".") for run in title.runs].index(True)]
        run.text += "另"

    assert edited(edit) == (_with((1, 1), title="另有标题的一篇"), ())


def test_a_new_title_with_a_typed_number(edited: Edited) -> None:
    def edit(document: Document) -> None:
        last = word.containing(document, "没有栏目的一段")
        style = word.in_style(word.containing(document, "有标题的一篇"))
        word.type_after(last, [word.typed("★3.新的一篇", style), "正文的一段。"])

    sections, notes = edited(edit)
    assert sections[2].items[1] == Item("新的一篇", (Body("正文的一段。"),), mark="★")
    assert not notes


# ---- emphasis


def test_bold_set_and_taken_away_in_word(edited: Edited) -> None:
    def edit(document: Document) -> None:
        word.format_runs(word.containing(document, "市局坚持"), "<w:b w:val='0'/>", only="早研判")
        word.format_runs(word.containing(document, "会议要求"), "<w:b/>", "<w:bCs/>")

    sections, notes = edited(edit)
    first, second = FULL_ITEM.blocks
    assert isinstance(first, Body)
    assert isinstance(second, Body)
    bold = replace(second, bold=((0, len(second.text)),))
    assert sections == _with((0, 0), blocks=(replace(first, bold=((0, 2),)), bold))
    assert not notes


def test_bold_by_our_style_and_by_another(edited: Edited) -> None:
    def edit(document: Document) -> None:
        paragraph = word.containing(document, "会议要求")
        paragraph.add_run("甲", style="加粗")
        document.styles.add_style("Strong", 2).font.bold = True
        paragraph.add_run("乙")
        paragraph.add_run("丙", style="Strong")

    sections, notes = edited(edit)
    text = "会议要求压实责任。甲乙丙"
    assert sections[0].items[0].blocks[1] == Body(text, 0, ((9, 10), (11, 12)))
    assert not notes


def test_text_typed_before_emphasis_moves_it(edited: Edited) -> None:
    def edit(document: Document) -> None:
        paragraph = word.containing(document, "市局坚持")
        paragraph._p.insert(0, word.made("<w:r><w:t>今年，</w:t></w:r>"))

    body = Body("今年，市局坚持早研判、早部署。", 0, ((3, 5), (7, 10)))
    assert edited(edit) == (_with((0, 0), blocks=(body, FULL_ITEM.blocks[1])), ())


def test_bold_where_the_layout_has_none_is_named_and_what_the_bulletin_had_stays(edited: Edited) -> None:
    def edit(document: Document) -> None:
        word.format_runs(word.containing(document, "会议要求"), "<w:b/>")
        word.replace_text(word.containing(document, "市局坚持"), "市局坚持", "市局一直坚持")

    sections, notes = edited(edit, name="nothing")
    body = Body("市局一直坚持早研判、早部署。", 0, ((0, 2), (6, 9)))
    assert sections == _with((0, 0), blocks=(body, FULL_ITEM.blocks[1]))
    assert notes == ("“会议要求压实责任。”一段里有直接设置的字体格式，没有读回。",)


def test_bold_in_a_title_is_named(edited: Edited) -> None:
    def edit(document: Document) -> None:
        word.format_runs(word.containing(document, "有标题的一篇"), "<w:b/>", only="有标题")
        word.replace_text(word.containing(document, "会议要求"), "压实", "夯实")

    sections, notes = edited(edit)
    assert sections[1] == ISSUE.sections[1]
    assert notes == ("“有标题的一篇”一段里有直接设置的字体格式，没有读回。",)


# ---- what has no place, new items, other programs


def test_a_mark_that_has_no_place_in_the_copy_is_named(edited: Edited) -> None:
    issue = replace(ISSUE, sections=(Section("先锋", (FULL_ITEM, Item("", source="（某处）", mark="★"))),))

    def edit(document: Document) -> None:
        word.replace_text(word.containing(document, "会议要求"), "压实", "夯实")

    sections, notes = edited(edit, issue)
    assert sections[0].items[1] == Item("", source="（某处）")
    assert notes == ("没有标题和正文的稿件，标记“★”在 Word 版里没有地方写，没有读回。",)


def test_a_new_item_under_our_title_keeps_mark_and_emphasis(edited: Edited) -> None:
    """Its source, typed without a style, is known by its brackets."""

    def edit(document: Document) -> None:
        last = word.containing(document, "（综合处）")
        title = word.typed("★2.新的一篇", word.in_style(word.containing(document, "有标题的一篇")))
        text = word.typed("全市汛情平稳，各项工作有序开展。", run="<w:b/>")
        word.type_after(last, [title, text, "（某某市应急局）"])

    sections, _ = edited(edit)
    body = Body("全市汛情平稳，各项工作有序开展。", 0, ((0, 16),))
    assert sections[0].items[1] == Item("新的一篇", (body,), "（某某市应急局）", mark="★")
    assert sections[0].items[2] == ISSUE.sections[0].items[1]


def test_backspace_between_two_untitled_items_is_undone_and_named(edited: Edited) -> None:
    one, other = Item("", (BODY,)), Item("", (OTHER,))
    issue = replace(ISSUE, sections=(Section("先锋", (one, other)),))

    def edit(document: Document) -> None:
        first, second = word.containing(document, "会议指出"), word.containing(document, "八个市州")
        for run in second.runs:
            first._p.append(run._r)
        word.delete([second])

    sections, notes = edited(edit, issue, "unnumbered")
    assert sections == issue.sections
    assert any("连成了一段，已按原来分成两段" in note for note in notes)


def test_a_note_that_begins_with_the_label_itself_comes_back(made: Made, tmp_path: Path) -> None:
    issue = replace(ISSUE, editors_note=(Body("编者按：现予刊发。", 4), Body("供参阅。", 0, ((0, 1),))))
    file = tmp_path / "copy.docx"
    file.write_bytes(made(issue))
    assert read_docx(file) == (issue, ())
