"""Remarks (批注) that went out with a copy and come back with it: the same remark is one, with what was
answered outside. Must not know what the copy was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bulletin_desk.bulletin.bounds import MAX_SAID
from bulletin_desk.bulletin.model import Remark, Said


def with_returned_remarks(ours: Sequence[Remark], returned: Sequence[Remark]) -> tuple[Remark, ...]:
    """Our remarks with those that came back, whose places are in our issue: new answers to one of ours stand
    behind the answers that it has, and it is settled if it was settled on either side; what is new comes
    last. A remark that was deleted outside stays: nobody here has settled it.

    Some programs give an answer back as a remark of its own; it is known by its words."""
    made = list(ours)
    new: list[Remark] = []
    met: set[int] = set()
    for remark in returned:
        at = _known(made, remark, met)
        if at is None:
            if remark not in new:
                new.append(remark)
            continue
        mine = made[at]
        answer = not _same(mine.said[0], remark.said[0])
        if not answer:
            met.add(at)
        further = _further(mine.said, remark.said)
        said = (*mine.said, *further)[:MAX_SAID]
        # what comes back by itself as an answer is settled or not as the remark is, which comes too
        settled = mine.settled or (remark.settled and not answer)
        if said != mine.said or settled != mine.settled:
            made[at] = replace(mine, said=said, settled=settled)
    return (*made, *new)


def _known(ours: Sequence[Remark], remark: Remark, met: set[int]) -> int | None:
    """Which of ours a remark is: the one with the same first words, at the same place if several have them;
    else the one in whose answers they stand."""
    first = remark.said[0]
    same = [at for at, mine in enumerate(ours) if _same(mine.said[0], first)]
    if not same:
        same = [at for at, mine in enumerate(ours) if any(_same(said, first) for said in mine.said)]
    here = [at for at in same if (ours[at].start, ours[at].end) == (remark.start, remark.end)]
    for found in (here, same):
        for at in found:
            if at not in met:
                return at
    return same[0] if same else None


def _further(mine: Sequence[Said], returned: Sequence[Said]) -> list[Said]:
    """What of a thread is not in ours yet. The same words twice are there twice."""
    left = list(mine)
    new = []
    for said in returned:
        known = next((one for one in left if _same(one, said)), None)
        if known is None:
            new.append(said)
        else:
            left.remove(known)
    return new


def _same(one: Said, other: Said) -> bool:
    """Whether two are the same but for what programs change: blanks, and a time or name that is not known."""
    return (
        "".join(one.text.split()) == "".join(other.text.split())
        and (one.when == other.when or not (one.when and other.when))
        and (one.who.strip() == other.who.strip() or not (one.who.strip() and other.who.strip()))
    )
