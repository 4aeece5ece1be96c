"""The characters of a Word file against those of the bulletin that was made of it: all of them once and in
order, or listed. Knows not how the bulletin was made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from bulletin_desk.bulletin.grammar import walk
from bulletin_desk.bulletin.model import Issue, Kind

_TOKEN = re.compile(r"[^。，；：、！？（）()“”《》]{0,40}[。，；：、！？（）()“”《》]?")
_UNSEEN = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2064\u00ad\ufeff\f]+")
_PLACE = 12
"""Characters before a difference that say where it is."""
_MOST = 200
"""Differences that are listed one by one."""
_CLOSE = 4_000
"""Characters of two stretches together that are compared one by one."""
_MANY = 3_000
"""Parts of sentences of a text that are all compared with all."""
_MADE = re.compile(
    r"(?:[【】〖〗\[\]［］〔〕（）()◆◇■□●○★☆▲△▼▽◎※▶►❖♦·•\-—─－＝=≡~～*＊…：:]|编者按|附件[0-9]{0,3}|[图表][0-9]{1,3}"
    r"|[0-9]{1,3}[.．、)）]|[一二三四五六七八九十]{1,3}[、.．）])*+"
)
"""What a layout puts before or behind texts, or takes off them: brackets, marks, numbers."""
_HEAD_KINDS = frozenset(
    (
        *(Kind.MARKING, Kind.MASTHEAD, Kind.NUMBER_LINE, Kind.DATED_HEADER, Kind.HEAD_FIELD),
        *(Kind.DISCLOSURE, Kind.DISTRIBUTION, Kind.IMPRINT, Kind.PRINT_COUNT, Kind.CLOSING_FIELD),
    )
)


class Difference(NamedTuple):
    """Words that the Word file has and the bulletin lacks, or the other way round; `before` are the words
    before them."""

    before: str
    lacking: str = ""
    added: str = ""

    @property
    def sentence(self) -> str:
        """It before the clerk."""
        where = f"“{self.before}”之后" if self.before else "开头"
        if self.lacking and self.added:
            return f"{where}：Word 文件里是“{self.lacking}”，简报里是“{self.added}”。"
        if self.lacking:
            return f"{where}：Word 文件里的“{self.lacking}”不在简报里。"
        return f"{where}：简报里多出“{self.added}”。"


def texts_between(issue: Issue) -> Iterator[str]:
    """The texts of an issue between head and closing block, in the order of the paper."""
    for node in walk(issue):
        if node.kind not in _HEAD_KINDS and node.text:
            yield node.text


def differences(there: Sequence[str], here: Sequence[str]) -> list[Difference]:
    """What differs between the paragraphs of a Word file and the texts that stand for them, blanks and what
    can't be seen aside. At most so many as a clerk would read; the last one says what more there is."""
    old, new = (_UNSEEN.sub("", "".join(texts)) for texts in (there, here))
    if old == new:
        return []
    edges, borders = _edges(there), _edges(here)
    found = []
    for start, stop, first, last in _stretches(old, new):
        lacking, added = old[start:stop], new[first:last]
        made = _MADE.fullmatch(lacking) and _MADE.fullmatch(added)
        if made and _meets(edges, start, stop) and _meets(borders, first, last):
            continue
        found.append(Difference(old[max(start - _PLACE, 0) : start], lacking, added))
    if len(found) > _MOST:
        rest = found[_MOST:]
        more = Difference(
            rest[0].before, "".join(one.lacking for one in rest), "".join(one.added for one in rest)
        )
        found = [*found[:_MOST], more]
    return found


def _meets(edges: frozenset[int], start: int, stop: int) -> bool:
    """Whether a text begins or ends somewhere from `start` to `stop`."""
    return not edges.isdisjoint(range(start, stop + 1))


def _edges(texts: Sequence[str]) -> frozenset[int]:
    """Where texts begin and end, run together without blanks."""
    return frozenset(_starts([_UNSEEN.sub("", text) for text in texts]))


def _stretches(old: str, new: str) -> Iterator[tuple[int, int, int, int]]:
    """Where two texts differ."""
    before = _alike(old, new)
    after = _alike(old[before:][::-1], new[before:][::-1])
    inner_old, inner_new = old[before : len(old) - after], new[before : len(new) - after]
    ours, theirs = (tuple(filter(None, _TOKEN.findall(text))) for text in (inner_old, inner_new))
    starts, begins = ([before + at for at in _starts(tokens)] for tokens in (ours, theirs))
    # texts that repeat themselves without end would take time with the square of their length
    matcher = SequenceMatcher(None, ours, theirs, autojunk=max(len(ours), len(theirs)) > _MANY)
    for what, first, last, other, end in matcher.get_opcodes():
        if what == "equal":
            continue
        span = starts[first], starts[last], begins[other], begins[end]
        lacking, added = old[span[0] : span[1]], new[span[2] : span[3]]
        if lacking and added and len(lacking) + len(added) <= _CLOSE:
            inner = SequenceMatcher(None, lacking, added, autojunk=False)
            for kind, one, two, three, four in inner.get_opcodes():
                if kind != "equal":
                    yield span[0] + one, span[0] + two, span[2] + three, span[2] + four
        else:
            yield span


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with that are the same."""
    least = min(len(one), len(other))
    if one[:least] == other[:least]:
        return least
    return next(at for at in range(least) if one[at] != other[at])


def _starts(tokens: Sequence[str]) -> list[int]:
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token))
    return starts
