"""What stands between head and closing block of an old issue, by intake's recognition: items in the sections
that the file names, with the sources that it prints, and nothing left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.bulletin.office import Office
from bulletin_desk.bulletin.ranges import part as part_of
from bulletin_desk.gathering.contents import Contents
from bulletin_desk.gathering.layers import layer_doubts, with_leads
from bulletin_desk.gathering.prepared import prepared, with_sources
from bulletin_desk.gathering.reading import Reading, short
from bulletin_desk.gathering.rows import Row
from bulletin_desk.gathering.sections import numbered_names, section_rows, title_look
from bulletin_desk.gathering.signed import signed_end
from bulletin_desk.intake.draft import Draft, Remark, take_in
from bulletin_desk.intake.parts import OUT, Part
from bulletin_desk.intake.rules import Cleaning
from bulletin_desk.intake.sheet import looks_of
from bulletin_desk.intake.sources import IN_TEXT, Source, Units, brackets_off
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pipeline import office_context

AS_PRINTED = Cleaning().without("width", "dashes", "marks", "spaces", "breaks")
"""An issue that has appeared keeps its characters: only what can't be seen goes."""


def drafts_of(
    reading: Reading,
    fixed: Collection[Row],
    between: Sequence[Row],
    contents: Contents,
    office: Office,
    layout: Layout,
) -> list[Draft]:
    """The items, in the order of the file."""
    known = (*office.section_names, *reading.known.sections)
    looks = looks_of([reading.whole.manuscript.paragraphs[row.at] for row in between if row.note is None])
    bare_names = {"".join(name.split()) for name in known if name}
    numbers = any(layout.headings.sections)
    named: Mapping[int, str] = {}
    if layout.offers.sections != "none":
        marks = layout.offers.marks
        named = section_rows(
            between, looks, bare_names, listed=contents.entries, marks=marks, numbered=numbers
        )
    numbered = numbered_names(between, looks, contents.entries) if numbers else ()
    names = tuple(dict.fromkeys(filter(None, (*named.values(), *numbered, *known))))
    context = replace(office_context(names, reading.known.units, office, layout), sections=names)
    manuscript, printed = prepared(
        reading, fixed, between, title_look(between, looks), named, layout, context.units
    )
    contribution = take_in(manuscript, context, AS_PRINTED)
    _say_of_remarks(reading, contribution.remarks)
    for draft in contribution.drafts:
        _say_of_remarks(reading, draft.remarks)
    drafts = [with_sources(draft, manuscript, printed) for draft in contribution.drafts]
    drafts = list(_as_printed(reading, drafts, context.units))
    drafts = [with_leads(draft, manuscript) for draft in drafts]
    for doubt in layer_doubts(drafts, manuscript, looks):
        reading.doubts.append(doubt)
    return drafts


def _as_printed(reading: Reading, drafts: Sequence[Draft], units: Units) -> Iterator[Draft]:
    """The drafts as an issue has them that has appeared: in the sections that it names, signed as it is
    signed, with what a manuscript would have left out."""
    section = under = ""
    for draft in drafts:
        for part in draft.parts:
            if part.kind is Kind.SECTION_HEAD:
                section, under = part.text, ""
            elif part.kind is Kind.SECTION_HEAD_2:
                under, section = under or section, part.text
        parts = tuple(_all_kept(reading, draft))
        parts = tuple(_with_source_apart(parts, units))
        signed = [at for at, part in enumerate(parts) if part.kind is Kind.SOURCE]
        for at in signed[:-1]:
            reading.doubt(
                "structure", f"“{short(parts[at].text)}”也像来源，作正文收了进来，请核对。", parts[at].text
            )
            parts = (*parts[:at], replace(parts[at], kind=Kind.BODY), *parts[at + 1 :])
        # as it is printed: a manuscript's would be worded as the office words such names
        source = Source(parts[signed[-1]].text, IN_TEXT) if signed else Source()
        yield replace(draft, parts=parts, section=section, under=under, source=source, fallback=Source())


def _with_source_apart(parts: Sequence[Part], units: Units) -> Iterator[Part]:
    """An item's parts, with the source apart that stands in brackets at the end of its text."""
    texts = [at for at, part in enumerate(parts) if part.kind is Kind.BODY]
    signed = any(part.kind in (Kind.SOURCE, Kind.SIGNATURE, Kind.BYLINE) for part in parts)
    for at, part in enumerate(parts):
        found = signed_end(part.text, units) if not signed and texts and at == texts[-1] else None
        if found is None:
            yield part
            continue
        text, source = found
        bold = part_of(part.bold, 0, len(text))
        yield replace(part, text=text, run_in=min(part.run_in, len(text)), bold=bold)
        yield Part(Kind.SOURCE, source, at=part.at)


def _all_kept(reading: Reading, draft: Draft) -> Iterator[Part]:
    """A draft's parts, those that intake leaves out as what they are: a day below the unit that signs is a
    signature with it."""
    below = (*draft.parts[1:], None)
    signed = False
    for part, following in zip(draft.parts, below, strict=True):
        dated = following is not None and following.why == "日期"
        if part.kind is Kind.SOURCE and dated and brackets_off(part.text) == part.text:
            yield replace(part, kind=Kind.SIGNATURE)
            signed = True
        elif signed and part.why == "日期":
            yield replace(part, kind=Kind.SIGNATURE, why="")
        else:
            yield _kept(reading, part)
            signed = part.kind is Kind.SIGNATURE


def _kept(reading: Reading, part: Part) -> Part:
    """A part that intake leaves out as the text that it is."""
    if part.kind is not OUT or part.ahead or part.block is not None or not re.search(r"\w", part.text):
        return part
    if part.why in _NOT_KEPT:
        return part
    if part.other is Kind.TITLE:
        return replace(part, kind=Kind.TITLE, why="", other=Kind.BODY)
    reading.doubt("structure", f"“{short(part.text)}”（{part.why}）作正文收了进来，请核对。", part.text)
    return replace(part, kind=Kind.BODY, why="", other=None, text=part.text.replace("\n", ""))


_NOT_KEPT = frozenset(("编者按的字样", "页码", "没有稿件的栏目"))


def _say_of_remarks(reading: Reading, remarks: Iterable[Remark]) -> None:
    """What of tables, pictures and the like wants an eye."""
    for remark in remarks:
        if remark.look:
            reason = "table" if _OF_THINGS.search(remark.message) else "other"
            reading.doubt(reason, remark.message, remark.words)


_OF_THINGS = re.compile("表格|图片|图表|图形|公式|对象|艺术字|嵌入")
