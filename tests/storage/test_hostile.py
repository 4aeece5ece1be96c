"""Hostile bulletin files, journals, locks, versions and indexes: each opens or is refused in one sentence, in
bounded time and memory.

BULLETIN_DESK_MUTANTS says how many mutated files to open (400 unless set; 10,000 before a release), and a
fifth as many, but no more than 2,000, journals, locks, versions and indexes each.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bulletin_desk.bulletin.pictures import is_lost, pictures_in
from bulletin_desk.storage.bulletin_file import read_bulletin
from tests.bulletin.issues import PICTURES_OF
from tests.storage import hostile_blocks
from tests.storage.hostile import BOMBS, MOST_BYTES, mutant
from tests.storage.hostile_kept import KINDS

MUTANTS = int(os.environ.get("BULLETIN_DESK_MUTANTS", "400"))
ROOT = Path(__file__).resolve().parents[2]
LONGEST = 300.0
"""Seconds of the wall clock after which a bomb's process is taken to hang: other work, and a disk that others
write to, may slow it down. What it may cost is counted by the process itself, in time of the processor."""


def reader(folder: Path, *what: str, seconds: float, module: str = "tests.storage.hostile") -> dict[str, Any]:
    """What the reader in its own process has to say."""
    done = subprocess.run(
        [sys.executable, "-m", module, str(folder), *what],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])},
        capture_output=True,
        timeout=seconds,
        check=False,
    )
    said = done.stderr.decode("utf-8", "replace")[-2000:]
    assert done.returncode == 0, f"{done.returncode:#x}: {said}"
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_mutants(tmp_path: Path) -> None:
    share = -(-MUTANTS // 2)

    def part(number: int) -> dict[str, Any]:
        folder = tmp_path / str(number)
        folder.mkdir()
        return reader(folder, str(number * share), str(share), seconds=LONGEST + MUTANTS)

    with ThreadPoolExecutor(2) as pool:
        parts = list(pool.map(part, range(2)))
    for found in parts:
        assert found["wrong"] == {}
        assert found["peak"] < MOST_BYTES
        # Some harm is none, and most is seen.
        assert 0 < found["opened"] < share / 2


@pytest.mark.parametrize("kind", KINDS)
def test_mutants_of_what_is_kept(tmp_path: Path, kind: str) -> None:
    count = min(2_000, MUTANTS // 5)
    found = reader(
        tmp_path, kind, "0", str(count), seconds=LONGEST + MUTANTS, module="tests.storage.hostile_kept"
    )
    assert found["wrong"] == {}
    assert found["peak"] < MOST_BYTES
    assert 0 < found["opened"] < count


def test_a_mutant_is_always_the_same() -> None:
    assert mutant(7) == mutant(7) != mutant(8)


@pytest.mark.sampled
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb(tmp_path: Path, name: str) -> None:
    (tmp_path / "期.bulletin").write_bytes(BOMBS[name]())
    found = reader(tmp_path, name, seconds=LONGEST)
    assert found["wrong"] == {}
    assert found["opened"] == 0
    assert found["peak"] < MOST_BYTES


ALL_OF_BLOCKS = {**hostile_blocks.BOMBS, **hostile_blocks.HARMLESS, **hostile_blocks.LOSING}


@pytest.mark.sampled
@pytest.mark.parametrize("name", ALL_OF_BLOCKS)
def test_a_bomb_of_blocks(tmp_path: Path, name: str) -> None:
    (tmp_path / "期.bulletin").write_bytes(ALL_OF_BLOCKS[name]())
    found = reader(tmp_path, name, seconds=LONGEST)
    assert found["wrong"] == {}
    assert found["opened"] == (name not in hostile_blocks.BOMBS)
    assert found["peak"] < MOST_BYTES


@pytest.mark.parametrize("name", hostile_blocks.LOSING)
def test_a_picture_that_is_none_is_lost(tmp_path: Path, name: str) -> None:
    file = tmp_path / "期.bulletin"
    file.write_bytes(hostile_blocks.LOSING[name]())
    assert all(is_lost(placed.picture.data) for placed in pictures_in(read_bulletin(file)))


@pytest.mark.parametrize("damaged_first", [True, False])
def test_of_two_members_of_a_name_the_right_one_is_the_picture(tmp_path: Path, damaged_first: bool) -> None:
    content = PICTURES_OF[0].content
    name = hostile_blocks.member(content)
    members = [(name, content[:-1]), (name, content)]
    file = tmp_path / "期.bulletin"
    blocks = [hostile_blocks.shown(content)]
    file.write_bytes(hostile_blocks.with_members(blocks, members if damaged_first else members[::-1]))
    (placed,) = pictures_in(read_bulletin(file))
    assert placed.picture.data == PICTURES_OF[0]
