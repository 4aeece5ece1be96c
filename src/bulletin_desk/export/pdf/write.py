"""Paints finished pages with ReportLab as PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1). Decides nothing:
what stands where is in the pages.

The same pages give the same bytes, on every machine whose zlib packs alike: no clock is asked, font subsets
follow the order of use.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from math import inf, isnan, nan
from typing import Any, assert_never

from reportlab.pdfbase import pdfdoc

from bulletin_desk.bulletin.model import Remark
from bulletin_desk.export.pdf.annotations import OVER, Annotation, Annotations
from bulletin_desk.export.pdf.embed import EmbeddedFonts, Key
from bulletin_desk.export.pdf.images import Images
from bulletin_desk.export.pdf.info import DocumentInfo
from bulletin_desk.export.pdf.labels import page_labels
from bulletin_desk.export.pdf.links import Links
from bulletin_desk.export.pdf.objects import (
    Catalog,
    Info,
    Sheet,
    Stream,
    TextString,
    Written,
    number,
    reference,
    text_string_ascii,
)
from bulletin_desk.export.pdf.outline import Entry, outline_entries, part_entry, write_outline
from bulletin_desk.export.pdf.structure import ARTIFACT, FOLIO, REPEATED, Element, Structure
from bulletin_desk.export.pdf.xmp import xmp_packet
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.pages.model import (
    STROKE,
    Aside,
    Colour,
    HorizontalRule,
    ImageMark,
    Join,
    Page,
    PlacedLine,
    Run,
    VerticalRule,
)
from bulletin_desk.pages.parts import FilePart
from bulletin_desk.resources import resource

_VERSION = (1, 7)
_INTENT = "FOGRA29"
"""The registered name of the printing condition: bulletins are printed on uncoated paper."""
_INTENT_INFO = "Offset on uncoated paper, ISO 12647-2:2004, paper type 4"


def pdf_bytes(
    pages: Sequence[Page],
    info: DocumentInfo,
    faces: Faces,
    tell: Callable[[int], None] = lambda _: None,
    parts: Sequence[FilePart] = (),
    remarks: Sequence[Remark] = (),
) -> bytes:
    """The pages as one PDF file; `parts` tell what they are of, where that is not one issue. `tell` hears
    after each page how many are painted; it may raise. `remarks` on the issue, or a part's own, become
    annotations."""
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
    structure, images, links = Structure(), Images(), Links()
    painter = _Painter(fonts, images, structure, links)
    annotations = Annotations()
    annotations.new_part(remarks)
    page_refs: list[Any] = []
    drawn: list[Any] = []
    sheets: list[str] = []
    entries: list[Entry] = []
    resources = pdfdoc.PDFDictionary()
    begins = _beginnings(parts)
    for page in pages:
        part = begins.get(len(sheets))
        if part:
            structure.new_part(part)
            links.new_part(part)
            annotations.new_part(part.remarks)
        content = painter.page(page)
        document.updateSignature(content)
        annotations.new_page(page, structure.element, structure.is_repeated)
        sheet: Any = Sheet()
        sheet.MediaBox = pdfdoc.PDFArray([0, 0, number(page.width), number(page.height)])
        sheet.TrimBox = sheet.MediaBox
        sheet.Resources = document.Reference(resources, "resources")
        sheet.Contents = Stream(content)
        sheet.StructParents = len(page_refs)
        sheet.Tabs = pdfdoc.PDFName("S")
        page_refs.append(pdfdoc.PDFObjectReference(document.thisPageName()))
        if part and part.title:
            entries.append(part_entry(part.title, page, page_refs[-1]))
        entries += outline_entries(page, page_refs[-1], below=1 if parts else 0)
        document.addPage(sheet)
        drawn.append(sheet)
        sheets.append(reference(document, sheet))
        tell(len(sheets))
    resources["Font"] = fonts.write(document)
    if (pictures := images.write(document)) is not None:
        resources["XObject"] = pictures
    resources["ProcSet"] = pdfdoc.PDFArray([pdfdoc.PDFName("PDF"), pdfdoc.PDFName("Text")])
    catalog.Outlines = write_outline(document, entries)
    if entries:
        catalog.PageMode = pdfdoc.PDFName("UseOutlines")
    catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
    _annotate(document, links, annotations, structure, drawn, sheets)
    catalog.StructTreeRoot = structure.write(document, sheets)
    if any(part.numbers for part in parts):
        catalog.PageLabels = page_labels(parts)
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


def _beginnings(parts: Sequence[FilePart]) -> dict[int, FilePart]:
    """The parts by the number of the page, from 0, on which they begin."""
    begins: dict[int, FilePart] = {}
    at = 0
    for part in parts:
        begins[at] = part
        at += part.length
    return begins


def _annotate(
    document: Any,
    links: Links,
    annotations: Annotations,
    structure: Structure,
    drawn: list[Any],
    sheets: list[str],
) -> None:
    """Adds links and remarks to their pages; `sheets` are the references to these."""
    found: dict[int, list[Any]] = {}

    def add(page: int, element: Element, written: Written, entries: str) -> str:
        refers = reference(document, written)
        key = structure.annotate(element, page, refers)
        written.text = f"<</Type/Annot{entries}/StructParent {key}>>"
        found.setdefault(page, []).append(document.Reference(written))
        return refers

    for link in links.links(sheets):
        add(link.page, link.element, Written(), link.entries)
    added: list[str] = []
    for one in annotations.annotations():
        box = " ".join(map(number, one.box))
        answers = "" if one.answers is None else f"/IRT {added[one.answers]}"
        looks = reference(document, _appearance(document, one))
        entries = f"/Rect[{box}]/P {sheets[one.page]}{one.entries}{answers}/AP<</N {looks}>>"
        added.append(add(one.page, Element("Annot", one.element), Written(), entries))
    for page, references in found.items():
        drawn[page].Annots = pdfdoc.PDFArray(references)


def _appearance(document: Any, annotation: Annotation) -> Stream:
    """ISO 32000-1, 12.5.5: what an annotation shows, over the page as a marker's ink is."""
    form = Stream(annotation.drawn.encode("ascii"))
    form.dictionary["Type"] = pdfdoc.PDFName("XObject")
    form.dictionary["Subtype"] = pdfdoc.PDFName("Form")
    form.dictionary["BBox"] = pdfdoc.PDFArray([number(side) for side in annotation.box])
    over = pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("ExtGState"), "BM": pdfdoc.PDFName("Multiply")})
    states = pdfdoc.PDFDictionary({OVER: over})
    form.dictionary["Resources"] = pdfdoc.PDFDictionary({"ExtGState": states})
    document.updateSignature(form.content)
    return form


def _output_intent(document: Any) -> Any:
    """ISO 19005-2, 6.2.3: what the CMYK values mean."""
    profile = Stream(resource("icc", "bulletin-cmyk.icc").read_bytes())
    profile.dictionary["N"] = 4
    return pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("OutputIntent"),
            "S": pdfdoc.PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": text_string_ascii(_INTENT),
            "RegistryName": text_string_ascii("http://www.color.org"),
            "OutputCondition": text_string_ascii(_INTENT_INFO),
            "Info": text_string_ascii(_INTENT_INFO),
            "DestOutputProfile": document.Reference(profile, "profile"),
        }
    )


class _Painter:
    """Writes content streams."""

    def __init__(self, fonts: EmbeddedFonts, images: Images, structure: Structure, links: Links) -> None:
        self._fonts = fonts
        self._images = images
        self._structure = structure
        self._links = links

    def page(self, page: Page) -> bytes:
        """The content stream of a page: text in reading order, then the page number, then marks."""
        out: list[str] = []
        aside = page.aside or _NO_ASIDE
        if aside.under:
            out += (ARTIFACT, *(_rule(mark, page.height) for mark in aside.under), "EMC")
        out.append("BT")
        state = _TextState()
        structure = self._structure
        structure.new_page()
        structure.take(page)
        self._links.new_page(page)
        for element, parts in groupby(_in_order(page), self._element):
            state.strong = None
            if element is None:
                out.append(REPEATED)
            for placed in parts:
                if isinstance(placed, ImageMark):
                    assert element is not None
                    out += ("ET", structure.begin(element), self._image(placed, page.height), "EMC", "BT")
                    continue
                self._line(out, placed, page.height, state, element)
                if element is not None and self._links.leads_on(placed):
                    self._links.add(placed, page.height, element)
            if not isinstance(placed, ImageMark):
                out.append("EMC")
        if page.folio:
            out.append(FOLIO)
            self._line(out, page.folio, page.height, state)
            out.append("EMC")
        for placed in aside.lines:
            out.append(ARTIFACT)
            self._line(out, placed, page.height, state)
            out.append("EMC")
        out.append("ET")
        if rules := [*(mark for mark in page.marks if not isinstance(mark, ImageMark)), *aside.marks]:
            out += (ARTIFACT, *(_rule(mark, page.height) for mark in rules), "EMC")
        if aside.joins:
            out += (ARTIFACT, *(_join(join, page.height) for join in aside.joins), "EMC")
        return "\n".join(out).encode("latin-1")

    def _element(self, shown: PlacedLine | ImageMark) -> Element | None:
        """The element that a line or picture belongs to, None for what is repeated."""
        if isinstance(shown, ImageMark):
            return self._structure.figure(shown)
        return None if self._structure.is_repeated(shown) else self._structure.element(shown)

    def _image(self, mark: ImageMark, height: float) -> str:
        """Shows a picture, its lower left corner where ISO 32000-1, 8.9.5.1 wants it."""
        matrix = (mark.width, 0.0, 0.0, mark.height, mark.x, height - mark.y - mark.height)
        return f"q\n{' '.join(map(number, matrix))} cm\n/{self._images.name(mark)} Do\nQ"

    def _line(
        self,
        out: list[str],
        placed: PlacedLine,
        height: float,
        state: _TextState,
        element: Element | None = None,
    ) -> None:
        """Shows a line of an element. A space dropped where it ends is shown all the same: words are told by
        it (ISO 32000-1, 14.8.2.3.3).

        Readers take a gap between glyphs for a space and would copy “15 部” for “15部”, and they part lines
        where glyphs overlap, so such a glyph is shown by the code of a wider or narrower one.
        """
        runs: Sequence[Run] = placed.line.runs
        apart = any(run.original for run in runs) or _PRIVATE.search(placed.line.text)
        if apart:
            runs = [piece for run in runs for piece in _pieces(run)]
        y = f"{number(height - placed.y)} Tm\n[("
        nearest = _AS_ONE_LINE * abs(placed.y - state.y) or inf
        state.y = placed.y
        ends = [run.xs[0] for run in runs[1:]]
        for run, end in zip(runs, [*ends, nan], strict=False):
            font = self._fonts.font(run.font)
            to_points = run.size * run.stretch / 1000
            advances = font.advances(to_points)
            if element and state.strong is not run.strong:
                if state.strong is not None:
                    out.append("EMC")
                state.strong = run.strong
                out.append(self._structure.begin(self._structure.strong(element) if run.strong else element))
            if state.colour != run.colour:
                state.colour = run.colour
                out.append(f"{_ink(run.colour)} k")
            if state.font != (font.name, run.size):
                state.font = (font.name, run.size)
                out.append(f"/{font.name} {number(run.size)} Tf")
            stroke = (run.size, run.colour) if run.font.bold else None
            if state.stroke != stroke:
                state.stroke = stroke
                out.append(_stroke(*stroke) if stroke else "0 Tr")
            space = _SPACE * 1000 * to_points
            unseen = _UNSEEN * to_points
            pen, *others = run.xs
            others.append(end)
            if others[0] - pen > nearest:
                others[0] = pen + nearest
            nearest = inf
            stretch = "1" if run.stretch == 1 else f"{run.stretch:.6g}"
            shown = f"{stretch} 0 0 1 {number(placed.x + pen)} {y}"
            keys: Iterable[Key] = zip(run.text, run.original, strict=True) if run.original else run.text
            for char, x, following in zip(keys, run.xs, others, strict=True):
                code, advance = advances[char]
                gap = following - x - advance
                if gap > space or gap < -space:
                    code, advance = advances.widened(char, gap)
                behind = pen - x
                if not -unseen < behind < unseen:
                    shift = round(behind / to_points, 1)
                    shown += f"){shift}("
                    pen -= shift * to_points
                shown += code
                pen += advance
            if isnan(end) and " " in placed.line.dropped and font.has_space:
                shown += advances[" "][0]
            shown += ")] TJ"
            if apart and _PRIVATE.match(run.original or run.text):
                actual = (run.original or run.text).encode("utf-16-be").hex().upper()
                shown = f"/Span <</ActualText <FEFF{actual}>>> BDC\n{shown}\nEMC"
            out.append(shown)


def _pieces(run: Run) -> Iterator[Run]:
    """A run in pieces: private-use characters carry ActualText (ISO 19005-2, 6.2.11.7.3), others must not,
    since pdfium (Chrome, Edge) drops from it what lies beyond U+FFFF."""
    at = 0
    original = _UNTOLD.sub("〓", run.original)
    for _, group in groupby(original or run.text, key=lambda char: bool(_PRIVATE.match(char))):
        end = at + sum(1 for _ in group)
        yield run._replace(text=run.text[at:end], xs=run.xs[at:end], original=original[at:end])
        at = end


_NO_ASIDE = Aside()
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_UNTOLD = re.compile("[\0\ufeff\ufffe\uffff\ud800-\udfff]")
"""What a font may not be told to stand for (ISO 19005-2, 6.2.11.7.2)."""

_AS_ONE_LINE = 1.9
"""pdfium (Chrome, Edge) takes two lines for one if the second's first glyph is wider than twice their
distance."""
_SPACE = 0.08
"""The widest gap, in em, that no reader takes for a space, and overlap that parts no line."""
_UNSEEN = 0.2
"""Thousandths of an em by which a glyph may stand off before it is moved; errors don't add up, as the pen is
followed."""


def _shows(placed: PlacedLine) -> bool:
    return bool(placed.line.runs)


def _in_order(page: Page) -> Iterator[PlacedLine | ImageMark]:
    """The lines that show anything, and the pictures among them, from top to bottom."""
    images = [mark for mark in page.marks if isinstance(mark, ImageMark)]
    for placed in filter(_shows, page.lines):
        while images and images[0].y <= placed.top:
            yield images.pop(0)
        yield placed
    yield from images


class _TextState:
    """What the content stream has set last."""

    def __init__(self) -> None:
        self.colour: Colour | None = None
        self.font: tuple[str, float] | None = None
        self.stroke: tuple[float, Colour] | None = None
        self.strong: bool | None = None
        self.y = -inf


def _ink(colour: Colour) -> str:
    return " ".join(number(part) for part in colour)


def _stroke(size: float, colour: Colour) -> str:
    """Glyphs from here on are filled and their outlines stroked, corners round (ISO 32000-1, 9.3.6)."""
    return f"{_ink(colour)} K\n{number(size * STROKE)} w\n1 j\n2 Tr"


def _join(join: Join, height: float) -> str:
    """A line on a page so high."""
    ends = (
        number(join.x),
        number(height - join.y),
        "m",
        number(join.to_x),
        number(height - join.to_y),
        "l S",
    )
    return f"{_ink(join.colour)} K\n{number(join.thickness)} w\n{' '.join(ends)}"


def _rule(mark: HorizontalRule | VerticalRule, height: float) -> str:
    """A rule of a page so high."""
    match mark:
        case HorizontalRule(x, y, width, thickness, colour):
            box = (x, height - y - thickness / 2, width, thickness)
        case VerticalRule(x, y, length, thickness, colour):
            box = (x - thickness / 2, height - y - length, thickness, length)
        case _:
            assert_never(mark)
    return f"{_ink(colour)} k\n{' '.join(map(number, box))} re f"
