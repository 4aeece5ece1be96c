"""Bold characters within body text, which a bulletin doesn't keep: told once for a manuscript. Knows no file
formats."""

from __future__ import annotations

from collections.abc import Iterable

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.checked import shown
from bulletin_desk.intake.manuscript import Manuscript
from bulletin_desk.intake.parts import Part

_QUOTED = 3
"""Stretches that the sentence quotes; the words are in the text all the same."""


def bold_said(manuscript: Manuscript, parts: Iterable[Part]) -> str:
    """How many stretches of bold characters in body text are not kept, a sentence for the clerk; empty for
    none. A run-in heading is."""
    heads: dict[int, str] = {}
    for part in parts:
        if part.kind is Kind.BODY:
            heads.setdefault(part.at, _bare(part.text[: part.run_in]))
    found = [
        words
        for at, head in sorted(heads.items())
        for words in _stretches(manuscript, at)
        if not (head and head.startswith(_bare(words)[: len(head)]))
    ]
    if not found:
        return ""
    quoted = "、".join(f"“{shown(words, 12)}”" for words in found[:_QUOTED])
    more = "等" if len(found) > _QUOTED else ""
    return f"正文里有{len(found)}处加粗没有保留（{quoted}{more}），文字没有动。"


def _stretches(manuscript: Manuscript, at: int) -> list[str]:
    paragraph = manuscript.paragraphs[at]
    texts = [paragraph.text[start:stop].strip() for start, stop in paragraph.bold]
    return [text for text in texts if any(map(str.isalnum, text))]


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text))
