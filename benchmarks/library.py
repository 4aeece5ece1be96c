"""`python -m benchmarks.library FILE [ISSUES]`: makes so many issues (1,000 unless given) of eight items each
out of a bulletin, indexes them, looks for words in them and saves one.

Prints as JSON, in milliseconds but for the first update, which is in seconds: the first update in a process
of its own with low priority (target: 60 s), one with nothing changed and opening the library, its issues
listed (1,000 each), searches by the length of the word and with filters (50, the longest one too), one issue
that is saved (30). Fails where a search finds another number of items than going over all texts does.
"""

from __future__ import annotations

import json
import os
import statistics
import tempfile
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date as Date  # noqa: N812
from datetime import timedelta
from pathlib import Path

from benchmarks.volume import volume
from bulletin_desk.bulletin.model import Issue, Section
from bulletin_desk.library.background import BackgroundUpdate
from bulletin_desk.library.entries import entry_of
from bulletin_desk.library.folders import add_folders
from bulletin_desk.library.folding import fold, fold_word
from bulletin_desk.library.index import Library
from bulletin_desk.library.search import Query
from bulletin_desk.library.update import put
from bulletin_desk.storage.bulletin_file import read_bulletin, to_bytes
from bulletin_desk.storage.identity import new_identity
from bulletin_desk.storage.places import places

ITEMS = 8
_SHOWN = 100
"""Hits that are asked for with their context, as a window shows them first."""
_SAVES = 50

QUERIES: dict[str, Query] = {
    "one character": Query(("志",)),
    "one character, nowhere": Query(("鑫",)),
    "two characters": Query(("年鉴",)),
    "two characters, seldom": Query(("雅安",)),
    "three characters": Query(("地方志",)),
    "six characters": Query(("四向发力推进",)),
    "several words": Query(("年鉴", "编纂", "工作", "高质量发展")),
    "several words, one nowhere": Query(("年鉴", "工作", "鑫")),
    "with an office": Query(("工作",), office="地方志办公室"),
    "with section and days": Query(
        ("年鉴", "工作"), section="市州动态", since=Date(2019, 1, 1), until=Date(2024, 12, 31)
    ),
    "no words": Query(),
}


def issues_like(issue: Issue, count: int) -> list[Issue]:
    """Issues of eight items each, a hundred a year."""
    made = volume(issue, -(-count * ITEMS // sum(len(section.items) for section in issue.sections)))
    items = [item for section in made.sections for item in section.items]
    found = []
    for number in range(count):
        day = Date(2015 + number // 100, 1, 2) + timedelta(days=3 * (number % 100))
        found.append(
            replace(
                issue,
                masthead=replace(issue.masthead, number=number % 100 + 1, total_number=number + 1),
                dated_header=replace(issue.dated_header, date=day),
                sections=(Section("市州动态", tuple(items[ITEMS * number : ITEMS * (number + 1)])),),
            )
        )
    return found


def lay(folder: Path, issues: Sequence[Issue]) -> list[Path]:
    """Their files, a folder for each year, changed long ago."""
    files = []
    for number, issue in enumerate(issues, 1):
        file = folder / str(issue.dated_header.date.year) / f"{number}.bulletin"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(to_bytes(issue, file, new_identity()))
        os.utime(file, (1_500_000_000 + number, 1_500_000_000 + number))
        files.append(file)
    return files


def _times(work: Callable[[], object], times: int) -> dict[str, float]:
    """How long it takes by the wall's clock, and of the processor, which a busy machine leaves alone."""
    taken, processor = [], []
    for _ in range(times):
        began, before = time.perf_counter(), _processor()
        work()
        taken.append(1000 * (time.perf_counter() - began))
        processor.append(1000 * (_processor() - before))
    return {
        "median": round(statistics.median(taken), 2),
        "longest": round(max(taken), 2),
        "processor": round(statistics.median(processor), 2),
    }


def _processor() -> float:
    """Seconds that this process and those that it has started and seen end took of the processor."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def _check(library: Library, texts: Sequence[str], query: Query) -> int:
    """How many items a query without filters finds; stops where that is not how many have its words."""
    found = library.search(query, 0).total
    words = [fold_word(word) for word in query.words]
    if query == Query(query.words) and found != sum(all(word in text for word in words) for text in texts):
        raise SystemExit(f"another number of items has {query.words}")
    return found


def main() -> None:
    """Makes, indexes, searches, saves, prints."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, metavar="FILE")
    parser.add_argument("issues", type=int, nargs="?", default=1000, metavar="ISSUES")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        for variable in ("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_DATA_HOME"):
            os.environ[variable] = home
        issues = issues_like(read_bulletin(options.source), options.issues)
        files = lay(Path(home, "issues"), issues)
        add_folders(places().library, (Path(home, "issues"),))
        began = time.perf_counter()
        done = BackgroundUpdate().wait()
        first = time.perf_counter() - began
        if (done.files, done.read) != (len(files), len(files)):
            raise SystemExit(f"not all were read: {done}")
        figures: dict[str, object] = {
            "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
            "first update, s": round(first, 2),
            "index, MB": round(sum(each.stat().st_size for each in places().library.iterdir()) / 1e6, 1),
            "update, nothing changed": _times(lambda: BackgroundUpdate().wait(), 5),
        }

        def opened() -> None:
            with Library(places().library) as library:
                library.issues()

        figures["opening"] = _times(opened, 5)
        entries = [entry_of(issue, None) for issue in issues]
        texts = [fold(f"{item.title}\n{item.text}\n{item.source}") for each in entries for item in each.items]
        with Library(places().library) as library:
            for name, query in QUERIES.items():
                total = _check(library, texts, query)
                spread = _times(lambda query=query: library.search(query, _SHOWN), 20)  # type: ignore[misc]
                figures[f"search, {name}"] = {"items": total, **spread}
            saved = iter(range(_SAVES))
            figures["put"] = _times(lambda: put(library, files[at := next(saved)], issues[at + 1], 8), _SAVES)
    print(json.dumps(figures, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
