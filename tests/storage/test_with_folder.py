"""A file and the folder of files that it leads to are written both or neither."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bulletin_desk.errors import TargetError
from bulletin_desk.storage import with_folder
from bulletin_desk.storage.atomic import LEFT_SECONDS, rename
from bulletin_desk.storage.with_folder import address, write_with_folder

FILES = {"1.png": b"one", "2.jpg": b"two"}


def page(*names: str) -> bytes:
    """One that leads to these files."""
    return "".join(f'<img src="{address("一期.files", name)}">' for name in names).encode("ascii")


def everything(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_both_are_written(tmp_path: Path) -> None:
    write_with_folder(tmp_path / "一期.html", b"page", "一期.files", FILES)
    whole = {"一期.html": b"page", "一期.files/1.png": b"one", "一期.files/2.jpg": b"two"}
    assert everything(tmp_path) == whole


def test_what_was_written_before_gives_way(tmp_path: Path) -> None:
    target = tmp_path / "一期.html"
    write_with_folder(target, page(*FILES, "3.png"), "一期.files", {**FILES, "3.png": b"three"})
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


@pytest.mark.parametrize("name", ["3.png", "1.jpg", "1.png"])
@pytest.mark.parametrize("before", [None, page("2.jpg"), b"1.png 1.jpg 3.png"], ids=["none", "ours", "other"])
@pytest.mark.parametrize("content", [b"", b"photograph"], ids=["empty", "full"])
def test_somebodys_pictures_are_left_alone_whatever_they_are_called(
    name: str, before: bytes | None, content: bytes, tmp_path: Path
) -> None:
    target, folder = tmp_path / "一期.html", tmp_path / "一期.files"
    if before is not None:
        target.write_bytes(before)
    folder.mkdir()
    (folder / name).write_bytes(content)
    there = everything(tmp_path)
    with pytest.raises(TargetError, match=f"里面有别的文件“{name}”"):
        write_with_folder(target, page(*FILES), "一期.files", FILES)
    assert everything(tmp_path) == there


def test_a_folder_in_the_folder_is_nobodys_file(tmp_path: Path) -> None:
    (tmp_path / "一期.files" / "1.png").mkdir(parents=True)
    (tmp_path / "一期.html").write_bytes(page("1.png"))
    with pytest.raises(TargetError, match="里面有别的文件“1"):
        write_with_folder(tmp_path / "一期.html", page(*FILES), "一期.files", FILES)
    assert (tmp_path / "一期.files" / "1.png").is_dir()


def test_the_folder_of_a_page_that_was_never_written_gives_way(tmp_path: Path) -> None:
    """The program, or the machine, ended between the two; or the page alone was removed."""
    folder = tmp_path / "一期.files"
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    write_with_folder(tmp_path / "一期.html", b"page", "一期.files", {**FILES, "3.png": b"three"})
    assert len(everything(tmp_path)) == 4


def test_a_folder_whose_pictures_are_open_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows renames no folder of which a file is open."""
    target = tmp_path / "一期.html"
    write_with_folder(target, page(*FILES), "一期.files", FILES)
    there = everything(tmp_path)

    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(with_folder, "rename", refuse)
    with pytest.raises(TargetError, match="里面的图片正被别的程序打开"):
        write_with_folder(target, b"new", "一期.files", FILES)
    assert everything(tmp_path) == there
    assert sorted(path.name for path in tmp_path.iterdir()) == ["一期.files", "一期.html"]


def test_what_cannot_be_put_back_is_not_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "一期.html"
    write_with_folder(target, page("1.png"), "一期.files", {"1.png": b"old"})
    calls: list[Path] = []

    def twice(source: Path, target: Path) -> None:
        calls.append(source)
        if len(calls) > 2:
            raise PermissionError(13, "denied")
        rename(source, target)

    def full(path: Path, data: bytes) -> None:
        raise TargetError("磁盘已满")

    monkeypatch.setattr(with_folder, "rename", twice)
    monkeypatch.setattr(with_folder, "write_atomically", full)
    with pytest.raises(TargetError, match="磁盘已满"):
        write_with_folder(target, b"new", "一期.files", FILES)
    assert b"old" in everything(tmp_path).values()


def test_what_an_export_that_was_killed_has_left_is_removed(tmp_path: Path) -> None:
    left, new = (tmp_path / f".bulletin-desk-{digit * 16}.tmp" for digit in "0f")
    for folder in (left, new):
        folder.mkdir()
        (folder / "1.png").write_bytes(b"one")
    past = new.stat().st_mtime - 2 * LEFT_SECONDS
    os.utime(left, (past, past))
    write_with_folder(tmp_path / "一期.html", b"page", "一期.files", FILES)
    assert sorted(path.name for path in tmp_path.iterdir()) == [new.name, "一期.files", "一期.html"]


def test_a_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="文件名太长"):
        write_with_folder(tmp_path / f"{'a' * 250}.html", b"page", f"{'a' * 250}.files", FILES)
    assert list(tmp_path.iterdir()) == []


def test_an_address_leads_to_its_file() -> None:
    assert address("第 2期#%?.files", "1.png") == "%E7%AC%AC%202%E6%9C%9F%23%25%3F.files/1.png"
    assert address(os.fsdecode(b"\xb5\xda2.files") if os.name == "posix" else "2.files", "1.png").endswith(
        "2.files/1.png"
    )


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
    write_with_folder(target, page(*before), "一期.files", before)
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
