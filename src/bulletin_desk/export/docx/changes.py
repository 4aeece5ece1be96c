"""A Word copy's records laid beside those of its bulletin: which was made of which, what is new, gone or
moved, and what a text lost that is still there (its style, its run-in heading). Knows no XML.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from bulletin_desk.bulletin.grammar import HEADINGS, ITEM_TEXTS, PARAGRAPHS, SPEC, Region
from bulletin_desk.bulletin.matching import aligned, changed_stretches, likeness
from bulletin_desk.bulletin.model import Kind
from bulletin_desk.bulletin.ranges import without_characters
from bulletin_desk.export.docx import styles as st
from bulletin_desk.export.docx.parts import restore_bold, restore_numbers, restore_starts, with_lead
from bulletin_desk.export.docx.records import (
    BLANK,
    CLOSED,
    EMPHASISED,
    TOLD,
    Record,
    counted,
    quoted,
    words_of,
)
from bulletin_desk.export.docx.starts import Start
from bulletin_desk.export.docx.words import Words

_SURELY_ALIKE = 0.5
"""A paragraph with this likeness to one that is gone elsewhere was made of it."""
_LEAST_PARAGRAPHS = 5
"""Paragraphs of the least bulletin: of fewer, a style that all have tells nothing."""
_MOST_PAIRS = 2_000
"""Paragraphs gone and new between which likenesses are looked for."""
_LEAST_MERGED = 4
"""Characters by which a paragraph is known again inside another one."""
_MOST_SEARCHED = 100_000_000
"""Characters gone through for that."""
_STYLED = (*HEADINGS, Kind.LIST_ITEM, Kind.NUMBERED_ITEM, *ITEM_TEXTS, Kind.SOURCE)
"""Kinds of running text that their styles alone tell."""
_INSIDE = tuple(kind for kind in PARAGRAPHS if kind is not Kind.BODY)
"""Kinds of block that are no body text."""
_CHOSEN = (Kind.TITLE, *_INSIDE, *ITEM_TEXTS)
"""Kinds that a clerk may turn into body text on purpose."""
_LONGEST_HEADINGS = {
    Kind.TITLE: 80,
    Kind.SECTION_HEAD: 20,
    Kind.SECTION_HEAD_2: 20,
    Kind.KICKER: 80,
    Kind.SUBTITLE: 80,
    Kind.BYLINE: 80,
}
"""Characters of what may be typed in the place of one."""
_QUOTES = "“”‘’"
"""What has a character style in every copy."""
_BLANKS = " \t\u00a0\u3000"
_BESIDE = 4
"""Characters on either side that tell the place of one that does not show."""


@dataclass(slots=True)
class Alignment:
    """Which expected record each found one was made of (`made_of`, None: it is new), and of the expected ones
    those that are gone, those that stand elsewhere, and those that became part of another paragraph
    (`deleted`, `moved`, `merged`)."""

    made_of: list[int | None]
    deleted: list[int]
    moved: list[int]
    merged: list[int]


def dressed_words(expected: Sequence[Record], words: Words) -> list[str]:
    """The words of each expected paragraph, the layout's own among them."""
    dressed: list[str] = []
    noted = False
    for record in expected:
        bare = record.kind is Kind.EDITORS_NOTE and noted  # the label stands before the first one only
        noted = noted or record.kind is Kind.EDITORS_NOTE
        dressed.append(words_of(record.text if bare else words.dressed(record.kind, record.text)))
    return dressed


def without_common_style(found: Sequence[Record]) -> list[Record]:
    """The records; if all have one kind by their style, none has: somebody has set the whole text in it."""
    kinds = {record.kind for record in found if not record.blank}
    if len(kinds) > 1 or len(found) < _LEAST_PARAGRAPHS:
        return list(found)
    return [
        replace(
            record,
            kind=Kind.BODY,
            text=record.found.words,
            run_in=record.found.run_in,
            start=Start(mark=record.start.mark),
            found=record.found._replace(plain=True),
        )
        if record.found is not None and not record.blank
        else record
        for record in found
    ]


def align(found: Sequence[Record], expected: Sequence[Record], dressed: Sequence[str]) -> Alignment:
    """Lays `found` beside `expected`, whose words are `dressed`."""
    lost = styles_lost(found, expected)
    keys = [key or _empty(record, lost=lost) for key, record in zip(dressed, expected, strict=True)]
    same: dict[tuple[Kind, str], str] = {}  # a heading without its brackets is the heading still
    for key, record in zip(keys, expected, strict=True):
        same.setdefault((record.kind, record.text), key)
    others = [
        (not record.blank and (same.get((record.kind, record.text)) or _words(record)))
        or _empty(record, lost=lost)
        for record in found
    ]
    made_of: list[int | None] = [None] * len(found)
    start = new_start = 0
    ends = (len(keys), len(keys), len(others), len(others))
    for end, stop, new_end, new_stop in (*changed_stretches(keys, others), ends):
        for step in range(end - start):
            made_of[new_start + step] = start + step
        stretch = [(at, expected[at], keys[at]) for at in range(end, stop)]
        here = [(at, found[at], others[at]) for at in range(new_end, new_stop) if not found[at].blank]
        for first, second in _pairs(stretch, here, lost=lost):
            made_of[second] = first
        start, new_start = stop, new_stop
    moved = _moved(keys, others, expected, found, made_of, lost=lost)
    _pair_retyped(found, expected, made_of)
    used = {at for at in made_of if at is not None}
    gone = [at for at in range(len(expected)) if at not in used and dressed[at]]
    deleted = _not_merged(gone, keys, others, made_of)
    left = set(deleted)
    merged = [at for at in gone if at not in left]
    return Alignment(made_of, deleted, moved, _of_other_kinds(merged, expected, found, keys, others))


def styles_lost(found: Sequence[Record], expected: Sequence[Record]) -> bool:
    """Whether no paragraph has the style of a heading or source any more."""
    kept = {record.kind for record in found if not record.plain}
    had = any(record.kind in _STYLED for record in expected)
    return kept.isdisjoint(_STYLED) if had else not kept


def _words(record: Record) -> str:
    return words_of(record.found.words) if record.found else ""


def _empty(record: Record, *, lost: bool) -> str:
    """What an empty paragraph is compared by: its kind, if it has a style to tell it."""
    return " " if lost else f" {record.kind.name}"


def _fits(record: Record, old: Record, *, lost: bool) -> bool:
    """Whether a record may have been made of an expected one that says something else: while there are
    styles, nobody changes a heading and takes its style as well."""
    return lost or not record.plain or old.kind not in _STYLED


_Placed = tuple[int, Record, str]
"""A record with its place and the words by which it is compared."""


def _pairs(expected: Sequence[_Placed], found: Sequence[_Placed], *, lost: bool) -> Iterator[tuple[int, int]]:
    """In a stretch without a paragraph that is the same: which was made of which."""
    old, new = list(expected), list(found)
    for plain in (True, False):
        some = [one for one in new if one[1].plain is plain]
        fitting = [one for one in old if some and _fits(some[0][1], one[1], lost=lost)]
        pairs = aligned([key for _, _, key in fitting], [key for _, _, key in some])
        yield from ((fitting[first][0], some[second][0]) for first, second in pairs)
        taken = {fitting[first][0] for first, _ in pairs}
        old = [one for one in old if one[0] not in taken]
        used = {some[second][0] for _, second in pairs}
        new = [one for one in new if one[0] not in used]
    if len(old) == len(new) == 1 and old[0][1].kind is new[0][1].kind:
        yield old[0][0], new[0][0]
        return
    for at, record, _ in old:  # fields of the head and rows of the closing block, however they are reworded
        same = next((one for one in new if one[1].kind is record.kind), None)
        if same is not None and not SPEC[record.kind].running:
            new.remove(same)
            yield at, same[0]


def _moved(
    keys: Sequence[str],
    others: Sequence[str],
    expected: Sequence[Record],
    found: Sequence[Record],
    made_of: list[int | None],
    *,
    lost: bool,
) -> list[int]:
    """Pairs what is gone with what is new elsewhere, in `made_of`; gives what has been moved."""
    used = {at for at in made_of if at is not None}
    gone: dict[str, list[int]] = {}
    for at in range(len(keys) - 1, -1, -1):
        if at not in used and not keys[at].startswith(" "):
            gone.setdefault(keys[at], []).append(at)
    moved: list[int] = []
    rest: list[int] = []
    for second, record in enumerate(found):
        if made_of[second] is not None or record.blank:
            continue
        places = gone.get(others[second])
        if places:
            moved.append(places.pop())
            made_of[second] = moved[-1]
        else:
            rest.append(second)
    left = sorted(at for places in gone.values() for at in places)
    if len(left) * len(rest) > _MOST_PAIRS:
        return sorted(moved)
    scored = [
        (-likeness(keys[first], others[second]), first, second)
        for first in left
        for second in rest
        if _fits(found[second], expected[first], lost=lost)
    ]
    taken: set[int] = set()
    for score, first, second in sorted(scored):
        if -score >= _SURELY_ALIKE and first not in taken and made_of[second] is None:
            taken.add(first)
            made_of[second] = first
            moved.append(first)
    return sorted(moved)


def _pair_retyped(found: Sequence[Record], expected: Sequence[Record], made_of: list[int | None]) -> None:
    """Pairs, in `made_of`, headings and sources that are gone with what was typed in their places without
    their styles: as many paragraphs, between the same neighbours."""
    used = {at for at in made_of if at is not None}
    new: list[int] = []
    before = -1
    for place in range(len(found) + 1):
        if place < len(found) and found[place].blank and made_of[place] is None:
            continue
        after = made_of[place] if place < len(found) else len(expected)
        if after is None:
            new.append(place)
            continue
        gone = range(before + 1, after)
        if 0 < len(new) == len(gone) and used.isdisjoint(gone):
            pairs = list(zip(new, gone, strict=True))
            if all(_may_be_retyped(found[second], expected[first]) for second, first in pairs):
                for second, first in pairs:
                    made_of[second] = first
        new, before = [], after


def _may_be_retyped(record: Record, old: Record) -> bool:
    """Whether a paragraph without a style reads like what it stands in the place of."""
    text = record.text.strip()
    if not record.plain or not text:
        return False
    if old.kind is Kind.SOURCE:
        return text[0] in "（(" and text[-1] in "）)"
    longest = _LONGEST_HEADINGS.get(old.kind, 0)
    return len(text) <= longest and text[-1] not in "。；，："


def _not_merged(
    gone: list[int], keys: Sequence[str], others: Sequence[str], made_of: Sequence[int | None]
) -> list[int]:
    """Those of the paragraphs gone whose words are in no other paragraph that has changed."""
    changed = "\n".join(
        other for other, first in zip(others, made_of, strict=True) if first is None or keys[first] != other
    )
    if not changed or len(changed) * len(gone) > _MOST_SEARCHED:
        return gone
    return [at for at in gone if len(keys[at]) < _LEAST_MERGED or keys[at] not in changed]


def _of_other_kinds(
    merged: list[int],
    expected: Sequence[Record],
    found: Sequence[Record],
    keys: Sequence[str],
    others: Sequence[str],
) -> list[int]:
    """Those of the paragraphs merged that are a heading or source, or stand in one now."""
    heads = [other for record, other in zip(found, others, strict=True) if record.kind in _STYLED]
    if len(merged) * sum(map(len, heads)) > _MOST_SEARCHED:
        return []
    return [at for at in merged if expected[at].kind in _STYLED or any(keys[at] in other for other in heads)]


def told_apart(alignment: Alignment, expected: Sequence[Record], left_out: AbstractSet[str]) -> Iterator[str]:
    """Sentences about paragraphs that are gone or elsewhere; those `left_out` (by words) have been named."""
    gone = [at for at in alignment.deleted if words_of(expected[at].text) not in left_out]
    elsewhere = set(alignment.moved)
    moved = [at for at in alignment.moved if expected[at].kind is not Kind.SOURCE or at - 1 in elsewhere]
    for verb, places in (("删去", gone), ("移动", moved)):
        if places:
            yield f"导出后{verb}了{_stretches(expected, places)}。"
    if alignment.merged:
        texts = [expected[at].text for at in alignment.merged]
        yield f"{counted(texts)}和相邻的一段连成了一段，请核对。"


def _stretches(expected: Sequence[Record], places: Sequence[int]) -> str:
    """Paragraphs by the words of the first of each stretch."""
    stretches: list[list[int]] = []
    for at in places:
        if stretches and stretches[-1][-1] == at - 1:
            stretches[-1].append(at)
        else:
            stretches.append([at])
    named = [
        quoted(expected[first].text) + (f"起的{len(rest) + 1}段" if rest else "")
        for first, *rest in stretches[:TOLD]
    ]
    if len(stretches) > TOLD:
        named[-1] += f"等{len(stretches)}处"
    return f"{len(places)}段：{'、'.join(named)}"


# ---- what programs take from a text


def restored(
    found: Sequence[Record],
    expected: Sequence[Record],
    alignment: Alignment,
    words: Words,
    *,
    breaks_lost: bool,
    notes: list[str],
) -> list[Record]:
    """The records with what they lost taken from the bulletin; its own values where nothing was changed."""
    made = list(found)
    pairs = [(at, expected[first]) for at, first in enumerate(alignment.made_of) if first is not None]
    for at, old in pairs:
        if old.row and not made[at].row:
            made[at] = replace(made[at], row=old.row)
    _restore_kinds(made, pairs, words, notes)
    _tell_rows(made, alignment, words)
    for at, old in pairs:
        if made[at].kind is old.kind:
            made[at] = _without_breaks(made[at], old, breaks_lost=breaks_lost)
    _drop_zero_width(made, alignment, expected)
    _restore_run_ins(made, pairs, notes)
    restore_starts(made, pairs, notes)
    restore_bold(made, pairs, words, notes)
    restore_numbers(made, pairs, words)
    for at, old in pairs:
        if made[at] == old:
            made[at] = replace(made[at], source=old.source)
    return [
        replace(record, text="", source=BLANK) if first is None and not record.text.strip(_BLANKS) else record
        for record, first in zip(made, alignment.made_of, strict=True)
    ]


def _tell_rows(made: list[Record], alignment: Alignment, words: Words) -> None:
    """New rows of the closing block without its styles, by their words."""
    for at, record in enumerate(made):
        if not record.plain or record.blank or alignment.made_of[at] is not None:
            continue
        if record.found is None or not (record.found.paragraph.in_table or record.found.boxed):
            continue
        beside = made[max(at - 1, 0) : at + 2]
        kind = words.closing_kind(record.text)
        if kind is not None and any(SPEC[one.kind].region is Region.CLOSING for one in beside):
            made[at] = replace(record, kind=kind, text=words.bare(kind, record.text), run_in=0)


def _restore_kinds(
    made: list[Record], pairs: Sequence[tuple[int, Record]], words: Words, notes: list[str]
) -> None:
    """Kinds of paragraphs whose style tells none any more. A title or subheading may have been made body text
    on purpose, unless all of them are, or the title stands where no body text can."""
    kept = any(old.kind in _CHOSEN and not made[at].plain for at, old in pairs)
    again: Counter[Kind] = Counter()
    body: list[Record] = []
    noted = first_note = False
    for at, old in pairs:
        if old.kind is Kind.EDITORS_NOTE:
            first_note, noted = not noted, True
        if old.kind is Kind.BODY or not made[at].plain:
            continue
        if made[at].blank:
            made[at] = replace(made[at], kind=old.kind)
            continue
        before = next((made[one].kind for one in range(at - 1, -1, -1) if not made[one].blank), None)
        if old.kind in _CHOSEN and kept and not (old.kind is Kind.TITLE and before in CLOSED):
            body.append(old)
            made[at] = with_lead(made[at])
            continue
        found = made[at].found
        assert found is not None
        bare = text = found.words
        if old.kind is not Kind.EDITORS_NOTE or first_note:
            bare = words.bare(old.kind, text)
        again[old.kind] += 1
        run_in = max(found.run_in - (len(text) - len(bare)), 0) if SPEC[old.kind].run_in else 0
        bold = made[at].bold if old.kind in EMPHASISED else ()
        made[at] = replace(made[at], kind=old.kind, text=bare, run_in=run_in, bold=bold)
    if again:
        told = "、".join(f"{st.STYLE_NAMES[kind]}{count}段" for kind, count in again.items())
        notes.append(f"{again.total()}段的样式成了正文，已按随附的简报认回：{told}，请核对。")
    headings = [old.text for old in body if old.kind in HEADINGS]
    further = [old for old in body if old.kind not in HEADINGS]
    if headings:
        notes.append(f"{counted(headings)}原来是标题或小标题，现在是正文样式，按正文读回。")
    if further:
        names = "、".join(dict.fromkeys(st.STYLE_NAMES[old.kind] for old in further))
        texts = counted([old.text for old in further])
        notes.append(f"{texts}原来是{names}，现在是正文样式，按正文读回。")


def _without_breaks(record: Record, old: Record, *, breaks_lost: bool) -> Record:
    """A record without typesetting's line breaks, where those can't be told from the clerk's any more."""
    if "\n" not in record.text or not (breaks_lost or _is_cleared(record, old)):
        return record
    return _dropped(record, "\n", old.text)


def _is_cleared(record: Record, old: Record) -> bool:
    """Whether a paragraph has lost its character styles, which it had for a run-in heading or quotes."""
    runs = record.found.paragraph.runs if record.found else ()
    had = old.run_in or any(quote in old.text for quote in _QUOTES)
    return bool(had) and not any(run.style for run in runs)


def _drop_zero_width(made: list[Record], alignment: Alignment, expected: Sequence[Record]) -> None:
    """Drops the zero-width spaces that the copy has at its line ends, where a program took their style. What
    the bulletin has itself stays, and what came with new words."""
    with_some = [at for at, record in enumerate(made) if st.ZERO_WIDTH_SPACE in record.text]
    every = ""
    if any(alignment.made_of[at] is None for at in with_some):
        every = "\n".join(old.text for old in expected)
    searched = 0
    for at in with_some:
        first = alignment.made_of[at]
        if first is not None:
            made[at] = _dropped(made[at], st.ZERO_WIDTH_SPACE, expected[first].text)
            continue
        searched += made[at].text.count(st.ZERO_WIDTH_SPACE) * len(every)
        if searched <= _MOST_SEARCHED:
            made[at] = _dropped(made[at], st.ZERO_WIDTH_SPACE, every, new=True)


def _dropped(record: Record, char: str, text: str, *, new: bool = False) -> Record:
    """A record without the characters `char` that do not stand in the same place of the bulletin's `text`; of
    a `new` record, without those in whose place the bulletin has none."""
    bare, places = _taken_out(text, char)
    mine, my_places = _taken_out(record.text, char)
    befores, afters = zip(*(_around(bare, place) for place in places), strict=True) if places else ((), ())
    pairs = set(zip(befores, afters, strict=True))
    known_before, known_after = set(befores), set(afters)

    def stays(place: int) -> bool:
        before, after = _around(mine, place)
        if new:
            return (before, after) in pairs or before + after not in bare
        return place in places if mine == bare else before in known_before or after in known_after

    kept = [place for place in my_places if stays(place)]
    head = record.run_in - sum(offset + place < record.run_in for offset, place in enumerate(my_places))
    ends = [0, *kept, len(mine)]
    made = char.join(mine[start:end] for start, end in pairwise(ends))
    gone = [offset + place for offset, place in enumerate(my_places) if not stays(place)]
    bold = without_characters(record.bold, gone)
    return replace(record, text=made, run_in=head + sum(place < head for place in kept), bold=bold)


def _taken_out(text: str, char: str) -> tuple[str, list[int]]:
    """A text without a character, and at which of its offsets that stood."""
    pieces = text.split(char)
    return "".join(pieces), list(accumulate(map(len, pieces[:-1])))


def _around(text: str, place: int) -> tuple[str, str]:
    return text[max(place - _BESIDE, 0) : place], text[place : place + _BESIDE]


def _restore_run_ins(made: list[Record], pairs: Sequence[tuple[int, Record]], notes: list[str]) -> None:
    """Run-in headings that lost their character style, if all did: of some the clerk may have meant it."""
    lost: list[tuple[int, int]] = []
    kept = False
    for at, old in pairs:
        record = made[at]
        if old.run_in and SPEC[record.kind].run_in:
            kept = kept or record.run_in > 0
            if not record.run_in and record.text.startswith(old.text[: old.run_in]):
                lost.append((at, old.run_in))
    heads = [made[at].text[:length] for at, length in lost]
    if lost and kept:
        notes.append(f"段首标题{counted(heads, '处')}改成了一般文字，照此读回。")
    elif lost:
        notes.append(
            f"{len(lost)}处段首标题的样式全没有了，已按随附的简报恢复：{counted(heads, '处')}，请核对。"
        )
        for at, length in lost:
            made[at] = replace(made[at], run_in=length)
