"""What only some bulletins have on the pages: sections without names and of two levels, untitled items, marks
and numbers, texts around title and blocks, bold characters."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from bulletin_desk.bulletin.edits import replace_range
from bulletin_desk.bulletin.model import Body, Issue, Item, Kind, Path, Section
from bulletin_desk.export.dump import dump
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import PlacedLine
from bulletin_desk.typeset.measure import measure
from bulletin_desk.typeset.numbered import prefixes
from bulletin_desk.typeset.typesetter import TypesetPages, Typesetter
from tests.bulletin.further import FULL_ITEM, FURTHER, UNTITLED, further_issues
from tests.bulletin.issues import SMALL
from tests.layouts.further import OFFERS, layout_with
from tests.typeset.test_properties import check_issue

FULL: Path = ("sections", 2, "items", 0)


@pytest.fixture(scope="module")
def offering() -> Layout:
    """A layout that offers everything."""
    return layout_with()


def lines(pages: TypesetPages) -> list[PlacedLine]:
    return [placed for page in pages for placed in page.lines if placed.path[0] == "sections"]


def words(issue: Issue, layout: Layout, faces: Faces) -> list[str]:
    return [placed.line.text for placed in lines(Typesetter(layout, faces).typeset(issue))]


def test_everything_in_the_order_of_the_paper(offering: Layout, squares: Faces) -> None:
    assert words(FURTHER, offering, squares) == [
        *("1.无栏目的一篇", "正文。"),
        *("【一、先锋】", "【（一）总体】"),
        *("本周要闻", "★1.防汛会商例会召开", "——八个市州参加", "人民网", "阅读10万", "各市人民政府："),
        *("市局坚持早研判、早部署。", "会议要求压实责任。", "某某市办公室", "2024年1月9日", "（综合处）"),
        "■2.全市排查隐患128处。",
        *("【（二）指标】", "1.全市排查隐患128处。"),
        *("【二、案例】", "■1.全市排查隐患128处。"),
    ]


def test_where_nothing_is_offered_nothing_is_lost(layout: Layout, squares: Faces) -> None:
    found = words(FURTHER, layout, squares)
    assert found[:2] == ["【】", "无栏目的一篇"]
    for text in ("本周要闻", "——八个市州参加", "各市人民政府：", "2024年1月9日", "★防汛会商例会召开"):
        assert text in found
    assert "■" in found  # before the title that has to be written
    bold = layout.styles["bold"].face
    pages = Typesetter(layout, squares).typeset(FURTHER)
    roles = {
        span.role
        for composed, path in pages.paragraphs()
        if path[0] == "sections"
        for span in composed.paragraph.spans
    }
    assert bold not in roles - {layout.styles["section_head"].face, layout.styles["subheading"].face}


def test_numbers_through_the_issue(squares: Faces) -> None:
    layout = layout_with(
        OFFERS.replace('numbers = "section"', 'numbers = "through"').replace('"{number}."', '"{han}、"')
    )
    found = words(FURTHER, layout, squares)
    assert [text for text in found if "排查" in text] == [
        *("■三、全市排查隐患128处。", "四、全市排查隐患128处。", "■五、全市排查隐患128处。"),
    ]


def test_an_opening_without_a_title_is_no_item_of_a_list(offering: Layout, squares: Faces) -> None:
    body = (Body("全市共采用二十条。"),)
    lists = Section("区县", (Item("甲县", body),)), Section("", (Item("", body), Item("", body)))
    issue = replace(SMALL, sections=(Section("", (Item("", body),)), *lists))
    found = [text for text in words(issue, offering, squares) if "采用" in text or "甲县" in text]
    text = body[0].text
    assert found == [text, "1.甲县", text, f"1.{text}", f"2.{text}"]
    made = [before for path, before in prefixes(issue, offering) if len(path) == 4]
    assert made == ["", "1.", "1.", "2."]


def test_an_item_moved_up_gets_another_number_and_keeps_its_lines(offering: Layout, squares: Faces) -> None:
    typesetter = Typesetter(offering, squares)
    items = (Item("甲", (Body("甲文。"),)), Item("乙", (Body("乙文。"),)))
    issue = replace(SMALL, sections=(Section("栏", items),))
    before = {path: composed for composed, path in typesetter.typeset(issue).paragraphs()}
    moved = replace(issue, sections=(Section("栏", items[::-1]),))
    after = {path: composed for composed, path in typesetter.typeset(moved).paragraphs()}
    assert after["sections", 0, "items", 0, "title"].line(0).text == "1.乙"
    assert after["sections", 0, "items", 0, "blocks", 0] is before["sections", 0, "items", 1, "blocks", 0]


def test_a_keystroke_breaks_its_own_paragraph_only(offering: Layout, squares: Faces) -> None:
    typesetter = Typesetter(offering, squares)
    before = {path: composed for composed, path in typesetter.typeset(FURTHER).paragraphs()}
    typed = replace_range(FURTHER, (*FULL, "blocks", 1), 0, 0, "我")
    after = {path: composed for composed, path in typesetter.typeset(typed).paragraphs()}
    assert [path for path in after if after[path] is not before[path]] == [(*FULL, "blocks", 1)]


def test_the_text_with_the_caret_stands_while_it_is_empty(offering: Layout, squares: Faces) -> None:
    typesetter = Typesetter(offering, squares)
    for path in ((*FULL[:3], 1, "title"), (*FULL[:3], 1, "kicker"), ("sections", 0, "name")):
        standing = [placed for placed in lines(typesetter.typeset(FURTHER, path)) if placed.path == path]
        assert len(standing) == 1
        assert path not in {placed.path for placed in lines(typesetter.typeset(FURTHER))}


def test_bold_characters_have_their_face_and_its_widths(offering: Layout, faces: Faces) -> None:
    body = Body("增长GDP，GDP", 0, ((2, 5),))
    issue = replace(SMALL, sections=(Section("", (Item("", (body,)),)),))
    layout = replace(offering, headings=offering.headings._replace(items="none"))
    pages = Typesetter(layout, faces).typeset(issue)
    composed = next(composed for composed, path in pages.paragraphs() if path[-2:] == ("blocks", 0))
    assert [span[:2] for span in composed.paragraph.spans] == [
        (2, layout.styles["body"].face),
        (5, layout.styles["bold"].face),
        (9, layout.styles["body"].face),
    ]
    natural = measure(body.text, composed.widths)
    widths = [right - left for left, right in zip(natural.lefts, natural.rights, strict=True)]
    assert widths[2:5] != widths[6:9]
    assert widths[6:9] == [composed.widths[char] for char in "GDP"]


def test_lines_of_a_signature_are_centred_on_one_another(squares: Faces) -> None:
    def edges(more: str) -> tuple[list[float], list[float]]:
        pages = Typesetter(layout_with(more), squares).typeset(FURTHER)
        found = [placed.line.edges for placed in lines(pages) if placed.kind is Kind.SIGNATURE]
        return [line[0] for line in found], [line[-1] for line in found]

    lefts, rights = edges(OFFERS)
    assert lefts[0] + rights[0] == pytest.approx(lefts[1] + rights[1])
    assert lefts[0] != pytest.approx(lefts[1])
    lefts, rights = edges(OFFERS.replace("[items]", '[items]\nsignature_lines = "right"'))
    assert rights[0] == pytest.approx(rights[1])


def test_a_signature_is_not_torn_from_what_it_signs(offering: Layout, squares: Faces) -> None:
    for count in range(1, 60):
        signed = Item("题", (*(Body("行。") for _ in range(count)),), signature="办公室\n1月9日")
        issue = replace(SMALL, sections=(Section("", (signed,)),))
        for page in Typesetter(offering, squares).typeset(issue):
            kinds = [placed.kind for placed in page.lines if placed.path[0] == "sections"]
            if Kind.SIGNATURE in kinds:
                assert kinds.count(Kind.SIGNATURE) == 2
                assert Kind.BODY in kinds


@settings(max_examples=40)
@given(further_issues)
def test_any_issue_whatever_is_offered(squares: Faces, layout: Layout, issue: Issue) -> None:
    check_issue(issue, list(Typesetter(layout, squares).typeset(issue)), layout)
    pages = Typesetter(layout_with(), squares).typeset(issue)
    assert dump(pages)


def test_an_untitled_item_takes_no_line_for_its_title(offering: Layout, squares: Faces) -> None:
    issue = replace(SMALL, sections=(Section("", (UNTITLED, FULL_ITEM)),))
    assert words(issue, offering, squares)[0] == "■1.全市排查隐患128处。"
