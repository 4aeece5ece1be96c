"""One run of the monkey in this process: events of a seed, and how it went."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from bulletin_desk.desk.app import make_application
from bulletin_desk.fonts.faces import Faces
from tests.desk.monkey.hands import Hands
from tests.desk.monkey.world import KINDS, World, cut_off, listening


@dataclass(frozen=True, slots=True)
class Outcome:
    """`fault` says in a line what went wrong, empty if nothing did; `text` all of it; `done` the events by
    number and name; `counted` what there was of what."""

    fault: str
    text: str
    done: tuple[str, ...]
    counted: str


def run(
    folder: Path,
    seed: int,
    events: Iterable[int],
    faces: Faces | None = None,
    tell: Callable[[int], object] = lambda _number: None,
) -> Outcome:
    """These events of a seed; all files lie in `folder`. `tell` is told the number of each before it. The
    seeds are spent on the `KINDS` of issues in turn."""
    make_application()
    with cut_off(folder):
        world = World(folder, faces, kind=KINDS[(seed - 1) % len(KINDS)])
        hands = Hands(world, seed)
        text, numbers = "", []
        with listening(world.faults):
            try:
                for number in events:
                    numbers.append(number)
                    tell(number)
                    hands.do(number)
                world.finish()
            except Exception:
                text = "\n".join((*world.faults, traceback.format_exc()))
            finally:
                world.leave()
    done = tuple(f"{number} {name}" for number, name in zip(numbers, hands.done, strict=False))
    counted = (
        f"{len(done)} events, {world.edits} edits, {world.documents} documents, {world.saves} saves, "
        f"{world.windows} windows, {world.recoveries} recoveries, {world.notes} notes, {world.hits} hits; "
        + ", ".join(f"{name} {count}" for name, count in sorted(hands.met.items()))
    )
    return Outcome(_gist(text), text, done, counted)


def _gist(text: str) -> str:
    """The line of a fault by which it is known again: what was raised, and where, whatever the numbers."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return ""
    first = next((at for at, line in enumerate(lines) if line.startswith("nobody caught")), None)
    if first is None:
        return lines[0] if not lines[0].startswith("Traceback") else f"{_place(lines)}: {lines[-1]}"
    end = next((at for at in range(first + 1, len(lines)) if not _in_trace(lines[at])), len(lines) - 1)
    return f"{_place(lines[first : end + 1])}: {lines[end]}"


def _in_trace(line: str) -> bool:
    return line.startswith(("File ", "Traceback", "~", "^")) or line[:1].islower() or " = " in line


def _place(lines: list[str]) -> str:
    """Where in the program it was."""
    ours = [line for line in lines if line.startswith("File ") and "bulletin_desk" in line]
    return (ours or [line for line in lines if line.startswith("File ")] or ["?"])[-1].rpartition(", in ")[2]
