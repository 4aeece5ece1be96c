"""份号: the numbers of printed copies (GB/T 9704—2012, 7.2.1). Knows no pages."""

from __future__ import annotations

import re

MOST_COPIES = 999_999
"""The largest number of six figures."""
MOST_PAGES = 20_000
"""Of all copies together: a file or a job of more is made in several goes."""
DIGITS = 6
"""The standard's number of figures."""
_RANGE = r"([0-9]{1,6})(?:\s*[-－—–~至]\s*([0-9]{1,6}))?"


def copy_text(number: int, digits: int = DIGITS) -> str:
    """A copy's number as it is printed, in at least so many figures: 000001."""
    return f"{number:0{digits}}"


def copy_range(text: str) -> range:
    """The numbers that `1-30` or `7` stand for. Raises ValueError with the reason, a phrase."""
    found = re.fullmatch(_RANGE, text.strip())
    if found is None:
        raise ValueError("份号应写成 1-30 这样，或只写一个数")
    first, last = int(found[1]), int(found[2] or found[1])
    if first < 1:
        raise ValueError("份号从1开始")
    if last < first:
        raise ValueError(f"份号的止号{last}比起号{first}小")
    return range(first, last + 1)


def too_many(pages: int) -> str:
    """Why so many pages of copies can't be made in one go, in a sentence; empty where they can."""
    return f"共{pages}面，一次最多{MOST_PAGES}面；请分几次。" if pages > MOST_PAGES else ""


def written(numbers: range) -> str:
    """As `copy_range` reads it: 1-30."""
    return f"{numbers[0]}-{numbers[-1]}"
