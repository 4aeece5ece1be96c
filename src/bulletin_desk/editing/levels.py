"""Headings and list items inside a text: their level, and whether the layout makes their numbers or the clerk
types them. Knows no pages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bulletin_desk.bulletin.edits import as_body, replace_range, set_block
from bulletin_desk.bulletin.grammar import block_at, part_blocks
from bulletin_desk.bulletin.model import HEADING_KINDS, Block, Heading, Issue, ListItem, Path, Place
from bulletin_desk.editing.nodes import nodes_between, valid
from bulletin_desk.editing.selection import Caret, Edited, Selection
from bulletin_desk.errors import EditError
from bulletin_desk.hanzi.ordinals import typed_number

Leads = Callable[[tuple[Block, ...]], tuple[str, ...]]
"""What a layout puts before each of the blocks of a text; empty where none of them has any."""


def levelled(issue: Issue, selection: Selection) -> list[Path]:
    """The headings and list items that a selection touches."""
    paths = nodes_between(issue, selection.start.path, selection.end.path)
    return [path for path in paths if isinstance(block_at(issue, path), Heading | ListItem)]


def shift_levels(issue: Issue, selection: Selection, step: int) -> Edited:
    """The headings that are selected one level lower (`step` 1) or higher (-1); list items are no longer any
    (-1). Raises EditError where nothing of them can change."""
    before = issue
    for path in levelled(issue, selection):
        block = block_at(issue, path)
        if isinstance(block, Heading) and 1 <= block.level + step <= len(HEADING_KINDS):
            issue = set_block(issue, path, replace(block, level=block.level + step))
        elif isinstance(block, ListItem) and step < 0:
            issue = set_block(issue, path, as_body(block))
    if issue is before:
        raise EditError(_AT_THE_END[step])
    return issue, selection


_AT_THE_END = {
    -1: "这里的标题已经是一级，不能再升了。",
    1: "标题最多四级，列项只有一级，不能再降了。",
}


def is_numbered(issue: Issue, selection: Selection) -> bool:
    """Whether the layout makes the numbers of all headings and list items that are selected, and there are
    any."""
    blocks = [block_at(issue, path) for path in levelled(issue, selection)]
    return bool(blocks) and all(isinstance(block, Heading | ListItem) and block.numbered for block in blocks)


def toggle_numbered(issue: Issue, selection: Selection, leads: Leads) -> Edited:
    """The layout makes the numbers of the headings and list items that are selected, and what of them was
    typed goes; or where it makes all of them already, it no longer does, and those of headings stand in the
    texts. Raises EditError where there is none of either."""
    paths = levelled(issue, selection)
    if not paths:
        raise EditError("只有各级标题和列项可以编号，请把光标放在那里。")
    clear = is_numbered(issue, selection)
    before = issue
    moved: dict[Path, int] = {}
    for path in paths:
        block = block_at(issue, path)
        assert isinstance(block, Heading | ListItem)
        if clear:
            lead = _lead(before, path, leads) if isinstance(block, Heading) else ""
            moved[path] = len(lead)
            issue = replace_range(issue, path, 0, 0, lead)
        elif not block.numbered:
            typed = typed_number(block.text)
            end = typed.end if typed else 0
            moved[path] = -end
            issue = replace_range(issue, path, 0, end, "")
        block = block_at(issue, path)
        assert isinstance(block, Heading | ListItem)
        issue = set_block(issue, path, replace(block, numbered=not clear))
    return issue, Selection(*(_moved(issue, caret, moved) for caret in (selection.anchor, selection.head)))


def _lead(issue: Issue, path: Path, leads: Leads) -> str:
    made = leads(part_blocks(issue, path))
    return made[int(path[-1])] if made else ""


def _moved(issue: Issue, caret: Caret, moved: dict[Path, int]) -> Caret:
    place = caret.place
    return Caret(valid(issue, Place(place.path, max(place.offset + moved.get(place.path, 0), 0))))
