"""Paths that Windows opens however long they are, and what is said of files that can't be read."""

from __future__ import annotations

import os
import socket
import sys
from datetime import date as Date  # noqa: N812
from pathlib import Path
from typing import NoReturn

import pytest

from bulletin_desk.bulletin.blank import blank_issue
from bulletin_desk.paths import (
    NotAFileError,
    bytes_of,
    extended,
    names_a_device,
    open_plain,
    reachable,
)
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin

FOLDER = r"C:\Users\王\Documents"
LONG = "文" * 220
ISSUE = blank_issue(Date(2024, 1, 9))


@pytest.mark.parametrize(
    ("path", "opened"),
    [
        ("第3期.bulletin", "第3期.bulletin"),
        (rf"D:\{LONG}.bulletin", rf"\\?\D:\{LONG}.bulletin"),
        (rf"{LONG}\..\{LONG}", rf"\\?\{FOLDER}\{LONG}"),
        (rf"D:/a/{LONG}", rf"\\?\D:\a\{LONG}"),
        (rf"\\server\share\{LONG}", rf"\\?\UNC\server\share\{LONG}"),
        (rf"\\?\D:\{LONG}", rf"\\?\D:\{LONG}"),
        (rf"\\.\pipe\{LONG}", rf"\\.\pipe\{LONG}"),
    ],
)
def test_a_long_path_is_spelt_so_that_windows_opens_it(path: str, opened: str) -> None:
    assert extended(path, FOLDER) == opened


@pytest.mark.skipif(sys.platform == "win32", reason="there the spelling changes")
def test_elsewhere_a_path_stays_as_it_is() -> None:
    assert reachable(Path(LONG)) == Path(LONG)


def test_a_bulletin_in_a_deep_folder_is_written_and_read(tmp_path: Path) -> None:
    folder = tmp_path
    while len(str(folder)) < 300:
        folder /= "一个名字起得很长的文件夹" * 3
    reachable(folder).mkdir(parents=True)
    write_bulletin(folder / "第3期.bulletin", ISSUE)
    assert read_bulletin(folder / "第3期.bulletin") == ISSUE


class RefusedError(Exception):
    pass


def refuse(reason: str) -> NoReturn:
    raise RefusedError(reason)


def test_a_file_is_read_up_to_one_byte_too_many(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert bytes_of(tmp_path / "a", 5, refuse, "") == b"12345"
    assert bytes_of(tmp_path / "a", 3, refuse, "") == b"1234"


def test_why_a_file_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="这是一个文件夹，请选用其中的稿件"):
        bytes_of(tmp_path, 5, refuse, "请选用其中的稿件")
    with pytest.raises(RefusedError, match="没有这个文件"):
        bytes_of(tmp_path / "a", 5, refuse, "")
    with pytest.raises(RefusedError, match="系统报告"):
        bytes_of(tmp_path / "a\0b", 5, refuse, "")


posix = pytest.mark.skipif(sys.platform == "win32", reason="there pipes and devices have no paths in folders")


def made(kind: str, folder: Path) -> Path:
    """Something that is not a file, at a path as a clerk may choose it."""
    path = folder / "第3期.bulletin"
    if kind == "管道":
        os.mkfifo(path)
    elif kind == "套接字":
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(os.path.relpath(path))  # a socket's path is short
    elif kind == "设备":
        path.symlink_to("/dev/zero")
    else:
        path.mkdir()
    return path


@posix
@pytest.mark.parametrize("kind", ["管道", "套接字", "设备", "文件夹"])
def test_what_is_no_file_is_refused_by_its_kind(kind: str, tmp_path: Path) -> None:
    path = made(kind, tmp_path)
    with pytest.raises(NotAFileError, match=f"这不是文件，是{kind}"):
        open_plain(path)
    sentence = "这是一个文件夹，请选用" if kind == "文件夹" else f"这不是文件，是{kind}，请另选一个文件"
    with pytest.raises(RefusedError, match=sentence):
        bytes_of(path, 5, refuse, "请选用其中的稿件")


def open_files() -> set[str]:
    return {file.name for file in Path("/dev/fd").iterdir()}


@posix
def test_a_pipe_put_in_a_files_place_while_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made("管道", tmp_path)
    plain = tmp_path / "plain"
    plain.touch()
    was = plain.stat()
    monkeypatch.setattr(Path, "stat", lambda self: was)
    before = open_files()
    with pytest.raises(NotAFileError, match="管道"):
        open_plain(path)
    assert open_files() == before


def test_of_a_file_of_twenty_gigabytes_no_more_is_read_than_asked(tmp_path: Path) -> None:
    path = tmp_path / "a"
    with path.open("wb") as file:
        file.truncate(20 << 30 if sys.platform != "win32" else 64 << 20)  # holes: NTFS would write them
    assert bytes_of(path, 1000, refuse, "") == bytes(1001)


@pytest.mark.skipif(sys.platform != "linux", reason="only there are files that state no size")
def test_a_file_that_states_no_size_is_read_up_to_the_bound() -> None:
    whole = bytes_of(Path("/proc/self/maps"), 1 << 20, refuse, "")
    assert 4096 < len(whole) <= 1 << 20
    assert len(bytes_of(Path("/proc/self/maps"), 100, refuse, "")) == 101


@pytest.mark.parametrize(
    ("path", "device"),
    [
        ("NUL", True),
        ("con.bulletin", True),
        (r"C:\稿件\Com1.docx", True),
        ("D:LPT¹", True),
        ("aux  .txt", True),
        ("C:/稿件/nul:", True),
        ("conin$", True),
        (r"\\.\pipe\x", True),
        (r"//./PhysicalDrive0", True),
        (r"\\server\PIPE\x", True),
        (r"\\server\mailslot\x", True),
        (r"\\?\pipe\x", True),
        (r"\\?\GLOBALROOT\Device\Null", True),
        (r"\\?\UNC\server\pipe\x", True),
        ("console.bulletin", False),
        ("第3期.nul", False),
        ("com10.docx", False),
        (r"C:\nul的稿件\a.docx", False),
        (r"\\server\pipes\x.docx", False),
        (r"\\server\share\pipe\x.docx", False),
        (r"\\?\C:\稿件\a.docx", False),
        (r"\\?\UNC\server\share\a.docx", False),
    ],
)
def test_names_that_windows_keeps_for_devices(path: str, device: bool) -> None:
    assert names_a_device(path) is device


@pytest.mark.skipif(sys.platform != "win32", reason="elsewhere these are names as others")
@pytest.mark.parametrize("name", ["NUL", "CON", "COM1.docx", r"\\.\pipe\x"])
def test_a_device_of_windows_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(RefusedError, match="这不是文件，是设备"):
        bytes_of(Path(name), 5, refuse, "")
