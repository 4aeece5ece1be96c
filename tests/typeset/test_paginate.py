"""Which lines come on which page: keeps, empty lines, widow control, pieces taller than a page."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_desk.typeset.composed import Composer
from bulletin_desk.typeset.flow_paragraph import FlowParagraph
from bulletin_desk.typeset.paginate import Grid, paginate, rows_used
from bulletin_desk.typeset.thing import Group, Thing
from tests.typeset.texts import body

Dealt = list[list[tuple[str | int, int, int, int]]]
"""For each page its slots: owner and thing's name, first line, last line, row."""


def paragraph(composer: Composer, lines: int, name: str, *, keeps: bool = False) -> FlowParagraph:
    """A paragraph of so many lines."""
    return FlowParagraph(composer.compose(body("\n".join("国" * lines))), (name,), keeps, None)


def grid(lines: int = 6, head: int = 0, keep: int = 1, *, widows: bool = False) -> Grid:
    return Grid(lines, head, keep, widows)


def deal(flow: list[Group], where: Grid) -> Dealt:
    return [
        [(slot.thing.texts[0].path[0], slot.first, slot.last, slot.row) for slot in page]
        for page in paginate(flow, where)
    ]


def flow_of(composer: Composer, *paragraphs: tuple[str, int], spaces: int = 0) -> list[Group]:
    """Each paragraph in a group of its own; capitals keep."""
    return [
        Group((name,), spaces if number else 0, (paragraph(composer, count, name, keeps=name.isupper()),))
        for number, (name, count) in enumerate(paragraphs)
    ]


def test_fills_pages_to_the_last_line(composer: Composer) -> None:
    dealt = deal(flow_of(composer, ("a", 4), ("b", 3)), grid())
    assert dealt == [[("a", 0, 4, 0), ("b", 0, 2, 4)], [("b", 2, 3, 0)]]


def test_one_line_may_stand_alone_at_a_pages_top(composer: Composer) -> None:
    """The real issue lets 计划。 stand alone at the top of page 3."""
    dealt = deal(flow_of(composer, ("a", 7)), grid())
    assert dealt == [[("a", 0, 6, 0)], [("a", 6, 7, 0)]]


def test_page_1_begins_below_the_head(composer: Composer) -> None:
    dealt = deal(flow_of(composer, ("a", 8)), grid(head=4))
    assert dealt == [[("a", 0, 2, 4)], [("a", 2, 8, 0)]]


def test_no_text(composer: Composer) -> None:
    pages = paginate([], grid(head=4))
    assert pages == [[]]
    assert rows_used(pages, grid(head=4)) == 4


def test_rows_used_counts_empty_lines_above_text(composer: Composer) -> None:
    pages = paginate(flow_of(composer, ("a", 1), ("b", 2), spaces=1), grid())
    assert rows_used(pages, grid()) == 4
    pages = paginate(flow_of(composer, ("a", 8)), grid(head=4))
    assert rows_used(pages, grid(head=4)) == 6


# ---- empty lines


def test_empty_line_between_items(composer: Composer) -> None:
    dealt = deal(flow_of(composer, ("a", 2), ("b", 2), spaces=1), grid())
    assert dealt == [[("a", 0, 2, 0), ("b", 0, 2, 3)]]


def test_empty_line_vanishes_at_a_pages_top(composer: Composer) -> None:
    for filled in (5, 6):
        dealt = deal(flow_of(composer, ("a", filled), ("b", 2), spaces=1), grid())
        assert dealt == [[("a", 0, filled, 0)], [("b", 0, 2, 0)]]


def test_empty_line_vanishes_before_a_kept_piece_too(composer: Composer) -> None:
    dealt = deal(flow_of(composer, ("a", 5), ("T", 1), ("b", 2)), grid())
    assert dealt == [[("a", 0, 5, 0)], [("T", 0, 1, 0), ("b", 0, 2, 1)]]
    dealt = deal(flow_of(composer, ("a", 4), ("T", 1), ("b", 2), spaces=1), grid(lines=6))
    assert dealt[1][0] == ("T", 0, 1, 0)


# ---- what stays together


def test_title_goes_with_one_line_of_what_follows(composer: Composer) -> None:
    dealt = deal(flow_of(composer, ("a", 4), ("T", 1), ("b", 3)), grid())
    assert dealt == [[("a", 0, 4, 0), ("T", 0, 1, 4), ("b", 0, 1, 5)], [("b", 1, 3, 0)]]
    dealt = deal(flow_of(composer, ("a", 5), ("T", 1), ("b", 3)), grid())
    assert dealt == [[("a", 0, 5, 0)], [("T", 0, 1, 0), ("b", 0, 3, 1)]]


def test_section_head_title_subheading_and_first_line_stay_together(composer: Composer) -> None:
    chain = (("S", 1), ("T", 2), ("H", 1), ("b", 2))
    dealt = deal(flow_of(composer, ("a", 1), *chain), grid())
    assert [len(page) for page in dealt] == [5, 1]
    assert dealt[1] == [("b", 1, 2, 0)]
    dealt = deal(flow_of(composer, ("a", 2), *chain), grid())
    assert dealt == [
        [("a", 0, 2, 0)],
        [("S", 0, 1, 0), ("T", 0, 2, 1), ("H", 0, 1, 3), ("b", 0, 2, 4)],
    ]


def test_lines_of_a_title_are_never_parted(composer: Composer) -> None:
    for before in range(6):
        dealt = deal(flow_of(composer, ("a", before + 1), ("T", 2), ("b", 1)), grid())
        assert [slot[1:3] for page in dealt for slot in page if slot[0] == "T"] == [(0, 2)]


def test_keep_lines_is_the_layouts(composer: Composer) -> None:
    pieces = flow_of(composer, ("a", 4), ("T", 1), ("b", 3))
    assert deal(pieces, grid(keep=2))[1] == [("T", 0, 1, 0), ("b", 0, 3, 1)]
    pieces = flow_of(composer, ("a", 5), ("T", 1), ("b", 3))
    assert deal(pieces, grid(keep=0))[1] == [("b", 0, 3, 0)]
    pieces = flow_of(composer, ("a", 3), ("T", 1), ("b", 2))
    assert deal(pieces, grid(keep=5)) == [[("a", 0, 3, 0), ("T", 0, 1, 3), ("b", 0, 2, 4)]]


def test_a_title_without_text_after_it(composer: Composer) -> None:
    assert deal(flow_of(composer, ("a", 5), ("T", 2)), grid()) == [[("a", 0, 5, 0)], [("T", 0, 2, 0)]]
    assert deal(flow_of(composer, ("a", 4), ("T", 2)), grid()) == [[("a", 0, 4, 0), ("T", 0, 2, 4)]]


def test_what_is_kept_but_taller_than_a_page_is_split(composer: Composer) -> None:
    dealt = deal(flow_of(composer, ("a", 1), ("T", 8), ("b", 1)), grid())
    assert dealt == [[("a", 0, 1, 0)], [("T", 0, 6, 0)], [("T", 6, 8, 0), ("b", 0, 1, 2)]]


def test_a_paragraph_taller_than_pages(composer: Composer) -> None:
    dealt = deal(flow_of(composer, ("a", 15)), grid(head=4))
    assert [page[0][1:3] for page in dealt] == [(0, 2), (2, 8), (8, 14), (14, 15)]


# ---- widow control


def test_widow_control_leaves_no_line_alone(composer: Composer) -> None:
    wanted = grid(widows=True)
    # the last line would stand alone at a page's top
    assert deal(flow_of(composer, ("a", 7)), wanted) == [[("a", 0, 5, 0)], [("a", 5, 7, 0)]]
    # the first line would stand alone at a page's foot
    assert deal(flow_of(composer, ("a", 5), ("b", 3)), wanted)[1] == [("b", 0, 3, 0)]
    # of three lines none can stay
    assert deal(flow_of(composer, ("a", 4), ("b", 3)), wanted)[1] == [("b", 0, 3, 0)]
    # a paragraph of one line is not a widow
    assert deal(flow_of(composer, ("a", 5), ("b", 1)), wanted) == [[("a", 0, 5, 0), ("b", 0, 1, 5)]]


def test_widow_control_does_not_strand_a_title(composer: Composer) -> None:
    """What follows must begin below the title, in two lines at least, or both move on."""
    wanted = grid(widows=True)
    for before, count in [(4, 4), (3, 3)]:
        dealt = deal(flow_of(composer, ("a", before), ("T", 1), ("b", count)), wanted)
        assert dealt == [[("a", 0, before, 0)], [("T", 0, 1, 0), ("b", 0, count, 1)]]
    dealt = deal(flow_of(composer, ("a", 3), ("T", 1), ("b", 4)), wanted)
    assert dealt == [[("a", 0, 3, 0), ("T", 0, 1, 3), ("b", 0, 2, 4)], [("b", 2, 4, 0)]]


# ---- things that are no paragraphs


class Whole(Thing):
    """What is never cut of its own will, without text."""

    keeps = False
    texts = ()

    def __init__(self, rows: int) -> None:
        self.rows = self.count = rows

    def fitting(self, first: int, room: int, *, widows: bool) -> int:
        """All or nothing."""
        return self.rows - first if self.rows - first <= room else 0


def whole_after(composer: Composer, above: int, rows: int) -> list[list[tuple[int, int, int]]]:
    """The slots of a paragraph, and a thing of so many rows after it."""
    first = Group(("a",), 0, (paragraph(composer, above, "a"),))
    pages = paginate([first, Group(("b",), 0, (Whole(rows),))], grid())
    return [[slot[2:] for slot in page] for page in pages]


def test_a_thing_says_where_it_may_be_cut(composer: Composer) -> None:
    assert whole_after(composer, 3, 3) == [[(0, 3, 0), (0, 3, 3)]]
    assert whole_after(composer, 3, 4) == [[(0, 3, 0)], [(0, 4, 0)]]


def test_what_keeps_goes_along_with_a_thing_that_is_not_cut(composer: Composer) -> None:
    before = Group(("c",), 0, (paragraph(composer, 3, "c"),))
    kept = Group(("a",), 0, (paragraph(composer, 1, "a", keeps=True), Whole(3)))
    assert [len(page) for page in paginate([before, kept], grid())] == [1, 2]


def test_what_is_taller_than_a_page_is_cut_all_the_same(composer: Composer) -> None:
    assert whole_after(composer, 3, 14) == [
        [(0, 3, 0)],
        [(0, 6, 0)],
        [(6, 12, 0)],
        [(12, 14, 0)],
    ]


# ---- any flow

flows = st.lists(st.tuples(st.sampled_from("abTSH"), st.integers(1, 12), st.integers(0, 2)), max_size=12)


@settings(max_examples=200)
@given(flows, st.integers(3, 9), st.integers(0, 2), st.integers(0, 3), st.booleans())
def test_any_flow(
    composer: Composer,
    paragraphs: list[tuple[str, int, int]],
    lines: int,
    head: int,
    keep: int,
    widows: bool,
) -> None:
    flow = [
        Group((number,), space, (paragraph(composer, count, name, keeps=name.isupper()),))
        for number, (name, count, space) in enumerate(paragraphs)
    ]
    pages = paginate(flow, Grid(lines, head, keep, widows))
    dealt = [
        (slot.owner[0], line) for page in pages for slot in page for line in range(slot.first, slot.last)
    ]
    assert dealt == [
        (number, line) for number, (_, count, _) in enumerate(paragraphs) for line in range(count)
    ]
    for number, page in enumerate(pages):
        assert page or number == 0
        row = head if number == 0 else 0
        for slot in page:
            assert slot.row >= row
            row = slot.row + slot.last - slot.first
        assert row <= lines
        if keep and page and page is not pages[-1] and page[-1].thing.keeps:
            assert all(slot.thing.keeps for slot in page)  # what is kept together is taller than a page
