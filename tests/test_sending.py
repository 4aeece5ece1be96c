"""What a reader is given: which files, under which names, what stands in the PDF before the issue,
and that remarks go along where that is wanted, on the issue's own pages alone."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from bulletin_desk.bulletin.grammar import item_path, title_of
from bulletin_desk.bulletin.model import Place, Remark, Round, Said
from bulletin_desk.errors import CommandError
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.pages.model import Page
from bulletin_desk.pages.parts import FilePart
from bulletin_desk.pipeline import Typeset, typeset
from bulletin_desk.sending import ITEM_LIST, Outgoing, file_names, sheet_names, stem_for, targets
from bulletin_desk.typeset.bound import is_double_sided
from tests.bulletin.issues import SMALL
from tests.test_endorsements import spelt, unpacked

TITLE = title_of(item_path(0, 0))
ISSUE = replace(SMALL, remarks=(Remark(Place(TITLE, 0), Place(TITLE, 2), (Said("QWZ科长", "", "请核对"),)),))
KEPT = Round("送审稿 1", "2024-01-09T15:30", "张三", signed=False, text="")
NOWHERE = Path("没有")


@pytest.fixture
def small(faces: Faces) -> Typeset:
    return typeset(SMALL, load_layout(), faces)


Painted = list[tuple[list[Page], list[FilePart]]]


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> Painted:
    """The pages that would be painted, and their parts."""
    seen: Painted = []

    def paint(
        _typeset: Typeset,
        pages: Sequence[Page],
        tell: object = None,
        parts: Sequence[FilePart] = (),
        **_: object,
    ) -> bytes:
        seen.append((list(pages), list(parts)))
        return b""

    monkeypatch.setattr("bulletin_desk.sending.pdf_of", paint)
    return seen


def test_the_names() -> None:
    assert stem_for(SMALL, load_layout(), "{年份}-{期号}", "送审稿 1") == "2024-2 送审稿 1"
    assert stem_for(SMALL, load_layout(), "{没有}", "一/二") == "2024年第2期 地方志简报 一_二"
    every = Outgoing(docx=True, sheet="审签单")
    assert file_names(every, "甲") == ("甲.pdf", "甲.docx", "甲 审签单.docx", f"甲 {ITEM_LIST}.docx")
    assert file_names(Outgoing(pdf=False, docx=True, items=False), "甲") == ("甲.docx",)
    assert file_names(Outgoing(pdf=False), "甲") == ()
    assert ITEM_LIST not in sheet_names(NOWHERE)
    assert "审签单" in sheet_names(NOWHERE)


@pytest.mark.parametrize(
    ("outgoing", "titles"),
    [
        (Outgoing(items=False), []),
        (Outgoing(), [ITEM_LIST, "送审稿 1"]),
        (Outgoing(sheet="审签单"), ["审签单", ITEM_LIST, "送审稿 1"]),
        (Outgoing(sheet="发文稿纸", items=False), ["发文稿纸", "送审稿 1"]),
    ],
)
def test_what_stands_before_the_issue(
    small: Typeset, painted: Painted, outgoing: Outgoing, titles: list[str]
) -> None:
    ((form, target),) = targets(outgoing, KEPT, Path("甲"), "乙", NOWHERE)
    assert target == Path("甲/乙.pdf")
    form.encode(small)
    ((pages, parts),) = painted
    assert [part.title for part in parts] == titles
    before = sum(part.length for part in parts[:-1])
    assert sum(part.length for part in parts) == (len(pages) if parts else 0)
    assert is_double_sided(small.layout)
    assert before % 2 == 0  # the issue begins on the right
    assert len(pages) - before == len(small.pages)
    if before > max(len(titles) - 1, 0):
        assert pages[before - 1].lines == ()
    assert pages[before].aside is not None  # which has the numbers


def test_the_list_says_the_states(faces: Faces, painted: Painted) -> None:
    section, *rest = SMALL.sections
    first, *others = section.items
    items = (replace(first, state="approved"), *others)
    issue = replace(SMALL, sections=(replace(section, items=items), *rest))
    ((form, _),) = targets(Outgoing(), KEPT, Path(), "乙", NOWHERE)
    form.encode(typeset(issue, load_layout(), faces))
    ((pages, parts),) = painted
    said = [placed.line.text for page in pages[: parts[0].length] for placed in page.lines]
    assert "已审" in said


def test_without_numbers_the_pages_are_as_they_are(small: Typeset, painted: Painted) -> None:
    ((form, _),) = targets(Outgoing(items=False, numbers="none"), KEPT, Path(), "乙", NOWHERE)
    form.encode(small)
    assert painted[0][0] == list(small.pages)


def test_a_sheet_that_is_not_there_is_said(small: Typeset) -> None:
    ((form, _),) = targets(Outgoing(items=False, sheet="没有"), KEPT, Path(), "乙", NOWHERE)
    with pytest.raises(CommandError, match="没有叫“没有”的单子"):
        form.encode(small)


@pytest.mark.parametrize("items", [True, False], ids=["list in front", "issue alone"])
@pytest.mark.parametrize("remarks", [True, False], ids=["remarks", "none"])
def test_remarks_go_along_where_they_are_wanted(
    layout: Layout, faces: Faces, tmp_path: Path, items: bool, remarks: bool
) -> None:
    outgoing = Outgoing(docx=True, remarks=remarks, items=items)
    kept = Round("送审稿 1", "2024-01-09T16:00", "编辑", signed=False, text="")
    result = typeset(ISSUE, layout, faces)
    for form, target in targets(outgoing, kept, tmp_path, "一期", tmp_path)[:2]:
        data = form.encode(result)
        assert any(way in part for part in unpacked(data) for way in spelt("QWZ科长")) == remarks, target
        if target.suffix == ".pdf" and remarks:
            with pikepdf.open(io.BytesIO(data)) as pdf:
                pages = [
                    at
                    for at, page in enumerate(pdf.pages)
                    for each in page.obj.get("/Annots", [])
                    if each["/Subtype"] == "/Highlight"
                ]
                first = len(pdf.pages) - len(result.pages)
                assert (pages, bool(first)) == ([first], items)
