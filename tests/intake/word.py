"""Word files for tests, from the XML of their parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
STRICT = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": (
        "http://purl.oclc.org/ooxml/wordprocessingml/main"
    ),
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_ROOTS = {"theme": "a:theme", "header": "w:hdr", "footer": "w:ftr"}
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def p(content: str = "", props: str = "", run: str = "") -> str:
    """A paragraph of one run; `content` that begins with `<` is the paragraph's own XML."""
    inner = content if content.startswith("<") or not content else r(content, run)
    return f"<w:p>{f'<w:pPr>{props}</w:pPr>' if props else ''}{inner}</w:p>"


def r(text: str, props: str = "") -> str:
    """A run; `text` that begins with `<` is its own XML."""
    inner = text if text.startswith("<") else f'<w:t xml:space="preserve">{text}</w:t>'
    return f"<w:r>{f'<w:rPr>{props}</w:rPr>' if props else ''}{inner}</w:r>"


def table(*rows: tuple[str, ...]) -> str:
    """A table; a cell that begins with `<` is its own XML."""
    cells = [[cell if cell.startswith("<") else p(cell) for cell in row] for row in rows]
    inner = "".join(f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in row)}</w:tr>" for row in cells)
    return f"<w:tbl>{inner}</w:tbl>"


def word(
    body: str, parts: Mapping[str, str] | None = None, *, strict: bool = False, kind: str = MAIN
) -> bytes:
    """A Word file with that body; further parts by name: styles, numbering, footnotes, endnotes, comments,
    header, footer, theme."""
    office = NAMESPACES["r"]
    links = "".join(
        f'<Relationship Id="r{at}" Type="{office}/{name}" Target="{name}.xml"/>'
        for at, name in enumerate(parts or {})
    )
    relationships = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    files = {
        "[Content_Types].xml": (
            f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
        ),
        "_rels/.rels": (
            f'{_HEAD}<Relationships {relationships}><Relationship Id="r1" '
            f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": f"{_HEAD}<w:document {_DECLARED}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f"{_HEAD}<Relationships {relationships}>{links}</Relationships>",
    }
    for name, content in (parts or {}).items():
        root = _ROOTS.get(name, f"w:{name}")
        files[f"word/{name}.xml"] = f"{_HEAD}<{root} {_DECLARED}>{content}</{root}>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in files.items():
            for old, new in STRICT.items() if strict else ():
                text = text.replace(old, new)
            file.writestr(name, text)
    return buffer.getvalue()


def saved(folder: Path, data: bytes, name: str = "稿件.docx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def members(data: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    """A package of parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # without the time of day
    return buffer.getvalue()
