"""Where a hit of the library is in the issue as it is read now: its file may have been edited since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bulletin_desk.bulletin.grammar import item_path, items_of, note_path
from bulletin_desk.bulletin.model import Issue, Item, Path, Place
from bulletin_desk.library.entries import nodes_in, one_line
from bulletin_desk.library.search import Hit


def place_of_hit(issue: Issue, hit: Hit) -> Place | None:
    """The place of a hit's first word in an issue: in the item where it was found, or in one that is called
    the same, or in any; the item's beginning where only that is left; None where nothing is."""
    word = ""
    if hit.spans:
        # as much of the text as is on one line on both sides
        start, end = hit.spans[0]
        word = hit.context[start:end]
    if hit.where == "note":
        note = [(note_path(at), paragraph.text) for at, paragraph in enumerate(issue.editors_note)]
        return _place(note, word, hit.offset)
    for path, item in _likely(issue, hit):
        texts = [(path + node.path, node.text) for node in nodes_in(item, hit.where)]
        place = _place(texts, word, hit.offset)
        if place is not None:
            return place
    for path, item in items_of(issue):
        if path == item_path(hit.section, hit.item) and one_line(item.title) == hit.title:
            return next((Place(path + node.path, 0) for node in nodes_in(item, "title")), None)
    return None


def _likely(issue: Issue, hit: Hit) -> Iterator[tuple[Path, Item]]:
    """The issue's items, the likeliest first."""
    here = item_path(hit.section, hit.item)

    def unlikeness(found: tuple[Path, Item]) -> tuple[bool, bool]:
        path, item = found
        return one_line(item.title) != hit.title, path != here

    yield from sorted(items_of(issue), key=unlikeness)


def _place(texts: Sequence[tuple[Path, str]], word: str, offset: int) -> Place | None:
    """The place of a word in texts with their paths: where it was, or where it first is."""
    joined = "\n".join(one_line(text) for _, text in texts)
    if not joined.startswith(word, offset):
        offset = joined.find(word)
    if offset < 0:
        return None
    for path, text in texts:
        length = len(one_line(text))
        if offset <= length:
            return Place(path, _offset_in(text, offset))
        offset -= length + 1
    return None


def _offset_in(text: str, offset: int) -> int:
    """The offset in a text of a character on its one line."""
    for at, char in enumerate(text):
        if char != "\n":
            if offset == 0:
                return at
            offset -= 1
    return len(text)
