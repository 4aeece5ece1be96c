"""The Word copies of the shipped layouts under LibreOffice: the same lines and page starts as ours, rows of
several lines and double rules where ours are."""

from __future__ import annotations

import datetime
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin_desk import programs
from bulletin_desk.bulletin.fields import completed, with_field
from bulletin_desk.bulletin.model import Addressee, Body, DatedHeader, Issue, Item, Masthead, Section
from bulletin_desk.export.docx.read import read_docx
from bulletin_desk.export.docx.write import docx_bytes
from bulletin_desk.export.report import compare, compare_with_libreoffice, convert, pdf_lines
from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import carried_layout, layout_text, load_layout
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.typeset.typesetter import TypesetPages, Typesetter
from tests.export.docx.conftest import ROOT
from tests.export.docx.generated import generated_for
from tests.export.docx.positions import positions
from tests.export.docx.test_kept import signed
from tests.layouts.further import OFFERS, layout_with

pytestmark = pytest.mark.skipif(
    programs.libreoffice(Path("copy.docx")) is None, reason="LibreOffice is not installed"
)
EXAMPLES = {
    "2024-01-09": "sichuan-gazetteer",
    **{name: name for name in ("gb9704", "daily", "special-report", "duty-flash", "monthly")},
}
"""The examples, and the layouts that they are in."""
_GENERATED = int(os.environ.get("BULLETIN_DESK_GENERATED", "12")) // 2
"""How many generated bulletins are held against LibreOffice in each layout."""


def _set(issue: Issue, layout: Layout) -> TypesetPages:
    return Typesetter(layout, load_faces(use_installed=False)).typeset(issue)


def _all_same(issues: list[Issue], layout: Layout, folder: Path) -> int:
    """How many pages they have, all of which are the same."""
    typesetter = Typesetter(layout, load_faces(use_installed=False))
    made, files = [], []
    for number, issue in enumerate(issues):
        made.append(typesetter.typeset(issue))
        files.append(folder / f"{number}.docx")
        files[-1].write_bytes(docx_bytes(issue, layout, made[-1]))
    for pages, pdf in zip(made, convert(files, folder), strict=True):
        report = compare(pages, pdf_lines(pdf))
        assert report.same, report.text()
    return sum(map(len, made))


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_has_the_same_lines_and_pages(tmp_path: Path, name: str) -> None:
    layout = load_layout(EXAMPLES[name])
    issue = completed(read_bulletin(ROOT / "examples" / f"{name}.bulletin"), layout.declared)
    pages = _set(issue, layout)
    docx = tmp_path / "copy.docx"
    docx.write_bytes(docx_bytes(issue, layout, pages))
    report = compare_with_libreoffice(docx, pages)
    assert report.same, report.text()
    assert report.same_page_starts == report.pages == report.their_pages


@pytest.mark.parametrize("name", EXAMPLES.values())
def test_generated_bulletins_have_the_same_lines_and_pages(tmp_path: Path, name: str) -> None:
    layout = load_layout(name)
    issues = [generated_for(layout, seed) for seed in range(_GENERATED)]
    assert _all_same(issues, layout, tmp_path) > 3 * _GENERATED


def _strict() -> Layout:
    """A layout with all parts, widow control, and two lines under a heading."""
    text = layout_text("gb9704")[1]
    text = text.replace("widow_control = false", "widow_control = true")
    return carried_layout("made", text.replace("keep_lines = 1 ", "keep_lines = 2 ") + OFFERS)[0]


def _under_text(layout: Layout) -> Layout:
    """The layout with its closing block under the text."""
    rows = tuple(row._replace(margin=False) for row in layout.closing.rows)
    closing = layout.closing._replace(place="text", even_page=False, rows=rows, space_before=1)
    return replace(layout, closing=closing)


def _other_lines(keys: str) -> Layout:
    """A layout with another line rule than the usual one."""
    return carried_layout("made", f"{layout_text('gb9704')[1]}{OFFERS}\n[lines]\n{keys}\n")[0]


@pytest.mark.parametrize(
    "layout",
    [
        layout_with(),
        _strict(),
        _other_lines('quotes = "full"\ngap = "0 em"\nhanging = true'),
        _under_text(_other_lines('gap = "0.125 em"\nsqueezed = false\nadjacent = true')),
    ],
    ids=[
        "everything",
        "widow control",
        "full quotes, no gaps, hanging",
        "marks that meet, not squeezed; closing block under the text",
    ],
)
def test_generated_bulletins_of_all_parts_have_the_same_lines_and_pages(
    tmp_path: Path, layout: Layout
) -> None:
    issues = [generated_for(layout, seed) for seed in range(_GENERATED)]
    assert _all_same(issues, layout, tmp_path) > 3 * _GENERATED


def test_a_signature_wherever_a_page_ends(tmp_path: Path) -> None:
    issues = [signed(before) for before in range(30)]
    assert _all_same(issues, layout_with(), tmp_path) > len(issues)


# ---- rows of several lines


_VALUES = {"0": "", "1": "甲", "2": "乙一\n乙二乙二", "3": "丙一\n丙二丙\n丙三三"}
"""What a cell says by the number of its lines."""
_HEAD = """[[head.rows]]
{where}
left = {{ text = "{{head_left}}", style = "corner" }}
centre = {{ text = "{{head_centre}}", style = "corner" }}
right = {{ text = "{{head_right}}", style = "corner" }}

[[head.rows]]
top = "4 line"
centre = "{{name}}"
empty = "room"

[[head.rows]]
line = 9
left = "{{issuer}}"
right = "{{date}}"
rule = {{ gap = "3 pt", thickness = "1.5 pt", colour = "red", double = "{gap}" }}

"""
_CLOSING = """[[closing.rows]]
rule = {{ thickness = "1 pt", double = "{gap}" }}

[[closing.rows]]
repeat = "distribution"
left = ["{{label}}：", "{{to}}"]
right = {{ text = "{{beside}}", style = "distribution" }}

[[closing.rows]]
rule = {{ thickness = "1 pt", double = "{gap}" }}

[[closing.rows]]
left = {{ text = "{{left}}", style = "corner" }}
centre = {{ text = "{{centre}}", style = "corner" }}
right = {{ text = "{{right}}", style = "corner" }}

[[closing.rows]]
spread = [{spread}]

[[closing.rows]]
rule = {{ thickness = "1 pt", double = "{gap}" }}

"""
_SPREAD = ", ".join(f'{{ text = "{{{name}}}", style = "corner" }}' for name in ("first", "second", "third"))
_FIELDS = {
    "head": ("head_left", "head_centre", "head_right"),
    "closing": ("left", "centre", "right", "first", "second", "third", "beside"),
}


def _rows_layout(where: str, gap: str) -> Layout:
    fields = "".join(
        f'[[fields]]\nname = "{name}"\nlabel = "{name}"\nwhere = "{part}"\nkind = "list"\n\n'
        for part, names in _FIELDS.items()
        for name in names
    )
    text = layout_text("duty-flash")[1]
    for begin, end, new in (
        (r"\[\[fields\]\]", r"\[text_block\]", fields),
        (r"\[\[head\.rows\]\]", r"\[offers\]", _HEAD.format(where=where, gap=gap)),
        (r"\[\[closing\.rows\]\]", r"\[folio\]", _CLOSING.format(gap=gap, spread=_SPREAD)),
    ):
        text = re.sub(rf"(?ms)^{begin}.*?(?=^{end})", lambda _, new=new: new, text, count=1)  # type: ignore[misc]
    return carried_layout("made", text)[0]


def _rows_issue(layout: Layout, lines: str) -> Issue:
    long = "云岭市应急管理局、云岭市人民政府办公室、云岭市气象局、云岭市水务局"
    to = "各区县人民政府办公室，市级各部门和各单位办公室，" * 4
    issue = Issue(
        masthead=Masthead("应急快报", 1),
        dated_header=DatedHeader(long if lines[1] == "2" else "应急局", datetime.date(2025, 7, 9)),
        sections=(Section("", (Item("会议", (Body("全省会议召开。"),)),)),),
        distribution=(Addressee("送", "各单位。"), Addressee("抄送", f"{to}市级。")),
    )
    issue = completed(issue, layout.declared)
    for field in layout.declared:
        places = [
            names for part in _FIELDS.values() for names in (part[:3], part[3:6]) if field.name in names
        ]
        count = lines[places[0].index(field.name)] if places else lines[2]
        issue = with_field(issue, field.path, field.name, _VALUES[count])
    return issue


@pytest.mark.parametrize("where", ["line = 3", 'top = "4 pt"\npitch = "20 pt"', 'space = "4 pt"'])
def test_cells_of_any_numbers_of_lines_stand_at_their_sides(tmp_path: Path, where: str) -> None:
    """And are read back; double rules as far apart as ours."""
    files, made = [], []
    for number, lines in enumerate(("121", "212", "123", "321", "302", "013", "203", "230", "333", "131")):
        layout = _rows_layout(where, ("0.5 pt", "1 pt", "1.5 pt", "3 pt")[number % 4])
        issue = _rows_issue(layout, lines)
        made.append(_set(issue, layout))
        files.append(tmp_path / f"{number}.docx")
        files[-1].write_bytes(docx_bytes(issue, layout, made[-1]))
        assert read_docx(files[-1]) == (issue, ())
    for pages, pdf in zip(made, convert(files, tmp_path), strict=True):
        report = compare(pages, pdf_lines(pdf))
        assert report.same, report.text()
        compared = positions(pages, pdf)
        assert not compared.lacking
        assert not [placed for placed in compared.found if abs(placed.lower) > 1 or abs(placed.right) > 9]


# ---- above the text block

_NAME = 'centre = "{name}"\nempty = "room"\n'
_RULED = 'right = "{date}"\nrule = { gap = "4 pt", thickness = "1.5 pt", colour = "red" }\n'
_NUMBERED = f'left = "第{{number}}期"\n{_RULED}\n'
_SHALLOW = {
    "all rows": f'[[head.rows]]\ntop = "-30 mm"\n{_NUMBERED}',
    "the name": f'[[head.rows]]\ntop = "-15 mm"\n{_NAME}\n[[head.rows]]\nspace = "4 pt"\n{_NUMBERED}',
    "what stands beside it": '[[head.rows]]\ntop = "-12 mm"\nleft = "[{marking}]"\n\n'
    f'[[head.rows]]\ntop = "-4 mm"\n{_NAME}\n[[head.rows]]\ntop = "14 mm"\nleft = "{{issuer}}"\n{_RULED}\n',
}


@pytest.mark.parametrize("name", _SHALLOW)
def test_rows_above_the_text_block_stand_there_with_their_rules(tmp_path: Path, name: str) -> None:
    """Their rules stood up to 84 points lower, and the text with them."""
    text = layout_text("duty-flash")[1]
    rows = _SHALLOW[name]
    text = re.sub(r"(?ms)^\[\[head\.rows\]\].*?(?=^\[offers\])", lambda _: rows, text, count=1)
    layout = carried_layout("made", text)[0]
    issue = replace(_rows_issue(layout, "111"), masthead=Masthead("应急快报", 1, marking="特急"))
    pages = _set(issue, layout)
    file = tmp_path / "copy.docx"
    file.write_bytes(docx_bytes(issue, layout, pages))
    assert read_docx(file) == (issue, ())
    (pdf,) = convert([file], tmp_path)
    compared = positions(pages, pdf)
    assert not compared.lacking
    assert not [placed for placed in compared.found if abs(placed.lower) > (1.1 if placed.kind else 2.1)]
