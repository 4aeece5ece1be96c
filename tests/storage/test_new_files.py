"""New files and folders: whole or not at all, never over anything."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from bulletin_desk.errors import TargetError
from bulletin_desk.storage import new_files
from bulletin_desk.storage.new_files import new_folder, put_new, put_new_folder, same_content, same_folder

FILES = {"甲.txt": b"one", "乙.txt": b""}


def names_in(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_file_and_a_folder(tmp_path: Path) -> None:
    put_new(tmp_path / "一.txt", b"1")
    put_new_folder(tmp_path / "包", FILES)
    assert (tmp_path / "一.txt").read_bytes() == b"1"
    assert same_folder(tmp_path / "包", FILES)
    assert names_in(tmp_path) == ["一.txt", "包"]


@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_nothing_is_written_over(tmp_path: Path, kind: str) -> None:
    taken = tmp_path / "名"
    if kind == "file":
        taken.write_bytes(b"old")
    elif kind == "folder":
        taken.mkdir()
    else:
        try:
            taken.symlink_to("nowhere")
        except OSError:
            pytest.skip("no links here")
        if not taken.is_symlink():
            pytest.skip("links lead nowhere here")
    with pytest.raises(TargetError, match="没有动它"):
        put_new(taken, b"new")
    with pytest.raises(TargetError, match="没有动它"):
        put_new_folder(taken, FILES)
    assert names_in(tmp_path) == ["名"]


def test_what_comes_in_between_is_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = new_files._write

    def late(path: Path, data: bytes, shown: Path) -> None:
        write(path, data, shown)
        shown.write_bytes(b"theirs")

    monkeypatch.setattr(new_files, "_write", late)
    with pytest.raises(TargetError, match="没有动它"):
        put_new(tmp_path / "一.txt", b"1")
    assert (tmp_path / "一.txt").read_bytes() == b"theirs"


@pytest.mark.parametrize("linked", [True, False])
def test_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, linked: bool) -> None:
    if not linked:
        monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError(errno.EPERM, "no")))
    put_new(tmp_path / "一.txt", b"1")
    assert (tmp_path / "一.txt").read_bytes() == b"1"


@pytest.mark.parametrize("fails_at", [0, 1])
def test_a_disk_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    written: list[Path] = []

    def failing(path: Path, data: bytes, *_: object) -> float:
        if len(written) == fails_at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written.append(path)
        path.write_bytes(data)
        return 0.0

    monkeypatch.setattr(new_files, "write_new", failing)
    with pytest.raises(TargetError, match="磁盘已满"):
        put_new_folder(tmp_path / "包", FILES)
    assert names_in(tmp_path) == []


def test_what_reads_back_otherwise_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(new_files, "write_new", lambda path, data: path.write_bytes(data[:-1]))
    with pytest.raises(TargetError, match="读回来不一样"):
        put_new(tmp_path / "一", b"12")
    with pytest.raises(TargetError, match="读回来不一样"):
        put_new_folder(tmp_path / "包", {"一": b"12"})
    assert names_in(tmp_path) == []


def test_what_is_the_same_is_told(tmp_path: Path) -> None:
    put_new_folder(tmp_path / "包", FILES)
    assert not same_folder(tmp_path / "包", {"甲.txt": b"one"})
    assert not same_folder(tmp_path / "包", {**FILES, "甲.txt": b"two"})
    assert not same_folder(tmp_path / "无", FILES)
    assert not same_folder(tmp_path / "包" / "甲.txt", FILES)
    assert not same_content(tmp_path, b"")
    assert same_content(tmp_path / "包" / "甲.txt", b"one")
    assert not same_content(tmp_path / "包" / "甲.txt", b"on")


def test_a_folder_for_new_things(tmp_path: Path) -> None:
    with new_folder(tmp_path / "用"):
        put_new(tmp_path / "用" / "一.txt", b"1")
    with new_folder(tmp_path / "不用"):
        pass
    with new_folder(tmp_path):
        pass
    assert names_in(tmp_path) == ["用"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("无/里", "所在的文件夹不存在"),
        ("文件", "已经有这个名字"),
        ("\0", "不能使用的字符"),
        ("长" * 300, "写不了"),
    ],
)
def test_a_folder_that_can_not_be(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "文件").write_bytes(b"")
    with pytest.raises(TargetError, match=said), new_folder(tmp_path / name):
        pytest.fail("it is not there")
    assert names_in(tmp_path) == ["文件"]


def test_what_a_killed_program_left_goes_after_an_hour(tmp_path: Path) -> None:
    old, new = (tmp_path / f".bulletin-desk-{at * 16}.tmp" for at in "01")
    for left in (old, new):
        left.mkdir()
        (left / "一.txt").write_bytes(b"1")
    os.utime(old, (10**9, 10**9))
    with new_folder(tmp_path):
        put_new_folder(tmp_path / "包", FILES)
    assert names_in(tmp_path) == [new.name, "包"]
