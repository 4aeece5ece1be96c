"""What an edited Word copy tells of the parts that only some bulletins have: marks and numbers before titles,
the beginnings of untitled items, emphasis. Where a style was lost, the bulletin that the copy carries tells
them. Knows no XML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from bulletin_desk.bulletin.grammar import items_of
from bulletin_desk.bulletin.model import HEADING_KINDS, Body, Heading, Issue, Kind, ListItem
from bulletin_desk.bulletin.ranges import Ranges, replaced
from bulletin_desk.export.docx.leads import Leads
from bulletin_desk.export.docx.records import CLOSED, Record, counted, words_of
from bulletin_desk.export.docx.starts import NO_START, Start
from bulletin_desk.export.docx.words import Words
from bulletin_desk.layouts.offers import Offers

_HEADS = (Kind.TITLE, Kind.SECTION_HEAD, Kind.SECTION_HEAD_2)
_LISTED = (Kind.LIST_ITEM, Kind.NUMBERED_ITEM)
_LED = (*_HEADS[1:], *HEADING_KINDS, *_LISTED)
"""Kinds before whose texts the layout may put a number or mark, each in its own way; before titles and texts
that begin an item it puts the item's."""
_EDGE = 8
"""Words by which the halves of a paragraph are known again."""


def marks_without_place(issue: Issue, offers: Offers) -> list[str]:
    """The marks of items that have neither a title's line nor blocks to stand before."""
    if offers.prints_empty(Kind.TITLE):
        return []
    return [item.mark for _, item in items_of(issue) if item.mark and not (item.title or item.blocks)]


def without_leads(
    found: Sequence[Record], expected: Sequence[Record], dressed: Sequence[str], words: Words, leads: Leads
) -> list[Record]:
    """The records without marks and numbers that have no style of their own: typed by hand, or left when the
    styles were cleared. `dressed` are the words of the `expected`."""
    known = {(record.kind, record.text) for record in expected}
    every = set(dressed)
    keys = {
        kind: {key for old, key in zip(expected, dressed, strict=True) if old.kind is kind} for kind in _LED
    }
    surely = {*_HEADS, *_LISTED, *_numbered_kinds(expected)}
    made: list[Record] = []
    for record in found:
        done = record.blank or record.found is None or record.found.led
        if done or (record.kind, record.text) in known:
            made.append(record)
            continue
        kinds = (*_LED, Kind.BODY) if record.plain else (record.kind,)
        cuts = (_cut(record, kind, words, leads, keys.get(kind, every), surely) for kind in kinds)
        made.append(next(filter(None, cuts), record))
    return made


def _numbered_kinds(expected: Sequence[Record]) -> Iterator[Kind]:
    """The kinds of headings inside texts whose numbers, where they are typed, are those that the layout
    makes: those that are numbered in the bulletin, and if any are, those that it hasn't."""
    numbered = {record.kind for record in expected if record.numbered}
    had = {record.kind for record in expected}
    return (kind for kind in HEADING_KINDS if kind in numbered or (numbered and kind not in had))


def _cut(
    record: Record, kind: Kind, words: Words, leads: Leads, keys: AbstractSet[str], surely: AbstractSet[Kind]
) -> Record | None:
    """A record without what stands before its text; None if nothing does. Of a kind that has not `surely` a
    number or mark of the layout's, only what then says the same as a paragraph of the bulletin."""
    found = record.found
    assert found is not None
    prefix = words.prefix(kind)
    whole = found.words
    first = len(prefix) if whole.startswith(prefix) else 0
    opens = record.start.item or record.plain
    lead = leads.read(kind, whole[first:], whole=False, opens=opens)
    if not lead.length:  # then none is found where “1.” before a figure is no number, either
        return None
    said = whole[:first] + whole[first + lead.length :]
    if words_of(said) not in keys:
        if record.kind not in surely and not record.start.item:
            return None
        lead = leads.read(kind, whole[first:], opens=opens)
        said = whole[:first] + whole[first + lead.length :]
    if not lead.length:
        return None
    by = lead.length
    start = record.start._replace(mark=lead.mark or record.start.mark)
    return replace(
        record,
        text=words.bare(record.kind, said),
        run_in=max(record.run_in - by, 0),
        bold=replaced(record.bold, 0, by, 0) if record.bold else (),
        start=start,
        numbered=lead.numbered,
        found=found._replace(words=said, run_in=max(found.run_in - by, 0), lead=whole[first : first + by]),
    )


def with_lead(record: Record) -> Record:
    """A paragraph that is body text, with the number or mark before it that was no text."""
    lead = record.found.lead if record.found else ""
    bold = replaced(record.bold, 0, 0, len(lead)) if record.bold else ()
    run_in = record.run_in + len(lead) if record.run_in else 0
    return replace(record, text=lead + record.text, run_in=run_in, bold=bold, numbered=False)


def restore_numbers(made: list[Record], pairs: Sequence[tuple[int, Record]], words: Words) -> None:
    """That headings inside texts are numbered, where the layout shows no numbers of theirs."""
    for at, old in pairs:
        source, kind = old.source, made[at].kind
        if isinstance(source, Heading) and source.numbered and not (words.numbers(kind) or old.numbered):
            made[at] = replace(made[at], numbered=kind in HEADING_KINDS)
    for at, record in enumerate(made):
        if record.numbered and record.kind not in HEADING_KINDS:
            made[at] = replace(record, numbered=False)


def restore_starts(made: list[Record], pairs: Sequence[tuple[int, Record]], notes: list[str]) -> None:
    """Where items and sections begin of which no style tells it any more, if none does; else the clerk meant
    it. Halves of a paragraph that Enter divided are one beginning."""
    halves = set(_second_halves(made, dict(pairs)))
    for at in halves:
        made[at] = replace(made[at], start=NO_START)
    opening = [(at, old) for at, old in pairs if _opens(old.start) and at not in halves]
    kept = any(_opens(made[at].start) for at, _ in opening)
    lost = [(at, old) for at, old in opening if not _opens(made[at].start)]
    for at, old in lost if kept else ():
        before = next((made[one].kind for one in range(at - 1, -1, -1) if not made[one].blank), None)
        if before in CLOSED and old.start.item:  # where no other item's text can be
            made[at] = replace(made[at], start=made[at].start._replace(item=True))
    lost = [(at, old) for at, old in lost if not _opens(made[at].start)]
    texts = [old.text for _, old in lost]
    if lost and kept:
        notes.append(f"{counted(texts)}原来是一篇的开头，现在不是篇首的样式，接在上一篇后面读回。")
    elif lost:
        notes.append(f"{counted(texts)}的篇首样式没有了，已按随附的简报认回，请核对。")
        for at, old in lost:
            made[at] = replace(made[at], start=old.start._replace(mark=made[at].start.mark))


def _opens(start: Start) -> bool:
    return start.item or start.section > 0


def _second_halves(made: Sequence[Record], old_of: Mapping[int, Record]) -> Iterator[int]:
    """Second halves of paragraphs that Enter divided and whose style both have."""
    for at in range(1, len(made)):
        one, other = made[at - 1], made[at]
        if not (_opens(one.start) and other.start == one.start._replace(mark="") and one.kind is other.kind):
            continue
        olds = [old for old in (old_of.get(at - 1), old_of.get(at)) if old is not None]
        if len(olds) != 1:
            continue
        whole, first, second = map(words_of, (olds[0].text, one.text, other.text))
        if second[:_EDGE] in whole and first[-_EDGE:] in whole and len(first) + len(second) < 2 * len(whole):
            yield at


def restore_bold(
    made: list[Record], pairs: Sequence[tuple[int, Record]], words: Words, notes: list[str]
) -> None:
    """Emphasis of paragraphs that lost all their character styles, if none is left anywhere; and that of a
    bulletin whose layout has none, which no copy shows."""
    if not words.offers.bold:
        for at, old in pairs:
            source = old.source
            if isinstance(source, Body | ListItem) and source.bold and made[at].text != old.text:
                made[at] = replace(made[at], bold=_carried(source.bold, old.text, made[at].text))
        return
    with_some = [(at, old) for at, old in pairs if old.bold]
    if not with_some or any(record.bold for record in made):
        return
    lost = [
        (at, old)
        for at, old in with_some
        if made[at].text == old.text and made[at].found is not None and _is_cleared(made[at])
    ]
    for at, old in lost:
        made[at] = replace(made[at], bold=old.bold)
    if lost:
        texts = [old.text for _, old in lost]
        notes.append(f"{counted(texts)}里加粗的样式全没有了，已按随附的简报恢复，请核对。")


def _is_cleared(record: Record) -> bool:
    runs = record.found.paragraph.runs if record.found else ()
    return not any(run.style or run.font.bold is not None for run in runs)


def _carried(bold: Ranges, old: str, new: str) -> Ranges:
    """Ranges of a text that was changed in one place."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return replaced(bold, start, len(old) - end, len(new) - end - start)
