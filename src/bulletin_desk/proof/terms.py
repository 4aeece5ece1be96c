"""Rules about fixed terms of party and state: plans, congresses, plenary sessions, bodies, leaders, and how
Hong Kong, Macao and Taiwan are named beside countries. Terms of one wrong word are rows of `confused.txt`."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.numerals import chinese, value_of
from bulletin_desk.hanzi.words import SURNAMES_IN_ONE
from bulletin_desk.proof.expressions import Expression
from bulletin_desk.proof.findings import Mark, Replacement, advice, doubtful, error
from bulletin_desk.proof.places import is_inside

# ---- five-year plans

_PLAN = "十[一二三四五六]?五"
_BARE_PLAN = Expression(
    r"(?<![“‘〈第\d〇零一二三四五六七八九十百千万])十[一二三四五六]五"
    r"(?![个岁年天人名次里块元万亿分点条米斤家部篇件位日号本户倍种间只头台辆层亩吨千百双回趟遍步尺寸斗周月”])"
)
_WIDE_QUOTES = Expression(rf"“(?P<plan>{_PLAN})(?P<more>规划|时期|期间|计划|规划纲要|发展规划|规划期|末|初)”")
_PLAN_YEARS = Expression(
    r"“(?P<plan>[一二三四五六七八九]五|十[一二三四五六]?五)”(?:时期|期间|规划|计划)?"
    r"[（(](?P<from>\d{4})年?[—～\-－–至](?P<to>\d{4})年?[）)]"
)
_PLAN_YEAR = Expression(
    r"(?P<year>\d{4})年?[是为作，]{1,3}(?:我[省市县区国州])?(?:全面)?(?:实施|落实)?“(?P<plan>[七八九]五|十[一二三四五六]?五)”"
    r"(?:时期|规划)?(?:实施)?的?(?P<which>开局|起步|首|第一|第二|第三|第四|第五|收官|收尾|最后一)(?:之)?年"
)
_NTH_YEAR = {"开局": 0, "起步": 0, "首": 0, "第一": 0, "第二": 1, "第三": 2, "第四": 3}
"""What a year of a plan is called; all others are its last."""
_FIRST_YEARS = dict(
    zip(
        (*"一二三四五六七八九十", "十一", "十二", "十三", "十四", "十五", "十六"),
        (1953, 1958, 1966, 1971, 1976, 1981, 1986, 1991, 1996, 2001, 2006, 2011, 2016, 2021, 2026, 2031),
        strict=True,
    )
)
"""When the plans began, by their numbers: 十四 for “十四五”."""


def five_year_plans(text: str, kind: Kind) -> Iterator[Mark]:
    """“十四五”规划 in quotes, and nothing else in them; 2021 to 2025 are its years."""
    for found in _BARE_PLAN.finditer(text):
        start, end = found.span()
        if is_inside(text, start, "《》"):
            continue
        inside = is_inside(text, start, "“”")
        if inside and text[end : end + 1] == "”":
            continue
        right = f"‘{found[0]}’" if inside else f"“{found[0]}”"
        yield doubtful("term", (start, end), f"“{found[0]}”是规划期的简称，要加引号；应为{right}。", right)
    for found in _WIDE_QUOTES.finditer(text):
        right = f"“{found['plan']}”{found['more']}"
        yield doubtful("term", found.span(), f"引号只引“{found['plan']}”；应为{right}。", right)
    for found in _PLAN_YEARS.finditer(text):
        first = _FIRST_YEARS[found["plan"][:-1]]
        last = first + 4
        if (int(found["from"]), int(found["to"])) != (first, last):
            span = (found.start("from"), found.end("to"))
            message = (
                f"“{found['plan']}”是{first}—{last}年，这里写作{found['from']}—{found['to']}年；请核对。"
            )
            fix = (Replacement(*found.span("from"), str(first)), Replacement(*found.span("to"), str(last)))
            yield doubtful("term", span, message, fix)
    for found in _PLAN_YEAR.finditer(text):
        right = _FIRST_YEARS[found["plan"][:-1]] + _NTH_YEAR.get(found["which"], 4)
        if int(found["year"]) != right:
            message = f"“{found['plan']}”的{found['which']}年是{right}年，这里写作{found['year']}年；请核对。"
            yield doubtful("term", found.span("year"), message)


# ---- congresses and plenary sessions

_NUMERAL = r"(?:二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_SESSION = Expression(
    rf"(?P<nth>{_NUMERAL}|(?<!\d)\d{{1,2}})(?P<word>[届大])(?P<session>[一二三四五六七八九十]|十[一二]|\d{{1,2}})中全会"
)
_SESSION_TIMES = Expression(
    rf"(?:党的|中共|中央)第?{_NUMERAL}届(?P<whole>第?(?P<times>[一二三四五六七八九十])次)全会"
    rf"|{_NUMERAL}届(?P<mixed>[一二三四五六七八九十]中全体会议)"
)
_MOST_SESSIONS = {8: 12, 9: 2, 10: 3, 11: 7, 12: 7, 13: 8}
"""Plenary sessions that the committees elected by these congresses held; later ones hold seven."""
_FIRST_NUMBERED = 6
_CONGRESS = Expression(
    rf"(?P<before>党的|中共|中国共产党)?第?(?P<nth>{_NUMERAL}|\d{{1,2}})(?P<word>[届次])(?P<party>全国代表大会|全国人民代表大会)"
)
_SHORT_CONGRESS = Expression(
    r"(?<![\d.年第])(?P<nth>1[2-9]|2[0-3])大(?:(?=精神|报告|以来|胜利|召开|闭幕|开幕|期间|战略|部署)|(?<=党的..大))"
)
_COMMITTEE = Expression(
    r"(?P<nth>\d{1,2})(?=届中央委员会)|(?<=届中央委员会第)(?P<session>\d{1,2})(?=次全体会议)"
)


def plenaries(text: str, kind: Kind) -> Iterator[Mark]:
    """党的二十届四中全会, 党的第二十次全国代表大会, 党的二十大: Han numerals, 届 and 次 in place."""
    for found in _SESSION.finditer(text) if "中全会" in text else ():
        nth, session = value_of(found["nth"]), value_of(found["session"])
        right = f"{chinese(nth)}届{chinese(session)}中全会"
        if found[0] != right:
            yield error("term", found.span(), f"届次用汉字，中央委员会论“届”；应为“{right}”。", right)
        elif nth >= _FIRST_NUMBERED and session > _MOST_SESSIONS.get(nth, 7):
            yield doubtful("term", found.span(), f"没有“{found[0]}”；请核对届次。")
    for found in _CONGRESS.finditer(text) if "代表大会" in text else ():
        party = found["party"] == "全国代表大会"
        word = "次" if party else "届"
        if found["word"] == word and not found["nth"].isdecimal() and (not party or "第" in found[0]):
            continue
        if party and not found["before"]:
            continue  # another party's or body's
        head = found["before"] or ""
        right = f"{head}第{chinese(value_of(found['nth']))}{word}{found['party']}"
        message = (
            f"{'党的全国代表大会论“次”' if party else '全国人民代表大会论“届”'}，数字用汉字；应为“{right}”。"
        )
        if found[0] != right:
            mark = error if party else doubtful  # 1954年第一次全国人民代表大会: the first time that it met
            yield mark("term", found.span(), message, right)
    for found in _SESSION_TIMES.finditer(text) if "届" in text else ():
        span = found.span("whole" if found["whole"] else "mixed")
        right = f"{found['times']}中" if found["whole"] else f"{found['mixed'][0]}中全会"
        message = f"中央委员会的全体会议简称“几中全会”；应为“{right}”。"
        yield doubtful("term", span, message, right)
    for found in _SHORT_CONGRESS.finditer(text):
        right = f"{chinese(int(found['nth']))}大"
        yield error("term", found.span(), f"会议届次用汉字；应为“{right}”。", right)
    for found in _COMMITTEE.finditer(text) if "届中央委员会" in text else ():
        if int(found[0]):
            right = chinese(int(found[0]))
            yield error("term", found.span(), f"会议届次用汉字；应为“{right}”。", right)


# ---- bodies

_FULL_PARTY = Expression(
    r"中国共产党(?=中央(?:政治局|书记处|总书记|办公厅|组织部|宣传部|统战部|国务院|、国务院)|[\u4e00-\u9fff]{1,8}[省市县区州]委(?!员))"
)
_UNPARTED = Expression(
    r"(?:党中央|中共中央)(?=国务院)|(?:(?P<area>[省市县区州])委)(?=(?P=area)政府)|人大(?=政协)|(?:国务院)(?=中央军委)"
)
_CONGRESS_OF_PLACE = Expression("(?<=、)(?P<area>[省市县区州])人大(?=、(?P=area)政府、)")
_FOUR = Expression(r"(?:四大家|五大家)(?=领导|班子|主要|，|。|、|成员|负责|全体)|[四五]大班子")
_GENERAL_SECRETARY = Expression("(?:党中央总书记|中国共产党总书记)")


def bodies(text: str, kind: Kind) -> Iterator[Mark]:
    """中共中央政治局; 党中央、国务院 and 省委、省政府 with 、; no 四大家."""
    for found in _FULL_PARTY.finditer(text) if "中国共产党" in text else ():
        yield doubtful("term", found.span(), "这里的“中国共产党”用简称；应为“中共”。", "中共")
    for found in _UNPARTED.finditer(text):
        start, at = found.span()
        if is_inside(text, at, "《》"):
            continue
        message = f"“{found[0]}”和后面的机关并列，中间要有顿号；请补上。"
        yield doubtful("term", (start, at + 2), message, (Replacement(at, at, "、"),))
    for found in _CONGRESS_OF_PLACE.finditer(text) if "人大、" in text else ():
        message = f"和政府并列的是人大常委会；宜为“{found[0]}常委会”。"
        yield advice("term", found.span(), message, f"{found[0]}常委会")
    for found in _FOUR.finditer(text) if "大家" in text or "班子" in text else ():
        mark = doubtful if "家" in found[0] else advice
        message = f"公文里不用“{found[0]}”；请写明党委、人大常委会、政府、政协。"
        yield mark("term", found.span(), message)
    for found in _GENERAL_SECRETARY.finditer(text) if "总书记" in text else ():
        yield doubtful("term", found.span(), f"“{found[0]}”应为“中共中央总书记”。", "中共中央总书记")


# ---- leaders

_SHORT_NAME = Expression(
    "(?<![学实练复研补温自见修演讲])习总书记|(?<=学习)习总书记|(?<=研习)习总书记|(?<![学实练复研补温自见修演讲])习近平(?=近平)"
)
_TWICE_TITLED = Expression(
    r"习近平(?P<comrade>同志)(?=总书记|主席|国家主席|中央军委主席)|习近平(?:总书记|主席)(?P<after>同志)|习近平总书记(?P<more>主席)|习近平(?P<chair>主席)(?=总书记)"
)
_HEAD_FIRST = Expression(
    rf"(?<=[省市县区州镇乡]长)[{SURNAMES_IN_ONE}][\u4e00-\u9fff]{{1,2}}[，、](?P<chief>(?:[省市县区州]委|党委)书记)(?=[{SURNAMES_IN_ONE}])"
)
_WRONG_ORDER = Expression(r"国家主席、(?:中央军委主席、)?(?:中共中央|党中央)?总书记|中央军委主席、国家主席")
_DEPUTY_FIRST = Expression(
    r"(?:\A|(?<=[。；，、：\n]))(?:[省市县区州]委常委、)?副[省市县区州]长(?:[^。；，\n]{1,24})，(?P<chief>[省市县区州]委书记|[省市县区州]长)"
    r"(?=[^。；\n]{2,40}(?:出席|参加|陪同|会见|到会|致辞|讲话))"
)


def leaders(text: str, kind: Kind) -> Iterator[Mark]:
    """习近平总书记 in full and with one title; a chief before the deputies."""
    for found in _SHORT_NAME.finditer(text) if "习总" in text else ():
        start, end = found.span()
        if found[0] == "习近平":
            continue
        mark = advice if is_inside(text, start, "“”") else doubtful
        message = "领导人不用简称；应为“习近平总书记”。"
        yield mark("term", (start, end), message, (Replacement(start, start + 1, "习近平"),))
    for found in _TWICE_TITLED.finditer(text) if "习近平" in text else ():
        start, end = found.span(found.lastgroup or 0)
        message = f"“{found[0]}”里称呼重复；请删去“{text[start:end]}”。"
        yield doubtful("term", (start, end), message, "")
    for found in _WRONG_ORDER.finditer(text) if "国家主席" in text else ():
        message = "职务的顺序是中共中央总书记、国家主席、中央军委主席；请核对。"
        yield doubtful("term", found.span(), message)
    for found in _HEAD_FIRST.finditer(text) if "书记" in text else ():
        message = f"“{found['chief']}”一般排在行政正职前面；请核对。"
        yield advice("term", found.span("chief"), message)
    for found in _DEPUTY_FIRST.finditer(text) if "副" in text else ():
        message = f"“{found['chief']}”排在副职后面；一般先正职后副职，请核对。"
        yield advice("term", found.span("chief"), message)


# ---- Hong Kong, Macao and Taiwan

_REGIONS = ("香港", "澳门", "台湾", "港澳台", "港澳", "香港特别行政区", "澳门特别行政区", "台湾省")
_ETC_COUNTRIES = Expression(
    r"等(?:[多几数两]个|\d{1,3}个|[一二三四五六七八九十]{1,3}个)?(?P<wrong>国家|国(?=[客学嘉宾来友的人游华贵，。、参展商考访进开举交]))"
    r"(?![和与及或、（(]{1,2}地区|地区)"
)
_ROW = Expression(r"[\u4e00-\u9fff、]{1,40}\Z")
_ITEMS = Expression("[、和与及]")
_CHINA_AND = Expression("中国(?P<mark>[、和与及])(?=(?:香港|澳门|台湾)(?!同胞|当局|海峡))")
_MAINLAND = Expression("(?P<cn>大陆)(?=[与和同及、](?:香港|澳门|港澳(?!台)))|(?P<hk>内地)(?=[与和同及]台湾)")
_ABROAD = Expression("出国(?=(?:赴|到|去|往|访问)(?:香港|澳门|台湾|港|澳|台))")


def regions(text: str, kind: Kind) -> Iterator[Mark]:
    """Hong Kong, Macao and Taiwan are regions and never stand among countries."""
    for found in _ETC_COUNTRIES.finditer(text):
        row = _ROW.search(text, max(0, found.start() - 40), found.start())
        listed = _ITEMS.split(row[0]) if row is not None else []
        named = [item.endswith(_REGIONS) or item in ("港", "澳", "台") for item in listed]
        if not any(named):
            continue
        right = "地区" if all(named) else "国家和地区"
        message = f"香港、澳门、台湾是地区，不是国家；应为“{right}”。"
        yield error("term", found.span("wrong"), message, right)
    for found in _CHINA_AND.finditer(text):
        message = "“中国”不和香港、澳门、台湾并列；请改为“内地”（对香港、澳门）或“大陆”（对台湾）。"
        yield doubtful("term", found.span(), message)
    for found in _MAINLAND.finditer(text):
        right, mark = ("内地", doubtful) if found["cn"] else ("大陆", advice)
        message = f"对香港、澳门称“内地”，对台湾称“大陆”；宜为“{right}”。"
        yield mark("term", found.span(), message, right)
    for found in _ABROAD.finditer(text):
        yield doubtful("term", found.span(), "去香港、澳门、台湾是“出境”，不是“出国”；应为“出境”。", "出境")
