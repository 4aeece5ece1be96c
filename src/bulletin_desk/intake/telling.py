"""Expressions and measures by which several passes of recognition tell lines. Knows no passes."""

from __future__ import annotations

import re

DATE = re.compile(
    r"[（(]?\s{0,9}+(?:[0-9]{4}|[〇○零一二三四五六七八九]{4})\s{0,9}+(?:年|[-./])\s{0,9}+[0-9〇零一二三四五六七八九十]{1,3}\s{0,9}+"
    r"(?:月|[-./])\s{0,9}+(?:[0-9一二三四五六七八九十]{1,3}\s{0,9}+日?)?\s{0,9}+(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?\s{0,9}+[）)]?"
)
DAY = (
    r"(?:[0-9]{4}|[〇○零一二三四五六七八九]{4})\s?(?:年|[-./])\s?[0-9〇零一二三四五六七八九十]{1,3}\s?(?:月|[-./])"
    r"\s?(?:[0-9一二三四五六七八九十]{1,3}\s?日?)?(?:\s?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
)
"""A day inside a line."""
A_DAY = re.compile(DAY)

TOKEN = 24
"""Characters of a line that holds one thing."""
ON_WEB_PAGE = "网页上的文字"
"""Why it is left out."""
HEAD_OF_PAGE = 12
"""Lines in which a page's own head may stand over an article."""
LONGEST_COLUMN = 8
"""Characters of one entry of a site's menu."""
STOPPED_LINE = re.compile("[。；！？]")
BULLET = re.compile(r"[●◆■★▲◎※○◇□☆△►▶]\s*+")
SHORTEST_TITLE = 8
"""Characters of a line that may be a title under another."""


def bare_section(text: str) -> str:
    """A section's name without brackets, marks and blanks."""
    return re.sub(r"[\s【】〖〗［］\[\]●◆■★☆▲]", "", text)


def compacted(text: str) -> str:
    """A text without blanks."""
    return re.sub(r"\s", "", text)
