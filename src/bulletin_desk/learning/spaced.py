"""What a line that was seen says, with blanks where its characters stand apart without one. Knows nothing of
what lines are for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bulletin_desk.learning.evidence import Seen, SeenLine

_LEAST, _LEAST_MIXED = 0.36, 0.45
"""Em of blank between characters that is a blank; more between Han and Latin, that are set apart anyway."""
_LEAST_IN_LATIN = 0.15
_FULL = 0.75
"""Em from which on it is a full-width one, or several."""
_SPACED = 0.12
"""Em by which the characters of a spaced name may stand unequally apart."""
_MOST_BLANKS = 8
_MOST_SPACED = 12
"""Characters of a name that is spaced."""
_OPENING, _CLOSING = "（《〈【〔“‘", "，。、；：！？）》〉】〕”’"


def spaced(line: SeenLine, *, strip: bool = True) -> str:
    """What a line says, with the blanks around it unless told to `strip`. Characters that are all equally far
    apart are a name that is spaced: it has no blanks."""
    if letter_spacing(line) is not None:
        return "".join(seen.char for seen in line.chars if seen.char.strip())
    text = ""
    chars = list(_without_gaps(line.chars))
    for at, seen in enumerate(chars):
        if at:
            text += _blank(chars[at - 1], seen)
        text += seen.char
    return text.strip() if strip else text


def _without_gaps(chars: Sequence[Seen]) -> Iterator[Seen]:
    """The characters but for blanks between Han and Latin that are no wider than what stands there anyway."""
    for at, seen in enumerate(chars):
        if seen.char.isspace() and 0 < at < len(chars) - 1:
            before, after = chars[at - 1], chars[at + 1]
            mixed = any(is_han(one.char) and _is_latin(other.char) for one, other in _either(before, after))
            if mixed and after.x - before.right < _LEAST_MIXED * after.look.size:
                continue
        yield seen


def _either(one: Seen, other: Seen) -> tuple[tuple[Seen, Seen], tuple[Seen, Seen]]:
    return (one, other), (other, one)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def letter_spacing(line: SeenLine) -> float | None:
    """How far apart the characters of a line begin, if they are few, all alike and stand equally far apart,
    wider than their type; else None. In points."""
    chars = [seen for seen in line.chars if seen.char.strip()]
    if not 2 <= len(chars) <= _MOST_SPACED or len({(one.look.size, one.look.ink) for one in chars}) > 1:
        return None
    if not all(is_han(one.char) for one in chars):
        return None
    steps = [after.x - one.x for one, after in pairwise(chars)]
    size = chars[0].look.size
    if max(steps) - min(steps) > _SPACED * size or min(steps) < (1 + _LEAST) * size:
        return None
    return sum(steps) / len(steps)


def is_han(char: str) -> bool:
    """Whether a character is a Chinese one."""
    return "\u4e00" <= char <= "\u9fff" or char == "〇"


def _blank(before: Seen, after: Seen) -> str:
    if not before.char.strip() or not after.char.strip():
        return ""
    gap = (after.x - before.right) / after.look.size
    han = is_han(before.char), is_han(after.char)
    least = _LEAST if all(han) else _LEAST_MIXED if any(han) else _LEAST_IN_LATIN
    if before.char in _CLOSING or after.char in _OPENING:
        least = _LEAST_MIXED + _LEAST  # their blank halves
    if gap < least:
        return ""
    return " " if gap < _FULL else "\u3000" * min(round(gap), _MOST_BLANKS)
