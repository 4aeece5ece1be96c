"""Items that were typed or pasted into a Word copy without its styles: told by the rules for manuscripts, and
named. Text that stands inside an item stays that item's. Knows no XML.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bulletin_desk.bulletin.grammar import PARAGRAPHS, SPEC, Region
from bulletin_desk.bulletin.model import Kind
from bulletin_desk.bulletin.office import Office
from bulletin_desk.export.docx.oxml import NO_FONT
from bulletin_desk.export.docx.records import CLOSED, EMPHASISED, TOLD, Record, Styles, quoted
from bulletin_desk.intake.manuscript import Align, Look, Paragraph
from bulletin_desk.intake.parts import OUT, Part
from bulletin_desk.intake.recognise import recognise
from bulletin_desk.intake.sources import Units, brackets_off, load_units, signature

_ALIGN: dict[str, Align] = {"center": "centre", "right": "right", "end": "right", "both": "justified"}
_TEXT = tuple(PARAGRAPHS)
_OPENING = (Kind.TITLE, Kind.KICKER, Kind.SECTION_HEAD, Kind.SECTION_HEAD_2)
_NAMES = {"栏目": (Kind.SECTION_HEAD,), "标题": (Kind.TITLE,), "正文": _TEXT, "来源": (Kind.SOURCE,)}
_NO_OUTLINE = 9
"""The level of text that is no heading (ECMA-376 part 1, 17.3.1.20)."""
_MOST_PARAGRAPHS = 5_000
"""More in a row are left as they are."""


def with_new_items(
    found: Sequence[Record],
    new: Sequence[bool],
    sections: Sequence[str],
    styles: Styles,
    notes: list[str],
    *,
    known: bool,
    office: Office,
) -> tuple[list[Record], list[Record]]:
    """The records; those that are `new` and make items of their own have the kinds that their words and looks
    tell, and what is known of the `office`. `sections` are names that are known; where it is not `known` what
    is new, all is that has no style. The second list are the records that such items came from."""
    names = tuple(dict.fromkeys((*filter(None, sections), *office.section_names)))
    units = load_units(office=office)
    made: list[Record] = []
    taken: list[Record] = []
    told: list[str] = []
    at = 0
    while at < len(found):
        stop = _stop(found, new, at)
        if stop == at:
            made.append(found[at])
            at += 1
            continue
        run = found[at:stop]
        texts = [record for record in run if not record.blank]
        before = next((one for one in reversed(made) if _counts(one)), None)
        after = next((found[one] for one in range(stop, len(found)) if _counts(found[one])), None)
        parts: Sequence[Part] = ()
        if before and len(texts) <= _MOST_PARAGRAPHS and _between(before, after, texts[0], known=known):
            parts = _parts(texts, before, names, styles, units)
        if parts:
            made += (_record(part, texts[part.at]) for part in parts)
            taken += texts
            made += (record for record in run if record.blank)
            told += _sentences(parts)
        else:
            made += run
        at = stop
    notes += told[:TOLD]
    if len(told) > TOLD:
        notes.append(f"没有用样式、按内容认出的新稿件还有{len(told) - TOLD}篇，请核对。")
    return made, taken


def _counts(record: Record) -> bool:
    """Whether a record tells where an item begins or ends: an empty paragraph of body text doesn't."""
    return not record.blank or record.kind is not Kind.BODY


def _stop(found: Sequence[Record], new: Sequence[bool], start: int) -> int:
    """Where a row of new paragraphs ends that may be items without styles; `start` where none begins. They
    are body text, or all of them have the style of the paragraph that they were pasted into; a new title may
    stand over them, and subheadings and sources in between."""
    first = found[start]
    if not new[start] or first.blank:
        return start
    following = found[start + 1] if start + 1 < len(found) else None
    pasted = first.kind is Kind.SOURCE
    if first.kind is Kind.TITLE and following is not None and new[start + 1]:
        pasted = following.kind is Kind.TITLE
        if not pasted and not following.plain:
            return start
    elif not first.plain and not pasted:
        return start
    stop = start + 1
    for at in range(start + 1, len(found)):
        record = found[at]
        if record.start.item:
            break
        inside = record.kind is first.kind if pasted else record.plain or record.kind in (*_TEXT, Kind.SOURCE)
        # a source typed anew may say what one says that is gone
        known = not new[at] and not (record.plain and record.kind is Kind.SOURCE and not pasted)
        if known or not (inside or record.blank):
            break
        if not record.blank:
            stop = at + 1
    return stop


def _between(before: Record, after: Record | None, first: Record, *, known: bool) -> bool:
    """Whether what begins with `first` stands between two items, or at the edge of a section. Where it is not
    `known` what is new, only what stands where no item's text can."""
    if before.kind is Kind.TITLE or not (known or before.kind in CLOSED):
        return False
    if first.kind is Kind.SOURCE and before.kind is not Kind.SOURCE:
        return False
    if after is None or after.kind in _OPENING or after.start.item:
        return True
    return SPEC[after.kind].region is Region.CLOSING


def _parts(
    texts: Sequence[Record], before: Record, sections: Sequence[str], styles: Styles, units: Units
) -> Sequence[Part]:
    """New paragraphs between two items with their kinds; none where they make no items."""
    paragraphs = [_paragraph(record, styles) for record in texts]
    parts = [
        # all of it is printed, and none of it above the sections
        replace(part, kind=Kind.BODY) if part.kind in (OUT, Kind.EDITORS_NOTE) else part
        for part in recognise(paragraphs, sections=sections, units=units)
    ]
    kinds = [part.kind for part in parts]
    if _is_title(texts):
        return _signed(texts, parts)
    signed = Kind.SOURCE in kinds or (texts[0].plain and any(record.kind is Kind.SOURCE for record in texts))
    # Behind an item without a source, what has none either may be that item's.
    apart = before.kind in CLOSED or (before.kind not in _TEXT and _stands_out(paragraphs, parts))
    if not (apart or signed):
        return ()
    whole = {Kind.TITLE, Kind.BODY} <= set(kinds) and kinds[0] in _OPENING
    if not whole and set(kinds) != {Kind.SECTION_HEAD}:
        return ()
    made = []
    for part in parts:
        styled = texts[part.at]
        if not styled.plain and styled.kind in (*_TEXT, Kind.SOURCE) and texts[0].plain:
            made.append(replace(part, kind=styled.kind, text=styled.text))
        elif part.kind is Kind.SOURCE:
            made.append(replace(part, text=_in_brackets(part.text, units)))
        else:
            made.append(part)
    return made


def _is_title(texts: Sequence[Record]) -> bool:
    """Whether a title with its style stands over text without."""
    return texts[0].kind is Kind.TITLE and len(texts) > 1 and texts[1].kind is not Kind.TITLE


def _signed(texts: Sequence[Record], parts: Sequence[Part]) -> Sequence[Part]:
    """Paragraphs under a title of their own as their styles have them, the last one a source if it reads as
    such."""
    last = len(texts) - 1
    if not texts[last].plain or not any(part.kind is Kind.SOURCE and part.at == last for part in parts):
        return ()
    made = [Part(record.kind, record.text, record.run_in, at=at) for at, record in enumerate(texts)]
    sources = [part for part in parts if part.at == last]
    return [*made[:last], *sources]


def _in_brackets(text: str, units: Units) -> str:
    """A source as a bulletin has it."""
    if brackets_off(text) != text or text[:1] in "（(" or text[-1:] in "）)":
        return text
    signed = signature(text, units)
    return signed.text if signed is not None else f"（{text}）"


def _stands_out(paragraphs: Sequence[Paragraph], parts: Sequence[Part]) -> bool:
    """Whether the first title looks otherwise than the text under it."""
    title = next((part.at for part in parts if part.kind is Kind.TITLE), None)
    body = next((part.at for part in parts if part.kind is Kind.BODY), None)
    if title is None or body is None:
        return False
    one, other = paragraphs[title].look, paragraphs[body].look
    return (one.style, one.outline, one.align, one.size, one.face, one.bold) != (
        other.style,
        other.outline,
        other.align,
        other.size,
        other.face,
        other.bold,
    )


def _record(part: Part, of: Record) -> Record:
    assert isinstance(part.kind, Kind)
    found = of.found and of.found._replace(foreign=None)  # that it has been is no news any more
    bold = of.bold if part.kind in EMPHASISED and part.text == of.text else ()
    numbered = of.numbered and part.kind is of.kind
    return Record(part.kind, part.text, part.run_in, bold, of.start, numbered, found=found)


def _paragraph(record: Record, styles: Styles) -> Paragraph:
    """A record as a paragraph of a manuscript."""
    if record.found is None:
        return Paragraph(record.text)
    paragraph = record.found.paragraph
    style = styles.style(paragraph.style)
    under = style.font if style else NO_FONT
    weights: Counter[tuple[str, float | None, bool]] = Counter()
    lead = 0
    leading = True
    for run in paragraph.runs:
        bold = bool(under.bold if run.font.bold is None else run.font.bold)
        weights[run.font.face or under.face, run.font.size or under.size, bold] += len(run.text.strip())
        leading = leading and bold
        lead += len(run.text) if leading else 0
    face, size, bold = max(weights, key=lambda key: weights[key], default=("", None, False))
    outline = paragraph.outline if paragraph.outline is not None or style is None else style.outline
    look = Look(
        style=record.found.foreign or "",
        outline=outline + 1 if outline is not None and outline < _NO_OUTLINE else None,
        align=_ALIGN.get(paragraph.align or (style.align if style else ""), ""),
        size=size,
        face=face,
        bold=bold,
    )
    return Paragraph(record.text, look, lead if not bold and lead < len(record.text) else 0)


def _sentences(parts: Sequence[Part]) -> list[str]:
    """For each item what became its title, its text and its source."""
    items: list[list[Part]] = []
    for part in parts:
        if not items or (part.kind in _OPENING and any(one.kind is Kind.TITLE for one in items[-1])):
            items.append([])
        items[-1].append(part)
    return [_sentence(item) for item in items]


def _sentence(item: Sequence[Part]) -> str:
    said = []
    for name, kinds in _NAMES.items():
        texts = [part.text for part in item if part.kind in kinds]
        if texts:
            said.append(f"{name}{quoted(texts[0])}" + (f"起的{len(texts)}段" if len(texts) > 1 else ""))
    return f"新写的文字没有用样式，已按内容认出，请核对：{'，'.join(said)}。"
