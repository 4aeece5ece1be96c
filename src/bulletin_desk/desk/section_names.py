"""The names of sections that the office has used, newest first, remembered from issue to issue."""

from __future__ import annotations

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.bulletin.office import Office
from bulletin_desk.desk.settings import SECTIONS, Settings


def section_names(settings: Settings, issue: Issue, office: Office) -> list[str]:
    """The names used before and those of the issue's office, those that this issue lacks first."""
    names = _known(settings, office)
    used = {section.name for section in issue.sections}
    return [*(name for name in names if name not in used), *(name for name in names if name in used)]


def remember_sections(settings: Settings, issue: Issue, office: Office) -> None:
    """Keeps an issue's section names for the next ones."""
    names = _known(settings, office)
    new = [section.name for section in issue.sections if section.name and section.name not in names]
    if new:
        settings[SECTIONS] = (*new, *names)


def _known(settings: Settings, office: Office) -> tuple[str, ...]:
    """What was remembered; before it the office's own names, unless all of them have been remembered."""
    kept = settings[SECTIONS]
    if set(office.section_names) <= set(kept):
        return kept
    return tuple(dict.fromkeys((*office.section_names, *kept)))
