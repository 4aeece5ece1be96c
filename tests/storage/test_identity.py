"""A file's identity: kept through every save, a rename and a move, and not for long by two files."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.bulletin.numbering import next_issue
from bulletin_desk.errors import TargetError
from bulletin_desk.paths import open_plain
from bulletin_desk.storage import identity as identities
from bulletin_desk.storage.bulletin_file import read_bulletin, to_bytes, write_bulletin
from bulletin_desk.storage.identity import (
    State,
    Whereabouts,
    comment_of,
    identity_at,
    identity_in,
    is_same_file,
    new_identity,
    whereabouts,
    without_identity,
)
from bulletin_desk.storage.saving import Saved, Stamp, save, stamp
from bulletin_desk.storage.versions import Versions
from tests.bulletin.issues import SMALL

DRAFTS = [replace(SMALL, disclosure=f"第{number}稿") for number in range(6)]
ONE, OTHER = "0123456789abcdef" * 2, "f" * 32


class Desk:
    """A machine with its versions, and what a clerk does on it: each save is another draft."""

    def __init__(self, folder: Path, name: str = "data") -> None:
        self.versions = Versions(folder / name)
        self.saves = 0

    def save(self, path: Path, identity: str = "", known: Stamp | None = None) -> str:
        """Saves what has this identity at `path`. Returns the identity that the file has then."""
        saved = save(path, DRAFTS[self.saves], known=known, identity=identity, versions=self.versions)
        self.saves += 1
        assert saved.version_trouble == ""
        assert identity_at(path) == saved.stamp.identity
        return saved.stamp.identity

    def open_and_save(self, path: Path) -> str:
        """Opens a file, and saves it."""
        known = stamp(path)
        assert known is not None
        return self.save(path, known.identity, known)

    def kept(self, path: Path, identity: str = "") -> list[Issue]:
        return [version.read() for version in self.versions.of(path, identity)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "期.bulletin"


# ---- in the file


def test_it_stands_at_the_file_s_end_and_nowhere_in_the_issue(file: Path) -> None:
    plain, told = to_bytes(SMALL, file), to_bytes(SMALL, file, ONE)
    assert (identity_in(plain), identity_in(told)) == ("", ONE)
    assert without_identity(told) == without_identity(plain) == plain
    assert identity_in(told[-200:]) == ONE
    file.write_bytes(told)
    assert identity_at(file) == ONE
    assert read_bulletin(file) == SMALL
    with zipfile.ZipFile(file) as opened:
        assert opened.comment == comment_of(ONE)
        with_it = opened.read("bulletin.json")
    write_bulletin(file, SMALL)
    with zipfile.ZipFile(file) as opened:
        assert opened.read("bulletin.json") == with_it
    assert identity_at(file) == ""


def test_the_same_issue_and_identity_are_the_same_bytes(file: Path) -> None:
    assert to_bytes(SMALL, file, ONE) == to_bytes(replace(SMALL), file, ONE) != to_bytes(SMALL, file, OTHER)


@given(st.binary(max_size=80), st.integers(0, 120))
def test_what_tells_no_identity(junk: bytes, cut: int) -> None:
    whole = to_bytes(SMALL, Path("期"), ONE)
    assert identity_in(junk) == ""
    assert identity_in(whole + junk) == ("" if junk else ONE)
    assert identity_in(whole[: len(whole) - cut]) == ("" if cut else ONE)


@pytest.mark.parametrize(
    "comment", [b"", b"from a mail", comment_of(ONE).upper(), comment_of(ONE)[:-1] + b"g"]
)
def test_a_foreign_comment_is_none(file: Path, comment: bytes) -> None:
    write_bulletin(file, SMALL)
    with zipfile.ZipFile(file, "a") as opened:
        opened.comment = comment
    assert identity_at(file) == ""
    assert read_bulletin(file) == SMALL


def test_where_nothing_can_be_read(tmp_path: Path, file: Path) -> None:
    assert identity_at(file) == ""
    assert identity_at(tmp_path) == ""
    assert identity_at(Path("a\0b")) == ""
    file.touch()
    assert identity_at(file) == ""


def test_a_name_that_no_file_can_have(desk: Desk, tmp_path: Path) -> None:
    bad = tmp_path / "a\0b.bulletin"
    with pytest.raises(TargetError, match="不能使用的字符"):
        save(bad, SMALL, versions=desk.versions)
    assert desk.kept(bad) == []


def test_no_two_are_the_same() -> None:
    assert len({new_identity() for _ in range(1000)}) == 1000


# ---- one file


def test_a_file_has_one_from_its_first_save_on(desk: Desk, file: Path) -> None:
    first = desk.save(file)
    assert identities.IDENTITY.fullmatch(first)
    assert desk.open_and_save(file) == desk.open_and_save(file) == first
    assert desk.save(file, first) == first
    assert desk.kept(file) == DRAFTS[3::-1]


def test_without_versions_it_is_kept_as_well(file: Path) -> None:
    first = save(file, SMALL).stamp
    assert save(file, DRAFTS[0], known=first).stamp.identity == first.identity == identity_at(file)
    saved = save(file, DRAFTS[0]).stamp
    assert stamp(file) == saved
    assert saved.identity == first.identity


def test_an_old_file_opens_as_it_did_and_gets_one_at_its_first_save(desk: Desk, file: Path) -> None:
    write_bulletin(file, SMALL)
    before = file.read_bytes()
    known = stamp(file)
    assert known is not None
    assert (known.identity, read_bulletin(file), file.read_bytes()) == ("", SMALL, before)
    assert desk.open_and_save(file) == desk.open_and_save(file)
    assert desk.kept(file) == DRAFTS[1::-1]


def test_a_program_that_drops_it(desk: Desk, file: Path) -> None:
    """The file is known by where it was last saved."""
    first = desk.save(file)
    write_bulletin(file, SMALL)
    assert desk.open_and_save(file) == first
    write_bulletin(file, SMALL)
    assert desk.save(file) == first


def test_the_next_issue_is_another_one(desk: Desk, file: Path) -> None:
    first = desk.save(file)
    following = next_issue(read_bulletin(file), date(2024, 2, 1))
    saved = save(file.with_name("下一期.bulletin"), following, versions=desk.versions)
    assert saved.stamp.identity != first


# ---- renamed and moved


def test_a_renamed_file_keeps_it(desk: Desk, tmp_path: Path, file: Path) -> None:
    first = desk.save(file)
    renamed = file.rename(tmp_path / "定稿.bulletin")
    assert desk.kept(renamed) == DRAFTS[:1]
    assert desk.open_and_save(renamed) == first
    assert desk.kept(renamed) == DRAFTS[1::-1]


def test_a_moved_file_and_a_renamed_folder(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "一月"
    folder.mkdir()
    first = desk.save(folder / "期.bulletin")
    folder.rename(tmp_path / "2024年1月")
    assert desk.open_and_save(tmp_path / "2024年1月" / "期.bulletin") == first
    (tmp_path / "归档").mkdir()
    moved = (tmp_path / "2024年1月" / "期.bulletin").rename(tmp_path / "归档" / "期.bulletin")
    assert desk.open_and_save(moved) == first
    assert desk.kept(moved) == DRAFTS[2::-1]


def test_a_file_that_vanished_under_the_window(desk: Desk, file: Path) -> None:
    first = desk.save(file)
    file.unlink()
    assert desk.kept(file, first) == desk.kept(file) == DRAFTS[:1]
    assert desk.save(file, first) == first


def test_saved_elsewhere_after_it_vanished(desk: Desk, tmp_path: Path, file: Path) -> None:
    first = desk.save(file)
    file.unlink()
    assert desk.save(tmp_path / "别处.bulletin", first) == first
    assert desk.kept(tmp_path / "别处.bulletin") == DRAFTS[1::-1]


@pytest.mark.parametrize("damage", [b"", b"\0" * 5_000, b"PK\3\4 and no more"])
def test_a_damaged_file_is_known_by_its_place(desk: Desk, file: Path, damage: bytes) -> None:
    first = desk.save(file)
    file.write_bytes(damage)
    assert desk.kept(file) == DRAFTS[:1]
    assert desk.save(file) == first
    newest, before, oldest = desk.versions.of(file)
    assert (newest.read(), before.file.read_bytes(), oldest.read()) == (DRAFTS[1], damage, DRAFTS[0])


# ---- copies


def test_a_file_saved_as_another_is_a_copy(desk: Desk, tmp_path: Path, file: Path) -> None:
    first = desk.save(file)
    other = tmp_path / "另一份.bulletin"
    second = desk.save(other, first)
    assert second != first
    # The window has not noticed, and it is the copy's all the same.
    assert desk.save(other, first) == desk.save(other, second) == second
    assert desk.save(file, first) == first
    assert desk.kept(other) == DRAFTS[3:0:-1]
    assert desk.kept(file) == [DRAFTS[4], DRAFTS[0]]


def test_a_file_copied_in_explorer(desk: Desk, tmp_path: Path, file: Path) -> None:
    first = desk.save(file)
    copy = tmp_path / "期 - 副本.bulletin"
    shutil.copy(file, copy)
    assert desk.kept(copy) == DRAFTS[:1]  # until it is saved: what it is a copy of
    second = desk.open_and_save(copy)
    assert second != first
    assert desk.kept(copy) == DRAFTS[1:2]
    # Neither becomes a copy again.
    assert (desk.open_and_save(file), desk.open_and_save(copy)) == (first, second)
    assert (desk.open_and_save(file), identity_at(copy)) == (first, second)
    assert desk.kept(file) == [DRAFTS[4], DRAFTS[2], DRAFTS[0]]


def test_the_copy_of_a_file_that_has_gone_goes_on_as_that_file(
    desk: Desk, tmp_path: Path, file: Path
) -> None:
    first = desk.save(file)
    copy = Path(shutil.copy(file, tmp_path / "备份.bulletin"))
    file.unlink()
    assert desk.open_and_save(copy) == first


def test_copied_over_another_file(desk: Desk, tmp_path: Path, file: Path) -> None:
    """It goes on as the file that was last saved in that place, and nothing is lost."""
    first = desk.save(file)
    other = tmp_path / "另一期.bulletin"
    second = desk.save(other)
    shutil.copy(file, other)
    assert desk.open_and_save(other) == second
    assert (desk.open_and_save(file), desk.open_and_save(other)) == (first, second)


def test_saved_over_another_file(desk: Desk, tmp_path: Path, file: Path) -> None:
    """That file goes on, and what was overwritten is among its versions."""
    first = desk.save(file)
    other = tmp_path / "另一期.bulletin"
    second = desk.save(other)
    write_bulletin(other, SMALL)
    assert desk.save(other, first) == second
    assert desk.kept(other) == [DRAFTS[2], SMALL, DRAFTS[1]]
    assert desk.kept(file) == DRAFTS[:1]


def test_a_colleague_s_copy_put_in_the_place_of_an_open_file(desk: Desk, tmp_path: Path, file: Path) -> None:
    first = desk.save(file)
    theirs = Desk(tmp_path, "their data")
    copy = Path(shutil.copy(file, tmp_path / "带走.bulletin"))
    theirs.save(file, first)  # their machine knows the file by this path
    theirs.saves = 3
    second = theirs.open_and_save(copy)
    assert second != first
    copy.replace(file)
    assert desk.save(file, first) == first
    assert desk.kept(file) == [DRAFTS[1], DRAFTS[3], DRAFTS[0]]


def test_two_machines_hold_one_file_to_be_one(desk: Desk, tmp_path: Path, file: Path) -> None:
    first = desk.save(file)
    theirs = Desk(tmp_path, "their data")
    assert theirs.open_and_save(file) == desk.open_and_save(file) == first


# ---- one file by several names


@pytest.fixture
def two_ways(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The same file through a drive letter and through its share's name, which nothing in a path tells."""
    share = tmp_path / "share"
    share.mkdir()
    if sys.platform == "win32":
        other = Path(f"\\\\?\\{share}")
    else:
        other = tmp_path / "Z"
        other.symlink_to(share, target_is_directory=True)
    for name in ("identity", "versions"):
        monkeypatch.setattr(f"bulletin_desk.storage.{name}.real", lambda path: Path(os.path.abspath(path)))  # noqa: PTH100 - asks no disk
    return share / "期.bulletin", other / "期.bulletin"


@pytest.fixture
def unnumbered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that numbers no files."""
    monkeypatch.setattr(identities, "reachable", _Unnumbered)


class _Unnumbered(type(Path())):  # type: ignore[misc]
    def stat(self, **options: Any) -> os.stat_result:
        found = list(super().stat(**options))
        found[1] = 0
        return os.stat_result(found)


def test_a_drive_letter_and_a_share_s_name(desk: Desk, two_ways: tuple[Path, Path]) -> None:
    share, letter = two_ways
    first = desk.save(share)
    assert is_same_file(share, letter)
    assert desk.open_and_save(letter) == desk.open_and_save(share) == desk.open_and_save(letter) == first
    assert desk.kept(letter) == DRAFTS[3::-1]


@pytest.mark.usefixtures("unnumbered")
def test_a_share_whose_server_numbers_no_files(
    desk: Desk, tmp_path: Path, two_ways: tuple[Path, Path]
) -> None:
    share, letter = two_ways
    first = desk.save(share)
    assert desk.open_and_save(letter) == desk.open_and_save(share) == first
    copy = Path(shutil.copy(share, share.with_name("副本.bulletin")))
    assert desk.open_and_save(copy) != first
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert desk.open_and_save(Path(shutil.copy(share, elsewhere))) != first
    # What was laid down to find out is gone.
    assert sorted(each.name for each in elsewhere.iterdir()) == [".期.bulletin.bak", "期.bulletin"]


def test_names_that_differ_in_case_only(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Windows compares them."""
    first = desk.save(tmp_path / "A.bulletin")
    monkeypatch.setattr(os.path, "normcase", lambda path: os.fspath(path).lower())
    renamed = (tmp_path / "A.bulletin").rename(tmp_path / "a.BULLETIN")
    assert desk.open_and_save(renamed) == first
    assert desk.kept(tmp_path / "A.Bulletin", first) == DRAFTS[1::-1]


@pytest.mark.skipif(sys.platform == "win32", reason="links there need a right")
def test_a_link_is_the_file_it_leads_to(desk: Desk, tmp_path: Path, file: Path) -> None:
    first = desk.save(file)
    link = tmp_path / "link.bulletin"
    link.symlink_to(file)
    assert desk.open_and_save(link) == desk.open_and_save(file) == first


def test_a_share_that_does_not_answer_makes_no_copy(
    desk: Desk, tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It can't be told, and the history goes on."""
    first = desk.save(file)
    taken = Path(shutil.copy(file, tmp_path / "带走.bulletin"))

    def opening(path: Path) -> int:
        if path == file:
            raise OSError(errno.EHOSTDOWN, "Host is down")
        return open_plain(path)

    monkeypatch.setattr(identities, "open_plain", opening)
    assert desk.open_and_save(taken) == desk.open_and_save(taken) == first
    assert whereabouts(first, file).state is State.UNKNOWN


# ---- where it is by now


def saved_at(file: Path) -> Saved:
    file.parent.mkdir(exist_ok=True)
    return save(file, SMALL)


def test_whereabouts(tmp_path: Path) -> None:
    folder = tmp_path / "一月"
    file = folder / "期.bulletin"
    identity = saved_at(file).stamp.identity
    here = Whereabouts(State.HERE, file)
    assert whereabouts(identity, file) == here
    file.write_bytes(b"damaged")
    assert whereabouts(identity, file) == here
    file.unlink()
    assert whereabouts(identity, file) == Whereabouts(State.GONE)
    saved_at(file)
    assert whereabouts(identity, file) == Whereabouts(State.REPLACED)
    assert whereabouts("", file) == here
    save(folder / "定稿.Bulletin", SMALL, identity=identity)
    assert whereabouts(identity, file) == Whereabouts(State.RENAMED, folder / "定稿.Bulletin")
    file.unlink()
    assert whereabouts(identity, file) == Whereabouts(State.RENAMED, folder / "定稿.Bulletin")
    shutil.copyfile(folder / "定稿.Bulletin", folder / "定稿 - 副本.bulletin")
    assert whereabouts(identity, file) == Whereabouts(State.GONE)  # which of the two it is can't be told
    shutil.rmtree(folder)
    assert whereabouts(identity, file) == Whereabouts(State.GONE)
    assert whereabouts(identity, None) == Whereabouts(State.UNKNOWN)


@pytest.mark.skipif(sys.platform != "win32", reason="drives and shares")
@pytest.mark.parametrize("path", [r"Q:\一月\期.bulletin", r"\\nobody.invalid\share\期.bulletin"])
def test_a_drive_that_is_not_there_says_nothing(path: str) -> None:
    assert whereabouts(ONE, Path(path)) == Whereabouts(State.UNKNOWN)
