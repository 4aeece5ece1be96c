"""Hostile manuscripts, made from a seed, and a reader of them that is held to its bounds:
`python -m tests.intake.hostile FOLDER (NAME | FIRST COUNT)` reads a bomb, or so many mutants, in a process
that gets no more than MOST_BYTES of memory, and prints what went wrong."""

from __future__ import annotations

import random
import re
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.intake.draft import take_in
from bulletin_desk.intake.read import read_manuscript
from tests.intake import hostile_blocks
from tests.intake.test_docx import BOX, NUMBERING, OLD_BOX, PICTURE, STYLES, begin, code, numbered
from tests.intake.word import NAMESPACES, members, p, packed, r, table, word
from tests.storage.hostile import command_line

MOST_BYTES = 500 << 20
MOST_SECONDS = 10.0

BODY = (
    p("题", "<w:pStyle w:val='1'/>")
    + numbered("甲", 0)
    + p(
        r("乙", "<w:b/>")
        + "<w:ins>"
        + r("增")
        + "</w:ins><w:del>"
        + r("<w:delText>减</w:delText>")
        + "</w:del>"
    )
    + p(begin("begin") + code("PAGE") + begin("separate") + r("3") + begin("end"))
    + p(r(BOX) + r(OLD_BOX) + r(PICTURE))
    + table(("一", "二"), ("三", "四"))
    + p(r("注") + r("<w:footnoteReference w:id='1'/>") + r("<w:commentReference w:id='1'/>"))
)
PARTS = {
    "styles": STYLES,
    "numbering": NUMBERING,
    "footnotes": f"<w:footnote w:id='1'>{p('脚注')}</w:footnote>",
    "comments": f"<w:comment w:id='1' w:author='某'>{p('批注')}</w:comment>",
}
SOURCES = [word(BODY, PARTS), word(BODY, PARTS, strict=True)]
PAGE = """<html><head><meta charset="utf-8"><style>p {color:red}</style><title>题</title></head><body>
<!--StartFragment--><h1 style='text-align:center;font-size:22pt'>标题</h1><p style='text-indent:2em'>正文。
<b>重点</b><span style='mso-list:Ignore'>一、<span>&nbsp;</span></span>续</p><![if !supportLists]>
<ol start=3><li>甲<li>乙</ol><![endif]>
<table><tr><td>一<td>二</table><img alt=图 src='data:image/png;base64,AAAA'>
<o:p>&nbsp;</o:p><div style='display:none'>暗</div><textarea>填</textarea><pre>  1
 2</pre>（德阳市地方志办公室）<!--EndFragment--></body></html>"""


OLD_FORM = (
    '<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
    'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" '
    'xmlns:aml="http://schemas.microsoft.com/aml/2001/core" xmlns:v="urn:schemas-microsoft-com:vml">'
    "{}<w:body><wx:sect>{}</wx:sect></w:body></w:wordDocument>"
)
OLD_LISTS = (
    '<w:lists><w:listDef w:listDefId="3"><w:lvl w:ilvl="0"><w:nfc w:val="37"/><w:lvlText w:val="%1、"/>'
    '</w:lvl></w:listDef><w:list w:ilfo="1"><w:ilst w:val="3"/></w:list></w:lists>'
)
OLD_NOTE = (
    f"<w:footnote>{p('注')}</w:footnote><aml:annotation w:type='Word.Comment'><aml:content>{p('批')}"
    "</aml:content></aml:annotation>"
)
OLD_BODY = p("甲", "<w:listPr><w:ilvl w:val='0'/><w:ilfo w:val='1'/></w:listPr>") + p(r("乙") + r(OLD_NOTE))
ALONE = [
    OLD_FORM.format(OLD_LISTS, OLD_BODY + f"<w:sectPr><w:hdr>{p('页眉')}</w:hdr></w:sectPr>").encode(),
    b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html;\n"
    b" charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n<p>=E7=94=B2</p>\n--b\n"
    b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n55Sy\n--b--\n",
]
"""Manuscripts in one file that is neither a package nor a page."""


# ---- mutants


def mutant(seed: int) -> bytes:
    """A Word file, each fourth a page, each eighth in one file of another kind, with something wrong in it;
    always the same one of a seed."""
    chance = random.Random(seed)
    if seed % 8 == 5:
        alone = chance.choice(ALONE)
        for _ in range(chance.choice([1, 2, 5])):
            alone = chance.choice([_damaged, _elements, _values])(chance, alone)
        return alone
    if seed % 4 == 3:
        page = PAGE.encode("utf-8")
        for _ in range(chance.choice([1, 2, 5])):
            page = chance.choice([_damaged, _page_elements, _page_elements])(chance, page)
        return page
    data = chance.choice(SOURCES)
    if chance.random() < 0.2:
        return _damaged(chance, data)
    files = members(data)
    for _ in range(chance.choice([1, 1, 2, 5])):
        name = chance.choice([*files, "word/document.xml"])
        way = chance.choice([_damaged, _elements, _elements, _elements, _values, _values])
        files[name] = way(chance, files[name])
    if chance.random() < 0.1:
        del files[chance.choice(list(files))]
    if chance.random() < 0.1:
        files[chance.choice(["../../x.xml", "C:\\x.xml", "word\\document.xml", "WORD/STYLES.XML"])] = b"<x/>"
    return packed(files)


def _damaged(chance: random.Random, data: bytes) -> bytes:
    found = bytearray(data)
    for _ in range(chance.choice([1, 2, 10])):
        at = chance.randrange(len(found) + 1)
        match chance.randrange(4):
            case 0:
                found[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del found[at : at + chance.choice([1, 4, 100])]
            case 2:
                found[at:at] = chance.randbytes(4)
            case _:
                found[at:at] = found[at : at + 30] * chance.choice([1, 3, 300])
    return bytes(found)


def _elements(chance: random.Random, data: bytes) -> bytes:
    """Elements deleted, doubled, moved and put inside each other, so that the XML stays XML."""
    text = data.decode("utf-8", "replace")
    spans = [found.span() for found in re.finditer(r"<(\w+:\w+)\b[^>]*?(?:/>|>.*?</\1>)", text, re.DOTALL)]
    if len(spans) < 2:
        return data
    (start, end), (other, _) = chance.choice(spans), chance.choice(spans)
    piece = text[start:end]
    match chance.randrange(4):
        case 0:
            return (text[:start] + text[end:]).encode("utf-8")
        case 1:
            return (text[:start] + piece * chance.choice([2, 50, 2_000]) + text[end:]).encode("utf-8")
        case 2:
            return (text[:other] + piece + text[other:]).encode("utf-8")
        case _:
            name = re.match(r"<(\w+:\w+)", piece)
            depth = chance.choice([2, 60, 100, 300])
            assert name
            return (
                text[:start] + f"<{name[1]}>" * depth + piece + f"</{name[1]}>" * depth + text[end:]
            ).encode("utf-8")


def _page_elements(chance: random.Random, data: bytes) -> bytes:
    """Tags, comments and text deleted, moved, and put there very often."""
    pieces = re.findall(r"<[^>]*>|[^<]+|<", data.decode("utf-8", "replace"))
    at, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
    match chance.randrange(4):
        case 0:
            del pieces[at]
        case 1:
            pieces[at] *= chance.choice([2, 50, 5_000])
        case 2:
            pieces[at], pieces[other] = pieces[other], pieces[at]
        case _:
            tag = chance.choice(
                ["<div>", "<table><tr><td>", "<plaintext>", "<!--", "<b title='", "<ol>", "<svg>"]
            )
            pieces.insert(at, tag * chance.choice([1, 100, 1_000]))
    return "".join(pieces).encode("utf-8")


def _values(chance: random.Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    spans = [found.span(1) for found in re.finditer(r"=['\"]([^'\"]*)['\"]", text)]
    if not spans:
        return data
    start, end = chance.choice(spans)
    value = chance.choice(
        ["", "0", "-1", "1", "a", "99999999999999999999", "2147483647", "1e9", "NaN", "%1" * 9, "字" * 10_000]
    )
    return (text[:start] + value + text[end:]).encode("utf-8")


# ---- bombs: the most that a file can be made to cost


def _document(body: str, parts: dict[str, str] | None = None) -> bytes:
    return word(body, parts)


def _embedding(body: str, kind: str, name: str, content: bytes) -> bytes:
    """A document with one part more."""
    files = members(word(body))
    link = f"<Relationship Id='c' Type='{NAMESPACES['r']}/{kind}' Target='{name}'/></Relationships>"
    links = "word/_rels/document.xml.rels"
    files[links] = files[links].replace(b"</Relationships>", link.encode())
    return packed(files | {f"word/{name}": content})


BOMBS: dict[str, Callable[[], bytes]] = {
    "many paragraphs": lambda: _document("<w:p/>" * 400_000),
    "many runs": lambda: _document("<w:p>" + r("字") * 150_000 + "</w:p>"),
    "a long text": lambda: _document(p("字" * 3_000_000)),
    "many fonts": lambda: _document(
        "<w:p>" + "".join(r("字", f"<w:sz w:val='{at}'/>") for at in range(90_000)) + "</w:p>"
    ),
    "many numbers": lambda: _document(numbered("甲", 2) * 45_000, {"numbering": NUMBERING}),
    "long numbers": lambda: _document(
        numbered("", 0) * 60_000,
        {"numbering": NUMBERING.replace("%1、", "%1" * 5_000).replace("japaneseCounting", "lowerLetter")},
    ),
    "boxes in boxes": lambda: _document(_nested(BOX.replace(p("框里的话"), "{}"), 12)),
    "boxes in boxes, deep": lambda: _document(_nested(OLD_BOX.replace(p("旧框"), "{}"), 35)),
    "tables in tables": lambda: _document(
        _nested("<w:tbl><w:tr><w:tc>{}<w:p/></w:tc><w:tc/></w:tr></w:tbl>", 60)
    ),
    "deep wrappers": lambda: _document(p("<w:ins>" * 240 + r("字") + "</w:ins>" * 240)),
    "many references to a long note": lambda: _document(
        "<w:p>" + r("<w:footnoteReference w:id='1'/>") * 80_000 + "</w:p>",
        {"footnotes": f"<w:footnote w:id='1'>{p('字' * 100_000)}</w:footnote>"},
    ),
    "many comments": lambda: _document(p(r("<w:commentReference w:id='1'/>")) * 80_000, PARTS),
    "a large table": lambda: _document(table(*[("字",) * 50] * 1_000)),
    "styles in a chain": lambda: _document(
        "".join(p("字", f"<w:pStyle w:val='{at}'/>") for at in range(20_000)),
        {
            "styles": "".join(
                f"<w:style w:type='paragraph' w:styleId='{at}'><w:basedOn w:val='{at + 1}'/></w:style>"
                for at in range(20_000)
            )
        },
    ),
    "open fields": lambda: _document(p(begin("begin") * 100_000 + begin("separate") + r("字") * 1_000)),
    "text": lambda: ("字" * 27 + "\n").encode("utf-8") * 40_000,
    "digits": lambda: b"1\n" * 150_000,
    "spaces": lambda: ("字 " * 900_000).encode("utf-8"),
    "brackets": lambda: ("（" * 100_000 + "\n").encode("utf-8") * 30,
    "short lines": lambda: b"1\n" * 190_000,
    "equal headings": lambda: "加强组织领导\n".encode() * 45_000,
    "signatures": lambda: "（德阳市地方志办公室）\n".encode() * 45_000,
    "contents": lambda: "目录\n加强领导\n".encode() * 45_000,
    "digits in a row": lambda: ("字" + "1" * 190_000 + "字\n").encode("utf-8") * 9,
    "commas": lambda: ("字" + "," * 190_000 + "字\n").encode("utf-8") * 9,
    "unfinished lines": lambda: f"{'近日，召开了会议，' * 3}\n".encode() * 60_000,
    "one style on another": lambda: _document(
        p("字", "<w:pStyle w:val='0'/>") * 1_000,
        {
            "styles": "".join(
                f"<w:style w:styleId='{at}'><w:basedOn w:val='{(at + 1) % 100_000}'/></w:style>"
                for at in range(100_000)
            )
        },
    ),
    "content controls": lambda: _document(
        "<w:sdt><w:sdtContent>" * 900 + p("字") * 50_000 + "</w:sdtContent></w:sdt>" * 900
    ),
    "alternatives": lambda: _document(
        "<mc:AlternateContent><mc:Choice>" * 900
        + p("字") * 49_000
        + "</mc:Choice></mc:AlternateContent>" * 900
    ),
    "fields in fields": lambda: _document(
        p((begin("begin") + begin("separate")) * 50_000 + r("字") * 50_000 + begin("end") * 50_000)
    ),
    "paragraphs of 2003": lambda: OLD_FORM.format("", "<w:p/>" * 400_000).encode(),
    "notes of 2003": lambda: OLD_FORM.format("", p(r("<w:footnote/>") * 150_000)).encode(),
    "parts of a mail": lambda: (
        b"MIME-Version: 1\nContent-Type: multipart/mixed; boundary=b\n" + b"\n--b\n" * 9**6
    ),
    "a head without an end": lambda: b"MIME-Version: 1\n" + b"X: y\n" * 300_000,
    "one page embedded over and over": lambda: _embedding(
        "<w:altChunk r:id='c'/>" * 100_000, "aFChunk", "a.txt", "字".encode() * 60_000
    ),
    "one chart over and over": lambda: _embedding(
        p(r("<w:drawing><wp:docPr descr='图'/><c:chart r:id='c'/></w:drawing>")) * 40_000,
        "chart",
        "a.xml",
        f"<c:c xmlns:c='c' xmlns:a='a'><a:p><a:t>{'字' * 1_000_000}</a:t></a:p></c:c>".encode(),
    ),
    "json": lambda: b"[" * 3_000_000,
    "a page of tables": lambda: b"<p>x" + b"<table><tr><td>1<td>2</table>" * 50_000,
    "a page, deep": lambda: b"<p>x" + b"<div>" * 1_900 + b"<b>1</b>" * 100_000,
    "a page of titles": lambda: b"<svg><title>x</title></svg>" * 60_000 + b"<p>" + b"y" * 190_000,
    "titles in titles": lambda: b"<title>" * 1_900 + b"y" * 8_000_000,
    "a page of spaces": lambda: b"<pre>x" + b" " * 190_000 + b"x",
    "a page of conditions": lambda: b"<p>x" + b"<![if x" * 200_000,
    "a page of fragments": lambda: b"Version:1.0\n" + b"<!--StartFragment-->" * 200_000,
    "a page with a picture": lambda: b"<p>x<img src='data:image/png;base64," + b"A" * (100 << 20) + b"'><p>y",
    **hostile_blocks.BOMBS,
}


def _nested(form: str, depth: int) -> str:
    text = p("底")
    for _ in range(depth):
        text = (
            form.replace("{}", text)
            if text.startswith("<w:tbl") or "tbl" in form
            else form.replace("{}", p(r(text)))
        )
    return text if text.startswith(("<w:p>", "<w:tbl>")) else p(r(text))


def problem_of(path: Path) -> str | None:
    """What went wrong in reading `path`; None where it was read or refused as it should."""
    started = time.process_time()
    try:
        take_in(read_manuscript(path))
    except UnreadableFileError as error:
        if len(str(error)) > 600 or not str(error).endswith("。"):
            return f"a message that is no sentence: {str(error)[:100]}"
    except BaseException:
        return traceback.format_exc()
    seconds = time.process_time() - started
    return f"{seconds:.1f} s" if seconds > MOST_SECONDS else None


def main() -> int:
    """Reads what the command line names."""
    asked = command_line(__doc__)
    folder, names = asked.folder, asked.what
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    bad = 0
    if names[0].isdigit():
        for seed in range(int(names[0]), int(names[0]) + int(names[1])):
            path = folder / f"{seed}.docx"
            path.write_bytes(mutant(seed))
            problem = problem_of(path)
            path.unlink()
            if problem:
                bad += 1
                print(f"mutant {seed}: {problem}")
    else:
        path = folder / "bomb.docx"
        path.write_bytes(BOMBS[" ".join(names)]())
        problem = problem_of(path)
        if problem:
            bad += 1
            print(f"{' '.join(names)}: {problem}")
        print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MiB")
    return bad


if __name__ == "__main__":
    raise SystemExit(min(main(), 1))
