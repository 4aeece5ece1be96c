"""Two issues beside each other, part by part and text by text, and where what differs stands in a third one.
Must not know what is said of it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from bulletin_desk.bulletin.flat import Tokens
from bulletin_desk.bulletin.grammar import item_at
from bulletin_desk.bulletin.model import Issue, Item, Path
from bulletin_desk.bulletin.part_changes import PartChanges
from bulletin_desk.bulletin.parts_beside import Beside, Third
from bulletin_desk.bulletin.standing import Stand, stands
from bulletin_desk.bulletin.streams import Stream, hunks_of, tokens_of, value_of
from bulletin_desk.bulletin.token_hunks import Hunk
from bulletin_desk.errors import EditError


class Laid(NamedTuple):
    """A stream of a third issue: the path of its item, what it is there, its sequence, and where the hunks of
    the base stand in that."""

    path: Path
    value: Any
    tokens: Tokens
    stands: tuple[Stand | None, ...]


class Both:
    """Two issues beside each other, with what was found out about a third one."""

    def __init__(self, base: Issue, theirs: Issue) -> None:
        self.base = base
        self.theirs = theirs
        self.beside = Beside(base, theirs)
        self.parts = PartChanges(self.beside)
        self._third: tuple[Issue, Third] | None = None
        self._hunks: dict[Stream, tuple[Hunk, ...]] = {}
        self._tokens: dict[Stream, Tokens] = {}
        self._laid: dict[Stream, Laid] = {}

    def third(self, ours: Issue) -> Third:
        """Where the parts of both stand in an issue; kept for the last one. Several threads may ask."""
        kept = self._third
        if kept is None or kept[0] is not ours:
            self._third = kept = ours, self.parts.third(ours)
        return kept[1]

    def item(self, stream: Stream, *, new: bool = False) -> Item | None:
        """The item that a stream is of, in the base or in theirs."""
        if stream.item < 0:
            return None
        found = self.beside.new_item(stream.item) if new else self.beside.old_item(stream.item)
        assert found is not None
        return found[1]

    def old_value(self, stream: Stream) -> Any:
        """What a stream is in the base."""
        return value_of(self.base, stream, self.item(stream))

    def old_tokens(self, stream: Stream) -> Tokens:
        """The sequence that a stream is in the base."""
        if stream not in self._tokens:
            self._tokens[stream] = tokens_of(stream, self.old_value(stream))
        return self._tokens[stream]

    def hunks(self, stream: Stream) -> tuple[Hunk, ...]:
        """What becomes of a stream of the base."""
        if stream not in self._hunks:
            old, new = self.old_value(stream), value_of(self.theirs, stream, self.item(stream, new=True))
            self._hunks[stream] = () if old == new else tuple(hunks_of(stream, old, new))
        return self._hunks[stream]

    def laid(self, ours: Issue, stream: Stream) -> Laid:
        """A stream of an issue beside that of the base. Raises EditError where its item isn't there."""
        path: Path = ()
        item = None
        if stream.item >= 0:
            found = self.third(ours).items.get(stream.item)
            if found is None:
                raise EditError("这篇稿件后来不在了，这处修订放不进去。")
            path, item = found, item_at(ours, found)
        value = value_of(ours, stream, item)
        kept = self._laid.get(stream)
        if kept is None or kept.value is not value:
            tokens = tokens_of(stream, value)
            found_stands = tuple(stands(self.old_tokens(stream), self.hunks(stream), tokens))
            self._laid[stream] = kept = Laid(path, value, tokens, found_stands)
        return kept if kept.path == path else kept._replace(path=path)
