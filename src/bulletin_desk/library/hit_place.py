"""Where a hit of the library is in the issue as it is read now: its file may have been edited since."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_desk.bulletin.grammar import Node, item_path, items_of
from bulletin_desk.bulletin.model import Issue, Item, Path, Place
from bulletin_desk.library.entries import nodes_in, one_line
from bulletin_desk.library.search import Hit, Where


def place_of_hit(issue: Issue, hit: Hit) -> Place | None:
    """The place of a hit's first word in an issue: in the item where it was found, or in one that is called
    the same, or in any; the item's beginning where only that is left; None where nothing is."""
    word = ""
    if hit.spans:
        # as much of the text as is on one line on both sides
        start, end = hit.spans[0]
        word = hit.context[start:end]
    for path, item in _likely(issue, hit):
        place = _place(path, item, hit.where, word, hit.offset)
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


def _place(path: Path, item: Item, where: Where, word: str, offset: int) -> Place | None:
    """The place of a word in an item: where it was, or where it first is."""
    nodes = nodes_in(item, where)
    text = "\n".join(one_line(node.text) for node in nodes)
    if not text.startswith(word, offset):
        offset = text.find(word)
    if offset < 0 or not nodes:
        return None
    for node in nodes:
        length = len(one_line(node.text))
        if offset <= length:
            return Place(path + node.path, _offset_in(node, offset))
        offset -= length + 1
    return None


def _offset_in(node: Node, offset: int) -> int:
    """The offset in a text of a character on its one line."""
    for at, char in enumerate(node.text):
        if char != "\n":
            if offset == 0:
                return at
            offset -= 1
    return len(node.text)
