"""What goes out for reading: remarks go along where that is wanted, on the issue's own pages alone."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from bulletin_desk.bulletin.grammar import item_path, title_of
from bulletin_desk.bulletin.model import Place, Remark, Round, Said
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pipeline import typeset
from bulletin_desk.sending import Outgoing, targets
from tests.bulletin.issues import SMALL
from tests.test_endorsements import spelt, unpacked

TITLE = title_of(item_path(0, 0))
ISSUE = replace(SMALL, remarks=(Remark(Place(TITLE, 0), Place(TITLE, 2), (Said("QWZ科长", "", "请核对"),)),))


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
