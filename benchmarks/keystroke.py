"""`python -m benchmarks.keystroke FILE SHARE TYPED`: types into a body paragraph.

Run with the installed program. TYPED comes a character at a time and is deleted again from its head, so
that no text is set twice. After each keystroke the issue is set again and the page that holds the edit is
made. SHARE (0 to 1) says how far into the bulletin that page lies; it is page 2 at least. Prints as JSON
the seconds of each keystroke, which of them changed the paragraph's number of lines, and where was typed.
Fails unless the place typed at is on the page that was made, and that page is the one which the same text
gives when it is set from nothing.
"""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path

from bulletin_desk.bulletin.edits import replace_range, text_at
from bulletin_desk.bulletin.model import Kind
from bulletin_desk.bulletin.model import Path as NodePath
from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.pages.model import Page
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.typeset.typesetter import TypesetPages, Typesetter

_ROOM = 5
"""Lines that the page must have below the line typed in: what is typed stays on the page."""
_CHECKED = 10
"""Every how many keystrokes the page is set from nothing to compare."""


def _target(pages: TypesetPages, share: float) -> tuple[int, NodePath, int]:
    """A page at that share of the bulletin, a body paragraph with three lines on it, and an offset in it."""
    for index in range(max(1, int(len(pages) * share)), len(pages)):
        lines = pages[index].lines
        for above, placed, below in zip(lines, lines[1:], lines[2 : 2 - _ROOM], strict=False):
            if placed.kind is Kind.BODY and above.path == placed.path == below.path:
                return index, placed.path, placed.line.start + 2
    raise SystemExit("no body paragraph of three lines on a page there")


def _holds(page: Page, path: NodePath, offset: int) -> bool:
    lines = [placed.line for placed in page.lines if placed.path == path]
    return any(line.start <= offset <= line.end for line in lines)


def _line_count(pages: TypesetPages, path: NodePath) -> int:
    return next(composed.count for composed, there in pages.paragraphs() if there == path)


def main() -> None:
    """Types and prints."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("share", type=float, metavar="SHARE")
    parser.add_argument("typed", metavar="TYPED")
    options = parser.parse_args()
    share, typed = options.share, options.typed
    issue = read_bulletin(options.file)
    layout = load_layout("sichuan-gazetteer")
    faces = load_faces()
    typesetter = Typesetter(layout, faces)
    pages = typesetter.typeset(issue)
    index, path, start = _target(pages, share)
    text = text_at(issue, path)
    count = _line_count(pages, path)
    keys = [(start + at, start + at, char) for at, char in enumerate(typed)]
    keys += [(start, start + 1, "")] * len(typed)
    seconds: list[float] = []
    changed: list[bool] = []
    for number, (first, last, char) in enumerate(keys):
        began = time.perf_counter()
        issue = replace_range(issue, path, first, last, char)
        pages = typesetter.typeset(issue)
        page = pages[index]
        seconds.append(time.perf_counter() - began)
        if not _holds(page, path, first + len(char)):
            raise SystemExit(f"the place typed at is not on page {index + 1}")
        if number % _CHECKED == 0 and page != Typesetter(layout, faces).typeset(issue)[index]:
            raise SystemExit("a page set again differs from the same page set from nothing")
        now = _line_count(pages, path)
        changed.append(now != count)
        count = now
    if text_at(issue, path) != text:
        raise SystemExit("typing and deleting has not given the text back")
    print(json.dumps({"seconds": seconds, "changed": changed, "text": text, "offset": start}))


if __name__ == "__main__":
    main()
