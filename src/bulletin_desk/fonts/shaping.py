"""Scripts that can't be set character by character, as the program sets all text: their letters join, pile up
or run another way. Knows no faces."""

from __future__ import annotations

from bisect import bisect_right

_ARABIC = "阿拉伯字母的文字（维吾尔文、哈萨克文等）"
_SCRIPTS = (
    (0x0590, 0x05FF, "希伯来文"),
    (0x0600, 0x06FF, _ARABIC),
    (0x0700, 0x074F, "叙利亚文"),
    (0x0750, 0x077F, _ARABIC),
    (0x0780, 0x07BF, "塔纳文"),
    (0x07C0, 0x07FF, "西非书面文"),
    (0x0870, 0x08FF, _ARABIC),
    (0x0900, 0x0DFF, "南亚文字（天城文等）"),
    (0x0E00, 0x0E7F, "泰文"),
    (0x0E80, 0x0EFF, "老挝文"),
    (0x0F00, 0x0FFF, "藏文"),
    (0x1000, 0x109F, "缅甸文（傣文）"),
    (0x1780, 0x17FF, "高棉文"),
    (0x1800, 0x18AF, "蒙古文（满文）"),
    (0x1A20, 0x1AAF, "老傣文"),
    (0xA840, 0xA87F, "八思巴文"),
    (0xA980, 0xA9FF, "爪哇文、缅甸文"),
    (0xAA60, 0xAA7F, "缅甸文（傣文）"),
    (0xFB1D, 0xFB4F, "希伯来文"),
    (0xFB50, 0xFDFF, _ARABIC),
    (0xFE70, 0xFEFC, _ARABIC),
    (0x11660, 0x1167F, "蒙古文（满文）"),
)
"""First and last code of each block, by Unicode 15, and the script's name as a finding says it. Arabic,
Hebrew, Syriac, Thaana and N'Ko run from right to left, and most join; Mongolian joins and runs downwards;
Tibetan and the scripts of South and South-East Asia pile letters up, or put them before those they follow."""
_FIRSTS = [first for first, _, _ in _SCRIPTS]


def unshaped_script(char: str) -> str:
    """The name of the script of a character that can't be set by itself; empty for all others."""
    code = ord(char)
    if code < _FIRSTS[0]:
        return ""
    _, last, name = _SCRIPTS[bisect_right(_FIRSTS, code) - 1]
    return name if code <= last else ""
