"""Kinds of text put right by looks: what an issue sets alike is of one kind, and what it sets otherwise is of
another. Knows no styles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from bulletin_desk.bulletin.edits import of_kind
from bulletin_desk.bulletin.grammar import block_of, item_path, title_of
from bulletin_desk.bulletin.model import (
    HEADING_KINDS,
    Block,
    Body,
    Heading,
    Issue,
    Item,
    Kind,
    Path,
    Subheading,
)
from bulletin_desk.intake.outline import number_level
from bulletin_desk.learning.as_manuscript import face_of, han_of, most, seen_of
from bulletin_desk.learning.paragraphs import SetParagraph
from bulletin_desk.learning.placed_texts import Placed

_HEADINGS = (Kind.SUBHEADING, *HEADING_KINDS)


class TextLook(NamedTuple):
    """How a text is set: its face, its size in half points, and whether it stands in the middle."""

    face: str
    size: int
    centred: bool


def looks_by_path(placed: Sequence[Placed], paragraphs: Sequence[SetParagraph]) -> Mapping[Path, TextLook]:
    """How each text is set, by its path; a run-in heading is not looked at."""
    found: dict[Path, TextLook] = {}
    for one in placed:
        paragraph = paragraphs[one.at]
        chars = han_of(seen_of(paragraph)[one.start + (one.node.run_in if not one.part else 0) : one.stop])
        if chars and one.node.path not in found:
            face = most([face_of(seen) for seen in chars]) or ""
            size = most([round(seen.look.size * 2) for seen in chars]) or 0
            found[one.node.path] = TextLook(face, size, paragraph.align == "centre")
    return found


def with_kinds_by_look(issue: Issue, placed: Sequence[Placed], paragraphs: Sequence[SetParagraph]) -> Issue:
    """The issue with headings of other kinds where they are set otherwise than most of theirs, and without
    titles that are set as running text where others are not."""
    looks = looks_by_path(placed, paragraphs)
    usual = {
        kind: most(
            [looks[one.node.path] for one in placed if one.node.kind is kind and one.node.path in looks]
        )
        for kind in (Kind.BODY, Kind.TITLE)
    }
    kinds = dict(_kinds(placed, looks))
    sections = []
    for number, section in enumerate(issue.sections):
        items = []
        for at, item in enumerate(section.items):
            path = item_path(number, at)
            blocks: tuple[Block, ...] = tuple(
                _of_kind(block, kinds.get(block_of(path, place))) for place, block in enumerate(item.blocks)
            )
            made = replace(item, blocks=blocks)
            under = [looks.get(block_of(path, place)) for place in range(len(blocks))]
            whole = section.items[at + 1 : at + 2]
            goes_on = bool(whole) and not whole[0].title
            made = _with_lines_under_title(made, under, usual[Kind.BODY], goes_on=goes_on)
            look = looks.get(title_of(path))
            plain = look is not None and look == usual[Kind.BODY] != usual[Kind.TITLE]
            items.append(_untitled(made) if plain else made)
        sections.append(replace(section, items=tuple(_with_texts(items))))
    return replace(issue, sections=tuple(sections))


def _kinds(placed: Sequence[Placed], looks: Mapping[Path, TextLook]) -> Iterator[tuple[Path, Kind]]:
    """The headings that are of another kind, and of which: each look is that of one kind."""
    texts = {
        one.node.path: one.node for one in placed if one.node.kind in _HEADINGS and one.node.path in looks
    }
    counts = Counter((node.kind, looks[path]) for path, node in texts.items())
    kind_of: dict[TextLook, Kind] = {}
    for (kind, look), _ in counts.most_common():
        if look in kind_of:
            continue
        levels = [number_level(node.text) for path, node in texts.items() if looks[path] == look]
        level = most([level for level in levels if level]) or 0
        numbered = (HEADING_KINDS[level - 1],) if level else ()
        free = [one for one in (kind, *numbered, *_HEADINGS) if one not in kind_of.values()]
        if free:
            kind_of[look] = free[0]
    main = {kind: look for look, kind in kind_of.items()}
    for path, node in texts.items():
        look = looks[path]
        if node.kind in main and main[node.kind] != look and look in kind_of:
            yield path, kind_of[look]


def _with_texts(items: Sequence[Item]) -> Iterator[Item]:
    """The items, one that has nothing but its title and lines under it with the text that follows it."""
    waiting: Item | None = None
    for item in items:
        if waiting is not None:
            item = replace(
                item, title=waiting.title, subtitle=waiting.subtitle, byline=waiting.byline, mark=waiting.mark
            )
            waiting = None
        if item.title and item.byline and not item.blocks:
            waiting = item
        else:
            yield item
    if waiting is not None:
        yield waiting


def _with_lines_under_title(
    item: Item, looks: Sequence[TextLook | None], body: TextLook | None, *, goes_on: bool
) -> Item:
    """An item of which the short lines in the middle between its title and its text are what they are: a
    subtitle behind a dash, and lines that say whence it is."""
    lines: list[str] = []
    for block, look in zip(item.blocks, looks, strict=True):
        plain = look is None or not look.centred or look == body
        if plain or not isinstance(block, Body | Subheading) or not _is_line(block.text):
            break
        lines.append(block.text)
    behind = item.blocks[len(lines) : len(lines) + 1]
    if not item.title or not lines or item.byline or not (behind or goes_on):
        return item
    if isinstance(behind[0] if behind else None, Subheading | Heading) or _NUMBERED.match(lines[-1]):
        return item  # the first of its headings
    subtitle = item.subtitle
    if not subtitle and lines[0].startswith("—"):
        subtitle = lines.pop(0)
    rest = item.blocks[len(lines) + (subtitle != item.subtitle) :]
    return replace(item, subtitle=subtitle, byline="\n".join(lines), blocks=rest)


def _is_line(text: str) -> bool:
    return len(text) <= _LONGEST_LINE and not _SENTENCE.search(text)


_LONGEST_LINE = 45
_SENTENCE = re.compile("[。；！？]")
_NUMBERED = re.compile(
    "[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]"
)


def _of_kind(block: Block, kind: Kind | None) -> Block:
    return of_kind(kind, block.text) if kind and isinstance(block, Subheading | Heading) else block


def _untitled(item: Item) -> Item:
    """An item whose title is its first paragraph."""
    return replace(item, title="", blocks=(Body(item.title.replace("\n", "")), *item.blocks))
