"""What clerks and word processors do to a Word copy, each kind: it is read back, or named in a sentence."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin_desk.bulletin.matching import text_of
from bulletin_desk.bulletin.model import Addressee, Block, Body, Issue, Item, Section, Subheading
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.export.docx.read import read_docx
from bulletin_desk.export.docx.records import words_of
from bulletin_desk.export.docx.styles import BREAK
from tests.bulletin.issues import SMALL, issues
from tests.export.docx import word
from tests.export.docx.conftest import LAYOUTS, Edited
from tests.export.docx.generated import generated_issue

TOUCHED = "Word 版在导出后改动过，已按样式读回改动后的文字。"
EARLIER = Path(__file__).parent / "data" / "earlier.docx"
LONG = "2024年1月8日，德阳市召开全市地方志工作推进会，部署全年的志书编修、年鉴编纂和方志馆建设工作。"
MORE = "会议要求，各县（市、区）要按照时间节点完成初稿，做好资料收集整理，确保质量。"


def _notes(notes: tuple[str, ...], *words: str) -> list[str]:
    return [note for note in notes if all(word in note for word in words)]


def _items(issue: Issue) -> list[Item]:
    return [item for section in issue.sections for item in section.items]


def _blocks(issue: Issue) -> list[Block]:
    return [block for item in _items(issue) for block in item.blocks]


def _without_bulletin(document: Document) -> None:
    for key, rel in list(document.part.rels.items()):
        if rel.reltype.endswith("/customXml"):
            del document.part.rels[key]


# ---- hidden and struck-out text


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ("<w:vanish/>", "隐藏的文字"),
        ("<w:vanish w:val='1'/>", "隐藏的文字"),
        ("<w:strike/>", "画了删除线的文字"),
        ("<w:dstrike/>", "画了删除线的文字"),
        ("<w:strike w:val='true'/>", "画了删除线的文字"),
    ],
)
def test_text_that_does_not_show_is_left_out_and_named(
    edited: Edited, real_issue: Issue, properties: str, said: str
) -> None:
    first = real_issue.sections[0].items[0]

    def edit(document: Document) -> None:
        paragraph = word.containing(document, text_of(first.blocks[0])[:10])
        paragraph.add_run("这句话不印。")
        word.format_runs(paragraph, properties, only="这句话不印。")
        gone = word.containing(document, text_of(first.blocks[2])[:10])
        word.format_runs(gone, properties)

    issue, notes = edited(real_issue, edit)
    blocks = (*first.blocks[:2], *first.blocks[3:])
    assert issue.sections[0].items[0] == replace(first, blocks=blocks)
    assert notes[0] == TOUCHED
    told = _notes(notes, said)
    assert len(told) == 1
    assert "这句话不印。" in told[0]
    assert text_of(first.blocks[2])[:10] in told[0]
    assert len(notes) == 2  # no paragraph is said to be deleted or empty besides


@pytest.mark.parametrize(
    "off", ["<w:vanish w:val='0'/>", "<w:strike w:val='false'/>", "<w:dstrike w:val='off'/>"]
)
def test_a_property_that_is_switched_off_hides_nothing(edited: Edited, real_issue: Issue, off: str) -> None:
    def edit(document: Document) -> None:
        word.format_runs(word.containing(document, "2023年，乐山市委"), off)

    assert edited(real_issue, edit) == (real_issue, ())


def test_what_a_style_hides_is_left_out(edited: Edited, real_issue: Issue) -> None:
    """By a character style, or a paragraph's, through what it is based on; both together show (17.7.3), as
    does what is switched on again by hand."""
    first = real_issue.sections[0].items[0]

    def edit(document: Document) -> None:
        for name, kind in (("批注字", WD_STYLE_TYPE.CHARACTER), ("批注段", WD_STYLE_TYPE.PARAGRAPH)):
            style = document.styles.add_style(name, kind)
            style.font.hidden = True
            document.styles.add_style(f"{name}二", kind).base_style = style
        target = word.containing(document, text_of(first.blocks[0])[:10])
        target.add_run("甲的意见。", style="批注字")
        target.add_run("乙的意见。", style="批注字二")
        target.add_run("留下。", style="批注字").font.hidden = False
        paragraph = target.insert_paragraph_before("丙的意见。", style="批注段二")
        paragraph.add_run("丁的意见。", style="批注字")

    issue, notes = edited(real_issue, edit)
    body = first.blocks[0]
    assert isinstance(body, Body)
    assert [block.texts()[0].text for block in issue.sections[0].items[0].blocks[:2]] == [
        "丁的意见。",
        body.text + "留下。",
    ]
    assert _notes(notes, "隐藏的文字“丙的意见。”、“甲的意见。乙的意见。”没有读回。")


def test_a_hidden_paragraph_mark_and_tracked_changes_are_named(edited: Edited, real_issue: Issue) -> None:
    def edit(document: Document) -> None:
        paragraph = word.containing(document, "2023年，乐山市委")._p
        paragraph.get_or_add_pPr().append(word.made("<w:rPr><w:vanish/></w:rPr>"))
        paragraph.append(
            word.made("<w:del w:id='1' w:author='甲'><w:r><w:delText>删的</w:delText></w:r></w:del>")
        )
        paragraph.append(
            word.made("<w:moveFrom w:id='2' w:author='甲'><w:r><w:t>移的</w:t></w:r></w:moveFrom>")
        )

    issue, notes = edited(real_issue, edit)
    assert issue == real_issue
    for thing in ("隐藏的段落标记", "修订中删去的文字", "修订中移走的文字"):
        assert _notes(notes, "2023年，乐山市委", f"里有{thing}，没有读回")


# ---- issuer and date, label and addressees


@pytest.mark.parametrize("between", ["  ", "　　　　", "\t\t\t", " \t　", "\u00a0", "", "\n"])
def test_issuer_and_date_keep_apart_however_they_are_parted(
    edited: Edited, real_issue: Issue, between: str
) -> None:
    def edit(document: Document) -> None:
        for style, text in (
            ("编发单位和日期", f"四川省地方志工作办公室{between}2024年2月10日"),
            ("印发机关和日期", f"四川省地方志工作办公室综合处{between}2024年2月11日{between[:1]}印发"),
        ):
            paragraph = word.with_style(document, style)[0]
            for run in paragraph.runs[1:]:
                run._r.getparent().remove(run._r)
            paragraph.runs[0].text = text

    issue, notes = edited(real_issue, edit)
    assert notes == (TOUCHED,)
    header, imprint = issue.dated_header, issue.imprint
    assert (header.issuer, header.date.isoformat()) == ("四川省地方志工作办公室", "2024-02-10")
    assert imprint is not None
    assert (imprint.office, imprint.date.isoformat()) == ("四川省地方志工作办公室综合处", "2024-02-11")


def test_a_tab_that_became_blanks_changes_nothing(edited: Edited, real_issue: Issue) -> None:
    def edit(document: Document) -> None:
        for tab in list(document.element.body.iter(qn("w:tab"))):
            if tab.getparent().tag == qn("w:r"):
                blanks = word.made('<w:t xml:space="preserve">    </w:t>')
                tab.getparent().replace(tab, blanks)

    assert edited(real_issue, edit) == (real_issue, (TOUCHED,))


@pytest.mark.parametrize("date", ["2024年13月45日", "二〇二四年初", "72024年2月10日"])
def test_a_date_that_can_not_be_told_is_said(edited: Edited, real_issue: Issue, date: str) -> None:
    def edit(document: Document) -> None:
        paragraph = word.with_style(document, "编发单位和日期")[0]
        for run in paragraph.runs[1:]:
            run._r.getparent().remove(run._r)
        paragraph.runs[0].text = f"四川省地方志工作办公室{date}"

    issue, notes = edited(real_issue, edit)
    assert issue.dated_header.date == real_issue.dated_header.date
    assert issue.dated_header.issuer.startswith("四川省地方志工作办公室")
    assert _notes(notes, "认不出日期，沿用原来的")


@pytest.mark.parametrize(
    ("typed", "label", "to"),
    [
        ("送:省档案馆。", "送", "省档案馆。"),
        ("送: 省档案馆。", "送", "省档案馆。"),
        (" 报：省委办公厅。", "报", "省委办公厅。"),
        ("　抄送 ：省委党史研究室。", "抄送", "省委党史研究室。"),
        ("  发 :各市（州）：地方志办公室。", "发", "各市（州）：地方志办公室。"),
    ],
)
def test_a_label_with_any_colon(edited: Edited, real_issue: Issue, typed: str, label: str, to: str) -> None:
    def edit(document: Document) -> None:
        paragraph = word.with_style(document, "版记")[0]
        for run in paragraph.runs[1:]:
            run._r.getparent().remove(run._r)
        paragraph.runs[0].text = typed

    issue, notes = edited(real_issue, edit)
    assert notes == (TOUCHED,)
    assert issue.distribution == (Addressee(label, to), *real_issue.distribution[1:])


def test_a_row_added_to_the_closing_block_without_its_style(edited: Edited, real_issue: Issue) -> None:
    def edit(document: Document) -> None:
        row = document.tables[0].rows[1]._tr
        added = copy.deepcopy(row)
        paragraph = next(added.iter(qn("w:p")))
        paragraph.getparent().replace(paragraph, word.typed("抄送:省委宣传部。"))
        row.addnext(added)

    issue, notes = edited(real_issue, edit)
    first, *others = real_issue.distribution
    assert issue == replace(real_issue, distribution=(first, Addressee("抄送", "省委宣传部。"), *others))
    assert notes == (TOUCHED,)


# ---- new items


_CENTRED = word.typed("德阳市召开地方志工作推进会", "<w:jc w:val='center'/>")
_BOLD = word.typed("德阳市召开地方志工作推进会", run="<w:b/>")
_LARGE = word.typed("德阳市召开地方志工作推进会", "<w:jc w:val='center'/>", "<w:b/><w:sz w:val='44'/>")


@pytest.mark.parametrize("title", ["德阳市召开地方志工作推进会", _CENTRED, _BOLD, _LARGE])
@pytest.mark.parametrize("place", ["between", "first", "last"])
def test_an_item_without_styles_is_recognised_and_named(
    edited: Edited, real_issue: Issue, title: Any, place: str
) -> None:
    section = real_issue.sections[0]
    at = {"first": 0, "between": 2, "last": len(section.items)}[place]

    def edit(document: Document) -> None:
        before = word.with_style(document, "来源")[at - 1] if at else word.with_style(document, "栏目")[0]
        word.type_after(before, [copy.deepcopy(title), LONG, MORE, "（德阳市地方志编纂委员会办公室）"])

    issue, notes = edited(real_issue, edit)
    added = Item("德阳市召开地方志工作推进会", (Body(LONG), Body(MORE)), "（德阳市地方志编纂委员会办公室）")
    assert issue == replace(
        real_issue, sections=(replace(section, items=(*section.items[:at], added, *section.items[at:])),)
    )
    told = _notes(notes, "没有用样式", "标题“德阳市召开", "正文“2024年1月8日", "起的2段", "来源“（德阳市")
    assert len(told) == 1
    assert not _notes(notes, "来源之后")


@pytest.mark.parametrize("source", ["（绵阳市地方志办公室）", "（德阳市地方志办公室）"])
def test_an_item_without_styles_in_the_place_of_another(
    edited: Edited, real_issue: Issue, source: str
) -> None:
    """Whose source may be the same."""
    section = real_issue.sections[0]
    texts = ["德阳市召开地方志工作推进会", LONG, MORE, source]

    def edit(document: Document) -> None:
        start, stop = (word.with_style(document, "稿件标题")[at] for at in (1, 2))
        old = word.between(start, stop)
        word.type_after(word.with_style(document, "来源")[1], texts)
        word.delete(old)

    issue, notes = edited(real_issue, edit)
    added = Item(texts[0], (Body(LONG), Body(MORE)), source)
    assert _items(issue) == [section.items[0], added, *section.items[2:]]
    assert _notes(notes, "没有用样式", "标题“德阳市召开")
    assert _notes(notes, "删去了", "德阳用好用活")


def test_an_item_typed_below_everything_is_the_last_one(edited: Edited, real_issue: Issue) -> None:
    def edit(document: Document) -> None:
        for text in ("德阳市召开地方志工作推进会", LONG, "（德阳市地方志办公室）"):
            document.add_paragraph(text)

    issue, notes = edited(real_issue, edit)
    added = Item("德阳市召开地方志工作推进会", (Body(LONG),), "（德阳市地方志办公室）")
    assert _items(issue) == [*_items(real_issue), added]
    assert _notes(notes, "没有用样式", "标题“德阳市召开")


def test_looks_by_which_an_item_was_recognised_are_no_news(edited: Edited, real_issue: Issue) -> None:
    def edit(document: Document) -> None:
        lines = [
            word.typed(text, "<w:jc w:val='center'/>", "<w:b/><w:sz w:val='44'/>")
            for text in ("德阳市召开", "地方志工作推进会")
        ]
        source = word.typed("德阳市地方志办公室", "<w:jc w:val='right'/>")
        word.type_after(word.with_style(document, "来源")[0], [*lines, LONG, source])

    issue, notes = edited(real_issue, edit)
    assert _items(issue)[1] == Item("德阳市召开\n地方志工作推进会", (Body(LONG),), "（德阳市地方志办公室）")
    assert len(notes) == 2


def test_text_typed_into_an_item_stays_its_text(edited: Edited, real_issue: Issue) -> None:
    """Whatever it looks like: between its paragraphs, under its title, before its source."""
    section = real_issue.sections[0]
    first = section.items[0]
    new = ["德阳市召开推进会", LONG, "（德阳市地方志办公室）"]

    def edit(document: Document) -> None:
        title = word.with_style(document, "稿件标题")[0]
        middle = word.containing(document, text_of(first.blocks[2])[:10])
        last = word.containing(document, text_of(first.blocks[-1])[:10])
        for paragraph in (title, middle, last):
            word.type_after(paragraph, new)

    issue, notes = edited(real_issue, edit)
    bodies = tuple(map(Body, new))
    blocks = (*bodies, *first.blocks[:3], *bodies, *first.blocks[3:], *bodies)
    assert issue.sections[0].items == (replace(first, blocks=blocks), *section.items[1:])
    assert notes == (TOUCHED,)


@pytest.mark.parametrize("signed", [True, False])
def test_text_behind_an_item_without_a_source_is_its_own_unless_signed(
    edited: Edited, real_issue: Issue, signed: bool
) -> None:
    section = real_issue.sections[0]
    original = replace(
        real_issue,
        sections=(replace(section, items=(replace(section.items[0], source=""), *section.items[1:])),),
    )
    texts = ["德阳市召开地方志工作推进会", LONG, *(["（德阳市地方志办公室）"] * signed)]

    def edit(document: Document) -> None:
        last = word.containing(document, text_of(original.sections[0].items[0].blocks[-1])[:10])
        word.type_after(last, [word.typed(texts[0], run="<w:b/>"), *texts[1:]])

    issue, notes = edited(original, edit)
    if signed:
        assert _items(issue)[1] == Item(texts[0], (Body(LONG),), texts[2])
        assert _items(issue)[0] == _items(original)[0]
    else:
        assert _items(issue)[0].blocks[-2:] == (Body(texts[0]), Body(LONG))
        assert len(_items(issue)) == len(_items(original))
    assert bool(_notes(notes, "没有用样式")) == signed


def test_a_remark_behind_a_source_is_no_item(edited: Edited, real_issue: Issue) -> None:
    def edit(document: Document) -> None:
        word.type_after(word.with_style(document, "来源")[0], ["注：以上数据截至2023年12月31日。"])

    issue, notes = edited(real_issue, edit)
    assert len(_items(issue)) == len(_items(real_issue))
    assert issue.sections[0].items[0].blocks[-1] == Body("注：以上数据截至2023年12月31日。")
    assert _notes(notes, "在来源之后，读回后排到了来源之前")


@pytest.mark.parametrize("style", ["来源", "稿件标题"])
def test_an_item_pasted_into_a_paragraph_has_that_ones_style(
    edited: Edited, real_issue: Issue, style: str
) -> None:
    """“Keep text only”: all of it takes the style of where the caret stands."""
    texts = ["德阳市召开地方志工作推进会", LONG, MORE, "（德阳市地方志办公室）"]

    def edit(document: Document) -> None:
        source = word.with_style(document, "来源")[0]
        name = word.in_style(word.with_style(document, style)[0])
        word.type_after(source, [word.typed(text, name) for text in texts])

    issue, notes = edited(real_issue, edit)
    assert _items(issue)[1] == Item(texts[0], (Body(LONG), Body(MORE)), texts[3])
    assert (_items(issue)[0], *_items(issue)[2:]) == tuple(_items(real_issue))
    assert _notes(notes, "没有用样式", "标题“德阳市召开")


def test_a_source_without_style_under_a_new_title_of_ours(edited: Edited, real_issue: Issue) -> None:
    """Enter behind a source gives a title, Enter behind that body text: the source is typed as such."""

    def edit(document: Document) -> None:
        name = word.in_style(word.with_style(document, "稿件标题")[0])
        title = word.typed("德阳市召开地方志工作推进会", name)
        word.type_after(word.with_style(document, "来源")[0], [title, LONG, "（德阳市地方志办公室）"])

    issue, notes = edited(real_issue, edit)
    assert _items(issue)[1] == Item("德阳市召开地方志工作推进会", (Body(LONG),), "（德阳市地方志办公室）")
    assert _notes(notes, "没有用样式", "来源“（德阳市")


def test_two_items_and_a_section_without_styles(edited: Edited, real_issue: Issue) -> None:
    texts = ["【经验交流】", "德阳市召开地方志工作推进会", LONG, "（德阳市地方志办公室）"]
    texts += ["绵阳市推进年鉴编纂工作", MORE, "（绵阳市地方志办公室）"]

    def edit(document: Document) -> None:
        word.type_after(word.with_style(document, "来源")[-1], texts)

    issue, notes = edited(real_issue, edit)
    one = Item(texts[1], (Body(LONG),), texts[3])
    other = Item(texts[4], (Body(MORE),), texts[6])
    assert issue.sections == (*real_issue.sections, Section("经验交流", (one, other)))
    assert len(_notes(notes, "没有用样式")) == 2
    assert _notes(notes, "栏目“经验交流”", "标题“德阳市")


def test_a_section_without_style_over_items_that_are_there(edited: Edited, real_issue: Issue) -> None:
    first, *others = real_issue.sections[0].items

    def edit(document: Document) -> None:
        word.type_after(word.with_style(document, "来源")[0], ["【经验交流】"])

    issue, notes = edited(real_issue, edit)
    name = real_issue.sections[0].name
    assert issue.sections == (Section(name, (first,)), Section("经验交流", tuple(others)))
    assert notes == (TOUCHED, "新写的文字没有用样式，已按内容认出，请核对：栏目“经验交流”。")


def test_an_item_in_foreign_styles_is_recognised(edited: Edited, real_issue: Issue) -> None:
    """As it is pasted from another file with its formats."""

    def edit(document: Document) -> None:
        heading = document.styles.add_style("Title", WD_STYLE_TYPE.PARAGRAPH)
        text = document.styles.add_style("列出段落", WD_STYLE_TYPE.PARAGRAPH)
        new = [
            word.typed(words, f'<w:pStyle w:val="{style.style_id}"/>')
            for words, style in (("德阳市召开地方志工作推进会", heading), (LONG, text), (MORE, text))
        ]
        word.type_after(word.with_style(document, "来源")[0], [*new, "（德阳市地方志办公室）"])

    issue, notes = edited(real_issue, edit)
    assert _items(issue)[1] == Item(
        "德阳市召开地方志工作推进会", (Body(LONG), Body(MORE)), "（德阳市地方志办公室）"
    )
    assert _notes(notes, "没有用样式", "标题“德阳市召开")
    assert not _notes(notes, "样式“Title”")


def test_a_new_item_is_told_in_a_copy_that_lost_its_bulletin(edited: Edited, real_issue: Issue) -> None:
    def edit(document: Document) -> None:
        _without_bulletin(document)
        new = ["德阳市召开地方志工作推进会", LONG, "（德阳市地方志办公室）"]
        word.type_after(word.with_style(document, "来源")[0], new)

    issue, notes = edited(real_issue, edit)
    added = Item("德阳市召开地方志工作推进会", (Body(LONG),), "（德阳市地方志办公室）")
    assert _items(issue) == [_items(real_issue)[0], added, *_items(real_issue)[1:]]
    assert len(notes) == 2


# ---- what lost its run-in headings or styles


def _run_ins(issue: Issue) -> list[int]:
    return [block.run_in for block in _blocks(issue) if isinstance(block, Body)]


def test_run_in_headings_that_all_lost_their_style_come_back(
    edited: Edited, real_issue: Issue, full_issue: Issue
) -> None:
    """And the line breaks of typesetting, whose style went with them, are none."""
    for original in (real_issue, full_issue):
        count = sum(map(bool, _run_ins(original)))
        count += sum(bool(note.run_in) for note in original.editors_note)

        def edit(document: Document) -> None:
            word.clear_character_formats(word.everywhere(document))

        issue, notes = edited(original, edit)
        assert issue == original
        assert count > 1
        assert notes[0] == TOUCHED
        assert len(notes) == 2
        assert f"{count}处段首标题的样式全没有了，已按随附的简报恢复" in notes[1]


def test_of_run_in_headings_cleared_and_changed_only_the_same_ones_come_back(
    edited: Edited, real_issue: Issue
) -> None:
    with_heads = [block for block in _blocks(real_issue) if isinstance(block, Body) and block.run_in]

    def edit(document: Document) -> None:
        word.clear_character_formats(word.everywhere(document))
        word.replace_text(word.containing(document, with_heads[0].text[:8]), with_heads[0].text[:2], "改过")
        paragraph = word.containing(document, with_heads[1].text[:8])
        paragraph.add_run("又添一句。")

    issue, notes = edited(real_issue, edit)
    bodies = [block for block in _blocks(issue) if isinstance(block, Body)]
    changed = next(body for body in bodies if body.text.startswith("改过"))
    assert changed.run_in == 0
    longer = next(body for body in bodies if body.text.endswith("又添一句。"))
    assert longer == Body(with_heads[1].text + "又添一句。", with_heads[1].run_in)
    assert _notes(notes, f"{len(with_heads) - 1}处段首标题")


def test_some_run_in_headings_that_were_cleared_stay_so_and_are_named(
    edited: Edited, real_issue: Issue
) -> None:
    with_heads = [block for block in _blocks(real_issue) if isinstance(block, Body) and block.run_in]

    def edit(document: Document) -> None:
        word.clear_character_formats([word.containing(document, body.text[:8]) for body in with_heads[:2]])

    issue, notes = edited(real_issue, edit)
    assert sum(map(bool, _run_ins(issue))) == len(with_heads) - 2
    heads = [body.text[: body.run_in] for body in with_heads[:2]]
    assert notes == (TOUCHED, f"段首标题“{heads[0][:20]}…”、“{heads[1]}”改成了一般文字，照此读回。") or (
        len(notes) == 2 and "改成了一般文字，照此读回" in notes[1] and heads[0][:8] in notes[1]
    )


def test_line_breaks_of_typesetting_in_a_paragraph_that_was_cleared(
    edited: Edited, real_issue: Issue
) -> None:
    """One that has lost its character styles, as others have not."""
    body = next(block for block in _blocks(real_issue) if isinstance(block, Body) and block.run_in)

    def edit(document: Document) -> None:
        paragraph = word.containing(document, body.text[:8])
        word.clear_character_formats([paragraph])
        for run in paragraph.runs[2:4]:
            run._r.append(word.made("<w:br/>"))

    issue, notes = edited(real_issue, edit)
    assert issue.sections[0].items[0].blocks.count(Body(body.text)) == 1
    assert len(notes) == 2
    assert _notes(notes, "改成了一般文字", body.text[: body.run_in])


@pytest.mark.parametrize("clear", [word.make_normal, word.clear_all])
@pytest.mark.parametrize("example", ["real_issue", "full_issue", "generated"])
def test_a_copy_set_to_body_text_throughout_is_still_the_bulletin(
    edited: Edited, request: pytest.FixtureRequest, clear: Callable[..., None], example: str
) -> None:
    issues = (
        [generated_issue(seed) for seed in range(6)]
        if example == "generated"
        else [request.getfixturevalue(example)]
    )
    for original in issues:
        issue, notes = edited(original, lambda document: clear(word.everywhere(document)))
        assert issue == original
        assert notes[0] == TOUCHED
        assert _notes(notes, "样式成了正文", "报头1段", "期号1段", "编发单位和日期1段")
        assert len(notes) <= 4


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(issue=issues, clear=st.sampled_from([word.make_normal, word.clear_all, word.clear_character_formats]))
def test_any_issue_comes_back_from_a_copy_without_styles(
    edited: Edited, issue: Issue, clear: Callable[..., None]
) -> None:
    """One of body text and subheadings: of captions, numbers and attachments in any words, styles alone tell
    which they are (`test_blocks_back` and `test_structured` clear those of likely ones)."""
    issue = _of_plain_text(issue)
    assert edited(issue, lambda document: clear(word.everywhere(document)))[0] == issue


def _of_plain_text(issue: Issue) -> Issue:
    def plain(item: Item) -> Item:
        blocks = tuple(block for block in item.blocks if isinstance(block, Body | Subheading))
        return replace(item, blocks=blocks, attachments=())

    sections = (replace(each, items=tuple(map(plain, each.items))) for each in issue.sections)
    return replace(issue, sections=tuple(sections))


def test_a_copy_whose_styles_are_not_there_is_still_the_bulletin(edited: Edited, full_issue: Issue) -> None:
    """As a program saves it that writes a table of styles of its own."""

    def edit(document: Document) -> None:
        for style in list(document.styles.element.iterchildren(qn("w:style"))):
            document.styles.element.remove(style)

    issue, notes = edited(full_issue, edit)
    assert issue == full_issue
    assert _notes(notes, "样式成了正文", "报头1段")


@pytest.mark.parametrize("name", ["来源", "栏目", "稿件标题", "小标题", "List Paragraph"])
def test_a_copy_set_to_any_one_style_throughout_is_still_the_bulletin(
    edited: Edited, real_issue: Issue, name: str
) -> None:
    def edit(document: Document) -> None:
        styled = word.with_style(document, name)
        style = styled[0].style if styled else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        for paragraph in word.everywhere(document):
            paragraph.style = style

    issue, notes = edited(real_issue, edit)
    assert issue == real_issue
    assert _notes(notes, "样式成了正文", "报头1段")


def test_a_copy_set_to_body_text_and_edited(edited: Edited, real_issue: Issue) -> None:
    """Text, number and date are the edited ones; a paragraph taken out is named, a new item is recognised."""
    section = real_issue.sections[0]
    first = section.items[0]

    def edit(document: Document) -> None:
        word.type_after(
            word.with_style(document, "来源")[1],
            ["德阳市召开地方志工作推进会", LONG, "（德阳市地方志编纂办公室）"],
        )
        word.delete([word.containing(document, text_of(first.blocks[2])[:10])])
        word.clear_all(word.everywhere(document))
        word.replace_text(word.containing(document, "第2期"), "第2期", "第3期")
        word.replace_text(word.containing(document, first.title[:6]), first.title[:4], "乐山")
        word.replace_text(word.containing(document, "2024年1月9日"), "2024年1月9日", "2024年2月10日")

    issue, notes = edited(real_issue, edit)
    assert issue.masthead == replace(real_issue.masthead, number=3)
    assert issue.dated_header.date.isoformat() == "2024-02-10"
    changed = replace(first, title="乐山" + first.title[4:], blocks=(*first.blocks[:2], *first.blocks[3:]))
    added = Item("德阳市召开地方志工作推进会", (Body(LONG),), "（德阳市地方志编纂办公室）")
    assert _items(issue) == [changed, section.items[1], added, *section.items[2:]]
    assert (issue.distribution, issue.imprint, issue.print_count, issue.disclosure) == (
        real_issue.distribution,
        real_issue.imprint,
        real_issue.print_count,
        real_issue.disclosure,
    )
    assert _notes(notes, "删去了1段", text_of(first.blocks[2])[:10])
    assert _notes(notes, "没有用样式", "标题“德阳市召开")
    assert not _notes(notes, "表格")


def test_one_title_that_lost_its_style_is_a_title_still(edited: Edited, real_issue: Issue) -> None:
    """Behind a source there is no body text."""

    def edit(document: Document) -> None:
        word.clear_all([word.with_style(document, "稿件标题")[2]])

    issue, notes = edited(real_issue, edit)
    assert issue == real_issue
    assert notes == (TOUCHED, "1段的样式成了正文，已按随附的简报认回：稿件标题1段，请核对。")


def test_headings_made_body_text_where_it_can_be_are_meant_so(edited: Edited, real_issue: Issue) -> None:
    first, second, *others = real_issue.sections[0].items
    original = replace(
        real_issue,
        sections=(replace(real_issue.sections[0], items=(replace(first, source=""), second, *others)),),
    )

    def edit(document: Document) -> None:
        word.make_normal([word.with_style(document, "稿件标题")[1], word.with_style(document, "小标题")[0]])

    issue, notes = edited(original, edit)
    heading = next(block for block in first.blocks if isinstance(block, Subheading))
    assert len(_items(issue)) == len(_items(original)) - 1
    assert {heading.text, second.title} <= {block.text for block in _blocks(issue) if isinstance(block, Body)}
    assert _notes(notes, heading.text[:8], second.title[:8], "原来是标题或小标题，现在是正文样式，按正文读回")
    assert not _notes(notes, "删去")


def test_a_copy_without_bulletin_and_styles_is_refused_with_what_to_do(
    edited: Edited, real_issue: Issue
) -> None:
    def edit(document: Document) -> None:
        _without_bulletin(document)
        word.clear_all(word.everywhere(document))

    with pytest.raises(UnreadableFileError, match=r"样式也都没有了.*当作稿件"):
        edited(real_issue, edit)


# ---- text boxes


@pytest.mark.parametrize("form", ["both", "drawing", "vml"])
def test_a_closing_block_in_a_text_box_is_read_once(edited: Edited, full_issue: Issue, form: str) -> None:
    def edit(document: Document) -> None:
        table = document.tables[0]._tbl
        box = word.text_box([table])
        alternatives = next(box.iter("{*}AlternateContent"))
        if form != "both":
            chosen = next(alternatives.iter("{*}drawing" if form == "drawing" else "{*}pict"))
            alternatives.getparent().replace(alternatives, chosen)
        table.getparent().replace(table, box)

    assert edited(full_issue, edit) == (full_issue, ())


def test_our_paragraphs_in_a_text_box_are_read(edited: Edited, real_issue: Issue) -> None:
    """A paragraph of ours by its style or its words; other words are named as before."""
    first = real_issue.sections[0].items[0]

    def edit(document: Document) -> None:
        for text in (text_of(first.blocks[0])[:10], text_of(first.blocks[1])[:10]):
            paragraph = word.containing(document, text)._p
            box = word.text_box([paragraph])
            paragraph.getparent().replace(paragraph, box)
        word.type_after(
            word.containing(document, text_of(first.blocks[2])[:10]), [word.text_box([word.typed("旁注")])]
        )

    issue, notes = edited(real_issue, edit)
    assert issue == real_issue
    assert _notes(notes, text_of(first.blocks[0])[:10], "在文本框里，文本框没有读回，里面的文字逐段读回")
    assert _notes(notes, "文本框（旁注），没有读回")


def test_a_character_that_word_writes_twice_is_read_once(edited: Edited, real_issue: Issue) -> None:
    """What old programs can't show has an alternative: a sign, a paragraph's part."""
    emoji = (
        "<mc:AlternateContent><mc:Choice Requires='w16se'>"
        "<w16se:symEx xmlns:w16se='urn:x' w16se:char='1F600'/></mc:Choice>"
        "<mc:Fallback><w:t>☺</w:t></mc:Fallback></mc:AlternateContent>"
    )

    def edit(document: Document) -> None:
        paragraph = word.containing(document, "2023年，乐山市委")._p
        paragraph.append(word.made(f"<w:r>{emoji}</w:r>"))
        paragraph.append(
            word.made(
                "<mc:AlternateContent><mc:Choice Requires='x'><w:r><w:t>甲</w:t></w:r></mc:Choice>"
                "<mc:Fallback><w:r><w:t>甲</w:t></w:r></mc:Fallback></mc:AlternateContent>"
            )
        )

    issue, notes = edited(real_issue, edit)
    assert _blocks(issue)[0].texts()[0].text == _blocks(real_issue)[0].texts()[0].text + "☺甲"
    assert notes == (TOUCHED,)


def test_an_alternative_that_nobody_knows_is_named(edited: Edited, real_issue: Issue) -> None:
    unknown = (
        "<mc:AlternateContent><mc:Choice Requires='x'><x:y xmlns:x='urn:x'/></mc:Choice>"
        "</mc:AlternateContent>"
    )

    def edit(document: Document) -> None:
        word.containing(document, "2023年，乐山市委")._p.append(word.made(f"<w:r>{unknown}</w:r>"))

    issue, notes = edited(real_issue, edit)
    assert issue == real_issue
    assert _notes(notes, "2023年，乐山市委", "一段里有图片，没有读回")


# ---- what is gone or stands elsewhere


def test_what_was_deleted_is_named(edited: Edited, real_issue: Issue) -> None:
    first, second = real_issue.sections[0].items[:2]

    def edit(document: Document) -> None:
        titles = word.with_style(document, "稿件标题")
        gone = [titles[1]._p]
        while gone[-1].getnext() is not titles[2]._p:
            gone.append(gone[-1].getnext())
        for element in gone:
            element.getparent().remove(element)
        word.delete([word.containing(document, text_of(first.blocks[0])[:10])])

    issue, notes = edited(real_issue, edit)
    assert _items(issue) == [replace(first, blocks=first.blocks[1:]), *_items(real_issue)[2:]]
    assert len(notes) == 2
    count = len(second.blocks) + 2
    assert notes[1].startswith(
        f"导出后删去了{count + 1}段：“{text_of(first.blocks[0])[:20]}…”、“德阳用好用活"
    )
    assert notes[1].endswith(f"起的{count}段。")


def test_many_deleted_ones_are_counted(edited: Edited) -> None:
    blocks = tuple(
        Body(f"第{number}个议题，{'甲乙丙丁戊己庚辛壬癸'[number % 10] * 9}。") for number in range(40)
    )
    original = replace(SMALL, sections=(Section("栏目", (Item("题目", blocks, "（处）"),)),))

    def edit(document: Document) -> None:
        word.delete([word.containing(document, f"第{number}个议题") for number in range(0, 40, 2)])

    issue, notes = edited(original, edit)
    assert _items(issue)[0].blocks == blocks[1::2]
    assert len(notes) == 2
    assert notes[1].startswith("导出后删去了20段：“第0个议题")
    assert notes[1].count("“") == 5
    assert notes[1].endswith("等20处。")


def test_what_was_moved_is_named_as_such(edited: Edited, real_issue: Issue) -> None:
    items = real_issue.sections[0].items

    def edit(document: Document) -> None:
        titles = word.with_style(document, "稿件标题")
        moved = [titles[-1]._p]
        while moved[-1].getnext().tag == qn("w:p") and moved[-1].getnext() is not None:
            if moved[-1].getnext().find(qn("w:r")) is None:
                break
            moved.append(moved[-1].getnext())
        for element in moved:
            titles[0]._p.addprevious(element)

    issue, notes = edited(real_issue, edit)
    assert _items(issue) == [items[-1], *items[:-1]]
    assert len(notes) == 2
    assert notes[1].startswith(f"导出后移动了{len(items[-1].blocks) + 2}段：“{items[-1].title[:10]}")
    assert not _notes(notes, "删去")


def test_changed_divided_and_joined_paragraphs_are_not_told(edited: Edited, real_issue: Issue) -> None:
    first = real_issue.sections[0].items[0]
    texts = [block.texts()[0].text for block in first.blocks]

    def edit(document: Document) -> None:
        changed = word.containing(document, texts[0][:10])
        changed.add_run("添一句。")
        joined, other = (word.containing(document, texts[at][:10]) for at in (2, 3))
        for run in list(other._p.iterchildren(qn("w:r"))):
            joined._p.append(run)
        word.delete([other])

    issue, notes = edited(real_issue, edit)
    assert not _notes(notes, "删去")
    assert len(notes) == 2
    assert "不在段首的段首标题样式" in notes[1]
    blocks = _items(issue)[0].blocks
    assert blocks[0].texts()[0].text == texts[0] + "添一句。"
    assert blocks[2].texts()[0].text == texts[2] + texts[3]


def test_the_last_item_copied_behind_itself_is_two_items(
    edited: Edited, real_issue: Issue, full_issue: Issue
) -> None:
    for original in (real_issue, full_issue):

        def edit(document: Document) -> None:
            titles = word.with_style(document, "稿件标题")
            last = [titles[-1]._p]
            while (following := last[-1].getnext()).tag == qn("w:p") and following.find(
                qn("w:r")
            ) is not None:
                last.append(following)
            for element in reversed(last):
                last[-1].addnext(copy.deepcopy(element))

        issue, notes = edited(original, edit)
        *sections, section = original.sections
        assert issue.sections == (*sections, replace(section, items=(*section.items, section.items[-1])))
        assert notes == (TOUCHED,)


# ---- zero-width spaces


def _with_breaks(document: Document, text: str, *places: int, style: str = "") -> None:
    """Zero-width spaces at these offsets of a paragraph: in runs of a character style, or in its text."""
    paragraph = word.containing(document, text)
    whole = paragraph.text
    for run in list(paragraph.runs):
        run._r.getparent().remove(run._r)
    start = 0
    for place in (*places, len(whole)):
        paragraph.add_run(whole[start:place])
        if place < len(whole) and style:
            paragraph.add_run("\u200b", style=style)
        elif place < len(whole):
            paragraph.runs[-1].text += "\u200b"
        start = place


def test_zero_width_spaces_of_line_ends_are_dropped(edited: Edited) -> None:
    """Those in the style for them, and those whose run a program has merged with its neighbours; the
    bulletin's own stay."""
    own = "这是“甲\u200b乙”的一段文字，说的是“丙丁”两县合作“戊己”的事。"
    plain = "另一段“庚辛”的文字也有“壬癸”两处引号，没有别的。"
    blocks = (Body(own), Body(plain), Body("第三段文字没有引号。"))
    original = replace(SMALL, sections=(Section("栏目", (Item("题目", blocks, "（处）"),)),))
    for styled in (True, False):

        def edit(document: Document, styled: bool = styled) -> None:
            style = ""
            if styled:
                style = str(document.styles.add_style(BREAK, WD_STYLE_TYPE.CHARACTER).name)
            _with_breaks(document, "另一段", 3, 4, 15, style=style)
            paragraph = word.containing(document, "这是")
            if not styled:
                paragraph.add_run("\u200b")
                run = next(run for run in paragraph.runs if "丙" in run.text)
                run.text = run.text.replace("丙", "丙\u200b")
            word.replace_text(word.containing(document, "第三段"), "引号。", "引号，改过。")

        issue, notes = edited(original, edit)
        assert _items(issue)[0].blocks == (blocks[0], blocks[1], Body("第三段文字没有引号，改过。"))
        assert notes == (TOUCHED,)


def test_zero_width_spaces_in_a_changed_paragraph(edited: Edited) -> None:
    own = "这是“甲\u200b乙”的一段文字，说的是“丙丁”两县合作“戊己”的事。"
    original = replace(SMALL, sections=(Section("栏目", (Item("题目", (Body(own, 4),), "（处）"),)),))

    def edit(document: Document) -> None:
        paragraph = word.containing(document, "一段文字")
        for run in paragraph.runs:
            run.text = run.text.replace("两县合作", "三县\u200b合作")

    issue, _ = edited(original, edit)
    assert _items(issue)[0].blocks == (Body(own.replace("两县", "三县"), 4),)


# ---- names of styles


_HEADINGS = ("栏目", "稿件标题", "小标题")


@pytest.mark.parametrize("aliases", ["{}", "别的名称,{}", ""])
@pytest.mark.parametrize("spelt", ["heading {}", "Heading {}", "标题 {}"])
def test_kinds_are_told_by_built_in_names_too(
    edited: Edited, full_issue: Issue, aliases: str, spelt: str
) -> None:
    """Which programs spell as they like, with our names as aliases or without."""

    def edit(document: Document) -> None:
        for level, name in enumerate(_HEADINGS, 1):
            word.rename_style(document, name, spelt.format(level), aliases.format(name))

    assert edited(full_issue, edit) == (full_issue, ())


def test_a_copy_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    """Its headings have our names, and what ends an item has a style of its own."""
    document = docx.Document(str(EARLIER))
    names = {str(style.name) for style in document.styles}
    assert {"栏目", "稿件标题", "小标题", "来源（篇末）"} <= names
    issue, notes = read_docx(EARLIER)
    assert notes == ()
    assert [len(section.items) for section in issue.sections] == [2, 4]
    word.delete([word.with_style(document, "来源（篇末）")[0]])
    document.save(str(tmp_path / "edited.docx"))
    changed, notes = read_docx(tmp_path / "edited.docx")
    assert len(notes) == 2
    assert _notes(notes, "删去了1段：“（")
    assert sum(not item.source for item in _items(changed)) == 1 + sum(
        not item.source for item in _items(issue)
    )
    _without_bulletin(document)
    document.save(str(tmp_path / "edited.docx"))
    assert read_docx(tmp_path / "edited.docx")[0] == changed


def test_a_built_in_heading_beside_our_own_is_a_foreign_style(edited: Edited, real_issue: Issue) -> None:
    """In a copy whose headings have our names: it came with text from elsewhere."""

    def edit(document: Document) -> None:
        for name in _HEADINGS:
            word.rename_style(document, name, name)
        styles = document.styles.element
        styles.append(
            word.made('<w:style w:type="paragraph" w:styleId="X1"><w:name w:val="heading 1"/></w:style>')
        )
        new = word.typed("一、做法", '<w:pStyle w:val="X1"/>')
        word.type_after(word.containing(document, "2023年，乐山市委"), [new])

    issue, notes = edited(real_issue, edit)
    assert Body("一、做法") in _blocks(issue)
    assert len(issue.sections) == len(real_issue.sections)
    assert _notes(notes, "“一、做法”一段的样式“heading 1”不是简报的样式，按正文读回。")


def test_words_typed_behind_an_automatic_break_stay(edited: Edited, full_issue: Issue) -> None:
    """They take its character style."""
    title = next(item.title for item in _items(full_issue) if len(item.title) > 30 and "\n" not in item.title)

    def edit(document: Document) -> None:
        for paragraph in word.with_style(document, "稿件标题"):
            for run in paragraph.runs:
                if run.text == "\n":
                    run._r.append(word.made("<w:t>新添</w:t>"))

    issue, _ = edited(full_issue, edit)
    longer = [item.title for item in _items(issue) if "新添" in item.title]
    assert title in [one.replace("新添", "") for one in longer]


# ---- words of the layout's own, worded otherwise


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("label", "typed", "said"),
    [
        ("编者按：为了推进工作，", "为了推进工作，", ""),
        ("编者按：注意：", "注意：", ""),
        ("编者的话：", "", "改成了“编者的话：”"),
        ("编者的话：我们", "我们", "改成了“编者的话：”"),
        ("编者按", "", "改成了“编者按”"),
        ("", "", "“编者按：”删去了"),
        ("今年以来，全省", "今年以来，全省", "“编者按：”删去了"),
    ],
)
def test_what_is_typed_behind_a_label_is_text(
    edited: Edited, full_issue: Issue, layout: str, label: str, typed: str, said: str
) -> None:
    """Word gives it the label's character style."""

    def edit(document: Document) -> None:
        run = word.with_style(document, "编者按")[0].runs[0]
        assert run.text == "编者按："
        run.text = label

    issue, notes = edited(full_issue, edit, layout)
    note = full_issue.editors_note[0]
    changed = replace(note, text=typed + note.text)
    assert issue == replace(full_issue, editors_note=(changed, *full_issue.editors_note[1:]))
    assert bool(_notes(notes, "编者按的字头")) is bool(said)
    assert not said or len(_notes(notes, "编者按的字头", said)) == 1


def _set(document: Document, style: str, text: str) -> None:
    paragraph = word.with_style(document, style)[0]
    for run in paragraph.runs[1:]:
        run._r.getparent().remove(run._r)
    paragraph.runs[0].text = text


def test_a_number_line_read_by_its_words_is_named(edited: Edited, real_issue: Issue) -> None:
    def read(text: str) -> tuple[Issue, tuple[str, ...]]:
        return edited(real_issue, lambda document: _set(document, "期号", text))

    masthead = replace(real_issue.masthead, number=3, total_number=608)
    issue, notes = read("2024年第3期  总第608期")
    assert issue == replace(real_issue, masthead=masthead)
    assert _notes(notes, "期号“2024年第3期", "读作“第3期（总第608期）”，请核对")
    assert read("第3期 (总第608期)") == (issue, (TOUCHED,))
    issue, notes = read("第3期第4期")
    assert issue == real_issue
    assert _notes(notes, "认不出期数，沿用原来的")


def test_a_print_count_that_can_not_be_read_is_kept(edited: Edited, real_issue: Issue) -> None:
    issue, notes = edited(real_issue, lambda document: _set(document, "印数", "共印300份"))
    assert (issue, notes) == (replace(real_issue, print_count=300), (TOUCHED,))
    issue, notes = edited(real_issue, lambda document: _set(document, "印数", "印数：三百份"))
    assert issue == real_issue
    assert _notes(notes, "认不出份数，沿用原来的")


# ---- fields and reading aids


def _field(*instruction: str, result: str | None = None) -> list[str]:
    """The runs of a field as Word writes them."""
    runs = ["<w:r><w:fldChar w:fldCharType='begin'/></w:r>"]
    runs += [f"<w:r><w:instrText xml:space='preserve'>{text}</w:instrText></w:r>" for text in instruction]
    if result is not None:
        runs.append("<w:r><w:fldChar w:fldCharType='separate'/></w:r>")
        runs.append(f"<w:r><w:t>{result}</w:t></w:r>")
    return [*runs, "<w:r><w:fldChar w:fldCharType='end'/></w:r>"]


@pytest.mark.parametrize(
    ("runs", "text", "said"),
    [
        (_field(" eq \\o\\ac(○,", "秘", ")"), "秘", "带圈字符“秘”的排法"),
        (_field("eq \\o(\\s\\up 5(四川),\\s\\do 2(方志))"), "四川方志", "合并字符“四川方志”的排法"),
        (
            _field('EQ \\* jc2 \\* "Font:宋体" \\* hps10 \\o\\ad(\\s\\up 9(ní),你)'),
            "你",
            "拼音指南“ní”",
        ),
        (_field(" EQ \\f(1,2) "), "", "域“EQ \\f(1,2)”"),
        (_field('SYMBOL 254 \\f "Wingdings"'), "", '域“SYMBOL 254 \\f "Wingdings"”'),
        (_field("MERGEFIELD 单位", result=""), "", "域“MERGEFIELD 单位”"),
        (["<w:fldSimple w:instr=' DATE '><w:r/></w:fldSimple>"], "", "域“DATE”"),
        (_field("PAGE", result="3"), "3", ""),
        (["<w:fldSimple w:instr=' DATE '><w:r><w:t>今天</w:t></w:r></w:fldSimple>"], "今天", ""),
        (
            [
                "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>dé</w:t></w:r></w:rt>"
                "<w:rubyBase><w:r><w:t>德</w:t></w:r></w:rubyBase></w:ruby></w:r>"
            ],
            "德",
            "拼音指南“dé”",
        ),
    ],
)
def test_the_text_of_fields_and_under_reading_aids_is_read(
    edited: Edited, real_issue: Issue, runs: list[str], text: str, said: str
) -> None:
    first = real_issue.sections[0].items[0].blocks[0]
    assert isinstance(first, Body)

    def edit(document: Document) -> None:
        paragraph = word.containing(document, first.text[:10])
        for run in runs:
            paragraph._p.append(word.made(run))
        paragraph.add_run("其后")

    issue, notes = edited(real_issue, edit)
    assert issue.sections[0].items[0].blocks[0] == replace(first, text=f"{first.text}{text}其后")
    assert len(notes) == (2 if said else 1)
    assert not said or _notes(notes, first.text[:10], f"里有{said}，没有读回")


# ---- Enter and Backspace


def _enter(paragraph: Paragraph, at: int) -> None:
    """Divides a paragraph as Enter does: both have its style."""
    second = copy.deepcopy(paragraph._p)
    paragraph._p.addnext(second)
    for one, mine in ((paragraph, False), (Paragraph(second, paragraph._parent), True)):
        seen = 0
        for run in list(one.runs):
            text = run.text
            kept = text[max(at - seen, 0) :] if mine else text[: max(at - seen, 0)]
            seen += len(text)
            if kept:
                run.text = kept
            else:
                run._r.getparent().remove(run._r)


def _backspace(document: Document, style: str, number: int) -> None:
    """Joins a paragraph to the one before it, whose style the whole then has."""
    paragraph = word.with_style(document, style)[number]
    before = Paragraph(paragraph._p.getprevious(), paragraph._parent)
    for run in list(paragraph.runs):
        before._p.append(run._r)
    word.delete([paragraph])


def test_enter_inside_a_heading_is_a_line_break(edited: Edited, full_issue: Issue) -> None:
    items = _items(full_issue)
    block = next(one for item in items for one in item.blocks if isinstance(one, Subheading))
    title = next(item.title for item in items if "\n" not in item.title and len(item.title) > 12)

    def edit(document: Document) -> None:
        _enter(word.with_style(document, "小标题")[0], 3)
        _enter(next(one for one in word.with_style(document, "稿件标题") if words_of(one.text) == title), 6)
        _enter(word.with_style(document, "栏目")[0], 3)
        _enter(word.with_style(document, "来源")[0], 4)

    issue, notes = edited(full_issue, edit)
    text = block.texts()[0].text
    assert block.with_text((), f"{text[:3]}\n{text[3:]}", 0) in _blocks(issue)
    assert [one.name for one in issue.sections] == [one.name for one in full_issue.sections]
    assert [one.source for one in _items(issue)] == [one.source for one in items]
    titles = [f"{title[:6]}\n{title[6:]}" if one.title == title else one.title for one in items]
    assert [one.title for one in _items(issue)] == titles
    assert _notes(notes, full_issue.sections[0].name, "分成了2段，已并成一段")


def test_enter_in_the_head_and_the_imprint_loses_nothing(edited: Edited, real_issue: Issue) -> None:
    imprint = real_issue.imprint
    assert imprint is not None

    def edit(document: Document) -> None:
        for style, at in (
            ("报头", 4),
            ("编发单位和日期", len(real_issue.dated_header.issuer)),
            ("印发机关和日期", len(imprint.office)),
        ):
            _enter(word.with_style(document, style)[0], at)

    issue, notes = edited(real_issue, edit)
    name = real_issue.masthead.name
    masthead = replace(real_issue.masthead, name=f"{name[:4]}\n{name[4:]}")
    assert issue == replace(real_issue, masthead=masthead)
    assert notes == (TOUCHED,)


def test_enter_before_a_changed_date(edited: Edited, real_issue: Issue) -> None:
    def edit(document: Document) -> None:
        paragraph = word.with_style(document, "编发单位和日期")[0]
        _set(document, "编发单位和日期", "四川省地方志办公室2024年2月10日")
        _enter(paragraph, 9)

    issue, notes = edited(real_issue, edit)
    assert (issue.dated_header.issuer, issue.dated_header.date.isoformat()) == (
        "四川省地方志办公室",
        "2024-02-10",
    )
    assert notes == (TOUCHED,)


def test_enter_in_text_makes_two_paragraphs(edited: Edited, full_issue: Issue) -> None:
    note = full_issue.editors_note[0].text
    body = next(block for block in _blocks(full_issue) if isinstance(block, Body) and not block.run_in)

    def edit(document: Document) -> None:
        _enter(word.with_style(document, "编者按")[0], len("编者按：") + 8)
        _enter(word.containing(document, body.text[:10]), 4)

    issue, notes = edited(full_issue, edit)
    assert [one.text for one in issue.editors_note[:2]] == [note[:8], note[8:]]
    assert {body.text[:4], body.text[4:]} <= {one.text for one in _blocks(issue) if isinstance(one, Body)}
    assert notes == (TOUCHED,)


def test_two_headings_that_are_no_pieces_stay_two(edited: Edited, real_issue: Issue) -> None:
    def edit(document: Document) -> None:
        title = word.with_style(document, "稿件标题")[1]
        word.type_after(title, [word.typed("又一篇的标题", word.in_style(title))])

    issue, _ = edited(real_issue, edit)
    assert [item.title for item in _items(issue)[1:3]] == [_items(real_issue)[1].title, "又一篇的标题"]


@pytest.mark.parametrize(("style", "number"), [("来源", 0), ("稿件标题", 1), ("稿件标题", 0), ("小标题", 0)])
def test_backspace_before_a_heading_or_source_is_undone_and_named(
    edited: Edited, full_issue: Issue, style: str, number: int
) -> None:
    issue, notes = edited(full_issue, lambda document: _backspace(document, style, number))
    assert issue == full_issue
    assert len(_notes(notes, "连成了一段，已按原来分成两段")) == 1


def test_backspace_before_the_text_under_a_title_is_undone(edited: Edited, real_issue: Issue) -> None:
    def edit(document: Document) -> None:
        title = word.with_style(document, "稿件标题")[1]
        body = Paragraph(title._p.getnext(), title._parent)
        for run in list(body.runs):
            title._p.append(run._r)
        word.delete([body])

    issue, notes = edited(real_issue, edit)
    assert issue == real_issue
    assert len(_notes(notes, "连成了一段，已按原来分成两段")) == 1


@pytest.mark.parametrize("styles", [True, False])
def test_a_source_joined_to_text_that_was_changed_is_named(
    edited: Edited, real_issue: Issue, styles: bool
) -> None:
    def edit(document: Document) -> None:
        if styles:
            _backspace(document, "来源", 0)
            paragraph = word.containing(document, _items(real_issue)[0].source)
        else:
            title = word.with_style(document, "稿件标题")[1]
            paragraph = title
            body = Paragraph(title._p.getnext(), title._parent)
            for run in list(body.runs):
                title._p.append(run._r)
            word.delete([body])
        paragraph.add_run("改过的话")

    _, notes = edited(real_issue, edit)
    said = _items(real_issue)[0].source if styles else _items(real_issue)[1].blocks[0].texts()[0].text[:10]
    assert len(_notes(notes, said, "和相邻的一段连成了一段，请核对")) == 1


# ---- what the sentences quote


def test_sentences_quote_words_and_no_escapes(edited: Edited, real_issue: Issue) -> None:
    strange = "\u3000甲\t乙\n丙\u200b丁\u00a0戊"

    def edit(document: Document) -> None:
        section = word.with_style(document, "栏目")[0]
        word.type_after(section, [word.typed(strange, word.in_style(word.with_style(document, "正文")[0]))])
        _set(document, "编发单位和日期", f"{strange}\t明日")
        _set(document, "期号", strange)
        _set(document, "印数", strange)
        document.sections[0].footer.paragraphs[0].add_run(strange)
        word.with_style(document, "来源")[0].add_run(strange)
        word.type_after(word.with_style(document, "来源")[0], [word.typed(strange, "<w:jc w:val='center'/>")])
        document.element.body.insert(2, word.text_box([word.typed(strange)]))
        document.styles.add_style("样\u3000式", WD_STYLE_TYPE.PARAGRAPH)
        word.with_style(document, "稿件标题")[1].insert_paragraph_before(strange, style="样\u3000式")

    _, notes = edited(real_issue, edit)
    assert len(notes) > 6
    assert not [note for note in notes if "\\u" in note]
    assert _notes(notes, "甲 乙 丙丁 戊")


@pytest.mark.parametrize(
    ("properties", "named"),
    [
        ("<w:pageBreakBefore/>", True),
        ("<w:spacing w:line='520' w:lineRule='exact'/>", True),
        ("<w:pageBreakBefore w:val='0'/>", False),
    ],
)
def test_page_breaks_and_line_spacing_set_by_hand_are_named(
    edited: Edited, real_issue: Issue, properties: str, named: bool
) -> None:
    def edit(document: Document) -> None:
        paragraph = word.containing(document, "2023年，乐山市委")
        paragraph._p.get_or_add_pPr().append(word.made(properties))

    issue, notes = edited(real_issue, edit)
    assert issue == real_issue
    assert len(notes) == int(named)
    assert len(_notes(notes, "2023年，乐山市委", "直接设置的段落格式")) == int(named)


# ---- tracked changes


def _delete_tracked(paragraph: Paragraph, name: str = "del") -> None:
    """Deletes or moves a paragraph away as Word does while it tracks changes."""
    mark = word.made(f"<w:rPr><w:{name} w:id='3' w:author='甲'/></w:rPr>")
    paragraph._p.get_or_add_pPr().append(mark)
    for run in list(paragraph._p.iter(qn("w:r"))):
        for text in list(run.iter(qn("w:t"))) if name == "del" else ():
            text.tag = qn("w:delText")
        around = word.made(f"<w:{name} w:id='4' w:author='甲'/>")
        run.addprevious(around)
        around.append(run)


@pytest.mark.parametrize(("name", "said"), [("del", "修订中删去的文字"), ("moveFrom", "修订中移走的文字")])
def test_paragraphs_that_tracked_changes_took_out_are_one_sentence(
    edited: Edited, real_issue: Issue, name: str, said: str
) -> None:
    section = real_issue.sections[0]
    item = section.items[1]

    def edit(document: Document) -> None:
        start, stop = (word.with_style(document, "稿件标题")[at] for at in (1, 2))
        for paragraph in word.between(start, stop):
            _delete_tracked(paragraph, name)

    issue, notes = edited(real_issue, edit)
    assert _items(issue) == [section.items[0], *section.items[2:]]
    assert len(notes) == 2
    assert _notes(notes, said, item.title[:8], "等6处没有读回")


def test_a_section_head_that_tracked_changes_took_out_is_named_once(
    edited: Edited, full_issue: Issue
) -> None:
    _, notes = edited(full_issue, lambda document: _delete_tracked(word.with_style(document, "栏目")[1]))
    assert len(notes) == 2
    assert _notes(notes, f"修订中删去的文字“{full_issue.sections[1].name}”没有读回")


# ---- headings typed anew


def _retype(document: Document, style: str, number: int, *texts: str) -> None:
    """A paragraph deleted, and others without its style typed in its place."""
    paragraph = word.with_style(document, style)[number]
    word.type_after(paragraph, texts)
    word.delete([paragraph])


@pytest.mark.parametrize("number", [0, 1, -1])
def test_a_title_or_source_typed_anew_takes_the_place_of_the_old_one(
    edited: Edited, real_issue: Issue, number: int
) -> None:
    section = real_issue.sections[0]

    def edit(document: Document) -> None:
        _retype(document, "稿件标题", number, "绵阳市年鉴编纂取得新成绩")
        _retype(document, "来源", number, "（绵阳市地方志办公室）")

    issue, notes = edited(real_issue, edit)
    items = list(section.items)
    items[number] = replace(items[number], title="绵阳市年鉴编纂取得新成绩", source="（绵阳市地方志办公室）")
    assert issue == replace(real_issue, sections=(replace(section, items=tuple(items)),))
    assert _notes(notes, "已按随附的简报认回", "稿件标题1段", "来源1段", "请核对")
    assert len(notes) == 2


@pytest.mark.parametrize("typed", ["【他山之石】", "他山之石"])
@pytest.mark.parametrize("number", [0, 1])
def test_a_section_head_typed_anew_takes_the_place_of_the_old_one(
    edited: Edited, full_issue: Issue, number: int, typed: str
) -> None:
    """With the title under it or without."""
    sections = list(full_issue.sections)
    items = sections[number].items
    again = replace(items[0], title="绵阳市年鉴编纂取得新成绩")

    def edit(document: Document) -> None:
        head = word.with_style(document, "栏目")[number]
        title = Paragraph(head._p.getnext(), head._parent)
        word.type_after(title, [typed, again.title])
        word.delete([head, title])

    issue, _ = edited(full_issue, edit)
    sections[number] = Section("他山之石", (again, *items[1:]))
    assert issue == replace(full_issue, sections=tuple(sections))
    issue, notes = edited(full_issue, lambda document: _retype(document, "栏目", number, typed))
    sections[number] = Section("他山之石", items)
    assert issue == replace(full_issue, sections=tuple(sections))
    assert _notes(notes, "已按随附的简报认回", "请核对")


def test_a_title_joined_to_a_source_that_was_changed_is_named(edited: Edited, real_issue: Issue) -> None:
    def edit(document: Document) -> None:
        _backspace(document, "稿件标题", 1)
        word.with_style(document, "来源")[0].add_run("改过的话")

    _, notes = edited(real_issue, edit)
    assert _notes(notes, _items(real_issue)[1].title[:8], "和相邻的一段连成了一段，请核对")


def test_text_typed_in_the_place_of_a_title_is_text(edited: Edited, real_issue: Issue) -> None:
    issue, notes = edited(real_issue, lambda document: _retype(document, "稿件标题", 1, LONG))
    assert LONG not in [item.title for item in _items(issue)]
    assert Body(LONG) in _blocks(issue)
    assert _notes(notes, "删去了1段")
