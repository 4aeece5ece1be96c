"""Places and texts of issues for the editing tests."""

from __future__ import annotations

from hypothesis import strategies as st

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.model import Issue, Path, Place
from bulletin_desk.editing.nodes import key, shown, snap
from bulletin_desk.editing.selection import Selection, between

ITEM: Path = ("sections", 0, "items", 0)
"""The first item of `tests.bulletin.issues.SMALL`: a title, one body paragraph, a source."""
SECOND: Path = ("sections", 1, "items", 0)
"""An item with body, subheading and body with a run-in heading."""


def all_text(issue: Issue) -> str:
    """All text on the pages in its order, without the clerk's own line breaks."""
    return "".join(text_at(issue, path) for path in shown(issue)).replace("\n", "")


def text_outside(issue: Issue, selection: Selection) -> str:
    """All text on the pages that is not selected."""
    start, end = selection.start, selection.end
    kept = []
    for path in shown(issue):
        text = text_at(issue, path)
        for at, char in enumerate(text):
            if not key(start) <= key(Place(path, at)) < key(end):
                kept.append(char)
    return "".join(kept).replace("\n", "")


def all_places(issue: Issue) -> list[Place]:
    """Every place where a caret can stand."""
    places = []
    for path in shown(issue):
        text = text_at(issue, path)
        places += [Place(path, at) for at in range(len(text) + 1) if snap(text, at) == at]
    return places


@st.composite
def selections(draw: st.DrawFn, issue: Issue) -> Selection:
    """Any selection in an issue."""
    places = all_places(issue)
    return between(draw(st.sampled_from(places)), draw(st.sampled_from(places)))
