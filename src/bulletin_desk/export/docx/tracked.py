"""Who has recorded changes in a Word file, and the file with the changes of some accepted and those of all
others rejected: so each reviewer has a version. Must not know what the text means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.export.docx.oxml_tracked import Accept, Tracked, has_tracked, settled, tracked_in
from bulletin_desk.packages import Package

_STORIES = re.compile(
    r"word/(?:document|header|footer|footnotes|endnotes|comments)[0-9]*+\.xml", re.IGNORECASE
)
"""Parts with text."""
_LONGEST_NAME = 100
_MINUTE = len("2024-01-09T15:30")


class Reviewer(NamedTuple):
    """Somebody who has recorded changes: the name, how many changes, and when the last one was made (to the
    minute, as 2024-01-09T15:30; empty where that is not told)."""

    name: str
    changes: int
    when: str


def reviewers(package: Package) -> tuple[Reviewer, ...]:
    """Who has recorded changes in a Word file, in the order of their first ones."""
    found: dict[str, list[str]] = {}
    for each in _tracked(package):
        found.setdefault(each.author, []).append(each.date[:_MINUTE])
    return tuple(Reviewer(name, len(dates), max(dates)) for name, dates in found.items())


def resolved(package: Package, accept: Accept) -> Package:
    """A Word file without recorded changes: those of authors that are accepted are made, all others undone.
    The very same one where there are none."""
    changed: dict[str, bytes] = {}
    for name, data in package.xml.items():
        if _STORIES.fullmatch(name) and has_tracked(data):
            try:
                changed[name] = settled(data, accept)
            except etree.XMLSyntaxError:  # who reads the file says so
                continue
    return replace(package, xml={**package.xml, **changed}) if changed else package


def last_saved(package: Package) -> tuple[str, str]:
    """Who has saved a Word file last, and when (as `Reviewer.when`); empty where it doesn't tell."""
    data = package.xml.get("docProps/core.xml", b"")
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return "", ""
    who = next((each.text or "" for each in root.iter("{*}lastModifiedBy")), "")
    when = next((each.text or "" for each in root.iter("{*}modified")), "")
    return who.strip()[:_LONGEST_NAME], when.strip()[:_MINUTE]


def _tracked(package: Package) -> Iterator[Tracked]:
    for name, data in package.xml.items():
        if _STORIES.fullmatch(name) and has_tracked(data):
            try:
                yield from tracked_in(data)
            except etree.XMLSyntaxError:
                continue
