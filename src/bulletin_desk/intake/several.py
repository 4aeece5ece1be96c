"""Several items in one file, told by marks, numbers, bullets, rules and sections over them. Passes of
recognition."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.numerals import value_of
from bulletin_desk.intake.around import marks_lead
from bulletin_desk.intake.masthead import is_periodical
from bulletin_desk.intake.parts import OUT, Part
from bulletin_desk.intake.phrases import label, phrases
from bulletin_desk.intake.sheet import LONGEST_TITLE, STOP, Line, Sheet, alike
from bulletin_desk.intake.sources import brackets_off, is_unit, place_in
from bulletin_desk.intake.telling import BULLET, LONGEST_COLUMN, SHORTEST_TITLE

_COLUMN = re.compile(r"([^\s|｜丨，。：:]{2,6})\s?[|｜丨]\s?(?=\S)")
"""智慧档案 | …… before a title"""
_TITLED = re.compile(
    r"(?:【\s*+([^【】：:，。]{2,8}?)\s*+】|〖\s*+([^〖〗：:，。]{2,8}?)\s*+〗)\s*+(?=[^\s【〖])"
)
_UNIT_AHEAD = re.compile(r"[【〖［\[]\s*+([^【】〖〗［］\[\]：:，。]{4,30}?)\s*+[】〗］\]]\s*+(?=[^\s【〖])")
"""【丁市图书馆】 before a title"""
_COUNT_IN_NAME = re.compile(r"[0-9]|[一二三四五六七八九十]\Z")
_KIND_OF_ITEM = "稿件类别"


def _bulleted_sections(opened: Sequence[Line]) -> None:
    """☆县区动态, two at least, the first at the start, each over a longer line without such a mark."""
    found = []
    for line, below in itertools.pairwise(opened):
        mark = BULLET.match(line.text)
        name = line.text[mark.end() :] if mark else ""
        if 3 <= len(name) <= LONGEST_COLUMN and line.short and below.short and not BULLET.match(below.text):
            found.append((line, name))
    if len(found) > 1 and found[0][0] is opened[0]:
        for line, name in found:
            line.kind, line.section = Kind.SECTION_HEAD, name


def titled_sections(sheet: Sheet) -> None:
    """【工作动态】丁市图书馆清点胶片: a section's name before the title, or what kind of item it is. One
    alone that is no section known may be either. Assumes that what stands around items is known."""
    opened = [line for line in sheet.lines if line.kind is None]
    found = []
    for at, line in enumerate(opened):
        over = opened[at + 1 : at + 4]
        unit = _UNIT_AHEAD.match(line.text) if line.short else None
        titled = unit is not None and len(line.text) - unit.end() >= SHORTEST_TITLE
        if unit and titled and is_unit(unit[1], sheet.units) and any(not other.short for other in over):
            line.take_off(unit.end(), "")
            line.ahead[-1] = Part(Kind.SOURCE, unit[1], at=line.at)
            line.starts = True
            continue
        named = _TITLED.match(line.text) if line.short else None
        rest = line.text[named.end() :] if named else ""
        counted = named is not None and _COUNT_IN_NAME.search(named[1] or named[2])
        if named and not counted and len(rest) >= SHORTEST_TITLE and any(not other.short for other in over):
            found.append((at, line, named))
    _bulleted_sections([line for line in opened if not line.text.startswith(sheet.offers.marks)])
    column = _COLUMN.match(opened[0].text) if len(opened) > 1 and opened[0].short else None
    if column and len(opened[0].text) - column.end() >= SHORTEST_TITLE:
        opened[0].take_off(column.end(), _KIND_OF_ITEM)
        opened[0].ahead[-1] = replace(opened[0].ahead[-1], other=Kind.SECTION_HEAD)
    if not found or found[0][0]:
        return
    for _, line, named in found:
        name = named[1] or named[2]
        line.starts = True
        if place_in(name, sheet.units) is not None:  # 【丁市】召开座谈会
            continue
        line.take_off(named.end(), _KIND_OF_ITEM)
        if name in phrases("one"):
            continue
        known = len(found) > 1 or name in sheet.sections
        if known:
            line.ahead[-1] = Part(Kind.SECTION_HEAD, name, at=line.at)
        else:
            line.ahead[-1] = replace(line.ahead[-1], other=Kind.SECTION_HEAD)


ITEM_MARK = re.compile(
    r"[【（(〔［\[]?\s*+(?:第\s*+)?([^\s\d一二三四五六七八九十【（(〔［\[：:，。]{0,2})\s*+[（(]?([0-9]{1,2}|[一二三四五六七八九十]{1,3})[）)]?\s*+(篇|则|条)?"
    r"\s*+([】）)〕］\]]?\s*+[：:、.．]?)\s*+"
)
_TOLD = re.compile(
    r"[0-9一二三四五六七八九十两]{1,3}\s?[篇则条]\s?[）)]?\Z"
    r"|(?:信息|稿件|动态|简讯|要闻|工作)(?:汇总|汇编|集锦|选登|摘编|选编|合集|一览|荟萃|一束|一组)\s?[）)]?\Z"
    r"|(?:信息|动态|简讯|稿件)(?:报送)?\s?[（(][^（）()篇则条]{1,8}[）)]\Z"
)
_ORDINAL, _HEAD_OF_SEVERAL = "序号", "几篇稿件的总题"


def item_marks(sheet: Sheet) -> None:
    """Several items in one file, each under a mark: 【信息1】, 一、 over signed texts, ●. The marks come
    off, but for those that the bulletin prints. Numbers over unsigned texts are subheadings' and stay.
    Assumes that what stands around items is known."""
    if marks_lead(sheet):
        return
    lines = [line for line in sheet.lines if line.kind is None]
    marked = _named_marks(lines)
    if not marked and len(lines) > 1 and lines[0].short and lines[1].short and _TOLD.search(lines[0].text):
        numbered = any(pattern.match(lines[1].text) for pattern in (BULLET, *_NUMBERS))
        if not numbered:
            lines[0].leave_out(_HEAD_OF_SEVERAL, other=Kind.TITLE)
    if not marked and _told_number(lines):
        return
    if not marked:
        marked = _in_sections(sheet, lines) or _signed_marks(sheet, lines)
    if not marked and not any(line.starts for line in lines):
        _between_rules(sheet)
    place = {id(line): at for at, line in enumerate(lines)}
    kept = [line for line in sheet.lines if line.kind is not OUT]
    following = {id(line): one for line, one in itertools.pairwise(kept)}
    for line, length in marked:
        line.take_off(length, _ORDINAL)
        line.numbered = 0
        if line.text:
            line.starts = True
        else:
            line.ahead.clear()
            line.text = line.paragraph.text.strip()
            line.leave_out(_ORDINAL)
            behind = place[id(line)] + 1
            labelled = following.get(id(line))
            for one in lines[behind : behind + 1] if labelled is None or labelled.kind is None else ():
                one.starts = True


def _told_number(lines: Sequence[Line]) -> bool:
    """信息三则 over three short lines that head texts: those are the titles."""
    told = _TOLD_FIGURE.search(lines[0].text) if len(lines) > 2 and lines[0].short else None
    if told is None:
        return False
    figure = value_of(told[1])
    heads = [
        line
        for line, below in itertools.pairwise(lines[1:])
        if line.short and not line.numbered and len(line.text) >= SHORTEST_TITLE and not below.short
    ]
    if len(heads) != figure or figure < 2:
        return False
    lines[0].leave_out(_HEAD_OF_SEVERAL, other=Kind.TITLE)
    for line in heads:
        line.starts = True
    return True


_TOLD_FIGURE = re.compile(r"([0-9]{1,2}|[一二三四五六七八九十两])\s?[篇则条]\s?[）)]?\Z")
_RULED = re.compile(r"[=\-—_*~]{3}")


def _named_marks(lines: Sequence[Line]) -> list[tuple[Line, int]]:
    """【信息1】, 信息二：, 第三篇."""
    found = []
    for at, line in enumerate(lines):
        bare = line.text.strip("=-—_*~ ") if _RULED.match(line.text) else line.text
        mark = ITEM_MARK.match(bare) if len(line.text) <= LONGEST_TITLE else None
        if mark is None or not (mark[1] in phrases("one") or (mark[3] and "第" in mark[0])):
            continue
        closed, rest = bool(mark[4].strip()), bare[mark.end() :]
        over = at + 1 < len(lines) and not lines[at + 1].short and len(rest) >= SHORTEST_TITLE and line.short
        if (closed or not rest or len(mark[1]) == 2 or (mark[3] and over)) and not STOP.search(rest):
            found.append((at, line, mark.end() if bare == line.text else len(line.text)))
    found = found or _bare_figures(lines)
    if not found or found[0][0] > 2 or any(not line.short for line in lines[: found[0][0]]):
        return []
    bracketed = found[0][1].text[0] in "【（(〔［["
    if len(found) < 2 and not bracketed:
        return []
    for line in lines[: found[0][0]]:
        line.leave_out(_HEAD_OF_SEVERAL)
    return [(line, length) for _, line, length in found]


def _bare_figures(lines: Sequence[Line]) -> list[tuple[int, Line, int]]:
    """1, 2, 3, each alone over a short line, the first at the start."""
    figures = [
        (at, line) for at, line in enumerate(lines[:-1]) if line.text.isdecimal() and len(line.text) <= 2
    ]
    whole = [int(line.text) for _, line in figures] == list(range(1, len(figures) + 1))
    over = all(lines[at + 1].short and len(lines[at + 1].text) >= SHORTEST_TITLE for at, _ in figures)
    if len(figures) < 2 or not whole or not over or figures[0][0] > 1:
        return []
    return [(at, line, len(line.text)) for at, line in figures]


def _signed_marks(sheet: Sheet, lines: Sequence[Line]) -> list[tuple[Line, int]]:
    """一、, 1., ●, at the file's start and over each of several texts."""
    for pattern in (BULLET, *_NUMBERS):
        at = [
            place
            for place, line in enumerate(lines)
            if pattern.match(line.text)
            and line.short
            and place + 1 < len(lines)
            and not lines[place + 1].text.startswith(line.text[:1])
        ]
        if len(at) < 2 or at[0] > 1 or (at[0] == 1 and not lines[0].short):
            continue
        head = lines[0] if at[0] else None
        long = all(len(pattern.sub("", lines[place].text, count=1)) >= SHORTEST_TITLE for place in at)
        count = _TOLD.search(head.text) if head is not None else None
        told = bool(head and count and (long or is_periodical(head.text[: count.start()].rstrip("（("))))
        blocks = [lines[start + 1 : stop] for start, stop in zip(at, [*at[1:], len(lines)], strict=True)]
        if not all(any(not line.short for line in block) for block in blocks):
            continue
        signed = sum(_is_signed(sheet, block) for block in blocks)
        whole = told or signed == len(blocks) or (signed >= 2 and head is None)
        guessed = pattern is BULLET and (head is None or len(head.text) <= _LONGEST_HEAD)
        if not whole and not guessed:
            if head is not None and long and is_periodical(head.text):
                for place in at:
                    lines[place].other = Kind.TITLE
            continue
        if head is not None:
            head.leave_out(_HEAD_OF_SEVERAL, other=None if told else Kind.TITLE)
        for place in at:
            lines[place].other = None if whole else Kind.SUBHEADING
        return [(lines[place], pattern.match(lines[place].text).end()) for place in at]  # type: ignore[union-attr]
    return []


_NUMBERS = (
    re.compile(r"[一二三四五六七八九十]{1,3}\s*+[、.．]\s*+"),
    re.compile(r"[0-9]{1,2}\s*+[、.．](?![0-9])\s*+"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]\s*+"),
    re.compile(r"[（(【［\[][0-9]{1,2}[）)】］\]]\s*+|[①-⑳]\s*+"),
)
_LONGEST_SECTION = 12
_LONGEST_HEAD = 6


def _in_sections(sheet: Sheet, lines: Sequence[Line]) -> list[tuple[Line, int]]:
    """1. over signed texts, under 一、工作动态, 二、经验交流: those are sections."""
    outer, inner = _NUMBERS[0], _NUMBERS[1]
    heads = [
        at
        for at, line in enumerate(lines[:-1])
        if (mark := outer.match(line.text))
        and len(line.text) - mark.end() <= _LONGEST_SECTION
        and line.short
        and inner.match(lines[at + 1].text)
    ]
    sections = frozenset(heads)
    items = [at for at, line in enumerate(lines) if inner.match(line.text) and line.short]
    if not heads or heads[0] > 1 or len(items) < 2:
        return []
    stops = [*items[1:], len(lines)]
    blocks = [
        [line for at, line in enumerate(lines[start + 1 : stop], start + 1) if at not in sections]
        for start, stop in zip(items, stops, strict=True)
    ]
    if not all(block and _is_signed(sheet, block) for block in blocks):
        return []
    for line in lines[: heads[0]]:
        line.leave_out(_HEAD_OF_SEVERAL, other=Kind.TITLE)
    for at in heads:
        mark = outer.match(lines[at].text)
        lines[at].take_off(mark.end() if mark else 0, _ORDINAL)
        lines[at].kind, lines[at].section, lines[at].numbered = Kind.SECTION_HEAD, lines[at].text, 0
    return [(lines[at], inner.match(lines[at].text).end()) for at in items]  # type: ignore[union-attr]


def _between_rules(sheet: Sheet) -> None:
    """Texts between ruled lines, each under a short line: items, or one item in parts."""
    blocks: list[list[Line]] = [[]]
    for line in sheet.lines:
        if line.kind is None:
            blocks[-1].append(line)
        elif line.why == "分隔线" and blocks[-1]:
            blocks.append([])
    blocks = [block for block in blocks if block]
    heads = [block[0] for block in blocks]
    if len(blocks) < 2 or not all(
        head.short
        and not head.numbered
        and len(head.text) >= SHORTEST_TITLE
        and alike(head.paragraph.look, heads[0].paragraph.look)
        and any(not line.short for line in block)
        for head, block in zip(heads, blocks, strict=True)
    ):
        return
    signed = all(_is_signed(sheet, block) for block in blocks)
    for head in heads:
        head.starts, head.other = True, None if signed or head is heads[0] else Kind.SUBHEADING


def mark_length(text: str) -> int:
    """The characters of a number or a bullet at a text's start; 0 where none is, or nothing else."""
    ends = (found.end() for pattern in (BULLET, *_NUMBERS) if (found := pattern.match(text)))
    return next((end for end in ends if end < len(text)), 0)


def _is_signed(sheet: Sheet, block: Sequence[Line]) -> bool:
    """Whether a text ends with a signature in brackets or under a label."""
    tail = block[-1].text
    if len(tail) <= 60:
        return sheet.signature(tail) is not None and (
            brackets_off(tail) != tail
            or label(tail, "sender", "author") is not None
            or is_unit(tail, sheet.units)
        )
    inline = re.search(r"[。！？”][（(]([^（）()]{2,30})[）)]\Z", tail)
    return inline is not None and sheet.signature(inline[1]) is not None
