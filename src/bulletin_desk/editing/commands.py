"""What typing does to the bulletin: each command takes an issue and a selection and gives both anew.

Pure functions; they know no pages. A command that has nothing to do at its place gives back the same issue.
"""

from __future__ import annotations

from dataclasses import replace

from bulletin_desk.bulletin.edits import (
    add,
    as_body,
    change_kind,
    remove,
    replace_range,
    replace_row,
    set_run_in,
    split_block,
    text_at,
)
from bulletin_desk.bulletin.grammar import (
    attachment_at,
    beside,
    block_at,
    block_of,
    block_path,
    entry_path,
    has_around,
    in_attachment,
    in_item,
    inside_block,
    is_blank,
    is_block,
    is_cell,
    is_empty,
    is_entry,
    is_source,
    item_at,
    item_path,
    item_text,
    label_path,
    name_of,
    numbers,
    owner,
    part_blocks,
    section_path,
    source_of,
    spec_at,
    title_of,
    to_path,
)
from bulletin_desk.bulletin.model import (
    Addressee,
    Block,
    Body,
    Heading,
    Issue,
    Kind,
    ListItem,
    Paragraph,
    Path,
    Pictures,
    Place,
)
from bulletin_desk.bulletin.numbering import EMPTY_ITEM
from bulletin_desk.editing import movement, pictures, tables
from bulletin_desk.editing.deleting import delete_range, join, swallows
from bulletin_desk.editing.nodes import (
    EMPTY_SOURCE,
    body_at,
    cleaned,
    end_of,
    is_shown,
    next_node,
    previous_node,
    valid,
)
from bulletin_desk.editing.selection import Edited, Selection, at

# ---- characters


def type_text(issue: Issue, selection: Selection, text: str) -> Edited:
    """`text` typed in place of what is selected. Line ends become nothing: see `paste` for several
    paragraphs."""
    text = cleaned(text).replace("\n", "")
    return _insert(issue, selection, text)


def _insert(issue: Issue, selection: Selection, text: str) -> Edited:
    start, end = selection.start, selection.end
    if start.path != end.path:
        issue, start = delete_range(issue, start, end)
        end = start
    issue = replace_range(issue, start.path, start.offset, end.offset, text)
    return issue, at(valid(issue, Place(start.path, start.offset + len(text))))


def line_break(issue: Issue, selection: Selection) -> Edited:
    """Shift+Enter: the clerk's own line break, in titles, subheadings and the masthead only."""
    start, end = selection.start, selection.end
    if not spec_at(issue, start.path).line_breaks:
        return issue, selection
    if start.path != end.path:  # where what was selected went, another text may have come
        issue, start = delete_range(issue, start, end)
        selection = at(start)
        if not spec_at(issue, start.path).line_breaks:
            return issue, selection
    return _insert(issue, selection, "\n")


def delete_selection(issue: Issue, selection: Selection) -> Edited:
    """What is selected goes."""
    issue, place = delete_range(issue, selection.start, selection.end)
    return issue, at(place)


def backspace(issue: Issue, selection: Selection) -> Edited:
    """Deletes what is selected, else the character before the caret; at a paragraph's start, joins it to the
    one before where that is safe, else only goes there."""
    return _back(issue, selection, movement.left)


def backspace_word(issue: Issue, selection: Selection) -> Edited:
    """As `backspace`, back to the start of the word."""
    return _back(issue, selection, movement.word_left)


def delete(issue: Issue, selection: Selection) -> Edited:
    """Deletes what is selected, else the character after the caret; at a paragraph's end, joins the next one
    to it where that is safe."""
    return _forth(issue, selection, movement.right)


def delete_word(issue: Issue, selection: Selection) -> Edited:
    """As `delete`, up to the start of the next word."""
    return _forth(issue, selection, movement.word_right)


def _back(issue: Issue, selection: Selection, way: movement.Way) -> Edited:
    if not selection.empty:
        return delete_selection(issue, selection)
    place = selection.head.place
    if _in_empty_source(issue, place):
        return _without_source(issue, place.path)
    if place.offset:
        issue, place = delete_range(issue, way(issue, place), place)
        return issue, at(place)
    block = block_at(issue, place.path)
    if isinstance(block, Heading | ListItem):
        number = int(place.path[-1])
        return replace_row(issue, place.path[:-1], number, number + 1, (as_body(block),)), at(place)
    whole = _emptied(issue, place.path)
    if whole:
        return whole
    joined = _join_before(issue, place.path)
    return (joined[0], at(joined[1])) if joined else (issue, at(movement.left(issue, place)))


def _forth(issue: Issue, selection: Selection, way: movement.Way) -> Edited:
    if not selection.empty:
        return delete_selection(issue, selection)
    place = selection.head.place
    if _in_empty_source(issue, place):
        return _without_source(issue, place.path)
    if place.offset < len(text_at(issue, place.path)):
        issue, place = delete_range(issue, place, way(issue, place))
        return issue, at(place)
    whole = _emptied(issue, place.path)
    if whole:
        return whole
    following = next_node(issue, place.path)
    if is_block(place.path) and isinstance(_next_block(issue, place.path), Pictures):
        return remove(issue, beside(block_path(place.path), 1)), selection
    if following is None:
        return issue, selection
    joined = _join_before(issue, following)
    if joined:
        return joined[0], at(joined[1])
    if in_item(place.path) and is_empty(item_at(issue, place.path)) and owner(following) != owner(place.path):
        there = owner(place.path)
        if len(issue.sections[numbers(there)[0]].items) > 1:
            issue = remove(issue, there)
            return issue, at(valid(issue, Place(title_of(there), 0), forwards=True))
    elif is_block(place.path) and not inside_block(place.path) and not text_at(issue, place.path):
        issue = remove(issue, place.path)
        return issue, at(valid(issue, place, forwards=True))
    return issue, selection


def _next_block(issue: Issue, path: Path) -> Block | None:
    at_block = int(block_path(path)[-1]) + 1
    return next(iter(part_blocks(issue, path)[at_block : at_block + 1]), None)


def _emptied(issue: Issue, path: Path) -> Edited | None:
    """What a key that deletes does in an empty caption: the picture goes."""
    block = block_at(issue, path) if inside_block(path) else None
    if not isinstance(block, Pictures) or text_at(issue, path):
        return None
    return pictures.remove_picture(issue, at(Place(path, 0)))


def _in_empty_source(issue: Issue, place: Place) -> bool:
    return is_source(place.path) and text_at(issue, place.path) == EMPTY_SOURCE


def _without_source(issue: Issue, path: Path) -> Edited:
    issue = replace_range(issue, path, 0, len(text_at(issue, path)), "")
    return issue, at(valid(issue, Place(path, 0)))


def without_empty_source(issue: Issue, path: Path) -> Issue:
    """`issue` with the source at `path` empty again if nothing was written between its brackets."""
    if is_source(path) and is_shown(issue, path) and text_at(issue, path) == EMPTY_SOURCE:
        return replace_range(issue, path, 0, len(EMPTY_SOURCE), "")
    return issue


# ---- joining


def _join_before(issue: Issue, path: Path) -> tuple[Issue, Place] | None:
    """The text node at `path` joined to what is before it, and where they meet; None where nothing can be
    joined."""
    if inside_block(path):
        return None
    if is_block(path):
        return _join_block(issue, path)
    if in_attachment(path):
        attachment = attachment_at(issue, path)
        empty = not attachment.title and all(map(is_blank, attachment.blocks))
        return _removed(issue, owner(path), title_of(owner(path))) if empty else None
    match path:
        case ("editors_note", int(number)):
            if number:
                return _join_blocks(issue, path)
            if not issue.editors_note[0].text:
                return _removed(issue, path)
        case ("sections", _, "items", _, "source"):
            blocks = item_at(issue, path).blocks
            if blocks and is_blank(blocks[-1]):
                return remove(issue, block_of(owner(path), len(blocks) - 1)), Place(path, 0)
        case ("sections", int(section), "items", int(number), "title"):
            return _join_items(issue, section, number)
        case ("sections", int(section), "name"):
            return _join_sections(issue, section)
        case ("distribution", int(number), "label"):
            return _join_entries(issue, number)
    return None


def _join_block(issue: Issue, path: Path) -> tuple[Issue, Place] | None:
    number = int(path[-1])
    if number and isinstance(block_at(issue, beside(path, -1)), Pictures):
        return remove(issue, beside(path, -1)), Place(beside(path, -1), 0)
    if number:
        return None if swallows(issue, path) else _join_blocks(issue, path)
    return None if text_at(issue, path) else _removed(issue, path)


def _removed(issue: Issue, path: Path, first: Path = ()) -> tuple[Issue, Place]:
    """`issue` without the part at `path`, of which `first` is the first text (the part itself, if it is one),
    and the end of the text before it."""
    before = previous_node(issue, first or path)
    issue = remove(issue, path)
    return issue, end_of(issue, before) if before else valid(issue, Place(path, 0), forwards=True)


def _join_blocks(issue: Issue, path: Path) -> tuple[Issue, Place]:
    place = end_of(issue, beside(path, -1))
    issue = join(issue, path)
    return issue, valid(issue, place)


def _join_items(issue: Issue, section: int, number: int) -> tuple[Issue, Place] | None:
    items = issue.sections[section].items
    item = items[number]
    there = item_path(section, number)
    if is_empty(item) and len(items) > 1:
        return _item_removed(issue, there)
    before = items[number - 1]
    if number and not item.title and not has_around(item) and not (before.source or before.signature):
        path = beside(there, -1)
        last = block_of(path, len(before.blocks) - 1) if before.blocks else title_of(path)
        if before.blocks and not isinstance(before.blocks[-1], Paragraph):
            last = previous_node(issue, title_of(there)) or title_of(path)  # in the table or caption
        place = end_of(issue, last)
        blocks = before.blocks + item.blocks
        joined = replace(
            before,
            blocks=blocks,
            source=item.source,
            signature=item.signature,
            attachments=before.attachments + item.attachments,
            endorsements=before.endorsements + item.endorsements,
        )
        sections = list(issue.sections)
        sections[section] = replace(
            sections[section], items=(*items[: number - 1], joined, *items[number + 1 :])
        )
        return replace(issue, sections=tuple(sections)), place
    return None


def _item_removed(issue: Issue, there: Path) -> tuple[Issue, Place]:
    before = previous_node(issue, title_of(there))
    issue = remove(issue, there)
    return issue, end_of(issue, before) if before else movement.first_place(issue)


def _join_sections(issue: Issue, section: int) -> tuple[Issue, Place] | None:
    sections = issue.sections
    name, items = sections[section].name, sections[section].items
    if name:
        return None
    there = section_path(section)
    before = previous_node(issue, name_of(there))
    if all(is_empty(item) for item in items):
        issue = remove(issue, there)
    elif section:
        joined = replace(sections[section - 1], items=sections[section - 1].items + items)
        issue = replace(issue, sections=(*sections[: section - 1], joined, *sections[section + 1 :]))
    else:
        return None
    return issue, end_of(issue, before) if before else movement.first_place(issue)


def _join_entries(issue: Issue, number: int) -> tuple[Issue, Place] | None:
    entry = issue.distribution[number]
    if entry == Addressee("", ""):
        before = previous_node(issue, label_path(number))
        issue = remove(issue, entry_path(number))
        return issue, end_of(issue, before) if before else movement.first_place(issue)
    if entry.label or not number:
        return None
    first = issue.distribution[number - 1]
    place = Place(to_path(number - 1), len(first.to))
    joined = Addressee(first.label, first.to + entry.to)
    rows = issue.distribution
    return replace(issue, distribution=(*rows[: number - 1], joined, *rows[number + 1 :])), place


# ---- Enter


def enter(issue: Issue, selection: Selection) -> Edited:
    """Enter: splits a paragraph, or goes on to what the official layout has next.

    After a title and after a subheading comes a body paragraph, after an item's empty last paragraph its
    source, after a source a new item, after a section's name its first item, after one addressee the next.
    In a table it goes on to the cell below, whatever is selected: Tab has selected what is in the cell.
    """
    if tables.selected(issue, selection):
        return tables.enter(issue, selection.head.place)
    if not selection.empty:
        issue, selection = delete_selection(issue, selection)
    place = selection.head.place
    path, offset = place.path, place.offset
    if is_cell(path):
        return tables.enter(issue, place)
    if inside_block(path):
        return issue, _go_on(issue, path)
    if is_block(path):
        return _enter_block(issue, path, offset)
    if in_attachment(path):
        return _enter_attachment_title(issue, path, offset)
    match path:
        case ("editors_note", _):
            return _enter_note(issue, path, offset)
        case ("sections", _, "items", _, "title"):
            return _enter_title(issue, path, offset)
        case ("sections", _, "items", _, "source"):
            return _enter_source(issue, path, offset)
        case ("sections", _, "items", _, str(field)):
            return _enter_around(issue, path, field, offset)
        case ("sections", int(section), "name"):
            return _enter_section(issue, section)
        case ("distribution", int(number), str(field)):
            return _enter_entry(issue, number, field, offset)
    return issue, _go_on(issue, path)


def _go_on(issue: Issue, path: Path) -> Selection:
    following = next_node(issue, path)
    return at(end_of(issue, path) if following is None else Place(following, 0))


def _enter_note(issue: Issue, path: Path, offset: int) -> Edited:
    if not text_at(issue, path) and numbers(path)[0] == len(issue.editors_note) - 1:
        going = _go_on(issue, path)
        return remove(issue, path), going
    return split_block(issue, path, offset), at(Place(beside(path, 1), 0))


def _enter_block(issue: Issue, path: Path, offset: int) -> Edited:
    text = text_at(issue, path)
    heading = spec_at(issue, path).heading
    if not text and not isinstance(block_at(issue, path), Body):
        return change_kind(issue, path, Kind.BODY), at(Place(path, 0))
    last = int(path[-1]) == len(part_blocks(issue, path)) - 1
    if not text and last and not in_attachment(path):
        return go_to_source(remove(issue, path), path)
    if heading and offset == 0:
        return add(issue, path, Body("")), at(Place(beside(path, 1), 0))
    return split_block(issue, path, offset), at(Place(beside(path, 1), 0))


def _enter_attachment_title(issue: Issue, path: Path, offset: int) -> Edited:
    """On to the first paragraph of the attachment, with what stands behind the caret."""
    first = block_of(owner(path), 0)
    blocks = part_blocks(issue, path)
    text = text_at(issue, path)
    tail = text[offset:].replace("\n", "")
    if tail or not (blocks and isinstance(blocks[0], Paragraph)):
        issue = replace_range(issue, path, offset, len(text), "")
        if not (blocks and blocks[0] == Body("")):
            issue = add(issue, first, Body(""))
        issue = replace_range(issue, first, 0, 0, tail)
    return issue, at(Place(first, 0))


def go_to_source(issue: Issue, path: Path) -> Edited:
    """The caret inside the brackets of the item's source, which are put there if it has none yet."""
    there = source_of(owner(path))
    source = text_at(issue, there)
    if not source:
        issue = replace_range(issue, there, 0, 0, EMPTY_SOURCE)
        return issue, at(Place(there, 1))
    return issue, at(Place(there, len(source) - source.endswith("）")))


def _enter_title(issue: Issue, path: Path, offset: int) -> Edited:
    text = text_at(issue, path)
    there = owner(path)
    if text and offset == 0:
        return add(issue, there, EMPTY_ITEM), at(Place(title_of(beside(there, 1)), 0))
    blocks = item_at(issue, path).blocks
    first = block_of(there, 0)
    tail = text[offset:].replace("\n", "")
    following = next_node(issue, path)
    if not tail and following is not None and following in _under(there):
        return issue, at(Place(following, 0))  # a line under the title
    if tail or not (blocks and blocks[0] == Body("")):
        issue = replace_range(issue, path, offset, len(text), "")
        if blocks and blocks[0] == Body(""):
            issue = replace_range(issue, first, 0, 0, tail)
        else:
            issue = add(issue, first, Body(tail))
    return issue, at(Place(first, 0))


def _under(item: Path) -> tuple[Path, ...]:
    """The paths of the lines that may stand between an item's title and its blocks."""
    return tuple(item_text(item, kind) for kind in (Kind.SUBTITLE, Kind.BYLINE, Kind.SALUTATION))


def _enter_around(issue: Issue, path: Path, field: str, offset: int) -> Edited:
    """Enter in a line over or under the title, in a salutation (on to the item's text), or in a signature,
    which has lines of its own: after an empty one, on to what follows."""
    text = text_at(issue, path)
    if field == "signature":
        if text and not (offset == len(text) and text.endswith("\n")):
            return _insert(issue, at(Place(path, offset)), "\n")
        issue = replace_range(issue, path, len(text.rstrip("\n")), len(text), "")
        return issue, _go_on(issue, path)
    if field != "salutation":
        return issue, _go_on(issue, path)
    first = block_of(owner(path), 0)
    blocks = item_at(issue, path).blocks
    if not (blocks and blocks[0] == Body("")):
        issue = add(issue, first, Body(""))
    return issue, at(Place(first, 0))


def _enter_source(issue: Issue, path: Path, offset: int) -> Edited:
    text = text_at(issue, path)
    if text == EMPTY_SOURCE:
        issue = replace_range(issue, path, 0, len(text), "")
    elif offset == 0:
        blocks = item_at(issue, path).blocks
        return add(issue, block_of(owner(path), len(blocks)), Body("")), at(Place(path, 0))
    section, number = numbers(path)
    return _new_item(issue, section, number + 1)


def _enter_section(issue: Issue, section: int) -> Edited:
    return _new_item(issue, section, 0)


def _new_item(issue: Issue, section: int, number: int) -> Edited:
    """The caret in the title of a new item there, or of the empty one that is there already."""
    items = issue.sections[section].items
    there = item_path(section, number)
    if number >= len(items) or items[number].title:
        issue = add(issue, there, EMPTY_ITEM)
    return issue, at(Place(title_of(there), 0))


def _enter_entry(issue: Issue, number: int, field: str, offset: int) -> Edited:
    entry = issue.distribution[number]
    if entry == Addressee("", ""):
        going = _go_on(issue, to_path(number))
        issue = remove(issue, entry_path(number))
        place = going.head.place
        if is_entry(place.path):
            place = Place(label_path(number), 0)
        return issue, at(valid(issue, place))
    if field == "label":
        return issue, at(Place(to_path(number), 0))
    rows = issue.distribution
    split = (Addressee(entry.label, entry.to[:offset]), Addressee("", entry.to[offset:]))
    issue = replace(issue, distribution=(*rows[:number], *split, *rows[number + 1 :]))
    return issue, at(Place(label_path(number + 1), 0))


# ---- run-in headings


def mark_run_in(issue: Issue, selection: Selection) -> Edited:
    """Everything up to the caret (or to the selection's end) heads the paragraph; at its start, the first
    sentence does."""
    place = selection.end
    body = body_at(issue, place.path)
    if body is None:
        return issue, selection
    length = place.offset or _first_sentence(body.text)
    return set_run_in(issue, place.path, length), selection


def clear_run_in(issue: Issue, selection: Selection) -> Edited:
    """The paragraph at the caret has no run-in heading any more."""
    path = selection.end.path
    return (issue if body_at(issue, path) is None else set_run_in(issue, path, 0)), selection


def toggle_run_in(issue: Issue, selection: Selection) -> Edited:
    """One key for both: what is marked already up to here (or anywhere, at the start) is cleared."""
    body = body_at(issue, selection.end.path)
    if body is not None and body.run_in and selection.end.offset in (0, body.run_in):
        return clear_run_in(issue, selection)
    return mark_run_in(issue, selection)


def _first_sentence(text: str) -> int:
    ends = [found + 1 for mark in "。？！" if (found := text.find(mark)) >= 0]
    return min(ends, default=len(text))
