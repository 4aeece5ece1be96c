"""Ten Word files of other offices as somebody types them, with kickers, subtitles, lines under the title,
salutations, signatures, marks, numbers, sections of two levels, untitled items and bold: taken in whole,
nothing lost."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Pt

from bulletin_desk.bulletin.model import Body, Item, Subheading
from bulletin_desk.intake.draft import Context, Contribution, item_of, take_in
from bulletin_desk.intake.parts import OUT
from bulletin_desk.intake.read import read_manuscript
from bulletin_desk.intake.sources import load_units
from bulletin_desk.layouts.offers import HeadingForms, Offers
from tests.intake.manuscripts import LAST, LONG, MORE
from tests.intake.test_nothing_lost import bare, words_of

UNITS = load_units()
OFFERS = Offers("optional", 2, "optional", True, True, True, True, True, True, ("★", "■"))
NUMBERS = HeadingForms("section", "{number}.", "{mark}", ("{han}、", ""))
OFFICE = "乐山市地方志办公室"
DAY = "2024年1月9日"


@dataclass(frozen=True)
class Look:
    size: float
    face: str
    align: WD_PARAGRAPH_ALIGNMENT
    indent: float = 0


TITLE = Look(22, "方正小标宋简体", WD_PARAGRAPH_ALIGNMENT.CENTER)
KAI = Look(16, "楷体_GB2312", WD_PARAGRAPH_ALIGNMENT.CENTER)
TEXT = Look(16, "仿宋_GB2312", WD_PARAGRAPH_ALIGNMENT.JUSTIFY, 32)
FLUSH = Look(16, "仿宋_GB2312", WD_PARAGRAPH_ALIGNMENT.JUSTIFY)
RIGHT = Look(16, "仿宋_GB2312", WD_PARAGRAPH_ALIGNMENT.RIGHT)
HEI = Look(16, "黑体", WD_PARAGRAPH_ALIGNMENT.JUSTIFY, 32)

Line = tuple[Look, str]
"""A paragraph; what stands between ** is bold."""


def write(path: Path, lines: tuple[Line, ...]) -> Path:
    document = Document()
    for look, text in lines:
        paragraph = document.add_paragraph()
        paragraph.alignment = look.align
        paragraph.paragraph_format.first_line_indent = Pt(look.indent)
        for at, words in enumerate(text.split("**")):
            run = paragraph.add_run(words)
            run.font.size, run.font.name, run.font.bold = Pt(look.size), look.face, at % 2 == 1
            run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), look.face)
    document.save(str(path))
    return path


def bodies(*texts: str) -> tuple[Body, ...]:
    return tuple(map(Body, texts))


T = "乐山市推进地方志工作"
U = "广元市强化年鉴质量管理"
MANUSCRIPTS: dict[str, tuple[tuple[Line, ...], tuple[Item, ...]]] = {
    "a speech": (
        (
            *((TITLE, "在全市地方志工作会议上的讲话"), (KAI, "——市长王建平"), (FLUSH, "同志们：")),
            *((TEXT, LONG), (HEI, "一、提高认识"), (TEXT, MORE), (HEI, "二、狠抓落实"), (TEXT, LAST)),
        ),
        (
            Item(
                "在全市地方志工作会议上的讲话",
                (Body(LONG), Subheading("一、提高认识"), Body(MORE), Subheading("二、狠抓落实"), Body(LAST)),
                subtitle="——市长王建平",
                salutation="同志们：",
            ),
        ),
    ),
    "a special report": (
        (
            *((TITLE, "关于年鉴编纂情况的专报"), (FLUSH, "市委、市政府："), (TEXT, LONG), (TEXT, MORE)),
            *((RIGHT, OFFICE), (RIGHT, DAY)),
        ),
        (
            Item(
                "关于年鉴编纂情况的专报",
                bodies(LONG, MORE),
                salutation="市委、市政府：",
                signature=f"{OFFICE}\n{DAY}",
            ),
        ),
    ),
    "public opinion": (
        (
            *((TITLE, "网民关注地方志馆开放"), (KAI, "来源：四川在线"), (KAI, "阅读：1234　回复：56")),
            *((TEXT, LONG), (TEXT, MORE)),
        ),
        (Item("网民关注地方志馆开放", bodies(LONG, MORE), byline="来源：四川在线\n阅读：1234 回复：56"),),
    ),
    "a kicker": (
        ((KAI, "奋力推进地方志事业"), (TITLE, T), (TEXT, LONG), (TEXT, MORE), (RIGHT, f"（{OFFICE}）")),
        (Item(T, bodies(LONG, MORE), f"（{OFFICE}）", kicker="奋力推进地方志事业"),),
    ),
    "items with marks": (
        (
            *((TITLE, f"★{T}"), (TEXT, LONG), (TEXT, MORE)),
            *((TITLE, f"■{U}"), (TEXT, LAST), (TEXT, LONG)),
        ),
        (Item(T, bodies(LONG, MORE), mark="★"), Item(U, bodies(LAST, LONG), mark="■")),
    ),
    "texts with marks": (
        ((TEXT, f"★{LONG}"), (TEXT, f"■{MORE}"), (TEXT, f"■{LAST}")),
        (
            Item("", bodies(LONG), mark="★"),
            Item("", bodies(MORE), mark="■"),
            Item("", bodies(LAST), mark="■"),
        ),
    ),
    "numbered texts": (
        ((TITLE, "【要闻】"), (TEXT, f"1.{LONG}"), (TEXT, f"2.{MORE}"), (TEXT, f"3.{LAST}")),
        tuple(Item("", bodies(text)) for text in (LONG, MORE, LAST)),
    ),
    "two levels": (
        (
            *((TITLE, "【先锋】"), (KAI, "〖总体〗"), (TITLE, T), (TEXT, LONG), (TEXT, MORE)),
            *((KAI, "〖指标〗"), (TITLE, U), (TEXT, LAST), (TEXT, LONG)),
        ),
        (Item(T, bodies(LONG, MORE)), Item(U, bodies(LAST, LONG))),
    ),
    "bold": (
        ((TITLE, T), (TEXT, f"全市**新增文献120种，**{LONG}"), (TEXT, f"{MORE[:-1]}，**位居全省前列**。")),
        (
            Item(
                T,
                (
                    Body(f"全市新增文献120种，{LONG}", 0, ((2, 11),)),
                    Body(f"{MORE[:-1]}，位居全省前列。", 0, ((len(MORE), len(MORE) + 6),)),
                ),
            ),
        ),
    ),
    "a duty report": (
        (
            *((TITLE, "关于市档案馆漏水情况的快报"), (TEXT, LONG), (TEXT, LAST)),
            *((RIGHT, "市值班室"), (RIGHT, f"{DAY} 书面报")),
        ),
        (Item("关于市档案馆漏水情况的快报", bodies(LONG, LAST), signature=f"市值班室\n{DAY} 书面报"),),
    ),
}


SHORT_DAY = "1月9日16时30分 书面报"
WHOLE_ISSUE: tuple[Line, ...] = (
    *((TITLE, "网络舆情日报"), (KAI, "第12期"), (KAI, "（总第345期）"), (KAI, f"某某市委网信办　　{DAY}")),
    *((KAI, "≡本期详情≡"), (KAI, "【正面舆情】"), (TITLE, f"★{T}"), (KAI, "人民网")),
    *((KAI, "阅读10万　回复35"), (TEXT, LONG), (TEXT, MORE)),
    *((TITLE, f"■{U}"), (KAI, "四川在线"), (KAI, "阅读1234　回复56"), (TEXT, LAST), (TEXT, LONG)),
    *((FLUSH, "报：市委书记、市长。"), (FLUSH, "（共印30份）")),
)
ITS_ITEMS = (
    Item(T, bodies(LONG, MORE), byline="人民网\n阅读10万 回复35", mark="★"),
    Item(U, bodies(LAST, LONG), byline="四川在线\n阅读1234 回复56", mark="■"),
)


@pytest.mark.parametrize("ending", ["docx", "txt"])
def test_a_whole_issue_of_another_office(ending: str, tmp_path: Path) -> None:
    """Its number and total number on two lines, who issues it on a third; sites and reads under titles."""
    file = tmp_path / f"日报.{ending}"
    if ending == "docx":
        write(file, WHOLE_ISSUE)
    else:
        indents = {TITLE: " " * 20, KAI: " " * 24, TEXT: "　　"}
        lines = (f"{indents.get(look, '')}{text}" for look, text in WHOLE_ISSUE)
        file.write_text("\n".join(lines), encoding="utf-8", newline="")
    contribution = take_in(read_manuscript(file), Context(("市州动态",), UNITS, OFFERS))
    assert tuple(map(item_of, contribution.drafts)) == ITS_ITEMS
    assert {draft.section for draft in contribution.drafts} == {"正面舆情"}
    assert f"收了【正面舆情】的2篇稿件，报头（第12期，总第345期，{DAY}）、版记没有收。" in str(
        contribution.remarks[0]
    )


def test_a_signature_s_day_may_lack_its_year(tmp_path: Path) -> None:
    lines = (
        (TITLE, "关于市档案馆漏水情况的快报"),
        (TEXT, LONG),
        (TEXT, LAST),
        (RIGHT, "市值班室"),
        (RIGHT, SHORT_DAY),
    )
    contribution = take_in(read_manuscript(write(tmp_path / "稿.docx", lines)), Context((), UNITS, OFFERS))
    (item,) = map(item_of, contribution.drafts)
    assert item.signature == f"市值班室\n{SHORT_DAY}"
    assert item.blocks == bodies(LONG, LAST)


@pytest.mark.parametrize("name", sorted(MANUSCRIPTS))
def test_where_there_are_no_sections_none_is_proposed(name: str, tmp_path: Path) -> None:
    offers = Offers(sections="none")
    contribution = take_in(
        read_manuscript(write(tmp_path / "稿.docx", MANUSCRIPTS[name][0])),
        Context(("市州动态",), UNITS, offers),
    )
    own = {"【先锋】", "〖总体〗", "〖指标〗", "【要闻】"} & {text for _, text in MANUSCRIPTS[name][0]}
    assert {draft.section for draft in contribution.drafts} - {each[1:-1] for each in own} <= {""}


def taken(name: str, folder: Path, context: Context) -> tuple[Path, Contribution]:
    path = write(folder / "稿.docx", MANUSCRIPTS[name][0])
    return path, take_in(read_manuscript(path), context)


def said(contribution: Contribution) -> str:
    """All that is printed, left out or told."""
    texts = [part.text for draft in contribution.drafts for part in draft.parts]
    texts += [remark.message + remark.words for remark in contribution.remarks]
    return bare("".join(texts))


@pytest.mark.parametrize("name", MANUSCRIPTS)
def test_a_file_comes_in_whole(name: str, tmp_path: Path) -> None:
    context = Context(("要闻",), UNITS, OFFERS, NUMBERS)
    path, contribution = taken(name, tmp_path, context)
    assert tuple(map(item_of, contribution.drafts)) == MANUSCRIPTS[name][1]
    every = said(contribution)
    assert [words for words in words_of(path) if words.strip("【】〖〗") not in every] == []
    for draft in contribution.drafts:
        assert all(part.ahead for part in draft.parts if part.kind is OUT)


@pytest.mark.parametrize("name", MANUSCRIPTS)
def test_nothing_is_lost_where_nothing_is_offered(name: str, tmp_path: Path) -> None:
    path, contribution = taken(name, tmp_path, Context(("要闻",), UNITS))
    every = said(contribution)
    assert [words for words in words_of(path) if words.strip("【】〖〗") not in every] == []
    for draft in contribution.drafts:
        item = item_of(draft)
        assert (item.kicker, item.subtitle, item.byline, item.salutation, item.signature, item.mark) == (
            "",
        ) * 6


def test_sections_of_two_levels(tmp_path: Path) -> None:
    _, contribution = taken("two levels", tmp_path, Context((), UNITS, OFFERS, NUMBERS))
    assert [(draft.under, draft.section) for draft in contribution.drafts] == [
        ("先锋", "总体"),
        ("先锋", "指标"),
    ]
