"""What of an issue's head and closing block its layout gives no place on the paper. Knows no widgets."""

from __future__ import annotations

from bulletin_desk.bulletin.grammar import PRINT_COUNT, SPEC, Region, region_of, walk
from bulletin_desk.bulletin.model import Issue, Kind
from bulletin_desk.typeset.typesetter import TypesetPages


def unplaced(issue: Issue, pages: TypesetPages) -> tuple[str, ...]:
    """The names of the texts, in the order of the paper, that stand on no page."""
    ends = {0, *range(max(len(pages) - pages.closing_pages, 0), len(pages))}
    there = {placed.path for at in ends for placed in pages[at].lines}
    kinds = {placed.kind for at in ends for placed in pages[at].lines}
    names = [
        node.spec.name
        for node in walk(issue)
        if region_of(node.path) in (Region.HEAD, Region.CLOSING)
        and node.text.strip()
        and node.path not in there
        and node.spec.kind not in kinds  # set in one line with others of its kind
    ]
    if issue.print_count is not None and not {PRINT_COUNT} & there:
        names.append(SPEC[Kind.PRINT_COUNT].name)
    return tuple(dict.fromkeys(names))
