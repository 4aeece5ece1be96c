"""Pictures for tests: PNG files, a stand-in for what decodes them, and Word files that hold them."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from bulletin_desk.bulletin.model import PictureData
from bulletin_desk.errors import UnreadableFileError
from tests.intake.word import NAMESPACES, members, r, word


def png(width: int = 40, height: int = 30, shade: int = 0) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    rows = (b"\0" + bytes([shade]) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def decoded(content: bytes) -> tuple[PictureData, str]:
    """What stands for the room that decodes pictures."""
    if not content.startswith(b"\x89PNG"):
        raise UnreadableFileError("这张图片已损坏，读不完整，请重新复制或换一张。")
    width, height = struct.unpack(">II", content[16:24])
    return PictureData(hashlib.sha256(content).hexdigest(), "png", width, height, content), ""


def inline(identifier: str, width: float = 100, height: float = 75, name: str = "") -> str:
    """A run with a picture, so many millimetres wide and high."""
    size = f'cx="{round(width * 36_000)}" cy="{round(height * 36_000)}"'
    return r(
        f'<w:drawing><wp:inline><wp:extent {size}/><wp:docPr id="1" name="图片 1" descr="{name}"/><a:graphic>'
        f'<a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="{identifier}"/></pic:blipFill><pic:spPr>'
        f"<a:xfrm><a:ext {size}/></a:xfrm></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>"
        "</w:drawing>"
    )


def vml(identifier: str, style: str = "width:200pt;height:150pt") -> str:
    """A run with a picture as Word 2003 and WPS write it."""
    return r(f'<w:pict><v:shape style="{style}"><v:imagedata r:id="{identifier}"/></v:shape></w:pict>')


def word_with(body: str, pictures: Mapping[str, bytes], parts: Mapping[str, str] | None = None) -> bytes:
    """A Word file with pictures by their identifiers."""
    files = members(word(body, parts))
    rels = "word/_rels/document.xml.rels"
    links = "".join(
        f'<Relationship Id="{name}" Type="{NAMESPACES["r"]}/image" Target="media/{name}.png"/>'
        for name in pictures
    )
    files[rels] = files[rels].replace(b"</Relationships>", f"{links}</Relationships>".encode())
    files |= {f"word/media/{name}.png": content for name, content in pictures.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in files.items():
            file.writestr(name, content)
    return buffer.getvalue()
