"""Long runs of the monkey, and the shortest list of events that fails.

    python -m tests.desk.monkey --seed 7 --events 20000

Does event after event of a seed. Where one goes wrong, the same events are done again by other processes
with ever more of them left out, until none of those left can be missed; they are printed as `--only`, with
which the fault comes again.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

_ROOT = Path(__file__).resolve().parents[3]
_FAULT = "FAULT "
"""Begins the line that says what went wrong."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. 1 where something went wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--events", type=int, default=1000, help="how many (1000)")
    parser.add_argument("--only", help="these events of the seed alone, as 3,17,20")
    parser.add_argument("--shrink", type=float, default=300, help="seconds for leaving events out (300)")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    only = [int(number) for number in given.only.split(",")] if given.only else list(range(given.events))
    if given.child:
        _child(given.seed, only)
    begun = time.monotonic()
    fault, last, said = _attempt(given.seed, only)
    print(said)
    if not fault:
        print(f"seed {given.seed}: {len(only)} events, {time.monotonic() - begun:.0f} s, no fault")
        return 0
    print(f"seed {given.seed}: event {last}: {fault}")
    shortest = _shrink(given.seed, only[: only.index(last) + 1], fault, given.shrink)
    _, _, said = _attempt(given.seed, shortest)
    print(said)
    print(f"again: python -m tests.desk.monkey --seed {given.seed} --only {','.join(map(str, shortest))}")
    return 1


def _child(seed: int, only: Sequence[int]) -> NoReturn:
    from tests.desk.monkey.run import run

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        outcome = run(Path(folder), seed, only, tell=lambda number: print(number, flush=True))
    for line in outcome.done[-12:] if outcome.fault else ():
        print("   ", line)
    print(outcome.text)
    print(outcome.counted)
    if outcome.fault:
        print(f"{_FAULT}{outcome.fault}", flush=True)
    os._exit(1 if outcome.fault else 0)  # at once: after a fault nobody knows what Qt's end would meet


def _attempt(seed: int, only: Sequence[int]) -> tuple[str, int, str]:
    """What went wrong (empty if nothing did), at which event, and all that was said."""
    command = [
        sys.executable,
        "-X",
        "faulthandler",
        "-m",
        "tests.desk.monkey",
        "--child",
        "--seed",
        str(seed),
    ]
    command += ["--only", ",".join(map(str, only))]
    ended = subprocess.run(
        command, cwd=_ROOT, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    lines = ended.stdout.splitlines()
    last = next((int(line) for line in reversed(lines) if line.isdigit()), only[0])
    said = "\n".join(line for line in lines if not line.isdigit())
    fault = next((line.removeprefix(_FAULT) for line in lines if line.startswith(_FAULT)), "")
    if ended.returncode and not fault:
        fault, said = f"the process died ({ended.returncode})", f"{said}\n{ended.stderr}"
    return fault, last, said


def _shrink(seed: int, events: list[int], fault: str, seconds: float) -> list[int]:
    """The fewest of the events that still go wrong in that way, as far as the time allows: few of the last
    ones mostly do; then ever smaller stretches are left out."""
    until = time.monotonic() + seconds
    kind = _kind(fault)

    def fails(fewer: list[int]) -> list[int]:
        """Up to the one that goes wrong, none where none does."""
        if not fewer or time.monotonic() > until:
            return []
        found, last, _ = _attempt(seed, fewer)
        if _kind(found) != kind:
            return []
        print(f"{fewer.index(last) + 1} events are enough", flush=True)
        return fewer[: fewer.index(last) + 1]

    lately = (events[-count:] for count in (4**power for power in range(9)) if count < len(events))
    events = next((fewer for each in lately if (fewer := fails(each))), events)
    size = max(len(events) // 2, 1)
    while True:
        left_out = (events[:at] + events[at + size :] for at in range(0, len(events), size))
        fewer = next((shorter for each in left_out if (shorter := fails(each))), [])
        if fewer:
            events = fewer
        elif size == 1 or time.monotonic() > until:
            return events
        else:
            size //= 2
        size = max(min(size, len(events) // 2), 1)


def _kind(fault: str) -> str:
    """What is the same of a fault whatever the text: no quotations, numbers and addresses."""
    return re.sub(r"'.*?'|<.*?>|\(.*?\)|\d+", "", fault)


if __name__ == "__main__":
    sys.exit(main())
