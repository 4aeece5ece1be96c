"""Word copies of the examples with nothing left of their styles, as of offices that never heard of styles:
each paragraph and run says all of its format itself. The layout that a copy was made in is what is to be
learned from it. Reads no formats with the code under test.

`python -m tests.learning.word_copies FOLDER` writes the copies of all examples, as they are, stripped, and
each saved once by LibreOffice where it is installed."""

from __future__ import annotations

import argparse
import io
import zipfile
from collections.abc import Iterable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk import programs
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.export.docx.write import docx_bytes
from bulletin_desk.fonts.faces import Faces, load_faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import carried_layout, load_layout
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.typeset.typesetter import Typesetter
from tests.typeset.test_real_issue import EXAMPLES

NAMES = sorted(file.stem for file in EXAMPLES.glob("*.bulletin"))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TIME_LIMIT = 180
_BY_ATTRIBUTES = ("rFonts", "ind", "spacing")
_PARAGRAPH = (
    *("keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers"),
    *("pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct"),
    *("autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind"),
    *("contextualSpacing", "mirrorIndents", "jc", "textDirection", "textAlignment", "outlineLvl", "rPr"),
    "sectPr",
)
_RUN = (
    *("rFonts", "b", "bCs", "i", "iCs", "caps", "strike", "vanish", "color", "spacing", "w", "kern"),
    *("position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "em"),
    *("lang", "eastAsianLayout"),
)
"""In the order of the schema (ECMA-376 part 1, 17.3.1.26 and 17.3.2.28)."""
_PLAIN = f"""<w:styles xmlns:w="{W[1:-1]}"><w:docDefaults><w:rPrDefault><w:rPr>
<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="宋体" w:cs="Times New Roman"/><w:kern w:val="2"/>
<w:sz w:val="21"/><w:szCs w:val="22"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>
</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/>
<w:pPr><w:widowControl w:val="0"/><w:jc w:val="both"/></w:pPr></w:style>
<w:style w:type="character" w:default="1" w:styleId="a0"><w:name w:val="Default Paragraph Font"/></w:style>
<w:style w:type="table" w:default="1" w:styleId="a1"><w:name w:val="Normal Table"/><w:tblPr>
<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>
<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
</w:styles>"""
"""As Word's own template has them, so that whatever a paragraph does not say is something else."""


def example(name: str) -> tuple[Issue, Layout]:
    """An example, and the layout that it is set in."""
    issue = read_bulletin(EXAMPLES / f"{name}.bulletin")
    layout = carried_layout(issue.layout.name, issue.layout.text)[0] if issue.layout else load_layout()
    return issue, layout


@cache
def word_copy(name: str, *, free: bool = False) -> bytes:
    """The Word copy of an example; `free`: with lines that the word processor ends."""
    issue, layout = example(name)
    return docx_bytes(issue, layout, Typesetter(layout, _faces()).typeset(issue), free=free)


@cache
def _faces() -> Faces:
    return load_faces(use_installed=False)


@cache
def stripped(copy: bytes, *, outlined: bool = False) -> bytes:
    """A copy without styles and without the bulletin in it; `outlined`: levels of headings stay."""
    with zipfile.ZipFile(io.BytesIO(copy)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    styles = _Styles(etree.fromstring(parts["word/styles.xml"]), outlined=outlined)
    for name in parts:
        if name.startswith(("word/document", "word/header", "word/footer", "word/footnotes")):
            root = etree.fromstring(parts[name])
            styles.strip(root)
            parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    parts["word/styles.xml"] = _PLAIN.replace("\n", "").encode()
    links = etree.fromstring(parts["word/_rels/document.xml.rels"])
    for link in list(links):
        if "customXml" in (link.get("Target") or ""):
            links.remove(link)
    parts["word/_rels/document.xml.rels"] = etree.tostring(links)
    kinds = etree.fromstring(parts["[Content_Types].xml"])
    for kind in list(kinds):
        if "customXml" in (kind.get("PartName") or ""):
            kinds.remove(kind)
    parts["[Content_Types].xml"] = etree.tostring(kinds)
    return zipped({name: data for name, data in parts.items() if not name.startswith("customXml")})


def zipped(parts: dict[str, bytes]) -> bytes:
    """A package of parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return made.getvalue()


def saved_by_libreoffice(copies: dict[str, bytes], folder: Path, kind: str = "docx") -> dict[str, bytes]:
    """Copies by their names, opened and saved once by LibreOffice, in one run, as `kind` (`pdf` too)."""
    office = programs.libreoffice(folder / "copy.docx")
    assert office is not None
    made = folder / "made"
    made.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{name}.docx" for name in copies]
    for file, data in zip(files, copies.values(), strict=True):
        file.write_bytes(data)
    arguments = [str(office), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    arguments += ["--convert-to", kind, "--outdir", str(made), *map(str, files)]
    programs.run(arguments, folder, _TIME_LIMIT)
    return {name: (made / f"{name}.{kind}").read_bytes() for name in copies}


class _Styles:
    """What the styles of a copy say, written into its paragraphs and runs."""

    def __init__(self, root: etree._Element, *, outlined: bool) -> None:
        self._styles = {style.get(f"{W}styleId"): style for style in root.iter(f"{W}style")}
        self._normal = next(
            style.get(f"{W}styleId")
            for style in root.iter(f"{W}style")
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") == "1"
        )
        defaults = root.find(f"{W}docDefaults")
        self._run = defaults.find(f"{W}rPrDefault/{W}rPr")
        self._paragraph = defaults.find(f"{W}pPrDefault/{W}pPr")
        self._outlined = outlined

    def strip(self, root: etree._Element) -> None:
        for paragraph in root.iter(f"{W}p"):
            own = paragraph.find(f"{W}pPr")
            style = _named(own, "pStyle") or self._normal
            for run in paragraph.iter(f"{W}r"):
                direct = run.find(f"{W}rPr")
                character = _named(direct, "rStyle")
                said = [
                    self._run,
                    *self._chain(style, "rPr"),
                    *(self._chain(character, "rPr") if character else ()),
                    direct,
                ]
                made = _merged("rPr", said, _RUN)
                if direct is not None:
                    run.remove(direct)
                run.insert(0, made)
            said = [self._paragraph, *self._chain(style, "pPr"), own]
            made = _merged("pPr", said, _PARAGRAPH)
            mark = own.find(f"{W}rPr") if own is not None else None
            made.append(_merged("rPr", [self._run, *self._chain(style, "rPr"), mark], _RUN))
            if made.find(f"{W}jc") is None:
                etree.SubElement(made, f"{W}jc").set(f"{W}val", "left")
            outline = made.find(f"{W}outlineLvl")
            if outline is not None and not self._outlined:
                made.remove(outline)
            made[:] = sorted(made, key=lambda one: _PARAGRAPH.index(etree.QName(one).localname))
            if own is not None:
                paragraph.remove(own)
            paragraph.insert(0, made)
        for table in root.iter(f"{W}tblPr"):
            style = table.find(f"{W}tblStyle")
            if style is not None:
                for said in reversed([*self._chain(style.get(f"{W}val"), "tblPr")]):
                    for child in said:
                        if table.find(child.tag) is None:
                            table.append(deepcopy(child))
                table.remove(style)
                table[:] = sorted(table, key=lambda one: _TABLE.index(etree.QName(one).localname))

    def _chain(self, style: str | None, kind: str) -> Iterator[etree._Element]:
        found = []
        while style in self._styles:
            said = self._styles[style].find(f"{W}{kind}")
            if said is not None:
                found.append(said)
            based = self._styles[style].find(f"{W}basedOn")
            style = based.get(f"{W}val") if based is not None else None
        yield from reversed(found)


_TABLE = (
    *("tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize", "tblStyleColBandSize", "tblW", "jc"),
    *("tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook", "tblCaption"),
    "tblDescription",
)


def _named(properties: etree._Element | None, name: str) -> str | None:
    found = properties.find(f"{W}{name}") if properties is not None else None
    return found.get(f"{W}val") if found is not None else None


def _merged(name: str, said: Iterable[etree._Element | None], order: tuple[str, ...]) -> etree._Element:
    found: dict[str, etree._Element] = {}
    for one in said:
        for child in one if one is not None else ():
            key = etree.QName(child).localname
            if key not in order or (name == "pPr" and key == "rPr"):
                continue
            if key in _BY_ATTRIBUTES and key in found and name + key != "rPrspacing":
                merged = deepcopy(found[key])
                for attribute, other in (("firstLine", "hanging"), ("hanging", "firstLine")):
                    if child.get(f"{W}{attribute}") is not None:
                        merged.attrib.pop(f"{W}{other}", None)
                merged.attrib.update(child.attrib)
                found[key] = merged
            else:
                found[key] = deepcopy(child)
    made = etree.Element(f"{W}{name}")
    made.extend(found[key] for key in order if key in found)
    return made


def _write_all(folder: Path) -> None:
    copies = {
        f"{name}-{kind}": data
        for name in NAMES
        for kind, data in (
            ("locked", word_copy(name)),
            ("free", word_copy(name, free=True)),
            ("stripped", stripped(word_copy(name))),
            ("stripped-free", stripped(word_copy(name, free=True))),
        )
    }
    folder.mkdir(parents=True, exist_ok=True)
    again = saved_by_libreoffice(copies, folder) if programs.libreoffice(folder / "x.docx") else {}
    for name, data in {**copies, **{f"{name}-lo": data for name, data in again.items()}}.items():
        (folder / f"{name}.docx").write_bytes(data)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Writes the Word copies of all examples, stripped and not.")
    parser.add_argument("folder", type=Path)
    _write_all(parser.parse_args().folder.resolve())
