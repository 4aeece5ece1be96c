"""Opens untrusted zip packages of XML parts (Word files above all) within bounds of size, number and kind.
Must not know what the parts mean, nor parse them.

What passes holds no DTD (ECMA-376 part 2, 8.1.4 forbids them): so no entities, and nothing that a parser
would fetch. What is neither XML nor text is never unfolded, but for single pictures that are asked for.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from bulletin_desk.checked import Fail, shown
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.paths import bytes_of

MAX_FILE_BYTES = 128 << 20
"""Pictures included."""
MAX_XML_BYTES = 48 << 20
"""Of all XML parts together, unfolded, and again of what they embed: a long report has a hundredth of it."""
MAX_MARKS = 1_200_000
"""`<` and `=` of all XML parts together. What a parser makes of an element or attribute takes up to two
hundred bytes, however short it is. The Word copy of a volume of 800 pages has half of it."""
MAX_LINKS = 100_000
"""`<` and `=` of what ties the parts together: libraries make whole objects of each."""
MAX_MEMBERS = 5_000
MAX_PICTURE_BYTES = 64 << 20
"""Of one picture's file, unfolded."""

_XML = (".xml", ".rels", ".vml")
_PAGES = (".htm", ".html", ".xhtml", ".mht", ".mhtml", ".txt", ".rtf", ".docx", ".docm", ".dotx", ".dotm")
"""What may be embedded in a document's own place, unless it lies in the folder of other programs' objects."""
_OBJECTS = "/embeddings/"
_LINKS = (".rels", "[content_types].xml")
_ENCRYPTED = 0x1
ENTRY = b"PK\x01\x02"
"""How the entry of each part in a zip's directory begins."""
_DAMAGED = "它不是 Word 文件（.docx），或已损坏，请改用备份或请对方重新发送"
_ENCODING = re.compile(rb"""encoding\s*+=\s*+["']([^"']*+)["']""")
_LONGEST_DECLARATION = 1_000
"""Bytes of a part's first line, in which it names its encoding."""
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\0", b"\0<")

ZIP_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, EOFError, LookupError, NotImplementedError),
    *(OSError, OverflowError, RuntimeError, ValueError),
)
"""What zipfile fails with."""


@dataclass(frozen=True, slots=True)
class Package:
    """The XML parts by their names in the zip, in UTF-8, the names of all that is not XML, and of that the
    pages and texts which a document may embed, as they are. `zipped` is the package itself, opened once: its
    directory may be long."""

    xml: Mapping[str, bytes]
    others: tuple[str, ...]
    pages: Mapping[str, bytes] = field(default_factory=dict)
    zipped: zipfile.ZipFile | None = field(default=None, repr=False)
    _named: dict[str, str] = field(default_factory=dict, repr=False)
    """The parts that are not XML, by their names in lower case."""

    def picture(self, name: str) -> bytes:
        """The file of a picture in the part of that name, whatever its case; nothing where there is none, or
        it is locked or beyond the bounds."""
        if not self._named:
            self._named.update((other.lower(), other) for other in reversed(self.others))
        own = self._named.get(name.lower())
        if own is None or self.zipped is None:
            return b""
        try:
            return _page(self.zipped, self.zipped.getinfo(own), MAX_PICTURE_BYTES)
        except ZIP_FAULTS:
            return b""

    def as_file(self) -> io.BytesIO:
        """A zip for libraries that open packages themselves: the XML parts, everything else empty."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as file:
            for name, content in self.xml.items():
                file.writestr(name, content)
            for name in self.others:
                file.writestr(name, b"")
        buffer.seek(0)
        return buffer


def read_package(path: Path) -> Package:
    """The package in the file at `path`. Raises UnreadableFileError: no such file, a folder, an old or
    encrypted Word file, damaged, or beyond the bounds."""

    def refuse(reason: str) -> NoReturn:
        raise UnreadableFileError(f"打不开“{path}”：{reason}。")

    data = bytes_of(path, MAX_FILE_BYTES, refuse, "请选用其中的 .docx 文件")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        refuse("它是旧的 .doc 文件，或加了密码，请先在 Word 里另存为不加密的 .docx")
    if len(data) > MAX_FILE_BYTES:
        refuse(f"文件超过{MAX_FILE_BYTES >> 20} MiB，请先在 Word 里压缩或去掉图片，再试一次")
    if data.count(ENTRY) > MAX_MEMBERS:
        refuse("压缩包里的文件多得不合常理，请改用备份或请对方重新发送")
    try:
        return _package(data)
    except _BeyondError as error:
        refuse(str(error))
    except ZIP_FAULTS:
        refuse(_DAMAGED)


def read_xml(data: bytes, refuse: Fail) -> bytes:
    """An XML file that is no package, in UTF-8, within the bounds of one. Refuses what is beyond them."""
    if len(data) > MAX_XML_BYTES:
        refuse("大得不合常理，请检查是否选错")
    named = _ENCODING.search(data[:_LONGEST_DECLARATION])
    try:
        if named and named[1].lower() in _CHINESE:
            content = _without_declaration(data.decode("gb18030").encode("utf-8"))
        else:
            content = _in_utf_8(data)
    except ValueError:
        refuse("它是 XML 文件，里面的文字却读不出来，请在 Word 或 WPS 里打开它另存为 .docx 再试")
    if content.count(b"<") + content.count(b"=") > MAX_MARKS:
        refuse(_MANY_MARKS)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        refuse(_DTD)
    return content


_CHINESE = (b"gb2312", b"gbk", b"gb18030")
_MANY_MARKS = "内部结构多得不合常理，请把它分成几份，或只复制文字"
_DTD = "里面带有 Word 文件不该有的外部定义（DTD），为安全起见没有打开"


class _BeyondError(Exception):
    """Says what is beyond the bounds."""


def package_in(data: bytes, most: int) -> Package | None:
    """The package in bytes that lie in another one, of so many bytes of XML at most; None where there is none
    within the bounds."""
    try:
        return _package(data, most) if data.count(ENTRY) <= MAX_MEMBERS else None
    except (_BeyondError, *ZIP_FAULTS):
        return None


def _package(data: bytes, most: int = MAX_XML_BYTES) -> Package:
    xml: dict[str, bytes] = {}
    others: dict[str, None] = {}
    pages: dict[str, bytes] = {}
    size = paged = marks = links = 0
    file = zipfile.ZipFile(io.BytesIO(data))
    for info in file.infolist():
        name = info.filename
        if info.is_dir():
            continue
        if not name.lower().endswith(_XML):
            others[name] = None
            embedded = name.lower().endswith(_PAGES) and _OBJECTS not in name.lower()
            if embedded and (page := _page(file, info, most - paged)):
                pages[name] = page
                paged += len(page)
            continue
        if name in xml:
            raise _BeyondError(f"里面有两个“{shown(name)}”，不知以哪个为准，请在 Word 里另存一遍再试")
        if info.flag_bits & _ENCRYPTED:
            raise _BeyondError("文件加了密码，请解密后再打开")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotImplementedError  # zipfile unfolds the others without a bound
        if info.file_size > most - size:
            raise _BeyondError("解压后大得不合常理，请检查是否选错")
        with file.open(info) as member:
            # Bounded here too: the size that a zip states need not be the one that it unfolds to.
            content = member.read(most - size + 1)
        size += len(content)
        if size > most:
            raise _BeyondError("解压后大得不合常理，请检查是否选错")
        content = _in_utf_8(content)
        marks += content.count(b"<") + content.count(b"=")
        if name.lower().endswith(_LINKS):
            links += content.count(b"<") + content.count(b"=")
        if marks > MAX_MARKS or links > MAX_LINKS:
            raise _BeyondError(_MANY_MARKS)
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise _BeyondError(_DTD)
        xml[name] = content
    return Package(xml, tuple(name for name in others if name not in xml), pages, file)


def _page(file: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """A part that holds a page, a text or a picture; nothing where it is locked or beyond the bounds."""
    known = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    if not known or info.flag_bits & _ENCRYPTED or info.file_size > most:
        return b""
    with file.open(info) as member:
        content = member.read(most + 1)
    return content if len(content) <= most else b""


def _in_utf_8(content: bytes) -> bytes:
    """A part in UTF-8, whichever of its two encodings (ECMA-376 part 2, 8.1.4) it came in: in a third one a
    DTD could go unseen."""
    if content.startswith(_UTF_16):
        text = content.decode("utf-16" if content[:2] in _UTF_16[:2] else _without_mark(content))
        return _without_declaration(text.encode("utf-8"))
    content = content.removeprefix(codecs.BOM_UTF8)
    start = content[:_LONGEST_DECLARATION].lstrip()
    if start.startswith(b"<?xml"):
        declaration, end, _ = start.partition(b"?>")
        named = _ENCODING.findall(declaration)
        if not end or any(name.lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii") for name in named):
            raise ValueError
    content.decode("utf-8")
    return content


def _without_mark(content: bytes) -> str:
    return "utf-16-le" if content[:1] == b"<" else "utf-16-be"


def _without_declaration(content: bytes) -> bytes:
    return content.partition(b"?>")[2] if content.startswith(b"<?xml") else content
