"""Changing what a paragraph is: section name, title, subheading, body or source. Knows no pages.

The look follows from the kind alone. No text is lost; a new title or section begins where the paragraph
stood.
"""

from __future__ import annotations

from dataclasses import replace

from bulletin_desk.bulletin import edits
from bulletin_desk.bulletin.edits import as_body
from bulletin_desk.bulletin.grammar import (
    BLOCKS,
    SPEC,
    SPECS,
    block_of,
    item_at,
    item_path,
    kind_of,
    name_of,
    numbers,
    owner,
    section_path,
    source_of,
    title_of,
)
from bulletin_desk.bulletin.model import Block, Issue, Item, Kind, Path, Place, Section, Subheading
from bulletin_desk.bulletin.numbering import EMPTY_ITEM
from bulletin_desk.editing.commands import Edited
from bulletin_desk.editing.nodes import nodes_between, valid
from bulletin_desk.editing.selection import Caret, Selection
from bulletin_desk.errors import EditError

KINDS = tuple(spec.kind for spec in SPECS if spec.choosable)
"""The kinds that a paragraph can be changed to, in the order of their keys (Ctrl+1 to Ctrl+5)."""


def change_kind(issue: Issue, selection: Selection, kind: Kind) -> Edited:
    """The paragraphs of the selection as `kind`. Several at once can become subheadings or body text only.

    Raises EditError where the official layout has no room for that kind.
    """
    paths = list(nodes_between(issue, selection.start.path, selection.end.path))
    if len(paths) > 1:
        if kind not in BLOCKS:
            raise EditError(f"一次只能把一段改为{SPEC[kind].name}，请先只选一段。")
        blocks = [path for path in paths if kind_of(issue, path) in BLOCKS]
        rows: dict[Path, list[int]] = {}
        for path in blocks:
            rows.setdefault(path[:-1], []).append(int(path[-1]))
        for row, numbers in rows.items():
            first, last = numbers[0], numbers[-1]
            old = item_at(issue, row).blocks[first : last + 1]
            new = [_block_as(block, kind) for block in old]
            issue = edits.replace_row(issue, row, first, last + 1, new)
        return issue, _kept(issue, selection)
    path = paths[0]
    now = kind_of(issue, path)
    if now is kind:
        return issue, selection
    if now not in KINDS:
        raise EditError(f"{SPEC[now].name}是固定的部分，不能改为{SPEC[kind].name}。")
    if now in BLOCKS and kind in BLOCKS:
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


def _kept(issue: Issue, selection: Selection) -> Selection:
    anchor, head = (Caret(valid(issue, caret.place)) for caret in (selection.anchor, selection.head))
    return Selection(anchor, head)


def _as_block(issue: Issue, path: Path, kind: Kind) -> Issue:
    number = int(path[-1])
    block = item_at(issue, path).blocks[number]
    return edits.replace_row(issue, path[:-1], number, number + 1, [_block_as(block, kind)])


def _block_as(block: Block, kind: Kind) -> Block:
    if kind is Kind.BODY:
        return as_body(block)
    return block if block.kind is kind else BLOCKS[kind](block.text)


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
    return edits.change_kind(issue, path, Subheading), path


def _name_to_block(issue: Issue, section: int) -> tuple[Issue, Path]:
    """A section's name in an item of its own, at the end of the section before; its items follow."""
    sections = issue.sections
    name, items = sections[section].name, sections[section].items
    own = Item("", (Subheading(name),))
    if section == 0:
        joined = Section("", (own, *items))
        return replace(issue, sections=(joined, *sections[1:])), block_of(item_path(0, 0), 0)
    before = sections[section - 1]
    joined = Section(before.name, (*before.items, own, *items))
    there = block_of(item_path(section - 1, len(before.items)), 0)
    return replace(issue, sections=(*sections[: section - 1], joined, *sections[section + 1 :])), there


def _title_to_block(issue: Issue, section: int, number: int) -> tuple[Issue, Path]:
    """A title as the first block under what is before: the item before, if that has no source to separate
    them."""
    items = issue.sections[section].items
    item = items[number]
    block = Subheading(item.title)
    if number and not items[number - 1].source:
        before = items[number - 1]
        joined = Item(before.title, (*before.blocks, block, *item.blocks), item.source)
        new = (*items[: number - 1], joined, *items[number + 1 :])
        there = block_of(item_path(section, number - 1), len(before.blocks))
    else:
        new = (*items[:number], Item("", (block, *item.blocks), item.source), *items[number + 1 :])
        there = block_of(item_path(section, number), 0)
    return _with_items(issue, section, new), there


def _of_block(issue: Issue, path: Path, kind: Kind) -> tuple[Issue, Path]:
    """The block at `path` as `kind`."""
    if kind in BLOCKS:
        return _as_block(issue, path, kind), path
    section, number, at = numbers(path)
    items = issue.sections[section].items
    item = items[number]
    text = item.blocks[at].text
    before, after = item.blocks[:at], item.blocks[at + 1 :]
    if kind is Kind.SOURCE:
        if item.source:
            raise EditError(f"这篇稿件已经有来源{item.source}，请先改那一处。")
        if after:
            raise EditError("来源在一篇稿件的末尾，这一段后面还有文字，不能改为来源。")
        source = text.replace("\n", "")
        new = Item(item.title, before, source if source.startswith("（") else f"（{source}）")
        issue = _with_items(issue, section, (*items[:number], new, *items[number + 1 :]))
        return issue, source_of(owner(path))
    fresh = not item.title and not before  # an item that begins with this very paragraph
    kept = items[:number] if fresh else (*items[:number], Item(item.title, before))
    if kind is Kind.TITLE:
        new = Item(text, after, item.source)
        there = title_of(item_path(section, len(kept)))
        return _with_items(issue, section, (*kept, new, *items[number + 1 :])), there
    rest = (Item("", after, item.source),) if after or item.source else ()
    following = (*rest, *items[number + 1 :]) or (EMPTY_ITEM,)
    sections = issue.sections
    first = Section(sections[section].name, kept)
    second = Section(text.replace("\n", ""), following)
    both = (second,) if not first.name and not kept else (first, second)
    there = name_of(section_path(section + len(both) - 1))
    return replace(issue, sections=(*sections[:section], *both, *sections[section + 1 :])), there


def _with_items(issue: Issue, section: int, items: tuple[Item, ...]) -> Issue:
    new = Section(issue.sections[section].name, items)
    return replace(issue, sections=(*issue.sections[:section], new, *issue.sections[section + 1 :]))
