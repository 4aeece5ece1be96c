"""The text nodes that a caret can stand in: their order on the paper, neighbours and kinds. Knows no pages.

Steps from node to node by structure, so that a keystroke in a volume never walks the whole issue.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.model import Body, Issue, Item, Path, Place, Subheading
from bulletin_desk.hanzi.classes import Width, width_of
from bulletin_desk.pages.model import Kind

Chunk = tuple[int, ...]
"""A stretch of neighbouring text nodes: (0,) the masthead, (1,) the editor's note, (2, s) the name of section
s, (2, s, i) its item i, (3,) the closing block. Compares in the order of the paper."""

_HEAD, _NOTES, _SECTIONS, _CLOSING = range(4)
_ITEM_FIELDS = {"title": 0, "blocks": 1, "source": 2}
_FIELDS: dict[Path, tuple[Chunk, tuple[int, ...]]] = {
    ("masthead", "marking"): ((_HEAD,), (0,)),
    ("masthead", "name"): ((_HEAD,), (1,)),
    ("masthead", "supplement"): ((_HEAD,), (2,)),
    ("masthead", "number"): ((_HEAD,), (3,)),
    ("dated_header", "issuer"): ((_HEAD,), (4,)),
    ("dated_header", "date"): ((_HEAD,), (5,)),
    ("disclosure",): ((_CLOSING,), (0,)),
    ("imprint", "office"): ((_CLOSING,), (2, 0)),
    ("imprint", "date"): ((_CLOSING,), (2, 1)),
    ("print_count",): ((_CLOSING,), (3,)),
}
EMPTY_SOURCE = "（）"
"""What stands in a source that waits for its text; left like this, it is empty again."""

Key = tuple[Chunk, tuple[int, ...], int]


def key(place: Place) -> Key:
    """Compares places in the order of the paper. Raises KeyError if the path names no part of an issue."""
    chunk, within = _position(place.path)
    return chunk, within, place.offset


def chunk_of(path: Path) -> Chunk:
    """The chunk that a text node belongs to."""
    return _position(path)[0]


def _position(path: Path) -> tuple[Chunk, tuple[int, ...]]:
    match path:
        case ("sections", int(section), "items", int(item), str(field)):
            return (_SECTIONS, section, item), (_ITEM_FIELDS[field],)
        case ("sections", int(section), "items", int(item), "blocks", int(block)):
            return (_SECTIONS, section, item), (1, block)
        case ("sections", int(section), "name"):
            return (_SECTIONS, section), ()
        case ("editors_note", int(note)):
            return (_NOTES,), (note,)
        case ("distribution", int(entry), "label" | "to" as field):
            return (_CLOSING,), (1, entry, int(field == "to"))
    return _FIELDS[path]


# ---- neighbours


def nodes_of(issue: Issue, chunk: Chunk) -> list[Path]:
    """The chunk's text nodes that have a line on the page, in order."""
    match chunk:
        case (0,):
            marking: list[Path] = [("masthead", "marking")] if issue.masthead.marking else []
            return [*marking, ("masthead", "name"), ("dated_header", "issuer")]
        case (1,):
            return [("editors_note", at) for at in range(len(issue.editors_note))]
        case (2, section):
            return [("sections", section, "name")] if section < len(issue.sections) else []
        case (2, section, number):
            item = issue.sections[section].items[number]
            there: Path = ("sections", section, "items", number)
            source: list[Path] = [(*there, "source")] if item.source else []
            return [(*there, "title"), *((*there, "blocks", at) for at in range(len(item.blocks))), *source]
    found: list[Path] = [("disclosure",)] if issue.disclosure else []
    for at in range(len(issue.distribution)):
        found += [("distribution", at, "label"), ("distribution", at, "to")]
    if issue.imprint is not None:
        found.append(("imprint", "office"))
    return found


def _next_chunk(issue: Issue, chunk: Chunk) -> Chunk | None:
    sections = issue.sections
    match chunk:
        case (0,):
            return (_NOTES,)
        case (1,):
            return (_SECTIONS, 0) if sections else (_CLOSING,)
        case (2, section) if sections[section].items:
            return (_SECTIONS, section, 0)
        case (2, section, item) if item + 1 < len(sections[section].items):
            return (_SECTIONS, section, item + 1)
        case (2, section, *_):
            return (_SECTIONS, section + 1) if section + 1 < len(sections) else (_CLOSING,)
    return None


def _chunk_before(issue: Issue, chunk: Chunk) -> Chunk | None:
    sections = issue.sections
    match chunk:
        case (1,):
            return (_HEAD,)
        case (2, section, 0):
            return (_SECTIONS, section)
        case (2, section, item):
            return (_SECTIONS, section, item - 1)
        case (2, 0):
            return (_NOTES,)
        case (2, section):
            return _last_of(issue, section - 1)
        case (3,):
            return _last_of(issue, len(sections) - 1) if sections else (_NOTES,)
    return None


def _last_of(issue: Issue, section: int) -> Chunk:
    items = issue.sections[section].items
    return (_SECTIONS, section, len(items) - 1) if items else (_SECTIONS, section)


def next_node(issue: Issue, path: Path) -> Path | None:
    """The text node after the one at `path` on the paper, None after the last. `path` itself need not be on
    it."""
    chunk: Chunk | None
    chunk, within = _position(path)
    for node in nodes_of(issue, chunk):
        if _position(node)[1] > within:
            return node
    while (chunk := _next_chunk(issue, chunk)) is not None:
        if nodes := nodes_of(issue, chunk):
            return nodes[0]
    return None


def previous_node(issue: Issue, path: Path) -> Path | None:
    """The text node before the one at `path` on the paper, None before the first."""
    chunk: Chunk | None
    chunk, within = _position(path)
    for node in reversed(nodes_of(issue, chunk)):
        if _position(node)[1] < within:
            return node
    while (chunk := _chunk_before(issue, chunk)) is not None:
        if nodes := nodes_of(issue, chunk):
            return nodes[-1]
    return None


def first_node(issue: Issue) -> Path:
    """The first text node on the paper."""
    return nodes_of(issue, (_HEAD,))[0]


def last_node(issue: Issue) -> Path:
    """The last text node on the paper."""
    nodes = nodes_of(issue, (_CLOSING,))
    return nodes[-1] if nodes else previous_node(issue, ("print_count",)) or first_node(issue)


def nodes_between(issue: Issue, first: Path, last: Path) -> Iterator[Path]:
    """The text nodes on the paper from `first` to `last`, both included."""
    chunk: Chunk | None = chunk_of(first)
    low, high = _position(first), _position(last)
    while chunk is not None and chunk <= high[0]:
        for node in nodes_of(issue, chunk):
            if low <= _position(node) <= high:
                yield node
        chunk = _next_chunk(issue, chunk)


def all_nodes(issue: Issue) -> Iterator[Path]:
    """All text nodes on the paper in order."""
    yield from nodes_between(issue, first_node(issue), last_node(issue))


def is_shown(issue: Issue, path: Path) -> bool:
    """Whether the issue has that text node and a line on the page for it."""
    try:
        chunk = chunk_of(path)
        return path in nodes_of(issue, chunk)
    except (KeyError, IndexError):
        return False


def is_text(path: Path) -> bool:
    """Whether a placed line's path names a text node (and not a date, a number or nothing)."""
    return path not in _LITERAL


_LITERAL: frozenset[Path] = frozenset(
    {(), ("masthead", "number"), ("dated_header", "date"), ("imprint", "date"), ("print_count",)}
)


# ---- what a node is


def kind_of(issue: Issue, path: Path) -> Kind:
    """The part of the official layout that a text node belongs to."""
    match path:
        case ("sections", int(section), "items", int(item), "blocks", int(block)):
            node = issue.sections[section].items[item].blocks[block]
            return Kind.SUBHEADING if isinstance(node, Subheading) else Kind.BODY
        case (*_, "title"):
            return Kind.TITLE
        case (*_, "source"):
            return Kind.SOURCE
        case ("sections", _, "name"):
            return Kind.SECTION_HEAD
    return _KINDS[path[:2] if path[0] == "masthead" else path[:1]]


_KINDS: dict[Path, Kind] = {
    ("masthead", "marking"): Kind.MARKING,
    ("masthead", "name"): Kind.MASTHEAD,
    ("masthead", "supplement"): Kind.NUMBER_LINE,
    ("dated_header",): Kind.DATED_HEADER,
    ("editors_note",): Kind.EDITORS_NOTE,
    ("disclosure",): Kind.DISCLOSURE,
    ("distribution",): Kind.DISTRIBUTION,
    ("imprint",): Kind.IMPRINT,
}


def body_at(issue: Issue, path: Path) -> Body | None:
    """The body paragraph at `path`, None if something else is there."""
    node: Any = None
    if path[0] == "editors_note":
        node = issue.editors_note[int(path[1])]
    elif len(path) == 6:
        node = item_at(issue, path).blocks[int(path[5])]
    return node if isinstance(node, Body) else None


def item_at(issue: Issue, path: Path) -> Item:
    """The item that the text node at `path` belongs to."""
    return issue.sections[int(path[1])].items[int(path[3])]


def in_item(path: Path) -> bool:
    """Whether a text node belongs to an item."""
    return len(path) > 4


def takes_line_break(issue: Issue, path: Path) -> bool:
    """Whether the clerk may break the lines of this text node himself: titles, subheadings, the masthead."""
    return kind_of(issue, path) in (Kind.TITLE, Kind.SUBHEADING, Kind.MASTHEAD)


# ---- places


def end_of(issue: Issue, path: Path) -> Place:
    """The end of a text node."""
    return Place(path, len(text_at(issue, path)))


def valid(issue: Issue, place: Place, *, forwards: bool = False) -> Place:
    """The nearest place where a caret can stand: in a text node that is on the page, not inside a cluster.

    Where the node has gone, that is the end of the one before it, or the start of the one after.
    """
    path = place.path
    if not is_shown(issue, path):
        found = None if forwards else _surviving_before(issue, path)
        if found is None:
            after = _surviving_after(issue, path)
            return Place(after, 0) if after is not None else Place(first_node(issue), 0)
        return end_of(issue, found)
    text = text_at(issue, path)
    return Place(path, snap(text, min(max(place.offset, 0), len(text))))


def _surviving_before(issue: Issue, path: Path) -> Path | None:
    position = _clipped(issue, path)
    if position is None:
        return None
    return position if _position(position) < _position(path) else previous_node(issue, position)


def _surviving_after(issue: Issue, path: Path) -> Path | None:
    position = _clipped(issue, path)
    if position is None:
        return None
    return position if _position(position) > _position(path) else next_node(issue, position)


def _clipped(issue: Issue, path: Path) -> Path | None:
    """`path` itself if its section and item exist, else the last text node before it. None if it names no
    part."""
    try:
        chunk = chunk_of(path)
    except KeyError:
        return None
    if chunk[0] != _SECTIONS:
        return path
    if chunk[1] >= len(issue.sections):
        last = _chunk_before(issue, (_CLOSING,))
    elif len(chunk) == 3 and chunk[2] >= len(issue.sections[chunk[1]].items):
        last = _last_of(issue, chunk[1])
    else:
        return path
    nodes = nodes_of(issue, last) if last else []
    return nodes[-1] if nodes else ("dated_header", "issuer")


# ---- clusters


def attached(char: str) -> bool:
    """Whether a character belongs to the one before it: combining marks, variation selectors, joiners."""
    if char < "\u0300":
        return char != "\n" and not char.isprintable() and width_of(char) is Width.NONE
    return unicodedata.category(char) in _ATTACHED and width_of(char) is Width.NONE


_ATTACHED = frozenset({"Mn", "Me", "Cf", "Cc", "Cs"})


def snap(text: str, offset: int) -> int:
    """`offset`, or the end of the cluster that it is inside of."""
    while 0 < offset < len(text) and text[offset - 1] != "\n" and attached(text[offset]):
        offset += 1
    return offset


def before(text: str, offset: int) -> int:
    """Where the character before `offset` begins, its marks included."""
    offset = max(offset - 1, 0)
    while offset > 0 and text[offset - 1] != "\n" and attached(text[offset]):
        offset -= 1
    return offset


def after(text: str, offset: int) -> int:
    """Where the character after `offset` ends, its marks included."""
    return snap(text, min(offset + 1, len(text)))


_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_DROPPED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufdd0-\ufdef\ud800-\udfff]")


def cleaned(text: str) -> str:
    """Typed or pasted text with every line end as "\\n", tabs as spaces, and no control characters."""
    if text.isprintable():
        return text
    return _DROPPED.sub("", _BREAKS.sub("\n", text)).replace("\t", " ")
