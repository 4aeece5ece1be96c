"""Volumes: what stands on which page, and what leads there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import accumulate

import pikepdf
import pytest

from bulletin_desk.bulletin.grammar import CONTENTS, MADE, item_at, owner
from bulletin_desk.bulletin.model import Kind, Path, PictureData
from bulletin_desk.errors import TargetError
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.pages.model import Page
from bulletin_desk.pages.parts import Aim
from bulletin_desk.typeset.bound import is_double_sided
from bulletin_desk.typeset.typesetter import Typesetter
from bulletin_desk.volumes.bind import Volume, VolumeChoice, bind, one_source, volume_bytes
from tests.export.pdfa import check_pdfa_2a, check_pdfua_1
from tests.volumes.conftest import Made
from tests.volumes.made import endorsed, issue, member, members, pictured


def starts(volume: Volume) -> list[int]:
    """The sheet, from 0, on which each part begins."""
    return [0, *accumulate(part.length for part in volume.parts)][:-1]


def printed(page: Page) -> str:
    """The page number as it is printed, without dashes."""
    return "" if page.folio is None else page.folio.line.text.strip("— ")


def rows_of(volume: Volume) -> Iterator[tuple[Path, str, Aim | None]]:
    """Each row of all lists: its path, what it prints, and where it leads."""
    for part, start in zip(volume.parts, starts(volume), strict=True):
        if part.aims is None:
            continue
        words: dict[Path, str] = {}
        for page in volume.pages[start : start + part.length]:
            for placed in page.lines:
                words[placed.path] = words.get(placed.path, "") + placed.line.text
        words.pop(CONTENTS)
        for path, text in words.items():
            yield path, text, part.aims.get(path)


def sheet_of(volume: Volume, aim: Aim) -> int:
    """The sheet on which what a row leads to is printed first."""
    start = starts(volume)[aim.part]
    if not aim.path:
        return start
    for at in range(start, start + volume.parts[aim.part].length):
        lines = volume.pages[at].lines
        if any(owner(placed.path) == aim.path and placed.kind not in MADE for placed in lines):
            return at
    raise AssertionError(aim)


def test_the_issues_pages_are_as_they_were_printed(made: Made, faces: Faces) -> None:
    for each, start in zip(made.members, starts(made.volume)[2:], strict=False):
        own = Typesetter(each.layout, faces).typeset(each.issue)
        for page, bound in zip(own, made.volume.pages[start : start + len(own)], strict=True):
            assert (bound.lines, bound.marks, bound.tables) == (page.lines, page.marks, page.tables)
            assert (bound.width, bound.height) == (page.width, page.height)
            assert (bound.folio is None) == (page.folio is None)


def test_numbers_run_through_in_each_layouts_own_form(made: Made) -> None:
    start = starts(made.volume)[2]
    pages = made.volume.pages[start:]
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        if page.folio is not None:
            assert re.findall("[0-9]+", page.folio.line.text)[0] == str(page.number)
    for each, start in zip(made.members, starts(made.volume)[2:], strict=False):
        page = made.volume.pages[start]
        text = each.layout.folio.text.format(page=page.number, pages=made.volume.pages[-1].number)
        assert page.folio is not None
        assert page.folio.line.text == text


def test_what_is_printed_on_both_sides_begins_on_the_right(made: Made) -> None:
    for each, start in zip(made.members, starts(made.volume)[2:], strict=False):
        if is_double_sided(each.layout):
            assert start % 2 == 0  # sheets are counted from 0
            assert made.volume.pages[start].number % 2 == 1


def test_lists_have_roman_numbers_and_the_title_page_none(made: Made) -> None:
    assert made.volume.pages[0].folio is None
    contents = starts(made.volume)[1]
    assert printed(made.volume.pages[contents]) == "I"


def test_rows_tell_the_pages_of_what_they_lead_to(made: Made) -> None:
    """Of the contents, and of both indexes."""
    told = 0
    for _, text, aim in rows_of(made.volume):
        number = re.search("([0-9]+)$", text)
        if aim is None or not ("…" in text and number):
            continue
        assert int(number[1]) == made.volume.pages[sheet_of(made.volume, aim)].number
        told += 1
    items = sum(len(section.items) for each in made.members for section in each.issue.sections)
    titled = sum(
        bool(item.title) for each in made.members for section in each.issue.sections for item in section.items
    )
    assert told >= len(made.members) + 2 + titled + 2 * items


@pytest.mark.parametrize("seed", range(4))
def test_any_issues_are_found_by_their_rows(seed: int, faces: Faces) -> None:
    layouts = ("sichuan-gazetteer", "gb9704", "daily", "special-report")
    chosen = [
        member(issue(seed * 5 + at, layouts[(seed + at) % 4], paragraphs=1 + 3 * seed)) for at in range(3)
    ]
    volume = bind(chosen, faces, VolumeChoice(offices=seed % 2 == 0))
    for _, text, aim in rows_of(volume):
        if aim is not None and (number := re.search("…([0-9]+)$", text)):
            assert int(number[1]) == volume.pages[sheet_of(volume, aim)].number


def test_every_item_is_in_both_indexes_once_an_office(made: Made) -> None:
    offices, titles = made.volume.parts[-2:]
    assert offices.aims is not None
    assert titles.aims is not None
    for part, each in enumerate(made.members, 2):
        for at, section in enumerate(each.issue.sections):
            for item in range(len(section.items)):
                aim = Aim(part, ("sections", at, "items", item))
                assert list(offices.aims.values()).count(aim) == 1
                assert list(titles.aims.values()).count(aim) == 1


def test_an_item_of_several_offices_stands_under_each(faces: Faces) -> None:
    chosen = members("sichuan-gazetteer")
    volume = bind(chosen, faces, offices_of=lambda source: ("乙局", "甲局") if source else ())
    rows = [text for _, text, aim in rows_of(volume) if aim is None]
    assert rows[:2] == ["甲局", "乙局"]  # jia before yi


def test_the_index_by_title_is_in_the_order_of_sounds(made: Made) -> None:
    aims = made.volume.parts[-1].aims
    assert aims is not None
    letters = [
        text for path, text, aim in rows_of(made.volume) if aim is None and re.fullmatch("[A-Z]", text)
    ]
    assert letters == sorted(letters)
    assert len(letters) > 3


def test_links_lead_to_what_they_say(made: Made) -> None:
    with pikepdf.open(BytesIO(made.data)) as document:
        order = {page.obj.objgen: number for number, page in enumerate(document.pages)}
        for part, start in zip(made.volume.parts, starts(made.volume), strict=True):
            if part.aims is None:
                continue
            found = [
                (str(link["/Contents"]), order[link["/Dest"][0].objgen])
                for page in document.pages[start : start + part.length]
                for link in page.obj.get("/Annots", [])
            ]
            assert len(found) >= len(part.aims)  # a row of several lines has several
            sheets = {sheet_of(made.volume, aim) for aim in part.aims.values()}
            assert {sheet for _, sheet in found} == sheets
            for words, sheet in found:
                if number := re.search("…([0-9]+)$", words):
                    assert made.volume.pages[sheet].number == int(number[1])


def bookmarks(document: pikepdf.Pdf) -> list[tuple[int, str]]:
    with document.open_outline() as outline:
        found: list[tuple[int, str]] = []

        def walk(entries: list[pikepdf.OutlineItem], level: int) -> None:
            for entry in entries:
                found.append((level, str(entry.title)))
                walk(list(entry.children), level + 1)

        walk(list(outline.root), 0)
        return found


def test_bookmarks_go_from_issue_to_section_to_item(made: Made) -> None:
    with pikepdf.open(BytesIO(made.data)) as document:
        found = bookmarks(document)
    tops = [title for level, title in found if level == 0]
    assert tops[0] == "目录"
    assert tops[-2:] == ["供稿单位索引", "篇名索引"]
    assert tops[1] == "第1期（总第101期）　2024年1月5日"
    first = made.members[0].issue.sections[0]
    at = found.index((0, tops[1]))
    assert found[at + 1] == (1, f"【{first.name}】")
    assert found[at + 2][0] == 2
    assert found[at + 2][1] == item_at(made.members[0].issue, ("sections", 0, "items", 0)).title


def test_readers_call_pages_by_their_numbers(made: Made) -> None:
    with pikepdf.open(BytesIO(made.data)) as document:
        labels = [str(page.label) for page in document.pages]
    contents, body = starts(made.volume)[1:3]
    assert labels[contents] == "I"
    assert labels[body:] == [str(page.number) for page in made.volume.pages[body:]]


def test_the_file_conforms(made: Made) -> None:
    assert check_pdfa_2a(made.data) == []
    assert check_pdfua_1(made.data) == []


def test_the_same_issues_give_the_same_bytes(made: Made, faces: Faces) -> None:
    assert volume_bytes(bind(made.members, faces), faces) == made.data


def test_a_leaders_words_are_not_in_it(faces: Faces) -> None:
    plain = issue(3)
    one, other = (bind([member(each)], faces) for each in (plain, endorsed(plain)))
    assert volume_bytes(one, faces) == volume_bytes(other, faces)


def test_the_title_page_names_bulletin_year_and_numbers(made: Made, faces: Faces) -> None:
    lines = [placed.line.text for placed in made.volume.pages[0].lines]
    assert lines[0] == "工作简报"
    assert made.volume.words.heading == "2024年合订本"
    assert lines[-1] == "某某办公室"
    name = next(placed for placed in made.volume.pages[0].lines if placed.kind is Kind.MASTHEAD)
    assert name.line.runs[0].colour.magenta == 1.0
    numbered = bind(made.members[:3], faces, VolumeChoice(title="另一个名称"))
    assert numbered.words.span == "第1期（总第101期）至第3期（总第103期）"
    assert numbered.words.name == "另一个名称"


def test_work_is_told_of_and_may_be_stopped(faces: Faces) -> None:
    chosen = members("sichuan-gazetteer", "gb9704")
    told: list[int] = []
    volume = bind(chosen, faces, tell=lambda done, _: told.append(done))
    volume_bytes(volume, faces, lambda done, _: told.append(done))
    assert told == sorted(told)
    assert told[-1] == 1000

    def stop(done: int, whole: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bind(chosen, faces, tell=stop)
    with pytest.raises(KeyboardInterrupt):
        volume_bytes(volume, faces, stop)


@pytest.mark.parametrize(
    ("source", "office"),
    [("（成都市）", "成都市"), (" 甲局 ", "甲局"), ("（（甲））", "甲"), ("", "")],
)
def test_a_source_is_one_office_unless_told_otherwise(source: str, office: str) -> None:
    assert one_source(source) == (office,)


def test_a_damaged_picture_is_told_with_its_issue(faces: Faces) -> None:
    damaged = PictureData("0" * 64, "png", 200, 120, b"\x89PNG no picture")
    chosen = members("gb9704", "gb9704", "gb9704", paragraphs=1)
    chosen[1] = member(pictured(chosen[1].issue, damaged), "第2期.bulletin")
    with pytest.raises(TargetError, match=r"没有编成：“第2期\.bulletin”里有一张200×120像素的图片已损坏"):
        volume_bytes(bind(chosen, faces), faces)
