"""The few PDF objects that ReportLab lacks or writes otherwise than PDF/A wants. Knows no pages."""

from __future__ import annotations

import re
import zlib
from typing import Any, ClassVar

from reportlab.pdfbase import pdfdoc

from bulletin_desk.export.pdf.info import DocumentInfo


def number(value: float) -> str:
    """A number with at most three decimals, no exponent."""
    return f"{value:.3f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


class TextString(pdfdoc.PDFObject):  # type: ignore[misc]
    """A text string (ISO 32000-1, 7.9.2.2) as UTF-16BE with byte order mark, in hexadecimal."""

    def __init__(self, text: str) -> None:
        self._text = text

    def format(self, document: object) -> bytes:
        """The object in the file's syntax."""
        return text_string(self._text).encode("ascii")


def text_string(text: str) -> str:
    """A text string in the file's syntax, as `TextString`."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


_LEVEL = 4
"""Half the time of zlib's usual level 6, for 2 % more bytes (measured on the real issue)."""


class Stream(pdfdoc.PDFObject):  # type: ignore[misc]
    """A stream with an end-of-line before `endstream` (ISO 19005-2, 6.1.7.1), deflated unless it is
    metadata."""

    __RefOnly__ = 1

    def __init__(self, content: bytes, *, compress: bool = True) -> None:
        self.dictionary: Any = pdfdoc.PDFDictionary()
        self.content = content
        self._data = zlib.compress(content, _LEVEL) if compress else content
        if compress:
            self.dictionary["Filter"] = pdfdoc.PDFName("FlateDecode")

    def format(self, document: object) -> bytes:
        """The object in the file's syntax."""
        self.dictionary["Length"] = len(self._data)
        head: bytes = pdfdoc.format(self.dictionary, document)
        return head + b"\nstream\n" + self._data + b"\nendstream\n"


class Written(pdfdoc.PDFObject):  # type: ignore[misc]
    """An object in the file's syntax as it stands: of structure elements there are thousands."""

    __RefOnly__ = 1

    def __init__(self, text: str = "") -> None:
        self.text = text

    def format(self, document: object) -> bytes:
        """The object in the file's syntax."""
        return self.text.encode("ascii")


def reference(document: Any, added: Any, name: str | None = None) -> str:
    """Adds an object to the document, if it is not there yet; returns the reference as it is written."""
    number, generation = document.idToObjectNumberAndVersion[document.Reference(added, name).name]
    return f"{number} {generation} R"


class Sheet(pdfdoc.PDFPage):  # type: ignore[misc]
    """A page with its place in the structure tree."""

    __NoDefault__: ClassVar = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]


class Catalog(pdfdoc.PDFCatalog):  # type: ignore[misc]
    """The document catalog with an output intent."""

    __NoDefault__: ClassVar = [*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents"]
    __Refs__: ClassVar = ["Outlines", "Pages", "Metadata"]


class Info(pdfdoc.PDFObject):  # type: ignore[misc]
    """The information dictionary."""

    def __init__(self, info: DocumentInfo) -> None:
        self._info = info

    def format(self, document: object) -> bytes:
        """The object in the file's syntax."""
        info = self._info
        made = info.made.isoformat(timespec="seconds")
        moment, zone = re.sub("[^0-9]", "", made[:19]), made[19:].replace(":", "'")
        date = text_string_ascii(f"D:{moment}{zone}'")
        entries = {
            "Title": TextString(info.title),
            "Author": TextString(info.issuer),
            "Subject": TextString(info.number),
            "Creator": TextString("Bulletin Desk"),
            "Producer": TextString(info.producer),
            "CreationDate": date,
            "ModDate": date,
        }
        data: bytes = pdfdoc.PDFDictionary(entries).format(document)
        return data


def text_string_ascii(text: str) -> Any:
    """A literal string of plain ASCII, as dates are written."""
    return pdfdoc.PDFString(text, enc="raw")
