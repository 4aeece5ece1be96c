"""What only some bulletins have, each recognised where the layout offers it: cases of each, and others that
look alike and are none; where nothing is offered, all is as ever."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bulletin_desk.bulletin.blank import NO_ISSUE
from bulletin_desk.bulletin.model import Body, Item, Kind, Section
from bulletin_desk.intake.draft import (
    Context,
    Draft,
    add_to_issue,
    added,
    from_issue,
    item_of,
    join_part,
    set_kinds,
    set_text,
    take_in,
)
from bulletin_desk.intake.manuscript import Look, Manuscript, Paragraph
from bulletin_desk.intake.parts import OUT, kind_name
from bulletin_desk.intake.recognise import recognise
from bulletin_desk.intake.sources import load_units
from bulletin_desk.layouts.offers import HeadingForms, Offers
from tests.intake.manuscripts import LAST, LONG, MORE

UNITS = load_units()
TITLE = "乐山市推进地方志工作"
OFFICE = "乐山市地方志办公室"
BODY = Look(align="justified", indent=2, size=16, face="仿宋")
FLUSH = replace(BODY, indent=0)
BIG = Look(align="centre", size=22, face="小标宋")
KAI = Look(align="centre", size=16, face="楷体")
RIGHT = replace(BODY, align="right", indent=0)
ALL = Offers("optional", 2, "optional", True, True, True, True, True, True, ("★", "■"))
NUMBERED = HeadingForms(items="section", item_text="{han}、", sections=("{han}、", "（{han}）"))

Row = tuple[str, str] | tuple[str, str, Look]
"""A line, and the kind that it has or why it is left out; what was taken off its start stands in brackets."""


def told(rows: tuple[Row, ...], offers: Offers, headings: HeadingForms) -> list[tuple[str, str]]:
    """Each paragraph with what it has been taken for."""
    paragraphs = [Paragraph(row[0], row[2] if len(row) > 2 else Look()) for row in rows]
    said = [""] * len(rows)
    for part in recognise(
        paragraphs, sections=("工作交流", "要闻"), units=UNITS, offers=offers, headings=headings
    ):
        name = f"[{part.text}]" if part.ahead else part.why or kind_name(part.kind)
        for at in range(part.at, part.at + part.text.count("\n") + 1):
            said[at] += name + ("起" if part.begins else "")
    return [(row[0], name) for row, name in zip(rows, said, strict=True)]


TEXT: tuple[Row, ...] = ((LONG, "正文", BODY), (MORE, "正文", BODY), (LAST, "正文", BODY))
PLAIN: tuple[Row, ...] = ((LONG, "正文"), (MORE, "正文"))

CASES: dict[str, tuple[tuple[Row, ...], ...]] = {
    "kicker": (
        (("奋力推进地方志事业", "引题", KAI), (TITLE, "标题", BIG), *TEXT),
        (("质量年行动", "引题", replace(BIG, size=16)), (TITLE, "标题", BIG), *TEXT),
        ((TITLE, "标题", BIG), *TEXT, ("抓落实见行动", "引题", KAI), (TITLE + "纪实", "标题", BIG), *TEXT),
    ),
    "no kicker": (
        (("乐山市推进", "标题", BIG), ("地方志工作再上台阶", "标题", BIG), *TEXT),
        (("乐山市推进", "标题"), ("地方志工作再上台阶", "标题"), *PLAIN),
        ((TITLE, "标题", BIG), ("一、抓组织", "小标题", KAI), *TEXT),
    ),
    "subtitle": (
        ((TITLE, "标题", BIG), ("——乐山市质量年行动纪实", "副题", KAI), *TEXT),
        ((TITLE, "标题"), ("——乐山市质量年行动纪实", "副题"), *PLAIN),
        ((TITLE, "标题", BIG), ("在全市地方志工作会议上的发言", "副题", replace(BIG, size=18)), *TEXT),
    ),
    "no subtitle": (
        ((TITLE, "标题", BIG), ("再上新台阶的做法和启示", "标题", BIG), *TEXT),
        ((TITLE, "标题", BIG), ("一、抓组织", "小标题", KAI), *TEXT),
        ((TITLE, "标题"), *PLAIN, ("——这是市里的要求，各县都要做到。", "正文")),
    ),
    "byline": (
        ((TITLE, "标题", BIG), ("来源：四川在线", "题下行", KAI), ("阅读 12　回复 5", "题下行", KAI), *TEXT),
        ((TITLE, "标题"), ("来源：麻辣社区　阅读：321　回复：45", "题下行"), *PLAIN),
        ((TITLE, "标题", BIG), ("浏览量 88", "题下行", KAI), *TEXT),
    ),
    "no byline": (
        ((TITLE, "标题", BIG), *TEXT, (f"来源：{OFFICE}", "来源", BODY)),
        ((TITLE, "标题"), (OFFICE, "来源"), *PLAIN),
        ((TITLE, "标题", BIG), ("阅读推广有新意", "小标题", KAI), *TEXT),
    ),
    "salutation": (
        ((TITLE, "标题", BIG), ("各县（市、区）人民政府：", "称谓", BODY), *TEXT),
        ((TITLE, "标题", BIG), ("乐山的同志们：", "称谓", FLUSH), *TEXT),
        ((TITLE, "标题"), ("尊敬的王书记：", "称谓"), *PLAIN),
    ),
    "no salutation": (
        ((TITLE, "标题", BIG), ("现将有关情况报告如下：", "正文", FLUSH), *TEXT),
        ((TITLE, "标题", BIG), (LONG, "正文", BODY), ("各县要做到：", "正文", BODY), *TEXT),
        ((TITLE, "标题", BIG), ("会议要求各部门做到：", "正文", BODY), *TEXT),
    ),
    "signature": (
        ((TITLE, "标题", BIG), *TEXT, (OFFICE, "落款", RIGHT), ("2024年1月9日", "落款", RIGHT)),
        ((TITLE, "标题"), *PLAIN, (f"{OFFICE} 2024年1月9日", "落款")),
        ((TITLE, "标题", BIG), *TEXT, ("市值班室", "落款", RIGHT), ("2024年1月9日 书面报", "落款", RIGHT)),
    ),
    "no signature": (
        ((TITLE, "标题", BIG), *TEXT, (f"（{OFFICE}）", "来源", RIGHT)),
        ((TITLE, "标题"), *PLAIN, (OFFICE, "来源")),
        ((TITLE, "标题"), *PLAIN, ("2024年1月9日", "日期")),
    ),
    "mark": (
        ((f"★{TITLE}", "标题"), (LONG, "正文"), (f"■广元市{TITLE[3:]}", "标题"), (MORE, "正文")),
        (("【要闻】", "栏目"), (f"★{TITLE}", "标题"), (LONG, "正文")),
        ((f"★{LONG}", "正文起"), (f"■{MORE}", "正文起")),
    ),
    "no mark": (
        ((TITLE, "标题"), (LONG, "正文"), ("★乐山抓组织", "正文"), (MORE, "正文")),
        ((f"●{TITLE}", "[●]标题"), (LONG, "正文"), (f"●广元市{TITLE[3:]}", "[●]标题"), (MORE, "正文")),
        ((TITLE, "标题"), (f"近日评出■级馆一家，{LONG}", "正文")),
    ),
    "number": (
        (("【一、要闻】", "[一、]栏目"), (TITLE, "标题"), *PLAIN),
        (("二、工作交流", "[二、]栏目"), (TITLE, "标题"), *PLAIN),
        (("【要闻】", "栏目"), (f"1.{LONG}", "[1.]正文起"), (f"2.{MORE}", "[2.]正文起")),
    ),
    "no number": (
        ((TITLE, "标题"), ("一、抓组织", "小标题"), (LONG, "正文"), ("二、抓培训", "小标题"), (MORE, "正文")),
        (("【要闻】", "栏目"), (f"1.{LONG}", "正文"), (MORE, "正文")),
        (("【二十大】", "栏目"), (TITLE, "标题"), *PLAIN),
    ),
    "level": (
        (
            *(("【先锋】", "栏目"), ("〖总体〗", "二级栏目"), (TITLE, "标题"), (LONG, "正文")),
            *(("〖指标〗", "二级栏目"), (f"广元市{TITLE[3:]}", "标题"), (MORE, "正文")),
            *(("【案例】", "栏目"), (TITLE, "标题"), (LAST, "正文")),
        ),
        (("【先锋】", "栏目", BIG), ("【总体】", "二级栏目", KAI), (TITLE, "标题", BIG), *TEXT),
        (("【先锋】", "栏目"), ("【（一）总体】", "[（一）]二级栏目"), (TITLE, "标题"), *PLAIN),
    ),
    "no level": (
        (
            *(("【先锋】", "栏目"), (TITLE, "标题"), (LONG, "正文")),
            *(("〖案例〗", "栏目"), (TITLE, "标题"), (MORE, "正文")),
        ),
        (("【先锋】", "栏目"), ("【案例】", "栏目"), (TITLE, "标题"), *PLAIN),
        (("【先锋】", "栏目"), (TITLE, "标题"), *PLAIN),
    ),
}


@pytest.mark.parametrize(("name", "rows"), [(name, rows) for name in CASES for rows in CASES[name]])
def test_a_part(name: str, rows: tuple[Row, ...]) -> None:
    headings = NUMBERED if "number" in name or "level" in name else HeadingForms()
    assert told(rows, ALL, headings) == [row[:2] for row in rows]


@pytest.mark.parametrize(("name", "rows"), [(name, rows) for name in CASES for rows in CASES[name]])
def test_nothing_offered_nothing_found(name: str, rows: tuple[Row, ...]) -> None:
    paragraphs = [Paragraph(row[0], row[2] if len(row) > 2 else Look()) for row in rows]
    parts = recognise(paragraphs, units=UNITS)
    further = {Kind.SECTION_HEAD_2, Kind.KICKER, Kind.SUBTITLE, Kind.BYLINE, Kind.SALUTATION, Kind.SIGNATURE}
    assert not further & {part.kind for part in parts}
    assert not any(part.begins or part.bold for part in parts)


# ---- drafts and items

CONTEXT = Context(("要闻",), UNITS, ALL, NUMBERED)


def drafts_of(*rows: tuple[str, Look], context: Context = CONTEXT) -> tuple[Draft, ...]:
    return take_in(Manuscript("稿", tuple(Paragraph(*row) for row in rows)), context).drafts


WHOLE = (
    ("奋力推进地方志事业", KAI),
    (f"★{TITLE}", BIG),
    ("——乐山市质量年行动纪实", KAI),
    ("来源：四川在线", KAI),
    ("各县（市、区）人民政府：", FLUSH),
    (LONG, BODY),
    (MORE, BODY),
    (OFFICE, RIGHT),
    ("2024年1月9日", RIGHT),
)


def test_an_item_with_all_parts() -> None:
    (draft,) = drafts_of(*WHOLE)
    assert item_of(draft) == Item(
        TITLE,
        (Body(LONG), Body(MORE)),
        kicker="奋力推进地方志事业",
        subtitle="——乐山市质量年行动纪实",
        byline="来源：四川在线",
        salutation="各县（市、区）人民政府：",
        signature=f"{OFFICE}\n2024年1月9日",
        mark="★",
    )
    assert not [remark for remark in draft.questions() if remark.look]


def test_an_item_of_ours_comes_back_as_it_was() -> None:
    (draft,) = drafts_of(*WHOLE)
    bold = Item("", (Body(LONG, 0, ((3, 5),)), Body(MORE, 4, ((6, 9),))), "（甲馆）", mark="■")
    section = Section("要闻", (item_of(draft),))
    issue = replace(NO_ISSUE, sections=(section, Section("总体", (bold,), level=2)))
    for offers in (ALL, Offers()):
        brought = from_issue("旧", issue, offers=offers)
        empty = replace(NO_ISSUE, sections=())
        assert add_to_issue(empty, brought.drafts).sections == issue.sections
        made = add_to_issue(empty, brought.drafts)
        assert [item for _, item in added(made, brought.drafts)] == [item_of(draft), bold]


def test_a_section_of_level_2_goes_under_its_own() -> None:
    drafts = drafts_of(
        *(("【先锋】", BIG), ("〖总体〗", KAI), (TITLE, BIG), (LONG, BODY), (MORE, BODY)),
        *(("【要闻】", BIG), ("广元市" + TITLE[3:], BIG), (LAST, BODY), (LONG, BODY)),
    )
    assert [(draft.under, draft.section) for draft in drafts] == [("先锋", "总体"), ("", "要闻")]
    old = (Section("案例"), Section("总体", level=2), Section("先锋"), Section("要闻"))
    made = add_to_issue(replace(NO_ISSUE, sections=old), drafts)
    assert [(section.name, section.level, len(section.items)) for section in made.sections] == [
        *(("案例", 1, 0), ("总体", 2, 0), ("先锋", 1, 0), ("总体", 2, 1), ("要闻", 1, 1)),
    ]


def test_untitled_items_want_no_title() -> None:
    rows = (("【要闻】", Look()), (f"1.{LONG}", Look()), (f"2.{MORE}", Look()))
    drafts = drafts_of(*rows)
    assert [item_of(draft) for draft in drafts] == [Item("", (Body(LONG),)), Item("", (Body(MORE),))]
    assert not any("标题" in remark.message for draft in drafts for remark in draft.questions())
    (draft,) = drafts_of(*rows, context=Context(("要闻",), UNITS))
    assert any("没有找到标题" in remark.message for remark in draft.questions())


def test_bold_is_kept_where_it_is_offered() -> None:
    text = "今年以来,全市新增文献１２０种，其中县级馆占大头。" + LONG
    first = text.index("全市")
    last = text.index("，其中")
    rows = (Paragraph(TITLE, BIG), Paragraph(text, BODY, bold=((first, last + 1),)), Paragraph(MORE, BODY))
    manuscript = Manuscript("稿", rows)
    kept = take_in(manuscript, CONTEXT)
    (item,) = map(item_of, kept.drafts)
    (body, _) = item.blocks
    assert isinstance(body, Body)
    ((start, end),) = body.bold
    assert body.text[start:end] == "全市新增文献120种，"
    assert any("加粗照原稿保留" in remark.message for remark in kept.remarks)
    plain = take_in(manuscript, Context((), UNITS))
    assert all(not block.bold for block in item_of(plain.drafts[0]).blocks if isinstance(block, Body))
    assert any("加粗没有保留" in remark.message for remark in plain.remarks)


def test_a_paragraph_all_bold_among_others() -> None:
    heavy = replace(BODY, bold=True)
    (draft,) = drafts_of((TITLE, BIG), (LONG, BODY), (MORE, heavy), (LAST, BODY))
    assert [block.bold for block in item_of(draft).blocks if isinstance(block, Body)] == [
        *((), ((0, len(MORE)),), ()),
    ]


def test_bold_follows_what_the_clerk_writes_and_joins() -> None:
    text = "全市新增文献120种，" + LONG
    rows = (Paragraph(TITLE, BIG), Paragraph(text, BODY, bold=((2, 6),)), Paragraph(MORE, BODY))
    (draft,) = take_in(Manuscript("稿", rows), CONTEXT).drafts
    draft = set_text(draft, 1, "乐山" + text, UNITS)
    (first, _) = item_of(draft).blocks
    assert isinstance(first, Body)
    assert first.bold == ((4, 8),)
    (both,) = item_of(join_part(draft, 2, UNITS)).blocks
    assert isinstance(both, Body)
    assert both.bold == ((4, 8),)


def test_the_clerk_says_what_a_part_is() -> None:
    (draft,) = drafts_of((TITLE, BIG), ("质量年行动", BODY), (LONG, BODY), (MORE, BODY))
    for kind, name in ((Kind.SUBTITLE, "subtitle"), (Kind.BYLINE, "byline"), (Kind.SALUTATION, "salutation")):
        made = set_kinds(draft, {1: kind}, UNITS)
        assert getattr(item_of(made), name) == "质量年行动"
    assert item_of(set_text(draft, 0, f"■{TITLE}", UNITS)).mark == "■"
    within = set_kinds(draft, {1: Kind.SECTION_HEAD_2}, UNITS)
    assert (within.under, within.section) == (draft.section, "质量年行动")
    assert item_of(set_kinds(draft, {1: OUT}, UNITS)).subtitle == ""
