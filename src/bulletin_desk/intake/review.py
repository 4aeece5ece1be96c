"""The review of what came in: its items with the clerk's corrections, each of which can be taken back. Knows
no widgets and no issue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.intake.draft import (
    Context,
    Contribution,
    Draft,
    join_part,
    merge_item,
    set_kinds,
    set_section,
    set_source,
    set_text,
    sourced,
    split_item,
    take_in,
    toggle_run_ins,
)
from bulletin_desk.intake.parts import TEXT_KINDS, Part, PartKind
from bulletin_desk.intake.readings import take_other
from bulletin_desk.intake.rules import Cleaning
from bulletin_desk.intake.sources import BY_CLERK


@dataclass(frozen=True, slots=True)
class Entry:
    """An item under review: from which of the files, and whether it is to be taken."""

    file: int
    draft: Draft
    taken: bool = True


@dataclass(frozen=True, slots=True)
class _State:
    """All that a correction changes."""

    entries: tuple[Entry, ...]
    contributions: tuple[Contribution, ...]
    cleanings: tuple[Cleaning, ...]


class Review:
    """What `contributions` brought, as corrected so far. Items go by their number in `entries`."""

    def __init__(self, contributions: Sequence[Contribution], context: Context) -> None:
        self._context = context
        entries = tuple(
            Entry(file, draft)
            for file, contribution in enumerate(contributions)
            for draft in contribution.drafts
        )
        cleanings = tuple(Cleaning() for _ in contributions)
        self._state = _State(entries, tuple(contributions), cleanings)
        self._before: list[_State] = []

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The items in their order."""
        return self._state.entries

    def drafts(self) -> tuple[Draft, ...]:
        """Those to be taken."""
        return tuple(entry.draft for entry in self.entries if entry.taken)

    def contribution(self, file: int) -> Contribution:
        """What a file brought, as read last."""
        return self._state.contributions[file]

    def cleaning(self, file: int) -> Cleaning:
        """Which cleaning rules are on for a file."""
        return self._state.cleanings[file]

    # ---- doubts

    @property
    def doubts(self) -> int:
        """How many parts of the items to be taken could be read otherwise."""
        return sum(part.other is not None for draft in self.drafts() for part in draft.parts)

    @property
    def without_source(self) -> int:
        """How many of the items to be taken have no source."""
        return sum(not draft.signed for draft in self.drafts())

    def asks(self, number: int) -> bool:
        """Whether an item, or the file that it comes from, has anything that needs a look."""
        entry = self.entries[number]
        return any(
            remark.look for remark in (*entry.draft.questions(), *self.contribution(entry.file).remarks)
        )

    def next_doubt(self, number: int, part: int) -> tuple[int, int] | None:
        """The doubtful part after that one, which item and which part; from the first again behind the
        last."""
        places = [
            (item, at)
            for item, entry in enumerate(self.entries)
            if entry.taken
            for at, one in enumerate(entry.draft.parts)
            if one.other is not None
        ]
        return next((place for place in places if place > (number, part)), places[0] if places else None)

    # ---- corrections

    def take_other(self, number: int, parts: Sequence[int]) -> tuple[int, int]:
        """These parts of an item are read otherwise, or again as before; where the first of them is then,
        which item and which part."""
        first, old = self._file_of(number)
        new, place = old, (number - first, parts[0])
        for part in reversed(parts):
            read = take_other([entry.draft for entry in new], number - first, part, self._context.units)
            whole = len(read.drafts) != len(new)
            new = [_changed(new[origin], draft) for origin, draft in read.drafts]
            place = read.number, read.at
            if whole:
                break
        if new != old:
            rest = self.entries
            entries = (*rest[:first], *new, *rest[first + len(old) :])
            self._go(replace(self._state, entries=entries))
        return first + place[0], place[1]

    def items_more(self, number: int, part: int) -> int:
        """How many items more there are once the other reading of a part is taken; below zero for fewer."""
        first, old = self._file_of(number)
        read = take_other([entry.draft for entry in old], number - first, part, self._context.units)
        return len(read.drafts) - len(old)

    def _file_of(self, number: int) -> tuple[int, list[Entry]]:
        """The items of the file that an item comes from, and the number of the first of them."""
        file = self.entries[number].file
        first = next(at for at, entry in enumerate(self.entries) if entry.file == file)
        return first, [entry for entry in self.entries if entry.file == file]

    def set_kind(self, number: int, parts: Sequence[int], kind: PartKind) -> None:
        """These parts of an item are of another kind."""
        self._change(number, lambda draft: set_kinds(draft, dict.fromkeys(parts, kind), self._context.units))

    def set_text(self, number: int, part: int, text: str) -> None:
        """A part of an item has the text that the clerk writes. Raises EditError, and then nothing has
        changed."""
        self._change(number, lambda draft: set_text(draft, part, text, self._context.units))

    def toggle_run_in(self, number: int, parts: Sequence[int]) -> None:
        """These paragraphs begin with a run-in heading, or not any more."""
        self._change(number, lambda draft: toggle_run_ins(draft, parts))

    def join(self, number: int, part: int) -> None:
        """A part goes to the end of the one before."""
        self._change(number, lambda draft: join_part(draft, part, self._context.units))

    def split(self, number: int, part: int) -> None:
        """A new item begins with that part."""
        self._arrange(number, split_item([self.entries[number].draft], 0, part, self._context.units))

    def merge(self, number: int) -> None:
        """An item goes to the end of the one before, if that is of the same file."""
        if number < 1 or self.entries[number - 1].file != self.entries[number].file:
            return
        pair = [self.entries[number - 1].draft, self.entries[number].draft]
        merged = merge_item(pair, 1, self._context.units)
        entries = self.entries
        first = replace(entries[number - 1], draft=merged[0])
        self._go(replace(self._state, entries=(*entries[: number - 1], first, *entries[number + 1 :])))

    def set_section(self, number: int, name: str) -> None:
        """An item goes into another section."""
        self._change(number, lambda draft: set_section(draft, name))

    def set_source(self, number: int, text: str) -> None:
        """An item's source as the clerk writes it."""
        self._change(number, lambda draft: draft if text == draft.source.text else set_source(draft, text))

    def take(self, number: int, taken: bool) -> None:
        """Whether an item is to be taken."""
        entry = self.entries[number]
        if entry.taken is not taken:
            self._put(number, replace(entry, taken=taken))

    def clean(self, file: int, rule: str, on: bool) -> None:
        """A cleaning rule on or off for a file, which is read again; corrections are made again where their
        paragraphs are still there."""
        manuscript = self.contribution(file).manuscript
        if manuscript is None:
            return
        cleaning = self.cleaning(file)._replace(**{rule: on})
        contribution = take_in(manuscript, self._context, cleaning)
        old = [entry for entry in self.entries if entry.file == file]
        new = [Entry(file, draft) for draft in contribution.drafts]
        original = self.contribution(file).drafts
        if len(old) == len(new) == len(original):
            new = [
                replace(entry, taken=before.taken, draft=self._corrected(entry.draft, before.draft, first))
                for entry, before, first in zip(new, old, original, strict=True)
            ]
        typed = self._with_typed([entry.draft for entry in new], file)
        new = [replace(entry, draft=draft) for entry, draft in zip(new, typed, strict=True)]
        at = next((at for at, entry in enumerate(self.entries) if entry.file >= file), len(self.entries))
        rest = [entry for entry in self.entries if entry.file != file]
        state = self._state
        self._go(
            _State(
                (*rest[:at], *new, *rest[at:]),
                (*state.contributions[:file], contribution, *state.contributions[file + 1 :]),
                (*state.cleanings[:file], cleaning, *state.cleanings[file + 1 :]),
            )
        )

    def _corrected(self, draft: Draft, corrected: Draft, original: Draft) -> Draft:
        """A draft read again, with what the clerk had changed since it was first read."""
        keys = _keys(original.parts)
        starts = accumulate((1 + part.joined for part in corrected.parts), initial=0)
        wanted = {
            keys[start]: part.kind
            for start, part in zip(starts, corrected.parts, strict=False)
            if start < len(keys) and part.joined >= 0 and _said(part, original.parts[start])
        }
        kinds = {at: wanted[key] for at, key in enumerate(_keys(draft.parts)) if key in wanted}
        draft = set_kinds(draft, kinds, self._context.units)
        if (corrected.under, corrected.section) != (original.under, original.section):
            draft = replace(draft, section=corrected.section, under=corrected.under)
        if corrected.source.origin == BY_CLERK:
            draft = replace(draft, source=corrected.source)
        return draft

    def _with_typed(self, drafts: Sequence[Draft], file: int) -> list[Draft]:
        """A file's drafts read again, with the texts that the clerk has written for their parts."""
        before = [part for entry in self.entries if entry.file == file for part in entry.draft.parts]
        keys = _keys(part for draft in self.contribution(file).drafts for part in draft.parts)
        starts = accumulate((1 + part.joined for part in before), initial=0)
        typed = {keys[start]: part for part, start in zip(before, starts, strict=False) if part.typed}
        again = iter(_keys(part for draft in drafts for part in draft.parts))
        in_another = 0
        made = []
        for draft in drafts:
            parts = []
            for part, key in zip(draft.parts, again, strict=False):
                own = typed.get(key)
                if own:
                    part = replace(
                        part,
                        text=own.text,
                        run_in=own.run_in,
                        typed=True,
                        joined=own.joined,
                        other=None,
                        bold=own.bold,
                    )
                    in_another = own.joined
                elif in_another:
                    in_another -= 1
                    continue
                parts.append(part)
            corrected = replace(draft, parts=tuple(parts))
            told = any(part.typed and part.kind is Kind.SOURCE for part in parts)
            made.append(sourced(corrected, self._context.units) if told else corrected)
        return made

    # ---- taking back

    @property
    def can_undo(self) -> bool:
        """Whether a correction can be taken back."""
        return bool(self._before)

    def undo(self) -> None:
        """Takes the last correction back."""
        if self._before:
            self._state = self._before.pop()

    def _change(self, number: int, change: Callable[[Draft], Draft]) -> None:
        entry = self.entries[number]
        draft = change(entry.draft)
        if draft != entry.draft:
            self._put(number, _changed(entry, draft))

    def _put(self, number: int, entry: Entry) -> None:
        entries = self.entries
        self._go(replace(self._state, entries=(*entries[:number], entry, *entries[number + 1 :])))

    def _arrange(self, number: int, drafts: Sequence[Draft]) -> None:
        if len(drafts) > 1:
            entries = self.entries
            new = tuple(replace(entries[number], draft=draft) for draft in drafts)
            self._go(replace(self._state, entries=(*entries[:number], *new, *entries[number + 1 :])))

    def _go(self, state: _State) -> None:
        self._before.append(self._state)
        self._state = state


def _changed(entry: Entry, draft: Draft) -> Entry:
    """The item corrected: not taken once nothing of it is printed, and taken again with the first text."""
    before, after = (any(part.kind in _PRINTED for part in one.parts) for one in (entry.draft, draft))
    return replace(entry, draft=draft, taken=entry.taken if before == after else after)


_PRINTED = (Kind.TITLE, *TEXT_KINDS, Kind.TABLE, Kind.PICTURES, Kind.EDITORS_NOTE)


def _said(part: Part, original: Part) -> bool:
    """Whether the clerk has said what a part is, be it what recognition took it for."""
    return part.kind is not original.kind or (part.other is None and original.other is not None)


def _keys(parts: Iterable[Part]) -> list[tuple[int, int]]:
    """What tells each part of a manuscript from the others however it is cleaned: the paragraph that it comes
    from, and which of that paragraph's parts it is."""
    seen: Counter[int] = Counter()
    keys = []
    for part in parts:
        keys.append((part.at, seen[part.at]))
        seen[part.at] += 1
    return keys
