"""The example issues in both layouts, typeset and exported once; pages compared as pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops

from bulletin_desk.fonts.faces import Faces
from bulletin_desk.forms import PDF
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.pipeline import Typeset, typeset
from bulletin_desk.storage.bulletin_file import read_bulletin

SNAPSHOTS = Path(__file__).resolve().parents[2] / "snapshots"
EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
ISSUES = ("2024-01-09", "full")
LAYOUTS = ("sichuan-gazetteer", "gb9704")

PIXELS_PER_INCH = 48
FINER = 6
"""A page is painted so many times finer, each way, and made small: pdfium puts letters on whole pixels."""
TOLERANCE = 16
"""Of 255, in the colour that differs most. Releases of pdfium differ by 8 at most, half a point by more."""


@dataclass(frozen=True)
class Printed:
    """An issue with its pages and their PDF."""

    result: Typeset
    data: bytes


def _print(example: str, layout: str, faces: Faces) -> Printed:
    result = typeset(read_bulletin(EXAMPLES / f"{example}.bulletin"), load_layout(layout), faces)
    return Printed(result, PDF.encode(result))


@pytest.fixture(
    scope="session", params=[(issue, layout) for issue in ISSUES for layout in LAYOUTS], ids="/".join
)
def printed(request: pytest.FixtureRequest, faces: Faces) -> Printed:
    """Each example in each layout."""
    example, layout = request.param
    return _print(example, layout, faces)


@pytest.fixture(scope="session")
def real_issue(faces: Faces) -> Printed:
    """The issue of 2024-01-09 as it was printed."""
    return _print("2024-01-09", "sichuan-gazetteer", faces)


def picture_of(data: bytes, page: int) -> Image.Image:
    """A page of a PDF as a small picture."""
    large = pypdfium2.PdfDocument(data)[page].render(scale=PIXELS_PER_INCH * FINER / 72)
    picture: Image.Image = large.to_pil().convert("RGB")
    return picture.reduce(FINER)


def differing(one: Image.Image, other: Image.Image) -> tuple[int, Image.Image]:
    """How many pixels differ by more than the tolerance, and where: a picture with those white."""
    red, green, blue = ImageChops.difference(one, other).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    where = most.point([255 if value > TOLERANCE else 0 for value in range(256)])
    return where.histogram()[255], where


def check_picture(picture: Image.Image, file: Path, shown: Path) -> None:
    """Fails with the number of pixels that differ from the file's, after writing the picture and one of them
    into the folder `shown`."""
    with Image.open(file) as opened:
        reference = opened.convert("RGB")
    assert picture.size == reference.size
    count, where = differing(picture, reference)
    if count:
        picture.save(shown / file.name)
        where.save(shown / f"differing-{file.name}")
    assert count == 0, f"{count} pixels of {file.name} differ: see differing-{file.name} in {shown}"


@pytest.fixture
def pixels(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str, Image.Image], None]:
    """Compares a picture with that file in tests/snapshots, or writes the file on --update-snapshots."""

    def compare(name: str, picture: Image.Image) -> None:
        if request.config.getoption("--update-snapshots"):
            picture.save(SNAPSHOTS / name, optimize=True)
        check_picture(picture, SNAPSHOTS / name, tmp_path)

    return compare
