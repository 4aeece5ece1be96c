"""The comparison of our pages with another program's lines, and what it says where it can't be made."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin_desk import programs
from bulletin_desk.bulletin.model import Kind
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.export import report
from bulletin_desk.export.report import compare, compare_with_libreoffice
from bulletin_desk.pages.model import Line, Page, PlacedLine


def _page(number: int, *lines: str, kind: Kind = Kind.BODY) -> Page:
    placed = tuple(
        PlacedLine(Line(text, 0, len(text), (), ()), kind, (), 0.0, 100.0 + 30 * row, 90.0 + 30 * row, 30.0)
        for row, text in enumerate(lines)
    )
    folio = replace_kind(placed[0], f"— {number} —")
    return Page(number, 595.0, 842.0, placed, (), folio)


def replace_kind(line: PlacedLine, text: str) -> PlacedLine:
    return line._replace(line=line.line._replace(text=text), kind=Kind.FOLIO)


def test_equal_pages_are_equal_whatever_the_spaces() -> None:
    pages = [_page(1, "第一行 字", "第二行"), _page(2, "第三行")]
    found = compare(pages, [["第一行字", "第二行", "—1—"], ["第三行", "— 2 —"]])
    assert found.same
    assert found.text() == "LibreOffice 排出的正文 3 行中 3 行相同，2 面中 2 面相同。\n"


def test_a_line_that_ends_elsewhere_is_shown_with_its_page() -> None:
    pages = [_page(1, "甲乙丙丁", "戊己"), _page(2, "庚辛")]
    found = compare(pages, [["甲乙丙", "丁戊己", "—1—"], ["庚辛", "—2—"]])
    assert not found.same
    assert (found.body_lines, found.same_body_lines, found.pages, found.same_pages) == (3, 1, 2, 1)
    assert found.text().splitlines()[1:] == [
        "第 1 面：",
        "  本程序：甲乙丙丁",
        "  本程序：戊己",
        "  LibreOffice：甲乙丙",
        "  LibreOffice：丁戊己",
    ]


def test_a_page_more_and_a_page_less_are_said() -> None:
    pages = [_page(1, "甲", "乙")]
    more = compare(pages, [["甲", "—1—"], ["乙", "—2—"]])
    assert not more.same
    assert "LibreOffice 排成了 2 面。" in more.text()
    less = compare([_page(1, "甲"), _page(2, "乙")], [["甲", "乙", "—1—"]])
    assert (less.same_pages, less.their_pages) == (0, 1)


def test_only_body_lines_count_as_body_lines() -> None:
    found = compare([_page(1, "题目", kind=Kind.TITLE)], [["别的", "—1—"]])
    assert (found.body_lines, found.same_body_lines, found.same_pages) == (0, 0, 0)


def test_without_libreoffice_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(programs, "libreoffice", lambda document: None)
    with pytest.raises(BulletinDeskError, match="请先安装 LibreOffice"):
        compare_with_libreoffice(tmp_path / "copy.docx", [])


def test_a_conversion_that_fails_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    docx = tmp_path / "copy.docx"
    docx.write_bytes(b"nothing")
    monkeypatch.setattr(programs, "libreoffice", lambda document: tmp_path / "no-such-program")
    with pytest.raises(BulletinDeskError, match="没有把 Word 版转换出来"):
        compare_with_libreoffice(docx, [])


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for LibreOffice is a shell script")
def test_a_conversion_that_takes_too_long_ends_with_all_its_processes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # As soffice does: a child that works, and that would hold stderr open for a minute.
    command, docx = tmp_path / "soffice", tmp_path / "copy.docx"
    command.write_text("#!/bin/sh\nsleep 60 &\nwait\n", encoding="utf-8")
    command.chmod(0o755)
    docx.write_bytes(b"nothing")
    monkeypatch.setattr(programs, "libreoffice", lambda document: command)
    monkeypatch.setattr(report, "_TIME_LIMIT", 0.3)
    monkeypatch.setattr(report, "_TIME_LIMIT_PER_FILE", 0)
    began = time.monotonic()
    with pytest.raises(BulletinDeskError, match="还没有把 Word 版转换出来，没有核对：请关掉别的程序再试"):
        compare_with_libreoffice(docx, [])
    assert time.monotonic() - began < 50  # the child is gone: it held stderr


def test_many_differences_are_counted_not_listed() -> None:
    lines = [f"第{number}行{mark}" for number in range(60) for mark in "甲同"]
    other = [line.replace("甲", "乙") for line in lines]
    found = compare([_page(1, *lines)], [[*other, "—1—"]])
    assert len(found.differences) == 60
    assert "另有 40 处不同，没有列出。" in found.text()
    assert replace(found, differences=()).text().count("\n") == 1
