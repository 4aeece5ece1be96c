"""The names of sections that the office has used, newest first, remembered from issue to issue."""

from __future__ import annotations

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.bulletin.office import the_office
from bulletin_desk.desk.settings import SECTIONS, Settings


def section_names(settings: Settings, issue: Issue) -> list[str]:
    """The names used before, those that this issue lacks first."""
    names = settings[SECTIONS] or the_office().sections
    used = {section.name for section in issue.sections}
    return [*(name for name in names if name not in used), *(name for name in names if name in used)]


def remember_sections(settings: Settings, issue: Issue) -> None:
    """Keeps an issue's section names for the next ones."""
    names = settings[SECTIONS] or the_office().sections
    new = [section.name for section in issue.sections if section.name and section.name not in names]
    if new:
        settings[SECTIONS] = (*new, *names)
