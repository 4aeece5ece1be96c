"""Our own Word copies as another office's files: what they carry along gone, each style's looks written into
the paragraphs and runs themselves."""

from __future__ import annotations

import copy
import re

from lxml import etree  # type: ignore[import-untyped]

from tests.intake.word import NAMESPACES, members, packed

_W = f"{{{NAMESPACES['w']}}}"
_STYLES = "word/styles.xml"


def stripped(data: bytes) -> bytes:
    """A Word copy of ours without the bulletin that it carries and without styles."""
    parts = {name: content for name, content in members(data).items() if not name.startswith("customXml")}
    for name, content in parts.items():
        if name.endswith(".rels"):
            parts[name] = re.sub(rb"<Relationship [^>]*customXml[^>]*/>", b"", content)
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = re.sub(rb"<Override [^>]*customXml[^>]*/>", b"", types)
    styles = etree.fromstring(parts[_STYLES])
    known = {style.get(f"{_W}styleId"): style for style in styles.iter(f"{_W}style")}
    for name in parts:
        if re.fullmatch(r"word/(?:document|header\d*|footer\d*)\.xml", name):
            root = etree.fromstring(parts[name])
            for paragraph in root.iter(f"{_W}p"):
                _direct(paragraph, known)
            parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    for style in known.values():
        if style.get(f"{_W}default") != "1":
            styles.remove(style)
    parts[_STYLES] = etree.tostring(styles, xml_declaration=True, encoding="UTF-8", standalone=True)
    return packed(parts)


def _direct(paragraph: etree._Element, known: dict[str | None, etree._Element]) -> None:
    props = paragraph.find(f"{_W}pPr")
    named = None if props is None else props.find(f"{_W}pStyle")
    chain = _chain(None if named is None else named.get(f"{_W}val"), known)
    if props is None:
        props = etree.Element(f"{_W}pPr")
        paragraph.insert(0, props)
    if named is not None:
        props.remove(named)
    for style in chain:
        _merge(props, style.find(f"{_W}pPr"))
    for run in paragraph.iter(f"{_W}r"):
        own = run.find(f"{_W}rPr")
        if own is None:
            own = etree.Element(f"{_W}rPr")
            run.insert(0, own)
        named = own.find(f"{_W}rStyle")
        if named is not None:
            own.remove(named)
            for style in _chain(named.get(f"{_W}val"), known):
                _merge(own, style.find(f"{_W}rPr"))
        for style in chain:
            _merge(own, style.find(f"{_W}rPr"))


def _chain(name: str | None, known: dict[str | None, etree._Element]) -> list[etree._Element]:
    found = []
    while name in known:
        found.append(known[name])
        parent = known[name].find(f"{_W}basedOn")
        name = None if parent is None else parent.get(f"{_W}val")
    return found


def _merge(own: etree._Element, style: etree._Element | None) -> None:
    for child in () if style is None else style:
        mine = own.find(child.tag)
        if mine is None:
            own.append(copy.deepcopy(child))
        else:
            for key, value in child.attrib.items():
                if key not in mine.attrib:
                    mine.set(key, value)
