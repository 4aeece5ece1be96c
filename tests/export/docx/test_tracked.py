"""Recorded changes as Word, WPS and LibreOffice write them, those of some people accepted, all others
rejected."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.export.docx.oxml import W
from bulletin_desk.export.docx.oxml_tracked import has_tracked, settled
from bulletin_desk.export.docx.tracked import Reviewer, last_saved, resolved, reviewers
from bulletin_desk.packages import read_package
from tests.bulletin.issues import SMALL
from tests.export.docx.conftest import Make, replaced

BY = 'w:id="1" w:author="甲" w:date="2026-11-30T19:05:00Z"'
OTHER = 'w:id="2" w:author="乙" w:date="2026-11-30T19:06:00Z"'


def part(body: str) -> bytes:
    return f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()


def run(text: str, more: str = "") -> str:
    return f'<w:r w:rsidR="00A1">{more}<w:t xml:space="preserve">{text}</w:t></w:r>'


def gone(text: str) -> str:
    return f'<w:r w:rsidDel="00A2"><w:delText xml:space="preserve">{text}</w:delText></w:r>'


def mark(change: str = "", style: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    looks = f"<w:rPr>{change}</w:rPr>" if change else ""
    return f"<w:pPr>{named}{looks}</w:pPr>"


def p(content: str, properties: str = "") -> str:
    return f"<w:p>{properties}{content}</w:p>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(content: str, properties: str = "") -> str:
    named = f"<w:tcPr>{properties}</w:tcPr>" if properties else ""
    return f"<w:tc>{named}{content}</w:tc>"


def told(data: bytes) -> list[str]:
    """The paragraphs, each with its style before it, those in cells behind a bar."""
    found = []
    for paragraph in etree.fromstring(data).iter(f"{{{W}}}p"):
        style = next((each.get(f"{{{W}}}val") for each in paragraph.iter(f"{{{W}}}pStyle")), "")
        cell = any(each.tag == f"{{{W}}}tc" for each in paragraph.iterancestors())
        text = "".join(each.text or "" for each in paragraph.iter(f"{{{W}}}t"))
        found.append(f"{'|' if cell else ''}{style}{':' if style else ''}{text}")
    return found


def accepted(body: str, *names: str) -> list[str]:
    data = settled(part(body), lambda who: who in names)
    assert not has_tracked(data)
    assert b"w:move" not in data
    assert b"w:del" not in data
    return told(data)


INS = f"<w:ins {BY}/>"
DEL = f"<w:del {BY}/>"


@pytest.mark.parametrize(
    ("body", "new", "old"),
    [
        (p(run("一") + f"<w:ins {BY}>{run('二')}</w:ins>{run('三')}"), ["一二三"], ["一三"]),
        (p(run("一") + f"<w:del {BY}>{gone('二')}</w:del>{run('三')}"), ["一三"], ["一二三"]),
        # cut in two: the first half's mark is new
        (p(run("一"), mark(INS, "S")) + p(run("二"), mark("", "S")), ["S:一", "S:二"], ["S:一二"]),
        # Enter at the end of a title: the new paragraph has another style and the old mark
        (
            p(run("题"), mark(INS, "T")) + p(f"<w:ins {BY}>{run('新')}</w:ins>", mark("", "S")),
            ["T:题", "S:新"],
            ["T:题"],
        ),
        # joined
        (p(run("一"), mark(DEL, "S")) + p(run("二"), mark("", "S")), ["S:一二"], ["S:一", "S:二"]),
        # a whole paragraph gone, then one of another style
        (
            p(f"<w:del {BY}>{gone('题')}</w:del>", mark(DEL, "T")) + p(run("文"), mark("", "S")),
            ["S:文"],
            ["T:题", "S:文"],
        ),
        # several in a row
        (
            "".join(p(f"<w:del {BY}>{gone(each)}</w:del>", mark(DEL)) for each in "一二三") + p(run("四")),
            ["四"],
            ["一", "二", "三", "四"],
        ),
        # before a table, nothing to join with
        (
            p(f"<w:del {BY}>{gone('一')}</w:del>", mark(DEL)) + table(cell(p(run("格")))),
            ["|格"],
            ["一", "|格"],
        ),
        # all of a cell's text: the cell keeps a paragraph
        (
            table(cell(p(f"<w:del {BY}>{gone('格')}</w:del>", mark(DEL)))),
            ["|"],
            ["|格"],
        ),
        # a paragraph moved up
        (
            f'<w:moveToRangeStart w:name="m" {BY}/>'
            + p(f"<w:moveTo {BY}>{run('二')}</w:moveTo>", mark(f"<w:moveTo {BY}/>"))
            + '<w:moveToRangeEnd w:id="1"/>'
            + p(run("一"))
            + f'<w:moveFromRangeStart w:name="m" {BY}/>'
            + p(f"<w:moveFrom {BY}>{run('二')}</w:moveFrom>", mark(f"<w:moveFrom {BY}/>"))
            + '<w:moveFromRangeEnd w:id="1"/>'
            + p(run("三")),
            ["二", "一", "三"],
            ["一", "二", "三"],
        ),
        # rows
        (
            table(
                cell(p(run("一"))),
                f"<w:trPr>{INS}</w:trPr>" + cell(p(f"<w:ins {BY}>{run('二')}</w:ins>")),
                f"<w:trPr>{DEL}</w:trPr>" + cell(p(f"<w:del {BY}>{gone('三')}</w:del>")),
            ),
            ["|一", "|二"],
            ["|一", "|三"],
        ),
        # a whole table
        (
            table(f"<w:trPr>{INS}</w:trPr>{cell(p(run('一')))}") + p(run("二")),
            ["|一", "二"],
            ["二"],
        ),
        # cells
        (
            table(
                cell(p(run("一")))
                + cell(p(run("二")), f"<w:cellIns {BY}/>")
                + cell(p(run("三")), f"<w:cellDel {BY}/>")
            ),
            ["|一", "|二"],
            ["|一", "|三"],
        ),
        # another style
        (
            p(
                run("一"),
                f'<w:pPr><w:pStyle w:val="B"/><w:pPrChange {BY}><w:pPr><w:pStyle w:val="A"/></w:pPr>'
                "</w:pPrChange></w:pPr>",
            ),
            ["B:一"],
            ["A:一"],
        ),
        # in a content control, and the next paragraph in it
        (
            f"<w:sdt><w:sdtContent>{p(run('一'), mark(DEL))}{p(run('二'))}</w:sdtContent></w:sdt>",
            ["一二"],
            ["一", "二"],
        ),
        (
            p(run("一"), mark(DEL)) + f"<w:sdt><w:sdtContent>{p(run('二'))}</w:sdtContent></w:sdt>",
            ["一二"],
            ["一", "二"],
        ),
        # a field's code
        (
            p(f"<w:del {BY}><w:r><w:delInstrText>PAGE</w:delInstrText></w:r></w:del>{run('一')}"),
            ["一"],
            ["一"],
        ),
    ],
)
def test_each_kind_of_change(body: str, new: list[str], old: list[str]) -> None:
    assert accepted(body, "甲") == new
    assert accepted(body) == old
    assert accepted(body, "乙") == old


def test_what_one_deleted_of_what_another_put_in() -> None:
    nested = f"<w:ins {BY}>{run('二')}<w:del {OTHER}>{gone('三')}</w:del>{run('四')}</w:ins>"
    body = p(f"{run('一')}{nested}{run('五')}")
    assert accepted(body, "甲", "乙") == ["一二四五"]
    assert accepted(body, "甲") == ["一二三四五"]
    assert accepted(body, "乙") == ["一五"]
    assert accepted(body) == ["一五"]


def test_the_look_of_words_is_as_it_was() -> None:
    change = f"<w:rPrChange {BY}><w:rPr><w:i/></w:rPr></w:rPrChange>"
    body = p(run("一", f"<w:rPr><w:b/>{change}</w:rPr>"))
    assert b"<w:b/>" in settled(part(body), lambda who: True)
    back = settled(part(body), lambda who: False)
    assert b"<w:i/>" in back
    assert b"<w:b/>" not in back


def test_a_section_keeps_its_headers() -> None:
    change = f'<w:sectPrChange {BY}><w:sectPr><w:pgSz w:w="1"/></w:sectPr></w:sectPrChange>'
    body = f'<w:sectPr><w:headerReference w:type="default"/><w:pgSz w:w="2"/>{change}</w:sectPr>'
    back = settled(part(p(run("一")) + body), lambda who: False)
    assert b'<w:headerReference w:type="default"/><w:pgSz w:w="1"/>' in back


def test_merged_cells_part_again() -> None:
    merge = f'<w:cellMerge {BY} w:vMerge="cont" w:vMergeOrig="rest"/>'
    body = table(cell(p(run("一")), f"<w:tcW/>{merge}"))
    assert b'<w:tcW/><w:vMerge w:val="continue"/>' in settled(part(body), lambda who: True)
    assert b'<w:tcW/><w:vMerge w:val="restart"/>' in settled(part(body), lambda who: False)


def test_who_has_changed_a_copy(make: Make, tmp_path: Path) -> None:
    path = tmp_path / "改过.docx"
    plain = make(SMALL).docx
    path.write_bytes(plain)
    package = read_package(path)
    assert reviewers(package) == ()
    assert resolved(package, lambda who: True) is package
    marked = replaced(plain, "word/document.xml", "<w:r>", f"<w:ins {BY}>{run('加')}</w:ins><w:r>")
    path.write_bytes(replaced(marked, "word/document.xml", "</w:p>", f"<w:del {OTHER}/></w:p>"))
    assert reviewers(read_package(path)) == (
        Reviewer("甲", 1, "2026-11-30T19:05"),
        Reviewer("乙", 1, "2026-11-30T19:06"),
    )
    named = replaced(plain, "docProps/core.xml", "</cp:coreProperties>", "<x/></cp:coreProperties>")
    path.write_bytes(named)
    assert last_saved(read_package(path))[0] == ""
