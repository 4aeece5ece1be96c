"""Between which characters a line may end. Knows no widths.

What stays together, by GB/T 15834-2011, 5.1; CLREQ 3.1; JLREQ 3.1.10; Unicode Annex 14 (its classes and rules
in brackets). tests/hanzi/pairs.txt has it as a table, pair by pair.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache

from bulletin_desk.hanzi.cells import LATIN_TEXT, MARK_IN_LATIN, SHARING
from bulletin_desk.hanzi.classes import (
    LATIN,
    LATIN_UNIT,
    NO_LINE_END,
    NO_LINE_START,
    PAUSE_MARKS,
    SPACES,
    STOP_MARKS,
)


def _set(chars: str | frozenset[str]) -> str:
    return "".join(re.escape(char) for char in sorted(chars))


BEFORE_FIGURE = "+＋∓×÷≈≠≤≥≦≧＜＞<>√#＃"
"""Signs that stay with a figure behind them, and with nothing else (LB 25, PR × NU; LB 23, AL × NU)."""
_UNIT = (
    r"(?:[μµnpmcdhkMGT]?(?:mol|cal|Pa|Hz|eV|bit|lx|lm|cd|Bq|Gy|Sv|[mgsLlWVAJNKBbΩ])|da|min|hm|ha|dB|rad|rpm|px|dpi"
    r"|[hdatr]|°[CF]?)[²³0-9]*+"
)
"""Symbols of units that GB 3100 has a space before (10 kg): one that is typed does not part them."""
_FIGURE_GOES_ON = (
    rf"(?<=[0-9])[ \u00a0](?:(?<![0-9]{{4}}[ \u00a0])(?=[0-9]{{3}}(?![0-9]))|(?={_UNIT}(?![{LATIN}])))"
)
"""A space inside 3 000 or 10 kg."""
_NO_END, _NO_START, _SPACE = _set(NO_LINE_END), _set(NO_LINE_START), "".join(sorted(SPACES))
_ATTACHED = r"\u0300-\u036f\u200b-\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"
_FIGURE = r"(?=[0-9０-９])"
_CONNECTED = rf"[{LATIN}０-９%％‰℃°′″℉]"
"""What a hyphen before a figure connects it with (2013-2015, 15%-30%); behind all else it may be its sign."""
_HYPHENS = "－–﹣-"
"""What is typed for the sign − of a figure, as well as for 连接号; - at the end, as a set wants it."""

_BINDS_NEXT = (
    rf"[{_NO_END}][{_SPACE}]*+(?=[^\n])"
    # 增长+5.6%, ≤55dB, #1
    rf"|[{_set(BEFORE_FIGURE)}]{_FIGURE}"
    # 、-3.2%
    rf"|(?<!{_CONNECTED})[{_HYPHENS}]{_FIGURE}"
    # US$25 (LB 24, AL × PR)
    r"|[A-Z]{1,3}+(?=[$＄€£￡￥¥])"
    # No.5, No. 5
    r"|[Nn][Oo]\.[ \u00a0]*+(?=[0-9０-９])"
)
_BASE = (
    rf"[{_NO_END}][{_SPACE}]++"
    # dB(A); then 3 000 and 10 kg; GB/T 9704
    rf"|{LATIN_UNIT}(?:\([A-Z]\))?+"
    rf"(?:(?:{_FIGURE_GOES_ON}|(?<=/[TZ])[ \u00a0](?=[0-9]))(?:{LATIN_UNIT}|°[CF]?))*+"
    # JLREQ 3.1.10: figures are not torn apart, full-width ones neither.
    r"|[０-９]++(?:[.．][0-9０-９]++)*+"
    r"|……|…|[^\n]"
)
# What may not end a line, with the spaces behind it, then a base, then what may not start a line with the
# spaces before it. 5.1.4 and 5.1.5: —— and …… are not torn apart (the dash is also in _NO_START). A hyphen
# behind a pause or ～ is a sign, and begins a cluster.
# The look-behind keeps a long row of spaces from being searched again from each of its spaces. Nothing is
# given back (*+): a row of two hundred thousand marks would be remembered mark by mark. Each set stands here
# as seldom as can be: they are most of what it costs to compile this, and so of a program's start.
_HELD = (
    rf"(?:(?=[{_NO_END}{_set(BEFORE_FIGURE)}A-Zn{_HYPHENS}])(?:{_BINDS_NEXT}))*+"
    rf"(?:[\u4e00-\u9fff]|{_BASE})"
)
_FOLLOWS = (
    rf"(?:(?<![{_SPACE}])[{_SPACE}]++)?+"
    rf"(?=[{_NO_START}])(?!(?<=[{_SPACE}{PAUSE_MARKS}{STOP_MARKS},;:～—–])[{_HYPHENS}]{_FIGURE})."
    rf"|[{_ATTACHED}]"
)
CLUSTER = re.compile(
    # 5.1.9: 分隔号 neither starts nor ends a line, so the next cluster joins it, whatever that begins with.
    # A hyphen before a figure may be its sign (增长-3.2%) or 连接号 (川-2024): it does neither as well.
    # So does the colon of a ratio or a time (3：2, 18：30).
    rf"{_HELD}(?:{_FOLLOWS}|(?<=[/／：{_HYPHENS}])(?:(?:(?<=[/／])[{_SPACE}]*+"
    rf"|(?<=[{_HYPHENS}])(?<!{_CONNECTED}[{_HYPHENS}])(?<![{_SPACE}][{_HYPHENS}]){_FIGURE}"
    rf"|(?<=[0-9]：)(?=[0-9])){_HELD}"
    rf"|(?<=[/／])[{_SPACE}]++))*+"
)
"""One unbreakable cluster of a text without addresses. Matches one after the other cover any text without
line breaks."""

_HOST = r"(?<![0-9A-Za-z.@-])[0-9A-Za-z-]++(?:\.[0-9A-Za-z-]++)++"
_DOMAIN = "|".join(
    rf"(?<=\.{name})"
    for name in (
        *("com", "net", "org", "gov", "edu", "int", "top", "vip", "xyz", "info", "asia"),
        *("cn", "hk", "mo", "tw", "cc", "io", "me", "tv"),
    )
)
"""Behind the last part of a host's name that is taken for one without a scheme or www."""


@cache
def _address() -> re.Pattern[str]:
    """An address of a page, a file or a person, or a DOI."""
    # not compiled on import: most bulletins have none
    return re.compile(
        r"(?i)(?:(?<![0-9a-z])(?:[a-z][a-z0-9+.-]{1,11}://|www\.|doi:|10\.[0-9]{4,9}/)"
        r"|(?<![0-9a-z._%+-])[0-9a-z._%+-]++@(?=[0-9a-z])"
        rf"|{_HOST}(?:{_DOMAIN}))[!-~]*+"
    )


_MAY_BE_ADDRESS = re.compile(r"[@/]|\.[A-Za-z]")
_IN_ADDRESS = re.compile(
    # CLREQ 3.1 and Unicode Annex 14, 8.1: behind these, not between them; figures stay whole.
    r"(?<=[/.?&=_:@-])(?<![0-9][.:-])(?=[0-9A-Za-z])|(?<=[.:-])(?=[A-Za-z])"
)


def cluster_starts(text: str) -> list[int]:
    """The offsets at which the clusters of a text without line breaks begin, in order: where a line may
    start. Long addresses may be broken inside."""
    starts = [match.start() for match in CLUSTER.finditer(text)]
    if not _MAY_BE_ADDRESS.search(text):
        return starts
    for match in _address().finditer(text):
        start, end = match.span()
        first, last = bisect_right(starts, start), bisect_left(starts, end)
        starts[first:last] = [place.start() for place in _IN_ADDRESS.finditer(text, start + 1, end)]
    return starts


UNSPREAD = re.compile(
    rf"(?:(?<![{_SPACE}])[{_SPACE}]++)?+"
    rf"(?:(?:[{LATIN_TEXT}]|{MARK_IN_LATIN}|{_FIGURE_GOES_ON})++"
    rf"|—{{2,}}+|…{{2,}}+|[{SHARING}]{{2,}}+|(?<=[{_SPACE}]).)"
)
"""What a line is not spread inside of: a Latin word with all its marks (an address such as a.b/c?d=e is one),
a figure with its unit, ——, ……, ？！, and a space with what stands behind it, which is a gap itself."""
