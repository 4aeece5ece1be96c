"""What the clerk has still to look at of items that came from elsewhere. A reminder goes with its item
through moves and edits, is gone while that is, and back with it. The bulletin itself knows nothing of it:
what was left out of a manuscript must not travel in a file or a Word copy. Must not know where reminders are
kept."""

from __future__ import annotations

import hashlib
import weakref
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bulletin_desk.bulletin.grammar import is_empty, items_of, walk_item
from bulletin_desk.bulletin.model import Issue, Item, Path, Section

_MOST_WAITING = 200
"""Items that are not in the issue whose reminders are kept."""


@dataclass(frozen=True, slots=True, eq=False)
class Reminder:
    """A sentence, and all the words that it speaks of where it does not quote them. Each is its own, whatever
    others say."""

    message: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """The reminders of an item as they are laid down: by the item's title, and by what its texts are alike
    to."""

    title: str
    likeness: str
    reminders: tuple[Reminder, ...]


class Reminders:
    """Those of one issue. Items are told apart by identity: each edit makes another one in its place, and
    undo brings the very one back that was there."""

    def __init__(self) -> None:
        self._of: dict[int, tuple[weakref.ref[Item], tuple[Reminder, ...]]] = {}
        """By an item's id, while there is that item."""
        self._dismissed: set[Reminder] = set()
        self._waiting: list[Kept] = []
        """Of items that are not there: removed, or not recovered yet."""

    def begin(self, issue: Issue, kept: Iterable[Kept]) -> None:
        """Another issue, with what was laid down of it."""
        self._of.clear()
        self._dismissed.clear()
        self._waiting = list(kept)
        self._find([item for _, item in items_of(issue)])

    def put(self, item: Item, reminders: Iterable[Reminder]) -> None:
        """More to be looked at; what is said already is not said twice."""
        said = {each.message for each in self.of(item)}
        new = tuple(each for each in reminders if each.message not in said)
        self._set(item, (*self._known(item), *new))

    def of(self, item: Item) -> tuple[Reminder, ...]:
        """What is still to be looked at of an item."""
        return tuple(each for each in self._known(item) if each not in self._dismissed)

    def told(self, issue: Issue) -> Iterator[tuple[Path, Reminder]]:
        """All of an issue, by their items' paths, in the order of the paper."""
        if self._of:
            for path, item in items_of(issue):
                for each in self.of(item):
                    yield path, each

    def dismiss(self, reminder: Reminder) -> None:
        """It is dealt with."""
        self._dismissed.add(reminder)

    def restore(self, reminder: Reminder) -> None:
        """It is not, after all."""
        self._dismissed.discard(reminder)

    def follow(self, before: Issue, after: Issue) -> None:
        """The issue was edited: who stands in the place of an item that is gone has its reminders. Not to be
        asked of undo, which brings items back with what they had."""
        if before.sections is after.sections or not (self._of or self._waiting):
            return
        old, new = _differing(before.sections, after.sections)
        stayed = {id(item) for item in old} & {id(item) for item in new}
        gone = [item for item in old if id(item) not in stayed]
        come = [item for item in new if id(item) not in stayed and not is_empty(item)]
        fresh = [item for item in come if id(item) not in self._of]
        if not come:
            return
        titled = {_bare_title(item): item for item in reversed(come)}
        heirs: dict[int, list[Reminder]] = {}
        for at, item in enumerate(gone):
            if said := self._known(item):
                title = _bare_title(item)
                heir = titled.get(title) if title else None
                heir = heir or come[min(at, len(come) - 1)]
                heirs.setdefault(id(heir), []).extend(said)
        for item in fresh:
            if inherited := heirs.get(id(item)):
                self._set(item, tuple(dict.fromkeys(inherited)))
        self._find(fresh)

    def kept(self, issue: Issue) -> tuple[Kept, ...]:
        """All that is to be laid down."""
        items = [item for _, item in items_of(issue)]
        told = {each for item in items for each in self.of(item)}
        kept = [self._as_kept(item, self.of(item)) for item in items if self.of(item)]
        # of those that undo can still bring back, each as it was last
        for reference, _ in reversed(list(self._of.values())):
            item = reference()
            left = tuple(each for each in self.of(item) if each not in told) if item is not None else ()
            if item is not None and left:
                told.update(left)
                kept.append(self._as_kept(item, left))
        return (*kept, *self._waiting)[: len(items) + _MOST_WAITING]

    @staticmethod
    def _as_kept(item: Item, reminders: tuple[Reminder, ...]) -> Kept:
        return Kept(item.title, _likeness(item), reminders)

    # ---- inside

    def _known(self, item: Item) -> tuple[Reminder, ...]:
        found = self._of.get(id(item))
        return found[1] if found is not None else ()

    def _set(self, item: Item, reminders: tuple[Reminder, ...]) -> None:
        number = id(item)
        self._of[number] = (weakref.ref(item, lambda _: self._of.pop(number, None)), reminders)

    def _find(self, items: Sequence[Item]) -> None:
        """Gives items what waits for them: those of the same texts, then those of the same title."""
        if not self._waiting or not items:
            return
        free = list(items)
        for told, wanted in ((_likeness, _likeness_of), (_bare_title, _bare_title)):
            there: dict[str, list[Item]] = {}
            for item in reversed(free):
                there.setdefault(told(item), []).append(item)
            for kept in list(self._waiting):
                name = wanted(kept)
                if name and (found := there.get(name)):
                    item = found.pop()
                    self.put(item, kept.reminders)
                    free = [other for other in free if other is not item]
                    self._waiting.remove(kept)


def _differing(before: Sequence[Section], after: Sequence[Section]) -> tuple[list[Item], list[Item]]:
    """The items of the sections in which two issues differ: a keystroke leaves all others alone."""
    pairs = [(before, after)]
    if len(before) == len(after):
        pairs = [((one,), (other,)) for one, other in zip(before, after, strict=True) if one is not other]
    old = [item for sections, _ in pairs for section in sections for item in section.items]
    new = [item for _, sections in pairs for section in sections for item in section.items]
    return old, new


def _bare_title(titled: Item | Kept) -> str:
    """Empty for none, which tells nothing."""
    return "".join(titled.title.split())


def _likeness_of(kept: Kept) -> str:
    return kept.likeness


def _likeness(item: Item) -> str:
    texts = "\0".join(node.text for node in walk_item(item))
    return hashlib.sha256(texts.encode("utf-8", "surrogatepass")).hexdigest()
