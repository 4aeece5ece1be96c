"""Which lines of the Word copy some word processors may end elsewhere, and how that is told. Runs none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.export.docx.content import content
from bulletin_desk.layouts.model import Layout
from bulletin_desk.typeset.typesetter import TypesetPages


class Doubt(NamedTuple):
    """A line, its page, and the readings (names of `lock.READINGS`) under which it may end elsewhere."""

    page: int
    line: str
    readings: tuple[str, ...]


def doubts(issue: Issue, layout: Layout, pages: TypesetPages) -> list[Doubt]:
    """The lines of a locked Word copy that not every word processor ends alike, in the order of the text."""
    said = content(issue, layout, pages, locked=True, tell=lambda _: None)
    paths = {id(composed): path for composed, path in pages.paragraphs()}
    return [
        Doubt(
            pages.number_at(paths[id(composed)], composed.paragraph.in_node(line.start)),
            composed.paragraph.text[line.start : line.end].strip(),
            tuple(dict.fromkeys(reading.name for reading in readings)),
        )
        for composed, of_lines in said.doubtful
        for line, readings in zip(composed.breaks, of_lines, strict=True)
        if readings
    ]


def doubts_text(found: Sequence[Doubt]) -> str:
    """The report for the clerk: one sentence, then every such line."""
    if not found:
        return "按各种软件量字的方法推算，Word 文件的每一行都断在同一处。\n"
    told = [f"按各种软件量字的方法推算，Word 文件有 {len(found)} 行在括号里说的软件中可能断在别处："]
    told += [f"  第 {doubt.page} 面（{'、'.join(doubt.readings)}）：{doubt.line}" for doubt in found]
    return "\n".join(told) + "\n"
