"""Several typesettings as one sequence of pages."""

from __future__ import annotations

import pytest

from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.typeset.bound import BoundPages, BoundPart, is_double_sided
from bulletin_desk.typeset.typesetter import TypesetPages, Typesetter
from tests.volumes.made import issue


@pytest.fixture
def typesetter(faces: Faces) -> Typesetter:
    return Typesetter(load_layout(), faces)


def test_only_one_part_is_made_at_a_time(typesetter: Typesetter) -> None:
    made: list[int] = []

    def make(seed: int) -> TypesetPages:
        made.append(seed)
        return typesetter.typeset(issue(seed, paragraphs=2))

    counts = [len(make(seed)) for seed in (0, 1)]
    made.clear()
    first = BoundPart(lambda: make(0), counts[0], blank=1)
    second = BoundPart(lambda: make(1), counts[1], first=first.length + 1)
    pages = BoundPages([first, BoundPart(lambda: make(9), 0), second])
    assert len(pages) == sum(counts) + 1
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    assert made == [0, 1]
    assert pages[-1].number == len(pages)
    assert made == [0, 1]
    assert [page.number for page in pages[:2]] == [1, 2]
    assert made == [0, 1, 0]
    blank = pages[counts[0]]
    assert (blank.lines, blank.marks, blank.folio) == ((), (), None)
    assert (blank.width, blank.height) == (pages[0].width, pages[0].height)
    with pytest.raises(IndexError):
        pages[len(pages)]


@pytest.mark.parametrize(("folios", "printed"), [("volume", "— 41 —"), ("own", "— 1 —"), ("none", None)])
def test_whose_numbers_are_printed(typesetter: Typesetter, folios: str, printed: str | None) -> None:
    own = typesetter.typeset(issue(0))
    part = BoundPart(lambda: own, len(own), first=41, folios=folios)  # type: ignore[arg-type]
    folio = BoundPages([part])[0].folio
    assert printed == (None if folio is None else folio.line.text)


def test_a_number_stands_where_the_volumes_page_has_it(typesetter: Typesetter) -> None:
    """Outside: at the right of odd pages, at the left of even ones."""
    own = typesetter.typeset(issue(0))
    odd, even = (own.bound(0, number, 99).folio for number in (41, 42))
    assert odd is not None
    assert even is not None
    assert odd.line.runs[0].xs[0] > 300 > even.line.runs[0].xs[0]


@pytest.mark.parametrize(
    ("layout", "double"), [("sichuan-gazetteer", True), ("gb9704", True), ("duty-flash", False)]
)
def test_which_layouts_are_printed_on_both_sides(layout: str, double: bool) -> None:
    assert is_double_sided(load_layout(layout)) is double
