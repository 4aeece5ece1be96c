"""The font reader against fontTools on every shipped face, and against files that are no good."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont, newTable

from bulletin_desk.errors import FontError
from bulletin_desk.fonts.faces import Face
from bulletin_desk.fonts.sfnt import Box, SfntFile, names_in
from bulletin_desk.fonts.subset import Subset
from bulletin_desk.pages.model import FontRef
from bulletin_desk.resources import resource
from tests.fonts.made import font, save, save_collection

SHIPPED = sorted(resource("fonts").glob("*.ttf"))
LIBERATION = resource("fonts", "LiberationSerif-Regular.ttf")


def cmap_formats(path: Path) -> set[int]:
    with TTFont(path, lazy=True) as opened:
        return {table.format for table in opened["cmap"].tables if table.isUnicode()}


def test_faces_of_both_formats_are_shipped() -> None:
    assert SHIPPED
    assert {4, 12} <= set.union(*map(cmap_formats, SHIPPED))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_reads_what_fonttools_reads(path: Path) -> None:
    ours = SfntFile(path)
    with TTFont(path, lazy=True) as theirs:
        assert ours.units_per_em == theirs["head"].unitsPerEm
        assert ours.glyph_count == theirs["maxp"].numGlyphs
        assert (ours.ascender, ours.descender) == (theirs["hhea"].ascent, theirs["hhea"].descent)
        head = theirs["head"]
        assert ours.font_box() == (head.xMin, head.yMin, head.xMax, head.yMax)
        assert ours.postscript_name() == theirs["name"].getDebugName(6)
        cmap = theirs.getBestCmap()
        chance = random.Random(15834)
        codes = [*chance.sample(sorted(cmap), min(1500, len(cmap))), min(cmap), max(cmap)]
        for code in codes:
            name = cmap[code]
            glyph = ours.glyph(code)
            assert glyph == theirs.getGlyphID(name), f"U+{code:04X}"
            assert (ours.advance(glyph), ours.left_side_bearing(glyph)) == theirs["hmtx"][name]
        for code in codes[:300]:
            outline = theirs["glyf"][cmap[code]]
            box = ours.box(ours.glyph(code))
            if outline.numberOfContours:
                assert box == Box(outline.xMin, outline.yMin, outline.xMax, outline.yMax)
            else:
                assert box is None
        absent = [code for code in chance.sample(range(0x110000), 3000) if code not in cmap]
        assert not any(ours.glyph(code) for code in absent)


@pytest.mark.parametrize("kind", [4, 12])
def test_every_character_of_a_table_of_either_format(kind: int, tmp_path: Path) -> None:
    """Format 4 with and without an index array (Liberation has both), format 12 beyond U+FFFF."""
    with TTFont(LIBERATION) as opened:
        tables = [table for table in opened["cmap"].tables if table.isUnicode() and table.format in (4, kind)]
        if kind == 12:
            wide = newTable("cmap")
            table = type(tables[0]).newSubtable(12)
            table.platformID, table.platEncID, table.language = 3, 10, 0
            table.format, table.reserved, table.length, table.nGroups = 12, 0, 0, 0
            table.cmap = {**tables[0].cmap, 0x20BB7: "A", 0x10FFFD: "B"}
            wide.tableVersion, wide.tables = 0, [tables[0], table]
            opened["cmap"] = wide
            tables = [table]
        path = save(opened, tmp_path / "face.ttf")
        cmap = tables[0].cmap
        ours = SfntFile(path)
        assert {code: ours.glyph(code) for code in cmap} == {
            code: opened.getGlyphID(name) for code, name in cmap.items()
        }
        assert not any(ours.glyph(code) for code in range(0x2FFFF) if code not in cmap)


def test_a_collection_holds_several_faces(tmp_path: Path) -> None:
    path = save_collection(
        [font("One", "汉"), font("Two", "字", advance=500, chinese="二号")], tmp_path / "two.ttc"
    )
    assert len(names_in(path)) == 2
    one, two = SfntFile(path, 0), SfntFile(path, 1)
    assert (bool(one.glyph(ord("汉"))), bool(one.glyph(ord("字")))) == (True, False)
    assert (bool(two.glyph(ord("汉"))), bool(two.glyph(ord("字")))) == (False, True)
    assert two.advance(two.glyph(ord("字"))) == 500
    assert {"Two", "二号", "Two-Regular"} <= two.names()
    assert one.postscript_name() == "One-Regular"
    with pytest.raises(FontError, match=r"two\.ttc.*只有 2 个字体，没有第 3 个"):
        SfntFile(path, 2)


def test_names_in_chinese(tmp_path: Path) -> None:
    made = font("SimHei", chinese="黑体")
    made["name"].setName(
        "中易黑体".encode("utf-16-be"), 4, 0, 3, 0
    )  # Unicode platform: not asked for by name
    made["name"].setName("黑体", 4, 3, 1, 0x0804)
    path = save(made, tmp_path / "hei.ttf")
    assert {"SimHei", "黑体", "SimHei-Regular"} <= SfntFile(path).names()


def test_a_prc_name_is_in_gbk(tmp_path: Path) -> None:
    made = font("Old")
    raw = b"".join(
        b"\0" + bytes((byte,)) if byte < 0x80 else bytes((byte,)) for byte in "仿宋_GB2312".encode("gbk")
    )
    made["name"].setName(raw, 1, 3, 3, 0x0804)
    assert "仿宋_GB2312" in SfntFile(save(made, tmp_path / "old.ttf")).names()


def test_without_a_name_the_file_lends_its_own(tmp_path: Path) -> None:
    made = font()
    del made["name"]
    file = SfntFile(save(made, tmp_path / "无名 face_1.ttf"))
    assert file.names() == frozenset()
    assert file.postscript_name() == "face_1"


@pytest.mark.parametrize(
    ("fs_type", "embeddable"),
    [
        (0x0000, True),  # installable
        (0x0002, False),  # restricted licence
        (0x0004, True),  # preview and print
        (0x0008, True),  # editable
        (0x0006, True),  # versions below 3: the least restrictive bit counts
        (0x0202, False),
        (0x0200, False),  # bitmaps only
        (0x0204, False),
    ],
)
def test_embedding_rights(fs_type: int, embeddable: bool, tmp_path: Path) -> None:
    path = save(font(fs_type=fs_type), tmp_path / "face.ttf")
    assert SfntFile(path).embeddable() is embeddable


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "文件是空的"),
        (b"hello, this is no font", "不是 TrueType 或 OpenType 字体文件"),
        (b"\x00\x01\x00\x00", "已损坏"),
        (b"ttcf\x00\x01\x00\x00\x00\x00\x00\x01", "已损坏"),
        (b"ttcf" + struct.pack(">III", 0x10000, 1, 0xFFFFFF), "不是 TrueType 或 OpenType 字体文件"),
        (b"\x00\x01\x00\x00\xff\xff" + bytes(30), "已损坏"),
    ],
)
def test_what_is_no_font(content: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.ttf"
    path.write_bytes(content)
    with pytest.raises(FontError, match=rf"broken\.ttf.*{reason}"):
        SfntFile(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FontError, match=r"nowhere\.ttf"):
        SfntFile(tmp_path / "nowhere.ttf")
    with pytest.raises(FontError):
        SfntFile(tmp_path)


@pytest.mark.parametrize("tag", ["head", "hhea", "maxp", "cmap", "hmtx", "loca", "glyf"])
def test_a_missing_table(tag: str, tmp_path: Path) -> None:
    data = save(font(), tmp_path / "face.ttf").read_bytes()
    path = tmp_path / "maimed.ttf"
    path.write_bytes(data.replace(tag.encode(), b"xxxx", 1))
    with pytest.raises(FontError, match=rf"maimed\.ttf.*缺少 {tag} 表"):
        use_all(path)


def use_all(path: Path) -> None:
    """What the program does with a face: look characters up, measure and embed them."""
    face = Face(FontRef(str(path)))
    face.file.names()
    face.file.embeddable()
    subset = Subset(face)
    for char in "汉字〇A":
        if face.glyph(char):
            subset.code(char)
            subset.advance(char)
            face.ink(char)
            face.ink_top(char)
    assert face.name
    subset.font_file()


@pytest.mark.parametrize(("table", "at"), [("loca", 4), ("head", 12)])
def test_a_face_of_nonsense_is_refused(table: str, at: int, tmp_path: Path) -> None:
    """Outlines that lie outside the file's would otherwise be embedded as a face that no reader opens."""
    path = save(font(chars="汉字A"), tmp_path / "nonsense.ttf")
    start, length, _ = SfntFile(path).tables[table]
    damaged = bytearray(path.read_bytes())
    damaged[start + at : start + length] = b"\xfe\x01" * ((length - at) // 2)
    path.write_bytes(damaged)
    with pytest.raises(FontError, match=r"nonsense\.ttf.*已损坏"):
        use_all(path)


def test_truncated_and_damaged_files_are_refused_or_read_never_worse(tmp_path: Path) -> None:
    """Every other exception than FontError fails this test."""
    whole = save(font(chars="汉字〇A", chinese="测试"), tmp_path / "whole.ttf").read_bytes()
    collection = save_collection([font("One"), font("Two")], tmp_path / "two.ttc").read_bytes()
    chance = random.Random(9704)
    cases = [whole[:length] for length in range(0, len(whole), 37)]
    for _ in range(600):
        damaged = bytearray(chance.choice((whole, collection)))
        for _ in range(chance.choice((1, 1, 2, 8))):
            damaged[chance.randrange(len(damaged))] = chance.choice(
                (0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256))
            )
        cases.append(bytes(damaged))
    refusals = []
    for number, case in enumerate(cases):
        path = tmp_path / f"case{number}.ttf"
        path.write_bytes(case)
        try:
            use_all(path)
        except FontError as error:
            refusals.append((path.name, str(error)))
    assert all(name in sentence and sentence.endswith("。") for name, sentence in refusals)
    assert 50 < len(refusals) < len(cases)
