"""What only some bulletins have, as it is proofread: what the layout makes is not typed, what it does not ask
for is not missing, and the further texts of an item are read as their like."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bulletin_desk.bulletin.edits import replace_ranges
from bulletin_desk.bulletin.grammar import walk
from bulletin_desk.bulletin.matching import matched_items, text_of
from bulletin_desk.bulletin.model import Body, DatedHeader, Field, Issue, Item, Masthead, Section
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.offers import HeadingForms, Offers
from bulletin_desk.layouts.read import carried_layout, layout_text
from bulletin_desk.proof.earlier import remembered
from bulletin_desk.proof.findings import Mark
from bulletin_desk.proof.issue import Known, issue_marks
from bulletin_desk.proof.layout import layout_findings
from bulletin_desk.proof.proofread import Proofreader
from bulletin_desk.proof.text import marks_in
from bulletin_desk.typeset.typesetter import Typesetter
from tests.bulletin.issues import SMALL

HEADER = DatedHeader("乐山市地方志办公室", date(2024, 1, 9))
TITLE = "乐山市推进地方志工作"
TEXT = "坚持把地方志工作放在全市发展大局中谋划和推进。"
OFFERS = Offers("optional", 2, "optional", True, True, True, True, True, True, ("★", "■"))
NUMBERS = HeadingForms("section", "{han}、", "{mark}", ("{han}、", "（{han}）"))
MADE = Known(offers=OFFERS, headings=NUMBERS)


def issue_of(*items: Item, name: str = "动态", level: int = 1) -> Issue:
    return Issue(Masthead("简报", 2, 607), HEADER, sections=(Section(name, items, level),))


def item(title: str = TITLE, *, text: str = TEXT, mark: str = "", signature: str = "") -> Item:
    return Item(title, (Body(text),), "（乐山市地方志办公室）", mark=mark, signature=signature)


def marks_of(issue: Issue, rule: str, known: Known = MADE) -> list[Mark]:
    return [mark for _, mark in issue_marks(issue, known) if mark.rule == rule]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (issue_of(item(f"一、{TITLE}")), issue_of(item())),
        (issue_of(item(f"（二） {TITLE}")), issue_of(item())),
        (issue_of(item("", text=f"1.{TEXT}")), issue_of(item("", text=TEXT))),
        (issue_of(item(), name="一、动态"), issue_of(item())),
        (issue_of(item(), name="（一）动态", level=2), issue_of(item(), level=2)),
        (issue_of(item(f"★ {TITLE}", mark="★")), issue_of(item(mark="★"))),
    ],
)
def test_a_typed_number_or_mark_is_taken_away(wrong: Issue, right: Issue) -> None:
    ((path, mark),) = [each for each in issue_marks(wrong, MADE) if each[1].rule == "made_number"]
    fix = [(part.start, part.end, part.text) for part in mark.fix]
    assert replace_ranges(wrong, path, fix) == right
    assert not marks_of(right, "made_number")
    assert not marks_of(wrong, "made_number", Known())


def test_a_mark_that_is_not_chosen_yet_is_not_deleted() -> None:
    (mark,) = marks_of(issue_of(item(f"★{TITLE}")), "made_number")
    assert "标记" in mark.message
    assert not mark.fix


@pytest.mark.parametrize(
    "issue",
    [
        issue_of(item("十大工程全部完工")),
        issue_of(item("2024年工作要点")),
        issue_of(item(f"●{TITLE}")),
        issue_of(item("1.5万册图书入藏"), name="二十大精神"),
    ],
)
def test_what_looks_like_a_number(issue: Issue) -> None:
    assert not marks_of(issue, "made_number")


# ---- signatures


@pytest.mark.parametrize(
    ("signature", "right"),
    [
        ("乐山市地方志办公室\n2024.1.8", "乐山市地方志办公室\n2024年1月8日"),
        ("乐山市地方志办公室\n二〇二四年一月八日", "乐山市地方志办公室\n2024年1月8日"),
        ("乐山市地方志办公室\n2024年01月08日", "乐山市地方志办公室\n2024年1月8日"),
        ("乐山市地方志办公室\n2024年1月10日", ""),
    ],
)
def test_the_day_of_a_signature(signature: str, right: str) -> None:
    issue = issue_of(item(signature=signature))
    ((path, mark),) = [each for each in issue_marks(issue, MADE) if each[1].rule == "signature_date"]
    if right:
        fix = [(part.start, part.end, part.text) for part in mark.fix]
        assert replace_ranges(issue, path, fix) == issue_of(item(signature=right))
    else:
        assert "晚于" in mark.message


@pytest.mark.parametrize("day", ["2024年1月9日", "2023年12月31日", "今日"])
def test_a_day_that_is_right(day: str) -> None:
    assert not marks_of(issue_of(item(signature=f"乐山市地方志办公室\n{day}")), "signature_date")


def test_who_signs_needs_no_source() -> None:
    bare = Item(TITLE, (Body(TEXT),))
    assert marks_of(issue_of(bare), "source_missing")
    for told in (replace(bare, signature="乐山市地方志办公室"), replace(bare, byline="来源：四川在线")):
        assert not marks_of(issue_of(told), "source_missing")
        assert not marks_of(issue_of(told), "source_form")


# ---- what need not be there


def test_no_title_and_no_section_name(layout: Layout, faces: Faces) -> None:
    issue = issue_of(Item("", (Body(TEXT),), "（甲馆）"), name="")
    pages = Typesetter(layout, faces).typeset(issue)

    def empty(offers: Offers | None) -> int:
        found = layout_findings(issue, pages, offers=offers)
        return sum(finding.rule == "empty_part" and finding.path[0] == "sections" for finding in found)

    assert empty(None) == empty(Offers()) == 2
    assert empty(OFFERS) == 0
    for known, count in ((None, 2), (MADE, 0)):
        told = [each for each in Proofreader().proof(issue, pages, known) if each.rule == "empty_part"]
        assert sum(each.path[0] == "sections" for each in told) == count


def test_a_section_over_sections_is_not_empty(layout: Layout, faces: Faces) -> None:
    issue = issue_of(item())
    issue = replace(issue, sections=(Section("先锋"), Section("总体", issue.sections[0].items, 2)))
    pages = Typesetter(layout, faces).typeset(issue)
    assert not [each for each in layout_findings(issue, pages) if each.rule == "empty_part"]


# ---- the further texts


def test_kicker_and_subtitle_agree_with_the_text() -> None:
    one = item(text="全年召开审稿会14场，推进地方志工作。")
    words = "召开审稿会41场"
    for wrong in (replace(one, kicker=words), replace(one, subtitle=words)):
        assert marks_of(issue_of(wrong), "title_text")


def test_a_byline_and_a_signature_are_no_sentences() -> None:
    one = replace(
        item(signature="乐山市地方志办公室\n2024年1月9日"), byline="来源：四川在线　阅读 1234　回复 56"
    )
    assert [mark for node in walk(issue_of(one)) for mark in marks_in(node.text, node.kind)] == []


def test_bold_does_no_harm() -> None:
    text = "全市共有年鉴11部，，其中县级年鉴10部。"
    plain = issue_of(Item(TITLE, (Body(text),), "（甲馆）"))
    bold = issue_of(Item(TITLE, (Body(text, 0, ((2, 9),)),), "（甲馆）"))
    assert issue_marks(plain, MADE) == issue_marks(bold, MADE)
    ((path, mark),) = [(node.path, mark) for node in walk(bold) for mark in marks_in(node.text, node.kind)]
    made = replace_ranges(bold, path, [(part.start, part.end, part.text) for part in mark.fix])
    (block,) = made.sections[0].items[0].blocks
    assert isinstance(block, Body)
    assert block.text.count("，") == 1
    assert block.bold == ((2, 9),)


# ---- against others


def test_an_untitled_item_is_named_by_its_beginning() -> None:
    one = Item("", (Body(TEXT * 4),), "（甲馆）")
    earlier = remembered(replace(issue_of(one), dated_header=DatedHeader("办公室", date(2023, 1, 9))), "旧")
    (mark,) = marks_of(issue_of(one), "earlier_item", replace(MADE, earlier=(earlier,)))
    assert TEXT[:8] in mark.message
    (twice,) = marks_of(issue_of(one, one), "same_item")
    assert TEXT[:8] in twice.message


def test_an_item_is_matched_by_its_further_texts() -> None:
    one = Item("", (), kicker="奋力推进地方志事业", signature="乐山市地方志办公室")
    other = replace(one, salutation="各县：")
    assert text_of(one) == "\n奋力推进地方志事业\n乐山市地方志办公室"
    assert matched_items([(("a",), Item("无关的一篇")), (("b",), one)], [(("c",), other)]) == [(1, 0)]


def test_what_only_another_layout_prints_is_not_proofed(faces: Faces) -> None:
    """It stands on no page and in no panel: nobody could put it right."""
    monthly, other = (carried_layout(*layout_text(name))[0] for name in ("monthly", "gb9704"))
    wrong = (Field("contact", "王某,李某"),)
    for layout, head, closing, told in (
        (monthly, (), wrong, 1),
        (other, (), wrong, 0),
        (monthly, wrong, (), 0),  # a field of that name, but in the closing block
    ):
        issue = replace(SMALL, disclosure="主动公开,是", head_fields=head, closing_fields=closing)
        pages = Typesetter(layout, faces).typeset(issue)
        found = Proofreader().text_findings(issue, pages)
        paths = [finding.path[0] for finding in found if finding.rule == "half_width"]
        assert paths.count("closing_fields") + paths.count("head_fields") == told
        assert paths.count("disclosure") == (layout is other)
