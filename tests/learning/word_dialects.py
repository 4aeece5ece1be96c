"""The same Word document as other programs and hands leave it: what is shown stays, how it is written does
not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from copy import deepcopy

from lxml import etree  # type: ignore[import-untyped]

from tests.learning.word_copies import W, zipped

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
Change = Callable[[etree._Element, etree._Element], None]
"""What is done to the root of a part, and to that of the styles."""


def changed(copy: bytes, change: Change) -> bytes:
    """A copy with a change made to its document, its footers and its styles."""
    with zipfile.ZipFile(io.BytesIO(copy)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    styles = etree.fromstring(parts["word/styles.xml"])
    for name in parts:
        if name.startswith(("word/document", "word/footer")):
            root = etree.fromstring(parts[name])
            change(root, styles)
            parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    parts["word/styles.xml"] = etree.tostring(styles)
    return zipped(parts)


def _all(root: etree._Element, name: str) -> list[etree._Element]:
    return list(root.iter(f"{W}{name}"))


def _wrapped(element: etree._Element, *names: str) -> None:
    """An element in others of these names, the outermost first."""
    parent = element.getparent()
    at = parent.index(element)
    parent.remove(element)
    outer = inner = etree.Element(f"{W}{names[0]}")
    for name in names[1:]:
        inner = etree.SubElement(inner, f"{W}{name}")
    inner.append(element)
    parent.insert(at, outer)


def _in_letters(root: etree._Element, _: etree._Element) -> None:
    for text in _all(root, "t"):
        run = text.getparent()
        for char in (text.text or "")[1:][::-1]:
            other = etree.Element(f"{W}r")
            if (said := run.find(f"{W}rPr")) is not None:
                other.append(deepcopy(said))
            part = etree.SubElement(other, f"{W}t")
            part.text = char
            part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            if len(run.findall(f"{W}t")) == 1 and run[-1] is text:
                run.addnext(other)
        if run[-1] is text and len(run.findall(f"{W}t")) == 1:
            text.text = (text.text or "")[:1]


def _in_controls(root: etree._Element, _: etree._Element) -> None:
    for name in ("tc", "tr", "tbl"):
        for element in _all(root, name):
            _wrapped(element, "sdt", "sdtContent")
    for element in _all(root, "p"):
        if element.getnext() is not None and element.getparent().tag != f"{W}txbxContent":
            _wrapped(element, "sdt", "sdtContent")


def _in_links_and_insertions(root: etree._Element, _: etree._Element) -> None:
    for at, run in enumerate(_all(root, "r")):
        _wrapped(run, *(("hyperlink",), ("ins",), ("smartTag", "smartTag"), ("moveTo", "ins"))[at % 4])


def _with_deletions(root: etree._Element, _: etree._Element) -> None:
    for run in _all(root, "r"):
        gone = etree.Element(f"{W}del")
        other = etree.SubElement(gone, f"{W}r")
        etree.SubElement(other, f"{W}delText").text = "删去的字"
        run.addprevious(gone)
        run.addnext(etree.Element(f"{W}proofErr"))
        run.addnext(etree.Element(f"{W}bookmarkStart"))


def _with_alternatives(root: etree._Element, _: etree._Element) -> None:
    for run in _all(root, "r"):
        parent = run.getparent()
        at = parent.index(run)
        parent.remove(run)
        holder = etree.Element(f"{_MC}AlternateContent")
        choice = etree.SubElement(holder, f"{_MC}Choice", Requires="wps")
        choice.append(run)
        other = etree.SubElement(etree.SubElement(holder, f"{_MC}Fallback"), f"{W}r")
        etree.SubElement(other, f"{W}t").text = "给旧程序看的字"
        parent.insert(at, holder)


def _by_automatic_styles(root: etree._Element, styles: etree._Element) -> None:
    known: dict[bytes, str] = {}
    for kind, of, name in (("paragraph", "p", "pPr"), ("character", "r", "rPr")):
        for element in _all(root, of):
            said = element.find(f"{W}{name}")
            if said is None or said.find(f"{W}{name[0]}Style") is not None:
                continue
            own = deepcopy(said)
            for kept in ("framePr", "sectPr", "rPr"):
                for one in own.findall(f"{W}{kept}"):
                    own.remove(one)
            key = etree.tostring(own)
            if key not in known:
                known[key] = f"{kind}{len(styles)}"
                style = etree.SubElement(styles, f"{W}style")
                style.set(f"{W}type", kind)
                style.set(f"{W}styleId", known[key])
                etree.SubElement(style, f"{W}name").set(f"{W}val", known[key])
                if kind == "paragraph":
                    etree.SubElement(style, f"{W}basedOn").set(f"{W}val", "a")
                style.append(own)
            for one in list(said):
                if one.tag not in (f"{W}framePr", f"{W}sectPr", f"{W}rPr"):
                    said.remove(one)
            named = etree.Element(f"{W}{name[0]}Style")
            named.set(f"{W}val", known[key])
            said.insert(0, named)


def _with_former_formats(root: etree._Element, _: etree._Element) -> None:
    for name in ("pPr", "rPr"):
        for said in _all(root, name):
            if said.getparent().tag in (f"{W}p", f"{W}r"):
                before = etree.SubElement(etree.SubElement(said, f"{W}{name}Change"), f"{W}{name}")
                etree.SubElement(before, f"{W}jc").set(f"{W}val", "right")
                etree.SubElement(before, f"{W}sz").set(f"{W}val", "99")


DIALECTS: Mapping[str, Change] = {
    "runs of one letter": _in_letters,
    "content controls": _in_controls,
    "links and insertions": _in_links_and_insertions,
    "deletions and marks": _with_deletions,
    "alternatives": _with_alternatives,
    "automatic styles": _by_automatic_styles,
    "formats before changes": _with_former_formats,
}
