"""Copies with numbers: what is printed on each, and that all else is the same."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from bulletin_desk.bulletin.copies import copy_range, copy_text, written
from bulletin_desk.bulletin.model import DatedHeader, Issue, Masthead
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.forms import PDF
from bulletin_desk.pages.model import Page
from bulletin_desk.pipeline import Typeset, layout_of, typeset
from bulletin_desk.storage.bulletin_file import read_bulletin
from tests.many_fields import in_many, with_layout_text

REAL = read_bulletin(Path(__file__).parents[2] / "examples" / "2024-01-09.bulletin")
NUMBERED = in_many(Issue(Masthead("值班快报", 12), DatedHeader("某局", date(2024, 1, 9)), print_count=3))


def set_(issue: Issue, faces: Faces) -> Typeset:
    layout, trouble = layout_of(issue)
    assert not trouble
    return typeset(issue, layout, faces)


def text_of(page: Page) -> str:
    return "\n".join(placed.line.text for placed in page.lines)


def test_each_copy_has_its_number_and_is_else_as_any_other(squares: Faces) -> None:
    made = set_(NUMBERED, squares)
    copies = made.copies(range(1, 4))
    assert copies.names == ("000001", "000002", "000003")
    assert len(copies) == 3 * copies.length == 3 * len(made.pages)
    firsts = [copies[at * copies.length] for at in range(3)]
    said = [(text_of(page), name) for page, name in zip(firsts, copies.names, strict=True)]
    assert all(f"份号{name}" in text for text, name in said)
    assert {text.replace(name, "") for text, name in said} == {text_of(made.pages[0])}
    places = [[(line.x, line.y) for line in page.lines if "份号" not in line.line.text] for page in firsts]
    assert places[0] == places[1] == [(p.x, p.y) for p in made.pages[0].lines if "份号" not in p.line.text]
    assert [page.number for page in copies] == list(range(1, copies.length + 1)) * 3
    assert copies[-1] == copies[len(copies) - 1]
    assert len(copies[1:3]) == 2


@pytest.mark.parametrize("cell", ['"{copy}"', '"[份号{copy}]"'])
def test_a_blank_number_prints_nothing_and_keeps_its_room(squares: Faces, cell: str) -> None:
    row = f'[[head.rows]]\ntop = "10 pt"\nleft = {cell}\n\n[[head.rows]]\nspace = "4 pt"\nleft = "机密"\n'
    issue = with_layout_text(NUMBERED, ("[[head.rows]]\nline = 2\n", f"{row}\n[[head.rows]]\nline = 2\n"))
    made = set_(issue, squares)
    blank, (first, *_) = made.pages[0], made.copies(range(7, 8))
    below = [placed.y for page in (blank, first) for placed in page.lines if placed.line.text == "机密"]
    assert below[0] == below[1]
    assert sum("000007" in placed.line.text for placed in first.lines) == 2
    assert not any("000007" in placed.line.text for placed in blank.lines)


def test_one_pdf_has_all_copies_with_bookmarks(squares: Faces) -> None:
    made = set_(in_many(REAL), squares)
    painted: list[int] = []
    data = PDF.encode(made, painted.append, copies="2-4")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == painted[-1] == 3 * len(made.pages)
        with pdf.open_outline() as outline:
            assert [entry.title for entry in outline.root] == ["份号 000002", "份号 000003", "份号 000004"]
            inside = [[each.title for each in entry.children] for entry in outline.root]
            assert inside == [[f"【{section.name}】" for section in made.issue.sections]] * 3
        root = pdf.Root.StructTreeRoot.K
        assert [str(part.S) for part in root.K] == ["/Part"] * 3
    assert PDF.encode(made) != data


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("1-30", range(1, 31)), ("7", range(7, 8)), (" 3至5 ", range(3, 6))],
)
def test_numbers_as_they_are_written(text: str, numbers: range) -> None:
    assert copy_range(text) == numbers
    assert copy_range(written(numbers)) == numbers


@pytest.mark.parametrize("text", ["", "0-3", "5-4", "1-", "a", "1-1000000", "-3"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="份号"):
        copy_range(text)


def test_six_figures_unless_the_layout_says_another_number(squares: Faces) -> None:
    assert copy_text(12) == "000012"
    assert copy_text(12, 3) == "012"
    assert copy_text(1234, 3) == "1234"
    made = set_(with_layout_text(NUMBERED, ("[flow]", "[numbering]\ncopy_digits = 3\n\n[flow]")), squares)
    copies = made.copies(range(9, 11))
    assert copies.names == ("009", "010")
    assert "份号010" in text_of(copies[copies.length])
