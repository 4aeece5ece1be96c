"""Pictures that the styles of a page set side by side, found before it is read. Must not know paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from lxml import etree  # type: ignore[import-untyped]

ROW = "bulletin-desk-row"
"""The attribute of a table that holds elements which stood side by side."""
_BESIDE = re.compile(
    r"(?:^|;)\s*+(?:display\s*+:\s*+(?:inline-(?:block|flex)|table-cell)|float\s*+:\s*+(?:left|right))\s*+(?:;|!|$)"
)
_ROW = re.compile(r"(?:^|;)\s*+display\s*+:\s*+(?:flex|grid|inline-flex|inline-grid)\s*+(?:;|!|$)")
_COLUMN = re.compile(r"(?:^|;)\s*+flex-(?:direction|flow)\s*+:[^;]{0,40}?column")
_HIGHEST = 6
"""Elements from a picture up to the one that stands beside another."""
_MOST_INSIDE = 30
"""Elements in one that holds a picture and its caption, and nothing else."""
_LONGEST = 60
"""Characters of a caption."""
_LONGEST_STYLE = 1_000


def place_rows(root: etree._Element) -> None:
    """Puts elements that follow one another side by side, and hold one picture each with hardly a word, into
    a row of a table of their own: so they stand in pages that have no styles."""
    counts: Counter[etree._Element] = Counter()
    for image in root.iter("img"):
        holder = _holder(image)
        if holder is not None:
            counts[holder] += 1
    holders = [one for one, count in counts.items() if count == 1 and _holds_little(one)]
    for row in _rows(holders):
        table = etree.Element("table", {ROW: ""})
        row[0].addprevious(table)
        line = etree.SubElement(table, "tr")
        table.tail, row[-1].tail = row[-1].tail, None
        for one in row:
            etree.SubElement(line, "td").append(one)


def _holder(image: etree._Element) -> etree._Element | None:
    """The element around a picture that stands beside others, if there is one."""
    for element in islice(image.iterancestors(), _HIGHEST):
        if element.tag in ("td", "th", "table", "body"):
            return None
        parent = element.getparent()
        if _BESIDE.search(_style(element)) or (parent is not None and _is_row(_style(parent))):
            return element
    return None


def _style(element: etree._Element) -> str:
    return (element.get("style") or "")[:_LONGEST_STYLE].lower()


def _is_row(style: str) -> bool:
    return _ROW.search(style) is not None and _COLUMN.search(style) is None


def _holds_little(holder: etree._Element) -> bool:
    inside = list(islice(holder.iter(), _MOST_INSIDE + 1))
    texts = (text or "" for one in inside for text in (one.text, "" if one is holder else one.tail))
    return len(inside) <= _MOST_INSIDE and len("".join("".join(texts).split())) <= _LONGEST


def _rows(holders: list[etree._Element]) -> Iterator[list[etree._Element]]:
    """Those of them that follow one another, two at least, and nothing between."""
    row: list[etree._Element] = []
    for one in holders:
        if row and (row[-1].getnext() is not one or (row[-1].tail or "").strip()):
            if len(row) > 1:
                yield row
            row = []
        row.append(one)
    if len(row) > 1:
        yield row
