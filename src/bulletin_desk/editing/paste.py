"""How pasted paragraphs enter the bulletin. Knows neither clipboards nor pages.

Inside a text only the first paragraph joins it; what follows keeps its kinds and stands in paragraphs, items
and sections of its own. Nothing of the bulletin is lost by pasting, except what was selected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bulletin_desk.bulletin.edits import (
    as_body,
    cut,
    replace_range,
    replace_row,
    set_bold,
    set_run_in,
    text_at,
)
from bulletin_desk.bulletin.grammar import (
    ITEM_TEXTS,
    PARAGRAPHS,
    SPEC,
    beside,
    block_of,
    in_attachment,
    in_item,
    inside_block,
    is_blank,
    is_block,
    item_at,
    note_path,
    numbers,
    owner,
    part_blocks,
    picture_path,
    spec_at,
)
from bulletin_desk.bulletin.model import (
    Attachment,
    Block,
    Body,
    Issue,
    Item,
    Kind,
    Path,
    Pictures,
    Place,
    Section,
    Table,
)
from bulletin_desk.bulletin.model import Paragraph as OneText
from bulletin_desk.bulletin.ranges import united
from bulletin_desk.editing import tables
from bulletin_desk.editing.attached_paste import parted, weave_attachments, with_attachments
from bulletin_desk.editing.commands import delete_selection
from bulletin_desk.editing.fragment import Fragment, Paragraph, as_text
from bulletin_desk.editing.nodes import body_at, cleaned, is_running, valid
from bulletin_desk.editing.selection import Edited, Selection, at, between
from bulletin_desk.editing.weave import (
    SECTION_HEADS,
    block_from,
    is_structured,
    joined,
    may_join,
    text_from,
    weave,
)
from bulletin_desk.editing.wholes import is_in_one_whole, room_beside, text_of, with_stand_ins


def paste(issue: Issue, selection: Selection, fragment: Fragment) -> Edited:
    """`fragment` in place of what is selected; the caret comes after it."""
    if not fragment.paragraphs:
        return issue, selection
    cells = _cells(issue, selection, fragment)
    if cells is not None:
        return tables.fill(issue, selection, cells)
    paragraphs = tuple(_clean(paragraph) for paragraph in fragment.paragraphs)
    texts, attachments = _attachments_in(issue, selection, fragment, paragraphs)
    if attachments:
        rest = replace(fragment, paragraphs=texts)
        if not texts:
            made, there = delete_selection(issue, selection)
        elif _stands_alone(texts) and _has_room_beside(issue, selection):
            made, there = _beside(issue, selection, rest)
        else:
            made, there = paste(issue, selection, rest)
        if in_item(there.head.path):  # else its item went
            made, place = with_attachments(made, there.head.path, attachments)
            return made, at(place)
    if _stands_alone(paragraphs) and _has_room_beside(issue, selection):
        return _beside(issue, selection, fragment)
    if is_in_one_whole(issue, selection.start.path, selection.end.path):
        paragraphs = (Paragraph(Kind.BODY, cleaned(as_text(Fragment(paragraphs)))),)
        fragment = Fragment(paragraphs)
    single = len(paragraphs) == 1 and fragment.open_end and paragraphs[0] == _only_text(paragraphs[0])
    start, end = selection.start, selection.end
    if single and start.path == end.path:
        issue, place = _replaced(issue, start, end.offset, paragraphs[0])
        return issue, at(place)
    plain = single or fragment.guessed or start.path == end.path
    if not plain and _goes_over_attachments(issue, start, end, paragraphs):
        issue, start, end = with_stand_ins(issue, start, end)
        issue, place = weave_attachments(issue, start, end, replace(fragment, paragraphs=paragraphs))
        return issue, at(valid(issue, place))
    attached = start.path != end.path and (in_attachment(start.path) or in_attachment(end.path))
    if single or attached or not (is_running(start.path) and is_running(end.path)):
        issue, selection = delete_selection(issue, selection)
        if attached:  # the caret may have gone into a table or pictures
            return paste(issue, selection, fragment)
        start = end = selection.head.place
    if single:
        issue, place = _replaced(issue, start, start.offset, paragraphs[0])
        return issue, at(place)
    match start.path:
        case ("sections", int(section), "items", *_) if fragment.guessed:
            # a line that names the section where the text goes says nothing new
            first = paragraphs[0]
            if first.kind in SECTION_HEADS and first.text == issue.sections[section].name:
                paragraphs = paragraphs[1:]
    if is_running(start.path) and (start != end or not inside_block(start.path)):
        # elsewhere only text goes, which shows what comes along
        paragraphs = tuple(each for each in paragraphs if not each.comes_along)
    fragment = replace(fragment, paragraphs=paragraphs)
    if not paragraphs:
        return delete_selection(issue, between(start, end))
    if start != end:
        issue, start, end = with_stand_ins(issue, start, end)
    if _begins_parts(issue, start, end, fragment):
        issue, place = weave(issue, start, end, fragment)
        return issue, at(valid(issue, place))
    issue, selection = delete_selection(issue, between(start, end))
    place = selection.head.place
    if in_attachment(place.path):
        issue = _attached_behind(issue, owner(place.path), paragraphs)
    if is_block(place.path) and not inside_block(place.path):
        issue, place = _into_blocks(issue, place, fragment)
        return issue, at(valid(issue, place))
    match place.path:
        case ("sections", _, "items", _, "title"):
            issue, place = _into_title(issue, place, fragment)
        case ("editors_note", _):
            issue, place = _into_notes(issue, place, fragment)
        case _:
            spec = spec_at(issue, place.path)
            lines = spec.line_breaks and (spec.kind in ITEM_TEXTS or in_attachment(place.path))
            text = ("\n" if lines else "").join(cleaned(as_text(Fragment((each,)))) for each in paragraphs)
            issue, place = _replaced(issue, place, place.offset, Paragraph(Kind.BODY, text))
    return issue, at(valid(issue, place))


def _attachments_in(
    issue: Issue, selection: Selection, fragment: Fragment, paragraphs: tuple[Paragraph, ...]
) -> tuple[tuple[Paragraph, ...], tuple[Attachment, ...]]:
    """What of a fragment stands before the attachments that were selected without their items, and these,
    where they come into an item."""
    one_text = len(paragraphs) == 1 and fragment.open_end
    start, end = selection.start, selection.end
    if fragment.guessed or one_text or not in_item(start.path):
        return paragraphs, ()
    if start.path != end.path and _goes_over_attachments(issue, start, end, paragraphs):
        return paragraphs, ()
    return parted([each for each in paragraphs if not each.comes_along])


def _stands_alone(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether paragraphs are no text for a cell or a caption: tables, pictures or attachments are among
    them."""
    return any(each.block or each.attachments for each in paragraphs)


def _beside(issue: Issue, selection: Selection, fragment: Fragment) -> Edited:
    """`fragment` in paragraphs of its own beside the table, the pictures or the title that a selection is
    in."""
    issue, selection = delete_selection(issue, selection)
    issue, place = room_beside(issue, selection.head.path)
    return paste(issue, at(place), fragment)


def _has_room_beside(issue: Issue, selection: Selection) -> bool:
    """Whether a selection is in texts of one table or of pictures, or in the title of an attachment."""
    start, end = selection.start.path, selection.end.path
    in_title = start == end and spec_at(issue, start).kind is Kind.ATTACHMENT_TITLE
    return in_title or is_in_one_whole(issue, start, end)


def _goes_over_attachments(issue: Issue, start: Place, end: Place, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether paragraphs, none of which begins a section or an item, come over two texts of attachments."""
    if not (in_attachment(start.path) and in_attachment(end.path)) or is_in_one_whole(
        issue, start.path, end.path
    ):
        return False
    return all(
        each.kind is Kind.ATTACHMENT_TITLE or each.block or each.kind in PARAGRAPHS for each in paragraphs
    )


def fills_cells(issue: Issue, selection: Selection, fragment: Fragment) -> bool:
    """Whether a fragment comes into the cells of a table, each in place of what is there."""
    return bool(fragment.paragraphs) and _cells(issue, selection, fragment) is not None


def _begins_parts(issue: Issue, start: Place, end: Place, fragment: Fragment) -> bool:
    """Whether sections and items are made of a fragment in place of what stands from `start` to `end`, or it
    is all text of what it comes into."""
    paragraphs, across = fragment.paragraphs, start.path != end.path
    if in_attachment(start.path) or in_attachment(end.path) or inside_block(start.path):
        return False
    match start.path:
        case ("sections", int(section), "name"):
            if across or _is_bare(issue.sections[section]):
                return True
            return is_structured(paragraphs) and not fragment.guessed
        case ("sections", _, "items", _, "title") if fragment.guessed:
            whole = not start.offset and bool(text_at(issue, start.path))
            return is_structured(paragraphs[not whole :])
        case ("sections", *_):
            blocks = is_block(start.path) and is_block(end.path)
            around = any(each.kind in _OF_ITEMS for each in paragraphs)
            return is_structured(paragraphs) or (across and around != blocks)
        case ("editors_note", _) if fragment.guessed:
            gone = end.offset - start.offset == len(text_at(issue, start.path))
            return is_structured(paragraphs) and (across or gone)
        case ("editors_note", _):
            return is_structured(paragraphs) or across
    return False


_OF_ITEMS = frozenset((*ITEM_TEXTS, Kind.SOURCE))
"""The kinds of text that items have beside title and blocks."""


def _is_bare(section: Section) -> bool:
    return not section.name and not section.items


def _clean(paragraph: Paragraph) -> Paragraph:
    """A paragraph without what no text may have; as body text where no text of a bulletin is of its kind."""
    if paragraph.block is not None:
        block = _clean_block(paragraph.block)
        assert isinstance(block, Table | Pictures)
        return replace(paragraph, block=block)
    kind = paragraph.kind if paragraph.kind in SPEC else Kind.BODY
    head = cleaned(paragraph.text[: paragraph.run_in])
    text = head + cleaned(paragraph.text[paragraph.run_in :])
    if SPEC[kind].run_in:
        head, text = head.replace("\n", ""), text.replace("\n", "")
    bold = paragraph.bold if text == paragraph.text else ()  # else it would stand beside its characters
    mark = cleaned(paragraph.mark).replace("\n", "")
    made = Paragraph(kind, text, len(head), bold, mark, paragraph.numbered)
    attachments = tuple(map(_clean_attachment, paragraph.attachments))
    along, noted = paragraph.comes_along, paragraph.endorsements
    return replace(made, attachments=attachments, endorsements=noted, comes_along=along)


def _only_text(paragraph: Paragraph) -> Paragraph:
    return replace(paragraph, block=None, attachments=())


def _attached_behind(issue: Issue, path: Path, paragraphs: Sequence[Paragraph]) -> Issue:
    """`issue` with the attachments that come with pasted items behind the one that they are pasted into."""
    new = tuple(attachment for paragraph in paragraphs for attachment in paragraph.attachments)
    behind = int(path[-1]) + 1
    return replace_row(issue, path[:-1], behind, behind, new) if new else issue


def _clean_attachment(attachment: Attachment) -> Attachment:
    return Attachment(cleaned(attachment.title), tuple(map(_clean_block, attachment.blocks)))


def _clean_block(block: Block) -> Block:
    for text in block.texts():
        new = cleaned(text.text)
        if not SPEC[block.kind_at(text.path)].line_breaks:
            new = new.replace("\n", "")
        if new != text.text:
            block = block.with_text(text.path, new, 0)
    return block


def _cells(issue: Issue, selection: Selection, fragment: Fragment) -> Table | None:
    """What of a fragment fills cells: its one table, where the selection is in cells of one; None else."""
    first = fragment.paragraphs[0].block
    if len(fragment.paragraphs) == 1 and isinstance(first, Table) and tables.selected(issue, selection):
        return first if tables.has_room_around(issue, selection, first) else None
    return None


def _replaced(issue: Issue, start: Place, end: int, paragraph: Paragraph) -> tuple[Issue, Place]:
    """One paragraph's text inside another, which keeps its kind; in place of all its text, with the run-in
    heading and bold characters that come too."""
    text = paragraph.text
    whole = (start.offset, end) == (0, len(text_at(issue, start.path)))
    if not spec_at(issue, start.path).line_breaks:
        text = text.replace("\n", "")
    issue = replace_range(issue, start.path, start.offset, end, text)
    body = body_at(issue, start.path)
    if body is not None and paragraph.bold and text == paragraph.text:
        pasted = ((start.offset + first, start.offset + last) for first, last in paragraph.bold)
        issue = set_bold(issue, start.path, united((*body.bold, *pasted)))
    elif body is not None and body.bold and whole:
        issue = set_bold(issue, start.path, ())  # what was bold is gone
    if whole and body is not None:
        issue = set_run_in(issue, start.path, min(paragraph.run_in, len(text)))
    return issue, valid(issue, Place(start.path, start.offset + len(text)))


def _into_notes(issue: Issue, place: Place, fragment: Fragment) -> tuple[Issue, Place]:
    (number,) = numbers(place.path)
    note = issue.editors_note[number]
    head, tail = cut(note, place.offset)
    new: list[Block] = [text_from(paragraph, body=True) for paragraph in fragment.paragraphs]
    blocks, at_block, offset = _spliced(head, new, tail, open_end=fragment.open_end)
    notes = tuple(as_body(block) for block in blocks if isinstance(block, OneText))
    notes = (*issue.editors_note[:number], *notes, *issue.editors_note[number + 1 :])
    return replace(issue, editors_note=notes), Place(note_path(number + at_block), offset)


def _spliced(
    head: OneText, new: list[Block], tail: OneText, *, open_end: bool
) -> tuple[list[Block], int, int]:
    """New blocks between the two halves of the block that they were pasted into, and where the caret then
    is."""
    blocks = list(new)
    if head.text:
        first = blocks[0]
        if isinstance(first, OneText) and type(head) is type(first):
            blocks[0] = joined(head, first)
        else:
            blocks.insert(0, head)
    last = blocks[-1]
    at, offset = len(blocks) - 1, len(text_of(last))
    if tail.text:
        if open_end and isinstance(last, OneText) and may_join(last, tail):
            blocks[-1] = joined(last, tail)
        else:
            blocks.append(tail)
            if not open_end or not isinstance(last, OneText):
                at, offset = at + 1, 0
    return blocks, at, offset


# ---- into an item


def _into_blocks(issue: Issue, place: Place, fragment: Fragment) -> tuple[Issue, Place]:
    path = place.path
    item, blocks = item_at(issue, path), part_blocks(issue, path)
    number = int(path[-1])
    here, before, after = blocks[number], blocks[:number], blocks[number + 1 :]
    assert isinstance(here, OneText)
    head, tail = cut(here, place.offset)
    attached = in_attachment(path)
    ends = not attached and not tail.text and all(map(is_blank, after))
    begins = not attached and not head.text and all(map(is_blank, before))
    around, new = _running(item, fragment.paragraphs, begins=begins, ends=ends)
    if fragment.guessed and isinstance(head, Body) and new:
        # a guess says nothing of a line that continues a paragraph, or is continued by its end
        if head.text:
            new[0] = _unguessed(new[0])
        if tail.text and fragment.open_end:
            new[-1] = _unguessed(new[-1])
    offset = 0
    if new:
        spliced, at_block, offset = _spliced(head, new, tail, open_end=fragment.open_end)
    else:
        spliced, at_block = [block for block in (head, tail) if block.text], 0
    ended = not around.keys().isdisjoint(_ENDINGS)
    until = len(blocks) if ended else number + 1
    if spliced and not isinstance(spliced[-1], OneText) and not blocks[until:]:
        spliced.append(Body(""))  # to type in
    issue = replace_row(issue, path[:-1], number, until, spliced)
    for name, text in around.items():
        issue = replace_range(issue, (*owner(path), name), 0, len(getattr(item, name)), text)
    end = Place(beside(path, at_block), offset)
    last = spliced[at_block] if spliced else here
    if isinstance(last, Pictures):
        end = Place(picture_path(end.path, len(last.pictures) - 1), 0)
    return issue, (_behind(owner(path), around) or end)


def _unguessed(block: Block) -> Block:
    """A paragraph of a guessed kind as body text."""
    return Body(block.text, bold=block.texts()[0].bold) if isinstance(block, OneText) else block


def _into_title(issue: Issue, place: Place, fragment: Fragment) -> tuple[Issue, Place]:
    path = place.path
    item = item_at(issue, path)
    first, *others = fragment.paragraphs
    if first.block is not None:
        first, others = Paragraph(Kind.TITLE, ""), [first, *others]
    title = item.title[: place.offset] + first.text + item.title[place.offset :]
    if not others:
        return _with_item(issue, path, replace(item, title=title)), Place(
            path, place.offset + len(first.text)
        )
    after = _without_empty(item.blocks)
    ends = all(map(is_blank, after))
    around, blocks = _running(item, others, begins=True, ends=ends)
    ended = not around.keys().isdisjoint(_ENDINGS)
    texts: dict[str, Any] = dict(around)
    new = replace(item, title=title, blocks=(*blocks, *(() if ended else after)), **texts)
    there = owner(path)
    end = Place(path, len(title))
    if blocks:
        end = Place(block_of(there, len(blocks) - 1), len(text_of(blocks[-1])))
    return _with_item(issue, path, new), _behind(there, around) or end


def _without_empty(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return blocks[1:] if blocks and blocks[0] == Body("") else blocks


_ENDINGS = ("source", "signature")
_BEGINNINGS = (Kind.SUBTITLE, Kind.BYLINE, Kind.SALUTATION)


def _running(
    item: Item, paragraphs: Sequence[Paragraph], *, begins: bool, ends: bool
) -> tuple[dict[str, str], list[Block]]:
    """Paragraphs as texts of an item around its blocks, by their names in the model, and as blocks. `begins`,
    `ends`: nothing of its blocks stands before them, or after them."""
    first, last = 0, len(paragraphs)
    around: dict[str, str] = {}
    while begins and first < last and paragraphs[first].kind in _BEGINNINGS:
        name = ITEM_TEXTS[paragraphs[first].kind]
        if getattr(item, name) or name in around:
            break
        around[name] = paragraphs[first].text
        first += 1
    if ends and not (item.source or item.signature):
        for kind, name in ((Kind.SOURCE, "source"), (Kind.SIGNATURE, "signature")):
            if first < last and paragraphs[last - 1].kind is kind:
                last -= 1
                around[name] = paragraphs[last].text
    return around, [block_from(paragraph) for paragraph in paragraphs[first:last]]


def _behind(item: Path, around: dict[str, str]) -> Place | None:
    """The place behind the texts that end an item, if it has got any."""
    name = next((name for name in _ENDINGS if name in around), None)
    return None if name is None else Place((*item, name), len(around[name]))


def _with_item(issue: Issue, path: Path, item: Item) -> Issue:
    section, number, *_ = numbers(path)
    items = issue.sections[section].items
    return _with_section(issue, section, (*items[:number], item, *items[number + 1 :]))


def _with_section(issue: Issue, section: int, items: tuple[Item, ...]) -> Issue:
    new = replace(issue.sections[section], items=items)
    return replace(issue, sections=(*issue.sections[:section], new, *issue.sections[section + 1 :]))
