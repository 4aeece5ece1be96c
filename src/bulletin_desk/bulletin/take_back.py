"""An old issue laid beside the present one, part by part, and the present one with some of the old parts
taken back. Must not know where the old one comes from.

What is taken back is chosen from one matching of the two issues: no part gives the present issue, all give
the old one, and a part that is not chosen stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from typing import Any, TypeVar

from bulletin_desk.bulletin.block_changes import change_in_words, quoted
from bulletin_desk.bulletin.compare import (
    AROUND,
    Change,
    Difference,
    around_change,
    changed_fields,
    changed_layout,
    fit,
    item_added,
    item_moved,
    item_removed,
    section_added,
    section_differs,
    section_moved,
    section_removed,
    section_renamed,
    source_change,
    title_change,
)
from bulletin_desk.bulletin.describe import NO_LABELS, describe
from bulletin_desk.bulletin.endorsements import endorsements_change
from bulletin_desk.bulletin.fields import field_value, fields_of, with_field
from bulletin_desk.bulletin.grammar import (
    IMPRINT,
    Region,
    attachment_of,
    block_of,
    entry_path,
    is_attachment,
    is_block,
    is_entry,
    is_field,
    is_item,
    is_note,
    is_section,
    item_path,
    items_of,
    name_of,
    note_path,
    region_of,
    section_path,
)
from bulletin_desk.bulletin.matching import (
    Pair,
    RowPart,
    in_order,
    matched_items,
    matched_row,
    matched_sections,
    text_of,
)
from bulletin_desk.bulletin.model import Addressee, Attachment, Issue, Item, Path, Section

_UNITS: Mapping[type, str] = {Addressee: "条", Attachment: "个附件"}
"""As what the parts of rows are counted; others as paragraphs."""
ALL = "取回以前的版本"
"""What taking all back is called in the menu of undo."""

_Key = tuple[int | None, int | None]
"""Where a part stands in its row of the old issue, and in that of the new one: None where it does not."""
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Part:
    """A part that differs: what has happened to it since, where it stood in the old issue (None: it was
    added) and where it stands in the present one (None: it was removed), in which item of the present one
    (None: in none), a whole sentence for the clerk, and of what was removed where in the present issue it
    would come back: the path that it would have (None: with its section, which was removed, too)."""

    kind: Change
    old: Path | None
    new: Path | None
    item: Path | None
    sentence: str
    back: Path | None = None


class _Stands(Enum):
    """In which of the two issues something stands at a place of a row that was made of both."""

    IN_BOTH = "in both"
    IN_OLD = "in the old one"
    IN_NEW = "in the new one"


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place in a row that was made of both issues': what stands there, and the number of the part that
    differs (None: none does). What was moved has two slots with one part."""

    key: _Key
    stands: _Stands
    part: int | None

    def is_there(self, chosen: Collection[int]) -> bool:
        """Whether something stands there once these parts are taken back."""
        return self.stands is _Stands.IN_BOTH or (self.stands is _Stands.IN_OLD) == (self.part in chosen)


@dataclass(frozen=True, slots=True)
class _Content:
    """The parts of an item that has changed."""

    texts: Mapping[str, int]
    """The numbers of those of its texts, and of its endorsements, (by their names in the model) that
    differ."""
    blocks: tuple[_Slot, ...]
    attachments: tuple[_Slot, ...]


class Comparison:
    """What differs in `new` from `old`: `parts`, in the order of the paper, what was removed where it would
    come back. Fields of a layout's own are called by their `labels`."""

    def __init__(self, old: Issue, new: Issue, labels: Mapping[str, str] = NO_LABELS) -> None:
        self.old = old
        self.new = new
        self._parts: list[Part] = []
        self._needs: dict[int, set[int]] = {}
        """What can be taken back only together with others."""
        self._fields: list[tuple[int, Path]] = []
        self._own_fields: list[tuple[int, Path, str]] = []
        """Those of layouts, by their names."""
        self._names: dict[_Key, int] = {}
        self._items: dict[_Key, tuple[_Slot, ...]] = {}
        """The items of each section."""
        self._contents: dict[_Key, _Content] = {}
        self._was, self._now = list(items_of(old)), list(items_of(new))
        fields = [*changed_fields(old, new, labels), *changed_layout(old, new)] if old is not new else []
        self._take_fields(each for each in fields if _is_head(each.path))
        self._note = self._row(old.editors_note, new.editors_note, note_path, note_path)
        self._sections = self._take_sections()
        self._distribution = self._row(old.distribution, new.distribution, entry_path, entry_path)
        self._take_fields(each for each in fields if not _is_head(each.path))
        self.parts = tuple(self._parts)

    def of_item(self, item: Path) -> list[Part]:
        """The parts of the item at a path of the present issue: what has changed in it, and its place."""
        return [part for part in self.parts if part.item == item]

    def with_needed(self, parts: Iterable[Part]) -> list[Part]:
        """These parts, with those without which they can't be taken back: an item comes back into its
        section, and a new section goes with what stands in it. Raises ValueError if one is not of `parts`."""
        chosen = self._chosen(parts)
        return [part for at, part in enumerate(self.parts) if at in chosen]

    def taken_back(self, parts: Iterable[Part]) -> Issue:
        """The present issue with these parts as they were, and those that they need. What is unchanged is the
        same object. Raises ValueError if one is not of `parts`."""
        chosen = self._chosen(parts)
        if not chosen:
            return self.new
        old, new = self.old, self.new
        sections = [self._section(slot.key, chosen) for slot in self._sections if slot.is_there(chosen)]
        issue = replace(
            new,
            editors_note=_built(self._note, old.editors_note, new.editors_note, chosen),
            sections=_same(new.sections, sections),
            distribution=_built(self._distribution, old.distribution, new.distribution, chosen),
        )
        for at, path in self._fields:
            issue = _with(issue, path, _value(old, path)) if at in chosen else issue
        for at, fields, name in self._own_fields:
            if at in chosen:
                issue = with_field(issue, fields, name, field_value(old, fields, name))
        return issue

    def name_of(self, parts: Iterable[Part]) -> str:
        """What taking these back is called in the menu of undo. Raises ValueError as `taken_back` does."""
        taken = self.with_needed(parts)
        if len(taken) == len(self.parts):
            return ALL
        if len(taken) == 1:
            return f"取回{_kind_of(taken[0])}"
        items = {part.item for part in taken}
        return "取回稿件" if len(items) == 1 and None not in items else f"取回{len(taken)}处"

    def _chosen(self, parts: Iterable[Part]) -> set[int]:
        numbers = {part: at for at, part in enumerate(self.parts)}
        waiting: list[int] = []
        for part in parts:
            if part not in numbers:
                raise ValueError(f"no part of this comparison: {part}")
            waiting.append(numbers[part])
        chosen: set[int] = set()
        while waiting:
            at = waiting.pop()
            if at not in chosen:
                chosen.add(at)
                waiting += self._needs.get(at, ())
        return chosen

    # ---- laying one beside the other

    def _add(
        self,
        found: Difference,
        old: Path | None,
        new: Path | None,
        item: Path | None = None,
        back: Path | None = None,
    ) -> int:
        self._parts.append(Part(found.kind, old, new, item, fit(found).sentence, back))
        return len(self._parts) - 1

    def _take_fields(self, found: Iterable[Difference]) -> None:
        whole = self.old.imprint is not None and self.new.imprint is not None
        imprint: list[Difference] = []
        for each in found:
            if is_field(each.path):
                self._take_own_field(each)
            elif each.path[:1] == IMPRINT and not whole:
                imprint.append(each)  # office and date come and go together
            else:
                self._fields.append((self._add(each, each.path, each.path), each.path))
        if imprint:
            both = replace(imprint[0], sentence="".join(each.sentence for each in imprint))
            self._fields.append((self._add(both, IMPRINT, IMPRINT), IMPRINT))

    def _take_own_field(self, found: Difference) -> None:
        fields, at = found.path[:1], int(found.path[1])
        there = self.old if found.kind is Change.REMOVED else self.new
        name = fields_of(there, fields)[at].name
        self._own_fields.append((self._add(found, found.path, found.path), fields, name))

    def _row(
        self,
        olds: Sequence[RowPart],
        news: Sequence[RowPart],
        old_path: Callable[[int], Path],
        new_path: Callable[[int], Path],
        item: Path | None = None,
    ) -> tuple[_Slot, ...]:
        """The slots of a row of blocks, attachments or addressees; its paths in either issue by index."""
        kept: list[Pair]
        moved: list[Pair]
        kept, moved = matched_row(olds, news)

        def number(key: _Key, stands: _Stands, at: int) -> int | None:
            first, second = key
            was = None if first is None else old_path(first)
            now = None if second is None else new_path(second)
            there = f"原{describe(self.old, was)}" if was else ""
            here = describe(self.new, now) if now else ""
            if first is None or second is None:
                kind = Change.ADDED if first is None else Change.REMOVED
                text = text_of(olds[first]) if first is not None else text_of(news[second or 0])
                words = quoted(text) if text.strip() else ""
                said = f"{'新增' if first is None else '删去'}{there or here}{words}"
            elif stands is _Stands.IN_BOTH:
                if olds[first] == news[second]:
                    return None
                kind, said = Change.CHANGED, f"{here}{change_in_words(olds[first], news[second])}"
            else:
                unit = _UNITS.get(type(news[second]), "段")
                kind, said = Change.MOVED, f"{there}移到第{second + 1}{unit}"
            back = new_path(at) if second is None else None
            return self._add(Difference(kind, now or was or (), f"{said}。"), was, now, item, back)

        went_to, came_from = dict(moved), {second: first for first, second in moved}
        return tuple(_laid(range(len(olds)), range(len(news)), kept, went_to, came_from, number, {}))

    def _take_sections(self) -> tuple[_Slot, ...]:
        old, new = self.old, self.new
        pairs = matched_sections(old, new)
        item_pairs = matched_items(self._was, self._now)
        numbers: dict[_Key, int | None] = {}

        def number(key: _Key, stands: _Stands, at: int) -> int | None:
            first, second = key
            if stands is _Stands.IN_BOTH:
                return None
            if first is None:
                assert second is not None
                return self._add(section_added(new, second), None, section_path(second))
            if second is None:
                removed = section_removed(old, first)
                return self._add(removed, section_path(first), None, back=section_path(at))
            return self._add(section_moved(old, first, second), section_path(first), section_path(second))

        starts, new_starts = _starts(old), _starts(new)
        went_to, came_from = dict(item_pairs), {second: first for first, second in item_pairs}
        item_numbers: dict[_Key, int | None] = {}
        slots: list[_Slot] = []
        counts = range(len(old.sections)), range(len(new.sections))
        sections = dict(pairs), {second: first for first, second in pairs}
        for slot in _laid(*counts, sorted(in_order(pairs)), *sections, number, numbers):
            slots.append(slot)
            first, second = slot.key
            if slot.key in self._items:
                continue
            self._take_name(slot.key)
            olds = starts[first] if first is not None else range(0)
            news = new_starts[second] if second is not None else range(0)
            inside = [pair for pair in item_pairs if pair[0] in olds and pair[1] in news]
            number_item = partial(self._number_item, second, news.start)
            self._items[slot.key] = tuple(
                _laid(olds, news, sorted(in_order(inside)), went_to, came_from, number_item, item_numbers)
            )
        gone = {first: part for (first, second), part in numbers.items() if second is None}
        for (first, _), part in item_numbers.items():
            home = gone.get(int(self._was[first][0][1])) if first is not None else None
            if part is not None and home is not None:
                self._needs[part] = {home}
        for (first, second), part in numbers.items():
            if first is None and part is not None:
                inside_it = {slot.part for slot in self._items[first, second]}
                self._needs[part] = {each for each in inside_it if each is not None}
        return tuple(slots)

    def _take_name(self, key: _Key) -> None:
        first, second = key
        if first is None or second is None:
            return
        if section_differs(self.old, self.new, first, second):
            paths = name_of(section_path(first)), name_of(section_path(second))
            self._names[key] = self._add(section_renamed(self.old, self.new, first, second), *paths)

    def _number_item(
        self, section: int | None, start: int, key: _Key, stands: _Stands, at: int
    ) -> int | None:
        """`section`: in which one of the new issue, whose items begin at `start` among all, it is looked
        at."""
        first, second = key
        if first is None:
            assert second is not None
            path = self._now[second][0]
            return self._add(item_added(self.new, path), None, path, path)
        was = self._was[first][0]
        if second is None:
            back = None if section is None else item_path(section, at - start)
            return self._add(item_removed(self.old, was), was, None, back=back)
        now = self._now[second][0]
        number = None
        if stands is not _Stands.IN_BOTH:
            number = self._add(item_moved(self.old, self.new, was, now), was, now, now)
        self._take_content(key, self._was[first], self._now[second])
        return number

    def _take_content(self, key: _Key, old: tuple[Path, Item], new: tuple[Path, Item]) -> None:
        (before, was), (path, now) = old, new
        if was == now:
            return
        where = describe(self.new, path)

        texts: dict[str, int] = {}

        def text(name: str, say: Callable[[Any, Any], str]) -> None:
            then, today = getattr(was, name), getattr(now, name)
            if then != today:
                said = Difference(Change.CHANGED, (*path, name), f"{where}：{say(then, today)}。")
                texts[name] = self._add(said, (*before, name), (*path, name), path)

        text("title", title_change)
        for name, called in AROUND.items():
            text(name, partial(around_change, called))
        blocks = self._row(
            was.blocks, now.blocks, lambda at: block_of(before, at), lambda at: block_of(path, at), path
        )
        text("source", source_change)
        attachments = self._row(
            was.attachments,
            now.attachments,
            lambda at: attachment_of(before, at),
            lambda at: attachment_of(path, at),
            path,
        )
        text("endorsements", endorsements_change)
        self._contents[key] = _Content(texts, blocks, attachments)

    # ---- taking back

    def _section(self, key: _Key, chosen: Collection[int]) -> Section:
        first, second = key
        items = [self._item(slot.key, chosen) for slot in self._items[key] if slot.is_there(chosen)]
        old = self.old.sections[first] if first is not None else None
        new = self.new.sections[second] if second is not None else None
        named = old if new is None or self._names.get(key) in chosen else new
        assert named is not None
        kept = _same(new.items if new is not None else (), items)
        if new is not None and kept is new.items and named is new:
            return new
        return replace(named, items=kept)

    def _item(self, key: _Key, chosen: Collection[int]) -> Item:
        first, second = key
        if second is None:
            assert first is not None
            return self._was[first][1]
        new, content = self._now[second][1], self._contents.get(key)
        if content is None or first is None:
            return new
        old = self._was[first][1]
        blocks = _built(content.blocks, old.blocks, new.blocks, chosen)
        attachments = _built(content.attachments, old.attachments, new.attachments, chosen)
        texts = {name: getattr(old, name) for name, part in content.texts.items() if part in chosen}
        if blocks is new.blocks and attachments is new.attachments and not texts:
            return new
        return replace(new, blocks=blocks, attachments=attachments, **texts)


def _laid(
    olds: range,
    news: range,
    kept: Sequence[Pair],
    went_to: Mapping[int, int],
    came_from: Mapping[int, int],
    number: Callable[[_Key, _Stands, int], int | None],
    numbers: dict[_Key, int | None],
) -> Iterator[_Slot]:
    """The slots of two rows, in an order that is each one's own: `kept` kept theirs. Each part gets its
    number where it is first met, of which it is told before what in the new row that is; `numbers` are those
    that were given."""

    def slot(key: _Key, stands: _Stands) -> _Slot:
        if key not in numbers:
            numbers[key] = number(key, stands, new_at)
        return _Slot(key, stands, numbers[key])

    at, new_at = olds.start, news.start
    for first, second in (*kept, (olds.stop, news.stop)):
        for one in range(at, first):
            yield slot((one, went_to.get(one)), _Stands.IN_OLD)
        for other in range(new_at, second):
            yield slot((came_from.get(other), other), _Stands.IN_NEW)
        if first < olds.stop:
            yield slot((first, second), _Stands.IN_BOTH)
        at, new_at = first + 1, second + 1


def _starts(issue: Issue) -> list[range]:
    """Where each section's items stand among all items."""
    found: list[range] = []
    start = 0
    for section in issue.sections:
        found.append(range(start, start + len(section.items)))
        start += len(section.items)
    return found


def _built(
    slots: Sequence[_Slot], olds: tuple[_Value, ...], news: tuple[_Value, ...], chosen: Collection[int]
) -> tuple[_Value, ...]:
    """A row of blocks, attachments or addressees with what is chosen taken back."""
    row: list[_Value] = []
    for slot in slots:
        if slot.is_there(chosen):
            first, second = slot.key
            if first is not None and (second is None or slot.part in chosen):
                row.append(olds[first])
            elif second is not None:
                row.append(news[second])
    return _same(news, row)


def _same(row: tuple[_Value, ...], built: Sequence[_Value]) -> tuple[_Value, ...]:
    """What was built; `row` itself, where nothing in it is another."""
    if len(row) == len(built) and all(one is other for one, other in zip(row, built, strict=True)):
        return row
    return tuple(built)


def _value(issue: Issue, path: Path) -> Any:
    value: Any = issue
    for step in path:
        value = getattr(value, str(step))
    return value


def _with(issue: Issue, path: Path, value: Any) -> Issue:
    """`issue` with another value at the path of a field."""
    first, *rest = map(str, path)
    part = replace(getattr(issue, first), **{rest[0]: value}) if rest else value
    return replace(issue, **{first: part})


def _is_head(path: Path) -> bool:
    return path[0] != "layout" and region_of(path) is Region.HEAD


def _kind_of(part: Part) -> str:
    path = part.new or part.old or ()
    if is_section(path):
        return "栏目"
    if is_item(path):
        return "稿件"
    if is_attachment(path):
        return "附件"
    if is_block(path) or is_note(path):
        return "一段"
    if is_entry(path):
        return "分送单位"
    return "一处"
