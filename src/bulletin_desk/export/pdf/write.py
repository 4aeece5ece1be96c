"""Paints finished pages with ReportLab as PDF/A-2u (ISO 19005-2). Decides nothing: what stands where is in
the pages.

The same pages give the same bytes, on every machine whose zlib packs alike: dates come from the issue, font
subsets follow the order of use.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import inf
from typing import Any

from reportlab.pdfbase import pdfdoc

from bulletin_desk.export.pdf.embed import EmbeddedFonts
from bulletin_desk.export.pdf.info import DocumentInfo
from bulletin_desk.export.pdf.objects import Catalog, Info, Stream, TextString, number
from bulletin_desk.export.pdf.outline import Entry, outline_entries, write_outline
from bulletin_desk.export.pdf.xmp import xmp_packet
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.pages.model import Colour, Line, Page, PlacedLine, Rule, Run
from bulletin_desk.resources import resource

_VERSION = (1, 7)
_INTENT = "ISO 12647-2, coated"


def pdf_bytes(pages: Sequence[Page], info: DocumentInfo, faces: Faces) -> bytes:
    """The pages as one PDF file."""
    document: Any = pdfdoc.PDFDocument(invariant=1, pdfVersion=_VERSION, lang="zh-CN")
    catalog = Catalog()
    catalog.Pages = document.Pages
    catalog.Lang = TextString("zh-CN")
    # a reader's window is named by the bulletin, not by the file
    catalog.ViewerPreferences = pdfdoc.PDFDictionary({"DisplayDocTitle": "true"})
    document.Catalog = catalog
    document.info = Info(info)
    # ReportLab offers every page the standard fonts, which are not embedded: ours take their place
    fonts = EmbeddedFonts(faces)
    painter = _Painter(fonts)
    page_refs = []
    entries: list[Entry] = []
    resources = pdfdoc.PDFDictionary()
    for page in pages:
        content = painter.page(page)
        document.updateSignature(content)
        sheet: Any = pdfdoc.PDFPage()
        sheet.MediaBox = pdfdoc.PDFArray([0, 0, number(page.width), number(page.height)])
        sheet.TrimBox = sheet.MediaBox
        sheet.Resources = document.Reference(resources, "resources")
        sheet.Contents = Stream(content)
        page_refs.append(pdfdoc.PDFObjectReference(document.thisPageName()))
        entries += outline_entries(page, page_refs[-1])
        document.addPage(sheet)
    resources["Font"] = fonts.write(document)
    resources["ProcSet"] = pdfdoc.PDFArray([pdfdoc.PDFName("PDF"), pdfdoc.PDFName("Text")])
    catalog.Outlines = write_outline(document, entries)
    if entries:
        catalog.PageMode = pdfdoc.PDFName("UseOutlines")
    catalog.OutputIntents = pdfdoc.PDFArray([document.Reference(_output_intent(document), "intent")])
    metadata = Stream(xmp_packet(info), compress=False)
    metadata.dictionary["Type"] = pdfdoc.PDFName("Metadata")
    metadata.dictionary["Subtype"] = pdfdoc.PDFName("XML")
    catalog.Metadata = metadata
    document.updateSignature(metadata.content)
    document.Reference(catalog)
    document.Reference(document.info)
    data: bytes = document.format()
    return data


def _output_intent(document: Any) -> Any:
    """ISO 19005-2, 6.2.3: what the CMYK values mean."""
    profile = Stream(resource("icc", "bulletin-cmyk.icc").read_bytes())
    profile.dictionary["N"] = 4
    return pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("OutputIntent"),
            "S": pdfdoc.PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": TextString("Custom"),
            "Info": TextString(_INTENT),
            "DestOutputProfile": document.Reference(profile, "profile"),
        }
    )


class _Painter:
    """Writes content streams."""

    def __init__(self, fonts: EmbeddedFonts) -> None:
        self._fonts = fonts

    def page(self, page: Page) -> bytes:
        """The content stream of a page: text in reading order, then rules, then the page number."""
        out: list[str] = ["BT"]
        state = _TextState()
        for placed in page.lines:
            self._line(out, placed, page.height, state)
        if page.folio:
            self._line(out, page.folio, page.height, state)
        out.append("ET")
        for rule in page.rules:
            _rule(out, rule, page.height)
        return "\n".join(out).encode("ascii")

    def _line(self, out: list[str], placed: PlacedLine, height: float, state: _TextState) -> None:
        y = number(height - placed.y)
        for beyond, runs in _parts(placed.line):
            shown: list[str] = []
            if self._runs(shown, runs, placed.x, y, state) and not beyond:
                text = "".join(run.text for run in runs).encode("utf-16-be").hex().upper()
                out += [f"/Span <</ActualText <FEFF{text}>>> BDC", *shown, "EMC"]
            else:
                out += shown

    def _runs(self, out: list[str], runs: Sequence[Run], left: float, y: str, state: _TextState) -> bool:
        """Shows runs of one line; whether there is a gap between glyphs so wide that a reader takes it for a
        space and copies “15 部”, not “15部”. Such runs are to be marked with the text that they are."""
        spaced = False
        end = inf  # where the glyph before ends, with the widest gap that is no space
        for run in runs:
            font = self._fonts.font(run.font)
            to_points = run.size * run.stretch / 1000
            advances = font.advances(to_points)
            if state.colour != run.colour:
                state.colour = run.colour
                out.append(f"{_ink(run.colour)} k")
            if state.font != (font.name, run.size):
                state.font = (font.name, run.size)
                out.append(f"/{font.name} {number(run.size)} Tf")
            if state.stretch != run.stretch:
                state.stretch = run.stretch
                out.append(f"{number(run.stretch * 100)} Tz")
            space = _SPACE * run.size
            unseen = _UNSEEN * to_points
            pen = run.xs[0]
            shown = f"1 0 0 1 {number(left + pen)} {y} Tm\n[<"
            for char, x in zip(run.text, run.xs, strict=True):
                code, advance = advances[char]
                if x > end:
                    spaced = True
                end = x + advance + space
                behind = pen - x
                if not -unseen < behind < unseen:
                    shift = round(behind / to_points, 1)
                    shown += f">{shift}<"
                    pen -= shift * to_points
                shown += code
                pen += advance
            out.append(f"{shown}>] TJ")
        return spaced


def _parts(line: Line) -> Iterator[tuple[bool, Sequence[Run]]]:
    """The line's runs, those with characters beyond U+FFFF apart: pdfium (Chrome, Edge) drops such characters
    from ActualText, so they must not stand in it."""
    if max(line.text, default="") <= "\uffff":
        yield False, line.runs
        return
    pieces = [
        (beyond, run._replace(text=run.text[start:end], xs=run.xs[start:end]))
        for run in line.runs
        for beyond, start, end in _stretches(run.text)
    ]
    for beyond, group in groupby(pieces, key=lambda piece: piece[0]):
        yield beyond, [run for _, run in group]


def _stretches(text: str) -> Iterator[tuple[bool, int, int]]:
    """Stretches of characters beyond U+FFFF and of others."""
    at = 0
    for beyond, group in groupby(text, key=lambda char: char > "\uffff"):
        length = sum(1 for _ in group)
        yield beyond, at, at + length
        at += length


_SPACE = 0.08
"""The widest gap, in em, that no reader takes for a space."""
_UNSEEN = 0.2
"""Thousandths of an em by which a glyph may stand off before it is moved; errors don't add up, as the pen is
followed."""


class _TextState:
    """What the content stream has set last."""

    def __init__(self) -> None:
        self.colour: Colour | None = None
        self.font: tuple[str, float] | None = None
        self.stretch = 1.0


def _ink(colour: Colour) -> str:
    return " ".join(number(part) for part in colour)


def _rule(out: list[str], rule: Rule, height: float) -> None:
    y = height - rule.y - rule.thickness / 2
    box = " ".join(number(value) for value in (rule.x, y, rule.width, rule.thickness))
    out.append(f"{_ink(rule.colour)} k\n{box} re f")
