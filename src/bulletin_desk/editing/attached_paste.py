"""Pasted attachments. Over a range from one text of an attachment to another, in the same or a later one,
what stands before it, the paragraphs and what stands after it become attachments again; elsewhere they come
to the item that they are pasted into. Knows no pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bulletin_desk.bulletin.edits import cut, replace_row
from bulletin_desk.bulletin.grammar import (
    attachment_at,
    attachment_of,
    attachments_of,
    attachments_row,
    block_of,
    in_attachment,
    is_blank,
    is_block,
    item_at,
    item_of,
    numbers,
    owner,
    title_of,
    walk_attachment,
)
from bulletin_desk.bulletin.model import Attachment, Block, Issue, Kind, Path, Place
from bulletin_desk.bulletin.model import Paragraph as OneText
from bulletin_desk.editing.attached import head_of_attachment
from bulletin_desk.editing.fragment import Fragment, Paragraph
from bulletin_desk.editing.weave import block_from, joined, may_join
from bulletin_desk.editing.wholes import text_of


def parted(paragraphs: Sequence[Paragraph]) -> tuple[tuple[Paragraph, ...], tuple[Attachment, ...]]:
    """Paragraphs up to the first title of an attachment, and the attachments that begin there."""
    titles = (at for at, each in enumerate(paragraphs) if each.kind is Kind.ATTACHMENT_TITLE)
    first = next(titles, len(paragraphs))
    if first == len(paragraphs):
        return tuple(paragraphs), ()
    return tuple(paragraphs[:first]), tuple(_made(Attachment(""), paragraphs[first:], in_title=True))


def with_attachments(issue: Issue, path: Path, new: tuple[Attachment, ...]) -> tuple[Issue, Place]:
    """`issue` with attachments of the item that a text belongs to, and the place behind them: after the
    attachment of the text, in place of it if it is empty; of a text of the item, after all that it has."""
    item = item_of(path)
    here = behind = len(item_at(issue, path).attachments)
    if in_attachment(path):
        here, behind = int(owner(path)[-1]), int(owner(path)[-1]) + 1
        there = attachment_at(issue, path)
        here += bool(there.title) or not all(map(is_blank, there.blocks))
    issue = replace_row(issue, attachments_row(item), here, behind, new)
    *_, last = walk_attachment(new[-1])
    return issue, Place((*attachment_of(item, here + len(new) - 1), *last.path), len(last.text))


def weave_attachments(issue: Issue, start: Place, end: Place, fragment: Fragment) -> tuple[Issue, Place]:
    """`issue` with a fragment in place of what stands from `start` to `end`, and the place behind it. Both
    are in attachments, in two of their texts, none in a table or pictures; each attachment comes to the item
    of that in whose place it is."""
    paths = [path for path, _ in attachments_of(issue)]
    first, last = owner(start.path), owner(end.path)
    replaced = paths[paths.index(first) : paths.index(last) + 1]
    head = head_of_attachment(attachment_at(issue, first), start)
    made = _made(head, fragment.paragraphs, in_title=not is_block(start.path))
    at, ends = len(made) - 1, made[-1]
    offset = len(text_of(ends.blocks[-1])) if ends.blocks else len(ends.title)
    blocks = len(ends.blocks)
    made = [*made[:-1], *_with_rest(ends, attachment_at(issue, last), end, open_end=fragment.open_end)]
    rows: dict[Path, list[Attachment]] = {item_of(path): [] for path in replaced}
    places: list[Path] = []
    firsts = {item_of(path): int(path[-1]) for path in reversed(replaced)}
    for number, attachment in enumerate(made):
        item = item_of(replaced[min(number, len(replaced) - 1)])
        places.append((*attachments_row(item), firsts[item] + len(rows[item])))
        rows[item].append(attachment)
    for item, new in rows.items():
        old = [path for path in replaced if item_of(path) == item]
        issue = replace_row(issue, attachments_row(item), firsts[item], firsts[item] + len(old), tuple(new))
    path = block_of(places[at], blocks - 1) if blocks else title_of(places[at])
    return issue, Place(path, offset)


def _made(head: Attachment, paragraphs: Sequence[Paragraph], *, in_title: bool) -> list[Attachment]:
    """Attachments of what stands before and of paragraphs, the first of which goes on with it."""
    made, (first, *others) = [head], paragraphs
    if in_title and first.kind is Kind.ATTACHMENT_TITLE:
        made[0] = Attachment(head.title + first.text)
    elif not in_title and first.kind is not Kind.ATTACHMENT_TITLE:
        here, block = head.blocks[-1], block_from(first)
        assert isinstance(here, OneText)
        new: tuple[Block, ...] = (here, block)
        if is_blank(here):
            new = (block,)
        elif isinstance(block, OneText) and may_join(here, block):
            new = (joined(here, block),)
        made[0] = replace(head, blocks=(*head.blocks[:-1], *new))
    else:
        if not in_title and is_blank(head.blocks[-1]):
            made[0] = replace(head, blocks=head.blocks[:-1])
        others = list(paragraphs)
    for paragraph in others:
        if paragraph.kind is Kind.ATTACHMENT_TITLE:
            made.append(Attachment(paragraph.text))
        else:
            made[-1] = replace(made[-1], blocks=(*made[-1].blocks, block_from(paragraph)))
    return made


def _with_rest(last: Attachment, attachment: Attachment, end: Place, *, open_end: bool) -> list[Attachment]:
    """The last of the attachments and what stands after the range, in one where that may be."""
    if not is_block(end.path):
        rest = replace(attachment, title=attachment.title[end.offset :])
        if open_end and not last.blocks:
            return [replace(rest, title=last.title + rest.title)]
        return [last, rest] if rest.title or rest.blocks or not open_end else [last]
    at = numbers(end.path)[3]
    block = attachment.blocks[at]
    assert isinstance(block, OneText)
    tail, after = cut(block, end.offset)[1], attachment.blocks[at + 1 :]
    here = last.blocks[-1] if last.blocks else None
    blocks = last.blocks
    if open_end and isinstance(here, OneText) and (is_blank(tail) or may_join(here, tail)):
        blocks = (*blocks[:-1], joined(here, tail))
    elif not is_blank(tail) or (not open_end and not end.offset):
        blocks = (*blocks, tail)
    return [replace(last, blocks=(*blocks, *after))]
