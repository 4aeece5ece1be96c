"""The texts between head and closing block of an old issue as a bulletin has them: read by gathering, once
with all that a bulletin may have, and again with what this one has. Must not know styles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from bulletin_desk.bulletin.blank import NO_ISSUE
from bulletin_desk.bulletin.bounds import refusal
from bulletin_desk.bulletin.grammar import ITEM_TEXTS, block_of, item_path, source_of
from bulletin_desk.bulletin.model import Body, Issue, Item, Kind, Subheading, Table
from bulletin_desk.bulletin.office import Office
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.gathering.contents import Contents
from bulletin_desk.gathering.doubts import Doubt
from bulletin_desk.gathering.items import drafts_of
from bulletin_desk.gathering.marks import (
    SIGNS,
    framed,
    section_in,
    signed_section,
)
from bulletin_desk.gathering.reading import Known, Reading
from bulletin_desk.gathering.rows import Row, bare, rows_of
from bulletin_desk.gathering.sections import title_look
from bulletin_desk.intake.draft import Draft, add_to_issue
from bulletin_desk.intake.manuscript import Manuscript, Note
from bulletin_desk.intake.parts import TEXT_KINDS
from bulletin_desk.intake.read import Whole
from bulletin_desk.intake.sheet import alike, looks_of
from bulletin_desk.intake.sources import IN_TEXT, Source
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.offers import HeadingForms, Offers
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.layouts.standard import STANDARD
from bulletin_desk.learning.as_manuscript import manuscript_of
from bulletin_desk.learning.attachments_seen import made_kind, titles_in, without_made
from bulletin_desk.learning.block_fit import Block
from bulletin_desk.learning.kinds_by_look import with_kinds_by_look
from bulletin_desk.learning.listed import read_listed
from bulletin_desk.learning.paragraphs import SetParagraph
from bulletin_desk.learning.placed_texts import Placed, placed_texts

NUMBERED_SECTIONS = ("{han}、", "（{han}）")
"""How sections of two levels are numbered, if they are."""
_NUMBERED = re.compile("[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[部章]")


class BodyRead(NamedTuple):
    """What was read: `issue` has sections and editor's note, and nothing else. `contents` are the rows of the
    list of contents, which ends where the paragraph `begins`; `placed` is where the texts stand. Paragraphs
    are counted among those of the body."""

    issue: Issue
    offers: Offers
    contents: Contents
    placed: tuple[Placed, ...]
    doubts: tuple[Doubt, ...]
    begins: int = 0


def read_body(
    paragraphs: Sequence[SetParagraph], block: Block, known: Known, tables: Sequence[tuple[int, Table]] = ()
) -> BodyRead:
    """The texts of these paragraphs; `tables` stand each behind one of them. Raises UnreadableFileError where
    they are more than a bulletin holds."""
    manuscript = with_sections_told(manuscript_of(paragraphs, block))
    notes = tuple(
        Note("table", max(at, 0), "", look=False, block=table, ahead=at < 0) for at, table in tables
    )
    manuscript = replace(manuscript, notes=notes)
    rows = rows_of(manuscript)
    contents, count = read_listed(rows)
    listed, between = rows[:count], rows[count:]
    first_at = between[0].at if between else len(paragraphs)
    free = _everything(_marks(manuscript, between))
    first = _read(manuscript, paragraphs, between, contents, listed, known, free, HeadingForms())
    unmarked: tuple[Doubt, ...] = ()
    if not free.marks and (marks := _marks_before(first, paragraphs)):
        marked = _everything(marks)
        read = _read(manuscript, paragraphs, between, contents, listed, known, marked, HeadingForms())
        if _titles(read) >= _titles(first):
            first = read
        else:  # ▲ stands before captions too
            said = f"标题前的“{''.join(marks)}”没有收进来，请核对。"
            unmarked = (Doubt("left", said, marks[0]),)
    forms = HeadingForms()
    if _has_numbered_sections(first, paragraphs):
        forms = replace_sections(forms)
    names = (*known.sections, *(section.name for section in first.issue.sections if section.name))
    known = replace(known, sections=tuple(dict.fromkeys(names)))
    offers = offers_of(first.issue)
    if forms.sections != HeadingForms().sections:
        offers = offers._replace(levels=2, sections="optional")
    for _ in range(_MOST_READINGS):
        again = _read(manuscript, paragraphs, between, contents, listed, known, offers, forms)
        if (found := offers_of(again.issue)) == offers:
            break
        offers = found
    return again._replace(offers=found, begins=first_at, doubts=(*again.doubts, *unmarked))


_MOST_READINGS = 3
"""What is offered changes what is read, once or twice."""


def with_sections_told(manuscript: Manuscript) -> Manuscript:
    """The manuscript with brackets around the names of sections where looks tell them: those behind a sign
    right over a title that has another; and where above the first title two short rows stand, each set in a
    way of its own, those that are set as the upper one."""
    rows = rows_of(manuscript)
    looks = looks_of([manuscript.paragraphs[row.at] for row in rows if row.note is None])
    title = title_look(rows, looks)
    if title is None:
        return manuscript
    first = next((at for at, row in enumerate(rows) if alike(row.look, title)), 0)
    over = [row for row in rows[max(first - 2, 0) : first] if looks.emphasis(row.look)]
    stacked = len(over) > 1 and not alike(over[0].look, over[1].look) and all(map(_is_name, over))
    marks = {row.text[0] for row in rows if alike(row.look, title)}
    written = list(manuscript.paragraphs)
    for row, below in pairwise(rows):
        over_title = alike(below.look, title)
        signed = over_title and not alike(row.look, title) and row.text[0] not in marks
        name = signed_section(row.text) if signed else ""
        upper = stacked and not name and alike(row.look, over[0].look) and _is_name(row)
        if upper and (over_title or alike(below.look, over[1].look)):
            name = section_in(row.text) or framed(row.text)[1] or row.text
        if name:
            written[row.at] = replace(written[row.at], text=f"【{name}】", lead=0, bold=())
    return replace(manuscript, paragraphs=tuple(written))


def _is_name(row: Row) -> bool:
    return len(row.text) <= _LONGEST_NAME and not _SENTENCE.search(row.text)


_LONGEST_NAME = 20
_SENTENCE = re.compile("[，。；！？]")


def replace_sections(forms: HeadingForms) -> HeadingForms:
    """The forms with numbers before sections of both levels."""
    return forms._replace(sections=NUMBERED_SECTIONS)


def offers_of(issue: Issue) -> Offers:
    """What an issue has of that which only some have."""
    sections = issue.sections
    named = [section for section in sections if section.name]
    items = [item for section in sections for item in section.items]
    texts = {name: any(getattr(item, name) for item in items) for name in ITEM_TEXTS.values()}
    bold = any(
        block.bold
        for item in items
        for block in (*item.blocks, *(block for one in item.attachments for block in one.blocks))
        if isinstance(block, Body)
    )
    marks = tuple(dict.fromkeys(item.mark for item in items if item.mark))
    return Offers(
        sections="none" if not named else "named" if len(named) == len(sections) else "optional",
        levels=2 if any(section.level > 1 for section in sections) else 1,
        titles="required" if all(item.title for item in items) else "optional",
        bold=bold,
        marks=tuple(sorted(marks, key=_WEIGHT.find)),
        **texts,
    )


_WEIGHT = f"★☆{SIGNS}"
"""★ before ■: the weightier mark first."""


def _everything(marks: Sequence[str]) -> Offers:
    return Offers(
        sections="optional",
        levels=2,
        titles="optional",
        bold=True,
        marks=tuple(marks),
        **dict.fromkeys(ITEM_TEXTS.values(), True),
    )


def _marks(manuscript: Manuscript, rows: Sequence[Row]) -> list[str]:
    """The signs that titles begin with, as their look tells them."""
    looks = looks_of([manuscript.paragraphs[row.at] for row in rows if row.note is None])
    title = title_look(rows, looks)
    if title is None:
        return []
    titles = [row.text for row in rows if alike(row.look, title)]
    return list(dict.fromkeys(text[0] for text in titles if text[0] in _WEIGHT))


def _marks_before(read: BodyRead, paragraphs: Sequence[SetParagraph]) -> list[str]:
    """The signs that stand before titles that were read without them."""
    titles = [one for one in read.placed if one.node.kind is Kind.TITLE and not one.part]
    before = [paragraphs[one.at].text[: one.start].strip() for one in titles]
    return list(dict.fromkeys(text for text in before if len(text) == 1 and text in _WEIGHT))


def _titles(read: BodyRead) -> int:
    return sum(bool(item.title) for section in read.issue.sections for item in section.items)


def _has_numbered_sections(read: BodyRead, paragraphs: Sequence[SetParagraph]) -> bool:
    heads = [one for one in read.placed if one.node.kind is Kind.SECTION_HEAD]
    before = [paragraphs[one.at].text[: one.start].strip() for one in heads]
    return any(_NUMBERED.match(text) for text in before)


def _read(
    manuscript: Manuscript,
    paragraphs: Sequence[SetParagraph],
    rows: Sequence[Row],
    contents: Contents,
    listed: Sequence[Row],
    known: Known,
    offers: Offers,
    forms: HeadingForms,
) -> BodyRead:
    layout = _layout(offers, forms)
    reading = Reading(Whole(manuscript, None), "", known)
    drafts = drafts_of(reading, listed, rows, contents, Office(""), layout)
    drafts = [part for draft in drafts for part in _with_one_title(draft)]
    issue = add_to_issue(replace(NO_ISSUE, sections=(), editors_note=()), drafts)
    places = sorted({row.at for row in rows if row.note is None})
    issue = _sources_inline(issue, placed_texts(issue, paragraphs, places), paragraphs)
    issue = _signed_apart(issue, placed_texts(issue, paragraphs, places), paragraphs)
    issue = with_kinds_by_look(issue, placed_texts(issue, paragraphs, places), paragraphs)
    issue = without_made(issue)
    if beyond := refusal(issue):
        raise UnreadableFileError(f"没有学成：{beyond}")
    told = set(_around(issue))
    titles = titles_in(issue)
    doubts = [
        one
        for one in reading.doubts
        if one.reason != "layout" and bare(one.words) not in told and not made_kind(one.words, titles)
    ]
    return BodyRead(issue, offers, contents, placed_texts(issue, paragraphs, places), tuple(doubts))


def _with_one_title(draft: Draft) -> Iterator[Draft]:
    """The drafts that one is which has titles below its text: an item begins with each."""
    parts = draft.parts
    start = 0
    for at, part in enumerate(parts):
        texts = any(one.kind in TEXT_KINDS for one in parts[start:at])
        if part.kind is Kind.TITLE and texts and any(one.kind is Kind.TITLE for one in parts[start:at]):
            first = at - (parts[at - 1].kind is Kind.KICKER)
            yield _piece(draft, start, first)
            start = first
    yield _piece(draft, start, len(parts)) if start else draft


def _piece(draft: Draft, start: int, stop: int) -> Draft:
    parts = draft.parts[start:stop]
    sources = [part.text for part in parts if part.kind is Kind.SOURCE]
    return replace(
        draft, parts=parts, source=Source(sources[-1], IN_TEXT) if sources else Source(), remarks=()
    )


def _around(issue: Issue) -> Iterator[str]:
    """The texts around titles and texts, and their lines: what they are, their places have told."""
    for section in issue.sections:
        for item in section.items:
            for text in (item.signature, item.byline, item.subtitle, item.kicker):
                yield from map(bare, (text, *text.split("\n")))


def _layout(offers: Offers, forms: HeadingForms) -> Layout:
    """The layout of the standard with these parts: what gathering asks of a layout."""
    return replace(load_layout(STANDARD), offers=offers, headings=forms)


# ---- sources


def _sources_inline(issue: Issue, placed: Sequence[Placed], paragraphs: Sequence[SetParagraph]) -> Issue:
    """The issue with those sources left in the text that stand at the end of its last paragraph: a layout
    has sources on lines of their own."""
    where = {one.node.path: one for one in placed if not one.part}
    sections = []
    for number, section in enumerate(issue.sections):
        items = []
        for at, item in enumerate(section.items):
            path = item_path(number, at)
            last = len(item.blocks) - 1
            text, source = where.get(block_of(path, last)), where.get(source_of(path))
            block = item.blocks[last] if item.blocks else None
            if isinstance(block, Body) and text and source and text.at == source.at:
                whole = paragraphs[text.at].text[text.start :].strip()
                blocks = (*item.blocks[:last], replace(block, text=whole))
                item = replace(item, blocks=blocks, source="")
            items.append(item)
        sections.append(replace(section, items=tuple(items)))
    return replace(issue, sections=tuple(sections))


# ---- signatures


def _signed_apart(issue: Issue, placed: Sequence[Placed], paragraphs: Sequence[SetParagraph]) -> Issue:
    """The issue with what stands at the right as a line of its own as signatures: an item ends with it, and
    what follows is another, without a title."""
    at_right = {one.node.path for one in placed if paragraphs[one.at].align == "right"}
    at_right -= {one.node.path for one in placed if paragraphs[one.at].align != "right"}
    sections = []
    for number, section in enumerate(issue.sections):
        items: list[Item] = []
        for at, item in enumerate(section.items):
            path = item_path(number, at)
            signs = [block_of(path, place) in at_right for place in range(len(item.blocks))]
            items += _parted(item, signs)
        sections.append(replace(section, items=tuple(items)))
    return replace(issue, sections=tuple(sections))


def _parted(item: Item, signs: Sequence[bool]) -> Iterator[Item]:
    """The items that an item is, each ended by the lines that sign it."""
    start = 0
    begins = item
    for at, (block, signed) in enumerate(zip(item.blocks, signs, strict=True)):
        last = at + 1 == len(signs) or not signs[at + 1]
        if not signed or not last or not isinstance(block, Subheading | Body):
            continue
        first = at
        while first > start and signs[first - 1] and isinstance(item.blocks[first - 1], Subheading | Body):
            first -= 1
        lines = [each.text for each in item.blocks[first : at + 1] if isinstance(each, Subheading | Body)]
        ended = at + 1 == len(signs)
        if first == start or (ended and (item.source or item.signature)):
            continue
        whole = replace(begins, blocks=item.blocks[start:first], signature="\n".join(lines))
        if ended:
            yield whole
            return
        yield replace(whole, source="", attachments=())
        start = at + 1
        begins = Item("", source=item.source, signature=item.signature, attachments=item.attachments)
    yield replace(begins, blocks=item.blocks[start:])
