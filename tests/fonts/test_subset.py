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
    assert [sort.char for sort in subset.sorts] == list("省市州动态")
    assert [subset.code(char) for char in "省市州动态"] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("name", ["FandolFang-Regular.ttf", "LiberationSerif-Regular.ttf"])
def test_wider_codes_have_the_same_outline(name: str) -> None:
    """As glyphs of their own, whose advance is the one that the document gives; a few bytes for each."""
    path = resource("fonts", name)
    chars = "A1é (" if name.startswith("Lib") else "省志（、 "
    subset = subset_of(path, chars)
    plain = len(subset.font_file())
    for wider in (-2, 12):
        for char in chars:
            subset.code(char, wider)
    data = subset.font_file()
    cut = TTFont(BytesIO(data), checkChecksums=2)
    order = cut.getGlyphOrder()
    em = cut["head"].unitsPerEm
    for char in chars:
        for wider in (-2, 12):
            usual, wide = order[subset.code(char)], order[subset.code(char, wider)]
            assert drawn(cut, wide) == drawn(cut, usual)
            assert cut["hmtx"][wide][0] == cut["hmtx"][usual][0] + wider * em / 8
            assert subset.advance(char, wider) == round(cut["hmtx"][wide][0] * 1000 / em)
    assert cut["hhea"].advanceWidthMax == max(advance for advance, _ in cut["hmtx"].metrics.values())
    assert cut["maxp"].maxComponentElements >= 1
    assert cut["maxp"].maxComponentDepth >= 1
    assert len(data) < plain + 10 * 64


def test_one_glyph_under_two_texts_is_drawn_once() -> None:
    """As 〓 is for each character that no face has."""
    path = resource("fonts", "FandolFang-Regular.ttf")
    subset = Subset(Face(FontRef(str(path))))
    first, second = subset.code("省", 0, "བ"), subset.code("省", 0, "ཀ")
    assert [sort.text for sort in subset.sorts] == ["བ", "ཀ"]
    cut = TTFont(BytesIO(subset.font_file()), checkChecksums=2)
    order = cut.getGlyphOrder()
    assert drawn(cut, order[first]) == drawn(cut, order[second])
    assert cut["glyf"][order[second]].isComposite()
    assert cut["maxp"].maxComponentDepth >= 1


def test_no_code_is_wider_or_narrower_than_a_font_file_can_say() -> None:
    path = resource("fonts", "FandolFang-Regular.ttf")
    subset = subset_of(path, "")
    subset.code("省", 10**6)
    subset.code("省", -(10**6))
    cut = TTFont(BytesIO(subset.font_file()), checkChecksums=2)
    assert [cut["hmtx"][glyph][0] for glyph in cut.getGlyphOrder()[1:]] == [0xFFFF, 0]


def test_code_32_is_as_wide_as_a_space() -> None:
    """pypdf takes what has it for a space, so it is no character's that is shown otherwise."""
    path = resource("fonts", "FandolFang-Regular.ttf")
    with TTFont(path, lazy=True) as source:
        chars = "".join(map(chr, sorted(source.getBestCmap())[500:540]))
    subset = subset_of(path, chars)
    assert 32 not in [subset.code(char) for char in chars]
    assert subset.sorts[31].char == " "
    check_against_source(path, chars)


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
