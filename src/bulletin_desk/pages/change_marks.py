"""The changes of an issue as marks on its pages. Must not know how changes are found nor how marks are
painted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bulletin_desk.bulletin.changes import Changed
from bulletin_desk.bulletin.compare import Change
from bulletin_desk.bulletin.grammar import is_section, name_of, node_at
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.pages.marks import Bar, Coloured, Gap, Marks, Note, Span, Tone

_LABELS = {
    Change.ADDED: "新增",
    Change.REMOVED: "删去",
    Change.MOVED: "移动",
    Change.CHANGED: "原为",
}


def change_marks(changes: Iterable[Changed], issue: Issue) -> Marks:
    """What changed, marked on the pages of the new `issue`: what came in coloured, a stroke and a note where
    something went, notes for what was moved or is another way now."""
    coloured: list[Coloured] = []
    gaps: list[Gap] = []
    bars: list[Bar] = []
    notes: list[Note] = []
    for change in changes:
        tone = _tone(change)
        if change.kind is Change.MOVED:  # its words are what they were
            bars += (Bar(span, tone) for span in _spans(change, issue))
        else:
            coloured += (Coloured(span, tone) for span in _spans(change, issue))
        if change.kind is Change.REMOVED and change.shape != "field":
            node = node_at(issue, change.start.path)
            gaps.append(Gap(change.start, node is None or change.start.offset == len(node.text)))
        label, text = _note(change)
        if label:
            notes.append(Note(change.start, "out" if change.was and tone == "in" else tone, label, text))
    return Marks(tuple(coloured), tuple(gaps), tuple(notes), tuple(bars))


def change_bars(changes: Iterable[Changed], issue: Issue) -> tuple[Bar, ...]:
    """Bars at the lines that changed: where something came in, went or is another way now."""
    found: list[Span] = []
    for change in changes:
        spans = tuple(_spans(change, issue))
        if spans:
            found += spans
        elif change.part is not None:
            found.append(Span(change.part))
        else:
            # of what went, the line on which it stood
            found.append(Span(change.start.path, max(change.start.offset - 1, 0), change.start.offset + 1))
    return tuple(map(Bar, found))


def _tone(change: Changed) -> Tone:
    if change.kind is Change.MOVED:
        return "moved"
    if change.shape in ("look", "field"):
        return "changed"
    return "out" if change.kind is Change.REMOVED else "in"


def _spans(change: Changed, issue: Issue) -> Iterator[Span]:
    """The characters that are coloured: of a value that is a text those that are others."""
    if change.shape == "words" or (change.shape == "look" and change.part is None):
        if change.start.offset < change.end.offset:
            yield Span(change.start.path, change.start.offset, change.end.offset)
    elif change.shape == "field":
        node = node_at(issue, change.start.path)
        if node is not None and node.text == change.now and change.was:
            for hunk in change.hunks:
                if hunk.start < hunk.end:
                    yield Span(node.path, hunk.start, hunk.end)
        elif change.now and change.part is not None:
            yield Span(change.part)
    elif change.part is not None and change.shape == "part":
        # the items of a section are told by themselves
        yield Span(name_of(change.part) if is_section(change.part) else change.part)


def _note(change: Changed) -> tuple[str, str]:
    """The label and the words of the note of a change; without a label it needs none."""
    was = change.was.replace("\n", " ")
    if change.shape == "look" and not was:
        return "格式", change.sentence.removesuffix("。")
    if change.kind is Change.MOVED:
        return _LABELS[change.kind], change.sentence.removesuffix("。")
    if change.kind is Change.ADDED and change.shape != "field":
        return "", ""
    if change.kind is Change.ADDED:
        return _LABELS[change.kind], change.now
    return _LABELS[change.kind], was
