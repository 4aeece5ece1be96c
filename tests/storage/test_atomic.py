"""Whole or not at all: every way in which a target can refuse."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bulletin_desk.errors import TargetError
from bulletin_desk.storage.atomic import write_atomically

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="links, modes and devices as POSIX has them")


def refusal(path: Path, data: bytes = b"new") -> str:
    with pytest.raises(TargetError) as caught:
        write_atomically(path, data, sleep=lambda _seconds: None)
    sentence = str(caught.value)
    assert sentence.startswith(f"写不了“{path}”：")
    assert sentence.endswith("。")
    assert "\n" not in sentence
    return sentence


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Path]:
    """A file that must still read `old`, alone in its folder, after each refusal."""
    path = tmp_path / "简报.pdf"
    path.write_bytes(b"old")
    yield path
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["简报.pdf"]


def test_a_new_file(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a.pdf", b"new")
    assert (tmp_path / "a.pdf").read_bytes() == b"new"
    assert len(list(tmp_path.iterdir())) == 1


@posix_only
def test_a_new_file_has_the_mode_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write_atomically(tmp_path / "a.pdf", b"new")
    assert (tmp_path / "a.pdf").stat().st_mode == (tmp_path / "usual").stat().st_mode


@posix_only
def test_an_existing_file_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_name_as_long_as_names_can_be(tmp_path: Path) -> None:
    path = tmp_path / ("简" * 80 + ".bulletin")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_atomically(Path("a.pdf"), b"new")
    assert (tmp_path / "a.pdf").read_bytes() == b"new"


@posix_only
def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "real.pdf").write_bytes(b"old")
    link = tmp_path / "link.pdf"
    link.symlink_to(Path("folder") / "real.pdf")
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "folder" / "real.pdf").read_bytes() == b"new"


@posix_only
def test_a_link_to_what_is_not_there_yet(tmp_path: Path) -> None:
    link = tmp_path / "link.pdf"
    link.symlink_to("real.pdf")
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "real.pdf").read_bytes() == b"new"


@posix_only
def test_a_link_to_itself(tmp_path: Path) -> None:
    link = tmp_path / "link.pdf"
    link.symlink_to(link)
    assert "指向它自己" in refusal(link)


@posix_only
def test_devices_and_pipes_are_written_directly() -> None:
    write_atomically(Path(os.devnull), b"new")
    reading, writing = os.pipe()
    try:
        write_atomically(Path(f"/dev/fd/{writing}"), b"new")
        assert os.read(reading, 10) == b"new"
    finally:
        os.close(reading)
        os.close(writing)


@pytest.mark.skipif(
    sys.platform == "win32" or not Path("/dev/full").exists(), reason="no device here that is always full"
)
def test_a_full_device() -> None:
    assert "磁盘已满" in refusal(Path("/dev/full"))


def test_a_missing_folder(tmp_path: Path) -> None:
    assert "所在的文件夹不存在" in refusal(tmp_path / "absent" / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_a_folder_should_be(target: Path) -> None:
    # Windows reports the same mistake as a missing folder.
    assert "文件夹" in refusal(target / "a.pdf")


def test_a_folder(tmp_path: Path) -> None:
    assert "这是一个文件夹，请写明文件名" in refusal(tmp_path)


def test_a_read_only_file(target: Path) -> None:
    target.chmod(0o444)
    assert "只读" in refusal(target)
    target.chmod(0o644)


def test_a_name_too_long(tmp_path: Path) -> None:
    sentence = refusal(tmp_path / ("简" * 300))
    assert "文件名太长" in sentence
    assert list(tmp_path.iterdir()) == []


@posix_only
def test_a_null_character_in_the_name(tmp_path: Path) -> None:
    assert "不能使用的字符" in refusal(tmp_path / "a\0b")


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘已满"),
        (OSError(errno.EROFS, "Read-only file system"), "磁盘是只读的"),
        (OSError(errno.EBUSY, "Device or resource busy"), "正被别的程序打开"),
        (OSError(errno.EIO, "Input/output error"), "系统报告“Input/output error”"),
    ],
)
def test_a_disk_that_fails(target: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, says: str) -> None:
    def failing(_descriptor: int) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", failing)
    assert says in refusal(target)


def test_a_file_held_open_elsewhere(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What Windows answers when Word or a PDF reader has the target open.
    def failing(_self: Path, _target: Path) -> None:
        raise PermissionError(errno.EACCES, "Access is denied")

    monkeypatch.setattr(Path, "replace", failing)
    assert "正被别的程序打开" in refusal(target)


def test_a_folder_without_permission(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Root may write anywhere, so the folder's refusal is acted.
    def failing(*_arguments: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", failing)
    sentence = refusal(target)
    monkeypatch.undo()
    assert "没有在这个文件夹里写文件的权限" in sentence


def test_an_interruption_leaves_nothing_behind(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(target, b"new")
