"""Whether what was taken for titles, headings and text agrees within an issue: what looks alike should be
alike. Knows no files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from bulletin_desk.bulletin.model import HEADING_KINDS, Kind
from bulletin_desk.gathering.doubts import Doubt
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.intake.draft import Draft
from bulletin_desk.intake.manuscript import Look, Manuscript
from bulletin_desk.intake.parts import OUT, Part, PartKind, kind_name
from bulletin_desk.intake.sheet import Looks

_Shape = tuple[float | None, str, str, bool]
_TEXT = frozenset((Kind.BODY, *HEADING_KINDS, Kind.SUBHEADING, Kind.LIST_ITEM, Kind.NUMBERED_ITEM))
_ENDS = re.compile("[。！？…；：”）)]\\s*\\Z")
_SIGNED = re.compile(
    "[^（）()]（[^（），。；：]{2,40}(?:办公室|中心|研究室|委|局|处|馆|院|会|办|社|所|厅|府|科|室|供稿)[^（）]{0,8}）\\Z"
)
_LONGEST = 40


def with_leads(draft: Draft, manuscript: Manuscript) -> Draft:
    """The draft with just those run-in headings that the file sets apart, be they as short as 一是."""
    return replace(draft, parts=tuple(_with_lead(part, manuscript) for part in draft.parts))


def _with_lead(part: Part, manuscript: Manuscript) -> Part:
    if part.run_in and not manuscript.paragraphs[part.at].lead:
        part = replace(part, run_in=0)  # told by words alone: it was printed as the text is
    lead = _lead_of(part, manuscript)
    return replace(part, run_in=lead) if lead and _SAID.fullmatch(part.text[:lead]) else part


def _lead_of(part: Part, manuscript: Manuscript) -> int:
    """How many of a paragraph's first characters are set apart and were not taken for a run-in heading."""
    if part.kind is not Kind.BODY or part.run_in or part.bold:
        return 0
    paragraph = manuscript.paragraphs[part.at]
    lead = paragraph.lead - (len(paragraph.text) - len(paragraph.text.lstrip()))
    starts = paragraph.text.lstrip().startswith(part.text[: max(lead, 1)])
    return lead if starts and 1 < lead < len(part.text) and _HAN.search(part.text[:lead]) else 0


_HAN = re.compile(f"[{HAN}]")
_SAID = re.compile("[一二三四五六七八九十]{1,2}是|第?[一二三四五六七八九十]{1,3}[、，,]|.{1,40}[。：！？]")


def layer_doubts(drafts: Sequence[Draft], manuscript: Manuscript, looks: Looks) -> Iterator[Doubt]:
    """What of the items' layers is doubtful."""
    parts = [part for draft in drafts for part in draft.parts if part.kind is not OUT]
    for part in parts:
        if part.other is not None:
            as_kind, maybe = kind_name(part.kind), kind_name(part.other)
            yield _doubt(part, f"当作{as_kind}，也可能是{maybe}，请核对。")
        if lead := _lead_of(part, manuscript):
            first = part.text[:lead][:_LONGEST]
            yield _doubt(part, f"一段开头的“{first}”字体和后面不同，没有作段首标题，请核对。")
        if part.kind is Kind.BODY and _SIGNED.search(part.text):
            yield _doubt(part, "一段末尾括号里的也许是来源，请核对。")
        if part.kind is Kind.BODY and not _ENDS.search(part.text) and not _is_line(part.text):
            yield _doubt(part, "一段末尾没有句号，也许和下一段是一段，请核对。")
    usual = _usual_shapes(parts, manuscript)
    told = looks.told and usual.get(Kind.TITLE) != usual.get(Kind.BODY)
    if told:
        yield from _looks_differ(parts, manuscript, usual)
    yield from _shapes_differ(drafts, told=told)
    yield from _unsigned(drafts)


def _doubt(part: Part, said: str) -> Doubt:
    text = part.text.replace("\n", "")
    quoted = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return Doubt("structure", f"“{quoted}”{said}", text)


def _shape(look: Look) -> _Shape:
    return look.size, look.face, "" if look.align in ("left", "justified") else look.align, look.bold


def _usual_shapes(parts: Sequence[Part], manuscript: Manuscript) -> Mapping[PartKind, _Shape]:
    """How most parts of each kind look."""
    counts: dict[PartKind, Counter[_Shape]] = {}
    for part in parts:
        if part.block is None:
            counts.setdefault(part.kind, Counter())[_shape(manuscript.paragraphs[part.at].look)] += 1
    return {kind: count.most_common(1)[0][0] for kind, count in counts.items()}


def _looks_differ(
    parts: Sequence[Part], manuscript: Manuscript, usual: Mapping[PartKind, _Shape]
) -> Iterator[Doubt]:
    """Parts of one kind that look as most of another kind do."""
    title, body = usual.get(Kind.TITLE), usual.get(Kind.BODY)
    for part in parts:
        if part.block is not None or part.other is not None:
            continue
        shape = _shape(manuscript.paragraphs[part.at].look)
        if part.kind is Kind.TITLE and shape != title:
            yield _doubt(part, "当作标题，样子和别的标题不同，请核对。")
        elif part.kind in _TEXT and title not in (None, body) and shape == title:
            yield _doubt(part, f"样子像标题，当作了{kind_name(part.kind)}，请核对。")
        elif part.kind is Kind.BODY and _is_line(part.text):
            yield _doubt(part, "一行没有句号，当作了正文，请核对是不是标题。")
        elif part.kind is Kind.SUBHEADING and shape == body:
            yield _doubt(part, "样子和正文一样，当作了小标题，请核对。")


def _is_line(text: str) -> bool:
    return len(text) <= _LONGEST and not _ENDS.search(text)


def _shapes_differ(drafts: Sequence[Draft], *, told: bool) -> Iterator[Doubt]:
    """Items without a title; and where no look has `told`, whatever is short and no sentence: it could be
    something else."""
    for draft in drafts:
        printed = [part for part in draft.parts if part.kind is not OUT]
        for before, part in pairwise(printed):
            if before.kind is Kind.TITLE and part.kind is Kind.SUBHEADING and part.other is None:
                yield _doubt(part, "紧跟着标题，当作了小标题，请核对是不是标题的下一行。")
        if draft.offers.titles == "required" and not draft.title:
            first = next((part for part in draft.parts if part.kind is not OUT), None)
            if first is not None:
                yield _doubt(first, "一篇没有找到标题，请核对。")
        if told:
            continue
        for part in draft.parts:
            if part.kind is Kind.SUBHEADING or (part.kind is Kind.BODY and _is_line(part.text)):
                yield _doubt(part, f"当作{kind_name(part.kind)}，没有字体字号可以对照，请核对。")
            elif part.kind is Kind.TITLE and "\n" in part.text:
                yield _doubt(part, "几行当作一个标题，没有字体字号可以对照，请核对。")


def _unsigned(drafts: Sequence[Draft]) -> Iterator[Doubt]:
    """Items without a source among others that have one."""
    signed = sum(draft.signed for draft in drafts)
    if not signed or signed == len(drafts):
        return
    for draft in drafts:
        if not draft.signed and signed > len(drafts) - signed:
            title = draft.title.replace("\n", "")
            yield Doubt("structure", f"“{title[:_LONGEST]}”一篇没有找到来源，别的稿件都有，请核对。", title)
