"""Page labels: what a reader's window calls each page (ISO 32000-1, 12.4.2). Knows no pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.pdfbase import pdfdoc

from bulletin_desk.pages.parts import FilePart

_STYLES = {"decimal": "D", "roman": "R"}


def page_labels(parts: Sequence[FilePart]) -> Any:
    """The number tree of the labels; pages of a part without numbers have an empty one."""
    entries: list[Any] = []
    at = 0
    for part in parts:
        label: dict[str, Any] = {}
        if part.numbers:
            label = {"S": pdfdoc.PDFName(_STYLES[part.numbers.style]), "St": part.numbers.first}
        entries += (at, pdfdoc.PDFDictionary(label))
        at += part.length
    return pdfdoc.PDFDictionary({"Nums": pdfdoc.PDFArray(entries)})
