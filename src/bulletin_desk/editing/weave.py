"""Pasted sections and items in the running text: what stands before them, they themselves, and what stands
after them, as one text. Knows neither clipboards nor pages.

Texts of one kind that meet are one; all else keeps its kind, in the editor's note, items and sections of its
own. Nothing that is outside of the range is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bulletin_desk.bulletin.edits import as_body, cut, join
from bulletin_desk.bulletin.grammar import (
    ITEM_PARTS,
    ITEM_TEXTS,
    PARAGRAPHS,
    SPEC,
    block_of,
    has_around,
    in_item,
    is_blank,
    is_block,
    is_empty,
    is_note,
    item_at,
    item_path,
    name_of,
    note_path,
    numbers,
    owner,
    section_path,
    walk_written,
)
from bulletin_desk.bulletin.model import (
    Attachment,
    Block,
    Body,
    Endorsement,
    Heading,
    Issue,
    Item,
    Kind,
    ListItem,
    Path,
    Place,
    Section,
    Subheading,
)
from bulletin_desk.bulletin.model import Paragraph as OneText
from bulletin_desk.bulletin.numbering import EMPTY_ITEM
from bulletin_desk.editing.attached import bare, with_attachments_at, with_attachments_of
from bulletin_desk.editing.deleting import head_of_item, rest_of_item
from bulletin_desk.editing.fragment import Fragment, Paragraph, as_text

SECTION_HEADS = (Kind.SECTION_HEAD, Kind.SECTION_HEAD_2)
_BEGINNINGS = (*SECTION_HEADS, Kind.KICKER, Kind.TITLE)
"""The kinds that only stand where a section or an item begins."""
_ENDINGS = (Kind.SIGNATURE, Kind.SOURCE)
"""The kinds that only the next item follows."""
_PART_OF: dict[Kind, str] = {Kind.TITLE: "title", Kind.SOURCE: "source", **ITEM_TEXTS}
"""The parts of an item that are one text, by kind."""
_TITLE = ITEM_PARTS.index("title")


def is_structured(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether sections or items begin among the paragraphs."""
    return any(paragraph.kind in _BEGINNINGS for paragraph in paragraphs)


def block_from(paragraph: Paragraph, *, body: bool = False) -> Block:
    """A paragraph as a block of an item; with `body`, as body text, if it is one text."""
    if paragraph.block is not None:
        return paragraph.block
    return text_from(paragraph, body=body)


def text_from(paragraph: Paragraph, *, body: bool = False) -> OneText:
    """A paragraph as a block that is one text; with `body`, as body text."""
    if paragraph.block is not None:
        text = as_text(Fragment((paragraph,)))
        paragraph = Paragraph(Kind.BODY, text.replace("\t", " ").replace("\n", " "))
    kind = Kind.SUBHEADING if paragraph.kind is Kind.TITLE else paragraph.kind
    match None if body else PARAGRAPHS.get(kind):
        case Subheading():
            return Subheading(paragraph.text)
        case Heading(_, level):
            return Heading(paragraph.text, level, paragraph.numbered)
        case ListItem(_, numbered):
            text = paragraph.text.replace("\n", "")
            return ListItem(text, numbered, paragraph.bold if text == paragraph.text else ())
    if "\n" in paragraph.text:
        run_in = len(paragraph.text[: paragraph.run_in].replace("\n", ""))
        return Body(paragraph.text.replace("\n", ""), run_in)
    return Body(paragraph.text, paragraph.run_in, paragraph.bold)


def joined(first: OneText, second: OneText) -> OneText:
    """Two paragraphs as one of the first one's kind; body text has no line breaks."""
    return join(first, second if SPEC[first.kind].line_breaks else without_breaks(second))


def without_breaks(block: OneText) -> OneText:
    """A paragraph without line breaks of the clerk's own."""
    return as_body(block) if "\n" in block.text else block


def may_join(first: Block, second: Block) -> bool:
    """Whether the second paragraph may go on in the first: no heading swallows body text, and nothing goes
    on in a table or in pictures."""
    if not (isinstance(first, OneText) and isinstance(second, OneText)):
        return False
    return not SPEC[first.kind].heading or SPEC[second.kind].heading


def weave(issue: Issue, start: Place, end: Place, fragment: Fragment) -> tuple[Issue, Place]:
    """`issue` with a fragment, in which sections or items begin, in place of its running text from `start` to
    `end`, and the place behind it. No end of the range is in a table or pictures, or in an attachment."""
    paragraphs = fragment.paragraphs
    text = _before(issue, start, paragraphs[0].kind, caret=start == end)
    after = _after(issue, end, caret=start == end, kept=start != end and not fragment.open_end)
    if after.item is not None and after.part is not None:
        alone = replace(after.item, attachments=())
        came = any(paragraph.attachments for paragraph in paragraphs)
        if start.path[:4] == end.path[:4] or (came and bare(after.item) == Item("")):
            after.item = alone  # its attachments are given back to what the item becomes
    if text.draft is None:
        text.waiting = after.waiting
    inside = start.path == end.path or start.path[:5] == end.path[:5]  # one text, or blocks of one item
    ends = any(paragraph.kind in (*_BEGINNINGS, *_ENDINGS) for paragraph in paragraphs)
    if inside and text.draft is not None and after.only_ends and ends and not _ends_at_once(paragraphs):
        text.draft.take(after.item)  # nothing else of the old item comes after: what ends it stays with it
        after.item = None
    text.join(paragraphs[0])
    for paragraph in paragraphs[1:]:
        text.append(paragraph)
    place = text.place or start
    after.item = after.item or text.waiting
    text.close(after, open_end=fragment.open_end)
    woven = replace(issue, editors_note=tuple(text.notes), sections=tuple(text.sections))
    if in_item(start.path) and not is_empty(bare(head_of_item(item_at(issue, start.path), start))):
        woven = with_attachments_at(issue, woven, start)  # the item is still there, whatever else came in
    return with_attachments_of(issue, woven, start), place


def _ends_at_once(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the paragraphs end the item that they go on with."""
    found = (paragraph.kind for paragraph in paragraphs)
    return next((kind in _ENDINGS for kind in found if kind in (*_BEGINNINGS, *_ENDINGS)), False)


def _goes_on(block: Block, paragraph: Paragraph) -> bool:
    """Whether a paragraph goes on in a block of its very kind."""
    return isinstance(block, OneText) and paragraph.block is None and block.kind is paragraph.kind


@dataclass
class _Draft:
    """An item being put together; `around` are its texts around title and blocks, and its mark. `titled`: its
    title, which may be empty, has its place already."""

    title: str = ""
    blocks: list[Block] = field(default_factory=list)
    source: str = ""
    around: dict[str, str] = field(default_factory=dict)
    titled: bool = True
    attachments: list[Attachment] = field(default_factory=list)
    endorsements: list[Endorsement] = field(default_factory=list)

    @classmethod
    def of(cls, item: Item, *, titled: bool = True) -> _Draft:
        """The draft of an item that is there."""
        names = (*ITEM_TEXTS.values(), "mark")
        around = {name: getattr(item, name) for name in names if getattr(item, name)}
        along = list(item.attachments), list(item.endorsements)
        return cls(item.title, list(item.blocks), item.source, around, titled, *along)

    @property
    def ended(self) -> bool:
        """Whether it has a text that nothing but the next item follows."""
        return bool(self.source or self.around.get("signature"))

    @property
    def waits_for_title(self) -> bool:
        """Whether it has nothing yet that a title doesn't stand before."""
        return not (self.titled or self.title or self.blocks or self.source) and not (
            self.around.keys() - {"kicker", "mark"}
        )

    @property
    def last_part(self) -> int:
        """The last of the `ITEM_PARTS` that it has something in, its title where that has its place."""
        item = self.done()
        last = max((at for at, part in enumerate(ITEM_PARTS) if getattr(item, part)), default=0)
        return max(last, _TITLE) if self.titled else last

    def add(self, part: str, text: str) -> None:
        """More of a part that is one text."""
        if part in ("title", "source"):
            setattr(self, part, getattr(self, part) + text)
        elif text:
            self.around[part] = self.around.get(part, "") + text

    def take(self, item: Item | None) -> None:
        """All of an item that may follow at once; of the marks, its own."""
        if item is None:
            return
        for part in ITEM_PARTS:
            if part != "blocks":
                self.add(part, getattr(item, part))
        self.blocks += item.blocks
        self.attachments += item.attachments
        self.endorsements += item.endorsements
        if item.mark:
            self.around.setdefault("mark", item.mark)

    def done(self) -> Item:
        """The item."""
        along = {"attachments": tuple(self.attachments), "endorsements": tuple(self.endorsements)}
        item = Item(self.title, tuple(self.blocks), self.source, **along)  # type: ignore[arg-type]
        return replace(item, **self.around) if self.around else item  # type: ignore[arg-type]


@dataclass
class _After:
    """What stands after a range: in the editor's note, of the section's name and of the item that it ends in
    (`part`: of its `ITEM_PARTS`, the one that the range ends in, None where the item is whole; `parted`: the
    first paragraph is what is left of one), then items and sections. `waiting` is an item that is filled, but
    which stays if nothing comes into it."""

    notes: list[Body] = field(default_factory=list)
    name: str | None = None
    level: int = 1
    item: Item | None = None
    waiting: Item | None = None
    part: str | None = None
    parted: bool = False
    items: tuple[Item, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def only_ends(self) -> bool:
        """Whether there is nothing of the item but what ends it."""
        item = self.item
        return item is not None and not (item.title or item.blocks or has_around(item))


def _after(issue: Issue, end: Place, *, caret: bool, kept: bool) -> _After:
    """What stands after `end`. `caret`: the range is empty; `kept`: it has the end of the paragraph before,
    so that an empty one which it ends in is none of its own."""
    path = end.path
    if is_note(path):
        (number,) = numbers(path)
        tail = cut(issue.editors_note[number], end.offset)[1]
        notes = [as_body(tail)] if tail.text or (kept and not end.offset) else []
        notes += issue.editors_note[number + 1 :]
        return _After(notes, parted=bool(tail.text), sections=_written(issue.sections))
    at, *more = numbers(path)
    section, sections = issue.sections[at], issue.sections[at + 1 :]
    if not more:
        name = section.name[end.offset :]
        named = bool(name) or (kept and not end.offset)
        return _After(
            name=name if named else None, level=section.level, items=section.items, sections=sections
        )
    item, items = section.items[more[0]], section.items[more[0] + 1 :]
    headed = ITEM_PARTS.index(str(path[4])) <= _TITLE
    if end == _beginning(item, owner(path)) and (caret or headed):
        # an item that waits for its text is filled, whatever is attached to it
        waits = is_empty(bare(item) if caret else item)
        stays = item if waits and not is_empty(item) else None
        return _After(item=None if waits else item, waiting=stays, items=items, sections=sections)
    left = rest_of_item(item, end)
    rest = left.item
    whole = left.whole_block and not is_blank(rest.blocks[0])
    if left.whole_block and not whole and not (kept and not end.offset):
        rest = replace(rest, blocks=rest.blocks[1:])
    gone = not rest.blocks and is_empty(rest)
    return _After(
        item=None if gone else rest, part=ITEM_PARTS[left.part], parted=whole, items=items, sections=sections
    )


def _first_part(item: Item) -> int:
    """The first of the `ITEM_PARTS` that an item has something in."""
    return next((at for at, part in enumerate(ITEM_PARTS) if getattr(item, part)), len(ITEM_PARTS))


def _written(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Sections without a first one of which nothing is left."""
    first = sections[0] if sections else None
    bare = first is not None and not first.name and all(map(is_empty, first.items))
    return sections[1:] if bare else sections


def _beginning(item: Item, path: Path) -> Place:
    """Where an item begins: its first text, its title where it has none."""
    node = next((node for node in walk_written(item, around=True) if node.text), None)
    return Place((*path, *(node.path if node else ("title",))), 0)


@dataclass
class _Text:
    """Running text put together from its beginning on: paragraphs of the editor's note, whole sections, the
    `head` of the last section with its whole items, and the last item's draft. `at` is the path of the last
    paragraph, empty where none goes on."""

    notes: list[Body]
    sections: list[Section] = field(default_factory=list)
    head: Section | None = None
    items: list[Item] = field(default_factory=list)
    draft: _Draft | None = None
    at: Path = ()
    in_note: bool = False
    waiting: Item | None = None
    """The item that the first text of one fills."""
    placeholder: bool = False
    """Whether the head stands for that of the section which follows, if one does."""
    place: Place | None = None

    # ---- paragraphs

    def join(self, paragraph: Paragraph) -> None:
        """A paragraph that goes on with the last one if it is of its kind."""
        kind, text, at = paragraph.kind, paragraph.text, self.at
        if at and self.in_note and kind not in _BEGINNINGS:
            self.notes[-1] = as_body(joined(self.notes[-1], text_from(paragraph, body=True)))
            self.place = Place(at, len(self.notes[-1].text))
        elif at and self.head is not None and at[-1] == "name" and kind in SECTION_HEADS:
            self.head = replace(self.head, name=self.head.name + text)
            self.place = Place(at, len(self.head.name))
        elif at and self.draft is not None and at[-1] == _PART_OF.get(kind):
            self.draft.add(_PART_OF[kind], text)
            self.draft.attachments += paragraph.attachments
            self.draft.endorsements += paragraph.endorsements
            self.place = Place(at, len(getattr(self.draft.done(), _PART_OF[kind])))
        elif at and self.draft is not None and is_block(at) and _goes_on(self.draft.blocks[-1], paragraph):
            last = self.draft.blocks[-1]
            assert isinstance(last, OneText)
            last = self.draft.blocks[-1] = joined(last, text_from(paragraph))
            self.place = Place(at, len(last.text))
        else:
            self.append(paragraph)

    def append(self, paragraph: Paragraph) -> None:
        """A paragraph of its own."""
        kind, text = paragraph.kind, paragraph.text
        if self.in_note and kind not in _BEGINNINGS:
            self.notes.append(as_body(text_from(paragraph, body=True)))
            self._is_at(note_path(len(self.notes) - 1), text)
            return
        self.in_note = False
        if kind in SECTION_HEADS:
            self._begin_section(Section(text, (), 1 + (kind is Kind.SECTION_HEAD_2)))
            self._is_at(name_of(section_path(len(self.sections))), text)
        elif paragraph.block is not None or text or not SPEC[kind].optional:
            self._put(paragraph)

    def _put(self, paragraph: Paragraph) -> None:
        """A text of an item."""
        kind, text = paragraph.kind, paragraph.text
        draft = self._draft_for(kind)
        if self.waiting is not None:
            draft.endorsements += self.waiting.endorsements
            self.waiting = None
        part = _PART_OF.get(kind, "")
        if kind is Kind.TITLE:
            draft.title, draft.titled = text, True
            draft.attachments += paragraph.attachments
            draft.endorsements += paragraph.endorsements
            if paragraph.mark:
                draft.around["mark"] = paragraph.mark
        elif part == "source":
            draft.source = text
        elif part and not draft.around.get(part) and (kind is Kind.SIGNATURE or not draft.blocks):
            draft.around[part] = text
        else:
            draft.blocks.append(block_from(paragraph))
            part = ""
        item = item_path(len(self.sections), len(self.items))
        self._is_at((*item, part) if part else block_of(item, len(draft.blocks) - 1), text)

    def _draft_for(self, kind: Kind) -> _Draft:
        """The item that a text of this kind goes on with: the last one, or a new one."""
        draft = self.draft
        if draft is None:
            fits = False
        elif kind is Kind.TITLE:
            fits = draft.waits_for_title
        elif kind is Kind.KICKER:
            fits = draft.waits_for_title and "kicker" not in draft.around
        else:
            fits = not draft.ended or (kind is Kind.SOURCE and not draft.source)
        if draft is not None and fits:
            return draft
        self._end_item()
        if self.head is None:
            self._open_last_section()
        self.draft = _Draft(titled=kind is not Kind.KICKER)
        return self.draft

    def _open_last_section(self) -> None:
        """Items before any name of a section: they go to the section before, or to that which follows."""
        if self.sections:
            self.head = self.sections.pop()
            self.items = list(self.head.items)
            return
        self.head, self.placeholder = Section(""), True

    def _is_at(self, path: Path, text: str) -> None:
        self.at = path
        self.place = Place(path, len(text))

    def _begin_section(self, head: Section | None) -> None:
        """What comes belongs to another section."""
        self._end_item()
        if self.head is not None and (self.head.name or self.items):
            self.sections.append(replace(self.head, items=tuple(self.items)))
        self.head, self.items, self.placeholder = head, [], False

    def _end_item(self) -> None:
        if self.draft is not None:
            self.items.append(self.draft.done())
        self.draft = None

    # ---- what stands after

    def close(self, after: _After, *, open_end: bool) -> None:
        """Goes on with what stands after it; `open_end`: texts of one kind that meet are one."""
        notes = after.notes
        if after.parted and notes and self.in_note and self.at and open_end:
            self.notes[-1] = as_body(joined(self.notes[-1], notes[0]))
            notes = notes[1:]
        self.notes += notes
        if after.name is not None:
            at_name = self.head is not None and self.at[-1:] == ("name",)
            if at_name and open_end and self.head is not None:
                self.head = replace(self.head, name=self.head.name + after.name)
            else:
                self._begin_section(Section(after.name, (), after.level))
        if after.item is not None:
            self._go_on(after.item, after.part, parted=after.parted, open_end=open_end)
        self._end_item()
        sections = after.sections
        if after.items and self.head is None:
            self._open_last_section()
        if self.placeholder and self.head is not None and not after.items and sections:
            first, *others = sections
            sections = (replace(first, items=(*self.items, *first.items)), *others)
        elif self.head is not None:
            self.sections.append(replace(self.head, items=(*self.items, *after.items)))
        self.sections += sections

    def _go_on(self, item: Item, part: str | None, *, parted: bool, open_end: bool) -> None:
        """What is left of an item from its `part` on, as part of the last item or as one of its own."""
        draft, at = self.draft, self.at[4:5]
        if draft is not None and part is not None:
            meets = open_end and at == (part,)
            if meets and parted and may_join(draft.blocks[-1], item.blocks[0]):
                last, first = draft.blocks.pop(), item.blocks[0]
                assert isinstance(last, OneText)
                assert isinstance(first, OneText)
                draft.take(replace(item, blocks=(joined(last, first), *item.blocks[1:])))
                return
            if meets and part != "blocks":
                draft.take(item)
                return
            if draft.last_part <= _first_part(item):
                draft.take(item)
                return
        self._end_item()
        if self.head is None:
            self._open_last_section()
        self.items.append(item)


def _before(issue: Issue, start: Place, first: Kind, *, caret: bool) -> _Text:
    """What stands before `start`, open for a paragraph of the kind `first`. `caret`: the range is empty."""
    path = start.path
    if is_note(path):
        (number,) = numbers(path)
        head = cut(issue.editors_note[number], start.offset)[0]
        before = list(issue.editors_note[:number])
        if not head.text:
            return _Text(before, in_note=True)
        return _Text([*before, as_body(head)], at=path, in_note=True)
    notes = list(issue.editors_note)
    at, *more = numbers(path)
    section = issue.sections[at]
    text = _Text(notes, list(issue.sections[:at]))
    if not more:
        name = section.name[: start.offset]
        if name:
            text.head, text.at = replace(section, name=name, items=()), path
        elif not (caret and section.name):  # nothing of its name is left: items that come are its own
            text.head = replace(section, name="", items=())
        text.in_note = not at and not name and first is Kind.EDITORS_NOTE
        return text
    text.head = replace(section, items=())
    item = section.items[more[0]]
    text.items = list(section.items[: more[0]])
    front = replace(head_of_item(item, start), attachments=())
    part = str(path[4])
    if part == "blocks" and is_blank(front.blocks[-1]):
        front = replace(front, blocks=front.blocks[:-1])
    elif getattr(front, part):
        text.at = path
    whole = start == _beginning(item, owner(path))
    nothing = is_empty(bare(front)) and not front.blocks
    text.in_note = nothing and at == more[0] == 0 and not section.name and first is Kind.EDITORS_NOTE
    if not nothing:
        text.draft = _Draft.of(front, titled=ITEM_PARTS.index(part) > _TITLE)
    elif not (text.in_note or first in SECTION_HEADS) and (
        not whole or is_empty(item) or first not in _BEGINNINGS
    ):
        text.draft = _Draft.of(front, titled=False)
    if text.draft is None and not text.items and section.name and first in SECTION_HEADS:
        text.items = [EMPTY_ITEM]  # a section that keeps its name waits for its text
    return text
