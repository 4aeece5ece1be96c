"""What the window of the library says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bulletin_desk.bulletin.grammar import item_path, title_of
from bulletin_desk.bulletin.model import Item, Place, Section
from bulletin_desk.desk.library.said import Gaps, gaps_said, hits_said, item_in, word_at
from bulletin_desk.desk.library.scopes import Scope
from bulletin_desk.library.numbers import Double, Gap, Numbers
from bulletin_desk.library.search import Hits, Query
from tests.bulletin.issues import SMALL

GAPS = Numbers((Gap("", 7, 7), Gap("", 9, 10), Gap("", 12, 20), Gap("增刊", 1, 1)))
TWICE = Numbers((), (Double("", 12, (Path("甲.bulletin"), Path("乙.bulletin"))),))


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        (Scope("简报", 2024), "缺第7、9、10、12至20期；缺增刊第1期。"),
        (Scope("简报"), "2024年缺第7、9、10、12至20期；缺增刊第1期。"),
        (Scope(), "2024年缺第7、9、10、12至20期；缺增刊第1期。"),
    ],
)
def test_missing_numbers_are_said(scope: Scope, said: str) -> None:
    assert gaps_said([Gaps("简报", 2024, GAPS), Gaps("简报", 2023, Numbers())], scope)[0] == said


def test_numbers_that_stand_twice_are_said_with_their_files() -> None:
    short, every = gaps_said([Gaps("简报", 2024, TWICE), Gaps("快报", 2024, GAPS)], Scope())
    assert short.startswith("“简报”2024年第12期有两个文件：甲.bulletin、乙.bulletin；“快报”2024年缺第7、")
    assert every.count("\n") == 2
    three = Numbers((), (Double("增刊", 1, (Path("甲"), Path("乙"), Path("丙"))),))
    assert gaps_said([Gaps("", 2024, three)], Scope("", 2024))[0] == "增刊第1期有 3 个文件：甲、乙、丙。"
    assert gaps_said([], Scope()) == ("", "")


def test_of_many_not_all_are_said_at_once() -> None:
    short, every = gaps_said([Gaps("简报", year, TWICE) for year in range(2000, 2020)], Scope())
    assert short.endswith("；还有 14 处。")
    assert len(every.splitlines()) == 20


def test_how_much_is_found_is_said() -> None:
    query = Query(("年鉴",))
    assert hits_said(Hits(0, ()), query, "") == "没有找到，也可以少写几个字或几个词。"
    assert hits_said(Hits(0, ()), Query(since=date(2024, 1, 1)), "“简报”") == "在“简报”里没有找到。"
    assert hits_said(Hits(5, ()), query, "").startswith("找到 5 篇，先列最近的 0 篇")


def test_an_item_is_where_its_title_is() -> None:
    items = (Item("甲"), Item("乙\n丙"), Item(""), Item("甲"))
    issue = replace(SMALL, sections=(Section("", items),))
    assert item_in(issue, 0, 3, "甲") == item_path(0, 3)
    assert item_in(issue, 0, 2, "甲") == item_path(0, 0)
    assert item_in(issue, 5, 5, "乙丙") == item_path(0, 1)
    assert item_in(issue, 0, 2, "") == item_path(0, 2)
    assert item_in(issue, 0, 1, "") is None
    assert item_in(issue, 0, 0, "丁") is None


def test_the_longest_word_at_a_place_is_meant() -> None:
    issue = replace(SMALL, sections=(Section("", (Item("年鉴编纂会"),)),))
    title = title_of(item_path(0, 0))
    assert word_at(issue, Place(title, 0), ("年鉴", "年鉴编纂", "编纂")).end == 4
    nowhere = word_at(issue, Place(title, 1), ("年鉴",))
    assert (nowhere.start, nowhere.end) == (1, 1)
