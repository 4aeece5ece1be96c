"""What a line tells by itself, whatever stands around it: the first pass of recognition."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Set

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.intake.parts import OUT, Part
from bulletin_desk.intake.phrases import label, phrases
from bulletin_desk.intake.several import ITEM_MARK
from bulletin_desk.intake.sheet import Line, Sheet
from bulletin_desk.intake.sources import is_person, is_unit
from bulletin_desk.intake.telling import A_DAY, DATE, ON_WEB_PAGE, TOKEN, bare_section
from bulletin_desk.intake.web import PAGE_WORDS, is_furniture, page_data

NOTE = re.compile(
    r"[【（(〔［]?\s*+(?:编\s*+者\s*+按|编\s*+者\s*+的\s*+话|按\s*+语)\s*+[】）)〕］]?\s*+[：:]?\s*+"
)
_SECTION = re.compile(
    r"(?:【\s*+([^【】：:，。]{1,12}?)\s*+】|〖\s*+([^〖〗：:，。]{1,12}?)\s*+〗|［\s*+([^［］：:，。]{2,12}?)\s*+］)"
)

_META_LINE = re.compile(
    r"\A(?:(?:发布|报送|投稿)(?:时间|日期)|浏览次数|阅读量|点击数)\s*+[：:]"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}"
)

_STAFF = re.compile(
    r"[（(\[［【]?(?:(?:[一二三][审校]){1,2}|(?:责任)?(?:编辑|责编|审核|审稿人?|审校|校对|签发|核稿|审签|初审|复审|终审|排版"
    r"|(?:执行|副)?主编|副?总编辑?|本期编辑|编审|监制|美编|统筹))(?:人|员)?\s?[：:丨|｜]"
)

_DATE_AND_PLACE = re.compile(
    rf"[0-9]{{4}}(?:年|[-./])[0-9]{{1,2}}(?:月|[-./])[0-9]{{1,2}}日?\s?[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?\s?[{HAN}]{{0,4}}"
)
"""2025年03月05日 10:22 四川, as messages of public accounts have it."""

_PUBLISHED = re.compile(rf"([^0-9，。：:]{{2,40}}){_DATE_AND_PLACE.pattern}\Z")
"""青溪史志 2025年6月12日 17:30 四川"""

_DISCLOSED = re.compile(r"[（(]?此件.{2,8}[）)]?")

_CONTACT = re.compile(r"[（(]?(?:联系人|联系电话|联系方式|电话|手机|邮箱|地址|邮编)[：:]")

_PAGE_NUMBER = re.compile(
    r"[—–－-]\s*+[0-9]{1,3}\s*+[—–－-]|第\s*+[0-9]{1,3}\s*+页(?:\s*+[共/／]\s*+[0-9]{1,3}\s*+页)?"
)

_ROW = re.compile(r"\|[^|\n]*+\|(?:[^|\n]*+\|)++\s*+")
"""| 项目 | 数量 |"""

_WORD_COUNT = re.compile(
    r"[（(]?(?:全文|本文|正文|字数)?\s?(?:共计|共|约|合计|字数)?[：:]?\s?约?[0-9]{2,5}\s?[余多]?字(?:左右)?[）)]?"
)

_RULE = re.compile(r"[-—–_=＝*＊·•☆★◆■□●○─━\s]{3,}")


def by_itself(sheet: Sheet) -> None:
    """What a line's own words tell, whatever stands around it. Assumes nothing."""
    for line in sheet.lines:
        _judge(line, sheet.sections)
        if line.why == ON_WEB_PAGE and not line.extra and _META_LINE.search(line.text):
            # 2025-03-05 10:10 丁市图书馆 阅读 12: nothing labels the unit
            bare = A_DAY.sub(" ", line.text)
            words = [word for word in bare.split() if is_unit(word, sheet.units)]
            line.extra += (Part(Kind.SOURCE, word, at=line.at) for word in words[:1])


def _judge(line: Line, sections: Set[str]) -> None:
    text = line.text
    section = _SECTION.fullmatch(text)
    if note := NOTE.match(text):
        if note.end() > 2 and (note[0].strip()[-1:] in "】）)〕］：:" or note.end() == len(text)):
            line.kind = Kind.EDITORS_NOTE
    elif bare_section(text) in sections and (len(text) <= 14 or text[0] in "【〖［"):
        line.section = text[1:-1].strip() if text[0] in "【〖［" else bare_section(text)
        line.kind = Kind.SECTION_HEAD
    elif section:
        _judge_section(line, next(name for name in section.groups() if name))
    else:
        _judge_words(line)


def _judge_section(line: Line, name: str) -> None:
    """【市州动态】, but also 【信息1】 over an item, 【正文】 in a form, 【打印】 of a page."""
    mark = ITEM_MARK.fullmatch(line.text)
    if (mark and mark[1] in phrases("one")) or label(line.text, "title", "text", "unit", "author"):
        return
    if is_furniture(line.text):
        line.kind, line.why = OUT, ON_WEB_PAGE
    else:
        line.section, line.kind = name, Kind.SECTION_HEAD


def _judge_words(line: Line) -> None:
    text = line.text
    why = next((why for why, most, says in _LEFT_OUT if len(text) <= most and says(text)), "")
    data = page_data(text)
    if data is not None and (not why or (data and _STAFF.match(text))):
        line.kind, line.why = OUT, ON_WEB_PAGE
        line.extra += (Part(Kind.SOURCE, words, at=line.at) for words in data)
    elif why:
        line.kind, line.why = OUT, why
    elif line.short and len(text) <= 60 and line.at and (_META_LINE.search(text) or _is_published(text)):
        line.kind, line.why = OUT, ON_WEB_PAGE


def _is_published(text: str) -> bool:
    """青溪史志 2025年6月12日 17:30: an account's name and the time; in a chat it is a person's."""
    found = _PUBLISHED.search(text)
    name = found[1].strip() if found else ""
    return len(name) >= 6 or ("年" in text and len(name) >= 3 and not is_person(name))


_ANY_LENGTH = sys.maxsize
_LEFT_OUT: tuple[tuple[str, int, Callable[[str], object]], ...] = (
    ("页码", _ANY_LENGTH, _PAGE_NUMBER.fullmatch),
    ("字数", TOKEN, _WORD_COUNT.fullmatch),
    ("表格", _ANY_LENGTH, _ROW.fullmatch),
    ("分隔线", _ANY_LENGTH, _RULE.fullmatch),
    ("日期", _ANY_LENGTH, DATE.fullmatch),
    ("日期", TOKEN, _DATE_AND_PLACE.fullmatch),
    ("版记", TOKEN, _DISCLOSED.fullmatch),
    ("编辑审核人员", 60, _STAFF.match),
    ("联系方式", 80, _CONTACT.match),
    (ON_WEB_PAGE, _ANY_LENGTH, PAGE_WORDS.fullmatch),
)
"""Why a line is left out: the reason, the characters that it may have, the words that tell."""
