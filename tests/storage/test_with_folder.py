"""A file and the folder of files that it leads to are written both or neither."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_desk.errors import TargetError
from bulletin_desk.storage import with_folder
from bulletin_desk.storage.with_folder import write_with_folder

FILES = {"1.png": b"one", "2.jpg": b"two"}


def everything(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_both_are_written(tmp_path: Path) -> None:
    write_with_folder(tmp_path / "一期.html", b"page", "一期.files", FILES)
    whole = {"一期.html": b"page", "一期.files/1.png": b"one", "一期.files/2.jpg": b"two"}
    assert everything(tmp_path) == whole


def test_what_was_written_before_gives_way(tmp_path: Path) -> None:
    target = tmp_path / "一期.html"
    write_with_folder(target, b"old", "一期.files", {**FILES, "3.png": b"three"})
    (tmp_path / "一期.files" / "Thumbs.db").write_bytes(b"")
    write_with_folder(target, b"new", "一期.files", FILES)
    assert everything(tmp_path) == {
        "一期.html": b"new",
        "一期.files/1.png": b"one",
        "一期.files/2.jpg": b"two",
    }


def test_without_files_there_is_no_folder_and_none_is_touched(tmp_path: Path) -> None:
    target = tmp_path / "一期.html"
    write_with_folder(target, b"page", "一期.files", {})
    assert everything(tmp_path) == {"一期.html": b"page"}
    write_with_folder(target, b"page", "一期.files", FILES)
    write_with_folder(target, b"bare", "一期.files", {})
    assert len(everything(tmp_path)) == 3


def test_a_folder_of_somebodys_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "一期.files"
    folder.mkdir()
    (folder / "记录.txt").write_bytes(b"mine")
    with pytest.raises(TargetError, match="里面有别的文件“记录"):
        write_with_folder(tmp_path / "一期.html", b"page", "一期.files", FILES)
    assert everything(tmp_path) == {"一期.files/记录.txt": b"mine"}


def test_a_file_in_the_folders_place_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "一期.files").write_bytes(b"mine")
    with pytest.raises(TargetError, match="这是一个文件，放不进图片"):
        write_with_folder(tmp_path / "一期.html", b"page", "一期.files", FILES)
    assert everything(tmp_path) == {"一期.files": b"mine"}


@pytest.mark.parametrize("before", [{}, {"1.png": b"old"}], ids=["new", "there"])
def test_where_the_file_cannot_be_written_the_folder_is_as_it_was(
    before: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "一期.html"
    write_with_folder(target, b"old", "一期.files", before)
    there = everything(tmp_path)

    def full(path: Path, data: bytes) -> None:
        raise TargetError("磁盘已满")

    monkeypatch.setattr(with_folder, "write_atomically", full)
    with pytest.raises(TargetError, match="磁盘已满"):
        write_with_folder(target, b"new", "一期.files", FILES)
    assert everything(tmp_path) == there
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({name.split("/")[0] for name in there})


def test_where_a_picture_cannot_be_written_nothing_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, data: bytes) -> float:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(with_folder, "write_new", refuse)
    with pytest.raises(TargetError, match="没有写入的权限"):
        write_with_folder(tmp_path / "一期.html", b"page", "一期.files", FILES)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_page(tmp_path: Path) -> None:
    (tmp_path / "一期.html").mkdir()
    with pytest.raises(TargetError, match="请写明一个普通的文件名"):
        write_with_folder(tmp_path / "一期.html", b"page", "一期.files", FILES)
    assert everything(tmp_path) == {}
