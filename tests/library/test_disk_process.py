"""Folders are asked in a process of its own, and one that does not answer is left."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bulletin_desk import programs
from bulletin_desk.library.background import BackgroundUpdate, UpdateFailedError
from bulletin_desk.library.disk import DiskStuckError, Found, OwnDisk, Stamp
from bulletin_desk.library.disk_process import DiskProcess, serve
from bulletin_desk.library.folders import add_folders
from bulletin_desk.library.index import Library
from bulletin_desk.library.update import Progress, Updated, update
from bulletin_desk.storage.places import places
from tests.library.making import counted, issue, lay, library_of, pages_of


def process_of(code: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


SILENT = "import sys; sys.stdin.read()"


def test_the_process_says_what_the_disk_does(tmp_path: Path) -> None:
    odd = [] if sys.platform == "win32" else [os.fsdecode(b"\xb1\n.bulletin")]
    for name in ("1.bulletin", "下/2.bulletin", *odd):
        lay(tmp_path / name, issue(), identity="ab" * 16)
    own = OwnDisk()
    with DiskProcess() as disk:
        seen = list(disk.walk(tmp_path))
        assert seen == list(own.walk(tmp_path))
        for found in seen:
            if isinstance(found, Found):
                assert disk.read(found) == own.read(found)
                assert disk.identity(found.path) == "ab" * 16
        missing = Found(tmp_path / "没有.bulletin", Stamp(1, 2, 3))
        assert disk.read(missing) == own.read(missing)
        assert disk.gone(missing.path)
        assert not disk.gone(tmp_path / "1.bulletin")
        assert disk.reached(tmp_path)
        assert not disk.reached(tmp_path / "没有")
        process = disk._process
        assert process is not None
    assert process.wait(20) is not None, "it ends with who asks"


def test_questions_and_answers(tmp_path: Path) -> None:
    """In this process, as a line each."""
    file = lay(tmp_path / "1.bulletin", issue())
    answers = io.BytesIO()
    serve(io.BytesIO(json.dumps(["read", str(file), [1, 2, 3]]).encode() + b"\n"), answers)
    line, _, data = answers.getvalue().partition(b"\n")
    assert json.loads(line)["bytes"] == len(data)
    assert data == file.read_bytes()


@pytest.mark.parametrize("code", [SILENT, "", "print('[')", "raise SystemExit(3)"])
def test_a_process_that_does_not_answer_is_left(tmp_path: Path, code: str) -> None:
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        started.append(process_of(code))
        return started[-1]

    disk = DiskProcess(start, patience=0.2 if code == SILENT else 20)
    with pytest.raises(DiskStuckError):
        list(disk.walk(tmp_path))
    with pytest.raises(DiskStuckError):
        disk.gone(tmp_path)
    assert len(started) == 2, "the next question goes to another one"
    for process in started:
        process.wait(20)


def test_a_process_that_does_not_start(tmp_path: Path) -> None:
    def start() -> subprocess.Popen[bytes]:
        raise FileNotFoundError

    with pytest.raises(DiskStuckError):
        list(DiskProcess(start).walk(tmp_path))


def test_an_update_by_a_process(tmp_path: Path) -> None:
    folder = tmp_path / "简报"
    lay(folder / "1.bulletin", issue())
    library = library_of(tmp_path, folder)
    with DiskProcess() as disk:
        update(library, pages_of, disk=disk)
    assert counted(library) == ["1.bulletin"]
    with DiskProcess(lambda: process_of(SILENT), patience=0.1) as disk:
        update(library, pages_of, disk=disk)
    assert counted(library) == ["1.bulletin"]
    assert [each.kind for each in library.troubles()] == ["folder"]


# ---- beside a window


def test_an_update_in_the_background(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "简报"
    lay(folder / "1.bulletin", issue())
    add_folders(places().library, (folder,))
    told: list[Progress] = []
    done = BackgroundUpdate().wait(told.append)
    assert done == Updated(files=1, read=1)
    assert [(each.at, each.total) for each in told] == [(0, 0), (1, 1)]
    assert counted(Library(places().library)) == ["1.bulletin"]


def test_an_update_that_cannot_be_done_says_why(home: Path) -> None:
    places().library.mkdir(parents=True)
    (places().library / "folders.json").write_text("{", encoding="utf-8")
    with pytest.raises(UpdateFailedError, match="重新添加文件夹"):
        BackgroundUpdate().wait()


@pytest.mark.parametrize(
    ("code", "sentence"),
    [(SILENT, "没有动静"), ("", "没有更新完"), ("print('[')", "没有更新完"), ("print('{}')", "没有更新完")],
)
def test_an_update_that_comes_to_nothing(code: str, sentence: str) -> None:
    background = BackgroundUpdate(lambda: process_of(code), patience=0.2 if code == SILENT else 20)
    with pytest.raises(UpdateFailedError, match=sentence):
        background.wait()
    background._process.wait(20)


def test_an_update_that_does_not_start() -> None:
    def start() -> subprocess.Popen[bytes]:
        raise PermissionError(13, "Permission denied")

    with pytest.raises(UpdateFailedError, match="Permission denied"):
        BackgroundUpdate(start)


def test_it_ends_when_nobody_listens(home: Path) -> None:
    background = BackgroundUpdate()
    background.stop()
    assert background._process.wait(20) in (0, 130)


def test_the_interpreter_beside_the_windows_launcher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    launcher, python = tmp_path / "BulletinDesk.exe", tmp_path / "python" / "python.exe"
    monkeypatch.setattr(sys, "executable", str(launcher))
    assert programs.own_python() == launcher
    python.parent.mkdir()
    python.touch()
    monkeypatch.setattr(sys, "platform", "win32")
    assert programs.own_python() == python
    monkeypatch.setattr(sys, "executable", "")
    assert programs.own_python() is None
    with pytest.raises(FileNotFoundError):
        programs.start_module("bulletin_desk")
