"""Pictures of a page: those written into it, and those whose files lie beside it, of which only files that
the one who reads the page vouches for are opened. Nothing is fetched."""

from __future__ import annotations

import binascii
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.bulletin.model import Pictures
from bulletin_desk.intake.pictured import Pictured, Refused
from bulletin_desk.paths import read_plain

Beside = Callable[[str], bytes]
"""The file of a picture by the address that a page has for it; nothing where it is not to be had."""

_OURS = "data:bulletin-desk,"
_MOST_BYTES = 256 << 20
"""Of all pictures written into a page, as they are packed."""
_DATA = re.compile(rb"data:(?:image/[\w.+-]{1,40})?(?:;[\w=.-]{1,60})*?(;base64)?,", re.IGNORECASE)
_STYLED = re.compile(r"(?:^|;)\s?(width|height)\s?:\s?([0-9.]{1,8})(px|pt|cm|mm|in)", re.IGNORECASE)
_MILLIMETRES = {"px": 25.4 / 96, "pt": 25.4 / 72, "cm": 10.0, "mm": 1.0, "in": 25.4}
_MOST_FILE_BYTES = 64 << 20
_CLIPBOARD_FOLDERS = re.compile(r"(?:msohtmlclip|msohtml|ksohtml|kso|wps|lu)[\w.-]{0,40}", re.IGNORECASE)
"""Folders of their own that Word, WPS and LibreOffice make in the folder for temporary files when they put
pictures on the clipboard."""
_PICTURE_NAMES = (
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".bmp",
    ".tif",
    ".tiff",
    ".webp",
    ".emz",
    ".emf",
    ".wmz",
    ".wmf",
)


def nothing_beside(address: str) -> bytes:
    """Of a page from outside no file beside it is opened."""
    return b""


def from_clipboard(address: str) -> bytes:
    """The file of a picture that a word processor has put beside the clipboard's page: in a folder of its own
    in the folder for temporary files, and nowhere else. A page could name any file of the clerk's."""
    parts = urlsplit(address)
    if parts.scheme.lower() != "file" or parts.netloc not in ("", "localhost"):
        return b""
    name = unquote(parts.path)
    name = name[1:] if re.match(r"/[A-Za-z]:", name) else name
    try:
        path = Path(name).resolve()
        inside = path.relative_to(Path(tempfile.gettempdir()).resolve()).parts
        named = path.suffix.lower() in _PICTURE_NAMES and len(inside) > 1
        if not named or not _CLIPBOARD_FOLDERS.fullmatch(inside[0]) or not path.is_file():
            return b""
        content = read_plain(path, _MOST_FILE_BYTES)
    except (OSError, ValueError):
        return b""
    return content if len(content) <= _MOST_FILE_BYTES else b""


@dataclass(slots=True)
class PagePictures:
    """The pictures of a page and of those in its code."""

    pictured: Pictured
    beside: Beside = nothing_beside
    _packed: list[bytes] = field(default_factory=list)
    _size: int = 0

    def put(self, packed: bytes) -> str:
        """Keeps a picture that is written into the page; what stands for it there, however large it is."""
        self._size += len(packed)
        if self._size > _MOST_BYTES:
            return "data:,"
        self._packed.append(packed)
        return f"{_OURS}{len(self._packed) - 1}"

    def picture(self, address: str, width: float, height: float) -> Pictures | Refused | None:
        """The picture at an address of the page, shown so many millimetres wide and high; None where nothing
        can be said but that it is there."""
        if address.startswith(_OURS):
            at = address.removeprefix(_OURS)
            known = at.isascii() and at.isdigit() and len(at) < 9 and int(at) < len(self._packed)
            content = _unpacked(self._packed[int(at)]) if known else b""
        elif address[:5].lower() == "data:":
            content = _unpacked(address.encode("utf-8", "replace"))
        else:
            content = self.beside(address.strip())
        return self.pictured.picture(content, width, height) if content else None


_NO_BASE64 = bytes(each for each in range(256) if not re.match(rb"[A-Za-z0-9+/]", bytes([each])))


def _unpacked(address: bytes) -> bytes:
    """What a data: address holds (RFC 2397)."""
    head = _DATA.match(address)
    if head is None:
        return b""
    data = address[head.end() :]
    data = unquote_to_bytes(data) if b"%" in data else data
    if not head[1]:
        return data
    try:
        bare = data.translate(None, _NO_BASE64)
        bare = bare[: len(bare) - (len(bare) % 4 == 1)]
        return binascii.a2b_base64(bare + b"=" * (-len(bare) % 4))
    except ValueError:
        return b""


def size_of(element: etree._Element) -> tuple[float, float]:
    """How wide and high a picture is shown, in millimetres; 0 where nothing says so."""
    found = {"width": 0.0, "height": 0.0}
    for name in found:
        given = (element.get(name) or "").strip().removesuffix("px")
        if given.isascii() and given.isdigit() and len(given) < 6:
            found[name] = int(given) * 25.4 / 96
    for name, number, unit in _STYLED.findall((element.get("style") or "")[:2_000]):
        try:
            found[name.lower()] = min(float(number) * _MILLIMETRES[unit.lower()], 10_000)
        except ValueError:
            continue
    return found["width"], found["height"]
