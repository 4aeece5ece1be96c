"""Word files made of what a test wants in them, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from tests.learning.word_copies import W, zipped

_NAMESPACES = " ".join(
    f'xmlns:{name}="{uri}"'
    for name, uri in {
        "w": W[1:-1],
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "w10": "urn:schemas-microsoft-com:office:word",
    }.items()
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT = "application/vnd.openxmlformats-officedocument"
_CONTENTS = {
    name: f"wordprocessingml.{name}"
    for name in ("styles", "numbering", "settings", "footnotes", "header", "footer")
} | {"document": "wordprocessingml.document.main", "theme": "theme"}
_PARTS = ("styles", "numbering", "settings", "theme", "footnotes")


def word_made(body: str, others: Mapping[str, str] | None = None, **parts: str) -> bytes:
    """A .docx of what is in its body, in its `styles`, `numbering`, `settings`, `theme` and `footnotes`
    (their root's contents), and of `others`: parts by their identifiers (`header1`: a header), contents
    likewise."""
    roots = {"theme": "a:theme"}
    links = ""
    made = {}
    for name in _PARTS:
        if name in parts:
            root = roots.get(name, f"w:{name}")
            made[f"word/{name}.xml"] = f"<{root} {_NAMESPACES}>{parts[name]}</{root}>"
            links += _link(name, name, name)
    for name, content in (others or {}).items():
        kind = name.rstrip("0123456789")
        root = {"header": "w:hdr", "footer": "w:ftr"}[kind]
        made[f"word/{name}.xml"] = f"<{root} {_NAMESPACES}>{content}</{root}>"
        links += _link(name, kind, name)
    made["word/document.xml"] = f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"
    made["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
    )
    made["_rels/.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="main" Type="{_KINDS}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    kinds = "".join(
        f'<Override PartName="/{part}" ContentType="{_CONTENT}.{_CONTENTS.get(name, name)}+xml"/>'
        for part in made
        if (name := part.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")) in _CONTENTS
    )
    made["[Content_Types].xml"] = (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{kinds}</Types>'
    )
    return zipped({name: content.encode() for name, content in made.items()})


def _link(identifier: str, kind: str, part: str) -> str:
    return f'<Relationship Id="{identifier}" Type="{_KINDS}/{kind}" Target="{part}.xml"/>'


def paragraph(text: str = "红头文件", p: str = "", r: str = "") -> str:
    """A paragraph of one run, with what its properties are."""
    return f"<w:p><w:pPr>{p}</w:pPr><w:r><w:rPr>{r}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def style(
    identifier: str, p: str = "", r: str = "", parent: str = "", kind: str = "paragraph", more: str = ""
) -> str:
    """A style; `a` is the one that is meant where none is named."""
    default = ' w:default="1"' if identifier in ("a", "a0", "a1") else ""
    based = f'<w:basedOn w:val="{parent}"/>' if parent else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{identifier}"{default}><w:name w:val="{identifier}"/>{based}'
        f"<w:pPr>{p}</w:pPr><w:rPr>{r}</w:rPr>{more}</w:style>"
    )


def all_of(*values: object) -> tuple[object, ...]:
    """Values beside each other, lengths as whole numbers or fractions."""
    return values
