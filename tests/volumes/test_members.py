"""Which issues are bound, and in which order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bulletin_desk.bulletin.model import Issue, LayoutText
from bulletin_desk.bulletin.pictures import lost_picture
from bulletin_desk.storage.bulletin_file import to_json, write_bulletin
from bulletin_desk.volumes.members import read_members, remarks
from bulletin_desk.volumes.numbering import odd_numbers
from tests.volumes.made import endorsed, issue, member, pictured


def written(folder: Path, *issues: Issue) -> list[Path]:
    files = [folder / f"{at}.bulletin" for at in range(len(issues))]
    for file, each in zip(files, issues, strict=True):
        write_bulletin(file, each)
    return files


def test_issues_are_in_the_order_in_which_they_appeared(tmp_path: Path) -> None:
    first, second, third = (issue(at, paragraphs=1) for at in range(3))
    same_day = replace(third, dated_header=second.dated_header)
    extra = replace(second, masthead=replace(second.masthead, supplement="增刊", number=1))
    files = written(tmp_path, same_day, extra, first, second)
    members = read_members(files)
    assert [each.file for each in members.taken] == [files[2], files[3], files[0], files[1]]
    assert members.left == ()


def test_what_is_chosen_twice_or_copied_is_bound_once(tmp_path: Path) -> None:
    files = written(tmp_path, issue(0, paragraphs=1), endorsed(issue(0, paragraphs=1)))
    members = read_members([files[0], files[0], files[1]])
    assert [each.file for each in members.taken] == [files[0]]
    assert [left.harmless for left in members.left] == [True]
    assert members.lacking == ()


def test_two_different_issues_of_one_number_are_both_bound(tmp_path: Path) -> None:
    one = issue(0, paragraphs=1)
    other = replace(issue(1, paragraphs=1), masthead=one.masthead)
    assert len(read_members(written(tmp_path, one, other)).taken) == 2


def test_endorsements_are_left_in_the_files(tmp_path: Path) -> None:
    (taken,) = read_members(written(tmp_path, endorsed(issue(0, paragraphs=1)))).taken
    assert not any(item.endorsements for section in taken.issue.sections for item in section.items)


def test_lost_pictures_are_told() -> None:
    whole = member(issue(0, paragraphs=1), "好.bulletin")
    lost = member(pictured(issue(1, paragraphs=1), lost_picture("0" * 64, 40, 30)), "缺图.bulletin")
    (said,) = remarks([whole, lost])
    assert said.startswith("“缺图.bulletin”：文件里有1张图片已丢失或损坏")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"{}", b'{"schema": 999}'])
def test_a_damaged_file_is_named(tmp_path: Path, data: bytes) -> None:
    (good,) = written(tmp_path, issue(0, paragraphs=1))
    bad = tmp_path / "坏.bulletin"
    bad.write_bytes(data)
    members = read_members([bad, good, tmp_path / "无.bulletin", tmp_path])
    assert [each.file for each in members.taken] == [good]
    assert [left.file for left in members.lacking] == [bad, tmp_path / "无.bulletin", tmp_path]
    assert all(left.why.endswith("。") for left in members.left)


def test_a_layout_that_is_lacking_is_named(tmp_path: Path) -> None:
    bare = replace(issue(0, paragraphs=1), layout=LayoutText("别处的版式"))
    file = tmp_path / "一.bulletin"
    file.write_text(to_json(bare), encoding="utf-8")
    members = read_members([file])
    assert members.taken == ()
    assert "别处的版式" in members.lacking[0].why


def test_layouts_are_read_once(tmp_path: Path) -> None:
    one, other = read_members(written(tmp_path, issue(0, paragraphs=1), issue(1, paragraphs=1))).taken
    assert one.layout is other.layout


def test_how_an_issue_is_told_from_others() -> None:
    assert member(issue(1)).number == "第2期（总第102期）"
    assert member(issue(1, "duty-flash")).number == "（2024年）第2期"


def test_gaps_and_doubles_are_told() -> None:
    chosen = [member(issue(at), f"{at}.bulletin") for at in (10, 11, 14, 20)]
    other = replace(issue(21), masthead=chosen[-1].issue.masthead)
    assert odd_numbers([*chosen, member(other, "21.bulletin")]) == (
        "工作简报2024年缺第13—14期。",
        "工作简报2024年缺第16—20期。",
        "工作简报2024年第21期有2个不同的：“20.bulletin”、“21.bulletin”。",
    )
    assert odd_numbers(chosen[:2]) == ()


def test_supplements_of_a_series_of_their_own_make_no_gap() -> None:
    """A half-year is bound with a supplement: number 1 of that series says nothing of the bulletin's."""
    chosen = [member(issue(at), f"{at}.bulletin") for at in (20, 21)]
    extra = issue(22)
    (first,) = [member(replace(extra, masthead=replace(extra.masthead, number=1, supplement="增刊")))]
    layout = replace(first.layout, numbering=first.layout.numbering._replace(supplement="own"))
    assert odd_numbers([*chosen, first._replace(layout=layout)]) == ()
