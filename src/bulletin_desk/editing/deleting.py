"""What is left when a range of text goes: paragraphs, items and sections sewn together. Knows no pages.

A range never takes anything that is outside of it. A title and a source are never joined to running text, and
a subheading swallows no body text: there the two ends stay paragraphs of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import takewhile

from bulletin_desk.bulletin.edits import cut, join_blocks, replace_range, replace_row, text_at
from bulletin_desk.bulletin.grammar import (
    DISCLOSURE,
    EDITORS_NOTE,
    ITEM_PARTS,
    OFFICE,
    SPEC,
    Region,
    beside,
    block_at,
    block_of,
    is_blank,
    is_block,
    is_entry,
    is_label,
    label_path,
    node_at,
    note_path,
    numbers,
    owner,
    region_of,
    title_of,
    to_path,
)
from bulletin_desk.bulletin.model import Addressee, Block, Body, Issue, Item, Paragraph, Path, Place, Section
from bulletin_desk.bulletin.numbering import EMPTY_ITEM
from bulletin_desk.bulletin.ranges import replaced
from bulletin_desk.editing.attached import bare, with_attachments_of, without_attachments
from bulletin_desk.editing.nodes import Chunk, chunk_of, key, shown, valid
from bulletin_desk.editing.wholes import is_in_one_whole, text_of, with_stand_ins, without_texts


def delete_range(issue: Issue, start: Place, end: Place) -> tuple[Issue, Place]:
    """`issue` without the text from `start` to `end` (in the order of the paper), and where the caret then
    is."""
    if start.path == end.path:
        issue = replace_range(issue, start.path, start.offset, end.offset, "")
        return issue, valid(issue, start)
    if is_in_one_whole(issue, start.path, end.path):
        issue = without_texts(issue, start, end)
        return issue, valid(issue, start)
    issue, start, end = with_stand_ins(issue, start, end)
    first, last = chunk_of(start.path), chunk_of(end.path)
    place = start
    if first == last and is_block(start.path) and is_block(end.path):
        issue = _join(issue, start, end, start.path[:-1])
    elif first == last == (Region.NOTE,):
        issue = _join(issue, start, end, EDITORS_NOTE)
    else:
        issue, place = _without_parts(issue, start, end, first, last)
    return issue, valid(issue, place)


def _without_parts(issue: Issue, start: Place, end: Place, first: Chunk, last: Chunk) -> tuple[Issue, Place]:
    place = start
    if first == (Region.HEAD,):
        issue = _without_fields(issue, start, end)
    if first <= (Region.NOTE,) <= last:
        issue = _without_notes(issue, start, end)
    if last > (Region.ATTACHMENTS,):
        issue = without_attachments(issue, start, end)
    if first < (Region.ATTACHMENTS,) and last > (Region.NOTE,):
        before = issue
        issue, place = _without_sections(issue, start, end)
        issue = with_attachments_of(before, _with_room(issue), start)
    if last == (Region.CLOSING,):
        issue = _without_closing(issue, start, end)
    return issue, place


def _join(issue: Issue, start: Place, end: Place, row: Path) -> Issue:
    """Two paragraphs of one row, with those between them, become one."""
    issue = replace_range(issue, end.path, 0, end.offset, "")
    issue = replace_range(issue, start.path, start.offset, len(text_at(issue, start.path)), "")
    at, to = int(start.path[-1]), int(end.path[-1])
    issue = replace_row(issue, row, at + 1, to, ())
    return _joined(issue, (*row, at + 1))


def _joined(issue: Issue, path: Path) -> Issue:
    """The block at `path` joined to the one before, if none of it is swallowed by that."""
    return issue if swallows(issue, path) else join(issue, path)


def join(issue: Issue, path: Path) -> Issue:
    """The block at `path` joined to the one before; body text takes up no line breaks of a subheading."""
    first, second = _block(issue, beside(path, -1)), _block(issue, path)
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    if not SPEC[first.kind].line_breaks and first.text and "\n" in second.text:
        issue = replace_range(issue, path, 0, len(second.text), second.text.replace("\n", ""))
    return join_blocks(issue, path)


def swallows(issue: Issue, path: Path) -> bool:
    """Whether joining the block at `path` to the one before would turn body text into a heading, or text into
    a part of a table or of pictures, or them into text."""
    first, second = _block(issue, beside(path, -1)), _block(issue, path)
    if not (isinstance(first, Paragraph) and isinstance(second, Paragraph)):
        return True
    swallowed = SPEC[first.kind].heading and not SPEC[second.kind].heading
    return swallowed and bool(first.text and second.text)


def _block(issue: Issue, path: Path) -> Block:
    block = block_at(issue, path)
    assert block is not None
    return block


# ---- masthead and editor's note


def _without_fields(issue: Issue, start: Place, end: Place) -> Issue:
    for path in takewhile(lambda path: region_of(path) is Region.HEAD, shown(issue)):
        issue = replace_range(issue, path, *_within(issue, path, start, end), "")
    return issue


def _within(issue: Issue, path: Path, start: Place, end: Place) -> tuple[int, int]:
    """The part of a text node that a range takes."""
    length = len(text_at(issue, path))
    from_ = start.offset if path == start.path else 0 if key(Place(path, 0)) > key(start) else length
    to = end.offset if path == end.path else length if key(Place(path, 0)) < key(end) else 0
    return from_, max(from_, to)


def _without_notes(issue: Issue, start: Place, end: Place) -> Issue:
    notes: list[Body] = []
    for at, note in enumerate(issue.editors_note):
        path = note_path(at)
        from_, to = _within(issue, path, start, end)
        left = _body(note, from_, to)
        if left.text or path == start.path or to == from_:
            notes.append(left)
    return replace(issue, editors_note=tuple(notes))


def _body(body: Body, from_: int, to: int) -> Body:
    run_in = min(body.run_in, from_) + max(body.run_in - to, 0)
    return Body(body.text[:from_] + body.text[to:], run_in, replaced(body.bold, from_, to, 0))


# ---- sections and items


@dataclass(frozen=True, slots=True)
class Rest:
    """What a range that ends in an item leaves of it: all from the part on that it ends in."""

    item: Item
    part: int
    """Which part of the item (of `ITEM_PARTS`) it ends in."""
    whole_block: bool
    """Whether the first block is what is left of the one that the range ends in."""


def _without_sections(issue: Issue, start: Place, end: Place) -> tuple[Issue, Place]:
    sections = issue.sections
    if not sections:
        return issue, start
    first, last = chunk_of(start.path), chunk_of(end.path)
    place = start
    after_last: tuple[Section, ...] = ()
    rest_name: str | None = None
    rest: Rest | None = None
    items_after: tuple[Item, ...] = ()
    beyond = last > (Region.ATTACHMENTS,)
    if not beyond:
        section = sections[last[1]]
        after_last = sections[last[1] + 1 :]
        if len(last) == 2:
            rest_name, items_after = section.name[end.offset :], section.items
        else:
            rest, items_after = rest_of_item(section.items[last[2]], end), section.items[last[2] + 1 :]
    if first < (Region.SECTIONS,):  # the range starts before the sections
        if beyond:
            kept: tuple[Section, ...] = (Section("", (EMPTY_ITEM,)),)
        else:
            level = sections[last[1]].level if rest_name is not None else 1
            kept = (Section(rest_name or "", _remaining(rest) + items_after, level), *after_last)
        return replace(issue, sections=kept), place
    section = sections[first[1]]
    before = sections[: first[1]]
    if len(first) == 2:  # it starts in a section's name
        name = section.name[: start.offset] + (rest_name or "")
        items = (EMPTY_ITEM,) if beyond else _remaining(rest) + items_after
        joined_section = replace(section, name=name, items=items)
        return replace(issue, sections=(*before, joined_section, *after_last)), place
    head, items_before = section.items[first[2]], section.items[: first[2]]
    if rest is None:  # it starts in an item and ends in a section's name or behind all sections
        kept_item = head_of_item(head, start)
        joined: tuple[Section, ...] = (replace(section, items=(*items_before, kept_item)),)
        if rest_name is not None:
            joined = (*joined, replace(sections[last[1]], name=rest_name, items=items_after))
        return replace(issue, sections=(*before, *joined, *after_last)), place
    sewn, place = _sew(head, start, rest)
    items = (*items_before, *sewn, *items_after)
    issue = replace(issue, sections=(*before, replace(section, items=items), *after_last))
    if start.path[4] == "blocks" and rest.whole_block:
        issue = _joined(issue, beside(start.path, 1))
    return issue, place


def _with_room(issue: Issue) -> Issue:
    """`issue`, of which something went, with an empty item where no item or nothing of the only one is left:
    what is typed next needs a paragraph."""
    items = [item for section in issue.sections for item in section.items]
    if not issue.sections or [replace(bare(item), mark="") for item in items] not in ([], [_NOTHING]):
        return issue
    at = next((at for at, section in enumerate(issue.sections) if section.items), len(issue.sections) - 1)
    attachments = tuple(attachment for item in items for attachment in item.attachments)
    endorsements = tuple(endorsement for item in items for endorsement in item.endorsements)
    empty = replace(EMPTY_ITEM, attachments=attachments, endorsements=endorsements)
    section = replace(issue.sections[at], items=(empty,))
    return replace(issue, sections=(*issue.sections[:at], section, *issue.sections[at + 1 :]))


_NOTHING = Item("")
_BLOCKS = ITEM_PARTS.index("blocks")


def _part_of(place: Place) -> int:
    """Which of `ITEM_PARTS` a place in an item stands in."""
    return ITEM_PARTS.index(str(place.path[4]))


def _cut(item: Item, parts: tuple[str, ...], part: str, value: str | tuple[Block, ...]) -> Item:
    """An item with nothing in these parts, and another value in the part that a range starts or ends in."""
    empty: dict[str, str | tuple[Block, ...]] = {name: () if name == "blocks" else "" for name in parts}
    return replace(item, **empty | {part: value})  # type: ignore[arg-type]


def head_of_item(item: Item, start: Place) -> Item:
    """What a range that starts in an item leaves of it."""
    at = _part_of(start)
    part = ITEM_PARTS[at]
    if part == "blocks":
        *_, number = numbers(start.path)
        left = (*item.blocks[:number], cut(_paragraph(item.blocks[number]), start.offset)[0])
        return _cut(item, ITEM_PARTS[at:], part, left)
    return _cut(item, ITEM_PARTS[at:], part, getattr(item, part)[: start.offset])


def rest_of_item(item: Item, end: Place) -> Rest:
    """What a range that ends in an item leaves of it; its mark, where it ends before or in the title."""
    at = _part_of(end)
    part = ITEM_PARTS[at]
    item = replace(item, mark=item.mark if at <= ITEM_PARTS.index("title") else "")
    if part == "blocks":
        *_, number = numbers(end.path)
        left = (cut(_paragraph(item.blocks[number]), end.offset)[1], *item.blocks[number + 1 :])
        return Rest(_cut(item, ITEM_PARTS[:at], part, left), at, whole_block=True)
    return Rest(_cut(item, ITEM_PARTS[:at], part, getattr(item, part)[end.offset :]), at, whole_block=False)


def _paragraph(block: Block) -> Paragraph:
    """A block that a range ends in, which is one text: `with_stand_ins`."""
    assert isinstance(block, Paragraph)
    return block


def _remaining(rest: Rest | None) -> tuple[Item, ...]:
    """The item that is left where nothing before it takes it up; none if nothing is left of it."""
    if rest is None:
        return ()
    item = rest.item
    if rest.whole_block and is_blank(item.blocks[0]):
        item = replace(item, blocks=item.blocks[1:])
    gone = rest.part > ITEM_PARTS.index("title") and not any(getattr(item, part) for part in ITEM_PARTS)
    return () if gone else (item,)


def _sew(item: Item, start: Place, rest: Rest) -> tuple[tuple[Item, ...], Place]:
    """The head of an item and the rest of the same or a later one: one item, or two where they can't be
    joined."""
    head = head_of_item(item, start)
    at, end = _part_of(start), rest.part
    ended = any(getattr(head, part) for part in ITEM_PARTS[max(end, _BLOCKS + 1) :])
    if at > end and (end < _BLOCKS or ended):
        return (head, *_remaining(rest)), start
    blocks, following = head.blocks, rest.item.blocks
    place = start
    if at > _BLOCKS and end <= _BLOCKS:  # all of it is gone: its item goes on with the rest
        there = owner(start.path)
        if following and not is_blank(following[0]):
            place = Place(block_of(there, len(blocks)), 0)
        elif blocks:
            place = Place(block_of(there, len(blocks) - 1), len(text_of(blocks[-1])))
        else:
            place = Place(title_of(there), len(head.title))
    if rest.whole_block and at != _BLOCKS and is_blank(following[0]):
        following = following[1:]
    joined = {part: getattr(head, part) + getattr(rest.item, part) for part in ITEM_PARTS if part != "blocks"}
    endorsements = head.endorsements + rest.item.endorsements
    sewn = replace(head, **joined, blocks=(*blocks, *following), endorsements=endorsements)
    return (sewn,), place


# ---- the closing block


def _without_closing(issue: Issue, start: Place, end: Place) -> Issue:
    for path in (DISCLOSURE, OFFICE):
        if node_at(issue, path) is not None:
            issue = replace_range(issue, path, *_within(issue, path, start, end), "")
    entries: list[Addressee] = []
    for at, entry in enumerate(issue.distribution):
        label = _outside(issue, label_path(at), start, end)
        to = _outside(issue, to_path(at), start, end)
        begins = start.path in (label_path(at), to_path(at))
        if label or to or begins or entry == Addressee(label, to):
            entries.append(Addressee(label, to))
    if is_entry(start.path) and is_entry(end.path) and numbers(start.path) != numbers(end.path):
        (at,), (until,) = numbers(start.path), numbers(end.path)
        there, last = issue.distribution[at], issue.distribution[until]
        from_label, to_label = is_label(start.path), is_label(end.path)
        label = there.label[: start.offset] if from_label else there.label
        to = "" if from_label else there.to[: start.offset]
        joined: tuple[Addressee, ...]
        if not to_label:
            joined = (Addressee(label, to + last.to[end.offset :]),)
        elif from_label:
            joined = (Addressee(label + last.label[end.offset :], last.to),)
        else:
            joined = (Addressee(label, to), Addressee(last.label[end.offset :], last.to))
        entries = [*issue.distribution[:at], *joined, *issue.distribution[until + 1 :]]
    return replace(issue, distribution=tuple(entries))


def _outside(issue: Issue, path: Path, start: Place, end: Place) -> str:
    text = text_at(issue, path)
    from_, to = _within(issue, path, start, end)
    return text[:from_] + text[to:]
