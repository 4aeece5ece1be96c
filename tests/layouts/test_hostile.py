"""Hostile layout files: each is refused in one sentence or sets an issue, in bounded time and memory.

BULLETIN_DESK_MUTANTS says how many mutated files to open (150 unless set; 2,000 before a release).
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.layouts.hostile import BOMBS, NAME, mutant
from tests.storage.hostile import MOST_BYTES
from tests.storage.test_hostile import LONGEST, reader

MUTANTS = min(int(os.environ.get("BULLETIN_DESK_MUTANTS", "150")), 2_000)
READER = "tests.layouts.hostile"


def test_mutants(tmp_path: Path) -> None:
    found = reader(tmp_path, "0", str(MUTANTS), seconds=LONGEST + 5 * MUTANTS, module=READER)
    assert found["wrong"] == {}
    assert found["peak"] < MOST_BYTES
    assert 0 < found["opened"] < MUTANTS


def test_a_mutant_is_always_the_same() -> None:
    assert mutant(7) == mutant(7) != mutant(8)


@pytest.mark.sampled
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb(tmp_path: Path, name: str) -> None:
    (tmp_path / NAME).write_bytes(BOMBS[name]())
    found = reader(tmp_path, name, seconds=LONGEST, module=READER)
    assert found["wrong"] == {}
    assert found["opened"] == (name == "colours")
    assert found["peak"] < MOST_BYTES
