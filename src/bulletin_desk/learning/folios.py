"""Page numbers, and other lines that stand on many pages at one place outside of the text: found, and told
apart from the text. Must not know the text block's lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from statistics import median
from typing import NamedTuple

from bulletin_desk.layouts.model import Side
from bulletin_desk.learning.evidence import Look, SeenLine, SeenPage, SeenRule
from bulletin_desk.learning.spaced import spaced

_MARGIN = 0.16
"""Part of the paper's height at its head and foot in which such lines stand."""
_NEAR = 3.0
"""Points within which they stand at one place."""
_AROUND = r"[—–―‐‑\-－─~～·•．.\s()（）\[\]【】|｜/／]*"
_FOLIO = re.compile(
    rf"(?P<before>{_AROUND}第?\s*)(?P<page>[0-9]{{1,3}}|[０-９]{{1,3}})(?P<between>\s*页?)"
    rf"(?:(?P<of>\s*[/／,，、]?\s*[共]?\s*)(?P<pages>[0-9]{{1,3}}))?(?P<behind>\s*页?{_AROUND})"
)
_PALE, _WHITE = 150, 250
"""The least of a colour's three parts in a watermark; what is as white as this stands on a dark ground."""
_LARGE = 1.5
"""Times the size of running text that a watermark's type has at least."""
_LEAST_RECURRING = 3
"""Pages on which a running line stands at least, where it isn't on all."""


class FolioSides(NamedTuple):
    """The sides of odd and even pages, and how far from the block's side a page number stands, in points."""

    odd: Side
    even: Side
    indent: Fraction


class Folio(NamedTuple):
    """A page's number: its line, what it says, and the number of its page, which need not be counted from
    the file's first one."""

    line: SeenLine
    text: str
    number: int


class Apart(NamedTuple):
    """Pages as they are without what stands outside of the text: `pages` have only the text; `folios` are
    those of each page, None where it has none; `running` are the texts of other lines that recur, and of
    watermarks."""

    pages: tuple[SeenPage, ...]
    folios: tuple[Folio | None, ...]
    running: tuple[str, ...]


def set_apart(pages: Sequence[SeenPage]) -> Apart:
    """The pages without page numbers, running lines and what is printed pale across a page."""
    pages, running = _without_watermarks(pages)
    folios = _folios(pages)
    recurring = _recurring(pages, folios)
    rules = _recurring_rules(pages)
    kept = []
    for page, folio in zip(pages, folios, strict=True):
        lines = []
        for line in page.lines:
            if folio is not None and line is folio.line:
                continue
            if _place(page, line) in recurring:
                running.append(line.text.strip())
                continue
            lines.append(line)
        own = tuple(rule for rule in page.rules if _rule_place(rule) not in rules)
        kept.append(page._replace(lines=tuple(lines), rules=own))
    return Apart(tuple(kept), folios, tuple(dict.fromkeys(running)))


def _without_watermarks(pages: Sequence[SeenPage]) -> tuple[list[SeenPage], list[str]]:
    """The pages without large pale type, and what that says."""
    usual = running_look(pages)
    texts, kept = [], []
    for page in pages:
        lines = []
        for line in page.lines:
            pale = [seen for seen in line.chars if usual is not None and _is_watermark(seen.look, usual)]
            if not pale:
                lines.append(line)
                continue
            texts.append("".join(seen.char for seen in pale).strip())
            if own := tuple(seen for seen in line.chars if seen not in pale):
                lines.append(SeenLine(own))
        kept.append(page._replace(lines=tuple(lines)))
    return kept, texts


def _is_watermark(look: Look, usual: Look) -> bool:
    return min(look.ink) >= _PALE and min(look.ink) < _WHITE and look.size >= _LARGE * usual.size


def _folios(pages: Sequence[SeenPage]) -> tuple[Folio | None, ...]:
    """The numbers of the pages: of lines that say a number at the head or the foot, those that stand at one
    height on most pages and count with them."""
    found = [list(_numbers(page, len(pages))) for page in pages]
    best: dict[int, Folio] = {}
    for seeds in found:
        for seed in seeds:
            at = found.index(seeds)
            alike: dict[int, Folio] = {}
            for number, others in enumerate(found):
                for other in others:
                    near = abs(other.line.baseline - seed.line.baseline) < _NEAR
                    if near and other.number - number == seed.number - at:
                        alike.setdefault(number, other)
            if len(alike) > len(best):
                best = alike
    usual = running_look(pages)
    chance = len(best) == 1 < len(pages) and all(_is_like(one.line, usual) for one in best.values())
    if chance or 2 * len(best) < len(pages) - 1:  # as many as stand so by chance
        best = {}
    return tuple(best.get(at) for at in range(len(pages)))


def running_look(pages: Sequence[SeenPage]) -> Look | None:
    """How most characters are set: those of running text."""
    counts = Counter(seen.look for page in pages for line in page.lines for seen in line.chars)
    return counts.most_common(1)[0][0] if counts else None


def _is_like(line: SeenLine, look: Look | None) -> bool:
    return look is not None and (line.look.face, line.look.size) == (look.face, look.size)


def _numbers(page: SeenPage, count: int) -> Iterator[Folio]:
    """The lines that may be its number, the outermost first."""
    lines = [line for line in page.lines if line.text.strip()]
    outermost = sorted(lines, key=lambda line: -abs(line.baseline - page.height / 2))
    for line in outermost:
        if not _is_outside(page, line.baseline):
            break
        text = spaced(line)
        found = _FOLIO.fullmatch(text)
        if found is None:
            continue
        start, stop = found.span("page")
        made = text[:start] + "{page}" + text[stop:]
        if found["pages"] is not None:
            if int(found["pages"]) < int(found["page"]) or not found["of"].strip():
                continue
            tail = len(text) - found.end("pages")
            made = made[: len(made) - tail - len(found["pages"])] + "{pages}" + text[len(text) - tail :]
        yield Folio(line, made, int(found["page"]))


def sides_of(folios: Sequence[Folio | None], left: float, right: float) -> FolioSides | None:
    """On which sides of a block page numbers stand, and how far in. A side that no page shows is as the
    other has it: across from it, or as well in the middle (GB/T 9704-2012, 7.5). None of no numbers."""
    there = [folio for folio in folios if folio is not None]
    if not there:
        return None
    sides: list[tuple[bool, Side, float]] = []
    for folio in there:
        before, behind = folio.line.left - left, right - folio.line.right
        side: Side = "left" if before < behind else "right"
        if abs(before - behind) < max(2 * _NEAR, folio.line.look.size):
            side = "centre"
        sides.append((folio.number % 2 == 1, side, min(before, behind)))
    odd = _most([side for is_odd, side, _ in sides if is_odd])
    even = _most([side for is_odd, side, _ in sides if not is_odd])
    across: dict[Side, Side] = {"left": "right", "right": "left", "centre": "centre"}
    odd = odd or (across[even] if even else "right")
    even = even or across[odd]
    indents = [indent for _, side, indent in sides if side != "centre"]
    return FolioSides(odd, even, Fraction(max(median(indents), 0.0)) if indents else Fraction(0))


def _most(sides: Sequence[Side]) -> Side | None:
    return Counter(sides).most_common(1)[0][0] if sides else None


# ---- what recurs


_Place = tuple[str, int]


def _place(page: SeenPage, line: SeenLine) -> _Place | None:
    """What a line says and where, if it stands where running lines do; figures are one."""
    if not _is_outside(page, line.baseline):
        return None
    return re.sub(r"[0-9]+", "0", "".join(line.text.split())), round(line.baseline / _NEAR)


def _recurring(pages: Sequence[SeenPage], folios: Sequence[Folio | None]) -> set[_Place | None]:
    counts: Counter[_Place] = Counter()
    usual = running_look(pages)
    for page, folio in zip(pages, folios, strict=True):
        own = (line for line in page.lines if folio is None or line is not folio.line)
        places = {_place(page, line) for line in own if not _is_like(line, usual)}
        counts.update(place for place in places if place is not None and place[0])
    return {place for place, count in counts.items() if _recurs(count, len(pages))}


def _recurs(count: int, pages: int) -> bool:
    """Whether something stands on so many pages of a file that it is no chance."""
    return (count >= _LEAST_RECURRING and 2 * count >= pages) or count == pages > 1


def _rule_place(rule: SeenRule) -> tuple[int, int, int, bool]:
    return round(rule.x), round(rule.y), round(rule.length), rule.upright


def _recurring_rules(pages: Sequence[SeenPage]) -> set[tuple[int, int, int, bool]]:
    counts: Counter[tuple[int, int, int, bool]] = Counter()
    for page in pages:
        outside = (rule for rule in page.rules if _is_outside(page, rule.y) and not rule.upright)
        counts.update({_rule_place(rule) for rule in outside})
    return {place for place, count in counts.items() if _recurs(count, len(pages))}


def _is_outside(page: SeenPage, y: float) -> bool:
    return min(y, page.height - y) < page.height * _MARGIN
