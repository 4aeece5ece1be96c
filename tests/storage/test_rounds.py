"""What went round, as text and back, and the version that is kept with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bulletin_desk.bulletin.edits import set_endorsements
from bulletin_desk.bulletin.grammar import item_path
from bulletin_desk.bulletin.model import STATES, Endorsement
from bulletin_desk.bulletin.pictures import is_lost, pictures_in
from bulletin_desk.bulletin.put_out import as_put_out
from bulletin_desk.errors import TargetError, UnreadableFileError
from bulletin_desk.storage.bulletin_file import issue_in, to_bytes
from bulletin_desk.storage.rounds import digest_of, issue_of, keep_named, sent
from bulletin_desk.storage.versions import Versions
from tests.bulletin.issues import SMALL
from tests.bulletin.rich import RICH
from tests.storage.test_review import reviewed

FILE = Path("一期.bulletin")


def test_it_comes_back_as_it_was_put_out() -> None:
    noted = set_endorsements(reviewed(), item_path(0, 0), (Endorsement("王", None, "好"),))
    issue = sent(noted, "送审稿 2", "2024-01-09T15:30", "张三")
    kept = issue.rounds[-1]
    assert (kept.name, kept.when, kept.who, kept.signed) == ("送审稿 2", "2024-01-09T15:30", "张三", False)
    assert issue_of(kept, issue) == as_put_out(noted)
    for word in ("remarks", "rounds", "endorsements", *STATES):
        assert f'"{word}"' not in kept.text
    assert issue.rounds[:2] == noted.rounds
    assert replace(issue, rounds=noted.rounds) == noted


def test_its_pictures_are_those_of_the_issue() -> None:
    issue = sent(RICH, "送审稿 1", "", "")
    kept = issue.rounds[0]
    assert any(pictures_in(issue))
    again = issue_in(to_bytes(issue, FILE), FILE)
    assert issue_of(again.rounds[0], again) == as_put_out(RICH)
    without = issue_of(kept, SMALL)
    assert all(is_lost(placed.picture.data) for placed in pictures_in(without))


def test_a_damaged_one_is_said_by_its_name() -> None:
    issue = sent(SMALL, "送审稿 1", "", "")
    (kept,) = issue.rounds
    for text in ("", "{", kept.text[:200]):
        with pytest.raises(UnreadableFileError, match="打不开“送审稿 1”"):
            issue_of(replace(kept, text=text), issue)


def test_it_is_known_again_by_its_text() -> None:
    one, other = sent(SMALL, "送审稿 1", "", "").rounds[0], sent(SMALL, "二稿", "2024-01-01", "").rounds[0]
    assert digest_of(one) == digest_of(other)
    assert digest_of(replace(one, text="{}")) != digest_of(one)


def test_the_version_is_called_so_and_locked(tmp_path: Path) -> None:
    versions, file = Versions(tmp_path / "versions"), tmp_path / FILE
    issue = sent(SMALL, "送审稿 1", "", "")
    with pytest.raises(TargetError, match="“以前的版本”里没有留下“送审稿 1”"):
        keep_named(versions, file, "送审稿 1")
    versions.keep(file, to_bytes(SMALL, file), datetime(2024, 1, 9, tzinfo=UTC))
    with pytest.raises(TargetError, match="“以前的版本”里没有留下“送审稿 1”"):
        keep_named(versions, file, "送审稿 1")
    versions.keep(file, to_bytes(issue, file), datetime(2024, 1, 10, tzinfo=UTC))
    version = keep_named(versions, file, "送审稿 1")
    assert (version.name, version.locked) == ("送审稿 1", True)
    assert versions.of(file)[0] == version
    assert [each.name for each in versions.of(file)] == ["送审稿 1", ""]
