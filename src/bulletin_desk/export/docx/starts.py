"""Where parts of a bulletin begin that have no heading to show it: untitled items, sections without a name;
and the marks of items. Knows no styles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bulletin_desk.bulletin.grammar import PARAGRAPHS, Node, item_path, walk_written
from bulletin_desk.bulletin.model import Issue, Item, Kind, Path
from bulletin_desk.layouts.offers import Offers


class Start(NamedTuple):
    """What begins with a paragraph, or stands before it: an item that no title or 引题 begins; a section
    without a name, by its level (0: none); the item's mark."""

    item: bool = False
    section: int = 0
    mark: str = ""


NO_START = Start()


def stands(node: Node, offers: Offers) -> bool:
    """Whether a text has a line of its own."""
    if not node.text and node.kind in (Kind.TITLE, Kind.SECTION_HEAD, Kind.SECTION_HEAD_2):
        return offers.prints_empty(node.kind)
    return node.shown


def starts(issue: Issue, offers: Offers) -> Mapping[Path, Start]:
    """The paragraphs with which something begins that no heading shows, by their paths."""
    return dict(_starts(issue, offers))


def _starts(issue: Issue, offers: Offers) -> Iterator[tuple[Path, Start]]:
    begun = False
    before: Kind | None = None
    for section_at, section in enumerate(issue.sections):
        level = 0
        if section.name or offers.prints_empty(section.kind):
            begun, before = True, section.kind
        elif begun or section.level > 1:
            level = section.level
        for item_at, item in enumerate(section.items):
            if item.title and not (item.kicker or item.mark or level or before is Kind.KICKER):
                begun, before = True, Kind.TITLE
                continue
            nodes = [node for node in walk_written(item, around=True) if stands(node, offers)]
            if nodes:
                where = item_path(section_at, item_at)
                for node, start in _of_item(item, nodes, level, before):
                    yield (*where, *node.path), start
                begun, before, level = True, nodes[-1].kind, 0


def _of_item(item: Item, nodes: list[Node], level: int, before: Kind | None) -> Iterator[tuple[Node, Start]]:
    """Of an item the text that begins it and the one that has its mark, where they show no more by
    themselves; `before` is the kind of the text before it."""
    first = nodes[0]
    # a title under nothing but a 引题 is that one's
    begins = first.kind not in (Kind.TITLE, Kind.KICKER) or before is Kind.KICKER
    marked = next((node for node in nodes if node.kind is Kind.TITLE), None)
    marked = marked or next((node for node in nodes if node.kind in PARAGRAPHS), None)
    for node in nodes:
        mark = item.mark if node is marked else ""
        start = Start(begins, level, mark) if node is first else Start(mark=mark)
        if start != NO_START:
            yield node, start
