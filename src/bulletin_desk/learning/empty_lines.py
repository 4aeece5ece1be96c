"""Empty lines between the texts of an old issue: those between items, which a layout has, and others, which
it has not. Knows no styles.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise

from bulletin_desk.bulletin.grammar import SPEC, owner
from bulletin_desk.bulletin.model import Kind
from bulletin_desk.gathering.doubts import Doubt
from bulletin_desk.gathering.reading import short
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.layouts.standard import STANDARD
from bulletin_desk.learning.block_fit import Block
from bulletin_desk.learning.body_texts import BodyTexts
from bulletin_desk.learning.paragraphs import SetParagraph
from bulletin_desk.learning.placed_texts import Placed


def space_between_items(texts: BodyTexts, block: Block) -> int:
    """How many empty lines mostly stand between two items on one page."""
    spaces: list[int] = []
    before: Placed | None = None
    for one in texts.read.placed:
        begins = one.node.kind in _BEGINS and not one.part
        if before is not None and begins and before.node.kind not in _OVER_ITEMS:
            space = lines_between(texts.paragraphs[before.at], texts.paragraphs[one.at], block)
            if space is not None:
                spaces.append(space)
        before = one
    if not spaces:
        return load_layout(STANDARD).flow.space_between_items
    return max(0, max(set(spaces), key=spaces.count))


_SECTIONS = (Kind.SECTION_HEAD, Kind.SECTION_HEAD_2)
_BEGINS = (*_SECTIONS, Kind.TITLE, Kind.KICKER)
"""What an item, or a section over it, begins with."""
_OVER_ITEMS = (*_SECTIONS, Kind.EDITORS_NOTE, Kind.KICKER, Kind.TITLE)


def lines_between(above: SetParagraph, below: SetParagraph, block: Block) -> int | None:
    """How many empty lines stand between two paragraphs; None where a page ends between them."""
    (page, baseline), first = above.end, below.lines[0]
    if page != first.page:
        return None
    bottom = baseline - _RISE * above.lines[-1].line.look.size
    middle = first.line.baseline - _RISE * first.line.look.size
    return round((middle - bottom) / float(block.pitch)) - 1


_RISE = 0.38
"""Em from a baseline up to the middle of its line."""


def unsaid_spaces(texts: BodyTexts, block: Block, over: Collection[int]) -> Iterator[Doubt]:
    """Where the issue has empty lines that no layout has: mostly between two kinds of text. Tables stand
    behind the paragraphs `over` them."""
    spaces: dict[tuple[Kind, Kind], list[tuple[int, str]]] = {}
    for above, below in pairwise(texts.read.placed):
        kinds = above.node.kind, below.node.kind
        together = owner(above.node.path) == owner(below.node.path) or above.node.kind in _SECTIONS
        if below.part or not together or below.at == above.at or above.at in over:
            continue
        space = lines_between(texts.paragraphs[above.at], texts.paragraphs[below.at], block)
        if space is not None:
            spaces.setdefault(kinds, []).append((space, below.node.text))
    for (above_kind, below_kind), found in spaces.items():
        empty = [(space, text) for space, text in found if space > 0]
        if len(empty) * 2 > len(found):
            names = SPEC[above_kind].name, SPEC[below_kind].name
            said = f"{names[0]}和{names[1]}之间印的空{empty[0][0]}行，版式不空，接着排了。"
            yield Doubt("layout", said, short(empty[0][1].replace("\n", "")))
