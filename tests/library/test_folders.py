"""Which folders belong to the library: kept whole, whoever writes."""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path

import pytest

from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.library.folders import add_folders, as_found, is_within, read_folders, remove_folders


def made(*folders: Path) -> tuple[Path, ...]:
    for folder in folders:
        folder.mkdir(parents=True)
    return folders


def test_folders_are_added_and_taken_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = tmp_path / "data" / "library"
    one, two = made(tmp_path / "一", tmp_path / "二")
    assert read_folders(library) == ()
    assert add_folders(library, (one, two)) == (one, two)
    assert add_folders(library, (two, one / ".." / "一")) == ()
    monkeypatch.chdir(tmp_path)
    assert add_folders(library, (Path("一"),)) == ()
    assert read_folders(library) == (one, two)
    one.rmdir()
    assert remove_folders(library, (one, tmp_path / "三")) == (one,)
    assert remove_folders(library, (Path("二"),)) == (two,)
    assert read_folders(library) == ()


@pytest.mark.skipif(sys.platform == "win32", reason="links may not be made there")
def test_a_folder_is_taken_out_by_any_way_that_leads_to_it(tmp_path: Path) -> None:
    library = tmp_path / "data" / "library"
    one, two = made(tmp_path / "一", tmp_path / "二")
    (tmp_path / "链接").symlink_to(one)
    add_folders(library, (one, two))
    assert add_folders(library, (tmp_path / "链接",)) == ()
    assert remove_folders(library, (tmp_path / "链接", tmp_path / "三")) == (one,)
    assert read_folders(library) == (two,)


def test_a_folder_that_is_not_there_is_not_added(tmp_path: Path) -> None:
    (tmp_path / "文件").write_bytes(b"")
    for missing in (tmp_path / "没有", tmp_path / "文件", tmp_path / ("长" * 300), tmp_path / "a\0b"):
        with pytest.raises(UnreadableFileError, match="这个文件夹"):
            add_folders(tmp_path / "library", (missing,))
    assert read_folders(tmp_path / "library") == ()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such names there")
def test_names_of_all_kinds(tmp_path: Path) -> None:
    folders = made(tmp_path / "两\n行", tmp_path / "😀", tmp_path / os.fsdecode(b"\xb1\xff"))
    add_folders(tmp_path / "library", folders)
    assert read_folders(tmp_path / "library") == folders


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "{}", '{"version": 1}', '{"version": 1, "folders": 3}', "\xff"),
        *(
            '{"version": 1, "folders": [3]}',
            '{"version": 1, "folders": ["x"]}',
            '{"version": 1, "folders": ["/\\u0000"]}',
        ),
        "[" * 100_000,
    ],
)
def test_a_damaged_file_is_named_and_not_written_over(tmp_path: Path, text: str) -> None:
    file = tmp_path / "folders.json"
    file.write_text(text, encoding="latin-1")
    with pytest.raises(UnreadableFileError, match="重新添加文件夹"):
        read_folders(tmp_path)
    with pytest.raises(UnreadableFileError, match="重新添加文件夹"):
        add_folders(tmp_path, (tmp_path,))
    assert file.read_text(encoding="latin-1") == text


def test_a_newer_programs_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "folders.json").write_text(json.dumps({"version": 2, "places": []}), encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="更新版本"):
        read_folders(tmp_path)


def test_several_that_add_at_once_lose_nothing(tmp_path: Path) -> None:
    folders = made(*(tmp_path / f"{number}" for number in range(8)))
    threads = [
        threading.Thread(target=add_folders, args=(tmp_path / "library", (folder,))) for folder in folders
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(read_folders(tmp_path / "library")) == set(folders)


def test_the_path_under_which_a_file_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder,) = made(tmp_path / "简报")
    assert as_found(folder / "2026" / ".." / "1.bulletin", (folder,)) == folder / "1.bulletin"
    assert as_found(tmp_path / "简报2" / "1.bulletin", (folder,)) is None
    monkeypatch.chdir(folder)
    assert as_found(Path("1.bulletin"), (tmp_path / "x", folder)) == folder / "1.bulletin"
    if sys.platform != "win32":
        (tmp_path / "链接").symlink_to(folder)
        assert as_found(tmp_path / "链接" / "1.bulletin", (folder,)) == folder / "1.bulletin"
        assert as_found(folder / "1.bulletin", (tmp_path / "链接",)) == tmp_path / "链接" / "1.bulletin"


def test_within() -> None:
    root = Path(Path.cwd().anchor)
    assert is_within(root / "a" / "b", root)
    assert is_within(root / "a", root / "a")
    assert not is_within(root / "ab", root / "a")
