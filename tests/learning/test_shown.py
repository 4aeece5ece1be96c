"""Old pages as they are shown: a PDF's as pictures, what was seen in our faces."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.learning.drawn import drawn
from bulletin_desk.learning.evidence import Ink, Look, Seen, SeenLine, SeenPage, SeenRule
from bulletin_desk.learning.pdf_pictures import picture_of
from bulletin_desk.pages.model import HorizontalRule, VerticalRule
from tests.desk.learning.made import made_pdf


def test_a_pdf_s_page_is_a_picture_of_that_width(faces: Faces, tmp_path: Path) -> None:
    file = made_pdf(tmp_path / "一期.pdf", faces)
    raster = picture_of(file, 0, 300)
    assert raster.width == 300
    assert raster.height == pytest.approx(300 * 297 / 210, abs=2)
    assert len(raster.pixels) == raster.stride * raster.height
    pixels = [raster.pixels[at : at + 3] for at in range(0, len(raster.pixels), 4)]
    assert any(blue < 90 and red > 180 for blue, _, red in pixels)  # its name is red
    with pytest.raises(UnreadableFileError, match="没有第100面"):
        picture_of(file, 99, 300)
    file.write_bytes(b"no PDF")
    with pytest.raises(UnreadableFileError, match="不是 PDF"):
        picture_of(file, 0, 300)
    file.unlink()
    with pytest.raises(UnreadableFileError):
        picture_of(file, 0, 300)


def test_what_was_seen_is_set_at_its_places(faces: Faces) -> None:
    red, black = Ink(255, 0, 0), Ink(0, 0, 0)
    title, text = Look("方正小标宋简体", 40.0, red, bold=True), Look("", 16.0, black, bold=False)
    line = SeenLine(
        (
            Seen("简", 100, 90, 140, title),
            Seen("报", 160, 90, 200, title),
            Seen(" ", 200, 90, 210, title),
            Seen("窄", 220, 90, 230, text),
        )
    )
    rules = (SeenRule(90, 100, 300, 2, red), SeenRule(90, 100, 50, 1, black, upright=True))
    page = drawn(SeenPage(595, 842, (line,), rules), faces)
    assert (page.width, page.height) == (595, 842)
    (placed,) = page.lines
    assert placed.y == 90
    name, other = placed.line.runs
    assert (name.text, name.xs, name.size) == ("简报", (100, 160), 40)
    assert name.colour == (0, 1, 1, 0)
    assert (other.text, other.xs) == ("窄", (220,))
    assert other.stretch == pytest.approx(10 / 16, abs=0.01)
    assert other.font != name.font
    across, down = page.marks
    assert isinstance(across, HorizontalRule)
    assert (across.x, across.y, across.width, across.thickness) == (90, 100, 300, 2)
    assert isinstance(down, VerticalRule)
    assert down.height == 50
