"""Quotations and brackets that go on through several paragraphs, as a law is quoted: what one paragraph opens
another one closes, so neither is at fault. Looks at marks that rules made; makes none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bulletin_desk.bulletin.grammar import owner
from bulletin_desk.bulletin.model import Path
from bulletin_desk.proof.findings import Mark

_CLOSED_BY = {"“": "”", "（": "）"}
_MOST_PARAGRAPHS = 40
"""In a quotation of more paragraphs a mark was forgotten."""
_INTRODUCES = ("", "：", ":", "。", "\n")
"""What stands before a quotation of several paragraphs; nothing where it begins its paragraph."""


class Looked(NamedTuple):
    """A text of the bulletin and what the rules of one text found in it."""

    path: Path
    text: str
    marks: tuple[Mark, ...]


def told(texts: list[Looked]) -> Iterator[tuple[Path, Mark]]:
    """The marks of texts in the order of the paper, without those at a quotation or bracket that is opened in
    one paragraph of an item and goes on in the next ones."""
    loose = [
        (number, mark)
        for number, each in enumerate(texts)
        for mark in each.marks
        if mark.rule == "unbalanced" and not mark.fix
    ]
    paired = _paired(texts, loose) if loose else frozenset()
    for number, each in enumerate(texts):
        for mark in each.marks:
            if (number, mark.start) not in paired or mark.rule != "unbalanced":
                yield each.path, mark


def _paired(texts: list[Looked], loose: list[tuple[int, Mark]]) -> frozenset[tuple[int, int]]:
    """The text and place of loose marks that another paragraph takes up."""
    found: set[tuple[int, int]] = set()
    for place, (number, mark) in enumerate(loose):
        path, text, _ = texts[number]
        opening = text[mark.start]
        if opening not in _CLOSED_BY or text[: mark.start][-1:] not in _INTRODUCES:
            continue
        following = texts[number + 1] if number + 1 < len(texts) else None
        if opening == "“" and following is not None and following.text[0] == "“":
            found.add((number, mark.start))  # each paragraph of a quotation opens, only the last one closes
            continue
        for other, closing in loose[place + 1 : place + 1 + _MOST_PARAGRAPHS]:
            there = texts[other]
            if other - number > _MOST_PARAGRAPHS or owner(there.path) != owner(path):
                break
            char = there.text[closing.start]
            if char == opening:
                break
            if char == _CLOSED_BY[opening] and not there.text[closing.end :].strip("。；，"):
                found |= {(number, mark.start), (other, closing.start)}
                break
    return frozenset(found)
