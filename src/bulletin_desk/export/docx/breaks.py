"""Where word processors end a line of their own accord: Unicode's rules (UAX 14), which LibreOffice follows
in an old and a new form, as far as pairs of characters tell. Our own rules are in `hanzi.clusters`.
"""

from __future__ import annotations

import re
from enum import Enum

from bulletin_desk.hanzi.classes import (
    CLOSING_BRACKETS,
    HAN,
    LATIN,
    OPENING_BRACKETS,
    PAUSE_MARKS,
    QUOTES,
    STOP_MARKS,
)


class Parting(Enum):
    """How a line comes to end between two characters."""

    FREE = "every word processor breaks here"
    QUOTE = "beside a quote, where Unicode's rules break behind a space only (LB 19)"
    MARK = "LibreOffice 7.4 binds Latin text to a closing mark before it (LB 30, as it once was)"
    NEVER = "some word processor never breaks here"


def parting(text: str, visible: int, end: int) -> Parting:
    """How a line that shows a text up to `visible`, and is followed by what begins at `end`, comes to end."""
    if visible < end:  # behind a space
        return Parting.FREE
    before, after = text[end - 1], text[end]
    if before in QUOTES or after in QUOTES:
        return Parting.QUOTE
    one, other = _class(before), _class(after)
    # LibreOffice takes no zero-width space for a place to break beside a straight quote.
    if (one, other) in _BOUND or "QU" in (one, other) or other == "IN" or _IN_ADDRESS.match(text, end):
        return Parting.NEVER
    if one == "CL" and other in ("AL", "NU"):
        return Parting.MARK
    return Parting.FREE


_IN_ADDRESS = re.compile(r"(?<=[/.?&=_:@-])[0-9A-Za-z]")
_CLASSES = {
    "CL": CLOSING_BRACKETS + PAUSE_MARKS + STOP_MARKS + "」』",
    "OP": OPENING_BRACKETS + "([{",
    "CP": ")]}",
    "PR": "$￥¥£€№+±−\\",
    "PO": "%％‰℃℉°′″¢",
    "IN": "…‥",
    "HY": "-",
    "IS": ",.:;",
    "SY": "/",
    "EX": "!?",
    "QU": "\"'",
}
"""Line breaking classes by their names in UAX 14, closing marks that are ideographic (CL, EX, NS) as one. Han
and other characters of a whole cell are ID, figures NU, all else AL."""
_CLASS = {char: name for name, chars in _CLASSES.items() for char in chars}
_ALPHABETIC = re.compile(rf"[{LATIN}!-~]|[^{HAN}\u2e80-\uffef\U0001f000-\U0003ffff—–·～]")


def _class(char: str) -> str:
    known = _CLASS.get(char)
    if known:
        return known
    if char.isdecimal() and char.isascii():
        return "NU"
    return "AL" if _ALPHABETIC.match(char) else "ID"


_BOUND = frozenset(
    [
        # LB 23 and 28: words and numbers, and symbols, are whole.
        *(("AL", "AL"), ("AL", "NU"), ("NU", "AL"), ("NU", "NU")),
        # LB 23a and 24: signs stay with what they are of.
        *(("PR", "ID"), ("ID", "PO"), ("PR", "AL"), ("PO", "AL"), ("AL", "PR"), ("AL", "PO")),
        # LB 25: figures with their signs.
        *((one, sign) for one in ("CL", "CP", "NU") for sign in ("PO", "PR")),
        *((sign, "NU") for sign in ("PO", "PR", "HY", "IS", "SY")),
        # LB 29 and 30: points, and brackets beside Latin text.
        *(("IS", "AL"), ("AL", "OP"), ("NU", "OP"), ("CP", "AL"), ("CP", "NU")),
    ]
)
"""Pairs of classes between which nothing but a line break ends a line."""
