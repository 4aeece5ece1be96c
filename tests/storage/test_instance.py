"""One program of a user is the first; what a later one hands over is taken by one of them only."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_desk.storage.instance import Instance, seat

FILE = Path.cwd().absolute() / "第3期.bulletin"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "desk"


def test_one_is_the_first_until_it_goes(folder: Path) -> None:
    first, later = Instance(folder), Instance(folder)
    assert first.claim()
    assert first.claim()
    assert later.claim() is False
    assert not later.is_first
    first.release()
    assert later.claim()
    later.release()


def test_what_is_handed_over_is_taken_once(folder: Path) -> None:
    first, later = Instance(folder), Instance(folder)
    assert first.claim()
    taken: list[tuple[Path, ...]] = []

    def look(_seconds: float) -> None:
        for request in first.requests():
            assert first.take(request)
            assert not first.take(request)
            taken.append(request.files)

    assert later.hand_over([FILE], sleep=look)
    assert taken == [(FILE,)]
    assert first.requests() == []
    first.release()


def test_what_a_first_one_that_hangs_does_not_take_comes_back(folder: Path) -> None:
    first, later = Instance(folder), Instance(folder)
    assert first.claim()
    now = [0.0]

    def wait(seconds: float) -> None:
        now[0] += seconds

    assert not later.hand_over([FILE], clock=lambda: now[0], sleep=wait)
    assert first.requests() == []
    first.release()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"files": 3}', b'{"files": ["a", 3, "x\\u0000"]}'])
def test_a_request_that_says_nothing_names_no_file(folder: Path, content: bytes) -> None:
    first = Instance(folder)
    assert first.claim()
    (folder / "1.request").write_bytes(content)
    (request,) = first.requests()
    assert request.files == ()
    first.release()


def test_a_folder_that_cant_be_leaves_each_for_itself(tmp_path: Path) -> None:
    (tmp_path / "desk").write_bytes(b"")
    assert Instance(tmp_path / "desk").claim() is None
    assert not Instance(tmp_path / "desk").hand_over([FILE])


def test_another_screen_is_another_seat() -> None:
    assert seat({"DISPLAY": ":0"}) == seat({"DISPLAY": ":0"})
    assert seat({"DISPLAY": ":0"}) != seat({"DISPLAY": ":1"})
