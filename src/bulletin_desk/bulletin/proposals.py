"""What a colleague has changed in an issue, as proposals (修订) that are taken or left one by one. Must not
know what the colleague has written in, nor who decides.

Proposals are made of two issues: `base`, which the colleague got, and `theirs`, which came back. They are
taken into `ours`, the issue of today, which may have been edited since `base` went out. The same two issues
always give the same proposals in the same order, so who keeps undecided ones keeps the issues.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple

from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.bulletin.describe import describe, position
from bulletin_desk.bulletin.fields import field_value, with_field
from bulletin_desk.bulletin.flat import Letter, Mark, Tokens
from bulletin_desk.bulletin.grammar import (
    CLOSING_FIELDS,
    DATE,
    DISCLOSURE,
    HEAD_FIELDS,
    IMPRINT,
    ISSUER,
    MARKING,
    NAME,
    NUMBER,
    OFFICE,
    PRINT_COUNT,
    PRINTED,
    SPEC,
    SUPPLEMENT,
    TOTAL_NUMBER,
    field_text_path,
    item_at,
    name_of,
    numbers,
    order,
    section_path,
    title_of,
)
from bulletin_desk.bulletin.hunks import Hunk
from bulletin_desk.bulletin.matching import text_of
from bulletin_desk.bulletin.model import Imprint, Issue, Item, Kind, Path, Place
from bulletin_desk.bulletin.part_changes import PartChanges, Span, span_of
from bulletin_desk.bulletin.parts_beside import Beside, Third
from bulletin_desk.bulletin.put_out import as_put_out
from bulletin_desk.bulletin.standing import Stand, stands
from bulletin_desk.bulletin.streams import (
    ITEM_STREAMS,
    Stream,
    hunks_of,
    places_of,
    tokens_of,
    value_of,
    with_tokens,
)
from bulletin_desk.errors import EditError

Shape = Literal["words", "blocks", "parts", "field"]
"""Words in one text; paragraphs, tables and pictures of one item; items and sections; values of head and
closing block, and an item's mark."""


class Proposal(NamedTuple):
    """One change that somebody proposes: `who` and `when` (as `Said.when`); where it stands in the base, from
    `place` to `end` (alike where something is put in); and in plain words what stood there and what is to
    stand there, either of which may be empty. `change` is what `take` needs to know."""

    who: str
    when: str
    shape: Shape
    place: Place
    end: Place
    was: str
    now: str
    change: Change


def proposals(base: Issue, theirs: Issue, who: str, when: str) -> tuple[Proposal, ...]:
    """What `theirs` has that `base` has not, in the order of the paper. Taking all of them, in any order, on
    `base` gives `theirs`. What only the bulletin file keeps of either (remarks, states …) is left alone."""
    both = _Both(as_put_out(base), as_put_out(theirs))
    found = [
        Proposal(who, when, change.shape, *change.place(both.base), *change.words(), change)
        for change in both.changes()
    ]
    return tuple(sorted(found, key=_start))


def all_words(proposal: Proposal) -> str:
    """All that is to stand there, of a whole item too, a line for each text: for who puts it in by hand."""
    return proposal.change.all_words()


def placed(proposal: Proposal, base: Issue, ours: Issue) -> Place | None:
    """Where in `ours` a proposal for `base` stands; None where it can't be placed, since what it changes
    isn't there any more or reads differently by now."""
    there = placed_range(proposal, base, ours)
    return there and there[0]


def placed_range(proposal: Proposal, base: Issue, ours: Issue) -> Span | None:
    """As `placed`: from where to where it stands, alike where something is put in. What has been taken
    already stands where it is by now."""
    if proposal.change.both.base is ours or base is ours:
        return proposal.place, proposal.end
    try:
        return proposal.change.place(ours)
    except EditError:
        return None


def take(ours: Issue, base: Issue, proposal: Proposal) -> Issue:
    """`ours` with a proposal for `base` taken: one edit. What has been taken already is the same issue.
    Raises EditError where it can't be placed."""
    try:
        return proposal.change.taken(ours)
    except EditError as error:
        raise EditError(f"{describe(base, proposal.place.path)}：{error}") from error


def collisions(found: Sequence[Proposal]) -> tuple[tuple[Proposal, ...], ...]:
    """Which proposals of several people for one base touch the same words or parts, each group in the order
    of the paper. Those of one person never collide with each other alone."""
    groups: list[list[Proposal]] = []
    for each in sorted(found, key=_start):
        group = groups[-1] if groups else None
        if group and any(_touch(one, each) for one in group):
            group.append(each)
        else:
            groups.append([each])
    return tuple(tuple(group) for group in groups if len({each.who for each in group}) > 1)


def _touch(one: Proposal, other: Proposal) -> bool:
    """Whether two of them, the first of which begins no later, are about the same words or parts. What moves
    has its words left as they are."""
    moves = one.change.moves, other.change.moves
    if any(moves):
        return one.place == other.place and one.shape == other.shape == "parts"
    end, start = _end(one), _start(other)
    if start < end or start == _start(one):
        return True
    return start == end and _end(other) == start  # put in where the other one ends


def _start(proposal: Proposal) -> _Key:
    return order(proposal.place.path), proposal.place.offset


def _end(proposal: Proposal) -> _Key:
    return order(proposal.end.path), proposal.end.offset


_Key = tuple[tuple[int, ...], int]

# ---- two issues


class _Both:
    """Two issues beside each other, with what was found out about a third one."""

    def __init__(self, base: Issue, theirs: Issue) -> None:
        self.base = base
        self.theirs = theirs
        self.beside = Beside(base, theirs)
        self.parts = PartChanges(self.beside)
        self._third: tuple[Issue, Third] | None = None
        self._hunks: dict[Stream, tuple[Hunk, ...]] = {}
        self._stands: dict[Stream, tuple[Any, list[Stand | None]]] = {}

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

    def hunks(self, stream: Stream) -> tuple[Hunk, ...]:
        """What becomes of a stream of the base."""
        if stream not in self._hunks:
            old, new = self.old_value(stream), value_of(self.theirs, stream, self.item(stream, new=True))
            self._hunks[stream] = () if old == new else tuple(hunks_of(stream, old, new))
        return self._hunks[stream]

    def there(self, ours: Issue, stream: Stream) -> tuple[Path, Any]:
        """The path of a stream's item in an issue, and what the stream is in it. Raises EditError."""
        if stream.item < 0:
            return (), value_of(ours, stream, None)
        path = self.third(ours).items.get(stream.item)
        if path is None:
            raise EditError("这篇稿件后来不在了，这处修订放不进去。")
        return path, value_of(ours, stream, item_at(ours, path))

    def stand(self, ours: Issue, stream: Stream, number: int) -> Stand | None:
        """Where a hunk stands in an issue."""
        _, value = self.there(ours, stream)
        kept = self._stands.get(stream)
        if kept is None or kept[0] is not value:
            old, new = tokens_of(stream, self.old_value(stream)), tokens_of(stream, value)
            self._stands[stream] = kept = value, stands(old, self.hunks(stream), new)
        return kept[1][number]

    def changes(self) -> Iterator[Change]:
        """All that differs."""
        yield from self._values()
        streams = [Stream("note"), Stream("distribution")]
        for at, part in enumerate(self.beside.items):
            if part.old is not None and part.new is not None:
                streams += (Stream(row, at, name) for row, name in ITEM_STREAMS)
        for stream in streams:
            for number in range(len(self.hunks(stream))):
                yield _Words(self, stream, number)
        for kind, found in (
            ("item out", self.parts.items_out()),
            ("item in", self.parts.items_in()),
            ("item moved", self.parts.items_moved()),
            ("section out", self.parts.sections_out()),
            ("section in", self.parts.sections_in()),
            ("section moved", self.parts.sections_moved()),
        ):
            for number in found:
                yield _Part(self, kind, number)

    def _values(self) -> Iterator[Change]:
        was, now = self.base, self.theirs
        for value in (*_VALUES, *_fields(was, now)):
            if value.get(was) != value.get(now):
                yield _Value(self, value)
        for at, part in enumerate(self.beside.items):
            if part.old is None or part.new is None:
                continue
            old, new = self.beside.old_items[part.old][1], self.beside.new_items[part.new][1]
            if old.mark != new.mark:
                yield _Own(self, "mark", at, old.mark, new.mark)
        for at in range(len(self.beside.sections)):
            first, second = self.beside.old_section(at), self.beside.new_section(at)
            if first is None or second is None:
                continue
            if first.name != second.name:
                yield _Own(self, "name", at, first.name, second.name)
            if first.level != second.level:
                yield _Own(self, "level", at, first.level, second.level)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs between two issues."""

    both: _Both = field(repr=False, compare=False)

    @property
    def shape(self) -> Shape:
        """See `Shape`."""
        raise NotImplementedError

    @property
    def moves(self) -> bool:
        """Whether it only puts something elsewhere."""
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


# ---- words and blocks


@dataclass(frozen=True, slots=True)
class _Words(Change):
    """A hunk of a stream."""

    stream: Stream
    number: int

    @property
    def shape(self) -> Shape:
        if self.stream.row == "distribution":
            return "field"
        start, end, new = self._hunk
        old = tokens_of(self.stream, self.both.old_value(self.stream))[start:end]
        return "words" if all(isinstance(token, Letter) for token in (*old, *new)) else "blocks"

    @property
    def _hunk(self) -> Hunk:
        return self.both.hunks(self.stream)[self.number]

    def words(self) -> tuple[str, str]:
        start, end, new = self._hunk
        old = tokens_of(self.stream, self.both.old_value(self.stream))[start:end]
        return _said(old, new)

    def _fits(self, old: Tokens, tokens: Tokens, stand: Stand) -> bool:
        """Whether what begins a paragraph in the base does so where it stands: else it would tear up what was
        typed before it since."""
        start, end, new = self._hunk
        if stand.taken or not any(isinstance(token, Mark) for token in (*old[start:end], *new)):
            return True
        begins = not start or isinstance(old[start - 1], Mark)
        return not begins or not stand.start or isinstance(tokens[stand.start - 1], Mark)

    def place(self, issue: Issue) -> Span:
        stand = self.both.stand(issue, self.stream, self.number)
        path, value = self.both.there(issue, self.stream)
        old, tokens = tokens_of(self.stream, self.both.old_value(self.stream)), tokens_of(self.stream, value)
        if stand is None or not self._fits(old, tokens, stand):
            raise EditError(_CHANGED)
        places = places_of(issue, self.stream, value, path)
        start, end = places[stand.start], places[stand.end]
        if stand.end > stand.start and end.path != places[stand.end - 1].path:
            last = places[stand.end - 1]  # up to the end of a paragraph, not to the beginning of the next
            end = last
        return start, end

    def taken(self, issue: Issue) -> Issue:
        path, value = self.both.there(issue, self.stream)
        tokens = tokens_of(self.stream, value)
        old = tokens_of(self.stream, self.both.old_value(self.stream))
        stand = self.both.stand(issue, self.stream, self.number)
        if stand is None or stand.taken:  # it may be another one that is alike
            stand = stands(old, self.both.hunks(self.stream), tokens, self.number)[self.number]
        if stand is None or not self._fits(old, tokens, stand):
            raise EditError(_CHANGED)
        if stand.taken:
            return issue
        made = (*tokens[: stand.start], *self._hunk.new, *tokens[stand.end :])
        return with_tokens(issue, self.stream, value, path, made)


_CHANGED = "这里后来改过，这处修订放不进去；请照着手工改。"
_NEW_PARAGRAPH = "（另起一段）"


def _said(old: Tokens, new: Tokens) -> tuple[str, str]:
    was, now = _told(old), _told(new)
    marks, new_marks = ([each for each in tokens if isinstance(each, Mark)] for tokens in (old, new))
    if len(marks) == len(new_marks) and was == now:
        kinds, new_kinds = ("、".join(filter(None, map(_kind, some))) for some in (marks, new_marks))
        if kinds != new_kinds:
            return f"{was}（{kinds}）", f"{now}（{new_kinds}）"
        return was, f"{now}（{'格式' if marks else '加粗或段首标题'}有改动）"
    if len(marks) > len(new_marks) and (was == now or not was):
        was = f"{_NEW_PARAGRAPH}{was}"
    elif len(marks) < len(new_marks) and (was == now or not now):
        now = f"{_NEW_PARAGRAPH}{now}"
    return was, now


def _told(tokens: Tokens) -> str:
    """Tokens in plain words, a line for each paragraph, cell and caption."""
    words = "".join(
        token.char if isinstance(token, Letter) else _STARTS.get(token.what, "\n") for token in tokens
    )
    return "\n".join(filter(None, words.split("\n")))


_STARTS = {"table": "（表格）\n", "picture": "（图片）\n"}


def _kind(mark: Mark) -> str:
    if mark.what != "paragraph":
        return ""
    kind, numbered = mark.value
    assert isinstance(kind, Kind)
    return f"{SPEC[kind].name}，自动编号" if numbered and kind is not Kind.NUMBERED_ITEM else SPEC[kind].name


# ---- single values


class _Single(NamedTuple):
    """A value of head or closing block: where it stands, what it is in an issue and in plain words, and an
    issue with another one."""

    path: Callable[[Issue], Path]
    get: Callable[[Issue], Any]
    put: Callable[[Issue, Any], Issue]
    words: Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class _Value(Change):
    """A value of head or closing block."""

    value: _Single

    @property
    def shape(self) -> Shape:
        return "field"

    def words(self) -> tuple[str, str]:
        return self.value.words(self.value.get(self.both.base)), self.value.words(
            self.value.get(self.both.theirs)
        )

    def place(self, issue: Issue) -> Span:
        old, now = self.value.get(self.both.base), self.value.get(issue)
        if now not in (old, self.value.get(self.both.theirs)):
            raise EditError(_CHANGED)
        path = self.value.path(issue)
        return Place(path, 0), Place(path, len(now) if isinstance(now, str) else 0)

    def taken(self, issue: Issue) -> Issue:
        new, now = self.value.get(self.both.theirs), self.value.get(issue)
        if now == new:
            return issue
        if now != self.value.get(self.both.base):
            raise EditError(_CHANGED)
        return self.value.put(issue, new)


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _imprint_words(imprint: Imprint | None) -> str:
    return f"{imprint.office} {chinese_date(imprint.date)}" if imprint else ""


def _at(path: Path, words: Callable[[Any], str] = _plain) -> _Single:
    """A value of every bulletin, by its path."""
    first, *rest = map(str, path)

    def get(issue: Issue) -> Any:
        value = getattr(issue, first)
        return getattr(value, rest[0]) if rest and value is not None else value

    def put(issue: Issue, value: Any) -> Issue:
        part = replace(getattr(issue, first), **{rest[0]: value}) if rest else value
        return replace(issue, **{first: part})

    return _Single(lambda _issue: path, get, put, words)


_HEAD = (MARKING, NAME, SUPPLEMENT, NUMBER, TOTAL_NUMBER, ISSUER)
_VALUES = (
    *map(_at, _HEAD),
    _at(DATE, chinese_date),
    _at(DISCLOSURE),
    _at(PRINT_COUNT),
)


def _fields(was: Issue, now: Issue) -> Iterator[_Single]:
    """The values of a layout's own that either has, and those of the imprint: both at once where one of the
    issues has none."""
    if was.imprint is not None and now.imprint is not None:
        yield from (_at(OFFICE), _at(PRINTED, chinese_date))
    else:
        whole = _at(IMPRINT, _imprint_words)
        yield whole._replace(path=lambda issue: OFFICE if issue.imprint else ISSUER)
    for fields, name in dict.fromkeys(
        (fields, each.name)
        for issue in (was, now)
        for fields, values in ((HEAD_FIELDS, issue.head_fields), (CLOSING_FIELDS, issue.closing_fields))
        for each in values
    ):
        yield _own_field(fields, name, now)


def _own_field(fields: Path, name: str, theirs: Issue) -> _Single:
    def values(issue: Issue) -> tuple[Any, ...]:
        return issue.head_fields if fields == HEAD_FIELDS else issue.closing_fields

    def path(issue: Issue) -> Path:
        at = next((at for at, each in enumerate(values(issue)) if each.name == name), None)
        return ISSUER if at is None else field_text_path(fields, at)

    def put(issue: Issue, text: str | None) -> Issue:
        made = with_field(issue, fields, name, text)
        names = [each.name for each in values(theirs)]
        if text is None or field_value(issue, fields, name) is not None or name not in names:
            return made
        there = values(made)
        behind = names[names.index(name) + 1 :]
        at = next((at for at, each in enumerate(there) if each.name in behind), len(there) - 1)
        row = (*there[:at], there[-1], *there[at:-1])
        return replace(made, head_fields=row) if fields == HEAD_FIELDS else replace(made, closing_fields=row)

    return _Single(path, lambda issue: field_value(issue, fields, name), put, _plain)


@dataclass(frozen=True, slots=True)
class _Own(Change):
    """An item's mark, a section's name or level."""

    what: Literal["mark", "name", "level"]
    number: int
    old: str | int
    new: str | int

    @property
    def shape(self) -> Shape:
        return "field" if self.what == "mark" else "parts"

    def words(self) -> tuple[str, str]:
        if self.what == "level":
            return f"{'一二'[int(self.old) - 1]}级栏目", f"{'一二'[int(self.new) - 1]}级栏目"
        return str(self.old), str(self.new)

    def place(self, issue: Issue) -> Span:
        part, now = self._there(issue)
        if now not in (self.old, self.new):
            raise EditError(_CHANGED)
        path = title_of(part) if self.what == "mark" else name_of(part)
        return Place(path, 0), Place(path, len(str(now)) if self.what == "name" else 0)

    def taken(self, issue: Issue) -> Issue:
        part, now = self._there(issue)
        if now == self.new:
            return issue
        if now != self.old:
            raise EditError(_CHANGED)
        at = numbers(part)
        section = issue.sections[at[0]]
        if self.what == "mark":
            item = replace(section.items[at[1]], mark=str(self.new))
            items = (*section.items[: at[1]], item, *section.items[at[1] + 1 :])
            section = replace(section, items=items)
        elif self.what == "name":
            section = replace(section, name=str(self.new))
        else:
            section = replace(section, level=int(self.new))
        return replace(issue, sections=(*issue.sections[: at[0]], section, *issue.sections[at[0] + 1 :]))

    def _there(self, issue: Issue) -> tuple[Path, str | int]:
        third = self.both.third(issue)
        if self.what == "mark":
            path = third.items.get(self.number)
            if path is None:
                raise EditError("这篇稿件后来不在了，这处修订放不进去。")
            return path, item_at(issue, path).mark
        at = third.sections.get(self.number)
        if at is None:
            raise EditError("这个栏目后来不在了，这处修订放不进去。")
        section = issue.sections[at]
        return section_path(at), section.name if self.what == "name" else section.level


# ---- items and sections


@dataclass(frozen=True, slots=True)
class _Part(Change):
    """An item or a section that comes, goes or moves."""

    kind: str
    number: int

    @property
    def shape(self) -> Shape:
        return "parts"

    @property
    def moves(self) -> bool:
        return self.kind.endswith("moved")

    def all_words(self) -> str:
        new = self.both.beside.new_item(self.number) if self.kind == "item in" else None
        if new is None:
            return self.words()[1]
        _, item = new
        return "\n".join(filter(None, (text_of(item), item.source)))

    def words(self) -> tuple[str, str]:
        beside = self.both.beside
        if self.kind.startswith("item"):
            old, new = beside.old_item(self.number), beside.new_item(self.number)
            was, now = _called(old and old[1]), _called(new and new[1])
            if self.moves and new is not None:
                return was, f"移到{position(self.both.theirs, *numbers(new[0])[:2])}"
            return was, now
        first, second = beside.old_section(self.number), beside.new_section(self.number)
        was, now = (f"【{each.name}】" if each else "" for each in (first, second))
        if self.moves:
            at = beside.sections[self.number].new
            return was, f"移到第{(at or 0) + 1}个栏目"
        return was, now

    def place(self, issue: Issue) -> Span:
        parts = self.both.parts
        third = self.both.third(issue)
        match self.kind:
            case "item in":
                return parts.item_span(third, self.number) or parts.entrance(third, self.number)
            case "item out":
                parts.item_out(issue, self.number)
                return parts.item_span(third, self.number) or parts.somewhere(third)
            case "item moved":
                span = parts.item_span(third, self.number)
                if span is None:
                    raise EditError("这篇稿件后来不在了，这处修订放不进去。")
                parts.check_home(third, self.number)
                return span[0], span[0]
            case "section in":
                at = third.sections.get(self.number)
                return (
                    parts.section_entrance(third, self.number)
                    if at is None
                    else span_of(issue, section_path(at))
                )
        at = third.sections.get(self.number)
        if at is None:
            if self.kind == "section out":
                return parts.somewhere(third)
            raise EditError("这个栏目后来不在了，这处修订放不进去。")
        if self.kind == "section out":
            parts.section_out(issue, self.number)
            return span_of(issue, section_path(at))
        place = Place(name_of(section_path(at)), 0)
        return place, place

    def taken(self, issue: Issue) -> Issue:
        parts = self.both.parts
        ways: dict[str, Callable[[Issue, int], Issue]] = {
            "item out": parts.item_out,
            "item in": parts.item_in,
            "item moved": parts.item_moved,
            "section out": parts.section_out,
            "section in": parts.section_in,
            "section moved": parts.section_moved,
        }
        return ways[self.kind](issue, self.number)


def _called(item: Item | None) -> str:
    """An item in plain words: its title, else how it begins."""
    if item is None:
        return ""
    if item.title:
        return item.title.replace("\n", "")
    return next((text.text for block in item.blocks for text in block.texts() if text.text), "（空稿件）")
