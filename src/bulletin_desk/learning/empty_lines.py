"""Empty lines between the texts of an old issue: those between items, which a layout has, and others, which
it has not. Knows no styles.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise
from math import floor

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
    """How many empty lines mostly stand between two items on one page: whole ones, as a layout has them; half
    a line is nearer to one than to none."""
    space = _usual_space(texts, block)
    if space is None:
        return load_layout(STANDARD).flow.space_between_items
    return max(0, floor(space + _HALF_UP))


def uneven_space(texts: BodyTexts, block: Block) -> Iterator[Doubt]:
    """What is told of a space between items that is no whole number of lines."""
    space, ours = _usual_space(texts, block), space_between_items(texts, block)
    if space is not None and abs(space - ours) > _UNEVEN:
        points = round(space * float(block.pitch))
        said = f"稿件之间印的空约{points}磅，不是整行，版式里空{ours}行。"
        yield Doubt("layout", said, "")


_HALF_UP = 0.6
"""Type of another size stands up to a tenth of a line elsewhere in its line."""
_UNEVEN = 0.25


def _usual_space(texts: BodyTexts, block: Block) -> float | None:
    """The space that mostly stands between two items on one page, in lines."""
    spaces: list[float] = []
    before: Placed | None = None
    for one in texts.read.placed:
        begins = one.node.kind in _BEGINS and not one.part
        if before is not None and begins and before.node.kind not in _OVER_ITEMS:
            space = _space(texts.paragraphs[before.at], texts.paragraphs[one.at], block)
            if space is not None:
                spaces.append(round(space, 1))
        before = one
    return max(set(spaces), key=spaces.count) if spaces else None


_SECTIONS = (Kind.SECTION_HEAD, Kind.SECTION_HEAD_2)
_BEGINS = (*_SECTIONS, Kind.TITLE, Kind.KICKER)
"""What an item, or a section over it, begins with."""
_OVER_ITEMS = (*_SECTIONS, Kind.EDITORS_NOTE, Kind.KICKER, Kind.TITLE)


def lines_between(above: SetParagraph, below: SetParagraph, block: Block) -> int | None:
    """How many empty lines stand between two paragraphs; None where a page ends between them."""
    space = _space(above, below, block)
    return None if space is None else round(space)


def _space(above: SetParagraph, below: SetParagraph, block: Block) -> float | None:
    """The space between two paragraphs, in lines; None where a page ends between them."""
    (page, baseline), first = above.end, below.lines[0]
    if page != first.page:
        return None
    bottom = baseline - _RISE * above.lines[-1].line.look.size
    middle = first.line.baseline - _RISE * first.line.look.size
    return (middle - bottom) / float(block.pitch) - 1


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
