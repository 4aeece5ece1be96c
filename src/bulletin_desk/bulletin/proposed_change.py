"""What all changes between two issues that can be proposed have in common. Must not know which there are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bulletin_desk.bulletin.both import Both
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.bulletin.part_changes import Span

Shape = Literal["words", "blocks", "parts", "field"]
"""Words in one text; paragraphs, tables and pictures of one item; items and sections; values of head and
closing block, and an item's mark."""


CHANGED = "这里后来改过，这处修订放不进去；请照着手工改。"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs between two issues."""

    both: Both = field(repr=False, compare=False)

    @property
    def shape(self) -> Shape:
        """See `Shape`."""
        raise NotImplementedError

    @property
    def moves(self) -> bool:
        """Whether it only puts something elsewhere."""
        return False

    @property
    def wordless(self) -> bool:
        """Whether it only takes out a part without a word, of which no paper tells."""
        return False

    def words(self) -> tuple[str, str]:
        """What stood there and what is to stand there."""
        raise NotImplementedError

    def all_words(self) -> str:
        """All that is to stand there."""
        return self.words()[1]

    def place(self, issue: Issue) -> Span:
        """Where it stands in an issue. Raises EditError."""
        raise NotImplementedError

    def taken(self, issue: Issue) -> Issue:
        """The issue with it. Raises EditError."""
        raise NotImplementedError
