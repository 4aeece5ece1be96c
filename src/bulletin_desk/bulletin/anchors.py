"""Where the characters of an issue stand in a later one, whatever was done between the two: remarks and
proposals hold on to their words by it. Must not know who asks, nor which edit it was.

Edits share structure: what is the same object stands where that object stands. What is not is found by its
text, wherever it went; of what was changed, the characters that are left tell.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from bulletin_desk.bulletin.grammar import Node, node_at, order, walk
from bulletin_desk.bulletin.matching import changed_stretches
from bulletin_desk.bulletin.model import Issue, Path, Place

_MOST_COMPARED = 4_000_000
"""Pairs of characters of two texts between which all matches are looked at; of longer ones only what they
begin and end with alike."""
_LEAST_ALIKE = 2
"""Characters in a row that tell that a text has stayed, where all around it was changed."""
_BREAK = "\n"
"""Between two texts that are compared as one."""


class Followed(NamedTuple):
    """Where a range of an issue stands in a later one. `lost`: nothing of it is there any more, and it stands
    before what follows in its text, else before the next text, behind the last one where none follows."""

    start: Place
    end: Place
    lost: bool


class _Piece(NamedTuple):
    """Characters of a text that stand in the later issue, too: from `start` to `end` in the earlier text,
    from `there` on in the later one at `path`."""

    start: int
    end: int
    path: Path
    there: int


class Following:
    """From `old` to `new`, an issue that was made of it by whatever edits."""

    def __init__(self, old: Issue, new: Issue) -> None:
        self._old = old
        self._new = new
        self._whole: _Whole | None = None
        self._known: dict[Path, Sequence[_Piece] | None] = {}

    def follow(self, start: Place, end: Place) -> Followed:
        """Where what stands between two places of `old` (in order; alike for a place between characters)
        stands in `new`."""
        if self._old is self._new:
            return Followed(start, end, lost=False)
        if start.path == end.path:
            if start.path not in self._known:
                self._known[start.path] = self._in_place(start.path)
            pieces = self._known[start.path]
            if pieces is None:
                return Followed(start, end, lost=False)
            found = _in_pieces(pieces, start.offset, end.offset)
            if found:
                return found
        if self._whole is None:
            self._whole = _Whole(self._old, self._new)
        return self._whole.follow(start, end)

    def _in_place(self, path: Path) -> Sequence[_Piece] | None:
        """What is left of a text whose place is sure without a look at the others, since nothing beside it
        was changed; None for all of it, where it was; nothing where that is not so."""
        was: object = self._old
        now: object = self._new
        for step in path:
            if was is now:
                break
            if isinstance(step, str):
                if not hasattr(was, step):  # a block: its texts are looked at below
                    break
                was, now = getattr(was, step), getattr(now, step)
                continue
            if not isinstance(was, tuple):
                break
            assert isinstance(now, tuple)
            if len(was) != len(now):
                return ()
            if was[step] is not now[step] and any(
                one is not other for at, (one, other) in enumerate(zip(was, now, strict=True)) if at != step
            ):
                return ()
            was, now = was[step], now[step]
        if now is None:
            return ()
        if was is now:
            return None
        old = node_at(self._old, path)
        if old is None:
            return ()
        new = node_at(self._new, path)
        if new is None or type(was) is not type(now) or _texts_in(was) != _texts_in(now):
            return ()
        return [_Piece(start, end, path, there) for start, end, there in _alike(old.text, new.text)]


def _texts_in(value: object) -> int:
    """How many texts a block has, one for any other text."""
    return 1 if isinstance(value, str) else len(value.texts())  # type: ignore[attr-defined]


def _in_pieces(pieces: Sequence[_Piece], start: int, end: int) -> Followed | None:
    """A range of a text of which these pieces are left; None where nothing of it is."""
    if start == end:
        for piece in pieces:
            if piece.start <= start <= piece.end:
                place = Place(piece.path, piece.there + start - piece.start)
                return Followed(place, place, lost=False)
        return None
    inside = [piece for piece in pieces if piece.start < end and piece.end > start]
    if not inside:
        return None
    first, last = inside[0], inside[-1]
    return Followed(
        Place(first.path, first.there + max(start - first.start, 0)),
        Place(last.path, last.there + min(end, last.end) - last.start),
        lost=False,
    )


class FollowingTexts:
    """From texts in order, whatever they stand in, to those of an issue, of which `pairs` tells some that are
    the same, character for character: the others are compared where they stand."""

    def __init__(self, was: Sequence[str], now: Sequence[Node], pairs: Mapping[int, int]) -> None:
        self._was = was
        self._now = now
        self._pieces: list[list[_Piece]] = [[] for _ in was]
        for first, second in pairs.items():
            node = now[second]
            self._pieces[first].append(_Piece(0, len(node.text), node.path, 0))
        for olds, news in _runs(pairs, len(was), len(now)):
            self._compare(olds, news)
        self._came: list[tuple[Path, int, str]] | None = None

    def follow(self, start: tuple[int, int], end: tuple[int, int]) -> Followed:
        """Where a range, from a character of a text to one of the same or a later text, stands now."""
        (first, start_at), (last, end_at) = start, end
        found: list[Followed] = []
        ranges: list[tuple[int, int, int]] = []
        for at in range(first, last + 1):
            begin = start_at if at == first else 0
            stop = end_at if at == last else len(self._was[at])
            ranges.append((at, begin, stop))
            if (begin < stop or start == end) and (piece := _in_pieces(self._pieces[at], begin, stop)):
                found.append(piece)
        if not found:
            found = [piece for each in ranges if (piece := self._elsewhere(*each))]
        if not found:
            there = self._beside(first, start_at, last, end_at)
            return Followed(there, there, lost=True)
        begins, ends = found[0], found[-1]
        if _key(ends.end) < _key(begins.start):  # its parts have gone different ways
            return begins
        return Followed(begins.start, ends.end, lost=False)

    def _elsewhere(self, at: int, start: int, end: int) -> Followed | None:
        """Words that were put into another text, as by dragging: with all that went with them, else alone,
        where what has come in has them once."""
        text, pieces = self._was[at], self._pieces[at]
        begin = max((piece.end for piece in pieces if piece.end <= start), default=0)
        stop = min((piece.start for piece in pieces if piece.start >= end), default=len(text))
        for first, last in ((begin, stop), (start, end)):
            words = text[first:last]
            if len(words) < max(_LEAST_ALIKE, end - start):
                continue
            holders = [(path, there, fresh) for path, there, fresh in self._fresh() if words in fresh]
            if len(holders) == 1 and holders[0][2].count(words) == 1:
                path, there, fresh = holders[0]
                there += fresh.index(words) + start - first
                return Followed(Place(path, there), Place(path, there + end - start), lost=False)
        return None

    def _fresh(self) -> list[tuple[Path, int, str]]:
        """What has come into the later issue: where it stands, and its characters."""
        if self._came is None:
            taken: dict[Path, list[tuple[int, int]]] = {}
            for pieces in self._pieces:
                for piece in pieces:
                    taken.setdefault(piece.path, []).append(
                        (piece.there, piece.there + piece.end - piece.start)
                    )
            self._came = []
            for node in self._now:
                at = 0
                for start, end in (*sorted(taken.get(node.path, ())), (len(node.text), len(node.text))):
                    if start - at >= _LEAST_ALIKE:
                        self._came.append((node.path, at, node.text[at:start]))
                    at = max(at, end)
        return self._came

    def _beside(self, first: int, start: int, last: int, end: int) -> Place:
        """Where what has gone is remembered: before what follows in its text, else behind what stands before
        it there; of a text of which nothing is left, before the next, else behind the one before."""
        behind = min((piece for piece in self._pieces[last] if piece.start >= end), default=None)
        if behind is not None:
            return Place(behind.path, behind.there)
        before = max((piece for piece in self._pieces[first] if piece.end <= start), default=None)
        if before is not None:
            return Place(before.path, before.there + before.end - before.start)
        for at in range(last + 1, len(self._was)):
            if self._pieces[at]:
                return Place(self._pieces[at][0].path, self._pieces[at][0].there)
        for at in range(first, -1, -1):
            if self._pieces[at]:
                piece = self._pieces[at][-1]
                return Place(piece.path, piece.there + piece.end - piece.start)
        return Place(self._now[0].path, 0)

    def _compare(self, olds: range, news: range) -> None:
        """Tells of texts that became others, all as one text, which characters are left."""
        texts, new_texts = [self._was[at] for at in olds], [self._now[at].text for at in news]
        starts, new_starts = _starts(texts), _starts(new_texts)
        for start, end, there in _alike(_BREAK.join(texts), _BREAK.join(new_texts)):
            for part, new_part, length in _parts(starts, new_starts, start, end, there):
                length = min(length, len(texts[part[0]]) - part[1])
                length = min(length, len(new_texts[new_part[0]]) - new_part[1])
                if length >= 0:
                    self._pieces[olds[part[0]]].append(
                        _Piece(part[1], part[1] + length, self._now[news[new_part[0]]].path, new_part[1])
                    )


class _Whole:
    """All texts of two issues beside each other."""

    def __init__(self, old: Issue, new: Issue) -> None:
        was = [node for node in walk(old) if node.text or node.shown]
        now = [node for node in walk(new) if node.text or node.shown]
        self._at = {node.path: at for at, node in enumerate(was)}
        self._orders = [order(node.path) for node in was]
        self._texts = FollowingTexts([node.text for node in was], now, _paired(was, now))

    def follow(self, start: Place, end: Place) -> Followed:
        """See `Following.follow`."""
        return self._texts.follow(
            (self._index(start.path), start.offset), (self._index(end.path), end.offset)
        )

    def _index(self, path: Path) -> int:
        """Which of the old texts stands at a path, the one before where none with a line does."""
        if path in self._at:
            return self._at[path]
        return max(bisect_right(self._orders, order(path)) - 1, 0)


def _key(place: Place) -> tuple[tuple[int, ...], int]:
    return order(place.path), place.offset


def _starts(texts: Sequence[str]) -> list[int]:
    """Where each of some texts begins in all of them as one."""
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text) + len(_BREAK)
    return starts


def _parts(
    starts: Sequence[int], new_starts: Sequence[int], start: int, end: int, there: int
) -> Iterator[tuple[tuple[int, int], tuple[int, int], int]]:
    """Characters that two joined texts have in common, parted where a text of either ends: in which text and
    where they stand in it, on either side, and how many they are."""
    at = start
    while True:
        old, new = bisect_right(starts, at) - 1, bisect_right(new_starts, there + at - start) - 1
        ends = [end]
        if old + 1 < len(starts):
            ends.append(starts[old + 1])
        if new + 1 < len(new_starts):
            ends.append(new_starts[new + 1] - there + start)
        stop = min(ends)
        yield (old, at - starts[old]), (new, there + at - start - new_starts[new]), stop - at
        if stop >= end:
            return
        at = stop


def _paired(was: Sequence[Node], now: Sequence[Node]) -> dict[int, int]:
    """Which text is which of the later ones: the same object, then the same words, in order where they can
    be, then wherever they are."""
    shorter = min(len(was), len(now))
    head = next((at for at in range(shorter) if was[at].text != now[at].text), shorter)
    tail = next(
        (at for at in range(shorter - head) if was[-1 - at].text != now[-1 - at].text), shorter - head
    )
    pairs = {at: at for at in range(head)}
    pairs |= {len(was) - 1 - at: len(now) - 1 - at for at in range(tail)}
    olds, news = list(range(head, len(was) - tail)), list(range(head, len(now) - tail))
    for keyed in (_same_object, _same_words):
        found = keyed([was[at] for at in olds], [now[at] for at in news])
        taken = {(olds[first], news[second]) for first, second in found}
        pairs |= dict(taken)
        gone, come = {first for first, _ in taken}, {second for _, second in taken}
        olds = [at for at in olds if at not in gone]
        news = [at for at in news if at not in come]
    return pairs


def _same_object(was: Sequence[Node], now: Sequence[Node]) -> list[tuple[int, int]]:
    """By the value that a text stands in, where that stands but once in either issue."""
    keys, new_keys = (
        [(id(node.source), node.path[-1] if isinstance(node.source, str) else node.text) for node in nodes]
        for nodes in (was, now)
    )
    once, new_once = Counter(keys), Counter(new_keys)
    there = {key: at for at, key in enumerate(new_keys) if new_once[key] == 1}
    return [
        (at, there[key]) for at, key in enumerate(keys) if once[key] == 1 and key in there and was[at].text
    ]


def _same_words(was: Sequence[Node], now: Sequence[Node]) -> list[tuple[int, int]]:
    """By the text: in order, then what was moved."""
    texts, new_texts = [node.text for node in was], [node.text for node in now]
    pairs: list[tuple[int, int]] = []
    at = new_at = 0
    left: list[int] = []
    new_left: list[int] = []
    for begin, end, new_begin, new_end in (
        *changed_stretches(texts, new_texts),
        (len(texts), len(texts), len(new_texts), len(new_texts)),
    ):
        pairs += zip(range(at, begin), range(new_at, new_begin), strict=True)
        left += range(begin, end)
        new_left += range(new_begin, new_end)
        at, new_at = end, new_end
    waiting: dict[str, list[int]] = {}
    for each in reversed(new_left):
        waiting.setdefault(new_texts[each], []).append(each)
    for each in left:
        if texts[each] and waiting.get(texts[each]):
            pairs.append((each, waiting[texts[each]].pop()))
    return pairs


def _runs(pairs: Mapping[int, int], old: int, new: int) -> Iterator[tuple[range, range]]:
    """The texts that have no pair, as far as they follow each other, with those that stand where they stood:
    behind what stood before them, else before what stood behind."""
    taken = set(pairs.values())
    at = 0
    used: set[int] = set()
    while at < old:
        if at in pairs:
            at += 1
            continue
        start = at
        while at < old and at not in pairs:
            at += 1
        first = pairs[start - 1] + 1 if start else 0
        last = first
        while last < new and last not in taken and last not in used:
            last += 1
        if first == last:
            last = pairs[at] if at < old else new
            first = last
            while first > 0 and first - 1 not in taken and first - 1 not in used:
                first -= 1
        if first < last:
            used.update(range(first, last))
            yield range(start, at), range(first, last)


def _alike(was: str, now: str) -> list[tuple[int, int, int]]:
    """The characters that two texts have in common, in order: from, to, and where they begin in the later."""
    shorter = min(len(was), len(now))
    head = next((at for at in range(shorter) if was[at] != now[at]), shorter)
    tail = next((at for at in range(shorter - head) if was[-1 - at] != now[-1 - at]), shorter - head)
    pieces = [(0, head, 0)] if head or not was else []
    middle, new_middle = was[head : len(was) - tail], now[head : len(now) - tail]
    if middle and new_middle and len(middle) * len(new_middle) <= _MOST_COMPARED:
        matcher = SequenceMatcher(None, middle, new_middle, autojunk=False)
        for at, there, length in matcher.get_matching_blocks():
            if length >= _LEAST_ALIKE:
                pieces.append((head + at, head + at + length, head + there))
    if tail:
        pieces.append((len(was) - tail, len(was), len(now) - tail))
    return pieces
