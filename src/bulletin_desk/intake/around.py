"""What stands around items and is no text of theirs: passes of recognition that find mastheads and closing
blocks of whole issues, lists of contents, letter paper, letters, and what web pages add. Words alone tell."""

from __future__ import annotations

import itertools
import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence, Set
from dataclasses import replace

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.intake.parts import OUT, Part
from bulletin_desk.intake.phrases import Label, label, labels, phrases, starts
from bulletin_desk.intake.sheet import END, LONGEST_TITLE, STOP, Line, Sheet, alike
from bulletin_desk.intake.sources import (
    VERBS,
    Units,
    brackets_off,
    is_person,
    is_unit,
    issuer,
    place_in,
    signature,
)

_SECTION = re.compile(
    r"(?:【\s*+([^【】：:，。]{1,12}?)\s*+】|〖\s*+([^〖〗：:，。]{1,12}?)\s*+〗|［\s*+([^［］：:，。]{2,12}?)\s*+］)"
)
NOTE = re.compile(
    r"[【（(〔［]?\s*+(?:编\s*+者\s*+按|编\s*+者\s*+的\s*+话|按\s*+语)\s*+[】）)〕］]?\s*+[：:]?\s*+"
)
DATE = re.compile(
    r"[（(]?\s*+(?:[0-9]{4}|[〇○零一二三四五六七八九]{4})\s*+(?:年|[-./])\s*+[0-9〇零一二三四五六七八九十]{1,3}\s*+"
    r"(?:月|[-./])\s*+(?:[0-9一二三四五六七八九十]{1,3}\s*+日?)?\s*+(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?\s*+[）)]?"
)
DAY = (
    r"(?:[0-9]{4}|[〇○零一二三四五六七八九]{4})\s?(?:年|[-./])\s?[0-9〇零一二三四五六七八九十]{1,3}\s?(?:月|[-./])"
    r"\s?(?:[0-9一二三四五六七八九十]{1,3}\s?日?)?(?:\s?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
)
"""A day inside a line."""
_DAY = re.compile(DAY)
UNTIL_DATE = re.compile(rf"(.{{2,40}}?)\s*+({DATE.pattern})\Z")
_META_LINE = re.compile(
    r"\A(?:(?:发布|报送|投稿)(?:时间|日期)|浏览次数|阅读量|点击数)\s*+[：:]"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}"
)
_META_WORDS = re.compile(
    r"(?:(?:当前|您(?:现在|当前)?(?:所在)?的?|所在)位置\s*+[：:].{0,60}"
    r"|首页\s*+(?:[>＞»›→]++\s*+[^>＞»›→。，\s][^>＞»›→。，]{0,19}+\s*+)++"
    r"|[【\[]?[上下]一[篇条页则][】\]]?\s*+[：:].{0,60}|扫一扫，?(?:在手机|分享|关注|手机打开).{0,14}"
    r"|点击(?:上方|下方|蓝字).{0,20}|(?:长按|识别|扫描).{0,12}二维码.{0,12}|(?:the\s*+)?end\W*+|往期(?:推荐|回顾|精彩).{0,20}"
    r"|相关(?:链接|阅读|新闻|报道|文章)[：:]?"
    r"|.{0,30}(?:版权所有|ICP备|公网安备|网站标识码).{0,80})"
    r"|[【\[]?字(?:体|号)\s*+[：:][\s大中小特|】\]]*+"
    r"|【?(?:(?:打印|关闭|收藏|字体|返回顶部|分享到?|上一[篇条]|下一[篇条]|扫一扫|首页)[：:\s|【】]*+)++",
    re.IGNORECASE,
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
_TOKEN = 24
_CONTACT = re.compile(r"[（(]?(?:联系人|联系电话|联系方式|电话|手机|邮箱|地址|邮编)[：:]")
_CONTENTS = re.compile(
    r"[【〖★☆●◆■]?\s*+(?:目\s*+录|本\s*+期\s*+(?:目\s*+录|导\s*+读|要\s*+目|内\s*+容|看\s*+点|摘\s*+要|要\s*+点|重\s*+点)|要\s*+目"
    r"|导\s*+读|内容(?:提要|导读))\s*+[】〗]?[：:]?"
)
_LEADERS = re.compile(r"(?<![.…·\s])[.…·\s]*+[0-9]{1,3}\Z")
_DOTS = re.compile(r"(?<![.…·])[.…·]{3,}+\s*+[0-9]{1,3}\Z")
_LONGEST_ENTRY = 90
"""Of a list of what a file holds."""
_PAGE_NUMBER = re.compile(
    r"[—–－-]\s*+[0-9]{1,3}\s*+[—–－-]|第\s*+[0-9]{1,3}\s*+页(?:\s*+[共/／]\s*+[0-9]{1,3}\s*+页)?"
)
_ROW = re.compile(r"\|[^|\n]*+\|(?:[^|\n]*+\|)++\s*+")
"""| 项目 | 数量 |"""
_WORD_COUNT = re.compile(
    r"[（(]?(?:全文|本文|正文|字数)?\s?(?:共计|共|约|合计|字数)?[：:]?\s?约?[0-9]{2,5}\s?[余多]?字(?:左右)?[）)]?"
)
_RULE = re.compile(r"[-—–_=＝*＊·•☆★◆■□●○─━\s]{3,}")
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

# ---- each by itself


def by_itself(sheet: Sheet) -> None:
    """What a line's own words tell, whatever stands around it. Assumes nothing."""
    for line in sheet.lines:
        _judge(line, sheet.sections)
        if line.why == ON_WEB_PAGE and not line.extra and _META_LINE.search(line.text):
            # 2025-03-05 10:10 丁市图书馆 阅读 12: nothing labels the unit
            bare = _DAY.sub(" ", line.text)
            words = [word for word in bare.split() if is_unit(word, sheet.units)]
            line.extra += (Part(Kind.SOURCE, word, at=line.at) for word in words[:1])


def _judge(line: Line, sections: Set[str]) -> None:
    text = line.text
    if note := NOTE.match(text):
        if note.end() > 2 and (note[0].strip()[-1:] in "】）)〕］：:" or note.end() == len(text)):
            line.kind = Kind.EDITORS_NOTE
    elif _SECTION.fullmatch(text) and (mark := _ITEM_MARK.fullmatch(text)) and mark[1] in phrases("one"):
        return  # 【信息1】 over an item
    elif _SECTION.fullmatch(text) and label(text, "title", "text", "unit", "author"):
        return  # 【正文】 in a form
    elif _SECTION.fullmatch(text) and is_furniture(text):
        line.kind, line.why = OUT, ON_WEB_PAGE
    elif section := _SECTION.fullmatch(text):
        line.section = next(name for name in section.groups() if name)
        line.kind = Kind.SECTION_HEAD
    elif bare_section(text) in sections and len(text) <= 14:
        line.section, line.kind = bare_section(text), Kind.SECTION_HEAD
    elif _STAFF.match(text) and (data := page_data(text)):
        line.kind, line.why = OUT, ON_WEB_PAGE
        line.extra += (Part(Kind.SOURCE, words, at=line.at) for words in data)
    elif why := next((why for why, most, says in _LEFT_OUT if len(text) <= most and says(text)), ""):
        line.kind, line.why = OUT, why
    elif (data := page_data(text)) is not None:
        line.kind, line.why = OUT, ON_WEB_PAGE
        line.extra += (Part(Kind.SOURCE, words, at=line.at) for words in data)
    elif line.short and len(text) <= 60 and line.at and (_META_LINE.search(text) or _is_published(text)):
        line.kind, line.why = OUT, ON_WEB_PAGE


def _is_published(text: str) -> bool:
    """青溪史志 2025年6月12日 17:30: an account's name and the time; in a chat it is a person's."""
    found = _PUBLISHED.search(text)
    name = found[1].strip() if found else ""
    return len(name) >= 6 or ("年" in text and len(name) >= 3 and not is_person(name))


ON_WEB_PAGE = "网页上的文字"
_ANY_LENGTH = sys.maxsize
_LEFT_OUT: tuple[tuple[str, int, Callable[[str], object]], ...] = (
    ("页码", _ANY_LENGTH, _PAGE_NUMBER.fullmatch),
    ("字数", _TOKEN, _WORD_COUNT.fullmatch),
    ("表格", _ANY_LENGTH, _ROW.fullmatch),
    ("分隔线", _ANY_LENGTH, _RULE.fullmatch),
    ("日期", _ANY_LENGTH, DATE.fullmatch),
    ("日期", _TOKEN, _DATE_AND_PLACE.fullmatch),
    ("版记", _TOKEN, _DISCLOSED.fullmatch),
    ("编辑审核人员", 60, _STAFF.match),
    ("联系方式", 80, _CONTACT.match),
    (ON_WEB_PAGE, _ANY_LENGTH, _META_WORDS.fullmatch),
)
"""Why a line is left out: the reason, the characters that it may have, the words that tell."""


# ---- web pages

_LIST_MARK = re.compile(r"[-—–·•>＞»«›*#◆■●▪\s]++")
_APART = re.compile(r"[\s|｜/／•·>＞»«›<＜＋+【】\[\]［］（）()：:，。、…—\-_*#×✕✖0-9]+")
_TIMES = re.compile("(?<=[0-9])[年月日时分秒]|星期[一二三四五六日天]")
_ACCOUNT = re.compile(r"(?:原创\s++)?([^\s，。：]{2,14})\s++\1")
"""剑阁史志 剑阁史志, as a public account's page has its name."""
_CROSSES = re.compile(r"[×✕✖＞>»«＜<↑↓^|｜\s]{1,5}")
_FILE_NAME = re.compile(
    r"[^\s，。；：！？“”《》]{1,80}\.(?:png|jpe?g|gif|bmp|webp|tiff?|svg|mp[34]|avi|mov|docx?|xlsx?|pptx?|pdf|wps|ofd|zip|rar)",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:https?://|www\.)[!-~]{3,300}")
_COUNT_LEFT = re.compile("[0-9,]{1,8}|[0-9,]{0,8}(?:次|人次|℃)")
"""What is left of 点击：12 次 in a line of its own."""
_COUNTED = re.compile(r"([^\s：:0-9]{2,6})\s*+[：:]?\s*+[0-9]{1,9}\s*+(?:人)?次?")
_LONGEST_DATA = 120
_HEAD_OF_PAGE = 12
"""Lines in which a page's own head may stand over an article."""


def web_page(sheet: Sheet) -> None:
    """What a web page adds: its head above the article, the article's data, links and notices below. Assumes
    no more than what lines tell by themselves."""
    lines = sheet.lines
    tails = []
    for at, line in enumerate(lines):
        text = line.text
        if line.kind is None and _FILE_NAME.fullmatch(text):
            line.leave_out("文件名")
        elif line.kind is None and _URL.fullmatch(text):
            line.leave_out("网址")
        elif line.kind is None and at and lines[at - 1].why == ON_WEB_PAGE and _COUNT_LEFT.fullmatch(text):
            line.leave_out(ON_WEB_PAGE)
        elif line.kind is None and (is_furniture(text) or _is_account(sheet, at)):
            inside = 0 < at < len(lines) - 1 and not lines[at - 1].short and not lines[at + 1].short
            line.leave_out(ON_WEB_PAGE, other=Kind.SUBHEADING if inside and not STOP.search(text) else None)
        if line.why == ON_WEB_PAGE and not line.extra and is_furniture(text):
            tails.append(at)
    _head_of_page(lines)
    _column_over_title(lines)
    _account_below_title(sheet)
    _tail_of_page(sheet, tails)


def _is_account(sheet: Sheet, at: int) -> bool:
    found = _ACCOUNT.fullmatch(sheet.lines[at].text) if 0 < at <= 4 else None
    return found is not None and not is_unit(found[1], sheet.units)


def page_data(text: str) -> list[str] | None:
    """What a line with an article's data (发布时间：…… 来源：…… 浏览次数：……) says of its source; None where
    it is no such line."""
    counted = _COUNTED.fullmatch(text) if len(text) <= _TOKEN else None
    if counted and counted[1] in phrases("data"):
        return []
    if len(text) > _LONGEST_DATA or _STOPPED_LINE.search(text):
        return None
    if _DAY_AND_COUNT.fullmatch(text):
        return []
    dated = _DAY_FIRST.match(text)
    text = text[dated.end() :] if dated else text
    found = list(labels(text, *_DATA))
    kinds = [next(name for name in _DATA if one.word in phrases(name)) for one in found]
    timed = dated or (_TIMED.search(text) and text[0] not in "（(")
    if not found or not (_is_data(text, found, kinds) or (timed and _begins(text, found, kinds))):
        return [] if _DAY_ALONE.fullmatch(text) else None
    wanted = "origin" if "origin" in kinds else "writer"
    said = []
    for one, kind, following in zip(found, kinds, [*found[1:], None], strict=True):
        value = text[one.stop : following.start if following else len(text)]
        value = _VALUE_END.split(value.strip(), maxsplit=1)[0].strip(" 　,，;|｜")
        *named, last = value.split() or [""]
        while named and is_furniture(last):
            value = " ".join(named)
            *named, last = named
        if kind == wanted and 2 <= len(value) <= 40 and value not in phrases("nobody"):
            said.append(value)
    return said


_DATA = ("data", "origin", "writer", "datum")
_EDITED = frozenset(("编辑", "责任编辑", "责编", "审核", "发布"))


def _is_data(text: str, found: Sequence[Label], kinds: Sequence[str]) -> bool:
    """Whether labels are those of a web page's article, not those of a signature (供稿：…… 审核：……)."""
    if kinds[0] == "data" and not text[: found[0].start].strip(" 　【[［(（"):
        return True
    sent = label(text, "sender", "unit", "title", "text")
    signed = sent is not None and sent.word not in phrases("origin", "writer")
    if len(found) < 2 or (signed and "data" not in kinds):
        return False
    return set(kinds) != {"datum"} or any(one.word in _EDITED for one in found)


_DAY_FIRST = re.compile(rf"{DAY}\s?(?=\S)")
"""2025-07-06 来源：……"""
_TIMED = re.compile(rf"{DAY}\Z")
_DAY_AND_COUNT = re.compile(
    rf"{DAY}\s[^，。]{{0,30}}(?:阅读|浏览|点击|访问|人气)[^，。0-9]{{0,4}}[0-9]{{0,8}}\s?[）)\]次]{{0,2}}"
)
"""2025-08-01 文化馆 阅读(56)"""
_DAY_ALONE = re.compile(
    rf"[{HAN}]{{0,4}}(?:时间|日期)\s*+[：:]\s*+[0-9]{{4}}(?:[-/.][0-9]{{1,2}}){{2}}(?:\s*+[0-9:：]{{4,8}})?"
)
"""归档时间：2025-06-15: with such figures no announcement writes a day."""


def _begins(text: str, found: Sequence[Label], kinds: Sequence[str]) -> bool:
    """Whether a page's label comes first, behind a day."""
    return kinds[0] in ("data", "origin") and not text[: found[0].start].strip(" 　【[［(（|｜")


_VALUE_END = re.compile(
    r"[|｜【\[［】］\]]|\s(?=(?:浏览|阅读|点击|访问|人气|打印|分享|收藏|字号|评论|关闭|编辑|责编|作者)[^，。]{0,20}\Z)|(?:19|20)[0-9]{2}[-年/.]|\s(?=[^\s]{2,4}\s*+[0-9]++\s*+次?\Z)"
)


def is_furniture(text: str) -> bool:
    """Whether a line holds nothing but words of a web page around an article."""
    bare = _LIST_MARK.sub("", text, count=1) if _LIST_MARK.match(text) else text
    if len(bare) > _LONGEST_DATA:
        return False
    if not bare or _CROSSES.fullmatch(text):
        return bool(_CROSSES.fullmatch(text))
    if bare.startswith(starts("claims")) or _META_WORDS.fullmatch(bare):
        return True
    if bare.startswith(starts("opens")) and not re.search("[。；？]", bare):
        return True
    link = max((word for word in starts("links") if bare.startswith(word)), key=len, default="")
    if link and not _ANY_HAN.match(bare, len(link)):
        return True
    if bare.startswith(starts("clock")) and re.search("[0-9]", bare) and not _STOPPED_LINE.search(bare):
        return True
    if (_MENU.match(bare) and _is_menu(bare)) or _PATH.fullmatch(bare) or _TAGS.fullmatch(bare):
        return True
    bare = _SPACED.sub(r"\1\2", bare)
    words = [word for word in _APART.split(_TIMES.sub(" ", _NAMED_STAFF.sub(" ", bare))) if word]
    if not words or (len(words) == 1 and (words[0] in phrases("text") or len(words[0]) == 1)):
        return False
    return all(_in_page_words(word) for word in words)


_SPACED = re.compile(rf"(?<![{HAN}])([{HAN}])\s([{HAN}])(?![{HAN}])")
"""打 印"""
_NAMED_STAFF = re.compile(rf"(?:责任编辑|责编|编辑|审核)\s*+[：:]\s*+[{HAN}]{{2,4}}(?![{HAN}])")
_PATH = re.compile(r"[^>＞»→。，]{2,20}(?:\s*+[>＞»→]{1,3}\s*+[^>＞»→。，]{1,20}){2,8}")
"""剑阁县文化馆 > 馆务动态 > 正文"""
_TAGS = re.compile(r"(?:#[^#\s，。]{2,20}#?\s*+){1,8}")
_MENU = re.compile(r"(?:网站|本站|返回)?首\s?页[\s|｜·/／]")
_MOST_OF_MENU = 8
"""Characters of one entry of a site's menu."""


def _is_menu(text: str) -> bool:
    """网站首页 | 机构概况 | 政务公开 | 联系我们: short words one beside the other."""
    words = [word for word in re.split(r"[\s|｜·/／]+", text) if word]
    return len(words) >= 4 and all(len(word) <= _MOST_OF_MENU for word in words) and not STOP.search(text)


def _in_page_words(word: str) -> bool:
    """Whether a run of characters is made of words of a page: 关闭本页打印正文."""
    known = phrases("page")
    if word in known:
        return True
    if len(word) > _TOKEN:
        return False
    reached = [True] + [False] * len(word)
    for stop in range(2, len(word) + 1):
        reached[stop] = any(reached[start] and word[start:stop] in known for start in range(stop - 1))
    return reached[-1]


_ANY_HAN = re.compile(f"[{HAN}]")
_WHERE = re.compile(r"[^：:。，]{0,10}位置\s*+[：:]|首页\s*+[>＞»›→]")


def _head_of_page(lines: Sequence[Line]) -> None:
    """The site's name and its parts, over the path that leads to the article, where a title is left below."""
    path = next(
        (at for at in reversed(range(min(_HEAD_OF_PAGE, len(lines)))) if _WHERE.match(lines[at].text)), 0
    )
    over = [line for line in lines[:path] if line.kind is None]
    below = next((line for line in lines[path + 1 :] if line.kind is None), None)
    if below is not None and below.short and len(below.text) >= 5 and all(line.short for line in over):
        for line in over:
            line.leave_out(ON_WEB_PAGE)


_SITE = re.compile(r"(?:门户网站|官方网站|官网|政府网|信息网|公众网)\Z")


def _account_below_title(sheet: Sheet) -> None:
    """A site's or an account's name between a title and the page's data, which could be the title's second
    line; a site's name over all."""
    lines = sheet.lines
    told = any(line.why == ON_WEB_PAGE for line in lines)
    for at, line in enumerate(lines[: _HEAD_OF_PAGE // 2]):
        below = lines[at + 1] if at + 1 < len(lines) else None
        if line.kind is not None or below is None or not line.short:
            continue
        again = any(
            one.why == ON_WEB_PAGE and one.text.startswith(line.text) for one in lines[at + 1 : at + 4]
        )
        path = re.search("[>＞»]", line.text) and at < 3
        if told and (
            _SITE.search(line.text) or path or (again and at == 0 and len(line.text) <= _MOST_OF_MENU)
        ):
            line.leave_out(ON_WEB_PAGE)
        elif (
            at
            and len(line.text) <= _MOST_OF_MENU
            and lines[at - 1].kind is None
            and len(lines[at - 1].text) >= 12
        ):
            timed = below.why == ON_WEB_PAGE or (below.why == "日期" and re.search("[0-9]:[0-9]", below.text))
            if timed and signature(line.text, sheet.units) is None:
                line.leave_out(ON_WEB_PAGE, other=Kind.TITLE)


def _column_over_title(lines: Sequence[Line]) -> None:
    """The name of a site's part over an article, where the page tells more of itself."""
    opened = [line for line in lines if line.kind is None][:2]
    if _is_column(opened) and any(line.why == ON_WEB_PAGE for line in lines):
        opened[0].leave_out(ON_WEB_PAGE)


def _is_column(opened: Sequence[Line]) -> bool:
    """Whether the first of two lines names a part of a site or a bulletin, over a title."""
    if len(opened) < 2 or opened[0].text not in phrases("column"):
        return False
    return opened[1].short and len(opened[1].text) >= _SHORTEST_TITLE


_TAIL_LABELS = 4


def _tail_of_page(sheet: Sheet, tails: Sequence[int]) -> None:
    """Links and boxes between a page's words below the article, or from them to the end."""
    lines = sheet.lines
    long = [at for at, line in enumerate(lines) if line.kind is None and not line.short]
    done = -1
    for at in tails:
        if at <= done or not long or at < long[0]:
            continue
        ahead = bisect_right(long, at)
        after = long[ahead] if ahead < len(long) else None
        stop = len(lines) if after is None else tails[bisect_left(tails, after) - 1]
        for line in reversed(lines[max(at - _TAIL_LABELS, 0) : at]):
            if line.kind is not None or not line.short or label(line.text, "imprint") is None:
                break
            line.leave_out(ON_WEB_PAGE)
        for line in lines[at:stop]:
            signs = signature(line.text, sheet.units) is not None
            if line.kind is None and line.short and not signs and not line.text.startswith("附"):
                line.leave_out(ON_WEB_PAGE)
        done = stop


# ---- mastheads

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
    _section_below(lines)


def _section_below(lines: Sequence[Line]) -> None:
    """要闻 between a masthead and a title: a section, or the title's first line."""
    if not any(line.why == "报头" for line in lines[: _MASTHEAD + 2]):
        return
    opened = [line for line in lines if line.kind is None][:2]
    if _is_column(opened):
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
    if found_day := _DAY.search(rest):
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
        named = label(line.text, "imprint") and not _STOPPED_LINE.search(line.text)
        number = is_issue_number(line.text) or is_letterhead(line.text)
        issued = (
            dated is not None and below == at + 1 and not is_sentence(unit) and _LABEL_FREE.fullmatch(unit)
        )
        if not named and not number and not issued and not (stands and _issued(unit, sheet.units)):
            over = following is not None and following.kind is None and following.short
            long = following is not None and len(following.text) >= _SHORTEST_TITLE
            if below == at + 1 and over and long and is_unit(line.text, sheet.units):
                line.leave_out("报头", other=Kind.TITLE)
            elif not _dated_and_signed(line.text):
                return
        line.leave_out("报头", other=line.other)


_LABEL_FREE = re.compile(rf"[{HAN}\s（）()]{{3,24}}")


def _number_and_day(text: str) -> bool:
    """《德阳史志》编辑部编　第3期　2025年9月30日"""
    numbered = any(_NUMBER_IN.search(run[0]) for run in _ISSUE_RUN.finditer(text))
    day = _DAY.search(text)
    if not numbered or day is None or re.search("[，。；！？]", text):
        return False
    return not is_sentence(text[: day.start()] + text[day.end() :])


def _dated_and_signed(text: str) -> bool:
    """丁市图书馆　2025年3月5日　签发：王明, 丁市图书馆　2025年3月5日　第6期: a day among what a masthead
    says."""
    found = _DAY.search(text)
    if found is None or _STOPPED_LINE.search(text):
        return False
    before, after = text[: found.start()].strip(), text[found.end() :].strip()
    named = label(after, "imprint", "checker") is not None or is_issue_number(after)
    return named and not is_sentence(before) and len(before) <= _LONGEST_NAME


_STOPPED_LINE = re.compile("[。；！？]")

# ---- letter paper

_DOCUMENT_NUMBER = re.compile(
    r"[^\s〔［\[【（(。，：；]{1,16}\s*+[〔［\[【（(]\s*+(?:19|20)[0-9]{2}\s*+[〕］\]】）)]\s*+第?\s*+[0-9]{1,4}\s*+号"
)
_SECRECY = re.compile(r"(?:秘密|机密|绝密)\s*+★?\s*+(?:[0-9]{1,2}\s*+[年个]月?|长期)?")
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
    if re.sub(r"\s", "", text) in known or _SECRECY.fullmatch(text):
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
            bulleted = bool(_BULLET.match(other.text)) and other.short
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
        if line.kind in (None, Kind.SECTION_HEAD) and not _BULLET.match(line.text):
            return line.short
    return False


# ---- letters and messages

_WHOM = "|".join(sorted(phrases("addressed"), key=len, reverse=True))
_ADDRESSED = re.compile(
    rf"(?:尊敬的|敬爱的|亲爱的)?[^，。：；！？、]{{0,14}}(?:{_WHOM})(?:们)?(?:您?好|下午好|上午好)?\s*+[：:，,！!。]?"
)
_ADDRESSING = re.compile(r"[：:，,！!]\Z|好[！!。]?\Z|\A(?:尊敬的|敬爱的|亲爱的|各位)")
_MAIL = re.compile(r"([A-Za-z\u4e00-\u9fff]{2,4})\s*+[：:]")
_PASSED_ON = re.compile(r"(?:(?:转发|转|回复|答复|Fwd?|FW|Re|RE)\s*+[：:]\s*+)++(?=\S)")
"""转发：, Re: before a title"""
_FORWARDED = re.compile(
    r"[-—_=\s]*+(?:原始|转发|以下为?转发)的?(?:邮件|消息|信息)(?:信息)?[-—_=\s：:]*+"
    r"|Begin forwarded message[：:]?"
)
_FROM_PHONE = re.compile(
    r"[-—\s]*+(?:发自|来自|发送自|从)我?的?.{0,20}(?:手机|iPhone|iPad|邮箱|邮件|客户端|Foxmail|Outlook|QQ|微信).{0,12}"
    r"|Sent from .{1,40}",
    re.IGNORECASE,
)
_SPOKE = re.compile(
    r"(?![0-9]|.{0,14}(?:时间|定于|截至))[^\s：:，。；]{1,16}?\s*+(?:(?:[0-9]{4}[-/.年])?[0-9]{1,2}[-/.月][0-9]{1,2}日?\s++|昨天\s*+|今天\s*+|星期.\s*+)?"
    r"(?:上午|下午|晚上|凌晨)?\s?[0-9]{1,2}[:：][0-9]{2}(?:[:：][0-9]{2})?"
)
_STICKER = re.compile(r"(?:\[[^\[\]\s]{1,8}\]\s*+)++|@\S.{0,38}")
_LONGEST_GREETING = 80
_GREETINGS = 6
"""Lines in which a letter's own words may stand, before a manuscript and behind."""


def letters(sheet: Sheet) -> None:
    """A letter's or a chat's own words around a manuscript: 王老师：, 请审阅, 发自我的手机. Words of a
    speech stay: they stand below its title. Assumes that mastheads and letter paper are known."""
    lines = sheet.lines
    _mail_head(lines)
    first = next((line for line in lines if line.kind is None), None)
    if first is not None and (passed := _PASSED_ON.match(first.text)) and first.short:
        first.take_off(passed.end(), _IN_MAIL)
    for line in lines:
        if line.kind in (None, OUT) and (_FORWARDED.fullmatch(line.text) or _FROM_PHONE.fullmatch(line.text)):
            line.leave_out(_IN_MAIL)
        elif (
            line.kind is None
            and len(line.text) <= 40
            and (_SPOKE.fullmatch(line.text) or _STICKER.fullmatch(line.text))
            and not is_unit(brackets_off(line.text), sheet.units)
        ):
            line.leave_out(_IN_CHAT)
    _speakers(lines)
    _notes_on(lines)
    opened = [line for line in lines if line.kind is None]
    if len(opened) > 2 and _ASKS.search(opened[0].text) and len(opened[0].text) <= 60 and opened[1].short:
        opened.pop(0).leave_out(_GREETING)
    if opened and opened[0].at and compacted(opened[0].text).rstrip("：:") in phrases("text"):
        opened.pop(0).leave_out(_IN_MAIL)
    for at, line in enumerate(opened[:_GREETINGS]):
        if _greets(sheet, line.text, after=at > 0):
            line.leave_out(_GREETING)
        elif at == 0 and len(opened) > 2 and _may_address(sheet, line.text):
            goes_on = _greets(sheet, opened[1].text, after=False)
            if not (goes_on or opened[1].short):
                break
            line.leave_out(_GREETING, other=None if goes_on else Kind.TITLE)
        else:
            break
    if any(line.kind is None and len(line.text) <= 24 and _addresses(line.text) for line in opened):
        return  # a speech, which ends as it began
    _offers(lines)
    opened = [line for line in opened if line.kind is None]
    last = max((at for at, line in enumerate(opened) if len(line.text) > _LONGEST_GREETING // 2), default=-1)
    for line in opened[max(last + 1, len(opened) - _GREETINGS) :]:
        if line.kind is None and _takes_leave(line.text):
            line.leave_out(_GREETING)


_OFFER = re.compile(
    r"(?:希望|如需|如果|如有|若需|若有|需要|以上|您可以|您如|您看|请您|请根据|可以根据|这[份篇版])[^。！？]{0,60}"
    r"(?:告诉我|满足您|对您有|供您参考|您的(?:需求|要求|情况|实际)|您提供|为您|帮您|我可以|我再|我来|仅供参考|实际情况|随时(?:告诉|找)我|需要我|您满意|您看)"
)
"""希望这篇稿件能满足您的需求: what a writing assistant says behind its text."""
_NOTES_ON = re.compile(
    r"[（(【]?(?:[✅💡📌📝🔍✨]\s?)?(?:修改|优化|写作|撰写|使用|格式|排版|亮点|润色|调整|改写|改动|主要(?:修改|改动|优化))?(?:说明|要点|提示|思路|建议)[】）)]?[：:]?"
)
_NOTE_ON = re.compile(r"(?:修改|优化|写作|撰写|润色|调整|改写|改动)(?:说明|要点|思路|建议|提示)[：:]")
_LONGEST_OFFER = 160


_ASKS = re.compile(
    r"(?:发|看|改|审|收|报|帮|传|转)[^，。]{0,6}[你您]|[你您][^。]{0,10}(?:看|把关|审|改|收|过目)|把把关|看一下|看看行不行|麻烦"
)
"""何姐，信息稿发你了: what no title says."""
_SPEAKER = re.compile(rf"([{HAN}]{{2,4}})[：:]")


def _speakers(lines: Sequence[Line]) -> None:
    """赵敏： alone in a line, twice at least: a chat's."""
    found = [
        line
        for line in lines
        if line.kind is None and (one := _SPEAKER.fullmatch(line.text)) and is_person(one[1])
    ]
    for line in found if len(found) > 1 else ():
        line.leave_out(_IN_CHAT)


_NAMED_NOTES = re.compile(
    r"[【〖](?:修改|优化|写作|撰写|润色|调整|改写|改动)(?:说明|要点|思路|建议|内容)[】〗][：:]?"
)


def _notes_on(lines: Sequence[Line]) -> None:
    """【修改说明】 and what stands under it to the end, which a manuscript could hold too."""
    at = next((at for at, line in enumerate(lines) if at > 1 and _NAMED_NOTES.fullmatch(line.text)), None)
    if at is not None and not any(line.kind is Kind.SECTION_HEAD for line in lines[at + 1 :]):
        for line in lines[at:]:
            if line.kind in (None, Kind.SECTION_HEAD):
                line.section = None
                line.leave_out(_GREETING, other=Kind.BODY)


def _offers(lines: Sequence[Line]) -> None:
    """What a writing assistant says behind its text; behind a rule also what it says of it point by point,
    which a manuscript could hold too."""
    rest = [line for line in lines if line.kind in (None, OUT)]
    while rest and (rest[-1].kind is OUT or _is_offer(rest[-1].text)):
        if rest[-1].kind is None:
            rest[-1].leave_out(_GREETING)
        rest.pop()
    for at in range(len(rest) - 1, 1, -1):
        if rest[at - 1].why == "分隔线":
            if rest[at].kind is None and (
                _NOTES_ON.fullmatch(rest[at].text) or _NOTE_ON.match(rest[at].text)
            ):
                for line in rest[at:]:
                    if line.kind is None:
                        line.leave_out(_GREETING, other=Kind.BODY)
            break


def _is_offer(text: str) -> bool:
    return len(text) <= _LONGEST_OFFER and bool(_OFFER.match(text.lstrip("*（(> ")))


_GREETING, _IN_MAIL, _IN_CHAT = "称呼和问候", "邮件的字样", "聊天记录的字样"


def _mail_head(lines: Sequence[Line]) -> None:
    """发件人：, 收件人：, 主题：, one under the other."""
    run: list[Line] = []
    for line in (*lines, None):
        found = _MAIL.match(line.text) if line is not None and line.kind in (None, OUT) else None
        if line is not None and found and found[1] in phrases("mail"):
            run.append(line)
            continue
        words = {_MAIL.match(one.text)[1] for one in run}  # type: ignore[index]  # each of them matched
        if len(run) >= 2 and words & phrases("envelope"):
            for one in run:
                one.leave_out(_IN_MAIL)
        run = []


def _may_address(sheet: Sheet, text: str) -> bool:
    """王主任, 省志办：, 张三： over a title: a letter's beginning, which could be the title's first line."""
    bare = text.rstrip("：:，,")
    if bare != text and len(bare) <= 8:
        to_unit = (
            bare.endswith(("办", "处", "科", "室", "部", "组", "委")) and place_in(bare, sheet.units) is None
        )
        return (
            to_unit
            or is_person(bare)
            or (bare[:1] in tuple("小老阿") and len(bare) == 2 and is_person(bare[1] + "某"))
        )
    return len(bare) <= 5 and is_person(bare[:1] + "某") and bool(_ADDRESSED.fullmatch(bare))


def _greets(sheet: Sheet, text: str, *, after: bool) -> bool:
    """Whether a line is a letter's greeting, `after` one that was, or without."""
    if len(text) <= 120 and _ASSISTS.match(text):
        return True
    bare = _STICKERS.sub("", text).rstrip() if len(text) <= _LONGEST_GREETING else text
    if bare != text and bare and any(word in bare for word in phrases("polite")):
        return True
    if len(text) <= 30 and _HAILS.match(text) and text[-1] in "：:，,！!。~～":
        return True
    if after and len(text) <= 24 and re.search("您|请查|请审|谢谢|发你|请把|请将|请帮", text):
        return True
    if len(text) <= 40 and _TOLD_TO.match(text):
        return True
    if len(text) <= 24 and _addresses(text):
        return not is_unit(text.rstrip("：:，,"), sheet.units)
    ends = text[-1] in "。！!：:～~，,；.?？" and len(text) <= _LONGEST_GREETING
    return ends and any(word in text for word in phrases("polite")) and not _REPORTS.search(text)


def _addresses(text: str) -> bool:
    return bool(_ADDRESSED.fullmatch(text) and _ADDRESSING.search(text))


_ASSISTS = re.compile(
    r"(?:好的|当然|没问题|可以的?|收到)[，,！!。][^。]{0,100}[：:]\Z|(?:下面|以下|这)(?:就?是|为)[^。]{0,80}(?:稿|信息|简报|版本|内容|文章|范文)[^。]{0,20}[：:。]\Z"
)
"""好的，这是一篇……的信息，供您参考："""
_STICKERS = re.compile(r"\[[^\[\]\s]{1,6}\]")
_HAILS = re.compile(rf"[^，。：；！？、]{{0,6}}(?:{_WHOM})们?好[，,：:！!。]")
"""王老师好，报一条信息："""
_REPORTS = re.compile("[0-9]{1,2}月[0-9]{1,2}日|近日|日前|召开|举办|开展")


_TOLD_TO = re.compile(
    rf"[^，。：；！？、]{{1,4}}(?:{_WHOM})[，,：:].{{0,20}}(?:发|报|送|请|您|稿|信息|麻烦)[^。，]{{0,12}}\Z"
)
"""王老师，发您一篇信息"""


_WISHES = re.compile("[顺敬恭谨]?[祝颂][^，。；：]{1,6}[！!。]?")


def _takes_leave(text: str) -> bool:
    if _WISHES.fullmatch(text):
        return True
    said = [part for part in re.split(r"[\s。！!，,～~：:、]+", text) if part]
    known = phrases("farewell")
    if not said or len(text) > 30:
        return False
    whole = len(said) > 1 or bool(END.search(text))
    return all(part in known or (whole and part.startswith(starts("farewell"))) for part in said)


# ---- forms

_LABEL = "表格里的字样"


def labelled_form(sheet: Sheet) -> None:
    """标题：, 单位：, 正文：, as forms have them: what is behind the labels is title, source and text. Only
    where a title or a text is labelled. Assumes no more than what lines tell by themselves."""
    lines = sheet.lines
    first = [_title_or_text(line) if line.kind in (None, OUT) else None for line in lines]
    _titles_below(lines, first)
    title = next(
        (at for at, one in enumerate(first[:_HEAD_OF_PAGE]) if one and one.word in phrases("title")), -1
    )
    if title < 0:
        return
    for line in lines[:title]:
        if line.kind in (None, OUT) and line.short:
            _labelled_other(sheet, line)
    last = max((at for at, line in enumerate(lines) if not line.short and len(line.text) > 30), default=-1)
    in_text = titled = False
    for at, (line, found) in enumerate(zip(lines, first, strict=True)):
        if found and found.word in phrases("title"):
            in_text, titled = False, True
            _labelled(line, found, Kind.TITLE)
            line.starts = bool(line.text) and line.kind is Kind.TITLE
        elif titled and found and found.word in phrases("subtitle"):
            _labelled(line, found, Kind.TITLE)
        elif titled and found and (not in_text or found.stop == len(line.text)):
            in_text = True
            _labelled(line, found, None)
        elif titled and (not in_text or at > last) and line.kind in (None, OUT):
            _labelled_other(sheet, line)
        in_text = in_text or (titled and line.kind is None and not line.short)


def _titles_below(lines: Sequence[Line], first: list[Label | None]) -> None:
    """标题 alone in a line, as forms have it: the title is the next one."""
    alone = [at for at, line in enumerate(lines[:-1]) if _lone_word(line.text) in phrases("title")]
    for at in alone:
        below = lines[at + 1]
        if (
            below.kind is None
            and below.short
            and len(below.text) >= _SHORTEST_TITLE
            and first[at + 1] is None
        ):
            first[at] = Label("标题", 0, len(lines[at].text))
            below.kind, below.starts = Kind.TITLE, True


def _lone_word(text: str) -> str:
    bare = compacted(text) if len(text) <= _TOKEN else ""
    return re.sub(r"\A(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[.、．]", "", bare).rstrip("：:")


def _title_or_text(line: Line) -> Label | None:
    """The label of a title or of the text, which may stand alone without its colon."""
    word = re.sub(r"\A(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[.、．]", "", compacted(line.text))
    if word in phrases("text"):
        return Label(word, 0, len(line.text))
    return label(line.text, "title", "subtitle", "text")


def _labelled(line: Line, found: Label, kind: Kind | None) -> None:
    """A label off its line; a label alone is left out."""
    line.kind, line.why = None, ""
    if found.stop >= len(line.text):
        line.leave_out(_LABEL)
        return
    line.take_off(found.stop, _LABEL)
    line.kind = kind
    more = list(labels(line.text, "author", "unit", "sender", "aside")) if kind is Kind.TITLE else []
    for one, following in itertools.zip_longest(more, more[1:]):
        told = line.text[one.start : following.start if following else len(line.text)].strip()
        is_source = one.word in phrases("author", "unit", "sender")
        line.extra.append(
            Part(Kind.SOURCE if is_source else OUT, told, why="" if is_source else _LABEL, at=line.at)
        )
    if more:
        line.text = line.text[: more[0].start].rstrip()


def _labelled_other(sheet: Sheet, line: Line) -> None:
    """单位：, 作者：, 联系电话："""
    unit, author = label(line.text, "unit", "sender"), label(line.text, "author")
    other = label(line.text, "aside", "section", "checker")
    one = unit or author
    if one is not None and line.text[one.stop :].strip():
        line.kind, line.why = Kind.SOURCE, ""
        if signature(line.text, sheet.units) is None:
            line.take_off(one.stop, _LABEL)
    elif (one or other) is not None or _ENTRY.match(line.text) or _lone_word(line.text) in _lone_labels():
        line.leave_out(_LABEL)


def _lone_labels() -> Set[str]:
    return phrases("unit", "author", "aside", "section")


_ENTRY = re.compile(
    rf"[{HAN}（）()]{{2,8}}(?:人|员|电话|手机|时间|日期|意见|签字|签名|盖章|邮箱|类别|类型|编号|字数|等级|情况|状态|结果)\s*+[：:]"
)
"""单位负责人：, 审核意见： in a form."""

# ---- several items

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
        mark = _BULLET.match(line.text)
        name = line.text[mark.end() :] if mark else ""
        if 3 <= len(name) <= _MOST_OF_MENU and line.short and below.short and not _BULLET.match(below.text):
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
        titled = unit is not None and len(line.text) - unit.end() >= _SHORTEST_TITLE
        if unit and titled and is_unit(unit[1], sheet.units) and any(not other.short for other in over):
            line.take_off(unit.end(), "")
            line.ahead[-1] = Part(Kind.SOURCE, unit[1], at=line.at)
            line.starts = True
            continue
        named = _TITLED.match(line.text) if line.short else None
        rest = line.text[named.end() :] if named else ""
        counted = named is not None and _COUNT_IN_NAME.search(named[1] or named[2])
        if named and not counted and len(rest) >= _SHORTEST_TITLE and any(not other.short for other in over):
            found.append((at, line, named))
    _bulleted_sections(opened)
    column = _COLUMN.match(opened[0].text) if len(opened) > 1 and opened[0].short else None
    if column and len(opened[0].text) - column.end() >= _SHORTEST_TITLE:
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


_ITEM_MARK = re.compile(
    r"[【（(〔［\[]?\s*+(?:第\s*+)?([^\s\d一二三四五六七八九十【（(〔［\[：:，。]{0,2})\s*+[（(]?([0-9]{1,2}|[一二三四五六七八九十]{1,3})[）)]?\s*+(篇|则|条)?"
    r"\s*+([】）)〕］\]]?\s*+[：:、.．]?)\s*+"
)
_BULLET = re.compile(r"[●◆■★▲◎※○◇□☆△►▶]\s*+")
_TOLD = re.compile(
    r"[0-9一二三四五六七八九十两]{1,3}\s?[篇则条]\s?[）)]?\Z"
    r"|(?:信息|稿件|动态|简讯|要闻|工作)(?:汇总|汇编|集锦|选登|摘编|选编|合集|一览|荟萃|一束|一组)\s?[）)]?\Z"
    r"|(?:信息|动态|简讯|稿件)(?:报送)?\s?[（(][^（）()篇则条]{1,8}[）)]\Z"
)
_ORDINAL, _HEAD_OF_SEVERAL = "序号", "几篇稿件的总题"


def item_marks(sheet: Sheet) -> None:
    """Several items in one file, each under a mark: 【信息1】, 一、 over signed texts, ●. The marks come
    off. Numbers over unsigned texts are subheadings' and stay. Assumes that what stands around items is
    known."""
    lines = [line for line in sheet.lines if line.kind is None]
    marked = _named_marks(lines)
    if not marked and len(lines) > 1 and lines[0].short and lines[1].short and _TOLD.search(lines[0].text):
        numbered = any(pattern.match(lines[1].text) for pattern in (_BULLET, *_NUMBERS))
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


_FIGURES = {char: figure for figure, char in enumerate("零一二三四五六七八九十")} | {"两": 2}


def _told_number(lines: Sequence[Line]) -> bool:
    """信息三则 over three short lines that head texts: those are the titles."""
    told = _TOLD_FIGURE.search(lines[0].text) if len(lines) > 2 and lines[0].short else None
    if told is None:
        return False
    figure = _FIGURES.get(told[1]) or (int(told[1]) if told[1].isdecimal() else 0)
    heads = [
        line
        for line, below in itertools.pairwise(lines[1:])
        if line.short and not line.numbered and len(line.text) >= _SHORTEST_TITLE and not below.short
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
        mark = _ITEM_MARK.match(bare) if len(line.text) <= LONGEST_TITLE else None
        if mark is None or not (mark[1] in phrases("one") or (mark[3] and "第" in mark[0])):
            continue
        closed, rest = bool(mark[4].strip()), bare[mark.end() :]
        over = at + 1 < len(lines) and not lines[at + 1].short and len(rest) >= _SHORTEST_TITLE and line.short
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
    over = all(lines[at + 1].short and len(lines[at + 1].text) >= _SHORTEST_TITLE for at, _ in figures)
    if len(figures) < 2 or not whole or not over or figures[0][0] > 1:
        return []
    return [(at, line, len(line.text)) for at, line in figures]


def _signed_marks(sheet: Sheet, lines: Sequence[Line]) -> list[tuple[Line, int]]:
    """一、, 1., ●, at the file's start and over each of several texts."""
    for pattern in (_BULLET, *_NUMBERS):
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
        long = all(len(pattern.sub("", lines[place].text, count=1)) >= _SHORTEST_TITLE for place in at)
        count = _TOLD.search(head.text) if head is not None else None
        told = bool(head and count and (long or is_periodical(head.text[: count.start()].rstrip("（("))))
        blocks = [lines[start + 1 : stop] for start, stop in zip(at, [*at[1:], len(lines)], strict=True)]
        if not all(any(not line.short for line in block) for block in blocks):
            continue
        signed = sum(_is_signed(sheet, block) for block in blocks)
        whole = told or signed == len(blocks) or (signed >= 2 and head is None)
        guessed = pattern is _BULLET and (head is None or len(head.text) <= _LONGEST_HEAD)
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


_SHORTEST_TITLE = 8
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
        and len(head.text) >= _SHORTEST_TITLE
        and alike(head.paragraph.look, heads[0].paragraph.look)
        and any(not line.short for line in block)
        for head, block in zip(heads, blocks, strict=True)
    ):
        return
    signed = all(_is_signed(sheet, block) for block in blocks)
    for head in heads:
        head.starts, head.other = True, None if signed or head is heads[0] else Kind.SUBHEADING


def _is_signed(sheet: Sheet, block: Sequence[Line]) -> bool:
    """Whether a text ends with a signature in brackets or under a label."""
    tail = block[-1].text
    if len(tail) <= 60:
        return signature(tail, sheet.units) is not None and (
            brackets_off(tail) != tail
            or label(tail, "sender", "author") is not None
            or is_unit(tail, sheet.units)
        )
    inline = re.search(r"[。！？”][（(]([^（）()]{2,30})[）)]\Z", tail)
    return inline is not None and signature(inline[1], sheet.units) is not None


# ---- captions

_CREDIT = re.compile(
    r"[（(][^（）()。]{0,14}(?:摄影?|供图|制图|绘图)[）)]\Z|(?:摄影|供图|图片提供|图片来源|照片来源)\s*+[/／：:]\s*+\S{2,14}\Z"
    r"|[\s。，][^\s。，（）()]{2,6}\s?[/／]?\s?(?:摄影?|供图)\Z|图片由.{2,20}提供[）)]?\Z|\A(?:摄影|摄)\s[^\s，。]{2,12}\Z|\A[^\s，。、]{2,16}供图\Z|\A(?:[（(]?资料图片?[）)]?|[（(]图\s?[/／：:][^，。]{2,10}[）)]|图片[/／][^\s，。]{2,10})\Z|[（(]资料图片?[）)]\Z"
)
_POINTS = re.compile(r"[▲△↑▼▽↓←→⬆⬇👆👇]\s*+")
_SAYS_PICTURE = re.compile(
    r"[（(【\[［]?\s*+(?:[上下左右]?图为|图[0-9]{1,2}[】\]］)）]?(?![0-9.%年月])|图[一二三四五六七八九十]{1,2}\s?(?:[：:、.．]|\s|为)|[上下左右]?图\s?[：:])[^。！？；]{2,}[。）)]?\Z"
)
"""图为培训会现场, 图1：扫描档案"""
_SCENE = re.compile(r"(?:现场|合影|留影|一角|掠影|剪影|全景|外景)\Z")
_LONGEST_SCENE = 14
"""启动会现场 between two paragraphs."""
_LABELLED_CAPTION = re.compile(r"[（(【\[［]?(?:图片说明|照片说明|图说|图注|图示|图片内容)\s?[：:]")
_PLACE_OF_PICTURE = re.compile(
    r"[（(【\[［]?(?:图片|照片|插图|配图|附图|组图|此处插?入?图片?)\s?[0-9一二三四五六七八九十]{0,2}[）)】\]］]?"
)
_CAPTION_WHY = "图片说明"
_LONGEST_CAPTION = 60


def captions(sheet: Sheet) -> None:
    """What stands under pictures: with a photographer's name, or a short line set no larger than the text
    right under a picture, which could be a subheading too. Assumes that what stands around items is
    known."""
    opened = 0
    for line in sheet.lines:
        if line.kind is not None or line.starts:
            opened += line.starts
            continue
        opened += 1
        if opened < 2 or len(line.text) > _LONGEST_CAPTION:
            continue
        look, body = line.paragraph.look, sheet.looks.body
        alone = brackets_off(line.text) == line.text
        small = bool(look.size and body.size and look.size < body.size and look.align == "centre")
        scene = (
            line.short and len(line.text) <= _LONGEST_SCENE and _SCENE.search(line.text) and not line.numbered
        )
        if (
            scene
            and not _SAYS_PICTURE.match(line.text)
            and line.text[0] not in "“《【"
            and not line.emphasis
            and alone
        ):
            line.leave_out(_CAPTION_WHY, other=Kind.SUBHEADING)
            continue
        credited = _CREDIT.search(line.text) and not _LABELLED_CREDIT.match(line.text)
        labelled = _PLACE_OF_PICTURE.fullmatch(line.text) or _LABELLED_CAPTION.match(line.text)
        if labelled or credited or (_POINTS.match(line.text) and line.short):
            line.leave_out(_CAPTION_WHY)
        elif line.at not in sheet.pictures and _SAYS_PICTURE.match(line.text):
            line.kind, line.other = Kind.BODY, OUT  # its picture is not there: the clerk may know why
        elif (
            (line.at in sheet.pictures or small)
            and line.short
            and not line.numbered
            and alone
            and len(line.text) <= 40
        ):
            loud = (look.bold and not body.bold) or sheet.looks.larger(look) or look.outline is not None
            smaller = bool(look.size and body.size and look.size < body.size)
            loud = loud or bool(look.face != body.face and look.align != "centre" and not smaller)
            if not loud and signature(line.text, sheet.units) is None:
                line.leave_out(_CAPTION_WHY, other=Kind.SUBHEADING)


_LABELLED_CREDIT = re.compile(r"[（(]?(?:文|图文|文图|撰稿|供稿|作者|来源|记者|通讯员)[^。]{0,2}[/／：:\s]")


def bare_section(text: str) -> str:
    return re.sub(r"[\s【】〖〗［］\[\]●◆■★☆▲]", "", text)


def compacted(text: str) -> str:
    return re.sub(r"\s", "", text)
