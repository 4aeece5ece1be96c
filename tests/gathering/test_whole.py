"""Whole issues out of foreign Word files: generated ones in many dialects, and our own copies without what
they carry along.

`BULLETIN_DESK_OLD_ISSUES=2000` reads so many; a few dozen unless set."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from datetime import date as Date  # noqa: N812
from pathlib import Path

import pytest

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.bulletin.office import Office
from bulletin_desk.forms import DOCX
from bulletin_desk.gathering.check import differences, texts_between
from bulletin_desk.gathering.reading import Known
from bulletin_desk.gathering.whole import read_issue
from bulletin_desk.intake.read import read_whole
from bulletin_desk.pipeline import own_word_copy, typeset_file
from tests.gathering.old_word import DIALECTS, Dialect
from tests.gathering.reading import (
    KNOWN,
    any_dialect,
    any_issue,
    come_back,
    read_as,
    said_by,
)
from tests.gathering.stripped import stripped
from tests.gathering.years import year_of_issues
from tests.intake.word import p, r, saved, table, word

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
COUNT = int(os.environ.get("BULLETIN_DESK_OLD_ISSUES", "16"))


@pytest.mark.parametrize("name", [name for name, dialect in DIALECTS.items() if dialect.looks == "all"])
def test_an_offices_year_comes_back(name: str, tmp_path: Path) -> None:
    dialect = DIALECTS[name]
    for issue in year_of_issues(7, 2023, max(2, COUNT // 24)):
        found = come_back(issue, dialect, tmp_path)
        assert read_as(found, dialect) == said_by(issue, dialect)
        assert found.doubts == ()


@pytest.mark.parametrize("noisy", [False, True])
def test_nothing_is_wrong_without_a_word(noisy: bool, tmp_path: Path) -> None:
    """Whatever the dialect, and in files where a line is now and then set as another kind is."""
    silent = 0
    for seed in range(COUNT):
        pick = random.Random(f"{noisy}{seed}")
        dialect = any_dialect(pick, noisy=noisy)
        issue = any_issue(pick)
        found = come_back(issue, dialect, tmp_path)
        wrong = read_as(found, dialect) != said_by(issue, dialect)
        assert not wrong or found.doubts, (seed, dialect)
        silent += not found.doubts
    assert silent >= COUNT * (0.2 if noisy else 0.5)  # not everything is doubted


# ---- our own copies as strangers


def _read(example: str, folder: Path, layout: str) -> tuple[Issue, Issue, list[str]]:
    made = typeset_file(EXAMPLES / f"{example}.bulletin", installed_faces=False)
    issue = made.issue
    file = saved(folder, stripped(DOCX.encode(made)))
    assert own_word_copy(file) is None
    office = Office(issue.masthead.name, issue.dated_header.issuer, layout)
    found = read_issue(read_whole(file), "旧刊", Known((office,)))
    return issue, found.issue, [one.reason for one in found.doubts]


@pytest.mark.parametrize("example", ["2024-01-09", "daily", "gb9704", "special-report"])
def test_an_example_comes_back(example: str, tmp_path: Path) -> None:
    issue, found, reasons = _read(example, tmp_path, example if example[0].isalpha() else "")
    assert replace(found, layout=None) == replace(issue, layout=None)
    assert reasons == []


def test_a_monthly_says_no_day(tmp_path: Path) -> None:
    issue, found, reasons = _read("monthly", tmp_path, "monthly")
    assert reasons == ["date"]
    assert found.dated_header.date == Date(2025, 5, 1)  # the month that it prints
    assert (found.sections, found.head_fields) == (issue.sections, issue.head_fields)
    assert (found.closing_fields, found.distribution) == (issue.closing_fields, issue.distribution)


# ---- what can't be told


def _issue_of(body: str, folder: Path, name: str = "旧刊") -> tuple[Issue, dict[str, str]]:
    file = saved(folder, word(body))
    found = read_issue(read_whole(file), name, KNOWN)
    return found.issue, {one.reason: one.message for one in found.doubts}


HEAD = p("四川省地方志工作简报", '<w:jc w:val="center"/>', '<w:sz w:val="84"/>')
TEXT = p("【市州动态】") + p("德阳市完成年鉴编纂工作", '<w:jc w:val="center"/>', '<w:sz w:val="44"/>')
TEXT += p("1月9日，德阳市完成年鉴编纂工作，各县（市、区）参加。", "", '<w:sz w:val="32"/>')
TEXT += p("（德阳市地方志办公室）", '<w:jc w:val="right"/>', '<w:sz w:val="32"/>')
NUMBER = p("第2期（总第607期）", '<w:jc w:val="center"/>', '<w:sz w:val="32"/>')
DATED = p("四川省地方志工作办公室　　2024年1月9日", "", '<w:sz w:val="32"/>')


def test_no_number(tmp_path: Path) -> None:
    issue, doubts = _issue_of(HEAD + DATED + TEXT, tmp_path)
    assert doubts == {"number": "没有找到期号，先写作第1期，请改正。"}
    assert issue.masthead.number == 1
    issue, doubts = _issue_of(HEAD + DATED + TEXT, tmp_path, "2024年第12期")
    assert doubts == {"number": "报头里没有找到期号，用了文件名里的第12期，请核对。"}
    assert issue.masthead.number == 12


def test_another_number_in_the_files_name(tmp_path: Path) -> None:
    _, doubts = _issue_of(HEAD + NUMBER + DATED + TEXT, tmp_path, "第3期")
    assert doubts == {"number": "报头上是第2期，文件名里是第3期，请核对。"}
    _, doubts = _issue_of(HEAD + NUMBER + DATED + TEXT, tmp_path, "2024年第2期（总第607期）")
    assert doubts == {}


def test_no_day(tmp_path: Path) -> None:
    issue, doubts = _issue_of(HEAD + NUMBER + TEXT, tmp_path, "2019年第2期")
    assert doubts == {"date": "没有找到日期，先写作2019-01-01，请改正。"}
    assert issue.dated_header.date == Date(2019, 1, 1)


def test_another_year_in_the_number(tmp_path: Path) -> None:
    number = p("〔2023〕2号", '<w:jc w:val="center"/>')
    issue, doubts = _issue_of(HEAD + number + DATED + TEXT, tmp_path)
    assert set(doubts) == {"date", "left"}
    assert "2023年" in doubts["date"]
    assert issue.masthead.number == 2


def test_words_that_no_field_takes(tmp_path: Path) -> None:
    dated = p("四川省地方志工作办公室　　2024年1月9日　　签发：王某某", "", '<w:sz w:val="32"/>')
    issue, doubts = _issue_of(HEAD + NUMBER + dated + TEXT, tmp_path)
    assert set(doubts) == {"left"}
    assert "里的“签发：王某某”没有收进来" in doubts["left"]
    assert issue.dated_header.issuer == "四川省地方志工作办公室"


def test_the_contents_say_another_title(tmp_path: Path) -> None:
    listed = p("本期要目") + p("德阳市完成年鉴编纂工作……1") + p("乐山市举办培训班……2")
    _, doubts = _issue_of(HEAD + NUMBER + DATED + listed + TEXT, tmp_path)
    assert set(doubts) == {"structure"}
    assert "乐山市举办培训班" in doubts["structure"]


def test_what_stands_in_headers_and_footers(tmp_path: Path) -> None:
    body = HEAD + NUMBER + DATED + TEXT
    margins = {"header": p("四川省地方志工作简报"), "footer": p("注意保存") + p("— 1 —")}
    file = saved(tmp_path, word(body, margins))
    found = read_issue(read_whole(file), "旧刊", KNOWN)
    assert [one.message for one in found.doubts] == ["页脚里的“注意保存”没有收进来，请看看要不要。"]


def test_items_without_a_section(tmp_path: Path) -> None:
    issue, doubts = _issue_of(HEAD + NUMBER + DATED + TEXT.replace(p("【市州动态】"), ""), tmp_path)
    assert doubts == {"structure": "1篇稿件上面没有栏目，请补上。"}
    assert [section.name for section in issue.sections] == [""]


def test_two_issues_in_one_file(tmp_path: Path) -> None:
    second = NUMBER.replace("第2期（总第607期）", "第3期（总第608期）")
    _, doubts = _issue_of(HEAD + NUMBER + DATED + TEXT + HEAD + second + DATED + TEXT, tmp_path)
    assert {"structure"} <= set(doubts)


def test_a_table_that_is_a_form(tmp_path: Path) -> None:
    """Its words are in the bulletin, or are told."""
    rows = table(("姓名", "单位"), ("张某", "德阳市地方志办公室"))
    issue, doubts = _issue_of(HEAD + NUMBER + DATED + TEXT + rows, tmp_path)
    said = "".join(texts_between(issue)) + "".join(doubts.values())
    assert all(words in said for words in ("姓名", "张某"))


def test_an_unknown_bulletin(tmp_path: Path) -> None:
    head = p("丁市图书工作简报", '<w:jc w:val="center"/>', '<w:sz w:val="84"/>')
    issue, doubts = _issue_of(
        head + NUMBER + DATED.replace("四川省地方志工作", "丁市图书馆") + TEXT, tmp_path
    )
    assert set(doubts) == {"office"}
    assert (issue.masthead.name, issue.dated_header.issuer) == ("丁市图书工作简报", "丁市图书馆办公室")
    assert issue.print_count is None  # nothing of another office's


def test_fields_in_the_head_are_no_news(tmp_path: Path) -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{r("2024年1月9日")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    dated = p(r("四川省地方志工作办公室") + "<w:r><w:tab/></w:r>" + field)
    issue, doubts = _issue_of(HEAD + NUMBER + dated + TEXT, tmp_path)
    assert doubts == {}
    assert issue.dated_header.date == Date(2024, 1, 9)


# ---- the check


def test_every_lost_added_or_changed_character_is_told(tmp_path: Path) -> None:
    pick = random.Random(5)
    issue = any_issue(pick)
    there = list(texts_between(issue))
    assert differences(there, there) == []
    for _ in range(100):
        here = list(there)
        at = pick.randrange(len(here))
        place = pick.randrange(len(here[at]))
        text = here[at]
        char = pick.choice("的一是在了")
        here[at] = pick.choice(
            (
                text[:place] + text[place + 1 :],
                text[:place] + char + text[place:],
                text[:place] + char + text[place + 1 :],
            )
        )
        told = differences(there, here)
        inside = 0 < place < len(text) - 1 or text[place] not in "（）【】"
        assert bool(told) == (here[at] != text) or not inside, (text[place], here[at])
        assert all(one.sentence.endswith("。") for one in told)


def test_long_texts_that_repeat_themselves_take_no_time() -> None:
    old = ["好的。" * 30, *["又好的，" * 20] * 3_000]
    assert len(differences(old, [*old[:1_000], "多出来的", *old[1_000:2_990]])) in range(1, 20)


def test_texts_in_another_order_are_told() -> None:
    assert differences(["甲、乙。", "丙、丁。"], ["丙、丁。", "甲、乙。"])
    assert differences(["甲", "甲"], ["甲"])
    assert differences(["【要闻】", "甲\u3000乙"], ["要闻", "甲乙"]) == []


def test_a_dialect_has_its_default() -> None:
    assert Dialect() == DIALECTS["plain"]
