"""Our own pages in the words in which an old issue is seen, so that both can be laid on each other. Knows no
old issue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.colours import rgb
from bulletin_desk.learning.evidence import Ink, Look, Seen, SeenPage, SeenPicture, SeenRule, in_lines
from bulletin_desk.pages.model import Colour, HorizontalRule, ImageMark, Page, PlacedLine, VerticalRule


def as_seen(pages: Iterable[Page], faces: Faces) -> tuple[SeenPage, ...]:
    """These pages as their PDF would show them."""
    return tuple(_seen(page, faces) for page in pages)


def _seen(page: Page, faces: Faces) -> SeenPage:
    placed = (*page.lines, *([page.folio] if page.folio else []))
    marks = page.marks
    return SeenPage(
        page.width,
        page.height,
        in_lines(seen for line in placed for seen in _characters(line, faces)),
        tuple(
            _rule(mark, upright=isinstance(mark, VerticalRule))
            for mark in marks
            if isinstance(mark, HorizontalRule | VerticalRule)
        ),
        tuple(
            SeenPicture(mark.x, mark.y, mark.width, mark.height)
            for mark in marks
            if isinstance(mark, ImageMark)
        ),
    )


def _characters(placed: PlacedLine, faces: Faces) -> Iterator[Seen]:
    for run in placed.line.runs:
        face = faces.face(run.font.plain)
        look = Look(face.name, run.size, ink_of(run.colour), run.font.bold)
        for char, x in zip(run.text, run.xs, strict=True):
            right = x + face.advance(char) / face.units_per_em * run.size * run.stretch
            yield Seen(char, placed.x + x, placed.y, placed.x + right, look)


def _rule(mark: HorizontalRule | VerticalRule, *, upright: bool) -> SeenRule:
    length = mark.height if isinstance(mark, VerticalRule) else mark.width
    return SeenRule(mark.x, mark.y, length, mark.thickness, ink_of(mark.colour), upright)


def ink_of(colour: Colour) -> Ink:
    """The colour of a screen that an ink is shown as."""
    shown = rgb((colour.cyan, colour.magenta, colour.yellow, colour.black))
    return Ink(*(int(shown[at : at + 2], 16) for at in (0, 2, 4)))
