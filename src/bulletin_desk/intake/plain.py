"""Plain text: bytes to text in the encoding they are found to be in, text to paragraphs.

Knows no file formats beyond text; lines that a page's measure broke are rejoined in `wrapped`.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import cache

from bulletin_desk.bulletin.bounds import MAX_PARAGRAPHS
from bulletin_desk.checked import Fail
from bulletin_desk.intake.manuscript import Manuscript, Note, Paragraph, beyond
from bulletin_desk.intake.text_tables import without_tables
from bulletin_desk.intake.wrapped import LINE_END, PAGE_END, rejoined

MAX_TEXT_BYTES = 32 << 20
"""A year of bulletins, twenty times over."""
MAX_LINES = 200_000
"""Blank ones too."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16's, which it begins with
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSES = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
_SAMPLE = 6_000
"""Bytes that are looked at to tell encodings apart."""
_LEAST_SCORE = 0.6
_MOST_UNREADABLE = 0.01

NOT_TEXT = "它不是文字文件（也许是图片、PDF 或压缩包），请换成 Word 文件、网页或纯文本"
"""Why bytes are refused that no encoding makes text of."""


def read_plain(data: bytes, name: str, fail: Fail) -> Manuscript:
    """The manuscript in the bytes of a text file. Fails where they are no text, or too much of it."""
    text, count = decoded(data, fail)
    manuscript = manuscript_of_text(text, name, fail)
    if not count:
        return manuscript
    note = unreadable(_first_with("\ufffd", manuscript.paragraphs), count)
    return Manuscript(name, manuscript.paragraphs, (note, *manuscript.notes))


def unreadable(paragraph: int, count: int) -> Note:
    """The note on so many places that no encoding could tell, the first of them in that paragraph."""
    message = f"有{count}处字节读不出是什么字，已用“\ufffd”占位，请对照原稿补上。"
    return Note("unreadable", paragraph, message)


def manuscript_of_text(text: str, name: str, fail: Fail) -> Manuscript:
    """The manuscript in a text: each line a paragraph or a row of a table, unless the lines are those of
    printed pages."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_TEXT_BYTES:
        fail(f"文字超过{MAX_TEXT_BYTES >> 20} MiB，不会是一篇稿件，请检查是否选错")
    # Half a character is what no file can hold; a browser's clipboard can.
    text = re.sub("[\ud800-\udfff]", "\ufffd", text).replace("\r\n", "\n").removeprefix("\ufeff")
    result = rejoined(text)
    if result is None:
        # Word's own line break comes as a vertical tab or U+2028; page breaks part paragraphs.
        lines = re.split(f"{LINE_END.pattern}|{PAGE_END}", text.rstrip("\n\f\r"))
        texts, notes = without_tables(lines)
        paragraphs = tuple(Paragraph(re.sub("[\v\u2028]", "\n", line)) for line in texts)
        result = Manuscript(name, paragraphs if text.strip() else (), tuple(notes))
    told = sum(not paragraph.text.isspace() for paragraph in result.paragraphs if paragraph.text)
    if told > MAX_PARAGRAPHS or len(result.paragraphs) > MAX_LINES:
        fail(f"文字有{max(told, len(result.paragraphs))}段，多得不合常理，请检查是否选错")
    for paragraph in result.paragraphs:
        if reason := beyond(paragraph.text):
            fail(reason)
    return Manuscript(name, result.paragraphs, result.notes)


def _first_with(char: str, paragraphs: tuple[Paragraph, ...]) -> int:
    return next((at for at, paragraph in enumerate(paragraphs) if char in paragraph.text), 0)


def decoded(data: bytes, fail: Fail) -> tuple[str, int]:
    """`data` as text, and how many places in it could not be decoded (U+FFFD in the text).

    A byte order mark decides; without one the encoding in which the bytes make the most likely Chinese or
    English text. Fails where none does.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode(data[len(bom) :], encoding, fail)
    sample = data[:_SAMPLE]
    scores = {encoding: _likelihood(sample, encoding) for encoding in _GUESSES}
    best = max(_GUESSES, key=lambda encoding: scores[encoding])
    if scores[best] < _LEAST_SCORE:
        fail(NOT_TEXT)
    return _decode(data, best, fail)


def _decode(data: bytes, encoding: str, fail: Fail) -> tuple[str, int]:
    text = data.decode(encoding, "replace")
    count = text.count("\ufffd") - (data.count(b"\xef\xbf\xbd") if encoding == "utf-8" else 0)
    if count > max(1, len(text) * _MOST_UNREADABLE) or "\0" in text:
        fail(NOT_TEXT)
    return text, max(0, count)


def _likelihood(sample: bytes, encoding: str) -> float:
    """How much `sample` looks like text in `encoding`: about 1 for Chinese or English, below 0 for
    noise."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    text = decoder.decode(sample)  # what is cut off at the sample's end is no error
    if not text:
        return 0.0
    return sum(map(_weight, text)) / len(text) + (0.05 if encoding == "utf-8" else 0.0)


@cache
def _weight(char: str) -> float:
    """How likely a character is in a manuscript."""
    if "\u4e00" <= char <= "\u9fff":
        # Wrong encodings give characters from all over Unicode; 99 of 100 written ones are in GB 2312.
        try:
            return 1.0 if len(char.encode("gb2312")) == 2 else 0.0
        except UnicodeEncodeError:
            return 0.3
    if char in "\t\n\r\v\f" or " " <= char <= "~":
        return 0.9
    if (
        char
        in "，。、；：！？“”‘’（）《》〈〉【】〔〕「」『』—…·～　％①②③④⑤⑥⑦⑧⑨⑩℃№〇×□■●◆★☆○\u00a0\u2028\ufeff"
    ):
        return 1.0
    if "\uff01" <= char <= "\uff5e":
        return 0.9
    if char == "\ufffd" or char == "\0" or unicodedata.category(char) in {"Cc", "Cn", "Cs"}:
        return -3.0
    if "\u3400" <= char <= "\u4dbf" or "\ue000" <= char <= "\uf8ff" or char >= "\U00010000":
        return 0.2
    return 0.1
