"""Hostile Word files, made from a seed, and a reader of them that is held to its bounds:
`python -m tests.export.docx.hostile FOLDER (NAME | FIRST COUNT)`, as `tests.storage.hostile`."""

from __future__ import annotations

import io
import random
import re
import warnings
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from bulletin_desk.bulletin.model import Body, Issue, Item, Section
from bulletin_desk.export.docx.read import read_docx
from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.forms import DOCX
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.pipeline import typeset
from bulletin_desk.storage.bulletin_file import read_bulletin, to_bytes
from tests.bulletin.issues import SMALL
from tests.storage.hostile import EXAMPLES, command_line, damaged, run, with_false_fields

NAME = "期.docx"
DOCUMENT = "word/document.xml"
CUSTOM = "customXml/item1.xml"


def word_copy(issue: Issue) -> bytes:
    """The Word copy of an issue, with shipped faces."""
    return DOCX.encode(typeset(issue, load_layout(), load_faces(use_installed=False)))


@cache
def sources() -> tuple[bytes, ...]:
    """Word copies of the examples; each again as if another program had saved it, without the bulletin."""
    issues = [SMALL, *(read_bulletin(path) for path in sorted(EXAMPLES.glob("*.bulletin")))]
    copies = [word_copy(issue) for issue in issues]
    return (*copies, *(changed(copy, {CUSTOM: b"<nothing/>"}) for copy in copies))


def parts_of(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name), content, method)  # without the time of day
    return buffer.getvalue()


def changed(package: bytes, parts: dict[str, bytes]) -> bytes:
    return packed(parts_of(package) | parts)


_MC = b' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def with_body(inside: str, package: bytes | None = None, *, before: bytes = b"") -> bytes:
    """A Word copy whose text is this XML, in front of what there was, or of the first element `before`."""
    package = sources()[0] if package is None else package
    document = parts_of(package)[DOCUMENT].replace(b"<w:document", b"<w:document" + _MC, 1)
    old = before or b"<w:body>"
    new = inside.encode("utf-8") + before if before else old + inside.encode("utf-8")
    return changed(package, {DOCUMENT: document.replace(old, new, 1)})


def with_new_items(inside: str) -> bytes:
    """A Word copy with this XML behind its last item."""
    return with_body(inside, before=b"<w:tbl>")


# ---- mutants

TEXTS = (
    "",
    "字" * 100_000,
    "\u202e\u2066倒\u200d\ufeff\u200b",
    "\U000e0001\U0010ffff\ufffd",
    "e" + "\u0301" * 5_000,
    "\x85\x9f\u2028",
    "&#xD800;",
    "&#0;",
    "&#x202E;",
    "&bomb;",
    "]]>",
    "<w:t>",
    "<!-- -->",
    "<?x y?>",
    "<![CDATA[<w:p/>]]>",
    "９９９９年９９月９９日",
    "第" + "9" * 5_000 + "期",
)
PIECES = (
    "<w:p/>",
    "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
    "<w:ins><w:r><w:t>添</w:t></w:r></w:ins>",
    '<w:sdt><w:sdtContent><w:p><w:pPr><w:pStyle w:val="x"/></w:pPr></w:p></w:sdtContent></w:sdt>',
    '<w:altChunk r:id="rId1"/>',
    '<w:hyperlink r:id="rId9"><w:r><w:t>链</w:t></w:r></w:hyperlink>',
    "<w:r><w:drawing/><w:pict/><w:sym/><w:br/><w:tab/></w:r>",
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>",
    '<w:r><w:rPr><w:strike w:val="x"/><w:dstrike w:val="0"/><w:sz w:val="-9"/></w:rPr><w:t>划</w:t></w:r>',
    "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>",
    "<mc:AlternateContent><mc:Choice><w:p/></mc:Choice><mc:Fallback><w:r><w:t>替</w:t></w:r></mc:Fallback>"
    "</mc:AlternateContent>",
    "<w:p><w:pPr><w:outlineLvl w:val='99'/><w:jc/></w:pPr><w:r><w:t>新写的一篇</w:t></w:r></w:p>"
    "<w:p><w:r><w:t>近日，召开了会议。</w:t></w:r></w:p><w:p><w:r><w:t>（某单位）</w:t></w:r></w:p>",
    "<w:r><w:t>一\u200b二\u200b</w:t></w:r>",
)
TARGETS = (
    "../../../../etc/passwd",
    "file:///etc/passwd",
    "http://example.invalid/x.xml",
    "\\\\server\\share\\x",
    "document.xml",
    "/word/document.xml",
    "",
    "没有.xml",
)


def mutant(seed: int) -> bytes:
    """A Word copy with something wrong in it; always the same one of a seed."""
    chance = random.Random(seed)
    way = chance.choice([_bytes_of_zip, _fields, _bytes_of_part, _texts, _texts, _pieces, _links, _parts])
    warnings.simplefilter("ignore", UserWarning)  # of names that come twice
    return way(chance, chance.choice(sources()))


def _bytes_of_zip(chance: random.Random, package: bytes) -> bytes:
    return damaged(chance, package)


def _fields(chance: random.Random, package: bytes) -> bytes:
    return with_false_fields(chance, package)


def _bytes_of_part(chance: random.Random, package: bytes) -> bytes:
    parts = parts_of(package)
    name = chance.choice([DOCUMENT, DOCUMENT, CUSTOM, *parts])
    return packed(parts | {name: damaged(chance, parts[name])})


def _texts(chance: random.Random, package: bytes) -> bytes:
    """Hostile characters in place of texts and of attributes' values."""
    parts = parts_of(package)
    name = chance.choice([DOCUMENT, DOCUMENT, DOCUMENT, "word/styles.xml", CUSTOM])
    content = parts[name].decode("utf-8")
    for _ in range(chance.choice([1, 1, 3, 10])):
        places = list(re.finditer(r">([^<]+)<" if chance.random() < 0.7 else r'="([^"]*)"', content))
        if places:
            place = chance.choice(places)
            content = content[: place.start(1)] + chance.choice(TEXTS) + content[place.end(1) :]
    return packed(parts | {name: content.encode(chance.choice(["utf-8", "utf-8", "utf-16"]))})


def _pieces(chance: random.Random, package: bytes) -> bytes:
    """Elements that are taken away, doubled, or come from elsewhere."""
    parts = parts_of(package)
    content = parts[DOCUMENT].decode("utf-8")
    for _ in range(chance.choice([1, 2, 5])):
        tags = [match.start() for match in re.finditer("<w:", content)]
        at, other = chance.choice(tags), chance.choice(tags)
        match chance.randrange(3):
            case 0:
                content = content[: min(at, other)] + content[max(at, other) :]
            case 1:
                content = content[:at] + chance.choice(PIECES) * chance.choice([1, 30]) + content[at:]
            case _:
                whole = re.findall(r"<w:p>.*?</w:p>", content, re.DOTALL)
                content = content.replace(
                    "<w:p>", chance.choice(whole or [""]) + "<w:p>", chance.choice([1, 9])
                )
    return packed(parts | {DOCUMENT: content.encode("utf-8")})


def _links(chance: random.Random, package: bytes) -> bytes:
    """Relationships and content types that lead elsewhere."""
    parts = parts_of(package)
    name = chance.choice([name for name in parts if name.endswith(".rels")] + ["[Content_Types].xml"])
    content = parts[name].decode("utf-8")
    for _ in range(chance.choice([1, 2])):
        places = list(
            re.finditer(r'(Target|TargetMode|Type|Id|PartName|ContentType|Extension)="([^"]*)"', content)
        )
        if places:
            place = chance.choice(places)
            value = chance.choice([*TARGETS, "External", chance.choice(places)[2]])
            content = content[: place.start(2)] + value + content[place.end(2) :]
    return packed(parts | {name: content.encode("utf-8")})


def _parts(chance: random.Random, package: bytes) -> bytes:
    """Parts that are missing, exchanged, empty or of odd names."""
    parts = parts_of(package)
    names = list(parts)
    for _ in range(chance.choice([1, 2])):
        one, other = chance.choice(names), chance.choice(names)
        match chance.randrange(5):
            case 0:
                parts.pop(one, None)
            case 1:
                parts[one], parts[other] = parts.get(other, b""), parts.get(one, b"")
            case 2:
                parts[one] = b""
            case 3:
                parts[
                    chance.choice(["../x.xml", "/etc/x.xml", "C:\\x.xml", "WORD/DOCUMENT.XML", "字" * 9_000])
                ] = b"<x/>"
            case _:
                parts[one] = chance.choice(TEXTS).encode("utf-8")
    return packed(parts, chance.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))


# ---- bombs: the most that a file of a size can be made to cost

_MIB = 1 << 20


def _nested(before: str, after: str, depth: int) -> bytes:
    return with_body(before * depth + "<w:p/>" + after * depth)


def _doctype(declared: str, use: str = "&a;", encoding: str = "utf-8") -> bytes:
    document = parts_of(sources()[0])[DOCUMENT].decode("utf-8")
    head, _, body = document.partition("?>")
    text = f"<!DOCTYPE x [{declared}]>" + body.replace(
        "<w:body>", f"<w:body><w:p><w:r><w:t>{use}</w:t></w:r></w:p>", 1
    )
    return changed(sources()[0], {DOCUMENT: (head.replace("UTF-8", encoding) + "?>" + text).encode(encoding)})


def _lying(name: str, size: int) -> bytes:
    """A part that states to have 100 bytes and has so many."""
    package = bytearray(changed(sources()[0], {name: b" " * size}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = package.find(mark)
        while at >= 0:
            if package[at + offset : at + offset + 4] == size.to_bytes(4, "little"):
                package[at + offset : at + offset + 4] = (100).to_bytes(4, "little")
            at = package.find(mark, at + 4)
    return bytes(package)


def _repeated() -> bytes:
    """A bulletin of paragraphs that are all alike, changed at its beginning."""
    blocks = (Body("同"),) * 20_000
    issue = Issue(SMALL.masthead, SMALL.dated_header, sections=(Section("栏", (Item("题", blocks),)),))
    return with_body("<w:p><w:r><w:t>添</w:t></w:r></w:p>", word_copy(issue))


def _id_of(name: str) -> str:
    """The id of a style by its name or alias."""
    styles = parts_of(sources()[0])["word/styles.xml"].decode("utf-8")
    before = styles[: styles.index(f'w:val="{name}"')]
    return str(re.findall(r'w:styleId="([^"]+)"', before)[-1])


def _gone() -> bytes:
    """A bulletin of long paragraphs, all of which are gone, with others in their places."""
    texts = [
        "".join(chr(0x4E00 + (number * 31 + at * 7) % 20_000) for at in range(300)) for number in range(1_500)
    ]
    issue = Issue(
        SMALL.masthead,
        SMALL.dated_header,
        sections=(Section("栏", (Item("题", tuple(map(Body, texts))),)),),
    )
    document = parts_of(word_copy(issue))
    body = "".join(f"<w:p><w:r><w:t>{text[::-1]}</w:t></w:r></w:p>" for text in texts)
    head = document[DOCUMENT].partition(b"<w:body>")[0] + b"<w:body>" + body.encode("utf-8")
    return packed(document | {DOCUMENT: head + b"</w:body></w:document>"})


def _styles() -> bytes:
    chain = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{at}"><w:name w:val="n{at}"/>'
        f'<w:basedOn w:val="s{at + 1}"/></w:style>'
        for at in range(100_000)
    )
    styles = parts_of(sources()[0])["word/styles.xml"].replace(
        b"</w:styles>", chain.encode("ascii") + b"</w:styles>"
    )
    body = '<w:p><w:pPr><w:pStyle w:val="s0"/></w:pPr><w:r><w:t>字</w:t></w:r></w:p>' * 20_000
    return changed(with_body(body), {"word/styles.xml": styles})


def _linked(count: int) -> bytes:
    parts = parts_of(sources()[0])
    name = "word/_rels/document.xml.rels"
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    links = b"".join(
        b'<Relationship Id="x%d" Type="%s" Target="http://x/" TargetMode="External"/>' % (at, kind)
        for at in range(count)
    )
    return packed(parts | {name: parts[name].replace(b"</Relationships>", links + b"</Relationships>")})


def _cells(span: str, cells: int, rows: int) -> str:
    """A table of cells that cover more than their places."""
    cell = f"<w:tc><w:tcPr>{span}</w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>"
    return "<w:tbl>" + f"<w:tr>{cell * cells}</w:tr>" * rows + "</w:tbl>"


BOMBS: dict[str, Callable[[], bytes]] = {
    "elements": lambda: with_body("<w:p/>" * 1_190_000),
    "more elements": lambda: with_body("<w:p/>" * 7_000_000),
    "more paragraphs": lambda: with_body("<w:p><w:r><w:t>字</w:t></w:r></w:p>" * 99_000),
    "paragraphs": lambda: with_body("<w:p><w:r><w:t>字</w:t></w:r></w:p>" * 200_000),
    "attributes": lambda: with_body("".join(f'<w:p a="" b="{at}" c="" d=""/>' for at in range(235_000))),
    "breaks": lambda: with_body("<w:p><w:r>" + "<w:br/>" * 1_190_000 + "</w:r></w:p>"),
    "runs": lambda: with_body("<w:p>" + "<w:r><w:t>字</w:t></w:r>" * 195_000 + "</w:p>"),
    "more runs": lambda: with_body("<w:p>" + "<w:r><w:t>字</w:t></w:r>" * 290_000 + "</w:p>"),
    "a long text": lambda: with_body("<w:p><w:r><w:t>" + "字" * 3_000_000 + "</w:t></w:r></w:p>"),
    "a longer text": lambda: with_body("<w:p><w:r><w:t>" + "字" * 15_000_000 + "</w:t></w:r></w:p>"),
    "long texts": lambda: with_body(("<w:p><w:r><w:t>" + "字" * 1_000_000 + "</w:t></w:r></w:p>") * 15),
    "wide texts": lambda: with_body(("<w:p><w:r><w:t>" + "𠮷" * 1_000_000 + "</w:t></w:r></w:p>") * 11),
    "nesting": lambda: _nested("<w:ins>", "</w:ins>", 100_000),
    "some nesting": lambda: _nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 120),
    "tables in tables": lambda: _nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 80),
    "runs in runs": lambda: with_body("<w:p>" + "<w:ins>" * 240 + "</w:ins>" * 240 + "</w:p>"),
    "entities": lambda: _doctype(
        '<!ENTITY b0 "字字字字字字字字字字">'
        + "".join(f'<!ENTITY b{at + 1} "{f"&b{at};" * 10}">' for at in range(10)),
        "&b10;",
    ),
    "an entity": lambda: _doctype('<!ENTITY a SYSTEM "file:///etc/hostname">'),
    "an entity in UTF-16": lambda: _doctype('<!ENTITY a SYSTEM "file:///etc/hostname">', encoding="utf-16"),
    "an entity in UTF-7": lambda: _doctype('<!ENTITY a SYSTEM "file:///etc/hostname">', encoding="utf-7"),
    "a DTD elsewhere": lambda: changed(
        sources()[0], {CUSTOM: b'<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd"><x/>'}
    ),
    "a size that lies": lambda: _lying(DOCUMENT, 300 * _MIB),
    "a picture whose size lies": lambda: _lying("word/media/image1.png", 300 * _MIB),
    "a picture of zeros": lambda: changed(sources()[0], {"word/media/image1.png": b"\0" * (300 * _MIB)}),
    "spaces": lambda: changed(sources()[0], {CUSTOM: b" " * (47 * _MIB)}),
    "bzip2": lambda: packed(parts_of(sources()[0]) | {CUSTOM: b" " * (40 * _MIB)}, zipfile.ZIP_BZIP2),
    "members": lambda: packed(parts_of(sources()[0]) | {f"x{at}.bin": b"" for at in range(60_000)}),
    "links": lambda: _linked(15_000),
    "more links": lambda: _linked(300_000),
    "styles on styles": _styles,
    "repeated paragraphs": _repeated,
    "a large embedded bulletin": lambda: changed(
        sources()[0],
        {
            CUSTOM: parts_of(sources()[0])[CUSTOM].partition(b"<issue>")[0]
            + b"<issue>"
            + b"[" * (9 * _MIB)
            + b"</issue></bulletin>"
        },
    ),
    "text boxes in text boxes": lambda: _nested(
        "<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>", 60
    ),
    "text boxes": lambda: with_body(
        "<w:p>"
        + "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        * 60_000
        + "</w:p>"
    ),
    "alternatives in alternatives": lambda: with_body(
        "<mc:AlternateContent><mc:Choice>" * 110
        + "<w:p/>" * 550_000
        + "</mc:Choice></mc:AlternateContent>" * 110
    ),
    "hidden runs": lambda: with_body(
        "<w:p>" + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>" * 170_000 + "</w:p>"
    ),
    "new paragraphs": lambda: with_new_items("<w:p><w:r><w:t>新写的一行</w:t></w:r></w:p>" * 90_000),
    "new items": lambda: with_new_items(
        (
            "<w:p><w:r><w:t>某市召开地方志工作推进会</w:t></w:r></w:p><w:p><w:r><w:t>近日，某市召开会议，部署工作。"
            "</w:t></w:r></w:p><w:p><w:r><w:t>（某市地方志办公室）</w:t></w:r></w:p>"
        )
        * 1_600
    ),
    "new titles": lambda: with_new_items(
        (
            '<w:p><w:pPr><w:pStyle w:val="x"/></w:pPr><w:r><w:t>题</w:t></w:r></w:p>'
            "<w:p><w:r><w:t>近日，某市召开会议，部署工作。</w:t></w:r></w:p>"
        ).replace('"x"', f'"{_id_of("稿件标题")}"')
        * 6_000
    ),
    "zero-width spaces": lambda: with_body("<w:p><w:r><w:t>" + "\u200b" * 1_000_000 + "</w:t></w:r></w:p>"),
    "zero-width spaces in many paragraphs": lambda: with_body(
        ("<w:p><w:r><w:t>" + "字\u200b" * 100 + "</w:t></w:r></w:p>") * 9_000
    ),
    "paragraphs that are gone": _gone,
    "characters": lambda: with_body(
        "<w:p><w:r><w:t>一\u202e二\u2066三\u200b四\x85五\ufeff六</w:t></w:r></w:p>"
    ),
    "half a character": lambda: with_body("<w:p><w:r><w:t>&#xD842;</w:t></w:r></w:p>"),
    "cells over endless columns": lambda: with_body(_cells("<w:gridSpan w:val='2147483647'/>", 60, 200)),
    "cells over many columns": lambda: with_body(_cells("<w:gridSpan w:val='63'/>", 60, 500)),
    "cells that all begin": lambda: with_body(_cells("<w:vMerge w:val='restart'/>", 25, 1_000)),
    "rows without cells": lambda: with_body(_cells("", 0, 20_000)),
    "one picture over and over": lambda: with_body(
        (
            '<w:p><w:r><w:drawing xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:blip '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="rId1"/>'
            "</w:drawing></w:r></w:p>"
        )
        * 5_000
    ),
    "a control character": lambda: with_body("<w:p><w:r><w:t>&#7;</w:t></w:r></w:p>"),
}
OPENS = {
    "cells over endless columns",
    "cells over many columns",
    "cells that all begin",
    "rows without cells",
    "one picture over and over",
    "more paragraphs",
    "runs",
    "some nesting",
    "tables in tables",
    "runs in runs",
    "a picture whose size lies",
    "a picture of zeros",
    "spaces",
    "links",
    "styles on styles",
    "repeated paragraphs",
    "a large embedded bulletin",
    "text boxes in text boxes",
    "text boxes",
    "hidden runs",
    "new paragraphs",
    "new items",
    "new titles",
    "zero-width spaces in many paragraphs",
    "paragraphs that are gone",
    "characters",
}
"""Bombs that do no harm: they are opened."""


def opened(path: Path) -> None:
    """Reads a Word copy back."""
    issue, notes = read_docx(path)
    for note in notes:
        assert note.isprintable(), note[:300]
        assert len(note) < 1_000, note[:300]
    to_bytes(issue, path)


if __name__ == "__main__":
    run(command_line(__doc__), NAME, mutant, opened)
