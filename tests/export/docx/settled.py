"""What a marked Word copy is with all its changes accepted, or rejected, by the rules of ECMA-376 alone
(17.13.5), told piece by piece. Written without the writer."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.package import Package

Told = tuple[object, ...]
_BREAKS = {"br": "\n", "tab": "\t"}


def told(docx: bytes, *, accept: bool = True) -> list[Told]:
    """Paragraphs with their styles, texts and pictures, the rows and cells of tables, where sections end, and
    the texts of these sections' footers."""
    package = Package.open(io.BytesIO(docx))
    return list(_Reading(package.main_document_part, accept=accept).body())


def changes(docx: bytes) -> list[Any]:
    """All tracked changes of a file, in all of its parts."""
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        roots = [
            parse_xml(file.read(name))
            for name in file.namelist()
            if name == "word/document.xml" or name.startswith("word/footer")
        ]
    kinds = [qn(f"w:{name}") for name in ("ins", "del", "pPrChange")]
    return [element for root in roots for element in root.iter(*kinds)]


class _Reading:
    def __init__(self, document: Any, *, accept: bool) -> None:
        self._document = document
        self._gone, self._there = ("del", "ins") if accept else ("ins", "del")
        self._accept = accept
        styles = document.part_related_by(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
        )
        self._names = {
            style.get(qn("w:styleId")): style.find(qn("w:name")).get(qn("w:val"))
            for style in parse_xml(styles.blob).iterchildren(qn("w:style"))
        }

    def body(self) -> Iterator[Told]:
        body = parse_xml(self._document.blob).find(qn("w:body"))
        yield from self._text(body)
        yield from self._section(body.find(qn("w:sectPr")))

    def _text(self, parent: Any) -> Iterator[Told]:
        joined: list[str] = []
        elements = [element for element in parent if element.tag in (qn("w:p"), qn("w:tbl"))]
        for at, element in enumerate(elements):
            if element.tag == qn("w:tbl"):
                yield from self._table(element)
                continue
            properties = element.find(qn("w:pPr"))
            joined.append("".join(self._words(element)))
            if (
                properties is not None
                and properties.find(f"{qn('w:rPr')}/{qn(f'w:{self._gone}')}") is not None
            ):
                following = elements[at + 1].tag if at + 1 < len(elements) else None
                # nothing to be joined with: a program may leave an empty line
                assert following == qn("w:p"), "".join(joined)
                continue
            yield "paragraph", self._style(properties), "".join(joined)
            joined = []
            if properties is not None:
                yield from self._section(properties.find(qn("w:sectPr")))
        assert not joined

    def _table(self, table: Any) -> Iterator[Told]:
        rows = [row for row in table.iterchildren(qn("w:tr")) if not self._is_gone(row)]
        if rows:
            style = table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}")
            yield "table", self._names[style.get(qn("w:val"))], len(rows)
        for row in rows:
            for cell in row.iterchildren(qn("w:tc")):
                form = [
                    None
                    if (found := cell.find(f"{qn('w:tcPr')}/{qn(name)}")) is None
                    else found.get(qn("w:val"), "")
                    for name in ("w:gridSpan", "w:vMerge")
                ]
                yield "cell", *form
                yield from self._text(cell)

    def _is_gone(self, row: Any) -> bool:
        return row.find(f"{qn('w:trPr')}/{qn(f'w:{self._gone}')}") is not None

    def _style(self, properties: Any) -> str:
        if properties is None:
            return "Normal"
        if not self._accept and (before := properties.find(f"{qn('w:pPrChange')}/{qn('w:pPr')}")) is not None:
            properties = before
        style = properties.find(qn("w:pStyle"))
        return "Normal" if style is None else self._names[style.get(qn("w:val"))]

    def _words(self, parent: Any) -> Iterator[str]:
        for child in parent:
            name = child.tag.partition("}")[2]
            if name in ("hyperlink", "fldSimple", "r", self._there):
                yield from self._words(child)
            elif name in ("t", "delText"):
                yield child.text or ""
            elif name in _BREAKS:
                yield _BREAKS[name]
            elif name == "drawing":
                blip = next(child.iter(qn("a:blip")))
                content = self._document.related_parts[blip.get(qn("r:embed"))].blob
                yield f"<{hashlib.sha256(content).hexdigest()[:8]}>"

    def _section(self, section: Any) -> Iterator[Told]:
        if section is None:
            return
        for reference in section.iterchildren(qn("w:footerReference")):
            footer = self._document.related_parts[reference.get(qn("r:id"))]
            yield "footer", reference.get(qn("w:type")), *self._text(parse_xml(footer.blob))
        yield ("section",)
