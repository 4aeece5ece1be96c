"""What pages show: block, paragraphs, page numbers, running lines, where lines and pages begin."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest

from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.learning.block_fit import fit_block
from bulletin_desk.learning.evidence import Ink, Seen, SeenLine, SeenPage
from bulletin_desk.learning.folios import set_apart
from bulletin_desk.learning.pdf_sighting import sight_pdf, sighting_of
from bulletin_desk.learning.two_up import single_pages
from bulletin_desk.units import MM
from tests.learning.seen_made import (
    LEFT,
    NAME,
    WIDTH,
    beside,
    centred,
    line,
    look,
    page,
    paragraphs,
    right,
    rule,
    text_lines,
)
from tests.learning.test_pdf_evidence import seen_and_set

FILE = Path("一期.pdf")


def folio(text: str, side: str, y: float = 760.0) -> SeenLine:
    small = look(14.0, "SimSun")
    if side == "centre":
        return centred(text, y, small)
    return line(text, y, LEFT + 14, small) if side == "left" else right(text, y, small, 14)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("— {} —", "— {page} —"),
        ("-{}-", "-{page}-"),
        ("{}", "{page}"),
        ("第{}页", "第{page}页"),
        ("第{}页共3页", "第{page}页共{pages}页"),
        ("{}/3", "{page}/{pages}"),
    ],
)
@pytest.mark.parametrize(("odd", "even"), [("right", "left"), ("centre", "centre"), ("right", "right")])
def test_page_numbers_of_every_form_and_side(form: str, text: str, odd: str, even: str) -> None:
    pages = [page([*text_lines(20), folio(form.format(at), odd if at % 2 else even)]) for at in (1, 2, 3)]
    sighting = sighting_of(FILE, pages)
    assert sighting.folio is not None
    assert sighting.folio.text.replace(" ", "") == text.replace(" ", "")
    assert (sighting.folio.odd, sighting.folio.even) == (odd, even)
    assert float(sighting.folio.indent) == pytest.approx(0 if odd == "centre" else 14, abs=0.1)
    assert sighting.folio.baseline == 760
    assert not any(one.lines[0].line.baseline == 760 for one in sighting.paragraphs)


def test_a_number_in_the_text_is_no_page_number() -> None:
    pages = [page([line("8", 126), *text_lines(19, 156)]), page([*text_lines(18), line("8", 696)])]
    assert [each for each in set_apart(pages).folios if each] == []


def test_one_page_tells_its_side_and_the_other_is_across() -> None:
    sighting = sighting_of(FILE, [page([*text_lines(15), folio("— 1 —", "right")])])
    assert sighting.folio is not None
    assert (sighting.folio.odd, sighting.folio.even) == ("right", "left")


def test_running_lines_are_told_and_no_text() -> None:
    small = look(10.5, "SimSun")
    head = "政务信息"
    pages = [page([centred(head, 60, small), *text_lines(20)], [rule(66)]) for _ in range(3)]
    sighting = sighting_of(FILE, pages)
    assert all(head not in one.text for one in sighting.paragraphs)
    assert [doubt.words for doubt in sighting.doubts] == [head]
    assert sighting.rules == ()


def test_a_watermark_is_told_and_no_text() -> None:
    lines = text_lines(20)
    mark = centred("内部资料", lines[9].baseline + 0.5, look(60.0, "SimHei", Ink(230, 230, 230)))
    crossed = beside(lines[9], mark)
    plain = sighting_of(FILE, [page(lines)] * 2)
    marked = sighting_of(FILE, [page([*lines[:9], crossed, *lines[10:]]), page([*lines, mark])])
    assert marked.paragraphs == plain.paragraphs
    assert [doubt.words for doubt in marked.doubts] == ["内部资料"]


@pytest.mark.parametrize("order", [[(1, 2), (3, 4)], [(4, 1), (2, 3)], [(1, 2), (3, 0)]])
def test_two_pages_on_a_sheet_are_two_pages(order: list[tuple[int, int]]) -> None:
    def of(number: int) -> SeenPage:
        return page([*text_lines(20), folio(f"— {number} —", "right" if number % 2 else "left")])

    def moved(one: SeenLine) -> SeenLine:
        return SeenLine(
            tuple(seen._replace(x=seen.x + WIDTH, right=seen.right + WIDTH) for seen in one.chars)
        )

    sheets = [
        SeenPage(
            2 * WIDTH,
            of(left).height,
            tuple(of(left).lines) + (tuple(map(moved, of(right).lines)) if right else ()),
        )
        for left, right in order
    ]
    pages = single_pages(sheets)
    assert len(pages) == (3 if order[-1][1] == 0 else 4)
    for at, (seen, own) in enumerate(zip(pages, map(of, range(1, 5)), strict=False)):
        assert [one.text for one in seen.lines] == [one.text for one in own.lines], at
        assert seen.lines[0].left == pytest.approx(own.lines[0].left)
    assert single_pages([of(1), of(2)]) == (of(1), of(2))


def test_sections_that_begin_pages_are_no_running_lines() -> None:
    pages = [page([line("一、动态", 126), *text_lines(19, 156)]) for _ in range(2)]
    pages += [page(text_lines(20))] * 3
    assert sighting_of(FILE, pages).doubts == ()


@pytest.mark.parametrize("pitch", [28.0, 28.95, 30.0])
@pytest.mark.parametrize("top", [100.0, 37 * float(MM)])
def test_the_block_of_several_pages(pitch: float, top: float) -> None:
    first = top + pitch / 2 + 0.38 * 16
    pages = [
        page([centred("工作简报", first + 60, NAME), *text_lines(15, first + 5 * pitch, pitch)]),
        page(text_lines(20, first, pitch)),
    ]
    block = fit_block(pages)
    assert block is not None
    assert (float(block.top), float(block.left)) == pytest.approx((top, LEFT), abs=0.06)
    assert (float(block.pitch), float(block.cell)) == pytest.approx((pitch, 16), abs=0.006)
    assert (block.cells, block.lines) == (28, 20)
    assert block.size == 16
    assert block.full


def test_the_block_of_one_page_begins_where_the_standard_has_it() -> None:
    first = 37 * float(MM) + 15 + 0.38 * 16
    block = fit_block([page([centred("简报", first + 30, NAME), *text_lines(10, first + 150)])])
    assert block is not None
    assert float(block.top) == pytest.approx(37 * float(MM), abs=0.06)
    assert not block.full


def test_the_block_goes_down_to_the_closing_block() -> None:
    foot = 126 - 15 - 0.38 * 16 + 22 * 30
    last = [*text_lines(3), line("报：市委。", foot - 8)]
    sighting = sighting_of(FILE, [page(text_lines(20)), page(last, [rule(foot - 0.5)])])
    assert sighting.block.lines == 22
    sighting = sighting_of(FILE, [page(text_lines(20)), page(last, [rule(foot - 40)])])
    assert sighting.block.lines == 22


def test_too_little_text_is_told() -> None:
    with pytest.raises(UnreadableFileError, match="正文太少"):
        sighting_of(FILE, [page([centred("简报", 200, NAME), line("无。", 300)])])


def test_pages_of_other_sizes_are_told() -> None:
    wide = page(text_lines(18))._replace(width=841.9, height=595.3)
    (doubt,) = sighting_of(FILE, [page(text_lines(20)), wide]).doubts
    assert "第2面的纸" in doubt.message


def test_page_starts_and_widow_control() -> None:
    body = text_lines(20)
    sighting = sighting_of(FILE, [page(body), page([line("各地各部门。", 126), *text_lines(5, 156)])])
    (start,) = sighting.page_starts
    assert start == (0, len("".join(one.text for one in body)))
    assert sighting.widow_control is False
    early = [page(body[:19]), page([*body[1:2], line("各地。", 156), *text_lines(18, 186)])]
    early[1] = page([line(body[1].text, 126), line("各地。", 156), *text_lines(18, 186)])
    assert sighting_of(FILE, early).widow_control is True


def test_a_paragraph_that_is_moved_on_whole_tells_of_widow_control() -> None:
    ended = line("各地各部门。", 126 + 18 * 30)
    words = text_lines(2)[1].text
    whole = [line(words[:26], 126, LEFT + 32), line(words, 156), line("各地。", 186)]
    for room, moved, told in ((1, whole[:2], True), (2, whole, True), (2, whole[:2], None), (0, whole, None)):
        first = [*text_lines(19 - room), ended._replace(chars=_at(ended, 126 + (19 - room) * 30))]
        sighting = sighting_of(
            FILE, [page(first), page([*moved, *text_lines(17, 216)]), page(text_lines(20))]
        )
        assert sighting.widow_control is told, (room, len(moved))


def _at(one: SeenLine, y: float) -> tuple[Seen, ...]:
    return tuple(seen._replace(y=y) for seen in one.chars)


HEI = look(16.0, "SimHei")


@dataclass
class Case:
    lines: list[SeenLine]
    aligns: list[str]
    texts: list[str] | None = None


CASES = {
    "centred": Case([centred("第12期", 200)], ["centre"]),
    "centred in two lines": Case(
        [centred("乐山市推进事业发展", 200, look(22.0)), centred("工作会议", 228, look(22.0))],
        ["centre"],
        ["乐山市推进事业发展\n工作会议"],
    ),
    "a title as wide as the block": Case(
        [line("一" * 20, 200, LEFT + 4, look(22.0)), centred("二二", 230, look(22.0))], ["centre"]
    ),
    "an indented line that ends two cells early": Case([line("二" * 24, 200, LEFT + 32)], ["justified"]),
    "at the right": Case([right("（某某办公室）", 200)], ["right"]),
    "two apart": Case([beside(line("某某办公室", 200), right("2024年1月9日", 200))], ["row"]),
    "cells of a table": Case([line("某某办公室", 202), right("2024年1月9日", 199)], ["row"]),
    "a name that is spaced": Case([centred("工作简报", 200, NAME, 96.0)], ["centre"], ["工作简报"]),
    "a heading that is divided by sense": Case(
        [
            line("二" * 23, 200, LEFT + 32, look(16.0, "SimHei")),
            line("三三三", 230, LEFT, look(16.0, "SimHei")),
        ],
        ["justified"],
    ),
    "a star and a title": Case(
        [centred("★", 200, look(22.0)), centred("工作会议", 228, look(22.0))], ["centre", "centre"]
    ),
    "a spaced name beside other words": Case(
        [
            beside(
                line("办公室", 200, of=look(22.0)),
                line("简", 200, LEFT + 160, NAME),
                line("报", 200, LEFT + 300, NAME),
            )
        ],
        ["row"],
        ["办公室\t简报"],
    ),
    "entries of the distribution": Case(
        [line("报：" + "省" * 26, 200), line("送：市政府。", 230)], ["justified", "justified"]
    ),
    "figures of another face at a line's end": Case(
        [
            beside(line("各" * 26, 200), line("2024", 200, LEFT + 416, look(16.0, "TimesNewRoman"))),
            line("年各地。", 230),
        ],
        ["justified"],
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_lines_as_paragraphs(case: Case) -> None:
    found = paragraphs(*case.lines)
    assert [one.align for one in found] == case.aligns
    if case.texts is not None:
        assert [one.text for one in found] == case.texts


def test_a_pdf_of_ours_is_seen_as_it_was_set(faces: Faces, tmp_path: Path) -> None:
    _, made = seen_and_set("duty-flash", faces, tmp_path)
    sighting = sight_pdf(tmp_path / "一期.pdf")
    block = sighting.block
    assert float(block.top) == pytest.approx(float(32 * MM), abs=0.03)
    assert (block.cells, block.lines, block.pitch) == (28, 22, Fraction(29))
    assert float(block.cell * 28) == pytest.approx(float(156 * MM), abs=0.1)
    assert sighting.folio is not None
    assert (sighting.folio.text, sighting.folio.odd, sighting.folio.even) == (
        "— {page} —",
        "centre",
        "centre",
    )
    assert len(made) == len(sighting.pages)
    assert [paragraph for paragraph, _ in sighting.page_starts] == [8]
    assert all(one.starts[0] == 0 for one in sighting.witnesses)
