"""Places and texts of issues for the editing tests."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from hypothesis import strategies as st

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.model import Issue, Path, Place
from bulletin_desk.editing.fragment import Fragment
from bulletin_desk.editing.nodes import key, shown, snap
from bulletin_desk.editing.selection import Selection, between
from bulletin_desk.editing.wholes import cells_between, is_in_one_whole, whole_at

ITEM: Path = ("sections", 0, "items", 0)
"""The first item of `tests.bulletin.issues.SMALL`: a title, one body paragraph, a source."""
SECOND: Path = ("sections", 1, "items", 0)
"""An item with body, subheading and body with a run-in heading."""


def all_text(issue: Issue) -> str:
    """All text on the pages in its order, without the clerk's own line breaks."""
    return "".join(text_at(issue, path) for path in shown(issue)).replace("\n", "")


def text_outside(issue: Issue, selection: Selection) -> str:
    """All text on the pages that is not selected: of a table or pictures that one end is in, all is, and of
    two cells all cells in the rectangle between them."""
    start, end = selection.start, selection.end
    cells = cells_between(issue, start.path, end.path)
    wholes = {whole_at(start.path), whole_at(end.path)} - {()}
    within = is_in_one_whole(issue, start.path, end.path)
    kept = []
    for path in shown(issue):
        text = text_at(issue, path)
        if len(cells) > 1:
            kept.append("" if path in cells else text)
            continue
        if not within and whole_at(path) in wholes:
            continue
        for at, char in enumerate(text):
            if not key(start) <= key(Place(path, at)) < key(end):
                kept.append(char)
    return "".join(kept).replace("\n", "")


def fragment_text(fragment: Fragment) -> str:
    """All text of a fragment, without line breaks, and without what parts cells in plain text."""
    texts = (each.block.texts() if each.block else (each,) for each in fragment.paragraphs)
    return "".join(text.text for row in texts for text in row).replace("\n", "")


def attached_text(fragment: Fragment) -> str:
    """As `fragment_text`, with the attachments that come with items, each once."""
    own = replace(fragment, paragraphs=tuple(each for each in fragment.paragraphs if not each.comes_along))
    attachments = [each for paragraph in fragment.paragraphs for each in paragraph.attachments]
    texts = [each.title for each in attachments]
    texts += [text.text for each in attachments for block in each.blocks for text in block.texts()]
    return fragment_text(own) + "".join(texts).replace("\n", "")


def text_before(issue: Issue, place: Place, without: Collection[Path] = ()) -> str:
    """All text on the pages before a place, `without` that of some cells."""
    here = key(place)
    texts = ((path, text_at(issue, path)) for path in shown(issue) if path not in without)
    kept = (char for path, text in texts for at, char in enumerate(text) if key(Place(path, at)) < here)
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
