"""Heights of capitals and widths of stems, of the shipped faces and of outlines drawn for the purpose."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from bulletin_desk.fonts.faces import Face
from bulletin_desk.fonts.strokes import cap_height, stem_width
from bulletin_desk.pages.model import FontRef
from bulletin_desk.resources import resource


def face_of(path: Path) -> Face:
    return Face(FontRef(str(path)))


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("LiberationSerif-Regular.ttf", 94),
        ("NotoSansSC-Regular.ttf", 81),
        ("NotoSerifSC-Regular.ttf", 68),
        ("NotoSerifSC-Bold.ttf", 128),
        ("FandolFang-Regular.ttf", 43),
    ],
)
def test_shipped_faces(name: str, stem: int) -> None:
    """The height is H's; the width that of 十's stem or, without 十, of I's, as their outlines say."""
    path = resource("fonts", name)
    with TTFont(path, lazy=True) as font:
        capital = font["glyf"][font.getBestCmap()[ord("H")]].yMax * 1000 / font["head"].unitsPerEm
    assert cap_height(face_of(path)) == round(capital)
    assert stem_width(face_of(path)) == stem


Drawing = Callable[[TTGlyphPen], None]


def box(pen: TTGlyphPen, left: int, bottom: int, right: int, top: int) -> None:
    pen.moveTo((left, bottom))
    for corner in ((left, top), (right, top), (right, bottom)):
        pen.lineTo(corner)
    pen.closePath()


def crossed(pen: TTGlyphPen) -> None:
    """十 of two bars, the upright one in two pieces that overlap."""
    box(pen, 50, 300, 950, 400)
    box(pen, 450, -50, 520, 800)
    box(pen, 500, -50, 560, 800)


def round_stem(pen: TTGlyphPen) -> None:
    """A stem without a point on its curve: 200 wide in the middle."""
    pen.qCurveTo((300, 0), (300, 1000), (500, 1000), (500, 0), None)
    pen.closePath()


def made(path: Path, **drawings: Drawing) -> Face:
    names = [".notdef", *drawings]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(name): name for name in drawings})
    glyphs = {}
    for name in names:
        pen = TTGlyphPen(None)
        drawings.get(name, lambda _: None)(pen)
        glyphs[name] = pen.glyph()
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Made", "psName": "Made"})
    builder.setupOS2()
    builder.setupPost(keepGlyphNames=False)
    builder.save(path)
    return face_of(path)


def test_overlapping_pieces_are_one_stem(tmp_path: Path) -> None:
    assert stem_width(made(tmp_path / "made.ttf", 十=crossed, I=round_stem)) == 110


def test_curves_are_followed(tmp_path: Path) -> None:
    """From one side's middle to the other's, which are no points of the outline."""
    width = stem_width(made(tmp_path / "made.ttf", I=round_stem))
    assert width == pytest.approx(200, abs=2)


def test_what_a_face_lacks_is_zero(tmp_path: Path) -> None:
    face = made(tmp_path / "made.ttf", 口=crossed)
    assert (cap_height(face), stem_width(face)) == (0, 0)
    assert cap_height(made(tmp_path / "other.ttf", E=crossed)) == 800
