"""What is not decided yet on the disk: as it was, or nothing and a sentence where it can't be read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.errors import TargetError
from bulletin_desk.storage import proposals as kept_proposals
from bulletin_desk.storage.bulletin_file import write_bulletin
from bulletin_desk.storage.identity import new_identity
from bulletin_desk.storage.proposals import (
    Decided,
    KeptProposals,
    Returned,
    proposals_file,
    read_proposals,
    sweep_proposals,
    with_returned,
    write_proposals,
)
from tests.bulletin.issues import SMALL
from tests.bulletin.rich import RICH

THEIRS = replace(RICH, disclosure="另一个")
KEPT = KeptProposals(
    (
        Returned("王.docx", "王处长", "2024-01-10T09:30", RICH, THEIRS),
        Returned("李.docx", "", "", RICH, SMALL),
    ),
    (Decided("a" * 32, True, True), Decided("b" * 32, True), Decided("c" * 32, False)),
    "/office/第2期.bulletin",
)


def test_they_come_back_as_they_were_with_their_pictures(tmp_path: Path) -> None:
    file = proposals_file(tmp_path / "none yet", new_identity())
    assert read_proposals(file) == (KeptProposals(), "")
    write_proposals(file, KEPT)
    assert read_proposals(file) == (KEPT, "")
    tree = json.loads(file.read_text(encoding="utf-8"))
    assert len(tree["issues"]) == 3  # each once
    only_keys = KEPT._replace(returned=())
    write_proposals(file, only_keys)
    assert read_proposals(file) == (only_keys, "")
    write_proposals(file, KeptProposals())
    assert not file.exists()
    write_proposals(file, KeptProposals())


@pytest.mark.parametrize("identity", ["", "..", "a/b", "A" * 32])
def test_only_an_identity_names_a_file(tmp_path: Path, identity: str) -> None:
    with pytest.raises(ValueError, match="identity"):
        proposals_file(tmp_path, identity)


def damages() -> list[bytes]:
    """Bytes that are no such file, one of them by a single number."""
    issue = '{"schema_version":1}'
    returned = [{"file": "", "who": "", "when": "", "base": 0, "theirs": 1}]
    beyond = {"format": 1, "returned": returned, "issues": []}
    broken = {"format": 1, "returned": [], "issues": [issue]}
    key = {"format": 1, "decided": [{"key": 3, "taken": True}]}
    trees = [json.dumps(each).encode() for each in ({}, {"format": 2}, beyond, broken, key)]
    return [b"", b"\xff", b"[]", b"[" * 200_000, *trees]


@pytest.mark.parametrize("damage", damages(), ids=lambda damage: repr(damage[:30]))
def test_what_is_damaged_is_said_and_nothing(tmp_path: Path, damage: bytes) -> None:
    file = proposals_file(tmp_path, new_identity())
    file.write_bytes(damage)
    kept, trouble = read_proposals(file)
    assert kept == KeptProposals()
    assert trouble.startswith("上次还没有定下来的修订读不出来")
    assert trouble.endswith("。")
    write_proposals(file, KEPT)
    assert read_proposals(file) == (KEPT, "")


def test_what_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = proposals_file(tmp_path, new_identity())
    write_proposals(file, KEPT)
    monkeypatch.setattr(kept_proposals, "LARGEST", 1000)
    with pytest.raises(TargetError, match="MiB"):
        write_proposals(file, KEPT)
    assert "大得不合常理" in read_proposals(file)[1]


def test_what_is_kept_of_files_that_have_gone_goes_in_time(tmp_path: Path) -> None:
    folder, day = tmp_path / "proposals", 86_400
    here = tmp_path / "第2期.bulletin"
    write_bulletin(here, SMALL)
    files = {}
    for name, path in (("here", here), ("gone", tmp_path / "没了.bulletin"), ("unknown", Path())):
        files[name] = proposals_file(folder, new_identity())
        write_proposals(files[name], KEPT._replace(path=str(path) if name != "unknown" else ""))
    now = files["gone"].stat().st_mtime
    sweep_proposals(folder, now + 29 * day)
    assert all(file.exists() for file in files.values())
    sweep_proposals(folder, now + 31 * day)
    assert [name for name, file in files.items() if file.exists()] == ["here", "unknown"]
    sweep_proposals(tmp_path / "no such folder")


def test_a_file_that_is_read_again_takes_its_own_place() -> None:
    first, second = KEPT.returned
    again = first._replace(theirs=SMALL)
    assert with_returned((first, second), (again,)) == (second, again)
    other: Issue = SMALL
    third = Returned("赵.docx", "王处长", "", RICH, other)
    assert with_returned((first,), (third,)) == (first, third)
