"""Remarks and rounds as trees of plain values, and back: what the bulletin file keeps of the round of review.
Must not know the rest of that file.
"""

from __future__ import annotations

from bulletin_desk.bulletin.block_trees import unless_empty
from bulletin_desk.bulletin.bounds import MAX_CELL, MAX_REMARKS, MAX_ROUND_BYTES, MAX_ROUNDS, MAX_SAID
from bulletin_desk.bulletin.model import Path, Place, Remark, Round, Said
from bulletin_desk.checked import Table

_MOST_STEPS = 20
"""More than any path has."""
_MOST = 10**9


def remarks_in(tree: Table) -> tuple[Remark, ...]:
    """The remarks of an issue, at places that need not be there."""
    return tuple(map(_remark, tree.tables("remarks", MAX_REMARKS, optional=True)))


def remark_tree(remark: Remark) -> dict[str, object]:
    """A remark as a tree."""
    said = [{"who": each.who} | unless_empty("when", each.when) | {"text": each.text} for each in remark.said]
    tree = {"start": _place_tree(remark.start), "end": _place_tree(remark.end), "said": said}
    return tree | unless_empty("settled", remark.settled or None)


def rounds_in(tree: Table) -> tuple[Round, ...]:
    """What was sent and signed. Texts that lie elsewhere are empty."""
    return tuple(map(_round, tree.tables("rounds", MAX_ROUNDS, optional=True)))


def round_tree(kept: Round) -> dict[str, object]:
    """A round as a tree, without its text where that is empty."""
    tree = {"name": kept.name} | unless_empty("when", kept.when) | unless_empty("who", kept.who)
    return tree | unless_empty("signed", kept.signed or None) | unless_empty("text", kept.text)


def _remark(tree: Table) -> Remark:
    said = tree.tables("said", MAX_SAID)
    if not said:
        tree.wrong("said", "至少要有一条")
    remark = Remark(
        _place(tree.table("start")),
        _place(tree.table("end")),
        tuple(map(_said, said)),
        tree.flag("settled", False),
    )
    tree.done()
    return remark


def _said(tree: Table) -> Said:
    said = Said(tree.text("who"), tree.text("when", ""), tree.text("text", max_length=MAX_CELL))
    tree.done()
    return said


def _place(tree: Table) -> Place:
    steps = tree.raw("path")
    if not isinstance(steps, list) or not 1 <= len(steps) <= _MOST_STEPS or not all(map(_is_step, steps)):
        tree.wrong("path", '应为一处正文的位置，如 ["sections", 0, "name"]')
    place = Place(_path(steps), tree.integer("offset", 0, _MOST))
    tree.done()
    return place


def _is_step(step: object) -> bool:
    return isinstance(step, str) or (type(step) is int and 0 <= step < _MOST)


def _path(steps: list[str | int]) -> Path:
    return tuple(steps)


def _place_tree(place: Place) -> dict[str, object]:
    return {"path": list(place.path), "offset": place.offset}


def _round(tree: Table) -> Round:
    kept = Round(
        tree.text("name"),
        tree.text("when", ""),
        tree.text("who", ""),
        tree.flag("signed", False),
        tree.text("text", "", max_length=MAX_ROUND_BYTES),
    )
    tree.done()
    return kept
