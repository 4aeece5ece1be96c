"""How the lines of cells stand where nothing is said of it: numbers by their decimal points, short text in
the middle, long text justified. Looks at texts and their widths, sets no cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

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


def is_column_of_numbers(texts: Iterable[str], first: bool) -> bool:
    """Whether the cells of a column stand by their decimal points. Ordinal numbers and years in the `first`
    column are names."""
    filled = [text.strip() for text in texts if text.strip() not in _NOTHING]
    numbers = [text for text in filled if is_number(text)]
    if not filled or len(numbers) < _MOST_NUMBERS * len(filled):
        return False
    return not (first and all(map(_ORDINAL.fullmatch, filled)))


def stands_by_point(text: str) -> bool:
    """Whether a cell of a column of numbers stands as the numbers do."""
    return text.strip() in _NOTHING or is_number(text)


def is_indented(text: str) -> bool:
    """Whether a text begins as those do that are told from others by where they begin."""
    return bool(_INDENTED.match(text))


@dataclass(frozen=True, slots=True)
class Points:
    """Where the decimal points of a column stand: so far from the left end of the widest part before one,
    and so far from the right end of the widest part behind."""

    before: Fraction
    behind: Fraction

    @classmethod
    def of(cls, texts: Iterable[str], width: Callable[[str], Fraction]) -> Points:
        """Those of a column's numbers."""
        parts = [(text[: whole_part(text)], text[whole_part(text) :]) for text in texts]
        return cls(
            max((width(before) for before, _ in parts), default=Fraction(0)),
            max((width(behind) for _, behind in parts), default=Fraction(0)),
        )

    def left(self, text: str, room: Fraction, width: Callable[[str], Fraction]) -> Fraction:
        """Where a number begins in so much room, in the middle of which the widest ones stand."""
        spare = room - self.before - self.behind
        return max(spare / 2 + self.before - width(text[: whole_part(text)]), Fraction(0))
