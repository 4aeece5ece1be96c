"""What an issue or a letter has around its text: mastheads, letter paper, closing blocks, lists of contents,
editor's notes. Passes of recognition by words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.intake.parts import OUT
from bulletin_desk.intake.phrases import label, phrases, starts
from bulletin_desk.intake.sheet import Line, Sheet, alike
from bulletin_desk.intake.sources import VERBS, Units, is_unit, issuer
from bulletin_desk.intake.telling import (
    A_DAY,
    BULLET,
    DATE,
    SHORTEST_TITLE,
    STOPPED_LINE,
    compacted,
)
from bulletin_desk.intake.web import is_column

UNTIL_DATE = re.compile(rf"(.{{2,40}}?)\s*+({DATE.pattern})\Z")
"""A unit and a day behind it, on one line."""
_CONTENTS = re.compile(
    r"[【〖★☆●◆■]?\s*+(?:目\s*+录|本\s*+期\s*+(?:目\s*+录|导\s*+读|要\s*+目|内\s*+容|看\s*+点|摘\s*+要|要\s*+点|重\s*+点)|要\s*+目"
    r"|导\s*+读|内容(?:提要|导读))\s*+[】〗]?[：:]?"
)

_LEADERS = re.compile(r"(?<![.…·\s])[.…·\s]*+[0-9]{1,3}\Z")

_DOTS = re.compile(r"(?<![.…·])[.…·]{3,}+\s*+[0-9]{1,3}\Z")

_LONGEST_ENTRY = 90
"""Of a list of what a file holds."""

_ISSUE_NUMBER = re.compile(
    r"[（(〔［]?\s*+(?:[0-9]{4}\s*+年?)?\s*+(?:增刊)?\s*+第\s*+[0-9一二三四五六七八九十百]++\s*+期\s*+[）)〕］]?"
    r"\s*+[（(]?\s*+(?:[（(]?\s*+总\s*+第\s*+[0-9一二三四五六七八九十百]++\s*+期\s*+[）)]?)?\s*+(?:增刊)?"
    r"|[（(〔]?\s*+总\s*+第\s*+[0-9]++\s*+期\s*+[）)〕]?"
)

_PERIODICAL = re.compile(rf"[{HAN}\s《》“”]{{2,30}}(?:简报|通讯|动态|信息|快报|专报|要情|参阅)》?")

_MARKED = re.compile("内部|机密|秘密|工作")

_CLOSING = re.compile(
    r"(?:(?:抄|主|分|报)?\s*+(?:报|送|发|抄送|主送|报送|分送)\s*+[：:]|信息公开选项|公开(?:方式|属性)\s*+[：:]"
    r"|[（(]?\s*+(?:共\s*+)?印\s*+[0-9]++\s*+份)"
)

_PRINTED = re.compile(rf".{{2,40}}?\s*+{DATE.pattern}\s*+印\s*+发?\Z")


_FIGURE = r"[0-9一二三四五六七八九十百〇零]{1,6}+"
_ISSUE_RUN = re.compile(
    rf"(?:(?:总\s*+)?第\s*+[（(]?{_FIGURE}[）)]?\s*+[-—]?\s*+(?:[0-9]{{1,4}}+\s*+)?[期号辑]|[0-9〇○零一二三四五六七八九]{{4}}\s*+年度?|[0-9]{{4}}(?=\s*+[）)〕］\]】])"
    rf"|[0-9]{{1,6}}+\s*+期|(?<=[）)〕］\]】])\s*+[0-9]{{1,6}}+\s*+号|N[oO][.．:：]?\s*+[0-9]{{1,6}}+|增刊(?:\s?[0-9]{{1,3}})?|专刊|特刊|试刊|创刊号|[春夏秋冬](?:季号|季刊|之卷)|[0-9]{{1,2}}月号|合刊|号外"
    r"|[（(〔［\[【）)〕］\]】,，·\s])++"
)
"""What the number of an issue is written with: （2024年）第5期, 〔2024〕5号, 第12期（总第345期）."""
_NUMBER_IN = re.compile(rf"第\s*+[（(]?{_FIGURE}|[0-9]\s*+[期号]|N[oO]|季号|月号|增刊\s?[0-9]")
_SAID = re.compile("编发|出版|发布|刊发|推出|上线|创刊|发行|获评|入选|评为|刊登|刊载|采用")
_LONGEST_NAME = 30
_MASTHEAD = 6
"""Lines below an issue's number that may belong to its masthead."""


def is_issue_number(text: str) -> bool:
    """Whether a line is the number of an issue and nothing else."""
    if _ISSUE_NUMBER.fullmatch(text):
        return True
    return bool(_ISSUE_RUN.fullmatch(text) and _NUMBER_IN.search(text))


def _named_number(text: str, units: Units) -> bool:
    """丁市图书工作简报第12期（总第345期）, 2025年第5期 丁市图书信息: a periodical's name and its number,
    perhaps the day; with the day the issuer's name does too."""
    bare = text.strip("《》【】")
    dated = UNTIL_DATE.fullmatch(bare)
    if dated:
        bare = dated[1]
    for found in _ISSUE_RUN.finditer(bare):
        if not _NUMBER_IN.search(found[0]):
            continue
        name, rest = bare[: found.start()].rstrip(), bare[found.end() :].lstrip()
        if not name and is_periodical(rest):
            return True
        if not name or len(name) > _LONGEST_NAME or _STOPPED.search(name) or rest:
            continue
        issued = bool(dated) and is_unit(issuer(name), units)
        return issued or is_periodical(name) or ("总" in found[0] and not is_sentence(name))
    return False


_STOPPED = re.compile("[，。；：！？@]")


def is_sentence(text: str) -> bool:
    """Whether a name says what somebody does."""
    return bool(VERBS.search(text) or _SAID.search(text))


def is_periodical(text: str) -> bool:
    """Whether a line reads as a periodical's name."""
    bare = re.sub(r"[\s《》“”]", "", text)
    if not 3 <= len(bare) <= _LONGEST_NAME or _STOPPED.search(bare) or is_sentence(bare):
        return False
    return bare.endswith(starts("periodical"))


def old_masthead(sheet: Sheet) -> None:
    """The mastheads of whole issues: name, number, issuer and date. Assumes that pages' numbers, dates and
    what a web page adds are known."""
    lines = sheet.lines
    for at, line in enumerate(lines):
        if line.kind is not None or len(line.text) > 60:
            continue
        before, after = lines[at - 1] if at else None, lines[at + 1] if at + 1 < len(lines) else None
        tail = (
            at <= _MASTHEAD
            and bool(_ISSUE_RUN.search(line.text))
            and (_dated_and_signed(line.text) or _number_and_day(line.text))
        )
        if is_issue_number(line.text) or _numbered_and_dated(sheet, line.text) or tail:
            line.leave_out("报头")
            if before and at == 1 and before.section is not None and is_periodical(before.section):
                before.section = None
                before.leave_out("报头")
            name = before is not None and before.kind is None and len(before.text) <= 40
            if before and name and (_PERIODICAL.fullmatch(before.text) or at <= 3):
                before.leave_out("报头")
            kind_only = before is not None and len(compacted(before.text)) <= 4 and is_periodical(before.text)
            kind_only = kind_only or (before is not None and compacted(before.text) in phrases("periodical"))
            if (
                at > 1
                and (over := lines[at - 2]).kind is None
                and (_over_name(sheet, over.text) or (kind_only and len(over.text) <= _LONGEST_PERIODICAL))
            ):
                over.leave_out("报头")
            _below_number(sheet, at)
        elif (at <= _MASTHEAD or "总" in line.text) and _named_number(line.text, sheet.units):
            line.leave_out("报头")
            if before and before.kind is None and _over_name(sheet, before.text):
                before.leave_out("报头")
            _below_number(sheet, at)
        elif (head := UNTIL_DATE.fullmatch(line.text)) and is_unit(issuer(head[1]), sheet.units):
            under = before is None or before.why == "报头" or (after and after.kind is Kind.SECTION_HEAD)
            if under and (at <= 4 or (before and before.why == "报头")):
                line.leave_out("报头")
    if any(line.why == "报头" for line in lines):
        for line in lines:
            if line.kind is None and _DETAILS.fullmatch(line.text):
                line.leave_out("报头")
    _section_below(lines)


_DETAILS = re.compile(r"[≡=＝—★☆◆■【〖\s]{0,4}+本期(?:详情|正文)[≡=＝—★☆◆■】〗\s]{0,4}+")
"""≡本期详情≡ over all items, below the contents"""


def _section_below(lines: Sequence[Line]) -> None:
    """要闻 between a masthead and a title: a section, or the title's first line."""
    if not any(line.why == "报头" for line in lines[: _MASTHEAD + 2]):
        return
    opened = [line for line in lines if line.kind is None][:2]
    if is_column(opened):
        opened[0].kind, opened[0].section, opened[0].other = Kind.SECTION_HEAD, opened[0].text, Kind.TITLE


def _over_name(sheet: Sheet, text: str) -> bool:
    """Whether a line may stand over a periodical's name or number: 内部资料, a unit."""
    return (
        bool(_MARKED.match(text)) or is_periodical(text) or _issued(text, sheet.units) or is_letterhead(text)
    )


def _numbered_and_dated(sheet: Sheet, text: str) -> bool:
    """第12期　丁市图书馆编　2025年3月5日, on one line."""
    found = _ISSUE_RUN.match(text)
    if not found or not _NUMBER_IN.search(found[0]):
        return False
    rest = text[found.end() :].strip()
    if not rest:
        return False
    dated = UNTIL_DATE.fullmatch(rest)
    if found_day := A_DAY.search(rest):
        around = f"{rest[: found_day.start()]} {_ISSUE_RUN.sub('', rest[found_day.end() :])}"
        words = re.sub(r"(?:主办|主编|编印|出版|印发|出刊|印)(?=\s|\Z)", " ", around)
        if not _STOPPED.search(words) and not is_sentence(words) and len(words) <= _LONGEST_NAME:
            return True
    return bool(DATE.fullmatch(rest)) or _issued(dated[1] if dated else rest, sheet.units)


def _issued(text: str, units: Units) -> bool:
    """Whether words are those who issue a bulletin, one or several."""
    words = re.split(r"[\s、]+", issuer(text).strip())
    return is_unit(issuer(text), units) or all(is_unit(word, units) for word in words)


def _below_number(sheet: Sheet, at: int) -> None:
    """What belongs to a masthead below the issue's number: 主办：……, who issues it, 签发人：……"""
    lines = sheet.lines
    right_below = at + 1
    for below in range(at + 1, min(at + 1 + _MASTHEAD, len(lines))):
        line = lines[below]
        if line.kind is OUT:
            continue
        if line.kind is not None or len(line.text) > 60:
            return
        dated = UNTIL_DATE.fullmatch(line.text)
        unit = issuer(dated[1] if dated else line.text)
        following = lines[below + 1] if below + 1 < len(lines) else None
        stands = dated or unit != line.text or (following and following.why in ("日期", "报头", "分隔线"))
        named = label(line.text, "imprint") and not STOPPED_LINE.search(line.text)
        number = is_issue_number(line.text) or is_letterhead(line.text)
        issued = (
            dated is not None
            and below == right_below
            and not is_sentence(unit)
            and _LABEL_FREE.fullmatch(unit)
        )
        number = number or _PERIOD.fullmatch(line.text) is not None
        right_below += number  # number and total number may each have a line
        if not named and not number and not issued and not (stands and _issued(unit, sheet.units)):
            over = following is not None and following.kind is None and following.short
            long = following is not None and len(following.text) >= SHORTEST_TITLE
            if below == at + 1 and over and long and is_unit(line.text, sheet.units):
                line.leave_out("报头", other=Kind.TITLE)
            elif not _dated_and_signed(line.text):
                return
        line.leave_out("报头", other=line.other)


_PERIOD = re.compile(
    rf"[（(]?(?:[{HAN}]{{2,6}}\s*+[：:]\s*+)?{A_DAY.pattern}\s*+(?:[-—–~～至]|——)\s*+(?:[0-9]{{4}}年)?(?:[0-9]{{1,2}}月)?(?:[0-9]{{1,2}}日)?"
    r"(?<=[月日])[）)]?"
)
"""2024年1月1日—1月7日, 监测时段：2024年1月1日至7日: the days that an issue tells of."""
_LABEL_FREE = re.compile(rf"[{HAN}\s（）()]{{3,24}}")


def _number_and_day(text: str) -> bool:
    """《德阳史志》编辑部编　第3期　2025年9月30日"""
    numbered = any(_NUMBER_IN.search(run[0]) for run in _ISSUE_RUN.finditer(text))
    day = A_DAY.search(text)
    if not numbered or day is None or re.search("[，。；！？]", text):
        return False
    return not is_sentence(text[: day.start()] + text[day.end() :])


def _dated_and_signed(text: str) -> bool:
    """丁市图书馆　2025年3月5日　签发：王明, 丁市图书馆　2025年3月5日　第6期: a day among what a masthead
    says."""
    found = A_DAY.search(text)
    if found is None or STOPPED_LINE.search(text):
        return False
    before, after = text[: found.start()].strip(), text[found.end() :].strip()
    named = label(after, "imprint", "checker") is not None or is_issue_number(after)
    return named and not is_sentence(before) and len(before) <= _LONGEST_NAME


# ---- letter paper

_DOCUMENT_NUMBER = re.compile(
    r"[^\s〔［\[【（(。，：；]{1,16}\s*+[〔［\[【（(]\s*+(?:19|20)[0-9]{2}\s*+[〕］\]】）)]\s*+第?\s*+[0-9]{1,4}\s*+号"
)
_SECRECY = re.compile(r"(?:秘密|机密|绝密)\s*+★?\s*+(?:[0-9]{1,2}\s*+[年个]月?|长期)?")
_SERIAL = re.compile(r"(?<!\s)(?:\s{2,}+|\u3000)(?:编号|份号|序号|N[oO][.．]?)\s*+[：:]?\s*+[0-9]{1,6}\Z")
"""编号：003 in the other corner"""
_SLIP = re.compile(
    "(?:报送|投稿|供稿|审批|审签|审核|送审|发稿|呈批|呈报|采编|采用|登记|拟稿|发文|报批)(?:单|表|笺|签|稿纸|卡)\\Z"
)
"""丁市图书馆信息报送单"""
_RED_HEAD = re.compile(r"(文件|便函|公函|电报|函|通知|便笺)\Z")
_LETTER = 8
"""Lines in which letter paper may stand over a title."""


def is_letterhead(text: str) -> bool:
    """Whether a line holds nothing but words of letter paper: 内部资料 注意保存."""
    words = [word for word in re.split(r"[\s·★☆|｜（）()【】]+", text) if word]
    known = phrases("letterhead")
    corner = _SERIAL.search(text)  # the left one, where a serial number stands in the right one
    bare = re.sub(r"\s", "", text[: corner.start()] if corner else text)
    if bare in known or _SECRECY.fullmatch(bare if corner else text):
        return True
    return bool(words) and all(word in known for word in words)


def letterhead(sheet: Sheet) -> None:
    """Letter paper over a title: 丁市图书馆文件, 丁图〔2025〕5号, 内部资料; a unit's or a periodical's name
    over a title is left out too, but may be its first line. Assumes that mastheads with a number are
    known."""
    lines = _over_text(sheet)
    numbered = next(
        (at for at, line in enumerate(lines) if line.kind is None and _document_number(line.text)), None
    )
    for at, line in enumerate(lines):
        if line.kind is not None or len(line.text) > 40:
            continue
        bare = re.sub(r"[\s（()）]", "", line.text)
        red = _RED_HEAD.search(bare)
        owner = bare[: red.start()] if red else ""
        near = numbered is not None and at < numbered
        heads = red and len(owner) >= 3 and (is_unit(owner, sheet.units) or (near and red[1][0] == "文"))
        titled = any(other.kind is None and other.short and len(other.text) >= 5 for other in lines[at + 1 :])
        slip = _SLIP.search(bare) and not VERBS.search(bare)
        paper = ((heads or slip) and titled) or is_letterhead(line.text) or _document_number(line.text)
        if paper or (near and is_unit(line.text, sheet.units)):
            line.leave_out("文头")
    _name_over_title(sheet, lines)


def _document_number(text: str) -> bool:
    found = _DOCUMENT_NUMBER.match(text)
    rest = text[found.end() :].strip() if found else ""
    return bool(found) and (not rest or label(rest, "imprint") is not None)


def _over_text(sheet: Sheet) -> list[Line]:
    """The first lines, up to the first sentence."""
    found = []
    for line in sheet.lines[:_LETTER]:
        if line.kind not in (None, OUT) or (line.kind is None and not line.short and len(line.text) > 40):
            break
        found.append(line)
    return found


def _name_over_title(sheet: Sheet, lines: Sequence[Line]) -> None:
    """A name in larger characters than the title under it, or a periodical's name over one."""
    opened = [line for line in lines if line.kind is None]
    if len(opened) < 2 or opened[1].numbered or not opened[1].short or len(opened[1].text) < 8:
        return
    first, second = opened[:2]
    looks = first.paragraph.look, second.paragraph.look
    larger = bool(looks[0].size and looks[1].size and looks[0].size > looks[1].size)
    apart = not sheet.looks.told or not alike(*looks)
    named = is_periodical(first.text) and apart and len(first.text) <= _LONGEST_PERIODICAL
    if named or (larger and sheet.looks.larger(looks[1]) and is_unit(first.text, sheet.units)):
        first.leave_out("文头", other=Kind.TITLE)


_LONGEST_PERIODICAL = 16

# ---- the closing block


def old_closing_block(sheet: Sheet) -> None:
    """The closing blocks of whole issues: 报, 送, 发, who printed them. Assumes that mastheads are known,
    which end them."""
    closing = -1
    for at, line in enumerate(sheet.lines):
        text = line.text
        starts = _CLOSING.match(text) or (len(text) <= 60 and _PRINTED.fullmatch(text))
        if closing < 0 and starts and (at >= 2 or line.kind is None) and _closes(sheet, at):
            closing = at
        if closing >= 0:
            fresh = line.kind in (Kind.SECTION_HEAD, Kind.EDITORS_NOTE) or line.why == "报头"
            if fresh:
                closing = -1
            elif line.kind is None or line.why == "日期":
                line.kind, line.why = OUT, "版记"


def _closes(sheet: Sheet, at: int) -> bool:
    """Whether what follows is a closing block: short, to the end or to the next issue."""
    rest = sheet.lines[at : at + 8]
    size = 0
    for line in rest:
        if line.kind is Kind.SECTION_HEAD or line.why == "报头":
            break
        size += len(line.text)
    marks = sum(bool(_CLOSING.match(line.text) or _PRINTED.fullmatch(line.text)) for line in rest)
    return (marks >= 2 or len(rest) <= 3) and size <= 500


def longer_note(sheet: Sheet) -> None:
    """An editor's note over several paragraphs: sentences before the first title or section. Assumes that
    what stands over it is known."""
    lines = sheet.lines
    first = next((at for at, line in enumerate(lines) if line.kind is Kind.EDITORS_NOTE), None)
    if first is None or any(line.kind in (None, Kind.SECTION_HEAD) for line in lines[:first]):
        return
    stop = first + 1
    while stop < len(lines) and lines[stop].kind is None and not lines[stop].short:
        stop += 1
    if stop < len(lines) and lines[stop].kind in (None, Kind.SECTION_HEAD):
        for line in lines[first + 1 : stop]:
            line.kind = Kind.EDITORS_NOTE


def contents(sheet: Sheet) -> None:
    """A list of what the file holds, before it: entries with page numbers, or which come again later.
    Assumes no more than what lines tell by themselves."""
    lines = sheet.lines
    compact = [compacted(_ENTRY_MARK.sub("", line.text, count=1)) for line in lines]
    last = {text: at for at, text in enumerate(compact)}
    for start, line in enumerate(lines):
        if line.kind not in (None, Kind.SECTION_HEAD) or not _CONTENTS.fullmatch(line.text):
            continue
        line.kind, line.why, line.section = OUT, "目录", None
        for over in lines[:start]:
            if over.kind is None and is_periodical(over.text):
                over.leave_out("报头", other=Kind.TITLE)
        entries: set[str] = set()
        for at in range(start + 1, len(lines)):
            other = lines[at]
            if len(other.text) > _LONGEST_ENTRY:
                break
            bulleted = bool(BULLET.match(other.text)) and other.short
            done = compact[at] in entries
            entries.add(compact[at])
            if (
                bulleted
                and not done
                and (at == start + 1 or lines[at - 1].why == "目录")
                and _plain_below(lines, at)
            ):
                other.kind, other.why, other.section = OUT, "目录", None
                continue
            listed = _LEADERS.sub("", _ENTRY_MARK.sub("", other.text, count=1))
            again = last[compact[at]] > at or (
                listed != other.text and last.get(compacted(listed), start) > at
            )
            if not again and not _DOTS.search(other.text):
                break
            other.kind, other.why, other.section = OUT, "目录", None


_MOST_ENTRIES = 60
_ENTRY_MARK = re.compile(
    r"(?:[●◆■★☆▲◎※○◇□△►▶·•]|[一二三四五六七八九十]{1,3}[、.．]|[0-9]{1,2}[、.．](?![0-9]))\s*+"
)


def _plain_below(lines: Sequence[Line], at: int) -> bool:
    """Whether the entries under one bullet end before a line that has none and is no sentence: a title."""
    for line in lines[at + 1 : at + _MOST_ENTRIES]:
        if line.kind in (None, Kind.SECTION_HEAD) and not BULLET.match(line.text):
            return line.short
    return False
