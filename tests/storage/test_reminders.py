"""Reminders on the disk: as they were, or none where they can't be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_desk.bulletin.reminders import Kept, Reminder
from bulletin_desk.errors import TargetError
from bulletin_desk.storage.identity import new_identity
from bulletin_desk.storage.reminders import read_reminders, reminders_file, write_reminders


def said(kept: tuple[Kept, ...]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """By their words, since each reminder is its own."""
    return [
        (each.title, each.likeness, [(one.message, one.words) for one in each.reminders]) for each in kept
    ]


KEPT = (
    Kept("甲", "a1", (Reminder("看看“x”。", "全\n部𠮷"), Reminder("又一处。"))),
    Kept("", "b2", (Reminder("第三处。"),)),
)


def test_they_come_back_as_they_were(tmp_path: Path) -> None:
    file = reminders_file(tmp_path / "none yet", new_identity())
    assert read_reminders(file) == ()
    write_reminders(file, KEPT)
    assert said(read_reminders(file)) == said(KEPT)
    write_reminders(file, KEPT[:1])
    assert said(read_reminders(file)) == said(KEPT[:1])
    write_reminders(file, ())
    assert not file.exists()
    write_reminders(file, ())


@pytest.mark.parametrize("identity", ["", "..", "a/b", "A" * 32, "0" * 31])
def test_only_an_identity_names_a_file(tmp_path: Path, identity: str) -> None:
    with pytest.raises(ValueError, match="identity"):
        reminders_file(tmp_path, identity)


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"format":2,"items":[]}',
        b'{"format":1,"items":[{"title":"x","likeness":"y","reminders":[{"message":1,"words":""}]}]}',
        b'{"format":1,"items":[{"title":"\\ud800","likeness":"y","reminders":[]}]}',
        b"[" * 200_000,
    ],
    ids=lambda damage: repr(damage[:12]),
)
def test_what_is_damaged_is_none(tmp_path: Path, damage: bytes) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(damage)
    assert read_reminders(file) == ()


def test_where_no_folder_can_be_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(TargetError):
        write_reminders(reminders_file(tmp_path / "file", new_identity()), KEPT)
