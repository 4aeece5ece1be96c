"""Character classes of Chinese composition as data, each with its clause. Knows no faces and no lines.

Sources: GB/T 15834-2011 (标点符号用法), 5.1; W3C CLREQ (中文排版需求), 3.1; for widths Unicode Annex 11.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

from bulletin_desk.hanzi.accents import ABSORBED

OPENING_QUOTES = "“‘"
CLOSING_QUOTES = "”’"
QUOTES = OPENING_QUOTES + CLOSING_QUOTES
"""Curly quotes: taken from the Latin face and centred in half a cell."""

OPENING_BRACKETS = "（《〈【〔「『〖［｛"
CLOSING_BRACKETS = "）》〉】〕」』〗］｝"
CLOSED_BY = dict(
    zip(OPENING_QUOTES + OPENING_BRACKETS + "([{", CLOSING_QUOTES + CLOSING_BRACKETS + ")]}", strict=True)
)
"""Each opening half with its closing one."""
PAUSE_MARKS = "，、；："
STOP_MARKS = "。！？．"
CONNECTORS = "—–～·•‧・" + "－―〜‐~"
"""连接号、破折号、间隔号; the second five are what keyboards give for the first three."""

SQUARE_UNITS = "㎎㎏㎜㎝㎞㎡㏄㏎㏑㏒㏕" + "㎢㎥㎖㎾"
"""Units in one cell: those of GBK and a few more. A Word file lists at most 100 characters that start no
line."""
REPEATING = "々〻ーｰㄧゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
"""What repeats or prolongs the character before it, and small kana."""

NO_LINE_END = frozenset(
    # GB/T 15834-2011, 5.1.3: the first half of quotes, brackets and title marks does not end a line.
    OPENING_QUOTES
    + OPENING_BRACKETS
    + "([{"
    # CLREQ 3.1 (symbols before a figure stay with it).
    + "￥¥＄$￡£€№"
    # Unicode Annex 14, class PR (the sign of a figure stays with it: ±2℃), and § as it is used before one.
    + "±−§"
    # GB/T 15834-2011, 5.1.9: 分隔号 neither starts nor ends a line.
    + "/／"
)
NO_LINE_START = frozenset(
    # GB/T 15834-2011, 5.1.1 and 5.1.2: stops and pauses do not start a line.
    PAUSE_MARKS
    + STOP_MARKS
    + ",.;:!?"
    # 5.1.3: nor does the second half of quotes, brackets and title marks.
    + CLOSING_QUOTES
    + CLOSING_BRACKETS
    + ")]}"
    # 5.1.6 and 5.1.7: nor 连接号 and 间隔号; 5.1.9: nor 分隔号.
    + CONNECTORS
    + "-/／"
    # CLREQ 3.1 (symbols after a figure stay with it).
    + "%％‰℃°′″℉¢￠"
    + SQUARE_UNITS
    # Unicode Annex 14, classes NS and CJ; JLREQ, cl-09 to cl-11. ㄧ is what keyboards give for ー.
    + REPEATING
)

COMPRESSIBLE = frozenset("，。、；：！？（）《》〈〉【】〔〕")
"""Full-width marks that a line may take half a cell from. Fitted to the printed issue: the quotes are half
already, and the other marks (— … · ～ 「」『』) are not touched."""

COMPRESSION_ORDER: tuple[frozenset[str], ...] = (
    frozenset("（）《》〈〉【】〔〕"),
    frozenset("，、；："),
)
"""CLREQ 3.1.6: after the mark at the line's end, brackets give way first, then pauses; then come the gaps
between Han and Latin characters, and at last the stops."""
LAST_COMPRESSED = frozenset("。！？")

INK_AT_RIGHT = frozenset(OPENING_BRACKETS)
"""Opening marks: their ink lies in the right half of the cell and keeps its place when the left half is
taken."""

JOINING = frozenset("—")
"""Marks whose ink fills the cell, so that two of them join."""

SPACES = frozenset(" \u00a0\u3000")
"""Spaces that the author typed: half a cell, the ideographic space (U+3000) a whole one."""


class Width(Enum):
    """How the width of a character is found."""

    FULL = "one cell"
    HALF = "half a cell"
    PROPORTIONAL = "the face's own advance"
    NONE = "no width: it belongs to the character before it"


AS_LATIN = "a"
"""Behind a character in its cell: its neighbours are Latin, and so it is set as one of them."""
HALVED = "½"
"""Behind a character in its cell: it is set in half a cell, without the blank beside its ink."""


def width_of(cell: str) -> Width:
    """The width class of one character, or of its cell (see `cells`).

    Digits, spaces and curly quotes are half a cell; letters, other ASCII and narrow marks are proportional
    (Latin face); all else that Unicode calls wide, full-width or ambiguous in an East Asian context is one
    cell.
    """
    char, mark = cell[0], cell[1:]
    if mark:
        return Width.PROPORTIONAL if mark == AS_LATIN else Width.HALF
    if char in _HALF:
        return Width.HALF
    if char in _NO_WIDTH or unicodedata.category(char) in {"Mn", "Me", "Cf", "Cc", "Cs"}:
        return Width.NONE
    if unicodedata.east_asian_width(char) in {"W", "F", "A"} and not _LATIN_LETTER.match(char):
        return Width.FULL
    return Width.PROPORTIONAL


_HALF = frozenset("0123456789 \u00a0" + QUOTES)
_NO_WIDTH = frozenset("\u200b\u200c\u200d\ufeff")

HAN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Han characters, 〇 々 and private-use ones (GB 18030 once put Han characters there) included, as a regular
expression's set."""
LATIN = (
    "0-9A-Za-z\u00aa\u00b2\u00b3\u00b5\u00b9\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u052f"
    "\u1e00-\u1eff\u2070-\u209c" + ABSORBED
)
"""Letters (and what a mark left behind in them), digits and raised figures (m²) that Word's autoSpaceDE and
autoSpaceDN set off from Han characters."""

HAN_LATIN_EDGE = re.compile(rf"(?<=[{HAN}])(?=[{LATIN}])|(?<=[{LATIN}])(?=[{HAN}])")
"""Matches (empty) where a quarter-cell gap stands: CLREQ 3.2.2."""
_LATIN_LETTER = re.compile(f"[{LATIN}]")

LATIN_UNIT = rf"[{LATIN}]++(?:[.,:'’@&+_=#°′″·∶×÷−±-][{LATIN}]++)*+(?:%|\++|#)?+"
"""A word or a figure with the marks inside it (U.S.A., a@b, 3.14, 104°04, 5·12, 1.2×10⁵) and what ends it
(%, C++, 3#), as a regular expression."""
