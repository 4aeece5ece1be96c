"""Hostile manuscripts, made from a seed, and a reader of them that is held to its bounds:
`python -m tests.intake.hostile FOLDER (NAME | FIRST COUNT)` reads a bomb, or so many mutants, in a process
that gets no more than MOST_BYTES of memory, and prints what went wrong."""

from __future__ import annotations

import io
import random
import re
import sys
import time
import traceback
import zipfile
from collections.abc import Callable
from pathlib import Path

from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.intake.read import read_manuscript
from tests.intake.test_docx import BOX, NUMBERING, OLD_BOX, PICTURE, STYLES, begin, code, numbered
from tests.intake.word import p, r, table, word

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


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return buffer.getvalue()


# ---- mutants


def mutant(seed: int) -> bytes:
    """A Word file with something wrong in it; always the same one of a seed."""
    chance = random.Random(seed)
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
        read_manuscript(path)
    except UnreadableFileError as error:
        if len(str(error)) > 600 or not str(error).endswith("。"):
            return f"a message that is no sentence: {str(error)[:100]}"
    except BaseException:
        return traceback.format_exc()
    seconds = time.process_time() - started
    return f"{seconds:.1f} s" if seconds > MOST_SECONDS else None


def main() -> int:
    """Reads what the command line names."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    folder = Path(sys.argv[1])
    names = sys.argv[2:]
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
