"""The shipped sheets filled in: what they say, on how many pages, and that nothing stands over a rule."""

from __future__ import annotations

import pytest

from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import HorizontalRule, Page, VerticalRule
from bulletin_desk.sheets.fit import Setter, fit
from bulletin_desk.sheets.set_sheet import numbered, sheet_pages
from bulletin_desk.sheets.shelf import Shelf, sheets
from tests.sheets.made import facts_for, issue_of, sizes, texts

NAMES = ("审签单", "发文稿纸", "送审清单")
_SLACK = 0.01


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return sheets()


def test_three_are_shipped(shelf: Shelf) -> None:
    assert tuple(each.sheet.name for each in shelf.sheets) == NAMES
    assert shelf.troubles == ()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("count", [0, 1, 6, 12])
def test_up_to_twelve_items_stand_on_one_page(
    shelf: Shelf, name: str, count: int, layout: Layout, faces: Faces
) -> None:
    sheet = shelf.find(name).sheet
    fitted = fit(sheet, facts_for(issue_of(count), layout, faces), Setter(faces))
    assert len(fitted.pages) == 1
    assert fitted.said == ()
    assert all(sheet.texts.least <= size <= sheet.texts.size for size in sizes(fitted))


@pytest.mark.parametrize("name", ["审签单", "送审清单"])
def test_more_go_on_a_second_page_with_the_labels_again(
    shelf: Shelf, name: str, layout: Layout, faces: Faces
) -> None:
    issue = issue_of(30)
    fitted = fit(shelf.find(name).sheet, facts_for(issue, layout, faces), Setter(faces))
    assert len(fitted.pages) > 1
    (said,) = fitted.said
    assert name in said
    assert f"{len(fitted.pages)}面" in said
    for page in fitted.pages[1:]:
        assert page.title
        assert page.title.words.endswith("（续）")
        assert page.repeated == 1
        assert page.rows[0].head
    numbers = [text for text in texts(fitted) if text.isdecimal()]
    assert [number for number in map(str, range(1, 31)) if number in numbers] == list(map(str, range(1, 31)))
    shown = {row.at for page in fitted.pages for row in page.rows[page.repeated :]}
    assert shown == set(range(len(fitted.table.rows)))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("count", [1, 12, 30])
def test_nothing_stands_over_a_rule_or_off_the_paper(
    shelf: Shelf, name: str, count: int, layout: Layout, faces: Faces
) -> None:
    found = sheet_pages(shelf.find(name).sheet, facts_for(issue_of(count), layout, faces), faces)
    for page in found.pages:
        for rule in page.marks:
            assert isinstance(rule, HorizontalRule | VerticalRule)
        for left, top, right, bottom in _inks(page, faces):
            assert 0 < left < right < page.width
            assert 0 < top < bottom < page.height
            for rule in page.marks:
                if isinstance(rule, VerticalRule):
                    crossed = left < rule.x < right and top < rule.y + rule.height and bottom > rule.y
                else:
                    assert isinstance(rule, HorizontalRule)
                    crossed = top < rule.y < bottom and left < rule.x + rule.width and right > rule.x
                assert not crossed, (name, page.number)


def _inks(page: Page, faces: Faces) -> list[tuple[float, float, float, float]]:
    """The em boxes of all glyphs, as wide as their ink."""
    found = []
    for placed in page.lines:
        for run in placed.line.runs:
            face = faces.face(run.font)
            for char, x in zip(run.text, run.xs, strict=True):
                low, high = (edge * run.size / face.units_per_em for edge in face.ink(char))
                if char.strip():
                    at = placed.x + x
                    found.append(
                        (at + low, placed.y - 0.85 * run.size, at + high, placed.y + 0.12 * run.size)
                    )
    assert found
    return found


def test_what_is_known_is_filled_in_and_the_rest_left_to_the_pen(
    shelf: Shelf, layout: Layout, faces: Faces
) -> None:
    sheet = shelf.find("审签单").sheet
    facts = facts_for(issue_of(2), layout, faces, typed={"责任编辑": "李晓燕", "没有的": "x"})
    words = texts(fit(sheet, facts, Setter(faces)))
    for expected in ("第2期（总第607期）", "2026年11月30日", "送审稿 2", "李晓燕"):
        assert expected in words
    assert "x" not in words
    assert sheet.free == ("责任编辑", "核稿", "校对", "备注")


def test_the_list_says_of_each_item_what_a_reader_needs(shelf: Shelf, layout: Layout, faces: Faces) -> None:
    issue = issue_of(2)
    words = texts(fit(shelf.find("送审清单").sheet, facts_for(issue, layout, faces), Setter(faces)))
    at = words.index("1")
    assert words[at : at + 6] == [
        "1",
        issue.sections[0].items[0].title,
        "（成都市政府办公厅）",
        *words[at + 3 : at + 6],
    ]
    assert words[at + 5] == "收到"


def test_pages_stand_in_an_issue_of_others(shelf: Shelf, layout: Layout, faces: Faces) -> None:
    found = sheet_pages(shelf.find("审签单").sheet, facts_for(issue_of(1), layout, faces), faces)
    assert [page.number for page in numbered(found.pages, 5)] == [5]
