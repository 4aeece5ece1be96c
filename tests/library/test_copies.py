"""Files that hold the same issue count once; different issues of one number all count, and are named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Date  # noqa: N812
from itertools import permutations
from pathlib import Path

import pytest

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.library.index import Library
from bulletin_desk.library.numbers import Double, Gap, Numbers
from bulletin_desk.library.search import Query
from tests.library.making import NAME, counted, issue, item, lay, library_of, text_of, updated

ONE, OTHER = "ab" * 16, "cd" * 16
THREE = tuple(item(f"第{number}篇", text_of(f"文{number}")) for number in range(3))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "简报"
    made.mkdir()
    return made


@pytest.fixture
def library(tmp_path: Path, folder: Path) -> Library:
    return library_of(tmp_path, folder)


def copies(library: Library) -> dict[str, str]:
    """The files that don't count, each with the one that does."""
    return {each.file.name: each.copy_of.name for each in library.issues() if each.copy_of}


def test_of_the_same_issue_the_file_changed_last_counts(library: Library, folder: Path) -> None:
    lay(folder / "定稿.bulletin", issue(3, *THREE), day=2)
    lay(folder / "送审.bulletin", issue(3, *THREE[:2]), day=1)
    lay(folder / "备份" / "定稿.bulletin", issue(3, *THREE), day=3)
    updated(library)
    assert copies(library) == {"定稿.bulletin": "定稿.bulletin", "送审.bulletin": "定稿.bulletin"}
    assert {each.copy_of for each in library.issues()} == {None, folder / "备份" / "定稿.bulletin"}
    assert len(list(library.item_rows())) == 3
    assert library.search(Query(("第1篇",))).total == 1
    assert library.names() == ((NAME, 1),)
    (folder / "备份" / "定稿.bulletin").unlink()
    updated(library)
    assert copies(library) == {"送审.bulletin": "定稿.bulletin"}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_which_counts_does_not_depend_on_the_order(
    library: Library, folder: Path, order: tuple[int, ...]
) -> None:
    """One is like the second, and the second like the third, which are unlike each other."""
    made = [issue(3, *THREE[:2]), issue(3, *THREE), issue(3, THREE[2])]
    for place in order:
        lay(folder / f"{place}.bulletin", made[place], day=place + 1, identity=ONE if place else "")
        updated(library)
    assert counted(library) == ["2.bulletin"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (issue(3, *THREE), issue(3, item("别的"), item("另一篇")), False),
        (issue(3, *THREE), issue(4, *THREE[:1], item("别的"), item("另一篇")), False),
        (issue(3, item("短", "短文")), issue(3, item("短", "短文")), True),
        (issue(3, item("短", "短文")), issue(3, item("短", "短文。")), False),
        (issue(3, *THREE), issue(3, *THREE, day=Date(2025, 1, 9)), False),
        (issue(3, *THREE), issue(3, *THREE, supplement="增刊"), False),
        (issue(3, *THREE), issue(3, *THREE, name="另一种"), False),
        (replace(issue(3), sections=()), replace(issue(3), sections=()), True),
    ],
    ids=[
        "other items",
        "next issue",
        "short and equal",
        "short",
        "other year",
        "supplement",
        "name",
        "empty",
    ],
)
def test_files_without_a_common_identity(
    library: Library, folder: Path, one: Issue, other: Issue, same: bool
) -> None:
    lay(folder / "1.bulletin", one, identity=ONE)
    lay(folder / "2.bulletin", other, identity=OTHER, day=2)
    updated(library)
    assert (copies(library) == {"1.bulletin": "2.bulletin"}) == same
    assert len(counted(library)) == 2 - same


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (issue(3, item("全改了"), item("都改了")), True),
        (issue(4, *THREE), True),
        (issue(4, item("别的"), item("另一篇")), False),
    ],
    ids=["rewritten", "number put right", "made the next issue"],
)
def test_files_of_one_identity(library: Library, folder: Path, other: Issue, same: bool) -> None:
    lay(folder / "1.bulletin", issue(3, *THREE), identity=ONE)
    lay(folder / "2.bulletin", other, identity=ONE, day=2)
    updated(library)
    assert (copies(library) == {"1.bulletin": "2.bulletin"}) == same


def test_two_different_issues_of_one_number(library: Library, folder: Path) -> None:
    for number in (1, 3):
        lay(folder / f"{number}.bulletin", issue(number))
    lay(folder / "又一个3.bulletin", issue(3, item("别的"), item("另一篇")))
    lay(folder / "3 备份.bulletin", issue(3), day=5)
    updated(library)
    files = (folder / "3 备份.bulletin", folder / "又一个3.bulletin")
    assert library.numbers(NAME, 2026) == Numbers((Gap("", 2, 2),), (Double("", 3, files),))
    assert sum(row.head.number == 3 for row in library.item_rows()) == 3


def test_of_many_issues_with_one_number_only_those_that_are_alike_are_compared(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody counts them on, all issues of a year are number 1."""
    compared: list[object] = []
    monkeypatch.setattr("bulletin_desk.library.copies.shingles_of", compared.append)
    texts = [chr(0x4E00 + 100 * at) + chr(0x4E01 + 100 * at) * 80 for at in range(12)]
    for at, text in enumerate(texts):
        lay(folder / f"{at}.bulletin", issue(1, item(f"第{at}条", text), item("又一条", text[::-1])))
    updated(library)
    assert compared == []
    assert len(counted(library)) == 12


def test_numbers_of_each_year(library: Library, folder: Path) -> None:
    for number, year in ((1, 2025), (4, 2025), (2, 2026), (3, 2026)):
        lay(folder / f"{year}-{number}.bulletin", issue(number, day=Date(year, 3, number)))
    updated(library)
    assert library.numbers(NAME, 2025).missing == (Gap("", 2, 3),)
    assert library.numbers(NAME, 2026).missing == (Gap("", 1, 1),)
    assert library.numbers(NAME, 2027) == library.numbers("别的", 2026) == Numbers()


def test_numbers_that_go_on_through_the_years(library: Library, folder: Path) -> None:
    for number, year in ((600, 2024), (602, 2025), (606, 2026), (605, 2026), (100_000, 2026)):
        made = issue(number, day=Date(year, 3, 1), numbering='counts = "through"')
        lay(folder / f"{number}.bulletin", made)
    updated(library)
    assert library.numbers(NAME, 2024).missing == ()
    assert library.numbers(NAME, 2025).missing == (Gap("", 601, 601),)
    assert library.numbers(NAME, 2026).missing == (Gap("", 603, 604), Gap("", 607, 99_999))


def test_a_number_of_an_earlier_year_is_double(library: Library, folder: Path) -> None:
    for number, year in ((600, 2024), (601, 2024), (601, 2025), (602, 2025)):
        made = issue(number, item(f"{year}年"), day=Date(year, 3, 1), numbering='counts = "through"')
        lay(folder / f"{year}-{number}.bulletin", made)
    updated(library)
    files = (folder / "2024-601.bulletin", folder / "2025-601.bulletin")
    assert library.numbers(NAME, 2025) == Numbers((), (Double("", 601, files),))
    assert library.numbers(NAME, 2024) == Numbers()


def test_a_supplement_and_an_issue_of_one_number_are_double_as_such(library: Library, folder: Path) -> None:
    for supplement in ("", "增刊"):
        lay(folder / f"{supplement}1.bulletin", issue(1, item(f"{supplement}的"), supplement=supplement))
    for text in "甲乙":
        lay(folder / f"{text}.bulletin", issue(2, item(text), supplement="增刊"))
    lay(folder / "3.bulletin", issue(3, item("第3期的")))  # so that it is known that 增刊 takes a number
    updated(library)
    assert [each[:2] for each in library.numbers(NAME, 2026).double] == [("", 1), ("增刊", 2)]


def test_supplements_are_looked_at_apart_where_they_are_a_series(library: Library, folder: Path) -> None:
    own = 'counts = "year"\nsupplement = "own"'
    for number, supplement in ((1, ""), (2, ""), (1, "增刊"), (3, "增刊")):
        lay(folder / f"{supplement}{number}.bulletin", issue(number, supplement=supplement, numbering=own))
    updated(library)
    assert library.numbers(NAME, 2026).missing == (Gap("增刊", 2, 2),)


def test_supplements_that_are_counted_with_the_others(library: Library, folder: Path) -> None:
    for number, supplement in ((1, ""), (2, "增刊"), (3, "")):
        lay(folder / f"{number}.bulletin", issue(number, supplement=supplement))
    updated(library)
    assert library.numbers(NAME, 2026) == Numbers()


def test_supplements_that_an_office_numbers_apart(library: Library, folder: Path) -> None:
    """Though their layout says nothing of it."""
    for number, supplement in ((1, ""), (2, ""), (3, ""), (4, ""), (1, "增刊"), (2, "增刊")):
        texts = (item(f"{supplement}第{number}期的稿件"), item(f"{supplement}{number}另一篇"))
        lay(folder / f"{supplement}{number}.bulletin", issue(number, *texts, supplement=supplement))
    updated(library)
    assert library.numbers(NAME, 2026) == Numbers()
    (folder / "增刊1.bulletin").unlink()
    (folder / "增刊2.bulletin").unlink()
    lay(folder / "增刊4.bulletin", issue(4, item("别的"), supplement="增刊"))  # for 5
    updated(library)
    files = (folder / "4.bulletin", folder / "增刊4.bulletin")
    assert library.numbers(NAME, 2026) == Numbers((), (Double("", 4, files),))


def test_issues_that_are_not_counted_are_told_by_their_days(library: Library, folder: Path) -> None:
    for name, number, day in (("1", 1, 1), ("草稿", 2, 1), ("2", 1, 2)):
        made = issue(number, *THREE, day=Date(2026, 1, day), numbering='counts = "none"')
        lay(folder / f"{name}.bulletin", made, day=int(name == "1"))
    updated(library)
    assert copies(library) == {"草稿.bulletin": "1.bulletin"}


def test_issues_that_are_not_counted(library: Library, folder: Path) -> None:
    for number in (5, 9):
        lay(folder / f"{number}.bulletin", issue(number, numbering='counts = "none"'))
    lay(folder / "又.bulletin", issue(9, item("别的"), numbering='counts = "none"'))
    updated(library)
    assert library.numbers(NAME, 2026) == Numbers()


def test_a_layout_that_cannot_be_read_counts_as_usual(library: Library, folder: Path) -> None:
    lay(folder / "2.bulletin", issue(2, numbering='counts = "sometimes"'))
    updated(library)
    assert library.numbers(NAME, 2026).missing == (Gap("", 1, 1),)
