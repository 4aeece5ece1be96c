"""The printed issue of 2024-01-09, line by line, and the shipped examples as they stood last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bulletin_desk.bulletin.model import Issue, Kind
from bulletin_desk.export.dump import dump
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.pages.model import Page
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.typeset.typesetter import Typesetter

TESTS = Path(__file__).parents[1]
EXAMPLES = TESTS.parent / "examples"
PRINTED = [
    page.strip("\n").split("\n")
    for page in (TESTS / "data" / "printed-lines-pages-1-4.txt").read_text(encoding="utf-8").split("\f")
]
"""The lines of the paper's pages 1 to 4, without masthead and number line."""


@pytest.fixture(scope="module")
def real_issue() -> Issue:
    """The example that was made from the printed issue."""
    return read_bulletin(EXAMPLES / "2024-01-09.bulletin")


@pytest.fixture(scope="module")
def real_pages(real_issue: Issue, layout: Layout, faces: Faces) -> list[Page]:
    """Its pages in the default layout."""
    return list(Typesetter(layout, faces).typeset(real_issue))


@pytest.fixture(scope="module")
def dumped(real_pages: list[Page]) -> list[list[str]]:
    """The dump's lines, page by page."""
    return [page.rstrip("\n").split("\n") for page in dump(real_pages).split("\f\n")]


def test_the_data_is_whole() -> None:
    assert [len(page) for page in PRINTED] == [12, 21, 21, 19]


def test_masthead_and_number_line(dumped: list[list[str]]) -> None:
    assert dumped[0][:2] == ["四川省地方志工作简报", "第2期（总第607期）"]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_page_starts_as_printed(dumped: list[list[str]], number: int) -> None:
    first = dumped[number - 1][2 if number == 1 else 0]
    assert first == PRINTED[number - 1][0]


@pytest.mark.parametrize(
    ("number", "line"),
    [(number, line) for number, page in enumerate(PRINTED, 1) for line in range(len(page))],
)
def test_line_as_printed(dumped: list[list[str]], number: int, line: int) -> None:
    lines = dumped[number - 1][2 if number == 1 else 0 :]
    assert lines[line] == PRINTED[number - 1][line]


def test_no_line_more_than_printed(dumped: list[list[str]]) -> None:
    assert [len(page) for page in dumped[:4]] == [14, 21, 21, 19]


def test_page_1_has_eleven_lines_of_text(real_pages: list[Page], layout: Layout) -> None:
    """Head 9 lines, one empty, then the section head, the title and the text to the page's foot."""
    flow = [placed for placed in real_pages[0].lines if placed.path[0] == "sections"]
    assert [placed.kind for placed in flow[:3]] == [Kind.SECTION_HEAD, Kind.TITLE, Kind.BODY]
    pitch = float(layout.text_block.line_pitch)
    assert [round((placed.top - float(layout.text_block.top)) / pitch, 9) for placed in flow] == list(
        range(10, 21)
    )


@pytest.mark.parametrize("name", ["sichuan-gazetteer", "gb9704"])
@pytest.mark.parametrize("example", ["2024-01-09", "full"])
def test_example_as_it_stood(
    example: str, name: str, faces: Faces, snapshot: Callable[[str, str], None]
) -> None:
    """The whole dump. `python -m pytest --update-snapshots` takes over what has changed on purpose."""
    pages: Sequence[Page] = Typesetter(load_layout(name), faces).typeset(
        read_bulletin(EXAMPLES / f"{example}.bulletin")
    )
    snapshot(f"{example}.{name}.txt", dump(pages))
