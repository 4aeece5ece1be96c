"""Comments of a Word copy as remarks (批注) on the issue that was read from it: at their words, wherever
these are in the issue, whatever was done to the copy. Holds no XML.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from bulletin_desk.bulletin.anchors import FollowingTexts
from bulletin_desk.bulletin.bounds import MAX_CELL, MAX_REMARKS, MAX_SAID, MAX_SHORT
from bulletin_desk.bulletin.grammar import MADE, Node, node_at, walk
from bulletin_desk.bulletin.matching import changed_stretches
from bulletin_desk.bulletin.model import Issue, Kind, Path, Place, Remark, Said
from bulletin_desk.export.docx import styles as st
from bulletin_desk.export.docx.oxml import ReadParagraph
from bulletin_desk.export.docx.oxml_comments import ReadComment
from bulletin_desk.export.docx.records import Styles, kept_characters, quoted
from bulletin_desk.export.docx.words import Words

_Spot = tuple[int, int]
"""A paragraph of the copy, and a character of it."""


def remarks_in(
    comments: Sequence[ReadComment],
    paragraphs: Iterable[ReadParagraph],
    styles: Styles,
    words: Words,
    issue: Issue,
) -> tuple[tuple[Remark, ...], tuple[str, ...]]:
    """The remarks, and a sentence for each that has no words in the issue: it stands at the nearest ones."""
    texts = _texts_of(issue)
    copy = _Copy(paragraphs, styles, words, {(text.node.kind, text.node.text) for text in texts.values()})
    following = _Following(copy, issue, texts)
    made: list[Remark] = []
    notes: list[str] = []
    for thread, done in _threads(comments):
        first = thread[0]
        ranged = copy.range_of(first.identifier)
        if ranged is None:
            notes.append(f"批注{quoted(first.said.text)}在 Word 版里不指着任何文字，没有读回。")
            continue
        start, end, lost = following.places(*ranged)
        said = tuple(_within_bounds(comment.said) for comment in thread[:MAX_SAID])
        if lost:
            node = node_at(issue, start.path)
            near = quoted(node.text[start.offset :] or node.text) if node else "正文"
            notes.append(f"批注{quoted(first.said.text)}所指的文字不是简报里的，放在{near}处，请核对。")
        made.append(Remark(start, end, said, done))
    if len(made) > MAX_REMARKS:
        notes.append(f"批注有{len(made)}条，超过{MAX_REMARKS}条，多出的没有读回。")
    return tuple(made[:MAX_REMARKS]), tuple(notes)


def _within_bounds(said: Said) -> Said:
    return Said(said.who[:MAX_SHORT], said.when, said.text[:MAX_CELL])


def _threads(comments: Sequence[ReadComment]) -> Iterator[tuple[list[ReadComment], bool]]:
    """Each comment with its answers (an answer to an answer is one to the comment), and whether it is
    settled."""
    by_id = {comment.identifier: comment for comment in comments}
    threads: dict[str, list[ReadComment]] = {}
    for comment in comments:
        root, seen = comment, {comment.identifier}
        while root.answers in by_id and root.answers not in seen:
            seen.add(root.answers)
            root = by_id[root.answers]
        threads.setdefault(root.identifier, []).append(comment)
    for identifier, thread in threads.items():
        root = by_id[identifier]
        yield [root, *(comment for comment in thread if comment is not root)], root.done


class _Copy:
    """The paragraphs of a copy without what typesetting and layout added, and the marks of comments. The
    texts that are `known`, by their kinds, tell what is their own of words that the layout adds, too."""

    def __init__(
        self,
        paragraphs: Iterable[ReadParagraph],
        styles: Styles,
        words: Words,
        known: AbstractSet[tuple[Kind, str]],
    ) -> None:
        self.texts: list[str] = []
        self.kinds: list[Kind | None] = []
        self._marks: dict[tuple[str, str], _Spot] = {}
        for paragraph in _flat(paragraphs):
            kind = styles.kind(paragraph.style) if paragraph.style else None
            made = kind in MADE
            text, left, label = ("", [0], 0) if made else _own_text(paragraph, styles)
            if kind and not made and (label or (kind, text) not in known):
                own = text[label:]
                own = own if (kind, own) in known else words.bare(kind, text)
                begins = text.index(own)
                text, left = own, [min(max(at - begins, 0), len(own)) for at in left]
            for mark in paragraph.marks:
                spot = len(self.texts), left[min(mark.offset, len(left) - 1)]
                self._marks.setdefault((mark.kind, mark.identifier), spot)
            self.texts.append(text)
            self.kinds.append(kind)

    def range_of(self, identifier: str) -> tuple[_Spot, _Spot] | None:
        """From where to where a comment stands: where it is referred to, if it has no range."""
        reference = self._marks.get(("commentReference", identifier))
        start = self._marks.get(("commentRangeStart", identifier), reference)
        end = self._marks.get(("commentRangeEnd", identifier), reference)
        start, end = start or end, end or start
        if start is None or end is None:
            return None
        return (start, end) if start <= end else (end, end)


def _flat(paragraphs: Iterable[ReadParagraph]) -> Iterator[ReadParagraph]:
    """Paragraphs, each before those of the text boxes in it."""
    for paragraph in paragraphs:
        yield paragraph
        for box in paragraph.boxes:
            yield from _flat(box)


def _own_text(paragraph: ReadParagraph, styles: Styles) -> tuple[str, list[int], int]:
    """What was not added to a paragraph, how much of that stands before each offset, and how long the label
    is that it begins with."""
    kept: list[str] = []
    left = [0]
    label = 0
    for run in paragraph.runs:
        style = styles.name(run.style)
        dropped = ""
        whole = style.startswith(st.MADE) or bool(styles.unseen(run, paragraph.style))
        if style.startswith(st.AUTOMATIC_BREAK):
            dropped = "\n"
        elif style.startswith(st.BREAK):
            dropped = st.ZERO_WIDTH_SPACE
        for char in run.text:
            if not whole and char not in dropped:
                kept.append(char)
            left.append(len(kept))
        if style.startswith(st.LABEL):
            label = len(kept)
    return "".join(kept), left, label


class _Text(NamedTuple):
    """A text of the issue as a copy has it, and where each of its characters stands in it."""

    node: Node
    characters: Sequence[int]


def _texts_of(issue: Issue) -> dict[Path, _Text]:
    """The texts of an issue by their paths."""
    texts: dict[Path, _Text] = {}
    for node in walk(issue):
        if node.text:
            characters = kept_characters(node.text)
            written = "".join(char for _, char in characters)
            texts[node.path] = _Text(node._replace(text=written), [at for at, _ in characters])
    return texts


class _Segment(NamedTuple):
    """Characters of a paragraph of the copy, from `start` on: all of it, or in a row what is one text's, and
    what the layout has between them."""

    paragraph: int
    start: int
    text: str
    kind: Kind | None


def _segments(copy: _Copy, nodes: Iterable[Node]) -> Iterator[_Segment]:
    """The words of a copy in order; what is empty is nowhere."""
    waiting: dict[Kind, list[str]] = defaultdict(list)
    for node in nodes:
        if not node.spec.running:
            waiting[node.kind].append(node.text)
    for at, (text, kind) in enumerate(zip(copy.texts, copy.kinds, strict=True)):
        begins = 0
        texts = waiting[kind] if kind else []
        while True:
            ahead = [(text.find(own, begins), number) for number, own in enumerate(texts[:_MOST_AHEAD])]
            found = next(((place, number) for place, number in ahead if place >= 0), None)
            if found is None:
                break
            place, number = found
            if place > begins:
                yield _Segment(at, begins, text[begins:place], None)
            yield _Segment(at, place, texts[number], kind)
            begins = place + len(texts[number])
            del texts[: number + 1]
        if begins < len(text):
            yield _Segment(at, begins, text[begins:], None if begins else kind)


_MOST_AHEAD = 5
"""Texts of a row that may be missing before one that is there."""


class _Following:
    """Where the words of a copy are in the issue with these texts."""

    def __init__(self, copy: _Copy, issue: Issue, texts: Mapping[Path, _Text]) -> None:
        self._texts = texts
        now = [text.node for text in texts.values()] or list(walk(issue))[:1]
        self._was = list(_segments(copy, now))
        self._starts = [(one.paragraph, one.start) for one in self._was]
        was = [one.text for one in self._was]
        pairs = _pairs(was, [one.kind for one in self._was], now)
        self._following = FollowingTexts(was, now, pairs) if was else None
        self._first = Place(now[0].path, 0)

    def places(self, start: _Spot, end: _Spot) -> tuple[Place, Place, bool]:
        """Where a range of the copy stands in the issue, and whether nothing of its words is there."""
        if self._following is None:
            return self._first, self._first, True
        found = self._following.follow(*self._worded(start, end))
        return self._place(found.start), self._place(found.end, ends=found.start != found.end), found.lost

    def _worded(self, start: _Spot, end: _Spot) -> tuple[_Spot, _Spot]:
        """A range by segments. It begins with a segment's first character, not behind the last of the one
        before, and ends with a last one. A place between two characters is the second's, unless that is the
        layout's."""
        was = self._was
        first, begin = self._segment(start)
        if start == end:
            own = was[first]
            if own.start and not begin and own.kind is None:
                first, begin = first - 1, len(was[first - 1].text)
            return (first, begin), (first, begin)
        if begin == len(was[first].text) and first + 1 < len(was) and self._starts[first + 1] <= end:
            first, begin = first + 1, 0
        last, stop = self._segment(end)
        while last > first and not stop:
            last -= 1
            stop = len(was[last].text)
        return (first, begin), max((last, stop), (first, begin))

    def _segment(self, spot: _Spot) -> _Spot:
        """The segment in which a character of a paragraph stands, and which of its own it is; what stands in
        an empty paragraph stands behind the one before."""
        at = max(bisect_right(self._starts, spot) - 1, 0)
        one = self._was[at]
        if one.paragraph != spot[0]:
            return at, len(one.text) if one.paragraph < spot[0] else 0
        return at, min(max(spot[1] - one.start, 0), len(one.text))

    def _place(self, place: Place, *, ends: bool = False) -> Place:
        """A place in a text as the copy has it, as one in that text."""
        text = self._texts.get(place.path)
        if text is None:
            return place
        characters, at = text.characters, place.offset
        if ends and at:
            return Place(place.path, characters[at - 1] + 1)
        whole = characters[-1] + 1 if characters else 0
        return Place(place.path, characters[at] if at < len(characters) else whole)


def _pairs(was: Sequence[str], kinds: Sequence[Kind | None], now: Sequence[Node]) -> Mapping[int, int]:
    """Which paragraph is which text: the same words of the same kind in order, then wherever they are, then
    the same words alone."""
    olds, news = list(range(len(was))), list(range(len(now)))
    pairs: dict[int, int] = {}
    old_keys = [(kinds[at], text) for at, text in enumerate(was)]
    new_keys = [(node.kind, node.text) for node in now]
    at = new_at = 0
    for begin, end, new_begin, new_end in (
        *changed_stretches(old_keys, new_keys),
        (len(was), len(was), len(now), len(now)),
    ):
        pairs |= zip(range(at, begin), range(new_at, new_begin), strict=True)
        at, new_at = end, new_end
    for with_kind in (True, False):
        waiting: dict[object, list[int]] = defaultdict(list)
        taken = set(pairs.values())
        for each in news:
            if each not in taken:
                waiting[new_keys[each] if with_kind else now[each].text].append(each)
        for each in olds:
            if each not in pairs and (there := waiting.get(old_keys[each] if with_kind else was[each])):
                pairs[each] = there.pop(0)
    return pairs
