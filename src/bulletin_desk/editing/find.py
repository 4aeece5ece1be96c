"""Finding and replacing text in the whole issue. Full-width and half-width forms of a character count as the
same; a clerk's own line breaks in titles don't count. Knows no pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bulletin_desk.bulletin.edits import replace_range, replace_ranges, text_at
from bulletin_desk.bulletin.model import Issue, Path, Place
from bulletin_desk.editing.nodes import cleaned, is_running, key, shown
from bulletin_desk.editing.selection import Selection, between

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20, 0xFFE5: 0xA5}
_EXACT_WIDTH: dict[int, int] = {}


class Scope(Enum):
    """How far something reaches, in the clerk's words."""

    TEXT = "正文"
    """Note, sections and items."""
    ALL = "全部"
    """Masthead, issuer, distribution and imprint too."""


@dataclass(frozen=True, slots=True)
class Match:
    """Characters `start` to `end` of the text node at `path`."""

    path: Path
    start: int
    end: int

    @property
    def selection(self) -> Selection:
        """The match, selected."""
        return between(Place(self.path, self.start), Place(self.path, self.end))


def find_all(
    issue: Issue, wanted: str, *, match_case: bool = False, match_width: bool = False
) -> list[Match]:
    """All places of a text, in the order of the paper, none overlapping. An empty text is nowhere."""
    wanted = folded(cleaned(wanted).replace("\n", ""), match_case, match_width)
    if not wanted:
        return []
    found: list[Match] = []
    for path in shown(issue):
        text = text_at(issue, path)
        alike = folded(text, match_case, match_width)
        if "\n" in alike:
            places = [at for at, char in enumerate(alike) if char != "\n"]
            alike = alike.replace("\n", "")
        else:
            places = []
        at = alike.find(wanted)
        while at >= 0:
            last = at + len(wanted) - 1
            start, end = (places[at], places[last] + 1) if places else (at, last + 1)
            found.append(Match(path, start, end))
            at = alike.find(wanted, last + 1)
    return found


def within(matches: Sequence[Match], scope: Scope) -> list[Match]:
    """The matches that a scope reaches."""
    return [match for match in matches if scope is Scope.ALL or is_running(match.path)]


def folded(text: str, match_case: bool = False, match_width: bool = False) -> str:
    """The text with what does not count made equal, character by character."""
    if not match_width:
        text = text.translate(_NARROW)
    if match_case:
        return text
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(char if len(char.lower()) > 1 else char.lower() for char in text)
    return lower.replace("ς", "σ")  # which of the two a Σ is, is told by what stands behind it


def next_match(matches: Sequence[Match], place: Place) -> int | None:
    """The number of the first match that starts at or after a place, the first of all after the last."""
    if not matches:
        return None
    wanted = key(place)
    low, high = 0, len(matches)
    while low < high:
        middle = (low + high) // 2
        if key(Place(matches[middle].path, matches[middle].start)) < wanted:
            low = middle + 1
        else:
            high = middle
    return low % len(matches)


def previous_match(matches: Sequence[Match], place: Place) -> int | None:
    """The number of the last match that starts before a place, the last of all before the first."""
    following = next_match(matches, place)
    if following is None:
        return None
    first = matches[following]
    if following == 0 and key(Place(first.path, first.start)) < key(place):
        return len(matches) - 1
    return (following - 1) % len(matches)


def replace_match(issue: Issue, match: Match, text: str) -> tuple[Issue, Selection]:
    """One match replaced; what was put there is selected."""
    text = cleaned(text).replace("\n", "")
    issue = replace_range(issue, match.path, match.start, match.end, text)
    return issue, between(Place(match.path, match.start), Place(match.path, match.start + len(text)))


def replace_all(issue: Issue, matches: Sequence[Match], text: str) -> Issue:
    """All matches (as found in this very issue) replaced."""
    text = cleaned(text).replace("\n", "")
    places: dict[Path, list[tuple[int, int, str]]] = {}
    for match in matches:
        places.setdefault(match.path, []).append((match.start, match.end, text))
    for path, ranges in places.items():
        issue = replace_ranges(issue, path, ranges)
    return issue
