"""Faces of symbols, whose codes stand for signs of their own. Knows no XML."""

from __future__ import annotations

import re

_OTHER_SYMBOLS = re.compile("wingdings|webdings|symbol|dingbats|marlett|mt extra|sorts", re.IGNORECASE)
"""Faces whose codes are of their own."""
SYMBOL_FACES: dict[str, dict[int, str]] = {
    "wingdings": {
        code: sign
        for codes, signs in (
            (bytes.fromhex("6C6E6F7175A8A7769F46"), "●■□□◆□▪❖•☞"),
            (bytes.fromhex("D8E0FBFCFDFE5254DFE1E2"), "➢→✗√☒☑☼❄←↑↓"),
            (bytes.fromhex("28292AABAAA16D727377784A4CF0E8"), "☎✆✉★✦○○□◆◆☒☺☹⇨➔"),
            (bytes(range(0x81, 0x8B)), "①②③④⑤⑥⑦⑧⑨⑩"),
            (bytes(range(0x8C, 0x96)), "❶❷❸❹❺❻❼❽❾❿"),
        )
        for code, sign in zip(codes, signs, strict=True)
    },
    "wingdings 2": dict(zip(bytes.fromhex("504F5254A32A"), "√×☑☒□□", strict=True)),
    "symbol": {
        code: sign
        for codes, signs in (
            (bytes(range(0x61, 0x7B)), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"),
            (bytes(range(0x41, 0x5B)), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"),
            (bytes.fromhex("B1B3A3B4B7B8B9BBB0A5AED72DD6"), "±≥≤×·÷≠≈°∞→·−√"),
            (b"0123456789!#%&()+,./:;<=>?[]_{|}", "0123456789!#%&()+,./:;<=>?[]_{|}"),
        )
        for code, sign in zip(codes, signs, strict=True)
    },
}
"""What their codes stand for, by the faces' names in lower case."""


def sign_of(face: str, code: int) -> str:
    """The character that a face shows for a symbol's code; empty where nobody knows."""
    name = face.lower()
    if name in SYMBOL_FACES:
        return SYMBOL_FACES[name].get(code & 0xFF, "")
    if 0xF020 < code < 0xF080 and not _OTHER_SYMBOLS.search(name):
        code -= 0xF000  # ECMA-376 part 1, 17.3.3.30: codes may be moved there
    return chr(code) if 0 < code < 0xE000 else ""
