"""Checks the tags of a PDF of text: level A of PDF/A-2 (ISO 19005-2:2011, 6.7 and 6.2.11.7.3) and PDF/UA-1
(ISO 14289-1:2014, clauses 5 and 7).

What a bulletin has no use for (lists, notes, formulas, form XObjects, optional content) is not
judged but reported as "not covered", so that nothing passes unseen. Fonts (ISO 14289-1, 7.21) are checked for
PDF/A, which asks for the same. What only a reader can judge is not covered: whether a heading is one, and
whether the language is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pikepdf

from tests.export.pdfa_fonts import to_unicode_map
from tests.export.pdfa_syntax import Report, is_dict

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_GROUPS = {"/Document", "/Part", "/Art", "/Sect", "/Div", "/NonStruct", "/Private"}
_HEADINGS = {"/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6"}
_PARAGRAPHS = {"/P", "/BlockQuote", "/Caption", "/Index"} | _HEADINGS
_INLINE = {"/Span", "/Quote", "/Code", "/Reference", "/Link", "/Annot"}
_WITHIN = {
    "/TOC": {"/TOC", "/TOCI", "/Caption"},
    "/TOCI": {"/Lbl", "/Reference", "/NonStruct", "/P", "/TOC"},
    "/L": {"/L", "/LI", "/Caption"},
    "/LI": {"/Lbl", "/LBody"},
}
"""What may stand within these (ISO 32000-1, tables 333 and 336)."""
_ONLY_WITHIN = {"/TOCI": {"/TOC"}, "/LI": {"/L"}, "/Lbl": {"/LI", "/TOCI"}, "/LBody": {"/LI"}}
_CELLS = {"/TH", "/TD"}
_TABLES = {"/Table", "/TR"} | _CELLS
_FIGURE = "/Figure"
_LISTS = {"/THead", "/TBody", "/TFoot"}
_OTHERS = {"/Formula", "/Form", "/Note", "/BibEntry", "/Ruby"}
_NOT_COVERED = _LISTS | _OTHERS | {"/RB", "/RT", "/RP", "/Warichu", "/WT", "/WP"}
_COVERED = _GROUPS | _PARAGRAPHS | _INLINE | _TABLES | {_FIGURE, *_WITHIN, *_ONLY_WITHIN}
_STANDARD = _COVERED | _NOT_COVERED
_PAINTS = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "BI", "EI"}
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


@dataclass
class _Mark:
    """Content under one MCID: its text, and whether it is there at all."""

    text: str = ""
    painted: bool = False


@dataclass
class _Tags:
    """What has been read: marked content by page and MCID, and the tree's references to it."""

    marks: dict[tuple[int, int], _Mark] = field(default_factory=dict)
    taken: dict[tuple[int, int], Any] = field(default_factory=dict)
    headings: list[str] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    linked: dict[tuple[int, int], Any] = field(default_factory=dict)
    """The elements of annotations."""


def check_level_a(pdf: pikepdf.Pdf, pages: list[Any], report: Report) -> None:
    """What level A asks for beyond level U."""
    root = pdf.Root
    if not _marked(root):
        report("6.7.2.2", "MarkInfo does not say Marked true", "catalog")
    if not is_dict(root.get("/StructTreeRoot")):
        report("6.7.3.3", "no StructTreeRoot", "catalog")
        return
    _read(pdf, pages, _only("6.", report))
    _check_language(root.get("/Lang"), "6.7.4", "catalog", report)


def check_pdfua_1_tags(pdf: pikepdf.Pdf, pages: list[Any], report: Report) -> None:
    """Clause 7 of PDF/UA-1."""
    root = pdf.Root
    if not _marked(root):
        report("7.1", "MarkInfo does not say Marked true", "catalog")
    elif bool(root["/MarkInfo"].get("/Suspects", False)):
        report("7.1", "MarkInfo says Suspects true", "catalog")
    preferences: Any = root.get("/ViewerPreferences")
    if not is_dict(preferences) or preferences.get("/DisplayDocTitle") is not True:
        report("7.1", "ViewerPreferences does not say DisplayDocTitle true", "catalog")
    _check_language(root.get("/Lang"), "7.2", "catalog", report)
    if not is_dict(root.get("/StructTreeRoot")):
        report("7.1", "no StructTreeRoot", "catalog")
        return
    tags = _read(pdf, pages, _only("7.", report))
    _check_headings(tags.headings, report)


def texts_in_order(pdf: pikepdf.Pdf, pages: list[Any]) -> list[tuple[str, str]]:
    """The structure type and the text of each element that has content, as a reader is told them."""
    return _read(pdf, pages, lambda *_: None).texts


def _only(start: str, report: Report) -> Report:
    """Passes on the findings of one of the two standards."""

    def chosen(clause: str, what: str, where: str) -> None:
        if clause.startswith(start):
            report(clause, what, where)

    return chosen


def _marked(root: Any) -> bool:
    return is_dict(root.get("/MarkInfo")) and root["/MarkInfo"].get("/Marked") is True


def _check_language(value: Any, clause: str, where: str, report: Report) -> None:
    if value is None:
        report(clause, "no Lang", where)
    elif not _LANGUAGE.fullmatch(str(value)):
        report(clause, f"Lang is no language: {value}", where)


def _read(pdf: pikepdf.Pdf, pages: list[Any], report: Report) -> _Tags:
    tags = _Tags()
    for number, page in enumerate(pages, 1):
        _read_page(tags, page, number, report)
    root: Any = pdf.Root["/StructTreeRoot"]
    roles = _roles(root, report)
    order = {page.objgen: number for number, page in enumerate(pages, 1)}
    seen: set[tuple[int, int]] = set()
    for kid in _kids(root):
        _read_element(tags, kid, root, None, "", roles, order, seen, report)
    _check_parents(tags, root, pages, report)
    return tags


# --- content ------------------------------------------------------------------------------------------------


def _read_page(tags: _Tags, page: Any, number: int, report: Report) -> None:
    """Everything painted is tagged or an artifact, not both (ISO 14289-1, 7.1)."""
    where = f"page {number}"
    resources = page.get("/Resources", pikepdf.Dictionary())
    fonts = {name: to_unicode_map(font) for name, font in resources.get("/Font", {}).items()}
    instructions: Any = pikepdf.parse_content_stream(page)
    stack: list[tuple[str, int | None, bool]] = []  # tag, MCID, whether with ActualText
    texts: dict[int, str] = {}
    for operands, operator in instructions:
        name = str(operator)
        if name in ("BMC", "BDC"):
            properties = _properties(operands, resources)
            mark = properties.get("/MCID")
            stack.append((str(operands[0]), mark, "/ActualText" in properties))
            if "/Lang" in properties:
                _check_language(properties["/Lang"], "7.2", where, report)
            if sum(entry[1] is not None for entry in stack) > 1:
                report("7.1", f"MCID {mark} within marked content", where)
            if (mark is not None and _artifact(stack[:-1])) or (
                stack[-1][0] == "/Artifact" and any(entry[1] is not None for entry in stack)
            ):
                report("7.1", "artifact and tagged content within each other", where)
            if mark is not None and (number, mark) in tags.marks:
                report("7.1", f"MCID {mark} twice (ISO 32000-1, 14.7.4.2)", where)
            elif mark is not None:
                tags.marks[number, mark] = _Mark()
        elif name == "EMC" and stack:
            stack.pop()
        elif name == "Tf":
            texts = fonts.get(str(operands[0]), {})
        elif name in _PAINTS:
            text = _text(operands, texts) if name in ("Tj", "TJ", "'", '"') else ""
            marked = next((entry[1] for entry in reversed(stack) if entry[1] is not None), None)
            if marked is not None:
                tags.marks[number, marked].painted = True
                tags.marks[number, marked].text += text
            elif not _artifact(stack):
                report("7.1", f"{name} neither tagged nor an artifact", where)
            if _PRIVATE.search(text) and not any(entry[2] for entry in stack):
                report("6.2.11.7.3", "private-use character without ActualText", where)
            if name == "Do" and not _is_image(operands, resources):
                report("7.20", "XObject: not covered by this check", where)
    if page.get("/Annots") and page.get("/Tabs") != pikepdf.Name("/S"):
        report("7.18.3", "annotations on a page whose Tabs is not S", where)


def _is_image(operands: Any, resources: Any) -> bool:
    found = resources.get("/XObject", {}).get(str(operands[0]))
    return isinstance(found, pikepdf.Stream) and found.get("/Subtype") == pikepdf.Name("/Image")


def _artifact(stack: list[tuple[str, int | None, bool]]) -> bool:
    return any(entry[0] == "/Artifact" for entry in stack)


def _properties(operands: Any, resources: Any) -> Any:
    found: Any = operands[1] if len(operands) > 1 else {}
    if isinstance(found, pikepdf.Name):
        found = resources.get("/Properties", {}).get(str(found), {})
    return found


def _text(operands: Any, texts: dict[int, str]) -> str:
    parts = operands[0] if isinstance(operands[0], pikepdf.Array) else operands[-1:]
    codes = [bytes(part) for part in parts if isinstance(part, pikepdf.String)]
    width = 2 if max(texts, default=0) > 255 or all(len(code) % 2 == 0 for code in codes) else 1
    return "".join(
        texts.get(int.from_bytes(code[at : at + width], "big"), "")
        for code in codes
        for at in range(0, len(code), width)
    )


# --- structure ----------------------------------------------------------------------------------------------


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _roles(root: Any, report: Report) -> dict[str, str]:
    """The role map, followed to its ends (ISO 19005-2, 6.7.3.4)."""
    mapping = {key: str(value) for key, value in root.get("/RoleMap", {}).items()}
    for name in mapping:
        if name in _STANDARD:
            for clause in ("6.7.3.4", "7.1"):
                report(clause, f"standard type {name[1:]} is mapped", "RoleMap")
        seen, end = {name}, mapping[name]
        while end in mapping and end not in seen:
            seen.add(end)
            end = mapping[end]
        if end not in _STANDARD:
            for clause in ("6.7.3.4", "7.1"):
                report(clause, f"type {name[1:]} is mapped to no standard one", "RoleMap")
        mapping[name] = end
    return mapping


def _read_element(
    tags: _Tags,
    element: Any,
    parent: Any,
    page: int | None,
    under: str,
    roles: dict[str, str],
    order: dict[tuple[int, int], int],
    seen: set[tuple[int, int]],
    report: Report,
) -> None:
    where = f"structure element {element.objgen[0]}"
    if not element.is_indirect or element.objgen in seen:
        report("7.1", "element is direct or in the tree twice (ISO 32000-1, 14.7.2)", where)
        return
    seen.add(element.objgen)
    kind = roles.get(str(element.get("/S")), str(element.get("/S")))
    if kind not in _STANDARD:
        for clause in ("6.7.3.4", "7.1"):
            report(clause, f"type {kind[1:]} is not standard", where)
    elif kind in _NOT_COVERED:
        report("7.1", f"type {kind[1:]}: not covered by this check", where)
    _check_place(kind, under, where, report)
    if kind == "/Table":
        _check_grid(element, where, report)
    if kind == _FIGURE:
        _check_figure(element, where, report)
    if under in _PARAGRAPHS and kind not in _INLINE:
        report("7.1", f"{kind[1:]} within {under[1:]} (ISO 32000-1, 14.8.4)", where)
    within = kind in _WITHIN.get(under, {kind}) and under in _ONLY_WITHIN.get(kind, {under})
    if not within:
        report("7.1", f"{kind[1:]} within {under[1:]} (ISO 32000-1, 14.8.4.3)", where)
    if not under and kind != "/Document":
        report("7.1", f"{kind[1:]} at the top, not Document", where)
    if element.get("/P") != parent:
        report("7.1", "P is not the element above (ISO 32000-1, table 323)", where)
    if "/Lang" in element:
        _check_language(element["/Lang"], "7.2", where, report)
        _check_language(element["/Lang"], "6.7.4", where, report)
    if "/Pg" in element:
        page = order.get(element["/Pg"].objgen)
    if kind in _HEADINGS:
        tags.headings.append(kind)
    text = ""
    has_content = False
    for kid in _kids(element):
        if isinstance(kid, int) or (is_dict(kid) and kid.get("/Type") == pikepdf.Name("/MCR")):
            at = order.get(kid["/Pg"].objgen) if is_dict(kid) and "/Pg" in kid else page
            key = (at or 0, int(kid if isinstance(kid, int) else kid["/MCID"]))
            if key not in tags.marks:
                report("7.1", f"no MCID {key[1]} on page {key[0]}", where)
            elif key in tags.taken:
                report("7.1", f"MCID {key[1]} of page {key[0]} belongs to two elements", where)
            else:
                text += tags.marks[key].text
            if kind in _GROUPS or kind in _TABLES - _CELLS:
                report("7.1", f"text directly in {kind[1:]}", where)
            tags.taken[key] = element
            has_content = True
        elif is_dict(kid) and "/S" in kid:
            _read_element(tags, kid, element, page, kind, roles, order, seen, report)
        elif is_dict(kid) and kid.get("/Type") == pikepdf.Name("/OBJR"):
            annotation = kid["/Obj"]
            if kind not in ("/Link", "/Annot"):
                report("7.18.1", "annotation that is in no Annot", where)
            elif (kind == "/Link") != (annotation.get("/Subtype") == pikepdf.Name("/Link")):
                report("7.18.5", "link that is no Link, or the other way round", where)
            if annotation.objgen in tags.linked:
                report("7.18.1", "annotation belongs to two elements", where)
            tags.linked[annotation.objgen] = element
        else:
            report("7.1", "kid that is neither element nor content: not covered by this check", where)
    if has_content:
        tags.texts.append((kind[1:], text))


def _check_place(kind: str, under: str, where: str, report: Report) -> None:
    """Where the parts of a table stand (ISO 32000-1, table 337)."""
    wanted = {"/TR": {"/Table"}, "/TH": {"/TR"}, "/TD": {"/TR"}}.get(kind)
    within = {"/Table": {"/TR", "/Caption"}, "/TR": _CELLS}.get(under)
    if (wanted is not None and under not in wanted) or (within is not None and kind not in within):
        report("7.5", f"{kind[1:]} within {under[1:]} (ISO 32000-1, table 337)", where)


def _attribute(element: Any, name: str) -> Any:
    attributes = element.get("/A", pikepdf.Dictionary())
    found = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    return next((each[name] for each in found if is_dict(each) and name in each), None)


def _check_grid(table: Any, where: str, report: Report) -> None:
    """Cells cover each place of a table once, and headers say of what (ISO 14289-1, 7.5)."""
    kids = [kid for kid in _kids(table) if is_dict(kid)]
    if any(str(kid.get("/S")) == "/Caption" for kid in kids[1:-1]):
        report("7.5", "Caption is neither first nor last (ISO 32000-1, table 337)", where)
    rows = [kid for kid in kids if str(kid.get("/S")) == "/TR"]
    taken: set[tuple[int, int]] = set()
    for row, element in enumerate(rows):
        column = 0
        for cell in _kids(element):
            if not is_dict(cell):
                continue
            if str(cell.get("/S")) == "/TH" and _attribute(cell, "/Scope") is None:
                report("7.5", "TH without Scope", where)
            while (row, column) in taken:
                column += 1
            for down in range(int(_attribute(cell, "/RowSpan") or 1)):
                for right in range(int(_attribute(cell, "/ColSpan") or 1)):
                    if (row + down, column + right) in taken:
                        report("7.5", f"two cells at row {row + down}, column {column + right}", where)
                    taken.add((row + down, column + right))
    width = max((column for _, column in taken), default=-1) + 1
    if len(taken) != width * len(rows) or any(row >= len(rows) for row, _ in taken):
        report("7.5", "cells are no grid", where)


def _check_figure(element: Any, where: str, report: Report) -> None:
    """ISO 14289-1, 7.3; ISO 19005-2, 6.7.7 recommends it."""
    if not str(element.get("/Alt", "")).strip():
        report("7.3", "Figure without Alt", where)
    box = _attribute(element, "/BBox")
    if box is None or len(box) != 4:
        report("7.3", "Figure without BBox (ISO 32000-1, table 344)", where)


def _check_parents(tags: _Tags, root: Any, pages: list[Any], report: Report) -> None:
    """Content leads to its element by the parent tree, and belongs to one (ISO 32000-1, 14.7.4.4)."""
    tree = dict(_numbers(root.get("/ParentTree"), 0))
    for number, page in enumerate(pages, 1):
        for annotation in page.get("/Annots", []):
            where = f"page {number}"
            element = tags.linked.get(annotation.objgen)
            key = annotation.get("/StructParent")
            if element is None:
                report("7.18.1", "annotation is in no element", where)
            elif not isinstance(key, int) or key not in tree or tree[key].objgen != element.objgen:
                report("7.18.4", "parent tree gives another element for an annotation", where)
            if not str(annotation.get("/Contents", "")).strip():
                report("7.18.5", "annotation without Contents", where)
    for (number, mark), content in tags.marks.items():
        where = f"page {number}"
        parents = pages[number - 1].get("/StructParents")
        row: Any = tree.get(int(parents)) if isinstance(parents, int) else None
        if row is None:
            report("7.1", "page is not in the parent tree", where)
            continue
        owner = tags.taken.get((number, mark))
        if owner is None:
            report("7.1", f"MCID {mark} belongs to no element", where)
        elif mark >= len(row) or row[mark].objgen != owner.objgen:
            report("7.1", f"parent tree gives another element for MCID {mark}", where)
        if not content.painted:
            report("7.1", f"nothing is painted under MCID {mark}", where)


def _numbers(node: Any, depth: int) -> Iterator[tuple[int, Any]]:
    """The entries of a number tree."""
    if not is_dict(node) or depth > 64:
        return
    numbers = list(node.get("/Nums", []))
    yield from ((int(key), value) for key, value in zip(numbers[::2], numbers[1::2], strict=False))
    for kid in node.get("/Kids", []):
        yield from _numbers(kid, depth + 1)


def _check_headings(headings: list[str], report: Report) -> None:
    """ISO 14289-1, 7.4."""
    levels = [int(heading[2:]) for heading in headings if heading != "/H"]
    if "/H" in headings and levels:
        report("7.4.4", "H beside numbered headings", "structure")
    if levels and levels[0] != 1:
        report("7.4.2", f"first heading is H{levels[0]}", "structure")
    for before, after in pairwise(levels):
        if after > before + 1:
            report("7.4.2", f"H{after} follows H{before}", "structure")
