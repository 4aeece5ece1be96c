"""From manuscripts to items, whatever their look; corrections; into an issue."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin.model import Body, Item, Kind, Section, Subheading
from bulletin_desk.bulletin.numbering import EMPTY_ITEM
from bulletin_desk.errors import EditError
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.intake.draft import (
    Context,
    Draft,
    add_to_issue,
    from_issue,
    item_of,
    items_of,
    join_part,
    merge_item,
    set_kinds,
    set_section,
    set_source,
    split_item,
    take_in,
    with_doubles_named,
)
from bulletin_desk.intake.manuscript import Look, Manuscript, Note, Paragraph
from bulletin_desk.intake.parts import OUT, Part, PartKind
from bulletin_desk.intake.sources import BY_CLERK, FILE_NAME, SIGNED, Source, load_units
from tests.bulletin.issues import SMALL
from tests.intake.manuscripts import CASES, LONG, MORE, Case, plain, texts

UNITS = load_units()
CONTEXT = Context(("特别关注", "市州动态"), UNITS)


@pytest.mark.parametrize("name", CASES)
def test_a_manuscript_comes_to_its_items(name: str) -> None:
    case: Case = CASES[name]
    drafts = take_in(case.manuscript, CONTEXT).drafts
    assert [(draft.section, item_of(draft)) for draft in drafts] == list(case.items)


@pytest.mark.parametrize("name", CASES)
def test_nothing_of_a_manuscript_is_lost(name: str) -> None:
    _check_nothing_lost(CASES[name].manuscript)


def test_what_could_be_read_otherwise_is_told_once_for_each_two_kinds() -> None:
    parts = (
        Part(Kind.TITLE, "乐山市开会", other=Kind.SUBHEADING),
        Part(Kind.SUBHEADING, "一、抓组织", other=Kind.TITLE),
        Part(Kind.BODY, LONG),
        Part(Kind.SUBHEADING, "二、抓培训", other=Kind.TITLE),
        Part(OUT, "活动现场", why="图片说明", other=Kind.SUBHEADING),
        Part(Kind.TITLE, "乐山方志信息", other=OUT),
    )
    draft = Draft("", parts, source=Source("（乐山市地方志办公室）"))
    assert [remark.message for remark in draft.questions() if remark.look] == [
        "“乐山市开会”当作标题，也可能是小标题，请核对。",
        "“一、抓组织”、“二、抓培训”这2处当作小标题，也可能是标题，请核对。",
        "“活动现场”没有收入，也可能是小标题，请核对。",
        "“乐山方志信息”当作标题，也可能不该收，请核对。",
    ]
    corrected = set_kinds(draft, {4: Kind.SUBHEADING}, UNITS)
    assert not any("活动现场" in remark.message for remark in corrected.questions())
    confirmed = set_kinds(draft, {0: Kind.TITLE}, UNITS)
    assert not any("乐山市开会" in remark.message for remark in confirmed.questions())


def test_what_is_left_out_is_told_once_for_each_reason() -> None:
    parts = (
        Part(OUT, "首页", why="网页上的文字"),
        Part(Kind.TITLE, "乐山市开会"),
        Part(OUT, "2024年1月9日", why="日期"),
        Part(Kind.BODY, LONG),
        Part(OUT, "打印", why="网页上的文字"),
    )
    draft = Draft("", parts, source=Source("（乐山市地方志办公室）"))
    assert [remark.message for remark in draft.questions()] == [
        "没有收入（网页上的文字，2处）：首页｜打印",
        "没有收入（日期）：2024年1月9日",
    ]


def test_figures_that_can_be_no_dates_are_told_once() -> None:
    taken = take_in(
        plain("", f"乐山市开会\n210日，全市开会。截至20263月，210日，{LONG}\n（乐山市地方志办公室）"), CONTEXT
    )
    (draft,) = taken.drafts
    assert [remark.message for remark in draft.questions()] == [
        "“210日”、“20263月”3处不会是日期，也许漏了“年”“月”或连接号，请对照原稿。"
    ]
    assert taken.look


def test_a_list_of_contents_is_told_in_one_remark() -> None:
    notes = [Note("contents", at, f"自动目录“第{at}节\\u0009{at}”没有取用。") for at in (1, 2)]
    made = Manuscript("", (Paragraph("乐山市开会"), Paragraph(LONG), Paragraph(MORE)), tuple(notes))
    (draft,) = take_in(made, CONTEXT).drafts
    assert [remark.message for remark in draft.remarks] == ["自动目录2行没有取用：“第1节……1”、“第2节……2”。"]


def test_an_author_s_line_breaks_part_paragraphs() -> None:
    made = Manuscript(
        "",
        (
            Paragraph("乐山市开会"),
            Paragraph(LONG),
            Paragraph("清点胶片\n登记孤本\n编出目录"),
            Paragraph(MORE),
        ),
    )
    (draft,) = take_in(made, CONTEXT).drafts
    assert [part.text for part in draft.parts][2:-1] == ["清点胶片", "登记孤本", "编出目录"]


# ---- properties

_LINES = st.one_of(
    st.sampled_from(
        [
            "乐山市四向发力推进地方志事业",
            "一、抓组织",
            "（一）抓培训",
            "1.建章立制",
            "【市州动态】",
            "（德阳市地方志办公室）",
            "供稿：张三",
            "2024年1月9日",
            "报：省委办公厅。",
            "第5期",
            "编者按：为供参考，特予刊发。",
            "目录",
            "附件：名单",
            "《乐山年鉴》",
            "——纪实",
            LONG,
            "强化组织领导。成立领导小组。" + MORE,
            "",
            "　",
            "，",
            "（",
            "。",
        ]
    ),
    st.text(alphabet="一二三、（）。，《》“” \n\t　：ａ１a1.,()\"'【】—-…\ue000\uf0b7\u200b", max_size=30),
)
_LOOKS = st.builds(
    Look,
    style=st.sampled_from(["", "p", "h1", "heading 1"]),
    outline=st.sampled_from([None, 1, 2]),
    align=st.sampled_from(["", "left", "centre", "right", "justified"]),
    indent=st.sampled_from([None, 0.0, 2.0]),
    size=st.sampled_from([None, 10.5, 16.0, 22.0]),
    face=st.sampled_from(["", "宋体", "黑体"]),
    bold=st.booleans(),
)


@st.composite
def manuscripts(draw: st.DrawFn) -> Manuscript:
    looks = st.just(Look()) if draw(st.booleans()) else _LOOKS
    paragraphs = []
    for _ in range(draw(st.integers(0, 12))):
        text = draw(_LINES)
        paragraphs.append(Paragraph(text, draw(looks), draw(st.integers(0, len(text)))))
    name = draw(st.sampled_from(["", "德阳市办：稿件", "【乐山】", "1"]))
    return Manuscript(name, tuple(paragraphs), (Note("table", 3, "第3段后有一张表格。"),))


@given(manuscripts())
def test_recognition_never_fails_and_loses_nothing(manuscript: Manuscript) -> None:
    _check_nothing_lost(manuscript)


def _check_nothing_lost(manuscript: Manuscript) -> None:
    """Every Han character comes into an item, or is named in a remark."""
    taken = take_in(manuscript, CONTEXT)
    made = Counter[str]()
    for draft in taken.drafts:
        made.update("".join(part.text for part in draft.parts if part.kind not in (OUT, Kind.SOURCE)))
        made.update(draft.source.text + "".join(remark.message for remark in draft.questions()))
        made.update("".join(part.text for part in draft.parts if part.kind is Kind.SOURCE))
        for part in draft.parts:
            if part.kind is Kind.EDITORS_NOTE:
                made.update("编者按")  # the layout prints it
            assert part.kind is not Kind.BODY or 0 <= part.run_in <= len(part.text)
            if part.kind is OUT:
                assert any(part.text in remark.message for remark in draft.questions())
    made.update(remark for one in taken.remarks for remark in one.message)
    wanted = Counter(_han(texts(manuscript.paragraphs)))
    assert not wanted - made
    items_of(taken.drafts)


def _han(text: str) -> str:
    """Han characters but for the places of symbol faces, which cleaning takes off."""
    return re.sub(f"[^{HAN}]|[\uf020-\uf0ff]", "", text)


# ---- what is said


def test_an_item_without_a_source_or_title_asks() -> None:
    taken = take_in(plain("稿子", LONG), CONTEXT)
    messages = [remark.message for remark in taken.drafts[0].questions() if remark.look]
    assert messages == ["没有找到标题，请补上。", "没有找到来源，请补上。"]
    assert taken.look


def test_a_source_from_the_files_name_is_guessed_or_known() -> None:
    text = f"召开会议\n{LONG}"
    known = take_in(plain("德阳市办：召开会议", text), CONTEXT).drafts[0]
    assert known.source == Source("（德阳市地方志办公室）", FILE_NAME)
    guessed = take_in(plain("泸州市办：召开会议", text), CONTEXT).drafts[0]
    assert guessed.source == Source("（泸州市地方志办公室）", FILE_NAME, sure=False)
    assert any(remark.look and "请核对" in remark.message for remark in guessed.questions())


def test_a_short_signature_goes_before_the_files_name_and_is_no_person() -> None:
    text = f"开江县志办到梁平学习考察\n{LONG}\n{MORE}\n（开江县志办）"
    draft = take_in(plain("达州动态", text), CONTEXT).drafts[0]
    assert draft.source == Source("（开江县地方志办公室）", SIGNED, sure=False)
    assert not any("没有印进来源" in remark.message for remark in draft.questions())


def test_one_item_with_a_distribution_line_is_no_old_issue() -> None:
    text = f"德阳市推进年鉴编纂\n{LONG}\n德阳市地方志办公室\n报送：省地方志工作办公室"
    taken = take_in(plain("", text), CONTEXT)
    assert not taken.remarks
    assert [part.why for part in taken.drafts[0].parts if part.kind is OUT] == ["版记"]


def test_notes_of_a_reader_come_to_their_item() -> None:
    manuscript = plain(
        "", f"甲市开会\n{LONG}\n（德阳市地方志办公室）\n乙市开会\n{MORE}\n（遂宁市地方志办公室）"
    )
    manuscript = replace(manuscript, notes=(Note("table", 4, "有一张表格。"),))
    first, second = take_in(manuscript, CONTEXT).drafts
    assert first.remarks == ()
    assert second.remarks[0].message == f"“{MORE[:12]}…”一段：有一张表格。"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (0, "开头：这里有一张图片。"),
        (1, "“甲市开会”一段：这里有一张图片。"),
        (2, "“甲市开会”一段之后：这里有一张图片。"),
    ],
)
def test_a_note_tells_where_its_picture_was(at: int, said: str) -> None:
    manuscript = plain("", f"　\n甲市开会\n　\n{LONG}")
    manuscript = replace(manuscript, notes=(Note("picture", at, "这里有一张图片。"),))
    assert take_in(manuscript, CONTEXT).drafts[0].remarks[0].message == said


def test_an_empty_manuscript_says_so() -> None:
    taken = take_in(Manuscript("空", ()), CONTEXT)
    assert taken.drafts == ()
    assert [remark.message for remark in taken.remarks] == ["里面没有文字。"]


def test_a_whole_issue_is_named_as_one() -> None:
    taken = take_in(CASES["OLD_ISSUE"].manuscript, CONTEXT)
    assert taken.remarks[0].message == (
        "这是一期旧简报：收了【市州动态】的2篇稿件，报头（第5期，总第610期，2024年2月2日）、目录、版记没有收。"
    )


def test_a_bulletin_of_ours_tells_what_of_it_is_left_out() -> None:
    noted = from_issue("旧", SMALL).remarks[0]
    assert noted.message.endswith("报头（第2期，2024年1月9日）、编者按和版记没有收。")
    assert (noted.look, noted.words) == (True, "\n".join(note.text for note in SMALL.editors_note))
    plain_ = from_issue("旧", replace(SMALL, editors_note=())).remarks[0]
    assert plain_.message.endswith("报头（第2期，2024年1月9日）和版记没有收。")
    assert (plain_.look, plain_.words) == (False, "")


def test_an_editors_note_is_recognised() -> None:
    for line in ("编者按：为便于各地参考，特予刊发。", "【编者按】为便于各地参考，特予刊发。"):
        text = f"{line}\n乐山市推进工作\n{LONG}\n（德阳市地方志办公室）"
        draft = take_in(plain("", text), CONTEXT).drafts[0]
        assert draft.parts[0] == Part(Kind.EDITORS_NOTE, "为便于各地参考，特予刊发。")
        assert draft.title == "乐山市推进工作"
        issue = add_to_issue(SMALL, [draft])
        assert issue.editors_note == (*SMALL.editors_note, Body("为便于各地参考，特予刊发。"))


def test_an_item_that_is_there_already_is_named() -> None:
    one = take_in(CASES["OFFICIAL"].manuscript, CONTEXT)
    fresh = with_doubles_named([one], SMALL)[0].drafts[0]
    assert fresh == one.drafts[0]
    first, second = with_doubles_named([one, one], SMALL)
    assert not first.look
    assert [remark.message for remark in second.drafts[0].remarks] == [
        "已有一篇标题相同的稿件，请核对是不是收了两次。"
    ]
    (again,) = with_doubles_named([one], add_to_issue(SMALL, one.drafts))
    assert again.look


# ---- corrections


def _draft(*parts: tuple[PartKind, str]) -> Draft:
    return Draft("甲", tuple(Part(kind, text) for kind, text in parts))


def test_a_kind_is_corrected() -> None:
    draft = _draft((Kind.TITLE, "题"), (Kind.SUBHEADING, "副题"), (Kind.BODY, "文"), (Kind.BODY, "德阳市办"))
    draft = set_kinds(draft, {1: Kind.TITLE}, UNITS)
    assert item_of(draft).title == "题\n副题"
    draft = set_kinds(draft, {3: Kind.SOURCE}, UNITS)
    assert item_of(draft) == Item("题\n副题", (Body("文"),), "（德阳市地方志办公室）")
    draft = set_kinds(draft, {3: OUT}, UNITS)
    assert item_of(draft).source == ""
    assert any("德阳市办" in remark.message for remark in draft.questions())
    assert set_kinds(draft, {1: Kind.SECTION_HEAD}, UNITS).section == "副题"


def test_the_clerks_own_source_stays() -> None:
    draft = set_source(_draft((Kind.TITLE, "题"), (Kind.BODY, "遂宁市地方志办公室")), "(德阳市档案馆)")
    assert draft.source == Source("（德阳市档案馆）", BY_CLERK)
    assert set_kinds(draft, {1: Kind.SOURCE}, UNITS).source.text == "（德阳市档案馆）"
    assert set_source(draft, " ").source.text == ""


def test_parts_are_joined() -> None:
    draft = _draft((Kind.TITLE, "题"), (Kind.TITLE, "副"), (Kind.BODY, "甲"), (Kind.BODY, "乙"))
    assert item_of(join_part(draft, 3, UNITS)).blocks == (Body("甲乙"),)
    assert item_of(join_part(draft, 1, UNITS)).title == "题\n副"
    assert join_part(draft, 0, UNITS) is draft


def test_items_are_split_and_merged() -> None:
    draft = _draft((Kind.TITLE, "题"), (Kind.BODY, "甲"), (Kind.BODY, "乙市开会"), (Kind.BODY, "乙"))
    drafts = split_item([draft], 0, 2, UNITS)
    assert items_of(drafts) == (Item("题", (Body("甲"),)), Item("乙市开会", (Body("乙"),)))
    merged = merge_item(drafts, 1, UNITS)
    assert items_of(merged) == (Item("题", (Body("甲"), Subheading("乙市开会"), Body("乙"))),)
    assert split_item([draft], 0, 0, UNITS) == (draft,)
    assert merge_item(drafts, 0, UNITS) == drafts


# ---- into an issue


def test_items_come_after_those_that_are_there() -> None:
    drafts = [
        set_section(_draft((Kind.TITLE, "甲"), (Kind.BODY, "文")), "市州动态"),
        set_section(_draft((Kind.TITLE, "乙")), "新栏目"),
        set_section(_draft((Kind.TITLE, "丙")), "市州动态"),
    ]
    made = add_to_issue(SMALL, drafts)
    assert [section.name for section in made.sections] == [
        *(section.name for section in SMALL.sections),
        "新栏目",
    ]
    old = next(section for section in SMALL.sections if section.name == "市州动态")
    new = next(section for section in made.sections if section.name == "市州动态")
    assert new.items == (*(item for item in old.items if item.title), Item("甲", (Body("文"),)), Item("丙"))
    assert made.sections[-1] == Section("新栏目", (Item("乙"),))
    assert replace(made, sections=()) == replace(SMALL, sections=())
    assert add_to_issue(SMALL, []) is SMALL


def test_an_item_that_waits_for_its_text_makes_room() -> None:
    issue = replace(SMALL, sections=(Section("市州动态", (EMPTY_ITEM, Item("旧"))),))
    made = add_to_issue(issue, [_draft((Kind.TITLE, "新"))])
    assert made.sections == (Section("市州动态", (Item("旧"), Item("新"))),)


def test_a_bulletin_of_ours_gives_its_items_as_they_are() -> None:
    taken = from_issue("旧", SMALL, ["有一处读不回来。"])
    assert taken.look
    empty = replace(SMALL, sections=(), editors_note=())
    made = add_to_issue(empty, taken.drafts)
    assert list(made.sections) == [section for section in SMALL.sections if section.items]


# ---- what a bulletin can't hold


@pytest.mark.parametrize(
    "draft",
    [
        _draft((Kind.TITLE, "题" * 2_001)),
        _draft((Kind.TITLE, "题"), (Kind.SUBHEADING, "字" * 2_001)),
        _draft((Kind.TITLE, "题"), (Kind.BODY, "字" * 200_001)),
        _draft((Kind.TITLE, "题"), *[(Kind.BODY, "字" * 150_000)] * 14),
        _draft((Kind.EDITORS_NOTE, "字" * 200_001)),
    ],
    ids=["title", "subheading", "paragraph", "issue", "note"],
)
def test_what_is_beyond_the_bounds_is_refused_and_nothing_is_touched(draft: Draft) -> None:
    with pytest.raises(EditError, match=r"稿件没有加入简报：.*最多.*。"):
        add_to_issue(SMALL, [draft])


def test_signatures_that_are_too_many_are_named_not_cut() -> None:
    names = [f"{chr(0x4E00 + at)}山市地方志办公室" for at in range(300)]
    paragraphs = [Paragraph("题目题目题目"), Paragraph("近日，召开会议。" * 5)]
    taken = take_in(Manuscript("", (*paragraphs, *(Paragraph(f"（{name}）") for name in names))), Context())
    (draft,) = taken.drafts
    assert len(draft.source.text) <= 2_000
    assert all(name in draft.source.text + draft.source.dropped for name in names)
    assert add_to_issue(SMALL, [draft])


def test_very_many_lines_alike_are_several_headings() -> None:
    paragraphs = [Paragraph("加强领导", Look(bold=True, size=16.0))] * 50 + [
        Paragraph("正文。" * 30, Look(size=16.0))
    ]
    taken = take_in(Manuscript("", tuple(paragraphs)), Context())
    assert all(part.text.count("\n") < 4 for draft in taken.drafts for part in draft.parts)
    assert sum(part.text.count("加强领导") for draft in taken.drafts for part in draft.parts) == 50


def test_a_note_s_further_paragraphs_keep_their_words() -> None:
    paragraphs = (
        "编者按：近日各地交流了经验。",
        "这个编者按：说的是大家的做法，值得各地学习借鉴。",
        "【市州动态】",
        "题",
    )
    taken = take_in(Manuscript("", (*map(Paragraph, paragraphs), Paragraph("正文。" * 20))), Context())
    said = [part.text for draft in taken.drafts for part in draft.parts if part.kind is Kind.EDITORS_NOTE]
    assert said == ["近日各地交流了经验。", paragraphs[1]]
