"""Puts findings right in an issue. Pure: an issue comes in, an issue goes out."""

from __future__ import annotations

from collections.abc import Iterable

from bulletin_desk.bulletin.edits import replace_range, text_at
from bulletin_desk.bulletin.model import Issue, Path
from bulletin_desk.errors import EditError
from bulletin_desk.proof.findings import Finding, Replacement


def still_there(issue: Issue, checked: Issue, finding: Finding) -> bool:
    """Whether the text that a finding was made of, in the issue `checked`, still stands at its path."""
    try:
        return text_at(issue, finding.path) == text_at(checked, finding.path)
    except EditError:
        return False


def put_right(issue: Issue, findings: Iterable[Finding]) -> tuple[Issue, int]:
    """The issue with the fixes of findings made, and how many were. Of two that meet at one place the first
    is made, the other left: it is found again. The findings must be those of this very issue's texts."""
    parts: dict[Path, list[Replacement]] = {}
    made = 0
    for finding in findings:
        taken = parts.setdefault(finding.path, [])
        if finding.fix and not any(_meet(one, other) for one in finding.fix for other in taken):
            taken += finding.fix
            made += 1
    for path, fixes in parts.items():
        for part in sorted(fixes, key=lambda part: (part.start, part.end), reverse=True):
            issue = replace_range(issue, path, part.start, part.end, part.text)
    return issue, made


def _meet(one: Replacement, other: Replacement) -> bool:
    if one == other:
        return True
    return (one.start < other.end and other.start < one.end) or one.start == other.start
