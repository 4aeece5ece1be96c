"""All rules that need but one text, and their marks in it. Knows no bulletin and no pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.proof import (
    amounts,
    characters,
    confused,
    figures,
    marks,
    pairs,
    phrases,
    sentences,
    terms,
    wording,
)
from bulletin_desk.proof.findings import LEVEL_ORDER, Level, Mark
from bulletin_desk.proof.rules import RULES

TextRule = Callable[[str, Kind], Iterator[Mark]]

_DIGITS = "0123456789"
_PAIRED = "“”‘’《》〈〉（）()【】〔〕「」『』"

TEXT_RULES: tuple[tuple[TextRule, tuple[str, ...]], ...] = (
    (marks.doubled, ("，、；：。！？,;:?!",)),
    (marks.misplaced, ("，、；：。！？",)),
    (marks.ellipsis, (".。…·・•⋯、，",)),
    (marks.etc, ("等", "…、")),
    (marks.dash, ("—─―－–-⸺",)),
    (marks.hyphen, ("-－–~〜",)),
    (marks.half_width, (",;:?!｡､",)),
    (marks.half_width_stop, (".．",)),
    (marks.middle_dot, ("・•‧∙⋅●",)),
    (marks.title_stop, ()),
    (marks.no_stop, ()),
    (marks.salutation, ()),
    (marks.attached, ("附",)),
    (pairs.balance, (_PAIRED + '"',)),
    (pairs.single_quotes, ("'",)),
    (pairs.angle_brackets, ("<",)),
    (pairs.nesting, ("“‘《〈",)),
    (pairs.brackets, (_PAIRED,)),
    (pairs.stops_at_quotes, ("”",)),
    (pairs.pause_between, ("、", "”》")),
    (figures.ranges, (_DIGITS, "-－–‐‑‒−~〜～—一至")),
    (figures.weekday_ranges, ("周期", "-－–")),
    (figures.dates, (_DIGITS, "月日年")),
    (figures.date_forms, ("年月、./．", _DIGITS)),
    (figures.years, ("零○OoＯ0０◯ΟО〇l",)),
    (figures.document_numbers, ("号", _DIGITS)),
    (figures.ordinals, ("、.．，：",)),
    (figures.enumerations, ("一二三四五六七八九十" + _DIGITS,)),
    (figures.quantities, ("、余多左上下内前倍m",)),
    (wording.repeated, ()),
    (wording.doubled_character, ()),
    (wording.misspelt, ()),
    (characters.wrong_characters, ()),
    (wording.two, ("二",)),
    (wording.until, ("截",)),
    (confused.confused, ()),
    (phrases.phrases, ()),
    (terms.five_year_plans, ("五",)),
    (terms.plenaries, ("届大次",)),
    (terms.bodies, ("党委大套国",)),
    (terms.leaders, ("习主副长",)),
    (terms.regions, ("港澳台",)),
    (sentences.manner, ("的",)),
    (sentences.structure_particles, ("的地",)),
    (sentences.lost_subject, ("使让令",)),
    (sentences.mixed_patterns, ()),
    (sentences.many, ("们",)),
    (sentences.said_twice, ("，；。",)),
    (sentences.ordinals_of_two_kinds, ("首",)),
    (amounts.growth, (_DIGITS, "%％比倍")),
    (amounts.parts, (_DIGITS, "其分包含")),
    (amounts.totals, (_DIGITS, "共合总", "、，")),
    (amounts.shares, (_DIGITS, "%％")),
    (amounts.named, ("、", "人名位家个")),
    (amounts.measures, (_DIGITS,)),
    (wording.full_width, (wording.FULL_WIDTH,)),
    (wording.odd_characters, ()),
    (wording.invisible, ()),
    (wording.spaces, (wording.SPACES,)),
    (wording.placeholders, ("Xx×*_＿□？?待",)),
)
"""Each rule with sets of characters: a text that has none of one of the sets need not be shown to it."""

MOST_MARKS = 20_000
"""Of one rule in one text. What is beyond is found once these are put right."""


def marks_in(text: str, kind: Kind) -> tuple[Mark, ...]:
    """What the rules find in a text of a kind, in the order of the text. Of marks on the same characters the
    surest stays: two rules may speak of one fault."""
    if not text:
        return ()
    there = set(text)
    found = [
        mark
        for rule, needs in TEXT_RULES
        if not any(there.isdisjoint(need) for need in needs)
        for mark in islice(rule(text, kind), MOST_MARKS)
    ]
    if len(found) < 2:
        return tuple(found)
    found = _undoubted(found)
    found.sort(key=lambda mark: (mark.start, mark.end, LEVEL_ORDER[mark.level]))
    kept: list[Mark] = []
    taken: set[tuple[int, int]] = set()
    for mark in found:
        if (mark.start, mark.end) not in taken:
            taken.add((mark.start, mark.end))
            kept.append(mark)
    return tuple(_one_of_words(kept))


WORDS = frozenset(
    (
        "repeated",
        "said_twice",
        "misspelt",
        "preferred",
        "confused",
        "term",
        "phrase",
        "pleonasm",
        "syntax",
        "particle",
    )
)
"""Rules about words: two of them that mark the same characters speak of one fault."""


def _one_of_words(marks: list[Mark]) -> list[Mark]:
    """The marks in the order of the text; of marks about words that overlap, the surest or the shortest."""
    others = [mark for mark in marks if mark.rule not in WORDS]
    words: list[Mark] = []
    for mark in marks:
        if mark.rule not in WORDS:
            continue
        if not words or mark.start >= words[-1].end:
            words.append(mark)
        elif _weight(mark) < _weight(words[-1]):
            words[-1] = mark
    return sorted((*others, *words), key=_place) if words else others


def _weight(mark: Mark) -> tuple[int, int]:
    return LEVEL_ORDER[mark.level], mark.end - mark.start


def _place(mark: Mark) -> tuple[int, int]:
    return mark.start, mark.end


def _undoubted(found: list[Mark]) -> list[Mark]:
    """The marks without doubts of words in which another rule names what is wrong, or that a list has as a
    variant (不加思索)."""
    if not any(RULES[mark.rule].of_words for mark in found):
        return found
    named: set[int] = set()
    for mark in found:
        if (mark.level is not Level.ADVICE or mark.rule == "preferred") and not RULES[mark.rule].of_words:
            named.update(range(mark.start, mark.end))
    return [
        mark
        for mark in found
        if not RULES[mark.rule].of_words or named.isdisjoint(range(mark.start, mark.end))
    ]
