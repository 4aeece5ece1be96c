"""Word documents that are one XML file, as the parts of a package: flat OPC, and WordprocessingML of Word
2003, which template engines still write as .doc. Decides nothing about what the parts say.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.intake.oxml_tree import xml_parser

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_PACKAGE = "http://schemas.microsoft.com/office/2006/xmlPackage"
_OLD = "http://schemas.microsoft.com/office/word/2003/wordml"
_OLDER = "http://schemas.microsoft.com/office/word/2003/2/wordml"
_NOTED = "http://schemas.microsoft.com/aml/2001/core"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWN = frozenset(
    (
        "urn:schemas-microsoft-com:vml",
        *(f"urn:schemas-microsoft-com:office:{name}" for name in ("office", "word", "excel", "powerpoint")),
    )
)
"""The namespaces whose elements draw; those of others but wrap text."""

_NAMES = {"listPr": "numPr", "ilfo": "numId", "nfc": "numFmt", "listDef": "abstractNum", "list": "num"}
_NAMES |= {"ilst": "abstractNumId"}
_ATTRIBUTES = {
    "fareast": "eastAsia",
    "first-line": "firstLine",
    "first-line-chars": "firstLineChars",
    "hanging-chars": "hangingChars",
    "listDefId": "abstractNumId",
}
"""What ECMA-376 calls otherwise than Word 2003 did."""
_ANNOTATIONS = {"Word.Insertion": "ins", "Word.Deletion": "del", "Word.Comment": "comment"}
_FORMATS = (
    *("decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "ordinal", "cardinalText"),
    *("ordinalText", "hex", "chicago", "ideographDigital", "japaneseCounting", "aiueo", "iroha"),
    *("decimalFullWidth", "decimalHalfWidth", "japaneseLegal", "japaneseDigitalTenThousand"),
    *("decimalEnclosedCircle", "decimalFullWidth2", "aiueoFullWidth", "irohaFullWidth", "decimalZero"),
    *("bullet", "ganada", "chosung", "decimalEnclosedFullstop", "decimalEnclosedParen"),
    *("decimalEnclosedCircleChinese", "ideographEnclosedCircle", "ideographTraditional"),
    *("ideographZodiac", "ideographZodiacTraditional", "taiwaneseCounting", "ideographLegalTraditional"),
    *("taiwaneseCountingThousand", "taiwaneseDigital", "chineseCounting", "chineseLegalSimplified"),
    "chineseCountingThousand",
)
"""Formats of numbers by Word 2003's codes (`nfc`)."""


def parts_of(data: bytes) -> dict[str, bytes] | None:
    """The parts of the package that an XML file in UTF-8 stands for; None where it is no Word document.
    Raises ValueError where it is no XML."""
    try:
        root = etree.fromstring(data, xml_parser())
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    namespace, name = etree.QName(root).namespace, etree.QName(root).localname
    if namespace == _PACKAGE:
        return _of_package(root)
    if namespace in (_OLD, _OLDER) and name == "wordDocument":
        return _of_2003(root)
    if namespace in (_W, _STRICT) and name == "document":
        return {"word/document.xml": data}
    return None


def _of_package(root: etree._Element) -> dict[str, bytes]:
    parts = {}
    for part in root.iter(f"{{{_PACKAGE}}}part"):
        held = part.find(f"{{{_PACKAGE}}}xmlData")
        if held is not None and len(held):
            parts[(part.get(f"{{{_PACKAGE}}}name") or "").lstrip("/")] = _written(held[0])
    return parts


def _of_2003(root: etree._Element) -> dict[str, bytes]:
    for element in list(root.iter()):
        _renamed(element)
    parts: dict[str, tuple[str, etree._Element]] = {}

    def part(kind: str, name: str, tag: str) -> etree._Element:
        made = etree.Element(f"{{{_W}}}{tag}")
        parts[name] = kind, made
        return made

    notes: dict[str, etree._Element] = {}
    for kind in ("footnote", "endnote", "comment"):
        for number, note in enumerate(list(root.iter(f"{{{_W}}}{kind}"))):
            reference = etree.Element(f"{{{_W}}}{kind}Reference")
            reference.set(f"{{{_W}}}id", str(number))
            reference.tail = note.tail
            note.tail = None
            note.getparent().replace(note, reference)
            note.set(f"{{{_W}}}id", str(number))
            if kind not in notes:
                notes[kind] = part(f"{kind}s", f"{kind}s.xml", f"{kind}s")
            notes[kind].append(note)
    for kind, tag in (("header", "hdr"), ("footer", "ftr")):
        for number, margin in enumerate(list(root.iter(f"{{{_W}}}{tag}"))):
            margin.tail = None
            part(kind, f"{kind}{number}.xml", tag).extend(list(margin))
            margin.getparent().remove(margin)
    for child in list(root):
        match etree.QName(child).localname:
            case "styles":
                parts["styles.xml"] = "styles", child
                faces = root.find(f"{{{_W}}}fonts/{{{_W}}}defaultFonts")
                if faces is not None:
                    child.insert(0, _defaults(faces))
            case "lists":
                parts["numbering.xml"] = "numbering", child
    root.tag = f"{{{_W}}}document"
    made = {f"word/{name}": _written(element) for name, (_, element) in parts.items()}
    links = "".join(
        f'<Relationship Id="r{number}" Type="{_KINDS}/{kind}" Target="{name}"/>'
        for number, (name, (kind, _)) in enumerate(parts.items())
    )
    made["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{_RELATIONSHIPS}">{links}</Relationships>'.encode()
    )
    return made | {"word/document.xml": _written(root)}


def _renamed(element: etree._Element) -> None:
    """An element of Word 2003 as ECMA-376 names it; what wraps text and is no word processor's, too."""
    namespace, name = etree.QName(element).namespace, etree.QName(element).localname
    if namespace in (_OLD, _OLDER):
        element.tag = f"{{{_W}}}{_NAMES.get(name, name)}"
        for key, value in list(element.items()):
            space, _, bare = key[1:].partition("}")
            if space != namespace:
                continue
            del element.attrib[key]
            element.set(f"{{{_W}}}{_ATTRIBUTES.get(bare, bare)}", value)
            if name == "nfc" and value.isascii() and value.isdigit() and int(value[:4]) < len(_FORMATS):
                element.set(f"{{{_W}}}val", _FORMATS[int(value[:4])])
            elif name == "list" and bare == "ilfo":
                element.set(f"{{{_W}}}numId", value)
    elif namespace == _NOTED and name == "annotation":
        kind = element.get(f"{{{_OLD}}}type") or element.get(f"{{{_NOTED}}}type") or ""
        author = element.get(f"{{{_NOTED}}}author")
        element.tag = f"{{{_W}}}{_ANNOTATIONS.get(kind, 'customXml' if len(element) else 'bookmarkStart')}"
        if author:
            element.set(f"{{{_W}}}author", author)
    elif namespace not in (_W, None) and namespace not in _DRAWN:
        element.tag = f"{{{_W}}}customXml"


def _defaults(faces: etree._Element) -> etree._Element:
    made = etree.Element(f"{{{_W}}}docDefaults")
    inner = made
    for name in ("rPrDefault", "rPr", "rFonts"):
        inner = etree.SubElement(inner, f"{{{_W}}}{name}")
    inner.attrib.update(dict(_own(faces)))
    return made


def _own(element: etree._Element) -> Iterator[tuple[str, str]]:
    return ((str(key), str(value)) for key, value in element.items())


def _written(element: etree._Element) -> bytes:
    written: bytes = etree.tostring(element, encoding="utf-8", with_tail=False)
    return written
