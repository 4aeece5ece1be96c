"""The redline Word file: with all changes accepted it is the copy of the newer version, with all rejected
that of the older one, by the rules of ECMA-376 and in LibreOffice; its elements stand as the schema says."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from bulletin_desk.bulletin.model import Attachment, Body, Issue, Item, Section
from bulletin_desk.export.docx.oxml_tracked import settled
from bulletin_desk.export.docx.redline import marked_copy, redline_docx
from bulletin_desk.export.docx.write import docx_bytes
from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.pipeline import Typeset, typeset
from bulletin_desk.typeset.typesetter import Typesetter
from tests.bulletin.issues import SMALL
from tests.bulletin.rich import PAIR, RICH, TABLE
from tests.export.docx.settled import changes, told
from tests.export.docx.uno_office import Office
from tests.export.docx.versions import later, version

LAYOUTS = ("sichuan-gazetteer", "gb9704", "daily", "special-report", "duty-flash", "monthly")
PAIRS = int(os.environ.get("BULLETIN_DESK_REDLINES", "8"))
"""How many pairs of versions are generated; one of eight is opened in LibreOffice."""
WHEN = "2026-11-30T10:00"


@cache
def _typesetter(layout: str) -> Typesetter:
    return Typesetter(load_layout(layout), load_faces(use_installed=False))


def _set(issue: Issue, layout: str) -> Typeset:
    setter = _typesetter(layout)
    return typeset(issue, setter.layout, load_faces(use_installed=False))


def _copy(issue: Issue, layout: str = LAYOUTS[0]) -> bytes:
    setter = _typesetter(layout)
    return docx_bytes(issue, setter.layout, setter.typeset(issue), free=True)


@cache
def _pair(seed: int) -> tuple[bytes, bytes, bytes]:
    """The copies of two versions, and the marked one; every fifth time in different layouts."""
    layout = LAYOUTS[seed % len(LAYOUTS)]
    other = LAYOUTS[seed // len(LAYOUTS) % len(LAYOUTS)] if seed % 5 == 4 else layout
    old = version(_typesetter(layout).layout, seed)
    new = later(old, _typesetter(other).layout, seed)
    before, after = _copy(old, layout), _copy(new, other)
    return before, after, marked_copy(before, after, "王科长", WHEN)


def _marked(old: Issue, new: Issue) -> bytes:
    return marked_copy(_copy(old), _copy(new), "王科长", WHEN)


def _settled(docx: bytes, *, accept: bool) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            data = source.read(name)
            is_text = re.match(r"word/(document|footer\d+)\.xml", name)
            made.writestr(name, settled(data, lambda _: accept) if is_text else data)
    return target.getvalue()


def _with_blocks(*blocks: Any, attachments: tuple[Attachment, ...] = ()) -> Issue:
    item = Item("全省工作推进会召开", blocks, "（综合处）", attachments=attachments)
    return replace(SMALL, sections=(Section("工作动态", (item,)),))


@pytest.mark.parametrize("seed", range(PAIRS))
def test_accepted_it_is_the_newer_copy_and_rejected_the_older(seed: int) -> None:
    old, new, marked = _pair(seed)
    assert told(marked, accept=True) == told(new)
    assert told(marked, accept=False) == told(old)
    for accept, copy in ((True, new), (False, old)):  # as a file that comes back is read
        assert told(_settled(marked, accept=accept)) == told(copy)


# ---- in LibreOffice


def _lines(office: Office, docx: bytes, settle: Any = "") -> tuple[list[str], list[str], set[str]]:
    """The texts of paragraphs in order, those of cells, and footers. What stands in frames, which a marked
    copy may have in the text instead, counts wherever it is; page numbers are the pages' that LibreOffice
    makes. A row of empty cells that came or went has a joiner from LibreOffice (7.4) in its first cell."""
    texts = office.texts(docx, settle)
    inner = [one.text.replace("\u200d", "") for one in texts if one.where == "cell"]
    body = [one.text for one in texts if one.where in ("body", "frame") and "印" not in one.text]
    footers = {re.sub(r"\d+", "1", one.text) for one in texts if one.where == "footer"}
    printed = [one.text for one in texts if one.where != "footer" and "印" in one.text]
    return body, inner + printed, footers


@pytest.mark.parametrize("seed", range(4, PAIRS, 8))
def test_libreoffice_accepts_and_rejects_it_to_the_same_lines(office: Office, seed: int) -> None:
    old, new, marked = _pair(seed)
    assert _lines(office, marked, "accept") == _lines(office, new)
    assert _lines(office, marked, "reject") == _lines(office, old)


def test_text_before_and_between_tables_that_come_and_go(office: Office) -> None:
    """What has no mark in common with the other version: a program that can't join a paragraph with a table
    would leave empty lines."""
    small, text = replace(TABLE, caption="", unit="", note=""), Body("正文一段。")
    more = (Attachment("附表", (Body("说明。"), small)), Attachment("又一份", (small, PAIR)))
    old, new = _with_blocks(text, small), _with_blocks(text, small, attachments=more)
    marked = _marked(old, new)
    assert told(marked, accept=False) == told(_copy(old))
    assert _lines(office, marked, "accept") == _lines(office, _copy(new))
    assert _lines(office, marked, "reject") == _lines(office, _copy(old))


# ---- what is marked


def _texts(docx: bytes) -> list[tuple[str, str]]:
    """What is inserted and deleted, in order."""
    root = parse_xml(_part(docx, "word/document.xml"))
    return [
        (
            element.tag.partition("}")[2],
            "".join(one.text or "" for one in element.iter(qn("w:t"), qn("w:delText"))),
        )
        for element in root.iter(qn("w:ins"), qn("w:del"))
        if len(element)
    ]


def _part(docx: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        return file.read(name)


def test_the_same_version_has_no_changes() -> None:
    copy = _copy(RICH)
    marked = marked_copy(copy, copy, "王科长")
    assert changes(marked) == []
    assert told(marked) == told(copy)


def test_words_are_marked_and_no_more() -> None:
    old, new = (
        _with_blocks(Body(text))
        for text in ("会议总结了2023年工作，部署任务。", "会议总结了2024年的工作，部署任务。")
    )
    assert _texts(_marked(old, new)) == [("del", "2023"), ("ins", "2024"), ("ins", "的")]


def test_a_paragraph_that_comes_and_one_that_goes() -> None:
    old = _with_blocks(Body("甲段在前。"), Body("乙段居中，说的是别的事情。"), Body("丙段在后。"))
    new = _with_blocks(Body("甲段在前。"), Body("丙段在后。"), Body("丁段最后，再添一件。"))
    marked = _marked(old, new)
    assert _texts(marked) == [("del", "乙段居中，说的是别的事情。"), ("ins", "丁段最后，再添一件。")]
    assert len(changes(marked)) == 4  # each with its mark


def test_a_paragraph_that_is_cut_in_two_and_two_that_are_joined() -> None:
    """Nothing is typed anew: a mark comes, or goes."""
    first, second = "会议总结了2023年的工作，并部署任务。", "各市州汇报了进展情况，提出下一步打算。"
    one, two = _with_blocks(Body(first + second)), _with_blocks(Body(first), Body(second))
    for old, new, kind in ((one, two, "ins"), (two, one, "del")):
        marked = _marked(old, new)
        assert [(change.tag, len(change)) for change in changes(marked)] == [(qn(f"w:{kind}"), 0)]
        assert told(marked, accept=True) == told(_copy(new))
        assert told(marked, accept=False) == told(_copy(old))
    edited = _with_blocks(Body(first), Body(second.replace("进展情况", "进度")))
    assert _texts(_marked(one, edited)) == [("del", "展情况"), ("ins", "度")]


def test_a_row_of_a_table() -> None:
    rows = (*TABLE.rows, TABLE.rows[-1])
    marked = _marked(_with_blocks(TABLE), _with_blocks(replace(TABLE, caption="进度", rows=rows)))
    root = parse_xml(_part(marked, "word/document.xml"))
    assert len(root.findall(f".//{qn('w:trPr')}/{qn('w:ins')}")) in (0, 1, len(rows))
    assert told(marked) == told(_copy(_with_blocks(replace(TABLE, caption="进度", rows=rows))))


def test_each_change_has_author_time_and_a_number_of_its_own() -> None:
    marked = redline_docx(_set(SMALL, LAYOUTS[0]), _set(RICH, LAYOUTS[0]), who="王\x00科长", when=WHEN)
    found = changes(marked)
    assert {element.get(qn("w:author")) for element in found} == {"王科长"}
    assert {element.get(qn("w:date")) for element in found} == {"2026-11-30T10:00:00"}
    assert len({element.get(qn("w:id")) for element in found}) == len(found) > 10
    assert b"trackRevisions" not in _part(marked, "word/settings.xml")


# ---- as the schema has it


_ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs spacing ind "
    "contextualSpacing jc textAlignment outlineLvl rPr sectPr pPrChange",
    "rPr": "ins del rStyle spacing w position lang",
    "trPr": "cantSplit trHeight tblHeader ins del",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr p",
    "tblPr": "tblStyle tblpPr tblOverlap tblW jc tblInd tblBorders tblLayout tblCellMar",
    "tcPr": "tcW gridSpan vMerge tcBorders vAlign",
}
"""What stands in an element in which order (CT_PPr, CT_ParaRPr and so on), as far as it is written."""
_INSIDE = {
    "ins": {"r"},
    "del": {"r"},
    "p": {"pPr", "r", "ins", "del", "hyperlink", "bookmarkStart", "bookmarkEnd", "fldSimple"},
    "hyperlink": {"r", "ins", "del"},
    "pPrChange": {"pPr"},
}


@pytest.mark.parametrize("seed", range(0, PAIRS, 2))
def test_elements_stand_as_the_schema_orders_them(seed: int) -> None:
    _, _, marked = _pair(seed)
    with zipfile.ZipFile(io.BytesIO(marked)) as file:
        names = [name for name in file.namelist() if re.match(r"word/(document|footer\d+)\.xml", name)]
        roots = [parse_xml(file.read(name)) for name in names]
    ids: Counter[tuple[str, str]] = Counter()
    for element in (element for root in roots for element in root.iter()):
        name = element.tag.partition("}")[2]
        children = [child.tag.partition("}")[2] for child in element]
        if name in _ORDERS:
            order = _ORDERS[name].split()
            places = [order.index(child) for child in children]
            assert places == sorted(places), (name, children)
        if name in _INSIDE and not (name in ("ins", "del") and element.getparent().tag in _PROPERTIES):
            assert set(children) <= _INSIDE[name], (name, children)
        if name in ("t", "instrText"):
            assert not any(parent.tag == qn("w:del") for parent in element.iterancestors())
        if name in ("t", "delText") and (element.text or "").strip() != (element.text or ""):
            assert element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
        if name in ("ins", "del", "pPrChange"):
            ids["change", element.get(qn("w:id"))] += 1
        if name in ("bookmarkStart", "docPr"):
            ids[name, element.get(qn("w:id")) or element.get("id")] += 1
        if name == "bookmarkStart":
            ids["name", element.get(qn("w:name"))] += 1
        if name == "tc":
            assert children[-1] == "p"
    assert not [one for one, count in ids.items() if count > 1]
    assert roots[names.index("word/document.xml")][0][-1].tag == qn("w:sectPr")


_PROPERTIES = (qn("w:rPr"), qn("w:trPr"))


def test_links_of_the_contents_lead_to_a_bookmark_that_is_there() -> None:
    _, _, marked = _pair(5)
    root = parse_xml(_part(marked, "word/document.xml"))
    names = {element.get(qn("w:name")) for element in root.iter(qn("w:bookmarkStart"))}
    links = {element.get(qn("w:anchor")) for element in root.iter(qn("w:hyperlink"))}
    assert links
    assert links <= names
