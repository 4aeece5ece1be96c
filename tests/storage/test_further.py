"""What came with schema 4: written only where an issue has it, and read back as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given

from bulletin_desk.bulletin.model import Body, Issue, LayoutText
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.storage.bulletin_file import from_json, json_pieces, read_bulletin, to_json, write_bulletin
from tests.bulletin.further import FURTHER, further_issues
from tests.bulletin.issues import SMALL, contents_in


def test_a_file_keeps_them(tmp_path: Path) -> None:
    file = tmp_path / "一期.bulletin"
    write_bulletin(file, FURTHER)
    assert read_bulletin(file) == FURTHER


@given(further_issues)
def test_any_issue_in_either_form(issue: Issue) -> None:
    contents = contents_in(issue)
    assert from_json(to_json(issue), "x", contents) == issue
    assert from_json("".join(json_pieces(issue)), "x", contents) == issue


@pytest.mark.parametrize("which", range(5))
def test_the_schema_is_the_oldest_with_room(which: int) -> None:
    from dataclasses import replace

    section = SMALL.sections[0]
    item = section.items[0]
    issues = [
        replace(SMALL, sections=(replace(section, level=2),)),
        replace(SMALL, sections=(replace(section, items=(replace(item, kicker="引题"),)),)),
        replace(SMALL, sections=(replace(section, items=(replace(item, mark="★"),)),)),
        replace(
            SMALL, sections=(replace(section, items=(replace(item, blocks=(Body("文", 0, ((0, 1),)),)),)),)
        ),
        replace(SMALL, editors_note=(Body("按", 0, ((0, 1),)),)),
    ]
    assert json.loads(to_json(issues[which]))["schema_version"] == 4
    assert json.loads("".join(json_pieces(issues[which])))["schema_version"] == 4
    assert json.loads(to_json(SMALL))["schema_version"] == 2
    assert json.loads(to_json(replace(SMALL, layout=LayoutText("gb9704"))))["schema_version"] == 3


@pytest.mark.parametrize(
    ("bold", "reason"),
    [
        ("[[0]]", "bold 应为若干对字数，如 [[0, 4], [10, 12]]"),
        ("[[0, true]]", "bold 应为若干对字数"),
        ("3", "bold 应为若干对字数"),
        ("[[0, 9]]", "bold 不合这一段的2个字"),
        ("[[1, 1]]", "bold 不合这一段的2个字"),
        ("[[0, 1], [1, 2]]", "bold 不合这一段的2个字：应从前到后，互不相接，止处大于起处"),
    ],
)
def test_what_is_no_range_is_refused(bold: str, reason: str) -> None:
    tree = json.loads(to_json(SMALL))
    tree["schema_version"] = 4
    tree["sections"][0]["items"][0]["blocks"] = [{"kind": "body", "text": "两字", "bold": json.loads(bold)}]
    with pytest.raises(UnreadableFileError) as refused:
        from_json(json.dumps(tree), "x")
    assert reason in str(refused.value)


def test_a_third_level_is_refused() -> None:
    tree = json.loads(to_json(SMALL)) | {"schema_version": 4}
    tree["sections"][0]["level"] = 3
    with pytest.raises(UnreadableFileError, match="level 应在1至2之间，实为3"):
        from_json(json.dumps(tree), "x")
