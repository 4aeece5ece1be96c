"""A page as it was seen, set in our faces at the places of the old ones, for who paints pages: of a Word file
nothing else can be shown. Must not know what its lines are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.learning.evidence import Seen, SeenLine, SeenPage, SeenRule
from bulletin_desk.learning.faces_seen import role_of
from bulletin_desk.learning.inks import cmyk_of
from bulletin_desk.pages.model import (
    Colour,
    FontRef,
    HorizontalRule,
    Line,
    Page,
    PlacedLine,
    Run,
    VerticalRule,
)

_UNKNOWN = "fangsong"
"""The role of what tells none by its face's name."""
_STRETCHED = 0.1
"""Part of its width by which a character may be narrower than ours is, and still be drawn as ours."""


def drawn(page: SeenPage, faces: Faces) -> Page:
    """The page; characters that no face has are left out."""
    lines = (_line(line, faces) for line in page.lines)
    return Page(
        number=1,
        width=page.width,
        height=page.height,
        lines=tuple(line for line in lines if line.line.runs),
        marks=tuple(map(_rule, page.rules)),
        folio=None,
    )


def _line(line: SeenLine, faces: Faces) -> PlacedLine:
    size = max(seen.look.size for seen in line.chars)
    runs = tuple(_runs(line, faces))
    text = "".join(run.text for run in runs)
    made = Line(text, 0, 0, (0.0,), runs)
    return PlacedLine(made, Kind.BODY, (), 0.0, line.baseline, line.baseline - size, size)


def _runs(line: SeenLine, faces: Faces) -> Iterator[Run]:
    found = [(seen, _face(seen, faces)) for seen in line.chars if seen.char.strip()]
    shown = [(seen, _stretch(seen, ref, faces), ref) for seen, ref in found if ref is not None]
    for (look, stretch, ref), group in groupby(shown, key=lambda each: (each[0].look, each[1], each[2])):
        chars = [seen for seen, _, _ in group]
        xs = tuple(seen.x for seen in chars)
        colour = Colour(*cmyk_of(look.ink))
        yield Run("".join(seen.char for seen in chars), None, ref, look.size, xs, colour, stretch)


def _face(seen: Seen, faces: Faces) -> FontRef | None:
    role = role_of(seen.look.face, seen.look.bold) or _UNKNOWN
    choice = faces.choose(role, seen.char)
    return choice.face.ref if choice is not None else None


def _stretch(seen: Seen, ref: FontRef, faces: Faces) -> float:
    """How much narrower it was than ours is. One that took more room was only spaced apart, for all that a
    page tells."""
    face = faces.face(ref)
    ours = face.advance(seen.char) / face.units_per_em * seen.look.size
    if ours <= 0:
        return 1.0
    stretch = round((seen.right - seen.x) / ours, 2)
    return stretch if stretch < 1 - _STRETCHED else 1.0


def _rule(rule: SeenRule) -> HorizontalRule | VerticalRule:
    colour = Colour(*cmyk_of(rule.ink))
    if rule.upright:
        return VerticalRule(rule.x, rule.y, rule.length, rule.thickness, colour)
    return HorizontalRule(rule.x, rule.y, rule.length, rule.thickness, colour)
