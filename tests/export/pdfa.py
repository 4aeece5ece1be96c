"""A structural check of PDF/A-2a (ISO 19005-2:2011, level A) and PDF/UA-1 (ISO 14289-1:2014) for PDF files of
text and rules.

It knows nothing of the program: bytes go in, findings come out. What a bulletin has no use for (pictures,
transparency, forms, optional content, fonts other than Type 0 and TrueType …) is not judged but reported as
"not covered", so that nothing passes unseen.

Covered, by clause of ISO 19005-2:2011:

- 6.1.2 header; 6.1.3 trailer and end of file; 6.1.4 cross-reference table; 6.1.6 hexadecimal strings;
  6.1.7 streams (Length, keywords, filters); 6.1.8 names as UTF-8 (here all names); 6.1.9 indirect objects;
  6.1.10 inline images (reported); 6.1.12 permissions (reported); 6.1.13 implementation limits;
- 6.2.2 operators and explicit resources; 6.2.3 output intent with header and tags of its profile;
  6.2.4.3 device colours against the output intent; 6.2.5 graphics state dictionaries; 6.2.6 rendering
  intents; 6.2.9 form XObjects; 6.2.10 transparency (reported);
- 6.2.11 fonts: embedding, subset names, CIDSystemInfo, CIDToGIDMap, CIDSet, widths, ToUnicode, no .notdef;
- 6.3 annotations; 6.5 actions; 6.8, 6.9, 6.10, 6.11 embedded files, optional content, alternate
  presentations, requirements (reported or refused);
- 6.6.2.1, 6.6.2.3.1, 6.6.2.3.3, 6.6.4 XMP packet, properties and their types, PDF/A identification;
  6.6.3 document information against XMP, as ISO 19005-1:2005, 6.7.3 asks for it, kept here though part 2 is
  more lenient; the same holds for the unfiltered metadata stream;
- 6.7 logical structure: see `pdfa_tags`, also for PDF/UA-1.

Not covered: 6.2.4.4 (Separation, DeviceN colour), ICCBased colour (6.2.4.2) but of images, the rules of
6.2.10, 6.2.11 for Type 1, Type 3 and embedded CMaps, 6.4 (forms, signatures), value types of extension
schemas, the instructions in font programs, and whether the Unicode values of a ToUnicode CMap are the right
ones.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from hashlib import md5
from io import BytesIO
from typing import Any, TypeVar, cast
from xml.dom import minidom
from xml.parsers.expat import ExpatError

import pikepdf

from tests.export.pdfa_fonts import FontKey, FontUse, check_fonts
from tests.export.pdfa_syntax import (
    FileSyntax,
    Lexer,
    Name,
    Report,
    SyntaxFaultError,
    Word,
    check_header_and_end,
    is_dict,
)
from tests.export.pdfa_tags import check_level_a, check_pdfua_1_tags

_T = TypeVar("_T")


def check_pdfa_2a(data: bytes) -> list[str]:
    """Check a whole PDF file; return findings, each "clause: what is wrong (where)", none if it conforms.

    Never raises for a broken file: what cannot be read is a finding too.
    """
    return _check(data, _check_opened)


def check_pdfua_1(data: bytes) -> list[str]:
    """The same for PDF/UA-1, of a file that is PDF/A-2a otherwise: fonts are not looked at again."""
    return _check(data, _check_accessible)


def _check(data: bytes, check: Callable[[bytes, pikepdf.Pdf, Report], None]) -> list[str]:
    findings: dict[str, None] = {}

    def report(clause: str, what: str, where: str) -> None:
        findings[f"{clause}: {what} ({where})"] = None

    check_header_and_end(data, report)
    try:
        pdf = pikepdf.Pdf.open(BytesIO(data), suppress_warnings=True, inherit_page_attributes=False)
    except pikepdf.PasswordError:
        report("6.1.3", "the file is encrypted", "trailer")
        return list(findings)
    except pikepdf.PdfError as error:
        report("6.1.1", f"not readable as PDF: {_told(error)}", "file")
        return list(findings)
    with pdf:
        check(data, pdf, report)
        for warning in pdf.get_warnings():
            report("6.1.1", f"qpdf had to repair: {_told(warning)}", "file")
    return list(findings)


def _told(error: object) -> str:
    """The message of an error or warning, without the name that qpdf gives to bytes in memory."""
    return re.sub(r"stream <_io.BytesIO[^>]*>[:,]? ?", "", str(error)) or repr(error)


def _guard(report: Report, where: str, check: Callable[[], _T]) -> _T | None:
    # A broken file breaks a check at a place that no one foresaw: that is a finding, not a crash.
    try:
        return check()
    except Exception as error:
        report("6.1.1", f"check given up: {_told(error)}", where)
        return None


def _check_accessible(_: bytes, pdf: pikepdf.Pdf, report: Report) -> None:
    pages = _guard(report, "page tree", lambda: list(_pages(pdf.Root["/Pages"], 0))) or []
    _guard(report, "structure", lambda: check_pdfua_1_tags(pdf, pages, report))
    packet = pdf.Root.get("/Metadata")
    properties = _read_xmp(packet.read_bytes(), lambda *_: None) if isinstance(packet, pikepdf.Stream) else {}
    for name, clause, wanted in (((_PDFUA_ID, "part"), "5", "1"), ((_DC, "title"), "7.1", "")):
        prop = (properties or {}).get(name)
        texts = [text for _, text in prop.items if text.strip()] if prop else []
        if not texts or (wanted and texts != [wanted]):
            report(clause, f"{name[1]} is {texts}", "XMP")
    for key, clause in (("/OCProperties", "7.10"), ("/AcroForm", "7.15")):
        if key in pdf.Root:
            report(clause, f"{key}: not covered by this check", "catalog")


def _check_opened(data: bytes, pdf: pikepdf.Pdf, report: Report) -> None:
    guarded = partial(_guard, report)
    guarded("file", FileSyntax(data, pdf, report).check)
    guarded("catalog", lambda: _check_trailer_and_catalog(pdf, report))
    guarded("objects", lambda: _check_every_object(pdf, report))
    guarded("metadata", lambda: _check_metadata(pdf, report))
    intent = guarded("output intent", lambda: _check_output_intents(pdf, report))
    fonts: dict[FontKey, FontUse] = {}
    pages = guarded("page tree", lambda: list(_pages(pdf.Root["/Pages"], 0))) or []
    for number, page in enumerate(pages, 1):
        where = f"page {number}"
        content = _Content(fonts, intent, where, report)
        guarded(where, partial(_check_page, page, where, report))
        guarded(where, partial(content.check_page, page))
    guarded("fonts", lambda: check_fonts(fonts.values(), report))
    guarded("structure", lambda: check_level_a(pdf, pages, report))


# --- objects ------------------------------------------------------------------------------------------------


def _parts(obj: Any) -> Iterator[Any]:
    """The object and everything directly in it, but nothing behind a reference."""
    yield obj
    children: Iterable[Any] = ()
    if isinstance(obj, pikepdf.Array):
        children = list(obj)
    elif isinstance(obj, pikepdf.Dictionary | pikepdf.Stream):
        children = [obj[key] for key in obj.keys()]  # noqa: SIM118 (iterating a stream gives no keys)
    for child in children:
        if not getattr(child, "is_indirect", False):
            yield from _parts(child)


def _place(obj: Any) -> str:
    return (
        f"object {obj.objgen[0]} {obj.objgen[1]}" if getattr(obj, "is_indirect", False) else "a direct object"
    )


def _names(text: str) -> set[str]:
    return {f"/{name}" for name in text.split()}


_IMAGE_FILTERS = _names("CCITTFaxDecode JBIG2Decode DCTDecode JPXDecode")
_FILTERS = _names("ASCIIHexDecode ASCII85Decode FlateDecode RunLengthDecode") | _IMAGE_FILTERS
_ACTIONS_REFUSED = _names(
    "Launch Sound Movie ResetForm ImportData Hide SetOCGState Rendition Trans GoTo3DView JavaScript "
    "set-state no-op"
)
_NAMED_ACTIONS = _names("NextPage PrevPage FirstPage LastPage")


def _check_trailer_and_catalog(pdf: pikepdf.Pdf, report: Report) -> None:
    if pdf.is_encrypted or "/Encrypt" in pdf.trailer:
        report("6.1.3", "the file is encrypted", "trailer")
    file_id = pdf.trailer.get("/ID")
    if not (
        isinstance(file_id, pikepdf.Array)
        and len(file_id) == 2
        and all(isinstance(part, pikepdf.String) and len(bytes(part)) > 0 for part in file_id)
    ):
        report("6.1.3", "no file identifier ID of two strings", "trailer")
    root = pdf.Root
    if "/Version" in root and not re.fullmatch(r"/1\.[0-7]", str(root["/Version"])):
        report("6.1.2", f"version {root['/Version']}", "catalog")
    for key, clause in (("/AA", "6.5.2"), ("/Requirements", "6.11"), ("/NeedsRendering", "6.4.2")):
        if key in root:
            report(clause, f"{key} is not permitted", "catalog")
    for key, clause in (("/OCProperties", "6.9"), ("/AcroForm", "6.4"), ("/Perms", "6.1.12")):
        if key in root:
            report(clause, f"{key}: not covered by this check, and of no use in a bulletin", "catalog")
    names: Any = root.get("/Names")
    if is_dict(names):
        for key, clause in (("/JavaScript", "6.5.1"), ("/AlternatePresentations", "6.10")):
            if key in names:
                report(clause, f"{key} is not permitted", "catalog, Names")
        if "/EmbeddedFiles" in names:
            report("6.8", "embedded files: not covered by this check", "catalog, Names")


def _check_every_object(pdf: pikepdf.Pdf, report: Report) -> None:
    for top in pdf.objects:
        for obj in _parts(top):
            if is_dict(obj):
                _check_dictionary(obj, _place(top), report)
                if isinstance(obj, pikepdf.Stream):
                    _check_stream(obj, _place(top), report)


def _check_dictionary(obj: Any, where: str, report: Report) -> None:
    kind, action = str(obj.get("/Type", "")), str(obj.get("/S", ""))
    if kind != "/StructElem" and action in _ACTIONS_REFUSED:
        report("6.5.1", f"action {action[1:]} is not permitted", where)
    elif action == "/Named" and str(obj.get("/N", "")) not in _NAMED_ACTIONS:
        report("6.5.1", f"named action {obj.get('/N')} is not permitted", where)
    if kind == "/Filespec" and "/EF" in obj:
        report("6.8", "embedded file: not covered by this check", where)
    if kind in ("/OCG", "/OCMD") or "/OC" in obj:
        report("6.9", "optional content: not covered by this check", where)


def _check_stream(stream: pikepdf.Stream, where: str, report: Report) -> None:
    if kind := [key for key in ("/F", "/FFilter", "/FDecodeParms") if key in stream]:
        report("6.1.7.1", f"stream with {', '.join(kind)}", where)
    value: Any = stream.get("/Filter", pikepdf.Array())
    filters = {str(name) for name in (value if isinstance(value, pikepdf.Array) else [value])}
    for name in sorted(filters - _FILTERS):
        report("6.1.7.2", f"filter {name[1:]} is not permitted", where)
    try:
        if not filters & _IMAGE_FILTERS:
            stream.read_bytes()
    except pikepdf.PdfError as error:
        report("6.1.7.2", f"stream cannot be decoded: {_told(error)}", where)


# --- metadata -----------------------------------------------------------------------------------------------

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XML = "http://www.w3.org/XML/1998/namespace"
_XMLNS = "http://www.w3.org/2000/xmlns/"
_DC = "http://purl.org/dc/elements/1.1/"
_XMP = "http://ns.adobe.com/xap/1.0/"
_XMP_MM = "http://ns.adobe.com/xap/1.0/mm/"
_PDF = "http://ns.adobe.com/pdf/1.3/"
_PDFA_ID = "http://www.aiim.org/pdfa/ns/id/"
_PDFUA_ID = "http://www.aiim.org/pdfua/ns/id/"
_EXTENSION = "http://www.aiim.org/pdfa/ns/extension/"
_SCHEMA = "http://www.aiim.org/pdfa/ns/schema#"
_PROPERTY = "http://www.aiim.org/pdfa/ns/property#"

# XMP Specification (September 2005), chapter 4: properties by namespace, with the kind of their value.
_PREDEFINED: dict[str, dict[str, str]] = {
    _DC: {
        **dict.fromkeys(("title", "description", "rights"), "Alt"),
        **dict.fromkeys(("creator", "date"), "Seq"),
        **dict.fromkeys(("contributor", "language", "publisher", "relation", "subject", "type"), "Bag"),
        **dict.fromkeys(("coverage", "format", "identifier", "source"), "Text"),
    },
    _XMP: {
        **dict.fromkeys(("CreateDate", "MetadataDate", "ModifyDate"), "Date"),
        **dict.fromkeys(("BaseURL", "CreatorTool", "Label", "Nickname"), "Text"),
        "Identifier": "Bag",
    },
    _XMP_MM: dict.fromkeys(("DocumentID", "InstanceID", "RenditionClass", "VersionID"), "Text"),
    _PDF: dict.fromkeys(("Keywords", "PDFVersion", "Producer"), "Text"),
    _PDFA_ID: dict.fromkeys(("part", "amd", "corr", "conformance"), "Text"),
    _EXTENSION: {"schemas": "Bag"},
}
_INFO_TO_XMP = {
    "/Title": (_DC, "title"),
    "/Author": (_DC, "creator"),
    "/Subject": (_DC, "description"),
    "/Keywords": (_PDF, "Keywords"),
    "/Creator": (_XMP, "CreatorTool"),
    "/Producer": (_PDF, "Producer"),
    "/CreationDate": (_XMP, "CreateDate"),
    "/ModDate": (_XMP, "ModifyDate"),
}


@dataclass(frozen=True)
class _XmpProperty:
    kind: str  # Text, Alt, Seq, Bag or Struct
    prefix: str
    items: tuple[tuple[str, str], ...]  # language (if any) and text


def _check_metadata(pdf: pikepdf.Pdf, report: Report) -> None:
    stream = pdf.Root.get("/Metadata")
    if (
        not isinstance(stream, pikepdf.Stream)
        or stream.get("/Type") != pikepdf.Name("/Metadata")
        or stream.get("/Subtype") != pikepdf.Name("/XML")
    ):
        report("6.6.2.1", "no metadata stream with Type Metadata and Subtype XML", "catalog")
        return
    if "/Filter" in stream:
        report("6.6.2.1", "metadata stream is filtered (ISO 19005-1, 6.7.2)", "XMP")
    for obj in pdf.objects:
        for part in _parts(obj):
            if part != pdf.Root and is_dict(part) and "/Metadata" in part:
                report("6.6.2.1", "further metadata stream: not covered by this check", _place(obj))
    try:
        packet = stream.read_bytes()
    except pikepdf.PdfError:
        return  # reported as an undecodable stream already
    properties = _read_xmp(packet, report)
    if properties is None:
        return
    _check_xmp_types(properties, _described(packet, report), report)
    _check_identification(properties, report)
    _check_information(pdf, properties, report)


def _read_xmp(packet: bytes, report: Report) -> dict[tuple[str, str], _XmpProperty] | None:
    header = re.match(rb"(?:\xef\xbb\xbf)?<\?xpacket\s(.*?)\?>", packet.lstrip(b"\n"), re.DOTALL)
    if header is None or b"W5M0MpCehiHzreSzNTczkc9d" not in header[1]:
        report("6.6.2.1", "no xpacket header", "XMP")
    else:
        for attribute in re.findall(rb"\b(bytes|encoding)\s*=", header[1]):
            report("6.6.2.1", f"attribute {attribute.decode()} in the xpacket header", "XMP")
    if not re.search(rb"<\?xpacket\s+end=[\"'][rw][\"']\s*\?>\s*\Z", packet):
        report("6.6.2.1", "no xpacket trailer", "XMP")
    try:
        packet.decode("utf-8")
        document = minidom.parseString(packet)
    except (UnicodeDecodeError, ExpatError) as error:
        report("6.6.2.1", f"not well-formed XML in UTF-8: {_told(error)}", "XMP")
        return None
    roots = document.getElementsByTagNameNS(_RDF, "RDF")
    if len(roots) != 1:
        report("6.6.2.1", f"{len(roots)} rdf:RDF elements instead of one", "XMP")
        return None
    found: dict[tuple[str, str], _XmpProperty] = {}

    def add(namespace: str | None, name: str, prop: _XmpProperty) -> None:
        key = (namespace or "", name)
        if key in found:
            report("6.6.2.1", f"property {prop.prefix}:{name} twice", "XMP")
        found[key] = prop

    for description in _elements(roots[0]):
        if (description.namespaceURI, description.localName) != (_RDF, "Description"):
            report("6.6.2.1", f"{description.tagName} in rdf:RDF, not rdf:Description", "XMP")
            continue
        for attribute in description.attributes.values():
            if attribute.namespaceURI not in (_RDF, _XML, _XMLNS):
                prop = _XmpProperty("Text", attribute.prefix or "", (("", attribute.value),))
                add(attribute.namespaceURI, attribute.localName or "", prop)
        for element in _elements(description):
            add(element.namespaceURI, element.localName or "", _xmp_value(element))
    return found


def _elements(node: minidom.Node) -> list[minidom.Element]:
    return [child for child in node.childNodes if isinstance(child, minidom.Element)]


def _text(node: minidom.Node) -> str:
    return "".join(child.data for child in node.childNodes if isinstance(child, minidom.Text))


def _xmp_value(element: minidom.Element) -> _XmpProperty:
    prefix, children = element.prefix or "", _elements(element)
    if not children and not element.hasAttributeNS(_RDF, "parseType"):
        return _XmpProperty("Text", prefix, (("", _text(element)),))
    only = children[0] if len(children) == 1 else None
    if only is None or only.namespaceURI != _RDF or only.localName not in ("Alt", "Seq", "Bag"):
        return _XmpProperty("Struct", prefix, ())
    items = tuple((item.getAttributeNS(_XML, "lang"), _text(item)) for item in _elements(only))
    return _XmpProperty(only.localName, prefix, items)


def _described(packet: bytes, report: Report) -> set[tuple[str, str]]:
    """The properties that extension schemas describe (6.6.2.3.3), those of simple values only."""
    found: set[tuple[str, str]] = set()
    document = minidom.parseString(packet)

    def parts(element: minidom.Element, namespace: str, needed: str) -> dict[str, minidom.Element]:
        held = {e.localName or "": e for e in _elements(element) if e.namespaceURI == namespace}
        if missing := set(needed.split()) - set(held):
            report("6.6.2.3.3", f"extension schema without {', '.join(sorted(missing))}", "XMP")
        return held

    def items(element: minidom.Element, kind: str) -> list[minidom.Element]:
        inner = _elements(element)
        if [(e.namespaceURI, e.localName) for e in inner] != [(_RDF, kind)]:
            report("6.6.2.3.3", f"{element.tagName} is no {kind}", "XMP")
            return []
        return _elements(inner[0])

    for schemas in document.getElementsByTagNameNS(_EXTENSION, "schemas"):
        for schema in items(schemas, "Bag"):
            held = parts(schema, _SCHEMA, "schema namespaceURI prefix property")
            for described in items(held["property"], "Seq") if "property" in held else []:
                told = parts(described, _PROPERTY, "name valueType category description")
                if "valueType" in told and _text(told["valueType"]) not in ("Integer", "Text"):
                    report("6.6.2.3.3", "value type not covered by this check", "XMP")
                if "category" in told and _text(told["category"]) not in ("internal", "external"):
                    report("6.6.2.3.3", f"category {_text(told['category'])}", "XMP")
                if "name" in told and "namespaceURI" in held:
                    found.add((_text(held["namespaceURI"]), _text(told["name"])))
    return found


def _check_xmp_types(
    properties: dict[tuple[str, str], _XmpProperty], described: set[tuple[str, str]], report: Report
) -> None:
    for (namespace, name), prop in properties.items():
        full = f"{prop.prefix}:{name}"
        kind = _PREDEFINED.get(namespace, {}).get(name)
        kind = "Text" if kind is None and (namespace, name) in described else kind
        if kind is None:
            report("6.6.2.3.1", f"{full} is neither predefined nor described", "XMP")
        elif prop.kind != ("Text" if kind == "Date" else kind):
            report("6.6.2.3.1", f"{full} is {prop.kind} instead of {kind}", "XMP")
        elif kind == "Date" and _xmp_date(prop.items[0][1]) is None:
            report("6.6.2.3.1", f"{full} is not a date: {prop.items[0][1]}", "XMP")
        elif kind == "Alt" and "x-default" not in [language for language, _ in prop.items]:
            report("6.6.2.3.1", f"{full} has no x-default", "XMP")


def _check_identification(properties: dict[tuple[str, str], _XmpProperty], report: Report) -> None:
    for name, wanted in (("part", "2"), ("conformance", "A")):
        prop = properties.get((_PDFA_ID, name))
        if prop is None:
            report("6.6.4", f"no pdfaid:{name}", "XMP")
        elif prop.items[:1] != (("", wanted),):
            report("6.6.4", f"pdfaid:{name} is {prop.items}, not {wanted}", "XMP")
    for (namespace, name), prop in properties.items():
        if namespace == _PDFA_ID and prop.prefix != "pdfaid":
            report("6.6.4", f"{name} has the prefix {prop.prefix}, not pdfaid", "XMP")


def _check_information(
    pdf: pikepdf.Pdf, properties: dict[tuple[str, str], _XmpProperty], report: Report
) -> None:
    info: Any = pdf.trailer.get("/Info")
    for key, (namespace, name) in _INFO_TO_XMP.items():
        value = info.get(key) if is_dict(info) else None
        if value is None:
            continue
        text, prop = str(value), properties.get((namespace, name))
        if prop is None:
            report("6.6.3", f"{key[1:]} has no {name} in XMP", "document information")
            continue
        if key == "/Author" and len(prop.items) != 1:
            report("6.6.3", "Author is not the only entry of dc:creator", "document information")
        items = [item for language, item in prop.items if language in ("", "x-default")]
        other = items[0] if items else ""
        if key.endswith("Date"):
            mine, theirs = _pdf_date(text), _xmp_date(other)
            if mine is None:
                report("6.6.3", f"{key[1:]} is not a date: {text}", "document information")
            same = mine is not None and mine == theirs
        else:
            same = text == other
        if not same:
            report("6.6.3", f"{key[1:]} is {text!r}, but {name} in XMP is {other!r}", "document information")


def _moment(match: re.Match[str] | None) -> datetime | None:
    """A date of year, month, day, hour, minute, second, zone sign or Z, zone hours, zone minutes."""
    if match is None:
        return None
    *numbers, sign, hours, minutes = match.groups()
    fields = [int(n) if n else default for n, default in zip(numbers, (1, 1, 1, 0, 0, 0), strict=True)]
    zone: timezone = UTC
    if sign in ("+", "-"):
        shift = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
        zone = timezone(shift if sign == "+" else -shift)
    try:
        return datetime(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], tzinfo=zone)
    except ValueError:
        return None


def _pdf_date(text: str) -> datetime | None:
    """ISO 32000-1, 7.9.4."""
    two = r"(?:(\d\d)"
    pattern = rf"D:(\d{{4}}){two}{two}{two}{two}{two}(?:([Z+-])(?:(\d\d)(?:'(\d\d)'?)?)?)?)?)?)?)?)?"
    return _moment(re.fullmatch(pattern, text))


def _xmp_date(text: str) -> datetime | None:
    """XMP Specification (2005), chapter 4, Date."""
    time = r"T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:([Z+-])(?:(\d\d):(\d\d))?)?"
    return _moment(re.fullmatch(rf"(\d{{4}})(?:-(\d\d)(?:-(\d\d)(?:{time})?)?)?", text))


# --- output intent ------------------------------------------------------------------------------------------


def _check_output_intents(pdf: pikepdf.Pdf, report: Report) -> str | None:
    """Return the colour space of the PDF/A output intent (GRAY, RGB or CMYK), None without a usable one."""
    intents = [i for i in pdf.Root.get("/OutputIntents", []) if is_dict(i)]
    profiles = {i["/DestOutputProfile"].objgen for i in intents if "/DestOutputProfile" in i}
    if len(profiles) > 1:
        report("6.2.3", "output intents with different profiles", "catalog")
    ours = [i for i in intents if i.get("/S") == pikepdf.Name("/GTS_PDFA1")]
    if len(ours) != 1:
        report("6.2.3", f"{len(ours)} output intents GTS_PDFA1 instead of one", "catalog")
        return None
    if not isinstance(ours[0].get("/OutputConditionIdentifier"), pikepdf.String):
        report("6.2.3", "no OutputConditionIdentifier (ISO 32000-1, table 365)", "output intent")
    if "/DestOutputProfileRef" in ours[0]:
        report("6.2.3", "DestOutputProfileRef is not permitted", "output intent")
    profile = ours[0].get("/DestOutputProfile")
    if not isinstance(profile, pikepdf.Stream):
        report("6.2.3", "no DestOutputProfile", "output intent")
        return None
    return _check_profile(profile, report)


def _check_profile(stream: pikepdf.Stream, report: Report) -> str | None:
    where = "output intent's profile"
    data = stream.read_bytes()
    if len(data) < 132 or data[36:40] != b"acsp" or int.from_bytes(data[:4], "big") != len(data):
        report("6.2.3", "not an ICC profile, or not of the size that it gives", where)
        return None
    kind, space = data[12:16], data[16:20].decode("latin-1").strip()
    if kind not in (b"prtr", b"mntr"):
        report("6.2.3", f"device class {kind!r}, not prtr or mntr", where)
    if data[8] not in (2, 4):
        report("6.2.3", f"ICC version {data[8]}", where)
    if data[20:24] not in (b"Lab ", b"XYZ "):
        report("6.2.3", f"connection space {data[20:24]!r}", where)
    components = {"GRAY": 1, "RGB": 3, "CMYK": 4}.get(space)
    if components is None:
        report("6.2.3", f"colour space {space}, not GRAY, RGB or CMYK", where)
        return None
    if stream.get("/N") != components:
        report("6.2.3", f"N is {stream.get('/N')}, but {space} has {components} components", where)
    count = int.from_bytes(data[128:132], "big")
    tags = [
        struct.unpack_from(">4sII", data, 132 + 12 * i) for i in range(count) if 144 + 12 * i <= len(data)
    ]
    needed = {b"desc", b"cprt", b"wtpt"}
    if kind == b"prtr" and space == "CMYK":
        needed |= {b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"gamt"}
    if missing := needed - {name for name, _, _ in tags}:
        report("6.2.3", f"tags missing: {b' '.join(sorted(missing)).decode()}", where)
    for name, at, size in tags:
        if at % 4 or at < 132 + 12 * count or at + size > len(data):
            report("6.2.3", f"tag {name.decode('latin-1')} lies outside the profile", where)
    if data[8] >= 4 and any(data[84:100]):
        plain = data[:44] + bytes(4) + data[48:64] + bytes(4) + data[68:84] + bytes(16) + data[100:]
        if md5(plain, usedforsecurity=False).digest() != data[84:100]:
            report("6.2.3", "the profile's ID is not its MD5 (ICC.1, 7.2.18)", where)
    return space


# --- pages and content streams ------------------------------------------------------------------------------

_BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
_ANNOTATIONS = _names(
    "Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Stamp "
    "Caret Ink Popup FileAttachment Widget PrinterMark TrapNet Watermark Redact"
)


def _pages(node: Any, depth: int) -> Iterator[Any]:
    """The pages as they stand in the file; qpdf's own list of them would change them."""
    if depth > 64:
        raise ValueError("page tree deeper than 64, or going in a circle")
    for kid in node["/Kids"]:
        if "/Kids" in kid:
            yield from _pages(kid, depth + 1)
        else:
            yield kid


def _inherited(page: Any, key: str) -> Any:
    node = page
    while node is not None and key not in node:
        node = node.get("/Parent")
    return None if node is None else node.get(key)


def _check_page(page: Any, where: str, report: Report) -> None:
    media: list[float] | None = None
    for name in _BOXES:
        box = _inherited(page, name) if name in ("/MediaBox", "/CropBox") else page.get(name)
        if box is None:
            if name == "/MediaBox":
                report("6.1.1", "no MediaBox (ISO 32000-1, table 30)", where)
            continue
        try:
            x0, y0, x1, y1 = (float(v) for v in box)
        except (TypeError, ValueError):
            report("6.1.1", f"{name[1:]} is not a rectangle", where)
            continue
        if not all(3 <= abs(side) <= 14400 for side in (x1 - x0, y1 - y0)):
            report("6.1.13", f"{name[1:]} is not between 3 and 14400 units wide and high", where)
        media = media or [x0, y0, x1, y1]
        if not (media[0] <= x0 and media[1] <= y0 and x1 <= media[2] and y1 <= media[3]):
            report("6.1.1", f"{name[1:]} goes beyond MediaBox (ISO 32000-1, 14.11.2)", where)
    for key, clause in (("/AA", "6.5.2"), ("/PresSteps", "6.10")):
        if key in page:
            report(clause, f"{key} is not permitted", where)
    if "/Group" in page:
        report("6.2.10", "transparency group: not covered by this check", where)
    for number, annotation in enumerate(page.get("/Annots", []), 1):
        _check_annotation(annotation, f"{where}, annotation {number}", report)


def _check_annotation(annotation: Any, where: str, report: Report) -> None:
    kind = str(annotation.get("/Subtype"))
    if kind not in _ANNOTATIONS:
        report("6.3.1", f"annotation {kind} is not permitted", where)
    flags = annotation.get("/F")
    if flags is None and kind != "/Popup":
        report("6.3.2", "no F", where)
    elif flags is not None and (int(flags) & 4 == 0 or int(flags) & (1 | 2 | 32 | 256)):
        report("6.3.2", f"F is {int(flags)}: not printed, or hidden", where)
    x0, y0, x1, y1 = (float(v) for v in annotation["/Rect"])
    appearance = annotation.get("/AP")
    if appearance is None and kind not in ("/Popup", "/Link") and (x0, y0) != (x1, y1):
        report("6.3.3", "no appearance", where)
    if appearance is not None and set(appearance.keys()) != {"/N"}:
        report("6.3.3", "appearance with other keys than N", where)
    if kind == "/Widget":
        report("6.4", "form field: not covered by this check", where)
    if "/AA" in annotation:
        report("6.5.2", "AA is not permitted", where)


# ISO 32000-1, table A.1: operator and the number of its operands (None: any).
_OPERATORS: dict[bytes, int | None] = {
    name.encode(): count
    for count, names in (
        (0, "b B b* B* BT BX EMC ET EX f F f* h n q Q s S T* W W*"),
        (1, "BMC CS cs Do g G gs i j J M MP ri sh Tc Tj TJ TL Tr Ts Tw Tz w '"),
        (2, "BDC d DP l m Td TD Tf d0"),
        (3, 'rg RG "'),
        (4, "k K re v y"),
        (6, "c cm Tm d1"),
        (None, "sc SC scn SCN"),
    )
    for name in names.split()
}
_INTENTS = {"RelativeColorimetric", "AbsoluteColorimetric", "Perceptual", "Saturation"}


class _Content:
    """Reads the content streams of one page and notes which fonts show which codes."""

    def __init__(self, fonts: dict[FontKey, FontUse], intent: str | None, where: str, report: Report) -> None:
        self.fonts, self.intent, self.where, self.report = fonts, intent, where, report
        self.seen: set[FontKey] = set()

    def check_page(self, page: Any) -> None:
        contents = page.get("/Contents")
        streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        data = b"\n".join(s.read_bytes() for s in streams if isinstance(s, pikepdf.Stream))
        if "/Resources" not in page and data.strip():
            self.report("6.2.2", "no Resources of its own", self.where)
        self._run(data, page.get("/Resources", pikepdf.Dictionary()), self.where)

    def _run(self, data: bytes, resources: Any, where: str) -> None:
        lexer = Lexer(data, where, self.report)
        operands: list[Any] = []
        font, stack, marks = None, list[FontKey | None](), 0
        try:
            while (token := lexer.token()) is not None:
                value = lexer.value(token)
                if not isinstance(value, Word) or value.value in (b"true", b"false", b"null"):
                    operands.append(value)
                    continue
                operator = value.value
                if operator in (b"BI", b"ID", b"EI"):
                    self.report("6.1.10", "inline image: not covered by this check", where)
                    return
                if operator not in _OPERATORS:
                    self.report("6.2.2", f"unknown operator {operator.decode('latin-1')}", where)
                elif _OPERATORS[operator] not in (None, len(operands)):
                    self.report("6.1.1", f"{operator.decode()} with {len(operands)} operands", where)
                elif operator == b"q":
                    stack.append(font)
                    if len(stack) > 28:
                        self.report("6.1.13", "q and Q nested deeper than 28", where)
                elif operator == b"Q":
                    if not stack:
                        self.report("6.1.1", "Q without q", where)
                    font = stack.pop() if stack else None
                elif operator in (b"BMC", b"BDC", b"EMC"):
                    marks += -1 if operator == b"EMC" else 1
                    if marks < 0:
                        self.report("6.1.1", "EMC without BMC or BDC", where)
                    if operands[:1] == [Name(b"OC")]:
                        self.report("6.9", "optional content: not covered by this check", where)
                else:
                    font = self._operator(operator, operands, font, resources, where)
                operands.clear()
        except SyntaxFaultError as fault:
            self.report("6.1.1", str(fault), f"{where}, byte {fault.at}")
            return
        if stack:
            self.report("6.1.1", f"{len(stack)} q without Q", where)
        if marks > 0:
            self.report("6.1.1", f"{marks} BMC or BDC without EMC", where)

    def _resource(self, resources: Any, kind: str, name: Any, where: str) -> Any:
        key = "/" + name.value.decode("utf-8", "replace") if isinstance(name, Name) else ""
        found = resources.get(kind, pikepdf.Dictionary()).get(key) if key else None
        if found is None:
            self.report("6.2.2", f"{kind[1:]} {key[1:]} is not in the resources", where)
        return found

    def _operator(
        self, operator: bytes, operands: list[Any], font: FontKey | None, resources: Any, where: str
    ) -> FontKey | None:
        if operator in (b"g", b"G"):
            self._device_colour("Gray", resources, where)
        elif operator in (b"rg", b"RG"):
            self._device_colour("RGB", resources, where)
        elif operator in (b"k", b"K"):
            self._device_colour("CMYK", resources, where)
        elif operator in (b"cs", b"CS"):
            name = operands[0].value.decode("latin-1") if isinstance(operands[0], Name) else ""
            if name in ("DeviceGray", "DeviceRGB", "DeviceCMYK"):
                self._device_colour(name.removeprefix("Device"), resources, where)
            else:
                self.report("6.2.4", f"colour space {name}: not covered by this check", where)
        elif operator == b"sh":
            self.report("6.2.4", "shading: not covered by this check", where)
        elif operator == b"ri":
            self._rendering_intent(operands[0], where)
        elif operator == b"gs":
            found = self._resource(resources, "/ExtGState", operands[0], where)
            if found is not None:
                self._graphics_state(found, f"{where}, ExtGState {operands[0].value.decode('latin-1')}")
        elif operator == b"Do":
            found = self._resource(resources, "/XObject", operands[0], where)
            if found is not None:
                self._xobject(found, f"{where}, XObject {operands[0].value.decode('latin-1')}")
        elif operator == b"Tf":
            return self._select_font(operands[0], resources, where)
        elif operator in (b"Tj", b"'", b'"', b"TJ"):
            texts = operands[0] if operator == b"TJ" else operands[-1:]
            self._show([t for t in texts if isinstance(t, bytes)], font, where)
        return font

    def _device_colour(self, name: str, resources: Any, where: str) -> None:
        if f"/Default{name}" in resources.get("/ColorSpace", pikepdf.Dictionary()):
            self.report("6.2.4.3", f"Default{name}: not covered by this check", where)
        elif self.intent is None or (name != "Gray" and name != self.intent):
            self.report("6.2.4.3", f"Device{name} with the output intent {self.intent}", where)

    def _rendering_intent(self, name: Any, where: str) -> None:
        text = name.value.decode("latin-1") if isinstance(name, Name) else str(name).lstrip("/")
        if text not in _INTENTS:
            self.report("6.2.6", f"rendering intent {text}", where)

    def _graphics_state(self, values: Any, where: str) -> None:
        for key in ("/TR", "/HTP"):
            if key in values:
                self.report("6.2.5", f"{key[1:]} is not permitted", where)
        if "/TR2" in values and values["/TR2"] != pikepdf.Name("/Default"):
            self.report("6.2.5", "TR2 other than Default is not permitted", where)
        if "/HT" in values and values["/HT"] != pikepdf.Name("/Default"):
            self.report("6.2.5", "halftone: not covered by this check", where)
        if "/RI" in values:
            self._rendering_intent(values["/RI"], where)
        if "/Font" in values:
            self.report("6.2.11", "font set by a graphics state: not covered by this check", where)
        clear = (
            float(values.get("/CA", 1)) == float(values.get("/ca", 1)) == 1
            and str(values.get("/SMask", "/None")) == "/None"
            and str(values.get("/BM", "/Normal")) in ("/Normal", "/Compatible")
        )
        if not clear:
            self.report("6.2.10", "transparency: not covered by this check", where)

    def _xobject(self, xobject: Any, where: str) -> None:
        kind = str(xobject.get("/Subtype"))
        if kind == "/Image":
            self._image(xobject, where)
            return
        if kind != "/Form":
            clause = "6.2.9" if kind == "/PS" else "6.2.8"
            self.report(clause, f"XObject {kind[1:]}: not permitted, or not covered by this check", where)
            return
        for key in ("/OPI", "/PS", "/Ref"):
            if key in xobject:
                self.report("6.2.9", f"{key[1:]} is not permitted in a form XObject", where)
        if xobject.get("/Subtype2") == pikepdf.Name("/PS"):
            self.report("6.2.9", "Subtype2 PS is not permitted in a form XObject", where)
        if "/Group" in xobject:
            self.report("6.2.10", "transparency group: not covered by this check", where)
        if xobject.objgen in self.seen:
            return
        self.seen.add(xobject.objgen)
        data = xobject.read_bytes()
        if "/Resources" not in xobject and data.strip():
            self.report("6.2.2", "no Resources of its own", where)
        self._run(data, xobject.get("/Resources", pikepdf.Dictionary()), where)

    def _image(self, image: Any, where: str) -> None:
        """6.2.8, and what its colours mean (6.2.4)."""
        for key in ("/Alternates", "/OPI"):
            if key in image:
                self.report("6.2.8", f"{key[1:]} is not permitted in an image", where)
        if image.get("/Interpolate", False):
            self.report("6.2.8", "Interpolate true is not permitted", where)
        if "/Intent" in image:
            self._rendering_intent(image["/Intent"], where)
        for key in ("/SMask", "/Mask", "/ImageMask", "/SMaskInData", "/Decode"):
            if key in image:
                self.report("6.2.8", f"{key[1:]}: not covered by this check", where)
        space = image.get("/ColorSpace")
        if isinstance(space, pikepdf.Name) and str(space).startswith("/Device"):
            self._device_colour(str(space).removeprefix("/Device"), pikepdf.Dictionary(), where)
        elif isinstance(space, pikepdf.Array) and str(space[0]) == "/ICCBased":
            _check_profile(cast(pikepdf.Stream, space[1]), self.report)
        else:
            self.report("6.2.4", f"colour space {space}: not covered by this check", where)

    def _select_font(self, name: Any, resources: Any, where: str) -> FontKey | None:
        font = self._resource(resources, "/Font", name, where)
        if font is None:
            return None
        # Fonts that are direct objects get a number of their own, so that they do not fall together.
        key = font.objgen if font.is_indirect else (-1 - len(self.fonts), 0)
        self.fonts.setdefault(key, FontUse(font, f"font {name.value.decode('latin-1')}, first on {where}"))
        return key

    def _show(self, texts: list[bytes], font: FontKey | None, where: str) -> None:
        if font is None:
            self.report("6.1.1", "text shown without a font (ISO 32000-1, 9.3.1)", where)
            return
        use = self.fonts[font]
        if use.font.get("/Subtype") != pikepdf.Name("/Type0"):
            use.codes.update(b"".join(texts))
            return
        for text in texts:
            use.odd = use.odd or len(text) % 2 == 1
            use.codes.update(int.from_bytes(text[i : i + 2], "big") for i in range(0, len(text) - 1, 2))
