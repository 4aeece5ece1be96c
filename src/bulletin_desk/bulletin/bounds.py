"""How large a bulletin may be: the one set of sizes for all doors by which text comes in. What is within them
can be shown, saved and opened again. Must not know who asks.

They lie far beyond what an office writes, and far below what would make a program stand still.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Date  # noqa: N812
from datetime import datetime
from itertools import zip_longest
from operator import is_
from typing import Any

from bulletin_desk.bulletin.describe import describe
from bulletin_desk.bulletin.grammar import ITEM_TEXTS
from bulletin_desk.bulletin.model import (
    Addressee,
    Block,
    Body,
    DatedHeader,
    Field,
    Imprint,
    Issue,
    Item,
    LayoutText,
    Masthead,
    Path,
    Section,
)
from bulletin_desk.checked import half_character

MAX_PARAGRAPH = 200_000
"""Characters of a paragraph, in an item or in the editor's note."""
MAX_SHORT = 2_000
"""Characters of any other text: title, subheading, name, source, label, disclosure, marking…"""
MAX_LINES = 50
"""Lines that such a text is broken into by the clerk."""
MAX_FIELDS = 100
"""Values of layouts' own fields, in the head or in the closing block."""
MAX_ADDRESSEES = 500
"""Rows of the distribution."""
MAX_DISTRIBUTION = 20_000
"""Characters of all addressees with their labels together, however they are dealt out to rows: they stand in
one closing block."""
MAX_SECTIONS = 1_000
MAX_ITEMS = 10_000
"""Items of an issue, in all its sections."""
MAX_PARAGRAPHS = 100_000
"""Texts of an issue, each line of the clerk's own counted as one."""
MAX_ISSUE = 2_000_000
"""Characters of an issue, in all its texts."""
MAX_NUMBER = 100_000
MAX_TOTAL_NUMBER = 1_000_000
MAX_PRINT_COUNT = 10_000_000

_FURTHER = (*ITEM_TEXTS.values(), "mark")
"""Texts of an item that only some bulletins have: while they are empty, they are not there."""
_BRANCHES = (Issue, Masthead, DatedHeader, Section, Item, Addressee, Imprint, Field)


def refusal(issue: Issue) -> str:
    """Why `issue` is beyond the bounds: one Chinese sentence that says which text, how much it has, how much
    it may have, and what to do. Empty if it is within them."""
    return Measure().refusal(issue)


class Measure:
    """Asks `refusal` of one issue after another, each made of the one before by an edit: what they share is
    not looked at again."""

    def __init__(self) -> None:
        self._issue: Issue | None = None
        self._characters = self._paragraphs = self._items = 0

    def refusal(self, issue: Issue) -> str:
        """As the function `refusal`. An issue within the bounds is what the next one is compared with."""
        characters, paragraphs, items = self._characters, self._paragraphs, self._items
        for path, old, new in _differences(self._issue, issue, ()):
            sentence = _leaf_refusal(issue, path, new)
            if sentence:
                return sentence
            for sign, leaf in ((-1, old), (1, new)):
                for text in _texts(leaf):
                    characters += sign * len(text)
                    if text or path[-1] not in _FURTHER:
                        paragraphs += sign * (1 + text.count("\n"))
                    items += sign * (path[-1] == "title")
        sentence = _whole_refusal(issue, characters, paragraphs, items)
        if not sentence:
            self._issue = issue
            self._characters, self._paragraphs, self._items = characters, paragraphs, items
        return sentence


# ---- one text, one number


def _texts(leaf: object) -> tuple[str, ...]:
    if isinstance(leaf, Block):
        return tuple(text.text for text in leaf.texts())
    return (leaf,) if isinstance(leaf, str) else ()


def _leaf_refusal(issue: Issue, path: Path, leaf: object) -> str:
    """Why a text, number or date may not be as it is."""
    if leaf is None or isinstance(leaf, LayoutText):
        return ""
    if isinstance(leaf, Block | str):
        refusals = (
            _text_refusal(issue, path, text, is_paragraph=isinstance(leaf, Body)) for text in _texts(leaf)
        )
        return next(filter(None, refusals), "")
    if path[-1] == "level":
        return "" if leaf in (1, 2) else f"{describe(issue, path[:-1])}的级别应是1或2，请改正。"
    if isinstance(leaf, Date):
        return f"{describe(issue, path)}应是一个日期，请重新选定。" if isinstance(leaf, datetime) else ""
    most = {"number": MAX_NUMBER, "total_number": MAX_TOTAL_NUMBER, "print_count": MAX_PRINT_COUNT}[
        str(path[-1])
    ]
    if isinstance(leaf, bool) or not isinstance(leaf, int) or not 1 <= leaf <= most:
        return f"{describe(issue, path)}应是1至{most}之间的整数，请改正。"
    return ""


def _text_refusal(issue: Issue, path: Path, text: str, *, is_paragraph: bool) -> str:
    length, lines = len(text), 1 + text.count("\n")
    most = MAX_DISTRIBUTION if path[-1] == "to" else MAX_SHORT
    if is_paragraph and length > MAX_PARAGRAPH:
        return f"{describe(issue, path)}共{length}字，一段最多{MAX_PARAGRAPH}字，请分成几段。"
    if not is_paragraph and length > most:
        return f"{describe(issue, path)}共{length}字，最多{most}字，请改短。"
    if not is_paragraph and lines > MAX_LINES:
        return f"{describe(issue, path)}共{lines}行，最多{MAX_LINES}行，请减少换行。"
    half = half_character(text)
    if half is not None:
        which = f"{describe(issue, path)}的第{half + 1}个字"
        return f"{which}是残缺的半个字符，请删去或重新输入（U+{ord(text[half]):04X}）。"
    return ""


# ---- all together


def _whole_refusal(issue: Issue, characters: int, paragraphs: int, items: int) -> str:
    addressees = len(issue.distribution)
    for count, most, unit in (
        (len(issue.sections), MAX_SECTIONS, "个栏目"),
        (items, MAX_ITEMS, "篇稿件"),
        (characters, MAX_ISSUE, "字"),
    ):
        if count > most:
            return f"全期共{count}{unit}，最多{most}{unit}，请分成几期。"
    if paragraphs > MAX_PARAGRAPHS:
        return f"全期共{paragraphs}段（换行也算一段），最多{MAX_PARAGRAPHS}段，请分成几期。"
    if addressees > MAX_ADDRESSEES:
        return f"分送单位共{addressees}条，最多{MAX_ADDRESSEES}条，请合并几条。"
    for fields in (issue.head_fields, issue.closing_fields):
        if len(fields) > MAX_FIELDS:
            return f"版式自己的栏共{len(fields)}个，最多{MAX_FIELDS}个，请删去不用的。"
    together = sum(len(row.label) + len(row.to) for row in issue.distribution)
    if together > MAX_DISTRIBUTION:
        return f"分送单位各条合计{together}字，最多{MAX_DISTRIBUTION}字，请改短。"
    return ""


# ---- what is new


def _differences(old: Any, new: Any, path: Path) -> Iterator[tuple[Path, Any, Any]]:
    """The texts, numbers and dates in which two parts differ, with the path of the new one: the old, the new;
    None where one has none. What is the same object in both is not looked into."""
    if old is new:
        return
    some = old if new is None else new
    if isinstance(some, tuple):
        yield from _differences_of_rows(old or (), new or (), path)
    elif isinstance(some, _BRANCHES):
        for name in some.__dataclass_fields__:
            yield from _differences(getattr(old, name, None), getattr(new, name, None), (*path, name))
    else:
        yield path, old, new


def _differences_of_rows(
    old: tuple[Any, ...], new: tuple[Any, ...], path: Path
) -> Iterator[tuple[Path, Any, Any]]:
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    changed = zip_longest(old[head : len(old) - tail], new[head : len(new) - tail])
    for at, (before, after) in enumerate(changed, head):
        yield from _differences(before, after, (*path, at))


def _alike(old: tuple[Any, ...], new: tuple[Any, ...]) -> int:
    """How many parts two rows begin with that are the same objects."""
    same = list(map(is_, old, new))
    return same.index(False) if False in same else len(same)
