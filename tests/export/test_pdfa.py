"""Tests that the PDF/A-2a and PDF/UA-1 check finds faults: a small valid file passes, with one thing broken
it does not.

The file is written by hand, object by object, because a PDF library would mend what is to be broken.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

from tests.export.pdfa import check_pdfa_2a, check_pdfua_1

PROFILE = (Path(__file__).parents[2] / "resources" / "icc" / "bulletin-cmyk.icc").read_bytes()

# The characters of the sample's font, by glyph from 1 on, with their widths; 𠮷 lies beyond U+FFFF.
CHARACTERS = {"A": 500, "公": 1000, "𠮷": 1000, " ": 500}


@cache
def square_font(simple: bool = False) -> bytes:
    """A TrueType font of 1000 units to the em, a square for every glyph but the space.

    For a simple font it has a cmap from the codes 1 to 4 to the glyphs.
    """
    names = [".notdef", *(f"u{ord(char):05X}" for char in CHARACTERS)]
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for corner in ((100, 800), (400, 800), (400, 0)):
        pen.lineTo(corner)
    pen.closePath()
    square, blank = pen.glyph(), TTGlyphPen(None).glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.updateHead(created=3786825600, modified=3786825600)  # 2024-01-01
    builder.font.recalcTimestamp = False
    builder.setupGlyphOrder(names)
    builder.setupGlyf({name: blank if name == "u00020" else square for name in names})
    builder.setupHorizontalMetrics(
        {name: (width, 100) for name, width in zip(names, (500, *CHARACTERS.values()), strict=True)}
    )
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupMaxp()
    if simple:
        table = CmapSubtable.newSubtable(0)
        table.platformID, table.platEncID, table.language = 1, 0, 0
        table.cmap = dict(enumerate(names[1:], 1))
        builder.font["cmap"] = newTable("cmap")
        builder.font["cmap"].tableVersion, builder.font["cmap"].tables = 0, [table]
    out = BytesIO()
    builder.save(out)
    return out.getvalue()


XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">简报</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>A</rdf:li></rdf:Seq></dc:creator>
<pdf:Producer>tests</pdf:Producer>
<xmp:CreateDate>2024-01-09T08:00:00+08:00</xmp:CreateDate>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""

TO_UNICODE = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
3 beginbfchar
<0001> <0041>
<0002> <516C>
<0003> <D842DFB7>
endbfchar
1 beginbfrange
<0004> <0004> <0020>
endbfrange
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""

CONTENT = b"""q
0 0 0 1 k
BT
/F1 16 Tf
1 0 0 1 72 700 Tm
/H1 << /MCID 0 >> BDC
<000100020003> Tj
EMC
/P << /MCID 1 >> BDC
[<0004> -100 <0002>] TJ
EMC
ET
Q
/Artifact BMC
0 1 1 0 K
1.5 w
72 690 m 300 690 l S
EMC
"""


@dataclass
class Sample:
    """A PDF in parts: objects by name (dictionary and stream data); @name in a dictionary is a reference."""

    parts: dict[str, tuple[str, bytes | None]]
    header: bytes = b"%PDF-1.7\n%\xe4\xbd\xa0\xe5\n"
    trailer: str = "/Root @catalog /Info @info /ID [<0123456789ABCDEF> <0123456789ABCDEF>]"
    tail: bytes = b"%%EOF\n"
    edits: list[tuple[bytes, bytes]] = field(default_factory=list)

    def change(self, name: str, old: str, new: str) -> None:
        """Replace text in a dictionary."""
        dictionary, data = self.parts[name]
        assert dictionary.count(old) == 1, f"{old!r} is not once in {dictionary!r}"
        self.parts[name] = (dictionary.replace(old, new), data)

    def change_data(self, name: str, old: bytes, new: bytes) -> None:
        dictionary, data = self.parts[name]
        assert data is not None
        assert data.count(old) == 1, f"{old!r} is not once in the stream"
        self.parts[name] = (dictionary, data.replace(old, new))

    def edit(self, old: bytes, new: bytes) -> None:
        """Replace bytes of the finished objects, before the cross-reference table is made for them."""
        self.edits.append((old, new))

    def bytes(self) -> bytes:
        numbers = {name: number for number, name in enumerate(self.parts, 1)}

        def linked(text: str) -> bytes:
            return re.sub(r"@(\w+)", lambda m: f"{numbers[m[1]]} 0 R", text).encode("utf-8")

        body = self.header
        for name, (dictionary, data) in self.parts.items():
            body += b"%d 0 obj\n" % numbers[name]
            if data is None:
                body += b"<< " + linked(dictionary) + b" >>"
            else:
                body += (
                    b"<< /Length %d " % len(data)
                    + linked(dictionary)
                    + b" >>\nstream\n"
                    + data
                    + b"\nendstream"
                )
            body += b"\nendobj\n"
        for old, new in self.edits:
            assert body.count(old) == 1, f"{old!r} is not once in the file"
            body = body.replace(old, new)
        starts = {int(m[1]): m.start() for m in re.finditer(rb"\b(\d+)\s+0\s+obj\b", body)}
        table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(starts) + 1)
        table += b"".join(b"%010d 00000 n \n" % starts[number] for number in sorted(starts))
        trailer = b"trailer\n<< /Size %d " % (len(starts) + 1) + linked(self.trailer) + b" >>\n"
        return body + table + trailer + b"startxref\n%d\n" % len(body) + self.tail


def sample() -> Sample:
    """A valid PDF/A-2a and PDF/UA-1 file: one page, a line of text in a Type 0 font, a red rule."""
    font = square_font()
    return Sample(
        {
            "catalog": (
                "/Type /Catalog /Pages @pages /Metadata @xmp /OutputIntents [@intent] /Outlines @outlines"
                " /Lang (zh-CN) /MarkInfo << /Marked true >> /StructTreeRoot @tree"
                " /ViewerPreferences << /DisplayDocTitle true >>",
                None,
            ),
            "pages": ("/Type /Pages /Count 1 /Kids [@page]", None),
            "page": (
                "/Type /Page /Parent @pages /MediaBox [0 0 595.28 841.89] /Contents @content /StructParents 0"
                " /Resources << /Font << /F1 @font >> /ExtGState << /G1 << /OP true >> >> >>",
                None,
            ),
            "content": ("", CONTENT),
            "font": (
                "/Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Square /Encoding /Identity-H"
                " /DescendantFonts [@cid] /ToUnicode @tounicode",
                None,
            ),
            "cid": (
                "/Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Square /CIDToGIDMap /Identity"
                " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
                " /DW 1000 /W [1 [500] 4 4 500] /FontDescriptor @descriptor",
                None,
            ),
            "descriptor": (
                "/Type /FontDescriptor /FontName /ABCDEF+Square /Flags 4 /FontBBox [0 0 500 800]"
                " /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 800 /StemV 80 /FontFile2 @file",
                None,
            ),
            "file": (f"/Length1 {len(font)} /Filter /FlateDecode", zlib.compress(font)),
            "tounicode": ("", TO_UNICODE),
            "xmp": ("/Type /Metadata /Subtype /XML", XMP.encode("utf-8")),
            "intent": (
                "/Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (Custom)"
                " /Info (Bulletin CMYK) /DestOutputProfile @profile",
                None,
            ),
            "profile": ("/N 4 /Filter /FlateDecode", zlib.compress(PROFILE)),
            "info": (
                "/Title <FEFF7B8062A5> /Author (A) /Producer (tests) /CreationDate (D:20240109000000Z)",
                None,
            ),
            "outlines": ("/Type /Outlines /Count 1 /First @outline /Last @outline", None),
            "outline": ("/Title (A) /Parent @outlines /A << /S /GoTo /D [@page /XYZ 0 0 0] >>", None),
            "tree": ("/Type /StructTreeRoot /K @whole /ParentTree << /Nums [0 [@heading @text]] >>", None),
            "whole": ("/S /Document /P @tree /K [@heading @text]", None),
            "heading": ("/S /H1 /P @whole /Pg @page /K 0", None),
            "text": ("/S /P /P @whole /Pg @page /K [1]", None),
        }
    )


def simple_sample() -> Sample:
    """The same with a simple TrueType font of the codes 1 to 4, as some PDF libraries write them."""
    made, font = sample(), square_font(simple=True)
    made.parts["font"] = (
        "/Type /Font /Subtype /TrueType /BaseFont /ABCDEF+Square /FirstChar 1 /LastChar 4"
        " /Widths [500 1000 1000 500] /FontDescriptor @descriptor /ToUnicode @tounicode",
        None,
    )
    made.parts["file"] = (f"/Length1 {len(font)}", font)
    made.parts["content"] = ("", re.sub(rb"<[0-9A-F]+>", lambda m: m[0].replace(b"00", b""), CONTENT))
    made.parts["tounicode"] = ("", re.sub(rb"<00(0[0-4])>|<0000>|<FFFF>", _one_byte, TO_UNICODE))
    del made.parts["cid"]
    return made


def _one_byte(match: re.Match[bytes]) -> bytes:
    return b"<" + match[0][3:5] + b">"


@pytest.mark.parametrize("made", [sample(), simple_sample()], ids=["Type 0", "TrueType"])
def test_valid_file_passes(made: Sample) -> None:
    assert check_pdfa_2a(made.bytes()) == []
    assert check_pdfua_1(made.bytes()) == []


def test_valid_file_with_streamed_objects_passes() -> None:
    with pikepdf.Pdf.open(BytesIO(sample().bytes())) as pdf:
        out = BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, qdf=True, deterministic_id=True)
    assert b"/ObjStm" in out.getvalue()
    assert check_pdfa_2a(out.getvalue()) == []
    assert check_pdfua_1(out.getvalue()) == []


@dataclass(frozen=True)
class Fault:
    """One thing broken: the clause that it is found under, a part of the finding, and how it is broken."""

    clause: str
    finding: str
    breaks: Callable[[Sample], None]
    of: Callable[[], Sample] = sample
    check: Callable[[bytes], list[str]] = check_pdfa_2a


def swap(part: str, old: str, new: str) -> Callable[[Sample], None]:
    return lambda made: made.change(part, old, new)


def swap_data(part: str, old: bytes, new: bytes) -> Callable[[Sample], None]:
    return lambda made: made.change_data(part, old, new)


def put(part: str, text: str) -> Callable[[Sample], None]:
    """Add entries to a dictionary."""

    def breaks(made: Sample) -> None:
        made.parts[part] = (f"{made.parts[part][0]} {text}", made.parts[part][1])

    return breaks


def draw(content: bytes) -> Callable[[Sample], None]:
    """Put more at the end of the page's content."""

    def breaks(made: Sample) -> None:
        dictionary, data = made.parts["content"]
        made.parts["content"] = (dictionary, (data or b"") + content)

    return breaks


def show(string: bytes) -> Callable[[Sample], None]:
    return draw(b"BT /F1 16 Tf " + string + b" Tj ET")


def raw(old: bytes, new: bytes) -> Callable[[Sample], None]:
    return lambda made: made.edit(old, new)


def cut_font(table: str) -> Callable[[Sample], None]:
    """Take a table out of the embedded font."""

    def breaks(made: Sample) -> None:
        font = TTFont(BytesIO(square_font()), recalcTimestamp=False)
        del font[table]
        out = BytesIO()
        font.save(out)
        made.parts["file"] = (f"/Length1 {len(out.getvalue())}", out.getvalue())

    return breaks


def font_bytes(change: Callable[[bytes], bytes]) -> Callable[[Sample], None]:
    def breaks(made: Sample) -> None:
        data = change(square_font())
        made.parts["file"] = (f"/Length1 {len(data)}", data)

    return breaks


def blank_font(made: Sample) -> None:
    """公 (glyph 2) loses its outline, as when a subset was made for other characters."""
    font = TTFont(BytesIO(square_font()), recalcTimestamp=False)
    font["glyf"][font.getGlyphName(2)] = TTGlyphPen(None).glyph()
    out = BytesIO()
    font.save(out)
    made.parts["file"] = (f"/Length1 {len(out.getvalue())}", out.getvalue())


def profile(change: Callable[[bytearray], None]) -> Callable[[Sample], None]:
    def breaks(made: Sample) -> None:
        data = bytearray(PROFILE)
        change(data)
        made.parts["profile"] = ("/N 4", bytes(data))

    return breaks


def set_bytes(at: int, value: bytes) -> Callable[[bytearray], None]:
    def change(data: bytearray) -> None:
        data[at : at + len(value)] = value

    return change


def version_4_profile(data: bytearray) -> None:
    data[8:12] = b"\4\x20\0\0"
    data[84:100] = b"0123456789abcdef"


def second_intent(made: Sample) -> None:
    made.parts["intent2"] = ("/Type /OutputIntent /S /GTS_PDFX /OutputConditionIdentifier (x)", None)
    made.change("intent", "/S /GTS_PDFA1", "/S /GTS_PDFX")


def second_profile(made: Sample) -> None:
    made.parts["profile2"] = ("/N 4", PROFILE)
    made.parts["intent2"] = (
        "/Type /OutputIntent /S /GTS_PDFX /OutputConditionIdentifier (x) /DestOutputProfile @profile2",
        None,
    )
    made.change("catalog", "[@intent]", "[@intent @intent2]")


def tail(value: bytes) -> Callable[[Sample], None]:
    def breaks(made: Sample) -> None:
        made.tail = value

    return breaks


def header(value: bytes) -> Callable[[Sample], None]:
    def breaks(made: Sample) -> None:
        made.header = value

    return breaks


def trailer(old: str, new: str) -> Callable[[Sample], None]:
    def breaks(made: Sample) -> None:
        assert old in made.trailer
        made.trailer = made.trailer.replace(old, new)

    return breaks


def gs(entries: str) -> Callable[[Sample], None]:
    """Put entries into the graphics state G1 and use it."""

    def breaks(made: Sample) -> None:
        made.change("page", "/OP true", entries)
        draw(b"/G1 gs")(made)

    return breaks


def lzw(made: Sample) -> None:
    # An LZW stream of clear, A, end: nine bits each.
    data = int("100000000" + "001000001" + "100000001" + "00000", 2).to_bytes(4, "big")
    made.parts["extra"] = ("/Filter /LZWDecode", data)
    made.change("info", "/Author (A)", "/Author (A) /Extra @extra")


def form(dictionary: str) -> Callable[[Sample], None]:
    def breaks(made: Sample) -> None:
        made.parts["form"] = (f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] {dictionary}", b"0 0 0 1 k")
        made.change("page", "/ExtGState", "/XObject << /X1 @form >> /ExtGState")
        draw(b"/X1 Do")(made)

    return breaks


def link(entries: str) -> Callable[[Sample], None]:
    return put("page", f"/Annots [<< /Type /Annot {entries} /Rect [0 0 9 9] >>]")


def cid_set(bits: bytes) -> Callable[[Sample], None]:
    def breaks(made: Sample) -> None:
        made.parts["cidset"] = ("", bits)
        put("descriptor", "/CIDSet @cidset")(made)

    return breaks


def gid_map(gids: tuple[int, ...]) -> Callable[[Sample], None]:
    def breaks(made: Sample) -> None:
        made.parts["map"] = ("", b"".join(gid.to_bytes(2, "big") for gid in gids))
        made.change("cid", "/CIDToGIDMap /Identity", "/CIDToGIDMap @map")

    return breaks


def second_subset(made: Sample) -> None:
    """Another font program under the same tag and name."""
    for name in ("font", "cid", "descriptor", "file"):
        text, data = made.parts[name]
        made.parts[f"{name}2"] = (re.sub("@(cid|descriptor|file)", r"@\g<1>2", text), data)
    made.change("page", "/F1 @font", "/F1 @font /F2 @font2")
    draw(b"BT /F2 16 Tf <0001> Tj ET")(made)


def inherited_resources(made: Sample) -> None:
    made.change("page", "/Resources <<", "/Other <<")
    put("pages", "/Resources << /Font << /F1 @font >> >>")(made)


def standard_font(made: Sample) -> None:
    made.parts["helvetica"] = ("/Type /Font /Subtype /Type1 /BaseFont /Helvetica", None)
    made.change("page", "/F1 @font", "/F1 @font /F2 @helvetica")
    draw(b"BT /F2 9 Tf (A) Tj ET")(made)


def whole_font(made: Sample) -> None:
    for part in ("font", "cid", "descriptor"):
        made.change(part, "/ABCDEF+Square", "/Square")


def movie(made: Sample) -> None:
    made.parts["form"] = ("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", b"")
    link("/Subtype /Movie /F 4 /AP << /N @form >>")(made)


def ua(clause: str, finding: str, breaks: Callable[[Sample], None]) -> Fault:
    return Fault(clause, finding, breaks, check=check_pdfua_1)


def paragraph_in_heading(made: Sample) -> None:
    made.change("whole", "[@heading @text]", "@heading")
    made.change("heading", "/K 0", "/K [0 @text]")
    made.change("text", "/P @whole", "/P @heading")


FAULTS: dict[str, Fault] = {
    # 6.1 file structure
    "junk before header": Fault("6.1.2", "does not start", header(b"\n%PDF-1.7\n%\xe4\xbd\xa0\xe5\n")),
    "version 2.0": Fault("6.1.2", "does not start", header(b"%PDF-2.0\n%\xe4\xbd\xa0\xe5\n")),
    "no binary comment": Fault("6.1.2", "no comment of four bytes", header(b"%PDF-1.7\n")),
    "ASCII comment": Fault("6.1.2", "no comment of four bytes", header(b"%PDF-1.7\n%abcd\n")),
    "no ID": Fault("6.1.3", "no file identifier", trailer("/ID [<0123456789ABCDEF> <0123456789ABCDEF>]", "")),
    "data behind the end": Fault("6.1.3", "2 bytes behind", tail(b"%%EOF\n\n")),
    "no end of file mark": Fault("6.1.3", "no %%EOF", tail(b"")),
    "odd hexadecimal string": Fault("6.1.6", "odd number", show(b"<000>")),
    "no hexadecimal digit": Fault("6.1.6", "other characters", swap("info", "<FEFF7B8062A5>", "<FEFG>")),
    "odd string in a dictionary": Fault("6.1.6", "odd number", swap("info", "62A5>", "62A5F>")),
    "Length too small": Fault("6.1.7.1", "Length", raw(b"/Length %d" % len(TO_UNICODE), b"/Length 100")),
    "stream behind CR": Fault("6.1.7.1", "not followed by", raw(b"stream\nq\n", b"stream\rq\n")),
    "endstream in the line": Fault(
        "6.1.7.1", "endstream", raw(b"690 l S\nEMC\n\nendstream", b"690 l S\nEMC\nendstream")
    ),
    "external file": Fault("6.1.7.1", "stream with /F", put("content", "/FFilter /FlateDecode")),
    "LZW": Fault("6.1.7.2", "filter LZWDecode", lzw),
    "broken Flate": Fault("6.1.7.2", "cannot be decoded", put("content", "/Filter /FlateDecode")),
    "name not UTF-8": Fault("6.1.8", "not UTF-8", put("info", "/A#ff 1")),
    "two spaces before obj": Fault("6.1.9", "one space apart", raw(b"\n4 0 obj", b"\n4 0  obj")),
    "object in the line": Fault("6.1.9", "begin a line", raw(b"endobj\n4 0 obj", b"endobj 4 0 obj")),
    "no line end after obj": Fault("6.1.9", "obj does not end", raw(b"\n2 0 obj\n", b"\n2 0 obj ")),
    "endobj in the line": Fault(
        "6.1.9", "endobj does not begin", raw(b"[3 0 R] >>\nendobj", b"[3 0 R] >> endobj")
    ),
    "inline image": Fault("6.1.10", "inline image", draw(b"BI /W 1 /H 1 /BPC 1 /IM true ID \0\nEI")),
    "huge integer": Fault("6.1.13", "integer out of range", put("info", "/Big 2147483648")),
    "tiny real": Fault("6.1.13", "real number", put("info", "/Small 0." + "0" * 39 + "1")),
    "long string": Fault("6.1.13", "more than 32767", put("info", f"/Long ({'x' * 32768})")),
    "long name": Fault("6.1.13", "longer than 127", put("info", f"/{'x' * 128} 1")),
    "deep q": Fault("6.1.13", "deeper than 28", draw(b"q " * 29 + b"Q " * 29)),
    "tiny page": Fault("6.1.13", "MediaBox is not between", swap("page", "595.28 841.89", "2 841.89")),
    "key twice": Fault("6.1.1", "same key twice", put("pages", "/Count 1")),
    "box beyond the page": Fault("6.1.1", "TrimBox goes beyond", put("page", "/TrimBox [-9 0 595 841]")),
    # 6.2 graphics
    "unknown operator": Fault("6.2.2", "unknown operator foo", draw(b"foo")),
    "operator in BX": Fault("6.2.2", "unknown operator foo", draw(b"BX foo EX")),
    "missing operand": Fault("6.1.1", "w with 0 operands", draw(b"w")),
    "Q too many": Fault("6.1.1", "Q without q", draw(b"Q")),
    "q too many": Fault("6.1.1", "1 q without Q", draw(b"q")),
    "EMC too many": Fault("6.1.1", "EMC without", draw(b"EMC")),
    "font not in resources": Fault("6.2.2", "Font F9 is not", draw(b"BT /F9 9 Tf ET")),
    "resources inherited": Fault("6.2.2", "no Resources", inherited_resources),
    "no output intent": Fault("6.2.3", "0 output intents", swap("catalog", "/OutputIntents [@intent]", "")),
    "other output intent": Fault("6.2.3", "0 output intents", second_intent),
    "two profiles": Fault("6.2.3", "different profiles", second_profile),
    "no profile": Fault("6.2.3", "no DestOutputProfile", swap("intent", "/DestOutputProfile @profile", "")),
    "wrong N": Fault("6.2.3", "N is 3", swap("profile", "/N 4", "/N 3")),
    "no ICC profile": Fault("6.2.3", "not an ICC profile", profile(set_bytes(36, b"xxxx"))),
    "cut profile": Fault("6.2.3", "not of the size", profile(lambda data: data.__delitem__(slice(-4, None)))),
    "scanner profile": Fault("6.2.3", "device class", profile(set_bytes(12, b"scnr"))),
    "ICC version 5": Fault("6.2.3", "ICC version 5", profile(set_bytes(8, b"\5"))),
    "profile without gamt": Fault("6.2.3", "tags missing: gamt", profile(set_bytes(132 + 9 * 12, b"xxxx"))),
    "wrong profile ID": Fault("6.2.3", "not its MD5", profile(version_4_profile)),
    "RGB": Fault("6.2.4.3", "DeviceRGB", draw(b"1 0 0 rg")),
    "RGB by name": Fault("6.2.4.3", "DeviceRGB", draw(b"/DeviceRGB cs 1 0 0 sc")),
    "pattern": Fault("6.2.4", "colour space Pattern", draw(b"/Pattern cs")),
    "transfer function": Fault("6.2.5", "TR is not", gs("/TR /Identity")),
    "halftone phase": Fault("6.2.5", "HTP is not", gs("/HTP [0 0]")),
    "rendering intent": Fault("6.2.6", "rendering intent Pretty", draw(b"/Pretty ri")),
    "rendering intent in state": Fault("6.2.6", "rendering intent Pretty", gs("/RI /Pretty")),
    "form with PostScript": Fault("6.2.9", "PS is not", form("/PS 1 /Resources << >>")),
    "form without resources": Fault("6.2.2", "no Resources", form("")),
    "transparency": Fault("6.2.10", "transparency", gs("/ca 0.5")),
    "page group": Fault("6.2.10", "transparency group", put("page", "/Group << /S /Transparency >>")),
    # 6.2.11 fonts
    "standard font": Fault("6.2.11.4.1", "/Helvetica is not embedded", standard_font),
    "font not embedded": Fault("6.2.11.4.1", "is not embedded", swap("descriptor", "/FontFile2 @file", "")),
    "no subset tag": Fault("6.2.11.2", "no subset tag", whole_font),
    "font names differ": Fault("6.2.11.2", "does not fit", swap("font", "ABCDEF", "ABCDEG")),
    "one tag, two subsets": Fault("6.2.11.2", "two different subsets", second_subset),
    "font without Type": Fault("6.2.11.2", "Type is not Font", swap("font", "/Type /Font", "")),
    "descriptor without Flags": Fault("6.2.11.2", "without Flags", swap("descriptor", "/Flags 4", "")),
    "wrong Length1": Fault("6.2.11.2", "Length1", swap("file", "/Length1 ", "/Length1 1")),
    "font file of wrong kind": Fault(
        "6.2.11.2", "does not fit", swap("descriptor", "/FontFile2", "/FontFile3")
    ),
    "damaged font": Fault("6.2.11.2", "cannot be read", font_bytes(lambda data: data[:300])),
    "font table changed": Fault(
        "6.2.11.2", "cannot be read", font_bytes(lambda d: d[:-5] + b"\x77" + d[-4:])
    ),
    "font without hmtx": Fault("6.2.11.2", "cannot be read", cut_font("hmtx")),
    "no CIDSystemInfo": Fault("6.2.11.3.1", "no CIDSystemInfo", swap("cid", "/Supplement 0", "")),
    "no CIDToGIDMap": Fault("6.2.11.3.2", "no CIDToGIDMap", swap("cid", "/CIDToGIDMap /Identity", "")),
    "other CMap": Fault("6.2.11.3.3", "other than Identity-H", swap("font", "/Identity-H", "/UniGB-UTF16-H")),
    "glyph missing": Fault("6.2.11.4.1", "no glyph for code 0009", show(b"<0009>")),
    "glyph blank": Fault("6.2.11.4.1", "without outline for code 0002", blank_font),
    "CIDSet short": Fault("6.2.11.4.2", "does not list CID 0004", cid_set(b"\xf0")),
    "CIDSet long": Fault("6.2.11.4.2", "lists CID 0005", cid_set(b"\xfc")),
    "width in W": Fault("6.2.11.5", "code 0001 has 502", swap("cid", "[500]", "[502]")),
    "width by default": Fault("6.2.11.5", "codes 0002 0003", swap("cid", "/DW 1000", "/DW 990")),
    "no ToUnicode": Fault("6.2.11.7.2", "no ToUnicode", swap("font", "/ToUnicode @tounicode", "")),
    "code without Unicode": Fault(
        "6.2.11.7.2", "lacks code 0003", swap_data("tounicode", b"<0003> <D842DFB7>", b"")
    ),
    "U+0000": Fault("6.2.11.7.2", "U+0000", swap_data("tounicode", b"<0041>", b"<0000>")),
    "U+FEFF": Fault("6.2.11.7.2", "for code 0001", swap_data("tounicode", b"<0041>", b"<0041FEFF>")),
    "half a surrogate pair": Fault("6.2.11.7.2", "no UTF-16BE", swap_data("tounicode", b"D842DFB7", b"D842")),
    "UTF-32": Fault("6.2.11.7.2", "U+0000", swap_data("tounicode", b"<0041>", b"<00000041>")),
    "no code space": Fault(
        "6.2.11.7.2", "outside the code space", swap_data("tounicode", b"<FFFF>", b"<0003>")
    ),
    "range too wide": Fault(
        "6.2.11.7.2", "runs over", swap_data("tounicode", b"<0004> <0004> <0020>", b"<0004> <0005> <00FF>")
    ),
    ".notdef": Fault("6.2.11.8", ".notdef shown by code 0000", show(b"<0000>")),
    ".notdef by map": Fault("6.2.11.8", "code 0004", gid_map((0, 1, 2, 3, 0))),
    "map too short": Fault("6.2.11.8", "code 0004", gid_map((0, 1, 2, 3))),
    "half a code": Fault("6.2.11.2", "odd number of bytes", show(b"(A)")),
    "TrueType width": Fault("6.2.11.5", "code 0004", swap("font", "1000 500]", "1000 600]"), simple_sample),
    "TrueType widths too few": Fault("6.2.11.2", "3 Widths", swap("font", "[500 ", "["), simple_sample),
    "TrueType encoding": Fault("6.2.11.6", "with an Encoding", put("font", "/Encoding /X"), simple_sample),
    "TrueType .notdef": Fault("6.2.11.8", "code 0009", show(b"<09>"), simple_sample),
    # 6.3 to 6.11
    "movie annotation": Fault("6.3.1", "/Movie is not", movie),
    "annotation without F": Fault("6.3.2", "no F", link("/Subtype /Link")),
    "hidden annotation": Fault("6.3.2", "F is 6", link("/Subtype /Link /F 6")),
    "annotation without appearance": Fault("6.3.3", "no appearance", link("/Subtype /Square /F 4")),
    "form": Fault("6.4", "/AcroForm", put("catalog", "/AcroForm << /Fields [] >>")),
    "JavaScript": Fault("6.5.1", "JavaScript", put("catalog", "/OpenAction << /S /JavaScript /JS (1) >>")),
    "launch": Fault("6.5.1", "Launch", swap("outline", "/S /GoTo", "/S /Launch /F (x)")),
    "named action": Fault("6.5.1", "named action /Print", swap("outline", "/S /GoTo", "/S /Named /N /Print")),
    "actions of the document": Fault("6.5.2", "/AA", put("catalog", "/AA << >>")),
    "actions of the page": Fault("6.5.2", "/AA", put("page", "/AA << >>")),
    "no metadata": Fault("6.6.2.1", "no metadata stream", swap("catalog", "/Metadata @xmp", "")),
    "metadata without Subtype": Fault("6.6.2.1", "no metadata stream", swap("xmp", "/Subtype /XML", "")),
    "filtered metadata": Fault(
        "6.6.2.1",
        "is filtered",
        lambda made: made.parts.update(
            xmp=("/Type /Metadata /Subtype /XML /Filter /FlateDecode", zlib.compress(XMP.encode("utf-8")))
        ),
    ),
    "no packet header": Fault(
        "6.6.2.1", "no xpacket header", swap_data("xmp", b"<?xpacket begin", b"<?other begin")
    ),
    "bytes in the packet header": Fault(
        "6.6.2.1", "attribute bytes", swap_data("xmp", b'9d"?>', b'9d" bytes="9"?>')
    ),
    "broken XML": Fault("6.6.2.1", "not well-formed", swap_data("xmp", b"</rdf:RDF>", b"")),
    "XMP not UTF-8": Fault("6.6.2.1", "not well-formed", swap_data("xmp", "简".encode(), b"\xff")),
    "unknown property": Fault(
        "6.6.2.3.1",
        "pdf:Trapped is neither predefined",
        swap_data("xmp", b"<pdfaid:part>", b"<pdf:Trapped/><pdfaid:part>"),
    ),
    "text instead of list": Fault(
        "6.6.2.3.1",
        "dc:creator is Text instead of Seq",
        swap_data("xmp", b"<rdf:Seq><rdf:li>A</rdf:li></rdf:Seq>", b"A"),
    ),
    "no date": Fault(
        "6.6.2.3.1", "is not a date", swap_data("xmp", b"2024-01-09T08:00:00+08:00", b"9.1.2024")
    ),
    "title differs": Fault("6.6.3", "Title is '简报'", swap_data("xmp", "简报".encode(), "汇报".encode())),
    "date differs": Fault("6.6.3", "CreationDate is", swap("info", "20240109000000Z", "20240109080000Z")),
    "producer only in Info": Fault(
        "6.6.3", "Producer has no", swap_data("xmp", b"<pdf:Producer>tests</pdf:Producer>", b"")
    ),
    "two creators": Fault(
        "6.6.3",
        "not the only entry",
        swap_data("xmp", b"<rdf:li>A</rdf:li>", b"<rdf:li>A</rdf:li><rdf:li>B</rdf:li>"),
    ),
    "no identification": Fault(
        "6.6.4", "no pdfaid:part", swap_data("xmp", b"<pdfaid:part>2</pdfaid:part>", b"")
    ),
    "part 1": Fault("6.6.4", "pdfaid:part is", swap_data("xmp", b"part>2<", b"part>1<")),
    "level U": Fault("6.6.4", "pdfaid:conformance is", swap_data("xmp", b">A</pdfaid", b">U</pdfaid")),
    "schema not described": Fault(
        "6.6.2.3.1", "pdfuaid:part is neither", swap_data("xmp", b"name>part<", b"name>other<")
    ),
    "schema without prefix": Fault(
        "6.6.2.3.3",
        "without prefix",
        swap_data("xmp", b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>", b""),
    ),
    "schema of a wrong category": Fault(
        "6.6.2.3.3", "category secret", swap_data("xmp", b">internal<", b">secret<")
    ),
    # 6.7
    "not marked": Fault("6.7.2.2", "Marked", swap("catalog", "/Marked true", "/Marked false")),
    "no structure": Fault("6.7.3.3", "no StructTreeRoot", swap("catalog", "/StructTreeRoot @tree", "")),
    "type not standard": Fault("6.7.3.4", "Absatz is not standard", swap("text", "/S /P ", "/S /Absatz ")),
    "role to nowhere": Fault("6.7.3.4", "A is mapped to no", put("tree", "/RoleMap << /A /B /B /A >>")),
    "standard type mapped": Fault("6.7.3.4", "P is mapped", put("tree", "/RoleMap << /P /H1 >>")),
    "no language": Fault("6.7.4", "no Lang", swap("catalog", "/Lang (zh-CN)", "")),
    "no such language": Fault("6.7.4", "is no language", swap("catalog", "(zh-CN)", "(zh_CN)")),
    "element in a strange language": Fault("6.7.4", "is no language", put("text", "/Lang (?)")),
    "private use": Fault(
        "6.2.11.7.3", "without ActualText", swap_data("tounicode", b"<0002> <516C>", b"<0002> <E000>")
    ),
    "embedded files": Fault(
        "6.8", "embedded files", put("catalog", "/Names << /EmbeddedFiles << /Names [] >> >>")
    ),
    "optional content": Fault(
        "6.9", "/OCProperties", put("catalog", "/OCProperties << /OCGs [] /D << >> >>")
    ),
    "alternate presentations": Fault(
        "6.10", "is not", put("catalog", "/Names << /AlternatePresentations << >> >>")
    ),
    "requirements": Fault("6.11", "/Requirements", put("catalog", "/Requirements []")),
    # PDF/UA-1
    "UA: no identification": ua("5", "part is", swap_data("xmp", b"<pdfuaid:part>1", b"<pdfuaid:part>2")),
    "UA: no title": ua("7.1", "title is", swap_data("xmp", "简报".encode(), b"")),
    "UA: not marked": ua("7.1", "Marked", swap("catalog", "/Marked true", "")),
    "UA: suspects": ua("7.1", "Suspects", swap("catalog", "/Marked true", "/Marked true /Suspects true")),
    "UA: title not shown": ua("7.1", "DisplayDocTitle", swap("catalog", "Title true", "Title false")),
    "UA: no language": ua("7.2", "no Lang", swap("catalog", "/Lang (zh-CN)", "")),
    "UA: no structure": ua("7.1", "no StructTreeRoot", swap("catalog", "/StructTreeRoot @tree", "")),
    "UA: text without tag": ua("7.1", "Tj neither", draw(b"BT /F1 9 Tf <0001> Tj ET")),
    "UA: rule without tag": ua("7.1", "f neither", draw(b"0 0 9 9 re f")),
    "UA: artifact in a tag": ua(
        "7.1", "within each other", swap_data("content", b"[<0004>", b"/Artifact BMC EMC [<0004>")
    ),
    "UA: tag in an artifact": ua(
        "7.1", "within each other", draw(b"/Artifact BMC /P << /MCID 2 >> BDC 0 0 9 9 re f EMC EMC")
    ),
    "UA: tag in a tag": ua(
        "7.1", "within marked", swap_data("content", b"[<0004>", b"/P << /MCID 2 >> BDC EMC [<0004>")
    ),
    "UA: mark twice": ua("7.1", "MCID 0 twice", swap_data("content", b"/MCID 1", b"/MCID 0")),
    "UA: mark of no element": ua("7.1", "belongs to no element", swap("text", "/K [1]", "")),
    "UA: mark of two elements": ua("7.1", "belongs to two", swap("text", "[1]", "[0 1]")),
    "UA: element of no mark": ua("7.1", "no MCID 7", swap("text", "[1]", "[1 7]")),
    "UA: empty mark": ua("7.1", "nothing is painted", swap_data("content", b"[<0004> -100 <0002>] TJ", b"")),
    "UA: wrong parent tree": ua("7.1", "another element", swap("tree", "[@heading @text]", "[@text @text]")),
    "UA: page not in the parent tree": ua("7.1", "parent tree", swap("page", "/StructParents 0", "")),
    "UA: wrong parent": ua("7.1", "P is not", swap("text", "/P @whole", "/P @tree")),
    "UA: element twice": ua("7.1", "twice", swap("whole", "[@heading @text]", "[@heading @text @text]")),
    "UA: no Document": ua("7.1", "Sect at the top", swap("whole", "/Document", "/Sect")),
    "UA: text in a group": ua("7.1", "directly in Sect", swap("text", "/S /P ", "/S /Sect ")),
    "UA: paragraph in a paragraph": ua("7.1", "P within H1", paragraph_in_heading),
    "UA: type not standard": ua("7.1", "Absatz is not standard", swap("text", "/S /P ", "/S /Absatz ")),
    "UA: figure": ua("7.3", "Figure without Alt", swap("text", "/S /P ", "/S /Figure ")),
    "UA: cell": ua("7.5", "TD within", swap("text", "/S /P ", "/S /TD ")),
    "UA: table": ua("7.1", "text directly in Table", swap("text", "/S /P ", "/S /Table ")),
    "UA: first heading": ua("7.4.2", "first heading is H2", swap("heading", "/H1", "/H2")),
    "UA: level left out": ua("7.4.2", "H3 follows H1", swap("text", "/S /P ", "/S /H3 ")),
    "UA: H beside H1": ua("7.4.4", "H beside", swap("text", "/S /P ", "/S /H ")),
    "UA: form": ua("7.15", "/AcroForm", put("catalog", "/AcroForm << /Fields [] >>")),
    "UA: optional content": ua("7.10", "/OCProperties", put("catalog", "/OCProperties << /OCGs [] >>")),
    "UA: annotation": ua("7.18.1", "in no element", link("/Subtype /Link /F 4")),
    "UA: order of annotations": ua("7.18.3", "Tabs is not S", link("/Subtype /Link /F 4")),
    "UA: link without words": ua("7.18.5", "without Contents", link("/Subtype /Link /F 4")),
    "UA: form XObject": ua("7.20", "XObject", form("/Resources << >>")),
}


def broken(name: str) -> bytes:
    made = FAULTS[name].of()
    FAULTS[name].breaks(made)
    return made.bytes()


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_found(name: str) -> None:
    fault = FAULTS[name]
    findings = fault.check(broken(name))
    assert [f for f in findings if f.startswith(f"{fault.clause}: ") and fault.finding in f], findings


def test_cut_file_is_found_wherever_it_is_cut() -> None:
    whole = sample().bytes()
    assert [cut for cut in range(0, len(whole) - 1, 101) if not check_pdfa_2a(whole[:cut])] == []
