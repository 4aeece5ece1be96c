"""Remarks of a copy that has come back, beside ours: those that went out with it are known again, with what
was answered there. Must not know what the copy was."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from bulletin_desk.bulletin.bounds import MAX_SAID
from bulletin_desk.bulletin.model import Remark, Said

_SETTLED = Said("", "", "settled")
"""Stands among what is said for a remark that was settled."""


class Together(NamedTuple):
    """Our remarks with what has come: how many came anew, how many of ours were answered or settled there,
    and the `keys` of what came, by which it is known should it come again."""

    remarks: tuple[Remark, ...]
    new: int
    answered: int
    keys: tuple[str, ...]


def with_theirs(
    ours: Sequence[Remark], theirs: Sequence[Remark], known: Collection[str] = frozenset()
) -> Together:
    """Brings them together; what is `known` by its key has come before, and stays away if it is there no
    more."""
    remarks = list(ours)
    free = list(range(len(remarks)))
    new = answered = 0
    keys: list[str] = []
    for each in theirs:
        at = _same(remarks, free, each)
        if at is None:
            key = _key(each, None)
            if key not in known:
                remarks.append(each)
                keys += (key, *(_key(each, answer) for answer in each.said[1:]))
                new += 1
            continue
        free.remove(at)
        here = remarks[at]
        come = [
            said
            for said in each.said[1:]
            if _spoken(said) not in map(_spoken, here.said) and _key(each, said) not in known
        ]
        keys_here = [_key(each, said) for said in come]
        settled = here.settled
        if each.settled and not settled and _key(each, _SETTLED) not in known:
            settled = True
            keys_here.append(_key(each, _SETTLED))
        now = replace(here, said=(*here.said, *come)[:MAX_SAID], settled=settled)
        if now != here:
            remarks[at] = now
            keys += keys_here
            answered += 1
    return Together(tuple(remarks), new, answered, tuple(keys))


def _same(remarks: Sequence[Remark], free: Sequence[int], wanted: Remark) -> int | None:
    """Which remark is the same one: said by the same person in the same words, at the same time and place if
    there are several."""
    first = wanted.said[0]
    alike = [at for at in free if _spoken(remarks[at].said[0]) == _spoken(first)]
    return min(
        alike,
        key=lambda at: (remarks[at].said[0].when != first.when, remarks[at].start != wanted.start),
        default=None,
    )


def _spoken(said: Said) -> tuple[str, str]:
    """By what a word of somebody's is known: copies keep times in their own ways."""
    return said.who, said.text


def _key(remark: Remark, answer: Said | None) -> str:
    words = ("remark", *remark.said[0], *(answer or ()))
    return hashlib.sha256(repr(words).encode("utf-8", "replace")).hexdigest()[:32]
