"""What changed between two versions of an issue, finer than by parts: words in a text, cells of a table, and
where each stands in both versions. Must not know where the versions come from, nor who shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Literal

from bulletin_desk.bulletin.block_changes import change_in_words, paired_rows, quoted, text_change
from bulletin_desk.bulletin.compare import Change, value_in_words
from bulletin_desk.bulletin.describe import NO_LABELS, describe
from bulletin_desk.bulletin.fields import fields_of, place_of
from bulletin_desk.bulletin.grammar import (
    NAME,
    Node,
    Region,
    attachment_at,
    block_at,
    block_of,
    cell_of,
    field_path,
    fields_of_path,
    heading_of,
    is_attachment,
    is_block,
    is_cell,
    is_entry,
    is_field,
    is_in,
    is_item,
    is_note,
    is_section,
    item_of,
    label_path,
    name_of,
    node_at,
    numbers,
    order,
    region_of,
    section_of,
    to_path,
    walk,
)
from bulletin_desk.bulletin.matching import matched_row, plain, text_of
from bulletin_desk.bulletin.model import (
    Block,
    BlockText,
    Body,
    Cell,
    Heading,
    Issue,
    Paragraph,
    Path,
    Pictures,
    Place,
    Table,
)
from bulletin_desk.bulletin.put_out import as_put_out
from bulletin_desk.bulletin.take_back import Comparison, Part
from bulletin_desk.bulletin.text_hunks import Hunk, apart, carried, hunks, without
from bulletin_desk.checked import shown

Shape = Literal["words", "part", "field", "look"]
"""Words in a text; a section, an item, a block or another part as a whole; a value of head or closing block;
how something looks, as what is bold, of which level, how wide."""
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Changed:
    """One change. In the new issue it stands from `start` to `end` (alike where nothing of it is there), in
    the old one from `old_start` to `old_end`, where there is anything of it. `part`: the path in the new
    issue of what it is all of, None of words and of what was removed. `was` and `now`: what stood there and
    what stands there, as far as it has words; of what was moved neither. `sentence` is whole, for the
    clerk."""

    kind: Change
    shape: Shape
    start: Place
    end: Place
    sentence: str
    was: str = ""
    now: str = ""
    part: Path | None = None
    old_start: Place | None = None
    old_end: Place | None = None

    @property
    def hunks(self) -> tuple[Hunk, ...]:
        """What differs in the words of a value: between `was` and `now`."""
        return hunks(self.was, self.now)


def changes_between(old: Issue, new: Issue, labels: Mapping[str, str] = NO_LABELS) -> tuple[Changed, ...]:
    """What changed from `old` to `new` of what is put out, in the order of the paper; none if, and only if,
    nothing has. Fields of a layout's own are called by their `labels`."""
    was, now = as_put_out(old), as_put_out(new)
    if was == now:
        return ()
    found = _Finder(was, now, labels).found()
    return tuple(sorted(found, key=lambda each: (order(each.start.path), each.start.offset)))


class _Finder:
    """Lays two issues side by side."""

    def __init__(self, old: Issue, new: Issue, labels: Mapping[str, str]) -> None:
        self._old = old
        self._new = new
        self._labels = labels
        self._comparison = Comparison(old, new, labels)

    def found(self) -> Iterator[Changed]:
        """All changes."""
        section_back = {part.old: part.back for part in self._comparison.parts if part.back}
        for part in self._comparison.parts:
            if part.kind is Change.REMOVED and part.back is None and part.old and is_item(part.old):
                part = replace(part, back=section_back.get(section_of(part.old)))
            yield from self._refined(part)

    def _refined(self, part: Part) -> Iterator[Changed]:
        """A part in its changes: at least one."""
        path = part.new or part.old or ()
        if path == _LAYOUT:
            place = Place(NAME, 0)
            yield Changed(part.kind, "look", place, place, part.sentence)
        elif _is_value(path):
            yield self._value(part)
        elif part.kind is Change.REMOVED:
            yield self._removed(part.old or (), part.back, part.sentence)
        elif part.kind is Change.CHANGED:
            yield from self._within(part)
        else:
            yield self._whole(part.kind, part.new or (), part.old, part.sentence)

    # ---- what is whole

    def _value(self, part: Part) -> Changed:
        """A value of head or closing block."""
        old_path = new_path = part.new or part.old or ()
        if is_field(old_path):
            there = self._old if part.kind is Change.REMOVED else self._new
            fields = fields_of_path(old_path)
            name = fields_of(there, fields)[numbers(old_path)[0]].name
            before, after = (place_of(issue, fields, name) for issue in (self._old, self._new))
            was = "" if before is None else fields_of(self._old, fields)[before].text
            now = "" if after is None else fields_of(self._new, fields)[after].text
            new_path = fields if after is None else field_path(fields, after)
        else:
            was, now = value_in_words(self._old, old_path), value_in_words(self._new, new_path)
        start, end = _extent(self._new, new_path)
        return Changed(part.kind, "field", start, end, part.sentence, was, now, new_path)

    def _removed(self, old: Path, back: Path | None, sentence: str) -> Changed:
        there = _place_back(self._new, back)
        start, end = _extent(self._old, old)
        was = _words_in(self._old, old)
        return Changed(Change.REMOVED, "part", there, there, sentence, was, "", None, start, end)

    def _whole(self, kind: Change, new: Path, old: Path | None, sentence: str) -> Changed:
        start, end = _extent(self._new, new)
        before = (None, None) if old is None else _extent(self._old, old)
        now = "" if kind is Change.MOVED else _words_in(self._new, new)
        return Changed(kind, "part", start, end, sentence, "", now, new, *before)

    def _look(self, old: Path, new: Path, said: str) -> Changed:
        """`said` is what follows the place in the sentence."""
        start, end = _extent(self._new, new)
        sentence = shown(f"{describe(self._new, new, self._labels)}{said}。", _LONGEST)
        return Changed(Change.CHANGED, "look", start, end, sentence, "", "", new, *_extent(self._old, old))

    # ---- what has changed inside

    def _within(self, part: Part) -> Iterator[Changed]:
        old, new = part.old or (), part.new or ()
        found: list[Changed] = []
        if is_note(new) or is_block(new):
            found += self._block(old, new)
        elif is_attachment(new):
            found += self._attachment(old, new)
        elif is_entry(new):
            for path_of in (label_path, to_path):
                at, there = path_of(*numbers(old)), path_of(*numbers(new))
                found += self._text(at, there)
        else:
            found += self._text(old, new)
            section = section_of(new)
            if new == name_of(section):
                levels = [
                    issue.sections[numbers(path)[0]].level
                    for issue, path in ((self._old, old), (self._new, new))
                ]
                if levels[0] != levels[1]:
                    found.append(self._look(section_of(old), section, f"改为{'一二'[levels[1] - 1]}级栏目"))
        if found:
            yield from found
        else:
            start, end = _extent(self._new, new)
            yield Changed(part.kind, "look", start, end, part.sentence, "", "", new, *_extent(self._old, old))

    def _text(self, old: Path, new: Path) -> Iterator[Changed]:
        """The words of a text that differ."""
        was, now = node_at(self._old, old), node_at(self._new, new)
        if was is not None and now is not None and was.text != now.text:
            yield from self._words(old, new, was.text, now.text)

    def _words(self, old: Path, new: Path, was: str, now: str) -> Iterator[Changed]:
        where = describe(self._new, new, self._labels)
        for hunk in hunks(was, now):
            come = now[hunk.start : hunk.end]
            kind = Change.CHANGED if hunk.was and come else Change.ADDED if come else Change.REMOVED
            said = text_change(hunk.was, come)
            colon = "" if said.startswith("的") else "："
            yield Changed(
                kind,
                "words",
                Place(new, hunk.start),
                Place(new, hunk.end),
                shown(f"{where}{colon}{said}。", _LONGEST),
                hunk.was,
                come,
                None,
                Place(old, hunk.old),
                Place(old, hunk.old_end),
            )

    def _attachment(self, old: Path, new: Path) -> Iterator[Changed]:
        was, now = attachment_at(self._old, old), attachment_at(self._new, new)
        yield from self._text(heading_of(old), heading_of(new))
        yield from self._row(
            was.blocks, now.blocks, lambda at: block_of(old, at), lambda at: block_of(new, at)
        )

    def _row(
        self,
        olds: Sequence[Block],
        news: Sequence[Block],
        old_path: Callable[[int], Path],
        new_path: Callable[[int], Path],
    ) -> Iterator[Changed]:
        """What happened in a row of blocks."""
        kept, moved = matched_row(olds, news)
        stayed = {second: first for first, second in kept}
        came = {second: first for first, second in moved}
        for second in range(len(news)):
            path = new_path(second)
            where = describe(self._new, path)
            if second in came:
                there = old_path(came[second])
                said = f"原{describe(self._old, there)}移到第{second + 1}段。"
                yield self._whole(Change.MOVED, path, there, said)
            elif second not in stayed:
                said = shown(f"新增{where}{_quoted_words(text_of(news[second]))}。", _LONGEST)
                yield self._whole(Change.ADDED, path, None, said)
            elif olds[stayed[second]] != news[second]:
                changes = list(self._block(old_path(stayed[second]), path))
                yield from changes or [self._look(old_path(stayed[second]), path, "有改动")]
        ends = [*kept, (len(olds), len(news))]
        for first in sorted({*range(len(olds))} - {each for each, _ in (*kept, *moved)}):
            back = new_path(next(second for each, second in ends if each > first))
            path = old_path(first)
            said = shown(
                f"删去原{describe(self._old, path)}{_quoted_words(text_of(olds[first]))}。", _LONGEST
            )
            yield self._removed(path, back, said)

    # ---- blocks

    def _block(self, old: Path, new: Path) -> Iterator[Changed]:
        was, now = block_at(self._old, old), block_at(self._new, new)
        match was, now:
            case Table(), Table():
                yield from self._table(old, was, new, now)
            case Pictures(), Pictures():
                yield from self._pictures(old, was, new, now)
            case ((Table() | Pictures()), _) | (_, (Table() | Pictures())):
                assert was is not None
                assert now is not None
                yield self._look(old, new, change_in_words(was, now))
            case _:
                assert isinstance(was, Paragraph)
                assert isinstance(now, Paragraph)
                yield from self._paragraph(old, was, new, now)

    def _paragraph(self, old: Path, was: Paragraph, new: Path, now: Paragraph) -> Iterator[Changed]:
        (before,), (after,) = was.texts(), now.texts()
        yield from self._words(old, new, before.text, after.text)
        numbered = isinstance(was, Heading) and isinstance(now, Heading) and was.numbered != now.numbered
        if was.kind is not now.kind or numbered:
            yield self._look(old, new, change_in_words(was.with_text((), after.text, 0), now))
        differing = hunks(before.text, after.text)
        yield from self._bold(new, before, after, differing)
        if isinstance(was, Body) and isinstance(now, Body):
            heading = carried(((0, was.run_in),) if was.run_in else (), differing)
            today = without(((0, now.run_in),) if now.run_in else (), differing)
            if heading != today or bool(was.run_in) != bool(now.run_in):
                yield self._look(old, new, "的段首标题有改动")

    def _bold(
        self, new: Path, was: BlockText, now: BlockText, differing: Sequence[Hunk]
    ) -> Iterator[Changed]:
        """What is bold now and was not, and the other way round, of the characters that both have."""
        before, after = carried(was.bold, differing), without(now.bold, differing)
        where = describe(self._new, new)
        for start, end in apart(before, after):
            bold = any(first <= start < last for first, last in after)
            words = quoted(now.text[start:end])
            said = shown(f"{where}：{words}{'加粗' if bold else '不再加粗'}。", _LONGEST)
            places = Place(new, start), Place(new, end)
            yield Changed(Change.CHANGED, "look", *places, said)

    def _pictures(self, old: Path, was: Pictures, new: Path, now: Pictures) -> Iterator[Changed]:
        then = {text.path: text.text for text in was.texts()}
        words = was
        if len(was.pictures) == len(now.pictures):
            for text in now.texts():
                yield from self._words((*old, *text.path), (*new, *text.path), then[text.path], text.text)
                words = words.with_text(text.path, text.text, 0)
        if words != now:
            yield self._look(old, new, change_in_words(words, now))

    def _table(self, old: Path, was: Table, new: Path, now: Table) -> Iterator[Changed]:
        words = replace(was, caption=now.caption, unit=now.unit, note=now.note)
        then = {text.path: text.text for text in was.texts()}
        for text in now.texts():
            if not is_cell((*new, *text.path)):
                yield from self._words((*old, *text.path), (*new, *text.path), then[text.path], text.text)
        yield from self._rows(old, was, new, now)
        if words.header_rows != now.header_rows or words.columns != now.columns or words.rules != now.rules:
            yield self._look(old, new, change_in_words(replace(words, rows=now.rows), now))

    def _rows(self, old: Path, was: Table, new: Path, now: Table) -> Iterator[Changed]:
        pairs = paired_rows(was, now)
        stayed = {second: first for first, second in pairs}
        for second, row in enumerate(now.rows):
            first = stayed.get(second)
            if first is None:
                cells = _row_words(row)
                said = shown(
                    f"{describe(self._new, new)}新增第{second + 1}行{_quoted_words(cells)}。", _LONGEST
                )
                places = _row_places(new, second, row)
                yield Changed(Change.ADDED, "part", *places, said, "", cells, row_of(new, second))
            else:
                yield from self._cells(old, was.rows[first], first, new, row, second)
        ends = [*pairs, (len(was.rows), len(now.rows))]
        for first in sorted({*range(len(was.rows))} - {each for each, _ in pairs}):
            at = next(second for each, second in ends if each > first)
            place = _before_row(new, now, at)
            cells = _row_words(was.rows[first])
            said = shown(f"{describe(self._new, new)}删去原第{first + 1}行{_quoted_words(cells)}。", _LONGEST)
            there = _row_places(old, first, was.rows[first])
            yield Changed(Change.REMOVED, "part", place, place, said, cells, "", None, *there)

    def _cells(
        self, old: Path, was: tuple[Cell, ...], first: int, new: Path, now: tuple[Cell, ...], second: int
    ) -> Iterator[Changed]:
        """What differs in a row of a table."""
        if [(cell.columns, cell.rows) for cell in was] != [(cell.columns, cell.rows) for cell in now]:
            before, after = _row_words(was), _row_words(now)
            where = f"{describe(self._new, new)}第{second + 1}行"
            said = shown(f"{where}的单元格有改动，原来是{_quoted_words(before) or '空的'}。", _LONGEST)
            places = (*_row_places(new, second, now), said, before, after, row_of(new, second))
            yield Changed(Change.CHANGED, "look", *places, *_row_places(old, first, was))
            return
        for at, (one, other) in enumerate(zip(was, now, strict=True)):
            there, here = cell_of(old, first, at), cell_of(new, second, at)
            yield from self._words(there, here, one.text, other.text)
            texts = BlockText((), one.text, 0, one.bold), BlockText((), other.text, 0, other.bold)
            yield from self._bold(here, *texts, hunks(one.text, other.text))
            if one.align != other.align:
                yield self._look(there, here, "的对齐有改动")


# ---- places and words


_LAYOUT: Path = ("layout",)


def _is_value(path: Path) -> bool:
    """Whether a path is that of a single value of head or closing block."""
    region = region_of(path)
    return is_field(path) or region is Region.HEAD or (region is Region.CLOSING and not is_entry(path))


def row_of(table: Path, row: int) -> Path:
    """What all cells that begin in a row of a table lie in."""
    return cell_of(table, row, 0)[:-1]


def _row_places(table: Path, row: int, cells: Sequence[Cell]) -> tuple[Place, Place]:
    """The first and the last place in a row of a table."""
    if not cells:  # cells from above cover it
        place = Place(cell_of(table, 0, 0), 0)
        return place, place
    last = len(cells) - 1
    return Place(cell_of(table, row, 0), 0), Place(cell_of(table, row, last), len(cells[last].text))


def _before_row(path: Path, table: Table, row: int) -> Place:
    """The place before a row of a table, behind its last one where it has no such row."""
    if row < len(table.rows):
        return _row_places(path, row, table.rows[row])[0]
    return _row_places(path, len(table.rows) - 1, table.rows[-1])[1]


def _row_words(cells: Sequence[Cell]) -> str:
    return " ".join(plain(cell.text) for cell in cells if cell.text)


def _quoted_words(text: str) -> str:
    return quoted(text) if text.strip() else ""


def _nodes(issue: Issue, path: Path) -> Iterator[Node]:
    """The texts of a part, without attachments of items."""
    if not _is_known(path):
        path = heading_of(item_of(path))
    yield from takewhile(lambda node: is_in(node.path, path), walk(issue, path))


def _is_known(path: Path) -> bool:
    """Whether a path leads to what stands on the paper by itself, as an item's mark does not."""
    try:
        order(path)
    except KeyError:
        return False
    return True


def _extent(issue: Issue, path: Path) -> tuple[Place, Place]:
    """Where a part begins and ends, in texts with words where it has any. One without a text, as a date, is
    all one place."""
    nodes = list(_nodes(issue, path))
    nodes = [node for node in nodes if node.text] or nodes
    if not nodes:
        return Place(path, 0), Place(path, 0)
    return Place(nodes[0].path, 0), Place(nodes[-1].path, len(nodes[-1].text))


def _words_in(issue: Issue, path: Path) -> str:
    """The words of a part, of a section its name."""
    path = name_of(path) if is_section(path) else path
    return "\n".join(node.text for node in _nodes(issue, path) if node.text)


def _place_back(issue: Issue, back: Path | None) -> Place:
    """Where what would come back at a path is remembered: before what stands there now, else behind what
    stands before."""
    if back is not None:
        there = next((node for node in _nodes(issue, back) if node.text), None)
        if there is not None:
            return Place(there.path, 0)
        before = next((node for node in walk(issue, back, backwards=True) if node.text), None)
        if before is not None:
            return Place(before.path, len(before.text))
    return Place(next(walk(issue)).path, 0)
