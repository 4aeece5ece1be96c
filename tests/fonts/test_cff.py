"""Faces with CFF outlines: the same glyphs in the same places as the TrueType ones that they were made of."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from fontTools.pens.areaPen import AreaPen
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from PIL import ImageChops, ImageStat

from bulletin_desk.fonts.faces import Face, Faces
from bulletin_desk.fonts.installed import InstalledFonts
from bulletin_desk.fonts.sfnt import SfntFile
from bulletin_desk.fonts.subset import Subset
from bulletin_desk.forms import DOCX, PDF
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import FontRef
from bulletin_desk.pipeline import Typeset, typeset
from bulletin_desk.resources import resource
from tests.bulletin.issues import TIDY
from tests.fonts.hostile import SHIPPED, official, official_cff, served
from tests.fonts.made import as_cff, font, save, save_collection

ALL = {"subroutines": True, "by_number": True}
MADE = [*((file, ALL) for file in SHIPPED)]
MADE += [("NotoSansSC-Regular.ttf", how) for how in ({}, {"subroutines": True}, {"by_number": True})]


def as_embedded(path: Path, chars: str, index: int = 0) -> tuple[TTFont, list[int]]:
    """The characters as they go into a PDF, and their codes there, which are numbers of glyphs."""
    subset = Subset(Face(FontRef(str(path), index), installed=True))
    codes = [subset.code(char) for char in chars]
    return TTFont(io.BytesIO(subset.font_file()), checkChecksums=2), codes


@pytest.mark.parametrize(("file", "how"), MADE, ids=str)
def test_the_outlines_are_those_of_the_cubic_curves(file: str, how: dict[str, bool], tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(official(file))
    (tmp_path / "a.otf").write_bytes(official_cff(file, **how))
    before, after = SfntFile(tmp_path / "a.ttf"), SfntFile(tmp_path / "a.otf")
    after.check()
    assert (before.is_cff, after.is_cff) == (False, True)
    chars = "".join(map(chr, TTFont(tmp_path / "a.ttf")["cmap"].getBestCmap()))
    assert len(chars) > 200
    source, (cut, codes) = TTFont(tmp_path / "a.otf").getGlyphSet(), as_embedded(tmp_path / "a.otf", chars)
    names = TTFont(tmp_path / "a.otf").getBestCmap()
    glyphs, order = cut.getGlyphSet(), cut.getGlyphOrder()
    for number, char in zip(codes, chars, strict=True):
        assert after.advance(after.glyph(ord(char))) == before.advance(before.glyph(ord(char)))
        areas, boxes = [], []
        for drawn, name in ((source, names[ord(char)]), (glyphs, order[number])):
            area, bounds = AreaPen(drawn), BoundsPen(drawn)
            drawn[name].draw(area)
            drawn[name].draw(bounds)
            areas.append(area.value)
            boxes.append(bounds.bounds or (0, 0, 0, 0))
        # in the other direction, and rounded to whole units
        assert -areas[1] == pytest.approx(areas[0], rel=0.02, abs=20 * before.units_per_em)
        assert boxes[1] == pytest.approx(boxes[0], abs=1)
        box = after.box(after.glyph(ord(char)))
        lengths = (box.x_min, box.y_min, box.x_max, box.y_max) if box else (0, 0, 0, 0)
        assert lengths == pytest.approx(boxes[0], abs=1)
        assert cut["hmtx"][order[number]][1] == lengths[0]


def issue_of(path: Path, layout: Layout) -> Typeset:
    return typeset(TIDY, layout, Faces(resource("fonts", "roles.toml"), InstalledFonts([path.parent])))


@pytest.mark.parametrize("file", ["NotoSansSC-Regular.ttf", "FandolFang-Regular.ttf"])
def test_the_page_looks_the_same(file: str, tmp_path: Path, layout: Layout) -> None:
    pages = []
    for name, data in (("a/a.ttf", official(file)), ("b/a.otf", official_cff(file, by_number=True))):
        path = tmp_path / name
        path.parent.mkdir()
        path.write_bytes(data)
        result = issue_of(path, layout)
        assert any(serving.installed for serving in result.faces.roles.values())
        assert not result.faces.damaged
        pages.append(pypdfium2.PdfDocument(PDF.encode(result))[0].render(scale=3).to_pil().convert("L"))
        assert DOCX.encode(result).startswith(b"PK")
    assert pages[0].size == pages[1].size
    ink = 255 - ImageStat.Stat(pages[0]).mean[0]
    assert ink > 3
    assert ImageStat.Stat(ImageChops.difference(*pages)).mean[0] < 0.03 * ink


def test_one_of_a_collection(tmp_path: Path) -> None:
    faces = [as_cff(font(name, "汉字A")) for name in ("One", "SimHei")]
    path = save_collection(faces, tmp_path / "both.ttc")
    fonts = InstalledFonts([tmp_path])
    assert fonts.find(["SimHei"]) == FontRef(str(path), 1)
    file = SfntFile(path, 1)
    file.check()
    box = file.box(file.glyph(ord("字")))
    assert box is not None
    assert (box.x_min, box.y_min, box.x_max, box.y_max) == (10, 0, 210, 200)
    assert as_embedded(path, "字", 1)[0]["glyf"]["glyph00001"].xMax == 210


def test_faces_with_the_ending_of_cff_are_found(tmp_path: Path) -> None:
    (tmp_path / "黑体.otf").write_bytes(official_cff("NotoSansSC-Regular.ttf"))
    served(tmp_path / "黑体.otf")
    assert Faces(resource("fonts", "roles.toml"), InstalledFonts([tmp_path])).roles["hei"].installed


def test_a_damaged_glyph_comes_from_the_next_face(tmp_path: Path) -> None:
    data = bytearray(official_cff("NotoSansSC-Regular.ttf"))
    face = TTFont(io.BytesIO(data))
    strings = face["CFF "].cff.topDictIndex[0].CharStrings
    at = data.index(strings[face.getBestCmap()[ord("座")]].bytecode)
    data[at : at + 3] = b"\x1d\x0a\x0a"  # subroutines that are not there
    (tmp_path / "hei.otf").write_bytes(data)
    faces = Faces(resource("fonts", "roles.toml"), InstalledFonts([tmp_path]))
    assert faces.roles["hei"].installed
    found = [faces.choose("hei", char) for char in "谈座"]
    assert [choice and choice.face.file_name for choice in found] == ["hei.otf", "NotoSansSC-Regular.ttf"]


def test_variable_cff_faces_and_those_without_any_outlines_are_refused(tmp_path: Path) -> None:
    made = font("SimHei", cff=True)
    save(made, tmp_path / "hei.otf")
    whole = (tmp_path / "hei.otf").read_bytes()
    (tmp_path / "hei.otf").write_bytes(whole.replace(b"CFF ", b"CFF2", 1))
    faces = Faces(resource("fonts", "roles.toml"), InstalledFonts([tmp_path]))
    ((name, reason),) = faces.roles["hei"].passed_over
    assert name == "黑体"
    assert reason.endswith("没有 TrueType 轮廓，也没有 CFF 轮廓，不能用来排版。")


def test_curves_without_points_at_their_ends_have_their_true_box(tmp_path: Path) -> None:
    """A circle's quarter, turned, rises over the points that lie on it."""
    made = font("Test", "A", cff=True)
    string = made["CFF "].cff.topDictIndex[0].CharStrings["u41"]
    string.program = [600, 100, 100, "rmoveto", 0, 400, 400, 0, 0, -400, "rrcurveto", "endchar"]
    string.bytecode = None
    path = save(made, tmp_path / "a.otf")
    file = SfntFile(path)
    box = file.box(file.glyph(ord("A")))
    assert box is not None
    assert (box.x_min, box.y_min, box.x_max, box.y_max) == (100, 100, 500, 400)


def test_no_face_of_ours_loads_fonttools(tmp_path: Path, layout: Layout) -> None:
    (tmp_path / "hei.ttf").write_bytes(official("NotoSansSC-Regular.ttf"))
    result = typeset(TIDY, layout, Faces(resource("fonts", "roles.toml"), InstalledFonts([tmp_path])))
    PDF.encode(result)
    opened = [vars(face.file) for face in result.faces._faces.values() if "file" in vars(face)]
    assert len(opened) > 3
    assert not any("_cff" in known for known in opened)
