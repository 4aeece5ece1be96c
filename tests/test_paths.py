"""Paths that Windows opens however long they are, and what is said of files that can't be read."""

from __future__ import annotations

import sys
from datetime import date as Date  # noqa: N812
from pathlib import Path
from typing import NoReturn

import pytest

from bulletin_desk.bulletin.blank import blank_issue
from bulletin_desk.paths import bytes_of, extended, reachable
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
