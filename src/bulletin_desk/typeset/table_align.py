"""How the lines of cells stand where nothing is said of it: numbers by their decimal points, short text in
the middle, long text justified. Looks at texts and their widths, sets no cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

_NUMBER = re.compile(
    r"(?P<whole>(?:[+\-−－±<>≤≥＜＞约]|[¥￥$])*\d{1,3}(?:[,，]\d{3})+|(?:[+\-−－±<>≤≥＜＞约]|[¥￥$])*\d+)"
    r"(?:[.．]\d+)?\s*(?:[%％‰℃°]|[^\W\d_年月日时号届第期a-zA-Z]{1,3})?"
)
_NOTHING = frozenset(("", "—", "——", "-", "–", "－", "−", "…", "……", "/", "／", "无"))
"""What stands where there is no number."""
_MOST_NUMBERS = Fraction(3, 4)
"""As many cells of a column have to be numbers."""
_ORDINAL = re.compile(r"\d{1,4}")
_INDENTED = re.compile(r"[\s　]|其中[：:]?|[（(]?[一二三四五六七八九十]{1,3}[)）、]|\d{1,2}[.．、]")
"""How texts begin that stand under one another."""


def is_number(text: str) -> bool:
    """Whether a cell holds a number, perhaps with its unit, and nothing else."""
    return bool(_NUMBER.fullmatch(text.strip()))


def whole_part(text: str) -> int:
    """How many characters of a number stand before its decimal point, or where that would be; all of what is
    no number."""
    match = _NUMBER.fullmatch(text.rstrip())
    return match.end("whole") if match else len(text)


class Look(NamedTuple):
    """What is to be known of a text in a cell: its width as a whole, and before and behind its decimal point;
    the widest part of it that may not be broken; and what kind of text it is."""

    text: str
    least: int
    width: int
    before: int
    behind: int
    number: bool
    nothing: bool
    ordinal: bool
    indented: bool

    @classmethod
    def of(cls, text: str, widths: Callable[[str], tuple[int, int]]) -> Look:
        """That of a text; `widths` gives its widest unbreakable part and its width."""
        bare = text.strip()
        point = whole_part(text)
        least, width = widths(text)
        before = widths(text[:point])[1]
        return cls(
            text,
            least,
            width,
            before,
            widths(text[point:].rstrip())[1],
            is_number(bare),
            bare in _NOTHING,
            bool(_ORDINAL.fullmatch(bare)),
            bool(_INDENTED.match(text)),
        )

    @property
    def by_point(self) -> bool:
        """Whether it stands as numbers do in a column of them."""
        return self.number or self.nothing


def is_column_of_numbers(looks: Iterable[Look], first: bool) -> bool:
    """Whether the cells of a column stand by their decimal points. Ordinal numbers and years in the `first`
    column are names."""
    filled = [look for look in looks if not look.nothing]
    numbers = sum(look.number for look in filled)
    if not filled or numbers < _MOST_NUMBERS * len(filled):
        return False
    return not (first and all(look.ordinal for look in filled))


class Points(NamedTuple):
    """Where the decimal points of a column stand: so far from the left end of the widest part before one,
    and so far from the right end of the widest part behind."""

    before: int
    behind: int

    @classmethod
    def of(cls, looks: Sequence[Look]) -> Points:
        """Those of a column's numbers, at least one."""
        return cls(max(look.before for look in looks), max(look.behind for look in looks))

    @property
    def width(self) -> int:
        """What all of them take together: the widest part before a point may be another number's than the
        widest behind one."""
        return self.before + self.behind

    def left(self, look: Look, room: int) -> int:
        """Where a number begins in so much room, in the middle of which the widest ones stand; as far
        right as it fits where they have too little."""
        spare = room - self.width
        return max(min(spare // 2 + self.before - look.before, room - look.width), 0)
