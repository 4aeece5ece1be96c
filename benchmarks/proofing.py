"""`python -m benchmarks.proofing FILE [TIMES]`: proofs a bulletin first and after each keystroke.

Prints as JSON, in milliseconds, the median, 95th percentile and longest of the first look (target: 40) and of
looks after a keystroke in the longest paragraph (target: 2). What is measured is all rules: over texts, the
issue and its pages, which are set already. The processor's
time tells what a busy machine's clock does not. Each first look begins with nothing remembered but the word
lists; what is found after a keystroke is compared with a first look now and then.
"""

from __future__ import annotations

import json
import statistics
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path

from bulletin_desk.bulletin.edits import replace_range, text_at
from bulletin_desk.bulletin.grammar import text_nodes
from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.proof import characters, earlier, figures, items, names, pairs, phrases
from bulletin_desk.proof.issue import Known
from bulletin_desk.proof.proofread import Proofreader
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.typeset.typesetter import Typesetter

_TYPED = "地方志工作机构认真组织开展综合年鉴编纂"


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    values = sorted(1000 * each for each in seconds)
    late = values[min(len(values) - 1, int(0.95 * len(values)))]
    return {
        "median": round(statistics.median(values), 3),
        "p95": round(late, 3),
        "longest": round(values[-1], 3),
    }


def _forget() -> None:
    """Drops what the rules remember of texts from one look to the next."""
    for remembered in (
        names.names_in,
        names._odd_forms,
        names._is_word,
        names._one_word,
        earlier._shingles_of,
        earlier._shingles_of_item,
        phrases._phrases_in,
        pairs.pairs_of,
        items._marks_of,
        figures.year_of,
        characters._suspects_of,
    ):
        remembered.cache_clear()


def main() -> None:
    """Looks, types, looks again, prints. Fails where a look after a keystroke misses something."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, metavar="FILE")
    parser.add_argument("times", type=int, nargs="?", default=100, metavar="TIMES")
    options = parser.parse_args()
    source, times = options.source, options.times
    issue = read_bulletin(source)
    typesetter = Typesetter(load_layout(), load_faces(use_installed=False))
    known = Known(today=issue.dated_header.date)
    pages = typesetter.typeset(issue)
    Proofreader().proof(issue, pages, known)  # reads the word lists
    first: list[float] = []
    first_processor: list[float] = []
    for _ in range(times):
        _forget()
        pages = typesetter.typeset(issue)
        began, processor = time.perf_counter(), time.process_time()
        Proofreader().proof(issue, pages, known)
        first.append(time.perf_counter() - began)
        first_processor.append(time.process_time() - processor)
    reader = Proofreader()
    reader.proof(issue, pages, known)
    path = max(text_nodes(issue), key=lambda path: len(text_at(issue, path)))
    again: list[float] = []
    again_processor: list[float] = []
    for number in range(times):
        at = 20 + number
        issue = replace_range(issue, path, at, at, _TYPED[number % len(_TYPED)])
        pages = typesetter.typeset(issue)
        began, processor = time.perf_counter(), time.process_time()
        found = reader.proof(issue, pages, known)
        again.append(time.perf_counter() - began)
        again_processor.append(time.process_time() - processor)
        if number % 10 == 0 and found != Proofreader().proof(issue, pages, known):
            raise SystemExit("a look after a keystroke differs from a first look")
    spreads = {
        "first": _spread(first),
        "first, processor": _spread(first_processor),
        "after a keystroke": _spread(again),
        "after a keystroke, processor": _spread(again_processor),
    }
    print(json.dumps(spreads))


if __name__ == "__main__":
    main()
