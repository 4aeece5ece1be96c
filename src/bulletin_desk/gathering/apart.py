"""`python -m bulletin_desk.gathering.apart FILE`: reads an old issue and says nothing, to see whether that
takes a program down. Exits with 0 whatever it is, if only it can be read to an end or refused."""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from bulletin_desk import programs

LIMIT = 200
"""Seconds: more than a converter has."""


def takes_down(path: Path) -> bool:
    """Whether reading the file takes a program down, or takes it longer than any file should."""
    with suppress(OSError), tempfile.TemporaryDirectory(prefix="bulletin-desk-") as folder:
        command, variables = programs.module_command(__name__, str(path.absolute()))
        try:
            code, _ = programs.run(command, Path(folder).resolve(), LIMIT, variables)
        except programs.TimeUpError:
            return True
        return code != 0
    return False  # it can't be tried


def main() -> int:
    """Reads; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE")
    options = parser.parse_args()
    from bulletin_desk.bulletin.office import shipped_offices
    from bulletin_desk.gathering.reading import Known
    from bulletin_desk.gathering.run import read_old_issue

    with suppress(Exception):
        read_old_issue(options.file, Known(shipped_offices()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
