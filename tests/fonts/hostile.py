"""Damaged and hostile font files under official names, and what a clerk does with them installed:
`python -m tests.fonts.hostile FOLDER (NAME | FIRST COUNT)`, as `tests.storage.hostile`."""

from __future__ import annotations

import gc
import io
import random
import struct
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.misc.psCharStrings import T2CharString, calcSubrBias
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._n_a_m_e import makeName

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.errors import FontError, UnreadableFileError
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.fonts.installed import InstalledFonts
from bulletin_desk.fonts.sfnt import SfntFile, names_in
from bulletin_desk.fonts.subset import Subset
from bulletin_desk.forms import DOCX, PDF
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.pipeline import Typeset, typeset
from bulletin_desk.resources import resource
from tests.bulletin.issues import TIDY
from tests.fonts.made import as_cff
from tests.storage.hostile import command_line, run

SHIPPED = {
    "LiberationSerif-Regular.ttf": "Times New Roman",
    "NotoSansSC-Regular.ttf": "黑体",
    "FandolFang-Regular.ttf": "仿宋_GB2312",
    "LXGWWenKai-Light.ttf": "楷体_GB2312",
    "NotoSerifSC-Bold.ttf": "方正小标宋简体",
}
"""Faces of ours that pass for official ones in these tests."""

TABLES = (
    "head",
    "hhea",
    "maxp",
    "hmtx",
    "loca",
    "glyf",
    "cmap",
    "name",
    "OS/2",
    "post",
    "fpgm",
    "cvt ",
    "prep",
    "CFF ",
)


@cache
def official(file: str) -> bytes:
    """A face of ours under an official name, cut down to a few hundred characters."""
    options = subset.Options(hinting=True, name_IDs=["*"], notdef_outline=True, layout_features=[])
    options.drop_tables += ["FFTM"]
    with TTFont(resource("fonts", file)) as face:
        cut = subset.Subsetter(options)
        cut.populate(text="".join(map(chr, range(0x20, 0x250))) + _words(TIDY) + "的一是了在中国年月日〇—“”…")
        cut.subset(face)
        face["name"].names = [makeName(SHIPPED[file], number, 3, 1, 0x0804) for number in (1, 4)] + [
            makeName("Official-Regular", 6, 3, 1, 0x0409)
        ]
        buffer = io.BytesIO()
        face.save(buffer)
    return buffer.getvalue()


@cache
def official_cff(file: str, change: Callable[[Any], object] | None = None, **how: bool) -> bytes:
    """The same with CFF outlines, after `change` did something to the CFF table's only face."""
    with TTFont(io.BytesIO(official(file))) as face:
        made = as_cff(face, **how)
        if change:
            change(made["CFF "].cff.topDictIndex[0])
        buffer = io.BytesIO()
        made.save(buffer)
    return buffer.getvalue()


def _words(issue: Issue) -> str:
    return "".join(char for char in repr(issue) if char > "\x7f")


def whole(data: bytes, path: Path) -> SfntFile:
    path.write_bytes(data)
    return SfntFile(path)


def directory(data: bytes | bytearray) -> dict[str, int]:
    """Where each table's entry stands."""
    (count,) = struct.unpack_from(">H", data, 4)
    return {data[at : at + 4].decode("latin-1"): at for at in range(12, 12 + 16 * count, 16)}


def table(data: bytes | bytearray, tag: str) -> tuple[int, int]:
    """Where a table begins, and its length."""
    start, length = struct.unpack_from(">II", data, directory(data)[tag] + 8)
    return start, length


# ---- mutants


def mutant(seed: int) -> bytes:
    """A font file with something wrong in it; always the same one of a seed."""
    chance = random.Random(seed)
    file = chance.choice(list(SHIPPED))
    kind = chance.randrange(4)
    data = bytearray(
        official_cff(file, subroutines=True, by_number=kind == 1) if kind < 2 else official(file)
    )
    for _ in range(chance.choice([1, 1, 2, 4])):
        chance.choice(
            [_spoil_table, _spoil_table, _spoil_table, _spoil_directory, _spoil_glyphs, _spoil_bytes]
        )(chance, data)
    return bytes(data)


def _spoil_table(chance: random.Random, data: bytearray) -> None:
    """Numbers of a table that are not so, mostly those at its head."""
    tags = [tag for tag in TABLES if tag in directory(data)]
    if not tags:
        return
    start, length = table(data, chance.choice(tags))
    length = min(length, len(data) - start)
    for _ in range(chance.choice([1, 2, 5, 40])):
        reach = min(length, chance.choice([16, 64, 1 << 30]))
        size = chance.choice([1, 2, 4])
        if reach >= size:
            at = start + chance.randrange(reach - size + 1) // 2 * 2
            value = chance.choice([0, 1, -1, 1 << 15, 1 << 31, 0x7FFF, chance.getrandbits(32)])
            data[at : at + size] = (value & 0xFFFFFFFF).to_bytes(4, "big")[-size:]


def _spoil_directory(chance: random.Random, data: bytearray) -> None:
    """Tables that are not there, lie elsewhere, are longer or shorter, or stand for each other."""
    entries = directory(data)
    if not entries:
        return
    at = entries[chance.choice([tag for tag in entries if tag in TABLES] or list(entries))]
    match chance.randrange(6):
        case 0:
            data[at : at + 4] = b"xxxx"
        case 1:
            struct.pack_into(
                ">I", data, at + 8, chance.choice([0, 4, len(data) - 4, 0xFFFFFFF0, len(data) // 2])
            )
        case 2:
            struct.pack_into(">I", data, at + 12, chance.choice([0, 1, 3, 10, len(data), 0xFFFFFFFF]))
        case 3:
            other = chance.choice(list(entries.values()))
            data[at + 4 : at + 16] = data[other + 4 : other + 16]
        case 4:
            struct.pack_into(">H", data, 4, chance.choice([0, 1, len(entries) - 1, 99, 0xFFFF]))
        case _:
            data[:4] = chance.choice([b"ttcf", b"OTTO", b"true", b"\0\0\0\0"])


def _spoil_glyphs(chance: random.Random, data: bytearray) -> None:
    """Glyphs made of themselves, of each other, of ones that aren't there; lying sizes and ends."""
    if not {"glyf", "loca", "head"} <= directory(data).keys():
        return
    start, length = table(data, "glyf")
    loca, loca_length = table(data, "loca")
    long = data[table(data, "head")[0] + 51 : table(data, "head")[0] + 52] == b"\1"
    size = 4 if long else 2
    for _ in range(chance.choice([1, 10, 300])):
        number = chance.randrange(max(1, loca_length // size - 1))
        entry = data[loca + size * number : loca + size * number + size]
        at = start + int.from_bytes(entry, "big") * (1 if long else 2)
        part = chance.choice([number, max(0, number - 1), number + 1, 0, 0xFFFF])
        piece = chance.choice(
            [
                struct.pack(">hhhhhHHhh", -1, 0, 0, 9, 9, 0x21, part & 0xFFFF, 0, 0),
                struct.pack(">hhhhhHHhh", -1, 0, 0, 9, 9, 0x01, part & 0xFFFF, 0, 0),
                struct.pack(">h", chance.choice([-2, 0x7FFF, 300])),
                struct.pack(">hhhhh", 1, -32768, -32768, 32767, 32767),
                struct.pack(">hhhhhHH", 1, 0, 0, 9, 9, 0xFFFF, 0xFFFF),
            ]
        )
        if at + len(piece) <= min(len(data), start + length):
            data[at : at + len(piece)] = piece


def _spoil_bytes(chance: random.Random, data: bytearray) -> None:
    at = chance.randrange(len(data) + 1)
    match chance.randrange(4):
        case 0:
            del data[at:]
        case 1:
            del data[at : at + chance.choice([1, 2, 1000])]
        case 2:
            data[at:at] = chance.randbytes(chance.choice([1, 2, 1000]))
        case _:
            data[at : at + 200] = bytes(200)
    if len(data) < 12:
        data.extend(bytes(12 - len(data)))


# ---- bombs, and what was seen in offices


def _with(changes: Callable[[bytearray], object], file: str = "NotoSansSC-Regular.ttf") -> bytes:
    data = bytearray(official(file))
    changes(data)
    return bytes(data)


def _put(tag: str, offset: int, form: str, *values: int) -> Callable[[bytearray], object]:
    return lambda data: struct.pack_into(form, data, table(data, tag)[0] + offset, *values)


def _without(tag: str) -> Callable[[bytearray], object]:
    return lambda data: data.__setitem__(slice(directory(data)[tag], directory(data)[tag] + 4), b"xxxx")


def _replaced(tag: str, content: bytes) -> Callable[[bytearray], object]:
    """The table lies at the file's end instead, with another content."""

    def change(data: bytearray) -> None:
        data.extend(bytes(-len(data) % 4))
        struct.pack_into(">II", data, directory(data)[tag] + 8, len(data), len(content))
        data.extend(content)

    return change


def _many_names() -> bytes:
    record = struct.pack(">HHHHHH", 3, 1, 0x0804, 4, 0xFFFF, 0)
    official_record = struct.pack(">HHHHHH", 3, 1, 0x0804, 1, 4, 0)
    strings = "黑体".encode("utf-16-be") + "字".encode("utf-16-be") * 60_000
    count = 0xFFFF
    head = struct.pack(">HHH", 0, count, 0xFFFF)  # the texts lie over the records, as they may
    body = bytearray(head + record * (count - 1) + official_record)
    body[0xFFFF : 0xFFFF + len(strings)] = strings
    body[6:18] = official_record
    return bytes(body)


def _of_each_other(data: bytearray, part_of: Callable[[int, int], list[int]]) -> None:
    """All glyphs but the first made of others."""
    count = struct.unpack_from(">H", data, table(data, "maxp")[0] + 4)[0]
    outlines = [b""]
    for number in range(1, count):
        made = part_of(number, count)
        entries = [
            struct.pack(">HHbb", 0x0002 | (0x0020 if at < len(made) - 1 else 0), part, 0, 0)
            for at, part in enumerate(made)
        ]
        outlines.append(struct.pack(">hhhhh", -1, 0, 0, 500, 500) + b"".join(entries))
    starts = [0]
    for outline in outlines:
        starts.append(starts[-1] + len(outline) + len(outline) % 2)
    _replaced("glyf", b"".join(outline + bytes(len(outline) % 2) for outline in outlines))(data)
    _replaced("loca", struct.pack(f">{len(starts)}I", *starts))(data)
    _put("head", 50, ">h", 1)(data)


def _over_each_other(data: bytearray) -> None:
    """Every glyph is the whole of the same 64,000 bytes."""
    count = struct.unpack_from(">H", data, table(data, "maxp")[0] + 4)[0]
    glyph = struct.pack(">hhhhhHH", 1, 0, 0, 9, 9, 0, 63_000) + bytes(63_000) + b"\x37\1\1"
    glyph += bytes(-len(glyph) % 4)
    _replaced("glyf", glyph)(data)
    _replaced("loca", struct.pack(f">{count + 1}I", *(len(glyph) * (at % 2) for at in range(count + 1))))(
        data
    )
    _put("head", 50, ">h", 1)(data)


def _collection(*starts: int) -> bytes:
    head = b"ttcf" + struct.pack(f">II{len(starts)}I", 0x10000, len(starts), *starts)
    return head + official("NotoSansSC-Regular.ttf")


def _groups(count: int, *groups: tuple[int, int, int]) -> bytes:
    """A character table of format 12 that says to have so many groups."""
    body = b"".join(struct.pack(">III", *group) for group in groups)
    return (
        struct.pack(">HHHHI", 0, 1, 3, 10, 12)
        + struct.pack(">HHIII", 12, 0, (16 + 12 * count) & 0xFFFFFFFF, 0, count)
        + body
    )


def _endless(number_of_calls: int) -> Callable[[Any], None]:
    """All glyphs call the first of a row of subroutines, of which each calls the next; the last does nothing,
    or calls itself if there is one call only."""

    def change(top: Any) -> None:
        count = 30
        bias = calcSubrBias([None] * count)
        for number in range(count):
            following = min(number + 1, count - 1)
            again = [following - bias, "callgsubr"] * number_of_calls
            last = number == count - 1 and number_of_calls > 1
            top.GlobalSubrs.append(T2CharString(program=["return"] if last else [*again, "return"]))
        _every_glyph(top, [0 - bias, "callgsubr", "endchar"])

    return change


def _every_glyph(top: Any, program: list[Any]) -> None:
    one = T2CharString(program=program, private=top.Private)
    one.compile()  # once: a long one takes a while
    for name in top.charset[1:]:
        top.CharStrings[name] = T2CharString(bytecode=one.bytecode, private=top.Private)


def _cff(change: Callable[[Any], object]) -> bytes:
    return official_cff("NotoSansSC-Regular.ttf", change)


def _with_cff(changes: Callable[[bytearray], object]) -> bytes:
    data = bytearray(official_cff("NotoSansSC-Regular.ttf"))
    changes(data)
    return bytes(data)


BOMBS: dict[str, Callable[[], bytes]] = {
    "names without end": lambda: _with(_replaced("name", _many_names())),
    "2**31 groups of characters": lambda: _with(_replaced("cmap", _groups(1 << 31, (0, 0x10FFFF, 1)))),
    "characters beyond the last glyph": lambda: _with(_replaced("cmap", _groups(1, (0, 0x10FFFF, 60_000)))),
    "no metrics": lambda: _with(_without("hmtx")),
    "metrics cut short": lambda: _with(
        lambda data: struct.pack_into(">I", data, directory(data)["hmtx"] + 12, 4)
    ),
    "no metrics counted": lambda: _with(_put("hhea", 34, ">H", 0)),
    "no outlines": lambda: _with(_without("glyf")),
    "no places of outlines": lambda: _with(_without("loca")),
    "outlines elsewhere": lambda: _with(lambda data: _replaced("loca", b"\xfe\x01" * 40_000)(data)),
    "outlines beyond the table": lambda: _with(
        lambda data: struct.pack_into(">I", data, directory(data)["glyf"] + 12, 10)
    ),
    "no units": lambda: _with(_put("head", 18, ">H", 0)),
    "glyphs made of themselves": lambda: _with(lambda data: _of_each_other(data, lambda at, _: [at, at])),
    "glyphs made of the next": lambda: _with(
        lambda data: _of_each_other(data, lambda at, count: [at % (count - 1) + 1])
    ),
    "glyphs made of two of the one before": lambda: _with(
        lambda data: _of_each_other(data, lambda at, _: [at - 1, at - 1])
    ),
    "outlines over each other": lambda: _with(_over_each_other),
    "endless instructions": lambda: _with(_replaced("prep", bytes(50 << 20))),
    "cut in half": lambda: official("NotoSansSC-Regular.ttf")[:40_000],
    "a collection of itself": lambda: _collection(0, 0),
    "subroutines that call themselves": lambda: _cff(_endless(1)),
    "subroutines that call the next twice": lambda: _cff(_endless(2)),
    "operands without end": lambda: _cff(
        lambda top: _every_glyph(top, [0, "hmoveto", *[1] * 30_000, "vhcurveto", "endchar"])
    ),
    "curves without end": lambda: _cff(
        lambda top: _every_glyph(top, [0, "hmoveto", *[9, 9, 9, 9, 9, 9, "rrcurveto"] * 9_000, "endchar"])
    ),
    "the widest curves": lambda: _cff(
        lambda top: _every_glyph(
            top, [0, "hmoveto", *[9999, 9999, -9999, 3, 9999, -9999, "rrcurveto"] * 2, "endchar"] * 300
        )
    ),
    "CFF outlines of another size": lambda: _cff(
        lambda top: setattr(top, "FontMatrix", [0.01, 0, 0, 0.01, 0, 0])
    ),
    "no CFF outlines": lambda: _with_cff(_replaced("CFF ", b"\1\0\4\4" + bytes(40))),
    "CFF outlines cut short": lambda: _with_cff(
        lambda data: struct.pack_into(">I", data, directory(data)["CFF "] + 12, 900)
    ),
    "a collection without end": lambda: b"ttcf" + struct.pack(">II", 0x10000, 0xFFFFFFFF) + bytes(100),
}


# ---- what is done with them


def served(path: Path) -> None:
    """Typesets and puts out a small issue with the fonts of the file's folder. Raises UnreadableFileError
    where the face was passed over, with all that has to be told; fails where something is not true."""
    faces = Faces(resource("fonts", "roles.toml"), InstalledFonts([path.parent]))
    result = typeset(TIDY, load_layout(), faces)
    assert "座谈会" in result.dump()
    assert PDF.encode(result).startswith(b"%PDF-")
    assert DOCX.encode(result).startswith(b"PK")
    told = [str(finding) for finding in result.page_findings()]
    if any(serving.installed for serving in faces.roles.values()):
        _embedded_well(result)
        return
    reasons = [
        reason
        for serving in faces.roles.values()
        for _, reason in serving.passed_over
        if reason != "本机没有安装" and "可变字体" not in reason and "许可" not in reason
    ]
    assert all(any(reason in finding for finding in told) for reason in reasons), told
    assert len(faces.damaged) >= len(set(reasons))
    if not reasons and _is_official(path):
        assert any(serving.passed_over for serving in faces.roles.values())
        assert _not_for_print(path)
    raise UnreadableFileError("没有用它。")


def _is_official(path: Path) -> bool:
    try:
        return any(name in SHIPPED.values() for names in names_in(path) for name in names)
    except FontError:
        return False


def _not_for_print(path: Path) -> bool:
    """Whether a whole file is not used for what it allows or is."""
    file = SfntFile(path)
    return "fvar" in file.tables or not file.embeddable()


def _embedded_well(result: Typeset) -> None:
    """Every glyph that went into the PDF can be drawn by another reader of fonts."""
    used: dict[str, Subset] = {}
    for page in result.pages:
        for placed in page.lines:
            for font_run in placed.line.runs:
                face = result.faces.face(font_run.font)
                if not face.ref.file.startswith(str(resource("fonts"))):
                    used.setdefault(f"{face.ref.file}:{face.ref.index}", Subset(face))
                    for char in font_run.text:
                        used[f"{face.ref.file}:{face.ref.index}"].code(char)
    for cut in used.values():
        with TTFont(io.BytesIO(cut.font_file())) as opened:
            for name in opened.getGlyphOrder():
                opened["glyf"][name].getCoordinates(opened["glyf"])


def next_mutant(seed: int) -> bytes:
    """A mutant, once the one before is let go: Windows overwrites no file that is mapped into memory."""
    gc.collect()
    return mutant(seed)


if __name__ == "__main__":
    run(command_line(__doc__), "hei.ttf", next_mutant, served)
