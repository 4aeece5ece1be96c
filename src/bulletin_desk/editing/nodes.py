"""The text nodes that a caret can stand in: their order on the paper, neighbours and kinds. Knows no pages.

Steps from node to node by structure, so that a keystroke in a volume never walks the whole issue.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import takewhile

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.fields import PARTS
from bulletin_desk.bulletin.grammar import (
    CLOSING_FIELDS,
    HEAD_FIELDS,
    ITEM_TEXTS,
    RUNNING,
    Node,
    Region,
    block_at,
    field_text_path,
    node_at,
    numbers,
    order,
    region_of,
    walk,
)
from bulletin_desk.bulletin.model import Body, Issue, Kind, Path, Place
from bulletin_desk.hanzi.classes import Width, width_of

Chunk = tuple[int, ...]
"""A stretch of neighbouring texts: (Region.HEAD,), (Region.NOTE,), (Region.SECTIONS, s) the name of section
s, (Region.SECTIONS, s, i) its item i, (Region.ATTACHMENTS, s, i, n) its attachment n, (Region.CLOSING,).
Compares in the order of the paper."""

EMPTY_SOURCE = "（）"
"""What stands in a source that waits for its text; left like this, it is empty again."""

Key = tuple[tuple[int, ...], int]


def key(place: Place) -> Key:
    """Compares places in the order of the paper. Raises KeyError if the path names no part of an issue."""
    return order(place.path), place.offset


def chunk_of(path: Path) -> Chunk:
    """The chunk that a text node belongs to."""
    region = region_of(path)
    if region is Region.SECTIONS:
        return (region, *numbers(path)[:2])
    return (region, *numbers(path)[:3]) if region is Region.ATTACHMENTS else (region,)


# ---- neighbours


def shown(issue: Issue, start: Path = (), *, backwards: bool = False) -> Iterator[Path]:
    """The text nodes that have a line on the page, from `start` on or back."""
    return (node.path for node in walk(issue, start, backwards=backwards) if node.shown)


def is_running(path: Path) -> bool:
    """Whether a text node is what the clerk writes, note, sections, items and attachments, and no part of the
    frame around it: masthead, issuer, distribution, imprint."""
    return region_of(path) in RUNNING


def frame_texts(issue: Issue) -> Iterator[Path]:
    """The single texts of the frame, without the distribution."""
    own = ((HEAD_FIELDS, issue.head_fields), (CLOSING_FIELDS, issue.closing_fields))
    for path in PARTS:
        if node_at(issue, path) is not None:
            yield path
    for fields, values in own:
        yield from (field_text_path(fields, at) for at in range(len(values)))


def next_node(issue: Issue, path: Path) -> Path | None:
    """The text node after the one at `path` on the paper, None after the last. `path` itself need not be on
    it."""
    return next((node for node in shown(issue, path) if node != path), None)


def previous_node(issue: Issue, path: Path) -> Path | None:
    """The text node before the one at `path` on the paper, None before the first."""
    return next((node for node in shown(issue, path, backwards=True) if node != path), None)


def first_node(issue: Issue) -> Path:
    """The first text node on the paper."""
    return next(shown(issue))


def last_node(issue: Issue) -> Path:
    """The last text node on the paper."""
    return next(shown(issue, backwards=True))


def nodes_between(issue: Issue, first: Path, last: Path) -> Iterator[Path]:
    """The text nodes on the paper from `first` to `last`, both included."""
    return (node.path for node in stretch(issue, first, last) if node.shown or node.path in (first, last))


def stretch(issue: Issue, first: Path, last: Path) -> Iterator[Node]:
    """All text nodes from `first` to `last`, both included, also those without a line."""
    end = order(last)
    return takewhile(lambda node: order(node.path) <= end, walk(issue, first))


def is_shown(issue: Issue, path: Path) -> bool:
    """Whether the issue has that text node and a line on the page for it."""
    node = node_at(issue, path)
    return node is not None and node.shown


def may_stand(issue: Issue, path: Path) -> bool:
    """Whether a text has a line even while it is empty as long as the caret is in it: those around an item's
    title and blocks, a table or pictures, and where the layout prints none that are empty, titles and names
    of sections."""
    node = node_at(issue, path)
    return node is not None and not node.text and node.kind in _STANDING


_STANDING = (
    Kind.SECTION_HEAD,
    Kind.SECTION_HEAD_2,
    Kind.TITLE,
    *ITEM_TEXTS,
    Kind.TABLE_CAPTION,
    Kind.TABLE_UNIT,
    Kind.TABLE_NOTE,
    Kind.PICTURE_CAPTION,
    Kind.PICTURE_CREDIT,
)


# ---- what a node is


def body_at(issue: Issue, path: Path) -> Body | None:
    """The body paragraph at `path`, None if something else is there."""
    block = block_at(issue, path)
    return block if isinstance(block, Body) else None


# ---- places


def end_of(issue: Issue, path: Path) -> Place:
    """The end of a text node."""
    return Place(path, len(text_at(issue, path)))


def valid(issue: Issue, place: Place, *, forwards: bool = False) -> Place:
    """The nearest place where a caret can stand: in a text node that is on the page, not inside a cluster.

    Where the node has gone, that is the end of the one before it, or the start of the one after.
    """
    path = place.path
    if not is_shown(issue, path) and not may_stand(issue, path):
        try:
            before = None if forwards else previous_node(issue, path)
            following = next_node(issue, path) if before is None else None
        except KeyError:
            before, following = None, None
        if before is not None:
            return end_of(issue, before)
        return Place(first_node(issue) if following is None else following, 0)
    text = text_at(issue, path)
    return Place(path, snap(text, min(max(place.offset, 0), len(text))))


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
