"""`python -m benchmarks.saving FILE [TIMES]`: saves a bulletin as the window does, changed each time: the
file with its backup, its stamp, and the dated version; and hands each change to the recovery journal.

Prints as JSON, in milliseconds, the median, 95th percentile and longest of saving (target: 30), of what the
journal takes of the caller's thread (target: 5), and of the time until a change is in the journal.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.storage.journal import Journal, recover
from bulletin_desk.storage.saving import save
from bulletin_desk.storage.versions import Versions


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    values = sorted(1000 * each for each in seconds)
    late = values[min(len(values) - 1, int(0.95 * len(values)))]
    return {
        "median": round(statistics.median(values), 3),
        "p95": round(late, 3),
        "longest": round(values[-1], 3),
    }


def main() -> None:
    """Saves, records, prints. Fails where what was saved or recorded does not come back."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, metavar="FILE")
    parser.add_argument("times", type=int, nargs="?", default=100, metavar="TIMES")
    options = parser.parse_args()
    source, times = options.source, options.times
    issue = read_bulletin(source)
    saving: list[float] = []
    recording: list[float] = []
    reaching: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        file, data = Path(folder, source.name), Path(folder, "data")
        versions = Versions(data / "versions")
        known = save(file, issue, versions=versions).stamp
        for number in range(times):
            issue = replace(issue, disclosure=f"{number}")
            began = time.perf_counter()
            known = save(file, issue, known=known, versions=versions).stamp
            saving.append(time.perf_counter() - began)
        if read_bulletin(file) != issue or versions.of(file)[0].read() != issue:
            raise SystemExit("what was saved has not come back")
        journal = Journal(data / "journal", file)
        for number in range(times):
            issue = replace(issue, disclosure=f"{number} recorded")
            began = time.perf_counter()
            journal.record(issue)
            recording.append(time.perf_counter() - began)
            if number % 10 == 0:
                journal.flush()
                reaching.append(time.perf_counter() - began)
        journal.close(saved=False)
        if [found.issue for found in recover(data / "journal")] != [issue]:
            raise SystemExit("what was recorded has not come back")
    found = {
        "saving": _spread(saving),
        "recording": _spread(recording),
        "reaching the journal": _spread(reaching),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
