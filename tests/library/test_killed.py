"""A program killed while it updates the library, and several that do it at once: no wrong count afterwards.

BULLETIN_DESK_KILLS says how often to kill (2 unless set; 200 before a release).
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

from bulletin_desk.library.folders import add_folders
from bulletin_desk.library.index import Library
from tests.library.indexer import FILES
from tests.library.making import known, updated

KILLS = int(os.environ.get("BULLETIN_DESK_KILLS", "2"))
ROOT = Path(__file__).resolve().parents[2]


def indexer(home: Path, seed: int, *turns: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.library.indexer", str(home), str(seed), *map(str, turns)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])},
    )


def begun(home: Path) -> Library:
    (home / "简报").mkdir(parents=True)
    library = Library(home / "library")
    add_folders(library.folder, (home / "简报",))
    return library


def check(library: Library) -> None:
    """After one more update the index is as one that is made anew."""
    said = updated(library).said
    assert said == "", "it was not even damaged"
    with library.using(write=True) as connection:
        connection.execute("INSERT INTO trigrams (trigrams) VALUES ('integrity-check')")
    with Library(library.folder.parent / "anew") as anew:
        add_folders(anew.folder, (library.folder.parent / "简报",))
        updated(anew)
        assert known(library) == known(anew)


def test_killed_at_random_moments(tmp_path: Path) -> None:
    for seed in range(KILLS):
        library = begun(tmp_path / str(seed))
        for kill in range(2):
            process = indexer(library.folder.parent, seed)
            assert process.stdout is not None
            with process.stdout as output:
                for _ in range(random.Random(2 * seed + kill).randrange(1, 30)):
                    assert output.readline()
                process.kill()
            process.wait()
        assert all(len(each.entry.items) == 3 for each in library.issues())
        check(library)
        library.close()


def test_several_at_once(tmp_path: Path) -> None:
    library = begun(tmp_path)
    processes = [indexer(tmp_path, seed, 8) for seed in range(2)]
    seen = 0
    for process in processes:
        assert process.stdout is not None
        with process.stdout as output:
            for _ in output:
                seen += 1
                assert all(len(each.entry.items) == 3 for each in library.issues())
                assert sum(each.issues for each in library.names()) <= 2 * FILES
        assert process.wait() == 0
    assert seen > 2 * 8
    check(library)
