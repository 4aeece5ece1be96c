"""`python -m benchmarks.old_issues [COUNT]`: reads generated old issues.

Prints as JSON and by dialect the seconds of the processor for each, and which share came back exactly without
a doubt (`exact`), exactly with one (`doubted`), otherwise with one (`flagged`), otherwise without a word
(`silent`: must be 0).
"""

from __future__ import annotations

import json
import random
import tempfile
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections import Counter
from pathlib import Path

from bulletin_desk.intake.read import read_whole
from tests.gathering.old_word import DIALECTS, Dialect
from tests.gathering.reading import any_dialect, any_issue, come_back, read_as, said_by


def main() -> None:
    """Reads, compares, prints."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, nargs="?", default=100, metavar="COUNT")
    count = parser.parse_args().count
    figures = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        read_whole_once(folder)
        for called, dialect in {**DIALECTS, "any": None, "any, noisy": None}.items():
            found: Counter[str] = Counter()
            seconds = 0.0
            for seed in range(count):
                pick = random.Random(f"{called}{seed}")
                made = dialect or any_dialect(pick, noisy="noisy" in called)
                issue = any_issue(pick)
                began = time.process_time()
                gathered = come_back(issue, made, folder)
                seconds += time.process_time() - began
                same = read_as(gathered, made) == said_by(issue, made)
                found[_KINDS[same, bool(gathered.doubts)]] += 1
            shares = {kind: round(found[kind] / count, 3) for kind in _KINDS.values()}
            figures[called] = {"seconds": round(seconds / count, 4), **shares}
    print(json.dumps(figures, ensure_ascii=False, indent=1))


_KINDS = {
    (True, False): "exact",
    (True, True): "doubted",
    (False, True): "flagged",
    (False, False): "silent",
}


def read_whole_once(folder: Path) -> None:
    """Has all word lists read."""
    come_back(any_issue(random.Random(0)), Dialect(), folder)
    read_whole(folder / "旧刊.docx")


if __name__ == "__main__":
    main()
