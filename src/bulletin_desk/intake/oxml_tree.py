"""Elements and attributes of a Word file's XML by their names, whichever of its two namespaces they are in,
lengths, and the parts of its package. Decides nothing.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from functools import lru_cache

from lxml import etree  # type: ignore[import-untyped]

_W = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
LONGEST_NAME = 100
"""Of a style or a face."""


class NotWordError(Exception):
    """The package holds no Word document, or one that can't be parsed; `deep`: for its elements are in too
    many others."""

    def __init__(self, *, deep: bool = False) -> None:
        super().__init__()
        self.deep = deep


class Parts:
    """The parts of a package and how they hang together; names without regard to case, as Windows has it."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = {name.replace("\\", "/").lower().lstrip("/"): data for name, data in parts.items()}

    def tree(self, name: str) -> etree._Element | None:
        """A part as elements; None where there is none of that name. Raises NotWordError."""
        data = self._parts.get(name.lower())
        if data is None:
            return None
        try:
            return etree.fromstring(data, xml_parser())
        except (etree.XMLSyntaxError, ValueError) as error:
            raise NotWordError(deep="depth" in str(error).lower()) from error

    def related(self, name: str, kind: str) -> str | None:
        """The first part to which `name` (empty: the package) has a relationship of the kind. Raises
        NotWordError."""
        return next(iter(self.all_related(name, kind)), None)

    def all_related(self, name: str, kind: str) -> list[str]:
        """The parts to which `name` (empty: the package) has relationships of the kind. Raises
        NotWordError."""
        return [target for _, other, target in self.links(name) if other == kind]

    def links(self, name: str) -> Iterator[tuple[str, str, str]]:
        """The relationships of `name` (empty: the package) to other parts: identifier, kind, part. Raises
        NotWordError."""
        folder, _, file = name.rpartition("/")
        relationships = self.tree(posixpath.join(folder, "_rels", f"{file}.rels"))
        for relationship in () if relationships is None else relationships:
            if not isinstance(relationship.tag, str) or relationship.get("TargetMode") == "External":
                continue
            kind = (relationship.get("Type") or "").rpartition("/")[2]
            target = (relationship.get("Target") or "").replace("\\", "/")
            part = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            yield relationship.get("Id") or "", kind, part


def on(elements: Mapping[str, etree._Element], name: str) -> bool | None:
    """A toggle property (ECMA-376 part 1, 17.7.3); None where it is not given."""
    child = elements.get(name)
    return None if child is None else get(child, "val") not in ("0", "false", "off")


def is_word(element: etree._Element) -> bool:
    """Whether an element is WordprocessingML."""
    return etree.QName(element).namespace in _W


def xml_parser() -> etree.XMLParser:
    """For XML from outside: it opens no other file. Packages have bounds of their own."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )


def local(element: etree._Element) -> str:
    """An element's name without its namespace; empty for what is no element."""
    return local_name(element.tag)


@lru_cache(maxsize=2_000)
def local_name(tag: object) -> str:
    """A tag's name without its namespace."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(parent: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The children of that name."""
    for child in () if parent is None else parent:
        if local(child) == name:
            yield child


def child(parent: etree._Element | None, *names: str) -> etree._Element | None:
    """The first child of the first name, its first child of the second one, and so on."""
    found = parent
    for name in names:
        if found is None:
            return None
        for child in found:
            if local_name(child.tag) == name:
                found = child
                break
        else:
            return None
    return found


def get(element: etree._Element, name: str) -> str | None:
    """An attribute of WordprocessingML."""
    value: str | None = element.get(f"{{{_W[0]}}}{name}")
    return value if value is not None else element.get(f"{{{_W[1]}}}{name}")


def named(parent: etree._Element) -> dict[str, etree._Element]:
    """Children by their names."""
    return {local(child): child for child in parent}


def val(elements: Mapping[str, etree._Element], name: str) -> str | None:
    """The attribute `val` of one of some elements."""
    element = elements.get(name)
    return None if element is None else get(element, "val")


def value(parent: etree._Element, *names: str) -> str | None:
    """The attribute `val` of a child (`child`)."""
    element = child(parent, *names)
    return None if element is None else get(element, "val")


def number(text: str | None, unit: int) -> float | None:
    """A whole number of parts, of which `unit` make one; None where it is no such number."""
    try:
        parts = int(text or "")
    except ValueError:
        return None
    return parts / unit if abs(parts) < 10**7 else None


def twips(text: str | None) -> float | None:
    """A length in points; strict files write it with its unit."""
    for ending, points in (("pt", 1.0), ("mm", 72 / 25.4), ("cm", 72 / 2.54), ("in", 72.0)):
        if text and text.endswith(ending):
            try:
                return float(text.removesuffix(ending)) * points
            except ValueError:
                return None
    return number(text, 20)


def hexadecimal(text: str) -> int:
    """A character's code; 0 where it is none."""
    try:
        code = int(text, 16)
    except ValueError:
        return 0
    return code if 0 < code < 0xD800 or 0xE000 <= code < 0xFFFE else 0


def any_attribute(element: etree._Element, name: str) -> str:
    """An attribute of that name, of whatever namespace."""
    return next((str(value) for key, value in element.items() if key.rpartition("}")[2] == name), "")


def character(text: str) -> str:
    """The character of a code in hexadecimal; empty where there is none."""
    try:
        code = int(text[:8], 16)
    except ValueError:
        return ""
    return "" if code <= 0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)


def unclosed_fields(root: etree._Element) -> set[etree._Element]:
    """Begins of fields without an end."""
    opened = []
    for element in root.iter("{*}fldChar"):
        kind = get(element, "fldCharType")
        if kind == "begin":
            opened.append(element)
        elif kind == "end" and opened:
            opened.pop()
    return set(opened)
