"""What of an issue appeared in the library before: copies, the same event in other words, nearly the same
title; and what only looks so."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bulletin_desk.bulletin.model import Body, Issue, Item, Section
from bulletin_desk.library.duplicates import appeared_before
from bulletin_desk.library.folders import add_folders
from bulletin_desk.library.index import Library
from bulletin_desk.library.update import put, update
from bulletin_desk.pipeline import appeared_in_library
from bulletin_desk.proof.earlier import Appeared
from bulletin_desk.proof.issue import Known, issue_marks
from bulletin_desk.resources import ROOT
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin
from tests.library import making
from tests.proof.test_accounts import MEETING, NEXT_YEAR, OTHER_CITY, QUARTERS, REWRITTEN, SAME_DAY

REAL = read_bulletin(ROOT.parent / "examples" / "2024-01-09.bulletin")
Texts = tuple[str, str, str]


def issue_of(*items: Texts, number: int = 9, day: date = date(2024, 3, 20), name: str = "") -> Issue:
    masthead = replace(REAL.masthead, number=number, name=name or REAL.masthead.name)
    made = tuple(Item(title, (Body(text),), source) for title, text, source in items)
    header = replace(REAL.dated_header, date=day)
    return replace(REAL, masthead=masthead, dated_header=header, sections=(Section("市州动态", made),))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "历年").mkdir()
    library = Library(tmp_path / "library")
    add_folders(library.folder, (tmp_path / "历年",))
    return library


def kept(library: Library, tmp_path: Path, **issues: Issue) -> None:
    for name, issue in issues.items():
        write_bulletin(tmp_path / "历年" / f"{name}.bulletin", issue)
    update(library, lambda _: 4)


def found(library: Library, issue: Issue, itself: Path | None = None) -> list[tuple[int, str, str]]:
    return [(each.item, each.by, each.title) for each in appeared_before(library, issue, itself)]


def test_text_event_and_title_are_told_with_where_they_stood(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path, 老=issue_of(MEETING, SAME_DAY, OTHER_CITY, number=8))
    copied = ("换了一个题目", f"新写的一句。{SAME_DAY[1]}", SAME_DAY[2])
    near = ("绵阳市召开全市乡镇志编纂工作推进会", "会议要求加快进度。", "")
    other = (
        "绵阳年鉴出版",
        "《绵阳年鉴（2024）》近日由方志出版社出版，全书86万字。",
        "（绵阳市地方志办公室）",
    )
    assert found(library, issue_of(REWRITTEN, copied, near, other)) == [
        (0, "event", MEETING[0]),
        (1, "text", SAME_DAY[0]),
        (2, "title", MEETING[0]),
    ]
    (first, *_) = appeared_before(library, issue_of(REWRITTEN))
    name = REAL.masthead.one_line
    file = tmp_path / "历年" / "老.bulletin"
    assert first == Appeared(0, 0, "event", MEETING[0], name, 8, "", date(2024, 3, 20), file)


def test_series_and_later_issues_are_not_told(library: Library, tmp_path: Path) -> None:
    later = issue_of(MEETING, number=12, day=date(2024, 4, 1))
    kept(library, tmp_path, 三季=issue_of(QUARTERS[0], number=30, day=date(2024, 3, 1)), 以后=later)
    assert found(library, issue_of(QUARTERS[1], MEETING)) == []
    assert found(library, issue_of(NEXT_YEAR, number=9, day=date(2025, 3, 20))) == []


def test_the_issue_itself_its_copies_and_versions_are_left_out(library: Library, tmp_path: Path) -> None:
    issue = issue_of(MEETING, SAME_DAY, OTHER_CITY)
    kept(library, tmp_path, 本期=issue, 本期送审稿=issue_of(MEETING, SAME_DAY))
    assert found(library, issue, tmp_path / "历年" / "本期.bulletin") == []
    assert found(library, issue) == []  # as it was sent round, without a file yet
    supplement = replace(issue, masthead=replace(issue.masthead, number=10))
    assert [by for _, by, _ in found(library, supplement)] == ["text"] * 3


def test_the_file_itself_is_left_out_whichever_way_leads_to_it(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path, 本期=issue_of(MEETING, number=8))
    renumbered, file = issue_of(MEETING), tmp_path / "历年" / "本期.bulletin"
    assert found(library, renumbered, file) == []
    assert len(found(library, renumbered, tmp_path / "别处" / "本期.bulletin")) == 1
    if sys.platform != "win32":  # links need a privilege there
        (tmp_path / "链接").symlink_to(file.parent)
        assert found(library, renumbered, tmp_path / "链接" / "本期.bulletin") == []


def test_what_is_saved_and_what_is_gone_counts_at_once(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path, 老=issue_of(MEETING, number=8))
    file = tmp_path / "历年" / "老.bulletin"
    put(library, file, issue_of(SAME_DAY, number=8), 4)
    assert found(library, issue_of(MEETING, SAME_DAY)) == [(1, "text", SAME_DAY[0])]
    with library.using() as connection:
        (rows,) = connection.execute("SELECT count(DISTINCT item) FROM sketches").fetchone()
    assert rows == 1
    file.unlink()
    update(library, lambda _: 4)
    assert found(library, issue_of(MEETING, SAME_DAY)) == []
    with library.using() as connection:
        assert connection.execute("SELECT count(*) FROM sketches").fetchone() == (0,)


def test_further_files_of_an_issue_hide_nothing(library: Library, tmp_path: Path) -> None:
    of_no_day = ("年鉴工作经验", making.text_of("年鉴") * 2, "")
    kept(library, tmp_path, **{f"老 {at}": issue_of(of_no_day, number=8) for at in range(10, 20)})
    os.utime(tmp_path / "历年" / "老 19.bulletin", (1 << 31, 1 << 31))
    update(library, lambda _: 4)
    copied = ("换了一个题目", *of_no_day[1:])
    assert found(library, issue_of(copied)) == [(0, "text", of_no_day[0])]


def test_a_phrase_that_many_items_have_finds_none(library: Library, tmp_path: Path) -> None:
    phrase = "坚持以习近平新时代中国特色社会主义思想为指导，深入贯彻落实党的二十大精神"
    items = [(f"第{at}条消息", f"{phrase}，完成第{at * 7919}号任务{at * 104729}件。", "") for at in range(70)]
    kept(library, tmp_path, 多=issue_of(*items, number=8))
    assert found(library, issue_of(("另一条", f"{phrase}，同时开展了一次别的活动，效果很好。", ""))) == []


# ---- told by proof


def test_a_finding_says_where_and_by_what(library: Library, tmp_path: Path) -> None:
    other = issue_of(SAME_DAY, number=3, name="绵阳史志\n简报")
    kept(library, tmp_path, 老=issue_of(MEETING, number=8), 另=other)
    issue = issue_of(REWRITTEN, SAME_DAY)
    known = Known(appeared=appeared_in_library(issue, library.folder))
    said = [mark.message for _, mark in issue_marks(issue, known) if mark.rule == "earlier_item"]
    assert said == [
        "2024年第8期（3月20日）已经登过《绵阳市召开乡镇志编纂工作推进会》，写的好像是同一件事；"
        "请核对是否重复（见“老.bulletin”）。",
        "《绵阳史志简报》2024年第3期（3月20日）已经登过《绵阳市地方志办公室开展植树活动》，内容大半相同；"
        "请核对是否重复（见“另.bulletin”）。",
    ]


def test_without_a_library_or_with_a_broken_one_nothing_is_told(library: Library, tmp_path: Path) -> None:
    issue = issue_of(MEETING)
    assert appeared_in_library(issue, tmp_path / "nowhere") == ()
    assert not (tmp_path / "nowhere").exists()
    kept(library, tmp_path, 老=issue_of(MEETING, number=8))
    assert appeared_in_library(issue, library.folder)
    library.close()
    (library.folder / "index.sqlite3").write_bytes(b"no database" * 1000)
    assert appeared_in_library(issue, library.folder) == ()
