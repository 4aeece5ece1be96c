"""Which items tell of the same event, and which are each one of a series or other news of the same office."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path

import pytest

from bulletin_desk.proof.accounts import Account, account_of, days_in, is_series, near_titles, same_event
from bulletin_desk.proof.sketches import sketch_of, wanted

DAY = date(2024, 3, 20)
MEETING = (
    "绵阳市召开乡镇志编纂工作推进会",
    "3月15日，绵阳市地方志办公室召开全市乡镇（街道）志编纂工作推进会。市政府副秘书长张国强出席会议并讲话，各县（市、区）"
    "地方志机构负责人86人参加。会议通报了前两月编纂进度，对照《乡镇志编纂规范》逐项讲解了篇目设置，"
    "要求12月底前完成112部初稿。",
    "（绵阳市地方志办公室）",
)
REWRITTEN = (
    "绵阳：86名修志人共商乡镇志编纂",
    "绵阳市近日传来消息：3月15日召开的乡镇志推进会上，来自各县区的修志人员86人坐在一起，以《乡镇志编纂规范》为教材，"
    "学习怎样定篇目、怎样收资料。市政府副秘书长张国强到会提出要求，112部初稿年底前必须交出。",
    "（绵阳市融媒体中心）",
)
SAME_DAY = (
    "绵阳市地方志办公室开展植树活动",
    "3月15日，绵阳市地方志办公室组织干部职工20余人到城郊林场开展义务植树活动。大家分工协作、干劲十足，栽下香樟、"
    "桂花130多株。",
    "（绵阳市地方志办公室）",
)
OTHER_CITY = (
    "德阳市召开乡镇志编纂工作推进会",
    "3月15日，德阳市地方志办公室召开全市乡镇（街道）志编纂工作推进会，各县（市、区）地方志机构负责人54人参加。会议要求"
    "10月底前完成73部初稿。",
    "（德阳市地方志办公室）",
)
QUARTERS = [
    (
        f"绵阳市2024年第{which}季度地方志工作情况",
        f"截至{month}月{day}日，绵阳市第{which}季度共完成年鉴供稿{one}篇、初审志稿{two}部，新收地情资料{three}种，接待读者{four}人次，"
        "各项工作按年度计划有序推进，无延误、无差错，质量和进度均达到预期要求。",
        "（绵阳市地方志办公室）",
    )
    for which, month, day, one, two, three, four in (
        ("三", 9, 30, 128, 12, 346, 1204),
        ("四", 12, 31, 143, 17, 298, 1377),
    )
]
NEXT_YEAR = (MEETING[0], MEETING[1].replace("86人", "91人").replace("112部", "37部"), MEETING[2])


def account(texts: tuple[str, str, str], day: date = DAY) -> Account:
    return account_of(*texts, day)


def test_an_event_is_known_again_in_other_words() -> None:
    assert same_event(account(MEETING), account(REWRITTEN))
    assert same_event(account(REWRITTEN, date(2024, 3, 26)), account(MEETING))


@pytest.mark.parametrize("other", [SAME_DAY, OTHER_CITY, *QUARTERS], ids=lambda texts: texts[0])
def test_other_news_is_another_event(other: tuple[str, str, str]) -> None:
    assert not same_event(account(MEETING), account(other))
    assert not near_titles(account(MEETING), account(other))


def test_a_day_of_another_year_is_another_day() -> None:
    assert days_in("", "12月28日，会议召开。", date(2024, 1, 9)) == {date(2023, 12, 28)}
    assert days_in("", "2022年12月28日，会议召开。", date(2024, 1, 9)) == {date(2022, 12, 28)}
    assert days_in("", "3月15—17日和2月30日", date(2024, 3, 20)) == {date(2024, 3, 15)}
    later = account(NEXT_YEAR, date(2025, 3, 20))
    assert not same_event(account(MEETING), later)
    assert not near_titles(account(MEETING), later)
    assert is_series(account(MEETING), later)


def test_a_title_that_is_nearly_the_same() -> None:
    near = account(("绵阳市召开全市乡镇志编纂工作推进会", "会议要求加快进度。", ""))
    assert near_titles(account(MEETING), near)
    assert near_titles(account(("绵阳市召开全市乡镇志编纂推进会", "", "")), near)
    assert not near_titles(account(MEETING), account(("工作动态", "", "")))
    long_after = account((near.bare, "会议要求加快进度。", ""), date(2025, 3, 1))
    assert not near_titles(near, long_after)


def test_quarters_are_a_series_but_a_text_that_was_sent_again_is_none() -> None:
    third, fourth = (account(texts, date(2025, 1, 6)) for texts in QUARTERS)
    assert is_series(third, fourth)
    assert not near_titles(third, fourth)
    assert not same_event(third, fourth)
    again = account((QUARTERS[1][0], QUARTERS[0][1], ""))
    assert not is_series(account(QUARTERS[0]), again)


@pytest.mark.parametrize(
    ("one", "other"),
    [("第三季度", "第四季度"), ("上半年", "下半年"), ("10月份", "11月份"), ("2023年", "2024年")],
)
def test_reports_of_two_times_without_other_figures_are_a_series(one: str, other: str) -> None:
    def report(time: str) -> Account:
        text = f"{time}，各地认真贯彻落实会议精神，志书年鉴编纂、方志馆建设各项工作有序推进，总体良好。"
        return account((f"全市{time}地方志工作情况通报", text, ""))

    assert is_series(report(one), report(other))
    assert not is_series(report(one), report(one))
    assert not near_titles(report(one), report(other))


def test_a_text_of_which_only_the_day_is_another_is_no_series() -> None:
    again = (SAME_DAY[0], SAME_DAY[1].replace("3月15日", "4月2日"), SAME_DAY[2])
    assert not is_series(account(SAME_DAY), account(again, date(2024, 4, 9)))
    words = "，我市召开会议，总结工作，表彰先进，安排下一步的任务，各单位负责同志参加。"
    one, other = (account(("市里召开会议", day + words, "")) for day in ("3月15日", "3月18日"))
    assert not is_series(one, other)


def test_paragraphs_of_other_news_tell_of_other_events() -> None:
    """Even if all of them were of one day and one city."""
    prose = (Path(__file__).parent / "data" / "prose.txt").read_text(encoding="utf-8").splitlines()
    lines = [line for line in prose if len(line) > 60 and line[0] != "#" and ": " not in line[:14]]
    accounts = [account(("", f"3月15日，绵阳市消息：{line}", "")) for line in lines]
    assert len(accounts) > 80
    alike = [
        (lines[one], lines[other])
        for one, other in itertools.combinations(range(len(lines)), 2)
        if same_event(accounts[one], accounts[other])
    ]
    assert alike == []


# ---- sketches


def test_what_is_alike_is_found_by_its_sketch() -> None:
    kept = sketch_of(*MEETING[:2], DAY)
    assert kept == sketch_of(*MEETING[:2], DAY)
    assert all(0 <= number < 1 << 32 for number in kept)
    assert len(kept & wanted("换了题目", "新的开头。\n" + MEETING[1], DAY).text) > 5
    assert kept & wanted(*REWRITTEN[:2], DAY).days
    assert kept & wanted("绵阳市召开乡镇志推进会", "", DAY).title
    assert not kept & frozenset().union(*wanted(*QUARTERS[0][:2], date(2024, 10, 8)))


def test_of_a_long_text_less_is_kept_and_still_found_by_a_part() -> None:
    long_text = "\n".join(f"{MEETING[1]}第{at}次汇总{at * 7919}件{at * 104729}份。" for at in range(40))
    kept = sketch_of("", long_text, DAY)
    assert len(kept) < len(wanted("", long_text, DAY).text) / 2
    assert kept & wanted("", long_text[len(long_text) // 2 : len(long_text) // 2 + 300], DAY).text
