"""Items on their way into an issue, as a review works on them: each paragraph with its kind, correctable, and
what was done and needs a look. Pure values and functions; knows neither files nor widgets."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import accumulate, pairwise
from typing import Any

from bulletin_desk.bulletin.blank import NO_ISSUE
from bulletin_desk.bulletin.bounds import MAX_SHORT, refusal
from bulletin_desk.bulletin.dates import chinese_date, lost_date_marks
from bulletin_desk.bulletin.edits import of_kind
from bulletin_desk.bulletin.grammar import ITEM_TEXTS, PARAGRAPHS, SPEC, is_empty, walk_item
from bulletin_desk.bulletin.model import (
    Attachment,
    Block,
    Body,
    Issue,
    Item,
    Kind,
    ListItem,
    Pictures,
    Section,
    Table,
)
from bulletin_desk.bulletin.office import the_office
from bulletin_desk.bulletin.ranges import Ranges, joined, replaced, without
from bulletin_desk.bulletin.ranges import part as piece_of
from bulletin_desk.bulletin.reminders import Reminder
from bulletin_desk.checked import shown
from bulletin_desk.errors import EditError
from bulletin_desk.intake.around_blocks import (
    Placed,
    as_text,
    placed,
    taken_in,
    with_blocks,
    with_surroundings,
)
from bulletin_desk.intake.attached import attachments_in, ended, parts_of, with_list_told
from bulletin_desk.intake.clean import clean
from bulletin_desk.intake.emphasis import bold_kept, bold_said, with_bold
from bulletin_desk.intake.manuscript import Manuscript, Note, Paragraph
from bulletin_desk.intake.markdown import without_marks
from bulletin_desk.intake.outline import outlined
from bulletin_desk.intake.parts import (
    OUT,
    SECTION_KINDS,
    TEXT_KINDS,
    Part,
    PartKind,
    Reading,
    kind_name,
)
from bulletin_desk.intake.recognise import recognise, recognise_piece
from bulletin_desk.intake.rules import Cleaning
from bulletin_desk.intake.sources import (
    BY_CLERK,
    IN_TEXT,
    Source,
    Units,
    brackets_off,
    from_file_name,
    is_person,
    is_unit,
    issuer,
    signature,
    suggest_section,
)
from bulletin_desk.intake.split import split
from bulletin_desk.intake.telling import ON_WEB_PAGE
from bulletin_desk.layouts.offers import HeadingForms, Offers

NOWHERE = Source()
"""No source."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known before a manuscript is read: the sections' names and the units of the office, what the
    open bulletin's layout offers and how it numbers sections and items."""

    sections: tuple[str, ...] = ()
    units: Units = field(default_factory=Units)
    offers: Offers = field(default_factory=Offers)
    headings: HeadingForms = field(default_factory=HeadingForms)


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about an item or a file; `look`: the clerk should look at it before it is printed. `words`
    are all the words that were not taken in, where it tells of such."""

    message: str
    look: bool = False
    words: str = ""


NO_SOURCE = Remark("没有找到来源，请补上。", look=True)
"""By far the commonest: who tells of many items says it once."""
_NO_TITLE = Remark("没有找到标题，请补上。", look=True)
_NO_TEXT = Remark("没有正文，请核对是不是选错了文件。", look=True)
_PLAIN_TO_SEE = frozenset((NO_SOURCE, _NO_TITLE, _NO_TEXT))
"""What the item in the issue shows by itself, for as long as it is so."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An item to be. `file` names the manuscript, `parts` are all of its paragraphs, those left out too;
    `fallback` is the source where none of the parts tells one; `remarks` are about the manuscript's text.
    `under` is the section of level 1 over `section`, where that is one of level 2. `offers` is what the
    bulletin has: of its marks, one that stands before the first text is the item's."""

    file: str
    parts: tuple[Part, ...]
    section: str = field(default_factory=lambda: the_office().usual_section)
    source: Source = NOWHERE
    fallback: Source = NOWHERE
    remarks: tuple[Remark, ...] = ()
    under: str = ""
    offers: Offers = field(default_factory=Offers)

    @property
    def title(self) -> str:
        """The title without a mark, its lines parted by `"\\n"`."""
        title = self._full_title()
        return title.removeprefix(mark).lstrip() if (mark := _mark_of(title, self.offers)) else title

    @property
    def mark(self) -> str:
        """The mark before the title, or before the text where there is no title."""
        first = next((part.text for part in self.parts if part.kind is Kind.BODY), "")
        return _mark_of(self._full_title() or first, self.offers)

    @property
    def signed(self) -> bool:
        """Whether anything printed says where the item comes from."""
        told = (Kind.BYLINE, Kind.SIGNATURE)
        return bool(self.source.text) or any(part.kind in told for part in self.parts)

    def _full_title(self) -> str:
        return "\n".join(part.text for part in self.parts if part.kind is Kind.TITLE)

    def questions(self) -> tuple[Remark, ...]:
        """All that is to be said about the item, its remarks included."""
        said = list(self.remarks)
        if not self.title.strip() and self.offers.titles == "required":
            said.append(_NO_TITLE)
        if not any(part.kind in TEXT_KINDS or part.block is not None for part in self.parts):
            said.append(_NO_TEXT)
        source = self.source
        if not self.signed:
            said.append(NO_SOURCE)
        elif source.text and not source.sure:
            said.append(Remark(f"来源“{source.text}”是按{source.origin}推出来的，请核对。", look=True))
        if source.dropped:
            names = " ".join(dict.fromkeys(source.dropped.split()))
            said.append(Remark(f"署名里的“{names}”没有印进来源。", words=names))
        said += _doubts(self.parts)
        said += _lost_marks(self.parts)
        said += left_out(self.parts)
        return tuple(said)


def _mark_of(text: str, offers: Offers) -> str:
    """The longest of the bulletin's marks that a text begins with; empty for none."""
    return max((mark for mark in offers.marks if text.startswith(mark)), key=len, default="")


def reminders_of(remarks: Iterable[Remark]) -> tuple[Reminder, ...]:
    """What of remarks on an item is still to be looked at once it is in the issue."""
    return tuple(
        Reminder(remark.message, remark.words)
        for remark in remarks
        if remark.look and remark not in _PLAIN_TO_SEE
    )


def _doubts(parts: Sequence[Part]) -> Iterator[Remark]:
    """What recognition chose between two readings, a remark for each two kinds."""
    found: dict[tuple[PartKind, PartKind], list[str]] = {}
    for part in parts:
        if part.other is not None:
            found.setdefault((part.kind, part.other), []).append(f"“{_on_one_line(part.text)}”")
    for (kind, other), texts in found.items():
        as_kind = "没有收入" if kind is OUT else f"当作{kind_name(kind)}"
        count = f"这{len(texts)}处" if len(texts) > 1 else ""
        maybe = "也可能不该收" if other is OUT else f"也可能是{kind_name(other)}"
        yield Remark(f"{'、'.join(texts)}{count}{as_kind}，{maybe}，请核对。", look=True)


def _lost_marks(parts: Sequence[Part]) -> Iterator[Remark]:
    """Figures that can be no dates, as texts have them that lost 月 or 年 on their way."""
    found = [
        part.text[start:stop]
        for part in parts
        if part.kind is not OUT
        for start, stop in lost_date_marks(part.text)
    ]
    if found:
        quoted = "、".join(f"“{words}”" for words in dict.fromkeys(found))
        count = f"{len(found)}处" if len(found) > 1 else ""
        yield Remark(f"{quoted}{count}不会是日期，也许漏了“年”“月”或连接号，请对照原稿。", look=True)


def left_out(parts: Iterable[Part]) -> Iterator[Remark]:
    """What is not printed, a remark for each reason."""
    found: dict[str, list[str]] = {}
    for part in parts:
        if part.kind is OUT:
            found.setdefault(part.why or "不收", []).append(part.text)
    for why, texts in found.items():
        count = f"，{len(texts)}处" if len(texts) > 1 else ""
        yield Remark(
            f"没有收入（{why}{count}）：{'｜'.join(texts)}", look=why in ("附件", "标题前的字样", "表格")
        )


def _on_one_line(text: str) -> str:
    return text.replace("\n", " ")


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one file or one paste brings: its items, how often each cleaning rule worked, remarks on the
    whole, and the manuscript that it was (None for a bulletin of ours), to be read again with other
    rules."""

    name: str
    drafts: tuple[Draft, ...]
    counts: Counter[str] = field(default_factory=Counter)
    remarks: tuple[Remark, ...] = ()
    manuscript: Manuscript | None = None

    @property
    def look(self) -> bool:
        """Whether anything needs a look."""
        every = (*self.remarks, *(remark for draft in self.drafts for remark in draft.questions()))
        return any(remark.look for remark in every)


# ---- from a manuscript


def take_in(
    manuscript: Manuscript, context: Context | None = None, cleaning: Cleaning | None = None
) -> Contribution:
    """A manuscript cleaned, its paragraphs recognised, its items parted, their sources and sections
    suggested."""
    context = context or Context()
    unmarked = without_marks(manuscript.paragraphs)
    blocks = placed(manuscript.notes)
    cleaned = clean(unmarked.paragraphs, cleaning, parted=(block.at for block in blocks))
    behind = [bisect_right(cleaned.origins, block.at) for block in blocks]
    attached = attachments_in(cleaned.paragraphs, behind)

    def recognised(kept: Sequence[int]) -> Iterator[Part]:
        origins = [cleaned.origins[at] for at in kept]
        found = recognise(
            [cleaned.paragraphs[at] for at in kept],
            sections=context.sections,
            units=context.units,
            pictures=_under_pictures(manuscript, origins),
            boxes=_out_of_boxes(manuscript, origins),
            behind=(bisect_left(kept, at) for at in behind),
            broken=(at for at, (one, other) in enumerate(pairwise(origins), 1) if one == other),
            offers=context.offers,
            headings=context.headings,
        )
        return (replace(part, at=kept[part.at]) if kept[part.at] != part.at else part for part in found)

    if attached:
        titles = {at for one in attached for at in range(one.start, one.text)}
        every = list(recognised([at for at in range(len(cleaned.paragraphs)) if at not in titles]))
        others = [part.at for part in every if part.kind in SECTION_KINDS or part.why == "版记"]
        attached = ended(attached, (*others, *_further_items(every, cleaned.paragraphs)))
    fixed = {at for one in attached for at in range(one.start, one.text)}
    around = with_surroundings(cleaned.paragraphs, cleaned.origins, blocks, fixed)
    inside = {at for one in attached for at in range(one.start, one.end)}
    found = list(recognised([at for at in around.kept if at not in inside]))
    for one in attached:
        text = [at for at in around.kept if one.text <= at < one.end]
        piece = recognise_piece([cleaned.paragraphs[at] for at in text], units=context.units)
        found += parts_of(one, cleaned.paragraphs, [replace(part, at=text[part.at]) for part in piece])
    if attached:
        found.sort(key=lambda part: part.at)
    origins = cleaned.origins
    parts = tuple(
        part if origins[part.at] == part.at else replace(part, at=origins[part.at]) for part in found
    )
    if context.offers.bold:
        parts = with_bold(manuscript, parts)
    parts = with_list_told(with_blocks(outlined(parts, manuscript.paragraphs), around.blocks))
    groups = split(parts)
    named = (from_file_name(manuscript.name, context.units) if manuscript.name else None) or NOWHERE
    if len(groups) > 1:
        named = replace(named, sure=False)
    elif not named.text:
        named = _issuer(parts, context.units)
    drafts = []
    over = ""
    inner = {part.text for part in parts if part.kind is Kind.SECTION_HEAD_2}
    for section, group in groups:
        over = next((part.text for part in reversed(group) if part.kind is Kind.SECTION_HEAD), over)
        under = over if section in inner and section != over else ""
        draft = Draft(manuscript.name, group, fallback=named, under=under, offers=context.offers)
        draft = replace(draft, source=_source(draft, context.units))
        if not section and context.offers.sections != "none":
            title = draft.title or manuscript.name
            section = suggest_section(draft.source.text, title, context.sections, context.units)
        drafts.append(replace(draft, section=section))
    drafts, remarks = _with_notes(_taken_in(manuscript, parts, around.blocks), drafts)
    bold = bold_kept(parts) if context.offers.bold else bold_said(manuscript, parts)
    remarks += map(Remark, filter(None, (unmarked.said, bold)))
    left = [why for why in ("报头", "目录", "版记") if any(part.why == why for part in parts)]
    if "报头" in left or ("版记" in left and len(drafts) > 1):
        names = filter(None, dict.fromkeys(draft.section for draft in drafts))
        sections = "、".join(f"【{name}】" for name in names)
        named_out = "、".join(why + (_told_of_head(parts) if why == "报头" else "") for why in left)
        whose = f"{sections}的" if sections else ""
        said = f"这是一期旧简报：收了{whose}{len(drafts)}篇稿件，{named_out}没有收。"
        remarks.insert(0, Remark(said))
    if not drafts:
        remarks.append(Remark("里面没有文字。", look=True))
    return Contribution(manuscript.name, tuple(drafts), cleaned.counts, tuple(remarks), manuscript)


def _further_items(parts: Sequence[Part], paragraphs: Sequence[Paragraph]) -> Iterator[int]:
    """Where an item begins on a page of its own: a title over a text that is signed."""
    title: int | None = None
    for part in parts:
        if part.kind is Kind.TITLE:
            title = part.at if paragraphs[part.at].new_page else None
        elif part.kind is Kind.SOURCE and title is not None:
            yield title
            title = None


def _taken_in(manuscript: Manuscript, parts: Sequence[Part], blocks: Sequence[Placed]) -> Manuscript:
    """The manuscript with notes that say what of it was taken in."""
    left = {id(part.block) for part in parts if part.kind is OUT}
    told = {id(one.note): one for one in blocks if id(one.block) not in left}
    listed = sum(part.kind is Kind.LIST_ITEM for part in parts)
    notes: list[Note] = []
    for note in manuscript.notes:
        if id(note) in told:
            note = replace(note, message=taken_in(told[id(note)]), words="", look=False, block=None)
        elif note.block is not None:
            continue
        elif note.rule == "bullet" and listed:
            message = f"{listed}段项目符号列表放进了稿件，符号由版式加上。"
            whole = listed == sum(
                one.listed is not None and not one.listed.in_text for one in manuscript.paragraphs
            )
            note = replace(note, message=message if whole else message + note.message, look=not whole)
        notes.append(note)
    return replace(manuscript, notes=tuple(notes))


def _under_pictures(manuscript: Manuscript, origins: Sequence[int]) -> Iterator[int]:
    """The places of clean paragraphs right under pictures that are not taken in, or in one paragraph with
    them."""
    for note in manuscript.notes:
        if note.rule == "picture" and note.block is None:
            at = bisect_left(origins, note.paragraph)
            yield at
            if at < len(origins) and origins[at] == note.paragraph:
                yield at + 1


def _out_of_boxes(manuscript: Manuscript, origins: Sequence[int]) -> Iterator[int]:
    """The places of clean paragraphs that stood in text boxes: each behind the paragraph that held its
    box."""
    for note in manuscript.notes:
        if note.rule == "text-box":
            yield bisect_right(origins, note.paragraph)


_HEAD_VALUES = re.compile(
    r"(?:总\s*+)?第\s*+[0-9一二三四五六七八九十百〇零]{1,6}+\s*+期|[0-9]{4}年[0-9]{1,2}月(?:[0-9]{1,2}日)?"
)


def _told_of_head(parts: Sequence[Part]) -> str:
    """The numbers and days of the masthead that is left out, in brackets."""
    found = (_HEAD_VALUES.findall(part.text) for part in parts if part.why == "报头")
    values = list(dict.fromkeys("".join(value.split()) for values in found for value in values))
    return f"（{'，'.join(values)}）" if values else ""


_YEAR = re.compile("[0-9]{4}年")


def _issuer(parts: Sequence[Part], units: Units) -> Source:
    """Who issued the bulletin whose one item this is: the masthead's unit, beside the date."""
    for line in (line for part in parts if part.why == "报头" for line in part.text.split("\n")):
        dated = _YEAR.search(line)
        unit = issuer(line[: dated.start()].rstrip() if dated else line)
        if unit != line and is_unit(unit, units):
            return Source(f"（{unit}）", "报头", sure=False)
    return NOWHERE


def _with_notes(manuscript: Manuscript, drafts: list[Draft]) -> tuple[list[Draft], list[Remark]]:
    """A reader's notes, each at the item where it belongs."""
    if not manuscript.notes:
        return drafts, []
    said: list[list[Remark]] = [[] for _ in drafts]
    rest: list[Remark] = []
    # each draft's own are behind those of the draft before
    starts = list(accumulate((min((part.at for part in draft.parts), default=0) for draft in drafts), max))
    for note, remark in _remarks(manuscript):
        if drafts:
            said[max(bisect_right(starts, note.paragraph) - 1, 0)].append(remark)
        else:
            rest.append(remark)
    made = zip(drafts, said, strict=True)
    return [replace(draft, remarks=(*draft.remarks, *own)) if own else draft for draft, own in made], rest


def _remarks(manuscript: Manuscript) -> Iterator[tuple[Note, Remark]]:
    """A reader's notes, each with the remark that says it and where it is."""
    told = list(accumulate(range(len(manuscript.paragraphs)), partial(_last_told, manuscript.paragraphs)))
    for note in _one_for_contents(manuscript.notes):
        yield note, Remark(_placed(manuscript, note, told), look=note.look, words=note.words)


_AS_LINES = "表格贴成了一行一行的文字，没有行列，请核对。"


def remarks_on(manuscript: Manuscript, taken: str = "") -> tuple[Remark, ...]:
    """What of a pasted manuscript its reader left out or changed; what a page holds and does not show was not
    meant. `taken` is the text that stands for it all the same, if one does: words in it are not left out, a
    table there has become lines."""
    there = _bare(taken)
    made = []
    for note, remark in _remarks(manuscript):
        words = note.words.strip()
        if note.rule in ("title", "furniture"):
            continue
        if not words or note.rule == "picture" or _bare(words) not in there:
            made.append(remark)
        elif note.rule == "table" and len(words.split()) > 1:
            made.append(Remark(_AS_LINES, look=True, words=note.words))
    return tuple(dict.fromkeys(made))


def _one_for_contents(notes: Sequence[Note]) -> Iterator[Note]:
    """The notes, with one instead of those on each line of a list of contents."""
    lines = [note for note in notes if note.rule == "contents"]
    for note in notes:
        if note.rule != "contents":
            yield note
        elif note is lines[0]:
            # the tab before a page's number is shown by its code
            said = re.sub(r"(?:\\u0009|\t)+", "……", "".join(one.message for one in lines))
            quoted = "、".join(re.findall("“[^“”]*”", said))
            count = f"{len(lines)}行" if len(lines) > 1 else ""
            words = "\n".join(one.words for one in lines)
            yield replace(
                note, message=f"自动目录{count}没有取用：{quoted}。" if count else said, words=words
            )


def _last_told(paragraphs: Sequence[Paragraph], before: int, at: int) -> int:
    """The last of the paragraphs up to `at` that is not empty, if `before` is the last before it."""
    return before if paragraphs[at].text.isspace() or not paragraphs[at].text else at


_PLACED = frozenset(("picture", "table", "text-box", "tracked-change"))
"""Notes that speak of a place in the manuscript without quoting words that are still in it."""


def _placed(manuscript: Manuscript, note: Note, told: Sequence[int]) -> str:
    """What a note says, with the words where it is; `told`: for each paragraph the last up to it that is not
    empty."""
    if note.rule not in _PLACED:
        return note.message
    at = told[min(note.paragraph, len(told) - 1)] if told else 0
    text = manuscript.paragraphs[at].text if told else ""
    if not text or text.isspace():
        return f"开头：{note.message}"
    words = f"“{shown(text.lstrip()[:20].rstrip().replace(chr(10), ' '), 12)}”"
    if note.message.startswith("这一段"):
        return words + note.message
    return f"{words}一段{'' if at == note.paragraph else '之后'}：{note.message}"


def from_issue(
    name: str, issue: Issue, remarks: Iterable[str] = (), offers: Offers | None = None
) -> Contribution:
    """The items of a bulletin of ours, with nothing to recognise; `offers` are those of the bulletin that
    they go into."""
    drafts = []
    over = ""
    for section in issue.sections:
        over = section.name if section.level == 1 else over
        for item in section.items:
            draft = Draft(name, tuple(_parts_of(item)), section.name, Source(item.source, IN_TEXT))
            own = offers or Offers()
            marks = tuple(dict.fromkeys(filter(None, (*own.marks, item.mark))))
            under = over if section.level > 1 else ""
            drafts.append(replace(draft, under=under, offers=own._replace(marks=marks)))
    notes = "\n".join(note.text for note in issue.editors_note)
    head = f"报头（第{issue.masthead.number}期，{chinese_date(issue.dated_header.date)}）"
    left = f"{head}、编者按和版记" if notes else f"{head}和版记"
    message = f"这是本程序做的一期简报：收了{len(drafts)}篇稿件，{left}没有收。"
    said = [Remark(message, look=bool(notes), words=notes)]
    said += (Remark(sentence, look=True) for sentence in remarks)
    return Contribution(name, tuple(drafts), remarks=tuple(said))


def _parts_of(item: Item) -> Iterator[Part]:
    """An item's texts, its mark before the one that it stands before."""
    marked = Kind.TITLE if item.title else Kind.BODY
    mark = item.mark
    told: object = None
    for node in walk_item(item):
        if isinstance(node.source, Table | Pictures):
            if node.source is not told:
                told = node.source
                yield Part(node.source.kind, as_text(node.source), block=node.source)
            continue
        told = None
        if not node.text and node.kind not in PARAGRAPHS and node.kind is not Kind.ATTACHMENT_TITLE:
            continue
        bold = node.source.bold if isinstance(node.source, Body | ListItem) else ()
        part = Part(node.kind, node.text, node.run_in, bold=bold)
        if mark and node.kind is marked:
            run_in = part.run_in and part.run_in + len(mark)
            bold = joined((), len(mark), bold)
            part = replace(part, text=mark + part.text, run_in=run_in, bold=bold)
            mark = ""
        yield part


def with_doubles_named(contributions: Sequence[Contribution], issue: Issue) -> tuple[Contribution, ...]:
    """The same, with a remark at each item whose title the issue has already, or an item before it."""
    seen = {_bare(item.title) for section in issue.sections for item in section.items}
    made = []
    for contribution in contributions:
        drafts = []
        for draft in contribution.drafts:
            title = _bare(draft.title)
            if title and title in seen:
                remark = Remark("已有一篇标题相同的稿件，请核对是不是收了两次。", look=True)
                draft = replace(draft, remarks=(*draft.remarks, remark))
            seen.add(title)
            drafts.append(draft)
        made.append(replace(contribution, drafts=tuple(drafts)))
    return tuple(made)


def _bare(title: str) -> str:
    return "".join(title.split())


def _source(draft: Draft, units: Units) -> Source:
    """What the parts tell of the source, else what the file's name does."""
    found: list[Source] = []
    by_page: list[Source] = []
    of_page = {part.at for part in draft.parts if part.why == ON_WEB_PAGE}
    for part in draft.parts:
        if part.kind is not Kind.SOURCE:
            continue
        signed = signature(part.text, units)
        if signed is None:
            signed = Source(f"（{brackets_off(part.text)}）", IN_TEXT)
        elif signed.sure and brackets_off(part.text) == brackets_off(signed.text):
            signed = replace(signed, origin=IN_TEXT)
        (by_page if part.at in of_page else found).append(signed)
    if all(map(_of_persons, found)):  # what the item is signed with goes before what the page says of it
        found += by_page
    of_units: list[Source] = []
    of_persons: list[Source] = []
    for one in found:
        (of_persons if _of_persons(one) else of_units).append(one)
    named = of_units or of_persons
    if not named:
        return draft.fallback
    texts = list(dict.fromkeys(brackets_off(one.text) for one in named))
    if not of_units and draft.fallback.text:
        return replace(draft.fallback, dropped=" ".join(texts))
    most = bisect_right(list(accumulate(len(text) + 1 for text in texts)), MAX_SHORT - 1)
    persons = [brackets_off(one.text) for one in of_persons] if of_units else []
    left = (*(one.dropped for one in named), *persons, *texts[most:])
    source = f"（{'、'.join(texts[:most])}）" if most else ""
    sure = all(one.sure for one in named) and not any(_ODD_SOURCE.search(text) for text in texts)
    return Source(source, named[0].origin, sure, " ".join(filter(None, left)))


_ODD_SOURCE = re.compile(
    r"[0-9：:|｜/／·【】\[\]《》]|浏览|阅读|打印|审核|编辑|记者|作者|撰稿|摄影|供稿|通讯员|电话|\A..?\Z|\A图|\A文(?!化|物|联|旅|体|史|教)"
)
"""What no name of a unit has."""


def _of_persons(source: Source) -> bool:
    """Whether a signature names nobody but persons."""
    return not source.sure and all(map(is_person, brackets_off(source.text).split("、")))


# ---- corrections


def set_kinds(draft: Draft, kinds: Mapping[int, PartKind], units: Units) -> Draft:
    """The draft with the parts at these indices of other kinds."""
    parts = list(draft.parts)
    signed = False
    for at, kind in kinds.items():
        part = parts[at]
        if part.block is not None and kind not in (OUT, part.block.kind):
            kind = Kind.BODY  # a table or a picture is read as its words, whatever they are to be
        if part.kind is kind:  # said by the clerk, it is no doubt any more
            parts[at] = replace(part, other=None)
            continue
        run_in = part.run_in if kind is Kind.BODY else 0
        why = "手工去掉" if kind is OUT else ""
        back = Reading(part.kind, part.run_in, part.why)
        parts[at] = replace(part, kind=kind, run_in=run_in, why=why, other=None, back=back)
        signed = signed or Kind.SOURCE in (part.kind, kind)
        if kind in SECTION_KINDS:
            draft = _in_section(draft, kind, part.text)
    draft = replace(draft, parts=tuple(parts))
    return sourced(draft, units) if signed else draft


def _in_section(draft: Draft, kind: PartKind, text: str) -> Draft:
    """The draft in the section of that kind and name; one of level 2 is under the one that it was in."""
    under = (draft.under or draft.section) if kind is Kind.SECTION_HEAD_2 else ""
    return replace(draft, section=_section_in(text), under=under)


def set_text(draft: Draft, at: int, text: str, units: Units) -> Draft:
    """The draft with the text of the part at that index as the clerk writes it, the same kind of part. Line
    breaks stay in titles and the like only. A part without text is left out, with the text it had. Raises
    EditError where a bulletin could not hold it."""
    part = draft.parts[at]
    if part.block is not None:
        raise EditError("没有改成：表格和图片里的文字，请收进简报后在页面上改。")
    lines = [line.strip() for line in text.split("\n")]
    text = _between(part.kind).join(filter(None, lines))
    if text == part.text:
        return draft
    if not text:
        return set_kinds(draft, {at: OUT}, units)
    bold = _bold_in(part, text)
    written = replace(part, text=text, run_in=_run_in(part, text), typed=True, other=None, bold=bold)
    made = replace(draft, parts=(*draft.parts[:at], written, *draft.parts[at + 1 :]))
    if part.kind in SECTION_KINDS:
        made = replace(made, section=_section_in(text))
    if part.kind is Kind.SOURCE:
        made = sourced(made, units)
    beyond = _beyond(made)
    if beyond and not _beyond(draft):
        raise EditError(f"没有改成：{beyond}")
    return made


def _between(kind: PartKind) -> str:
    """What parts two lines of a text of that kind."""
    return "\n" if kind is not OUT and SPEC[kind].line_breaks else ""


def _bold_in(part: Part, text: str) -> Ranges:
    """What of a paragraph's new text is bold: what was, but for the characters that were replaced."""
    if not part.bold:
        return ()
    same = _alike(part.text, text)
    after = _alike(part.text[same:][::-1], text[same:][::-1])
    return replaced(part.bold, same, len(part.text) - after, len(text) - after - same)


def _run_in(part: Part, text: str) -> int:
    """How much of a paragraph's new text is its run-in heading: what was, if it was changed on one side of
    the heading's end only; else the first sentence."""
    if not part.run_in:
        return 0
    same = _alike(part.text, text)
    after = _alike(part.text[same:][::-1], text[same:][::-1])
    if same >= part.run_in:
        return part.run_in
    if len(part.text) - after <= part.run_in:
        return part.run_in + len(text) - len(part.text)
    found = _FIRST_SENTENCE.match(text)
    return found.end() if found else 0


def _alike(old: str, new: str) -> int:
    """How many characters two texts begin with that are the same."""
    return next(
        (at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other),
        min(len(old), len(new)),
    )


def _beyond(draft: Draft) -> str:
    """Why a bulletin could not hold the draft's item, in a sentence; empty if it could."""
    return refusal(_with(NO_ISSUE, [draft]))


def toggle_run_ins(draft: Draft, places: Iterable[int]) -> Draft:
    """The draft with the first sentence of each of these body paragraphs as its run-in heading, or without
    one where it has one."""
    parts = list(draft.parts)
    for at in places:
        part = parts[at]
        if part.kind is Kind.BODY:
            found = None if part.run_in else _FIRST_SENTENCE.match(part.text)
            parts[at] = replace(part, run_in=found.end() if found else 0)
    return replace(draft, parts=tuple(parts))


_FIRST_SENTENCE = re.compile("[^。！？：]+[。！？：](?=.)", re.DOTALL)


def _section_in(text: str) -> str:
    return text.strip("【】〖〗 ").replace("\n", "")


def sourced(draft: Draft, units: Units) -> Draft:
    """The draft with the source that its parts tell, unless the clerk wrote one."""
    return draft if draft.source.origin == BY_CLERK else replace(draft, source=_source(draft, units))


def set_section(draft: Draft, name: str) -> Draft:
    """The draft for another section."""
    name = name.strip()
    return draft if name == draft.section else replace(draft, section=name, under="")


def set_source(draft: Draft, text: str) -> Draft:
    """The draft with the source that the clerk wrote, in brackets; empty for none."""
    bare = brackets_off(text)
    return replace(draft, source=Source(f"（{bare}）" if bare else "", BY_CLERK))


def join_part(draft: Draft, at: int, units: Units) -> Draft:
    """The part at that index joined to the one before, whose kind it takes; titles and subheadings keep the
    line break between."""
    if at < 1:
        return draft
    first, second = draft.parts[at - 1], draft.parts[at]
    if first.block is not None or second.block is not None:
        return draft
    between = _between(first.kind)
    both = replace(
        first,
        text=first.text + between + second.text,
        typed=first.typed or second.typed,
        joined=first.joined + 1 + second.joined,
        bold=joined(first.bold, len(first.text + between), second.bold),
    )
    draft = replace(draft, parts=(*draft.parts[: at - 1], both, *draft.parts[at + 1 :]))
    return sourced(draft, units) if Kind.SOURCE in (first.kind, second.kind) else draft


def split_item(drafts: Sequence[Draft], number: int, at: int, units: Units) -> tuple[Draft, ...]:
    """The drafts with a new item from the part at that index of one of them; a short first part becomes its
    title. The source stays with the half that holds its line."""
    draft = drafts[number]
    if not 0 < at < len(draft.parts):
        return tuple(drafts)
    first, second = draft.parts[:at], draft.parts[at:]
    if second[0].kind in (Kind.SUBHEADING, Kind.BODY) and len(second[0].text) <= 60:
        second = (replace(second[0], kind=Kind.TITLE, run_in=0, other=None), *second[1:])
    halves = [replace(draft, parts=first), replace(draft, parts=second, remarks=())]
    if draft.source.origin == BY_CLERK:
        halves[0] = replace(halves[0], source=Source())
        halves[0] = replace(halves[0], source=_source(halves[0], units))
    else:
        halves = [replace(half, source=_source(half, units)) for half in halves]
    return (*drafts[:number], *halves, *drafts[number + 1 :])


def merge_item(drafts: Sequence[Draft], number: int, units: Units) -> tuple[Draft, ...]:
    """The drafts with one of them joined to the one before; its title becomes a subheading."""
    if not 0 < number < len(drafts):
        return tuple(drafts)
    first, second = drafts[number - 1], drafts[number]
    parts = tuple(
        replace(part, kind=Kind.SUBHEADING, other=None) if part.kind is Kind.TITLE and first.title else part
        for part in second.parts
    )
    joined = replace(first, parts=(*first.parts, *parts), remarks=(*first.remarks, *second.remarks))
    return (*drafts[: number - 1], sourced(joined, units), *drafts[number + 1 :])


# ---- into an issue


def item_of(draft: Draft) -> Item:
    """The item that a draft makes."""
    blocks = own = list[Block]()
    attached: list[tuple[str, list[Block]]] = []
    further: dict[str, Any] = {}
    title, mark = draft.title, draft.mark
    waiting = "" if title else mark
    for part in draft.parts:
        if part.kind is OUT:
            continue
        if part.kind is Kind.ATTACHMENT_TITLE:
            attached.append((part.text, []))
            blocks = attached[-1][1]
        elif part.block is not None:
            blocks += (part.block,) if part.kind is part.block.kind else map(Body, _lines(part.text))
        elif part.kind is Kind.BODY:
            blocks.append(_body(part, waiting))
            waiting = ""
        elif part.kind is Kind.LIST_ITEM or part.kind is Kind.NUMBERED_ITEM:
            text = part.text.replace("\n", "")
            bold = part.bold if text == part.text else ()
            blocks.append(ListItem(text, part.kind is Kind.NUMBERED_ITEM, bold))
        elif part.kind in TEXT_KINDS:
            blocks.append(of_kind(part.kind, part.text))
        elif isinstance(part.kind, Kind) and part.kind in ITEM_TEXTS:
            name = ITEM_TEXTS[part.kind]
            further[name] = _between(part.kind).join(filter(None, (further.get(name, ""), part.text)))
    attachments = tuple(Attachment(name, tuple(text)) for name, text in attached)
    return Item(title, tuple(own), draft.source.text, mark=mark, attachments=attachments, **further)


def _lines(text: str) -> Iterator[str]:
    return filter(None, text.split("\n"))


def _body(part: Part, mark: str) -> Body:
    """A paragraph without the mark that it begins with. A run-in heading has a look of its own, so that
    nothing in it is bold."""
    text = part.text.removeprefix(mark).lstrip() if mark else part.text
    off = len(part.text) - len(text)
    bold = piece_of(part.bold, off, len(part.text))
    if "\n" in text:
        text, bold = text.replace("\n", ""), ()
    run_in = min(max(part.run_in - off, 0), len(text))
    return Body(text, run_in, without(bold, 0, run_in))


def items_of(drafts: Iterable[Draft]) -> tuple[Item, ...]:
    """The items that drafts make."""
    return tuple(item_of(draft) for draft in drafts)


def add_to_issue(issue: Issue, drafts: Sequence[Draft]) -> Issue:
    """The issue with the drafts' items at the ends of their sections, which are made where there are none of
    that name, and their editor's notes after its own. An item that waits for its text, wholly empty, makes
    room; nothing else of the issue is touched. Raises EditError where that would be more than a bulletin
    holds."""
    if not drafts:
        return issue
    made = _with(issue, drafts)
    beyond = refusal(made)
    if beyond:
        raise EditError(f"稿件没有加入简报：{beyond}")
    return made


def added(issue: Issue, drafts: Sequence[Draft]) -> Iterator[tuple[Draft, Item]]:
    """The items in an issue that `add_to_issue` has made of drafts, each with its draft."""
    for place in dict.fromkeys((draft.under, draft.section) for draft in drafts):
        at = _section_at(issue.sections, *place)
        items = list(issue.sections[at].items) if at is not None else []
        for draft in reversed([draft for draft in drafts if (draft.under, draft.section) == place]):
            made = item_of(draft)
            if made in items:
                while items[-1] != made:
                    items.pop()
                yield draft, items.pop()


def _with(issue: Issue, drafts: Sequence[Draft]) -> Issue:
    brought: dict[tuple[str, str], list[Item]] = {}
    for draft in drafts:
        items = brought.setdefault((draft.under, draft.section), [])
        if items and is_empty(items[-1]):
            items.pop()
        items.append(item_of(draft))
    sections = list(issue.sections)
    for (under, name), items in brought.items():
        at = _section_at(sections, under, name)
        if at is None:
            at = _make_section(sections, under, name)
        kept = (item for item in sections[at].items if not is_empty(item))
        sections[at] = replace(sections[at], items=(*kept, *items))
    notes = tuple(
        Body(part.text) for draft in drafts for part in draft.parts if part.kind is Kind.EDITORS_NOTE
    )
    return replace(issue, sections=tuple(sections), editors_note=(*issue.editors_note, *notes))


def _section_at(sections: Sequence[Section], under: str, name: str) -> int | None:
    """Where the section of that name is; one `under` another is looked for there alone."""
    over = ""
    for at, section in enumerate(sections):
        over = section.name if section.level == 1 else over
        if section.name == name and (not under or (section.level > 1 and over == under)):
            return at
    return None


def _make_section(sections: list[Section], under: str, name: str) -> int:
    """A new section of that name, behind all or as the last one `under` another; returns where."""
    if not under:
        sections.append(Section(name))
        return len(sections) - 1
    over = next((at for at, one in enumerate(sections) if one.level == 1 and one.name == under), None)
    if over is None:
        over = _make_section(sections, "", under)
    further = range(over + 1, len(sections))
    at = next((at for at in further if sections[at].level == 1), len(sections))
    sections.insert(at, Section(name, level=2))
    return at
