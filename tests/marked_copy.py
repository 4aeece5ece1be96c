"""Word copies with changes that were recorded in them, made by hand in the XML as Word does."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.export.docx.oxml import W
from bulletin_desk.export.docx.write import docx_bytes
from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.typeset.typesetter import Typesetter

_MAIN = "word/document.xml"


def copy_of(issue: Issue) -> bytes:
    """The Word copy of an issue with its remarks, free to be edited."""
    layout = load_layout()
    pages = Typesetter(layout, load_faces(use_installed=False)).typeset(issue)
    return docx_bytes(issue, layout, pages, free=True, remarks=issue.remarks)


def parts_changed(docx: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The package with its parts as `change` gives them."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(target, "w") as written:
        for info in source.infolist():
            written.writestr(info, change(info.filename, source.read(info)))
    return target.getvalue()


def marked(docx: bytes, old: str, new: str, who: str, *, tracked: bool = True) -> bytes:
    """The copy with the first `old` in a run replaced by `new`, recorded as a change of `who`, or not."""

    def change(name: str, data: bytes) -> bytes:
        if name != _MAIN:
            return data
        root = etree.fromstring(data)
        text = next(each for each in root.iter(_w("t")) if old in (each.text or ""))
        run = text.getparent()
        before, _, after = (text.text or "").partition(old)
        by = {_w("id"): "77", _w("author"): who, _w("date"): "2026-11-30T19:05:00Z"}
        pieces: list[Any] = [_run(run, before)]
        if tracked:
            deletion, insertion = root.makeelement(_w("del"), by), root.makeelement(_w("ins"), by)
            deletion.append(_run(run, old, "delText"))
            insertion.append(_run(run, new))
            pieces += [deletion, insertion]
        else:
            pieces.append(_run(run, new))
        pieces.append(_run(run, after))
        parent = run.getparent()
        at = parent.index(run)
        parent[at : at + 1] = pieces
        made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
        return made

    return parts_changed(docx, change)


def saved_by(docx: bytes, who: str) -> bytes:
    """The copy as if somebody had saved it."""

    def change(name: str, data: bytes) -> bytes:
        if name != "docProps/core.xml":
            return data
        by = f"<cp:lastModifiedBy>{who}</cp:lastModifiedBy></cp:coreProperties>".encode()
        return data.replace(b"</cp:coreProperties>", by)

    return parts_changed(docx, change)


def without_bulletin(docx: bytes) -> bytes:
    """The copy as programs save it that don't keep what they don't know."""
    return parts_changed(docx, lambda name, data: b"<x/>" if name.startswith("customXml/item") else data)


def _run(like: Any, text: str, name: str = "t") -> Any:
    run = deepcopy(like)
    for each in run.findall(_w("t")):
        each.tag = _w(name)
        each.text = text
        each.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return run


def _w(name: str) -> str:
    return f"{{{W}}}{name}"
