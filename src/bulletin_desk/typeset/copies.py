"""The pages of numbered copies, one copy after another. Each copy is set when one of its pages is first
looked at."""

from __future__ import annotations

from bulletin_desk.bulletin.copies import copy_text
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.pages.model import MadePages, Page
from bulletin_desk.typeset.typesetter import TypesetPages, Typesetter


class CopyPages(MadePages):
    """All pages of the first of `numbers`, then those of the next. Every copy has the pages of any other, but
    for the head and the closing block, in which its number stands."""

    def __init__(self, typesetter: Typesetter, issue: Issue, numbers: range) -> None:
        self._typesetter = typesetter
        self._issue = issue
        self._numbers = numbers
        self._first = self._set(numbers[0])
        self._at, self._made = 0, self._first

    def _set(self, number: int) -> TypesetPages:
        return self._typesetter.typeset(self._issue, copy=self._name(number))

    def _name(self, number: int) -> str:
        return copy_text(number, self._typesetter.layout.numbering.copy_digits)

    @property
    def length(self) -> int:
        """How many pages a copy has."""
        return len(self._first)

    @property
    def names(self) -> tuple[str, ...]:
        """The numbers as they are printed."""
        return tuple(map(self._name, self._numbers))

    def __len__(self) -> int:
        return self.length * len(self._numbers)

    def page(self, index: int) -> Page:
        """See `MadePages`."""
        at, page = divmod(index, self.length)
        if 0 < page < self.length - self._first.closing_pages:
            return self._first[page]
        if at != self._at:
            self._at, self._made = at, self._set(self._numbers[at])
        return self._made[page]
