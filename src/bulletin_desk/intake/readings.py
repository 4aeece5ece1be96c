"""The other way to read a part of an item, and what taking it does to a file's items: one key takes it, and
the same key goes back. Of recognition it knows only what a mark over an item is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.bulletin.ranges import joined
from bulletin_desk.bulletin.ranges import part as piece_of
from bulletin_desk.intake.draft import NOWHERE, Draft, set_kinds, sourced
from bulletin_desk.intake.parts import OUT, Part, PartKind, Reading
from bulletin_desk.intake.several import mark_length
from bulletin_desk.intake.sources import BY_CLERK, Units

_BY_HAND = "手工去掉"
_HEAD = "几篇稿件的总题"
_ORDINAL = "序号"
_TAKEN_AS: dict[str, PartKind] = {
    "文头": Kind.TITLE,
    "标题前的字样": Kind.TITLE,
    "封面的字样": Kind.TITLE,
    "重复的标题": Kind.TITLE,
    _HEAD: Kind.TITLE,
    "署名": Kind.SOURCE,
    "署名和日期": Kind.SOURCE,
    "没有稿件的栏目": Kind.SECTION_HEAD,
}
"""What becomes of that which was left out without doubt, when it is taken in all the same; else body text."""
_TEXT = (Kind.SUBHEADING, Kind.BODY)


def other_reading(part: Part) -> Reading | None:
    """How a part could be read otherwise: as recognition doubts, else as it was read before, else, of what is
    left out, what it would be in the bulletin. None where there is but one way."""
    back = part.back
    if back is not None and back.mark and (part.typed or back.mark >= len(part.text)):
        back = replace(back, mark=0)  # another text begins it now
    if back is not None and back.mark and back.kind is part.kind:
        return back
    if part.block is not None and part.kind is OUT:
        return Reading(part.block.kind)
    if part.other is not None:
        begins = part.other is Kind.TITLE and (part.kind in _TEXT or part.why == _HEAD)
        whole = begins or (part.kind is Kind.TITLE and part.other is Kind.SUBHEADING)
        return Reading(part.other, why=_BY_HAND if part.other is OUT else "", whole=whole)
    if back is not None and back.kind is not part.kind:
        return back
    return Reading(_TAKEN_AS.get(part.why, Kind.BODY)) if part.kind is OUT else None


def is_mark(parts: Sequence[Part], at: int) -> bool:
    """Whether a part left out stood at the start of the paragraph after it, and goes there again."""
    part = parts[at]
    if part.kind is not OUT or part.other is not None or not part.ahead or at + 1 == len(parts):
        return False
    return parts[at + 1].at == part.at and parts[at + 1].kind is not OUT


@dataclass(frozen=True, slots=True)
class Read:
    """A file's drafts, each with the number of the one that it comes from, and where the part is now of which
    the other reading was taken: which draft, which part."""

    drafts: tuple[tuple[int, Draft], ...]
    number: int
    at: int


def take_other(drafts: Sequence[Draft], number: int, at: int, units: Units) -> Read:
    """A file's drafts with the other reading of one part. Whether there is one item or several is read
    otherwise for all that hangs together."""
    draft = drafts[number]
    part, reading = draft.parts[at], other_reading(draft.parts[at])
    if is_mark(draft.parts, at):
        return _with(drafts, number, at, _mark_on(draft, at))
    if reading is None:
        return _with(drafts, number, at, draft)
    if not reading.whole or (part.kind is OUT and len(drafts) == 1):
        if reading.kind is part.kind:
            apart = _mark_off(part, reading.mark, reading.why)
            return _with(drafts, number, at, _put(draft, at, apart))
        return _with(drafts, number, at, _read_as(draft, at, reading, units))
    if part.kind is OUT or reading.kind in _TEXT:
        made = _as_one(drafts, number if part.kind is OUT else 0, units, every=part.kind is OUT)
    else:
        made = [
            *((before, drafts[before]) for before in range(number)),
            *((number, one) for one in _as_several(draft, units)),
            *((after, drafts[after]) for after in range(number + 1, len(drafts))),
        ]
    return Read(tuple(made), *_place(made, part.at, reading.kind, (number, at)))


def _with(drafts: Sequence[Draft], number: int, at: int, draft: Draft) -> Read:
    made = [*drafts[:number], draft, *drafts[number + 1 :]]
    return Read(tuple(enumerate(made)), number, at)


def _place(
    made: Sequence[tuple[int, Draft]], paragraph: int, kind: PartKind, otherwise: tuple[int, int]
) -> tuple[int, int]:
    """Where the part of that paragraph and kind is."""
    places = (
        (number, at)
        for number, (_, draft) in enumerate(made)
        for at, part in enumerate(draft.parts)
        if part.at == paragraph and part.kind is kind
    )
    return next(places, otherwise)


def _read_as(draft: Draft, at: int, reading: Reading, units: Units) -> Draft:
    """One part read otherwise, the others as they are."""
    draft = set_kinds(draft, {at: reading.kind}, units)
    part = draft.parts[at]
    read = replace(part, run_in=min(reading.run_in, len(part.text)), why=reading.why or part.why)
    return _put(draft, at, (read,))


def _put(draft: Draft, at: int, parts: Sequence[Part], instead_of: int = 1) -> Draft:
    """The draft with these parts at that place, instead of one or more."""
    return replace(draft, parts=(*draft.parts[:at], *parts, *draft.parts[at + instead_of :]))


def _mark_on(draft: Draft, at: int) -> Draft:
    """A mark at the start of its paragraph again."""
    mark, part = draft.parts[at : at + 2]
    made = replace(
        part,
        text=mark.text + part.text,
        run_in=part.run_in and part.run_in + len(mark.text),
        bold=joined((), len(mark.text), part.bold),
        joined=part.joined + 1 + mark.joined,
        back=Reading(part.kind, why=mark.why, mark=len(mark.text)),
    )
    return _put(draft, at, (made,), instead_of=2)


def _mark_off(part: Part, length: int, why: str) -> tuple[Part, Part]:
    """So many characters at the start of a part by themselves, left out; and the rest of it."""
    was_apart = part.joined > 0
    text = part.text[length:].lstrip()
    mark = Part(
        OUT, part.text[:length].strip(), why=why, at=part.at, joined=0 if was_apart else -1, ahead=True
    )
    rest = replace(
        part,
        text=text,
        run_in=max(part.run_in - length, 0),
        bold=piece_of(part.bold, len(part.text) - len(text), len(part.text)),
        joined=part.joined - was_apart,
        back=None if part.back is not None and part.back.kind is part.kind else part.back,
    )
    return mark, rest


def _as_one(drafts: Sequence[Draft], first: int, units: Units, *, every: bool) -> list[tuple[int, Draft]]:
    """One item of those whose titles may be subheadings and those before them; `every`: of all from the first
    on, the head over which is its title."""
    groups: list[tuple[int, list[Draft]]] = []
    for number, draft in enumerate(drafts):
        at = next((at for at, part in enumerate(draft.parts) if part.kind is Kind.TITLE), None)
        inside = number >= first and (every or (at is not None and _may_be_inside(draft.parts[at])))
        if inside and at is not None:
            draft = _inside(draft, at)
        if inside and number > first:
            groups[-1][1].append(_without_titles(draft))
        else:
            groups.append((number, [_headed(draft) if inside else draft]))
    return [(number, _joined(group, units)) for number, group in groups]


def _without_titles(draft: Draft) -> Draft:
    """What goes into another item, its title's further lines as subheadings."""
    parts = (
        replace(part, kind=Kind.SUBHEADING, other=None) if part.kind is Kind.TITLE else part
        for part in draft.parts
    )
    return replace(draft, parts=tuple(parts))


def _joined(drafts: Sequence[Draft], units: Units) -> Draft:
    """One item of several; by itself, as it is."""
    if len(drafts) == 1:
        return drafts[0]
    parts = tuple(part for draft in drafts for part in draft.parts)
    remarks = tuple(remark for draft in drafts for remark in draft.remarks)
    return sourced(replace(drafts[0], parts=parts, remarks=remarks), units)


def _may_be_inside(title: Part) -> bool:
    reading = other_reading(title)
    return reading is not None and reading.whole and reading.kind in _TEXT


def _inside(draft: Draft, at: int) -> Draft:
    """An item's title as a subheading, its mark before it again."""
    title = draft.parts[at]
    back = Reading(Kind.TITLE, why=_ORDINAL, whole=True)
    if at and is_mark(draft.parts, at - 1):
        at -= 1
        draft = _mark_on(draft, at)
        back = replace(back, mark=len(draft.parts[at].text) - len(title.text))
    reading = other_reading(title)
    kind = reading.kind if reading is not None and reading.kind in _TEXT else Kind.SUBHEADING
    return _put(draft, at, (replace(draft.parts[at], kind=kind, other=None, back=back),))


def _headed(draft: Draft) -> Draft:
    """The item with the head over several as its title."""
    parts = tuple(
        replace(part, kind=Kind.TITLE, why="", other=None, back=Reading(OUT, why=part.why, whole=True))
        if part.kind is OUT and part.why == _HEAD
        else part
        for part in draft.parts
    )
    return replace(draft, parts=parts)


def _as_several(draft: Draft, units: Units) -> list[Draft]:
    """An item for each subheading that may be a title; a title over them all is left out. What the clerk
    wrote as the source stays with the last."""
    groups: list[list[Part]] = [[]]
    begun = texted = False
    for part in draft.parts:
        if part.kind in _TEXT and _may_begin_item(part):
            if not begun and not texted:
                groups[0] = [_left_out(one) if one.kind is Kind.TITLE else one for one in groups[0]]
            else:
                groups.append([])
            groups[-1] += _begun(part)
            begun = True
        else:
            groups[-1].append(part)
            texted = texted or part.kind in _TEXT
    if len(groups) == 1:
        return [replace(draft, parts=tuple(groups[0]))]
    made = [replace(draft, parts=tuple(group), remarks=()) for group in groups]
    made[0] = replace(made[0], remarks=draft.remarks)
    if draft.source.origin == BY_CLERK:
        made[:-1] = [replace(one, source=NOWHERE) for one in made[:-1]]
    return [sourced(one, units) for one in made]


def _may_begin_item(part: Part) -> bool:
    reading = other_reading(part)
    return reading is not None and reading.whole and reading.kind is Kind.TITLE


def _left_out(title: Part) -> Part:
    return replace(title, kind=OUT, why=_HEAD, other=None, back=Reading(Kind.TITLE, whole=True))


def _begun(part: Part) -> list[Part]:
    """A title of what was a subheading, its mark before it by itself."""
    back, reading = Reading(part.kind, part.run_in, whole=True), other_reading(part)
    known = reading.mark if reading is not None else 0
    length = known if part.other is None else mark_length(part.text)
    marks: list[Part] = []
    if length:
        mark, part = _mark_off(part, length, _ORDINAL)
        marks.append(mark)
    return [*marks, replace(part, kind=Kind.TITLE, run_in=0, other=None, back=back)]
