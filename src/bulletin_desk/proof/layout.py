"""Checks of finished pages: characters that can't be printed as they are, what is torn or does not fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from bulletin_desk.bulletin.describe import describe
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.pages.model import Kind, Page, Pages, Path, Remark
from bulletin_desk.proof.findings import Finding, Level

_MOST_TITLE_LINES = 3
"""GB/T 9704-2012 asks for balanced titles; the bulletin's model calls for one to three lines."""


def layout_findings(issue: Issue, pages: Pages) -> list[Finding]:
    """The findings in the order of the pages."""
    where = _Index(pages)
    findings = [_of_remark(issue, remark, where) for remark in pages.remarks]
    findings += _long_titles(issue, pages)
    findings += _parted_header(issue, pages)
    return sorted(findings, key=lambda finding: finding.page)


class _Index:
    """On which page a place of the bulletin is printed."""

    def __init__(self, pages: Pages) -> None:
        self._lines: dict[Path, list[tuple[int, int]]] = {}
        for page in pages:
            for placed in page.lines:
                self._lines.setdefault(placed.path, []).append((placed.line.end, page.number))

    def page(self, path: Path, offset: int) -> int:
        lines = self._lines.get(path, [])
        return next((page for end, page in lines if offset < end), lines[-1][1] if lines else 1)


def code_point(char: str) -> str:
    """A character's code point as Unicode writes it: U+20BB7."""
    return f"U+{ord(char):04X}"


def _of_remark(issue: Issue, remark: Remark, where: _Index) -> Finding:
    level, message = _SENTENCES[remark.rule]
    char = remark.detail
    if remark.rule in {"missing", "fallback", "private_use"}:
        visible = char if unicodedata.category(char)[0] != "C" else "控制字符"
        message = message.format(char=visible, code=code_point(char), note=remark.note)
    else:
        message = message.format(text=remark.detail)
    page = where.page(remark.path, remark.offset)
    place = f"{describe(issue, remark.path)}第{remark.offset + 1}字"
    return Finding(level, remark.rule, remark.path, remark.offset, page, place, message)


_SENTENCES = {
    "missing": (
        Level.ERROR,
        "“{char}”（{code}）哪个字体里都没有，会印成空白；请核对这个字，或装上有这个字的字体。",
    ),
    "fallback": (Level.ADVICE, "“{char}”（{code}）本字体没有，改用 {note} 排印，请看一眼字形。"),
    "private_use": (
        Level.ADVICE,
        "这里是旧编码的专用区字符（{code}），按“{note}”排印；请在文中改成这个字。",
    ),
    "torn_run": (Level.DOUBTFUL, "“{text}”一行排不下，又没有可断的地方，只好从中间断开；请看断得是否合适。"),
    "closing_too_tall": (Level.ERROR, "版记比一面还高，排不下；请减少报送单位。"),
}


def _long_titles(issue: Issue, pages: Pages) -> Iterator[Finding]:
    """Titles and subheadings of more lines than three."""
    counts: dict[Path, tuple[int, int, Kind]] = {}
    for page in pages:
        for placed in page.lines:
            if placed.kind in (Kind.TITLE, Kind.SUBHEADING):
                count, first, _ = counts.get(placed.path, (0, page.number, placed.kind))
                counts[placed.path] = (count + 1, first, placed.kind)
    for path, (count, number, kind) in counts.items():
        if count > _MOST_TITLE_LINES:
            word = "标题" if kind is Kind.TITLE else "小标题"
            message = f"{word}排成了{count}行，一般不超过{_MOST_TITLE_LINES}行；请精简文字。"
            yield Finding(Level.DOUBTFUL, "long_title", path, 0, number, describe(issue, path), message)


def _parted_header(issue: Issue, pages: Pages) -> Iterator[Finding]:
    """A name, number or issuer too long for its one line."""
    once = {Kind.NUMBER_LINE: "期号", Kind.MASTHEAD: "报头名称", Kind.MARKING: "报头标注"}
    first: Page = pages[0]
    seen: dict[Path, int] = {}
    for placed in first.lines:
        if placed.kind in once or placed.kind is Kind.DATED_HEADER:
            seen[placed.path] = seen.get(placed.path, 0) + 1
    for path, count in seen.items():
        if count > 1:
            place = describe(issue, path)
            message = f"太长，占了{count}行，会和上下的内容挤在一起；请缩短。"
            yield Finding(Level.DOUBTFUL, "header_too_long", path, 0, 1, place, message)
