"""Databases damaged in any way: each use ends in an error that a clerk can act on or in values of ours, and
the next update makes the index anew.

BULLETIN_DESK_MUTANTS says how many to make (30 unless set).
"""

from __future__ import annotations

import contextlib
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.library.index import Library
from bulletin_desk.library.schema import NAME, NewerIndexError
from bulletin_desk.library.search import Query
from bulletin_desk.library.update import put
from tests.library.making import NAME as BULLETIN
from tests.library.making import issue, item, lay, library_of, updated

MUTANTS = min(int(os.environ.get("BULLETIN_DESK_MUTANTS", "30")), 2_000)


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    home = tmp_path_factory.mktemp("library")
    for number in range(1, 6):
        items = [item(f"第{number}期第{at}篇", "年鉴创刊" * 200) for at in range(3)]
        lay(home / "简报" / f"{number}.bulletin", issue(number, *items))
    with library_of(home, home / "简报") as library:
        updated(library)
    return home, (library.folder / NAME).read_bytes()


def spoilt(content: bytes, chance: random.Random) -> bytes:
    """The content with a few bytes changed, a stretch cut, moved or blanked."""
    data = bytearray(content)
    for _ in range(chance.randrange(1, 8)):
        at, length = chance.randrange(len(data)), chance.choice((1, 2, 8, 100, 4096))
        match chance.randrange(5):
            case 0:
                data[at : at + length] = chance.randbytes(len(data[at : at + length]))
            case 1:
                del data[at : at + length]
            case 2:
                data[at : at + length] = bytes(len(data[at : at + length]))
            case 3:
                other = chance.randrange(len(data))
                data[at : at + length] = data[other : other + length]
            case _:
                data[at] ^= 1 << chance.randrange(8)
        if not data:
            return b""
    return bytes(data)


def uses(library: Library, file: Path) -> list[Callable[[], object]]:
    return [
        library.issues,
        library.names,
        library.years,
        library.sections,
        library.troubles,
        lambda: list(library.item_rows()),
        lambda: library.numbers(BULLETIN, 2026),
        lambda: library.search(Query(("年鉴",)), 50),
        lambda: library.search(Query(("年鉴创刊",), office="成都"), 50),
        lambda: put(library, file, issue(1), 1),
    ]


@pytest.mark.parametrize("seed", range(MUTANTS // 10))
def test_a_damaged_database(healthy: tuple[Path, bytes], seed: int) -> None:
    home, content = healthy
    index = home / "data" / "library" / NAME
    for turn in range(10):
        for ending in ("", "-wal", "-shm", "-journal"):
            index.with_name(f"{NAME}{ending}").unlink(missing_ok=True)
        index.write_bytes(spoilt(content, random.Random(f"{seed} {turn}")))
        with Library(index.parent) as library:
            for use in uses(library, home / "简报" / "1.bulletin"):
                with contextlib.suppress(BulletinDeskError):  # anything else ends the test
                    use()
            try:
                updated(library)
            except NewerIndexError:
                continue
            with contextlib.suppress(BulletinDeskError):
                library.issues()  # which may find what the update did not look at
            updated(library)
            assert len(library.issues()) == 5
