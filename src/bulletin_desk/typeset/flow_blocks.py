"""The blocks of an item that have several texts, as things of the flow. Who collects asks none of what kind
it is. What sets them is loaded for the first one: most issues have none.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from bulletin_desk.bulletin.grammar import steps_below
from bulletin_desk.bulletin.model import Path, Pictures, Table
from bulletin_desk.layouts.model import Layout
from bulletin_desk.typeset.block_texts import BlockTexts, Known
from bulletin_desk.typeset.composed import Composer
from bulletin_desk.typeset.thing import BlockThing

if TYPE_CHECKING:
    from bulletin_desk.typeset.set_table import TableSetter


class BlockSetter:
    """Sets such blocks in one layout."""

    def __init__(self, layout: Layout, composer: Composer) -> None:
        self.texts = BlockTexts(layout, composer)

    @cached_property
    def tables(self) -> TableSetter:
        """What sets tables."""
        from bulletin_desk.typeset.set_table import TableSetter

        return TableSetter(self.texts)

    def item(self, known: Known, standing: Path) -> ItemBlocks:
        """For the blocks of one item or attachment; `standing` (below it) is the text with the caret."""
        return ItemBlocks(self, known, standing)


class ItemBlocks:
    """Sets the blocks of one item or attachment, in order, and counts their captions."""

    def __init__(self, setter: BlockSetter, known: Known, standing: Path) -> None:
        self._setter = setter
        self._known = known
        self._standing = standing
        self._tables = self._pictures = 0

    def thing(self, block: Table | Pictures, path: Path, above: int = 0) -> BlockThing:
        """The thing of a block, its path below the item or attachment; `above` it stand so many rows
        that don't leave it."""
        standing = steps_below(self._standing, path)
        if isinstance(block, Table):
            captioned = bool(block.caption) or standing == (0,)
            self._tables += captioned
            number = self._tables if captioned else 0
            return self._setter.tables.thing(block, path, self._known, standing, number)
        from bulletin_desk.typeset.flow_pictures import picture_thing

        numbers = []
        for at, picture in enumerate(block.pictures):
            captioned = bool(picture.caption) or standing == (0, at)
            self._pictures += captioned
            numbers.append(self._pictures if captioned else 0)
        return picture_thing(self._setter.texts, block, path, self._known, standing, numbers, above)
