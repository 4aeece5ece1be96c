"""What came with schema 6: endorsements (领导批示), written only where an issue has some."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from bulletin_desk.bulletin.bounds import MAX_CELL, MAX_ENDORSEMENTS, MAX_SHORT
from bulletin_desk.bulletin.model import Endorsement, Issue
from bulletin_desk.errors import TargetError, UnreadableFileError
from bulletin_desk.storage.bulletin_file import (
    from_json,
    json_pieces,
    read_bulletin,
    to_bytes,
    to_json,
    write_bulletin,
)
from bulletin_desk.storage.journal import recover
from bulletin_desk.storage.saving import save
from bulletin_desk.storage.versions import Versions
from tests.bulletin.issues import SMALL, contents_in, endorsed_issues
from tests.bulletin.rich import RICH
from tests.storage.hostile import VALUES
from tests.storage.test_journal import left_by

FILE = Path("一期.bulletin")
ENDORSED = (
    Endorsement("张三", date(2024, 1, 9), "请各市州\n参照落实。"),
    Endorsement("李四", None, ""),
)


def with_endorsements(*endorsements: Endorsement, issue: Issue = SMALL) -> Issue:
    section = issue.sections[-1]
    items = (*section.items[:-1], replace(section.items[-1], endorsements=endorsements))
    return replace(issue, sections=(*issue.sections[:-1], replace(section, items=items)))


def tree_of(issue: Issue) -> dict[str, object]:
    tree: dict[str, object] = json.loads(to_json(issue))
    return tree


@pytest.mark.parametrize("issue", [SMALL, RICH], ids=["small", "rich"])
def test_a_file_keeps_them(tmp_path: Path, issue: Issue) -> None:
    endorsed = with_endorsements(*ENDORSED, issue=issue)
    file = tmp_path / FILE
    write_bulletin(file, endorsed)
    assert read_bulletin(file) == endorsed
    assert tree_of(endorsed)["schema_version"] == 6
    assert json.loads("".join(json_pieces(endorsed)))["schema_version"] == 6


@settings(max_examples=40)
@given(endorsed_issues)
def test_any_issue_in_either_form(issue: Issue) -> None:
    assert from_json(to_json(issue), "x", contents_in(issue)) == issue
    assert from_json("".join(json_pieces(issue)), "x", contents_in(issue)) == issue


def test_an_issue_without_them_is_written_as_before() -> None:
    assert tree_of(SMALL)["schema_version"] == 2
    assert tree_of(RICH)["schema_version"] == 5
    assert "endorsements" not in to_json(RICH)


def test_what_is_not_known_is_not_written() -> None:
    tree: Any = tree_of(with_endorsements(*ENDORSED))
    assert tree["sections"][-1]["items"][-1]["endorsements"] == [
        {"who": "张三", "date": "2024-01-09", "text": "请各市州\n参照落实。"},
        {"who": "李四"},
    ]


def changed(**values: object) -> str:
    tree: Any = tree_of(with_endorsements(Endorsement("张三")))
    tree["sections"][-1]["items"][-1]["endorsements"][0] |= values
    return json.dumps(tree)


AT = r"items\[2\].endorsements\[0\]"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (changed(who=3), f"{AT}.who 应为文字"),
        (changed(date="2024-02-30"), f"{AT}.date 不是存在的日期"),
        (changed(date=None), f"{AT}.date 应为“2024-01-09”这样的日期"),
        (changed(text=["x"]), f"{AT}.text 应为文字"),
        (changed(when="x"), f"{AT} 中有不认识的键“when”"),
        (changed(who="\ud800"), f"{AT}.who 的第1个字是残缺的半个字符"),
        (changed(who="长" * (MAX_SHORT + 1)), f"第1条领导批示共{MAX_SHORT + 1}字，最多{MAX_SHORT}字"),
        (changed(who="张\n三"), "第1条领导批示共2行，最多1行"),
        (changed(text="长" * (MAX_CELL + 1)), f"第1条领导批示共{MAX_CELL + 1}字"),
    ],
)
def test_a_wrong_tree_names_the_place(text: str, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        from_json(text, "x")


@pytest.mark.parametrize("seed", range(40))
def test_whatever_stands_in_their_place_is_read_as_it_is_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    tree: Any = tree_of(with_endorsements(*ENDORSED))
    item = tree["sections"][-1]["items"][-1]
    into = chance.choice([item, *item["endorsements"]])
    key = chance.choice(["endorsements"] if into is item else ["who", "date", "text", "where"])
    into[key] = chance.choice(VALUES)(chance)
    try:
        issue = from_json(json.dumps(tree), "x")
    except UnreadableFileError:
        return
    assert from_json(to_json(issue), "x") == issue


def test_the_bounds_hold_when_it_is_written() -> None:
    many = tuple(Endorsement(f"第{number}位") for number in range(MAX_ENDORSEMENTS + 1))
    assert to_bytes(with_endorsements(*many[1:]), FILE)
    with pytest.raises(TargetError, match=f"的领导批示超过{MAX_ENDORSEMENTS}条"):
        to_bytes(with_endorsements(*many), FILE)
    with pytest.raises(UnreadableFileError, match=f"endorsements 最多{MAX_ENDORSEMENTS}项"):
        from_json(to_json(with_endorsements(*many)), "x")


def test_they_are_recovered_and_kept_in_versions(tmp_path: Path) -> None:
    endorsed = with_endorsements(*ENDORSED)
    left_by(tmp_path / "journal", endorsed)
    (found,) = recover(tmp_path / "journal")
    assert found.issue == endorsed
    versions = Versions(tmp_path / "versions")
    save(tmp_path / FILE, endorsed, versions=versions)
    assert versions.of(tmp_path / FILE)[0].read() == endorsed
