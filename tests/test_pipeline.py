"""From a file to pages and out again, as command line and desk both do it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bulletin_desk.beginning import first_issue
from bulletin_desk.bulletin.model import Body, Item, LayoutText, Masthead, Section
from bulletin_desk.bulletin.office import Office, OfficeSection, the_office
from bulletin_desk.errors import InvalidLayoutError, UnreadableFileError
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.forms import PDF
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import DEFAULT, layout_text
from bulletin_desk.pipeline import in_layout, office_context, typeset, typeset_file
from bulletin_desk.proof.findings import Level
from bulletin_desk.storage.bulletin_file import write_bulletin
from bulletin_desk.storage.offices import save_office
from tests.bulletin.issues import SMALL, TIDY
from tests.layouts.further import layout_with


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "一期.bulletin"
    write_bulletin(path, SMALL)
    return path


def test_a_file_is_typeset(file: Path) -> None:
    result = typeset_file(file, "gb9704", installed_faces=False)
    assert result.issue == in_layout(SMALL, "gb9704")
    assert result.layout.name == "GB/T 9704—2012"
    assert result.dump().startswith("地方志简报\n第2期（总第607期）\n")
    assert result.dump().count("\f\n") == len(result.pages) - 1


def test_asking_an_issue_that_names_no_layout_for_the_default_one_changes_nothing(file: Path) -> None:
    assert typeset_file(file, DEFAULT, installed_faces=False).issue == typeset_file(file).issue
    named = typeset_file(file, "gb9704", installed_faces=False).issue
    assert named.layout is not None
    assert named.layout.name == "gb9704"


def test_installed_faces_by_default(file: Path) -> None:
    """None are installed here, so the pages are the same."""
    assert typeset_file(file, "gb9704").dump() == typeset_file(file, "gb9704", installed_faces=False).dump()


@pytest.mark.parametrize(
    ("name", "layout", "error"),
    [
        ("none.bulletin", "gb9704", UnreadableFileError),
        ("一期.bulletin", "gb", InvalidLayoutError),
        ("一期.bulletin", "none.toml", InvalidLayoutError),
    ],
)
def test_what_can_go_wrong(name: str, layout: str, error: type[Exception], file: Path) -> None:
    with pytest.raises(error):
        typeset_file(file.parent / name, layout, installed_faces=False)


def test_findings_name_page_place_and_code_point(faces: Faces, layout: Layout) -> None:
    item = Item("标题", (Body("甲\U0010fffd乙"), Body("刘𬭎")))
    result = typeset(replace(SMALL, editors_note=(), sections=(Section("市州动态", (item,)),)), layout, faces)
    missing, source, fallback = result.findings()
    assert source.rule == "source_missing"
    assert (missing.level, missing.rule, missing.page, missing.offset) == (Level.ERROR, "missing", 1, 1)
    assert "第1面" in str(missing)
    assert "（U+10FFFD）" in str(missing)
    assert "第2字" in str(missing)
    assert (fallback.level, fallback.rule) == (Level.ADVICE, "fallback")
    assert "“𬭎”本字体没有" in str(fallback)


def test_nothing_to_find(faces: Faces, layout: Layout) -> None:
    assert typeset(TIDY, layout, faces).findings() == []


def test_what_the_layout_offers_is_no_finding(faces: Faces) -> None:
    untitled = Section("", (Item("", (Body("没有标题的一稿。"),), signature="甲办"),))
    result = typeset(replace(TIDY, sections=(untitled,)), layout_with(), faces)
    for found in (result.findings(), result.page_findings()):
        assert not [finding for finding in found if finding.rule == "empty_part"]


@pytest.mark.parametrize(
    ("masthead", "title"),
    [
        (Masthead("简报", 2, 607), "简报 2024年第2期（总第607期）"),
        (Masthead("简报", 2, 607, supplement="增刊"), "简报 2024年增刊第2期（总第607期）"),
        (Masthead("简报", 2, None), "简报 2024年第2期"),
    ],
)
def test_the_title_of_the_pdf(masthead: Masthead, title: str, faces: Faces, layout: Layout) -> None:
    data = PDF.encode(typeset(replace(SMALL, masthead=masthead), layout, faces))
    assert title.encode("utf-8") in data  # the XMP packet is not compressed


# ---- offices


def test_an_office_s_first_issue_is_in_its_layout(tmp_path: Path) -> None:
    day = date(2031, 1, 5)
    assert first_issue(Office("甲"), day).layout == in_layout(SMALL).layout
    assert first_issue(Office("甲", layout="gb9704"), day).layout == in_layout(SMALL, "gb9704").layout
    own = save_office(tmp_path, "乙", Office("乙"), LayoutText("版", layout_text("gb9704")[1]))
    assert first_issue(own, day).layout == LayoutText("乙", layout_text("gb9704")[1])
    with pytest.raises(InvalidLayoutError, match="没有名为“没有”的版式"):
        first_issue(Office("甲", layout="没有"), day)


def test_what_recognition_may_know_is_the_office_s() -> None:
    context = office_context(
        ["专栏"], None, Office("甲", sections=(OfficeSection("要闻"), OfficeSection("专栏")))
    )
    assert context.sections == ("专栏", "要闻")
    assert context.units.full == {}
    assert office_context().sections == the_office().section_names
