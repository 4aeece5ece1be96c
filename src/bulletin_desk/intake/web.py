"""What a web page puts around an article, told by its words: site, path, data, links, notices. Passes of
recognition."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.intake.phrases import Label, label, labels, phrases, starts
from bulletin_desk.intake.sheet import STOP, Line, Sheet
from bulletin_desk.intake.sources import is_unit
from bulletin_desk.intake.telling import (
    DAY,
    HEAD_OF_PAGE,
    LONGEST_COLUMN,
    ON_WEB_PAGE,
    SHORTEST_TITLE,
    STOPPED_LINE,
    TOKEN,
)

PAGE_WORDS = re.compile(
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
"""Lines that no article has."""
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
        if line.kind is not None and (line.why != ON_WEB_PAGE or line.extra):
            continue
        furniture = is_furniture(text)
        if line.kind is None and (furniture or _is_account(sheet, at)):
            inside = 0 < at < len(lines) - 1 and not lines[at - 1].short and not lines[at + 1].short
            line.leave_out(ON_WEB_PAGE, other=Kind.SUBHEADING if inside and not STOP.search(text) else None)
        if furniture:
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
    counted = _COUNTED.fullmatch(text) if len(text) <= TOKEN else None
    if counted and counted[1] in phrases("data"):
        return []
    if len(text) > _LONGEST_DATA or STOPPED_LINE.search(text):
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
    if bare.startswith(starts("claims")) or PAGE_WORDS.fullmatch(bare):
        return True
    if bare.startswith(starts("opens")) and not re.search("[。；？]", bare):
        return True
    link = max((word for word in starts("links") if bare.startswith(word)), key=len, default="")
    if link and not _ANY_HAN.match(bare, len(link)):
        return True
    if bare.startswith(starts("clock")) and re.search("[0-9]", bare) and not STOPPED_LINE.search(bare):
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


def _is_menu(text: str) -> bool:
    """网站首页 | 机构概况 | 政务公开 | 联系我们: short words one beside the other."""
    words = [word for word in re.split(r"[\s|｜·/／]+", text) if word]
    return len(words) >= 4 and all(len(word) <= LONGEST_COLUMN for word in words) and not STOP.search(text)


@cache
def _first_two() -> frozenset[str]:
    """How a page's words begin, of those that may stand together: a quick look."""
    return frozenset(word[:2] for word in phrases("page") if len(word) > 1)


def _in_page_words(word: str) -> bool:
    """Whether a run of characters is made of words of a page: 关闭本页打印正文."""
    known = phrases("page")
    if word in known:
        return True
    if len(word) > TOKEN or word[:2] not in _first_two():
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
        (at for at in reversed(range(min(HEAD_OF_PAGE, len(lines)))) if _WHERE.match(lines[at].text)), 0
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
    for at, line in enumerate(lines[: HEAD_OF_PAGE // 2]):
        below = lines[at + 1] if at + 1 < len(lines) else None
        if line.kind is not None or below is None or not line.short:
            continue
        again = any(
            one.why == ON_WEB_PAGE and one.text.startswith(line.text) for one in lines[at + 1 : at + 4]
        )
        path = re.search("[>＞»]", line.text) and at < 3
        if told and (
            _SITE.search(line.text) or path or (again and at == 0 and len(line.text) <= LONGEST_COLUMN)
        ):
            line.leave_out(ON_WEB_PAGE)
        elif (
            at
            and len(line.text) <= LONGEST_COLUMN
            and lines[at - 1].kind is None
            and len(lines[at - 1].text) >= 12
        ):
            timed = below.why == ON_WEB_PAGE or (below.why == "日期" and re.search("[0-9]:[0-9]", below.text))
            if timed and sheet.signature(line.text) is None:
                line.leave_out(ON_WEB_PAGE, other=Kind.TITLE)


def _column_over_title(lines: Sequence[Line]) -> None:
    """The name of a site's part over an article, where the page tells more of itself."""
    opened = [line for line in lines if line.kind is None][:2]
    if is_column(opened) and any(line.why == ON_WEB_PAGE for line in lines):
        opened[0].leave_out(ON_WEB_PAGE)


def is_column(opened: Sequence[Line]) -> bool:
    """Whether the first of two lines names a part of a site or a bulletin, over a title."""
    if len(opened) < 2 or opened[0].text not in phrases("column"):
        return False
    return opened[1].short and len(opened[1].text) >= SHORTEST_TITLE


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
            signs = sheet.signature(line.text) is not None
            if line.kind is None and line.short and not signs and not line.text.startswith("附"):
                line.leave_out(ON_WEB_PAGE)
        done = stop
