"""A program killed while it edits and saves: nothing older than a second is lost, every file can be read.

BULLETIN_DESK_KILLS says how often to kill (25 unless set; 500 before a release).
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bulletin_desk.storage.atomic import backup_of
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.storage.identity import identity_at
from bulletin_desk.storage.journal import recover
from bulletin_desk.storage.lock import take
from bulletin_desk.storage.versions import Versions
from tests.storage.clerk import FILE, LONG, number_of

KILLS = int(os.environ.get("BULLETIN_DESK_KILLS", "25"))
ROOT = Path(__file__).resolve().parents[2]
LOST_SECONDS = 1.0


def killed_after(folder: Path, seed: int, lines: int) -> tuple[float, list[tuple[str, int, float]]]:
    """When a clerk was killed, and what it told before; killed when it had told so many lines."""
    clerk = subprocess.Popen(
        [sys.executable, "-m", "tests.storage.clerk", str(folder), str(seed)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])},
    )
    assert clerk.stdout is not None
    with clerk.stdout as output:
        told = [output.readline() for _ in range(lines)]
        when = time.monotonic()
        clerk.kill()
        told += output.readlines()
    clerk.wait()
    assert len(told) >= lines, told
    words = [line.decode("ascii").split() for line in told if line.endswith(b"\n")]
    return when, [(what, int(number), float(at)) for what, number, at in words]


def kill_and_look(folder: Path, seed: int) -> bool:
    """Kills one clerk and checks what it left; whether it had worked for longer than may be lost."""
    chance = random.Random(seed)
    folder.mkdir()
    lines = chance.randrange(500, 1_000) if seed % LONG == 0 else chance.randrange(1, 150)
    when, told = killed_after(folder, seed, lines)
    file = folder / FILE
    on_file = number_of(read_bulletin(file))
    assert on_file >= max((number for what, number, _ in told if what == "saved"), default=0)
    if backup_of(file).exists():
        number_of(read_bulletin(backup_of(file)))
    versions = Versions(folder / "data" / "versions")
    kept = {number_of(version.read()): version for version in versions.of(file)}
    # What was called something and locked is so; and nothing lies there that is not listed.
    for number in [number for what, number, _ in told if what == "locked"]:
        assert (kept[number].name, kept[number].locked) == (f"第{number}稿", True)
    (history,) = versions.histories()
    assert (history.identity, history.last) == (identity_at(file), file)
    assert {version.file for version in history.versions} == set(
        (folder / "data" / "versions").rglob("*.bulletin")
    )
    recovered = recover(folder / "data" / "journal")
    assert len(recovered) <= 1
    found = [number_of(each.issue) for each in recovered]
    assert all((each.file, each.identity) == (file, history.identity) for each in recovered)
    due = [number for what, number, at in told if what == "recorded" and at <= when - LOST_SECONDS]
    assert max([on_file, *found]) >= max(due, default=0), f"seed {seed}"
    lock = take(file)  # the dead one's lock is no hindrance
    assert lock is not None
    lock.release()
    return bool(due)


def test_killed_at_random_moments(tmp_path: Path) -> None:
    with ThreadPoolExecutor(max_workers=2) as pool:
        long = list(pool.map(lambda seed: kill_and_look(tmp_path / str(seed), seed), range(KILLS)))
    assert sum(long) >= KILLS // 16
