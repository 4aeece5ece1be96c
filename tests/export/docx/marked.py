"""Edits by seed as colleagues make them in a Word copy, for LibreOffice to record."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from bulletin_desk.bulletin.grammar import walk
from bulletin_desk.bulletin.model import Issue, Kind
from tests.bulletin.rich import TABLE
from tests.export.docx import generated
from tests.export.docx.uno_office import Edit, Told

_WORDS = "省委书记会议指出要加强地方志工作推进修志编鉴ABC2024年度。，"
_LEAST = 4
"""Characters of a text that is edited."""
_UNSEEN = "\u200b\u2060\ufeff"


def round_issue(seed: int) -> Issue:
    """An issue for a round: two items to a section, every other issue with a table."""
    issue = generated.generated_issue(seed)
    short = tuple(replace(section, items=section.items[:2]) for section in issue.sections)
    issue = replace(issue, sections=short)
    if seed % 2:
        return issue
    section, *others = issue.sections
    item, *further = section.items
    item = replace(item, blocks=(*item.blocks[:1], TABLE, *item.blocks[1:]))
    return replace(issue, sections=(replace(section, items=(item, *further)), *others))


def squeezed(text: str) -> str:
    """A text without what only makes lines."""
    return "".join(each for each in "".join(text.split()) if each not in _UNSEEN)


def all_words(told: Sequence[Told]) -> str:
    """The characters of a file, in order."""
    return squeezed("".join(each.text for each in told if each.where in ("body", "cell", "frame")))


def edits(told: Sequence[Told], issue: Issue, rnd: random.Random, most: int) -> list[Edit]:
    """Edits of texts that the bulletin has: words put in, taken out, replaced, paragraphs cut, joined and
    taken out, an item taken out; in titles, sources, cells, names of sections and fields of the head, too."""
    places = _places(told, issue)
    found: list[Edit] = []
    free = 0
    for at in sorted(rnd.sample(sorted(places), min(most, len(places)))):
        if at < free:
            continue
        kind, low, high = places[at]
        start = rnd.randint(low + 1, high - 1)
        end = min(high - 1, start + rnd.randint(1, 6))
        length = len(told[at].text)
        follows = places.get(at + 1, (None, 0, 0))[0]
        new = "".join(rnd.choice(_WORDS) for _ in range(rnd.randint(1, 5)))
        match rnd.choice(("in", "out", "other", "cut", "join", "gone", "item")):
            case "in":
                found.append(Edit(at, start, at, start, new))
            case "cut" if kind is Kind.BODY:
                found.append(Edit(at, start, at, start, "\n"))
            case "join" if kind is follows is Kind.BODY:
                found.append(Edit(at, length, at + 1, 0, ""))
                free = at + 2
            case "gone" if kind is follows is Kind.BODY:
                found.append(Edit(at, 0, at + 1, 0, ""))
                free = at + 2
            case "item" if kind is Kind.TITLE and (end_of_item := _next_title(places, told, at)):
                found.append(Edit(at, 0, end_of_item, 0, ""))
                free = end_of_item + 1
            case "other" if start < end:
                found.append(Edit(at, start, at, end, new))
            case _ if start < end:
                found.append(Edit(at, start, at, end, ""))
    return found


_Places = dict[int, tuple[Kind | None, int, int]]


def _places(told: Sequence[Told], issue: Issue) -> _Places:
    """For paragraphs that can be edited, the kind of text that each is, and from where to where it stands."""
    kinds: dict[str, Kind] = {}
    parts = [issue.dated_header.issuer, issue.imprint.office if issue.imprint else ""]
    parts += [entry.to for entry in issue.distribution] + [section.name for section in issue.sections]
    for node in walk(issue):
        kinds.setdefault(squeezed(node.text), node.kind)
    found: _Places = {}
    for at, each in enumerate(told):
        if each.where not in ("body", "cell", "frame") or len(each.text) < _LEAST:
            continue
        if kind := kinds.get(squeezed(each.text)):
            found[at] = (kind, 0, len(each.text))
            continue
        part = next((part for part in parts if len(part) >= _LEAST and part in each.text), None)
        if part is not None:
            start = each.text.index(part)
            found[at] = (None, start, start + len(part))
    return found


def _next_title(places: _Places, told: Sequence[Told], at: int) -> int | None:
    """The title of the next item, where nothing but the item at hand stands before it."""
    for there in range(at + 1, len(told)):
        kind = places.get(there, (None, 0, 0))[0]
        if kind is Kind.TITLE:
            return there
        if kind not in (Kind.BODY, Kind.SUBHEADING, Kind.SOURCE) or told[there].where != "body":
            return None
    return None
