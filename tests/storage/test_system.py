"""What saving asks of the system: paths that Windows opens however long they are."""

from __future__ import annotations

import sys
from datetime import date as Date  # noqa: N812
from pathlib import Path

import pytest

from bulletin_desk.bulletin.blank import blank_issue
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin
from bulletin_desk.storage.system import extended, reachable

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
