"""Puts pictures into a PDF as image XObjects, each once for its content and size. Knows no pages.

JPEG files go in as they are; of PNG files the packed rows do, with PNG's own predictors (ISO 32000-1,
7.4.4.4). Only what is finer than `MOST_DPI` at its size is made smaller first, by the room `pictures`, which
is loaded for it alone.
"""

from __future__ import annotations

import struct
import zlib
from math import ceil
from typing import Any, NamedTuple

from reportlab.pdfbase import pdfdoc

from bulletin_desk.bulletin.model import PictureData
from bulletin_desk.errors import TargetError
from bulletin_desk.export.pdf.objects import Stream
from bulletin_desk.pages.model import ImageMark
from bulletin_desk.resources import resource

MOST_DPI = 300
"""Pixels to the inch on paper: more are not seen in print."""
_PROFILES = {1: "bulletin-grey.icc", 3: "bulletin-srgb.icc"}
"""By the number of components."""


class DamagedPictureError(TargetError):
    """A picture whose file can't be decoded, and so can't stand in a PDF."""

    def __init__(self, data: PictureData) -> None:
        super().__init__(f"有一张{data.width}×{data.height}像素的图片已损坏，请重新插入再生成 PDF。")
        self.digest = data.digest


class _Pixels(NamedTuple):
    """An image as a stream has it: `parms` are those of its filter, `components` 1 (grey) or 3 (RGB)."""

    width: int
    height: int
    components: int
    filter: str
    content: bytes
    predicted: bool = False


class Images:
    """All images of one document, named Im1, Im2 … in the order of their first use."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, int], str] = {}
        self._data: dict[str, tuple[PictureData, int]] = {}

    def name(self, mark: ImageMark) -> str:
        """The resource name of a picture at its size on paper."""
        data = mark.data
        width = min(data.width, ceil(mark.width * MOST_DPI / 72))
        if 10 * width**2 > 9 * data.width**2:  # hardly smaller: not worth decoding
            width = data.width
        key = (data.digest, width)
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = f"Im{len(self._names) + 1}"
            self._data[name] = (data, width)
        return name

    def write(self, document: Any) -> Any:
        """Adds all images to the document; returns the XObject resources, None if there are none."""
        if not self._data:
            return None
        spaces: dict[int, Any] = {}
        resources = pdfdoc.PDFDictionary()
        for name, (data, width) in self._data.items():
            pixels = _pixels(data, width)
            space = spaces.get(pixels.components)
            if space is None:
                space = spaces[pixels.components] = _colour_space(document, pixels.components)
            stream = Stream(pixels.content, compress=False)
            stream.dictionary.dict.update(_entries(pixels, space))
            resources[name] = document.Reference(stream, name)
        return resources


def _entries(pixels: _Pixels, space: Any) -> dict[str, Any]:
    entries = {
        "Type": pdfdoc.PDFName("XObject"),
        "Subtype": pdfdoc.PDFName("Image"),
        "Width": pixels.width,
        "Height": pixels.height,
        "ColorSpace": space,
        "BitsPerComponent": 8,
        "Filter": pdfdoc.PDFName(pixels.filter),
    }
    if pixels.predicted:
        entries["DecodeParms"] = pdfdoc.PDFDictionary(
            {"Predictor": 15, "Colors": pixels.components, "Columns": pixels.width}
        )
    return entries


def _colour_space(document: Any, components: int) -> Any:
    """ISO 19005-2, 6.2.4.2: a profile of ICC version 2 in a stream of its own."""
    profile = Stream(resource("icc", _PROFILES[components]).read_bytes())
    profile.dictionary["N"] = components
    return pdfdoc.PDFArray([pdfdoc.PDFName("ICCBased"), document.Reference(profile, f"profile{components}")])


def _pixels(data: PictureData, width: int) -> _Pixels:
    """A picture `width` pixels wide. Raises DamagedPictureError if its file is."""
    if width == data.width and (found := _as_it_is(data)):
        return found
    from bulletin_desk.pictures.reading import PictureError, decoded
    from bulletin_desk.pictures.scaled import at_most

    try:
        small = at_most(data, width)
        if found := _as_it_is(small):
            return found
        plain = decoded(small)
    except PictureError:
        raise DamagedPictureError(data) from None
    packed = zlib.compress(plain.tobytes())
    return _Pixels(*plain.size, len(plain.getbands()), "FlateDecode", packed)


def _as_it_is(data: PictureData) -> _Pixels | None:
    """A picture as its file has it, None if a PDF can't hold it so."""
    return _jpeg(data) if data.format == "jpeg" else _png(data)


def _jpeg(data: PictureData) -> _Pixels | None:
    """A JPEG file as it is, None if it is of a kind that readers of PDF may not take."""
    content, at = data.content, 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in (0xC0, 0xC1, 0xC2):
            bits, components = content[at + 4], content[at + 9]
            size = struct.unpack(">HH", content[at + 5 : at + 9])
            if bits == 8 and components in _PROFILES and size == (data.height, data.width):
                return _Pixels(data.width, data.height, components, "DCTDecode", content)
            return None
        at += 2 + length
    return None


def _png(data: PictureData) -> _Pixels | None:
    """The packed rows of a PNG file, None if it isn't 8 bits of grey or RGB, row by row."""
    content, at, packed, components = data.content, 8, [], 0
    while at + 8 <= len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        body = content[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, bits, colour, _, _, interlace = struct.unpack(">IIBBBBB", body)
            if (width, height, bits, interlace) != (data.width, data.height, 8, 0) or colour not in (0, 2):
                return None
            components = 3 if colour else 1
        elif kind == b"tRNS":
            return None
        elif kind == b"IDAT":
            packed.append(body)
        at += 12 + length
    if not components:
        return None
    return _Pixels(data.width, data.height, components, "FlateDecode", b"".join(packed), predicted=True)
