"""Rules about figures: ranges, dates, years, document numbers, ordinals (GB/T 15835-2011, GB/T 9704-2012, and
GB/T 15834-2011 for the marks in them)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date as Date  # noqa: N812
from functools import lru_cache
from itertools import pairwise

from bulletin_desk.bulletin.dates import chinese_weekday, lost_date_marks
from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.hanzi.numerals import value_of
from bulletin_desk.proof.expressions import Expression
from bulletin_desk.proof.findings import Mark, Replacement, advice, doubtful, error
from bulletin_desk.proof.places import quoted

_WRONG_LINK = r"(?:[-－–‐‑‒−~〜一]| - |——|-{2,})"
"""What stands for a range where — or ～ should; 一 is the character, as scanned texts have it."""


# ---- ranges

_YEARS = Expression(
    rf"(?<![\dA-Za-z/.—～〔-])(?P<from>[12]\d{{3}})(?P<unit>年?)(?P<link>{_WRONG_LINK}|～)(?P<to>[12]\d{{3}})(?P<year>年)?(?![\d.])"
)
_SHORT_YEARS = Expression(r"(?<![\d/.—～-])(?P<from>[12]\d{3})年?(?P<link>[-－–~～—])(?P<to>\d{2})年")
_DATES = Expression(
    rf"(?<![\d/.—～-])(?P<from>\d{{1,2}})(?P<unit>[月日时]?)(?P<link>{_WRONG_LINK})(?:\d{{1,2}}月)?(?P<to>\d{{1,2}})(?P<last>[月日时])"
)
_NEXT_YEAR = Expression(rf"(?<=[月日])(?P<link>{_WRONG_LINK})(?=[12]\d{{3}}年|[次翌今]年|至?今)")
_FIGURE = r"\d{1,20}(?:\.\d{1,20})?"
"""A number: of more figures there is none in an office."""
_TIMES = Expression(rf"(?<!\d)\d{{1,2}}[:：]\d{{2}}(?P<link>{_WRONG_LINK})\d{{1,2}}[:：]\d{{2}}(?!\d)")
_UNITS = (
    "[万亿千百](?:元|人|亩|吨|字|册|头|户|件|个)|个|天|人|岁|小时|分钟|秒|万|亿|千|百|十|元|倍|米|公里|千米|厘米|毫米|吨|亩|公顷|次|期|篇|部|册|名|位|项|家|"
    "周|公斤|千克|克|度|℃|页|章|年|户|件|种|条|字|卷|级|台|辆|张|幅|头|只|株|座|处|所|间|份|套|步|门|集|场|轮|层|成|折|里|升|毫升|季度|届|km|cm|mm|kg|m"
)
_NUMBERS = Expression(
    rf"(?<![\d.A-Za-z/—～-])(?P<from>{_FIGURE})(?P<unit>[%‰％℃]|(?:{_UNITS})?)(?P<link>{_WRONG_LINK})"
    rf"(?P<to>{_FIGURE})(?P<last>[%‰％℃]|{_UNITS})(?![\d-])"
)
_HAVE_UNIT = Expression(
    rf"(?<![\d.])(?P<from>{_FIGURE})(?P<link>[～—~\-－–至])(?P<to>{_FIGURE})(?P<unit>[%‰％]|万|亿)(?P<money>元)?"
)


def ranges(text: str, kind: Kind) -> Iterator[Mark]:
    """2013—2015年, 3～5年, 15%～30%, 13万元～17万元 (GB/T 15835, 5.1.3; GB/T 15834, 4.13)."""
    seen: set[int] = set()
    for found in _YEARS.finditer(text):
        start, end = found.span("link")
        link, dated = found["link"], bool(found["year"] or found["unit"])
        if link == "～":
            if dated:
                yield advice("year_range", (start, end), "起止年份宜用一字线“—”。", "—")
            continue
        if not dated and (
            int(found["from"]) > int(found["to"]) or not _in_brackets(text, found.start(), found.end())
        ):
            continue
        seen.add(start)
        mark = error if dated else doubtful
        message = f"起止年份之间用了“{link.strip()}”；应为一字线“—”。"
        yield mark("year_range", (start, end), message, "—")
    for found in _SHORT_YEARS.finditer(text):
        century = found["from"][:2]
        if found["to"] < found["from"][2:]:
            century = str(int(century) + 1)
        if int(century) <= 20:
            whole = f"{century}{found['to']}"
            yield doubtful("short_year", found.span("to"), f"年份要写全；应为“{whole}年”。", whole)
            seen.add(found.start("link"))
            if found["link"] in "-－–~":
                message = f"起止年份之间用了“{found['link']}”；应为一字线“—”。"
                yield error("year_range", found.span("link"), message, "—")
    for pattern in (_DATES, _TIMES, _NEXT_YEAR):
        for found in pattern.finditer(text):
            start, end = found.span("link")
            if start in seen:
                continue
            seen.add(start)
            message = f"起止之间用了“{found['link'].strip()}”；应为一字线“—”。"
            yield error("year_range", (start, end), message, "—")
    for found in _NUMBERS.finditer(text):
        start, end = found.span("link")
        if start in seen or (found["unit"] and found["unit"] not in found["last"] + "%％万亿千百"):
            continue
        seen.add(start)
        message = f"数值范围用了“{found['link'].strip()}”；应为“～”。"
        yield error("number_range", (start, end), message, "～")
    yield from _range_units(text)
    yield from _range_order(text)


_WEEKDAY_RANGE = Expression(r"(?:周|星期)[一二三四五六](?P<link>[-－–])(?:周|星期)[二三四五六日天]")


def weekday_ranges(text: str, kind: Kind) -> Iterator[Mark]:
    """周一—周五 (GB/T 15834, 4.13)."""
    for found in _WEEKDAY_RANGE.finditer(text):
        message = f"起止之间用了“{found['link']}”；应为一字线“—”。"
        yield error("year_range", found.span("link"), message, "—")


def _in_brackets(text: str, start: int, end: int) -> bool:
    """Whether a range of bare years is the whole of a bracket: （2021-2025）."""
    return text[start - 1 : start] in ("（", "(") and text[end : end + 1] in ("）", ")", "年")


def _range_units(text: str) -> Iterator[Mark]:
    for found in _HAVE_UNIT.finditer(text):
        if float(found["from"]) >= float(found["to"]):
            continue  # 8000～1万: the first number is not in 万
        after = text[found.end() : found.end() + 1]
        if found["unit"] == "亿" and after == "万":
            continue
        unit = found["unit"] + (found["money"] or "")
        spoken = found["link"] == "至"
        at = found.end("from")
        shown = f"{found['from']}{unit}{found['link']}{found['to']}{unit}"
        mark = advice if spoken else error
        message = f"前一个数的“{unit}”不能省，会有歧义；应为“{shown}”。"
        yield mark("range_unit", found.span(), message, (Replacement(at, at, unit),))


_ORDER = Expression(r"(?<![\d.])(?P<from>[12]\d{3})年?[—～](?P<to>[12]\d{3})年")


_DAY_ORDER = Expression(r"\d月(?P<from>\d{1,2})日?(?:至|—|～)(?P<to>\d{1,2})日(?!起)")


def _range_order(text: str) -> Iterator[Mark]:
    for found in _DAY_ORDER.finditer(text):
        if int(found["from"]) >= int(found["to"]):
            start, end = found.start("from"), found.end()
            yield doubtful("range_order", (start, end), "起止日期颠倒了；请核对。")
    for found in _ORDER.finditer(text):
        if int(found["from"]) > int(found["to"]):
            yield doubtful("range_order", found.span(), "起止年份颠倒了；请核对。")


# ---- dates

_ZERO = Expression(
    r"(?:(?<=年)0(?=[1-9]月)|(?<=月)0(?=[1-9]日)|(?<![\d.:：/—～-])0(?=[1-9]月(?:\d{1,2}日|份|底|初|中旬|上旬|下旬)))"
)
_DAY = Expression(
    r"(?:(?<!\d)(?P<year>\d{4})年)?(?<![\d.])(?P<month>\d{1,4})月(?P<day>\d{1,4})日"
    r"(?:(?:[上下]午|晚上?)?[（(](?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])[）)]"
    r"|(?:，|,|\s)?(?:[上下]午|晚上?)?(?:星期|周|礼拜)(?P<bare>[一二三四五六日天])(?![一二三四五六日天至到—～、期末]))?"
)
_DAY_TO = Expression(r"月\d{1,2}日?(?:至|—|～|、|和)(?P<day>\d{2,4})日")
_YEAR_MONTH = Expression(r"(?<!\d)\d{4}年(?P<month>\d{1,4})月(?!\d{1,4}日)")
_LUNAR = Expression(r"(?:农历|旧历|阴历|夏历)\D{0,6}\Z")
_LUNAR_LENGTH = 8


def dates(text: str, kind: Kind) -> Iterator[Mark]:
    """Dates without leading zeros (GB/T 9704, 7.3.5.4), that the calendar has, on their right weekday."""
    told = list(_calendar(text)) if "月" in text else []
    yield from told
    for start, stop in lost_date_marks(text):
        if not any(mark.start < stop and start < mark.end for mark in told):
            message = f"“{text[start:stop]}”不会是日期，也许漏了“年”“月”或连接号；请核对。"
            yield error("impossible_date", (start, stop), message)


_WHOLE_DATE = Expression(r"(?<!\d)(?P<year>[12]\d{3})年\d{1,2}月\d{1,2}日")


@lru_cache(maxsize=8)
def year_of(text: str) -> int | None:
    """The year of the days of a text, where its dates name one year only."""
    years = {int(found["year"]) for found in _WHOLE_DATE.finditer(text)}
    return years.pop() if len(years) == 1 else None


def _calendar(text: str) -> Iterator[Mark]:
    for found in _ZERO.finditer(text):
        yield error("leading_zero", found.span(), "月、日前面不加“0”；请删去。", "")
    for found in _DAY.finditer(text):
        year, month, day = int(found["year"] or 2024), int(found["month"]), int(found["day"])
        if _LUNAR.search(text, max(0, found.start() - _LUNAR_LENGTH), found.start()):
            continue
        if year < 1 or not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
            shown = f"{found['year']}年{month}月{day}日" if found["year"] else f"{month}月{day}日"
            yield error("impossible_date", found.span(), f"没有“{shown}”这一天；请核对。")
        elif weekday := found["weekday"] or found["bare"]:
            if not found["year"] and (year := year_of(text) or 0) == 0:
                continue  # the date tells: `items`
            right = chinese_weekday(Date(year, month, day))
            if ("日" if weekday == "天" else weekday) != right:
                mark = error if found["year"] else doubtful
                message = f"{year}年{month}月{day}日是星期{right}；请核对日期或星期。"
                yield mark("weekday", found.span("weekday" if found["weekday"] else "bare"), message)
    for found in _DAY_TO.finditer(text):
        if int(found["day"]) > 31 and not text.startswith(("内", "后"), found.end()):
            start, end = found.span("day")
            yield error("impossible_date", (start, end + 1), f"没有“{found['day']}日”；请核对。")
    for found in _YEAR_MONTH.finditer(text):
        if not 1 <= int(found["month"]) <= 12:
            start, end = found.span("month")
            yield error("impossible_date", (start, end + 1), f"没有“{found['month']}月”；请核对。")


_POINTED = Expression(
    r"(?<![\d.、A-Za-z/〔-])(?P<year>(?:19|20)\d{2})(?P<mark>[、./．])(?P<month>0?[1-9]|1[0-2])(?P=mark)"
    r"(?P<day>0?[1-9]|[12]\d|3[01])(?P<tail>日)?(?![\d.、年月/%])"
)
_NUMERALS = "〇零一二三四五六七八九"
_MIXED = Expression(
    rf"[{_NUMERALS}]{{4}}年\d{{1,2}}月|\d{{4}}年[一二三四五六七八九十]{{1,2}}月[一二三四五六七八九十]{{1,3}}日"
    rf"|\d{{1,2}}月[一二三四五六七八九十]{{1,3}}日|(?<![{_NUMERALS}十])[一二三四五六七八九十]{{1,2}}月\d{{1,2}}日"
)
_SPOKEN_DAY = Expression(r"(?<!\d)\d{1,2}月\d{1,2}(?P<day>号)(?![楼院馆厅文令线门路台机样])")
_SHORT = Expression(
    r"(?<![\d第近这共历达前后满过用长约、.—～至每约时隔经-])(?P<year>\d{2})年(?=\d{1,2}月|初(?![心衷次步级中始])|底(?![蕴气色子线])|末|度(?![假过量])|[上下]半年)"
    r"|[’'‘](?P<marked>\d{2})年"
)


def date_forms(text: str, kind: Kind) -> Iterator[Mark]:
    """2010、03、02, mixed numerals, years of two digits (GB/T 15835, 5.1.4)."""
    for found in _POINTED.finditer(text):
        month, day = int(found["month"]), int(found["day"])
        year = int(found["year"])
        if day > monthrange(year, month)[1]:
            continue
        certain = found["mark"] == "、" and (found["month"][0] == "0" or found["day"][0] == "0")
        right = f"{year}年{month}月{day}日"
        mark = error if certain else doubtful
        yield mark("date_form", found.span(), f"日期写成了“{found[0]}”；应为“{right}”。", right)
    for found in _MIXED.finditer(text):
        if _LUNAR.search(text, max(0, found.start() - _LUNAR_LENGTH), found.start()):
            continue
        yield doubtful("mixed_date", found.span(), f"“{found[0]}”里汉字数字和阿拉伯数字混用；请统一。")
    for found in _SPOKEN_DAY.finditer(text):
        yield advice("date_form", found.span("day"), "书面上写“日”，不写“号”。", "日")
    for found in _SHORT.finditer(text):
        short = found["year"] or found["marked"]
        yield advice("short_year", found.span(), f"“{short}年”如果是年份，请写全四位。")


_ZERO_LIKE = "零○OoＯ0０◯Ο"
_HAN_YEAR = Expression(
    rf"(?<![{_NUMERALS}{_ZERO_LIKE}十百千万\d])(?P<year>[一二][{_NUMERALS}{_ZERO_LIKE}]{{3}})(?P<tail>年)?(?![{_NUMERALS}十百千万\d])"
)
_FIGURE_YEAR = Expression(r"(?<![0-9A-Za-z])(?=[0-9OoО〇○l]{4}年)(?P<year>[12l][0-9OoО〇○l]{3})(?=年)")


def years(text: str, kind: Kind) -> Iterator[Mark]:
    """二〇二三, not 二零二三 (GB/T 15835, 5.2.5); 2023, not 2O23 with a letter."""
    for found in _HAN_YEAR.finditer(text):
        wrong = [at for at in range(*found.span("year")) if text[at] in _ZERO_LIKE]
        if not wrong or found["year"][0] not in "一二":
            continue
        if not found["tail"] and found["year"][:2] not in ("二零", "二○", "二O", "二0"):
            continue
        right = "".join("〇" if char in _ZERO_LIKE else char for char in found["year"])
        mark = error if found["tail"] else doubtful
        yield mark("han_zero", found.span("year"), f"年份“{found['year']}”应为“{right}”。", right)
    for found in _FIGURE_YEAR.finditer(text):
        year = found["year"]
        if not year.isdecimal():
            right = re.sub("[OoО〇○]", "0", year).replace("l", "1")
            message = f"“{year}”里夹着字母或“〇”；应为“{right}”。"
            yield error("letter_in_number", found.span("year"), message, right)


# ---- document numbers

_NUMBER = Expression(
    r"(?<=[\u4e00-\u9fff])(?P<open>[\[（(【［〔﹝{〈［])\s*(?P<year>(?:19|20)\d{2})\s*年?(?P<close>[\]）)】］〕﹞}〉])"
    r"\s*(?P<nth>第?)(?P<zero>0*)(?P<number>[1-9]\d{0,3})号"
)
_SHORT_NUMBER = Expression(r"(?<=[\u4e00-\u9fff]〔)(?P<year>[0-3]\d)(?=〕[1-9]\d{0,3}号)")
_NOT_OFFICIAL = Expression(r"(?:公告|令|通告|公报|增刊|期|卷|简报|年鉴)\Z")


def document_numbers(text: str, kind: Kind) -> Iterator[Mark]:
    """川志办发〔2026〕3号: the year in 〔〕, no 第, no leading zero (GB/T 9704, 7.2.5)."""
    for found in _NUMBER.finditer(text):
        right = f"〔{found['year']}〕{found['number']}号"
        if found[0] == right or _NOT_OFFICIAL.search(text, max(0, found.start() - 4), found.start()):
            continue
        faults = []
        if found["open"] + found["close"] != "〔〕":
            faults.append("年份用六角括号“〔〕”")
        if found["nth"]:
            faults.append("不加“第”")
        if found["zero"]:
            faults.append("序号前不加“0”")
        words = "，".join(faults) or "中间不留空格"
        yield error("document_number", found.span(), f"发文字号{words}；应为“{right}”。", right)
    for found in _SHORT_NUMBER.finditer(text):
        message = f"发文字号里的年份要写全四位；应为“20{found['year']}”。"
        yield doubtful("document_number", found.span("year"), message, f"20{found['year']}")


# ---- ordinals

_TENS = "一二三四五六七八九十"
_ITEM_START = Expression(r"[\n。；：]")
_ARABIC = Expression(rf"(?P<number>[1-9]\d?)(?P<mark>、)(?=[{HAN}“《（])")
_BRACKETED = Expression(
    rf"(?:[（(](?:[{_TENS}]{{1,3}}|\d{{1,2}})[）)](?P<mark>[、.．，：])|[①-⑳](?P<circled>[、.．]))"
)
_HAN_POINT = Expression(rf"[{_TENS}]{{1,3}}(?P<mark>[.．])(?=\s*\S)")
_NTH = Expression(
    rf"(?:第[{_TENS}]{{1,2}}|首先|其次|再次|最后|其[{_TENS}])(?P<mark>、)(?=[{HAN}“《])(?![{_TENS}])"
)


def ordinals(text: str, kind: Kind) -> Iterator[Mark]:
    """1. not 1、; nothing behind （1） and （一）; 一、 not 一. (GB/T 15834, B.3; GB/T 9704, 7.3.3)."""
    for at in (0, *(found.end() for found in _ITEM_START.finditer(text))):
        if found := _ARABIC.match(text, at):
            if int(found["number"]) <= 30:
                message = f"序号“{found['number']}”后面用下脚点；应为“{found['number']}.”。"
                yield error("ordinal", found.span("mark"), message, ".")
        elif found := _BRACKETED.match(text, at):
            start, end = found.span("mark" if found["mark"] else "circled")
            message = f"带括号的序号后面不用“{text[start]}”；请删去。"
            yield error("ordinal", (start, end), message, "")
        elif found := _NTH.match(text, at):
            message = "“第一”“首先”这样的序号后面用逗号；应为“，”。"
            yield doubtful("ordinal", found.span("mark"), message, "，")
        elif (not at or text[at - 1] == "\n") and (found := _HAN_POINT.match(text, at)):
            message = "汉字序号后面用顿号；应为“、”。"
            yield error("ordinal", found.span("mark"), message, "、")


_MARKER = Expression(
    rf"(?:\A|(?<=[。；：，:;\s”）]))(?:(?P<is>[{_TENS}]{{1,3}})(?P<verb>是|要)(?!否|不是)"
    rf"|[（(](?P<round>[{_TENS}]{{1,3}})[）)]|(?P<nth>第[{_TENS}]{{1,3}})(?=[，,])|(?P<point>[1-9]\d?)[.．](?!\d)|[（(](?P<figure>[1-9]\d?)[）)]|(?P<han>[{_TENS}]{{1,3}})(?=、[^{_TENS}]))"
)


def enumerations(text: str, kind: Kind) -> Iterator[Mark]:
    """一是…；二是…: an item that holds a 。 does not end with ； (附录A); no number is left out."""
    rows: dict[str, list[tuple[int, int, int]]] = {}
    for found in _MARKER.finditer(text):
        group = found.lastgroup or ""
        key = found["verb"] if found["is"] else group
        numeral = found[group if group != "verb" else "is"]
        if number := value_of(numeral.removeprefix("第")):
            rows.setdefault(key, []).append((number, found.start(), found.end()))
    for key, row in rows.items():
        plain = row[0][0] == 1 and sum(number == 1 for number, _, _ in row) == 1
        """Whether this is one enumeration, none inside another."""
        for (number, _, end), (following, start, stop) in pairwise(row):
            if following == number + 1:
                at = start - 1
                while at > end and text[at].isspace():
                    at -= 1
                if at >= end and text[at] == "；" and "。" in _outside(text[end : at + 1]):
                    yield _semicolon_after_stop(at)
            elif plain and key in ("是", "要", "nth") and following != number:
                message = f"前面是第{number}项，这里是第{following}项；请核对序号。"
                yield doubtful("ordinal_gap", (start, stop), message)
            elif plain and key in ("是", "要") and following == number:
                yield doubtful("ordinal_gap", (start, stop), f"第{number}项出现了两次；请核对序号。")
    if rows and text.rstrip().endswith("；"):
        first = next(iter(rows.values()))
        if len(first) == 1 and first[0][1] == 0 and "。" in _outside(text):
            at = len(text.rstrip()) - 1
            yield _semicolon_after_stop(at)


def _semicolon_after_stop(at: int) -> Mark:
    message = "这一项里面已经用了句号，末尾不能再用分号；应为“。”。"
    return error("semicolon_after_stop", (at, at + 1), message, "。")


_INSIDE = Expression(r"“[^“”]*”|（[^（）]*）|《[^《》]*》")


def _outside(text: str) -> str:
    """The text without what stands in quotes and brackets."""
    return _INSIDE.sub("", text)


# ---- quantities

_PAIR = Expression(
    rf"(?<![第{_TENS}、百千万列获（])(?P<one>[{_TENS}])(?P<mark>、)(?P<two>[二三四五六七八九])(?P<unit>十|百|千|万|个|天|名|人|位|次|里|岁|米|家|件|篇|部|年(?!级|制)|成)(?!、|分之)"
)
_ABOUT = Expression(
    # 节约20余万元, 最近10多年, 近10余年来 are right
    r"(?:(?<![节制条公签合预契缔违特])约[有为达]?|(?<![最附靠邻新临亲贴])近|逾|超过)(?:[\d.]+|[一二三四五六七八九十百千]+)[万亿]?"
    r"(?P<more>余|多)(?=[\u4e00-\u9fff])(?!年|个?月|天|日)"
    r"|(?:(?<![节制条公签合预契缔违特])约[有为达在]?|(?<![最附靠邻新临亲贴])近)(?:[\d.]+|[一二三四五六七八九十百千万]+)"
    r"[\u4e00-\u9fff]{0,2}(?P<around>左右|上下)"
    r"|\d(?:多|余)[万亿]?[\u4e00-\u9fff]{0,3}(?P<besides>左右)"
    r"|(?:大约|大概|约|将近|接近)(?:在|于|是)?[12]\d{3}年(?P<then>左右|前后|上下)"
    r"|(?:大约|大概|将近|接近)(?:有|为|在)?(?:[\d.]+|[一二三四五六七八九十百千万两几]+)[\u4e00-\u9fff%]{0,4}(?P<roughly>左右|上下|余(?=[人件名个次部]))"
    r"|(?:超过|多达|高达|至少|不少于|不低于)(?:需要?|要|有)?(?:[\d.]+|[一二三四五六七八九十百千万两]+)[\u4e00-\u9fff%]{1,3}?(?P<above>以上|左右)(?=[，。；、）\n]|\Z)"
    r"|(?:不足|不到|至多|最多|不超过|少于)(?:[\d.]+|[一二三四五六七八九十百千万两]+)[\u4e00-\u9fff%]{1,3}?(?P<below>以下|左右|以内)(?=[，。；、）\n]|\Z)"
)
_ABOUT_ENDS = ("more", "around", "besides", "then", "roughly", "above", "below")
_ABOUT_BEGINS = (
    *(
        "大约",
        "大概",
        "将近",
        "接近",
        "超过",
        "多达",
        "高达",
        "至少",
        "不少于",
        "不低于",
        "不足",
        "不到",
        "至多",
        "最多",
    ),
    *("不超过", "少于", "约", "近", "逾"),
)
_LESS = Expression(r"(?:减少|降低|下降|缩小|缩短)了?(?:近|约|到)?[\d.一二两三四五六七八九十几]+倍")
_POWER = Expression(r"(?<=[\d万亿余多])\s?(?:k|c|d|m)?m(?P<power>[23])(?![\dA-Za-z.])")


def quantities(text: str, kind: Kind) -> Iterator[Mark]:
    """三四十人, not 三、四十人 (4.5.3.4); 约 without 余; no 减少三倍; m² with its power raised."""
    for found in _PAIR.finditer(text):
        if _TENS.index(found["two"]) - _TENS.index(found["one"]) == 1:
            message = "相邻两个数字连用表示大概的数目，中间不用顿号；请删去。"
            yield doubtful("approximate", found.span("mark"), message, "")
    for found in _ABOUT.finditer(text):
        more = next(found[name] for name in _ABOUT_ENDS if found[name])
        first = next((word for word in _ABOUT_BEGINS if found[0].startswith(word)), "多")
        if found["besides"]:
            first = "余" if "余" in found[0] else "多"
        message = f"“{quoted(found[0])}”前后两次说了大约；“{first}”和“{more}”请留一个。"
        yield doubtful("about_twice", found.span(), message)
    for found in _LESS.finditer(text):
        message = f"“{quoted(found[0])}”：减少不能用倍数；请改成百分数或分数。"
        yield doubtful("times_less", found.span(), message)
    for found in _POWER.finditer(text):
        raised = {"2": "²", "3": "³"}[found["power"]]
        message = f"“{found[0].strip()}”的“{found['power']}”应为“{raised}”。"
        yield doubtful("unit_power", found.span("power"), message, raised)
