"""Rows of head and closing block in a layout's own words: in the Word copy, and read back from it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.shared import Length
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_desk.bulletin.fields import completed, with_field
from bulletin_desk.bulletin.model import Addressee, Body, DatedHeader, Imprint, Issue, Item, Masthead, Section
from bulletin_desk.export.docx.fixed_styles import row_name
from bulletin_desk.export.docx.read import read_docx
from bulletin_desk.export.docx.records import records
from bulletin_desk.export.docx.row_values import applied
from bulletin_desk.export.docx.words import Words
from bulletin_desk.export.docx.write import docx_bytes
from bulletin_desk.fonts.faces import Faces, load_faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import read_layout
from bulletin_desk.typeset.typesetter import Typesetter
from tests.typeset.forms import FORMS, layout_of_form
from tests.typeset.test_forms import ISSUE, issue_of

Copies = Callable[[str, Issue], Path]
FULL = replace(ISSUE, sections=(Section("工作", (Item("会议", (Body("全省会议召开。"),)),)),))
EDITED = "Word 版在导出后改动过，已按样式读回改动后的文字。"
NEW = {
    "name": "工作专报",
    "number": "13",
    "total": "345",
    "year": "2025",
    "month": "3",
    "date": "2024年2月3日",
    "issuer": "某市气象局",
    "marking": "内部文件",
    "print_count": "30",
    "imprint_office": "综合处",
    "imprint_date": "2024年2月3日",
    "secrecy": "机 密",
    "editor": "丁五",
    "signer": "戊六",
    "reviewer": "己七",
    "chief": "庚八",
    "head": "辛九",
    "phone": "028-2",
    "contact": "壬十",
    "issue_number": "2024年第3周",
    "extra": "省图书馆。",
    "period": "2024年1月8日至14日",
}
"""Another value of each field, as it is printed."""


@pytest.fixture(scope="module")
def shipped() -> Faces:
    return load_faces(use_installed=False)


@pytest.fixture(scope="module")
def layouts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Layout]:
    folder = tmp_path_factory.mktemp("layouts")
    return {name: layout_of_form(name, folder) for name in FORMS}


@pytest.fixture(scope="module")
def copy(
    layouts: dict[str, Layout], shipped: Faces, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, Issue], Path]:
    """Writes the Word copy of an issue in a form."""
    folder = tmp_path_factory.mktemp("copies")
    typesetters = {name: Typesetter(layout, shipped) for name, layout in layouts.items()}

    def made(name: str, issue: Issue) -> Path:
        typesetter = typesetters[name]
        file = folder / "copy.docx"
        file.write_bytes(docx_bytes(issue, typesetter.layout, typesetter.typeset(issue)))
        return file

    return made


def paragraphs(document: Document) -> list[Paragraph]:
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]


def style_of(paragraph: Paragraph) -> ParagraphStyle:
    assert paragraph.style is not None
    return paragraph.style


def edited(file: Path, edit: Callable[[Document], object]) -> tuple[Issue, tuple[str, ...]]:
    document = docx.Document(str(file))
    edit(document)
    document.save(str(file))
    return read_docx(file)


def typed(old: str, new: str) -> Callable[[Document], object]:
    """Types over the whole text of the paragraph that says `old`."""

    def edit(document: Document) -> None:
        (paragraph,) = (one for one in paragraphs(document) if one.text == old)
        for run in paragraph.runs[1:]:
            run._element.getparent().remove(run._element)
        paragraph.runs[0].text = new

    return edit


@pytest.mark.parametrize("name", FORMS)
def test_a_copy_that_nobody_touched_is_the_bulletin(
    name: str, layouts: dict[str, Layout], copy: Copies
) -> None:
    issue = issue_of(layouts[name], FULL)
    assert read_docx(copy(name, issue)) == (issue, ())


@pytest.mark.parametrize("name", FORMS)
def test_each_field_that_is_typed_over_comes_back(
    name: str, layouts: dict[str, Layout], copy: Copies
) -> None:
    layout = layouts[name]
    words = Words.of(layout)
    issue = issue_of(layout, FULL)
    for field, printed in NEW.items():
        if not layout.places(field):
            continue
        own = layout.field(field)
        printed = "2024年2月" if own and own.kind == "month" else printed
        wanted = applied(field, printed, issue, words)
        assert wanted is not None
        assert wanted != issue
        file = copy(name, issue)
        document = docx.Document(str(file))
        for old, new in zip(records(issue, words), records(wanted, words), strict=True):
            if old.text != new.text:
                whole = next(one.text for one in paragraphs(document) if old.text in one.text)
                typed(whole, whole.replace(old.text, new.text))(document)
        document.save(str(file))
        assert read_docx(file) == (wanted, (EDITED,)), field


def test_several_fields_of_a_row_at_once(layouts: dict[str, Layout], copy: Copies) -> None:
    file = copy("opinion-monitor", issue_of(layouts["opinion-monitor"], FULL))
    old = "责任编辑：钱二\t处长：孙三\t编辑：王小明\t电话：028-1"
    new = "责任编辑：赵六　处长：孙三　编辑：李七　电话：028-99"
    found, notes = edited(file, typed(old, new))
    values = {field.name: field.text for field in found.closing_fields}
    assert values == {"chief": "赵六", "head": "孙三", "editor": "李七", "phone": "028-99"}
    assert len(notes) == 1


def test_a_row_that_is_worded_otherwise_keeps_its_values(layouts: dict[str, Layout], copy: Copies) -> None:
    issue = issue_of(layouts["opinion-monitor"], FULL)
    file = copy("opinion-monitor", issue)
    old = "责任编辑：钱二\t处长：孙三\t编辑：王小明\t电话：028-1"
    found, notes = edited(file, typed(old, "值班：钱二 孙三"))
    assert found == issue
    assert notes[1] == (
        "版记其他栏“值班：钱二 孙三”改得和版式里这一行的写法对不上，没有读回，沿用原来的，请在程序里改。"
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "label"),
    [
        ("guangan-daily", "秘 密", "绝 密", "密级"),
        ("capital-edu-digest", "2024年1月9日", "2024年13月9日", "日期"),
        ("capital-edu-digest", "2024年第12期（总第344期）", "2024年第十二期（总第344期）", "期号"),
        ("opinion-monitor", "某市应急管理局\t2024年1月1日至7日", "某市应急管理局\t上周", "监测时段"),
    ],
)
def test_what_is_no_value_of_its_field_is_said(
    name: str, old: str, new: str, label: str, layouts: dict[str, Layout], copy: Copies
) -> None:
    issue = issue_of(layouts[name], FULL)
    found, notes = edited(copy(name, issue), typed(old, new))
    assert found == issue
    assert len(notes) == 2
    assert f"里的“{label}”认不出来，沿用原来的，请核对。" in notes[1]


def test_a_row_that_was_deleted_is_empty(layouts: dict[str, Layout], copy: Copies) -> None:
    issue = issue_of(layouts["guangan-special"], FULL)

    def delete(document: Document) -> None:
        (row,) = (one for one in document.paragraphs if one.text == "（总第 344 期）")
        row._element.getparent().remove(row._element)

    found, notes = edited(copy("guangan-special", issue), delete)
    assert found == replace(issue, masthead=replace(issue.masthead, total_number=None))
    assert notes[1] == "导出后删去了1段：“（总第 344 期）”。"


def test_a_row_that_a_bulletin_needs_stays(layouts: dict[str, Layout], copy: Copies) -> None:
    issue = issue_of(layouts["capital-edu-digest"], FULL)

    def delete(document: Document) -> None:
        (row,) = (one for one in document.paragraphs if one.text == "2024年1月9日")
        row._element.getparent().remove(row._element)

    found, notes = edited(copy("capital-edu-digest", issue), delete)
    assert found == issue
    assert notes[1] == "“2024年1月9日”一行删去了，里面的“日期”沿用原来的，请核对。" or notes[2] == (
        "“2024年1月9日”一行删去了，里面的“日期”沿用原来的，请核对。"
    )


def test_what_stands_beside_the_last_entry(layouts: dict[str, Layout], copy: Copies) -> None:
    issue = issue_of(layouts["work-standard"], FULL)
    found, notes = edited(
        copy("work-standard", issue), typed("送：国国。\t共印16份", "送：国国、国。\t共印20份")
    )
    assert found == replace(
        issue, print_count=20, distribution=(issue.distribution[0], Addressee("送", "国国、国。"))
    )
    assert len(notes) == 1


def test_rows_whose_styles_are_lost_are_known_by_their_words(
    layouts: dict[str, Layout], copy: Copies
) -> None:
    issue = issue_of(layouts["changzhou-duty"], FULL)

    def unstyled(document: Document) -> None:
        for paragraph in paragraphs(document):
            if "（" in (style_of(paragraph).name or ""):
                paragraph.style = "Normal"

    found, _ = edited(copy("changzhou-duty", issue), unstyled)
    assert (found.masthead, found.closing_fields) == (issue.masthead, issue.closing_fields)


# ---- any values

_TEXT = st.text("国中ab1：、，　（）期", max_size=8).map(str.strip)
_DAYS = st.dates(date(2000, 1, 1), date(2050, 12, 28))


@st.composite
def issues(draw: st.DrawFn, layout: Layout) -> Issue:
    """Issues with any values of a layout's fields."""
    issue = replace(
        FULL,
        masthead=Masthead(
            draw(_TEXT),
            draw(st.integers(1, 999)),
            draw(st.none() | st.integers(1, 999)),
            draw(_TEXT),
            draw(_TEXT),
        ),
        dated_header=DatedHeader(draw(_TEXT), draw(_DAYS)),
        print_count=draw(st.none() | st.integers(1, 500)),
        imprint=draw(st.none() | st.builds(Imprint, _TEXT, _DAYS)),
        distribution=tuple(
            draw(st.lists(st.builds(Addressee, st.sampled_from("报送发"), _TEXT), max_size=3))
        ),
    )
    if draw(st.booleans()):
        issue = completed(issue, layout.declared)
    for field in layout.declared:
        start = draw(_DAYS)
        value = {
            "text": _TEXT,
            "list": st.lists(_TEXT, max_size=2).map("\n".join),
            "choice": st.sampled_from(("", *field.choices)),
            "number": st.integers(1, 99).map(str),
            "date": st.just(start.isoformat()),
            "month": st.just(start.isoformat()[:7]),
            "period": st.just(f"{start}/{start.replace(day=28)}" if start.day < 28 else f"{start}/{start}"),
        }[field.kind]
        if draw(st.booleans()):
            issue = with_field(issue, field.path, field.name, draw(value))
    return issue


@given(data=st.data(), name=st.sampled_from(sorted(FORMS)))
@settings(max_examples=60, deadline=None)
def test_any_values_come_back(
    data: st.DataObject, name: str, layouts: dict[str, Layout], copy: Copies
) -> None:
    issue = data.draw(issues(layouts[name]))
    assert read_docx(copy(name, issue)) == (issue, ())


@given(data=st.data(), name=st.sampled_from(sorted(FORMS)))
@settings(max_examples=40, deadline=None)
def test_any_edit_of_a_row_is_read_or_said(
    data: st.DataObject, name: str, layouts: dict[str, Layout], copy: Copies
) -> None:
    """Whatever is typed over a row: it is a field's value, or somebody hears of it."""
    issue = issue_of(layouts[name], FULL)
    words = Words.of(layouts[name])
    rows = [record for record in records(issue, words) if record.row]
    record = data.draw(st.sampled_from(rows))
    at = data.draw(st.integers(0, len(record.text) - 1))
    new = record.text[:at] + data.draw(st.sampled_from("国1：期")) + record.text[at + 1 :]
    file = copy(name, issue)
    document = docx.Document(str(file))
    whole = next(one.text for one in paragraphs(document) if record.text in one.text)
    typed(whole, whole.replace(record.text, new))(document)
    document.save(str(file))
    found, notes = read_docx(file)
    said = {one.text for one in records(found, words)}
    if "".join(new.split()) not in {"".join(text.split()) for text in said}:
        assert len(notes) > 1


# ---- what the copy carries


@pytest.mark.parametrize("name", FORMS)
def test_the_words_of_a_form_come_back(name: str, layouts: dict[str, Layout]) -> None:
    words = Words.of(layouts[name])
    again = Words.from_json(words.to_json())
    assert again is not None
    assert (again.head, again.closing) == (words.head, words.closing)
    assert [(one.name, one.kind, one.form) for one in again.declared] == [
        (one.name, one.kind, one.form) for one in words.declared
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"head": ["body"]},
        {"head": "masthead"},
        {"head": [{"kind": "body", "number": 1, "room": False, "cells": []}]},
        {"head": [{"kind": "head_field", "number": -1, "room": False, "cells": []}]},
        {"head": [{"kind": "head_field", "number": 1, "room": 1, "cells": []}]},
        {"head": [{"kind": "head_field", "number": 1, "room": False, "cells": [["up", []]]}]},
        {
            "head": [
                {"kind": "head_field", "number": 1, "room": False, "cells": [["left", [["{", "", "", ""]]]]}
            ]
        },
        {
            "head": [
                {
                    "kind": "head_field",
                    "number": 1,
                    "room": False,
                    "cells": [["left", [["[" * 9, "", "", 1]]]],
                }
            ]
        },
        {"closing": ["masthead"] * 200},
        {
            "closing": [
                {
                    "kind": "distribution",
                    "number": 0,
                    "room": False,
                    "cells": [["right", [["国", "", "", ""]]]],
                }
            ]
        },
        {"declared": [{}]},
        {"declared": [{"name": "date"}]},
        {"declared": 3},
    ],
)
def test_rows_that_no_layout_has(change: dict[str, object], layouts: dict[str, Layout]) -> None:
    tree = json.loads(Words.of(layouts["opinion-monitor"]).to_json())
    assert Words.from_json(json.dumps(tree | change)) is None


# ---- how it looks


def test_pieces_of_two_sizes_have_styles_of_their_own(layouts: dict[str, Layout], copy: Copies) -> None:
    file = copy("guangan-special", issue_of(layouts["guangan-special"], FULL))
    document = docx.Document(io.BytesIO(file.read_bytes()))
    name = document.paragraphs[0]
    assert name.text == "值班快报专报"
    assert style_of(name).font.size.pt == 38
    assert [run.style.font.size.pt for run in name.runs if run.text == "专报"] == [52]


def test_a_spread_row_has_tab_stops(layouts: dict[str, Layout], copy: Copies) -> None:
    file = copy("opinion-monitor", issue_of(layouts["opinion-monitor"], FULL))
    document = docx.Document(io.BytesIO(file.read_bytes()))
    staff = next(one for one in paragraphs(document) if one.text.startswith("责任编辑"))
    stops = [(stop.alignment.name, stop.position.pt) for stop in style_of(staff).paragraph_format.tab_stops]
    assert [name for name, _ in stops] == ["LEFT", "LEFT", "RIGHT"]
    assert stops == sorted(stops, key=lambda stop: stop[1])


def test_each_own_row_has_a_style_that_names_it(layouts: dict[str, Layout], copy: Copies) -> None:
    for name, layout in layouts.items():
        document = docx.Document(str(copy(name, issue_of(layout, FULL))))
        names = {style_of(one).name or "" for one in paragraphs(document)}
        own = [row for row in Words.of(layout).rows() if row.own]
        assert {row_name(row.kind, row.number) for row in own} >= {one for one in names if "其他栏" in one}


def test_lines_of_a_signature_are_centred_on_one_another(
    layouts: dict[str, Layout], shipped: Faces, tmp_path: Path
) -> None:
    layout = layouts["guizhou-flood"]
    layout = replace(layout, headings=layout.headings._replace(signature_lines="centre"))
    signed = Item("会议", (Body("全省会议召开。"),), signature="某某市人民政府督查室\n2024年1月9日")
    issue = issue_of(layout, replace(ISSUE, sections=(Section("", (signed,)),)))
    file = tmp_path / "copy.docx"
    file.write_bytes(docx_bytes(issue, layout, Typesetter(layout, shipped).typeset(issue)))
    (paragraph,) = (one for one in paragraphs(docx.Document(str(file))) if "督查室" in one.text)
    assert style_of(paragraph).paragraph_format.alignment.name == "CENTER"
    assert read_docx(file)[0] == issue


@pytest.mark.parametrize("alone", [False, True])
def test_a_row_above_the_text_block_stands_in_a_frame(alone: bool, shipped: Faces, tmp_path: Path) -> None:
    below = "" if alone else '[[head.rows]]\nline = 3\ncentre = "{name}"\nfit = {}\n'
    head = '[[head.rows]]\ntop = "-15 mm"\nleft = "{marking}"\nright = "编号：{number}"\n'
    (tmp_path / "mine.toml").write_text(f'name = "甲"\n{head}{below}', encoding="utf-8")
    layout = read_layout(tmp_path / "mine.toml")
    issue = replace(FULL, masthead=Masthead(FULL.masthead.name, 12, marking="内部资料"))
    pages = Typesetter(layout, shipped).typeset(issue)
    file = tmp_path / "copy.docx"
    file.write_bytes(docx_bytes(issue, layout, pages))
    document = docx.Document(str(file))
    framed, behind, *_ = document.paragraphs
    assert framed.text == "内部资料\t编号：12"
    (top,) = framed._p.xpath("w:pPr/w:framePr/@w:y")
    line = style_of(framed).paragraph_format.line_spacing
    baseline = int(top) / 20 + line.pt * 4 / 5
    assert baseline == pytest.approx(pages[0].lines[0].y, abs=0.1)
    assert not framed._p.xpath("w:r/w:rPr/w:position")
    assert not behind._p.xpath("w:pPr/w:framePr")
    assert style_of(behind).paragraph_format.space_after.pt > 0
    issue, _ = edited(file, typed("内部资料\t编号：12", "内部文件\t编号：12"))
    assert (issue.masthead.marking, issue.masthead.number) == ("内部文件", 12)


def test_cells_of_two_sizes_are_one_line(shipped: Faces, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(
        'name = "甲"\n[text_block]\nline_pitch = "18 pt"\n[[head.rows]]\nline = 3\nleft = "{name}"\n'
        'right = { text = "{year}年", style = "small" }\nrule = { thickness = "3 pt", gap = "2 mm" }\n'
        '[styles.masthead]\nface = "hei"\nsize = "36 pt"\n[styles.small]\nface = "song"\nsize = "12 pt"\n',
        encoding="utf-8",
    )
    layout = read_layout(mine)
    file = tmp_path / "copy.docx"
    file.write_bytes(docx_bytes(FULL, layout, Typesetter(layout, shipped).typeset(FULL)))
    row = docx.Document(str(file)).paragraphs[0]
    assert row.text == f"{FULL.masthead.name}\t{FULL.dated_header.date.year}年"
    spacing = style_of(row).paragraph_format.line_spacing
    assert isinstance(spacing, Length)
    assert spacing.pt >= 1.2 * 36  # an exact line clips taller type


@pytest.mark.parametrize(("text", "spaced"), [("- {page} -", 0), ("— {page} —", 2), ("第 {page} 页", 2)])
def test_spaces_beside_the_page_number_are_as_wide_as_on_the_page(
    text: str, spaced: int, layouts: dict[str, Layout], shipped: Faces, tmp_path: Path
) -> None:
    layout = layouts["guizhou-flood"]
    layout = replace(layout, folio=layout.folio._replace(text=text))
    issue = issue_of(layout, FULL)
    pages = Typesetter(layout, shipped).typeset(issue)
    file = tmp_path / "copy.docx"
    file.write_bytes(docx_bytes(issue, layout, pages))
    document = docx.Document(str(file))
    runs = document.sections[0].footer.paragraphs[0].runs
    assert sum(run.text.count(" ") for run in runs) == 2
    assert sum(bool(run.style.font.element.xpath("w:rPr/w:spacing")) for run in runs) == spaced


def test_how_many_pages_there_are_is_a_field(
    layouts: dict[str, Layout], shipped: Faces, tmp_path: Path
) -> None:
    layout = layouts["guizhou-flood"]
    layout = replace(layout, folio=layout.folio._replace(text="第{page}页共{pages}页"))
    issue = issue_of(layout, FULL)
    pages = Typesetter(layout, shipped).typeset(issue)
    file = tmp_path / "copy.docx"
    file.write_bytes(docx_bytes(issue, layout, pages))
    footer = docx.Document(str(file)).sections[0].footer.paragraphs[0]
    assert "".join(footer._p.xpath(".//w:t/text()")) == f"第1页共{len(pages)}页"
    assert footer._p.xpath("w:fldSimple/@w:instr") == [" PAGE ", " NUMPAGES "]
