"""How an issue of an office begins: which office is asked for, its first issue, in which layout. Apart from
the pipeline, whose every export would else load what is known of offices."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date as Date  # noqa: N812
from pathlib import Path

from bulletin_desk.bulletin.blank import blank_issue, with_fields
from bulletin_desk.bulletin.model import Issue, LayoutText
from bulletin_desk.bulletin.numbering import next_issue
from bulletin_desk.bulletin.office import (
    EXTENSION,
    LAYOUT_EXTENSION,
    Office,
    file_stem,
    known_offices,
    own_offices,
    read_office,
    the_office,
)
from bulletin_desk.checked import shown
from bulletin_desk.errors import InvalidOfficeError, UnreadableFileError
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import DEFAULT, layout_names, layout_text
from bulletin_desk.pipeline import in_layout, layout_in, layout_of, series_of
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.storage.places import places


def layout_of_office(office: Office) -> LayoutText:
    """The layout of an office's issues: of the file beside the office's own, else the shipped one that it
    names. Raises InvalidLayoutError."""
    own = office.beside(office.layout)
    if own is None:
        return LayoutText(*layout_text(office.layout or DEFAULT))
    name, text = layout_text(str(own))
    return LayoutText(name.removesuffix(LAYOUT_EXTENSION.removesuffix(own.suffix)), text)


def first_issue(office: Office, day: Date, layout: LayoutText | None = None) -> Issue:
    """An office's first issue of a year, as `blank_issue`, in this layout, or in its own; the layout's fields
    have the office's values. Raises InvalidLayoutError."""
    issue = replace(blank_issue(day, office), layout=layout or layout_of_office(office))
    return begun(issue, office, layout_of(issue)[0])


def issue_after(office: Office, last: Path | None, day: Date) -> Issue:
    """The issue that follows the one in a file, dated `day`, or as that one if it is dated ahead; where there
    is none, or it can't be read, the office's first. Raises InvalidLayoutError."""
    if last is not None:
        try:
            previous = read_bulletin(last)
            issue = next_issue(previous, max(day, previous.dated_header.date), *series_of(previous))
            return issue if issue.layout is not None else in_layout(issue)
        except UnreadableFileError:
            pass
    return first_issue(office, day)


def begun(issue: Issue, office: Office, layout: Layout) -> Issue:
    """A blank issue of an office in a layout: with values for its fields, and counted as it counts."""
    masthead = issue.masthead
    if layout.numbering.counts == "through" and masthead.total_number is not None:
        issue = replace(issue, masthead=replace(masthead, number=masthead.total_number))
    return with_fields(issue, office, layout.declared)


def office_named(name: str | None, layout: LayoutText | None = None) -> Office:
    """The office that is asked for: one of the clerk's own by its file's name, any by its bulletin's name, or
    an office file. None given: the first that is shipped; in a layout that is not, one of which nothing is
    known but the layout's name. Raises InvalidOfficeError with what there is."""
    if name is None:
        if layout is None or layout.name in layout_names():
            return the_office()
        return Office(layout_in(layout).name)
    offices = known_offices(places().offices)
    for called in (file_stem, lambda office: office.one_line):
        for office in offices:
            if called(office) == name:
                return office
    if name.endswith(EXTENSION) or os.path.exists(name):  # noqa: PTH110 (Path.exists raises on some)
        return read_office(Path(name))
    own = [file_stem(office) for office in own_offices(places().offices)[0]]
    names = dict.fromkeys((*own, *(office.one_line for office in offices)))
    known = "、".join(f"“{shown(each)}”" for each in names)
    raise InvalidOfficeError(f"没有名为“{shown(name)}”的简报：可用 {known}，或写单位文件（.toml）的路径。")
