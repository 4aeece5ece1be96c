"""The pool of items: put in, taken, marked as used; what is damaged is named, and nothing goes by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bulletin_desk.bulletin.grammar import item_path
from bulletin_desk.bulletin.model import Endorsement
from bulletin_desk.errors import TargetError
from bulletin_desk.library.pool import Pool, Use, is_in, mark_used, put_in, read_pool, remove
from tests.sheets.made import issue_of

WHEN = "2026-11-30T19:45"


def test_an_item_is_there_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "pool"
    issue = issue_of(3)
    item = replace(issue.sections[0].items[1], endorsements=(Endorsement("张三"),))
    section = replace(issue.sections[0], items=(issue.sections[0].items[0], item))
    issue = replace(issue, sections=(section,))
    (file,) = put_in(folder, issue, [item_path(0, 1)], WHEN, "李四")
    (pooled,) = read_pool(folder).items
    assert pooled.file == file
    assert is_in(file, folder)
    assert pooled.item == replace(item, state="")
    assert (pooled.when, pooled.by, pooled.uses, pooled.section) == (WHEN, "李四", (), "市州动态")
    assert (pooled.issue.masthead, pooled.issue.dated_header) == (issue.masthead, issue.dated_header)


def test_what_lies_there_is_not_put_there_again_until_it_is_used(tmp_path: Path) -> None:
    issue = issue_of(2)
    paths = [item_path(0, 0), item_path(0, 1)]
    files = put_in(tmp_path, issue, paths, WHEN, "")
    assert put_in(tmp_path, issue, paths, "2026-12-01T08:00", "") == files
    mark_used(files[0], Use("2026-12-02T08:00", "第3期"))
    again = put_in(tmp_path, issue, paths, "2026-12-03T08:00", "")
    assert again[1] == files[1]
    assert again[0] not in files
    newest, *others = read_pool(tmp_path).items
    assert newest.file == again[0]
    assert {each.file for each in others} == {*files}


def test_uses_add_up(tmp_path: Path) -> None:
    (file,) = put_in(tmp_path, issue_of(1), [item_path(0, 0)], WHEN, "李四")
    uses = (Use("2026-12-02T08:00", "第3期"), Use("2026-12-09T08:00", "第4期"))
    for use in uses:
        mark_used(file, use)
    (pooled,) = read_pool(tmp_path).items
    assert (pooled.uses, pooled.by) == (uses, "李四")


def test_what_is_damaged_is_named_and_the_rest_is_there(tmp_path: Path) -> None:
    files = put_in(tmp_path, issue_of(4), [item_path(0, at) for at in range(4)], WHEN, "")
    files[0].write_bytes(b"PK\x03\x04")
    files[1].with_suffix(".json").write_text("{", encoding="utf-8")
    files[2].with_suffix(".json").unlink()
    (tmp_path / "别的.txt").write_text("x", encoding="utf-8")
    pool = read_pool(tmp_path)
    assert [each.file for each in pool.items] == [files[3], files[2]]
    assert pool.items[1].when == ""
    assert len(pool.troubles) == 2
    assert files[0].name in "".join(pool.troubles)
    assert files[1].with_suffix(".json").name in "".join(pool.troubles)
    assert files[0].exists()


def test_it_is_deleted_by_hand_only(tmp_path: Path) -> None:
    (file,) = put_in(tmp_path, issue_of(1), [item_path(0, 0)], WHEN, "")
    remove(file)
    assert not list(tmp_path.iterdir())
    remove(file)  # another program has done so


def test_without_a_folder_there_is_none(tmp_path: Path) -> None:
    assert read_pool(tmp_path / "没有") == Pool()
    (tmp_path / "文件").write_text("", encoding="utf-8")
    with pytest.raises(TargetError):
        put_in(tmp_path / "文件", issue_of(1), [item_path(0, 0)], WHEN, "")
