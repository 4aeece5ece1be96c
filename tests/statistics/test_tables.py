"""Tables of what was adopted: ranks, groups, counties, months without an item, manuscripts received."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

import pytest

from bulletin_desk.bulletin.model import Endorsement
from bulletin_desk.bulletin.received import IssueName, ReceivedItem, Status, Use
from bulletin_desk.bulletin.received import Received as Manuscript
from bulletin_desk.library.entries import IssueEntry, ItemEntry
from bulletin_desk.statistics.adoption import Adoption, Printed, Received, Zero, adoption, noted, printed
from bulletin_desk.statistics.names import names_of
from bulletin_desk.statistics.rules import Group, Points, Rules
from bulletin_desk.statistics.spans import quarter_span, span_of, year_span
from bulletin_desk.statistics.tables import OTHERS, UNSIGNED, By, by_months, table

NAMES = names_of()
EXPECTED = Rules(groups=(Group("", ("自贡市", "德阳市", "绵阳市", "泸州市")),))


def item(
    source: str,
    day: str = "2026-01-05",
    section: str = "市州动态",
    above: str = "",
    endorsements: tuple[Endorsement, ...] = (),
) -> Printed:
    entry = ItemEntry(0, 0, section, above, f"{source}的稿件", "", source, 100, endorsements)
    return Printed("简报", date.fromisoformat(day), 1, None, "", entry)


def rows(found: Adoption, by: By = By.OFFICE) -> list[tuple[int | None, str, int]]:
    return [(row.rank, row.label, row.items) for row in table(found, by).rows]


def test_equal_ones_share_a_rank() -> None:
    sources = ["自贡市地方志办公室"] * 2 + ["绵阳市地方志办公室"] * 2 + ["德阳市"] + [""]
    found = adoption(map(item, sources), NAMES, EXPECTED, year_span(2026))
    assert rows(found) == [
        (1, "自贡市地方志办公室", 2),
        (1, "绵阳市地方志办公室", 2),
        (3, "德阳市地方志办公室", 1),
        (4, "泸州市地方志办公室", 0),
        (None, UNSIGNED, 1),
    ]
    assert table(found, By.OFFICE).total.items == 6


def test_points_rank_before_items() -> None:
    rules = Rules(groups=EXPECTED.groups, points=Points(Fraction(5), Fraction(1)))
    merged = ["自贡市地方志办公室、绵阳市地方志办公室"] * 3
    found = adoption(map(item, [*merged, "德阳市"]), NAMES, rules, year_span(2026))
    by_office = table(found, By.OFFICE)
    assert [(row.label[:3], row.rank, row.points) for row in by_office.rows][:3] == [
        ("德阳市", 1, Fraction(5)),
        ("自贡市", 2, Fraction(3)),
        ("绵阳市", 2, Fraction(3)),
    ]
    assert by_office.total.points == sum(row.points for row in by_office.rows) == 11
    assert (by_office.total.items, by_office.credits) == (4, 7)


def test_groups_rank_by_themselves() -> None:
    rules = Rules(groups=(Group("市", ("自贡市", "德阳市")), Group("直", ("省图书馆", "省档案馆"))))
    found = adoption(map(item, ["省图书馆", "德阳市", "某局", "某局"]), NAMES, rules, year_span(2026))
    assert [(row.group, row.rank, row.label, row.items) for row in table(found, By.OFFICE).rows] == [
        ("市", 1, "德阳市地方志办公室", 1),
        ("市", 2, "自贡市地方志办公室", 0),
        ("直", 1, "省图书馆", 1),
        ("直", 2, "省档案馆", 0),
        (OTHERS, 1, "某局", 2),
    ]
    assert [each.name for each in found.unresolved] == ["某局"]


def test_counties_are_credited_to_their_city() -> None:
    sources = [
        "大安区地方志办公室",
        "自贡市地方志办公室、大安区地方志办公室",
        "荣县志办",
        "武侯区志办",
    ]
    own = adoption(map(item, sources), NAMES, EXPECTED, year_span(2026))
    assert {label: count for _, label, count in rows(own) if count} == {
        "大安区地方志办公室": 2,
        "自贡市地方志办公室": 1,
        "荣县志办": 1,
        "武侯区志办": 1,
    }
    rules = Rules(groups=EXPECTED.groups, counties_to_cities=True, points=Points())
    city = adoption(map(item, sources), NAMES, rules, year_span(2026))
    assert {label: count for _, label, count in rows(city) if count} == {
        "自贡市地方志办公室": 3,
        "成都市地方志编纂委员会办公室": 1,
    }
    by_office = table(city, By.OFFICE)
    first = by_office.rows[0]
    assert (first.whole, first.merged, first.points) == (3, 0, Fraction(3))  # one item is one, in points too
    assert [len(counted.credits) for counted in city.items] == [1, 2, 1, 1]
    assert by_office.total.points == sum(row.points for row in by_office.rows)
    assert {each.name for each in city.unresolved} == {"荣县志办", "武侯区志办"}  # listed all the same


def test_what_a_month_costs_in_which_nothing_was_printed() -> None:
    rules = Rules(groups=EXPECTED.groups, points=Points(month_none=Fraction(-1)))
    nothing = adoption([], NAMES, rules, quarter_span(2026, 1))
    monthly = table(nothing, By.MONTH)
    offices = len(nothing.expected)
    assert [(row.label, row.points) for row in monthly.rows] == [
        (f"2026年{month}月", Fraction(-offices)) for month in (1, 2, 3)
    ]
    assert monthly.total.points == table(nothing, By.OFFICE).total.points == -3 * offices


def test_who_has_none_and_which_names_may_be_theirs() -> None:
    found = adoption([item("自贡市志办"), item("德阳市")], NAMES, EXPECTED, year_span(2026))
    assert found.zeros == (
        Zero("自贡市地方志办公室", "", ("自贡市志办",)),
        Zero("绵阳市地方志办公室", "", ()),
        Zero("泸州市地方志办公室", "", ()),
    )
    (unresolved,) = found.unresolved
    assert (unresolved.name, unresolved.likely) == ("自贡市志办", "自贡市地方志办公室")
    assert [each.item.title for each in unresolved.items] == ["自贡市志办的稿件"]


def test_a_known_office_of_the_place_may_be_the_one_that_is_missed() -> None:
    rules = Rules(groups=(Group("", ("自贡市",)), Group("直", ("成都市志办",))))
    found = adoption([item("自贡市大安区志办"), item("成都市")], NAMES, rules, year_span(2026))
    assert found.zeros == (Zero("自贡市地方志办公室", "", ()),)
    listed = replace(NAMES, also=("自贡市史志馆",))
    found = adoption([item("自贡市史志馆")], listed, rules, year_span(2026))
    assert found.zeros[0] == Zero("自贡市地方志办公室", "", ("自贡市史志馆",))
    assert found.unresolved == ()


def test_an_office_named_twice_is_one() -> None:
    found = adoption([item("成都市志办、成都市方志办")], NAMES, Rules(), year_span(2026))
    assert found.items[0].whole
    assert rows(found) == [(1, "成都市地方志编纂委员会办公室", 1)]


def test_months_are_all_there_and_those_outside_are_not() -> None:
    items = [item("德阳市", "2026-01-05"), item("德阳市", "2026-03-31"), item("德阳市", "2026-04-01")]
    found = adoption(items, NAMES, Rules(), quarter_span(2026, 1))
    assert [each[1:] for each in rows(found, By.MONTH)] == [
        ("2026年1月", 1),
        ("2026年2月", 0),
        ("2026年3月", 1),
    ]
    assert [each[1:] for each in rows(found, By.QUARTER)] == [("2026年第一季度", 2)]
    assert by_months(found).rows == (("德阳市地方志办公室", (1, 0, 1)),)
    everything = adoption(items, NAMES, Rules())
    assert everything.span.days == "2026年1月5日至4月1日"
    assert [each[1:] for each in rows(everything, By.HALF)] == [("2026年上半年", 3)]


def test_points_for_whole_months() -> None:
    points = Points(Fraction(4), month_none=Fraction(-2), month_most=Fraction(10))
    rules = Rules(groups=(Group("", ("德阳市", "绵阳市")),), points=points)
    items = [item("德阳市", f"2026-01-0{day}") for day in range(1, 5)] + [item("德阳市", "2026-03-01")]
    found = adoption(items, NAMES, rules, span_of("2026-01/2026-03-15"))  # March is no whole month
    by_office = table(found, By.OFFICE)
    worth = {row.label[:3]: row.points for row in by_office.rows}
    assert worth == {"德阳市": 20 - 6 - 2, "绵阳市": -4}
    assert by_office.total.points == sum(worth.values())
    months = table(found, By.MONTH)
    assert [row.points for row in months.rows] == [8, -4, 4]
    assert months.total.points == sum(row.points for row in months.rows)
    sections = table(found, By.SECTION)
    assert sections.total.points == sum(row.points for row in sections.rows) == 20
    assert sections.notes == ("按月加减的分不分栏目，没有算在内",)


def test_manuscripts_received_stand_beside() -> None:
    notes = [
        Received("德阳市地方志办公室 张三", date(2026, 1, 3), True),
        *[Received("德阳市志办", date(2026, 2, 3))] * 2,
        Received("某某局、德阳市", date(2026, 2, 4)),
        Received("德阳市", date(2027, 1, 1)),
    ]
    found = adoption([item("德阳市")], NAMES, EXPECTED, year_span(2026), notes)
    received = {row.label: row.received for row in table(found, By.OFFICE).rows}
    assert received["德阳市地方志办公室"] == 4
    assert received["某某局"] == 1
    assert received["自贡市地方志办公室"] == 0
    assert table(found, By.OFFICE).total.received == 4
    assert [row.received for row in table(found, By.MONTH).rows][:3] == [1, 3, 0]
    assert [(each.name, each.received, each.items) for each in found.unresolved] == [("某某局", 1, ())]
    used = {row.label: row.used for row in table(found, By.OFFICE).rows}
    assert (used["德阳市地方志办公室"], used["某某局"]) == (1, 0)
    without = adoption([item("德阳市")], NAMES, EXPECTED, year_span(2026))
    assert table(without, By.OFFICE).total.received is None


def test_of_a_manuscript_of_several_what_is_used_is_that_of_those_who_wrote_it() -> None:
    items = (
        ReceivedItem("用了的", "德阳市志办", status=Status.USED),
        ReceivedItem("没用的", "自贡市地方志办公室", status=Status.UNUSED),
    )
    issue = IssueName("", "某简报", 1, date(2026, 1, 9))
    use = Use(datetime(2026, 1, 5), issue, ("用了的",))
    manuscript = Manuscript("0" * 64, datetime(2026, 1, 3), "两篇.docx", 9, "", items, (use,))
    found = adoption([], NAMES, EXPECTED, year_span(2026), [noted(manuscript)])
    rows = {row.label: (row.received, row.used) for row in table(found, By.OFFICE).rows}
    assert (rows["德阳市地方志办公室"], rows["自贡市地方志办公室"]) == ((1, 1), (1, 0))
    total = table(found, By.OFFICE).total
    assert (total.received, total.used) == (1, 1)


def test_sections_of_two_levels_and_without_a_name() -> None:
    items = [item("德阳市", section="市州", above="动态"), item("德阳市", section="")]
    found = adoption(items, NAMES, Rules(highlights=("动态",)), year_span(2026))
    by_section = table(found, By.SECTION)
    assert [(row.label, row.group, row.highlighted) for row in by_section.rows] == [
        ("市州", "动态", 1),
        ("（没有栏目名）", "", 0),
    ]


def test_endorsements_are_counted_for_each_and_once_in_all() -> None:
    endorsed = (Endorsement("王某"), Endorsement("李某", date(2026, 1, 9), "请推广"))
    found = adoption([item("德阳市、自贡市地方志办公室", endorsements=endorsed)], NAMES, Rules())
    by_office = table(found, By.OFFICE)
    assert [(row.endorsed, row.endorsements) for row in by_office.rows] == [(1, 2), (1, 2)]
    assert (by_office.total.endorsed, by_office.total.endorsements) == (1, 2)


@pytest.mark.parametrize("by", By)
def test_nothing_was_printed(by: By) -> None:
    found = adoption([], NAMES, Rules(), year_span(2026))
    assert table(found, by).rows == ()
    assert table(found, by).total.items == 0
    assert adoption([], NAMES, Rules()).items == ()


def test_issues_are_told_apart() -> None:
    head = IssueEntry("甲报", "甲办", date(2026, 1, 5), 1, None, "", 4, 100, ())
    entry = item("德阳市").item
    items = [printed(head, entry), printed(head, entry), printed(head._replace(supplement="增刊"), entry)]
    found = adoption(items, NAMES, Rules())
    assert (found.issues, found.bulletins) == (2, ("甲报",))
    assert items[2].issue_words == "2026年增刊第1期"
    assert [each[1:] for each in rows(found, By.BULLETIN)] == [("甲报", 3)]
