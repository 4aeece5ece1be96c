"""Rules about amounts that can be reckoned: growth, parts and wholes, conversions, how many are named. Knows
one text at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.hanzi.numerals import value_of
from bulletin_desk.hanzi.words import SURNAMES_IN_ONE
from bulletin_desk.proof.expressions import Expression
from bulletin_desk.proof.findings import Mark, advice, doubtful
from bulletin_desk.proof.places import quoted

_NUMBER = r"\d{1,12}(?:\.\d{1,6})?"
_SCALE = {
    "": 1,
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
}
_SCALES = "百万|千万|[百千万亿]"


def _value(number: str, scale: str | None) -> Fraction:
    return Fraction(number) * _SCALE[scale or ""]


def _half_step(number: str, scale: str | None) -> Fraction:
    """Half of the last figure's worth: how far the true amount may be from what is written."""
    decimals = len(number.partition(".")[2])
    if not decimals and not scale:
        return Fraction(0)  # what is counted
    return Fraction(1, 2 * 10**decimals) * _SCALE[scale or ""]


# ---- growth

_GREW = "增长|增加|提高|上升|增|升|扩大|增幅"
_FELL = "下降|减少|降低|降|减|缩小|下滑"
_THAN = Expression(
    rf"(?P<new>{_NUMBER})(?P<new_scale>{_SCALES})?(?P<unit>[\u4e00-\u9fff]{{0,4}}?)，?(?:比|较)(?:[^\W\d增减升降多少]{{1,6}}|\d{{4}}年)(?:同期)?的?"
    rf"(?P<old>{_NUMBER})(?P<old_scale>{_SCALES})?(?P=unit)，?(?:同比)?(?:(?P<grew>{_GREW})|(?P<fell>{_FELL}))了?(?P<share>{_NUMBER})(?P<sign>[%％]|倍)"
)
_FROM_TO = Expression(
    rf"[由从](?:[\u4e00-\u9fff]{{1,6}}|\d{{4}}年)?的?(?P<old>{_NUMBER})(?P<old_scale>{_SCALES})?(?P<unit>[\u4e00-\u9fff]{{0,4}}?)(?:{_GREW}|{_FELL}|发展)[到至为]"
    rf"(?:[\u4e00-\u9fff]{{1,6}}|\d{{4}}年)?的?(?P<new>{_NUMBER})(?P<new_scale>{_SCALES})?(?P=unit)，(?:同比)?(?:(?P<grew>{_GREW})|(?P<fell>{_FELL}))了?(?P<share>{_NUMBER})(?P<sign>[%％]|倍)"
)
_POINTS = Expression(
    rf"[由从](?:[\u4e00-\u9fff]{{1,6}}|\d{{4}}年)?的?(?P<old>{_NUMBER})[%％](?:{_GREW}|{_FELL})[到至为]"
    rf"(?:[\u4e00-\u9fff]{{1,6}}|\d{{4}}年)?的?(?P<new>{_NUMBER})[%％]，(?:{_GREW}|{_FELL})了?(?P<share>{_NUMBER})(?P<sign>[%％]|个百分点)"
)
_COMPARES = Expression(r"\d[^。]{0,12}[比较][^。]{0,12}\d|[由从][^。]{0,12}\d")
_COMPARED = Expression(
    "同比(?:较|比)?(?P<month>上月|上个月|上季度|上一季度|上周|前一月|前月)|环比(?:较|比)?(?P<year>上年同期|去年同期|上年|去年)"
    "|同比(?P<twice>(?:较|比)?(?:上年同期|去年同期|上年|去年))"
)


def growth(text: str, kind: Kind) -> Iterator[Mark]:
    """120亿元，比上年100亿元增长20%; from 45% to 50% are 5个百分点; 同比 is against last year."""
    for pattern in (_THAN, _FROM_TO) if _COMPARES.search(text) else ():
        for found in pattern.finditer(text):
            new, old = _value(found["new"], found["new_scale"]), _value(found["old"], found["old_scale"])
            if not old:
                continue
            told = Fraction(found["share"])
            whole = 100 if found["sign"] != "倍" else 1
            right = (new - old) / old * whole * (1 if found["grew"] else -1)
            new_step = _half_step(found["new"], found["new_scale"])
            old_step = _half_step(found["old"], found["old_scale"])
            error = whole * (new_step * old + old_step * new) / (old * old)
            rounded = Fraction(1, 2 * 10 ** len(found["share"].partition(".")[2]))
            if abs(right - told) > error + rounded + Fraction(whole, 2000):
                shown = f"{float(right):.1f}".removesuffix(".0")
                sign = found["sign"]
                message = f"照前面两个数算，应是{shown}{sign}，这里写作{found['share']}{sign}；请核对。"
                yield doubtful("reckoned", (found.start("share"), found.end("share") + 1), message)
    for found in _POINTS.finditer(text) if "由" in text or "从" in text else ():
        difference = abs(Fraction(found["new"]) - Fraction(found["old"]))
        if found["sign"] != "个百分点":
            if difference == Fraction(found["share"]):
                message = "百分数相减的差是百分点；应为“个百分点”。"
                yield doubtful("reckoned", found.span("sign"), message, "个百分点")
        elif difference != Fraction(found["share"]):
            shown = f"{float(difference):.2f}".rstrip("0").rstrip(".")
            message = f"照前面两个数算，应是{shown}个百分点；请核对。"
            yield doubtful("reckoned", found.span("share"), message)
    for found in _COMPARED.finditer(text):
        start, end = found.span()
        if found["month"]:
            yield doubtful("reckoned", (start, end), "和上一个月、季度相比是“环比”；应为“环比”。", "环比")
        elif found["year"]:
            yield doubtful("reckoned", (start, end), "和上一年同期相比是“同比”；应为“同比”。", "同比")
        else:
            yield advice("reckoned", (start, end), "“同比”就是和上年同期相比；后面的可以删去。", "同比")


# ---- parts and wholes

_UNIT = (
    "[篇部册卷人名位件个项家户本种幅张次期条场处座所万亿元字]|万元|亿元|万字|万册|公里|公顷|人次|平方米|亩|吨"
)
_WHOLE = Expression(
    rf"(?P<total>{_NUMBER})(?P<unit>{_UNIT})[，（(：:]?(?:其中|分别为|分别是|包括|含)[：:，]?"
)
_PART = Expression(
    rf"(?P<mark>[，、；和及]?)(?P<name>[\u4e00-\u9fff“”《》（）·]{{1,12}}?)(?P<part>{_NUMBER})(?P<unit>{_UNIT})(?![\u4e00-\u9fff])"
)
_MAY_OVERLAP = Expression(
    "党员|女|妇女|少数民族|博士|硕士|本科|大专|高级|中级|初级|专家|干部|青年|退休|大学|学历|职称|岁|以上|以下|获奖|新增|重点|同比|增|累计|已|正在|完成"
)
"""Parts that may be parts of one another, or of no whole."""


def parts(text: str, kind: Kind) -> Iterator[Mark]:
    """65篇，其中市级20篇、县级40篇: the parts make 60."""
    for found in _WHOLE.finditer(text):
        at, unit = found.end(), found["unit"]
        row: list[re.Match[str]] = []
        while (part := _PART.match(text, at)) is not None and part["unit"] == unit:
            if row and not part["mark"]:
                break
            row.append(part)
            at = part.end()
        names = [part["name"] for part in row]
        if len(row) < 2 or any(map(_MAY_OVERLAP.search, names)) or text.startswith("等", at):
            continue
        total, together = Fraction(found["total"]), sum(Fraction(part["part"]) for part in row)
        marks = {part["mark"] for part in row[1:]}
        span = (found.start("total"), found.end("unit"))
        shown = f"{float(together):.6f}".rstrip("0").rstrip(".")
        alike = (
            len({name[-1] for name in names}) == 1 or names[-1].startswith("其他") or marks <= {"、", "和"}
        )
        if together > total:
            message = f"后面各项加起来是{shown}{unit}，超过了{found['total']}{unit}；请核对。"
            yield advice("reckoned", span, message)
        elif together < total and alike:
            message = f"后面各项加起来是{shown}{unit}，不是{found['total']}{unit}；如果没有别的项，请核对。"
            yield advice("reckoned", span, message)
        elif together == total and row[-1]["mark"] == "，" and "、" in marks and names[-1].startswith("其他"):
            at = row[-1].start("mark")
            yield advice("reckoned", (at, at + 1), "并列的各项之间都用顿号；宜为“、”。", "、")


_TOGETHER = Expression(
    rf"(?P<row>(?:[、，]?[\u4e00-\u9fff]{{1,8}}{_NUMBER}(?:{_UNIT})){{2,10}})[，、](?:共计?|合计|总计)(?P<total>{_NUMBER})(?P<unit>{_UNIT})"
)
_ONE_PART = Expression(rf"(?P<part>{_NUMBER})(?P<unit>{_UNIT})(?=[、，]|\Z)")


def totals(text: str, kind: Kind) -> Iterator[Mark]:
    """一等奖3名、二等奖5名，共8名: the whole behind its parts."""
    for found in _TOGETHER.finditer(text):
        row = list(_ONE_PART.finditer(found["row"]))
        if {part["unit"] for part in row} != {found["unit"]} or _MAY_OVERLAP.search(found["row"]):
            continue
        together = sum(Fraction(part["part"]) for part in row)
        if together != Fraction(found["total"]):
            shown = f"{float(together):.6f}".rstrip("0").rstrip(".")
            message = f"前面各项加起来是{shown}{found['unit']}，不是{found['total']}{found['unit']}；请核对。"
            yield advice("reckoned", found.span("total"), message)


_SHARES = Expression(
    rf"(?:分别占|占比分别[为是]|比重分别[为是]|比例分别[为是])(?P<row>{_NUMBER}[%％](?:[、，和]{_NUMBER}[%％]){{1,9}})"
)
_SHARE = Expression(rf"({_NUMBER})[%％]")


def shares(text: str, kind: Kind) -> Iterator[Mark]:
    """Shares of one whole come to no more than 100%."""
    for found in _SHARES.finditer(text):
        listed = [Fraction(share) for share in _SHARE.findall(found["row"])]
        if sum(listed) > 100 + Fraction(1, 10) * len(listed):
            message = f"几项加起来是{float(sum(listed)):g}%，超过了100%；请核对。"
            yield advice("reckoned", found.span("row"), message)


# ---- how many are named

_COUNT = Expression(
    r"(?P<etc>等)?(?<!第)(?P<count>\d{1,3}|[二两三四五六七八九十])(?P<unit>[人名位家]|个(?:县|区|市|镇|乡|村|单位|部门|科室|街道|社区))"
    r"(?!员|员额|[余多]|[\u4e00-\u9fff]?[～—至以])"
)
_LISTED = Expression(r"[\u4e00-\u9fff]{2,10}(?:、[\u4e00-\u9fff]{2,10}){1,12}\Z")
_MOST_LISTED = 80
"""Characters of a list that are looked at."""
_PERSON = Expression(rf"[{SURNAMES_IN_ONE}][\u4e00-\u9fff]{{1,2}}\Z")
_JOINED = Expression("[和与及]")


def named(text: str, kind: Kind) -> Iterator[Mark]:
    """李明、王芳、赵强3人: as many as are named. “等” may stand for the others."""
    for found in _COUNT.finditer(text):
        at = found.start()
        last = text.rfind("、", max(0, at - 11), at)
        listed = _LISTED.search(text, max(0, at - _MOST_LISTED), at) if last >= 0 else None
        if listed is None or _JOINED.search(listed[0]):
            continue
        count = value_of(found["count"])
        names = listed[0].split("、")
        if found["etc"] is None:
            if (
                abs(count - len(names)) != 1
                or found["unit"] not in "人名位"
                or not all(map(_PERSON.match, names[1:]))
            ):
                continue
            mark = doubtful
        elif count == len(names) + 1 and found["unit"][0] in "人名位" and all(map(_PERSON.match, names[1:])):
            mark = advice
        elif count < len(names):
            mark = doubtful
        else:
            continue
        message = f"前面列了{len(names)}个，这里写作“{found['count']}{found['unit']}”；请核对。"
        yield mark("enumerated", (found.start("count"), found.end("unit")), message)


# ---- conversions and units

_MEASURES: dict[str, tuple[str, Fraction]] = {
    "亩": ("面积", Fraction(2000, 3)),
    "公顷": ("面积", Fraction(10_000)),
    "平方公里": ("面积", Fraction(1_000_000)),
    "平方千米": ("面积", Fraction(1_000_000)),
    "平方米": ("面积", Fraction(1)),
    "公里": ("长度", Fraction(1000)),
    "千米": ("长度", Fraction(1000)),
    "米": ("长度", Fraction(1)),
    "里": ("长度", Fraction(500)),
    "华里": ("长度", Fraction(500)),
    "厘米": ("长度", Fraction(1, 100)),
    "毫米": ("长度", Fraction(1, 1000)),
    "公斤": ("质量", Fraction(1)),
    "千克": ("质量", Fraction(1)),
    "斤": ("质量", Fraction(1, 2)),
    "吨": ("质量", Fraction(1000)),
    "克": ("质量", Fraction(1, 1000)),
}
_MEASURE = "|".join(sorted(_MEASURES, key=len, reverse=True))
_CONVERTED = Expression(
    rf"(?P<one>{_NUMBER})(?P<one_scale>{_SCALES})?(?P<one_unit>{_MEASURE})(?:（|\(|，)(?:约合|折合|合|约|相当于|即|约为|等于)?"
    rf"(?P<two>{_NUMBER})(?P<two_scale>{_SCALES})?(?P<two_unit>{_MEASURE})(?P<close>[）)])"
)
_TOLERANCE = Fraction(2, 100)
"""How far a conversion may be off, as a share."""
_BARE_POWER = Expression(r"(?<=\d)(?:余|多)?[万亿]?(?P<power>平方|立方)(?=[，。；、）\n]|\Z)")
_BARE_DEGREE = Expression(r"温[^，。；]{0,8}\d(?P<unit>°)(?![CcFN北东南西\d′])")
_DEGREES = Expression(r"(?<=\d)\s?(?P<unit>(?:摄氏)?度[CcＣ]|摄氏度[CcＣ]|摄氏℃)")
_CAPITALS = Expression(r"(?<=\d)\s?(?P<unit>K[Mm]|K[Gg]|k[G]|k[M]|[Cc]M|[Mm]M)(?![A-Za-z0-9])")
_KILOWATT = Expression(r"(?<=千瓦)[/／]小时")
_WIDE = Expression(
    rf"(?:步道|道路|公路|街道|街|渠|堤|小路|巷|桥|便道|栈道|绿道)[^。；]{{0,20}}宽(?:度)?(?:约|达|为)?(?P<width>{_NUMBER})(?P<unit>千米|公里)"
)


def measures(text: str, kind: Kind) -> Iterator[Mark]:
    """1.2万亩 are 800公顷; ℃, km, 平方公里 as they are written."""
    for found in _CONVERTED.finditer(text):
        kind_one, one_base = _MEASURES[found["one_unit"]]
        kind_two, two_base = _MEASURES[found["two_unit"]]
        if kind_one != kind_two or found["one_unit"] == found["two_unit"]:
            continue
        one = _value(found["one"], found["one_scale"]) * one_base
        two = _value(found["two"], found["two_scale"]) * two_base
        error = (
            _half_step(found["one"], found["one_scale"]) * one_base
            + _half_step(found["two"], found["two_scale"]) * two_base
        )
        if abs(one - two) > max(error, one * _TOLERANCE):
            shown = f"{float(one / two_base):.6g}"
            whole = text[found.start("one") : found.end("one_unit")]
            message = f"{whole}合{shown}{found['two_unit']}；请核对换算。"
            yield doubtful("reckoned", (found.start("two"), found.end("two_unit")), message)
    for found in _BARE_POWER.finditer(text):
        message = f"“{found['power']}”后面少了长度单位；请补上“{found['power']}米”“{found['power']}公里”等。"
        yield doubtful("unit", found.span("power"), message)
    for found in _DEGREES.finditer(text):
        yield doubtful("unit", found.span("unit"), f"“{found['unit']}”应为“℃”或“摄氏度”。", "℃")
    for found in _BARE_DEGREE.finditer(text):
        yield doubtful("unit", found.span("unit"), "温度的单位是“℃”；应为“℃”。", "℃")
    for found in _CAPITALS.finditer(text):
        right = found["unit"].lower()
        yield doubtful("unit", found.span("unit"), f"单位符号“{found['unit']}”应为“{right}”。", right)
    for found in _KILOWATT.finditer(text):
        yield doubtful("unit", found.span(), "电量是功率乘以时间；单位应为“千瓦时”。", "时")
    for found in _WIDE.finditer(text):
        if Fraction(found["width"]) >= Fraction(1, 5):
            message = f"“宽{quoted(found['width'] + found['unit'])}”不大合常理；请核对单位。"
            yield advice("unit", (found.start("width"), found.end("unit")), message)
