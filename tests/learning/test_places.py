"""Words are found where they stand, and two settings where they differ first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.line_rule import OFFICE_RULE
from bulletin_desk.layouts.model import Layout
from bulletin_desk.learning.evidence import Ink, Look, Seen, SeenLine, SeenPage
from bulletin_desk.learning.places import Spot, first_difference, seen_at, set_at
from bulletin_desk.pages.model import Pages
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.typeset.typesetter import Typesetter
from tests.typeset.test_real_issue import EXAMPLES

LOOK = Look("仿宋", 16.0, Ink(0, 0, 0), bold=False)


def seen_page(*lines: str) -> SeenPage:
    return SeenPage(
        595,
        842,
        tuple(
            SeenLine(
                tuple(
                    Seen(char, 80 + 16.0 * at, 100 + 30.0 * row, 96 + 16.0 * at, LOOK)
                    for at, char in enumerate(line)
                )
            )
            for row, line in enumerate(lines)
        ),
    )


PAGES = (seen_page("某某 简报", "第 1 期"), seen_page("这里是第一行字没有", "完接着还有第二行"))


@pytest.mark.parametrize(
    ("words", "page", "top"),
    [
        ("某某简报", 0, 84),
        ("第1期", 0, 114),
        ("完接着还…", 1, 114),
        ("第一行字没有完接着还有", 1, 84),
        ("完接着还有第二行，", 1, 114),
    ],
)
def test_words_are_found_by_what_is_printed(words: str, page: int, top: float) -> None:
    found = seen_at(words, PAGES)
    assert found is not None
    assert (found.page, found.top) == (page, top)


@pytest.mark.parametrize("words", ["", "  ", "没有这几个字", "行"[:0]])
def test_what_is_nowhere_is_not_found(words: str) -> None:
    assert seen_at(words, PAGES) is None


@pytest.fixture(scope="module")
def real() -> Issue:
    return read_bulletin(EXAMPLES / "2024-01-09.bulletin")


@pytest.fixture(scope="module")
def real_pages(real: Issue, layout: Layout, faces: Faces) -> Pages:
    return Typesetter(layout, faces).typeset(real)


def test_words_are_found_on_set_pages(real_pages: Pages) -> None:
    line = real_pages[1].lines[3]
    found = set_at(line.line.text, real_pages)
    assert found is not None
    assert found.page == 1
    assert found.top < line.y < found.top + found.height
    assert line.x <= found.left < found.left + found.width < real_pages[1].width


def test_settings_differ_first_where_a_line_says_something_else(
    real: Issue, real_pages: Pages, layout: Layout, faces: Faces
) -> None:
    def other(**changes: object) -> Spot | None:
        return first_difference(real_pages, Typesetter(replace(layout, **changes), faces).typeset(real))  # type: ignore[arg-type]

    assert other() is None
    block = layout.text_block
    narrow = other(text_block=block._replace(cells=block.cells - 1))
    assert narrow is not None
    body = next(line for line in real_pages[0].lines if line.kind.value == "body")
    assert narrow.page == 0
    assert narrow.top == pytest.approx(body.y - 16, abs=1)
    quotes = other(lines=OFFICE_RULE._replace(quotes="full"))
    assert quotes is not None
    assert quotes.height < 40
    folio = other(folio=layout.folio._replace(odd="left"))
    assert folio is not None
    assert folio.top > real_pages[0].height * 0.8
    paper = other(paper_width=layout.paper_width + 30)
    assert paper == Spot(0, 0, 0, float(layout.paper_width + 30), float(layout.paper_height))
