"""The example issues in both layouts, typeset and exported once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from bulletin_desk.fonts.faces import Faces
from bulletin_desk.forms import PDF
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.pipeline import Typeset, typeset
from bulletin_desk.storage.bulletin_file import read_bulletin

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
ISSUES = ("2024-01-09", "full")
LAYOUTS = ("sichuan-gazetteer", "gb9704")


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
