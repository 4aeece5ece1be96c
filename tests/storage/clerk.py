"""A clerk in a process of its own, to be killed: `python -m tests.storage.clerk FOLDER SEED` edits and saves
without end, and prints each thing done with its time."""

from __future__ import annotations

import os
import random
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from dataclasses import replace
from pathlib import Path

from bulletin_desk.bulletin.model import Block, Body, Issue, Item, Picture, Pictures, Section
from bulletin_desk.bulletin.pictures import pictures_in
from bulletin_desk.storage.journal import Journal
from bulletin_desk.storage.lock import take
from bulletin_desk.storage.saving import save
from bulletin_desk.storage.version_files import mark
from bulletin_desk.storage.versions import Versions
from tests.bulletin.issues import SMALL, picture_data

PHOTOGRAPHS = tuple(picture_data(grey, "png", (40, 30)) for grey in range(8))
"""Of which a state has some: they come, go and come again."""
FILE = "期.bulletin"
LONG = 8
"""Every so many clerks work for longer than may be lost, almost without saving."""
LOCKING = 0.2
"""How many of the saves are called something and locked."""
PAUSE = 0.002
"""Seconds between edits: faster than a clerk types."""


def state(number: int) -> Issue:
    """The issue after so many edits; no two are the same, and few of the same length."""
    paragraph = Body(f"第{number}次修改。" + "全省各级地方志工作机构" * (number * 7 % 23))
    blocks: tuple[Block, ...] = (paragraph,) * (1 + number % 40)
    shown = PHOTOGRAPHS[number % 5 : number % 5 + number % 4]
    blocks += tuple(Pictures((Picture(data, 800),)) for data in shown)
    item = Item("座谈会召开", blocks)
    return replace(SMALL, sections=(Section("特别关注", (item,)),), print_count=number + 1)


def number_of(issue: Issue) -> int:
    """After how many edits the issue is in this state. Fails if it is in none."""
    assert issue.print_count is not None
    number = issue.print_count - 1
    assert issue == state(number)
    assert all(placed.picture.data in PHOTOGRAPHS for placed in pictures_in(issue))
    return number


def _tell(what: str, number: int) -> None:
    os.write(1, f"{what} {number} {time.monotonic()}\n".encode("ascii"))


def main() -> None:
    """Edits and saves."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("seed", type=int, metavar="SEED")
    options = parser.parse_args()
    folder, seed = options.folder, options.seed
    chance = random.Random(seed)
    # Some hardly ever save: then it is the journal alone that keeps their work.
    saving = 0.03 if seed % LONG else 0.0005
    file = folder / FILE
    versions = Versions(folder / "data" / "versions")
    identity = save(file, state(0), versions=versions).stamp.identity
    lock = take(file)
    assert lock is not None
    journal = Journal(folder / "data" / "journal", file, identity)
    number = 0
    while True:
        number += 1
        issue = state(number)
        journal.record(issue)
        _tell("recorded", number)
        if chance.random() < saving:
            save(file, issue, versions=versions)
            _tell("saved", number)
            if chance.random() < LOCKING:
                mark(versions.of(file)[0], name=f"第{number}稿", locked=True)
                _tell("locked", number)
            journal.saved(file, identity)
        time.sleep(chance.random() * 2 * PAUSE)


if __name__ == "__main__":
    main()
