"""How pasted paragraphs enter the bulletin. Knows neither clipboards nor pages.

Inside a text only the first paragraph joins it; what follows keeps its kinds and stands in paragraphs, items
and sections of its own. Nothing of the bulletin is lost by pasting, except what was selected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bulletin_desk.bulletin.edits import as_body, cut, join, replace_range, set_bold, set_run_in
from bulletin_desk.bulletin.grammar import (
    ITEM_TEXTS,
    SPECS,
    block_of,
    has_around,
    item_at,
    note_path,
    numbers,
    owner,
    source_of,
    spec_at,
)
from bulletin_desk.bulletin.model import Block, Body, Issue, Item, Kind, Path, Place, Section, Subheading
from bulletin_desk.bulletin.numbering import EMPTY_ITEM
from bulletin_desk.bulletin.ranges import united
from bulletin_desk.editing.commands import Edited, delete_selection
from bulletin_desk.editing.fragment import Fragment, Paragraph
from bulletin_desk.editing.nodes import body_at, cleaned, valid
from bulletin_desk.editing.selection import Selection, at


def paste(issue: Issue, selection: Selection, fragment: Fragment) -> Edited:
    """`fragment` in place of what is selected; the caret comes after it."""
    if not fragment.paragraphs:
        return issue, selection
    paragraphs = tuple(_clean(paragraph) for paragraph in fragment.paragraphs)
    single = len(paragraphs) == 1 and fragment.open_end
    start, end = selection.start, selection.end
    if single and start.path == end.path:
        issue, place = _replaced(issue, start, end.offset, paragraphs[0])
        return issue, at(place)
    if not selection.empty:
        issue, selection = delete_selection(issue, selection)
    place = selection.head.place
    if single:
        issue, place = _replaced(issue, place, place.offset, paragraphs[0])
        return issue, at(place)
    match place.path:
        case ("sections", int(section), "items", *_) if fragment.guessed:
            # a line that names the section where the text goes says nothing new
            first = paragraphs[0]
            if first.kind in _SECTION_HEADS and first.text == issue.sections[section].name:
                paragraphs = paragraphs[1:]
    fragment = replace(fragment, paragraphs=paragraphs)
    if not paragraphs:
        return issue, at(place)
    match place.path:
        case ("sections", _, "items", _, "title"):
            issue, place = _into_title(issue, place, fragment)
        case ("sections", _, "items", _, "blocks", _):
            issue, place = _into_blocks(issue, place, fragment)
        case ("editors_note", _):
            issue, place = _into_notes(issue, place, fragment)
        case ("sections", int(section), "name") if (
            _is_bare(issue.sections[section]) and not fragment.guessed and _structured(paragraphs)
        ):
            issue, place = _into_section(issue, section, paragraphs)
        case _:
            spec = spec_at(issue, place.path)
            lines = spec.kind in ITEM_TEXTS and spec.line_breaks
            text = ("\n" if lines else "").join(paragraph.text for paragraph in paragraphs)
            issue, place = _replaced(issue, place, place.offset, Paragraph(Kind.BODY, text))
    return issue, at(valid(issue, place))


_WITH_LINES = frozenset(spec.kind for spec in SPECS if spec.line_breaks and spec.choosable)
"""Kinds of paragraph that keep the clerk's own line breaks."""


def _clean(paragraph: Paragraph) -> Paragraph:
    head = cleaned(paragraph.text[: paragraph.run_in])
    text = head + cleaned(paragraph.text[paragraph.run_in :])
    if paragraph.kind not in _WITH_LINES:
        head, text = head.replace("\n", ""), text.replace("\n", "")
    bold = paragraph.bold if text == paragraph.text else ()  # else it would stand beside its characters
    return Paragraph(paragraph.kind, text, len(head), bold)


def _replaced(issue: Issue, start: Place, end: int, paragraph: Paragraph) -> tuple[Issue, Place]:
    """One paragraph's text inside another, which keeps its kind; an empty one takes the run-in heading
    too."""
    text = paragraph.text
    empty = body_at(issue, start.path) == Body("")
    if not spec_at(issue, start.path).line_breaks:
        text = text.replace("\n", "")
    issue = replace_range(issue, start.path, start.offset, end, text)
    body = body_at(issue, start.path)
    if body is not None and paragraph.bold and text == paragraph.text:
        pasted = ((start.offset + first, start.offset + last) for first, last in paragraph.bold)
        issue = set_bold(issue, start.path, united((*body.bold, *pasted)))
    if empty:
        issue = set_run_in(issue, start.path, min(paragraph.run_in, len(text)))
    return issue, valid(issue, Place(start.path, start.offset + len(text)))


def _into_notes(issue: Issue, place: Place, fragment: Fragment) -> tuple[Issue, Place]:
    (number,) = numbers(place.path)
    note = issue.editors_note[number]
    head, tail = cut(note, place.offset)
    new: list[Block] = [_block(paragraph, body=True) for paragraph in fragment.paragraphs]
    blocks, at_block, offset = _spliced(head, new, tail, open_end=fragment.open_end)
    notes = tuple(as_body(block) for block in blocks)
    notes = (*issue.editors_note[:number], *notes, *issue.editors_note[number + 1 :])
    return replace(issue, editors_note=notes), Place(note_path(number + at_block), offset)


def _block(paragraph: Paragraph, *, body: bool = False) -> Block:
    if paragraph.kind in (Kind.SUBHEADING, Kind.TITLE) and not body:
        return Subheading(paragraph.text)
    if "\n" in paragraph.text:
        return Body(paragraph.text.replace("\n", ""), paragraph.run_in)
    return Body(paragraph.text, paragraph.run_in, paragraph.bold)


def _spliced(head: Block, new: list[Block], tail: Block, *, open_end: bool) -> tuple[list[Block], int, int]:
    """New blocks between the two halves of the block that they were pasted into, and where the caret then
    is."""
    blocks = list(new)
    first = 0
    if head.text:
        if type(head) is type(blocks[0]):
            blocks[0] = _joined(head, blocks[0])
        else:
            blocks.insert(0, head)
    at, offset = len(blocks) - 1, len(blocks[-1].text)
    if tail.text:
        if open_end and _may_join(blocks[-1], tail):
            blocks[-1] = _joined(blocks[-1], tail)
        else:
            blocks.append(tail)
            if not open_end:
                at, offset = at + 1, 0
    return blocks, first + at, offset


def _may_join(first: Block, second: Block) -> bool:
    return isinstance(first, Body) or isinstance(second, Subheading)


def _joined(first: Block, second: Block) -> Block:
    """Two paragraphs as one of the first one's kind; body text has no line breaks."""
    return join(first, as_body(second) if isinstance(first, Body) else second)


# ---- into an item


def _into_blocks(issue: Issue, place: Place, fragment: Fragment) -> tuple[Issue, Place]:
    path = place.path
    item = item_at(issue, path)
    *_, number = numbers(path)
    head, tail = cut(item.blocks[number], place.offset)
    after = item.blocks[number + 1 :]
    paragraphs = fragment.paragraphs
    if not _structured(paragraphs):
        room = (
            not (item.source or item.signature) and not tail.text and not any(block.text for block in after)
        )
        blocks, source = _running(paragraphs, room=room)
        if fragment.guessed and isinstance(head, Body) and blocks:
            # a guess says nothing of a line that continues a paragraph, or is continued by its end
            if head.text:
                blocks[0] = Body(blocks[0].text, bold=blocks[0].texts()[0].bold)
            if tail.text and fragment.open_end:
                blocks[-1] = Body(blocks[-1].text, bold=blocks[-1].texts()[0].bold)
        offset = 0
        if blocks:
            spliced, at_block, offset = _spliced(head, blocks, tail, open_end=fragment.open_end)
        else:
            spliced, at_block = [head] if head.text else [], 0
        new = replace(
            item,
            blocks=(*item.blocks[:number], *spliced, *(() if source else after)),
            source=source or item.source,
        )
        there = owner(path)
        end = Place(block_of(there, number + at_block), offset)
        return _with_item(issue, path, new), Place(source_of(there), len(source)) if source else end
    before = (*item.blocks[:number], *([head] if head.text else ()))
    front = replace(item, blocks=before, source="", signature="")
    rest = Item("", (*([tail] if tail.text else ()), *after), item.source, signature=item.signature)
    return _woven(issue, path, front, paragraphs, rest)


def _into_title(issue: Issue, place: Place, fragment: Fragment) -> tuple[Issue, Place]:
    path = place.path
    item = item_at(issue, path)
    first, *others = fragment.paragraphs
    if first.kind is Kind.TITLE and others and place.offset == 0 and item.title:
        return _woven(issue, path, None, fragment.paragraphs, item)
    if first.kind in _SECTION_HEADS and others and not item.title:
        front = Item("", EMPTY_ITEM.blocks)
        rest = replace(item, blocks=_without_empty(item.blocks))
        return _woven(issue, path, front, fragment.paragraphs, rest)
    title = item.title[: place.offset] + first.text + item.title[place.offset :]
    if not others:
        return _with_item(issue, path, replace(item, title=title)), Place(
            path, place.offset + len(first.text)
        )
    after = _without_empty(item.blocks)
    if not _structured(others):
        room = not (item.source or item.signature) and not any(block.text for block in after)
        blocks, source = _running(others, room=room)
        new = replace(
            item, title=title, blocks=(*blocks, *(() if source else after)), source=source or item.source
        )
        there = owner(path)
        end = (
            Place(block_of(there, len(blocks) - 1), len(blocks[-1].text))
            if blocks
            else Place(path, len(title))
        )
        return _with_item(issue, path, new), Place(source_of(there), len(source)) if source else end
    front = replace(item, title=title, blocks=(), source="", signature="")
    return _woven(issue, path, front, others, Item("", after, item.source, signature=item.signature))


def _without_empty(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return blocks[1:] if blocks and blocks[0] == Body("") else blocks


def _structured(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether there are titles, section names, or a source before the end: more than one item's own text."""
    return any(paragraph.kind in (Kind.KICKER, Kind.TITLE, *_SECTION_HEADS) for paragraph in paragraphs)


def _running(paragraphs: Sequence[Paragraph], *, room: bool) -> tuple[list[Block], str]:
    """The paragraphs as blocks, and a source at their end if there is `room` for one."""
    if room and paragraphs[-1].kind is Kind.SOURCE:
        return [_block(paragraph) for paragraph in paragraphs[:-1]], paragraphs[-1].text
    return [_block(paragraph) for paragraph in paragraphs], ""


def _is_bare(section: Section) -> bool:
    return not section.name and not section.items


def _into_section(issue: Issue, section: int, paragraphs: Sequence[Paragraph]) -> tuple[Issue, Place]:
    """Sections and items in place of a section of which nothing is left."""
    first = paragraphs[0]
    old, others = issue.sections[section], paragraphs
    if first.kind in _SECTION_HEADS:
        old, others = replace(old, name=first.text), paragraphs[1:]
    heads: list[Section] = [old]
    rows: list[list[_Draft]] = [[]]
    end: tuple[str | int, ...] = ("name",)
    for paragraph in others:
        end = _append(heads, rows, paragraph)
    made = (
        replace(head, items=tuple(draft.done() for draft in row))
        for head, row in zip(heads, rows, strict=True)
    )
    there: Path = ("sections", section + len(rows) - 1)
    if end != ("name",):
        there = (*there, "items", len(rows[-1]) - 1)
    sections = (*issue.sections[:section], *made, *issue.sections[section + 1 :])
    return replace(issue, sections=sections), Place((*there, *end), len(paragraphs[-1].text))


def _with_item(issue: Issue, path: Path, item: Item) -> Issue:
    section, number, *_ = numbers(path)
    items = issue.sections[section].items
    return _with_section(issue, section, (*items[:number], item, *items[number + 1 :]))


def _with_section(issue: Issue, section: int, items: tuple[Item, ...]) -> Issue:
    new = replace(issue.sections[section], items=items)
    return replace(issue, sections=(*issue.sections[:section], new, *issue.sections[section + 1 :]))


_SECTION_HEADS = (Kind.SECTION_HEAD, Kind.SECTION_HEAD_2)


@dataclass
class _Draft:
    """An item being put together; `around` are its texts around title and blocks, and its mark."""

    title: str = ""
    blocks: list[Block] = field(default_factory=list)
    source: str = ""
    around: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, item: Item) -> _Draft:
        """The draft of an item that is there."""
        names = (*ITEM_TEXTS.values(), "mark")
        around = {name: getattr(item, name) for name in names if getattr(item, name)}
        return cls(item.title, list(item.blocks), item.source, around)

    @property
    def ended(self) -> bool:
        """Whether it has a text that nothing but the next item follows."""
        return bool(self.source or self.around.get("signature"))

    @property
    def begun(self) -> bool:
        """Whether it has anything but a kicker, after which its title may still come."""
        return bool(self.title or self.blocks or self.source or self.around.keys() - {"kicker"})

    def done(self) -> Item:
        return Item(self.title, tuple(self.blocks), self.source, **self.around)


def _woven(
    issue: Issue, path: Path, front: Item | None, paragraphs: Sequence[Paragraph], rest: Item
) -> tuple[Issue, Place]:
    """Items and sections between `front` (what stays before them of the item at `path`) and the `rest` of
    that item. The rest is an item of its own without a front, if it has lines of its own before its blocks,
    or if the last new item has a source or a signature."""
    section, number, *_ = numbers(path)
    old = issue.sections[section]
    heads = [replace(old, items=())]
    rows: list[list[_Draft]] = [[]]
    if front is not None:
        if not rest.blocks:  # nothing of the old item comes after: what ends it stays with it
            front = replace(front, source=rest.source, signature=rest.signature)
            rest = replace(rest, source="", signature="")
        rows[0].append(_Draft.of(front))
    end: tuple[str | int, ...] = ()
    for paragraph in paragraphs:
        end = _append(heads, rows, paragraph)
    before = old.items[:number] if len(rows) == 1 else ()
    at_item = len(rows[-1]) - 1 + len(before)
    place_in: Path = ("sections", section + len(rows) - 1)
    offset = len(paragraphs[-1].text)
    place = Place((*place_in, "name") if end == ("name",) else (*place_in, "items", at_item, *end), offset)
    if front is None or has_around(rest):
        rows[-1].append(_Draft.of(rest))
    elif rest.blocks or rest.source or rest.signature:
        if not rows[-1] or rows[-1][-1].ended:
            rows[-1].append(_Draft())
        last, more = rows[-1][-1], _Draft.of(rest)
        last.blocks += more.blocks
        last.source = more.source
        last.around |= more.around
    made = [[draft.done() for draft in row] for row in rows]
    made[0][:0] = old.items[:number]
    made[-1] += old.items[number + 1 :]
    sections = tuple(replace(head, items=tuple(items)) for head, items in zip(heads, made, strict=True))
    sections = (*issue.sections[:section], *sections, *issue.sections[section + 1 :])
    return replace(issue, sections=sections), place


def _append(heads: list[Section], rows: list[list[_Draft]], paragraph: Paragraph) -> tuple[str | int, ...]:
    """Puts a paragraph at the end of the drafts; where it is in its item."""
    kind, text = paragraph.kind, paragraph.text
    if kind in _SECTION_HEADS:
        heads.append(Section(text, (), 1 + (kind is Kind.SECTION_HEAD_2)))
        rows.append([])
        return ("name",)
    row = rows[-1]
    if kind is Kind.TITLE:
        if row and not row[-1].begun and row[-1].around:  # its kicker is there already
            row[-1].title = text
        else:
            row.append(_Draft(text))
        return ("title",)
    if not row or row[-1].ended or kind is Kind.KICKER:
        follows_signature = kind is Kind.SOURCE and row and not row[-1].source
        if not follows_signature:
            row.append(_Draft())
    draft = row[-1]
    if kind is Kind.SOURCE and text:
        draft.source = text
        return ("source",)
    free = kind in ITEM_TEXTS and text and not draft.around.get(ITEM_TEXTS[kind])
    if free and (kind is Kind.SIGNATURE or not draft.blocks):
        draft.around[ITEM_TEXTS[kind]] = text
        return (ITEM_TEXTS[kind],)
    draft.blocks.append(_block(paragraph))
    return ("blocks", len(draft.blocks) - 1)
