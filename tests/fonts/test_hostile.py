"""Damaged and hostile fonts: each serves, or is passed over with a finding, in bounded time and memory.

BULLETIN_DESK_MUTANTS says how many mutated fonts to install (150 unless set; 2,000 before a release).
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.fonts.hostile import BOMBS, mutant
from tests.storage.hostile import MOST_BYTES
from tests.storage.test_hostile import LONGEST, reader

MUTANTS = int(os.environ.get("BULLETIN_DESK_MUTANTS", "150"))


def test_mutants(tmp_path: Path) -> None:
    share = -(-MUTANTS // 2)

    def part(number: int) -> dict[str, Any]:
        folder = tmp_path / str(number)
        folder.mkdir()
        seconds = LONGEST + 4 * MUTANTS
        return reader(folder, str(number * share), str(share), seconds=seconds, module="tests.fonts.hostile")

    with ThreadPoolExecutor(2) as pool:
        parts = list(pool.map(part, range(2)))
    for found in parts:
        assert found["wrong"] == {}
        assert found["peak"] < MOST_BYTES
        # Some harm is none, and most is seen.
        assert 0 < found["opened"] < share


def test_a_mutant_is_always_the_same() -> None:
    assert mutant(7) == mutant(7) != mutant(8)


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb(tmp_path: Path, name: str) -> None:
    (tmp_path / "hei.ttf").write_bytes(BOMBS[name]())
    found = reader(tmp_path, name, seconds=LONGEST, module="tests.fonts.hostile")
    assert found["wrong"] == {}
    assert found["peak"] < MOST_BYTES
