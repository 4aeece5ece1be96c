"""Numbers of headings and list items that are typed in their text, and their change to numbers that the
layout makes, and back. Knows no pages.

The marks are those of GB/T 9704-2012, 7.3.3: 一、（一）1.（1）; half-width brackets and other points count as
the same.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bulletin_desk.bulletin import ranges
from bulletin_desk.bulletin.edits import replace_row
from bulletin_desk.bulletin.grammar import block_path, part_blocks
from bulletin_desk.bulletin.model import Block, Heading, Issue, ListItem, Path, Place
from bulletin_desk.editing.nodes import nodes_between, valid
from bulletin_desk.editing.selection import Caret, Edited, Selection
from bulletin_desk.errors import EditError
from bulletin_desk.hanzi.numerals import chinese

_HAN = "[〇零一二三四五六七八九十百]{1,5}"
_FIGURES = "[0-9０-９]{1,3}"
_CIRCLED = "[①-⑳⑴-⒇⒈-⒛]"
_SPACE = "[ \u00a0\u3000]*"
_NUMBER = re.compile(
    rf"(?:{_HAN}{_SPACE}[、，．.]|[（(]{_SPACE}(?:{_HAN}|{_FIGURES}){_SPACE}[）)]|{_FIGURES}{_SPACE}(?:[、．]|[.](?![0-9０-９])|[）)])"
    rf"|{_CIRCLED}[、.．]?){_SPACE}"
)


def typed_number(text: str) -> int:
    """How many characters at the start of a heading or a list item are its number; 0 if it has none."""
    found = _NUMBER.match(text)
    return found.end() if found else 0


def number_text(block: Heading | ListItem, number: int) -> str:
    """The number of a heading or list item as it is typed."""
    if isinstance(block, ListItem) or block.level == 3:
        return f"{number}."
    if block.level == 1:
        return f"{chinese(number)}、"
    return f"（{chinese(number)}）" if block.level == 2 else f"（{number}）"


def counted(blocks: tuple[Block, ...]) -> list[int]:
    """The number that each heading and list item has, in the order of the blocks: a heading is counted anew
    below another one of a higher level, a list after anything else. 0 for other blocks."""
    numbers: list[int] = []
    levels = [0, 0, 0, 0]
    entries = 0
    for block in blocks:
        number = 0
        if isinstance(block, Heading):
            levels[block.level :] = [0] * (4 - block.level)
            levels[block.level - 1] += 1
            number = levels[block.level - 1]
        entries = entries + 1 if isinstance(block, ListItem) and block.numbered else 0
        numbers.append(number or entries)
    return numbers


def to_made(issue: Issue, selection: Selection) -> Edited:
    """Headings and list items in the selection get numbers of the layout's; one typed at the start of their
    text is taken out."""
    return _changed(issue, selection, made=True)


def to_typed(issue: Issue, selection: Selection) -> Edited:
    """Headings and list items in the selection have the numbers that they got from the layout in their text:
    the layout makes none any more, and an item of a list is body text then."""
    return _changed(issue, selection, made=False)


def _changed(issue: Issue, selection: Selection, *, made: bool) -> Edited:
    paths = dict.fromkeys(
        block_path(path) for path in nodes_between(issue, selection.start.path, selection.end.path)
    )
    moved: dict[Path, int] = {}
    found = False
    before = issue
    for path in paths:
        block = part_blocks(before, path)[int(path[-1])] if path else None
        if not isinstance(block, Heading | ListItem):
            continue
        found = True
        new: Block = block
        if made and not block.numbered:
            length = typed_number(block.text)
            new, moved[path] = _without(block, length), -length
        elif not made and block.numbered:
            number = counted(part_blocks(before, path))[int(path[-1])]
            text = number_text(block, number)
            new, moved[path] = _with(block, text), len(text)
        issue = replace_row(issue, path[:-1], int(path[-1]), int(path[-1]) + 1, (new,))
    if not found:
        raise EditError("只有层次标题和列项有编号，请先选中它们。")

    def went(caret: Caret) -> Caret:
        offset = max(caret.offset + moved.get(caret.path, 0), 0)
        return Caret(valid(issue, Place(caret.path, offset)))

    return issue, Selection(went(selection.anchor), went(selection.head))


def _without(block: Heading | ListItem, length: int) -> Block:
    text = block.text[length:]
    if isinstance(block, Heading):
        return replace(block, text=text, numbered=True)
    return ListItem(text, True, ranges.part(block.bold, length, len(block.text)))


def _with(block: Heading | ListItem, number: str) -> Block:
    text = number + block.text
    if isinstance(block, Heading):
        return replace(block, text=text, numbered=False)
    return ListItem(text, False, ranges.joined((), len(number), block.bold))


def change_level(issue: Issue, selection: Selection, step: int) -> Edited:
    """Tab and Shift+Tab: the headings of the selection one level lower (1) or higher (-1), as far as there
    are levels; an item of a list with a number instead of a mark, or back."""
    for path in dict.fromkeys(
        block_path(path) for path in nodes_between(issue, selection.start.path, selection.end.path)
    ):
        block = part_blocks(issue, path)[int(path[-1])] if path else None
        new: Block
        if isinstance(block, Heading):
            new = replace(block, level=min(max(block.level + step, 1), 4))
        elif isinstance(block, ListItem):
            new = replace(block, numbered=step < 0)
        else:
            continue
        if new != block:
            issue = replace_row(issue, path[:-1], int(path[-1]), int(path[-1]) + 1, (new,))
    return issue, selection
