"""Issues of a run beside each other."""

from __future__ import annotations

from bulletin_desk.gathering.outcome import Outcome
from bulletin_desk.gathering.series import series_doubts


def one(number: int, day: str, total: int | None = None, file: str = "", **more: object) -> Outcome:
    made = Outcome(file or f"{day} {number}.docx", "written", f"{number}.bulletin", "简报", "", number, total)
    return made._replace(**{"day": day, "counts": "year", **more})  # type: ignore[arg-type]


def reasons(*outcomes: Outcome) -> dict[str, list[str]]:
    return {file: [doubt.reason for doubt in doubts] for file, doubts in series_doubts(outcomes).items()}


def test_a_year_without_a_gap() -> None:
    issues = [one(number, f"2024-01-{number:02}", 600 + number) for number in range(1, 20)]
    assert reasons(*issues) == {}
    assert reasons(*reversed(issues)) == {}


def test_what_is_missing() -> None:
    first, later = one(2, "2024-01-02"), one(9, "2024-01-09")
    assert reasons(first, later) == {first.file: ["order"], later.file: ["order"]}
    said = series_doubts([first, later])
    assert "缺第1期，" in said[first.file][0].message
    assert "缺第3期至第8期" in said[later.file][0].message
    assert reasons(one(1, "2024-12-30"), one(1, "2025-01-02")) == {}  # each year by itself
    assert reasons(one(1, "2024-01-01"), one(1, "2024-01-05", supplement="增刊")) == {}  # of its own series


def test_supplements_that_are_counted_with_the_other_issues() -> None:
    issues = [one(number, f"2024-01-{number:02}", 600 + number, supplements="with") for number in range(1, 5)]
    issues[2] = issues[2]._replace(supplement="增刊")
    assert reasons(*issues) == {}
    assert reasons(*issues[:2], issues[3]) == {issues[3].file: ["order"]}


def test_what_is_double() -> None:
    one_file, other = one(1, "2024-01-01", file="甲.docx"), one(1, "2024-01-01", file="乙.docx")
    assert reasons(one_file, other, one(2, "2024-01-02")) == {"甲.docx": ["double"], "乙.docx": ["double"]}
    assert "“甲.docx”" in series_doubts([one_file, other])["乙.docx"][0].message


def test_days_and_totals_that_do_not_fit() -> None:
    issues = [one(number, f"2024-01-{number:02}", 600 + number) for number in range(1, 6)]
    early = issues[3]._replace(day="2024-01-01")
    assert reasons(*issues[:3], early, issues[4]) == {early.file: ["date"]}
    odd = issues[3]._replace(total=640)
    assert reasons(*issues[:3], odd, issues[4]) == {odd.file: ["total"]}
    none = issues[3]._replace(total=None)
    assert reasons(*issues[:3], none, issues[4]) == {none.file: ["total"]}


def test_total_numbers_over_new_year() -> None:
    old = [one(number, f"2023-01-{number:02}", 600 + number) for number in range(1, 4)]
    new = one(1, "2024-01-02", 604)
    assert reasons(*old, new) == {}
    odd = new._replace(total=610)
    assert reasons(*old, odd) == {odd.file: ["total"]}
    assert odd.file not in reasons(old[0], old[2], odd)  # nobody knows how many there were


def test_what_counts_through_or_not_at_all() -> None:
    through = [one(99, "2023-12-31", counts="through"), one(101, "2024-01-05", counts="through")]
    assert reasons(*through) == {through[1].file: ["order"]}
    assert reasons(*(one(1, f"2024-01-0{day}", counts="none") for day in (1, 2))) == {}
    unread = Outcome("坏.docx", "unreadable", number=1, day="2024-01-01", counts="year")
    assert reasons(unread, one(1, "2024-01-01")) == {}
