"""Subsets opened with fontTools and compared with their source, glyph by glyph."""

from __future__ import annotations

import random
import struct
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from bulletin_desk.fonts.faces import Face
from bulletin_desk.fonts.subset import Subset
from bulletin_desk.pages.model import FontRef
from bulletin_desk.resources import resource
from tests.fonts.made import font, save, save_collection

SHIPPED = sorted(resource("fonts").glob("*.ttf"))


def drawn(opened: TTFont, name: str) -> list[Any]:
    glyphs = opened.getGlyphSet()
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    return list(pen.value)


def subset_of(path: Path, chars: str, index: int = 0) -> Subset:
    subset = Subset(Face(FontRef(str(path), index)))
    for char in chars:
        subset.code(char)
    return subset


def check_against_source(path: Path, chars: str, index: int = 0) -> TTFont:
    subset = subset_of(path, chars, index)
    cut = TTFont(BytesIO(subset.font_file()), checkChecksums=2)
    with TTFont(path, lazy=True, fontNumber=index) as source:
        names = source.getBestCmap()
        order = cut.getGlyphOrder()
        assert drawn(cut, order[0]) == drawn(source, source.getGlyphName(0))
        assert cut["head"].unitsPerEm == source["head"].unitsPerEm
        for char in chars:
            ours, theirs = order[subset.code(char)], names[ord(char)]
            assert drawn(cut, ours) == drawn(source, theirs), char
            assert cut["hmtx"][ours] == source["hmtx"][theirs], char
            per_mille = source["hmtx"][theirs][0] * 1000 / source["head"].unitsPerEm
            assert subset.advance(char) == round(per_mille)
        for tag in ("cvt ", "fpgm", "prep"):
            assert (tag in cut) == (tag in source)
            if tag in source:
                assert cut.getTableData(tag) == source.getTableData(tag)
    return cut


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_glyph_by_glyph(path: Path) -> None:
    with TTFont(path, lazy=True) as source:
        encoded = sorted(source.getBestCmap())
        codes = random.Random(607).sample(encoded, min(120, len(encoded)))
    check_against_source(path, "".join(map(chr, codes)))


def test_composite_glyphs_bring_their_parts_along() -> None:
    path = resource("fonts", "LiberationSerif-Regular.ttf")
    chars = "éÅḗǻüñ"
    with TTFont(path, lazy=True) as source:
        glyf, names = source["glyf"], source.getBestCmap()
        composite = [char for char in chars if ord(char) in names and glyf[names[ord(char)]].isComposite()]
    assert "é" in composite
    cut = check_against_source(path, "".join(composite))
    assert cut["maxp"].numGlyphs > 1 + len(composite)
    # a part that is itself asked for keeps one number
    check_against_source(path, "e" + "".join(composite) + "u´")


@pytest.mark.parametrize("reverse", [False, True])
def test_parts_and_whole_in_either_order(reverse: bool, tmp_path: Path) -> None:
    path = save(font(chars="汉字〇A"), tmp_path / "parts.ttf")
    cut = check_against_source(path, "汉字〇"[:: -1 if reverse else 1])
    assert cut["maxp"].numGlyphs == 4
    assert cut["glyf"][cut.getGlyphOrder()[1 if reverse else 3]].isComposite()


def test_a_face_of_a_collection(tmp_path: Path) -> None:
    path = save_collection([font("One", "汉字"), font("Two", "A汉")], tmp_path / "two.ttc")
    check_against_source(path, "汉A", 1)


def test_codes_follow_first_use() -> None:
    subset = subset_of(SHIPPED[0], "省市州省动市态")
    assert subset.characters == list("省市州动态")
    assert [subset.code(char) for char in "省市州动态"] == [1, 2, 3, 4, 5]


def test_the_same_text_gives_the_same_bytes() -> None:
    for path in SHIPPED[:3]:
        assert subset_of(path, "省志年鉴").font_file() == subset_of(path, "省志年鉴").font_file()


def test_the_file_is_whole() -> None:
    """Directory in order of tags, tables on 4-byte boundaries, the checksum of the whole as it must be."""
    data = subset_of(SHIPPED[0], "省志").font_file()
    count, search, selector, shift = struct.unpack_from(">4H", data, 4)
    assert (search, selector, shift) == (128, 3, count * 16 - 128)
    entries = [struct.unpack_from(">4sIII", data, 12 + 16 * number) for number in range(count)]
    assert [tag for tag, *_ in entries] == sorted(tag for tag, *_ in entries)
    assert all(offset % 4 == 0 and offset + length <= len(data) for _, _, offset, length in entries)
    assert len(data) % 4 == 0
    assert sum(struct.unpack(f">{len(data) // 4}I", data)) & 0xFFFFFFFF == 0xB1B0AFBA
