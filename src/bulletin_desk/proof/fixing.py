"""Puts findings right in an issue. Pure: an issue comes in, an issue goes out."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from bulletin_desk.bulletin.edits import replace_ranges, text_at
from bulletin_desk.bulletin.model import Issue, Path
from bulletin_desk.errors import EditError
from bulletin_desk.proof.findings import Finding, Replacement
from bulletin_desk.proof.rules import RULES


def still_there(issue: Issue, checked: Issue, finding: Finding) -> bool:
    """Whether the text that a finding was made of, in the issue `checked`, still stands at its path."""
    try:
        return text_at(issue, finding.path) == text_at(checked, finding.path)
    except EditError:
        return False


def together(finding: Finding, findings: Iterable[Finding]) -> list[Finding]:
    """Those of the findings that are put right together with one: of its rule, with a fix. A doubted word is
    looked at by itself, since each is another guess."""
    if RULES[finding.rule].of_words:
        return [finding] if finding.fix else []
    return [other for other in findings if other.rule == finding.rule and other.fix]


def put_right(issue: Issue, findings: Iterable[Finding]) -> tuple[Issue, int]:
    """The issue with the fixes of findings made, and how many were. Of two that meet at one place the first
    is made, the other left: it is found again. The findings must be those of this very issue's texts."""
    parts: dict[Path, list[Replacement]] = {}
    made = 0
    for finding in findings:
        taken = parts.setdefault(finding.path, [])
        if finding.fix and not any(_meets(part, taken) for part in finding.fix):
            for part in finding.fix:
                insort(taken, part, key=_start)
            made += 1
    for path, fixes in parts.items():
        issue = replace_ranges(issue, path, [(part.start, part.end, part.text) for part in fixes])
    return issue, made


def _start(part: Replacement) -> int:
    return part.start


def _meets(part: Replacement, taken: list[Replacement]) -> bool:
    """Whether a replacement starts where one of `taken` does, or overlaps one of them; those are in order and
    don't meet one another."""
    at = bisect_left(taken, part.start, key=_start)
    after, before = taken[at : at + 1], taken[max(at - 1, 0) : at]
    return any(other.start == part.start or other.start < part.end for other in after) or any(
        part.start < other.end for other in before
    )
