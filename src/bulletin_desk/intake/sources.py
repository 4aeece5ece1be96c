"""Who contributed an item: units and persons in a signature line or a file's name, units by their full names.
Knows no paragraphs and no kinds."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NoReturn

from bulletin_desk.bulletin.office import Office, the_office
from bulletin_desk.checked import shown
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.intake.phrases import label, phrases
from bulletin_desk.paths import bytes_of
from bulletin_desk.resources import resource

_LARGEST = 4 << 20
"""Bytes of a list of units: the names of all offices of the country have fewer."""

# ---- the list of units


@dataclass(frozen=True, slots=True)
class Place:
    """A city, prefecture or county, by its full name; a county names its city."""

    name: str
    city: str = ""


@dataclass(frozen=True)
class Units:
    """Full names of units by their short ones, places by every name that they go by, and whose they are."""

    full: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    office: Office = field(default_factory=the_office)


def load_units(own: Path | None = None, office: Office | None = None) -> Units:
    """The units of an office (none given: the default one), with the clerk's `own` (a line each, 简称 = 全称)
    over them where there are some. An office's lists lie beside its own file, or are shipped; it may have
    none. Raises UnreadableFileError with the line that is wrong."""
    office = office or the_office()
    full, places = _of_office(office.units, office.places, office.file.parent if office.file else None)
    if own is not None and os.path.lexists(own):
        full = {**full, **read_units(own)}
    return Units(full, places, office)


def _of_office(
    list_file: str, places_file: str, folder: Path | None
) -> tuple[Mapping[str, str], Mapping[str, Place]]:
    """An office's units and places: of files beside its own, read each time, else of shipped ones."""
    units, places = (
        folder / name if folder and name and (folder / name).is_file() else None
        for name in (list_file, places_file)
    )
    return (
        read_units(units) if units else _shipped_units(list_file),
        _read_places(places) if places else _shipped_places(places_file),
    )


@cache
def _shipped_units(name: str) -> Mapping[str, str]:
    return read_units(resource("units", name)) if name else {}


@cache
def _shipped_places(name: str) -> Mapping[str, Place]:
    return _read_places(resource("units", name)) if name else {}


def _read_places(file: Path) -> dict[str, Place]:
    """Places by all their names: a city and its counties a line, 成都市：锦江区 青羊区. Raises
    UnreadableFileError."""

    def fail(reason: str) -> NoReturn:
        raise UnreadableFileError(f"打不开地名名单“{file}”：{reason}。")

    data = bytes_of(file, _LARGEST, fail, "请写明其中的名单")
    if len(data) > _LARGEST:
        fail("文件大得不像地名名单")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        fail("不是 UTF-8 编码，请另存为 UTF-8")
    places: dict[str, Place] = {}
    short: dict[str, Place | None] = {}
    parted = (line.partition("：") for line in text.splitlines())
    listed = [(city, dict.fromkeys(counties.split())) for city, _, counties in parted if counties]
    named = Counter(county for _, counties in listed for county in counties)
    for city, counties in listed:
        places[city] = Place(city)
        for name in _shorter(city):
            places.setdefault(name, Place(city))
        for county in counties:
            ambiguous = named[county] > 1 or county in _OF_ANY_CITY
            place = Place(f"{city}{county}" if ambiguous else county, city)
            if not ambiguous:
                places.setdefault(county, place)
            places[city + county] = place
            for name in _shorter(county):
                short[name] = None if ambiguous or name in short else place
    return {name: place for name, place in short.items() if place is not None} | places


_OF_ANY_CITY = frozenset(("东区", "西区"))
"""Names of counties that are said of parts of other cities, too. What several cities of a list have is none's
without the city before it."""
_PEOPLES = re.compile("(?<!藏族)(?<!羌族)(?<!彝族)(?:藏族|羌族|彝族)++自治[州县]\\Z")


_PREFECTURE = re.compile("(?<!藏族)(?<!羌族)(?<!彝族)(?:藏族|羌族|彝族)++自治州\\Z")
"""凉山彝族自治州 is 凉山州 in the names of its offices."""


def _shorter(name: str) -> tuple[str, ...]:
    """北川羌族自治县 also as 北川县, 北川; 阿坝藏族羌族自治州 as 阿坝州, 阿坝; 德阳市 as 德阳."""
    bare = _PEOPLES.sub("", name)
    if bare != name:
        return (bare + name[-1], bare)
    return (name[:-1],) if len(name) > 2 else ()


def read_units(file: Path) -> dict[str, str]:
    """A list of units: `简称 = 全称` a line, lines from # on are remarks. Raises UnreadableFileError."""

    def fail(reason: str) -> NoReturn:
        raise UnreadableFileError(f"打不开单位名单“{file}”：{reason}。")

    data = bytes_of(file, _LARGEST, fail, "请写明其中的名单")
    if len(data) > _LARGEST:
        fail("文件大得不像单位名单")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(f"单位名单“{file}”不是 UTF-8 编码，请另存为 UTF-8。") from error
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        name, equals, whole = (part.strip() for part in line.replace("＝", "=").partition("="))
        reason = ""
        if not equals or not name or not whole:
            reason = "应写成“简称 = 全称”"
        elif "=" in whole:
            reason = "一行只写一个单位"
        elif found.get(name, whole) != whole:
            reason = f"“{shown(name, 20)}”前面写过，是“{shown(found[name], 30)}”"
        if reason:
            raise UnreadableFileError(
                f"单位名单“{file}”第{number}行“{shown(line, 30)}”看不懂：{reason}，请改正。"
            )
        found[name] = whole
    return found


# ---- what a line says


@dataclass(frozen=True, slots=True)
class Source:
    """Whom an item comes from. `text` is what is printed, in its brackets, or empty. `origin`: where it was
    found. `sure`: it stood there as it is, or the list of units has it. `dropped`: words of the line that
    are not printed (persons)."""

    text: str = ""
    origin: str = ""
    sure: bool = True
    dropped: str = ""


IN_TEXT, SIGNED, FILE_NAME, BY_CLERK = "文中", "署名", "文件名", "手工填写"

_LABEL = re.compile(
    r"(?:[供投]\s?稿|来\s?源|作\s?者|撰\s?稿|文\s?稿|稿\s?源|审稿|审核|校对|报送|供图|通讯员|记者|图文|图/文|文/图|文|图|单位|选送)"
    r"(?:单位|人|部门|来源|者)?\s*[：:/／丨|｜]\s*"
)
_BARE_LABEL = re.compile(r"(?:通讯员|记者|供稿|撰稿|作者)[ ]+|(?:联合|共同)?(?:供稿|提供|报送)$")
_TAIL = (
    "办公室|研究室|研究中心|研究院|研究所|事务中心|服务中心|编纂中心|工作中心|中心|编委会|委员会|编辑部|编纂室"
    "|工委|管委会|党政办|综合办|宣传部|组织部|统战部|纪委|监委|文化站|年鉴社|志办|史志办|方志办|党史办|地方志办|县委办|市委办|政府办|档案馆|方志馆|图书馆|博物馆|文化馆|档案局|文旅局"
    "|人民政府|党史地方志室|史志室|修志办|地志办|党校|学会|协会|街道办事处|街道办|公司|学院|大学|局|馆"
)
_UNIT_END = re.compile(rf"(?:{_TAIL})(?:[{HAN}]{{1,4}}[股科处])?(?:（[{HAN}]{{2,30}}）)?$")
_ABBREVIATED = re.compile(rf"([{HAN}]{{2,12}}?)(?:地方志|方志|史志|地志|志)?办?")
VERBS = re.compile(
    "召开|举办|开展|推进(?!办|中心|组|委)|推动|印发|组织(?!部(?!署)|处(?!置)|科(?![普技研学])|室|委员会|人事)|启动|完成|举行|赴|调研|做好|加强|获|助力|赋能|打造|深入|到|开馆|闭馆|揭牌|挂牌|建成|启用|落成|亮相|走进"
)
"""Words of what somebody does, those aside that are parts of units' names: 组织部, 推进办公室."""
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧肖程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎闫余"
    "潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷"
    "施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳"
    "盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强丘柴华车冉房边吉饶刁瞿戚古米池滕晋"
    "苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀蒲阿泽扎尼拉吾伍"
)
COMPOUND_SURNAMES = frozenset(
    ("欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "端木", "宇文")
)
_PERSON = re.compile(f"[{HAN}]{{2,4}}")
FURTHER_SYLLABLES = frozenset("阿泽扎尼拉吾")
"""Of those above, what begins names of Tibetans and Yi, which have four characters."""
_CONTACT = re.compile("(?:联系)?(?:电话|手机|方式|邮箱)[：:]?|[-0-9]{7,}")
_POSTS = (
    *(f"{body}{post}" for body in ("党组", "党委", "支部", "") for post in ("副书记", "书记", "成员")),
    *(
        f"{rank}{post}"
        for rank in ("副", "总", "")
        for post in ("主任", "局长", "馆长", "主编", "编辑", "校长", "院长", "科长")
    ),
    *(f"{grade}级{post}" for grade in "一二三四" for post in ("调研员", "主任科员")),
)
"""A post that ends with another comes before it."""
_BETWEEN = frozenset(" 　、，,/／;；\n")
_LONGEST_SIGNATURE = 60
_LONGEST_LABELS = 60
"""What may stand before and behind a signature."""


def brackets_off(text: str) -> str:
    """A line without the round or square brackets that hold all of it."""
    text = text.strip()
    if text[:1] not in tuple("（([［"):
        return text
    closed_at: dict[int, int] = {}
    opened: list[int] = []
    for at, char in enumerate(text):
        if char in "（([［":
            opened.append(at)
        elif char in "）)]］" and opened:
            closed_at[opened.pop()] = at
    start, end = 0, len(text)
    while start < end and closed_at.get(start) == end - 1:
        start, end = start + 1, end - 1
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
    return text[start:end]


def is_person(text: str) -> bool:
    """Whether a word reads as a person's name."""
    named = text[:1] in _SURNAMES or (len(text) > 2 and text[:2] in COMPOUND_SURNAMES)
    placed = len(text) > 2 and (text[-1] in _NO_NAME_END or "馆" in text or "局" in text)
    return named and bool(_PERSON.fullmatch(text)) and not placed and not _UNIT_END.search(text)


_NO_NAME_END = frozenset("镇乡村县市区院所站室股处办局馆街路")
"""Whatever begins with a surname's character and ends so is a place or an office: 石桥镇."""
_TOWNSHIP = re.compile(
    rf"(?:(?![由各的在和与及对为从到])[{HAN}]){{1,8}}(?:镇|乡|街道|社区|村|县|区|林场|开发区|园区)"
)
"""What a signature may name beside a person: 石桥镇 何丽."""
_SHORT_OFFICE = re.compile("[省市州县区旗](?:志办|委办|府办|史办|文联|社联|科协|妇联|总工会)")


def issuer(text: str) -> str:
    """The unit in a masthead's line: （南部县地方志办公室编）, 主办：南部县地方志办公室."""
    bare = brackets_off(text)
    named = label(bare, "imprint")
    return re.sub("(?:主办|主编|编[印制发]?|印制|制)\\Z", "", bare[named.stop :].strip() if named else bare)


def without_post(word: str) -> str:
    """A word of a signature without the post that a person holds: 南充市地方志办公室主任."""
    end = len(word)
    while post := next((post for post in _POSTS if word.endswith(post, 0, end)), ""):
        end -= len(post)
    return word[:end]


def names_unit(word: str, units: Units) -> bool:
    """Whether a word of a signature names a unit, with a post or what it did behind: 青溪县志办供稿."""
    bare = without_post(_DID.sub("", word))
    return is_unit(bare, units) or bool(_TOWNSHIP.fullmatch(bare))


def words_of(text: str) -> list[str]:
    """The words of a signature, parted at spaces and marks but not inside brackets; 张 三 is one."""
    words = _words(text)
    pairs = _pairs([word for word in words if len(word) == 1])
    return [word for word in words if len(word) > 1] + pairs if pairs else words


def is_unit(text: str, units: Units) -> bool:
    """Whether words are the name of a unit, in full or for short, and no sentence about one."""
    if text in units.full:
        return True
    if len(text) > 45 or re.search("[，。；：！？、《》]", text) or VERBS.search(text):
        return False
    if (_UNIT_END.search(text) and len(text) >= 4) or _SHORT_OFFICE.fullmatch(text):
        return True
    found = _ABBREVIATED.fullmatch(text)
    return bool(found and found[1] in units.places and (text[-1] == "办" or text in units.places))


_MEASURE = re.compile(
    r"(?:计量)?单\s?位\s?[：:]\s?(?:[、，,/／\s]?(?:[十百千万亿]{0,3}(?:元|人|户|个|件|吨|亩|公顷|平方[千公]?[米里]|公里|千米|毫?米"
    r"|立方米|人?次|家|辆|台|套|头|只|公?斤|千克|千瓦时|度|天|月|年|分|名|处|条|项|宗|起|份|期|篇|卷|册|张|美元)|[万亿%％‰℃]))++"
)


def is_measure(text: str) -> bool:
    """Whether a line tells in what a table counts, and names no office: 单位：亿元、%."""
    return bool(_MEASURE.fullmatch(brackets_off(text)))


def signature(text: str, units: Units) -> Source | None:
    """What a line says if all of it is a signature: units, persons, or both, with or without brackets and
    a label (供稿：). None for any other line."""
    bare = brackets_off(text)
    if len(bare) > _LONGEST_SIGNATURE + _LONGEST_LABELS or _MEASURE.fullmatch(bare):
        return None
    bare = _AUTHOR_IS.sub("", _DONE.sub("", bare))
    labelled = False
    if match := _WORDED.fullmatch(bare):
        bare, labelled = " ".join(filter(None, match.groups())), True
    while stop := label_end(bare):
        bare, labelled = bare[stop:].strip(), True
    bare = _SLASHED.sub("", _SQUARE.sub("", brackets_off(bare)))
    if labelled or "：" in bare or ":" in bare:
        bare = re.sub("[；;]", " ", bare).strip().rstrip("。")
    bare, labelled = _unit_before_colon(bare, units, labelled=labelled)
    if own := _OWN_REPORTER.match(bare):
        bare = bare[own.end() :].strip()
    if (reported := _REPORTED.fullmatch(bare)) and _is_medium(reported[1], units):
        return Source(f"（{reported[1]}）", SIGNED, True, " ".join(_words(_REPORTERS.sub(" ", reported[2]))))
    for prefix in ("来源", "供稿", "报送"):
        if bare.startswith(prefix) and is_unit(bare.removeprefix(prefix), units):
            bare, labelled = bare.removeprefix(prefix), True
    if match := _WORDED.fullmatch(bare):
        bare, labelled = " ".join(filter(None, match.groups())), True
    if match := _BARE_LABEL.search(bare):
        bare = f"{bare[: match.start()]} {bare[match.end() :]}".strip()
    if not bare or len(bare) > _LONGEST_SIGNATURE or re.search("[。！？；《》]", bare):
        return None
    names, persons, other, aside = _parted(bare, units)
    placed = bare != text.strip() and all(map(_TOWNSHIP.fullmatch, other))
    if other and not labelled and not placed:
        return None
    names += other
    if not names and not persons:
        return None
    if not names:
        return Source(f"（{'、'.join(persons)}）", SIGNED, False, " ".join(aside))
    full = [full_name(name, units) for name in dict.fromkeys(names)]
    printed = "、".join(name for name, _ in full)
    dropped = persons + aside
    marked = re.search("[·•・|｜—]", text)
    if not dropped and not marked and [name for name, _ in full] == _words(brackets_off(text)):
        printed = brackets_off(text)  # as it stands there, line breaks and all
    return Source(f"（{printed}）", SIGNED, all(sure for _, sure in full), " ".join(dropped))


def _unit_before_colon(bare: str, units: Units, *, labelled: bool) -> tuple[str, bool]:
    """石桥镇：何丽 with a blank for the colon, and whether words that are no unit's may stand for one."""
    found = _UNIT_COLON.match(bare)
    if found is None:
        return bare, labelled
    unit, rest = _ROLE.sub("", found[1].strip()), bare[found.end() :]
    persons = _words(rest.strip())
    first = persons[0] if persons else ""
    known = is_unit(unit, units) or bool(_TOWNSHIP.fullmatch(unit))
    if not known or not is_person(first):
        return bare, labelled
    return f"{unit} {rest}", True


_AUTHOR_IS = re.compile(r"\A作者(?:单位)?(?:系|为|是)")
_DONE = re.compile(r"(?<=供稿|提供|报送)。\Z")
_ROLE = re.compile(r"(?:信息员|通讯员|联络员|撰稿人?|供稿人?|作者|特约记者)\Z")
_UNIT_COLON = re.compile(r"([^：:，。；\s]{2,30})\s*+[：:]\s*+")


def label_end(text: str) -> int:
    """Where a label (供稿：, 信息报送单位：) at the text's start ends; 0 where there is none."""
    if match := _LABEL.match(text):
        return match.end()
    if text[:1] in ("【", "［", "[") and (named := label(text, "unit", "sender", "author")):
        return named.stop
    match = _ANY_LABEL.match(text)
    if match is None:
        return 0
    word = re.sub(r"\s", "", match[1])
    stem = _LABEL_END.sub("", word)
    known = word in phrases("unit", "author") or {word, stem} & phrases("sender", "author", "checker")
    return match.end() if known else 0


_ANY_LABEL = re.compile(r"([^：:丨|｜，。；（(]{2,12})(?:[（(][^（()）]{1,4}[）)])?[：:丨|｜]\s*+")
_LABEL_END = re.compile(r"(?:单位|部门|科室|处室|机构|者|人|人员)\Z")
_REPORTED = re.compile(
    rf"([{HAN}]{{2,20}}?)\s*+(?:本[报网台刊]|首席|特约|见习|实习|全媒体)*+(?:记者|通讯员)[：:]?\s*+(.*)"
)
_REPORTERS = re.compile("(?:首席|特约|见习|实习|本报|本网)?(?:记者|通讯员|编辑|摄影)[：:]?")
_OWN_REPORTER = re.compile("(?:本[报网台刊站社]|特约|见习|实习|首席)++(?:记者|通讯员)[：:]?")
_SQUARE = re.compile(r"\A(?:[□■◎○●△▲◆◇]|——|—)\s*+")
_SLASHED = re.compile(
    r"(?:\s?[/／]\s?|\s)(?:文\s?[/／、]\s?图|图\s?[/／、]\s?文|文图?|图文?|摄影报道|报道|摄影?|供稿|整理|编辑|供图)\Z"
)
"""王建平/文"""
_MEDIUM = re.compile(
    "(?:报|报社|网|电视台|广播电台|广播电视台|融媒体中心|融媒体|传媒中心|新闻中心|通讯社|新华社|杂志社|客户端)\\Z"
)


def _is_medium(name: str, units: Units) -> bool:
    """Whether whoever has reporters is named, not merely called ours: 丁市晚报, but 本报."""
    return (bool(_MEDIUM.search(name)) and name[0] not in "本我该" and len(name) > 2) or is_unit(name, units)


_WORDED = re.compile(
    rf"(?:文\s?[/／、]?\s?图|图\s?[/／、]?\s?文|文|撰文|撰稿|供稿|采写)[ ]"
    rf"([{HAN}]{{2,4}}(?:[ 、][{HAN}]{{2,4}})*+)"
    rf"(?:[ ](?:图|摄影?|供图)[ ]([{HAN}]{{2,4}}))?"
)
"""文 王建平 图 李国华"""
_WHO_OF = re.compile(rf"([{HAN}]{{2,4}})[（(]([^（）()]{{2,40}})[）)]")
"""王建平（丁市图书馆）"""
_OF_WHOM = re.compile(rf"([{HAN}]{{3,40}})[（(]([^（）()]{{2,20}})[）)]")
"""丁市图书馆（王建平）"""


def _with_brackets(word: str, units: Units) -> tuple[str, list[str]] | None:
    """The unit and the persons in a word with brackets; None where it is something else."""
    if (found := _WHO_OF.fullmatch(word)) and is_person(found[1]) and is_unit(found[2].strip(), units):
        return found[2].strip(), [found[1]]
    if (found := _OF_WHOM.fullmatch(word)) and is_unit(found[1], units):
        persons = _words(_REPORTERS.sub(" ", found[2]))
        if persons and all(map(is_person, persons)):
            return found[1], persons
    return None


_DID = re.compile("(?:供稿|投稿|执笔|撰稿|撰写|撰文|采写|整理|报送|提供|供图|摄影|摄|报道)\\Z")
"""李小燕执笔"""


def _parted(bare: str, units: Units) -> tuple[list[str], list[str], list[str], list[str]]:
    """The words of a signature: units, persons, anything else, and what else is not printed."""
    names: list[str] = []
    persons: list[str] = []
    other: list[str] = []
    asides: list[str] = []
    in_aside = False
    for word in _words(bare):
        inner = word[label_end(word) :]
        if aside := label(word, "aside", "checker"):
            asides.append(word)
            in_aside = aside.stop == len(word)
            continue
        if in_aside:  # 审核： 王明
            asides.append(word)
            in_aside = False
            continue
        if not inner or inner in phrases("author"):
            continue
        if inner in phrases("checker"):  # 审核/王燕
            asides.append(inner)
            in_aside = True
            continue
        did = _DID.sub("", inner)
        inner = did if is_person(did) or is_unit(did, units) else inner
        unit = without_post(inner)
        if bracketed := _with_brackets(inner, units):
            names.append(bracketed[0])
            persons += bracketed[1]
        elif is_unit(unit, units):
            names.append(unit)
        elif not unit or _CONTACT.match(inner):
            asides.append(inner)
        elif is_person(inner):
            persons.append(inner)
        else:
            # 德阳市地方志办公室张三: the unit's end tells where the name begins
            for length in (3, 2, 4):
                if is_person(inner[-length:]) and is_unit(inner[:-length], units):
                    names.append(inner[:-length])
                    persons.append(inner[-length:])
                    break
            else:
                other.append(inner)
    # 张 三: a name of two characters is spaced to the width of three
    single = [word for word in other if len(word) == 1]
    if pairs := _pairs(single):
        persons, other = persons + pairs, [word for word in other if len(word) > 1]
    if persons and other and all(map(_TOWNSHIP.fullmatch, other)):
        names, other = names + other, []
    return names, persons, other, asides


def _pairs(single: Sequence[str]) -> list[str]:
    """Names of two characters each, from their characters; empty where they make none."""
    pairs = ["".join(pair) for pair in zip(single[::2], single[1::2], strict=False)]
    return pairs if len(single) % 2 == 0 and all(map(is_person, pairs)) else []


def _words(text: str) -> list[str]:
    """Parted at spaces and 、, but not inside brackets: 德阳市委党史研究室（德阳市地方志办公室）."""
    words: list[str] = [""]
    depth = 0
    for char in text:
        depth += char in "（("
        depth -= char in "）)"
        if depth <= 0 and char in _BETWEEN:
            words.append("")
        else:
            words[-1] += char
    return [word for word in words if word.strip("·•・|｜—-")]


def full_name(name: str, units: Units) -> tuple[str, bool]:
    """A unit's full name, and whether it is sure. What is no abbreviation stays as it is."""
    if name in units.full:
        return units.full[name], True
    found = _ABBREVIATED.fullmatch(name)
    if found is None or found[1] not in units.places or not (name[-1] == "办" or name in units.places):
        return name, True
    place = units.places[found[1]].name
    if place in units.full:
        return units.full[place], True
    if not units.office.place_office:  # nothing is known of how such an office is called
        return name, True
    return f"{_PREFECTURE.sub('州', place)}{units.office.place_office}", False


# ---- a file's name

_JUNK = re.compile(
    r"^[\s0-9０-９.、．_\-—（）()]+(?=\D)|^\d{4}年|(?:\d{4}[年.\-]?\d{0,2}[月.\-]?\d{0,2}日?)$"
    r"|^(?:附件|稿件|投稿|信息|简报|报送|终稿|定稿|修改稿?)\d*[：:_—\-\s]*"
)
_CUT = re.compile(r"[：:_＿—\-－–|·\s]+")
_BRACKETED = re.compile(r"^[【\[（(〔［]([^】\]）)〕］]{2,30})[】\]）)〕］]")


def from_file_name(name: str, units: Units) -> Source | None:
    """The unit that a file is called after: 德阳市办：推进……, 【德阳】……, 乐山市委党史和地方志研究室—……,
    ……（广元市志办）. None where the name tells of none."""
    name = name.strip()
    bracketed = _BRACKETED.match(name)
    candidates: list[str] = [bracketed[1]] if bracketed else []
    bare = _JUNK.sub("", name).strip()
    if bracketed := _BRACKETED.match(bare):
        candidates.append(bracketed[1])
    if tail := re.search(r"[（(【\[]([^（）()【】\[\]]{2,30})[）)】\]]$", bare):
        candidates.append(tail[1])
    pieces = [piece for piece in _CUT.split(bare) if piece]
    if len(pieces) > 1:
        candidates += [pieces[0], pieces[-1]]
    for candidate in candidates:
        candidate = candidate.strip()
        if is_unit(candidate, units):
            full, sure = full_name(candidate, units)
            return Source(f"（{full}）", FILE_NAME, sure)
    place = place_in(bare, units)
    if place is None:
        return None
    full, sure = full_name(place.name, units)
    # the name speaks of the place; that its office wrote it is a guess, whatever the office is called
    return Source(f"（{full}）", FILE_NAME, sure=False) if full else None


def place_in(text: str, units: Units) -> Place | None:
    """The place with which words begin, the longest name that fits."""
    for length in range(min(len(text), 12), 1, -1):
        if text[:length] in units.places:
            return units.places[text[:length]]
    return None


# ---- which section


def suggest_section(source: str, title: str, sections: Sequence[str], units: Units) -> str:
    """The section that an item of this source goes into: one of those known, the office's where none is."""
    bare = brackets_off(source)
    place = place_in(bare, units) or (place_in(title, units) if not bare else None)
    wanted: tuple[str, ...]
    if place is not None and place.city:
        wanted = ("县", "区县", "市州", "地方", "基层")
    elif place is not None:
        wanted = ("市州", "地方")
    elif bare.removeprefix("（").startswith(("省", *_of_province(units.office.province))):
        wanted = ("省直", "省级", "省", "要闻", "机关")
    else:
        wanted = ("市州",)
    for word in wanted:
        for section in sections:
            if word in section:
                return section
    return units.office.usual_section if place is not None or not sections else sections[0]


def _of_province(province: str) -> tuple[str, ...]:
    """With what the names of a province's own offices begin."""
    return (f"{province}省", f"中共{province}") if province else ()
