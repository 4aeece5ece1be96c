"""What became of each Word file of a run, as values and as JSON. Knows no folders."""

from __future__ import annotations

from typing import Literal, NamedTuple

from bulletin_desk.gathering.doubts import REASONS, Doubt

Result = Literal["written", "same", "double", "existing", "foreign", "unreadable"]
"""A bulletin was written; one with just these texts was there; one of this number came from another file of
the run, or was there before: nothing was written; the file is no issue; it could not be read."""
RESULTS: dict[Result, str] = {
    "written": "已收进来",
    "same": "以前已收进来",
    "double": "同一期另有一份，没有写",
    "existing": "同名文件已有，没有写",
    "foreign": "不像简报，没有收",
    "unreadable": "读不了",
}
_LONGEST_WORDS = 2_000
_MOST_DOUBTS = 500


class Outcome(NamedTuple):
    """What became of a file. `file` is its path below the folder that is gathered, with `/`; `bulletin` the
    name of the bulletin beside the others, empty where there is none; `number` is 0 where none is known,
    `day` as much of ISO's as is known (2025-05); in JSON both are null where nothing is. `counts` and
    `supplements` say how its bulletin is numbered, as in `bulletin.numbering`."""

    file: str
    result: Result
    bulletin: str = ""
    name: str = ""
    supplement: str = ""
    number: int = 0
    total: int | None = None
    day: str = ""
    counts: str = ""
    doubts: tuple[Doubt, ...] = ()
    supplements: str = "own"

    @property
    def year(self) -> str:
        """The year of its day."""
        return self.day[:4]


def outcome_tree(outcome: Outcome) -> dict[str, object]:
    """An outcome as JSON."""
    doubts = [
        {"reason": one.reason, "message": one.message[:_LONGEST_WORDS], "words": one.words[:_LONGEST_WORDS]}
        for one in outcome.doubts[:_MOST_DOUBTS]
    ]
    return {
        **outcome._asdict(),
        "number": outcome.number or None,
        "day": outcome.day or None,
        "doubts": doubts,
    }


def outcome_from(tree: object) -> Outcome:
    """An outcome from what `outcome_tree` gives. Raises ValueError, TypeError or KeyError if it is anything
    else."""
    if not isinstance(tree, dict):
        raise TypeError(tree)
    if not all(isinstance(tree[key], str) for key in _TEXTS) or tree["result"] not in RESULTS:
        raise ValueError(tree)
    number, total, day = tree["number"] or 0, tree["total"], tree["day"] or ""
    if not isinstance(number, int) or not isinstance(day, str) or not isinstance(total, int | None):
        raise TypeError(tree)
    texts = {key: tree[key] for key in (*_TEXTS, "result", "total")}
    return Outcome(**texts, number=number, day=day, doubts=tuple(map(_doubt, tree["doubts"])))


_TEXTS = ("file", "bulletin", "name", "supplement", "counts", "supplements")


def _doubt(tree: object) -> Doubt:
    if not isinstance(tree, dict) or tree["reason"] not in REASONS:
        raise ValueError(tree)
    return Doubt(tree["reason"], str(tree["message"]), str(tree["words"]))
