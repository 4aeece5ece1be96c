"""The texts and rows of an issue as sequences (see `flat`) that are compared and changed: a stream is one of
them, wherever its item stands. Must not know what is done with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Literal, NamedTuple

from bulletin_desk.bulletin.edits import replace_row
from bulletin_desk.bulletin.flat import (
    Tokens,
    attachment_places,
    attachment_tokens,
    attachments_in,
    block_places,
    block_tokens,
    blocks_in,
    entries_in,
    entry_places,
    entry_tokens,
    text_in,
    text_places,
    text_tokens,
)
from bulletin_desk.bulletin.grammar import (
    DISTRIBUTION,
    EDITORS_NOTE,
    ISSUER,
    ITEM_TEXTS,
    OFFICE,
    attachment_of,
    block_of,
    note_path,
    title_of,
)
from bulletin_desk.bulletin.hunks import attachment_hunks, block_hunks, entry_hunks
from bulletin_desk.bulletin.model import Body, Issue, Item, Path, Place
from bulletin_desk.bulletin.token_hunks import Hunk, word_hunks
from bulletin_desk.errors import EditError

Row = Literal["note", "distribution", "blocks", "attachments", "text"]


class Stream(NamedTuple):
    """One sequence: which row; for those of an item its number (see `parts_beside`), and of its single texts
    the name in the model."""

    row: Row
    item: int = -1
    name: str = ""


ITEM_STREAMS: tuple[tuple[Row, str], ...] = (
    ("text", "kicker"),
    ("text", "title"),
    *(("text", name) for name in ITEM_TEXTS.values() if name not in ("kicker", "signature")),
    ("blocks", ""),
    ("text", "signature"),
    ("text", "source"),
    ("attachments", ""),
)
"""The streams of an item, in the order of the paper."""


def value_of(issue: Issue, stream: Stream, item: Item | None) -> Any:
    """What the stream is in an issue; `item` is its item there."""
    if stream.row == "note":
        return issue.editors_note
    if stream.row == "distribution":
        return issue.distribution
    return getattr(item, stream.name or stream.row)


def tokens_of(stream: Stream, value: Any) -> Tokens:
    """The sequence."""
    match stream.row:
        case "text":
            return text_tokens(value)
        case "attachments":
            return tuple(token for each in value for token in attachment_tokens(each))
        case "distribution":
            return tuple(token for each in value for token in entry_tokens(each))
    return tuple(token for each in value for token in block_tokens(each))


def hunks_of(stream: Stream, old: Any, new: Any) -> list[Hunk]:
    """What becomes of the one value in the other."""
    match stream.row:
        case "text":
            return word_hunks(text_tokens(old), text_tokens(new))
        case "attachments":
            return attachment_hunks(old, new)
        case "distribution":
            return entry_hunks(old, new)
    return block_hunks(old, new)


def places_of(issue: Issue, stream: Stream, value: Any, path: Path) -> list[Place]:
    """Where the tokens stand, and, last, where the sequence ends; `path` is that of its item."""
    places: list[Place] = []
    match stream.row:
        case "text":
            return text_places((*path, stream.name), value)
        case "note":
            for at, body in enumerate(value):
                places += block_places(body, note_path(at))
            nowhere = Place(ISSUER, len(issue.dated_header.issuer))
        case "distribution":
            for at, entry in enumerate(value):
                places += entry_places(entry, at)
            nowhere = Place(OFFICE, 0) if issue.imprint else Place(ISSUER, len(issue.dated_header.issuer))
        case _:
            for at, part in enumerate(value):
                if stream.row == "blocks":
                    places += block_places(part, block_of(path, at))
                else:
                    places += attachment_places(part, attachment_of(path, at))
            item: Any = issue.sections[int(path[1])].items[int(path[3])]
            nowhere = Place(title_of(path), len(item.title))
    return [*places, places[-1] if places else nowhere]


def with_tokens(issue: Issue, stream: Stream, value: Any, path: Path, tokens: Tokens) -> Issue:
    """`issue` with another sequence in place of `value`, which the stream is in it. What is unchanged is the
    same object. Raises EditError if it can't stand there."""
    row: Sequence[Any]
    match stream.row:
        case "text":
            text = text_in(tokens)
            section, at = int(path[1]), int(path[3])
            items = issue.sections[section].items
            changed: dict[str, Any] = {stream.name: text}
            item = replace(items[at], **changed)
            whole = replace(issue.sections[section], items=(*items[:at], item, *items[at + 1 :]))
            return replace(issue, sections=(*issue.sections[:section], whole, *issue.sections[section + 1 :]))
        case "attachments":
            row, where = attachments_in(tokens), (*path, "attachments")
        case "distribution":
            row, where = entries_in(tokens), DISTRIBUTION
        case "note":
            row, where = blocks_in(tokens), EDITORS_NOTE
            if not all(isinstance(block, Body) for block in row):
                raise EditError("编者按里只能有正文段落，这处修订放不进去。")
        case _:
            row, where = blocks_in(tokens), (*path, "blocks")
    shorter = min(len(value), len(row))
    head = next((at for at in range(shorter) if value[at] != row[at]), shorter)
    tail = next((at for at in range(shorter - head) if value[-1 - at] != row[-1 - at]), shorter - head)
    kept = _same_texts(value[head : len(value) - tail], row[head : len(row) - tail])
    return replace_row(issue, where, head, len(value) - tail, list(kept))


def _same_texts(old: Sequence[Any], new: Sequence[Any]) -> Iterator[Any]:
    """The new parts, those that are among the old ones too as the same objects."""
    there = {id(each): each for each in old}
    for part in new:
        same = next((each for each in there.values() if each == part), None)
        if same is not None:
            del there[id(same)]
        yield part if same is None else same
