"""Changing what a paragraph is: section name, title, subheading, body or source. Knows no pages.

The look follows from the kind alone. No text is lost; a new title or section begins where the paragraph
stood.
"""

from __future__ import annotations

from dataclasses import replace

from bulletin_desk.bulletin import edits
from bulletin_desk.bulletin.edits import as_body
from bulletin_desk.bulletin.grammar import (
    ITEM_TEXTS,
    PARAGRAPHS,
    SPEC,
    SPECS,
    block_of,
    has_around,
    in_attachment,
    item_at,
    item_path,
    item_text,
    kind_of,
    name_of,
    numbers,
    owner,
    part_blocks,
    section_path,
    source_of,
    title_of,
)
from bulletin_desk.bulletin.model import (
    HEADING_KINDS,
    Block,
    Heading,
    Issue,
    Item,
    Kind,
    ListItem,
    Paragraph,
    Path,
    Place,
    Section,
    Subheading,
)
from bulletin_desk.bulletin.numbering import EMPTY_ITEM
from bulletin_desk.editing.nodes import nodes_between, valid
from bulletin_desk.editing.selection import Caret, Edited, Selection
from bulletin_desk.editing.wholes import text_of
from bulletin_desk.errors import EditError
from bulletin_desk.layouts.offers import Offers

_FURTHER = (Kind.SECTION_HEAD_2, *ITEM_TEXTS)
HEADINGS_AND_LISTS = (*HEADING_KINDS, Kind.LIST_ITEM, Kind.NUMBERED_ITEM)
"""The kinds inside a text that are counted; a paragraph can be changed to them in every layout."""
_OTHERS = (*_FURTHER, *HEADINGS_AND_LISTS)
KINDS = tuple(spec.kind for spec in SPECS if spec.choosable and spec.kind not in _OTHERS)
"""The other kinds that a paragraph can be changed to in every layout, in the order of their keys (Ctrl+1 to
Ctrl+5)."""


def choosable(offers: Offers) -> tuple[Kind, ...]:
    """The kinds that a paragraph can be changed to where a layout offers these; first those of every
    layout."""
    return tuple(kind for kind in (*KINDS, *HEADINGS_AND_LISTS, *_FURTHER) if offers.has(kind))


def change_kind(issue: Issue, selection: Selection, kind: Kind) -> Edited:
    """The paragraphs of the selection as `kind`. Several at once can become subheadings or body text only.

    Raises EditError where the official layout has no room for that kind.
    """
    paths = list(nodes_between(issue, selection.start.path, selection.end.path))
    if len(paths) > 1:
        if kind not in PARAGRAPHS:
            raise EditError(f"一次只能把一段改为{SPEC[kind].name}，请先只选一段。")
        blocks = [path for path in paths if kind_of(issue, path) in PARAGRAPHS]
        rows: dict[Path, list[int]] = {}
        for path in blocks:
            rows.setdefault(path[:-1], []).append(int(path[-1]))
        for row, numbers in rows.items():
            first, last = numbers[0], numbers[-1]
            old = part_blocks(issue, row)[first : last + 1]
            new = [_block_as(block, kind) for block in old]
            issue = edits.replace_row(issue, row, first, last + 1, new)
        return issue, _kept(issue, selection)
    path = paths[0]
    now = kind_of(issue, path)
    if now is kind:
        return issue, selection
    if not SPEC[now].choosable:
        raise EditError(f"{SPEC[now].name}是固定的部分，不能改为{SPEC[kind].name}。")
    if now in _SECTION_HEADS and kind in _SECTION_HEADS:
        return edits.set_level(issue, owner(path), 1 + (kind is Kind.SECTION_HEAD_2)), selection
    if now in _AROUND and kind in _AROUND:
        return _moved_around(issue, selection, path, kind)
    if now in PARAGRAPHS and kind in PARAGRAPHS:
        issue = _as_block(issue, path, kind)
        return issue, _kept(issue, selection)
    text = edits.text_at(issue, path)
    issue, there = _block_of(issue, path)
    issue, there = _of_block(issue, there, kind)

    def moved(caret: Caret) -> Caret:
        offset = caret.offset + (kind is Kind.SOURCE and not text.startswith("（"))
        if not SPEC[kind].line_breaks:
            offset -= text.count("\n", 0, caret.offset)
        return Caret(valid(issue, Place(there, offset)))

    anchor, head = moved(selection.anchor), moved(selection.head)
    return issue, Selection(anchor, head)


_SECTION_HEADS = (Kind.SECTION_HEAD, Kind.SECTION_HEAD_2)
_AROUND = {Kind.TITLE: "title", **ITEM_TEXTS}
"""What of an item is neither a block nor its source, by the names in the model."""


def _moved_around(issue: Issue, selection: Selection, path: Path, kind: Kind) -> Edited:
    """The title or a line around it as another of them, which is empty."""
    there = (*owner(path), _AROUND[kind])
    if edits.text_at(issue, there):
        raise EditError(f"这篇稿件已经有{SPEC[kind].name}，请先改那一处。")
    text = edits.text_at(issue, path)
    issue = edits.replace_range(issue, path, 0, len(text), "")
    issue = edits.replace_range(
        issue, there, 0, 0, text if SPEC[kind].line_breaks else text.replace("\n", "")
    )
    carets = (selection.anchor, selection.head)
    anchor, head = (Caret(valid(issue, Place(there, caret.offset))) for caret in carets)
    return issue, Selection(anchor, head)


def _kept(issue: Issue, selection: Selection) -> Selection:
    anchor, head = (Caret(valid(issue, caret.place)) for caret in (selection.anchor, selection.head))
    return Selection(anchor, head)


def _as_block(issue: Issue, path: Path, kind: Kind) -> Issue:
    number = int(path[-1])
    block = part_blocks(issue, path)[number]
    return edits.replace_row(issue, path[:-1], number, number + 1, [_block_as(block, kind)])


def _block_as(block: Block, kind: Kind) -> Block:
    """A paragraph as one of another kind, which keeps what of its look that kind can have; what is no
    paragraph as it is."""
    if not isinstance(block, Paragraph) or block.kind is kind:
        return block
    if kind is Kind.BODY:
        return as_body(block)
    new = PARAGRAPHS[kind]
    if isinstance(new, ListItem):
        body = as_body(block)
        return replace(new, text=body.text, bold=body.bold)
    if isinstance(new, Heading) and isinstance(block, Heading):
        return replace(block, level=new.level)
    return replace(new, text=block.text)


def _block_of(issue: Issue, path: Path) -> tuple[Issue, Path]:
    """The paragraph at `path` as a subheading, which keeps its line breaks, inside an item."""
    match path:
        case ("sections", int(section), "name"):
            return _name_to_block(issue, section)
        case ("sections", int(section), "items", int(number), "title"):
            return _title_to_block(issue, section, number)
        case ("sections", _, "items", _, "source"):
            item = item_at(issue, path)
            there = block_of(owner(path), len(item.blocks))
            issue = edits.add(issue, there, Subheading(item.source))
            return edits.replace_range(issue, path, 0, len(item.source), ""), there
        case ("sections", _, "items", _, str(field)):
            item, text = item_at(issue, path), edits.text_at(issue, path)
            there = block_of(owner(path), len(item.blocks) if field == "signature" else 0)
            issue = edits.add(issue, there, Subheading(text))
            return edits.replace_range(issue, path, 0, len(text), ""), there
    return edits.change_kind(issue, path, Kind.SUBHEADING), path


def _name_to_block(issue: Issue, section: int) -> tuple[Issue, Path]:
    """A section's name in an item of its own, at the end of the section before; its items follow."""
    sections = issue.sections
    name, items = sections[section].name, sections[section].items
    own = Item("", (Subheading(name),))
    if section == 0:
        joined = Section("", (own, *items), sections[0].level)
        return replace(issue, sections=(joined, *sections[1:])), block_of(item_path(0, 0), 0)
    before = sections[section - 1]
    joined = replace(before, items=(*before.items, own, *items))
    there = block_of(item_path(section - 1, len(before.items)), 0)
    return replace(issue, sections=(*sections[: section - 1], joined, *sections[section + 1 :])), there


def _title_to_block(issue: Issue, section: int, number: int) -> tuple[Issue, Path]:
    """A title as the first block under what is before: the item before, if that has no source to separate
    them."""
    items = issue.sections[section].items
    item = items[number]
    block = Subheading(item.title)
    before = items[number - 1]
    if number and not (before.source or before.signature or has_around(item)):
        blocks = (*before.blocks, block, *item.blocks)
        joined = replace(
            before,
            blocks=blocks,
            source=item.source,
            signature=item.signature,
            attachments=before.attachments + item.attachments,
            endorsements=before.endorsements + item.endorsements,
        )
        new = (*items[: number - 1], joined, *items[number + 1 :])
        there = block_of(item_path(section, number - 1), len(before.blocks))
    else:
        untitled = replace(item, title="", blocks=(block, *item.blocks))
        new = (*items[:number], untitled, *items[number + 1 :])
        there = block_of(item_path(section, number), 0)
    return _with_items(issue, section, new), there


def _of_block(issue: Issue, path: Path, kind: Kind) -> tuple[Issue, Path]:
    """The block at `path` as `kind`."""
    if kind in PARAGRAPHS:
        return _as_block(issue, path, kind), path
    if in_attachment(path):
        raise EditError(f"附件里没有{SPEC[kind].name}，不能改为{SPEC[kind].name}。")
    section, number, at = numbers(path)
    items = issue.sections[section].items
    item = items[number]
    text = text_of(item.blocks[at])
    before, after = item.blocks[:at], item.blocks[at + 1 :]
    if kind is Kind.SOURCE:
        if item.source:
            raise EditError(f"这篇稿件已经有来源{item.source}，请先改那一处。")
        if after:
            raise EditError("来源在一篇稿件的末尾，这一段后面还有文字，不能改为来源。")
        source = text.replace("\n", "")
        new = replace(item, blocks=before, source=source if source.startswith("（") else f"（{source}）")
        issue = _with_items(issue, section, (*items[:number], new, *items[number + 1 :]))
        return issue, source_of(owner(path))
    if kind in ITEM_TEXTS:
        issue = _with_items(issue, section, (*items[:number], _around(item, at, kind), *items[number + 1 :]))
        return issue, item_text(owner(path), kind)
    # an item that begins with this very paragraph
    fresh = not (item.title or before or has_around(item))
    left = Item(
        "",
        after,
        item.source,
        signature=item.signature,
        attachments=item.attachments if fresh else (),
        endorsements=item.endorsements if fresh else (),
        state=item.state if fresh else "",
    )
    kept = (
        items[:number] if fresh else (*items[:number], replace(item, blocks=before, source="", signature=""))
    )
    if kind is Kind.TITLE:
        new = replace(left, title=text, mark=item.mark if fresh else "")
        there = title_of(item_path(section, len(kept)))
        return _with_items(issue, section, (*kept, new, *items[number + 1 :])), there
    rest = (left,) if left != Item("") else ()
    following = (*rest, *items[number + 1 :]) or (EMPTY_ITEM,)
    sections = issue.sections
    first = replace(sections[section], items=kept)
    second = Section(text.replace("\n", ""), following, 1 + (kind is Kind.SECTION_HEAD_2))
    both = (second,) if not first.name and not kept else (first, second)
    there = name_of(section_path(section + len(both) - 1))
    return replace(issue, sections=(*sections[:section], *both, *sections[section + 1 :])), there


def _around(item: Item, at: int, kind: Kind) -> Item:
    """An item whose block `at` is one of the texts around its title and blocks."""
    name, field = SPEC[kind].name, ITEM_TEXTS[kind]
    before, after = item.blocks[:at], item.blocks[at + 1 :]
    if kind is Kind.SIGNATURE and after:
        raise EditError(f"{name}在一篇稿件的末尾，这一段后面还有文字，不能改为{name}。")
    if kind is not Kind.SIGNATURE and before:
        raise EditError(f"{name}在一篇稿件的正文之前，这一段前面还有文字，不能改为{name}。")
    there = getattr(item, field)
    if there and kind is not Kind.SIGNATURE:
        raise EditError(f"这篇稿件已经有{name}，请先改那一处。")
    text = text_of(item.blocks[at])
    if kind is Kind.SIGNATURE and there:  # its first line
        text = f"{text}\n{there}"
    if not SPEC[kind].line_breaks:
        text = text.replace("\n", "")
    return replace(item, blocks=(*before, *after), **{field: text})  # type: ignore[arg-type]


def _with_items(issue: Issue, section: int, items: tuple[Item, ...]) -> Issue:
    new = replace(issue.sections[section], items=items)
    return replace(issue, sections=(*issue.sections[:section], new, *issue.sections[section + 1 :]))
