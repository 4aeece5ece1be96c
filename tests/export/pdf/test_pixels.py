"""Two pages of the real issue, pixel by pixel: all that is on the paper, whatever the other tests ask for."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from tests.export.pdf.conftest import SNAPSHOTS, Printed, check_picture, differing, picture_of

FIRST, LAST = 0, 7
NAMES = {FIRST: "2024-01-09.first.png", LAST: "2024-01-09.last.png"}
HALF_A_POINT = [(0.5, 0.0), (-0.5, 0.0), (0.0, 0.5), (0.0, -0.5)]


@pytest.mark.parametrize("page", NAMES)
def test_the_page_is_the_reference(
    real_issue: Printed, page: int, pixels: Callable[[str, Image.Image], None]
) -> None:
    assert len(real_issue.result.pages) == LAST + 1
    pixels(NAMES[page], picture_of(real_issue.data, page))


def moved(data: bytes, page: int, operator: str, by: tuple[float, float], *, at: int) -> bytes:
    """The PDF with that page's longest run (operator Tm) or first rule (re) moved by so many points; its x
    and y are the operator's `at`th operand and the next."""
    with pikepdf.open(BytesIO(data)) as pdf:
        stream: list[Any] = pikepdf.parse_content_stream(pdf.pages[page])
        found = [(list(operands), name) for operands, name in stream]
        ours = [number for number, (_, name) in enumerate(found) if str(name) == operator]
        if operator == "Tm":  # what is shown follows its place
            ours.sort(key=lambda number: -len(bytes(found[number + 1][0][0][0])))
        operands, _ = found[ours[0]]
        for axis in (0, 1):
            operands[at + axis] = float(operands[at + axis]) + by[axis]
        pdf.pages[page].Contents = pdf.make_stream(pikepdf.unparse_content_stream(found))
        out = BytesIO()
        pdf.save(out)
        return out.getvalue()


@pytest.mark.parametrize("by", HALF_A_POINT, ids=str)
@pytest.mark.parametrize("page", NAMES)
def test_half_a_point_is_seen(real_issue: Printed, page: int, by: tuple[float, float]) -> None:
    with Image.open(SNAPSHOTS / NAMES[page]) as reference:
        for operator, at in (("Tm", 4), ("re", 0)):
            picture = picture_of(moved(real_issue.data, page, operator, by, at=at), page)
            assert differing(picture, reference)[0] > 1, operator


def test_what_differs_is_counted_and_shown(real_issue: Printed, tmp_path: Path) -> None:
    picture = picture_of(real_issue.data, FIRST)
    picture.paste((0, 255, 0), (10, 10, 15, 12))
    with pytest.raises(AssertionError, match=r"^10 pixels of "):
        check_picture(picture, SNAPSHOTS / NAMES[FIRST], tmp_path)
    with Image.open(tmp_path / f"differing-{NAMES[FIRST]}") as where:
        assert where.getbbox() == (10, 10, 15, 12)
