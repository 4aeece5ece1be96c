"""Rules about the issue as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bulletin_desk.bulletin.grammar import block_of, cell_of, item_path, walk
from bulletin_desk.bulletin.model import (
    Attachment,
    Body,
    Cell,
    DatedHeader,
    Imprint,
    Issue,
    Item,
    Masthead,
    Section,
    Subheading,
    Table,
)
from bulletin_desk.proof.earlier import remembered
from bulletin_desk.proof.findings import Level
from bulletin_desk.proof.issue import Known, issue_marks
from bulletin_desk.proof.text import marks_in
from bulletin_desk.resources import ROOT
from bulletin_desk.storage.bulletin_file import read_bulletin
from tests.proof.test_accounts import QUARTERS

REAL = read_bulletin(ROOT.parent / "examples" / "2024-01-09.bulletin")


def issue_of(*items: Item, day: date = date(2024, 1, 9)) -> Issue:
    return Issue(Masthead("简报", 2, 607), DatedHeader("办公室", day), sections=(Section("动态", items),))


def found(issue: Issue, known: Known | None = None) -> list[tuple[str, Level]]:
    return [(mark.rule, mark.level) for _, mark in issue_marks(issue, known or Known())]


def rules(issue: Issue, known: Known | None = None) -> list[str]:
    return [rule for rule, _ in found(issue, known)]


GOOD = Item("题", (Body("文。"),), "（德阳市地方志办公室）")


def test_the_real_issue() -> None:
    """Two commas, and twice 市委市政府 without 、: what an editor would mend."""
    texts = [mark for _, spec, text, *_ in walk(REAL) for mark in marks_in(text, spec.kind)]
    marks = texts + [mark for _, mark in issue_marks(REAL, Known(today=REAL.dated_header.date))]
    told = [(mark.level, mark.rule) for mark in marks if mark.level is not Level.ADVICE]
    assert sorted(told, key=str) == sorted(
        [(Level.ERROR, "doubled_mark"), (Level.DOUBTFUL, "term"), (Level.DOUBTFUL, "term")], key=str
    )


# ---- dates and numbers


@pytest.mark.parametrize(
    ("day", "today", "level"),
    [
        (date(2024, 1, 9), date(2024, 1, 9), None),
        (date(2024, 1, 9), date(2024, 1, 12), Level.ADVICE),
        (date(2024, 1, 12), date(2024, 1, 9), None),  # ready some days ahead
        (date(2025, 1, 9), date(2024, 1, 9), Level.DOUBTFUL),
        (date(2023, 1, 10), date(2024, 1, 9), Level.ADVICE),  # last year's number typed
        (date(2023, 6, 1), date(2024, 1, 9), None),  # an old issue is looked at
        (date(2024, 1, 13), date(2024, 1, 9), Level.ADVICE),  # a Saturday
    ],
)
def test_the_date_against_today_and_the_week(day: date, today: date, level: Level | None) -> None:
    told = [each for rule, each in found(issue_of(GOOD, day=day), Known(today=today)) if rule == "issue_date"]
    assert told == ([] if level is None else [level])


@pytest.mark.parametrize(
    ("printed", "level"),
    [
        (date(2024, 1, 9), None),
        (date(2024, 1, 8), Level.ERROR),
        (date(2024, 1, 11), Level.ADVICE),
        (date(2024, 2, 9), Level.DOUBTFUL),
    ],
)
def test_the_imprint_s_date_against_the_header_s(printed: date, level: Level | None) -> None:
    issue = replace(issue_of(GOOD), imprint=Imprint("综合处", printed))
    told = [each for rule, each in found(issue) if rule == "imprint_date"]
    assert told == ([] if level is None else [level])


@pytest.mark.parametrize(
    ("number", "total", "wrong"), [(3, 608, False), (3, 609, True), (30, 635, False), (3, None, False)]
)
def test_the_total_number_runs_along_with_the_number(number: int, total: int | None, wrong: bool) -> None:
    known = Known(earlier=(remembered(issue_of(GOOD), "第2期.bulletin"),))
    issue = replace(issue_of(GOOD, day=date(2024, 1, 16)), masthead=Masthead("简报", number, total))
    assert ("total_number" in rules(issue, known)) is wrong


def test_the_office_s_own_numbers_are_known_without_earlier_issues() -> None:
    assert "total_number" not in rules(REAL)
    assert "total_number" in rules(replace(REAL, masthead=replace(REAL.masthead, total_number=670)))
    assert "total_number" not in rules(replace(REAL, masthead=Masthead("别的简报", 2, 670)))


def test_a_number_that_was_used() -> None:
    known = Known(earlier=(remembered(issue_of(GOOD), "第2期.bulletin"),))
    again = issue_of(GOOD, day=date(2024, 1, 16))
    ((path, mark),) = [each for each in issue_marks(again, known) if each[1].rule == "number_used"]
    assert path == ("masthead", "number")
    assert "第2期已经有了（第2期.bulletin，2024年1月9日）" in mark.message
    next_year = replace(again, dated_header=DatedHeader("办公室", date(2025, 1, 7)))
    assert "number_used" not in rules(next_year, known)


# ---- sources


@pytest.mark.parametrize("source", ["", "（）"])
def test_a_source_that_is_missing(source: str) -> None:
    lacking = replace(GOOD, source=source)
    assert ("source_missing", Level.DOUBTFUL) in found(issue_of(GOOD, lacking))
    assert ("source_missing", Level.ADVICE) in found(issue_of(lacking))
    assert "source_missing" not in rules(issue_of(GOOD, Item("")))


def test_a_source_that_is_missing_is_told_at_the_end_of_what_is_written_in_the_item() -> None:
    table = Table(((Cell("甲县"), Cell("3")),))
    lacking = replace(
        GOOD, source="", blocks=(*GOOD.blocks, table), attachments=(Attachment("名单", (Body("张三。"),)),)
    )
    at = len(lacking.blocks) - 1
    marks = issue_marks(issue_of(lacking), Known())
    ((path, mark),) = [each for each in marks if each[1].rule == "source_missing"]
    assert path == cell_of(block_of(item_path(0, 0), at), 0, 1)
    assert (mark.start, mark.end) == (0, 1)


def test_a_source_s_brackets() -> None:
    issue = issue_of(replace(GOOD, source="德阳市地方志办公室"))
    ((_, mark),) = [each for each in issue_marks(issue, Known()) if each[1].rule == "source_form"]
    assert mark.fix[0].text == "（德阳市地方志办公室）"


def test_an_unknown_source() -> None:
    known = Known(source_known=lambda name: name == "德阳市地方志办公室")
    assert "source_unknown" not in rules(issue_of(GOOD), known)
    issue = issue_of(replace(GOOD, source="（德阳市地方志办公室、得阳办）"))
    ((_, mark),) = [each for each in issue_marks(issue, known) if each[1].rule == "source_unknown"]
    assert issue.sections[0].items[0].source[mark.start : mark.end] == "得阳办"


# ---- ordinals from paragraph to paragraph


@pytest.mark.parametrize(
    ("texts", "gap"),
    [
        (("一、甲", "二、乙", "三、丙"), False),
        (("一、甲", "三、丙"), True),
        (("一、甲", "（一）子", "（二）丑", "二、乙", "（一）寅"), False),
        (("一、甲", "（一）子", "（三）丑"), True),
        (("一是抓领导。", "二是抓落实。", "四是抓督查。"), True),
        (("1.甲", "2.乙", "1.丙", "2.丁"), False),
        (("三、丙", "五、戊"), False),  # taken over from the middle of another text
        (("2.5万人参加。", "3.6万人参加。"), False),
    ],
)
def test_ordinals_from_paragraph_to_paragraph(texts: tuple[str, ...], gap: bool) -> None:
    blocks = tuple(Subheading(text) if text[0] in "一二三（" else Body(text) for text in texts)
    assert ("ordinal_gap" in rules(issue_of(replace(GOOD, blocks=blocks)))) is gap


# ---- items that appeared before


def test_an_item_of_an_earlier_issue_is_told_with_its_issue() -> None:
    known = Known(earlier=(remembered(REAL, "第2期.bulletin"),))
    copied = REAL.sections[0].items[1]
    blocks = (Body("新写的一句话，和原来不同。"), *copied.blocks[1:])
    issue = issue_of(replace(copied, title="换了标题", blocks=blocks), GOOD, day=date(2024, 1, 16))
    ((path, mark),) = [each for each in issue_marks(issue, known) if each[1].rule == "earlier_item"]
    assert path == ("sections", 0, "items", 0, "title")
    assert mark.message == (
        "2024年第2期已经登过《德阳用好用活“微”媒体平台数字赋能史志“指尖新阵地”》，内容大半相同；"
        "请核对是否重复（见“第2期.bulletin”）。"
    )


def test_a_report_of_another_quarter_is_no_repetition_but_the_same_report_is() -> None:
    third, fourth = (Item(title, (Body(text),), source) for title, text, source in QUARTERS)
    known = Known(earlier=(remembered(issue_of(third, day=date(2024, 10, 8)), "第30期.bulletin"),))
    assert "earlier_item" not in rules(issue_of(fourth, GOOD, day=date(2025, 1, 6)), known)
    again = replace(fourth, blocks=third.blocks)
    assert "earlier_item" in rules(issue_of(again, GOOD, day=date(2025, 1, 6)), known)


def test_versions_of_one_issue_do_not_accuse_each_other() -> None:
    sent = Known(earlier=(remembered(REAL, "第2期送审稿.bulletin"),))
    section = REAL.sections[0]
    final = replace(
        REAL,
        dated_header=replace(REAL.dated_header, date=date(2024, 1, 12)),
        sections=(replace(section, items=(GOOD, *section.items[1:])), *REAL.sections[1:]),
    )
    assert not {"earlier_item", "number_used"} & set(rules(final, sent))
    early = Known(
        earlier=(
            remembered(replace(REAL, sections=(replace(section, items=section.items[:2]),)), "送审.bulletin"),
        )
    )
    assert not {"earlier_item", "number_used"} & set(rules(REAL, early))
    first = replace(REAL, sections=(replace(section, items=section.items[:2]),))
    assert not {"earlier_item", "number_used"} & set(rules(first, sent))
    next_issue = replace(final, masthead=replace(REAL.masthead, number=3, total_number=608))
    assert rules(next_issue, sent).count("earlier_item") == 4
    took_its_number = replace(final, sections=(replace(section, items=(GOOD, *section.items[1:2])),))
    assert {"earlier_item", "number_used"} <= set(rules(took_its_number, sent))
    supplement = replace(final, masthead=replace(REAL.masthead, supplement="增刊"))
    assert "earlier_item" in rules(supplement, sent)


def test_an_item_twice_in_one_issue() -> None:
    item = REAL.sections[0].items[2]
    assert rules(issue_of(item, GOOD, item)).count("same_item") == 1


def test_other_news_is_no_repetition() -> None:
    known = Known(earlier=(remembered(read_bulletin(ROOT.parent / "examples" / "full.json"), "x"),))
    assert not {"earlier_item", "same_item"} & set(rules(REAL, known))


# ---- faces


def test_missing_official_faces_are_told_once() -> None:
    assert rules(issue_of(GOOD), Known(stand_ins=("小标宋", "仿宋"))).count("stand_in_face") == 1
    assert "stand_in_face" not in rules(issue_of(GOOD))
