"""The words of a source: parted at marks, put together again where blanks have torn them, and what a word by
itself is. Knows no offices but what `names` tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.intake.phrases import phrases
from bulletin_desk.intake.sources import COMPOUND_SURNAMES, FURTHER_SYLLABLES, is_person, is_unit, label_end
from bulletin_desk.statistics.names import PLACE_END, Names, plain


class Part(Enum):
    """What a piece of a source is."""

    OFFICE = "office"
    PERSON = "person"
    WORDING = "wording"
    """供稿：, 整理, 综合…报送: what was done, and no name."""
    BETWEEN = "between"
    """Blanks, marks and brackets."""


class Word(NamedTuple):
    """A word as it is printed, and what it is: None where that is still to be found out. `name` is the word
    without what tears it apart, where that is known."""

    text: str
    part: Part | None
    name: str = ""


# ---- parted at marks

_MARKS = "、，,;；·•・|｜/／+＋&＆\\-—–：:。."
_BETWEEN = re.compile(rf"[\s{_MARKS}]+")
OPEN, CLOSE = "（([［【〔", "）)]］】〕"


def words_of(text: str) -> list[Word]:
    """Parted at blanks and marks, but not inside brackets; labels by themselves."""
    closed_at = brackets(text)
    words: list[Word] = []
    at = 0
    while at < len(text):
        if between := _BETWEEN.match(text, at):
            words.append(Word(between[0], Part.BETWEEN))
            at = between.end()
            continue
        if text[at] in OPEN + CLOSE and at not in closed_at:
            words.append(Word(text[at], Part.BETWEEN))
            at += 1
            continue
        if stop := label_end(text[at : at + _LONGEST_LABEL]) or _picture_label_end(text, at):
            words.append(Word(text[at : at + stop], Part.WORDING))
            at += stop
            continue
        start = at
        while at < len(text) and not _BETWEEN.match(text, at):
            if text[at] in OPEN + CLOSE and at not in closed_at:
                break
            at = closed_at.get(at, at) + 1
        words.append(Word(text[start:at], None))
    return words


_LONGEST_LABEL = 40
_PICTURE_LABEL = re.compile(r"(?:图片|照片|配图|图)(?:来源|提供|作者)?\s?[：:]\s?")


def _picture_label_end(text: str, at: int) -> int:
    found = _PICTURE_LABEL.match(text, at)
    return found.end() - at if found else 0


def brackets(text: str) -> dict[int, int]:
    """Where brackets that are closed open, and where they close."""
    opened: list[int] = []
    closed: dict[int, int] = {}
    for at, char in enumerate(text):
        if char in OPEN:
            opened.append(at)
        elif char in CLOSE and opened:
            closed[opened.pop()] = at
    return closed


def joined(words: Sequence[Word], names: Names) -> list[Word]:
    """Words that blanks or a line break have torn apart, in one again."""
    found = list(words)
    at = 0
    while at < len(found):
        if (run := _spaced(found, at)) and (whole := _whole(found[at:run], names)):
            found[at:run] = whole
            at += len(whole)
            continue
        at += 1
    at = 0
    while at + 2 < len(found):
        first, blank, second = found[at : at + 3]
        if first.part is second.part is None and blank.part is Part.BETWEEN and blank.text.isspace():
            name = plain(first.text + second.text)
            if _torn(plain(first.text), plain(second.text), name, names):
                found[at : at + 3] = [Word(first.text + blank.text + second.text, None, name)]
                continue
        at += 1
    return found


def _spaced(words: Sequence[Word], at: int) -> int:
    """Where a run of single characters with blanks between them (张 三, 成 都 市 志 办) ends; 0 for none."""
    stop = at
    while stop < len(words) and words[stop].part is None and len(words[stop].text) == 1:
        if stop + 2 >= len(words) or not words[stop + 1].text.isspace():
            stop += 1
            break
        stop += 2
    return stop if stop - at >= 3 and words[stop - 1].part is None else 0


def _whole(run: Sequence[Word], names: Names) -> list[Word]:
    """A run of single characters as one name, or as persons of two characters each; empty for neither."""
    text = "".join(word.text for word in run)
    name = plain(text)
    if names.full_name(name) or is_unit(name, names.units):
        return [Word(text, None, name)]
    if len(name) % 2 or not all(is_person(name[at : at + 2]) for at in range(0, len(name), 2)):
        return [Word(text, None, name)] if is_person(name) else []
    found: list[Word] = []
    for at in range(0, len(run), 4):
        person = "".join(word.text for word in run[at : at + 3])
        found.append(Word(person, Part.PERSON, plain(person)))
        found += run[at + 3 : at + 4]
    return found


def _torn(first: str, second: str, name: str, names: Names) -> bool:
    """Whether two words are one name with a blank in it."""
    if names.is_listed(first) and names.is_listed(second):
        return False
    one, other = names.place_of(first), names.place_of(second)
    within = names.place_of(name)  # 乐山市 市中区志办, where 市中区 alone is no place
    if one and within and is_place(first, names) and one.name in (within.city, other.city if other else ""):
        return not is_place(second, names)
    begins = next((word for word in WORDED_BEFORE if first.startswith(word)), "")
    known = names.full_name(first.removeprefix(begins)), names.full_name(second)
    apart = all(known) or (known[0] and is_of_above(second, names))
    if first in JOINTS or second in JOINTS or apart:
        return False
    if (
        reads_as_office(first, names)
        and not is_place(first, names)
        and (known[1] or is_of_above(second, names))
    ):
        return False
    if names.full_name(name):
        return not is_certain_person(second, names)
    if not is_place(first, names) and _are_two(first, second, names):
        return False
    if not is_unit(name, names.units) or is_certain_person(second, names) or names.place_of(second):
        return False
    if is_wording(first) or is_wording(second) or is_certain_person(first, names):
        return False
    if first[-1] in PLACE_END and OF_PLACE.match(second):
        return False
    whole = is_unit(first, names.units) and not is_place(first, names)
    return not whole or not is_unit(second, names.units)


def _are_two(first: str, second: str, names: Names) -> bool:
    """Whether two words are offices beside each other, though no list knows them."""
    if len(first) < 3 or not (ends_as_body(first) or reads_as_office(first, names)):
        return False
    further = reads_as_office(second, names)
    if further and (second[0] in PLACE_END or is_of_above(second, names) or PLACED.fullmatch(second)):
        return True  # 红光镇 县委宣传部, 徐州海关 江苏省档案馆
    if first[-1] in "委府" and second[-1] != "局":  # 中共成都市委 党史研究室
        return False
    if _JOINED_END.search(first):  # 县人力资源和社 会保障局
        return False
    if further and reads_as_office(first, names):
        return True
    return second[-1] in (_OWN_BODY if first[-1] in _BEFORE_OWN_BODY else "局")


_JOINED_END = re.compile("[和与及].{0,2}\\Z")
_OWN_BODY = frozenset("局馆办校社联")
_BEFORE_OWN_BODY = _OWN_BODY | frozenset("部队行")
"""文旅局 文化馆 are two, 红光镇 教育局 too, but 教育局 办公室 is one, and 红光镇 文化馆."""


# ---- what a word is

PLACED = re.compile(rf"[{HAN}]{{1,8}}?(?:[省市州县区旗镇乡]|街道)[{HAN}（）]{{2,}}")
"""A name that begins with a place, though no list has it."""
PLACE_ALONE = re.compile(rf"[{HAN}]{{1,7}}[{PLACE_END}]")
OF_PLACE = re.compile(rf"([{HAN}]{{1,8}}?[{PLACE_END}])(?![{PLACE_END}])([{HAN}（）]{{2,}})")
SHORT_OFFICE = re.compile("[省市州县区旗](?:地方志|方志|史志|地志|志)办")
JOINTS = frozenset(("和", "与", "及", "暨", "同", "并", "以及", "联合", "会同"))
"""What stands between two offices, beside marks."""
WORDED_BEFORE = (
    "图片由",
    "照片由",
    "稿件由",
    "本刊综合",
    "综合",
    "根据",
    "转自",
    "摘自",
    "源自",
    "来自",
    "据",
    "由",
)
_BEHIND = (
    *("供稿", "投稿", "来稿", "报送", "上报", "选送", "提供", "整理", "编辑", "综合", "汇总", "汇编", "编写"),
    *(
        "撰写",
        "撰稿",
        "撰文",
        "采写",
        "执笔",
        "摄影",
        "拍摄",
        "摄",
        "供图",
        "报道",
        "信息",
        "材料",
        "稿件",
        "消息",
    ),
    *("来信", "联合", "共同", "分别", "记者", "通讯员", "信息员", "特约", "等", "的"),
)
_OTHERS = re.compile(
    "等(?:[0-9一二两三四五六七八九十]{1,3}(?:个|家)?)?(?:单位|部门|地|市|州|县|区|市州|市（州）|县（市、区）)"
)
"""等3个单位"""
_OTHERS_ALONE = re.compile("(?:各|各有关|各相关|有关|相关|其他|部分)(?:单位|部门|方面|处室|科室|地)")
"""有关单位 beside an office: others, without a name."""
_SOLE = frozenset(
    ("文", "图", "文图", "图文", "摄", "记者", "通讯员", "作者", "特约", "编者", "本刊", "实习", "见习", "女")
)
ROLES = (
    "特约通讯员",
    "通讯员",
    "实习记者",
    "见习记者",
    "特约记者",
    "记者",
    "信息员",
    "撰稿人",
    "责任编辑",
    "作者",
)
"""What may stand before a person."""


_BESIDE = re.compile(
    r"[0-9０-９①-⒛]+|(?:[0-9]{4}年)?[0-9]{1,2}月(?:[0-9]{1,2}日)?|[0-9]{4}年|(?:联系)?(?:电话|手机|传真|邮箱|微信)(?:号码?)?"
    f"|[{HAN}]{{1,3}}族"
)
"""What names no office and stands beside one: numbers, dates, telephones, a person's people (藏族)."""


def is_wording(word: str) -> bool:
    """Whether a word says what was done and no more: 整理, 供稿, 文/图."""
    if _BESIDE.fullmatch(word) or _OTHERS_ALONE.fullmatch(word):
        return True
    while word and (length := wording_end(word, len(word))):
        word = word[:-length]
    return not word or word in _SOLE or word in phrases("author") or word in WORDED_BEFORE


def wording_end(text: str, end: int) -> int:
    """How many characters before `end` say what was done, or that there are others; 0 for none."""
    at = text.rfind("等", max(0, end - _LONGEST_OTHERS), end)
    if at >= 0 and _OTHERS.fullmatch(text, at, end):
        return end - at
    return next((len(each) for each in _BEHIND if text.endswith(each, 0, end)), 0)


_LONGEST_OTHERS = 13


def is_place(word: str, names: Names) -> bool:
    """Whether a word is a place's name and no more."""
    return bool(names.place_of(word)) and not names.behind_place(word)


def is_of_above(name: str, names: Names) -> bool:
    """Whether a name is that of the province's or the country's, and so no place's below."""
    province = names.units.office.province
    return name.startswith((*_ABOVE, *([province] if province else [])))


_ABOVE = ("省", "国家", "中国", "中央", "全国")


def is_certain_person(word: str, names: Names) -> bool:
    """Whether a word reads as a person and as nothing else."""
    longer = word[:2] in COMPOUND_SURNAMES or word[:1] in FURTHER_SYLLABLES
    if not is_person(word) or len(word) > (4 if longer else 3) or is_wording(word):
        return False
    if word[-1] in _NO_PERSON_END or _NO_PERSON.fullmatch(word):
        return False
    return not names.place_of(word) and not names.full_name(word)


_NO_PERSON = re.compile(
    "党[群建政史务风]|文[旅广明化物史]|房[管产]|路政|安[监全保]|金融|康养|卫[生健]|管理|单位|项目|方志|常委|简报|高新"
)
"""Words of offices' names that begin with a surname's character."""
_NO_PERSON_END = frozenset("科股部委会社协校院团厅署系班组队办志刊库园司企报台联摄")
"""Further ends of words that begin with a surname's character and name no person: 史志科."""


def is_office(name: str, names: Names) -> bool:
    """Whether a name is an office's: of one that a list knows, or by how it ends."""
    return bool(names.full_name(name)) or is_unit(name, names.units)


def reads_as_office(name: str, names: Names) -> bool:
    """Whether a name beside a joint (和, 与) reads as an office's: by a further end, where it begins with a
    place or with what is above (省委办公厅, 市教育局)."""
    if is_office(name, names):
        return True
    placed = bool(names.place_of(name) or PLACED.fullmatch(name)) or is_of_above(name, names)
    return (placed or name[:1] in PLACE_END) and len(name) > 3 and name[-1] in _FURTHER_END


_FURTHER_END = frozenset("厅局社院校所部委办会站台处行室")


def ends_as_body(name: str) -> bool:
    """Whether a name ends as those of offices do, whatever stands before: 文联, 教育局, 新华社."""
    return len(name) > 1 and bool(_BODY_END.search(name))


_BODY_END = re.compile(
    "(?:[厅局社院校部委办馆站台室报所]|中心|委员会|[协学商]会|研究会|联合会|社科联|[文侨残]联|工商联|科协|妇联|工会|政府|公司|集团"
    "|银行|大学|[中小]学|[一二]中|街道|社区|[大支]队|海关|新区|开发区|园区|(?<!城)[镇乡]|(?<![农乡])村)\\Z"
)
"""Not 农业农村 and 城乡, in the middle of a name."""
