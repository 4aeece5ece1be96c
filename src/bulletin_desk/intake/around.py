"""What only some bulletins have: lines over and under the title, salutation, signature, marks, made numbers,
sections of two levels. Passes of recognition, each of which leaves everything as it is where the open
bulletin's layout doesn't offer that part."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.numerals import value_of
from bulletin_desk.intake.parts import OUT, Part
from bulletin_desk.intake.sheet import STOP, Line, Sheet
from bulletin_desk.intake.sources import VERBS, brackets_off
from bulletin_desk.intake.telling import A_DAY, DATE, ON_WEB_PAGE, bare_section

_ORDINAL = "序号"
_HAN = "[一二三四五六七八九十]{1,3}"
_NUMBER = re.compile(
    rf"(?P<han>{_HAN})\s*+[、.．]\s*+(?=\S)|[（(](?P<round>{_HAN})[）)]\s*+(?=\S)|(?P<point>[0-9]{{1,2}})\s*+[、.．](?![0-9])\s*+(?=\S)"
)
"""A number before a section's name, a title, or a text."""
_DASHED = re.compile("——|—|--")
_LONGEST_NAME = 14
_LONGEST_LINE = 60
_LONGEST_SIGNATURE = 40
_MOST_LINES = 4
"""Of a signature, and under a title."""
_BRACKETS = "【〖［["


# ---- sections


def numbered_sections(sheet: Sheet) -> None:
    """一、工作动态 and 【一、工作动态】, where the layout makes the sections' numbers: they come off. Assumes
    that what lines tell by themselves is known."""
    if not any(sheet.headings.sections):
        return
    for line in sheet.lines:
        name = line.section if line.section is not None else line.text
        found = _NUMBER.match(name)
        if found is None:
            continue
        rest = name[found.end() :]
        if line.kind is Kind.SECTION_HEAD:
            line.ahead.append(Part(OUT, found[0].strip(), why=_ORDINAL, at=line.at, ahead=True))
            line.section = rest
        elif line.kind is None and len(rest) <= _LONGEST_NAME and bare_section(rest) in sheet.sections:
            line.take_off(found.end(), _ORDINAL)
            line.kind, line.section, line.numbered = Kind.SECTION_HEAD, bare_section(rest), 0


def section_levels(sheet: Sheet) -> None:
    """【先锋】 and right under it 〖总体〗: a head set otherwise than the one over it is of level 2, as are
    all that are set like it. Assumes that sections' names are known."""
    if sheet.offers.levels < 2:
        return
    printed = [line for line in sheet.lines if line.kind is not OUT]
    heads = [line for line in printed if line.kind is Kind.SECTION_HEAD]
    outer = _form(heads[0]) if heads else None
    inner = {
        _form(below)
        for line, below in itertools.pairwise(printed)
        if line.kind is below.kind is Kind.SECTION_HEAD and _form(line) == outer != _form(below)
    }
    for line in heads:
        if _form(line) in inner:
            line.level = 2


def _form(line: Line) -> tuple[object, ...]:
    """What heads of one level have in common: brackets, how they are numbered, how they are set."""
    text = line.paragraph.text.strip()
    opening = text[0] if text[0] in _BRACKETS else ""
    found = _NUMBER.match(text.lstrip(_BRACKETS))
    look = line.paragraph.look
    return opening, found.lastgroup if found else None, look.size, look.outline, look.align, look.bold


# ---- where items begin


def marks_lead(sheet: Sheet) -> bool:
    """Whether items stand under marks that the layout offers: the first open line, or the first under a
    section, has one."""
    marks = sheet.offers.marks
    return bool(marks) and any(lines[0].text.startswith(marks) for lines in _stretches(sheet))


def marked_items(sheet: Sheet) -> None:
    """★ or 1. before a title, or before a text that has none, where the layout has such marks or makes such
    numbers. A mark stays before its text, from where an item takes it. Assumes that sources are known."""
    offers = sheet.offers
    untitled = offers.titles == "optional"
    for lines in _stretches(sheet) if offers.marks or (untitled and sheet.headings.items != "none") else ():
        if offers.marks and lines[0].text.startswith(offers.marks):
            for line in lines:
                if line.text.startswith(offers.marks):
                    _begin(line, untitled=untitled)
        elif untitled and sheet.headings.items != "none" and not lines[0].short:
            for line, length in _numbered_texts(lines):
                _take_number_off(line, length)
                _begin(line, untitled=True)


def _stretches(sheet: Sheet) -> Iterator[list[Line]]:
    """The open lines of each section."""
    lines: list[Line] = []
    for line in sheet.lines:
        if line.kind is Kind.SECTION_HEAD and lines:
            yield lines
            lines = []
        if line.kind is None:
            lines.append(line)
    if lines:
        yield lines


def _begin(line: Line, *, untitled: bool) -> None:
    """An item begins here: with its title, or with its text."""
    if line.short:
        line.starts = True
    elif untitled:
        line.starts, line.kind = True, Kind.BODY


def _numbered_texts(lines: Sequence[Line]) -> list[tuple[Line, int]]:
    """Texts counted from 1, two at least, each with the length of its number."""
    found = [(line, mark) for line in lines if (mark := _NUMBER.match(line.text)) and not line.short]
    same = [(line, mark) for line, mark in found if mark.lastgroup == found[0][1].lastgroup]
    values = [value_of(mark[str(mark.lastgroup)]) for _, mark in same]
    if len(same) < 2 or same[0][0] is not lines[0] or values != list(range(1, len(same) + 1)):
        return []
    return [(line, mark.end()) for line, mark in same]


def _take_number_off(line: Line, length: int) -> None:
    """So many characters off the start of a text, whose run-in heading stays what it is."""
    paragraph = line.paragraph
    indent = len(paragraph.text) - len(paragraph.text.lstrip())
    line.take_off(length, _ORDINAL)
    line.numbered = 0
    lead = max(paragraph.lead - indent - length, 0)
    line.paragraph = replace(paragraph, text=line.text, lead=min(lead, len(line.text)))


# ---- over and under the title


def around_titles(sheet: Sheet) -> None:
    """Kickers, subtitles and lines under the title; numbers that the layout makes come off titles. Assumes
    that titles are known."""
    offers = sheet.offers
    for start, stop in _title_groups(sheet.lines):
        group = sheet.lines[start:stop]
        if sheet.headings.items != "none":
            mark = _NUMBER.match(group[0].text)
            if mark is not None:
                group[0].take_off(mark.end(), _ORDINAL)
        first = _kickers(sheet, start, group) if offers.kicker else 0
        below = stop
        if offers.subtitle:
            below = _subtitles(sheet, group[first:], stop)
        if offers.byline:
            _bylines_in_title(sheet.lines[start + 1 : below], sheet.lines[below : below + 1])
            _bylines(sheet.lines[below : below + _MOST_LINES])


def _title_groups(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """From where to where the lines of each title stand."""
    groups: list[tuple[int, int]] = []
    for at, line in enumerate(lines):
        if line.kind is not Kind.TITLE:
            continue
        if groups and groups[-1][1] == at and not line.starts:
            groups[-1] = groups[-1][0], at + 1
        else:
            groups.append((at, at + 1))
    return groups


def _size(line: Line) -> float:
    return line.paragraph.look.size or 0


def _kickers(sheet: Sheet, start: int, group: Sequence[Line]) -> int:
    """Smaller lines over the title's largest one; how many of the title's own they are."""
    if not sheet.looks.told:
        return 0
    largest = max(map(_size, group))
    count = next(at for at, line in enumerate(group) if _size(line) == largest)
    if count and all(0 < _size(line) < largest and not _DASHED.match(line.text) for line in group[:count]):
        for line in group[:count]:
            line.kind, line.other = Kind.KICKER, None
        return count
    over = sheet.lines[start - 1] if start else None
    if over is None or not over.short or over.numbered or not 0 < _size(over) < largest:
        return 0
    centred = over.paragraph.look.align == group[0].paragraph.look.align == "centre"
    if centred and (over.why == "标题前的字样" or (over.kind is None and over.emphasis)):
        over.other = OUT if over.kind is OUT else None
        over.kind, over.why = Kind.KICKER, ""
    return 0


def _subtitles(sheet: Sheet, group: Sequence[Line], stop: int) -> int:
    """The title's further lines from the one that begins with a dash or is set smaller, and one with a dash
    right under it; returns where what stands below begins."""
    largest = _size(group[0])
    for at, line in enumerate(group):
        dashed = _DASHED.match(line.text)
        smaller = sheet.looks.told and 0 < _size(line) < largest
        if at and (dashed or smaller):
            for one in group[at:]:
                one.kind, one.other = Kind.SUBTITLE, None if dashed else Kind.TITLE
            return stop
    below = sheet.lines[stop] if stop < len(sheet.lines) else None
    if below is not None and below.kind is None and below.short and _DASHED.match(below.text):
        below.kind = Kind.SUBTITLE
        return stop + 1
    return stop


_OF_WEB = (
    r"(?:来\s?源|稿\s?源|转\s?自|网\s?站|媒\s?体|发布时间|发布日期|阅\s?读|浏\s?览|点\s?击|回\s?复|评\s?论|跟\s?帖|转\s?发"
    r"|点\s?赞)"
)
_BYLINE = re.compile(rf"[（(]?{_OF_WEB}[量数次人]{{0,2}}(?:\s*+[：:]|\s*+[0-9])")
"""来源：四川在线, 阅读 1234 回复 56"""
_LONGEST_SITE = 20
_SITE = re.compile(
    r"\A\S{1,18}(?:网|在线|论坛|贴吧|社区|客户端|公众号|微博|微信|日报|晚报|问政|平台|头条|抖音)\Z"
)
"""人民网, 四川在线"""
_MAY_BE_BYLINE = (ON_WEB_PAGE, "日期", "署名")
"""Why lines under a title are left out where no layout has a place for them."""


def _bylines(below: Sequence[Line]) -> None:
    """Where a title's text comes from, how often it was read and answered, right under the title."""
    lines = list(itertools.takewhile(_may_be_byline, below))
    told = [bool(_BYLINE.match(_whole(line))) for line in lines]
    if told[1:2] == [True] and len(_whole(lines[0])) <= _LONGEST_SITE:
        told[0] = True  # 人民网, and below it how often it was read there
    for line in itertools.compress(lines, itertools.takewhile(bool, told)):
        _is(line, Kind.BYLINE, _whole(line))


def _bylines_in_title(further: Sequence[Line], below: Sequence[Line]) -> None:
    """The title's further lines from the first on that is none: in a text file all of them look alike."""
    for at, (line, following) in enumerate(itertools.pairwise((*further, *below, None))):
        if line is None or line not in further or line.kind is not Kind.TITLE:
            return
        site = _SITE.search(line.text) and following is not None and _BYLINE.match(_whole(following))
        if site or _BYLINE.match(line.text):
            for one in further[at:]:
                _is(one, Kind.BYLINE, _whole(one))
            return


def _may_be_byline(line: Line) -> bool:
    open_line = line.kind in (None, Kind.SOURCE) or line.why in _MAY_BE_BYLINE
    return open_line and len(line.text) <= _LONGEST_LINE and not STOP.search(line.text)


def _whole(line: Line) -> str:
    """A line's text with what was taken off its start."""
    return "".join(part.text for part in line.ahead) + line.text


def _is(line: Line, kind: Kind, text: str) -> None:
    """The whole line is of a kind, whatever it was taken for."""
    line.kind, line.text, line.why, line.other, line.signs = kind, text, "", None, False
    line.ahead.clear()
    line.extra.clear()


# ---- before and after the text

_ANNOUNCES = re.compile(
    "(?:如下|下列|以下|下面|强调|指出|要求|表示|认为|决定|通知|提出|介绍|说|包括|的有|分别是|是|做到|注意|时间|地点|议程|内容|名单|情况|附件)[：:]\\Z"
)
_ADDRESSES = re.compile(
    "(?:(?:尊敬|敬爱|亲爱)的|各).{1,58}[：:]|.{1,58}(?:同志们?|领导|先生|女士|代表|委员们?|朋友们?|政府|党委|党组|委员会|办公室|[厅局院处]|单位"
    "|部门|机构|公司|中心|省长|市长|书记|主任)[：:]"
)


def salutations(sheet: Sheet) -> None:
    """各县（市、区）党委： between title and text: it names whom the text addresses, or stands flush left
    over indented text. Assumes that titles and what stands under them are known."""
    if not sheet.offers.salutation:
        return
    under_title = False
    for line, below in itertools.pairwise(sheet.lines):
        if line.kind in (Kind.TITLE, Kind.SUBTITLE, Kind.BYLINE):
            under_title = True
        elif line.kind is None or (line.kind is OUT and line.text[-1:] in tuple("：:")):
            if under_title and _is_salutation(line, below):
                _is(line, Kind.SALUTATION, _whole(line))
            under_title = False
        elif line.kind not in (OUT, Kind.SOURCE):
            under_title = False


def _is_salutation(line: Line, below: Line) -> bool:
    text = line.text
    if text[-1] not in "：:" or len(text) > _LONGEST_LINE or STOP.search(text) or _ANNOUNCES.search(text):
        return False
    if below.kind is not None or below.short or line.numbered:
        return False
    flush = line.paragraph.look.indent == 0 and (below.paragraph.look.indent or 0) > 0
    return flush or (_ADDRESSES.fullmatch(text) is not None and not VERBS.search(text))


def signature_blocks(sheet: Sheet) -> None:
    """The office and the date below an item's text, each on a line or both on one: its signature. Assumes
    that everything else is known."""
    if not sheet.offers.signature:
        return
    item: list[Line] = []
    for line in sheet.lines:
        begins = line.kind in (Kind.TITLE, Kind.KICKER, Kind.SECTION_HEAD) or line.starts
        if begins and any(one.kind is Kind.BODY for one in item):
            _sign(item)
            item = []
        item.append(line)
    _sign(item)


_DAY_OF_YEAR = re.compile(r"(?<![0-9])[0-9]{1,2}月[0-9]{1,2}日")
"""1月9日16时30分 书面报"""


def _sign(item: Sequence[Line]) -> None:
    """The last lines of an item, if they are its signature."""
    lines = [line for line in item if line.kind is not OUT or line.why in ("日期", "署名和日期")]
    signed: list[Line] = []
    while lines and len(signed) < _MOST_LINES and _may_sign(lines[-1]):
        signed.insert(0, lines.pop())
    texted = any(line.kind is Kind.BODY for line in lines)
    right = any(line.paragraph.look.align == "right" for line in signed)
    days = (A_DAY, _DAY_OF_YEAR) if right else (A_DAY,)
    dated = any(day.search(line.text) for line in signed for day in days)
    dated = dated or any(DATE.fullmatch(line.text) for line in signed)
    named = any(line.why != "日期" for line in signed)
    if texted and dated and (named or right):
        for line in signed:
            _is(line, Kind.SIGNATURE, _whole(line))


def _may_sign(line: Line) -> bool:
    text = line.text
    if len(text) > _LONGEST_SIGNATURE or (brackets_off(text) != text and not DATE.fullmatch(text)):
        return False
    if line.kind is Kind.SOURCE or line.why in ("日期", "署名和日期"):
        return True
    return line.kind is Kind.BODY and line.short and line.paragraph.look.align == "right"
