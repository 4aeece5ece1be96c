"""Bytes to text in whatever encoding, and text to paragraphs."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.intake.plain import decoded, manuscript_of_text, read_plain
from tests.intake.conftest import ROOT, fail

TEXT = "一、编纂出版综合年鉴。\r\n2023年，乐山市“一年一鉴，公开出版”。\n（乐山市地方志办公室）\n"
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"]

COMMON = [chr(code) for code in range(0x4E00, 0xA000) if len(chr(code).encode("gb2312", "ignore")) == 2]
WORDS = st.text(st.sampled_from([*COMMON, *"，。、“”《》（）1234567890 \n"]), min_size=12, max_size=200)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings_are_detected(encoding: str) -> None:
    assert decoded(TEXT.encode(encoding), fail) == (TEXT, 0)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_real_lines_in_each_encoding(encoding: str) -> None:
    text = (ROOT / "tests" / "data" / "printed-lines-pages-1-4.txt").read_text(encoding="utf-8")
    assert decoded(text.encode(encoding), fail) == (text, 0)


@given(WORDS.filter(lambda text: sum("一" <= char <= "龥" for char in text) * 2 > len(text)))
def test_chinese_comes_back_from_every_encoding(text: str) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"):
        assert decoded(text.encode(encoding), fail) == (text, 0), encoding


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Cs"]), max_size=100))
def test_any_text_comes_back_with_a_byte_order_mark(text: str) -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        assert decoded(text.encode(encoding), fail) == (text, 0) or "\ufffd" in text


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(UnreadableFileError):
        manuscript = read_plain(data, "稿", fail)
        assert all("\0" not in paragraph.text for paragraph in manuscript.paragraphs)


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    manuscript_of_text(text, "", fail)


@pytest.mark.parametrize(
    "data",
    [bytes(range(256)) * 4, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 9, b"\0" * 100 + b"x", b"\xff\xfea\0\0\0"],
)
def test_binary_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=r"不是文字文件.*请换成 Word 文件"):
        decoded(data, fail)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_damaged_character_is_named_and_the_rest_is_read(encoding: str) -> None:
    data = bytearray((TEXT * 10).encode(encoding))
    at = (TEXT * 5).encode(encoding).__len__()
    data[at + 1] = 0xFF
    manuscript = read_plain(bytes(data), "稿", fail)
    (note,) = manuscript.notes
    assert note.rule == "unreadable"
    assert "请对照原稿" in note.message
    assert "\ufffd" in manuscript.paragraphs[note.paragraph].text
    assert len(manuscript.paragraphs) == 30


def test_each_line_is_a_paragraph() -> None:
    manuscript = manuscript_of_text("甲\r\n\r\n　　乙\v丙\f丁\n", "稿", fail)
    assert [paragraph.text for paragraph in manuscript.paragraphs] == ["甲", "", "　　乙\n丙", "丁"]
    assert manuscript.name == "稿"
    assert manuscript.notes == ()


def test_nothing_gives_nothing() -> None:
    assert manuscript_of_text(" \n\n", "", fail).paragraphs == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("字" * 200_001, "“字{12}…”一段有200001字，一段最多200000字"),
        ("字\n" * 100_001, "有100001段"),
        ("字" + "\n" * 200_000 + "字", "有200001段"),
        ("字" * 12_000_000, "超过32 MiB"),
    ],
)
def test_what_is_beyond_all_bounds_is_refused(text: str, said: str) -> None:
    with pytest.raises(UnreadableFileError, match=said):
        manuscript_of_text(text, "", fail)
