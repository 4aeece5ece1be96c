"""What holds for any text and any issue: nothing lost or reordered, nothing outside the block, every loop
ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_desk.bulletin import edits, grammar
from bulletin_desk.bulletin.model import Issue, Kind, Path, Pictures, Table
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.hanzi.classes import NO_LINE_END, NO_LINE_START, SPACES, Width, width_of
from bulletin_desk.layouts.model import Align, Layout
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.pages.model import Line, Page
from bulletin_desk.typeset.composed import Composed, Composer
from bulletin_desk.typeset.typesetter import Typesetter
from tests.bulletin.issues import issues
from tests.layouts.rows import with_row
from tests.typeset.reference import begins_with_sign, clusters, in_address
from tests.typeset.texts import EM, body, dense, paragraphs, texts

TOLERANCE = 1e-6
aligns = st.sampled_from(["justified", "left", "right"])
measures = st.integers(4, 48).map(lambda count: Fraction(count, 4))


def lines_of(composed: Composed) -> list[Line]:
    return [composed.line(number) for number in range(composed.count)]


def check_line(line: Line, text: str) -> None:
    """A line's runs are the characters of its stretch of the text, its edges ascend."""
    assert len(line.edges) == line.end - line.start + 1
    assert all(left <= right + TOLERANCE for left, right in pairwise(line.edges))
    at = line.start
    for run in line.runs:
        assert len(run.xs) == len(run.text) > 0
        if run.start is None:
            continue
        assert not any(width_of(char) is not Width.NONE for char in text[at : run.start])
        assert text[run.start : run.start + len(run.text)] == run.text
        at = run.start + len(run.text)
    assert all(char in SPACES or width_of(char) is Width.NONE for char in text[at : line.end])


def check_order(lines: Sequence[Line], text: str) -> None:
    """The lines take every character of the text once, in order."""
    assert lines[0].start == 0
    assert lines[-1].end == len(text)
    assert all(before.end == after.start for before, after in pairwise(lines))


@settings(max_examples=300)
@given(paragraphs, measures, aligns, st.sampled_from([0, 1]))
def test_any_paragraph(composer: Composer, text: str, measure: Fraction, align: Align, indent: int) -> None:
    composed = composer.compose(body(text, measure, indent=indent, align=align))
    lines = lines_of(composed)
    check_order(lines, text)
    right = float(measure) * EM
    breaks = break_places(text)
    for number, line in enumerate(lines):
        check_line(line, text)
        drawn = [char for char in text[line.start : line.end] if width_of(char) is not Width.NONE]
        assert line.edges[-1] <= right + TOLERANCE or len(drawn) == 1 or measure - indent < 1
        if number + 1 == len(lines) or line.end in composed.torn or text[line.end - 1] == "\n":
            continue
        stripped = text[line.start : line.end].rstrip("".join(SPACES))
        following = text[line.end :]
        if not in_address(text, line.end):
            assert stripped[-1:] not in NO_LINE_END
            assert following[0] not in NO_LINE_START or begins_with_sign(following)
        assert line.end in breaks
        if stripped and align == "justified" and line.edges[-1] < right - TOLERANCE:
            assert line.end in composed.loose or right - line.edges[-1] <= EM / 4
            natural = composer.compose(body(stripped, measure, indent=indent * (number == 0))).line(0)
            assert line.edges[: len(stripped) + 1] == pytest.approx(natural.edges)


def break_places(text: str) -> set[int]:
    """Between which characters the reference's clusters let a line end."""
    places, at = set(), 0
    for segment in text.split("\n"):
        for cluster in clusters(segment):
            at += len(cluster)
            places.add(at)
        at += 1
    return places


@given(paragraphs, measures, aligns)
def test_set_twice_is_the_same(composer: Composer, text: str, measure: Fraction, align: Align) -> None:
    paragraph = body(text, measure, align=align)
    once = composer.compose(paragraph)
    backwards = [once.line(number) for number in reversed(range(once.count))][::-1]
    assert lines_of(composer.compose(paragraph)) == backwards


@settings(max_examples=50)
@given(texts | dense)
def test_any_title(composer: Composer, text: str) -> None:
    """Centred text is broken by sense; nothing may be lost there either."""
    lines = lines_of(composer.compose(body(text, 12, align="centre")))
    check_order(lines, text)
    for line in lines:
        check_line(line, text)


@pytest.mark.parametrize("align", ["justified", "centre"])
@pytest.mark.parametrize(
    "unit",
    [
        "，",
        "（",
        "）",
        "“",
        "—",
        "…",
        "a",
        "a.",
        "1国",
        " ",
        "　",
        "( ",
        "/",
        "/ ",
        "\u0301",
        "\x07",
        "\n",
        "国",
    ],
)
def test_every_loop_ends(composer: Composer, unit: str, align: Align) -> None:
    """10,000 characters of one kind, without any place to break or nothing but such places."""
    text = unit * (10_000 // len(unit))
    composed = composer.compose(body(text, 28, indent=2, align=align))
    lines = lines_of(composed)
    check_order(lines, text)
    assert all(line.edges[-1] <= 28 * EM + TOLERANCE for line in lines)


def test_a_measure_narrower_than_a_character(composer: Composer) -> None:
    composed = composer.compose(body("国，“国a—1", Fraction(1, 4)))
    lines = lines_of(composed)
    check_order(lines, "国，“国a—1")
    assert [line.text for line in lines] == [*"国，“国a—1"]


def test_an_unbreakable_run_is_torn_where_it_hurts_least(composer: Composer) -> None:
    composed = composer.compose(body("国" + "a" * 20 + "，国", 4))
    assert [line.text for line in lines_of(composed)] == ["国" + "a" * 5, "a" * 8, "a" * 7 + "，", "国"]
    assert composed.torn == (6, 14)


# ---- issues


@pytest.fixture(scope="module", params=["sichuan-gazetteer", "gb9704"])
def any_layout(request: pytest.FixtureRequest) -> Layout:
    """Each shipped layout."""
    return load_layout(request.param)


def nodes(pages: Sequence[Page]) -> dict[Path, list[Line]]:
    """The lines of each text node in the order of the pages. What the layout makes has no text node; a header
    that is repeated has the same lines again."""
    found: dict[Path, list[Line]] = {}
    for page in pages:
        here: dict[Path, list[Line]] = {}
        for placed in page.lines:
            if placed.kind not in grammar.MADE:
                here.setdefault(placed.path, []).append(placed.line)
            if placed.kind is Kind.TABLE_HEAD:
                assert grammar.is_cell(placed.path)
        repeated = {path for path in here if path in found and grammar.is_cell(path) and is_head(page, path)}
        for path, lines in here.items():
            if path in repeated:
                assert [line.edges for line in lines] == [line.edges for line in found[path]]
            else:
                found.setdefault(path, []).extend(lines)
    return found


def is_head(page: Page, path: Path) -> bool:
    """Whether a cell stands in the header that a page repeats."""
    tables = (placed for placed in page.tables if placed.path == grammar.block_path(path))
    return any(path[-2] in [band.row for band in table.bands[: table.repeated]] for table in tables)


def check_issue(issue: Issue, pages: Sequence[Page], layout: Layout) -> None:
    """Every character of the issue stands on the pages once, in order, inside the text block: text in rows of
    the grid, what belongs to tables and pictures between the rows of text above and below it."""
    found = nodes(pages)
    for path in grammar.text_nodes(issue):
        text = edits.text_at(issue, path)
        if path == ("masthead", "supplement"):
            continue  # part of the number line
        if not text and path not in found:
            beside = bool(grammar.inside_block(path)) and not grammar.is_cell(path)
            optional = {"marking", "disclosure", "source", *grammar.ITEM_TEXTS.values()}
            assert beside or path[-1] in optional
            continue
        check_order(found[path], text)
    block = layout.text_block
    for page in pages:
        for placed in page.lines:
            left = min((x for run in placed.line.runs for x in run.xs), default=0.0)
            assert placed.x == float(block.left)
            assert left >= -float(block.cell), placed
            assert placed.line.edges[-1] <= float(block.width) + TOLERANCE, placed
        check_rows(page, layout)


def check_rows(page: Page, layout: Layout) -> None:
    """Lines of running text stand in rows of the grid, one in each; the others between them."""
    block = layout.text_block
    running = [placed for placed in page.lines if placed.path[0] in {"sections", "editors_note"}]
    bottom = 0.0
    within: Path = ()
    for placed in running:
        top = (placed.top - float(block.top)) / float(block.line_pitch)
        end = top + placed.height / float(block.line_pitch)
        assert -0.01 < top < end < block.lines + 0.01
        inside = grammar.block_path(placed.path) if grammar.inside_block(placed.path) else ()
        if not inside:
            assert top == pytest.approx(round(top))
        if not inside or inside != within:
            assert top > bottom - 0.01, placed
        bottom, within = max(bottom, end), inside


@settings(max_examples=60)
@given(issues)
def test_any_issue(squares: Faces, any_layout: Layout, issue: Issue) -> None:
    pages = Typesetter(any_layout, squares).typeset(issue)
    check_issue(issue, list(pages), any_layout)
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    blank = any(not page.lines for page in pages)  # then neither it nor the closing block has a number
    numbered = [page.number for page in pages if page.folio is not None]
    text = len(pages) - pages.closing_pages - 1 if blank else len(pages)
    assert numbered == list(range(1, text + 1))
    assert isinstance(pages.remarks, tuple)


@settings(max_examples=60)
@given(issues, st.booleans(), st.integers(0, 3), st.integers(0, 2))
def test_any_issue_on_a_small_page(
    squares: Faces, layout: Layout, issue: Issue, widows: bool, keep: int, space: int
) -> None:
    """Pages so small that hardly anything fits; but for what is never cut, pictures and the beginning of a
    table, there has to be room."""
    blocks = [grammar.block_at(issue, path) for path in grammar.text_nodes(issue)]
    lines = 12 if any(isinstance(block, Table | Pictures) for block in blocks) else 4
    with_two_lines = with_row(with_row(layout, "number", line=1), "issuer", line=2)
    small = replace(
        layout,
        text_block=layout.text_block._replace(lines=lines, widow_control=widows),
        head=with_two_lines.head._replace(lines=2, space_after=1),
        flow=layout.flow._replace(keep_lines=keep, space_between_items=space),
    )
    pages = Typesetter(small, squares).typeset(issue)
    check_issue(issue, list(pages), small)
