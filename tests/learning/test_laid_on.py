"""Our pages laid on printed ones: nothing is told of pages that are alike, and all that is otherwise is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import carried_layout
from bulletin_desk.learning.as_seen import as_seen
from bulletin_desk.learning.evidence import Ink, Look, Seen, SeenLine, SeenPage
from bulletin_desk.learning.laid_on import NEAR, laid_on
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.typeset.typesetter import Typesetter
from bulletin_desk.units import MM
from tests.learning.test_pdf_evidence import seen_and_set
from tests.typeset.test_real_issue import EXAMPLES

NAME = "special-report"


@pytest.mark.parametrize("name", [NAME, "duty-flash"])
def test_our_pages_lie_on_those_of_their_pdf(name: str, faces: Faces, tmp_path: Path) -> None:
    seen, made = seen_and_set(name, faces, tmp_path)
    laid = laid_on(as_seen(made, faces), seen)
    assert laid.off() == ()
    assert laid.lines[0] == laid.lines[1] == sum(len(page.lines) for page in seen)
    assert len(laid.rules) == sum(len(page.rules) for page in seen)
    assert max(abs(by) for pair in laid.same for by in pair.by) < NEAR / 10


@pytest.fixture(scope="module")
def pages_in(faces: Faces) -> Callable[[Callable[[Layout], Layout]], tuple[SeenPage, ...]]:
    issue = read_bulletin(EXAMPLES / f"{NAME}.bulletin")
    assert issue.layout
    layout = carried_layout(issue.layout.name, issue.layout.text)[0]

    def pages(change: Callable[[Layout], Layout]) -> tuple[SeenPage, ...]:
        return as_seen(Typesetter(change(layout), faces).typeset(issue), faces)

    return pages


def _moved(layout: Layout) -> Layout:
    block = layout.text_block
    return replace(layout, text_block=block._replace(top=block.top + 2 * MM))


def _larger(layout: Layout) -> Layout:
    title = replace(layout.styles["title"], size=layout.styles["title"].size + 1)
    return replace(layout, styles={**layout.styles, "title": title})


def _narrower(layout: Layout) -> Layout:
    return replace(layout, text_block=layout.text_block._replace(cells=layout.text_block.cells - 3))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(_moved, "低了2.0毫米", id="moved"),
        pytest.param(_larger, "原来是22磅", id="larger"),
        pytest.param(_narrower, "排成了“", id="narrower"),
    ],
)
def test_what_is_otherwise_is_told(
    change: Callable[[Layout], Layout],
    said: str,
    pages_in: Callable[[Callable[[Layout], Layout]], tuple[SeenPage, ...]],
) -> None:
    laid = laid_on(pages_in(change), pages_in(lambda layout: layout))
    assert any(said in off.how for off in laid.off())
    alike, of = laid.lines
    assert alike < of


def test_a_line_that_is_not_there_and_a_colour_are_told(
    pages_in: Callable[[Callable[[Layout], Layout]], tuple[SeenPage, ...]],
) -> None:
    first, *others = pages_in(lambda layout: layout)
    line = first.lines[-1]
    red = tuple(seen._replace(look=seen.look._replace(ink=Ink(255, 0, 0))) for seen in line.chars)
    printed = (first._replace(lines=(*first.lines[1:-1], SeenLine(red)), rules=()), *others)
    told = [off.how for off in laid_on((first, *others), printed).off()]
    assert told.count("原来没有这一行") == 1
    assert told.count("原来没有这条线") == len(first.rules)
    assert "颜色和原来不同" in told
    lacking = laid_on((first._replace(lines=first.lines[1:]),), (first,)).off()
    assert [off.how for off in lacking] == ["排出来没有这一行"]


def test_the_farthest_comes_first(
    pages_in: Callable[[Callable[[Layout], Layout]], tuple[SeenPage, ...]],
) -> None:
    printed = pages_in(lambda layout: layout)
    block = Fraction(1)

    def wider(layout: Layout) -> Layout:
        pitch = layout.text_block.line_pitch + block / 20
        return replace(layout, text_block=layout.text_block._replace(line_pitch=pitch))

    by = [off.by for off in laid_on(pages_in(wider), printed).off() if off.by]
    assert by == sorted(by, reverse=True)
    assert by


def test_a_line_that_ends_elsewhere_is_told_by_its_ends() -> None:
    look = Look("", 16.0, Ink(0, 0, 0), bold=False)

    def page(words: str) -> SeenPage:
        chars = (Seen(char, 80 + 16 * at, 100, 96 + 16 * at, look) for at, char in enumerate(words))
        return SeenPage(595, 842, (SeenLine(tuple(chars)),))

    words = "全县上下抢抓农时扎实推进春耕备耕各项工作"
    (off,) = laid_on([page(words)], [page(words[:-2])]).off()
    assert off.how == "断在“…各项工作”后面，原来断在“…备耕各项”后面"
