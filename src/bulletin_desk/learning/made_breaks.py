"""Line breaks in titles that nobody typed: where a layout breaks a title by itself as it was printed, its
text needs none. Knows no files."""

from __future__ import annotations

from bulletin_desk.bulletin.edits import with_text
from bulletin_desk.bulletin.grammar import RUNNING, walk
from bulletin_desk.bulletin.model import Issue, Path
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.typeset.typesetter import Typesetter


def without_made_breaks(issue: Issue, layout: Layout, faces: Faces) -> Issue:
    """The issue without those breaks that the layout makes by itself at the same places."""
    broken = {
        node.path: node.text
        for node in walk(issue)
        if "\n" in node.text and node.spec.line_breaks and node.spec.region in RUNNING
    }
    if not broken:
        return issue
    plain = issue
    for path, text in broken.items():
        plain = with_text(plain, path, text.replace("\n", ""))
    lines: dict[Path, list[str]] = {}
    for page in Typesetter(layout, faces).typeset(plain):
        for placed in page.lines:
            if placed.path in broken:
                text = broken[placed.path].replace("\n", "")
                lines.setdefault(placed.path, []).append(text[placed.line.start : placed.line.end])
    for path, text in broken.items():
        if lines.get(path) != text.split("\n"):
            plain = with_text(plain, path, text)
    return plain
