"""What a check found: a place, how sure it is, one sentence for the clerk, and what to do where that is safe.
Knows no rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import NamedTuple

from bulletin_desk.bulletin.model import Path


class Level(Enum):
    """How sure a finding is. The value is what the clerk reads."""

    ERROR = "错误"
    DOUBTFUL = "可疑"
    ADVICE = "提示"


LEVEL_ORDER = {level: number for number, level in enumerate(Level)}
"""The surest first."""


class Replacement(NamedTuple):
    """Characters `start` to `end` of a text node become `text`."""

    start: int
    end: int
    text: str


Fix = tuple[Replacement, ...]
"""What puts a finding right, all in its own text node, in order and without overlaps; empty where the clerk
has to decide."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a rule found in one text: a finding that does not know yet where in the bulletin the text stands.
    Characters `start` to `end` are meant."""

    level: Level
    rule: str
    start: int
    end: int
    message: str
    fix: Fix = ()


def _mark(
    level: Level, rule: str, span: tuple[int, int], message: str, right: str | Fix | None = None
) -> Mark:
    """The mark of a rule on the characters from the span's start to its end. `right` is what they become, or
    a fix that replaces others; without it the clerk has to decide."""
    fix = (Replacement(*span, right),) if isinstance(right, str) else right or ()
    return Mark(level, rule, *span, message, fix)


error = partial(_mark, Level.ERROR)
doubtful = partial(_mark, Level.DOUBTFUL)
advice = partial(_mark, Level.ADVICE)


@dataclass(frozen=True, slots=True)
class Finding:
    """`rule` names the check, `page` is the printed page (from 1), `place` says in words where, `message`
    what and what to do. Meant are `length` characters of the text node from `offset` on. `clause` is where
    the rule comes from, as `GB/T 15834—2011 4.5.3.5`; empty for what no standard says."""

    level: Level
    rule: str
    path: Path
    offset: int
    page: int
    place: str
    message: str
    length: int = 1
    clause: str = ""
    fix: Fix = ()

    @property
    def end(self) -> int:
        """The offset behind the last character that is meant."""
        return self.offset + self.length

    def __str__(self) -> str:
        clause = f"（{self.clause}）" if self.clause else ""
        return f"{self.level.value}　第{self.page}面　{self.place}：{self.message}{clause}"


def fixed(text: str, fix: Sequence[Replacement]) -> str:
    """The text with its replacements made."""
    for part in sorted(fix, key=lambda part: (part.start, part.end), reverse=True):
        text = text[: part.start] + part.text + text[part.end :]
    return text
