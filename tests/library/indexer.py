"""`python -m tests.library.indexer FOLDER SEED`: changes the bulletins of a folder and updates its library,
over and over, telling what it does; for tests that kill it, or that let several work at once."""

from __future__ import annotations

import contextlib
import random
from argparse import ArgumentParser
from pathlib import Path

from bulletin_desk.library.index import Library
from bulletin_desk.library.update import put, update
from tests.library.making import issue, item, lay, pages_of

FILES = 6


def main() -> None:
    """Ends when it is killed, or after so many turns."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path, metavar="FOLDER")
    parser.add_argument("seed", type=int, metavar="SEED")
    parser.add_argument("turns", type=int, nargs="?", default=1_000_000, metavar="TURNS")
    options = parser.parse_args()
    home, seed, turns = options.home, options.seed, options.turns
    chance = random.Random(seed)
    library = Library(home / "library")
    for turn in range(turns):
        number = chance.randrange(1, FILES)
        file = home / "简报" / f"{seed}-{number}.bulletin"
        made = issue(number, *(item(f"{seed}的第{turn}遍第{at}篇") for at in range(3)), name=f"简报{seed}")
        with contextlib.suppress(PermissionError):  # on Windows, while another reads the file
            match chance.randrange(4):
                case 0:
                    file.unlink(missing_ok=True)
                case 1:
                    lay(file, made, day=turn + 1)
                    put(library, file, made, 3)
                case _:
                    lay(file, made, day=turn + 1)
        update(library, pages_of, lambda progress: print(progress.at, flush=True))
        print("done", flush=True)


if __name__ == "__main__":
    main()
