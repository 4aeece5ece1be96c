"""Which files of a folder are gathered: none is passed over without a word."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from bulletin_desk.gathering import listing as room
from bulletin_desk.gathering.listing import listing


def test_folders_in_folders(tmp_path: Path) -> None:
    deep = tmp_path
    for level in range(20):
        deep /= str(level)
    deep.mkdir(parents=True)
    (deep / "第1期.docx").write_bytes(b"")
    assert listing(tmp_path, tmp_path / "简报") == (
        [f"{deep.relative_to(tmp_path).as_posix()}/第1期.docx"],
        [],
    )


def test_folders_too_deep_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_DEEPEST", 1)
    (tmp_path / "甲" / "乙").mkdir(parents=True)
    files, ((name, said),) = listing(tmp_path, tmp_path / "简报")
    assert (files, name) == ([], "甲/乙/")
    assert "里面的没有看" in said


@pytest.mark.parametrize("most", ["_MOST_FILES", "_MOST_FOLDERS"])
def test_too_many_are_named(most: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, most, 1)
    (tmp_path / "甲").mkdir()
    for name in ("1.docx", "2.docx"):
        (tmp_path / name).write_bytes(b"")
    files, ((name, said),) = listing(tmp_path, tmp_path / "简报")
    assert name == f"{tmp_path.name}/"
    assert "多出来的没有看" in said
    assert files


def test_folders_that_can_not_be_opened_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "甲").mkdir()
    scan = os.scandir

    def scanned(path: Path) -> object:
        if path.name == "甲":
            raise PermissionError(13, "没有权限")
        return scan(path)

    monkeypatch.setattr(os, "scandir", scanned)
    assert listing(tmp_path, tmp_path / "简报") == (
        [],
        [("甲/", "打不开文件夹“甲”：系统报告“没有权限”，里面的没有看。")],
    )


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "夹.docx").mkdir()
    linked = sys.platform != "win32"  # links need a privilege there
    if linked:
        (tmp_path / "断.docx").symlink_to(tmp_path / "没有.docx")
    files, passed_over = listing(tmp_path, tmp_path / "简报")
    assert files == []
    assert [name for name, _ in passed_over] == ["断.docx"] * linked
