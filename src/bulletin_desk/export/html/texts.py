"""The words of a paragraph as they are printed, with the original's characters, as parts of a web page. Knows
neither places nor sizes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin_desk.bulletin.grammar import is_literal, walk
from bulletin_desk.bulletin.model import Issue, Path
from bulletin_desk.bulletin.ranges import Ranges
from bulletin_desk.export.html.looks import Face, face_of, main_face
from bulletin_desk.export.html.tree import Css, Element, Node, css, text_nodes
from bulletin_desk.fonts.private_use import all_assigned
from bulletin_desk.hanzi.accents import in_one
from bulletin_desk.typeset.composed import Composed


class Texts:
    """The texts of one issue, by their paths."""

    def __init__(self, issue: Issue) -> None:
        self._texts = {node.path: node.text for node in walk(issue)}

    def of(self, composed: Composed, path: Path) -> str:
        """A paragraph as it is printed, with the very characters of its text: the pages have letters and
        their marks in one."""
        made = composed.paragraph
        text = self._texts.get(path)
        if text is not None and not is_literal(path):
            return as_typed(composed, text)
        for named in self._named(path):
            marked = in_one(named)
            if marked != named and marked in made.text:
                return all_assigned(made.text.replace(marked, named, 1))
        return all_assigned(made.text)

    def _named(self, path: Path) -> Iterator[str]:
        """The texts that a line may say which the layout words: those of the part that it leads to."""
        for below in ("title", "name", "text"):
            text = self._texts.get((*path, below))
            if text:
                yield text.replace("\n", "")


def as_typed(composed: Composed, text: str) -> str:
    """A paragraph as it is printed, of which `text` is what the author has typed. Of private-use characters,
    which no browser has a face for, the page has those that are printed."""
    made = composed.paragraph
    end = len(made.text) - made.tail
    return all_assigned(made.text[: made.lead] + text + made.text[end:])


def nodes_of(composed: Composed, text: str) -> tuple[Node, ...]:
    """A paragraph's text as printed, with stretches in other faces than most of it."""
    made = composed.paragraph
    main = main_face(made)
    found: list[Node] = []
    start = 0
    for span in made.spans:
        piece = tuple(text_nodes(text[start : span.end]))
        start = span.end
        face = face_of(span.role)
        if piece and span.strong:
            found.append(Element("strong", piece, _family(face, main)))
        elif piece and face != main:
            found.append(Element("span", piece, (*_family(face, main), *css(font_weight="bold"))))
        else:
            found += piece
    return tuple(found)


def _family(face: Face, main: Face) -> Css:
    return css(font_family=face.family) if face.role != main.role else ()


def bold_nodes(text: str, bold: Ranges) -> tuple[Node, ...]:
    """A text of which some ranges are bold."""
    found: list[Node] = []
    at = 0
    for start, end in bold:
        found += text_nodes(text[at:start])
        found.append(Element("strong", tuple(text_nodes(text[start:end]))))
        at = end
    return (*found, *text_nodes(text[at:]))


_LONG_WORD = re.compile(r"[!-\u2017\u201e-\u2e7f]{16}")
"""A word that may be longer than a line of a telephone, or than a column: an address, most often. Quotation
marks are as wide as Han characters, beside which lines break."""
_HIDDEN_BLANK = re.compile(r"^ | $| [ \n]|\n |\t")
"""Blanks that a page does not show unless it is told to."""


def shown_whole(text: str) -> Css:
    """What a paragraph needs to show all of its text where it stands: the blanks that its author has typed,
    and words that are longer than its lines."""
    return css(
        white_space="pre-wrap" if _HIDDEN_BLANK.search(text) else "",
        # with overflow-wrap a column, and a signature, would still be as wide as the word
        word_break="break-word" if _LONG_WORD.search(text) else "",
    )
