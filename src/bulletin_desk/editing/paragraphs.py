"""Paragraphs moved past their neighbours. Knows no pages.

What moves are the paragraphs of items, subheadings as much as body text, and those of the editor's note.
Titles and sources are the frame of their item: they stay where they are, and paragraphs pass by them.
"""

from __future__ import annotations

from dataclasses import replace

from bulletin_desk.bulletin import edits
from bulletin_desk.bulletin.grammar import (
    EDITORS_NOTE,
    SPEC,
    block_of,
    block_path,
    in_attachment,
    in_item,
    inside_block,
    is_block,
    is_note,
    items_of,
    kind_of,
    owner,
    part_blocks,
)
from bulletin_desk.bulletin.model import Block, Issue, Path, Place
from bulletin_desk.editing.nodes import nodes_between
from bulletin_desk.editing.selection import Caret, Edited, Selection
from bulletin_desk.editing.wholes import text_of
from bulletin_desk.errors import EditError


def shift_paragraphs(issue: Issue, selection: Selection, step: int) -> Edited:
    """The paragraphs that the caret or the selection touches, past the one before (`step` -1) or after them
    (1), all together; caret and selection stay on them.

    From the start of an item they go to the end of the item before, from its end to the start of the next:
    that is where the text flows on, over the titles between. The editor's note is left by none of its
    paragraphs, nor entered. At the end of the way the issue is the same. Raises EditError where something
    else than paragraphs of one item or of the note is touched.
    """
    paths = _touched(issue, selection)
    row, first, last = paths[0][:-1], int(paths[0][-1]), int(paths[-1][-1])
    blocks = _row_at(issue, row)
    moving = blocks[first : last + 1]
    at = first + step
    if at >= 0 and last + step < len(blocks):
        passed = blocks[first - 1] if step < 0 else blocks[last + 1]
        start, end = (first - 1, last + 1) if step < 0 else (first, last + 2)
        new = (*moving, passed) if step < 0 else (passed, *moving)
        issue = edits.replace_row(issue, row, start, end, new)
        there = row
    else:
        fixed = row == EDITORS_NOTE or in_attachment(row)
        beyond = None if fixed else _item_beside(issue, owner(row), step)
        if beyond is None:
            return issue, selection
        there = block_of(beyond, 0)[:-1]
        at = len(_row_at(issue, there)) if step < 0 else 0
        issue = edits.replace_row(issue, row, first, last + 1, ())
        issue = edits.replace_row(issue, there, at, at, moving)

    def went(caret: Caret) -> Caret:
        block = block_path(caret.path) or caret.path
        if block not in paths:  # at the start of what stands behind, which is not touched
            return Caret(Place((*there, at + len(moving) - 1), len(text_of(moving[-1]))))
        path = (*there, at + int(block[-1]) - first, *caret.path[len(block) :])
        return replace(caret, place=replace(caret.place, path=path))

    return issue, Selection(went(selection.anchor), went(selection.head))


def _touched(issue: Issue, selection: Selection) -> list[Path]:
    """The paragraphs that a selection touches; one at whose start it ends is not among them."""
    start, end = selection.start, selection.end
    texts = list(nodes_between(issue, start.path, end.path))
    if len(texts) > 1 and end.offset == 0 and not inside_block(end.path):
        texts.pop()
    paths = list(dict.fromkeys(block_path(path) or path for path in texts))
    fixed = next((path for path in paths if not (is_block(path) or is_note(path))), None)
    if fixed is not None:
        name = SPEC[kind_of(issue, fixed)].name
        if in_item(fixed):
            raise EditError(f"{name}不能单独移动；要移动整篇稿件，请按 Alt+↑ 或 Alt+↓。")
        raise EditError(f"{name}是固定的部分，不能移动。")
    if owner(paths[0]) != owner(paths[-1]):
        raise EditError("选中的几段不在同一篇里，请只选一篇里的几段再移动。")
    return paths


def _row_at(issue: Issue, row: Path) -> tuple[Block, ...]:
    return issue.editors_note if row == EDITORS_NOTE else part_blocks(issue, row)


def _item_beside(issue: Issue, item: Path, step: int) -> Path | None:
    """The item before or after one on the paper, whichever section it is in."""
    paths = [path for path, _ in items_of(issue)]
    at = paths.index(item) + step
    return paths[at] if 0 <= at < len(paths) else None
